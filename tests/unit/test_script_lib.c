/* What rules may call: each function's results at the ends of what it takes, and what it says of the
 * rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sandbox_fixture.h"

struct expression {
    const char *lua, *text;
};

/* The finding of a rule that works out `lua`, a list of expressions; top stands before the rule. */
static void work_out(const char *lua, char said[SAID_MAX])
{
    struct buf body = BUF_INIT;
    buf_printf(&body,
               "local r = {%s}\nfor i = 1, #r do r[i] = tostring(r[i]) end\n"
               "return credit(1, \"<\" .. table.concat(r, \"|\") .. \">\")",
               lua);
    try_body(body.data, body.len, said);
    buf_free(&body);
}

/* Each gives these values, separated by bars. */
static void gives(const struct expression *list, size_t count)
{
    char said[SAID_MAX], begins[512];
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(begins, sizeof begins, "scored  1000000000 <%s> @", list[i].text);
        work_out(list[i].lua, said);
        expect(list[i].lua, said, begins, "");
    }
}

/* Each ends the rule: by itself ("rule") or at a limit ("limit"), with these words. */
static void ends(const char *by, const struct expression *list, size_t count)
{
    char said[SAID_MAX], begins[64];
    (void)snprintf(begins, sizeof begins, "error %s 0 ", by);
    for (size_t i = 0; i < count; i++) {
        work_out(list[i].lua, said);
        expect(list[i].lua, said, begins, list[i].text);
    }
}

static void parts_of_texts(void **state)
{
    (void)state;
    static const struct expression good[] = {
        {"(\"abc\"):sub(2)", "bc"},
        {"(\"abc\"):sub(0, 2)", "ab"},
        {"(\"abc\"):sub(-2)", "bc"},
        {"(\"abc\"):sub(-9, 1)", "a"},
        {"(\"abc\"):sub(1, -2)", "ab"},
        {"(\"abc\"):sub(1, -9)", ""},
        {"(\"abc\"):sub(2, 99)", "bc"},
        {"(\"abc\"):sub(3, 2)", ""},
        {"(\"abc\"):byte()", "97"},
        {"(\"abc\"):byte(2, 99)", "98|99"},
        {"(\"abc\"):byte(-1)", "99"},
        {"(\"abc\"):byte(1, -2)", "97|98"},
        {"(\"abc\"):byte(1, -9)", ""},
        {"(\"abc\"):byte(9)", ""},
        {"#{(\"x\"):rep(100):byte(1, 100)}", "100"},
        {"string.char()", ""},
        {"string.char(0):byte(), string.char(65, 255):byte(1, 2)", "0|65|255"},
        {"(\"abc\"):len(), (\"\"):len()", "3|0"},
        {"(\"abc\"):reverse()", "cba"},
        {"(\"aZ@[`{\"):lower(), (\"aZ@[`{\"):upper()", "az@[`{|AZ@[`{"},
        {"(\"ab\"):rep(3), (\"ab\"):rep(3, \"-\"), (\"ab\"):rep(0), (\"ab\"):rep(-1)",
         "ababab|ab-ab-ab||"},
        {"#(\"x\"):rep(1048576)", "1048576"},
        {"(\" \\t\\r\\na b\\n \"):trim(), (\" \"):trim(), (\"\"):trim()", "a b||"},
        {"#(\"\\0 x \\0\"):trim()", "5"},
    };
    static const struct expression bad[] = {
        {"(\"x\"):rep(200):byte(1, 101)", "more than 100 bytes"},
        {"string.char(256)", "bad argument #1 to 'char' (value out of range)"},
        {"string.char(65, -1)", "bad argument #2 to 'char' (value out of range)"},
        {"string.len(5)", "string expected, got number"},
    };
    static const struct expression large[] = {
        {"(\"\"):rep(1048577)", "string.rep: the text would be over 1 MiB"},
        {"(\"x\"):rep(1000000, \"y\")", "string.rep: the text would be over 1 MiB"},
    };
    gives(good, COUNT(good));
    ends("rule", bad, COUNT(bad));
    ends("limit", large, COUNT(large));
}

