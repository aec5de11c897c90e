/* Charts as SVG that takes the width of its page: places along the scale are in percent, so that words keep
 * their size on a telephone and on paper. Each has a title, a description, and a table beside it. */
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "report/compare_html_internal.h"

enum { LONG = 27 }; /* bytes of a name that leaves no room for figures on a telephone */

/* Where 0…1 stands on the scale, in percent of the width. */
static void place(struct cpage *p, double x)
{
    double shown = x < 0 ? 0 : x > 1 ? 1 : x;
    render_decimals(p->h.out, (p->right ? 1 - shown : shown) * 100, 2);
    buf_putc(p->h.out, '%');
}

/* name="place" */
static void at(struct cpage *p, const char *name, double x)
{
    buf_printf(p->h.out, " %s=\"", name);
    place(p, x);
    buf_putc(p->h.out, '"');
}

void cpage_figure(struct cpage *p, const char *id, int64_t rows, const char *title,
                  const char *description)
{
    buf_printf(p->h.out,
               "<figure><svg class=\"chart\" width=\"100%%\" height=\"%lld\" role=\"img\" "
               "aria-labelledby=\"%s-title %s-about\"><title id=\"%s-title\">",
               (long long)CHART_TOP + (long long)rows * CHART_ROW, id, id, id);
    cpage_plain(p, title, NULL);
    buf_printf(p->h.out, "</title><desc id=\"%s-about\">", id);
    cpage_plain(p, description, NULL);
    html_tags(&p->h, "</desc>\n");
}

void cpage_figure_end(struct cpage *p)
{
    html_tags(&p->h, "</svg></figure>\n");
}

void cpage_tick(struct cpage *p, double x, int64_t rows, const char *text)
{
    html_tags(&p->h, "<line class=\"grid\"");
    at(p, "x1", x);
    at(p, "x2", x);
    buf_printf(p->h.out, " y1=\"16\" y2=\"%lld\"/><text class=\"tick\" y=\"11\"",
               (long long)CHART_TOP + (long long)rows * CHART_ROW - 4);
    at(p, "x", x);
    html_tags(&p->h, ">");
    html_text(&p->h, text);
    html_tags(&p->h, "</text>\n");
}

void cpage_names(struct cpage *p, const struct buf *label, int64_t top, const struct buf *figures)
{
    html_tags(&p->h, "<text class=\"name\"");
    at(p, "x", 0);
    buf_printf(p->h.out, " y=\"%lld\">", (long long)top + 12);
    html_text(&p->h, buf_text(label));
    html_tags(&p->h, label->len > LONG ? "</text><text class=\"figure long\""
                                       : "</text><text class=\"figure\"");
    at(p, "x", 1);
    buf_printf(p->h.out, " y=\"%lld\">", (long long)top + 12);
    html_text(&p->h, buf_text(figures));
    html_tags(&p->h, "</text>\n");
    p->h.out->failed = p->h.out->failed || label->failed || figures->failed;
}

/* The same with the name of a group. */
static void names(struct cpage *p, size_t group, int64_t top, const struct buf *figures)
{
    struct buf label = BUF_INIT;
    cpage_label(p, &label, group);
    cpage_names(p, &label, top, figures);
    buf_free(&label);
}

void cpage_line(struct cpage *p, const char *class, double from, double to, int64_t y)
{
    buf_printf(p->h.out, "<line class=\"%s\"", class);
    at(p, "x1", from);
    at(p, "x2", to);
    buf_printf(p->h.out, " y1=\"%lld\" y2=\"%lld\"/>", (long long)y, (long long)y);
}

void cpage_whisker(struct cpage *p, const char *class, double from, double to, int64_t y)
{
    const double ends[] = {from, to};
    cpage_line(p, class, from, to, y);
    for (int i = 0; i < 2; i++) {
        buf_printf(p->h.out, "<line class=\"%s\"", class);
        at(p, "x1", ends[i]);
        at(p, "x2", ends[i]);
        buf_printf(p->h.out, " y1=\"%lld\" y2=\"%lld\"/>", (long long)y - 5, (long long)y + 5);
    }
}

