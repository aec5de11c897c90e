/* The JSON reader and writer: JSONTestSuite, complaints, canonical form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "base/json.h"
#include "base/json_find.h"
#include "base/number.h"

static int read_text(const char *text, size_t len, char *canonical, size_t size,
                     struct json_error *error)
{
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    int rc = json_parse(&arena, text, len, 1, &doc, error);
    if (rc == 0 && canonical != NULL) {
        struct buf out = BUF_INIT;
        json_write(&out, doc);
        assert_true(out.len < size);
        memcpy(canonical, buf_text(&out), out.len + 1);
        buf_free(&out);
    }
    arena_free(&arena);
    return rc;
}

static void json_test_suite_has_no_wrong_verdict(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    const char *const *names = NULL;
    size_t count = 0;
    struct err e = {0};
    int accepted = 0;
    int refused = 0;
    assert_int_equal(file_list("tests/data/jsontestsuite", 1, &arena, &names, &count, &e), 0);
    for (size_t i = 0; i < count; i++) {
        const char *base = strrchr(names[i], '/') == NULL ? names[i] : strrchr(names[i], '/') + 1;
        if (strcmp(base, "SOURCE.md") == 0) {
            continue;
        }
        struct buf path = BUF_INIT;
        struct buf text = BUF_INIT;
        struct json_error error = {0};
        buf_printf(&path, "tests/data/jsontestsuite/%s", names[i]);
        assert_int_equal(file_read(path.data, 1 << 22, &text, &e), 0);
        int rc = read_text(buf_text(&text), text.len, NULL, 0, &error);
        /* Ours to refuse, beyond RFC 8259: duplicate keys and U+0000. */
        bool stricter = strstr(base, "duplicated_key") != NULL ||
                        strstr(base, "null_escape") != NULL;
        bool accept = base[0] == 'y' && !stricter;
        if ((accept && rc != 0) || ((base[0] == 'n' || stricter) && rc != ERR_INPUT)) {
            fail_msg("%s: wrong verdict %d %s", base, rc, error.text);
        }
        accepted += base[0] == 'y';
        refused += base[0] == 'n';
        buf_free(&path);
        buf_free(&text);
    }
    assert_true(accepted >= 40 && refused >= 80);
    arena_free(&arena);
}

static void complaints_name_line_column_and_path(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line, column;
        const char *path, *message;
    } cases[] = {
        {"{\n \"a\": {\"b\": 01}}", 2, 13, "a.b", "is no number: write it like 12, -3.5 or 1e6"},
        {"{\"a\": 1,\n\"a\": 2}", 2, 8, "a", "\"a\" stands twice: remove one"},
        {"{\"o\": {\"a\": 1,\n\"a\": 2,\n\"b\": 3}}", 2, 1, "o.a",
         "\"a\" stands twice: remove one"},
        {"{\"k\": \"ab\xff\"}", 1, 10, "k", "bytes that are no UTF-8: save the file as UTF-8"},
        {"[1, 2", 1, 6, "[2]", "the file ends inside a list: close it with ]"},
        {"{\"a\": \"x", 1, 9, "a", "the file ends inside a text: close it with a quote"},
        {"{'a': 1}", 1, 2, "", "here must stand a name in straight double quotes, such as \"id\""},
        {"{\"a\": 1,}", 1, 9, "a", "a comma before }: remove it"},
        {"\"\\u0000\"", 1, 8, "", "U+0000 in a text: remove it"},
        {"\"\\ud800\"", 1, 8, "", "a lone surrogate: give both halves or the character itself"},
        {"{} x", 1, 4, "", "more text after the document's end: remove it"},
        {"", 1, 1, "", "is empty: give a JSON document"},
        {"1e999", 1, 1, "", "a number that is too large: give a smaller one"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_error error = {0};
        assert_int_equal(read_text(cases[i].text, strlen(cases[i].text), NULL, 0, &error),
                         ERR_INPUT);
        assert_string_equal(error.text, cases[i].message);
        assert_string_equal(error.path, cases[i].path);
        assert_int_equal(error.line, cases[i].line);
        assert_int_equal(error.column, cases[i].column);
    }
}

