/* The edges of what a plan may hold, and of the codes, paths and reasons that go with it. */
#include "score_fixture.h"

#include "model/codes.h"
#include "model/plan_schema.h"
#include "plan_fixture.h"

/* The plan with these members in the slot is accepted (complaint NULL), or refused with these words. */
static void try_plan(int slot, const char *member, const char *complaint)
{
    struct buf text = BUF_INIT;
    struct checked c;
    const char *in[4] = {"", "", "", ""};
    in[slot - 1] = member;
    buf_printf(&text, GOOD, in[0], in[1], in[2], in[3]);
    check_text(&c, text.data, text.len, NULL);
    assert_int_equal(c.status, complaint == NULL ? 0 : ERR_INPUT);
    const char *said = buf_text(&c.d.text);
    if (complaint == NULL ? said[0] != '\0' : strstr(said, complaint) == NULL) {
        fail_msg("%.200s\n  wanted: %s\n  said: %.500s", member, complaint, said);
    }
    release(&c);
    buf_free(&text);
}

static void languages_and_checklists(void **state)
{
    (void)state;
    static const char *const good[] = {"ne", "NE", "sr-Latn-RS", "en-1997", "de-1-a9", "abcdefgh"};
    static const char *const bad[] = {
        "",    "n",   "ne-", "123",  "abcdefghi", "ne-abcdefghi", "ne_N", "n[",
        "n`a", "n{a", "n:",  "ne-:", "ne/a",      "ne--a",        "n@a",  "-ne"};
    char member[256];
    for (size_t i = 0; i < COUNT(good); i++) {
        (void)snprintf(member, sizeof member, ", \"language\": \"%s\"", good[i]);
        try_plan(1, member, NULL);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        (void)snprintf(member, sizeof member, ", \"language\": \"%s\"", bad[i]);
        try_plan(1, member, "is no language tag: give a BCP 47 tag, such as ne");
    }
    try_plan(4, ", \"checklist\": \"child-drr@1.0\"", NULL);
    try_plan(4, ", \"checklist\": \"child-drr@\"", "is no checklist: give ID or ID@VERSION");
    (void)snprintf(member, sizeof member, ", \"checklist\": \"%072d\"", 0);
    try_plan(4, member, "is no checklist: give ID or ID@VERSION");
    (void)snprintf(member, sizeof member, ", \"checklist\": \"%071d\"", 0); /* fits, but is no id */
    try_plan(4, member, "is no checklist: give ID or ID@VERSION");
}

static void members_of_the_wrong_kind(void **state)
{
    (void)state;
    char member[256];
    try_plan(1, ", \"start\": 5", "plan.start: is no known key");
    try_plan(1, ", \"period\": {\"from\": \"2026-02-01\", \"to\": \"2026-01-01\"}",
             "plan.period: from 2026-02-01 is after to 2026-01-01: turn them round");
    try_plan(1, ", \"period\": {\"from\": 5, \"to\": \"2026-01-01\"}",
             "plan.period.from: is a number: give a date, YYYY-MM-DD");
    try_plan(1, ", \"period\": {\"from\": \"2026-01-01\", \"to\": 5}",
             "plan.period.to: is a number: give a date, YYYY-MM-DD");
    try_plan(1, ", \"period\": {\"from\": \"2026-01-01\", \"to\": \"2026-01-41\"}",
             "plan.period.to: \"2026-01-41\" is no date of the calendar");
    try_plan(1, ", \"period\": {\"from\": \"2026-01-41\", \"to\": \"2026-01-01\"}",
             "plan.period.from: \"2026-01-41\" is no date of the calendar");
    try_plan(1, ", \"period\": {\"from\": \"2026-01-01\"}", NULL);
    try_plan(4, ", \"facts\": {\"\": 1}", "is no name of a fact");
    (void)snprintf(member, sizeof member, ", \"facts\": {\"%0128d\": 1}", 0);
    try_plan(4, member, NULL);
    (void)snprintf(member, sizeof member, ", \"facts\": {\"%0129d\": 1}", 0);
    try_plan(4, member, "is no name of a fact: give 1 to 128 letters, digits");
    /* References into lists that are absent, empty, or no lists at all. */
    const char *unknown = "\"A1\" is no action of this plan: name one of the list, or add it there";
    try_plan(1, ", \"budget\": {\"lines\": [{\"action\": \"A1\"}]}", unknown);
    try_plan(1, ", \"actions\": [], \"budget\": {\"lines\": [{\"action\": \"A1\"}]}", unknown);
    try_plan(1, ", \"actions\": 5, \"budget\": {\"lines\": [{\"action\": \"A1\"}]}", unknown);
    try_plan(1, ", \"actions\": [{\"facilities\": [\"F1\", \"F2\"]}]",
             "plan.actions[1].facilities[1]: \"F1\" is no facility of this community: name one of "
             "the list, or add it there");
    try_plan(1, ", \"actions\": [{\"facilities\": [5]}]",
             "plan.actions[1].facilities[1]: is a number: give a text");
    try_plan(1, ", \"actions\": [{\"facilities\": []}, {}]", NULL);
    try_plan(1, ", \"budget\": {\"lines\": 5}", "plan.budget.lines: is a number: give a list");
}

