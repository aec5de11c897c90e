/* The whole-store check: everything that can be recomputed is, and every difference is a line. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/store_private.h"

struct check {
    struct store *s;
    struct buf *report;
    int64_t *faults;
    int64_t assessments;
    uint8_t previous[DIGEST_SIZE];
    struct arena arena; /* of one assessment */
    struct err *e;
};

static void fault(struct check *k, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void fault(struct check *k, const char *format, ...)
{
    struct err line;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line.text, sizeof line.text, format, arguments);
    va_end(arguments);
    buf_printf(k->report, "%s\n", line.text);
    ++*k->faults;
}

static int check_prepare(struct check *k, const char *sql, sqlite3_stmt **stmt)
{
    return sqlite3_prepare_v2(k->s->db, sql, -1, stmt, NULL) == SQLITE_OK
               ? 0
               : store_sql_error(k->s, "checking", k->e);
}

/* Ends a walk. 0, or an error that broke it off. Damage is a complaint, no failure of the check. */
static int check_done(struct check *k, sqlite3_stmt *stmt, int step)
{
    int code = 0;
    if (step == SQLITE_CORRUPT || (step & 0xff) == SQLITE_CORRUPT ||
        (step & 0xff) == SQLITE_NOTADB) {
        fault(k, "file: cannot be read to the end: %s", sqlite3_errmsg(k->s->db));
    } else if (step != SQLITE_DONE && step != SQLITE_ROW) {
        code = store_sql_error(k->s, "checking", k->e);
    }
    sqlite3_finalize(stmt);
    return code;
}

bool store_complaint_of_memory(const char *text)
{
    static const char code[] = "error code=";
    for (const char *at = text; (at = strstr(at, code)) != NULL;) {
        at += sizeof code - 1;
        if ((strtol(at, NULL, 10) & 0xff) == SQLITE_NOMEM ||
            strtol(at, NULL, 10) == SQLITE_IOERR_NOMEM) {
            return true;
        }
    }
    return false;
}

/* SQLite's own check. *found: how many complaints, which are told where `tell` is set. */
static int check_pages(struct check *k, bool tell, size_t *found)
{
    sqlite3_stmt *stmt = NULL;
    int step, code = check_prepare(k, "PRAGMA integrity_check(20)", &stmt);
    *found = 0;
    if (code != 0) {
        return code;
    }
    while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (text == NULL || store_complaint_of_memory(text)) {
            sqlite3_finalize(stmt);
            return err_set(k->e, ERR_MEMORY, "out of memory");
        }
        *found += strcmp(text, "ok") != 0;
        if (tell && strcmp(text, "ok") != 0) {
            fault(k, "file: %s", text);
        }
    }
    return check_done(k, stmt, step);
}

static int check_file(struct check *k)
{
    sqlite3_stmt *stmt = NULL;
    size_t found = 0;
    /* A page that there was no memory for looks like damage to it, too: only what it finds again
     * is told. */
    int step, code = check_pages(k, false, &found);
    code = code == 0 && found > 0 ? check_pages(k, true, &found) : code;
    code = code != 0 ? code : check_prepare(k, "PRAGMA foreign_key_check", &stmt);
    if (code != 0) {
        return code;
    }
    while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
        fault(k, "%s %lld: refers to a row of %s that is missing",
              (const char *)sqlite3_column_text(stmt, 0), (long long)sqlite3_column_int64(stmt, 1),
              (const char *)sqlite3_column_text(stmt, 2));
    }
    return check_done(k, stmt, step);
}

/* A manifest's lines are NAME SHA256: each such document must be there. */
static int check_manifest(struct check *k, int64_t id, const struct buf *text)
{
    const char *p = buf_text(text);
    while (*p != '\0') {
        size_t len = strcspn(p, "\n");
        uint8_t digest[DIGEST_SIZE];
        char hex[DIGEST_HEX];
        if (len > DIGEST_HEX && p[len - DIGEST_HEX] == ' ') {
            memcpy(hex, p + len - DIGEST_HEX + 1, DIGEST_HEX - 1);
            hex[DIGEST_HEX - 1] = '\0';
            int64_t file = 0;
            if (!record_digest_bytes(hex, digest)) {
                fault(k, "document %lld: a line of the rule set has no digest", (long long)id);
            } else {
                int code = store_document_find(k->s, digest, &file, k->e);
                if (code != 0) {
                    return code;
                }
                if (file == 0) {
                    fault(k, "document %lld: the rule file %.*s of the rule set is missing",
                          (long long)id, (int)(len - DIGEST_HEX), p);
                }
            }
        }
        p += len + (p[len] == '\n');
    }
    return 0;
}

