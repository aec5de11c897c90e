/* P-codes: the codes of a country's administrative places, as OCHA publishes them, from a CSV file
 * with the columns pcode, level, name, parent, valid_from. A list is of a day and need not go down
 * to the finest level. */
#ifndef MODEL_PCODES_H
#define MODEL_PCODES_H

#include "base/arena.h"
#include "base/err.h"

struct pcode {
    const char *code, *name;
    const char *parent; /* NULL: the country */
    int level;          /* 1 is the first below the country */
    int line;
};

struct pcode_list {
    const struct pcode *items; /* by code */
    const char *const *codes;  /* by length, then code */
    size_t count;
    int deepest;         /* level */
    const char *vintage; /* the latest valid_from */
};

/* Reads and checks a list; all of it lives in arena. path is named in messages. ERR_INPUT: the first
 * fault, in *e. */
int pcodes_read(struct arena *arena, const char *path, const char *text, size_t len,
                struct pcode_list *out, struct err *e);
const struct pcode *pcodes_get(const struct pcode_list *list, const char *code); /* or NULL */
/* The place that the code is or lies in: the longest of the list that it begins with, or NULL. */
const struct pcode *pcodes_above(const struct pcode_list *list, const char *code);
/* The place of that name, if only one has it; else that of the nearest code, first among those of the
 * same length; or NULL. name may be NULL. */
const struct pcode *pcodes_meant(const struct pcode_list *list, const char *code, const char *name);

#endif
