/* Rules only: the checklist's rules in an ordinary Lua state, on plans that are Lua tables already. What
 * they give must add up to what the engine gives, or the comparison is of two different things.
 * floor_rules CHECKLIST.json FILE [PLANS] */
#include "floor.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <math.h>
#include <string.h>

#include "assess.h"
#include "base/file.h"
#include "base/text.h"
#include "library.h"
#include "model/codes.h"
#include "model/math.h"

enum { BATCH = 50 };

struct bench {
    lua_State *L;
    struct checklist *c;
    struct ruleset *rules;
    struct engine *engine;
    struct arena arena;
    double wanted, got;
    int64_t spent;
    long plans;
};

static int floor_age(lua_State *L)
{
    int64_t whole = 0;
    bool unfinished = false;
    if (!text_age(luaL_checkstring(L, 1), luaL_checkstring(L, 2), luaL_optstring(L, 3, "years"),
                  &whole, &unfinished)) {
        return luaL_error(L, "age: no dates");
    }
    lua_pushinteger(L, whole);
    lua_pushboolean(L, unfinished);
    return 2;
}

static int floor_matches(lua_State *L)
{
    lua_pushboolean(L, codes_hazard_matches(luaL_checkstring(L, 1), luaL_checkstring(L, 2)));
    return 1;
}

static int floor_umbrella(lua_State *L)
{
    const struct hazard *h = codes_hazard(luaL_checkstring(L, 1));
    lua_pushstring(L, h == NULL ? NULL : h->umbrella);
    return 1;
}

static int floor_hip(lua_State *L)
{
    const struct hazard *h = codes_hazard(luaL_checkstring(L, 1));
    lua_pushstring(L, h == NULL ? NULL : h->hip);
    return 1;
}

static int floor_hip_2025(lua_State *L)
{
    const struct hip *h = codes_hip_current(luaL_checkstring(L, 1));
    lua_pushstring(L, h == NULL ? NULL : h->code);
    return 1;
}

static int floor_ln(lua_State *L)
{
    lua_pushnumber(L, math_log(luaL_checknumber(L, 1)));
    return 1;
}

static void push(lua_State *L, const struct json *value)
{
    lua_Integer n = 0;
    luaL_checkstack(L, 4, "deep");
    if (value == NULL || value->type == JSON_NULL) {
        lua_pushnil(L);
    } else if (value->type == JSON_BOOL) {
        lua_pushboolean(L, value->boolean);
    } else if (value->type == JSON_STRING) {
        lua_pushlstring(L, value->text, value->len);
    } else if (value->type == JSON_NUMBER && value->number == floor(value->number)) {
        lua_pushinteger(L, (lua_Integer)value->number);
    } else if (value->type == JSON_NUMBER) {
        lua_pushnumber(L, value->number);
    } else {
        lua_newtable(L);
        for (const struct json *m = value->first; m != NULL; m = m->next) {
            push(L, m);
            if (value->type == JSON_OBJECT) {
                lua_setfield(L, -2, m->key);
            } else {
                lua_rawseti(L, -2, ++n);
            }
        }
    }
}

static void push_demand(lua_State *L, const struct part *demand)
{
    lua_newtable(L);
    lua_pushstring(L, demand->id);
    lua_setfield(L, -2, "id");
    lua_pushstring(L, demand->rule);
    lua_setfield(L, -2, "rule");
    push(L, demand->args);
    lua_setfield(L, -2, "args");
    push(L, demand->declared);
    lua_setfield(L, -2, "declared");
    lua_pushinteger(L, demand->weight);
    lua_setfield(L, -2, "weight");
}

