/* Running one rule on one plan: facts first, then the call, then its result as a finding. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "script/run.h"

int host_new(const struct ruleset *r, const struct host_budget *budget, struct host **out,
             struct err *e)
{
    *out = NULL;
    struct host *h = calloc(1, sizeof *h);
    if (h == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    h->rules = r;
    h->budget = budget == NULL ? host_budget_default : *budget;
    h->state = 1;
    if (r->maker.open != NULL) {
        int rc = r->maker.open(r->maker.context, r, &h->budget, &h->outside, e);
        if (rc != 0) {
            free(h);
            return rc;
        }
    } else {
        h->sandbox = sandbox_new(&h->budget);
    }
    if (h->sandbox == NULL && h->outside == NULL) {
        free(h);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    host_begin(h);
    *out = h;
    return 0;
}

void host_free(struct host *h)
{
    if (h != NULL) {
        host_forget(h);
        sandbox_free(h->sandbox);
        if (h->outside != NULL) {
            h->outside->methods->free(h->outside);
        }
        watch_free(h->lines);
        free(h);
    }
}

void host_begin(struct host *h)
{
    h->plan_left = h->budget.plan_fuel;
    h->hurried = false;
    h->used = (struct host_usage){0};
    if (h->outside != NULL) {
        h->outside->methods->begin(h->outside);
    } else {
        views_drop(h->sandbox);
    }
}

bool host_hurried(const struct host *h)
{
    return h->hurried;
}

int host_renew(struct host *h)
{
    struct sandbox *fresh = sandbox_new(&h->budget);
    if (fresh == NULL) {
        return ERR_MEMORY;
    }
    sandbox_free(h->sandbox);
    h->sandbox = fresh;
    h->state++;
    fresh->exact = h->exact;
    watch_follow(h);
    return 0;
}

static int call_in(struct host *h, lua_CFunction function, void *context, char *text, size_t size)
{
    int64_t began = h->timed ? sandbox_now() : 0;
    int status = sandbox_call(h->sandbox, function, context, text, size);
    h->used.ns += h->timed ? sandbox_now() - began : 0;
    return status;
}

int host_call(struct host *h, lua_CFunction function, void *context, char *text, size_t size)
{
    bool fresh = sandbox_fresh(h->sandbox);
    int64_t allowance = h->sandbox->allowance;
    int status = call_in(h, function, context, text, size);
    if (status == LUA_OK || h->sandbox->stop != STOP_MEMORY || h->sandbox->starved || fresh) {
        return status;
    }
    /* What other rules left in the state took from this one's memory: the verdict is that of a state of
     * its own, whatever ran before. */
    struct arena *arena = h->sandbox->arena;
    if (host_renew(h) != 0) {
        h->sandbox->starved = true;
        return status;
    }
    h->sandbox->arena = arena;
    h->sandbox->allowance = allowance;
    return call_in(h, function, context, text, size);
}

/* ---- the call, inside one protected function ------------------------------------------------- */

/* Numbers of an assessment have at most nine decimals. */
static void nine_decimals(struct json *value)
{
    if (value != NULL && value->type == JSON_NUMBER && fabs(value->number) < 4e6) {
        value->number = floor(value->number * 1e9 + 0.5) / 1e9;
    }
}

enum { PARAMS_MAX = 100, PARAMS_BYTES = 16384 };

/* How much a value takes as text, about. */
static size_t text_size(const struct json *value)
{
    size_t sum = 24 + (value->type == JSON_STRING ? value->len : 0);
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        sum += text_size(m) + (m->key == NULL ? 0 : strlen(m->key));
    }
    return sum;
}

/* Texts and numbers of a list joined, "" for an empty one; anything else as it is. */
static struct json *parameter(lua_State *L, int index, size_t *room)
{
    struct json *value = view_to_json(L, index, 0);
    size_t size = text_size(value);
    if (size > *room) {
        (void)luaL_error(L, "the parameters of a reason are over %d KiB: give what a reader needs",
                         PARAMS_BYTES / 1024);
    }
    *room -= size;
    nine_decimals(value);
    nine_decimals(value->type == JSON_OBJECT ? value->first : NULL); /* a percent */
    bool empty = value->first == NULL && value->type == JSON_OBJECT; /* Lua's empty list looks so */
    if (value->type != JSON_ARRAY && !empty) {
        return value;
    }
    struct arena *arena = sandbox_of(L)->arena;
    size_t len = 1;
    for (const struct json *v = value->first; v != NULL; v = v->next) {
        if (v->type != JSON_STRING && v->type != JSON_NUMBER) {
            return value;
        }
        len += (v->type == JSON_STRING ? v->len : 24) + 2;
    }
    char *text = arena_alloc(arena, len);
    size_t used = 0;
    for (const struct json *v = value->first; text != NULL && v != NULL; v = v->next) {
        int n = v->type == JSON_STRING
                    ? snprintf(text + used, len - used, "%s%s", used > 0 ? ", " : "", v->text)
                    : snprintf(text + used, len - used, "%s%.15g", used > 0 ? ", " : "", v->number);
        used += n > 0 ? (size_t)n : 0;
    }
    return text == NULL ? NULL : json_new_string(arena, text, strlen(text));
}

