/* The page of a comparison: frame, words and numbers. Its sections are in the files beside. */
#include "report/compare_html.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "report/compare_html_internal.h"
#include "report/render_compare_internal.h"

/* ---- words and numbers ------------------------------------------------------------------------ */

void cpage_say(struct cpage *p, const char *before, const char *text, const char *after)
{
    html_tags(&p->h, before);
    html_say(&p->h, text);
    html_tags(&p->h, after);
}

void cpage_plain(struct cpage *p, const char *text, const struct fill *fills)
{
    struct buf filled = BUF_INIT;
    texts_fill(&filled, p->h.texts, text, fills);
    html_text(&p->h, buf_text(&filled));
    p->h.out->failed = p->h.out->failed || filled.failed;
    buf_free(&filled);
}

void cpage_point(struct cpage *p, const char *text, const struct fill *fills)
{
    html_tags(&p->h, "<li>");
    html_fill(&p->h, text, fills);
    html_tags(&p->h, "</li>\n");
}

void cpage_point_count(struct cpage *p, const char *text, int64_t count, int64_t of)
{
    char number[24], all[24];
    (void)snprintf(number, sizeof number, "%lld", (long long)count);
    (void)snprintf(all, sizeof all, "%lld", (long long)of);
    cpage_point(p, text, (struct fill[]){{"count", number}, {"of", all}, {NULL, NULL}});
}

void cpage_open(struct cpage *p, const char *id, const char *title)
{
    buf_printf(p->h.out, "<section class=\"part\" id=\"%s\">\n<h2>", id);
    html_say(&p->h, title);
    html_tags(&p->h, "</h2>\n");
}

void cpage_close(struct cpage *p)
{
    html_tags(&p->h, "</section>\n");
}

void cpage_table(struct cpage *p, const char *id, const char *kind, const char *caption)
{
    buf_printf(p->h.out,
               "<div class=\"scroll\" role=\"region\" aria-labelledby=\"%s-caption\" "
               "tabindex=\"0\"><table class=\"%s\"><caption id=\"%s-caption\">",
               id, kind, id);
    html_say(&p->h, caption);
    html_tags(&p->h, "</caption><thead><tr>");
}

void cpage_heads(struct cpage *p, const char *const *heads, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cpage_say(p, "<th scope=\"col\">", heads[i], "</th>");
    }
    html_tags(&p->h, "</tr></thead><tbody>\n");
}

void cpage_table_end(struct cpage *p)
{
    html_tags(&p->h, "</tbody></table></div>\n");
}

void cpage_score(struct cpage *p, struct buf *out, double x)
{
    if (isnan(x)) {
        buf_puts(out, "–");
        return;
    }
    render_score(out, p->c->core, (int64_t)floor(x * (double)CREDIT_ONE + 0.5));
}

void cpage_item_score(struct cpage *p, struct buf *out, size_t item, double x)
{
    const struct compare_item *t = &p->c->items[item];
    int64_t billionths = isnan(x) ? SCORE_NONE : (int64_t)floor(x * (double)CREDIT_ONE + 0.5);
    if (billionths == SCORE_NONE) {
        buf_puts(out, "–");
    } else if (t->kind == ITEM_CRITERION) {
        render_decimals(out, x, 2);
    } else {
        render_node_score(out, p->c->core, t->kind == ITEM_NODE ? t->index : 0, billionths);
    }
}

