/* The five ways in which the values of children become the value of a node. SEMANTICS section
 * "Nodes". Pure; bit-identical on every machine. */
#ifndef MODEL_AGGREGATE_H
#define MODEL_AGGREGATE_H

#include "model/checklist.h"

struct weighted {
    int64_t weight; /* > 0 */
    int64_t value;  /* billionths, 0…1e9 */
};

/* Aggregates count >= 1 children, rounded as the node says, in billionths. */
int64_t aggregate_values(const struct node *node, const struct weighted *children, int count);
/* A rule's number (0…1) as billionths, rounded as `round` says. */
int64_t aggregate_credit(const struct rounding *round, double raw);
/* sum(weight * value) / sum(weight), exactly, rounded half away from zero to billionths. */
int64_t aggregate_mean(const struct weighted *children, int count);
/* The same of sums: of weight times value, and of weights, which is over 0. */
int64_t aggregate_ratio(__int128 sum, int64_t weights);

#endif
