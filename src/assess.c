/* The whole story: for each criterion condition, claim, answer, facts, rule; then the score. */
#include "assess.h"

#include <stdlib.h>
#include <string.h>

#include "banyan.h"
#include "doubt.h"
#include "model/aggregate.h"
#include "model/condition.h"

struct engine {
    const struct checklist *c;
    struct host *host;
    char ruleset_digest[DIGEST_TEXT];
    bool lost; /* a rule could not be looked at: no result is to be stored */
};

int engine_new(const struct checklist *c, struct ruleset *r, struct engine **out, struct err *e)
{
    *out = NULL;
    struct engine *g = calloc(1, sizeof *g);
    if (g == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    g->c = c;
    g->lost = ruleset_lost(r, c);
    struct buf manifest = BUF_INIT;
    int rc = ruleset_manifest(r, c, &manifest);
    if (rc == 0) {
        digest_text(buf_text(&manifest), manifest.len, g->ruleset_digest);
    }
    buf_free(&manifest);
    if (rc != 0) {
        (void)err_set(e, rc, "out of memory");
    } else {
        rc = host_take(r, &g->host, e);
    }
    if (rc != 0) {
        engine_free(g);
        return rc;
    }
    *out = g;
    return 0;
}

void engine_free(struct engine *g)
{
    if (g != NULL) {
        host_free(g->host);
        free(g);
    }
}

static int read_path(struct arena *arena, const char *criterion, struct finding *out)
{
    const char **read = arena_alloc(arena, sizeof *read);
    char *path = arena_join(arena, "answers.", criterion);
    if (read == NULL || path == NULL) {
        return ERR_MEMORY;
    }
    read[0] = path;
    out->read = read;
    out->read_count = 1;
    return 0;
}

/* A claim by the assessor: not applicable (with a reason) or unknown. */
static int claim(struct arena *arena, const struct criterion *k, const struct answer *answer,
                 struct finding *out)
{
    *out = (struct finding){
        .outcome = answer->state == 'n' ? OUTCOME_NOT_APPLICABLE : OUTCOME_UNKNOWN,
        .by = BY_CLAIM,
        .template_text = answer->state == 'n' ? SAID("claimed not to apply")
                                              : SAID("asked, and nobody knows")};
    if (answer->reason != NULL && answer->reason[0] != '\0') {
        struct json *params = json_new(arena, JSON_OBJECT);
        struct json *reason = json_new_string(arena, answer->reason, strlen(answer->reason));
        if (params == NULL || json_add(arena, params, "reason", reason) != 0) {
            return ERR_MEMORY;
        }
        out->params = params;
        out->template_text = "{reason}";
    }
    return read_path(arena, k->demand.id, out);
}

/* What the facts say where they are there, else what the answer does. */
static int facts_or_answer(const struct doubter *x, struct finding *facts, struct finding *out)
{
    static const struct answer none = {.state = 'a'};
    int rc = doubt_run(x, &x->k->demand, &none, facts);
    bool open = facts->outcome == OUTCOME_NOT_ASSESSED || facts->outcome == OUTCOME_UNKNOWN;
    if (rc == 0 && open && x->answer->state == 'v') {
        return doubt_run(x, &x->k->answered, x->answer, out);
    }
    *out = *facts;
    return rc;
}

static int find(struct engine *g, const struct criterion *k, const struct plan *plan,
                const struct json *given, struct arena *arena, struct finding *out)
{
    bool holds = false;
    struct answer answer;
    struct finding facts = {.outcome = OUTCOME_NOT_ASSESSED};
    struct doubter x = {g->host, g->c, k, plan, &answer, arena};
    plan_answer_read(given, &answer);
    int rc = condition_check(g->c, k, plan, arena, &holds, out);
    if (rc != 0 || !holds) {
        /* A register that leaves out a hazard takes criteria away: that is where it must be told. */
        return rc == 0 ? doubt_checks(&x, out) : rc;
    }
    if (answer.state == 'n' || answer.state == 'u') {
        rc = claim(arena, k, &answer, out);
        if (rc == 0 && criterion_is_computed(k)) {
            static const struct answer none = {.state = 'a'};
            rc = doubt_run(&x, &k->demand, &none, &facts);
        }
    } else if (k->answered.rule != NULL) {
        rc = facts_or_answer(&x, &facts, out);
    } else if (answer.state == 'a' && k->demand.answer.type != ANSWER_NONE) {
        *out = (struct finding){.outcome = OUTCOME_NOT_ASSESSED,
                                .template_text = SAID("no answer was given")};
        rc = read_path(arena, k->demand.id, out);
    } else {
        rc = host_run(g->host, g->c, k, plan, &answer, arena, out);
    }
    if (rc == 0 && out->outcome == OUTCOME_SCORED) {
        out->credit = aggregate_credit(&g->c->nodes[k->node].round_below, out->raw);
    }
    return rc == 0 ? doubt(&x, &facts, out) : rc;
}

/* The answer to k; after the one before it (NULL: none), where it stands if they are in the order of the
 * checklist. */
static const struct json *answer_to(const struct criterion *k, const struct json *answers,
                                    const struct json *before)
{
    const struct json *next = before != NULL ? before->next : NULL;
    bool here = next != NULL && strcmp(next->key, k->demand.id) == 0;
    return here ? next : json_get(answers, k->demand.id);
}

int engine_assess(struct engine *g, const struct plan *plan, struct arena *arena,
                  struct assessment *out)
{
    const struct checklist *c = g->c;
    *out = (struct assessment){.engine = "banyan " BANYAN_VERSION, .checklist = c, .plan = plan};
    memcpy(out->ruleset_digest, g->ruleset_digest, sizeof out->ruleset_digest);
    out->findings = arena_alloc(arena, sizeof *out->findings * ((size_t)c->criterion_count + 1));
    if (out->findings == NULL) {
        return ERR_MEMORY;
    }
    host_begin(g->host);
    const struct json *answers = json_get(plan->doc, "answers"), *before = NULL;
    for (int i = 0; i < c->criterion_count; i++) {
        const struct json *given = answer_to(&c->criteria[i], answers, before);
        int rc = find(g, &c->criteria[i], plan, given, arena, &out->findings[i]);
        before = given != NULL ? given : before;
        if (rc != 0) {
            return rc;
        }
    }
    out->hurried = g->lost || host_hurried(g->host);
    return score_assessment(arena, out);
}
