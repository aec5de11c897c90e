/* Small helpers for text: UTF-8, ids, dates, the nearest known word. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Offset of the first byte that is no valid UTF-8 (overlong, surrogate, over U+10FFFF), or len. */
size_t text_utf8_check(const char *text, size_t len);
bool text_is_id(const char *text);             /* 1-64 of A-Za-z0-9._- */
bool text_equal(const char *a, const char *b); /* false where either is NULL */
/* Whether the first len bytes, or all where one ends before, are the same but for the case of ASCII
 * letters; strncasecmp asks the locale of the host program. */
bool text_alike(const char *a, const char *b, size_t len);
/* A calendar date "YYYY-MM-DD" (Gregorian, years 0001-9999) as days since 1970-01-01. */
bool text_date(const char *text, int64_t *days);
/* Whole units from `from` to `to`, both dates: "years", "months" or "days"; *unfinished tells whether
 * a further unit has begun. Negative when `to` is earlier. False: no date or unknown unit. */
bool text_age(const char *from, const char *to, const char *unit, int64_t *whole, bool *unfinished);
/* The word of `words` nearest to `given` (edit distance at most a third of its length, ASCII case
 * ignored), or NULL. */
const char *text_nearest(const char *given, const char *const *words, size_t count);
/* Adds text with control characters, bidi controls and bad bytes as visible escapes (\x1b, \u202e). */
void text_escape(struct buf *out, const char *text, size_t len, size_t max);

#endif
