/* What is said of means, ranks and pairs, held against made-up worlds whose truth is known. The short form of
 * tests/bench/truth.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "truth.h"

static struct truth_count count_of(enum truth_open how, enum rank_open open, uint64_t worlds,
                                   int64_t draws)
{
    struct truth_count count = {0};
    struct rank_settings s = truth_settings();
    s.draws = draws;
    s.open = open;
    for (uint64_t i = 0; i < worlds; i++) {
        assert_int_equal(truth_world(7, i, how, &s, &count), 0);
    }
    return count;
}

static void intervals_of_means_hold_as_often_as_they_say(void **state)
{
    (void)state;
    struct truth_count c = count_of(TRUTH_AT_RANDOM, OPEN_TOGETHER, 400, 0);
    assert_true(c.means > 3000);
    assert_in_range(c.held * 1000 / c.means, 880, 920);
    /* Where the worse answers stay open the interval misses, and only lowest and highest tell. */
    c = count_of(TRUTH_WORSE, OPEN_TOGETHER, 200, 0);
    assert_true(c.held * 100 < c.means * 80 && c.wide_held * 100 >= c.means * 90);
}

static void intervals_of_ranks_hold_and_pairs_apart_are_in_order(void **state)
{
    (void)state;
    for (int how = TRUTH_AT_RANDOM; how <= TRUTH_DIFFERS; how++) {
        struct truth_count c = count_of((enum truth_open)how, OPEN_TOGETHER, 40, 512);
        assert_true(c.ranks > 250 && c.ranks_held * 100 >= c.ranks * 90);
        assert_true(c.apart > 100 && c.apart_right * 100 >= c.apart * 95);
        assert_true(c.apart < c.pairs && c.rank_width / (double)c.ranks < TRUTH_GROUPS - 2);
    }
}

/* The control: a method that promises too much is found. */
static void numbers_of_their_own_for_open_answers_promise_too_much(void **state)
{
    (void)state;
    struct truth_count c = count_of(TRUTH_DIFFERS, OPEN_BY_ANSWER, 40, 512);
    assert_true(c.ranks_held * 100 < c.ranks * 90);
    assert_true(c.apart_right * 100 < c.apart * 95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_of_means_hold_as_often_as_they_say),
        cmocka_unit_test(intervals_of_ranks_hold_and_pairs_apart_are_in_order),
        cmocka_unit_test(numbers_of_their_own_for_open_answers_promise_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
