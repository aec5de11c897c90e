#include <math.h>
#include <string.h>

#include "base/number.h"
#include "compare/rank_internal.h"

/* ---- weights of a pattern ---- */

static void invert(const struct rank_model *m, struct rank_drawn *d,
                   const struct rank_pattern *pattern, int n)
{
    const struct node *node = &m->core->nodes[n];
    double *inverse = d->inverse + (ptrdiff_t)n * LANES;
    memset(inverse, 0, LANES * sizeof *inverse);
    for (int k = node->first_criterion; k < node->first_criterion + node->criterion_count; k++) {
        if (pattern->criteria[k]) {
            lanes_sum(inverse, d->criteria + (ptrdiff_t)k * LANES);
        }
    }
    for (int c = 0; c < node->node_count; c++) {
        if (pattern->nodes[node->nodes[c]]) {
            lanes_sum(inverse, d->nodes + (ptrdiff_t)node->nodes[c] * LANES);
        }
    }
    lanes_inverse(inverse);
}

/* Parents stand before children: values has what a node's own children share. */
static void flatten(const struct rank_model *m, struct rank_drawn *d,
                    const struct rank_pattern *pattern, int n)
{
    const struct node *node = &m->core->nodes[n];
    double *share = d->values + (ptrdiff_t)n * LANES;
    const double *inverse = d->inverse + (ptrdiff_t)n * LANES;
    if (n == 0) {
        memcpy(share, inverse, LANES * sizeof *share);
    } else {
        lanes_product(share, d->values + (ptrdiff_t)node->parent * LANES,
                      d->nodes + (ptrdiff_t)n * LANES);
        lanes_product(share, share, inverse);
    }
    for (int k = node->first_criterion; k < node->first_criterion + node->criterion_count; k++) {
        if (pattern->criteria[k]) {
            lanes_product(d->effective + (ptrdiff_t)k * LANES, d->criteria + (ptrdiff_t)k * LANES,
                          share);
        }
    }
}

void rank_prepare(const struct rank_model *m, struct rank_drawn *d, int pattern)
{
    const struct rank_pattern *p = &m->patterns[pattern];
    if (d->pattern == pattern) {
        return;
    }
    d->pattern = pattern;
    for (int n = 0; n < m->core->node_count; n++) {
        if (p->nodes[n]) {
            invert(m, d, p, n);
            if (d->way->flat) {
                flatten(m, d, p, n);
            }
        }
    }
}

/* ---- values under an aggregate ----
 * Each mean but the minimum is back(sum of w go(x) / sum of w). */

struct mean {
    enum aggregate kind;
    double floor;
};

static bool is_plain(const struct mean *mean)
{
    return mean->kind == AGG_ARITHMETIC || mean->kind == AGG_MINIMUM;
}

static void go(const struct mean *mean, const double *x, double *out)
{
    double f = mean->floor;
    if (is_plain(mean)) {
        memmove(out, x, LANES * sizeof *out);
        return;
    }
    if (mean->kind == AGG_INVERTED_GEOMETRIC) { /* f + (1 - f) (1 - x) */
        lanes_line(out, x, f - 1, 1);
    } else {
        lanes_line(out, x, 1 - f, f);
    }
    if (mean->kind != AGG_HARMONIC) {
        lanes_log(out, out);
        return;
    }
    for (int i = 0; i < LANES; i++) {
        out[i] = out[i] > 1e-300 ? out[i] : 1e-300;
    }
    lanes_inverse(out);
}

static void back(const struct mean *mean, double *x)
{
    if (is_plain(mean)) {
        return;
    }
    if (mean->kind == AGG_HARMONIC) {
        lanes_inverse(x);
    } else {
        lanes_exp(x, x);
    }
    lanes_line(x, x, 1 / (1 - mean->floor), -mean->floor / (1 - mean->floor));
    for (int i = 0; i < LANES; i++) {
        x[i] = x[i] > 0 ? x[i] : 0;
    }
    if (mean->kind == AGG_INVERTED_GEOMETRIC) {
        lanes_line(x, x, -1, 1);
    }
}

