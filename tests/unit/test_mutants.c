/* Mutants: what is changed in a rule and what is not, what becomes of each, and what is told of it. */
#include "rule_fixture.h"

#include "cases/mutate.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- which there are ------------------------------------------------------------------------- */

/* "line:column kind original > change" of each. */
static void list_all(struct buf *out, const char *text, bool library)
{
    struct arena arena = ARENA_INIT;
    struct mutants all;
    buf_reset(out);
    assert_int_equal(mutants_list(&all, &arena, text, strlen(text), library), 0);
    assert_int_equal(all.len, strlen(text));
    for (size_t i = 0; i < all.count; i++) {
        const struct mutant *m = &all.items[i];
        assert_memory_equal(text + m->from, m->original, m->len);
        buf_printf(out, "%d:%d %s %s > %s\n", m->line, m->column, mutant_kind_name(m->kind),
                   m->original, mutant_removes(m) ? "" : m->with);
    }
    arena_free(&arena);
}

static void every_kind_of_change(void **state)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"return x < y", "1:10 comparison < > <=\n1:10 comparison < > >=\n"},
        {"return x <= y", "1:10 comparison <= > <\n1:10 comparison <= > >\n"},
        {"return x > y", "1:10 comparison > > <=\n1:10 comparison > > >=\n"},
        {"return x >= y", "1:10 comparison >= > <\n1:10 comparison >= > >\n"},
        {"return x == y", "1:10 comparison == > ~=\n"},
        {"return x ~= y", "1:10 comparison ~= > ==\n"},
        {"return 20", "1:8 number 20 > (-20)\n1:8 number 20 > 0\n1:8 number 20 > 19\n"
                      "1:8 number 20 > 21\n"},
        {"return 1", "1:8 number 1 > (-1)\n1:8 number 1 > 0\n1:8 number 1 > 2\n"},
        {"return 0", "1:8 number 0 > (-1)\n1:8 number 0 > 1\n"},
        {"return x or 0", "1:10 logic or > and\n1:13 number 0 > 1\n"},
        {"return 0.65", "1:8 number 0.65 > (-0.65)\n1:8 number 0.65 > 0\n1:8 number 0.65 > 0.64\n"
                        "1:8 number 0.65 > 0.66\n"},
        {"return 0.0", "1:8 number 0.0 > (-0.1)\n1:8 number 0.0 > 0.1\n"},
        {"return 1e-9", "1:8 number 1e-9 > 0\n"},
        {"return -2",
         "1:9 number 2 > (-2)\n1:9 number 2 > 0\n1:9 number 2 > 1\n1:9 number 2 > 3\n"},
        {"return x + y - z", "1:10 arithmetic + > -\n1:14 arithmetic - > +\n"},
        {"return x * y / z", "1:10 arithmetic * > /\n1:14 arithmetic / > *\n"},
        {"return x // y % z", "1:10 arithmetic // > /\n1:15 arithmetic % > *\n"},
        {"return -x", "1:8 arithmetic - > \n"},
        {"return #x", ""},
        {"return x and y", "1:10 logic and > or\n"},
        {"return not x", "1:8 logic not > \n"},
        {"return true", "1:8 truth true > false\n"},
        {"return false", "1:8 truth false > true\n"},
        {"return \"FL\"", "1:8 text \"FL\" > \"FL~\"\n"},
        {"return 'x'", "1:8 text 'x' > 'x~'\n"},
        {"return \"two words\", \"{x}\", \", \", \"/\", [[x]], \"\"", ""},
        {"return f(x, y)", "1:10 arguments x, y > y, x\n"},
        {"return f(x, x), f(x), f{x}, f\"x\"", "1:30 text \"x\" > \"x~\"\n"},
        {"return f(x, y, z)", "1:10 arguments x, y > y, x\n1:13 arguments y, z > z, y\n"},
        {"return math.max(x, y), math.min(x, y), hazard_matches(x, y)", ""},
        {"return math.fmod(x, y)", "1:18 arguments x, y > y, x\n"},
        {"if x then\n  y = z\nelse\n  y = x end return y",
         "2:3 branch y = z > \n4:3 branch y = x > \n"},
        {"if x then y = z elseif z then else y = x end",
         "1:11 branch y = z > \n1:36 branch y = x > \n"},
        {"local function f() if x then return y end return z end", "1:30 branch return y > \n"},
        {"local function f() if x then\n y = z return y end end",
         "2:2 branch y = z return y > \n2:8 branch return y > \n"},
        {"assert(x, \"step \" .. 1 - y)",
         "1:8 arguments x, \"step \" .. 1 - y > \"step \" .. 1 - y, x\n"},
        {"error(\"step\" .. 1)", ""},
        {"return level(0, 1)",
         "1:14 number 0 > (-1)\n1:14 number 0 > 1\n1:14 arguments 0, 1 > 1, 0\n"},
        {"return level(x, 1)",
         "1:14 arguments x, 1 > 1, x\n1:17 number 1 > (-1)\n1:17 number 1 > 0\n"
         "1:17 number 1 > 2\n"},
        {"-- x < 1\nreturn x --[[ < 1 ]]", ""},
        {"return \"é\", 1", "1:13 number 1 > (-1)\n1:13 number 1 > 0\n1:13 number 1 > 2\n"},
    };
    struct buf out = BUF_INIT;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        list_all(&out, cases[i].text, true);
        if (strcmp(buf_text(&out), cases[i].wanted) != 0) {
            fail_msg("%s:\n%swanted:\n%s", cases[i].text, buf_text(&out), cases[i].wanted);
        }
    }
    buf_free(&out);
}

