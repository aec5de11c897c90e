/* Reading: documents, one assessment rebuilt, the list, the figures. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/store_private.h"

enum { PREFIX_MIN = 8 };

/* --- documents ----------------------------------------------------------------------------- */

/* The document in the statement's row: digest, size, data. */
static int document_row(struct store *s, sqlite3_stmt *stmt, struct buf *out, struct err *e)
{
    uint8_t digest[DIGEST_SIZE];
    const void *data = sqlite3_column_blob(stmt, 2);
    size_t len = (size_t)sqlite3_column_bytes(stmt, 2);
    int64_t size = sqlite3_column_int64(stmt, 1);
    if (size < 0 || size > STORE_MAX_DOCUMENT || sqlite3_column_bytes(stmt, 0) != DIGEST_SIZE ||
        (uint64_t)size < len) {
        return err_set(e, ERR_STORE, "a document's row is damaged");
    }
    int code = 0;
    if ((uint64_t)size == len) {
        buf_reset(out);
        buf_add(out, len == 0 ? "" : data, len);
        code = buf_status(out) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
    } else {
        code = store_unzip(s, data, len, (size_t)size, out, e);
    }
    if (code != 0) {
        return code;
    }
    digest_sha256(buf_text(out), out->len, digest);
    if (memcmp(digest, sqlite3_column_blob(stmt, 0), DIGEST_SIZE) != 0) {
        return err_set(e, ERR_STORE, "a document's bytes are not those of its digest");
    }
    return 0;
}

/* Runs a statement that asks for a document's row; ?1 is `number`, which a complaint names as what. */
static int document_of(struct store *s, sqlite3_stmt *stmt, const char *what, int64_t number,
                       struct buf *out, struct err *e)
{
    sqlite3_bind_int64(stmt, 1, number);
    int step = sqlite3_step(stmt);
    int code = step == SQLITE_ROW ? document_row(s, stmt, out, e)
               : step == SQLITE_DONE
                   ? err_set(e, ERR_STORE, "%s %lld is missing", what, (long long)number)
                   : store_sql_error(s, "reading", e);
    sqlite3_reset(stmt);
    return code;
}

int store_document_read(struct store *s, int64_t id, struct buf *out, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(s, STMT_DOCUMENT_DATA,
                             "SELECT digest, size, data FROM document WHERE id = ?1", &stmt, e);
    return code != 0 ? code : document_of(s, stmt, "document", id, out, e);
}

int store_get_plan(struct store *s, int64_t sequence, struct buf *out, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(s, STMT_PLAN_DATA,
                             "SELECT d.digest, d.size, d.data FROM assessment a CROSS JOIN "
                             "document d ON d.id = a.plan WHERE a.seq = ?1",
                             &stmt, e);
    return code != 0 ? code : document_of(s, stmt, "the plan of assessment", sequence, out, e);
}

/* Runs a statement that asks for a document's row; ?1 is its digest. */
static int document_found(struct store *s, sqlite3_stmt *stmt, const uint8_t digest[DIGEST_SIZE],
                          int64_t *id, struct err *e)
{
    sqlite3_bind_blob(stmt, 1, digest, DIGEST_SIZE, SQLITE_STATIC);
    int step = sqlite3_step(stmt);
    *id = step == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    int code = step == SQLITE_ROW || step == SQLITE_DONE ? 0 : store_sql_error(s, "reading", e);
    sqlite3_reset(stmt);
    return code;
}

int store_document_find(struct store *s, const uint8_t digest[DIGEST_SIZE], int64_t *id,
                        struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(
        s, STMT_DOCUMENT_FIND,
        "SELECT id FROM document WHERE kind <> 0 AND substr(digest, 1, 4) = substr(?1, 1, 4) "
        "AND digest = ?1",
        &stmt, e);
    return code != 0 ? code : document_found(s, stmt, digest, id, e);
}

