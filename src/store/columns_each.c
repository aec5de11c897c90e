/* Row by row over columns: each chunk is decoded once, all of its columns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/columns_private.h"

static int no_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, "out of memory");
    return ERR_MEMORY;
}

static int damaged(const struct columns *c, struct err *e)
{
    return err_set(e, ERR_STORE, "%s: derived tables are damaged", c->s->name);
}

/* A chunk in memory. */
struct decoded {
    struct arena arena;
    int64_t *numbers[ATTRIBUTE_TEXTS];
    uint32_t *indexes[DERIVED_TEXTS];
    const char *const *texts[DERIVED_TEXTS];
    int32_t *values; /* row by row */
    int32_t *column; /* one column, before it is spread */
    int64_t ruleset;
    char ruleset_text[DIGEST_TEXT];
};

static int decode_attribute(struct columns *c, const struct columns_series *x,
                            const struct columns_chunk *chunk, size_t column, struct decoded *d,
                            struct err *e)
{
    const void *data;
    size_t len, count;
    uint64_t scope = (uint64_t)derived_column_id(x->id, column, chunk->number);
    int code = columns_bytes(c, x, chunk, column, &data, &len, e);
    if (code != 0) {
        return code;
    }
    if (column < ATTRIBUTE_TEXTS) {
        int64_t **to = &d->numbers[column];
        *to = arena_alloc(&d->arena, (chunk->rows + 1) * sizeof **to);
        return *to == NULL                                               ? no_memory(e)
               : column_numbers(data, len, scope, *to, chunk->rows) == 0 ? 0
                                                                         : damaged(c, e);
    }
    size_t i = column - ATTRIBUTE_TEXTS;
    d->indexes[i] = arena_alloc(&d->arena, (chunk->rows + 1) * sizeof *d->indexes[i]);
    code = d->indexes[i] == NULL ? ERR_MEMORY
                                 : column_texts(data, len, scope, &d->arena, &d->texts[i], &count,
                                                d->indexes[i], chunk->rows);
    return code == 0 ? 0 : code == ERR_MEMORY ? no_memory(e) : damaged(c, e);
}

static int decode_values(struct columns *c, const struct columns_series *x,
                         const struct columns_chunk *chunk, struct decoded *d, struct err *e)
{
    size_t items = (size_t)x->checklist->node_count + (size_t)x->checklist->criterion_count;
    d->values = arena_alloc(&d->arena, chunk->rows * items * sizeof *d->values);
    d->column = arena_alloc(&d->arena, (chunk->rows + 1) * sizeof *d->column);
    if (d->values == NULL || d->column == NULL) {
        return no_memory(e);
    }
    for (size_t k = 0; k < items; k++) {
        const void *data;
        size_t len, column = ATTRIBUTE_COUNT + k;
        uint64_t scope = (uint64_t)derived_column_id(x->id, column, chunk->number);
        int code = columns_bytes(c, x, chunk, column, &data, &len, e);
        if (code == 0 && column_values(data, len, scope, d->column, chunk->rows) != 0) {
            code = damaged(c, e);
        }
        if (code != 0) {
            return code;
        }
        for (size_t i = 0; i < chunk->rows; i++) {
            d->values[i * items + k] = d->column[i];
        }
    }
    return 0;
}

static int load_ids(struct columns *c, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0, step = SQLITE_DONE;
    c->ids = calloc((size_t)c->head + 1, sizeof *c->ids);
    if (c->ids == NULL) {
        return no_memory(e);
    }
    if (sqlite3_prepare_v2(c->s->db, "SELECT seq, id FROM assessment", -1, &stmt, NULL) !=
        SQLITE_OK) {
        return store_sql_error(c->s, "reading", e);
    }
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        int64_t seq = sqlite3_column_int64(stmt, 0);
        const void *id = sqlite3_column_blob(stmt, 1);
        if (seq > 0 && seq <= c->head && id != NULL && sqlite3_column_bytes(stmt, 1) == ID_SIZE) {
            memcpy(c->ids[seq], id, ID_SIZE);
        }
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(c->s, "reading", e);
    }
    sqlite3_finalize(stmt);
    return code;
}

