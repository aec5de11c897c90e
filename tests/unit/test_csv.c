/* The table reader: csv-spectrum, lines, raw rows, and what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/err.h"
#include "base/file.h"

/* Rows become the list of objects that csv-spectrum expects. */
struct table {
    struct arena arena;
    struct json *list;
    const char *header[16];
    size_t columns;
    int rows, last_line;
    char raw[256];
};

static int add_row(void *context, const struct csv_row *row)
{
    struct table *t = context;
    t->rows++;
    t->last_line = row->line;
    (void)snprintf(t->raw, sizeof t->raw, "%.*s", (int)row->raw_len, row->raw);
    if (t->rows == 1) {
        t->columns = row->count;
        for (size_t i = 0; i < row->count; i++) {
            t->header[i] = arena_strdup(&t->arena, row->fields[i]);
        }
        return 0;
    }
    struct json *object = json_new(&t->arena, JSON_OBJECT);
    for (size_t i = 0; i < row->count && i < t->columns; i++) {
        assert_int_equal(
            json_add(&t->arena, object, t->header[i],
                     json_new_string(&t->arena, row->fields[i], strlen(row->fields[i]))),
            0);
    }
    return json_add(&t->arena, t->list, NULL, object);
}

static int read_table(struct table *t, const char *text, size_t len, struct json_error *error)
{
    memset(t, 0, sizeof *t);
    t->list = json_new(&t->arena, JSON_ARRAY);
    return csv_read(text, len, add_row, t, error);
}

static void csv_spectrum_is_read(void **state)
{
    (void)state;
    static const char *const names[] = {"comma_in_quotes", "empty",  "escaped_quotes",
                                        "newlines",        "simple", "simple_crlf"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        struct buf text = BUF_INIT;
        struct buf expected = BUF_INIT;
        struct buf ours = BUF_INIT;
        struct buf theirs = BUF_INIT;
        struct err e = {0};
        struct json_error error = {0};
        struct table t;
        struct json *doc = NULL;
        (void)snprintf(path, sizeof path, "tests/data/csv-spectrum/%s.csv", names[i]);
        assert_int_equal(file_read(path, 1 << 20, &text, &e), 0);
        (void)snprintf(path, sizeof path, "tests/data/csv-spectrum/%s.json", names[i]);
        assert_int_equal(file_read(path, 1 << 20, &expected, &e), 0);
        assert_int_equal(read_table(&t, text.data, text.len, &error), 0);
        assert_int_equal(json_parse(&t.arena, expected.data, expected.len, 1, &doc, &error), 0);
        json_write(&ours, t.list);
        json_write(&theirs, doc);
        assert_string_equal(buf_text(&ours), buf_text(&theirs));
        arena_free(&t.arena);
        buf_free(&text);
        buf_free(&expected);
        buf_free(&ours);
        buf_free(&theirs);
    }
}

static void rows_know_their_line_and_their_text(void **state)
{
    (void)state;
    struct table t;
    struct json_error error = {0};
    const char *text = "\xef\xbb\xbf"
                       "a,b\r\n\r\n\"x\ny\",2\n\n3,\"4\"";
    assert_int_equal(read_table(&t, text, strlen(text), &error), 0);
    assert_int_equal(t.rows, 3);
    assert_string_equal(t.header[0], "a");
    assert_int_equal(t.last_line, 6);
    assert_string_equal(t.raw, "3,\"4\"");
    arena_free(&t.arena);
    text = "a\n1\n \t\r\n2\n"; /* a line of white space is no row, nor part of the next */
    assert_int_equal(read_table(&t, text, strlen(text), &error), 0);
    assert_int_equal(t.rows, 3);
    assert_int_equal(t.last_line, 4);
    assert_string_equal(t.raw, "2");
    arena_free(&t.arena);
}

static void faults_name_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        int line;
    } cases[] = {
        {"a,b\n1,\"2\n", 9, 2}, {"a\n\"x\"y\n", 7, 2}, {"a\nb\0c\n", 6, 2}, {"a\n\xff\n", 4, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct table t;
        struct json_error error = {0};
        assert_int_equal(read_table(&t, cases[i].text, cases[i].len, &error), ERR_INPUT);
        assert_int_equal(error.line, cases[i].line);
        assert_true(error.text[0] != '\0');
        arena_free(&t.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_spectrum_is_read),
        cmocka_unit_test(rows_know_their_line_and_their_text),
        cmocka_unit_test(faults_name_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
