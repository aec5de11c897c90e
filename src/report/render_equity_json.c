#include <math.h>

#include "base/json_member.h"
#include "base/number.h"
#include "report/render_equity.h"

const char *render_equity_gap(enum equity_gap gap)
{
    static const char *const words[] = {
        [EQUITY_SAID] = NULL,           [EQUITY_APART] = "not_for_this_dimension",
        [EQUITY_GROUPS] = "few_groups", [EQUITY_MISSING] = "missing_estimates",
        [EQUITY_ZERO] = "zero",         [EQUITY_NO_FIT] = "no_fit",
        [EQUITY_OVERLAP] = "overlap",   [EQUITY_WITHHELD] = "withheld",
    };
    return words[gap];
}

/* null where it is not known. */
static void known_number(struct buf *out, const char *key, int64_t value, int64_t unknown)
{
    if (value == unknown) {
        member_text(out, key, NULL);
    } else {
        member_number(out, key, value);
    }
}

static void named(struct buf *out, const char *key, const char *text)
{
    member_text(out, key, text == NULL || *text == '\0' ? NULL : text);
}

static void subgroup(struct buf *out, const struct equity_set *set, const struct equity_group *g)
{
    member_text(out, "subgroup", g->key);
    member_text(out, "label", g->label);
    known_number(out, "n", g->n, -1);
    member_decimal(out, "estimate", g->estimate);
    member_decimal(out, "se", g->error);
    member_decimal(out, "population", g->population);
    known_number(out, "order", set->ordered ? g->order : 0, 0);
}

static void measure(struct buf *out, enum equity_name name, const struct equity_value *v)
{
    const struct equity_about *about = equity_about(name);
    member_text(out, "id", about->id);
    member_text(out, "title", about->title);
    named(out, "unit", about->unit);
    member_decimal(out, "value", v->value);
    member_decimal(out, "se", v->error);
    member_key(out, "ci");
    if (isnan(v->low)) {
        buf_puts(out, "null");
    } else {
        buf_putc(out, '[');
        number_write_decimal(out, v->low);
        buf_putc(out, ',');
        number_write_decimal(out, v->high);
        buf_putc(out, ']');
    }
    member_decimal(out, "fit_se", v->fit_error);
    member_text(out, "gap", render_equity_gap(v->gap));
}

static void about_set(struct buf *out, const struct equity *e)
{
    const struct equity_set *set = e->set;
    named(out, "setting", set->setting);
    named(out, "round", set->round);
    named(out, "indicator", set->indicator);
    member_text(out, "dimension", set->dimension);
    member_bool(out, "ordered", set->ordered);
    member_bool(out, "favourable", set->favourable);
    member_decimal(out, "limit", set->limit > 0 ? set->limit : NAN);
    member_text(out, "population_counts", set->counted);
    member_bool(out, "weighted", e->weighted);
    member_bool(out, "overlaps", set->overlaps);
    member_bool(out, "withheld", set->withheld);
    known_number(out, "silent", set->silent, -1);
    member_number(out, "few", (int64_t)e->few);
    member_decimal(out, "mean", e->mean);
    member_text(out, "best", e->best < 0 ? NULL : set->groups[e->best].key);
    member_text(out, "worst", e->worst < 0 ? NULL : set->groups[e->worst].key);
    member_decimal(out, "worst_estimate", e->worst < 0 ? NAN : set->groups[e->worst].estimate);
    member_decimal(out, "chance_variance", e->chance);
    member_text(out, "slope_model", !set->ordered ? NULL : e->linear ? "linear" : "logit");
}

static void one(struct buf *out, const struct equity *e)
{
    const struct equity_set *set = e->set;
    buf_putc(out, '{');
    about_set(out, e);
    member_key(out, "subgroups");
    buf_putc(out, '[');
    for (size_t i = 0; i < set->count; i++) {
        buf_puts(out, i == 0 ? "{" : ",{");
        subgroup(out, set, &set->groups[i]);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    member_key(out, "measures");
    buf_putc(out, '[');
    bool any = false;
    for (int i = 0; i < EQUITY_COUNT; i++) {
        if (e->values[i].gap != EQUITY_APART) {
            buf_puts(out, any ? ",{" : "{");
            measure(out, (enum equity_name)i, &e->values[i]);
            buf_putc(out, '}');
            any = true;
        }
    }
    buf_puts(out, "]}");
}

void render_equity_sets(struct buf *out, const struct equities *shown, const char *between)
{
    for (size_t i = 0; i < shown->count; i++) {
        buf_puts(out, i == 0 ? "" : between);
        one(out, &shown->list[i]);
    }
}

void render_equity_json(struct buf *out, const struct equities *shown, bool lines)
{
    if (lines) {
        render_equity_sets(out, shown, "\n");
        return;
    }
    buf_putc(out, '{');
    member_decimal(out, "level", shown->level);
    member_key(out, "equity");
    buf_putc(out, '[');
    render_equity_sets(out, shown, ",\n");
    buf_puts(out, "]}");
}
