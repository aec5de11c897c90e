/* What a rule may try, by the numbers of docs/sandbox.md: each in this process and in a worker. Both say
 * the same to the letter for the same fuel, and the next rule is none the worse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <lauxlib.h>

#include "base/text.h"
#include "sandbox_fixture.h"
#include "under_valgrind.h"
#include "worker/cage.h"
#include "script/script.h"
#include "script/source.h"

static const struct host_budget budget = {.fuel = 10000000, .memory = 16 << 20, .wall_ms = 600000};

/* One way: the normal rule, the one under test, the normal one. */
static int64_t one_way(const char *text, size_t len, bool outside, char said[SAID_MAX])
{
    char normal[SAID_MAX];
    struct lab l;
    lab_open_in(&l, text, len, &budget, outside);
    lab_run(&l, "t/normal", normal);
    assert_string_equal(normal, NORMAL_SAYS);
    lab_run(&l, "t/tested", said);
    int64_t fuel = l.host->fuel_used;
    const char *error = ruleset_find(l.rules, "t/tested")->error;
    if (error != NULL) {
        (void)snprintf(said, SAID_MAX, "refused %s", error);
        fuel = 0;
    }
    lab_run(&l, "t/normal", normal);
    assert_string_equal(normal, NORMAL_SAYS);
    lab_close(&l);
    return fuel;
}

/* Both ways; said is what both say. */
static void both_ways(const char *text, size_t len, char said[SAID_MAX])
{
    char outside[SAID_MAX];
    int64_t fuel = one_way(text, len, false, said), other = one_way(text, len, true, outside);
    assert_string_equal(said, outside);
    assert_int_equal(fuel, other);
}

static void hold(const struct body_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char said[SAID_MAX];
        struct buf text = BUF_INIT;
        body_file(&text, "", cases[i].body, strlen(cases[i].body));
        both_ways(text.data, text.len, said);
        expect(cases[i].body, said, cases[i].begins, cases[i].holds);
        buf_free(&text);
    }
}

/* A test named r01_… holds a table of bodies, how the finding begins, and its reason. */
#define THREAT(name, ...)                                      \
    static void name(void **state)                             \
    {                                                          \
        (void)state;                                           \
        static const struct body_case cases[] = {__VA_ARGS__}; \
        hold(cases, COUNT(cases));                             \
    }

THREAT(r01_endless_loops, {"while true do end", "error limit ", "cpu budget used up"},
       {"::a:: goto a", "error limit ", "cpu budget used up"},
       {"for i = 1, 1 << 62 do end", "error limit ", "cpu budget used up"})

THREAT(r02_loops_behind_pcall,
       {"pcall(function() while true do end end)", "refused ", "unknown name \"pcall\""},
       {"xpcall(function() while true do end end, type)", "refused ", "unknown name \"xpcall\""},
       {"xpcall(error, function() while true do end end)", "refused ", "unknown name \"xpcall\""})

THREAT(r03_loops_in_coroutines,
       {"coroutine.wrap(function() while true do end end)()", "refused ",
        "unknown name \"coroutine\""},
       {"local function f(n) if n > 0 then coroutine.wrap(f)(n - 1) end end while true do f(4) end",
        "refused ", "unknown name \"coroutine\""})

THREAT(r04_loops_at_the_end,
       {"setmetatable({}, { __gc = function() while true do end end })", "refused ",
        "unknown name \"setmetatable\""},
       {"local x <close> = setmetatable({}, { __close = function() while true do end end })",
        "refused ", "unknown name \"setmetatable\""},
       {"local x <close> = {} return 1", "error rule ", "non-closable"})

THREAT(r05_huge_repetitions, {"return (''):rep(1 << 62)", "error limit ", "1 MiB"},
       {"return ('x'):rep(1 << 30)", "error limit ", "1 MiB"})

THREAT(r06_patterns_that_go_back,
       {"return string.find(('a'):rep(200), ('a*'):rep(12) .. 'b')", "refused ", "is not there"},
       {"return string.gsub('', '', '')", "refused ", "is not there"},
       {"return ('x'):match('x')", "error rule ", "nil value"},
       {"return ('a'):rep(1000000):contains(('a'):rep(500000) .. 'b') and 1 or 0", "scored  0 ",
        ""})

