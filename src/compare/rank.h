/* Ranks of groups with their uncertainty. Each draw changes what is not known, by the sources that are on,
 * scores every assessment anew under the core and ranks the means of the groups:
 *
 *   missing    open answers, between 0 and 1
 *   sample     which communities were assessed: a bootstrap inside each group, scaled so that few communities
 *              count as few, and by the finite population where it is known
 *   weights    Dirichlet about the checklist's, node by node
 *   aggregate  the checklist's own way, arithmetic, geometric, harmonic, where nodes are put together
 *   rater      answers of an assessment a level too high, or too low
 *
 * Draws are numbered and each is made of seed and number alone, and all sums are of whole numbers: the same
 * bytes for any number of threads. docs/adr/0024 says why each source is as it is. */
#ifndef COMPARE_RANK_H
#define COMPARE_RANK_H

#include "compare/summary.h"

/* What somebody who waits gets by default: 10,000 draws of up to 5,000 rows (a row in several groups counts
 * in each), and of more as many as make 50 million rows at most, but RANK_DRAWS_LEAST. A share of the draws
 * then has a standard error of 1.3 in a hundred at most, and 0.6 at 95. The smaller numbers are multiples of
 * 12 blocks, so that three or four ways to put nodes together have the same part. Our own [drafted]. */
enum { RANK_DRAWS_FIT = -1, RANK_DRAWS = 10000, RANK_DRAWS_LEAST = 1536, RANK_ROWS_FULL = 5000 };

/* Spread and slip are our own [drafted]. */
#define RANK_SETTINGS_INIT                                                                      \
    {                                                                                           \
        .seed = 1, .draws = RANK_DRAWS_FIT, .base = 1152, .on = {true, true, true, true, true}, \
        .open = OPEN_TOGETHER, .spread = 0.25, .slip = 0.125, .least = RANK_ROWS,               \
        .coverage = RANK_COVERAGE, .jobs = 1                                                    \
    }

/* Fills rank of each group of c, and c's draws, seed, settings, sources, pairs; leaves all else. A group
 * takes part that has `least` assessments with a score and the coverage. With draws 0, or no group that
 * takes part, no draw is made. Over RANK_ROWS_FULL rows the shares of the sources rest on 512 to 1,024 draws;
 * c's settings say how many. Returns 0, ERR_USAGE for settings that make no sense, or
 * ERR_MEMORY. */
int rank_simulate(struct comparison *c, const struct rank_settings *settings, struct err *e);

/* The pair of two groups, whichever is named first (look at its a and b), or NULL where one has no rank. */
const struct compare_pair *rank_pair(const struct comparison *c, int a, int b);

/* The word for it in output: "missing", "sample" ... */
const char *rank_source_name(enum source source);

#endif
