/* Reads a framework's document into its items, and tells which criteria serve them. */
#include "model/framework.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { DEEPEST = 8 };

struct framework_reader {
    struct framework *f;
    struct diag *d;
};

static void complain(struct framework_reader *r, const struct json *at, const char *path,
                     const char *text)
{
    diag_add(r->d, at->line, path, "%s", text);
}

/* Every member must be one of the words. */
static void only_keys(struct framework_reader *r, const struct json *object, const char *path,
                      const char *const *words, size_t count)
{
    for (const struct json *m = object->first; m != NULL; m = m->next) {
        bool known = false;
        for (size_t i = 0; i < count && !known; i++) {
            known = strcmp(m->key, words[i]) == 0;
        }
        if (!known) {
            const char *near = text_nearest(m->key, words, count);
            diag_add(r->d, m->line, path,
                     near == NULL ? "\"%.40s\" is no key of a framework: remove it%s"
                                  : "\"%.40s\" is no key of a framework: did you mean %s?",
                     m->key, near == NULL ? "" : near);
        }
    }
}

/* A text that is there and not empty; "" and a complaint otherwise. */
static const char *needed_text(struct framework_reader *r, const struct json *object,
                               const char *key)
{
    const char *text = json_string(json_get(object, key));
    if (text == NULL || text[0] == '\0') {
        diag_add(r->d, object->line, key, "is missing: give a text");
        return "";
    }
    return text;
}

/* Of "of": an object of lists of codes. Whether they exist is asked where all frameworks are
 * known. */
static void read_of(struct framework_reader *r, const struct json *of, const char *code)
{
    bool good = of->type == JSON_OBJECT;
    for (const struct json *list = good ? of->first : NULL; list != NULL && good;
         list = list->next) {
        good = list->type == JSON_ARRAY && list->first != NULL;
        for (const struct json *v = good ? list->first : NULL; v != NULL; v = v->next) {
            good = good && v->type == JSON_STRING;
        }
    }
    if (!good) {
        diag_add(r->d, of->line, code,
                 "\"of\" names items of other frameworks: give {\"framework\": [\"code\"]}");
    }
}

static int count_items(const struct json *list, int depth)
{
    int count = 0;
    for (const struct json *i =
             list != NULL && list->type == JSON_ARRAY && depth < DEEPEST ? list->first : NULL;
         i != NULL; i = i->next) {
        count += 1 + count_items(json_get(i, "items"), depth + 1);
    }
    return count;
}

static void read_items(struct framework_reader *r, const struct json *list, int parent, int depth)
{
    static const char *const keys[] = {"code", "title", "note", "of", "items"};
    struct framework *f = r->f;
    if (list->type != JSON_ARRAY || list->first == NULL || depth >= DEEPEST) {
        complain(r, list, "items",
                 depth >= DEEPEST ? "is nested too deeply: bring items up"
                                  : "is no list of items: give {\"code\", \"title\"}");
        return;
    }
    for (const struct json *i = list->first; i != NULL; i = i->next) {
        if (i->type != JSON_OBJECT) {
            complain(r, i, "items", "holds something else than items: give {\"code\", \"title\"}");
            f->item_count++; /* counted when room was made; never looked at */
            continue;
        }
        const char *code = needed_text(r, i, "code");
        only_keys(r, i, code, keys, COUNT(keys));
        if (code[0] != '\0' && !text_is_id(code)) {
            complain(r, i, code, "is no code: give 1 to 64 of A-Z a-z 0-9 . _ -");
        } else if (framework_find(f, code) >= 0) {
            complain(r, i, code, "stands twice: remove one");
        }
        int index = f->item_count++;
        f->items[index] = (struct framework_item){.code = code,
                                                  .title = needed_text(r, i, "title"),
                                                  .parent = parent,
                                                  .depth = depth,
                                                  .line = i->line,
                                                  .of = json_get(i, "of")};
        if (f->items[index].of != NULL) {
            read_of(r, f->items[index].of, code);
        }
        if (json_get(i, "items") != NULL) {
            read_items(r, json_get(i, "items"), index, depth + 1);
        }
    }
}