THREAT(r07_huge_counts, {"table.move({}, 1, 1 << 62, 2)", "refused ", "is not there"},
       {"table.insert({}, 1 << 62, 1)", "error rule ", "out of range"},
       {"table.remove({ 1 }, math.mininteger)", "error rule ", "out of range"},
       {"table.concat({}, '', 1, 1 << 62)", "error ", ""},
       {"return table.unpack({}, 1, 1 << 62)", "error rule ", "outside the list"},
       {"table.sort(setmetatable({}, { __len = function() return 1 << 62 end }))", "refused ",
        "unknown name \"setmetatable\""})

THREAT(r08_memory, {"local s = 'x' while true do s = s .. s end", "error limit ", "memory limit"},
       {"local t = {} for i = 1, 1e9 do t[i] = { i } end", "error limit ", "memory limit"},
       {"local s, t = ('x'):rep(1000000), {} for i = 1, 1e9 do t[i] = s .. i end", "error limit ",
        "memory limit"})

/* A number of kB in /proc/self/status. */
static long status_kb(const char *field)
{
    char line[256];
    long kb = -1;
    FILE *f = fopen("/proc/self/status", "r");
    assert_non_null(f);
    while (kb < 0 && fgets(line, sizeof line, f) != NULL) {
        if (strncmp(line, field, strlen(field)) == 0) {
            kb = strtol(line + strlen(field), NULL, 10);
        }
    }
    (void)fclose(f);
    return kb;
}

/* From now on the peak is that of what follows. */
static void forget_peak(void)
{
    FILE *f = fopen("/proc/self/clear_refs", "w");
    assert_non_null(f);
    assert_true(fputs("5", f) >= 0);
    assert_int_equal(fclose(f), 0);
}

/* What this process takes at most while rules that want all the memory run: their limit and a little. Comes
 * first, since what was released before would be taken again unseen. */
static void r08_the_host_grows_by_the_limit_and_no_more(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "local s = 'x' while true do s = s .. s end",
        "local t = {} for i = 1, 1e9 do t[i] = { i } end",
        "local s, t = ('x'):rep(1000000), {} for i = 1, 1e9 do t[i] = s .. i end",
        "local t = {} for i = 1, 1e9 do t['k' .. i] = true end"};
    enum { MORE_KB = 5 << 10 };
    static const long limit_kb = 16 << 10;
    if (cage_missing() !=
        NULL) { /* tests/fault runs this without a sanitizer, which takes memory of its own */
        print_message("left out here: %s\n", cage_missing());
        return;
    }
    if (under_valgrind()) {
        print_message("left out here: this memory would be valgrind's\n");
        return;
    }
    for (int outside = 1; outside >= 0; outside--) { /* a worker's memory is none of ours */
        long most = outside == 1 ? MORE_KB : limit_kb + MORE_KB;
        for (size_t i = 0; i < COUNT(bodies); i++) {
            struct buf text = BUF_INIT;
            struct lab l;
            char said[SAID_MAX];
            body_file(&text, "", bodies[i], strlen(bodies[i]));
            forget_peak();
            long before = status_kb("VmRSS:");
            lab_open_in(&l, text.data, text.len, &budget, outside == 1);
            lab_run(&l, "t/tested", said);
            expect(bodies[i], said, "error limit ", "memory limit");
            lab_run(&l, "t/normal", said);
            assert_string_equal(said, NORMAL_SAYS);
            long grown = status_kb("VmHWM:") - before;
            if (grown > most) {
                fail_msg("%s: %ld kB more, of %ld", bodies[i], grown, most);
            }
            assert_true(outside == 1 || i > 0 || grown > 1 << 10); /* it is seen */
            lab_close(&l);
            buf_free(&text);
        }
    }
}

THREAT(r09_collecting_without_end,
       {"local t = {} for i = 1, 90000 do t[i] = { i } end\n"
        "local i = 0 while true do i = i + 1 t[i % 90000 + 1] = { i, i } end",
        "error limit ", "cpu budget"},
       {"local t = {} for i = 1, 14 do t[i] = ('x'):rep(1000000) .. i end\n"
        "while true do local x = { {}, {} } end",
        "error limit ", "cpu budget"})

THREAT(r10_steps_that_are_paid_for,
       {"local s = ('x'):rep(1000000) while true do s:lower() end", "error limit ", "cpu budget"},
       {"local s = (' '):rep(1000000) while true do tonumber(s) end", "error limit ", "cpu budget"},
       {"local t = {} for i = 1, 100000 do t[i] = 100000 - i end while true do table.sort(t) end",
        "error limit ", "cpu budget"})