/* Each at once, in a state where nothing has made room for so many values before. */
static void many_values_at_once(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "return select(\"#\", (\"x\"):rep(100):byte(1, 100)) / 100",
        "local t = {} for i = 1, 200 do t[i] = i end return select(\"#\", table.unpack(t)) / 200",
    };
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct buf text = BUF_INIT;
        char said[SAID_MAX];
        struct lab l;
        body_file(&text, "", bodies[i], strlen(bodies[i]));
        lab_open(&l, text.data, text.len, NULL);
        lab_run(&l, "t/tested", said);
        expect(bodies[i], said, "scored  1000000000 ", "");
        lab_close(&l);
        buf_free(&text);
    }
}

static void looking_into_texts(void **state)
{
    (void)state;
    static const struct expression good[] = {
        {"(\"abc\"):contains(\"bc\"), (\"abc\"):contains(\"\"), (\"abc\"):contains(\"cb\")",
         "true|true|false"},
        {"(\"abc\"):starts_with(\"ab\"), (\"abc\"):starts_with(\"b\"), (\"a\"):starts_with(\"ab\")",
         "true|false|false"},
        {"(\"abc\"):ends_with(\"bc\"), (\"abc\"):ends_with(\"b\"), (\"c\"):ends_with(\"bc\")",
         "true|false|false"},
        {"table.concat((\"a, b,\"):split(\",\"), \"/\"), #(\"\"):split(\",\")", "a/ b/|1"},
    };
    static const struct expression bad[] = {
        {"string.split(\"a\", \"\")", "bad argument #2 to 'split' (an empty separator)"},
        {"(\"a\"):contains(1)", "string expected, got number"},
    };
    gives(good, COUNT(good));
    ends("rule", bad, COUNT(bad));
}

static void formats(void **state)
{
    (void)state;
    static const struct expression good[] = {
        {"(\"%d|%i|%x\"):format(7, -7, 255)", "7|-7|ff"},
        {"(\"%5d/%-5d/%05d/%+d/% d\"):format(1, 2, 3, 4, 5)", "    1/2    /00003/+4/ 5"},
        {"(\"%12d\"):format(1), (\"%.2f\"):format(2.345), (\"%6.12f\"):format(1)",
         "           1|2.35|1.000000000000"},
        {"(\"%g%%\"):format(0.5), (\"%%\"):format(), (\"none\"):format()", "0.5%|%|none"},
        {"(\"%s-%5s-%.1s\"):format(\"a\", \"b\", \"cd\")", "a-    b-c"},
        {"(\"%s %s %s %s\"):format(1, 1.5, true, nil)", "1 1.5 true nil"},
    };
    static const struct expression bad[] = {
        {"(\"%q\"):format(1)", "unknown conversion: use %d %f %g %s or %x"},
        {"(\"%\"):format(1)", "unknown conversion"},
        {"(\"%123d\"):format(1)", "unknown conversion"},
        {"(\"%1:d\"):format(1)", "unknown conversion"},
        {"(\"%.123f\"):format(1)", "unknown conversion"},
        {"(\"%.:f\"):format(1)", "unknown conversion"},
        {"(\"%.-f\"):format(1)", "unknown conversion"},
        {"(\"%-+ 0-5d\"):format(1)", "unknown conversion"},
        {"(\"%d\"):format(1.5)", "number has no integer representation"},
        {"(\"%5s\"):format(1)", "string expected, got number"},
        {"(\"%s\"):format({})", "a table has no text"},
    };
    gives(good, COUNT(good));
    ends("rule", bad, COUNT(bad));
}

