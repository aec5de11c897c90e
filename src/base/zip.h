/* A ZIP archive (PKWARE APPNOTE 6.3) in memory: deflated, UTF-8 names, no times: every file is of
 * 1980-01-01, the earliest that the format can say. The same files give the same bytes wherever the same
 * zlib packs them; what is inside is the same everywhere. */
#ifndef BASE_ZIP_H
#define BASE_ZIP_H

#include <stddef.h>

#include "base/buf.h"

struct zip {
    struct buf *out; /* the archive so far; it begins where out was when zip_init was called */
    size_t start;
    struct buf directory; /* what comes at the end */
    size_t count;
};

/* Begins an archive at the end of out, which stays the caller's. */
void zip_init(struct zip *z, struct buf *out);
/* Adds a file. Names are relative, with '/'. Archive and file stay below 4 GiB: what is larger sets
 * `failed` of out, as lack of memory does. */
void zip_add(struct zip *z, const char *name, const void *data, size_t len);
/* Writes the directory and releases z. */
void zip_finish(struct zip *z);

#endif
