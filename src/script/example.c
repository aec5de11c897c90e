/* What a rule's file tells beside its code: the plans of its tests, and the arguments that it runs under. */
#include <string.h>

#include "script/run.h"

struct telling {
    struct host *host;
    struct call call;
    struct json *out;
};

/* Adds the plan of each test to the list. */
static int push_examples(lua_State *L)
{
    struct telling *t = lua_touserdata(L, 1);
    struct arena *arena = t->host->sandbox->arena;
    t->out = json_new(arena, JSON_ARRAY);
    rule_push(L, t->host, t->call.file);
    lua_getfield(L, -1, "rule");
    int rule = lua_gettop(L);
    lua_Integer count = lua_getfield(L, rule, "tests") == LUA_TTABLE ? luaL_len(L, -1) : 0;
    for (lua_Integer i = 1; i <= count; i++, lua_settop(L, rule + 1)) {
        if (lua_geti(L, -1, i) == LUA_TTABLE && lua_getfield(L, -1, "plan") == LUA_TTABLE) {
            if (json_add(arena, t->out, NULL, view_to_json(L, lua_gettop(L), 0)) != 0) {
                sandbox_starve(L);
            }
        }
    }
    return 0;
}

static int push_arguments(lua_State *L)
{
    struct telling *t = lua_touserdata(L, 1);
    rule_push(L, t->host, t->call.file);
    lua_getfield(L, -1, "rule");
    args_push(L, &t->call, lua_gettop(L));
    t->out = view_to_json(L, lua_gettop(L), 0);
    return 0;
}

/* Calls one of the above; *out stays NULL where the rule is not there or broke. */
static int tell(struct host *h, struct telling *t, lua_CFunction push, struct arena *arena,
                struct json **out)
{
    char text[512];
    const struct rule_info *info = ruleset_find(h->rules, t->call.name);
    *out = NULL;
    if (info == NULL || info->error != NULL) {
        return 0;
    }
    t->host = t->call.host = h;
    t->call.file = (size_t)ruleset_index(h->rules, t->call.name);
    h->sandbox->arena = arena;
    if (host_call(h, push, t, text, sizeof text) == LUA_OK) {
        *out = t->out;
        return 0;
    }
    return h->sandbox->starved || host_renew(h) != 0 ? ERR_MEMORY : 0;
}

int host_examples(struct host *h, const char *rule, struct arena *arena, struct json **out)
{
    if (!h->testing) { /* what is loaded so far has no tests */
        h->testing = true;
        if (host_renew(h) != 0) {
            return ERR_MEMORY;
        }
    }
    struct telling t = {.call = {.name = rule}};
    return tell(h, &t, push_examples, arena, out);
}

int host_arguments(struct host *h, const struct checklist *c, const struct part *part,
                   struct arena *arena, struct json **out)
{
    struct telling t = {
        .call = {.name = part->rule, .args = part->args, .direction = c->risk ? "risk" : "merit"}};
    return tell(h, &t, push_arguments, arena, out);
}
