/* SQL of people's own: one statement that reads, with limits on what it may take, and errors
 * that say where. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/store_private.h"

enum { SQL_MOST = 1 << 20, VALUE_MOST = 32 << 20, COLUMNS_MOST = 200 };
enum { OPS_BETWEEN = 2000 }; /* SQLite's, from one look at the clock to the next */

/* Beside what is stored, assessments as people read them; it lives in the connection. */
static const char result_view[] =
    "CREATE TEMP VIEW IF NOT EXISTS result AS SELECT seq, id_text(id) AS id, "
    "strftime('%Y-%m-%dT%H:%M:%SZ', created, 'unixepoch') AS created, engine, plan_id, plan_title, "
    "country, community, community_name, round, date, checklist_id AS checklist, "
    "checklist_version AS version, profile, NOT EXISTS "
    "(SELECT 1 FROM main.assessment n WHERE n.supersedes = a.seq) AS current, applicable, "
    "incomplete, score / 1e9 AS score, low / 1e9 AS low, high / 1e9 AS high, "
    "coverage / 1e9 AS coverage, band, band_possible, scored, not_applicable, not_assessed, "
    "unknown, error FROM main.assessment a";

/* Tables of SQLite's own that come to be when they are first asked for, which `allow` would take
 * for making one. */
static const char *const own_tables[] = {
    "SELECT 1 FROM json_each('[]')",
    "SELECT 1 FROM json_tree('[]')",
    "SELECT 1 FROM dbstat LIMIT 0",
    "SELECT 1 FROM pragma_table_info('x')",
    "SELECT 1 FROM pragma_table_xinfo('x')",
    "SELECT 1 FROM pragma_table_list",
    "SELECT 1 FROM pragma_index_list('x')",
    "SELECT 1 FROM pragma_index_info('x')",
    "SELECT 1 FROM pragma_function_list LIMIT 0",
};

struct question {
    struct store *s;
    const struct store_sql *ask;
    sqlite3_stmt *stmt;
    int stopped; /* what ask->look returned */
    struct err *e;
};

/* --- what is allowed ----------------------------------------------------------------------- */

static bool is_among(const char *name, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (text_equal(name, *words)) {
            return true;
        }
    }
    return false;
}

/* Reading alone. Of pragmas those that tell and cannot set; of functions none that reaches out
 * of the file. */
