#include "cli/cli.h"
#include "library.h"
#include "report/render.h"

/* --by: the assessment by the items of frameworks. */
static int render_by(const struct cli *cli, const char *names, const struct assessment *a,
                     struct buf *out, struct err *e)
{
    struct frameworks all;
    int rc = library_frameworks(names, &all, e);
    if (rc == 0 && cli->format == FORMAT_TEXT) {
        render_frameworks_text(out, a->checklist, a, &all, cli->color);
    } else if (rc == 0) {
        bool lines = cli->format == FORMAT_NDJSON;
        render_frameworks_json(out, a->checklist, a, &all, lines);
        buf_puts(out, lines ? "" : "\n");
    }
    frameworks_free(&all);
    return rc;
}

static int run(struct cli *cli)
{
    struct err e = {0};
    struct store *store = NULL;
    struct stored *stored = NULL;
    struct buf out = BUF_INIT;
    int rc = settings_store(cli, STORE_READ, &store, &e);
    if (rc == 0) {
        rc = store_get(store, cli->args.operands[0], &stored, &e);
    }
    const char *by = opt_value(&cli->args, "by");
    if (rc == 0 && by != NULL) {
        rc = render_by(cli, by, &stored->assessment, &out, &e);
    } else if (rc == 0 && cli->format == FORMAT_TEXT) {
        render_assessment_text(&out, &stored->assessment, cli->color);
    } else if (rc == 0) {
        render_assessment_json(&out, &stored->assessment, true, true);
        buf_puts(&out, "\n");
    }
    int code = rc == 0 ? cli_print(cli, &out) : cli_fail(&e);
    buf_free(&out);
    stored_free(stored);
    store_close(store);
    return code;
}

static const struct option options[] = {
    {.name = "by",
     .value = "FRAMEWORK",
     .help = "read it by the items of this framework, of several (sendai,crc) or of all"},
};

const struct command command_show = {
    .name = "show",
    .arguments = "ID",
    .summary = "shows one assessment",
    .text = "ID is that of `list`, whole or its beginning (8 characters at least) where no other "
            "begins so.",
    .examples = "  banyan show 0198f0c2-7a41-7cc3-9d1e-5b1f2a6c0d11 --format json\n"
                "  banyan show 0198f0c2-7a41-7cc3-9d1e-5b1f2a6c0d11 --by sendai,crc\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