static void depth_is_limited(void **state)
{
    (void)state;
    char text[400];
    struct json_error error;
    for (int depth = 60; depth <= 70; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        int rc = read_text(text, (size_t)depth * 2, NULL, 0, &error);
        assert_int_equal(rc, depth <= JSON_MAX_DEPTH ? 0 : ERR_INPUT);
    }
    char *deep = malloc(100000);
    assert_non_null(deep);
    memset(deep, '[', 100000);
    assert_int_equal(read_text(deep, 100000, NULL, 0, &error), ERR_INPUT);
    free(deep);
}

static void many_keys_cost_no_square(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    struct json_error error = {0};
    buf_puts(&text, "{");
    for (int i = 0; i < 200000; i++) {
        buf_printf(&text, "%s\"k%d\":%d", i == 0 ? "" : ",", i, i);
    }
    buf_puts(&text, "}");
    assert_int_equal(read_text(text.data, text.len, NULL, 0, &error), 0);
    text.data[text.len - 1] = ',';
    buf_puts(&text, "\"k7\":0}");
    assert_int_equal(read_text(text.data, text.len, NULL, 0, &error), ERR_INPUT);
    assert_string_equal(error.text, "\"k7\" stands twice: remove one");
    buf_free(&text);
}

static const struct json *linear(const struct json *object, const char *key)
{
    const struct json *m = object->first;
    while (m != NULL && strcmp(m->key, key) != 0) {
        m = m->next;
    }
    return m;
}

/* Keys that differ before, at and behind the eighth byte, and one that begins another. */
static void members_of_a_large_object_are_found_as_in_a_small_one(void **state)
{
    static const char *const parts[] = {"",
                                        "a",
                                        "b",
                                        "ab",
                                        "a.b",
                                        "abcdefg",
                                        "abcdefgh",
                                        ".",
                                        "..",
                                        "b.c",
                                        "\xc3\xa9",
                                        "\xf0\x90\x80\x80",
                                        "\xee\x80\x80",
                                        "abcdefgh.x",
                                        "zzzzzzzzzzzz",
                                        "~"};
    enum { PARTS = sizeof parts / sizeof *parts };
    (void)state;
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT, one = BUF_INIT, other = BUF_INIT, key = BUF_INIT;
    struct json_error error = {0};
    struct json *large = NULL, *small = json_new(&arena, JSON_OBJECT);
    for (int i = 0; i < PARTS * PARTS; i += 1 + i % 3) {
        buf_reset(&key);
        buf_printf(&key, "%s%s", parts[i * 7 % PARTS], parts[i * 7 / PARTS % PARTS]);
        if (linear(small, buf_text(&key)) == NULL) {
            buf_printf(&text, "%c\"%s\":{\"c\":%d}", small->len == 0 ? '{' : ',', buf_text(&key),
                       i);
            struct json *value = json_new(&arena, JSON_OBJECT);
            assert_int_equal(json_add(&arena, value, "c", json_new_number(&arena, i)), 0);
            assert_int_equal(json_add(&arena, small, buf_text(&key), value), 0);
        }
    }
    buf_puts(&text, "}");
    assert_int_equal(json_parse(&arena, text.data, text.len, 1, &large, &error), 0);
    assert_true(large->sorted != NULL && small->sorted == NULL);
    assert_int_equal(large->len, small->len);
    for (int i = 0; i < PARTS * PARTS * 2; i++) {
        buf_reset(&key);
        buf_printf(&key, "%s%s%s", parts[i % PARTS], parts[i / PARTS % PARTS],
                   i >= PARTS * PARTS ? ".c" : "");
        const struct json *wanted = linear(small, buf_text(&key)),
                          *got = json_get(large, buf_text(&key));
        assert_int_equal(got == NULL, wanted == NULL);
        assert_true(got == NULL || strcmp(got->key, wanted->key) == 0);
        wanted = json_path(small, buf_text(&key));
        got = json_path(large, buf_text(&key));
        assert_int_equal(got == NULL, wanted == NULL);
        if (got != NULL) {
            buf_reset(&one);
            buf_reset(&other);
            json_write(&one, got);
            json_write(&other, wanted);
            assert_string_equal(buf_text(&one), buf_text(&other));
        }
    }
    buf_reset(&one);
    buf_reset(&other);
    json_write(&one, large);
    json_write(&other, small);
    assert_string_equal(buf_text(&one), buf_text(&other));
    buf_free(&text);
    buf_free(&one);
    buf_free(&other);
    buf_free(&key);
    arena_free(&arena);
}

