/* Loading a rule's text: run once, checked, frozen, kept in the state. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/script.h"
#include "script/source.h"

static const char *const FIELDS[] = {"id",  "version", "title", "source", "needs", "args",
                                     "use", "score",   "tests", "advice", "note"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { VERSION_MAX = 1000000000, TEXT_MAX = 2000, NEEDS_MAX = 64, WORDS_MAX = 64, USE_MAX = 16 };

bool host_knows(const char *rule, const char *name, size_t len)
{
    const char *words[WORDS_MAX];
    size_t count = interface_words(rule, words, WORDS_MAX);
    bool known = false;
    for (size_t i = 0; i < count && !known; i++) {
        known = strlen(words[i]) == len && memcmp(words[i], name, len) == 0;
    }
    return known;
}

void complaint_push(lua_State *L)
{
    const char *said = lua_tostring(L, -1), *hint = ""; /* the compiler always says a text */
    if (strstr(said, "'then' expected near '='") != NULL) {
        hint = ": == asks whether two are equal";
    } else if (strstr(said, " near '!'") != NULL) {
        hint = ": ~= asks whether two are not equal";
    }
    lua_pushfstring(L, "%s%s", said, hint);
}

void rule_compile(lua_State *L, const struct rule_file *f)
{
    char chunk[256];
    (void)snprintf(chunk, sizeof chunk, "@%s", f->path);
    const char *text = f->text;
    size_t len = f->len;
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    sandbox_charge(L, (int64_t)len);
    if (luaL_loadbufferx(L, text, len, chunk, "t") != LUA_OK) {
        complaint_push(L);
        (void)lua_error(L);
    }
}

/* Raises what source.c complains of. Without memory there is no verdict on the text. */
static void source_raise(lua_State *L, int code, const char *message)
{
    if (code == ERR_MEMORY) {
        sandbox_starve(L);
    } else if (code != 0) {
        lua_pushstring(L, message);
        (void)lua_error(L);
    }
}

static void check_source(lua_State *L, const struct rule_file *f, int use)
{
    const char *known[WORDS_MAX + USE_MAX];
    size_t count = interface_words(f->name, known, WORDS_MAX);
    /* The names of libraries that the rule uses are known in it; whether they exist is seen later. */
    for (lua_Integer i = 1; i <= USE_MAX; i++) {
        if (lua_rawgeti(L, use, i) == LUA_TSTRING) {
            const char *name = lua_tostring(L, -1);
            const char *slash = strrchr(name, '/');
            known[count++] = slash == NULL ? name : slash + 1;
        }
        lua_pop(L, 1);
    }
    struct err e = {0};
    int rc = source_check(f->path, f->text, f->len, known, count, &e);
    if (rc != 0 && strstr(e.text, ": unknown name \"") != NULL) {
        rule_compile(
            L, f); /* a missing end or comma makes unknown names: Lua's own word comes first */
    }
    rc = rc == 0 ? source_check_fields(f->path, f->text, f->len, &e) : rc;
    source_raise(L, rc, e.text);
}

/* Takes what only another rule has out of the environment at env. */
static void take_back(lua_State *L, int env, const char *rule)
{
    const struct interface_part *part = NULL;
    for (size_t i = 0; (part = interface_part(i)) != NULL; i++) {
        for (const struct interface_row *row = part->rows; row->name != NULL; row++) {
            if (row->only != NULL && strcmp(row->only, rule) != 0) {
                lua_pushnil(L);
                lua_setfield(L, env, row->name);
            }
        }
    }
}

/* Pushes the environment of one file: the common names, and the libraries it uses. */
static int push_environment(lua_State *L, const char *rule)
{
    lua_createtable(L, 0, WORDS_MAX); /* about so many, and each rule that is loaded has its own */
    int env = lua_gettop(L);
    lua_getfield(L, LUA_REGISTRYINDEX, "banyan.environment");
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, env);
    }
    lua_pop(L, 1);
    take_back(L, env, rule);
    return env;
}

