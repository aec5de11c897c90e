/* Scenarios of oom_parts: the tests of rules. */
#include <string.h>

#include "../unit/cases_fixture.h"
#include "cases/mutate.h"
#include "../unit/outside_fixture.h"
#include "cases/report.h"
#include "cases/try.h"
#include "input/cases.h"
#include "oom_parts.h"
#include "script/known.h"

static void note_case(void *context, const struct case_result *r)
{
    buf_printf(context, "%s %d %s\n", r->c->name, r->c->line, r->message);
}

int tests_rule(struct lab *l)
{
    int rc = cases_each(l->host, l->rules, "own/list", note_case, &l->out);
    return rc == 0 ? buf_status(&l->out) : rc;
}

int watches_rule(struct lab *l)
{
    struct err e;
    unsigned char *marks = NULL;
    struct json *args = NULL;
    size_t count = 0;
    int rc = host_watch(l->host, &e);
    rc = rc == 0 ? tests_rule(l) : rc;
    rc = rc == 0 ? host_lines(l->host, "own/list", &l->arena, &marks, &count, &e) : rc;
    rc = rc == 0 ? host_args(l->host, "own/plain", &l->arena, &args, &e) : rc;
    rc = rc == 0 ? host_args(l->host, "own/list", &l->arena, &args, &e) : rc;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        buf_printf(&l->out, "%d", marks[i]);
    }
    if (rc == 0) {
        json_write(&l->out, args);
    }
    return rc == 0 ? buf_status(&l->out) : rc;
}

int evaluates(struct lab *l)
{
    static const char *const texts[] = {
        "plan, { 1, { a = percent(0.5) } }, sums, function() end, \"text\", nil",
        "credit(0.5, \"{a}\", { a = { 1, 2 } })",
        "local n = 0 for _, a in ipairs(plan.actions or {}) do n = n + #a.id end return n",
        "1 + ) 2",
        "local x = = 2",
        "plan.budgets.drr",
        "community.name",
        "sums.none()",
        "error(\"no\")"};
    int rc = 0;
    host_measure(l->host);
    for (size_t i = 0; rc == 0 && i < sizeof texts / sizeof *texts; i++) {
        struct host_snippet x = {.text = texts[i], .rule = "own/list", .doc = l->plan.doc};
        struct host_value v;
        struct host_usage used;
        rc = host_evaluate(l->host, &x, &l->arena, &v);
        host_used(l->host, &used);
        for (size_t k = 0; rc == 0 && k < v.count; k++) {
            report_try_value(&l->out, v.values[k]);
        }
        if (rc == 0) {
            buf_printf(&l->out, " %s %d:%d %lld\n", v.error == NULL ? "-" : v.error, v.line,
                       v.column, (long long)used.fuel);
        }
    }
    return rc == 0 ? buf_status(&l->out) : rc;
}

int compiles_rule(struct lab *l)
{
    static const char text[] = "return { score = function() return 1 end, tests = { { 1 } } }";
    const struct rule_file file = {
        .name = "own/short", .path = "short.lua", .text = text, .len = sizeof text - 1};
    return known_code(&file, &l->out);
}

int reads_cases(struct lab *l)
{
    static const char text[] =
        "name,group,answer,args.x,plan.budget.drr,plan.community.settlements,plan.facts.a.b,"
        "expect.credit,expect.reason\n"
        "a,g/h,a;b,\"{\"\"y\"\":1}\",5,rural;urban,7,0.5,so\n"
        "b,,yes,,,,,,\n";
    struct case_list list = {.arena = &l->arena};
    struct case_place place = {"own/list", "list.cases.csv", 1, 0};
    struct json *doc = NULL;
    struct diag d;
    diag_init(&d, "");
    int rc = input_cases_csv(&l->arena, text, sizeof text - 1, &d, &doc);
    for (const struct json *m = rc == 0 ? doc->first : NULL; rc == 0 && m != NULL; m = m->next) {
        rc = cases_read(&list, &place, m);
        json_write(&l->out, m);
    }
    for (size_t i = 0; rc == 0 && i < list.count; i++) {
        buf_printf(&l->out, "%s %d\n", list.items[i].id, list.items[i].line);
    }
    rc = rc == 0 ? buf_status(&d.text) : rc;
    diag_free(&d);
    return rc == 0 ? buf_status(&l->out) : rc;
}

