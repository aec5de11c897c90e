/* A hash for tables in memory: FNV-1a, by bytes or by words, with the high bits folded in. Not for what
 * is kept, and not against those who look for keys that collide. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#define HASH_BEGIN UINT64_C(14695981039346656037)

/* The hash of what was hashed before, and then word. */
static inline uint64_t hash_on(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(1099511628211);
    return hash ^ hash >> 32;
}

/* The same with each byte of a text. */
static inline uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = hash_on(hash, (unsigned char)*text);
    }
    return hash;
}

#endif
