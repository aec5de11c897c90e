/* Opening columns: the stored chunks, and chunks in memory of the rows that came after them. Where stored
 * ones are lost or damaged, all are made in memory: slower, and the same. */
#include <stdlib.h>
#include <string.h>

#include "store/columns_private.h"
#include "store/derived_bytes.h"

/* Chunks in memory have numbers that no stored chunk has. */
enum { MADE_FIRST = 1 << 23 };

static int no_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, "out of memory");
    return ERR_MEMORY;
}

/* What they hold lies in the arena until the view is closed. */
static void forget_series(struct columns *c)
{
    c->series = NULL;
    c->series_count = c->series_room = 0;
}

/* Room for one more in an array of the arena, whose items are not moved while there is some. NULL: out of
 * memory. */
static void *grow(struct arena *arena, void *list, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return list;
    }
    void *more = arena_alloc(arena, (2 * *room + 8) * size);
    if (more != NULL && count > 0) {
        memcpy(more, list, count * size);
    }
    *room = more == NULL ? *room : 2 * *room + 8;
    return more;
}

void columns_close(struct columns *c)
{
    if (c == NULL) {
        return;
    }
    sqlite3_finalize(c->column);
    free(c->superseded);
    free(c->ids);
    derived_state_free(&c->state);
    arena_free(&c->arena);
    if (c->transaction) {
        store_end(c->s, NULL);
    }
    free(c);
}

size_t columns_count(const struct columns *c)
{
    return c->count;
}

size_t columns_stored(const struct columns *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->series_count; i++) {
        for (size_t k = 0; k < c->series[i].chunk_count; k++) {
            count += c->series[i].chunks[k].made == NULL ? c->series[i].chunks[k].kept : 0;
        }
    }
    return count;
}

bool columns_part(const struct columns *c, size_t part, const struct checklist **checklist,
                  const char **profile, size_t *first, size_t *count)
{
    if (part >= c->series_count) {
        return false;
    }
    const struct columns_series *x = &c->series[part];
    *checklist = x->checklist;
    *profile = *x->profile == '\0' ? NULL : x->profile;
    *first = x->first;
    *count = x->rows;
    return true;
}

/* ---- bytes ---- */

/* The column among those that stand one after the other in one blob. */
static bool find_within(const void *data, size_t len, size_t column, const void **out, size_t *size)
{
    struct bytes b = {.at = data, .end = (const uint8_t *)data + len};
    for (size_t i = 0;; i++) {
        uint64_t n = bytes_varint(&b);
        if (b.bad || n > (uint64_t)(b.end - b.at)) {
            return false;
        }
        if (i == column) {
            *out = b.at;
            *size = (size_t)n;
            return true;
        }
        b.at += n;
    }
}

int columns_bytes(struct columns *c, const struct columns_series *x,
                  const struct columns_chunk *chunk, size_t column, const void **data, size_t *len,
                  struct err *e)
{
    size_t at = chunk->whole ? 0 : column;
    *data = NULL;
    *len = 0;
    if (chunk->made != NULL) {
        *data = at < chunk->made_count ? chunk->made[at].data : NULL;
        *len = at < chunk->made_count ? chunk->made[at].len : 0;
    } else {
        sqlite3_reset(c->column);
        sqlite3_bind_int64(c->column, 1, derived_column_id(x->id, at, chunk->number));
        int step = sqlite3_step(c->column);
        if (derived_grave(step)) {
            return store_sql_error(c->s, "reading", e);
        }
        if (step == SQLITE_ROW) {
            *data = sqlite3_column_blob(c->column, 0);
            *len = (size_t)sqlite3_column_bytes(c->column, 0);
            if (*data == NULL && sqlite3_errcode(c->s->db) == SQLITE_NOMEM) {
                return no_memory(e);
            }
        }
    }
    if (*data != NULL && chunk->whole && !find_within(*data, *len, column, data, len)) {
        *data = NULL;
    }
    return *data != NULL ? 0
                         : err_set(e, ERR_STORE,
                                   "%s: derived tables are damaged: make them again with `banyan "
                                   "store check --rebuild`",
                                   c->s->name);
}

/* ---- which rows ---- */

