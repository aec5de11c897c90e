#include "compare/stats.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "model/math.h"

/* ---- of values ---- */

static double sum(const double *x, size_t n)
{
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        total += x[i];
    }
    return total;
}

double stats_mean(const double *x, size_t n)
{
    return n == 0 ? NAN : sum(x, n) / (double)n;
}

double stats_weighted_mean(const double *x, const double *w, size_t n)
{
    double total = 0, weight = 0;
    for (size_t i = 0; i < n; i++) {
        total += w[i] * x[i];
        weight += w[i];
    }
    return weight > 0 ? total / weight : NAN;
}

double stats_sd(const double *x, size_t n)
{
    if (n < 2) {
        return NAN;
    }
    /* In two passes: squares about the mean lose no digits where the mean is large. */
    double mean = stats_mean(x, n), squares = 0;
    for (size_t i = 0; i < n; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
    }
    return sqrt(squares / (double)(n - 1));
}

double stats_error(double sd, double n, double of)
{
    if (!(n > 0) || (of > 0 && n > of)) {
        return NAN;
    }
    return sd / sqrt(n) * (of > 0 ? sqrt((of - n) / of) : 1);
}

static int ascending_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    if (isnan(x) || isnan(y)) {
        return (int)isnan(x) - (int)isnan(y);
    }
    return (x > y) - (x < y);
}

void stats_sort(double *x, size_t n)
{
    qsort(x, n, sizeof *x, ascending_order);
}

double stats_quantile(const double *sorted, size_t n, double p)
{
    if (n == 0 || !(p >= 0 && p <= 1)) {
        return NAN;
    }
    double at = (double)(n - 1) * p;
    size_t below = (size_t)at;
    double part = at - (double)below;
    if (part == 0) { /* there may be none above */
        return sorted[below];
    }
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

struct ranking {
    const double *x;
    bool ascending;
};

/* Whether value a goes before b: NaN goes after all others. */
static int rank_order(const struct ranking *r, size_t a, size_t b)
{
    int order = ascending_order(&r->x[a], &r->x[b]);
    return r->ascending || isnan(r->x[a]) || isnan(r->x[b]) ? order : -order;
}

static int by_rank(const void *a, const void *b, void *ranking)
{
    size_t i = *(const size_t *)a, k = *(const size_t *)b;
    int order = rank_order(ranking, i, k);
    return order != 0 ? order : (i > k) - (i < k);
}

void stats_rank(const double *x, size_t n, enum stats_ties ties, bool ascending, size_t *scratch,
                double *ranks)
{
    struct ranking r = {x, ascending};
    for (size_t i = 0; i < n; i++) {
        scratch[i] = i;
    }
    qsort_r(scratch, n, sizeof *scratch, by_rank, &r);
    for (size_t first = 0, next = 0; first < n; first = next) {
        next = first + 1;
        while (next < n && rank_order(&r, scratch[first], scratch[next]) == 0) {
            next++;
        }
        /* Places first + 1 … next are one tie. */
        double rank = ties == STATS_AVERAGE ? (double)(first + next + 1) / 2 : (double)(first + 1);
        for (size_t i = first; i < next; i++) {
            ranks[scratch[i]] = isnan(x[scratch[i]]) ? NAN : rank;
        }
    }
}

/* ---- the normal distribution ---- */

#define ROOT_TWO_PI 2.506628274631000502415765284811

static double polynomial(const double *coefficients, size_t count, double x)
{
    double value = 0;
    for (size_t i = count; i > 0; i--) {
        value = value * x + coefficients[i - 1];
    }
    return value;
}

/* Share above z >= 3: the continued fraction 26.2.14 of Abramowitz and Stegun, Handbook of Mathematical
 * Functions, 1964, from its inner end. */
static double normal_tail(double z)
{
    double fraction = z;
    for (int k = 120; k > 0; k--) {
        fraction = z + k / fraction;
    }
    return math_exp(-z * z / 2) / ROOT_TWO_PI / fraction;
}

/* Share between 0 and z, 0 <= z < 3: the series 26.2.11 there, whose terms are all positive. */
static double normal_middle(double z)
{
    double term = z, total = z;
    for (int k = 3; term > total * 1e-17; k += 2) {
        term *= z * z / k;
        total += term;
    }
    return math_exp(-z * z / 2) / ROOT_TWO_PI * total;
}

double stats_normal(double z)
{
    if (isnan(z)) {
        return NAN;
    }
    double size = fabs(z);
    if (size > 40) {
        return z > 0;
    }
    double above = size < 3 ? 0.5 - normal_middle(size) : normal_tail(size);
    return z > 0 ? 1 - above : above;
}

double stats_normal_quantile(double p)
{
    static const double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                               1.9715909503065514427e+3, 1.3731693765509461125e+4,
                               4.5921953931549871457e+4, 6.7265770927008700853e+4,
                               3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double b[] = {1.0,
                               4.2313330701600911252e+1,
                               6.8718700749205790830e+2,
                               5.3941960214247511077e+3,
                               2.1213794301586595867e+4,
                               3.9307895800092710610e+4,
                               2.8729085735721942674e+4,
                               5.2264952788528545610e+3};
    static const double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                               5.76949722146069140550e0,  3.64784832476320460504e0,
                               1.27045825245236838258e0,  2.41780725177450611770e-1,
                               2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[] = {1.0,
                               2.05319162663775882187e0,
                               1.67638483018380384940e0,
                               6.89767334985100004550e-1,
                               1.48103976427480074590e-1,
                               1.51986665636164571966e-2,
                               5.47593808499534494600e-4,
                               1.05075007164441684324e-9};
    static const double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                               1.78482653991729133580e0,  2.96560571828504891230e-1,
                               2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[] = {1.0,
                               5.99832206555887937690e-1,
                               1.36929880922735805310e-1,
                               1.48753612908506148525e-2,
                               7.86869131145613259100e-4,
                               1.84631831751005468180e-5,
                               1.42151175831644588870e-7,
                               2.04426310338993978564e-15};
    if (!(p > 0 && p < 1)) {
        return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
    }
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(a, 8, r) / polynomial(b, 8, r);
    }
    double r = sqrt(-math_log(q < 0 ? p : 1 - p));
    double z = r <= 5 ? polynomial(c, 8, r - 1.6) / polynomial(d, 8, r - 1.6)
                      : polynomial(e, 8, r - 5) / polynomial(f, 8, r - 5);
    return q < 0 ? -z : z;
}

