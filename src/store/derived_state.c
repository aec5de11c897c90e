/* How far derived tables go, and of which series they are. */
#include <stdlib.h>
#include <string.h>

#include "store/derived_private.h"

enum { BLOCK_MOST = 1 << 16 };

bool derived_grave(int code)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_INTERRUPT:
        return true;
    default:
        return false;
    }
}

void derived_state_free(struct derived_state *d)
{
    free(d->series);
    arena_free(&d->arena);
    *d = (struct derived_state){.lost = true, .arena = ARENA_INIT};
}

static struct derived_series *add_series(struct derived_state *d, int64_t checklist,
                                         const char *profile)
{
    if (d->series_count == d->series_room) {
        size_t room = 2 * d->series_room + 8;
        struct derived_series **more = realloc(d->series, room * sizeof(struct derived_series *));
        if (more == NULL) {
            return NULL;
        }
        d->series = more;
        d->series_room = room;
    }
    struct derived_series *x = arena_alloc(&d->arena, sizeof *x);
    if (x == NULL) {
        return NULL;
    }
    *x = (struct derived_series){.checklist = checklist,
                                 .profile = arena_strdup(&d->arena, profile)};
    if (x->profile == NULL) {
        return NULL;
    }
    d->series[d->series_count++] = x;
    x->id = (int64_t)d->series_count;
    return x;
}

struct derived_series *derived_series_of(struct derived_state *d, int64_t checklist,
                                         const char *profile)
{
    for (size_t i = d->series_count; i > 0; i--) { /* the newest is the likely one */
        struct derived_series *x = d->series[i - 1];
        if (x->checklist == checklist && strcmp(x->profile, profile) == 0) {
            return x;
        }
    }
    struct derived_series *x = add_series(d, checklist, profile);
    if (x != NULL) {
        x->changed = true;
    }
    return x;
}

/* Runs sql; each row goes to `row`, which says whether it makes sense. A table that is missing or damaged,
 * or a row without sense, is lost. */
static int load(struct store *s, const char *sql, struct derived_state *d,
                int (*row)(struct derived_state *d, sqlite3_stmt *stmt), struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int step = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
    if (step == SQLITE_OK) {
        while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
            int code = row(d, stmt);
            if (code == ERR_MEMORY) {
                sqlite3_finalize(stmt);
                return err_set(e, ERR_MEMORY, "out of memory");
            }
            d->lost = d->lost || code != 0;
        }
    }
    int code = derived_grave(step) ? store_sql_error(s, "reading", e) : 0;
    d->lost = d->lost || step != SQLITE_DONE;
    sqlite3_finalize(stmt);
    return code;
}

static int state_row(struct derived_state *d, sqlite3_stmt *stmt)
{
    d->totals = sqlite3_column_int64(stmt, 0);
    d->columns = sqlite3_column_int64(stmt, 1);
    d->unmarked = sqlite3_column_int64(stmt, 2);
    d->step = sqlite3_column_int64(stmt, 3);
    d->block = sqlite3_column_int64(stmt, 4);
    bool sense = d->step > 0 && d->block >= d->step && d->block <= BLOCK_MOST &&
                 d->block % d->step == 0 && d->totals >= d->columns && d->columns >= 0 &&
                 d->totals % d->step == 0 && d->columns % d->block == 0 && d->unmarked >= 0;
    return sense ? 0 : ERR_STORE;
}

static int series_row(struct derived_state *d, sqlite3_stmt *stmt)
{
    const char *profile = (const char *)sqlite3_column_text(stmt, 2);
    struct derived_series *x = profile == NULL
                                   ? NULL
                                   : add_series(d, sqlite3_column_int64(stmt, 1), profile);
    if (x == NULL) {
        return ERR_MEMORY;
    }
    x->totals = sqlite3_column_int64(stmt, 3);
    x->chunks = sqlite3_column_int64(stmt, 4);
    x->seal = (uint64_t)sqlite3_column_int64(stmt, 5);
    return x->id == sqlite3_column_int64(stmt, 0) ? 0 : ERR_STORE;
}

int derived_state_load(struct store *s, int64_t head, struct derived_state *out, struct err *e)
{
    *out = (struct derived_state){.arena = ARENA_INIT};
    int code = load(s, "SELECT totals, columns, unmarked, step, block FROM derived_state", out,
                    state_row, e);
    out->lost = out->lost || out->step == 0 || out->totals > head;
    if (code == 0 && !out->lost) {
        code = load(s,
                    "SELECT id, checklist, profile, totals, chunks, seal FROM derived_series "
                    "ORDER BY id",
                    out, series_row, e);
    }
    if (code != 0 || out->lost) {
        int64_t step = out->step, block = out->block;
        derived_state_free(out);
        out->step = step;
        out->block = block;
        out->unmarked = INT64_MAX;
    }
    return code;
}

static int save_series(struct store *s, const struct derived_series *x, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0;
    if (sqlite3_prepare_v2(s->db,
                           "INSERT INTO derived_series VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT "
                           "(id) DO UPDATE SET totals = ?4, chunks = ?5, seal = ?6",
                           -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "writing", e);
    }
    sqlite3_bind_int64(stmt, 1, x->id);
    sqlite3_bind_int64(stmt, 2, x->checklist);
    sqlite3_bind_text(stmt, 3, x->profile, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 4, x->totals);
    sqlite3_bind_int64(stmt, 5, x->chunks);
    sqlite3_bind_int64(stmt, 6, (int64_t)x->seal);
    if (sqlite3_step(stmt) != SQLITE_DONE) {
        code = store_sql_error(s, "writing", e);
    }
    sqlite3_finalize(stmt);
    return code;
}

int derived_state_save(struct store *s, struct derived_state *d, struct err *e)
{
    int code = 0;
    for (size_t i = 0; i < d->series_count && code == 0; i++) {
        if (d->series[i]->changed) {
            code = save_series(s, d->series[i], e);
            d->series[i]->changed = code != 0;
        }
    }
    sqlite3_stmt *stmt = NULL;
    if (code == 0 && sqlite3_prepare_v2(s->db,
                                        "UPDATE derived_state SET totals = ?1, columns = ?2, "
                                        "unmarked = ?3",
                                        -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "writing", e);
    }
    if (code == 0) {
        sqlite3_bind_int64(stmt, 1, d->totals);
        sqlite3_bind_int64(stmt, 2, d->columns);
        sqlite3_bind_int64(stmt, 3, d->unmarked);
        if (sqlite3_step(stmt) != SQLITE_DONE) {
            code = store_sql_error(s, "writing", e);
        }
    }
    sqlite3_finalize(stmt);
    return code;
}

int derived_state_lose(struct store *s, struct derived_state *d, struct err *e)
{
    derived_state_free(d);
    d->unmarked = INT64_MAX;
    int sql = sqlite3_exec(s->db, "DELETE FROM derived_state", NULL, NULL, NULL);
    return derived_grave(sql) ? store_sql_error(s, "writing", e) : 0;
}
