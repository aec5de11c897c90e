#include "cases/cover_items.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "script/token.h"

enum { ITEMS_MOST = 4096 };

static const char NO_ITEM[] = "none";
static const char NO_STEP[] = "no step";
static const char ANY_HAZARD[] = "any";

struct listing {
    struct arena *arena;
    struct cover_part *p;
    size_t room;
    bool memory;
};

static void put(struct listing *l, enum cover_kind kind, const char *what, const char *label)
{
    struct cover_part *p = l->p;
    if (p->count == ITEMS_MOST) {
        return;
    }
    if (p->count == l->room) {
        size_t room = l->room == 0 ? 16 : l->room * 2;
        struct cover_item *items = arena_alloc(l->arena, sizeof *items * room);
        if (items == NULL) {
            l->memory = true;
            return;
        }
        if (p->count > 0) {
            memcpy(items, p->items, sizeof *items * p->count);
        }
        p->items = items;
        l->room = room;
    }
    char *copy = arena_strdup(l->arena, label);
    l->memory = l->memory || copy == NULL;
    p->items[p->count++] = (struct cover_item){.kind = kind, .what = what, .label = copy};
}

/* ---- answers --------------------------------------------------------------------------------- */

static const char *const LIMITS[] = {"at_least", "above", "at_most", "below"};
static const char *const SAID[] = {"at least", "above", "at most", "below"};
enum { LIMIT_COUNT = sizeof LIMITS / sizeof *LIMITS };

/* "at least 90" of a step of standard/ladder; "" where it has no limit. */
static void step_label(struct buf *out, const struct json *step)
{
    for (int i = 0; i < LIMIT_COUNT; i++) {
        const struct json *limit = json_get(step, LIMITS[i]);
        if (limit != NULL && limit->type == JSON_NUMBER) {
            buf_printf(out, "%s ", SAID[i]);
            number_write(out, limit->number);
            return;
        }
    }
}

static const struct json *steps_of(const struct part *part)
{
    const struct json *steps = json_get(part->args, "steps");
    return strcmp(part->rule, "standard/ladder") == 0 && steps != NULL && steps->type == JSON_ARRAY
               ? steps
               : NULL;
}

static void list_steps(struct listing *l, const struct json *steps)
{
    struct buf label = BUF_INIT;
    for (const struct json *s = steps->first; s != NULL; s = s->next) {
        buf_reset(&label);
        step_label(&label, s);
        put(l, COVER_ANSWER, "step", buf_text(&label));
        l->memory = l->memory || label.failed;
    }
    put(l, COVER_ANSWER, "step", NO_STEP);
    buf_free(&label);
}

static void list_hazards(struct listing *l)
{
    const struct json *named = json_get(l->p->criterion->applies, "hazards");
    for (const struct json *h = named == NULL ? NULL : named->first; h != NULL; h = h->next) {
        put(l, COVER_ANSWER, "hazard", json_string(h));
    }
    if (named == NULL || named->first == NULL) {
        put(l, COVER_ANSWER, "hazard", ANY_HAZARD);
    }
}

static void list_answers(struct listing *l)
{
    const struct answer_spec *spec = &l->p->part->answer;
    const struct json *steps = NULL;
    char number[16];
    switch (spec->type) {
    case ANSWER_NONE:
        break;
    case ANSWER_YES_NO:
        put(l, COVER_ANSWER, "answer", "yes");
        put(l, COVER_ANSWER, "answer", "no");
        break;
    case ANSWER_LEVEL:
        for (int i = 0; i <= spec->levels; i++) {
            (void)snprintf(number, sizeof number, "%d", i);
            put(l, COVER_ANSWER, "level", number);
        }
        break;
    case ANSWER_ITEMS:
        for (const struct json *i = spec->items->first; i != NULL; i = i->next) {
            put(l, COVER_ANSWER, "item", json_string(json_get(i, "id")));
        }
        put(l, COVER_ANSWER, "item", NO_ITEM);
        break;
    case ANSWER_PARTS:
        for (size_t i = 0; i < spec->part_count; i++) {
            put(l, COVER_ANSWER, "part", spec->parts[i].id);
        }
        break;
    case ANSWER_BY_HAZARD:
        list_hazards(l);
        break;
    default: /* numbers, percents, dates */
        steps = steps_of(l->p->part);
        if (steps != NULL) {
            list_steps(l, steps);
        } else {
            put(l, COVER_ANSWER, "credit", "0");
            put(l, COVER_ANSWER, "credit", "between");
            put(l, COVER_ANSWER, "credit", "1");
        }
    }
}

/* ---- outcomes -------------------------------------------------------------------------------- */

/* Whether the text calls the function of this name; a member of the same name is another. */
static bool calls(const char *text, size_t len, const char *name)
{
    struct lexer x = {text, text + len, 1};
    struct token none = {.kind = TOKEN_END, .text = ""}, before = none, earlier = none;
    for (struct token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
        if (token_is(&t, "(") && before.kind == TOKEN_NAME && token_is(&before, name) &&
            !token_is(&earlier, ".") && !token_is(&earlier, ":")) {
            return true;
        }
        earlier = before;
        before = t;
    }
    return false;
}

