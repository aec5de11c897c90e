/* `assess`: settings, then windows of documents until the input ends. */
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/assess_run.h"

struct delivery {
    struct run *r;
    struct window *w;
    pthread_t thread;
    bool running;
};

static void *deliver(void *context)
{
    struct delivery *d = context;
    window_deliver(d->r, d->w);
    return NULL;
}

static void delivery_wait(struct delivery *d)
{
    if (d->running) {
        (void)pthread_join(d->thread, NULL);
        d->running = false;
    }
}

/* Reads and scores one window while the one before is stored and printed. */
static void go(struct run *r)
{
    struct delivery d = {.r = r};
    struct err e = {0};
    for (int turn = 0;; turn ^= 1) {
        struct window *w = &r->windows[turn];
        if (input_waits(r->input)) { /* who waits for answers sends nothing more */
            delivery_wait(&d);
            run_commit(r);
            if (r->stop != 0) {
                return;
            }
        }
        int rc = window_read(r, w, &e);
        if (rc == 0) {
            rc = window_score(r, w, &e);
        }
        delivery_wait(&d);
        if (r->stop == 0 && rc != 0) {
            run_commit(r);
            r->stop = r->stop != 0 ? r->stop : cli_fail(&e);
        }
        if (r->stop != 0) {
            return;
        }
        d.w = w;
        if (!w->last && pthread_create(&d.thread, NULL, deliver, &d) == 0) {
            d.running = true;
            continue;
        }
        window_deliver(r, w);
        if (r->stop != 0 || w->last) {
            return;
        }
    }
}

/* min(4, processors) where --jobs does not say. */
static int read_jobs(struct run *r, struct err *e)
{
    long jobs = sysconf(_SC_NPROCESSORS_ONLN);
    jobs = jobs < 1 ? 1 : jobs > 4 ? 4 : jobs;
    int rc = opt_number(&r->cli->args, "jobs", 1, LONG_MAX, &jobs, e);
    r->threads = jobs > MAX_JOBS ? MAX_JOBS : (int)jobs;
    return rc;
}

/* The file of refused plans must be none of what is read, nor the store. */
static int open_reject(struct run *r, struct err *e)
{
    const struct args *args = &r->cli->args;
    const char *path = opt_value(args, "reject");
    if (path == NULL) {
        return reject_open(&r->reject, NULL, e);
    }
    if (strcmp(path, "-") == 0) {
        return err_set(e, ERR_USAGE, "--reject: - is no file: name one");
    }
    bool same = false;
    int rc = r->dry ? 0 : settings_is_store(r->cli, path, &same, e);
    if (rc != 0) {
        return rc;
    }
    for (size_t i = 0; i < args->operand_count && !same; i++) {
        same = file_same(path, args->operands[i]);
    }
    return same ? err_set(e, ERR_USAGE,
                          "--reject: %.300s: is an input or the store, which would be lost: name "
                          "another file",
                          path)
                : reject_open(&r->reject, path, e);
}

/* Everything that can be found wrong before the first document is read. */
static int prepare(struct run *r, struct err *e)
{
    const struct args *args = &r->cli->args;
    r->checklist = opt_value(args, "checklist");
    r->profile = opt_value(args, "profile");
    r->round = opt_value(args, "round");
    r->require = opt_value(args, "require");
    r->dry = opt_has(args, "dry-run");
    r->series.format = r->cli->format;
    int rc = read_jobs(r, e);
    if (rc == 0 && r->round != NULL && !text_is_id(r->round)) {
        rc = err_set(e, ERR_USAGE, "--round: %.100s: give 1 to 64 of A-Z a-z 0-9 . _ -", r->round);
    }
    if (rc == 0) {
        rc = settings_rules(r->cli, &r->rules, e);
    }
    if (rc == 0 && r->checklist != NULL) {
        const struct method *m = method_get(r, r->checklist, e);
        rc = m == NULL          ? e->code
             : m->fault != NULL ? err_set(e, ERR_NOT_FOUND, "--checklist: %s", m->fault)
                                : 0;
    }
    if (rc == 0) {
        rc = input_new(args->operands, args->operand_count, &r->input, e);
    }
    if (rc == 0) {
        rc = open_reject(r, e);
    }
    if (rc == 0 && !r->dry) {
        rc = settings_store(r->cli, STORE_WRITE, &r->store, e);
    }
    return rc;
}

static int run(struct cli *cli)
{
    struct run r = {.cli = cli};
    struct err e = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &r.begun);
    int code;
    if (prepare(&r, &e) != 0) {
        code = cli_fail(&e);
    } else {
        go(&r);
        code = run_close(&r);
    }
    if (reject_close(&r.reject, &e) != 0) {
        int failed = cli_fail(&e);
        code = code == CLI_USAGE ? code : failed;
    }
    for (int i = 0; i < 2; i++) {
        window_free(&r.windows[i]);
    }
    methods_free(&r);
    library_places_free(&r.places);
    input_free(r.input);
    store_close(r.store);
    ruleset_free(r.rules);
    return code;
}

static const struct option options[] = {
    {.name = "checklist",
     .value = "REF",
     .file = true,
     .help = "ID, ID@VERSION or a path ending in .json; wins over what the plan names"},
    {.name = "profile",
     .value = "ID",
     .help = "only the criteria of this profile of the checklist"},
    {.name = "rules",
     .value = "DIR",
     .file = true,
     .repeat = true,
     .help = "a folder with rules that go before the shipped ones"},
    {.name = "allow-untested", .help = "take rules with fewer than two tests"},
    {.name = "isolate",
     .help = "run the rules in a process of their own, as is done anyway with rules that did not "
             "come with the program"},
    {.name = "no-isolate", .help = "trust the rules: run them in this process"},
    {.name = "round", .value = "R", .help = "the round; wins over the plan's own"},
    {.name = "dry-run", .help = "store nothing; id and created are null"},
    {.name = "jobs",
     .value = "N",
     .help =
         "threads that score (default: one a processor, at most 4); results do not depend on it"},
    {.name = "reject",
     .value = "FILE",
     .file = true,
     .help = "write refused plans here as they came: JSON one a line, rows below their header"},
    {.name = "require",
     .value = "BAND",
     .help = "exit with 2 where a plan's band is worse than this one, or none"},
};

const struct command command_assess = {
    .name = "assess",
    .arguments = "FILE...",
    .summary = "scores plans and stores the assessments",
    .text =
        "FILE is a plan (.json), many plans one a line (.ndjson), a table with one a row (.csv), a "
        "folder of these, or - for stdin. A plan that is wrong is refused with file, line and "
        "path, "
        "at no cost to the others. A line is printed when its plan is safely stored.",
    .examples = "  banyan assess plan.json --checklist child-drr\n"
                "  banyan assess plans.ndjson --reject refused.ndjson --format ndjson\n"
                "  banyan assess examples --dry-run --require C\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
