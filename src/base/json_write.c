/* Canonical JSON (RFC 8785). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"

void json_write_string(struct buf *out, const char *text)
{
    buf_putc(out, '"');
    const char *run = text;
    for (const char *p = text;; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        if (p > run) {
            buf_add(out, run, (size_t)(p - run));
        }
        run = p + 1;
        if (c == '\0') {
            break;
        }
        static const char from[] = "\"\\\b\f\n\r\t";
        static const char to[] = "\"\\bfnrt";
        const char *hit = strchr(from, (int)c);
        if (hit != NULL) {
            buf_putc(out, '\\');
            buf_putc(out, to[hit - from]);
        } else {
            buf_printf(out, "\\u%04x", c);
        }
    }
    buf_putc(out, '"');
}

/* Orders UTF-8 as UTF-16 code units: U+10000 and above (surrogates) come before U+E000…U+FFFF. */
static int by_utf16(const void *a, const void *b)
{
    const unsigned char *x = (const unsigned char *)(*(const struct json *const *)a)->key;
    const unsigned char *y = (const unsigned char *)(*(const struct json *const *)b)->key;
    while (*x != '\0' && *x == *y) {
        x++;
        y++;
    }
    if (*x >= 0xee && *y >= 0xee && (*x >= 0xf0) != (*y >= 0xf0)) {
        return *x >= 0xf0 ? -1 : 1;
    }
    return (int)*x - (int)*y;
}

static void write_object(struct buf *out, const struct json *object)
{
    const struct json *few[32];
    const struct json **members = object->len <= 32 ? few : malloc(sizeof *members * object->len);
    if (members == NULL) {
        out->failed = true;
        return;
    }
    size_t n = 0;
    bool ordered = true; /* few members are sorted in place, and most come sorted */
    for (const struct json *m = object->first; m != NULL; m = m->next) {
        size_t at = n++;
        if (members == few) {
            for (; at > 0 && by_utf16(&m, &members[at - 1]) < 0; at--) {
                members[at] = members[at - 1];
            }
        } else {
            ordered = ordered && (at == 0 || by_utf16(&members[at - 1], &m) <= 0);
        }
        members[at] = m;
    }
    if (!ordered) {
        qsort(members, n, sizeof *members, by_utf16);
    }
    buf_putc(out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            buf_putc(out, ',');
        }
        json_write_string(out, members[i]->key);
        buf_putc(out, ':');
        json_write(out, members[i]);
    }
    buf_putc(out, '}');
    if (members != few) {
        free(members);
    }
}

void json_write(struct buf *out, const struct json *value)
{
    switch (value->type) {
    case JSON_NULL:
        buf_puts(out, "null");
        return;
    case JSON_BOOL:
        buf_puts(out, value->boolean ? "true" : "false");
        return;
    case JSON_NUMBER:
        number_write(out, value->number);
        return;
    case JSON_STRING:
        json_write_string(out, value->text);
        return;
    case JSON_ARRAY:
        buf_putc(out, '[');
        for (const struct json *m = value->first; m != NULL; m = m->next) {
            if (m != value->first) {
                buf_putc(out, ',');
            }
            json_write(out, m);
        }
        buf_putc(out, ']');
        return;
    case JSON_OBJECT:
        write_object(out, value);
        return;
    }
}
