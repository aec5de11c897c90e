/* Effective weights: how much of the whole rests on one criterion or node. */
#ifndef MODEL_WEIGHT_H
#define MODEL_WEIGHT_H

#include "model/assessment.h"

/* The effective weight of a criterion, in shares of 1: the product of its shares among the children
 * that count, from its node to the root. a NULL: where everything applies; else among what applies
 * in a, and 0 where the criterion does not. */
double weight_share(const struct checklist *c, const struct assessment *a, int criterion);
/* The same of a node, where everything applies; 1 for the root. */
double weight_node_share(const struct checklist *c, int node);
/* The effective weight of a criterion where everything applies and its own weight is `times` what it
 * is; its neighbours' weights stay. */
double weight_share_times(const struct checklist *c, int criterion, double times);

#endif
