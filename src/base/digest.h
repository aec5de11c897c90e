/* SHA-256 (Nettle). */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 65, DIGEST_TEXT = 72 };

/* Of len bytes; takes no memory. data may be NULL where len is 0. */
void digest_sha256(const void *data, size_t len, uint8_t out[DIGEST_SIZE]);
void digest_hex(const uint8_t digest[DIGEST_SIZE], char out[DIGEST_HEX]); /* 64 hex digits, NUL */
/* "sha256:" and 64 hex digits of data. */
void digest_text(const void *data, size_t len, char out[DIGEST_TEXT]);

#endif
