/* Reading checklists: every complaint names its line and path; profiles leave out what they do not
 * name; conditions on hazards, setting and facts. */
#include "score_fixture.h"

#include "model/condition.h"

#define HEAD "{\"banyan\":1,\"id\":\"t\",\"version\":\"1.0.0\",\"title\":\"t\",\n"
#define ONE "{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}}"

static void refused(const char *text, const char *profile, const char *complaint)
{
    struct diag d;
    struct checklist *c = NULL;
    diag_init(&d, "c.json");
    assert_int_equal(checklist_parse(text, strlen(text), profile, &d, &c), ERR_INPUT);
    assert_null(c);
    if (strstr(buf_text(&d.text), complaint) == NULL) {
        fail_msg("wanted \"%s\", got \"%s\"", complaint, buf_text(&d.text));
    }
    diag_free(&d);
}

static void complaints_name_line_and_path(void **state)
{
    (void)state;
    refused(HEAD "\"nodess\":[]}", NULL,
            "c.json:2: nodess: is no key of a checklist: did you mean \"nodes\"?");
    refused(HEAD "\"criteria\":[" ONE ",\n" ONE "]}", NULL,
            "c.json:3: criteria.id: \"a\" stands twice: rename one");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\n\"weight\":0,"
                 "\"answer\":{\"type\":\"yes_no\"}}]}",
            NULL, "c.json:3: criteria.a.weight: 0 is out of range");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\n\"weight\":1.5,"
                 "\"answer\":{\"type\":\"yes_no\"}}]}",
            NULL, "c.json:3: criteria.a.weight: 1.5 is no whole number");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":\n{\"type\":\"yesno\"}}]}",
            NULL, "c.json:3: criteria.a.answer.type: \"yesno\" is unknown: give none, yes_no");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"number\"}}]}",
            NULL, "criteria.a.rule: is missing: name the rule that scores a number");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},"
                 "\"applies\":{\"hazards\":[\"XX\"]}}]}",
            NULL, "criteria.a.applies.hazards: \"XX\" is no known hazard");
    refused(HEAD "\"aggregate\":\"mean\",\"criteria\":[" ONE "]}", NULL,
            "aggregate: \"mean\" is unknown: give arithmetic, geometric, harmonic, minimum or "
            "inverted_geometric");
    refused(HEAD
            "\"bands\":[{\"id\":\"A\",\"from\":0.2},{\"id\":\"B\",\"from\":0.5}],\"criteria\":[" ONE
            "]}",
            NULL, "bands: is out of order");
    refused(HEAD "\"nodes\":[{\"id\":\"N\"}]}", NULL, "nodes.N: has neither criteria nor nodes");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},"
                 "\"critical\":{\"below\":0.5,\"cap\":\"Z\"}}]}",
            NULL, "criteria.a.critical.cap: \"Z\" is no band of this checklist");
    refused(HEAD "\"exempt\":{\"monotone\":\"so\"},\"criteria\":[" ONE "]}", NULL,
            "exempt.monotone: is no key of a checklist");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},"
                 "\"exempt\":{\"effect\":\"\"}}]}",
            NULL, "criteria.a.exempt.effect: is empty: give a text");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},"
                 "\"exempt\":{\"absent\":\"so\"}}]}",
            NULL, "criteria.a.exempt.absent: is text: give object");
    refused(HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},"
                 "\"exempt\":{\"absent\":{\"safe\":1}}}]}",
            NULL, "criteria.a.exempt.absent.safe: is number: give text");
    refused("[1]", NULL, "c.json:1: is list: a checklist is an object");
    refused("{", NULL, "c.json:1:");
}

