/* What stands behind the questions: profiles, weights, references. */
#include "base/number.h"
#include "model/weight.h"
#include "report/guide_internal.h"

static void annex(struct guide *g, const char *id, const char *title)
{
    buf_printf(g->h.out, "<section class=\"annex\" id=\"%s\">\n<h2>", id);
    html_say(&g->h, title);
    html_tags(&g->h, "</h2>\n");
}

static void say_in(struct guide *g, const char *before, const char *text, const char *after)
{
    html_tags(&g->h, before);
    html_say(&g->h, text);
    html_tags(&g->h, after);
}

/* ---- profiles -------------------------------------------------------------------------------- */

/* For whom a profile is; or what it leaves out, with a word (or NULL) that says so. */
static void profile_text(struct guide *g, const char *word, const struct json *text)
{
    if (json_string(text) != NULL) {
        html_tags(&g->h, "<p>");
        if (word != NULL) {
            html_say(&g->h, word);
        }
        html_text(&g->h, text->text);
        html_tags(&g->h, "</p>\n");
    }
}

void guide_profiles(struct guide *g)
{
    const struct json *profiles = json_get(g->c->doc, "profiles");
    if (profiles == NULL || profiles->first == NULL) {
        return;
    }
    annex(g, "profiles", SAID("Short forms"));
    say_in(g, "<p>",
           SAID("A short form (profile) asks fewer questions. Its scores are not compared with "
                "those of "
                "the whole."),
           "</p>\n");
    for (const struct json *p = profiles->first; p != NULL; p = p->next) {
        const struct json *criteria = json_get(p, "criteria");
        const char *title = json_string(json_get(p, "title"));
        html_tags(&g->h, "<h3>");
        html_text(&g->h, title == NULL ? p->key : title);
        html_tags(&g->h, "</h3>\n<p><code>--profile ");
        html_text(&g->h, p->key);
        html_tags(&g->h, "</code></p>\n");
        profile_text(g, NULL, json_get(p, "description"));
        profile_text(g, SAID("Leaves out: "), json_get(p, "leaves_out"));
        html_tags(&g->h, "<ul class=\"links\">");
        for (const struct json *k = criteria == NULL ? NULL : criteria->first; k != NULL;
             k = k->next) {
            int index = json_string(k) == NULL ? -1 : checklist_find(g->c, k->text);
            if (index >= 0) {
                html_tags(&g->h, "<li>");
                guide_link(g, k->text);
                html_tags(&g->h, " ");
                html_text(&g->h, g->c->criteria[index].demand.title);
                html_tags(&g->h, "</li>");
            }
        }
        html_tags(&g->h, "</ul>\n");
    }
    html_tags(&g->h, "</section>\n");
}

/* ---- weights --------------------------------------------------------------------------------- */

static void share_cell(struct guide *g, double share)
{
    html_tags(&g->h, "<td>");
    render_decimals(g->h.out, share * 100, 2);
    html_tags(&g->h, "</td>");
}

static void node_row(struct guide *g, const struct node *n, int index)
{
    html_tags(&g->h, "<tr class=\"group\"><th scope=\"row\"><a href=\"#n-");
    html_anchor(&g->h, n->id);
    html_tags(&g->h, "\">");
    html_text(&g->h, n->title);
    html_tags(&g->h, "</a></th><td>");
    number_write_whole(g->h.out, n->weight);
    html_tags(&g->h, "</td>");
    share_cell(g, weight_node_share(g->c, index));
    html_tags(&g->h, "<td></td><td></td></tr>\n");
}

static void node_weights(struct guide *g, int index)
{
    const struct node *n = &g->c->nodes[index];
    if (index > 0) {
        node_row(g, n, index);
    }
    for (int i = n->first_criterion; i < n->first_criterion + n->criterion_count; i++) {
        html_tags(&g->h, "<tr><th scope=\"row\">");
        guide_link(g, g->c->criteria[i].demand.id);
        html_tags(&g->h, " <span class=\"name\">");
        html_text(&g->h, g->c->criteria[i].demand.title);
        html_tags(&g->h, "</span></th><td>");
        number_write_whole(g->h.out, g->c->criteria[i].demand.weight);
        html_tags(&g->h, "</td>");
        share_cell(g, weight_share(g->c, NULL, i));
        share_cell(g, weight_share_times(g->c, i, 2));
        share_cell(g, weight_share_times(g->c, i, 0.5));
        html_tags(&g->h, "</tr>\n");
    }
    for (int i = 0; i < n->node_count; i++) {
        node_weights(g, n->nodes[i]); /* checklists have a bound on depth */
    }
}

