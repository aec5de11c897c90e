/* A CSV table in memory, with a header. */
#ifndef COMPARE_COMPOSITE_GRID_H
#define COMPARE_COMPOSITE_GRID_H

#include "base/arena.h"
#include "base/err.h"

struct grid {
    const char *const *names; /* of the columns */
    int columns;
    int header_line;
    const char *const **rows; /* cells of each; as many as there are columns */
    int *lines;
    int count;
};

/* Reads a table into arena. Complains of an empty one, of a name that stands twice, and of rows with
 * more or fewer cells than the header. 0, ERR_INPUT or ERR_MEMORY. */
int grid_read(struct arena *arena, const char *text, size_t len, struct diag *d, struct grid *out);
int grid_find(const struct grid *g, const char *name); /* a column, or -1 */
/* The same, with a complaint where there is none. */
int grid_need(const struct grid *g, const char *name, struct diag *d);
/* Indexes of texts so that they stand in the order of bytes, equal ones as they come. 0 or
 * ERR_MEMORY. */
int grid_order(struct arena *arena, const char *const *texts, int count, int **out);

#endif
