#include "base/json_member.h"
#include "banyan.h"
#include "cli/cli.h"

static int run(struct cli *cli)
{
    struct buf out = BUF_INIT;
    if (cli->format == FORMAT_TEXT) {
        buf_printf(&out, "banyan %s\n", BANYAN_VERSION);
    } else {
        buf_puts(&out, "{");
        member_text(&out, "name", "banyan");
        member_text(&out, "version", BANYAN_VERSION);
        buf_puts(&out, "}\n");
    }
    return cli_print(cli, &out);
}

const struct command command_version = {
    .name = "version",
    .arguments = "",
    .summary = "says which version this is",
    .run = run,
};
