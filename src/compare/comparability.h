/* How far the rows of a table can be held against each other: what differs among them besides the plans. */
#ifndef COMPARE_COMPARABILITY_H
#define COMPARE_COMPARABILITY_H

#include "compare/compare.h"

/* Fills remarks and grade of c, from c->table, in c->arena; and, where it has groups, from their coverage.
 * The list follows the dossier's: instrument, version, rules, method, coverage, scale of place, dates,
 * assessor, hazards. Limits that no source gives stand in the code and are marked drafted. Returns 0 or
 * ERR_MEMORY. */
int comparability_tell(struct comparison *c);
/* "full", "core", "care" or "not". */
const char *comparable_name(enum comparable grade);

#endif
