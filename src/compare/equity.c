#include <math.h>
#include <string.h>

#include "compare/equity.h"
#include "compare/stats.h"
#include "model/math.h"

static const struct equity_about abouts[EQUITY_COUNT] = {
    [EQUITY_D] = {"d", "Difference", "", true, true, 2, 0},
    [EQUITY_R] = {"r", "Ratio", "ratio", true, true, 2, 1},
    [EQUITY_PAR] = {"par", "Population attributable risk", "", true, true, 3, 0},
    [EQUITY_PAF] = {"paf", "Population attributable fraction", "%", true, true, 3, 0},
    [EQUITY_SII] = {"sii", "Slope index of inequality", "", true, false, 3, 0},
    [EQUITY_RII] = {"rii", "Relative index of inequality", "ratio", true, false, 3, 1},
    [EQUITY_ACI] = {"aci", "Absolute concentration index", "", true, false, 3, 0},
    [EQUITY_RCI] = {"rci", "Relative concentration index", "of 1", true, false, 3, 0},
    [EQUITY_BGV] = {"bgv", "Between-group variance", "squared", false, true, 3, 0},
    [EQUITY_BGSD] = {"bgsd", "Between-group standard deviation", "", false, true, 3, 0},
    [EQUITY_COV] = {"cov", "Coefficient of variation", "%", false, true, 3, 0},
    [EQUITY_MDMU] = {"mdmu", "Mean difference from mean", "", false, true, 3, 0},
    [EQUITY_MDMW] = {"mdmw", "Mean difference from mean, weighted", "", false, true, 3, 0},
    [EQUITY_MDBU] = {"mdbu", "Mean difference from best", "", false, true, 3, 0},
    [EQUITY_MDBW] = {"mdbw", "Mean difference from best, weighted", "", false, true, 3, 0},
    [EQUITY_IDISU] = {"idisu", "Index of disparity", "%", false, true, 3, 0},
    [EQUITY_IDISW] = {"idisw", "Index of disparity, weighted", "%", false, true, 3, 0},
    [EQUITY_TI] = {"ti", "Theil index", "of 1000", false, true, 3, 0},
    [EQUITY_MLD] = {"mld", "Mean log deviation", "of 1000", false, true, 3, 0},
};

const struct equity_about *equity_about(enum equity_name name)
{
    return &abouts[name];
}

/* The subgroups with an estimate, as columns. */
struct work {
    const struct equity_set *set;
    struct equity *out;
    size_t n;
    double *y, *p, *r, *error, *df, *slope, *slope1;
    double level;
    size_t lowest, highest; /* by estimate, the first of equals */
};

static void put(struct work *w, enum equity_name name, double value)
{
    struct equity_value *v = &w->out->values[name];
    v->value = isfinite(value) ? value : NAN;
    v->gap = isfinite(value) ? EQUITY_SAID : EQUITY_ZERO;
}

/* The interval of a value whose error is known, with so many degrees of freedom (0: the normal
 * distribution); of a ratio, the error is that of the logarithm. */
static void interval(struct work *w, enum equity_name name, double error, double df)
{
    struct equity_value *v = &w->out->values[name];
    if (v->gap != EQUITY_SAID || !isfinite(error) || w->set->overlaps) {
        return;
    }
    double p = (1 + w->level) / 2;
    double q = df > 0 ? stats_t_quantile(p, df) : stats_normal_quantile(p);
    bool ratio = abouts[name].none == 1;
    if (ratio && v->value <= 0) {
        return; /* no logarithm */
    }
    v->error = error;
    v->low = ratio ? v->value * math_exp(-q * error) : v->value - q * error;
    v->high = ratio ? v->value * math_exp(q * error) : v->value + q * error;
    if (*abouts[name].unit == '\0' && w->set->limit > 0) { /* no estimate can differ by more */
        v->low = fmax(v->low, -w->set->limit);
        v->high = fmin(v->high, w->set->limit);
    }
}

/* Value, and interval from how the value (of a ratio: its logarithm) moves with each estimate. */
static void put_slopes(struct work *w, enum equity_name name, double value, const double *slope)
{
    double variance = 0, degrees = 0;
    bool counted = true;
    put(w, name, value);
    for (size_t i = 0; i < w->n; i++) {
        if (slope[i] != 0) {
            double part = slope[i] * slope[i] * w->error[i] * w->error[i];
            variance += part;
            counted = counted && w->df[i] > 0;
            degrees += counted ? part * part / w->df[i] : 0;
        }
    }
    double df = counted && degrees > 0 ? variance * variance / degrees : 0;
    interval(w, name, sqrt(variance), df);
}

