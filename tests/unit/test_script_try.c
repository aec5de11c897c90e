/* Expressions beside rules, and what a call took. */
#include "rule_fixture.h"

#include "script/sandbox.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct host_value evaluate(struct rig *rig, const char *rule, const char *text)
{
    struct host_value v;
    struct host_snippet x = {.text = text, .rule = rule, .doc = rig->plan.doc};
    assert_int_equal(host_evaluate(rig->host, &x, &rig->arena, &v), 0);
    return v;
}

static void set_up(struct rig *rig)
{
    rig_init(rig);
    rig_file(rig, "lib/sums",
             "local n = 0\n"
             "return { twice = function(x) n = n + 1 return 2 * x, n end,\n"
             "  never = function(x) while true do x = x + 1 end end,\n"
             "  fail = function(x) return x.y.z end }");
    rig_rule(rig, "t/x", "", "use = { \"lib/sums\" }, args = { target = 5 },",
             "local s = 0\n"
             "for i = 1, args.target do s = s + i end\n"
             "return credit(0.5, \"{s}\", { s = s })");
    rig_rule(rig, "t/never", "", "", "while true do end");
    rig_plan(rig, "{\"plan\": {\"budget\": {\"drr\": 7}, \"Part_2\": {\"near\": 1}}, "
                  "\"community\": {\"name\": \"W\"}}");
    rig_open(rig);
}

/* The values as JSON, in a list. */
static const char *values(struct rig *rig, const struct host_value *v)
{
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < v->count; i++) {
        buf_puts(&out, i == 0 ? "" : " ");
        if (v->values[i] == NULL) {
            buf_puts(&out, "nil");
        } else {
            json_write(&out, v->values[i]);
        }
    }
    const char *text = arena_strdup(&rig->arena, buf_text(&out));
    buf_free(&out);
    return text;
}

static void values_of_all_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"1 + 1", "2"},
        {"plan.budget.drr", "7"},
        {"plan.budget", "{\"drr\":7}"},
        {"plan.community.name .. \"!\"", "\"W!\""},
        {"nil, true, plan.none", "nil true nil"},
        {"return 1, \"a\"", "1 \"a\""},
        {"local x = 2 return x * x", "4"},
        {"local x = 2", ""},
        {"{ 1, 2 }", "[1,2]"},
        {"percent(0.5)", "{\"percent\":0.5}"},
        {"function() end", "\"(a function)\""},
        {"{ f = function() end, a = 1 }", "[\"a\",\"f\"]"},
        {"1, credit(1)", "1 \"(a finding)\""},
        {"table.unpack({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 })",
         "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"},
    };
    struct rig rig;
    set_up(&rig);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct host_value v = evaluate(&rig, NULL, cases[i].text);
        if (v.error != NULL) {
            fail_msg("%s: %s", cases[i].text, v.error);
        }
        assert_string_equal(values(&rig, &v), cases[i].wanted);
        assert_false(v.found);
    }
    struct host_value v = evaluate(&rig, NULL, "plan.budget.drr + #plan.community.name");
    assert_int_equal(v.read_count, 2);
    assert_string_equal(v.read[0], "plan.budget.drr");
    assert_string_equal(v.read[1], "community.name");
    rig_close(&rig);
}

static void a_finding_is_one(void **state)
{
    (void)state;
    struct rig rig;
    set_up(&rig);
    struct host_value v = evaluate(&rig, NULL, "credit(0.25, \"{a}\", { a = 1 })");
    assert_true(v.found);
    assert_int_equal(v.finding.outcome, OUTCOME_SCORED);
    assert_int_equal(v.finding.credit, 250000000);
    assert_string_equal(v.finding.template_text, "{a}");
    v = evaluate(&rig, NULL, "unknown(\"x\")");
    assert_int_equal(v.finding.outcome, OUTCOME_UNKNOWN);
    v = evaluate(&rig, NULL, "credit(2)");
    assert_string_equal(v.error,
                        "it returned 2, but a credit lies from 0 to 1: divide percent by 100");
    assert_false(v.found);
    rig_close(&rig);
}