int store_plan_find(struct store *s, const struct record *r, int64_t *id, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(
        s, STMT_PLAN_FIND,
        "SELECT d.id FROM assessment a CROSS JOIN document d ON d.id = a.plan AND d.digest = ?1 "
        "WHERE a.plan_id = ?2 AND a.community_key = ?3 LIMIT 1",
        &stmt, e);
    if (code != 0) {
        return code;
    }
    sqlite3_bind_text(stmt, 2, r->text[TEXT_PLAN_ID], -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, r->text[TEXT_COMMUNITY_KEY], -1, SQLITE_STATIC);
    return document_found(s, stmt, r->digest[STORE_PLAN], id, e);
}

int store_get_document(struct store *s, const char *digest, struct buf *out, struct err *e)
{
    uint8_t bytes[DIGEST_SIZE];
    int64_t id = 0;
    if (!record_digest_bytes(digest, bytes)) {
        return err_set(e, ERR_NOT_FOUND, "%s: is no digest: give sha256: and 64 hex digits",
                       digest);
    }
    int code = store_document_find(s, bytes, &id, e);
    if (code == 0 && id == 0) {
        code = err_set(e, ERR_NOT_FOUND, "%s: no such document in %s", digest, s->name);
    }
    return code != 0 ? code : store_document_read(s, id, out, e);
}

/* First complaint of d as one line. */
static int unreadable(const char *what, struct diag *d, struct err *e)
{
    const char *text = buf_text(&d->text);
    return err_set(e, ERR_STORE, "the stored %s cannot be read again: %.*s", what,
                   (int)strcspn(text, "\n"), text);
}

int store_parse_checklist(struct store *s, int64_t document, struct checklist **out, struct err *e)
{
    struct buf text = BUF_INIT;
    struct diag d;
    *out = NULL;
    int code = store_document_read(s, document, &text, e);
    if (code != 0) {
        buf_free(&text);
        return code;
    }
    diag_init(&d, "checklist");
    code = checklist_parse(buf_text(&text), text.len, NULL, &d, out);
    if (code == ERR_MEMORY) {
        err_set(e, ERR_MEMORY, "out of memory");
    } else if (code != 0) {
        code = unreadable("checklist", &d, e);
    }
    diag_free(&d);
    buf_free(&text);
    return code;
}

int store_checklist(struct store *s, int64_t document, const struct checklist **out, struct err *e)
{
    if (s->parsed == NULL || s->parsed_id != document) {
        struct checklist *fresh;
        int code = store_parse_checklist(s, document, &fresh, e);
        if (code != 0) {
            return code;
        }
        checklist_free(s->parsed);
        s->parsed = fresh;
        s->parsed_id = document;
    }
    *out = s->parsed;
    return 0;
}

/* --- one assessment ------------------------------------------------------------------------ */

/* Smallest and greatest id that begin with the given text. False: no prefix of an id. */
static bool id_range(const char *text, uint8_t low[ID_SIZE], uint8_t high[ID_SIZE])
{
    size_t given = strlen(text);
    int digits = 0;
    memset(low, 0, ID_SIZE);
    memset(high, 0xff, ID_SIZE);
    for (size_t i = 0; i < given; i++) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text[i] != '-') {
                return false;
            }
            continue;
        }
        if (!isxdigit((unsigned char)text[i]) || digits == 2 * ID_SIZE) {
            return false;
        }
        int c = text[i] | 0x20; /* a small letter, or the digit itself */
        int value = c <= '9' ? c - '0' : c - 'a' + 10;
        int shift = digits % 2 == 0 ? 4 : 0;
        low[digits / 2] = (uint8_t)(low[digits / 2] | value << shift);
        high[digits / 2] = (uint8_t)(high[digits / 2] & ~((15 ^ value) << shift));
        digits++;
    }
    return given >= PREFIX_MIN;
}

