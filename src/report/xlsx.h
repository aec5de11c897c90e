/* A workbook (ECMA-376, transitional) written from top to bottom: sheets, rows, cells, and a chart a sheet.
 * Text is inline text and never a formula. There are no times in it: the same calls give the same bytes. */
#ifndef REPORT_XLSX_H
#define REPORT_XLSX_H

#include "base/zip.h"

enum xlsx_style { XLSX_PLAIN, XLSX_HEAD, XLSX_THREE /* decimals */, XLSX_WRAP };

struct xlsx {
    struct zip zip;
    struct buf sheet;             /* the one in the making */
    struct buf book, types, rels; /* what the workbook says of its sheets so far */
    size_t sheets, charts;
    size_t row, column; /* of the next cell, from 0 */
    size_t lines;       /* of text in the row that is to come; 0: as many as the reader finds */
    bool begun;         /* the row has a cell */
    bool chart;         /* the sheet in the making has one */
};

/* Begins a workbook at the end of out, which stays the caller's. */
void xlsx_init(struct xlsx *x, struct buf *out);
/* Begins a sheet; the one before is finished. name: up to 31 ASCII letters and spaces. widths: of columns, in
 * characters. heads: rows that stay in sight. */
void xlsx_sheet(struct xlsx *x, const char *name, const double *widths, size_t count, size_t heads);
/* The row that is to come has so many lines of text: not every reader counts wrapped ones. */
void xlsx_lines(struct xlsx *x, size_t lines);
/* The next cell of the row. NULL and NaN leave it empty. */
void xlsx_text(struct xlsx *x, const char *text, enum xlsx_style style);
/* The same with a number. */
void xlsx_number(struct xlsx *x, double number, enum xlsx_style style);
void xlsx_row(struct xlsx *x); /* ends the row */

/* Bars, one a row of the sheet in the making, with lines from value - minus to value + plus. */
struct xlsx_chart {
    const char *title, *alt;          /* alt: the chart in words, for those who do not see it */
    const char *sheet;                /* name of the sheet in the making */
    size_t first, count;              /* rows, from 0 */
    size_t label, value, minus, plus; /* columns, from 0 */
    const char *const *labels;
    const double *values, *minuses, *pluses; /* what stands there; NaN: nothing */
    size_t column;                           /* left side of the chart */
};
/* Puts it onto the sheet in the making: one a sheet. */
void xlsx_chart(struct xlsx *x, const struct xlsx_chart *chart);

void xlsx_finish(struct xlsx *x); /* also releases x */

#endif