void cpage_distance(struct cpage *p, struct buf *out, double x, bool sign)
{
    if (isnan(x)) {
        buf_puts(out, "–");
        return;
    }
    struct buf text = BUF_INIT;
    render_node_spread(&text, p->c->core, 0, fabs(x));
    if (strpbrk(buf_text(&text), "123456789") != NULL) { /* nothing has no sign */
        buf_puts(out, x < 0 ? "−" : sign ? "+" : "");
    }
    buf_puts(out, buf_text(&text));
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

void cpage_share(struct buf *out, double x)
{
    if (isnan(x)) {
        buf_puts(out, "–");
        return;
    }
    render_decimals(out, x * 100, 0);
    buf_puts(out, " %");
}

void cpage_figure_cell(struct cpage *p, struct buf *text)
{
    html_tags(&p->h, p->right ? "<td><bdi dir=\"ltr\">" : "<td>");
    html_text(&p->h, buf_text(text));
    html_tags(&p->h, p->right ? "</bdi></td>" : "</td>");
    p->h.out->failed = p->h.out->failed || text->failed;
    buf_free(text);
}

void cpage_score_cell(struct cpage *p, double x)
{
    struct buf text = BUF_INIT;
    cpage_score(p, &text, x);
    cpage_figure_cell(p, &text);
}

void cpage_distance_cell(struct cpage *p, double x, bool sign)
{
    struct buf text = BUF_INIT;
    cpage_distance(p, &text, x, sign);
    cpage_figure_cell(p, &text);
}

void cpage_share_cell(struct cpage *p, double x)
{
    struct buf text = BUF_INIT;
    cpage_share(&text, x);
    cpage_figure_cell(p, &text);
}

void cpage_coverage_cell(struct cpage *p, double x)
{
    struct buf text = BUF_INIT;
    if (isnan(x)) {
        buf_puts(&text, "–");
    } else {
        compare_percent(&text, x);
    }
    cpage_figure_cell(p, &text);
}

void cpage_count_cell(struct cpage *p, int64_t n)
{
    struct buf text = BUF_INIT;
    if (n < 0) {
        buf_puts(&text, "–");
    } else {
        number_write_whole(&text, n);
    }
    cpage_figure_cell(p, &text);
}

void cpage_range_cell(struct cpage *p, double low, double high)
{
    struct buf text = BUF_INIT;
    cpage_score(p, &text, low);
    if (!isnan(low) && !isnan(high)) {
        buf_puts(&text, "–");
        cpage_score(p, &text, high);
    }
    cpage_figure_cell(p, &text);
}

void cpage_label(struct cpage *p, struct buf *out, size_t group)
{
    const struct compare_group *g = &p->c->groups[group];
    for (size_t i = 0; i < p->c->by_count; i++) {
        buf_puts(out, i == 0 ? "" : " · ");
        buf_puts(out, texts_get(p->h.texts, g->keys[i] == NULL ? SAID("not told") : g->labels[i]));
    }
    if (p->c->by_count == 0) {
        buf_puts(out, texts_get(p->h.texts, SAID("All")));
    }
}

void cpage_row_head(struct cpage *p, size_t group)
{
    struct buf label = BUF_INIT;
    cpage_label(p, &label, group);
    html_tags(&p->h, "<tr><th scope=\"row\">");
    html_tags(&p->h, p->h.foreign ? "<bdi>" : "");
    html_text(&p->h, buf_text(&label));
    html_tags(&p->h, p->h.foreign ? "</bdi></th>" : "</th>");
    p->h.out->failed = p->h.out->failed || label.failed;
    buf_free(&label);
}

bool cpage_weak(const struct compare_group *g)
{
    return summary_may_rank(g) != RANK_GIVEN;
}

bool cpage_has_ranks(const struct cpage *p)
{
    bool possible = false;
    for (size_t i = 0; i < p->c->group_count; i++) {
        possible = possible || summary_may_rank(&p->c->groups[i]) == RANK_GIVEN;
    }
    return p->c->draws > 0 || !possible;
}

const char *cpage_unranked(const struct cpage *p, size_t group)
{
    const struct compare_group *g = &p->c->groups[group];
    enum no_rank why = summary_may_rank(g);
    return g->withheld || g->scored < 0 || why == RANK_WITHHELD ? SAID("withheld")
           : why == RANK_TOO_FEW                                ? SAID("fewer than 5 scores")
                                                                : SAID("coverage below 60 %");
}

int cpage_shade(double x)
{
    if (isnan(x)) {
        return -1;
    }
    int shade = (int)floor(x * COMPARE_SHADES);
    return shade < 0 ? 0 : shade >= COMPARE_SHADES ? COMPARE_SHADES - 1 : shade;
}

const char *cpage_item(const struct cpage *p, const struct compare_item *item)
{
    switch (item->kind) {
    case ITEM_TOTAL:
        return texts_get(p->h.texts, SAID("Total"));
    case ITEM_NODE:
        return p->shown->nodes[item->index].title;
    case ITEM_CRITERION:
        break;
    }
    return p->shown->criteria[item->index].demand.title;
}

/* ---- the frame -------------------------------------------------------------------------------- */

static const char *title_of(const struct cpage *p)
{
    return p->page->title != NULL ? p->page->title : p->shown->title;
}

static void head(struct cpage *p)
{
    html_begin(&p->h, title_of(p), guide_style, compare_style,
               p->c->core->risk ? "<body class=\"compare risk\">" : "<body class=\"compare\">");
    html_say(&p->h, "Skip to the content");
    html_tags(&p->h, "</a>\n");
}

static void fact_number(struct cpage *p, const char *name, int64_t value)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)value);
    html_fact(&p->h, name, text);
}

static void rounds(struct cpage *p)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < p->c->round_count; i++) {
        buf_puts(&text, i == 0 ? "" : ", ");
        buf_puts(&text, p->c->rounds[i]);
    }
    html_fact(&p->h, p->c->round_count == 1 ? SAID("Round") : SAID("Rounds"), buf_text(&text));
    p->h.out->failed = p->h.out->failed || text.failed;
    buf_free(&text);
}

