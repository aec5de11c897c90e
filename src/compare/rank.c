#include "compare/rank.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "compare/rank_internal.h"

/* Ranks are kept doubled, so that halves of ties are whole numbers. */
enum { RANKED_MOST = 32000, DRAWS_MOST = 1000000, BASE_LEAST = 8 /* blocks */ };

const char *rank_source_name(enum source source)
{
    static const char *const names[] = {"missing", "sample", "weights", "aggregate", "rater"};
    return names[source];
}

/* ---- sums over the draws, of whole numbers ---- */

/* Of doubled ranks, over groups and base draws. */
struct shares {
    int64_t *sum, *squares;      /* by group, over both sets of draws */
    int64_t first[SOURCE_COUNT]; /* squares of: all of the second set less only this source of it */
    int64_t
        total[SOURCE_COUNT]; /* squares of: none of the second set less only this source of it */
};

struct work {
    const struct rank_model *model;
    bool risk;
    uint64_t blocks, base; /* how many; the shares rest on the first `base` of them */
    int64_t draws;
    uint16_t *ranks; /* by group and draw, doubled */
    int64_t *ahead;  /* by pair */
    struct shares shares;
    size_t pairs;
    atomic_uint_least64_t next;
    atomic_bool failed;
    pthread_mutex_t adding;
    uint64_t done, all; /* times that all groups were scored; under the lock */
};

/* What a thread sums up before it adds it to the work. */
struct hand {
    struct rank_scratch *scratch;
    int32_t *scores, *resampled, *beaten;
    int32_t *first_ranks, *second_ranks, *mixed_ranks;
    int64_t *ahead;
    struct shares shares;
};

static int32_t *lanes_of(const struct work *w)
{
    return calloc((size_t)w->model->group_count, LANES * sizeof(int32_t));
}

static bool hand_init(struct hand *h, const struct work *w)
{
    size_t groups = (size_t)w->model->group_count;
    *h = (struct hand){.scratch = rank_scratch_new(w->model)};
    h->scores = lanes_of(w);
    h->resampled = lanes_of(w);
    h->beaten = lanes_of(w);
    h->first_ranks = lanes_of(w);
    h->second_ranks = lanes_of(w);
    h->mixed_ranks = lanes_of(w);
    h->ahead = calloc(w->pairs + 1, sizeof *h->ahead);
    h->shares.sum = calloc(groups, sizeof(int64_t));
    h->shares.squares = calloc(groups, sizeof(int64_t));
    return h->scratch != NULL && h->scores != NULL && h->resampled != NULL && h->beaten != NULL &&
           h->first_ranks != NULL && h->second_ranks != NULL && h->mixed_ranks != NULL &&
           h->ahead != NULL && h->shares.sum != NULL && h->shares.squares != NULL;
}

static void hand_free(struct hand *h)
{
    rank_scratch_free(h->scratch);
    free(h->scores);
    free(h->resampled);
    free(h->beaten);
    free(h->first_ranks);
    free(h->second_ranks);
    free(h->mixed_ranks);
    free(h->ahead);
    free(h->shares.sum);
    free(h->shares.squares);
}

static void hand_add(struct work *w, const struct hand *h)
{
    (void)pthread_mutex_lock(&w->adding);
    for (size_t i = 0; i < w->pairs; i++) {
        w->ahead[i] += h->ahead[i];
    }
    for (int g = 0; g < w->model->group_count; g++) {
        w->shares.sum[g] += h->shares.sum[g];
        w->shares.squares[g] += h->shares.squares[g];
    }
    for (int s = 0; s < SOURCE_COUNT; s++) {
        w->shares.first[s] += h->shares.first[s];
        w->shares.total[s] += h->shares.total[s];
    }
    (void)pthread_mutex_unlock(&w->adding);
}

/* ---- blocks ---- */

/* Doubled ranks of a block's scores: 2 + for each other group 2 where it is ahead, 1 where it is level. Draws
 * from `lanes` on count for no pair. */
