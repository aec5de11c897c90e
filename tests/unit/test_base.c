/* The small helpers that everything stands on: buffers, arenas, texts, dates, numbers, files. */
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "base/width.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void a_buffer_grows_and_stays_a_text(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    assert_string_equal(buf_text(&b), "");
    for (int i = 0; i < 1000; i++) {
        buf_printf(&b, "%03d", i);
    }
    assert_int_equal(b.len, 3000);
    assert_int_equal(strlen(b.data), 3000);
    assert_memory_equal(b.data + 2997, "999", 4);
    buf_reset(&b);
    buf_printf(&b, "%0400d", 7); /* longer than one small print */
    assert_int_equal(b.len, 400);
    volatile size_t huge = (size_t)-1 / 2;
    buf_add(&b, "", huge); /* cannot be had: sticks, and nothing is read */
    buf_puts(&b, "more");
    assert_int_equal(buf_status(&b), ERR_MEMORY);
    buf_putc(&b, 'x');
    assert_int_equal(b.len, 400);
    assert_int_equal(strlen(b.data), 400);
    buf_reset(&b); /* takes more again, past what it had */
    for (int i = 0; i < 500; i++) {
        buf_putc(&b, 'y');
        buf_add(&b, "z", 1);
    }
    assert_int_equal(buf_status(&b), 0);
    assert_int_equal(b.len, 1000);
    assert_int_equal(strspn(b.data, "yz"), 1000);
    buf_free(&b);
    assert_int_equal(buf_status(&b), 0);
}

static void an_arena_gives_zeroed_aligned_memory_again_after_reset(void **state)
{
    (void)state;
    struct arena a = ARENA_INIT;
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 40000; size = size * 2 + 1) {
            unsigned char *p = arena_alloc(&a, size);
            assert_non_null(p);
            assert_int_equal((uintptr_t)p % 16, 0);
            for (size_t i = 0; i < size; i++) {
                assert_int_equal(p[i], 0);
            }
            memset(p, 0xff, size);
        }
        arena_reset(&a);
    }
    assert_null(arena_alloc(&a, SIZE_MAX - 8));
    assert_string_equal(arena_strndup(&a, "abc", 2), "ab");
    arena_free(&a);
    arena_free(&a);
}

static void utf8_is_checked_to_the_byte(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t good;
    } cases[] = {
        {"plain", 5},
        {"न\xf0\x9f\x8c\xb3", 7},
        {"a\x80", 1},            /* continues nothing */
        {"ab\xc0\xaf", 2},       /* overlong */
        {"\xe0\x9f\xbf", 0},     /* overlong */
        {"a\xed\xa0\x80", 1},    /* surrogate */
        {"\xf4\x90\x80\x80", 0}, /* over U+10FFFF */
        {"abc\xe2\x82", 3},      /* cut off */
        {"\xff", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_utf8_check(cases[i].text, strlen(cases[i].text)), cases[i].good);
    }
}

static void ids_are_short_and_plain(void **state)
{
    (void)state;
    char longest[66];
    memset(longest, 'a', 65);
    longest[65] = '\0';
    assert_false(text_is_id(longest));
    assert_true(text_is_id(longest + 1));
    assert_true(text_is_id("NPL-07_a.b"));
    assert_true(text_is_id("azAZ09._-"));
    static const char none[] = "`{@[/:,\x7f\x80\xff+ ~";
    for (size_t i = 0; i < sizeof none - 1; i++) {
        assert_false(text_is_id((char[]){'a', none[i], '\0'}));
    }
    assert_false(text_is_id(""));
    assert_false(text_is_id("a b"));
    assert_false(text_is_id("é"));

    assert_true(text_alike("CSV", "csv", SIZE_MAX));
    assert_true(text_alike("iI", "Ii", SIZE_MAX));
    assert_false(text_alike("csv", "csvx", SIZE_MAX));
    assert_true(text_alike("N/A: none", "n/a", 3));
    assert_false(text_alike("n", "n/a", 3));
    assert_false(text_alike("É", "é", SIZE_MAX)); /* ASCII only */
}

