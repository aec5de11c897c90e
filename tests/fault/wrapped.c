/* See wrapped.h. */
#include "wrapped.h"

#include <stddef.h>

struct wrapped wrapped;

bool wrapped_fails(void)
{
    if (!wrapped.watched) {
        return false;
    }
    wrapped.seen++;
    return wrapped.at > 0 &&
           (wrapped.seen == wrapped.at || (wrapped.sticky && wrapped.seen > wrapped.at));
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size)
{
    return wrapped_fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return wrapped_fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return wrapped_fails() ? NULL : __real_realloc(block, size);
}
