/* What a rule cannot do: reach the full language, pass for a limit, hide from the reader, keep notes. */
#include "rule_fixture.h"

#include <time.h>

#include <lualib.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/text.h"
#include "script/script.h"
#include "script/source.h"

/* Uses what an attacker would like to have changed: methods of texts, order, libraries, the plan. */
static const char NORMAL[] = "local words = {}\n"
                             "for key, value in pairs({ b = 2, a = 1, [1] = 'x' }) do "
                             "table.insert(words, key .. '=' .. value) end\n"
                             "table.sort(words)\n"
                             "local text = ('Flood'):upper():rep(2) .. string.char(33) .. "
                             "math.floor(2.5) .. table.concat(words, ' ')\n"
                             "return credit(plan.budget.drr / 200, '{text}', { text = text })";
static const char NORMAL_FOUND[] =
    "scored  0.5 [{text}] {\"text\":\"FLOODFLOOD!21=x a=1 b=2\"} t/normal@1:7 "
    "plan.budget.drr";

static void add_normal(struct rig *rig)
{
    rig_plan(rig, "{\"plan\": {\"budget\": {\"drr\": 100}}}");
    rig_rule(rig, "t/normal", "", "", NORMAL);
}

static void assert_normal(struct rig *rig)
{
    struct finding f = rig_run(rig, "t/normal");
    assert_string_equal(rig_describe(rig, &f), NORMAL_FOUND);
}

/* Runs a script as a body and as a file: neither may end in a credit, nor take long, nor show later. */
static void attack(const char *id, const char *script)
{
    struct rig rig;
    rig_init(&rig);
    add_normal(&rig);
    rig_rule(&rig, "t/body", "", "", script);
    rig_file(&rig, "t/file", script);
    rig_open(&rig);
    static const char *const rules[] = {"t/body", "t/file"};
    for (size_t i = 0; i < 2; i++) {
        assert_normal(&rig);
        struct finding f = rig_run(&rig, rules[i]);
        if (f.outcome != OUTCOME_ERROR) {
            fail_msg("%s as %s: %s", id, rules[i], rig_describe(&rig, &f));
        }
        assert_normal(&rig);
    }
    rig_close(&rig);
}

static int attack_row(void *context, const struct csv_row *row)
{
    size_t *count = context;
    if (row->line > 1) {
        attack(row->fields[0], row->fields[2]);
        (*count)++;
    }
    return 0;
}

static void no_script_of_the_list_escapes(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    struct err e = {0};
    struct json_error je;
    size_t count = 0;
    assert_int_equal(file_read("tests/data/lua_sandbox_attacks.csv", 1 << 20, &text, &e), 0);
    assert_int_equal(csv_read(buf_text(&text), text.len, attack_row, &count, &je), 0);
    assert_int_equal(count, 32);
    buf_free(&text);
}

struct hostile {
    const char *body;
    enum finding_by by;
    const char *reason;
};

static void run_hostile(const struct hostile *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct rig rig;
        rig_init(&rig);
        add_normal(&rig);
        struct finding f = rig_body(&rig, list[i].body);
        if (f.outcome != OUTCOME_ERROR || f.by != list[i].by ||
            strstr(rig_reason(&rig, &f), list[i].reason) == NULL) {
            fail_msg("%s: %s", list[i].body, rig_describe(&rig, &f));
        }
        assert_normal(&rig);
        rig_close(&rig);
    }
}