/* Digest of a document as "sha256:…". */
static int find_ruleset(struct columns *c, int64_t document, struct decoded *d, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    char hex[DIGEST_HEX] = "";
    if (document == d->ruleset) {
        return 0;
    }
    if (sqlite3_prepare_v2(c->s->db, "SELECT digest FROM document WHERE id = ?1", -1, &stmt,
                           NULL) != SQLITE_OK) {
        return store_sql_error(c->s, "reading", e);
    }
    sqlite3_bind_int64(stmt, 1, document);
    int step = sqlite3_step(stmt);
    if (step == SQLITE_ROW && sqlite3_column_bytes(stmt, 0) == DIGEST_SIZE) {
        digest_hex(sqlite3_column_blob(stmt, 0), hex);
    }
    int code = step == SQLITE_ROW || step == SQLITE_DONE ? 0 : store_sql_error(c->s, "reading", e);
    sqlite3_finalize(stmt);
    d->ruleset = document;
    (void)snprintf(d->ruleset_text, sizeof d->ruleset_text, "sha256:%s", hex);
    return code;
}

static bool is_superseded(const struct columns *c, int64_t seq)
{
    return c->superseded != NULL && seq > 0 && seq <= c->head &&
           (c->superseded[seq / 8] >> seq % 8 & 1) != 0;
}

/* Hands over the rows of a decoded chunk. */
static int hand_over(struct columns *c, const struct columns_series *x,
                     const struct columns_chunk *chunk, struct decoded *d, bool full,
                     int (*each)(void *context, const struct columns_row *row), void *context,
                     struct err *e)
{
    size_t items = (size_t)x->checklist->node_count + (size_t)x->checklist->criterion_count;
    int code = 0;
    for (size_t i = 0; i < chunk->rows && code == 0; i++) {
        struct columns_row row = {.checklist = x->checklist};
        char id[37];
        if (chunk->out != NULL && chunk->out[i] != 0) {
            continue;
        }
        for (size_t k = 0; k < ATTRIBUTE_TEXTS; k++) {
            row.number[k] = d->numbers[k][i];
        }
        for (size_t k = 0; k < DERIVED_TEXTS; k++) {
            row.text[k] = d->texts[k][d->indexes[k][i]];
        }
        int64_t seq = row.number[ATTRIBUTE_SEQ];
        row.superseded = is_superseded(c, seq);
        if (full) {
            code = find_ruleset(c, row.number[ATTRIBUTE_RULESET], d, e);
            code = code == 0 && (seq < 1 || seq > c->head) ? damaged(c, e) : code;
            if (code != 0) {
                break;
            }
            record_id_text(c->ids[seq], id);
            row.id = id;
            row.ruleset = d->ruleset_text;
            row.values = d->values + i * items;
        }
        code = each(context, &row);
    }
    return code;
}

int columns_each(struct columns *c, bool full,
                 int (*each)(void *context, const struct columns_row *row), void *context,
                 struct err *e)
{
    struct decoded d = {.arena = ARENA_INIT};
    int code = full ? columns_need_facts(c, e) : 0;
    code = code == 0 && full && c->ids == NULL ? load_ids(c, e) : code;
    for (size_t i = 0; i < c->series_count && code == 0; i++) {
        const struct columns_series *x = &c->series[i];
        for (size_t k = 0; k < x->chunk_count && code == 0; k++) {
            const struct columns_chunk *chunk = &x->chunks[k];
            if (chunk->kept == 0) {
                continue;
            }
            for (size_t column = 0; column < ATTRIBUTE_COUNT && code == 0; column++) {
                code = decode_attribute(c, x, chunk, column, &d, e);
            }
            code = code == 0 && full ? decode_values(c, x, chunk, &d, e) : code;
            code = code != 0 ? code : hand_over(c, x, chunk, &d, full, each, context, e);
            arena_reset(&d.arena);
        }
    }
    arena_free(&d.arena);
    return code;
}
