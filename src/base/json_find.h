/* One member of a large document, without reading the others. */
#ifndef BASE_JSON_FIND_H
#define BASE_JSON_FIND_H

#include <stdbool.h>
#include <stddef.h>

/* Where the value of the outermost object's member of that name stands in the text of a sound document, such
 * as one in canonical form; the key is written there without escapes. False: it is not found. Any other text
 * is gone through safely, and what is found in it may be no JSON. */
bool json_find(const char *text, size_t len, const char *key, const char **value,
               size_t *value_len);

#endif
