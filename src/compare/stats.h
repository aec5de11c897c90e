/* Statistics from basic operations: the same last digit on every machine. Sums run in the order of the
 * array, so whoever wants a result that does not hang on the order sorts first. NaN comes out where nothing
 * can be said, and where NaN goes in. */
#ifndef COMPARE_STATS_H
#define COMPARE_STATS_H

#include <stdbool.h>
#include <stddef.h>

/* ---- of values */

double stats_mean(const double *x, size_t n); /* NaN of none */
/* Sum of w x over the sum of w; NaN where that is not above 0. */
double stats_weighted_mean(const double *x, const double *w, size_t n);
/* Standard deviation with n - 1, about the mean; NaN below two. */
double stats_sd(const double *x, size_t n);
/* Standard error of a mean of n out of `of` units: sd / sqrt(n) * sqrt(1 - n / of), the finite population
 * correction of Cochran, Sampling Techniques, 1977, section 2.5. of 0: not known, no correction; 0 where all
 * were seen. NaN where n is 0 or above a known `of`. */
double stats_error(double sd, double n, double of);
/* Sorts ascending; NaN last. */
void stats_sort(double *x, size_t n);
/* Quantile p (0…1) of n values in ascending order, type 7 of Hyndman and Fan, Sample Quantiles in
 * Statistical Packages, 1996: what R and spreadsheets do. NaN of none. */
double stats_quantile(const double *sorted, size_t n, double p);

enum stats_ties {
    STATS_COMPETITION, /* 1, 2, 2, 4 */
    STATS_AVERAGE      /* 1, 2.5, 2.5, 4 */
};
/* Ranks of values, 1 the greatest, or with `ascending` the least. NaN has the rank NaN and takes no place.
 * scratch has room for n. */
void stats_rank(const double *x, size_t n, enum stats_ties ties, bool ascending, size_t *scratch,
                double *ranks);

/* ---- distributions */

double stats_normal(double z); /* share of the standard normal distribution below z */
/* Its inverse for 0 < p < 1; -INFINITY at 0, INFINITY at 1. Algorithm AS 241 of Wichura, Applied Statistics
 * 37, 1988: about 16 digits. */
double stats_normal_quantile(double p);
double stats_log_gamma(double x); /* x > 0; error below 1e-13 of it, or of 1 */
/* Regularised incomplete beta function of 0 <= x <= 1, a > 0, b > 0. */
double stats_beta(double x, double a, double b);
double stats_t(double t, double df); /* share of Student's t below t */
/* Its inverse for 0 < p < 1, df > 0. */
double stats_t_quantile(double p, double df);
/* Wilson's interval of a share, hits of n, z standard deviations wide (1.96 for 95 %): Journal of the
 * American Statistical Association 22, 1927. n 0: 0 and 1. */
void stats_wilson(double hits, double n, double z, double *low, double *high);

#endif
