/* Cases: read from documents and tables, found in the text of a rule, held against findings, run by any
 * number of threads, and counted. */
#include "rule_fixture.h"

#include "cases/coverage.h"
#include "cases/report.h"
#include "input/cases.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- reading --------------------------------------------------------------------------------- */

/* "group/name@line fault" of each case. */
static void read_all(struct buf *out, const char *text)
{
    struct arena arena = ARENA_INIT;
    struct case_list list = {.arena = &arena};
    struct case_place place = {"t/x", "x.json", 9, 0};
    struct json *doc = NULL;
    struct json_error e;
    buf_reset(out);
    assert_int_equal(json_parse(&arena, text, strlen(text), 1, &doc, &e), 0);
    for (const struct json *m = doc->first; m != NULL; m = m->next) {
        assert_int_equal(cases_read(&list, &place, m), 0);
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct rule_case *c = &list.items[i];
        assert_string_equal(c->rule, "t/x");
        buf_printf(out, "%s@%d%s%s\n", c->id, c->line, c->fault == NULL ? "" : " ",
                   c->fault == NULL ? "" : c->fault);
    }
    arena_free(&arena);
}

static void cases_of_all_shapes(void **state)
{
    (void)state;
    struct buf out = BUF_INIT, deep = BUF_INIT;
    read_all(&out,
             "[{\"name\":\"a\"},\n{},\n{\"name\":\"g\",\"note\":\"n\",\"cases\":[{\"name\":\"b\"},"
             "{\"name\":\"h\",\"cases\":[{\"name\":\"c\",\"group\":\"own\"}]}]},{\"name\":\"\"}]");
    assert_string_equal(buf_text(&out), "t/x/a@1\nt/x/case 2@2\nt/x/g/b@3\nt/x/g/h/own/c@3\n"
                                        "t/x/case 5@3\n");
    static const struct {
        const char *text, *wanted;
    } faults[] = {
        {"5", "is no table of names and values"},
        {"[1]", "is a list: give each value its name"},
        {"{\"namee\":1}", "\"namee\" is no member of a case: did you mean name"},
        {"{\"zzzzzz\":1}", "\"zzzzzz\" is no member of a case: remove it"},
        {"{\"name\":1}", "name is no text"},
        {"{\"group\":[]}", "group is no text"},
        {"{\"criterion\":{}}", "criterion is no text"},
        {"{\"plan\":5}", "plan is a number: give names and values"},
        {"{\"args\":[]}", "args is a list: give names and values"},
        {"{\"name\":\"g\",\"cases\":{}}", "a group has no list of cases"},
        {"{\"name\":\"g\",\"cases\":[]}", "a group has no list of cases"},
        {"{\"cases\":[{}]}", "a group has no name"},
        {"{\"name\":\"g\",\"cases\":[{}],\"plan\":{}}", "plan stands beside the cases of a group"},
        {"{\"criterion\":\"a/b\",\"args\":{}}", "leave args or criterion away"},
    };
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct buf text = BUF_INIT;
        buf_printf(&text, "[%s,{\"name\":\"sound\"}]", faults[i].text);
        read_all(&out, buf_text(&text));
        assert_contains(buf_text(&out), faults[i].wanted);
        assert_contains(buf_text(&out), "\nt/x/sound@1\n");
        buf_free(&text);
    }
    read_all(&out, "[{\"plan\":null,\"args\":null,\"answer\":null}]");
    assert_string_equal(buf_text(&out), "t/x/case 1@1\n");
    buf_puts(&deep, "[");
    for (int i = 0; i < 20; i++) {
        buf_puts(&deep, "{\"name\":\"g\",\"cases\":[");
    }
    buf_puts(&deep, "{}");
    for (int i = 0; i < 20; i++) {
        buf_puts(&deep, "]}");
    }
    buf_puts(&deep, "]");
    read_all(&out, buf_text(&deep));
    assert_contains(buf_text(&out), "groups are nested deeper than 16");
    buf_free(&deep);
    buf_free(&out);
}

static void a_long_name_is_not_carried_by_each_case(void **state)
{
    (void)state;
    static const char *const forms[] = {"[{\"name\":\"%s\",\"cases\":[{},{},{}]}]",
                                        "[{\"name\":\"%s\"}]", "[{\"group\":\"%s\"}]",
                                        "[{\"name\":\"g\",\"cases\":[{\"name\":\"%s\"}]}]"};
    char name[402];
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct buf text = BUF_INIT, out = BUF_INIT;
        memset(name, 'n', sizeof name - 1);
        name[sizeof name - 1] = '\0';
        buf_printf(&text, forms[i], name);
        read_all(&out, buf_text(&text));
        assert_contains(buf_text(&out), "/case 1@1 name and groups are over 400 bytes");
        assert_true(out.len < 100); /* one case, and its name is not in it */
        buf_reset(&text);
        name[399] = '\0';
        buf_printf(&text, forms[i], name);
        read_all(&out, buf_text(&text));
        assert_contains(buf_text(&out), name);
        buf_free(&text);
        buf_free(&out);
    }
}

