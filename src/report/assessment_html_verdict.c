/* The first sheet: the result and what it means, what holds it down, what to do first, domains as bars. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "report/assessment_html_internal.h"

bool sheet_is_thin(const struct sheet *s, int node)
{
    /* As the total below the checklist's floor: a figure that rests on one answer reads like knowledge. */
    return s->a->nodes[node].coverage < s->c->nodes[0].min_coverage;
}

/* ---- drawings --------------------------------------------------------------------------------- */

/* A place of 0…1 in percent. */
static void place(struct sheet *s, const char *name, int64_t billionths)
{
    buf_puts(s->h.out, name);
    render_decimals(s->h.out, (double)billionths / (double)CREDIT_ONE * 100, 1);
    buf_puts(s->h.out, "%");
}

void sheet_bar(struct sheet *s, int node)
{
    const struct node_result *r = &s->a->nodes[node];
    bool scored = r->score != SCORE_NONE && !sheet_is_thin(s, node);
    html_tags(&s->h, "<span class=\"bar\" aria-hidden=\"true\" style=\"");
    place(s, "--l:", r->low);
    place(s, ";--h:", r->high);
    if (scored) {
        place(s, ";--s:", r->score);
    }
    html_tags(&s->h, scored ? "\"><i></i></span>" : "\"></span>");
}

/* From here to there a band lies on the axis from 0 to 1. */
static int64_t band_width(const struct checklist *c, int band)
{
    int64_t next = c->risk ? 0 : CREDIT_ONE;
    if (band > 0) {
        next = c->bands[band - 1].limit;
    }
    return c->risk ? c->bands[band].limit - next : next - c->bands[band].limit;
}

/* The bands below the bar of the whole, each as wide as its scores; only for the eye. */
static void scale(struct sheet *s)
{
    const struct checklist *c = s->c;
    html_tags(&s->h, "<div class=\"scale\" aria-hidden=\"true\">");
    for (int i = 0; i < c->band_count; i++) {
        int band = c->risk ? i : c->band_count - 1 - i; /* from the lowest score on */
        buf_printf(s->h.out, "<span%s style=\"flex:%lld\"><b>",
                   band == s->a->band ? " class=\"here\"" : "",
                   (long long)(band_width(c, band) / (CREDIT_ONE / 1000)));
        html_text(&s->h, c->bands[band].id);
        html_tags(&s->h, "</b></span>");
    }
    html_tags(&s->h, "</div>\n");
}

/* ---- the result ------------------------------------------------------------------------------- */

/* One figure with its meaning. */
static void figure(struct sheet *s, const char *name, struct buf *value, const char *meaning,
                   const struct fill *fills)
{
    html_tags(&s->h, "<div><dt>");
    html_say(&s->h, name);
    html_tags(&s->h, "</dt><dd><b>");
    sheet_figure(s, value);
    html_tags(&s->h, "</b> ");
    html_fill(&s->h, meaning, fills);
    html_tags(&s->h, "</dd></div>\n");
}

/* The band that the lowest possible score gives, before critical criteria hold it down. */
static const char *band_of_low(const struct sheet *s)
{
    int band = 0;
    while (band + 1 < s->c->band_count && s->a->nodes[0].low < s->c->bands[band].limit) {
        band++;
    }
    return s->c->bands[band].id;
}

static void band_figures(struct sheet *s, struct buf *value)
{
    const struct checklist *c = s->c;
    if (s->a->band < 0) {
        return;
    }
    const char *low = band_of_low(s);
    bool held = !c->risk && strcmp(low, c->bands[s->a->band].id) != 0;
    buf_puts(value, c->bands[s->a->band].id);
    figure(s, SAID("Band"), value,
           held ? SAID("The lowest possible score would give {band}; a critical gap holds it down.")
           : c->risk ? SAID("A high score is a high risk. The band follows the highest possible "
                            "score, so that an open question never helps.")
                     : SAID("The band follows the lowest possible score, so that an open "
                            "question never helps."),
           (struct fill[]){{"band", low}, {NULL, NULL}});
    buf_puts(value, s->a->band_possible < 0 ? "–" : c->bands[s->a->band_possible].id);
    figure(s, SAID("Possible band"), value,
           SAID("What the band could be if every open question turned out well."), NULL);
}