static void the_name_of_a_community(void **state)
{
    (void)state;
    static const struct {
        const char *community, *complaint;
    } cases[] = {
        {"{\"country\":\"NPL\",\"name\":5}", "community.name: is a number: give a text"},
        {"{\"country\":\"NPL\",\"name\":\"\"}", "community.name: is missing: add it, or pcode"},
        {"{\"country\":\"NPL\"}", "community.name: is missing: add it, or pcode"},
        {"5", "community: is a number: give an object"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct checked c;
        char text[512];
        (void)snprintf(text, sizeof text,
                       "{\"banyan\":1,\"plan\":{\"id\":\"P\",\"title\":\"T\"},\"community\":%s,"
                       "\"assessment\":{\"round\":\"1\",\"date\":\"2026-01-01\"}}",
                       cases[i].community);
        check_text(&c, text, strlen(text), NULL);
        assert_int_equal(c.status, ERR_INPUT);
        assert_int_equal(c.d.count, 1);
        assert_non_null(strstr(buf_text(&c.d.text), cases[i].complaint));
        release(&c);
    }
}

/* Beyond the complaints that are kept, the rest is counted, and not looked up any more. */
static void more_faults_than_are_told(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    buf_puts(&text, ", \"actions\": [");
    for (int i = 0; i < 20; i++) {
        buf_printf(&text, "%s{\"id\": \"no id %d\"}", i == 0 ? "" : ", ", i);
    }
    buf_puts(&text, "], \"type\": \"wrd\", \"titel\": 1, \"budget\": {\"lines\": "
                    "[{\"hazards\": [\"fl\"]}]}, \"objectives\": [{\"groups\": [\"grils\"]}]");
    struct checked c;
    struct buf whole = BUF_INIT;
    buf_printf(&whole, GOOD, buf_text(&text), ", \"admin0\": 1", "", "");
    char *country = strstr(whole.data, "\"NPL\"");
    assert_non_null(country);
    memcpy(country, "\"npl\"", 5);
    check_text(&c, whole.data, whole.len, NULL);
    assert_int_equal(c.status, ERR_INPUT);
    assert_int_equal(c.d.count, 26);
    assert_null(strstr(buf_text(&c.d.text), "did you mean"));
    assert_non_null(strstr(buf_text(&c.d.text), "plan.actions[20].id: \"no id 19\" is no id"));
    release(&c);
    buf_free(&whole);
    buf_free(&text);
}

static void umbrellas_match_both_ways(void **state)
{
    (void)state;
    assert_true(codes_hazard_matches("FF", "FL"));
    assert_true(codes_hazard_matches("FL", "FF"));
    assert_true(codes_hazard_matches("none", "none"));
    assert_false(codes_hazard_matches("none", "FL"));
    assert_false(codes_hazard_matches("FL", "none"));
}

static void paths_of_the_schema(void **state)
{
    (void)state;
    char path[80];
    assert_string_equal(schema_path("plan.budget.drr")->key, "drr");
    assert_int_equal(schema_path("facts.hdi.gnipc")->type, FIELD_SCALAR);
    assert_null(schema_path("facts."));
    assert_null(schema_path("plan.actions.id")); /* a list lies on the way */
    assert_null(schema_path("plan.title.x"));
    assert_null(schema_path("plan.nothing"));
    (void)snprintf(path, sizeof path, "plan.%064d", 0);
    assert_null(schema_path(path));
}

static void assert_reason(const char *template_text, const char *params, const char *wanted)
{
    struct arena arena = ARENA_INIT;
    struct json *object = NULL;
    struct json_error error;
    struct buf out = BUF_INIT;
    assert_int_equal(json_parse(&arena, params, strlen(params), 1, &object, &error), 0);
    const struct finding f = {.template_text = template_text, .params = object};
    finding_reason(&out, &f);
    assert_string_equal(buf_text(&out), wanted);
    buf_free(&out);
    arena_free(&arena);
}

static void a_reason_within_a_reason_is_filled_too(void **state)
{
    (void)state;
    static const char params[] =
        "{\"facts\":0.3,\"reason\":{\"template\":\"{a} of {b}\",\"params\":"
        "{\"a\":3,\"b\":10}},\"bare\":{\"template\":\"none\"}}";
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error e;
    struct buf out = BUF_INIT;
    assert_int_equal(json_parse(&arena, params, strlen(params), 1, &doc, &e), 0);
    finding_fill(&out, "the facts give {facts}: {reason}; {bare}", doc, NULL);
    assert_string_equal(buf_text(&out), "the facts give 0.3: 3 of 10; none");
    buf_free(&out);
    arena_free(&arena);
}

static void advice_goes_by_the_credit(void **state)
{
    (void)state;
    static const char steps[] = "[{\"below\":0.3,\"text\":\"draft it\"},{\"below\":0.6,\"text\":"
                                "\"sign {what}\"},{\"below\":1,\"text\":\"test it\"}]";
    static const struct {
        int64_t credit;
        enum outcome outcome;
        const char *wanted;
    } cases[] = {{0, OUTCOME_SCORED, "draft it"},        {299999999, OUTCOME_SCORED, "draft it"},
                 {300000000, OUTCOME_SCORED, "test it"}, /* {what} is not known */
                 {999999999, OUTCOME_SCORED, "test it"}, {CREDIT_ONE, OUTCOME_SCORED, NULL},
                 {0, OUTCOME_NOT_ASSESSED, NULL},        {0, OUTCOME_UNKNOWN, NULL}};
    struct arena arena = ARENA_INIT;
    struct json *list = NULL;
    struct json_error e;
    assert_int_equal(json_parse(&arena, steps, strlen(steps), 1, &list, &e), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct finding f = {.outcome = cases[i].outcome, .credit = cases[i].credit};
        const char *got = finding_advice(&f, list);
        assert_true((got == NULL) == (cases[i].wanted == NULL));
        if (got != NULL) {
            assert_string_equal(got, cases[i].wanted);
        }
    }
    struct finding open = {.outcome = OUTCOME_NOT_ASSESSED};
    assert_null(finding_advice(&open, list->first)); /* one alone, without a list */
    struct finding none = {.outcome = OUTCOME_SCORED};
    assert_string_equal(finding_advice(&none, list->first), "draft it");
    static const char wrong[] = "[{\"below\":\"x\",\"text\":\"a\"},{\"below\":1},{\"text\":\"b\"}]";
    assert_int_equal(json_parse(&arena, wrong, strlen(wrong), 1, &list, &e), 0);
    assert_string_equal(finding_advice(&none, list), "b"); /* what no reader lets pass is skipped */
    arena_free(&arena);
}

/* advice and params as JSON; wanted NULL: none fits. */
static void assert_advice(const char *advice, const char *params, const char *wanted)
{
    struct arena arena = ARENA_INIT;
    struct json *list = NULL, *known = NULL;
    struct json_error e;
    assert_int_equal(json_parse(&arena, advice, strlen(advice), 1, &list, &e), 0);
    assert_int_equal(json_parse(&arena, params, strlen(params), 1, &known, &e), 0);
    struct finding f = {.outcome = OUTCOME_SCORED, .template_text = "", .params = known};
    const char *got = finding_advice(&f, list);
    if (wanted == NULL) {
        assert_null(got);
    } else {
        assert_non_null(got);
        assert_string_equal(got, wanted);
    }
    arena_free(&arena);
}

static void advice_is_the_first_whose_numbers_are_known(void **state)
{
    (void)state;
    const char *both = "[\"add {short} in {where}\", \"count them\"]";
    assert_advice(both, "{\"short\": 3, \"where\": \"P1\"}", "add {short} in {where}");
    assert_advice(both, "{\"short\": 3}", "count them");
    assert_advice(both, "{\"short\": 3, \"where\": \"\"}", "count them");
    assert_advice(both, "{\"short\": 0, \"where\": \"P1\"}", "add {short} in {where}");
    assert_advice("[\"add {short}\"]", "{}", NULL);
    assert_advice("\"add {short}\"", "{\"short\": 1}", "add {short}");
    assert_advice("\"add {short}\"", "{}", NULL);
    assert_advice("[5]", "{}", NULL);
    assert_advice("5", "{}", NULL);
    struct finding bare = {.outcome = OUTCOME_NOT_ASSESSED, .template_text = ""};
    assert_null(finding_advice(&bare, NULL));
    assert_null(finding_doubts(&bare));
}

/* A store may hold what no engine wrote: nothing breaks. */
static void doubts_of_any_form(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct json *params = NULL;
    struct json_error e;
    const char *text =
        "{\"doubts\": [{\"template\": \"{n} of 2\", \"params\": {\"n\": 3}, \"rule\": "
        "\"check/x@1\"}, {}]}";
    assert_int_equal(json_parse(&arena, text, strlen(text), 1, &params, &e), 0);
    struct finding f = {.outcome = OUTCOME_SCORED, .template_text = "", .params = params};
    const struct json *first = finding_doubts(&f);
    struct buf out = BUF_INIT;
    assert_non_null(first);
    assert_string_equal(doubt_reason(&out, first, NULL), "check/x@1");
    assert_null(doubt_reason(&out, first->next, NULL));
    assert_string_equal(buf_text(&out), "3 of 2");
    assert_int_equal(json_parse(&arena, "{\"doubts\": 5}", 13, 1, &params, &e), 0);
    f.params = params;
    assert_null(finding_doubts(&f));
    buf_free(&out);
    arena_free(&arena);
}

static void reasons_with_odd_parameters(void **state)
{
    (void)state;
    char long_name[80];
    assert_reason("{x} of {y}", "{\"x\": 1e20, \"y\": -2.00005}",
                  "100000000000000000000 of -2.0001");
    assert_reason("{x} {y}", "{\"x\": {\"percent\": \"half\"}, \"y\": {\"percent\": 0.5}}",
                  "{\"percent\":\"half\"} 50 %");
    assert_reason("{x}", "{\"x\": -1e20}", "-100000000000000000000");
    assert_reason("{} { {x", "{\"x\": 1}", "{} { {x");
    (void)snprintf(long_name, sizeof long_name, "{%064d}", 0);
    assert_reason(long_name, "{}", long_name);
}

/* A node that is off for its own value still rounds what is below it: no contributions. */
static void contributions_and_rounding_below(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(
        &f, "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"min_coverage\":0,"
            "\"nodes\":[{\"id\":\"N\",\"round\":{\"decimals\":1},\"min_coverage\":0.9,\"nodes\":["
            "{\"id\":\"M\",\"round\":null,\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":"
            "{\"type\":\"yes_no\"}}]},{\"id\":\"O\",\"criteria\":[{\"id\":\"b\",\"title\":\"t\","
            "\"answer\":{\"type\":\"yes_no\"}}]}]},{\"id\":\"P\",\"criteria\":[{\"id\":\"c\","
            "\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}}]}]}");
    fixture_credit(&f, 0, CREDIT_ONE);
    fixture_credit(&f, 2, CREDIT_ONE / 2);
    fixture_score(&f);
    assert_int_equal(f.a.nodes[1].score, SCORE_NONE);
    assert_int_equal(f.a.nodes[2].score, CREDIT_ONE);
    assert_true(f.a.nodes[0].score != SCORE_NONE);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(f.a.contribution[i], SCORE_NONE);
    }
    fixture_free(&f);
}

