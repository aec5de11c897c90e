/* What jansson takes, held to what ours documents beyond RFC 8259: one byte-order mark is skipped, depth
 * over 64 is refused. U+0000, duplicate keys and numbers out of range jansson refuses itself; it reads
 * whole numbers as reals here, as ours does, and would refuse those over 2^63 otherwise. A zero byte, which
 * no JSON text holds, ends the text for jansson. */
#include <jansson.h>
#include <string.h>

#include "oracle.h"

enum { DEEPEST = 64 };

static int depth_of(const json_t *value)
{
    int below = 0, depth = json_is_array(value) || json_is_object(value);
    json_t *child;
    size_t i;
    if (json_is_array(value)) {
        json_array_foreach(value, i, child)
        {
            int d = depth_of(child);
            below = d > below ? d : below;
        }
    } else if (json_is_object(value)) {
        for (void *at = json_object_iter((json_t *)value); at != NULL;
             at = json_object_iter_next((json_t *)value, at)) {
            int d = depth_of(json_object_iter_value(at));
            below = d > below ? d : below;
        }
    }
    return depth + below;
}

static bool oracle_accepts(const char *text, size_t len)
{
    json_error_t error;
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    if (memchr(text, '\0', len) != NULL) {
        return false;
    }
    json_t *value = json_loadb(
        text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
    bool accepted = value != NULL && depth_of(value) <= DEEPEST;
    json_decref(value);
    return accepted;
}

int main(int argc, char **argv)
{
    return oracle_main(argc, argv);
}
