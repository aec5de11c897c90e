/* What an index is made of: parts that go together, what another mean would change, strengths. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/composite_internal.h"
#include "compare/stats.h"

enum { LEAST_UNITS = 3, MOST_PAIRS = 200000 };

/* ---- correlations ---- */

double composite_pearson(const double *x, const double *y, int n, int *both)
{
    double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
    int count = 0;
    for (int i = 0; i < n; i++) {
        if (!isnan(x[i]) && !isnan(y[i])) {
            mean_x += x[i];
            mean_y += y[i];
            count++;
        }
    }
    *both = count;
    mean_x /= count;
    mean_y /= count;
    for (int i = 0; i < n && count >= LEAST_UNITS; i++) {
        if (!isnan(x[i]) && !isnan(y[i])) {
            xx += (x[i] - mean_x) * (x[i] - mean_x);
            yy += (y[i] - mean_y) * (y[i] - mean_y);
            xy += (x[i] - mean_x) * (y[i] - mean_y);
        }
    }
    return xx > 0 && yy > 0 ? xy / (sqrt(xx) * sqrt(yy)) : NAN;
}

struct point {
    double x, y;
};

struct looking {
    struct composite *c;
    double *x, *y, *rank_x, *rank_y, *scratch; /* the units that have both */
    struct point *points, *merged;
    int n;
};

static int by_x_then_y(const void *a, const void *b)
{
    const struct point *p = a, *q = b;
    int order = (p->x > q->x) - (p->x < q->x);
    return order != 0 ? order : (p->y > q->y) - (p->y < q->y);
}

/* Pairs of equal values in a row of sorted ones; both: equal in x and y. */
static int64_t count_ties(const struct point *p, int n, bool in_y, bool both)
{
    int64_t ties = 0, run = 0;
    for (int i = 1; i < n; i++) {
        bool same = in_y ? p[i].y == p[i - 1].y
                         : p[i].x == p[i - 1].x && (!both || p[i].y == p[i - 1].y);
        run = same ? run + 1 : 0;
        ties += run;
    }
    return ties;
}

/* Sorts by y and returns how many neighbours had to change places. */
static int64_t sort_by_y(struct point *p, struct point *merged, int n)
{
    if (n < 2) {
        return 0;
    }
    int half = n / 2, left = 0, right = half;
    int64_t swaps = sort_by_y(p, merged, half) + sort_by_y(p + half, merged, n - half);
    for (int i = 0; i < n; i++) {
        bool from_right = left == half || (right < n && p[right].y < p[left].y);
        swaps += from_right ? half - left : 0;
        merged[i] = p[from_right ? right++ : left++];
    }
    memcpy(p, merged, (size_t)n * sizeof *p);
    return swaps;
}

/* Tau-b, by Knight, A computer method for calculating Kendall's tau with ungrouped data, Journal of
 * the American Statistical Association 61, 1966. */
static double kendall(const struct looking *l)
{
    int64_t n = l->n, pairs = n * (n - 1) / 2;
    for (int i = 0; i < l->n; i++) {
        l->points[i] = (struct point){l->x[i], l->y[i]};
    }
    qsort(l->points, (size_t)l->n, sizeof *l->points, by_x_then_y);
    int64_t in_x = count_ties(l->points, l->n, false, false);
    int64_t in_both = count_ties(l->points, l->n, false, true);
    int64_t swaps = sort_by_y(l->points, l->merged, l->n);
    int64_t in_y = count_ties(l->points, l->n, true, false);
    double of = sqrt((double)(pairs - in_x)) * sqrt((double)(pairs - in_y));
    int64_t agree = pairs - in_x - in_y + in_both - 2 * swaps;
    return of > 0 ? (double)agree / of : NAN;
}

