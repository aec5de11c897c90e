/* `verify`: stored assessments made again from their documents. */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json_member.h"
#include "cli/verify_run.h"

/* min(4, processors) where --jobs does not say. */
static int read_jobs(struct verify *v, struct err *e)
{
    long jobs = sysconf(_SC_NPROCESSORS_ONLN);
    jobs = jobs < 1 ? 1 : jobs > 4 ? 4 : jobs;
    int rc = opt_number(&v->cli->args, "jobs", 1, LONG_MAX, &jobs, e);
    v->threads = jobs > VERIFY_JOBS ? VERIFY_JOBS : (int)jobs;
    return rc;
}

static int prepare(struct verify *v, struct err *e)
{
    const struct args *args = &v->cli->args;
    v->ids = args->operand_count > 0 ? args->operands : NULL;
    v->id_count = args->operand_count;
    v->isolate = opt_has(args, "isolate");
    v->trusted = opt_has(args, "no-isolate");
    int rc = v->isolate && v->trusted
                 ? err_set(e, ERR_USAGE, "--isolate and --no-isolate: give one of them")
                 : read_jobs(v, e);
    rc = rc == 0 ? settings_store(v->cli, STORE_READ, &v->store, e) : rc;
    v->total = (int64_t)v->id_count;
    if (rc == 0 && v->ids == NULL) {
        rc = settings_store(v->cli, STORE_READ, &v->checked, e);
        rc = rc == 0 ? store_count(v->store, &v->total, e) : rc;
        rc = rc == 0 ? store_claims_open(v->store, &v->claims, e) : rc;
    }
    return rc;
}

/* The figures, on stdout; what is wrong stands on stderr before them. */
static void summary(const struct verify *v, struct buf *out)
{
    if (v->cli->format == FORMAT_TEXT) {
        buf_printf(out,
                   "%lld assessments, %lld the same when made again, %lld not, %lld cannot be "
                   "made again",
                   (long long)v->seen, (long long)v->same, (long long)v->differ,
                   (long long)v->unable);
        if (v->ids == NULL) {
            buf_printf(out, ", %lld faults in the store", (long long)v->faults);
        }
        if (v->elsewhere > 0) {
            buf_printf(out, "; %lld were made by another version of the program",
                       (long long)v->elsewhere);
        }
        buf_puts(out, "\n");
        return;
    }
    buf_puts(out, "{");
    member_number(out, "assessments", v->seen);
    member_number(out, "same", v->same);
    member_number(out, "differ", v->differ);
    member_number(out, "unable", v->unable);
    member_number(out, "other_engine", v->elsewhere);
    if (v->ids == NULL) {
        member_number(out, "faults", v->faults);
    }
    buf_puts(out, "}\n");
}

static void tell(const struct verify *v)
{
    cli_lines(buf_text(&v->report));
    for (size_t i = 0; i < v->remark_count; i++) {
        cli_lines(buf_text(&v->remarks[i].text));
    }
    if (v->differ + v->unable > (int64_t)v->remark_count) {
        cli_say("%lld more that do not agree: the first %d are named",
                (long long)(v->differ + v->unable) - (long long)v->remark_count, VERIFY_REMARKS);
    }
}

static int finish(struct verify *v)
{
    struct buf out = BUF_INIT;
    struct err *e = v->e.code != 0 ? &v->e : &v->check_error;
    if (buf_status(&v->report) != 0) {
        return cli_memory();
    }
    tell(v);
    if (e->code != 0) {
        return cli_fail(e);
    }
    summary(v, &out);
    int code = cli_print(v->cli, &out);
    bool sound = v->same == v->seen && v->faults == 0;
    return code == CLI_OK && !sound ? CLI_FAILED : code;
}

static int run(struct cli *cli)
{
    struct verify v = {.cli = cli, .lock = PTHREAD_MUTEX_INITIALIZER};
    struct err e = {0};
    int code = CLI_FAILED;
    meter_begin(&v.meter, cli->quiet);
    if (prepare(&v, &e) != 0) {
        code = cli_fail(&e);
    } else {
        verify_work(&v);
        code = finish(&v);
    }
    for (size_t i = 0; i < v.remark_count; i++) {
        buf_free(&v.remarks[i].text);
    }
    remakes_free(&v);
    buf_free(&v.report);
    store_claims_close(v.claims);
    store_close(v.checked);
    store_close(v.store);
    return code;
}

static const struct option options[] = {
    {.name = "jobs",
     .value = "N",
     .help = "threads that make assessments again (default: one a processor, at most 4)"},
    {.name = "isolate",
     .help = "run the rules in a process of their own, as is done anyway with stored rules that "
             "did not come with the program"},
    {.name = "no-isolate", .help = "trust the stored rules: run them in this process"},
};

const struct command command_verify = {
    .name = "verify",
    .arguments = "[ID...]",
    .summary = "makes stored assessments again, and says whether they are the same",
    .text =
        "Each is made again from its own documents, as they lie in the store: plan, checklist and "
        "rules. Every finding and every figure has to be the same to the last digit. Without ID "
        "all "
        "of them are, and the whole store is checked as by `store check`. What does not agree is "
        "named, the first one first, and the exit code is 1.",
    .examples = "  banyan verify\n"
                "  banyan verify 0198f0c2-7a41-7cc3-9d1e-5b1f2a6c0d11\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
