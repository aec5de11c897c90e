/* What the files of views share. Private to them. */
#ifndef SCRIPT_VIEW_H
#define SCRIPT_VIEW_H

#include "script/sandbox.h"

/* view_keys.c. Members that a rule finds beside those of `plan`. */
enum { BESIDE_COUNT = 4 };
extern const char *const view_beside[BESIDE_COUNT];
/* Pushes the list of the keys of the part made of node: of the root of a plan, or of a bare entry. */
void view_keys(lua_State *L, const struct json *node, bool plan, bool bare);

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
