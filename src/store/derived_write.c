/* Derived tables are kept up to date: rows are remembered as they are put, and taken in when a step or a
 * block of the chain is full, so that what is written hangs on the chain alone, and not on how many were put
 * at a time. */
#include <stdlib.h>
#include <string.h>

#include "store/derived_private.h"

enum { GROUPS_KEPT = 1024 };

/* What a writer remembers. */
struct derived {
    struct derived_state state;
    bool kept;  /* tables are near the end of the chain, and go on with it */
    bool moved; /* state has to be written */
    struct derived_tally tally;
    struct arena arena;        /* of rows */
    struct derived_row **rows; /* those of first and after, without a gap */
    size_t count, room;
    int64_t first;
    struct buf packed;
};

static int no_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, "out of memory");
    return ERR_MEMORY;
}

void derived_forget(struct store *s)
{
    struct derived *w = s->derived;
    if (w != NULL) {
        derived_state_free(&w->state);
        tally_free(&w->tally);
        arena_free(&w->arena);
        buf_free(&w->packed);
        free(w->rows);
        free(w);
        s->derived = NULL;
    }
    for (struct kept_checklist *k = s->derived_checklists, *next; k != NULL; k = next) {
        next = k->next;
        checklist_free(k->checklist);
        free(k);
    }
    s->derived_checklists = NULL;
}

/* head: number of assessments before what is put now. */
static int remember(struct store *s, int64_t head, bool all, struct err *e)
{
    if (s->derived != NULL) {
        return 0;
    }
    struct derived *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return no_memory(e);
    }
    s->derived = w;
    w->first = head + 1;
    int code = derived_state_load(s, head, &w->state, e);
    /* What is far behind waits for `store check --rebuild`: no put takes minutes. */
    w->kept = !w->state.lost && (all || head - w->state.columns <= w->state.block);
    if (code == 0 && w->kept) { /* a block that is full, and what there may be after it */
        w->room = 2 * (size_t)w->state.block + 1;
        w->rows = calloc(w->room, sizeof *w->rows);
        code = w->rows == NULL ? no_memory(e) : 0;
    }
    return code;
}

/* --- rows ---------------------------------------------------------------------------------- */

static int mark_draft(struct store *s, int64_t seq, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(s->db, "INSERT OR IGNORE INTO derived_draft VALUES (?1)", -1, &stmt,
                           NULL) != SQLITE_OK) {
        return derived_grave(sqlite3_errcode(s->db)) ? store_sql_error(s, "writing", e)
                                                     : ERR_NOT_FOUND;
    }
    sqlite3_bind_int64(stmt, 1, seq);
    int step = sqlite3_step(stmt);
    int code = step == SQLITE_DONE   ? 0
               : derived_grave(step) ? store_sql_error(s, "writing", e)
                                     : ERR_NOT_FOUND;
    sqlite3_finalize(stmt);
    return code;
}

struct reading {
    struct store *s;
    int64_t at, end; /* places among rows that are to be filled */
    struct err *e;
};

static int read_one(void *context, struct derived_row *row)
{
    struct reading *r = context;
    struct derived *w = r->s->derived;
    if (r->at == r->end || row->seq != w->first + r->at) {
        return ERR_NOT_FOUND; /* the chain is no chain: not ours to tell */
    }
    w->rows[r->at++] = row;
    return row->number[ATTRIBUTE_DRAFT] != 0 && row->seq <= w->state.unmarked
               ? mark_draft(r->s, row->seq, r->e)
               : 0;
}

/* Reads the rows from `from` on that were put before anything was remembered. */
static int read_back(struct store *s, int64_t from, struct err *e)
{
    struct derived *w = s->derived;
    int64_t count = w->first - from;
    if (count <= 0) {
        return 0;
    }
    if (w->rows == NULL || (size_t)count + w->count > w->room) {
        return ERR_NOT_FOUND;
    }
    struct reading r = {s, 0, count, e};
    memmove(w->rows + count, w->rows, w->count * sizeof *w->rows);
    w->first = from;
    w->count += (size_t)count;
    int code = derived_rows(s, &w->state, (int64_t[]){from - 1, from + count - 1}, NULL, &w->arena,
                            read_one, &r, e);
    return code != 0 ? code : r.at == r.end ? 0 : ERR_NOT_FOUND;
}

