#include "cli/reject.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int reject_open(struct reject *r, const char *path, struct err *e)
{
    struct stat st;
    *r = (struct reject){.path = path, .part = BUF_INIT, .header = BUF_INIT};
    if (path == NULL) {
        return 0;
    }
    /* Devices, pipes and links are written to as they are. */
    bool there = lstat(path, &st) == 0, plain = !there || S_ISREG(st.st_mode);
    buf_printf(&r->part, "%s%s", path, plain ? ".part" : "");
    if (buf_status(&r->part) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    r->file = fopen(r->part.data, "we");
    if (r->file != NULL && there && plain) { /* for the same people as the file that it replaces */
        (void)fchmod(fileno(r->file), st.st_mode & 0777);
    }
    return r->file != NULL
               ? 0
               : err_set(e, ERR_IO, "%.500s: cannot be written: %s", path, strerror(errno));
}

void reject_put(struct reject *r, const struct input_item *item)
{
    if (r->file == NULL || item->raw == NULL) {
        return;
    }
    size_t len = strlen(item->raw);
    while (len > 0 && strchr(" \t\r\n", item->raw[len - 1]) != NULL) {
        len--;
    }
    if (item->header != NULL) {
        if (strcmp(buf_text(&r->header), item->header) != 0) {
            buf_reset(&r->header);
            buf_puts(&r->header, item->header);
            (void)fprintf(r->file, "%s\n", item->header);
        }
        (void)fwrite(item->raw, 1, len, r->file);
    } else {
        for (size_t i = 0; i < len; i++) { /* in JSON a line end is white space */
            char c = item->raw[i];
            (void)fputc(c == '\n' || c == '\r' ? ' ' : c, r->file);
        }
    }
    (void)fputc('\n', r->file);
}

int reject_close(struct reject *r, struct err *e)
{
    int rc = 0;
    if (r->file != NULL) {
        bool plain = strcmp(r->part.data, r->path) != 0;
        bool ok = fflush(r->file) == 0 && !ferror(r->file) &&
                  (!plain || fsync(fileno(r->file)) == 0);
        int why = errno;
        if (ok && buf_status(&r->header) != 0) { /* a header may stand there twice */
            ok = false;
            why = ENOMEM;
        }
        if (fclose(r->file) != 0 && ok) {
            ok = false;
            why = errno;
        }
        if (ok && plain && rename(r->part.data, r->path) != 0) {
            ok = false;
            why = errno;
        }
        if (!ok) {
            rc = err_set(e, ERR_IO, "%.500s: cannot be written: %s", r->path, strerror(why));
            if (plain) {
                (void)unlink(r->part.data);
            }
        }
        r->file = NULL;
    }
    buf_free(&r->part);
    buf_free(&r->header);
    return rc;
}
