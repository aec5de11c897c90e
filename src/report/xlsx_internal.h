/* Shared by the parts of the workbook writer; nobody else includes it. */
#ifndef REPORT_XLSX_INTERNAL_H
#define REPORT_XLSX_INTERNAL_H

#include "report/xlsx.h"

void xlsx_column(struct buf *out, size_t column); /* A … Z, AA … */
/* Text of a cell: characters that XML forbids as _xHHHH_, the rest by xml_text. */
void xlsx_escape(struct buf *out, const char *text);
/* Where a chart stands on its sheet. */
void xlsx_drawing_xml(struct buf *out, const struct xlsx_chart *chart);
/* The chart itself. */
void xlsx_chart_xml(struct buf *out, const struct xlsx_chart *chart);

#endif
