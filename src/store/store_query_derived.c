/* Running totals and columns for queries: the table-valued functions total(checklist) and
 * measure(item, checklist). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "store/columns_private.h"

struct table {
    sqlite3_vtab base;
    struct store *s;
};

/* --- what both tables share ---------------------------------------------------------------- */

static int connect_table(sqlite3 *db, struct store *s, const char *declaration, sqlite3_vtab **out)
{
    s->declaring = true;
    int code = sqlite3_declare_vtab(db, declaration);
    s->declaring = false;
    struct table *t = code == SQLITE_OK ? sqlite3_malloc64(sizeof *t) : NULL;
    if (t == NULL) {
        return code == SQLITE_OK ? SQLITE_NOMEM : code;
    }
    *t = (struct table){.s = s};
    *out = &t->base;
    return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* Arguments are hidden columns from `first` on; in idxNum a bit for each that is given. SQLITE_CONSTRAINT
 * where one comes of a table that is not yet read. */
static int take_arguments(sqlite3_index_info *info, int first, int count)
{
    int given = 0, next = 1;
    for (int k = 0; k < count; k++) { /* in the order of columns, as they are handed over */
        for (int i = 0; i < info->nConstraint; i++) {
            if (info->aConstraint[i].iColumn != first + k ||
                info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) {
                continue;
            }
            if (!info->aConstraint[i].usable) {
                return SQLITE_CONSTRAINT;
            }
            if ((given & 1 << k) == 0) {
                info->aConstraintUsage[i].argvIndex = next++;
                info->aConstraintUsage[i].omit = 1;
                given |= 1 << k;
            }
        }
    }
    info->idxNum = given;
    info->estimatedCost = 1e5;
    info->estimatedRows = 10000;
    return SQLITE_OK;
}

/* The sentence of an error of ours as the error of the query. */
static int fail(sqlite3_vtab_cursor *cursor, int code, const struct err *e)
{
    if (code == ERR_MEMORY) {
        return SQLITE_NOMEM;
    }
    sqlite3_free(cursor->pVtab->zErrMsg);
    cursor->pVtab->zErrMsg = sqlite3_mprintf("%s", e->text);
    return SQLITE_ERROR;
}

static void result_text(sqlite3_context *context, const char *text)
{
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

static void result_double(sqlite3_context *context, double x)
{
    if (!isnan(x)) { /* NULL otherwise */
        sqlite3_result_double(context, x);
    }
}

static const char *item_id(const struct checklist *c, size_t item)
{
    size_t nodes = (size_t)c->node_count;
    return item == 0      ? "total"
           : item < nodes ? c->nodes[item].id
                          : c->criteria[item - nodes].demand.id;
}

/* --- total --------------------------------------------------------------------------------- */

enum total_column {
    TOTAL_CHECKLIST,
    TOTAL_VERSION,
    TOTAL_PROFILE,
    TOTAL_COUNTRY,
    TOTAL_ROUND,
    TOTAL_ITEM,
    TOTAL_KIND,
    TOTAL_ASSESSMENTS,
    TOTAL_N,
    TOTAL_MEAN,
    TOTAL_SD,
    TOTAL_SUM,
    TOTAL_NOT_APPLICABLE,
    TOTAL_NOT_ASSESSED,
    TOTAL_UNKNOWN,
    TOTAL_ERROR,
    TOTAL_LEAST,
    TOTAL_MOST,
    TOTAL_COVERED,
    TOTAL_OF
};

struct total_cursor {
    sqlite3_vtab_cursor base;
    struct arena arena;
    struct derived_total *totals;
    size_t count, room, at, item;
};

static int total_connect(sqlite3 *db, void *context, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **message)
{
    (void)argc;
    (void)argv;
    (void)message;
    return connect_table(
        db, context,
        "CREATE TABLE total (checklist TEXT, version TEXT, profile TEXT, country TEXT, round TEXT, "
        "item TEXT, kind TEXT, assessments INTEGER, n INTEGER, mean REAL, sd REAL, sum INTEGER, "
        "not_applicable INTEGER, not_assessed INTEGER, unknown INTEGER, error INTEGER, low REAL, "
        "high REAL, coverage REAL, of TEXT HIDDEN)",
        out);
}

static int total_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    return take_arguments(info, TOTAL_OF, 1);
}

static int total_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    (void)table;
    struct total_cursor *c = sqlite3_malloc64(sizeof *c);
    if (c == NULL) {
        return SQLITE_NOMEM;
    }
    *c = (struct total_cursor){.arena = ARENA_INIT};
    *out = &c->base;
    return SQLITE_OK;
}

static int total_close(sqlite3_vtab_cursor *cursor)
{
    struct total_cursor *c = (struct total_cursor *)cursor;
    arena_free(&c->arena);
    free(c->totals);
    sqlite3_free(c);
    return SQLITE_OK;
}

