/* Tables for SQL that are made of packed findings, an assessment after the other. Only
 * store_rows.c and store_functions.c include this. */
#ifndef STORE_STORE_ROWS_H
#define STORE_STORE_ROWS_H

#include "store/store_private.h"

/* Stands on a row of an assessment. The checklist may be replaced while it stands, so that all
 * it needs of that is copied. */
struct row_cursor {
    sqlite3_vtab_cursor base;
    sqlite3_stmt *rows; /* assessments */
    struct arena arena; /* of the present one */
    const void *data;   /* of the kind, in arena */
    int64_t seq;
    int at, count; /* row; how many */
    bool end;
};
struct row_kind {
    const char *name, *declaration; /* CREATE TABLE, with a hidden column seq */
    int seq;                        /* index of that column */
    bool values;                    /* needs outcomes and credits alone */
    /* Fills data and count, in the cursor's arena. 0 or ERR_MEMORY. */
    int (*fill)(struct row_cursor *c, const struct checklist *list, struct finding *findings);
    /* Gives one column, but seq, of the row that it stands on. */
    void (*column)(const struct row_cursor *c, sqlite3_context *context, int column);
};
/* Makes the table known to the connection; m lives as long as that. SQLite's code. */
int rows_register(struct store *s, struct row_module *m);

#endif
