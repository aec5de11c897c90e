/* What of a put any thread can do: digests, totals, the packed plan and findings. It reads the
 * store's shapes and dictionaries under a lock that the one who puts takes only to add to them.
 * What it makes depends on them alone, and is made again at the put where they are others by
 * then: so the bytes are the same whatever the threads. */
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "store/store_private.h"

struct store_ready *store_ready_new(void)
{
    struct store_ready *r = calloc(1, sizeof *r);
    if (r != NULL) {
        r->zip = ZSTD_createCCtx();
        if (r->zip == NULL) {
            free(r);
            r = NULL;
        }
    }
    return r;
}

void store_ready_free(struct store_ready *r)
{
    if (r != NULL) {
        ZSTD_freeCCtx(r->zip);
        buf_free(&r->zipped);
        buf_free(&r->packed);
        buf_free(&r->hashed);
        pack_room_free(&r->room);
        free(r);
    }
}

/* Readers may follow one another without a gap: who adds must come in between. */
bool store_view_init(struct store *s)
{
    pthread_rwlockattr_t kind;
    if (pthread_rwlockattr_init(&kind) != 0) {
        return false;
    }
    bool done = pthread_rwlockattr_setkind_np(&kind,
                                              PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) == 0 &&
                pthread_rwlock_init(&s->view, &kind) == 0;
    pthread_rwlockattr_destroy(&kind);
    return done;
}

void store_view_free(struct store *s)
{
    if (s->has_view) {
        pthread_rwlock_destroy(&s->view);
    }
}

static void record_identity(const struct assessment *a, struct record *r)
{
    const struct plan *p = a->plan;
    const struct checklist *c = a->checklist;
    r->text[TEXT_ENGINE] = a->engine;
    r->text[TEXT_PLAN_ID] = p->id;
    r->text[TEXT_PLAN_TITLE] = p->title;
    r->text[TEXT_COUNTRY] = p->country;
    r->text[TEXT_COMMUNITY] = p->community;
    r->text[TEXT_COMMUNITY_KEY] = p->community_key;
    r->text[TEXT_COMMUNITY_NAME] = p->community_name;
    r->text[TEXT_ROUND] = p->round;
    r->text[TEXT_DATE] = p->date;
    r->text[TEXT_CHECKLIST_ID] = c->id;
    r->text[TEXT_CHECKLIST_VERSION] = c->version;
    r->text[TEXT_PROFILE] = c->profile;
}

int ready_begin(const struct store *s, const struct assessment *a, struct store_ready *r,
                struct err *e)
{
    r->r = (struct record){0};
    r->has_result = r->has_plan = r->has_findings = false;
    r->rollbacks = s->rollbacks;
    /* A plan's digest was made with its text, by plan_check. */
    if (!record_digest_bytes(a->plan->digest, r->r.digest[STORE_PLAN]) ||
        !record_digest_bytes(a->checklist->digest, r->r.digest[STORE_CHECKLIST]) ||
        !record_digest_bytes(a->ruleset_digest, r->r.digest[STORE_RULESET])) {
        return err_set(e, ERR_STORE,
                       "an assessment without the digests of its documents cannot be stored");
    }
    record_identity(a, &r->r);
    return 0;
}

int ready_result(const struct assessment *a, struct store_ready *r, struct err *e)
{
    if (!r->has_result) {
        record_totals(a, &r->r);
        if (record_result_digest(a, &r->r, &r->hashed, r->r.result_digest) != 0) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
        r->has_result = true;
    }
    return 0;
}

int ready_plan(const struct store *s, const struct assessment *a, struct store_ready *r,
               struct err *e)
{
    const struct dictionary *d = dictionary_for_plans(s, r->r.digest[STORE_CHECKLIST]);
    const struct plan *plan = a->plan;
    if (r->has_plan && r->plan_with == dictionary_id(d)) {
        return 0;
    }
    if (plan->text_len > STORE_MAX_DOCUMENT) {
        return err_set(e, ERR_INPUT, "a document of %zu bytes is too large to be stored (limit %d)",
                       plan->text_len, STORE_MAX_DOCUMENT);
    }
    int code = store_zip(s->name, r->zip, d, plan->text, plan->text_len, &r->zipped, &r->plan_len,
                         e);
    r->has_plan = code == 0;
    r->plan_with = dictionary_id(d);
    return code;
}

/* *missing as in store_pack; -1 where nothing is. */
static int make_findings(const struct store *s, const struct assessment *a, struct store_ready *r,
                         int *missing, struct err *e)
{
    const struct dictionary *d = dictionary_for_findings(s, r->r.digest[STORE_CHECKLIST]);
    *missing = -1;
    if (r->has_findings && r->findings_with == dictionary_id(d)) {
        return 0;
    }
    int code = store_pack(&s->shapes, d, a, &r->room, &r->packed, missing, e);
    r->has_findings = code == 0 && *missing < 0;
    r->findings_with = dictionary_id(d);
    return code;
}

int ready_findings(struct store *s, const struct assessment *a, struct store_ready *r,
                   struct err *e)
{
    int missing;
    int code = make_findings(s, a, r, &missing, e);
    if (code == 0 && missing >= 0) {
        code = shapes_add(s, a, missing, e);
        code = code != 0 ? code : make_findings(s, a, r, &missing, e);
    }
    return code != 0 || missing < 0
               ? code
               : err_set(e, ERR_STORE, "%s: the finding of %s cannot be stored", s->name,
                         a->checklist->criteria[missing].demand.id);
}

int store_ready_make(struct store *s, const struct assessment *a, struct store_ready *r,
                     struct err *e)
{
    int missing;
    pthread_rwlock_rdlock(&s->view);
    int code = ready_begin(s, a, r, e);
    code = code != 0 ? code : ready_plan(s, a, r, e);
    code = code != 0 ? code : make_findings(s, a, r, &missing, e);
    pthread_rwlock_unlock(&s->view);
    return code != 0 ? code : ready_result(a, r, e);
}
