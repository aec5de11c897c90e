#include "base/json.h"

#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/head.h"
#include "base/json_index.h"
#include "base/number.h"
#include "base/text.h"

enum { KEYED_MANY = 256 };

struct parser {
    struct arena *arena;
    const char *p, *end;
    const char *line_start;
    int line, depth, deepest;
    struct json_error *error;
    const struct json
        *member; /* of the innermost object: what is complained about, else its last */
    const struct json *stack[JSON_DEEPEST + 1]; /* objects and arrays being read, for the path */
    /* Members of the objects being read, of the innermost last; how many there are may be more than fit. */
    struct json_keyed keyed[KEYED_MANY];
    size_t members;
};

static void write_path(struct parser *p)
{
    size_t used = 0;
    p->error->path[0] = '\0';
    for (int i = 0; i < p->depth && used < sizeof p->error->path; i++) {
        const struct json *at = p->stack[i];
        const char *key = at->last != NULL ? at->last->key : NULL;
        if (i == p->depth - 1 && p->member != NULL) {
            key = p->member->key;
        }
        char step[64];
        if (at->type == JSON_ARRAY) {
            (void)snprintf(step, sizeof step, "[%zu]", at->len);
        } else {
            (void)snprintf(step, sizeof step, "%s%.60s", used > 0 ? "." : "",
                           key == NULL ? "" : key);
        }
        if (at->len > 0) {
            int n = snprintf(p->error->path + used, sizeof p->error->path - used, "%s", step);
            used += n > 0 ? (size_t)n : 0;
        }
    }
}

static int fail(struct parser *p, const char *text)
{
    p->error->line = p->line;
    p->error->column = (int)(p->p - p->line_start) + 1;
    (void)snprintf(p->error->text, sizeof p->error->text, "%s", text);
    write_path(p);
    return ERR_INPUT;
}

static inline void skip_space(struct parser *p)
{
    if (p->p < p->end && (unsigned char)*p->p > ' ') { /* mostly there is none */
        return;
    }
    while (p->p < p->end) {
        if (*p->p == '\n') {
            p->line++;
            p->line_start = p->p + 1;
        } else if (*p->p != ' ' && *p->p != '\t' && *p->p != '\r') {
            return;
        }
        p->p++;
    }
}

