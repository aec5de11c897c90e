/* Looking into documents, and building them. */
#include <string.h>

#include "base/err.h"
#include "base/head.h"
#include "base/json.h"

/* The member of a large object whose key is the first len bytes of text: first by the head alone. */
static const struct json_keyed *find_sorted(const struct json *object, const char *text, size_t len)
{
    const struct json_keyed *all = object->sorted;
    const uint64_t head = head_of(text, len);
    size_t from = 0, to = object->len;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        from = all[middle].head < head ? middle + 1 : from;
        to = all[middle].head < head ? to : middle;
    }
    if (from < object->len && all[from].head == head && head_is_all(head)) {
        return &all[from];
    }
    for (to = object->len; from < to;) {
        size_t middle = from + (to - from) / 2;
        const char *key = all[middle].member->key;
        int order = all[middle].head == head ? strncmp(key + HEAD, text + HEAD, len - HEAD) : 1;
        order = order == 0 && key[len] != '\0' ? 1 : order;
        if (order == 0) {
            return &all[middle];
        }
        from = order < 0 ? middle + 1 : from;
        to = order < 0 ? to : middle;
    }
    return NULL;
}

const struct json *json_get_near(const struct json *object, const char *key, unsigned *at)
{
    if (object == NULL || object->sorted == NULL) {
        return json_get(object, key);
    }
    if (*at >= object->len || strcmp(object->sorted[*at].member->key, key) != 0) {
        const struct json_keyed *found = find_sorted(object, key, strlen(key));
        if (found == NULL) {
            return NULL;
        }
        *at = (unsigned)(found - object->sorted);
    }
    return object->sorted[*at].member;
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (object == NULL || object->type != JSON_OBJECT) {
        return NULL;
    }
    if (object->sorted != NULL) {
        const struct json_keyed *found = find_sorted(object, key, strlen(key));
        return found == NULL ? NULL : found->member;
    }
    for (const struct json *m = object->first; m != NULL; m = m->next) {
        if (m->key[0] == key[0] && strcmp(m->key, key) == 0) {
            return m;
        }
    }
    return NULL;
}

/* Of the keys that begin the path, the longest that leads somewhere: a large object is asked for each. */
static const struct json *path_sorted(const struct json *object, const char *path)
{
    for (size_t len = strlen(path);; len--) {
        bool whole = path[len] == '.' || path[len] == '\0';
        const struct json_keyed *m = whole ? find_sorted(object, path, len) : NULL;
        const char *rest = path[len] == '.' ? path + len + 1 : path + len;
        const struct json *found = m == NULL ? NULL : json_path(m->member, rest);
        if (found != NULL || len == 0) {
            return found;
        }
    }
}

const struct json *json_path(const struct json *root, const char *path)
{
    if (root == NULL || root->type == JSON_NULL) {
        return NULL;
    }
    if (*path == '\0') {
        return root;
    }
    if (root->type != JSON_OBJECT) {
        return NULL;
    }
    if (root->sorted != NULL) {
        return path_sorted(root, path);
    }
    /* The same by going through. */
    const struct json *best = NULL;
    size_t longest = 0;
    for (const struct json *m = root->first; m != NULL; m = m->next) {
        size_t len = 0;
        while (m->key[len] != '\0' && m->key[len] == path[len]) {
            len++;
        }
        if (m->key[len] != '\0' || (path[len] != '.' && path[len] != '\0') ||
            (best != NULL && len < longest)) {
            continue;
        }
        const struct json *found = json_path(m, path[len] == '.' ? path + len + 1 : path + len);
        if (found != NULL) {
            best = found;
            longest = len;
        }
    }
    return best;
}

const char *json_string(const struct json *value)
{
    return value != NULL && value->type == JSON_STRING ? value->text : NULL;
}

struct json *json_new(struct arena *arena, enum json_type type)
{
    struct json *out = arena_take(arena, sizeof *out);
    if (out != NULL) {
        *out = (struct json){.type = type};
    }
    return out;
}

struct json *json_new_string(struct arena *arena, const char *text, size_t len)
{
    struct json *out = json_new(arena, JSON_STRING);
    if (out == NULL) {
        return NULL;
    }
    out->text = arena_strndup(arena, text, len);
    out->len = len;
    return out->text == NULL ? NULL : out;
}

struct json *json_new_number(struct arena *arena, double number)
{
    struct json *out = json_new(arena, JSON_NUMBER);
    if (out != NULL) {
        out->number = number == 0 ? 0 : number; /* no -0 */
    }
    return out;
}

struct json *json_new_bool(struct arena *arena, bool value)
{
    struct json *out = json_new(arena, JSON_BOOL);
    if (out != NULL) {
        out->boolean = value;
    }
    return out;
}

static void append(struct json *parent, struct json *child)
{
    child->next = NULL;
    if (parent->last == NULL) {
        parent->first = child;
    } else {
        parent->last->next = child;
    }
    parent->last = child;
    parent->len++;
    parent->sorted = NULL; /* it does not know the new one */
}

int json_add(struct arena *arena, struct json *parent, const char *key, struct json *child)
{
    if (child == NULL || parent == NULL) {
        return ERR_MEMORY;
    }
    if (key != NULL) {
        child->key = arena_strdup(arena, key);
        if (child->key == NULL) {
            return ERR_MEMORY;
        }
    }
    append(parent, child);
    return 0;
}

int json_share(struct arena *arena, struct json *parent, const char *key, const struct json *value)
{
    struct json *child = parent == NULL || value == NULL ? NULL : arena_take(arena, sizeof *child);
    if (child == NULL) {
        return ERR_MEMORY;
    }
    *child = *value;
    child->key = key;
    append(parent, child);
    return 0;
}

struct json *json_copy(struct arena *arena, const struct json *value)
{
    struct json *out = json_new(arena, value->type);
    if (out == NULL) {
        return NULL;
    }
    out->line = value->line;
    out->boolean = value->boolean;
    out->number = value->number;
    if (value->type == JSON_STRING) {
        out->text = arena_strndup(arena, value->text, value->len);
        out->len = value->len;
        return out->text == NULL ? NULL : out;
    }
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        if (json_add(arena, out, m->key, json_copy(arena, m)) != 0) {
            return NULL;
        }
    }
    return out;
}
