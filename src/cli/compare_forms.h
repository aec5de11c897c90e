/* `compare` in the forms that other programs read. */
#ifndef CLI_COMPARE_FORMS_H
#define CLI_COMPARE_FORMS_H

#include "cli/cli.h"
#include "compare/compare.h"

/* Before anything is read: whether the format goes with what is asked for, --hxl with the format, and a
 * binary one not to a terminal. 0 or ERR_USAGE. */
int compare_forms_check(const struct cli *cli, struct err *e);
/* Whether the format is one of those. */
bool compare_forms_has(enum format format);
/* Prints c into --output or to stdout, and says on stderr what a form cannot carry. Returns an exit code. */
int compare_forms_print(struct cli *cli, const struct comparison *c);
/* Says on stderr what nobody may miss beside a form that has no room for it. 0 or ERR_MEMORY. */
int compare_forms_say(const struct cli *cli, const struct comparison *c);

#endif
