#include "cli/compare_composite.h"

static int run(struct cli *cli)
{
    const char *spec = opt_value(&cli->args, "composite");
    if (spec == NULL) {
        cli_lines("compare: say what is compared: give --composite SPEC");
        return CLI_USAGE;
    }
    return compare_composite(cli, spec);
}

static const struct option options[] = {
    {.name = "composite",
     .value = "SPEC",
     .file = true,
     .help = "make one index of a table of indicators, as this specification says"},
    {.name = "unit",
     .value = "CODE",
     .help = "of a composite: one unit, its strong and weak sides"},
};

const struct command command_compare = {
    .name = "compare",
    .arguments = "",
    .summary = "holds groups side by side, or makes one index of many indicators",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