static void what_the_rule_has_is_at_hand(void **state)
{
    (void)state;
    struct rig rig;
    set_up(&rig);
    /* A library's own state is as it was when it was loaded. */
    for (int i = 0; i < 2; i++) {
        struct host_value v = evaluate(&rig, "t/x", "args.target, sums.twice(4)");
        assert_string_equal(values(&rig, &v), "5 8 1");
    }
    struct host_value v = evaluate(&rig, "t/x", "sums");
    assert_string_equal(values(&rig, &v), "[\"fail\",\"never\",\"twice\"]");
    v = evaluate(&rig, NULL, "sums");
    assert_string_equal(v.error, "unknown name \"sums\": declare it with local");
    v = evaluate(&rig, "t/x", "sums.fail({})"); /* not a place in the expression */
    assert_non_null(strstr(v.error, "lib/sums.lua:4: attempt to index a nil value (field 'y')"));
    assert_int_equal(v.line, 0);
    struct host_snippet x = {.text = "args.target",
                             .rule = "t/x",
                             .doc = rig.plan.doc,
                             .args = rig_json(&rig, "{\"target\": 9}")};
    assert_int_equal(host_evaluate(rig.host, &x, &rig.arena, &v), 0);
    assert_string_equal(values(&rig, &v), "9");
    x.args = rig_json(&rig, "{\"targets\": 9}");
    assert_int_equal(host_evaluate(rig.host, &x, &rig.arena, &v), 0);
    assert_non_null(strstr(v.error, "did you mean \"target\""));
    x = (struct host_snippet){.text = "args.any, answer.value",
                              .args = rig_json(&rig, "{\"any\": 1}"),
                              .answer = rig_json(&rig, "{\"value\": 2}")};
    assert_int_equal(host_evaluate(rig.host, &x, &rig.arena, &v), 0);
    assert_string_equal(values(&rig, &v), "1 2");
    x.text = "plan.x";
    assert_int_equal(host_evaluate(rig.host, &x, &rig.arena, &v), 0);
    assert_string_equal(v.error, "there is no plan: give one");
    rig_close(&rig);
}

