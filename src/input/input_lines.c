/* A stream by lines. Memory is bounded by one document, whatever the length of the stream. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

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
    /* Not fread, which waits until the whole chunk has come: a slow source is read as it speaks. */
    ssize_t got;
    do {
        got = read(fileno(l->file), chunk, sizeof chunk);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        l->end = true;
        l->error = got < 0 ? (errno != 0 ? errno : EIO) : 0;
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
    buf_add(&l->data, chunk, (size_t)got);
    return buf_status(&l->data) == 0 ? 1 : ERR_MEMORY;
}

bool lines_wait(const struct lines *l)
{
    const char *from = buf_text(&l->data) + l->at;
    if (l->end || memchr(from, '\n', l->data.len - l->at) != NULL) {
        return false;
    }
    struct pollfd p = {.fd = fileno(l->file), .events = POLLIN};
    return poll(&p, 1, 0) == 0;
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

/* 1: the bytes are one whole JSON object; 0: they are not; or ERR_MEMORY. */
static int whole_object(const struct lines *l, size_t from, size_t to)
{
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    int status = json_parse(&arena, l->data.data + from, to - from, 1, &doc, &error);
    bool object = status == 0 && doc->type == JSON_OBJECT;
    arena_free(&arena);
    return status == ERR_MEMORY ? status : object;
}

/* An object on a line of its own is NDJSON. So is a bad first record before a line that is a whole
 * object, or one that ends with '}' before a line that begins with '{': no single document goes on
 * like that. */
static int sniff_object(struct lines *l, size_t start, enum lines_form *form)
{
    size_t end, next = SIZE_MAX, after = SIZE_MAX;
    int status = look(l, start, true, &end);
    *form = LINES_JSON;
    if (status != 0 || end == SIZE_MAX) {
        return status;
    }
    int object = whole_object(l, start, end);
    if (object != 0) { /* at once: who waits for the answer to a first line sends no second */
        *form = object == 1 ? LINES_NDJSON : LINES_JSON;
        return object < 0 ? object : 0;
    }
    status = look(l, end, false, &next);
    if (status != 0 || next == SIZE_MAX) {
        return status;
    }
    size_t last = end - 1;
    while (last > start && (l->data.data[last] == '\r' || l->data.data[last] == ' ')) {
        last--;
    }
    if (l->data.data[last] == '}' && l->data.data[next] == '{') {
        object = 1;
    }
    if (object == 0 && l->data.data[next] == '{') {
        status = look(l, next, true, &after);
        object = status != 0 ? status
                             : whole_object(l, next, after == SIZE_MAX ? l->data.len : after);
    }
    *form = object == 1 ? LINES_NDJSON : LINES_JSON;
    return object < 0 ? object : 0;
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
    if (l->data.data[start] == '{' || l->data.data[start] == '[') {
        return sniff_object(l, start, form);
    }
    *form = LINES_CSV;
    return 0;
}
