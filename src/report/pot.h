/* A PO template: texts for translators, each once, with where it stands. */
#ifndef REPORT_POT_H
#define REPORT_POT_H

#include "base/arena.h"
#include "base/buf.h"

struct pot_text {
    const char *text;  /* as it is written */
    const char *where; /* for translators: "EWS-01 question", "rules/standard/level.lua:12" */
    size_t order;      /* of coming, from 0 */
};

/* Texts in the order in which they came. */
struct pot {
    struct arena arena;
    struct pot_text *list;
    size_t count, room;
};

#define POT_INIT               \
    {                          \
        ARENA_INIT, NULL, 0, 0 \
    }

/* Adds a text and where it stands (both copied). Returns 0 or
 * ERR_MEMORY. */
int pot_add(struct pot *p, const char *where, const char *text);
/* Writes the template: a text that came several times stands once, with all its places. Texts with
 * {name} carry the flag by which msgfmt holds the names of translations against them. project:
 * "child-drr 1.0.0". Without a time, so that the same texts give the same bytes. */
void pot_write(struct pot *p, const char *project, struct buf *out);
void pot_free(struct pot *p); /* all that was added */

#endif
