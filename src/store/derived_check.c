/* All derived tables made again from findings and plans, and held against what is stored, byte for byte. */
#include <stdlib.h>
#include <string.h>

#include "store/derived_private.h"

enum { LINES = 20 }; /* of one kind */
enum kind { KIND_MARK, KIND_COLUMN, KIND_CHUNK, KIND_TOTAL, KIND_SERIES, KIND_ROWS, KINDS };

struct compare {
    struct store *s;
    struct buf *report;
    int64_t *faults, found[KINDS];
    struct derived_state stored, again;
    struct derived_tally tally;
    struct arena arena;
    struct derived_row **rows; /* of the block that is filled */
    int64_t first, count, drafts, columns;
    sqlite3_stmt *column, *chunk;
    bool gap;
    struct err *e;
};

static void fault(struct compare *c, enum kind kind, long long number, const char *of)
{
    static const char *const names[KINDS] = {"the mark of a draft on assessment",
                                             "column",
                                             "chunk",
                                             "the total of series",
                                             "series",
                                             "the number of rows,"};
    ++*c->faults;
    if (c->found[kind]++ < LINES) {
        buf_printf(c->report, "derived: %s %lld%s%s is not what follows from the assessments\n",
                   names[kind], number, *of == '\0' ? "" : " of ", of);
    }
}

/* Whether the first column of the row that stmt gives holds these bytes. */
static int same_blob(struct compare *c, sqlite3_stmt *stmt, const struct buf *data, bool *same)
{
    int step = sqlite3_step(stmt);
    *same = step == SQLITE_ROW && (size_t)sqlite3_column_bytes(stmt, 0) == data->len &&
            memcmp(sqlite3_column_blob(stmt, 0), data->data, data->len) == 0;
    int code = derived_grave(step) || sqlite3_errcode(c->s->db) == SQLITE_NOMEM
                   ? store_sql_error(c->s, "checking", c->e)
                   : 0;
    sqlite3_reset(stmt);
    return code;
}

static int compare_column(void *context, int64_t id, const struct buf *data, struct err *e)
{
    struct compare *c = context;
    bool same;
    (void)e;
    c->columns++;
    sqlite3_bind_int64(c->column, 1, id);
    int code = same_blob(c, c->column, data, &same);
    if (code == 0 && !same) {
        fault(c, KIND_COLUMN, (long long)id, "");
    }
    return code;
}

static int compare_chunk(void *context, int64_t series, int64_t number, int64_t rows, bool whole,
                         struct err *e)
{
    struct compare *c = context;
    sqlite3_bind_int64(c->chunk, 1, series);
    sqlite3_bind_int64(c->chunk, 2, number);
    int step = sqlite3_step(c->chunk);
    bool same = step == SQLITE_ROW && sqlite3_column_int64(c->chunk, 0) == rows &&
                sqlite3_column_int64(c->chunk, 1) == whole;
    int code = derived_grave(step) ? store_sql_error(c->s, "checking", e) : 0;
    sqlite3_reset(c->chunk);
    c->again.series[series - 1]->chunks++;
    if (code == 0 && !same) {
        fault(c, KIND_CHUNK, (long long)number, "a series");
    }
    return code;
}

/* The block that was filled, or what there is of it. */
static int take_rows(struct compare *c)
{
    const struct derived_sink sink = {compare_column, compare_chunk, c};
    int64_t last = c->first + c->count - 1;
    int64_t to = last < c->stored.totals ? last : c->stored.totals;
    int code = 0;
    if (to >= c->first) {
        code = derived_apply(c->s, &c->again, &c->tally, c->rows, c->first,
                             (int64_t[]){c->first - 1, to}, c->e);
    }
    if (code == 0 && last <= c->stored.columns && c->count == c->stored.block) {
        code = derived_emit(&c->again, c->rows, (size_t)c->count, (c->first - 1) / c->count, &sink,
                            c->e);
    }
    c->first += c->count;
    c->count = 0;
    arena_reset(&c->arena);
    return code;
}

static int take_row(void *context, struct derived_row *row)
{
    struct compare *c = context;
    bool marked = row->number[ATTRIBUTE_DRAFT] != 0 && !row->facts;
    c->drafts += marked;
    bool told = row->facts;
    int code = derived_row_facts(c->s, &c->arena, row, c->e);
    if (code == 0 && !told && marked != (row->number[ATTRIBUTE_DRAFT] != 0)) {
        fault(c, KIND_MARK, (long long)row->seq, "");
    }
    if (row->seq != c->first + c->count) {
        c->gap = true; /* the check of the chain has told it */
        return code != 0 ? code : ERR_NOT_FOUND;
    }
    c->rows[c->count++] = row;
    return code == 0 && c->count == c->stored.block ? take_rows(c) : code;
}

/* The rows of a table against how many there should be. */
static int compare_count(struct compare *c, const char *table, int64_t wanted)
{
    struct buf sql = BUF_INIT;
    int64_t count = 0;
    buf_printf(&sql, "SELECT count(*) FROM %s", table);
    int code = buf_status(&sql) != 0 ? err_set(c->e, ERR_MEMORY, "out of memory")
                                     : store_scalar(c->s, sql.data, &count, c->e);
    buf_free(&sql);
    if (code == 0 && count != wanted) {
        fault(c, KIND_ROWS, (long long)count, table);
    }
    return code;
}

