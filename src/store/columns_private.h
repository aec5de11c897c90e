/* What the files that read columns share. Nobody else includes it. */
#ifndef STORE_COLUMNS_PRIVATE_H
#define STORE_COLUMNS_PRIVATE_H

#include "store/derived_private.h"

/* The bytes of a column of a chunk that was made. */
struct columns_packed {
    const void *data;
    size_t len;
};
/* A stretch of rows of one series: a stored chunk, or one that was made of rows after the stored ones. */
struct columns_chunk {
    int64_t number;
    size_t rows, kept; /* kept: those that are neither left out nor foreign to the filter */
    bool whole;        /* all columns in one blob */
    uint8_t *out;      /* 1 for each row that is left out; NULL: none is */
    struct columns_packed *made; /* by column, or the one blob; NULL: it is stored */
    size_t made_count;
};
struct columns_series {
    int64_t id;
    const struct checklist *checklist;
    const char *profile; /* "": the whole */
    struct columns_chunk *chunks;
    size_t chunk_count, chunk_room;
    size_t first, rows; /* those that are kept, among all */
};
struct columns {
    struct store *s;
    struct arena arena;
    struct derived_filter filter;
    struct derived_state state;
    struct columns_series *series;
    size_t series_count, series_room, count;
    uint8_t *superseded; /* a bit for each assessment; NULL: there is none */
    int64_t head;
    sqlite3_stmt *column;
    uint8_t (*ids)[ID_SIZE]; /* by seq; NULL until they are asked for */
    bool transaction;        /* it is ours to end */
    bool facts;              /* chunks that were made know what stands in the plans alone */
};

/* columns_open in the transaction or statement that is open. */
int columns_open_within(struct store *s, const struct derived_filter *f, struct columns **out,
                        struct err *e);
/* The bytes of a column of a chunk, borrowed until the next call. ERR_STORE: they are lost. */
int columns_bytes(struct columns *c, const struct columns_series *x,
                  const struct columns_chunk *chunk, size_t column, const void **data, size_t *len,
                  struct err *e);
/* Sees to it that facts of plans are known. */
int columns_need_facts(struct columns *c, struct err *e);
/* Where code says that stored columns are lost or damaged, makes all of them from the rows: 0 then, and the
 * rows are the same. Gives any other code back. */
int columns_do_without(struct columns *c, int code, struct err *e);
/* Index of an item in a checklist's results, -1 where it has none. */
int columns_item(const struct checklist *c, const char *item);

#endif