static int read_framework(struct framework_reader *r)
{
    static const char *const keys[] = {"$schema",  "banyan", "id",     "short", "title", "vintage",
                                       "language", "note",   "source", "url",   "items"};
    struct framework *f = r->f;
    const struct json *doc = f->doc, *banyan = json_get(doc, "banyan");
    if (doc->type != JSON_OBJECT) {
        complain(r, doc, "", "is no framework: a framework is an object");
        return ERR_INPUT;
    }
    only_keys(r, doc, "", keys, COUNT(keys));
    if (banyan == NULL || banyan->type != JSON_NUMBER || banyan->number < 1 || banyan->number > 1) {
        complain(r, banyan == NULL ? doc : banyan, "banyan", "is not 1: this program reads 1");
    }
    f->id = needed_text(r, doc, "id");
    f->title = needed_text(r, doc, "title");
    f->vintage = needed_text(r, doc, "vintage");
    f->short_title = json_get(doc, "short") == NULL ? f->title : needed_text(r, doc, "short");
    f->language = json_get(doc, "language") == NULL ? "en" : needed_text(r, doc, "language");
    if (f->id[0] != '\0' && !text_is_id(f->id)) {
        complain(r, json_get(doc, "id"), "id", "is no id: give 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    const struct json *source = json_get(doc, "source"), *items = json_get(doc, "items");
    if (source == NULL || source->type != JSON_ARRAY || source->first == NULL) {
        complain(r, doc, "source", "is missing: say where the items come from");
    }
    if (items == NULL) {
        complain(r, doc, "items", "is missing: give {\"code\", \"title\"}");
        return ERR_INPUT;
    }
    size_t room = (size_t)count_items(items, 0) + 1;
    f->items = arena_alloc(&f->arena, sizeof *f->items * room);
    if (f->items == NULL) {
        return ERR_MEMORY;
    }
    read_items(r, items, -1, 0);
    return r->d->text.failed ? ERR_MEMORY : r->d->count > 0 ? ERR_INPUT : 0;
}

int framework_parse(const char *text, size_t len, struct diag *d, struct framework **out)
{
    struct framework *f = calloc(1, sizeof *f);
    *out = NULL;
    if (f == NULL) {
        return ERR_MEMORY;
    }
    struct framework_reader r = {f, d};
    struct json_error error = {0};
    struct json *doc = NULL;
    int rc = json_parse(&f->arena, text, len, 1, &doc, &error);
    if (rc == ERR_INPUT) {
        diag_add(d, error.line, error.path, "%s", error.text);
    }
    f->doc = doc;
    rc = rc == 0 ? read_framework(&r) : rc;
    if (rc != 0) {
        framework_free(f);
        return rc;
    }
    *out = f;
    return 0;
}

void framework_free(struct framework *f)
{
    if (f != NULL) {
        arena_free(&f->arena);
        free(f);
    }
}

int framework_find(const struct framework *f, const char *code)
{
    for (int i = 0; i < f->item_count; i++) {
        if (text_equal(f->items[i].code, code)) {
            return i;
        }
    }
    return -1;
}

const char *framework_nearest(const struct framework *f, const char *code)
{
    const char **codes = calloc((size_t)f->item_count + 1, sizeof *codes);
    if (codes == NULL) {
        return NULL;
    }
    for (int i = 0; i < f->item_count; i++) {
        codes[i] = f->items[i].code;
    }
    const char *near = text_nearest(code, codes, (size_t)f->item_count);
    free(codes);
    return near;
}

void frameworks_free(struct frameworks *f)
{
    for (size_t i = 0; i < f->count; i++) {
        framework_free(f->list[i]);
    }
    free(f->list);
    *f = (struct frameworks){NULL, 0};
}

const struct framework *frameworks_get(const struct frameworks *f, const char *id)
{
    for (size_t i = 0; i < f->count; i++) {
        if (text_equal(f->list[i]->id, id)) {
            return f->list[i];
        }
    }
    return NULL;
}

const char *frameworks_nearest(const struct frameworks *f, const char *id)
{
    const char **ids = calloc(f->count + 1, sizeof *ids);
    if (ids == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < f->count; i++) {
        ids[i] = f->list[i]->id;
    }
    const char *near = text_nearest(id, ids, f->count);
    free(ids);
    return near;
}

/* ---- who serves what ---- */

static bool list_holds(const struct json *list, const char *code)
{
    for (const struct json *v = list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
         v != NULL; v = v->next) {
        if (text_equal(json_string(v), code)) {
            return true;
        }
    }
    return false;
}

static bool serves_itself(const struct framework *f, int item, const struct json *refs)
{
    const struct framework_item *i = &f->items[item];
    if (list_holds(json_get(refs, f->id), i->code)) {
        return true;
    }
    for (const struct json *other = i->of == NULL ? NULL : i->of->first; other != NULL;
         other = other->next) {
        const struct json *named = json_get(refs, other->key);
        for (const struct json *v = other->first; v != NULL; v = v->next) {
            if (list_holds(named, json_string(v))) {
                return true;
            }
        }
    }
    return false;
}

bool framework_serves(const struct framework *f, int item, const struct criterion *k)
{
    const struct json *refs = json_get(k->doc, "refs");
    if (refs == NULL) {
        return false;
    }
    if (serves_itself(f, item, refs)) {
        return true;
    }
    /* Children follow their parent, and are deeper. */
    for (int i = item + 1; i < f->item_count && f->items[i].depth > f->items[item].depth; i++) {
        if (serves_itself(f, i, refs)) {
            return true;
        }
    }
    return false;
}