static int keep_total(void *context, const struct derived_total *total)
{
    struct total_cursor *c = context;
    if (c->count == c->room) {
        size_t room = 2 * c->room + 64;
        struct derived_total *more = realloc(c->totals, room * sizeof *more);
        if (more == NULL) {
            return ERR_MEMORY;
        }
        c->totals = more;
        c->room = room;
    }
    struct derived_total *to = &c->totals[c->count];
    struct derived_item *items = arena_alloc(&c->arena, (total->item_count + 1) * sizeof *items);
    *to = *total;
    to->country = arena_strdup(&c->arena, total->country);
    to->round = arena_strdup(&c->arena, total->round);
    to->profile = total->profile == NULL ? NULL : arena_strdup(&c->arena, total->profile);
    to->items = items;
    if (items == NULL || to->country == NULL || to->round == NULL ||
        (total->profile != NULL && to->profile == NULL)) {
        return ERR_MEMORY;
    }
    memcpy(items, total->items, total->item_count * sizeof *items);
    c->count++;
    return 0;
}

static int total_filter(sqlite3_vtab_cursor *cursor, int index, const char *text, int argc,
                        sqlite3_value **argv)
{
    (void)text;
    struct total_cursor *c = (struct total_cursor *)cursor;
    struct err e = {0};
    struct derived_filter f = {0};
    if (index != 0 && argc > 0) {
        f.checklist = (const char *)sqlite3_value_text(argv[0]);
    }
    arena_reset(&c->arena);
    c->count = c->at = c->item = 0;
    int code = derived_totals(((struct table *)cursor->pVtab)->s, &f, keep_total, c, &e);
    return code == 0 ? SQLITE_OK : fail(cursor, code, &e);
}

static int total_next(sqlite3_vtab_cursor *cursor)
{
    struct total_cursor *c = (struct total_cursor *)cursor;
    if (++c->item == c->totals[c->at].item_count) {
        c->item = 0;
        c->at++;
    }
    return SQLITE_OK;
}

static int total_eof(sqlite3_vtab_cursor *cursor)
{
    const struct total_cursor *c = (struct total_cursor *)cursor;
    return c->at == c->count;
}

static int total_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
    const struct total_cursor *c = (struct total_cursor *)cursor;
    *out = (sqlite3_int64)(c->at << 20 | c->item);
    return SQLITE_OK;
}

/* Mean of low, high or coverage over those that apply. Of a criterion with a credit it is that from both
 * ends; one without may become anything. */
static double end_mean(const struct derived_total *t, size_t item, enum total_column column)
{
    const struct derived_item *x = &t->items[item];
    int64_t scored = x->n[OUTCOME_SCORED], applies = 0;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        applies += i == OUTCOME_NOT_APPLICABLE ? 0 : x->n[i];
    }
    if (item < (size_t)t->checklist->node_count) {
        return derived_mean(column == TOTAL_LEAST  ? x->low
                            : column == TOTAL_MOST ? x->high
                                                   : x->coverage,
                            applies);
    }
    int64_t open = (applies - scored) * CREDIT_ONE;
    return derived_mean(column == TOTAL_LEAST  ? x->sum
                        : column == TOTAL_MOST ? x->sum + open
                                               : scored * CREDIT_ONE,
                        applies);
}

static int total_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    const struct total_cursor *c = (struct total_cursor *)cursor;
    const struct derived_total *t = &c->totals[c->at];
    const struct derived_item *x = &t->items[c->item];
    const char *const texts[] = {t->checklist->id,
                                 t->checklist->version,
                                 t->profile,
                                 t->country,
                                 t->round,
                                 item_id(t->checklist, c->item),
                                 c->item < (size_t)t->checklist->node_count ? "node" : "criterion"};
    static const enum outcome outcomes[] = {OUTCOME_NOT_APPLICABLE, OUTCOME_NOT_ASSESSED,
                                            OUTCOME_UNKNOWN, OUTCOME_ERROR};
    if (column <= TOTAL_KIND) {
        result_text(context, texts[column]);
    } else if (column >= TOTAL_NOT_APPLICABLE && column <= TOTAL_ERROR) {
        sqlite3_result_int64(context, x->n[outcomes[column - TOTAL_NOT_APPLICABLE]]);
    } else if (column >= TOTAL_LEAST && column <= TOTAL_COVERED) {
        result_double(context, end_mean(t, c->item, (enum total_column)column));
    } else if (column == TOTAL_ASSESSMENTS) {
        sqlite3_result_int64(context, t->assessments);
    } else if (column == TOTAL_N) {
        sqlite3_result_int64(context, x->n[OUTCOME_SCORED]);
    } else if (column == TOTAL_MEAN) {
        result_double(context, derived_mean(x->sum, x->n[OUTCOME_SCORED]));
    } else if (column == TOTAL_SD) {
        result_double(context, derived_sd(x));
    } else if (column == TOTAL_SUM) {
        sqlite3_result_int64(context, x->sum);
    }
    return SQLITE_OK;
}

