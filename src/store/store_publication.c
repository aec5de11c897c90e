/* What was published, in a chain of its own. */
#include <string.h>
#include <time.h>

#include "store/store_private.h"

/* Every field with its length before it, so that no two rows have the same bytes. */
static int link_hash(const uint8_t previous[DIGEST_SIZE], int64_t number, int64_t created,
                     const char *question, const void *sets, size_t len, uint8_t out[DIGEST_SIZE])
{
    struct buf b = BUF_INIT;
    buf_puts(&b, "banyan-publication-1:");
    buf_add(&b, previous, DIGEST_SIZE);
    buf_printf(&b, ":%lld:%lld:%zu:%s:%zu:", (long long)number, (long long)created,
               strlen(question), question, len);
    buf_add(&b, sets, len);
    int code = buf_status(&b);
    if (code == 0) {
        digest_sha256(b.data, b.len, out);
    }
    buf_free(&b);
    return code;
}

struct walk {
    struct store *s;
    sqlite3_stmt *stmt;
    int64_t number; /* of the row before */
    uint8_t hash[DIGEST_SIZE];
    struct buf sets;
};

/* The row that the statement stands on. *linked: it is the next of the chain, as it was put. */
static int read_row(struct walk *w, struct store_publication *p, bool *linked, struct err *e)
{
    static const char damaged[] = "the record of a publication is damaged";
    const char *question = (const char *)sqlite3_column_text(w->stmt, 2);
    const void *data = sqlite3_column_blob(w->stmt, 4);
    size_t len = (size_t)sqlite3_column_bytes(w->stmt, 4);
    int64_t size = sqlite3_column_int64(w->stmt, 3), created = sqlite3_column_int64(w->stmt, 1);
    uint8_t hash[DIGEST_SIZE];
    if (question == NULL || (data == NULL && len > 0)) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (size < 0 || size > STORE_MAX_DOCUMENT || (uint64_t)size < len ||
        sqlite3_column_bytes(w->stmt, 5) != DIGEST_SIZE) {
        return err_set(e, ERR_STORE, "%s", damaged);
    }
    int code = 0;
    if ((uint64_t)size == len) {
        buf_reset(&w->sets);
        buf_add(&w->sets, len == 0 ? "" : data, len);
        code = buf_status(&w->sets) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
    } else {
        code = store_unzip(w->s, data, len, (size_t)size, &w->sets, e);
    }
    if (code != 0) {
        return code;
    }
    *p = (struct store_publication){.number = sqlite3_column_int64(w->stmt, 0),
                                    .question = question,
                                    .sets = buf_text(&w->sets),
                                    .len = w->sets.len};
    record_time_text(created, p->created);
    if (link_hash(w->hash, p->number, created, question, p->sets, p->len, hash) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    *linked = p->number == w->number + 1 &&
              strlen(question) == (size_t)sqlite3_column_bytes(w->stmt, 2) &&
              memcmp(hash, sqlite3_column_blob(w->stmt, 5), DIGEST_SIZE) == 0;
    w->number = p->number;
    memcpy(w->hash, sqlite3_column_blob(w->stmt, 5), DIGEST_SIZE);
    return 0;
}

static int read_head(struct store *s, int64_t *count, uint8_t hash[DIGEST_SIZE], struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(s->db, "SELECT count, hash FROM publication_head WHERE one = 1", -1,
                           &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "reading", e);
    }
    int step = sqlite3_step(stmt), code = 0;
    if (step == SQLITE_ROW && sqlite3_column_bytes(stmt, 1) == DIGEST_SIZE &&
        sqlite3_column_blob(stmt, 1) != NULL) {
        *count = sqlite3_column_int64(stmt, 0);
        memcpy(hash, sqlite3_column_blob(stmt, 1), DIGEST_SIZE);
    } else if (step == SQLITE_ROW || step == SQLITE_DONE) {
        code = err_set(e, ERR_STORE,
                       "%s: the head of the publications is missing: restore a backup", s->name);
    } else {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_finalize(stmt);
    return code;
}

static int broken(const struct store *s, int64_t number, struct err *e)
{
    return err_set(e, ERR_STORE,
                   "%s: publication %lld was edited, removed or moved, so that nobody knows what "
                   "was published: restore a backup",
                   s->name, (long long)number);
}

int store_publications(struct store *s,
                       int (*each)(void *context, const struct store_publication *), void *context,
                       struct err *e)
{
    struct walk w = {.s = s, .sets = BUF_INIT};
    int64_t count = 0;
    uint8_t head[DIGEST_SIZE];
    int code = read_head(s, &count, head, e);
    if (code == 0 && sqlite3_prepare_v2(s->db,
                                        "SELECT number, created, question, size, sets, hash FROM "
                                        "publication ORDER BY number",
                                        -1, &w.stmt, NULL) != SQLITE_OK) {
        code = store_sql_error(s, "reading", e);
    }
    int step = SQLITE_DONE;
    while (code == 0 && (step = sqlite3_step(w.stmt)) == SQLITE_ROW) {
        struct store_publication p = {0};
        bool linked = false;
        code = read_row(&w, &p, &linked, e);
        if (code == 0 && !linked) {
            code = broken(s, p.number, e);
        }
        code = code == 0 ? each(context, &p) : code;
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    if (code == 0 && (w.number != count || memcmp(w.hash, head, DIGEST_SIZE) != 0)) {
        code = broken(s, w.number + 1, e);
    }
    sqlite3_finalize(w.stmt);
    buf_free(&w.sets);
    return code;
}

static int insert(struct store *s, int64_t number, int64_t created, const char *question,
                  const void *sets, size_t len, const uint8_t hash[DIGEST_SIZE], struct err *e)
{
    size_t zipped_len = 0;
    sqlite3_stmt *stmt = NULL;
    int code = store_zip(s->name, s->ready->zip, NULL, sets, len, &s->ready->zipped, &zipped_len,
                         e);
    if (code != 0) {
        return code;
    }
    if (sqlite3_prepare_v2(s->db,
                           "INSERT INTO publication (number, created, question, size, sets, hash) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                           -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "writing", e);
    }
    sqlite3_bind_int64(stmt, 1, number);
    sqlite3_bind_int64(stmt, 2, created);
    sqlite3_bind_text(stmt, 3, question, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 4, (int64_t)len);
    sqlite3_bind_blob(stmt, 5, zipped_len < len ? s->ready->zipped.data : sets, (int)zipped_len,
                      SQLITE_STATIC);
    sqlite3_bind_blob(stmt, 6, hash, DIGEST_SIZE, SQLITE_STATIC);
    code = sqlite3_step(stmt) == SQLITE_DONE ? 0 : store_sql_error(s, "writing", e);
    sqlite3_finalize(stmt);
    return code;
}

static int set_head(struct store *s, int64_t number, const uint8_t hash[DIGEST_SIZE], struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(s->db, "UPDATE publication_head SET count = ?1, hash = ?2 WHERE one = 1",
                           -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "writing", e);
    }
    sqlite3_bind_int64(stmt, 1, number);
    sqlite3_bind_blob(stmt, 2, hash, DIGEST_SIZE, SQLITE_STATIC);
    int code = sqlite3_step(stmt) == SQLITE_DONE ? 0 : store_sql_error(s, "writing", e);
    sqlite3_finalize(stmt);
    return code;
}

int store_put_publication(struct store *s, const char *question, const void *sets, size_t len,
                          struct err *e)
{
    int64_t number = 0, created = (int64_t)time(NULL);
    uint8_t previous[DIGEST_SIZE], hash[DIGEST_SIZE];
    if (!s->in_batch) {
        return err_set(e, ERR_USAGE, "%s: nothing can be put outside a batch", s->name);
    }
    if (len > STORE_MAX_DOCUMENT) {
        return err_set(e, ERR_INPUT, "too much to be remembered in one publication: publish less");
    }
    int code = read_head(s, &number, previous, e);
    if (code != 0) {
        return code;
    }
    number++;
    if (link_hash(previous, number, created, question, sets, len, hash) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    code = insert(s, number, created, question, sets, len, hash, e);
    return code == 0 ? set_head(s, number, hash, e) : code;
}
