/* What a rule may hand back, what carries over from run to run, what the engine records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "sandbox_fixture.h"

static void nothing_given_to_a_rule_can_be_written(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"plan.budget = 1", "error rule ", "read-only"},
        {"plan.budget.drr = 1", "error rule ", "read-only"},
        {"plan.answers.X.value = 1", "error rule ", "read-only"},
        {"answer.value = 1", "error rule ", "read-only"},
        {"args.a = 2", "error rule ", "read-only"},
        {"args.b = 2", "error rule ", "read-only"},
        {"table.insert(args, 1)", "error rule ", "read-only"},
        {"string.upper = nil", "error rule ", "read-only"},
        {"local s = string s.new = 1", "error rule ", "read-only"},
        {"math.huge = 1", "error rule ", "read-only"},
        {"table.sort(math)", "error rule ", "read-only"},
        {"table.remove(plan)", "error rule ", ""},
        {"('').upper = 1", "error rule ", ""}};
    try_cases(cases, COUNT(cases));
}

static void an_error_without_a_text_is_an_error(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"error(nil)", "error rule ", "an error without a text"},
        {"error({})", "error rule ", "an error without a text"},
        {"error()", "error rule ", "an error without a text"},
        {"error(plan)", "error rule ", "an error without a text"},
        {"error(error)", "error rule ", "an error without a text"},
        {"error(12)", "error rule ", "an error without a text"},
        {"error('plain')", "error rule ", "t/tested.lua:4: plain @4"},
        {"assert(false, 'said')", "error rule ", "said"},
        {"assert(nil)", "error rule ", "assertion failed"},
        {"error('cpu budget used up')", "error rule ", "cpu budget used up"},
        {"error('memory limit reached')", "error rule ", "memory limit reached"}};
    try_cases(cases, COUNT(cases));
}

static void a_message_is_escaped_and_short(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "error(string.rep('x', 1000000))", "error('a\\xff\\0\\27[31m\\nb')",
        "error(string.rep('\\xff', 1000))", "error(string.rep('\\xc3\\xa9', 1000))",
        "error(string.rep('\\1', 1000))"};
    char said[SAID_MAX];
    for (size_t i = 0; i < COUNT(bodies); i++) {
        try_body(bodies[i], strlen(bodies[i]), said);
        expect(bodies[i], said, "error rule 0 t/tested.lua:4: ", "");
        size_t len = strlen(said);
        assert_true(len <= 500 + strlen("error rule 0  @4"));
        assert_int_equal(text_utf8_check(said, len), len);
        for (size_t k = 0; k < len; k++) {
            assert_true((unsigned char)said[k] >= ' ');
        }
    }
}

static void only_a_credit_from_0_to_1_is_taken(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"", "error rule ", "returned a nil instead of a number"},
        {"return nil", "error rule ", "returned a nil"},
        {"return true", "error rule ", "returned a boolean"},
        {"return '0.5'", "error rule ", "returned a string"},
        {"return {}", "error rule ", "returned a table"},
        {"return plan", "error rule ", "instead of a number"},
        {"return percent(0.5)", "error rule ", "instead of a number"},
        {"return error", "error rule ", "returned a function"},
        {"return 0.25, 0.75", "scored  250000000 ", ""},
        {"return 0 / 0", "error rule ", "no finite number"},
        {"return 1 / 0", "error rule ", "no finite number"},
        {"return -1 / 0", "error rule ", "no finite number"},
        {"return 1.0000001", "error rule ", "from 0 to 1"},
        {"return -0.1", "error rule ", "from 0 to 1"},
        {"return -1e-300", "error rule ", "from 0 to 1"},
        {"return credit(-1e-300)", "error rule ", "from 0 to 1"},
        {"return 1e-300", "scored  0 ", ""},
        {"return -0.0", "scored  0 credit 0 @", ""},
        {"return credit(-0.0, 'none')", "scored  0 none @4", ""},
        {"return credit('1')", "error rule ", "give a number"},
        {"return level(1, 0)", "error rule ", "must be over 0"},
        {"return 1", "scored  1000000000 ", ""}};
    try_cases(cases, COUNT(cases));
}

static void a_reason_is_clean_text(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"return credit(1, '\\xff')", "error rule ", "no UTF-8 text"},
        {"return credit(1, 'a\\0b')", "error rule ", "no UTF-8 text"},
        {"return credit(1, string.rep('x', 2001))", "error rule ", "2000 bytes"},
        {"return credit(1, '{a}', {a = '\\xff'})", "error rule ", "UTF-8"},
        {"return credit(1, '{a}', {a = 'x\\0y'})", "error rule ", "zero byte"},
        {"return credit(1, 'x', {['\\xff'] = 1})", "error rule ", "UTF-8"},
        {"return credit(1, '{a}', {a = {'x', '\\xed\\xa0\\x80'}})", "error rule ", "UTF-8"},
        {"return credit(1, '{a}', {a = 0 / 0})", "error rule ", "not finite"},
        {"return credit(1, '{a}', {a = error})", "error rule ", "no place here"},
        {"return credit(1, '{a}', {1})", "error rule ", "have names"},
        {"return credit(1, '{b}{a}{c', {a = 1})", "scored  1000000000 {b}1{c @4", ""}};
    try_cases(cases, COUNT(cases));
}

static void texts_have_no_arithmetic_and_no_address(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"return '10' + 5", "error rule ", "arithmetic"},
        {"return -'1'", "error rule ", "arithmetic"},
        {"return tostring({})", "error rule ", "has no text"},
        {"return tostring(error)", "error rule ", "has no text"},
        {"return string.format('%p', {})", "error rule ", "unknown conversion"},
        {"return ('x'):format({})", "error rule ", "instead of a number"},
        {"return ('%s'):format({})", "error rule ", "has no text"},
        {"return string.format('%f %g %4f', 0 / 0, -(0 / 0), 0 / 0) == 'nan nan  nan' and 1 or 0",
         "scored  1000000000 ", ""}};
    try_cases(cases, COUNT(cases));
}

static void pairs_goes_in_the_order_of_the_keys(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"local t = {b = 1, a = 1, [10] = 1, [-1] = 1, B = 1, ab = 1, [2] = 1, [1.5] = 1}\n"
         "local s = {} for k in pairs(t) do s[#s + 1] = k end\n"
         "return credit(1, '{s}', {s = table.concat(s, ' ')})",
         "scored  1000000000 -1 1.5 2 10 B a ab b @", ""},
        {"local s = {} for k in pairs(plan.budget) do s[#s + 1] = k end\n"
         "return credit(1, '{s}', {s = table.concat(s, ' ')})",
         "scored  1000000000 drr total @", ""},
        {"local t = {[true] = 1} for k in pairs(t) do end", "error rule ", "keys must be"},
        {"local t = {a = 1, b = 2} local n = 0\n"
         "for k in pairs(t) do t[k] = nil t[k .. 'x'] = 1 n = n + 1 end return n / 2",
         "scored  1000000000 ", ""}};
    try_cases(cases, COUNT(cases));
}

static void a_lying_comparison_only_gives_a_wrong_order(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"local t = {} for i = 1, 500 do t[i] = i end table.sort(t, function() return true end)\n"
         "local n = 0 for _, v in ipairs(t) do n = n + v end return n / 125250",
         "scored  1000000000 ", ""},
        {"local t = {3, 1, 2} table.sort(t, function(a, b) t[1], t[5] = nil, 1 return a < b end)\n"
         "return credit(1, '{a}', {a = t})",
         "scored  1000000000 1, 2, 3", ""},
        {"local t = {3, 1, 2} table.sort(t, function() error('no') end)", "error rule ", "no"},
        {"local t = {3, 'a'} table.sort(t)", "error rule ", "compare"},
        {"local t = {{}, {}} table.sort(t)", "error rule ", "give a function"}};
    try_cases(cases, COUNT(cases));
}

/* Opens a file with this top and body. */
static void open_body(struct lab *l, const char *top, const char *body,
                      const struct host_budget *budget)
{
    struct buf text = BUF_INIT;
    body_file(&text, top, body, strlen(body));
    lab_open(l, text.data, text.len, budget);
    assert_null(ruleset_find(l->rules, "t/tested")->error);
    buf_free(&text);
}