static int load_superseded(struct columns *c, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0, step;
    if (sqlite3_prepare_v2(c->s->db,
                           "SELECT supersedes FROM assessment WHERE supersedes IS NOT NULL", -1,
                           &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(c->s, "reading", e);
    }
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        int64_t seq = sqlite3_column_int64(stmt, 0);
        if (c->superseded == NULL) {
            c->superseded = calloc((size_t)c->head / 8 + 1, 1);
            code = c->superseded == NULL ? no_memory(e) : 0;
        }
        if (code == 0 && seq > 0 && seq <= c->head) {
            c->superseded[seq / 8] |= (uint8_t)(1 << seq % 8);
        }
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(c->s, "reading", e);
    }
    sqlite3_finalize(stmt);
    return code;
}

static void leave_out(struct columns_chunk *chunk, size_t row)
{
    chunk->kept -= chunk->out[row] == 0;
    chunk->out[row] = 1;
}

/* Leaves out rows whose number in a column says so. */
static int look_at_numbers(struct columns *c, const struct columns_series *x,
                           struct columns_chunk *chunk, enum derived_attribute attribute,
                           int64_t *numbers, struct err *e)
{
    const void *data;
    size_t len;
    int code = columns_bytes(c, x, chunk, attribute, &data, &len, e);
    uint64_t scope = (uint64_t)derived_column_id(x->id, attribute, chunk->number);
    if (code == 0 && column_numbers(data, len, scope, numbers, chunk->rows) != 0) {
        code = err_set(e, ERR_STORE, "%s: derived tables are damaged", c->s->name);
    }
    for (size_t i = 0; i < chunk->rows && code == 0; i++) {
        int64_t n = numbers[i];
        bool is_out = attribute == ATTRIBUTE_DRAFT
                          ? n != 0
                          : c->superseded != NULL && n > 0 && n <= c->head &&
                                (c->superseded[n / 8] >> n % 8 & 1) != 0;
        if (is_out) {
            leave_out(chunk, i);
        }
    }
    return code;
}

/* Leaves out rows that have another text than the one wanted. */
static int look_at_texts(struct columns *c, const struct columns_series *x,
                         struct columns_chunk *chunk, enum derived_attribute attribute,
                         const char *wanted, uint32_t *indexes, struct err *e)
{
    const void *data;
    size_t len, count = 0;
    const char *const *texts = NULL;
    struct arena scratch = ARENA_INIT;
    uint64_t scope = (uint64_t)derived_column_id(x->id, attribute, chunk->number);
    int code = columns_bytes(c, x, chunk, attribute, &data, &len, e);
    if (code == 0) {
        code = column_texts(data, len, scope, &scratch, &texts, &count, indexes, chunk->rows);
        code = code == 0 ? 0
               : code == ERR_MEMORY
                   ? no_memory(e)
                   : err_set(e, code, "%s: derived tables are damaged", c->s->name);
    }
    for (size_t i = 0; i < chunk->rows && code == 0; i++) {
        const char *text = texts[indexes[i]];
        if (text == NULL || strcmp(text, wanted) != 0) {
            leave_out(chunk, i);
        }
    }
    arena_free(&scratch);
    return code;
}

/* Whether the bytes of a chunk say in a word that it has no draft. */
static bool is_final(struct columns *c, const struct columns_series *x,
                     const struct columns_chunk *chunk)
{
    const void *data;
    size_t len;
    struct err ignored;
    uint64_t scope = (uint64_t)derived_column_id(x->id, ATTRIBUTE_DRAFT, chunk->number);
    return columns_bytes(c, x, chunk, ATTRIBUTE_DRAFT, &data, &len, &ignored) == 0 &&
           column_is_zero(data, len, scope, chunk->rows);
}