/* Of a rule only what decides is changed; what is taken away leaves its line ends. */
static void only_what_decides(void **state)
{
    static const char text[] =
        "local most, spare, made = 5, 6, 7\n"
        "local function tested(x) return x + spare end\n"
        "local function half(x) return x / most end\n"
        "return { id = \"t/x\", version = 1, title = \"T\", source = \"S\", note = \"N\", use = "
        "{},\n"
        "  needs = { \"plan.a\", \"plan.b\" }, args = { code = \"FL\" },\n"
        "  score = function(plan, answer, args) if args.code then\n return half(\n args) end end,\n"
        "  tests = { { name = \"1\", answer = tested(1) },\n  {} } }\n";
    struct arena arena = ARENA_INIT;
    struct mutants all;
    struct buf out = BUF_INIT;
    (void)state;
    list_all(&out, text, false);
    assert_string_equal(
        buf_text(&out),
        "1:27 number 5 > (-5)\n1:27 number 5 > 0\n1:27 number 5 > 4\n1:27 number 5 > 6\n"
        "1:30 number 6 > (-6)\n1:30 number 6 > 0\n1:30 number 6 > 5\n1:30 number 6 > 7\n"
        "1:33 number 7 > (-7)\n1:33 number 7 > 0\n1:33 number 7 > 6\n1:33 number 7 > 8\n"
        "3:33 arithmetic / > *\n"
        "5:13 need \"plan.a\", > \n5:23 need \"plan.b\" > \n"
        "5:51 text \"FL\" > \"FL~\"\n"
        "7:2 branch return half(\n args) > \n");
    assert_int_equal(mutants_list(&all, &arena, text, strlen(text), false), 0);
    assert_null(strstr(all.text, "name"));
    assert_non_null(strstr(all.text, "tests = {"));
    assert_string_equal(all.items[all.count - 1].with, " \n");
    for (size_t i = 0; i < sizeof text; i++) {
        assert_int_equal(text[i] == '\n', all.text[i] == '\n');
    }
    list_all(&out, "local r = { score = function() return x < y end, id = \"a\" }\nreturn r",
             false);
    assert_contains(buf_text(&out), "comparison"); /* no table is returned: all may decide */
    arena_free(&arena);
    buf_free(&out);
}

/* A library that nobody uses is not loaded, and may be anything. */
static void texts_that_are_no_lua(void **state)
{
    static const char text[] =
        "local function f(a, b) if a < b then return g(a, 1) elseif not a then b = -1 else return "
        "end end\n"
        "for i, x in ipairs(a) do local y <const> = { [x] = 1, z = \"w\"; f:g(x.y[1], ...) } end\n"
        "repeat break until x ~= [[a]] -- mutant ok: b\n"
        "return { score = function(p) assert(x, \"a\") end, needs = { \"a\", }, tests = { {} } }";
    struct buf out = BUF_INIT;
    (void)state;
    for (size_t cut = 0; cut < sizeof text; cut++) {
        char part[sizeof text];
        memcpy(part, text, cut);
        part[cut] = '\0';
        for (int library = 0; library < 2; library++) {
            list_all(&out, part, library == 1);
            list_all(&out, text + cut, library == 1);
        }
    }
    buf_free(&out);
}

/* ---- what becomes of them -------------------------------------------------------------------- */

static const char LIB[] = "local function enough(x, most) return x >= most end\n"
                          "return { enough = enough }\n";
