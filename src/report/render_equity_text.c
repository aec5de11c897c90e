/* Measures of inequality for people: what they are of, subgroups, measures, and what to mind. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "report/render_equity.h"
#include "report/render_internal.h"

enum {
    NAME = 28,
    SETTING = 30,
    COUNT = 6,
    SHARE = 7,
    NUMBER = 9,
    RANGE = 19,
    TITLE = 36,
    BAR = 16
};

struct view {
    struct page page;
    const struct equities *shown;
    bool ascii;
    struct buf cell; /* scratch: page_right empties it */
};

/* ---- numbers */

static int decimals_of(const struct equity_set *set)
{
    return set->limit > 0 && set->limit <= 1 ? 3 : 1;
}

static void estimate(struct view *v, const struct equity_set *set, double value)
{
    if (isnan(value)) {
        buf_putc(&v->cell, '-');
    } else if (set->node >= 0 && v->shown->core != NULL) {
        render_node_score(&v->cell, v->shown->core, set->node,
                          (int64_t)floor(value * (double)CREDIT_ONE + 0.5));
    } else {
        render_decimals(&v->cell, value, decimals_of(set));
    }
}

static void distance(struct view *v, const struct equity_set *set, double value)
{
    if (isnan(value)) {
        buf_putc(&v->cell, '-');
    } else if (set->node >= 0 && v->shown->core != NULL) {
        render_node_spread(&v->cell, v->shown->core, set->node, value);
    } else {
        render_decimals(&v->cell, value, decimals_of(set));
    }
}

static void measured(struct view *v, const struct equity_set *set, enum equity_name name,
                     double value)
{
    const char *unit = equity_about(name)->unit;
    if (*unit == '\0') {
        distance(v, set, value);
    } else if (strcmp(unit, "squared") == 0) {
        double span = set->node >= 0 && v->shown->core != NULL
                          ? render_node_span(v->shown->core, set->node)
                          : 1;
        render_decimals(&v->cell, value * span * span, decimals_of(set));
    } else {
        render_decimals(&v->cell, value, strcmp(unit, "%") == 0 ? 1 : 3);
    }
}

static void put(struct view *v, int width)
{
    page_right(&v->page, &v->cell, width);
}

static void title(struct view *v, const char *text, int width)
{
    buf_puts(&v->cell, texts_get(v->page.texts, text));
    put(v, width);
}

static void text_cell(struct view *v, const char *text, int width)
{
    page_cell(&v->page, text == NULL ? "" : text, width);
}

static void line_end(struct view *v)
{
    buf_putc(v->page.out, '\n');
}

static void say(struct view *v, int indent, const char *text, const struct fill *fills)
{
    page_sentence(&v->page, indent, text, fills);
}

/* What stands in the cell, moved to the end of `to`. */
static void move(struct view *v, struct buf *to)
{
    buf_puts(to, buf_text(&v->cell));
    v->page.out->failed = v->page.out->failed || v->cell.failed;
    buf_reset(&v->cell);
}

/* ---- what it is of */

static void add(struct buf *out, const char *text)
{
    if (text != NULL && *text != '\0') {
        buf_puts(out, out->len > 0 ? ", " : "");
        buf_puts(out, text);
    }
}

static void heading(struct view *v, const struct equity_set *set)
{
    struct buf line = BUF_INIT;
    add(&line, set->indicator);
    add(&line, set->setting);
    add(&line, set->round);
    page_on(&v->page, STYLE_BOLD);
    say(v, 0, line.len > 0 ? "{of} by {dimension}" : "By {dimension}",
        (struct fill[]){{"of", buf_text(&line)}, {"dimension", set->dimension}, {NULL, NULL}});
    page_off(&v->page);
    v->page.out->failed = v->page.out->failed || line.failed;
    buf_free(&line);
}

