/* The walk over a plan document by its table. Paths are only built for complaints, so that a
 * good plan costs a comparison of keys and values and nothing else. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/codes.h"
#include "model/codes_say.h"
#include "model/plan_schema.h"

enum { SHOWN = 60 }; /* bytes of a wrong text that a message repeats */

/* ---- complaints ------------------------------------------------------------------------------ */

static void add_path(struct buf *out, const struct frame *where)
{
    if (where == NULL) {
        return;
    }
    add_path(out, where->up);
    if (where->key == NULL) {
        buf_printf(out, "[%zu]", where->index);
        return;
    }
    if (out->len > 0) {
        buf_putc(out, '.');
    }
    text_escape(out, where->key, strlen(where->key), SHOWN);
}

bool walk_full(const struct walk *w)
{
    return w->d->count >= w->d->limit;
}

void walk_complain(struct walk *w, const struct frame *where, int line, const char *format, ...)
{
    struct buf path = BUF_INIT;
    char text[1024] = "";
    if (!walk_full(w)) {
        add_path(&path, where);
        va_list args;
        va_start(args, format);
        (void)vsnprintf(text, sizeof text, format, args);
        va_end(args);
    }
    w->memory = w->memory || buf_status(&path) != 0;
    diag_add(w->d, line, buf_text(&path), "%s", text);
    buf_free(&path);
}

void walk_unknown(struct walk *w, const struct frame *where, const struct json *value,
                  const char *what, const char *near, const char *otherwise)
{
    struct buf shown = BUF_INIT;
    buf_putc(&shown, '"');
    text_escape(&shown, value->text, value->len, SHOWN);
    buf_putc(&shown, '"');
    if (near != NULL) {
        walk_complain(w, where, value->line, "%s is %s: did you mean \"%s\"?", buf_text(&shown),
                      what, near);
    } else {
        walk_complain(w, where, value->line, "%s is %s: %s", buf_text(&shown), what, otherwise);
    }
    w->memory = w->memory || buf_status(&shown) != 0;
    buf_free(&shown);
}

static const char *type_phrase(enum json_type type)
{
    static const char *const phrases[] = {
        [JSON_NULL] = "null",     [JSON_BOOL] = "true or false", [JSON_NUMBER] = "a number",
        [JSON_STRING] = "a text", [JSON_ARRAY] = "a list",       [JSON_OBJECT] = "an object"};
    return phrases[type];
}

/* A type that does not fit: says what it is and what to give. */
static void complain_type(struct walk *w, const struct json *value, const char *wanted,
                          const struct frame *where)
{
    if (value->type == JSON_NULL) {
        walk_complain(w, where, value->line, "is null: give %s, or leave it out", wanted);
    } else {
        walk_complain(w, where, value->line, "is %s: give %s", type_phrase(value->type), wanted);
    }
}

bool walk_type(struct walk *w, const struct json *value, enum json_type type,
               const struct frame *where)
{
    if (value->type != type) {
        complain_type(w, value, type_phrase(type), where);
        return false;
    }
    return true;
}

/* "a whole number from 1 to 5", "a number from 0" */
static void range_phrase(struct buf *out, double min, double max, bool whole)
{
    if (min == max) {
        number_write(out, min);
        return;
    }
    buf_puts(out, whole ? "a whole number" : "a number");
    if (min > -FIELD_MOST) {
        buf_puts(out, " from ");
        number_write(out, min);
    }
    if (max < FIELD_MOST) {
        buf_puts(out, min > -FIELD_MOST ? " to " : " up to ");
        number_write(out, max);
    }
}

