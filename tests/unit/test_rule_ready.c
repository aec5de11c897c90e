/* A rule that ran before is called again by a shorter way, and members are found where they were last: nobody
 * can tell, but by the clock. */
#include "rule_fixture.h"

#include "script/script.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Runs the rig's criterion on a host, which keeps what it has. */
static struct finding run_on(struct host *h, struct rig *rig)
{
    struct finding f;
    host_begin(h);
    assert_int_equal(
        host_run(h, &rig->checklist, &rig->criterion, &rig->plan, &rig->answer, &rig->arena, &f),
        0);
    return f;
}

struct ready_case {
    const char *before, *fields, *body;
};

/* Every look leads to something else in the next plan, so that nothing is remembered. */
static const struct ready_case CASES[] = {
    {"", "", "return plan.n / 10"},
    {"", "", "return (answer == nil and 0.5 or answer.value) / 10 + plan.n / 100"},
    {"", "",
     "local t = {} for k, v in pairs(answer or {}) do t[#t + 1] = k .. tostring(v == nil) end "
     "return credit(1, '{n} {t}', { n = plan.n, t = table.concat(t, ' ') })"},
    {"", "",
     "return credit(1, '{n} {a} {b}', { n = plan.n, a = tostring(answer and answer.note), "
     "b = tostring(answer and answer.evidence) })"},
    {"", "", "return #(answer and answer.value or {}) / 10 + plan.n / 100"},
    {"", "args = { half = 0.5, most = 9 },", "return args.half * plan.n / args.most"},
    {"local had = 0", "", "had = had + plan.n return had / 10"},
    {"local had", "", "local was = had had = answer or plan return was and 1 or plan.n / 10"},
    {"", "", "if plan.n % 3 == 1 then error('no ' .. plan.n) end return plan.n / 10"},
    {"", "", "while plan.n == 2 or plan.n == 3 do end return plan.n / 10"},
    {"", "", "return plan.facts['f' .. plan.n] / 100"},
    {"", "needs = { 'facts.f0', 'facts.f1', 'facts.f2', 'facts.f3', 'facts.f4', 'facts.f5' },",
     "return plan.facts.f0 / 100 + plan.facts.f4 / 10"},
    {"", "needs = { 'facts.n', 'facts.f1', 'plan.n' },", "return plan.facts.n"},
};

static void give(struct rig *rig, int n, enum answer_type type)
{
    static const char *const entries[] = {
        "{\"value\": 1}", "{\"value\": 2, \"note\": \"n\"}", "{\"value\": 3, \"evidence\": \"e\"}",
        "{\"value\": 4, \"note\": \"m\", \"evidence\": \"e\"}", "{\"value\": 5, \"note\": \"o\"}"};
    char plan[512];
    /* More than sixteen facts are sorted; n is absent, null or a number; the others' places move. */
    static const char *const odd[] = {"\"a\": 0, ", "\"n\": null, ",
                                      "\"a\": 1, \"b\": 2, \"n\": 1, "};
    int used = snprintf(plan, sizeof plan, "{\"plan\": {\"n\": %d}, \"facts\": {%s", n, odd[n % 3]);
    for (int i = 0; i < (n % 4 == 3 ? 6 : 20); i++) {
        used += snprintf(plan + used, sizeof plan - (size_t)used, "%s\"f%d\": %d", i > 0 ? "," : "",
                         i, i * n % 7);
    }
    (void)snprintf(plan + used, sizeof plan - (size_t)used, "}}");
    rig_plan(rig, plan);
    rig->criterion.demand.answer.type = type;
    if (type == ANSWER_NONE) {
        rig->answer = (struct answer){.state = 'a'};
    } else if (n % 2 == 0 && type == ANSWER_NUMBER) {
        const struct json *entry = rig_json(rig, entries[n / 2 % 5]);
        rig->answer = (struct answer){
            .state = 'v', .value = json_get(entry, "value"), .entry = entry};
    } else {
        char value[64];
        (void)snprintf(value, sizeof value, type == ANSWER_NUMBER ? "%d" : "[%d, 1]", n);
        rig->answer = (struct answer){.state = 'v', .value = rig_json(rig, value)};
    }
}

static void follow(const struct ready_case *c, enum answer_type type)
{
    static const struct host_budget budget = {
        .fuel = 100000, .memory = 16 << 20, .wall_ms = 600000};
    struct rig rig;
    struct err e = {0};
    rig_init(&rig);
    rig_rule(&rig, "t/body", c->before, c->fields, c->body);
    rig_open_with(&rig, &budget);
    assert_string_equal(rig_refused(&rig, "t/body"), "");
    rig.criterion.demand.rule = "t/body";
    assert_int_equal(checklist_declare(&rig.arena, &rig.criterion), 0);
    for (int n = 0; n < 12; n++) {
        give(&rig, n, type);
        struct host *fresh = NULL;
        assert_int_equal(host_new(rig.rules, &budget, &fresh, &e), 0);
        struct finding made = run_on(fresh, &rig), again = run_on(rig.host, &rig);
        assert_string_equal(rig_describe(&rig, &again), rig_describe(&rig, &made));
        if (made.outcome != OUTCOME_NOT_ASSESSED) { /* else no rule ran */
            assert_int_equal(rig.host->strayed, fresh->strayed);
            assert_int_equal(rig.host->fuel_used, fresh->fuel_used);
        }
        host_free(fresh);
    }
    rig_close(&rig);
}

