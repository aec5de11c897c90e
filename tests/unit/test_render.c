/* The renderers: the JSON of the contract, and pages for people. */
#include "score_fixture.h"

#include "base/text.h"
#include "report/render.h"

static const char MERIT[] =
    "{\"banyan\":1,\"id\":\"worked\",\"version\":\"1.0.0\",\"title\":\"Worked\",\"language\":"
    "\"en\","
    "\"min_coverage\":0,\"bands\":[{\"id\":\"A\",\"title\":\"good\",\"from\":0.6},"
    "{\"id\":\"B\",\"title\":\"poor\",\"from\":0}],\"nodes\":["
    "{\"id\":\"P\",\"title\":\"Domain P\",\"weight\":3,\"criteria\":["
    "{\"id\":\"P-a\",\"title\":\"First\",\"weight\":2,\"answer\":{\"type\":\"yes_no\"},"
    "\"rule\":\"standard/yes_no\"},"
    "{\"id\":\"P-b\",\"title\":\"Second\",\"weight\":1,\"weight_reason\":\"Weighs little\","
    "\"critical\":{\"below\":0.1,\"cap\":\"B\",\"reason\":\"Nothing makes up for it\"},"
    "\"answer\":{\"type\":\"percent\"},"
    "\"rule\":\"standard/target\",\"source\":[{\"title\":\"A law\",\"year\":2010,"
    "\"status\":\"unverified\"},{\"title\":\"Ours\",\"year\":2026,\"status\":\"drafted\"},"
    "{\"title\":\"A guide\",\"year\":2017,\"status\":\"found\"}]},"
    "{\"id\":\"P-c\",\"title\":\"Third\",\"weight\":1,\"answer\":{\"type\":\"yes_no\"},"
    "\"rule\":\"standard/yes_no\"}],"
    "\"nodes\":[]},"
    "{\"id\":\"Q\",\"title\":\"Domain Q\",\"weight\":1,\"nodes\":[{\"id\":\"Q1\",\"title\":\"Below "
    "Q\","
    "\"weight\":1,\"criteria\":[{\"id\":\"Q-d\",\"title\":\"Fourth\",\"weight\":1,"
    "\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"},"
    "{\"id\":\"Q-e\",\"title\":\"Fifth\",\"weight\":3,\"answer\":{\"type\":\"yes_no\"},"
    "\"rule\":\"standard/yes_no\"}]}]},"
    "{\"id\":\"R\",\"title\":\"Domain "
    "R\",\"weight\":1,\"criteria\":[{\"id\":\"R-f\",\"title\":\"Sixth\","
    "\"weight\":1,\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"}]}]}";

static const char PLAN[] =
    "{\"banyan\":1,\"plan\":{\"id\":\"one\",\"title\":\"Ward \\u001b[31mplan\"},"
    "\"community\":{\"country\":\"NPL\",\"name\":\"Ward 7\",\"pcode\":\"NP0436\"},"
    "\"assessment\":{\"round\":\"2026\",\"date\":\"2026-09-12\"},\"answers\":{"
    "\"P-a\":{\"value\":true,\"note\":\"seen\",\"evidence\":[{\"document\":\"plan.pdf\",\"page\":"
    "14}]},"
    "\"P-b\":50}}";

struct page {
    struct fixture f;
    struct plan plan;
    struct buf out;
};

/* SEMANTICS' first worked case, with a third domain to which nothing applies. */
static void page_init(struct page *p, const char *checklist)
{
    struct json *doc = NULL;
    struct json *params = NULL;
    struct json_error error;
    struct diag d;
    memset(p, 0, sizeof *p);
    fixture_init(&p->f, checklist);
    diag_init(&d, "plan.json");
    assert_int_equal(json_parse(&p->f.arena, PLAN, sizeof PLAN - 1, 1, &doc, &error), 0);
    assert_int_equal(plan_check(&p->f.arena, doc, NULL, &d, &p->plan), 0);
    diag_free(&d);
    p->f.a.plan = &p->plan;
    p->f.a.engine = "banyan 1.0.0";
    memcpy(p->f.a.ruleset_digest, "sha256:00", 10);
    fixture_credit(&p->f, 0, CREDIT_ONE);
    fixture_credit(&p->f, 1, CREDIT_ONE / 2);
    fixture_credit(&p->f, 3, 0);
    static const char *const read[] = {"answers.P-b", "plan.budget"};
    static const char given[] = "{\"share\":{\"percent\":0.5}}";
    assert_int_equal(json_parse(&p->f.arena, given, sizeof given - 1, 1, &params, &error), 0);
    struct finding *f = p->f.a.findings;
    f[1].template_text = "{share} is half";
    f[1].params = params;
    f[1].rule = "standard/target@1";
    f[1].line = 12;
    f[1].read = read;
    f[1].read_count = 2;
    f[4].outcome = f[5].outcome = OUTCOME_NOT_APPLICABLE;
    f[4].by = BY_CLAIM;
    f[5].by = BY_CONTEXT;
    fixture_score(&p->f);
}

