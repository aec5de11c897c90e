/* Written with vectors of the compiler, of a size that every processor of its kind has: the same operations
 * in the same order as one by one, and so the same digits. */
#include "compare/rank_internal.h"

/* may_alias: rows of plain numbers are read as vectors. */
typedef double two __attribute__((vector_size(16), may_alias));
typedef int32_t four __attribute__((vector_size(16), may_alias));
typedef int64_t two_whole __attribute__((vector_size(16), may_alias));
typedef uint64_t two_bits __attribute__((vector_size(16), may_alias));
enum { TWOS = LANES / 2, FOURS = LANES / 4 };
/* Times and by this are shifts by 52 bits, and made to be by the compiler. */
#define BIT_52 UINT64_C(0x10000000000000)

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

void lanes_sum(double *sum, const double *x)
{
    two *s = (two *)sum;
    const two *a = (const two *)x;
    for (int k = 0; k < TWOS; k++) {
        s[k] += a[k];
    }
}

void lanes_sum_product(double *sum, const double *x, const double *y)
{
    two *s = (two *)sum;
    const two *a = (const two *)x, *b = (const two *)y;
    for (int k = 0; k < TWOS; k++) {
        s[k] += a[k] * b[k];
    }
}

void lanes_product(double *out, const double *x, const double *y)
{
    two *o = (two *)out;
    const two *a = (const two *)x, *b = (const two *)y;
    for (int k = 0; k < TWOS; k++) {
        o[k] = a[k] * b[k];
    }
}

void lanes_line(double *out, const double *x, double factor, double term)
{
    two *o = (two *)out;
    const two *a = (const two *)x;
    two f = {factor, factor}, t = {term, term};
    for (int k = 0; k < TWOS; k++) {
        o[k] = a[k] * f + t;
    }
}

void lanes_inverse(double *x)
{
    two *o = (two *)x;
    two one = {1, 1};
    for (int k = 0; k < TWOS; k++) {
        o[k] = one / o[k];
    }
}

static two polynomial(two x, const double *c, int n)
{
    two sum = {c[0], c[0]};
    for (int i = 1; i < n; i++) {
        sum = sum * x + (two){c[i], c[i]};
    }
    return sum;
}

/* a where the mask is set, else b. */
static two choose(two_whole mask, two a, two b)
{
    return (two)((mask & (two_whole)a) | (~mask & (two_whole)b));
}

/* As math_log: x = 2^k m, ln m = 2 atanh((m-1)/(m+1)), m in sqrt(1/2)…sqrt(2). By bits: k + 1023 is what
 * stands above the 52 bits of the fraction, once the bits of sqrt(1/2) are taken off and those of 1 added;
 * put into the fraction of 2^52, it is a number. */
void lanes_log(const double *x, double *out)
{
    static const double series[] = {1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11,
                                    1.0 / 9,  1.0 / 7,  1.0 / 5,  1.0 / 3};
    const two ln2 = {0.69314718055994530942, 0.69314718055994530942}, one = {1, 1};
    const two big = {0x1p52 + 1023, 0x1p52 + 1023}, none = {-1e6, -1e6};
    for (int i = 0; i < TWOS; i++) {
        two v = ((const two *)x)[i];
        two_bits bits = (two_bits)v;
        two_bits raised = (bits + (0x3FF0000000000000 - 0x3FE6A09E667F3BCD)) / BIT_52;
        two k = (two)(raised | 0x4330000000000000) - big;
        two m = (two)(bits - raised * BIT_52 + 0x3FF0000000000000);
        two s = (m - one) / (m + one);
        two z = s * s;
        two log = k * ln2 + (s + s + (s + s) * (z * polynomial(z, series, 9)));
        ((two *)out)[i] = choose((two_whole)(v > (two){0x1p-1000, 0x1p-1000}), log, none);
    }
}

/* x = k ln 2 + r; Taylor's series to r^13 leaves less than 1e-17 of |r| <= 0.35. Added to 1.5 * 2^52, k is
 * rounded to a whole number in the last bits. */
