/* The arguments of a call: the rule's defaults, over them those of the checklist; frozen. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/run.h"

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Raises: names the argument, and the declared one that is nearest to it. args: the declared ones. */
static void undeclared(lua_State *L, const struct call *c, int args, const char *given)
{
    const char *names[64] = {NULL};
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, args) != 0; lua_pop(L, 1)) {
        if (count < sizeof names / sizeof *names && lua_type(L, -2) == LUA_TSTRING) {
            names[count++] = lua_tostring(L, -2); /* stays while it is a key of args */
        }
    }
    qsort(names, count, sizeof *names,
          by_text); /* lua_next goes in another order in every process */
    const char *near = text_nearest(given, names, count);
    (void)luaL_error(L, "the argument \"%s\" is not declared by %s: %s%s%s", given, c->name,
                     near == NULL ? "see its args" : "did you mean \"", near == NULL ? "" : near,
                     near == NULL ? "" : "\"?");
}

/* Pushes a new table: the defaults, then the direction, then what the checklist gives. */
static void build(lua_State *L, const struct call *c, int rule)
{
    lua_newtable(L);
    int args = lua_gettop(L);
    if (lua_getfield(L, rule, "args") == LUA_TTABLE) {
        frozen_contents(L, -1);
        for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
            lua_pushvalue(L, -2);
            lua_pushvalue(L, -2);
            lua_rawset(L, args);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    if (c->direction != NULL && lua_getfield(L, args, "direction") != LUA_TNIL) {
        lua_pushstring(L, c->direction);
        lua_setfield(L, args, "direction");
    }
    lua_settop(L, args);
    for (const struct json *a = c->args == NULL ? NULL : c->args->first; a != NULL; a = a->next) {
        if (lua_getfield(L, args, a->key) == LUA_TNIL) {
            undeclared(L, c, args, a->key);
        }
        lua_pop(L, 1);
        if (a->type == JSON_NULL) {
            continue; /* null counts as absent: the default holds */
        }
        view_push_plain(L, a, 0);
        lua_setfield(L, args, a->key);
    }
    freeze(L, args, 0);
}

void args_push(lua_State *L, const struct call *c, int rule)
{
    if (!c->lasting) {
        build(L, c, rule);
        return;
    }
    /* Made once a state: they are frozen through and through, so that no call can tell. Without
     * arguments of the checklist they belong to the rule (a place inside its file's record, which is
     * no other key of the registry). */
    const void *key = c->args != NULL ? (const void *)c->args
                                      : (const void *)&c->host->rules->files[c->file].path;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE) {
        return;
    }
    lua_pop(L, 1);
    build(L, c, rule);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}
