/* `assess`: settings, then one parcel after the other until the input ends. */
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/assess_run.h"

/* Waits for what the writer is to do, and shows meanwhile how far the run is. */
static enum news await(struct run *r, bool alone, struct parcel **p)
{
    if (alone) { /* what is open is not left so where the input is waited for */
        bool waits = r->open > 0 && r->input != NULL && input_waits(r->input);
        return waits ? NEWS_QUIET : queue_alone(r, p);
    }
    for (;;) {
        long due = run_due(r), calm = due < 0 ? -1 : run_calm(r), ms = due;
        ms = calm > 0 && calm < ms ? calm : ms;
        ms = r->progress.meter.wanted && (ms < 0 || ms > METER_MS) ? METER_MS : ms;
        enum news news = queue_await(&r->queue, ms, calm == 0, p);
        if (news != NEWS_TIME || ms == due) {
            return news;
        }
        progress_show(r);
    }
}

/* Stores and prints what is scored, until the input ends or the run has to. */
static void go(struct run *r)
{
    /* For one plan a thread brings nothing; or the system gives none. */
    bool alone = (r->input != NULL && input_is_one(r->input)) || !queue_begin(r);
    while (r->stop == 0) {
        struct parcel *p = NULL;
        enum news news = await(r, alone, &p);
        if (news == NEWS_PARCEL) {
            parcel_deliver(r, p);
            if (r->stop == 0) {
                queue_release(&r->queue, p);
            }
            progress_show(r);
            continue;
        }
        run_commit(r);
        if (news == NEWS_SIGNAL && r->stop == 0) {
            progress_hide(r);
            cli_say("stopped by %s", signals_name(r->queue.signal));
            r->stop = CLI_FAILED;
        }
        if (news == NEWS_END) {
            break;
        }
    }
    if (r->queue.starved && r->stop == 0) {
        r->stop = cli_memory();
    }
    progress_hide(r);
}

/* min(4, processors) where --jobs does not say. */
int assess_jobs(struct run *r, struct err *e)
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
    int rc = assess_jobs(r, e);
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

/* Releases what a run holds, but where a scorer stays that waits for its input: then the program ends
 * here, and the system takes it all. */
static void release(struct run *r, bool gone, int code)
{
    store_close(r->store);
    if (!gone) {
        _exit(cli_flush(r->cli) == CLI_OK ? code : CLI_FAILED);
    }
    methods_free(r);
    library_places_free(&r->places);
    input_free(r->input);
    store_plans_close(r->plans);
    store_close(r->source);
    ruleset_free(r->rules);
    signals_release(r);
    queue_free(&r->queue);
    (void)pthread_mutex_destroy(&r->methods_lock);
}

int assess_run(struct cli *cli, int (*ready)(struct run *r, struct err *e))
{
    struct run r = {.cli = cli};
    struct err e = {0};
    int code;
    queue_init(&r.queue);
    (void)pthread_mutex_init(&r.methods_lock, NULL);
    bool gone = true;
    if (ready(&r, &e) != 0) {
        code = cli_fail(&e);
    } else {
        signals_listen(&r);
        progress_begin(&r);
        go(&r);
        gone = queue_end(&r.queue);
        code = run_close(&r);
    }
    if (reject_close(&r.reject, &e) != 0) {
        int failed = cli_fail(&e);
        code = code == CLI_USAGE ? code : failed;
    }
    release(&r, gone, code);
    return code;
}

static int run(struct cli *cli)
{
    return assess_run(cli, prepare);
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
        "at no cost to the others. A line is printed when its plan is safely stored. Ctrl-C (or "
        "SIGTERM) stores what is assessed and says from which line on to assess again; a second "
        "one "
        "ends at once.",
    .examples = "  banyan assess plan.json --checklist child-drr\n"
                "  banyan assess plans.ndjson --reject refused.ndjson --format ndjson\n"
                "  banyan assess examples --dry-run --require C\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
