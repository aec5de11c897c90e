/* The figures of a comparison as tables: scores, domains, ranks. */
#include <math.h>

#include "base/number.h"
#include "compare/rank.h"
#include "report/compare_html_internal.h"

/* ---- scores ----------------------------------------------------------------------------------- */

/* A count, "of" those there are where that is known. */
static void count_of_cell(struct cpage *p, int64_t n, int64_t of)
{
    struct buf text = BUF_INIT;
    if (n < 0) {
        buf_puts(&text, "–");
    } else {
        number_write_whole(&text, n);
    }
    if (of > 0) {
        buf_puts(&text, " / ");
        number_write_whole(&text, of);
    }
    cpage_figure_cell(p, &text);
}

static void score_row(struct cpage *p, size_t group)
{
    const struct compare_group *g = &p->c->groups[group];
    const struct compare_stat *s = g->stats;
    cpage_row_head(p, group);
    if (g->withheld) {
        cpage_say(p, "<td class=\"none\" colspan=\"11\">",
                  SAID("withheld: too few to be published"), "</td></tr>\n");
        return;
    }
    cpage_count_cell(p, g->scored);
    count_of_cell(p, g->rows, g->of);
    cpage_score_cell(p, s->mean);
    cpage_range_cell(p, s->ci_low, s->ci_high);
    cpage_range_cell(p, s->low, s->high);
    cpage_coverage_cell(p, s->coverage);
    cpage_score_cell(p, s->weighted);
    cpage_distance_cell(p, s->sd, false);
    cpage_score_cell(p, s->median);
    cpage_range_cell(p, s->q1, s->q3);
    cpage_range_cell(p, s->min, s->max);
    html_tags(&p->h, "</tr>\n");
}

void cpage_scores(struct cpage *p)
{
    static const char *const heads[] = {
        SAID("Group"),    SAID("Scores"),   SAID("Communities"), SAID("Mean"),
        SAID("Interval"), SAID("Possible"), SAID("Coverage"),    SAID("By children"),
        SAID("Spread"),   SAID("Median"),   SAID("Middle half"), SAID("Lowest to highest")};
    cpage_open(p, "scores", SAID("Scores"));
    cpage_dots(p);
    cpage_table(p, "score-table", "numbers", SAID("Figures of each group"));
    cpage_heads(p, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < p->c->group_count; i++) {
        score_row(p, i);
    }
    cpage_table_end(p);
    cpage_say(
        p, "<p class=\"meta\">",
        SAID("Communities: assessed, and of how many where that is known. By children: the mean "
             "in which each community counts by its children under 18; a dash where one does not "
             "tell them. Spread: standard deviation between communities. Middle half: from the "
             "first to the third quartile."),
        "</p>\n");
    cpage_close(p);
}

/* ---- domains ---------------------------------------------------------------------------------- */

static size_t count_of(const struct cpage *p, enum item_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < p->c->item_count; i++) {
        count += p->c->items[i].kind == kind;
    }
    return count;
}

static void shade_cell(struct cpage *p, const struct compare_group *g, size_t item)
{
    const struct compare_stat *s = &g->stats[item];
    int shade = g->withheld ? -1 : cpage_shade(s->mean);
    struct buf text = BUF_INIT;
    if (shade < 0) {
        html_tags(&p->h, "<td class=\"none\">–</td>");
        return;
    }
    cpage_item_score(p, &text, item, s->mean);
    buf_printf(p->h.out, "<td class=\"s%d t%d\">", shade, shade);
    html_text(&p->h, buf_text(&text));
    html_tags(&p->h,
              (s->n >= 0 && s->n < RANK_ROWS) || s->coverage < RANK_COVERAGE ? "*</td>" : "</td>");
    p->h.out->failed = p->h.out->failed || text.failed;
    buf_free(&text);
}

static void item_head(struct cpage *p, size_t item)
{
    const struct compare_item *t = &p->c->items[item];
    html_tags(&p->h, "<th scope=\"col\">");
    html_text(&p->h, t->kind == ITEM_TOTAL ? cpage_item(p, t) : t->id);
    html_tags(&p->h, "</th>");
}

void cpage_key(struct cpage *p)
{
    html_tags(&p->h, "<ul class=\"shades\">");
    for (int i = 0; i < COMPARE_SHADES; i++) {
        struct buf text = BUF_INIT;
        cpage_score(p, &text, (double)i / COMPARE_SHADES);
        buf_puts(&text, "–");
        cpage_score(p, &text, (double)(i + 1) / COMPARE_SHADES);
        buf_printf(p->h.out, "<li class=\"s%d t%d\" dir=\"ltr\">", i, i);
        html_text(&p->h, buf_text(&text));
        html_tags(&p->h, "</li>");
        p->h.out->failed = p->h.out->failed || text.failed;
        buf_free(&text);
    }
    cpage_say(p, "<li class=\"none\">", SAID("no score"), "</li></ul>\n");
}

