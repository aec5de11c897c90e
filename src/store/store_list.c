/* The list of assessments, all of them opened one by one, and the figures of the store. */
#include <string.h>

#include "store/store_private.h"

/* The newest of those that fit, in the order of the chain. Every filter may be NULL. */
static const char list_where[] =
    "WHERE (?1 IS NULL OR a.country = ?1) AND (?2 IS NULL OR a.round = ?2) "
    "AND (?3 IS NULL OR a.checklist_id = ?3) "
    "AND (?4 IS NULL OR a.checklist_version = ?4 OR "
    "     substr(a.checklist_version, 1, length(?4) + 1) = ?4 || '.') "
    "AND (?5 IS NULL OR a.community = ?5 OR a.community_key = ?5 OR a.community_name = ?5) "
    "AND (?6 OR NOT EXISTS (SELECT 1 FROM assessment n WHERE n.supersedes = a.seq)) ";
static const char list_limit[] = "AND a.seq >= coalesce((SELECT a.seq FROM assessment a %s ORDER "
                                 "BY a.seq DESC LIMIT 1 OFFSET ?7), 0) ";

struct list_texts {
    char id[37], supersedes[37], superseded_by[37], created[24];
    char digest[DOCUMENT_COUNT][DIGEST_TEXT];
};

static void list_row(const struct record *r, struct list_texts *t, struct store_row *row)
{
    record_id_text(r->id, t->id);
    record_id_text(r->older, t->supersedes);
    record_id_text(r->newer, t->superseded_by);
    record_time_text(r->created, t->created);
    for (int i = 0; i < DOCUMENT_COUNT; i++) {
        memcpy(t->digest[i], "sha256:", 7);
        digest_hex(r->digest[i], t->digest[i] + 7);
    }
    *row = (struct store_row){
        .id = t->id,
        .created = t->created,
        .engine = r->text[TEXT_ENGINE],
        .plan_id = r->text[TEXT_PLAN_ID],
        .plan_title = r->text[TEXT_PLAN_TITLE],
        .plan_digest = t->digest[STORE_PLAN],
        .country = r->text[TEXT_COUNTRY],
        .community = r->text[TEXT_COMMUNITY],
        .community_key = r->text[TEXT_COMMUNITY_KEY],
        .community_name = r->text[TEXT_COMMUNITY_NAME],
        .round = r->text[TEXT_ROUND],
        .date = r->text[TEXT_DATE],
        .checklist_id = r->text[TEXT_CHECKLIST_ID],
        .checklist_version = r->text[TEXT_CHECKLIST_VERSION],
        .profile = r->text[TEXT_PROFILE],
        .checklist_digest = t->digest[STORE_CHECKLIST],
        .ruleset_digest = t->digest[STORE_RULESET],
        .supersedes = r->has_older ? t->supersedes : NULL,
        .superseded_by = r->has_newer ? t->superseded_by : NULL,
        .band = r->text[TEXT_BAND],
        .band_possible = r->text[TEXT_BAND_POSSIBLE],
        .applicable = r->total[TOTAL_APPLICABLE] == 1,
        .incomplete = r->total[TOTAL_INCOMPLETE] == 1,
        .score = r->total[TOTAL_SCORE],
        .low = r->total[TOTAL_LOW],
        .high = r->total[TOTAL_HIGH],
        .coverage = r->total[TOTAL_COVERAGE],
        .sequence = r->seq,
    };
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        row->counts[i] = (int)r->total[TOTAL_OUTCOME + i];
    }
}

