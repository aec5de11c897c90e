/* Statistics beside what R prints and what a library of many digits (mpmath 1.3) gives. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compare/stats.h"

static void near(double ours, double theirs, double error)
{
    double size = fabs(theirs) > 1e-300 ? fabs(theirs) : 1;
    if (!(fabs(ours - theirs) <= error * size)) {
        fail_msg("%.17g is not %.17g", ours, theirs);
    }
}

/* R's data set mtcars, column mpg. */
static const double miles[] = {21.0, 21.0, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8,
                               16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5,
                               15.2, 13.3, 19.2, 27.3, 26.0, 30.4, 15.8, 19.7, 15.0, 21.4};
enum { MILES = sizeof miles / sizeof *miles };

static void mean_and_spread_are_those_of_r(void **state)
{
    (void)state;
    near(stats_mean(miles, MILES), 20.090625, 1e-15);
    near(stats_sd(miles, MILES), 6.026948052089104, 1e-14);
    assert_true(isnan(stats_mean(miles, 0)));
    assert_true(isnan(stats_sd(miles, 1)));
    double weights[] = {1, 2, 5}, values[] = {10, 20, 40}, none[] = {0, 0, 0};
    near(stats_weighted_mean(values, weights, 3), 31.25, 0);
    assert_true(isnan(stats_weighted_mean(values, none, 3)));
    /* About a large mean no digits are lost. */
    double large[] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    near(stats_sd(large, 4), sqrt(30), 1e-15);
}

/* Dossier 6.12: five with mean 60 and sd 10 give 60 +- 12.4. */
static void the_interval_of_five_is_wide(void **state)
{
    (void)state;
    double half = stats_t_quantile(0.975, 4) * stats_error(10, 5, 0);
    near(half, 12.4166399, 1e-8);
}

static void what_was_seen_in_full_has_no_error(void **state)
{
    (void)state;
    near(stats_error(10, 25, 0), 2, 0);
    near(stats_error(10, 25, 100), 2 * sqrt(0.75), 1e-15);
    assert_true(stats_error(10, 25, 25) == 0);
    assert_true(isnan(stats_error(10, 25, 24)));
    assert_true(isnan(stats_error(10, 0, 24)));
}

static void quantiles_are_of_type_seven(void **state)
{
    (void)state;
    double sorted[MILES];
    memcpy(sorted, miles, sizeof miles);
    stats_sort(sorted, MILES);
    /* R: quantile(mtcars$mpg) and quantile(mtcars$mpg, c(0.1, 0.9)) */
    near(stats_quantile(sorted, MILES, 0), 10.4, 0);
    near(stats_quantile(sorted, MILES, 0.25), 15.425, 1e-15);
    near(stats_quantile(sorted, MILES, 0.5), 19.2, 0);
    near(stats_quantile(sorted, MILES, 0.75), 22.8, 0);
    near(stats_quantile(sorted, MILES, 1), 33.9, 0);
    near(stats_quantile(sorted, MILES, 0.1), 14.34, 1e-15);
    near(stats_quantile(sorted, MILES, 0.9), 30.09, 1e-15);
    double one[] = {0.4};
    near(stats_quantile(one, 1, 0.9), 0.4, 0);
    assert_true(isnan(stats_quantile(one, 0, 0.5)));
    assert_true(isnan(stats_quantile(one, 1, 1.5)));
    assert_true(isnan(stats_quantile(one, 1, NAN)));
}

static void sorting_puts_what_is_missing_last(void **state)
{
    (void)state;
    double x[] = {3, NAN, -1, 2, NAN, 0}, sorted[] = {-1, 0, 2, 3};
    stats_sort(x, 6);
    for (int i = 0; i < 4; i++) {
        assert_true(x[i] == sorted[i]);
    }
    assert_true(isnan(x[4]) && isnan(x[5]));
}

/* Dossier 6.12: 6.0, 5.4, 5.4, 5.3. */
static void ranks_know_ties_and_what_is_missing(void **state)
{
    (void)state;
    size_t scratch[5];
    double ranks[5], x[] = {5.4, NAN, 6.0, 5.3, 5.4};
    stats_rank(x, 5, STATS_COMPETITION, false, scratch, ranks);
    assert_true(ranks[0] == 2 && ranks[2] == 1 && ranks[3] == 4 && ranks[4] == 2);
    assert_true(isnan(ranks[1]));
    stats_rank(x, 5, STATS_AVERAGE, false, scratch, ranks);
    assert_true(ranks[0] == 2.5 && ranks[2] == 1 && ranks[3] == 4 && ranks[4] == 2.5);
    stats_rank(x, 5, STATS_COMPETITION, true, scratch, ranks);
    assert_true(ranks[0] == 2 && ranks[2] == 4 && ranks[3] == 1 && ranks[4] == 2);
    assert_true(isnan(ranks[1]));
}