static int allow(void *context, int action, const char *a, const char *b, const char *c,
                 const char *d)
{
    static const char *const told[] = {"table_info", "table_xinfo", "table_list",    "index_list",
                                       "index_info", "index_xinfo", "function_list", NULL};
    static const char *const plain[] = {"user_version",   "application_id", "schema_version",
                                        "page_count",     "page_size",      "encoding",
                                        "freelist_count", "database_list",  NULL};
    static const char *const outside[] = {"load_extension", "readfile",       "writefile", "edit",
                                          "sqlite_log",     "fts3_tokenizer", NULL};
    (void)c;
    (void)d;
    if (((const struct question *)context)->s->declaring) {
        return SQLITE_OK;
    }
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return is_among(b, outside) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
        return is_among(a, told) || (b == NULL && is_among(a, plain)) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static int only_reading(struct err *e)
{
    return err_set(e, ERR_INPUT,
                   "only one SELECT is allowed here, which reads the store and nothing else");
}

/* --- what went wrong ----------------------------------------------------------------------- */

static void put_place(struct buf *out, const char *sql, int offset)
{
    int line = 1, column = 1;
    if (offset < 0) {
        return;
    }
    for (int i = 0; i < offset && sql[i] != '\0'; i++) {
        bool within = ((unsigned char)sql[i] & 0xc0) == 0x80; /* of a character that began before */
        column = sql[i] == '\n' ? 1 : column + !within;
        line += sql[i] == '\n';
    }
    buf_printf(out, "line %d, column %d: ", line, column);
}

/* All names of functions that SQLite has here; those of ours among them. */
static int function_names(struct store *s, struct arena *arena, const char ***out, size_t *count)
{
    sqlite3_stmt *stmt = NULL;
    enum { MOST = 1000 };
    const char **words = arena_alloc(arena, MOST * sizeof *words);
    int code = words == NULL ? ERR_MEMORY : 0;
    *count = 0;
    if (code == 0 && sqlite3_prepare_v2(s->db, "SELECT DISTINCT name FROM pragma_function_list", -1,
                                        &stmt, NULL) == SQLITE_OK) {
        while (*count < MOST && sqlite3_step(stmt) == SQLITE_ROW) {
            words[*count] = arena_strdup(arena, (const char *)sqlite3_column_text(stmt, 0));
            code = words[(*count)++] == NULL ? ERR_MEMORY : code;
        }
    }
    sqlite3_finalize(stmt);
    *out = words;
    return code;
}

/* Tables, functions that are tables, or columns. */
static int known_names(struct arena *arena, bool columns, const char ***out, size_t *count)
{
    size_t all;
    const struct store_name *names = store_names(&all);
    const char **words = arena_alloc(arena, (all + 1) * sizeof *words);
    *count = 0;
    for (size_t i = 0; words != NULL && i < all; i++) {
        const char *name = columns ? names[i].column : names[i].table;
        const char *word = name == NULL ? NULL : arena_strndup(arena, name, strcspn(name, "("));
        if (name != NULL && word == NULL) {
            return ERR_MEMORY;
        }
        if (name != NULL) {
            words[(*count)++] = word;
        }
    }
    *out = words;
    return words == NULL ? ERR_MEMORY : 0;
}

/* What was probably meant, where SQLite says that something is not there. */
static int put_nearest(struct buf *out, struct store *s, const char *said)
{
    static const struct {
        const char *begins;
        char what;
    } kinds[] = {{"no such column: ", 'c'}, {"no such table: ", 't'}, {"no such function: ", 'f'}};
    struct arena arena = ARENA_INIT;
    const char **words = NULL;
    size_t count = 0;
    int code = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = strlen(kinds[i].begins);
        if (strncmp(said, kinds[i].begins, len) != 0) {
            continue;
        }
        const char *given = strrchr(said + len, '.');
        given = given == NULL ? said + len : given + 1;
        code = kinds[i].what == 'f' ? function_names(s, &arena, &words, &count)
                                    : known_names(&arena, kinds[i].what == 'c', &words, &count);
        const char *near = code == 0 ? text_nearest(given, words, count) : NULL;
        if (near != NULL) {
            buf_printf(out, ": did you mean %s?", near);
        } else if (code == 0) {
            buf_puts(out, ": `banyan store sql --tables` lists what there is");
        }
    }
    arena_free(&arena);
    return code;
}

/* Where in the SQL; below zero: SQLite does not say. */
static int offset_of(sqlite3 *db)
{
#if SQLITE_VERSION_NUMBER >= 3038000
    return sqlite3_error_offset(db);
#else
    (void)db;
    return -1;
#endif
}

static int wrong(struct question *q, int sql_code, const char *sql)
{
    struct store *s = q->s;
    struct buf text = BUF_INIT;
    int kind = sql_code & 0xff;
    if (q->stopped != 0) {
        return q->stopped;
    }
    if (kind == SQLITE_AUTH) {
        return only_reading(q->e);
    }
    if (kind == SQLITE_NOMEM) {
        return err_set(q->e, ERR_MEMORY,
                       "out of memory: a question may take %lld MB: ask for less at a time",
                       (long long)(q->ask->memory >> 20));
    }
    if (kind != SQLITE_ERROR && kind != SQLITE_TOOBIG && kind != SQLITE_RANGE &&
        kind != SQLITE_MISMATCH) {
        return store_sql_error(s, "reading", q->e);
    }
    int offset = offset_of(s->db);
    char *said = strdup(sqlite3_errmsg(s->db)); /* before anything else is asked */
    int code = said == NULL ? ERR_MEMORY : 0;
    if (code == 0) {
        put_place(&text, sql, offset);
        text_escape(&text, said, strlen(said), 300);
        sqlite3_set_authorizer(s->db, NULL, NULL);
        code = put_nearest(&text, s, said);
    }
    code = code != 0 ? code : buf_status(&text);
    code = code != 0 ? err_set(q->e, ERR_MEMORY, "out of memory")
                     : err_set(q->e, ERR_INPUT, "SQL: %s", buf_text(&text));
    buf_free(&text);
    free(said);
    return code;
}

/* --- asking -------------------------------------------------------------------------------- */

static int look(void *context)
{
    struct question *q = context;
    q->stopped = q->ask->look == NULL ? 0 : q->ask->look(q->ask->context, q->e);
    return q->stopped != 0;
}

