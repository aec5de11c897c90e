/* The parts of `compare` that measure inequality. */
#ifndef CLI_COMPARE_EQUITY_H
#define CLI_COMPARE_EQUITY_H

#include "cli/cli.h"
#include "compare/compare.h"
#include "compare/equity_sets.h"
#include "report/render_equity.h"

struct compared_equity {
    struct equity_sets sets;
    struct equities shown;
};
/* Measures the subgroups of the last attribute of c, which must live as long. Returns 0, or a
 * negative code with *e filled; to be released in every case. */
int compare_equity(const struct comparison *c, struct compared_equity *out, struct err *e);
void compare_equity_free(struct compared_equity *q); /* all that belongs to it */

/* `compare --equity-table FILE`: the whole command. level is of the intervals, 0…1. Returns the
 * exit code. */
int compare_equity_table(struct cli *cli, const char *path, double level);

#endif
