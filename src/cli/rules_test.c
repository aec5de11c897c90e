/* `rules test`: runs the tests of rules, and says what they exercise. */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "banyan.h"
#include "base/crew.h"
#include "base/text.h"
#include "cases/report.h"
#include "cli/rules.h"

struct testing {
    struct cli *cli;
    regex_t pattern;
    bool has_pattern;
    long jobs, threshold; /* threshold -1: none */
    bool coverage;
    const char *checklist; /* NULL: none */
    const char *page;      /* where the page goes; NULL: nowhere */
    const char **dirs;
    size_t dir_count;
};

int rules_jobs(const struct args *args, long *jobs, struct err *e)
{
    int rc = opt_number(args, "parallel", 1, CREW_MOST, jobs, e);
    return rc == 0 ? opt_number(args, "jobs", 1, CREW_MOST, jobs, e) : rc;
}

int rules_pattern(const struct args *args, regex_t *out, bool *given, struct err *e)
{
    const char *pattern = opt_value(args, "run");
    int fault = pattern == NULL ? 0 : regcomp(out, pattern, REG_EXTENDED | REG_NOSUB);
    *given = pattern != NULL && fault == 0;
    if (fault != 0) {
        char why[128];
        (void)regerror(fault, out, why, sizeof why);
        return fault == REG_ESPACE ? err_set(e, ERR_MEMORY, "out of memory")
                                   : err_set(e, ERR_USAGE, "--run: %.200s: %s", pattern, why);
    }
    return 0;
}