/* As SEMANTICS rounds on the way up; the tiny amount stands for its fifteen digits. */
static void round_off(const struct rounding *round, double *x)
{
    if (!round->on) {
        return;
    }
    double unit = round->scale;
    for (int i = 0; i < round->decimals; i++) {
        unit *= 10;
    }
    for (int i = 0; i < LANES; i++) {
        x[i] = floor(x[i] * unit * (1 + 1e-14) + 0.5) / unit;
    }
}

/* ---- one row ---- */

/* A credit that a slip moved, in billionths. */
static int32_t slipped(const struct rank_model *m, int k, int32_t credit, bool up)
{
    int64_t moved = up ? (int64_t)credit + m->steps[k] : (int64_t)credit - m->steps[k];
    return (int32_t)(moved < 0 ? 0 : moved > CREDIT_ONE ? CREDIT_ONE : moved);
}

/* Adds what slips change: weight times the difference, by direction (down, up), in the draws where there is
 * one. */
static void add_slips(const struct rank_model *m, const struct rank_drawn *d, int k, int32_t credit,
                      const double *weights, double *sum)
{
    const double *weight = weights + (ptrdiff_t)k * LANES;
    const double change[2] = {slipped(m, k, credit, false) - credit,
                              slipped(m, k, credit, true) - credit};
    uint64_t up = d->up;
    for (uint64_t left = d->slips[k]; left != 0; left &= left - 1) {
        int i = __builtin_ctzll(left);
        sum[i] += weight[i] * change[up >> i & 1];
    }
}

/* A credit in each draw, on 0…1. */
static void credit_lanes(const struct rank_model *m, const struct rank_drawn *d, int k,
                         int32_t credit, double *x)
{
    uint64_t slips = d->slips != NULL ? d->slips[k] : 0;
    double now = credit / 1e9;
    const double moved[2] = {slipped(m, k, credit, false) / 1e9, slipped(m, k, credit, true) / 1e9};
    for (int i = 0; i < LANES; i++) {
        x[i] = (slips >> i & 1) != 0 ? moved[d->up >> i & 1] : now;
    }
}

/* sum += weights times what the criteria from `first` on are worth; weights in rows by criterion. Where a
 * credit stays what it is, sums are of billionths, and slips are added by themselves. */
static void add_plain(const struct rank_model *m, struct rank_drawn *d, const int32_t *cells,
                      int first, int count, const double *weights, double *sum)
{
    int fixed = 0;
    for (int k = first; k < first + count; k++) {
        if (cells[k] > 0) {
            d->index[fixed] = k;
            d->value[fixed++] = cells[k];
        }
    }
    lanes_add(sum, weights, d->index, d->value, fixed);
    for (int k = first; d->slips != NULL && k < first + count; k++) {
        if (d->slips[k] != 0) {
            add_slips(m, d, k, cells[k], weights, sum);
        }
    }
    lanes_line(sum, sum, 1e-9, 0);
}

static void add_criteria(const struct rank_model *m, struct rank_drawn *d, const int32_t *cells,
                         int first, int count, const struct mean *mean, const double *weights,
                         double *sum)
{
    if (mean->kind == AGG_ARITHMETIC) {
        add_plain(m, d, cells, first, count, weights, sum);
        return;
    }
    for (int k = first; k < first + count; k++) {
        if (cells[k] >= 0) {
            double x[LANES];
            credit_lanes(m, d, k, cells[k], x);
            go(mean, x, x);
            lanes_sum_product(sum, weights + (ptrdiff_t)k * LANES, x);
        }
    }
}

