/* A finding is the rule's own: whatever ran before it, wherever its file lies, however large it talks. */
#include "rule_fixture.h"

#include "base/number.h"
#include "script/script.h"

static void one_rule_gives_one_verdict_on_equal_plans(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_rule(&rig, "t/body", "", "",
             "local t = {} for i = 1, 9 do t[i] = ('x'):rep(1000000 + i) end return 1");
    rig_open(&rig);
    for (int i = 0; i < 12; i++) {
        struct finding f = rig_run(&rig, "t/body");
        assert_string_equal(rig_describe(&rig, &f),
                            "scored  1 [credit {credit}] {\"credit\":1} t/body@1:2");
    }
    rig_close(&rig);
}

/* A rule is loaded under fuel and a long clock; the host that runs it has its own again. */
static void a_busy_machine_refuses_no_rule(void **state)
{
    (void)state;
    struct rig rig;
    struct err e = {0};
    rig_init(&rig);
    rig_rule(&rig, "t/body", "", "", "return 1");
    assert_int_equal(ruleset_new(rig.files, rig.count, true, &rig.rules, &e), 0);
    assert_int_equal(ruleset_inspect(rig.rules, NULL, &e), 0);
    assert_int_equal(host_take(rig.rules, &rig.host, &e), 0);
    assert_int_equal(rig.host->budget.wall_ms, host_budget_default.wall_ms);
    assert_int_equal(rig.host->sandbox->budget.wall_ms, host_budget_default.wall_ms);
    rig_close(&rig);
}

/* Lua keeps keys in another order in every state. */
static void of_two_faults_the_same_one_is_told(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "return credit(1, 'r', { a = 1e308 * 10, c = assert, dd = { e = 0 / 0 } })",
        "return credit(1, 'r', { list = { x1 = 0 / 0, x2 = pairs, x3 = 'long text' } })",
        "for k in pairs({ [true] = 1, [pairs] = 2, [{}] = 3 }) do end return 1",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char first[600] = "";
        int64_t fuel = 0;
        for (int run = 0; run < 40; run++) {
            struct rig rig;
            rig_init(&rig);
            rig_rule(&rig, "t/body", "", "", bodies[i]);
            rig_open(&rig);
            struct finding f = rig_run(&rig, "t/body");
            if (run == 0) {
                (void)snprintf(first, sizeof first, "%s", rig_reason(&rig, &f));
                fuel = rig.host->sandbox->fuel_used;
            }
            assert_int_equal(f.outcome, OUTCOME_ERROR);
            assert_string_equal(rig_reason(&rig, &f), first);
            assert_int_equal(rig.host->sandbox->fuel_used, fuel);
            rig_close(&rig);
        }
    }
}

static void of_two_unknown_fields_the_same_one_is_told(void **state)
{
    (void)state;
    for (int run = 0; run < 40; run++) {
        struct rig rig;
        struct err e = {0};
        rig_init(&rig);
        rig_rule(&rig, "t/body", "", "zeta = 1, beta = 2, gamma = 3, eta = 4,", "return 1");
        assert_int_equal(ruleset_new(rig.files, rig.count, true, &rig.rules, &e), 0);
        assert_int_equal(ruleset_inspect(rig.rules, NULL, &e), 0);
        assert_contains(ruleset_find(rig.rules, "t/body")->error, "\"beta\" is no field");
        rig_close(&rig);
    }
}

static void what_rules_keep_takes_nothing_from_others(void **state)
{
    (void)state;
    struct rig rig;
    char name[32];
    rig_init(&rig);
    rig_rule(&rig, "t/keeps",
             "local kept = {} for i = 1, 8 do kept[i] = ('x'):rep(1000000 + i) end", "",
             "return #kept / 10");
    for (int i = 0; i < 12; i++) {
        (void)snprintf(name, sizeof name, "t/more%d", i);
        rig_rule(
            &rig, name, "local kept = {} for i = 1, 3 do kept[i] = ('y'):rep(900000 + i) end", "",
            "local t = {} for i = 1, 6 do t[i] = ('z'):rep(1000000 + i) end return #kept / 10");
    }
    rig_open(&rig);
    for (int round = 0; round < 3; round++) {
        struct finding f = rig_run(&rig, "t/keeps");
        assert_int_equal(f.credit, CREDIT_ONE * 8 / 10);
        for (int i = 0; i < 12; i++) {
            (void)snprintf(name, sizeof name, "t/more%d", i);
            f = rig_run(&rig, name);
            assert_int_equal(f.credit, CREDIT_ONE * 3 / 10);
        }
    }
    rig_close(&rig);
}

