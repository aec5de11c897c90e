/* What can be told from a rule's text before it runs. Private to script/. */
#ifndef SCRIPT_SOURCE_H
#define SCRIPT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { SOURCE_MAX = 64 * 1024, CHAIN_MAX = 100 };

/* Refuses: over 64 KiB, NUL, bad UTF-8, bytecode, `_ENV`, name chains over 100 links, `^` with anything
 * but the constant 2, and names that are neither declared in the text, nor of the language, nor among
 * known (count words). The message begins with path:line. */
int source_check(const char *path, const char *text, size_t len, const char *const *known,
                 size_t count, struct err *e);

/* Refuses string.NAME, table.NAME and math.NAME that the host does not have, where these names are not
 * declared in the text. */
int source_check_fields(const char *path, const char *text, size_t len, struct err *e);

/* One text of a rule; other than 0 ends the walk and is returned. */
typedef int (*source_text)(void *context, int line, const char *text);
/* Calls each for the quoted texts of a rule that hold a space, are no joints that begin or end with one, and
 * stand outside its tests and what it says of itself: its reasons and messages, and some that are
 * neither. Returns 0 or ERR_MEMORY. */
int source_texts(const char *text, size_t len, source_text each, void *context);

#endif
