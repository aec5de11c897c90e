/* What a criterion or a part of one asks for: answer type, rule, arguments, weight. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/checklist_internal.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const TYPES[] = {"none",  "yes_no",    "level", "number", "percent",
                                    "items", "by_hazard", "date",  "parts"};

const char *answer_type_name(enum answer_type type)
{
    return TYPES[type];
}

static void read_level(struct reader *r, const struct json *answer, const char *path,
                       struct answer_spec *out)
{
    const struct json *levels = reader_member(r, answer, path, "levels", JSON_ARRAY, false);
    const struct json *max = json_get(answer, "max");
    double highest = reader_number(r, answer, path, "max", 1, 1e9, 0);
    if (levels == NULL && max == NULL) {
        diag_add(r->d, answer->line, path,
                 "a level needs \"levels\" (a text for each, from 0) or \"max\": add one");
    } else if (highest != floor(highest)) {
        diag_add(r->d, max->line, reader_path(r, path, "max"), "is no whole number: give one");
    }
    out->levels = (int)highest;
    if (levels != NULL) {
        if (levels->len < 2) {
            diag_add(r->d, levels->line, reader_path(r, path, "levels"),
                     "has fewer than two texts: give one for each level, from 0");
        } else if (max != NULL && out->levels != (int)levels->len - 1) {
            diag_add(r->d, levels->line, reader_path(r, path, "levels"),
                     "has %zu texts for levels 0 to %d: give one for each level", levels->len,
                     out->levels);
        }
        out->levels = (int)levels->len - 1;
        (void)reader_texts(r, answer, path, "levels", false);
    }
}

static void read_items(struct reader *r, const struct json *answer, const char *path,
                       struct answer_spec *out)
{
    out->items = reader_member(r, answer, path, "items", JSON_ARRAY, true);
    const char *where = reader_path(r, path, "items");
    if (out->items != NULL && out->items->first == NULL) {
        diag_add(r->d, out->items->line, where, "is empty: give at least one item");
    }
    for (const struct json *item = out->items == NULL ? NULL : out->items->first; item != NULL;
         item = item->next) {
        static const char *const keys[] = {"id", "title", "why", "note"};
        if (item->type != JSON_OBJECT) {
            diag_add(r->d, item->line, where, "holds %s: give objects with \"id\" and \"title\"",
                     json_type_name(item->type));
            out->items = NULL;
            return;
        }
        reader_keys(r, item, where, keys, COUNT(keys));
        const char *id = reader_string(r, item, where, "id", true);
        (void)reader_string(r, item, where, "title", true);
        for (const struct json *o = out->items->first; id != NULL && o != item; o = o->next) {
            if (text_equal(json_string(json_get(o, "id")), id)) {
                diag_add(r->d, item->line, where, "\"%s\" stands twice: rename one", id);
            }
        }
    }
}

static void read_range(struct reader *r, const struct json *answer, const char *path,
                       struct answer_spec *out)
{
    out->unit = reader_string(r, answer, path, "unit", false);
    out->has_min = json_get(answer, "min") != NULL;
    out->has_max = json_get(answer, "max") != NULL;
    out->min = reader_number(r, answer, path, "min", -1e15, 1e15, 0);
    out->max = reader_number(r, answer, path, "max", -1e15, 1e15, 0);
    if (out->has_min && out->has_max && out->min > out->max) {
        diag_add(r->d, answer->line, path, "min is over max: turn them round");
    }
}

static void read_parts(struct reader *r, const struct json *answer, const char *path,
                       struct answer_spec *out)
{
    const struct json *parts = reader_member(r, answer, path, "parts", JSON_ARRAY, true);
    const char *where = reader_path(r, path, "parts");
    if (parts == NULL || parts->first == NULL) {
        diag_add(r->d, answer->line, where, "is empty: give at least one part");
        return;
    }
    out->parts = arena_alloc(&r->c->arena, sizeof *out->parts * parts->len);
    if (out->parts == NULL) {
        r->memory = true;
        return;
    }
    for (const struct json *p = parts->first; p != NULL; p = p->next) {
        if (p->type != JSON_OBJECT) {
            diag_add(r->d, p->line, where, "holds %s: give objects", json_type_name(p->type));
            continue;
        }
        struct part *part = &out->parts[out->part_count];
        part->id = reader_string(r, p, where, "id", true);
        if (part->id == NULL || !text_is_id(part->id)) {
            diag_add(r->d, p->line, where,
                     "needs an id of letters, digits, '.', '_', '-': give one");
            continue;
        }
        for (size_t i = 0; i < out->part_count; i++) {
            if (strcmp(out->parts[i].id, part->id) == 0) {
                diag_add(r->d, p->line, where, "\"%s\" stands twice: rename one", part->id);
            }
        }
        static const char *const keys[] = {"id",   "title",  "question", "answer", "rule",
                                           "args", "weight", "evidence", "note"};
        const char *own = reader_path(r, where, part->id);
        reader_keys(r, p, own, keys, COUNT(keys));
        part->title = reader_string(r, p, own, "title", false);
        checklist_read_demand(r, p, own, part, true);
        out->part_count++;
    }
}

static void read_answer(struct reader *r, const struct json *answer, const char *path,
                        struct answer_spec *out, bool is_part)
{
    static const char *const keys[] = {"type", "levels", "max",   "min",
                                       "unit", "items",  "parts", "note"};
    reader_keys(r, answer, path, keys, COUNT(keys));
    out->doc = answer;
    if (json_get(answer, "type") == NULL) {
        diag_add(r->d, answer->line, reader_path(r, path, "type"), "is missing: add it");
    }
    int type = reader_word(r, answer, path, "type", TYPES, COUNT(TYPES), ANSWER_NONE);
    out->type = (enum answer_type)type;
    if (is_part && (out->type == ANSWER_PARTS || out->type == ANSWER_NONE)) {
        diag_add(r->d, answer->line, path, "a part cannot be of type %s: give another",
                 answer_type_name(out->type));
        out->type = ANSWER_NONE;
    } else if (out->type == ANSWER_LEVEL) {
        read_level(r, answer, path, out);
    } else if (out->type == ANSWER_NUMBER || out->type == ANSWER_BY_HAZARD) {
        read_range(r, answer, path, out);
    } else if (out->type == ANSWER_ITEMS) {
        read_items(r, answer, path, out);
    } else if (out->type == ANSWER_PARTS) {
        read_parts(r, answer, path, out);
    }
}

/* The standard rule of a type, where the checklist names none. */
static const char *usual_rule(enum answer_type type)
{
    switch (type) {
    case ANSWER_YES_NO:
        return "standard/yes_no";
    case ANSWER_LEVEL:
        return "standard/level";
    case ANSWER_ITEMS:
        return "standard/items";
    case ANSWER_BY_HAZARD:
        return "standard/by_hazard";
    case ANSWER_PARTS:
        return "standard/parts";
    default:
        return NULL;
    }
}

