/* Whether a checklist and its rules fit: arguments that a rule does not declare, and answers that the
 * checklist allows but a standard rule breaks on. */
#include <stdio.h>
#include <string.h>

#include "script/run.h"

enum { TRIES = 2 }; /* answers tried: at the one end of what is allowed, and at the other */

struct trial {
    struct host *host;
    const struct checklist *c;
    const struct criterion *criterion;
    struct arena *arena;
    host_complaint complain;
    void *context;
};

struct args_trial {
    struct call call;
    struct host *host;
};

static int protected_args(lua_State *L)
{
    struct args_trial *t = lua_touserdata(L, 1);
    t->call.host = t->host;
    rule_push(L, t->host, t->call.file);
    lua_rawgeti(L, -1, LOADED_RULE);
    args_push(L, &t->call, lua_gettop(L));
    return 0;
}

int host_fits(struct host *h, const char *rule, const struct json *args, struct arena *arena,
              struct err *e)
{
    if (h->outside != NULL) {
        return h->outside->methods->fits(h->outside, rule, args, e);
    }
    char message[512];
    struct args_trial a = {
        .host = h,
        .call = {.name = rule, .args = args, .file = (size_t)ruleset_index(h->rules, rule)}};
    h->sandbox->arena = arena;
    if (host_call(h, protected_args, &a, message, sizeof message) == LUA_OK) {
        return 0;
    }
    if (h->sandbox->starved || host_renew(h) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    return err_set(e, ERR_INPUT, "%s", message);
}

/* A message without the line of the host's call that raised it. */
static const char *bare(const char *message)
{
    const char *place = strstr(message, ".lua:");
    if (place == NULL) {
        return message;
    }
    const char *text = place + 5 + strspn(place + 5, "0123456789");
    return strncmp(text, ": ", 2) == 0 ? text + 2 : message;
}

/* 1: complained; 0: fine; ERR_MEMORY; ERR_BUSY: its process came to no end. */
static int check_args(const struct trial *t, const struct part *part)
{
    const struct rule_info *info = ruleset_find(t->host->rules, part->rule);
    struct err e = {0};
    if (info == NULL || info->error != NULL || part->args == NULL) {
        return 0; /* the rule itself is complained of elsewhere */
    }
    int rc = host_fits(t->host, part->rule, part->args, t->arena, &e);
    if (rc != 0 && rc != ERR_INPUT) {
        return rc == ERR_MEMORY ? rc : ERR_BUSY;
    }
    if (rc == 0) {
        return 0;
    }
    t->complain(t->context, t->criterion, part, bare(e.text));
    return 1;
}

/* ---- answers to try -------------------------------------------------------------------------- */

static struct json *hazards_of(struct arena *arena, const struct criterion *k, const char *as)
{
    const struct json *named = json_get(k->applies, "hazards");
    struct json *out = json_new(arena, JSON_ARRAY);
    const struct json *h = named == NULL ? NULL : named->first;
    do {
        const char *code = h == NULL ? "FL" : json_string(h);
        struct json *entry = json_new(arena, JSON_OBJECT);
        if (json_add(arena, entry, as, json_new_string(arena, code, strlen(code))) != 0 ||
            json_add(arena, out, NULL, entry) != 0) {
            return NULL;
        }
        h = h == NULL ? NULL : h->next;
    } while (h != NULL);
    return out;
}

static struct json *by_hazard(struct arena *arena, const struct criterion *k, double value)
{
    const struct json *list = hazards_of(arena, k, "type");
    struct json *out = list == NULL ? NULL : json_new(arena, JSON_OBJECT);
    for (const struct json *h = out == NULL ? NULL : list->first; h != NULL; h = h->next) {
        if (json_add(arena, out, json_string(json_get(h, "type")), json_new_number(arena, value)) !=
            0) {
            return NULL;
        }
    }
    return out;
}

static struct json *sample(const struct trial *t, const struct part *part, int end);

static struct json *sample_parts(const struct trial *t, const struct answer_spec *spec, int end)
{
    struct json *out = json_new(t->arena, JSON_OBJECT);
    for (size_t i = 0; i < spec->part_count; i++) {
        if (json_add(t->arena, out, spec->parts[i].id, sample(t, &spec->parts[i], end)) != 0) {
            return NULL;
        }
    }
    return out;
}

/* The answer at one end (0 the low one, 1 the high one); NULL: out of memory. */
static struct json *sample(const struct trial *t, const struct part *part, int end)
{
    struct arena *arena = t->arena;
    const struct answer_spec *spec = &part->answer;
    struct json *ids = NULL;
    switch (spec->type) {
    case ANSWER_YES_NO:
        return json_new_bool(arena, end == 1);
    case ANSWER_LEVEL:
        return json_new_number(arena, end == 0 ? 0 : spec->levels);
    case ANSWER_NUMBER:
        return json_new_number(arena, end == 0        ? (spec->has_min ? spec->min : 1)
                                      : spec->has_max ? spec->max
                                                      : 1000);
    case ANSWER_PERCENT:
        return json_new_number(arena, end * 100);
    case ANSWER_BY_HAZARD:
        return by_hazard(arena, t->criterion, end == 0 ? spec->min : spec->has_max ? spec->max : 1);
    case ANSWER_DATE:
        return json_new_string(arena, end == 0 ? "2000-02-29" : "2026-01-01", 10);
    case ANSWER_PARTS:
        return sample_parts(t, spec, end);
    default: /* ANSWER_ITEMS; of ANSWER_NONE there is none */
        ids = json_new(arena, JSON_ARRAY);
        for (const struct json *i = end == 0 ? NULL : spec->items->first; i != NULL; i = i->next) {
            const char *id = json_string(json_get(i, "id"));
            if (json_add(arena, ids, NULL, json_new_string(arena, id, strlen(id))) != 0) {
                return NULL;
            }
        }
        return ids;
    }
}

/* A plan of which little is known but its hazards and its date. */
static const struct json *bare_plan(struct arena *arena, const struct criterion *k)
{
    static const char text[] = "{\"plan\":{\"id\":\"check\"},\"community\":{\"country\":\"NPL\"},"
                               "\"assessment\":{\"date\":\"2026-01-01\"},\"facts\":{}}";
    struct json *doc = NULL;
    struct json_error error;
    if (json_parse(arena, text, sizeof text - 1, 1, &doc, &error) != 0) {
        return NULL;
    }
    for (struct json *m = doc->first; m != NULL; m = m->next) {
        if (strcmp(m->key, "community") == 0 &&
            json_add(arena, m, "hazards", hazards_of(arena, k, "type")) != 0) {
            return NULL;
        }
    }
    return doc;
}

/* Standard rules promise a credit for every answer that the checklist allows; rules of one's own may
 * ask for facts that this bare plan has not. */
static int check_answers(const struct trial *t)
{
    /* where the criterion is computed, the rule for an answer is tried alone */
    const struct part *demand = t->criterion->answered.rule != NULL ? &t->criterion->answered
                                                                    : &t->criterion->demand;
    if (strncmp(demand->rule, "standard/", 9) != 0 || demand->answer.type == ANSWER_NONE) {
        return 0;
    }
    struct plan plan = {.doc = bare_plan(t->arena, t->criterion)};
    for (int end = 0; end < TRIES; end++) {
        struct finding f;
        struct answer answer = {.state = 'v', .value = sample(t, demand, end)};
        host_begin(t->host);
        if (plan.doc == NULL || answer.value == NULL ||
            host_run_demand(t->host, t->c, demand, &plan, &answer, t->arena, &f) != 0) {
            return ERR_MEMORY;
        }
        if (host_hurried(t->host)) {
            return ERR_BUSY;
        }
        if (f.outcome == OUTCOME_ERROR && f.by == BY_RULE) {
            struct buf text = BUF_INIT, value = BUF_INIT;
            json_write(&value, answer.value);
            finding_reason(&text, &f);
            char message[700];
            (void)snprintf(message, sizeof message, "the rule breaks on the answer %.100s: %.500s",
                           buf_text(&value), bare(buf_text(&text)));
            bool failed = text.failed || value.failed;
            buf_free(&text);
            buf_free(&value);
            if (failed) {
                return ERR_MEMORY;
            }
            t->complain(t->context, t->criterion, demand, message);
            return 0;
        }
    }
    return 0;
}

int host_check(struct host *h, const struct checklist *c, host_complaint complain, void *context)
{
    struct arena arena = ARENA_INIT;
    int rc = 0;
    for (int i = 0; i < c->criterion_count && rc >= 0; i++) {
        struct trial t = {h, c, &c->criteria[i], &arena, complain, context};
        arena_reset(&arena);
        rc = 0;
        for (size_t k = 0; k < criterion_rule_count(t.criterion) && rc == 0; k++) {
            rc = check_args(&t, criterion_rule(t.criterion, k));
        }
        rc = rc == 0 ? check_answers(&t) : rc;
    }
    arena_free(&arena);
    return rc < 0 ? rc : 0;
}
