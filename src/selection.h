/* Which stored assessments are compared: the way from the store to a table. */
#ifndef SELECTION_H
#define SELECTION_H

#include "compare/table.h"
#include "store/store.h"

struct selection {         /* NULL and 0: any */
    const char *checklist; /* "ID" or "ID@VERSION"; NULL: that of most assessments */
    const char *profile;   /* "whole": those under no profile */
    const char *country;
    const char *community;
    const char *const *rounds; /* NULL: the latest one; see all_rounds */
    size_t round_count;
    bool all_rounds;
    const char *const *attributes; /* for table_begin */
    size_t attribute_count;
    const struct table_places *places; /* may be NULL */
};

struct selected {
    struct arena arena;
    struct table *table;       /* owned; may have no rows */
    const char *checklist;     /* id of the one that was taken; NULL: nothing is stored */
    const char *const *rounds; /* those that were taken, by time */
    size_t round_count;
    const char *const *others; /* rounds of this checklist that were not, by time */
    size_t other_count;
    const char *const *elsewhere; /* ids of other checklists with assessments that fit otherwise */
    size_t elsewhere_count;
};

/* Reads all that fits. Rounds are ordered by the middle date of their assessments, then by name. The store
 * has to stay open as long as *out is used; the caller frees it. ERR_NOT_FOUND: no such checklist, country,
 * community or round is stored, and what there is; ERR_USAGE: no such attribute. */
int selection_load(struct store *s, const struct selection *q, struct selected **out,
                   struct err *e);
/* Releases it; NULL is fine. */
void selection_free(struct selected *s);

#endif
