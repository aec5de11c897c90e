/* Where the subgroups of an equity measure come from: groups of stored assessments, or a table of
 * estimates that somebody else made, such as by sex or disability, which no community has as a
 * whole. */
#ifndef COMPARE_EQUITY_SETS_H
#define COMPARE_EQUITY_SETS_H

#include "compare/compare.h"
#include "compare/equity.h"

struct equity_sets {
    struct arena arena;
    struct equity_set *items;
    size_t count;
};
void equity_sets_free(struct equity_sets *s); /* all that belongs to it; it can be used again */

/* A set for each item and for each combination of the other attributes, in the order of the groups;
 * `by` of c ends with the attribute that makes the subgroups. Estimates are plain means. The
 * population is children where every row tells them, else the communities there are where a frame
 * tells, else those assessed. wealth_quintile and income stand in order, the poorest first; no
 * other attribute does. Returns 0, ERR_USAGE where c has no attribute, or ERR_MEMORY. */
int equity_sets_of(const struct comparison *c, struct equity_sets *out, struct err *e);

/* Reads a table, one row a subgroup, with the columns of HEAT's own templates: setting (or
 * country), date (or round), indicator_name (or indicator), dimension, subgroup, estimate, se,
 * population, subgroup_order (or order), ordered_dimension, favourable_indicator, indicator_scale;
 * and n, the assessments or persons behind an estimate. Other columns of HEAT's are passed over;
 * unknown ones are refused. An empty cell or NA is not known. Sets stand in the order of their
 * first rows. Without indicator_scale the limit is 1 or 100, whichever holds all estimates, or
 * none; without ordered_dimension a set is ordered where every row has an order; without
 * favourable_indicator more is better. ERR_INPUT with complaints in d; ERR_MEMORY. */
int equity_sets_read(const char *text, size_t len, struct diag *d, struct equity_sets *out);

#endif