/* The environment proper is an empty table in front, so that writes reach its metatable. */
static void close_environment(lua_State *L, int env)
{
    lua_newtable(L);
    lua_createtable(L, 0, 3);
    lua_pushvalue(L, env);
    lua_getfield(L, LUA_REGISTRYINDEX, "banyan.closed");
    lua_setmetatable(L, -2); /* unknown names raise */
    lua_setfield(L, -2, "__index");
    lua_getfield(L, LUA_REGISTRYINDEX, "banyan.closed");
    lua_getfield(L, -1, "__newindex");
    lua_setfield(L, -3, "__newindex");
    lua_pop(L, 1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_replace(L, env);
    lua_settop(L, env);
}

/* known: NULL where it is to be read as a whole. */
static void run_chunk(lua_State *L, const struct rule_file *f, const struct known_file *known,
                      int env)
{
    if (known != NULL) {
        known_push(L, f, known, known_lua);
    } else {
        rule_compile(L, f);
    }
    lua_pushvalue(L, env);
    (void)lua_setupvalue(L, -2, 1); /* every chunk has this one */
    lua_call(L, 0, 1);
}

/* Pushes the value of a library, loaded on first use. */
static void push_library(lua_State *L, struct host *h, const char *name, const char *user)
{
    lua_pushfstring(L, "banyan.library %s", name);
    if (lua_getfield(L, LUA_REGISTRYINDEX, lua_tostring(L, -1)) != LUA_TNIL) {
        lua_remove(L, -2);
        return;
    }
    lua_pop(L, 1);
    long index = strncmp(name, "lib/", 4) == 0 ? ruleset_index(h->rules, name) : -1;
    if (index < 0) {
        (void)luaL_error(L, "%s: uses \"%s\", which is not there: libraries lie in rules/lib", user,
                         name);
    }
    const struct rule_file *f = &h->rules->files[index];
    struct err e = {0};
    const char *words[WORDS_MAX];
    size_t count = interface_words(NULL, words, WORDS_MAX);
    if (!h->rules->checked[index]) {
        source_raise(L, source_check(f->path, f->text, f->len, words, count, &e), e.text);
    }
    int env = push_environment(L, f->name);
    close_environment(L, env);
    run_chunk(L, f, h->testing ? NULL : h->rules->known[index], env);
    lua_newtable(L);
    freeze(L, -2, lua_gettop(L));
    lua_pushfstring(L, "banyan.snapshot %s", name);
    lua_insert(L, -2);
    lua_settable(L, LUA_REGISTRYINDEX);
    lua_remove(L, env);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, lua_tostring(L, -3));
    lua_remove(L, -2);
}

/* `use` must be known before the chunk runs, since its names stand in the environment: it is read from
 * the text. Pushes a list of names. */
static void push_use(lua_State *L, const struct rule_file *f)
{
    lua_newtable(L);
    const char *p = memmem(f->text, f->len, "use", 3);
    const char *end = f->text + f->len;
    while (p != NULL) {
        const char *q = p + 3;
        while (q < end && (*q == ' ' || *q == '=')) {
            q++;
        }
        bool starts = p == f->text || strchr(" \n\t,{", p[-1]) != NULL;
        if (starts && q < end && *q == '{' && memchr(p, '=', (size_t)(q - p)) != NULL) {
            const char *close = memchr(q, '}', (size_t)(end - q));
            lua_Integer n = 0;
            while (close != NULL && q < close) {
                const char *open = memchr(q, '"', (size_t)(close - q));
                const char *last = open == NULL ? NULL
                                                : memchr(open + 1, '"', (size_t)(close - open - 1));
                if (last == NULL) {
                    break;
                }
                lua_pushlstring(L, open + 1, (size_t)(last - open - 1));
                lua_rawseti(L, -2, ++n);
                q = last + 1;
            }
            return;
        }
        p = memmem(p + 3, (size_t)(end - p - 3), "use", 3);
    }
}

