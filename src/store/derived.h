/* What follows from stored assessments and is kept so that a million of them are read quickly: running
 * totals, and columns of values. Each reading is one consistent view of the store, sees every committed
 * assessment, and gives the same with derived tables and without them (then it takes longer). See
 * docs/storage.md, "Derived tables". */
#ifndef STORE_DERIVED_H
#define STORE_DERIVED_H

#include "store/store.h"

/* The value of a node or criterion: billionths, or below zero what is there instead. */
#define DERIVED_ABSENT(outcome) (-1 - (int32_t)(outcome))
enum {
    VALUE_APART = -1 - (int32_t)OUTCOME_NOT_APPLICABLE, /* does not apply */
    VALUE_OPEN = -1 - (int32_t)OUTCOME_NOT_ASSESSED,    /* of a node: it applies and has no score */
    VALUE_LEAST = -(int32_t)OUTCOME_COUNT
};

/* ---- running totals ---- */

/* Of one node or criterion, exact. Scores, credits and what a score may become, in billionths. */
struct derived_item {
    unsigned __int128 squares;   /* of scores or credits, summed */
    int64_t n[OUTCOME_COUNT];    /* a node: scored, not applicable, or not assessed */
    int64_t sum;                 /* of scores or credits */
    int64_t low, high, coverage; /* summed over those that apply; nodes alone, 0 for criteria */
};
struct derived_total { /* borrowed during the call */
    const struct checklist *checklist;
    const char *profile, *country, *round; /* profile NULL: the whole */
    int64_t assessments;                   /* counted: no drafts, not superseded */
    size_t item_count;                     /* nodes in order, 0 the root, then criteria */
    const struct derived_item *items;
};
/* Which: checklist "ID", "ID@VERSION" or NULL for any; profile NULL for any, "whole" for none. */
struct derived_filter {
    const char *checklist, *profile, *country, *round;
    bool all; /* of columns: drafts and superseded ones too */
};
/* Totals of all checklists, profiles, countries and rounds that fit, in that order. each returns 0 to go on;
 * any other value ends it and is returned. 0, or a negative code with *e filled. */
int store_totals(struct store *s, const struct derived_filter *f,
                 int (*each)(void *context, const struct derived_total *total), void *context,
                 struct err *e);
/* Mean of what was summed over n, 0 to 1: exact but for the last rounding. NAN of none. */
double derived_mean(int64_t sum, int64_t n);
/* Standard deviation with n - 1 of the scores or credits of an item; exact but for the last roundings. NAN
 * below two. */
double derived_sd(const struct derived_item *item);

/* ---- columns ---- */

/* What is kept of an assessment beside its results. Whole numbers first, then texts. */
enum derived_attribute {
    ATTRIBUTE_SEQ,        /* place in the chain */
    ATTRIBUTE_DRAFT,      /* 1: the plan is a draft */
    ATTRIBUTE_RULESET,    /* row of document */
    ATTRIBUTE_LEVEL,      /* community.admin_level; it and the next three -1 where not said */
    ATTRIBUTE_CHILDREN,   /* under 18, of all age bands */
    ATTRIBUTE_HOUSEHOLDS, /* community.households */
    ATTRIBUTE_PEOPLE,     /* community.population.total */
    ATTRIBUTE_COUNTRY,
    ATTRIBUTE_ROUND,
    ATTRIBUTE_DATE,
    ATTRIBUTE_COMMUNITY, /* as compared */
    ATTRIBUTE_NAME,      /* of the community, as shown */
    ATTRIBUTE_BAND,      /* NULL: none */
    ATTRIBUTE_METHOD,    /* assessment.method, "" where not said; so is the next */
    ATTRIBUTE_ASSESSOR,  /* assessment.assessor_type */
    ATTRIBUTE_COUNT,
    ATTRIBUTE_TEXTS = ATTRIBUTE_COUNTRY /* the first text */
};
/* The name by which SQL and options call it. */
const char *derived_attribute_name(enum derived_attribute attribute);

