/* What the files of views share. Private to them. */
#ifndef SCRIPT_VIEW_H
#define SCRIPT_VIEW_H

#include "base/head.h"
#include "script/sandbox.h"

/* view_keys.c. Members that a rule finds beside those of `plan`. */
enum { BESIDE_COUNT = 4 };
extern const char *const view_beside[BESIDE_COUNT];
/* The place of the key among them, from 1; 0: it is none of them. */
unsigned view_beside_of(const char *key);
/* Pushes the list of the keys of the part made of node: of the root of a plan, or of a bare entry. */
void view_keys(lua_State *L, const struct json *node, bool plan, bool bare);

/* view_name.c. Makes the table that holds names. */
void view_name_setup(lua_State *L);
/* What is known of the text at index from now on, at `name` or elsewhere; NULL: it is no text. */
struct view_name *view_name_learn(lua_State *L, int index, struct view_name *name);
/* The same, mostly by its address; good until the next one is learnt. */
static inline struct view_name *view_name_at(lua_State *L, int index)
{
    const void *id = lua_topointer(L, index);
    struct view_name *name = &sandbox_of(L)->names[((uintptr_t)id >> 4) % VIEW_NAMES];
    return id != NULL && name->id == id ? name : view_name_learn(L, index, name);
}

/* A product of two integers wraps silently where it passes 2^63. So only counts enter as integers, which
 * print as whole numbers; larger ones (money) enter as floats. */
static inline void view_push_number(lua_State *L, double x)
{
    if (x >= -2147483647.0 && x <= 2147483647.0 && x == (double)(int32_t)x) {
        lua_pushinteger(L, (int32_t)x);
    } else {
        lua_pushnumber(L, x);
    }
}

/* view_record.c. The hash of a path, which view_record goes by. */
uint32_t view_hash(const char *text);
/* Records path, of a bytes, or path.key; what lasts is made once for each. hash: of path. */
void view_record(lua_State *L, uint32_t hash, const char *path, size_t a, const char *key);

/* view_method.c. Pushes the method key of the part placed at path (NULL: at none), or nil. */
void view_push_method(lua_State *L, const char *path, const char *key);

/* view.c. The node of the part at index; raises where there is none, or one of another plan. */
const struct json *view_part(lua_State *L, int index);
/* Pushes a part of the plan that was looked up; what is read of it is not recorded. */
void view_push_found(lua_State *L, const struct json *node);

#endif