static void nothing_carries_over_to_the_next_run(void **state)
{
    (void)state;
    static const struct {
        const char *top, *body, *begins;
    } cases[] = {
        {"local n = 0", "n = n + 0.25 return n", "scored  250000000 "},
        {"local last", "if last then return 0 end last = answer return 1", "scored  1000000000 "},
        {"local last", "if last then return last.value end last = plan return 1",
         "scored  1000000000 "},
        {"local t = {n = 0}", "t.n = t.n + 0.25 return t.n", "error rule "},
        {"local t = {n = {0}}", "t.n[1] = 1 return 1", "error rule "},
        {"local f = function() local n = 0 return function() n = n + 0.25 return n end end\n"
         "local g = f()",
         "return g()", "scored  250000000 "},
        {"local t = {}", "t = {1} return #t / 2", "scored  500000000 "},
        {"local n = 0", "n = n + 0.5 if n > 0 then error(tostring(n)) end", "error rule 0 t/"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lab l;
        char first[SAID_MAX];
        char again[SAID_MAX];
        open_body(&l, cases[i].top, cases[i].body, NULL);
        lab_run(&l, "t/tested", first);
        expect(cases[i].body, first, cases[i].begins, "");
        for (int k = 0; k < 2; k++) {
            lab_run(&l, "t/tested", again);
            assert_string_equal(again, first);
        }
        lab_run(&l, "t/normal", again);
        assert_string_equal(again, NORMAL_SAYS);
        lab_close(&l);
    }
}

static void methods_of_texts_stay_as_they_are(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"string.upper = function() return 'BAD' end", "error rule ", "read-only"},
        {"local s = string s.upper = nil", "error rule ", "read-only"},
        {"('x').upper = function() return 'BAD' end", "error rule ", ""},
        {"local s = 'x' s.upper = nil return 1", "error rule ", ""},
        {"for k in pairs(string) do string[k] = nil end", "error rule ", "read-only"}};
    try_cases(cases, COUNT(cases)); /* the normal rule calls ("x"):upper() after each */
}

