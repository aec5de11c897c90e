/* Made-up worlds whose truth is known: communities with credits, groups with true means and ranks. Some
 * communities are visited, by assessors who are strict or generous, and some answers stay open. What is then
 * said of means, ranks and pairs is held against the truth. Everything hangs on the seed. */
#ifndef TESTS_TRUTH_H
#define TESTS_TRUTH_H

#include <math.h>
#include <string.h>

#include "compare/random.h"
#include "compare/stats.h"
#include "rank_fixture.h"

enum { TRUTH_GROUPS = 8, TRUTH_NODES = 5, TRUTH_EACH = 8, TRUTH_MOST = 24 };

/* How answers stay open: whatever they would be, the worse ones more often, or in each group its own way:
 * the worse ones here, the better ones there. */
enum truth_open { TRUTH_AT_RANDOM, TRUTH_WORSE, TRUTH_DIFFERS };

struct truth_count {
    long means, held;               /* t intervals of means, 90 % */
    long wide_held;                 /* the same about lowest and highest possible means */
    long ranks, ranks_held;         /* 90 % intervals of ranks */
    double rank_width;              /* sum of their widths */
    long apart, apart_right, pairs; /* pairs called apart; all pairs */
    double error;                   /* sum of |observed - true mean| */
};

struct truth_group {
    double mean; /* true, over all communities */
    int visited, all;
};

/* Groups differ less than communities, and these less than criteria. */
static inline int truth_level(struct random *r, double group, double community, double criterion)
{
    double y = group + community + criterion + random_normal(r);
    return (y > -0.8) + (y > 0.1) + (y > 1);
}

static inline double truth_score(const struct checklist *core, const int32_t *credits, double open,
                                 double *coverage)
{
    double total = 0, weights = 0, answered = 0;
    for (int n = 1; n < core->node_count; n++) {
        const struct node *node = &core->nodes[n];
        double sum = 0, weight = 0, known = 0;
        for (int k = node->first_criterion; k < node->first_criterion + node->criterion_count;
             k++) {
            double w = (double)core->criteria[k].demand.weight;
            if (credits[k] >= 0 || (credits[k] == CREDIT_OPEN && open >= 0)) {
                sum += w * (credits[k] >= 0 ? (double)credits[k] / 1e9 : open);
                weight += w;
            }
            known += credits[k] == CREDIT_APART ? 0 : w;
        }
        if (known > 0) {
            answered += (double)node->weight * (open >= 0 ? 1 : weight / known);
            total += weight > 0 ? (double)node->weight * sum / weight : 0;
            weights += weight > 0 ? (double)node->weight : 0;
        }
    }
    double applies = 0;
    for (int n = 1; n < core->node_count; n++) {
        applies += (double)core->nodes[n].weight;
    }
    if (coverage != NULL) {
        *coverage = answered / applies;
    }
    return weights > 0 ? total / weights : NAN;
}

/* The visited community as it is written down. */
static inline void truth_visit(struct random *r, const int *levels, int criteria, double open_rate,
                               const double *often, int32_t *credits)
{
    bool up = (random_bits(r) & 1) != 0;
    for (int k = 0; k < criteria; k++) {
        int level = levels[k];
        if (level < 0) {
            credits[k] = CREDIT_APART;
            continue;
        }
        double rate = open_rate * often[level];
        if (random_uniform(r) < 0.125) { /* a slip, mostly the way this assessor leans */
            level += up == (random_uniform(r) < 0.8) ? 1 : -1;
            level = level < 0 ? 0 : level > 3 ? 3 : level;
        }
        credits[k] = random_uniform(r) < rate ? CREDIT_OPEN : (int32_t)(level * CREDIT_ONE / 3);
    }
}

/* All communities of a group, of which the first `visited` are visited: they come in no order. */
static inline void truth_group(struct world *w, struct random *r, int g, enum truth_open how,
                               const double *difficulty, struct truth_group *out)
{
    /* How much more often a level stays open. */
    static const double same[] = {1, 1, 1, 1}, worse[] = {2, 1.2, 0.6, 0.2};
    static const double better[] = {0.2, 0.6, 1.2, 2};
    const double *often = how == TRUTH_AT_RANDOM ? same
                          : how == TRUTH_WORSE   ? worse
                          : g % 2 == 0           ? worse
                                                 : better;
    int criteria = w->core.criterion_count;
    double group = 0.35 * random_normal(r), open_rate = 0.3 * random_uniform(r), sum = 0;
    out->visited = 5 + (int)random_below(r, TRUTH_MOST - 4);
    out->all = out->visited * (2 + (int)random_below(r, 20));
    for (int i = 0; i < out->all; i++) {
        int levels[TRUTH_NODES * TRUTH_EACH];
        int32_t true_credits[TRUTH_NODES * TRUTH_EACH];
        double community = 0.5 * random_normal(r);
        for (int k = 0; k < criteria; k++) {
            levels[k] = truth_level(r, group, community, difficulty[k]);
            levels[k] = random_uniform(r) < 0.05 ? -1 : levels[k];
            true_credits[k] = levels[k] < 0 ? CREDIT_APART : (int32_t)(levels[k] * CREDIT_ONE / 3);
        }
        sum += truth_score(&w->core, true_credits, -1, NULL);
        if (i < out->visited) {
            truth_visit(r, levels, criteria, open_rate, often, world_credits(w, g, i));
        }
    }
    out->mean = sum / out->all;
    w->c.groups[g].rows = out->visited;
    w->c.groups[g].of = random_below(r, 2) == 0 ? out->all : 0;
}

