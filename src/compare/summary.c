#include "compare/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "compare/groups.h"
#include "compare/items.h"
#include "compare/stats.h"

#define ONE ((double)CREDIT_ONE)

enum no_rank summary_may_rank(const struct compare_group *g)
{
    const struct compare_stat *total = &g->stats[0];
    return total->n < 0                          ? RANK_WITHHELD
           : g->rows < RANK_ROWS                 ? RANK_TOO_FEW
           : total->applies == 0                 ? RANK_TOO_FEW
           : isnan(total->coverage)              ? RANK_WITHHELD
           : !(total->coverage >= RANK_COVERAGE) ? RANK_TOO_OPEN
           : total->n < RANK_ROWS                ? RANK_TOO_FEW
                                                 : RANK_GIVEN;
}

/* ---- one group, one item ---- */

/* The scores of a group's rows under one item, and sums, all in billionths. */
struct gathered {
    double *scores; /* n of them; whole numbers, so that they are exact */
    int64_t n, applies;
    int64_t sum, low, high, coverage;
    unsigned __int128 squares, weighted, weights;
    bool weighs; /* every row with a score tells its children */
};

static void gather(struct gathered *into, const struct comparison *c, const struct compare_group *g,
                   const struct compare_item *item)
{
    double *scores = into->scores;
    *into = (struct gathered){.scores = scores, .weighs = true};
    for (int64_t i = 0; i < g->rows; i++) {
        const struct table_row *row = &c->table->rows[g->members[i]];
        struct item_value v = item_of_row(item, row);
        if (!v.applies) {
            continue;
        }
        into->applies++;
        into->low += v.low;
        into->high += v.high;
        into->coverage += v.coverage;
        if (v.score == SCORE_NONE) {
            continue;
        }
        uint64_t score = (uint64_t)v.score, children = (uint64_t)row->children;
        into->scores[into->n++] = (double)v.score;
        into->sum += v.score;
        into->squares += (unsigned __int128)score * score;
        into->weighs = into->weighs && row->children >= 0;
        if (into->weighs) {
            into->weighted += (unsigned __int128)score * children;
            into->weights += children;
        }
    }
}

static double mean_of(int64_t sum, int64_t n)
{
    return n == 0 ? NAN : (double)sum / (double)n / ONE;
}

/* From n times the sum of squares minus the square of the sum: whole numbers, exact up to 10^19 rows. */
static double sd_of(const struct gathered *from)
{
    if (from->n < 2) {
        return NAN;
    }
    unsigned __int128 n = (unsigned __int128)from->n, sum = (unsigned __int128)from->sum;
    double spread = (double)(n * from->squares - sum * sum);
    return sqrt(spread / ((double)from->n * (double)(from->n - 1))) / ONE;
}

static void quantiles(struct compare_stat *s, struct gathered *from)
{
    const struct {
        double p;
        double *to;
    } wanted[] = {{0, &s->min},   {0.1, &s->q10}, {0.25, &s->q1}, {0.5, &s->median},
                  {0.75, &s->q3}, {0.9, &s->q90}, {1, &s->max}};
    stats_sort(from->scores, (size_t)from->n);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        *wanted[i].to = stats_quantile(from->scores, (size_t)from->n, wanted[i].p) / ONE;
    }
}

static void interval(struct compare_stat *s, double level)
{
    double half = s->n < 2 ? NAN
                           : stats_t_quantile(1 - (1 - level) / 2, (double)(s->n - 1)) * s->error;
    s->ci_low = s->mean - half < 0 ? 0 : s->mean - half;
    s->ci_high = s->mean + half > 1 ? 1 : s->mean + half;
}

static struct compare_stat stat_of(struct gathered *from, int64_t of, double level)
{
    struct compare_stat s = {.n = from->n, .applies = from->applies};
    s.mean = mean_of(from->sum, from->n);
    s.weighted = from->weighs && from->weights > 0
                     ? (double)from->weighted / (double)from->weights / ONE
                     : NAN;
    s.sd = sd_of(from);
    s.error = stats_error(s.sd, (double)s.n, (double)of);
    s.low = mean_of(from->low, from->applies);
    s.high = mean_of(from->high, from->applies);
    s.coverage = mean_of(from->coverage, from->applies);
    quantiles(&s, from);
    interval(&s, level);
    return s;
}

/* ---- one group ---- */

/* -1 where a row does not tell. */
static int64_t add_told(int64_t sum, int64_t value)
{
    return sum < 0 || value < 0 ? -1 : sum + value;
}