static void dates_are_of_the_calendar(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "2026-02-29", "1900-02-29", "2026-13-01",  "2026-00-10", "2026-04-31",
        "2026-1-01",  "0000-01-01", "2026-01-01 ", "2026/01/01", ""};
    int64_t days = 0;
    int64_t before = 0;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(text_date(wrong[i], &days));
    }
    assert_false(text_date(NULL, &days));
    assert_true(text_date("1970-01-01", &days));
    assert_int_equal(days, 0);
    assert_true(text_date("2000-02-29", &days));
    assert_int_equal(days, 11016);
    assert_true(text_date("0001-01-01", &days));
    assert_int_equal(days, -719162);
    assert_true(text_date("1900-02-28", &before));
    assert_true(text_date("1900-03-01", &days));
    assert_int_equal(days - before, 1);
}

static void ages_count_whole_units(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *unit;
        int64_t whole;
        bool unfinished;
    } cases[] = {
        {"2024-02-29", "2026-02-28", "years", 1, true},
        {"2024-02-29", "2025-03-01", "years", 1, true},
        {"2024-06-30", "2026-06-30", "years", 2, false},
        {"2026-01-31", "2026-02-28", "months", 0, true},
        {"2026-01-15", "2026-03-15", "months", 2, false},
        {"2025-12-31", "2026-01-01", "days", 1, false},
        {"2026-06-30", "2024-06-30", "years", -2, false},
        {"2026-06-30", "2026-06-30", "months", 0, false},
    };
    int64_t whole = 0;
    bool unfinished = false;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(text_age(cases[i].from, cases[i].to, cases[i].unit, &whole, &unfinished));
        assert_int_equal(whole, cases[i].whole);
        assert_int_equal(unfinished, cases[i].unfinished);
    }
    assert_false(text_age("2026-06-30", "2026-06-31", "days", &whole, &unfinished));
    assert_false(text_age("2026-06-30", "2026-06-30", "weeks", &whole, &unfinished));
}

static void the_nearest_word_is_near(void **state)
{
    (void)state;
    static const char *const words[] = {"population", "households", "setting"};
    assert_string_equal(text_nearest("poplation", words, 3), "population");
    assert_string_equal(text_nearest("SETTING", words, 3), "setting");
    assert_string_equal(text_nearest("settnig", words, 3), "setting");
    assert_null(text_nearest("wealth", words, 3));
    assert_null(text_nearest("x", words, 0));
}

static void hostile_text_is_shown_not_sent(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {{"a\x1b[31m\n", "a\\x1b[31m\\x0a"},
                 {"\xe2\x80\xae"
                  "b",
                  "\\u202eb"},
                 {"\xff", "\\xff"},
                 {"वडा é", "वडा é"}};
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        buf_reset(&b);
        text_escape(&b, cases[i].text, strlen(cases[i].text), 100);
        assert_string_equal(b.data, cases[i].shown);
    }
    buf_reset(&b);
    text_escape(&b, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 40, 20);
    assert_true(b.len <= 20 + strlen("…"));
    buf_free(&b);
}

static void complaints_are_counted_and_the_first_are_kept(void **state)
{
    (void)state;
    struct diag d;
    diag_init(&d, "pl\x1b"
                  "an.json");
    for (int i = 1; i <= 25; i++) {
        diag_add(&d, i, "answers.A", "%d is wrong", i);
    }
    assert_int_equal(d.count, 25);
    assert_memory_equal(d.text.data, "pl\\x1ban.json:1: answers.A: 1 is wrong\n", 39);
    assert_non_null(strstr(d.text.data, ":20: "));
    assert_null(strstr(d.text.data, ":21: "));
    diag_free(&d);
    struct err e;
    assert_int_equal(err_set(&e, ERR_STORE, "%s", "damaged"), ERR_STORE);
    assert_int_equal(err_set(NULL, ERR_BUSY, "nobody listens"), ERR_BUSY);
    assert_string_equal(e.text, "damaged");
}