/* A step of the language itself on long texts takes no more fuel than one on short ones: the clock ends it,
 * in process and in a worker, and such a finding is not stored. */
static void r10_slow_steps_are_ended_by_the_clock(void **state)
{
    (void)state;
    static const struct host_budget hasty = {
        .fuel = 1000000000, .memory = 16 << 20, .wall_ms = 500};
    static const char *const bodies[] = {
        "local a, b = ('x'):rep(1000000), ('x'):rep(999999) .. 'y'\n"
        "while true do local c = a < b end",
        "local s = ('x'):rep(500000) while true do local t = s .. s end"};
    for (size_t i = 0; i < 2 * COUNT(bodies); i++) {
        struct buf text = BUF_INIT;
        struct lab l;
        char said[SAID_MAX];
        body_file(&text, "", bodies[i / 2], strlen(bodies[i / 2]));
        lab_open_in(&l, text.data, text.len, &hasty, i % 2 == 1);
        host_begin(l.host);
        lab_run(&l, "t/tested", said);
        expect(bodies[i / 2], said, "error limit ", "time limit reached");
        assert_true(host_hurried(l.host));
        host_begin(l.host);
        lab_run(&l, "t/normal", said);
        assert_string_equal(said, NORMAL_SAYS);
        assert_false(host_hurried(l.host));
        lab_close(&l);
        buf_free(&text);
    }
}

THREAT(r11_recursion, {"local function f() return f() + 1 end return f()", "error limit ", ""},
       {"local function f() table.sort({ 1, 2 }, f) end f()", "error limit ", "stack overflow"})

/* before, `part` count times: refused when it is loaded. */
static void refuse_repeated(const char *before, const char *part, int count, const char *holds)
{
    char said[SAID_MAX];
    struct buf body = BUF_INIT, text = BUF_INIT;
    buf_puts(&body, before);
    for (int i = 0; i < count; i++) {
        buf_puts(&body, part);
    }
    body_file(&text, "", body.data, body.len);
    both_ways(text.data, text.len, said);
    expect(before, said, "refused ", holds);
    buf_free(&body);
    buf_free(&text);
}

static void r12_depth_of_the_text(void **state)
{
    (void)state;
    refuse_repeated("return ", "(", 5000, "nested deeper");
    refuse_repeated("local t = ", "{", 300, "nested deeper");
    refuse_repeated("return ", "function() return ", 190, "");
    refuse_repeated("", "local a\n", 300, "too many local variables");
}

static void r13_long_chains_of_names(void **state)
{
    (void)state;
    refuse_repeated("local a = {} return a", ".a", 101, "a chain of more than 100");
    refuse_repeated("local a = {} return a", ".a", 32000, "");
    refuse_repeated("local a = {} return a", ".a", 30000, "a chain of more than 100");
}

THREAT(r14_metamethods_that_move_the_stack,
       {"local m = {} m.__concat = function(a, b) return a .. b end "
        "return setmetatable({}, m) .. 'x'",
        "refused ", "unknown name \"setmetatable\""},
       {"getmetatable('').__concat = error", "refused ", "unknown name \"getmetatable\""},
       {"return {} .. 'x'", "error rule ", "concatenate a table"})

static int collect(lua_State *L, const void *part, size_t len, void *context)
{
    (void)L;
    buf_add(context, part, len);
    return 0;
}

static void refuse_binary(const char *text, size_t len)
{
    struct err e = {0};
    assert_int_equal(source_check("rules/t/tested.lua", text, len, NULL, 0, &e), ERR_RULE);
}

