/* The names by which rules look for members. Lua keeps each short text once, so that a name that is in use
 * is known again by its address: it need not be read, and where its member was found last is a good place to
 * begin. Names that are known here are held in a table of the registry: no other text gets their address. */
#include <string.h>

#include "script/view.h"

static const char NAMES[] = "banyan.names";

enum { NAME_KEPT = 40 }; /* bytes: Lua keeps longer texts as often as they are made */

void view_name_setup(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, NAMES);
}

struct view_name *view_name_learn(lua_State *L, int index, struct view_name *name)
{
    if (lua_type(L, index) != LUA_TSTRING) {
        return NULL;
    }
    struct sandbox *s = sandbox_of(L);
    index = lua_absindex(L, index);
    size_t len = 0;
    const char *text = lua_tolstring(L, index, &len);
    name = len > NAME_KEPT ? &s->long_name : name;
    name->id = NULL; /* until it is held */
    if (len <= NAME_KEPT) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, NAMES);
        lua_pushvalue(L, index);
        lua_rawseti(L, -2, name - s->names + 1);
        lua_pop(L, 1);
    }
    *name = (struct view_name){.id = len > NAME_KEPT ? NULL : lua_topointer(L, index),
                               .text = text,
                               .len = len,
                               .head = head_of(text, len),
                               .beside = (uint8_t)view_beside_of(text),
                               .value = strcmp(text, "value") == 0,
                               .remark = strcmp(text, "note") == 0 ||
                                         strcmp(text, "evidence") == 0};
    return name;
}