/* Each document must be of the kind that it is referred to as, or its own checks would be passed
 * over. */
static int check_kinds(struct check *k)
{
    sqlite3_stmt *stmt = NULL;
    int step;
    int code = check_prepare(
        k,
        "SELECT d.id, d.kind FROM document d WHERE d.kind NOT BETWEEN 0 AND 3 "
        "OR (d.kind <> 0 AND d.id IN (SELECT plan FROM assessment)) "
        "OR (d.kind <> 1 AND d.id IN (SELECT checklist FROM assessment)) "
        "OR (d.kind <> 2 AND d.id IN (SELECT ruleset FROM assessment)) ORDER BY d.id",
        &stmt);
    if (code != 0) {
        return code;
    }
    while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
        fault(k, "document %lld: is used as another kind than %lld, which it is marked as",
              (long long)sqlite3_column_int64(stmt, 0), (long long)sqlite3_column_int64(stmt, 1));
    }
    return check_done(k, stmt, step);
}

static int complain_twice(struct check *k, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int step;
    int code = check_prepare(k, sql, &stmt);
    if (code != 0) {
        return code;
    }
    while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
        fault(k, "document %lld: is there twice", (long long)sqlite3_column_int64(stmt, 0));
    }
    return check_done(k, stmt, step);
}

/* No index sees to it. Plans are held against those of the same plan id and place, where they are looked for
 * when one is put. */
static int check_once(struct check *k)
{
    int code = complain_twice(k, "SELECT b.id FROM document a CROSS JOIN document b "
                                 "ON substr(b.digest, 1, 4) = substr(a.digest, 1, 4) "
                                 "WHERE a.kind <> 0 AND b.kind <> 0 AND b.digest = a.digest "
                                 "AND b.id > a.id ORDER BY b.id");
    return code != 0
               ? code
               : complain_twice(k, "SELECT DISTINCT b.plan FROM assessment a "
                                   "CROSS JOIN assessment b ON b.plan_id = a.plan_id "
                                   "AND b.community_key = a.community_key "
                                   "AND b.plan > a.plan CROSS JOIN document x ON x.id = a.plan "
                                   "CROSS JOIN document y ON y.id = b.plan "
                                   "AND y.digest = x.digest ORDER BY b.plan");
}

static int check_documents(struct check *k)
{
    sqlite3_stmt *stmt = NULL;
    struct buf text = BUF_INIT;
    int code = check_prepare(k, "SELECT id, kind FROM document ORDER BY id", &stmt);
    if (code != 0) {
        return code;
    }
    int step;
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct err inner;
        int64_t id = sqlite3_column_int64(stmt, 0);
        int found = store_document_read(k->s, id, &text, &inner);
        if (found == ERR_MEMORY) {
            code = err_set(k->e, ERR_MEMORY, "out of memory");
        } else if (found != 0) {
            fault(k, "document %lld: %s", (long long)id, inner.text);
        } else if (sqlite3_column_int(stmt, 1) == STORE_RULESET) {
            code = check_manifest(k, id, &text);
        }
    }
    buf_free(&text);
    if (code != 0) {
        sqlite3_finalize(stmt);
        return code;
    }
    return check_done(k, stmt, step);
}

/* Findings against the result digest, and the totals that follow from them against the columns. */
static int check_result(struct check *k, const struct record *r, const char *id)
{
    struct err inner;
    const struct checklist *c;
    struct plan plan = {0};
    struct assessment a = {.plan = &plan, .engine = r->text[TEXT_ENGINE]};
    arena_reset(&k->arena);
    int code = store_checklist(k->s, r->document[STORE_CHECKLIST], &c, &inner);
    if (code == 0) {
        a.checklist = c;
        code = store_unpack(k->s, r->findings, r->findings_len, c, &k->arena, &a.findings, &inner);
    }
    if (code == ERR_MEMORY || (code == 0 && score_assessment(&k->arena, &a) != 0)) {
        return err_set(k->e, ERR_MEMORY, "out of memory");
    }
    if (code != 0) {
        fault(k, "assessment %lld (%s): %s", (long long)r->seq, id, inner.text);
        return 0;
    }
    struct record again = {0};
    uint8_t digest[DIGEST_SIZE];
    record_totals(&a, &again);
    if (record_result_digest(&a, &again, &k->s->scratch, digest) != 0) {
        return err_set(k->e, ERR_MEMORY, "out of memory");
    }
    bool bands = true;
    for (int i = TEXT_BAND; i <= TEXT_BAND_POSSIBLE; i++) {
        const char *x = r->text[i], *y = again.text[i];
        bands = bands && (x == NULL || y == NULL ? x == y : strcmp(x, y) == 0);
    }
    if (memcmp(again.total, r->total, sizeof again.total) != 0 || !bands) {
        fault(k, "assessment %lld (%s): its totals do not follow from its findings",
              (long long)r->seq, id);
    }
    if (memcmp(digest, r->result_digest, DIGEST_SIZE) != 0) {
        fault(k, "assessment %lld (%s): its findings are not those that were stored",
              (long long)r->seq, id);
    }
    return 0;
}

