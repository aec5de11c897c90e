/* `compare` for people: a line a group. */
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "compare/summary.h"
#include "report/render_compare_internal.h"

enum { COUNT = 4, OF = 6, SCORE = 6, RANGE = 11, COVER = 6, CHILDREN = 11, RANK = 12 };

/* ---- columns ---- */

static void title(struct compare_text *t, const char *text, int width)
{
    buf_puts(&t->cell, texts_get(t->page.texts, text));
    page_right(&t->page, &t->cell, width + 1);
}

static void begin_head(struct compare_text *t, const char *text)
{
    buf_putc(t->page.out, '\n');
    page_on(&t->page, STYLE_BOLD);
    page_cell(&t->page, texts_get(t->page.texts, text), t->name);
}

static void end_head(struct compare_text *t)
{
    page_off(&t->page);
    buf_putc(t->page.out, '\n');
}

/* What was written into t->cell, in a column of this width. What is wider pushes the line out of shape,
 * but never runs into the figure before it. */
static void put(struct compare_text *t, int width)
{
    if (page_width(&t->page, buf_text(&t->cell)) > width) {
        page_spaces(&t->page, 1);
    }
    page_right(&t->page, &t->cell, width + 1);
}

static void name_cell(struct compare_text *t, const struct compare_group *g)
{
    struct buf name = BUF_INIT;
    compare_name(&name, t->c, g->labels);
    page_cell(&t->page, buf_text(&name), t->name);
    t->page.out->failed = t->page.out->failed || name.failed;
    buf_free(&name);
}

/* ---- means ---- */

static bool any_frame(const struct comparison *c)
{
    for (size_t i = 0; i < c->group_count; i++) {
        if (c->groups[i].of > 0) {
            return true;
        }
    }
    return false;
}

static void rank_cell(struct compare_text *t, const struct compare_group *g)
{
    static const char *const why[] = {"-", "too few", "too open", "withheld"};
    if (!g->rank.ranked) {
        const char *text = g->withheld ? "withheld" : why[summary_may_rank(g)];
        buf_puts(&t->cell, texts_get(t->page.texts, text));
    } else {
        bool half = g->rank.median != floor(g->rank.median);
        render_decimals(&t->cell, g->rank.median, half ? 1 : 0);
        buf_puts(&t->cell, " (");
        render_decimals(&t->cell, g->rank.low, 0);
        buf_puts(&t->cell, "–");
        render_decimals(&t->cell, g->rank.high, 0);
        buf_putc(&t->cell, ')');
    }
    put(t, RANK);
}

/* A count; "-" for what is withheld, and for 0 communities of which nobody knows. */
static void whole(struct compare_text *t, int64_t count, int width)
{
    if (count < 0 || (count == 0 && width == OF)) {
        buf_putc(&t->cell, '-');
    } else {
        buf_printf(&t->cell, "%lld", (long long)count);
    }
    put(t, width);
}

static void mean_row(struct compare_text *t, const struct compare_group *g, size_t item,
                     bool framed)
{
    const struct compare_stat *s = &g->stats[item];
    name_cell(t, g);
    whole(t, s->n, COUNT);
    whole(t, g->rows, COUNT);
    if (framed) {
        whole(t, g->of, OF);
    }
    compare_score(t, &t->cell, item, s->mean);
    put(t, SCORE);
    compare_range(t, &t->cell, item, s->ci_low, s->ci_high);
    put(t, RANGE);
    compare_range(t, &t->cell, item, s->low, s->high);
    put(t, RANGE);
    compare_percent(&t->cell, s->coverage);
    put(t, COVER);
    page_spaces(&t->page, 2);
    compare_bar(t, s);
    if (item == 0) {
        rank_cell(t, g);
    }
    buf_putc(t->page.out, '\n');
}

static void means(struct compare_text *t, size_t item)
{
    const struct compare_item *i = &t->c->items[item];
    struct buf head = BUF_INIT;
    bool framed = any_frame(t->c);
    if (item > 0) {
        buf_putc(t->page.out, '\n');
        page_on(&t->page, STYLE_BOLD);
        buf_printf(&head, "%s  %s", i->id, i->title == NULL ? "" : i->title);
        page_wrap(&t->page, 0, 0, buf_text(&head));
        page_off(&t->page);
    } else {
        begin_head(t, "");
        title(t, "n", COUNT);
        title(t, "all", COUNT);
        if (framed) {
            title(t, "of", OF);
        }
        title(t, "mean", SCORE);
        title(t, "interval", RANGE);
        title(t, "low–high", RANGE);
        title(t, "cover", COVER);
        page_spaces(&t->page, 2 + COMPARE_BAR);
        title(t, "rank", RANK);
        end_head(t);
    }
    for (size_t g = 0; g < t->c->group_count; g++) {
        mean_row(t, &t->c->groups[g], item, framed);
    }
    t->page.out->failed = t->page.out->failed || head.failed;
    buf_free(&head);
}

