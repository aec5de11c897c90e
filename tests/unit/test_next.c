/* What to do first: in which order, with which advice, and how it reads. */
#include "score_fixture.h"

#include "base/text.h"
#include "report/render.h"

#define YES_NO "\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\""
#define CRITICAL "\"critical\":{\"below\":0.5,\"cap\":\"B\"},"

static const char CHECKLIST[] =
    "{\"banyan\":1,\"id\":\"next\",\"version\":\"1.0.0\",\"title\":\"Next\",\"language\":\"en\","
    "\"min_coverage\":0,\"bands\":[{\"id\":\"A\",\"title\":\"good\",\"from\":0.6},"
    "{\"id\":\"B\",\"title\":\"poor\",\"from\":0}],\"nodes\":["
    "{\"id\":\"A\",\"title\":\"All\",\"weight\":1,\"criteria\":["
    "{\"id\":\"heavy\",\"title\":\"Heavy\",\"weight\":12,\"advice\":\"Lift.\"," YES_NO "},"
    "{\"id\":\"tenth\",\"title\":\"A tenth is missing\",\"weight\":10,\"advice\":\"Add.\"," YES_NO
    "},"
    "{\"id\":\"gap\",\"title\":\"A critical gap\",\"weight\":2," CRITICAL "\"advice\":["
    "{\"below\":0.3,\"text\":\"Begin.\"},{\"below\":1,\"text\":\"Go on.\"}]," YES_NO "},"
    "{\"id\":\"open\",\"title\":\"Critical, open\",\"weight\":4," CRITICAL
    "\"evidence\":\"the list\","
    "\"advice\":{\"below\":1,\"text\":\"Mend it.\"}," YES_NO "},"
    "{\"id\":\"alike\",\"title\":\"As much in all\",\"weight\":1,\"advice\":\"Do.\"," YES_NO
    "}]}]}";

static const char PLAN[] =
    "{\"banyan\":1,\"plan\":{\"id\":\"one\",\"title\":\"Plan\"},\"community\":{\"country\":\"NPL\","
    "\"name\":\"Ward 7\",\"facilities\":[{\"id\":\"F1\",\"kind\":\"school\",\"name\":\"Upper "
    "school\"},"
    "{\"id\":\"F2\",\"kind\":\"school\"},{\"id\":\"F3\",\"kind\":\"school\",\"name\":\"Camp, "
    "tents\"}]},"
    "\"assessment\":{\"round\":\"2026\",\"date\":\"2026-09-12\"},\"answers\":{}}";

struct page {
    struct fixture f;
    struct plan plan;
    struct buf out;
};

static void page_init(struct page *p, const char *checklist)
{
    struct json *doc = NULL;
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
}

static void page_free(struct page *p)
{
    buf_free(&p->out);
    fixture_free(&p->f);
}

/* "ID ID …" of what is to be done. */
static void order_is(struct page *p, bool open, const char *wanted)
{
    struct render_step *steps = NULL;
    size_t count = 0;
    struct buf ids = BUF_INIT;
    fixture_score(&p->f);
    assert_int_equal(render_steps(&p->f.a, open, &steps, &count), 0);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&ids, "%s%s", i > 0 ? " " : "", p->f.c->criteria[steps[i].criterion].demand.id);
    }
    assert_string_equal(buf_text(&ids), wanted);
    buf_free(&ids);
    free(steps);
}

static void critical_gaps_go_before_what_gains_more(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, CHECKLIST);
    fixture_credit(&p.f, 0, 0);
    fixture_credit(&p.f, 1, CREDIT_ONE / 10 * 9);
    fixture_credit(&p.f, 2, CREDIT_ONE / 10 * 4);
    fixture_credit(&p.f, 4, 0);
    order_is(&p, true, "gap open heavy tenth alike"); /* the last two gain the same */
    order_is(&p, false, "gap open heavy tenth alike");
    fixture_credit(&p.f, 2, CREDIT_ONE / 2);          /* at its limit it is no gap */
    order_is(&p, true, "open heavy tenth gap alike"); /* and gains as much as its neighbours */
    fixture_credit(&p.f, 3, CREDIT_ONE / 2);
    order_is(&p, true, "heavy open tenth gap alike");
    page_free(&p);
}

static void what_is_open_is_listed_where_it_is_asked_for(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, CHECKLIST);
    fixture_credit(&p.f, 1, 0);
    fixture_credit(&p.f, 2, CREDIT_ONE);
    order_is(&p, true, "open heavy tenth alike");
    order_is(&p, false, "open tenth"); /* a critical one holds the band: always */
    p.f.a.findings[3].outcome = OUTCOME_NOT_APPLICABLE;
    p.f.a.findings[3].by = BY_CLAIM;
    order_is(&p, false, "tenth");
    page_free(&p);
}

