/* Tables of cases: the tests of a rule, one a row. */
#ifndef INPUT_CASES_H
#define INPUT_CASES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

/* Reads a table into a list of cases as they stand in JSON: {"name", "group", "criterion", "answer", "plan",
 * "args", "expect"}, each with the line of its row. Its columns: name, group, criterion, note, answer,
 * answer.MEMBER, plan.PATH, args.NAME, expect.credit, expect.outcome, expect.reason; cells are read as those
 * of a table of plans, and an empty one says nothing. Returns 0, ERR_INPUT with complaints in d, or
 * ERR_MEMORY. */
int input_cases_csv(struct arena *arena, const char *text, size_t len, struct diag *d,
                    struct json **out);

#endif