bool walk_range(struct walk *w, const struct json *value, double min, double max, bool whole,
                const char *unit, const struct frame *where)
{
    double x = value->number;
    bool fraction = whole && x != floor(x);
    if (x >= min && x <= max && !fraction) {
        return true;
    }
    struct buf shown = BUF_INIT, wanted = BUF_INIT, limit = BUF_INIT;
    number_write(&shown, x);
    number_write(&limit, x < min ? min : max);
    if (unit != NULL && strcmp(unit, "percent") == 0) {
        buf_puts(&wanted, "a share from 0 to 100");
    } else {
        range_phrase(&wanted, min, max, whole);
    }
    const char *open = unit == NULL ? "" : " (", *close = unit == NULL ? "" : ")";
    unit = unit == NULL ? "" : unit;
    if (x < min || x > max) {
        walk_complain(w, where, value->line, "%s is %s %s%s%s%s: give %s", buf_text(&shown),
                      x < min ? "under" : "over", buf_text(&limit), open, unit, close,
                      buf_text(&wanted));
    } else {
        walk_complain(w, where, value->line, "%s is no whole number%s%s%s: give %s",
                      buf_text(&shown), open, unit, close, buf_text(&wanted));
    }
    w->memory = w->memory || buf_status(&shown) != 0 || buf_status(&limit) != 0 ||
                buf_status(&wanted) != 0;
    buf_free(&shown);
    buf_free(&limit);
    buf_free(&wanted);
    return false;
}

bool walk_date(struct walk *w, const struct json *value, const struct frame *where)
{
    int64_t days;
    if (value->type != JSON_STRING) {
        complain_type(w, value, "a date, YYYY-MM-DD", where);
        return false;
    }
    if (!text_date(value->text, &days)) {
        walk_unknown(w, where, value, "no date of the calendar", NULL,
                     "give YYYY-MM-DD, such as 2026-08-31");
        return false;
    }
    return true;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* BCP 47 in its outward form: subtags of 1-8 letters and digits, the first of 2-8 letters. */
static bool is_language(const char *text)
{
    size_t len = 0;
    bool first = true;
    for (const char *at = text;; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z');
        if (letter || (!first && *at >= '0' && *at <= '9')) {
            len++;
            continue;
        }
        if (len < (first ? 2u : 1u) || len > 8 || (*at != '-' && *at != '\0')) {
            return false;
        }
        if (*at == '\0') {
            return true;
        }
        first = false;
        len = 0;
    }
}

static bool is_currency(const char *text)
{
    return strlen(text) == 3 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static bool is_checklist(const char *text)
{
    char id[72];
    const char *at = strchr(text, '@');
    size_t len = at == NULL ? strlen(text) : (size_t)(at - text);
    if (len >= sizeof id) {
        return false;
    }
    memcpy(id, text, len);
    id[len] = '\0';
    return text_is_id(id) && (at == NULL || text_is_id(at + 1));
}

static void check_word(struct walk *w, const struct json *value, const struct words *words,
                       const struct frame *where)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->list[i][0] == value->text[0] && strcmp(words->list[i], value->text) == 0) {
            return;
        }
    }
    const char *near = walk_full(w) ? NULL : text_nearest(value->text, words->list, words->count);
    struct buf what = BUF_INIT, all = BUF_INIT;
    buf_printf(&what, "no %s", words->name);
    buf_puts(&all, "give one of ");
    for (size_t i = 0; i < words->count; i++) {
        buf_printf(&all, "%s%s", i == 0 ? "" : ", ", words->list[i]);
    }
    walk_unknown(w, where, value, buf_text(&what), near, buf_text(&all));
    w->memory = w->memory || buf_status(&what) != 0 || buf_status(&all) != 0;
    buf_free(&what);
    buf_free(&all);
}

/* Adds what `say` has to tell about a code that is not known. */
static void complain_code(struct walk *w, const struct json *value, const struct frame *where,
                          void (*say)(struct buf *, const char *))
{
    struct buf what = BUF_INIT;
    if (!walk_full(w)) {
        buf_putc(&what, '"');
        text_escape(&what, value->text, value->len, SHOWN);
        buf_puts(&what, "\" ");
        say(&what, value->text);
    }
    walk_complain(w, where, value->line, "%s", buf_text(&what));
    w->memory = w->memory || buf_status(&what) != 0;
    buf_free(&what);
}

