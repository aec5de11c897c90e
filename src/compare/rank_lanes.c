/* Written with vectors of the compiler, of a size that every processor of its kind has: the same operations
 * in the same order as one by one, and so the same digits. */
#include <string.h>

#include "compare/rank_internal.h"

/* may_alias: rows of plain numbers are read as vectors. */
typedef double two __attribute__((vector_size(16), may_alias));
typedef int32_t four __attribute__((vector_size(16), may_alias));
typedef int64_t two_whole __attribute__((vector_size(16), may_alias));
enum { TWOS = LANES / 2, FOURS = LANES / 4 };

void lanes_add(double *sum, const double *weights, const int *index, const double *value, int n)
{
    two *s = (two *)sum;
    int i = 0;
    /* Four at a time, so that the sum is loaded and stored once for four. */
    for (; i + 4 <= n; i += 4) {
        const two *a = (const two *)(weights + (ptrdiff_t)index[i] * LANES);
        const two *b = (const two *)(weights + (ptrdiff_t)index[i + 1] * LANES);
        const two *c = (const two *)(weights + (ptrdiff_t)index[i + 2] * LANES);
        const two *d = (const two *)(weights + (ptrdiff_t)index[i + 3] * LANES);
        two va = {value[i], value[i]}, vb = {value[i + 1], value[i + 1]};
        two vc = {value[i + 2], value[i + 2]}, vd = {value[i + 3], value[i + 3]};
        for (int k = 0; k < TWOS; k++) {
            s[k] = s[k] + a[k] * va + b[k] * vb + c[k] * vc + d[k] * vd;
        }
    }
    for (; i < n; i++) {
        const two *a = (const two *)(weights + (ptrdiff_t)index[i] * LANES);
        two va = {value[i], value[i]};
        for (int k = 0; k < TWOS; k++) {
            s[k] = s[k] + a[k] * va;
        }
    }
}

/* As math_log: x = 2^k m, ln m = 2 atanh((m-1)/(m+1)), m in sqrt(1/2)…sqrt(2); by bits, without branches. */
void lanes_log(const double *x, double *out)
{
    for (int i = 0; i < LANES; i++) {
        int64_t bits = 0;
        memcpy(&bits, &x[i], sizeof bits);
        int64_t k = (bits - 0x3FE6A09E667F3BCD) >> 52;
        bits -= (int64_t)((uint64_t)k << 52);
        double m = 0;
        memcpy(&m, &bits, sizeof m);
        double s = (m - 1) / (m + 1);
        double z = s * s;
        double sum = 1.0 / 19;
        sum = sum * z + 1.0 / 17;
        sum = sum * z + 1.0 / 15;
        sum = sum * z + 1.0 / 13;
        sum = sum * z + 1.0 / 11;
        sum = sum * z + 1.0 / 9;
        sum = sum * z + 1.0 / 7;
        sum = sum * z + 1.0 / 5;
        sum = sum * z + 1.0 / 3;
        double log = (double)k * 0.69314718055994530942 + (2 * s + 2 * s * (z * sum));
        out[i] = x[i] > 0x1p-1000 ? log : -1e6;
    }
}

/* x = k ln 2 + r; Taylor's series to r^13 leaves less than 1e-17 of |r| <= 0.35. */
void lanes_exp(const double *x, double *out)
{
    for (int i = 0; i < LANES; i++) {
        double y = x[i] > -700 ? x[i] : -700;
        int64_t k = (int64_t)(y * 1.44269504088896340736 + 1024.5) - 1024; /* floor(… + 0.5) */
        double r = y - (double)k * 0.69314718055994530942;
        double sum = 1.0 / 6227020800;
        sum = sum * r + 1.0 / 479001600;
        sum = sum * r + 1.0 / 39916800;
        sum = sum * r + 1.0 / 3628800;
        sum = sum * r + 1.0 / 362880;
        sum = sum * r + 1.0 / 40320;
        sum = sum * r + 1.0 / 5040;
        sum = sum * r + 1.0 / 720;
        sum = sum * r + 1.0 / 120;
        sum = sum * r + 1.0 / 24;
        sum = sum * r + 1.0 / 6;
        sum = sum * r + 0.5;
        sum = sum * r + 1;
        sum = sum * r + 1;
        int64_t bits = (k + 1023) << 52;
        double power = 0;
        memcpy(&power, &bits, sizeof power);
        out[i] = x[i] > -700 ? sum * power : 0;
    }
}

void lanes_duel(const int32_t *scores, int n, int32_t *beaten, int64_t *ahead)
{
    for (int a = 0; a < n; a++) {
        const four *sa = (const four *)(scores + (ptrdiff_t)a * LANES);
        four *ba = (four *)(beaten + (ptrdiff_t)a * LANES);
        for (int b = a + 1; b < n; b++) {
            const four *sb = (const four *)(scores + (ptrdiff_t)b * LANES);
            four *bb = (four *)(beaten + (ptrdiff_t)b * LANES);
            four sum = {0, 0, 0, 0};
            for (int i = 0; i < FOURS; i++) {
                four sign = (sa[i] < sb[i]) - (sa[i] > sb[i]); /* true is -1 */
                ba[i] -= sign;
                bb[i] += sign;
                sum += sign;
            }
            if (ahead != NULL) {
                *ahead++ += sum[0] + sum[1] + sum[2] + sum[3];
            }
        }
    }
}