/* The own weight of what presses counts, not its share: "wide" stands alone in its node, and still waits. */
static const char LIVES[] =
    "{\"banyan\":1,\"id\":\"lives\",\"version\":\"1.0.0\",\"title\":\"Lives\",\"language\":\"en\","
    "\"min_coverage\":0,\"bands\":[{\"id\":\"A\",\"title\":\"good\",\"from\":0.6},"
    "{\"id\":\"B\",\"title\":\"poor\",\"from\":0}],\"nodes\":["
    "{\"id\":\"W\",\"title\":\"Wide\",\"weight\":1,\"criteria\":["
    "{\"id\":\"paper\",\"title\":\"Paper\",\"weight\":2,\"saves_lives\":false,\"advice\":"
    "\"Write.\"," YES_NO "}]},"
    "{\"id\":\"V\",\"title\":\"Wide too\",\"weight\":1,\"criteria\":["
    "{\"id\":\"wide\",\"title\":\"Wide\",\"weight\":1,\"saves_lives\":true,\"advice\":\"Do."
    "\"," YES_NO "}]},"
    "{\"id\":\"N\",\"title\":\"Narrow\",\"weight\":1,\"criteria\":["
    "{\"id\":\"roof\",\"title\":\"Roof\",\"weight\":3,\"saves_lives\":true,\"advice\":\"Mend."
    "\"," YES_NO "},"
    "{\"id\":\"right\",\"title\":\"Right\",\"weight\":9," CRITICAL "\"advice\":\"Grant.\"," YES_NO
    "},"
    "{\"id\":\"water\",\"title\":\"Water\",\"weight\":3,\"saves_lives\":true," CRITICAL
    "\"advice\":\"Pump.\"," YES_NO "}]}]}";

static void what_saves_lives_goes_before_paper(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, LIVES);
    for (int i = 0; i < 5; i++) {
        fixture_credit(&p.f, i, 0);
    }
    order_is(&p, true, "water right roof wide paper");
    fixture_credit(&p.f, 2, CREDIT_ONE / 4 * 3); /* 0.75 of 3 and 1 of 1: wide is in greater need */
    order_is(&p, true, "water right wide roof paper");
    fixture_credit(&p.f, 2, CREDIT_ONE / 10 * 9);     /* a tenth is missing: still */
    fixture_credit(&p.f, 1, CREDIT_ONE / 10 * 9 + 1); /* nearly there: by what it gains */
    order_is(&p, true, "water right roof paper wide");
    page_free(&p);
}

static void doubt(struct page *p, int criterion, const char *list)
{
    struct json *doc = NULL;
    struct json_error error;
    assert_int_equal(json_parse(&p->f.arena, list, strlen(list), 1, &doc, &error), 0);
    p->f.a.findings[criterion].params = doc;
}

static void step_is(struct page *p, int criterion, const char *wanted)
{
    struct render_step *steps = NULL;
    size_t count = 0;
    buf_reset(&p->out);
    fixture_score(&p->f);
    assert_int_equal(render_steps(&p->f.a, true, &steps, &count), 0);
    for (size_t i = 0; i < count; i++) {
        if (steps[i].criterion == criterion) {
            render_step_text(&p->out, &p->f.a, &steps[i], false);
        }
    }
    assert_string_equal(buf_text(&p->out), wanted);
    free(steps);
}

static void each_step_says_what_comes_next(void **state)
{
    (void)state;
    struct page p;
    page_init(&p, CHECKLIST);
    for (int i = 0; i < 5; i++) {
        fixture_credit(&p.f, i, CREDIT_ONE);
    }
    fixture_credit(&p.f, 2, 0);
    step_is(&p, 2, "  gap A critical gap (critical; 6.9 % of the weight to gain)\n    Begin.\n");
    fixture_credit(&p.f, 2, CREDIT_ONE / 10 * 3);
    step_is(&p, 2, "  gap A critical gap (critical; 4.8 % of the weight to gain)\n    Go on.\n");
    fixture_credit(&p.f, 2, CREDIT_ONE);
    step_is(&p, 2, "");
    p.f.a.findings[3].outcome = OUTCOME_UNKNOWN; /* no text is for it: what to ask for */
    step_is(&p, 3,
            "  open Critical, open (critical; 13.8 % of the weight is open)\n"
            "    Find out how it stands, and answer the question. Ask for: the list.\n");
    page_free(&p);
}

