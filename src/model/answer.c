/* Answers: taken apart, and checked against what their criteria ask for. */
#include <string.h>

#include "base/text.h"
#include "model/codes.h"
#include "model/codes_say.h"
#include "model/plan.h"
#include "model/plan_schema.h"

enum { MANY_TICKS = 4096 }; /* keeps the search for a tick given twice short */

/* An object is an entry when it has a value or a state, or nothing but members of an entry
 * ({"note": …}). Any other object is a bare value: hazards or parts by their id. */
static bool is_entry(const struct json *answer)
{
    if (answer->type != JSON_OBJECT) {
        return false;
    }
    bool only = true;
    for (const struct json *m = answer->first; m != NULL; m = m->next) {
        if (strcmp(m->key, "value") == 0 || strcmp(m->key, "state") == 0) {
            return true;
        }
        only = only && schema_field(&schema_entry, m->key) != NULL;
    }
    return only;
}

const struct json *plan_answer(const struct plan *plan, const char *criterion)
{
    return json_get(json_get(plan->doc, "answers"), criterion);
}

void plan_answer_read(const struct json *entry, struct answer *out)
{
    *out = (struct answer){.state = 'a'};
    if (entry == NULL || entry->type == JSON_NULL) {
        return;
    }
    if (!is_entry(entry)) {
        out->state = 'v';
        out->value = entry;
        return;
    }
    const struct json *value = json_get(entry, "value");
    const char *state = json_string(json_get(entry, "state"));
    out->entry = entry;
    out->reason = json_string(json_get(entry, "reason"));
    if (text_equal(state, "not_applicable")) {
        out->state = 'n';
    } else if (text_equal(state, "unknown")) {
        out->state = 'u';
    } else if (value != NULL && value->type != JSON_NULL) {
        out->state = 'v';
        out->value = value;
    }
}

/* ---- values by type -------------------------------------------------------------------------- */

static void check_level(struct walk *w, const struct json *value, const struct answer_spec *spec,
                        const struct frame *where)
{
    if (walk_type(w, value, JSON_NUMBER, where)) {
        (void)walk_range(w, value, 0, spec->levels, true, "level", where);
    }
}

static void check_number(struct walk *w, const struct json *value, const struct answer_spec *spec,
                         const struct frame *where)
{
    if (walk_type(w, value, JSON_NUMBER, where)) {
        (void)walk_range(w, value, spec->has_min ? spec->min : -FIELD_MOST,
                         spec->has_max ? spec->max : FIELD_MOST, false, spec->unit, where);
    }
}

static const char *nearest_item(const struct answer_spec *spec, const char *given)
{
    const char *words[256];
    size_t count = 0;
    for (const struct json *i = spec->items->first;
         i != NULL && count < sizeof words / sizeof *words; i = i->next) {
        words[count++] = json_string(json_get(i, "id"));
    }
    return text_nearest(given, words, count);
}

static bool is_item(const struct answer_spec *spec, const char *given)
{
    for (const struct json *i = spec->items->first; i != NULL; i = i->next) {
        if (text_equal(json_string(json_get(i, "id")), given)) {
            return true;
        }
    }
    return false;
}

static void check_items(struct walk *w, const struct json *value, const struct answer_spec *spec,
                        const struct frame *where)
{
    if (value->type == JSON_STRING) {
        walk_complain(w, where, value->line,
                      "is a text: give a list of ids (in a table, end a single id with ';')");
        return;
    }
    if (!walk_type(w, value, JSON_ARRAY, where)) {
        return;
    }
    if (value->len > MANY_TICKS) {
        walk_complain(w, where, value->line, "holds %zu ticks: tick each item once", value->len);
        return;
    }
    size_t index = 1;
    for (const struct json *tick = value->first; tick != NULL; tick = tick->next, index++) {
        struct frame own = {where, NULL, index};
        if (!walk_type(w, tick, JSON_STRING, &own)) {
            continue;
        }
        if (!is_item(spec, tick->text)) {
            walk_unknown(w, &own, tick, "no item of this criterion",
                         walk_full(w) ? NULL : nearest_item(spec, tick->text),
                         "tick items that the criterion lists");
            continue;
        }
        for (const struct json *before = value->first; before != tick; before = before->next) {
            if (before->type == JSON_STRING && strcmp(before->text, tick->text) == 0) {
                walk_unknown(w, &own, tick, "ticked twice", NULL, "remove one");
                break;
            }
        }
    }
}

