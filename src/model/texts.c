#include "model/texts.h"

#include <stdlib.h>
#include <string.h>

void texts_free(struct texts *t)
{
    for (size_t i = 0; t != NULL && i < t->count; i++) {
        po_free(t->list[i]);
    }
    free(t);
}

const char *texts_find(const struct texts *t, const char *text)
{
    const char *found = NULL;
    for (size_t i = 0; t != NULL && i < t->count && found == NULL; i++) {
        found = po_find(t->list[i], text);
    }
    return found;
}

const char *texts_get(const struct texts *t, const char *text)
{
    const char *found = texts_find(t, text);
    return found == NULL ? text : found;
}

const char *texts_value(const char *p, const struct fill *fills, size_t *len)
{
    for (; *p == '{' && fills != NULL && fills->name != NULL; fills++) {
        size_t n = strlen(fills->name);
        if (strncmp(p + 1, fills->name, n) == 0 && p[n + 1] == '}') {
            *len = n + 2;
            return fills->value == NULL ? "" : fills->value;
        }
    }
    return NULL;
}

void texts_fill(struct buf *out, const struct texts *t, const char *text, const struct fill *fills)
{
    for (const char *p = texts_get(t, text); *p != '\0';) {
        size_t len = 0;
        const char *value = texts_value(p, fills, &len);
        if (value != NULL) {
            buf_puts(out, value);
            p += len;
        } else {
            buf_putc(out, *p++);
        }
    }
}

/* ---- checklists */

static bool one_of(const char *key, const char *const *words)
{
    while (key != NULL && *words != NULL && strcmp(key, *words) != 0) {
        words++;
    }
    return key != NULL && *words != NULL;
}

/* Whether texts under this key are for people. */
static bool is_text(const char *key)
{
    static const char *const keys[] = {"title",  "question",    "why",        "weight_reason",
                                       "advice", "help",        "levels",     "evidence",
                                       "unit",   "description", "leaves_out", "reason",
                                       "text",   "note",        NULL};
    return one_of(key, keys);
}

/* Whether nothing below this key is translated: citations, codes, what rules are given, why a check is left
 * out. */
static bool is_closed(const char *key)
{
    static const char *const keys[] = {"source",  "refs",   "args", "applies",
                                       "authors", "exempt", NULL};
    return one_of(key, keys);
}

static const char *id_of(const struct json *value, const char *outer)
{
    const char *id = json_string(json_get(value, "id"));
    id = id == NULL ? json_string(json_get(value, "code")) : id;
    return id == NULL ? outer : id;
}

static int walk(const struct json *value, const char *key, const char *id,
                int (*each)(void *, const char *, const char *, const char *), void *context)
{
    if (value->type == JSON_STRING) {
        return is_text(key) && *value->text != '\0' ? each(context, id, key, value->text) : 0;
    }
    int rc = 0;
    id = id_of(value, id);
    for (const struct json *m = value->first; m != NULL && rc == 0; m = m->next) {
        if (!is_closed(m->key)) {
            rc = walk(m, m->key == NULL ? key : m->key, id, each, context);
        }
    }
    return rc;
}

int document_texts(const struct json *doc,
                   int (*each)(void *context, const char *id, const char *key, const char *text),
                   void *context)
{
    return walk(doc, NULL, "", each, context);
}

/* A copy of value, which stands under key, with its texts translated. */
static struct json *translated(struct arena *arena, const struct json *value, const char *key,
                               const struct texts *t)
{
    if (value->type == JSON_STRING) {
        const char *text = is_text(key) ? texts_get(t, value->text) : value->text;
        return json_new_string(arena, text, strlen(text));
    }
    if (value->first == NULL) {
        return json_copy(arena, value);
    }
    struct json *out = json_new(arena, value->type);
    for (const struct json *m = value->first; m != NULL && out != NULL; m = m->next) {
        struct json *copy = is_closed(m->key)
                                ? json_copy(arena, m)
                                : translated(arena, m, m->key == NULL ? key : m->key, t);
        out = json_add(arena, out, m->key, copy) == 0 ? out : NULL;
    }
    return out;
}

static int set_language(struct arena *arena, struct json *doc, const char *language)
{
    struct json *tag = json_new_string(arena, language, strlen(language));
    if (tag == NULL) {
        return ERR_MEMORY;
    }
    for (struct json *m = doc->first; m != NULL; m = m->next) {
        if (strcmp(m->key, "language") == 0) {
            m->text = tag->text;
            m->len = tag->len;
            return 0;
        }
    }
    return json_add(arena, doc, "language", tag);
}

static int keep_profile(const struct checklist *from, const struct texts *t, struct checklist *to)
{
    if (from->profile != NULL) {
        to->profile = arena_strdup(&to->arena, from->profile);
        if (to->profile == NULL) {
            return ERR_MEMORY;
        }
    }
    if (from->profile_doc != NULL) {
        to->profile_doc = translated(&to->arena, from->profile_doc, NULL, t);
        return to->profile_doc == NULL ? ERR_MEMORY : 0;
    }
    return 0;
}

int checklist_translate(const struct checklist *c, const struct texts *t, struct checklist **out)
{
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    struct diag d;
    *out = NULL;
    diag_init(&d, NULL);
    struct json *doc = translated(&arena, c->doc, NULL, t);
    int rc = doc == NULL ? ERR_MEMORY : set_language(&arena, doc, t->language);
    if (rc == 0) {
        json_write(&text, doc);
        rc = buf_status(&text);
    }
    rc = rc == 0 ? checklist_parse(buf_text(&text), text.len, NULL, &d, out) : rc;
    rc = rc == 0 ? keep_profile(c, t, *out) : ERR_MEMORY; /* what was a checklist still is one */
    if (rc == 0) {
        (*out)->texts = t;
        memcpy((*out)->digest, c->digest, sizeof c->digest);
    } else {
        checklist_free(*out);
        *out = NULL;
    }
    diag_free(&d);
    buf_free(&text);
    arena_free(&arena);
    return rc;
}