static void what_a_rule_reads_is_recorded_in_order(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"return plan.budget.drr / 1000", "scored  500000000 ", "@3 plan.budget.drr"},
        {"return plan.answers.X.value", "scored  500000000 ", "@3 answers.X"},
        {"local _ = plan.budget.total + plan.budget.drr + plan.budget.total return 1", "scored ",
         "@3 plan.budget.total plan.budget.drr"},
        {"local _ = plan.answers.Y.value, plan.answers.X.value return 1", "scored ",
         "@3 answers.Y answers.X"},
        {"return plan.budget.absent == nil and 1 or 0", "scored  1000000000 credit 1 @3", ""}};
    try_cases(cases, COUNT(cases));
}

static void an_absent_need_is_not_assessed_and_named(void **state)
{
    (void)state;
    static const char text[] =
        "return { id = \"t/tested\", version = 1, title = \"t\", source = \"s\",\n"
        "needs = { \"plan.budget.drr\", \"plan.budget.child\" },\n"
        "score = function() error(\"not to be run\") end }";
    char said[SAID_MAX];
    try_file(text, strlen(text), said);
    assert_string_equal(
        said, "not_assessed  0 plan.budget.child is not in the plan @0 plan.budget.child");
}

static void an_argument_must_be_declared(void **state)
{
    (void)state;
    struct lab l;
    char said[SAID_MAX];
    open_body(&l, "", "return args.a / 4", NULL);
    l.args = read_json(&l.arena, "{\"a\": 2}");
    lab_run(&l, "t/tested", said);
    assert_string_equal(said, "scored  500000000 credit 0.5 @3");
    l.args = read_json(&l.arena, "{\"a\": 2, \"b\": 1}");
    lab_run(&l, "t/tested", said);
    expect("args", said, "error rule ", "the argument \"b\" is not declared by t/tested");
    l.args = NULL;
    lab_run(&l, "t/tested", said);
    assert_string_equal(said, "scored  250000000 credit 0.25 @3");
    lab_close(&l);
}