static void what_is_wrong_has_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
        int line, column;
    } cases[] = {
        {"1 +", "unexpected symbol near <eof>", 1, 4},
        {"(1", "')' expected near <eof>", 1, 3},
        {"1 + ) 2", "unexpected symbol near ')'", 1, 5},
        {"local x = = 2", "unexpected symbol near '='", 1, 11},
        {"local x\nx = = 2", "unexpected symbol near '='", 2, 5},
        {"if 1 = 2 then end", "'then' expected near '=': == asks whether two are equal", 1, 6},
        {"plan.a.b", "attempt to index a nil value (field 'a')", 1, 6},
        {"plan.budgets.drr", "attempt to index a nil value (field 'budgets'): did you mean budget?",
         1, 6},
        {"plan.communities.name",
         "attempt to index a nil value (field 'communities'): did you mean community?", 1, 6},
        {"local x = 1\nreturn plan.community.nam.x",
         "attempt to index a nil value (field 'nam'): did you mean name?", 2, 23},
        {"plan.budget.dr.x", "attempt to index a nil value (field 'dr'): did you mean drr?", 1, 13},
        {"if 1 != 2 then end", "'then' expected near '!': ~= asks whether two are not equal", 1, 6},
        {"{ plan.Part_2.nears.x }",
         "attempt to index a nil value (field 'nears'): did you mean near?", 1, 15},
        {"{plan.budgets.drr}",
         "attempt to index a nil value (field 'budgets'): did you mean budget?", 1, 7},
        {"local x=plan.budgets.drr",
         "attempt to index a nil value (field 'budgets'): did you mean budget?", 1, 14},
        {"({plan.budget})[plan.budgets.x]",
         "attempt to index a nil value (field 'budgets'): did you mean budget?", 1, 22},
        {"plan.community.name.none.x", "attempt to index a nil value (field 'none')", 1, 21},
        {"local a = {} return a.none.x", "attempt to index a nil value (field 'none')", 1, 23},
        {"args.nam.x", "attempt to index a nil value (field 'nam')", 1, 6},
        {"plan.budget.drr.far.x", "attempt to index a number value (field 'drr')", 1, 13},
        {"plan.a.a", "attempt to index a nil value (field 'a')", 1, 0},
        {"local y\nreturn y.b", "attempt to index a nil value (local 'y')", 2, 8},
        {"fou(1)", "unknown name \"fou\": declare it with local", 1, 1},
        {"community", "unknown name \"community\": it is plan.community", 1, 1},
        {"error(\"no 'end\")", "no 'end", 1, 0},
        {"error(\"expression: no\")", "expression: no", 1, 0},
        {"error(\"\")", "", 1, 0},
        {"math.foo", "math.foo is not there: see what a rule may use in docs/host-interface.md", 1,
         0},
        {"", NULL, 0, 0},
        {"0 / 0", "a number that is not finite", 0, 0},
        {"plan.budget.drr = 1", "the plan and the answer are read-only", 1, 0},
    };
    struct rig rig;
    set_up(&rig);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct host_value v = evaluate(&rig, NULL, cases[i].text);
        if (cases[i].error == NULL) {
            assert_null(v.error);
            continue;
        }
        if (v.error == NULL || strcmp(v.error, cases[i].error) != 0 || v.line != cases[i].line ||
            v.column != cases[i].column) {
            fail_msg("%s: %s, line %d, column %d", cases[i].text, v.error, v.line, v.column);
        }
        assert_int_equal(v.count, 0);
        assert_false(v.limit);
    }
    rig_close(&rig);
}

/* What is looked at to tell what was meant has an end. */
static void what_was_meant_is_searched_among_so_many(void **state)
{
    (void)state;
    struct rig rig;
    set_up(&rig);
    struct buf plan = BUF_INIT, text = BUF_INIT;
    buf_puts(&plan, "{\"plan\": {\"near\": {");
    for (int i = 0; i < 70; i++) {
        buf_printf(&plan, "%s\"word%02d%s\": 1", i == 0 ? "" : ", ", i, i == 65 ? "last" : "");
    }
    buf_puts(&plan, "}}}");
    rig_plan(&rig, buf_text(&plan));
    struct host_value v = evaluate(&rig, NULL, "plan.near.word65lost.x");
    assert_string_equal(v.error, "attempt to index a nil value (field 'word65lost')");
    v = evaluate(&rig, NULL, "plan.near.word5.x");
    assert_string_equal(v.error,
                        "attempt to index a nil value (field 'word5'): did you mean word05?");
    /* Long names, and long ways to them. */
    char name[200];
    (void)snprintf(name, sizeof name, "%0150d", 0);
    buf_printf(&text, "plan.near.n%s.x", name);
    v = evaluate(&rig, NULL, buf_text(&text));
    assert_non_null(strstr(v.error, "attempt to index a nil value (field 'n000"));
    assert_null(strstr(v.error, "did you mean"));
    buf_reset(&text);
    buf_printf(&text, "local n%s = plan.near return n%s.word5.x", name, name);
    v = evaluate(&rig, NULL, buf_text(&text));
    assert_string_equal(v.error, "attempt to index a nil value (field 'word5')");
    /* Without a plan there is nothing that could be meant. */
    struct host_snippet x = {.text = "args.nam.x"};
    assert_int_equal(host_evaluate(rig.host, &x, &rig.arena, &v), 0);
    assert_string_equal(v.error, "attempt to index a nil value (field 'nam')");
    buf_free(&plan);
    buf_free(&text);
    rig_close(&rig);
}