static void domains(struct cpage *p)
{
    cpage_table(p, "heat-table", "numbers heat", SAID("Mean score of each group in each domain"));
    cpage_say(p, "<th scope=\"col\">", SAID("Group"), "</th>");
    for (size_t i = 0; i < p->c->item_count; i++) {
        if (p->c->items[i].kind != ITEM_CRITERION) {
            item_head(p, i);
        }
    }
    html_tags(&p->h, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < p->c->group_count; i++) {
        cpage_row_head(p, i);
        for (size_t k = 0; k < p->c->item_count; k++) {
            if (p->c->items[k].kind != ITEM_CRITERION) {
                shade_cell(p, &p->c->groups[i], k);
            }
        }
        html_tags(&p->h, "</tr>\n");
    }
    cpage_table_end(p);
    html_tags(&p->h, "<ul class=\"codes\">");
    for (size_t i = 0; i < p->c->item_count; i++) {
        if (p->c->items[i].kind == ITEM_NODE) {
            html_tags(&p->h, "<li><span class=\"id\">");
            html_text(&p->h, p->c->items[i].id);
            html_tags(&p->h, "</span> ");
            html_text(&p->h, cpage_item(p, &p->c->items[i]));
            html_tags(&p->h, "</li>\n");
        }
    }
    html_tags(&p->h, "</ul>\n");
}

/* Criteria are many and groups few: the table is turned. */
static void criteria(struct cpage *p)
{
    cpage_table(p, "criterion-table", "numbers heat",
                SAID("Mean credit of each group for each criterion"));
    cpage_say(p, "<th scope=\"col\">", SAID("Criterion"), "</th>");
    for (size_t i = 0; i < p->c->group_count; i++) {
        struct buf label = BUF_INIT;
        cpage_label(p, &label, i);
        html_tags(&p->h, "<th scope=\"col\">");
        html_text(&p->h, buf_text(&label));
        html_tags(&p->h, "</th>");
        p->h.out->failed = p->h.out->failed || label.failed;
        buf_free(&label);
    }
    html_tags(&p->h, "</tr></thead><tbody>\n");
    for (size_t k = 0; k < p->c->item_count; k++) {
        if (p->c->items[k].kind == ITEM_CRITERION) {
            html_tags(&p->h, "<tr><th scope=\"row\"><span class=\"id\">");
            html_text(&p->h, p->c->items[k].id);
            html_tags(&p->h, "</span> <span class=\"name\">");
            html_text(&p->h, cpage_item(p, &p->c->items[k]));
            html_tags(&p->h, "</span></th>");
            for (size_t i = 0; i < p->c->group_count; i++) {
                shade_cell(p, &p->c->groups[i], k);
            }
            html_tags(&p->h, "</tr>\n");
        }
    }
    cpage_table_end(p);
}

void cpage_heat(struct cpage *p)
{
    bool nodes = count_of(p, ITEM_NODE) > 0, leaves = count_of(p, ITEM_CRITERION) > 0;
    if (!nodes && !leaves) {
        return;
    }
    cpage_open(p, "heat", nodes ? SAID("Domains") : SAID("Criteria"));
    cpage_key(p);
    cpage_say(
        p, "<p class=\"meta\">",
        SAID("A star marks the mean of fewer than 5 communities, or one where less than 60 % is "
             "answered: a hint, no finding. Shades are equal steps of the scale, not bands."),
        "</p>\n");
    if (nodes) {
        domains(p);
    }
    if (leaves) {
        criteria(p);
    }
    cpage_close(p);
}

/* ---- ranks ------------------------------------------------------------------------------------ */

static void rank_cell(struct cpage *p, double rank, double to)
{
    struct buf text = BUF_INIT;
    render_decimals(&text, rank, floor(rank) == rank ? 0 : 1);
    if (!isnan(to)) {
        buf_puts(&text, "–");
        render_decimals(&text, to, floor(to) == to ? 0 : 1);
    }
    cpage_figure_cell(p, &text);
}

