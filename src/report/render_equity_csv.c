#include <math.h>

#include "report/compare_csv.h"
#include "report/render_equity.h"

static void head(struct buf *out)
{
    static const char *const names[] = {
        "setting", "date",  "indicator", "dimension", "measure", "title", "unit",           "value",
        "se",      "ci_lb", "ci_ub",     "fit_se",    "mean",    "worst", "worst_estimate", "gap"};
    bool first = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        csv_text(out, names[i], &first);
    }
    csv_end(out, &first);
}

static void line(struct buf *out, const struct equity *e, enum equity_name name)
{
    const struct equity_set *set = e->set;
    const struct equity_about *about = equity_about(name);
    const struct equity_value *v = &e->values[name];
    const struct equity_group *worst = e->worst < 0 ? NULL : &set->groups[e->worst];
    const char *gap = render_equity_gap(v->gap);
    bool first = true;
    csv_text(out, set->setting, &first);
    csv_text(out, set->round, &first);
    csv_text(out, set->indicator, &first);
    csv_text(out, set->dimension, &first);
    csv_text(out, about->id, &first);
    csv_text(out, about->title, &first);
    csv_text(out, about->unit, &first);
    csv_number(out, v->value, &first);
    csv_number(out, v->error, &first);
    csv_number(out, v->low, &first);
    csv_number(out, v->high, &first);
    csv_number(out, v->fit_error, &first);
    csv_number(out, e->mean, &first);
    csv_text(out, worst == NULL ? "" : worst->key, &first);
    csv_number(out, worst == NULL ? NAN : worst->estimate, &first);
    csv_text(out, gap == NULL ? "" : gap, &first);
    csv_end(out, &first);
}

void render_equity_csv(struct buf *out, const struct equities *shown)
{
    head(out);
    for (size_t i = 0; i < shown->count; i++) {
        for (int k = 0; k < EQUITY_COUNT; k++) {
            if (shown->list[i].values[k].gap != EQUITY_APART) {
                line(out, &shown->list[i], (enum equity_name)k);
            }
        }
    }
}
