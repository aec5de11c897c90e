/* The parts of `compare` that measure inequality. */
#ifndef CLI_COMPARE_EQUITY_H
#define CLI_COMPARE_EQUITY_H

#include "cli/cli.h"
#include "compare/compare.h"

/* Measures the subgroups of the last attribute of c and writes them into out in the format of cli. Returns 0, or a
 * negative code with *e filled. */
int compare_equity(struct cli *cli, const struct comparison *c, struct buf *out, struct err *e);
/* `compare --equity-table FILE`: the whole command. level is of the intervals, 0…1. Returns the exit code. */
int compare_equity_table(struct cli *cli, const char *path, double level);

#endif
