/* One plan under one checklist: findings, scores, digests. Everything of the JSON form but what a
 * renderer adds from the documents (titles, evidence). */
#ifndef MODEL_ASSESSMENT_H
#define MODEL_ASSESSMENT_H

#include "base/arena.h"
#include "model/checklist.h"
#include "model/finding.h"
#include "model/plan.h"

enum { SCORE_NONE = -1 }; /* in a field of billionths: null */

struct node_result {
    bool applicable;
    int64_t score;               /* SCORE_NONE where there is none */
    int64_t low, high, coverage; /* meaningless where not applicable */
};

struct assessment {
    char id[37];        /* UUIDv7; "" before it is stored */
    char created[24];   /* "2026-09-12T08:11:04Z"; "" before it is stored */
    const char *engine; /* "banyan 1.0.0" */
    const struct checklist *checklist;
    const struct plan *plan;
    char ruleset_digest[DIGEST_TEXT];
    struct finding *findings;  /* checklist order, criterion_count of them */
    struct node_result *nodes; /* node_count of them; 0 is the root */
    int64_t *contribution;     /* per criterion, billionths; SCORE_NONE: null */
    int64_t *effect;           /* per criterion, billionths, signed */
    bool *has_effect;
    int band, band_possible; /* index, -1: null */
    bool incomplete;         /* any error finding */
    bool hurried; /* the clock stopped a rule: a busy machine's result, not to be stored */
    int counts[OUTCOME_COUNT];
};

/* Fills nodes, contribution, effect, bands, counts from findings. Pure. The arrays are made in arena.
 * Returns 0 or ERR_MEMORY. */
int score_assessment(struct arena *arena, struct assessment *a);
/* The same without contributions and effects, which take most of the time: their arrays stay as they are. */
int score_results(struct arena *arena, struct assessment *a);

#endif
