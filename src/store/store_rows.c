/* Rows of what is packed, for SQL: eponymous virtual tables of an assessment's findings, nodes ...
 *   SELECT a.country, f.criterion, f.credit FROM assessment a, finding(a.seq) f
 * Without a seq they go through all assessments. */
#include "store/store_rows.h"

#include <stdlib.h>
#include <string.h>

struct row_table {
    sqlite3_vtab base;
    struct store *s;
    const struct row_kind *kind;
};

static int table_connect(sqlite3 *db, void *context, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **message)
{
    (void)argc;
    (void)argv;
    (void)message;
    const struct row_module *m = context;
    m->s->declaring = true;
    int code = sqlite3_declare_vtab(db, m->kind->declaration);
    m->s->declaring = false;
    if (code != SQLITE_OK) {
        return code;
    }
    struct row_table *t = sqlite3_malloc64(sizeof *t);
    if (t == NULL) {
        return SQLITE_NOMEM;
    }
    *t = (struct row_table){.s = m->s, .kind = m->kind};
    *out = &t->base;
    return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int table_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    int seq = ((struct row_table *)table)->kind->seq;
    info->estimatedCost = 1e9;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != seq ||
            info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) {
            continue;
        }
        if (!info->aConstraint[i].usable) {
            return SQLITE_CONSTRAINT; /* the assessments must come first in the join */
        }
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->idxNum = 1;
        info->estimatedCost = 100;
        info->estimatedRows = 100;
        return SQLITE_OK;
    }
    return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    (void)table;
    struct row_cursor *c = sqlite3_malloc64(sizeof *c);
    if (c == NULL) {
        return SQLITE_NOMEM;
    }
    *c = (struct row_cursor){.arena = ARENA_INIT, .end = true};
    *out = &c->base;
    return SQLITE_OK;
}

static int cursor_close(sqlite3_vtab_cursor *cursor)
{
    struct row_cursor *c = (struct row_cursor *)cursor;
    sqlite3_finalize(c->rows);
    arena_free(&c->arena);
    sqlite3_free(c);
    return SQLITE_OK;
}

static const struct row_kind *kind_of(const struct row_cursor *c)
{
    return ((struct row_table *)c->base.pVtab)->kind;
}

/* The sentence of an error of ours as the error of the query. */
static int cursor_fail(struct row_cursor *c, int code, const struct err *e)
{
    if (code == ERR_MEMORY) {
        return SQLITE_NOMEM;
    }
    sqlite3_free(c->base.pVtab->zErrMsg);
    c->base.pVtab->zErrMsg = sqlite3_mprintf("the findings of assessment %lld: %s", c->seq,
                                             e->text);
    return SQLITE_ERROR;
}

/* Goes to the next assessment that has rows. */
static int cursor_assessment(struct row_cursor *c)
{
    struct store *s = ((struct row_table *)c->base.pVtab)->s;
    for (;;) {
        int step = sqlite3_step(c->rows);
        if (step != SQLITE_ROW) {
            c->end = true;
            return step == SQLITE_DONE ? SQLITE_OK : step;
        }
        struct err e;
        const struct checklist *list;
        struct finding *findings = NULL;
        arena_reset(&c->arena);
        c->seq = sqlite3_column_int64(c->rows, 0);
        c->at = 0;
        int code = store_checklist(s, sqlite3_column_int64(c->rows, 1), &list, &e);
        if (code == 0) {
            code = (kind_of(c)->values ? store_unpack_values : store_unpack)(
                s, sqlite3_column_blob(c->rows, 2), (size_t)sqlite3_column_bytes(c->rows, 2), list,
                &c->arena, &findings, &e);
        }
        if (code == 0) {
            code = kind_of(c)->fill(c, list, findings);
        }
        if (code != 0) {
            return cursor_fail(c, code, &e);
        }
        if (c->count > 0) {
            return SQLITE_OK;
        }
    }
}

static int cursor_filter(sqlite3_vtab_cursor *cursor, int index, const char *text, int argc,
                         sqlite3_value **argv)
{
    (void)text;
    (void)argc;
    struct row_cursor *c = (struct row_cursor *)cursor;
    struct store *s = ((struct row_table *)cursor->pVtab)->s;
    sqlite3_finalize(c->rows);
    c->rows = NULL;
    int code = sqlite3_prepare_v2(
        s->db,
        index == 1 ? "SELECT seq, checklist, findings FROM assessment WHERE seq = ?1"
                   : "SELECT seq, checklist, findings FROM assessment ORDER BY seq",
        -1, &c->rows, NULL);
    if (code == SQLITE_OK && index == 1) {
        code = sqlite3_bind_value(c->rows, 1, argv[0]);
    }
    c->end = false;
    return code != SQLITE_OK ? code : cursor_assessment(c);
}

static int cursor_next(sqlite3_vtab_cursor *cursor)
{
    struct row_cursor *c = (struct row_cursor *)cursor;
    return ++c->at < c->count ? SQLITE_OK : cursor_assessment(c);
}

static int cursor_eof(sqlite3_vtab_cursor *cursor)
{
    return ((struct row_cursor *)cursor)->end;
}

static int cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
    struct row_cursor *c = (struct row_cursor *)cursor;
    *out = c->seq << 20 | c->at;
    return SQLITE_OK;
}

static int cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    struct row_cursor *c = (struct row_cursor *)cursor;
    if (column == kind_of(c)->seq) {
        sqlite3_result_int64(context, c->seq);
    } else {
        kind_of(c)->column(c, context, column);
    }
    return SQLITE_OK;
}

int rows_register(struct store *s, struct row_module *m)
{
    static const sqlite3_module module = {
        .iVersion = 0,
        .xConnect = table_connect, /* no xCreate: it is there without CREATE VIRTUAL TABLE */
        .xBestIndex = table_best_index,
        .xDisconnect = table_disconnect,
        .xDestroy = table_disconnect,
        .xOpen = cursor_open,
        .xClose = cursor_close,
        .xFilter = cursor_filter,
        .xNext = cursor_next,
        .xEof = cursor_eof,
        .xColumn = cursor_column,
        .xRowid = cursor_rowid,
    };
    m->s = s;
    return sqlite3_create_module_v2(s->db, m->kind->name, &module, m, NULL);
}
