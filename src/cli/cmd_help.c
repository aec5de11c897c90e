#include "cli/cli.h"

static int run(struct cli *cli)
{
    struct buf out = BUF_INIT;
    const char *name = cli->args.operand_count > 0 ? cli->args.operands[0] : NULL;
    const struct command *c = name == NULL ? NULL : opt_command(cli->program, name);
    if (name != NULL && c == NULL) {
        const char *near = opt_nearest_command(cli->program, name);
        cli_say(near == NULL ? "help: %.100s: unknown command%s%s"
                             : "help: %.100s: unknown command: did you mean %s%s",
                name, near == NULL ? "" : near, near == NULL ? "" : "?");
        return CLI_USAGE;
    }
    if (opt_has(&cli->args, "man")) {
        usage_man(&out, cli->program);
    } else if (opt_has(&cli->args, "completion")) {
        usage_completion(&out, cli->program);
    } else if (c != NULL) {
        usage_command(&out, cli->program, c, true);
    } else {
        usage_program(&out, cli->program, true);
    }
    return cli_print(cli, &out);
}

static const struct option options[] = {
    {.name = "man", .help = "the whole as a man page (man macros)"},
    {.name = "completion", .help = "the completion for bash: source it"},
};

const struct command command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .summary = "says how the program or a command is used",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
