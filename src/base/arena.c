#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16384, KEPT = 1 << 20 };

struct arena_block {
    struct arena_block *next;
    size_t size;
    _Alignas(16) unsigned char data[];
};

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(struct arena *a)
{
    free_blocks(a->head);
    free_blocks(a->spare);
    *a = (struct arena)ARENA_INIT;
}

/* Blocks are kept for the next round, up to a bound: the next plan is mostly as large as the last. */
void arena_reset(struct arena *a)
{
    size_t kept = 0;
    struct arena_block *block = a->head;
    for (const struct arena_block *b = a->spare; b != NULL; b = b->next) {
        kept += b->size;
    }
    a->head = NULL;
    a->left = 0;
    while (block != NULL) {
        struct arena_block *next = block->next;
        if (block->size == BLOCK && kept + BLOCK <= KEPT) {
            kept += BLOCK;
            block->next = a->spare;
            a->spare = block;
        } else {
            free(block);
        }
        block = next;
    }
}

static struct arena_block *block_for(struct arena *a, size_t need)
{
    if (need <= BLOCK && a->spare != NULL) {
        struct arena_block *block = a->spare;
        a->spare = block->next;
        return block;
    }
    size_t room = need > BLOCK ? need : BLOCK;
    struct arena_block *block = malloc(sizeof *block + room);
    if (block != NULL) {
        block->size = room;
    }
    return block;
}

/* Makes room for so many bytes at the head; false: out of memory. */
static bool add_block(struct arena *a, size_t need)
{
    struct arena_block *block = block_for(a, need);
    if (block != NULL) {
        block->next = a->head;
        a->head = block;
        a->at = block->data;
        a->left = block->size;
    }
    return block != NULL;
}

void *arena_take_slowly(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2) {
        return NULL;
    }
    size_t need = size == 0 ? 16 : (size + 15) & ~(size_t)15;
    return a->left < need && !add_block(a, need) ? NULL : arena_take(a, need);
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *out = arena_take(a, size);
    return out == NULL ? NULL : memset(out, 0, size);
}

char *arena_text(struct arena *a, size_t len)
{
    char *out = len == SIZE_MAX ? NULL : arena_take(a, len + 1);
    if (out != NULL) {
        out[len] = '\0';
    }
    return out;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
    char *out = arena_text(a, len);
    if (out != NULL && len > 0) {
        memcpy(out, text, len);
    }
    return out;
}

char *arena_strdup(struct arena *a, const char *text)
{
    return arena_strndup(a, text, strlen(text));
}

char *arena_join(struct arena *a, const char *first, const char *second)
{
    size_t front = strlen(first);
    size_t back = strlen(second);
    char *out = arena_text(a, front + back);
    if (out != NULL) {
        memcpy(out, first, front);
        memcpy(out + front, second, back);
    }
    return out;
}
