/* Renderers of a composite indicator: pure functions from a result to text. Texts are English. */
#ifndef REPORT_COMPOSITE_H
#define REPORT_COMPOSITE_H

#include "base/buf.h"
#include "compare/composite.h"

/* For people: units by rank with range, coverage and bars, weights, and what to keep in mind. color:
 * ANSI. */
void report_composite_text(struct buf *out, const struct composite *c, bool color);
/* For people: one unit, its place at each level, its strongest and weakest indicators. */
void report_composite_unit(struct buf *out, const struct composite *c, int unit, bool color);
/* All of it as one JSON object, with a line end. */
void report_composite_json(struct buf *out, const struct composite *c);
/* A table of units in their order of rank: score, rank, range, coverage, and each aggregate. */
void report_composite_csv(struct buf *out, const struct composite *c);
/* What a reader should keep in mind: a sentence a line. */
void report_composite_remarks(struct buf *out, const struct composite *c);
/* Decimals that scores are shown with. */
int report_composite_decimals(const struct composite *c);

#endif
