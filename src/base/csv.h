/* CSV (RFC 4180) through libcsv: strict quotes, CR, LF and CRLF, a byte-order mark at the start. White
 * space around a cell without quotes is dropped. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stddef.h>

#include "base/json.h"

struct csv_row {
    int line; /* line on which the row begins, from 1 */
    size_t count;
    const char *const *fields; /* NUL-terminated, valid UTF-8, no NUL inside */
    const char *raw;           /* the row as it stands in the text, without its line end */
    size_t raw_len;
};

/* Calls row for each row; blank lines are passed over. row returns 0 to go on, else its value is
 * returned. ERR_INPUT (error filled with line and text): a quote never closed, text after a closing
 * quote, NUL, bad UTF-8. Rows before the fault have been handed over. */
int csv_read(const char *text, size_t len, int (*row)(void *context, const struct csv_row *row),
             void *context, struct json_error *error);

#endif
