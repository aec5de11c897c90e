/* One criterion for people: what was asked and answered, what the rule made of it, and why. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "report/render_internal.h"

enum { LABEL = 14 };

static void label(struct page *p, const char *text)
{
    page_on(p, STYLE_BOLD);
    page_cell(p, text, LABEL);
    page_off(p);
}

/* Prints and empties text. */
static void line(struct page *p, const char *name, struct buf *text)
{
    label(p, name);
    page_wrap(p, LABEL, LABEL, buf_text(text));
    p->out->failed = p->out->failed || text->failed;
    buf_reset(text);
}

static void answer_value(struct buf *text, const struct answer_spec *spec, const struct json *value)
{
    render_value(text, value);
    if (value->type != JSON_NUMBER) {
        return;
    }
    if (spec->type == ANSWER_PERCENT) {
        buf_puts(text, " %");
    } else if (spec->type == ANSWER_NUMBER && spec->unit != NULL) {
        buf_printf(text, " %s", spec->unit);
    } else if (spec->type == ANSWER_LEVEL) {
        const struct json *levels = json_get(spec->doc, "levels");
        const struct json *level = levels == NULL ? NULL : levels->first;
        for (int i = 0; level != NULL && i < value->number; i++) {
            level = level->next;
        }
        const char *meaning = json_string(level);
        buf_printf(text, " of %d", spec->levels);
        if (meaning != NULL) {
            buf_printf(text, ": %s", meaning);
        }
    }
}

static void answer_line(struct page *p, const struct criterion *k, const struct answer *answer,
                        struct buf *text)
{
    switch (answer->state) {
    case 'v':
        answer_value(text, &k->demand.answer, answer->value);
        break;
    case 'n':
        buf_puts(text, "claimed not to apply");
        break;
    case 'u':
        buf_puts(text, "asked, and nobody knows");
        break;
    default:
        buf_puts(text, k->demand.answer.type == ANSWER_NONE
                           ? "not asked: computed from the plan's facts"
                       : k->answered.rule != NULL ? "none given: the plan's facts are read instead"
                                                  : "none given");
        break;
    }
    if (answer->reason != NULL && answer->state != 'v') {
        buf_printf(text, ": %s", answer->reason);
    }
    line(p, "Answer", text);
}

static void outcome_lines(struct page *p, const struct finding *f, struct buf *text)
{
    for (const char *c = outcome_name(f->outcome); *c != '\0'; c++) {
        buf_putc(text, *c == '_' ? ' ' : *c);
    }
    if (f->outcome == OUTCOME_SCORED) {
        buf_puts(text, ", credit ");
        number_write_credit(text, f->credit);
    } else if (f->by != BY_NONE) {
        buf_printf(text, " (by %s)", finding_by_name(f->by));
    }
    line(p, "Outcome", text);
    finding_reason_in(text, f, p->texts);
    if (text->len > 0) {
        line(p, "Reason", text);
    }
    for (const struct json *d = finding_doubts(f); d != NULL; d = d->next) {
        const char *rule = doubt_reason(text, d, p->texts);
        if (rule != NULL) {
            buf_printf(text, " (%s)", rule);
        }
        line(p, "Doubt", text);
    }
}

static void read_lines(struct page *p, const struct assessment *a, const struct finding *f,
                       struct buf *text)
{
    for (size_t i = 0; i < f->read_count; i++) {
        const struct json *value = json_path(a->plan->doc, f->read[i]);
        buf_printf(text, "%s = ", f->read[i]);
        if (value == NULL) {
            buf_puts(text, "(absent)");
        } else {
            render_value(text, value);
        }
        line(p, i == 0 ? "Read" : "", text);
    }
}

/* What the checklist says of the line above. */
static void reason_line(struct page *p, const struct json *doc, const char *key, struct buf *text)
{
    const char *reason = json_string(json_get(doc, key));
    if (reason != NULL) {
        buf_puts(text, reason);
        line(p, "", text);
    }
}

static void weight_lines(struct page *p, const struct assessment *a, int criterion,
                         struct buf *text)
{
    const struct criterion *k = &a->checklist->criteria[criterion];
    const struct node *n = &a->checklist->nodes[k->node];
    buf_printf(text, "%lld in %s", (long long)k->demand.weight,
               n->title != NULL ? n->title
               : n->id != NULL  ? n->id
                                : a->checklist->title);
    double share = render_share(a, criterion);
    if (share > 0) {
        buf_puts(text, ", ");
        render_decimals(text, share * 100, 1);
        buf_puts(text, " % of the weight that applies");
    }
    line(p, "Weight", text);
    reason_line(p, k->doc, "weight_reason", text);
    if (a->contribution[criterion] != SCORE_NONE) {
        number_write_credit(text, a->contribution[criterion]);
        buf_puts(text, " of the score ");
        number_write_credit(text, a->nodes[0].score);
        line(p, "Contribution", text);
    }
    if (a->has_effect[criterion]) {
        buf_puts(text, a->effect[criterion] > 0 ? "+" : "");
        number_write_credit(text, a->effect[criterion]);
        buf_puts(text, a->effect[criterion] > 0   ? ": raises the score"
                       : a->effect[criterion] < 0 ? ": lowers the score"
                                                  : ": the score would be the same without it");
        line(p, "Effect", text);
    }
    if (k->critical) {
        buf_puts(text, "below ");
        number_write_credit(text, k->critical_below);
        buf_printf(text, " the band is no better than %s", a->checklist->bands[k->critical_cap].id);
        line(p, "Critical", text);
        reason_line(p, json_get(k->doc, "critical"), "reason", text);
    }
}

