/* A framework: a list of items (targets, indicators, articles, points) that others agreed on, and to
 * which the criteria of checklists refer (`refs`). Read and validated once from its JSON document
 * (checklists/frameworks/ID.json), then immutable. See docs/writing-a-checklist.md. */
#ifndef MODEL_FRAMEWORK_H
#define MODEL_FRAMEWORK_H

#include "model/assessment.h"

struct framework_item {
    const char *code, *title;
    int parent; /* index, -1 at the top */
    int depth;  /* 0 at the top */
    int line;
    /* {"framework": [codes]}: what serves one of these items of another framework serves this one
     * too; or NULL. */
    const struct json *of;
};

struct framework {
    struct arena arena;
    const struct json *doc;
    const char *id, *short_title, *title, *language;
    const char *vintage;          /* the year or edition of the list */
    struct framework_item *items; /* parents before children, in the order of the document */
    int item_count;
};

/* Reads text. Complaints go to d; returns 0, ERR_INPUT or ERR_MEMORY. The caller frees *out. */
int framework_parse(const char *text, size_t len, struct diag *d, struct framework **out);
void framework_free(struct framework *f); /* NULL is fine */
/* Index of the item with this code, or -1. */
int framework_find(const struct framework *f, const char *code);
const char *framework_nearest(const struct framework *f, const char *code); /* or NULL */

/* Some frameworks, in the order in which they were asked for. */
struct frameworks {
    struct framework **list;
    size_t count;
};
void frameworks_free(struct frameworks *f); /* all of them, and the list */
/* The one with this id, or NULL. */
const struct framework *frameworks_get(const struct frameworks *f, const char *id);
const char *frameworks_nearest(const struct frameworks *f, const char *id); /* or NULL */

/* Whether the criterion refers to the item, to one below it, or to an item of another framework
 * that this one consists of. References of nodes and of the checklist are not passed on. */
bool framework_serves(const struct framework *f, int item, const struct criterion *k);

/* ---- framework_score.c ---- */

/* What a checklist, and an assessment under it, say of one item. Docs: scoring.md, "Read by the
 * items of a framework". Figures of our own, not official values of an indicator. */
struct reading {
    int criteria; /* that serve the item */
    /* Of an assessment only: */
    int applicable, scored;      /* criteria of these */
    int64_t score;               /* SCORE_NONE where there is none */
    int64_t low, high, coverage; /* meaningless where nothing applies */
    int64_t weight; /* share of the whole weight, billionths: of what applies, or of all */
};

/* One reading an item, in arena. a NULL: the checklist alone. NULL: out of memory. */
struct reading *framework_read(struct arena *arena, const struct framework *f,
                               const struct checklist *c, const struct assessment *a);

#endif
