/* Rows put into groups by one attribute or several crossed. A row with several values stands in several
 * groups; one without a value in a group whose key is NULL there. */
#ifndef COMPARE_GROUPS_H
#define COMPARE_GROUPS_H

#include "compare/compare.h"

/* A value of the attribute of this name in words, as table_label; "not told" for NULL. */
const char *groups_label(const struct comparison *c, struct arena *arena, const char *attribute,
                         const char *key);
/* Makes the groups of c with keys, labels, members and rows from the attributes of c->by, in arena of c:
 * ordered by the order of values, groups without a key last. Only groups with members. ERR_USAGE: an
 * attribute that the table lacks; ERR_MEMORY. */
int groups_make(struct comparison *c, struct err *e);

#endif
