#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16384 };

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    _Alignas(16) unsigned char data[];
};

void arena_free(struct arena *a)
{
    while (a->head != NULL) {
        struct arena_block *next = a->head->next;
        free(a->head);
        a->head = next;
    }
}

void arena_reset(struct arena *a)
{
    if (a->head == NULL) {
        return;
    }
    struct arena rest = {a->head->next};
    arena_free(&rest);
    a->head->next = NULL;
    a->head->used = 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2) {
        return NULL;
    }
    size_t need = size == 0 ? 16 : (size + 15) & ~(size_t)15;
    if (a->head == NULL || a->head->size - a->head->used < need) {
        size_t room = need > BLOCK ? need : BLOCK;
        struct arena_block *block = malloc(sizeof *block + room);
        if (block == NULL) {
            return NULL;
        }
        *block = (struct arena_block){.next = a->head, .size = room, .used = 0};
        a->head = block;
    }
    void *out = a->head->data + a->head->used;
    a->head->used += need;
    return memset(out, 0, need);
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
    char *out = arena_alloc(a, len + 1);
    if (out != NULL && len > 0) {
        memcpy(out, text, len);
    }
    return out;
}

char *arena_strdup(struct arena *a, const char *text)
{
    return arena_strndup(a, text, strlen(text));
}
