/* The closed state holds: known attacks, exhaustion of every budget, texts made to break the reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"
#include "sandbox_fixture.h"

struct attacks {
    int rows, column;
    bool top;
};

static int attack(void *context, const struct csv_row *row)
{
    struct attacks *a = context;
    char said[SAID_MAX];
    if (a->rows++ == 0) {
        for (size_t i = 0; i < row->count; i++) {
            a->column = strcmp(row->fields[i], "lua") == 0 ? (int)i : a->column;
        }
        assert_true(a->column >= 0);
        return 0;
    }
    assert_true((size_t)a->column < row->count);
    const char *lua = row->fields[a->column];
    if (!a->top) {
        try_body(lua, strlen(lua), said);
        if (strncmp(said, "refused ", 8) != 0 && strncmp(said, "error ", 6) != 0) {
            expect(lua, said, "scored ", "");
        }
        return 0;
    }
    struct buf text = BUF_INIT;
    static const char fine[] = "return 0.5";
    body_file(&text, lua, fine, strlen(fine));
    try_file(text.data, text.len, said);
    buf_free(&text);
    if (strncmp(said, "refused ", 8) != 0) {
        expect(lua, said, "scored  500000000 ", "");
    }
    return 0;
}

static void run_attacks(bool top)
{
    struct buf text = BUF_INIT;
    struct err e = {0};
    struct json_error error;
    struct attacks a = {0, -1, top};
    assert_int_equal(file_read("tests/data/lua_sandbox_attacks.csv", 1 << 20, &text, &e), 0);
    assert_int_equal(csv_read(text.data, text.len, attack, &a, &error), 0);
    assert_true(a.rows > 30);
    buf_free(&text);
}

static void every_attack_in_a_score_function_is_held(void **state)
{
    (void)state;
    run_attacks(false);
}

static void every_attack_at_the_top_of_a_file_is_held(void **state)
{
    (void)state;
    run_attacks(true);
}

static void endless_work_runs_out_of_fuel(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"while true do end", "error limit ", "cpu budget used up"},
        {"::a:: goto a", "error limit ", "cpu budget used up"},
        {"for i = 1, math.huge do end", "error limit ", "cpu budget used up"},
        {"repeat until false", "error limit ", "cpu budget used up"},
        {"local t = {} for i = 1, 20000 do t[i] = i end while true do for k in pairs(t) do end end",
         "error limit ", "cpu budget used up"},
        {"local s = string.rep('x', 1000000) while true do local _ = s:upper() end", "error limit ",
         "cpu budget used up"},
        {"while true do local _ = plan.answers.X end", "error limit ", "cpu budget used up"},
        {"local function f() return f() end return f()", "error limit ", "cpu budget used up"}};
    try_cases(cases, COUNT(cases));
}

static void memory_and_sizes_are_capped(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"return string.rep('', 1 << 62)", "error limit ", "1 MiB"},
        {"return string.rep('x', 1048577)", "error limit ", "1 MiB"},
        {"return #string.rep('x', 1048576) / 1048576", "scored  1000000000 ", ""},
        {"local s = 'x' while true do s = s .. s end", "error limit ", "memory limit reached"},
        {"local t = {} local i = 0 while true do i = i + 1 t[i] = i end", "error limit ",
         "reached"},
        {"local t = {} local i = 0 while true do i = i + 1 t[i] = {} end", "error limit ",
         "reached"},
        {"local function f() return f() + 1 end return f()", "error limit ", "reached"},
        {"return table.unpack({1, 2}, 1, math.mininteger)", "error ", ""},
        {"return string.byte('x', math.mininteger, math.mininteger)", "error ", ""},
        {"return select(math.mininteger, 1)", "error ", "out of range"},
        {"return string.format('%99999d', 1)", "error ", "conversion"},
        {"return 1 // 0", "error rule ", "divide by zero"},
        {"return math.mininteger // -1", "error rule ", "a credit lies from 0 to 1"}};
    try_cases(cases, COUNT(cases));
}

static void a_result_cannot_be_made_to_fill_the_memory(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"local s = string.rep('x', 1000000) local t = {} for i = 1, 1000 do t[i] = s end\n"
         "return credit(1, 'x', {t = t})",
         "error limit ", ""},
        {"local t = {1} for i = 1, 40 do t = {t, t} end return credit(1, 'x', {t = t})",
         "error limit ", ""},
        {"local t = {1} for i = 1, 100 do t = {t} end return credit(1, 'x', {t = t})",
         "error rule ", "nested deeper"},
        {"local t = {} t.t = t return credit(1, 'x', t)", "error rule ", "nested deeper"},
        {"local t = {} for i = 1, 100000 do t['k' .. i] = 1 end return credit(1, 'x', t)", "error ",
         ""},
        {"local t = {} for i = 1, 90000 do t[i] = plan.budget end\n"
         "return credit(1, 'x', {t = t})",
         "error limit ", ""}};
    try_cases(cases, COUNT(cases));
}

/* before, `part` count times, after. */
static void try_repeated(const char *before, const char *part, int count, const char *after,
                         const char *begins, const char *holds)
{
    char said[SAID_MAX];
    struct buf body = BUF_INIT;
    buf_puts(&body, before);
    for (int i = 0; i < count; i++) {
        buf_puts(&body, part);
    }
    buf_puts(&body, after);
    try_body(body.data, body.len, said);
    expect(before, said, begins, holds);
    buf_free(&body);
}

