/* Lines of CSV (RFC 4180) that a spreadsheet may open. */
#ifndef REPORT_COMPARE_CSV_H
#define REPORT_COMPARE_CSV_H

#include <stdbool.h>

#include "base/buf.h"

/* A cell of text, quoted where needed, with a comma before it but for the first of the line. What a
 * spreadsheet would take for a formula is quoted and begins with '. Numbers stay as they are. */
void csv_text(struct buf *out, const char *text, bool *first);
/* A cell with a number; NaN: empty. */
void csv_number(struct buf *out, double number, bool *first);
void csv_end(struct buf *out, bool *first); /* the end of the line */

#endif