static void bar(struct view *v, const struct equity_set *set, double value)
{
    const char *full = v->ascii ? "#" : "█", *rest = v->ascii ? "." : "·";
    for (int i = 0; i < BAR && set->limit > 0 && !isnan(value); i++) {
        buf_puts(v->page.out, value / set->limit * BAR > i + 0.5 ? full : rest);
    }
}

static void share(struct view *v, const struct equity *e, const struct equity_group *g)
{
    double people = 0;
    for (size_t i = 0; i < e->set->count; i++) {
        const struct equity_group *one = &e->set->groups[i];
        people += isnan(one->estimate) ? 0 : one->population;
    }
    if (!e->weighted || isnan(g->estimate) || e->set->overlaps || e->set->withheld) {
        buf_putc(&v->cell, '-');
    } else {
        render_decimals(&v->cell, 100 * g->population / people, 1);
        buf_puts(&v->cell, " %");
    }
    put(v, SHARE);
}

static void subgroups(struct view *v, const struct equity *e)
{
    const struct equity_set *set = e->set;
    page_on(&v->page, STYLE_BOLD);
    text_cell(v, "", NAME);
    title(v, "n", COUNT);
    title(v, "share", SHARE + 1);
    title(v, "estimate", NUMBER);
    title(v, "error", NUMBER);
    page_off(&v->page);
    line_end(v);
    for (size_t i = 0; i < set->count; i++) {
        const struct equity_group *g = &set->groups[i];
        text_cell(v, g->label, NAME);
        if (g->n < 0) {
            buf_putc(&v->cell, '-');
        } else {
            number_write_whole(&v->cell, g->n);
        }
        put(v, COUNT);
        page_spaces(&v->page, 1);
        share(v, e, g);
        estimate(v, set, g->estimate);
        put(v, NUMBER);
        distance(v, set, g->error);
        put(v, NUMBER);
        page_spaces(&v->page, 2);
        bar(v, set, g->estimate);
        buf_puts(v->page.out, (int)i == e->worst ? " <" : "");
        line_end(v);
    }
}

/* ---- measures */

static void measures(struct view *v, const struct equity *e)
{
    char head[40];
    bool any = false;
    (void)snprintf(head, sizeof head, "%d %%", (int)floor(v->shown->level * 100 + 0.5));
    for (int i = 0; i < EQUITY_COUNT; i++) {
        const struct equity_value *x = &e->values[i];
        const struct equity_about *about = equity_about((enum equity_name)i);
        if (x->gap != EQUITY_SAID) {
            continue;
        }
        if (!any) {
            page_on(&v->page, STYLE_BOLD);
            text_cell(v, texts_get(v->page.texts, "Measure"), TITLE + 7);
            title(v, "value", NUMBER);
            title(v, "interval", RANGE - 5);
            title(v, head, 5);
            page_off(&v->page);
            line_end(v);
            any = true;
        }
        text_cell(v, texts_get(v->page.texts, about->title), TITLE);
        text_cell(v, about->id, 7);
        measured(v, e->set, (enum equity_name)i, x->value);
        put(v, NUMBER);
        if (isnan(x->low)) {
            buf_putc(&v->cell, '-');
        } else {
            measured(v, e->set, (enum equity_name)i, x->low);
            buf_puts(&v->cell, " … ");
            measured(v, e->set, (enum equity_name)i, x->high);
        }
        put(v, RANGE);
        page_spaces(&v->page, *about->unit == '\0' ? 0 : 1);
        page_text(&v->page, strcmp(about->unit, "squared") == 0 ? "squared" : about->unit);
        line_end(v);
    }
}

