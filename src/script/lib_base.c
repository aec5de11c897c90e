/* assert error ipairs pairs select tonumber tostring type, and math: our own, so that nothing of the
 * standard libraries is in the state. */
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
    if (view_push_part(L, 1)) { /* as lua_geti does, by a shorter way */
        return lua_isnil(L, -1) ? 1 : 2;
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

void lib_base(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"assert", base_assert},     {"error", base_error},   {"ipairs", base_ipairs},
        {"pairs", base_pairs},       {"select", base_select}, {"tonumber", base_tonumber},
        {"tostring", base_tostring}, {"type", base_type},     {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}

static int rounded(lua_State *L, double value)
{
    if (value >= -9e15 && value <= 9e15) {
        lua_pushinteger(L, (lua_Integer)value);
    } else {
        lua_pushnumber(L, value);
    }
    return 1;
}

/* math.abs(x): without its sign. */
static int math_abs(lua_State *L)
{
    if (lua_isinteger(L, 1)) {
        lua_Integer n = lua_tointeger(L, 1);
        lua_pushinteger(L, n < 0 ? (lua_Integer)(0 - (lua_Unsigned)n) : n);
    } else {
        lua_pushnumber(L, fabs(luaL_checknumber(L, 1)));
    }
    return 1;
}

/* math.ceil(x): the next whole number that is not less. */
static int math_ceil(lua_State *L)
{
    if (lua_isinteger(L, 1)) {
        lua_settop(L, 1);
        return 1;
    }
    return rounded(L, ceil(luaL_checknumber(L, 1)));
}

/* math.floor(x): the next whole number that is not more. */
static int math_floor(lua_State *L)
{
    if (lua_isinteger(L, 1)) {
        lua_settop(L, 1);
        return 1;
    }
    return rounded(L, floor(luaL_checknumber(L, 1)));
}

/* math.fmod(x, y): what is left of x by y, with the sign of x; raises for y = 0. */
static int math_fmod(lua_State *L)
{
    double divisor = luaL_checknumber(L, 2);
    sandbox_require(L, divisor != 0, 2, "zero");
    lua_pushnumber(L, fmod(luaL_checknumber(L, 1), divisor));
    return 1;
}

static int extreme(lua_State *L, int op)
{
    int best = 1;
    (void)luaL_checknumber(L, 1);
    for (int i = 2; i <= lua_gettop(L); i++) {
        (void)luaL_checknumber(L, i);
        if (op < 0 ? lua_compare(L, i, best, LUA_OPLT) : lua_compare(L, best, i, LUA_OPLT)) {
            best = i;
        }
    }
    lua_pushvalue(L, best);
    return 1;
}

/* math.min(x, ...): the least. */
static int math_min(lua_State *L)
{
    return extreme(L, -1);
}

/* math.max(x, ...): the greatest. */
static int math_max(lua_State *L)
{
    return extreme(L, 1);
}

/* math.sqrt(x): the square root. */
static int math_sqrt(lua_State *L)
{
    lua_pushnumber(L, sqrt(luaL_checknumber(L, 1))); /* exact to the last digit everywhere */
    return 1;
}

/* math.tointeger(x): x as an integer where it is a whole number, else nil. */
static int math_tointeger(lua_State *L)
{
    int ok = 0;
    lua_Integer n = lua_type(L, 1) == LUA_TNUMBER ? lua_tointegerx(L, 1, &ok) : 0;
    if (ok) {
        lua_pushinteger(L, n);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

/* math.type(x): "integer" or "float"; nil for what is no number. */
static int math_type(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_type(L, 1) != LUA_TNUMBER) {
        lua_pushnil(L);
    } else {
        lua_pushstring(L, lua_isinteger(L, 1) ? "integer" : "float");
    }
    return 1;
}

void lib_math(lua_State *L)
{
    static const luaL_Reg functions[] = {{"abs", math_abs},     {"ceil", math_ceil},
                                         {"floor", math_floor}, {"fmod", math_fmod},
                                         {"max", math_max},     {"min", math_min},
                                         {"sqrt", math_sqrt},   {"tointeger", math_tointeger},
                                         {"type", math_type},   {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
    lua_pushnumber(L, HUGE_VAL);
    lua_setfield(L, -2, "huge");
    lua_pushinteger(L, LUA_MAXINTEGER);
    lua_setfield(L, -2, "maxinteger");
    lua_pushinteger(L, LUA_MININTEGER);
    lua_setfield(L, -2, "mininteger");
}