int store_find_id(struct store *s, const char *id, int64_t *seq, struct err *e)
{
    uint8_t low[ID_SIZE], high[ID_SIZE];
    sqlite3_stmt *stmt = NULL;
    if (!id_range(id, low, high)) {
        return err_set(
            e, ERR_NOT_FOUND,
            "%s: no such assessment: give its id, or the first %d characters or more of it; see "
            "`banyan list`",
            id, PREFIX_MIN);
    }
    int code = store_prepare(
        s, STMT_BY_ID, "SELECT seq FROM assessment WHERE id BETWEEN ?1 AND ?2 LIMIT 2", &stmt, e);
    if (code != 0) {
        return code;
    }
    sqlite3_bind_blob(stmt, 1, low, ID_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(stmt, 2, high, ID_SIZE, SQLITE_STATIC);
    int step = sqlite3_step(stmt);
    if (step == SQLITE_ROW) {
        *seq = sqlite3_column_int64(stmt, 0);
        step = sqlite3_step(stmt);
        if (step == SQLITE_ROW) {
            code = err_set(e, ERR_NOT_FOUND,
                           "%s: several assessments begin so: give more of the id", id);
        }
    } else if (step == SQLITE_DONE) {
        code = err_set(e, ERR_NOT_FOUND, "%s: no such assessment in %s: see `banyan list`", id,
                       s->name);
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_reset(stmt);
    return code;
}

static int read_plan(struct store *s, const struct record *r, struct stored *out, struct err *e)
{
    struct buf text = BUF_INIT;
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    int code = store_document_read(s, r->document[STORE_PLAN], &text, e);
    if (code != 0) {
        buf_free(&text);
        if (code == ERR_STORE && e != NULL) { /* whoever reads many wants to know which */
            const struct err why = *e;
            err_set(e, code, "%s: the plan of assessment %lld: %s: run `banyan store check`",
                    s->name, (long long)r->seq, why.text);
        }
        return code;
    }
    diag_init(&d, "plan");
    code = json_parse(&out->arena, buf_text(&text), text.len, 1, &doc, &error);
    if (code == ERR_INPUT) {
        diag_add(&d, error.line, error.path, "%s", error.text);
    } else if (code == 0) {
        const char *round = arena_strdup(&out->arena, r->text[TEXT_ROUND]);
        code = round == NULL ? ERR_MEMORY : plan_check(&out->arena, doc, round, &d, &out->plan);
    }
    if (code == ERR_MEMORY) {
        err_set(e, ERR_MEMORY, "out of memory");
    } else if (code != 0) {
        code = unreadable("plan", &d, e);
    }
    diag_free(&d);
    buf_free(&text);
    return code;
}

/* Is what the findings give what was stored? A store that was tampered with shows no score. */
static int confirm(struct store *s, const struct record *r, const struct assessment *a,
                   struct err *e)
{
    struct record again = {0};
    uint8_t digest[DIGEST_SIZE];
    record_totals(a, &again);
    if (record_result_digest(a, &again, &s->scratch, digest) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    bool linked = false;
    if (record_confirm(r, &linked) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (!linked || memcmp(digest, r->result_digest, DIGEST_SIZE) != 0 ||
        memcmp(again.total, r->total, sizeof again.total) != 0) {
        return err_set(e, ERR_STORE,
                       "%s: assessment %lld is not as it was stored: run `banyan store check`",
                       s->name, (long long)r->seq);
    }
    return 0;
}

/* The checklist of a record, which knows its profile; the caller frees *out. */
static int read_checklist(struct store *s, int64_t document, const char *profile,
                          struct checklist **out, struct err *e)
{
    int code = store_parse_checklist(s, document, out, e);
    if (code == 0 && (*out)->profile == NULL && profile != NULL) {
        (*out)->profile = arena_strdup(&(*out)->arena, profile);
        if ((*out)->profile == NULL) {
            checklist_free(*out);
            *out = NULL;
            code = err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    return code;
}

int store_kept_checklist(struct store *s, int64_t document, const char *profile,
                         struct checklist **out, struct err *e)
{
    struct kept_checklist *k = s->kept;
    while (k != NULL && (k->document != document ||
                         !(profile == NULL ? k->checklist->profile == NULL
                                           : text_equal(k->checklist->profile, profile)))) {
        k = k->next;
    }
    if (k == NULL) {
        k = calloc(1, sizeof *k);
        if (k == NULL) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
        int code = read_checklist(s, document, profile, &k->checklist, e);
        if (code != 0) {
            free(k);
            return code;
        }
        k->document = document;
        k->next = s->kept;
        s->kept = k;
    }
    *out = k->checklist;
    return 0;
}

void store_forget_checklists(struct store *s)
{
    for (struct kept_checklist *k = s->kept, *next; k != NULL; k = next) {
        next = k->next;
        checklist_free(k->checklist);
        free(k);
    }
    s->kept = NULL;
}

int store_rebuild(struct store *s, const struct record *r, struct stored *out, struct err *e)
{
    struct assessment *a = &out->assessment;
    struct checklist *c = out->checklist;
    out->sequence = r->seq;
    digest_hex(r->hash, out->hash);
    if (r->has_older) {
        record_id_text(r->older, out->supersedes);
    }
    if (r->has_newer) {
        record_id_text(r->newer, out->superseded_by);
    }
    int code = read_plan(s, r, out, e);
    if (code != 0) {
        return code;
    }
    char hex[DIGEST_HEX];
    digest_hex(r->digest[STORE_RULESET], hex);
    (void)snprintf(a->ruleset_digest, sizeof a->ruleset_digest, "sha256:%s", hex);
    record_id_text(r->id, a->id);
    record_time_text(r->created, a->created);
    a->engine = arena_strdup(&out->arena, r->text[TEXT_ENGINE]);
    a->checklist = c;
    a->plan = &out->plan;
    if (a->engine == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    code = store_unpack(s, r->findings, r->findings_len, c, &out->arena, &a->findings, e);
    if (code == 0 && score_assessment(&out->arena, a) != 0) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    }
    return code != 0 ? code : confirm(s, r, a, e);
}

/* Hash of the row before, zeros before the first. */
static int previous_hash(struct store *s, int64_t seq, char out[DIGEST_HEX], struct err *e)
{
    uint8_t hash[DIGEST_SIZE] = {0};
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(s, STMT_HASH, "SELECT hash FROM assessment WHERE seq = ?1", &stmt, e);
    if (code != 0) {
        return code;
    }
    sqlite3_bind_int64(stmt, 1, seq - 1);
    int step = sqlite3_step(stmt);
    if (step == SQLITE_ROW && sqlite3_column_bytes(stmt, 0) == DIGEST_SIZE) {
        memcpy(hash, sqlite3_column_blob(stmt, 0), DIGEST_SIZE);
    } else if (step != SQLITE_ROW && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    digest_hex(hash, out);
    sqlite3_reset(stmt);
    return code;
}

int store_record_prepare(struct store *s, sqlite3_stmt **stmt, struct err *e)
{
    struct buf sql = BUF_INIT;
    buf_printf(&sql, "%sWHERE a.seq = ?1", store_record_select);
    int code = buf_status(&sql) != 0 ? err_set(e, ERR_MEMORY, "out of memory")
                                     : store_prepare(s, STMT_RECORD, sql.data, stmt, e);
    buf_free(&sql);
    return code;
}

static int get_row(struct store *s, int64_t seq, struct stored *out, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_record_prepare(s, &stmt, e);
    if (code != 0) {
        return code;
    }
    sqlite3_bind_int64(stmt, 1, seq);
    if (sqlite3_step(stmt) != SQLITE_ROW) {
        code = store_sql_error(s, "reading", e);
    } else {
        struct record r;
        record_read(stmt, &r);
        code = r.text[TEXT_ROUND] == NULL || r.text[TEXT_ENGINE] == NULL
                   ? err_set(e, ERR_STORE, "%s: assessment %lld is damaged", s->name,
                             (long long)seq)
                   : read_checklist(s, r.document[STORE_CHECKLIST], r.text[TEXT_PROFILE],
                                    &out->checklist, e);
        code = code != 0 ? code : store_rebuild(s, &r, out, e);
    }
    sqlite3_reset(stmt);
    return code;
}

int store_get(struct store *s, const char *id, struct stored **out, struct err *e)
{
    int64_t seq = 0;
    *out = NULL;
    int code = store_find_id(s, id, &seq, e);
    if (code != 0) {
        return code;
    }
    struct stored *stored = calloc(1, sizeof *stored);
    if (stored == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    code = get_row(s, seq, stored, e);
    code = code != 0 ? code : previous_hash(s, seq, stored->previous, e);
    if (code != 0) {
        stored_free(stored);
        return code;
    }
    *out = stored;
    return 0;
}

void stored_free(struct stored *s)
{
    if (s != NULL) {
        checklist_free(s->checklist);
        arena_free(&s->arena);
        free(s);
    }
}