/* As in a rule: there, more cannot be used either. */
static void sixteen_libraries_are_at_hand(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    struct buf use = BUF_INIT;
    rig_file(&rig, "lib/one", "return { n = 1 }");
    buf_puts(&use, "use = { ");
    for (int i = 0; i < 15; i++) {
        buf_puts(&use, "\"lib/one\", ");
    }
    rig_file(&rig, "lib/other", "return { n = 2 }");
    rig_file(&rig, "lib/beyond", "return { n = 3 }");
    buf_puts(&use, "\"lib/other\", \"lib/beyond\" },");
    rig_rule(&rig, "t/many", "", buf_text(&use), "return 1");
    rig_open(&rig);
    struct host_value v = evaluate(&rig, "t/many", "one.n, other.n");
    assert_string_equal(values(&rig, &v), "1 2");
    v = evaluate(&rig, "t/many", "beyond.n");
    assert_string_equal(v.error, "unknown name \"beyond\": declare it with local");
    buf_free(&use);
    rig_close(&rig);
}

static void a_long_text_has_no_place_and_an_endless_one_is_refused(void **state)
{
    (void)state;
    static char text[20000];
    struct rig rig;
    set_up(&rig);
    memset(text, ' ', 5000);
    text[4999] = ')';
    struct host_value v = evaluate(&rig, NULL, text);
    assert_string_equal(v.error, "unexpected symbol near ')'");
    assert_int_equal(v.column, 0);
    memset(text, ' ', sizeof text - 1);
    v = evaluate(&rig, NULL, text);
    assert_string_equal(v.error, "is over 16 KiB: make it a rule");
    rig_close(&rig);
}

static void limits_hold_and_the_next_one_is_evaluated(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *text, *error;
    } cases[] = {
        {NULL, "while true do end", "cpu budget used up"},
        {"t/x", "sums.never(1)", "cpu budget used up"},
        {NULL, "local t = {} for i = 1, 1e7 do t[i] = { i } end", "memory limit reached"},
        {NULL, "local function f() table.sort({ 1, 2 }, f) end f()", NULL},
    };
    struct rig rig;
    set_up(&rig);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct host_value v = evaluate(&rig, cases[i].rule, cases[i].text);
        assert_true(v.limit);
        if (cases[i].error == NULL) {
            assert_non_null(strstr(v.error, "stack overflow"));
        } else {
            assert_string_equal(v.error, cases[i].error);
        }
        v = evaluate(&rig, NULL, "plan.budget.drr");
        assert_string_equal(values(&rig, &v), "7");
    }
    rig_close(&rig);
}

/* ---- what a call took ------------------------------------------------------------------------ */

static struct host_usage used(struct rig *rig, const char *rule, int64_t target, struct finding *f)
{
    struct host_usage out;
    char args[64];
    (void)snprintf(args, sizeof args, "{\"target\": %lld}", (long long)target);
    assert_int_equal(
        host_try(rig->host, rule, rig->plan.doc, NULL, rig_json(rig, args), &rig->arena, f), 0);
    host_used(rig->host, &out);
    return out;
}

static void each_instruction_is_counted_where_that_is_asked_for(void **state)
{
    (void)state;
    struct rig rig;
    struct finding f;
    set_up(&rig);
    struct host_usage plain = used(&rig, "t/x", 5, &f);
    host_measure(rig.host);
    host_measure(rig.host); /* it is only once */
    struct host_usage exact = used(&rig, "t/x", 5, &f);
    struct host_usage again = used(&rig, "t/x", 5, &f);
    struct host_usage more = used(&rig, "t/x", 6, &f);
    assert_true(exact.fuel > plain.fuel && exact.fuel < plain.fuel + 1000);
    assert_int_equal(again.fuel, exact.fuel);
    assert_int_equal(more.fuel, exact.fuel + 2); /* one round of the loop: the sum, and the step */
    assert_true(exact.memory > 1000 && exact.made > 0);
    /* Over a thousand, and the same in a state that was made anew. */
    struct host_usage many = used(&rig, "t/x", 5005, &f);
    assert_int_equal(many.fuel, exact.fuel + 10000);
    assert_int_equal(host_try(rig.host, "t/never", rig.plan.doc, NULL, NULL, &rig.arena, &f), 0);
    assert_int_equal(f.by, BY_LIMIT);
    again = used(&rig, "t/x", 5, &f);
    assert_int_equal(again.fuel, exact.fuel);
    /* What is absent runs nothing. */
    host_begin(rig.host);
    host_used(rig.host, &again);
    assert_int_equal(again.fuel, 0);
    rig_close(&rig);
}