static int look_at(struct columns *c, const struct columns_series *x, struct columns_chunk *chunk,
                   struct err *e)
{
    bool drafts = !c->filter.all && !is_final(c, x, chunk),
         superseded = !c->filter.all && c->superseded != NULL;
    chunk->kept = chunk->rows;
    if (!drafts && !superseded && c->filter.country == NULL && c->filter.round == NULL) {
        return 0;
    }
    struct arena scratch = ARENA_INIT;
    int64_t *numbers = arena_alloc(&scratch, (chunk->rows + 1) * sizeof *numbers);
    uint32_t *indexes = arena_alloc(&scratch, (chunk->rows + 1) * sizeof *indexes);
    uint8_t *out = arena_alloc(&scratch, chunk->rows + 1);
    int code = numbers == NULL || indexes == NULL || out == NULL ? no_memory(e) : 0;
    chunk->out = out;
    if (code == 0 && drafts) {
        code = look_at_numbers(c, x, chunk, ATTRIBUTE_DRAFT, numbers, e);
    }
    if (code == 0 && superseded) {
        code = look_at_numbers(c, x, chunk, ATTRIBUTE_SEQ, numbers, e);
    }
    if (code == 0 && c->filter.country != NULL) {
        code = look_at_texts(c, x, chunk, ATTRIBUTE_COUNTRY, c->filter.country, indexes, e);
    }
    if (code == 0 && c->filter.round != NULL) {
        code = look_at_texts(c, x, chunk, ATTRIBUTE_ROUND, c->filter.round, indexes, e);
    }
    chunk->out = NULL;
    if (code == 0 && chunk->kept < chunk->rows) {
        chunk->out = arena_alloc(&c->arena, chunk->rows);
        code = chunk->out == NULL ? no_memory(e) : 0;
    }
    if (code == 0 && chunk->out != NULL) {
        memcpy(chunk->out, out, chunk->rows);
    }
    arena_free(&scratch);
    return code;
}

/* ---- stored chunks ---- */

static struct columns_chunk *add_chunk(struct columns *c, struct columns_series *x)
{
    struct columns_chunk *chunks = grow(&c->arena, x->chunks, x->chunk_count, &x->chunk_room,
                                        sizeof *chunks);
    if (chunks == NULL) {
        return NULL;
    }
    x->chunks = chunks;
    chunks[x->chunk_count] = (struct columns_chunk){0};
    return &chunks[x->chunk_count++];
}

static struct columns_series *add_series(struct columns *c, int64_t id,
                                         const struct checklist *checklist, const char *profile)
{
    struct columns_series *series = grow(&c->arena, c->series, c->series_count, &c->series_room,
                                         sizeof *series);
    const char *name = arena_strdup(&c->arena, profile);
    if (series == NULL || name == NULL) {
        return NULL;
    }
    c->series = series;
    series[c->series_count] = (struct columns_series){
        .id = id, .checklist = checklist, .profile = name};
    return &series[c->series_count++];
}

/* The checklist of a series, which knows its profile. */
static int kept_checklist(struct columns *c, const struct derived_series *from,
                          struct checklist **out, struct err *e)
{
    return store_kept_checklist(c->s, from->checklist,
                                *from->profile == '\0' ? NULL : from->profile, out, e);
}

/* The stored chunks of a series. ERR_STORE: they are not all there. */
static int load_chunks(struct columns *c, const struct derived_series *from,
                       struct columns_series *x, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0;
    int step = sqlite3_prepare_v2(
        c->s->db, "SELECT number, rows, whole FROM derived_chunk WHERE series = ?1 ORDER BY number",
        -1, &stmt, NULL);
    if (step == SQLITE_OK) {
        sqlite3_bind_int64(stmt, 1, x->id);
        while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
            int64_t number = sqlite3_column_int64(stmt, 0), rows = sqlite3_column_int64(stmt, 1);
            struct columns_chunk *chunk = add_chunk(c, x);
            if (chunk == NULL) {
                code = no_memory(e);
            } else if (rows < 1 || rows > c->state.block || number < 0 || number >= MADE_FIRST) {
                code = err_set(e, ERR_STORE, "%s: derived tables are damaged", c->s->name);
            } else {
                *chunk = (struct columns_chunk){.number = number,
                                                .rows = (size_t)rows,
                                                .whole = sqlite3_column_int(stmt, 2) != 0};
            }
        }
    }
    if (code == 0 && (step != SQLITE_DONE || (int64_t)x->chunk_count != from->chunks)) {
        code = derived_grave(step)
                   ? store_sql_error(c->s, "reading", e)
                   : err_set(e, ERR_STORE, "%s: derived tables are damaged", c->s->name);
    }
    sqlite3_finalize(stmt);
    return code;
}

