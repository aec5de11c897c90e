#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf)BUF_INIT;
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data != NULL) {
        b->data[0] = '\0';
    }
}

/* From now on nothing fits, so that whoever appends need not ask whether it failed. */
static bool fail(struct buf *b)
{
    b->cap = b->data == NULL ? 0 : b->len + 1;
    b->failed = true;
    return false;
}

/* Room for more bytes and a NUL; false once an allocation has failed. */
static bool reserve(struct buf *b, size_t more)
{
    if (b->failed) {
        return false;
    }
    if (more < b->cap - b->len) { /* cap 0: len 0, so nothing fits */
        return true;
    }
    if (more > SIZE_MAX / 4 || b->len > SIZE_MAX / 4) {
        return fail(b);
    }
    size_t cap = b->cap < 64 ? 64 : b->cap;
    while (cap <= b->len + more) {
        cap *= 2;
    }
    char *data = realloc(b->data, cap);
    if (data == NULL) {
        return fail(b);
    }
    b->data = data;
    b->cap = cap;
    return true;
}

void buf_add_slowly(struct buf *b, const void *data, size_t len)
{
    if (reserve(b, len)) {
        if (len > 0) {
            memcpy(b->data + b->len, data, len);
        }
        b->len += len;
        b->data[b->len] = '\0';
    }
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char small[256];
    va_list again;
    va_copy(again, args);
    int need = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (need < 0) {
        (void)fail(b);
    } else if ((size_t)need < sizeof small) {
        buf_add(b, small, (size_t)need);
    } else if (reserve(b, (size_t)need)) {
        (void)vsnprintf(b->data + b->len, (size_t)need + 1, format, again);
        b->len += (size_t)need;
    }
    va_end(again);
}

int buf_resize(struct buf *b, size_t len)
{
    buf_reset(b);
    if (reserve(b, len)) {
        b->len = len;
        b->data[len] = '\0';
    }
    return buf_status(b);
}

int buf_status(const struct buf *b)
{
    return b->failed ? ERR_MEMORY : 0;
}

const char *buf_text(const struct buf *b)
{
    return b->data == NULL ? "" : b->data;
}
