/* Our own exp, log and pow beside the platform's; rounding as spreadsheets do it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/math.h"

static double relative(double ours, double theirs)
{
    return theirs == 0 ? fabs(ours) : fabs(ours - theirs) / fabs(theirs);
}

static void log_agrees_with_the_platform(void **state)
{
    (void)state;
    for (int i = 1; i <= 200000; i++) {
        double x = i / 100000.0;
        if (i != 100000) {
            assert_true(relative(math_log(x), log(x)) < 1e-12);
        }
    }
    assert_true(math_log(1) == 0);
    assert_true(relative(math_log(1e300), log(1e300)) < 1e-14);
    assert_true(math_log(0) == -INFINITY);
    assert_true(isnan(math_log(-1)));
}

static void exp_agrees_with_the_platform(void **state)
{
    (void)state;
    for (int i = -70000; i <= 70000; i++) {
        double x = i / 100.0;
        assert_true(relative(math_exp(x), exp(x)) < 1e-12);
    }
    assert_true(math_exp(0) == 1);
    assert_true(math_exp(-800) == 0);
    assert_true(math_exp(800) == INFINITY);
}

static void pow_agrees_with_the_platform(void **state)
{
    (void)state;
    for (int i = 1; i <= 1000; i++) {
        for (int k = 1; k <= 10; k++) {
            assert_true(relative(math_pow(i / 1000.0, 1.0 / k), pow(i / 1000.0, 1.0 / k)) < 1e-12);
        }
    }
    assert_true(math_pow(0, 0.5) == 0);
    assert_true(math_pow(0, 0) == 1);
    assert_true(isinf(math_pow(0, -1)));
    assert_true(isnan(math_log(-1)) && isnan(math_log(NAN)));
    assert_true(isnan(math_exp(NAN)));
}

static void rounding_is_half_away_from_zero_on_fifteen_digits(void **state)
{
    (void)state;
    /* 0.285 * 10 is 2.8499999999999996 in binary; fifteen digits make it 2.85, so 2.9. */
    assert_int_equal(math_round_scaled(0.285, 10, 1), 290000000);
    assert_int_equal(math_round_scaled(0.284999999, 10, 1), 280000000);
    assert_int_equal(math_round_scaled(0.765, 10, 1), 770000000);
    assert_int_equal(math_round_scaled(0.76449, 10, 1), 760000000);
    assert_int_equal(math_round_scaled(1, 10, 1), 1000000000);
    assert_int_equal(math_round_scaled(0, 10, 1), 0);
    assert_int_equal(math_round_scaled(0.004, 10, 1), 0);
    assert_int_equal(math_round_scaled(0.005, 10, 1), 10000000);
    assert_int_equal(math_round_scaled(0.5, 1, 0), 1000000000);
    assert_int_equal(math_round_scaled(0.123456789, 1, 9), 123456789);
    assert_int_equal(math_round_scaled(1e-12, 1, 9), 0);
    /* All fifteen digits stand before the last decimal that is kept, or beyond. */
    assert_int_equal(math_round_scaled(0.5, 1e6, 9), 500000000);
    assert_int_equal(math_round_scaled(0.25, 1e9, 9), 250000000);
    assert_int_equal(math_round_scaled(INFINITY, 1, 2), 0);
    assert_int_equal(math_round_scaled(NAN, 1, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log_agrees_with_the_platform),
        cmocka_unit_test(exp_agrees_with_the_platform),
        cmocka_unit_test(pow_agrees_with_the_platform),
        cmocka_unit_test(rounding_is_half_away_from_zero_on_fifteen_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
