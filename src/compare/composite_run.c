/* All steps after another, and what is told of each unit. */
#include <math.h>
#include <string.h>

#include "compare/composite_internal.h"
#include "compare/stats.h"

int composite_item_find(const struct composite *c, const char *code)
{
    for (int i = 0; i < c->item_count; i++) {
        if (strcmp(c->items[i].code, code) == 0) {
            return i;
        }
    }
    return -1;
}

int composite_unit_find(const struct composite *c, const char *code)
{
    for (int u = 0; u < c->unit_count; u++) {
        if (strcmp(c->units[u].code, code) == 0) {
            return u;
        }
    }
    return -1;
}

static size_t place(const struct composite *c, int item, int unit)
{
    return (size_t)item * (size_t)c->unit_count + (size_t)unit;
}

/* An aggregate does not apply where none of its parts does. */
static void spread_apart(struct composite *c)
{
    for (int i = c->indicator_count; i < c->item_count; i++) {
        const struct composite_item *item = &c->items[i];
        for (int u = 0; u < c->unit_count; u++) {
            bool all = true;
            for (int k = 0; k < item->child_count && all; k++) {
                all = c->apart[place(c, item->children[k], u)];
            }
            c->apart[place(c, i, u)] = all;
        }
    }
}

/* The share of the weight that applies and has a value of its own, from below; shares has room for
 * all items. */
static double coverage(const struct composite *c, int unit, double *shares)
{
    for (int i = 0; i < c->item_count; i++) {
        const struct composite_item *item = &c->items[i];
        double sum = 0, weights = 0;
        if (i < c->indicator_count) {
            shares[i] = !isnan(c->value[place(c, i, unit)]) && !c->filled[place(c, i, unit)];
            continue;
        }
        for (int k = 0; k < item->child_count; k++) {
            int child = item->children[k];
            double weight = c->apart[place(c, child, unit)] ? 0 : c->items[child].weight;
            sum += weight * shares[child];
            weights += weight;
        }
        shares[i] = weights > 0 ? sum / weights : 0;
    }
    return shares[c->item_count - 1];
}

/* How much of each unit was given, by number and by weight; whether that is enough. */
static void cover(struct composite *c, double *shares)
{
    for (int u = 0; u < c->unit_count; u++) {
        struct composite_unit *unit = &c->units[u];
        for (int i = 0; i < c->indicator_count; i++) {
            unit->applies += !c->apart[place(c, i, u)];
            unit->available += !isnan(c->value[place(c, i, u)]) && !c->filled[place(c, i, u)];
        }
        unit->coverage = coverage(c, u, shares);
        unit->enough = unit->applies > 0 &&
                       unit->available >= c->spec->min_indicators * unit->applies - 1e-6;
    }
}

/* The index with everything that is missing, or was filled in, at one end of the scale. */
static int reach(struct composite *c, double *values, double *scratch, double end, bool high)
{
    struct composite_way way = COMPOSITE_WAY_INIT;
    int item = 0, unit = 0;
    way.seen = c->value;
    way.instead = end;
    for (int i = 0; i < c->indicator_count; i++) {
        for (int u = 0; u < c->unit_count; u++) {
            double x = c->value[place(c, i, u)];
            bool open = (isnan(x) && !c->apart[place(c, i, u)]) || c->filled[place(c, i, u)];
            values[place(c, i, u)] = open ? end : x;
        }
    }
    if (composite_aggregate(c, &way, values, scratch, &item, &unit) != 0) {
        return ERR_INPUT; /* a geometric mean of a scale that begins below 0 */
    }
    for (int u = 0; u < c->unit_count; u++) {
        double x = values[place(c, c->item_count - 1, u)];
        *(high ? &c->units[u].high : &c->units[u].low) = x;
    }
    return 0;
}

static int reach_both(struct composite *c, double *scratch)
{
    size_t size = (size_t)c->item_count * (size_t)c->unit_count;
    double *values = arena_alloc(c->arena, size * sizeof *values + 1);
    if (values == NULL) {
        return ERR_MEMORY;
    }
    if (reach(c, values, scratch, c->spec->from, false) != 0 ||
        reach(c, values, scratch, c->spec->to, true) != 0) {
        for (int u = 0; u < c->unit_count; u++) {
            c->units[u].low = c->units[u].high = NAN;
        }
    }
    return 0;
}

static void rank_items(struct composite *c, double *scratch)
{
    int index = c->item_count - 1;
    for (int u = 0; u < c->unit_count; u++) {
        if (!c->units[u].enough) {
            c->value[place(c, index, u)] = NAN;
        }
    }
    for (int i = 0; i < c->item_count; i++) {
        composite_rank(c->value + place(c, i, 0), c->unit_count, c->spec->low_first, c->spec->ties,
                       scratch, c->rank + place(c, i, 0));
    }
}

/* Units by rank; those of one rank, and those without, stay in the order of the table. */
static int put_in_order(struct composite *c)
{
    size_t n = (size_t)c->unit_count;
    int *order = arena_alloc(c->arena, n * sizeof *order + 1);
    size_t *room = arena_alloc(c->arena, n * sizeof *room + 1);
    double *places = arena_alloc(c->arena, n * sizeof *places + 1);
    if (order == NULL || room == NULL || places == NULL) {
        return ERR_MEMORY;
    }
    stats_rank(c->rank + place(c, c->item_count - 1, 0), n, STATS_COMPETITION, true, room, places);
    for (size_t i = 0; i < n; i++) {
        order[i] = (int)room[i]; /* the order in which they were ranked */
    }
    c->order = order;
    return 0;
}

static int aggregate(struct composite *c, double *scratch, struct diag *d)
{
    struct composite_way way = COMPOSITE_WAY_INIT;
    int item = 0, unit = 0;
    int rc = composite_aggregate(c, &way, c->value, scratch, &item, &unit);
    if (rc != 0) {
        diag_add(d, c->units[unit].line, c->items[item].code,
                 "%s needs values from 0, and a part of it has one below: choose another "
                 "normalisation, or give a floor",
                 composite_mean_name(c->items[item].rule.mean));
    }
    return rc;
}

int composite_run(struct composite *c, struct diag *d)
{
    double *scratch = arena_alloc(c->arena, composite_scratch(c) * sizeof *scratch);
    double *shares = arena_alloc(c->arena, (size_t)c->item_count * sizeof *shares);
    int rc = scratch == NULL || shares == NULL ? ERR_MEMORY : composite_scale(c, d);
    spread_apart(c);
    rc = rc == 0 ? aggregate(c, scratch, d) : rc;
    if (rc != 0) {
        return rc;
    }
    cover(c, shares);
    rank_items(c, scratch);
    rc = put_in_order(c);
    rc = rc == 0 && c->bounded ? reach_both(c, scratch) : rc;
    rc = rc == 0 ? composite_correlate(c) : rc;
    return rc == 0 && c->bounded ? composite_contrasts(c) : rc;
}