/* At 3 the rule turns; the test at 3 can be left out, or the reason. */
#define RULE(ID, REASON, EDGE)                                                     \
    "return { id = \"" ID                                                          \
    "\", version = 1, title = \"T\", source = \"S\", use = { \"lib/own\" }, \n"    \
    "needs = { \"plan.x\" }, args = { most = 3 },\n"                               \
    "score = function(plan, answer, args)\n"                                       \
    "  if own.enough(plan.x, args.most) then\n"                                    \
    "    return 1\n"                                                               \
    "  end\n"                                                                      \
    "  return 0\n"                                                                 \
    "end,\n"                                                                       \
    "tests = {" EDGE "\n"                                                          \
    "  { name = \"less\", plan = { x = 2 }, expect = { credit = 0 } },\n"          \
    "  { name = \"none\", plan = {}, expect = { outcome = \"not_assessed\" } },\n" \
    "  { name = \"more\", plan = { x = 4 }, expect = { credit = 1 } } } }" REASON
#define EDGE "{ name = \"edge\", plan = { x = 3 }, expect = { credit = 1 } },"

static struct mutation *run(const struct rule_file *files, size_t count, const char *name, int jobs,
                            struct ruleset **r)
{
    struct err e = {0};
    struct mutation *m = NULL;
    assert_int_equal(ruleset_new(files, count, false, r, &e), 0);
    assert_int_equal(ruleset_inspect(*r, NULL, &e), 0);
    struct case_options o = {.rules = *r, .jobs = jobs};
    if (mutate(&o, &name, 1, &m, &e) != 0) {
        fail_msg("%s", e.text);
    }
    return m;
}

static void tell(struct buf *out, const char *rule, const char *name)
{
    const struct rule_file files[] = {{"lib/own", "lib/own.lua", LIB, strlen(LIB), NULL},
                                      {"t/x", "t/x.lua", rule, strlen(rule), NULL}};
    struct ruleset *r = NULL;
    struct mutation *m = run(files, 2, name, 1, &r);
    buf_reset(out);
    report_mutants_text(out, m, false);
    mutation_free(m);
    ruleset_free(r);
}

static void survivors_are_told(void **state)
{
    struct buf out = BUF_INIT;
    (void)state;
    tell(&out, RULE("t/x", "", EDGE), "t/x");
    assert_string_equal(buf_text(&out),
                        "t/x                                100 %  12 of 12 killed\n");
    tell(&out, RULE("t/x", "", ""), "t/x");
    assert_string_equal(buf_text(&out),
                        "t/x.lua:2:39: t/x: survived: 3 became 4\n"
                        "    needs = { \"plan.x\" }, args = { most = 3 },\n"
                        "t/x                                 91 %  11 of 12 killed\n");
    tell(&out, RULE("t/x", "", EDGE), "lib/own");
    assert_string_equal(buf_text(&out),
                        "lib/own                            100 %  2 of 2 killed\n");
    tell(&out, RULE("t/x", "", ""), "lib/own");
    assert_contains(buf_text(&out), "lib/own.lua:1:41: lib/own: survived: >= became >\n"
                                    "    local function enough(x, most) return x >= most end\n");
    buf_free(&out);
}

static void exemptions_need_a_reason_and_a_survivor(void **state)
{
    static const char head[] =
        "return { id = \"t/x\", version = 1, title = \"T\", source = \"S\", args = { "
        "most = 3 }, %s\nscore = function(plan, answer, args)\n  %s\n"
        "  return answer.value > args.most and 1 or 0 %s\nend,\n"
        "tests = { { name = \"a\", answer = 2, expect = { credit = 0 } },\n"
        "{ name = \"b\", answer = 4, expect = { credit = 1 } } } }";
    static const struct {
        const char *first, *above, *own, *wanted;
    } cases[] = {
        {"", "", "", "t/x                                 83 %  10 of 12 killed\n"},
        {"-- mutant ok: all is made up", "", "-- mutant ok: whole numbers  \r",
         "t/x                                100 %  10 of 10 killed, 2 exempt\n"},
        {"-- mutant ok: x", "-- mutant ok: whole numbers", "",
         "t/x                                100 %  10 of 10 killed, 2 exempt\n"},
        {"", "-- mutant ok:", "",
         "t/x.lua:3: t/x: exemption: no reason is written, so nothing is exempt"},
        {"", "local a = answer -- mutant ok: why", "",
         "t/x.lua:3: t/x: exemption: no mutant of the line survives: take the exemption out\n"},
        {"", "", "-- is mutant ok: why", "83 %"},
    };
    struct buf out = BUF_INIT;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf rule = BUF_INIT;
        buf_printf(&rule, head, cases[i].first, cases[i].above, cases[i].own);
        tell(&out, buf_text(&rule), "t/x");
        assert_contains(buf_text(&out), cases[i].wanted);
        buf_free(&rule);
    }
    buf_free(&out);
}

