/* assert error ipairs pairs select tonumber tostring type: our own, so that nothing of the standard libraries
 * is in the state. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "script/sandbox.h"

/* error(message): ends the rule; a text gets its line before it. */
static int base_error(lua_State *L)
{
    sandbox_raised(L);
    if (lua_type(L, 1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_pushvalue(L, 1);
        lua_concat(L, 2);
    } else {
        lua_settop(L, 1);
    }
    return lua_error(L);
}

/* assert(v, message, ...): hands all of it back, or raises message where v is false or nil. */
static int base_assert(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_toboolean(L, 1)) {
        return lua_gettop(L);
    }
    sandbox_raised(L);
    return luaL_error(L, "%s",
                      lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "assertion failed");
}

/* type(v): as in Lua; parts of a plan are a "table". */
static int base_type(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushstring(L, view_node(L, 1) != NULL ? "table" : lua_typename(L, lua_type(L, 1)));
    return 1;
}

/* select(n, ...): the values from the n-th on, -1 being the last; select("#", ...): how many. */
static int base_select(lua_State *L)
{
    int n = lua_gettop(L);
    if (lua_type(L, 1) == LUA_TSTRING && strcmp(lua_tostring(L, 1), "#") == 0) {
        lua_pushinteger(L, n - 1);
        return 1;
    }
    lua_Integer i = luaL_checkinteger(L, 1);
    if (i < 0) {
        i = n + i;
    } else if (i > n) {
        i = n;
    }
    sandbox_require(L, i >= 1, 1, "index out of range");
    return n - (int)i;
}

/* tonumber(v): a number, or a text that is one as JSON writes it, zeros in front allowed (the month in
 * "2026-07-01" is 07); else nil. No other base than 10. */
static int base_tonumber(lua_State *L)
{
    lua_settop(L, 1);
    if (lua_type(L, 1) == LUA_TNUMBER) {
        return 1;
    }
    size_t len = 0;
    const char *text = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &len) : NULL;
    bool minus = len > 0 && text[0] == '-';
    size_t zeros = minus ? 1 : 0;
    while (zeros + 1 < len && text[zeros] == '0' && text[zeros + 1] >= '0' &&
           text[zeros + 1] <= '9') {
        zeros++;
    }
    double value = 0;
    if (text == NULL || (minus && text[zeros] == '-') ||
        number_parse(text + zeros, len - zeros, &value) != 0) {
        lua_pushnil(L);
        return 1;
    }
    value = minus ? -value : value;
    if (value == floor(value) && fabs(value) < 9e15) {
        lua_pushinteger(L, (lua_Integer)value);
    } else {
        lua_pushnumber(L, value);
    }
    return 1;
}

/* Numbers, texts, booleans and nil only: an address would differ from run to run. */
void lib_text(lua_State *L, int index, luaL_Buffer *out)
{
    char small[64];
    size_t len = 0;
    switch (lua_type(L, index)) {
    case LUA_TSTRING: {
        const char *text = lua_tolstring(L, index, &len);
        sandbox_charge(L, (int64_t)len / 16);
        luaL_addlstring(out, text, len);
        return;
    }
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            (void)snprintf(small, sizeof small, "%" PRId64, (int64_t)lua_tointeger(L, index));
        } else {
            double value = lua_tonumber(L, index);
            (void)snprintf(small, sizeof small, isnan(value) ? "nan" : "%.15g", value);
            if (!isnan(value) && strtod(small, NULL) != value) {
                (void)snprintf(small, sizeof small, "%.17g", value);
            }
        }
        luaL_addstring(out, small);
        return;
    case LUA_TBOOLEAN:
        luaL_addstring(out, lua_toboolean(L, index) ? "true" : "false");
        return;
    case LUA_TNIL:
        luaL_addstring(out, "nil");
        return;
    default:
        (void)luaL_error(L, "a %s has no text: take a number, a text or a boolean out of it",
                         luaL_typename(L, index));
    }
}

/* tostring(v): of a number, text, boolean or nil; raises for others. */
static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    lib_text(L, 1, &out);
    luaL_pushresult(&out);
    return 1;
}

/* Upvalues: the table or view, the list of keys, the position. */
static int pairs_step(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3)) + 1;
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    if (lua_rawgeti(L, lua_upvalueindex(2), i) == LUA_TNIL) {
        return 1;
    }
    if (!view_push_part(L, lua_upvalueindex(1))) {
        lua_pushvalue(L, -1);
        lua_gettable(L, lua_upvalueindex(1));
    }
    return 2;
}

/* pairs(map): keys and values, the keys in order: numbers by value, then texts by bytes. */
static int base_pairs(lua_State *L)
{
    lua_settop(L, 1);
    const struct json *node = view_node(L, 1);
    lua_pushvalue(L, 1);
    if (node != NULL) {
        view_push_keys(L, 1);
    } else {
        luaL_checktype(L, 1, LUA_TTABLE);
        frozen_contents(L, 1);
        keys_sorted(L, lua_gettop(L));
        lua_remove(L, -2);
    }
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_step, 3);
    return 1;
}

