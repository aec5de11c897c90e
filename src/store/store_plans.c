/* Stored plans, chosen to be assessed anew. */
#include <stdlib.h>
#include <string.h>

#include "store/store_private.h"

enum {
    PAGE = 64
}; /* plans a statement: a long one would keep the writer from moving its log into the file */

struct store_plans {
    struct store *store;
    struct store_choice choice;
    int64_t head; /* what was put later is not looked at, */
    int64_t last; /* nor what was read */
    sqlite3_stmt *stmt;
    int64_t in_page;
};

/* The latest of what fits, as it was when the choice was made. */
static const char where_chosen[] =
    "WHERE a.seq > ?1 AND a.seq <= ?2 AND (?3 IS NULL OR a.country = ?3) "
    "AND (?4 IS NULL OR a.round = ?4) AND (?5 IS NULL OR a.checklist_id = ?5) "
    "AND (?6 IS NULL OR a.checklist_version = ?6 OR "
    "     substr(a.checklist_version, 1, length(?6) + 1) = ?6 || '.') "
    "AND (?7 IS NULL OR a.community = ?7 OR a.community_key = ?7 OR a.community_name = ?7) "
    "AND a.profile IS ?8 "
    "AND NOT EXISTS (SELECT 1 FROM assessment n WHERE n.supersedes = a.seq AND n.seq <= ?2) ";
/* Under the method to come a later plan of the same identity is stored already: the older one must not take
 * its place. */
static const char where_outrun[] =
    "EXISTS (SELECT 1 FROM assessment t WHERE t.plan_id = a.plan_id "
    "AND t.community_key = a.community_key AND t.country = a.country AND t.round = a.round "
    "AND t.checklist_id = coalesce(?9, a.checklist_id) AND t.profile IS ?10 "
    "AND t.seq > a.seq AND t.seq <= ?2 AND t.plan <> a.plan) ";

static int bind(struct store_plans *w, struct err *e)
{
    const struct store_choice *c = &w->choice;
    const char *at = c->checklist == NULL ? NULL : strchr(c->checklist, '@');
    int bound = sqlite3_bind_int64(w->stmt, 1, w->last);
    bound |= sqlite3_bind_int64(w->stmt, 2, w->head);
    bound |= sqlite3_bind_text(w->stmt, 3, c->country, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(w->stmt, 4, c->round, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(w->stmt, 5, c->checklist, at == NULL ? -1 : (int)(at - c->checklist),
                               SQLITE_STATIC);
    bound |= sqlite3_bind_text(w->stmt, 6, at == NULL ? NULL : at + 1, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(w->stmt, 7, c->community, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(w->stmt, 8, c->profile, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(w->stmt, 9, c->to_checklist, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(w->stmt, 10, c->to_profile, -1, SQLITE_STATIC);
    return bound == SQLITE_OK ? 0 : store_sql_error(w->store, "reading", e);
}

static int prepare(struct store_plans *w, const char *select, const char *how, struct err *e)
{
    struct buf sql = BUF_INIT;
    buf_printf(&sql, "%s%sAND %s%s", select, where_chosen, how, where_outrun);
    buf_puts(&sql, select == store_record_select ? "ORDER BY a.seq LIMIT 64" : "");
    sqlite3_finalize(w->stmt);
    w->stmt = NULL;
    int code = buf_status(&sql) != 0 ? err_set(e, ERR_MEMORY, "out of memory")
               : sqlite3_prepare_v2(w->store->db, sql.data, -1, &w->stmt, NULL) == SQLITE_OK
                   ? 0
                   : store_sql_error(w->store, "reading", e);
    buf_free(&sql);
    return code == 0 ? bind(w, e) : code;
}

static int count(struct store_plans *w, const char *how, int64_t *out, struct err *e)
{
    int code = prepare(w, "SELECT count(*) FROM assessment a ", how, e);
    if (code == 0 && sqlite3_step(w->stmt) != SQLITE_ROW) {
        code = store_sql_error(w->store, "reading", e);
    }
    *out = code == 0 ? sqlite3_column_int64(w->stmt, 0) : 0;
    return code;
}

int store_plans_open(struct store *s, const struct store_choice *choice, struct store_plans **out,
                     int64_t *chosen, int64_t *outrun, struct err *e)
{
    struct store_plans *w = calloc(1, sizeof *w);
    *out = NULL;
    if (w == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    w->store = s;
    w->choice = *choice;
    int code = store_count(s, &w->head, e);
    code = code == 0 ? count(w, "", outrun, e) : code;
    code = code == 0 ? count(w, "NOT ", chosen, e) : code;
    code = code == 0 ? prepare(w, store_record_select, "NOT ", e) : code;
    if (code != 0) {
        store_plans_close(w);
        return code;
    }
    *out = w;
    return 0;
}

void store_plans_close(struct store_plans *w)
{
    if (w != NULL) {
        sqlite3_finalize(w->stmt);
        free(w);
    }
}

/* The statement's next row; 0 after the last. */
static int step(struct store_plans *w, struct err *e)
{
    for (;;) {
        int step = sqlite3_step(w->stmt);
        if (step == SQLITE_ROW) {
            w->in_page++;
            return 1;
        }
        if (step != SQLITE_DONE) {
            return store_sql_error(w->store, "reading", e);
        }
        sqlite3_reset(w->stmt);
        if (w->in_page < PAGE) {
            return 0;
        }
        w->in_page = 0;
        sqlite3_bind_int64(w->stmt, 1, w->last);
    }
}

/* What was read before the next page is asked for is copied. */
static const char *kept(struct arena *arena, const char *text, bool *good)
{
    char *copy = text == NULL ? NULL : arena_strdup(arena, text);
    *good = *good && (text == NULL || copy != NULL);
    return copy;
}

static int fill(struct store_plans *w, const struct record *r, struct arena *arena,
                struct store_plan *out, struct err *e)
{
    struct buf text = BUF_INIT;
    struct err inner = {0};
    bool good = true, linked = false;
    int code = record_confirm(r, &linked);
    *out = (struct store_plan){
        .sequence = r->seq,
        .round = kept(arena, r->text[TEXT_ROUND], &good),
        .checklist_id = kept(arena, r->text[TEXT_CHECKLIST_ID], &good),
        .checklist_version = kept(arena, r->text[TEXT_CHECKLIST_VERSION], &good),
        .band = kept(arena, r->text[TEXT_BAND], &good),
        .score = r->total[TOTAL_SCORE],
        .low = r->total[TOTAL_LOW],
        .high = r->total[TOTAL_HIGH],
        .coverage = r->total[TOTAL_COVERAGE],
    };
    record_id_text(r->id, out->id);
    if (code != 0 || !good) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    code = linked && out->round != NULL && out->checklist_id != NULL
               ? store_document_read(w->store, r->document[STORE_PLAN], &text, &inner)
               : ERR_STORE;
    if (code == 0) {
        out->text = arena_strndup(arena, buf_text(&text), text.len);
        out->len = text.len;
        code = out->text == NULL ? ERR_MEMORY : 0;
    }
    buf_free(&text);
    if (code == ERR_MEMORY) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    return code == 0 ? 1
                     : err_set(e, ERR_STORE,
                               "%s: assessment %lld is not as it was stored: run `banyan store "
                               "check`",
                               w->store->name, (long long)r->seq);
}

int store_plans_next(struct store_plans *w, struct arena *arena, struct store_plan *out,
                     struct err *e)
{
    int got = step(w, e);
    if (got != 1) {
        return got;
    }
    struct record r;
    record_read(w->stmt, &r);
    w->last = r.seq;
    return fill(w, &r, arena, out, e);
}