static void values(void **state)
{
    (void)state;
    static const struct expression good[] = {
        {"select(\"#\"), select(\"#\", nil, nil)", "0|2"},
        {"select(2, \"a\", \"b\", \"c\")", "b|c"},
        {"select(\"2\", \"a\", \"b\")", "b"},
        {"select(-1, \"a\", \"b\")", "b"},
        {"#{select(9, \"a\")}", "0"},
        {"tonumber(5), tonumber(\"12\"), tonumber(\"1.5\"), tonumber(\"1e300\")",
         "5|12|1.5|1e+300"},
        {"type(tonumber(\"x\")), type(tonumber(true)), math.type(tonumber(\"12\"))",
         "nil|nil|integer"},
        {"tonumber(\"07\"), tonumber(\"-007.5\"), tonumber(\"0\"), tonumber(\"00\"), "
         "tonumber(\"-0\")",
         "7|-7.5|0|0|0"},
        {"type(tonumber(\"--5\")), type(tonumber(\"-\")), type(tonumber(\"0x1\")), "
         "type(tonumber(\"00-1\"))",
         "nil|nil|nil|nil"},
        {"0.1 + 0.2, 0.5, 1 / 0, -1 / 0, 0 / 0", "0.30000000000000004|0.5|inf|-inf|nan"},
        {"tostring(true), tostring(false), tostring(nil), tostring(\"x\")", "true|false|nil|x"},
        {"type(1), type(\"\"), type(nil), type({}), type(type), type(plan)",
         "number|string|nil|table|function|table"},
        {"assert(1, 2)", "1|2"},
    };
    static const struct expression bad[] = {
        {"select(-2, \"a\")", "bad argument #1 to 'select' (index out of range)"},
        {"select(0)", "index out of range"},
        {"select(\"x\")", "number expected, got string"},
        {"tostring({})", "a table has no text: take a number, a text or a boolean out of it"},
        {"tostring(plan)", "a userdata has no text"},
        {"tostring()", "value expected"},
        {"type()", "value expected"},
        {"assert(false)", "assertion failed"},
        {"assert(nil, \"because\")", "because"},
        {"assert(nil, {})", "assertion failed"},
        {"error(\"broken\")", "t/tested.lua:4: broken"},
        {"error({})", "an error without a text"},
    };
    gives(good, COUNT(good));
    ends("rule", bad, COUNT(bad));
}

static void numbers(void **state)
{
    (void)state;
    static const struct expression good[] = {
        {"math.floor(1.5), math.floor(-1.5), math.floor(7), math.floor(1e16)", "1|-2|7|1e+16"},
        {"math.ceil(1.5), math.ceil(-1.5), math.ceil(7), math.ceil(-1e16)", "2|-1|7|-1e+16"},
        {"math.abs(-3), math.abs(3), math.abs(-1.5), math.abs(math.mininteger) == math.mininteger",
         "3|3|1.5|true"},
        {"math.fmod(7, 4), math.fmod(-7, 4), math.sqrt(2)", "3|-3|1.4142135623730951"},
        {"math.min(2, 1, 3), math.max(2, 3, 1), math.min(5), math.max(5)", "1|3|5|5"},
        {"math.tointeger(3.0), type(math.tointeger(3.5)), type(math.tointeger(\"3\"))",
         "3|nil|nil"},
        {"math.type(1), math.type(1.0), type(math.type(\"1\"))", "integer|float|nil"},
        {"math.huge, math.maxinteger", "inf|9223372036854775807"},
    };
    static const struct expression bad[] = {
        {"math.fmod(1, 0)", "bad argument #2 to 'fmod' (zero)"},
        {"math.floor(\"x\")", "number expected, got string"},
        {"math.min()", "number expected, got no value"},
        {"math.max(1, {})", "number expected, got table"},
        {"math.type()", "value expected"},
    };
    gives(good, COUNT(good));
    ends("rule", bad, COUNT(bad));
}

/* Keys come in one order whatever the process: numbers by value, texts by bytes. */
static void going_through(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"local t, out = {}, {}\n"
         "for _, k in ipairs({\"ab\", \"a\", \"abcd\", \"abc\", \"b\", \"B\", \"\"}) do t[k] = 1 "
         "end\n"
         "t[2], t[1], t[1.5], t[-3], t[1e300], t[9007199254740992] = 1, 1, 1, 1, 1, 1\n"
         "for k in pairs(t) do table.insert(out, k) end\n"
         "return credit(1, \"{out}\", {out = out})",
         "scored  1000000000 -3, 1, 1.5, 2, 9.00719925474099e+15, 1e+300, , B, a, ab, abc, abcd, b "
         "@",
         ""},
        {"local n = 0 for i, v in ipairs({1, 2, nil, 4}) do n = n + i end return n / 10",
         "scored  300000000 ", ""},
        {"for k in pairs({[true] = 1}) do end return 1", "error rule",
         "pairs: a key is a boolean, but keys must be numbers or texts"},
        {"for k in pairs(5) do end return 1", "error rule", "table expected, got number"},
        {"for k in ipairs(5) do end return 1", "error rule", "table expected, got number"},
    };
    try_cases(cases, COUNT(cases));
}