/* The parameters in the table on top, by name. */
static struct json *take_params(lua_State *L)
{
    struct arena *arena = sandbox_of(L)->arena;
    struct key keys[PARAMS_MAX];
    struct json *params = json_new(arena, JSON_OBJECT);
    size_t room = PARAMS_BYTES;
    frozen_contents(L, -1);
    int t = lua_gettop(L);
    size_t count = keys_of_texts(L, t, keys, PARAMS_MAX);
    if (count == KEYS_MIXED) {
        (void)luaL_error(L, "the parameters of a reason have names: {name = value}");
    }
    if (count > PARAMS_MAX) {
        (void)luaL_error(L, "a reason with more than %d parameters", PARAMS_MAX);
    }
    for (size_t i = 0; params != NULL && i < count; i++) {
        const char *name = keys[i].text;
        view_text_check(L, name, keys[i].len);
        if (strcmp(name, FINDING_DOUBTS) == 0) {
            (void)luaL_error(L, "the parameter \"doubts\" is the engine's own: name it otherwise");
        }
        (void)lua_getfield(L, t, name); /* none of these tables has a metatable */
        if (json_add(arena, params, name, parameter(L, t + 1, &room)) != 0) {
            params = NULL;
        }
        lua_settop(L, t);
    }
    if (params == NULL) {
        sandbox_starve(L);
    }
    return params;
}

void call_take(lua_State *L, struct call *c, const struct result *r, int index)
{
    struct arena *arena = sandbox_of(L)->arena;
    static const enum outcome outcomes[] = {OUTCOME_SCORED, OUTCOME_NOT_APPLICABLE, OUTCOME_UNKNOWN,
                                            OUTCOME_NOT_ASSESSED};
    struct finding *f = c->out;
    f->outcome = outcomes[r->kind];
    f->by = r->kind == RESULT_NOT_APPLICABLE || r->kind == RESULT_UNKNOWN ? BY_RULE : BY_NONE;
    f->raw = r->credit;
    f->line = r->line;
    size_t len = 0;
    lua_getiuservalue(L, index, 1);
    const char *text = lua_tolstring(L, -1, &len);
    if (len > 2000 || text_utf8_check(text, len) != len || memchr(text, '\0', len) != NULL) {
        (void)luaL_error(L, "the reason is no UTF-8 text of at most 2000 bytes");
    }
    f->template_text = arena_strndup(arena, text, len);
    if (lua_getiuservalue(L, index, 2) == LUA_TTABLE) {
        f->params = take_params(L);
    }
    if (f->template_text == NULL) {
        sandbox_starve(L);
    }
}

static void take_number(lua_State *L, struct call *c)
{
    struct arena *arena = sandbox_of(L)->arena;
    c->out->outcome = OUTCOME_SCORED;
    c->out->raw = lua_tonumber(L, -1); /* what the rule returned is on top */
    c->out->line = c->line;
    c->out->template_text = SAID("credit {credit}");
    struct json *params = arena_alloc(arena, 2 * sizeof *params); /* and its one member */
    if (params == NULL) {
        sandbox_starve(L);
        return;
    }
    struct json *credit = params + 1;
    *credit = (struct json){.type = JSON_NUMBER, .key = "credit", .number = c->out->raw};
    if (!isfinite(credit->number) || credit->number == 0) {
        credit->number = 0; /* no -0 */
    }
    *params = (struct json){.type = JSON_OBJECT, .len = 1, .first = credit, .last = credit};
    c->out->params = params;
}

