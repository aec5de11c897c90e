/* From raw values to the scale: denominators, filling in, outliers, clipping, transformation,
 * normalisation. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "compare/composite_internal.h"
#include "compare/stats.h"
#include "model/math.h"

struct scaling {
    struct composite *c;
    struct diag *d;
    double *room;  /* three times the units */
    double *given; /* values of the indicator that are there, ascending; in room */
    int n;
};

double composite_round(double value, int decimals)
{
    if (decimals == ROUND_NONE || !isfinite(value) || value == 0) {
        return value;
    }
    /* 15 significant digits, correctly rounded; the rest happens in digits. */
    char digits[40], text[64];
    (void)snprintf(digits, sizeof digits, "%.14e", fabs(value));
    int64_t mantissa = 0;
    const char *p = digits;
    for (; *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9') { /* the decimal mark depends on the locale */
            mantissa = mantissa * 10 + (*p - '0');
        }
    }
    int sign = p[1] == '-' ? -1 : 1, exponent = 0;
    for (p += 2; *p != '\0'; p++) {
        exponent = exponent * 10 + (*p - '0');
    }
    int drop = 14 - sign * exponent - decimals; /* digits behind the last that stays */
    if (drop <= 0) {
        return value;
    }
    for (int i = 1; i < drop && mantissa > 0; i++) {
        mantissa /= 10; /* below the one that decides */
    }
    mantissa = (mantissa + 5) / 10;
    double rounded = 0;
    (void)snprintf(text, sizeof text, "%llde-%d", (long long)mantissa, decimals);
    (void)number_parse(text, strlen(text), &rounded);
    return value < 0 && rounded > 0 ? -rounded : rounded;
}

/* ---- what is given ---- */

static double *column(const struct composite *c, double *values, int item)
{
    return values + (size_t)item * (size_t)c->unit_count;
}

static void sort_given(struct scaling *s, const double *x)
{
    s->n = 0;
    for (int u = 0; u < s->c->unit_count; u++) {
        if (!isnan(x[u])) {
            s->given[s->n++] = x[u];
        }
    }
    stats_sort(s->given, (size_t)s->n);
}

static int complain(struct scaling *s, int item, int unit, const char *what)
{
    char path[200];
    (void)snprintf(path, sizeof path, "%.90s.%.90s", s->c->units[unit].code,
                   s->c->items[item].code);
    diag_add(s->d, s->c->units[unit].line, path, "%s", what);
    return ERR_INPUT;
}

/* The same, and the value is told. */
static int complain_of(struct scaling *s, int item, int unit, double value, const char *what)
{
    struct buf text = BUF_INIT;
    number_write(&text, value);
    buf_printf(&text, " %s", what);
    int rc = complain(s, item, unit, buf_text(&text));
    s->d->text.failed = s->d->text.failed || text.failed;
    buf_free(&text);
    return rc;
}

/* ---- factor and denominator ---- */

static int divide(struct scaling *s, int item, double *x)
{
    const struct composite_item *i = &s->c->items[item];
    bool divided = s->c->spec->denominators && i->denominator >= 0;
    int rc = 0;
    for (int u = 0; u < s->c->unit_count; u++) {
        x[u] *= i->scaling.factor;
        if (divided && !isnan(x[u])) {
            double by = s->c->others[i->denominator][u];
            if (by == 0) {
                rc = complain(s, item, u,
                              "has a denominator of 0: leave that empty where it is "
                              "not known");
            }
            x[u] /= by;
        }
        if (isinf(x[u])) {
            rc = complain(s, item, u, "is too large once factor and denominator are applied");
        }
    }
    return rc;
}

/* ---- filling in ---- */

/* Mean or median of the units that have a value and, for a group, stand in it; NaN of none. */
static double middle_of(const struct scaling *s, const double *x, const char *const *groups,
                        const char *group, bool median)
{
    double *room = s->room + s->c->unit_count;
    size_t n = 0;
    for (int u = 0; u < s->c->unit_count; u++) {
        if (!isnan(x[u]) && (groups == NULL || strcmp(groups[u], group) == 0)) {
            room[n++] = x[u];
        }
    }
    if (!median) {
        return stats_mean(room, n);
    }
    stats_sort(room, n);
    return stats_quantile(room, n, 0.5);
}

