/* Typed access to the members of a checklist's document, with complaints that name line and path. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/checklist_internal.h"
#include "model/codes.h"
#include "model/codes_say.h"

const char *reader_path(struct reader *r, const char *parent, const char *key)
{
    struct buf text = BUF_INIT;
    buf_printf(&text, "%s%s%s", parent, parent[0] == '\0' ? "" : ".", key);
    char *out = buf_status(&text) == 0 ? arena_strdup(&r->c->arena, text.data) : NULL;
    buf_free(&text);
    if (out == NULL) {
        r->memory = true;
        return key;
    }
    return out;
}

void reader_keys(struct reader *r, const struct json *object, const char *path,
                 const char *const *words, size_t count)
{
    for (const struct json *m = object->first; m != NULL; m = m->next) {
        bool known = false;
        for (size_t i = 0; i < count && !known; i++) {
            known = strcmp(m->key, words[i]) == 0;
        }
        if (known) {
            continue;
        }
        const char *near = text_nearest(m->key, words, count);
        const char *where = reader_path(r, path, m->key);
        if (near != NULL) {
            diag_add(r->d, m->line, where, "is no key of a checklist: did you mean \"%s\"?", near);
        } else {
            diag_add(r->d, m->line, where, "is no key of a checklist: remove it");
        }
    }
}

const struct json *reader_member(struct reader *r, const struct json *object, const char *path,
                                 const char *key, enum json_type type, bool required)
{
    const struct json *m = json_get(object, key);
    if (m == NULL) {
        if (required) {
            diag_add(r->d, object->line, reader_path(r, path, key), "is missing: add it");
        }
        return NULL;
    }
    if (m->type != type) {
        diag_add(r->d, m->line, reader_path(r, path, key), "is %s: give %s",
                 json_type_name(m->type), json_type_name(type));
        return NULL;
    }
    return m;
}

const char *reader_string(struct reader *r, const struct json *object, const char *path,
                          const char *key, bool required)
{
    const struct json *m = reader_member(r, object, path, key, JSON_STRING, required);
    if (m == NULL) {
        return NULL;
    }
    if (m->len == 0 && required) {
        diag_add(r->d, m->line, reader_path(r, path, key), "is empty: give a text");
    }
    return m->text;
}

double reader_number(struct reader *r, const struct json *object, const char *path, const char *key,
                     double low, double high, double otherwise)
{
    const struct json *m = reader_member(r, object, path, key, JSON_NUMBER, false);
    if (m == NULL) {
        return otherwise;
    }
    if (m->number < low || m->number > high) {
        diag_add(r->d, m->line, reader_path(r, path, key),
                 "%.15g is out of range: give a number from %.15g to %.15g", m->number, low, high);
        return otherwise;
    }
    return m->number;
}

int64_t reader_weight(struct reader *r, const struct json *object, const char *path)
{
    double weight = reader_number(r, object, path, "weight", 1, WEIGHT_MAX, 1);
    if (weight != floor(weight)) {
        diag_add(r->d, json_get(object, "weight")->line, reader_path(r, path, "weight"),
                 "%.15g is no whole number: give a positive whole number", weight);
        return 1;
    }
    return (int64_t)weight;
}

int reader_word(struct reader *r, const struct json *object, const char *path, const char *key,
                const char *const *words, size_t count, int otherwise)
{
    const struct json *m = reader_member(r, object, path, key, JSON_STRING, false);
    if (m == NULL) {
        return otherwise;
    }
    struct buf list = BUF_INIT;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(m->text, words[i]) == 0) {
            buf_free(&list);
            return (int)i;
        }
        buf_printf(&list, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
    }
    diag_add(r->d, m->line, reader_path(r, path, key), "\"%.40s\" is unknown: give %s", m->text,
             buf_text(&list));
    r->d->text.failed = r->d->text.failed || list.failed;
    buf_free(&list);
    return otherwise;
}

const struct json *reader_texts(struct reader *r, const struct json *object, const char *path,
                                const char *key, bool hazards)
{
    const struct json *list = reader_member(r, object, path, key, JSON_ARRAY, false);
    if (list == NULL) {
        return NULL;
    }
    const char *where = reader_path(r, path, key);
    if (list->first == NULL) {
        diag_add(r->d, list->line, where, "is empty: name at least one, or remove it");
        return NULL;
    }
    bool ok = true;
    for (const struct json *v = list->first; v != NULL; v = v->next) {
        if (v->type != JSON_STRING) {
            diag_add(r->d, v->line, where, "holds %s: give texts", json_type_name(v->type));
            ok = false;
        } else if (hazards && codes_hazard(v->text) == NULL) {
            struct buf what = BUF_INIT;
            codes_say_hazard(&what, v->text);
            diag_add(r->d, v->line, where, "\"%.20s\" %s", v->text, buf_text(&what));
            r->memory = r->memory || buf_status(&what) != 0;
            buf_free(&what);
            ok = false;
        }
    }
    return ok ? list : NULL;
}

void reader_exempt(struct reader *r, const struct json *object, const char *path,
                   const char *const *words, size_t count)
{
    const struct json *exempt = reader_member(r, object, path, "exempt", JSON_OBJECT, false);
    if (exempt == NULL) {
        return;
    }
    const char *where = reader_path(r, path, "exempt");
    reader_keys(r, exempt, where, words, count);
    for (const struct json *e = exempt->first; e != NULL; e = e->next) {
        if (strcmp(e->key, "absent") != 0) {
            (void)reader_string(r, exempt, where, e->key, true);
            continue;
        }
        const struct json *keys = reader_member(r, exempt, where, "absent", JSON_OBJECT, true);
        for (const struct json *k = keys == NULL ? NULL : keys->first; k != NULL; k = k->next) {
            (void)reader_string(r, keys, reader_path(r, where, "absent"), k->key, true);
        }
    }
}
