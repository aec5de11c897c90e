/* The guide: a checklist as one page to read, to print and to carry to a meeting. */
#include <stdio.h>

#include "base/number.h"
#include "model/weight.h"
#include "report/guide_internal.h"

/* ---- head ------------------------------------------------------------------------------------ */

static void head(struct guide *g)
{
    html_begin(&g->h, g->c->title, guide_style, "", "<body>");
    html_say(&g->h, "Skip to the questions");
    html_tags(&g->h, "</a>\n");
}

static void fact_number(struct guide *g, const char *name, int value)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%d", value);
    html_fact(&g->h, name, text);
}

static void cover(struct guide *g)
{
    const struct checklist *c = g->c;
    const char *description = json_string(json_get(c->doc, "description"));
    const struct json *source = json_get(c->doc, "source");
    html_tags(&g->h, "<header class=\"cover\">\n");
    html_tags(&g->h, html_tree);
    html_tags(&g->h, "<p class=\"kicker\">");
    html_say(&g->h, "Guide to the checklist");
    html_tags(&g->h, "</p>\n<h1>");
    html_text(&g->h, c->title);
    html_tags(&g->h, "</h1>\n");
    if (description != NULL) {
        html_tags(&g->h, "<p class=\"lead\">");
        html_text(&g->h, description);
        html_tags(&g->h, "</p>\n");
    }
    html_tags(&g->h, "<dl class=\"facts\">");
    fact_number(g, SAID("Criteria"), c->criterion_count);
    if (c->nodes[0].node_count > 0) {
        fact_number(g, SAID("Domains"), c->nodes[0].node_count);
    }
    html_fact(&g->h, SAID("Checklist"), c->id);
    html_fact(&g->h, SAID("Version"), c->version);
    if (c->profile != NULL) {
        html_fact(&g->h, SAID("Short form"), c->profile);
    }
    html_tags(&g->h, "</dl>\n");
    if (c->texts != NULL && c->texts->unreviewed) {
        html_tags(&g->h, "<p class=\"note\">");
        html_say(&g->h, "This translation was not yet reviewed by a speaker from the field.");
        html_tags(&g->h, "</p>\n");
    }
    if (source != NULL && source->first != NULL) {
        guide_sources(g, source);
    }
    html_tags(&g->h, "</header>\n");
}

/* ---- contents -------------------------------------------------------------------------------- */

static void content_line(struct guide *g, const char *anchor, const char *title)
{
    buf_printf(g->h.out, "<li><a href=\"#%s\">", anchor);
    html_say(&g->h, title);
    html_tags(&g->h, "</a></li>\n");
}

static int criteria_below(const struct checklist *c, int node)
{
    int count = c->nodes[node].criterion_count;
    for (int i = 0; i < c->nodes[node].node_count; i++) {
        count += criteria_below(c, c->nodes[node].nodes[i]);
    }
    return count;
}

static void contents(struct guide *g)
{
    const struct checklist *c = g->c;
    const struct json *profiles = json_get(c->doc, "profiles");
    html_tags(&g->h, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">");
    html_say(&g->h, "Contents");
    html_tags(&g->h, "</h2>\n<ol>\n");
    content_line(g, "use", SAID("How to use this guide"));
    if (c->nodes[0].criterion_count > 0) {
        content_line(g, "questions", SAID("Questions"));
    }
    for (int i = 0; i < c->nodes[0].node_count; i++) {
        int node = c->nodes[0].nodes[i];
        html_tags(&g->h, "<li><a href=\"#n-");
        html_anchor(&g->h, c->nodes[node].id);
        html_tags(&g->h, "\">");
        html_text(&g->h, c->nodes[node].title);
        buf_printf(g->h.out, "</a> <span class=\"count\" dir=\"ltr\">%d", criteria_below(c, node));
        html_tags(&g->h, " &#183; ");
        guide_percent(g, weight_node_share(c, node), 1);
        html_tags(&g->h, "</span></li>\n");
    }
    if (profiles != NULL && profiles->first != NULL) {
        content_line(g, "profiles", SAID("Short forms"));
    }
    content_line(g, "weights", SAID("Weights"));
    if (guide_has_references(g)) {
        content_line(g, "references", SAID("What the criteria serve"));
    }
    html_tags(&g->h, "</ol>\n</nav>\n");
}

