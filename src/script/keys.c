/* Keys of tables, in an order that is the same in every process: lua_next goes by where Lua happens to have
 * put them. Whatever can raise, be charged or be seen is done in this order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "script/sandbox.h"

/* Numbers by value, then texts by bytes. */
static int by_key(const void *a, const void *b)
{
    const struct key *x = a;
    const struct key *y = b;
    if ((x->text == NULL) != (y->text == NULL)) {
        return x->text == NULL ? -1 : 1;
    }
    if (x->text == NULL) {
        return x->number < y->number ? -1 : x->number > y->number;
    }
    size_t len = x->len < y->len ? x->len : y->len;
    int order = memcmp(x->text, y->text, len);
    return order != 0 ? order : x->len < y->len ? -1 : 1; /* no key stands twice in a table */
}

/* Few keys, as most tables have, are sorted where they stand. */
static void sort(struct key *keys, size_t count)
{
    enum { FEW = 12 };
    if (count > FEW) {
        qsort(keys, count, sizeof *keys, by_key);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct key k = keys[i];
        size_t at = i;
        for (; at > 0 && by_key(&k, &keys[at - 1]) < 0; at--) {
            keys[at] = keys[at - 1];
        }
        keys[at] = k;
    }
}

void keys_push(lua_State *L, struct key *keys, size_t count)
{
    int64_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += (int64_t)keys[i].len;
    }
    sandbox_charge(L, 8 * (int64_t)count);
    sandbox_charge(L, bytes / 4); /* long texts that begin alike are slow to compare */
    sort(keys, count);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].text != NULL) {
            lua_pushlstring(L, keys[i].text, keys[i].len);
        } else if (keys[i].number == floor(keys[i].number) && fabs(keys[i].number) < 9e15) {
            lua_pushinteger(L, (lua_Integer)keys[i].number);
        } else {
            lua_pushnumber(L, keys[i].number);
        }
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

void keys_sorted(lua_State *L, int t)
{
    lua_Integer count = 0;
    for (lua_pushnil(L); lua_next(L, t) != 0; lua_pop(L, 1)) {
        count++;
    }
    int wrong = LUA_NUMTYPES; /* none */
    struct key *keys = lua_newuserdatauv(L, sizeof *keys * (size_t)(count + 1), 0);
    lua_Integer n = 0;
    for (lua_pushnil(L); lua_next(L, t) != 0; lua_pop(L, 1)) {
        struct key *k = &keys[n++];
        *k = (struct key){NULL, 0, 0};
        if (lua_type(L, -2) == LUA_TSTRING) {
            k->text = lua_tolstring(L, -2, &k->len); /* stays while it is a key of t */
        } else if (lua_type(L, -2) == LUA_TNUMBER) {
            k->number = lua_tonumber(L, -2);
        } else if (lua_type(L, -2) < wrong) {
            wrong = lua_type(L, -2);
        }
    }
    if (wrong != LUA_NUMTYPES) {
        (void)luaL_error(L, "pairs: a key is a %s, but keys must be numbers or texts",
                         lua_typename(L, wrong));
    }
    keys_push(L, keys, (size_t)count);
    lua_remove(L, -2);
}

size_t keys_of_texts(lua_State *L, int t, struct key *out, size_t room)
{
    size_t n = 0;
    bool texts = true;
    for (lua_pushnil(L); lua_next(L, t) != 0; lua_pop(L, 1), n++) {
        if (lua_type(L, -2) != LUA_TSTRING) {
            texts = false;
        } else if (n < room) {
            out[n] = (struct key){.number = 0};
            out[n].text = lua_tolstring(L, -2, &out[n].len); /* stays while it is a key of t */
        }
    }
    if (texts && n <= room) {
        sort(out, n);
    }
    return texts ? n : KEYS_MIXED;
}

const char *keys_unknown(lua_State *L, int t, const char *const *known, size_t count)
{
    const char *first = NULL;
    for (lua_pushnil(L); lua_next(L, t) != 0; lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        bool found = false;
        for (size_t i = 0; i < count && !found; i++) {
            found = strcmp(key, known[i]) == 0;
        }
        if (!found && (first == NULL || strcmp(key, first) < 0)) {
            first = key;
        }
    }
    return first;
}