/* Counts whether the group's intervals hold its true mean, and fills what its rank hangs on. */
static inline void truth_mean(struct world *w, int g, const struct truth_group *truth,
                              struct truth_count *count)
{
    struct compare_group *group = &w->c.groups[g];
    double scores[TRUTH_MOST], lows[TRUTH_MOST], highs[TRUTH_MOST], covered = 0;
    size_t n = 0, all = (size_t)truth->visited;
    for (size_t i = 0; i < all; i++) {
        struct table_row *row = &w->table.rows[group->members[i]];
        double coverage = 0, score = truth_score(&w->core, row->credits, -1, &coverage);
        lows[i] = truth_score(&w->core, row->credits, 0, NULL);
        highs[i] = truth_score(&w->core, row->credits, 1, NULL);
        struct node_result *nodes = (struct node_result *)(uintptr_t)row->nodes;
        for (int k = 0; k < w->core.node_count; k++) {
            nodes[k] = (struct node_result){.applicable = true, .score = 0};
        }
        nodes[0].score = coverage < 0.6 ? SCORE_NONE : (int64_t)(score * 1e9);
        if (coverage >= 0.6) {
            scores[n++] = score;
        }
        covered += coverage;
    }
    *group->stats = (struct compare_stat){.n = (int64_t)n, .coverage = covered / (double)all};
    if (n < 2) {
        return;
    }
    double of = (double)group->of, mean = stats_mean(scores, n);
    double half = stats_t_quantile(0.95, (double)n - 1) *
                  stats_error(stats_sd(scores, n), (double)n, of);
    double quantile = stats_t_quantile(0.95, (double)all - 1), seen = (double)all;
    double below = quantile * stats_error(stats_sd(lows, all), seen, of);
    double above = quantile * stats_error(stats_sd(highs, all), seen, of);
    count->means++;
    count->held += fabs(mean - truth->mean) <= half;
    count->wide_held += truth->mean >= stats_mean(lows, all) - below &&
                        truth->mean <= stats_mean(highs, all) + above;
    count->error += fabs(mean - truth->mean);
}

static inline void truth_ranks(const struct world *w, const struct truth_group *truth,
                               struct truth_count *count)
{
    for (int g = 0; g < TRUTH_GROUPS; g++) {
        const struct compare_rank *rank = &w->c.groups[g].rank;
        int place = 1;
        for (int h = 0; h < TRUTH_GROUPS; h++) {
            place += w->c.groups[h].rank.ranked && truth[h].mean > truth[g].mean;
        }
        count->ranks += rank->ranked;
        count->ranks_held += rank->ranked && rank->low <= place && place <= rank->high;
        count->rank_width += rank->ranked ? rank->high - rank->low : 0;
    }
    for (size_t i = 0; i < w->c.pair_count; i++) {
        const struct compare_pair *pair = &w->c.pairs[i];
        count->pairs++;
        count->apart += pair->apart;
        count->apart_right += pair->apart &&
                              (pair->ahead > 0.5) == (truth[pair->a].mean > truth[pair->b].mean);
    }
}

/* One world more into count. 0 or the error of the simulation. */
static inline int truth_world(uint64_t seed, uint64_t number, enum truth_open how,
                              const struct rank_settings *settings, struct truth_count *count)
{
    struct world w;
    struct random r;
    struct truth_group truth[TRUTH_GROUPS];
    double difficulty[TRUTH_NODES * TRUTH_EACH];
    world_init(&w, TRUTH_NODES, TRUTH_EACH, TRUTH_GROUPS, TRUTH_MOST);
    random_start(&r, seed, 1, number);
    for (int k = 0; k < w.core.criterion_count; k++) {
        difficulty[k] = 0.6 * random_normal(&r);
        w.core.criteria[k].demand.weight = 1 + (int64_t)random_below(&r, 3);
    }
    for (int n = 1; n < w.core.node_count; n++) {
        w.core.nodes[n].weight = 1 + (int64_t)random_below(&r, 3);
    }
    for (int g = 0; g < TRUTH_GROUPS; g++) {
        truth_group(&w, &r, g, how, difficulty, &truth[g]);
        truth_mean(&w, g, &truth[g], count);
    }
    struct rank_settings s = *settings;
    struct err e;
    s.seed = number;
    int rc = rank_simulate(&w.c, &s, &e);
    if (rc == 0) {
        truth_ranks(&w, truth, count);
    }
    world_free(&w);
    return rc;
}

/* What the truth knows nothing of is left out: there, the checklist's weights and aggregate are right. */
static inline struct rank_settings truth_settings(void)
{
    struct rank_settings s = RANK_SETTINGS_INIT;
    s.on[SOURCE_WEIGHTS] = s.on[SOURCE_AGGREGATE] = false;
    s.draws = 1000;
    s.base = 0;
    return s;
}

static inline double truth_share(long part, long whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : 0;
}

#endif