/* ---- of two subgroups */

static void differences(struct work *w)
{
    const struct equity_set *set = w->set;
    size_t a = w->highest, b = w->lowest;
    if (set->ordered) {
        a = set->favourable ? w->n - 1 : 0;
        b = w->n - 1 - a;
    }
    double *slope = w->slope;
    memset(slope, 0, w->n * sizeof *slope);
    slope[a] += 1;
    slope[b] -= 1;
    put_slopes(w, EQUITY_D, w->y[a] - w->y[b], slope);
    slope[a] = 1 / w->y[a];
    slope[b] = a == b ? 0 : -1 / w->y[b];
    put_slopes(w, EQUITY_R, w->y[a] / w->y[b], slope);
}

/* ---- of all, held against the best off or the best */

/* What is better than no gain is cut at none, and so is its interval. */
static void cut(struct equity_value *v, bool favourable)
{
    if (v->gap == EQUITY_SAID) {
        v->value = favourable ? fmax(v->value, 0) : fmin(v->value, 0);
        v->low = isnan(v->low) || !favourable ? v->low : fmax(v->low, 0);
        v->high = isnan(v->high) || favourable ? v->high : fmin(v->high, 0);
        v->high = isnan(v->high) ? v->high : fmax(v->high, v->value);
        v->low = isnan(v->low) ? v->low : fmin(v->low, v->value);
    }
}

static void attributable(struct work *w)
{
    bool favourable = w->set->favourable;
    size_t best = w->set->ordered ? w->n - 1 : favourable ? w->highest : w->lowest;
    double mean = w->out->mean, gain = w->y[best] - mean, *slope = w->slope;
    for (size_t i = 0; i < w->n; i++) {
        slope[i] = (i == best ? 1 : 0) - w->p[i];
    }
    put_slopes(w, EQUITY_PAR, gain, slope);
    for (size_t i = 0; i < w->n; i++) { /* of y_best / m - 1 */
        slope[i] = 100 * ((i == best ? 1 : 0) - w->y[best] / mean * w->p[i]) / mean;
    }
    put_slopes(w, EQUITY_PAF, 100 * gain / mean, slope);
    cut(&w->out->values[EQUITY_PAR], favourable);
    cut(&w->out->values[EQUITY_PAF], favourable);
}

/* ---- ordered */

static void concentration(struct work *w)
{
    double aci = 0, mean = w->out->mean, *slope = w->slope, spread = 0, rest = 0;
    for (size_t i = 0; i < w->n; i++) {
        slope[i] = 2 * w->p[i] * (w->r[i] - 0.5);
        aci += slope[i] * w->y[i];
        spread += w->p[i] * (w->r[i] - 0.5) * (w->r[i] - 0.5);
    }
    put_slopes(w, EQUITY_ACI, aci, slope);
    for (size_t i = 0; i < w->n; i++) {
        slope[i] = (slope[i] - aci / mean * w->p[i]) / mean;
        /* The regression that has ACI as its slope is of 2 spread y on r. */
        double off = 2 * spread * (w->y[i] - mean) - aci * (w->r[i] - 0.5);
        rest += w->p[i] * off * off;
    }
    put_slopes(w, EQUITY_RCI, aci / mean, slope);
    double fit = sqrt(rest / (double)(w->n - 2) / spread);
    w->out->values[EQUITY_ACI].fit_error = fit;
    w->out->values[EQUITY_RCI].fit_error = isfinite(fit / mean) ? fit / mean : NAN;
}

