/* Conditions: whether a criterion or node applies to a plan. SEMANTICS section "Findings". */
#ifndef MODEL_CONDITION_H
#define MODEL_CONDITION_H

#include <stdbool.h>

#include "model/checklist.h"
#include "model/finding.h"
#include "model/plan.h"

/* Whether all conditions hold for a criterion and for the nodes above it. Where one does not, *why gets
 * outcome not_applicable, by context, the reason, and what was read. Made in arena.
 * Returns 0 or ERR_MEMORY. */
int condition_check(const struct checklist *c, const struct criterion *criterion,
                    const struct plan *plan, struct arena *arena, bool *holds, struct finding *why);

#endif