static void check_code(struct walk *w, const struct json *value, const struct field *f,
                       const struct frame *where)
{
    const char *text = value->text;
    switch (f->type) {
    case FIELD_COUNTRY:
        if (codes_country(text) == NULL) {
            complain_code(w, value, where, codes_say_country);
        }
        return;
    case FIELD_HAZARD:
        if (codes_hazard(text) == NULL) {
            complain_code(w, value, where, codes_say_hazard);
        }
        return;
    case FIELD_HIP:
        if (codes_hip_current(text) == NULL) {
            complain_code(w, value, where, codes_say_hip);
        }
        return;
    default: /* FIELD_WORD */
        check_word(w, value, f->words, where);
    }
}

static void check_text(struct walk *w, const struct json *value, const struct field *f,
                       const struct frame *where)
{
    switch (f->type) {
    case FIELD_TEXT:
        if (f->required && value->len == 0) {
            walk_complain(w, where, value->line, "is empty: give a text");
        }
        return;
    case FIELD_ID:
    case FIELD_ROUND:
        if (!text_is_id(value->text)) {
            walk_unknown(w, where, value, "no id", NULL,
                         "give 1 to 64 letters, digits, '.', '_' or '-'");
        }
        return;
    case FIELD_LANGUAGE:
        if (!is_language(value->text)) {
            walk_unknown(w, where, value, "no language tag", NULL, "give a BCP 47 tag, such as ne");
        }
        return;
    case FIELD_CURRENCY:
        if (!is_currency(value->text)) {
            walk_unknown(w, where, value, "no currency", NULL,
                         "give three capital letters (ISO 4217), such as NPR");
        }
        return;
    case FIELD_CHECKLIST:
        if (!is_checklist(value->text)) {
            walk_unknown(w, where, value, "no checklist", NULL, "give ID or ID@VERSION");
        }
        return;
    default:
        check_code(w, value, f, where);
    }
}

static bool is_fact_name(const char *name)
{
    size_t len = 0;
    for (; name[len] != '\0'; len++) {
        char c = name[len];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
            return false;
        }
    }
    return len > 0 && len <= 128;
}

static void check_scalar(struct walk *w, const struct json *value, const struct frame *where)
{
    if (value->type != JSON_NUMBER && value->type != JSON_STRING) {
        complain_type(w, value, "a number or a text", where);
    }
}

static void check_facts(struct walk *w, const struct json *facts, const struct frame *where)
{
    for (const struct json *fact = facts->first; fact != NULL; fact = fact->next) {
        struct frame own = {where, fact->key, 0};
        if (!is_fact_name(fact->key)) {
            walk_complain(w, &own, fact->line,
                          "is no name of a fact: give 1 to 128 letters, digits, '.', '_' or '-'");
        }
        check_scalar(w, fact, &own);
    }
}

static void check_one(struct walk *w, const struct json *value, const struct field *f,
                      const struct frame *where)
{
    switch (f->type) {
    case FIELD_ANY:
        if (value->type == JSON_NULL) {
            complain_type(w, value, "an answer", where);
        }
        return;
    case FIELD_SCALAR:
        check_scalar(w, value, where);
        return;
    case FIELD_BOOL:
        (void)walk_type(w, value, JSON_BOOL, where);
        return;
    case FIELD_NUMBER:
    case FIELD_WHOLE:
        if (walk_type(w, value, JSON_NUMBER, where)) {
            (void)walk_range(w, value, f->min, f->max, f->type == FIELD_WHOLE, NULL, where);
        }
        return;
    case FIELD_DATE:
        (void)walk_date(w, value, where);
        return;
    case FIELD_OBJECT:
        if (walk_type(w, value, JSON_OBJECT, where)) {
            walk_object(w, value, f->object, where);
        }
        return;
    case FIELD_FACTS:
    case FIELD_ANSWERS:
        if (walk_type(w, value, JSON_OBJECT, where) && f->type == FIELD_FACTS) {
            check_facts(w, value, where);
        }
        return;
    default:
        if (walk_type(w, value, JSON_STRING, where)) {
            check_text(w, value, f, where);
        }
    }
}

