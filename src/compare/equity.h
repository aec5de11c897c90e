/* How unequal subgroups are: the summary measures of the World Health Organization's Health Equity
 * Assessment Toolkit (HEAT), with its names. Definitions after Schlotheuber and Hosseinpoor,
 * Summary measures of health inequality, International Journal of Environmental Research and Public
 * Health 19(6), 2022, 3697, called [S] below; standard errors after Ahn and others, Variance
 * estimation and confidence intervals for 11 commonly used health disparity measures, JCO Clinical
 * Cancer Informatics 2, 2018, called [A].
 *
 * An error tells how far a measure may be off because only some of each subgroup was seen: errors
 * of the subgroups are carried through by the delta method, for each measure is a smooth function
 * of independent estimates. Where the number of assessments behind each estimate is known,
 * Student's t with the degrees of Satterthwaite, Biometrics Bulletin 2, 1946, takes the place of
 * the normal distribution. */
#ifndef COMPARE_EQUITY_H
#define COMPARE_EQUITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* [drafted] A subgroup with fewer assessments says little of itself. */
enum { EQUITY_FEW = 5 };

/* y: estimate, p: share of the population, m: the mean Σ p y, k: number of subgroups, r: rank, the
 * middle of a subgroup's place when the population stands in order from the worst off (0) to the
 * best off (1). */
enum equity_name {
    EQUITY_D, /* difference. Ordered: best off - worst off, or the reverse where less is better. Else
                     highest - lowest. [S] */
    EQUITY_R, /* ratio of the same two; its error is that of the logarithm. [S] */
    EQUITY_PAR, /* population attributable risk: reference - m, cut at 0 where the reference is no better.
                     The reference is the best off, or the best estimate where there is no order. [S] */
    EQUITY_PAF, /* population attributable fraction: 100 PAR / m. [S] */
    EQUITY_SII, /* slope index of inequality: fitted value at r = 1 minus that at r = 0. [S] */
    EQUITY_RII, /* relative index of inequality: the ratio of the two; error of the logarithm. [S] */
    EQUITY_ACI,   /* absolute concentration index: 2 Σ p (r - 1/2) y. [S] */
    EQUITY_RCI,   /* relative concentration index: ACI / m. [S] */
    EQUITY_BGV,   /* between-group variance: Σ p (y - m)². [S]; error [A] */
    EQUITY_BGSD,  /* its root */
    EQUITY_COV,   /* coefficient of variation: 100 BGSD / m */
    EQUITY_MDMU,  /* mean difference from the mean: Σ |y - m| / k. [S] */
    EQUITY_MDMW,  /* the same, weighted: Σ p |y - m| */
    EQUITY_MDBU,  /* mean difference from the best: Σ |y - best| / k. [S] */
    EQUITY_MDBW,  /* the same, weighted: Σ p |y - best| */
    EQUITY_IDISU, /* index of disparity: 100 MDMU / m. [S] */
    EQUITY_IDISW, /* the same, weighted: 100 MDMW / m */
    EQUITY_TI,    /* Theil index: 1000 Σ p (y/m) log(y/m). [S]; error [A] */
    EQUITY_MLD,   /* mean log deviation: -1000 Σ p log(y/m). [S]; error [A] */
    EQUITY_COUNT
};

/* Why there is no value. */
enum equity_gap {
    EQUITY_SAID,   /* there is one */
    EQUITY_APART,  /* the measure is for the other kind of dimension: not to be shown at all */
    EQUITY_GROUPS, /* below two subgroups, or below three where the measure takes in all of them */
    EQUITY_MISSING, /* subgroups without an estimate: any of an ordered dimension, or above 15 % of others */
    EQUITY_ZERO,   /* it would divide by zero, or take the logarithm of zero */
    EQUITY_NO_FIT, /* no curve fits: estimates are all at the ends of the scale */
    EQUITY_OVERLAP, /* one community stands in several subgroups, which then have no share of the whole */
    EQUITY_WITHHELD /* a subgroup must not be published */
};