static void budgets_hold_and_say_which(void **state)
{
    (void)state;
    static const struct hostile list[] = {
        {"while true do end", BY_LIMIT, "cpu budget"},
        {"::y:: goto y", BY_LIMIT, "cpu budget"},
        {"for i = 1, math.maxinteger do end", BY_LIMIT, "cpu budget"},
        {"local t = {} for i = 1, 100000 do t[i] = i end while true do table.sort(t) end", BY_LIMIT,
         "cpu"},
        {"local t = {} for i = 1, 99999 do table.insert(t, 1, i) end", BY_LIMIT, "cpu budget"},
        {"local s = string.rep('x', 1000000) while true do s:upper() end", BY_LIMIT, "cpu budget"},
        {"local s = string.rep('ab', 500000) while true do s:contains('bb') end", BY_LIMIT,
         "cpu budget"},
        {"local t = {} for i = 1, 10 do t[string.rep('x', 1000000) .. i] = i end "
         "while true do for k in pairs(t) do end end",
         BY_LIMIT, "cpu budget"},
        {"while true do string.format('%s', string.rep('x', 1000000)) end", BY_LIMIT, "cpu budget"},
        {"local t = {} for i = 1, 1e9 do t[i] = i end", BY_LIMIT, "memory limit"},
        {"local t = {} for i = 1, 1e9 do t[i] = { i } end", BY_LIMIT, "memory limit"},
        {"local s, t = string.rep('x', 1000000), {} for i = 1, 1e9 do t[i] = s .. i end", BY_LIMIT,
         "memory limit"},
        {"local s, t = ('x'):rep(1000000), {} for i = 1, 1e9 do t[i] = s:upper():reverse() .. i "
         "end",
         BY_LIMIT, "memory limit"},
        {"return string.rep('', math.maxinteger)", BY_LIMIT, "1 MiB"},
        {"return string.rep('x', 1073741824)", BY_LIMIT, "1 MiB"},
        {"local s = 'x' while #s < 4000000 do s = s .. s end return 1", BY_LIMIT, "memory limit"},
        {"local s = string.rep('x', 1000000) return string.format('%s%s', s, s)", BY_LIMIT,
         "memory limit"},
        {"local s = string.rep('x', 1000000) return table.concat({ s, s })", BY_LIMIT, "1 MiB"},
        {"local function f() return f() + 1 end return f()", BY_LIMIT, "reached"},
        {"local function f() table.sort({ 1, 2 }, f) end f()", BY_LIMIT, "stack overflow"},
        {"local t = {} for i = 1, 1000 do t[i] = i end return table.unpack(t)", BY_LIMIT,
         "200 values"},
    };
    run_hostile(list, sizeof list / sizeof *list);
}

static void a_rule_cannot_pretend_to_have_met_a_limit(void **state)
{
    (void)state;
    static const struct hostile list[] = {
        {"error('stack overflow')", BY_RULE, "stack overflow"},
        {"assert(false, 'C stack overflow')", BY_RULE, "stack overflow"},
        {"local t = {} t['stack overflow']()", BY_RULE, "nil value"},
        {"error('memory limit reached')", BY_RULE, "memory limit"},
        {"error('not enough memory')", BY_RULE, "not enough memory"},
        {"error('cpu budget used up')", BY_RULE, "cpu budget"},
        /* A limit that was met and got over is not the reason of what follows. */
        {"local s = string.rep('x', 1000000) for i = 1, 60 do local t = s .. i end error('mine')",
         BY_RULE, "mine"},
    };
    run_hostile(list, sizeof list / sizeof *list);
}

