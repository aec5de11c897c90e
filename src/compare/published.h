/* What was published before: sets of assessments, each with what was told of it. Kept in the store, so that
 * a new publication cannot be subtracted from an old one. */
#ifndef COMPARE_PUBLISHED_H
#define COMPARE_PUBLISHED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* What is told of a set: its number of communities, children and households; or sums of the scores of an
 * item ("EWS-01"), which are other numbers and cannot be subtracted from those. */
#define PUBLISHED_COUNT "#count"
#define PUBLISHED_SMALL "#small" /* nothing was told of it: its size is to stay uncertain */

struct published_set {
    uint64_t key;        /* hash of what follows */
    const char *scope;   /* one of the above, or the id of an item */
    const int64_t *rows; /* places of assessments in the store's chain, ascending */
    size_t count;
};
/* Whose assessment in which round it is. The same form, assessed again under another version, checklist
 * or set of rules, is another assessment of the same place. */
struct published_place {
    int64_t row;
    uint32_t place;     /* any number, the same for the same community and round */
    uint32_t community; /* the same for the same community in all rounds */
};
struct published {
    struct arena arena;
    struct published_set *sets;
    size_t count, room;
    size_t before; /* so many of them were published before; the others are new */
    const struct published_place *places; /* ascending by row; those not listed are alone */
    size_t place_count;
};

void published_free(struct published *p); /* all that belongs to it; it can be used again */
/* Adds a set, unless it is there. rows are copied. 0 or ERR_MEMORY. */
int published_add(struct published *p, const char *scope, const int64_t *rows, size_t count);
/* The new sets as bytes for the store. 0 or ERR_MEMORY. */
int published_write(const struct published *p, struct buf *out);
/* Adds the sets of one publication. ERR_STORE: the bytes are none; ERR_MEMORY. */
int published_read(struct published *p, const void *data, size_t len, struct err *e);

#endif
