/* What is seen in the text of a rule: each fault is told with its line, and a sound rule is left in peace. */
#include "review_fixture.h"

#include "review/parse.h"

#define HEAD                                                               \
    "return { id = \"t/r\", version = 1, title = \"t\", source = \"s\",\n" \
    "  needs = { \"plan.actions\" }, args = { limit = 7 }, use = { \"lib/ladder\" },\n"
#define TESTS                                                                           \
    "  tests = { { name = \"a\", plan = { actions = {} }, expect = { credit = 0 } },\n" \
    "    { name = \"b\", plan = {}, expect = { outcome = \"not_assessed\" } } } }\n"
#define LADDER                                                                                    \
    "local function at_least(value, limits)\n"                                                    \
    "  for i, limit in ipairs(limits) do if value >= limit then return #limits - i + 1 end end\n" \
    "  return 0\nend\nreturn { at_least = at_least, at_most = at_least }\n"
#define BODY \
    "    return level(ladder.at_least(args.limit, { 2, 1 }), 2, \"{n} actions\", { n = 1 })\n"

static bool never(void *context, const char *rule, const char *parameter)
{
    (void)context;
    (void)rule;
    return strcmp(parameter, "advised") == 0;
}

/* What is told of a rule; the caller frees. */
static struct buf told_of(const char *text)
{
    struct shelf s = {.count = 0};
    struct buf out = BUF_INIT;
    struct review v = {.report = write_remark, .context = &out};
    shelf_put(&s, "t/r", text);
    shelf_put(&s, "lib/ladder", LADDER);
    shelf_open(&s);
    assert_int_equal(review_rule(&v, s.rules, "t/r", never, NULL), 0);
    assert_false(v.memory);
    shelf_free(&s);
    return out;
}

static void sound(const char *text)
{
    struct buf out = told_of(text);
    assert_string_equal(buf_text(&out), "");
    buf_free(&out);
}

static void tells(const char *text, const char *begin, const char *part)
{
    struct buf out = told_of(text);
    assert_one(buf_text(&out), begin, part);
    buf_free(&out);
}

/* score with these lines, which begin at line 4. */
#define SCORE(lines) HEAD "  score = function(plan, answer, args)\n" lines "  end,\n" TESTS

static void a_sound_rule_is_left_in_peace(void **state)
{
    (void)state;
    sound(SCORE(BODY));
    sound(SCORE("    local _, n = 1, #plan.actions\n" /* _ may stay unread */
                "    for _, a in ipairs(plan.actions) do if a.x then n = n + 1 end end\n"
                "    if n > args.limit then n = args.limit end\n"
                "    return level(ladder.at_least(n, { 2, 1 }), 2)\n"));
    /* args as a whole may be read anywhere */
    sound(SCORE("    local all = args\n    return ladder.at_least(all.limit, { 2 }) / 2\n"));
    sound(SCORE("    for _, x in pairs(args) do if x > 2 then return 0 end end\n"
                "    return ladder.at_least(1, { 2 }) / 2\n"));
    /* whatever the language has */
    sound(SCORE(
        "    local t, i = { [1] = 1, f = function(x) return x end; 2 }, 0\n"
        "    while i < 2 do i = i + 1 if i == 2 then break end end\n"
        "    repeat local done = i > 1 until done\n"
        "    for k = 1, 2 do t[k] = k end\n"
        "    do local function own(a, ...) return select(\"#\", ...) + a end t.n = own(1, 2) end\n"
        "    function t.g(x) return x end\n"
        "    function t:m() return self end\n"
        "    local text <const> = [[long]] .. 'x' .. \"y\"\n"
        "    if not t.f(1) then return 0 elseif #text > 100 then return 1 else i = -i end\n"
        "    goto out\n    ::out::\n"
        "    return (t.f)(ladder.at_least(args.limit, { 2 })) / (2 + 0 * i * #t:m() * t.g(1))\n"));
}