/* ---- Student's t ---- */

/* Stirling's series 6.1.41 of Abramowitz and Stegun, after x was brought above 15 by 6.1.15. */
double stats_log_gamma(double x)
{
    static const double series[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                    1.0 / 1188, -691.0 / 360360, 1.0 / 156};
    if (!(x > 0)) {
        return NAN;
    }
    double product = 1;
    while (x < 15) {
        product *= x;
        x += 1;
    }
    double rest = polynomial(series, sizeof series / sizeof *series, 1 / (x * x)) / x;
    return (x - 0.5) * math_log(x) - x + math_log(ROOT_TWO_PI) + rest - math_log(product);
}

/* Away from 0, by which the fraction divides. */
static double not_zero(double x)
{
    return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* The continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, by Lentz's method
 * (Applied Optics 15, 1976). Converges fast where x < (a + 1) / (a + b + 2). */
static double beta_fraction(double x, double a, double b)
{
    double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), value = d;
    for (int m = 1; m < 20000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / not_zero(1 + even * d);
        c = not_zero(1 + even / c);
        value *= d * c;
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / not_zero(1 + odd * d);
        c = not_zero(1 + odd / c);
        value *= d * c;
        if (fabs(d * c - 1) < 1e-16) {
            break;
        }
    }
    return value;
}

double stats_beta(double x, double a, double b)
{
    if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) {
        return NAN;
    }
    if (x == 0 || x == 1) {
        return x;
    }
    double log_front = stats_log_gamma(a + b) - stats_log_gamma(a) - stats_log_gamma(b) +
                       a * math_log(x) + b * math_log(1 - x);
    double front = math_exp(log_front);
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(x, a, b) / a
                                     : 1 - front * beta_fraction(1 - x, b, a) / b;
}

/* Share beyond t >= 0 on one side: 26.7.1 of Abramowitz and Stegun, through the incomplete beta function of
 * what is small, so that neither end loses digits. */
static double t_tail(double t, double df)
{
    double square = t * t;
    return square < df ? 0.5 - stats_beta(square / (df + square), 0.5, df / 2) / 2
                       : stats_beta(df / (df + square), df / 2, 0.5) / 2;
}

double stats_t(double t, double df)
{
    if (isnan(t) || !(df > 0)) {
        return NAN;
    }
    if (isinf(t)) {
        return t > 0;
    }
    double above = t_tail(fabs(t), df);
    return t > 0 ? 1 - above : above;
}

double stats_t_quantile(double p, double df)
{
    if (!(p > 0 && p < 1 && df > 0)) {
        return NAN;
    }
    double tail = p < 0.5 ? p : 1 - p;
    double low = 0, high = 1;
    while (t_tail(high, df) > tail && high < 1e150) {
        low = high;
        high *= 2;
    }
    /* By halves, until no number lies between: 60 or so steps whose end hangs on nothing but t_tail. */
    for (int i = 0; i < 200; i++) {
        double middle = low + (high - low) / 2;
        if (!(middle > low && middle < high)) {
            break;
        }
        if (t_tail(middle, df) > tail) {
            low = middle;
        } else {
            high = middle;
        }
    }
    double t = tail == 0.5 ? 0 : high;
    return p < 0.5 ? -t : t;
}

/* ---- shares ---- */

void stats_wilson(double hits, double n, double z, double *low, double *high)
{
    if (!(n > 0)) {
        *low = 0;
        *high = 1;
        return;
    }
    double share = hits / n, square = z * z;
    double middle = (share + square / (2 * n)) / (1 + square / n);
    double half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n));
    *low = hits <= 0 || middle < half ? 0 : middle - half;
    *high = hits >= n || middle + half > 1 ? 1 : middle + half;
}
