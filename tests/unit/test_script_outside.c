/* A host whose rules run outside: what it makes of each answer, good or bad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "outside_fixture.h"
#include "script/script.h"

static const char TEXT[] = "any text: it is read elsewhere\n";
static const struct rule_file files[] = {{"standard/level", "s", TEXT, sizeof TEXT - 1, NULL},
                                         {"t/bad", "b", "", 0, "cannot be read"},
                                         {"t/rule", "p", TEXT, sizeof TEXT - 1, NULL}};

struct place {
    struct elsewhere x;
    struct ruleset *rules;
    struct host *host;
    struct arena arena;
    struct err e;
};

static void place_open(struct place *p, int inspects, const char *error)
{
    memset(p, 0, sizeof *p);
    p->x.inspects = inspects;
    p->x.error = error;
    assert_int_equal(ruleset_new(files, 3, true, &p->rules, &p->e), 0);
    assert_false(ruleset_is_outside(p->rules));
    elsewhere_take(&p->x, p->rules);
    assert_true(ruleset_is_outside(p->rules));
}

static void place_close(struct place *p)
{
    host_free(p->host);
    ruleset_free(p->rules);
    assert_int_equal(p->x.open, 0);
    assert_int_equal(p->x.closed, 1);
    arena_free(&p->arena);
}

static struct finding run(struct place *p)
{
    struct finding f;
    struct json *doc = json_new(&p->arena, JSON_OBJECT);
    assert_int_equal(host_try(p->host, "t/rule", doc, NULL, NULL, &p->arena, &f), 0);
    return f;
}

static void each_answer_of_a_run(void **state)
{
    (void)state;
    struct place p;
    struct finding f;
    place_open(&p, 0, NULL);
    assert_int_equal(ruleset_inspect(p.rules, NULL, &p.e), 0);
    assert_string_equal(ruleset_find(p.rules, "t/rule")->label, "t/rule@3");
    assert_non_null(strstr(ruleset_find(p.rules, "t/bad")->error, "cannot be read"));
    assert_int_equal(host_new(p.rules, NULL, &p.host, &p.e), 0);
    f = run(&p);
    assert_int_equal(f.credit, 1000000000);
    assert_string_equal(f.rule, "t/rule@3");
    assert_int_equal(p.host->plan_left, host_budget_default.plan_fuel - 7);
    assert_false(host_hurried(p.host));
    struct host_usage used;
    host_used(p.host, &used);
    assert_int_equal(used.fuel, 5);
    assert_int_equal(used.memory, 100);
    assert_int_equal(used.made, 3);
    assert_int_equal(used.ns, 2);
    host_measure(p.host);
    assert_int_equal(p.x.measured, 1);
    p.x.hurried = true;
    (void)run(&p);
    assert_true(host_hurried(p.host));
    p.x.hurried = false;
    static const struct {
        int code;
        enum finding_by by;
        const char *message;
    } ends[] = {{ERR_BUSY, BY_LIMIT, "time limit reached"}, {ERR_IO, BY_RULE, "said beforehand"}};
    for (size_t i = 0; i < 2; i++) {
        p.x.runs = ends[i].code;
        f = run(&p);
        assert_int_equal(f.outcome, OUTCOME_ERROR);
        assert_int_equal(f.by, ends[i].by);
        assert_string_equal(json_string(json_get(f.params, "message")), ends[i].message);
        assert_string_equal(f.rule, "t/rule@3");
        assert_true(host_hurried(p.host));
    }
    p.x.runs = ERR_MEMORY;
    assert_int_equal(
        host_try(p.host, "t/rule", json_new(&p.arena, JSON_OBJECT), NULL, NULL, &p.arena, &f),
        ERR_MEMORY);
    assert_true(p.x.begun >= 5);
    place_close(&p);
}

static void each_answer_of_an_inspection(void **state)
{
    (void)state;
    static const int codes[] = {ERR_IO, ERR_BUSY, ERR_MEMORY};
    struct place p;
    for (size_t i = 0; i < 3; i++) {
        place_open(&p, codes[i], NULL);
        int rc = ruleset_inspect(p.rules, NULL, &p.e);
        assert_int_equal(rc, codes[i] == ERR_MEMORY ? ERR_MEMORY : ERR_BUSY);
        assert_int_equal(ruleset_lost(p.rules, NULL), rc == ERR_BUSY);
        if (rc == ERR_BUSY) { /* no verdict on the rule, but none of the others is lost with it */
            assert_int_equal(host_new(p.rules, NULL, &p.host, &p.e), 0);
            assert_int_equal(run(&p).outcome, OUTCOME_ERROR);
            assert_true(host_hurried(p.host));
            assert_non_null(strstr(ruleset_find(p.rules, "t/bad")->error, "cannot be read"));
            p.x.inspects = 0; /* the next call asks again */
            assert_int_equal(ruleset_inspect(p.rules, NULL, &p.e), 0);
            assert_false(ruleset_lost(p.rules, NULL));
            assert_null(ruleset_find(p.rules, "t/rule")->error);
            assert_int_equal(run(&p).outcome, OUTCOME_SCORED);
        }
        place_close(&p);
    }
    place_open(&p, 0, "t/rule.lua:1: refused");
    assert_int_equal(ruleset_inspect(p.rules, NULL, &p.e), 0);
    assert_string_equal(ruleset_find(p.rules, "t/rule")->error, "t/rule.lua:1: refused");
    place_close(&p);
    place_open(&p, 0, NULL); /* nobody to ask */
    p.x.opens = ERR_IO;
    assert_int_equal(ruleset_inspect(p.rules, NULL, &p.e), ERR_IO);
    assert_string_equal(p.e.text, "said beforehand");
    place_close(&p);
}

