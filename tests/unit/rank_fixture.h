/* Tables of assessments made by hand, in groups of equal size, for tests and measurements of ranks: a root
 * with so many nodes of so many criteria each, all of weight 1, levels 0…3, arithmetic. */
#ifndef TESTS_RANK_FIXTURE_H
#define TESTS_RANK_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "compare/rank.h"

struct world {
    struct arena arena; /* all that follows lives here */
    struct checklist core;
    struct table table;
    struct comparison c;
    int per_node;
    int rows_each; /* rows of a group */
};

static inline void *world_alloc(struct world *w, size_t size)
{
    void *p = arena_alloc(&w->arena, size + 1);
    if (p == NULL) {
        (void)fprintf(stderr, "out of memory\n");
        abort();
    }
    return p;
}

static inline void world_core(struct world *w, int nodes, int per_node)
{
    struct checklist *core = &w->core;
    int *children = world_alloc(w, (size_t)nodes * sizeof *children);
    core->node_count = nodes + 1;
    core->nodes = world_alloc(w, (size_t)(nodes + 1) * sizeof *core->nodes);
    core->criterion_count = nodes == 0 ? per_node : nodes * per_node;
    core->criteria = world_alloc(w, (size_t)core->criterion_count * sizeof *core->criteria);
    for (int n = 0; n <= nodes; n++) {
        core->nodes[n] = (struct node){.parent = n == 0 ? -1 : 0, .weight = 1, .floor = 0.01};
        if (n > 0 || nodes == 0) {
            core->nodes[n].first_criterion = n == 0 ? 0 : (n - 1) * per_node;
            core->nodes[n].criterion_count = per_node;
        }
        if (n > 0) {
            children[n - 1] = n;
        }
    }
    core->nodes[0].nodes = children;
    core->nodes[0].node_count = nodes;
    for (int k = 0; k < core->criterion_count; k++) {
        core->criteria[k].demand.weight = 1;
        core->criteria[k].demand.answer = (struct answer_spec){.type = ANSWER_LEVEL, .levels = 3};
        core->criteria[k].node = nodes == 0 ? 0 : 1 + k / per_node;
    }
    w->per_node = per_node;
}

/* nodes 0: the criteria are the root's own. All credits are 0. */
static inline void world_init(struct world *w, int nodes, int per_node, int groups, int rows_each)
{
    *w = (struct world){.rows_each = rows_each};
    world_core(w, nodes, per_node);
    size_t rows = (size_t)groups * (size_t)rows_each;
    w->table.core = &w->core;
    w->table.rows = world_alloc(w, rows * sizeof *w->table.rows);
    w->table.count = rows;
    for (size_t r = 0; r < rows; r++) {
        struct table_row *row = &w->table.rows[r];
        row->credits = world_alloc(w, (size_t)w->core.criterion_count * sizeof(int32_t));
        row->nodes = world_alloc(w, (size_t)w->core.node_count * sizeof(struct node_result));
    }
    w->c.table = &w->table;
    w->c.core = &w->core;
    w->c.groups = world_alloc(w, (size_t)groups * sizeof *w->c.groups);
    w->c.group_count = (size_t)groups;
    for (int g = 0; g < groups; g++) {
        size_t *members = world_alloc(w, (size_t)rows_each * sizeof *members);
        for (int i = 0; i < rows_each; i++) {
            members[i] = (size_t)g * (size_t)rows_each + (size_t)i;
        }
        w->c.groups[g].members = members;
        w->c.groups[g].rows = rows_each;
        w->c.groups[g].stats = world_alloc(w, sizeof(struct compare_stat));
    }
}

static inline int32_t *world_credits(struct world *w, int group, int row)
{
    return (int32_t *)(uintptr_t)w->table.rows[group * w->rows_each + row].credits;
}

/* Sets results of nodes (all weights 1) and what groups need to have a rank, from the credits. */
static inline void world_finish(struct world *w)
{
    for (size_t r = 0; r < w->table.count; r++) {
        struct node_result *nodes = (struct node_result *)(uintptr_t)w->table.rows[r].nodes;
        const int32_t *credits = w->table.rows[r].credits;
        int64_t sum = 0, scored = 0, applies = 0;
        for (int n = w->core.node_count - 1; n >= 0; n--) {
            const struct node *node = &w->core.nodes[n];
            int64_t own = 0, own_scored = 0, own_applies = 0;
            for (int i = 0; i < node->criterion_count; i++) {
                int32_t credit = credits[node->first_criterion + i];
                own += credit > 0 ? credit : 0;
                own_scored += credit >= 0;
                own_applies += credit != CREDIT_APART;
            }
            sum += own, scored += own_scored, applies += own_applies;
            if (n == 0) {
                own_scored = scored, own_applies = applies, own = sum;
            }
            nodes[n].applicable = own_applies > 0;
            nodes[n].score = own_scored > 0 ? own / own_scored : SCORE_NONE;
            nodes[n].coverage = own_applies > 0 ? own_scored * CREDIT_ONE / own_applies : 0;
        }
    }
    for (size_t g = 0; g < w->c.group_count; g++) {
        struct compare_group *group = &w->c.groups[g];
        struct compare_stat *stat = group->stats;
        *stat = (struct compare_stat){0};
        for (int64_t i = 0; i < group->rows; i++) {
            const struct node_result *root = &w->table.rows[group->members[i]].nodes[0];
            stat->n += root->score != SCORE_NONE;
            stat->mean += root->score != SCORE_NONE ? (double)root->score / 1e9 : 0;
            stat->coverage += (double)root->coverage / 1e9 / (double)group->rows;
        }
        stat->mean /= stat->n > 0 ? (double)stat->n : 1;
    }
}

static inline void world_free(struct world *w)
{
    arena_free(&w->arena);
    arena_free(&w->c.arena);
}

/* Settings with one source alone. */
static inline struct rank_settings world_only(enum source source)
{
    struct rank_settings s = RANK_SETTINGS_INIT;
    for (int i = 0; i < SOURCE_COUNT; i++) {
        s.on[i] = i == (int)source;
    }
    return s;
}

#endif
