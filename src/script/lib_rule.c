/* What a rule hands back, and the helpers of the field: credit level not_applicable unknown not_assessed
 * percent age, and the code lists. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/codes.h"
#include "model/math.h"
#include "script/sandbox.h"

static const char RESULT[] = "banyan.result";
static const char PERCENT[] = "banyan.percent";

struct percent {
    struct kinded kinded;
    double share;
};

/* The line of the rule on which the constructor was called. */
static int caller_line(lua_State *L)
{
    lua_Debug ar;
    for (int level = 1;; level++) {
        int there = level < 4 ? lua_getstack(L, level, &ar) : 0;
        if (there == 0) {
            return 0;
        }
        lua_getinfo(L, "l", &ar);
        if (ar.currentline > 0) {
            return ar.currentline;
        }
    }
}

/* Pushes a result whose template stands at index and whose parameters follow it. */
static int make(lua_State *L, enum result_kind kind, double credit, int index,
                const char *otherwise)
{
    lua_settop(L, index + 1);
    if (lua_isnil(L, index) && otherwise != NULL) {
        lua_pushstring(L, otherwise);
        lua_replace(L, index);
    }
    sandbox_require(L, lua_type(L, index) == LUA_TSTRING, index, "give the reason as a text");
    if (!lua_isnil(L, index + 1)) {
        luaL_checktype(L, index + 1, LUA_TTABLE);
    }
    struct result *r = lua_newuserdatauv(L, sizeof *r, 2);
    *r = (struct result){.kind = kind, .credit = credit, .line = caller_line(L)};
    lua_pushvalue(L, index);
    lua_setiuservalue(L, -2, 1);
    lua_pushvalue(L, index + 1);
    lua_setiuservalue(L, -2, 2);
    kind_set(L, RESULT);
    return 1;
}

static double number_at(lua_State *L, int index, const char *what)
{
    if (lua_type(L, index) != LUA_TNUMBER) {
        return luaL_error(L, "%s is a %s: give a number", what, luaL_typename(L, index));
    }
    return lua_tonumber(L, index);
}

/* credit(x, reason, params): scored with x; without a reason it says the credit. */
static int rule_credit(lua_State *L)
{
    double x = number_at(L, 1, "the credit");
    if (!lua_isnoneornil(L, 2)) {
        return make(L, RESULT_CREDIT, x, 2, NULL);
    }
    lua_settop(L, 1);
    lua_pushstring(L, SAID("credit {credit}"));
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, 1);
    lua_setfield(L, -2, "credit");
    return make(L, RESULT_CREDIT, x, 2, NULL);
}

/* level(i, max, reason, params): scored with i / max; without a reason it says the level. */
static int rule_level(lua_State *L)
{
    double i = number_at(L, 1, "the level");
    double max = number_at(L, 2, "the highest level");
    sandbox_require(L, max > 0, 2, "the highest level must be over 0");
    lua_settop(L, 4);
    if (lua_isnil(L, 3)) {
        lua_createtable(L, 0, 2);
        lua_pushvalue(L, 1);
        lua_setfield(L, -2, "i");
        lua_pushvalue(L, 2);
        lua_setfield(L, -2, "max");
        lua_replace(L, 4);
    }
    return make(L, RESULT_CREDIT, i / max, 3, SAID("level {i} of {max}"));
}

/* not_applicable(reason, params): the criterion leaves both sides of the fraction. */
static int rule_not_applicable(lua_State *L)
{
    return make(L, RESULT_NOT_APPLICABLE, 0, 1, NULL);
}

/* unknown(reason, params): it cannot be known. */
static int rule_unknown(lua_State *L)
{
    return make(L, RESULT_UNKNOWN, 0, 1, NULL);
}

/* not_assessed(reason, params): a fact is absent. */
static int rule_not_assessed(lua_State *L)
{
    return make(L, RESULT_NOT_ASSESSED, 0, 1, NULL);
}

/* percent(share): a parameter that a reason shows as "42 %" for 0.42. */
static int rule_percent(lua_State *L)
{
    double share = number_at(L, 1, "the share");
    sandbox_require(L, isfinite(share), 1, "no finite number");
    struct percent *out = lua_newuserdatauv(L, sizeof *out, 0);
    out->share = share;
    kind_set(L, PERCENT);
    return 1;
}