static void each_answer_to_other_questions(void **state)
{
    (void)state;
    static const struct {
        int code, wanted;
    } codes[] = {{0, 0},
                 {ERR_IO, ERR_RULE},
                 {ERR_BUSY, ERR_RULE},
                 {ERR_RULE, ERR_RULE},
                 {ERR_MEMORY, ERR_MEMORY}};
    struct place p;
    struct json *out = NULL;
    unsigned char *marks = NULL;
    size_t count = 0;
    place_open(&p, 0, NULL);
    assert_int_equal(ruleset_inspect(p.rules, NULL, &p.e), 0);
    assert_int_equal(host_take(p.rules, &p.host, &p.e), 0);
    assert_int_equal(host_watch(p.host, &p.e), 0);
    assert_int_equal(p.x.watched, 1);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        p.x.asks = codes[i].code;
        assert_int_equal(host_tests(p.host, "t/rule", &count, &p.e), codes[i].wanted);
        assert_int_equal(host_test(p.host, "t/rule", 0, &p.arena, &out, &p.e), codes[i].wanted);
        assert_int_equal(host_lines(p.host, "t/rule", &p.arena, &marks, &count, &p.e),
                         codes[i].wanted);
        assert_int_equal(host_fits(p.host, "t/rule", NULL, &p.arena, &p.e), codes[i].code);
    }
    assert_int_equal(count, 2);
    place_close(&p);
}

static void each_answer_of_an_expression(void **state)
{
    (void)state;
    static const struct {
        int code;
        const char *error;
        bool limit;
    } codes[] = {{0, NULL, false},
                 {ERR_IO, "said beforehand", false},
                 {ERR_BUSY, "time limit reached", true}};
    const struct host_snippet x = {.text = "1"};
    struct host_value v;
    struct host_usage used;
    struct place p;
    place_open(&p, 0, NULL);
    assert_int_equal(host_new(p.rules, NULL, &p.host, &p.e), 0);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        p.x.asks = codes[i].code;
        assert_int_equal(host_evaluate(p.host, &x, &p.arena, &v), 0);
        assert_int_equal(p.x.begun, 2 + (int)i); /* the host begins one, too */
        assert_int_equal(host_hurried(p.host), codes[i].error != NULL);
        assert_int_equal(v.limit, codes[i].limit);
        if (codes[i].error == NULL) {
            host_used(p.host, &used);
            assert_null(v.error);
            assert_int_equal(used.fuel, 5);
            assert_int_equal(used.ns, 2);
        } else {
            assert_string_equal(v.error, codes[i].error);
            assert_int_equal(v.count, 0);
        }
    }
    p.x.asks = ERR_MEMORY;
    assert_int_equal(host_evaluate(p.host, &x, &p.arena, &v), ERR_MEMORY);
    place_close(&p);
}