void call_settle(lua_State *L, const struct call *c)
{
    if (c->out->outcome == OUTCOME_SCORED) {
        c->out->raw = c->out->raw == 0 ? 0 : c->out->raw; /* no -0 */
        c->out->credit = number_to_credit(c->out->raw);
        if (c->out->credit < 0) {
            const char *name = c->name == NULL ? "it" : c->name;
            char number[32];
            (void)snprintf(number, sizeof number, "%.6g", c->out->raw);
            double shown = strtod(number, NULL);
            if (shown >= 0 && shown <= 1) { /* so near that the digits must be told */
                (void)snprintf(number, sizeof number, "%.15g", c->out->raw);
            }
            (void)luaL_error(L, "%s returned %s, but a credit lies from 0 to 1%s", name,
                             isfinite(c->out->raw) ? number : "no finite number",
                             c->out->raw > 1 && c->out->raw <= 100 ? ": divide percent by 100"
                                                                   : "");
        }
    }
}

/* Notes where the function and the arguments on top are found again: most rules have nothing to put back. */
static void make_ready(lua_State *L, struct call *c, int function)
{
    struct sandbox *s = sandbox_of(L);
    struct seat *seat = c->seat;
    lua_rawgeti(L, LUA_REGISTRYINDEX, READY_AT);
    lua_pushvalue(L, function);
    lua_rawseti(L, -2, s->ready + 1);
    lua_pushvalue(L, function + 3);
    lua_rawseti(L, -2, s->ready + 2);
    lua_pushboolean(L, 0); /* for the view of its answer */
    lua_rawseti(L, -2, s->ready + 3);
    lua_pop(L, 1);
    seat->function = s->ready + 1;
    seat->args = s->ready + 2;
    seat->answer = NULL;
    s->ready += 3;
    seat->line = c->line;
    seat->state = c->host->state;
}

/* Pushes the rule's function and what it is called with. */
static void push_loaded(lua_State *L, struct call *c)
{
    rule_push(L, c->host, c->file);
    int loaded = lua_gettop(L);
    bool restored = rule_restore(L, loaded);
    lua_rawgeti(L, loaded, LOADED_RULE);
    int rule = lua_gettop(L);
    lua_rawgeti(L, loaded, LOADED_LINE);
    c->line = (int)lua_tointeger(L, -1);
    sandbox_refuel(L); /* loading is not the plan's cost: the same verdict first or last */
    lua_rawgeti(L, loaded, LOADED_SCORE);
    int function = lua_gettop(L);
    view_push_plan(L, c->doc);
    if (c->answer == NULL) {
        lua_pushnil(L);
    } else {
        (void)view_push_answer(L, c->answer, c->answer_id);
    }
    args_push(L, c, rule);
    if (c->seat != NULL && !restored) {
        make_ready(L, c, function);
    }
}

/* The same where it was done in this state before. The rule has nothing in which it could have kept the view
 * of the answer before, so that it may serve again. */
static void push_ready(lua_State *L, struct call *c)
{
    struct seat *seat = c->seat;
    c->line = seat->line;
    sandbox_refuel(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, READY_AT);
    int ready = lua_gettop(L);
    lua_rawgeti(L, ready, seat->function);
    view_push_plan(L, c->doc);
    if (c->answer == NULL) {
        lua_pushnil(L);
    } else if (seat->answer != NULL && view_renew(L, seat->answer, c->answer)) {
        lua_rawgeti(L, ready, seat->args + 1);
    } else {
        seat->answer = view_push_answer(L, c->answer, c->answer_id);
        lua_pushvalue(L, -1);
        lua_rawseti(L, ready, seat->args + 1);
    }
    lua_rawgeti(L, ready, seat->args);
}

void call_score(lua_State *L, struct call *c)
{
    struct sandbox *s = sandbox_of(L);
    *c->out = (struct finding){.outcome = OUTCOME_ERROR, .template_text = "", .rule = c->out->rule};
    if (c->seat != NULL && c->seat->state == c->host->state) {
        push_ready(L, c);
    } else {
        push_loaded(L, c);
    }
    lua_call(L, 3, 1);
    int top = lua_gettop(L);
    const struct result *r = result_at(L, top);
    if (r != NULL) {
        call_take(L, c, r, top);
    } else if (lua_type(L, top) == LUA_TNUMBER) {
        take_number(L, c);
    } else {
        (void)luaL_error(L, "%s returned a %s instead of a number", c->name, luaL_typename(L, top));
    }
    call_settle(L, c);
    const char **read = arena_alloc(s->arena, sizeof *read * (s->read_count + 1));
    if (read == NULL) {
        sandbox_starve(L);
        return;
    }
    memcpy(read, s->read, sizeof *read * s->read_count);
    c->out->read = read;
    c->out->read_count = s->read_count;
}
static int protected_score(lua_State *L)
{
    call_score(L, lua_touserdata(L, 1));
    return 0;
}

