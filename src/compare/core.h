/* The common core of several checklists: the criteria that all of them demand alike, under the tree and the
 * weights of one of them. */
#ifndef COMPARE_CORE_H
#define COMPARE_CORE_H

#include "base/err.h"
#include "model/checklist.h"

/* checklists: the first is the one whose tree, weights and texts hold. Two criteria are alike where id,
 * answer, rules and their arguments, conditions and what is critical are the same; titles and weights may
 * differ. The caller frees *out. ERR_INPUT: nothing in common. */
int core_make(const struct checklist *const *checklists, size_t count, struct checklist **out,
              struct err *e);
/* Share of the effective weight of c (root 1, shared out among children, all applicable) that lies in
 * criteria which core has. */
double core_share(const struct checklist *c, const struct checklist *core);

#endif
