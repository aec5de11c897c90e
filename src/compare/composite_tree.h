/* The tree of a composite indicator: what iMeta says. */
#ifndef COMPARE_COMPOSITE_TREE_H
#define COMPARE_COMPOSITE_TREE_H

#include "compare/composite.h"

struct composite_tree {
    struct composite_item *items; /* indicators, then aggregates by level; the index last */
    int item_count, indicator_count, levels;
    const char *const *groups, *const *denominators,
                                   *const *others; /* names of columns of the data */
    int group_count, denominator_count, other_count;
};

/* Reads iMeta: one index above all, every parent above its parts, weights from 0, codes once.
 * Scalings and rules are not set. 0, ERR_INPUT with complaints, or ERR_MEMORY. */
int composite_tree_read(struct arena *arena, const char *text, size_t len, struct diag *d,
                        struct composite_tree *out);

#endif