int runs_cases(struct lab *l)
{
    const struct rule_info *chosen[] = {ruleset_find(l->rules, "own/list"),
                                        ruleset_find(l->rules, "own/plain")};
    struct case_options o = {
        .rules = l->rules, .chosen = chosen, .count = 2, .jobs = 1, .lines = true};
    struct case_run *run = NULL;
    struct case_cover cover;
    struct err e;
    int rc = cases_run(&o, &run, &e);
    rc = rc == 0 ? cases_cover(run, l->rules, l->checklist, l->host, &cover, &e) : rc;
    if (rc == 0) {
        report_cases_text(&l->out, run, true);
        report_cases_json(&l->out, run, &cover, false);
        report_cases_junit(&l->out, run, &cover);
        report_cases_tap(&l->out, run, &cover);
        report_coverage_text(&l->out, run, &cover, l->rules, true);
        report_coverage_html(&l->out, run, &cover, l->rules, "banyan");
        cases_cover_free(&cover);
    }
    cases_run_free(run);
    return rc == 0 ? buf_status(&l->out) : rc;
}

int mutates_rules(struct lab *l)
{
    static const char *const names[] = {"own/mutant", "lib/edges"};
    struct case_options o = {.rules = l->rules, .jobs = 1};
    struct mutation *m = NULL;
    struct err e;
    int rc = mutate(&o, names, 2, &m, &e);
    if (rc == 0) {
        report_mutants_text(&l->out, m, true);
        report_mutants_json(&l->out, m, false);
        report_mutants_json(&l->out, m, true);
    }
    mutation_free(m);
    return rc == 0 ? buf_status(&l->out) : rc;
}

int runs_outside(struct lab *l)
{
    static const struct rule_file files[] = {{"t/bad", "b", "", 0, "cannot be read"},
                                             {"t/dies", "d", "", 0, NULL},
                                             {"t/rule", "r", "", 0, NULL}};
    struct elsewhere x = {.inspects = ERR_IO};
    struct err e;
    const struct rule_info *info = NULL;
    struct json *doc = NULL;
    struct finding f;
    int rc = ruleset_new(files, 3, true, &l->rules, &e);
    if (rc == 0) {
        elsewhere_take(&x, l->rules);
        rc = host_new(l->rules, NULL, &l->host, &e);
    }
    rc = rc == 0 ? host_inspect(l->host, l->rules, "t/dies", &info, &e) : rc;
    x.inspects = 0;
    rc = rc == 0 ? ruleset_inspect(l->rules, NULL, &e) : rc;
    for (int i = 0; rc == 0 && i < 2; i++) { /* it answers, then it dies */
        x.runs = i == 0 ? 0 : ERR_IO;
        doc = json_new(&l->arena, JSON_OBJECT);
        rc = doc == NULL ? ERR_MEMORY : host_try(l->host, "t/rule", doc, NULL, NULL, &l->arena, &f);
        if (rc == 0) {
            finding_reason(&l->out, &f);
            buf_puts(&l->out, outcome_name(f.outcome));
        }
    }
    const struct host_snippet snippet = {.text = "1"};
    struct host_value value;
    x.asks = ERR_IO;
    rc = rc == 0 ? host_evaluate(l->host, &snippet, &l->arena, &value) : rc;
    if (rc == 0) {
        buf_puts(&l->out, value.error);
    }
    host_free(l->host); /* x ends here */
    ruleset_free(l->rules);
    l->host = NULL;
    l->rules = NULL;
    return rc == 0 ? buf_status(&l->out) : rc;
}