static void require_field(lua_State *L, const struct rule_file *f, int t, const char *field,
                          int type)
{
    int found = lua_getfield(L, t, field);
    lua_pop(L, 1);
    if (found == LUA_TNIL) {
        (void)luaL_error(L, "%s: has no %s: add it", f->path, field);
    }
    if (found != type) {
        (void)luaL_error(L, "%s: %s is a %s: give a %s", f->path, field, lua_typename(L, found),
                         lua_typename(L, type));
    }
    lua_getfield(L, t, field);
    if (type == LUA_TSTRING && lua_rawlen(L, -1) == 0) {
        (void)luaL_error(L, "%s: %s is empty: fill it in", f->path, field);
    }
    lua_pop(L, 1);
}

static void optional_tables(lua_State *L, const struct rule_file *f, int t)
{
    static const char *const fields[] = {"needs", "args", "use", "tests"};
    for (size_t i = 0; i < COUNT(fields); i++) {
        int found = lua_getfield(L, t, fields[i]);
        lua_pop(L, 1);
        if (found != LUA_TNIL && found != LUA_TTABLE) {
            (void)luaL_error(L, "%s: %s is a %s: give a list in braces", f->path, fields[i],
                             lua_typename(L, found));
        }
    }
}

/* The libraries in reach are those read from the text; the manifest names those that the table holds:
 * they must be the same, or a library could change a score unseen. */
static void check_use(lua_State *L, const struct rule_file *f, int t, int use)
{
    bool same = true;
    lua_Integer n = (lua_Integer)lua_rawlen(L, use);
    if (lua_getfield(L, t, "use") == LUA_TTABLE) {
        same = (lua_Integer)lua_rawlen(L, -1) == n;
        for (lua_Integer i = 1; same && i <= n; i++) {
            lua_rawgeti(L, -1, i);
            lua_rawgeti(L, use, i);
            same = lua_rawequal(L, -1, -2);
            lua_pop(L, 2);
        }
    } else {
        same = n == 0;
    }
    lua_pop(L, 1);
    if (!same) {
        (void)luaL_error(L, "%s: use is not plain: write use = { \"lib/name\" } once, as a field",
                         f->path);
    }
}

/* A text for people: UTF-8 without control characters, of a length that fits a page. */
static void check_text(lua_State *L, const struct rule_file *f, int t, const char *field)
{
    size_t len = 0;
    lua_getfield(L, t, field);
    const char *text = lua_tolstring(L, -1, &len);
    bool plain = len <= TEXT_MAX && text_utf8_check(text, len) == len;
    for (size_t i = 0; i < len && plain; i++) {
        plain = (unsigned char)text[i] >= 0x20 && text[i] != 0x7f;
    }
    if (!plain) {
        (void)luaL_error(L, "%s: %s is no text of one line and at most %d bytes: mend it", f->path,
                         field, TEXT_MAX);
    }
    lua_pop(L, 1);
}

/* What a rule needs is named in findings: paths of the document, and nothing else. */
static void check_needs(lua_State *L, const struct rule_file *f, int t)
{
    lua_Integer n = lua_getfield(L, t, "needs") == LUA_TTABLE ? (lua_Integer)lua_rawlen(L, -1) : 0;
    if (n > NEEDS_MAX) {
        (void)luaL_error(L, "%s: needs more than %d facts: use a shorter list", f->path, NEEDS_MAX);
    }
    for (lua_Integer i = 1; i <= n; i++, lua_pop(L, 1)) {
        size_t len = 0;
        lua_rawgeti(L, -1, i);
        const char *path = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &len) : "";
        if (len == 0 || len > 200 ||
            strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") !=
                len) {
            (void)luaL_error(L, "%s: needs: entry %d is no path such as plan.budget.drr: mend it",
                             f->path, (int)i);
        }
    }
    lua_pop(L, 1);
}

