/* Shared by the files of the composite toolbox; nobody else includes it. */
#ifndef COMPARE_COMPOSITE_INTERNAL_H
#define COMPARE_COMPOSITE_INTERNAL_H

#include "compare/composite.h"

/* ---- composite_spec.c ---- */

/* Puts the members of an exception over what is set. Complaints (none where it was read before) go
 * to d. */
void composite_scaling_read(const struct json *object, const char *path, struct diag *d,
                            struct composite_scaling *out);
/* The same of an exception for an aggregate or a level. */
void composite_rule_read(const struct json *object, const char *path, struct diag *d,
                         struct composite_rule *out);

/* ---- composite_data.c ---- */

enum { CELL_NONE = 1, CELL_APART = 2 };

/* A number or a word: 0, CELL_NONE or CELL_APART where there is no value (*out is NaN), -1 where it
 * is neither. */
int composite_cell(const struct composite_spec *spec, const struct json *further, const char *text,
                   double *out);

/* ---- composite_scale.c ---- */

/* Every indicator on the scale. */
int composite_scale(struct composite *c, struct diag *d);

/* ---- composite_mean.c ---- */

struct composite_way {     /* how aggregates are made this time */
    const double *weights; /* of each item; NULL: those of the items */
    int other;      /* a mean that takes the place of the arithmetic and geometric ones; -1: none */
    bool only_last; /* ... in the index alone */
    const double *
        seen; /* values of all items; an aggregate without one there, but for the index, becomes `instead` */
    double instead;
};
#define COMPOSITE_WAY_INIT \
    {                      \
        .other = -1        \
    }
/* Aggregates of all units from values[] of the indicators into values[] of the aggregates. scratch
 * has room for composite_scratch doubles. Returns 0, or ERR_INPUT where a mean needs values from 0
 * and finds one below: *item and *unit tell which. */
int composite_aggregate(const struct composite *c, const struct composite_way *way, double *values,
                        double *scratch, int *item, int *unit);
/* Doubles that scratch needs. */
size_t composite_scratch(const struct composite *c);
/* Ranks of n values as the specification says; NaN has none. scratch: room for n. Equal to nine
 * decimals is equal. */
void composite_rank(const double *x, int n, bool low_first, enum composite_ties ties,
                    double *scratch, double *rank);

/* ---- composite_look.c ---- */

/* Correlations of siblings, and of parts with their whole. */
int composite_correlate(struct composite *c);
/* Arithmetic against geometric means. */
int composite_contrasts(struct composite *c);
/* Pearson's correlation over the units that have both; NaN below three, or where one is constant. */
double composite_pearson(const double *x, const double *y, int n, int *both);

#endif
