/* From level to level: the aggregates, and ranks. */
#include <math.h>

#include "compare/composite_internal.h"
#include "compare/stats.h"
#include "model/math.h"

#define CONTRAST_FLOOR 0.01 /* that of the checklists' geometric mean */

struct children { /* of one aggregate, those of one unit that have a value */
    double *x, *w;
    int n;
    double sum; /* of the weights */
};

/* ---- means; docs/comparing.md says what each is ---- */

static double power_mean(const struct children *c, double power)
{
    double sum = 0;
    for (int i = 0; i < c->n; i++) {
        if (c->x[i] == 0 && power < 0) {
            return 0;
        }
        sum += c->w[i] * math_pow(c->x[i], power);
    }
    return math_pow(sum / c->sum, 1 / power);
}

/* Of values from 0; one 0 gives 0. */
static double geometric(const struct children *c)
{
    double sum = 0;
    for (int i = 0; i < c->n; i++) {
        if (c->x[i] <= 0) {
            return 0;
        }
        sum += c->w[i] * math_log(c->x[i]);
    }
    return math_exp(sum / c->sum);
}

static double harmonic(const struct children *c)
{
    double sum = 0;
    for (int i = 0; i < c->n; i++) {
        if (c->x[i] <= 0) {
            return 0;
        }
        sum += c->w[i] / c->x[i];
    }
    return c->sum / sum;
}

/* Shifts values to the floor, takes the mean there, and shifts it back; inverted: of what is missing
 * to the upper end. */
static double floored(struct children *c, const struct composite_rule *r, double from, double to)
{
    double f = isnan(r->floor) ? 0 : r->floor;
    bool inverted = r->mean == MEAN_INVERTED;
    for (int i = 0; i < c->n; i++) {
        double share = (c->x[i] - from) / (to - from);
        share = inverted ? 1 - share : share;
        share = share < 0 ? 0 : share > 1 ? 1 : share;
        c->x[i] = f + (1 - f) * share;
    }
    double mean = r->mean == MEAN_HARMONIC ? harmonic(c) : geometric(c);
    mean = (mean - f) / (1 - f);
    mean = mean < 0 ? 0 : mean > 1 ? 1 : mean;
    return from + (to - from) * (inverted ? 1 - mean : mean);
}

/* The value at which half of the weight is reached; halfway to the next where it is reached exactly. */
static double median(struct children *c)
{
    for (int i = 1; i < c->n; i++) {
        double x = c->x[i], w = c->w[i];
        int at = i;
        for (; at > 0 && c->x[at - 1] > x; at--) {
            c->x[at] = c->x[at - 1];
            c->w[at] = c->w[at - 1];
        }
        c->x[at] = x;
        c->w[at] = w;
    }
    double reached = 0, half = c->sum / 2;
    for (int i = 0; i + 1 < c->n; i++) {
        reached += c->w[i];
        if (fabs(reached - half) <= 1e-12 * c->sum) {
            return (c->x[i] + c->x[i + 1]) / 2;
        }
        if (reached > half) {
            return c->x[i];
        }
    }
    return c->x[c->n - 1];
}

static double extreme(const struct children *c, bool highest)
{
    double found = c->x[0];
    for (int i = 1; i < c->n; i++) {
        found = (c->x[i] > found) == highest ? c->x[i] : found;
    }
    return found;
}

static double arithmetic(const struct children *c)
{
    double sum = 0;
    for (int i = 0; i < c->n; i++) {
        sum += c->w[i] * c->x[i];
    }
    return sum / c->sum;
}

static bool needs_positive(const struct composite_rule *r)
{
    return isnan(r->floor)
               ? r->mean == MEAN_GEOMETRIC || r->mean == MEAN_HARMONIC || r->mean == MEAN_POWER
               : r->mean == MEAN_POWER;
}

static double mean_of(struct children *c, const struct composite_rule *r, double from, double to)
{
    switch (r->mean) {
    case MEAN_GEOMETRIC:
        return isnan(r->floor) ? geometric(c) : floored(c, r, from, to);
    case MEAN_HARMONIC:
        return isnan(r->floor) ? harmonic(c) : floored(c, r, from, to);
    case MEAN_INVERTED:
        return floored(c, r, from, to);
    case MEAN_MINIMUM:
    case MEAN_MAXIMUM:
        return extreme(c, r->mean == MEAN_MAXIMUM);
    case MEAN_MEDIAN:
        return median(c);
    case MEAN_POWER:
        return power_mean(c, r->power);
    default:
        return arithmetic(c);
    }
}

/* ---- one unit ---- */

struct run {
    const struct composite *c;
    const struct composite_way *way;
    double *values, *scratch;
    struct composite_rule rule; /* of the aggregate that is made */
    int item;
};

static double weight_of(const struct run *r, int item)
{
    return r->way->weights != NULL ? r->way->weights[item] : r->c->items[item].weight;
}

static double *values_of(const struct run *r, int item)
{
    return r->values + (size_t)item * (size_t)r->c->unit_count;
}