static void lines_of_cases(void **state)
{
    (void)state;
    static const char text[] = "local say = \"first\"\n"
                               "-- name = \"second\"\n"
                               "tests = { { name = \"first\" },\n"
                               "  { name = 'second' }, { name =\n"
                               "  [[third]] }, { name = \"first\" } }\n"
                               "-- the end";
    size_t from = 40;
    assert_int_equal(cases_line(text, sizeof text - 1, "first", &from), 3);
    assert_int_equal(cases_line(text, sizeof text - 1, "second", &from), 4);
    assert_int_equal(cases_line(text, sizeof text - 1, "third", &from), 0); /* no plain string */
    assert_int_equal(cases_line(text, sizeof text - 1, "first", &from), 5); /* the next one */
    assert_int_equal(cases_line(text, sizeof text - 1, "first", &from),
                     1); /* made before the tests */
    assert_int_equal(cases_line(text, sizeof text - 1, "none", &from), 0);
    assert_int_equal(cases_line("", 0, "x", &from), 0);
}

/* ---- tables ---------------------------------------------------------------------------------- */

/* The cases as JSON, or the complaint. */
static void read_table(struct buf *out, const char *text)
{
    struct arena arena = ARENA_INIT;
    struct json *list = NULL;
    struct diag d;
    diag_init(&d, "t.csv");
    buf_reset(out);
    int rc = input_cases_csv(&arena, text, strlen(text), &d, &list);
    if (rc == 0) {
        json_write(out, list);
    } else {
        assert_int_equal(rc, ERR_INPUT);
        assert_true(d.count > 0);
        buf_puts(out, buf_text(&d.text));
    }
    diag_free(&d);
    arena_free(&arena);
}

static void tables(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"name,answer\na,2\nb,yes\nc,a;b\nq,\"{\"\"value\"\":1,\"\"max\"\":3}\"\ne,text\nf,\n",
         "[{\"answer\":2,\"name\":\"a\"},{\"answer\":true,\"name\":\"b\"},{\"answer\":[\"a\","
         "\"b\"],\"name\":\"c\"},{\"answer\":{\"max\":3,\"value\":1},\"name\":\"q\"},{\"answer\":"
         "\"text\",\"name\":\"e\"},{\"name\":\"f\"}]"},
        {"name,answer.value,answer.max,args.months,args.of.it,note\na,1,3,12,x,\"so, so\"\n",
         "[{\"answer\":{\"max\":3,\"value\":1},\"args\":{\"months\":12,\"of\":{\"it\":\"x\"}},"
         "\"name\":\"a\",\"note\":\"so, so\"}]"},
        {"name,plan.budget.drr,plan.community.population.total,plan.facts.hdi.gnipc,"
         "plan.community.settlements,plan.assessment.date,plan.drills\n"
         "a,5,10,4026,rural;urban,2026-01-02,\"[{\"\"site\"\":\"\"school\"\"}]\"\n",
         "[{\"name\":\"a\",\"plan\":{\"assessment\":{\"date\":\"2026-01-02\"},\"budget\":{\"drr\":"
         "5},\"community\":{\"population\":{\"total\":10},\"settlements\":[\"rural\",\"urban\"]},"
         "\"drills\":[{\"site\":\"school\"}],\"facts\":{\"hdi.gnipc\":4026}}}]"},
        {"group,name,criterion,expect.credit,expect.outcome,expect.reason\ng/h,a,c/"
         "K,0.5,scored,12\n",
         "[{\"criterion\":\"c/K\",\"expect\":{\"credit\":0.5,\"outcome\":\"scored\",\"reason\":"
         "\"12\"},\"group\":\"g/h\",\"name\":\"a\"}]"},
        {"name\n", "[]"},
        {"", "t.csv:1: is empty"},
        {"group\na\n", "t.csv:1: name: is missing"},
        {"name;answer\n", "t.csv:1: the columns are separated by ';': save it with commas"},
        {"PK\x03\x04\n", "t.csv:1: is no text but a packed file"},
        {"name,namee\n", "t.csv:1: namee: is no known column: did you mean name?"},
        {"name,budget.drr\n", "t.csv:1: budget.drr: is no known column: facts begin with plan."},
        {"name,plan.budgte.drr\n", "t.csv:1: plan.budgte.drr: is no fact of a plan"},
        {"name,plan.community\n", "t.csv:1: plan.community: is no fact of a plan"},
        {"name,plan.facts\n", "t.csv:1: plan.facts: is no fact of a plan"},
        {"name,plan.\n", "t.csv:1: plan.: is no fact of a plan"},
        {"name,args..x\n", "t.csv:1: args..x: is no known column"},
        {"name,args.a.b.c.d.e.f.g.h\n", "is no known column"},
        {"name,answer,answer.max\n", "t.csv:1: answer.max: fills what another column fills"},
        {"name,answer.max,answer\n", "t.csv:1: answer: fills what another column fills"},
        {"name,expect.credit\na,1\nb,1/2\n", "t.csv:3: expect.credit: \"1/2\" is no number"},
        {"name,plan.budget.drr\na,1 000\n", "t.csv:2: plan.budget.drr: \"1 000\" has a comma"},
        {"name,answer\na,n/a: so\n", "t.csv:2: answer: is a claim"},
        {"name,args.x\na,unknown\n", "t.csv:2: args.x: is a claim"},
        {"name,answer\na,[1\n", "t.csv:2: answer: is no JSON"},
        {"name,answer\na\n", "t.csv:2: has 1 cells, but the header has 2"},
        {"name,answer\n\n\na,\"x\n", "quote"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        read_table(&out, cases[i].text);
        assert_contains(buf_text(&out), cases[i].wanted);
    }
    struct buf wide = BUF_INIT;
    buf_puts(&wide, "name");
    for (int i = 0; i < 1100; i++) {
        buf_printf(&wide, ",args.a%d", i);
    }
    read_table(&out, buf_text(&wide));
    assert_contains(buf_text(&out), "has 1101 columns: give at most 1024");
    buf_free(&wide);
    buf_free(&out);
}