/* ---- how to use it --------------------------------------------------------------------------- */

static void steps(struct guide *g)
{
    static const char *const texts[] = {
        SAID("Read a domain as a group: those who know the plan, those who know the place, and "
             "where "
             "you "
             "can, children themselves."),
        SAID(
            "Answer what you know. Leave a question open rather than guess: an open question never "
            "raises the band, and it is not counted as a no."),
        SAID("Note for each answer where it can be seen: the document, the page, the list. “Ask "
             "for” "
             "says "
             "what to look for."),
        SAID("Where a question does not apply, say so and why. It then leaves the score on both "
             "sides."),
        SAID(
            "Questions marked “computed” need no answer. They are worked out from the facts of the "
            "plan: "
            "people, places, budget, actions."),
        SAID("Put the answers into a plan document and let banyan assess it. Then read the "
             "reasons, and "
             "mend the plan before the score.")};
    html_tags(&g->h, "<ol class=\"steps\">\n");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        html_tags(&g->h, "<li>");
        html_say(&g->h, texts[i]);
        html_tags(&g->h, "</li>\n");
    }
    html_tags(&g->h, "</ol>\n");
}

static void bands(struct guide *g)
{
    const struct checklist *c = g->c;
    if (c->band_count == 0) {
        return;
    }
    html_tags(&g->h, "<h3>");
    html_say(&g->h, "Bands");
    html_tags(&g->h, "</h3>\n<p>");
    html_say(&g->h, c->risk
                        ? SAID("A high score is a high risk. The band follows the highest possible "
                               "score, so that an open question never helps.")
                        : SAID("The band follows the lowest possible score, so that an open "
                               "question never helps."));
    html_tags(&g->h, "</p>\n<ul class=\"bands\">");
    for (int i = 0; i < c->band_count; i++) {
        html_tags(&g->h, "<li><b>");
        html_text(&g->h, c->bands[i].id);
        html_tags(&g->h, "</b> <span>");
        html_text(&g->h, c->bands[i].title);
        html_tags(&g->h, "</span> <span class=\"limit\">");
        struct buf limit = BUF_INIT;
        render_score(&limit, c, c->bands[i].limit);
        html_fill(&g->h, c->risk ? SAID("to {limit}") : SAID("from {limit}"),
                  (struct fill[]){{"limit", buf_text(&limit)}, {NULL, NULL}});
        g->h.out->failed = g->h.out->failed || limit.failed;
        buf_free(&limit);
        html_tags(&g->h, "</span></li>");
    }
    html_tags(&g->h, "</ul>\n");
}

static void use(struct guide *g)
{
    html_tags(&g->h, "<section class=\"use\" id=\"use\">\n<h2>");
    html_say(&g->h, "How to use this guide");
    html_tags(&g->h, "</h2>\n");
    steps(g);
    bands(g);
    html_legend(&g->h);
    html_tags(&g->h, "<p>");
    html_say(&g->h, "“Weight” gives the weight within the domain and the share of the whole, where "
                    "everything applies.");
    html_tags(&g->h, "</p>\n");
    html_tags(&g->h, "</section>\n");
}

/* ---- domains --------------------------------------------------------------------------------- */

static void meta(struct guide *g, const struct node *n, int index)
{
    struct buf count = BUF_INIT, weight = BUF_INIT, share = BUF_INIT;
    buf_printf(&count, "%d", criteria_below(g->c, index));
    number_write_whole(&weight, n->weight);
    guide_share(&share, weight_node_share(g->c, index), 1);
    html_fill(&g->h,
              criteria_below(g->c, index) == 1
                  ? SAID("{count} criterion · weight {weight} · {share} of the whole")
                  : SAID("{count} criteria · weight {weight} · {share} of the whole"),
              (struct fill[]){{"count", buf_text(&count)},
                              {"weight", buf_text(&weight)},
                              {"share", buf_text(&share)},
                              {NULL, NULL}});
    g->h.out->failed = g->h.out->failed || count.failed || weight.failed || share.failed;
    buf_free(&count);
    buf_free(&weight);
    buf_free(&share);
}

