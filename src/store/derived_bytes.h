/* Bytes of derived tables, written and read. A reader that runs past the end is bad from then on and gives
 * zeros: callers look at it once. */
#ifndef STORE_DERIVED_BYTES_H
#define STORE_DERIVED_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct bytes {
    const uint8_t *at, *end;
    bool bad;
};

/* Eight bytes, least first; written so that compilers make one load of it. */
static inline uint64_t bytes_eight(const uint8_t *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

/* The same of four. */
static inline uint32_t bytes_four(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* size (up to 8) bytes, least first. */
static inline uint64_t bytes_word(const uint8_t *at, size_t size)
{
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++) {
        word |= (uint64_t)at[i] << (8 * i);
    }
    return word;
}

/* Appends them. */
static inline void bytes_put_word(struct buf *out, uint64_t word, int size)
{
    char data[8];
    for (int i = 0; i < size; i++) {
        data[i] = (char)(word >> (8 * i));
    }
    buf_add(out, data, (size_t)size);
}

/* Unsigned LEB128 of up to 128 bits. */
static inline void bytes_put_wide(struct buf *out, unsigned __int128 n)
{
    char data[20];
    size_t len = 0;
    for (; n >= 0x80; n >>= 7) {
        data[len++] = (char)((n & 0x7f) | 0x80);
    }
    data[len++] = (char)n;
    buf_add(out, data, len);
}

/* The same of 64. */
static inline void bytes_put_varint(struct buf *out, uint64_t n)
{
    bytes_put_wide(out, n);
}

/* Zigzag: small ones of either sign are short. */
static inline void bytes_put_signed(struct buf *out, int64_t n)
{
    bytes_put_varint(out, (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0));
}

/* The next byte. */
static inline uint8_t bytes_get(struct bytes *b)
{
    if (b->bad || b->at == b->end) {
        b->bad = true;
        return 0;
    }
    return *b->at++;
}

/* The number of bytes_put_wide. */
static inline unsigned __int128 bytes_wide(struct bytes *b)
{
    unsigned __int128 n = 0;
    for (int shift = 0; shift < 128; shift += 7) {
        uint8_t byte = bytes_get(b);
        n |= (unsigned __int128)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return n;
        }
    }
    b->bad = true;
    return 0;
}

/* The number of bytes_put_varint. */
static inline uint64_t bytes_varint(struct bytes *b)
{
    uint64_t n = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        uint8_t byte = bytes_get(b);
        n |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return n;
        }
    }
    b->bad = true;
    return 0;
}

/* The number of bytes_put_signed. */
static inline int64_t bytes_signed(struct bytes *b)
{
    uint64_t n = bytes_varint(b);
    return (int64_t)(n >> 1 ^ ((n & 1) != 0 ? UINT64_MAX : 0));
}

#endif
