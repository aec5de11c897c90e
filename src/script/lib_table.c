/* Lists: sort, insert, remove, concat, unpack, bounded, on plain tables; reading also on frozen ones
 * and views. */
#include <string.h>

#include "script/sandbox.h"

static lua_Integer length(lua_State *L, int index)
{
    if (view_node(L, index) == NULL) {
        luaL_checktype(L, index, LUA_TTABLE);
    }
    lua_Integer n = luaL_len(L, index);
    if (n > LIST_MAX) {
        (void)sandbox_stop(L, STOP_SIZE, "a list of more than 100000");
    }
    return n;
}

/* A list that may be changed. */
static lua_Integer writable(lua_State *L, int index)
{
    luaL_checktype(L, index, LUA_TTABLE);
    if (frozen(L, index)) {
        return luaL_error(L, "this table is read-only: make a new one");
    }
    return length(L, index);
}

/* table.insert(list, value) at the end, table.insert(list, position, value) before that entry. */
static int table_insert(lua_State *L)
{
    lua_Integer n = writable(L, 1) + 1;
    lua_Integer at = n;
    if (lua_gettop(L) == 3) {
        at = luaL_checkinteger(L, 2);
        sandbox_require(L, at >= 1 && at <= n, 2, "position out of range");
        sandbox_charge(L, n - at);
        for (lua_Integer i = n; i > at; i--) {
            lua_rawgeti(L, 1, i - 1);
            lua_rawseti(L, 1, i);
        }
    } else {
        sandbox_require(L, lua_gettop(L) == 2, 2, "give the list and the value");
    }
    lua_rawseti(L, 1, at);
    return 0;
}

/* table.remove(list, position): takes that entry, or the last, out and gives it; nil of an empty list. */
static int table_remove(lua_State *L)
{
    lua_Integer n = writable(L, 1);
    lua_Integer at = luaL_optinteger(L, 2, n);
    if (n == 0) {
        lua_pushnil(L);
        return 1;
    }
    sandbox_require(L, at >= 1 && at <= n, 2, "position out of range");
    lua_rawgeti(L, 1, at);
    sandbox_charge(L, n - at);
    for (lua_Integer i = at; i < n; i++) {
        lua_rawgeti(L, 1, i + 1);
        lua_rawseti(L, 1, i);
    }
    lua_pushnil(L);
    lua_rawseti(L, 1, n);
    return 1;
}

/* table.concat(list, separator): texts and numbers as one text of up to 1 MiB. */
static int table_concat(lua_State *L)
{
    lua_Integer n = length(L, 1);
    size_t between = 0;
    const char *separator = luaL_optlstring(L, 2, "", &between);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    size_t total = 0;
    sandbox_charge(L, n);
    for (lua_Integer i = 1; i <= n; i++) {
        size_t len = 0;
        lua_geti(L, 1, i);
        sandbox_require(L, lua_type(L, -1) == LUA_TSTRING || lua_type(L, -1) == LUA_TNUMBER, 1,
                        "holds something else than texts and numbers");
        (void)lua_tolstring(L, -1, &len);
        total += len + between;
        if (total > STRING_MAX) {
            return sandbox_stop(L, STOP_SIZE, "table.concat: the text would be over 1 MiB");
        }
        luaL_addvalue(&out);
        if (i < n) {
            luaL_addlstring(&out, separator, between);
        }
    }
    luaL_pushresult(&out);
    return 1;
}

/* table.unpack(list, from, to): entries as values, up to 200. */
static int table_unpack(lua_State *L)
{
    lua_Integer n = length(L, 1);
    lua_Integer from = luaL_optinteger(L, 2, 1);
    lua_Integer to = luaL_optinteger(L, 3, n);
    sandbox_require(L, from >= 1 && to <= n, 2, "outside the list");
    if (to >= from && to - from >= 200) {
        return sandbox_stop(L, STOP_SIZE, "table.unpack: more than 200 values");
    }
    luaL_checkstack(L, 201, "too many values");
    for (lua_Integer i = from; i <= to; i++) {
        lua_geti(L, 1, i);
    }
    return from > to ? 0 : (int)(to - from + 1);
}

/* Whether the value at a comes before the one at b, both from the bottom of the stack: by the function at
 * 2, or by <. */
