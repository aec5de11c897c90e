#include "model/weight.h"

static bool counts(const struct assessment *a, int criterion)
{
    return a == NULL || a->findings[criterion].outcome != OUTCOME_NOT_APPLICABLE;
}

/* Sum of the weights of a node's children that count. */
static double counting_weight(const struct checklist *c, const struct assessment *a, int node)
{
    const struct node *n = &c->nodes[node];
    double sum = 0;
    for (int i = n->first_criterion; i < n->first_criterion + n->criterion_count; i++) {
        sum += counts(a, i) ? (double)c->criteria[i].demand.weight : 0;
    }
    for (int i = 0; i < n->node_count; i++) {
        bool in = a == NULL || a->nodes[n->nodes[i]].applicable;
        sum += in ? (double)c->nodes[n->nodes[i]].weight : 0;
    }
    return sum;
}

/* The share of the whole that a child of this weight has; `more` is what its node weighs in addition. */
static double share(const struct checklist *c, const struct assessment *a, double weight, int node,
                    double more)
{
    double out = 1;
    for (int n = node; n >= 0; n = c->nodes[n].parent) {
        out *= weight / (counting_weight(c, a, n) + more);
        weight = (double)c->nodes[n].weight;
        more = 0;
    }
    return out;
}

double weight_share(const struct checklist *c, const struct assessment *a, int criterion)
{
    const struct criterion *k = &c->criteria[criterion];
    return counts(a, criterion) ? share(c, a, (double)k->demand.weight, k->node, 0) : 0;
}

double weight_node_share(const struct checklist *c, int node)
{
    const struct node *n = &c->nodes[node];
    return n->parent < 0 ? 1 : share(c, NULL, (double)n->weight, n->parent, 0);
}

double weight_share_times(const struct checklist *c, int criterion, double times)
{
    const struct criterion *k = &c->criteria[criterion];
    double weight = (double)k->demand.weight;
    return share(c, NULL, weight * times, k->node, weight * (times - 1));
}
