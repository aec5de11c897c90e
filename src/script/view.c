/* Read-only views of documents. A view knows its place in the document, so that the engine can say what
 * a rule read; it is good for one run only. */
#include <string.h>

#include "base/text.h"
#include "script/sandbox.h"

static const char VIEW[] = "banyan.view";

struct view {
    const struct json *node;
    const char *path; /* recorded as "path.key"; NULL: nothing below is recorded */
    bool plan;        /* the root: members of `plan`, with the rest of the document beside them */
    bool answers;     /* entries are handed out taken apart */
    unsigned generation;
    lua_Integer index; /* where `item` is, so that walking a list costs one step each */
    const struct json *item;
};

static void record(struct sandbox *s, const char *path)
{
    for (size_t i = 0; i < s->read_count; i++) {
        if (strcmp(s->read[i], path) == 0) {
            return;
        }
    }
    if (s->read_count < READ_MAX) {
        s->read[s->read_count++] = path;
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

/* Joined in the run's arena; raises when memory is out. */
static const char *join(lua_State *L, const char *path, const char *key)
{
    size_t a = strlen(path);
    size_t b = strlen(key);
    sandbox_charge(L, 1 + (int64_t)(a + b) / 16);
    char *out = arena_alloc(sandbox_of(L)->arena, a + b + 2);
    if (out == NULL) {
        (void)sandbox_stop(L, STOP_MEMORY, "memory limit reached");
        return "";
    }
    memcpy(out, path, a);
    memcpy(out + a, a > 0 ? "." : "", a > 0 ? 1 : 0);
    memcpy(out + a + (a > 0 ? 1 : 0), key, b + 1);
    return out;
}

static struct view *push_view(lua_State *L, const struct json *node, const char *path)
{
    struct view *v = lua_newuserdatauv(L, sizeof *v, 0);
    *v = (struct view){.node = node, .path = path, .generation = sandbox_of(L)->generation};
    luaL_setmetatable(L, VIEW);
    return v;
}

static struct view *check(lua_State *L, int index)
{
    struct view *v = luaL_checkudata(L, index, VIEW);
    if (v->generation != sandbox_of(L)->generation) {
        (void)luaL_error(L, "a part of another plan");
    }
    return v;
}

const struct json *view_node(lua_State *L, int index)
{
    const struct view *v = luaL_testudata(L, index, VIEW);
    return v == NULL || v->generation != sandbox_of(L)->generation ? NULL : v->node;
}

static void push_scalar(lua_State *L, const struct json *value)
{
    if (value->type == JSON_NUMBER) {
        double x = value->number;
        /* Whole numbers stay floats in arithmetic that could overflow, but print as whole ones. */
        if (x >= -9007199254740992.0 && x <= 9007199254740992.0 && x == (double)(lua_Integer)x) {
            lua_pushinteger(L, (lua_Integer)x);
        } else {
            lua_pushnumber(L, x);
        }
    } else if (value->type == JSON_STRING) {
        lua_pushlstring(L, value->text, value->len);
    } else if (value->type == JSON_BOOL) {
        lua_pushboolean(L, value->boolean);
    } else {
        lua_pushnil(L);
    }
}

/* path: of the value itself, or NULL. */
static void push_value(lua_State *L, const struct json *value, const char *path)
{
    if (value->type == JSON_OBJECT) {
        (void)push_view(L, value, path);
        return;
    }
    if (path != NULL && value->type != JSON_NULL) {
        record(sandbox_of(L), path);
    }
    if (value->type == JSON_ARRAY) {
        (void)push_view(L, value, NULL); /* a list is read as one thing */
    } else {
        push_scalar(L, value);
    }
}

static struct json *must(lua_State *L, struct json *value)
{
    if (value == NULL) {
        (void)sandbox_stop(L, STOP_MEMORY, "memory limit reached");
    }
    return value;
}

/* An entry of `answers` taken apart: a bare value becomes {value = …}. */
static void push_answer_entry(lua_State *L, const struct json *entry, const char *path)
{
    struct arena *arena = sandbox_of(L)->arena;
    struct answer answer;
    sandbox_charge(L, cost(entry));
    plan_answer_read(entry, &answer);
    struct json *view = must(L, json_new(arena, JSON_OBJECT));
    int rc = 0;
    if (answer.state == 'v') {
        rc = json_add(arena, view, "value", json_copy(arena, answer.value));
    }
    for (const struct json *m = answer.entry == NULL ? NULL : answer.entry->first;
         m != NULL && rc == 0; m = m->next) {
        if (strcmp(m->key, "value") != 0) {
            rc = json_add(arena, view, m->key, json_copy(arena, m));
        }
    }
    if (rc != 0) {
        (void)must(L, NULL);
    }
    record(sandbox_of(L), path);
    (void)push_view(L, view, NULL);
}

static const struct json *item_at(struct view *v, lua_Integer i)
{
    if (i < 1 || (size_t)i > v->node->len) {
        return NULL;
    }
    if (v->item == NULL || v->index > i) {
        v->item = v->node->first;
        v->index = 1;
    }
    for (; v->index < i; v->index++) {
        v->item = v->item->next;
    }
    return v->item;
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
    const struct json *lines = json_get(check(L, 1)->node, "lines");
    if (lines == NULL) {
        lua_pushnil(L);
        return 1;
    }
    record(sandbox_of(L), "plan.budget.lines");
    sandbox_charge(L, 4 * (int64_t)lines->len);
    lua_pushnumber(L, child_money(lines));
    return 1;
}

/* plan.budget:total_of(purpose): money of the lines with this purpose; nil without lines. */
static int budget_total_of(lua_State *L)
{
    const struct json *lines = json_get(check(L, 1)->node, "lines");
    const char *purpose = luaL_checkstring(L, 2);
    if (lines == NULL) {
        lua_pushnil(L);
        return 1;
    }
    record(sandbox_of(L), "plan.budget.lines");
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
    const struct json *bands = json_path(check(L, 1)->node, "population.children");
    if (bands == NULL || bands->first == NULL) {
        lua_pushnil(L);
        return 1;
    }
    record(sandbox_of(L), "community.population.children");
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

static int push_method(lua_State *L, const struct view *v, const char *key)
{
    static const struct {
        const char *path, *name;
        lua_CFunction function;
    } methods[] = {{"plan.budget", "child_total", budget_child_total},
                   {"plan.budget", "total_of", budget_total_of},
                   {"community", "children_total", community_children_total}};
    for (size_t i = 0; v->path != NULL && i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(v->path, methods[i].path) == 0 && strcmp(key, methods[i].name) == 0) {
            lua_pushcfunction(L, methods[i].function);
            return 1;
        }
    }
    lua_pushnil(L);
    return 1;
}

static int view_index(lua_State *L)
{
    struct view *v = check(L, 1);
    if (v->node->type == JSON_ARRAY) {
        const struct json *item = lua_isinteger(L, 2) ? item_at(v, lua_tointeger(L, 2)) : NULL;
        if (item == NULL) {
            lua_pushnil(L);
        } else {
            push_value(L, item, NULL);
        }
        return 1;
    }
    if (lua_type(L, 2) != LUA_TSTRING) {
        lua_pushnil(L);
        return 1;
    }
    const char *key = lua_tostring(L, 2);
    if (v->plan) {
        static const char *const beside[] = {"community", "assessment", "facts", "answers"};
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
            const struct json *part = json_get(v->node, key);
            if (strcmp(key, beside[i]) == 0 && part != NULL) {
                push_view(L, part, beside[i])->answers = i == 3;
                return 1;
            }
        }
    }
    const struct json *value = json_get(v->plan ? json_get(v->node, "plan") : v->node, key);
    if (value == NULL) {
        return push_method(L, v, key);
    }
    const char *path = v->path == NULL ? NULL : join(L, v->path, key);
    if (v->answers) {
        push_answer_entry(L, value, path);
    } else {
        push_value(L, value, path);
    }
    return 1;
}

static int view_write(lua_State *L)
{
    return luaL_error(L, "the plan and the answer are read-only");
}

static int view_length(lua_State *L)
{
    const struct view *v = check(L, 1);
    lua_pushinteger(L, v->node->type == JSON_ARRAY ? (lua_Integer)v->node->len : 0);
    return 1;
}

void view_setup(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__index", view_index}, {"__newindex", view_write}, {"__len", view_length}, {NULL, NULL}};
    luaL_newmetatable(L, VIEW);
    luaL_setfuncs(L, methods, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void view_push_plan(lua_State *L, const struct json *doc)
{
    push_view(L, doc, "plan")->plan = true;
}

void view_push_answer(lua_State *L, const struct json *answer, const char *path)
{
    if (path != NULL) {
        record(sandbox_of(L), path);
    }
    (void)push_view(L, answer, NULL);
}

void view_push_plain(lua_State *L, const struct json *value, int depth)
{
    luaL_checkstack(L, 4, "nested too deep");
    if (value->type != JSON_ARRAY && value->type != JSON_OBJECT) {
        push_scalar(L, value);
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

const char *view_text(lua_State *L, int index)
{
    size_t len = 0;
    const char *text = lua_tolstring(L, index, &len);
    sandbox_charge(L, (int64_t)len);
    if (memchr(text, '\0', len) != NULL) {
        (void)luaL_error(L, "a text with a zero byte");
    }
    if (text_utf8_check(text, len) != len) {
        (void)luaL_error(L, "a text that is no UTF-8");
    }
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
        if (json_add(arena, out, NULL, view_to_json(L, lua_gettop(L), depth + 1)) != 0) {
            (void)must(L, NULL);
        }
        lua_pop(L, 1);
    }
    for (lua_pushnil(L); n == 0 && lua_next(L, t) != 0; lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) {
            (void)luaL_error(L, "a table here has texts as keys, or is a list");
        }
        if (json_add(arena, out, view_text(L, -2), view_to_json(L, lua_gettop(L), depth + 1)) !=
            0) {
            (void)must(L, NULL);
        }
    }
    lua_settop(L, t - 1);
    return out;
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
        sandbox_charge(L, cost(node));
        return must(L, json_copy(arena, node));
    }
    switch (lua_type(L, index)) {
    case LUA_TNUMBER: {
        double x = lua_tonumber(L, index);
        if (x != x || x - x != 0) {
            (void)luaL_error(L, "a number that is not finite");
        }
        return must(L, json_new_number(arena, x));
    }
    case LUA_TSTRING:
        text = view_text(L, index);
        return must(L, json_new_string(arena, text, strlen(text)));
    case LUA_TBOOLEAN:
        return must(L, json_new_bool(arena, lua_toboolean(L, index)));
    case LUA_TTABLE:
        return table_to_json(L, index, depth);
    default:
        (void)luaL_error(L, "a %s has no place here: give a number, a text, true, false or a table",
                         luaL_typename(L, index));
        return NULL;
    }
}
