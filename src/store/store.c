/* Opening, closing, transactions, and what all statements share. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "base/file.h"
#include "store/store_private.h"

enum { BUSY_MS = 5000 };

int store_sql_error_of(const char *name, sqlite3 *db, const char *doing, struct err *e)
{
    int code = sqlite3_extended_errcode(db);
    const char *text = sqlite3_errmsg(db);
    int os = sqlite3_system_errno(db);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return err_set(e, ERR_MEMORY, "out of memory");
    case SQLITE_FULL:
        return err_set(e, ERR_IO,
                       "%s: %s: the disk is full: free some space and repeat; what was stored "
                       "before is unharmed",
                       name, doing);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return err_set(
            e, ERR_IO,
            "%s: %s: cannot be written (%s): check the permissions of the file and its folder",
            name, doing, text);
    case SQLITE_CANTOPEN:
        return err_set(
            e, ERR_IO,
            "%s: %s: cannot be opened (%s): check the permissions of the file and its folder", name,
            doing, os != 0 ? strerror(os) : text);
    case SQLITE_IOERR:
        return err_set(e, ERR_IO,
                       "%s: %s: the system failed to read or write (%s): check the disk, then "
                       "`banyan store check`",
                       name, doing, os != 0 ? strerror(os) : text);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(e, ERR_BUSY,
                       "%s: %s: another program holds the store: wait for it or stop it", name,
                       doing);
    case SQLITE_NOTADB:
        return err_set(e, ERR_STORE, "%s: is no SQLite database: name another file", name);
    case SQLITE_CORRUPT:
        return err_set(e, ERR_STORE, "%s: %s: the file is damaged (%s): restore a backup", name,
                       doing, text);
    default:
        return err_set(e, ERR_STORE, "%s: %s: %s", name, doing, text);
    }
}

int store_sql_error(const struct store *s, const char *doing, struct err *e)
{
    return store_sql_error_of(s->name, s->db, doing, e);
}

int store_prepare(struct store *s, enum statement slot, const char *sql, sqlite3_stmt **out,
                  struct err *e)
{
    if (s->statements[slot] == NULL &&
        sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->statements[slot], NULL) !=
            SQLITE_OK) {
        return store_sql_error(s, "reading", e);
    }
    sqlite3_reset(s->statements[slot]);
    *out = s->statements[slot];
    return 0;
}

int store_exec(struct store *s, const char *sql, const char *doing, struct err *e)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0
                                                                   : store_sql_error(s, doing, e);
}

int store_scalar(struct store *s, const char *sql, int64_t *out, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    *out = 0;
    if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "reading", e);
    }
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        *out = sqlite3_column_int64(stmt, 0);
    }
    int result = code == SQLITE_ROW || code == SQLITE_DONE ? 0 : store_sql_error(s, "reading", e);
    sqlite3_finalize(stmt);
    return result;
}

int store_harden(sqlite3 *db)
{
    static const struct {
        int what, value;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},          {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
    };
    static const struct {
        int what, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, STORE_MAX_DOCUMENT + 4096},
        {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
        {SQLITE_LIMIT_COLUMN, 200},
        {SQLITE_LIMIT_EXPR_DEPTH, 200},
        {SQLITE_LIMIT_COMPOUND_SELECT, 100},
        {SQLITE_LIMIT_FUNCTION_ARG, 100},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 4},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    sqlite3_extended_result_codes(db, 1);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        int now = 0;
        int code = sqlite3_db_config(db, settings[i].what, settings[i].value, &now);
        if (code != SQLITE_OK || now != settings[i].value) {
            return code != SQLITE_OK ? code : SQLITE_ERROR;
        }
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        sqlite3_limit(db, limits[i].what, limits[i].value);
    }
    sqlite3_busy_timeout(db, BUSY_MS);
    return sqlite3_exec(db,
                        "PRAGMA page_size=8192; PRAGMA cell_size_check=ON; PRAGMA synchronous=FULL;"
                        "PRAGMA temp_store=MEMORY;"
                        "PRAGMA cache_size=-16000",
                        NULL, NULL, NULL);
}

/* Folder of path made absolute, so that one file has one lock whatever it is called by. */
static int store_resolve(struct store *s, struct err *e)
{
    char full[PATH_MAX];
    if (realpath(s->name, full) != NULL) {
        s->path = strdup(full);
        return s->path != NULL ? 0 : err_set(e, ERR_MEMORY, "out of memory");
    }
    const char *slash = strrchr(s->name, '/');
    const char *base = slash == NULL ? s->name : slash + 1;
    char *folder = slash == NULL ? strdup(".") : strndup(s->name, (size_t)(slash - s->name) + 1);
    struct buf path = BUF_INIT;
    int code = 0;
    if (folder == NULL) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else if (realpath(folder, full) == NULL) {
        code = err_set(e, ERR_IO, "%s: the folder cannot be used: %s", s->name, strerror(errno));
    } else {
        buf_printf(&path, "%s/%s", strcmp(full, "/") == 0 ? "" : full, base);
        s->path = buf_status(&path) == 0 ? strdup(path.data) : NULL;
        code = s->path != NULL ? 0 : err_set(e, ERR_MEMORY, "out of memory");
    }
    buf_free(&path);
    free(folder);
    return code;
}

