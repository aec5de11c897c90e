#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "compare/rank_internal.h"

/* ---- ways to put nodes together ---- */

/* Whether a way replaces how this node is put together: where other nodes meet, and at the root of a
 * checklist that has none. */
static bool meets(const struct checklist *core, int node)
{
    return core->nodes[node].node_count > 0 || (node == 0 && core->node_count == 1);
}

enum aggregate rank_aggregate(const struct rank_model *m, const struct rank_way *way, int node)
{
    return way->own || !meets(m->core, node) ? m->core->nodes[node].aggregate : way->aggregate;
}

double rank_floor(const struct rank_model *m, const struct rank_way *way, int node)
{
    return way->own || !meets(m->core, node) ? m->core->nodes[node].floor : 0.01;
}

static bool is_flat(const struct rank_model *m, const struct rank_way *way)
{
    for (int n = 0; n < m->core->node_count; n++) {
        if (rank_aggregate(m, way, n) != AGG_ARITHMETIC || m->core->nodes[n].round.on) {
            return false;
        }
    }
    return true;
}

/* The checklist's own, and those of the three usual ones that differ from it somewhere. */
static void list_ways(struct rank_model *m)
{
    static const enum aggregate usual[] = {AGG_ARITHMETIC, AGG_GEOMETRIC, AGG_HARMONIC};
    struct rank_way own = {.own = true};
    own.flat = is_flat(m, &own);
    m->ways[0] = own;
    m->way_count = 1;
    for (size_t i = 0; i < 3 && m->settings.on[SOURCE_AGGREGATE]; i++) {
        struct rank_way way = {.aggregate = usual[i]};
        bool differs = false;
        for (int n = 0; n < m->core->node_count; n++) {
            differs = differs || rank_aggregate(m, &way, n) != m->core->nodes[n].aggregate;
        }
        if (differs) {
            way.flat = is_flat(m, &way);
            m->ways[m->way_count++] = way;
        }
    }
}

/* ---- rows ---- */

/* What becomes of a node's criteria where open answers are no source: a node below its own floor of
 * coverage has no score, and its parent leaves it out or counts it 0. */
enum fate { FATE_ENTERS, FATE_LEFT_OUT, FATE_ZERO };

static enum fate fate_of(const struct checklist *core, const struct table_row *row, int node)
{
    enum fate fate = FATE_ENTERS;
    for (int n = node; n > 0; n = core->nodes[n].parent) { /* the uppermost decides */
        if (row->nodes[n].applicable && row->nodes[n].score == SCORE_NONE) {
            bool zero = core->nodes[core->nodes[n].parent].missing == MISSING_ZERO;
            fate = zero ? FATE_ZERO : FATE_LEFT_OUT;
        }
    }
    return fate;
}

/* cells has what enters of a row, counts the nodes that do: all that applies where open answers are a source,
 * else what was scored. */
static void settle(const struct rank_model *m, const struct table_row *row, int32_t *cells,
                   bool *counts)
{
    const struct checklist *core = m->core;
    bool as_scored = !m->settings.on[SOURCE_MISSING];
    for (int n = core->node_count - 1; n >= 0; n--) {
        const struct node *node = &core->nodes[n];
        enum fate fate = as_scored ? fate_of(core, row, n) : FATE_ENTERS;
        counts[n] = false;
        for (int k = node->first_criterion; k < node->first_criterion + node->criterion_count;
             k++) {
            cells[k] = row->credits[k];
            if (cells[k] == CREDIT_APART || fate == FATE_LEFT_OUT) {
                cells[k] = CREDIT_APART;
            } else if (fate == FATE_ZERO) {
                cells[k] = 0;
            } else if (as_scored && cells[k] == CREDIT_OPEN) {
                cells[k] = node->missing == MISSING_ZERO ? 0 : CREDIT_APART;
            }
            counts[n] = counts[n] || cells[k] != CREDIT_APART;
        }
        for (int i = 0; i < node->node_count; i++) {
            counts[n] = counts[n] || counts[node->nodes[i]];
        }
    }
}