/* Where fuel runs out is the same whether each instruction is counted or not. */
static void limits_are_the_same_when_measured(void **state)
{
    (void)state;
    struct finding f;
    int64_t lines[2][3];
    for (int exact = 0; exact < 2; exact++) {
        struct rig rig;
        rig_init(&rig);
        rig_rule(&rig, "t/edge", "", "args = { n = 1 },",
                 "local s = 0\n"
                 "for i = 1, args.n do\n"
                 "  s = s + i\n"
                 "end\n"
                 "return 1");
        static const struct host_budget budget = {
            .fuel = 50000, .memory = 16 << 20, .wall_ms = 600000};
        rig_open_with(&rig, &budget);
        if (exact == 1) {
            host_measure(rig.host);
        }
        static const char *const args[] = {"{\"n\": 24900}", "{\"n\": 24993}", "{\"n\": 26000}"};
        for (int i = 0; i < 3; i++) {
            assert_int_equal(host_try(rig.host, "t/edge", rig.plan.doc, NULL,
                                      rig_json(&rig, args[i]), &rig.arena, &f),
                             0);
            lines[exact][i] = (int64_t)f.outcome * 1000 + f.line;
        }
        assert_int_equal(f.outcome, OUTCOME_ERROR);
        rig_close(&rig);
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(lines[0][i], lines[1][i]);
    }
}

/* Whatever goes on after a limit stops at its next step, counted or not. */
static int go_on(lua_State *L)
{
    struct sandbox *s = sandbox_of(L);
    bool *stopped = lua_touserdata(L, 1);
    sandbox_refuel(L);
    /* On a machine that is slow enough the clock is first. */
    stopped[0] = luaL_loadstring(L, "while true do end") == LUA_OK &&
                 lua_pcall(L, 0, 0, 0) == LUA_ERRRUN &&
                 (s->stop == STOP_FUEL || s->stop == STOP_WALL);
    s->stop = STOP_NONE;
    stopped[1] = luaL_loadstring(L, "for i = 1, 5 do end") == LUA_OK &&
                 lua_pcall(L, 0, 0, 0) == LUA_ERRRUN &&
                 (s->stop == STOP_FUEL || s->stop == STOP_WALL);
    return 0;
}

static void nothing_goes_on_after_a_limit(void **state)
{
    (void)state;
    for (int exact = 0; exact < 2; exact++) {
        bool stopped[2] = {false, false};
        char text[256];
        struct sandbox *s = sandbox_new(NULL);
        assert_non_null(s);
        s->exact = exact == 1;
        (void)sandbox_call(s, go_on, stopped, text, sizeof text);
        assert_true(stopped[0]);
        assert_true(stopped[1]);
        sandbox_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_all_kinds),
        cmocka_unit_test(a_finding_is_one),
        cmocka_unit_test(what_the_rule_has_is_at_hand),
        cmocka_unit_test(what_is_wrong_has_a_place),
        cmocka_unit_test(what_was_meant_is_searched_among_so_many),
        cmocka_unit_test(sixteen_libraries_are_at_hand),
        cmocka_unit_test(a_long_text_has_no_place_and_an_endless_one_is_refused),
        cmocka_unit_test(limits_hold_and_the_next_one_is_evaluated),
        cmocka_unit_test(each_instruction_is_counted_where_that_is_asked_for),
        cmocka_unit_test(limits_are_the_same_when_measured),
        cmocka_unit_test(nothing_goes_on_after_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