static void slopes(struct work *w)
{
    struct equity_value *sii = &w->out->values[EQUITY_SII], *rii = &w->out->values[EQUITY_RII];
    struct equity_fit fit = {.slope0 = w->slope, .slope1 = w->slope1};
    if (!equity_fit(w->r, w->y, w->p, w->n, w->set->limit, &fit)) {
        sii->gap = rii->gap = EQUITY_NO_FIT;
        return;
    }
    double variance = fit.sandwich[0] + fit.sandwich[1] - 2 * fit.sandwich[2];
    double log_variance = fit.sandwich[0] / (fit.at0 * fit.at0) +
                          fit.sandwich[1] / (fit.at1 * fit.at1) -
                          2 * fit.sandwich[2] / (fit.at0 * fit.at1);
    for (size_t i = 0; i < w->n; i++) {
        double top = fit.slope1[i], bottom = fit.slope0[i];
        w->slope[i] = top - bottom;
        w->slope1[i] = top / fit.at1 - bottom / fit.at0;
    }
    put_slopes(w, EQUITY_SII, fit.at1 - fit.at0, w->slope);
    put_slopes(w, EQUITY_RII, fit.at1 / fit.at0, w->slope1);
    sii->fit_error = variance >= 0 ? sqrt(variance) : NAN;
    rii->fit_error = log_variance >= 0 ? sqrt(log_variance) : NAN;
    if (!(fit.at0 > 0 && fit.at1 > 0)) { /* a straight line may cross zero */
        rii->gap = EQUITY_ZERO;
        rii->value = rii->error = rii->low = rii->high = rii->fit_error = NAN;
    }
}

/* ---- without order */

static void variances(struct work *w)
{
    double mean = w->out->mean, bgv = 0, s2 = 0, s2y = 0, s4 = 0, own = 0;
    for (size_t i = 0; i < w->n; i++) {
        double p = w->p[i], off = w->y[i] - mean, e = w->error[i] * w->error[i];
        bgv += p * off * off;
        s2 += p * p * e;
        s2y += p * p * e * off * off;
        s4 += p * p * p * p * e * e;
        own += p * p * (1 - p) * (1 - p) * e * e;
    }
    double error = sqrt(4 * s2y + 2 * (s2 * s2 - s4 + own));
    put(w, EQUITY_BGV, bgv);
    interval(w, EQUITY_BGV, error, 0);
    struct equity_value *v = &w->out->values[EQUITY_BGV];
    v->low = isnan(v->low) ? v->low : fmax(v->low, 0);
    put(w, EQUITY_BGSD, sqrt(bgv));
    put(w, EQUITY_COV, 100 * sqrt(bgv) / mean);
}

/* No errors: |y - m| and the best of several have no slope where it matters. */
static void distances(struct work *w)
{
    double mean = w->out->mean, best = w->y[w->set->favourable ? w->highest : w->lowest];
    double from_mean = 0, from_mean_weighted = 0, from_best = 0, from_best_weighted = 0;
    for (size_t i = 0; i < w->n; i++) {
        from_mean += fabs(w->y[i] - mean);
        from_mean_weighted += w->p[i] * fabs(w->y[i] - mean);
        from_best += fabs(w->y[i] - best);
        from_best_weighted += w->p[i] * fabs(w->y[i] - best);
    }
    double k = (double)w->n;
    put(w, EQUITY_MDMU, from_mean / k);
    put(w, EQUITY_MDMW, from_mean_weighted);
    put(w, EQUITY_MDBU, from_best / k);
    put(w, EQUITY_MDBW, from_best_weighted);
    put(w, EQUITY_IDISU, 100 * from_mean / k / mean);
    put(w, EQUITY_IDISW, 100 * from_mean_weighted / mean);
}

static void entropies(struct work *w)
{
    double mean = w->out->mean, theil = 0, deviation = 0;
    for (size_t i = 0; i < w->n; i++) {
        double q = w->y[i] / mean;
        theil += q == 0 ? 0 : w->p[i] * q * math_log(q); /* x log x has the limit 0 */
        deviation -= w->p[i] * math_log(q);
    }
    for (size_t i = 0; i < w->n; i++) {
        double q = w->y[i] / mean, p = w->p[i];
        w->slope[i] = 1000 * p / mean * (math_log(q) - theil);
        w->slope1[i] = 1000 * p / mean * (1 - 1 / q);
    }
    put_slopes(w, EQUITY_TI, 1000 * theil, w->slope);
    put_slopes(w, EQUITY_MLD, 1000 * deviation, w->slope1);
}

/* ---- all together */

static double *column(struct arena *arena, size_t n)
{
    return arena_alloc(arena, (n > 0 ? n : 1) * sizeof(double));
}