void cpage_dot(struct cpage *p, const char *class, double x, int64_t y)
{
    buf_printf(p->h.out, "<circle class=\"%s\"", class);
    at(p, "cx", x);
    buf_printf(p->h.out, " cy=\"%lld\" r=\"5\"/>\n", (long long)y);
}

void cpage_bar(struct cpage *p, const char *class, double from, double to, int64_t y, int height)
{
    buf_printf(p->h.out, "<rect class=\"%s\"", class);
    at(p, "x", p->right ? to : from);
    html_tags(&p->h, " width=\"");
    render_decimals(p->h.out, (to - from) * 100, 2);
    buf_printf(p->h.out, "%%\" y=\"%lld\" height=\"%d\"/>", (long long)y, height);
}

void cpage_ticks(struct cpage *p, int64_t rows)
{
    for (int i = 0; i <= 4; i++) {
        struct buf text = BUF_INIT;
        cpage_score(p, &text, i / 4.0);
        cpage_tick(p, i / 4.0, rows, buf_text(&text));
        p->h.out->failed = p->h.out->failed || text.failed;
        buf_free(&text);
    }
}

void cpage_signs(struct cpage *p, const struct cpage_sign *list, size_t count,
                 const struct fill *fills)
{
    html_tags(&p->h, "<ul class=\"signs\">\n");
    for (size_t i = 0; i < count; i++) {
        html_tags(&p->h, "<li><svg width=\"40\" height=\"14\" aria-hidden=\"true\" "
                         "focusable=\"false\">");
        html_tags(&p->h, list[i].drawing);
        html_tags(&p->h, "</svg> <span>");
        html_fill(&p->h, list[i].meaning, fills);
        html_tags(&p->h, "</span></li>\n");
    }
    html_tags(&p->h, "</ul>\n");
}

/* ---- means ------------------------------------------------------------------------------------ */

static void dot_row(struct cpage *p, size_t group)
{
    const struct compare_group *g = &p->c->groups[group];
    const struct compare_stat *s = g->stats;
    int64_t top = CHART_TOP + (int64_t)group * CHART_ROW, y = top + CHART_LINE;
    struct buf figures = BUF_INIT;
    if (g->withheld || (p->c->publish && isnan(s->mean))) {
        buf_puts(&figures, texts_get(p->h.texts, SAID("withheld")));
    } else if (isnan(s->mean)) {
        buf_puts(&figures, texts_get(p->h.texts, SAID("no score")));
    } else {
        cpage_score(p, &figures, s->mean);
        if (s->n >= 0) {
            buf_puts(&figures, " (");
            number_write_whole(&figures, s->n);
            buf_putc(&figures, ')');
        }
    }
    names(p, group, top, &figures);
    cpage_line(p, "track", 0, 1, y);
    if (!g->withheld) {
        if (!isnan(s->low) && !isnan(s->high)) {
            cpage_bar(p, "possible", s->low, s->high, y - 4, 8);
        }
        if (!isnan(s->ci_low)) {
            cpage_whisker(p, cpage_weak(g) ? "ci few" : "ci", s->ci_low, s->ci_high, y);
        }
        if (!isnan(s->mean)) {
            cpage_dot(p, cpage_weak(g) ? "dot hollow" : "dot", s->mean, y);
        }
    }
    buf_free(&figures);
}

