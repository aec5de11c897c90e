/* All answers to a question as the points of a cube: an axis for each thing that can be answered
 * apart, its values from the worst to the best. Private to review/. */
#ifndef REVIEW_CUBE_H
#define REVIEW_CUBE_H

#include "review/trial.h"

enum axis_kind {
    AXIS_VALUE,  /* the answer, or the answer of a part, as a whole */
    AXIS_ITEM,   /* whether an item is ticked */
    AXIS_HAZARD, /* the value for a hazard */
    AXIS_FACT    /* a fact of the plan: key is its path */
};

struct axis {
    enum axis_kind kind;
    const char *part, *key;     /* NULL: none */
    const struct json **values; /* from the worst to the best */
    int count;
    bool probe; /* which end is the better one has to be seen from the credits */
};

enum { AXES_MAX = 48 };

struct cube {
    struct trial *t;
    const struct part *demand;
    const struct json *base; /* the document */
    struct axis axes[AXES_MAX];
    int count;
    bool unordered; /* no answer is better than another only because a part of it is */
    bool full;      /* there were more axes than that */
    double points;  /* how many answers there are */
};

/* axes.c: the axes of an answer to demand. */
void cube_answer(struct cube *q, const struct part *demand);
/* axes.c: an axis for a fact; false where its values cannot be thought of. */
bool cube_fact(struct cube *q, const char *path, const struct json *args);
/* axes.c: the hazards that a question by hazard is tried for, as a register; rated: with figures
 * that differ. */
struct json *cube_register(struct arena *arena, const struct criterion *k, bool rated);
/* axes.c: the numbers that stand in args, into out (room for most of them); returns how many. */
int args_numbers(const struct json *args, double *out, int most);

/* cube.c: tries the cube and compares what lies side by side. */
void cube_try(struct cube *q);

#endif
