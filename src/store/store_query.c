/* Findings as rows, and queries of the user's own.
 *
 * finding(seq) is an eponymous virtual table:
 *   SELECT a.country, f.criterion, f.credit FROM assessment a, finding(a.seq) f
 * Without a seq it goes through all assessments. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "store/store_private.h"

enum finding_column {
    FINDING_CRITERION,
    FINDING_NODE,
    FINDING_OUTCOME,
    FINDING_BY,
    FINDING_CREDIT,
    FINDING_REASON,
    FINDING_TEMPLATE,
    FINDING_PARAMS,
    FINDING_RULE,
    FINDING_LINE,
    FINDING_READ,
    FINDING_SEQ
};

struct finding_table {
    sqlite3_vtab base;
    struct store *s;
};
struct finding_cursor {
    sqlite3_vtab_cursor base;
    sqlite3_stmt *rows; /* assessments */
    struct arena arena; /* of the present one */
    const struct finding *findings;
    const struct checklist_names *names;
    int64_t seq;
    int at, count;
    bool end;
};
/* Ids of criteria and nodes, copied: the checklist may be replaced while a cursor stands. */
struct checklist_names {
    const char *criterion, *node;
};

static int table_connect(sqlite3 *db, void *context, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **message)
{
    (void)argc;
    (void)argv;
    (void)message;
    struct store *s = context;
    s->declaring = true;
    int code = sqlite3_declare_vtab(
        db, "CREATE TABLE finding (criterion TEXT, node TEXT, outcome TEXT, "
            "by TEXT, credit REAL, reason TEXT, template TEXT, params TEXT, "
            "rule TEXT, line INTEGER, read TEXT, seq INTEGER HIDDEN)");
    s->declaring = false;
    if (code != SQLITE_OK) {
        return code;
    }
    struct finding_table *t = sqlite3_malloc64(sizeof *t);
    if (t == NULL) {
        return SQLITE_NOMEM;
    }
    *t = (struct finding_table){.s = s};
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
    (void)table;
    info->estimatedCost = 1e9;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != FINDING_SEQ ||
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
    struct finding_cursor *c = sqlite3_malloc64(sizeof *c);
    if (c == NULL) {
        return SQLITE_NOMEM;
    }
    *c = (struct finding_cursor){.arena = ARENA_INIT, .end = true};
    *out = &c->base;
    return SQLITE_OK;
}

static int cursor_close(sqlite3_vtab_cursor *cursor)
{
    struct finding_cursor *c = (struct finding_cursor *)cursor;
    sqlite3_finalize(c->rows);
    arena_free(&c->arena);
    sqlite3_free(c);
    return SQLITE_OK;
}

/* The sentence of an error of ours as the error of the query. */
static int cursor_fail(struct finding_cursor *c, int code, const struct err *e)
{
    if (code == ERR_MEMORY) {
        return SQLITE_NOMEM;
    }
    sqlite3_free(c->base.pVtab->zErrMsg);
    c->base.pVtab->zErrMsg = sqlite3_mprintf("the findings of assessment %lld: %s", c->seq,
                                             e->text);
    return SQLITE_ERROR;
}

static int cursor_names(struct finding_cursor *c, const struct checklist *list)
{
    struct checklist_names *names = arena_alloc(&c->arena, ((size_t)list->criterion_count + 1) *
                                                               sizeof *names);
    if (names == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < list->criterion_count; i++) {
        const char *node = list->nodes[list->criteria[i].node].id;
        names[i].criterion = arena_strdup(&c->arena, list->criteria[i].demand.id);
        names[i].node = node == NULL ? NULL : arena_strdup(&c->arena, node);
        if (names[i].criterion == NULL || (node != NULL && names[i].node == NULL)) {
            return ERR_MEMORY;
        }
    }
    c->names = names;
    return 0;
}

