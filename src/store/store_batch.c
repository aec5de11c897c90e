/* Batches: what is put between begin and commit is there as a whole or not at all. */
#include <string.h>

#include "store/store_private.h"

int store_head(struct store *s, int64_t *count, uint8_t hash[DIGEST_SIZE], struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(s, STMT_HEAD, "SELECT count, hash FROM chain_head WHERE one = 1",
                             &stmt, e);
    if (code != 0) {
        return code;
    }
    int step = sqlite3_step(stmt);
    if (step == SQLITE_ROW && sqlite3_column_bytes(stmt, 1) == DIGEST_SIZE) {
        *count = sqlite3_column_int64(stmt, 0);
        memcpy(hash, sqlite3_column_blob(stmt, 1), DIGEST_SIZE);
    } else if (step == SQLITE_ROW || step == SQLITE_DONE) {
        code = err_set(e, ERR_STORE, "%s: the head of the chain is missing: restore a backup",
                       s->name);
    } else {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_reset(stmt);
    return code;
}

int store_begin(struct store *s, struct err *e)
{
    if (s->mode != STORE_WRITE || s->in_batch) {
        return err_set(e, ERR_USAGE,
                       s->in_batch ? "%s: a batch is open already"
                                   : "%s: the store is open for reading only",
                       s->name);
    }
    if (s->broken) {
        return err_set(e, ERR_IO,
                       "%s: the system failed to write before, so no more is written: what was "
                       "stored is unharmed; check the disk, then repeat",
                       s->name);
    }
    int code = store_exec(s, "BEGIN IMMEDIATE", "writing", e);
    if (code != 0) {
        return code;
    }
    s->in_batch = true;
    int64_t last = 0;
    code = store_head(s, &s->head_count, s->head_hash, e);
    if (code == 0) {
        code = store_scalar(s, "SELECT coalesce(max(seq), 0) FROM assessment", &last, e);
    }
    if (code == 0 && last != s->head_count) {
        code = err_set(e, ERR_STORE,
                       "%s: the chain ends at assessment %lld, not at %lld: run `banyan store "
                       "check` and restore a backup",
                       s->name, (long long)last, (long long)s->head_count);
    }
    if (code != 0) {
        store_rollback(s);
    }
    return code;
}

int store_commit(struct store *s, struct err *e)
{
    if (!s->in_batch) {
        return err_set(e, ERR_USAGE, "%s: no batch is open", s->name);
    }
    sqlite3_stmt *stmt = NULL;
    int code = derived_commit(s, e);
    code = code != 0 ? code
                     : store_prepare(s, STMT_HEAD_SET,
                                     "UPDATE chain_head SET count = ?1, hash = ?2", &stmt, e);
    if (code == 0) {
        sqlite3_bind_int64(stmt, 1, s->head_count);
        sqlite3_bind_blob(stmt, 2, s->head_hash, DIGEST_SIZE, SQLITE_STATIC);
        if (sqlite3_step(stmt) != SQLITE_DONE) {
            code = store_sql_error(s, "writing", e);
        }
        sqlite3_reset(stmt);
    }
    if (code == 0) {
        code = store_exec(s, "COMMIT", "writing", e);
    }
    if (code != 0) {
        /* After a failed sync nobody knows what the disk holds: never retry and trust. */
        if ((sqlite3_errcode(s->db) & 0xff) == SQLITE_IOERR) {
            store_distrust(s);
        }
        store_rollback(s);
        return code;
    }
    s->in_batch = false;
    return 0;
}

void store_rollback(struct store *s)
{
    if (s == NULL || !s->in_batch) {
        return;
    }
    for (int i = 0; i < STMT_COUNT; i++) {
        sqlite3_reset(s->statements[i]);
    }
    store_end(s, NULL);
    s->in_batch = false;
    /* What was remembered may name rows that are gone. */
    pthread_rwlock_wrlock(&s->view);
    shapes_free(&s->shapes);
    dictionaries_free(s);
    derived_forget(s);
    s->rollbacks++;
    pthread_rwlock_unlock(&s->view);
    s->checklist.digest[0] = '\0';
    s->ruleset.digest[0] = '\0';
    checklist_free(s->parsed);
    s->parsed = NULL;
}
