#include "doubt.h"

#include <string.h>

#include "base/number.h"
#include "model/codes.h"

/* Credits that are less than a tenth apart do not contradict each other: people count roughly. */
enum { APART = CREDIT_ONE / 10 };

int doubt_run(const struct doubter *x, const struct part *rule, const struct answer *answer,
              struct finding *out)
{
    return host_run_demand(x->host, x->c, rule, x->plan, answer, x->arena, out);
}

static int put_text(struct arena *arena, struct json *to, const char *key, const char *text)
{
    return json_add(arena, to, key, json_new_string(arena, text, strlen(text)));
}

/* One more doubt of f; params may be NULL, rule too. */
static int put(struct arena *arena, struct finding *f, const char *template_text,
               const struct json *params, const char *rule)
{
    struct json *entry = json_new(arena, JSON_OBJECT);
    struct json *all = NULL;
    struct json *list = NULL;
    if (entry == NULL || put_text(arena, entry, "template", template_text) != 0 ||
        (params != NULL && json_share(arena, entry, "params", params) != 0) ||
        (rule != NULL && put_text(arena, entry, "rule", rule) != 0)) {
        return ERR_MEMORY;
    }
    /* Others may hold the same params: these are copied, with the list at their end. */
    all = json_new(arena, JSON_OBJECT);
    list = json_new(arena, JSON_ARRAY);
    for (const struct json *p = f->params == NULL ? NULL : f->params->first; p != NULL;
         p = p->next) {
        if (strcmp(p->key, FINDING_DOUBTS) != 0 && json_share(arena, all, p->key, p) != 0) {
            return ERR_MEMORY;
        }
    }
    for (const struct json *d = finding_doubts(f); d != NULL; d = d->next) {
        if (json_share(arena, list, NULL, d) != 0) {
            return ERR_MEMORY;
        }
    }
    if (all == NULL || list == NULL || json_add(arena, list, NULL, entry) != 0 ||
        json_add(arena, all, FINDING_DOUBTS, list) != 0) {
        return ERR_MEMORY;
    }
    f->params = all;
    return 0;
}

/* Claimed not to apply, where the register has a hazard for which it is asked. */
static int claimed_away(const struct doubter *x, struct finding *f)
{
    const struct json *wanted = json_get(x->k->applies, "hazards");
    const struct json *list = json_path(x->plan->doc, "community.hazards");
    struct buf text = BUF_INIT;
    for (const struct json *have = wanted == NULL || list == NULL ? NULL : list->first;
         have != NULL; have = have->next) {
        const char *type = json_string(json_get(have, "type"));
        for (const struct json *w = wanted->first; type != NULL && w != NULL; w = w->next) {
            if (codes_hazard_matches(type, w->text)) {
                const struct hazard *h = codes_hazard(type);
                const char *own = json_string(json_get(have, "hip"));
                const char *hip = own != NULL ? own : h == NULL ? NULL : h->hip;
                buf_printf(&text, "%s%s%s%s%s", text.len > 0 ? ", " : "", type,
                           hip == NULL ? "" : " (", hip == NULL ? "" : hip, hip == NULL ? "" : ")");
                break;
            }
        }
    }
    int rc = buf_status(&text);
    if (rc == 0 && text.len > 0) {
        struct json *params = json_new(x->arena, JSON_OBJECT);
        rc = params == NULL ? ERR_MEMORY : put_text(x->arena, params, "hazards", text.data);
        rc = rc == 0 ? put(x->arena, f,
                           SAID("claimed not to apply, but the hazard register has {hazards}, for "
                                "which this is asked"),
                           params, NULL)
                     : rc;
    }
    buf_free(&text);
    return rc;
}

/* Why a finding is what it is, as a parameter: template and parameters, so that it can be read in any
 * language. NULL when memory ran out. */
static struct json *reason_of(struct arena *arena, const struct finding *f)
{
    struct json *reason = json_new(arena, JSON_OBJECT);
    if (reason == NULL || put_text(arena, reason, "template", f->template_text) != 0 ||
        (f->params != NULL && json_share(arena, reason, "params", f->params) != 0)) {
        return NULL;
    }
    return reason;
}

static int put_credits(const struct doubter *x, struct finding *f, const char *template_text,
                       const struct finding *facts, const struct finding *answer)
{
    struct json *params = json_new(x->arena, JSON_OBJECT);
    int rc = params == NULL ? ERR_MEMORY : 0;
    if (rc == 0) {
        rc = json_add(x->arena, params, "facts",
                      json_new_number(x->arena, (double)facts->credit / (double)CREDIT_ONE));
    }
    if (rc == 0) {
        rc = json_add(x->arena, params, "reason", reason_of(x->arena, facts));
    }
    if (rc == 0 && answer != NULL) {
        rc = json_add(x->arena, params, "answer",
                      json_new_number(x->arena, (double)answer->credit / (double)CREDIT_ONE));
    }
    return rc == 0 ? put(x->arena, f, template_text, params, NULL) : rc;
}

/* The facts gave a credit: does the answer, or the claim, say otherwise? */
static int against_facts(const struct doubter *x, const struct finding *facts, struct finding *f)
{
    struct finding answered;
    if (facts->outcome != OUTCOME_SCORED) {
        return 0;
    }
    if (x->answer->state == 'n' || x->answer->state == 'u') {
        return put_credits(
            x, f,
            x->answer->state == 'n'
                ? SAID("claimed not to apply, but the facts give {facts}: {reason}")
                : SAID("nobody knows, it says, but the facts give {facts}: {reason}"),
            facts, NULL);
    }
    if (x->answer->state != 'v' || x->k->answered.rule == NULL) {
        return 0;
    }
    int rc = doubt_run(x, &x->k->answered, x->answer, &answered);
    int64_t apart = answered.credit - facts->credit;
    if (rc != 0 || answered.outcome != OUTCOME_SCORED || (apart < APART && -apart < APART)) {
        return rc;
    }
    return put_credits(x, f,
                       SAID("the answer would give a credit of {answer}; the facts give {facts}, "
                            "and these count"),
                       facts, &answered);
}

int doubt_checks(const struct doubter *x, struct finding *f)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < x->k->check_count; i++) {
        struct finding said;
        rc = doubt_run(x, &x->k->checks[i], x->answer, &said);
        bool against = said.outcome == OUTCOME_SCORED && said.credit < CREDIT_ONE;
        if (rc == 0 &&
            (against || said.outcome == OUTCOME_ERROR)) { /* a broken check is not hidden */
            rc = put(x->arena, f, said.template_text, said.params, said.rule);
        }
    }
    return rc;
}

int doubt(const struct doubter *x, const struct finding *from_facts, struct finding *f)
{
    int rc = x->answer->state == 'n' ? claimed_away(x, f) : 0;
    rc = rc == 0 ? against_facts(x, from_facts, f) : rc;
    return rc == 0 ? doubt_checks(x, f) : rc;
}
