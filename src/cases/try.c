#include "cases/try.h"

#include <string.h>

#include "base/number.h"
#include "model/aggregate.h"

/* Where the criterion is open or not met in full, what the checklist advises. */
static int advise(struct rule_try *t, struct arena *arena)
{
    const struct finding *f = &t->finding;
    int64_t best = t->checklist->risk ? 0 : CREDIT_ONE;
    bool short_of = f->outcome == OUTCOME_SCORED && f->credit != best;
    bool open = f->outcome == OUTCOME_NOT_ASSESSED || f->outcome == OUTCOME_UNKNOWN;
    const char *advice = short_of || open ? finding_advice(f, json_get(t->criterion->doc, "advice"))
                                          : NULL;
    if (advice == NULL) {
        return 0;
    }
    struct buf text = BUF_INIT;
    finding_fill(&text, advice, f->params, NULL);
    t->advice = buf_status(&text) == 0 ? arena_strdup(arena, buf_text(&text)) : NULL;
    buf_free(&text);
    return t->advice == NULL ? ERR_MEMORY : 0;
}

/* The rule of a part reads its answer, which lies within that of the criterion. */
static int name_reads(struct rule_try *t, struct arena *arena)
{
    const char *whole = t->criterion->demand.id, *part = t->part->id;
    struct finding *f = &t->finding;
    const struct json *entry = json_get(json_get(t->doc, "answers"), whole);
    bool deep = json_get(entry, "value") != NULL;
    struct buf path = BUF_INIT;
    buf_printf(&path, "answers.%s%s.%s", whole, deep ? ".value" : "", part);
    const char *full = buf_status(&path) == 0 ? arena_strdup(arena, buf_text(&path)) : NULL;
    const char **read = arena_alloc(arena, sizeof *read * (f->read_count + 1));
    buf_free(&path);
    if (full == NULL || read == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < f->read_count; i++) {
        bool own = strncmp(f->read[i], "answers.", 8) == 0 && strcmp(f->read[i] + 8, part) == 0;
        read[i] = own ? full : f->read[i];
    }
    f->read = read;
    return 0;
}

static int run_criterion(struct host *h, struct rule_try *t, struct arena *arena)
{
    struct plan plan = {.doc = t->doc};
    host_begin(h);
    int rc = host_run_demand(h, t->checklist, t->part, &plan, &t->given, arena, &t->finding);
    if (rc == 0 && t->finding.outcome == OUTCOME_SCORED) {
        const struct node *n = &t->checklist->nodes[t->criterion->node];
        t->finding.credit = aggregate_credit(&n->round_below, t->finding.raw);
    }
    bool part = strcmp(t->part->id, t->criterion->demand.id) != 0;
    return rc == 0 && part ? name_reads(t, arena) : rc;
}

static int run_once(struct host *h, struct rule_try *t, struct arena *arena)
{
    if (t->expression != NULL) {
        struct host_snippet x = {.text = t->expression,
                                 .rule = t->info == NULL ? NULL : t->info->name,
                                 .doc = t->doc,
                                 .answer = t->answer,
                                 .args = t->args};
        int rc = host_evaluate(h, &x, arena, &t->value);
        t->finding = t->value.finding;
        return rc;
    }
    return t->criterion != NULL
               ? run_criterion(h, t, arena)
               : host_try(h, t->info->name, t->doc, t->answer, t->args, arena, &t->finding);
}

bool try_went_well(const struct rule_try *t)
{
    return t->expression != NULL ? t->value.error == NULL : t->finding.outcome != OUTCOME_ERROR;
}

/* A run that is timed is none of those that count, which are slow; nor the first, which loads the rule. */
static int measure(const struct ruleset *r, const struct rule_try *t, int64_t *ns,
                   struct arena *arena, struct err *e)
{
    struct host *h = NULL;
    struct rule_try own = *t;
    int rc = host_new(r, NULL, &h, e);
    rc = rc == 0 && run_once(h, &own, arena) != 0 ? ERR_MEMORY : rc;
    if (rc == 0) {
        struct host_usage used;
        host_forget(h);
        host_time(h);
        rc = run_once(h, &own, arena);
        host_used(h, &used);
        *ns = used.ns;
    }
    host_free(h);
    return rc;
}

/* What lies in a state that is about to go is copied: what was remembered of a finding. */
static int keep(struct rule_try *t, struct arena *arena)
{
    struct finding *f = &t->finding;
    const char **read = arena_alloc(arena, sizeof *read * (f->read_count + 1));
    f->template_text = arena_strdup(arena, f->template_text == NULL ? "" : f->template_text);
    f->rule = f->rule == NULL ? NULL : arena_strdup(arena, f->rule);
    f->params = f->params == NULL ? NULL : json_copy(arena, f->params);
    bool failed = read == NULL || f->template_text == NULL;
    for (size_t i = 0; !failed && i < f->read_count; i++) {
        read[i] = arena_strdup(arena, f->read[i]);
        failed = read[i] == NULL;
    }
    f->read = read;
    return failed ? ERR_MEMORY : 0;
}

int try_run(const struct ruleset *r, struct rule_try *t, struct arena *arena, struct err *e)
{
    struct host *h = NULL;
    t->ns = -1;
    t->advice = NULL;
    int rc = host_new(r, NULL, &h, e);
    if (rc == 0) {
        host_measure(h);
        rc = run_once(h, t, arena);
    }
    if (rc == 0) {
        host_used(h, &t->used);
        rc = keep(t, arena);
    }
    host_free(h);
    if (rc == 0 && t->criterion != NULL && t->expression == NULL) {
        rc = advise(t, arena);
    }
    if (rc == 0 && t->timed && try_went_well(t)) {
        rc = measure(r, t, &t->ns, arena, e);
    }
    return rc == ERR_MEMORY ? err_set(e, rc, "out of memory") : rc;
}