/* ---- running and counting -------------------------------------------------------------------- */

static const char LIST[] =
    "{\"banyan\":1,\"id\":\"own\",\"version\":\"1.0.0\",\"title\":\"Own\",\"language\":\"en\","
    "\"nodes\":[{\"id\":\"N\",\"title\":\"N\",\"weight\":1,\"criteria\":["
    "{\"id\":\"K-1\",\"title\":\"t\",\"weight\":1,\"answer\":{\"type\":\"yes_no\"},"
    "\"rule\":\"t/any\"},"
    "{\"id\":\"K-2\",\"title\":\"t\",\"weight\":1,\"answer\":{\"type\":\"level\",\"max\":2},"
    "\"rule\":\"t/any\",\"args\":{\"x\":2}},"
    "{\"id\":\"K-3\",\"title\":\"t\",\"weight\":1,\"answer\":{\"type\":\"by_hazard\"},"
    "\"applies\":{\"hazards\":[\"EQ\",\"FL\"]},\"rule\":\"t/any\",\"args\":{\"x\":3}},"
    "{\"id\":\"K-4\",\"title\":\"t\",\"weight\":1,\"answer\":{\"type\":\"percent\"},"
    "\"rule\":\"t/any\",\"args\":{\"x\":4}},"
    "{\"id\":\"K-5\",\"title\":\"t\",\"weight\":1,\"answer\":{\"type\":\"parts\",\"parts\":["
    "{\"id\":\"p\",\"title\":\"p\",\"answer\":{\"type\":\"yes_no\"},\"rule\":\"t/fact\"}]},"
    "\"rule\":\"t/any\",\"args\":{\"x\":5}},"
    "{\"id\":\"K-6\",\"title\":\"t\",\"weight\":1,\"answer\":{\"type\":\"by_hazard\"},"
    "\"rule\":\"t/any\",\"args\":{\"x\":6}}]}]}";

