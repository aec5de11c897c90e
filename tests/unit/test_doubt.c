/* Facts before answers, and what is said where they contradict each other: through the whole engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "assess.h"
#include "base/number.h"

static const char FACTS[] =
    "return { id = \"t/facts\", version = 1, title = \"t\", source = \"s\", needs = { "
    "\"plan.drills\" },\n"
    "  score = function(plan, answer)\n"
    "    assert(answer == nil)\n"
    "    if #plan.drills == 4 then return unknown(\"four\") end\n"
    "    if #plan.drills == 5 then return not_applicable(\"five\") end\n"
    "    if #plan.drills == 6 then error(\"six\") end\n"
    "    return credit(#plan.drills / 10, \"{n} of 10\", { n = #plan.drills })\n"
    "  end }";
static const char ANSWER[] =
    "return { id = \"t/answer\", version = 1, title = \"t\", source = \"s\",\n"
    "  score = function(plan, answer)\n"
    "    if answer.value == 99 then return not_assessed(\"odd\") end\n"
    "    return credit(answer.value / 100, \"{v} %\", { v = answer.value })\n"
    "  end }";
static const char CHECK[] =
    "return { id = \"t/check\", version = 1, title = \"t\", source = \"s\", args = { most = 50 },\n"
    "  score = function(plan, answer, args)\n"
    "    if answer == nil then return not_assessed(\"no answer\") end\n"
    "    if answer.value == 66 then error(\"broke\") end\n"
    "    return credit(answer.value <= args.most and 1 or 0, \"over {most}\", { most = args.most "
    "})\n"
    "  end }";

#define PERCENT "\"answer\":{\"type\":\"percent\"},"
static const char CHECKLIST[] =
    "{\"banyan\":1,\"id\":\"t\",\"version\":\"1.0.0\",\"title\":\"t\",\"criteria\":["
    "{\"id\":\"A-1\",\"title\":\"t\"," PERCENT
    "\"rule\":\"t/facts\",\"answered\":{\"rule\":\"t/answer\"},"
    "\"applies\":{\"hazards\":[\"FL\",\"TS\"]}},"
    "{\"id\":\"B-1\",\"title\":\"t\"," PERCENT
    "\"rule\":\"t/answer\",\"checks\":[{\"rule\":\"t/check\"},"
    "{\"rule\":\"t/check\",\"args\":{\"most\":80}}]},"
    "{\"id\":\"C-1\",\"title\":\"t\",\"answer\":{\"type\":\"none\"},\"rule\":\"t/facts\"}]}";

struct world {
    struct checklist *c;
    struct ruleset *rules;
    struct engine *engine;
};

static int setup(void **state)
{
    static struct world w;
    struct rule_file files[] = {
        {.name = "t/facts", .path = "t/facts.lua", .text = FACTS, .len = sizeof FACTS - 1},
        {.name = "t/answer", .path = "t/answer.lua", .text = ANSWER, .len = sizeof ANSWER - 1},
        {.name = "t/check", .path = "t/check.lua", .text = CHECK, .len = sizeof CHECK - 1}};
    struct err e = {0};
    struct diag d;
    diag_init(&d, "checklist");
    if (checklist_parse(CHECKLIST, sizeof CHECKLIST - 1, NULL, &d, &w.c) != 0 ||
        ruleset_new(files, 3, true, &w.rules, &e) != 0 || ruleset_inspect(w.rules, w.c, &e) != 0 ||
        engine_new(w.c, w.rules, &w.engine, &e) != 0) {
        print_error("%s%s\n", e.text, buf_text(&d.text));
        return -1;
    }
    diag_free(&d);
    *state = &w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    engine_free(w->engine);
    checklist_free(w->c);
    ruleset_free(w->rules);
    return 0;
}

/* "OUTCOME CREDIT RULE reason | doubt (RULE) | …" of one criterion. */
static void describe(struct buf *out, const struct finding *f)
{
    buf_printf(out, "%s ", outcome_name(f->outcome));
    if (f->outcome == OUTCOME_SCORED) {
        number_write_credit(out, f->credit);
        buf_puts(out, " ");
    }
    buf_printf(out, "%s ", f->rule == NULL ? "-" : f->rule);
    finding_reason(out, f);
    for (const struct json *d = finding_doubts(f); d != NULL; d = d->next) {
        struct buf text = BUF_INIT;
        const char *rule = doubt_reason(&text, d, NULL);
        buf_printf(out, " | %s (%s)", buf_text(&text), rule == NULL ? "-" : rule);
        buf_free(&text);
    }
}

static void assess(const struct world *w, const char *plan, const char *hazards,
                   const char *answers, const char *criterion, const char *wanted)
{
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    struct plan p;
    struct assessment a;
    struct buf text = BUF_INIT, out = BUF_INIT;
    diag_init(&d, "plan");
    buf_printf(&text,
               "{\"banyan\":1,\"plan\":{\"id\":\"P\",\"title\":\"T\"%s},\"community\":{\"country\":"
               "\"NPL\",\"name\":\"N\"%s},\"assessment\":{\"round\":\"1\",\"date\":\"2026-01-01\"},"
               "\"answers\":{%s}}",
               plan, hazards, answers);
    if (json_parse(&arena, buf_text(&text), text.len, 1, &doc, &error) != 0 ||
        plan_check(&arena, doc, NULL, &d, &p) != 0 || plan_check_answers(&p, w->c, w->c, &d) != 0) {
        fail_msg("%s: %s", buf_text(&text), buf_text(&d.text));
    }
    assert_int_equal(engine_assess(w->engine, &p, &arena, &a), 0);
    describe(&out, &a.findings[checklist_find(w->c, criterion)]);
    assert_string_equal(buf_text(&out), wanted);
    arena_free(&arena);
    buf_free(&text);
    buf_free(&out);
    diag_free(&d);
}