/* Goes to the next assessment that has findings. */
static int cursor_assessment(struct finding_cursor *c)
{
    struct store *s = ((struct finding_table *)c->base.pVtab)->s;
    for (;;) {
        int step = sqlite3_step(c->rows);
        if (step != SQLITE_ROW) {
            c->end = true;
            return step == SQLITE_DONE ? SQLITE_OK : step;
        }
        struct err e;
        const struct checklist *list;
        struct finding *findings;
        arena_reset(&c->arena);
        c->seq = sqlite3_column_int64(c->rows, 0);
        int code = store_checklist(s, sqlite3_column_int64(c->rows, 1), &list, &e);
        if (code == 0) {
            code = store_unpack(s, sqlite3_column_blob(c->rows, 2),
                                (size_t)sqlite3_column_bytes(c->rows, 2), list, &c->arena,
                                &findings, &e);
        }
        if (code == 0) {
            code = cursor_names(c, list);
        }
        if (code != 0) {
            return cursor_fail(c, code, &e);
        }
        c->findings = findings;
        c->count = list->criterion_count;
        c->at = 0;
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
    struct finding_cursor *c = (struct finding_cursor *)cursor;
    struct store *s = ((struct finding_table *)cursor->pVtab)->s;
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
    struct finding_cursor *c = (struct finding_cursor *)cursor;
    return ++c->at < c->count ? SQLITE_OK : cursor_assessment(c);
}

static int cursor_eof(sqlite3_vtab_cursor *cursor)
{
    return ((struct finding_cursor *)cursor)->end;
}

static int cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out)
{
    struct finding_cursor *c = (struct finding_cursor *)cursor;
    *out = c->seq << 20 | c->at;
    return SQLITE_OK;
}

static void result_buf(sqlite3_context *context, struct buf *b)
{
    if (buf_status(b) != 0) {
        sqlite3_result_error_nomem(context);
    } else {
        sqlite3_result_text(context, buf_text(b), (int)b->len, SQLITE_TRANSIENT);
    }
    buf_free(b);
}

/* NULL becomes NULL. */
static void result_text(sqlite3_context *context, const char *text)
{
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

static void result_read(sqlite3_context *context, const struct finding *f)
{
    struct buf b = BUF_INIT;
    buf_putc(&b, '[');
    for (size_t i = 0; i < f->read_count; i++) {
        if (i > 0) {
            buf_putc(&b, ',');
        }
        json_write_string(&b, f->read[i]);
    }
    buf_putc(&b, ']');
    result_buf(context, &b);
}

static int cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    struct finding_cursor *c = (struct finding_cursor *)cursor;
    const struct finding *f = &c->findings[c->at];
    struct buf b = BUF_INIT;
    switch ((enum finding_column)column) {
    case FINDING_CRITERION:
        result_text(context, c->names[c->at].criterion);
        break;
    case FINDING_NODE:
        result_text(context, c->names[c->at].node);
        break;
    case FINDING_OUTCOME:
        result_text(context, outcome_name(f->outcome));
        break;
    case FINDING_BY:
        result_text(context, f->by == BY_NONE ? NULL : finding_by_name(f->by));
        break;
    case FINDING_CREDIT:
        if (f->outcome == OUTCOME_SCORED) {
            sqlite3_result_double(context, (double)f->credit / (double)CREDIT_ONE);
        }
        break;
    case FINDING_REASON:
        finding_reason(&b, f);
        result_buf(context, &b);
        break;
    case FINDING_TEMPLATE:
        result_text(context, f->template_text);
        break;
    case FINDING_PARAMS:
        if (f->params != NULL) {
            json_write(&b, f->params);
            result_buf(context, &b);
        }
        break;
    case FINDING_RULE:
        result_text(context, f->rule);
        break;
    case FINDING_LINE:
        sqlite3_result_int(context, f->line);
        break;
    case FINDING_READ:
        result_read(context, f);
        break;
    case FINDING_SEQ:
        sqlite3_result_int64(context, c->seq);
        break;
    }
    return SQLITE_OK;
}

int store_register_functions(struct store *s)
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
    return sqlite3_create_module_v2(s->db, "finding", &module, s, NULL);
}

/* --- queries ------------------------------------------------------------------------------- */

static int allow_reading(void *context, int action, const char *a, const char *b, const char *c,
                         const char *d)
{
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return ((const struct store *)context)->declaring || action == SQLITE_SELECT ||
                   action == SQLITE_READ || action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE
               ? SQLITE_OK
               : SQLITE_DENY;
}