/* Which rows have the same pattern: a row's criteria and nodes as bytes, sorted. */
struct shape {
    size_t row;
    const bool *bytes;
    size_t size;
    int pattern;
};

static int by_bytes(const void *a, const void *b)
{
    const struct shape *x = a, *y = b;
    int order = memcmp(x->bytes, y->bytes, x->size);
    return order != 0 ? order : x->row < y->row ? -1 : x->row > y->row;
}

static int by_row(const void *a, const void *b)
{
    const struct shape *x = a, *y = b;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int by_pattern(const void *a, const void *b)
{
    const struct rank_member *x = a, *y = b;
    return x->pattern != y->pattern ? (x->pattern < y->pattern ? -1 : 1)
           : x->row < y->row        ? -1
                                    : x->row > y->row;
}

/* Gives each of the shapes, in the order of rows, the number of its pattern. */
static int number_patterns(struct arena *arena, struct rank_model *m, struct shape *shapes,
                           size_t count)
{
    m->patterns = arena_alloc(arena, (count + 1) * sizeof *m->patterns);
    if (m->patterns == NULL) {
        return ERR_MEMORY;
    }
    qsort(shapes, count, sizeof *shapes, by_bytes);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || memcmp(shapes[i - 1].bytes, shapes[i].bytes, shapes[i].size) != 0) {
            m->patterns[m->pattern_count++] = (struct rank_pattern){
                .criteria = shapes[i].bytes,
                .nodes = shapes[i].bytes + m->core->criterion_count,
            };
        }
        shapes[i].pattern = m->pattern_count - 1;
    }
    qsort(shapes, count, sizeof *shapes, by_row);
    return 0;
}

/* A row takes part by itself where its total applies and, where open answers are no source, it has one. */
static bool takes_part(const struct rank_model *m, const struct table_row *row)
{
    return row->nodes[0].applicable &&
           (m->settings.on[SOURCE_MISSING] || row->nodes[0].score != SCORE_NONE);
}

/* Reads the rows that stand in a ranked group (wanted) and finds their patterns: of_row[row], or -1. */
static int read_rows(struct arena *arena, const struct table *table, const bool *wanted,
                     struct rank_model *m, int *of_row)
{
    size_t criteria = (size_t)m->core->criterion_count, nodes = (size_t)m->core->node_count;
    const int32_t **cells = arena_alloc(arena, (table->count + 1) * sizeof *cells);
    struct shape *shapes = arena_alloc(arena, (table->count + 1) * sizeof *shapes);
    if (cells == NULL || shapes == NULL) {
        return ERR_MEMORY;
    }
    size_t count = 0;
    for (size_t r = 0; r < table->count; r++) {
        of_row[r] = -1;
        if (!wanted[r] || !takes_part(m, &table->rows[r])) {
            continue;
        }
        int32_t *own = arena_alloc(arena, (criteria + 1) * sizeof *own);
        bool *bytes = arena_alloc(arena, criteria + nodes);
        if (own == NULL || bytes == NULL) {
            return ERR_MEMORY;
        }
        settle(m, &table->rows[r], own, bytes + criteria);
        for (size_t k = 0; k < criteria; k++) {
            bytes[k] = own[k] != CREDIT_APART;
            m->moves[SOURCE_MISSING] |= own[k] == CREDIT_OPEN;
            m->moves[SOURCE_RATER] |= own[k] >= 0 && m->steps[k] > 0;
        }
        cells[r] = own;
        if (bytes[criteria]) { /* the root */
            shapes[count++] = (struct shape){.row = r, .bytes = bytes, .size = criteria + nodes};
        }
    }
    m->cells = cells;
    int rc = number_patterns(arena, m, shapes, count);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        of_row[shapes[i].row] = shapes[i].pattern;
    }
    return rc;
}

/* ---- groups ---- */

/* The bootstrap's variance is short by (n - 1) / n; a part of a finite population that was seen whole is
 * known. One community alone tells nothing of how communities differ. */
