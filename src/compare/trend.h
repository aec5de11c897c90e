/* How groups change from round to round. Rounds stand in the order of the middle date of their
 * assessments, for their names need not sort. Each step between neighbouring rounds of a group is
 * told twice: of all its communities, whose change may come from others being assessed, and of the
 * panel, the communities that stand in the group in both rounds, whose change is their own. */
#ifndef COMPARE_TREND_H
#define COMPARE_TREND_H

#include "compare/compare.h"

struct trend_round {
    const char *name;
    const char *first, *middle, *last; /* dates of its assessments */
    int64_t rows;
};

/* One item over one step. Differences are later minus earlier. */
struct trend_change {
    double all; /* of the means of all; NaN where one is missing */
    double all_low,
        all_high;         /* t interval of Welch, only where no community is in both rounds: the two
                                means are then independent; else NaN */
    int64_t n;            /* communities of the panel with a score in both rounds */
    double before, after; /* their means */
    double change;        /* mean of their differences */
    double sd, error;     /* of the differences; NaN below 2 */
    double ci_low, ci_high; /* Student's t of paired differences, n - 1 degrees; NaN below 2 */
    double low,
        high; /* the least and the greatest change, if every open answer were as bad and as good as
                              can be: over the panel's communities to which the item applies in both */
    int64_t up, down, same; /* communities of n by their score: up is better */
    int64_t left_n, new_n;
    double left,
        fresh; /* mean of those that are not assessed any more, in the earlier round; of those
                              that were not before, in the later one. NaN: none has a score */
};

struct trend_step {
    size_t from, to;               /* points of the course */
    size_t panel;                  /* communities in the group in both rounds */
    bool withheld;                 /* what the panel would tell is: panel is 0 */
    const size_t *earlier, *later; /* their rows */
    int64_t left, fresh;           /* assessed before and not any more; not before */
    int64_t moved_out, moved_in;   /* assessed in both rounds, but in another group in one */
    int64_t band_up, band_down, band_same; /* of the panel, with a band in both; up is better */
    struct trend_change *changes;          /* one an item */
    enum comparable grade; /* how far the two rounds can be held against each other */
    struct compare_remark *remarks;
    size_t remark_count;
};

struct trend_point {
    size_t round;                      /* index into the rounds */
    const struct compare_group *group; /* with a statistic an item */
};

/* A group over time. */
struct trend_course {
    const char *const *keys, *const *labels; /* without the round */
    struct trend_point *points;
    size_t point_count;
    struct trend_step *steps;
    size_t step_count;
    struct trend_step *whole; /* from the first point to the last; the only step where there is one;
                                       NULL below two points, or where a point is withheld */
    bool withheld;            /* a point was withheld, and with it the steps */
};

struct trend {
    struct arena arena;
    const struct comparison *c; /* borrowed */
    struct trend_round *rounds;
    size_t round_count;
    struct trend_course *courses; /* in the order of the groups of c */
    size_t course_count;
};

/* Makes the trend of c, which was grouped by "round" last and must live as long. ERR_USAGE: it was not;
 * ERR_MEMORY. The caller frees *out. */
int trend_make(const struct comparison *c, struct trend **out, struct err *e);
void trend_free(struct trend *t); /* NULL is fine */

#endif
