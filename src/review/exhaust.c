/* A checklist, criterion by criterion: its ladders, its answers, its facts; then all of them
 * through the score. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/checklist.h"

void whole_report(struct whole *w, const struct place *at, const char *check, enum remark_kind kind,
                  const char *text, const char *example)
{
    const struct json *exempt = json_get(json_get(at->doc, "exempt"), check);
    exempt = at->what == NULL ? exempt : json_get(exempt, at->what);
    const char *reason = json_string(exempt);
    char noted[1200];
    struct remark r = {.kind = kind,
                       .check = check,
                       .path = w->path,
                       .line = at->line,
                       .subject = at->subject,
                       .text = text,
                       .example = example};
    if (reason != NULL) {
        (void)snprintf(noted, sizeof noted, "exempt: %.500s (%.600s)", reason, text);
        r.kind = REMARK_NOTE;
        r.text = noted;
        w->tally->exempt++;
        const struct json **used = list_add(&w->used, &w->arena, sizeof *used);
        if (used == NULL) {
            w->memory = true;
        } else {
            *used = exempt;
        }
    } else if (kind == REMARK_FAULT) {
        w->tally->faults++;
    }
    w->v->report(w->v->context, &r);
}

struct place place_of(const struct criterion *k)
{
    return (struct place){.doc = k->doc, .subject = k->demand.id, .line = k->doc->line};
}

/* ---- one criterion ---------------------------------------------------------------------------- */

static void try_criterion(struct trial *t)
{
    const struct criterion *k = t->k;
    bool computed = criterion_is_computed(k);
    if (computed) {
        trial_facts(t, &k->demand, true);
    }
    if (k->demand.answer.type != ANSWER_NONE) {
        const struct part *asked = computed ? &k->answered : &k->demand;
        size_t before = t->credits.count;
        trial_answers(t, asked);
        if (t->credits.count == before && strncmp(asked->rule, "standard/", 9) != 0) {
            trial_answers_beside(t, asked);
        }
    }
    for (size_t i = 0; i < k->check_count; i++) {
        trial_facts(t, &k->checks[i], false);
    }
}

static bool is_used(const struct whole *w, const struct json *exempt)
{
    const struct json *const *used = w->used.items;
    for (size_t i = 0; i < w->used.count; i++) {
        if (used[i] == exempt) {
            return true;
        }
    }
    return false;
}

/* A reason for a check that found nothing is out of date. */
static void look_at_exemption(struct whole *w, const struct json *e, const char *check,
                              const char *subject)
{
    char text[300];
    bool whole = strcmp(e->key, check) == 0;
    if (is_used(w, e)) {
        return;
    }
    (void)snprintf(text, sizeof text,
                   "%.60s%s%.60s is exempt, and the check finds nothing: take the exemption out",
                   check, whole ? "" : " ", whole ? "" : e->key);
    struct remark r = {.kind = REMARK_WARNING,
                       .check = "exempt",
                       .path = w->path,
                       .line = e->line,
                       .subject = subject,
                       .text = text};
    w->v->report(w->v->context, &r);
}

static void look_at_exemptions(struct whole *w, const struct json *doc, const char *subject)
{
    const struct json *exempt = json_get(doc, "exempt");
    for (const struct json *e = exempt == NULL ? NULL : exempt->first; e != NULL; e = e->next) {
        if (e->type == JSON_STRING) {
            look_at_exemption(w, e, e->key, subject);
        }
        for (const struct json *m = e->first; m != NULL; m = m->next) {
            look_at_exemption(w, m, e->key, subject);
        }
    }
}

/* ---- what the checklist says beside the numbers ------------------------------------------------ */

static bool given(const struct trial *t, const char *name, size_t len)
{
    const char *const *names = t->names.items;
    for (size_t i = 0; i < t->names.count; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0) {
            return true;
        }
    }
    return false;
}

/* An advice with a name that no finding gives is never shown. */
static void look_at_names(struct whole *w, const struct trial *t, const struct place *at,
                          const char *advice)
{
    for (const char *open = strchr(advice, '{'); open != NULL; open = strchr(open + 1, '{')) {
        size_t len = strcspn(open + 1, "}");
        char text[300];
        if (given(t, open + 1, len)) {
            continue;
        }
        (void)snprintf(text, sizeof text,
                       "the advice names {%.*s}, which no finding gives: it is never shown",
                       len < 60 ? (int)len : 60, open + 1);
        whole_report(w, at, "advice", REMARK_WARNING, text, NULL);
    }
}

