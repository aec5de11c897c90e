/* How groups changed from round to round: of all, and of those that were assessed in both. */
#include <math.h>

#include "base/number.h"
#include "report/compare_html_internal.h"

static void course_label(struct cpage *p, struct buf *out, const struct trend_course *t)
{
    size_t count = p->page->trend->c->by_count - 1; /* the last is the round */
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i == 0 ? "" : " · ");
        buf_puts(out, texts_get(p->h.texts, t->keys[i] == NULL ? "not told" : t->labels[i]));
    }
    if (count == 0) {
        buf_puts(out, texts_get(p->h.texts, "All"));
    }
}

static const struct compare_stat *total_at(const struct trend_course *t, size_t point)
{
    return t->points[point].group->stats;
}

/* ---- chart ------------------------------------------------------------------------------------ */

static void course_row(struct cpage *p, const struct trend_course *t, int64_t top)
{
    struct buf label = BUF_INIT, figures = BUF_INIT;
    int64_t y = top + CHART_LINE;
    size_t last = t->point_count - 1;
    course_label(p, &label, t);
    if (t->withheld) {
        buf_puts(&figures, texts_get(p->h.texts, "withheld"));
    } else {
        cpage_score(p, &figures, total_at(t, 0)->mean);
        buf_puts(&figures, " → ");
        cpage_score(p, &figures, total_at(t, last)->mean);
    }
    cpage_names(p, &label, top, &figures);
    cpage_line(p, "track", 0, 1, y);
    for (size_t i = 0; i < t->point_count && !t->withheld; i++) {
        double mean = total_at(t, i)->mean;
        if (i > 0 && !isnan(mean) && !isnan(total_at(t, i - 1)->mean)) {
            cpage_line(p, "way", total_at(t, i - 1)->mean, mean, y);
        }
    }
    for (size_t i = 0; i < t->point_count && !t->withheld; i++) {
        if (!isnan(total_at(t, i)->mean)) {
            cpage_dot(p, i < last ? "dot early" : "dot", total_at(t, i)->mean, y);
        }
    }
    buf_free(&label);
    buf_free(&figures);
}

static void chart(struct cpage *p)
{
    static const struct cpage_sign signs[] = {
        {"<circle class=\"dot early\" cx=\"20\" cy=\"7\" r=\"5\"/>",
         SAID("mean in an earlier round")},
        {"<circle class=\"dot\" cx=\"20\" cy=\"7\" r=\"5\"/>", SAID("mean in the last round")}};
    const struct trend *t = p->page->trend;
    int64_t rows = (int64_t)t->course_count;
    cpage_figure(
        p, "trend-chart", rows, SAID("Mean score of each group, round by round"),
        SAID("One line a group: hollow dots for earlier rounds, a full one for the last. The "
             "table after it has the figures."));
    cpage_ticks(p, rows);
    for (size_t i = 0; i < t->course_count; i++) {
        course_row(p, &t->courses[i], CHART_TOP + (int64_t)i * CHART_ROW);
    }
    cpage_figure_end(p);
    cpage_signs(p, signs, sizeof signs / sizeof *signs, NULL);
}

/* ---- table ------------------------------------------------------------------------------------ */

static void interval_cell(struct cpage *p, double low, double high)
{
    struct buf text = BUF_INIT;
    cpage_distance(p, &text, low, true);
    if (!isnan(low)) {
        buf_puts(&text, " … ");
        cpage_distance(p, &text, high, true);
    }
    cpage_figure_cell(p, &text);
}

/* What the chart draws of a step: the means of the two rounds. */
static void means_cell(struct cpage *p, const struct trend_course *t, const struct trend_step *s)
{
    struct buf text = BUF_INIT;
    cpage_score(p, &text, total_at(t, s->from)->mean);
    buf_puts(&text, " → ");
    cpage_score(p, &text, total_at(t, s->to)->mean);
    cpage_figure_cell(p, &text);
}

