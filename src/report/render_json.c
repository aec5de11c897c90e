/* The JSON form of an assessment: one line, keys in a fixed order. */
#include <string.h>

#include "base/number.h"
#include "report/render.h"
#include "report/render_internal.h"

void render_credit(struct buf *out, bool known, int64_t value)
{
    if (known) {
        number_write_credit(out, value);
    } else {
        buf_puts(out, "null");
    }
}

void render_string(struct buf *out, const char *text)
{
    if (text == NULL || text[0] == '\0') {
        buf_puts(out, "null");
    } else {
        json_write_string(out, text);
    }
}

static void key_string(struct buf *out, const char *key, const char *text)
{
    buf_putc(out, '"');
    buf_puts(out, key);
    buf_puts(out, "\":");
    render_string(out, text);
}

static void key_credit(struct buf *out, const char *key, bool known, int64_t value)
{
    buf_puts(out, ",\"");
    buf_puts(out, key);
    buf_puts(out, "\":");
    render_credit(out, known, value);
}

static void render_nodes(struct buf *out, const struct assessment *a)
{
    const struct checklist *c = a->checklist;
    buf_puts(out, ",\"nodes\":[");
    for (int i = 1; i < c->node_count; i++) {
        const struct node *n = &c->nodes[i];
        const struct node_result *r = &a->nodes[i];
        buf_puts(out, i == 1 ? "{" : ",{");
        key_string(out, "id", n->id);
        buf_puts(out, ",");
        key_string(out, "parent", c->nodes[n->parent].id);
        buf_printf(out, ",\"weight\":%lld,\"applicable\":%s", (long long)n->weight,
                   r->applicable ? "true" : "false");
        key_credit(out, "score", r->score != SCORE_NONE, r->score);
        key_credit(out, "low", r->applicable, r->low);
        key_credit(out, "high", r->applicable, r->high);
        key_credit(out, "coverage", r->applicable, r->coverage);
        buf_puts(out, "}");
    }
    buf_puts(out, "]");
}

/* What the plan says beside the value: evidence and note. */
static void render_entry(struct buf *out, const struct plan *plan, const char *criterion)
{
    struct answer answer;
    plan_answer_read(plan_answer(plan, criterion), &answer);
    const struct json *evidence = json_get(answer.entry, "evidence");
    buf_puts(out, ",\"evidence\":");
    if (evidence != NULL && evidence->type == JSON_ARRAY) {
        json_write(out, evidence);
    } else {
        buf_puts(out, "[]");
    }
    const char *note = json_string(json_get(answer.entry, "note"));
    if (note != NULL) {
        buf_puts(out, ",\"note\":");
        json_write_string(out, note);
    }
}

/* What the template names: params without the doubts, which stand beside it. */
static void render_params(struct buf *out, const struct json *params)
{
    if (json_get(params, FINDING_DOUBTS) == NULL) {
        if (params != NULL) {
            json_write(out, params);
        } else {
            buf_puts(out, "{}");
        }
        return;
    }
    struct arena arena = ARENA_INIT;
    struct json *named = json_new(&arena, JSON_OBJECT);
    for (const struct json *p = params->first; p != NULL && named != NULL; p = p->next) {
        if (strcmp(p->key, FINDING_DOUBTS) != 0 && json_share(&arena, named, p->key, p) != 0) {
            named = NULL;
        }
    }
    if (named != NULL) {
        json_write(out, named);
    }
    out->failed = out->failed || named == NULL;
    arena_free(&arena);
}

static void render_doubts(struct buf *out, const struct finding *f, const struct texts *texts)
{
    const struct json *first = finding_doubts(f);
    for (const struct json *d = first; d != NULL; d = d->next) {
        struct buf reason = BUF_INIT;
        const char *rule = doubt_reason(&reason, d, texts);
        const char *template_text = json_string(json_get(d, "template"));
        buf_puts(out, d == first ? ",\"doubts\":[{" : ",{");
        key_string(out, "reason", buf_text(&reason));
        buf_puts(out, ",");
        key_string(out, "template", template_text);
        buf_puts(out, ",\"params\":");
        render_params(out, json_get(d, "params"));
        buf_puts(out, ",");
        key_string(out, "rule", rule);
        buf_puts(out, d->next == NULL ? "}]" : "}");
        out->failed = out->failed || reason.failed;
        buf_free(&reason);
    }
}