/* The measures that have no value for one reason, and the reason. */
static void gaps(struct view *v, const struct equity *e)
{
    static const char *const why[] = {
        [EQUITY_GROUPS] = "Not measured with so few subgroups: {measures}",
        [EQUITY_MISSING] = "Not measured, a subgroup has no estimate: {measures}",
        [EQUITY_ZERO] = "Not measured, it would divide by zero: {measures}",
        [EQUITY_NO_FIT] = "Not measured, no curve fits what lies at the ends: {measures}",
        [EQUITY_OVERLAP] = "Not measured, subgroups that overlap have no shares: {measures}",
        [EQUITY_WITHHELD] = "Not measured, a subgroup is too small to be published: {measures}",
    };
    struct buf list = BUF_INIT;
    for (int gap = EQUITY_GROUPS; gap <= EQUITY_WITHHELD; gap++) {
        buf_reset(&list);
        for (int i = 0; i < EQUITY_COUNT; i++) {
            if (e->values[i].gap == (enum equity_gap)gap) {
                add(&list, equity_about((enum equity_name)i)->id);
            }
        }
        if (list.len > 0) {
            say(v, 0, why[gap], (struct fill[]){{"measures", buf_text(&list)}, {NULL, NULL}});
        }
        v->page.out->failed = v->page.out->failed || list.failed;
    }
    buf_free(&list);
}

/* ---- what to mind */

static const char *number_of(char out[24], long long value)
{
    (void)snprintf(out, 24, "%lld", value);
    return out;
}

static void worst_off(struct view *v, const struct equity *e)
{
    const struct equity_set *set = e->set;
    if (e->worst < 0 || isnan(e->mean) || e->used < 2) {
        return;
    }
    struct buf mean = BUF_INIT, worst = BUF_INIT;
    const struct equity_group *g = &set->groups[e->worst];
    estimate(v, set, e->mean);
    move(v, &mean);
    estimate(v, set, g->estimate);
    move(v, &worst);
    say(v, 0, "Mean of all subgroups {mean}; worst (<): {group}, {worst}",
        (struct fill[]){{"mean", buf_text(&mean)},
                        {"group", g->label},
                        {"worst", buf_text(&worst)},
                        {NULL, NULL}});
    v->page.out->failed = v->page.out->failed || mean.failed || worst.failed;
    buf_free(&mean);
    buf_free(&worst);
}

static void direction(struct view *v, const struct equity *e)
{
    const struct equity_set *set = e->set;
    say(v, 0,
        set->ordered ? set->favourable ? "The subgroups stand in order, the worst off first; more "
                                         "is better."
                                       : "The subgroups stand in order, the worst off first; less "
                                         "is better."
        : set->favourable ? "The subgroups have no order; more is better."
                          : "The subgroups have no order; less is better.",
        NULL);
    if (set->overlaps) {
        return;
    }
    if (!e->weighted) {
        say(v, 0, "Nobody tells the population of every subgroup: all count the same.", NULL);
    } else if (set->counted != NULL) {
        say(v, 0, "Subgroups weigh by their {counted}.",
            (struct fill[]){{"counted", texts_get(v->page.texts, set->counted)}, {NULL, NULL}});
    }
}

static void warnings(struct view *v, const struct equity *e)
{
    char few[24], silent[24];
    const struct equity_set *set = e->set;
    bool unsure = false;
    if (e->few > 0) {
        say(v, 0,
            "Subgroups with fewer than 5 assessments: {count}; what is said of them may be chance "
            "[our "
            "own limit]",
            (struct fill[]){{"count", number_of(few, (long long)e->few)}, {NULL, NULL}});
    }
    if (set->silent > 0) {
        say(v, 0, "Communities that do not tell their subgroup, left out: {count}",
            (struct fill[]){{"count", number_of(silent, (long long)set->silent)}, {NULL, NULL}});
    }
    for (size_t i = 0; i < set->count; i++) {
        unsure = unsure || (!isnan(set->groups[i].estimate) && isnan(set->groups[i].error));
    }
    if (unsure && !set->withheld) {
        say(v, 0,
            "A subgroup without an error leaves the measures that rest on it without an "
            "interval.",
            NULL);
    }
    if (!set->ordered && e->values[EQUITY_D].gap == EQUITY_SAID) {
        say(v, 0,
            "Best and worst are picked after the fact: where subgroups are small, some distance "
            "between them is chance.",
            NULL);
    }
    if (set->ordered && e->linear && e->values[EQUITY_SII].gap == EQUITY_SAID) {
        say(v, 0, "sii and rii come from a straight line: the estimates have no upper limit.",
            NULL);
    }
}

