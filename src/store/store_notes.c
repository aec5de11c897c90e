#include "store/store_notes.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* The first byte of an item tells its kind and five bits of its number, then come seven bits a byte, the
 * lowest first: there are a million items, and most numbers are small. */
enum { KIND_SHIFT = 5, KIND_BITS = 2, NUMBER_SHIFT = 7, MORE = 0x80 };

struct notes *notes_new(void)
{
    return calloc(1, sizeof(struct notes));
}

void notes_free(struct notes *n)
{
    if (n != NULL) {
        for (int i = 0; i < n->criteria; i++) {
            buf_free(&n->of[i]);
        }
        free(n->of);
        buf_free(&n->texts);
        buf_free(&n->parts);
        free(n->slots);
        free(n);
    }
}

static void *items(const struct buf *b)
{
    return b->data;
}

static void note(struct notes *n, enum noted kind, uint64_t value)
{
    enum { LOW = (1 << KIND_SHIFT) - 1, REST = (1 << NUMBER_SHIFT) - 1 };
    struct buf *to = n->failed ? NULL : &n->of[n->open];
    uint64_t rest = value >> KIND_SHIFT;
    if (to == NULL) {
        return;
    }
    buf_putc(to, (char)((value & LOW) | (uint64_t)kind << KIND_SHIFT | (rest > 0 ? MORE : 0)));
    for (; rest > 0; rest >>= NUMBER_SHIFT) {
        buf_putc(to, (char)((rest & REST) | (rest >> NUMBER_SHIFT > 0 ? MORE : 0)));
    }
    n->failed = to->failed;
}

void notes_begin(struct notes *n, int criterion)
{
    if (criterion >= n->criteria) {
        struct buf *more = realloc(n->of, sizeof *more * ((size_t)criterion + 1));
        if (more == NULL) {
            n->failed = true;
            return;
        }
        n->of = more;
        while (n->criteria <= criterion) {
            more[n->criteria++] = (struct buf)BUF_INIT;
        }
    }
    n->open = criterion;
    note(n, NOTED_BEGIN, 0);
}

void notes_number(struct notes *n, uint64_t value)
{
    note(n, NOTED_NUMBER, value);
}

static uint32_t *noted_slot(const struct notes *n, const char *text, size_t len)
{
    const struct noted_part *parts = items(&n->parts);
    uint64_t h = HASH_BEGIN;
    for (size_t i = 0; i < len; i++) {
        h = hash_on(h, (unsigned char)text[i]);
    }
    size_t at = (size_t)h & (n->slot_count - 1);
    while (n->slots[at] != 0 &&
           (parts[n->slots[at] - 1].len != len ||
            memcmp(n->texts.data + parts[n->slots[at] - 1].at, text, len) != 0)) {
        at = (at + 1) & (n->slot_count - 1);
    }
    return &n->slots[at];
}

static void slots_grow(struct notes *n)
{
    const struct noted_part *parts = items(&n->parts);
    size_t used = n->parts.len / sizeof *parts;
    if (2 * (used + 1) < n->slot_count) {
        return;
    }
    size_t count = n->slot_count == 0 ? 256 : 2 * n->slot_count;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (slots == NULL) {
        n->failed = true;
        return;
    }
    free(n->slots);
    n->slots = slots;
    n->slot_count = count;
    for (size_t i = 0; i < used; i++) {
        *noted_slot(n, n->texts.data + parts[i].at, parts[i].len) = (uint32_t)i + 1;
    }
}

void notes_part(struct notes *n, const char *text, size_t len)
{
    slots_grow(n);
    if (n->failed) {
        return;
    }
    uint32_t *slot = noted_slot(n, text, len);
    if (*slot == 0) {
        struct noted_part fresh = {.at = n->texts.len, .len = len};
        buf_add(&n->texts, text, len);
        buf_puts(&n->texts, ""); /* so that there is memory, though it be empty */
        buf_add(&n->parts, &fresh, sizeof fresh);
        n->failed = n->texts.failed || n->parts.failed || n->texts.data == NULL;
        if (n->failed) {
            return;
        }
        *slot = (uint32_t)(n->parts.len / sizeof fresh);
    }
    struct noted_part *parts = items(&n->parts);
    parts[*slot - 1].count++;
    note(n, NOTED_PART, *slot - 1);
}

enum noted notes_next(const uint8_t **at, uint64_t *value)
{
    const uint8_t *p = *at;
    int kind = *p >> KIND_SHIFT & ((1 << KIND_BITS) - 1);
    *value = *p & ((1 << KIND_SHIFT) - 1);
    for (int shift = KIND_SHIFT; *p++ & MORE; shift += NUMBER_SHIFT) {
        *value |= (uint64_t)(*p & (MORE - 1)) << shift;
    }
    *at = p;
    return (enum noted)kind;
}
