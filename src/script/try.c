/* Trying things out: expressions beside rules, and what a call took. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/run.h"
#include "script/token.h"

void used_add(struct host *h)
{
    struct sandbox *s = h->sandbox;
    h->used.fuel += sandbox_used(s);
    h->used.made += s->made;
    h->used.memory = s->most > h->used.memory ? s->most : h->used.memory;
}

void host_used(const struct host *h, struct host_usage *out)
{
    *out = h->used;
}

void host_time(struct host *h)
{
    h->timed = true;
}

/* How much longer a rule may take while each instruction is counted. */
enum { MEASURED_SLOWER = 10 };

void host_measure(struct host *h)
{
    if (h->exact) {
        return;
    }
    h->exact = true;
    /* Else the clock would stop, on a busy machine, what fuel stops without. */
    h->budget.wall_ms *= MEASURED_SLOWER;
    if (h->outside != NULL) {
        h->outside->methods->measure(h->outside);
    } else {
        h->sandbox->exact = true;
        h->sandbox->budget.wall_ms = h->budget.wall_ms;
    }
}

/* ---- compiling ------------------------------------------------------------------------------- */

static const char LABEL[] = "expression", LABELLED[] = "expression:";
enum { SNIPPET_MOST = 16384, SEARCHED_MOST = 4096 };

struct trial {
    struct host *host;
    const struct host_snippet *x;
    struct host_value *out;
    struct call call; /* arguments as of a rule; its finding is out->finding */
    int64_t fuel;     /* used before values were taken over, which a rule has not to pay for */
};

/* Compiles text as an expression, or as statements. Pushes the function, or the complaint. */
static int compile(lua_State *L, const char *text, size_t len, bool expression)
{
    lua_pushstring(L, expression ? "return " : "");
    lua_pushlstring(L, text, len);
    lua_concat(L, 2);
    size_t all = 0;
    const char *whole = lua_tolstring(L, -1, &all);
    sandbox_charge(L, (int64_t)all);
    int status = luaL_loadbufferx(L, whole, all, "=expression", "t");
    lua_remove(L, -2);
    return status;
}

/* What the compiler says is never as short as what it is searched for. */
static bool ends_early(lua_State *L)
{
    size_t len = 0;
    const char *said = lua_tolstring(L, -1, &len);
    return strcmp(said + len - 5, "<eof>") == 0;
}

/* Offset of the word at which the compiler gives up: the first after which nothing could make the text good;
 * the end where it is only too short. */
static size_t wrong_at(lua_State *L, const char *text, size_t len, bool expression)
{
    struct lexer x = {text, text + len, 1};
    for (struct token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
        int status = compile(L, text, (size_t)(t.text - text) + t.len, expression);
        bool wrong = status != LUA_OK && !ends_early(L);
        lua_pop(L, 1);
        if (wrong) {
            return (size_t)(t.text - text);
        }
    }
    return len;
}

static void place(struct host_value *out, const char *text, size_t at)
{
    const char *line = text;
    out->line = 1;
    for (const char *p = text; p < text + at; p++) {
        if (*p == '\n') {
            out->line++;
            line = p + 1;
        }
    }
    out->column = (int)(text + at - line) + 1;
}

/* Pushes the text as a function, or raises what the compiler says of it: as of an expression or of
 * statements, whichever it understands further. */
static void compile_snippet(lua_State *L, struct trial *t)
{
    const char *text = t->x->text;
    size_t len = strlen(text);
    if (len > SNIPPET_MOST) {
        (void)luaL_error(L, "expression: is over %d KiB: make it a rule", SNIPPET_MOST / 1024);
    }
    if (compile(L, text, len, true) == LUA_OK) {
        return;
    }
    if (compile(L, text, len, false) == LUA_OK) {
        return;
    }
    if (len <= SEARCHED_MOST) {
        size_t one = wrong_at(L, text, len, true), other = wrong_at(L, text, len, false);
        place(t->out, text, one >= other ? one : other);
        if (one >= other) {
            lua_pop(L, 1);
        }
    }
    complaint_push(L);
    (void)lua_error(L);
}

/* ---- running --------------------------------------------------------------------------------- */

/* Pushes what stands beside the common names. */
static void push_names(lua_State *L, struct trial *t, const struct rule_info *info)
{
    lua_newtable(L);
    int names = lua_gettop(L);
    if (t->x->doc != NULL) {
        view_push_plan(L, t->x->doc);
        lua_setfield(L, names, "plan");
    }
    if (t->x->answer != NULL) {
        view_push_answer(L, t->x->answer, NULL);
        lua_setfield(L, names, "answer");
    }
    if (info != NULL) {
        rule_push(L, t->host, info->file);
        (void)rule_restore(L, lua_gettop(L));
        lua_rawgeti(L, -1, LOADED_RULE);
        args_push(L, &t->call, lua_gettop(L));
    } else {
        static const struct json none = {.type = JSON_OBJECT};
        view_push_plain(L, t->x->args == NULL ? &none : t->x->args, 0);
        freeze(L, lua_gettop(L), 0);
    }
    lua_setfield(L, names, "args");
    lua_settop(L, names);
}

