/* A profile: the checklist without its other criteria. */
#include <string.h>

#include "base/text.h"
#include "model/checklist_internal.h"

static bool named(const struct json *criteria, const char *id)
{
    for (const struct json *k = criteria->first; k != NULL; k = k->next) {
        if (text_equal(json_string(k), id)) {
            return true;
        }
    }
    return false;
}

static void keep(struct reader *r, struct json *to, const struct json *member)
{
    struct json *copy = json_copy(&r->c->arena, member);
    if (json_add(&r->c->arena, to, member->key, copy) != 0) {
        r->memory = true;
    }
}

static struct json *filter(struct reader *r, const struct json *node, const struct json *criteria,
                           int *kept);

/* The members of "criteria" or "nodes" that stay. */
static struct json *filter_list(struct reader *r, const struct json *list,
                                const struct json *criteria, bool nodes, int *kept)
{
    struct json *out = json_new(&r->c->arena, JSON_ARRAY);
    if (out == NULL) {
        r->memory = true;
        return NULL;
    }
    out->line = list->line;
    for (const struct json *m = list->first; m != NULL && !r->memory; m = m->next) {
        int inside = 0;
        struct json *copy = NULL;
        if (m->type != JSON_OBJECT) { /* wrong, and said so when the tree is read */
            keep(r, out, m);
        } else if (nodes) {
            copy = filter(r, m, criteria, &inside);
        } else if (named(criteria, json_string(json_get(m, "id")))) {
            copy = json_copy(&r->c->arena, m);
            inside = 1;
        }
        if (inside > 0 && json_add(&r->c->arena, out, NULL, copy) != 0) {
            r->memory = true;
        }
        *kept += inside;
    }
    return out;
}

static struct json *filter(struct reader *r, const struct json *node, const struct json *criteria,
                           int *kept)
{
    struct json *out = json_new(&r->c->arena, JSON_OBJECT);
    if (out == NULL) {
        r->memory = true;
        return NULL;
    }
    out->line = node->line;
    for (const struct json *m = node->first; m != NULL && !r->memory; m = m->next) {
        bool nodes = strcmp(m->key, "nodes") == 0;
        if (m->type == JSON_ARRAY && (nodes || strcmp(m->key, "criteria") == 0)) {
            struct json *list = filter_list(r, m, criteria, nodes, kept);
            if (list != NULL && list->first != NULL &&
                json_add(&r->c->arena, out, m->key, list) != 0) {
                r->memory = true;
            }
        } else if (strcmp(m->key, "profiles") != 0) {
            keep(r, out, m);
        }
    }
    return out;
}

struct json *checklist_apply_profile(struct reader *r, const struct json *doc, const char *profile)
{
    const struct json *profiles = json_get(doc, "profiles");
    const struct json *wanted = json_get(profiles, profile);
    const struct json *criteria = json_get(wanted, "criteria");
    if (criteria == NULL || criteria->type != JSON_ARRAY) {
        struct buf names = BUF_INIT;
        bool any = profiles != NULL && profiles->type == JSON_OBJECT;
        for (const struct json *p = any ? profiles->first : NULL; p != NULL; p = p->next) {
            buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", p->key);
        }
        if (names.len > 0 || names.failed) {
            diag_add(r->d, profiles->line, "profiles", "\"%.64s\" is no profile: choose one of %s",
                     profile, buf_text(&names));
            r->d->text.failed = r->d->text.failed || names.failed;
        } else {
            diag_add(r->d, doc->line, "profiles",
                     "this checklist has none: leave out the profile \"%.64s\"", profile);
        }
        buf_free(&names);
        return NULL;
    }
    int kept = 0;
    struct json *out = filter(r, doc, criteria, &kept);
    if (out != NULL && !r->memory && kept == 0) {
        diag_add(r->d, criteria->line, "profiles", "\"%.64s\" names no criterion: add some",
                 profile);
        return NULL;
    }
    return r->memory ? NULL : out;
}
