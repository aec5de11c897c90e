/* What rules found for plans that said the same. A rule is a pure function of what it looks at: so the looks
 * of a run are kept, in their order, with what each led to; a later plan in which the same looks lead to
 * the same gets the same finding, without running the rule. Looks that differ branch, as in a tree. Private
 * to script/.
 *
 * As with memo.h nobody can tell: fuel is counted as if the rule had run, a run that would have met a limit
 * is made, errors are never kept, and what there is no memory for is forgotten. */
#ifndef SCRIPT_RECALL_H
#define SCRIPT_RECALL_H

#include <stdbool.h>
#include <stdint.h>

#include "model/checklist.h"
#include "model/finding.h"

/* ---- the looks of one run, noted by view.c ---------------------------------------------------- */

enum { LOOKS_MOST = 768, LOOK_TEXTS = 8192, LOOK_WIDEST = 4096 };

enum look_kind { LOOK_MEMBER, LOOK_ITEM, LOOK_KEYS };
struct look {
    uint8_t kind;
    bool made; /* it led to a part that was not seen before in this run, and got the next number */
    uint16_t
        of; /* the part looked at, by its number: 0 the plan, 1 the answer, then as they were seen */
    int32_t at; /* LOOK_ITEM: the place, from 1; LOOK_MEMBER: where its key lies in texts */
};
struct looks {
    bool on;     /* somebody asks */
    bool broken; /* too many, or something was looked at in a way that is not noted */
    uint16_t parts;
    unsigned count;
    size_t used; /* of texts */
    struct look all[LOOKS_MOST];
    char texts[LOOK_TEXTS];
};

/* Begins a run. */
static inline void looks_begin(struct looks *l)
{
    l->broken = false;
    l->parts = 0;
    l->count = 0;
    l->used = 0;
}
/* Notes a look at the part with this number; key counts for LOOK_MEMBER, at for LOOK_ITEM. */
void looks_add(struct looks *l, enum look_kind kind, unsigned of, const char *key, size_t len,
               int64_t at);
/* The same where somebody asks. */
static inline void looks_note(struct looks *l, enum look_kind kind, unsigned of, const char *key,
                              size_t len, int64_t at)
{
    if (l->on && !l->broken) {
        looks_add(l, kind, of, key, len, at);
    }
}

/* Notes whether what the last look led to got a number. */
static inline void looks_made(struct looks *l, bool made)
{
    if (l->on && !l->broken) {
        l->all[l->count - 1].made = made;
    }
}

/* ---- what is kept ------------------------------------------------------------------------------ */

struct recall_shelf; /* of one part of a checklist */
struct recall {
    struct arena arena; /* of all shelves */
    size_t bytes;       /* taken, about */
};

struct recalled {
    struct finding finding;
    int64_t fuel;
    bool strayed; /* the run looked at more than its answer's value */
};

/* Also empties it, for use again. */
void recall_free(struct recall *m);
/* What the rule of the shelf at `at` (which is made where it is NULL) found where everything it looked
 * at was as in this document and answer (which may be NULL); NULL where that is not known, or there is
 * no memory for what it leads to. *note: where the run to come is to be kept; NULL: it is not to be
 * noted. */
const struct recalled *recall_find(struct recall *m, struct recall_shelf **at,
                                   const struct json *doc, const struct json *answer,
                                   struct recall_shelf **note);
/* Keeps a copy of what a run found there, that made these looks. */
void recall_keep(struct recall *m, struct recall_shelf *shelf, const struct json *doc,
                 const struct json *answer, const struct looks *l, const struct recalled *found);

#endif
