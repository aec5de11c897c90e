/* Messages and stdout. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json_member.h"
#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "model/assessment.h"
#include "report/render.h"

/* ---- stderr ---- */

/* A line where there is no memory to show what is odd in it: as far as it goes, a ? for all but ASCII. */
static void plain_line(const char *text, size_t len)
{
    char line[2100] = "banyan: ";
    size_t used = strlen(line);
    for (size_t i = 0; i < len && used + 1 < sizeof line; i++) {
        line[used++] = text[i];
        if (text[i] < ' ' || text[i] > '~') {
            line[used - 1] = '?';
        }
    }
    line[used++] = '\n';
    (void)fwrite(line, 1, used, stderr);
}

void cli_lines(const char *text)
{
    const char *all = text;
    struct buf out = BUF_INIT;
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        buf_puts(&out, "banyan: ");
        text_escape(&out, text, len, 4096);
        buf_putc(&out, '\n');
        text += len + (text[len] == '\n');
    }
    if (buf_status(&out) == 0) {
        (void)fwrite(buf_text(&out), 1, out.len,
                     stderr); /* in one piece: threads do not mix lines */
    } else {
        for (const char *line = all; *line != '\0';) {
            size_t len = strcspn(line, "\n");
            plain_line(line, len);
            line += len + (line[len] == '\n');
        }
    }
    buf_free(&out);
}

void cli_say(const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cli_lines(text);
}

void cli_complaints(const struct diag *d)
{
    if (buf_status(&d->text) != 0) {
        (void)cli_memory();
        return;
    }
    cli_lines(buf_text(&d->text));
    if (d->count > d->limit) {
        cli_say("%s: %zu more complaints: mend these first", d->file == NULL ? "" : d->file,
                d->count - d->limit);
    }
}

int cli_fail(const struct err *e)
{
    cli_lines(e->text);
    return e->code == ERR_USAGE ? CLI_USAGE : CLI_FAILED;
}

int cli_memory(void)
{
    cli_lines("out of memory");
    return CLI_FAILED;
}

/* ---- stdout ---- */

static void complain_stdout(struct cli *cli, const char *why)
{
    if (!cli->broken) {
        cli->broken = true;
        cli_say("stdout: cannot be written: %s", why);
    }
}

void cli_write(struct cli *cli, const struct buf *b)
{
    if (buf_status(b) != 0) {
        complain_stdout(cli, "out of memory");
    } else if (!cli->broken && b->len > 0 && fwrite(b->data, 1, b->len, stdout) != b->len) {
        complain_stdout(cli, strerror(errno));
    }
}

int cli_flush(struct cli *cli)
{
    if (!cli->broken && fflush(stdout) != 0) {
        complain_stdout(cli, strerror(errno));
    } else if (!cli->broken && ferror(stdout)) {
        complain_stdout(cli, "an earlier write failed");
    }
    return cli->broken ? CLI_FAILED : CLI_OK;
}

int cli_print(struct cli *cli, struct buf *b)
{
    cli_write(cli, b);
    buf_free(b);
    return cli_flush(cli);
}

int cli_print_to(struct cli *cli, const char *path, struct buf *b)
{
    struct err e = {0};
    if (path == NULL || strcmp(path, "-") == 0) {
        return cli_print(cli, b);
    }
    int code = buf_status(b) != 0                               ? cli_memory()
               : file_write(path, buf_text(b), b->len, &e) != 0 ? cli_fail(&e)
                                                                : CLI_OK;
    buf_free(b);
    return code;
}

/* ---- JSON ---- */

void series_put(struct series *s, struct buf *out, const struct buf *text)
{
    if (s->format == FORMAT_JSON) {
        buf_puts(out, s->open ? ",\n" : "[");
        s->open = true;
    }
    buf_add(out, buf_text(text), text->len);
    out->failed = out->failed || text->failed;
    if (s->format == FORMAT_NDJSON) {
        buf_putc(out, '\n');
    }
    s->count++;
}

void series_end(struct series *s, struct buf *out)
{
    if (s->format == FORMAT_JSON) {
        buf_puts(out, s->open ? "]\n" : "[]\n");
    }
}

void member_credit(struct buf *out, const char *key, int64_t billionths)
{
    member_key(out, key);
    if (billionths == SCORE_NONE) {
        buf_puts(out, "null");
    } else {
        number_write_credit(out, billionths);
    }
}
