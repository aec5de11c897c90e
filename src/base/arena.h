/* Memory that is released all at once: what belongs to one document or one plan. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *head;  /* in use, the newest first */
    struct arena_block *spare; /* kept by arena_reset */
    unsigned char *at;         /* what is free of the head, */
    size_t left;               /* and how many bytes: whole sixteens */
};

#define ARENA_INIT          \
    {                       \
        NULL, NULL, NULL, 0 \
    }

void arena_free(struct arena *a);  /* releases all; the arena can be used again */
void arena_reset(struct arena *a); /* forgets all, keeps up to 1 MiB for the next round */
void *arena_alloc(struct arena *a, size_t size);       /* zeroed, 16-aligned; NULL: out of memory */
void *arena_take_slowly(struct arena *a, size_t size); /* where there may be no room yet */
/* The same as arena_alloc, not zeroed: to be filled. */
static inline void *arena_take(struct arena *a, size_t size)
{
    if (size == 0 || size > a->left) {
        return arena_take_slowly(a, size);
    }
    void *out = a->at;
    size_t need = (size + 15) & ~(size_t)15;
    a->at += need;
    a->left -= need;
    return out;
}
/* len bytes to be filled, not zeroed, with a NUL after them; NULL: out of memory. */
char *arena_text(struct arena *a, size_t len);
/* A copy of len bytes, with a NUL after them; NULL: out of memory. */
char *arena_strndup(struct arena *a, const char *text, size_t len);
/* A copy of text; NULL: out of memory. */
char *arena_strdup(struct arena *a, const char *text);
char *arena_join(struct arena *a, const char *first, const char *second); /* both as one text */

#endif