/* {"state": …, "reason": …} in the place of a hazard's value, or the claim of an entry. */
static void check_claim(struct walk *w, const struct json *claim, const struct frame *where)
{
    const char *state = json_string(json_get(claim, "state"));
    const char *reason = json_string(json_get(claim, "reason"));
    if (text_equal(state, "not_applicable") &&
        (reason == NULL || reason[strspn(reason, " \t\r\n")] == '\0')) {
        walk_complain(w, where, claim->line, "is not_applicable without a reason: give a reason");
    }
}

static void check_hazard_claim(struct walk *w, const struct json *claim, const struct frame *where)
{
    static const struct field fields[] = {
        {.key = "state", .type = FIELD_WORD, .required = true, .words = &words_states},
        {.key = "reason", .type = FIELD_TEXT},
        {.key = "note", .type = FIELD_TEXT},
    };
    static const struct schema claims = {
        .name = "claim", .fields = fields, .count = sizeof fields / sizeof *fields};
    walk_object(w, claim, &claims, where);
    check_claim(w, claim, where);
}

static void check_by_hazard(struct walk *w, const struct json *value, const struct part *demand,
                            const struct frame *where)
{
    const struct answer_spec *spec = &demand->answer;
    const struct json *of_rule = json_get(demand->args, "max");
    double max = spec->has_max                                     ? spec->max
                 : of_rule != NULL && of_rule->type == JSON_NUMBER ? of_rule->number
                                                                   : 1;
    if (!walk_type(w, value, JSON_OBJECT, where)) {
        return;
    }
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        struct frame own = {where, m->key, 0};
        if (codes_hazard(m->key) == NULL) {
            struct buf what = BUF_INIT;
            if (!walk_full(w)) {
                codes_say_hazard(&what, m->key);
            }
            walk_complain(w, &own, m->line, "%s", buf_text(&what));
            w->memory = w->memory || buf_status(&what) != 0;
            buf_free(&what);
        } else if (m->type == JSON_OBJECT) {
            check_hazard_claim(w, m, &own);
        } else if (walk_type(w, m, JSON_NUMBER, &own)) {
            (void)walk_range(w, m, spec->has_min ? spec->min : 0, max, false, spec->unit, &own);
        }
    }
}

static void check_value(struct walk *w, const struct json *value, const struct part *demand,
                        const struct frame *where);

static void check_parts(struct walk *w, const struct json *value, const struct answer_spec *spec,
                        const struct frame *where)
{
    if (!walk_type(w, value, JSON_OBJECT, where)) {
        return;
    }
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        struct frame own = {where, m->key, 0};
        const struct part *part = NULL;
        const char *words[256];
        size_t count = 0;
        for (size_t i = 0; i < spec->part_count && part == NULL; i++) {
            part = strcmp(spec->parts[i].id, m->key) == 0 ? &spec->parts[i] : NULL;
            if (count < sizeof words / sizeof *words) {
                words[count++] = spec->parts[i].id;
            }
        }
        if (part != NULL) {
            check_value(w, m, part, &own);
            continue;
        }
        const char *near = walk_full(w) ? NULL : text_nearest(m->key, words, count);
        if (near != NULL) {
            walk_complain(w, &own, m->line, "is no part of this criterion: did you mean \"%s\"?",
                          near);
        } else {
            walk_complain(w, &own, m->line, "is no part of this criterion: remove it");
        }
    }
}

