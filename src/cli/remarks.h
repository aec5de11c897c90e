/* Remarks of a review, kept until all are there and then printed in the order of files and lines. */
#ifndef CLI_REMARKS_H
#define CLI_REMARKS_H

#include "cli/cli.h"
#include "review/review.h"

struct remarks {
    struct arena arena;
    struct remark *list;
    size_t count, room;
    size_t kinds[3]; /* how many of each enum remark_kind */
    bool memory;     /* not all could be kept */
};

/* Keeps one; context is a struct remarks. Fits struct review. */
void remarks_keep(void *context, const struct remark *r);
/* Puts them in order: by file, line, check. */
void remarks_sort(struct remarks *all);
/* One line each: FILE:LINE: SUBJECT: CHECK: what is wrong. An example stands on a line of
 * its own. quiet: without notes. */
void remarks_text(const struct remarks *all, bool quiet, struct buf *out);
/* The same as a JSON array. */
void remarks_json(const struct remarks *all, struct buf *out);
/* Releases what was kept. */
void remarks_free(struct remarks *all);

#endif
