/* Packing with zstd, and the dictionaries that make it good for small things that are alike. */
#include <stdlib.h>
#include <string.h>
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "store/store_private.h"

enum { SAMPLES = 128, LOOK_BACK = 20000 };
/* Findings are small and stay: they are worth a closer look than plans. What they have in common (texts of
 * doubts, advice, names) takes more room than that of plans; a larger dictionary is worth more than a higher
 * level. */
enum { PLAN_BYTES = 32768, PLAN_LEVEL = 3, FINDINGS_BYTES = 65536, FINDINGS_LEVEL = 6 };

struct dictionary {
    int64_t id, checklist;
    int kind; /* enum dictionary_kind */
    ZSTD_CDict *zip;
    ZSTD_DDict *unzip;
    struct dictionary *next;
};

void dictionaries_free(struct store *s)
{
    while (s->dictionaries != NULL) {
        struct dictionary *next = s->dictionaries->next;
        ZSTD_freeCDict(s->dictionaries->zip);
        ZSTD_freeDDict(s->dictionaries->unzip);
        free(s->dictionaries);
        s->dictionaries = next;
    }
    s->sampled_checklist = 0;
}

/* --- known ones ---------------------------------------------------------------------------- */

/* Keeps the dictionary of a row: id, checklist, kind, data. */
static int keep(struct store *s, sqlite3_stmt *stmt, struct err *e)
{
    const void *data = sqlite3_column_blob(stmt, 3);
    size_t len = (size_t)sqlite3_column_bytes(stmt, 3);
    struct dictionary *d = calloc(1, sizeof *d);
    if (d != NULL) {
        d->id = sqlite3_column_int64(stmt, 0);
        d->checklist = sqlite3_column_int64(stmt, 1);
        d->kind = sqlite3_column_int(stmt, 2);
        int level = d->kind == DICTIONARY_FINDINGS ? FINDINGS_LEVEL : PLAN_LEVEL;
        d->unzip = data == NULL ? NULL : ZSTD_createDDict(data, len);
        d->zip = data == NULL || s->mode != STORE_WRITE ? NULL : ZSTD_createCDict(data, len, level);
        d->next = s->dictionaries;
        s->dictionaries = d;
    }
    if (d == NULL || d->unzip == NULL || (s->mode == STORE_WRITE && d->zip == NULL)) {
        return data == NULL && d != NULL
                   ? err_set(e, ERR_STORE, "a dictionary is damaged: restore a backup")
                   : err_set(e, ERR_MEMORY, "out of memory");
    }
    return 0;
}

static struct dictionary *by_id(const struct store *s, int64_t id)
{
    struct dictionary *d = s->dictionaries;
    while (d != NULL && d->id != id) {
        d = d->next;
    }
    return d;
}

static struct dictionary *by_checklist(const struct store *s, int64_t checklist, int kind)
{
    struct dictionary *d = s->dictionaries;
    while (d != NULL && (d->checklist != checklist || d->kind != kind)) {
        d = d->next;
    }
    return d;
}

/* Reads those rows that the condition (with one number) fits and that are not known yet. */
static int load(struct store *s, const char *sql, int64_t number, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0, step = SQLITE_DONE;
    if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "reading", e);
    }
    sqlite3_bind_int64(stmt, 1, number);
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        code = by_id(s, sqlite3_column_int64(stmt, 0)) != NULL ? 0 : keep(s, stmt, e);
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_finalize(stmt);
    return code;
}

/* --- making one ---------------------------------------------------------------------------- */

struct samples {
    struct buf bytes;
    size_t sizes[SAMPLES];
    unsigned count;
};

static int sample_add(struct samples *all, const struct buf *one)
{
    buf_add(&all->bytes, buf_text(one), one->len);
    all->sizes[all->count++] = one->len;
    return buf_status(&all->bytes);
}

/* The newest assessments of the checklist: their plans, and the plain bytes of their findings. */
static int collect(struct store *s, int64_t checklist, struct samples *plans,
                   struct samples *findings, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    struct buf one = BUF_INIT;
    int code = 0, step = SQLITE_DONE;
    if (sqlite3_prepare_v2(s->db,
                           "SELECT plan, findings FROM assessment WHERE checklist = ?1 "
                           "AND seq > (SELECT max(seq) FROM assessment) - ?2 "
                           "ORDER BY seq DESC LIMIT ?3",
                           -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "reading", e);
    }
    sqlite3_bind_int64(stmt, 1, checklist);
    sqlite3_bind_int64(stmt, 2, LOOK_BACK);
    sqlite3_bind_int64(stmt, 3, SAMPLES);
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        code = store_document_read(s, sqlite3_column_int64(stmt, 0), &one, e);
        code = code == 0 && sample_add(plans, &one) != 0 ? err_set(e, ERR_MEMORY, "out of memory")
                                                         : code;
        if (code == 0) {
            code = store_plain_findings(s, sqlite3_column_blob(stmt, 1),
                                        (size_t)sqlite3_column_bytes(stmt, 1), &one, e);
        }
        code = code == 0 && sample_add(findings, &one) != 0
                   ? err_set(e, ERR_MEMORY, "out of memory")
                   : code;
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_finalize(stmt);
    buf_free(&one);
    return code;
}

