/* `rescore`: stored plans under another method, by the pipeline of `assess`. */
#include <string.h>

#include "base/text.h"
#include "cli/assess_run.h"

/* "whole", and nothing, stand for the checklist without a profile. */
static const char *profile_of(const char *word)
{
    return word == NULL || strcmp(word, "whole") == 0 ? NULL : word;
}

/* Checklist and rules. *id: of the checklist that all are put under; NULL: each under its own. */
static int prepare_method(struct run *r, const char **id, struct err *e)
{
    const struct args *args = &r->cli->args;
    const char *from = opt_value(args, "profile"), *to = opt_value(args, "to-profile");
    r->checklist = opt_value(args, "to");
    r->profile = profile_of(to != NULL ? to : from);
    *id = NULL;
    if (r->checklist == NULL && to == NULL && opt_value(args, "rules") == NULL) {
        return err_set(e, ERR_USAGE,
                       "what is to be another method: give --to CHECKLIST, --rules DIR or "
                       "--to-profile ID");
    }
    int rc = settings_rules(r->cli, &r->rules, e);
    if (rc == 0 && r->checklist != NULL) {
        const struct method *m = method_get(r, r->checklist, e);
        rc = m == NULL          ? e->code
             : m->fault != NULL ? err_set(e, ERR_NOT_FOUND, "--to: %s", m->fault)
                                : 0;
        *id = m != NULL && m->fault == NULL ? m->checklist->id : NULL;
    }
    return rc;
}

/* A store to read from, as it is now, and one to write to. */
static int prepare_stores(struct run *r, const char *id, struct err *e)
{
    const struct args *args = &r->cli->args;
    const struct store_choice choice = {
        .country = opt_value(args, "country"),
        .round = opt_value(args, "round"),
        .community = opt_value(args, "community"),
        .checklist = opt_value(args, "checklist") != NULL ? opt_value(args, "checklist") : id,
        .profile = profile_of(opt_value(args, "profile")),
        .to_checklist = id,
        .to_profile = r->profile,
    };
    int64_t chosen = 0, outrun = 0;
    r->source_name = r->cli->store == NULL ? "store" : r->cli->store;
    int rc = settings_country(choice.country, e);
    rc = rc == 0 ? settings_store(r->cli, STORE_READ, &r->source, e) : rc;
    rc = rc == 0 ? store_plans_open(r->source, &choice, &r->plans, &chosen, &outrun, e) : rc;
    if (rc == 0 && outrun > 0) {
        cli_say("%lld plans are left out: a later one of the same name, community and round is "
                "stored under that method",
                (long long)outrun);
    }
    r->progress.total = (unsigned long long)chosen;
    return rc == 0 && !r->dry ? settings_store(r->cli, STORE_WRITE, &r->store, e) : rc;
}

static int prepare(struct run *r, struct err *e)
{
    const char *id = NULL;
    r->dry = opt_has(&r->cli->args, "dry-run");
    r->require = opt_value(&r->cli->args, "require");
    r->series.format = r->cli->format;
    int rc = assess_jobs(r, e);
    rc = rc == 0 ? prepare_method(r, &id, e) : rc;
    rc = rc == 0 ? reject_open(&r->reject, NULL, e) : rc;
    return rc == 0 ? prepare_stores(r, id, e) : rc;
}

static int run(struct cli *cli)
{
    return assess_run(cli, prepare);
}

static const struct option options[] = {
    {.name = "to",
     .value = "REF",
     .file = true,
     .help = "the new checklist: ID, ID@VERSION or a path ending in .json; without it each plan "
             "stays under its own"},
    {.name = "to-profile",
     .value = "ID",
     .help = "the new profile, or whole; without it that of --profile"},
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
    {.name = "country",
     .value = "CODE",
     .help = "only this country (ISO 3166-1 alpha-3, such as NPL)"},
    {.name = "round", .value = "R", .help = "only this round"},
    {.name = "checklist",
     .value = "ID[@VERSION]",
     .help = "only plans assessed under this checklist; without it that of --to"},
    {.name = "profile",
     .value = "ID",
     .help = "only plans assessed under this profile; without it those under the whole checklist"},
    {.name = "community", .value = "CODE", .help = "only this community: its code or name"},
    {.name = "dry-run", .help = "store nothing; id and created are null"},
    {.name = "jobs",
     .value = "N",
     .help =
         "threads that score (default: one a processor, at most 4); results do not depend on it"},
    {.name = "require",
     .value = "BAND",
     .help = "exit with 2 where a plan's band is worse than this one, or none"},
};

const struct command command_rescore = {
    .name = "rescore",
    .arguments = "",
    .summary = "assesses stored plans anew, under another method",
    .text =
        "The latest assessment of each plan that fits is looked up, and its plan assessed under "
        "another checklist, version, profile or other rules, with the round and the date that it "
        "has. Under the same checklist id and profile the new assessment takes the place of the "
        "old one; under another it stands beside it. Nothing is changed or removed. Each line "
        "shows the score before and after; as JSON the one before stands under `before`. Answers "
        "to criteria that the new checklist does not have are passed over, and counted.",
    .examples = "  banyan rescore --to child-drr@1 --round 2026 --dry-run\n"
                "  banyan rescore --rules my-rules --country NPL\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
