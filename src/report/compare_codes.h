/* Codes and periods as other systems take them. */
#ifndef REPORT_COMPARE_CODES_H
#define REPORT_COMPARE_CODES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "compare/compare.h"

/* Appends text as a code: A-Z a-z 0-9 _ stay, all else becomes _. upper: capitals. */
void code_text(struct buf *out, const char *text, bool upper);

/* Values of something and their codes: each value one code, each code one value. */
struct code {
    const char *value; /* NULL: not told, code _U */
    const char *label;
    const char *id;
};
struct codes {
    struct code *list;
    size_t count, slots;        /* slots: a power of two */
    uint32_t *by_value, *by_id; /* hash tables: number + 1; 0: free */
};
/* The keys of attribute `by` that groups have, in the order of the groups. 0 or ERR_MEMORY. */
int codes_of_keys(struct arena *arena, const struct comparison *c, size_t by, struct codes *out);
/* The items; the total is TOTAL. 0 or ERR_MEMORY. */
int codes_of_items(struct arena *arena, const struct comparison *c, struct codes *out);
const char *code_of(const struct codes *codes, const char *value); /* "_U" for NULL */
bool codes_have(const struct codes *codes, const char *id);        /* as a code */
/* The year of a round that is a whole year; 0: it is none. */
int round_year(const char *round);

/* Index of the attribute that is the round, or by_count. */
size_t round_attribute(const struct comparison *c);
/* The period of a group: its round where the groups are of rounds, else that of all rows. sdmx: "2026",
 * "2026-08", "2026-Q3", "2026-S2", "2026-08-01"; otherwise as DHIS2 writes them: "2026",
 * "202608", "2026Q3", "2026S2", "20260801". ERR_INPUT with a sentence where a round is no period. */
int group_period(struct buf *out, const struct comparison *c, size_t group, bool sdmx,
                 struct err *e);

#endif