void lanes_exp(const double *x, double *out)
{
    static const double series[] = {1.0 / 6227020800,
                                    1.0 / 479001600,
                                    1.0 / 39916800,
                                    1.0 / 3628800,
                                    1.0 / 362880,
                                    1.0 / 40320,
                                    1.0 / 5040,
                                    1.0 / 720,
                                    1.0 / 120,
                                    1.0 / 24,
                                    1.0 / 6,
                                    0.5,
                                    1,
                                    1};
    const two ln2 = {0.69314718055994530942, 0.69314718055994530942};
    const two by = {1.44269504088896340736, 1.44269504088896340736};
    const two big = {0x1.8p52, 0x1.8p52}, least = {-700, -700}, none = {0, 0};
    for (int i = 0; i < TWOS; i++) {
        two v = ((const two *)x)[i];
        two_whole fits = (two_whole)(v > least);
        v = choose(fits, v, least);
        two rounded = v * by + big;
        two r = v - (rounded - big) * ln2;
        two power = (two)((two_bits)rounded * BIT_52 + 0x3FF0000000000000);
        ((two *)out)[i] = choose(fits, polynomial(r, series, 14) * power, none);
    }
}

/* Added to 1.5 * 2^52, a number is rounded to a whole one, whose last 32 bits are those of the sum. */
void lanes_billionths(const double *x, int32_t *out)
{
    const two most = {2, 2}, least = {-2, -2}, by = {1e9, 1e9}, big = {0x1.8p52, 0x1.8p52};
    for (int i = 0; i < TWOS; i++) {
        two v = ((const two *)x)[i];
        v = choose((two_whole)(v < most), v, most);
        v = choose((two_whole)(v > least), v, least);
        two_bits bits = (two_bits)(v * by + big);
        *out++ = (int32_t)bits[0];
        *out++ = (int32_t)bits[1];
    }
}

/* One row against another. */
static int64_t duel(const int32_t *a, const int32_t *b, int32_t *beaten_a, int32_t *beaten_b)
{
    const four *sa = (const four *)a, *sb = (const four *)b;
    four *ba = (four *)beaten_a, *bb = (four *)beaten_b;
    four sum = {0, 0, 0, 0};
    for (int i = 0; i < FOURS; i++) {
        four sign = (sa[i] < sb[i]) - (sa[i] > sb[i]); /* true is -1 */
        ba[i] -= sign;
        bb[i] += sign;
        sum += sign;
    }
    return (int64_t)sum[0] + sum[1] + sum[2] + sum[3];
}

/* Two rows against one, which is then loaded and stored once for both. */
static void duel_two(const int32_t *a, const int32_t *b, int32_t *beaten_a, int32_t *beaten_b,
                     int64_t won[2])
{
    const four *s0 = (const four *)a, *s1 = (const four *)(a + LANES), *sb = (const four *)b;
    four *b0 = (four *)beaten_a, *b1 = (four *)(beaten_a + LANES), *bb = (four *)beaten_b;
    four sum0 = {0, 0, 0, 0}, sum1 = {0, 0, 0, 0};
    for (int i = 0; i < FOURS; i++) {
        four other = sb[i];
        four sign0 = (s0[i] < other) - (s0[i] > other);
        four sign1 = (s1[i] < other) - (s1[i] > other);
        b0[i] -= sign0;
        b1[i] -= sign1;
        bb[i] += sign0 + sign1;
        sum0 += sign0;
        sum1 += sign1;
    }
    won[0] = (int64_t)sum0[0] + sum0[1] + sum0[2] + sum0[3];
    won[1] = (int64_t)sum1[0] + sum1[1] + sum1[2] + sum1[3];
}

void lanes_duel(const int32_t *scores, int n, int32_t *beaten, int64_t *ahead)
{
    int a = 0;
    for (ptrdiff_t first = 0; a < n; a += 2) { /* first: the pair (a, a + 1) */
        const int32_t *sa = scores + (ptrdiff_t)a * LANES;
        int32_t *ba = beaten + (ptrdiff_t)a * LANES;
        if (a + 1 == n) {
            break;
        }
        ptrdiff_t second = first + n - a - 1; /* the pair (a + 1, a + 2) */
        int64_t won[2] = {duel(sa, sa + LANES, ba, ba + LANES), 0};
        if (ahead != NULL) {
            ahead[first] += won[0];
        }
        for (int b = a + 2; b < n; b++) {
            duel_two(sa, scores + (ptrdiff_t)b * LANES, ba, beaten + (ptrdiff_t)b * LANES, won);
            if (ahead != NULL) {
                ahead[first + b - a - 1] += won[0];
                ahead[second + b - a - 2] += won[1];
            }
        }
        first = second + n - a - 2;
    }
}