static void drop_rows(struct derived *w, int64_t last)
{
    size_t gone = last < w->first ? 0 : (size_t)(last - w->first + 1);
    gone = gone > w->count ? w->count : gone;
    if (gone > 0) {
        memmove(w->rows, w->rows + gone, (w->count - gone) * sizeof *w->rows);
        w->count -= gone;
        w->first += (int64_t)gone;
    }
    if (w->count == 0) {
        arena_reset(&w->arena);
    }
}

/* --- columns ------------------------------------------------------------------------------- */

struct writing {
    struct store *s;
    sqlite3_stmt *column, *chunk;
};

/* A statement that gives no row. ERR_NOT_FOUND: the table is lost or damaged. */
static int run(struct store *s, sqlite3_stmt *stmt, struct err *e)
{
    int step = sqlite3_step(stmt);
    sqlite3_reset(stmt);
    return step == SQLITE_DONE   ? 0
           : derived_grave(step) ? store_sql_error(s, "writing", e)
                                 : ERR_NOT_FOUND;
}

static int write_column(void *context, int64_t id, const struct buf *data, struct err *e)
{
    const struct writing *w = context;
    sqlite3_bind_int64(w->column, 1, id);
    sqlite3_bind_blob64(w->column, 2, data->data, data->len, SQLITE_STATIC);
    return run(w->s, w->column, e);
}

static int write_chunk(void *context, int64_t series, int64_t number, int64_t rows, bool whole,
                       struct err *e)
{
    const struct writing *w = context;
    struct derived_series *x = w->s->derived->state.series[series - 1];
    x->chunks++;
    x->changed = true;
    sqlite3_bind_int64(w->chunk, 1, series);
    sqlite3_bind_int64(w->chunk, 2, number);
    sqlite3_bind_int64(w->chunk, 3, rows);
    sqlite3_bind_int(w->chunk, 4, whole);
    return run(w->s, w->chunk, e);
}

static int take_block(struct store *s, struct err *e)
{
    struct derived *w = s->derived;
    struct derived_state *d = &w->state;
    struct derived_row *const *rows = w->rows + (d->columns + 1 - w->first);
    struct writing out = {.s = s};
    const struct derived_sink sink = {write_column, write_chunk, &out};
    int code = 0;
    for (int64_t i = 0; i < d->block && code == 0; i++) {
        code = derived_row_facts(s, &w->arena, rows[i], e);
    }
    if (code == 0 &&
        (sqlite3_prepare_v2(s->db, "INSERT OR REPLACE INTO derived_column VALUES (?1, ?2)", -1,
                            &out.column, NULL) != SQLITE_OK ||
         sqlite3_prepare_v2(s->db, "INSERT OR REPLACE INTO derived_chunk VALUES (?1, ?2, ?3, ?4)",
                            -1, &out.chunk, NULL) != SQLITE_OK)) {
        code = derived_grave(sqlite3_errcode(s->db)) ? store_sql_error(s, "writing", e)
                                                     : ERR_NOT_FOUND;
    }
    code = code != 0 ? code
                     : derived_emit(d, rows, (size_t)d->block, d->columns / d->block, &sink, e);
    sqlite3_finalize(out.column);
    sqlite3_finalize(out.chunk);
    if (code == 0) {
        d->columns += d->block;
        w->moved = true;
        drop_rows(w, d->columns);
    }
    return code;
}

/* Takes in whatever is full with the assessment `seq`. */
static int advance(struct store *s, int64_t seq, struct err *e)
{
    struct derived *w = s->derived;
    struct derived_state *d = &w->state;
    /* Before the first block is full nothing is kept: a small store is read quickly without. */
    int64_t totals = seq < d->block ? 0 : seq - seq % d->step;
    int code = 0;
    if (totals > d->totals) {
        code = read_back(s, d->totals + 1, e);
        code = code != 0 ? code
                         : derived_apply(s, d, &w->tally, w->rows, w->first,
                                         (int64_t[]){d->totals, totals}, e);
        d->totals = totals;
        w->moved = true;
    }
    while (code == 0 && d->columns + d->block <= seq) {
        code = read_back(s, d->columns + 1, e);
        code = code != 0 ? code : take_block(s, e);
    }
    return code;
}

/* --- totals -------------------------------------------------------------------------------- */

