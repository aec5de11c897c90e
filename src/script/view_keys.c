/* The keys of a part of a plan, for pairs. */
#include <string.h>

#include "script/view.h"

const char *const view_beside[BESIDE_COUNT] = {"community", "assessment", "facts", "answers"};

unsigned view_beside_of(const char *key)
{
    unsigned i = BESIDE_COUNT;
    while (i > 0 && strcmp(key, view_beside[i - 1]) != 0) {
        i--;
    }
    return i;
}

void view_keys(lua_State *L, const struct json *node, bool plan, bool bare)
{
    const struct json *object = plan ? json_get(node, "plan") : node;
    size_t len = object == NULL ? 0 : object->len, n = 0;
    sandbox_charge(L, 8 + 8 * (int64_t)len);
    struct key *keys = lua_newuserdatauv(L, sizeof *keys * (len + BESIDE_COUNT + 1), 0);
    if (bare) {
        keys[n++] = (struct key){"value", strlen("value"), 0};
        object = NULL;
    }
    double i = 0;
    for (const struct json *m = object == NULL ? NULL : object->first; m != NULL; m = m->next) {
        i++;
        if (m->type != JSON_NULL) {
            keys[n++] = (struct key){m->key, m->key == NULL ? 0 : strlen(m->key), i};
        }
    }
    for (size_t k = 0; plan && k < BESIDE_COUNT; k++) {
        const struct json *own = json_get(object, view_beside[k]); /* nothing stands twice */
        bool absent = own == NULL || own->type == JSON_NULL;
        if (json_get(node, view_beside[k]) != NULL && absent) {
            keys[n++] = (struct key){view_beside[k], strlen(view_beside[k]), 0};
        }
    }
    keys_push(L, keys, n);
    lua_remove(L, -2);
}