static void a_profile_leaves_out_what_it_does_not_name(void **state)
{
    (void)state;
    const char *text = HEAD
        "\"profiles\":{\"q\":{\"leaves_out\":\"a\",\"criteria\":[\"b\"]}},\"nodes\":[{\"id\":\"N\","
        "\"criteria\":[" ONE
        "]},{\"id\":\"M\",\"weight\":4,\"criteria\":[{\"id\":\"b\",\"title\":\"t\",\"weight\":7,"
        "\"answer\":{\"type\":\"yes_no\"}}]}]}";
    struct diag d;
    struct checklist *c = NULL;
    diag_init(&d, "c.json");
    assert_int_equal(checklist_parse(text, strlen(text), "q", &d, &c), 0);
    assert_int_equal(c->criterion_count, 1);
    assert_int_equal(c->node_count, 2); /* the root and M; N is empty and vanishes */
    assert_string_equal(c->nodes[1].id, "M");
    assert_int_equal(c->nodes[1].weight, 4);
    assert_int_equal(c->criteria[0].demand.weight, 7);
    assert_string_equal(c->profile, "q");
    assert_string_equal(json_string(json_get(c->profile_doc, "leaves_out")), "a");
    struct checklist *whole = fixture_checklist(text);
    assert_string_not_equal(c->digest, whole->digest);
    checklist_free(c);
    checklist_free(whole);
    diag_free(&d);
    refused(text, "quick", "profiles: \"quick\" is no profile: choose one of q");
}

static void what_a_node_declares_holds_below_it(void **state)
{
    (void)state;
    struct checklist *c = fixture_checklist(
        HEAD
        "\"missing\":\"skip\",\"nodes\":[{\"id\":\"N\",\"aggregate\":\"geometric\",\"floor\":0.1,"
        "\"min_coverage\":0.5,\"nodes\":[{\"id\":\"M\",\"criteria\":[" ONE "]}]}]}");
    assert_int_equal(c->nodes[0].min_coverage, -1); /* the floor goes with `range` only */
    assert_int_equal(c->nodes[2].aggregate, AGG_GEOMETRIC);
    assert_true(c->nodes[2].floor == 0.1);
    assert_int_equal(c->nodes[2].missing, MISSING_SKIP);
    assert_int_equal(c->nodes[1].min_coverage, 500000000);
    assert_int_equal(c->nodes[2].min_coverage, -1); /* never inherited */
    checklist_free(c);
}

static bool holds(const char *applies, const char *document, char *reason, size_t size)
{
    struct buf text = BUF_INIT;
    buf_printf(&text,
               HEAD "\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},"
                    "\"applies\":%s}]}",
               applies);
    struct checklist *c = fixture_checklist(buf_text(&text));
    buf_free(&text);
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    assert_int_equal(json_parse(&arena, document, strlen(document), 1, &doc, &error), 0);
    struct plan plan = {.doc = doc};
    bool result = false;
    struct finding why = {0};
    assert_int_equal(condition_check(c, &c->criteria[0], &plan, &arena, &result, &why), 0);
    reason[0] = '\0';
    if (!result) {
        assert_int_equal(why.outcome, OUTCOME_NOT_APPLICABLE);
        assert_int_equal(why.by, BY_CONTEXT);
        struct buf out = BUF_INIT;
        finding_reason(&out, &why);
        (void)snprintf(reason, size, "%s", buf_text(&out));
        buf_free(&out);
    }
    arena_free(&arena);
    checklist_free(c);
    return result;
}

static void conditions_hold_where_their_fact_is_absent(void **state)
{
    (void)state;
    char why[128];
    assert_true(holds("{\"hazards\":[\"TS\"]}", "{}", why, sizeof why));
    assert_true(
        holds("{\"hazards\":[\"TS\"]}", "{\"community\":{\"hazards\":[]}}", why, sizeof why));
    assert_true(holds("{\"setting\":[\"urban\"]}", "{\"community\":{}}", why, sizeof why));
    assert_true(holds("{\"facts\":{\"facts.n\":{\"at_least\":1}}}", "{}", why, sizeof why));
}

