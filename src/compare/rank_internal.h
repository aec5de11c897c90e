/* Parts of the simulation of ranks: what is prepared once (model), what a thread needs for a block of draws,
 * and arithmetic on many draws at a time. */
#ifndef COMPARE_RANK_INTERNAL_H
#define COMPARE_RANK_INTERNAL_H

#include "compare/rank.h"

enum { LANES = 64 }; /* draws of a block, worked on side by side */

/* ---- rank_model.c: what is the same in all draws */

/* Which criteria and nodes count in a row: rows that leave out the same share their weights. */
struct rank_pattern {
    const bool *criteria, *nodes;
};

struct rank_member {
    size_t row; /* of the table */
    int pattern;
};

struct rank_group {
    int index;                         /* among the groups of the comparison */
    const struct rank_member *members; /* by pattern, then row */
    size_t count;
    double sampled; /* by what a deviation of the bootstrap is multiplied; 0: nothing is unknown */
};

enum { WAYS_MOST = 4 };
/* A way to put nodes together. */
struct rank_way {
    bool own;                 /* as the checklist says; else: */
    enum aggregate aggregate; /* at each node that has nodes, or at the root where there are none */
    bool flat; /* all is arithmetic and nothing is rounded: one sum over all criteria */
};

struct rank_model {
    const struct checklist *core;
    struct rank_settings settings;
    const int32_t *const
        *cells; /* of each row of the table that takes part: credits as they enter */
    struct rank_group *groups;
    int group_count;
    size_t most_members;
    struct rank_pattern *patterns;
    int pattern_count;
    struct rank_way ways[WAYS_MOST];
    int way_count;
    size_t rows;              /* of all groups, whether they take part or not */
    bool moves[SOURCE_COUNT]; /* the source is on, and there is something that it changes */
    const int32_t *steps;     /* of each criterion: how far a slip moves a credit, in billionths */
};

/* Prepares it in arena from c and the settings. Returns 0 or ERR_MEMORY. */
int rank_model_build(struct arena *arena, const struct comparison *c,
                     const struct rank_settings *settings, struct rank_model *m);
/* How a node puts its children together under a way. */
enum aggregate rank_aggregate(const struct rank_model *m, const struct rank_way *way, int node);
/* The floor of that. */
double rank_floor(const struct rank_model *m, const struct rank_way *way, int node);

/* ---- rank_draw.c: blocks of draws */

struct rank_scratch;
/* What one thread needs; NULL: out of memory. */
struct rank_scratch *rank_scratch_new(const struct rank_model *m);
/* Releases it; NULL is fine. */
void rank_scratch_free(struct rank_scratch *s);
/* The means of all groups in the draws of a block, in billionths: scores[group * LANES + draw]. A bit of mix,
 * by enum source, takes that source from a second set of draws, which has nothing to do with the first.
 * Unless it is NULL, resampled has the same with the communities of the other set, which costs little. */
void rank_block(const struct rank_model *m, struct rank_scratch *s, uint64_t block, unsigned mix,
                int32_t *scores, int32_t *resampled);

/* ---- rank_row.c: one assessment in all draws of a block */

/* A view of what a block has drawn. Arrays of LANES behind each other. */
struct rank_drawn {
    const struct rank_way *way;
    double *criteria; /* weights of criteria among their node's children, not normalised */
    double *nodes;    /* of nodes */
    /* Made for one pattern (-1: none yet): */
    int pattern;
    double *inverse;   /* by node: 1 / sum of the weights of its children that count */
    double *effective; /* flat ways: share of each criterion in the total */
    double *values;    /* other ways: of the nodes of a row */
    /* Of a row: */
    const double *open; /* what open answers are worth: by draw, or by open criterion and draw */
    uint64_t *slips;    /* by criterion: draws in which it is a level off; NULL: none are */
    uint64_t up;        /* draws in which the assessor is generous */
    int *index;         /* room for numbers and values of criteria */
    double *value;
};

/* Makes inverse and effective for a pattern, unless they are there. */
void rank_prepare(const struct rank_model *m, struct rank_drawn *d, int pattern);
/* The total of a row in each draw. d is prepared for its pattern. */
void rank_row(const struct rank_model *m, struct rank_drawn *d, const int32_t *cells,
              double *total);

/* ---- rank_lanes.c: LANES numbers at a time */

/* sum += weights[index[i]] * value[i] for i below n, in that order; weights in rows of LANES. */
void lanes_add(double *sum, const double *weights, const int *index, const double *value, int n);
void lanes_sum(double *sum, const double *x);                              /* sum += x */
void lanes_sum_product(double *sum, const double *x, const double *y);     /* sum += x y */
void lanes_product(double *out, const double *x, const double *y);         /* out = x y */
void lanes_line(double *out, const double *x, double factor, double term); /* factor x + term */
void lanes_inverse(double *x);                                             /* 1 / x */
/* Natural logarithm, relative error below 1e-14; -1e6 at 0 and below, in place of -infinity. */
void lanes_log(const double *x, double *out);
/* Exponential function for x <= 1; 0 below -700. */
void lanes_exp(const double *x, double *out);
/* In billionths, rounded, as scores are. Beyond 0…1 a resampled mean may lie; beyond -2…2 it is cut. */
void lanes_billionths(const double *x, int32_t *out);
/* For every pair a < b of n rows of scores, adds the sign of scores[a] - scores[b] to beaten[b] and takes it
 * from beaten[a] in each lane; the sum over the lanes is added to ahead[pair], pairs in the order (0,1),
 * (0,2) ... (1,2) ...; ahead may be NULL. */
void lanes_duel(const int32_t *scores, int n, int32_t *beaten, int64_t *ahead);

#endif