/* ---- findings ------------------------------------------------------------------------------- */

static int with_text(struct arena *arena, struct finding *f, const char *template_text,
                     const char *name, const char *text)
{
    struct json *params = json_new(arena, JSON_OBJECT);
    if (params == NULL ||
        json_add(arena, params, name, json_new_string(arena, text, strlen(text))) != 0) {
        return ERR_MEMORY;
    }
    f->template_text = template_text;
    f->params = params;
    return 0;
}

/* The line that an error message begins with, or 0. */
static int message_line(const char *message)
{
    const char *colon = strstr(message, ".lua:");
    return colon == NULL ? 0 : (int)strtol(colon + 5, NULL, 10);
}

static int broken(struct arena *arena, struct finding *f, enum finding_by by, const char *message,
                  int line)
{
    const char *rule = f->rule;
    *f = (struct finding){.outcome = OUTCOME_ERROR, .by = by, .rule = rule, .line = line};
    return with_text(arena, f, "{message}", "message", message);
}

static int rule_label(struct arena *arena, const struct rule_info *info, struct finding *f)
{
    f->rule = arena_strdup(arena, info->label); /* findings may outlive the rule set */
    return f->rule == NULL ? ERR_MEMORY : 0;
}

static int absent_fact(struct arena *arena, const char *path, struct finding *f)
{
    const char **read = arena_alloc(arena, sizeof *read);
    if (read == NULL) {
        return ERR_MEMORY;
    }
    read[0] = path;
    f->outcome = OUTCOME_NOT_ASSESSED;
    f->read = read;
    f->read_count = 1;
    return with_text(arena, f, SAID("{fact} is not in the plan"), "fact", path);
}

/* Makes the call in the host's own state. */
static int run_here(struct host *h, struct call *c, struct arena *arena)
{
    struct finding *f = c->out;
    char message[512];
    bool limited = h->budget.plan_fuel > 0;
    h->sandbox->arena = arena;
    views_begin(h->sandbox, c->doc);
    h->sandbox->allowance = limited && h->plan_left < h->budget.fuel ? h->plan_left
                                                                     : h->budget.fuel;
    int status = host_call(h, protected_score, c, message, sizeof message);
    h->fuel_used = h->sandbox->fuel_used;
    h->strayed = h->sandbox->strayed;
    used_add(h);
    if (status == LUA_OK) {
        return 0;
    }
    if (h->sandbox->starved) {
        (void)host_renew(h);
        return ERR_MEMORY; /* the machine's, not the rule's: no verdict */
    }
    enum stop stop = h->sandbox->stop;
    const char **read = arena_alloc(arena, sizeof *read * (h->sandbox->read_count + 1));
    if (read == NULL) {
        return ERR_MEMORY;
    }
    size_t read_count = stop == STOP_WALL ? 0 : h->sandbox->read_count;
    h->hurried = h->hurried || stop == STOP_WALL;
    memcpy(read, h->sandbox->read, sizeof *read * read_count);
    bool own = stop == STOP_NONE || stop == STOP_SIZE;
    /* Where time ran out differs from run to run; where fuel did, does not. */
    int line = own || stop == STOP_FUEL ? message_line(message) : 0;
    int rc = broken(arena, f, stop == STOP_NONE ? BY_RULE : BY_LIMIT,
                    own ? message : sandbox_stop_text(stop), line);
    f->read = read;
    f->read_count = read_count;
    if (rc == 0 && stop != STOP_NONE) {
        rc = host_renew(h); /* nothing of a state that was pushed to its limits is used again */
    }
    return rc;
}

/* Has the call made by another process. Where that came to no end the plan's other rules go on, but what
 * they find is no verdict of the plan. */