static int ipairs_step(lua_State *L)
{
    lua_Integer i = luaL_checkinteger(L, 2) + 1;
    lua_pushinteger(L, i);
    int there = view_push_item(L, 1, i); /* as lua_geti does, by a shorter way */
    if (there >= 0) {
        return 1 + there;
    }
    return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

/* ipairs(list): positions and entries, up to the first nil. */
static int base_ipairs(lua_State *L)
{
    if (view_node(L, 1) == NULL) {
        luaL_checktype(L, 1, LUA_TTABLE);
    }
    lua_pushcfunction(L, ipairs_step);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

#define ANY              \
    {                    \
        "v", "any", NULL \
    }

const struct interface_row base_rows[] = {
    {.name = "assert",
     .function = base_assert,
     .text =
         "Hands back all that it is given, or ends the rule with an error where the first value is "
         "false or nil. For what the checklist's author did wrong, not for what a plan lacks.",
     .args = {ANY, {"message?", "string", "\"assertion failed\" without it"}, {"...", "any", NULL}},
     .gives = {{"v", "any", NULL}, {"...", "any", "the rest of the arguments"}},
     .errors = "v is false or nil",
     .example = "assert(#args.steps > 0, \"steps is empty\")",
     .result = "true, \"steps is empty\""},
    {.name = "error",
     .function = base_error,
     .text = "Ends the rule with an error. The criterion then counts as open, and somebody has to "
             "mend the "
             "rule or its arguments.",
     .args = {{"message", "string", "gets its place before it: file and line"}},
     .errors = "always",
     .example = "error(\"steps is empty\")",
     .result = "error: steps is empty"},
    {.name = "ipairs",
     .function = base_ipairs,
     .text = "For a loop over a list: positions and entries, in order, up to the first nil.",
     .args = {{"list", "table", "or a list of the plan"}},
     .gives = {{"step", "function", "for the loop"},
               {"list", "table", NULL},
               {"start", "integer", NULL}},
     .setup = "local names = {}\nfor i, place in ipairs(plan.community.places) do names[i] = "
              "place.id end",
     .example = "names",
     .result = "{ \"P1\", \"P2\", \"P3\" }"},
    {.name = "pairs",
     .function = base_pairs,
     .text = "For a loop over a map: keys and values. Numbers come first, by value, then texts, by "
             "their "
             "bytes: the same order on every machine.",
     .args = {{"map", "table", "or a part of the plan"}},
     .gives = {{"step", "function", "for the loop; it may not be kept"}},
     .errors = "a key is neither number nor text",
     .cost = "8 for each key, and 1 for each 4 bytes of them",
     .setup = "local keys = {}\nfor key in pairs({ b = 1, a = 2, [7] = 3 }) do table.insert(keys, "
              "key) end",
     .example = "keys",
     .result = "{ 7, \"a\", \"b\" }"},
    {.name = "select",
     .function = base_select,
     .text = "The values from the n-th on; with \"#\" how many there are.",
     .args = {{"n", "integer|string", "-1 is the last one; or \"#\""}, {"...", "any", NULL}},
     .gives = {{"...", "any", NULL}},
     .errors = "n is 0, or goes before the first",
     .example = "select(2, \"a\", \"b\", \"c\")",
     .result = "\"b\", \"c\""},
    {.name = "tonumber",
     .function = base_tonumber,
     .text = "A text as a number, written as in JSON; zeros in front are allowed, as in a date.",
     .args = {ANY},
     .gives = {{"x", "number?", "nil where it is none"}},
     .example = "tonumber(\"07\"), tonumber(\"2.5\"), tonumber(\"2,5\"), tonumber(\"0x10\")",
     .result = "7, 2.5, nil, nil"},
    {.name = "tostring",
     .function = base_tostring,
     .text = "A number, text, true, false or nil as a text.",
     .args = {{"v", "number|string|boolean|nil", NULL}},
     .gives = {{"text", "string", NULL}},
     .errors = "v is anything else: an address would differ from run to run",
     .cost = "1 for each 16 bytes",
     .example = "tostring(0.1), tostring(true), tostring(nil)",
     .result = "\"0.1\", \"true\", \"nil\""},
    {.name = "type",
     .function = base_type,
     .text = "What a value is: \"nil\", \"number\", \"string\", \"boolean\", \"table\", "
             "\"function\", or "
             "\"userdata\" for findings and percents. Parts of a plan are a \"table\".",
     .args = {ANY},
     .gives = {{"name", "string", NULL}},
     .example = "type(plan.community), type(answer), type(0.5)",
     .result = "\"table\", \"table\", \"number\""},
    {.name = NULL}};
