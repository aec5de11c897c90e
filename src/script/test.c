/* The tests that stand in a rule's file. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "script/run.h"

struct bench {
    struct host *host;
    size_t file;
    lua_Integer index;
    lua_Integer count;
    struct arena *arena;
    /* One case, in the arena. */
    const char *name;
    struct json *plan, *answer, *args, *expect;
    int line;
};

static struct json *member(lua_State *L, int index, const char *key)
{
    lua_getfield(L, index, key);
    struct json *out = lua_isnil(L, -1) ? NULL : view_to_json(L, lua_gettop(L), 0);
    lua_pop(L, 1);
    return out;
}

/* Raises for a member of the test at t that means nothing. */
static void check_members(lua_State *L, int t, int index)
{
    static const char *const words[] = {"name", "plan", "answer", "args", "expect", "note"};
    frozen_contents(L, t);
    size_t count = sizeof words / sizeof *words;
    const char *unknown = keys_unknown(L, lua_gettop(L), words, count);
    if (unknown != NULL) {
        const char *near = text_nearest(unknown, words, count);
        (void)luaL_error(L, "test %d: \"%s\" is no member of a test: %s%s", index, unknown,
                         near == NULL ? "remove it" : "did you mean ", near == NULL ? "" : near);
    }
    lua_settop(L, t);
}

/* Reads case number `index` of the rule's tests; index 0 only counts them. */
static int read_case(lua_State *L)
{
    struct bench *b = lua_touserdata(L, 1);
    rule_push(L, b->host, b->file);
    lua_getfield(L, -1, "rule");
    lua_Debug ar;
    lua_getfield(L, -1, "score");
    lua_getinfo(L, ">S", &ar);
    b->line = ar.linedefined;
    if (lua_getfield(L, -1, "tests") != LUA_TTABLE) {
        b->count = 0;
        return 0;
    }
    b->count = luaL_len(L, -1);
    if (b->index == 0) {
        return 0;
    }
    if (lua_geti(L, -1, b->index) != LUA_TTABLE) {
        return luaL_error(L, "test %d is no table", (int)b->index);
    }
    int t = lua_gettop(L);
    check_members(L, t, (int)b->index);
    lua_getfield(L, t, "name");
    lua_pushfstring(L, "test %d", (int)b->index);
    const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : lua_tostring(L, -1);
    b->name = arena_strdup(b->arena, name);
    if (b->name == NULL) {
        sandbox_starve(L);
    }
    b->plan = member(L, t, "plan");
    b->answer = member(L, t, "answer");
    b->args = member(L, t, "args");
    b->expect = member(L, t, "expect");
    return 0;
}

/* A test's plan as a document: community, assessment, facts and answers lie beside the plan. */
static struct json *document(struct arena *arena, const struct json *plan)
{
    struct json *doc = json_new(arena, JSON_OBJECT);
    struct json *inner = json_new(arena, JSON_OBJECT);
    for (const struct json *m = plan == NULL ? NULL : plan->first; m != NULL; m = m->next) {
        bool beside = strcmp(m->key, "community") == 0 || strcmp(m->key, "assessment") == 0 ||
                      strcmp(m->key, "facts") == 0 || strcmp(m->key, "answers") == 0;
        if (json_add(arena, beside ? doc : inner, m->key, json_copy(arena, m)) != 0) {
            return NULL;
        }
    }
    return json_add(arena, doc, "plan", inner) == 0 ? doc : NULL;
}

static struct json *test_answer(struct arena *arena, struct json *given)
{
    if (given == NULL || json_get(given, "value") != NULL || json_get(given, "parts") != NULL) {
        return given;
    }
    struct json *view = json_new(arena, JSON_OBJECT);
    return json_add(arena, view, "value", given) == 0 ? view : NULL;
}

/* A test that asks for what does not exist would pass for ever. */
static bool sound_expectation(struct buf *out, const struct json *expect)
{
    static const char *const words[] = {"credit", "outcome", "reason"};
    if (expect == NULL || expect->type != JSON_OBJECT || expect->len == 0) {
        buf_puts(out, "expects nothing: give credit, outcome or reason");
        return false;
    }
    for (const struct json *m = expect->first; m != NULL; m = m->next) {
        bool credit = strcmp(m->key, words[0]) == 0;
        if (!credit && strcmp(m->key, words[1]) != 0 && strcmp(m->key, words[2]) != 0) {
            const char *near = text_nearest(m->key, words, 3);
            buf_printf(out, "expects \"%.40s\": ", m->key);
            buf_printf(out, near == NULL ? "give credit, outcome or reason%s" : "did you mean %s?",
                       near == NULL ? "" : near);
            return false;
        }
        if (m->type != (credit ? JSON_NUMBER : JSON_STRING)) {
            buf_printf(out, "expects a %s that is no %s", m->key,
                       json_type_name(credit ? JSON_NUMBER : JSON_STRING));
            return false;
        }
    }
    const char *outcome = json_string(json_get(expect, "outcome"));
    bool known = outcome == NULL;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        known = known || strcmp(outcome, outcome_name((enum outcome)i)) == 0;
    }
    if (!known) {
        buf_printf(out, "expects the outcome \"%.40s\", which there is not", outcome);
    }
    return known;
}

