/* SHA-256 (libcrypto). */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 65, DIGEST_TEXT = 72 };

int digest_sha256(const void *data, size_t len, uint8_t out[DIGEST_SIZE]); /* 0 or ERR_MEMORY */
void digest_hex(const uint8_t digest[DIGEST_SIZE], char out[DIGEST_HEX]);  /* 64 hex digits, NUL */
/* "sha256:" and 64 hex digits of data. Returns 0 or ERR_MEMORY. */
int digest_text(const void *data, size_t len, char out[DIGEST_TEXT]);

#endif
