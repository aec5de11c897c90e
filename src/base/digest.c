#include "base/digest.h"

#include <string.h>

#include <nettle/sha2.h>

_Static_assert(DIGEST_SIZE == SHA256_DIGEST_SIZE, "a digest is a SHA-256");

void digest_sha256(const void *data, size_t len, uint8_t out[DIGEST_SIZE])
{
    struct sha256_ctx context;
    sha256_init(&context);
    if (len > 0) {
        sha256_update(&context, len, data);
    }
    sha256_digest(&context, DIGEST_SIZE, out);
}

void digest_hex(const uint8_t digest[DIGEST_SIZE], char out[DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    char *p = out;
    for (int i = 0; i < DIGEST_SIZE; i++) {
        *p++ = digits[digest[i] >> 4];
        *p++ = digits[digest[i] & 15];
    }
    *p = '\0';
}

void digest_text(const void *data, size_t len, char out[DIGEST_TEXT])
{
    uint8_t digest[DIGEST_SIZE];
    digest_sha256(data, len, digest);
    memcpy(out, "sha256:", 7);
    digest_hex(digest, out + 7);
}
