#include "model/condition.h"

#include <string.h>

#include "base/text.h"
#include "model/codes.h"

struct refusal {
    const char *template_text;
    const char *name; /* of the parameter */
    const struct json *value;
    const char *read;
    const char *fact; /* a second parameter, or NULL */
};

static bool hazards_hold(const struct json *wanted, const struct plan *plan, struct refusal *why)
{
    const struct json *list = json_path(plan->doc, "community.hazards");
    if (list == NULL || list->first == NULL) {
        return true; /* an empty register counts as absent */
    }
    for (const struct json *have = list->first; have != NULL; have = have->next) {
        const char *type = json_string(json_get(have, "type"));
        for (const struct json *w = wanted->first; type != NULL && w != NULL; w = w->next) {
            if (codes_hazard_matches(type, w->text)) {
                return true;
            }
        }
    }
    *why = (struct refusal){SAID("none of {hazards} is in the hazard register"), "hazards", wanted,
                            "community.hazards", NULL};
    return false;
}

static bool setting_holds(const struct json *wanted, const struct plan *plan, struct refusal *why)
{
    const char *setting = json_string(json_path(plan->doc, "community.setting"));
    if (setting == NULL) {
        return true;
    }
    for (const struct json *w = wanted->first; w != NULL; w = w->next) {
        if (text_equal(w->text, setting)) {
            return true;
        }
    }
    *why = (struct refusal){SAID("the setting is none of {setting}"), "setting", wanted,
                            "community.setting", NULL};
    return false;
}

static bool same(const struct json *a, const struct json *b)
{
    if (a->type != b->type) {
        return false;
    }
    switch (a->type) {
    case JSON_NUMBER:
        return a->number == b->number;
    case JSON_BOOL:
        return a->boolean == b->boolean;
    case JSON_STRING:
        return strcmp(a->text, b->text) == 0;
    default:
        return false;
    }
}

/* A list is compared by how many it has; texts (dates) by their order. */
static bool at_least(const struct json *fact, const struct json *limit)
{
    if (fact->type == JSON_STRING && limit->type == JSON_STRING) {
        return strcmp(fact->text, limit->text) >= 0;
    }
    if (limit->type != JSON_NUMBER) {
        return true;
    }
    if (fact->type == JSON_ARRAY || fact->type == JSON_OBJECT) {
        return (double)fact->len >= limit->number;
    }
    return fact->type != JSON_NUMBER || fact->number >= limit->number;
}

static bool at_most(const struct json *fact, const struct json *limit)
{
    if (fact->type == JSON_STRING && limit->type == JSON_STRING) {
        return strcmp(fact->text, limit->text) <= 0;
    }
    if (limit->type != JSON_NUMBER) {
        return true;
    }
    if (fact->type == JSON_ARRAY || fact->type == JSON_OBJECT) {
        return (double)fact->len <= limit->number;
    }
    return fact->type != JSON_NUMBER || fact->number <= limit->number;
}

static bool fact_holds(const struct json *test, const struct json *fact)
{
    for (const struct json *t = test->first; t != NULL; t = t->next) {
        bool ok = true;
        if (strcmp(t->key, "at_least") == 0) {
            ok = at_least(fact, t);
        } else if (strcmp(t->key, "at_most") == 0) {
            ok = at_most(fact, t);
        } else if (strcmp(t->key, "equals") == 0) {
            ok = same(fact, t);
        } else { /* any_of */
            ok = false;
            for (const struct json *v = t->first; v != NULL && !ok; v = v->next) {
                ok = same(fact, v);
            }
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

static bool facts_hold(const struct json *facts, const struct plan *plan, struct refusal *why)
{
    for (const struct json *test = facts->first; test != NULL; test = test->next) {
        const struct json *fact = json_path(plan->doc, test->key);
        if (fact != NULL && !fact_holds(test, fact)) {
            *why = (struct refusal){SAID("{fact} is {value}, for which this is not asked"), "value",
                                    fact, test->key, test->key};
            return false;
        }
    }
    return true;
}

static bool applies(const struct json *applies, const struct plan *plan, struct refusal *why)
{
    const struct json *hazards = json_get(applies, "hazards");
    const struct json *setting = json_get(applies, "setting");
    const struct json *facts = json_get(applies, "facts");
    return (hazards == NULL || hazards_hold(hazards, plan, why)) &&
           (setting == NULL || setting_holds(setting, plan, why)) &&
           (facts == NULL || facts_hold(facts, plan, why));
}

static struct json *joined(struct arena *arena, const struct json *value)
{
    if (value->type == JSON_ARRAY && value->first != NULL && value->first->type == JSON_STRING) {
        struct buf text = BUF_INIT;
        for (const struct json *v = value->first; v != NULL; v = v->next) {
            buf_puts(&text, v == value->first ? "" : ", ");
            buf_puts(&text, v->text);
        }
        struct json *out = buf_status(&text) == 0 ? json_new_string(arena, text.data, text.len)
                                                  : NULL;
        buf_free(&text);
        return out;
    }
    if (value->type == JSON_ARRAY || value->type == JSON_OBJECT) {
        return json_new_number(arena, (double)value->len);
    }
    return json_copy(arena, value);
}

static int explain(struct arena *arena, const struct refusal *refusal, struct finding *why)
{
    struct json *params = json_new(arena, JSON_OBJECT);
    const char **read = arena_alloc(arena, sizeof *read);
    if (params == NULL || read == NULL) {
        return ERR_MEMORY;
    }
    if (refusal->fact != NULL &&
        json_add(arena, params, "fact",
                 json_new_string(arena, refusal->fact, strlen(refusal->fact))) != 0) {
        return ERR_MEMORY;
    }
    if (json_add(arena, params, refusal->name, joined(arena, refusal->value)) != 0) {
        return ERR_MEMORY;
    }
    read[0] = refusal->read;
    *why = (struct finding){.outcome = OUTCOME_NOT_APPLICABLE,
                            .by = BY_CONTEXT,
                            .template_text = refusal->template_text,
                            .params = params,
                            .read = read,
                            .read_count = 1};
    return 0;
}

int condition_check(const struct checklist *c, const struct criterion *criterion,
                    const struct plan *plan, struct arena *arena, bool *holds, struct finding *why)
{
    struct refusal refusal = {0};
    *holds = criterion->applies == NULL || applies(criterion->applies, plan, &refusal);
    for (int n = criterion->node; *holds && n >= 0; n = c->nodes[n].parent) {
        *holds = c->nodes[n].applies == NULL || applies(c->nodes[n].applies, plan, &refusal);
    }
    return *holds ? 0 : explain(arena, &refusal, why);
}