static int load_stored(struct columns *c, struct err *e)
{
    int code = 0;
    for (size_t i = 0; i < c->state.series_count && code == 0; i++) {
        const struct derived_series *from = c->state.series[i];
        struct checklist *list;
        code = kept_checklist(c, from, &list, e);
        if (code != 0 || !derived_checklist_fits(list, c->filter.checklist) ||
            !derived_profile_fits(from->profile, c->filter.profile)) {
            continue;
        }
        struct columns_series *x = add_series(c, from->id, list, from->profile);
        code = x == NULL ? no_memory(e) : load_chunks(c, from, x, e);
        for (size_t k = 0; code == 0 && k < x->chunk_count; k++) {
            code = look_at(c, x, &x->chunks[k], e);
        }
    }
    return code;
}

/* ---- rows after them ---- */

struct making {
    struct columns *c;
    struct arena arena;
    struct derived_row **rows;
    size_t count, room;
    int64_t number;
    struct columns_packed *made; /* columns of the chunk that is made */
    size_t made_count, made_room;
    struct err *e;
};

static int keep_column(void *context, int64_t id, const struct buf *data, struct err *e)
{
    struct making *m = context;
    (void)id;
    struct arena *arena = &m->c->arena;
    struct columns_packed *made = grow(arena, m->made, m->made_count, &m->made_room, sizeof *made);
    const void *copy = arena_strndup(arena, data->data, data->len);
    if (made == NULL || copy == NULL) {
        return no_memory(e);
    }
    m->made = made;
    made[m->made_count++] = (struct columns_packed){copy, data->len};
    return 0;
}

static int keep_chunk(void *context, int64_t series, int64_t number, int64_t rows, bool whole,
                      struct err *e)
{
    struct making *m = context;
    struct columns *c = m->c;
    const struct derived_series *from = c->state.series[series - 1];
    struct checklist *list;
    struct columns_series *x = NULL;
    for (size_t i = 0; i < c->series_count && x == NULL; i++) {
        x = c->series[i].id == series ? &c->series[i] : NULL;
    }
    int code = kept_checklist(c, from, &list, e);
    if (code == 0 && x == NULL) {
        x = add_series(c, series, list, from->profile);
    }
    struct columns_chunk *chunk = code != 0 || x == NULL ? NULL : add_chunk(c, x);
    if (chunk == NULL) {
        return code != 0 ? code : no_memory(e);
    }
    *chunk = (struct columns_chunk){.number = number,
                                    .rows = (size_t)rows,
                                    .whole = whole,
                                    .made = m->made,
                                    .made_count = m->made_count};
    m->made = NULL;
    m->made_count = m->made_room = 0;
    return look_at(c, x, chunk, e);
}

static int make_chunks(struct making *m)
{
    const struct derived_sink sink = {keep_column, keep_chunk, m};
    int code = m->count == 0
                   ? 0
                   : derived_emit(&m->c->state, m->rows, m->count, m->number++, &sink, m->e);
    m->count = 0;
    arena_reset(&m->arena);
    return code;
}

static int take_row(void *context, struct derived_row *row)
{
    struct making *m = context;
    struct columns *c = m->c;
    const struct checklist *list;
    int code = derived_checklist(c->s, row->checklist, &list, m->e);
    if (code != 0 || !derived_checklist_fits(list, c->filter.checklist) ||
        !derived_profile_fits(row->profile, c->filter.profile)) {
        return code;
    }
    code = c->facts ? derived_row_facts(c->s, &m->arena, row, m->e) : 0;
    m->rows[m->count++] = row;
    return code == 0 && m->count == m->room ? make_chunks(m) : code;
}

static int load_rest(struct columns *c, struct err *e)
{
    struct making m = {.c = c,
                       .arena = ARENA_INIT,
                       .room = c->state.block > 0 ? (size_t)c->state.block : 4096,
                       .number = MADE_FIRST,
                       .e = e};
    m.rows = calloc(m.room, sizeof *m.rows);
    int code = m.rows == NULL
                   ? no_memory(e)
                   : derived_rows(c->s, &c->state, (int64_t[]){c->state.columns, c->head},
                                  (const char *const[]){c->filter.country, c->filter.round},
                                  &m.arena, take_row, &m, e);
    code = code != 0 ? code : make_chunks(&m);
    free(m.rows);
    arena_free(&m.arena);
    return code;
}