/* The rule is run at 200 budgets around its cost: first in a fresh state, then in a used one. */
static void fuel_is_the_same_in_a_fresh_and_a_used_state(void **state)
{
    (void)state;
    static const char top[] = "local t = {} for i = 1, 137 do t[i] = i end";
    int enough = 0;
    for (int64_t fuel = 20000; fuel < 40000; fuel += 100) {
        struct host_budget budget = {.fuel = fuel, .memory = 16 << 20, .wall_ms = 60000};
        char first[SAID_MAX];
        char again[SAID_MAX];
        struct lab l;
        open_body(&l, top, "for i = 1, 30000 do end return args.a", &budget);
        lab_run(&l, "t/tested", first);
        lab_run(&l, "t/normal", again);
        for (int k = 0; k < 3; k++) {
            lab_run(&l, "t/tested", again);
            assert_string_equal(again, first);
        }
        enough += strncmp(first, "scored ", 7) == 0;
        lab_close(&l);
    }
    assert_true(enough > 50 && enough < 150);
}

/* Loading leaves no count of instructions behind: each loop stops at its own length, whether the rule
 * was just loaded or ran before. */
static void fuel_does_not_hang_on_what_ran_before(void **state)
{
    (void)state;
    static const struct host_budget budget = {.fuel = 3000, .memory = 16 << 20, .wall_ms = 60000};
    static const char top[] = "local n = 0 for i = 1, 600 do n = n + 1 end";
    static const char body[] = "for i = 1, args.a do end return 1";
    int enough = 0;
    for (int n = 1900; n < 3900; n += 25) {
        char many[80];
        char fresh[SAID_MAX];
        char used[SAID_MAX];
        struct lab l;
        (void)snprintf(many, sizeof many, "{\"a\": %d}", n);
        open_body(&l, top, body, &budget);
        l.args = read_json(&l.arena, many);
        lab_run(&l, "t/tested", fresh);
        lab_close(&l);
        open_body(&l, top, body, &budget);
        lab_run(&l, "t/tested", used);
        l.args = read_json(&l.arena, many);
        lab_run(&l, "t/tested", used);
        lab_close(&l);
        assert_string_equal(used, fresh);
        enough += strncmp(fresh, "scored ", 7) == 0;
    }
    assert_true(enough > 0 && enough < 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_given_to_a_rule_can_be_written),
        cmocka_unit_test(an_error_without_a_text_is_an_error),
        cmocka_unit_test(a_message_is_escaped_and_short),
        cmocka_unit_test(only_a_credit_from_0_to_1_is_taken),
        cmocka_unit_test(a_reason_is_clean_text),
        cmocka_unit_test(texts_have_no_arithmetic_and_no_address),
        cmocka_unit_test(pairs_goes_in_the_order_of_the_keys),
        cmocka_unit_test(a_lying_comparison_only_gives_a_wrong_order),
        cmocka_unit_test(nothing_carries_over_to_the_next_run),
        cmocka_unit_test(methods_of_texts_stay_as_they_are),
        cmocka_unit_test(what_a_rule_reads_is_recorded_in_order),
        cmocka_unit_test(an_absent_need_is_not_assessed_and_named),
        cmocka_unit_test(an_argument_must_be_declared),
        cmocka_unit_test(fuel_is_the_same_in_a_fresh_and_a_used_state),
        cmocka_unit_test(fuel_does_not_hang_on_what_ran_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
