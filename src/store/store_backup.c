/* A copy that is verified before it gets its name. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store_private.h"

static int copy_error(const char *path, sqlite3 *db, struct err *e)
{
    return store_sql_error_of(path, db, "copying", e);
}

static int copy_pages(struct store *s, sqlite3 *to, const char *part, struct err *e)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", s->db, "main");
    if (backup == NULL) {
        return copy_error(part, to, e);
    }
    /* All pages in one step: one read transaction, so one state, whatever the writer does. */
    int step = sqlite3_backup_step(backup, -1);
    int finish = sqlite3_backup_finish(backup);
    if (step != SQLITE_DONE && finish == SQLITE_OK) {
        return err_set(e, ERR_BUSY,
                       "%s: copying: another program holds the store: wait for it or stop it",
                       s->name);
    }
    return finish == SQLITE_OK ? 0 : copy_error(part, to, e);
}

/* The copy becomes one file without a log beside it, then is read again as a whole. */
static int copy_verify(sqlite3 *to, const char *part, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0;
    if (sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(to, "PRAGMA quick_check(1)", -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW) {
        code = copy_error(part, to, e);
    } else if (sqlite3_column_text(stmt, 0) == NULL ||
               store_complaint_of_memory((const char *)sqlite3_column_text(stmt, 0))) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else if (strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") != 0) {
        code = err_set(e, ERR_STORE, "the copy is damaged (%s): check the store first",
                       (const char *)sqlite3_column_text(stmt, 0));
    }
    sqlite3_finalize(stmt);
    return code;
}

/* Head of the chain and last row agree in the copy, as they do in a whole store. */
static int copy_head(sqlite3 *to, const char *part, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0;
    if (sqlite3_prepare_v2(to,
                           "SELECT (SELECT count(*) FROM assessment) = count AND "
                           "coalesce((SELECT hash FROM assessment ORDER BY seq DESC LIMIT 1), "
                           "zeroblob(32)) = hash FROM chain_head",
                           -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW) {
        code = copy_error(part, to, e);
    } else if (sqlite3_column_int(stmt, 0) != 1) {
        code = err_set(e, ERR_STORE,
                       "the copy's chain does not end at its head: run `banyan store check`");
    }
    sqlite3_finalize(stmt);
    return code;
}

static int copy_database(struct store *s, const char *part, struct err *e)
{
    sqlite3 *to = NULL;
    int code = 0;
    if (sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
            SQLITE_OK ||
        store_harden(to) != SQLITE_OK) {
        code = to == NULL ? err_set(e, ERR_MEMORY, "out of memory") : copy_error(part, to, e);
    }
    code = code != 0 ? code : copy_pages(s, to, part, e);
    code = code != 0 ? code : copy_verify(to, part, e);
    code = code != 0 ? code : copy_head(to, part, e);
    if (sqlite3_close(to) != SQLITE_OK && code == 0) {
        code = err_set(e, ERR_IO, "%s: cannot be closed", part);
    }
    return code;
}

/* The last step; a file that appeared meanwhile is not replaced. */
static int name_copy(const char *part, const char *path, struct err *e)
{
    if (file_rename_new(part, path) != 0) {
        return err_set(e, ERR_IO, "%s: cannot be made: %s", path, strerror(errno));
    }
    return store_sync_folder(path, e);
}

int store_backup(struct store *s, const char *path, struct err *e)
{
    if (s->in_batch) {
        return err_set(e, ERR_USAGE, "%s: a batch is open", s->name);
    }
    if (file_kind(path) != FILE_MISSING) {
        return err_set(e, ERR_IO, "%s: exists already: name a new file for the backup", path);
    }
    struct buf part = BUF_INIT;
    /* "./" keeps a name such as ":memory:" from meaning something to SQLite. */
    buf_printf(&part, "%s%s.part", *path == '/' ? "" : "./", path);
    int code = buf_status(&part) != 0 ? err_set(e, ERR_MEMORY, "out of memory") : 0;
    code = code != 0 ? code : file_make_parents(path, e);
    if (code != 0) {
        buf_free(&part);
        return code;
    }
    int fd = open(part.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        code = errno == EEXIST
                   ? err_set(e, ERR_IO,
                             "%s: is left of a backup that was broken off, or of one at work: "
                             "remove it first",
                             part.data)
                   : err_set(e, ERR_IO,
                             "%s: cannot be made: %s: check the permissions of its folder",
                             part.data, strerror(errno));
        buf_free(&part);
        return code;
    }
    close(fd);
    code = copy_database(s, part.data, e);
    code = code != 0 ? code : store_sync_path(part.data, O_RDWR, e);
    code = code != 0 ? code : name_copy(part.data, path, e);
    if (code != 0) {
        unlink(part.data);
    }
    buf_free(&part);
    return code;
}