/* An object of n members, one a line, in no order, each with a small object in it, below an object of more
 * members before; the member that is `again` has the key of the one that is `first`. */
static void write_members(struct buf *text, int before, int n, int first, int again)
{
    static const char *const heads[] = {"", "q", "seventy", "eightyis", "the same beginning "};
    buf_reset(text);
    buf_puts(text, "{");
    for (int i = 0; i < before; i++) {
        buf_printf(text, "\"b%d\":{\"x\":0},", i);
    }
    buf_puts(text, "\"in\":{");
    for (int i = 0; i < n; i++) {
        int key = i == again ? first : i;
        buf_printf(text, "%s\n\"%s%d\":{\"x\":%d,\"y\":1}", i == 0 ? "" : ",", heads[key % 5],
                   key * 7919 % 10007, i);
    }
    buf_puts(text, "},\"after\":1}");
}

static void assert_members(struct arena *arena, const struct buf *text, int n)
{
    struct json *doc = NULL;
    struct json_error error = {0};
    assert_int_equal(json_parse(arena, text->data, text->len, 1, &doc, &error), 0);
    const struct json *in = json_get(doc, "in");
    int i = 0;
    assert_int_equal(in->len, n);
    for (const struct json *m = in->first; m != NULL; m = m->next, i++) {
        assert_ptr_equal(json_get(in, m->key), m);
        assert_int_equal(json_get(m, "x")->number, i);
    }
    assert_int_equal(json_get(doc, "after")->number, 1);
    arena_reset(arena);
}

/* Around every size at which another way is taken. */
static void what_stands_twice_is_found_at_every_size(void **state)
{
    static const int sizes[] = {2,   3,   8,   9,   16,  17,  18,  31, 33,
                                127, 128, 129, 200, 255, 256, 257, 300};
    (void)state;
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < 2 * sizeof sizes / sizeof *sizes; i++) {
        int n = sizes[i / 2], before = i % 2 == 0 ? 0 : 254;
        write_members(&text, before, n, -1, -1);
        assert_members(&arena, &text, n);
        for (int again = 1; again < n; again += 1 + n / 20) {
            for (int first = 0; first < again; first += 1 + again / 7) {
                struct json_error error = {0};
                write_members(&text, before, n, first, again);
                assert_int_equal(read_text(text.data, text.len, NULL, 0, &error), ERR_INPUT);
                assert_non_null(strstr(error.text, " stands twice: remove one"));
                assert_int_equal(error.line, again + 2);
            }
        }
    }
    buf_free(&text);
    arena_free(&arena);
}

/* The sample of RFC 8785, section 3.2.3, and its number table. */
static void canonical_form_is_that_of_rfc_8785(void **state)
{
    (void)state;
    char out[1024];
    struct json_error error;
    const char *text =
        "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"
        "\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
        "\"literals\":[null,true,false]}";
    assert_int_equal(read_text(text, strlen(text), out, sizeof out, &error), 0);
    assert_string_equal(out, "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,"
                             "4.5,0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    const char *keys =
        "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,"
        "\"\\u00f6\":7}";
    assert_int_equal(read_text(keys, strlen(keys), out, sizeof out, &error), 0);
    assert_string_equal(out,
                        "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"\xf0\x9f\x98\x80\":5,"
                        "\"\xef\xac\xb3\":3}");
}

static void numbers_read_back_as_they_were(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        double value = 0;
        memcpy(&value, &seed, sizeof value);
        if (value - value != 0) {
            continue;
        }
        struct buf out = BUF_INIT;
        double back = 1;
        number_write(&out, value);
        assert_int_equal(number_parse(buf_text(&out), out.len, &back), 0);
        assert_true(back == value);
        buf_free(&out);
    }
}

