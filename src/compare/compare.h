/* Groups of assessments side by side: what is asked and what comes out. A result is plain data, made once
 * and then only read: what prints it, in whatever form, computes nothing. All numbers on 0…1 as doubles made
 * from billionths, NaN where there is none. */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include "compare/table.h"

/* What is compared: the total, a node (domain), or a criterion of the core. */
enum item_kind { ITEM_TOTAL, ITEM_NODE, ITEM_CRITERION };
struct compare_item {
    enum item_kind kind;
    int index;      /* of the node (0: the total) or the criterion in the core */
    const char *id; /* "total", "EWS", "EWS-01" */
    const char *title;
    int parent; /* index among the items, or -1 */
};

/* A group under one item. Ranges of missing answers are means of low and high over the rows that the item
 * applies to, with or without a score. */
struct compare_stat {
    int64_t n;       /* rows with a score */
    int64_t applies; /* rows to which the item applies */
    double mean;     /* each community counts the same */
    double weighted; /* by children under 18; NaN unless every row with a score tells them */
    double sd;       /* n - 1; NaN below 2 */
    double error;    /* standard error, sd / sqrt(n) * sqrt(1 - n / of) where `of` is known */
    double ci_low, ci_high; /* Student's t, n - 1 degrees, within 0…1; NaN below 2 */
    double min, q10, q1, median, q3, q90, max; /* R type 7 */
    double low, high; /* the mean of lowest and of highest possible values */
    double coverage;  /* mean share of weight with a credit */
};

/* Place of a group among those that may be ranked. Rank 1 is best. */
struct compare_rank {
    bool ranked;      /* false below 5 assessments or 60 % coverage */
    double median;    /* over the draws */
    double low, high; /* 5 and 95 in a hundred draws lie below */
};

struct compare_group {
    const char *const *keys;      /* one value an attribute of `by`; NULL: rows that do not tell */
    const char *const *labels;    /* the same in words: names of countries, places; never NULL */
    int64_t rows;                 /* communities assessed, the latest assessment of each */
    int64_t of;                   /* communities there are, 0 where not known */
    int64_t scored;               /* rows with a total */
    int64_t children, households; /* sums; -1 unless every row tells */
    struct compare_stat *stats;   /* item_count of them */
    struct compare_rank rank;     /* by the total */
    double *band_share;    /* share of the scored rows in each band of the core, in its order */
    double critical;       /* share of rows that fail a critical criterion, of all rows */
    double critical_open;  /* share of rows where one is open and none fails */
    const size_t *members; /* indexes of the rows, ascending */
    bool withheld;         /* not to be published: see compare/publish.h */
};

/* How far the rows can be held against each other, best first. */
enum comparable { COMPARABLE_FULL, COMPARABLE_CORE, COMPARABLE_CARE, COMPARABLE_NOT };
struct compare_remark {
    enum comparable grade; /* what this alone would give */
    const char *text;      /* template with {name} */
    const struct json *params;
};

struct compare_pair { /* of two ranked groups */
    int a, b;         /* indexes of groups, a < b */
    double ahead;     /* share of the draws in which a is ahead of b, ties half */
    bool apart;       /* 0.95 or more, or 0.05 or less */
};

/* What moves the ranks: share of their variance. */
enum source {
    SOURCE_MISSING,
    SOURCE_SAMPLE,
    SOURCE_WEIGHTS,
    SOURCE_AGGREGATE,
    SOURCE_RATER,
    SOURCE_COUNT
};
struct compare_source {
    bool on;
    double first, total; /* Sobol indices; NaN where off or where nothing moves */
};

/* How open answers of a draw hang together: one number for all of a group, one for each assessment, or one
 * for each answer. See docs/adr/0024. */
enum rank_open { OPEN_TOGETHER, OPEN_BY_ROW, OPEN_BY_ANSWER };

/* What a simulation of ranks is made with: compare/rank.h. */
struct rank_settings {
    uint64_t seed;
    int64_t draws; /* 64 or more; 0: none; RANK_DRAWS_FIT: as many as go with the rows */
    int64_t
        base; /* draws behind the shares of the sources at most, in whole blocks; 0: none are made */
    bool on[SOURCE_COUNT];
    enum rank_open open;
    double spread;   /* of a weight of average size: standard deviation by its mean */
    double slip;     /* chance that an answer is a level off, in steps of 1/256 */
    int64_t least;   /* assessments below which a group has no rank */
    double coverage; /* mean share of weight below which it has none */
    int jobs;        /* threads; changes no byte */
    /* Told now and then how far it is, by one thread at a time; may be NULL. */
    void (*tell)(void *context, uint64_t done, uint64_t all);
    void *context;
};

/* Communities of the frame of which none was assessed. */
struct compare_absent {
    const char *const *keys, *const *labels; /* one an attribute of `by` */
    int64_t communities;
};

struct comparison {
    struct arena arena;
    const struct table *table; /* borrowed */
    const struct checklist *core;
    const char *const *rounds; /* the rounds that the rows are from, ascending */
    size_t round_count;
    const char *const *by; /* names of the attributes */
    size_t by_count;
    struct compare_item *items; /* the total first */
    size_t item_count;
    struct compare_group *groups; /* ordered by keys; groups without a key last */
    size_t group_count;
    double level; /* of the intervals: 0.95 */
    struct compare_absent *absent;
    size_t absent_count;
    enum comparable grade; /* the worst of the remarks */
    struct compare_remark *remarks;
    size_t remark_count;
    /* The simulation of ranks; draws 0: none was made. */
    int64_t draws;
    uint64_t seed;
    struct rank_settings settings; /* where draws were made */
    struct compare_source sources[SOURCE_COUNT];
    struct compare_pair *pairs;
    size_t pair_count;
    bool overlaps; /* a row may stand in several groups */
    bool publish;  /* small cells were withheld: a withheld number is -1 or NaN */
    int64_t
        whole; /* where they were: how many rows there are in all, or -1; c->table then has none */
};

#endif
