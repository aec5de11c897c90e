/* What can be answered to a criterion, with boxes to tick and lines to write on, and what an answer is
 * worth. */
#include "base/number.h"
#include "report/guide_internal.h"

/* A number, or what else stands there. */
static void put_number(struct buf *out, const struct json *value)
{
    if (value != NULL && value->type == JSON_NUMBER) {
        number_write(out, value->number);
    } else {
        buf_puts(out, json_string(value) == NULL ? "" : value->text);
    }
}

static void box(struct guide *g)
{
    html_tags(&g->h, "<span class=\"box\" aria-hidden=\"true\"></span>");
}

static void line_to_write(struct guide *g)
{
    html_tags(&g->h, " <span class=\"blank\" aria-hidden=\"true\"></span>");
}

static void levels(struct guide *g, const struct answer_spec *a)
{
    const struct json *texts = json_get(a->doc, "levels");
    const struct json *text = texts == NULL ? NULL : texts->first;
    html_tags(&g->h, "<ol class=\"choices\" start=\"0\">");
    for (int i = 0; i <= a->levels && i <= 100; i++) {
        html_tags(&g->h, "<li>");
        box(g);
        buf_printf(g->h.out, "<b>%d</b> <span>", i);
        html_text(&g->h, json_string(text));
        html_tags(&g->h, "</span></li>");
        text = text == NULL ? NULL : text->next;
    }
    html_tags(&g->h, "</ol>");
}

static void items(struct guide *g, const struct json *list)
{
    html_tags(&g->h, "<ul class=\"choices\">");
    for (const struct json *i = list == NULL ? NULL : list->first; i != NULL; i = i->next) {
        html_tags(&g->h, "<li>");
        box(g);
        html_tags(&g->h, "<span>");
        html_text(&g->h, json_string(json_get(i, "title")));
        html_tags(&g->h, "</span></li>");
    }
    html_tags(&g->h, "</ul>");
}

/* "A number, from 0 to 365 (days):", as far as there are limits and a unit. */
static void number(struct guide *g, const struct answer_spec *a)
{
    static const char *const one[] = {SAID("A number"), SAID("A number, at least {min}"),
                                      SAID("A number, at most {max}"),
                                      SAID("A number, from {min} to {max}")};
    static const char *const each[] = {
        SAID("For each hazard of the register a number"),
        SAID("For each hazard of the register a number, at least {min}"),
        SAID("For each hazard of the register a number, at most {max}"),
        SAID("For each hazard of the register a number, from {min} to {max}")};
    struct buf low = BUF_INIT, high = BUF_INIT;
    number_write(&low, a->min);
    number_write(&high, a->max);
    int limits = (a->has_min ? 1 : 0) + (a->has_max ? 2 : 0);
    html_tags(&g->h, "<p>");
    html_fill(&g->h, (a->type == ANSWER_NUMBER ? one : each)[limits],
              (struct fill[]){{"min", buf_text(&low)}, {"max", buf_text(&high)}, {NULL, NULL}});
    g->h.out->failed = g->h.out->failed || low.failed || high.failed;
    buf_free(&low);
    buf_free(&high);
    if (a->unit != NULL) {
        html_tags(&g->h, " (");
        html_text(&g->h, a->unit);
        html_tags(&g->h, ")");
    }
    html_tags(&g->h, ":");
    line_to_write(g);
    html_tags(&g->h, "</p>");
}

static void parts(struct guide *g, const struct answer_spec *a)
{
    html_tags(&g->h, "<ul class=\"parts\">");
    for (size_t i = 0; i < a->part_count; i++) {
        const struct part *p = &a->parts[i];
        html_tags(&g->h, "<li><b>");
        html_text(&g->h, p->title == NULL ? p->id : p->title);
        html_tags(&g->h, "</b>");
        guide_answer(g, p); /* parts hold no parts */
        html_tags(&g->h, "</li>");
    }
    html_tags(&g->h, "</ul>");
}

static void how_to_answer(struct guide *g, const struct part *part)
{
    const struct answer_spec *a = &part->answer;
    html_tags(&g->h, "<div class=\"answer\">");
    switch (a->type) {
    case ANSWER_NONE:
        html_tags(&g->h, "<p>");
        html_say(&g->h, "Nothing to answer: computed from facts of the plan.");
        html_tags(&g->h, "</p>");
        break;
    case ANSWER_YES_NO:
        html_tags(&g->h, "<ul class=\"choices row\"><li>");
        box(g);
        html_say(&g->h, "yes");
        html_tags(&g->h, "</li><li>");
        box(g);
        html_say(&g->h, "no");
        html_tags(&g->h, "</li></ul>");
        break;
    case ANSWER_LEVEL:
        levels(g, a);
        break;
    case ANSWER_ITEMS:
        items(g, a->items);
        break;
    case ANSWER_PARTS:
        parts(g, a);
        break;
    case ANSWER_DATE:
        html_tags(&g->h, "<p>");
        html_say(&g->h, "A date, year-month-day:");
        line_to_write(g);
        html_tags(&g->h, "</p>");
        break;
    case ANSWER_PERCENT:
        html_tags(&g->h, "<p>");
        html_say(&g->h, "A share in percent, from 0 to 100:");
        line_to_write(g);
        html_tags(&g->h, "</p>");
        break;
    case ANSWER_NUMBER:
    case ANSWER_BY_HAZARD:
        number(g, a);
        break;
    }
    html_tags(&g->h, "</div>");
}

