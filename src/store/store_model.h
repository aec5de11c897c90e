/* What the findings of one checklist have in common, so that they pack well: which findings a
 * criterion mostly has, and which numbers and words stand in them. It is learnt from samples
 * once, kept in the table `dictionary`, and never changed: what was packed with it needs it to
 * be read. Whole numbers only, so that it codes alike on every machine. docs/storage.md
 * describes the bytes. */
#ifndef STORE_STORE_MODEL_H
#define STORE_STORE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct model;
/* Takes up the bytes of a model. 0, ERR_INPUT (they are none) or ERR_MEMORY. */
int model_read(const void *data, size_t len, struct model **out);
/* Releases it; NULL is fine. */
void model_free(struct model *m);

/* Where in a model the next number is looked up: after what the finding has said so far, or else
 * among all that ever stood in its place; 0: unknown. */
struct model_walk {
    uint32_t path, fields;
    size_t place;
};

/* Findings on their way into bytes: a row of numbers and texts. */
struct packer {
    const struct model *model; /* NULL: plain */
    struct buf *out; /* plain: the bytes; with a model: steps, until pack_end makes bytes of them */
    struct lesson *lesson; /* not NULL: it is all noted there instead */
    struct model_walk at;
};
/* What follows is the finding of the criterion with that index. */
void pack_begin(struct packer *p, int criterion);
/* One number. */
void pack_number(struct packer *p, uint64_t n);
/* One text; lists with commas are taken apart. */
void pack_text(struct packer *p, const char *text, size_t len);
/* With a model: appends the bytes of all that was put. 0 or ERR_MEMORY, also of what failed
 * before. */
int pack_end(struct packer *p, struct buf *bytes);

/* The reverse. Damaged bytes set bad; numbers are 0 and texts empty from then on. */
struct unpacker {
    const struct model *model; /* NULL: plain */
    const uint8_t *at, *end;
    uint32_t state;
    size_t room; /* how much text may still come */
    bool bad;
    struct model_walk walk;
};
/* Begins with bytes of pack_end, or plain ones; they are borrowed. */
void unpack_open(struct unpacker *u, const struct model *m, const void *data, size_t len);
/* What follows is the finding of the criterion with that index. */
void unpack_begin(struct unpacker *u, int criterion);
/* The next number. */
uint64_t unpack_number(struct unpacker *u);
/* Appends the text to out. */
void unpack_text(struct unpacker *u, struct buf *out);
/* Whether all was read and nothing was damaged. */
bool unpack_done(const struct unpacker *u);

/* Learning. */
struct lesson *lesson_new(void); /* NULL: out of memory */
/* Releases it; NULL is fine. */
void lesson_free(struct lesson *l);
/* Appends the bytes of the model of what was noted in it. 0 or ERR_MEMORY. */
int lesson_learn(struct lesson *l, int criteria, struct buf *out);
/* For packer: notes that a finding begins. */
void lesson_begin(struct lesson *l, int criterion);
/* For packer: notes a number. */
void lesson_number(struct lesson *l, uint64_t n);
/* For packer: notes a part of a text. */
void lesson_part(struct lesson *l, const char *text, size_t len);

/* --- what store_model.c and store_lesson.c share ------------------------------------------- */

enum { MODEL_BITS = 14, MODEL_SCALE = 1 << MODEL_BITS };
/* Of MODEL_SCALE parts, those from `used` on say that none of the entries is meant. */
struct model_node {
    uint32_t first; /* its entries, by value */
    uint32_t count;
    uint32_t used;
    uint32_t fields, field_count; /* nodes for each place of findings that begin like this */
};
struct model_entry {
    uint64_t value;
    uint32_t next; /* node of what follows it, 0: none */
    uint16_t start, frequency; /* below MODEL_SCALE: a model has tens of thousands of entries */
};

#endif
