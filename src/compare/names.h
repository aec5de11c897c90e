/* Texts by number: each text once, in memory of an arena, numbered in the order of coming. */
#ifndef COMPARE_NAMES_H
#define COMPARE_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct names {
    const char **texts; /* count of them */
    size_t count;
    size_t room, slot_count;
    uint32_t *slots; /* number + 1; 0: free */
};

/* The number of text, which is copied into arena where it is new. -1: out of memory. */
int64_t names_put(struct names *n, struct arena *arena, const char *text);
/* Releases the tables; the texts live as long as their arena. */
void names_free(struct names *n);
/* Orders texts: numbers before other texts and by their value, other texts by their bytes. For qsort-like
 * comparisons; never 0 for different texts. */
int names_compare(const char *a, const char *b);

#endif