/* Binds one rule to what it is asked; its number is that of the call, from 1. */
static void bind(struct bench *b, const struct part *demand)
{
    lua_State *L = b->L;
    lua_getfield(L, 1, "bind");
    push_demand(L, demand);
    lua_pushstring(L, b->c->risk ? "risk" : "merit");
    lua_newtable(L);
    for (size_t k = 0; k < demand->answer.part_count; k++) {
        push_demand(L, &demand->answer.parts[k]);
        lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    lua_call(L, 3, 0);
}

/* The table of floor.lua is at index 1 from here on. Of each criterion its rule, the one for an answer
 * where it has one, and its checks are bound, in this order. */
static void open_rules(struct bench *b)
{
    static const lua_CFunction helpers[] = {floor_age, floor_matches,  floor_umbrella,
                                            floor_hip, floor_hip_2025, floor_ln};
    lua_State *L = b->L;
    luaL_openlibs(L);
    if (luaL_loadfile(L, "tests/bench/floor.lua") != LUA_OK) {
        lua_error(L);
    }
    for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++) {
        lua_pushcfunction(L, helpers[i]);
    }
    lua_call(L, (int)(sizeof helpers / sizeof *helpers), 1);
    for (int i = 0; i < b->c->criterion_count; i++) {
        const struct criterion *k = &b->c->criteria[i];
        bind(b, &k->demand);
        if (k->answered.rule != NULL) {
            bind(b, &k->answered);
        }
        for (size_t n = 0; n < k->check_count; n++) {
            bind(b, &k->checks[n]);
        }
    }
}

/* Adds {rule, answered, counts} to the list on top, unless a fact is missing, which the engine sees to. */
static void add_run(struct bench *b, const struct json *doc, const struct part *demand,
                    lua_Integer rule, bool answered, const struct finding *f)
{
    lua_State *L = b->L;
    const struct rule_info *info = ruleset_find(b->rules, demand->rule);
    for (size_t i = 0; i < info->needs_count; i++) {
        if (json_path(doc, info->needs[i]) == NULL) {
            return;
        }
    }
    bool counts = f != NULL && f->line > 0 && strcmp(f->rule, info->label) == 0;
    lua_createtable(L, 3, 0);
    lua_pushinteger(L, rule);
    lua_rawseti(L, -2, 1);
    lua_pushboolean(L, answered);
    lua_rawseti(L, -2, 2);
    lua_pushboolean(L, counts);
    lua_rawseti(L, -2, 3);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    b->wanted += counts && f->outcome == OUTCOME_SCORED ? f->raw : 0;
}

/* The runs that the engine makes for one criterion; rule is the number of its own. */
static void add_runs(struct bench *b, const struct plan *plan, const struct criterion *k,
                     const struct finding *f, lua_Integer rule)
{
    struct answer answer;
    plan_answer_read(plan_answer(plan, k->demand.id), &answer);
    bool given = answer.state == 'v', claimed = answer.state == 'n' || answer.state == 'u';
    if (f->by == BY_CONTEXT) {
        return;
    }
    if (k->answered.rule != NULL) {
        add_run(b, plan->doc, &k->demand, rule, false, claimed ? NULL : f);
        if (given) {
            add_run(b, plan->doc, &k->answered, rule + 1, true, f);
        }
    } else if (claimed ? criterion_is_computed(k) : given || k->demand.answer.type == ANSWER_NONE) {
        add_run(b, plan->doc, &k->demand, rule, given, claimed ? NULL : f);
    }
    rule += k->answered.rule != NULL ? 2 : 1;
    for (size_t n = 0; n < k->check_count; n++) {
        add_run(b, plan->doc, &k->checks[n], rule + (lua_Integer)n, given, NULL);
    }
}

/* Pushes what floor.prepare makes of a plan. */
static void prepare(struct bench *b, const struct json *doc)
{
    lua_State *L = b->L;
    struct plan plan;
    struct assessment a;
    struct diag d;
    diag_init(&d, "plan");
    if (plan_check(&b->arena, doc, NULL, &d, &plan) != 0 ||
        engine_assess(b->engine, &plan, &b->arena, &a) != 0) {
        (void)luaL_error(L, "the engine refuses a plan: %s", buf_text(&d.text));
        return; /* which it does not, but is not declared so */
    }
    lua_getfield(L, 1, "prepare");
    push(L, doc);
    lua_newtable(L);
    lua_Integer rule = 1;
    for (int i = 0; i < b->c->criterion_count; i++) {
        const struct criterion *k = &b->c->criteria[i];
        add_runs(b, &plan, k, &a.findings[i], rule);
        rule += 1 + (k->answered.rule != NULL) + (lua_Integer)k->check_count;
    }
    lua_call(L, 2, 1);
    diag_free(&d);
}

