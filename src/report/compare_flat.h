/* A comparison as a table: what CSV, package and workbook have in common. */
#ifndef REPORT_COMPARE_FLAT_H
#define REPORT_COMPARE_FLAT_H

#include "base/arena.h"
#include "base/buf.h"
#include "compare/compare.h"

enum flat_type { FLAT_TEXT, FLAT_WHOLE, FLAT_NUMBER, FLAT_SHARE /* 0…1 */ };

struct flat_column {
    const char *name; /* "mean"; unique */
    const char *tag;  /* HXL hashtag with attributes */
    enum flat_type type;
    const char *title; /* what it holds, a sentence */
    bool group;        /* of the group as a whole: stands in the row of the total alone */
    int what;          /* which number: flat.c */
    size_t index;      /* of an attribute or a band */
};

struct flat {
    const struct comparison *c;
    struct flat_column *columns;
    size_t count;
    const char *rounds; /* "2026", or "2024/2025/2026" */
    struct arena arena;
};

/* 0 or ERR_MEMORY; to be freed in both cases. */
int flat_init(struct flat *f, const struct comparison *c);
void flat_free(struct flat *f); /* and what its columns are made of */
/* Index of the column of a statistic. */
size_t flat_find(const struct flat *f, const char *name);

struct flat_cell {
    const char *text; /* FLAT_TEXT; NULL: none */
    double number;    /* the others; NaN: none */
};
/* What stands there: indexes of a group and an item of the comparison, and of a column. */
struct flat_cell flat_cell(const struct flat *f, size_t group, size_t item, size_t column);
/* A number with at most nine decimals; nothing where it is NaN. */
void flat_number(struct buf *out, double number);

/* SDMX observation status of a group under an item: A, L (applies, nobody answered), M (does not apply), O
 * (nothing is known), Q (withheld), U (few assessments or low coverage). */
char flat_status(const struct comparison *c, const struct compare_group *g, size_t item);
const char *flat_kind(enum item_kind kind); /* "total", "domain", "criterion" */
/* Date of the latest assessment, "2026-09-12". Where it is published and no assessment is named any more, the
 * first day of the last round's year; "1970-01-01" where that is none. */
void flat_date(const struct comparison *c, char date[11]);

/* What has to be known with the numbers, in words: calls each with a heading and one paragraph. Headings may
 * come again. Returns 0 or ERR_MEMORY. */
int compare_notes(const struct comparison *c,
                  void (*each)(void *context, const char *head, const char *text), void *context);

#endif
