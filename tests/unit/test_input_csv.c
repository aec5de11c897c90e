/* Tables: columns, cells, rows; nothing is guessed, and a bad row costs only itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input_fixture.h"

static void csv_and_json_of_one_plan_are_the_same_document(void **state)
{
    (void)state;
    static const char *const paths[] = {"tests/data/plans/full.json", "tests/data/plans/full.csv"};
    struct buf json, csv;
    read_all(NULL, &paths[0], 1, &json);
    read_all(NULL, &paths[1], 1, &csv);
    assert_int_equal(strncmp(buf_text(&json), "ok 1 {", 6), 0);
    assert_int_equal(strncmp(buf_text(&csv), "ok 2 {", 6), 0);
    assert_string_equal(buf_text(&json) + 5, buf_text(&csv) + 5);
    buf_free(&json);
    buf_free(&csv);
}

/* The members that the columns of `head` and `row` add to the plain plan, in canonical form. */
static void every_way_to_write_a_cell_has_one_reading(void **state)
{
    static const struct {
        const char *head, *cell, *members;
    } cases[] = {
        {"population.total", "4210", "4210"},
        {"households", "9.6e2", "960"},
        {"plan.budget.drr", "-0", "0"},
        {"plan.budget.year", "2026", "\"2026\""},
        {"plan.summary", "\" 007 \"", "\" 007 \""},
        {"plan.summary", " 007 ", "\"007\""},
        {"local_name", "\"a, \"\"b\"\"\nc\"", "\"a, \\\"b\\\"\\nc\""},
        {"plan.budget.ring_fenced", "TRUE", "true"},
        {"plan.budget.ring_fenced", "no", "false"},
        {"settlements", "rural;informal", "[\"rural\",\"informal\"]"},
        {"languages", "ne", "[\"ne\"]"},
        {"community.hazards", "EQ; LS", "[{\"type\":\"EQ\"},{\"type\":\"LS\"}]"},
        {"community.hazards", "\"[{\"\"type\"\":\"\"EQ\"\",\"\"severity\"\":5}]\"",
         "[{\"severity\":5,\"type\":\"EQ\"}]"},
        {"setting", " rural ", "\"rural\""},
        {"facts.hdi.gnipc", "4026", "4026"},
        {"facts.x", "\"\"\"4026\"\"\"", "\"4026\""},
        {"facts.x", "2026-01-01", "\"2026-01-01\""},
        {"GOV-01", "yes", "true"},
        {"GOV-01", "FALSE", "false"},
        {"GOV-01", "2", "2"},
        {"GOV-01", "0.5", "0.5"},
        {"GOV-01", "a;b;c", "[\"a\",\"b\",\"c\"]"},
        {"GOV-01", "a;", "[\"a\"]"},
        {"GOV-01", "a", "\"a\""},
        {"GOV-01", "2026-01-01", "\"2026-01-01\""},
        {"GOV-01", "\"{\"\"LS\"\":0.5}\"", "{\"LS\":0.5}"},
        {"GOV-01", "[]", "[]"},
        {"GOV-01", "unknown", "{\"state\":\"unknown\"}"},
        {"GOV-01", "n/a: no river", "{\"reason\":\"no river\",\"state\":\"not_applicable\"}"},
        {"GOV-01", "N/A", "{\"state\":\"not_applicable\"}"},
        {"answers.abc", "1", "1"},
        {"GOV-01.note", "5", "{\"note\":\"5\"}"},
        {"GOV-01.evidence", "plan.pdf#14; minutes",
         "{\"evidence\":[{\"document\":\"plan.pdf\",\"page\":14}"
         ",{\"document\":\"minutes\"}]}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[512], member[512];
        struct buf out;
        (void)snprintf(text, sizeof text, HEAD ",%s\n" ROW ",%s\n", cases[i].head, cases[i].cell);
        const char *path = put_file(state, "t.csv", text), *dot = strrchr(cases[i].head, '.');
        const char *key = strncmp(cases[i].head, "GOV-01", 6) == 0        ? "GOV-01"
                          : strcmp(cases[i].head, "facts.hdi.gnipc") == 0 ? "hdi.gnipc"
                          : dot == NULL                                   ? cases[i].head
                                                                          : dot + 1;
        (void)snprintf(member, sizeof member, "\"%s\":%s", key, cases[i].members);
        read_all(state, &path, 1, &out);
        if (strstr(buf_text(&out), member) == NULL) {
            print_message("%s not in %s", member, buf_text(&out));
        }
        assert_int_equal(strncmp(buf_text(&out), "ok 2 ", 5), 0);
        assert_non_null(strstr(buf_text(&out), member));
        buf_free(&out);
    }
}

static void id_and_title_come_from_place_and_round(void **state)
{
    assert_file(state, "t.csv", HEAD "\n" ROW "\n",
                "ok 2 " PLAIN("Ward-7-2026", "Ward 7", "\"country\":\"NPL\",\"name\":\"Ward 7\""));
    assert_file(state, "t.csv", "country,pcode,round,date\nNPL,NP0436,2026,2026-09-12\n",
                "ok 2 " PLAIN("NP0436-2026", "NP0436", "\"country\":\"NPL\",\"pcode\":\"NP0436\""));
    assert_file(state, "t.csv", "country,pcode,local,round,date\nNPL,NP0436,7,2026,2026-09-12\n",
                "ok 2 " PLAIN("NP0436-7-2026", "7",
                              "\"country\":\"NPL\",\"local\":\"7\",\"pcode\":\"NP0436\""));
    /* a name that no id can hold keeps apart from others by its digest */
    assert_file(state, "t.csv", HEAD "\nNPL,वडा ७,2026,2026-09-12\n",
                "ok 2 " PLAIN("67159c0d-2026", "वडा ७", "\"country\":\"NPL\",\"name\":\"वडा ७\""));
}

static void an_answer_and_its_note_become_one_entry(void **state)
{
    static const char *const cells[][2] = {
        {"2,why", "{\"note\":\"why\",\"value\":2}"},
        {"n/a: none,why", "{\"note\":\"why\",\"reason\":\"none\",\"state\":\"not_applicable\"}"},
        {",why", "{\"note\":\"why\"}"},
        {"{},why", "{\"note\":\"why\",\"value\":{}}"},
        {"{},", "{}"},
        {"2,", "2"},
        {"\"{\"\"value\"\":2,\"\"assessor\"\":\"\"x\"\"}\",why",
         "{\"assessor\":\"x\",\"note\":\"why\",\"value\":2}"},
        {"\"{\"\"LS\"\":1}\",why", "{\"note\":\"why\",\"value\":{\"LS\":1}}"},
    };
    for (size_t i = 0; i < COUNT(cells); i++) {
        char text[512], member[512];
        struct buf out;
        (void)snprintf(text, sizeof text, "GOV-01,GOV-01.note," HEAD "\n%s," ROW "\n", cells[i][0]);
        (void)snprintf(member, sizeof member, "{\"answers\":{\"GOV-01\":%s},", cells[i][1]);
        const char *path = put_file(state, "t.csv", text);
        read_all(state, &path, 1, &out);
        assert_int_equal(strncmp(buf_text(&out), "ok 2 ", 5), 0);
        assert_int_equal(strncmp(buf_text(&out) + 5, member, strlen(member)), 0);
        buf_free(&out);
        /* and the same with the note before the answer */
        const char *comma = strrchr(cells[i][0], ',');
        (void)snprintf(text, sizeof text, "GOV-01.note,GOV-01," HEAD "\n%s,%.*s," ROW "\n",
                       comma + 1, (int)(comma - cells[i][0]), cells[i][0]);
        path = put_file(state, "t.csv", text);
        read_all(state, &path, 1, &out);
        assert_int_equal(strncmp(buf_text(&out) + 5, member, strlen(member)), 0);
        buf_free(&out);
    }
}

static void cells_that_could_be_read_in_two_ways_are_refused(void **state)
{
    static const char marks[] =
        "has a comma, space or apostrophe in a number: write digits with a point for "
        "decimals and no thousands marks";
    static const char plain[] = "is no number: write digits, with a point for decimals";
    static const struct {
        const char *head, *cell, *shown, *message;
    } cases[] = {
        {"households", "\"3,5\"", "3,5", marks},
        {"households", "\"1,000\"", "1,000", marks},
        {"households", "\"1.000,5\"", "1.000,5", marks},
        {"households", "1 000", "1 000", marks},
        {"households",
         "1\xc2\xa0"
         "000",
         "1\xc2\xa0"
         "000",
         marks},
        {"households", "1'000", "1'000", marks},
        {"GOV-01", "\"3,5\"", "3,5", marks},
        {"facts.x", "\"3,5\"", "3,5", marks},
        {"households", "50%", "50%", "has a percent sign: write the number alone"},
        {"GOV-01", "50 %", "50 %", "has a percent sign: write the number alone"},
        {"households", "+5", "+5", plain},
        {"households", ".5", ".5", plain},
        {"households", "05", "05", plain},
        {"households", "0x10", "0x10", plain},
        {"households", "1e999", "1e999", plain},
        {"households", "#VALUE!", "#VALUE!", plain},
        {"plan.budget.ring_fenced", "1", "1",
         "is neither true nor false: write true, false, yes or no"},
        {"plan.actions", "x", "x",
         "is no list of objects: write it as JSON, [{\"id\": …}], or use the "
         "JSON form"},
        {"settlements", "rural;;urban", "rural;;urban",
         "has an empty item: put one ';' between two items"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[512], expected[512];
        (void)snprintf(text, sizeof text, HEAD ",%s\n" ROW ",%s\n" ROW ",\n", cases[i].head,
                       cases[i].cell);
        (void)snprintf(expected, sizeof expected,
                       "t.csv:2: %s: \"%s\" %s\nok 3 " PLAIN(
                           "Ward-7-2026", "Ward 7", "\"country\":\"NPL\",\"name\":\"Ward 7\""),
                       cases[i].head,
                       strncmp(cases[i].shown, "1\xc2\xa0", 3) == 0 ? "1\\xa0000" : cases[i].shown,
                       cases[i].message);
        struct buf out;
        const char *path = put_file(state, "t.csv", text);
        read_all(state, &path, 1, &out);
        if (strncmp(cases[i].shown, "1\xc2\xa0", 3) == 0) { /* shown or escaped: both are fine */
            assert_non_null(strstr(buf_text(&out), marks));
        } else {
            assert_string_equal(buf_text(&out), expected);
        }
        buf_free(&out);
    }
    assert_file(state, "t.csv", "GOV-01,GOV-01.state," HEAD "\nunknown,unknown," ROW "\n",
                "t.csv:2: GOV-01.state: gives a second state: keep one\n");
}

static void headers_that_cannot_be_read_cost_the_table(void **state)
{
    static const char *const cases[][2] = {
        {"", "t.csv: has no header: begin with a row that names the columns\n"},
        {"\n\n", "t.csv: has no header: begin with a row that names the columns\n"},
        {HEAD "\n", "t.csv: holds no plan: add a row under the header\n"},
        {"country;community;round\nNPL;W;1\n",
         "t.csv:1: the columns are separated by ';': save it with commas\n"},
        {"country\tcommunity\nNPL\tW\n",
         "t.csv:1: the columns are separated by tabs: save it with commas\n"},
        {"PK\x03\x04\x14,x\n",
         "t.csv:1: is no text but a packed file, such as a spreadsheet: save it as CSV\n"},
        {HEAD ",contry\n" ROW ",x\n",
         "t.csv:1: contry: is no known column: did you mean \"country\"?\n"},
        {HEAD ",zzzzzzzz\n" ROW ",x\n",
         "t.csv:1: zzzzzzzz: is no known column: remove it, or name a criterion\n"},
        {"Country,community,round,date\n" ROW "\n",
         "t.csv:1: Country: is no known column: did you mean \"country\"?\n"},
        {HEAD ",population.totl\n" ROW ",1\n",
         "t.csv:1: population.totl: is no known column: did you mean \"population.total\"?\n"},
        {HEAD ",community.country\n" ROW ",NPL\n",
         "t.csv:1: community.country: stands twice in the header: remove one\n"},
        {HEAD ",GOV-01,GOV-01\n" ROW ",1,2\n",
         "t.csv:1: GOV-01: stands twice in the header: remove one\n"},
        {HEAD ",,x1\n" ROW ",1,2\n", "t.csv:1: column 5 has no name: name it, or remove it\n"},
        {"\xff\xfe"
         "c\0",
         "t.csv:1: is UTF-16: save it as UTF-8\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_file(state, "t.csv", cases[i][0], cases[i][1]);
    }
}

static void bad_rows_cost_only_themselves(void **state)
{
    static const char good[] = "ok %d " PLAIN("Ward-7-2026", "Ward 7",
                                              "\"country\":\"NPL\",\"name\":\"Ward 7\"");
    char text[1024], expected[2048], one[512], two[512];
    (void)snprintf(text, sizeof text,
                   "\xef\xbb\xbf" HEAD "\r\n" ROW ",extra\r\nNPL\n" HEAD
                   "\n,,,\n \n\xff,W,1,2026-01-01\n"
                   "XXQ,W,1,2026-01-01\n\"NPL\",\"Ward 7\",2026,2026-09-12\r" ROW);
    (void)snprintf(one, sizeof one, good, 9);
    (void)snprintf(two, sizeof two, good, 10);
    (void)snprintf(
        expected, sizeof expected,
        "t.csv:2: has 5 cells under 4 columns: give one cell a column\n"
        "t.csv:3: has 1 cells under 4 columns: give one cell a column\n"
        "t.csv:4: is the header again: remove this row\n"
        "t.csv:7: has bytes that are no UTF-8 text: save it as UTF-8\n"
        "t.csv:8: community.country: \"XXQ\" is no known country: give an ISO 3166-1 alpha-3 "
        "code, such as NPL\n%s%s",
        one, two);
    assert_file(state, "t.csv", text, expected);
}

/* Two files put together: the second one's mark stands on a line of its own, or before its first row. */
static void a_byte_order_mark_between_rows_is_no_row(void **state)
{
    static const char good[] = "ok %d " PLAIN("Ward-7-2026", "Ward 7",
                                              "\"country\":\"NPL\",\"name\":\"Ward 7\"");
    char expected[1024], one[512], two[512];
    (void)snprintf(one, sizeof one, good, 2);
    (void)snprintf(two, sizeof two, good, 4);
    (void)snprintf(expected, sizeof expected, "%s%s", one, two);
    assert_file(state, "t.csv",
                "\xef\xbb\xbf" HEAD "\n" ROW "\n\xef\xbb\xbf\n\xef\xbb\xbf" ROW "\n", expected);
}

static void a_fault_of_quotes_ends_the_table(void **state)
{
    struct buf out;
    const char *path = put_file(state, "t.csv",
                                HEAD "\n" ROW "\nNPL,\"Ward 7,1,2026-01-01\n" ROW "\n");
    read_all(state, &path, 1, &out);
    const char *second = strchr(buf_text(&out), '\n') + 1;
    assert_int_equal(strncmp(buf_text(&out), "ok 2 ", 5), 0);
    assert_int_equal(strncmp(second, "t.csv:3: ", 9), 0);
    assert_non_null(strstr(second, "; the rest of the table was not read\n"));
    assert_string_equal(strchr(second, '\n'), "\n");
    buf_free(&out);
}

static void a_table_of_any_length_is_read_row_by_row(void **state)
{
    struct buf text = BUF_INIT, out;
    buf_puts(&text, HEAD ",title\n");
    for (int i = 0; i < 5000; i++) {
        buf_printf(&text, "NPL,W%d,1,2026-01-01,\"a\nb\"\n", i);
    }
    const char *path = put_bytes(state, "t.csv", text.data, text.len);
    read_all(state, &path, 1, &out);
    const char *at = buf_text(&out);
    for (int i = 0; i < 5000; i++) {
        char start[32];
        (void)snprintf(start, sizeof start, "ok %d {", 2 + 2 * i);
        assert_int_equal(strncmp(at, start, strlen(start)), 0);
        at = strchr(at, '\n') + 1;
    }
    assert_string_equal(at, "");
    buf_free(&text);
    buf_free(&out);
}

static void a_row_keeps_its_text_and_header_for_the_rejects(void **state)
{
    const char *path = put_file(state, "t.csv",
                                HEAD "\r\n"
                                     "NPL,\"a\nb\",1,x\r\n");
    struct input *in;
    struct input_item item;
    struct arena arena = ARENA_INIT;
    struct diag d;
    diag_init(&d, NULL);
    assert_int_equal(input_new(&path, 1, &in, NULL), 0);
    assert_int_equal(input_next(in, &arena, &d, &item), 1);
    assert_string_equal(item.raw, "NPL,\"a\nb\",1,x");
    assert_string_equal(item.header, HEAD);
    assert_string_equal(item.file, path);
    assert_int_equal(input_next(in, &arena, &d, &item), 0);
    diag_free(&d);
    arena_free(&arena);
    input_free(in);
}

static void a_table_cut_anywhere_never_gives_a_broken_plan(void **state)
{
    struct buf whole = BUF_INIT;
    struct err e;
    assert_int_equal(file_read("tests/data/plans/full.csv", 1 << 20, &whole, &e), 0);
    for (size_t len = 0; len + 20 < whole.len; len += 7) {
        struct buf out;
        const char *path = put_bytes(state, "t.csv", whole.data, len);
        read_all(state, &path, 1, &out);
        assert_null(strstr(buf_text(&out), "ok "));
        buf_free(&out);
    }
    buf_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(csv_and_json_of_one_plan_are_the_same_document),
        IN_FOLDER(every_way_to_write_a_cell_has_one_reading),
        IN_FOLDER(id_and_title_come_from_place_and_round),
        IN_FOLDER(an_answer_and_its_note_become_one_entry),
        IN_FOLDER(cells_that_could_be_read_in_two_ways_are_refused),
        IN_FOLDER(headers_that_cannot_be_read_cost_the_table),
        IN_FOLDER(bad_rows_cost_only_themselves),
        IN_FOLDER(a_byte_order_mark_between_rows_is_no_row),
        IN_FOLDER(a_fault_of_quotes_ends_the_table),
        IN_FOLDER(a_table_of_any_length_is_read_row_by_row),
        IN_FOLDER(a_row_keeps_its_text_and_header_for_the_rejects),
        IN_FOLDER(a_table_cut_anywhere_never_gives_a_broken_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
