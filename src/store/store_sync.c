/* What becomes of the log, and what is done when the disk fails. A system that could not write a page
 * tells so once and may then hold the page for written, though the disk never got it. What is in
 * memory and what is on the disk differ from then on, and the next sync that succeeds says nothing.
 * So the handle that saw it writes no more and leaves the log as it is; and the next writer first
 * settles the store: it writes the log once more, byte for byte, and when that is synced moves all of
 * it into the file anew, alone with the store. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store_private.h"

enum { CHECKPOINT_PAGES = 1000 };

int store_sync_path(const char *path, int flags, struct err *e)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        int code = err_set(e, ERR_IO, "%s: cannot be written to disk: %s", path, strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return code;
    }
    close(fd);
    return 0;
}

int store_sync_folder(const char *path, struct err *e)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
    int code = folder == NULL ? err_set(e, ERR_MEMORY, "out of memory")
                              : store_sync_path(folder, O_RDONLY | O_DIRECTORY, e);
    free(folder);
    return code;
}

void store_distrust(struct store *s)
{
    s->broken = true;
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    s->unsettled = true;
    store_lock_note(s);
}

/* After a commit, which stands whatever becomes of this: SQLite's own hook does the same, but tells
 * nobody of a failure. */
static int after_commit(void *context, sqlite3 *db, const char *name, int pages)
{
    struct store *s = context;
    if (pages >= CHECKPOINT_PAGES && !s->broken) {
        int code = sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        if ((code & 0xff) == SQLITE_IOERR) {
            store_distrust(s);
        }
    }
    return SQLITE_OK;
}

int store_use_log(struct store *s, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    /* The row comes before the change is committed: only the end tells whether it was. */
    bool row = sqlite3_prepare_v2(s->db, "PRAGMA journal_mode=WAL", -1, &stmt, NULL) == SQLITE_OK &&
               sqlite3_step(stmt) == SQLITE_ROW;
    const char *journal = row ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    bool log = journal != NULL && strcmp(journal, "wal") == 0; /* NULL: out of memory, too */
    bool done = log && sqlite3_step(stmt) == SQLITE_DONE;
    sqlite3_finalize(stmt);
    if (!done) {
        int sql = sqlite3_errcode(s->db) & 0xff;
        return sql != SQLITE_OK && sql != SQLITE_ROW && sql != SQLITE_DONE
                   ? store_sql_error(s, "opening", e)
                   : err_set(e, ERR_IO,
                             "%s: the disk cannot hold a write-ahead log: keep the store on a "
                             "local disk",
                             s->name);
    }
    /* This is the one connection that checkpoints (a race of SQLite before 3.51.3 between a writer
     * and another connection's checkpoint is so out of reach). */
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    sqlite3_wal_hook(s->db, after_commit, s);
    return 0;
}

/* The same bytes in the same places, so that the system has them to write again. */
static int rewrite(const char *path, struct err *e)
{
    enum { PIECE = 1 << 16 };
    int fd = open(path, O_RDWR | O_CLOEXEC);
    char *piece = malloc(PIECE);
    ssize_t got = fd < 0 || piece == NULL ? -1 : pread(fd, piece, PIECE, 0);
    for (off_t at = 0; got > 0; at += got, got = pread(fd, piece, PIECE, at)) {
        if (pwrite(fd, piece, (size_t)got, at) != got) {
            got = -1;
            break;
        }
    }
    int code = piece == NULL ? err_set(e, ERR_MEMORY, "out of memory")
               : got < 0
                   ? err_set(e, ERR_IO, "%s: cannot be written again: %s", path, strerror(errno))
                   : 0;
    free(piece);
    if (fd >= 0) {
        close(fd);
    }
    return code != 0 ? code : store_sync_path(path, O_RDWR, e);
}

int store_adopt_log(struct store *s, struct err *e)
{
    struct buf log = BUF_INIT;
    buf_printf(&log, "%s-wal", s->path);
    int code = buf_status(&log) != 0 ? err_set(e, ERR_MEMORY, "out of memory") : 0;
    if (code == 0 && file_kind(log.data) != FILE_MISSING) {
        code = s->unsettled ? rewrite(log.data, e) : 0;
        /* Whoever made it may have died before its name was on the disk, and SQLite syncs the folder
         * only for a log that it makes. */
        code = code != 0 ? code : store_sync_folder(s->path, e);
    }
    buf_free(&log);
    return code;
}

int store_settle(struct store *s, struct err *e)
{
    int64_t busy = 0;
    int code = store_scalar(s, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e);
    if (code == 0 && busy != 0) {
        code = err_set(e, ERR_BUSY, "%s: another program holds the store: wait for it or stop it",
                       s->name);
    }
    if (code == 0) {
        s->unsettled = false;
        store_lock_note(s);
    }
    return code;
}

int store_end(struct store *s, struct err *e)
{
    for (int i = 0; i < 2 && !sqlite3_get_autocommit(s->db); i++) {
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return sqlite3_get_autocommit(s->db) ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}
