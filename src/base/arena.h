/* Memory that is released all at once: what belongs to one document or one plan. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *head;
};

#define ARENA_INIT \
    {              \
        NULL       \
    }

void arena_free(struct arena *a);  /* releases all; the arena can be used again */
void arena_reset(struct arena *a); /* forgets all, keeps one block for the next round */
void *arena_alloc(struct arena *a, size_t size); /* zeroed, 16-aligned; NULL: out of memory */
char *arena_strndup(struct arena *a, const char *text, size_t len);
char *arena_strdup(struct arena *a, const char *text);

#endif
