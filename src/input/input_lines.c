/* A stream by lines. Memory is bounded by one document, whatever the length of the stream. */
#include <errno.h>
#include <string.h>

#include "input/input_internal.h"

enum { CHUNK = 64 * 1024 };

void lines_init(struct lines *l, FILE *file)
{
    *l = (struct lines){.file = file, .data = BUF_INIT, .line = 1};
}

void lines_free(struct lines *l)
{
    if (l->file != NULL && l->file != stdin) {
        (void)fclose(l->file);
    }
    l->file = NULL;
    buf_free(&l->data);
}

int lines_fill(struct lines *l)
{
    char chunk[CHUNK];
    if (l->end) {
        return 0;
    }
    size_t got = fread(chunk, 1, sizeof chunk, l->file);
    if (got < sizeof chunk) {
        l->end = true;
        l->error = ferror(l->file) ? (errno != 0 ? errno : EIO) : 0;
    }
    if (got == 0) {
        return 0;
    }
    if (l->at > 0 && l->at == l->data.len) {
        buf_reset(&l->data);
        l->at = 0;
    } else if (l->at > CHUNK) { /* move the rest to the front: the buffer stays one document long */
        memmove(l->data.data, l->data.data + l->at, l->data.len - l->at);
        l->data.len -= l->at;
        l->at = 0;
    }
    buf_add(&l->data, chunk, got);
    return buf_status(&l->data) == 0 ? 1 : ERR_MEMORY;
}

/* Passes over the rest of a line that is too long, keeping nothing. */
static int skip_line(struct lines *l)
{
    for (;;) {
        const char *from = buf_text(&l->data) + l->at;
        const char *end = memchr(from, '\n', l->data.len - l->at);
        if (end != NULL) {
            l->at += (size_t)(end - from) + 1;
            l->line++;
            return ERR_INPUT;
        }
        l->at = l->data.len;
        int got = lines_fill(l);
        if (got <= 0) {
            return got < 0 ? got : ERR_INPUT;
        }
    }
}

int lines_next(struct lines *l, const char **text, size_t *len, int *line)
{
    size_t seen = 0;
    *line = l->line;
    for (;;) {
        const char *from = buf_text(&l->data) + l->at;
        size_t left = l->data.len - l->at;
        const char *end = left > seen ? memchr(from + seen, '\n', left - seen) : NULL;
        size_t found = end == NULL ? left : (size_t)(end - from);
        if (found > INPUT_MAX_DOCUMENT) {
            return skip_line(l);
        }
        if (end == NULL) {
            seen = left;
            int got = lines_fill(l);
            if (got < 0 || l->error != 0) {
                return got < 0 ? got : ERR_IO;
            }
            if (got > 0) {
                continue;
            }
            if (left == 0) {
                return 0;
            }
            from = buf_text(&l->data) + l->at;
        }
        *text = from;
        *len = found > 0 && from[found - 1] == '\r' ? found - 1 : found;
        l->at += found + (end == NULL ? 0 : 1);
        l->line++;
        return 1;
    }
}

int lines_rest(struct lines *l)
{
    for (;;) {
        if (l->data.len - l->at > INPUT_MAX_DOCUMENT) {
            return ERR_INPUT;
        }
        int got = lines_fill(l);
        if (got < 0 || l->error != 0) {
            return got < 0 ? got : ERR_IO;
        }
        if (got == 0) {
            return 0;
        }
    }
}

/* ---- what stdin holds ------------------------------------------------------------------------ */

/* Offset of the first byte at or after `from` that is no white space; SIZE_MAX: none. Or, with stop
 * '\n', of the first such byte. Returns 0 or ERR_MEMORY. */
static int look(struct lines *l, size_t from, bool newline, size_t *found)
{
    for (size_t at = from;; at++) {
        while (at >= l->data.len) {
            int got = l->data.len > INPUT_MAX_DOCUMENT ? 0 : lines_fill(l);
            if (got <= 0) {
                *found = SIZE_MAX;
                return got;
            }
        }
        char c = l->data.data[at];
        if (newline ? c == '\n' : c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            *found = at;
            return 0;
        }
    }
}

/* An object on a line of its own is NDJSON; so is one that ends with '}' before a line that
 * begins with '{' (a bad first record), which no single document can hold. */
static int sniff_object(struct lines *l, size_t start, enum lines_form *form)
{
    size_t end, next = SIZE_MAX;
    int status = look(l, start, true, &end);
    *form = LINES_JSON;
    if (status != 0 || end == SIZE_MAX) {
        return status;
    }
    status = look(l, end, false, &next);
    if (status != 0 || next == SIZE_MAX) {
        return status;
    }
    struct arena arena = ARENA_INIT;
    struct json *doc;
    struct json_error error;
    status = json_parse(&arena, l->data.data + start, end - start, 1, &doc, &error);
    arena_free(&arena);
    if (status == ERR_MEMORY) {
        return status;
    }
    size_t last = end - 1;
    while (last > start && (l->data.data[last] == '\r' || l->data.data[last] == ' ')) {
        last--;
    }
    if (status == 0 || (l->data.data[last] == '}' && l->data.data[next] == '{')) {
        *form = LINES_NDJSON;
    }
    return 0;
}

int lines_sniff(struct lines *l, enum lines_form *form)
{
    size_t start;
    int status = look(l, 0, false, &start);
    if (status == 0 && start == 0 && l->data.len >= 3 &&
        memcmp(l->data.data, "\xef\xbb\xbf", 3) == 0) {
        status = look(l, 3, false, &start);
    }
    if (status != 0) {
        return status;
    }
    if (start == SIZE_MAX) {
        *form = LINES_EMPTY;
        return 0;
    }
    if (l->data.data[start] == '{') {
        return sniff_object(l, start, form);
    }
    *form = l->data.data[start] == '[' ? LINES_JSON : LINES_CSV;
    return 0;
}