static void lists(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"local t = {1, 2} table.insert(t, 3) table.insert(t, 1, 0) table.insert(t, 5, 4)\n"
         "return credit(1, table.concat(t, \",\"))",
         "scored  1000000000 0,1,2,3,4 @", ""},
        {"local t = {1, 2, 3, 4} local a, b = table.remove(t, 1), table.remove(t)\n"
         "return credit(1, a .. b .. \":\" .. table.concat(t, \",\") .. type(table.remove({})))",
         "scored  1000000000 14:2,3nil @", ""},
        {"return credit(1, table.concat({table.unpack({1, 2, 3}, 2)}, \",\") .. \"|\" ..\n"
         "  table.concat({table.unpack({1, 2, 3}, 2, 1)}, \",\") .. \"|\" .. #{table.unpack({})})",
         "scored  1000000000 2,3||0 @", ""},
        {"local t = {3, 1, 2} table.sort(t) local u = {\"b\", \"B\", \"a\"} table.sort(u)\n"
         "local d = {1, 3, 2} table.sort(d, function(a, b) return a > b end)\n"
         "return credit(1, table.concat(t) .. table.concat(u) .. table.concat(d))",
         "scored  1000000000 123Bab321 @", ""},
        {"local t = {} table.insert(t, 3, 1) return 1", "error rule", "position out of range"},
        {"local t = {} table.insert(t, 0, 1) return 1", "error rule", "position out of range"},
        {"local t = {} table.insert(t) return 1", "error rule", "give the list and the value"},
        {"local t = {1} table.remove(t, 2) return 1", "error rule", "position out of range"},
        {"local t = {1} table.remove(t, 0) return 1", "error rule", "position out of range"},
        {"return table.concat({1, {}})", "error rule",
         "holds something else than texts and numbers"},
        {"return table.concat(5)", "error rule", "table expected, got number"},
        {"return table.unpack({1}, 0)", "error rule", "outside the list"},
        {"return table.unpack({1}, 1, 2)", "error rule", "outside the list"},
        {"table.sort({{}, {}}) return 1", "error rule",
         "only numbers and texts can be compared: give a function"},
        {"table.sort({1, 2}, 5) return 1", "error rule", "function expected, got number"},
        {"table.sort({1, \"a\"}) return 1", "error rule", "attempt to compare"},
        {"table.insert(args, 1) return 1", "error rule", "read-only: make a new one"},
        {"local t = {} for i = 1, 200 do t[i] = i end return #{table.unpack(t)} / 200",
         "scored  1000000000 ", ""},
        {"local t = {} for i = 1, 201 do t[i] = i end table.unpack(t) return 1", "error limit",
         "table.unpack: more than 200 values"},
        {"local t = {} for i = 1, 100001 do t[i] = 1 end return #table.concat(t)", "error limit",
         "a list of more than 100000"},
        {"local s = (\"x\"):rep(1000000) return table.concat({s, s})", "error limit",
         "table.concat: the text would be over 1 MiB"},
    };
    try_cases(cases, COUNT(cases));
}

