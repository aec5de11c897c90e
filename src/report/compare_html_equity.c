/* How unequal subgroups are: their estimates on one line, and the measures that need no explaining. All
 * others are in the other forms of the result. */
#include <math.h>

#include "base/number.h"
#include "report/compare_html_internal.h"

/* Of the sets those of the total; the other items are in the other forms. */
static const struct equity *total_at(const struct cpage *p, size_t index)
{
    const struct equity *e = &p->page->equities[index];
    return e->set->node == 0 ? e : NULL;
}

static void set_label(struct cpage *p, struct buf *out, const struct equity_set *set)
{
    bool known = set->setting != NULL && set->setting[0] != '\0';
    buf_puts(out, known ? set->setting : texts_get(p->h.texts, "All"));
    if (p->c->round_count > 1 && set->round != NULL && set->round[0] != '\0') {
        buf_puts(out, " · ");
        buf_puts(out, set->round);
    }
}

/* Where the subgroup `which` of a set stands, or that there is none. */
static const struct equity_group *group_at(const struct equity *e, int which)
{
    return which < 0 || e->set->withheld ? NULL : &e->set->groups[which];
}

static void set_row(struct cpage *p, const struct equity *e, int64_t top)
{
    const struct equity_group *worst = group_at(e, e->worst), *best = group_at(e, e->best);
    struct buf label = BUF_INIT, figures = BUF_INIT;
    int64_t y = top + CHART_LINE;
    set_label(p, &label, e->set);
    if (e->set->withheld) {
        buf_puts(&figures, texts_get(p->h.texts, "withheld"));
    } else if (worst == NULL || best == NULL) {
        buf_puts(&figures, texts_get(p->h.texts, "no score"));
    } else {
        cpage_score(p, &figures, worst->estimate);
        buf_puts(&figures, " · ");
        cpage_score(p, &figures, best->estimate);
    }
    cpage_names(p, &label, top, &figures);
    cpage_line(p, "track", 0, 1, y);
    if (worst != NULL && best != NULL) {
        cpage_line(p, "way", worst->estimate, best->estimate, y);
        for (size_t i = 0; i < e->set->count; i++) {
            if (!isnan(e->set->groups[i].estimate)) {
                cpage_dot(p, (int)i == e->worst ? "dot worst" : "dot", e->set->groups[i].estimate,
                          y);
            }
        }
    }
    buf_free(&label);
    buf_free(&figures);
}

static void chart(struct cpage *p)
{
    static const struct cpage_sign signs[] = {
        {"<circle class=\"dot worst\" cx=\"20\" cy=\"7\" r=\"5\"/>",
         SAID("the subgroup that is worst off")},
        {"<circle class=\"dot\" cx=\"20\" cy=\"7\" r=\"5\"/>", SAID("the other subgroups")}};
    int64_t rows = 0, at = 0;
    for (size_t i = 0; i < p->page->equity_count; i++) {
        rows += total_at(p, i) != NULL;
    }
    if (rows == 0) {
        return;
    }
    cpage_figure(
        p, "equity-chart", rows, SAID("Subgroups of each group"),
        SAID("One line a group, a dot a subgroup, the worst one hollow. The table after it has "
             "the figures."));
    cpage_ticks(p, rows);
    for (size_t i = 0; i < p->page->equity_count; i++) {
        if (total_at(p, i) != NULL) {
            set_row(p, total_at(p, i), CHART_TOP + at++ * CHART_ROW);
        }
    }
    cpage_figure_end(p);
    cpage_signs(p, signs, sizeof signs / sizeof *signs, NULL);
}

/* A subgroup and its estimate. */
static void group_cell(struct cpage *p, const struct equity_group *g)
{
    struct buf value = BUF_INIT;
    if (g == NULL) {
        html_tags(&p->h, "<td>–</td>");
        return;
    }
    cpage_score(p, &value, g->estimate);
    html_tags(&p->h, p->h.foreign ? "<td><bdi>" : "<td>");
    html_text(&p->h, texts_get(p->h.texts, g->label));
    html_tags(&p->h, p->h.foreign ? "</bdi>: " : ": ");
    html_text(&p->h, buf_text(&value));
    html_tags(&p->h, "</td>");
    p->h.out->failed = p->h.out->failed || value.failed;
    buf_free(&value);
}

