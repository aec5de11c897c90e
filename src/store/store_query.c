/* Queries of a host program's own. */
#include <stdlib.h>
#include <string.h>

#include "store/store_private.h"

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