static void page_free(struct page *p)
{
    buf_free(&p->out);
    fixture_free(&p->f);
}

static const struct json *parsed(struct page *p)
{
    struct json *doc = NULL;
    struct json_error error;
    if (json_parse(&p->f.arena, buf_text(&p->out), p->out.len, 1, &doc, &error) != 0) {
        fail_msg("no JSON: %s", error.text);
    }
    return doc;
}

static void keys_are(const struct json *object, const char *expected)
{
    struct buf keys = BUF_INIT;
    for (const struct json *m = object->first; m != NULL; m = m->next) {
        buf_printf(&keys, "%s ", m->key);
    }
    assert_string_equal(buf_text(&keys), expected);
    buf_free(&keys);
}

static void json_has_the_keys_of_the_contract_in_order(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    render_assessment_json(&p.out, &p.f.a, true, true);
    assert_int_equal(buf_status(&p.out), 0);
    const struct json *doc = parsed(&p);
    keys_are(doc, "id created engine plan country community round checklist ruleset applicable "
                  "incomplete score low high coverage band band_possible counts nodes findings ");
    keys_are(json_get(doc, "plan"), "id title digest ");
    keys_are(json_get(doc, "checklist"), "id version profile tailoring digest ");
    keys_are(json_get(doc, "counts"), "scored not_applicable not_assessed unknown error ");
    keys_are(json_get(doc, "nodes")->first, "id parent weight applicable score low high coverage ");
    keys_are(json_get(doc, "findings")->first->next,
             "criterion node outcome credit weight contribution effect reason template params rule "
             "line read evidence ");
    assert_null(strchr(p.out.data, '\n'));
    page_free(&p);
}

static void json_holds_the_worked_case(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    render_assessment_json(&p.out, &p.f.a, true, false);
    static const char *const parts[] = {
        "\"score\":0.625,\"low\":0.46875,\"high\":0.65625,\"coverage\":0.8125,\"band\":\"B\","
        "\"band_possible\":\"A\",\"counts\":{\"scored\":3,\"not_applicable\":2,\"not_assessed\":1,",
        "\"nodes\":[{\"id\":\"P\",\"parent\":null,\"weight\":3,\"applicable\":true,"
        "\"score\":0.833333333,\"low\":0.625,\"high\":0.875,\"coverage\":0.75},{\"id\":\"Q\",",
        "{\"id\":\"Q1\",\"parent\":\"Q\",",
        "{\"id\":\"R\",\"parent\":null,\"weight\":1,\"applicable\":false,\"score\":null,"
        "\"low\":null,\"high\":null,\"coverage\":null}",
        "\"contribution\":0.125,",
        "\"reason\":\"50 % is half\",\"template\":\"{share} is half\","
        "\"params\":{\"share\":{\"percent\":0.5}},\"rule\":\"standard/target@1\",\"line\":12,"
        "\"read\":[\"answers.P-b\",\"plan.budget\"],\"evidence\":[]",
        "\"evidence\":[{\"document\":\"plan.pdf\",\"page\":14}],\"note\":\"seen\"}",
        "\"outcome\":\"not_applicable\",\"by\":\"claim\",\"credit\":null,",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strstr(p.out.data, parts[i]) == NULL) {
            fail_msg("lacks %s\n%s", parts[i], p.out.data);
        }
    }
    assert_memory_equal(p.out.data, "{\"engine\"", 9);
    page_free(&p);
}

static void json_of_a_list_leaves_out_nodes_and_findings(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    render_assessment_json(&p.out, &p.f.a, false, true);
    const struct json *doc = parsed(&p);
    assert_null(json_get(doc, "nodes"));
    assert_null(json_get(doc, "findings"));
    assert_non_null(json_get(doc, "counts"));
    page_free(&p);
}