/* The subgroups with an estimate, their shares and ranks. */
static int gather(struct arena *arena, struct work *w)
{
    const struct equity_set *set = w->set;
    double **columns[] = {&w->y, &w->p, &w->r, &w->error, &w->df, &w->slope, &w->slope1};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        *columns[i] = column(arena, set->count);
        if (*columns[i] == NULL) {
            return ERR_MEMORY;
        }
    }
    double people = 0, before = 0;
    w->out->weighted = true;
    for (size_t i = 0; i < set->count; i++) {
        const struct equity_group *g = &set->groups[i];
        if (isnan(g->estimate)) {
            continue;
        }
        w->y[w->n] = g->estimate;
        w->p[w->n] = g->population;
        w->error[w->n] = g->error;
        w->df[w->n] = g->n > 1 ? (double)(g->n - 1) : 0;
        w->out->weighted = w->out->weighted && g->population >= 0;
        w->out->few += g->n >= 0 && g->n < EQUITY_FEW;
        people += g->population;
        w->n++;
    }
    w->out->weighted = w->out->weighted && people > 0;
    for (size_t i = 0; i < w->n; i++) {
        w->p[i] = w->out->weighted ? w->p[i] / people : 1 / (double)w->n;
        w->r[i] = before + w->p[i] / 2;
        before += w->p[i];
    }
    w->out->used = w->n;
    return 0;
}

/* Mean, best and worst, and what chance alone would do. */
static void describe(struct work *w)
{
    struct equity *out = w->out;
    double mean = 0, chance = 0;
    for (size_t i = 0; i < w->n; i++) {
        mean += w->p[i] * w->y[i];
        chance += w->p[i] * (1 - w->p[i]) * w->error[i] * w->error[i];
        w->highest = w->y[i] > w->y[w->highest] ? i : w->highest;
        w->lowest = w->y[i] < w->y[w->lowest] ? i : w->lowest;
    }
    bool whole = w->n > 0 && !w->set->overlaps && !w->set->withheld;
    out->mean = whole ? mean : NAN;
    out->chance = whole ? chance : NAN;
    out->best = out->worst = -1;
    size_t at = 0;
    for (size_t i = 0; i < w->set->count && !w->set->withheld; i++) {
        if (!isnan(w->set->groups[i].estimate)) {
            bool up = w->set->favourable;
            out->best = at == (up ? w->highest : w->lowest) ? (int)i : out->best;
            out->worst = at == (up ? w->lowest : w->highest) ? (int)i : out->worst;
            at++;
        }
    }
}

/* Why a measure cannot be taken, before it is tried. */
static enum equity_gap gap_of(const struct work *w, const struct equity_about *a)
{
    const struct equity_set *set = w->set;
    size_t missing = set->count - w->n;
    if (set->ordered ? !a->ordered : !a->unordered) {
        return EQUITY_APART;
    }
    if (set->withheld) {
        return EQUITY_WITHHELD;
    }
    if (w->n < a->least) {
        return EQUITY_GROUPS;
    }
    if (set->ordered ? missing > 0 : a->least > 2 && missing * 20 > set->count * 3) {
        return EQUITY_MISSING;
    }
    return set->overlaps && a->least > 2 ? EQUITY_OVERLAP : EQUITY_SAID;
}

int equity_measure(struct arena *arena, const struct equity_set *set, double level,
                   struct equity *out)
{
    *out = (struct equity){.set = set, .linear = set->limit <= 0};
    struct work w = {.set = set, .out = out, .level = level};
    if (gather(arena, &w) != 0) {
        return ERR_MEMORY;
    }
    describe(&w);
    enum equity_gap gaps[EQUITY_COUNT];
    for (int i = 0; i < EQUITY_COUNT; i++) {
        gaps[i] = gap_of(&w, &abouts[i]);
        out->values[i] = (struct equity_value){gaps[i], NAN, NAN, NAN, NAN, NAN};
    }
    if (gaps[EQUITY_D] == EQUITY_SAID) {
        differences(&w);
    }
    if (gaps[EQUITY_PAR] == EQUITY_SAID) {
        attributable(&w);
    }
    if (gaps[EQUITY_SII] == EQUITY_SAID) {
        concentration(&w);
        slopes(&w);
    }
    if (gaps[EQUITY_BGV] == EQUITY_SAID) {
        variances(&w);
        distances(&w);
        entropies(&w);
    }
    return 0;
}