void checklist_read_rule(struct reader *r, const struct json *object, const char *path,
                         struct part *out)
{
    out->args = reader_member(r, object, path, "args", JSON_OBJECT, false);
    out->rule = reader_string(r, object, path, "rule", false);
    if (out->rule == NULL && json_get(object, "rule") == NULL && out->answer.doc != NULL) {
        out->rule = usual_rule(out->answer.type);
        if (out->rule == NULL) {
            diag_add(r->d, object->line, reader_path(r, path, "rule"),
                     "is missing: name the rule that scores a %s",
                     answer_type_name(out->answer.type));
        }
    }
}

void checklist_read_demand(struct reader *r, const struct json *object, const char *path,
                           struct part *out, bool is_part)
{
    const struct json *answer = reader_member(r, object, path, "answer", JSON_OBJECT, true);
    if (answer != NULL) {
        read_answer(r, answer, reader_path(r, path, "answer"), &out->answer, is_part);
    }
    out->weight = reader_weight(r, object, path);
    checklist_read_rule(r, object, path, out);
}

/* ---- what rules see of the declaration --------------------------------------------------------- */

static int add_text(struct arena *arena, struct json *to, const char *key, const char *text)
{
    return text == NULL ? 0 : json_add(arena, to, key, json_new_string(arena, text, strlen(text)));
}

/* The texts of a list, or the ids of a list of objects. */
static int add_texts(struct arena *arena, struct json *to, const char *key, const struct json *list)
{
    struct json *out = json_new(arena, JSON_ARRAY);
    for (const struct json *v = list->first; out != NULL && v != NULL; v = v->next) {
        const char *text = json_string(v->type == JSON_OBJECT ? json_get(v, "id") : v);
        if (add_text(arena, out, NULL, text) != 0) {
            return ERR_MEMORY;
        }
    }
    return json_add(arena, to, key, out);
}

static int declare_part(struct arena *arena, struct part *part, const struct json *applies)
{
    const struct answer_spec *spec = &part->answer;
    struct json *out = json_new(arena, JSON_OBJECT);
    const struct json *hazards = json_get(applies, "hazards");
    int rc = out == NULL ? ERR_MEMORY : add_text(arena, out, "type", answer_type_name(spec->type));
    if (rc == 0 && (spec->type == ANSWER_LEVEL || spec->has_max)) {
        double max = spec->type == ANSWER_LEVEL ? spec->levels : spec->max;
        rc = json_add(arena, out, "max", json_new_number(arena, max));
    }
    if (rc == 0) {
        rc = add_text(arena, out, "unit", spec->unit);
    }
    if (rc == 0 && spec->items != NULL) {
        rc = add_texts(arena, out, "items", spec->items);
    }
    if (rc == 0 && hazards != NULL && hazards->type == JSON_ARRAY) {
        rc = add_texts(arena, out, "applies", hazards);
    }
    part->declared = out;
    return rc;
}

int checklist_declare(struct arena *arena, struct criterion *k)
{
    int rc = declare_part(arena, &k->demand, k->applies);
    for (size_t i = 0; rc == 0 && i < k->demand.answer.part_count; i++) {
        rc = declare_part(arena, &k->demand.answer.parts[i], k->applies);
    }
    return rc;
}
