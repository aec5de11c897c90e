/* Adding documents and assessments, inside a batch. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "store/store_private.h"

static int need_batch(struct store *s, struct err *e)
{
    return s->in_batch ? 0
                       : err_set(e, ERR_USAGE, "%s: nothing can be put outside a batch", s->name);
}

/* zipped_len: len where data is kept as it is. */
static int document_insert(struct store *s, enum store_document kind,
                           const uint8_t digest[DIGEST_SIZE], size_t len, const void *zipped,
                           size_t zipped_len, int64_t *id, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(
        s, STMT_DOCUMENT_ADD,
        "INSERT INTO document (digest, kind, size, data) VALUES (?1, ?2, ?3, ?4)", &stmt, e);
    if (code != 0) {
        return code;
    }
    sqlite3_bind_blob(stmt, 1, digest, DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_int(stmt, 2, (int)kind);
    sqlite3_bind_int64(stmt, 3, (int64_t)len);
    sqlite3_bind_blob64(stmt, 4, zipped_len == 0 ? "" : zipped, zipped_len, SQLITE_STATIC);
    if (sqlite3_step(stmt) == SQLITE_DONE) {
        *id = sqlite3_last_insert_rowid(s->db);
    } else {
        code = store_sql_error(s, "writing", e);
    }
    sqlite3_reset(stmt);
    return code;
}

static int document_put(struct store *s, enum store_document kind, const void *data, size_t len,
                        uint8_t digest[DIGEST_SIZE], int64_t *id, struct err *e)
{
    size_t zipped_len = 0;
    if (len > STORE_MAX_DOCUMENT) {
        return err_set(e, ERR_INPUT, "a document of %zu bytes is too large to be stored (limit %d)",
                       len, STORE_MAX_DOCUMENT);
    }
    *id = 0;
    digest_sha256(data, len, digest);
    int code = store_document_find(s, digest, id, e);
    if (code != 0 || *id != 0) {
        return code;
    }
    code = store_zip(s->name, s->ready->zip, NULL, data, len, &s->ready->zipped, &zipped_len, e);
    return code != 0 ? code
                     : document_insert(s, kind, digest, len,
                                       zipped_len < len ? s->ready->zipped.data : data, zipped_len,
                                       id, e);
}

/* The plan, where it is not there. */
static int plan_put(struct store *s, const struct assessment *a, struct store_ready *r,
                    struct err *e)
{
    const struct plan *plan = a->plan;
    int64_t *id = &r->r.document[STORE_PLAN];
    int code = store_plan_find(s, &r->r, id, e);
    if (code != 0 || *id != 0) {
        return code;
    }
    code = ready_plan(s, a, r, e);
    return code != 0 ? code
                     : document_insert(s, STORE_PLAN, r->r.digest[STORE_PLAN], plan->text_len,
                                       r->plan_len < plan->text_len ? r->zipped.data : plan->text,
                                       r->plan_len, id, e);
}

int store_put_document(struct store *s, enum store_document kind, const void *data, size_t len,
                       struct err *e)
{
    uint8_t digest[DIGEST_SIZE];
    int64_t id;
    int code = need_batch(s, e);
    if (code == 0 && kind == STORE_PLAN) {
        code = err_set(e, ERR_USAGE, "%s: a plan is put with its assessment", s->name);
    }
    return code != 0 ? code : document_put(s, kind, data, len, digest, &id, e);
}

/* The three documents. Checklist and rule set are mostly those of the assessment before. */
static int put_documents(struct store *s, const struct assessment *a, struct store_ready *ready,
                         struct err *e)
{
    const struct checklist *c = a->checklist;
    struct record *r = &ready->r;
    int code = 0;
    if (strcmp(s->checklist.digest, c->digest) != 0) {
        uint8_t real[DIGEST_SIZE];
        code = document_put(s, STORE_CHECKLIST, c->text, c->text_len, real, &s->checklist.id, e);
        if (code == 0 && memcmp(real, r->digest[STORE_CHECKLIST], DIGEST_SIZE) != 0) {
            code = err_set(e, ERR_STORE, "the checklist %s is not what its digest says", c->id);
        }
        if (code != 0) {
            return code;
        }
        (void)snprintf(s->checklist.digest, sizeof s->checklist.digest, "%s", c->digest);
    }
    r->document[STORE_CHECKLIST] = s->checklist.id;
    if (strcmp(s->ruleset.digest, a->ruleset_digest) != 0) {
        code = store_document_find(s, r->digest[STORE_RULESET], &s->ruleset.id, e);
        if (code == 0 && s->ruleset.id == 0) {
            code = err_set(e, ERR_STORE, "the rule set %s is not in the store", a->ruleset_digest);
        }
        if (code != 0) {
            return code;
        }
        (void)snprintf(s->ruleset.digest, sizeof s->ruleset.digest, "%s", a->ruleset_digest);
    }
    r->document[STORE_RULESET] = s->ruleset.id;
    code = dictionary_ready(s, s->checklist.id, r->digest[STORE_CHECKLIST], e);
    return code != 0 ? code : plan_put(s, a, ready, e);
}

/* The stored assessment of the same documents, round and engine: fills a->id and a->created. */
static int find_same(struct store *s, struct store_ready *ready, struct assessment *a, bool *found,
                     enum store_put *how, struct err *e)
{
    const struct record *r = &ready->r;
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(
        s, STMT_SAME,
        "SELECT id, created, result_digest FROM assessment WHERE plan = ?1 AND checklist = ?2 "
        "AND ruleset = ?3 AND round = ?4 AND engine = ?5",
        &stmt, e);
    if (code != 0) {
        return code;
    }
    for (int i = 0; i < DOCUMENT_COUNT; i++) {
        sqlite3_bind_int64(stmt, i + 1, r->document[i]);
    }
    sqlite3_bind_text(stmt, 4, r->text[TEXT_ROUND], -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 5, r->text[TEXT_ENGINE], -1, SQLITE_STATIC);
    int step = sqlite3_step(stmt);
    *found = step == SQLITE_ROW && sqlite3_column_bytes(stmt, 0) == ID_SIZE;
    if (*found) {
        record_id_text(sqlite3_column_blob(stmt, 0), a->id);
        record_time_text(sqlite3_column_int64(stmt, 1), a->created);
        code = ready_result(a, ready, e);
        if (code != 0) {
            sqlite3_reset(stmt);
            return code;
        }
        bool same = sqlite3_column_bytes(stmt, 2) == DIGEST_SIZE &&
                    memcmp(sqlite3_column_blob(stmt, 2), r->result_digest, DIGEST_SIZE) == 0;
        *how = same ? STORE_EXISTED : STORE_DIFFERS;
    }
    code = step == SQLITE_ROW || step == SQLITE_DONE ? 0 : store_sql_error(s, "reading", e);
    sqlite3_reset(stmt);
    return code;
}

/* The latest of the same plan id, place, checklist id, profile and round. */
static int find_superseded(struct store *s, struct record *r, struct err *e)
{
    static const enum record_text key[] = {TEXT_PLAN_ID,      TEXT_COMMUNITY_KEY, TEXT_COUNTRY,
                                           TEXT_CHECKLIST_ID, TEXT_PROFILE,       TEXT_ROUND};
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(
        s, STMT_SUPERSEDED,
        "SELECT max(seq) FROM assessment WHERE plan_id = ?1 AND community_key = ?2 "
        "AND country = ?3 AND checklist_id = ?4 AND profile IS ?5 AND round = ?6",
        &stmt, e);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        sqlite3_bind_text(stmt, (int)i + 1, r->text[key[i]], -1, SQLITE_STATIC);
    }
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        r->supersedes = sqlite3_column_int64(stmt, 0);
    } else {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_reset(stmt);
    return code;
}

