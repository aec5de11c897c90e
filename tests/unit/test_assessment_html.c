/* The page of an assessment. */
#include "score_fixture.h"

#include "report/assessment_html.h"

#define EVIL "\\\"><img src=x onerror=alert(1)><script>alert(2)</script>\\u202e"

static const char MERIT[] =
    "{\"banyan\":1,\"id\":\"worked\",\"version\":\"1.0.0\",\"title\":\"W "
    "<b>\",\"min_coverage\":0.6,"
    "\"bands\":[{\"id\":\"A\",\"title\":\"good " EVIL "\",\"from\":0.6},"
    "{\"id\":\"B\",\"title\":\"poor\",\"from\":0}],\"nodes\":["
    "{\"id\":\"P\",\"title\":\"Domain " EVIL "\",\"weight\":3,\"criteria\":["
    "{\"id\":\"P-a\",\"title\":\"First " EVIL "\",\"question\":\"Is it so? " EVIL "\",\"weight\":2,"
    "\"answer\":{\"type\":\"level\",\"levels\":[\"none\",\"some " EVIL "\"]},"
    "\"source\":[{\"title\":\"A law " EVIL "\",\"year\":2010,\"section\":\"s.1 " EVIL "\","
    "\"status\":\"unverified\"},{\"title\":\"Ours\",\"year\":2026,\"status\":\"drafted\"}]},"
    "{\"id\":\"P-b\",\"title\":\"Second\",\"weight\":1,\"critical\":{\"below\":0.6,\"cap\":\"B\"},"
    "\"answer\":{\"type\":\"percent\"},\"rule\":\"standard/target\",\"advice\":\"Do {it} " EVIL
    "\","
    "\"source\":[{\"title\":\"Ours\",\"year\":2026,\"section\":\"all\",\"status\":\"drafted\"}]}],"
    "\"nodes\":[]},"
    "{\"id\":\"Q\",\"title\":\"Domain "
    "Q\",\"weight\":1,\"nodes\":[{\"id\":\"Q1\",\"title\":\"Below\","
    "\"weight\":1,\"criteria\":[{\"id\":\"Q-d\",\"title\":\"Fourth\",\"weight\":1,"
    "\"answer\":{\"type\":\"yes_no\"}}]}]},"
    "{\"id\":\"R\",\"title\":\"Domain R\",\"weight\":1,\"criteria\":[{\"id\":\"R-f\",\"title\":"
    "\"Sixth\",\"weight\":1,\"answer\":{\"type\":\"yes_no\"}}]}]}";

static const char PLAN[] =
    "{\"banyan\":1,\"plan\":{\"id\":\"one\",\"title\":\"Ward " EVIL "\",\"language\":\"ne\","
    "\"budget\":{\"currency\":\"NPR\",\"total\":5,\"drr\":3,\"lines\":[{\"id\":\"B1\",\"amount\":1}"
    "]}},"
    "\"community\":{\"country\":\"NPL\",\"name\":\"Ward 7 <7>\",\"pcode\":\"NP0436\","
    "\"settlements\":[\"rural\",\"coastal\"],\"hazards\":[{\"type\":\"EQ\"}]},"
    "\"assessment\":{\"round\":\"2026\",\"date\":\"2026-09-12\",\"method\":\"workshop\","
    "\"assessors\":[\"team <1>\"],\"children_took_part\":24},\"answers\":{"
    "\"P-a\":{\"value\":1,\"note\":\"seen " EVIL "\"},\"P-b\":50}}";

struct made {
    struct fixture f;
    struct plan plan;
    struct assessment_shown ask;
    struct buf out;
};

static const struct json *parsed(struct made *m, const char *text)
{
    struct json *doc = NULL;
    struct json_error error;
    if (json_parse(&m->f.arena, text, strlen(text), 1, &doc, &error) != 0) {
        fail_msg("no JSON: %s", error.text);
    }
    return doc;
}

/* P-a in full, P-b half and below its limit, Q-d open, R-f does not apply. */
static void begin(struct made *m, const char *checklist)
{
    struct diag d;
    memset(m, 0, sizeof *m);
    fixture_init(&m->f, checklist);
    diag_init(&d, "plan.json");
    if (plan_check(&m->f.arena, parsed(m, PLAN), NULL, &d, &m->plan) != 0) {
        fail_msg("plan refused: %s", buf_text(&d.text));
    }
    diag_free(&d);
    struct assessment *a = &m->f.a;
    a->plan = &m->plan;
    a->engine = "banyan <x>";
    memcpy(a->ruleset_digest, "sha256:00", 10);
    memcpy(a->id, "01890000-0000-7000-8000-000000000000", 37);
    memcpy(a->created, "2026-09-12T08:11:04Z", 21);
    m->ask = (struct assessment_shown){
        .a = a, .sequence = 12, .hash = "abcdef", .superseded_by = ""};
}

