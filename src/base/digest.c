#include "base/digest.h"

#include <string.h>

/* The direct functions: they allocate nothing. EVP's fetch of an algorithm crashes in OpenSSL 3.0 where
 * memory runs out in its set-up, and takes longer than the digest of a small text. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "base/err.h"

int digest_sha256(const void *data, size_t len, uint8_t out[DIGEST_SIZE])
{
    SHA256_CTX context;
    int ok = SHA256_Init(&context) == 1 && SHA256_Update(&context, data, len) == 1 &&
             SHA256_Final(out, &context) == 1;
    return ok ? 0 : ERR_MEMORY;
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

int digest_text(const void *data, size_t len, char out[DIGEST_TEXT])
{
    uint8_t digest[DIGEST_SIZE];
    int rc = digest_sha256(data, len, digest);
    if (rc == 0) {
        memcpy(out, "sha256:", 7);
        digest_hex(digest, out + 7);
    }
    return rc;
}