/* ---- answers, where there are more than anybody would give -------------------------------------- */

/* A checklist of one criterion with `count` items (or parts) named i0, i1 …. */
static struct checklist *many(const char *kind, int count)
{
    struct buf text = BUF_INIT;
    buf_printf(&text,
               "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"criteria\":[{\"id\":"
               "\"k\",\"title\":\"t\",\"answer\":{\"type\":\"%s\",\"%s\":[",
               kind, kind);
    for (int i = 0; i < count; i++) {
        buf_printf(&text, "%s{\"id\":\"i%d\",\"title\":\"t\"%s}", i == 0 ? "" : ",", i,
                   strcmp(kind, "parts") == 0 ? ",\"answer\":{\"type\":\"yes_no\"}" : "");
    }
    buf_puts(&text, "]}}]}");
    struct checklist *c = fixture_checklist(buf_text(&text));
    buf_free(&text);
    return c;
}

/* How many complaints there are about these answers; the last is in said. */
static size_t count_complaints(const struct checklist *c, const char *answers, char said[512])
{
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    assert_int_equal(json_parse(&arena, answers, strlen(answers), 1, &doc, &error), 0);
    diag_init(&d, NULL);
    const struct plan plan = {.doc = doc};
    int rc = plan_check_answers(&plan, c, NULL, &d);
    assert_int_equal(rc, d.count == 0 ? 0 : ERR_INPUT);
    const char *text = buf_text(&d.text);
    size_t len = d.text.len;
    while (len > 1 && text[len - 2] != '\n') {
        len--;
    }
    (void)snprintf(said, 512, "%s", len == 0 ? "" : text + len - 1);
    size_t count = d.count;
    diag_free(&d);
    arena_free(&arena);
    return count;
}