static void merge(struct derived_group *g, const struct derived_group *stored)
{
    int count = g->node_count + g->criterion_count;
    for (int i = 0; i < count; i++) {
        struct derived_item *to = &g->items[i];
        const struct derived_item *from = &stored->items[i];
        for (int k = 0; k < OUTCOME_COUNT; k++) {
            to->n[k] += from->n[k];
        }
        to->sum += from->sum;
        to->squares += from->squares;
        to->low += from->low;
        to->high += from->high;
        to->coverage += from->coverage;
    }
    g->assessments += stored->assessments;
    g->seal = stored->seal;
}

/* Adds what is stored of a group to what was counted of it since. */
static int read_group(struct store *s, sqlite3_stmt *stmt, struct derived_group *g, struct err *e)
{
    struct derived_tally one = {.arena = ARENA_INIT};
    sqlite3_bind_int64(stmt, 1, g->series);
    sqlite3_bind_text(stmt, 2, g->country, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, g->round, -1, SQLITE_STATIC);
    int step = sqlite3_step(stmt);
    int code = step == SQLITE_ROW || step == SQLITE_DONE ? 0
               : derived_grave(step)                     ? store_sql_error(s, "reading", e)
                                                         : ERR_NOT_FOUND;
    if (step == SQLITE_ROW) {
        struct derived_group *stored = tally_find(&one, g->series, g->country, g->round,
                                                  g->node_count, g->criterion_count);
        if (stored == NULL) {
            code = no_memory(e);
        } else if (group_unpack(stored, sqlite3_column_blob(stmt, 1),
                                (size_t)sqlite3_column_bytes(stmt, 1)) != 0) {
            code = sqlite3_errcode(s->db) == SQLITE_NOMEM ? no_memory(e) : ERR_NOT_FOUND;
        } else {
            merge(g, stored);
            g->id = sqlite3_column_int64(stmt, 0);
        }
        tally_free(&one);
    }
    sqlite3_reset(stmt);
    g->known = code == 0;
    return code;
}

static int write_group(struct store *s, sqlite3_stmt *stmt, struct derived_group *g, struct err *e)
{
    struct derived *w = s->derived;
    struct derived_series *x = w->state.series[g->series - 1];
    uint64_t seal = 0;
    if (group_pack(g, &w->packed, &seal) != 0) {
        return no_memory(e);
    }
    if (g->id != 0) {
        sqlite3_bind_int64(stmt, 1, g->id);
    } else {
        sqlite3_bind_null(stmt, 1);
    }
    sqlite3_bind_int64(stmt, 2, g->series);
    sqlite3_bind_text(stmt, 3, g->country, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 4, g->round, -1, SQLITE_STATIC);
    sqlite3_bind_blob64(stmt, 5, w->packed.data, w->packed.len, SQLITE_STATIC);
    int code = run(s, stmt, e);
    if (code == 0) {
        x->totals += g->id == 0;
        x->seal += seal - g->seal;
        x->changed = true;
        g->id = g->id != 0 ? g->id : sqlite3_last_insert_rowid(s->db);
        g->seal = seal;
        g->touched = false;
    }
    return code;
}