/* UUIDv7 (RFC 9562, 6.2 method 1): milliseconds, a counter of twelve bits that begins somewhere in
 * its lower half, then random bits. In the same millisecond, or after the clock was set back,
 * counter and milliseconds go on from the last, so that ids of one store handle always rise. */
static int make_id(struct store *s, uint8_t id[ID_SIZE], const struct timespec *now, struct err *e)
{
    uint8_t random[10];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        return err_set(e, ERR_IO, "the system gives no random numbers: %s", strerror(errno));
    }
    uint64_t ms = (uint64_t)now->tv_sec * 1000 + (uint64_t)now->tv_nsec / 1000000;
    uint64_t tick = ms << 12 | (uint64_t)(random[8] & 7) << 8 | random[9];
    if (tick <= s->last_tick) {
        tick = s->last_tick + 1;
    }
    s->last_tick = tick;
    for (int i = 0; i < 6; i++) {
        id[i] = (uint8_t)(tick >> (52 - 8 * i));
    }
    id[6] = (uint8_t)((tick >> 8 & 0x0f) | 0x70);
    id[7] = (uint8_t)tick;
    memcpy(id + 8, random, 8);
    id[8] = (uint8_t)((id[8] & 0x3f) | 0x80);
    return 0;
}

static int insert_record(struct store *s, struct record *r, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(s, STMT_ADD, store_record_insert, &stmt, e);
    if (code != 0) {
        return code;
    }
    if (record_bind(stmt, r) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_DONE) {
        code = store_sql_error(s, "writing", e);
    }
    sqlite3_reset(stmt);
    return code;
}

