/* Renderers of measures of inequality: for people, as JSON and as CSV. Pure. */
#ifndef REPORT_RENDER_EQUITY_H
#define REPORT_RENDER_EQUITY_H

#include "base/buf.h"
#include "compare/equity.h"
#include "model/checklist.h"

struct equities {
    const struct equity *list;
    size_t count;
    double level; /* of the intervals: 0.95 */
    /* The checklist that estimates are scores under, for the display scale; NULL: they are of a
     * table and are shown as they are. */
    const struct checklist *core;
};

struct page;
/* For people: where there are several sets, a line each with the mean beside the worst off; then
 * for each set its subgroups and measures, in words what they rest on, and why others are missing. */
void render_equity_body(struct page *page, const struct equities *shown, bool ascii);
/* The same as a page of its own, of estimates from a table. */
void render_equity_text(struct buf *out, const struct equities *shown, bool color, bool ascii);
/* The sets as JSON objects with `between` between them; at most nine decimals. */
void render_equity_sets(struct buf *out, const struct equities *shown, const char *between);
/* One JSON object, no line end, of estimates from a table; with `lines` only the sets, one a line. */
void render_equity_json(struct buf *out, const struct equities *shown, bool lines);
/* One line a measure, with a head; what has a gap is there too, and why. */
void render_equity_csv(struct buf *out, const struct equities *shown);
/* "groups", "missing" ...: why a measure has no value; NULL where it has one. */
const char *render_equity_gap(enum equity_gap gap);

#endif
