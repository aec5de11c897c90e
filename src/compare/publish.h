/* Publishing safely: what could tell of fewer than ten communities, children or households is taken out of
 * the results themselves, so that nothing that prints them can show it. docs/comparing.md says what goes
 * and why; compare/disclose.h how it is found out.
 *
 * In this order: publish_groups after summary_make; then what is made of groups (remarks, ranks, measures of
 * equity, trends); publish_trend for a trend; publish_close at last. What is made of groups that are withheld
 * is then not made at all, and measures come from numbers as they are published. */
#ifndef COMPARE_PUBLISH_H
#define COMPARE_PUBLISH_H

#include "compare/compare.h"
#include "compare/published.h"
#include "compare/trend.h"

/* [drafted] A quantile is shown where at least this many communities lie on either side. */
enum { PUBLISH_BESIDE = 10 };

/* Withholds groups and numbers of c, rounds the others to hundredths, and adds to memory what is left. A
 * withheld group has no number any more: -1 and NaN. ERR_USAGE: grouped by an
 * attribute whose values are a plan's own words; ERR_MEMORY. */
int publish_groups(struct comparison *c, struct published *memory, struct err *e);
/* The same for the steps of a trend of such groups. */
int publish_trend(struct trend *t, struct published *memory, struct err *e);
/* Takes away what only the making needed: the rows, and who is in which group. c->table is then a table
 * without rows. 0, or a negative code with *e filled. */
int publish_close(struct comparison *c, struct err *e);

#endif