/* "document, p. 14: quote" of each piece of evidence, and the note. */
static void evidence_lines(struct page *p, const struct answer *answer, struct buf *text)
{
    const struct json *list = json_get(answer->entry, "evidence");
    const struct json *first = list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
    for (const struct json *e = first; e != NULL; e = e->next) {
        const char *document = json_string(json_get(e, "document"));
        const struct json *page = json_get(e, "page");
        const char *quote = json_string(json_get(e, "quote"));
        if (document == NULL && quote == NULL) {
            render_value(text, e);
        } else {
            buf_puts(text, document == NULL ? "" : document);
            if (page != NULL) {
                buf_puts(text, document == NULL ? "p. " : ", p. ");
                render_value(text, page);
            }
            if (quote != NULL) {
                buf_printf(text, "%s“%s”", text->len > 0 ? ": " : "", quote);
            }
        }
        line(p, e == first ? "Evidence" : "", text);
    }
    const char *note = json_string(json_get(answer->entry, "note"));
    if (note != NULL && note[0] != '\0') {
        buf_puts(text, note);
        line(p, "Note", text);
    }
}

void render_source(struct buf *text, const struct json *s)
{
    const char *title = json_string(json_get(s, "title"));
    const char *status = json_string(json_get(s, "status"));
    const struct json *year = json_get(s, "year");
    const struct json *section = json_get(s, "section");
    buf_puts(text, title == NULL ? "(no title)" : title);
    if (year != NULL) {
        buf_puts(text, ", ");
        render_value(text, year);
    }
    if (section != NULL) {
        buf_puts(text, ", ");
        render_value(text, section);
    }
    if (text_equal(status, "drafted")) {
        buf_puts(text, " [our own threshold]");
    } else if (!text_equal(status, "found")) {
        buf_puts(text, " [unverified]");
    }
}

static void source_lines(struct page *p, const struct criterion *k, struct buf *text)
{
    const char *ask = json_string(json_get(k->doc, "evidence"));
    if (ask != NULL) {
        buf_puts(text, ask);
        line(p, "Ask for", text);
    }
    const struct json *list = json_get(k->doc, "source");
    const struct json *first = list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
    for (const struct json *s = first; s != NULL; s = s->next) {
        render_source(text, s);
        line(p, s == first ? "Source" : "", text);
    }
}

/* What to do next, and who does it elsewhere. */
static void advice_lines(struct page *p, const struct assessment *a, int criterion,
                         struct buf *text)
{
    const struct json *example = json_get(a->checklist->criteria[criterion].doc, "example");
    const struct json *sources = json_get(example, "source");
    if (!render_next_step(text, a, criterion)) {
        return;
    }
    line(p, "Do next", text);
    if (example != NULL) {
        render_value(text, json_get(example, "text"));
        buf_puts(text, " (");
        render_source(text, sources->first);
        buf_puts(text, ")");
        line(p, "Elsewhere", text);
    }
}

void render_explain_text(struct buf *out, const struct assessment *a, int criterion, bool color)
{
    struct page p = {.out = out, .color = color, .texts = a->texts};
    struct buf text = BUF_INIT;
    const struct criterion *k = &a->checklist->criteria[criterion];
    const struct finding *f = &a->findings[criterion];
    struct answer answer;
    plan_answer_read(plan_answer(a->plan, k->demand.id), &answer);

    buf_printf(&text, "%s  %s", k->demand.id, k->demand.title == NULL ? "" : k->demand.title);
    page_on(&p, STYLE_BOLD);
    page_wrap(&p, 0, 0, buf_text(&text));
    page_off(&p);
    out->failed = out->failed || text.failed; /* emptying forgets it */
    buf_reset(&text);
    if (k->question != NULL) {
        page_wrap(&p, 0, 0, k->question);
    }
    buf_putc(out, '\n');
    answer_line(&p, k, &answer, &text);
    outcome_lines(&p, f, &text);
    advice_lines(&p, a, criterion, &text);
    read_lines(&p, a, f, &text);
    if (f->rule != NULL) {
        buf_puts(&text, f->rule);
        if (f->line > 0) {
            buf_printf(&text, ", line %d", f->line);
        }
        line(&p, "Rule", &text);
    }
    weight_lines(&p, a, criterion, &text);
    evidence_lines(&p, &answer, &text);
    source_lines(&p, k, &text);
    out->failed = out->failed || text.failed;
    buf_free(&text);
}
