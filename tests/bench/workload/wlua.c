#include "wlua.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>

struct wlua {
    lua_State *L;
    const struct wplan *plan;
    double *credit;
    int rules, hazards, run; /* in the registry */
    int filled;              /* hazards that stand in the table */
};

static void push(lua_State *L, double x)
{
    if (x == (double)(lua_Integer)x) {
        lua_pushinteger(L, (lua_Integer)x);
    } else {
        lua_pushnumber(L, x);
    }
}

/* The table of hazards and those in it are used again for each plan. */
static void set_hazards(struct wlua *w)
{
    lua_State *L = w->L;
    for (int i = 0; i < w->plan->hazards; i++) {
        if (lua_rawgeti(L, 2, i + 1) == LUA_TNIL) {
            lua_pop(L, 1);
            lua_createtable(L, 0, 2);
            lua_pushvalue(L, -1);
            lua_rawseti(L, 2, i + 1);
        }
        push(L, w->plan->severity[i]);
        lua_setfield(L, -2, "severity");
        push(L, w->plan->likelihood[i]);
        lua_setfield(L, -2, "likelihood");
        lua_pop(L, 1);
    }
    for (int i = w->plan->hazards; i < w->filled; i++) {
        lua_pushnil(L);
        lua_rawseti(L, 2, i + 1);
    }
    w->filled = w->plan->hazards;
}

/* Index 1: the rules, 2: the hazards. */
static int run_all(lua_State *L)
{
    struct wlua *w = lua_touserdata(L, 1);
    const struct wplan *p = w->plan;
    lua_settop(L, 0);
    lua_rawgeti(L, LUA_REGISTRYINDEX, w->rules);
    lua_rawgeti(L, LUA_REGISTRYINDEX, w->hazards);
    set_hazards(w);
    for (int k = 0; k < WORKLOAD_COUNT; k++) {
        lua_rawgeti(L, 1, k + 1);
        push(L, k % 4 == 1 ? p->have[k] : p->answer[k]);
        if (k % 4 == 1) {
            push(L, p->need[k]);
        } else if (k % 4 == 2) {
            lua_pushvalue(L, 2);
        } else if (k % 4 == 3) {
            push(L, p->open[k]);
        }
        lua_call(L, k % 4 == 0 ? 1 : 2, 1);
        w->credit[k] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return 0;
}

struct wlua *wlua_open(const char *path)
{
    struct wlua *w = calloc(1, sizeof *w);
    lua_State *L = w == NULL ? NULL : luaL_newstate();
    if (L == NULL) {
        free(w);
        return NULL;
    }
    w->L = L;
    luaL_openlibs(L);
    lua_newtable(L);
    w->hazards = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushcfunction(L, run_all);
    w->run = luaL_ref(L, LUA_REGISTRYINDEX);
    if (luaL_loadfile(L, path) != LUA_OK || lua_pcall(L, 0, 1, 0) != LUA_OK ||
        !lua_istable(L, -1)) {
        wlua_close(w);
        return NULL;
    }
    w->rules = luaL_ref(L, LUA_REGISTRYINDEX);
    return w;
}

bool wlua_run(struct wlua *w, const struct wplan *p, double credit[WORKLOAD_COUNT])
{
    w->plan = p;
    w->credit = credit;
    lua_rawgeti(w->L, LUA_REGISTRYINDEX, w->run);
    lua_pushlightuserdata(w->L, w);
    bool fine = lua_pcall(w->L, 1, 0, 0) == LUA_OK;
    lua_settop(w->L, 0);
    return fine;
}

void wlua_close(struct wlua *w)
{
    if (w != NULL) {
        lua_close(w->L);
        free(w);
    }
}