static void what_the_plan_contradicts_is_a_step(void **state)
{
    (void)state;
    static const char check[] =
        "{\"doubts\":[{\"template\":\"the well is open\",\"rule\":\"check/well\"}]}";
    static const char facts[] = "{\"doubts\":[{\"template\":\"the well is open\"}]}";
    struct page p;
    page_init(&p, LIVES);
    for (int i = 0; i < 5; i++) {
        fixture_credit(&p.f, i, CREDIT_ONE);
    }
    fixture_credit(&p.f, 3, 0);
    doubt(&p, 0, check);
    doubt(&p, 4, check);
    order_is(&p, false, "right water"); /* a doubt is a step where it is critical; a gap is sure */
    step_is(&p, 4,
            "  water Water (critical; in doubt)\n    Look at this again: the well is open.\n");
    doubt(&p, 4, facts); /* the answer differs from the facts, and these count: nothing to do */
    order_is(&p, false, "right");
    p.f.a.findings[4].outcome = OUTCOME_NOT_APPLICABLE;
    p.f.a.findings[4].by = BY_CLAIM;
    order_is(&p, false, "water right");
    step_is(&p, 4,
            "  water Water (critical; saves lives; in doubt)\n"
            "    Take this claim back, or correct the plan: the well is open.\n");
    p.f.a.findings[4].by = BY_CONTEXT; /* by the register: only a check speaks against it */
    order_is(&p, false, "right");
    doubt(&p, 4, check);
    order_is(&p, false, "water right");
    fixture_credit(&p.f, 0,
                   CREDIT_ONE / 2); /* advice on an answer comes after what doubts the answer */
    step_is(&p, 0,
            "  paper Paper (16.7 % of the weight to gain)\n"
            "    Look at this again: the well is open. Write.\n");
    p.f.a.findings[0].outcome = OUTCOME_UNKNOWN;
    step_is(&p, 0,
            "  paper Paper (33.3 % of the weight is open)\n"
            "    Take this claim back, or correct the plan: the well is open.\n");
    page_free(&p);
}

static void shown(struct page *p, const char *params, const char *wanted)
{
    struct json *doc = NULL;
    struct json_error error;
    assert_int_equal(json_parse(&p->f.arena, params, strlen(params), 1, &doc, &error), 0);
    p->f.a.findings[0].params = doc;
    buf_reset(&p->out);
    fixture_score(&p->f);
    render_explain_text(&p->out, &p->f.a, 0, false);
    if (strstr(buf_text(&p->out), wanted) == NULL) {
        fail_msg("no \"%s\" in:\n%s", wanted, buf_text(&p->out));
    }
}

static void people_read_names_and_titles(void **state)
{
    (void)state;
    static const char with_items[] =
        "{\"banyan\":1,\"id\":\"n\",\"version\":\"1.0.0\",\"title\":\"N\",\"min_coverage\":0,"
        "\"bands\":[{\"id\":\"A\",\"title\":\"a\",\"from\":0}],\"criteria\":[{\"id\":\"i\","
        "\"title\":\"t\",\"answer\":{\"type\":\"items\",\"items\":[{\"id\":\"wash\",\"title\":"
        "\"Water, soap\"},"
        "{\"id\":\"food\",\"title\":\"Food\"}]},\"rule\":\"standard/items\"}]}";
    static const struct {
        const char *params, *wanted;
    } cases[] = {
        {"{\"x\":\"F1\"}", "lacks Upper school (F1)."},
        {"{\"x\":\"F1, F2\"}", "lacks Upper school (F1), F2."}, /* one without a name */
        {"{\"x\":\"F1, F3\"}", "lacks Upper school (F1); Camp, tents (F3)."},
        {"{\"x\":\"TS, FF, XX\"}", "lacks tsunami, flash flood, XX."},
        {"{\"x\":\"food, wash\"}", "lacks Food; Water, soap."},
        {"{\"x\":\"lit_toilets_apart, lighting\"}", "lacks lit toilets apart, lighting."},
        {"{\"x\":\"A body, or two\"}", "lacks A body, or two."},
        {"{\"x\":\"\"}", "lacks ."},
        {"{\"x\":9999}", "lacks 9999."},
        {"{\"x\":10000}", "lacks 10\xc2\xa0"
                          "000."},
        {"{\"x\":118443587}", "lacks 118\xc2\xa0"
                              "443\xc2\xa0"
                              "587."},
        {"{\"x\":0.25}", "lacks 0.25."},
        {"{\"x\":-20000}", "lacks -20000."},
        {"{\"x\":{\"percent\":0.5}}", "lacks 50 %."},
    };
    struct page p;
    page_init(&p, with_items);
    fixture_credit(&p.f, 0, 0);
    p.f.a.findings[0].template_text = "lacks {x}.";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        shown(&p, cases[i].params, cases[i].wanted);
    }
    buf_reset(&p.out); /* JSON keeps what the rule said */
    shown(&p, "{\"x\":\"F1\"}", "Upper school");
    buf_reset(&p.out);
    render_explain_json(&p.out, &p.f.a, 0);
    assert_non_null(strstr(buf_text(&p.out), "\"reason\":\"lacks F1.\""));
    page_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(critical_gaps_go_before_what_gains_more),
        cmocka_unit_test(what_is_open_is_listed_where_it_is_asked_for),
        cmocka_unit_test(what_saves_lives_goes_before_paper),
        cmocka_unit_test(each_step_says_what_comes_next),
        cmocka_unit_test(what_the_plan_contradicts_is_a_step),
        cmocka_unit_test(people_read_names_and_titles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