static void ticks_and_parts_without_number(void **state)
{
    (void)state;
    char said[512];
    struct checklist *items = many("items", 300), *parts = many("parts", 300);
    assert_int_equal(count_complaints(items, "{\"answers\":{\"k\":[\"i299\"]}}", said), 0);
    assert_int_equal(count_complaints(items, "{\"answers\":{\"k\":[\"i25x\"]}}", said), 1);
    assert_non_null(strstr(said, "\"i25x\" is no item of this criterion: did you mean \"i2"));
    assert_int_equal(count_complaints(parts, "{\"answers\":{\"k\":{\"i299\":true}}}", said), 0);
    assert_int_equal(count_complaints(parts, "{\"answers\":{\"k\":{\"i25x\":true}}}", said), 1);
    assert_non_null(
        strstr(said, "answers.k.i25x: is no part of this criterion: did you mean \"i2"));
    struct buf text = BUF_INIT;
    buf_puts(&text, "{\"answers\":{\"k\":[\"i0\"");
    for (int i = 1; i <= 4096; i++) {
        buf_puts(&text, ",\"i0\"");
    }
    buf_puts(&text, "]}}");
    assert_int_equal(count_complaints(items, buf_text(&text), said), 1);
    assert_non_null(strstr(said, "answers.k: holds 4097 ticks: tick each item once"));
    buf_free(&text);
    checklist_free(items);
    checklist_free(parts);
}