static void fill(struct scaling *s, int item, double *x)
{
    const struct composite *c = s->c;
    const struct composite_spec *spec = c->spec;
    const char *const *groups = NULL;
    bool median = spec->fill == FILL_MEDIAN || spec->fill == FILL_GROUP_MEDIAN;
    for (int g = 0; spec->fill_group != NULL && g < c->group_count; g++) {
        groups = strcmp(c->group_names[g], spec->fill_group) == 0 ? c->groups[g] : groups;
    }
    double *with = s->room + 2 * (size_t)c->unit_count; /* from what was given alone */
    double middle = NAN;
    const char *of = NULL; /* the group that it belongs to */
    for (int u = 0; u < c->unit_count; u++) {
        size_t at = (size_t)item * (size_t)c->unit_count + (size_t)u;
        with[u] = x[u];
        if (isnan(x[u]) && !c->apart[at]) {
            const char *group = groups == NULL ? "" : groups[u];
            if (of == NULL || strcmp(of, group) != 0) {
                middle = middle_of(s, x, groups, group, median);
                of = group;
            }
            with[u] = middle;
            c->filled[at] = !isnan(with[u]);
            c->items[item].filled += !isnan(with[u]);
        }
    }
    memcpy(x, with, (size_t)c->unit_count * sizeof *x);
}

/* ---- outliers ---- */

/* Skewness G1 and excess kurtosis G2 of a sample, as spreadsheets have them: Joanes and Gill,
 * Comparing measures of sample skewness and kurtosis, The Statistician 47, 1998. NaN below four
 * values, or where all are the same. */
static void shape(const double *x, int count, double *skew, double *kurtosis)
{
    double n = count, mean = stats_mean(x, (size_t)count), sd = stats_sd(x, (size_t)count);
    double third = 0, fourth = 0;
    *skew = *kurtosis = NAN;
    if (count < 4 || !(sd > 0)) {
        return;
    }
    for (int i = 0; i < count; i++) {
        double z = (x[i] - mean) / sd;
        third += z * z * z;
        fourth += z * z * z * z;
    }
    *skew = n / ((n - 1) * (n - 2)) * third;
    *kurtosis = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourth -
                3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
}

static bool is_outside(const struct composite_spec *s, double skew, double kurtosis)
{
    return fabs(skew) > s->treat_skew && kurtosis > s->treat_kurtosis;
}

/* Winsorises as COINr does: the outermost value at the long end becomes the next one, one more in
 * each round, until skewness or kurtosis is within bounds; nothing is changed where that takes more
 * than `most` rounds. */
static void treat(struct scaling *s, int item, double *x)
{
    const struct composite_spec *spec = s->c->spec;
    double skew = 0, kurtosis = 0, *tried = s->room + s->c->unit_count;
    int rounds = 0;
    sort_given(s, x);
    shape(s->given, s->n, &skew, &kurtosis);
    bool high = skew > 0, outside = is_outside(spec, skew, kurtosis);
    double limit = 0;
    while (outside && rounds < spec->treat_most && rounds + 1 < s->n) {
        rounds++;
        limit = high ? s->given[s->n - 1 - rounds] : s->given[rounds];
        for (int i = 0; i < s->n; i++) {
            double v = s->given[i];
            tried[i] = high ? (v > limit ? limit : v) : (v < limit ? limit : v);
        }
        shape(tried, s->n, &skew, &kurtosis);
        outside = is_outside(spec, skew, kurtosis);
    }
    s->c->items[item].outside = outside;
    for (int u = 0; u < s->c->unit_count && rounds > 0 && !outside; u++) {
        if (high ? x[u] > limit : x[u] < limit) {
            x[u] = limit;
            s->c->items[item].pulled++;
        }
    }
}

/* ---- clipping and transformation ---- */

