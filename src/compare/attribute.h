/* Attributes of rows: where their values lie in a plan, and what they mean in words. */
#ifndef COMPARE_ATTRIBUTE_H
#define COMPARE_ATTRIBUTE_H

#include "compare/names.h"
#include "compare/table.h"

/* Whether an attribute can have this name. ERR_USAGE with what there is, where it cannot. */
int attribute_check(const char *name, struct err *e);
/* Whether a name is that of an attribute that the store keeps apart from the plan: country, community, round,
 * checklist, version, profile, what follows from the country, method, assessor_type. */
bool attribute_is_kept(const char *name);
/* The values of one row: numbers of names, each once; items grows by realloc. */
struct attribute_values {
    uint32_t *items;
    size_t count, room;
    bool failed;
};
/* Fills out with the values that the plan of an assessment has, and puts those that are new into names, whose
 * texts live in arena. Returns 0 or ERR_MEMORY. */
int attribute_read(const char *name, const struct assessment *a, const struct table_places *places,
                   struct names *names, struct arena *arena, struct attribute_values *out);

#endif
