/* Canonical JSON (RFC 8785). */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"

/* Whether one of eight bytes is a control character, a quote or a backslash. */
static bool needs_escape(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    uint64_t quote = eight ^ ones * '"', backslash = eight ^ ones * '\\';
    return (((eight - ones * 0x20) | (quote - ones) | (backslash - ones)) & ~eight & tops) != 0;
}

static bool byte_needs_escape(char c)
{
    return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

/* Copies len bytes to where there is room for them; false where not all of them stand as they are, as
 * those of most texts do. */
static bool copy_plain(char *to, const char *text, size_t len)
{
    uint64_t eight;
    if (len >= sizeof eight) {
        for (size_t at = 0;; at += sizeof eight) {
            at = at + sizeof eight > len ? len - sizeof eight : at; /* the last may overlap */
            memcpy(&eight, text + at, sizeof eight);
            if (needs_escape(eight)) {
                return false;
            }
            memcpy(to + at, &eight, sizeof eight);
            if (at + sizeof eight == len) {
                return true;
            }
        }
    }
    if (len >= 4) {
        memcpy(&eight, text, 4);
        memcpy((char *)&eight + 4, text + len - 4, 4);
        memcpy(to, &eight, 4);
        memcpy(to + len - 4, (char *)&eight + 4, 4);
        return !needs_escape(eight);
    }
    for (size_t i = 0; i < len; i++) {
        if (byte_needs_escape(text[i])) {
            return false;
        }
        to[i] = text[i];
    }
    return true;
}

static void write_escaped(struct buf *out, const char *text, size_t len)
{
    const char *run = text;
    for (const char *p = text, *end = text + len; p <= end; p++) {
        if (p < end && !byte_needs_escape(*p)) {
            continue;
        }
        buf_add(out, run, (size_t)(p - run));
        run = p + 1;
        if (p == end) {
            break;
        }
        static const char from[] = "\"\\\b\f\n\r\t";
        static const char to[] = "\"\\bfnrt";
        const char *hit = strchr(from, *p);
        if (hit != NULL) {
            buf_putc(out, '\\');
            buf_putc(out, to[hit - from]);
        } else {
            buf_printf(out, "\\u%04x", (unsigned char)*p);
        }
    }
}

static void write_text(struct buf *out, const char *text, size_t len)
{
    if (len + 2 < out->cap - out->len && copy_plain(out->data + out->len + 1, text, len)) {
        char *to = out->data + out->len;
        to[0] = '"';
        to[len + 1] = '"';
        to[len + 2] = '\0';
        out->len += len + 2;
    } else {
        buf_putc(out, '"');
        write_escaped(out, text, len);
        buf_putc(out, '"');
    }
}

void json_write_string(struct buf *out, const char *text)
{
    write_text(out, text, strlen(text));
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

/* A comma before all but the first. */
static void write_member(struct buf *out, bool first, const struct json *member)
{
    if (!first) {
        buf_putc(out, ',');
    }
    json_write_string(out, member->key);
    buf_putc(out, ':');
    json_write(out, member);
}

static void write_members(struct buf *out, const struct json *const *members, size_t n)
{
    buf_putc(out, '{');
    for (size_t i = 0; i < n; i++) {
        write_member(out, i == 0, members[i]);
    }
    buf_putc(out, '}');
}

/* Whether the order of bytes, which a large object that was read has, is that of UTF-16, as it mostly is: of
 * ASCII it always is. */
static bool sorted_alike(const struct json *object)
{
    const uint64_t tops = UINT64_C(0x8080808080808080);
    for (size_t i = 1; i < object->len; i++) {
        const struct json_keyed *a = &object->sorted[i - 1], *b = &object->sorted[i];
        bool told = a->head != b->head && ((a->head | b->head) & tops) == 0;
        if (!told && by_utf16(&a->member, &b->member) > 0) {
            return false;
        }
    }
    return true;
}

static void write_sorted(struct buf *out, const struct json *object)
{
    buf_putc(out, '{');
    for (size_t i = 0; i < object->len; i++) {
        write_member(out, i == 0, object->sorted[i].member);
    }
    buf_putc(out, '}');
}

static void write_large(struct buf *out, const struct json *object)
{
    size_t n = 0;
    const struct json **members = malloc(sizeof *members * object->len);
    if (members == NULL) {
        out->failed = true;
        return;
    }
    bool ordered = true;
    for (const struct json *m = object->first; m != NULL; m = m->next, n++) {
        members[n] = m;
        ordered = ordered && (n == 0 || by_utf16(&members[n - 1], &m) <= 0);
    }
    if (!ordered) {
        qsort(members, n, sizeof *members, by_utf16);
    }
    write_members(out, members, n);
    free(members);
}

static void write_object(struct buf *out, const struct json *object)
{
    const struct json *few[32];
    size_t n = 0;
    if (object->sorted != NULL && sorted_alike(object)) {
        write_sorted(out, object);
        return;
    }
    if (object->len > sizeof few / sizeof *few) {
        write_large(out, object);
        return;
    }
    for (const struct json *m = object->first; m != NULL; m = m->next) {
        size_t at = n++; /* they are sorted in place, and most come sorted */
        for (; at > 0 && by_utf16(&m, &few[at - 1]) < 0; at--) {
            few[at] = few[at - 1];
        }
        few[at] = m;
    }
    write_members(out, few, n);
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
        write_text(out, value->text, value->len);
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
