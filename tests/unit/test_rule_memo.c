/* A finding that is remembered is the one that the rule would make. */
#include "rule_fixture.h"

#include "assess.h"
#include "library.h"
#include "report/render.h"
#include "script/script.h"

/* Runs criterion T-1 as it stands, with what was found before. ran: whether the rule did. */
static struct finding run_again(struct rig *rig, bool *ran)
{
    struct finding f;
    unsigned before = rig->host->sandbox->generation;
    assert_int_equal(host_run(rig->host, &rig->checklist, &rig->criterion, &rig->plan, &rig->answer,
                              &rig->arena, &f),
                     0);
    *ran = rig->host->sandbox->generation != before;
    return f;
}

static const char *said(struct rig *rig, bool *ran)
{
    struct finding f = run_again(rig, ran);
    return rig_describe(rig, &f);
}

static void open_body(struct rig *rig, const char *fields, const char *body)
{
    rig_init(rig);
    rig_rule(rig, "t/body", "", fields, body);
    rig_open(rig);
    rig->criterion.demand.rule = "t/body";
    rig_answer(rig, ANSWER_NUMBER, "3");
    assert_int_equal(checklist_declare(&rig->arena, &rig->criterion), 0);
}

static void the_same_answer_is_run_once(void **state)
{
    (void)state;
    static const char *const values[] = {"0", "1", "2", "0.5", "-1", "1000000", "1e-9"};
    struct rig rig;
    bool ran = false;
    open_body(&rig, "",
              "return credit(math.min(1, math.abs(answer.value) / 1e6), '{x} is it', "
              "{ x = answer.value })");
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
            rig_answer(&rig, ANSWER_NUMBER, values[i]);
            const char *now = said(&rig, &ran);
            assert_int_equal(ran, round == 0);
            struct host *own = rig.host;
            struct err e = {0};
            assert_int_equal(host_new(rig.rules, &own->budget, &rig.host, &e), 0);
            assert_string_equal(now, said(&rig, &ran));
            assert_true(ran);
            host_free(rig.host);
            rig.host = own;
        }
    }
    host_forget(rig.host);
    (void)said(&rig, &ran);
    assert_true(ran);
    rig_close(&rig);
}

/* Whatever way a rule has to see more than the value of its answer, nothing is remembered for that alone: it
 * runs each time, but where all that it looked at is known and was so before. */
static void what_looks_further_is_run_each_time(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *body;
        bool recalled;
    } rules[] = {
        {"", "return plan.community.n / 10", true},
        {"", "if answer.value > 2 and plan.community.n > 1 then return 1 end return 0", true},
        {"", "return #plan.list / 10", true},
        {"", "local n = 0 for _, x in ipairs(plan.list) do n = n + x end return n / 10", true},
        {"", "local n = 0 for k in pairs(plan.community) do n = n + 1 end return n / 10", true},
        {"", "return credit(1, 'r', { c = plan.community })", false},
        {"", "return credit(1, 'r', { c = plan.absent == nil })", true},
        {"", "return plan.budget:child_total() == nil and 1 or 0", false},
        {"", "return answer.note == nil and 0 or 1", true},
        {"", "return answer.evidence == nil and 0 or 1", true},
        {"", "local n = 0 for k in pairs(answer) do n = n + 1 end return n / 10", true},
        {"", "return credit(1, 'r', { all = answer })", false},
        {"needs = { 'community.n' },", "return 1", true},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct rig rig;
        bool ran = false;
        open_body(&rig, rules[i].fields, rules[i].body);
        for (int round = 0; round < 2; round++) {
            rig_plan(&rig,
                     "{\"plan\": {\"list\": [1, 2], \"budget\": {}}, \"community\": {\"n\": 3}}");
            (void)said(&rig, &ran);
            assert_int_equal(ran, round == 0 || !rules[i].recalled);
            assert_int_equal(rig.host->memo.bytes, 0);
        }
        rig_close(&rig);
    }
}

/* That a fact is missing is true of one plan. */
static void a_missing_fact_is_not_remembered(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "needs = { 'community.n' },", "return 1");
    rig_plan(&rig, "{\"plan\": {}, \"community\": {}}");
    assert_int_equal(run_again(&rig, &ran).outcome, OUTCOME_NOT_ASSESSED);
    host_begin(rig.host);
    rig_plan(&rig, "{\"plan\": {}, \"community\": {\"n\": 3}}");
    assert_int_equal(run_again(&rig, &ran).outcome, OUTCOME_SCORED);
    rig_close(&rig);
}