static void figures(struct sheet *s)
{
    const struct node_result *root = &s->a->nodes[0];
    bool risk = s->c->risk;
    struct buf value = BUF_INIT, floor = BUF_INIT;
    html_tags(&s->h, "<dl class=\"means\">\n");
    render_score(&value, s->c, root->score);
    figure(s, SAID("Score"), &value,
           risk ? SAID("How high the risk is, over what was answered and applies.")
                : SAID("How much of what is asked is met, over what was answered and applies."),
           NULL);
    render_score(&value, s->c, root->low);
    figure(s, SAID("Lowest possible"), &value,
           risk ? SAID("The score if every open question turned out well.")
                : SAID("The score if every open question turned out badly."),
           NULL);
    render_score(&value, s->c, root->high);
    figure(s, SAID("Highest possible"), &value,
           risk ? SAID("The score if every open question turned out badly.")
                : SAID("The score if every open question turned out well."),
           NULL);
    render_percent(&value, root->coverage);
    render_percent(&floor, s->c->nodes[0].min_coverage);
    figure(s, SAID("Coverage"), &value,
           s->c->nodes[0].min_coverage > 0
               ? SAID("How much of the weight rests on answers or facts. Below {floor} there is no "
                      "score.")
               : SAID("How much of the weight rests on answers or facts."),
           (struct fill[]){{"floor", buf_text(&floor)}, {NULL, NULL}});
    band_figures(s, &value);
    html_tags(&s->h, "</dl>\n");
    s->h.out->failed = s->h.out->failed || value.failed || floor.failed;
    buf_free(&value);
    buf_free(&floor);
}

static void headline(struct sheet *s)
{
    const struct assessment *a = s->a;
    struct buf text = BUF_INIT;
    if (!a->nodes[0].applicable || a->nodes[0].score == SCORE_NONE) {
        render_no_score(&text, a);
        sheet_paragraph(s, "none", &text);
    } else {
        html_tags(&s->h, "<p class=\"score\"><b>");
        render_score(&text, s->c, a->nodes[0].score);
        sheet_figure(s, &text);
        html_tags(&s->h, "</b>");
        if (a->band >= 0) {
            const struct band *band = &s->c->bands[a->band];
            html_tags(&s->h, " <span class=\"band\">");
            html_fill(&s->h, "Band {band}", (struct fill[]){{"band", band->id}, {NULL, NULL}});
            html_tags(&s->h, "</span> ");
            html_text(&s->h, text_equal(band->title, band->id) ? NULL : band->title);
        }
        html_tags(&s->h, "</p>\n");
    }
    buf_free(&text);
}

/* ---- what holds it down ----------------------------------------------------------------------- */

static void count_line(struct sheet *s, const char *text, int count)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%d", count);
    html_tags(&s->h, "<li>");
    html_fill(&s->h, text, (struct fill[]){{"count", number}, {NULL, NULL}});
    html_tags(&s->h, "</li>\n");
}

static bool is_capped(const struct sheet *s, int criterion)
{
    struct buf ignored = BUF_INIT;
    bool capped = render_cap(&ignored, s->a, criterion);
    buf_free(&ignored);
    return capped;
}

/* Critical gaps, rules that broke, findings in doubt. */
static void gaps(struct sheet *s)
{
    struct buf text = BUF_INIT;
    int doubts = 0, caps = 0;
    for (int i = 0; i < s->c->criterion_count; i++) {
        doubts += finding_doubts(&s->a->findings[i]) != NULL;
        caps += is_capped(s, i);
    }
    if (doubts == 0 && caps == 0 && !s->a->incomplete) {
        return;
    }
    html_tags(&s->h, "<div class=\"warn\"><h3>");
    html_say(&s->h, "Look at these");
    html_tags(&s->h, "</h3><ul>\n");
    for (int i = 0; i < s->c->criterion_count; i++) {
        if (render_cap(&text, s->a, i)) {
            html_tags(&s->h, "<li><a href=\"#c-");
            html_anchor(&s->h, s->c->criteria[i].demand.id);
            html_tags(&s->h, "\">");
            sheet_text(s, &text);
            html_tags(&s->h, "</a></li>\n");
        }
    }
    if (s->a->incomplete) {
        count_line(
            s, SAID("Incomplete: {count} of the rules broke; see the findings marked as errors."),
            s->a->counts[OUTCOME_ERROR]);
    }
    if (doubts > 0) {
        count_line(s, SAID("{count} of the findings in doubt: see the lines marked \"doubt\""),
                   doubts);
    }
    html_tags(&s->h, "</ul></div>\n");
    s->h.out->failed = s->h.out->failed || text.failed;
    buf_free(&text);
}

/* ---- what to do ------------------------------------------------------------------------------- */

static void more(struct sheet *s, const char *text, size_t count)
{
    if (count > 0) {
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", count);
        html_tags(&s->h, "<p class=\"meta\">");
        html_fill(&s->h, text, (struct fill[]){{"count", number}, {NULL, NULL}});
        html_tags(&s->h, "</p>\n");
    }
}

