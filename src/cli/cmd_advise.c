#include <limits.h>
#include <stdlib.h>

#include "cli/language.h"
#include "report/render.h"

static int advise(struct cli *cli, const struct assessment *a, long limit, struct buf *out)
{
    struct series series = {.format = cli->format};
    struct render_step *steps = NULL;
    size_t count = 0;
    int rc = render_steps(a, true, &steps, &count);
    for (size_t i = 0; rc == 0 && i < count && (limit == 0 || i < (size_t)limit); i++) {
        if (cli->format == FORMAT_TEXT) {
            render_step_text(out, a, &steps[i], cli->color);
            continue;
        }
        struct buf json = BUF_INIT;
        render_step_json(&json, a, &steps[i]);
        series_put(&series, out, &json);
        buf_free(&json);
    }
    series_end(&series, out);
    free(steps);
    if (rc == 0 && count == 0 && cli->format == FORMAT_TEXT && !cli->quiet) {
        cli_say("the checklist has no advice for what is left to do");
    }
    return rc;
}

static int run(struct cli *cli)
{
    struct err e = {0};
    struct shown shown = {.stored = NULL};
    struct buf out = BUF_INIT;
    long limit = 0;
    int rc = opt_number(&cli->args, "limit", 1, LONG_MAX, &limit, &e);
    rc = rc == 0 ? shown_get(cli, cli->args.operands[0], &shown, &e) : rc;
    if (rc == 0 && advise(cli, &shown.a, limit, &out) != 0) {
        rc = err_set(&e, ERR_MEMORY, "out of memory");
    }
    int code = rc == 0 ? cli_print(cli, &out) : cli_fail(&e);
    buf_free(&out);
    shown_free(&shown);
    return code;
}

static const struct option options[] = {
    {.name = "limit", .value = "N", .help = "only the first N"},
};

const struct command command_advise = {
    .name = "advise",
    .arguments = "ID",
    .summary = "says what to do first",
    .text = "Lists what falls short or is open, each with the advice of its checklist: critical "
            "criteria below their limit or in doubt first, then critical ones that nobody "
            "answered, then the others. Within each comes first what saves lives, by the own "
            "weight and what is missing; then the greatest gain, a share of the weight that "
            "applies.",
    .examples = "  banyan advise 0198f0c2 --limit 10\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