static int read_options(struct testing *t, struct err *e)
{
    const struct args *args = &t->cli->args;
    t->jobs = 1;
    t->threshold = -1;
    int rc = rules_jobs(args, &t->jobs, e);
    rc = rc == 0 ? opt_number(args, "threshold", 0, 100, &t->threshold, e) : rc;
    rc = rc == 0 ? rules_pattern(args, &t->pattern, &t->has_pattern, e) : rc;
    if (rc != 0) {
        return rc;
    }
    t->checklist = opt_value(args, "checklist");
    t->page = opt_value(args, "coverage-html");
    t->coverage = opt_has(args, "coverage") || t->checklist != NULL || t->threshold >= 0 ||
                  t->page != NULL;
    t->dirs = calloc(args->given_count + 1, sizeof *t->dirs);
    if (t->dirs == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (opt_values(args, "checklist", t->dirs) > 1) {
        return err_set(e, ERR_USAGE, "--checklist: `rules test` takes one: name it once");
    }
    t->dir_count = opt_values(args, "rules", t->dirs);
    return 0;
}

/* ---- which rules ---- */

static bool uses(const struct checklist *c, const char *rule)
{
    for (int i = 0; i < c->criterion_count; i++) {
        for (size_t n = 0; n < criterion_rule_count(&c->criteria[i]); n++) {
            if (strcmp(criterion_rule(&c->criteria[i], n)->rule, rule) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Fills chosen with the rules that are named, each once; without names those of c, without c all. Returns
 * how many, or -1 after saying what is wrong. */
static long choose(const struct testing *t, const struct ruleset *r, const struct checklist *c,
                   const struct rule_info **chosen)
{
    const struct args *args = &t->cli->args;
    long count = 0;
    for (size_t i = 0; i < args->operand_count; i++) {
        const struct rule_info *info = rules_find(r, args->operands[i]);
        if (info == NULL) {
            return -1;
        }
        bool had = false;
        for (long k = 0; k < count; k++) {
            had = had || chosen[k] == info;
        }
        if (!had) {
            chosen[count++] = info;
        }
    }
    for (size_t i = 0; args->operand_count == 0 && i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        if (c == NULL || uses(c, info->name)) {
            chosen[count++] = info;
        }
    }
    return count;
}

/* ---- what came of it ---- */

static int write_page(const struct testing *t, const struct case_run *run,
                      const struct case_cover *cover, const struct ruleset *r)
{
    struct buf page = BUF_INIT;
    report_coverage_html(&page, run, cover, r, "banyan " BANYAN_VERSION);
    return cli_print_to(t->cli, t->page, &page);
}

static int print(const struct testing *t, const struct case_run *run,
                 const struct case_cover *cover, const struct ruleset *r)
{
    struct buf out = BUF_INIT;
    bool all = opt_has(&t->cli->args, "verbose");
    switch (t->cli->format) {
    case FORMAT_JSON:
    case FORMAT_NDJSON:
        report_cases_json(&out, run, cover, t->cli->format == FORMAT_NDJSON);
        break;
    case FORMAT_JUNIT:
        report_cases_junit(&out, run, cover);
        break;
    case FORMAT_TAP:
        report_cases_tap(&out, run, cover);
        break;
    default:
        report_cases_text(&out, run, all);
        if (cover != NULL) {
            report_coverage_text(&out, run, cover, r, all);
        }
    }
    return cli_print(t->cli, &out);
}

/* Whether a share lies below the threshold; says so. */
static bool below(const struct testing *t, const char *what, size_t part, size_t whole)
{
    if (t->threshold < 0 || part * 100 >= (size_t)t->threshold * whole) {
        return false;
    }
    cli_say("%s: %d %% (%zu of %zu) is below --threshold %ld", what, cases_percent(part, whole),
            part, whole, t->threshold);
    return true;
}

static int judge(const struct testing *t, const struct case_run *run,
                 const struct case_cover *cover)
{
    bool demanded = opt_has(&t->cli->args, "fail-on-empty");
    size_t ran = run->passed + run->failed;
    if (ran == 0) {
        cli_say(run->count == run->empty ? "no rule has a test: nothing was tested"
                                         : "no case fits --run: nothing was tested");
    }
    for (size_t i = 0; demanded && i < run->count; i++) {
        if (run->rules[i].cases.count == 0) {
            cli_say("%s: has no case", run->rules[i].info->name);
        }
    }
    if (run->failed > 0 || (demanded && (ran == 0 || run->empty > 0))) {
        return CLI_FAILED;
    }
    if (cover == NULL) {
        return CLI_OK;
    }
    bool lines = below(t, "lines", cover->lines_run, cover->lines);
    bool answers = cover->checklist != NULL &&
                   below(t, "answers", cover->answers_hit, cover->answers);
    return lines || answers ? CLI_BELOW : CLI_OK;
}

static int report(const struct testing *t, const struct case_run *run, const struct checklist *c,
                  const struct ruleset *r)
{
    struct case_cover cover;
    struct host *h = NULL;
    struct err e = {0};
    if (!t->coverage) {
        int code = print(t, run, NULL, r);
        return code != CLI_OK ? code : judge(t, run, NULL);
    }
    int rc = host_new(r, NULL, &h, &e);
    rc = rc == 0 ? cases_cover(run, r, c, h, &cover, &e) : rc;
    host_free(h);
    if (rc != 0) {
        return cli_fail(&e);
    }
    int code = print(t, run, &cover, r);
    if (code == CLI_OK && t->page != NULL) {
        code = write_page(t, run, &cover, r);
    }
    code = code != CLI_OK ? code : judge(t, run, &cover);
    cases_cover_free(&cover);
    return code;
}

static int test_rules(const struct testing *t, const struct ruleset *r, const struct checklist *c)
{
    struct case_run *run = NULL;
    struct err e = {0};
    const struct rule_info **chosen = calloc(ruleset_count(r) + t->cli->args.operand_count + 1,
                                             sizeof *chosen);
    if (chosen == NULL) {
        return cli_memory();
    }
    long count = choose(t, r, c, chosen);
    int code = CLI_FAILED;
    struct case_options o = {.rules = r,
                             .chosen = chosen,
                             .count = count < 0 ? 0 : (size_t)count,
                             .run = t->has_pattern ? &t->pattern : NULL,
                             .jobs = (int)t->jobs,
                             .lines = t->coverage,
                             .dirs = t->dirs,
                             .dir_count = t->dir_count,
                             .stop = opt_has(&t->cli->args, "watch") ? rules_watch_ends : NULL};
    if (count >= 0 && cases_run(&o, &run, &e) != 0) {
        code = cli_fail(&e);
    } else if (run != NULL && !run->stopped) {
        code = report(t, run, c, r);
    }
    cases_run_free(run);
    free(chosen);
    return code;
}

static int once(void *context, const struct ruleset *r)
{
    const struct testing *t = context;
    struct arena arena = ARENA_INIT;
    struct checklist *c = NULL;
    struct err e = {0};
    int code = t->checklist != NULL &&
                       settings_checklist(t->checklist, NULL, &arena, &c, NULL, &e) != 0
                   ? cli_fail(&e)
                   : test_rules(t, r, c);
    checklist_free(c);
    arena_free(&arena);
    return code;
}

int rules_test(struct cli *cli, const struct ruleset *r)
{
    struct testing t = {.cli = cli};
    struct err e = {0};
    int code = read_options(&t, &e) != 0      ? cli_fail(&e)
               : opt_has(&cli->args, "watch") ? rules_watch(cli, r, once, &t)
                                              : once(&t, r);
    if (t.has_pattern) {
        regfree(&t.pattern);
    }
    free(t.dirs);
    return code;
}