/* t/any gives args.give, whatever the answer. */
static void open_rules(struct rig *rig)
{
    rig_init(rig);
    rig_file(rig, "t/any",
             "return { id = \"t/any\", version = 1, title = \"t\", source = \"s\",\n"
             "args = { x = 1, give = 1 },\n"
             "score = function(plan, answer, args)\n"
             "  if args.give == 9 then error(\"broken\") end\n"
             "  return args.give\n"
             "end,\n"
             "tests = {\n"
             "  { name = \"yes\", answer = true, expect = { credit = 1 } },\n"
             "  { name = \"wrong\", answer = false, expect = { credit = 0 } },\n"
             "  { name = \"broken\", answer = false, args = { give = 9 }, expect = { outcome = "
             "\"error\" } },\n"
             "  { name = \"levels\", cases = {\n"
             "    { name = \"one\", answer = 1, args = { x = 2 }, expect = { credit = 1 } },\n"
             "    { name = \"another scale\", answer = { value = 2, max = 3 }, args = { x = 2 }, "
             "expect = { credit = 1 } },\n"
             "  } },\n"
             "  { name = \"by hazard\", answer = { EQ = 1 }, args = { x = 3 }, expect = { credit = "
             "1 } },\n"
             "  { name = \"half\", answer = 50, args = { x = 4, give = 0.5 }, expect = { credit = "
             "0.5 } },\n"
             "  { name = \"in part\", answer = { p = true }, args = { x = 5 }, expect = { credit = "
             "1 } },\n"
             "  { name = \"whatever\", answer = { LS = 1 }, args = { x = 6 }, expect = { credit = "
             "1 } },\n"
             "} }\n");
    rig_file(rig, "t/fact",
             "local other = { unknown = function() return 1 end }\n"
             "return { id = \"t/fact\", version = 1, title = \"t\", source = \"s\",\n"
             "needs = { \"plan.budget\", \"plan.drills\" },\n"
             "score = function() other.unknown() return not_applicable(\"n\") end,\n"
             "tests = { { name = \"none\", plan = {}, expect = { outcome = \"not_assessed\" } },\n"
             "  { name = \"both\", plan = { budget = {}, drills = {} }, expect = { outcome = "
             "\"not_applicable\" } } } }\n");
    rig_file(rig, "t/refused", "return {\n 5,,\n}");
    rig_open(rig);
}

static struct case_run *run_rules(struct rig *rig, int jobs, const regex_t *pattern)
{
    const struct rule_info *chosen[RIG_FILES];
    struct case_run *run = NULL;
    struct err e = {0};
    for (size_t i = 0; i < ruleset_count(rig->rules); i++) {
        chosen[i] = ruleset_info(rig->rules, i);
    }
    struct case_options o = {.rules = rig->rules,
                             .chosen = chosen,
                             .count = ruleset_count(rig->rules),
                             .run = pattern,
                             .jobs = jobs,
                             .lines = true};
    assert_int_equal(cases_run(&o, &run, &e), 0);
    return run;
}

static void results_whatever_the_number_of_threads(void **state)
{
    (void)state;
    struct buf first = BUF_INIT, other = BUF_INIT;
    struct rig rig;
    open_rules(&rig);
    for (int jobs = 1; jobs <= 5; jobs++) {
        struct case_run *run = run_rules(&rig, jobs, NULL);
        struct case_cover cover;
        struct err e = {0};
        buf_reset(&other);
        assert_int_equal(cases_cover(run, rig.rules, NULL, rig.host, &cover, &e), 0);
        report_cases_json(jobs == 1 ? &first : &other, run, &cover, false);
        assert_int_equal(run->passed, 10);
        assert_int_equal(run->failed, 2);
        assert_int_equal(run->empty, 0);
        if (jobs > 1) {
            assert_string_equal(buf_text(&first), buf_text(&other));
        }
        cases_cover_free(&cover);
        cases_run_free(run);
    }
    assert_contains(buf_text(&first), "\"path\":\"rules/t/any.lua\",\"line\":9,\"passed\":false,"
                                      "\"message\":\"expected credit 0; got scored 1: credit 1\"");
    assert_contains(buf_text(&first), "\"group\":\"levels\",\"name\":\"one\",\"path\":"
                                      "\"rules/t/any.lua\",\"line\":12,");
    assert_contains(buf_text(&first),
                    "{\"rule\":\"t/refused\",\"group\":\"\",\"name\":\"the rule\","
                    "\"path\":\"rules/t/refused.lua\",\"line\":2,\"passed\":false");
    cases_run_free(NULL);
    rig_close(&rig);
    buf_free(&first);
    buf_free(&other);
}

static void what_is_chosen(void **state)
{
    (void)state;
    struct rig rig;
    regex_t pattern;
    open_rules(&rig);
    assert_int_equal(regcomp(&pattern, "^t/any/levels/|/none$", REG_EXTENDED | REG_NOSUB), 0);
    struct case_run *run = run_rules(&rig, 2, &pattern);
    assert_int_equal(run->passed, 3);
    assert_int_equal(run->failed, 1); /* what cannot be read is not passed over */
    cases_run_free(run);
    regfree(&pattern);
    rig_close(&rig);
}

