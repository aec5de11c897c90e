/* The figure of a framework's item: the weighted mean of the criteria that
 * serve it, each with its effective weight. docs/scoring.md, "Read by the items of a framework". */
#include "base/number.h"
#include "model/aggregate.h"
#include "model/framework.h"
#include "model/weight.h"

/* Shares as whole numbers, so that a mean of them is exact. */
#define SHARE_ONE INT64_C(1000000000000)

static int64_t whole_share(double value)
{
    int64_t out = (int64_t)(value * (double)SHARE_ONE + 0.5);
    return out > 0 ? out : 1;
}

struct scratch {
    const double *shares;
    struct weighted *score, *low, *high, *coverage; /* as many as there are criteria */
};

static void read_one(const struct framework *f, int item, const struct checklist *c,
                     const struct assessment *a, const struct scratch *s, struct reading *out)
{
    const struct node *root = &c->nodes[0];
    int scored = 0, count = 0;
    double weight = 0;
    *out = (struct reading){.score = SCORE_NONE};
    for (int i = 0; i < c->criterion_count; i++) {
        if (!framework_serves(f, item, &c->criteria[i])) {
            continue;
        }
        out->criteria++;
        weight += s->shares[i];
        if (a == NULL || a->findings[i].outcome == OUTCOME_NOT_APPLICABLE) {
            continue;
        }
        const struct finding *g = &a->findings[i];
        bool has = g->outcome == OUTCOME_SCORED;
        int64_t w = whole_share(s->shares[i]);
        s->low[count] = (struct weighted){w, has ? g->credit : 0};
        s->high[count] = (struct weighted){w, has ? g->credit : CREDIT_ONE};
        s->coverage[count++] = (struct weighted){w, has ? CREDIT_ONE : 0};
        if (has || root->missing == MISSING_ZERO) {
            s->score[scored++] = (struct weighted){w, has ? g->credit : 0};
        }
        out->scored += has;
    }
    out->applicable = count;
    out->weight = (int64_t)(weight * (double)CREDIT_ONE + 0.5);
    if (count > 0) {
        out->low = aggregate_mean(s->low, count);
        out->high = aggregate_mean(s->high, count);
        out->coverage = aggregate_mean(s->coverage, count);
    }
    if (scored > 0 && out->coverage >= root->min_coverage) {
        out->score = aggregate_mean(s->score, scored);
    }
}

struct reading *framework_read(struct arena *arena, const struct framework *f,
                               const struct checklist *c, const struct assessment *a)
{
    size_t criteria = (size_t)c->criterion_count;
    struct reading *out = arena_alloc(arena, sizeof *out * ((size_t)f->item_count + 1));
    double *shares = arena_alloc(arena, sizeof *shares * criteria);
    struct weighted *room = arena_alloc(arena, sizeof *room * criteria * 4);
    if (out == NULL || shares == NULL || room == NULL) {
        return NULL;
    }
    for (int i = 0; i < c->criterion_count; i++) {
        shares[i] = weight_share(c, a, i);
    }
    struct scratch s = {.shares = shares,
                        .score = room,
                        .low = room + criteria,
                        .high = room + 2 * criteria,
                        .coverage = room + 3 * criteria};
    for (int i = 0; i < f->item_count; i++) {
        read_one(f, i, c, a, &s, &out[i]);
    }
    return out;
}