static void lying_arguments_are_refused(void **state)
{
    (void)state;
    static const struct hostile list[] = {
        {"return select(-1e15, 1)", BY_RULE, "out of range"},
        {"return select(math.mininteger, 1)", BY_RULE, "out of range"},
        {"table.insert({}, math.maxinteger, 1)", BY_RULE, "out of range"},
        {"table.insert({}, math.mininteger, 1)", BY_RULE, "out of range"},
        {"table.remove({ 1 }, math.mininteger)", BY_RULE, "out of range"},
        {"return table.unpack({}, 1, math.maxinteger)", BY_RULE, "outside the list"},
        {"return ({ table.unpack({ 1 }, 1, math.mininteger) })[1]", BY_RULE,
         "nil instead of a number"},
        {"return ('abc'):byte(math.mininteger, math.mininteger) or 'none'", BY_RULE,
         "string instead of a number"},
        {"return ('abc'):sub(math.mininteger, math.maxinteger)", BY_RULE,
         "string instead of a number"},
        {"return string.char(256)", BY_RULE, "out of range"},
        {"return string.format('%99999d', 1)", BY_RULE, "conversion"},
        {"return string.format('%')", BY_RULE, "conversion"},
        {"return string.format('%p', {})", BY_RULE, "conversion"},
        {"return string.format('%d')", BY_RULE, "number expected"},
        {"return string.format('%99.99f', 1e308)", BY_RULE, "string instead of a number"},
        {"return ('a'):split('')", BY_RULE, "empty separator"},
        {"return tostring({})", BY_RULE, "has no text"},
        {"return math.fmod(1, 0)", BY_RULE, "zero"},
        {"return 1 // 0", BY_RULE, "divide by zero"},
        {"return '10' + 5", BY_RULE, "arithmetic"},
        {"return -'10'", BY_RULE, "arithmetic"},
        {"for k in pairs({ [{}] = 1 }) do end", BY_RULE, "keys must be numbers or texts"},
        {"for k in pairs({ [true] = 1 }) do end", BY_RULE, "keys must be numbers or texts"},
        {"return table.sort({ 1, 'a' })", BY_RULE, "compare"},
        {"return table.sort({ {}, {} })", BY_RULE, "give a function"},
        {"return age('2026-02-30', '2026-03-01', 'years')", BY_RULE, "YYYY-MM-DD"},
        {"return age('2026-02-20', '2026-03-01', 'weeks')", BY_RULE, "months or days"},
        {"return level(1, 0)", BY_RULE, "over 0"},
        {"return percent(0 / 0)", BY_RULE, "finite"},
    };
    run_hostile(list, sizeof list / sizeof *list);
}

/* ---- names ---------------------------------------------------------------------------------- */

static void every_name_of_the_full_language_that_is_not_ours_is_refused_at_load(void **state)
{
    (void)state;
    static const char *const names[] = {"_G",        "_VERSION", "collectgarbage",
                                        "dofile",    "getfenv",  "getmetatable",
                                        "load",      "loadfile", "loadstring",
                                        "module",    "next",     "newproxy",
                                        "pcall",     "print",    "rawequal",
                                        "rawget",    "rawlen",   "rawset",
                                        "require",   "setfenv",  "setmetatable",
                                        "unpack",    "warn",     "xpcall",
                                        "coroutine", "debug",    "io",
                                        "os",        "package",  "utf8",
                                        "bit32",     "jit",      "ffi",
                                        "bit",       "arg",      "ln",
                                        "self"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct rig rig;
        char body[128];
        rig_init(&rig);
        (void)snprintf(body, sizeof body, "local x = 1\nif x == 2 then return %s end\nreturn 1",
                       names[i]);
        rig_rule(&rig, "t/body", "", "", body);
        rig_open(&rig);
        char wanted[128];
        (void)snprintf(wanted, sizeof wanted, "t/body.lua:4: unknown name \"%s\"", names[i]);
        assert_contains(rig_refused(&rig, "t/body"), wanted);
        rig_close(&rig);
    }
}

static void members_of_the_full_libraries_that_are_not_ours_are_absent(void **state)
{
    (void)state;
    static const char *const names[] = {
        "string.dump", "string.find",     "string.gmatch", "string.gsub", "string.match",
        "string.pack", "string.packsize", "string.unpack", "math.random", "math.randomseed",
        "math.exp",    "math.log",        "math.pow",      "math.sin",    "math.cos",
        "math.tan",    "math.asin",       "math.acos",     "math.atan",   "math.modf",
        "math.ult",    "math.pi",         "table.move",    "table.pack",  "('').dump",
        "('').find",   "('').gsub",       "('').rep.x"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct rig rig;
        char body[128];
        const char *dot = strchr(names[i], '.');
        bool library = names[i][0] != '(';
        if (library) { /* told when it is loaded */
            rig_init(&rig);
            (void)snprintf(body, sizeof body, "return %s", names[i]);
            rig_rule(&rig, "t/body", "", "", body);
            rig_open(&rig);
            assert_contains(rig_refused(&rig, "t/body"), "is not there");
            rig_close(&rig);
        }
        /* Nor is it to be had by another name. */
        rig_init(&rig);
        (void)snprintf(body, sizeof body,
                       "local lib = %.*s\nlocal x = lib.%s\nassert(x == nil, 'it is there')\n"
                       "return 1",
                       (int)(dot - names[i]), names[i], dot + 1);
        struct finding f = rig_body(&rig, body);
        bool absent = f.outcome == OUTCOME_SCORED ||
                      strstr(rig_reason(&rig, &f), "index a function") != NULL;
        if (!absent) {
            fail_msg("%s: %s", names[i], rig_describe(&rig, &f));
        }
        rig_close(&rig);
    }
}