static void findings(struct made *m)
{
    static const char *const read[] = {"answers.P-b",           "plan.budget.total",
                                       "plan.budget.lines",     "plan.budget.nothing",
                                       "community.settlements", "assessment.date"};
    struct finding *f = m->f.a.findings;
    fixture_credit(&m->f, 0, CREDIT_ONE);
    fixture_credit(&m->f, 1, CREDIT_ONE / 2);
    f[1].template_text = "{share} is half of <it>";
    f[1].params = parsed(m, "{\"share\":\"" EVIL "\",\"it\":\"<it>\",\"doubts\":[{\"template\":"
                            "\"the facts say {n} " EVIL
                            "\",\"params\":{\"n\":3},\"rule\":\"check/x@1\"}]}");
    f[1].read = read;
    f[1].read_count = sizeof read / sizeof *read;
    f[3].outcome = OUTCOME_NOT_APPLICABLE;
    f[3].by = BY_CONTEXT;
    fixture_score(&m->f);
}

static const char *page(struct made *m)
{
    buf_reset(&m->out);
    render_assessment_html(&m->out, &m->ask);
    assert_int_equal(buf_status(&m->out), 0);
    return buf_text(&m->out);
}

static void end(struct made *m)
{
    buf_free(&m->out);
    fixture_free(&m->f);
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("is not there: %s", part);
    }
}

static void lacks(const char *text, const char *part)
{
    const char *found = strstr(text, part);
    if (found != NULL) {
        fail_msg("is there: %.200s", found);
    }
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *p = strstr(text, part); p != NULL; p = strstr(p + 1, part)) {
        n++;
    }
    return n;
}

static void texts_of_documents_stay_texts(void **state)
{
    (void)state;
    struct made m;
    begin(&m, MERIT);
    findings(&m);
    lacks(page(&m), "<script");
    lacks(page(&m), "<img");
    lacks(page(&m), "\xe2\x80\xae");
    /* title twice, band, domain twice, criterion three times, question, level, source, section, note, reason,
     * doubt three times, advice */
    assert_true(count(page(&m), "&lt;script&gt;alert(2)") >= 14);
    has(page(&m), "W &lt;b&gt;");
    has(page(&m), "Ward 7 &lt;7&gt;");
    has(page(&m), "team &lt;1&gt;");
    has(page(&m), "banyan &lt;x&gt;");
    end(&m);
}

static void the_result_is_told_and_drawn(void **state)
{
    (void)state;
    struct made m;
    begin(&m, MERIT);
    findings(&m); /* P is 5/6, Q is open: score 5/6, low 5/8, high 7/8, coverage 3/4 */
    static const char *const parts[] = {
        "<p class=\"score\"><b>83.3</b> <span class=\"band\">Band B</span> poor</p>",
        "style=\"--l:62.5%;--h:87.5%;--s:83.3%\"",
        "<dt>Lowest possible</dt><dd><b>62.5</b>",
        "<dt>Highest possible</dt><dd><b>87.5</b>",
        "<dt>Coverage</dt><dd><b>75 %</b>",
        "Below 60 % there is no score.",
        "<dt>Possible band</dt><dd><b>B</b>",
        "<span class=\"here\" style=\"flex:600\"><b>B</b></span><span style=\"flex:400\"><b>A</b>",
        "P-b (Second) is critical and falls short: no better than band B",
        "1 of the findings in doubt",
        "<td>83.3</td><td>83.3–83.3</td><td>100 %</td>",
        "<td>-</td><td>0.0–100.0</td><td>0 %</td>",
        "<td colspan=\"3\">does not apply</td>",
        "Nepal (NPL), NP0436 (Ward 7",
        "Hazards: earthquake",
        "<h1><bdi lang=\"ne\">",
        "<dt>Children who took part</dt><dd>24</dd>",
        "01890000-0000-7000-8000-000000000000",
        "abcdef",
        "as number 12"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        has(page(&m), parts[i]);
    }
    lacks(page(&m), "no longer the latest");
    m.ask.superseded_by = "01890000-1111-7000-8000-000000000000";
    has(page(&m), "no longer the latest: a later assessment took its place, 01890000-1111");
    has(page(&m), "The lowest possible score would give A; a critical gap holds it down.");
    fixture_credit(&m.f, 1, CREDIT_ONE); /* no gap */
    fixture_score(&m.f);
    has(page(&m), "<dt>Band</dt><dd><b>A</b> The band follows the lowest possible score");
    end(&m);
}

