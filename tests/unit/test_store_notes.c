/* What is noted to learn from comes back as it was put, and takes little memory. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#include "store/store_notes.h"

enum { COUNT = 2 * 64 + 1 };

/* Around each power of two, and the largest. */
static uint64_t number(int i)
{
    return i == COUNT - 1 ? UINT64_MAX : ((uint64_t)1 << i / 2) - (uint64_t)(i & 1);
}

static void numbers_of_every_size_come_back(void **state)
{
    struct notes *n = notes_new();
    uint64_t value = 0;
    (void)state;
    assert_non_null(n);
    notes_begin(n, 3);
    for (int i = 0; i < COUNT; i++) {
        notes_number(n, number(i));
    }
    assert_false(n->failed);
    assert_int_equal(n->criteria, 4);
    const uint8_t *at = (const uint8_t *)n->of[3].data, *end = at + n->of[3].len;
    assert_int_equal(notes_next(&at, &value), NOTED_BEGIN);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(notes_next(&at, &value), NOTED_NUMBER);
        assert_true(value == number(i));
    }
    assert_ptr_equal(at, end);
    notes_free(n);
}

static void each_criterion_has_its_own_and_small_numbers_take_a_byte(void **state)
{
    struct notes *n = notes_new();
    (void)state;
    assert_non_null(n);
    for (int i = 0; i < 1000; i++) {
        notes_begin(n, 1);
        notes_number(n, (uint64_t)i % 32);
        notes_begin(n, 0);
        notes_number(n, 32);
    }
    assert_false(n->failed);
    assert_int_equal(n->criteria, 2);
    assert_int_equal(n->of[1].len, 2000);
    assert_int_equal(n->of[0].len, 3000);
    notes_free(n);
}

static void a_part_that_comes_again_is_counted(void **state)
{
    static const char *const texts[] = {"flood", "", "storm", "flood", "", "flood"};
    static const uint64_t expected[] = {0, 1, 2, 0, 1, 0};
    struct notes *n = notes_new();
    uint64_t value = 0;
    (void)state;
    assert_non_null(n);
    notes_begin(n, 0);
    for (size_t i = 0; i < 6; i++) {
        notes_part(n, texts[i], strlen(texts[i]));
    }
    assert_false(n->failed);
    const struct noted_part *parts = (const struct noted_part *)(const void *)n->parts.data;
    assert_int_equal(n->parts.len, 3 * sizeof *parts);
    assert_int_equal(parts[0].count, 3);
    assert_int_equal(parts[1].count, 2);
    assert_int_equal(parts[2].count, 1);
    const uint8_t *at = (const uint8_t *)n->of[0].data;
    assert_int_equal(notes_next(&at, &value), NOTED_BEGIN);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(notes_next(&at, &value), NOTED_PART);
        assert_true(value == expected[i]);
    }
    notes_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_every_size_come_back),
        cmocka_unit_test(each_criterion_has_its_own_and_small_numbers_take_a_byte),
        cmocka_unit_test(a_part_that_comes_again_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