static void ranks_of(const struct work *w, struct hand *h, int32_t *scores, int lanes,
                     int64_t *ahead, int32_t *ranks)
{
    int groups = w->model->group_count;
    size_t size = (size_t)groups * LANES;
    for (int g = 0; g < groups; g++) {
        memset(scores + (ptrdiff_t)g * LANES + lanes, 0, (size_t)(LANES - lanes) * sizeof(int32_t));
    }
    memset(h->beaten, 0, size * sizeof *h->beaten);
    lanes_duel(scores, groups, h->beaten, ahead);
    int32_t sign = w->risk ? -1 : 1;
    for (size_t i = 0; i < size; i++) {
        ranks[i] = groups + 1 + sign * h->beaten[i];
    }
}

/* The ranks of a block whose draws count for no pair. */
static void mixed_ranks(const struct work *w, struct hand *h, uint64_t block, unsigned mix,
                        int32_t *ranks)
{
    rank_block(w->model, h->scratch, block, mix, h->scores, NULL);
    ranks_of(w, h, h->scores, LANES, NULL, ranks);
}

static int64_t squares_between(const int32_t *a, const int32_t *b, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t d = (int64_t)a[i] - b[i];
        sum += d * d;
    }
    return sum;
}

/* Estimators of Jansen, Analysis of variance designs for model output, Computer Physics Communications 117,
 * 1999, on two sets of draws and, for each source, the first set with that source from the second. A source
 * that changes nothing leaves the first set, and other communities were drawn along with it. */
static void block_shares(const struct work *w, struct hand *h, uint64_t block)
{
    size_t size = (size_t)w->model->group_count * LANES;
    unsigned all = (1u << SOURCE_COUNT) - 1;
    mixed_ranks(w, h, block, all, h->second_ranks);
    for (size_t i = 0; i < size; i++) {
        int64_t a = h->first_ranks[i], b = h->second_ranks[i];
        h->shares.sum[i / LANES] += a + b;
        h->shares.squares[i / LANES] += a * a + b * b;
    }
    for (int s = 0; s < SOURCE_COUNT; s++) {
        const int32_t *mixed = h->first_ranks;
        if (!w->model->settings.on[s]) {
            continue;
        }
        if (w->model->moves[s]) {
            if (s == SOURCE_SAMPLE) {
                ranks_of(w, h, h->resampled, LANES, NULL, h->mixed_ranks);
            } else {
                mixed_ranks(w, h, block, 1u << s, h->mixed_ranks);
            }
            mixed = h->mixed_ranks;
        }
        h->shares.first[s] += squares_between(h->second_ranks, mixed, size);
        h->shares.total[s] += squares_between(h->first_ranks, mixed, size);
    }
}

static void block_work(struct work *w, struct hand *h, uint64_t block)
{
    int64_t from = (int64_t)block * LANES, left = w->draws - from;
    int lanes = left < LANES ? (int)left : LANES;
    rank_block(w->model, h->scratch, block, 0, h->scores, block < w->base ? h->resampled : NULL);
    ranks_of(w, h, h->scores, lanes, h->ahead, h->first_ranks);
    for (int g = 0; g < w->model->group_count; g++) {
        uint16_t *ranks = w->ranks + (ptrdiff_t)g * w->draws + from;
        for (int i = 0; i < lanes; i++) {
            ranks[i] = (uint16_t)h->first_ranks[(ptrdiff_t)g * LANES + i];
        }
    }
    if (block < w->base) {
        block_shares(w, h, block);
    }
}

/* How often all groups are scored for a block. */
static uint64_t price(const struct work *w, uint64_t block)
{
    uint64_t times = 1;
    if (block < w->base) {
        times++; /* the second set */
        for (int s = 0; s < SOURCE_COUNT; s++) {
            times += s != SOURCE_SAMPLE && w->model->moves[s];
        }
    }
    return times;
}

static void tell(struct work *w, uint64_t block)
{
    const struct rank_settings *s = &w->model->settings;
    if (s->tell != NULL) {
        (void)pthread_mutex_lock(&w->adding);
        w->done += price(w, block);
        s->tell(s->context, w->done, w->all);
        (void)pthread_mutex_unlock(&w->adding);
    }
}

static void *work(void *context)
{
    struct work *w = context;
    struct hand h;
    if (hand_init(&h, w)) {
        for (uint64_t block = 0; (block = atomic_fetch_add(&w->next, 1)) < w->blocks;) {
            block_work(w, &h, block);
            tell(w, block);
        }
        hand_add(w, &h);
    } else {
        atomic_store(&w->failed, true);
    }
    hand_free(&h);
    return NULL;
}