/* What cannot be loaded counts for nothing; what never ends is stopped, and so noticed. */
static void broken_mutants(void **state)
{
    static const char refused[] =
        "local t = { a = 1 }\nlocal n = #\"abc\" + t.a\nassert(n > 3, \"never\")\n"
        "return { id = \"t/x\", version = 1, title = \"T\", source = \"S\",\n"
        "score = function(plan, answer, args) return n / 4 end,\n"
        "tests = { { name = \"a\", expect = { credit = 1 } }, { name = \"b\", expect = { credit = "
        "1 } } } }";
    static const char endless[] =
        "return { id = \"t/x\", version = 1, title = \"T\", source = \"S\",\n"
        "score = function(plan, answer, args) local i = 4 while i ~= 0 do i = i - 1 end return 1 "
        "end,\n"
        "tests = { { name = \"a\", expect = { credit = 1 } }, { name = \"b\", expect = { credit = "
        "1 } } } }";
    struct buf out = BUF_INIT;
    (void)state;
    tell(&out, refused, "t/x");
    assert_contains(buf_text(&out), "not valid");
    tell(&out, endless, "t/x");
    assert_contains(buf_text(&out), "survived: 4 became 3\n");
    assert_null(strstr(buf_text(&out), "survived: - became +"));
    assert_null(strstr(buf_text(&out), "survived: 4 became (-4)"));
    buf_free(&out);
}

static void failing_tests_stop_it(void **state)
{
    static const char rule[] =
        "return { id = \"t/x\", version = 1, title = \"T\", source = \"S\",\n"
        "score = function(plan, answer, args) return 1 end,\n"
        "tests = { { name = \"a\", expect = { credit = 0 } }, { name = \"b\" } } }";
    const struct rule_file file = {"t/x", "t/x.lua", rule, strlen(rule), NULL};
    struct ruleset *r = NULL;
    struct mutation *m = run(&file, 1, "t/x", 2, &r);
    const char *none = "t/none";
    struct case_options o = {.rules = r, .jobs = 1};
    struct err e = {0};
    (void)state;
    assert_int_equal(m->tests->failed, 2);
    assert_int_equal(mutants_valid(m->fates), 0);
    mutation_free(m);
    assert_int_equal(mutate(&o, &none, 1, &m, &e), ERR_NOT_FOUND);
    assert_null(m);
    ruleset_free(r);
}

static void jobs_change_nothing(void **state)
{
    const char *one = RULE("a/one", "", ""), *two = RULE("a/two", "", EDGE);
    const struct rule_file files[] = {{"lib/own", "lib/own.lua", LIB, strlen(LIB), NULL},
                                      {"a/one", "a/one.lua", one, strlen(one), NULL},
                                      {"a/two", "a/two.lua", two, strlen(two), NULL}};
    const char *names[] = {"a/one", "a/two", "lib/own"};
    struct buf outs[3] = {BUF_INIT, BUF_INIT, BUF_INIT};
    struct err e = {0};
    struct ruleset *r = NULL;
    (void)state;
    assert_int_equal(ruleset_new(files, 3, false, &r, &e), 0);
    assert_int_equal(ruleset_inspect(r, NULL, &e), 0);
    for (int i = 0; i < 3; i++) {
        struct case_options o = {.rules = r, .jobs = i * 3 + 1};
        struct mutation *m = NULL;
        assert_int_equal(mutate(&o, names, 3, &m, &e), 0);
        report_mutants_text(&outs[i], m, true);
        report_mutants_json(&outs[i], m, false);
        report_mutants_json(&outs[i], m, true);
        mutation_free(m);
        assert_string_equal(buf_text(&outs[i]), buf_text(&outs[0]));
    }
    const char *text = buf_text(&outs[0]);
    assert_contains(text, "lib/own.lua:1:41: lib/own: killed: >= became >: a/two/edge\n");
    assert_contains(text, "all                                 96 %  25 of 26 killed\n");
    assert_contains(
        text,
        "{\"percent\":96,\"killed\":25,\"survived\":1,\"exempt\":0,\"invalid\":0,\"rules\":[\n"
        "{\"rule\":\"a/one\",\"path\":\"a/one.lua\",\"percent\":91,");
    assert_contains(
        text, "\"mutants\":[\n{\"rule\":\"a/one\",\"path\":\"a/one.lua\",\"line\":2,\"column\":39,"
              "\"kind\":\"number\",\"fate\":\"survived\",\"original\":\"3\",\"change\":\"4\"}]}");
    for (int i = 0; i < 3; i++) {
        buf_free(&outs[i]);
    }
    ruleset_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_change),
        cmocka_unit_test(only_what_decides),
        cmocka_unit_test(texts_that_are_no_lua),
        cmocka_unit_test(survivors_are_told),
        cmocka_unit_test(exemptions_need_a_reason_and_a_survivor),
        cmocka_unit_test(broken_mutants),
        cmocka_unit_test(failing_tests_stop_it),
        cmocka_unit_test(jobs_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