static lua_Integer count_tests(lua_State *L, int t)
{
    lua_getfield(L, t, "tests");
    lua_Integer n = lua_type(L, -1) == LUA_TTABLE ? (lua_Integer)lua_rawlen(L, -1) : 0;
    lua_pop(L, 1);
    return n;
}

static void check_fields(lua_State *L, struct host *h, const struct rule_file *f, int t)
{
    static const struct {
        const char *field;
        int type;
    } required[] = {{"id", LUA_TSTRING},
                    {"version", LUA_TNUMBER},
                    {"title", LUA_TSTRING},
                    {"source", LUA_TSTRING},
                    {"score", LUA_TFUNCTION}};
    if (lua_type(L, t) != LUA_TTABLE) {
        (void)luaL_error(L, "%s: returns a %s: return a table", f->path, luaL_typename(L, t));
    }
    const char *unknown = keys_unknown(L, t, FIELDS, COUNT(FIELDS));
    if (unknown != NULL) {
        const char *near = text_nearest(unknown, FIELDS, COUNT(FIELDS));
        (void)luaL_error(L, "%s: \"%s\" is no field of a rule: %s%s", f->path, unknown,
                         near == NULL ? "remove it" : "did you mean ", near == NULL ? "" : near);
    }
    for (size_t i = 0; i < COUNT(required); i++) {
        require_field(L, f, t, required[i].field, required[i].type);
    }
    optional_tables(L, f, t);
    lua_getfield(L, t, "id");
    if (strcmp(lua_tostring(L, -1), f->name) != 0) {
        (void)luaL_error(L, "%s: id is \"%s\": a rule is named by its path, \"%s\"", f->path,
                         lua_tostring(L, -1), f->name);
    }
    lua_getfield(L, t, "version");
    if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 || lua_tointeger(L, -1) > VERSION_MAX) {
        (void)luaL_error(L, "%s: version is no whole number from 1 to %d: give one", f->path,
                         VERSION_MAX);
    }
    check_text(L, f, t, "title");
    check_text(L, f, t, "source");
    check_needs(L, f, t);
    lua_Integer tests = count_tests(L, t);
    if (tests < 2 && !h->rules->allow_untested) {
        (void)luaL_error(L, "%s: has %d tests: add at least two, or allow untested rules", f->path,
                         (int)tests);
    }
    lua_pop(L, 2);
}

/* Pushes what a run needs of the rule at t. Most have nothing to put back. */
static void push_loaded(lua_State *L, int t, int snapshots, lua_Integer tests)
{
    lua_Debug ar;
    lua_createtable(L, LOADED_LINE, 0);
    lua_pushvalue(L, t);
    lua_rawseti(L, -2, LOADED_RULE);
    lua_newtable(L);
    lua_Integer n = 0;
    for (lua_Integer i = 1; lua_rawgeti(L, snapshots, i) == LUA_TTABLE; i++) {
        if (lua_rawlen(L, -1) > 0) {
            lua_rawseti(L, -2, ++n);
        } else {
            lua_pop(L, 1);
        }
    }
    lua_pop(L, 1);
    lua_rawseti(L, -2, LOADED_SNAPSHOTS);
    lua_pushinteger(L, tests);
    lua_rawseti(L, -2, LOADED_TESTS);
    lua_getfield(L, t, "score");
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, LOADED_SCORE);
    lua_getinfo(L, ">S", &ar);
    lua_pushinteger(L, ar.linedefined);
    lua_rawseti(L, -2, LOADED_LINE);
}

