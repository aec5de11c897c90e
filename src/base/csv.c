#include "base/csv.h"

#include <csv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"

struct reader {
    int (*row)(void *context, const struct csv_row *row);
    void *context;
    char **fields;
    size_t count, cap;
    int rc;
    bool memory, ended; /* ended: libcsv has finished a row */
};

static void drop_fields(struct reader *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->fields[i]);
    }
    r->count = 0;
}

static void on_field(void *data, size_t len, void *context)
{
    struct reader *r = context;
    if (r->count == r->cap) {
        size_t cap = r->cap == 0 ? 32 : r->cap * 2;
        char **fields = realloc(r->fields, sizeof *fields * cap);
        if (fields == NULL) {
            r->memory = true;
            return;
        }
        r->fields = fields;
        r->cap = cap;
    }
    char *copy = malloc(len + 1);
    if (copy == NULL) {
        r->memory = true;
        return;
    }
    if (len > 0) {
        memcpy(copy, data, len);
    }
    copy[len] = '\0';
    r->fields[r->count++] = copy;
}

static void on_row(int end, void *context)
{
    (void)end;
    ((struct reader *)context)->ended = true;
}

static int fail(struct json_error *error, int line, const char *text)
{
    *error = (struct json_error){.line = line, .column = 1};
    (void)snprintf(error->text, sizeof error->text, "%s", text);
    return ERR_INPUT;
}

static int line_of(const char *text, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < offset; i++) {
        line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    }
    return line;
}

static int hand_over(struct reader *r, const char *raw, size_t raw_len, int line)
{
    while (raw_len > 0 && (raw[raw_len - 1] == '\n' || raw[raw_len - 1] == '\r')) {
        raw_len--;
    }
    struct csv_row row = {.line = line,
                          .count = r->count,
                          .fields = (const char *const *)r->fields,
                          .raw = raw,
                          .raw_len = raw_len};
    int rc = r->row(r->context, &row);
    drop_fields(r);
    return rc;
}

static bool is_blank(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len &&
           (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) {
        at++;
    }
    return at == len;
}

/* Byte by byte, so that the place at which libcsv ends a row is known. */
static int feed(struct csv_parser *parser, struct reader *r, const char *text, size_t len,
                struct json_error *error)
{
    size_t row_start = 0;
    int line = 1;
    int row_line = 1;
    for (size_t i = 0; i < len; i++) {
        if (i == row_start && (text[i] == '\n' || text[i] == '\r')) {
            row_start = i + 1; /* a blank line, or the rest of CRLF */
        }
        r->ended = false;
        if (csv_parse(parser, text + i, 1, on_field, on_row, r) != 1) {
            if (csv_error(parser) == CSV_ENOMEM) {
                return ERR_MEMORY;
            }
            return fail(
                error, line,
                "text beside a quoted cell: double the quotes inside it, or quote the whole");
        }
        bool new_line = text[i] == '\n' ||
                        (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n'));
        line += new_line;
        if (r->memory) {
            return ERR_MEMORY;
        }
        if (r->ended) {
            int rc = hand_over(r, text + row_start, i + 1 - row_start, row_line);
            if (rc != 0) {
                return rc;
            }
            row_start = i + 1;
        }
        if (new_line && !r->ended && is_blank(text + row_start, i + 1 - row_start)) {
            row_start = i + 1; /* libcsv passes over a line of white space */
        }
        if (row_start == i + 1) {
            row_line = text[i] == '\r' && !new_line ? line + 1 : line;
        }
    }
    r->ended = false;
    if (csv_fini(parser, on_field, on_row, r) != 0) {
        if (csv_error(parser) == CSV_ENOMEM) {
            return ERR_MEMORY;
        }
        return fail(error, row_line, "a quote is never closed: close it");
    }
    if (r->memory) {
        return ERR_MEMORY;
    }
    return r->ended && r->count > 0 ? hand_over(r, text + row_start, len - row_start, row_line) : 0;
}

int csv_read(const char *text, size_t len, int (*row)(void *, const struct csv_row *),
             void *context, struct json_error *error)
{
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    const char *nul = len == 0 ? NULL : memchr(text, '\0', len);
    if (nul != NULL) {
        return fail(error, line_of(text, (size_t)(nul - text)),
                    "a zero byte: save the table as UTF-8 text");
    }
    size_t bad = text_utf8_check(text, len);
    if (bad != len) {
        return fail(error, line_of(text, bad), "bytes that are no UTF-8: save the table as UTF-8");
    }
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
        return ERR_MEMORY;
    }
    struct reader r = {.row = row, .context = context};
    int rc = feed(&parser, &r, text, len, error);
    csv_free(&parser);
    drop_fields(&r);
    free(r.fields);
    return rc;
}