static int compare_totals(struct compare *c)
{
    sqlite3_stmt *stmt = NULL;
    struct buf data = BUF_INIT;
    int code = 0;
    if (sqlite3_prepare_v2(c->s->db,
                           "SELECT data FROM derived_total WHERE series = ?1 AND country = ?2 AND "
                           "round = ?3",
                           -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(c->s, "checking", c->e);
    }
    for (size_t i = 0; i < c->tally.count && code == 0; i++) {
        struct derived_group *g = c->tally.groups[i];
        struct derived_series *x = c->again.series[g->series - 1];
        uint64_t seal = 0;
        bool same;
        if (group_pack(g, &data, &seal) != 0) {
            code = err_set(c->e, ERR_MEMORY, "out of memory");
            break;
        }
        x->totals++;
        x->seal += seal;
        sqlite3_bind_int64(stmt, 1, g->series);
        sqlite3_bind_text(stmt, 2, g->country, -1, SQLITE_STATIC);
        sqlite3_bind_text(stmt, 3, g->round, -1, SQLITE_STATIC);
        code = same_blob(c, stmt, &data, &same);
        if (code == 0 && !same) {
            struct buf of = BUF_INIT;
            buf_printf(&of, "%s, round %s", g->country, g->round);
            fault(c, KIND_TOTAL, (long long)g->series, buf_text(&of));
            buf_free(&of);
        }
    }
    sqlite3_finalize(stmt);
    buf_free(&data);
    return code;
}

static int compare_series(struct compare *c)
{
    int64_t chunks = 0;
    for (size_t i = 0; i < c->again.series_count; i++) {
        const struct derived_series *x = c->again.series[i];
        const struct derived_series *y = i < c->stored.series_count ? c->stored.series[i] : NULL;
        chunks += x->chunks;
        if (y == NULL || x->checklist != y->checklist || x->totals != y->totals ||
            x->chunks != y->chunks || x->seal != y->seal || strcmp(x->profile, y->profile) != 0) {
            fault(c, KIND_SERIES, (long long)x->id, "");
        }
    }
    int code = compare_count(c, "derived_total", (int64_t)c->tally.count);
    code = code != 0 ? code : compare_count(c, "derived_chunk", chunks);
    code = code != 0 ? code : compare_count(c, "derived_column", c->columns);
    code = code != 0 ? code : compare_count(c, "derived_draft", c->drafts);
    return code != 0 ? code : compare_count(c, "derived_series", (int64_t)c->again.series_count);
}

static int compare_all(struct compare *c, int64_t head)
{
    c->rows = calloc((size_t)c->stored.block, sizeof *c->rows);
    if (c->rows == NULL) {
        return err_set(c->e, ERR_MEMORY, "out of memory");
    }
    if (sqlite3_prepare_v2(c->s->db, "SELECT data FROM derived_column WHERE id = ?1", -1,
                           &c->column, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(c->s->db,
                           "SELECT rows, whole FROM derived_chunk WHERE series = ?1 AND number = "
                           "?2",
                           -1, &c->chunk, NULL) != SQLITE_OK) {
        return store_sql_error(c->s, "checking", c->e);
    }
    int code = derived_rows(c->s, &c->stored, (int64_t[]){0, head}, NULL, &c->arena, take_row, c,
                            c->e);
    if (code != 0 && !c->gap) {
        return code;
    }
    code = c->gap || c->count == 0 ? 0 : take_rows(c);
    code = code != 0 || c->gap ? code : compare_totals(c);
    return code != 0 || c->gap ? code : compare_series(c);
}

int derived_check(struct store *s, struct buf *report, int64_t *faults, struct err *e)
{
    int64_t head = 0;
    struct err inner = {0};
    struct compare c = {.s = s,
                        .report = report,
                        .faults = faults,
                        .again = {.arena = ARENA_INIT},
                        .tally = {.arena = ARENA_INIT},
                        .arena = ARENA_INIT,
                        .first = 1,
                        .e = &inner};
    int code = derived_snapshot(s, &c.stored, &head, &inner);
    if (code == 0 && c.stored.lost) {
        ++*faults;
        buf_puts(report, "derived: tables are missing or damaged, so reading many assessments is "
                         "slow: make them again with `banyan store check --rebuild`\n");
    } else if (code == 0) {
        code = compare_all(&c, head);
    }
    for (int i = 0; i < KINDS; i++) {
        if (c.found[i] > LINES) {
            buf_printf(report, "derived: and %lld more of these\n",
                       (long long)(c.found[i] - LINES));
        }
    }
    sqlite3_finalize(c.column);
    sqlite3_finalize(c.chunk);
    free(c.rows);
    tally_free(&c.tally);
    derived_state_free(&c.stored);
    derived_state_free(&c.again);
    arena_free(&c.arena);
    if (code == ERR_MEMORY || code == ERR_IO || code == ERR_BUSY) {
        return err_set(e, code, "%s", inner.text);
    }
    if (code != 0) { /* damage, of which the other checks tell more */
        ++*faults;
        buf_printf(report, "derived: cannot be made again from the assessments: %s\n", inner.text);
    }
    return 0;
}