static void load(lua_State *L, struct host *h, size_t index)
{
    const struct rule_file *f = &h->rules->files[index];
    push_use(L, f);
    int use = lua_gettop(L);
    if (!h->rules->checked[index]) {
        check_source(L, f, use);
    }
    lua_newtable(L); /* a library's functions hold state too: it is put back with the rule's */
    int snapshots = lua_gettop(L);
    int env = push_environment(L, f->name);
    for (lua_Integer i = 1; lua_rawgeti(L, use, i) == LUA_TSTRING; i++, lua_pop(L, 1)) {
        const char *name = lua_tostring(L, -1);
        push_library(L, h, name, f->path); /* so it is lib/… */
        lua_setfield(L, env, strrchr(name, '/') + 1);
        lua_pushfstring(L, "banyan.snapshot %s", name);
        lua_gettable(L, LUA_REGISTRYINDEX);
        lua_rawseti(L, snapshots, i);
    }
    lua_pop(L, 1);
    close_environment(L, env);
    const struct known_file *known = h->testing ? NULL : h->rules->known[index];
    run_chunk(L, f, known, env);
    int t = lua_gettop(L);
    if (known == NULL) {
        check_fields(L, h, f, t);
        check_use(L, f, t, use);
    }
    lua_Integer tests = known != NULL ? known->test_count : count_tests(L, t);
    if (!h->testing) { /* what nobody reads is not kept, nor frozen */
        lua_pushnil(L);
        lua_setfield(L, t, "tests");
    }
    lua_newtable(L);
    freeze(L, t, lua_gettop(L));
    lua_rawseti(L, snapshots, (lua_Integer)lua_rawlen(L, snapshots) + 1);
    push_loaded(L, t, snapshots, tests);
    lua_replace(L, use);
    lua_settop(L, use);
}

void snippet_push(lua_State *L, struct host *h, const struct rule_file *f, const char *const *use,
                  size_t count, int names)
{
    const char *known[WORDS_MAX + 64];
    size_t words = interface_words(f->name, known, WORDS_MAX);
    for (lua_pushnil(L); lua_next(L, names) != 0; lua_pop(L, 1)) {
        known[words++] = lua_tostring(L, -2); /* few, and texts */
    }
    for (size_t i = 0; i < count && i < USE_MAX; i++) {
        known[words++] = strrchr(use[i], '/') + 1; /* lib/NAME: it was loaded once */
    }
    struct err e = {0};
    int rc = source_check(f->path, f->text, f->len, known, words, &e);
    rc = rc == 0 ? source_check_fields(f->path, f->text, f->len, &e) : rc;
    source_raise(L, rc, e.text);
    int env = push_environment(L, f->name);
    for (size_t i = 0; i < count; i++) {
        push_library(L, h, use[i], f->path);
        lua_setfield(L, env, strrchr(use[i], '/') + 1);
    }
    for (lua_pushnil(L); lua_next(L, names) != 0;) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, env);
    }
    close_environment(L, env);
}

void rule_push(lua_State *L, struct host *h, size_t file)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &h->rules->files[file]);
    if (!lua_isnil(L, -1)) {
        return;
    }
    lua_pop(L, 1);
    load(L, h, file);
    sandbox_time(h->sandbox); /* of its own: first or last, a run has the same */
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &h->rules->files[file]);
}

/* Snapshot on top of the stack; pops it. */
static void restore(lua_State *L)
{
    int list = lua_gettop(L);
    lua_Integer n = (lua_Integer)lua_rawlen(L, list);
    for (lua_Integer i = 1; i + 2 <= n; i += 3) {
        lua_rawgeti(L, list, i);
        lua_rawgeti(L, list, i + 1);
        int number = (int)lua_tointeger(L, -1);
        lua_pop(L, 1);
        if (lua_rawgeti(L, list, i + 2) == LUA_TLIGHTUSERDATA) {
            lua_pop(L, 1);
            lua_pushnil(L);
        }
        (void)lua_setupvalue(L, -2, number); /* it was there when the snapshot was taken */
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

bool rule_restore(lua_State *L, int index)
{
    lua_rawgeti(L, index, LOADED_SNAPSHOTS);
    int all = lua_gettop(L);
    lua_Integer i = 1;
    for (; lua_rawgeti(L, all, i) == LUA_TTABLE; i++) {
        restore(L);
    }
    lua_settop(L, all - 1);
    return i > 1;
}
