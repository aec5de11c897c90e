/* Which lines of a compiled text hold code. Private to script/.
 *
 * Lua tells the lines of a function only to who holds it, and a function that never ran may never have been
 * made. So the lines are read from what lua_dump writes, which names all functions of a text. */
#ifndef SCRIPT_CHUNK_H
#define SCRIPT_CHUNK_H

#include <stddef.h>

/* Adds LINE_CODE to the marks of all lines that hold code of a function inside the text (line 1 is the
 * first of count); the text's own statements, which run once, are left out, and so is the return that Lua
 * adds to each function. Returns 0, or ERR_INPUT where this is no dump of Lua 5.4,
 * or functions stand in functions over 32 deep. */
int chunk_lines(const void *dump, size_t len, unsigned char *marks, size_t count);

#endif