static int write_groups(struct store *s, struct err *e)
{
    struct derived_tally *t = &s->derived->tally;
    sqlite3_stmt *find = NULL, *put = NULL;
    int code = 0;
    if (sqlite3_prepare_v2(s->db,
                           "SELECT id, data FROM derived_total WHERE series = ?1 AND country = ?2 "
                           "AND round = ?3",
                           -1, &find, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(s->db,
                           "INSERT INTO derived_total VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) "
                           "DO UPDATE SET data = ?5",
                           -1, &put, NULL) != SQLITE_OK) {
        code = derived_grave(sqlite3_errcode(s->db)) ? store_sql_error(s, "writing", e)
                                                     : ERR_NOT_FOUND;
    }
    for (size_t i = 0; i < t->count && code == 0; i++) {
        struct derived_group *g = t->groups[i];
        if (g->touched) {
            code = g->known ? 0 : read_group(s, find, g, e);
            code = code != 0 ? code : write_group(s, put, g, e);
        }
    }
    sqlite3_finalize(find);
    sqlite3_finalize(put);
    if (t->count > GROUPS_KEPT) {
        tally_free(t);
    }
    return code;
}

/* --- what the store calls ------------------------------------------------------------------ */

/* Derived tables that are lost or damaged stop nobody: they are given up until they are made again. */
static int given_up(struct store *s, int code, struct err *e)
{
    if (code != ERR_NOT_FOUND && code != ERR_STORE) {
        return code;
    }
    s->derived->kept = s->derived->moved = false;
    return derived_state_lose(s, &s->derived->state, e);
}

int derived_put(struct store *s, const struct assessment *a, const struct record *r, struct err *e)
{
    int code = remember(s, r->seq - 1, false, e);
    struct derived *w = s->derived;
    if (code != 0 || w->state.lost) {
        return code;
    }
    if (!w->kept) {
        code = derived_is_draft(a->plan->doc) ? mark_draft(s, r->seq, e) : 0;
        return given_up(s, code, e);
    }
    struct derived_row *row = derived_row_of(&w->arena, a, r);
    if (row == NULL) {
        return no_memory(e);
    }
    if (w->count == w->room) {
        return given_up(s, ERR_NOT_FOUND, e);
    }
    w->rows[w->count++] = row;
    code = row->number[ATTRIBUTE_DRAFT] != 0 ? mark_draft(s, r->seq, e) : 0;
    if (code == 0 && r->seq % w->state.step == 0) {
        code = advance(s, r->seq, e);
        if (code == 0 && w->tally.count > GROUPS_KEPT) {
            code = write_groups(s, e);
        }
    }
    return given_up(s, code, e);
}

int derived_commit(struct store *s, struct err *e)
{
    struct derived *w = s->derived;
    if (w == NULL || !w->moved) {
        return 0;
    }
    int code = write_groups(s, e);
    code = code != 0 ? code : derived_state_save(s, &w->state, e);
    w->moved = code != 0;
    return given_up(s, code, e);
}

/* --- making all of it again ---------------------------------------------------------------- */

/* Throws everything away; step and block stay where they make sense. */
static int start_again(struct store *s, struct err *e)
{
    int64_t head = 0;
    uint8_t hash[DIGEST_SIZE];
    struct derived_state old;
    struct buf sql = BUF_INIT;
    int code = store_head(s, &head, hash, e);
    code = code != 0 ? code : derived_state_load(s, head, &old, e);
    if (code != 0) {
        return code;
    }
    code = store_schema_again(s, e);
    if (code == 0 && old.step > 0) {
        buf_printf(&sql, "UPDATE derived_state SET step = %lld, block = %lld", (long long)old.step,
                   (long long)old.block);
        code = buf_status(&sql) != 0 ? no_memory(e) : store_exec(s, sql.data, "writing", e);
    }
    buf_free(&sql);
    derived_state_free(&old);
    return code;
}

/* One transaction more: up to a block of rows, or the rest. *left: rows that remain. */
static int go_on(struct store *s, int64_t *left, struct err *e)
{
    int64_t head = s->head_count;
    int code = remember(s, head, true, e);
    struct derived *w = s->derived;
    if (code == 0 && w->state.lost) {
        code = err_set(e, ERR_STORE, "%s: the derived tables cannot be made again", s->name);
    }
    if (code != 0) {
        return code;
    }
    int64_t to = w->state.columns + w->state.block;
    w->first = w->state.columns + 1;
    to = to > head ? head : to;
    w->first = to + 1;
    code = read_back(s, w->state.columns + 1, e);
    code = code != 0 ? code : advance(s, to, e);
    if (code == 0 && to == head) {
        w->state.unmarked = 0;
        w->moved = true;
    }
    *left = head - to;
    return code == ERR_NOT_FOUND
               ? err_set(e, ERR_STORE, "%s: the chain has a gap: run `banyan store check`", s->name)
               : code;
}

int store_derive(struct store *s, void (*progress)(void *context, int64_t done, int64_t all),
                 void *context, struct err *e)
{
    int64_t left = 1;
    bool first = true;
    int code = 0;
    while (code == 0 && (first || left > 0)) {
        code = store_begin(s, e);
        if (code != 0) {
            return code;
        }
        if (first) {
            derived_forget(s);
            code = start_again(s, e);
        } else {
            code = go_on(s, &left, e);
        }
        bool begun = !first;
        first = false;
        int64_t all = s->head_count;
        if (code != 0) {
            store_rollback(s);
        } else {
            code = store_commit(s, e);
        }
        if (code == 0 && s->derived != NULL && s->derived->state.lost) {
            code = err_set(e, ERR_STORE, "%s: the derived tables cannot be made again", s->name);
        }
        if (code == 0 && begun && progress != NULL) {
            progress(context, all - left < 0 ? 0 : all - left, all);
        }
    }
    return code;
}