static bool is_apart(const struct run *r, int item, int unit)
{
    return r->c->apart[(size_t)item * (size_t)r->c->unit_count + (size_t)unit];
}

/* The unit's children with a value and a weight; false where too few have a value. */
static bool gather(const struct run *r, int unit, struct children *out)
{
    const struct composite_item *item = &r->c->items[r->item];
    int available = 0, apply = 0;
    out->n = 0;
    out->sum = 0;
    for (int i = 0; i < item->child_count; i++) {
        double x = values_of(r, item->children[i])[unit];
        double w = weight_of(r, item->children[i]);
        available += !isnan(x);
        apply += !is_apart(r, item->children[i], unit);
        if (!isnan(x) && w > 0) {
            out->x[out->n] = x;
            out->w[out->n++] = w;
            out->sum += w;
        }
    }
    return out->n > 0 && available >= r->rule.min_available * apply - 1e-6;
}

static int aggregate_unit(const struct run *r, int unit)
{
    const struct composite_item *item = &r->c->items[r->item];
    struct children c = {r->scratch, r->scratch + item->child_count, 0, 0};
    double *out = values_of(r, r->item) + unit;
    *out = NAN;
    if (!gather(r, unit, &c)) {
        return 0;
    }
    for (int i = 0; i < c.n && needs_positive(&r->rule); i++) {
        if (c.x[i] < 0) {
            return ERR_INPUT;
        }
    }
    double value = mean_of(&c, &r->rule, r->c->spec->from, r->c->spec->to);
    *out = composite_round(value, r->rule.round);
    return 0;
}

/* The arithmetic mean of all units, part by part: the same sums in the same order as aggregate_unit
 * makes, and much faster. */
static void aggregate_arithmetic(const struct run *r)
{
    const struct composite_item *item = &r->c->items[r->item];
    int units = r->c->unit_count;
    double *sum = r->scratch, *weights = sum + units, *available = weights + units;
    double *apply = available + units, *out = values_of(r, r->item);
    for (int u = 0; u < units; u++) {
        sum[u] = weights[u] = available[u] = apply[u] = 0;
    }
    for (int i = 0; i < item->child_count; i++) {
        const double *x = values_of(r, item->children[i]);
        const bool *apart = r->c->apart + (size_t)item->children[i] * (size_t)units;
        double w = weight_of(r, item->children[i]);
        for (int u = 0; u < units; u++) {
            bool there = x[u] == x[u];
            sum[u] += there ? w * x[u] : 0;
            weights[u] += there ? w : 0;
            available[u] += there ? 1 : 0;
            apply[u] += apart[u] ? 0 : 1;
        }
    }
    for (int u = 0; u < units; u++) {
        bool enough = weights[u] > 0 && available[u] >= r->rule.min_available * apply[u] - 1e-6;
        out[u] = enough ? composite_round(sum[u] / weights[u], r->rule.round) : NAN;
    }
}

/* ---- all units against each other ---- */

/* Borda: the mean share of the other units that a unit is ahead of in an indicator, ties half. */
static void borda(const struct run *r)
{
    const struct composite *c = r->c;
    const struct composite_item *item = &c->items[r->item];
    int units = c->unit_count;
    double *sum = r->scratch, *weights = sum + units, *rank = weights + units, *room = rank + units;
    for (int u = 0; u < units; u++) {
        sum[u] = weights[u] = 0;
    }
    for (int i = 0; i < item->child_count; i++) {
        const double *x = values_of(r, item->children[i]);
        double w = weight_of(r, item->children[i]);
        int n = 0;
        composite_rank(x, units, true, TIES_AVERAGE, room, rank);
        for (int u = 0; u < units; u++) {
            n += !isnan(x[u]);
        }
        for (int u = 0; u < units; u++) {
            if (!isnan(x[u]) && n > 1) {
                sum[u] += w * (rank[u] - 1) / (n - 1);
                weights[u] += w;
            }
        }
    }
    for (int u = 0; u < units; u++) {
        values_of(r, r->item)[u] = weights[u] > 0 ? sum[u] / weights[u] : NAN;
    }
}

/* 1 where a is ahead of b by the weight of what both have, -1 the other way round, else 0. */
static int outranks(const struct run *r, int a, int b)
{
    const struct composite_item *item = &r->c->items[r->item];
    double ahead = 0, behind = 0;
    for (int i = 0; i < item->child_count; i++) {
        const double *x = values_of(r, item->children[i]);
        double w = weight_of(r, item->children[i]);
        ahead += x[a] > x[b] ? w : 0;
        behind += x[a] < x[b] ? w : 0;
    }
    double least = 1e-12 *
                   (ahead + behind); /* sums of the same weights in another order are equal */
    return ahead - behind > least ? 1 : behind - ahead > least ? -1 : 0;
}

/* Copeland: units that it outranks less units that outrank it, as a share of the others, from 0 to
 * 1. */