struct reach {
    lua_State *full;
    int functions, foreign;
};

/* Every C function that the standard libraries hold, as keys of a table on top of the full state. */
static void collect_full(lua_State *L, int t)
{
    luaL_checkstack(L, 8, NULL);
    for (lua_pushnil(L); lua_next(L, t) != 0; lua_pop(L, 1)) {
        if (lua_iscfunction(L, -1)) {
            lua_pushboolean(L, 1);
            lua_rawsetp(L, LUA_REGISTRYINDEX, (void *)(uintptr_t)lua_tocfunction(L, -2));
        } else if (lua_istable(L, -1)) {
            lua_pushvalue(L, -1);
            bool seen = lua_rawget(L, 1) != LUA_TNIL;
            lua_pop(L, 1);
            if (!seen) {
                lua_pushvalue(L, -1);
                lua_pushboolean(L, 1);
                lua_rawset(L, 1);
                collect_full(L, lua_gettop(L));
            }
        }
    }
}

/* Walks what can be reached from the value on top: tables, metatables, upvalues. Table 2: seen. */
static void walk(lua_State *L, struct reach *r)
{
    luaL_checkstack(L, 8, NULL);
    int v = lua_gettop(L);
    if (lua_getmetatable(L, v)) {
        walk(L, r);
        lua_pop(L, 1);
    }
    if (!lua_istable(L, v) && !lua_isfunction(L, v)) {
        return;
    }
    lua_pushvalue(L, v);
    bool seen = lua_rawget(L, 2) != LUA_TNIL;
    lua_pop(L, 1);
    if (seen) {
        return;
    }
    lua_pushvalue(L, v);
    lua_pushboolean(L, 1);
    lua_rawset(L, 2);
    if (lua_iscfunction(L, v)) {
        r->functions++;
        lua_rawgetp(r->full, LUA_REGISTRYINDEX, (void *)(uintptr_t)lua_tocfunction(L, v));
        r->foreign += !lua_isnil(r->full, -1);
        lua_pop(r->full, 1);
    }
    for (int i = 1; lua_isfunction(L, v) && lua_getupvalue(L, v, i) != NULL; i++) {
        walk(L, r);
        lua_pop(L, 1);
    }
    if (lua_istable(L, v)) {
        for (lua_pushnil(L); lua_next(L, v) != 0; lua_pop(L, 1)) {
            walk(L, r);
            lua_pushvalue(L, -2);
            walk(L, r);
            lua_pop(L, 1);
        }
    }
}

static int walk_all(lua_State *L)
{
    struct reach *r = lua_touserdata(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, LUA_REGISTRYINDEX);
    walk(L, r);
    lua_pushliteral(L, "");
    walk(L, r);
    lua_pushinteger(L, 1);
    walk(L, r);
    lua_pushboolean(L, 1);
    walk(L, r);
    lua_pushnil(L);
    walk(L, r);
    lua_pushcfunction(L, walk_all);
    walk(L, r);
    return 0;
}

