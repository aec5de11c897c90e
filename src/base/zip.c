#include "base/zip.h"

#include <stdint.h>

#define ZLIB_CONST /* what is packed is not written to */
#include <zlib.h>

enum {
    NEEDS = 20,    /* version 2.0 unpacks it */
    UTF8 = 0x0800, /* names are UTF-8 */
    DEFLATED = 8,
    FIRST_DAY = 0x0021, /* 1980-01-01 */
    MOST_FILES = 65535
};

static void put16(struct buf *b, size_t value)
{
    buf_putc(b, (char)(value & 0xff));
    buf_putc(b, (char)(value >> 8 & 0xff));
}

static void put32(struct buf *b, size_t value)
{
    put16(b, value & 0xffff);
    put16(b, value >> 16);
}

/* Raw deflate of data, appended to packed. */
static void pack(struct buf *packed, const void *data, size_t len)
{
    z_stream s = {0};
    if (deflateInit2(&s, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        packed->failed = true;
        return;
    }
    size_t most = deflateBound(&s, (uLong)len);
    if (most > UINT32_MAX || buf_resize(packed, most) != 0) {
        packed->failed = true;
    } else {
        s.next_in = data;
        s.avail_in = (uInt)len;
        s.next_out = (Bytef *)packed->data;
        s.avail_out = (uInt)most;
        packed->failed = deflate(&s, Z_FINISH) != Z_STREAM_END;
        packed->len = s.total_out; /* at most what there is */
    }
    (void)deflateEnd(&s);
}

void zip_init(struct zip *z, struct buf *out)
{
    *z = (struct zip){.out = out, .start = out->len, .directory = BUF_INIT};
}

/* What stands before a file and in the directory alike. */
static void put_common(struct buf *b, const char *name, size_t crc, size_t packed, size_t len)
{
    put16(b, NEEDS);
    put16(b, UTF8);
    put16(b, DEFLATED);
    put16(b, 0);
    put16(b, FIRST_DAY);
    put32(b, crc);
    put32(b, packed);
    put32(b, len);
    put16(b, strlen(name));
    put16(b, 0); /* no extra field */
}

void zip_add(struct zip *z, const char *name, const void *data, size_t len)
{
    struct buf packed = BUF_INIT;
    struct buf *d = &z->directory;
    size_t at = z->out->len - z->start;
    if (len > UINT32_MAX || strlen(name) > UINT16_MAX || z->count == MOST_FILES) {
        z->out->failed = true;
        return;
    }
    pack(&packed, data, len);
    size_t crc = crc32(crc32(0, Z_NULL, 0), data, (uInt)len);
    buf_add(z->out, "PK\3\4", 4);
    put_common(z->out, name, crc, packed.len, len);
    buf_puts(z->out, name);
    buf_add(z->out, buf_text(&packed), packed.len);
    buf_add(d, "PK\1\2", 4);
    put16(d, NEEDS); /* made by: the same, on no system in particular */
    put_common(d, name, crc, packed.len, len);
    put16(d, 0); /* no comment */
    put16(d, 0); /* the first and only disk */
    put16(d, 0);
    put32(d, 0);
    put32(d, at);
    buf_puts(d, name);
    z->count++;
    z->out->failed = z->out->failed || packed.failed || z->out->len - z->start > UINT32_MAX;
    buf_free(&packed);
}

void zip_finish(struct zip *z)
{
    size_t at = z->out->len - z->start;
    buf_add(z->out, buf_text(&z->directory), z->directory.len);
    buf_add(z->out, "PK\5\6", 4);
    put32(z->out, 0); /* one disk */
    put16(z->out, z->count);
    put16(z->out, z->count);
    put32(z->out, z->directory.len);
    put32(z->out, at);
    put16(z->out, 0);
    z->out->failed = z->out->failed || z->directory.failed;
    buf_free(&z->directory);
}