static void names(void **state)
{
    (void)state;
    tells(SCORE("    local spare = 1\n" BODY), "warning 4 t/r unused", "spare is never read");
    tells(SCORE("    local last = 1\n    last = 2\n" BODY), "warning 4 t/r unused",
          "last is given a value that nothing reads");
    tells(SCORE("    local function help(x) return 1 end\n    local y = help(1)\n"
                "    return level(ladder.at_least(args.limit, { y }), 2)\n"),
          "warning 4 t/r unused", "the parameter x is never read");
    tells(SCORE("    local function help() return 1 end\n" BODY), "warning 4 t/r unused",
          "the function help is never read");
    tells(SCORE("    for i, a in ipairs(plan.actions) do if a.x then return 0 end end\n" BODY),
          "warning 4 t/r unused", "the loop's i is never read");
    tells(HEAD "  score = function(p, answer, args)\n" BODY "  end,\n" TESTS,
          "warning 3 t/r unused", "the parameter p is never read");
    /* declared in another block: in the text, and not in reach */
    tells(SCORE("    if args.limit > 2 then local inner = 1 if inner > 2 then return 0 end end\n"
                "    return level(ladder.at_least(inner, { 2 }), 2)\n"),
          "warning 5 t/r undeclared", "inner is not in reach");
    /* a local is there only behind its own declaration */
    tells(SCORE("    local late = late or 1\n"
                "    return level(ladder.at_least(args.limit, { late }), 2)\n"),
          "warning 4 t/r undeclared", "late is not in reach");
    tells(SCORE("    return level(ladder.at_lest(args.limit, { 2 }), 2)\n"),
          "warning 4 t/r undeclared", "lib/ladder has no at_lest");
    tells(SCORE("    return level(args.limit - 7, 2) -- 7: made up\n"), "warning 2 t/r unused",
          "the library lib/ladder is never used");
}

static void arguments(void **state)
{
    (void)state;
    tells(SCORE("    return level(ladder.at_least(2, { 2 }), 2)\n"), "warning 2 t/r args",
          "the argument limit is declared and never read");
    tells(SCORE("    return level(ladder.at_least(args.limit + args.most, { 2 }), 2)\n"),
          "warning 4 t/r args", "the argument most is read and not declared");
    tells(SCORE("    return level(ladder.at_least(args.limit + args[\"most\"], { 2 }), 2)\n"),
          "warning 4 t/r args", "the argument most is read and not declared");
}

static void reasons(void **state)
{
    (void)state;
    tells(SCORE("    return level(ladder.at_least(args.limit, { 2 }), 2, \"{n} actions\", {})\n"),
          "warning 4 t/r reason", "{n}, which is not given");
    tells(SCORE("    if #plan.actions > 2 then return not_assessed(\"no {what}\") end\n" BODY),
          "warning 4 t/r reason", "{what}, which is not given");
    tells(SCORE("    if #plan.actions > 2 then\n      return credit(1, \"all\", { n = 1 })\n    "
                "end\n" BODY),
          "warning 5 t/r reason", "the parameter n is given, and neither");
    /* an advice may name it; a part of the reason may come from elsewhere; a call may give all */
    sound(SCORE(
        "    if #plan.actions > 2 then return credit(1, \"all\", { advised = 1 }) end\n" BODY));
    sound(SCORE(
        "    local much = \"{n} much\"\n"
        "    if #plan.actions > 2 then return credit(1, \"so \" .. much, { n = 1 }) end\n" BODY));
    sound(SCORE("    local function all() return { n = 1 } end\n"
                "    if #plan.actions > 2 then return unknown(\"{n}\", all()) end\n" BODY));
}

static void numbers(void **state)
{
    (void)state;
    tells(SCORE("    if #plan.actions > 12 then return 0 end\n" BODY), "warning 4 t/r number",
          "12 stands in the code");
    sound(SCORE("    if #plan.actions > 12 then return 0 end -- a dozen\n" BODY));
    sound(SCORE("    -- a dozen\n    if #plan.actions > 12 then return 0 end\n" BODY));
    sound(SCORE("    if #plan.actions > 100 then return level(3, 4) end\n" BODY));
    sound(SCORE("    local year = plan.assessment.date:sub(1, 4)\n    if year == \"\" then return "
                "0 end\n" BODY));
}