/* A rule as its own compiler writes it, whole and with bytes changed: 10 000 of them. */
static void r15_binary_chunks(void **state)
{
    (void)state;
    struct buf binary = BUF_INIT, text = BUF_INIT;
    char said[SAID_MAX];
    lua_State *L = luaL_newstate();
    body_file(&text, "", "return 1", 8);
    assert_int_equal(luaL_loadbufferx(L, text.data, text.len, "=x", "t"), LUA_OK);
    assert_int_equal(lua_dump(L, collect, &binary, 0), 0);
    lua_close(L);
    uint64_t chance = 1;
    for (int i = 0; i < 10000; i++) {
        char *copy = malloc(binary.len);
        assert_non_null(copy);
        memcpy(copy, binary.data, binary.len);
        for (int k = 0; k < 1 + i % 8; k++) {
            chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            copy[1 + (chance >> 33) % (binary.len - 1)] = (char)(chance >> 24);
        }
        refuse_binary(copy, binary.len);
        if (i % 2000 == 0) {
            both_ways(copy, binary.len, said);
            expect("a changed chunk", said, "refused ", "a binary chunk");
        }
        free(copy);
    }
    static const char *const before[] = {"", "\xef\xbb\xbf", "#!/usr/bin/lua\n"};
    for (size_t i = 0; i < COUNT(before); i++) {
        buf_reset(&text);
        buf_puts(&text, before[i]);
        buf_add(&text, binary.data, binary.len);
        both_ways(text.data, text.len, said);
        expect(before[i], said, "refused ", "");
    }
    buf_free(&binary);
    buf_free(&text);
}

/* Every name of Lua 5.1 to 5.5 that is not ours. What a rule can reach by other ways is walked through in
 * test_rule_limits.c. */
static const char *const foreign_names[] = {"coroutine",
                                            "debug",
                                            "io",
                                            "os",
                                            "package",
                                            "utf8",
                                            "bit32",
                                            "jit.on",
                                            "ffi.C",
                                            "_G",
                                            "_VERSION",
                                            "collectgarbage",
                                            "dofile",
                                            "getfenv",
                                            "getmetatable",
                                            "load",
                                            "loadfile",
                                            "loadstring",
                                            "module",
                                            "next",
                                            "newproxy",
                                            "pcall",
                                            "print",
                                            "rawequal",
                                            "rawget",
                                            "rawlen",
                                            "rawset",
                                            "require",
                                            "setfenv",
                                            "setmetatable",
                                            "unpack",
                                            "warn",
                                            "xpcall",
                                            "arg",
                                            "jit",
                                            "ffi",
                                            "bit",
                                            "bit32.band",
                                            "bit32.bor",
                                            "bit32.extract",
                                            "coroutine.close",
                                            "coroutine.create",
                                            "coroutine.isyieldable",
                                            "coroutine.resume",
                                            "coroutine.running",
                                            "coroutine.status",
                                            "coroutine.wrap",
                                            "coroutine.yield",
                                            "debug.debug",
                                            "debug.getfenv",
                                            "debug.gethook",
                                            "debug.getinfo",
                                            "debug.getlocal",
                                            "debug.getmetatable",
                                            "debug.getregistry",
                                            "debug.getupvalue",
                                            "debug.getuservalue",
                                            "debug.setcstacklimit",
                                            "debug.setfenv",
                                            "debug.sethook",
                                            "debug.setlocal",
                                            "debug.setmetatable",
                                            "debug.setupvalue",
                                            "debug.setuservalue",
                                            "debug.traceback",
                                            "debug.upvalueid",
                                            "debug.upvaluejoin",
                                            "io.close",
                                            "io.flush",
                                            "io.input",
                                            "io.lines",
                                            "io.open",
                                            "io.output",
                                            "io.popen",
                                            "io.read",
                                            "io.stderr",
                                            "io.stdin",
                                            "io.stdout",
                                            "io.tmpfile",
                                            "io.type",
                                            "io.write",
                                            "math.acos",
                                            "math.asin",
                                            "math.atan",
                                            "math.atan2",
                                            "math.cos",
                                            "math.cosh",
                                            "math.deg",
                                            "math.exp",
                                            "math.frexp",
                                            "math.ldexp",
                                            "math.log",
                                            "math.log10",
                                            "math.modf",
                                            "math.pi",
                                            "math.pow",
                                            "math.rad",
                                            "math.random",
                                            "math.randomseed",
                                            "math.sin",
                                            "math.sinh",
                                            "math.tan",
                                            "math.tanh",
                                            "jit.off",
                                            "math.ult",
                                            "os.clock",
                                            "os.date",
                                            "os.difftime",
                                            "os.execute",
                                            "os.exit",
                                            "os.getenv",
                                            "os.remove",
                                            "os.rename",
                                            "os.setlocale",
                                            "os.time",
                                            "os.tmpname",
                                            "package.config",
                                            "package.cpath",
                                            "package.loaded",
                                            "package.loaders",
                                            "package.loadlib",
                                            "package.path",
                                            "package.preload",
                                            "package.searchers",
                                            "package.searchpath",
                                            "package.seeall",
                                            "string.dump",
                                            "string.find",
                                            "string.gfind",
                                            "string.gmatch",
                                            "string.gsub",
                                            "string.match",
                                            "string.pack",
                                            "string.packsize",
                                            "string.unpack",
                                            "table.create",
                                            "table.foreach",
                                            "table.foreachi",
                                            "table.getn",
                                            "table.maxn",
                                            "table.move",
                                            "table.pack",
                                            "table.setn",
                                            "utf8.char",
                                            "utf8.charpattern",
                                            "utf8.codepoint",
                                            "utf8.codes",
                                            "utf8.len",
                                            "utf8.offset",
                                            "bit32.arshift",
                                            "bit32.bnot",
                                            "bit32.btest",
                                            "bit32.bxor",
                                            "bit32.lrotate",
                                            "bit32.lshift",
                                            "bit32.replace",
                                            "bit32.rrotate",
                                            "bit32.rshift"};

