#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/random.h"
#include "compare/rank_internal.h"

struct rank_scratch {
    struct rank_drawn drawn;
    double *open; /* of all open answers of a group or row; by criterion where each has its own */
    uint64_t *slips; /* by criterion */
    double *totals;  /* of the members of a group, in rows of LANES */
};

struct rank_scratch *rank_scratch_new(const struct rank_model *m)
{
    size_t criteria = (size_t)m->core->criterion_count + 1, nodes = (size_t)m->core->node_count;
    struct rank_scratch *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return NULL;
    }
    size_t open = m->settings.open == OPEN_BY_ANSWER ? criteria : 1;
    s->drawn.criteria = calloc(criteria, LANES * sizeof(double));
    s->drawn.nodes = calloc(nodes, LANES * sizeof(double));
    s->drawn.inverse = calloc(nodes, LANES * sizeof(double));
    s->drawn.effective = calloc(criteria, LANES * sizeof(double));
    s->drawn.values = calloc(nodes, LANES * sizeof(double));
    s->drawn.index = calloc(criteria, sizeof(int));
    s->drawn.value = calloc(criteria, sizeof(double));
    s->open = calloc(open, LANES * sizeof(double));
    s->slips = calloc(criteria, sizeof *s->slips);
    s->totals = calloc(m->most_members + 1, LANES * sizeof(double));
    if (s->drawn.criteria == NULL || s->drawn.nodes == NULL || s->drawn.inverse == NULL ||
        s->drawn.effective == NULL || s->drawn.values == NULL || s->drawn.index == NULL ||
        s->drawn.value == NULL || s->open == NULL || s->slips == NULL || s->totals == NULL) {
        rank_scratch_free(s);
        return NULL;
    }
    return s;
}

void rank_scratch_free(struct rank_scratch *s)
{
    if (s == NULL) {
        return;
    }
    free(s->drawn.criteria);
    free(s->drawn.nodes);
    free(s->drawn.inverse);
    free(s->drawn.effective);
    free(s->drawn.values);
    free(s->drawn.index);
    free(s->drawn.value);
    free(s->open);
    free(s->slips);
    free(s->totals);
    free(s);
}

/* ---- what is drawn ---- */

struct block {
    uint64_t number;
    unsigned mix;
};

/* A stream for each source, in both sets of draws, and for each thing it is about. */
static void start(struct random *r, const struct rank_model *m, const struct block *block,
                  enum source source, uint64_t thing)
{
    uint64_t second = block->mix >> source & 1;
    random_start(r, m->settings.seed, thing << 8 | (uint64_t)source << 1 | second, block->number);
}

/* A weight of average size has the standard deviation `spread`; a Dirichlet is a row of gamma numbers that
 * are divided by their sum, which is done where they are used. */
static void draw_weight(struct random *r, const struct rank_model *m, double relative, double *out)
{
    double spread = m->settings.spread;
    if (m->settings.on[SOURCE_WEIGHTS] && spread > 0) {
        random_gammas(r, relative / (spread * spread), out, LANES);
        return;
    }
    for (int i = 0; i < LANES; i++) {
        out[i] = relative;
    }
}

static void draw_weights(const struct rank_model *m, struct rank_drawn *d,
                         const struct block *block)
{
    for (int n = 0; n < m->core->node_count; n++) {
        const struct node *node = &m->core->nodes[n];
        const struct criterion *own = m->core->criteria + node->first_criterion;
        int64_t sum = 0;
        for (int i = 0; i < node->criterion_count; i++) {
            sum += own[i].demand.weight;
        }
        for (int i = 0; i < node->node_count; i++) {
            sum += m->core->nodes[node->nodes[i]].weight;
        }
        double mean = (double)sum / (node->criterion_count + node->node_count);
        struct random r;
        start(&r, m, block, SOURCE_WEIGHTS, (uint64_t)n);
        for (int i = 0; i < node->criterion_count; i++) {
            draw_weight(&r, m, (double)own[i].demand.weight / mean,
                        d->criteria + (ptrdiff_t)(node->first_criterion + i) * LANES);
        }
        for (int i = 0; i < node->node_count; i++) {
            draw_weight(&r, m, (double)m->core->nodes[node->nodes[i]].weight / mean,
                        d->nodes + (ptrdiff_t)node->nodes[i] * LANES);
        }
    }
}

/* Ways go round with the blocks, so that each has its share, to a block; the second set goes round more
 * slowly, so that every two ways meet. */
static const struct rank_way *draw_way(const struct rank_model *m, const struct block *block)
{
    uint64_t ways = (uint64_t)m->way_count;
    bool second = (block->mix >> SOURCE_AGGREGATE & 1) != 0;
    return &m->ways[(second ? block->number / ways : block->number) % ways];
}