static void banner(struct cpage *p)
{
    if (p->c->publish) {
        return;
    }
    cpage_say(p, "<p class=\"banner\" role=\"note\"><strong>", SAID("Not for publishing."),
              "</strong> ");
    html_say(&p->h, SAID("Small groups are shown as they are; a reader could tell who is meant."));
    html_tags(&p->h, "</p>\n");
}

static void cover(struct cpage *p)
{
    html_tags(&p->h, "<header class=\"cover\">\n<p class=\"kicker\">");
    html_say(&p->h, SAID("Communities compared"));
    html_tags(&p->h, "</p>\n<h1>");
    html_text(&p->h, title_of(p));
    html_tags(&p->h, "</h1>\n");
    banner(p);
    html_tags(&p->h, "<dl class=\"facts\">");
    fact_number(p, SAID("Groups"), (int64_t)p->c->group_count);
    if (!p->c->publish || p->c->whole >= 0) { /* a page for publishing may not tell */
        fact_number(p, SAID("Communities"),
                    p->c->publish ? p->c->whole : (int64_t)p->c->table->count);
    }
    rounds(p);
    html_fact(&p->h, SAID("Checklist"), p->c->core->id);
    html_fact(&p->h, SAID("Version"), p->c->core->version);
    html_tags(&p->h, "</dl>\n");
    if (p->shown->texts != NULL && p->shown->texts->unreviewed) {
        cpage_say(p, "<p class=\"note\">",
                  SAID("This translation was not yet reviewed by a speaker from the field."),
                  "</p>\n");
    }
    html_tags(&p->h, "</header>\n");
}

static void link_to(struct cpage *p, const char *id, const char *title, bool there)
{
    if (there) {
        buf_printf(p->h.out, "<li><a href=\"#%s\">", id);
        html_say(&p->h, title);
        html_tags(&p->h, "</a></li>\n");
    }
}

static void contents(struct cpage *p)
{
    html_tags(&p->h, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">");
    html_say(&p->h, SAID("Contents"));
    html_tags(&p->h, "</h2>\n<ol>\n");
    link_to(p, "first", SAID("Read this first"), true);
    link_to(p, "scores", SAID("Scores"), true);
    link_to(p, "heat", SAID("Domains"), p->c->item_count > 1);
    link_to(p, "bands", SAID("Bands"), p->c->core->band_count > 0);
    link_to(p, "ranks", SAID("Ranks"), cpage_has_ranks(p));
    link_to(p, "map", SAID("Map"), cpage_has_map(p));
    link_to(p, "trend", SAID("Change"), p->page->trend != NULL);
    link_to(p, "equity", SAID("Inequality"), p->page->equity_count > 0);
    link_to(p, "method", SAID("How the numbers came about"), true);
    html_tags(&p->h, "</ol>\n</nav>\n");
}

static void foot(struct cpage *p)
{
    html_tags(&p->h, "<footer>\n<p>");
    html_text(&p->h, p->c->core->id);
    html_tags(&p->h, " ");
    html_text(&p->h, p->c->core->version);
    html_tags(&p->h, " &#183; ");
    html_text(&p->h, p->page->engine);
    html_tags(&p->h, "</p>\n<p class=\"digest\">");
    html_text(&p->h, p->c->core->digest);
    html_tags(&p->h, "</p>\n</footer>\n</body>\n</html>\n");
}

/* Whether group a stands before b: by median rank; those without a rank stay behind, as they come. */
static bool before(const struct compare_group *a, const struct compare_group *b)
{
    return a->rank.ranked && (!b->rank.ranked || a->rank.median < b->rank.median);
}

static bool sort(struct cpage *p)
{
    size_t count = p->c->group_count;
    p->order = arena_alloc(&p->arena, sizeof *p->order * (count + 1));
    if (p->order == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && before(&p->c->groups[i], &p->c->groups[p->order[at - 1]]); at--) {
            p->order[at] = p->order[at - 1];
        }
        p->order[at] = i;
        p->ranked += p->c->groups[i].rank.ranked;
    }
    return true;
}

void render_compare_html(struct buf *out, const struct compare_shown *page)
{
    struct cpage p = {.arena = ARENA_INIT, .page = page, .c = page->c};
    p.shown = page->checklist != NULL ? page->checklist : page->c->core;
    html_init(&p.h, out, p.shown->language, p.shown->texts);
    p.right = strcmp(html_direction(p.h.language), "rtl") == 0;
    out->failed = out->failed || !sort(&p);
    if (!out->failed) {
        head(&p);
        cover(&p);
        contents(&p);
        html_tags(&p.h, "<main id=\"content\">\n");
        cpage_first(&p);
        cpage_scores(&p);
        cpage_heat(&p);
        cpage_bands(&p);
        cpage_rank_section(&p);
        cpage_map(&p);
        cpage_trend(&p);
        cpage_equity(&p);
        cpage_method(&p);
        html_tags(&p.h, "</main>\n");
        foot(&p);
    }
    arena_free(&p.arena);
}
