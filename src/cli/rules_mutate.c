/* `rules mutate`: whether the tests of rules notice small changes of the rules. */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cases/coverage.h"
#include "cases/mutate.h"
#include "cases/report.h"
#include "cli/rules.h"

struct mutating {
    struct cli *cli;
    regex_t pattern;
    bool has_pattern;
    long jobs, threshold; /* threshold -1: none */
    const char **dirs;
    size_t dir_count;
    const char **names; /* of the rules and libraries that are changed */
    size_t count;
};

static int read_options(struct mutating *x, struct err *e)
{
    const struct args *args = &x->cli->args;
    x->jobs = 1;
    x->threshold = -1;
    x->dirs = calloc(args->given_count + 1, sizeof *x->dirs);
    if (x->dirs == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    x->dir_count = opt_values(args, "rules", x->dirs);
    int rc = rules_jobs(args, &x->jobs, e);
    rc = rc == 0 ? opt_number(args, "threshold", 0, 100, &x->threshold, e) : rc;
    return rc == 0 ? rules_pattern(args, &x->pattern, &x->has_pattern, e) : rc;
}

/* ---- which rules ---- */

static void add_once(struct mutating *x, const char *name)
{
    for (size_t i = 0; i < x->count; i++) {
        if (text_equal(x->names[i], name)) {
            return;
        }
    }
    x->names[x->count++] = name;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Those that are named, in that order; without names all rules and the libraries that they use, sorted. False
 * after saying which name there is not. */
static bool choose(struct mutating *x, const struct ruleset *r)
{
    const struct args *args = &x->cli->args;
    for (size_t i = 0; i < args->operand_count; i++) {
        size_t len = 0;
        const char *name = args->operands[i];
        if (ruleset_text(r, name, &len) == NULL && rules_find(r, name) == NULL) {
            return false;
        }
        add_once(x, name);
    }
    for (size_t i = 0; args->operand_count == 0 && i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        add_once(x, info->name);
        for (size_t k = 0; k < info->use_count; k++) {
            add_once(x, info->use[k]);
        }
    }
    if (args->operand_count == 0 && x->count > 0) {
        qsort(x->names, x->count, sizeof *x->names, by_name);
    }
    return true;
}

static size_t most_names(const struct mutating *x, const struct ruleset *r)
{
    size_t most = x->cli->args.operand_count + 1;
    for (size_t i = 0; i < ruleset_count(r); i++) {
        most += 1 + ruleset_info(r, i)->use_count;
    }
    return most;
}

/* ---- what came of it ---- */

/* Whether a share lies below the threshold; says so. */
static bool below(const struct mutating *x, const char *what, const size_t *fates)
{
    size_t valid = mutants_valid(fates);
    if (x->threshold < 0 || fates[FATE_KILLED] * 100 >= (size_t)x->threshold * valid) {
        return false;
    }
    cli_say("%s: %d %% (%zu of %zu) is below --threshold %ld", what,
            cases_percent(fates[FATE_KILLED], valid), fates[FATE_KILLED], valid, x->threshold);
    return true;
}

static int judge(const struct mutating *x, const struct mutation *m)
{
    bool strict = opt_has(&x->cli->args, "strict");
    bool low = false;
    if (mutants_valid(m->fates) + m->fates[FATE_EXEMPT] == 0) {
        cli_say("nothing in these rules can be changed: nothing was tried");
    }
    for (size_t i = 0; i < m->count; i++) {
        low = below(x, m->files[i].name, m->files[i].fates) || low;
    }
    if (strict && m->needless > 0) {
        return CLI_FAILED;
    }
    return low ? CLI_BELOW : CLI_OK;
}

static int report(const struct mutating *x, const struct mutation *m)
{
    struct buf out = BUF_INIT;
    if (m->tests->failed > 0) {
        report_cases_text(&out, m->tests, false);
        int code = cli_print(x->cli, &out);
        cli_say("a test fails before anything is changed: mend it first");
        return code == CLI_OK ? CLI_FAILED : code;
    }
    if (m->tests->passed == 0) {
        cli_say("no test is there, or fits --run: nothing was tried");
        return CLI_FAILED;
    }
    if (x->cli->format == FORMAT_TEXT) {
        report_mutants_text(&out, m, opt_has(&x->cli->args, "verbose"));
    } else {
        report_mutants_json(&out, m, x->cli->format == FORMAT_NDJSON);
    }
    int code = cli_print(x->cli, &out);
    return code == CLI_OK ? judge(x, m) : code;
}

/* A sign of life for one who waits at a terminal. */
static void tell(void *context, size_t done, size_t total)
{
    (void)context;
    (void)fprintf(stderr, "\r%zu of %zu changes tried", done, total);
}

static int run(struct mutating *x, const struct ruleset *r)
{
    struct err e = {0};
    struct mutation *m = NULL;
    x->names = calloc(most_names(x, r), sizeof *x->names);
    if (x->names == NULL) {
        return cli_memory();
    }
    if (!choose(x, r)) {
        return CLI_FAILED;
    }
    struct case_options o = {.rules = r,
                             .run = x->has_pattern ? &x->pattern : NULL,
                             .jobs = (int)x->jobs,
                             .tell = !x->cli->quiet && isatty(STDERR_FILENO) ? tell : NULL,
                             .dirs = x->dirs,
                             .dir_count = x->dir_count};
    int rc = mutate(&o, x->names, x->count, &m, &e);
    if (o.tell != NULL) {
        (void)fputs("\r\033[K", stderr); /* wipes it away */
    }
    int code = rc != 0 ? cli_fail(&e) : report(x, m);
    mutation_free(m);
    return code;
}

int rules_mutate(struct cli *cli, const struct ruleset *r)
{
    struct mutating x = {.cli = cli};
    struct err e = {0};
    int code = read_options(&x, &e) != 0 ? cli_fail(&e) : run(&x, r);
    if (x.has_pattern) {
        regfree(&x.pattern);
    }
    free(x.dirs);
    free(x.names);
    return code;
}