/* Mutated documents never crash the reader, and what it accepts reads back as the same. */
static void what_is_accepted_reads_back_the_same(void **state)
{
    (void)state;
    static const char seed_text[] =
        "{\"a\":[1,-2.5e3,\"x\\n\\u00e9\",{\"b\":null,\"c\":true}],\"d\":\"é\",\"e\":{}}";
    static const char bytes[] = "{}[]\",:0123456789eE+-.truefalsn\\ \n\t\xc3\xa9";
    uint64_t seed = 11;
    int accepted = 0;
    for (int i = 0; i < 50000; i++) {
        char text[sizeof seed_text];
        char once[512];
        char twice[512];
        memcpy(text, seed_text, sizeof text);
        for (int k = 0; k < 2; k++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            text[(seed >> 33) % (sizeof text - 1)] = bytes[(seed >> 20) % (sizeof bytes - 1)];
        }
        struct json_error error;
        if (read_text(text, sizeof text - 1, once, sizeof once, &error) == 0) {
            assert_int_equal(read_text(once, strlen(once), twice, sizeof twice, &error), 0);
            assert_string_equal(once, twice);
            accepted++;
        }
    }
    assert_true(accepted > 1000);
}

/* Texts are looked at eight bytes at a time: a byte that needs an escape is found wherever it stands. */
static void an_escape_is_found_at_every_place(void **state)
{
    (void)state;
    static const struct {
        char byte;
        const char *escape;
    } list[] = {{'"', "\\\""},       {'\\', "\\\\"},   {'\n', "\\n"},    {'\x01', "\\u0001"},
                {'\x1f', "\\u001f"}, {' ', " "},       {'!', "!"},       {'#', "#"},
                {'[', "["},          {']', "]"},       {'\x7f', "\x7f"}, {'\xff', "\xff"},
                {'\x80', "\x80"},    {'\xa2', "\xa2"}, {'\xdc', "\xdc"}, {'\x9f', "\x9f"}};
    for (size_t len = 1; len <= 35; len++) {
        for (size_t at = 0; at < len; at++) {
            for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
                struct buf got = BUF_INIT, wanted = BUF_INIT;
                char text[40] = "";
                memset(text, 'a', len);
                text[at] = list[i].byte;
                buf_printf(&wanted, "\"%.*s%s%s\"", (int)at, text, list[i].escape, text + at + 1);
                json_write_string(&got, text);
                assert_string_equal(buf_text(&got), buf_text(&wanted));
                buf_free(&got);
                buf_free(&wanted);
            }
        }
    }
}

/* What is found by name is what reading the whole tells. */
static void members_are_found_as_reading_finds_them(void **state)
{
    static const char *const names[] = {"a", "b", "ab", "", "q", "none", "x"};
    static const char *const texts[] = {
        "{\"a\":1,\"b\":{\"a\":2,\"x\":[1,{\"x\":3}]},\"ab\":\"a\"}",
        " { \"q\" : \"\\\"a\\\":1,\\\\\" , \"a\" : [ \"}\", \"]\", \"\\\\\\\"\" ] ,\n\"\":{} } ",
        "{\"b\":\"x\",\"x\":\"\",\"a\":[[],[{}]],\"none\":null}",
        "{}",
        "[{\"a\":1}]",
        "\"a\"",
        "1",
        ""};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena arena = ARENA_INIT;
        struct json_error error;
        struct json *doc = NULL;
        (void)json_parse(&arena, texts[i], strlen(texts[i]), 1, &doc, &error);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            const struct json *wanted = json_get(doc, names[k]);
            const char *value = NULL;
            size_t len = 0;
            assert_int_equal(json_find(texts[i], strlen(texts[i]), names[k], &value, &len),
                             wanted != NULL);
            if (wanted != NULL) {
                struct json *found = NULL;
                struct buf a = BUF_INIT, b = BUF_INIT;
                assert_int_equal(json_parse(&arena, value, len, 1, &found, &error), 0);
                json_write(&a, wanted);
                json_write(&b, found);
                assert_string_equal(buf_text(&a), buf_text(&b));
                buf_free(&a);
                buf_free(&b);
            }
        }
        arena_free(&arena);
    }
}