static void r16_names_of_the_full_language(void **state)
{
    (void)state;
    enum { NAMES = COUNT(foreign_names) };
    struct arena arena = ARENA_INIT;
    struct rule_file files[NAMES];
    assert_true(NAMES >= 150);
    for (size_t i = 0; i < NAMES; i++) {
        struct buf text = BUF_INIT, name = BUF_INIT;
        buf_printf(&name, "t/n%zu", i);
        buf_printf(&text,
                   "return { id = \"%s\", version = 1, title = \"t\", source = \"s\", score = "
                   "function() return %s end }",
                   name.data, foreign_names[i]);
        char *id = arena_strdup(&arena, name.data);
        files[i] = (struct rule_file){id, id, arena_strdup(&arena, text.data), text.len, NULL};
        buf_free(&text);
        buf_free(&name);
    }
    for (int outside = 0; outside < 2; outside++) {
        const struct worker_options o = {.unfiltered = true};
        struct ruleset *rules = NULL;
        struct err e = {0};
        assert_int_equal(ruleset_new(files, NAMES, true, &rules, &e), 0);
        assert_true(outside == 0 || worker_isolate(rules, &o, &e) == 0);
        assert_int_equal(ruleset_inspect(rules, NULL, &e), 0);
        for (size_t i = 0; i < NAMES; i++) {
            const char *error = ruleset_find(rules, files[i].name)->error;
            const char *dot = strchr(foreign_names[i], '.');
            char first[32];
            (void)snprintf(
                first, sizeof first, "\"%.*s\"",
                (int)(dot == NULL ? strlen(foreign_names[i]) : (size_t)(dot - foreign_names[i])),
                foreign_names[i]);
            if (error == NULL ||
                (strstr(error, "is not there") == NULL &&
                 (strstr(error, "unknown name") == NULL || strstr(error, first) == NULL))) {
                fail_msg("%s: %s", foreign_names[i], error == NULL ? "is there" : error);
            }
        }
        ruleset_free(rules);
    }
    arena_free(&arena);
}

THREAT(r17_poisoned_methods_of_texts, {"string.upper = error", "error rule ", "read-only"},
       {"getmetatable('').__index = {}", "refused ", "unknown name \"getmetatable\""},
       {"('').upper = error", "error rule ", ""}, {"('').x.y = 1", "error rule ", "nil value"})

THREAT(r18_leaked_and_misspelt_names, {"x = 1", "refused ", "unknown name \"x\""},
       {"function helper() end", "refused ", "unknown name \"helper\""},
       {"return tostrng(1)", "refused ", "\"tostrng\": did you mean \"tostring\"?"},
       {"return crdit(1)", "refused ", "\"crdit\": did you mean \"credit\"?"},
       {"return percnt(1)", "refused ", "\"percnt\": did you mean \"percent\"?"},
       {"return answr.value", "refused ", "\"answr\""}, {"return Plan.id", "refused ", "\"Plan\""},
       {"return math.flor(1)", "refused ", "math.flor"})

THREAT(r19_writing_what_is_handed_over, {"answer.value = 1", "error rule ", "read-only"},
       {"plan.answers.X.value = 1", "error rule ", "read-only"},
       {"plan.budget.drr = 1", "error rule ", "read-only"},
       {"args.a = 2", "error rule ", "read-only"},
       {"return answer.value", "scored  500000000 ", ""})