static int transform(struct scaling *s, int item, int unit, double *x)
{
    const struct composite_scaling *how = &s->c->items[item].scaling;
    if (how->transform == TRANSFORM_LOG) {
        if (*x <= 0) {
            return complain_of(s, item, unit, *x,
                               "is not above 0 and has no logarithm: mend it, or leave it empty");
        }
        *x = math_log(*x);
    } else if (how->transform == TRANSFORM_SQUARE) {
        *x *= *x;
        if (isinf(*x)) {
            return complain(s, item, unit, "is too large for its square");
        }
    }
    return 0;
}

static void clip(struct scaling *s, int item, double *x)
{
    const struct composite_scaling *how = &s->c->items[item].scaling;
    double kept = *x < how->clip_low ? how->clip_low : *x > how->clip_high ? how->clip_high : *x;
    s->c->items[item].clipped += kept != *x;
    *x = kept;
}

static int clip_and_transform(struct scaling *s, int item, double *x)
{
    const struct composite_scaling *how = &s->c->items[item].scaling;
    int rc = 0;
    for (int u = 0; u < s->c->unit_count; u++) {
        if (isnan(x[u])) {
            continue;
        }
        if (!how->transformed) {
            clip(s, item, &x[u]);
        }
        rc = transform(s, item, u, &x[u]) != 0 ? ERR_INPUT : rc;
        if (how->transformed) {
            clip(s, item, &x[u]);
        }
    }
    return rc;
}

/* ---- normalisation ---- */

static double transformed(const struct composite_scaling *how, double x)
{
    return how->transformed || how->transform == TRANSFORM_NONE ? x
           : how->transform == TRANSFORM_LOG                    ? math_log(x)
                                                                : x * x;
}

/* Between low and high, on the scale, turned round where less is better. */
static void between(struct scaling *s, int item, double *x, double low, double high, bool cap)
{
    const struct composite_spec *spec = s->c->spec;
    struct composite_item *i = &s->c->items[item];
    for (int u = 0; u < s->c->unit_count; u++) {
        if (isnan(x[u])) {
            continue;
        }
        double share = (x[u] - low) / (high - low);
        if (cap && (share < 0 || share > 1)) {
            share = share < 0 ? 0 : 1;
            i->clipped++;
        }
        double up = i->direction < 0 ? 1 - share : share;
        x[u] = spec->from + (spec->to - spec->from) * up;
    }
}

static void standardise(struct scaling *s, int item, double *x)
{
    const struct composite_item *i = &s->c->items[item];
    double mean = stats_mean(s->given, (size_t)s->n), sd = stats_sd(s->given, (size_t)s->n);
    for (int u = 0; u < s->c->unit_count; u++) {
        double z = (x[u] - mean) / sd * i->direction;
        x[u] = z * i->scaling.sd + i->scaling.mean;
    }
}

static void by_rank(struct scaling *s, int item, double *x)
{
    const struct composite_item *i = &s->c->items[item];
    const struct composite_spec *spec = s->c->spec;
    double *room = s->room + s->c->unit_count, *rank = room + s->c->unit_count;
    composite_rank(x, s->c->unit_count, i->direction > 0, spec->ties, room, rank);
    for (int u = 0; u < s->c->unit_count; u++) {
        x[u] = i->scaling.method == NORMAL_RANK ? rank[u]
               : i->scaling.method == NORMAL_BORDA
                   ? rank[u] - 1
                   : spec->from + (spec->to - spec->from) * (rank[u] - 1) / (s->n - 1);
    }
}

/* From the worst value that occurs to the target. */
static int to_target(struct scaling *s, int item, double *x)
{
    struct composite_item *i = &s->c->items[item];
    double target = transformed(&i->scaling, i->scaling.target);
    double worst = i->direction > 0 ? s->given[0] : s->given[s->n - 1];
    if (!((target - worst) * i->direction > 0)) {
        for (int u = 0; u < s->c->unit_count; u++) {
            if (!isnan(x[u])) {
                return complain(s, item, u,
                                "no unit falls short of the target of this indicator: "
                                "choose another target or another way");
            }
        }
    }
    bool up = i->direction > 0;
    between(s, item, x, up ? worst : target, up ? target : worst, i->scaling.cap);
    return 0;
}