static bool before(lua_State *L, int a, int b)
{
    bool texts = lua_type(L, a) == LUA_TSTRING && lua_type(L, b) == LUA_TSTRING;
    sandbox_charge(L, 4 + (texts ? (int64_t)(lua_rawlen(L, a) + lua_rawlen(L, b)) / 16 : 0));
    if (lua_isnil(L, 2)) {
        if (lua_type(L, a) == LUA_TNUMBER || lua_type(L, a) == LUA_TSTRING) {
            return lua_compare(L, a, b, LUA_OPLT);
        }
        return luaL_error(L, "table.sort: only numbers and texts can be compared: give a function");
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, a);
    lua_pushvalue(L, b);
    lua_call(L, 2, 1);
    bool yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* Merges the runs [from, middle) and [middle, to) of table 3 into table 4; positions from 1. */
static void merge(lua_State *L, lua_Integer from, lua_Integer middle, lua_Integer to)
{
    lua_Integer a = from;
    lua_Integer b = middle;
    for (lua_Integer i = from; i < to; i++) {
        bool right = a >= middle;
        if (!right && b < to) {
            lua_rawgeti(L, 3, b);
            lua_rawgeti(L, 3, a);
            right = before(L, lua_gettop(L) - 1, lua_gettop(L)); /* equal ones keep their order */
            lua_pop(L, 2);
        }
        lua_rawgeti(L, 3, right ? b++ : a++);
        lua_rawseti(L, 4, i);
    }
}

/* A merge sort: stable, and a comparison that lies costs no more than an honest one. */
static int table_sort(lua_State *L)
{
    lua_settop(L, 2);
    lua_Integer n = writable(L, 1);
    if (!lua_isnil(L, 2)) {
        luaL_checktype(L, 2, LUA_TFUNCTION);
    }
    lua_createtable(L, (int)n, 0);
    lua_createtable(L, (int)n, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 3, i);
    }
    for (lua_Integer width = 1; width < n; width *= 2) {
        for (lua_Integer from = 1; from <= n; from += 2 * width) {
            lua_Integer middle = from + width < n + 1 ? from + width : n + 1;
            lua_Integer to = from + 2 * width < n + 1 ? from + 2 * width : n + 1;
            merge(L, from, middle, to);
        }
        lua_pushvalue(L, 3);
        lua_pushvalue(L, 4);
        lua_replace(L, 3);
        lua_replace(L, 4);
    }
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 3, i);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

const struct interface_row table_rows[] = {
    {.name = "table.concat",
     .function = table_concat,
     .text = "Texts and numbers of a list as one text.",
     .args = {{"list", "table", NULL}, {"separator?", "string", "between them"}},
     .gives = {{"text", "string", NULL}},
     .errors = "an entry is neither text nor number, or the text would be over 1 MiB",
     .cost = "1 for each entry",
     .example = "table.concat({ \"P1\", \"P2\" }, \", \")",
     .result = "\"P1, P2\""},
    {.name = "table.insert",
     .function = table_insert,
     .text = "Puts a value at the end of a list, or before the entry at a position.",
     .args = {{"list", "table", "one that the rule made"},
              {"position?", "integer", "may be left out: at the end"},
              {"value", "any", NULL}},
     .errors = "the list is not the rule's own, or the position lies outside",
     .cost = "1 for each entry that moves",
     .setup = "local list = { \"b\" }\ntable.insert(list, \"c\")\ntable.insert(list, 1, \"a\")",
     .example = "list",
     .result = "{ \"a\", \"b\", \"c\" }"},
    {.name = "table.remove",
     .function = table_remove,
     .text = "Takes an entry out of a list and gives it; the last one without a position.",
     .args = {{"list", "table", "one that the rule made"}, {"position?", "integer", NULL}},
     .gives = {{"value", "any", "nil of an empty list"}},
     .errors = "the list is not the rule's own, or the position lies outside",
     .cost = "1 for each entry that moves",
     .setup = "local list = { \"a\", \"b\", \"c\" }",
     .example = "table.remove(list, 1), list",
     .result = "\"a\", { \"b\", \"c\" }"},
    {.name = "table.sort",
     .function = table_sort,
     .text = "Sorts a list in place. Entries that are equal keep their order.",
     .args = {{"list", "table", "one that the rule made"},
              {"before?", "fun(a: any, b: any): boolean",
               "whether a comes before b; numbers and texts need none"}},
     .errors = "the list is not the rule's own, or its entries cannot be compared",
     .cost = "4 for each comparison, and 1 for each 16 bytes of texts",
     .setup = "local list = { 3, 1, 2 }\ntable.sort(list, function(a, b) return a > b end)",
     .example = "list",
     .result = "{ 3, 2, 1 }"},
    {.name = "table.unpack",
     .function = table_unpack,
     .text = "Entries of a list as single values.",
     .args = {{"list", "table", NULL},
              {"from?", "integer", "1 without it"},
              {"to?", "integer", "the last without it"}},
     .gives = {{"...", "any", NULL}},
     .errors = "from or to lies outside the list, or there are more than 200",
     .example = "table.unpack({ \"a\", \"b\" })",
     .result = "\"a\", \"b\""},
    {.name = NULL}};