static void correlate(struct looking *l, int a, int b, struct composite_pair *out)
{
    struct composite *c = l->c;
    const double *x = c->value + (size_t)a * (size_t)c->unit_count;
    const double *y = c->value + (size_t)b * (size_t)c->unit_count;
    l->n = 0;
    for (int u = 0; u < c->unit_count; u++) {
        if (!isnan(x[u]) && !isnan(y[u])) {
            l->x[l->n] = x[u];
            l->y[l->n++] = y[u];
        }
    }
    *out = (struct composite_pair){.a = a, .b = b, .spearman = NAN, .kendall = NAN};
    out->pearson = composite_pearson(l->x, l->y, l->n, &out->units);
    if (!isnan(out->pearson)) {
        int both = 0;
        composite_rank(l->x, l->n, true, TIES_AVERAGE, l->scratch, l->rank_x);
        composite_rank(l->y, l->n, true, TIES_AVERAGE, l->scratch, l->rank_y);
        out->spearman = composite_pearson(l->rank_x, l->rank_y, l->n, &both);
        out->kendall = kendall(l);
    }
    bool whole = c->items[a].parent == b;
    out->high = whole ? out->pearson < 0 : fabs(out->pearson) >= c->spec->high_correlation;
}

static size_t count_pairs(const struct composite *c)
{
    size_t pairs = 0;
    for (int i = c->indicator_count; i < c->item_count; i++) {
        size_t n = (size_t)c->items[i].child_count;
        pairs += n * (n - 1) / 2 + n;
    }
    return pairs;
}

/* Each item with its siblings, and with the aggregate that it is a part of. */
int composite_correlate(struct composite *c)
{
    size_t pairs = count_pairs(c), n = (size_t)c->unit_count;
    if (pairs > MOST_PAIRS) {
        return 0;
    }
    double *room = arena_alloc(c->arena, 5 * n * sizeof *room + 1);
    c->pairs = arena_alloc(c->arena, pairs * sizeof *c->pairs + 1);
    if (room == NULL || c->pairs == NULL) {
        return ERR_MEMORY;
    }
    struct point *points = arena_alloc(c->arena, 2 * n * sizeof *points + 1);
    if (points == NULL) {
        return ERR_MEMORY;
    }
    struct looking l = {c,      room,       room + n, room + 2 * n, room + 3 * n, room + 4 * n,
                        points, points + n, 0};
    for (int i = c->indicator_count; i < c->item_count; i++) {
        const struct composite_item *item = &c->items[i];
        for (int a = 0; a < item->child_count; a++) {
            for (int b = a + 1; b < item->child_count; b++) {
                correlate(&l, item->children[a], item->children[b], &c->pairs[c->pair_count++]);
            }
            correlate(&l, item->children[a], i, &c->pairs[c->pair_count++]);
        }
    }
    return 0;
}

/* ---- arithmetic against geometric ---- */

struct contrasting {
    struct composite *c;
    double *values, *scratch, *ranks[2];
};

static int rank_with(struct contrasting *k, enum composite_mean mean, bool only_last, double *rank)
{
    struct composite *c = k->c;
    struct composite_way way = COMPOSITE_WAY_INIT;
    int item = 0, unit = 0;
    way.other = (int)mean;
    way.only_last = only_last;
    size_t indicators = (size_t)c->indicator_count * (size_t)c->unit_count;
    memcpy(k->values, c->value, indicators * sizeof *k->values);
    int rc = composite_aggregate(c, &way, k->values, k->scratch, &item, &unit);
    double *index = k->values + (size_t)(c->item_count - 1) * (size_t)c->unit_count;
    for (int u = 0; u < c->unit_count; u++) {
        index[u] = c->units[u].enough ? index[u] : NAN;
    }
    composite_rank(index, c->unit_count, c->spec->low_first, c->spec->ties, k->scratch, rank);
    return rc;
}