static int check_assessment(struct check *k, const struct record *r)
{
    char id[37];
    uint8_t hash[DIGEST_SIZE];
    record_id_text(r->id, id);
    if (r->seq != k->assessments + 1) {
        fault(k,
              "assessment %lld (%s): %lld follows %lld in the chain: a row is missing or was moved",
              (long long)r->seq, id, (long long)r->seq, (long long)k->assessments);
    }
    k->assessments = r->seq;
    if (record_hash(r, k->previous, hash) != 0) {
        return err_set(k->e, ERR_MEMORY, "out of memory");
    }
    if (r->odd || memcmp(hash, r->hash, DIGEST_SIZE) != 0) {
        fault(k,
              "assessment %lld (%s): its hash does not follow from it and the row before: it was "
              "edited, inserted or moved",
              (long long)r->seq, id);
    }
    /* The next is held against the stored hash, so that one changed row is one complaint. */
    memcpy(k->previous, r->hash, DIGEST_SIZE);
    return check_result(k, r, id);
}

static int check_chain(struct check *k, int64_t *count)
{
    struct buf sql = BUF_INIT;
    sqlite3_stmt *stmt = NULL;
    buf_printf(&sql, "%sORDER BY a.seq", store_record_select);
    int code = buf_status(&sql) != 0 ? err_set(k->e, ERR_MEMORY, "out of memory")
                                     : check_prepare(k, sql.data, &stmt);
    buf_free(&sql);
    int step = SQLITE_DONE;
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct record r;
        record_read(stmt, &r);
        code = check_assessment(k, &r);
        ++*count;
    }
    if (code != 0) {
        sqlite3_finalize(stmt);
        return code;
    }
    code = check_done(k, stmt, step);
    if (code != 0) {
        return code;
    }
    int64_t head_count = 0;
    uint8_t head[DIGEST_SIZE];
    struct err inner;
    code = store_head(k->s, &head_count, head, &inner);
    if (code == ERR_MEMORY) {
        return err_set(k->e, code, "out of memory");
    }
    if (code != 0) {
        fault(k, "chain: %s", inner.text);
    } else if (head_count != k->assessments || memcmp(head, k->previous, DIGEST_SIZE) != 0) {
        fault(k,
              "chain: its head says %lld assessments, the last one found is %lld: a row at the end "
              "was removed, added or changed",
              (long long)head_count, (long long)k->assessments);
    }
    return 0;
}

static int any_publication(void *context, const struct store_publication *p)
{
    (void)context;
    (void)p;
    return 0;
}

/* The chain of what was published. */
static int check_publications(struct check *k)
{
    struct err inner;
    int code = store_publications(k->s, any_publication, NULL, &inner);
    if (code == ERR_MEMORY) {
        return err_set(k->e, code, "out of memory");
    }
    if (code != 0) {
        fault(k, "publications: %s", inner.text);
    }
    return 0;
}

int store_check(struct store *s, struct buf *report, int64_t *faults, int64_t *assessments,
                struct err *e)
{
    struct check k = {.s = s, .report = report, .faults = faults, .arena = ARENA_INIT, .e = e};
    *faults = 0;
    *assessments = 0;
    if (s->in_batch) {
        return err_set(e, ERR_USAGE, "%s: a batch is open", s->name);
    }
    /* One read transaction: a writer at work does not look like damage. */
    int code = store_exec(s, "BEGIN", "checking", e);
    if (code != 0) {
        return code;
    }
    /* What was remembered may be older than the file; a check trusts nothing. */
    shapes_free(&s->shapes);
    dictionaries_free(s);
    checklist_free(s->parsed);
    s->parsed = NULL;
    code = check_file(&k);
    code = code != 0 ? code : store_schema_check(s, report, faults, e);
    code = code != 0 ? code : check_kinds(&k);
    code = code != 0 ? code : check_once(&k);
    code = code != 0 ? code : check_documents(&k);
    code = code != 0 ? code : check_chain(&k, assessments);
    code = code != 0 ? code : check_publications(&k);
    code = code != 0 ? code : derived_check(s, report, faults, e);
    arena_free(&k.arena);
    int ended = store_end(s, code == 0 ? e : NULL);
    code = code != 0 ? code : ended;
    if (code == 0 && buf_status(report) != 0) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    }
    return code;
}