static void dot_legend(struct cpage *p)
{
    static const struct cpage_sign signs[] = {
        {"<circle class=\"dot\" cx=\"20\" cy=\"7\" r=\"5\"/>",
         SAID("mean of the communities with a score; behind it their number")},
        {"<circle class=\"dot hollow\" cx=\"20\" cy=\"7\" r=\"5\"/>",
         SAID("mean of fewer than 5, or one where less than 60 % is answered: a hint, no finding")},
        {"<path class=\"ci\" d=\"M2 7h36M2 2v10M38 2v10\"/>",
         SAID("where the mean lies with a confidence of {level}, if the communities were drawn by "
              "lot; one community alone has none")},
        {"<rect class=\"possible\" x=\"2\" y=\"3\" width=\"36\" height=\"8\"/>",
         SAID("lowest to highest possible, if the open answers were all bad or all good")}};
    struct buf level = BUF_INIT;
    cpage_share(&level, p->c->level);
    cpage_signs(p, signs, sizeof signs / sizeof *signs,
                (struct fill[]){{"level", buf_text(&level)}, {NULL, NULL}});
    p->h.out->failed = p->h.out->failed || level.failed;
    buf_free(&level);
}

void cpage_dots(struct cpage *p)
{
    int64_t rows = (int64_t)p->c->group_count;
    cpage_figure(p, "dots", rows, SAID("Mean score of each group"),
                 SAID("One line a group: a dot for the mean, a line with ends for its confidence "
                      "interval, a broad bar for what is possible. The table after it has the same "
                      "figures."));
    cpage_ticks(p, rows);
    for (size_t i = 0; i < p->c->group_count; i++) {
        dot_row(p, i);
    }
    cpage_figure_end(p);
    dot_legend(p);
}

/* ---- ranks ------------------------------------------------------------------------------------ */

static double rank_place(const struct cpage *p, double rank)
{
    return p->ranked > 1 ? (rank - 1) / ((double)p->ranked - 1) : 0.5;
}

/* Ranks are whole or halves, where two tie. */
static void rank_text(struct buf *out, double rank)
{
    render_decimals(out, rank, floor(rank) == rank ? 0 : 1);
}

void cpage_ranks(struct cpage *p)
{
    int64_t rows = (int64_t)p->ranked;
    int step = p->ranked <= 12 ? 1 : 5;
    cpage_figure(
        p, "rank-chart", rows, SAID("Rank of each group, and how far it may be off"),
        SAID("One line a group that has a rank: a dot for the median rank, a line for the ranks "
             "of nine in ten draws. Rank 1 is best. The table after it has the same figures."));
    for (int rank = 1; rank <= (int)p->ranked; rank += rank == 1 && step > 1 ? step - 1 : step) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", rank);
        cpage_tick(p, rank_place(p, rank), rows, text);
    }
    for (size_t i = 0; i < p->ranked; i++) {
        const struct compare_rank *r = &p->c->groups[p->order[i]].rank;
        int64_t top = CHART_TOP + (int64_t)i * CHART_ROW;
        struct buf figures = BUF_INIT;
        rank_text(&figures, r->median);
        buf_puts(&figures, " (");
        rank_text(&figures, r->low);
        buf_puts(&figures, "–");
        rank_text(&figures, r->high);
        buf_puts(&figures, ")");
        names(p, p->order[i], top, &figures);
        cpage_line(p, "track", 0, 1, top + CHART_LINE);
        cpage_whisker(p, "ci", rank_place(p, r->low), rank_place(p, r->high), top + CHART_LINE);
        cpage_dot(p, "dot", rank_place(p, r->median), top + CHART_LINE);
        buf_free(&figures);
    }
    cpage_figure_end(p);
}

/* ---- bands ------------------------------------------------------------------------------------ */

/* Dark is the top of the scale, as in the table of domains. */
static int band_shade(const struct checklist *c, int band)
{
    int last = c->band_count - 1;
    int step = last <= 0 ? 0 : band * (COMPARE_SHADES - 1) / last;
    return c->risk ? step : COMPARE_SHADES - 1 - step;
}