/* What the facts of a plan may be: a document that nobody has checked yet. */
static void conditions_compare_facts_of_any_kind(void **state)
{
    (void)state;
    char why[128], test[128];
    const char *plan =
        "{\"plan\":{\"start\":\"2026-05-01\",\"none\":[],\"two\":[1,2],\"names\":[\"a\","
        "\"b\"],\"o\":{\"a\":1},\"yes\":true,\"n\":5},"
        "\"community\":{\"hazards\":[{},{\"type\":\"EQ\"}]}}";
    static const struct {
        const char *fact, *test, *why; /* why NULL: it holds */
    } cases[] = {
        {"start", "{\"at_least\":\"2026-05-01\"}", NULL},
        {"start", "{\"at_least\":\"2026-05-02\"}",
         "plan.start is 2026-05-01, for which this is not asked"},
        {"start", "{\"at_most\":\"2026-05-01\"}", NULL},
        {"start", "{\"at_most\":\"2026-04-30\"}",
         "plan.start is 2026-05-01, for which this is not asked"},
        {"start", "{\"at_least\":7,\"at_most\":3}", NULL}, /* nothing to compare */
        {"n", "{\"at_least\":\"2026\",\"at_most\":\"2026\"}", NULL},
        {"n", "{\"equals\":\"5\"}", "plan.n is 5, for which this is not asked"},
        {"yes", "{\"at_least\":7,\"at_most\":0}", NULL},
        {"yes", "{\"equals\":true}", NULL},
        {"yes", "{\"equals\":false}", "plan.yes is true, for which this is not asked"},
        {"yes", "{\"equals\":1}", "plan.yes is true, for which this is not asked"},
        {"two", "{\"at_least\":2}", NULL},
        {"two", "{\"at_least\":3}", "plan.two is 2, for which this is not asked"},
        {"two", "{\"at_most\":1}", "plan.two is 2, for which this is not asked"},
        {"two", "{\"any_of\":[1,[1,2]]}", "plan.two is 2, for which this is not asked"},
        {"none", "{\"at_least\":1}", "plan.none is 0, for which this is not asked"},
        {"names", "{\"at_least\":3}", "plan.names is a, b, for which this is not asked"},
        {"o", "{\"at_least\":2}", "plan.o is 1, for which this is not asked"},
        {"o", "{\"at_most\":1}", NULL},
        {"start", "{\"any_of\":[\"2025\",\"2026-05-01\",\"2027\"]}", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)snprintf(test, sizeof test, "{\"facts\":{\"plan.%s\":%s}}", cases[i].fact,
                       cases[i].test);
        assert_int_equal(holds(test, plan, why, sizeof why), cases[i].why == NULL);
        assert_string_equal(why, cases[i].why == NULL ? "" : cases[i].why);
    }
    assert_false(holds("{\"hazards\":[\"FL\"]}", plan, why, sizeof why));
    assert_true(holds("{\"hazards\":[\"EQ\"]}", plan, why, sizeof why));
}

static void conditions_compare(void **state)
{
    (void)state;
    char why[128];
    const char *flood = "{\"community\":{\"hazards\":[{\"type\":\"FF\"}],\"setting\":\"rural\","
                        "\"population\":{\"total\":5}}}";
    assert_true(holds("{\"hazards\":[\"TS\",\"FL\"]}", flood, why, sizeof why));  /* umbrella */
    assert_false(holds("{\"hazards\":[\"RF\",\"TS\"]}", flood, why, sizeof why)); /* siblings */
    assert_string_equal(why, "none of RF, TS is in the hazard register");
    assert_false(holds("{\"setting\":[\"urban\"]}", flood, why, sizeof why));
    const char *path = "community.population.total";
    char test[128];
    static const struct {
        const char *test;
        bool expect;
    } cases[] = {{"{\"at_least\":5}", true},
                 {"{\"at_least\":6}", false},
                 {"{\"at_most\":5}", true},
                 {"{\"at_most\":4}", false},
                 {"{\"equals\":5}", true},
                 {"{\"equals\":4}", false},
                 {"{\"any_of\":[1,5]}", true},
                 {"{\"any_of\":[1]}", false},
                 {"{\"at_least\":5,\"at_most\":4}", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)snprintf(test, sizeof test, "{\"facts\":{\"%s\":%s}}", path, cases[i].test);
        assert_int_equal(holds(test, flood, why, sizeof why), cases[i].expect);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complaints_name_line_and_path),
        cmocka_unit_test(a_profile_leaves_out_what_it_does_not_name),
        cmocka_unit_test(what_a_node_declares_holds_below_it),
        cmocka_unit_test(conditions_hold_where_their_fact_is_absent),
        cmocka_unit_test(conditions_compare_facts_of_any_kind),
        cmocka_unit_test(conditions_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
