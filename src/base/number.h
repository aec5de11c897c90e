/* Numbers as text and as billionths; independent of the locale. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define CREDIT_ONE INT64_C(1000000000) /* a credit of 1, in billionths */

/* Whether the whole of text fits the JSON number grammar, be its value finite or not. */
bool number_is_written_well(const char *text, size_t len);
/* Reads exactly that grammar over the whole of text. Returns 0, ERR_INPUT where it is no number or is
 * not finite, or ERR_MEMORY (long texts only). -0 becomes 0. */
int number_parse(const char *text, size_t len, double *out);
/* Shortest text that reads back as the same double, in ECMAScript form (RFC 8785).
 * What is not finite becomes null. */
void number_write(struct buf *out, double value);
/* A whole number in decimal digits. */
void number_write_whole(struct buf *out, int64_t value);
/* Billionths as a decimal with at most nine decimals and no trailing zeros: 583214286 -> 0.583214286 */
void number_write_credit(struct buf *out, int64_t billionths);
/* A number with at most nine decimals, half rounded up; what is not finite becomes null. */
void number_write_decimal(struct buf *out, double value);
/* floor(x * 1e9 + 0.5) for 0 <= x <= 1; -1 when x is NaN or outside. */
int64_t number_to_credit(double x);

#endif
