/* The table of a comparison: the latest of each community, the common core of different checklists,
 * attributes, and what is told of it all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compare/comparability.h"
#include "compare/core.h"
#include "compare/names.h"
#include "compare/table.h"

enum { MOST = 8 };

struct made {
    struct arena arena;
    struct checklist *checklists[2];
    struct table *table;
    int64_t sequence;
};

/* Two domains; `second` is another version: weight of A-02 differs, rule arguments of B-01 differ, B-02 is
 * new. */
static struct checklist *read_checklist(bool second)
{
    char text[4096];
    static const char source[] =
        "\"question\":\"Is it so?\",\"evidence\":\"minutes\",\"source\":[{\"title\":\"Handbook\","
        "\"year\":2017,\"section\":\"1\",\"status\":\"found\"}]";
    (void)snprintf(
        text, sizeof text,
        "{\"banyan\":1,\"id\":\"tried\",\"version\":\"%s\",\"title\":\"Tried\",\"language\":\"en\","
        "\"min_coverage\":0.5,\"bands\":[{\"id\":\"A\",\"title\":\"good\",\"from\":0.5},{\"id\":"
        "\"B\",\"title\":\"poor\","
        "\"from\":0}],\"nodes\":[{\"id\":\"A\",\"title\":\"First\",\"weight\":1,\"criteria\":["
        "{\"id\":\"A-01\",\"title\":\"One\",\"weight\":1,\"answer\":{\"type\":\"level\",\"max\":2},"
        "\"rule\":\"standard/level\","
        "\"critical\":{\"below\":0.5,\"cap\":\"B\"},%s},"
        "{\"id\":\"A-02\",\"title\":\"Two\",\"weight\":%d,\"answer\":{\"type\":\"level\",\"max\":2}"
        ",\"rule\":\"standard/level\",%s}]},"
        "{\"id\":\"B\",\"title\":\"Second\",\"weight\":1,\"criteria\":["
        "{\"id\":\"B-01\",\"title\":\"Three\",\"weight\":1,\"answer\":{\"type\":\"percent\"},"
        "\"rule\":\"standard/target\","
        "\"args\":{\"target\":%d},%s}%s%s%s]}]}",
        second ? "1.10.0" : "1.9.0", source, second ? 3 : 1, source, second ? 90 : 80, source,
        second ? ",{\"id\":\"B-02\",\"title\":\"Four\",\"weight\":1,\"answer\":{\"type\":\"yes_"
                 "no\"},\"rule\":\"standard/yes_no\","
               : "",
        second ? source : "", second ? "}" : "");
    struct diag d;
    struct checklist *c = NULL;
    diag_init(&d, "checklist");
    if (checklist_parse(text, strlen(text), NULL, &d, &c) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    diag_free(&d);
    return c;
}

static void begin(struct made *m, const char *const *attributes, size_t count)
{
    struct err e = {0};
    *m = (struct made){.checklists = {read_checklist(false), read_checklist(true)}};
    assert_int_equal(table_begin(attributes, count, NULL, &m->table, &e), 0);
}

static void end(struct made *m)
{
    table_free(m->table);
    checklist_free(m->checklists[0]);
    checklist_free(m->checklists[1]);
    arena_free(&m->arena);
}

/* Adds an assessment. community and assessment are JSON members without braces; credits are billionths, or
 * CREDIT_..., in the order of the checklist. */
static void add(struct made *m, int checklist, const char *community, const char *assessment,
                const int32_t *credits)
{
    char text[2048];
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    struct plan plan;
    struct finding findings[MOST] = {{0}};
    (void)snprintf(text, sizeof text,
                   "{\"banyan\":1,\"plan\":{\"id\":\"P\",\"title\":\"Plan\"},\"community\":{%s},"
                   "\"facts\":{\"a.b\":7},"
                   "\"assessment\":{%s}}",
                   community, assessment);
    assert_int_equal(json_parse(&m->arena, text, strlen(text), 1, &doc, &error), 0);
    diag_init(&d, "plan");
    if (plan_check(&m->arena, doc, NULL, &d, &plan) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    diag_free(&d);
    struct assessment a = {.checklist = m->checklists[checklist],
                           .plan = &plan,
                           .findings = findings,
                           .ruleset_digest = "sha256:1"};
    for (int i = 0; i < a.checklist->criterion_count; i++) {
        findings[i].outcome = credits[i] >= 0              ? OUTCOME_SCORED
                              : credits[i] == CREDIT_APART ? OUTCOME_NOT_APPLICABLE
                                                           : OUTCOME_UNKNOWN;
        findings[i].credit = credits[i];
    }
    (void)snprintf(a.id, sizeof a.id, "%d", (int)++m->sequence);
    assert_int_equal(table_add(m->table, &a, m->sequence), 0);
}

static void finish(struct made *m)
{
    struct err e = {0};
    if (table_finish(m->table, &e) != 0) {
        fail_msg("%s", e.text);
    }
}

#define HALF 500000000
#define ONE 1000000000
static const int32_t full[] = {ONE, ONE, ONE, ONE};

#define WARD(name) "\"country\":\"NPL\",\"name\":\"" name "\""
#define DAY(round, date) "\"round\":\"" round "\",\"date\":\"" date "\""

static void the_latest_of_a_community_and_round_stays(void **state)
{
    (void)state;
    struct made m;
    static const int32_t half[] = {HALF, HALF, HALF};
    begin(&m, NULL, 0);
    add(&m, 0, WARD("Ward 2"), DAY("2026", "2026-05-01"), full);
    add(&m, 0, WARD("Ward 1"), DAY("2026", "2026-05-02"), half); /* later by date, earlier stored */
    add(&m, 0, WARD("Ward 1"), DAY("2026", "2026-05-01"), full);
    add(&m, 0, WARD("Ward 1"), DAY("2027", "2027-05-01"), full);
    add(&m, 0, WARD("Ward 1"), DAY("2026", "2026-06-01") ",\"status\":\"draft\"", full);
    finish(&m);
    const struct table *t = m.table;
    assert_int_equal(t->count, 3);
    assert_int_equal(t->older, 1);
    assert_int_equal(t->drafts, 1);
    assert_string_equal(t->rows[0].name, "Ward 1");
    assert_string_equal(t->rows[0].round, "2026");
    assert_int_equal(t->rows[0].nodes[0].score, HALF);
    assert_int_equal(t->rows[0].sequence, 2);
    assert_string_equal(t->rows[1].round, "2027");
    assert_string_equal(t->rows[2].name, "Ward 2");
    end(&m);
}

static void different_checklists_meet_in_their_core(void **state)
{
    (void)state;
    struct made m;
    static const int32_t old[] = {0, HALF, ONE}, new[] = {CREDIT_OPEN, ONE, 0, 0},
                         apart[] = {CREDIT_APART, CREDIT_OPEN, ONE};
    begin(&m, NULL, 0);
    add(&m, 0, WARD("Ward 1"), DAY("2026", "2026-05-01"), old);
    add(&m, 1, WARD("Ward 2"), DAY("2026", "2026-05-01"), new);
    add(&m, 0, WARD("Ward 3"), DAY("2026", "2026-05-01"), apart);
    finish(&m);
    const struct table *t = m.table;
    /* A-01 and A-02 (whose weight differs); B-01 asks for another target, B-02 is in one of them only. The
     * old version has more rows: its weights hold. */
    assert_int_equal(t->method_count, 2);
    assert_string_equal(t->methods[0].checklist->version, "1.9.0");
    assert_int_equal(t->methods[0].rows, 2);
    assert_int_equal(t->shared, 2);
    assert_int_equal(t->all, 4);
    assert_true(t->shared_weight == 0.5);
    assert_int_equal(t->core->criterion_count, 2);
    assert_null(t->core->profile);
    assert_int_equal(t->rows[0].nodes[0].score, HALF / 2);
    assert_true(t->rows[0].fails_critical);
    assert_int_equal(t->rows[1].nodes[0].low, HALF);
    assert_int_equal(t->rows[1].nodes[0].high, ONE);
    assert_int_equal(t->rows[1].nodes[0].coverage, HALF);
    assert_true(t->rows[1].open_critical && !t->rows[1].fails_critical);
    assert_int_equal(t->rows[2].credits[0], CREDIT_APART);
    assert_int_equal(t->rows[2].credits[1], CREDIT_OPEN);
    assert_int_equal(t->rows[2].nodes[0].score, SCORE_NONE);
    assert_false(t->rows[2].open_critical);
    struct comparison c = {.table = t};
    assert_int_equal(comparability_tell(&c), 0);
    assert_int_equal(c.grade, COMPARABLE_CARE); /* half of the weight */
    assert_int_equal(c.remark_count, 2);
    arena_free(&c.arena);
    end(&m);
}

static void nothing_in_common_is_an_error(void **state)
{
    (void)state;
    struct made m;
    begin(&m, NULL, 0);
    struct checklist *c = m.checklists[1];
    for (int i = 0; i < c->criterion_count; i++) { /* no id is known to the other any more */
        c->criteria[i].demand.id = "Z";
    }
    add(&m, 0, WARD("Ward 1"), DAY("2026", "2026-05-01"), full);
    add(&m, 1, WARD("Ward 2"), DAY("2026", "2026-05-01"), full);
    struct err e = {0};
    assert_int_equal(table_finish(m.table, &e), ERR_INPUT);
    assert_non_null(strstr(e.text, "no criterion in common"));
    end(&m);
}

static void attributes_have_none_one_or_many_values(void **state)
{
    (void)state;
    struct made m;
    static const char *const names[] = {"wealth_quintile", "hazard",
                                        "facts.a.b",       "community.population.total",
                                        "country",         "income"};
    begin(&m, names, 6);
    add(&m, 0,
        WARD("Ward 1") ",\"wealth_quintile\":5,\"hazards\":[{\"type\":\"TS\"},{\"type\":\"EQ\"},{"
                       "\"type\":\"EQ\","
                       "\"hip\":\"GH0101\"}],\"population\":{\"total\":1200}",
        DAY("2026", "2026-05-01"), full);
    add(&m, 0, WARD("Ward 2") ",\"wealth_quintile\":1,\"population\":{\"total\":90}",
        DAY("2026", "2026-05-01"), full);
    finish(&m);
    const struct table *t = m.table;
    const struct table_attribute *quintile = table_attribute(t, "wealth_quintile"),
                                 *hazard = table_attribute(t, "hazard"),
                                 *total = table_attribute(t, "community.population.total");
    assert_int_equal(quintile->count, 2);
    assert_string_equal(quintile->names[quintile->values[0]], "5");
    assert_string_equal(quintile->names[0], "1");
    assert_int_equal(hazard->first[1], 2);
    assert_int_equal(hazard->first[2], 2); /* the second tells none */
    assert_string_equal(hazard->names[hazard->values[0]], "EQ");
    assert_string_equal(hazard->names[hazard->values[1]], "TS");
    assert_true(hazard->many && !quintile->many);
    assert_string_equal(total->names[0], "90"); /* numbers in the order of numbers */
    assert_string_equal(table_attribute(t, "facts.a.b")->names[0], "7");
    assert_string_equal(table_label(t, table_attribute(t, "country"), "NPL", &m.arena), "Nepal");
    assert_string_equal(table_label(t, quintile, "1", &m.arena), "1 (poorest)");
    assert_string_equal(table_attribute(t, "income")->names[0], "LMI");
    end(&m);
}

static void an_attribute_that_no_plan_has_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *says;
    } cases[] = {{"contry", "did you mean country"},
                 {"community.settin", "community has no settin: did you mean setting"},
                 {"plan.budget", "holds several things"},
                 {"community.setting.more", "community.setting has no more"},
                 {"zzzzzzzzz", "take country"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = {0};
        struct table *t = NULL;
        assert_int_equal(table_begin(&cases[i].name, 1, NULL, &t, &e), ERR_USAGE);
        if (strstr(e.text, cases[i].says) == NULL) {
            fail_msg("%s: %s", cases[i].name, e.text);
        }
    }
}

static void names_are_ordered_numbers_first(void **state)
{
    (void)state;
    assert_true(names_compare("9", "10") < 0);
    assert_true(names_compare("10", "a") < 0);
    assert_true(names_compare("a", "b") < 0);
    assert_true(names_compare("1", "1.0") != 0);
    struct names n = {0};
    struct arena arena = ARENA_INIT;
    for (int i = 0; i < 5000; i++) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", i * 7919 % 1000);
        int64_t number = names_put(&n, &arena, text);
        assert_string_equal(n.texts[number], text);
    }
    assert_int_equal(n.count, 1000);
    names_free(&n);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_of_a_community_and_round_stays),
        cmocka_unit_test(different_checklists_meet_in_their_core),
        cmocka_unit_test(nothing_in_common_is_an_error),
        cmocka_unit_test(attributes_have_none_one_or_many_values),
        cmocka_unit_test(an_attribute_that_no_plan_has_is_refused),
        cmocka_unit_test(names_are_ordered_numbers_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
