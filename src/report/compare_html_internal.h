/* Shared by the files that make the page of a comparison; nobody else includes it. */
#ifndef REPORT_COMPARE_HTML_INTERNAL_H
#define REPORT_COMPARE_HTML_INTERNAL_H

#include "compare/summary.h"
#include "report/compare_html.h"
#include "report/html.h"
#include "report/render_internal.h"

enum {
    COMPARE_SHADES = 5,
    CHART_TOP = 22, /* pixels above the first row of a chart, of a row, to its line below its top */
    CHART_ROW = 31,
    CHART_LINE = 21
};

struct cpage {
    struct html h;
    struct arena arena;
    const struct compare_shown *page;
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
/* The same words for inside an SVG or an attribute: no tags in them. */
void cpage_plain(struct cpage *p, const char *text, const struct fill *fills);
/* A list item; {name}s are put in. */
void cpage_point(struct cpage *p, const char *text, const struct fill *fills);
/* The same with {count} and {of}. */
void cpage_point_count(struct cpage *p, const char *text, int64_t count, int64_t of);
void cpage_open(struct cpage *p, const char *id, const char *title); /* a section, its heading */
void cpage_close(struct cpage *p);                                   /* its end */
/* A table that can be scrolled, up to its first head. */
void cpage_table(struct cpage *p, const char *id, const char *kind, const char *caption);
/* Heads of columns, words of the program; ends the head of the table. */
void cpage_heads(struct cpage *p, const char *const *heads, size_t count);
void cpage_table_end(struct cpage *p); /* its end */
/* A cell with figures, read from the left in any language; frees text. */
void cpage_figure_cell(struct cpage *p, struct buf *text);
/* A cell with a score; NaN: a dash. So for the next ones. */
void cpage_score_cell(struct cpage *p, double x);
void cpage_share_cell(struct cpage *p, double x); /* whole percent */
/* The same rounded down, so that a limit is never said to be met where it is missed. */
void cpage_coverage_cell(struct cpage *p, double x);
void cpage_count_cell(struct cpage *p, int64_t n); /* below 0: a dash */
/* Two scores, from and to. */
void cpage_range_cell(struct cpage *p, double low, double high);
/* A distance between two scores, on the scale: "+3.1" with a sign. */
void cpage_distance(struct cpage *p, struct buf *out, double x, bool sign);
/* The same in a cell. */
void cpage_distance_cell(struct cpage *p, double x, bool sign);
/* What an item has, on its own scale; a criterion: a credit. */
void cpage_item_score(struct cpage *p, struct buf *out, size_t item, double x);
/* A score on the scale of the checklist, as text. */
void cpage_score(struct cpage *p, struct buf *out, double x);
void cpage_share(struct buf *out, double x); /* a share in whole percent */
/* What labels make together: of a group, of a course. */
void cpage_label(struct cpage *p, struct buf *out, size_t group);
/* A row begins: <tr><th scope="row"> with the name of the group. */
void cpage_row_head(struct cpage *p, size_t group);
/* Whether ranks were simulated, or could not be because no group may have one. */
bool cpage_has_ranks(const struct cpage *p);
/* Why a group has no rank. */
const char *cpage_unranked(const struct cpage *p, size_t group);
/* Whether a group has so few scores, or so many open answers, that its mean is no finding. */
bool cpage_weak(const struct compare_group *g);
/* 0 to COMPARE_SHADES - 1 from light to dark, -1 where there is no number. */
int cpage_shade(double x);
/* The name of an item in the language of the page. */
const char *cpage_item(const struct cpage *p, const struct compare_item *item);

/* ---- compare_html_chart.c: drawings that stretch with the page */

/* A chart of so many rows begins. */
void cpage_figure(struct cpage *p, const char *id, int64_t rows, const char *title,
                  const char *description);
void cpage_figure_end(struct cpage *p); /* its end */
/* A line through all rows at a place of 0…1, its text above. */
void cpage_tick(struct cpage *p, double x, int64_t rows, const char *text);
void cpage_ticks(struct cpage *p, int64_t rows); /* the scale of scores */
/* What a row is called, and its figures at the other end; top is that of the row. */
void cpage_names(struct cpage *p, const struct buf *label, int64_t top, const struct buf *figures);
/* A line from one place of 0…1 to another; y in pixels. So for the next ones. */
void cpage_line(struct cpage *p, const char *class, double from, double to, int64_t y);
/* A line with ends. */
void cpage_whisker(struct cpage *p, const char *class, double from, double to, int64_t y);
/* A dot: class "dot", with "hollow" where it is no finding, "early", "worst". */
void cpage_dot(struct cpage *p, const char *class, double x, int64_t y);
/* A bar whose upper edge is at y. */
void cpage_bar(struct cpage *p, const char *class, double from, double to, int64_t y, int height);
/* What the signs of a chart mean. */
struct cpage_sign {
    const char *drawing, *meaning;
};
/* A list of them. */
void cpage_signs(struct cpage *p, const struct cpage_sign *list, size_t count,
                 const struct fill *fills);
void cpage_dots(struct cpage *p);  /* means with intervals, one line a group; what the signs mean */
void cpage_ranks(struct cpage *p); /* median ranks with the range of most draws */
void cpage_bands(struct cpage *p); /* the section of bands */

/* ---- compare_html_table.c */

void cpage_scores(struct cpage *p);       /* chart and figures of the total */
void cpage_key(struct cpage *p);          /* what the shades mean */
void cpage_heat(struct cpage *p);         /* groups by domains, and criteria by groups */
void cpage_rank_section(struct cpage *p); /* ranks, pairs that are alike, what moves ranks */

/* ---- compare_html_map.c */

bool cpage_has_map(const struct cpage *p); /* the groups are countries */
void cpage_map(struct cpage *p);           /* the map where they are; else nothing */

/* ---- compare_html_trend.c, compare_html_equity.c: nothing where there is none */

void cpage_trend(struct cpage *p);  /* how groups changed */
void cpage_equity(struct cpage *p); /* how unequal subgroups are */

/* ---- compare_html_method.c */

void cpage_first(struct cpage *p);  /* what to read before any number */
void cpage_method(struct cpage *p); /* how the numbers came about, what was left out */

#endif