static void draw_open(const struct rank_model *m, double *open, const struct block *block,
                      uint64_t thing)
{
    struct random r;
    start(&r, m, block, SOURCE_MISSING, thing);
    int rows = m->settings.open == OPEN_BY_ANSWER ? m->core->criterion_count : 1;
    for (int i = 0; i < rows * LANES; i++) {
        open[i] = random_uniform(&r);
    }
}

/* 64 draws at a time with chance eighths / 256 each: from the last binary digit of the chance to the first,
 * `or` with random bits halves the way to 1, `and` the way to 0. */
static uint64_t chance_bits(struct random *r, unsigned chance)
{
    uint64_t bits = 0;
    for (unsigned digit = chance & (0 - chance); digit != 0 && digit < 256; digit <<= 1) {
        uint64_t word = random_bits(r);
        bits = (chance & digit) != 0 ? bits | word : bits & word;
    }
    return bits;
}

static void draw_slips(const struct rank_model *m, struct rank_scratch *s,
                       const struct block *block, size_t row)
{
    struct random r;
    start(&r, m, block, SOURCE_RATER, row);
    unsigned chance = (unsigned)(m->settings.slip * 256 + 0.5);
    const int32_t *cells = m->cells[row];
    s->drawn.up = random_bits(&r);
    for (int k = 0; k < m->core->criterion_count; k++) {
        bool moves = cells[k] >= 0 && m->steps[k] > 0;
        s->slips[k] = !moves ? 0 : chance >= 256 ? UINT64_MAX : chance_bits(&r, chance);
    }
}

/* ---- means of groups ---- */

/* Deviation of a bootstrap sample's mean from the mean, made as wide as a t interval is: by the sampling
 * factor, and by the square root of n - 1 over a chi-square number. */
static void resample(const struct rank_model *m, const struct rank_scratch *s,
                     const struct rank_group *group, const struct block *block, double *mean)
{
    struct random r;
    start(&r, m, block, SOURCE_SAMPLE, (uint64_t)group->index);
    size_t n = group->count;
    double half = (double)(n - 1) / 2, chi[LANES]; /* halved */
    random_gammas(&r, half, chi, LANES);
    for (int i = 0; i < LANES; i++) {
        double sum = 0;
        for (size_t k = 0; k < n; k++) {
            sum += s->totals[random_below(&r, n) * LANES + (size_t)i];
        }
        mean[i] += (sum / (double)n - mean[i]) * group->sampled * sqrt(half / chi[i]);
    }
}

/* Means of a group as block says, and, unless other is NULL, with the communities of the other set. */
static void group_means(const struct rank_model *m, struct rank_scratch *s,
                        const struct rank_group *group, const struct block *block, double *mean,
                        double *other)
{
    const struct rank_settings *set = &m->settings;
    bool own = set->open != OPEN_TOGETHER;
    if (set->on[SOURCE_MISSING] && !own) {
        draw_open(m, s->open, block, (uint64_t)group->index);
    }
    memset(mean, 0, LANES * sizeof *mean);
    for (size_t i = 0; i < group->count; i++) {
        const struct rank_member *member = &group->members[i];
        double *total = s->totals + i * LANES;
        if (set->on[SOURCE_MISSING] && own) {
            draw_open(m, s->open, block, member->row);
        }
        if (s->drawn.slips != NULL) {
            draw_slips(m, s, block, member->row);
        }
        rank_prepare(m, &s->drawn, member->pattern);
        rank_row(m, &s->drawn, m->cells[member->row], total);
        lanes_sum(mean, total);
    }
    lanes_line(mean, mean, 1 / (double)group->count, 0);
    if (other != NULL) {
        const struct block swapped = {block->number, block->mix ^ 1u << SOURCE_SAMPLE};
        memcpy(other, mean, LANES * sizeof *other);
        if (group->sampled > 0) {
            resample(m, s, group, &swapped, other);
        }
    }
    if (group->sampled > 0) {
        resample(m, s, group, block, mean);
    }
}

void rank_block(const struct rank_model *m, struct rank_scratch *s, uint64_t number, unsigned mix,
                int32_t *scores, int32_t *resampled)
{
    const struct block block = {number, mix};
    s->drawn.pattern = -1;
    s->drawn.way = draw_way(m, &block);
    s->drawn.open = s->open;
    s->drawn.slips = m->moves[SOURCE_RATER] ? s->slips : NULL;
    draw_weights(m, &s->drawn, &block);
    for (int g = 0; g < m->group_count; g++) {
        double mean[LANES], other[LANES];
        group_means(m, s, &m->groups[g], &block, mean, resampled != NULL ? other : NULL);
        lanes_billionths(mean, scores + (ptrdiff_t)g * LANES);
        if (resampled != NULL) {
            lanes_billionths(other, resampled + (ptrdiff_t)g * LANES);
        }
    }
}