/* age(from, to, unit): whole years, months or days between two dates, and whether one more has begun. */
static int rule_age(lua_State *L)
{
    int64_t whole = 0;
    bool unfinished = false;
    const char *from = luaL_checkstring(L, 1);
    const char *to = luaL_checkstring(L, 2);
    const char *unit = luaL_optstring(L, 3, "years");
    if (!text_age(from, to, unit, &whole, &unfinished)) {
        return luaL_error(L, "age: give two dates YYYY-MM-DD and years, months or days");
    }
    lua_pushinteger(L, whole);
    lua_pushboolean(L, unfinished);
    return 2;
}

/* hazard_matches(a, b): whether they are equal, or one is the umbrella of the other. */
static int rule_hazard_matches(lua_State *L)
{
    lua_pushboolean(L, codes_hazard_matches(luaL_checkstring(L, 1), luaL_checkstring(L, 2)));
    return 1;
}

/* hazard_umbrella(code): FL for FF, RF, CFL …; nil where there is none. */
static int rule_hazard_umbrella(lua_State *L)
{
    const struct hazard *h = codes_hazard(luaL_checkstring(L, 1));
    lua_pushstring(L, h == NULL ? NULL : h->umbrella);
    return 1;
}

/* hazard_title(code): "flash flood" for FF; nil for an unknown code. */
static int rule_hazard_title(lua_State *L)
{
    const struct hazard *h = codes_hazard(luaL_checkstring(L, 1));
    lua_pushstring(L, h == NULL ? NULL : h->title);
    return 1;
}

/* hip_2025(code): the HIP code of 2025 for a code of 2020 or 2025; nil where there is not just one. */
static int rule_hip_2025(lua_State *L)
{
    const struct hip *h = codes_hip_current(luaL_checkstring(L, 1));
    lua_pushstring(L, h == NULL ? NULL : h->code);
    return 1;
}

/* country_name(alpha3); nil for an unknown code. */
static int rule_country_name(lua_State *L)
{
    const struct country *c = codes_country(luaL_checkstring(L, 1));
    lua_pushstring(L, c == NULL ? NULL : c->name);
    return 1;
}

/* country_group(alpha3, scheme): "LMI" for NPL and wb_income; nil where the country is in no group. */
static int rule_country_group(lua_State *L)
{
    const char *alpha3 = luaL_checkstring(L, 1), *scheme = luaL_checkstring(L, 2);
    if (codes_scheme(scheme) == NULL) {
        return luaL_error(L, "country_group: there is no scheme \"%s\"", scheme);
    }
    const struct country_group *g = codes_country_group(alpha3, scheme);
    lua_pushstring(L, g == NULL ? NULL : g->group);
    return 1;
}

/* hazard_hip(code): the HIP 2025 code that the code list gives; nil where it gives none. */
static int rule_hazard_hip(lua_State *L)
{
    const struct hazard *h = codes_hazard(luaL_checkstring(L, 1));
    lua_pushstring(L, h == NULL ? NULL : h->hip);
    return 1;
}

/* For standard/goalposts: a logarithm whose last digit is the same on every machine. */
static int rule_ln(lua_State *L)
{
    double x = number_at(L, 1, "the number");
    sandbox_require(L, x > 0, 1, "a logarithm needs a number over 0");
    lua_pushnumber(L, math_log(x));
    return 1;
}

const struct result *result_at(lua_State *L, int index)
{
    return kind_test(L, index, RESULT);
}

const double *percent_at(lua_State *L, int index)
{
    const struct percent *p = kind_test(L, index, PERCENT);
    return p == NULL ? NULL : &p->share;
}

void lib_rule(lua_State *L)
{
    static const luaL_Reg functions[] = {{"age", rule_age},
                                         {"country_group", rule_country_group},
                                         {"country_name", rule_country_name},
                                         {"credit", rule_credit},
                                         {"hazard_hip", rule_hazard_hip},
                                         {"hazard_matches", rule_hazard_matches},
                                         {"hazard_title", rule_hazard_title},
                                         {"hazard_umbrella", rule_hazard_umbrella},
                                         {"hip_2025", rule_hip_2025},
                                         {"level", rule_level},
                                         {"ln", rule_ln},
                                         {"not_applicable", rule_not_applicable},
                                         {"not_assessed", rule_not_assessed},
                                         {"percent", rule_percent},
                                         {"unknown", rule_unknown},
                                         {NULL, NULL}};
    kind_new(L, RESULT);
    kind_new(L, PERCENT);
    lua_pop(L, 2);
    luaL_setfuncs(L, functions, 0);
}