/* Creates the file, with a mode of its own (SQLite would take 0644), before SQLite knows of it: so
 * no lock can be lost by the closing. Its -wal and -shm get the same mode. */
static int store_create(struct store *s, struct err *e)
{
    int fd = open(s->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EEXIST) {
        return err_set(e, ERR_IO, "%s: cannot be made: %s: check the permissions of its folder",
                       s->name, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    return 0;
}

/* Opens the file. uri: a file: URI, or a plain path. */
static int store_connect(struct store *s, const char *path, int flags, struct err *e)
{
    if (s->db != NULL) {
        sqlite3_close(s->db);
        s->db = NULL;
    }
    int code = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (s->db == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (code != SQLITE_OK) {
        return store_sql_error(s, "opening", e);
    }
    /* Alone, and before anything is read, so that nobody else's view of the log is taken over. */
    if (s->unsettled &&
        sqlite3_exec(s->db, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL) != SQLITE_OK) {
        return store_sql_error(s, "opening", e);
    }
    if (store_harden(s->db) != SQLITE_OK) {
        return store_sql_error(s, "opening", e);
    }
    if (store_register_functions(s) != SQLITE_OK || store_register_derived(s) != SQLITE_OK) {
        return store_sql_error(s, "opening", e);
    }
    return 0;
}

/* The power was cut while the first page of a new store was written: its journal is there, and
 * SQLite takes the page back. */
static bool store_torn(const struct store *s)
{
    static const char magic[] = "SQLite format 3";
    char head[sizeof magic] = "";
    struct buf journal = BUF_INIT;
    struct stat st;
    buf_printf(&journal, "%s-journal", s->path);
    bool torn = buf_status(&journal) == 0 && stat(journal.data, &st) == 0 && st.st_size >= 512;
    buf_free(&journal);
    int fd = torn ? open(s->path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t len = fd < 0 ? -1 : read(fd, head, sizeof head);
    if (fd >= 0) {
        close(fd);
    }
    return len > 0 && (head[0] == '\0' || memcmp(head, magic, (size_t)len) == 0);
}

/* SQLite takes a file shorter than its header for an empty one, and would write over it. */
static int store_short(const struct store *s, struct err *e)
{
    struct stat st;
    /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): s->path is set, as err_set gives
     * no 0 */
    return stat(s->path, &st) == 0 && st.st_size > 0 && st.st_size < 512 && !store_torn(s)
               ? err_set(e, ERR_STORE, "%s: is no SQLite database: name another file", s->name)
               : 0;
}

/* Is it ours, and of which schema? *version 0: new and empty. Reads, never writes. */
static int store_identify(struct store *s, int64_t *version, struct err *e)
{
    int64_t application = 0, tables = 0;
    /* In one transaction: meanwhile another program may make the store. */
    int code = store_exec(s, "BEGIN", "reading", e);
    if (code == 0) {
        code = store_scalar(s, "PRAGMA application_id", &application, e);
    }
    if (code == 0) {
        code = store_scalar(s, "PRAGMA user_version", version, e);
    }
    if (code == 0) {
        code = store_scalar(s, "SELECT count(*) FROM sqlite_schema", &tables, e);
    }
    if (code != 0) {
        return code; /* the connection is given up, and what it says of the error is still asked for */
    }
    code = store_end(s, e);
    if (code != 0) {
        return code;
    }
    if (application == 0 && *version == 0 && tables == 0) {
        return 0;
    }
    if (application != STORE_APPLICATION) {
        return err_set(e, ERR_STORE,
                       "%s: is a database of another program, not a store: name another file",
                       s->name);
    }
    if (*version > store_schema_version()) {
        return err_set(e, ERR_STORE,
                       "%s: was written by a newer program (schema %lld, this one knows %d): "
                       "update the program",
                       s->name, (long long)*version, store_schema_version());
    }
    if (*version < 1 || tables == 0) {
        return err_set(e, ERR_STORE, "%s: is a store without a schema: restore a backup", s->name);
    }
    return 0;
}

/* Reading where nothing may be written beside the file (a read-only folder or medium): SQLite then
 * needs the promise that nobody changes the file. It holds when no write-ahead log is there and the
 * writer's lock, if there is one, is ours to share. */
static int store_connect_immutable(struct store *s, struct err *e)
{
    struct stat st;
    struct buf path = BUF_INIT;
    buf_printf(&path, "%s.lock", s->path);
    int lock = buf_status(&path) == 0 ? open(path.data, O_RDONLY | O_CLOEXEC) : -1;
    bool free_lock = lock >= 0 ? flock(lock, LOCK_SH | LOCK_NB) == 0 : errno == ENOENT;
    if (lock >= 0 && free_lock) {
        s->lock = lock;
    } else if (lock >= 0) {
        close(lock);
    }
    /* The log after the lock: before it, a writer might come and leave one. */
    buf_reset(&path);
    buf_printf(&path, "%s-wal", s->path);
    bool log = buf_status(&path) == 0 && stat(path.data, &st) == 0 && st.st_size > 0;
    buf_reset(&path);
    buf_puts(&path, "file:");
    for (const char *p = s->path; *p != '\0'; p++) {
        if (strchr("%?#", *p) != NULL) {
            buf_printf(&path, "%%%02X", (unsigned)*p);
        } else {
            buf_putc(&path, *p);
        }
    }
    buf_puts(&path, "?immutable=1");
    int code;
    if (log || !free_lock) {
        code = err_set(e, ERR_IO,
                       "%s: its folder cannot be written, which reading a store in use needs: copy "
                       "it with `banyan store backup`, or allow writing",
                       s->name);
    } else if (buf_status(&path) != 0) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else {
        code = store_connect(s, path.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, e);
    }
    buf_free(&path);
    return code;
}

static int store_open_reader(struct store *s, struct err *e)
{
    int64_t version = 0;
    int code = store_connect(s, s->path, SQLITE_OPEN_READONLY, e);
    if (code == 0) {
        sqlite3_wal_autocheckpoint(s->db, 0);
        code = store_identify(s, &version, e);
    }
    int sql = s->db == NULL ? SQLITE_OK : sqlite3_errcode(s->db) & 0xff;
    if (code != 0 && (sql == SQLITE_CANTOPEN || sql == SQLITE_READONLY)) {
        code = store_connect_immutable(s, e);
        if (code == 0) {
            code = store_identify(s, &version, e);
        }
    }
    if (code == 0 && version == 0) {
        return err_set(e, ERR_STORE, "%s: is empty, not yet a store: assess a plan into it first",
                       s->name);
    }
    if (code == 0 && version < store_schema_version()) {
        return err_set(
            e, ERR_STORE,
            "%s: has an older schema (%lld): bring it up to date with `banyan store init`", s->name,
            (long long)version);
    }
    return code;
}

static int store_one_name(const struct store *s, struct err *e)
{
    struct stat st;
    return stat(s->path, &st) == 0 && st.st_nlink > 1
               ? err_set(e, ERR_STORE,
                         "%s: has more than one name (hard links), under which writers would "
                         "damage it: keep one",
                         s->name)
               : 0;
}

static int store_open_writer(struct store *s, struct err *e)
{
    int code = store_short(s, e);
    if (code == 0) {
        code = store_lock_take(s, e);
    }
    if (code == 0) {
        code = store_create(s, e);
    }
    if (code == 0) {
        code = store_connect(s, s->path, SQLITE_OPEN_READWRITE, e);
    }
    int64_t version = 0;
    if (code == 0) {
        code = store_identify(s, &version, e);
    }
    code = code != 0 ? code : store_one_name(s, e);
    code = code != 0 ? code : store_adopt_log(s, e);
    if (code == 0 && s->unsettled) {
        code = store_settle(s, e);
        code = code != 0 ? code : store_connect(s, s->path, SQLITE_OPEN_READWRITE, e);
    }
    if (code != 0) {
        return code; /* NO_CKPT_ON_CLOSE is still on: what is not ours stays untouched */
    }
    code = store_use_log(s, e);
    code = code != 0 ? code : store_exec(s, "PRAGMA journal_size_limit=67108864", "opening", e);
    return code != 0 ? code : store_migrate(s, version, e);
}

/* The path in url, or NULL with *e filled. */
static const char *store_url_path(const char *url, struct err *e)
{
    const char *path = strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url;
    if (path == url && strstr(url, "://") != NULL) {
        err_set(e, ERR_USAGE, "%s: this program keeps stores in SQLite only: give sqlite:PATH",
                url);
        return NULL;
    }
    if (*path == '\0') {
        err_set(e, ERR_USAGE, "the store has no path: give sqlite:PATH");
        return NULL;
    }
    return path;
}

static int store_open_path(struct store *s, struct err *e)
{
    enum file_kind kind = file_kind(s->name);
    if (kind == FILE_FOLDER || kind == FILE_OTHER || s->name[strlen(s->name) - 1] == '/') {
        return err_set(e, ERR_IO, "%s: is no regular file: name a file for the store", s->name);
    }
    if (kind == FILE_MISSING && s->mode == STORE_READ) {
        return err_set(e, ERR_NOT_FOUND,
                       "%s: there is no store: assess a plan first, or name another with --store",
                       s->name);
    }
    int code = kind == FILE_MISSING ? file_make_parents(s->name, e) : 0;
    if (code == 0) {
        code = store_resolve(s, e);
    }
    if (code != 0) {
        return code;
    }
    return s->mode == STORE_WRITE ? store_open_writer(s, e) : store_open_reader(s, e);
}

int store_open(const char *url, enum store_mode mode, struct store **out, struct err *e)
{
    *out = NULL;
    const char *path = store_url_path(url, e);
    if (path == NULL) {
        return ERR_USAGE;
    }
    struct store *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    s->mode = mode;
    s->lock = -1;
    s->name = strdup(path);
    s->ready = store_ready_new();
    s->has_view = store_view_init(s);
    s->unzip = ZSTD_createDCtx();
    int code = s->name == NULL || s->ready == NULL || s->unzip == NULL || !s->has_view
                   ? err_set(e, ERR_MEMORY, "out of memory")
                   : store_open_path(s, e);
    if (code != 0) {
        store_close(s);
        return code;
    }
    *out = s;
    return 0;
}

void store_close(struct store *s)
{
    if (s == NULL) {
        return;
    }
    store_rollback(s);
    derived_forget(s);
    for (int i = 0; i < STMT_COUNT; i++) {
        sqlite3_finalize(s->statements[i]);
    }
    sqlite3_close(s->db);
    store_lock_release(s);
    shapes_free(&s->shapes);
    dictionaries_free(s);
    checklist_free(s->parsed);
    store_forget_checklists(s);
    buf_free(&s->scratch);
    store_ready_free(s->ready);
    ZSTD_freeDCtx(s->unzip);
    store_view_free(s);
    free(s->name);
    free(s->path);
    free(s);
}
