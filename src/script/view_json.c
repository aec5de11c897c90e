/* Values of documents as Lua's, and back. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "script/view.h"

void view_push_scalar(lua_State *L, const struct json *value)
{
    if (value->type == JSON_NUMBER) {
        view_push_number(L, value->number);
    } else if (value->type == JSON_STRING) {
        lua_pushlstring(L, value->text, value->len);
    } else if (value->type == JSON_BOOL) {
        lua_pushboolean(L, value->boolean);
    } else {
        lua_pushnil(L);
    }
}

/* What a copy of the value costs: the arena lies outside the state's memory limit, so that fuel is what
 * bounds it. */
static int64_t cost(const struct json *value)
{
    int64_t sum = 32 + (value->type == JSON_STRING ? (int64_t)value->len : 0);
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        sum += cost(m);
    }
    return sum;
}

static struct json *must(lua_State *L, struct json *value)
{
    if (value == NULL) {
        sandbox_starve(L);
    }
    return value;
}

void view_push_plain(lua_State *L, const struct json *value, int depth)
{
    luaL_checkstack(L, 4, "nested too deep");
    if (value->type != JSON_ARRAY && value->type != JSON_OBJECT) {
        view_push_scalar(L, value);
        return;
    }
    if (depth > DEPTH_MAX) {
        (void)luaL_error(L, "nested deeper than %d", DEPTH_MAX);
    }
    lua_newtable(L);
    lua_Integer n = 0;
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        view_push_plain(L, m, depth + 1);
        if (value->type == JSON_OBJECT) {
            lua_setfield(L, -2, m->key);
        } else {
            lua_rawseti(L, -2, ++n);
        }
    }
}

void view_text_check(lua_State *L, const char *text, size_t len)
{
    sandbox_charge(L, (int64_t)len);
    if (memchr(text, '\0', len) != NULL) {
        (void)luaL_error(L, "a text with a zero byte");
    }
    if (text_utf8_check(text, len) != len) {
        (void)luaL_error(L, "a text that is no UTF-8");
    }
}

const char *view_text(lua_State *L, int index)
{
    size_t len = 0;
    const char *text = lua_tolstring(L, index, &len);
    view_text_check(L, text, len);
    return text;
}

static struct json *table_to_json(lua_State *L, int index, int depth)
{
    struct arena *arena = sandbox_of(L)->arena;
    frozen_contents(L, index);
    int t = lua_gettop(L);
    lua_Integer n = (lua_Integer)lua_rawlen(L, t);
    struct json *out = must(L, json_new(arena, n > 0 ? JSON_ARRAY : JSON_OBJECT));
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, t, i);
        (void)json_add(arena, out, NULL,
                       view_to_json(L, lua_gettop(L), depth + 1)); /* no key to copy */
        lua_pop(L, 1);
    }
    if (n == 0) {
        keys_sorted(L, t);
    }
    for (lua_Integer i = 1; n == 0 && lua_rawgeti(L, t + 1, i) != LUA_TNIL; i++) {
        if (lua_type(L, -1) != LUA_TSTRING) {
            (void)luaL_error(L, "a table here has texts as keys, or is a list");
        }
        const char *name = view_text(L, t + 2);
        lua_pushvalue(L, -1);
        lua_rawget(L, t);
        if (json_add(arena, out, name, view_to_json(L, t + 3, depth + 1)) != 0) {
            (void)must(L, NULL);
        }
        lua_settop(L, t + 1);
    }
    lua_settop(L, t - 1);
    return out;
}

/* Of a percent or a part of the plan; NULL where it is another thing. */
static struct json *own_to_json(lua_State *L, int index)
{
    struct arena *arena = sandbox_of(L)->arena;
    const double *share = percent_at(L, index);
    const struct json *node = view_node(L, index);
    if (share != NULL) {
        struct json *out = must(L, json_new(arena, JSON_OBJECT));
        if (json_add(arena, out, "percent", json_new_number(arena, *share)) != 0) {
            (void)must(L, NULL);
        }
        return out;
    }
    if (node != NULL) {
        sandbox_of(L)->looks.broken = true; /* all of it is looked at */
        sandbox_charge(L, cost(node));
        return must(L, json_copy(arena, node));
    }
    return NULL;
}

struct json *view_to_json(lua_State *L, int index, int depth)
{
    struct arena *arena = sandbox_of(L)->arena;
    luaL_checkstack(L, 6, "nested too deep");
    if (depth > DEPTH_MAX) {
        (void)luaL_error(L, "nested deeper than %d", DEPTH_MAX);
    }
    sandbox_charge(L, 32);
    const char *text = NULL;
    struct json *own = NULL;
    double x = 0;
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        x = lua_tonumber(L, index);
        if (!isfinite(x)) {
            (void)luaL_error(L, "a number that is not finite");
        }
        return must(L, json_new_number(arena, x));
    case LUA_TSTRING:
        text = view_text(L, index);
        return must(L, json_new_string(arena, text, strlen(text)));
    case LUA_TBOOLEAN:
        return must(L, json_new_bool(arena, lua_toboolean(L, index)));
    case LUA_TTABLE:
        return table_to_json(L, index, depth);
    default:
        own = own_to_json(L, index);
        if (own == NULL) {
            (void)luaL_error(
                L, "a %s has no place here: give a number, a text, true, false or a table",
                luaL_typename(L, index));
        }
        return own;
    }
}