static void json_without_anything_applicable_is_null(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    for (int i = 0; i < p.f.c->criterion_count; i++) {
        p.f.a.findings[i].outcome = OUTCOME_NOT_APPLICABLE;
    }
    fixture_score(&p.f);
    render_assessment_json(&p.out, &p.f.a, false, false);
    assert_non_null(strstr(p.out.data, "\"applicable\":false,\"incomplete\":false,\"score\":null,"
                                       "\"low\":null,\"high\":null,\"coverage\":null,\"band\":null,"
                                       "\"band_possible\":null,"));
    page_free(&p);
}

static void an_error_names_its_cause(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    p.f.a.findings[2].outcome = OUTCOME_ERROR;
    p.f.a.findings[2].by = BY_LIMIT;
    fixture_score(&p.f);
    render_assessment_json(&p.out, &p.f.a, true, false);
    assert_non_null(strstr(p.out.data, "\"incomplete\":true"));
    assert_non_null(
        strstr(p.out.data, "\"outcome\":\"error\",\"cause\":\"limit\",\"credit\":null"));
    page_free(&p);
}

static void plain_pages_have_no_escapes_whatever_the_plan_holds(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    render_assessment_text(&p.out, &p.f.a, NULL, false);
    for (int i = 0; i < p.f.c->criterion_count; i++) {
        render_explain_text(&p.out, &p.f.a, i, false);
    }
    assert_null(strchr(p.out.data, '\x1b'));
    assert_non_null(strstr(p.out.data, "62.5"));
    assert_int_equal(text_utf8_check(p.out.data, p.out.len), p.out.len);
    buf_reset(&p.out);
    render_assessment_text(&p.out, &p.f.a, NULL, true);
    assert_non_null(strstr(p.out.data, "\x1b["));
    page_free(&p);
}

static void explain_shows_answer_facts_rule_and_sources(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    render_explain_text(&p.out, &p.f.a, 1, false);
    static const char *const parts[] = {"P-b",
                                        "Second",
                                        "50 % is half",
                                        "answers.P-b = 50",
                                        "standard/target@1, line 12",
                                        "plan.budget = ",
                                        "absent",
                                        "Weighs little",
                                        "Nothing makes up for it",
                                        "A law",
                                        "[unverified]",
                                        "[our own threshold]"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strstr(p.out.data, parts[i]) == NULL) {
            fail_msg("lacks %s\n%s", parts[i], p.out.data);
        }
    }
    const char *found = strstr(p.out.data, "A guide");
    assert_non_null(found);
    assert_null(strstr(found, "["));
    buf_reset(&p.out);
    render_explain_json(&p.out, &p.f.a, 1);
    const struct json *said = parsed(&p);
    assert_non_null(json_get(said, "question"));
    assert_string_equal(json_string(json_get(said, "weight_reason")), "Weighs little");
    assert_string_equal(json_string(json_path(said, "critical.reason")), "Nothing makes up for it");
    buf_reset(&p.out);
    render_explain_json(&p.out, &p.f.a, 0); /* the first criterion gives neither */
    said = parsed(&p);
    assert_int_equal(json_get(said, "weight_reason")->type, JSON_NULL);
    assert_int_equal(json_get(said, "critical")->type, JSON_NULL);
    page_free(&p);
}