static void check_value(struct walk *w, const struct json *value, const struct part *demand,
                        const struct frame *where)
{
    const struct answer_spec *spec = &demand->answer;
    switch (spec->type) {
    case ANSWER_NONE:
        walk_complain(w, where, value->line,
                      "is computed from the plan: remove the answer, or claim a state");
        return;
    case ANSWER_YES_NO:
        (void)walk_type(w, value, JSON_BOOL, where);
        return;
    case ANSWER_LEVEL:
        check_level(w, value, spec, where);
        return;
    case ANSWER_NUMBER:
        check_number(w, value, spec, where);
        return;
    case ANSWER_PERCENT:
        if (walk_type(w, value, JSON_NUMBER, where)) {
            (void)walk_range(w, value, 0, 100, false, "percent", where);
        }
        return;
    case ANSWER_ITEMS:
        check_items(w, value, spec, where);
        return;
    case ANSWER_BY_HAZARD:
        check_by_hazard(w, value, demand, where);
        return;
    case ANSWER_DATE:
        (void)walk_date(w, value, where);
        return;
    default: /* ANSWER_PARTS */
        check_parts(w, value, spec, where);
    }
}

/* ---- entries --------------------------------------------------------------------------------- */

static void check_entry(struct walk *w, const struct json *entry, const struct part *demand,
                        const struct frame *where)
{
    const struct json *value = json_get(entry, "value"), *state = json_get(entry, "state");
    walk_object(w, entry, &schema_entry, where);
    if (value != NULL && state != NULL) {
        walk_complain(w, where, entry->line, "has a value and a state: keep one");
        return;
    }
    if (state == NULL && json_get(entry, "reason") != NULL) {
        walk_complain(w, where, entry->line,
                      "has a reason without a state: add \"state\", or make it a note");
    }
    check_claim(w, entry, where);
    if (value != NULL && value->type != JSON_NULL) {
        check_value(w, value, demand, where);
    }
}

static void check_answer(struct walk *w, const struct json *answer, const struct part *demand,
                         const struct frame *where)
{
    if (answer->type == JSON_NULL) {
        walk_complain(w, where, answer->line, "is null: give an answer, or leave it out");
    } else if (is_entry(answer)) {
        check_entry(w, answer, demand, where);
    } else {
        check_value(w, answer, demand, where);
    }
}

/* others NULL: an answer to a criterion that neither c nor whole has is complained of; else those that c does
 * not have are counted and passed over. */
static int check_answers(const struct plan *plan, const struct checklist *c,
                         const struct checklist *whole, size_t *others, struct diag *d)
{
    struct walk w = {.d = d};
    struct frame top = {NULL, "answers", 0};
    size_t before = d->count;
    const struct json *answers = json_get(plan->doc, "answers");
    if (answers != NULL && answers->type != JSON_OBJECT) {
        return 0; /* plan_check has complained */
    }
    int last = -1;
    for (const struct json *m = answers == NULL ? NULL : answers->first; m != NULL; m = m->next) {
        struct frame own = {&top, m->key, 0};
        int index = checklist_find_after(c, m->key, last);
        if (index >= 0) {
            last = index;
            check_answer(&w, m, &c->criteria[index].demand, &own);
            continue;
        }
        if (whole != NULL && whole != c && checklist_find(whole, m->key) >= 0) {
            continue;
        }
        if (others != NULL) {
            ++*others;
            continue;
        }
        const char *near = walk_full(&w) ? NULL
                                         : checklist_nearest(whole == NULL ? c : whole, m->key);
        if (near != NULL) {
            walk_complain(&w, &own, m->line, "is no criterion of %s: did you mean \"%s\"?", c->id,
                          near);
        } else {
            walk_complain(&w, &own, m->line, "is no criterion of %s: remove it", c->id);
        }
    }
    if (w.memory) {
        return ERR_MEMORY;
    }
    return d->count > before ? ERR_INPUT : 0;
}

int plan_check_answers(const struct plan *plan, const struct checklist *c,
                       const struct checklist *whole, struct diag *d)
{
    return check_answers(plan, c, whole, NULL, d);
}

int plan_check_known_answers(const struct plan *plan, const struct checklist *c,
                             const struct checklist *whole, size_t *others, struct diag *d)
{
    *others = 0;
    return check_answers(plan, c, whole, others, d);
}