static void a_rule_that_is_ready_finds_the_same(void **state)
{
    (void)state;
    static const enum answer_type types[] = {ANSWER_NONE, ANSWER_NUMBER, ANSWER_ITEMS};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        for (size_t t = 0; t < COUNT(types); t++) {
            follow(&CASES[i], types[t]);
        }
    }
}

/* Names without number: more than are known at a time, long ones, ones that are no texts, and texts that are
 * made and forgotten, whose addresses are those of other texts later. */
static void names_are_told_apart(void **state)
{
    (void)state;
    static const char body[] =
        "local sum = 0 "
        "for round = 1, 3 do for i = 1, 2000 do "
        "sum = sum + plan['k' .. i] + (plan['no' .. i] or 0) + plan.facts['a name of some length, "
        "which is "
        "kept by nobody ' .. i] "
        "end end "
        "for _, key in ipairs({ true, 1.5, 7, {}, nothing or plan }) do "
        "if plan[key] ~= nil then sum = -1 end end "
        "return credit(1, '{sum}', { sum = sum })";
    struct rig rig;
    struct buf plan = BUF_INIT;
    rig_init(&rig);
    buf_puts(&plan, "{\"plan\": {");
    for (int i = 1; i <= 2000; i++) {
        buf_printf(&plan, "%s\"k%d\": %d", i > 1 ? "," : "", i, i);
    }
    buf_puts(&plan, "}, \"facts\": {");
    for (int i = 1; i <= 2000; i++) {
        buf_printf(&plan, "%s\"a name of some length, which is kept by nobody %d\": 1",
                   i > 1 ? "," : "", i);
    }
    buf_puts(&plan, "}}");
    rig_plan(&rig, buf_text(&plan));
    buf_free(&plan);
    rig_rule(&rig, "t/body", "local nothing", "", body);
    rig_open(&rig);
    for (int times = 0; times < 3; times++) {
        struct finding f = rig_run(&rig, "t/body");
        assert_string_equal(rig_reason(&rig, &f), "6009000");
    }
    rig_close(&rig);
}

/* Whoever has a host forget after each run has it keep nothing more. */
static void what_is_forgotten_takes_no_room(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_answer(&rig, ANSWER_NUMBER, "1");
    rig_rule(&rig, "t/body", "", "", "return answer.value");
    rig_open(&rig);
    for (int times = 0; times < 2000; times++) {
        struct finding f = rig_run(&rig, "t/body");
        assert_int_equal(f.credit, CREDIT_ONE);
        assert_in_range(rig.host->sandbox->ready, 1, 3);
    }
    rig_close(&rig);
}

/* A rule's function is called where it lies, until the state is another one. */
static void a_rule_is_made_ready_once_a_state(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_rule(&rig, "t/body", "", "", "return plan.n");
    rig_open(&rig);
    rig.criterion.demand.rule = "t/body";
    assert_int_equal(checklist_declare(&rig.arena, &rig.criterion), 0);
    const struct seat *seat = seat_of(&rig.host->seats, &rig.criterion.demand);
    for (int n = 0; n < 4; n++) {
        char plan[64];
        (void)snprintf(plan, sizeof plan, "{\"plan\": {\"n\": 0.%d}}", n);
        rig_plan(&rig, plan);
        struct finding f = run_on(rig.host, &rig);
        assert_int_equal(f.credit, n * (CREDIT_ONE / 10));
        assert_int_equal(seat->state, n < 2 ? 1 : 2);
        assert_int_equal(rig.host->sandbox->ready, 3);
        if (n == 1) {
            assert_int_equal(host_renew(rig.host), 0);
            assert_int_equal(rig.host->sandbox->ready, 0);
        }
    }
    rig_close(&rig);
}

static void time_is_told_to_those_who_ask(void **state)
{
    (void)state;
    struct rig rig;
    struct host_usage used;
    rig_init(&rig);
    rig_rule(&rig, "t/body", "", "", "local n = 0 for i = 1, 10000 do n = n + i end return 1");
    rig_open(&rig);
    host_begin(rig.host);
    (void)rig_run(&rig, "t/body");
    host_used(rig.host, &used);
    assert_int_equal(used.ns, 0);
    assert_true(used.fuel > 0);
    host_time(rig.host);
    (void)rig_run(&rig, "t/body");
    host_used(rig.host, &used);
    assert_true(used.ns > 0);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_that_is_ready_finds_the_same),
        cmocka_unit_test(names_are_told_apart),
        cmocka_unit_test(what_is_forgotten_takes_no_room),
        cmocka_unit_test(a_rule_is_made_ready_once_a_state),
        cmocka_unit_test(time_is_told_to_those_who_ask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
