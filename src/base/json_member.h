/* Members of a JSON object: `"key":` and the value, with a comma before where needed. */
#ifndef BASE_JSON_MEMBER_H
#define BASE_JSON_MEMBER_H

#include <stdint.h>

#include "base/json.h"

/* The key alone: the value is to follow. */
void member_key(struct buf *out, const char *key);
/* NULL: null. */
void member_text(struct buf *out, const char *key, const char *value);
/* A whole number. */
void member_number(struct buf *out, const char *key, int64_t value);
/* A number with at most nine decimals; null where it is not finite. */
void member_decimal(struct buf *out, const char *key, double value);
/* A whole number; below zero, which stands for "not told": null. */
void member_count(struct buf *out, const char *key, int64_t value);
/* true or false. */
void member_bool(struct buf *out, const char *key, bool value);
/* A list of texts. */
void member_texts(struct buf *out, const char *key, const char *const *list, size_t count);

#endif
