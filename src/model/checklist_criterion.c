/* One criterion of a checklist, and the conditions that criteria and nodes share. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/checklist_internal.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void read_fact_condition(struct reader *r, const struct json *test, const char *path)
{
    static const char *const keys[] = {"at_least", "at_most", "equals", "any_of"};
    if (test->type != JSON_OBJECT || test->first == NULL) {
        diag_add(r->d, test->line, path, "gives no test: use at_least, at_most, equals or any_of");
        return;
    }
    for (const struct json *t = test->first; t != NULL; t = t->next) {
        bool known = false;
        for (size_t i = 0; i < COUNT(keys); i++) {
            known = known || strcmp(t->key, keys[i]) == 0;
        }
        if (!known) {
            diag_add(r->d, t->line, reader_path(r, path, t->key),
                     "is no test: use at_least, at_most, equals or any_of");
        } else if (strcmp(t->key, "any_of") == 0 ? t->type != JSON_ARRAY
                                                 : t->type >= JSON_ARRAY || t->type == JSON_NULL) {
            diag_add(r->d, t->line, reader_path(r, path, t->key), "is %s: give %s",
                     json_type_name(t->type),
                     strcmp(t->key, "any_of") == 0 ? "a list" : "a number or a text");
        }
    }
}

const struct json *checklist_read_applies(struct reader *r, const struct json *object,
                                          const char *path)
{
    static const char *const keys[] = {"hazards", "setting", "facts"};
    const struct json *applies = reader_member(r, object, path, "applies", JSON_OBJECT, false);
    if (applies == NULL) {
        return NULL;
    }
    const char *where = reader_path(r, path, "applies");
    reader_keys(r, applies, where, keys, COUNT(keys));
    (void)reader_texts(r, applies, where, "hazards", true);
    (void)reader_texts(r, applies, where, "setting", false);
    const struct json *facts = reader_member(r, applies, where, "facts", JSON_OBJECT, false);
    for (const struct json *f = facts == NULL ? NULL : facts->first; f != NULL; f = f->next) {
        read_fact_condition(r, f, reader_path(r, reader_path(r, where, "facts"), f->key));
    }
    return applies;
}

static void read_critical(struct reader *r, const struct json *object, const char *path,
                          struct criterion *out)
{
    static const char *const keys[] = {"below", "cap", "reason"};
    const struct json *critical = reader_member(r, object, path, "critical", JSON_OBJECT, false);
    if (critical == NULL) {
        return;
    }
    const char *where = reader_path(r, path, "critical");
    if (r->c->risk) {
        diag_add(r->d, critical->line, where,
                 "a checklist of direction risk has no critical criteria: remove it");
        return;
    }
    reader_keys(r, critical, where, keys, COUNT(keys));
    (void)reader_member(r, critical, where, "below", JSON_NUMBER, true);
    out->critical_below = number_to_credit(reader_number(r, critical, where, "below", 0, 1, 0));
    const char *cap = reader_string(r, critical, where, "cap", true);
    out->critical = true;
    out->critical_cap = -1;
    for (int i = 0; i < r->c->band_count; i++) {
        out->critical_cap = text_equal(r->c->bands[i].id, cap) ? i : out->critical_cap;
    }
    if (cap != NULL && out->critical_cap < 0) {
        diag_add(r->d, critical->line, reader_path(r, where, "cap"),
                 "\"%.40s\" is no band of this checklist: name one", cap);
        out->critical_cap = 0;
    }
}

static void read_sources(struct reader *r, const struct json *object, const char *path)
{
    static const char *const keys[] = {"title", "year", "section",  "status",
                                       "url",   "note", "publisher"};
    static const char *const statuses[] = {"found", "unverified", "drafted"};
    const struct json *list = reader_member(r, object, path, "source", JSON_ARRAY, false);
    const char *where = reader_path(r, path, "source");
    for (const struct json *s = list == NULL ? NULL : list->first; s != NULL; s = s->next) {
        if (s->type != JSON_OBJECT) {
            diag_add(r->d, s->line, where, "holds %s: give objects with \"title\" and \"status\"",
                     json_type_name(s->type));
            continue;
        }
        reader_keys(r, s, where, keys, COUNT(keys));
        (void)reader_string(r, s, where, "title", true);
        (void)reader_word(r, s, where, "status", statuses, COUNT(statuses), 0);
    }
}

void checklist_read_criterion(struct reader *r, const struct json *object, const char *path,
                              struct criterion *out)
{
    static const char *const keys[] = {"id",       "title",        "question", "why",  "help",
                                       "weight",   "answer",       "rule",     "args", "applies",
                                       "critical", "source",       "evidence", "refs", "note",
                                       "advice",   "weight_reason"};
    reader_keys(r, object, path, keys, COUNT(keys));
    out->doc = object;
    out->demand.title = reader_string(r, object, path, "title", true);
    out->question = reader_string(r, object, path, "question", false);
    checklist_read_demand(r, object, path, &out->demand, false);
    out->applies = checklist_read_applies(r, object, path);
    r->memory = checklist_declare(&r->c->arena, out) != 0 || r->memory;
    read_critical(r, object, path, out);
    read_sources(r, object, path);
    (void)reader_string(r, object, path, "why", false);
    (void)reader_member(r, object, path, "refs", JSON_OBJECT, false);
}
