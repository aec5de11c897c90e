/* What stored assessments claim and rest on, for whoever makes them again. */
#include <stdlib.h>
#include <string.h>

#include "store/store_private.h"

struct store_claims {
    struct store *store;
    sqlite3_stmt *stmt;
};

/* Texts of the row live as long as the arena, so that another thread may have them. */
static int copy_text(struct arena *arena, const char *text, const char **out)
{
    *out = text == NULL ? NULL : arena_strdup(arena, text);
    return text != NULL && *out == NULL ? ERR_MEMORY : 0;
}

static void digest_of(const uint8_t digest[DIGEST_SIZE], char out[DIGEST_TEXT])
{
    memcpy(out, "sha256:", 7);
    digest_hex(digest, out + 7);
}

/* The plan's text, or what is wrong with it in out->fault. */
static int read_plan(struct store *s, const struct record *r, struct arena *arena,
                     struct store_claim *out, struct err *e)
{
    struct buf text = BUF_INIT;
    struct err inner = {0};
    int code = store_document_read(s, r->document[STORE_PLAN], &text, &inner);
    if (code == 0) {
        out->plan = arena_strndup(arena, buf_text(&text), text.len);
        out->plan_len = text.len;
        code = out->plan == NULL ? ERR_MEMORY : 0;
    } else if (code != ERR_MEMORY) {
        out->fault = arena_join(arena, "its plan: ", inner.text);
        code = out->fault == NULL ? ERR_MEMORY : 0;
    }
    buf_free(&text);
    return code == 0 ? 0 : err_set(e, code, "out of memory");
}

static int fill(struct store *s, const struct record *r, struct arena *arena,
                struct store_claim *out, struct err *e)
{
    *out = (struct store_claim){.sequence = r->seq, .checklist = r->document[STORE_CHECKLIST]};
    record_id_text(r->id, out->id);
    digest_of(r->digest[STORE_PLAN], out->plan_digest);
    digest_of(r->digest[STORE_RULESET], out->ruleset_digest);
    memcpy(out->result, r->result_digest, DIGEST_SIZE);
    if (record_confirm(r, &out->linked) != 0 ||
        copy_text(arena, r->text[TEXT_ENGINE], &out->engine) != 0 ||
        copy_text(arena, r->text[TEXT_ROUND], &out->round) != 0 ||
        copy_text(arena, r->text[TEXT_PROFILE], &out->profile) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (out->engine == NULL || out->round == NULL) {
        out->fault = "its row is damaged";
        return 0;
    }
    return read_plan(s, r, arena, out, e);
}

int store_claims_open(struct store *s, struct store_claims **out, struct err *e)
{
    struct buf sql = BUF_INIT;
    struct store_claims *w = calloc(1, sizeof *w);
    *out = NULL;
    buf_printf(&sql, "%sORDER BY a.seq", store_record_select);
    if (w == NULL || buf_status(&sql) != 0) {
        free(w);
        buf_free(&sql);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    w->store = s;
    int code = sqlite3_prepare_v2(s->db, sql.data, -1, &w->stmt, NULL) == SQLITE_OK
                   ? 0
                   : store_sql_error(s, "reading", e);
    buf_free(&sql);
    if (code != 0) {
        store_claims_close(w);
        return code;
    }
    *out = w;
    return 0;
}

int store_claims_next(struct store_claims *w, struct arena *arena, struct store_claim *out,
                      struct err *e)
{
    int step = sqlite3_step(w->stmt);
    if (step != SQLITE_ROW) {
        return step == SQLITE_DONE ? 0 : store_sql_error(w->store, "reading", e);
    }
    struct record r;
    record_read(w->stmt, &r);
    int code = fill(w->store, &r, arena, out, e);
    return code == 0 ? 1 : code;
}

void store_claims_close(struct store_claims *w)
{
    if (w != NULL) {
        sqlite3_finalize(w->stmt);
        free(w);
    }
}

int store_claim_get(struct store *s, const char *id, struct arena *arena, struct store_claim *out,
                    struct err *e)
{
    int64_t seq = 0;
    sqlite3_stmt *stmt = NULL;
    int code = store_find_id(s, id, &seq, e);
    code = code != 0 ? code : store_record_prepare(s, &stmt, e);
    if (code != 0) {
        return code;
    }
    sqlite3_bind_int64(stmt, 1, seq);
    if (sqlite3_step(stmt) != SQLITE_ROW) {
        code = store_sql_error(s, "reading", e);
    } else {
        struct record r;
        record_read(stmt, &r);
        code = fill(s, &r, arena, out, e);
    }
    sqlite3_reset(stmt);
    return code;
}

int store_claim_checklist(struct store *s, const struct store_claim *claim,
                          const struct checklist **out, struct err *e)
{
    struct checklist *c = NULL;
    int code = store_kept_checklist(s, claim->checklist, claim->profile, &c, e);
    *out = c;
    return code;
}

int store_claim_holds(const struct store_claim *claim, const struct assessment *a, bool *holds)
{
    struct record again = {0};
    struct buf room = BUF_INIT;
    uint8_t digest[DIGEST_SIZE];
    record_totals(a, &again);
    int code = record_result_digest(a, &again, &room, digest);
    buf_free(&room);
    *holds = code == 0 && memcmp(digest, claim->result, DIGEST_SIZE) == 0;
    return code;
}

int store_count(struct store *s, int64_t *count, struct err *e)
{
    uint8_t hash[DIGEST_SIZE];
    return store_head(s, count, hash, e);
}
