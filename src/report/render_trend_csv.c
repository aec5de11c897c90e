#include <math.h>

#include "compare/comparability.h"
#include "report/compare_csv.h"
#include "report/render_trend.h"

static void head(struct buf *out, const struct trend *t)
{
    static const char *const names[] = {
        "from",      "to",       "item",    "all",       "all_ci_low", "all_ci_high",
        "panel",     "n",        "before",  "after",     "change",     "sd",
        "se",        "ci_low",   "ci_high", "low",       "high",       "better",
        "worse",     "same",     "left",    "left_mean", "new",        "new_mean",
        "moved_out", "moved_in", "band_up", "band_down", "band_same",  "comparability"};
    bool first = true;
    for (size_t i = 0; i + 1 < t->c->by_count; i++) {
        csv_text(out, t->c->by[i], &first);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        csv_text(out, names[i], &first);
    }
    csv_end(out, &first);
}

/* Below zero it is withheld: an empty cell. */
static void count(struct buf *out, int64_t value, bool *first)
{
    csv_number(out, value < 0 ? NAN : (double)value, first);
}

static void line(struct buf *out, const struct trend *t, const struct trend_course *course,
                 const struct trend_step *s, size_t item)
{
    const struct trend_change *x = &s->changes[item];
    bool first = true;
    for (size_t i = 0; i + 1 < t->c->by_count; i++) {
        csv_text(out, course->keys[i] == NULL ? "" : course->keys[i], &first);
    }
    csv_text(out, t->rounds[course->points[s->from].round].name, &first);
    csv_text(out, t->rounds[course->points[s->to].round].name, &first);
    csv_text(out, t->c->items[item].id, &first);
    csv_number(out, x->all, &first);
    csv_number(out, x->all_low, &first);
    csv_number(out, x->all_high, &first);
    count(out, s->withheld ? -1 : (int64_t)s->panel, &first);
    count(out, x->n, &first);
    const double numbers[] = {x->before, x->after,   x->change, x->sd,  x->error,
                              x->ci_low, x->ci_high, x->low,    x->high};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        csv_number(out, numbers[i], &first);
    }
    count(out, x->up, &first);
    count(out, x->down, &first);
    count(out, x->same, &first);
    count(out, s->left, &first);
    csv_number(out, x->left, &first);
    count(out, s->fresh, &first);
    csv_number(out, x->fresh, &first);
    count(out, s->moved_out, &first);
    count(out, s->moved_in, &first);
    count(out, s->band_up, &first);
    count(out, s->band_down, &first);
    count(out, s->band_same, &first);
    csv_text(out, comparable_name(s->grade), &first);
    csv_end(out, &first);
}

void render_trend_csv(struct buf *out, const struct trend *t)
{
    head(out, t);
    for (size_t i = 0; i < t->course_count; i++) {
        const struct trend_course *course = &t->courses[i];
        for (size_t k = 0; k < course->step_count; k++) {
            for (size_t item = 0; item < t->c->item_count; item++) {
                line(out, t, course, &course->steps[k], item);
            }
        }
    }
}
