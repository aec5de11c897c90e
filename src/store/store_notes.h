/* What a model is learnt from: the numbers and texts of findings, noted criterion by criterion as a packer
 * puts them. */
#ifndef STORE_STORE_NOTES_H
#define STORE_STORE_NOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct noted_part { /* of a text */
    size_t at, len; /* in the texts */
    uint32_t count;
    uint32_t index; /* in the model + 1; 0: too rare */
};

struct notes {
    struct buf *of;          /* the findings of each criterion, as items: see notes_next */
    int criteria;            /* so many */
    int open;                /* criterion whose finding is noted */
    struct buf texts, parts; /* struct noted_part */
    uint32_t *slots;         /* part + 1 by hash */
    size_t slot_count;
    bool failed; /* for want of memory */
};

/* NULL: out of memory. */
struct notes *notes_new(void);
/* Releases it; NULL is fine. */
void notes_free(struct notes *n);
/* For packer: notes that a finding begins. */
void notes_begin(struct notes *n, int criterion);
/* For packer: notes a number. */
void notes_number(struct notes *n, uint64_t value);
/* For packer: notes a part of a text. */
void notes_part(struct notes *n, const char *text, size_t len);

enum noted { NOTED_BEGIN, NOTED_NUMBER, NOTED_PART };
/* Reads the item at *at and moves on: a finding begins, a number, or the index of a part. */
enum noted notes_next(const uint8_t **at, uint64_t *value);

#endif
