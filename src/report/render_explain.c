/* One criterion for people: what was asked and answered, what the rule made of it, and why. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "report/render_internal.h"

enum { LABEL = 14 };

static void label(struct page *p, const char *text)
{
    page_on(p, STYLE_BOLD);
    page_cell(p, texts_get(p->texts, text), LABEL);
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

static void outcome_lines(struct page *p, const struct assessment *a, int criterion,
                          struct buf *text)
{
    const struct finding *f = &a->findings[criterion];
    static const char *const outcomes[OUTCOME_COUNT] = {SAID("scored"), SAID("not applicable"),
                                                        SAID("not assessed"), SAID("unknown"),
                                                        SAID("error")};
    page_fill(p, text, outcomes[f->outcome], NULL);
    if (f->outcome == OUTCOME_SCORED) {
        page_fill(p, text, ", credit ", NULL);
        number_write_credit(text, f->credit);
    } else if (f->by != BY_NONE) {
        buf_printf(text, " (%s)", texts_get(p->texts, render_by(f->by)));
    }
    line(p, SAID("Outcome"), text);
    render_reason(text, a, criterion);
    if (text->len > 0) {
        line(p, SAID("Reason"), text);
    }
    for (const struct json *d = finding_doubts(f); d != NULL; d = d->next) {
        const char *rule = render_doubt(text, a, criterion, d);
        if (rule != NULL) {
            buf_printf(text, " (%s)", rule);
        }
        line(p, SAID("Doubt"), text);
    }
}

static void read_lines(struct page *p, const struct assessment *a, const struct finding *f,
                       struct buf *text)
{
    for (size_t i = 0; i < f->read_count; i++) {
        const struct json *value = json_path(a->plan->doc, f->read[i]);
        buf_printf(text, "%s = ", f->read[i]);
        if (value == NULL) {
            page_fill(p, text, "(absent)", NULL);
        } else {
            render_value(text, value);
        }
        line(p, i == 0 ? SAID("Read") : "", text);
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
    struct buf number = BUF_INIT;
    number_write_whole(&number, k->demand.weight);
    page_fill(p, text, "{weight} in {domain}",
              (struct fill[]){{"weight", buf_text(&number)},
                              {"domain", n->title != NULL ? n->title
                                         : n->id != NULL  ? n->id
                                                          : a->checklist->title},
                              {NULL, NULL}});
    double share = render_share(a, criterion);
    if (share > 0) {
        text->failed = text->failed || number.failed;
        buf_reset(&number);
        render_decimals(&number, share * 100, 1);
        page_fill(p, text, ", {share} % of the weight that applies",
                  (struct fill[]){{"share", buf_text(&number)}, {NULL, NULL}});
    }
    text->failed = text->failed || number.failed;
    buf_free(&number);
    line(p, SAID("Weight"), text);
    reason_line(p, k->doc, "weight_reason", text);
    if (a->contribution[criterion] != SCORE_NONE) {
        number_write_credit(text, a->contribution[criterion]);
        page_fill(p, text, " of the score ", NULL);
        number_write_credit(text, a->nodes[0].score);
        line(p, SAID("Contribution"), text);
    }
    if (a->has_effect[criterion]) {
        buf_puts(text, a->effect[criterion] > 0 ? "+" : "");
        number_write_credit(text, a->effect[criterion]);
        page_fill(p, text,
                  a->effect[criterion] > 0   ? SAID(": raises the score")
                  : a->effect[criterion] < 0 ? SAID(": lowers the score")
                                             : SAID(": the score would be the same without it"),
                  NULL);
        line(p, SAID("Effect"), text);
    }
    if (k->critical) {
        struct buf limit = BUF_INIT;
        number_write_credit(&limit, k->critical_below);
        page_fill(p, text, "below {limit} the band is no better than {band}",
                  (struct fill[]){{"limit", buf_text(&limit)},
                                  {"band", a->checklist->bands[k->critical_cap].id},
                                  {NULL, NULL}});
        text->failed = text->failed || limit.failed;
        buf_free(&limit);
        line(p, SAID("Critical"), text);
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
                buf_puts(text, document == NULL ? "" : ", ");
                page_fill(p, text, "p. ", NULL);
                render_value(text, page);
            }
            if (quote != NULL) {
                buf_printf(text, "%s“%s”", text->len > 0 ? ": " : "", quote);
            }
        }
        line(p, e == first ? SAID("Evidence") : "", text);
    }
    const char *note = json_string(json_get(answer->entry, "note"));
    if (note != NULL && note[0] != '\0') {
        buf_puts(text, note);
        line(p, SAID("Note"), text);
    }
}

void render_source(struct buf *text, const struct json *s, const struct texts *t)
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
        texts_fill(text, t, " [our own threshold]", NULL);
    } else if (!text_equal(status, "found")) {
        texts_fill(text, t, " [unverified]", NULL);
    }
}

static void source_lines(struct page *p, const struct criterion *k, struct buf *text)
{
    const char *ask = json_string(json_get(k->doc, "evidence"));
    if (ask != NULL) {
        buf_puts(text, ask);
        line(p, SAID("Ask for"), text);
    }
    const struct json *list = json_get(k->doc, "source");
    const struct json *first = list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
    for (const struct json *s = first; s != NULL; s = s->next) {
        render_source(text, s, p->texts);
        line(p, s == first ? SAID("Source") : "", text);
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
    line(p, SAID("Do next"), text);
    if (example != NULL) {
        render_value(text, json_get(example, "text"));
        buf_puts(text, " (");
        render_source(text, sources->first, p->texts);
        buf_puts(text, ")");
        line(p, SAID("Elsewhere"), text);
    }
}

void render_explain_text(struct buf *out, const struct assessment *a, int criterion, bool color)
{
    struct page p = {.out = out, .color = color, .texts = a->checklist->texts};
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
    render_answer(&text, k, &answer, p.texts);
    line(&p, SAID("Answer"), &text);
    outcome_lines(&p, a, criterion, &text);
    advice_lines(&p, a, criterion, &text);
    read_lines(&p, a, f, &text);
    if (f->rule != NULL) {
        buf_puts(&text, f->rule);
        if (f->line > 0) {
            char number[16];
            (void)snprintf(number, sizeof number, "%d", f->line);
            page_fill(&p, &text, ", line {line}", (struct fill[]){{"line", number}, {NULL, NULL}});
        }
        line(&p, SAID("Rule"), &text);
    }
    weight_lines(&p, a, criterion, &text);
    evidence_lines(&p, &answer, &text);
    source_lines(&p, k, &text);
    out->failed = out->failed || text.failed;
    buf_free(&text);
}
