#include "review/fragment.h"

#include <string.h>

#include "review/trial.h"

const struct json *fragment_put(struct arena *arena, const struct json *doc, const char *path,
                                const struct json *value)
{
    size_t len = strcspn(path, ".");
    char *key = arena_strndup(arena, path, len);
    if (key == NULL) {
        return NULL;
    }
    if (path[len] == '\0') {
        return json_with(arena, doc, key, value);
    }
    const char *rest = path + len + 1;
    const struct json *inner = json_get(doc, key);
    inner = strcmp(key, "facts") == 0 ? json_with(arena, inner, rest, value)
                                      : fragment_put(arena, inner, rest, value);
    return inner == NULL ? NULL : json_with(arena, doc, key, inner);
}

/* ---- what every document must have ------------------------------------------------------------ */

static const char *const musts[] = {
    "banyan",         "plan.id",          "plan.title",     "community.country",
    "community.name", "assessment.round", "assessment.date"};

static bool same(const struct json *a, const struct json *b)
{
    bool alike = a != NULL && b != NULL && a->type == b->type;
    return alike && (a->type == JSON_STRING ? strcmp(a->text, b->text) == 0
                                            : a->type == JSON_NUMBER && a->number == b->number);
}

struct json *fragment(struct arena *arena, const struct json *doc, const char *criterion,
                      const struct json *answer)
{
    struct json *out = json_new(arena, JSON_OBJECT);
    const struct json *bare = trial_bare(arena);
    for (const struct json *m = doc == NULL ? NULL : doc->first; m != NULL && out != NULL;
         m = m->next) {
        const struct json *usual = json_get(bare, m->key);
        if (m->type != JSON_OBJECT) {
            if (!same(m, usual) && json_share(arena, out, m->key, m) != 0) {
                out = NULL;
            }
            continue;
        }
        struct json *inner = json_new(arena, JSON_OBJECT);
        for (const struct json *n = m->first; n != NULL && inner != NULL; n = n->next) {
            if (!same(n, json_get(usual, n->key)) && json_share(arena, inner, n->key, n) != 0) {
                inner = NULL;
            }
        }
        if (inner == NULL || (inner->first != NULL && json_add(arena, out, m->key, inner) != 0)) {
            out = NULL;
        }
    }
    if (out != NULL && answer != NULL) {
        struct json *answers = json_new(arena, JSON_OBJECT);
        if (json_share(arena, answers, criterion, answer) != 0 ||
            json_add(arena, out, "answers", answers) != 0) {
            out = NULL;
        }
    }
    return doc == NULL || bare == NULL ? NULL : out;
}

/* In Lua an empty list looks like an empty map: what the format calls a list becomes one. */
static const struct json *with_lists(struct arena *arena, const struct json *doc)
{
    for (int i = 0; doc != NULL && i < nodes_count(doc); i++) {
        bool member = false;
        int entry = -1;
        const struct json *node = nodes_at(doc, i, &member);
        const struct field *f = node->type == JSON_OBJECT && node->first == NULL
                                    ? nodes_field(doc, i, &entry)
                                    : NULL;
        if (f != NULL && f->list) {
            const struct json *list = json_new(arena, JSON_ARRAY);
            doc = list == NULL ? NULL : nodes_with(arena, doc, i, list);
        }
    }
    return doc;
}

const struct json *fragment_document(struct arena *arena, const struct json *plan)
{
    static const char *const beside[] = {"community", "assessment", "facts", "answers"};
    struct json *out = json_new(arena, JSON_OBJECT), *inner = json_new(arena, JSON_OBJECT);
    const struct json *bare = trial_bare(arena);
    for (const struct json *m = plan->first; m != NULL && out != NULL && inner != NULL;
         m = m->next) {
        bool own = true;
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
            own = own && strcmp(m->key, beside[i]) != 0;
        }
        if (json_share(arena, own ? inner : out, m->key, m) != 0) {
            return NULL;
        }
    }
    const struct json *doc = json_add(arena, out, "plan", inner) == 0 ? out : NULL;
    for (size_t i = 0; i < sizeof musts / sizeof *musts && doc != NULL; i++) {
        if (json_path(doc, musts[i]) == NULL) {
            const struct json *value = json_path(bare, musts[i]);
            doc = value == NULL ? NULL : fragment_put(arena, doc, musts[i], value);
        }
    }
    return with_lists(arena, doc);
}

/* ---- nodes by number -------------------------------------------------------------------------- */

int nodes_count(const struct json *doc)
{
    int count = 0;
    for (const struct json *m = doc->first; m != NULL; m = m->next) {
        count += 1 + nodes_count(m);
    }
    return count;
}

const struct json *nodes_at(const struct json *doc, int number, bool *member)
{
    for (const struct json *m = doc->first; m != NULL; m = m->next) {
        int below = nodes_count(m);
        if (number == 0) {
            *member = doc->type == JSON_OBJECT;
            return m;
        }
        if (number <= below) {
            return nodes_at(m, number - 1, member);
        }
        number -= 1 + below;
    }
    return NULL;
}

struct json *nodes_with(struct arena *arena, const struct json *doc, int number,
                        const struct json *value)
{
    struct json *out = json_new(arena, doc->type);
    for (const struct json *m = doc->first; m != NULL && out != NULL; m = m->next) {
        int below = nodes_count(m), rc = 0;
        if (number == 0) {
            rc = value == NULL ? 0 : json_share(arena, out, m->key, value);
        } else if (number > 0 && number <= below) {
            rc = json_add(arena, out, m->key, nodes_with(arena, m, number - 1, value));
        } else {
            rc = json_share(arena, out, m->key, m);
        }
        out = rc == 0 ? out : NULL;
        number -= 1 + below;
    }
    return out;
}

const struct field *nodes_field(const struct json *doc, int number, int *entry)
{
    const struct schema *schema = &schema_document;
    const struct field *f = NULL;
    int passed = 0; /* nodes before doc's own */
    *entry = -1;
    while (doc != NULL) {
        const struct json *m = doc->first;
        for (int below = 0; m != NULL; m = m->next, passed += below) {
            below = 1 + nodes_count(m);
            if (number < passed + below) {
                break;
            }
        }
        if (m == NULL) {
            return NULL;
        }
        if (doc->type == JSON_OBJECT) {
            f = schema == NULL ? NULL : schema_field(schema, m->key);
            schema = f == NULL ? NULL : f->object;
        } else {
            *entry = passed == number ? *entry : passed;
        }
        if (passed == number) {
            return doc->type == JSON_OBJECT ? f : NULL;
        }
        passed++;
        doc = m;
    }
    return NULL;
}

void nodes_path(struct buf *out, const struct json *doc, int number)
{
    int index = 0;
    for (const struct json *m = doc->first; m != NULL; m = m->next) {
        int below = nodes_count(m);
        index++;
        if (number <= below) {
            if (doc->type == JSON_ARRAY) {
                buf_printf(out, "[%d]", index);
            } else {
                buf_printf(out, "%s%s", out->len > 0 ? "." : "", m->key);
            }
            if (number > 0) {
                nodes_path(out, m, number - 1);
            }
            return;
        }
        number -= 1 + below;
    }
}