void render_finding(struct buf *out, const struct assessment *a, int index)
{
    const struct criterion *k = &a->checklist->criteria[index];
    const struct finding *f = &a->findings[index];
    struct buf reason = BUF_INIT;
    finding_reason_in(&reason, f, a->checklist->texts);
    out->failed = out->failed || reason.failed;
    key_string(out, "criterion", k->demand.id);
    buf_puts(out, ",");
    key_string(out, "node", a->checklist->nodes[k->node].id);
    buf_puts(out, ",");
    key_string(out, "outcome", outcome_name(f->outcome));
    if (f->by != BY_NONE) {
        buf_puts(out, ",");
        key_string(out, f->outcome == OUTCOME_ERROR ? "cause" : "by", finding_by_name(f->by));
    }
    key_credit(out, "credit", f->outcome == OUTCOME_SCORED, f->credit);
    buf_puts(out, ",\"weight\":");
    number_write_whole(out, k->demand.weight);
    key_credit(out, "contribution", a->contribution[index] != SCORE_NONE, a->contribution[index]);
    key_credit(out, "effect", a->has_effect[index], a->effect[index]);
    buf_puts(out, ",\"reason\":");
    json_write_string(out, buf_text(&reason));
    buf_puts(out, ",\"template\":");
    json_write_string(out, f->template_text);
    buf_puts(out, ",\"params\":");
    render_params(out, f->params);
    buf_puts(out, ",");
    key_string(out, "rule", f->rule);
    buf_puts(out, ",\"line\":");
    if (f->line > 0) {
        number_write_whole(out, f->line);
    } else {
        buf_puts(out, "null");
    }
    buf_puts(out, ",\"read\":[");
    for (size_t i = 0; i < f->read_count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        json_write_string(out, f->read[i]);
    }
    buf_puts(out, "]");
    render_doubts(out, f, a->checklist->texts);
    render_entry(out, a->plan, k->demand.id);
    buf_free(&reason);
}

static void render_head(struct buf *out, const struct assessment *a)
{
    const struct plan *p = a->plan;
    const struct checklist *c = a->checklist;
    key_string(out, "engine", a->engine);
    buf_puts(out, ",\"plan\":{");
    key_string(out, "id", p->id);
    buf_puts(out, ",");
    key_string(out, "title", p->title);
    buf_puts(out, ",");
    key_string(out, "digest", p->digest);
    buf_puts(out, "},");
    key_string(out, "country", p->country);
    buf_puts(out, ",");
    key_string(out, "community", p->community);
    buf_puts(out, ",");
    key_string(out, "round", p->round);
    buf_puts(out, ",\"checklist\":{");
    key_string(out, "id", c->id);
    buf_puts(out, ",");
    key_string(out, "version", c->version);
    buf_puts(out, ",");
    key_string(out, "profile", c->profile);
    buf_puts(out, ",\"tailoring\":[],");
    key_string(out, "digest", c->digest);
    buf_puts(out, "},\"ruleset\":{");
    key_string(out, "digest", a->ruleset_digest);
    buf_puts(out, "}");
}

void render_identity_json(struct buf *out, const struct assessment *a)
{
    buf_puts(out, "{");
    key_string(out, "id", a->id);
    buf_puts(out, ",");
    key_string(out, "created", a->created);
    buf_puts(out, ",");
}

