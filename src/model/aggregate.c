#include "model/aggregate.h"

#include <math.h>

#include "base/number.h"
#include "model/math.h"

static int64_t at_most_one(int64_t value)
{
    return value > CREDIT_ONE ? CREDIT_ONE : value;
}

static int64_t finish(const struct rounding *round, double value)
{
    if (!(value > 0)) { /* a floor taken off again may leave a last digit below zero */
        value = 0;
    }
    if (round->on) {
        return at_most_one(math_round_scaled(value, round->scale, round->decimals));
    }
    return at_most_one((int64_t)floor(value * 1e9 + 0.5));
}

int64_t aggregate_credit(const struct rounding *round, double raw)
{
    return round->on ? finish(round, raw) : number_to_credit(raw);
}

static __int128 weighted_sum(const struct weighted *children, int count, int64_t *weights)
{
    __int128 sum = 0;
    *weights = 0;
    for (int i = 0; i < count; i++) {
        sum += (__int128)children[i].weight * children[i].value;
        *weights += children[i].weight;
    }
    return sum;
}

int64_t aggregate_ratio(__int128 sum, int64_t weights)
{
    if (sum < INT64_MAX / 2 - weights) { /* mostly 64 bits are enough, and take less */
        uint64_t twice = 2 * (uint64_t)sum + (uint64_t)weights;
        /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): there is a child, and its weight is over 0 */
        return (int64_t)(twice / (2 * (uint64_t)weights));
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): there is a child, and its weight is over 0 */
    return (int64_t)((2 * sum + weights) / (2 * (__int128)weights));
}

int64_t aggregate_mean(const struct weighted *children, int count)
{
    int64_t weights = 0;
    __int128 sum = weighted_sum(children, count, &weights);
    return aggregate_ratio(sum, weights);
}

static double floored(double floor, int64_t value)
{
    return floor + (1 - floor) * ((double)value / 1e9);
}

/* (prod (f + (1-f) x)^w - f) / (1-f); x is 1 - x where inverted. */
static double geometric(const struct weighted *children, int count, double f, bool inverted)
{
    double weights = 0;
    for (int i = 0; i < count; i++) {
        weights += (double)children[i].weight;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
        int64_t value = inverted ? CREDIT_ONE - children[i].value : children[i].value;
        double x = floored(f, value);
        if (x <= 0) {
            return 0;
        }
        sum += (double)children[i].weight / weights * math_log(x);
    }
    return (math_exp(sum) - f) / (1 - f);
}

/* (1 / sum(w / (f + (1-f) x)) - f) / (1-f) */
static double harmonic(const struct weighted *children, int count, double f)
{
    double weights = 0;
    for (int i = 0; i < count; i++) {
        weights += (double)children[i].weight;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
        double x = floored(f, children[i].value);
        if (x <= 0) {
            return 0;
        }
        sum += (double)children[i].weight / weights / x;
    }
    return (1 / sum - f) / (1 - f);
}

int64_t aggregate_values(const struct node *node, const struct weighted *children, int count)
{
    int64_t weights = 0;
    int64_t smallest = CREDIT_ONE;
    switch (node->aggregate) {
    case AGG_ARITHMETIC:
        if (!node->round.on) {
            return aggregate_mean(children, count);
        }
        double sum = (double)weighted_sum(children, count, &weights);
        return finish(&node->round, sum / (double)weights / 1e9);
    case AGG_GEOMETRIC:
        return finish(&node->round, geometric(children, count, node->floor, false));
    case AGG_INVERTED_GEOMETRIC:
        return finish(&node->round, 1 - geometric(children, count, node->floor, true));
    case AGG_HARMONIC:
        return finish(&node->round, harmonic(children, count, node->floor));
    default: /* AGG_MINIMUM */
        for (int i = 0; i < count; i++) {
            smallest = children[i].value < smallest ? children[i].value : smallest;
        }
        return finish(&node->round, (double)smallest / 1e9);
    }
}
