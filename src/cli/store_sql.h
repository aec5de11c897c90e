/* `store sql`: a question in SQL, and its answer in columns, JSON or CSV. */
#ifndef CLI_STORE_SQL_H
#define CLI_STORE_SQL_H

#include "cli/cli.h"

/* Asks what the command line says and prints the answer as it comes. Returns the exit code. */
int store_sql_run(struct cli *cli, struct store *store);

#endif
