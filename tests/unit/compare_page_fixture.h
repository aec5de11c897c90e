/* Comparisons made by hand: as many countries as asked for, all their numbers by a formula. */
#ifndef COMPARE_PAGE_FIXTURE_H
#define COMPARE_PAGE_FIXTURE_H

#include <math.h>

#include "score_fixture.h"

#include "compare/compare.h"
#include "model/codes.h"

/* The countries of the Beijing Declaration of 2010. */
static const char *const beijing[] = {"AFG", "BGD", "BRN", "BTN", "CHN", "FJI", "FSM",
                                      "IDN", "IND", "KHM", "KIR", "LAO", "LKA", "MDV",
                                      "MMR", "MNG", "MYS", "NPL", "PAK", "PHL", "PNG",
                                      "PRK", "SGP", "THA", "TLS", "VNM", "VUT", "WSM"};
enum { BEIJING = sizeof beijing / sizeof *beijing };

struct compare_world {
    struct comparison c;
    struct table table;
    struct table_method method;
};

static struct compare_stat stat_of(double mean, int64_t n)
{
    struct compare_stat s = {.n = n, .applies = n + 1, .mean = mean, .weighted = NAN, .sd = 0.1};
    s.error = n > 1 ? 0.1 / sqrt((double)n) : NAN;
    s.sd = n > 1 ? 0.1 : NAN;
    s.ci_low = n > 1 ? fmax(mean - 2 * s.error, 0) : NAN;
    s.ci_high = n > 1 ? fmin(mean + 2 * s.error, 1) : NAN;
    s.min = s.q10 = s.q1 = mean - 0.05;
    s.median = mean;
    s.q3 = s.q90 = s.max = mean + 0.05;
    s.low = mean - 0.08;
    s.high = fmin(mean + 0.1, 1);
    s.coverage = 0.9;
    return s;
}

static void world_groups(struct compare_world *w, size_t count)
{
    struct comparison *c = &w->c;
    struct arena *a = &c->arena;
    c->groups = arena_alloc(a, sizeof *c->groups * (count + 1));
    c->group_count = count;
    for (size_t i = 0; i < count; i++) {
        struct compare_group *g = &c->groups[i];
        const char **words = arena_alloc(a, 2 * sizeof *words);
        const struct country *country = codes_country(beijing[i % BEIJING]);
        words[0] = beijing[i % BEIJING];
        words[1] = country->name;
        g->keys = words;
        g->labels = words + 1;
        g->scored = i == 0 ? 1 : i == 3 ? 4 : 6 + (int64_t)(i * 7 % 11);
        g->rows = g->scored + (int64_t)(i % 2);
        g->children = i % 5 == 1 ? -1 : 1000 * (int64_t)(i + 1);
        g->households = -1;
        g->stats = arena_alloc(a, sizeof *g->stats * c->item_count);
        for (size_t k = 0; k < c->item_count; k++) {
            g->stats[k] = stat_of(0.12 + 0.76 * (double)((i * 13 + k * 5) % 29) / 28, g->scored);
        }
        g->stats[0].coverage = i == 5 ? 0.5 : 0.9;
        g->rank.ranked = g->scored >= 5 && i != 5;
        g->band_share = arena_alloc(a, sizeof *g->band_share * 8);
        for (int k = 0; k < c->core->band_count; k++) {
            g->band_share[k] = 1.0 / c->core->band_count;
        }
        g->critical = 0.25;
        g->critical_open = 0.05;
    }
}

static void world_ranks(struct compare_world *w)
{
    struct comparison *c = &w->c;
    size_t count = c->group_count;
    c->draws = 10000;
    c->seed = 1;
    c->pairs = arena_alloc(&c->arena, sizeof *c->pairs * count * count);
    for (size_t i = 0; i < count; i++) {
        int rank = 1;
        for (size_t k = 0; k < count && c->groups[i].rank.ranked; k++) {
            bool ahead = c->groups[k].rank.ranked &&
                         c->groups[k].stats->mean > c->groups[i].stats->mean;
            rank += ahead;
            if (k > i && c->groups[k].rank.ranked) {
                double gap = fabs(c->groups[k].stats->mean - c->groups[i].stats->mean);
                c->pairs[c->pair_count++] = (struct compare_pair){(int)i, (int)k, 0.5, gap > 0.2};
            }
        }
        c->groups[i].rank.median = rank;
        c->groups[i].rank.low = fmax(rank - 2, 1);
        c->groups[i].rank.high = rank + 2;
    }
    c->sources[SOURCE_MISSING] = (struct compare_source){true, 0.2, 0.25};
    c->sources[SOURCE_SAMPLE] = (struct compare_source){true, 0.6, 0.7};
}

/* Groups by country under this checklist, whose nodes are the items. */
static void world_make(struct compare_world *w, struct checklist *core, size_t countries)
{
    static const char *const by[] = {"country"}, *const rounds[] = {"2026"};
    *w = (struct compare_world){.method = {core, "sha256:0", "desk", "self", 100}};
    struct comparison *c = &w->c;
    w->table.core = core;
    w->table.count = 300;
    w->table.methods = &w->method;
    w->table.method_count = 1;
    w->table.superseded = 2;
    w->table.shared = w->table.all = (size_t)core->criterion_count;
    c->table = &w->table;
    c->level = 0.95;
    c->core = core;
    c->by = by;
    c->by_count = 1;
    c->rounds = rounds;
    c->round_count = 1;
    c->items = arena_alloc(&c->arena, sizeof *c->items * (size_t)(core->node_count + 1));
    for (int i = 0; i < core->node_count; i++) {
        c->items[c->item_count++] = (struct compare_item){
            i == 0 ? ITEM_TOTAL : ITEM_NODE, i, i == 0 ? "total" : core->nodes[i].id,
            core->nodes[i].title, core->nodes[i].parent};
    }
    world_groups(w, countries);
    world_ranks(w);
}

static void world_free(struct compare_world *w)
{
    arena_free(&w->c.arena);
}

#endif