/* ---- what comes out ---- */

/* The smallest rank that at least so many of the draws do not exceed: type 1 of Hyndman and Fan. */
static double quantile_of(const int64_t *counts, int most, int64_t draws, int64_t percent)
{
    int64_t seen = 0;
    for (int rank = 0; rank <= most; rank++) {
        seen += counts[rank];
        if (seen * 100 >= draws * percent) {
            return rank / 2.0;
        }
    }
    return most / 2.0;
}

static int fill_ranks(struct comparison *c, const struct work *w)
{
    const struct rank_model *m = w->model;
    int most = 2 * m->group_count;
    int64_t *counts = calloc((size_t)most + 1, sizeof *counts);
    if (counts == NULL) {
        return ERR_MEMORY;
    }
    for (int g = 0; g < m->group_count; g++) {
        memset(counts, 0, ((size_t)most + 1) * sizeof *counts);
        for (int64_t i = 0; i < w->draws; i++) {
            counts[w->ranks[(ptrdiff_t)g * w->draws + i]]++;
        }
        struct compare_rank *rank = &c->groups[m->groups[g].index].rank;
        rank->median = quantile_of(counts, most, w->draws, 50);
        rank->low = quantile_of(counts, most, w->draws, 5);
        rank->high = quantile_of(counts, most, w->draws, 95);
    }
    free(counts);
    return 0;
}

static int fill_pairs(struct comparison *c, const struct work *w)
{
    const struct rank_model *m = w->model;
    c->pairs = arena_alloc(&c->arena, (w->pairs + 1) * sizeof *c->pairs);
    if (c->pairs == NULL) {
        return ERR_MEMORY;
    }
    for (int a = 0; a < m->group_count; a++) {
        for (int b = a + 1; b < m->group_count; b++) {
            int64_t ahead = w->risk ? -w->ahead[c->pair_count] : w->ahead[c->pair_count];
            double share = (double)(w->draws + ahead) / (double)(2 * w->draws);
            c->pairs[c->pair_count++] = (struct compare_pair){
                .a = m->groups[a].index,
                .b = m->groups[b].index,
                .ahead = share,
                .apart = share >= 0.95 || share <= 0.05,
            };
        }
    }
    return 0;
}

/* Over all groups together: the part of the summed variance of the ranks. An estimate may lie a little
 * outside 0…1. */
static void fill_sources(struct comparison *c, const struct work *w)
{
    double n = (double)(w->base * LANES), variance = 0;
    for (int g = 0; g < w->model->group_count && w->base > 0; g++) {
        double mean = (double)w->shares.sum[g] / (2 * n);
        variance += (double)w->shares.squares[g] / (2 * n) - mean * mean;
    }
    for (int s = 0; s < SOURCE_COUNT; s++) {
        if (w->model->settings.on[s] && variance > 0) {
            double first = 1 - (double)w->shares.first[s] / (2 * n * variance);
            double total = (double)w->shares.total[s] / (2 * n * variance);
            c->sources[s].first = first < 0 ? 0 : first > 1 ? 1 : first;
            c->sources[s].total = total > 1 ? 1 : total;
        }
    }
}