/* Samples from which nothing can be learnt make no dictionary, and that is no error. */
static int make(struct store *s, int64_t checklist, int kind, const struct samples *all,
                struct err *e)
{
    size_t room = kind == DICTIONARY_PLANS ? PLAN_BYTES : FINDINGS_BYTES;
    sqlite3_stmt *stmt = NULL;
    void *data = malloc(room);
    if (data == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    size_t len = ZDICT_trainFromBuffer(data, room, all->bytes.data, all->sizes, all->count);
    unsigned id = ZDICT_isError(len) ? 0 : ZDICT_getDictID(data, len);
    int code = 0;
    if (id != 0) {
        /* Of two checklists that happen to give the same number, the first has it. */
        if (sqlite3_prepare_v2(s->db, "INSERT OR IGNORE INTO dictionary VALUES (?1, ?2, ?3, ?4)",
                               -1, &stmt, NULL) != SQLITE_OK) {
            code = store_sql_error(s, "writing", e);
        } else {
            sqlite3_bind_int64(stmt, 1, id);
            sqlite3_bind_int64(stmt, 2, checklist);
            sqlite3_bind_int(stmt, 3, kind);
            sqlite3_bind_blob64(stmt, 4, data, len, SQLITE_STATIC);
            code = sqlite3_step(stmt) == SQLITE_DONE ? 0 : store_sql_error(s, "writing", e);
        }
        sqlite3_finalize(stmt);
    }
    free(data);
    return code;
}

static int learn(struct store *s, int64_t checklist, struct err *e)
{
    struct samples *plans = calloc(1, sizeof *plans), *findings = calloc(1, sizeof *findings);
    int code = 0;
    if (plans == NULL || findings == NULL) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else {
        code = collect(s, checklist, plans, findings, e);
        if (code == 0 && plans->count == SAMPLES) {
            code = make(s, checklist, DICTIONARY_PLANS, plans, e);
            code = code != 0 ? code : make(s, checklist, DICTIONARY_FINDINGS, findings, e);
        }
    }
    if (plans != NULL) {
        buf_free(&plans->bytes);
    }
    if (findings != NULL) {
        buf_free(&findings->bytes);
    }
    free(plans);
    free(findings);
    return code != 0
               ? code
               : load(s, "SELECT id, checklist, kind, data FROM dictionary WHERE checklist = ?1",
                      checklist, e);
}

int dictionary_ready(struct store *s, int64_t checklist, struct err *e)
{
    int code = 0;
    if (s->sampled_checklist != checklist) {
        s->sampled_checklist = checklist;
        s->sampled = SAMPLES + 1; /* of one that has its dictionaries there is nothing to count */
        code = load(s, "SELECT id, checklist, kind, data FROM dictionary WHERE checklist = ?1",
                    checklist, e);
        if (code == 0 && by_checklist(s, checklist, DICTIONARY_FINDINGS) == NULL) {
            struct buf sql = BUF_INIT;
            buf_printf(&sql,
                       "SELECT count(*) FROM (SELECT 1 FROM assessment WHERE checklist = %lld "
                       "AND seq > (SELECT max(seq) FROM assessment) - %d LIMIT %d)",
                       (long long)checklist, LOOK_BACK, SAMPLES);
            code = buf_status(&sql) != 0 ? err_set(e, ERR_MEMORY, "out of memory")
                                         : store_scalar(s, sql.data, &s->sampled, e);
            buf_free(&sql);
        }
    }
    if (code == 0 && s->sampled == SAMPLES) {
        s->sampled++; /* one try */
        code = learn(s, checklist, e);
    }
    return code;
}

void dictionary_sampled(struct store *s)
{
    s->sampled += s->sampled < SAMPLES;
}

/* --- packing and unpacking ----------------------------------------------------------------- */

/* Not the bytes are at fault, but the machine. */
static bool starved(size_t result)
{
    return ZSTD_isError(result) && ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation;
}

int store_zip(struct store *s, int kind, const void *data, size_t len, const void **out,
              size_t *out_len, struct err *e)
{
    size_t bound = ZSTD_compressBound(len);
    const struct dictionary *d = kind == DICTIONARY_NONE
                                     ? NULL
                                     : by_checklist(s, s->sampled_checklist, kind);
    if (buf_resize(&s->zipped, bound) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    size_t n = d != NULL
                   ? ZSTD_compress_usingCDict(s->zip, s->zipped.data, bound, data, len, d->zip)
                   : ZSTD_compressCCtx(s->zip, s->zipped.data, bound, data, len, PLAN_LEVEL);
    if (starved(n)) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (ZSTD_isError(n)) {
        return err_set(e, ERR_STORE, "%s: compression failed: %s", s->name, ZSTD_getErrorName(n));
    }
    *out = n < len ? s->zipped.data : data;
    *out_len = n < len ? n : len;
    return 0;
}

int store_unzip(struct store *s, const void *data, size_t len, size_t size, struct buf *out,
                struct err *e)
{
    unsigned id = ZSTD_getDictID_fromFrame(data, len);
    const struct dictionary *d = id == 0 ? NULL : by_id(s, id);
    if (id != 0 && d == NULL) {
        int code = load(s, "SELECT id, checklist, kind, data FROM dictionary WHERE id = ?1", id, e);
        d = by_id(s, id);
        if (code != 0 || d == NULL) {
            return code != 0
                       ? code
                       : err_set(e, ERR_STORE, "the dictionary of compressed bytes is missing");
        }
    }
    if (buf_resize(out, size) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    size_t n = size == 0 ? 0
               : d != NULL
                   ? ZSTD_decompress_usingDDict(s->unzip, out->data, size, data, len, d->unzip)
                   : ZSTD_decompressDCtx(s->unzip, out->data, size, data, len);
    if (starved(n)) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (ZSTD_isError(n) || n != size) {
        return err_set(e, ERR_STORE, "compressed bytes are damaged");
    }
    return 0;
}