/* ---- ids ------------------------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
    const struct json *x = *(const struct json *const *)a, *y = *(const struct json *const *)b;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

int id_set_load(struct id_set *set, const struct json *list, const char *key)
{
    *set = (struct id_set){NULL, 0};
    if (list == NULL || list->type != JSON_ARRAY || list->len == 0) {
        return 0;
    }
    set->ids = malloc(list->len * sizeof(struct json *));
    if (set->ids == NULL) {
        return ERR_MEMORY;
    }
    for (const struct json *item = list->first; item != NULL; item = item->next) {
        const struct json *id = json_get(item, key);
        if (json_string(id) != NULL) {
            set->ids[set->count++] = id;
        }
    }
    qsort(set->ids, set->count, sizeof *set->ids, compare_ids);
    return 0;
}

void id_set_free(struct id_set *set)
{
    free(set->ids);
    *set = (struct id_set){NULL, 0};
}

bool id_set_has(const struct id_set *set, const char *id)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(set->ids[middle]->text, id);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

static void check_unique(struct walk *w, const struct json *list, const struct frame *where)
{
    struct id_set set;
    if (id_set_load(&set, list, "id") != 0) {
        w->memory = true;
        return;
    }
    for (size_t i = 1; i < set.count; i++) {
        if (strcmp(set.ids[i - 1]->text, set.ids[i]->text) == 0) {
            walk_unknown(w, where, set.ids[i], "the id of two", NULL, "rename one");
        }
    }
    id_set_free(&set);
}

/* ---- lists and objects ----------------------------------------------------------------------- */

/* A list of objects has unique ids. */
static void check_list(struct walk *w, const struct json *list, const struct field *f,
                       const struct frame *where)
{
    if (!walk_type(w, list, JSON_ARRAY, where)) {
        return;
    }
    size_t index = 1;
    for (const struct json *item = list->first; item != NULL; item = item->next) {
        struct frame own = {where, NULL, index++};
        check_one(w, item, f, &own);
    }
    if (f->type == FIELD_OBJECT && list->len > 1 && schema_field(f->object, "id") != NULL) {
        check_unique(w, list, where);
    }
}

/* Names every required member below a missing object, so that one message is enough to mend it. */
static void complain_missing(struct walk *w, const struct schema *s, const struct json *object,
                             int line, const struct frame *where)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct field *f = &s->fields[i];
        if (!f->required || json_get(object, f->key) != NULL ||
            (f->type == FIELD_ROUND && w->round != NULL)) {
            continue;
        }
        struct frame own = {where, f->key, 0};
        if (f->type == FIELD_OBJECT) {
            complain_missing(w, f->object, NULL, line, &own);
        } else if (f->type == FIELD_ROUND) {
            walk_complain(w, &own, line, "is missing: add it, or give --round");
        } else {
            walk_complain(w, &own, line, "is missing: add it");
        }
    }
}

static void check_order(struct walk *w, const struct json *object, const struct schema *s,
                        const struct frame *where)
{
    const struct json *from = json_get(object, s->from), *to = json_get(object, s->to);
    int64_t first, last;
    if (from != NULL && to != NULL && from->type == JSON_STRING && to->type == JSON_STRING &&
        text_date(from->text, &first) && text_date(to->text, &last) && first > last) {
        walk_complain(w, where, from->line, "%s %s is after %s %s: turn them round", s->from,
                      from->text, s->to, to->text);
    }
}

void walk_object(struct walk *w, const struct json *object, const struct schema *s,
                 const struct frame *where)
{
    for (const struct json *m = object->first; m != NULL; m = m->next) {
        struct frame own = {where, m->key, 0};
        const struct field *f = schema_field(s, m->key);
        if (f == NULL) {
            const char *near = walk_full(w) ? NULL : schema_nearest(s, m->key);
            if (near != NULL) {
                walk_complain(w, &own, m->line, "is no known key: did you mean \"%s\"?", near);
            } else {
                walk_complain(w, &own, m->line, "is no known key: remove it");
            }
        } else if (f->list) {
            check_list(w, m, f, &own);
        } else {
            check_one(w, m, f, &own);
        }
    }
    complain_missing(w, s, object, object->line, where);
    if (s->from != NULL) {
        check_order(w, object, s, where);
    }
}
