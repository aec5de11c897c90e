/* Helpers of the field: dates, hazards, countries, and a logarithm for one rule. */
#include <string.h>

#include "base/text.h"
#include "model/codes.h"
#include "model/math.h"
#include "script/sandbox.h"

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
    double x = rule_number(L, 1, "the number");
    sandbox_require(L, x > 0, 1, "a logarithm needs a number over 0");
    lua_pushnumber(L, math_log(x));
    return 1;
}

#define HAZARD                                                        \
    {                                                                 \
        "code", "string", "a code of the hazard register, such as FF" \
    }
#define COUNTRY                                                        \
    {                                                                  \
        "alpha3", "string", "three letters of ISO 3166-1, such as NPL" \
    }

const struct interface_row field_rows[] = {
    {.name = "age",
     .function = rule_age,
     .text = "Whole years, months or days from one date to another, and whether one more has "
             "begun. There is no clock: "
             "take plan.assessment.date for today.",
     .args = {{"from", "string", "YYYY-MM-DD"},
              {"to", "string", "YYYY-MM-DD"},
              {"unit?", "string", "\"years\" (without it), \"months\" or \"days\""}},
     .gives = {{"whole", "integer", "below 0 where from is later"},
               {"begun", "boolean", "whether one more has begun"}},
     .errors = "one of both is no date, or the unit is another",
     .example = "age(\"2024-03-15\", \"2026-09-12\", \"months\")",
     .result = "29, true"},
    {.name = "hazard_matches",
     .function = rule_hazard_matches,
     .text = "Whether two hazards are the same, or one is the umbrella of the other.",
     .args = {{"a", "string", NULL}, {"b", "string", NULL}},
     .gives = {{"yes", "boolean", NULL}},
     .example = "hazard_matches(\"FF\", \"FL\"), hazard_matches(\"FF\", \"EQ\")",
     .result = "true, false"},
    {.name = "hazard_umbrella",
     .function = rule_hazard_umbrella,
     .text = "The hazard that this one is a kind of: FL (flood) for FF (flash flood).",
     .args = {HAZARD},
     .gives = {{"umbrella", "string?", "nil where there is none"}},
     .example = "hazard_umbrella(\"FF\"), hazard_umbrella(\"EQ\")",
     .result = "\"FL\", nil"},
    {.name = "hazard_title",
     .function = rule_hazard_title,
     .text = "The name of a hazard, for a reason.",
     .args = {HAZARD},
     .gives = {{"title", "string?", "nil for an unknown code"}},
     .example = "hazard_title(\"FF\")",
     .result = "\"flash flood\""},
    {.name = "hazard_hip",
     .function = rule_hazard_hip,
     .text = "The code of the Hazard Information Profiles of 2025 for a hazard of the register.",
     .args = {HAZARD},
     .gives = {{"hip", "string?", "nil where the list gives none"}},
     .example = "hazard_hip(\"EQ\")",
     .result = "\"GH0101\""},
    {.name = "hip_2025",
     .function = rule_hip_2025,
     .text = "The code of 2025 for a Hazard Information Profile of 2020 or 2025.",
     .args = {{"code", "string", "such as MH0006"}},
     .gives = {{"hip", "string?", "nil where there is not just one"}},
     .example = "hip_2025(\"MH0006\")",
     .result = "\"MH0603\""},
    {.name = "country_name",
     .function = rule_country_name,
     .text = "The name of a country, in English.",
     .args = {COUNTRY},
     .gives = {{"name", "string?", "nil for an unknown code"}},
     .example = "country_name(\"NPL\")",
     .result = "\"Nepal\""},
    {.name = "country_group",
     .function = rule_country_group,
     .text = "The group of a country in a scheme; docs/codes.md has the schemes.",
     .args = {COUNTRY, {"scheme", "string", "such as wb_income"}},
     .gives = {{"group", "string?", "nil where it is in no group"}},
     .errors = "there is no such scheme",
     .example = "country_group(\"NPL\", \"wb_income\")",
     .result = "\"LMI\""},
    {.name = "ln",
     .function = rule_ln,
     .only = "standard/goalposts",
     .text = "The natural logarithm. Its last digit is the same on every machine.",
     .args = {{"x", "number", "over 0"}},
     .gives = {{"y", "number", NULL}},
     .errors = "x is not over 0",
     .example = "ln(1)",
     .result = "0"},
    {.name = NULL}};