static int simulate(struct comparison *c, const struct rank_model *m)
{
    size_t groups = (size_t)m->group_count;
    struct work w = {
        .model = m,
        .risk = c->core->risk,
        .draws = m->settings.draws,
        .blocks = (uint64_t)(m->settings.draws + LANES - 1) / LANES,
        .base = (uint64_t)m->settings.base / LANES,
        .pairs = groups * (groups - 1) / 2,
        .ranks = calloc(groups * (size_t)m->settings.draws, sizeof(uint16_t)),
        .shares.sum = calloc(groups, sizeof(int64_t)),
        .shares.squares = calloc(groups, sizeof(int64_t)),
        .adding = PTHREAD_MUTEX_INITIALIZER,
    };
    w.ahead = calloc(w.pairs + 1, sizeof *w.ahead);
    uint64_t whole = (uint64_t)m->settings.draws / LANES;
    w.base = w.base < whole ? w.base : whole;
    uint64_t few = (uint64_t)m->way_count * (uint64_t)m->way_count; /* every two ways meet */
    few = few < BASE_LEAST ? BASE_LEAST : few;
    w.base = m->rows > RANK_ROWS_FULL && w.base > few ? few : w.base;
    w.all = w.base * price(&w, 0) + (w.blocks - w.base);
    int rc = ERR_MEMORY;
    if (w.ranks != NULL && w.ahead != NULL && w.shares.sum != NULL && w.shares.squares != NULL) {
        crew_work(m->settings.jobs, work, &w);
        rc = atomic_load(&w.failed) ? ERR_MEMORY : fill_ranks(c, &w);
    }
    if (rc == 0) {
        rc = fill_pairs(c, &w);
        c->settings.base = (int64_t)w.base * LANES;
        fill_sources(c, &w);
    }
    free(w.ranks);
    free(w.ahead);
    free(w.shares.sum);
    free(w.shares.squares);
    return rc;
}

/* ---- who takes part ---- */

static bool has_rank(const struct compare_group *group, const struct rank_settings *s)
{
    return group->stats[0].n >= s->least && group->stats[0].n > 0 &&
           group->stats[0].coverage >= s->coverage;
}

static int check(const struct rank_settings *s, struct err *e)
{
    if (s->draws != 0 && s->draws != RANK_DRAWS_FIT &&
        (s->draws < LANES || s->draws > DRAWS_MOST)) {
        return err_set(e, ERR_USAGE, "%lld draws: give 0, for none, or from %d to %d",
                       (long long)s->draws, LANES, DRAWS_MOST);
    }
    if (!(s->spread >= 0 && s->spread <= 1 && s->slip >= 0 && s->slip <= 1)) {
        return err_set(e, ERR_USAGE, "spread of weights and chance of a slip lie between 0 and 1");
    }
    return 0;
}

static int64_t draws_that_fit(int64_t rows)
{
    static const int64_t steps[] = {RANK_DRAWS, 4608, 2304};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (rows * steps[i] <= (int64_t)RANK_ROWS_FULL * RANK_DRAWS) {
            return steps[i];
        }
    }
    return RANK_DRAWS_LEAST;
}

int rank_simulate(struct comparison *c, const struct rank_settings *settings, struct err *e)
{
    struct rank_settings settled = *settings;
    int rc = check(settings, e), ranked = 0;
    int64_t rows = 0;
    if (rc != 0) {
        return rc;
    }
    for (size_t g = 0; g < c->group_count; g++) {
        c->groups[g].rank = (struct compare_rank){has_rank(&c->groups[g], settings), NAN, NAN, NAN};
        ranked += c->groups[g].rank.ranked;
        rows += c->groups[g].rank.ranked ? c->groups[g].rows : 0;
    }
    settled.draws = settled.draws == RANK_DRAWS_FIT ? draws_that_fit(rows) : settled.draws;
    c->draws = 0;
    c->seed = settings->seed;
    c->settings = settled;
    c->pair_count = 0;
    for (int s = 0; s < SOURCE_COUNT; s++) {
        c->sources[s] = (struct compare_source){settings->on[s], NAN, NAN};
    }
    if (settings->draws == 0 || ranked == 0 || ranked > RANKED_MOST) {
        return 0;
    }
    struct arena arena = ARENA_INIT;
    struct rank_model model;
    rc = rank_model_build(&arena, c, &settled, &model);
    rc = rc == 0 ? simulate(c, &model) : rc;
    c->draws = rc == 0 ? settled.draws : 0;
    arena_free(&arena);
    return rc == 0 ? 0 : err_set(e, rc, "out of memory for %d groups", ranked);
}

const struct compare_pair *rank_pair(const struct comparison *c, int a, int b)
{
    size_t low = 0, high = c->pair_count;
    int first = a < b ? a : b, second = a < b ? b : a;
    while (low < high) { /* pairs stand in the order of a, then b */
        size_t middle = low + (high - low) / 2;
        const struct compare_pair *pair = &c->pairs[middle];
        if (pair->a < first || (pair->a == first && pair->b < second)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < c->pair_count && c->pairs[low].a == first && c->pairs[low].b == second
               ? &c->pairs[low]
               : NULL;
}