static void digests_are_sha_256(void **state)
{
    (void)state;
    char text[DIGEST_TEXT];
    digest_text("abc", 3, text); /* FIPS 180-2, appendix B.1 */
    assert_string_equal(text,
                        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest_text(NULL, 0, text);
    assert_string_equal(text,
                        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void credits_are_billionths(void **state)
{
    (void)state;
    static const struct {
        int64_t credit;
        const char *text;
    } cases[] = {{0, "0"},           {CREDIT_ONE, "1"},  {583214286, "0.583214286"},
                 {1, "0.000000001"}, {500000000, "0.5"}, {-125000000, "-0.125"}};
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        buf_reset(&b);
        number_write_credit(&b, cases[i].credit);
        assert_string_equal(b.data, cases[i].text);
    }
    buf_free(&b);
    assert_int_equal(number_to_credit(1.0 / 3), 333333333);
    assert_int_equal(number_to_credit(0.0000000005), 1);
    assert_int_equal(number_to_credit(1), CREDIT_ONE);
    assert_int_equal(number_to_credit(-1e-12), -1);
    assert_int_equal(number_to_credit(1.0000000001), -1);
    assert_int_equal(number_to_credit((double)NAN), -1);
}

static void numbers_follow_the_grammar_of_json(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",    "-",   "+1",       "01",    ".5", "1.",
                                        "1e",  "1e+", "0x10",     " 1",    "1 ", "NaN",
                                        "inf", "1,5", "Infinity", "1e400", "--1"};
    double x = 0;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(number_parse(wrong[i], strlen(wrong[i]), &x), ERR_INPUT);
    }
    assert_int_equal(number_parse("-0", 2, &x), 0);
    assert_memory_equal(&x, &(double){0.0}, sizeof x);
    assert_int_equal(number_parse("1e2junk", 3, &x), 0); /* as long as it is said to be */
    assert_true(x == 100);
}

struct folder {
    char path[64];
};

static int folder_setup(void **state)
{
    static struct folder f;
    (void)snprintf(f.path, sizeof f.path, "/tmp/banyan-base-XXXXXX");
    *state = &f;
    return mkdtemp(f.path) == NULL ? -1 : 0;
}

static int folder_teardown(void **state)
{
    struct folder *f = *state;
    static const char *const below[] = {"b/c/x.txt", "b/c",    "b/round", "b/real", "b/near",
                                        "b/open",    "b/made", "b",       "a.txt",  "pipe",
                                        ".hidden",   "far",    "link"};
    char path[128];
    for (size_t i = 0; i < COUNT(below); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", f->path, below[i]);
        (void)remove(path);
    }
    return remove(f->path); /* fails where a part of a file was left behind */
}

static const char *in(const struct folder *f, const char *name, char out[128])
{
    (void)snprintf(out, 128, "%s/%s", f->path, name);
    return out;
}