static void no_function_of_the_standard_libraries_can_be_reached(void **state)
{
    (void)state;
    struct reach r = {luaL_newstate(), 0, 0};
    luaL_openlibs(r.full);
    lua_settop(r.full, 0);
    lua_newtable(r.full);
    lua_pushglobaltable(r.full);
    collect_full(r.full, 2);
    lua_getfield(r.full, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    collect_full(r.full, lua_gettop(r.full));
    struct sandbox *s = sandbox_new(NULL);
    char text[512];
    assert_non_null(s);
    if (sandbox_call(s, walk_all, &r, text, sizeof text) != LUA_OK) {
        fail_msg("%s", text);
    }
    assert_true(r.functions > 50); /* the walk found our own */
    assert_int_equal(r.foreign, 0);
    /* The control: with one of them in reach the walk finds it. */
    lua_getglobal(r.full, "load");
    lua_CFunction load = lua_tocfunction(r.full, -1);
    lua_pushcfunction(s->L, load);
    lua_setfield(s->L, LUA_REGISTRYINDEX, "control");
    assert_int_equal(sandbox_call(s, walk_all, &r, text, sizeof text), LUA_OK);
    assert_int_equal(r.foreign, 1);
    sandbox_free(s);
    lua_close(r.full);
}

/* ---- texts ---------------------------------------------------------------------------------- */

static void refused(const char *text, size_t len, const char *reason)
{
    static const char *const known[] = {"credit", "math"};
    struct err e = {0};
    int rc = source_check("rules/x.lua", text, len, known, 2, &e);
    if (rc != ERR_RULE || strstr(e.text, reason) == NULL) {
        fail_msg("%.200s: %d %s", text, rc, e.text);
    }
}

static void accepted(const char *text)
{
    static const char *const known[] = {"credit", "math"};
    struct err e = {0};
    if (source_check("rules/x.lua", text, strlen(text), known, 2, &e) != 0) {
        fail_msg("%s: %s", text, e.text);
    }
}

static void texts_that_hide_something_are_refused(void **state)
{
    (void)state;
    static const char bytecode[] = "\x1bLua";
    static const char late[] = "\xef\xbb\xbf\x1bLua";
    static const char nul[] = "local a = 1\n\0return a";
    static const char bad[] = "local a = 1\nlocal b = '\xc0\x80'";
    refused(bytecode, sizeof bytecode - 1, "rules/x.lua: a binary chunk");
    refused(late, sizeof late - 1, "a binary chunk");
    refused(nul, sizeof nul - 1, "rules/x.lua:2: bytes that are no UTF-8");
    refused(bad, sizeof bad - 1, "rules/x.lua:2: bytes that are no UTF-8");
    static const struct {
        const char *text, *reason;
    } list[] = {
        {"local _ENV = {}", "rules/x.lua:1: _ENV"},
        {"local x = {}\n\nx._ENV = 1", "rules/x.lua:3: _ENV"},
        {"local e = 1 return 0xe+_ENV.x", "_ENV"},
        {"local e = 1 return 0xE-_ENV.x", "_ENV"},
        {"x = 1", "unknown name \"x\""},
        {"function f() end", "unknown name \"f\""},
        {"return mathh", "did you mean \"math\""},
        {"return { f = function() local y; x = 1 end }", "unknown name \"x\""},
        {"local a = 1 return { a, b }", "unknown name \"b\""},
        {"local a = 2 return a ^ 3", "exponent 2"},
        {"local a = 2 return a ^ a", "exponent 2"},
        {"local a = 2 return a ^ 2.5", "exponent 2"},
        {"local a = 2 return a ^ -2", "exponent 2"},
        {"local a = 2 return a ^ 2 ^ 2", "exponent 2"},
        {"local a = 2 return a ^ (2)", "exponent 2"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        refused(list[i].text, strlen(list[i].text), list[i].reason);
    }
}

static void texts_that_are_only_unusual_are_accepted(void **state)
{
    (void)state;
    static const char *const list[] = {
        "\xef\xbb\xbfreturn 1",
        "return 1\r\n",
        "-- x = os.execute\n--[==[ _ENV ]] ]==] local a = [[ os \n io ]] return a",
        "local s = 'it\\'s os' return s",
        "local t = { os = 1, ['io'] = 2; debug = 3 } return t.os + t.io + t.debug",
        "local function f(a, ...) local b <const> = a return b, ... end return f",
        "local a = 2 return a ^ 2 + a^2",
        "for i = 1, 2 do goto next ::next:: end",
        "local t = {} function t.f(x) return x end function t:g() return self end return t",
        "return function(x) return { f = function(y) local z = y; z = x; return z end, g = 1 } end",
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        accepted(list[i]);
    }
    struct buf sum = BUF_INIT;
    buf_puts(&sum, "local a = { b = 1 } return 0");
    for (int i = 0; i < 500; i++) {
        buf_puts(&sum, " + a.b");
    }
    accepted(buf_text(&sum));
    buf_free(&sum);
}

static void repeated(const char *head, const char *unit, int count, const char *tail,
                     const char *reason)
{
    struct buf text = BUF_INIT;
    buf_puts(&text, head);
    for (int i = 0; i < count; i++) {
        buf_puts(&text, unit);
    }
    buf_puts(&text, tail);
    struct rig rig;
    rig_init(&rig);
    rig_file_bytes(&rig, "t/file", buf_text(&text), text.len);
    rig_open(&rig);
    assert_contains(rig_refused(&rig, "t/file"), reason);
    struct finding f = rig_run(&rig, "t/file");
    assert_int_equal(f.outcome, OUTCOME_ERROR);
    assert_int_equal(f.by, BY_RULE);
    rig_close(&rig);
    buf_free(&text);
}

static void deep_and_long_texts_are_refused(void **state)
{
    (void)state;
    repeated("local a = 1 return a", ".a", 101, "", "a chain of more than 100 names");
    repeated("local a = 1 return a", ".a", 30000, "", "a chain of more than 100 names");
    repeated("local a = 1 return ", "(", 5000, "a", "nested deeper");
    repeated("return ", "{", 300, "", "nested deeper");
    repeated("return ", "function() return ", 5000, "", "");
    repeated("", "local a\n", 300, "", "too many local variables");
    repeated("return ", "- ", 20000, "1", "overflow");
    repeated("return '", "x", 70000, "'", "64 KiB");
}

/* ---- nothing carries over -------------------------------------------------------------------- */

static void a_rule_keeps_no_notes(void **state)
{
    (void)state;
    static const struct {
        const char *before, *body, *second; /* second: of the second run */
    } list[] = {
        {"local n = 0", "n = n + 1 return n / 10", "0.1"},
        {"local n = 0 local function up() n = n + 1 return n end", "return up() / 10", "0.1"},
        {"local memo", "local had = memo memo = plan return had and 1 or 0.5", "0.5"},
        {"local memo = {}", "memo.x = 1 return 1", "read-only"},
        {"local deep = { a = { b = {} } }", "deep.a.b.c = 1 return 1", "read-only"},
        {"local list = { 1 }", "table.insert(list, 2) return 1", "read-only"},
        {"local list = { 2, 1 }", "table.sort(list) return 1", "read-only"},
        {"local list = { 2, 1 }", "table.remove(list) return 1", "read-only"},
        {"local step, s, c = pairs({ a = 1, b = 2 })", "return step(s, c) == 'a' and 1 or 0",
         "may not be kept"},
        {"local box = { pairs({ a = 1, b = 2 }) }", "return box[1]() == 'a' and 1 or 0",
         "may not be kept"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct rig rig;
        rig_init(&rig);
        rig_rule(&rig, "t/body", list[i].before, "", list[i].body);
        rig_open(&rig);
        struct finding first = rig_run(&rig, "t/body");
        struct finding second = rig_run(&rig, "t/body");
        assert_string_equal(rig_describe(&rig, &first), rig_describe(&rig, &second));
        assert_contains(rig_describe(&rig, &second), list[i].second);
        rig_close(&rig);
    }
}

static void a_library_keeps_no_notes_between_two_rules(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_file(&rig, "lib/count", "local n = 0\nreturn { up = function() n = n + 1 return n end }\n");
    rig_rule(&rig, "t/a", "", "use = { \"lib/count\" },", "count.up() return count.up() / 10");
    rig_rule(&rig, "t/b", "", "use = { \"lib/count\" },", "return count.up() / 10");
    rig_rule(&rig, "t/c", "", "use = { \"lib/count\" },", "count.up = nil return 1");
    rig_open(&rig);
    for (int i = 0; i < 3; i++) {
        struct finding a = rig_run(&rig, "t/a");
        struct finding b = rig_run(&rig, "t/b");
        struct finding c = rig_run(&rig, "t/c");
        assert_int_equal(a.credit, CREDIT_ONE / 5);
        assert_int_equal(b.credit, CREDIT_ONE / 10);
        assert_contains(rig_reason(&rig, &c), "read-only");
    }
    rig_close(&rig);
}

static void a_used_state_gives_the_same_finding_for_the_same_fuel(void **state)
{
    (void)state;
    static const char body[] = "local s = 0 for i = 1, 5000 do s = s + i % 7 end return s / 100000";
    struct rig rig;
    rig_init(&rig);
    add_normal(&rig);
    rig_rule(&rig, "t/body", "", "", body);
    rig_rule(&rig, "t/trash", "local n = 0 for i = 1, 777 do n = n + i end", "",
             "local t = {} for i = 1, 3000 do t[i] = { 'x' .. i } end error('done')");
    rig_rule(&rig, "t/spin", "", "", "while true do end");
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/body");
    int64_t fuel = rig.host->sandbox->fuel_used;
    const char *fresh = rig_describe(&rig, &f);
    assert_true(fuel >= 5000);
    static const char *const others[] = {"t/normal", "t/trash", "t/spin", "t/trash", "t/body"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        (void)rig_run(&rig, others[i]);
        f = rig_run(&rig, "t/body");
        assert_string_equal(rig_describe(&rig, &f), fresh);
        assert_int_equal(rig.host->sandbox->fuel_used, fuel);
    }
    rig_close(&rig);
}

/* Rubbish that one rule leaves uncollected must not make the next one run out of memory. */
static void rubbish_of_one_rule_takes_no_memory_from_the_next(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_rule(&rig, "t/trash", "", "",
             "local t = {} for i = 1, 7 do t[i] = ('x'):rep(1000000 + i) end return 1");
    rig_rule(&rig, "t/body", "", "",
             "local t = {} for i = 1, 4 do t[i] = ('x'):rep(1000000 + i):upper():reverse() end "
             "return #table.concat({ t[1]:sub(1, 500000), t[2]:sub(1, 500000) }) / 1e7");
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/body");
    assert_string_equal(outcome_name(f.outcome), "scored");
    for (int i = 0; i < 20; i++) {
        f = rig_run(&rig, "t/trash");
        assert_string_equal(outcome_name(f.outcome), "scored");
        f = rig_run(&rig, "t/body");
        assert_string_equal(rig_reason(&rig, &f), "credit 0.1");
    }
    rig_close(&rig);
}

/* What a rule makes outside of Lua's heap is bounded too. */
static void the_host_keeps_no_memory_for_what_a_rule_only_looked_at(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum outcome outcome;
    } list[] = {
        {"for i = 1, 200000 do local x = plan.budget.drr end return 1", OUTCOME_SCORED},
        {"for i = 1, 20000 do local x = plan.answers['A-1'].note end return 1", OUTCOME_SCORED},
        {"for i = 1, 200000 do local x = answer end return 1", OUTCOME_SCORED},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct rig rig;
        rig_init(&rig);
        rig_plan(&rig, "{\"plan\": {\"budget\": {\"drr\": 1}}, \"answers\": {\"A-1\": {\"value\": "
                       "1, \"note\": "
                       "\"a note that is long enough to be seen when it is copied fifty thousand "
                       "times over\"}}}");
        rig_rule(&rig, "t/body", "", "", list[i].body);
        rig_open(&rig);
        struct arena arena = ARENA_INIT;
        struct finding f;
        assert_non_null(arena_alloc(&arena, 16));
        const struct arena_block *first = arena.head;
        rig.criterion.demand.rule = "t/body";
        assert_int_equal(
            host_run(rig.host, &rig.checklist, &rig.criterion, &rig.plan, &rig.answer, &arena, &f),
            0);
        assert_int_equal(f.outcome, list[i].outcome);
        assert_ptr_equal(arena.head, first); /* all of it fitted into the arena's first block */
        arena_free(&arena);
        rig_close(&rig);
    }
}

/* ---- memory fails ---------------------------------------------------------------------------- */

/* Every limit from nothing to plenty: each allocation of loading and running is refused once. */
static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    add_normal(&rig);
    rig_open(&rig);
    host_free(rig.host);
    rig.host = NULL;
    int absent = 0;
    int limited = 0;
    int scored = 0;
    for (size_t memory = 4096; memory < 90000; memory += 48) {
        struct host_budget budget = host_budget_default;
        struct err e = {0};
        budget.memory = memory;
        if (host_new(rig.rules, &budget, &rig.host, &e) != 0) {
            assert_int_equal(e.code, ERR_MEMORY);
            absent++;
            continue;
        }
        struct finding f;
        rig.criterion.demand.rule = "t/normal";
        assert_int_equal(host_run(rig.host, &rig.checklist, &rig.criterion, &rig.plan, &rig.answer,
                                  &rig.arena, &f),
                         0);
        if (f.outcome == OUTCOME_SCORED) {
            assert_string_equal(rig_describe(&rig, &f), NORMAL_FOUND);
            scored++;
        } else {
            assert_string_equal(
                rig_describe(&rig, &f),
                "error limit  [{message}] {\"message\":\"memory limit reached\"} t/normal@1:0");
            limited++;
        }
        host_free(rig.host);
        rig.host = NULL;
    }
    assert_true(absent > 100);
    assert_true(limited > 100);
    assert_true(scored > 100);
    rig_close(&rig);
}

/* ---- error values ---------------------------------------------------------------------------- */

static void whatever_is_raised_becomes_a_short_clean_text(void **state)
{
    (void)state;
    static const struct {
        const char *body, *reason;
    } list[] = {
        {"error()", "an error without a text"},
        {"error(nil)", "an error without a text"},
        {"error({ code = 1 })", "an error without a text"},
        {"error(true)", "an error without a text"},
        {"error(42)", "an error without a text"},
        {"error('plain')", "t/body.lua:3: plain"},
        {"error('bell \\7 and \\27[2J')", "bell \\x07 and \\x1b[2J"},
        {"error('\\xc3\\x28')", "\\xc3("},
        {"error('a\\0b')", "a\\x00b"},
        {"error('\\u{202e}')", "\\u202e"},
        {"assert(nil)", "assertion failed"},
        {"assert(false, 'so')", "t/body.lua:3: so"},
        {"local x = nil\nreturn x.y", "t/body.lua:4: attempt to index a nil value (local 'x')"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct rig rig;
        rig_init(&rig);
        struct finding f = rig_body(&rig, list[i].body);
        assert_int_equal(f.outcome, OUTCOME_ERROR);
        assert_int_equal(f.by, BY_RULE);
        assert_contains(rig_reason(&rig, &f), list[i].reason);
        rig_close(&rig);
    }
    struct rig rig;
    rig_init(&rig);
    struct finding f = rig_body(&rig, "error(('\\1'):rep(1000000))");
    const char *text = json_string(json_get(f.params, "message"));
    assert_true(strlen(text) > 400 && strlen(text) <= 500);
    assert_int_equal(text_utf8_check(text, strlen(text)), strlen(text));
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_script_of_the_list_escapes),
        cmocka_unit_test(budgets_hold_and_say_which),
        cmocka_unit_test(a_rule_cannot_pretend_to_have_met_a_limit),
        cmocka_unit_test(lying_arguments_are_refused),
        cmocka_unit_test(every_name_of_the_full_language_that_is_not_ours_is_refused_at_load),
        cmocka_unit_test(members_of_the_full_libraries_that_are_not_ours_are_absent),
        cmocka_unit_test(no_function_of_the_standard_libraries_can_be_reached),
        cmocka_unit_test(texts_that_hide_something_are_refused),
        cmocka_unit_test(texts_that_are_only_unusual_are_accepted),
        cmocka_unit_test(deep_and_long_texts_are_refused),
        cmocka_unit_test(a_rule_keeps_no_notes),
        cmocka_unit_test(a_library_keeps_no_notes_between_two_rules),
        cmocka_unit_test(a_used_state_gives_the_same_finding_for_the_same_fuel),
        cmocka_unit_test(rubbish_of_one_rule_takes_no_memory_from_the_next),
        cmocka_unit_test(the_host_keeps_no_memory_for_what_a_rule_only_looked_at),
        cmocka_unit_test(memory_may_run_out_anywhere),
        cmocka_unit_test(whatever_is_raised_becomes_a_short_clean_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