static int describe(struct comparison *c, struct compare_group *g, struct gathered *scratch)
{
    size_t bands = (size_t)c->core->band_count;
    int64_t fails = 0, open = 0;
    g->stats = arena_alloc(&c->arena, sizeof *g->stats * c->item_count);
    g->band_share = arena_alloc(&c->arena, sizeof *g->band_share * (bands + 1));
    if (g->stats == NULL || g->band_share == NULL) {
        return ERR_MEMORY;
    }
    for (int64_t i = 0; i < g->rows; i++) {
        const struct table_row *row = &c->table->rows[g->members[i]];
        g->children = add_told(g->children, row->children);
        g->households = add_told(g->households, row->households);
        fails += row->fails_critical;
        open += row->open_critical;
        if (row->band >= 0) {
            g->band_share[row->band] += 1; /* a count, to be divided */
        }
    }
    for (size_t i = 0; i < c->item_count; i++) {
        gather(scratch, c, g, &c->items[i]);
        g->stats[i] = stat_of(scratch, g->of, c->level);
    }
    g->scored = g->stats[0].n;
    for (size_t i = 0; i < bands; i++) {
        g->band_share[i] = g->scored == 0 ? NAN : g->band_share[i] / (double)g->scored;
    }
    g->critical = (double)fails / (double)g->rows;
    g->critical_open = (double)open / (double)g->rows;
    return 0;
}

static int describe_all(struct comparison *c)
{
    struct gathered scratch = {.scores = calloc(c->table->count + 1, sizeof *scratch.scores)};
    int rc = scratch.scores == NULL ? ERR_MEMORY : 0;
    for (size_t i = 0; rc == 0 && i < c->group_count; i++) {
        rc = describe(c, &c->groups[i], &scratch);
    }
    free(scratch.scores);
    return rc;
}

/* ---- the whole ---- */

static int text_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int find_rounds(struct comparison *c)
{
    const char **rounds = arena_alloc(&c->arena, sizeof *rounds * (c->table->count + 1));
    if (rounds == NULL) {
        return ERR_MEMORY;
    }
    /* Few rounds, many rows. */
    for (size_t i = 0; i < c->table->count; i++) {
        size_t k = 0;
        while (k < c->round_count && !text_equal(rounds[k], c->table->rows[i].round)) {
            k++;
        }
        rounds[k] = c->table->rows[i].round;
        c->round_count += k == c->round_count;
    }
    qsort(rounds, c->round_count, sizeof *rounds, text_order);
    c->rounds = rounds;
    return 0;
}

static int copy_names(struct comparison *c, const struct summary_ask *ask)
{
    const char **by = arena_alloc(&c->arena, sizeof *by * (ask->by_count + 1));
    if (by == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < ask->by_count; i++) {
        by[i] = arena_strdup(&c->arena, ask->by[i]);
        if (by[i] == NULL) {
            return ERR_MEMORY;
        }
    }
    c->by = by;
    c->by_count = ask->by_count;
    return 0;
}

static bool by_round(const struct comparison *c)
{
    for (size_t i = 0; i < c->by_count; i++) {
        if (strcmp(c->by[i], "round") == 0) {
            return true;
        }
    }
    return false;
}

static int make(struct comparison *c, const struct summary_ask *ask, struct err *e)
{
    if (copy_names(c, ask) != 0 || find_rounds(c) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (c->round_count > 1 && !by_round(c)) {
        return err_set(e, ERR_USAGE,
                       "a community has one row in each of %zu rounds: group by round too",
                       c->round_count);
    }
    int rc = items_make(c, ask->of, ask->of_count, e);
    rc = rc == 0 ? groups_make(c, e) : rc;
    rc = rc == 0 ? compare_frame_apply(ask->frame, c, e) : rc;
    if (rc == 0 && describe_all(c) != 0) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    }
    return rc;
}

int summary_make(const struct table *t, const struct summary_ask *ask, struct comparison **out,
                 struct err *e)
{
    struct comparison *c = calloc(1, sizeof *c);
    *out = NULL;
    if (c == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    c->table = t;
    c->core = t->core;
    c->level = ask->level;
    int rc = make(c, ask, e);
    if (rc != 0) {
        comparison_free(c);
        return rc;
    }
    *out = c;
    return 0;
}

void comparison_free(struct comparison *c)
{
    if (c != NULL) {
        arena_free(&c->arena);
        free(c);
    }
}
