/* Plans in both forms of input, the same said twice: how values are made and spelled. Each put_… adds one
 * value to g->json, as JSON, and to g->cell, as a cell of a table, spelled in two ways. */
#ifndef TESTS_SAME_FORMS_H
#define TESTS_SAME_FORMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/checklist.h"
#include "model/plan_schema.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof *(a)))
enum { HEAD = 200 };

struct generator {
    uint64_t what;       /* what is said: the same for both forms */
    uint64_t how;        /* how it is spelled */
    struct buf doc;      /* the plan as JSON */
    struct buf json;     /* one value as JSON */
    struct buf cell;     /* the same as a cell */
    bool nested;         /* inside JSON in a cell */
    bool members;        /* the object being written has some */
    bool change, spoilt; /* say another thing once; go out of range once */
    char (*heads)[HEAD];
    struct buf *row;
    int columns, hint;
};

/* A number from 0 to n - 1, out of g->what or g->how. */
int below(uint64_t *state, int n);
/* Now and then some white space. */
void white(struct generator *g, struct buf *out);
/* A JSON string, some of it as escapes. */
void spell_text(struct generator *g, struct buf *out, const char *text);
/* The same bytes in both. */
void both(struct generator *g, const char *text);
void put_text(struct generator *g, const char *text);
/* A number or a text, as facts are. */
void put_scalar(struct generator *g);
/* A value of a field that is no list and no object; index makes ids and hazards of a list differ. */
void put_one(struct generator *g, const struct schema *s, const struct field *f, int index);
void put_list(struct generator *g, const struct schema *s, const struct field *f, int depth);
/* Whether a plan has the field. */
bool wanted(struct generator *g, const struct field *f, int depth);
/* What a criterion or a part of one asks for. */
void put_answer(struct generator *g, const struct part *demand);
/* A short text such as a list holds. */
const char *short_text(struct generator *g);

#endif