static void ladders(void **state)
{
    (void)state;
    tells(SCORE("    return level(ladder.at_least(args.limit, { 5, 9 }), 2) -- as drafted\n"),
          "warning 4 t/r ladder", "the step 9 is never reached");
    tells(SCORE("    return level(ladder.at_most(args.limit, { 9, 9 }), 2) -- as drafted\n"),
          "warning 4 t/r ladder", "the step 9 is never reached");
    tells(SCORE("    return level(ladder.at_least(args.limit, { 2, 2 }), 2)\n"),
          "warning 4 t/r ladder", "the step 2 is never reached");
    tells("return { id = \"t/r\", version = 1, title = \"t\", source = \"s\",\n"
          "  args = { limits = { 0.9, 0.3,\n    0.6 } }, use = { \"lib/ladder\" },\n"
          "  score = function(_, answer, args)\n"
          "    return level(ladder.at_least(answer.value, args.limits), 3)\n  end,\n" TESTS,
          "warning 3 t/r ladder", "the step 0.6 is never reached");
}

static void tests(void **state)
{
    (void)state;
    tells(HEAD "  score = function(plan, answer, args)\n" BODY
               "  end,\n  tests = { { name = \"a\", expect = { credit = 0 } } } }\n",
          "warning 6 t/r tests", "the rule has 1 tests");
    tells(HEAD "  score = function(plan, answer, args)\n" BODY
               "  end, tests = { { name = \"a\", expect = { credit = 0 } },\n"
               "  { name = \"b\", expect = { credit = 0 } } } }\n",
          "warning 5 t/r tests", "no test expects not_assessed");
}

/* Whatever the bytes are, taking a text apart ends; only rules that Lua took are ever told of. */
static void any_text_can_be_taken_apart(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "end end end",
                                        "local",
                                        "for",
                                        "if",
                                        "function",
                                        "return {",
                                        "return { a = }",
                                        "return { [1 = 2",
                                        "f(((",
                                        "x = = 1",
                                        "local a <",
                                        "{{{}",
                                        "::",
                                        "goto",
                                        "repeat until",
                                        "return return",
                                        ") ] }",
                                        "function f.g:h",
                                        "for in do",
                                        "local function",
                                        "= = =",
                                        "\"open",
                                        "[[open",
                                        "-- only a comment",
                                        "\xef\xbb\xbfreturn {}",
                                        "a.b.c:d",
                                        "not - # ~",
                                        "...",
                                        "return ...",
                                        "return function(a, ...) end",
                                        "}\n}\n}",
                                        "while do",
                                        "else",
                                        "until"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena arena = ARENA_INIT;
        struct parsed p;
        assert_int_equal(parse(&p, &arena, texts[i], strlen(texts[i])), 0);
        arena_free(&arena);
    }
}

static void every_shipped_rule_is_sound(void **state)
{
    (void)state;
    static const char *const folders[] = {
        "ccrr",   "check",   "education", "equity",     "exchange",      "finance",    "governance",
        "health", "inform",  "lib",       "monitoring", "participation", "protection", "recovery",
        "risk",   "shelter", "social",    "standard",   "warning",       "water"};
    struct shelf s = {.count = 0};
    struct buf out = BUF_INIT;
    struct review v = {.report = write_remark, .context = &out};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        shelf_read(&s, folders[i]);
    }
    shelf_open(&s);
    assert_true(s.count >= 90);
    for (size_t i = 0; i < s.count; i++) { /* the command line knows what advices name */
        assert_int_equal(review_rule(&v, s.rules, s.files[i].name, NULL, NULL), 0);
    }
    assert_string_equal(buf_text(&out), "");
    buf_free(&out);
    shelf_free(&s);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(a_sound_rule_is_left_in_peace),
        cmocka_unit_test(names),
        cmocka_unit_test(arguments),
        cmocka_unit_test(reasons),
        cmocka_unit_test(numbers),
        cmocka_unit_test(ladders),
        cmocka_unit_test(tests),
        cmocka_unit_test(any_text_can_be_taken_apart),
        cmocka_unit_test(every_shipped_rule_is_sound),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