static void deep_nesting_is_refused_by_the_reader(void **state)
{
    (void)state;
    try_repeated("return ", "(", 5000, "1", "refused ", "nested deeper");
    try_repeated("local t = ", "{", 300, "", "refused ", "nested deeper");
    try_repeated("local a = {} return a", ".a", 31000, "", "refused ", "a chain of more than");
    try_repeated("local a = {} return a", ".a", 32000, "", "refused ", "");
    try_repeated("return ", "1 ..", 16000, "1", "refused ", "");
    try_repeated("return ", "not ", 16000, "1", "refused ", "");
    try_repeated("", "do ", 20000, "", "refused ", "");
    try_repeated("return ", "function() return ", 3000, "", "refused ", "");
    try_repeated("--", "x", 70000, "", "refused ", "over 64 KiB");
}

static void binary_and_broken_texts_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        const char *holds;
    } cases[] = {{"\33Lua", 4, "a binary chunk"},
                 {"\xef\xbb\xbf\33Lua", 7, "a binary chunk"},
                 {"\33LuaS\0\x19\x93\r\n\x1a\n", 12, "a binary chunk"},
                 {"return {}\0", 10, ":1: bytes that are no UTF-8"},
                 {"-- x\n-- \xff\n", 10, ":2: bytes that are no UTF-8"},
                 {"-- \xed\xa0\x80", 6, ":1: bytes that are no UTF-8"},
                 {"-- \xc0\xaf", 5, ":1: bytes that are no UTF-8"},
                 {"", 0, "return"},
                 {"\xef\xbb\xbf", 3, "return"},
                 {"--[==[", 6, ""},
                 {"return \"", 8, ""},
                 {"return '\\", 9, ""},
                 {"return [==[ ]=]", 15, ""},
                 {"return 1e+", 10, ""}};
    char said[SAID_MAX];
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *copy = malloc(cases[i].len + 1); /* so that a read past the end is seen */
        assert_non_null(copy);
        memcpy(copy, cases[i].text, cases[i].len);
        copy[cases[i].len] = '\0';
        try_file(copy, cases[i].len, said);
        free(copy);
        expect(cases[i].text, said, "refused ", cases[i].holds);
    }
}

static void a_byte_order_mark_before_a_rule_is_passed_over(void **state)
{
    (void)state;
    char said[SAID_MAX];
    struct buf text = BUF_INIT;
    body_file(&text, "\xef\xbb\xbf", "return 0.5", 10);
    try_file(text.data, text.len, said);
    buf_free(&text);
    assert_string_equal(said, "scored  500000000 credit 0.5 @3");
}

static void names_that_lead_out_are_refused(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"return _ENV", "refused ", ":4: _ENV is not to be had"},
        {"local _ENV = {}", "refused ", "_ENV"},
        {"return ({_ENV = 1}).a", "refused ", "_ENV"},
        {"local x = 2 return x^3", "refused ", "^ takes only the exponent 2"},
        {"local x = 0.5 return x^2", "scored  250000000 ", ""},
        {"return tostrng(1)", "refused ", "unknown name \"tostrng\": did you mean \"tostring\"?"},
        {"return qqqqqqqqqq", "refused ", "unknown name \"qqqqqqqqqq\""},
        {"return ln(2)", "refused ", "unknown name \"ln\""},
        {"y = 1", "refused ", "unknown name \"y\""},
        {"tostring = 1", "error rule ", "nothing here may be changed"},
        {"do local z = 1 end z = 2", "error rule ", "nothing here may be changed"},
        {"do local z = 1 end return z", "error rule ", "unknown name \"z\""}};
    try_cases(cases, COUNT(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_attack_in_a_score_function_is_held),
        cmocka_unit_test(every_attack_at_the_top_of_a_file_is_held),
        cmocka_unit_test(endless_work_runs_out_of_fuel),
        cmocka_unit_test(memory_and_sizes_are_capped),
        cmocka_unit_test(a_result_cannot_be_made_to_fill_the_memory),
        cmocka_unit_test(deep_nesting_is_refused_by_the_reader),
        cmocka_unit_test(binary_and_broken_texts_are_refused),
        cmocka_unit_test(a_byte_order_mark_before_a_rule_is_passed_over),
        cmocka_unit_test(names_that_lead_out_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