static void hold_against(const struct contrasting *k, struct composite_contrast *out)
{
    const double *a = k->ranks[0], *b = k->ranks[1];
    int both = 0;
    out->spearman = composite_pearson(a, b, k->c->unit_count, &both);
    for (int u = 0; u < k->c->unit_count; u++) {
        double shift = fabs(b[u] - a[u]);
        out->moved += shift > 0;
        if (shift > out->shift) {
            out->shift = shift;
            out->unit = u;
            out->from = a[u];
            out->to = b[u];
        }
    }
}

int composite_contrasts(struct composite *c)
{
    static const char *const what[] = {"the last step", "every step"};
    size_t n = (size_t)c->unit_count;
    struct contrasting k = {.c = c};
    k.values = arena_alloc(c->arena, n * (size_t)c->item_count * sizeof *k.values + 1);
    k.scratch = arena_alloc(c->arena, composite_scratch(c) * sizeof *k.scratch);
    k.ranks[0] = arena_alloc(c->arena, n * sizeof **k.ranks + 1);
    k.ranks[1] = arena_alloc(c->arena, n * sizeof **k.ranks + 1);
    c->contrasts = arena_alloc(c->arena, 2 * sizeof *c->contrasts);
    if (k.values == NULL || k.scratch == NULL || k.ranks[0] == NULL || k.ranks[1] == NULL ||
        c->contrasts == NULL) {
        return ERR_MEMORY;
    }
    bool deep = c->item_count - c->indicator_count > 1;
    for (int i = 0; i < (deep ? 2 : 1); i++) {
        if (rank_with(&k, MEAN_ARITHMETIC, i == 0, k.ranks[0]) == 0 &&
            rank_with(&k, MEAN_GEOMETRIC, i == 0, k.ranks[1]) == 0) {
            struct composite_contrast *out = &c->contrasts[c->contrast_count++];
            *out = (struct composite_contrast){.what = what[i]};
            hold_against(&k, out);
        }
    }
    return 0;
}

/* ---- strengths ---- */

static const char *const *peer_column(const struct composite *c)
{
    for (int g = 0; c->spec->peers != NULL && g < c->group_count; g++) {
        if (strcmp(c->group_names[g], c->spec->peers) == 0) {
            return c->groups[g];
        }
    }
    return NULL;
}

/* The share of its peers with a value that a unit is ahead of, ties half; *rank among them, 1 for
 * the best. NaN of none. */
static double standing(const struct composite *c, const char *const *groups, int item, int unit,
                       double *rank)
{
    const double *x = c->value + (size_t)item * (size_t)c->unit_count;
    int ahead = 0, behind = 0, peers = 0;
    for (int u = 0; u < c->unit_count; u++) {
        if (u != unit && !isnan(x[u]) && (groups == NULL || strcmp(groups[u], groups[unit]) == 0)) {
            peers++;
            ahead += x[unit] > x[u];
            behind += x[unit] < x[u];
        }
    }
    *rank = behind + 1;
    return peers == 0 ? NAN : 0.5 + (ahead - behind) / (2.0 * peers);
}

int composite_strengths(const struct composite *c, int unit, bool weakest, int most, int *items,
                        double *place)
{
    const char *const *groups = peer_column(c);
    int count = 0;
    double shares[32];
    most = most > 32 ? 32 : most;
    for (int i = 0; i < c->indicator_count; i++) {
        size_t at = (size_t)i * (size_t)c->unit_count + (size_t)unit;
        double rank = 0;
        double share = isnan(c->value[at]) || c->filled[at] ? NAN
                                                            : standing(c, groups, i, unit, &rank);
        if (isnan(share)) {
            continue;
        }
        int to = count < most ? count++ : most;
        for (; to > 0 && (weakest ? share < shares[to - 1] : share > shares[to - 1]); to--) {
            if (to < most) {
                shares[to] = shares[to - 1];
                items[to] = items[to - 1];
                place[to] = place[to - 1];
            }
        }
        if (to < most) {
            shares[to] = share;
            items[to] = i;
            place[to] = rank;
        }
    }
    return count;
}
