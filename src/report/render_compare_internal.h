/* Shared by the files that show a comparison as text; nobody else includes it. */
#ifndef REPORT_RENDER_COMPARE_INTERNAL_H
#define REPORT_RENDER_COMPARE_INTERNAL_H

#include "report/render_compare.h"
#include "report/render_internal.h"

enum { COMPARE_NAME_LEAST = 18, COMPARE_NAME_MOST = 36, COMPARE_BAR = 12 };

struct compare_text {
    struct page page;
    const struct comparison *c;
    bool ascii;
    int name;        /* columns of the names of groups */
    struct buf cell; /* scratch: page_right empties it */
};

/* ---- render_compare_cell.c: what stands in a cell. `item` is an index among the items. */

/* A value of 0…1 on the display scale; "-" for NaN. Criteria: as a credit with two decimals. */
void compare_score(struct compare_text *t, struct buf *out, size_t item, double value);
/* A distance on that scale; "-" for NaN. */
void compare_spread(struct compare_text *t, struct buf *out, size_t item, double value);
/* Two values with a dash between; "-" for NaN. */
void compare_range(struct compare_text *t, struct buf *out, size_t item, double low, double high);
/* A share as whole percent, rounded down, so that 60 % is never said where a limit of 60 % is missed. */
void compare_percent(struct buf *out, double share);
/* A share as the nearest whole percent; 0 % only for none and 100 % only for all. */
void compare_share(struct buf *out, double share);
/* The labels of a group as one text. */
void compare_name(struct buf *out, const struct comparison *c, const char *const *labels);
/* How sure the mean is, in COMPARE_BAR columns from 0 to 1: full to the lower end of the interval, half to
 * its upper end; a dot where there is a mean and no interval. */
void compare_bar(struct compare_text *t, const struct compare_stat *s);

/* ---- render_compare_notes.c: in sentences */

/* What the checklist is. */
void compare_heading(struct page *p, const struct table *table);
/* The rounds that were taken, and what else there is. */
void compare_chosen(struct page *p, const char *const *rounds, size_t count,
                    const struct compared *shown);
/* Whether it may be published. */
void compare_public(struct page *p, const struct comparison *c);
/* Rows that were left out; nothing where there are none. */
void compare_left_out(struct page *p, const struct table *table);
void compare_before(struct compare_text *t, const struct compared *shown); /* above the tables */
void compare_after(struct compare_text *t);                                /* below them */

#endif