/* A branch that looks at the answer only is remembered; the other one is not. */
static void it_goes_by_what_a_run_looked_at(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "", "if answer.value == 3 then return 1 end return plan.community.n / 10");
    for (int n = 1; n <= 3; n++) {
        char plan[64], credit[32];
        (void)snprintf(plan, sizeof plan, "{\"plan\": {}, \"community\": {\"n\": %d}}", n);
        rig_plan(&rig, plan);
        rig_answer(&rig, ANSWER_NUMBER, "3");
        assert_int_equal(run_again(&rig, &ran).credit, CREDIT_ONE);
        assert_int_equal(ran, n == 1);
        rig_answer(&rig, ANSWER_NUMBER, "4");
        (void)snprintf(credit, sizeof credit, "%d", n);
        assert_int_equal(run_again(&rig, &ran).credit, n * CREDIT_ONE / 10);
        assert_true(ran);
    }
    rig_close(&rig);
}

/* A fact that one plan lacks, another with the same answer may have. */
static void an_absent_fact_is_missed_in_its_plan_only(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "needs = { 'community.n' },", "return 1");
    rig_plan(&rig, "{\"plan\": {}}");
    assert_int_equal(run_again(&rig, &ran).outcome, OUTCOME_NOT_ASSESSED);
    rig_plan(&rig, "{\"plan\": {}, \"community\": {\"n\": 3}}");
    assert_int_equal(run_again(&rig, &ran).outcome, OUTCOME_SCORED);
    rig_plan(&rig, "{\"plan\": {}}");
    assert_int_equal(run_again(&rig, &ran).outcome, OUTCOME_NOT_ASSESSED);
    rig_close(&rig);
}

static void errors_are_found_anew(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "", "return answer.value");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(run_again(&rig, &ran).outcome, OUTCOME_ERROR);
        assert_true(ran);
    }
    rig_close(&rig);
}

/* A plan runs out of fuel at the same criterion, whatever was assessed before. */
static void a_plan_pays_for_what_is_remembered(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "", "local n = 0 for i = 1, 50000 do n = n + i end return 1");
    struct host *own = rig.host;
    struct host_budget budget = own->budget;
    (void)said(&rig, &ran);
    int64_t fuel = own->sandbox->fuel_used;
    for (int64_t spare = -1; spare <= 1; spare++) {
        char fresh[2][700] = {""}, used[2][700] = {""};
        struct err e = {0};
        budget.plan_fuel = 2 * fuel + spare;
        for (int who = 0; who < 2; who++) {
            assert_int_equal(host_new(rig.rules, &budget, &rig.host, &e), 0);
            if (who == 1) { /* seen before, by another plan */
                (void)said(&rig, &ran);
                host_begin(rig.host);
            }
            for (int i = 0; i < 2; i++) {
                (void)snprintf(who == 0 ? fresh[i] : used[i], 700, "%s", said(&rig, &ran));
                host_forget(who == 0 ? rig.host : own); /* each of its own */
            }
            host_free(rig.host);
        }
        for (int i = 0; i < 2; i++) {
            assert_string_equal(fresh[i], used[i]);
        }
        assert_int_equal(strstr(fresh[1], "cpu budget") != NULL, spare < 1);
    }
    rig.host = own;
    rig_close(&rig);
}

static void values_without_end_do_not_fill_the_memory(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "", "return answer.value >= 0 and 1 or 0");
    for (int i = 0; i < 20000; i++) {
        char value[32];
        (void)snprintf(value, sizeof value, "%d", i);
        rig_answer(&rig, ANSWER_NUMBER, value);
        (void)run_again(&rig, &ran);
        assert_true(ran);
    }
    assert_true(rig.host->memo.bytes < 1 << 20);
    assert_true(rig.host->recall.bytes < 1 << 20);
    rig_close(&rig);
}