static void scores_stand_on_the_display_scale(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    static const struct {
        int64_t score;
        const char *text;
    } cases[] = {{0, "0.0"}, {CREDIT_ONE, "100.0"}, {583214286, "58.3"}, {SCORE_NONE, "-"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_reset(&p.out);
        render_score(&p.out, p.f.c, cases[i].score);
        assert_string_equal(buf_text(&p.out), cases[i].text);
    }
    page_free(&p);
}

static const char RISK[] =
    "{\"banyan\":1,\"id\":\"risk\",\"version\":\"1.0.0\",\"title\":\"R\\u001b[2Jisk\","
    "\"language\":\"en\",\"direction\":\"risk\",\"min_coverage\":0,\"nodes\":["
    "{\"id\":\"P\",\"title\":\"D\\u202eomain\",\"weight\":1,"
    "\"scale\":{\"min\":0,\"max\":10,\"decimals\":2},\"criteria\":["
    "{\"id\":\"a\",\"title\":\"F\\u001b[2Jirst\",\"question\":\"w\\u001b[2Jhy\",\"weight\":1,"
    "\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"},"
    "{\"id\":\"b-with-a-long-id\",\"title\":\"Second\",\"weight\":1,"
    "\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"},"
    "{\"id\":\"c\",\"title\":\"Third\",\"weight\":1,\"answer\":{\"type\":\"yes_no\"},"
    "\"rule\":\"standard/yes_no\"},"
    "{\"id\":\"d\",\"title\":\"Fourth\",\"weight\":1,\"answer\":{\"type\":\"yes_no\"},"
    "\"rule\":\"standard/yes_no\"},"
    "{\"id\":\"e\",\"title\":\"Fifth\",\"weight\":1,\"answer\":{\"type\":\"yes_no\"},"
    "\"rule\":\"standard/yes_no\"},"
    "{\"id\":\"f\",\"title\":\"Sixth\",\"weight\":1,\"answer\":{\"type\":\"yes_no\"},"
    "\"rule\":\"standard/yes_no\"}]}]}";

/* The line of a page on which a word stands. */
static void line_with(const char *page, const char *word, char *line, size_t size)
{
    const char *at = strstr(page, word);
    assert_non_null(at);
    while (at > page && at[-1] != '\n') {
        at--;
    }
    size_t len = strcspn(at, "\n");
    assert_true(len < size);
    memcpy(line, at, len);
    line[len] = '\0';
}

static void a_checklist_cannot_reach_the_terminal(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, RISK);
    render_assessment_text(&p.out, &p.f.a, NULL, false);
    render_explain_text(&p.out, &p.f.a, 0, false);
    assert_null(strchr(p.out.data, '\x1b'));
    assert_null(strstr(p.out.data, "\u202e"));
    page_free(&p);
}

static void full_risk_looks_no_better_than_none(void **state)
{
    (void)state;
    struct page p;
    char worst[400];
    char best[400];
    page_init(&p, RISK);
    render_assessment_text(&p.out, &p.f.a, NULL, true);
    line_with(p.out.data, "[2Jirst", worst, sizeof worst); /* credit 1: all risk */
    line_with(p.out.data, "Fourth", best, sizeof best);    /* credit 0: none */
    assert_null(strstr(worst, "\x1b[32m"));
    assert_non_null(strstr(worst, "\x1b[31m"));
    assert_non_null(strstr(best, "\x1b[32m"));
    page_free(&p);
}

static void ids_are_shown_whole_and_domains_on_their_own_scale(void **state)
{
    (void)state;
    struct page p;
    char line[400];
    page_init(&p, RISK);
    render_assessment_text(&p.out, &p.f.a, NULL, false);
    assert_non_null(strstr(p.out.data, "b-with-a-long-id"));
    line_with(p.out.data, "202eomain", line, sizeof line);
    assert_non_null(strstr(line, "5.00")); /* (1 + 0.5 + 0) / 3 on 0…10 */
    page_free(&p);
}

static void halves_go_up_and_coverage_is_never_said_too_high(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    render_score(&p.out, p.f.c, 582500000);
    assert_string_equal(buf_text(&p.out), "58.3");
    for (int tenth = 0; tenth < 1000; tenth++) { /* near each half, and at it */
        for (int64_t beside = -1; beside <= 1; beside++) {
            char text[16];
            int64_t score = (int64_t)tenth * 1000000 + 500000 + beside;
            int64_t shown = tenth + (beside >= 0);
            (void)snprintf(text, sizeof text, "%d.%d", (int)(shown / 10), (int)(shown % 10));
            buf_reset(&p.out);
            render_score(&p.out, p.f.c, score);
            assert_string_equal(buf_text(&p.out), text);
        }
    }
    buf_reset(&p.out);
    for (int i = 0; i < p.f.c->node_count; i++) {
        p.f.a.nodes[i].coverage = 996000000;
    }
    render_assessment_text(&p.out, &p.f.a, NULL, false);
    assert_null(strstr(p.out.data, "100 %"));
    page_free(&p);
}