static int hex4(struct parser *p, uint32_t *out)
{
    *out = 0;
    if (p->end - p->p < 4) {
        return fail(p, "the text ends inside \\u: give four hex digits");
    }
    for (int i = 0; i < 4; i++) {
        char c = p->p[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit == 16) {
            return fail(p, "\\u without four hex digits: give four");
        }
        *out = *out * 16 + digit;
    }
    p->p += 4;
    return 0;
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *out++ = (char)(0xe0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else {
        *out++ = (char)(0xf0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3f));
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

static int unicode_escape(struct parser *p, char **out)
{
    uint32_t c = 0;
    int rc = hex4(p, &c);
    if (rc != 0) {
        return rc;
    }
    if (c == 0) {
        return fail(p, "U+0000 in a text: remove it");
    }
    if (c >= 0xdc00 && c <= 0xdfff) {
        return fail(p, "a lone surrogate: give both halves or the character itself");
    }
    if (c >= 0xd800 && c <= 0xdbff) {
        uint32_t low = 0;
        if (p->end - p->p < 6 || p->p[0] != '\\' || p->p[1] != 'u') {
            return fail(p, "a lone surrogate: give both halves or the character itself");
        }
        p->p += 2;
        rc = hex4(p, &low);
        if (rc != 0) {
            return rc;
        }
        if (low < 0xdc00 || low > 0xdfff) {
            return fail(p, "a lone surrogate: give both halves or the character itself");
        }
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
    *out = put_utf8(*out, c);
    return 0;
}

static int escape(struct parser *p, char **out)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    p->p++; /* the backslash */
    if (p->p >= p->end) {
        return fail(p, "the text ends after a backslash: close it with a quote");
    }
    char c = *p->p;
    if (c == 'u') {
        p->p++;
        return unicode_escape(p, out);
    }
    const char *hit = c == '\0' ? NULL : strchr(from, c);
    if (hit == NULL) {
        return fail(p, "an unknown escape: use \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX");
    }
    *(*out)++ = to[hit - from];
    p->p++;
    return 0;
}

/* The bytes of eight that end a run of plain ASCII, each as a top bit: quotes, backslashes, control
 * characters, bytes of other characters. Above the first of them there may be false ones. */
static inline uint64_t not_plain(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    uint64_t quote = eight ^ ones * '"', backslash = eight ^ ones * '\\';
    return ((eight - ones * 0x20) | (quote - ones) | (backslash - ones) | eight) & tops;
}

/* Past the plain ASCII at `at`, as far as eight bytes at a time can tell. */
static inline const char *skip_plain(const char *at, const char *end)
{
    uint64_t eight;
    while ((size_t)(end - at) >= sizeof eight) {
        memcpy(&eight, at, sizeof eight);
        uint64_t stop = not_plain(le64toh(eight));
        if (stop != 0) {
            return at + __builtin_ctzll(stop) / 8;
        }
        at += sizeof eight;
    }
    return at;
}

/* len bytes and a NUL; an arena gives whole sixteens. */
static inline void copy_text(char *out, const char *from, size_t len, const char *end)
{
    if (len < 16 && end - from >= 16) { /* as most are: what is too much is not looked at */
        memcpy(out, from, 16);
    } else {
        memcpy(out, from, len);
    }
    out[len] = '\0';
}

/* Reads a string at the opening quote. */
static int read_string(struct parser *p, const char **text, size_t *len)
{
    const char *first = ++p->p;
    const char *close = skip_plain(first, p->end);
    unsigned char seen = 0; /* bits of all bytes: most texts are ASCII */
    bool escapes = false;
    while (close < p->end && *close != '"' && (unsigned char)*close >= 0x20) {
        seen |= (unsigned char)*close;
        if (*close == '\\' && close + 1 < p->end) {
            escapes = true;
            seen |= (unsigned char)*++close;
        }
        close++;
    }
    if (close >= p->end) {
        p->p = p->end;
        return fail(p, "the file ends inside a text: close it with a quote");
    }
    if (*close != '"') {
        p->p = close;
        return fail(p, "a control character inside a text: write it as \\n, \\t or \\uXXXX");
    }
    size_t bad = seen < 0x80 ? (size_t)(close - first)
                             : text_utf8_check(first, (size_t)(close - first));
    if (bad != (size_t)(close - first)) { /* escapes can neither add nor heal */
        p->p = first + bad;
        return fail(p, "bytes that are no UTF-8: save the file as UTF-8");
    }
    char *out = arena_take(p->arena, (size_t)(close - first) + 1);
    if (out == NULL) {
        return ERR_MEMORY;
    }
    *text = out;
    if (!escapes) {
        *len = (size_t)(close - first);
        copy_text(out, first, *len, p->end);
        p->p = close + 1;
        return 0;
    }
    while (p->p < close) {
        const char *back = memchr(p->p, '\\', (size_t)(close - p->p));
        size_t plain = (size_t)((back == NULL ? close : back) - p->p);
        memcpy(out, p->p, plain);
        out += plain;
        p->p += plain;
        int rc = back == NULL ? 0 : escape(p, &out);
        if (rc != 0) {
            return rc;
        }
    }
    *out = '\0';
    *len = (size_t)(out - *text);
    p->p = close + 1;
    return 0;
}

static int read_number(struct parser *p, double *out)
{
    const char *from = p->p;
    int64_t whole = 0;
    while (p->p < p->end && *p->p >= '0' && *p->p <= '9' && p->p - from < 15) {
        whole = whole * 10 + (*p->p++ - '0');
    }
    bool more = p->p < p->end && ((*p->p >= '0' && *p->p <= '9') || *p->p == '.' || *p->p == '-' ||
                                  *p->p == '+' || *p->p == 'e' || *p->p == 'E');
    if (!more && p->p > from && (*from != '0' || p->p == from + 1)) { /* as most are */
        *out = (double)whole;
        return 0;
    }
    p->p = from;
    while (p->p < p->end && ((*p->p >= '0' && *p->p <= '9') || *p->p == '.' || *p->p == '-' ||
                             *p->p == '+' || *p->p == 'e' || *p->p == 'E')) {
        p->p++;
    }
    size_t len = (size_t)(p->p - from);
    int rc = number_parse(from, len, out);
    if (rc != ERR_INPUT) {
        return rc;
    }
    p->p = from;
    return fail(p, number_is_written_well(from, len)
                       ? "a number that is too large: give a smaller one"
                       : "is no number: write it like 12, -3.5 or 1e6");
}

static int twice(struct parser *p, const struct json *member)
{
    char text[160];
    (void)snprintf(text, sizeof text, "\"%.80s\" stands twice: remove one", member->key);
    if (p->line != member->line) { /* its column is not known any more */
        p->line_start = p->p;
    }
    p->line = member->line;
    p->member = member;
    return fail(p, text);
}

/* Of an object whose members begin at `first`; as they are, where they fit. */
static int check_keys(struct parser *p, struct json *object, size_t first)
{
    const struct json *hit = NULL;
    int rc = p->members <= KEYED_MANY ? json_index_keyed(p->arena, object, p->keyed + first, &hit)
                                      : json_index(p->arena, object, &hit);
    p->members = first;
    return rc == 0 && hit != NULL ? twice(p, hit) : rc;
}

static int read_value(struct parser *p, struct json *out);

static struct json *append(struct parser *p, struct json *parent, const char *key)
{
    struct json *child = arena_take(p->arena, sizeof *child);
    if (child == NULL) {
        return NULL;
    }
    *child = (struct json){.key = key, .line = p->line};
    if (parent->last == NULL) {
        parent->first = child;
    } else {
        parent->last->next = child;
    }
    parent->last = child;
    parent->len++;
    return child;
}

/* head_of for a text that has room for a head, as every text in an arena has, and no zero in it. */
static inline uint64_t head_of_kept(const char *key, size_t len)
{
    uint64_t head;
    memcpy(&head, key, HEAD);
    head = le64toh(head);
    return __builtin_bswap64(len >= HEAD ? head : head & ((UINT64_C(1) << 8 * len) - 1));
}

static int read_member(struct parser *p, struct json *object)
{
    const char *key = NULL;
    size_t len = 0;
    if (p->p >= p->end || *p->p != '"') {
        return fail(p, p->p < p->end && *p->p == '}'
                           ? "a comma before }: remove it"
                           : "here must stand a name in straight double quotes, "
                             "such as \"id\"");
    }
    int rc = read_string(p, &key, &len);
    if (rc != 0) {
        return rc;
    }
    struct json *child = append(p, object, key);
    if (child == NULL) {
        return ERR_MEMORY;
    }
    if (p->members < KEYED_MANY) {
        p->keyed[p->members] = (struct json_keyed){head_of_kept(key, len), child};
    }
    p->members++;
    skip_space(p);
    if (p->p >= p->end || *p->p != ':') {
        return fail(p, "a colon is missing after the name: add it");
    }
    p->p++;
    skip_space(p);
    return read_value(p, child);
}

static int read_list(struct parser *p, struct json *out, char close)
{
    if (p->depth >= p->deepest) {
        return fail(p, p->deepest == JSON_MAX_DEPTH ? "nested deeper than 64: make it flatter"
                                                    : "nested too deep: make it flatter");
    }
    p->stack[p->depth++] = out;
    p->p++;
    const size_t first = p->members;
    skip_space(p);
    bool empty = p->p < p->end && *p->p == close;
    while (!empty) {
        int rc = 0;
        if (out->type == JSON_OBJECT) {
            rc = read_member(p, out);
        } else {
            struct json *child = append(p, out, NULL);
            rc = child == NULL ? ERR_MEMORY : read_value(p, child);
        }
        if (rc != 0) {
            return rc;
        }
        skip_space(p);
        if (p->p < p->end && *p->p == close) {
            break;
        }
        if (p->p >= p->end) {
            return fail(p, close == '}' ? "the file ends inside an object: close it with }"
                                        : "the file ends inside a list: close it with ]");
        }
        if (*p->p != ',') {
            return fail(p, "a comma is missing: add it");
        }
        p->p++;
        skip_space(p);
    }
    p->p++;
    int rc = out->type == JSON_OBJECT ? check_keys(p, out, first) : 0;
    if (rc == 0) {
        p->depth--;
    }
    return rc;
}

static bool word(struct parser *p, const char *text)
{
    size_t len = strlen(text);
    if ((size_t)(p->end - p->p) < len || memcmp(p->p, text, len) != 0) {
        return false;
    }
    p->p += len;
    return true;
}

static int read_value(struct parser *p, struct json *out)
{
    if (p->p >= p->end) {
        return fail(p, "the file ends where a value is expected: add it");
    }
    out->line = p->line;
    if (*p->p == '-' || (*p->p >= '0' && *p->p <= '9')) {
        out->type = JSON_NUMBER;
        return read_number(p, &out->number);
    }
    switch (*p->p) {
    case '{':
        out->type = JSON_OBJECT;
        return read_list(p, out, '}');
    case '[':
        out->type = JSON_ARRAY;
        return read_list(p, out, ']');
    case '"':
        out->type = JSON_STRING;
        return read_string(p, &out->text, &out->len);
    case 't':
    case 'f':
        out->type = JSON_BOOL;
        out->boolean = *p->p == 't';
        if (word(p, out->boolean ? "true" : "false")) {
            return 0;
        }
        break;
    case 'n':
        if (word(p, "null")) { /* as a new value is */
            return 0;
        }
        break;
    default:
        break;
    }
    return fail(p, *p->p == ']' || *p->p == '}'
                       ? "a comma too many: remove it"
                       : "no value: give a text in quotes, a number, true, "
                         "false, null, a list or an object");
}

int json_parse(struct arena *arena, const char *text, size_t len, int first_line, struct json **out,
               struct json_error *error)
{
    return json_parse_deep(arena, text, len, first_line, JSON_MAX_DEPTH, out, error);
}

int json_parse_deep(struct arena *arena, const char *text, size_t len, int first_line, int depth,
                    struct json **out, struct json_error *error)
{
    *out = NULL;
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    struct parser p; /* but for what is large and needs no zeros */
    p.arena = arena;
    p.p = text;
    p.end = text + len;
    p.line_start = text;
    p.line = first_line;
    p.depth = 0;
    p.deepest = depth < JSON_DEEPEST ? depth : JSON_DEEPEST;
    p.error = error;
    p.member = NULL;
    p.members = 0;
    struct json *root = json_new(arena, JSON_NULL);
    if (root == NULL) {
        return ERR_MEMORY;
    }
    skip_space(&p);
    int rc = p.p >= p.end ? fail(&p, "is empty: give a JSON document") : read_value(&p, root);
    if (rc != 0) {
        return rc;
    }
    skip_space(&p);
    if (p.p < p.end) {
        return fail(&p, "more text after the document's end: remove it");
    }
    *out = root;
    return 0;
}

const char *json_type_name(enum json_type type)
{
    static const char *const names[] = {"null", "true or false", "number",
                                        "text", "list",          "object"};
    return names[type];
}
