/* What the files of publish share. Nobody else includes it. */
#ifndef COMPARE_PUBLISH_INTERNAL_H
#define COMPARE_PUBLISH_INTERNAL_H

#include "compare/disclose.h"
#include "compare/publish.h"

/* All assessments that are spoken of: those of the table, and those that were published before. */
struct publish_field {
    struct arena arena;
    const struct table *table;
    const struct published *memory;
    int64_t *sequences;        /* ascending; index as in `rows` */
    struct disclose_row *rows; /* count of them, and then the same by places */
    size_t count;
    uint32_t *of_table; /* index of each row of the table */
    uint32_t *newest;   /* of the same community and round */
    bool again;         /* some community was assessed again: sets are judged by places too */
};

/* Sets that are published together or not at all: the parts of one group, or one set. */
struct publish_bundle {
    size_t first, count; /* sets */
    size_t size;         /* rows in all of them; larger ones go first */
    bool named;          /* everybody knows that it is not empty */
    bool safe;           /* the answer */
    bool few;            /* named and too few: to be remembered as such */
};
/* What one kind of number would tell. */
struct publish_question {
    struct publish_field *field;
    const char *scope;
    struct disclose_set *sets; /* where sets are judged by places too, each is followed by that */
    size_t set_count, set_room;
    size_t known; /* the first ones were published before */
    struct publish_bundle *bundles;
    size_t bundle_count, bundle_room;
    const bool *without; /* rows of the table that say nothing here; NULL: none */
    bool guarded;        /* the sizes of small named sets are to stay uncertain */
};

/* To be done for each table. 0 or ERR_MEMORY. */
int publish_field_make(struct publish_field *f, const struct table *t, const struct published *p);
/* All that belongs to it, questions included. */
void publish_field_free(struct publish_field *f);
/* A question with all that was published in its scope. without: rows of the table that are in no set, or
 * NULL. 0 or ERR_MEMORY, as all here. */
int publish_question_begin(struct publish_question *q, struct publish_field *f, const char *scope,
                           const bool *without);
/* Begins a bundle; sets are then added to it. */
int publish_question_ask(struct publish_question *q, bool named);
/* A set of rows of the table; an empty one says nothing. */
int publish_question_set(struct publish_question *q, const size_t *rows, size_t count);
/* Bundles for small sets that were withheld before, after all others: they stay guarded. */
int publish_question_small(struct publish_question *q);
/* Fills `safe` of all bundles and adds those that are to memory. */
int publish_question_answer(struct publish_question *q, struct published *memory, struct err *e);

/* Takes the sums of children and households from each group that differs by a few communities from what was
 * published before, of whatever round. 0 or ERR_MEMORY. */
int publish_heads(struct comparison *c, const struct published *memory);

/* Statistics of a published group: what would show single communities goes, the rest is rounded. */
void publish_stat(const struct comparison *c, const struct compare_group *g, size_t item);
/* No number is left. */
void publish_stat_clear(struct compare_stat *s);
/* Spread and interval again, from the rounded mean and the rounded sd alone: intervals of other levels would
 * else give the mean digit by digit. least: 0, or -1 for a difference. */
void publish_interval(double mean, int64_t n, int64_t of, double level, double least, double *sd,
                      double *error, double *low, double *high);
/* To hundredths; NaN stays. */
double publish_rounded(double x);

#endif
