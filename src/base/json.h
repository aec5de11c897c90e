/* Strict JSON: a reader that keeps line numbers, and a writer in canonical form (RFC 8785).
 *
 * Refused: everything RFC 8259 refuses, duplicate keys, bad UTF-8, U+0000 in a string, a lone
 * surrogate, a number that is not finite, depth over 64, anything after the value. One byte-order
 * mark at the very start of the text is skipped. Nodes and strings live in the caller's arena. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum { JSON_MAX_DEPTH = 64, JSON_DEEPEST = 1024 };

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* A member of a large object with the beginning of its key (head.h), in which most keys differ. */
struct json;
struct json_keyed {
    uint64_t head;
    const struct json *member;
};

struct json {
    enum json_type type : 8;
    bool boolean;     /* JSON_BOOL */
    int line;         /* line of the value's first character; 0 when not read from text */
    double number;    /* JSON_NUMBER; finite; never -0.0 */
    const char *text; /* JSON_STRING: UTF-8, NUL-terminated, without U+0000 */
    size_t len;       /* JSON_STRING: bytes; JSON_ARRAY and JSON_OBJECT: number of children */
    const char *key;  /* name inside an object, else NULL; NUL-terminated */
    struct json *first, *last;       /* children in input order */
    const struct json_keyed *sorted; /* a large object's that was read: members by key; else NULL */
    struct json *next;               /* next sibling */
};

struct json_error {
    int line, column; /* from 1; column counts bytes */
    char path[256];   /* dotted path of the value being read, "" at the root */
    char text[256];   /* what is wrong: what to do */
};

/* Reads one value. first_line numbers the first line of text (NDJSON gives the record's line).
 * Returns 0, ERR_INPUT (with *error filled) or ERR_MEMORY. */
int json_parse(struct arena *arena, const char *text, size_t len, int first_line, struct json **out,
               struct json_error *error);
/* The same with another depth than 64, up to JSON_DEEPEST: checklists nest to any depth. */
int json_parse_deep(struct arena *arena, const char *text, size_t len, int first_line, int depth,
                    struct json **out, struct json_error *error);

/* Member of an object; NULL where `object` is NULL, no object, or lacks the key. */
const struct json *json_get(const struct json *object, const char *key);
/* The same, where *at tells that member's place in a large object that was read like this one: it is
 * looked at first, and set anew. */
const struct json *json_get_near(const struct json *object, const char *key, unsigned *at);
/* Follows a dotted path of keys, "plan.budget.drr"; the longest key that fits wins where keys
 * contain dots (facts: "facts.hdi.gnipc"). NULL when absent. A JSON null counts as absent. */
const struct json *json_path(const struct json *root, const char *path);
const char *json_string(const struct json *value); /* text of a string, else NULL */
const char *json_type_name(
    enum json_type type); /* "text", "number", "list", "object", "true or false", "null" */

/* Builders, for documents that do not come from JSON text. NULL: out of memory. */
struct json *json_new(struct arena *arena, enum json_type type);
/* A string of len bytes, copied. */
struct json *json_new_string(struct arena *arena, const char *text, size_t len);
/* A number; it has to be finite. */
struct json *json_new_number(struct arena *arena, double number);
/* true or false. */
struct json *json_new_bool(struct arena *arena, bool value);
/* Appends child to an array (key NULL) or object (key copied). Returns 0 or ERR_MEMORY; a NULL
 * child is ERR_MEMORY, so that builders can be nested. Does not look for duplicates. */
int json_add(struct arena *arena, struct json *parent, const char *key, struct json *child);
/* Appends a member that shares all below it with `value`, and `key` itself: nothing is copied but the
 * node. Both must live as long as the arena. Returns 0 or ERR_MEMORY. */
int json_share(struct arena *arena, struct json *parent, const char *key, const struct json *value);
/* Looks for a key that stands twice; *twice is one of its members, or NULL. Large objects are sorted, so that
 * hostile keys cost no more than n log n: their order is kept in arena, and json_get looks members up by
 * it. To be called when all members are there. Returns 0 or ERR_MEMORY. */
int json_index(struct arena *arena, struct json *object, const struct json **twice);
/* A deep copy whose strings live in `arena`. */
struct json *json_copy(struct arena *arena, const struct json *value);

/* RFC 8785: keys sorted by UTF-16 code units, shortest numbers, no white space. */
void json_write(struct buf *out, const struct json *value);
/* A JSON string literal with quotes; minimal escapes as in RFC 8785. */
void json_write_string(struct buf *out, const char *text);

#endif
