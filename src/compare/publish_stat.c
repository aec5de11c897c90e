/* Single numbers of a group that is published, and what is left when all is made. */
#include <math.h>
#include <string.h>

#include "compare/items.h"
#include "compare/publish_internal.h"
#include "compare/stats.h"

double publish_rounded(double x)
{
    return isnan(x) ? x : floor(x * 100 + 0.5) / 100;
}

void publish_stat_clear(struct compare_stat *s)
{
    *s = (struct compare_stat){.n = -1, .applies = -1};
    double *const all[] = {&s->mean, &s->weighted, &s->sd,   &s->error,   &s->ci_low, &s->ci_high,
                           &s->min,  &s->q10,      &s->q1,   &s->median,  &s->q3,     &s->q90,
                           &s->max,  &s->low,      &s->high, &s->coverage};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = NAN;
    }
}

/* [drafted] A community with more than half of the children all but is the weighted mean. */
static bool one_outweighs(const struct comparison *c, const struct compare_group *g, size_t item)
{
    int64_t most = 0, all = 0;
    for (int64_t k = 0; k < g->rows; k++) {
        const struct table_row *row = &c->table->rows[g->members[k]];
        if (item_of_row(&c->items[item], row).score != SCORE_NONE && row->children > 0) {
            all += row->children;
            most = row->children > most ? row->children : most;
        }
    }
    return 2 * most > all;
}

/* The least and the greatest are scores of single communities; so is a quantile near an end. */
static void quantile(double *at, int64_t n, double beside)
{
    bool enough = (double)n * beside >= PUBLISH_BESIDE;
    *at = enough ? publish_rounded(*at) : NAN;
}

void publish_stat(const struct comparison *c, const struct compare_group *g, size_t item)
{
    struct compare_stat *s = &g->stats[item];
    s->min = s->max = NAN;
    quantile(&s->q10, s->n, 0.1);
    quantile(&s->q90, s->n, 0.1);
    quantile(&s->q1, s->n, 0.25);
    quantile(&s->q3, s->n, 0.25);
    quantile(&s->median, s->n, 0.5);
    s->weighted = one_outweighs(c, g, item) ? NAN : s->weighted;
    if (s->applies !=
        g->rows) { /* how many have the hazard, the school, the camp is no number of ours */
        s->applies = -1;
        s->low = s->high = s->coverage = NAN;
    }
    double *const rest[] = {&s->mean, &s->weighted, &s->low, &s->high, &s->coverage};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        *rest[i] = publish_rounded(*rest[i]);
    }
    publish_interval(s->mean, s->n, g->of, c->level, 0, &s->sd, &s->error, &s->ci_low, &s->ci_high);
}

void publish_interval(double mean, int64_t n, int64_t of, double level, double least, double *sd,
                      double *error, double *low, double *high)
{
    double half = stats_t_quantile((1 + level) / 2, (double)(n - 1));
    *sd = publish_rounded(*sd) > 0 || isnan(*sd) ? publish_rounded(*sd) : 0.01;
    *error = stats_error(*sd, (double)n, (double)of);
    half *= *error;
    *low = publish_rounded(mean - half < least ? least : mean - half);
    *high = publish_rounded(mean + half > 1 ? 1 : mean + half);
    *error = publish_rounded(*error);
}

/* A table that names what was compared and holds nobody. */
static int empty_table(struct comparison *c, struct table *t)
{
    struct arena *a = &c->arena;
    const struct table *from = c->table;
    *t = (struct table){.arena = ARENA_INIT,
                        .core = from->core,
                        .shared = from->shared,
                        .all = from->all,
                        .shared_weight = from->shared_weight,
                        .method_count = from->method_count,
                        .attribute_count = from->attribute_count,
                        .places = from->places};
    t->methods = arena_alloc(a, (from->method_count + 1) * sizeof *t->methods);
    t->attributes = arena_alloc(a, (from->attribute_count + 1) * sizeof *t->attributes);
    if (t->methods == NULL || t->attributes == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < from->method_count; i++) {
        t->methods[i] = from->methods[i];
        t->methods[i].rows = 0;
    }
    for (size_t i = 0; i < from->attribute_count; i++) {
        t->attributes[i] = (struct table_attribute){.name = from->attributes[i].name,
                                                    .path = from->attributes[i].path,
                                                    .many = from->attributes[i].many};
    }
    return 0;
}

int publish_close(struct comparison *c, struct err *e)
{
    struct table *t = arena_alloc(&c->arena, sizeof *t);
    if (t == NULL || empty_table(c, t) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < c->group_count; i++) {
        c->groups[i].members = NULL;
    }
    for (size_t i = 0; i < c->pair_count; i++) {
        c->pairs[i].ahead = publish_rounded(c->pairs[i].ahead);
    }
    for (int i = 0; i < SOURCE_COUNT; i++) {
        c->sources[i].first = publish_rounded(c->sources[i].first);
        c->sources[i].total = publish_rounded(c->sources[i].total);
    }
    c->table = t;
    return 0;
}