/* The rules of a plan share a budget; the next plan has a full one again. */
static void many_slow_rules_end_too(void **state)
{
    (void)state;
    static const struct host_budget budget = {
        .fuel = 100000, .plan_fuel = 250000, .memory = 16 << 20, .wall_ms = 600000};
    struct rig rig;
    rig_init(&rig);
    rig_rule(&rig, "t/body", "", "", "for i = 1, 80000 do end return 1");
    rig_open_with(&rig, &budget);
    for (int plan = 0; plan < 3; plan++) {
        int scored = 0;
        host_begin(rig.host);
        for (int i = 0; i < 6; i++) {
            struct finding f = rig_run(&rig, "t/body");
            scored += f.outcome == OUTCOME_SCORED;
            if (f.outcome != OUTCOME_SCORED) {
                assert_int_equal(f.by, BY_LIMIT);
                assert_contains(rig_reason(&rig, &f), "cpu budget");
            }
        }
        assert_int_equal(scored, 3);
    }
    rig_close(&rig);
}

static void comparing_long_texts_is_paid_for(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    struct finding f = rig_body(
        &rig, "local s, t = ('x'):rep(1000000), {} for i = 1, 100000 do t[i] = s end "
              "table.sort(t) return 1");
    assert_int_equal(f.by, BY_LIMIT);
    assert_contains(rig_reason(&rig, &f), "cpu budget");
    assert_true(rig.host->sandbox->fuel_used < 2 * host_budget_default.fuel);
    rig_close(&rig);
}