static void files_are_written_whole_and_listed_in_order(void **state)
{
    char path[128];
    struct err e = {0};
    struct buf text = BUF_INIT;
    struct arena arena = ARENA_INIT;
    const char *const *names = NULL;
    size_t count = 0;
    assert_int_equal(file_make_parents(in(*state, "b/c/x.txt", path), &e), 0);
    assert_int_equal(file_write(path, "one", 3, &e), 0);
    assert_int_equal(file_write(path, "second", 6, &e), 0);
    assert_int_equal(file_write(in(*state, "a.txt", path), "", 0, &e), 0);
    assert_int_equal(file_write(in(*state, ".hidden", path), "", 0, &e), 0);
    assert_int_equal(file_read(in(*state, "b/c/x.txt", path), 6, &text, &e), 0);
    assert_string_equal(buf_text(&text), "second");
    buf_reset(&text);
    assert_int_equal(file_read(path, 5, &text, &e), ERR_INPUT);
    assert_non_null(strstr(e.text, "x.txt"));
    const char *folder = ((struct folder *)*state)->path;
    assert_int_equal(file_list(folder, 1, &arena, &names, &count, &e), 0);
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "a.txt");
    assert_string_equal(names[1], "b/c/x.txt");
    assert_int_equal(file_list(folder, 0, &arena, &names, &count, &e), 0);
    assert_int_equal(count, 1);
    assert_int_equal(file_write(in(*state, "none/x", path), "", 0, &e), ERR_IO);
    /* What has the name stays as it is, and nothing is left beside it. */
    assert_int_equal(file_write_new(in(*state, "b/c/x.txt", path), "new", 3, &e), ERR_IO);
    buf_reset(&text);
    assert_int_equal(file_read(path, 6, &text, &e), 0);
    assert_string_equal(buf_text(&text), "second");
    assert_int_equal(file_list(folder, 1, &arena, &names, &count, &e), 0);
    assert_int_equal(count, 2);
    assert_int_equal(file_write_new(in(*state, "b/c/.new", path), "new", 3, &e), 0);
    buf_reset(&text);
    assert_int_equal(file_read(path, 3, &text, &e), 0);
    assert_string_equal(buf_text(&text), "new");
    assert_int_equal(remove(path), 0);
    assert_int_equal(file_read(in(*state, "none", path), 9, &text, &e), ERR_IO);
    assert_int_equal(file_list(path, 1, &arena, &names, &count, &e), ERR_IO);
    assert_int_equal(file_kind(path), FILE_MISSING);
    assert_int_equal(file_kind(folder), FILE_FOLDER);
    assert_int_equal(file_kind("/dev/null"), FILE_OTHER);
    buf_free(&text);
    arena_free(&arena);
}

static void shortest_numbers_hold_at_the_edges(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {5e-324, "5e-324"},                 /* the smallest: fewer than 15 digits do */
        {0x1p-44, "5.684341886080802e-14"}, /* a power of two: the nearest 16 digits do not do */
        {0x1p-1022, "2.2250738585072014e-308"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {1e21, "1e+21"},
        {1e-7, "1e-7"},
        {0.000001, "0.000001"},
        {-1.5, "-1.5"},
        {INFINITY, "null"},
        {NAN, "null"},
    };
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        buf_reset(&b);
        number_write(&b, cases[i].value);
        assert_string_equal(b.data, cases[i].text);
    }
    buf_free(&b);
}

static void what_is_no_file_is_written_to_not_replaced(void **state)
{
    char path[128];
    struct err e = {0};
    assert_int_equal(symlink("/dev/null", in(*state, "pipe", path)), 0);
    assert_int_equal(file_write(path, "x", 1, &e), 0);
    assert_int_equal(file_kind(path), FILE_OTHER);
}