struct equity_group {
    const char *key, *label;
    int64_t n;         /* assessments behind the estimate; -1: not known */
    double estimate;   /* NaN: none */
    double error;      /* its standard error; NaN: not known */
    double population; /* NaN: not known */
    int order;         /* ordered dimensions: 1 is the worst off */
};

struct equity_value {
    enum equity_gap gap;
    double value;     /* NaN where gap says why */
    double error;     /* NaN where an error of a subgroup is not known, or none is defined */
    double low, high; /* interval at the level that was asked for; NaN without an error */
    double fit_error; /* what HEAT prints for ACI and RCI (of the regression, O'Donnell and others,
                           Analyzing Health Equity, World Bank, 2008, chapter 8) and for SII and RII
                           (sandwich, HC1): how far the subgroups are from the curve; else NaN */
};

/* Subgroups of one dimension in one place and round. */
struct equity_set {
    const char *setting, *round, *indicator, *dimension; /* "": not said */
    struct equity_group *groups;                         /* ordered ones by `order` */
    size_t count;
    bool ordered;
    bool favourable; /* more is better */
    bool overlaps;   /* communities stand in several subgroups */
    bool withheld;   /* a subgroup was withheld */
    double limit;    /* estimates lie within 0…limit; 0: there is no upper limit */
    int64_t
        silent; /* assessments that do not tell their subgroup, which are left out; -1: withheld */
    int node;   /* whose display scale holds; -1: estimates are shown as they are */
    const char *counted; /* what the population counts: "children", "communities"; NULL: not said */
};

struct equity {
    const struct equity_set *set; /* borrowed */
    size_t used;                  /* subgroups with an estimate */
    size_t few;                   /* of them: below EQUITY_FEW assessments */
    bool weighted;   /* every population is known; otherwise all subgroups count the same */
    bool linear;     /* SII and RII by a straight line, for want of an upper limit */
    double mean;     /* NaN where subgroups overlap or one is withheld */
    int best, worst; /* indexes of groups by estimate, the first of equals; -1: none, or withheld */
    double chance; /* Σ p (1 - p) error²: the BGV to expect if all subgroups were the same; NaN */
    struct equity_value values[EQUITY_COUNT];
};

struct equity_about {
    const char *id;          /* "d", "sii": HEAT's */
    const char *title;       /* "Slope index of inequality" */
    const char *unit;        /* "", "ratio", "%", "of 1000" */
    bool ordered, unordered; /* for which dimensions */
    size_t least;            /* subgroups */
    double none;             /* the value where all are the same: 0, or 1 of ratios */
};
/* Name, unit and scope of a measure. */
const struct equity_about *equity_about(enum equity_name name);

/* Measures `set` at a level of confidence (0.95). Estimates with a limit are fitted by a logistic
 * curve, which stays within 0…limit where a straight line does not (HEAT; Papke and Wooldridge,
 * Journal of Applied Econometrics 11, 1996), weighted by the population; without one, by a straight
 * line. HEAT's own program weights that fit by the population twice, which this does not. Returns 0
 * or ERR_MEMORY; memory is taken from arena. */
int equity_measure(struct arena *arena, const struct equity_set *set, double level,
                   struct equity *out);

/* ---- equity_fit.c: the curve under SII and RII */

struct equity_fit {
    double at0, at1;         /* fitted values at rank 0 and 1, in the unit of y */
    double *slope0, *slope1; /* how at0 and at1 move with each y: n of them, the caller's */
    double sandwich[3]; /* HC1 variance of at0, of at1, and their covariance; NaN below 3 points */
};
/* Fits y at ranks r with weights w by a straight line (limit 0) or by limit / (1 + exp(-(a + b r))). False
 * where no such curve can be found. */
bool equity_fit(const double *r, const double *y, const double *w, size_t n, double limit,
                struct equity_fit *fit);

#endif
