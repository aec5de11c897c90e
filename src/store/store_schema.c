/* Migrations: schema.sql cut at its marks, applied in order, compared with what a file holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/store_private.h"

enum { DERIVED_MIGRATION = 4 }; /* makes derived tables, and nothing else */
static const char mark[] = "-- migration ";

struct migration {
    int number;
    const char *name, *sql; /* sql begins after the marking line */
    int name_len;
    size_t sql_len;
};

/* The next marked piece at or after *at; false at the end. */
static bool migration_next(const char **at, struct migration *out)
{
    const char *p = *at;
    while (p != NULL && strncmp(p, mark, sizeof mark - 1) != 0) {
        p = strchr(p, '\n');
        p = p == NULL ? NULL : p + 1;
    }
    if (p == NULL) {
        return false;
    }
    char *colon = NULL;
    out->number = (int)strtol(p + sizeof mark - 1, &colon, 10);
    out->name = colon + 2; /* ": " */
    const char *end = strchr(p, '\n');
    out->name_len = (int)(end - out->name);
    out->sql = end + 1;
    const char *next = out->sql;
    while (*next != '\0' && strncmp(next, mark, sizeof mark - 1) != 0) {
        const char *line = strchr(next, '\n');
        next = line == NULL ? next + strlen(next) : line + 1;
    }
    out->sql_len = (size_t)(next - out->sql);
    *at = next;
    return true;
}

int store_schema_version(void)
{
    const char *at = store_schema_sql;
    struct migration m = {0};
    while (migration_next(&at, &m)) {
    }
    return m.number;
}

static int migration_exec(sqlite3 *db, const struct migration *m)
{
    char *sql = strndup(m->sql, m->sql_len);
    int code = sql == NULL ? SQLITE_NOMEM : sqlite3_exec(db, sql, NULL, NULL, NULL);
    free(sql);
    return code;
}

/* The row in the table of migrations and the numbers in the file's header. */
static int migration_note(sqlite3 *db, const struct migration *m)
{
    uint8_t digest[DIGEST_SIZE];
    digest_sha256(m->sql, m->sql_len, digest);
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(
        db, "INSERT INTO migration (number, name, applied, digest) VALUES (?1, ?2, ?3, ?4)", -1,
        &stmt, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_int(stmt, 1, m->number);
        sqlite3_bind_text(stmt, 2, m->name, m->name_len, SQLITE_STATIC);
        sqlite3_bind_int64(stmt, 3, (int64_t)time(NULL));
        sqlite3_bind_blob(stmt, 4, digest, DIGEST_SIZE, SQLITE_STATIC);
        code = sqlite3_step(stmt);
        code = code == SQLITE_DONE ? SQLITE_OK : code;
    }
    sqlite3_finalize(stmt);
    if (code == SQLITE_OK) {
        char pragma[96];
        (void)snprintf(pragma, sizeof pragma, "PRAGMA application_id=%d; PRAGMA user_version=%d",
                       STORE_APPLICATION, m->number);
        code = sqlite3_exec(db, pragma, NULL, NULL, NULL);
    }
    return code;
}

static int migrations_apply(sqlite3 *db, int64_t from)
{
    const char *at = store_schema_sql;
    struct migration m;
    int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    while (code == SQLITE_OK && migration_next(&at, &m)) {
        if (m.number > from) {
            code = migration_exec(db, &m);
            code = code == SQLITE_OK ? migration_note(db, &m) : code;
        }
    }
    return code == SQLITE_OK ? sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) : code;
}

/* All or none: nobody ever sees a store halfway. A migration may put a table in the place of one that others
 * refer to: references are not looked at meanwhile. */