static bool may_end_in(const struct ruleset *rules, const struct rule_info *info, const char *name)
{
    size_t len = 0;
    const char *text = ruleset_text(rules, info->name, &len);
    bool found = text != NULL && calls(text, len, name);
    for (size_t i = 0; !found && i < info->use_count; i++) {
        text = ruleset_text(rules, info->use[i], &len);
        found = text != NULL && calls(text, len, name);
    }
    return found;
}

int cover_list(struct arena *arena, const struct ruleset *rules, const struct rule_info *info,
               struct cover_part *p)
{
    struct listing l = {.arena = arena, .p = p};
    const struct criterion *k = p->criterion;
    bool computed = p->part == &k->demand && k->answered.rule != NULL; /* it gets no answer */
    if (!computed && strcmp(p->role, "check") != 0) {
        list_answers(&l);
    }
    for (size_t i = 0; i < info->needs_count; i++) {
        put(&l, COVER_ABSENT, "without", info->needs[i]);
    }
    put(&l, COVER_OUTCOME, "outcome", outcome_name(OUTCOME_SCORED));
    for (int i = OUTCOME_NOT_APPLICABLE; i <= OUTCOME_UNKNOWN; i++) {
        const char *name = outcome_name((enum outcome)i);
        if (may_end_in(rules, info, name) || (i == OUTCOME_NOT_ASSESSED && info->needs_count > 0)) {
            put(&l, COVER_OUTCOME, "outcome", name);
        }
    }
    return l.memory ? ERR_MEMORY : 0;
}

/* ---- what a case exercised ------------------------------------------------------------------- */

static bool holds_text(const struct json *list, const char *text)
{
    for (const struct json *m = list->first; m != NULL; m = m->next) {
        if (json_string(m) != NULL && strcmp(json_string(m), text) == 0) {
            return true;
        }
    }
    return false;
}

/* A limit as the checklist gives it: that of a share is told as a part of 1. */
static double limit_of(const struct json *limit)
{
    const struct json *share = json_get(limit, "percent");
    /* a percentage that was divided by 100 comes back with a last digit of its own */
    return share == NULL ? limit->number : round(share->number * 1e8) / 1e6;
}

/* The step that the ladder says in its reason; where none of them is said, none was reached. */
static bool on_step(const struct cover_item *item, const struct finding *f, bool *memory)
{
    const struct json *limit = json_get(f->params, "limit");
    for (int i = 0; limit != NULL && i < LIMIT_COUNT; i++) {
        char said[32];
        struct buf label = BUF_INIT;
        (void)snprintf(said, sizeof said, " is %s {limit}", SAID[i]);
        if (strstr(f->template_text, said) == NULL) {
            continue;
        }
        buf_printf(&label, "%s ", SAID[i]);
        number_write(&label, limit_of(limit));
        bool same = strcmp(buf_text(&label), item->label) == 0;
        *memory = *memory || label.failed;
        buf_free(&label);
        return same;
    }
    return strcmp(item->label, NO_STEP) == 0 && f->outcome == OUTCOME_SCORED;
}

static bool of_credit(const struct cover_item *item, const struct finding *f)
{
    const char *label = f->credit == 0 ? "0" : f->credit == CREDIT_ONE ? "1" : "between";
    return f->outcome == OUTCOME_SCORED && strcmp(item->label, label) == 0;
}

static bool answered(const struct cover_item *item, const struct part *part,
                     const struct case_result *r, bool *memory)
{
    const struct json *inner = json_get(r->c->answer, "value");
    const struct json *v = inner != NULL ? inner : r->c->answer;
    if (v == NULL) {
        return false;
    }
    switch (part->answer.type) {
    case ANSWER_YES_NO:
        return v->type == JSON_BOOL && v->boolean == (strcmp(item->label, "yes") == 0);
    case ANSWER_LEVEL: {
        char number[32];
        (void)snprintf(number, sizeof number, "%.15g", v->type == JSON_NUMBER ? v->number : -1);
        return strcmp(number, item->label) == 0;
    }
    case ANSWER_ITEMS:
        return item->label[0] != '\0' &&
               (strcmp(item->label, NO_ITEM) == 0
                    ? v->len == 0 && (v->type == JSON_ARRAY || v->type == JSON_OBJECT)
                    : v->type == JSON_ARRAY && holds_text(v, item->label));
    case ANSWER_PARTS:
        return json_get(v, item->label) != NULL;
    case ANSWER_BY_HAZARD:
        return strcmp(item->label, ANY_HAZARD) == 0 ? v->type == JSON_OBJECT && v->len > 0
                                                    : json_get(v, item->label) != NULL;
    default:
        return steps_of(part) != NULL ? on_step(item, &r->finding, memory)
                                      : of_credit(item, &r->finding);
    }
}

bool cover_exercised(const struct cover_part *p, const struct cover_item *item,
                     const struct case_result *r, bool *memory)
{
    const struct finding *f = &r->finding;
    switch (item->kind) {
    case COVER_ANSWER:
        return answered(item, p->part, r, memory);
    case COVER_ABSENT: /* as the engine says it, so that it was this fact and no other */
        return f->outcome == OUTCOME_NOT_ASSESSED && f->read_count == 1 &&
               strcmp(f->read[0], item->label) == 0 &&
               strcmp(f->template_text, "{fact} is not in the plan") == 0;
    default:
        return strcmp(item->label, outcome_name(f->outcome)) == 0;
    }
}