static void step_row(struct cpage *p, const struct trend_course *t, const struct trend_step *s)
{
    const struct trend *trend = p->page->trend;
    const struct trend_change *x = s->changes;
    struct buf label = BUF_INIT, rounds = BUF_INIT;
    course_label(p, &label, t);
    html_tags(&p->h, p->h.foreign ? "<tr><th scope=\"row\"><bdi>" : "<tr><th scope=\"row\">");
    html_text(&p->h, buf_text(&label));
    html_tags(&p->h, p->h.foreign ? "</bdi></th>" : "</th>");
    buf_puts(&rounds, trend->rounds[t->points[s->from].round].name);
    buf_puts(&rounds, "–");
    buf_puts(&rounds, trend->rounds[t->points[s->to].round].name);
    buf_puts(&rounds, s->grade >= COMPARABLE_CARE ? " !" : "");
    cpage_figure_cell(p, &rounds);
    means_cell(p, t, s);
    cpage_distance_cell(p, x->all, true);
    cpage_count_cell(p, x->n);
    cpage_distance_cell(p, x->change, true);
    interval_cell(p, x->ci_low, x->ci_high);
    cpage_count_cell(p, x->up);
    cpage_count_cell(p, x->down);
    cpage_count_cell(p, s->left);
    cpage_count_cell(p, s->fresh);
    html_tags(&p->h, "</tr>\n");
    p->h.out->failed = p->h.out->failed || label.failed;
    buf_free(&label);
}

static void table(struct cpage *p)
{
    static const char *const heads[] = {
        SAID("Group"),   SAID("Rounds"),       SAID("Mean"),     SAID("Change of all"),
        SAID("In both"), SAID("Their change"), SAID("Interval"), SAID("Better"),
        SAID("Worse"),   SAID("Left"),         SAID("New")};
    const struct trend *t = p->page->trend;
    cpage_table(p, "trend-table", "numbers", SAID("Change from round to round"));
    cpage_heads(p, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < t->course_count; i++) {
        for (size_t k = 0; k < t->courses[i].step_count && !t->courses[i].withheld; k++) {
            step_row(p, &t->courses[i], &t->courses[i].steps[k]);
        }
    }
    cpage_table_end(p);
}

/* ---- what to mind ----------------------------------------------------------------------------- */

/* More than a third of those that were assessed are not any more. */
static bool many_left(const struct trend_step *s)
{
    int64_t before = (int64_t)s->panel + s->left + s->moved_out;
    return s->left >= 0 && s->moved_out >= 0 && 3 * s->left > before;
}

static void leavers(struct cpage *p)
{
    const struct trend *t = p->page->trend;
    struct buf names = BUF_INIT;
    for (size_t i = 0; i < t->course_count; i++) {
        bool many = false;
        for (size_t k = 0; k < t->courses[i].step_count && !t->courses[i].withheld; k++) {
            many = many || many_left(&t->courses[i].steps[k]);
        }
        if (many) {
            buf_puts(&names, names.len == 0 ? "" : "; ");
            course_label(p, &names, &t->courses[i]);
        }
    }
    if (names.len > 0) {
        cpage_point(
            p,
            SAID("More than a third left between two rounds, so that those who stayed may not "
                 "be like those who began: {groups}."),
            (struct fill[]){{"groups", buf_text(&names)}, {NULL, NULL}});
    }
    p->h.out->failed = p->h.out->failed || names.failed;
    buf_free(&names);
}

static bool any_care(const struct trend *t)
{
    bool found = false;
    for (size_t i = 0; i < t->course_count; i++) {
        for (size_t k = 0; k < t->courses[i].step_count; k++) {
            found = found || t->courses[i].steps[k].grade >= COMPARABLE_CARE;
        }
    }
    return found;
}

void cpage_trend(struct cpage *p)
{
    const struct trend *t = p->page->trend;
    if (t == NULL) {
        return;
    }
    cpage_open(p, "trend", SAID("Change"));
    html_tags(&p->h, "<ul>\n");
    cpage_point(
        p,
        SAID("Read the change of those that were assessed in both rounds. The change of all may "
             "come from others being assessed."),
        NULL);
    leavers(p);
    if (any_care(t)) {
        cpage_point(p, SAID("!: the two rounds were not done in the same way; compare with care."),
                    NULL);
    }
    html_tags(&p->h, "</ul>\n");
    chart(p);
    table(p);
    cpage_close(p);
}
