/* Random numbers: the generator's published answers, places that do not hang on each other, and the moments
 * of what is made of it, within bounds that a right one breaks once in a hundred thousand tries. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "compare/random.h"

/* Lines "philox4x64 10" of kat_vectors in Random123, the generator's own code by its authors. */
static void the_generator_gives_the_published_answers(void **state)
{
    static const struct {
        uint64_t counter[4], key[2], answer[4];
    } known[] = {
        {{0, 0, 0, 0},
         {0, 0},
         {0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
        {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
         {UINT64_MAX, UINT64_MAX},
         {0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}},
        {{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
         {0x452821e638d01377, 0xbe5466cf34e90c6c},
         {0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint64_t out[4];
        random_philox(known[i].counter, known[i].key, out);
        assert_memory_equal(out, known[i].answer, sizeof out);
    }
}

static void a_stream_is_the_generator_read_in_order(void **state)
{
    (void)state;
    struct random r;
    random_start(&r, 7, 11, 13);
    for (uint64_t place = 0; place < 5; place++) {
        uint64_t out[4];
        random_philox((uint64_t[4]){place, 0, 13, 0}, (uint64_t[2]){7, 11}, out);
        for (int i = 0; i < 4; i++) {
            assert_true(random_bits(&r) == out[i]);
        }
    }
}

static void seeds_streams_and_parts_differ(void **state)
{
    (void)state;
    uint64_t first[4];
    for (int i = 0; i < 4; i++) {
        struct random r;
        random_start(&r, i == 1, i == 2, i == 3);
        first[i] = random_bits(&r);
        for (int k = 0; k < i; k++) {
            assert_true(first[k] != first[i]);
        }
    }
}

struct moments {
    double mean, variance, third;
};

static struct moments moments_of(const double *x, int n)
{
    struct moments m = {0};
    for (int i = 0; i < n; i++) {
        m.mean += x[i] / n;
    }
    for (int i = 0; i < n; i++) {
        double d = x[i] - m.mean;
        m.variance += d * d / n;
        m.third += d * d * d / n;
    }
    return m;
}

enum { MANY = 200000 };
static const double five_errors = 5.0 / 447.2; /* of a mean of MANY with standard deviation 1 */

static void uniform_numbers_are_even(void **state)
{
    (void)state;
    static double x[MANY];
    struct random r;
    random_start(&r, 1, 0, 0);
    int tenth[10] = {0};
    for (int i = 0; i < MANY; i++) {
        x[i] = random_uniform(&r);
        assert_true(x[i] > 0 && x[i] < 1);
        tenth[(int)(x[i] * 10)]++;
    }
    struct moments m = moments_of(x, MANY);
    assert_true(fabs(m.mean - 0.5) < five_errors * 0.2887);
    assert_true(fabs(m.variance - 1.0 / 12) < five_errors * 0.0745);
    for (int i = 0; i < 10; i++) {
        assert_true(abs(tenth[i] - MANY / 10) < 5 * 135);
    }
}

static void whole_numbers_have_the_same_chance_each(void **state)
{
    (void)state;
    struct random r;
    random_start(&r, 2, 0, 0);
    int count[7] = {0};
    for (int i = 0; i < 70000; i++) {
        uint64_t k = random_below(&r, 7);
        assert_true(k < 7);
        count[k]++;
    }
    for (int i = 0; i < 7; i++) {
        assert_true(abs(count[i] - 10000) < 5 * 93);
    }
    assert_true(random_below(&r, 1) == 0);
    /* With n = 3 * 2^62 a quarter of the words is thrown away; without that, multiples of three would
     * come up in half of the draws. */
    int threes = 0;
    for (int i = 0; i < 30000; i++) {
        threes += random_below(&r, (uint64_t)3 << 62) % 3 == 0;
    }
    assert_true(abs(threes - 10000) < 5 * 82);
}

static void normal_numbers_have_their_moments(void **state)
{
    (void)state;
    static double x[MANY];
    struct random r;
    random_start(&r, 3, 0, 0);
    int beyond = 0;
    for (int i = 0; i < MANY; i++) {
        x[i] = random_normal(&r);
        beyond += fabs(x[i]) > 1.959963985;
    }
    struct moments m = moments_of(x, MANY);
    assert_true(fabs(m.mean) < five_errors);
    assert_true(fabs(m.variance - 1) < five_errors * 1.4143);
    assert_true(fabs(m.third) < five_errors * 3.873);
    assert_true(abs(beyond - MANY / 20) < 5 * 98);
}

static void gamma_numbers_have_their_moments(void **state)
{
    (void)state;
    static double x[MANY];
    static const double shapes[] = {0.3, 1, 4, 16, 250};
    for (int k = 0; k < 5; k++) {
        struct random r;
        random_start(&r, 4, (uint64_t)k, 0);
        double a = shapes[k];
        for (int i = 0; i < MANY; i++) {
            x[i] = random_gamma(&r, a);
            assert_true(x[i] > 0);
        }
        struct moments m = moments_of(x, MANY);
        assert_true(fabs(m.mean - a) < five_errors * sqrt(a));
        /* Fourth central moment 3 a^2 + 6 a. */
        assert_true(fabs(m.variance - a) < five_errors * sqrt(2 * a * a + 6 * a));
        assert_true(fabs(m.third / a - 2) < 0.02 * (30 + a)); /* skewness 2 / sqrt(a) */
    }
}

static void dirichlet_shares_have_their_means_and_sum_to_one(void **state)
{
    (void)state;
    static const double parameters[] = {1, 2, 5};
    double mean[3] = {0}, square = 0;
    struct random r;
    random_start(&r, 5, 0, 0);
    for (int i = 0; i < MANY; i++) {
        double s[3];
        random_dirichlet(&r, parameters, 3, s);
        assert_true(fabs(s[0] + s[1] + s[2] - 1) < 1e-15);
        for (int k = 0; k < 3; k++) {
            mean[k] += s[k] / MANY;
        }
        square += s[2] * s[2] / MANY;
    }
    for (int k = 0; k < 3; k++) {
        double p = parameters[k] / 8;
        assert_true(fabs(mean[k] - p) < five_errors * sqrt(p * (1 - p) / 9));
    }
    /* Variance p (1 - p) / (sum + 1). */
    assert_true(fabs(square - mean[2] * mean[2] - 0.625 * 0.375 / 9) < five_errors * 0.04);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_generator_gives_the_published_answers),
        cmocka_unit_test(a_stream_is_the_generator_read_in_order),
        cmocka_unit_test(seeds_streams_and_parts_differ),
        cmocka_unit_test(uniform_numbers_are_even),
        cmocka_unit_test(whole_numbers_have_the_same_chance_each),
        cmocka_unit_test(normal_numbers_have_their_moments),
        cmocka_unit_test(gamma_numbers_have_their_moments),
        cmocka_unit_test(dirichlet_shares_have_their_means_and_sum_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
