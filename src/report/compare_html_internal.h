/* Shared by the files that make the page of a comparison; nobody else includes it. */
#ifndef REPORT_COMPARE_HTML_INTERNAL_H
#define REPORT_COMPARE_HTML_INTERNAL_H

#include "compare/summary.h"
#include "report/compare_html.h"
#include "report/html.h"
#include "report/render_internal.h"

enum { COMPARE_SHADES = 5 };

struct cpage {
    struct html h;
    struct arena arena;
    const struct compare_page *page;
    const struct comparison *c;
    const struct checklist *shown; /* never NULL */
    bool right;                    /* read from the right: charts are mirrored */
    size_t *order; /* groups: ranked ones by median rank, then the others as they come */
    size_t ranked; /* how many of them are ranked */
};

/* The style sheet, after that of the guide. */
extern const char compare_style[];

/* ---- compare_html.c: words and numbers */

/* Tags, the program's own words, tags. */
void cpage_say(struct cpage *p, const char *before, const char *text, const char *after);
/* The same for inside an SVG or an attribute: no tags in it. */
void cpage_plain(struct cpage *p, const char *text, const struct fill *fills);
void cpage_open(struct cpage *p, const char *id,
                const char *title); /* a section with its heading */
void cpage_close(struct cpage *p);
/* A table that can be scrolled, up to its head; columns are words of the program. */
void cpage_table(struct cpage *p, const char *id, const char *kind, const char *caption);
void cpage_heads(struct cpage *p, const char *const *heads, size_t count);
void cpage_table_end(struct cpage *p);
/* A cell with a score, a share, a whole number; NaN and -1: a dash. */
void cpage_score_cell(struct cpage *p, double x);
void cpage_share_cell(struct cpage *p, double x);
void cpage_count_cell(struct cpage *p, int64_t n);
void cpage_range_cell(struct cpage *p, double low, double high);
/* A score on the scale of the checklist, a share in percent, as text. */
void cpage_score(struct cpage *p, struct buf *out, double x);
void cpage_share(struct buf *out, double x);
/* What a group is called: its labels joined. */
void cpage_label(struct cpage *p, struct buf *out, size_t group);
/* The same between tags: <th scope="row">. */
void cpage_row_head(struct cpage *p, size_t group);
/* The word for an attribute by which groups are made. */
const char *cpage_attribute(const char *name);
/* Why a group has no rank; NULL: it has one, or there are no ranks. */
const char *cpage_unranked(const struct cpage *p, size_t group);
/* Whether a group has so few scores that they say little of it. */
bool cpage_few(const struct compare_group *g);
/* 0 to COMPARE_SHADES - 1 from light to dark, -1 where there is no number. */
int cpage_shade(double x);
/* The name of an item in the language of the page. */
const char *cpage_item(const struct cpage *p, const struct compare_item *item);

/* ---- compare_html_chart.c: drawings that stretch with the page */

void cpage_dots(
    struct cpage *p); /* means with intervals, one line a group, and what the signs mean */
void cpage_ranks(struct cpage *p); /* median ranks with the range of most draws */
void cpage_bands(struct cpage *p); /* shares of the bands */

/* ---- compare_html_table.c */

void cpage_scores(struct cpage *p); /* chart and figures of the total */
void cpage_key(struct cpage *p);    /* what the shades mean */
void cpage_heat(struct cpage *p);   /* groups by domains, and criteria by groups */
void cpage_rank_section(
    struct cpage *p); /* ranks, pairs that cannot be told apart, what moves ranks */

/* ---- compare_html_map.c */

void cpage_map(struct cpage *p); /* where the groups are countries; else nothing */
bool cpage_has_map(const struct cpage *p);

/* ---- compare_html_method.c */

void cpage_first(struct cpage *p);  /* what to read before any number */
void cpage_method(struct cpage *p); /* how the numbers came about, what was left out */

#endif