static int run_outside(struct host *h, const struct call *c, struct arena *arena)
{
    struct finding *f = c->out;
    struct err e = {0};
    struct rule_outcome outcome = {.fuel_used = 0};
    const struct rule_order order = {.rule = c->name,
                                     .doc = c->doc,
                                     .answer = c->answer,
                                     .answer_id = c->answer_id,
                                     .args = c->args,
                                     .direction = c->direction,
                                     .lasting = c->lasting,
                                     .plan_left = h->plan_left};
    int rc = h->outside->methods->run(h->outside, &order, arena, &outcome, &e);
    if (rc == ERR_MEMORY) {
        return rc;
    }
    h->fuel_used = outcome.fuel_used;
    h->strayed = outcome.strayed;
    h->used.fuel += outcome.used.fuel;
    h->used.made += outcome.used.made;
    h->used.ns += outcome.used.ns;
    h->used.memory = outcome.used.memory > h->used.memory ? outcome.used.memory : h->used.memory;
    h->hurried = h->hurried || outcome.hurried || rc != 0;
    if (rc != 0) {
        return rc == ERR_BUSY ? broken(arena, f, BY_LIMIT, sandbox_stop_text(STOP_WALL), 0)
                              : broken(arena, f, BY_RULE, e.text, 0);
    }
    const char *rule = f->rule;
    *f = outcome.finding;
    f->rule = rule;
    return 0;
}

/* What is known of the rule that c calls; NULL: it is not there. */
static const struct rule_info *rule_called(struct host *h, const struct call *c)
{
    struct seat *seat = c->seat;
    const struct rule_info *info = seat == NULL || seat->info == NULL
                                       ? ruleset_find(h->rules, c->name)
                                       : seat->info;
    if (seat != NULL && seat->info == NULL && info != NULL && info->inspected &&
        info->error == NULL) {
        seat->info = info;
    }
    return info;
}

/* Whether c->out is what a run would find, since one that looked at the same was made. *note: where the
 * run that is to be made is kept, or NULL. */
static bool recalled(struct host *h, const struct call *c, struct recall_shelf **note)
{
    const struct recalled *had = c->seat == NULL || h->outside != NULL
                                     ? NULL
                                     : recall_find(&h->recall, &c->seat->recall, c->doc, c->answer,
                                                   note);
    bool limited = h->budget.plan_fuel > 0;
    if (had == NULL || (limited && had->fuel >= h->plan_left)) {
        return false;
    }
    *c->out = had->finding;
    h->fuel_used = had->fuel;
    h->strayed = had->strayed;
    h->plan_left -= limited ? had->fuel : 0;
    return true;
}

/* Makes the call, and keeps what it found where it is to be noted. A run that came near the limit of memory
 * is not kept: another may meet it. */
static int run_noted(struct host *h, struct call *c, struct arena *arena, struct recall_shelf *note)
{
    h->sandbox->looks.on = note != NULL;
    int rc = run_here(h, c, arena);
    bool noted = h->sandbox->looks.on; /* not in a new state, of a run that broke */
    h->sandbox->looks.on = false;
    if (rc == 0 && noted && c->out->outcome != OUTCOME_ERROR &&
        h->sandbox->most <= h->budget.memory / 2) {
        const struct recalled found = {*c->out, h->fuel_used, h->strayed};
        recall_keep(&h->recall, note, c->doc, c->answer, &h->sandbox->looks, &found);
    }
    return rc;
}

int call_run(struct host *h, struct call *c, struct arena *arena)
{
    const struct rule_info *info = rule_called(h, c);
    struct finding *f = c->out;
    *f = (struct finding){.outcome = OUTCOME_ERROR, .template_text = ""};
    if (info == NULL || info->error != NULL || !info->inspected) {
        char text[512];
        (void)snprintf(text, sizeof text, "the rule %.100s is not there", c->name);
        const char *why = info == NULL || info->error == NULL ? text : info->error;
        h->hurried = h->hurried || (info != NULL && info->lost);
        return broken(arena, f, BY_RULE, why, message_line(why));
    }
    c->needs_facts = info->needs_count > 0; /* what follows without them holds for this plan only */
    const char *missing = seat_misses(c->seat, info, c->doc);
    if (missing != NULL) {
        int rc = rule_label(arena, info, f);
        return rc == 0 ? absent_fact(arena, missing, f) : rc;
    }
    c->file = info->file;
    c->host = h;
    bool limited = h->budget.plan_fuel > 0;
    struct recall_shelf *note = NULL;
    if (recalled(h, c, &note)) {
        return 0;
    }
    int rc = rule_label(arena, info, f);
    if (rc != 0) {
        return rc;
    }
    if (limited && h->plan_left <= 0) {
        return broken(arena, f, BY_LIMIT, SAID("cpu budget of the plan used up"), 0);
    }
    rc = h->outside != NULL ? run_outside(h, c, arena) : run_noted(h, c, arena, note);
    h->plan_left -= rc == 0 && limited ? h->fuel_used : 0;
    return rc;
}