static void every_finding_says_why(void **state)
{
    (void)state;
    struct made m;
    begin(&m, MERIT);
    findings(&m);
    static const char *const parts[] = {
        "<div class=\"f m\" id=\"c-P-a\">",
        "<div class=\"f p\" id=\"c-P-b\">",
        "<div class=\"f o\" id=\"c-Q-d\">",
        "<div class=\"f n\" id=\"c-R-f\">",
        "<p class=\"v\">met <b>1.00</b></p>",
        "<p class=\"v\">in part <b>0.50</b></p>",
        "<p class=\"v\">not assessed</p>",
        "<span class=\"mark\">Critical</span>",
        "<b>Answer</b> 1 of 1: some ",
        "<b>Answer</b> 50 %",
        "is half of &lt;it&gt;",
        "<b>Doubt</b> the facts say 3 ",
        ("<b>Read</b> plan.budget: total 5, lines 1 entry, nothing (absent); community.settlements "
         "rural coastal; assessment.date 2026-09-12</p>"),
        "<b>Sources</b> <a href=\"#s1\">1</a> s.1 ",
        "; <a href=\"#s2\">2</a></p>",
        "<b>Sources</b> <a href=\"#s2\">2</a> all</p>",
        " <span class=\"mark known\">[known]</span></li>\n<li id=\"s2\">",
        " <span class=\"mark drafted\">[drafted]</span></li>\n</ol>"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        has(page(&m), parts[i]);
    }
    assert_int_equal(count(page(&m), "<cite>"), 2); /* a work that is cited twice is listed once */
    end(&m);
}

static void without_a_score_it_says_why(void **state)
{
    (void)state;
    struct made m;
    begin(&m, MERIT);
    fixture_credit(&m.f, 1, CREDIT_ONE);
    fixture_score(&m.f);
    has(page(&m), "<p class=\"none\">No score: coverage is 20 %, the checklist asks for 60 %</p>");
    has(page(&m), "<h3>What to assess first</h3>");
    has(page(&m), "--h:100.0%\"></span>"); /* and no line at a score */
    lacks(page(&m), "Possible band");
    for (int i = 0; i < m.f.c->criterion_count; i++) {
        m.f.a.findings[i].outcome = OUTCOME_NOT_APPLICABLE;
    }
    fixture_score(&m.f);
    has(page(&m), "No score: nothing in this checklist applies to the plan");
    lacks(page(&m), "class=\"gauge\"");
    end(&m);
}

static void broken_rules_are_told(void **state)
{
    (void)state;
    struct made m;
    begin(&m, MERIT);
    findings(&m);
    m.f.a.findings[2].outcome = OUTCOME_ERROR;
    m.f.a.findings[2].by = BY_RULE;
    m.f.a.findings[2].template_text = "it broke";
    fixture_score(&m.f);
    has(page(&m), "Incomplete: 1 of the rules broke");
    has(page(&m), "<div class=\"f e\" id=\"c-Q-d\">");
    has(page(&m), "<p class=\"v\">error <small>by a rule</small></p>");
    end(&m);
}

static void risk_is_told(void **state)
{
    (void)state;
    struct made m;
    begin(
        &m,
        "{\"banyan\":1,\"id\":\"r\",\"version\":\"1\",\"title\":\"r\",\"language\":\"ar\","
        "\"direction\":\"risk\",\"min_coverage\":0,\"bands\":[{\"id\":\"low\",\"to\":0.3},{\"id\":"
        "\"high\",\"to\":1}],\"criteria\":[{\"id\":\"b\",\"title\":\"B\",\"answer\":{\"type\":"
        "\"yes_no\"}},{\"id\":\"c\",\"title\":\"C\",\"answer\":{\"type\":\"yes_no\"}},"
        "{\"id\":\"d\",\"title\":\"D\",\"answer\":{\"type\":\"yes_no\"}}]}");
    fixture_credit(&m.f, 0, 0);
    fixture_credit(&m.f, 1, CREDIT_ONE);
    fixture_score(&m.f);
    static const char *const parts[] = {"<html lang=\"ar\" dir=\"rtl\">",
                                        "class=\"sheet risk\"",
                                        "A high score is a high risk.",
                                        "no risk",
                                        "full risk",
                                        "<bdi dir=\"ltr\">50.0</bdi>",
                                        ("<span style=\"flex:300\"><b>low</b></span><span "
                                         "class=\"here\" style=\"flex:700\"><b>high")};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        has(page(&m), parts[i]);
    }
    lacks(page(&m), "id=\"domains\""); /* there are none */
    lacks(page(&m), "#domains");
    end(&m);
}

static void before_it_is_stored_it_claims_no_place_in_a_store(void **state)
{
    (void)state;
    struct made m;
    begin(&m, MERIT);
    findings(&m);
    m.ask.sequence = 0;
    m.ask.hash = "";
    lacks(page(&m), "Stored ");
    lacks(page(&m), "<dt>Hash</dt>");
    has(page(&m), "sha256:00");
    end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_documents_stay_texts),
        cmocka_unit_test(the_result_is_told_and_drawn),
        cmocka_unit_test(every_finding_says_why),
        cmocka_unit_test(without_a_score_it_says_why),
        cmocka_unit_test(broken_rules_are_told),
        cmocka_unit_test(risk_is_told),
        cmocka_unit_test(before_it_is_stored_it_claims_no_place_in_a_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
