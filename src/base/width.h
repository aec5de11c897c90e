/* How many columns a text takes on a terminal. */
#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include <stddef.h>

/* Columns of the character at text (not its end): 0, 1 or 2; its bytes go to *bytes, at least 1. Bytes that
 * are no UTF-8 take one each. */
int width_next(const char *text, size_t *bytes);
size_t width_of(const char *text); /* of all of it */

#endif