static void results(void **state)
{
    (void)state;
    static const struct body_case cases[] = {
        {"return credit(0.25)", "scored  250000000 credit 0.25 @4", ""},
        {"return credit(0.25, nil)", "scored  250000000 credit 0.25 @4", ""},
        {"return level(1, 4)", "scored  250000000 level 1 of 4 @4", ""},
        {"return level(1, 4, \"{x} high\", {x = 7})", "scored  250000000 7 high @4", ""},
        {"return not_applicable(\"no coast\")", "not_applicable rule 0 no coast @4", ""},
        {"return unknown(\"nobody knows\")", "unknown rule 0 nobody knows @4", ""},
        {"return not_assessed(\"no figures\")", "not_assessed  0 no figures @4", ""},
        {"return credit(1, \"{p}\", {p = percent(0.1234)})", "scored  1000000000 12.3 % @4", ""},
        {"return not_applicable()", "error rule", "give the reason as a text"},
        {"return credit(1, \"x\", 5)", "error rule", "table expected, got number"},
        {"return credit(\"1\")", "error rule", "the credit is a string: give a number"},
        {"return level(1, 0)", "error rule", "the highest level must be over 0"},
        {"return level(nil, 1)", "error rule", "the level is nil: give a number"},
        {"return credit(1, \"missing: {p}\", {p = {\"a\", 2}})",
         "scored  1000000000 missing: a, 2 @4", ""},
        {"return credit(1, \"missing: {p}\", {p = {}})", "scored  1000000000 missing:  @4", ""},
        {"return percent(1 / 0)", "error rule", "no finite number"},
        {"return credit()", "error rule", "the credit is missing: give a number"},
        {"return level(plan, 3)", "error rule", "the level is a part of the plan: give a number"},
        {"return level(unknown(\"x\"), 3)", "error rule", "the level is a finding: give a number"},
        {"return credit(1.0000000001)", "error rule", "returned 1.0000000001, but a credit lies"},
        {"return credit(percent(1))", "error rule", "the credit is a percent: give a number"},
        {"return age(\"2026-01-01\", \"2026-13-01\")", "error rule",
         "age: give two dates YYYY-MM-DD and years, months or days"},
        {"local y, begun = age(\"2024-02-29\", \"2026-09-12\")\n"
         "return credit(1, y .. tostring(begun) .. age(\"2026-09-10\", \"2026-09-12\", \"days\"))",
         "scored  1000000000 2true2 @", ""},
        {"return credit(1, tostring(hazard_matches(\"FL\", \"FF\")) .. hazard_umbrella(\"FF\") ..\n"
         "  tostring(hazard_umbrella(\"FL\")) .. tostring(hazard_umbrella(\"none\")))",
         "scored  1000000000 trueFLnilnil @", ""},
        {"return credit(1, hazard_title(\"FF\") .. tostring(hazard_title(\"none\")))",
         "scored  1000000000 flash floodnil @", ""},
        /* One of 2025, one of 2020, one that became two, one of neither edition. */
        {"return credit(1, hip_2025(\"MH0603\") .. hip_2025(\"MH0006\") ..\n"
         "  tostring(hip_2025(\"MH0018\")) .. tostring(hip_2025(\"none\")))",
         "scored  1000000000 MH0603MH0603nilnil @", ""},
        {"return credit(1, country_name(\"NPL\") .. tostring(country_name(\"NP\")))",
         "scored  1000000000 Nepalnil @", ""},
        {"return credit(1, country_group(\"NPL\", \"wb_income\") ..\n"
         "  tostring(country_group(\"NPL\", \"sids\")) .. country_group(\"FJI\", \"sids\"))",
         "scored  1000000000 LMInilsids @", ""},
        {"return credit(1, country_group(\"NPL\", \"income\"))", "error rule",
         "country_group: there is no scheme \"income\""},
        {"return credit(1, hazard_hip(\"EQ\") .. tostring(hazard_hip(\"CF\")) ..\n"
         "  tostring(hazard_hip(\"none\")))",
         "scored  1000000000 GH0101nilnil @", ""},
        /* The line is that of the rule, whoever calls the constructor. */
        {"\nlocal r\ntable.sort({{}, \"sorted\"}, not_applicable)\n\nreturn unknown(\"done\")",
         "unknown rule 0 done @8", ""},
        /* Deeper inside the host's own functions than anybody looks: no line, and no harm. */
        {"table.sort({table.sort, {table.sort, {not_applicable, {{}, \"deep\"}}}}, table.sort)\n"
         "return unknown(\"done\")",
         "unknown rule 0 done @5", ""},
    };
    try_cases(cases, COUNT(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_texts),
        cmocka_unit_test(many_values_at_once),
        cmocka_unit_test(looking_into_texts),
        cmocka_unit_test(formats),
        cmocka_unit_test(values),
        cmocka_unit_test(numbers),
        cmocka_unit_test(going_through),
        cmocka_unit_test(lists),
        cmocka_unit_test(results),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