/* Each beginning of a document, and each with one byte changed: nothing beyond its end is looked at, which
 * the sanitizer sees, and what is found lies in it. */
static void looking_in_what_is_no_document_is_safe(void **state)
{
    static const char whole[] = "{ \"b\" : \"\\\\\", \"l\":[1,{\"a\":2}] , \"a\":{\"x\":\"y\"} }";
    static const char bytes[] = "\"\\{}[],: \0x";
    (void)state;
    for (size_t len = 0; len < sizeof whole; len++) {
        for (size_t at = 0; at < len; at++) {
            for (size_t i = 0; i < sizeof bytes; i++) {
                char *text = malloc(len);
                const char *value = NULL;
                size_t value_len = 0;
                assert_non_null(text);
                memcpy(text, whole, len);
                text[at] = bytes[i];
                if (json_find(text, len, "a", &value, &value_len)) {
                    assert_true(value >= text && value + value_len < text + len);
                }
                free(text);
            }
        }
    }
}

/* The place that is tried first changes nothing of what is found. */
static void a_member_is_found_wherever_it_was_before(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct json *large = NULL, *small = NULL;
    struct json_error error;
    struct buf text = BUF_INIT;
    buf_puts(&text, "{\"other\": 1");
    for (int i = 0; i < 40; i++) {
        buf_printf(&text, ", \"k%d\": %d", i, i);
    }
    buf_puts(&text, "}");
    assert_int_equal(json_parse(&arena, buf_text(&text), text.len, 1, &large, &error), 0);
    assert_non_null(large->sorted);
    for (unsigned from = 0; from < 50; from++) {
        unsigned at = from;
        const struct json *found = json_get_near(large, "k17", &at);
        assert_ptr_equal(found, json_get(large, "k17"));
        assert_ptr_equal(large->sorted[at].member, found);
        at = from;
        assert_null(json_get_near(large, "k1x", &at));
        assert_int_equal(at, from);
    }
    unsigned at = 7;
    assert_int_equal(json_parse(&arena, "{\"a\": 1, \"b\": 2}", 16, 1, &small, &error), 0);
    assert_ptr_equal(json_get_near(small, "b", &at), small->last);
    assert_null(json_get_near(small, "c", &at));
    assert_null(json_get_near(NULL, "a", &at));
    assert_int_equal(at, 7);
    buf_free(&text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_test_suite_has_no_wrong_verdict),
        cmocka_unit_test(a_member_is_found_wherever_it_was_before),
        cmocka_unit_test(complaints_name_line_column_and_path),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(many_keys_cost_no_square),
        cmocka_unit_test(members_of_a_large_object_are_found_as_in_a_small_one),
        cmocka_unit_test(what_stands_twice_is_found_at_every_size),
        cmocka_unit_test(canonical_form_is_that_of_rfc_8785),
        cmocka_unit_test(an_escape_is_found_at_every_place),
        cmocka_unit_test(numbers_read_back_as_they_were),
        cmocka_unit_test(members_are_found_as_reading_finds_them),
        cmocka_unit_test(looking_in_what_is_no_document_is_safe),
        cmocka_unit_test(what_is_accepted_reads_back_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
