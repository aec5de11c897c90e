/* What there is to exercise of a rule of a criterion. Private to cases/. */
#ifndef CASES_COVER_ITEMS_H
#define CASES_COVER_ITEMS_H

#include "cases/coverage.h"

/* Fills the items of p: the answers of its criterion, the facts that its rule needs, and what the rule
 * may end in. 0 or ERR_MEMORY. */
int cover_list(struct arena *arena, const struct ruleset *rules, const struct rule_info *info,
               struct cover_part *p);
/* Whether a case, which counts for p, has exercised an item of p. *memory is set where nobody can tell. */
bool cover_exercised(const struct cover_part *p, const struct cover_item *item,
                     const struct case_result *r, bool *memory);

#endif