static void band_row(struct cpage *p, size_t group)
{
    const struct checklist *core = p->c->core;
    const struct compare_group *g = &p->c->groups[group];
    int64_t top = CHART_TOP + (int64_t)group * CHART_ROW;
    struct buf figures = BUF_INIT;
    double from = 0;
    if (g->withheld || (g->scored > 0 && isnan(g->band_share[0]))) {
        buf_puts(&figures, texts_get(p->h.texts, SAID("withheld")));
    } else if (g->scored >= 0) {
        buf_putc(&figures, '(');
        number_write_whole(&figures, g->scored);
        buf_putc(&figures, ')');
    }
    names(p, group, top, &figures);
    for (int i = 0; i < core->band_count && g->scored != 0 && !g->withheld; i++) {
        double share = g->band_share[i];
        char class[24];
        (void)snprintf(class, sizeof class, "shade s%d", band_shade(core, i));
        if (!(share > 0)) {
            continue;
        }
        cpage_bar(p, class, from, from + share, top + CHART_LINE - 5, 13);
        if (share >= 0.08) { /* room for its letter */
            buf_printf(p->h.out, "<text class=\"letter t%d\"", band_shade(core, i));
            at(p, "x", from + share / 2);
            buf_printf(p->h.out, " y=\"%lld\">", (long long)top + CHART_LINE + 5);
            html_text(&p->h, core->bands[i].id);
            html_tags(&p->h, "</text>\n");
        }
        from += share;
    }
    buf_free(&figures);
}

static void band_table(struct cpage *p)
{
    const struct checklist *core = p->c->core;
    cpage_table(
        p, "band-table", "numbers",
        SAID("Share of the communities with a score that are in each band, and share of all "
             "that fail a critical criterion or leave one open"));
    cpage_say(p, "<th scope=\"col\">", SAID("Group"), "</th>");
    for (int i = 0; i < core->band_count; i++) {
        html_tags(&p->h, "<th scope=\"col\">");
        html_text(&p->h, core->bands[i].id);
        html_tags(&p->h, "</th>");
    }
    cpage_heads(p, (const char *const[]){SAID("Fail a critical criterion"), SAID("Leave one open")},
                2);
    for (size_t i = 0; i < p->c->group_count; i++) {
        const struct compare_group *g = &p->c->groups[i];
        cpage_row_head(p, i);
        for (int k = 0; k < core->band_count; k++) {
            cpage_share_cell(p, g->withheld || g->scored == 0 ? NAN : g->band_share[k]);
        }
        cpage_share_cell(p, g->withheld ? NAN : g->critical);
        cpage_share_cell(p, g->withheld ? NAN : g->critical_open);
        html_tags(&p->h, "</tr>\n");
    }
    cpage_table_end(p);
}

void cpage_bands(struct cpage *p)
{
    const struct checklist *core = p->c->core;
    if (core->band_count == 0) {
        return;
    }
    cpage_open(p, "bands", SAID("Bands"));
    cpage_say(
        p, "<p>",
        core->risk
            ? SAID("A high score is a high risk. The band follows the highest possible score, so "
                   "that an open question never helps.")
            : SAID("The band follows the lowest possible score, so that an open question never "
                   "helps."),
        "</p>\n<ul class=\"bands\">");
    for (int i = 0; i < core->band_count; i++) {
        html_tags(&p->h, "<li><b>");
        html_text(&p->h, p->shown->bands[i].id);
        html_tags(&p->h, "</b> <span>");
        html_text(&p->h, p->shown->bands[i].title);
        html_tags(&p->h, "</span></li>");
    }
    html_tags(&p->h, "</ul>\n");
    cpage_figure(
        p, "band-chart", (int64_t)p->c->group_count, SAID("Bands of the communities in each group"),
        SAID("One bar a group, divided by the share of each band, the best first. The table after "
             "it has the same figures."));
    for (size_t i = 0; i < p->c->group_count; i++) {
        band_row(p, i);
    }
    cpage_figure_end(p);
    band_table(p);
    cpage_close(p);
}
