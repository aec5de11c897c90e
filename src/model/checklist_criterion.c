/* One criterion of a checklist, and the conditions that criteria and nodes share. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/checklist_internal.h"
#include "model/finding.h"

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

/* The rule for an answer, of a criterion that is computed where the facts are there. */
static void read_answered(struct reader *r, const struct json *object, const char *path,
                          struct criterion *out)
{
    static const char *const keys[] = {"rule", "args"};
    const struct json *answered = reader_member(r, object, path, "answered", JSON_OBJECT, false);
    if (answered == NULL) {
        return;
    }
    const char *where = reader_path(r, path, "answered");
    if (out->demand.answer.type == ANSWER_NONE) {
        diag_add(r->d, answered->line, where, "nothing is answered here: give another answer type");
        return;
    }
    reader_keys(r, answered, where, keys, COUNT(keys));
    out->answered = out->demand;
    checklist_read_rule(r, answered, where, &out->answered);
}

static void read_checks(struct reader *r, const struct json *object, const char *path,
                        struct criterion *out)
{
    static const char *const keys[] = {"rule", "args"};
    const struct json *list = reader_member(r, object, path, "checks", JSON_ARRAY, false);
    const char *where = reader_path(r, path, "checks");
    if (list == NULL) {
        return;
    }
    out->checks = arena_alloc(&r->c->arena, sizeof *out->checks * (list->len + 1));
    if (out->checks == NULL) {
        r->memory = true;
        return;
    }
    for (const struct json *c = list->first; c != NULL; c = c->next) {
        struct part *check = &out->checks[out->check_count];
        *check = out->demand;
        if (c->type != JSON_OBJECT) {
            diag_add(r->d, c->line, where, "holds %s: give objects with a \"rule\"",
                     json_type_name(c->type));
            continue;
        }
        reader_keys(r, c, where, keys, COUNT(keys));
        check->rule = reader_string(r, c, where, "rule", true);
        check->args = reader_member(r, c, where, "args", JSON_OBJECT, false);
        out->check_count += check->rule == NULL ? 0 : 1;
    }
}

/* Advice for a credit below a number. */
static void read_advice_below(struct reader *r, const struct json *entry, const char *path)
{
    static const char *const keys[] = {"below", "text"};
    if (r->c->risk) {
        diag_add(r->d, entry->line, path,
                 "a checklist of direction risk has no advice below a credit: give texts");
        return;
    }
    reader_keys(r, entry, path, keys, COUNT(keys));
    (void)reader_member(r, entry, path, "below", JSON_NUMBER, true);
    (void)reader_number(r, entry, path, "below", 0, 1, 0);
    (void)reader_string(r, entry, path, "text", true);
}

/* A text, or several of which the first is used that fits. */
static void read_advice(struct reader *r, const struct json *object, const char *path)
{
    const struct json *advice = json_get(object, "advice");
    const char *at = reader_path(r, path, "advice");
    bool list = advice != NULL && advice->type == JSON_ARRAY;
    if (list && advice->first == NULL) {
        diag_add(r->d, advice->line, at, "is empty: name at least one, or remove it");
    }
    for (const struct json *a = advice_next(advice, NULL); a != NULL; a = advice_next(advice, a)) {
        if (a->type == JSON_OBJECT) {
            read_advice_below(r, a, at);
        } else if (a->type != JSON_STRING) {
            diag_add(r->d, a->line, at, list ? "holds %s: give texts" : "is %s: give text",
                     json_type_name(a->type));
        }
    }
    static const char *const keys[] = {"text", "source"};
    const struct json *example = reader_member(r, object, path, "example", JSON_OBJECT, false);
    if (example != NULL) {
        const char *where = reader_path(r, path, "example");
        reader_keys(r, example, where, keys, COUNT(keys));
        (void)reader_string(r, example, where, "text", true);
        (void)reader_member(r, example, where, "source", JSON_ARRAY, true);
        read_sources(r, example, where);
    }
}

size_t criterion_rule_count(const struct criterion *k)
{
    size_t own = k->answered.rule != NULL ? 2 : 1;
    return own + k->check_count + k->demand.answer.part_count;
}

const struct part *criterion_rule(const struct criterion *k, size_t index)
{
    size_t own = k->answered.rule != NULL ? 2 : 1;
    if (index < own) {
        return index == 0 ? &k->demand : &k->answered;
    }
    index -= own;
    return index < k->check_count ? &k->checks[index]
                                  : &k->demand.answer.parts[index - k->check_count];
}

bool criterion_is_computed(const struct criterion *k)
{
    return k->answered.rule != NULL || k->demand.answer.type == ANSWER_NONE;
}

void checklist_read_criterion(struct reader *r, const struct json *object, const char *path,
                              struct criterion *out)
{
    static const char *const keys[] = {
        "id",       "title",         "question", "why",        "help",     "weight",
        "answer",   "rule",          "args",     "applies",    "critical", "source",
        "evidence", "refs",          "note",     "advice",     "example",  "answered",
        "checks",   "weight_reason", "exempt",   "saves_lives"};
    reader_keys(r, object, path, keys, COUNT(keys));
    out->doc = object;
    out->demand.title = reader_string(r, object, path, "title", true);
    out->question = reader_string(r, object, path, "question", false);
    checklist_read_demand(r, object, path, &out->demand, false);
    out->applies = checklist_read_applies(r, object, path);
    r->memory = checklist_declare(&r->c->arena, out) != 0 || r->memory;
    read_critical(r, object, path, out);
    const struct json *lives = reader_member(r, object, path, "saves_lives", JSON_BOOL, false);
    out->saves_lives = lives != NULL && lives->boolean;
    read_sources(r, object, path);
    read_answered(r, object, path, out); /* after what rules see was declared: these share it */
    read_checks(r, object, path, out);
    read_advice(r, object, path);
    (void)reader_string(r, object, path, "why", false);
    static const char *const exempt[] = {"steps", "monotone", "absent", "effect", "cap"};
    reader_exempt(r, object, path, exempt, COUNT(exempt));
    (void)reader_member(r, object, path, "refs", JSON_OBJECT, false);
}
