/* What is compared: the total, nodes and criteria of the core, and what a row has of each. */
#ifndef COMPARE_ITEMS_H
#define COMPARE_ITEMS_H

#include "compare/compare.h"

/* The items of c by words: "total", "domains" (nodes below the root), "criteria", or an id; in the order of
 * the checklist, each once, the total first. In arena of c. ERR_USAGE: no such id; ERR_MEMORY. */
int items_make(struct comparison *c, const char *const *words, size_t count, struct err *e);

/* What a row has of an item, in billionths. */
struct item_value {
    bool applies;
    int64_t score; /* SCORE_NONE where there is none */
    int64_t low, high, coverage;
};
/* The value of a row; item is one of items_make. */
struct item_value item_of_row(const struct compare_item *item, const struct table_row *row);

#endif