void guide_weights(struct guide *g)
{
    static const char *const heads[] = {SAID("Criterion"), SAID("Weight"), SAID("Share"), "×2",
                                        "×½"};
    annex(g, "weights", SAID("Weights"));
    say_in(
        g, "<p>",
        SAID("Share: percent of the whole weight, where everything applies. ×2, ×½: the share if "
             "the criterion's own weight were twice or half as large and all others stayed."),
        "</p>\n");
    say_in(
        g, "<p>",
        render_all_arithmetic(g->c)
            ? SAID("Between no credit and full credit a criterion moves the score by its share.")
            : SAID("Not all means here are arithmetic: a share says how much weighs, not how far "
                   "it moves the score."),
        "</p>\n");
    html_tags(&g->h, "<div class=\"scroll\" role=\"region\" aria-labelledby=\"weights-caption\" "
                     "tabindex=\"0\"><table class=\"numbers\"><caption id=\"weights-caption\">");
    html_say(&g->h, "Weights of domains and criteria; shares in percent");
    html_tags(&g->h, "</caption><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        html_tags(&g->h, "<th scope=\"col\">");
        if (i < 3) {
            html_say(&g->h, heads[i]);
        } else {
            html_text(&g->h, heads[i]); /* the same in all languages */
        }
        html_tags(&g->h, "</th>");
    }
    html_tags(&g->h, "</tr></thead><tbody>\n");
    node_weights(g, 0);
    html_tags(&g->h, "</tbody></table></div>\n</section>\n");
}

/* ---- references ------------------------------------------------------------------------------ */

static void item_row(struct guide *g, const struct framework *f, const struct reading *readings,
                     int item)
{
    const struct framework_item *i = &f->items[item];
    html_tags(&g->h, i->depth == 0 ? "<tr class=\"group\"><th scope=\"row\" id=\"f-"
                                   : "<tr><th scope=\"row\" id=\"f-");
    html_anchor(&g->h, f->id);
    html_tags(&g->h, ".");
    html_anchor(&g->h, i->code);
    html_tags(&g->h, "\"><span class=\"id\">");
    html_text(&g->h, i->code);
    html_tags(&g->h, "</span> ");
    guide_framework_text(g, f, i->title);
    html_tags(&g->h, "</th><td>");
    if (readings[item].criteria > 0) {
        guide_percent(g, (double)readings[item].weight / (double)CREDIT_ONE, 1);
    } else {
        html_tags(&g->h, "&#8211;");
    }
    html_tags(&g->h, "</td><td class=\"criteria\">");
    bool inner = item + 1 < f->item_count && f->items[item + 1].parent == item;
    for (int k = 0; k < g->c->criterion_count && !inner; k++) {
        if (framework_serves(f, item, &g->c->criteria[k])) {
            guide_link(g, g->c->criteria[k].demand.id);
            html_tags(&g->h, " ");
        }
    }
    if (readings[item].criteria == 0) {
        html_say(&g->h, "no criterion");
    }
    html_tags(&g->h, "</td></tr>\n");
}

static void framework_table(struct guide *g, size_t index)
{
    static const char *const heads[] = {SAID("Item"), SAID("Share"), SAID("Criteria")};
    const struct framework *f = g->f->list[index];
    const char *note = json_string(json_get(f->doc, "note"));
    html_tags(&g->h, "<h3 id=\"f-");
    html_anchor(&g->h, f->id);
    html_tags(&g->h, "\">");
    guide_framework_text(g, f, f->title);
    html_tags(&g->h, " <small>(");
    html_text(&g->h, f->vintage);
    html_tags(&g->h, ")</small></h3>\n");
    if (note != NULL) {
        html_tags(&g->h, "<p>");
        guide_framework_text(g, f, note);
        html_tags(&g->h, "</p>\n");
    }
    guide_sources(g, json_get(f->doc, "source"));
    html_tags(&g->h, "\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"f-");
    html_anchor(&g->h, f->id);
    html_tags(&g->h, "\"><table class=\"items\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        say_in(g, "<th scope=\"col\">", heads[i], "</th>");
    }
    html_tags(&g->h, "</tr></thead><tbody>\n");
    for (int i = 0; i < f->item_count; i++) {
        item_row(g, f, g->readings[index], i);
    }
    html_tags(&g->h, "</tbody></table></div>\n");
}

static bool served(const struct guide *g, size_t framework)
{
    for (int i = 0; i < g->f->list[framework]->item_count; i++) {
        if (g->readings[framework][i].criteria > 0) {
            return true;
        }
    }
    return false;
}

bool guide_has_references(const struct guide *g)
{
    bool any = false;
    for (size_t i = 0; i < g->f->count && !any; i++) {
        any = served(g, i);
    }
    return any;
}

void guide_references(struct guide *g)
{
    if (!guide_has_references(g)) {
        return;
    }
    annex(g, "references", SAID("What the criteria serve"));
    say_in(g, "<p>",
           SAID("Lists that others agreed on, and the criteria that serve their items. Share: of "
                "the whole "
                "weight, where everything applies; a criterion may serve several items. An item "
                "without a "
                "criterion is a gap of this checklist."),
           "</p>\n");
    for (size_t i = 0; i < g->f->count; i++) {
        if (served(g, i)) {
            framework_table(g, i);
        }
    }
    html_tags(&g->h, "</section>\n");
}