static void the_place_of_a_p_code_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *list, *shown; /* NULL: no line */
    } cases[] = {
        {"NP04,1,Gandaki,,2024-01-01\nNP0436,2,Gorkha,NP04,2024-01-01\n",
         "Place: NP0436, Gorkha, Gandaki"},
        {"NP04,1,Gan\x1b[31mdaki,,2024-01-01\n", "Place: NP0436, a part of Gan"},
        {"NP05,1,Lumbini,,2024-01-01\n", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct page p;
        char line[400];
        struct buf text = BUF_INIT;
        struct pcode_list list;
        struct err e;
        page_init(&p, MERIT);
        buf_printf(&text, "pcode,level,name,parent,valid_from\n%s", cases[i].list);
        assert_int_equal(pcodes_read(&p.f.arena, "list", buf_text(&text), text.len, &list, &e), 0);
        render_assessment_text(&p.out, &p.f.a, &list, false);
        assert_null(strchr(p.out.data, '\x1b'));
        if (cases[i].shown == NULL) {
            assert_null(strstr(p.out.data, "Place: "));
        } else {
            line_with(p.out.data, "Place: ", line, sizeof line);
            assert_memory_equal(line, cases[i].shown, strlen(cases[i].shown));
        }
        buf_free(&text);
        page_free(&p);
    }
}

static void what_is_met_in_part_is_never_shown_as_all_or_nothing(void **state)
{
    (void)state;
    static const struct {
        int64_t credit;
        char mark;
        const char *shown;
    } cases[] = {{0, 'x', "0.00"},         {1, '~', "0.01"},         {125000000, '~', "0.13"},
                 {994999999, '~', "0.99"}, {999999999, '~', "0.99"}, {CREDIT_ONE, '+', "1.00"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct page p;
        char line[400];
        page_init(&p, MERIT);
        fixture_credit(&p.f, 1, cases[i].credit);
        fixture_score(&p.f);
        render_assessment_text(&p.out, &p.f.a, NULL, false);
        line_with(p.out.data, " Second ", line, sizeof line);
        assert_int_equal(line[2], cases[i].mark);
        assert_string_equal(line + strlen(line) - 4, cases[i].shown);
        page_free(&p);
    }
}

static void what_decides_goes_by_the_share_of_the_whole(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, MERIT);
    for (int i = 0; i < 6;
         i++) { /* R-f: weight 1, alone in its domain; P-a: 2 of 4 in one of three */
        p.f.a.findings[i].outcome = OUTCOME_NOT_ASSESSED;
    }
    fixture_credit(&p.f, 1, CREDIT_ONE);
    p.f.a.findings[4].outcome = OUTCOME_ERROR;
    p.f.a.findings[4].by = BY_RULE;
    fixture_score(&p.f);
    render_assessment_text(&p.out, &p.f.a, NULL, false);
    const char *first = strstr(p.out.data, "What decides the band");
    assert_non_null(first); /* below it the criteria stand once more, the heaviest first */
    const char *heavy = strstr(first, "P-a");  /* 3/5 * 2/4 = 30 % */
    const char *alone = strstr(first, "R-f");  /* 1/5 = 20 % */
    const char *broken = strstr(first, "Q-e"); /* 1/5 * 3/4 = 15 %, for an error is open too */
    assert_true(heavy != NULL && alone != NULL && broken != NULL && heavy < alone &&
                alone < broken);
    page_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_has_the_keys_of_the_contract_in_order),
        cmocka_unit_test(json_holds_the_worked_case),
        cmocka_unit_test(json_of_a_list_leaves_out_nodes_and_findings),
        cmocka_unit_test(json_without_anything_applicable_is_null),
        cmocka_unit_test(an_error_names_its_cause),
        cmocka_unit_test(plain_pages_have_no_escapes_whatever_the_plan_holds),
        cmocka_unit_test(explain_shows_answer_facts_rule_and_sources),
        cmocka_unit_test(scores_stand_on_the_display_scale),
        cmocka_unit_test(a_checklist_cannot_reach_the_terminal),
        cmocka_unit_test(full_risk_looks_no_better_than_none),
        cmocka_unit_test(ids_are_shown_whole_and_domains_on_their_own_scale),
        cmocka_unit_test(halves_go_up_and_coverage_is_never_said_too_high),
        cmocka_unit_test(the_place_of_a_p_code_is_named),
        cmocka_unit_test(what_is_met_in_part_is_never_shown_as_all_or_nothing),
        cmocka_unit_test(what_decides_goes_by_the_share_of_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