static void heading_of(struct guide *g, const struct node *n, int index, int level)
{
    const char *why = json_string(json_get(n->doc, "why"));
    buf_printf(g->h.out, "<h%d>", level);
    html_text(&g->h, n->title);
    buf_printf(g->h.out, "</h%d>\n", level);
    if (why != NULL) {
        html_tags(&g->h, "<p class=\"lead\">");
        html_text(&g->h, why);
        html_tags(&g->h, "</p>\n");
    }
    html_tags(&g->h, "<p class=\"meta\">");
    html_tags(&g->h, "<span class=\"id\">");
    html_text(&g->h, n->id);
    html_tags(&g->h, "</span> &#183; ");
    meta(g, n, index);
    html_tags(&g->h, "</p>\n");
    if (n->applies != NULL) {
        html_tags(&g->h, "<dl class=\"when\">");
        guide_condition(g, n->applies);
        html_tags(&g->h, "</dl>\n");
    }
}

static void node(struct guide *g, int index, int level)
{
    const struct node *n = &g->c->nodes[index];
    int below = level < 6 ? level + 1 : 6;
    if (index > 0) {
        html_tags(&g->h, level == 2 ? "<section class=\"domain\" id=\"n-"
                                    : "<section class=\"subdomain\" id=\"n-");
        html_anchor(&g->h, n->id);
        html_tags(&g->h, "\">\n");
        heading_of(g, n, index, level);
    } else if (n->criterion_count > 0) {
        html_tags(&g->h, "<section class=\"domain\" id=\"questions\">\n<h2>");
        html_say(&g->h, "Questions");
        html_tags(&g->h, "</h2>\n");
    }
    for (int i = n->first_criterion; i < n->first_criterion + n->criterion_count; i++) {
        guide_criterion(g, i, index > 0 ? below : 3);
    }
    html_tags(&g->h, index == 0 && n->criterion_count > 0 ? "</section>\n" : "");
    for (int i = 0; i < n->node_count; i++) {
        node(g, n->nodes[i], index > 0 ? below : 2); /* checklists have a bound on depth */
    }
    html_tags(&g->h, index > 0 ? "</section>\n" : "");
}

/* ---- the page -------------------------------------------------------------------------------- */

static void foot(struct guide *g)
{
    html_tags(&g->h, "<footer>\n<p>");
    html_text(&g->h, g->c->id);
    html_tags(&g->h, " ");
    html_text(&g->h, g->c->version);
    html_tags(&g->h, " &#183; ");
    html_text(&g->h, g->engine);
    html_tags(&g->h, "</p>\n<p class=\"digest\">");
    html_text(&g->h, g->c->digest);
    html_tags(&g->h, "</p>\n</footer>\n</body>\n</html>\n");
}

static bool read_all(struct guide *g, struct arena *arena)
{
    const struct reading **readings = arena_alloc(arena, sizeof *readings * (g->f->count + 1));
    bool good = readings != NULL;
    for (size_t i = 0; i < g->f->count && good; i++) {
        readings[i] = framework_read(arena, g->f->list[i], g->c, NULL);
        good = readings[i] != NULL;
    }
    g->readings = readings;
    return good;
}

void render_guide(struct buf *out, const struct checklist *c, const struct frameworks *f,
                  const char *engine)
{
    struct guide g = {.c = c, .f = f, .engine = engine};
    struct arena arena = ARENA_INIT;
    html_init(&g.h, out, c->language, c->texts);
    if (!read_all(&g, &arena)) {
        out->failed = true;
    }
    for (int i = 0; i < c->criterion_count && !out->failed; i++) {
        double share = weight_share(c, NULL, i);
        g.widest = share > g.widest ? share : g.widest;
    }
    if (!out->failed) {
        head(&g);
        cover(&g);
        contents(&g);
        html_tags(&g.h, "<main id=\"content\">\n");
        use(&g);
        node(&g, 0, 2);
        guide_profiles(&g);
        guide_weights(&g);
        guide_references(&g);
        html_tags(&g.h, "</main>\n");
        foot(&g);
    }
    arena_free(&arena);
}
