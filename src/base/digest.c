#include "base/digest.h"

#include <string.h>

#include <openssl/evp.h>

#include "base/err.h"

int digest_sha256(const void *data, size_t len, uint8_t out[DIGEST_SIZE])
{
    unsigned int size = 0;
    int ok = EVP_Digest(len == 0 ? "" : data, len, out, &size, EVP_sha256(), NULL);
    return ok == 1 && size == DIGEST_SIZE ? 0 : ERR_MEMORY;
}

void digest_hex(const uint8_t digest[DIGEST_SIZE], char out[DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < DIGEST_SIZE; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[2 * DIGEST_SIZE] = '\0';
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
