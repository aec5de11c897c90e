#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

int err_set(struct err *e, int code, const char *format, ...)
{
    if (e != NULL) {
        va_list args;
        va_start(args, format);
        e->code = code;
        (void)vsnprintf(e->text, sizeof e->text, format, args);
        va_end(args);
    }
    return code;
}

void diag_init(struct diag *d, const char *file)
{
    *d = (struct diag){.file = file, .limit = 20, .text = BUF_INIT};
}

void diag_free(struct diag *d)
{
    buf_free(&d->text);
}

void diag_add(struct diag *d, int line, const char *path, const char *format, ...)
{
    d->count++;
    if (d->count > d->limit) {
        return;
    }
    char text[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (d->file != NULL) {
        text_escape(&d->text, d->file, strlen(d->file), 500);
        if (line > 0) {
            buf_printf(&d->text, ":%d", line);
        }
        buf_puts(&d->text, ": ");
    }
    if (path != NULL && path[0] != '\0') {
        text_escape(&d->text, path, strlen(path), 300);
        buf_puts(&d->text, ": ");
    }
    text_escape(&d->text, text, strlen(text), sizeof text);
    buf_putc(&d->text, '\n');
}