/* ---- spread ---- */

static void spread(struct compare_text *t)
{
    begin_head(t, "Spread");
    title(t, "median", SCORE);
    title(t, "middle half", RANGE);
    title(t, "least–most", RANGE);
    title(t, "sd", SCORE);
    title(t, "error", SCORE);
    title(t, "by children", CHILDREN);
    end_head(t);
    for (size_t i = 0; i < t->c->group_count; i++) {
        const struct compare_group *g = &t->c->groups[i];
        const struct compare_stat *s = &g->stats[0];
        name_cell(t, g);
        compare_score(t, &t->cell, 0, s->median);
        put(t, SCORE);
        compare_range(t, &t->cell, 0, s->q1, s->q3);
        put(t, RANGE);
        compare_range(t, &t->cell, 0, s->min, s->max);
        put(t, RANGE);
        compare_spread(t, &t->cell, 0, s->sd);
        put(t, SCORE);
        compare_spread(t, &t->cell, 0, s->error);
        put(t, SCORE);
        compare_score(t, &t->cell, 0, s->weighted);
        put(t, CHILDREN);
        buf_putc(t->page.out, '\n');
    }
}

static bool any_critical(const struct checklist *core)
{
    for (int i = 0; i < core->criterion_count; i++) {
        if (core->criteria[i].critical) {
            return true;
        }
    }
    return false;
}

static void bands(struct compare_text *t)
{
    const struct checklist *core = t->c->core;
    bool critical = any_critical(core);
    if (core->band_count == 0 && !critical) {
        return;
    }
    begin_head(t, "Share in each band");
    for (int i = 0; i < core->band_count; i++) {
        title(t, core->bands[i].id, SCORE);
    }
    if (critical) {
        title(t, "fails critical", 15);
        title(t, "critical open", 14);
    }
    end_head(t);
    for (size_t i = 0; i < t->c->group_count; i++) {
        const struct compare_group *g = &t->c->groups[i];
        name_cell(t, g);
        for (int k = 0; k < core->band_count; k++) {
            compare_share(&t->cell, g->band_share[k]);
            put(t, SCORE);
        }
        if (critical) {
            compare_share(&t->cell, g->critical);
            put(t, 15);
            compare_share(&t->cell, g->critical_open);
            put(t, 14);
        }
        buf_putc(t->page.out, '\n');
    }
}

static int name_width(struct compare_text *t)
{
    struct buf name = BUF_INIT;
    int widest = COMPARE_NAME_LEAST;
    for (size_t i = 0; i < t->c->group_count; i++) {
        buf_reset(&name);
        compare_name(&name, t->c, t->c->groups[i].labels);
        int width = page_width(&t->page, buf_text(&name));
        widest = width > widest ? width : widest;
    }
    buf_free(&name);
    return widest < COMPARE_NAME_MOST ? widest : COMPARE_NAME_MOST;
}

static void groups(struct compare_text *t)
{
    means(t, 0);
    spread(t);
    bands(t);
    for (size_t i = 1; i < t->c->item_count; i++) {
        means(t, i);
    }
    compare_after(t);
}

void render_compare_text(struct buf *out, const struct compared *shown, bool color, bool ascii)
{
    if (shown->c == NULL) {
        return;
    }
    struct compare_text t = {
        .page = {.out = out, .color = color, .texts = shown->c->core->texts},
        .c = shown->c,
        .ascii = ascii,
        .cell = BUF_INIT,
    };
    t.name = name_width(&t);
    compare_before(&t, shown);
    if (shown->equity != NULL) {
        render_equity_body(&t.page, shown->equity, ascii);
        compare_left_out(&t.page, t.c->table);
    } else {
        groups(&t);
    }
    out->failed = out->failed || t.cell.failed;
    buf_free(&t.cell);
}
