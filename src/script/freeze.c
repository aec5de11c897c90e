/* Frozen tables: read-only, in place, so that nothing a rule holds can carry a change over to the next
 * run. The contents move to a shadow behind a metatable that rules cannot reach. */
#include <string.h>

#include "script/sandbox.h"

static int refuse_write(lua_State *L)
{
    return luaL_error(L, "this table is read-only: make a new one");
}

/* The shadow stands twice in the metatable: as __index, and at 1 for the host. */
static int shadow_length(lua_State *L)
{
    frozen_contents(L, 1);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
    return 1;
}

/* Of the tables in a rule's reach only frozen ones have a metatable: it can set none, and no environment
 * is to be had. */
bool frozen(lua_State *L, int index)
{
    if (!lua_getmetatable(L, index)) {
        return false;
    }
    lua_pop(L, 1);
    return true;
}

void frozen_contents(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    if (!lua_getmetatable(L, index)) {
        lua_pushvalue(L, index);
        return;
    }
    (void)lua_rawgeti(L, -1, 1);
    lua_remove(L, -2);
}

/* Moves the contents of the table at t to a new shadow, which stays on the stack. */
static void move(lua_State *L, int t)
{
    lua_newtable(L);
    int shadow = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, t) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, shadow); /* shadow[key] = value */
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, t); /* clearing a field while walking is allowed */
    }
    lua_createtable(L, 1, 4);
    lua_pushvalue(L, shadow);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, shadow);
    lua_rawseti(L, -2, 1);
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, shadow_length);
    lua_setfield(L, -2, "__len");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, t);
}

static void freeze_value(lua_State *L, int index, int snapshot, int depth);

/* The snapshot's hash part remembers the upvalues that were seen, too. */
static bool upvalue_seen(lua_State *L, int function, int number, int snapshot)
{
    const void *id = lua_upvalueid(L, function, number);
    bool seen = lua_rawgetp(L, snapshot, id) != LUA_TNIL;
    lua_pop(L, 1);
    if (!seen) {
        lua_pushboolean(L, 1);
        lua_rawsetp(L, snapshot, id);
    }
    return seen;
}

static void freeze_function(lua_State *L, int function, int snapshot, int depth)
{
    if (lua_iscfunction(L, function)) {
        /* Of the host's functions only the iterator of pairs holds something: its place. Kept, it would
         * go on in the next run where this one stopped. */
        if (lua_getupvalue(L, function, 1) != NULL) {
            (void)luaL_error(L, "an iterator may not be kept: call pairs where it is used");
        }
        return;
    }
    /* The snapshot's hash part remembers the functions that were seen. */
    lua_pushvalue(L, function);
    bool seen = lua_rawget(L, snapshot) != LUA_TNIL;
    lua_pop(L, 1);
    if (seen) {
        return;
    }
    lua_pushvalue(L, function);
    lua_pushboolean(L, 1);
    lua_rawset(L, snapshot);
    const char *name;
    for (int i = 1; (name = lua_getupvalue(L, function, i)) != NULL; i++) {
        /* Nothing can be assigned to _ENV, which no rule may name; and functions share their upvalues. */
        if (strcmp(name, "_ENV") == 0 || upvalue_seen(L, function, i, snapshot)) {
            lua_pop(L, 1);
            continue;
        }
        lua_Integer n = (lua_Integer)lua_rawlen(L, snapshot);
        lua_pushvalue(L, function);
        lua_rawseti(L, snapshot, n + 1);
        lua_pushinteger(L, i);
        lua_rawseti(L, snapshot, n + 2);
        if (lua_isnil(L, -1)) { /* a list has no holes: nil is kept as a light NULL */
            lua_pushlightuserdata(L, NULL);
        } else {
            lua_pushvalue(L, -1);
        }
        lua_rawseti(L, snapshot, n + 3);
        freeze_value(L, lua_gettop(L), snapshot, depth + 1);
        lua_pop(L, 1);
    }
}

static void freeze_value(lua_State *L, int index, int snapshot, int depth)
{
    luaL_checkstack(L, 12, "nested too deep");
    if (depth > DEPTH_MAX) {
        (void)luaL_error(L, "nested deeper than %d", DEPTH_MAX);
    }
    if (lua_type(L, index) == LUA_TFUNCTION && snapshot != 0) {
        freeze_function(L, index, snapshot, depth);
        return;
    }
    if (lua_type(L, index) != LUA_TTABLE) {
        return;
    }
    if (lua_getmetatable(L, index)) { /* frozen already, or an environment */
        lua_pop(L, 1);
        return;
    }
    move(L, index);
    int shadow = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, shadow) != 0) {
        freeze_value(L, lua_gettop(L), snapshot, depth + 1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void freeze(lua_State *L, int index, int snapshot)
{
    freeze_value(L, lua_absindex(L, index), snapshot == 0 ? 0 : lua_absindex(L, snapshot), 0);
}