static void value_cell(struct cpage *p, const struct equity *e, enum equity_name name)
{
    const struct equity_value *v = &e->values[name];
    bool ratio = name == EQUITY_R;
    struct buf text = BUF_INIT;
    double shown[] = {v->value, v->low, v->high};
    if (v->gap != EQUITY_SAID) {
        html_tags(&p->h, "<td>–</td>");
        return;
    }
    for (int i = 0; i < 3 && !(i > 0 && isnan(v->low)); i++) {
        buf_puts(&text, i == 0 ? "" : i == 1 ? " (" : " … ");
        if (ratio) {
            render_decimals(&text, shown[i], 2);
        } else {
            cpage_distance(p, &text, shown[i], false);
        }
    }
    buf_puts(&text, isnan(v->low) ? "" : ")");
    cpage_figure_cell(p, &text);
}

static void table(struct cpage *p)
{
    static const char *const heads[] = {SAID("Group"), SAID("Subgroups"), SAID("Few"),
                                        SAID("Worst"), SAID("Best"),      SAID("Difference"),
                                        SAID("Ratio"), SAID("Slope")};
    cpage_table(p, "equity-table", "numbers", SAID("Inequality between subgroups"));
    cpage_heads(p, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < p->page->equity_count; i++) {
        const struct equity *e = total_at(p, i);
        struct buf label = BUF_INIT;
        if (e == NULL) {
            continue;
        }
        set_label(p, &label, e->set);
        html_tags(&p->h, p->h.foreign ? "<tr><th scope=\"row\"><bdi>" : "<tr><th scope=\"row\">");
        html_text(&p->h, buf_text(&label));
        html_tags(&p->h, p->h.foreign ? "</bdi></th>" : "</th>");
        cpage_count_cell(p, (int64_t)e->used);
        cpage_count_cell(p, e->set->withheld ? -1 : (int64_t)e->few);
        group_cell(p, group_at(e, e->worst));
        group_cell(p, group_at(e, e->best));
        value_cell(p, e, EQUITY_D);
        value_cell(p, e, EQUITY_R);
        value_cell(p, e, EQUITY_SII);
        html_tags(&p->h, "</tr>\n");
        p->h.out->failed = p->h.out->failed || label.failed;
        buf_free(&label);
    }
    cpage_table_end(p);
}

/* A word for the attribute that makes the subgroups; others are shown as they were asked for. */
static const char *word_of(const struct cpage *p, const char *attribute)
{
    static const char *const words[][2] = {{"wealth_quintile", SAID("wealth quintile")},
                                           {"setting", SAID("setting")},
                                           {"income", SAID("income group")}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(attribute, words[i][0]) == 0) {
            return texts_get(p->h.texts, words[i][1]);
        }
    }
    return attribute;
}

void cpage_equity(struct cpage *p)
{
    if (p->page->equity_count == 0) {
        return;
    }
    cpage_open(p, "equity", SAID("Inequality"));
    html_tags(&p->h, "<p>");
    html_fill(&p->h, SAID("Total score of the subgroups by {attribute}."),
              (struct fill[]){{"attribute", word_of(p, p->page->equities[0].set->dimension)},
                              {NULL, NULL}});
    html_tags(&p->h, "</p>\n");
    chart(p);
    table(p);
    cpage_say(p, "<p class=\"meta\">",
              SAID("Few: subgroups with fewer than 5 assessments, whose distance may be chance. "
                   "Worst and best: by their score, picked after the fact, so that some distance "
                   "is always chance. Difference and ratio: where subgroups have an order, the "
                   "richest against the poorest; else the best against the worst. Slope: from the "
                   "poorest to the richest along all subgroups."),
              "</p>\n");
    cpage_close(p);
}