/* How much of the variance between subgroups chance alone would make. */
static void chance(struct view *v, const struct equity *e)
{
    const struct equity_value *bgv = &e->values[EQUITY_BGV];
    if (bgv->gap != EQUITY_SAID || isnan(e->chance)) {
        return;
    }
    measured(v, e->set, EQUITY_BGV, e->chance);
    struct buf number = BUF_INIT;
    move(v, &number);
    say(v, 0,
        bgv->value <= e->chance
            ? "If all subgroups were the same, sampling alone would make a between-group variance "
              "of {chance}: what was found is no more than that."
            : "If all subgroups were the same, sampling alone would make a between-group variance "
              "of {chance}.",
        (struct fill[]){{"chance", buf_text(&number)}, {NULL, NULL}});
    v->page.out->failed = v->page.out->failed || number.failed;
    buf_free(&number);
}

static void one(struct view *v, const struct equity *e)
{
    line_end(v);
    heading(v, e->set);
    subgroups(v, e);
    line_end(v);
    worst_off(v, e);
    direction(v, e);
    warnings(v, e);
    line_end(v);
    measures(v, e);
    gaps(v, e);
    chance(v, e);
}

/* ---- all sets, a line each */

static void overview(struct view *v)
{
    page_on(&v->page, STYLE_BOLD);
    text_cell(v, "", SETTING);
    title(v, "mean", NUMBER);
    page_spaces(&v->page, 2);
    text_cell(v, texts_get(v->page.texts, "worst"), NAME);
    title(v, "estimate", NUMBER);
    title(v, "d", NUMBER);
    page_off(&v->page);
    line_end(v);
    for (size_t i = 0; i < v->shown->count; i++) {
        const struct equity *e = &v->shown->list[i];
        struct buf name = BUF_INIT;
        add(&name, e->set->setting);
        add(&name, e->set->round);
        add(&name, e->set->indicator);
        text_cell(v, buf_text(&name), SETTING);
        v->page.out->failed = v->page.out->failed || name.failed;
        buf_free(&name);
        estimate(v, e->set, e->mean);
        put(v, NUMBER);
        page_spaces(&v->page, 2);
        text_cell(v, e->worst < 0 ? "-" : e->set->groups[e->worst].label, NAME);
        estimate(v, e->set, e->worst < 0 ? NAN : e->set->groups[e->worst].estimate);
        put(v, NUMBER);
        distance(v, e->set, e->values[EQUITY_D].value);
        put(v, NUMBER);
        line_end(v);
    }
}

void render_equity_body(struct page *page, const struct equities *shown, bool ascii)
{
    struct view v = {.page = *page, .shown = shown, .ascii = ascii, .cell = BUF_INIT};
    if (shown->count > 1) {
        line_end(&v);
        overview(&v);
    }
    for (size_t i = 0; i < shown->count; i++) {
        one(&v, &shown->list[i]);
    }
    line_end(&v);
    say(&v, 0,
        "Measures are those of WHO's Health Equity Assessment Toolkit. An interval tells what "
        "other "
        "samples of each subgroup might have given; it is no proof that the sample was fair.",
        NULL);
    page->out->failed = page->out->failed || v.cell.failed;
    buf_free(&v.cell);
}

void render_equity_text(struct buf *out, const struct equities *shown, bool color, bool ascii)
{
    struct page page = {.out = out, .color = color};
    page_on(&page, STYLE_BOLD);
    page_sentence(&page, 0, "Inequality between subgroups, from a table", NULL);
    page_off(&page);
    render_equity_body(&page, shown, ascii);
}