static const struct json *word(lua_State *L, const char *text)
{
    const struct json *out = json_new_string(sandbox_of(L)->arena, text, strlen(text));
    if (out == NULL) {
        sandbox_starve(L);
    }
    return out;
}

/* A table of functions, such as `string`, is shown as their names; anything else as it is. */
static const struct json *take_value(lua_State *L, int index)
{
    int type = lua_type(L, index);
    if (type == LUA_TNIL) {
        return NULL;
    }
    if (type == LUA_TFUNCTION) {
        return word(L, "(a function)");
    }
    if (type != LUA_TTABLE) {
        return view_to_json(L, index, 0);
    }
    frozen_contents(L, index);
    int t = lua_gettop(L);
    bool functions = false;
    for (lua_pushnil(L); lua_next(L, t) != 0; lua_pop(L, 1)) {
        functions = functions || lua_type(L, -1) == LUA_TFUNCTION;
    }
    if (functions) {
        keys_sorted(L, t);
    }
    const struct json *out = view_to_json(L, lua_gettop(L), 0);
    lua_settop(L, t - 1);
    return out;
}

static void take_values(lua_State *L, struct trial *t, int first)
{
    struct host_value *out = t->out;
    int top = lua_gettop(L);
    for (int i = first; i <= top && out->count < SNIPPET_VALUES; i++) {
        const struct result *r = result_at(L, i);
        if (r == NULL) {
            out->values[out->count++] = take_value(L, i);
            continue;
        }
        if (i == first) {
            out->found = true;
            call_take(L, &t->call, r, i);
            call_settle(L, &t->call);
        }
        out->values[out->count++] = word(L, "(a finding)");
    }
}

static int evaluate(lua_State *L)
{
    struct trial *t = lua_touserdata(L, 1);
    const struct rule_info *info = t->call.name == NULL
                                       ? NULL
                                       : ruleset_find(t->host->rules, t->call.name);
    const struct rule_file f = {
        .name = "", .path = LABEL, .text = t->x->text, .len = strlen(t->x->text)};
    *t->out = (struct host_value){0};
    compile_snippet(L, t);
    int function = lua_gettop(L);
    push_names(L, t, info);
    snippet_push(L, t->host, &f, info == NULL ? NULL : info->use,
                 info == NULL ? 0 : info->use_count, function + 1);
    (void)lua_setupvalue(L, function, 1);
    lua_settop(L, function);
    sandbox_refuel(L);
    lua_call(L, 0, LUA_MULTRET);
    t->fuel = sandbox_of(L)->allowance - sandbox_of(L)->fuel + sandbox_of(L)->steps % 1000;
    luaL_checkstack(L, LUA_MINSTACK, "too many values");
    take_values(L, t, function);
    return 0;
}

/* ---- what went wrong ------------------------------------------------------------------------- */

/* The column of the name that a message quotes, where the line has it once. */
static void find_quoted(struct host_value *out, const char *message, const char *text)
{
    const char *from = strpbrk(message, "'\"");
    const char *to = from == NULL ? NULL : strchr(from + 1, *from);
    if (to == NULL) {
        return;
    }
    size_t len = (size_t)(to - from) - 1;
    struct lexer x = {text, text + strlen(text), 1};
    size_t at = 0, count = 0;
    for (struct token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
        if (t.kind == TOKEN_NAME && t.line == out->line && t.len == len &&
            memcmp(t.text, from + 1, len) == 0) {
            at = (size_t)(t.text - text);
            count++;
        }
    }
    if (count == 1) {
        place(out, text, at);
    }
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The part of the plan from which the name at `at` is taken: what stands before it, as in plan.budget.NAME;
 * NULL where that is no plain path. */
static const struct json *part_before(const struct json *doc, const char *text, size_t at)
{
    char path[128];
    size_t from = at;
    while (from > 0 && (is_name(text[from - 1]) || text[from - 1] == '.')) {
        from--;
    }
    if (at - from < 5 || at - from >= sizeof path || strncmp(text + from, "plan.", 5) != 0) {
        return NULL;
    }
    if (at - from == 5) {
        return json_get(doc, "plan");
    }
    (void)snprintf(path, sizeof path, "%.*s", (int)(at - from - 6), text + from + 5);
    /* As a rule sees it, community and the like stand in the plan. */
    const struct json *out = json_path(doc, path);
    return out != NULL ? out : json_path(json_get(doc, "plan"), path);
}

/* Adds the member that was probably meant where a fact is indexed that is not there. In arena. */
static const char *with_nearest(struct arena *arena, const struct json *doc, const char *text,
                                const struct host_value *out, const char *message)
{
    static const char *const beside[] = {"community", "assessment", "facts", "answers"};
    const char *names[64], *line = text, *quoted = strstr(message, "nil value (field '");
    size_t count = 0;
    for (int n = 1; n < out->line; n++) {
        line += strcspn(line, "\n") + 1; /* the column is known, so the line is there */
    }
    if (quoted == NULL || out->column == 0 || doc == NULL) {
        return message;
    }
    size_t at = (size_t)(line - text) + (size_t)out->column - 1;
    const struct json *part = part_before(doc, text, at);
    if (part == NULL || part->type != JSON_OBJECT) {
        return message;
    }
    for (const struct json *m = part->first; m != NULL && count < 60; m = m->next) {
        names[count++] = m->key;
    }
    for (size_t i = 0; part == json_get(doc, "plan") && i < 4; i++) {
        names[count++] = beside[i];
    }
    char name[64];
    size_t len = strcspn(text + at, " \t\n.:[(){}+-*/%<>=~#,;\"'");
    (void)snprintf(name, sizeof name, "%.*s", (int)(len < 63 ? len : 63), text + at);
    const char *near = text_nearest(name, names, count);
    if (near == NULL) {
        return message;
    }
    char *more = arena_join(arena, message, ": did you mean ");
    char *all = more == NULL ? NULL : arena_join(arena, more, near);
    return all == NULL ? NULL : arena_join(arena, all, "?");
}

/* What is said of a name that stands elsewhere than one would think; in arena. */
static const char *unknown_hint(struct arena *arena, const char *message)
{
    static const struct {
        const char *said, *better;
    } hints[] = {
        {"unknown name \"community\"", "unknown name \"community\": it is plan.community"},
        {"unknown name \"assessment\"", "unknown name \"assessment\": it is plan.assessment"},
        {"unknown name \"facts\"", "unknown name \"facts\": it is plan.facts"},
        {"unknown name \"answers\"", "unknown name \"answers\": it is plan.answers"},
        {"unknown name \"answer\"", "there is no answer: give one"},
        {"unknown name \"plan\"", "there is no plan: give one"}};
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (strncmp(message, hints[i].said, strlen(hints[i].said)) == 0) {
            return hints[i].better;
        }
    }
    return arena_strdup(arena, message);
}

