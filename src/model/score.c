/* Scores from findings: nodes bottom up, contributions top down, effects by leaving one out, bands.
 * SEMANTICS sections "Nodes", "Bands and critical criteria", "Why a score is what it is". Pure. */
#include <string.h>

#include "base/number.h"
#include "model/aggregate.h"
#include "model/assessment.h"

/* A child as its parent sees it. */
struct child {
    bool counts; /* applicable */
    int64_t weight, score, low, high, coverage;
};

/* Sums over the counting children of a node, of which a weighted mean is made. */
struct sums {
    int count, scored;
    int64_t weights, scored_weights;
    __int128 coverage, score, low, high;
};

struct scorer {
    const struct checklist *c;
    struct sums *sums;                /* of each node */
    struct weighted *scratch;         /* as many as the widest node has children */
    struct child *criterion_children; /* what each criterion is to its node */
    struct child *node_children;      /* what each node is to its parent */
};

static struct child criterion_child(const struct finding *f, const struct criterion *k)
{
    struct child out = {.counts = f->outcome != OUTCOME_NOT_APPLICABLE,
                        .weight = k->demand.weight,
                        .score = SCORE_NONE,
                        .low = 0,
                        .high = CREDIT_ONE,
                        .coverage = 0};
    if (f->outcome == OUTCOME_SCORED) {
        out.score = out.low = out.high = f->credit;
        out.coverage = CREDIT_ONE;
    }
    return out;
}

static int child_count(const struct node *n)
{
    return n->criterion_count + n->node_count;
}

/* Child number i of a node: its criteria in order, then its nodes. */
static const struct child *child_at(const struct scorer *s, const struct node *n, int i)
{
    return i < n->criterion_count ? &s->criterion_children[n->first_criterion + i]
                                  : &s->node_children[n->nodes[i - n->criterion_count]];
}

/* Collects the lower or upper ends of the counting children; returns how many there are. */
static int collect(const struct scorer *s, const struct node *n, bool high)
{
    int count = 0;
    for (int i = 0; i < child_count(n); i++) {
        const struct child *child = child_at(s, n, i);
        if (child->counts) {
            s->scratch[count++] = (struct weighted){child->weight, high ? child->high : child->low};
        }
    }
    return count;
}

/* Adds a child, or takes it off again where sign is -1. */
static void sums_add(struct sums *sums, const struct node *n, const struct child *child, int sign)
{
    if (!child->counts) {
        return;
    }
    int64_t weight = sign * child->weight;
    sums->count += sign;
    sums->weights += weight;
    sums->coverage += (__int128)weight * child->coverage;
    if (child->score != SCORE_NONE || n->missing == MISSING_ZERO) {
        int64_t score = child->score == SCORE_NONE ? 0 : child->score;
        sums->scored += sign;
        sums->scored_weights += weight;
        sums->score += (__int128)weight * score;
    }
}

/* Those of the ends, too, which no effect asks for. */
static struct sums sums_of(const struct scorer *s, const struct node *n)
{
    struct sums sums = {.count = 0};
    for (int i = 0; i < child_count(n); i++) {
        const struct child *child = child_at(s, n, i);
        sums_add(&sums, n, child, 1);
        sums.low += child->counts ? (__int128)child->weight * child->low : 0;
        sums.high += child->counts ? (__int128)child->weight * child->high : 0;
    }
    return sums;
}

/* Whether the values of a node are plain means of those of its children. */
static bool is_mean(const struct node *n)
{
    return n->aggregate == AGG_ARITHMETIC && !n->round.on;
}

/* Collects the scores of the counting children, with `now` in the place of `was` (NULL: none); returns
 * how many there are. */
static int collect_scores(const struct scorer *s, const struct node *n, const struct child *was,
                          const struct child *now)
{
    int scored = 0;
    for (int i = 0; i < child_count(n); i++) {
        const struct child *child = child_at(s, n, i);
        child = child == was ? now : child;
        if (child->counts && (child->score != SCORE_NONE || n->missing == MISSING_ZERO)) {
            int64_t score = child->score == SCORE_NONE ? 0 : child->score;
            s->scratch[scored++] = (struct weighted){child->weight, score};
        }
    }
    return scored;
}

/* The score of a node and its coverage, from the sums over its children: all that an effect asks for. Where
 * its score is no plain mean, the children are gone through, with `now` in the place of `was`. */
static struct node_result evaluate_score(const struct scorer *s, const struct node *n,
                                         const struct sums *sums, const struct child *was,
                                         const struct child *now)
{
    struct node_result out = {.applicable = sums->count > 0, .score = SCORE_NONE};
    if (!out.applicable) {
        return out;
    }
    bool covered = sums->coverage == (__int128)sums->weights * CREDIT_ONE; /* saves a division */
    out.coverage = covered ? CREDIT_ONE : aggregate_ratio(sums->coverage, sums->weights);
    if (sums->scored > 0 && out.coverage >= n->min_coverage) {
        out.score = is_mean(n) ? aggregate_ratio(sums->score, sums->scored_weights)
                               : aggregate_values(n, s->scratch, collect_scores(s, n, was, now));
    }
    return out;
}