/* The open criteria that weigh most, where they can change the band or there is no score yet. */
static void open_first(struct sheet *s)
{
    const struct node_result *root = &s->a->nodes[0];
    bool no_score = root->applicable && root->score == SCORE_NONE;
    struct render_open *list = NULL;
    struct buf text = BUF_INIT;
    size_t count = 0;
    if (!no_score && s->a->band == s->a->band_possible) {
        return;
    }
    s->h.out->failed = render_open_first(s->a, &list, &count) != 0 || s->h.out->failed;
    if (count > 0) {
        html_tags(&s->h, "<h3>");
        html_say(&s->h, no_score ? SAID("What to assess first") : SAID("What decides the band"));
        html_tags(&s->h, "</h3>\n<ul class=\"open\">\n");
        size_t shown = count < RENDER_OPEN_MOST ? count : RENDER_OPEN_MOST;
        for (size_t i = 0; i < shown; i++) {
            html_tags(&s->h, "<li>");
            sheet_link(s, list[i].criterion);
            html_tags(&s->h, " <small>");
            render_open_weight(&text, s->a, &list[i]);
            sheet_text(s, &text);
            html_tags(&s->h, "</small></li>\n");
        }
        html_tags(&s->h, "</ul>\n");
        more(s, SAID("and {count} more open criteria"), count - shown);
    }
    buf_free(&text);
    free(list);
}

static void first_steps(struct sheet *s)
{
    struct render_step *steps = NULL;
    struct buf text = BUF_INIT;
    size_t count = 0;
    s->h.out->failed = render_steps(s->a, false, &steps, &count) != 0 || s->h.out->failed;
    if (count > 0) {
        size_t shown = render_steps_first(steps, count);
        html_tags(&s->h, "<h3>");
        html_say(&s->h, "What to do first");
        html_tags(&s->h, "</h3>\n<ol class=\"steps\">\n");
        for (size_t i = 0; i < shown; i++) {
            html_tags(&s->h, "<li>");
            sheet_link(s, steps[i].criterion);
            html_tags(&s->h, " <small>");
            render_step_why(&text, s->a, &steps[i]);
            sheet_text(s, &text);
            html_tags(&s->h, "</small><br>");
            (void)render_next_step(&text, s->a, steps[i].criterion);
            sheet_text(s, &text);
            html_tags(&s->h, "</li>\n");
        }
        html_tags(&s->h, "</ol>\n");
        more(s, SAID("and {count} more; see `banyan advise ID`"), count - shown);
    }
    buf_free(&text);
    free(steps);
}

void sheet_verdict(struct sheet *s)
{
    sheet_open(s, "result", SAID("Result"));
    headline(s);
    if (s->a->nodes[0].applicable) {
        html_tags(&s->h, "<div class=\"gauge\">");
        sheet_bar(s, 0);
        scale(s);
        html_tags(&s->h, "</div>\n");
        figures(s);
    }
    gaps(s);
    open_first(s);
    first_steps(s);
    sheet_close(s);
}

/* ---- domains ---------------------------------------------------------------------------------- */

static void figure_cell(struct sheet *s, struct buf *text)
{
    html_tags(&s->h, "<td>");
    sheet_figure(s, text);
    html_tags(&s->h, "</td>");
}

static void domain_row(struct sheet *s, int node, struct buf *text)
{
    const struct node_result *r = &s->a->nodes[node];
    html_tags(&s->h, "<tr><th scope=\"row\"><a href=\"#n-");
    html_anchor(&s->h, s->c->nodes[node].id);
    html_tags(&s->h, "\">");
    html_text(&s->h, sheet_title(s, node));
    html_tags(&s->h, "</a>");
    if (!r->applicable) {
        html_tags(&s->h, "</th><td colspan=\"3\">");
        html_say(&s->h, "does not apply");
        html_tags(&s->h, "</td></tr>\n");
        return;
    }
    sheet_bar(s, node);
    html_tags(&s->h, "</th>");
    render_node_score(text, s->c, node, sheet_is_thin(s, node) ? SCORE_NONE : r->score);
    figure_cell(s, text);
    render_range(text, s->a, node);
    figure_cell(s, text);
    render_percent(text, r->coverage);
    figure_cell(s, text);
    html_tags(&s->h, "</tr>\n");
}

void sheet_domains(struct sheet *s)
{
    static const char *const heads[] = {SAID("Domain"), SAID("Score"), SAID("Possible"),
                                        SAID("Coverage")};
    const struct node *root = &s->c->nodes[0];
    struct buf text = BUF_INIT;
    if (root->node_count == 0) {
        return;
    }
    sheet_open(s, "domains", SAID("Domains"));
    html_tags(&s->h, "<table class=\"numbers\"><caption>");
    html_say(&s->h, "Full part of a bar: sure. Striped part: possible, as long as questions are "
                    "open. Line across: the score.");
    html_tags(&s->h, "</caption><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        html_tags(&s->h, "<th scope=\"col\">");
        html_say(&s->h, heads[i]);
        html_tags(&s->h, "</th>");
    }
    html_tags(&s->h, "</tr></thead><tbody>\n");
    for (int i = 0; i < root->node_count; i++) {
        domain_row(s, root->nodes[i], &text);
    }
    html_tags(&s->h, "</tbody></table>\n");
    sheet_close(s);
    s->h.out->failed = s->h.out->failed || text.failed;
    buf_free(&text);
}