void render_assessment_json(struct buf *out, const struct assessment *a, bool whole, bool identity)
{
    const struct node_result *root = &a->nodes[0];
    const struct checklist *c = a->checklist;
    if (identity) {
        render_identity_json(out, a);
    } else {
        buf_puts(out, "{");
    }
    render_head(out, a);
    buf_printf(out, ",\"applicable\":%s,\"incomplete\":%s", root->applicable ? "true" : "false",
               a->incomplete ? "true" : "false");
    key_credit(out, "score", root->score != SCORE_NONE, root->score);
    key_credit(out, "low", root->applicable, root->low);
    key_credit(out, "high", root->applicable, root->high);
    key_credit(out, "coverage", root->applicable, root->coverage);
    buf_puts(out, ",");
    key_string(out, "band", a->band < 0 ? NULL : c->bands[a->band].id);
    buf_puts(out, ",");
    key_string(out, "band_possible", a->band_possible < 0 ? NULL : c->bands[a->band_possible].id);
    buf_puts(out, ",\"counts\":{");
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        buf_printf(out, "%s\"%s\":%d", i == 0 ? "" : ",", outcome_name((enum outcome)i),
                   a->counts[i]);
    }
    buf_puts(out, "}");
    if (whole) {
        render_nodes(out, a);
        buf_puts(out, ",\"findings\":[");
        for (int i = 0; i < c->criterion_count; i++) {
            buf_puts(out, i == 0 ? "{" : ",{");
            render_finding(out, a, i);
            buf_puts(out, "}");
        }
        buf_puts(out, "]");
    }
    buf_puts(out, "}");
}

/* What to do next, and who does it elsewhere. */
static void render_advice(struct buf *out, const struct assessment *a, int criterion)
{
    const struct json *example = json_get(a->checklist->criteria[criterion].doc, "example");
    struct buf text = BUF_INIT;
    (void)render_next_step(&text, a, criterion);
    key_string(out, "advice", buf_text(&text));
    buf_puts(out, ",\"example\":");
    if (example != NULL) {
        json_write(out, example);
    } else {
        buf_puts(out, "null");
    }
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

void render_step_json(struct buf *out, const struct assessment *a, const struct render_step *s)
{
    const struct criterion *k = &a->checklist->criteria[s->criterion];
    const struct finding *f = &a->findings[s->criterion];
    buf_puts(out, "{");
    key_string(out, "assessment", a->id);
    buf_puts(out, ",");
    key_string(out, "criterion", k->demand.id);
    buf_puts(out, ",");
    key_string(out, "title", k->demand.title);
    buf_puts(out, ",");
    key_string(out, "outcome", outcome_name(f->outcome));
    key_credit(out, "credit", f->outcome == OUTCOME_SCORED, f->credit);
    key_credit(out, "gain", true, (int64_t)(s->gain * (double)CREDIT_ONE + 0.5));
    buf_printf(out, ",\"critical\":%s", s->rank == STEP_OTHER ? "false" : "true");
    buf_printf(out, ",\"saves_lives\":%s", s->saves_lives ? "true" : "false");
    buf_puts(out, ",");
    render_advice(out, a, s->criterion);
    buf_puts(out, "}");
}

/* A member as the checklist has it, or what stands for it where it has none. */
static void key_copy(struct buf *out, const char *key, const struct json *doc,
                     const char *otherwise)
{
    const struct json *value = json_get(doc, key);
    buf_printf(out, ",\"%s\":", key);
    if (value != NULL) {
        json_write(out, value);
    } else {
        buf_puts(out, otherwise);
    }
}

void render_explain_json(struct buf *out, const struct assessment *a, int criterion)
{
    const struct criterion *k = &a->checklist->criteria[criterion];
    const struct json *answer = plan_answer(a->plan, k->demand.id);
    buf_puts(out, "{");
    key_string(out, "assessment", a->id);
    buf_puts(out, ",");
    key_string(out, "title", k->demand.title);
    buf_puts(out, ",");
    key_string(out, "question", k->question);
    buf_puts(out, ",\"answer\":");
    if (answer != NULL) {
        json_write(out, answer);
    } else {
        buf_puts(out, "null");
    }
    key_copy(out, "weight_reason", k->doc, "null");
    key_copy(out, "critical", k->doc, "null");
    key_copy(out, "source", k->doc, "[]");
    buf_puts(out, ",");
    render_advice(out, a, criterion);
    buf_puts(out, ",");
    render_finding(out, a, criterion);
    buf_puts(out, "}");
}
