/* What a rule hands back: credit level not_applicable unknown not_assessed, and percent for its reason. */
#include <math.h>

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

/* What a value is, as the authors of rules know it. */
static const char *kind_said(lua_State *L, int index)
{
    switch (lua_type(L, index)) {
    case LUA_TNONE:
        return "missing";
    case LUA_TNIL:
        return "nil";
    case LUA_TUSERDATA:
        return result_at(L, index) != NULL            ? "a finding"
               : kind_test(L, index, PERCENT) != NULL ? "a percent"
                                                      : "a part of the plan";
    default:
        return lua_pushfstring(L, "a %s", luaL_typename(L, index));
    }
}

double rule_number(lua_State *L, int index, const char *what)
{
    if (lua_type(L, index) != LUA_TNUMBER) {
        return luaL_error(L, "%s is %s: give a number", what, kind_said(L, index));
    }
    return lua_tonumber(L, index);
}

/* credit(x, reason, params): scored with x; without a reason it says the credit. */
static int rule_credit(lua_State *L)
{
    double x = rule_number(L, 1, "the credit");
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
    double i = rule_number(L, 1, "the level");
    double max = rule_number(L, 2, "the highest level");
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
    double share = rule_number(L, 1, "the share");
    sandbox_require(L, isfinite(share), 1, "no finite number");
    struct percent *out = lua_newuserdatauv(L, sizeof *out, 0);
    out->share = share;
    kind_set(L, PERCENT);
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

void lib_rule_setup(lua_State *L)
{
    kind_new(L, RESULT);
    kind_new(L, PERCENT);
    lua_pop(L, 2);
}

#define REASON                                                  \
    {                                                           \
        "reason", "string", "a sentence with {names} in braces" \
    }
#define PARAMS                                                                                   \
    {                                                                                            \
        "params?", "table<string, any>", "what fills the names: numbers, texts, lists, percents" \
    }
#define FINDING                              \
    {                                        \
        "finding", "finding", "for `return`" \
    }

const struct interface_row finding_rows[] = {
    {.name = "credit",
     .function = rule_credit,
     .text =
         "A finding with a credit. A number below 0 or above 1 is an error of the rule, not a cap.",
     .args = {{"x", "number", "0 to 1"},
              {"reason?", "string", "a sentence with {names} in braces"},
              PARAMS},
     .gives = {FINDING},
     .example = "credit(0.5, \"{good} of {count} places\", { good = 1, count = 2 })",
     .result = "credit 0.5: 1 of 2 places"},
    {.name = "level",
     .function = rule_level,
     .text = "A finding with the credit i / max.",
     .args = {{"i", "number", NULL},
              {"max", "number", "over 0"},
              {"reason?", "string", "a sentence with {names} in braces"},
              PARAMS},
     .gives = {FINDING},
     .errors = "max is not over 0",
     .example = "level(1, 4)",
     .result = "credit 0.25: level 1 of 4"},
    {.name = "not_applicable",
     .function = rule_not_applicable,
     .text = "A finding that the question has no meaning here: the criterion leaves both sides of "
             "the score.",
     .args = {REASON, PARAMS},
     .gives = {FINDING},
     .example = "not_applicable(\"no school is in the area\")",
     .result = "not_applicable: no school is in the area"},
    {.name = "not_assessed",
     .function = rule_not_assessed,
     .text = "A finding that a fact is absent: nobody looked. It is never a credit of 0.",
     .args = {REASON, PARAMS},
     .gives = {FINDING},
     .example =
         "not_assessed(\"toilets are not counted for {places}\", { places = { \"P1\", \"P2\" } })",
     .result = "not_assessed: toilets are not counted for P1, P2"},
    {.name = "unknown",
     .function = rule_unknown,
     .text = "A finding that it cannot be known, though the facts are there.",
     .args = {REASON, PARAMS},
     .gives = {FINDING},
     .example = "unknown(\"there is no disaster budget\")",
     .result = "unknown: there is no disaster budget"},
    {.name = "percent",
     .function = rule_percent,
     .text = "A share that a reason shows as a percentage. It is for the parameters of a reason "
             "only: nothing can be "
             "computed from it.",
     .args = {{"share", "number", "0.42 for 42 %"}},
     .gives = {{"shown", "percent", NULL}},
     .errors = "the share is not finite",
     .example = "credit(0.42, \"{money} of the money\", { money = percent(0.42) })",
     .result = "credit 0.42: 42 % of the money"},
    {.name = NULL}};
