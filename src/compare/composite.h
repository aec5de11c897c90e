/* Composite indicators: a table of units and indicators becomes one index, step by step, as a
 * specification says. The forms of the tables are COINr's iData and iMeta (Becker and others, COINr:
 * An R package for developing composite indicators, Journal of Open Source Software 7, 2022). The
 * steps, always in this order: what counts as missing; factor; denominator; filling in; treatment of
 * outliers; clipping; transformation; normalisation with direction; aggregates from level to level;
 * ranks. NaN stands for "no value" everywhere. Pure: texts come in, a result that is only read comes
 * out. */
#ifndef COMPARE_COMPOSITE_H
#define COMPARE_COMPOSITE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

enum composite_method {
    NORMAL_MIN_MAX,    /* between the lowest and the highest value that occur */
    NORMAL_GOALPOSTS,  /* between low and high, ends included */
    NORMAL_Z,          /* mean and sd of the units become `mean` and `sd`; sd with n - 1 */
    NORMAL_RANK,       /* 1 for the worst */
    NORMAL_BORDA,      /* rank - 1 */
    NORMAL_PERCENTILE, /* (rank - 1) / (n - 1) */
    NORMAL_TARGET,     /* between the worst value that occurs and the target */
    NORMAL_FRACTION,   /* of the highest value that occurs */
    NORMAL_NONE        /* values are on the scale already */
};
enum composite_mean {
    MEAN_ARITHMETIC,
    MEAN_GEOMETRIC,
    MEAN_HARMONIC,
    MEAN_MINIMUM,
    MEAN_MAXIMUM,
    MEAN_INVERTED, /* high + low less the geometric mean of what is missing to the high end */
    MEAN_MEDIAN,
    MEAN_POWER,
    MEAN_BORDA,
    MEAN_COPELAND
};
enum composite_transform { TRANSFORM_NONE, TRANSFORM_LOG, TRANSFORM_SQUARE };
enum composite_fill { FILL_NONE, FILL_MEAN, FILL_MEDIAN, FILL_GROUP_MEAN, FILL_GROUP_MEDIAN };
/* What rank equals share: the best of theirs, the mean, the worst, or the next whole number. */
enum composite_ties { TIES_BEST, TIES_AVERAGE, TIES_WORST, TIES_DENSE };

enum { ROUND_NONE = -1 };

/* How one indicator is put on the scale. */
struct composite_scaling {
    enum composite_method method;
    enum composite_transform transform;
    bool transformed;         /* the goalposts and clip limits are those of transformed values */
    bool cap;                 /* beyond the target counts as at the target */
    bool treat;               /* outliers may be pulled in */
    double low, high, target; /* NaN: not given */
    double mean, sd;
    double clip_low, clip_high; /* -INFINITY, INFINITY: not clipped */
    double factor;
    int round;                  /* decimals of the normalised value, or ROUND_NONE */
    const struct json *missing; /* further values that mean "none"; NULL: no others */
};

/* How one aggregate is made. */
struct composite_rule {
    enum composite_mean mean;
    double floor;         /* NaN: means are taken of the values as they are */
    double power;         /* of MEAN_POWER */
    double min_available; /* share of children that must have a value */
    int round;            /* decimals, or ROUND_NONE */
};

/* A specification, read. Everything lives in the caller's arena. */
struct composite_spec {
    const struct json *doc;
    const char *id, *title, *source;
    const char *data, *meta;    /* file names as they are written; data NULL: stored results */
    bool criteria;              /* stored results: criteria, else domains */
    const struct json *missing; /* texts that mean "none", beside "" and NA */
    const struct json *apart;   /* texts that mean "does not apply", beside not_applicable */
    bool denominators;
    enum composite_fill fill;
    const char *fill_group;
    bool treat; /* Winsorise */
    double treat_skew, treat_kurtosis;
    int treat_most;
    double from, to; /* the scale */
    struct composite_scaling scaling;
    struct composite_rule rule;
    const struct json *indicators, *levels, *nodes; /* exceptions, by code; NULL: none */
    double min_indicators;                          /* share that a unit needs for a score */
    bool low_first;                                 /* rank 1 is the lowest score */
    enum composite_ties ties;
    const char *peers;       /* group within which strengths are told, or NULL: all units */
    double high_correlation; /* from which two indicators say nearly the same */
    const char *weights;     /* file of given weights, or NULL */
    int64_t draws;           /* of own weights; 0: none */
    uint64_t seed;
    double concentration; /* of the Dirichlet distribution of own weights */
};

/* Reads a specification. 0, ERR_INPUT with complaints, or ERR_MEMORY. */
int composite_spec_read(struct arena *arena, const char *text, size_t len, struct diag *d,
                        struct composite_spec *out);