/* --- measure ------------------------------------------------------------------------------- */

enum measure_column {
    MEASURE_SEQ,
    MEASURE_CHECKLIST,
    MEASURE_VERSION,
    MEASURE_PROFILE,
    MEASURE_COUNTRY,
    MEASURE_ROUND,
    MEASURE_DATE,
    MEASURE_COMMUNITY,
    MEASURE_NAME,
    MEASURE_BAND,
    MEASURE_METHOD,
    MEASURE_ASSESSOR,
    MEASURE_VALUE,
    MEASURE_OUTCOME,
    MEASURE_ITEM,
    MEASURE_OF,
    MEASURE_TEXTS = MEASURE_COUNTRY, /* the first that is an attribute */
    MEASURE_TEXT_COUNT = MEASURE_VALUE - MEASURE_TEXTS
};
static const enum derived_attribute measure_attributes[MEASURE_TEXT_COUNT] = {
    ATTRIBUTE_COUNTRY, ATTRIBUTE_ROUND, ATTRIBUTE_DATE,   ATTRIBUTE_COMMUNITY,
    ATTRIBUTE_NAME,    ATTRIBUTE_BAND,  ATTRIBUTE_METHOD, ATTRIBUTE_ASSESSOR};

struct measure_cursor {
    sqlite3_vtab_cursor base;
    struct columns *columns;
    int32_t *values;
    int64_t *seq;
    uint32_t *indexes[MEASURE_TEXT_COUNT]; /* NULL where the query does not ask */
    const char *const *texts[MEASURE_TEXT_COUNT];
    char *item;
    const struct checklist *checklist; /* of the part in which the row lies */
    const char *profile;
    size_t at, count, part, end;
};

static int measure_connect(sqlite3 *db, void *context, int argc, const char *const *argv,
                           sqlite3_vtab **out, char **message)
{
    (void)argc;
    (void)argv;
    (void)message;
    return connect_table(
        db, context,
        "CREATE TABLE measure (seq INTEGER, checklist TEXT, version TEXT, profile TEXT, country "
        "TEXT, round TEXT, date TEXT, community TEXT, name TEXT, band TEXT, method TEXT, assessor "
        "TEXT, value REAL, outcome TEXT, item TEXT HIDDEN, of TEXT HIDDEN)",
        out);
}

/* In idxNum above the arguments: which columns are asked for, since each takes time. */
static int measure_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    int code = take_arguments(info, MEASURE_ITEM, 2);
    info->idxNum |= (int)(info->colUsed & ((1U << MEASURE_ITEM) - 1)) << 2;
    info->estimatedCost = 1e7;
    info->estimatedRows = 100000;
    return code;
}

static int measure_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    (void)table;
    struct measure_cursor *c = sqlite3_malloc64(sizeof *c);
    if (c == NULL) {
        return SQLITE_NOMEM;
    }
    *c = (struct measure_cursor){.at = 0};
    *out = &c->base;
    return SQLITE_OK;
}

static void measure_forget(struct measure_cursor *c)
{
    columns_close(c->columns);
    free(c->values);
    free(c->seq);
    free(c->item);
    for (size_t i = 0; i < MEASURE_TEXT_COUNT; i++) {
        free(c->indexes[i]);
        c->indexes[i] = NULL;
    }
    c->columns = NULL;
    c->values = NULL;
    c->seq = NULL;
    c->item = NULL;
    c->at = c->count = c->part = c->end = 0;
}

