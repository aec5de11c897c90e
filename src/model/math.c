#include "model/math.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ln 2 in two parts: the high part has trailing zeros, so that k * LN2_HIGH is exact. */
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10

double math_log(double x)
{
    if (isnan(x) || x < 0) {
        return NAN;
    }
    if (x == 0) {
        return -INFINITY;
    }
    int exponent = 0;
    double m = frexp(x, &exponent); /* exact on every machine */
    if (m < 0.70710678118654752440) {
        m *= 2;
        exponent--;
    }
    /* ln m = 2 atanh((m-1)/(m+1)), m in sqrt(1/2)…sqrt(2), so |s| < 0.172; the series to s^23 leaves
     * less than 1e-18. */
    double s = (m - 1) / (m + 1);
    double square = s * s;
    double sum = 0;
    for (int k = 23; k >= 3; k -= 2) {
        sum = (sum + 1.0 / k) * square;
    }
    double log_m = 2 * s + 2 * s * sum;
    return exponent * LN2_HIGH + (log_m + exponent * LN2_LOW);
}

double math_exp(double x)
{
    if (isnan(x)) {
        return x;
    }
    if (x > 709.782712893384) {
        return INFINITY;
    }
    if (x < -745.2) {
        return 0;
    }
    double k = floor(x / 0.69314718055994530942 + 0.5);
    double r = (x - k * LN2_HIGH) - k * LN2_LOW; /* |r| <= 0.35 */
    /* Taylor to r^17 leaves less than 1e-23. */
    double sum = 1;
    for (int n = 17; n >= 1; n--) {
        sum = 1 + sum * r / n;
    }
    return ldexp(sum, (int)k);
}

double math_pow(double x, double y)
{
    if (y == 0) {
        return 1;
    }
    if (x == 0) {
        return y > 0 ? 0 : INFINITY;
    }
    return math_exp(y * math_log(x));
}

int64_t math_round_scaled(double value, double scale, int decimals)
{
    if (!isfinite(value * scale)) {
        return 0;
    }
    /* %.14e writes 15 significant digits, correctly rounded. The digits are then rounded in integers. */
    char digits[40];
    (void)snprintf(digits, sizeof digits, "%.14e", value * scale);
    int64_t mantissa = digits[0] - '0';
    const char *p = digits + 1;
    for (; *p != 'e'; p++) {
        if (isdigit((unsigned char)*p)) { /* the decimal mark depends on the locale */
            mantissa = mantissa * 10 + (*p - '0');
        }
    }
    int exponent = (int)strtol(p + 1, NULL, 10);
    /* value * scale = mantissa * 10^(exponent - 14); keep `decimals` decimals. */
    int drop = 14 - exponent - decimals;
    for (; drop > 1 && mantissa > 0; drop--) {
        mantissa /=
            10; /* the digits below the deciding one do not matter for half away from zero */
    }
    if (drop == 1) {
        mantissa = (mantissa + 5) / 10;
    } else if (drop > 1) {
        mantissa = 0;
    }
    double rounded = (double)mantissa;
    for (; drop < 0; drop++) {
        rounded *= 10;
    }
    double power = 1;
    for (int i = 0; i < decimals; i++) {
        power *= 10;
    }
    return (int64_t)floor(rounded / (power * scale) * 1e9 + 0.5);
}