/* "expression:LINE: MESSAGE" or "expression: MESSAGE" taken apart. */
static int tell(struct arena *arena, struct host_value *out, const char *message,
                const struct host_snippet *x)
{
    const char *text = x->text;
    if (strncmp(message, LABELLED, strlen(LABELLED)) == 0) {
        char *end = NULL;
        out->line = (int)strtol(message + strlen(LABELLED), &end, 10); /* none: 0 */
        message = end + (*end == ':');
        message += strspn(message, " ");
    }
    if (out->column == 0 && out->line > 0) {
        find_quoted(out, message, text);
    }
    message = with_nearest(arena, x->doc, text, out, message);
    out->error = message == NULL ? NULL : unknown_hint(arena, message);
    return out->error == NULL ? ERR_MEMORY : 0;
}

/* Has it evaluated by another process. What came to no end there is an error of the expression. */
static int evaluate_outside(struct host *h, const struct host_snippet *x, struct arena *arena,
                            struct host_value *out)
{
    struct err e = {0};
    struct host_usage used = {0};
    host_begin(h);
    int rc = h->outside->methods->evaluate(h->outside, x, arena, out, &used, &e);
    h->used = used;
    if (rc == 0 || rc == ERR_MEMORY) {
        return rc;
    }
    bool late = rc == ERR_BUSY;
    h->hurried = true;
    *out = (struct host_value){.limit = late};
    out->error = arena_strdup(arena, late ? sandbox_stop_text(STOP_WALL) : e.text);
    return out->error == NULL ? ERR_MEMORY : 0;
}

int host_evaluate(struct host *h, const struct host_snippet *x, struct arena *arena,
                  struct host_value *out)
{
    if (h->outside != NULL) {
        return evaluate_outside(h, x, arena, out);
    }
    struct trial t = {h, x, out, {.name = x->rule, .args = x->args, .host = h}, 0};
    char message[512];
    t.call.out = &out->finding;
    host_begin(h);
    h->sandbox->arena = arena;
    views_begin(h->sandbox, x->doc);
    h->sandbox->allowance = h->budget.fuel;
    int status = host_call(h, evaluate, &t, message, sizeof message);
    struct sandbox *s = h->sandbox;
    if (s->starved) {
        (void)host_renew(h);
        return ERR_MEMORY;
    }
    used_add(h);
    h->used.fuel = status == LUA_OK ? t.fuel : h->used.fuel;
    const char **read = arena_alloc(arena, sizeof *read * (s->read_count + 1));
    if (read == NULL) {
        return ERR_MEMORY;
    }
    memcpy(read, s->read, sizeof *read * s->read_count);
    out->read = read;
    out->read_count = s->read_count;
    if (status == LUA_OK) {
        return 0;
    }
    int line = out->line, column = out->column; /* of what cannot be compiled */
    *out = (struct host_value){.line = line,
                               .column = column,
                               .read = read,
                               .read_count = s->read_count,
                               .limit = s->stop != STOP_NONE};
    bool own = s->stop == STOP_NONE || s->stop == STOP_SIZE;
    int rc = tell(arena, out, own ? message : sandbox_stop_text(s->stop), x);
    return rc == 0 && out->limit ? host_renew(h) : rc;
}