THREAT(r20_what_is_raised, {"error()", "error rule ", "an error without a text"},
       {"error({})", "error rule ", "an error without a text"},
       {"error(setmetatable({}, { __tostring = function() while true do end end }))", "refused ",
        "unknown name \"setmetatable\""},
       {"error(plan)", "error rule ", "an error without a text"},
       {"error(('x'):rep(1000000))", "error rule ", "xxx"},
       {"error('a\\xff\\0\\27[31m\\nb')", "error rule ", "a\\xff\\x00\\x1b[31m"})

THREAT(r21_what_is_no_number, {"return nil", "error rule ", "returned a nil instead of a number"},
       {"return '95'", "error rule ", "returned a string"},
       {"return true", "error rule ", "returned a boolean"},
       {"return {}", "error rule ", "returned a table"}, {"", "error rule ", "returned a nil"},
       {"return 0.25, 1, 'more'", "scored  250000000 ", ""})

THREAT(r22_numbers_out_of_range, {"return 0 / 0", "error rule ", "no finite number"},
       {"return 1 / 0", "error rule ", "no finite number"},
       {"return -1 / 0", "error rule ", "no finite number"},
       {"return -1e-300", "error rule ", "from 0 to 1"},
       {"return 100.0000001", "error rule ", "from 0 to 1"},
       {"return 1e308", "error rule ", "from 0 to 1"}, {"return -0.0", "scored  0 credit 0 ", ""})

/* Large numbers of a plan enter as floats: large_numbers_do_not_wrap in test_rule_fair.c. */
THREAT(r23_integers_that_wrap, {"return math.maxinteger + 1", "error rule ", "from 0 to 1"})

THREAT(r24_texts_as_numbers, {"return '10' + 5", "error rule ", "arithmetic"},
       {"return -'10'", "error rule ", "arithmetic"},
       {"return '1' * 1", "error rule ", "arithmetic"})

THREAT(r25_what_differs_from_run_to_run,
       {"local s = '' for k in pairs({ z = 1, a = 1, [2] = 1, m = 1, [1] = 1 }) do s = s .. k end "
        "return credit(1, s)",
        "scored  1000000000 12amz ", ""},
       {"return tostring({})", "error rule ", "has no text"},
       {"return string.format('%p', {})", "error rule ", "conversion"},
       {"for k in pairs({ [{}] = 1 }) do end", "error rule ", "keys must be numbers or texts"},
       {"return os.time()", "refused ", "unknown name \"os\""},
       {"return math.random()", "refused ", "is not there"})

THREAT(r26_last_digits, {"return math.exp(1)", "refused ", "is not there"},
       {"return math.log(2)", "refused ", "is not there"}, {"return ln(2)", "refused ", "\"ln\""},
       {"local x = 0.5 return x^0.5", "refused ", "exponent 2"},
       {"local x = 0.1 return x^2 + 0.2", "scored  210000000 ", ""})

static void r29_bytes_of_the_text(void **state)
{
    (void)state;
    static const struct {
        const char *top, *begins, *holds;
        size_t len;
    } cases[] = {{"-- \xff", "refused ", ":1: bytes that are no UTF-8", 4},
                 {"-- x\n-- \xed\xa0\x80", "refused ", ":2: bytes that are no UTF-8", 11},
                 {"-- x\n\0", "refused ", ":2: bytes that are no UTF-8", 6},
                 {"\xef\xbb\xbf", "scored  500000000 ", "", 3},
                 {"-- x\r\nlocal a = 1\r\n", "scored  500000000 ", "", 19}};
    char said[SAID_MAX];
    struct buf text = BUF_INIT, line = BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf rest = BUF_INIT;
        body_file(&rest, "", "return 0.5", 10);
        buf_reset(&text);
        buf_add(&text, cases[i].top, cases[i].len);
        buf_add(&text, rest.data, rest.len);
        both_ways(text.data, text.len, said);
        expect(cases[i].top, said, cases[i].begins, cases[i].holds);
        buf_free(&rest);
    }
    buf_puts(&line, "-- ");
    for (int i = 0; i < 64 * 1024; i++) {
        buf_putc(&line, 'x');
    }
    buf_reset(&text);
    body_file(&text, line.data, "return 0.5", 10);
    both_ways(text.data, text.len, said);
    expect("a line of 64 KiB", said, "refused ", "over 64 KiB");
    buf_free(&line);
    buf_free(&text);
}