/* A store of its own kind of key: parts beyond number, values that differ in one place, no room. */
static void a_memo_tells_values_and_parts_apart(void **state)
{
    (void)state;
    static const char *const values[] = {"1",
                                         "2",
                                         "true",
                                         "false",
                                         "\"1\"",
                                         "\"\"",
                                         "[]",
                                         "{}",
                                         "[1]",
                                         "[[1]]",
                                         "[1,2]",
                                         "[12]",
                                         "[\"a\",\"b\"]",
                                         "[\"ab\"]",
                                         "{\"a\":1}",
                                         "{\"b\":1}",
                                         "{\"a\":1,\"b\":2}",
                                         "{\"b\":2,\"a\":1}",
                                         "{\"a\":{\"b\":2}}",
                                         "[null]",
                                         "null"};
    enum { VALUES = sizeof values / sizeof *values, PARTS = 200 };
    static const struct part parts[PARTS];
    const char *read[] = {"answers.A", "answers.B"};
    struct rig rig;
    struct memo m = {.arena = ARENA_INIT};
    struct seats seats = {.arena = ARENA_INIT};
    rig_init(&rig);
    assert_null(memo_find(NULL, rig_json(&rig, "1")));
    for (int p = 0; p < PARTS; p++) {
        for (int i = 0; i < VALUES; i++) {
            struct finding f = {.outcome = OUTCOME_SCORED,
                                .template_text = i % 2 == 0 ? "even" : "odd",
                                .rule = p % 2 == 0 ? "even@1" : "odd@1",
                                .read = read,
                                .read_count = (size_t)i % 3,
                                .params = i % 4 == 0 ? NULL : rig_json(&rig, "{\"x\":[1]}"),
                                .line = p * VALUES + i + 1};
            const struct json *value = rig_json(&rig, values[i]);
            assert_null(memo_find(seat_of(&seats, &parts[p])->memo, value));
            memo_keep(&m, &seat_of(&seats, &parts[p])->memo, value, &f, p + i);
        }
    }
    for (int p = 0; p < PARTS; p++) {
        const struct seat *seat = seat_of(&seats, &parts[p]);
        assert_ptr_equal(seat->part, &parts[p]);
        for (int i = 0; i < VALUES; i++) {
            const struct memo_entry *e = memo_find(seat->memo, rig_json(&rig, values[i]));
            assert_non_null(e);
            assert_int_equal(e->fuel, p + i);
            assert_int_equal(e->finding.line, p * VALUES + i + 1);
            assert_string_equal(e->finding.template_text, i % 2 == 0 ? "even" : "odd");
            assert_int_equal(e->finding.read_count, i % 3);
            assert_int_equal(e->finding.params == NULL, i % 4 == 0);
        }
    }
    memo_free(&m);
    seats_free(&seats);
    assert_null(seat_of(&seats, &parts[0])->memo);
    seats_free(&seats);
    rig_close(&rig);
}

static void what_is_large_is_not_remembered(void **state)
{
    (void)state;
    struct rig rig;
    struct memo m = {.arena = ARENA_INIT};
    struct memo_shelf *shelf = NULL;
    struct finding f = {.template_text = "t", .rule = "r@1"};
    struct buf large = BUF_INIT, list = BUF_INIT;
    rig_init(&rig);
    buf_puts(&large, "\"");
    buf_puts(&list, "[1");
    for (int i = 0; i < 2000; i++) {
        buf_puts(&large, "x");
        buf_puts(&list, ",1");
    }
    buf_puts(&large, "\"");
    buf_puts(&list, "]");
    const struct json *good = rig_json(&rig, "1");
    const struct json *bad[] = {rig_json(&rig, buf_text(&large)), rig_json(&rig, buf_text(&list))};
    for (int i = 0; i < 2; i++) {
        memo_keep(&m, &shelf, bad[i], &f, 1);
        f.params = bad[i];
        memo_keep(&m, &shelf, good, &f, 1);
        f.params = NULL;
        assert_null(memo_find(shelf, bad[i]));
        assert_null(memo_find(shelf, good));
    }
    m.bytes = SIZE_MAX; /* as if it were full */
    memo_keep(&m, &shelf, good, &f, 1);
    assert_null(memo_find(shelf, good));
    m.bytes = 0;
    memo_keep(&m, &shelf, good, &f, 1);
    assert_non_null(memo_find(shelf, good));
    assert_null(memo_find(shelf, bad[0]));
    memo_free(&m);
    buf_free(&large);
    buf_free(&list);
    rig_close(&rig);
}

/* Every path once, in order of first reading, also where many begin alike. */
static void a_thousand_reads_are_told_apart(void **state)
{
    (void)state;
    struct rig rig;
    struct buf plan = BUF_INIT;
    open_body(&rig, "",
              "local n = 0 for turn = 1, 2 do "
              "for k in pairs(plan.ab) do n = n + plan.ab[k] end "
              "for k in pairs(plan.a) do n = n + plan.a[k] end "
              "for k in pairs(plan.community) do n = n + plan.community[k] end end "
              "return n / 2 == 900 and 1 or 0");
    static const char *const open[] = {"{\"plan\":{\"a\":{", "},\"ab\":{", "}},\"community\":{"};
    for (int o = 0; o < 3; o++) {
        buf_puts(&plan, open[o]);
        for (int i = 0; i < 300; i++) {
            buf_printf(&plan, "%s\"k%d\":1", i == 0 ? "" : ",", i);
        }
    }
    buf_puts(&plan, "}}");
    rig_plan(&rig, buf_text(&plan));
    bool ran = false;
    struct finding f = run_again(&rig, &ran);
    assert_int_equal(f.credit, CREDIT_ONE);
    assert_int_equal(f.read_count, 900);
    for (size_t i = 0; i < f.read_count; i++) {
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(f.read[i], f.read[k]);
        }
    }
    buf_free(&plan);
    rig_close(&rig);
}

