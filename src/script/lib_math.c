/* math: without chance, and without what differs between machines. */
#include <math.h>

#include "script/sandbox.h"

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

#define NUMBER              \
    {                       \
        "x", "number", NULL \
    }

const struct interface_row math_rows[] = {
    {.name = "math.abs",
     .function = math_abs,
     .text = "The number without its sign.",
     .args = {NUMBER},
     .gives = {{"size", "number", NULL}},
     .example = "math.abs(-3)",
     .result = "3"},
    {.name = "math.ceil",
     .function = math_ceil,
     .text = "The next whole number that is not less.",
     .args = {NUMBER},
     .gives = {{"whole", "number", "an integer, unless it is beyond 9e15"}},
     .example = "math.ceil(2.1), math.ceil(-2.1)",
     .result = "3, -2"},
    {.name = "math.floor",
     .function = math_floor,
     .text = "The next whole number that is not more.",
     .args = {NUMBER},
     .gives = {{"whole", "number", "an integer, unless it is beyond 9e15"}},
     .example = "math.floor(2.9), math.floor(-2.1)",
     .result = "2, -3"},
    {.name = "math.fmod",
     .function = math_fmod,
     .text = "What is left of x when y is taken away as often as it goes, with the sign of x.",
     .args = {NUMBER, {"y", "number", "not 0"}},
     .gives = {{"rest", "number", NULL}},
     .errors = "y is 0",
     .example = "math.fmod(7, 3)",
     .result = "1"},
    {.name = "math.max",
     .function = math_max,
     .text = "The greatest of the numbers.",
     .args = {NUMBER, {"...", "number", NULL}},
     .gives = {{"greatest", "number", NULL}},
     .example = "math.max(0, 3, 2)",
     .result = "3"},
    {.name = "math.min",
     .function = math_min,
     .text = "The least of the numbers: math.min(x, 1) where more than enough is enough.",
     .args = {NUMBER, {"...", "number", NULL}},
     .gives = {{"least", "number", NULL}},
     .example = "math.min(1.25, 1)",
     .result = "1"},
    {.name = "math.sqrt",
     .function = math_sqrt,
     .text = "The square root. Its last digit is the same on every machine.",
     .args = {NUMBER},
     .gives = {{"root", "number", "not a number (nan) where x is below 0"}},
     .example = "math.sqrt(2.25)",
     .result = "1.5"},
    {.name = "math.tointeger",
     .function = math_tointeger,
     .text = "The number as an integer, where it is a whole one.",
     .args = {{"x", "any", NULL}},
     .gives = {{"whole", "integer?", "nil where x is no whole number"}},
     .example = "math.tointeger(3.0), math.tointeger(3.5)",
     .result = "3, nil"},
    {.name = "math.type",
     .function = math_type,
     .text = "Which sort of number it is.",
     .args = {{"x", "any", NULL}},
     .gives = {{"sort", "string?", "\"integer\", \"float\", or nil for what is no number"}},
     .example = "math.type(3), math.type(3.0), math.type(\"3\")",
     .result = "\"integer\", \"float\", nil"},
    {.name = "math.huge",
     .number = HUGE_VAL,
     .text = "More than any number: a start when looking for the least of a list.",
     .gives = {{"huge", "number", NULL}},
     .example = "math.min(math.huge, 5)",
     .result = "5"},
    {.name = "math.maxinteger",
     .integer = LUA_MAXINTEGER,
     .text = "The greatest integer.",
     .gives = {{"greatest", "integer", NULL}},
     .example = "math.maxinteger",
     .result = "9223372036854775807"},
    {.name = "math.mininteger",
     .integer = LUA_MININTEGER,
     .text = "The least integer.",
     .gives = {{"least", "integer", NULL}},
     .example = "math.mininteger",
     .result = "-9223372036854775808"},
    {.name = NULL}};
