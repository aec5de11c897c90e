#include "compare/random.h"

#include <math.h>

#include "compare/stats.h"
#include "model/math.h"

#define MULTIPLIER_0 0xD2E7470EE14C6C93u
#define MULTIPLIER_1 0xCA5A826395121157u
#define WEYL_0 0x9E3779B97F4A7C15u
#define WEYL_1 0xBB67AE8584CAA73Bu

void random_philox(const uint64_t counter[4], const uint64_t key[2], uint64_t out[4])
{
    uint64_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint64_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        unsigned __int128 a = (unsigned __int128)MULTIPLIER_0 * c0;
        unsigned __int128 b = (unsigned __int128)MULTIPLIER_1 * c2;
        c0 = (uint64_t)(b >> 64) ^ c1 ^ k0;
        c1 = (uint64_t)b;
        c2 = (uint64_t)(a >> 64) ^ c3 ^ k1;
        c3 = (uint64_t)a;
        k0 += WEYL_0;
        k1 += WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

void random_start(struct random *r, uint64_t seed, uint64_t stream, uint64_t part)
{
    *r = (struct random){.key = {seed, stream}, .counter = {0, 0, part, 0}};
}

uint64_t random_bits(struct random *r)
{
    if (r->left == 0) {
        random_philox(r->counter, r->key, r->words);
        r->counter[0]++;
        r->left = 4;
    }
    return r->words[4 - r->left--];
}

double random_uniform(struct random *r)
{
    return ((double)(random_bits(r) >> 11) + 0.5) * 0x1p-53;
}

uint64_t random_below(struct random *r, uint64_t n)
{
    unsigned __int128 product = (unsigned __int128)random_bits(r) * n;
    if ((uint64_t)product < n) {
        uint64_t uneven = (0 - n) % n; /* 2^64 modulo n: so many are left over */
        while ((uint64_t)product < uneven) {
            product = (unsigned __int128)random_bits(r) * n;
        }
    }
    return (uint64_t)(product >> 64);
}

double random_normal(struct random *r)
{
    return stats_normal_quantile(random_uniform(r));
}

/* One of shape d + 1/3, c = 1 / sqrt(9 d). */
static double gamma_of(struct random *r, double d, double c)
{
    for (;;) {
        double x = random_normal(r);
        double v = 1 + c * x;
        if (v <= 0) {
            continue;
        }
        v = v * v * v;
        double u = random_uniform(r);
        double square = x * x;
        /* The first test needs no logarithm and nearly always holds. */
        if (u < 1 - 0.0331 * square * square ||
            math_log(u) < 0.5 * square + d * (1 - v + math_log(v))) {
            return d * v;
        }
    }
}

void random_gammas(struct random *r, double shape, double *out, size_t n)
{
    double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    double c = 1 / sqrt(9 * d);
    for (size_t i = 0; i < n; i++) {
        out[i] = gamma_of(r, d, c);
        if (shape < 1) {
            out[i] *= math_pow(random_uniform(r), 1 / shape);
        }
    }
}

double random_gamma(struct random *r, double shape)
{
    double out = 0;
    random_gammas(r, shape, &out, 1);
    return out;
}

void random_dirichlet(struct random *r, const double *parameters, size_t n, double *shares)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        shares[i] = random_gamma(r, parameters[i]);
        sum += shares[i];
    }
    for (size_t i = 0; i < n; i++) {
        shares[i] = sum > 0 ? shares[i] / sum : 1 / (double)n;
    }
}