/* Each just under its own budget: those of a plan share another, and the next plan has it whole. */
static void r34_many_rules_each_under_its_budget(void **state)
{
    (void)state;
    static const char body[] = "for i = 1, 80000 do end return 1";
    static const struct host_budget small = {
        .fuel = 100000, .plan_fuel = 2500000, .memory = 16 << 20, .wall_ms = 600000};
    struct buf text = BUF_INIT;
    int scored[2][2] = {{0}};
    body_file(&text, "", body, sizeof body - 1);
    for (int outside = 0; outside < 2; outside++) {
        struct lab l;
        char said[SAID_MAX];
        lab_open_in(&l, text.data, text.len, &small, outside == 1);
        for (int plan = 0; plan < 2; plan++) {
            host_begin(l.host);
            for (int i = 0; i < 1000; i++) {
                lab_run(&l, "t/tested", said);
                if (strncmp(said, "scored ", 7) == 0) {
                    scored[outside][plan]++;
                } else {
                    expect(body, said, "error limit ", "cpu budget");
                }
            }
        }
        lab_close(&l);
    }
    assert_int_equal(scored[0][0], 31);
    assert_memory_equal(scored[0], scored[1], sizeof scored[0]);
    assert_int_equal(scored[0][0], scored[0][1]);
    buf_free(&text);
}

/* The same fuel in ten hosts, and in each again. (both_ways compares it in every test above.) */
static void r36_fuel_is_the_same_each_time(void **state)
{
    (void)state;
    static const char body[] =
        "local t = {} for i = 1, 500 do t[i] = tostring(i) end table.sort(t) "
        "return credit(plan.budget.drr / plan.budget.total, '{a}', "
        "{ a = table.concat(t, '', 1, 9) })";
    struct buf text = BUF_INIT;
    char first[SAID_MAX] = "", said[SAID_MAX];
    int64_t fuel = 0;
    body_file(&text, "", body, sizeof body - 1);
    for (int i = 0; i < 10; i++) {
        struct lab l;
        lab_open_in(&l, text.data, text.len, &budget, i % 2 == 1);
        for (int again = 0; again < 2; again++) {
            lab_run(&l, "t/tested", said);
            if (i == 0 && again == 0) {
                memcpy(first, said, sizeof first);
                fuel = l.host->fuel_used;
            }
            assert_string_equal(said, first);
            assert_int_equal(l.host->fuel_used, fuel);
        }
        lab_close(&l);
    }
    assert_true(fuel > 500);
    expect(body, first, "scored  250000000 ", "");
    buf_free(&text);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], WORKER_ARGUMENT) == 0) {
        _exit(worker_serve());
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r08_the_host_grows_by_the_limit_and_no_more),
        cmocka_unit_test(r01_endless_loops),
        cmocka_unit_test(r02_loops_behind_pcall),
        cmocka_unit_test(r03_loops_in_coroutines),
        cmocka_unit_test(r04_loops_at_the_end),
        cmocka_unit_test(r05_huge_repetitions),
        cmocka_unit_test(r06_patterns_that_go_back),
        cmocka_unit_test(r07_huge_counts),
        cmocka_unit_test(r08_memory),
        cmocka_unit_test(r09_collecting_without_end),
        cmocka_unit_test(r10_steps_that_are_paid_for),
        cmocka_unit_test(r10_slow_steps_are_ended_by_the_clock),
        cmocka_unit_test(r11_recursion),
        cmocka_unit_test(r12_depth_of_the_text),
        cmocka_unit_test(r13_long_chains_of_names),
        cmocka_unit_test(r14_metamethods_that_move_the_stack),
        cmocka_unit_test(r15_binary_chunks),
        cmocka_unit_test(r16_names_of_the_full_language),
        cmocka_unit_test(r17_poisoned_methods_of_texts),
        cmocka_unit_test(r18_leaked_and_misspelt_names),
        cmocka_unit_test(r19_writing_what_is_handed_over),
        cmocka_unit_test(r20_what_is_raised),
        cmocka_unit_test(r21_what_is_no_number),
        cmocka_unit_test(r22_numbers_out_of_range),
        cmocka_unit_test(r23_integers_that_wrap),
        cmocka_unit_test(r24_texts_as_numbers),
        cmocka_unit_test(r25_what_differs_from_run_to_run),
        cmocka_unit_test(r26_last_digits),
        cmocka_unit_test(r29_bytes_of_the_text),
        cmocka_unit_test(r34_many_rules_each_under_its_budget),
        cmocka_unit_test(r36_fuel_is_the_same_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
