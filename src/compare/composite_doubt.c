/* Other weights: what they would do to scores and ranks. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "compare/composite_grid.h"
#include "compare/composite_internal.h"
#include "compare/random.h"
#include "compare/stats.h"

enum { MOST_SETS = 100000, WEIGHT_STREAM = 0x636f6d70 };

struct trying {
    struct composite *c;
    double *values, *scratch, *weights;
    double *ranks; /* unit * sets + set */
    int64_t sets;
};

static int prepare(struct trying *t, struct composite *c, int64_t sets)
{
    size_t units = (size_t)c->unit_count;
    *t = (struct trying){.c = c, .sets = sets};
    t->values = arena_alloc(c->arena, units * (size_t)c->item_count * sizeof *t->values + 1);
    t->scratch = arena_alloc(c->arena, composite_scratch(c) * sizeof *t->scratch);
    t->weights = arena_alloc(c->arena, (size_t)c->item_count * sizeof *t->weights);
    t->ranks = arena_alloc(c->arena, units * (size_t)sets * sizeof *t->ranks + 1);
    c->spread = arena_alloc(c->arena, units * sizeof *c->spread + 1);
    if (t->values == NULL || t->scratch == NULL || t->weights == NULL || t->ranks == NULL ||
        c->spread == NULL) {
        return ERR_MEMORY;
    }
    memcpy(t->values, c->value, units * (size_t)c->indicator_count * sizeof *t->values);
    return 0;
}

/* Scores and ranks under t->weights; score and rank have room for the units. */
static void try_weights(struct trying *t, double *score, double *rank)
{
    struct composite *c = t->c;
    struct composite_way way = COMPOSITE_WAY_INIT;
    int item = 0, unit = 0;
    way.weights = t->weights;
    (void)composite_aggregate(c, &way, t->values, t->scratch, &item, &unit); /* signs do not hang on
                                                                                weights */
    const double *index = t->values + (size_t)(c->item_count - 1) * (size_t)c->unit_count;
    for (int u = 0; u < c->unit_count; u++) {
        score[u] = c->units[u].enough ? index[u] : NAN;
    }
    composite_rank(score, c->unit_count, c->spec->low_first, c->spec->ties, t->scratch, rank);
}

static void keep_ranks(struct trying *t, int64_t set, const double *rank)
{
    for (int u = 0; u < t->c->unit_count; u++) {
        t->ranks[(int64_t)u * t->sets + set] = rank[u];
    }
}

static void spread(struct trying *t)
{
    struct composite *c = t->c;
    size_t n = (size_t)t->sets;
    for (int u = 0; u < c->unit_count; u++) {
        double *ranks = t->ranks + (size_t)u * n;
        struct composite_spread *s = &c->spread[u];
        s->mean = stats_mean(ranks, n);
        stats_sort(ranks, n);
        bool any = n > 0 && !isnan(ranks[n - 1]); /* NaN last */
        s->median = any ? stats_quantile(ranks, n, 0.5) : NAN;
        s->low = any ? stats_quantile(ranks, n, 0.05) : NAN;
        s->high = any ? stats_quantile(ranks, n, 0.95) : NAN;
    }
    c->sets = t->sets;
}

/* ---- given ---- */

struct given {
    struct grid g;
    int rep, code, weight; /* columns */
    struct diag *d;
};

static int read_given(struct composite *c, const char *text, size_t len, struct given *out)
{
    int rc = grid_read(c->arena, text, len, out->d, &out->g);
    if (rc != 0) {
        return rc;
    }
    out->rep = grid_need(&out->g, "rep", out->d);
    out->code = grid_need(&out->g, "iCode", out->d);
    out->weight = grid_need(&out->g, "Weight", out->d);
    if (out->rep < 0 || out->code < 0 || out->weight < 0) {
        return ERR_INPUT;
    }
    if (out->g.count == 0) {
        diag_add(out->d, 0, NULL, "has no weights: add a row for each set and code");
        return ERR_INPUT;
    }
    return 0;
}

static void put_weight(const struct composite *c, const struct given *g, int row, double *weights)
{
    const char *const *cells = g->g.rows[row];
    int item = composite_item_find(c, cells[g->code]);
    double weight = 0;
    if (item < 0) {
        diag_add(g->d, g->g.lines[row], cells[g->code],
                 "is no code of the meta file: mend it, or remove the row");
    } else if (number_parse(cells[g->weight], strlen(cells[g->weight]), &weight) != 0 ||
               !(weight >= 0 && weight <= 1e12)) {
        diag_add(g->d, g->g.lines[row], cells[g->code],
                 "\"%.60s\" is no weight: give a number from 0", cells[g->weight]);
    } else {
        weights[item] = weight;
    }
}

