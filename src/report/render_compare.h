/* Renderers of comparisons: groups side by side, for people and as JSON. Pure. */
#ifndef REPORT_RENDER_COMPARE_H
#define REPORT_RENDER_COMPARE_H

#include "base/buf.h"
#include "compare/compare.h"
#include "report/render_equity.h"

/* A comparison, and what there is besides: rounds of the same checklist and other checklists that were not
 * taken. */
struct compared {
    const struct comparison *c; /* NULL: nothing is stored that fits */
    const char *const *other_rounds;
    size_t other_round_count;
    const char *const *other_checklists;
    size_t other_checklist_count;
    uint64_t seed;                 /* as it was asked for */
    const struct equities *equity; /* how unequal the groups are; NULL: that was not asked for */
};

/* The profile under which all rows were assessed; NULL: none, or different ones. */
const char *compare_profile(const struct table *t);
/* For people: what can be held against each other, a line a group, spread, bands, then a table for each
 * further item, then what was left out. ascii: bars without block characters. */
void render_compare_text(struct buf *out, const struct compared *shown, bool color, bool ascii);
/* One JSON object, no line end; at most nine decimals, no time in it. With `lines` only the groups, one a
 * line, without a line end after the last. */
void render_compare_json(struct buf *out, const struct compared *shown, bool lines);

#endif
