#include "cli/rules.h"
int rules_prompt(struct cli *cli, const struct ruleset *r)
{
    (void)cli; (void)r; return CLI_USAGE;
}