static int query_prepare(struct store *s, const char *sql, sqlite3_stmt **stmt, struct err *e)
{
    const char *rest = NULL;
    sqlite3_stmt *second = NULL;
    if (sqlite3_prepare_v2(s->db, sql, -1, stmt, &rest) != SQLITE_OK) {
        return sqlite3_errcode(s->db) == SQLITE_AUTH
                   ? err_set(e, ERR_USAGE, "only SELECT is allowed here")
                   : err_set(e, ERR_USAGE, "the query is wrong: %s", sqlite3_errmsg(s->db));
    }
    if (*stmt == NULL) {
        return err_set(e, ERR_USAGE, "there is no query: give one SELECT");
    }
    if (sqlite3_prepare_v2(s->db, rest, -1, &second, NULL) != SQLITE_OK || second != NULL) {
        sqlite3_finalize(second);
        return err_set(e, ERR_USAGE, "there is more than one statement: give one SELECT");
    }
    if (!sqlite3_stmt_readonly(*stmt) || sqlite3_column_count(*stmt) == 0) {
        return err_set(e, ERR_USAGE, "only SELECT is allowed here");
    }
    return 0;
}

/* Fills values, blobs as hex digits in texts. */
static int query_values(sqlite3_stmt *stmt, int columns, const char **values, struct buf *texts)
{
    static const char digits[] = "0123456789abcdef";
    buf_reset(texts);
    for (int i = 0; i < columns; i++) {
        if (sqlite3_column_type(stmt, i) == SQLITE_BLOB) {
            const uint8_t *data = sqlite3_column_blob(stmt, i);
            for (int k = 0; k < sqlite3_column_bytes(stmt, i); k++) {
                buf_putc(texts, digits[data[k] >> 4]);
                buf_putc(texts, digits[data[k] & 15]);
            }
            buf_putc(texts, '\0');
        }
    }
    if (buf_status(texts) != 0) {
        return ERR_MEMORY;
    }
    const char *blob = buf_text(texts);
    for (int i = 0; i < columns; i++) {
        if (sqlite3_column_type(stmt, i) == SQLITE_BLOB) {
            values[i] = blob;
            blob += strlen(blob) + 1;
        } else {
            bool null = sqlite3_column_type(stmt, i) == SQLITE_NULL;
            values[i] = (const char *)sqlite3_column_text(stmt, i);
            if (values[i] == NULL && !null) {
                return ERR_MEMORY;
            }
        }
    }
    return 0;
}

static int query_run(struct store *s, sqlite3_stmt *stmt,
                     int (*row)(void *context, int columns, const char *const *names,
                                const char *const *values),
                     void *context, struct err *e)
{
    int columns = sqlite3_column_count(stmt);
    const char **names = calloc((size_t)columns, 2 * sizeof *names);
    if (names == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    struct buf texts = BUF_INIT;
    int code = 0;
    for (int i = 0; code == 0 && i < columns; i++) {
        names[i] = sqlite3_column_name(stmt, i);
        code = names[i] == NULL ? err_set(e, ERR_MEMORY, "out of memory") : 0;
    }
    while (code == 0) {
        int step = sqlite3_step(stmt);
        if (step == SQLITE_DONE) {
            break;
        }
        if (step != SQLITE_ROW) {
            int kind = step & 0xff;
            code = kind == SQLITE_ERROR
                       ? err_set(e, ERR_USAGE, "the query failed: %s", sqlite3_errmsg(s->db))
                       : store_sql_error(s, "reading", e);
        } else if (query_values(stmt, columns, names + columns, &texts) != 0) {
            code = err_set(e, ERR_MEMORY, "out of memory");
        } else {
            code = row(context, columns, names, names + columns);
        }
    }
    buf_free(&texts);
    free(names);
    return code;
}

int store_query(struct store *s, const char *sql,
                int (*row)(void *context, int columns, const char *const *names,
                           const char *const *values),
                void *context, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    sqlite3_set_authorizer(s->db, allow_reading, s);
    int code = query_prepare(s, sql, &stmt, e);
    code = code != 0 ? code : query_run(s, stmt, row, context, e);
    sqlite3_finalize(stmt);
    sqlite3_set_authorizer(s->db, NULL, NULL);
    return code;
}