static int of_highest(struct scaling *s, int item, double *x)
{
    const struct composite_spec *spec = s->c->spec;
    double highest = s->given[s->n - 1];
    for (int u = 0; u < s->c->unit_count; u++) {
        if (x[u] < 0 || highest <= 0) {
            return complain(s, item, u,
                            "is not above 0, and no fraction of the highest value can "
                            "be told: choose another way");
        }
        x[u] = spec->from + (spec->to - spec->from) * (x[u] / highest);
    }
    return 0;
}

/* Values that should lie on the scale already; direction -1 turns them round. */
static int check_scale(struct scaling *s, int item, double *x)
{
    const struct composite_spec *spec = s->c->spec;
    int rc = 0;
    for (int u = 0; u < s->c->unit_count; u++) {
        if (x[u] < spec->from || x[u] > spec->to) {
            rc = complain_of(s, item, u, x[u],
                             "is not on the scale: mend it, name it under \"missing\", or choose "
                             "how it is put there");
        }
        x[u] = s->c->items[item].direction < 0 ? spec->from + spec->to - x[u] : x[u];
    }
    return rc;
}

/* Methods that stretch the values that occur say nothing where all are the same. */
static bool is_flat(const struct scaling *s, enum composite_method method)
{
    bool stretches = method == NORMAL_MIN_MAX || method == NORMAL_Z || method == NORMAL_PERCENTILE;
    return stretches && s->given[0] == s->given[s->n - 1];
}

static int normalise(struct scaling *s, int item, double *x)
{
    const struct composite_scaling *how = &s->c->items[item].scaling;
    sort_given(s, x);
    if (s->n == 0) {
        return 0;
    }
    if (is_flat(s, how->method)) {
        for (int u = 0; u < s->c->unit_count; u++) {
            if (!isnan(x[u])) {
                return complain(s, item, u,
                                "every unit has the same value, so that this indicator "
                                "cannot tell them apart: leave it out, or give goalposts");
            }
        }
    }
    switch (how->method) {
    case NORMAL_MIN_MAX:
        between(s, item, x, s->given[0], s->given[s->n - 1], false);
        return 0;
    case NORMAL_GOALPOSTS:
        between(s, item, x, transformed(how, how->low), transformed(how, how->high), true);
        return 0;
    case NORMAL_Z:
        standardise(s, item, x);
        return 0;
    case NORMAL_TARGET:
        return to_target(s, item, x);
    case NORMAL_FRACTION:
        return of_highest(s, item, x);
    case NORMAL_NONE:
        return check_scale(s, item, x);
    default:
        by_rank(s, item, x);
        return 0;
    }
}

static int scale_item(struct scaling *s, int item)
{
    struct composite *c = s->c;
    const struct composite_spec *spec = c->spec;
    struct composite_item *i = &c->items[item];
    double *x = column(c, c->value, item);
    memcpy(x, column(c, c->raw, item), (size_t)c->unit_count * sizeof *x);
    int rc = divide(s, item, x);
    for (int u = 0; u < c->unit_count; u++) {
        i->given += !isnan(x[u]);
    }
    if (rc == 0 && spec->fill != FILL_NONE) {
        fill(s, item, x);
    }
    if (rc == 0 && spec->treat && i->scaling.treat) {
        treat(s, item, x);
    }
    rc = rc == 0 ? clip_and_transform(s, item, x) : rc;
    rc = rc == 0 ? normalise(s, item, x) : rc;
    for (int u = 0; u < c->unit_count; u++) {
        x[u] = composite_round(x[u], i->scaling.round);
    }
    return rc;
}

int composite_scale(struct composite *c, struct diag *d)
{
    size_t before = d->count;
    double *room = arena_alloc(c->arena, (size_t)c->unit_count * 3 * sizeof *room + 1);
    struct scaling s = {c, d, room, room, 0};
    if (room == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < c->indicator_count; i++) {
        if (scale_item(&s, i) != 0 && d->count == before) {
            return ERR_MEMORY;
        }
    }
    return buf_status(&d->text) != 0 ? ERR_MEMORY : d->count > before ? ERR_INPUT : 0;
}