/* Columns of all assessments that fit, but drafts and superseded ones: one row each, checklist by checklist,
 * within one in the order of the chain. */
struct columns;
/* Opens one consistent view, which lasts until it is closed; meanwhile nothing is put through s. 0, or a
 * negative code with *e filled; ERR_USAGE: a batch is open. */
int columns_open(struct store *s, const struct derived_filter *f, struct columns **out,
                 struct err *e);
/* Ends the view and releases it; NULL is fine. */
void columns_close(struct columns *c);
/* Number of rows. */
size_t columns_count(const struct columns *c);
/* Checklist and profile (NULL: the whole) of the rows from *first to *first + *count - 1; false where there
 * are no more parts. */
bool columns_part(const struct columns *c, size_t part, const struct checklist **checklist,
                  const char **profile, size_t *first, size_t *count);
enum { VALUE_FOREIGN = INT32_MIN }; /* the checklist of the row has no such item */
/* The values of "total", a node or a criterion, by id: one a row into out. ERR_NOT_FOUND: no checklist of
 * the rows has it, and *e names one near. */
int columns_values(struct columns *c, const char *item, int32_t *out, struct err *e);
/* The values of an attribute that is a number. */
int columns_numbers(struct columns *c, enum derived_attribute attribute, int64_t *out,
                    struct err *e);
/* Texts of an attribute: indexes into *texts, which are kept until the view is closed, in the order in which
 * they occur. NULL where there is none; numbers as decimals, -1 as NULL. */
int columns_texts(struct columns *c, enum derived_attribute attribute, uint32_t *out,
                  const char *const **texts, size_t *text_count, struct err *e);

/* Number of rows that stand in stored chunks; the others are read from assessments. */
size_t columns_stored(const struct columns *c);

/* One row with all of its columns. */
struct columns_row {                   /* borrowed during the call */
    const struct checklist *checklist; /* kept until the store is closed; knows its profile */
    const int32_t *values;             /* of nodes, then of criteria; NULL where not asked for */
    int64_t number[ATTRIBUTE_TEXTS];
    const char *text[ATTRIBUTE_COUNT - ATTRIBUTE_TEXTS];
    bool superseded;
    const char *id, *ruleset; /* id and digest, as people see them; NULL where not asked for */
};
/* Goes through all rows, a chunk at a time: memory does not grow with their number, but for 16 bytes each
 * where full, which asks for values, id and ruleset. each returns 0 to go on; any other value ends it and is
 * returned. ERR_STORE: a chunk is lost or damaged, and some rows were gone through. */
int columns_each(struct columns *c, bool full,
                 int (*each)(void *context, const struct columns_row *row), void *context,
                 struct err *e);

/* Rows put into groups by one or more attributes. */
struct columns_groups {
    size_t count; /* groups that have rows, in the order of the bytes of their texts */
    size_t by_count;
    const char *const *texts; /* by_count of each group; NULL where there is none */
    const uint32_t *of;       /* group of each row */
    const size_t *rows;       /* number of rows of each group */
};
/* Makes groups, which are kept until the view is closed. by_count 0: one group of all. */
int columns_group(struct columns *c, const enum derived_attribute *by, size_t by_count,
                  const struct columns_groups **out, struct err *e);
/* Quantiles p (0 to 1) of an item in each group, type 7 of Hyndman and Fan, 0 to 1; NAN where no row has a
 * value. out has room for p_count of each group, n for one of each: how many rows have one. */
int columns_quantiles(struct columns *c, const struct columns_groups *g, const char *item,
                      const double *p, size_t p_count, double *out, int64_t *n, struct err *e);
/* Mean and standard deviation (n - 1) of an item in each group, as derived_mean and derived_sd. */
int columns_moments(struct columns *c, const struct columns_groups *g, const char *item, int64_t *n,
                    double *mean, double *sd, struct err *e);

#endif
