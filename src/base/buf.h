/* A growable byte buffer. A failed allocation is sticky: later additions do nothing and
 * buf_status() tells at the end, so that callers check once. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buf {
    char *data; /* always NUL-terminated when not NULL */
    size_t len;
    size_t cap; /* of data; no more than is used, once an allocation has failed */
    bool failed;
};

#define BUF_INIT          \
    {                     \
        NULL, 0, 0, false \
    }

void buf_free(struct buf *b);  /* also resets to BUF_INIT */
void buf_reset(struct buf *b); /* keeps the memory, clears `failed` */
void buf_add_slowly(struct buf *b, const void *data,
                    size_t len); /* where there may be no room yet */
/* Appends len bytes. Without memory it sets `failed`, and so do all that append. */
static inline void buf_add(struct buf *b, const void *data, size_t len)
{
    if (len > 0 && len < b->cap - b->len) {
        memcpy(b->data + b->len, data, len);
        b->len += len;
        b->data[b->len] = '\0';
    } else {
        buf_add_slowly(b, data, len);
    }
}
/* Appends a text. */
static inline void buf_puts(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}
/* Appends one byte. */
static inline void buf_putc(struct buf *b, char c)
{
    if (1 < b->cap - b->len) {
        b->data[b->len++] = c;
        b->data[b->len] = '\0';
    } else {
        buf_add_slowly(b, &c, 1);
    }
}

/* Appends what printf would print. No decimals: they come from number.h. */
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Makes it len bytes long, of which the new ones are not set. Returns buf_status. */
int buf_resize(struct buf *b, size_t len);
int buf_status(const struct buf *b);       /* 0 or ERR_MEMORY */
const char *buf_text(const struct buf *b); /* "" when empty; never NULL */

#endif