#define DRILLS_3 ",\"drills\":[{},{},{}]"
#define FLOOD \
    ",\"hazards\":[{\"type\":\"FF\",\"hip\":\"MH0603\"},{\"type\":\"EQ\"},{\"type\":\"TS\"}]"

static void facts_count_before_an_answer(void **state)
{
    const struct world *w = *state;
    assess(w, DRILLS_3, "", "", "A-1", "scored 0.3 t/facts@1 3 of 10");
    assess(w, "", "", "\"A-1\":70", "A-1", "scored 0.7 t/answer@1 70 %");
    assess(w, "", "", "", "A-1", "not_assessed t/facts@1 plan.drills is not in the plan");
    /* where the facts do not tell, the answer does */
    assess(w, ",\"drills\":[{},{},{},{}]", "", "\"A-1\":70", "A-1", "scored 0.7 t/answer@1 70 %");
    assess(w, ",\"drills\":[{},{},{},{}]", "", "", "A-1", "unknown t/facts@1 four");
    /* what the facts do tell stands, a broken rule too: it is not hidden behind an answer */
    assess(w, ",\"drills\":[{},{},{},{},{}]", "", "\"A-1\":70", "A-1",
           "not_applicable t/facts@1 five");
    assess(w, ",\"drills\":[{},{},{},{},{},{}]", "", "\"A-1\":70", "A-1",
           "error t/facts@1 t/facts.lua:6: six");
}

static void an_answer_far_from_the_facts_is_doubted(void **state)
{
    const struct world *w = *state;
    assess(w, DRILLS_3, "", "\"A-1\":70", "A-1",
           "scored 0.3 t/facts@1 3 of 10 | the answer would give a credit of 0.7; the facts give "
           "0.3, and these count (-)");
    assess(w, DRILLS_3, "", "\"A-1\":20", "A-1",
           "scored 0.3 t/facts@1 3 of 10 | the answer would give a credit of 0.2; the facts give "
           "0.3, and these count (-)");
    /* less than a tenth is how people count */
    assess(w, DRILLS_3, "", "\"A-1\":39.9", "A-1", "scored 0.3 t/facts@1 3 of 10");
    assess(w, DRILLS_3, "", "\"A-1\":20.1", "A-1", "scored 0.3 t/facts@1 3 of 10");
    assess(w, DRILLS_3, "", "\"A-1\":99", "A-1", "scored 0.3 t/facts@1 3 of 10");
}

static void a_claim_is_held_against_register_and_facts(void **state)
{
    const struct world *w = *state;
    const char *claim = "\"A-1\":{\"state\":\"not_applicable\",\"reason\":\"no sea\"}";
    assess(w, "", "", claim, "A-1", "not_applicable - no sea");
    assess(w, "", FLOOD, claim, "A-1",
           "not_applicable - no sea | claimed not to apply, but the hazard register has FF "
           "(MH0603), TS (MH0705), for which this is asked (-)");
    assess(w, DRILLS_3, "", claim, "A-1",
           "not_applicable - no sea | claimed not to apply, but the facts give 0.3: 3 of 10 (-)");
    assess(w, DRILLS_3, "", "\"C-1\":{\"state\":\"unknown\"}", "C-1",
           "unknown - asked, and nobody knows | nobody knows, it says, but the facts give 0.3: 3 "
           "of 10 (-)");
    assess(w, "", "", "\"C-1\":{\"state\":\"unknown\"}", "C-1",
           "unknown - asked, and nobody knows");
    assess(w, "", FLOOD, "\"B-1\":{\"state\":\"not_applicable\",\"reason\":\"r\"}", "B-1",
           "not_applicable - r");
}

static void checks_say_what_they_find_and_change_nothing(void **state)
{
    const struct world *w = *state;
    assess(w, "", "", "\"B-1\":50", "B-1", "scored 0.5 t/answer@1 50 %");
    assess(w, "", "", "\"B-1\":70", "B-1", "scored 0.7 t/answer@1 70 % | over 50 (t/check@1)");
    assess(w, "", "", "\"B-1\":90", "B-1",
           "scored 0.9 t/answer@1 90 % | over 50 (t/check@1) | over 80 (t/check@1)");
    assess(w, "", "", "", "B-1", "not_assessed - no answer was given");
    /* one that breaks is told, and breaks nothing else */
    assess(w, "", "", "\"B-1\":66", "B-1",
           "scored 0.66 t/answer@1 66 % | t/check.lua:4: broke (t/check@1) | t/check.lua:4: broke "
           "(t/check@1)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_count_before_an_answer),
        cmocka_unit_test(an_answer_far_from_the_facts_is_doubted),
        cmocka_unit_test(a_claim_is_held_against_register_and_facts),
        cmocka_unit_test(checks_say_what_they_find_and_change_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