/* ---- what it is worth ------------------------------------------------------------------------ */

/* "full credit", "67 % credit" */
static void credit(struct guide *g, const struct json *value)
{
    double x = value != NULL && value->type == JSON_NUMBER ? value->number : 0;
    struct buf share = BUF_INIT;
    guide_share(&share, x, 0);
    html_tags(&g->h, ": <b>");
    html_fill(&g->h, x >= 1 ? SAID("full credit") : SAID("{share} credit"),
              (struct fill[]){{"share", buf_text(&share)}, {NULL, NULL}});
    html_tags(&g->h, "</b>");
    g->h.out->failed = g->h.out->failed || share.failed;
    buf_free(&share);
}

/* A limit with what stands behind it: "%", the unit of a number, the unit of an age. */
static void put_limit(const struct guide *g, struct buf *out, const struct part *part,
                      const struct json *limit)
{
    const char *age = json_string(json_get(part->args, "unit"));
    put_number(out, limit);
    if (part->answer.type == ANSWER_PERCENT) {
        buf_puts(out, "\xe2\x80\xaf%"); /* a narrow space at which no line breaks */
    } else if (part->answer.type == ANSWER_DATE) {
        age = age == NULL ? SAID("years") : age;
        buf_printf(out, " %s", texts_get(g->h.texts, age));
    } else if (part->answer.type == ANSWER_NUMBER && part->answer.unit != NULL) {
        buf_printf(out, " %s", part->answer.unit);
    }
}

static void step(struct guide *g, const struct part *part, const char *text,
                 const struct json *limit)
{
    struct buf value = BUF_INIT;
    put_limit(g, &value, part, limit);
    html_fill(&g->h, text, (struct fill[]){{"limit", buf_text(&value)}, {NULL, NULL}});
    g->h.out->failed = g->h.out->failed || value.failed;
    buf_free(&value);
}

static void ladder(struct guide *g, const struct part *part, const struct json *steps)
{
    static const char *const keys[] = {"at_least", "above", "at_most", "below"};
    static const char *const values[] = {SAID("at least {limit}"), SAID("above {limit}"),
                                         SAID("at most {limit}"), SAID("below {limit}")};
    static const char *const ages[] = {SAID("at least {limit} old"), SAID("above {limit} old"),
                                       SAID("at most {limit} old"), SAID("below {limit} old")};
    html_tags(&g->h, "<ul class=\"worth\">");
    for (const struct json *s = steps->first; s != NULL; s = s->next) {
        html_tags(&g->h, "<li>");
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            const struct json *limit = json_get(s, keys[i]);
            if (limit != NULL) { /* a step has one */
                step(g, part, (part->answer.type == ANSWER_DATE ? ages : values)[i], limit);
            }
        }
        credit(g, json_get(s, "credit"));
        html_tags(&g->h, "</li>");
    }
    html_tags(&g->h, "<li>");
    html_say(&g->h, "else");
    html_tags(&g->h, ": <b>");
    html_say(&g->h, "no credit");
    html_tags(&g->h, "</b></li></ul>");
}

static void target(struct guide *g, const struct part *part)
{
    const struct json *full = json_get(part->args, "target");
    const struct json *none = json_get(part->args, "floor");
    const struct json zero = {.type = JSON_NUMBER};
    struct buf best = BUF_INIT, worst = BUF_INIT;
    if (full == NULL) {
        return;
    }
    put_limit(g, &best, part, full);
    put_limit(g, &worst, part, none != NULL ? none : &zero);
    html_tags(&g->h, "<p class=\"worth\">");
    html_fill(&g->h, "Full credit at {full}, none at {none}, in proportion between.",
              (struct fill[]){{"full", buf_text(&best)}, {"none", buf_text(&worst)}, {NULL, NULL}});
    html_tags(&g->h, "</p>");
    g->h.out->failed = g->h.out->failed || best.failed || worst.failed;
    buf_free(&best);
    buf_free(&worst);
}

/* Where a standard rule says it in its arguments. */
static void worth(struct guide *g, const struct part *part)
{
    const struct json *steps = json_get(part->args, "steps");
    const char *rule = part->rule == NULL ? "" : part->rule;
    if (strcmp(rule, "standard/ladder") == 0 && steps != NULL && steps->type == JSON_ARRAY) {
        ladder(g, part, steps);
    } else if (strcmp(rule, "standard/target") == 0) {
        target(g, part);
    }
}

void guide_answer(struct guide *g, const struct part *part)
{
    how_to_answer(g, part);
    worth(g, part);
}
