/* What can be answered to a criterion, with boxes to tick and lines to write on, and what an answer is
 * worth. */
#include "base/number.h"
#include "report/guide_internal.h"

static void number(struct guide *g, const struct json *value)
{
    if (value != NULL && value->type == JSON_NUMBER) {
        number_write(g->h.out, value->number);
    } else {
        html_text(&g->h, json_string(value));
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

/* "from 0 to 365", as far as there are limits. */
static void limits(struct guide *g, const struct answer_spec *a)
{
    if (a->has_min) {
        html_say(&g->h, a->has_max ? ", from " : ", at least ");
        number_write(g->h.out, a->min);
    }
    if (a->has_max) {
        html_say(&g->h, a->has_min ? " to " : ", at most ");
        number_write(g->h.out, a->max);
    }
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
        html_tags(&g->h, "<p>");
        html_english(&g->h);
        html_say(&g->h, a->type == ANSWER_NUMBER ? "A number"
                                                 : "For each hazard of the register a number");
        if (a->unit != NULL) {
            html_tags(&g->h, " (");
            html_text(&g->h, a->unit);
            html_tags(&g->h, ")");
        }
        limits(g, a);
        html_tags(&g->h, ":");
        html_english_end(&g->h);
        line_to_write(g);
        html_tags(&g->h, "</p>");
        break;
    }
    html_tags(&g->h, "</div>");
}

/* ---- what it is worth ------------------------------------------------------------------------ */

/* "full credit", "67 % credit" */
static void credit(struct guide *g, const struct json *value)
{
    double x = value != NULL && value->type == JSON_NUMBER ? value->number : 0;
    html_tags(&g->h, "<b>");
    if (x >= 1) {
        html_say(&g->h, "full credit");
    } else {
        guide_percent(g, x, 0);
        html_say(&g->h, " credit");
    }
    html_tags(&g->h, "</b>");
}

/* What stands behind a limit: "%", the unit of a number, the unit of an age. */
static void unit_of(struct guide *g, const struct part *part)
{
    const char *age = json_string(json_get(part->args, "unit"));
    if (part->answer.type == ANSWER_PERCENT) {
        html_tags(&g->h, "&#8239;%");
    } else if (part->answer.type == ANSWER_DATE && age != NULL) {
        html_tags(&g->h, " ");
        html_say(&g->h, age);
        html_say(&g->h, " old");
    } else if (part->answer.type == ANSWER_NUMBER && part->answer.unit != NULL) {
        html_tags(&g->h, " ");
        html_text(&g->h, part->answer.unit);
    }
}

static void ladder(struct guide *g, const struct part *part, const struct json *steps)
{
    static const char *const keys[] = {"at_least", "above", "at_most", "below"};
    static const char *const words[] = {"at least ", "above ", "at most ", "below "};
    html_tags(&g->h, "<ul class=\"worth\">");
    for (const struct json *s = steps->first; s != NULL; s = s->next) {
        html_tags(&g->h, "<li>");
        html_english(&g->h);
        const char *comma = "";
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            const struct json *limit = json_get(s, keys[i]);
            if (limit != NULL) {
                html_tags(&g->h, comma);
                html_say(&g->h, words[i]);
                number(g, limit);
                unit_of(g, part);
                comma = ", ";
            }
        }
        html_tags(&g->h, ": ");
        credit(g, json_get(s, "credit"));
        html_english_end(&g->h);
        html_tags(&g->h, "</li>");
    }
    html_tags(&g->h, "<li>");
    html_english(&g->h);
    html_tags(&g->h, "else: <b>no credit</b>");
    html_english_end(&g->h);
    html_tags(&g->h, "</li></ul>");
}

static void target(struct guide *g, const struct part *part)
{
    const struct json *full = json_get(part->args, "target");
    const struct json *none = json_get(part->args, "floor");
    if (full == NULL) {
        return;
    }
    html_tags(&g->h, "<p class=\"worth\">");
    html_english(&g->h);
    html_say(&g->h, "Full credit at ");
    number(g, full);
    unit_of(g, part);
    html_say(&g->h, ", none at ");
    if (none != NULL) {
        number(g, none);
    } else {
        html_tags(&g->h, "0");
    }
    unit_of(g, part);
    html_say(&g->h, ", in proportion between.");
    html_english_end(&g->h);
    html_tags(&g->h, "</p>");
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