/* Writes what was expected and what came, where they differ. */
static void compare(struct buf *out, const struct json *expect, const struct finding *f)
{
    struct buf reason = BUF_INIT;
    finding_reason(&reason, f);
    const struct json *credit = json_get(expect, "credit");
    const char *outcome = json_string(json_get(expect, "outcome"));
    const char *text = json_string(json_get(expect, "reason"));
    out->failed = reason.failed; /* what cannot be written cannot be compared */
    if (!sound_expectation(out, expect)) {
        buf_free(&reason);
        return;
    }
    if (credit != NULL &&
        (f->outcome != OUTCOME_SCORED || number_to_credit(credit->number) != f->credit)) {
        buf_puts(out, "expected credit ");
        json_write(out, credit);
    }
    if (outcome != NULL && strcmp(outcome, outcome_name(f->outcome)) != 0) {
        buf_printf(out, "%sexpected outcome %s", out->len > 0 ? "; " : "", outcome);
    }
    if (text != NULL && strcmp(text, buf_text(&reason)) != 0) {
        buf_printf(out, "%sexpected reason \"%s\"", out->len > 0 ? "; " : "", text);
    }
    if (out->len > 0) {
        buf_printf(out, "; got %s", outcome_name(f->outcome));
        if (f->outcome == OUTCOME_SCORED) {
            buf_puts(out, " ");
            number_write_credit(out, f->credit);
        }
        buf_printf(out, ": %s", buf_text(&reason));
    }
    buf_free(&reason);
}

static int run_case(struct bench *b, const char *rule,
                    void (*report)(void *, const struct rule_case *), void *context)
{
    struct arena *arena = b->arena;
    struct buf message = BUF_INIT;
    char text[512];
    struct finding f = {.template_text = ""};
    arena_reset(arena);
    b->host->sandbox->arena = arena;
    b->name = "";
    int rc = 0;
    if (sandbox_call(b->host->sandbox, read_case, b, text, sizeof text) != LUA_OK) {
        buf_puts(&message, text);
        /* The machine's memory is no fault of the test. */
        rc = b->host->sandbox->starved ? ERR_MEMORY : host_renew(b->host);
    } else {
        struct call call = {.name = rule,
                            .doc = document(arena, b->plan),
                            .answer = test_answer(arena, b->answer),
                            .args = b->args,
                            .out = &f};
        host_begin(b->host);
        bool made = call.doc != NULL && (b->answer == NULL || call.answer != NULL);
        rc = made ? call_run(b->host, &call, arena) : ERR_MEMORY;
        if (rc == 0) {
            compare(&message, b->expect, &f);
        }
    }
    rc = rc == 0 ? buf_status(&message) : rc;
    if (rc == 0) {
        struct rule_case result = {.rule = rule,
                                   .name = b->name,
                                   .line = b->line,
                                   .passed = message.len == 0,
                                   .message = buf_text(&message)};
        report(context, &result);
    }
    buf_free(&message);
    return rc;
}

int host_test(struct host *h, const char *rule,
              void (*report)(void *context, const struct rule_case *), void *context, struct err *e)
{
    const struct rule_info *info = ruleset_find(h->rules, rule);
    if (info == NULL) {
        return err_set(e, ERR_NOT_FOUND, "%s: no such rule", rule);
    }
    if (info->error != NULL) {
        return err_set(e, ERR_RULE, "%s", info->error);
    }
    if (!h->testing) { /* what is loaded so far has no tests */
        h->testing = true;
        if (host_renew(h) != 0) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    struct arena arena = ARENA_INIT;
    struct bench b = {.host = h, .file = (size_t)ruleset_index(h->rules, rule), .arena = &arena};
    char text[512];
    if (sandbox_call(h->sandbox, read_case, &b, text, sizeof text) != LUA_OK) {
        return h->sandbox->starved ? err_set(e, ERR_MEMORY, "out of memory")
                                   : err_set(e, ERR_RULE, "%s", text);
    }
    lua_Integer count = b.count;
    int rc = 0;
    for (b.index = 1; rc == 0 && b.index <= count; b.index++) {
        rc = run_case(&b, rule, report, context);
    }
    arena_free(&arena);
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}