/* Nor is one that comes after another without names that is for all that it is for. */
static void look_at_advice(struct whole *w, const struct trial *t)
{
    const struct json *advice = json_get(t->k->doc, "advice");
    const struct json *a = NULL;
    double taken = -1;
    while ((a = advice_next(advice, a)) != NULL) {
        const struct json *below = advice_below(a);
        const char *text = advice_text(a);
        double reach = below == NULL ? 2 : below->number; /* more than any credit */
        struct place at = place_of(t->k);
        at.line = a->line;
        if (reach <= taken) {
            whole_report(w, &at, "advice", REMARK_WARNING,
                         "the advice is never shown: one before it is for all that it is for; put "
                         "the lowest first",
                         NULL);
        }
        look_at_names(w, t, &at, text);
        taken = strchr(text, '{') == NULL && reach > taken ? reach : taken;
    }
}

/* A question or a threshold comes from somewhere: said of the criterion, or of what it stands in. */
static void look_at_source(struct whole *w, const struct criterion *k)
{
    bool told = json_get(k->doc, "source") != NULL || json_get(w->c->doc, "source") != NULL;
    for (int n = k->node; n >= 0 && !told; n = w->c->nodes[n].parent) {
        told = json_get(w->c->nodes[n].doc, "source") != NULL;
    }
    if (!told) {
        struct place at = place_of(k);
        whole_report(w, &at, "source", REMARK_WARNING,
                     "no source is given, here or above: say where question and thresholds come "
                     "from, drafted where they are your own",
                     NULL);
    }
}

static void report_trial(struct whole *w, struct trial *t)
{
    static const char *const words[] = {"breaks", "monotone", "absent", "reason"};
    const struct found *f = t->found.items;
    for (size_t i = 0; i < t->found.count; i++, f++) {
        struct place at = place_of(t->k);
        char text[1200];
        (void)snprintf(text, sizeof text,
                       f->cases > 1 ? "%.1000s (the smallest of %zu cases)" : "%.1000s", f->text,
                       f->cases);
        at.what = f->what;
        whole_report(w, &at, words[f->check], REMARK_FAULT, text, f->example);
    }
    if (t->cut) {
        struct remark r = {.kind = REMARK_NOTE,
                           .check = "bound",
                           .path = w->path,
                           .line = t->k->doc->line,
                           .subject = t->k->demand.id,
                           .text = buf_text(&t->cuts)};
        w->v->report(w->v->context, &r);
    }
}

static int review_criterion(struct whole *w, struct host *h, int index)
{
    struct trial t = {.v = w->v,
                      .host = h,
                      .rules = w->rules,
                      .c = w->c,
                      .k = &w->c->criteria[index],
                      .path = w->path,
                      .arena = ARENA_INIT,
                      .changed = ARENA_INIT,
                      .scratch = ARENA_INIT,
                      .bound = w->bound,
                      .cuts = BUF_INIT};
    whole_steps(w, t.k);
    try_criterion(&t);
    w->memory = w->memory || t.memory || t.cuts.failed;
    if (!w->memory) {
        report_trial(w, &t);
        look_at_advice(w, &t);
        look_at_source(w, t.k);
    }
    w->tally->tried += t.tried;
    t.credits.told = trial_cases(&t, CHECK_BREAKS, NULL) > 0;
    w->credits[index] = t.credits;
    host_forget(h); /* what it remembers is of no use to the next */
    arena_free(&t.arena);
    arena_free(&t.changed);
    arena_free(&t.scratch);
    buf_free(&t.cuts);
    return w->memory ? ERR_MEMORY : 0;
}

/* ---- the whole -------------------------------------------------------------------------------- */

int review_checklist(struct review *v, const struct ruleset *r, const struct checklist *c,
                     const char *path, long bound, struct review_tally *out, struct err *e)
{
    static const struct host_budget budget = {
        .fuel = 10000000, .memory = 16 << 20, .wall_ms = 60000};
    struct host *h = NULL;
    struct whole w = {.v = v, .rules = r, .c = c, .path = path, .bound = bound, .tally = out};
    *out = (struct review_tally){0};
    w.credits = calloc((size_t)c->criterion_count, sizeof *w.credits);
    int rc = w.credits == NULL ? err_set(e, ERR_MEMORY, "out of memory")
                               : host_new(r, &budget, &h, e);
    for (int i = 0; i < c->criterion_count && rc == 0; i++) {
        rc = review_criterion(&w, h, i);
    }
    rc = rc == 0 ? whole_scores(&w) : rc;
    for (int i = 0; i < c->criterion_count && rc == 0; i++) {
        look_at_exemptions(&w, c->criteria[i].doc, c->criteria[i].demand.id);
    }
    if (rc == 0) {
        look_at_exemptions(&w, c->doc, c->id);
    }
    arena_free(&w.arena);
    for (int i = 0; i < c->criterion_count && w.credits != NULL; i++) {
        free(w.credits[i].list);
    }
    free(w.credits);
    host_free(h);
    v->memory = v->memory || rc == ERR_MEMORY;
    return rc == ERR_MEMORY ? err_set(e, rc, "out of memory") : rc;
}