int store_migrate(struct store *s, int64_t from, struct err *e)
{
    (void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
    int sql = migrations_apply(s->db, from);
    int code = sql == SQLITE_OK      ? 0
               : sql == SQLITE_NOMEM ? err_set(e, ERR_MEMORY, "out of memory") /* may be ours */
                                     : store_sql_error(s, "making the schema", e);
    if (code != 0) {
        store_end(s, NULL);
    }
    (void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return code;
}

int store_schema_again(struct store *s, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    static const char names[] =
        "SELECT group_concat('DROP ' || type || ' IF EXISTS \"' || replace(name, '\"', '\"\"') || "
        "'\"', ';') FROM sqlite_schema WHERE name LIKE 'derived!_%' ESCAPE '!' AND sql IS NOT NULL";
    const char *at = store_schema_sql;
    struct migration m;
    int sql = sqlite3_prepare_v2(s->db, names, -1, &stmt, NULL);
    if (sql == SQLITE_OK && (sql = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        char *drops = text == NULL ? NULL : strdup(text);
        sql = text == NULL ? sqlite3_errcode(s->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_OK
                           : SQLITE_NOMEM;
        sqlite3_finalize(stmt); /* it reads what is dropped */
        stmt = NULL;
        sql = drops != NULL ? sqlite3_exec(s->db, drops, NULL, NULL, NULL) : sql;
        free(drops);
    }
    sqlite3_finalize(stmt);
    while (sql == SQLITE_OK && migration_next(&at, &m)) {
        sql = m.number == DERIVED_MIGRATION ? migration_exec(s->db, &m) : SQLITE_OK;
    }
    return sql == SQLITE_OK      ? 0
           : sql == SQLITE_NOMEM ? err_set(e, ERR_MEMORY, "out of memory")
                                 : store_sql_error(s, "making the derived tables", e);
}

/* --- checking ------------------------------------------------------------------------------ */

static void schema_fault(struct buf *report, int64_t *faults, const char *what, const char *name)
{
    buf_printf(report, "schema: %s %s\n", name, what);
    ++*faults;
}

static int check_migrations(struct store *s, struct buf *report, int64_t *faults, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(s->db, "SELECT number, name, digest FROM migration ORDER BY number", -1,
                           &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "checking", e);
    }
    const char *at = store_schema_sql;
    struct migration m;
    int code = 0, step = SQLITE_ROW;
    while (code == 0 && migration_next(&at, &m)) {
        uint8_t digest[DIGEST_SIZE];
        digest_sha256(m.sql, m.sql_len, digest);
        step = sqlite3_step(stmt);
        const char *name = step == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 1) : NULL;
        if (sqlite3_errcode(s->db) == SQLITE_NOMEM) {
            code = ERR_MEMORY;
        } else if (step != SQLITE_ROW || sqlite3_column_int(stmt, 0) != m.number || name == NULL ||
                   strlen(name) != (size_t)m.name_len ||
                   memcmp(name, m.name, (size_t)m.name_len) != 0 ||
                   sqlite3_column_bytes(stmt, 2) != DIGEST_SIZE ||
                   memcmp(sqlite3_column_blob(stmt, 2), digest, DIGEST_SIZE) != 0) {
            buf_printf(report, "migration %d: its row is missing or was changed\n", m.number);
            ++*faults;
        }
    }
    if (code == 0 && step == SQLITE_ROW && sqlite3_step(stmt) == SQLITE_ROW) {
        buf_printf(report, "migration %d: this program does not know it\n",
                   sqlite3_column_int(stmt, 0));
        ++*faults;
    }
    sqlite3_finalize(stmt);
    return code == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

static const char objects[] =
    "SELECT type || ' ' || name, tbl_name, coalesce(sql, '') FROM sqlite_schema "
    "WHERE name NOT LIKE 'sqlite!_stat%' ESCAPE '!' ORDER BY 1";

/* Walks both lists, which are sorted by name. */
static int compare_objects(sqlite3_stmt *have, sqlite3_stmt *want, struct buf *report,
                           int64_t *faults)
{
    int h = sqlite3_step(have), w = sqlite3_step(want);
    while (h == SQLITE_ROW || w == SQLITE_ROW) {
        const char *a = h == SQLITE_ROW ? (const char *)sqlite3_column_text(have, 0) : NULL;
        const char *b = w == SQLITE_ROW ? (const char *)sqlite3_column_text(want, 0) : NULL;
        if ((h == SQLITE_ROW && a == NULL) || (w == SQLITE_ROW && b == NULL)) {
            break; /* out of memory, or a row that is none: the integrity check tells */
        }
        int order = a == NULL ? 1 : b == NULL ? -1 : strcmp(a, b);
        if (order == 0) {
            for (int i = 1; i <= 2; i++) {
                const char *x = (const char *)sqlite3_column_text(have, i);
                const char *y = (const char *)sqlite3_column_text(want, i);
                if (x == NULL || y == NULL || strcmp(x, y) != 0) {
                    schema_fault(report, faults, "was changed", a);
                    break;
                }
            }
        } else {
            schema_fault(report, faults, order < 0 ? "does not belong here" : "is missing",
                         order < 0 ? a : b);
        }
        h = order <= 0 ? sqlite3_step(have) : h;
        w = order >= 0 ? sqlite3_step(want) : w;
    }
    return (h == SQLITE_DONE || h == SQLITE_OK) && (w == SQLITE_DONE || w == SQLITE_OK)
               ? SQLITE_OK
               : SQLITE_ERROR;
}

int store_schema_check(struct store *s, struct buf *report, int64_t *faults, struct err *e)
{
    sqlite3 *fresh = NULL;
    sqlite3_stmt *have = NULL, *want = NULL;
    const char *at = store_schema_sql;
    struct migration m;
    int sql = sqlite3_open_v2(
        ":memory:", &fresh, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, NULL);
    while (sql == SQLITE_OK && migration_next(&at, &m)) {
        sql = migration_exec(fresh, &m);
    }
    if (sql == SQLITE_OK) {
        sql = sqlite3_prepare_v2(fresh, objects, -1, &want, NULL);
    }
    int code = 0;
    bool same = sql == SQLITE_OK &&
                sqlite3_prepare_v2(s->db, objects, -1, &have, NULL) == SQLITE_OK &&
                compare_objects(have, want, report, faults) == SQLITE_OK;
    if (!same && ((sql & 0xff) == SQLITE_NOMEM || sqlite3_errcode(fresh) == SQLITE_NOMEM)) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else if (sql != SQLITE_OK) {
        code = err_set(e, ERR_STORE, "%s: the schema cannot be made for comparison: %s", s->name,
                       sqlite3_errmsg(fresh));
    } else if (!same) {
        code = store_sql_error(s, "checking the schema", e);
    }
    sqlite3_finalize(have);
    sqlite3_finalize(want);
    sqlite3_close(fresh);
    return code != 0 ? code : check_migrations(s, report, faults, e);
}