static void copeland(const struct run *r)
{
    const struct composite *c = r->c;
    const struct composite_item *item = &c->items[r->item];
    double *points = r->scratch;
    int n = 0;
    for (int u = 0; u < c->unit_count; u++) {
        bool any = false;
        for (int i = 0; i < item->child_count && !any; i++) {
            any = !isnan(values_of(r, item->children[i])[u]) && weight_of(r, item->children[i]) > 0;
        }
        points[u] = any ? 0 : NAN;
        n += any;
    }
    for (int a = 0; a < c->unit_count; a++) {
        for (int b = isnan(points[a]) ? c->unit_count : a + 1; b < c->unit_count; b++) {
            int won = isnan(points[b]) ? 0 : outranks(r, a, b);
            points[a] += won;
            points[b] -= won;
        }
    }
    for (int u = 0; u < c->unit_count; u++) {
        values_of(r, r->item)[u] = n > 1 ? (points[u] / (n - 1) + 1) / 2 : NAN;
    }
}

static void aggregate_order(const struct run *r)
{
    const struct composite_spec *s = r->c->spec;
    double *values = values_of(r, r->item);
    (r->rule.mean == MEAN_BORDA ? borda : copeland)(r);
    for (int u = 0; u < r->c->unit_count; u++) {
        const struct composite_item *item = &r->c->items[r->item];
        int available = 0, apply = 0;
        for (int i = 0; i < item->child_count; i++) {
            available += !isnan(values_of(r, item->children[i])[u]);
            apply += !is_apart(r, item->children[i], u);
        }
        bool enough = available >= r->rule.min_available * apply - 1e-6;
        values[u] = enough ? composite_round(s->from + (s->to - s->from) * values[u], r->rule.round)
                           : NAN;
    }
}

/* ---- all ---- */

size_t composite_scratch(const struct composite *c)
{
    size_t most = (size_t)c->unit_count * 2;
    for (int i = c->indicator_count; i < c->item_count; i++) {
        size_t children = (size_t)c->items[i].child_count;
        most = children > most ? children : most;
    }
    return 2 * most + 1;
}

/* The rule of an aggregate, with another mean where that is wanted. */
static struct composite_rule rule_now(const struct run *r, int item)
{
    struct composite_rule rule = r->c->items[item].rule;
    bool swapped = r->way->other >= 0 && (!r->way->only_last || item == r->c->item_count - 1);
    if (swapped && rule.mean != (enum composite_mean)r->way->other) {
        rule.mean = (enum composite_mean)r->way->other;
        rule.floor = CONTRAST_FLOOR;
    }
    return rule;
}

int composite_aggregate(const struct composite *c, const struct composite_way *way, double *values,
                        double *scratch, int *item, int *unit)
{
    struct run r = {.c = c, .way = way, .values = values, .scratch = scratch};
    for (int i = c->indicator_count; i < c->item_count; i++) {
        r.item = i;
        r.rule = rule_now(&r, i);
        bool order = r.rule.mean == MEAN_BORDA || r.rule.mean == MEAN_COPELAND;
        bool done = order || r.rule.mean == MEAN_ARITHMETIC;
        if (order) {
            aggregate_order(&r);
        } else if (done) {
            aggregate_arithmetic(&r);
        }
        for (int u = 0; u < c->unit_count; u++) {
            if (!done && aggregate_unit(&r, u) != 0) {
                *item = i;
                *unit = u;
                return ERR_INPUT;
            }
            size_t at = (size_t)i * (size_t)c->unit_count + (size_t)u;
            if (way->seen != NULL && i + 1 < c->item_count && isnan(way->seen[at]) &&
                !c->apart[at]) {
                values[at] = way->instead;
            }
        }
    }
    return 0;
}

/* ---- ranks ---- */

/* What counts as equal is equal: nine decimals. */
static double key_of(double x)
{
    return fabs(x) < 1e6 ? floor(x * 1e9 + 0.5) : x * 1e9;
}

static int count_below(const double *sorted, int n, double key, bool or_equal)
{
    int low = 0, high = n;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (sorted[middle] < key || (or_equal && sorted[middle] == key)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void composite_rank(const double *x, int n, bool low_first, enum composite_ties ties,
                    double *scratch, double *rank)
{
    int count = 0;
    for (int i = 0; i < n; i++) {
        if (!isnan(x[i])) {
            scratch[count++] = low_first ? key_of(x[i]) : -key_of(x[i]);
        }
    }
    stats_sort(scratch, (size_t)count);
    if (ties == TIES_DENSE) { /* each value once */
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept == 0 || scratch[kept - 1] != scratch[i]) {
                scratch[kept++] = scratch[i];
            }
        }
        count = kept;
    }
    for (int i = 0; i < n; i++) {
        double key = low_first ? key_of(x[i]) : -key_of(x[i]);
        int before = isnan(x[i]) ? 0 : count_below(scratch, count, key, false);
        int through = isnan(x[i]) ? 0 : count_below(scratch, count, key, true);
        rank[i] = isnan(x[i])            ? NAN
                  : ties == TIES_AVERAGE ? (before + 1 + through) / 2.0
                  : ties == TIES_WORST   ? through
                                         : before + 1;
    }
}
