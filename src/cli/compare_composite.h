/* `compare --composite SPEC`: a table of indicators as one index. */
#ifndef CLI_COMPARE_COMPOSITE_H
#define CLI_COMPARE_COMPOSITE_H

#include "cli/cli.h"

/* Reads the specification and the tables that it names, and prints the index, or with --unit one
 * unit. Returns an exit code. */
int compare_composite(struct cli *cli, const char *spec);

#endif