static double sampling_factor(const struct rank_settings *s, size_t n, int64_t of)
{
    if (!s->on[SOURCE_SAMPLE] || n < 2) {
        return 0;
    }
    double known = of > 0 ? (double)n / (double)of : 0;
    return known >= 1 ? 0 : sqrt((double)n / (double)(n - 1) * (1 - known));
}

static int add_group(struct arena *arena, const struct comparison *c, int index, const int *of_row,
                     struct rank_model *m)
{
    const struct compare_group *group = &c->groups[index];
    struct rank_member *members = arena_alloc(arena, ((size_t)group->rows + 1) * sizeof *members);
    if (members == NULL) {
        return ERR_MEMORY;
    }
    size_t count = 0;
    for (int64_t i = 0; i < group->rows; i++) {
        size_t row = group->members[i];
        if (of_row[row] >= 0) {
            members[count++] = (struct rank_member){.row = row, .pattern = of_row[row]};
        }
    }
    qsort(members, count, sizeof *members, by_pattern);
    m->groups[m->group_count++] = (struct rank_group){
        .index = index,
        .members = members,
        .count = count,
        .sampled = sampling_factor(&m->settings, count, group->of),
    };
    m->rows += (size_t)group->rows;
    m->moves[SOURCE_SAMPLE] |= m->groups[m->group_count - 1].sampled > 0;
    m->most_members = count > m->most_members ? count : m->most_members;
    return 0;
}

/* A level is what the form offers next: of an answer in words its levels, of a yes or no all; a quarter for
 * numbers (our own, drafted). What is computed from facts nobody judges. */
static const int32_t *list_steps(struct arena *arena, const struct checklist *core)
{
    int32_t *steps = arena_alloc(arena, ((size_t)core->criterion_count + 1) * sizeof *steps);
    for (int k = 0; steps != NULL && k < core->criterion_count; k++) {
        const struct criterion *criterion = &core->criteria[k];
        const struct answer_spec *answer = &criterion->demand.answer;
        if (answer->type == ANSWER_NONE || criterion_is_computed(criterion)) {
            steps[k] = 0;
        } else if (answer->type == ANSWER_LEVEL && answer->levels > 0) {
            steps[k] = (int32_t)((CREDIT_ONE + answer->levels / 2) / answer->levels);
        } else {
            steps[k] = (int32_t)(answer->type == ANSWER_YES_NO ? CREDIT_ONE : CREDIT_ONE / 4);
        }
    }
    return steps;
}

int rank_model_build(struct arena *arena, const struct comparison *c,
                     const struct rank_settings *settings, struct rank_model *m)
{
    size_t rows = c->table->count;
    *m = (struct rank_model){.core = c->core, .settings = *settings};
    list_ways(m);
    m->steps = list_steps(arena, c->core);
    m->groups = arena_alloc(arena, (c->group_count + 1) * sizeof *m->groups);
    bool *wanted = arena_alloc(arena, rows + 1);
    int *of_row = arena_alloc(arena, (rows + 1) * sizeof *of_row);
    if (m->steps == NULL || m->groups == NULL || wanted == NULL || of_row == NULL) {
        return ERR_MEMORY;
    }
    for (size_t g = 0; g < c->group_count; g++) {
        for (int64_t i = 0; c->groups[g].rank.ranked && i < c->groups[g].rows; i++) {
            wanted[c->groups[g].members[i]] = true;
        }
    }
    int rc = read_rows(arena, c->table, wanted, m, of_row);
    for (size_t g = 0; rc == 0 && g < c->group_count; g++) {
        rc = c->groups[g].rank.ranked ? add_group(arena, c, (int)g, of_row, m) : 0;
    }
    m->moves[SOURCE_WEIGHTS] = settings->spread > 0;
    m->moves[SOURCE_AGGREGATE] = m->way_count > 1;
    for (int s = 0; s < SOURCE_COUNT; s++) {
        m->moves[s] = m->moves[s] && settings->on[s];
    }
    return rc;
}