/* Those that cannot be told apart from a group, in the order of the ranks. */
static void alike_cell(struct cpage *p, size_t group)
{
    size_t found = 0;
    html_tags(&p->h, "<td class=\"names\">");
    for (size_t i = 0; i < p->ranked; i++) {
        const struct compare_pair *pair = rank_pair(p->c, (int)group, (int)p->order[i]);
        if (pair != NULL && !pair->apart) {
            struct buf label = BUF_INIT;
            cpage_label(p, &label, p->order[i]);
            html_tags(&p->h, found++ == 0 ? "" : "; ");
            html_tags(&p->h, p->h.foreign ? "<bdi>" : "");
            html_text(&p->h, buf_text(&label));
            html_tags(&p->h, p->h.foreign ? "</bdi>" : "");
            p->h.out->failed = p->h.out->failed || label.failed;
            buf_free(&label);
        }
    }
    html_tags(&p->h, found == 0 ? "–</td>" : "</td>");
}

static void rank_table(struct cpage *p)
{
    static const char *const heads[] = {SAID("Group"), SAID("Median rank"),
                                        SAID("Nine in ten draws"),
                                        SAID("Cannot be told apart from")};
    cpage_table(p, "rank-table", "numbers", SAID("Ranks by the total, and how sure they are"));
    cpage_heads(p, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < p->ranked; i++) {
        const struct compare_rank *r = &p->c->groups[p->order[i]].rank;
        cpage_row_head(p, p->order[i]);
        rank_cell(p, r->median, NAN);
        rank_cell(p, r->low, r->high);
        alike_cell(p, p->order[i]);
        html_tags(&p->h, "</tr>\n");
    }
    cpage_table_end(p);
}

static void unranked(struct cpage *p)
{
    if (p->ranked == p->c->group_count) {
        return;
    }
    cpage_say(p, "<h3>", SAID("Without a rank"), "</h3>\n<ul class=\"plain\">");
    for (size_t i = p->ranked; i < p->c->group_count; i++) {
        struct buf label = BUF_INIT;
        cpage_label(p, &label, p->order[i]);
        html_tags(&p->h, p->h.foreign ? "<li><bdi>" : "<li>");
        html_text(&p->h, buf_text(&label));
        html_tags(&p->h, p->h.foreign ? "</bdi>: " : ": ");
        html_say(&p->h, cpage_unranked(p, p->order[i]));
        html_tags(&p->h, "</li>\n");
        p->h.out->failed = p->h.out->failed || label.failed;
        buf_free(&label);
    }
    html_tags(&p->h, "</ul>\n");
}

static void sources(struct cpage *p)
{
    static const char *const names[] = {
        [SOURCE_MISSING] = SAID("Open answers"),
        [SOURCE_SAMPLE] = SAID("Which communities were assessed"),
        [SOURCE_WEIGHTS] = SAID("Weights of the criteria"),
        [SOURCE_AGGREGATE] = SAID("The kind of mean"),
        [SOURCE_RATER] = SAID("Differences between assessors"),
    };
    static const char *const heads[] = {SAID("What was varied"), SAID("Alone"),
                                        SAID("With all it does together with others")};
    cpage_say(p, "<h3>", SAID("What moves the ranks"), "</h3>\n");
    cpage_table(p, "source-table", "numbers",
                SAID("Share of the movement of the ranks that is due to each"));
    cpage_heads(p, heads, sizeof heads / sizeof *heads);
    for (int i = 0; i < SOURCE_COUNT; i++) {
        const struct compare_source *s = &p->c->sources[i];
        cpage_say(p, "<tr><th scope=\"row\">", names[i], "</th>");
        if (s->on) {
            cpage_share_cell(p, s->first);
            cpage_share_cell(p, s->total);
        } else {
            cpage_say(p, "<td class=\"none\" colspan=\"2\">", SAID("not varied"), "</td>");
        }
        html_tags(&p->h, "</tr>\n");
    }
    cpage_table_end(p);
}

void cpage_rank_section(struct cpage *p)
{
    if (!cpage_has_ranks(p)) {
        return;
    }
    cpage_open(p, "ranks", SAID("Ranks"));
    if (p->ranked > 0) {
        cpage_say(p, "<p>",
                  SAID("A rank hides how close neighbours are. Two groups are told apart only "
                       "where one is ahead in 95 of 100 draws; the table says which are not."),
                  "</p>\n");
        cpage_ranks(p);
        rank_table(p);
    } else {
        cpage_say(p, "<p>", SAID("No group has enough scores and coverage for a rank."), "</p>\n");
    }
    unranked(p);
    if (p->c->draws > 0) {
        sources(p);
    }
    cpage_close(p);
}
