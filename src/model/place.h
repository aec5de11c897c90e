/* Codes of places: what is certainly wrong with them, and what only looks so. */
#ifndef MODEL_PLACE_H
#define MODEL_PLACE_H

#include "model/pcodes.h"
#include "model/plan.h"
#include "model/plan_schema.h"

/* Complains where country, pcode and local of a community contradict each other. The types of its
 * members need not have been checked. */
void place_check(struct walk *w, const struct json *community, const struct frame *where);

/* Adds to d what may be wrong with the codes of a plan that was taken: a HIP code of 2020, or of
 * another hazard than the entry's; a place code that is not in the country's list. list may be NULL:
 * there is none. Returns 0 or ERR_MEMORY. */
int plan_remarks(const struct plan *plan, const struct pcode_list *list, struct diag *d);

#endif