/* "K-1: answer yes! no …": each item of a part, marked where no case exercised it. */
static void describe(struct buf *out, const struct case_cover *cover)
{
    for (size_t i = 0; i < cover->part_count; i++) {
        const struct cover_part *p = &cover->parts[i];
        buf_printf(out, "%s %s %s:", p->criterion->demand.id, p->part->id, p->role);
        for (size_t k = 0; k < p->count; k++) {
            buf_printf(out, " %s-%s%s", p->items[k].what, p->items[k].label,
                       p->items[k].by == NULL ? "!" : "");
        }
        buf_putc(out, '\n');
    }
}

static void answers_that_were_exercised(void **state)
{
    (void)state;
    struct rig rig;
    struct case_cover cover;
    struct checklist *c = NULL;
    struct diag d;
    struct err e = {0};
    struct buf out = BUF_INIT;
    open_rules(&rig);
    diag_init(&d, "own");
    if (checklist_parse(LIST, sizeof LIST - 1, NULL, &d, &c) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    struct case_run *run = run_rules(&rig, 1, NULL);
    assert_int_equal(cases_cover(run, rig.rules, c, rig.host, &cover, &e), 0);
    describe(&out, &cover);
    /* "no" was given in a case that failed and in one that broke: neither counts. The level of another scale
     * does not count; nor does the fact that was not looked at, since one before it was absent. */
    assert_string_equal(
        buf_text(&out),
        "K-1 K-1 : answer-yes answer-no! outcome-scored\n"
        "K-2 K-2 : level-0! level-1 level-2! outcome-scored\n"
        "K-3 K-3 : hazard-EQ hazard-FL! outcome-scored\n"
        "K-4 K-4 : credit-0! credit-between! credit-1! outcome-scored\n"
        "K-5 K-5 : part-p outcome-scored\n"
        "K-5 p part: answer-yes! answer-no! without-plan.budget without-plan.drills! "
        "outcome-scored! outcome-not_applicable outcome-not_assessed\n"
        "K-6 K-6 : hazard-any outcome-scored\n");
    assert_int_equal(cover.answers, 25);
    assert_int_equal(cover.answers_hit, 14);
    assert_int_equal(cases_percent(14, 25), 56);
    assert_int_equal(cases_percent(999, 1000), 99); /* never 100 where something is missing */
    assert_int_equal(cases_percent(0, 0), 100);
    buf_reset(&out);
    report_coverage_text(&out, run, &cover, rig.rules, false);
    assert_contains(buf_text(&out), "Answers of own 1.0.0 that a case exercised: 14 of 25, 56 %\n");
    assert_contains(buf_text(&out), "K-5, part p (t/fact): 3 of 7\n"
                                    "  ! answer yes, no; without plan.drills; outcome scored\n");
    assert_null(strstr(buf_text(&out), "K-6"));
    cases_cover_free(&cover);
    cases_run_free(run);
    checklist_free(c);
    diag_free(&d);
    buf_free(&out);
    rig_close(&rig);
}

/* ---- forms ----------------------------------------------------------------------------------- */

static void names_that_break_no_form(void **state)
{
    (void)state;
    struct rig rig;
    struct buf out = BUF_INIT;
    rig_init(&rig);
    rig_file(&rig, "t/x",
             "return { id = \"t/x\", version = 1, title = \"t\", source = \"s\",\n"
             "score = function() return 1 end,\n"
             "tests = { { name = \"<a> & # SKIP \\\"b\\\"\\n\\27[31m]]>\", expect = { credit = 1 } "
             "} } }");
    rig_open(&rig);
    struct case_run *run = run_rules(&rig, 1, NULL);
    report_cases_junit(&out, run, NULL);
    assert_contains(buf_text(&out),
                    "name=\"&lt;a&gt; &amp; # SKIP &quot;b&quot;\\x0a\\x1b[31m]]&gt;\"");
    buf_reset(&out);
    report_cases_tap(&out, run, NULL);
    assert_contains(buf_text(&out), "\nok 1 - t/x/<a> & \\# SKIP \"b\"\\x0a\\x1b[31m]]>\n");
    buf_reset(&out);
    report_cases_text(&out, run, true);
    assert_contains(buf_text(&out),
                    "<a> & # SKIP \"b\"\\x0a\\x1b[31m]]>: PASS\n1 passed, 0 failed\n");
    cases_run_free(run);
    buf_free(&out);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_of_all_shapes),
        cmocka_unit_test(a_long_name_is_not_carried_by_each_case),
        cmocka_unit_test(lines_of_cases),
        cmocka_unit_test(tables),
        cmocka_unit_test(results_whatever_the_number_of_threads),
        cmocka_unit_test(what_is_chosen),
        cmocka_unit_test(answers_that_were_exercised),
        cmocka_unit_test(names_that_break_no_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