static void a_reason_stays_readable(void **state)
{
    (void)state;
    static const struct {
        const char *body, *reason;
    } list[] = {
        {"return credit(1, '{a}', { a = ('x'):rep(20000) })", "over 16 KiB"},
        {"local p = {} for i = 1, 90 do p['n' .. i] = ('x'):rep(300) end return credit(1, 'r', p)",
         "over 16 KiB"},
        {"return credit(1, 'x', { list = { true, false } })", "x"},
        {"return credit(1, '{list}', { list = { true, false } })", "[true,false]"},
        {"return credit(1, '{list}', { list = { 1, 'b' } })", "1, b"},
        {"return credit(1, '{p}', { p = percent(-0.42) })", "-42 %"},
        {"return credit(1, '{p}', { p = percent(0.4835) })", "48.4 %"},
        {"return credit(1, '{p}', { p = percent(1e300) })", "e+302 %"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct rig rig;
        rig_init(&rig);
        struct finding f = rig_body(&rig, list[i].body);
        assert_contains(rig_reason(&rig, &f), list[i].reason);
        rig_close(&rig);
    }
    struct rig rig;
    rig_init(&rig);
    struct finding f = rig_body(&rig,
                                "return credit(1, ('{a}'):rep(600), { a = ('x'):rep(16000) })");
    assert_int_equal(f.outcome, OUTCOME_SCORED);
    assert_true(strlen(rig_reason(&rig, &f)) < (size_t)64 * 1024);
    rig_close(&rig);
}

/* Money times money passes 2^63: integers would wrap without a word. */
static void large_numbers_do_not_wrap(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_plan(&rig, "{\"plan\": {\"budget\": {\"drr\": 52000000000, \"total\": 48000000000}}}");
    struct finding f = rig_body(&rig, "local p = plan.budget.drr * plan.budget.total "
                                      "return credit(p > 2e21 and 1 or 0, '{p}', { p = p })");
    assert_int_equal(f.credit, CREDIT_ONE);
    rig_close(&rig);
}

/* Where a file lies is no part of a finding, and what a broken rule read is. */
static void a_broken_rule_says_the_same_wherever_it_lies(void **state)
{
    (void)state;
    static const char *const places[] = {"rules/t/x.lua", "/elsewhere/rules/t/x.lua"};
    static const char text[] =
        "return { id = \"t/x\", version = 1, title = \"t\", source = \"s\",\n"
        "score = function(plan) local d = plan.budget.drr error(\"broke\") end }";
    const char *said[2];
    struct rig rigs[2];
    for (int i = 0; i < 2; i++) {
        struct rig *rig = &rigs[i];
        rig_init(rig);
        rig_plan(rig, "{\"plan\": {\"budget\": {\"drr\": 3}}}");
        rig->files[rig->count++] = (struct rule_file){"t/x", places[i], text, sizeof text - 1,
                                                      NULL};
        rig_open(rig);
        struct finding f = rig_run(rig, "t/x");
        said[i] = rig_describe(rig, &f);
        assert_int_equal(f.read_count, 1);
        assert_string_equal(f.read[0], "plan.budget.drr");
    }
    assert_string_equal(said[0], said[1]);
    assert_contains(said[0], "t/x.lua:2: broke");
    rig_close(&rigs[0]);
    rig_close(&rigs[1]);
}

static void a_file_that_cannot_be_read_is_a_refused_rule(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig.files[rig.count++] = (struct rule_file){"t/x", "rules/t/x.lua", "", 0,
                                                "cannot be read: Permission denied"};
    rig_rule(&rig, "t/body", "", "", "return 1");
    rig_open(&rig);
    assert_contains(rig_refused(&rig, "t/x"), "t/x.lua: cannot be read");
    struct finding f = rig_run(&rig, "t/x");
    assert_int_equal(f.outcome, OUTCOME_ERROR);
    f = rig_run(&rig, "t/body");
    assert_int_equal(f.credit, CREDIT_ONE);
    rig_close(&rig);
}

static void what_a_rule_says_of_itself_is_checked(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *reason;
    } list[] = {
        {"needs = { \"facts.x\\xff\" },", "needs: entry 1"},
        {"needs = { \"plan.id\\0zz\" },", "needs: entry 1"},
        {"needs = { (\"a\"):rep(300) },", "needs: entry 1"},
        {"note = \"x\", title = \"bell \\7\",", "title is no text"},
        {"source = \"\",", "source is empty"},
        {"version = 4294967297,", "version is no whole number"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct rig rig;
        struct buf text = BUF_INIT;
        rig_init(&rig);
        buf_printf(&text,
                   "return { id = \"t/x\", version = 1, title = \"t\", source = \"s\", %s score = "
                   "function() return 1 end }",
                   list[i].fields);
        rig_file_bytes(&rig, "t/x", buf_text(&text), text.len);
        buf_free(&text);
        rig_open(&rig);
        assert_contains(rig_refused(&rig, "t/x"), list[i].reason);
        rig_close(&rig);
    }
}

/* Lua ends a comment at a carriage return as well: what follows must be seen. */
static void nothing_hides_from_the_check_of_texts(void **state)
{
    (void)state;
    struct buf chain = BUF_INIT;
    buf_puts(&chain, "local a, x = {}, 1 return a");
    for (int i = 0; i < 200; i++) {
        buf_puts(&chain, "[-x]");
    }
    const struct {
        const char *text, *reason;
    } list[] = {
        {"--x\rlocal _ENV = {}", "_ENV"},
        {"--x\rlocal a = 2 return a ^ 0.5", "exponent 2"},
        {"--x\rreturn nowhere", "unknown name \"nowhere\""},
        {buf_text(&chain), "a chain of more than"},
        {"local a = string.match('a', 'b')", "string.match is not there"},
        {"local f = math.pow", "math.pow is not there"},
        {"return { score = function() return table.pack(1) end }", "table.pack is not there"},
        {"local a = 1\nif a then\nreturn nowhere", "'end' expected"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct rig rig;
        rig_init(&rig);
        rig_file_bytes(&rig, "t/x", list[i].text, strlen(list[i].text));
        rig_open(&rig);
        assert_contains(rig_refused(&rig, "t/x"), list[i].reason);
        rig_close(&rig);
    }
    /* Many short statements one after the other are no chain. */
    buf_reset(&chain);
    buf_puts(&chain, "local t = {}\n");
    for (int i = 0; i < 300; i++) {
        buf_puts(&chain, "table.insert(t, { x = t[1] })\n");
    }
    buf_puts(&chain, "return { id = \"t/x\", version = 1, title = \"t\", source = \"s\", score = "
                     "function() return 1 end }");
    struct rig rig;
    rig_init(&rig);
    rig_file_bytes(&rig, "t/x", buf_text(&chain), chain.len);
    rig_open(&rig);
    assert_string_equal(rig_refused(&rig, "t/x"), "");
    rig_close(&rig);
    buf_free(&chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_rule_gives_one_verdict_on_equal_plans),
        cmocka_unit_test(a_busy_machine_refuses_no_rule),
        cmocka_unit_test(of_two_faults_the_same_one_is_told),
        cmocka_unit_test(of_two_unknown_fields_the_same_one_is_told),
        cmocka_unit_test(what_rules_keep_takes_nothing_from_others),
        cmocka_unit_test(many_slow_rules_end_too),
        cmocka_unit_test(comparing_long_texts_is_paid_for),
        cmocka_unit_test(a_reason_stays_readable),
        cmocka_unit_test(large_numbers_do_not_wrap),
        cmocka_unit_test(a_broken_rule_says_the_same_wherever_it_lies),
        cmocka_unit_test(a_file_that_cannot_be_read_is_a_refused_rule),
        cmocka_unit_test(what_a_rule_says_of_itself_is_checked),
        cmocka_unit_test(nothing_hides_from_the_check_of_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
