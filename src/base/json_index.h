/* Members of an object by key: which stands twice, and where each is in a large one. */
#ifndef BASE_JSON_INDEX_H
#define BASE_JSON_INDEX_H

#include "base/json.h"

/* As json_index, for one who has the heads of the keys: keyed has all members of the object, in their
 * order. */
int json_index_keyed(struct arena *arena, struct json *object, const struct json_keyed *keyed,
                     const struct json **twice);

#endif