static int measure_close(sqlite3_vtab_cursor *cursor)
{
    measure_forget((struct measure_cursor *)cursor);
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int measure_load(struct measure_cursor *c, int asked, struct err *e)
{
    size_t rows = columns_count(c->columns), unused;
    c->values = malloc((rows + 1) * sizeof *c->values);
    c->seq = malloc((rows + 1) * sizeof *c->seq);
    int code = c->values == NULL || c->seq == NULL
                   ? err_set(e, ERR_MEMORY, "out of memory")
                   : columns_values(c->columns, c->item, c->values, e);
    code = code != 0 ? code : columns_numbers(c->columns, ATTRIBUTE_SEQ, c->seq, e);
    for (size_t i = 0; i < MEASURE_TEXT_COUNT && code == 0; i++) {
        if ((asked >> (MEASURE_TEXTS + i) & 1) != 0) {
            c->indexes[i] = malloc((rows + 1) * sizeof *c->indexes[i]);
            code = c->indexes[i] == NULL ? err_set(e, ERR_MEMORY, "out of memory")
                                         : columns_texts(c->columns, measure_attributes[i],
                                                         c->indexes[i], &c->texts[i], &unused, e);
        }
    }
    c->count = code == 0 ? rows : 0;
    return code;
}

/* Goes on to the next row whose checklist has the item, and sees in which part it lies. */
static void measure_settle(struct measure_cursor *c)
{
    while (c->at < c->count && c->values[c->at] == VALUE_FOREIGN) {
        c->at++;
    }
    while (c->at < c->count && c->at >= c->end) {
        size_t first, rows;
        if (!columns_part(c->columns, c->part++, &c->checklist, &c->profile, &first, &rows)) {
            return;
        }
        c->end = first + rows;
    }
}

static int measure_filter(sqlite3_vtab_cursor *cursor, int index, const char *text, int argc,
                          sqlite3_value **argv)
{
    (void)text;
    struct measure_cursor *c = (struct measure_cursor *)cursor;
    struct err e = {0};
    struct derived_filter f = {0};
    int next = 0;
    const char *item = (index & 1) != 0 && argc > 0 ? (const char *)sqlite3_value_text(argv[next++])
                                                    : "total";
    f.checklist = (index & 2) != 0 && next < argc ? (const char *)sqlite3_value_text(argv[next])
                                                  : NULL;
    measure_forget(c);
    if (item == NULL) {
        return SQLITE_OK; /* of no item there is nothing */
    }
    c->item = strdup(item);
    int code = c->item == NULL
                   ? ERR_MEMORY
                   : columns_open_within(((struct table *)cursor->pVtab)->s, &f, &c->columns, &e);
    code = code != 0 ? code : measure_load(c, index >> 2, &e);
    if (code != 0) {
        return fail(cursor, code, &e);
    }
    measure_settle(c);
    return SQLITE_OK;
}

static int measure_next(sqlite3_vtab_cursor *cursor)
{
    struct measure_cursor *c = (struct measure_cursor *)cursor;
    c->at++;
    measure_settle(c);
    return SQLITE_OK;
}

static int measure_eof(sqlite3_vtab_cursor *cursor)
{
    const struct measure_cursor *c = (struct measure_cursor *)cursor;
    return c->at >= c->count;
}

static int measure_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((struct measure_cursor *)cursor)->at;
    return SQLITE_OK;
}

static int measure_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    const struct measure_cursor *c = (struct measure_cursor *)cursor;
    int32_t value = c->values[c->at];
    if (column == MEASURE_VALUE) {
        if (value >= 0) {
            sqlite3_result_double(context, (double)value / (double)CREDIT_ONE);
        }
    } else if (column == MEASURE_OUTCOME) {
        result_text(context,
                    outcome_name(value >= 0 ? OUTCOME_SCORED : (enum outcome)(-1 - value)));
    } else if (column == MEASURE_SEQ) {
        sqlite3_result_int64(context, c->seq[c->at]);
    } else if (column == MEASURE_ITEM) {
        result_text(context, c->item);
    } else if (column == MEASURE_CHECKLIST || column == MEASURE_VERSION) {
        result_text(context, column == MEASURE_VERSION ? c->checklist->version : c->checklist->id);
    } else if (column == MEASURE_PROFILE) {
        result_text(context, c->profile);
    } else if (column >= MEASURE_TEXTS && column < MEASURE_VALUE) {
        size_t i = (size_t)column - MEASURE_TEXTS;
        result_text(context, c->indexes[i] == NULL ? NULL : c->texts[i][c->indexes[i][c->at]]);
    }
    return SQLITE_OK;
}

/* --- registering --------------------------------------------------------------------------- */

int store_register_derived(struct store *s)
{
    static const sqlite3_module total_module = {
        .xConnect = total_connect, /* no xCreate: they are there without CREATE VIRTUAL TABLE */
        .xBestIndex = total_best_index,
        .xDisconnect = table_disconnect,
        .xDestroy = table_disconnect,
        .xOpen = total_open,
        .xClose = total_close,
        .xFilter = total_filter,
        .xNext = total_next,
        .xEof = total_eof,
        .xColumn = total_column,
        .xRowid = total_rowid,
    };
    static const sqlite3_module measure_module = {
        .xConnect = measure_connect,
        .xBestIndex = measure_best_index,
        .xDisconnect = table_disconnect,
        .xDestroy = table_disconnect,
        .xOpen = measure_open,
        .xClose = measure_close,
        .xFilter = measure_filter,
        .xNext = measure_next,
        .xEof = measure_eof,
        .xColumn = measure_column,
        .xRowid = measure_rowid,
    };
    int code = sqlite3_create_module_v2(s->db, "total", &total_module, s, NULL);
    code = code != SQLITE_OK ? code
                             : sqlite3_create_module_v2(s->db, "measure", &measure_module, s, NULL);
    return code != SQLITE_OK ? code : store_register_quantiles(s);
}
