/* Methods as they are stored: checklist and rules, ready to make assessments again. */
#include <stdlib.h>
#include <string.h>

#include "cli/verify_run.h"
#include "library.h"
#include "worker/worker.h"

static void remake_free(struct remake *m)
{
    for (int i = 0; i < VERIFY_JOBS; i++) {
        engine_free(m->engines[i]);
        engine_free(m->lenient_engines[i]);
    }
    ruleset_free(m->rules);
    ruleset_free(m->lenient);
    free(m->fault);
    free(m);
}

void remakes_free(struct verify *v)
{
    while (v->remakes != NULL) {
        struct remake *next = v->remakes->next;
        remake_free(v->remakes);
        v->remakes = next;
    }
    v->remake_count = 0;
}

/* The one that was not asked for longest goes, where there are many: each has a state of Lua a thread. */
static void make_room(struct verify *v)
{
    struct remake **oldest = NULL;
    if (v->remake_count < VERIFY_METHODS) {
        return;
    }
    for (struct remake **at = &v->remakes; *at != NULL; at = &(*at)->next) {
        if ((*at)->users == 0 && (oldest == NULL || (*at)->used < (*oldest)->used)) {
            oldest = at;
        }
    }
    if (oldest != NULL) {
        struct remake *gone = *oldest;
        *oldest = gone->next;
        remake_free(gone);
        v->remake_count--;
    }
}

static int load_rules(const struct verify *v, const struct remake *m, bool lenient,
                      struct ruleset **out, struct err *e)
{
    int rc = library_kept_rules(v->store, m->ruleset_digest, lenient, out, e);
    if (rc == 0 && (v->isolate || (ruleset_is_foreign(*out) && !v->trusted))) {
        rc = worker_isolate(*out, NULL, e);
    }
    rc = rc == 0 ? ruleset_inspect(*out, m->c, e) : rc;
    if (rc != 0) {
        ruleset_free(*out);
        *out = NULL;
    }
    return rc;
}

/* Whether a rule was refused that might have been taken without its tests. */
static bool lacks_tests(const struct ruleset *r)
{
    for (size_t i = 0; i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        if (info->inspected && info->error != NULL) {
            return true;
        }
    }
    return false;
}

static int load(const struct verify *v, const struct store_claim *claim, struct remake *m,
                struct err *e)
{
    int rc = store_claim_checklist(v->store, claim, &m->c, e);
    rc = rc == 0 ? load_rules(v, m, false, &m->rules, e) : rc;
    if (rc == 0 && lacks_tests(m->rules)) {
        rc = load_rules(v, m, true, &m->lenient, e);
    }
    if (rc != 0 && rc != ERR_MEMORY) { /* it costs those that rest on it, no others */
        m->fault = strdup(e->text);
        rc = m->fault == NULL ? err_set(e, ERR_MEMORY, "out of memory") : 0;
    }
    return rc;
}

static bool same_profile(const struct checklist *c, const char *profile)
{
    return profile == NULL || c->profile == NULL ? profile == c->profile
                                                 : strcmp(profile, c->profile) == 0;
}

struct remake *remake_get(struct verify *v, const struct store_claim *claim, struct err *e)
{
    struct remake *m = v->remakes;
    while (m != NULL && (m->document != claim->checklist ||
                         strcmp(m->ruleset_digest, claim->ruleset_digest) != 0 ||
                         (m->c != NULL && !same_profile(m->c, claim->profile)))) {
        m = m->next;
    }
    if (m == NULL) {
        make_room(v);
        m = calloc(1, sizeof *m);
        if (m == NULL) {
            (void)err_set(e, ERR_MEMORY, "out of memory");
            return NULL;
        }
        m->document = claim->checklist;
        memcpy(m->ruleset_digest, claim->ruleset_digest, sizeof m->ruleset_digest);
        if (load(v, claim, m, e) != 0) {
            remake_free(m);
            return NULL;
        }
        m->next = v->remakes;
        v->remakes = m;
        v->remake_count++;
    }
    m->users++;
    m->used = v->seen;
    return m;
}

struct engine *remake_engine(struct remake *m, int slot, bool lenient, struct err *e)
{
    struct engine **engine = lenient ? &m->lenient_engines[slot] : &m->engines[slot];
    if (*engine == NULL) {
        (void)engine_new(m->c, lenient ? m->lenient : m->rules, engine, e);
    }
    return *engine;
}