static void run_batch(struct bench *b, int count)
{
    lua_State *L = b->L;
    lua_gc(L, LUA_GCCOLLECT); /* what was made before the clock is no cost of the rules */
    lua_getfield(L, 1, "run");
    lua_insert(L, -2);
    int64_t start = floor_clock();
    lua_call(L, 1, 1);
    b->spent += floor_clock() - start;
    b->got += lua_tonumber(L, -1);
    lua_settop(L, 1);
    b->plans += count;
}

static int run_all(lua_State *L)
{
    struct bench *b = lua_touserdata(L, 1);
    FILE *in = lua_touserdata(L, 2);
    long most = (long)lua_tointeger(L, 3);
    char *line = NULL;
    size_t room = 0;
    ssize_t len = 0;
    lua_settop(L, 0);
    open_rules(b);
    while (len >= 0 && b->plans < most) {
        int count = 0;
        lua_newtable(L);
        while (count < BATCH && (len = getline(&line, &room, in)) > 0) {
            struct json *doc = NULL;
            struct json_error error;
            if (json_parse(&b->arena, line, (size_t)len, 1, &doc, &error) != 0) {
                return luaL_error(L, "a line is no JSON");
            }
            prepare(b, doc);
            lua_rawseti(L, 2, ++count);
            arena_reset(&b->arena);
        }
        run_batch(b, count);
    }
    free(line);
    return 0;
}

static int open_engine(struct bench *b, const char *path, struct err *e)
{
    struct buf text = BUF_INIT;
    struct diag d;
    diag_init(&d, path);
    int rc = file_read(path, 64 << 20, &text, e);
    if (rc == 0) {
        rc = checklist_parse(buf_text(&text), text.len, NULL, &d, &b->c);
    }
    if (rc == 0) {
        rc = library_rules(NULL, 0, false, &b->rules, e);
    }
    if (rc == 0) {
        rc = ruleset_inspect(b->rules, b->c, e);
    }
    if (rc == 0) {
        rc = engine_new(b->c, b->rules, &b->engine, e);
    }
    buf_free(&text);
    diag_free(&d);
    return rc;
}

int main(int argc, char **argv)
{
    struct bench b = {.arena = ARENA_INIT};
    struct err e = {0};
    FILE *in = argc >= 3 ? fopen(argv[2], "r") : NULL;
    if (in == NULL || open_engine(&b, argv[1], &e) != 0) {
        return floor_fail("floor_rules CHECKLIST.json FILE [PLANS]", e.text);
    }
    b.L = luaL_newstate();
    lua_pushcfunction(b.L, run_all);
    lua_pushlightuserdata(b.L, &b);
    lua_pushlightuserdata(b.L, in);
    lua_pushinteger(b.L, argc > 3 ? strtol(argv[3], NULL, 10) : 1000000000);
    if (lua_pcall(b.L, 3, 0, 0) != LUA_OK) {
        return floor_fail("floor_rules", lua_tostring(b.L, -1));
    }
    lua_close(b.L);
    (void)fclose(in);
    engine_free(b.engine);
    ruleset_free(b.rules);
    checklist_free(b.c);
    arena_free(&b.arena);
    if (fabs(b.got - b.wanted) > 1e-6 * (1 + b.wanted) || b.got == 0) {
        char text[100];
        (void)snprintf(text, sizeof text, "credits add up to %.9g, the engine's to %.9g", b.got,
                       b.wanted);
        return floor_fail("floor_rules", text);
    }
    return floor_say(b.spent, b.plans);
}