static struct node_result evaluate(const struct scorer *s, int index)
{
    const struct node *n = &s->c->nodes[index];
    struct sums *sums = &s->sums[index];
    *sums = sums_of(s, n);
    struct node_result out = evaluate_score(s, n, sums, NULL, NULL);
    if (out.applicable && is_mean(n)) {
        out.low = aggregate_ratio(sums->low, sums->weights);
        out.high = aggregate_ratio(sums->high, sums->weights);
    } else if (out.applicable) {
        int count = collect(s, n, false);
        out.low = aggregate_values(n, s->scratch, count);
        count = collect(s, n, true);
        out.high = aggregate_values(n, s->scratch, count);
    }
    return out;
}

/* What a node is to its parent: below its own floor of coverage it is like a criterion without a
 * credit. */
static struct child as_child(const struct node *n, const struct node_result *r)
{
    struct child out = {.counts = r->applicable,
                        .weight = n->weight,
                        .score = r->score,
                        .low = r->low,
                        .high = r->high,
                        .coverage = r->coverage};
    if (r->applicable && n->min_coverage >= 0 && r->coverage < n->min_coverage) {
        out.low = 0;
        out.high = CREDIT_ONE;
        out.coverage = 0;
    }
    return out;
}

static void score_nodes(struct scorer *s, struct assessment *a)
{
    for (int i = s->c->node_count - 1; i >= 0; i--) { /* children come after their parents */
        a->nodes[i] = evaluate(s, i);
        s->node_children[i] = as_child(&s->c->nodes[i], &a->nodes[i]);
    }
}

/* The root's score with one criterion not applicable: its node and the nodes above are done again, with one
 * child another. */
static int64_t score_without(const struct scorer *s, int criterion)
{
    int64_t score = SCORE_NONE;
    const struct child *was = &s->criterion_children[criterion];
    struct child now = {.counts = false};
    for (int i = s->c->criteria[criterion].node; i >= 0; i = s->c->nodes[i].parent) {
        const struct node *n = &s->c->nodes[i];
        struct sums sums = s->sums[i];
        sums_add(&sums, n, was, -1);
        sums_add(&sums, n, &now, 1);
        struct node_result r = evaluate_score(s, n, &sums, was, &now);
        was = &s->node_children[i];
        now = as_child(n, &r);
        score = r.score;
    }
    return score;
}

static void score_effects(const struct scorer *s, struct assessment *a)
{
    for (int i = 0; i < s->c->criterion_count; i++) {
        int64_t without = a->nodes[0].score;
        if (a->findings[i].outcome != OUTCOME_NOT_APPLICABLE && without != SCORE_NONE) {
            without = score_without(s, i);
        }
        a->has_effect[i] = a->nodes[0].score != SCORE_NONE && without != SCORE_NONE;
        a->effect[i] = a->has_effect[i] ? a->nodes[0].score - without : 0;
    }
}

/* Contributions exist where every node that has a score is arithmetic and none declares rounding. */
static bool additive(const struct assessment *a)
{
    for (int i = 0; i < a->checklist->node_count; i++) {
        const struct node *n = &a->checklist->nodes[i];
        if (a->nodes[i].score != SCORE_NONE &&
            (n->aggregate != AGG_ARITHMETIC || n->round.on || n->round_below.on)) {
            return false;
        }
    }
    return a->nodes[0].score != SCORE_NONE;
}

/* Shares an amount in proportion to parts, by largest remainder, ties to the earlier. shares holds the
 * parts on entry (weight * score) and the shares on return. */
static void share_out(int64_t amount, __int128 *parts, int64_t *shares, int count)
{
    __int128 total = 0;
    for (int i = 0; i < count; i++) {
        total += parts[i];
        shares[i] = 0;
    }
    if (total == 0) {
        return;
    }
    int64_t left = amount;
    for (int i = 0; i < count; i++) {
        __int128 whole = parts[i] * amount;
        shares[i] = (int64_t)(whole / total);
        parts[i] = whole % total; /* now the remainder */
        left -= shares[i];
    }
    for (; left > 0; left--) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = parts[i] > parts[best] ? i : best;
        }
        shares[best]++;
        parts[best] = -1;
    }
}

