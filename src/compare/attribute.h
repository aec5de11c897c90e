/* Attributes of rows: where their values lie in a plan, and what they mean in words. */
#ifndef COMPARE_ATTRIBUTE_H
#define COMPARE_ATTRIBUTE_H

#include "compare/names.h"
#include "compare/table.h"

/* Whether an attribute can have this name. ERR_USAGE with what there is, where it cannot. */
int attribute_check(const char *name, struct err *e);
/* Numbers (of t->making's names) of the values that a's plan has, each once; out grows by realloc. Returns 0 or
 * ERR_MEMORY. */
struct attribute_values {
    uint32_t *items;
    size_t count, room;
    bool failed;
};
int attribute_read(const char *name, const struct assessment *a, const struct table_places *places,
                   struct names *names, struct arena *arena, struct attribute_values *out);

#endif