/* Rows of one set stand together. */
static int64_t count_sets(const struct given *g)
{
    int64_t sets = 0;
    for (int row = 0; row < g->g.count; row++) {
        sets += row == 0 || strcmp(g->g.rows[row][g->rep], g->g.rows[row - 1][g->rep]) != 0;
    }
    return sets;
}

static void reset_weights(struct trying *t)
{
    for (int i = 0; i < t->c->item_count; i++) {
        t->weights[i] = t->c->items[i].weight;
    }
}

static void try_rows(struct trying *t, const struct given *g)
{
    struct composite *c = t->c;
    int64_t set = 0;
    size_t units = (size_t)c->unit_count;
    reset_weights(t);
    for (int row = 0; row < g->g.count; row++) {
        put_weight(c, g, row, t->weights);
        bool last = row + 1 == g->g.count ||
                    strcmp(g->g.rows[row][g->rep], g->g.rows[row + 1][g->rep]) != 0;
        if (last) {
            double *rank = c->set_rank + (size_t)set * units;
            try_weights(t, c->set_score + (size_t)set * units, rank);
            keep_ranks(t, set++, rank);
            reset_weights(t);
        }
    }
}

int composite_try_given(struct composite *c, const char *text, size_t len, struct diag *d)
{
    struct given g = {.d = d};
    struct trying t;
    size_t before = d->count;
    int rc = read_given(c, text, len, &g);
    if (rc != 0) {
        return rc;
    }
    int64_t sets = count_sets(&g);
    if (sets > MOST_SETS) {
        diag_add(d, 0, NULL, "has %lld sets of weights: give up to %d, the rows of each together",
                 (long long)sets, MOST_SETS);
        return ERR_INPUT;
    }
    size_t cells = (size_t)sets * (size_t)c->unit_count;
    c->set_score = arena_alloc(c->arena, cells * sizeof *c->set_score + 1);
    c->set_rank = arena_alloc(c->arena, cells * sizeof *c->set_rank + 1);
    if (c->set_score == NULL || c->set_rank == NULL || prepare(&t, c, sets) != 0) {
        return ERR_MEMORY;
    }
    try_rows(&t, &g);
    spread(&t);
    return buf_status(&d->text) != 0 ? ERR_MEMORY : d->count > before ? ERR_INPUT : 0;
}

/* ---- drawn ---- */

/* Siblings share their weight anew: Dirichlet with the mean that they have, concentration times
 * their number in all. */
static void draw(struct trying *t, struct random *r, double *parameters, double *shares)
{
    struct composite *c = t->c;
    for (int i = c->indicator_count; i < c->item_count; i++) {
        const struct composite_item *item = &c->items[i];
        double sum = 0;
        size_t n = 0;
        for (int k = 0; k < item->child_count; k++) {
            sum += c->items[item->children[k]].weight;
        }
        for (int k = 0; k < item->child_count; k++) {
            double weight = c->items[item->children[k]].weight;
            if (weight > 0) {
                parameters[n++] = weight / sum * c->spec->concentration * (double)item->child_count;
            }
        }
        random_dirichlet(r, parameters, n, shares);
        n = 0;
        for (int k = 0; k < item->child_count; k++) {
            int child = item->children[k];
            t->weights[child] = c->items[child].weight > 0 ? shares[n++] : 0;
        }
    }
}

int composite_try_drawn(struct composite *c)
{
    struct trying t;
    size_t units = (size_t)c->unit_count;
    double *score = arena_alloc(c->arena, units * sizeof *score + 1);
    double *rank = arena_alloc(c->arena, units * sizeof *rank + 1);
    double *room = arena_alloc(c->arena, 2 * (size_t)c->item_count * sizeof *room);
    if (score == NULL || rank == NULL || room == NULL || prepare(&t, c, c->spec->draws) != 0) {
        return ERR_MEMORY;
    }
    reset_weights(&t);
    for (int64_t set = 0; set < c->spec->draws; set++) {
        struct random r;
        random_start(&r, c->spec->seed, WEIGHT_STREAM, (uint64_t)set);
        draw(&t, &r, room, room + c->item_count);
        try_weights(&t, score, rank);
        keep_ranks(&t, set, rank);
    }
    spread(&t);
    return 0;
}