struct composite_item { /* an indicator or an aggregate */
    const char *code, *name, *unit;
    int level;        /* 1: indicators */
    int parent;       /* -1: the index */
    int direction;    /* 1, or -1: less is better */
    double weight;    /* among its siblings */
    double effective; /* share of the index, along the tree */
    int denominator;  /* column of `others`, or -1 */
    double target;
    const int *children;
    int child_count;
    struct composite_scaling scaling; /* of an indicator */
    struct composite_rule rule;       /* of an aggregate */
    /* What came of it. */
    int given;    /* units with a value of their own */
    int filled;   /* filled in */
    int clipped;  /* set to an end */
    int pulled;   /* values pulled in as outliers */
    bool outside; /* still skewed after that, and left as it was */
};

struct composite_unit {
    const char *code, *name;
    int line;
    int applies;      /* indicators that apply to it */
    int available;    /* indicators with a value of its own */
    double coverage;  /* the same by effective weight */
    double low, high; /* of the index, were what is missing the worst, the best; NaN: not told */
    bool enough;      /* of its indicators, for a score */
};

struct composite_pair { /* two items that go together, or apart */
    int a, b;
    double pearson, spearman, kendall; /* NaN where fewer than three units have both */
    int units;
    bool high; /* |pearson| from the limit, for two indicators; below 0 for a part and its whole */
};

/* What another mean would do to the ranks. */
struct composite_contrast {
    const char *what; /* "the last step", "every step" */
    double spearman;
    double shift;    /* largest change of a rank, arithmetic to geometric */
    int unit;        /* whose it is; the first of several */
    double from, to; /* its ranks */
    int moved;       /* units whose rank changes */
};

/* Ranks of a unit over sets of weights. */
struct composite_spread {
    double mean, median, low, high; /* 5 and 95 in a hundred */
};

struct composite {
    struct arena *arena; /* borrowed: where all of it lives */
    const struct composite_spec *spec;
    struct composite_item
        *items; /* indicators, then aggregates from the lowest level; the index last */
    int item_count, indicator_count;
    struct composite_unit *units; /* in the order of the table */
    int unit_count;
    const char *const *group_names; /* columns that hold groups */
    const char *const *const *groups;
    int group_count;
    const char *const *ignored; /* columns that the meta file does not name */
    int ignored_count;
    const char *const *other_names; /* denominators */
    const double *const *others;
    int other_count;
    bool *apart;   /* item * unit_count + unit: it does not apply there */
    bool *filled;  /* item * unit_count + unit, of indicators */
    double *raw;   /* as they were given: likewise */
    double *value; /* indicators on the scale, then aggregates */
    double *rank;  /* 1 is first */
    bool bounded;  /* every value lies on the scale, so that low and high can be told */
    struct composite_pair *pairs;
    int pair_count;
    struct composite_contrast *contrasts;
    int contrast_count;
    const int
        *order; /* units by rank of the index, then as in the table; those without a rank last */
    /* Uncertainty of weights. */
    int64_t sets;                    /* of weights that were tried; 0: none */
    double *set_score, *set_rank;    /* set * unit_count + unit; NULL for own draws */
    struct composite_spread *spread; /* of each unit; NULL: no sets */
};

/* Reads iMeta and iData, checks them against each other and the specification: names, tree, weights,
 * values. The complaints of each text go to its own diag. 0, ERR_INPUT or ERR_MEMORY. */
int composite_read(struct arena *arena, const struct composite_spec *spec, const char *meta,
                   size_t meta_len, struct diag *of_meta, const char *data, size_t data_len,
                   struct diag *of_data, struct diag *of_spec, struct composite *out);

struct table;
/* Stored results in the forms of iData and iMeta: a unit each community (and round, where there are
 * several), as indicators the domains below the total or all criteria, values from 0 to 1. Returns
 * buf_status. */
int composite_forms(const struct table *t, bool criteria, struct buf *data, struct buf *meta);

/* All steps up to ranks, correlations and contrasts. ERR_INPUT (in d, with the data's name) where a
 * value cannot be used, as the logarithm of 0. */
int composite_run(struct composite *c, struct diag *d);

/* Tries the sets of weights of a table rep, iCode, Level, Weight: scores and ranks of each. Weights
 * that a set does not name stay. */
int composite_try_given(struct composite *c, const char *text, size_t len, struct diag *d);
/* Tries spec->draws sets of weights drawn around those of the table. */
int composite_try_drawn(struct composite *c);

/* ---- parts, for tests and renderers ---- */

/* How the units stand on an item: strongest (or weakest) indicators of a unit, by its rank among its
 * peers; at most `most`, returns how many. `place` gets the rank of each. */
int composite_strengths(const struct composite *c, int unit, bool weakest, int most, int *items,
                        double *place);
/* Index of an item by its code, or -1. */
int composite_item_find(const struct composite *c, const char *code);
/* Index of a unit by its code, or -1. */
int composite_unit_find(const struct composite *c, const char *code);
/* The word of the specification for a way to normalise. */
const char *composite_method_name(enum composite_method method);
/* The word for a mean. */
const char *composite_mean_name(enum composite_mean mean);
/* The word for what equals share. */
const char *composite_ties_name(enum composite_ties ties);
/* A number at so many decimals, half away from zero on 15 significant digits. */
double composite_round(double value, int decimals);

#endif
