/* What a text begins with, as one number: such numbers have the order of their texts, as far as they go, and
 * most keys differ in them. */
#ifndef BASE_HEAD_H
#define BASE_HEAD_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { HEAD = 8 };

/* The first bytes of a text of len bytes, then zeros. */
static inline uint64_t head_of(const char *text, size_t len)
{
    const unsigned char *t = (const unsigned char *)text;
    uint64_t head = 0;
    if (len >= HEAD) {
        memcpy(&head, t, HEAD);
        head = le64toh(head);
    } else if (len >= 4) { /* two halves, which may overlap */
        uint32_t first, last;
        memcpy(&first, t, 4);
        memcpy(&last, t + len - 4, 4);
        head = le32toh(first) | (uint64_t)le32toh(last) << 8 * (len - 4);
    } else if (len > 0) {
        head = t[0] | (uint64_t)t[len / 2] << 8 * (len / 2) | (uint64_t)t[len - 1] << 8 * (len - 1);
    }
    /* A zero ends the text, as it does for strcmp: the lowest bit here stands in the first zero byte. */
    uint64_t zeros = (head - UINT64_C(0x0101010101010101)) & ~head & UINT64_C(0x8080808080808080);
    return __builtin_bswap64(head & ((zeros & (0 - zeros)) - 1));
}

/* Whether the head is a whole text: its last byte is the zero that ends it. */
static inline bool head_is_all(uint64_t head)
{
    return (head & 0xff) == 0;
}

#endif