static int prepare(struct question *q, const char *sql)
{
    const char *rest = NULL;
    sqlite3_stmt *second = NULL;
    int code = sqlite3_prepare_v2(q->s->db, sql, -1, &q->stmt, &rest);
    if (code != SQLITE_OK) {
        return wrong(q, code, sql);
    }
    if (q->stmt == NULL) {
        return err_set(q->e, ERR_INPUT, "there is no SQL: give one SELECT");
    }
    code = sqlite3_prepare_v2(q->s->db, rest, -1, &second, NULL);
    bool more = second != NULL;
    sqlite3_finalize(second);
    if (code != SQLITE_OK || more) {
        return (code & 0xff) == SQLITE_NOMEM
                   ? wrong(q, code, sql)
                   : err_set(q->e, ERR_INPUT, "there is more than one statement: give one SELECT");
    }
    return sqlite3_stmt_readonly(q->stmt) && sqlite3_column_count(q->stmt) > 0 ? 0
                                                                               : only_reading(q->e);
}

static int values_of(struct question *q, int columns, struct store_value *values)
{
    for (int i = 0; i < columns; i++) {
        struct store_value *v = &values[i];
        int type = sqlite3_column_type(q->stmt, i);
        *v = (struct store_value){.type = STORE_NULL};
        if (type == SQLITE_INTEGER) {
            *v = (struct store_value){.type = STORE_INTEGER,
                                      .integer = sqlite3_column_int64(q->stmt, i)};
        } else if (type == SQLITE_FLOAT) {
            *v = (struct store_value){.type = STORE_REAL,
                                      .real = sqlite3_column_double(q->stmt, i)};
        } else if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
            v->type = type == SQLITE_TEXT ? STORE_TEXT : STORE_BLOB;
            v->text = type == SQLITE_TEXT ? (const char *)sqlite3_column_text(q->stmt, i)
                                          : sqlite3_column_blob(q->stmt, i);
            v->len = (size_t)sqlite3_column_bytes(q->stmt, i);
            if (v->text == NULL && (v->len > 0 || type == SQLITE_TEXT)) {
                return err_set(q->e, ERR_MEMORY, "out of memory");
            }
        }
    }
    return 0;
}

static int answer(struct question *q, const char *sql)
{
    int columns = sqlite3_column_count(q->stmt), step = SQLITE_DONE;
    const char *names[COLUMNS_MOST];
    struct store_value values[COLUMNS_MOST];
    if (columns > COLUMNS_MOST) {
        return err_set(q->e, ERR_INPUT, "SQL: more than %d columns", (int)COLUMNS_MOST);
    }
    for (int i = 0; i < columns; i++) {
        names[i] = sqlite3_column_name(q->stmt, i);
        if (names[i] == NULL) {
            return err_set(q->e, ERR_MEMORY, "out of memory");
        }
    }
    int code = q->ask->begin(q->ask->context, columns, names);
    while (code == 0 && (step = sqlite3_step(q->stmt)) == SQLITE_ROW) {
        code = values_of(q, columns, values);
        code = code != 0 ? code : q->ask->row(q->ask->context, columns, values);
    }
    return code != 0 || step == SQLITE_DONE ? code : wrong(q, step, sql);
}

/* Some of them are not in every SQLite, and that is no error. */
static int ready(struct store *s, struct err *e)
{
    int code = store_exec(s, result_view, "reading", e);
    for (size_t i = 0; code == 0 && i < sizeof own_tables / sizeof *own_tables; i++) {
        if ((sqlite3_exec(s->db, own_tables[i], NULL, NULL, NULL) & 0xff) == SQLITE_NOMEM) {
            code = err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    return code;
}

int store_sql(struct store *s, const char *sql, const struct store_sql *ask, struct err *e)
{
    struct question q = {.s = s, .ask = ask, .e = e};
    if (strlen(sql) > SQL_MOST) {
        return err_set(e, ERR_INPUT, "the SQL is longer than %d bytes", (int)SQL_MOST);
    }
    int most = sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, VALUE_MOST);
    int64_t before = ask->memory == 0 ? 0 : sqlite3_hard_heap_limit64(ask->memory);
    int code = ready(s, e);
    if (code == 0) {
        sqlite3_set_authorizer(s->db, allow, &q);
        sqlite3_progress_handler(s->db, OPS_BETWEEN, look, &q);
        code = prepare(&q, sql);
        code = code != 0 ? code : answer(&q, sql);
        sqlite3_finalize(q.stmt);
        sqlite3_progress_handler(s->db, 0, NULL, NULL);
        sqlite3_set_authorizer(s->db, NULL, NULL);
    }
    if (ask->memory != 0) {
        (void)sqlite3_hard_heap_limit64(before);
    }
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, most);
    return code;
}
