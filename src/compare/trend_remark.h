/* How far two rounds of a group can be held against each other. */
#ifndef COMPARE_TREND_REMARK_H
#define COMPARE_TREND_REMARK_H

#include "compare/trend.h"

/* Fills grade and remarks of s, in the arena of t: what else than the plans differs between the
 * rounds, among the communities of the panel, or where there are none among all. Returns 0 or
 * ERR_MEMORY. */
int trend_remark(struct trend *t, const struct trend_course *course, struct trend_step *s);

#endif