static void a_written_link_stays_and_a_file_keeps_its_mode(void **state)
{
    char path[128], target[128];
    struct err e = {0};
    struct buf text = BUF_INIT;
    struct stat st;
    assert_int_equal(file_make_parents(in(*state, "b/x", path), &e), 0);
    assert_int_equal(file_write(in(*state, "b/real", target), "old", 3, &e), 0);
    assert_int_equal(chmod(target, 0600), 0);
    assert_int_equal(symlink("real", in(*state, "b/near", path)), 0);
    assert_int_equal(symlink("b/near", in(*state, "far", path)), 0);
    assert_int_equal(file_write(path, "new", 3, &e), 0);
    assert_int_equal(lstat(path, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(lstat(in(*state, "b/near", path), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat(target, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(file_read(target, 9, &text, &e), 0);
    assert_string_equal(buf_text(&text), "new");
    /* One that leads nowhere makes the file that it names; a new file does not go through it. */
    assert_int_equal(symlink("made", in(*state, "b/open", path)), 0);
    assert_int_equal(file_write_new(path, "x", 1, &e), ERR_IO);
    assert_int_equal(file_write(path, "x", 1, &e), 0);
    assert_int_equal(file_kind(in(*state, "b/made", path)), FILE_REGULAR);
    assert_int_equal(symlink("round", in(*state, "b/round", path)), 0);
    assert_int_equal(file_write(path, "x", 1, &e), ERR_IO);
    assert_non_null(strstr(e.text, "b/round: cannot be written: "));
    buf_free(&text);
}

static void a_name_of_an_open_file_is_written_through(void **state)
{
    char path[128], open_name[64];
    struct err e = {0};
    struct buf text = BUF_INIT;
    struct stat before, after;
    assert_int_equal(file_write(in(*state, "a.txt", path), "one", 3, &e), 0);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    (void)snprintf(open_name, sizeof open_name, "/proc/self/fd/%d", fd);
    assert_int_equal(symlink(open_name, in(*state, "link", path)), 0);
    assert_int_equal(file_write(path, "two", 3, &e), 0);
    assert_int_equal(lstat(path, &after), 0);
    assert_true(S_ISLNK(after.st_mode));
    assert_int_equal(fstat(fd, &before), 0);
    assert_int_equal(stat(in(*state, "a.txt", path), &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(file_read(path, 9, &text, &e), 0);
    assert_string_equal(buf_text(&text), "onetwo");
    assert_int_equal(close(fd), 0);
    buf_free(&text);
}

static void links_in_a_circle_are_not_followed(void **state)
{
    char path[128];
    struct err e = {0};
    struct arena arena = ARENA_INIT;
    const char *const *names = NULL;
    size_t count = 0;
    assert_int_equal(file_make_parents(in(*state, "b/x", path), &e), 0);
    assert_int_equal(symlink("..", in(*state, "b/round", path)), 0);
    assert_int_equal(file_write(in(*state, "a.txt", path), "", 0, &e), 0);
    assert_int_equal(file_list(((struct folder *)*state)->path, 1, &arena, &names, &count, &e), 0);
    assert_int_equal(count, 1);
    arena_free(&arena);
}

static void widths(void **state)
{
    (void)state;
    assert_int_equal(width_of(""), 0);
    assert_int_equal(width_of("ward 7"), 6);
    assert_int_equal(width_of("e\xcc\x81"), 1);                /* e and an accent of its own */
    assert_int_equal(width_of("\xe0\xa4\xa8\xe0\xa5\x87"), 1); /* ne: the vowel stands above */
    assert_int_equal(width_of("\xe0\xa4\xaa\xe0\xa4\xbe"), 2); /* paa: the vowel stands behind */
    assert_int_equal(width_of("\xd8\xa8\xd9\x8e"), 1);         /* ba with a short vowel */
    assert_int_equal(width_of("\xe7\x81\xbd\xe5\xae\xb3"), 4); /* two Chinese characters */
    assert_int_equal(width_of("\xf0\x9f\x8c\xb3"), 2);         /* a tree */
    size_t bytes = 0;
    assert_int_equal(width_next("\xe7\x81", &bytes), 1); /* cut short */
    assert_int_equal(bytes, 2);
    assert_int_equal(width_next("\xff", &bytes), 1);
    assert_int_equal(bytes, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths),
        cmocka_unit_test(a_buffer_grows_and_stays_a_text),
        cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_again_after_reset),
        cmocka_unit_test(utf8_is_checked_to_the_byte),
        cmocka_unit_test(ids_are_short_and_plain),
        cmocka_unit_test(dates_are_of_the_calendar),
        cmocka_unit_test(ages_count_whole_units),
        cmocka_unit_test(the_nearest_word_is_near),
        cmocka_unit_test(hostile_text_is_shown_not_sent),
        cmocka_unit_test(complaints_are_counted_and_the_first_are_kept),
        cmocka_unit_test(digests_are_sha_256),
        cmocka_unit_test(credits_are_billionths),
        cmocka_unit_test(numbers_follow_the_grammar_of_json),
        cmocka_unit_test_setup_teardown(files_are_written_whole_and_listed_in_order, folder_setup,
                                        folder_teardown),
        cmocka_unit_test(shortest_numbers_hold_at_the_edges),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_written_to_not_replaced, folder_setup,
                                        folder_teardown),
        cmocka_unit_test_setup_teardown(a_written_link_stays_and_a_file_keeps_its_mode,
                                        folder_setup, folder_teardown),
        cmocka_unit_test_setup_teardown(a_name_of_an_open_file_is_written_through, folder_setup,
                                        folder_teardown),
        cmocka_unit_test_setup_teardown(links_in_a_circle_are_not_followed, folder_setup,
                                        folder_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
