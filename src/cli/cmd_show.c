#include "cli/cli.h"
#include "report/render.h"

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
    if (rc == 0 && cli->format == FORMAT_TEXT) {
        render_assessment_text(&out, &stored->assessment, cli->color);
    } else if (rc == 0) {
        render_assessment_json(&out, &stored->assessment, true, true);
        buf_puts(&out, "\n");
    }
    int code = rc == 0 ? cli_print(cli, &out) : cli_fail(&e);
    stored_free(stored);
    store_close(store);
    return code;
}

const struct command command_show = {
    .name = "show",
    .arguments = "ID",
    .summary = "shows one assessment",
    .text = "ID is that of `list`, whole or its beginning (8 characters at least) where no other "
            "begins so.",
    .examples = "  banyan show 0198f0c2-7a41-7cc3-9d1e-5b1f2a6c0d11 --format json\n",
    .run = run,
};
