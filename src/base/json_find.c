#include "base/json_find.h"

#include <string.h>

/* Past the string that begins at p; NULL: it does not end. */
static const char *string_end(const char *p, const char *end)
{
    const char *quote = p;
    while ((quote = memchr(quote + 1, '"', (size_t)(end - quote - 1))) != NULL) {
        const char *escape = quote;
        while (escape[-1] == '\\') {
            escape--; /* the string's first quote is none */
        }
        if ((quote - escape) % 2 == 0) {
            return quote + 1;
        }
    }
    return NULL;
}

static const char *space_end(const char *p, const char *end)
{
    while (p < end && strchr(" \t\r\n", *p) != NULL && *p != '\0') {
        p++;
    }
    return p;
}

/* Past the value that begins at p, where a comma or a closing bracket stands that is not its own; NULL: there
 * is none. */
static const char *value_end(const char *p, const char *end)
{
    int depth = 0;
    while (p < end) {
        if (*p == '"') {
            p = string_end(p, end);
            if (p == NULL) {
                return NULL;
            }
            continue;
        }
        bool opens = *p == '{' || *p == '[', closes = *p == '}' || *p == ']';
        if (depth == 0 && (closes || *p == ',')) {
            return p;
        }
        depth += opens - closes;
        p++;
    }
    return NULL;
}

bool json_find(const char *text, size_t len, const char *key, const char **value, size_t *value_len)
{
    const char *end = text + len, *p = space_end(text, end);
    size_t key_len = strlen(key);
    while (p < end && (*p == '{' || *p == ',')) {
        const char *name = space_end(p + 1, end);
        const char *after = name < end && *name == '"' ? string_end(name, end) : NULL;
        const char *colon = after == NULL ? end : space_end(after, end);
        if (colon == end || *colon != ':') {
            return false;
        }
        const char *begun = space_end(colon + 1, end);
        p = value_end(begun, end);
        if (p == NULL) {
            return false;
        }
        if ((size_t)(after - name) == key_len + 2 && memcmp(name + 1, key, key_len) == 0) {
            *value = begun;
            *value_len = (size_t)(p - begun);
            return true;
        }
    }
    return false;
}
