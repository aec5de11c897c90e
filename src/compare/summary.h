/* Groups of a table described: how many, the middle and the spread of their scores, how sure that is, and how
 * much is not known. Sums are of whole billionths, so that the order of rows cannot matter. */
#ifndef COMPARE_SUMMARY_H
#define COMPARE_SUMMARY_H

#include "compare/compare.h"
#include "compare/frame.h"

/* Below these a group has no rank [drafted: dossier of the field, 4.6]. */
enum { RANK_ROWS = 5 };
#define RANK_COVERAGE 0.6

struct summary_ask {
    const char *const *by; /* attributes of the table; crossed */
    size_t by_count;
    const char *const
        *of; /* "total", "domains", "criteria", ids of nodes and criteria; the total is
                              always there */
    size_t of_count;
    double level;                      /* of the intervals, 0…1: 0.95 */
    const struct compare_frame *frame; /* or NULL */
};

/* Describes the groups of t, which must live as long. Rows of several rounds are grouped by "round" too, or
 * refused. Remarks, ranks and what is withheld are for others to fill. ERR_USAGE: an attribute or an item
 * that is not there; ERR_INPUT: a frame that does not fit; ERR_MEMORY. The caller frees *out. */
int summary_make(const struct table *t, const struct summary_ask *ask, struct comparison **out,
                 struct err *e);
void comparison_free(struct comparison *c); /* NULL is fine; the table stays */

/* Why a group has no rank. */
enum no_rank { RANK_GIVEN, RANK_TOO_FEW, RANK_TOO_OPEN, RANK_WITHHELD };
/* Its mean or coverage is withheld; or by the total: fewer than RANK_ROWS with a score, or mean coverage
 * below RANK_COVERAGE. Where both hold because little was answered, that is what is told; where nothing
 * applies, that there are too few. */
enum no_rank summary_may_rank(const struct compare_group *g);

#endif
