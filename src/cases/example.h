/* The worked examples of what rules may use, run as rules are. */
#ifndef CASES_EXAMPLE_H
#define CASES_EXAMPLE_H

#include "cases/cases.h"
#include "script/interface.h"

/* Runs the example of a row, which stands in part, in a rule of its own over the libraries of rules, and on
 * the plan of the interface. *got (in arena) is what it gives: values with commas between them, "credit 0.5:
 * REASON", or "error: MESSAGE". Returns 0, or a negative code with *e filled. */
int example_run(const struct ruleset *rules, const struct interface_part *part,
                const struct interface_row *row, struct arena *arena, const char **got,
                struct err *e);

#endif