/* ---- opening ---- */

/* Checklists by id, version and digest, then by profile: not as they happened to come. */
static int by_name(const void *x, const void *y)
{
    const struct columns_series *a = x, *b = y;
    int order = strcmp(a->checklist->id, b->checklist->id);
    order = order != 0 ? order : strcmp(a->checklist->version, b->checklist->version);
    order = order != 0 ? order : strcmp(a->checklist->digest, b->checklist->digest);
    return order != 0 ? order : strcmp(a->profile, b->profile);
}

static void lose(struct columns *c)
{
    derived_state_free(&c->state);
    c->state.unmarked = INT64_MAX;
}

static int load(struct columns *c, struct err *e)
{
    struct err inner = {0};
    forget_series(c);
    c->count = 0;
    int code = c->state.lost || c->state.columns == 0 ? 0 : load_stored(c, &inner);
    if (code == ERR_STORE) { /* as if there were none */
        forget_series(c);
        lose(c);
        code = 0;
    }
    if (code != 0) {
        return err_set(e, inner.code, "%s", inner.text);
    }
    code = load_rest(c, e);
    if (code == 0 && c->series_count > 0) {
        qsort(c->series, c->series_count, sizeof *c->series, by_name);
    }
    for (size_t i = 0; i < c->series_count; i++) {
        struct columns_series *x = &c->series[i];
        x->first = c->count;
        for (size_t k = 0; k < x->chunk_count; k++) {
            x->rows += x->chunks[k].kept;
        }
        c->count += x->rows;
    }
    return code;
}

int columns_need_facts(struct columns *c, struct err *e)
{
    if (c->facts) {
        return 0;
    }
    c->facts = true;
    return load(c, e);
}

int columns_do_without(struct columns *c, int code, struct err *e)
{
    size_t count = c->count;
    if (code != ERR_STORE || c->state.lost) {
        return code;
    }
    lose(c);
    code = load(c, e);
    return code != 0           ? code
           : c->count == count ? 0
                               : err_set(e, ERR_STORE,
                                         "%s: derived tables are damaged: make them again with "
                                         "`banyan store check --rebuild`",
                                         c->s->name);
}

static int keep_filter(struct columns *c, const struct derived_filter *f)
{
    const char *const from[] = {f->checklist, f->profile, f->country, f->round};
    const char **to[] = {&c->filter.checklist, &c->filter.profile, &c->filter.country,
                         &c->filter.round};
    c->filter.all = f->all;
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        *to[i] = from[i] == NULL ? NULL : arena_strdup(&c->arena, from[i]);
        if (from[i] != NULL && *to[i] == NULL) {
            return ERR_MEMORY;
        }
    }
    return 0;
}

int columns_open_within(struct store *s, const struct derived_filter *f, struct columns **out,
                        struct err *e)
{
    struct columns *c = calloc(1, sizeof *c);
    *out = NULL;
    if (c == NULL) {
        return no_memory(e);
    }
    c->s = s;
    int code = keep_filter(c, f) != 0 ? no_memory(e) : 0;
    code = code != 0 ? code : derived_snapshot(s, &c->state, &c->head, e);
    if (code == 0 && !c->state.lost &&
        sqlite3_prepare_v2(s->db, "SELECT data FROM derived_column WHERE id = ?1", -1, &c->column,
                           NULL) != SQLITE_OK) {
        code = derived_grave(sqlite3_errcode(s->db)) ? store_sql_error(s, "reading", e) : 0;
        lose(c);
    }
    code = code != 0 ? code : load_superseded(c, e);
    code = code != 0 ? code : load(c, e);
    if (code != 0) {
        columns_close(c);
        return code;
    }
    *out = c;
    return 0;
}

int columns_open(struct store *s, const struct derived_filter *f, struct columns **out,
                 struct err *e)
{
    *out = NULL;
    int code = derived_begin(s, e);
    if (code == 0) {
        code = columns_open_within(s, f, out, e);
        if (code != 0 || *out == NULL) {
            return derived_end(s, code, e);
        }
        (*out)->transaction = true;
    }
    return code;
}
