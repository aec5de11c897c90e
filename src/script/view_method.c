/* Methods that stand where the facts are: plan.budget:child_total() and others. */
#include <string.h>

#include "model/codes.h"
#include "script/interface.h"
#include "script/view.h"

static void record(lua_State *L, const char *path)
{
    sandbox_charge(L, (int64_t)sandbox_of(L)->read_count / 8);
    view_record(L, view_hash(path), path, strlen(path), NULL);
}

static double child_money(const struct json *lines)
{
    double sum = 0;
    for (const struct json *l = lines->first; l != NULL; l = l->next) {
        const struct json *children = json_get(l, "children");
        const struct json *amount = json_get(l, "amount");
        if (children != NULL && children->boolean && amount != NULL) {
            sum += amount->number;
        }
    }
    return sum;
}

/* plan.budget:child_total(): money of the lines marked for children; nil without lines. */
static int budget_child_total(lua_State *L)
{
    const struct json *lines = json_get(view_part(L, 1), "lines");
    if (lines == NULL) {
        lua_pushnil(L);
        return 1;
    }
    record(L, "plan.budget.lines");
    sandbox_charge(L, 4 * (int64_t)lines->len);
    lua_pushnumber(L, child_money(lines));
    return 1;
}

/* plan.budget:total_of(purpose): money of the lines with this purpose; nil without lines. */
static int budget_total_of(lua_State *L)
{
    const struct json *lines = json_get(view_part(L, 1), "lines");
    const char *purpose = luaL_checkstring(L, 2);
    if (lines == NULL) {
        lua_pushnil(L);
        return 1;
    }
    record(L, "plan.budget.lines");
    sandbox_charge(L, 4 * (int64_t)lines->len);
    double sum = 0;
    for (const struct json *l = lines->first; l != NULL; l = l->next) {
        const char *text = json_string(json_get(l, "purpose"));
        const struct json *amount = json_get(l, "amount");
        sum += text != NULL && amount != NULL && strcmp(text, purpose) == 0 ? amount->number : 0;
    }
    lua_pushnumber(L, sum);
    return 1;
}

/* plan.community:children_total(): under-18s of all age bands and sexes; nil without figures. */
static int community_children_total(lua_State *L)
{
    const struct json *bands = json_path(view_part(L, 1), "population.children");
    if (bands == NULL || bands->first == NULL) {
        lua_pushnil(L);
        return 1;
    }
    record(L, "community.population.children");
    double sum = 0;
    for (const struct json *band = bands->first; band != NULL; band = band->next) {
        sum += band->type == JSON_NUMBER ? band->number : 0;
        for (const struct json *sex = band->first; sex != NULL; sex = sex->next) {
            sum += sex->number;
        }
    }
    lua_pushnumber(L, sum);
    return 1;
}

/* plan.community:hazard(code): the register's entry of this hazard, else of its umbrella or of a
 * member; nil where there is none. */
static int community_hazard(lua_State *L)
{
    const struct json *register_ = json_get(view_part(L, 1), "hazards");
    const char *code = luaL_checkstring(L, 2);
    const struct json *found = NULL;
    bool exact = false;
    if (register_ != NULL) {
        record(L, "community.hazards");
        sandbox_charge(L, 16 * (int64_t)register_->len);
    }
    for (const struct json *h = register_ == NULL ? NULL : register_->first; h != NULL && !exact;
         h = h->next) {
        const char *type = json_string(json_get(h, "type"));
        exact = type != NULL && strcmp(type, code) == 0;
        if (exact || (found == NULL && type != NULL && codes_hazard_matches(type, code))) {
            found = h;
        }
    }
    if (found == NULL) {
        lua_pushnil(L);
    } else {
        view_push_found(L, found);
    }
    return 1;
}

const struct interface_row budget_rows[] = {
    {.name = "plan.budget:child_total",
     .function = budget_child_total,
     .text = "The money of the budget lines that are marked for children.",
     .gives = {{"money", "number?", "nil where there is no list of lines"}},
     .cost = "4 for each line",
     .example = "plan.budget:child_total()",
     .result = "300"},
    {.name = "plan.budget:total_of",
     .function = budget_total_of,
     .text = "The money of the budget lines with this purpose.",
     .args = {{"purpose", "string", "such as \"prevention\""}},
     .gives = {{"money", "number?", "nil where there is no list of lines"}},
     .cost = "4 for each line",
     .example = "plan.budget:total_of(\"prevention\"), plan.budget:total_of(\"response\")",
     .result = "700, 0"},
    {.name = NULL}};

const struct interface_row community_rows[] = {
    {.name = "plan.community:children_total",
     .function = community_children_total,
     .text = "The people under 18, of all age bands and sexes.",
     .gives = {{"children", "number?", "nil where nobody is counted"}},
     .example = "plan.community:children_total()",
     .result = "50"},
    {.name = "plan.community:hazard",
     .function = community_hazard,
     .text = "The entry of the hazard register for a hazard; else that of its umbrella, or of one "
             "of its kinds.",
     .args = {{"code", "string", "such as FL"}},
     .gives = {{"entry", "any", "nil where there is none"}},
     .cost = "16 for each entry of the register",
     .example = "plan.community:hazard(\"FL\").type",
     .result = "\"FF\""},
    {.name = NULL}};

void view_push_method(lua_State *L, const char *path, const char *key)
{
    const struct interface_part *part = path == NULL ? NULL : interface_place(path);
    const struct interface_row *row = part == NULL ? NULL : part->rows;
    for (; row != NULL && row->name != NULL; row++) {
        if (strcmp(interface_last(row), key) == 0) {
            lua_pushcfunction(L, row->function);
            return;
        }
    }
    lua_pushnil(L);
}
