/* What can be told from a rule's text before it runs. Private to script/. */
#ifndef SCRIPT_SOURCE_H
#define SCRIPT_SOURCE_H

#include <stddef.h>

#include "base/err.h"

enum { SOURCE_MAX = 64 * 1024, CHAIN_MAX = 100 };

/* Refuses: over 64 KiB, NUL, bad UTF-8, bytecode, `_ENV`, name chains over 100 links, `^` with anything
 * but the constant 2, and names that are neither declared in the text, nor of the language, nor among
 * known (count words). The message begins with path:line. */
int source_check(const char *path, const char *text, size_t len, const char *const *known,
                 size_t count, struct err *e);

#endif