/* What stands beside `plan` is a key of it, once, whatever the plan itself holds. */
static void keys_beside_the_plan_stand_once(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "",
              "local all = {} for k in pairs(plan) do table.insert(all, k) end "
              "return credit(1, '{all}', { all = table.concat(all, ' ') })");
    rig_plan(&rig, "{\"plan\":{\"facts\":1,\"community\":null,\"x\":2,\"y\":null},"
                   "\"facts\":{},\"community\":{},\"answers\":{}}");
    struct finding f = run_again(&rig, &ran);
    assert_string_equal(rig_reason(&rig, &f), "answers community facts x");
    rig_close(&rig);
}

/* The shipped checklist: an engine that has seen many plans says what a new one says. */
static void a_used_engine_says_what_a_new_one_says(void **state)
{
    (void)state;
    static const char *const levels[] = {"0", "1", "2", "3", "true", "false", "40", "[]", "null"};
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    struct ruleset *rules = NULL;
    struct checklist *c = NULL;
    struct engine *used = NULL;
    struct diag d;
    const struct embedded_file *file = embedded_files;
    for (size_t i = 0; i < embedded_count; i++) {
        bool is = strcmp(embedded_files[i].path, "checklists/child-drr/checklist.json") == 0;
        file = is ? &embedded_files[i] : file;
    }
    diag_init(&d, "child-drr");
    assert_int_equal(checklist_parse((const char *)file->data, file->len, NULL, &d, &c), 0);
    assert_int_equal(library_rules(NULL, 0, false, &rules, &e), 0);
    assert_int_equal(ruleset_inspect(rules, c, &e), 0);
    assert_int_equal(engine_new(c, rules, &used, &e), 0);
    unsigned seed = 1;
    for (int i = 0; i < 30; i++) {
        struct buf text = BUF_INIT, first = BUF_INIT, second = BUF_INIT;
        buf_printf(&text,
                   "{\"banyan\":1,\"plan\":{\"id\":\"p\",\"title\":\"t\"},\"community\":"
                   "{\"country\":\"NPL\",\"name\":\"x\"},\"assessment\":{\"round\":\"2026\","
                   "\"date\":\"2026-09-1%d\"},\"answers\":{",
                   i % 10);
        for (int k = 0; k < c->criterion_count; k++) {
            seed = seed * 1103515245 + 12345;
            buf_printf(&text, "%s\"%s\":%s", k == 0 ? "" : ",", c->criteria[k].demand.id,
                       levels[(seed >> 16) % (sizeof levels / sizeof *levels)]);
        }
        buf_puts(&text, "}}");
        struct json *doc = NULL;
        struct json_error error;
        assert_int_equal(json_parse(&arena, buf_text(&text), text.len, 1, &doc, &error), 0);
        struct plan plan;
        if (plan_check(&arena, doc, NULL, &d, &plan) != 0) {
            fail_msg("%s", buf_text(&d.text));
        }
        for (int who = 0; who < 2; who++) {
            struct engine *fresh = NULL;
            struct assessment a;
            assert_int_equal(engine_new(c, rules, &fresh, &e), 0);
            assert_int_equal(engine_assess(who == 0 ? fresh : used, &plan, &arena, &a), 0);
            render_assessment_json(who == 0 ? &first : &second, &a, true, false);
            engine_free(fresh);
        }
        assert_int_equal(buf_status(&first) | buf_status(&second), 0);
        assert_string_equal(buf_text(&first), buf_text(&second));
        buf_free(&text);
        buf_free(&first);
        buf_free(&second);
        arena_reset(&arena);
    }
    diag_free(&d);
    engine_free(used);
    ruleset_free(rules);
    checklist_free(c);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_answer_is_run_once),
        cmocka_unit_test(what_looks_further_is_run_each_time),
        cmocka_unit_test(a_missing_fact_is_not_remembered),
        cmocka_unit_test(it_goes_by_what_a_run_looked_at),
        cmocka_unit_test(an_absent_fact_is_missed_in_its_plan_only),
        cmocka_unit_test(errors_are_found_anew),
        cmocka_unit_test(a_plan_pays_for_what_is_remembered),
        cmocka_unit_test(values_without_end_do_not_fill_the_memory),
        cmocka_unit_test(a_memo_tells_values_and_parts_apart),
        cmocka_unit_test(what_is_large_is_not_remembered),
        cmocka_unit_test(a_thousand_reads_are_told_apart),
        cmocka_unit_test(keys_beside_the_plan_stand_once),
        cmocka_unit_test(a_used_engine_says_what_a_new_one_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