static void the_normal_distribution(void **state)
{
    (void)state;
    static const double known[][2] = {
        {-8, 6.2209605742717841e-16},  {-3, 0.0013498980316300945}, {-2.999, 0.0013543365337271062},
        {-1.96, 0.024997895148220436}, {-0.5, 0.3085375387259869},  {0, 0.5},
        {1, 0.84134474606854295},      {2.5, 0.99379033467422386},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        near(stats_normal(known[i][0]), known[i][1], 2e-13);
    }
    assert_true(stats_normal(-100) == 0 && stats_normal(100) == 1 && isnan(stats_normal(NAN)));
    static const double inverse[][2] = {
        {0.975, 1.9599639845400539},
        {0.9, 1.2815515655446006},
        {0.001, -3.0902323061678135},
        {1e-10, -6.3613409024040562},
        {1e-20, -9.2623400897981532},
        {0.6, 0.25334710313579974},
        {0.001 + 0.999 / 2, 0.0012533144654324165},
    };
    for (size_t i = 0; i < sizeof inverse / sizeof *inverse; i++) {
        near(stats_normal_quantile(inverse[i][0]), inverse[i][1], 2e-13);
    }
    for (int i = 1; i < 1000; i++) {
        near(stats_normal(stats_normal_quantile(i / 1000.0)), i / 1000.0, 1e-13);
    }
    assert_true(stats_normal_quantile(0) == -INFINITY && stats_normal_quantile(1) == INFINITY);
    assert_true(isnan(stats_normal_quantile(1.5)) && isnan(stats_normal_quantile(NAN)));
}

static void gamma_and_beta(void **state)
{
    (void)state;
    near(stats_log_gamma(0.5), 0.57236494292470009, 1e-13);
    near(stats_log_gamma(1.5), -0.12078223763524522, 1e-13);
    near(stats_log_gamma(5), 3.1780538303479456, 1e-13);
    near(stats_log_gamma(14.9), 24.924132002217278, 1e-13);
    near(stats_log_gamma(100), 359.1342053695754, 1e-13);
    near(stats_log_gamma(1000.5), 5908.6741758486775, 1e-13);
    assert_true(fabs(stats_log_gamma(1)) < 1e-13 && isnan(stats_log_gamma(0)));
    near(stats_beta(0.3, 2, 3), 0.3483, 1e-13);
    near(stats_beta(0.9, 0.5, 10), 0.99999999998151973, 1e-13);
    near(stats_beta(0.01, 5, 0.5), 2.4712578086395446e-11, 1e-12);
    near(stats_beta(0.5, 200, 210), 0.68948521342741615, 1e-11);
    assert_true(stats_beta(0, 2, 3) == 0 && stats_beta(1, 2, 3) == 1);
    assert_true(isnan(stats_beta(1.1, 2, 3)) && isnan(stats_beta(0.5, 0, 3)));
}

/* The table in every book, to the digits that R prints with qt(). */
static void students_t_is_that_of_the_tables(void **state)
{
    (void)state;
    static const double known[][3] = {
        {0.975, 1, 12.706204736174693},      {0.975, 4, 2.7764451051977935},
        {0.975, 9, 2.262157162798205},       {0.975, 30, 2.0422724563012379},
        {0.95, 2, 2.9199855803537242},       {0.995, 5, 4.0321429835552272},
        {0.975, 1000, 1.9623390808264081},   {0.6, 3, 0.27667066233268985},
        {0.975, 100000, 1.9599877075346093},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        near(stats_t_quantile(known[i][0], known[i][1]), known[i][2], 1e-11);
        near(stats_t_quantile(1 - known[i][0], known[i][1]), -known[i][2], 1e-11);
    }
    assert_true(stats_t_quantile(0.5, 4) == 0);
    assert_true(isnan(stats_t_quantile(0, 4)) && isnan(stats_t_quantile(0.5, 0)));
    near(stats_t(1, 1), 0.75, 1e-13);
    near(stats_t(2.5, 7), 0.97950389070712355, 1e-13);
    near(stats_t(-3, 12.5), 0.0053164057549483273, 1e-12);
    near(stats_t(0.001, 50), 0.50039695261224917, 1e-13);
    near(stats_t(40, 3), 0.99998280965960542, 1e-13);
    assert_true(stats_t(-INFINITY, 3) == 0 && stats_t(INFINITY, 3) == 1);
    assert_true(isnan(stats_t(NAN, 3)) && isnan(stats_t(1, -1)));
}

/* Dossier 6.12: 3 of 10 give 0.108 … 0.603. */
static void a_share_of_few_has_wilsons_interval(void **state)
{
    (void)state;
    double low, high, z = stats_normal_quantile(0.975);
    stats_wilson(3, 10, z, &low, &high);
    near(low, 0.10779126740630104, 1e-12);
    near(high, 0.60322185253885463, 1e-12);
    stats_wilson(0, 10, z, &low, &high);
    assert_true(low == 0);
    near(high, 0.27753279986288917, 1e-12);
    stats_wilson(10, 10, z, &low, &high);
    assert_true(high == 1);
    near(low, 0.72246720013711083, 1e-12);
    stats_wilson(0, 0, z, &low, &high);
    assert_true(low == 0 && high == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_and_spread_are_those_of_r),
        cmocka_unit_test(the_interval_of_five_is_wide),
        cmocka_unit_test(what_was_seen_in_full_has_no_error),
        cmocka_unit_test(quantiles_are_of_type_seven),
        cmocka_unit_test(sorting_puts_what_is_missing_last),
        cmocka_unit_test(ranks_know_ties_and_what_is_missing),
        cmocka_unit_test(the_normal_distribution),
        cmocka_unit_test(gamma_and_beta),
        cmocka_unit_test(students_t_is_that_of_the_tables),
        cmocka_unit_test(a_share_of_few_has_wilsons_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
