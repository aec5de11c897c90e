/* How many communities there are, by attributes: what a number of assessments is held against. A CSV file
 * with a column `communities` and columns named like attributes:
 *   country,setting,communities
 *   NPL,rural,460
 */
#ifndef COMPARE_FRAME_H
#define COMPARE_FRAME_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "compare/compare.h"

struct frame_row {
    const char *const *values; /* one a column; never NULL or "" */
    int64_t communities;
    int line;
};

struct compare_frame {
    struct arena arena;
    const char *file;           /* for messages */
    const char *const *columns; /* attributes, without `communities` */
    size_t column_count;
    struct frame_row *rows;
    size_t count;
};

/* Reads text; file is its name for messages. ERR_INPUT with file and line of what is wrong, or ERR_MEMORY.
 * The caller frees *out with compare_frame_free in every case. */
int compare_frame_read(const char *text, size_t len, const char *file, struct compare_frame *out,
                       struct err *e);
void compare_frame_free(struct compare_frame *f); /* all that belongs to it */
/* Index of the column, or -1. */
int compare_frame_column(const struct compare_frame *f, const char *name);
/* Fills `of` of the groups of c, and what is absent, before they are described: sums over the columns that c
 * is not grouped by. A frame without a column "round" holds for every round. f NULL: nothing is known, which
 * is no error. ERR_INPUT: a column is missing, or more communities were assessed than there are;
 * ERR_MEMORY. */
int compare_frame_apply(const struct compare_frame *f, struct comparison *c, struct err *e);

#endif
