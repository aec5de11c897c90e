/* A growable byte buffer. A failed allocation is sticky: later additions do nothing and
 * buf_status() tells at the end, so that callers check once. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* always NUL-terminated when not NULL */
    size_t len;
    size_t cap;
    bool failed;
};

#define BUF_INIT          \
    {                     \
        NULL, 0, 0, false \
    }

void buf_free(struct buf *b);  /* also resets to BUF_INIT */
void buf_reset(struct buf *b); /* keeps the memory, clears `failed` */
void buf_add(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
int buf_status(const struct buf *b);       /* 0 or ERR_MEMORY */
const char *buf_text(const struct buf *b); /* "" when empty; never NULL */

#endif