/* A checklist of one criterion under this rule. */
static struct checklist *of_one(const char *rule)
{
    char text[700];
    struct diag d;
    struct checklist *c = NULL;
    (void)snprintf(text, sizeof text,
                   "{\"banyan\":1,\"id\":\"one\",\"version\":\"1.0.0\",\"title\":\"One\","
                   "\"language\":\"en\",\"nodes\":[{\"id\":\"A\",\"title\":\"A\",\"weight\":1,"
                   "\"criteria\":[{\"id\":\"A-01\",\"title\":\"A\",\"question\":\"Is it?\","
                   "\"weight\":1,\"answer\":{\"type\":\"level\",\"max\":2},\"rule\":\"%s\","
                   "%s\"evidence\":\"minutes\",\"source\":[{\"title\":\"T\","
                   "\"year\":2017,\"section\":\"1\",\"status\":\"found\"}]}]}]}",
                   rule, strcmp(rule, "t/rule") == 0 ? "\"args\":{\"a\":1}," : "");
    diag_init(&d, NULL);
    if (checklist_parse(text, strlen(text), NULL, &d, &c) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    diag_free(&d);
    return c;
}

static void hear(void *context, const struct criterion *criterion, const struct part *demand,
                 const char *message)
{
    (void)criterion;
    (void)demand;
    (void)message;
    ++*(int *)context;
}

/* A check of a checklist that comes to no end tells nothing of its rules. */
static void each_answer_to_a_check(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        int asks;
        bool hurried;
        int wanted, heard;
    } cases[] = {{"t/rule", 0, false, 0, 0},
                 {"t/rule", ERR_INPUT, false, 0, 1},
                 {"t/rule", ERR_IO, false, ERR_BUSY, 0},
                 {"t/rule", ERR_MEMORY, false, ERR_MEMORY, 0},
                 {"standard/level", 0, false, 0, 0},
                 {"standard/level", 0, true, ERR_BUSY, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct place p;
        struct checklist *c = of_one(cases[i].rule);
        int heard = 0;
        place_open(&p, 0, NULL);
        assert_int_equal(ruleset_inspect(p.rules, NULL, &p.e), 0);
        assert_int_equal(host_take(p.rules, &p.host, &p.e), 0);
        p.x.asks = cases[i].asks;
        p.x.hurried = cases[i].hurried;
        assert_int_equal(host_check(p.host, c, hear, &heard), cases[i].wanted);
        if (heard != cases[i].heard) {
            fail_msg("case %zu: %d complaints", i, heard);
        }
        checklist_free(c);
        place_close(&p);
    }
}

/* What is made up beside a rule set, such as a mutant, runs where that does; only the set itself ends it. */
static void rules_beside_others_run_where_they_do(void **state)
{
    (void)state;
    struct place p;
    struct ruleset *mutant = NULL, *example = NULL;
    place_open(&p, 0, NULL);
    assert_int_equal(ruleset_inspect(p.rules, NULL, &p.e), 0);
    assert_int_equal(
        ruleset_with(p.rules, "t/rule", "other", 5, &host_budget_default, &mutant, &p.e), 0);
    assert_true(ruleset_is_outside(mutant));
    assert_int_equal(p.x.open, 2);
    assert_int_equal(ruleset_inspect(mutant, NULL, &p.e), 0);
    assert_int_equal(host_take(mutant, &p.host, &p.e), 0);
    assert_int_equal(run(&p).credit, 1000000000);
    host_free(p.host);
    p.host = NULL;
    ruleset_free(mutant);
    assert_int_equal(ruleset_new(files, 2, true, &example, &p.e), 0);
    ruleset_beside(example, p.rules);
    assert_true(ruleset_is_outside(example));
    ruleset_free(example);
    assert_int_equal(p.x.closed, 0);
    p.x.opens = ERR_IO;
    assert_int_equal(
        ruleset_with(p.rules, "t/rule", "other", 5, &host_budget_default, &mutant, &p.e), ERR_IO);
    assert_string_equal(p.e.text, "said beforehand");
    place_close(&p);
}

static void a_rule_that_is_not_there(void **state)
{
    (void)state;
    struct place p;
    const struct rule_info *info = NULL;
    place_open(&p, 0, NULL);
    assert_int_equal(host_new(p.rules, NULL, &p.host, &p.e), 0);
    assert_int_equal(host_inspect(p.host, p.rules, "t/nobody", &info, &p.e), ERR_NOT_FOUND);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(host_inspect(p.host, p.rules, "t/rule", &info, &p.e), 0);
        assert_int_equal(info->version, 3);
    }
    assert_true(ruleset_takes_untested(p.rules));
    place_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answer_of_a_run),
        cmocka_unit_test(each_answer_of_an_inspection),
        cmocka_unit_test(each_answer_to_other_questions),
        cmocka_unit_test(each_answer_of_an_expression),
        cmocka_unit_test(each_answer_to_a_check),
        cmocka_unit_test(rules_beside_others_run_where_they_do),
        cmocka_unit_test(a_rule_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