static int score_contributions(struct arena *arena, struct scorer *s, struct assessment *a)
{
    const struct checklist *c = a->checklist;
    int widest = 1;
    for (int i = 0; i < c->node_count; i++) {
        widest = child_count(&c->nodes[i]) > widest ? child_count(&c->nodes[i]) : widest;
    }
    __int128 *parts = arena_alloc(arena, sizeof *parts * (size_t)widest);
    int64_t *shares = arena_alloc(arena, sizeof *shares * (size_t)widest);
    int64_t *amounts = arena_alloc(arena, sizeof *amounts * (size_t)c->node_count);
    if (parts == NULL || shares == NULL || amounts == NULL) {
        return ERR_MEMORY;
    }
    bool defined = additive(a);
    for (int i = 0; i < c->criterion_count; i++) {
        a->contribution[i] = defined ? 0 : SCORE_NONE;
    }
    if (!defined) {
        return 0;
    }
    amounts[0] = a->nodes[0].score;
    for (int n = 0; n < c->node_count; n++) { /* parents before children */
        const struct node *node = &c->nodes[n];
        int count = child_count(node);
        for (int i = 0; i < count; i++) {
            const struct child *child = child_at(s, node, i);
            bool in = child->counts && child->score > 0;
            parts[i] = in ? (__int128)child->weight * child->score : 0;
        }
        share_out(amounts[n], parts, shares, count);
        for (int i = 0; i < count; i++) {
            if (i < node->criterion_count) {
                a->contribution[node->first_criterion + i] = shares[i];
            } else {
                amounts[node->nodes[i - node->criterion_count]] = shares[i];
            }
        }
    }
    return 0;
}

/* Index of the band in which a value lies: bands go from best to worst, and the last takes the rest. */
static int band_of(const struct checklist *c, int64_t value)
{
    int i = 0;
    while (i < c->band_count - 1 &&
           (c->risk ? value > c->bands[i].limit : value < c->bands[i].limit)) {
        i++;
    }
    return i;
}

static void score_bands(struct assessment *a)
{
    const struct checklist *c = a->checklist;
    a->band = a->band_possible = -1;
    if (a->nodes[0].score == SCORE_NONE || c->band_count == 0) {
        return;
    }
    int64_t low = a->nodes[0].low;
    int64_t high = a->nodes[0].high;
    a->band = band_of(c, c->risk ? high : low);
    a->band_possible = band_of(c, c->risk ? low : high);
    for (int i = 0; i < c->criterion_count && !c->risk; i++) {
        const struct criterion *k = &c->criteria[i];
        const struct finding *f = &a->findings[i];
        if (!k->critical || f->outcome == OUTCOME_NOT_APPLICABLE) {
            continue;
        }
        bool scored = f->outcome == OUTCOME_SCORED;
        if (scored && f->credit >= k->critical_below) {
            continue;
        }
        a->band = a->band > k->critical_cap ? a->band : k->critical_cap;
        if (scored) { /* without a credit it may still turn out well */
            a->band_possible = a->band_possible > k->critical_cap ? a->band_possible
                                                                  : k->critical_cap;
        }
    }
}

/* Nodes, counts and bands; s is left ready for contributions and effects. 0 or ERR_MEMORY. */
static int score_begin(struct arena *arena, struct scorer *s, struct assessment *a)
{
    const struct checklist *c = a->checklist;
    size_t criteria = (size_t)c->criterion_count;
    size_t nodes = (size_t)c->node_count;
    *s = (struct scorer){.c = c};
    s->scratch = arena_alloc(arena, sizeof *s->scratch * (criteria + nodes + 1));
    s->sums = arena_alloc(arena, sizeof *s->sums * nodes);
    s->criterion_children = arena_alloc(arena, sizeof *s->criterion_children * (criteria + 1));
    s->node_children = arena_alloc(arena, sizeof *s->node_children * nodes);
    a->nodes = arena_alloc(arena, sizeof *a->nodes * nodes);
    if (s->scratch == NULL || s->sums == NULL || s->criterion_children == NULL ||
        s->node_children == NULL || a->nodes == NULL) {
        return ERR_MEMORY;
    }
    memset(a->counts, 0, sizeof a->counts);
    for (size_t i = 0; i < criteria; i++) {
        a->counts[a->findings[i].outcome]++;
        s->criterion_children[i] = criterion_child(&a->findings[i], &c->criteria[i]);
    }
    a->incomplete = a->counts[OUTCOME_ERROR] > 0;
    score_nodes(s, a);
    score_bands(a);
    return 0;
}

int score_results(struct arena *arena, struct assessment *a)
{
    struct scorer s;
    return score_begin(arena, &s, a);
}

int score_assessment(struct arena *arena, struct assessment *a)
{
    size_t criteria = (size_t)a->checklist->criterion_count;
    struct scorer s;
    int code = score_begin(arena, &s, a);
    a->contribution = arena_alloc(arena, sizeof *a->contribution * (criteria + 1));
    a->effect = arena_alloc(arena, sizeof *a->effect * (criteria + 1));
    a->has_effect = arena_alloc(arena, sizeof *a->has_effect * (criteria + 1));
    if (code != 0 || a->contribution == NULL || a->effect == NULL || a->has_effect == NULL) {
        return ERR_MEMORY;
    }
    score_effects(&s, a);
    return score_contributions(arena, &s, a);
}