static int list_prepare(struct store *s, const struct store_filter *f, sqlite3_stmt **stmt,
                        struct err *e)
{
    struct buf sql = BUF_INIT;
    buf_printf(&sql, "%s%s", store_record_select, list_where);
    if (f->limit > 0) {
        buf_printf(&sql, list_limit, list_where);
    }
    buf_puts(&sql, "ORDER BY a.seq");
    int code = 0;
    if (buf_status(&sql) != 0) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else if (sqlite3_prepare_v2(s->db, sql.data, -1, stmt, NULL) != SQLITE_OK) {
        code = store_sql_error(s, "reading", e);
    }
    buf_free(&sql);
    if (code != 0) {
        return code;
    }
    const char *at = f->checklist == NULL ? NULL : strchr(f->checklist, '@');
    int bound = sqlite3_bind_text(*stmt, 1, f->country, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(*stmt, 2, f->round, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(*stmt, 3, f->checklist, at == NULL ? -1 : (int)(at - f->checklist),
                               SQLITE_STATIC);
    bound |= sqlite3_bind_text(*stmt, 4, at == NULL ? NULL : at + 1, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_text(*stmt, 5, f->community, -1, SQLITE_STATIC);
    bound |= sqlite3_bind_int(*stmt, 6, f->superseded);
    if (f->limit > 0) {
        bound |= sqlite3_bind_int64(*stmt, 7, f->limit - 1);
    }
    return bound == SQLITE_OK ? 0 : store_sql_error(s, "reading", e);
}

/* Calls each for the rows that fit, until it returns anything but 0. */
static int walk(struct store *s, const struct store_filter *f,
                int (*each)(void *context, const struct record *r), void *context, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = list_prepare(s, f, &stmt, e);
    int step = SQLITE_DONE;
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct record r;
        record_read(stmt, &r);
        bool linked = false;
        if (record_confirm(&r, &linked) != 0) {
            code = err_set(e, ERR_MEMORY, "out of memory");
            break;
        }
        if (r.text[TEXT_ENGINE] == NULL || !linked) {
            code = err_set(e, ERR_STORE,
                           "%s: assessment %lld is not as it was stored: run `banyan store check`",
                           s->name, (long long)r.seq);
            break;
        }
        code = each(context, &r);
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_finalize(stmt);
    return code;
}

struct listing {
    int (*row)(void *context, const struct store_row *);
    void *context;
};

static int list_one(void *context, const struct record *r)
{
    const struct listing *l = context;
    struct list_texts texts;
    struct store_row out;
    list_row(r, &texts, &out);
    return l->row(l->context, &out);
}

int store_list(struct store *s, const struct store_filter *f,
               int (*row)(void *context, const struct store_row *), void *context, struct err *e)
{
    struct listing l = {row, context};
    return walk(s, f, list_one, &l, e);
}

struct opening {
    struct store *store;
    int (*each)(void *context, const struct stored *stored);
    void *context;
    struct stored stored; /* its arena is used again for each */
    struct err *e;
};

static int open_one(void *context, const struct record *r)
{
    struct opening *o = context;
    struct stored *out = &o->stored;
    struct arena arena = out->arena;
    arena_reset(&arena);
    *out = (struct stored){.arena = arena};
    int code = store_kept_checklist(o->store, r->document[STORE_CHECKLIST], r->text[TEXT_PROFILE],
                                    &out->checklist, o->e);
    code = code != 0 ? code : store_rebuild(o->store, r, out, o->e);
    return code != 0 ? code : o->each(o->context, out);
}

int store_each(struct store *s, const struct store_filter *f,
               int (*each)(void *context, const struct stored *stored), void *context,
               struct err *e)
{
    struct opening o = {.store = s, .each = each, .context = context, .e = e};
    int code = walk(s, f, open_one, &o, e);
    arena_free(&o.stored.arena);
    return code;
}

int store_stats(struct store *s, struct store_stats *out, struct err *e)
{
    *out = (struct store_stats){0};
    int64_t first = 0, last = 0;
    const struct {
        const char *sql;
        int64_t *to;
    } figures[] = {
        {"SELECT count(*) FROM assessment", &out->assessments},
        {"SELECT count(*) FROM assessment a WHERE NOT EXISTS "
         "(SELECT 1 FROM assessment n WHERE n.supersedes = a.seq)",
         &out->current},
        {"SELECT count(*) FROM document", &out->documents},
        {"SELECT coalesce(sum(size), 0) FROM document", &out->document_bytes},
        {"SELECT coalesce(sum(length(data)), 0) FROM document", &out->compressed_bytes},
        {"SELECT coalesce(sum(length(findings)), 0) FROM assessment", &out->findings_bytes},
        {"SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
         &out->file_bytes},
        {"PRAGMA user_version", &out->schema},
        {"SELECT coalesce(min(created), 0) FROM assessment", &first},
        {"SELECT coalesce(max(created), 0) FROM assessment", &last},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        int code = store_scalar(s, figures[i].sql, figures[i].to, e);
        if (code != 0) {
            return code;
        }
    }
    if (out->assessments > 0) {
        record_time_text(first, out->first);
        record_time_text(last, out->last);
    }
    int64_t count = 0;
    uint8_t hash[DIGEST_SIZE];
    int code = store_head(s, &count, hash, e);
    if (code == 0) {
        digest_hex(hash, out->head);
    }
    return code;
}