/* The same for its open answers. */
static void add_open(const struct rank_model *m, const struct rank_drawn *d, const int32_t *cells,
                     int first, int count, const struct mean *mean, const double *weights,
                     double *sum)
{
    bool each = m->settings.open == OPEN_BY_ANSWER;
    double worth[LANES], weight[LANES];
    bool any = false;
    for (int k = first; k < first + count; k++) {
        const double *own = weights + (ptrdiff_t)k * LANES;
        if (cells[k] != CREDIT_OPEN) {
            continue;
        }
        if (each) {
            go(mean, d->open + (ptrdiff_t)k * LANES, worth);
            lanes_sum_product(sum, own, worth);
        } else if (any) {
            lanes_sum(weight, own);
        } else {
            memcpy(weight, own, sizeof weight);
        }
        any = true;
    }
    if (any && !each) {
        go(mean, d->open, worth);
        lanes_sum_product(sum, weight, worth);
    }
}

static void least_of(const double *x, double *least)
{
    for (int i = 0; i < LANES; i++) {
        least[i] = x[i] < least[i] ? x[i] : least[i];
    }
}

/* The smallest of a node's children: weights say nothing. */
static void weakest(const struct rank_model *m, const struct rank_drawn *d, const int32_t *cells,
                    int n, double *least)
{
    const struct node *node = &m->core->nodes[n];
    bool each = m->settings.open == OPEN_BY_ANSWER;
    for (int i = 0; i < LANES; i++) {
        least[i] = 1;
    }
    for (int k = node->first_criterion; k < node->first_criterion + node->criterion_count; k++) {
        double x[LANES];
        if (cells[k] == CREDIT_OPEN) {
            least_of(each ? d->open + (ptrdiff_t)k * LANES : d->open, least);
        } else if (cells[k] >= 0) {
            credit_lanes(m, d, k, cells[k], x);
            least_of(x, least);
        }
    }
    for (int c = 0; c < node->node_count; c++) {
        if (m->patterns[d->pattern].nodes[node->nodes[c]]) {
            least_of(d->values + (ptrdiff_t)node->nodes[c] * LANES, least);
        }
    }
}

static void row_node(const struct rank_model *m, struct rank_drawn *d, const int32_t *cells, int n)
{
    const struct node *node = &m->core->nodes[n];
    double *value = d->values + (ptrdiff_t)n * LANES;
    const struct mean mean = {rank_aggregate(m, d->way, n), rank_floor(m, d->way, n)};
    if (mean.kind == AGG_MINIMUM) {
        weakest(m, d, cells, n, value);
    } else {
        memset(value, 0, LANES * sizeof *value);
        add_criteria(m, d, cells, node->first_criterion, node->criterion_count, &mean, d->criteria,
                     value);
        add_open(m, d, cells, node->first_criterion, node->criterion_count, &mean, d->criteria,
                 value);
        for (int c = 0; c < node->node_count; c++) {
            int child = node->nodes[c];
            double worth[LANES];
            if (m->patterns[d->pattern].nodes[child]) {
                go(&mean, d->values + (ptrdiff_t)child * LANES, worth);
                lanes_sum_product(value, d->nodes + (ptrdiff_t)child * LANES, worth);
            }
        }
        lanes_product(value, value, d->inverse + (ptrdiff_t)n * LANES);
        back(&mean, value);
    }
    round_off(&node->round, value);
}

void rank_row(const struct rank_model *m, struct rank_drawn *d, const int32_t *cells, double *total)
{
    if (d->way->flat) {
        const struct mean plain = {AGG_ARITHMETIC, 0};
        memset(total, 0, LANES * sizeof *total);
        add_criteria(m, d, cells, 0, m->core->criterion_count, &plain, d->effective, total);
        add_open(m, d, cells, 0, m->core->criterion_count, &plain, d->effective, total);
        return;
    }
    for (int n = m->core->node_count - 1; n >= 0; n--) {
        if (m->patterns[d->pattern].nodes[n]) {
            row_node(m, d, cells, n);
        }
    }
    memcpy(total, d->values, LANES * sizeof *total);
}
