#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/json_find.h"
#include "base/json_member.h"
#include "cli/cli.h"
#include "model/finding.h"

struct listing {
    struct cli *cli;
    struct store *store;
    struct series series;
    struct buf out;
    size_t count;
    struct arena arena;
    struct json *scale; /* of the checklist asked for last */
    char digest[DIGEST_TEXT];
};

/* null where empty, as in the whole JSON form. */
static void text(struct buf *out, const char *key, const char *value)
{
    member_text(out, key, value == NULL || *value == '\0' ? NULL : value);
}

/* The assessment's JSON form without nodes and findings, from a row: the same keys in the same
 * order as render_assessment_json. */
static void row_json(struct buf *out, const struct store_row *r)
{
    buf_puts(out, "{");
    text(out, "id", r->id);
    text(out, "created", r->created);
    text(out, "engine", r->engine);
    buf_puts(out, ",\"plan\":{");
    text(out, "id", r->plan_id);
    text(out, "title", r->plan_title);
    text(out, "digest", r->plan_digest);
    buf_puts(out, "}");
    text(out, "country", r->country);
    text(out, "community", r->community);
    text(out, "round", r->round);
    buf_puts(out, ",\"checklist\":{");
    text(out, "id", r->checklist_id);
    text(out, "version", r->checklist_version);
    text(out, "profile", r->profile);
    buf_puts(out, ",\"tailoring\":[]");
    text(out, "digest", r->checklist_digest);
    buf_puts(out, "},\"ruleset\":{");
    text(out, "digest", r->ruleset_digest);
    buf_puts(out, "}");
    member_bool(out, "applicable", r->applicable);
    member_bool(out, "incomplete", r->incomplete);
    member_credit(out, "score", r->score);
    member_credit(out, "low", r->applicable ? r->low : SCORE_NONE);
    member_credit(out, "high", r->applicable ? r->high : SCORE_NONE);
    member_credit(out, "coverage", r->applicable ? r->coverage : SCORE_NONE);
    text(out, "band", r->band);
    text(out, "band_possible", r->band_possible);
    buf_puts(out, ",\"counts\":{");
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        member_number(out, outcome_name((enum outcome)i), r->counts[i]);
    }
    buf_puts(out, "}}");
}

/* The scale of a row's checklist as it was stored; NULL where there is none, or it cannot be read. */
static const struct json *row_scale(struct listing *l, const char *digest)
{
    if (strcmp(l->digest, digest) != 0) {
        struct buf bytes = BUF_INIT;
        struct json_error error;
        const char *text = NULL;
        size_t len = 0;
        arena_reset(&l->arena);
        l->scale = NULL;
        if (store_get_document(l->store, digest, &bytes, NULL) != 0 ||
            !json_find(buf_text(&bytes), bytes.len, "scale", &text, &len) ||
            json_parse(&l->arena, text, len, 1, &l->scale, &error) != 0) {
            l->scale = NULL;
        }
        (void)snprintf(l->digest, sizeof l->digest, "%s", digest);
        buf_free(&bytes);
    }
    return l->scale;
}

static void row_text(struct listing *l, const struct store_row *r)
{
    struct line line = {
        .community = r->community_name != NULL ? r->community_name : r->community,
        .country = r->country,
        .round = r->round,
        .band = r->band,
        .band_possible = r->band_possible,
        .id = r->id,
        .applicable = r->applicable,
        .score = r->score,
        .low = r->low,
        .high = r->high,
        .coverage = r->coverage,
    };
    if (l->count == 1) {
        line_head(&l->out, l->cli->color);
    }
    line_row(&l->out, &line, row_scale(l, r->checklist_digest));
}

static int row(void *context, const struct store_row *r)
{
    struct listing *l = context;
    l->count++;
    if (l->cli->format == FORMAT_TEXT) {
        row_text(l, r);
    } else {
        struct buf json = BUF_INIT;
        row_json(&json, r);
        series_put(&l->series, &l->out, &json);
        buf_free(&json);
    }
    if (l->out.len > (1 << 16)) {
        cli_write(l->cli, &l->out);
        buf_reset(&l->out);
    }
    return l->cli->broken ? ERR_IO : 0; /* nobody reads on */
}

static int list(struct listing *l, struct err *e)
{
    const struct args *args = &l->cli->args;
    long limit = 0;
    int rc = opt_number(args, "limit", 1, LONG_MAX, &limit, e);
    struct store_filter filter = {
        .country = opt_value(args, "country"),
        .round = opt_value(args, "round"),
        .checklist = opt_value(args, "checklist"),
        .community = opt_value(args, "community"),
        .limit = limit,
    };
    if (rc == 0) {
        rc = settings_country(filter.country, e);
    }
    if (rc == 0) {
        rc = settings_store(l->cli, STORE_READ, &l->store, e);
    }
    if (rc == 0) {
        rc = store_list(l->store, &filter, row, l, e);
    }
    return rc;
}

static int run(struct cli *cli)
{
    struct listing l = {.cli = cli, .series = {.format = cli->format}, .out = BUF_INIT};
    struct err e = {0};
    int code;
    if (list(&l, &e) == 0) {
        series_end(&l.series, &l.out);
        if (l.count == 0 && cli->format == FORMAT_TEXT && !cli->quiet) {
            cli_say("nothing is stored that fits");
        }
        code = cli_print(cli, &l.out);
    } else {
        code = cli->broken ? CLI_FAILED : cli_fail(&e);
    }
    buf_free(&l.out);
    arena_free(&l.arena);
    store_close(l.store);
    return code;
}

static const struct option options[] = {
    {.name = "country",
     .value = "CODE",
     .help = "only this country (ISO 3166-1 alpha-3, such as NPL)"},
    {.name = "round", .value = "R", .help = "only this round"},
    {.name = "checklist", .value = "ID[@VERSION]", .help = "only this checklist"},
    {.name = "community", .value = "CODE", .help = "only this community: its code or name"},
    {.name = "limit", .value = "N", .help = "only the newest N"},
};

const struct command command_list = {
    .name = "list",
    .arguments = "",
    .summary = "lists stored assessments, the newest last",
    .text = "Those that a later assessment of the same plan superseded are left out.",
    .examples = "  banyan list --country NPL --round 2026\n"
                "  banyan list --format ndjson\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