/* What is unknown beyond the complaints that are kept is counted without a search for its neighbour. */
static void more_answers_than_are_told(void **state)
{
    (void)state;
    char said[512];
    struct buf text = BUF_INIT;
    struct checklist *c = fixture_checklist(
        "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"criteria\":[{\"id\":\"i\","
        "\"title\":"
        "\"t\",\"answer\":{\"type\":\"items\",\"items\":[{\"id\":\"light\",\"title\":\"t\"}]}},{"
        "\"id\":\"h\","
        "\"title\":\"t\",\"answer\":{\"type\":\"by_hazard\"}},{\"id\":\"p\",\"title\":\"t\","
        "\"answer\":{"
        "\"type\":\"parts\",\"parts\":[{\"id\":\"kit\",\"answer\":{\"type\":\"yes_no\"}}]}}]}");
    buf_puts(&text, "{\"answers\":{");
    for (int i = 0; i < 20; i++) {
        buf_printf(&text, "\"x%d\":1,", i);
    }
    buf_puts(&text, "\"i\":[\"ligt\"],\"h\":{\"FLL\":1},\"p\":{\"kitt\":true},\"ii\":1}}");
    assert_int_equal(count_complaints(c, buf_text(&text), said), 24);
    assert_null(strstr(said, "did you mean"));
    buf_free(&text);
    checklist_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_and_checklists),
        cmocka_unit_test(members_of_the_wrong_kind),
        cmocka_unit_test(the_name_of_a_community),
        cmocka_unit_test(more_faults_than_are_told),
        cmocka_unit_test(umbrellas_match_both_ways),
        cmocka_unit_test(paths_of_the_schema),
        cmocka_unit_test(reasons_with_odd_parameters),
        cmocka_unit_test(advice_is_the_first_whose_numbers_are_known),
        cmocka_unit_test(advice_goes_by_the_credit),
        cmocka_unit_test(a_reason_within_a_reason_is_filled_too),
        cmocka_unit_test(doubts_of_any_form),
        cmocka_unit_test(contributions_and_rounding_below),
        cmocka_unit_test(ticks_and_parts_without_number),
        cmocka_unit_test(more_answers_than_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