/* Number, id, time, hash: what makes the record a link of the chain. */
static int link_record(struct store *s, struct record *r, struct err *e)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    r->seq = s->head_count + 1;
    r->created = (int64_t)now.tv_sec;
    int code = make_id(s, r->id, &now, e);
    if (code != 0) {
        return code;
    }
    return record_hash(r, s->head_hash, r->hash) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

/* The rest of a put, once r was begun. */
static int put(struct store *s, struct assessment *a, struct store_ready *ready,
               enum store_put *how, struct err *e)
{
    struct record *r = &ready->r;
    bool found = false;
    int code = put_documents(s, a, ready, e);
    code = code != 0 ? code : find_same(s, ready, a, &found, how, e);
    if (code != 0 || found) {
        return code;
    }
    code = find_superseded(s, r, e);
    code = code != 0 ? code : ready_findings(s, a, ready, e);
    code = code != 0 ? code : ready_result(a, ready, e);
    code = code != 0 ? code : link_record(s, r, e);
    if (code != 0) {
        return code;
    }
    r->findings = ready->packed.data;
    r->findings_len = ready->packed.len;
    code = insert_record(s, r, e);
    if (code != 0) {
        return code;
    }
    code = derived_put(s, a, r, e);
    if (code != 0) {
        return code;
    }
    dictionary_sampled(s);
    s->head_count = r->seq;
    memcpy(s->head_hash, r->hash, DIGEST_SIZE);
    record_id_text(r->id, a->id);
    record_time_text(r->created, a->created);
    *how = r->supersedes != 0 ? STORE_SUPERSEDED : STORE_ADDED;
    return 0;
}

int store_put(struct store *s, struct assessment *a, enum store_put *how, struct err *e)
{
    int code = need_batch(s, e);
    code = code != 0 ? code : ready_begin(s, a, s->ready, e);
    return code != 0 ? code : put(s, a, s->ready, how, e);
}

int store_put_ready(struct store *s, struct assessment *a, struct store_ready *r,
                    enum store_put *how, struct err *e)
{
    int code = need_batch(s, e);
    if (code == 0 && r->rollbacks != s->rollbacks) {
        code = ready_begin(s, a, r, e);
    }
    return code != 0 ? code : put(s, a, r, how, e);
}
