/* What the host says of files that are no rules, of calls that go wrong, of tests and checklists that do
 * not fit; and what it keeps when a limit is reached. */
#include "cases_fixture.h"
#include "rule_fixture.h"

#include "script/sandbox.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define RULE(fields) \
    "return { id = \"t/x\", version = 1, title = \"t\", source = \"s\", " fields "}"
#define SCORE "score = function(plan, answer, args) return 1 end"

/* The file t/x with this text is refused with these words; wanted "": it is accepted. */
static void assert_file(const char *text, size_t len, const char *wanted)
{
    struct rig rig;
    rig_init(&rig);
    rig_file(&rig, "lib/a", "return { one = function() return 1 end }");
    rig_file(&rig, "lib/b", "return {}");
    rig_file_bytes(&rig, "t/x", text, len);
    rig_open(&rig);
    const char *said = rig_refused(&rig, "t/x");
    if (wanted[0] == '\0' ? said[0] != '\0' : strstr(said, wanted) == NULL) {
        fail_msg("%.200s\n  wanted: %s\n  said: %s", text, wanted, said);
    }
    rig_close(&rig);
}

struct file_case {
    const char *text, *wanted;
};

static void assert_files(const struct file_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_file(cases[i].text, strlen(cases[i].text), cases[i].wanted);
    }
}

static void fields_of_a_rule(void **state)
{
    (void)state;
    static const struct file_case cases[] = {
        {RULE(SCORE), ""},
        {"return 5", "t/x.lua: returns a number: return a table"},
        {"return { 5, id = \"t/x\" }", "t/x.lua: \"?\" is no field of a rule"},
        {"return { versio = 1 }", "\"versio\" is no field of a rule: did you mean version"},
        {"return { zzzzzzzz = 1 }", "\"zzzzzzzz\" is no field of a rule: remove it"},
        {"return { id = 5 }", "id is a number: give a string"},
        {"return { id = \"t/x\" }", "has no version: add it"},
        {"return { id = \"t/x\", version = \"1\" }", "version is a string: give a number"},
        {"return { id = \"t/x\", version = 1, title = \"\" }", "title is empty: fill it in"},
        {"return { id = \"t/y\", version = 1, title = \"t\", source = \"s\", " SCORE " }",
         "id is \"t/y\": a rule is named by its path, \"t/x\""},
        {"return { id = \"t/x\", version = 1.5, title = \"t\", source = \"s\", " SCORE " }",
         "version is no whole number from 1 to 1000000000"},
        {"return { id = \"t/x\", version = 0, title = \"t\", source = \"s\", " SCORE " }",
         "version is no whole number from 1 to 1000000000"},
        {"return { id = \"t/x\", version = 2000000000, title = \"t\", source = \"s\", " SCORE " }",
         "version is no whole number from 1 to 1000000000"},
        {RULE("needs = 5, " SCORE), "needs is a number: give a list in braces"},
        {RULE("needs = { \"a b\" }, " SCORE), "needs: entry 1 is no path such as plan.budget.drr"},
        {RULE("needs = { 5 }, " SCORE), "needs: entry 1 is no path"},
        {RULE("needs = { (\"a\"):rep(201) }, " SCORE), "needs: entry 1 is no path"},
        {"local n = {} for i = 1, 65 do n[i] = \"a\" end " RULE("needs = n, " SCORE),
         "needs more than 64 facts: use a shorter list"},
        {"local n = {} for i = 1, 64 do n[i] = \"a\" end " RULE("needs = n, " SCORE), ""},
        {"local n = {} for i = 1, 70 do n = { n } end " RULE("args = { a = n }, " SCORE),
         "nested deeper than 64"},
        {"local m, out = math.min, {} for k in pairs({ 1 }) do out[k] = m(k, 2) end " RULE(
             "score = function(plan, answer, args) return m(1, 2) end"),
         ""},
        {"local p = pairs({ 1 }) " RULE("score = function(plan, answer, args) return p() end"),
         "an iterator may not be kept: call pairs where it is used"},
    };
    static const char *const titles[] = {"a\\nb", "\\127", "\\255", "\\0"};
    char text[4096];
    assert_files(cases, COUNT(cases));
    for (size_t i = 0; i <= COUNT(titles); i++) {
        int len = i < COUNT(titles)
                      ? snprintf(text, sizeof text,
                                 "return { id = \"t/x\", version = 1, title = \"%s\", "
                                 "source = \"s\", " SCORE " }",
                                 titles[i])
                      : snprintf(text, sizeof text,
                                 "return { id = \"t/x\", version = 1, title = \"%02001d\", "
                                 "source = \"s\", " SCORE " }",
                                 0);
        assert_file(text, (size_t)len,
                    "title is no text of one line and at most 2000 bytes: mend it");
    }
}

static void libraries_that_are_used(void **state)
{
    (void)state;
    static const struct file_case cases[] = {
        {RULE("use = {\"lib/a\"}, score = function(plan, answer, args) return a.one() end"), ""},
        {RULE("use = { \"lib/a\", \"lib/b\" }, " SCORE), ""},
        {RULE("use = { \"lib/c\" }, " SCORE), "uses \"lib/c\", which is not there"},
        {RULE("use = { \"a\" }, " SCORE),
         "uses \"a\", which is not there: libraries lie in rules/lib"},
        {RULE("use = { \"t/x\" }, " SCORE), "uses \"t/x\", which is not there"},
        {RULE("use = { 5 }, " SCORE), "use is not plain: write use = { \"lib/name\" } once"},
        {"-- use {\"lib/none\"}\n" RULE(SCORE), ""},
        {"-- use = {\"lib/a\", \"lib/b\"}\n" RULE("use = {\"lib/b\", \"lib/a\"}, " SCORE),
         "use is not plain"},
        {"-- use = {\"lib/a\"}\n" RULE(SCORE), "use is not plain"},
        {"use", "t/x.lua:1:"},
        {"-- refuse = {\"lib/a\"}\n" RULE(SCORE) " -- use", ""},
        {"return { use = { \"lib/a\", ", "t/x.lua:1:"},
        {"return { use = { 5, ", "t/x.lua:1:"},
    };
    assert_files(cases, COUNT(cases));
}

/* Texts at whose very end the reader of names has to stop. */
static void texts_that_end_early(void **state)
{
    (void)state;
    static const struct file_case cases[] = {
        {"", "t/x.lua: returns a nil: return a table"},
        {RULE(SCORE) " --", ""},
        {RULE(SCORE) " -- the end", ""},
        {RULE(SCORE) " --[[ the\nend ]]", ""},
        {RULE(SCORE) " --[=", ""},
        {RULE(SCORE) " --[==[ x ]=] ]==]", ""},
        {"local x = [", "t/x.lua:1:"},
        {"local x = [=", "t/x.lua:1:"},
        {"local x = .", "t/x.lua:1:"},
        {"local x = .5\n" RULE("score = function(plan, answer, args) return x end"), ""},
        {"local x = .x", "t/x.lua:1:"},
        {"local x = 0", "t/x.lua: returns a nil"},
        {"local x = 0X1p-1 + 0x1P-1 + 1e-1 + 1E+0 - 0xe+1\n" RULE(SCORE), ""},
        {"local function 5", "t/x.lua:1:"},
        {"local function", "t/x.lua:1:"},
        {"local x = 'a", "t/x.lua:1:"},
        {"local x = 'a\\", "t/x.lua:1:"},
        {"end", "t/x.lua:1:"},
        {"return { a = 1; b = 2 }", "t/x.lua: \""},
        {"return { 1 b = 2 }", "t/x.lua:1:"},
    };
    static const char nul_first[] = "return {} \0 \xff", nul_last[] = "return {} \xff\n\0";
    assert_files(cases, COUNT(cases));
    assert_file(nul_first, sizeof nul_first - 1, "t/x.lua:1: bytes that are no UTF-8 text");
    assert_file(nul_last, sizeof nul_last - 1, "t/x.lua:1: bytes that are no UTF-8 text");
}

static void fields_of_the_libraries(void **state)
{
    (void)state;
    char text[512];
#define BODY(x) RULE("score = function(plan, answer, args) " x " end")
    static const struct file_case cases[] = {
        {BODY("return math.nothing(1)"), "math.nothing is not there: see what a rule may use"},
        {BODY("return string.gsub(1)"), "string.gsub is not there"},
        {BODY("return plan.string.gsub"), ""},
        {BODY("local string = { gsub = 1 } return string.gsub"), ""},
        {BODY("return math.floor(1)"), ""},
        {BODY("return string.(1)"), "t/x.lua:1:"},
    };
    assert_files(cases, COUNT(cases));
    /* Longer than any name there is: it is nil when it is called. */
    int len = snprintf(text, sizeof text, BODY("return math.x%070d"), 0);
    assert_file(text, (size_t)len, "");
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* What the rule with this body says on this plan and answer; the rig is closed by the caller. */
static const char *say(struct rig *rig, const char *fields, const char *body)
{
    rig_rule(rig, "t/body", "", fields, body);
    rig_open(rig);
    assert_string_equal(rig_refused(rig, "t/body"), "");
    struct finding f = rig_run(rig, "t/body");
    return rig_describe(rig, &f);
}

static void a_rule_without_tests_is_refused_unless_that_is_allowed(void **state)
{
    (void)state;
    for (int allowed = 0; allowed < 2; allowed++) {
        struct rig rig;
        struct err e;
        rig_init(&rig);
        rig_rule(&rig, "t/bare", "", "", "return 1");
        assert_int_equal(ruleset_new(rig.files, rig.count, allowed == 1, &rig.rules, &e), 0);
        assert_int_equal(ruleset_inspect(rig.rules, NULL, &e), 0);
        const struct rule_info *info = ruleset_find(rig.rules, "t/bare");
        if (allowed == 1) {
            assert_null(info->error);
        } else {
            assert_non_null(strstr(info->error, "has 0 tests: add at least two"));
        }
        rig_close(&rig);
    }
}

static void rules_that_are_not_there(void **state)
{
    (void)state;
    struct rig rig;
    struct err e;
    rig_init(&rig);
    rig_rule(&rig, "t/body", "", "", "return 1");
    rig_file(&rig, "t/bad", "return 5");
    /* Not inspected: nobody knows what it needs. */
    assert_int_equal(ruleset_new(rig.files, rig.count, true, &rig.rules, &e), 0);
    assert_int_equal(host_new(rig.rules, NULL, &rig.host, &e), 0);
    struct finding f = rig_run(&rig, "t/body");
    assert_string_equal(rig_reason(&rig, &f), "the rule t/body is not there");
    assert_int_equal(ruleset_inspect(rig.rules, NULL, &e), 0);
    f = rig_run(&rig, "t/body");
    assert_int_equal(f.outcome, OUTCOME_SCORED);
    f = rig_run(&rig, "t/none");
    assert_string_equal(rig_reason(&rig, &f), "the rule t/none is not there");
    assert_int_equal(ruleset_inspect(rig.rules, NULL, &e), 0); /* known already */
    f = rig_run(&rig, "t/bad");
    assert_string_equal(rig_reason(&rig, &f), "t/bad.lua: returns a number: return a table");
    assert_null(ruleset_find(rig.rules, NULL));
    size_t len = 0, count = 0;
    assert_null(ruleset_text(rig.rules, "t/none", &len));
    assert_int_equal(host_tests(rig.host, "t/none", &count, &e), ERR_NOT_FOUND);
    assert_string_equal(e.text, "t/none: no such rule");
    assert_int_equal(host_tests(rig.host, "t/bad", &count, &e), ERR_RULE);
    assert_string_equal(e.text, "t/bad.lua: returns a number: return a table");
    rig_close(&rig);
    sandbox_free(NULL);
    host_free(NULL);
    ruleset_free(NULL);
    assert_int_equal(ruleset_new(NULL, 0, true, &rig.rules, &e), 0);
    assert_int_equal(ruleset_count(rig.rules), 0);
    assert_null(ruleset_find(rig.rules, "t/body"));
    ruleset_free(rig.rules);
}

/* Two functions over one local: what a run left in it is put back, once for both. */
static void state_that_functions_share(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_rule(&rig, "t/body",
             "local n = 1 local function up() n = n + 1 return n end "
             "local function twice() n = 2 * n return n end",
             "", "return (up() + twice()) / 100");
    rig_open(&rig);
    assert_string_equal(rig_refused(&rig, "t/body"), "");
    for (int times = 0; times < 3; times++) {
        struct finding f = rig_run(&rig, "t/body");
        assert_int_equal(f.credit, 60000000);
    }
    rig_close(&rig);
}

static void arguments(void **state)
{
    (void)state;
    static const struct {
        const char *declared, *given, *says;
    } cases[] = {
        {"args = { target = 1 },", "{\"target\": null}", "scored  1 "},
        {"args = { target = 1 },", "{\"tarket\": 1}",
         "the argument \\\"tarket\\\" is not declared by t/body: did you mean \\\"target\\\"?"},
        {"args = { 7, target = 1 },", "{\"quite\": 1}",
         "the argument \\\"quite\\\" is not declared by t/body: see its args"},
        {"", "{\"target\": 1}",
         "the argument \\\"target\\\" is not declared by t/body: see its args"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rig rig;
        rig_init(&rig);
        rig.criterion.demand.args = rig_json(&rig, cases[i].given);
        assert_contains(say(&rig, cases[i].declared, "return args.target or 1"), cases[i].says);
        rig_close(&rig);
    }
    /* More arguments than are looked through for a neighbour. */
    struct rig rig;
    struct buf fields = BUF_INIT;
    rig_init(&rig);
    buf_puts(&fields, "args = {");
    for (int i = 0; i < 80; i++) {
        buf_printf(&fields, "argument%d = 1,", i);
    }
    buf_puts(&fields, "},");
    rig.criterion.demand.args = rig_json(&rig, "{\"argument99\": 1}");
    assert_contains(say(&rig, buf_text(&fields), "return 1"),
                    "is not declared by t/body: did you mean \\\"argument");
    buf_free(&fields);
    rig_close(&rig);
}

static void arguments_too_deep(void **state)
{
    (void)state;
    struct rig rig;
    struct json *deep = NULL;
    rig_init(&rig);
    deep = json_new(&rig.arena, JSON_ARRAY);
    for (int i = 0; i < 70; i++) {
        struct json *outer = json_new(&rig.arena, JSON_ARRAY);
        assert_int_equal(json_add(&rig.arena, outer, NULL, deep), 0);
        deep = outer;
    }
    struct json *args = json_new(&rig.arena, JSON_OBJECT);
    assert_int_equal(json_add(&rig.arena, args, "a", deep), 0);
    rig.criterion.demand.args = args;
    assert_contains(say(&rig, "args = { a = {} },", "return 1"), "nested deeper than 64");
    rig_close(&rig);
}

static void reasons(void **state)
{
    (void)state;
    static const struct file_case cases[] = {
        {"return credit(1, \"x\", {})", "scored  1 [x] {} t/body@1:3"},
        {"return credit(1, \"{x}\", {x = {[1.5] = 1}})",
         "a table here has texts as keys, or is a list"},
        {"return credit(1, \"{x}\", {doubts = 1})", "is the engine's own: name it otherwise"},
        {"return credit(1, \"{x}\", {[5] = 1})", "the parameters of a reason have names"},
        {"return credit(1, \"{x}\", {x = 0 / 0})", "a number that is not finite"},
        {"return credit(1, \"{x}\", {x = -1 / 0})", "a number that is not finite"},
        {"return credit(1, \"{x}\", {x = type})", "a function has no place here"},
        {"return credit(1, \"{x}\", {x = {true, {}}})", "scored  1 [{x}] {\"x\":[true,{}]}"},
        {"return credit(1, \"\\0\")", "the reason is no UTF-8 text of at most 2000 bytes"},
        {"return credit(1, (\"x\"):rep(2001))",
         "the reason is no UTF-8 text of at most 2000 bytes"},
        {"return credit(1, \"\\255\")", "the reason is no UTF-8 text of at most 2000 bytes"},
        {"return 1.5", "t/body returned 1.5, but a credit lies from 0 to 1: divide percent by 100"},
        {"return 101", "t/body returned 101, but a credit lies from 0 to 1\""},
        {"return 0 / 0", "t/body returned no finite number, but a credit lies from 0 to 1"},
        {"return \"1\"", "t/body returned a string instead of a number"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rig rig;
        rig_init(&rig);
        assert_contains(say(&rig, "", cases[i].text), cases[i].wanted);
        rig_close(&rig);
    }
}

/* ---- texts for translators ------------------------------------------------------------------- */

static int gather(void *context, const char *path, int line, const char *text)
{
    struct buf *out = context;
    buf_printf(out, "%s:%d %s|", path, line, text);
    return strcmp(text, "stop here") == 0 ? 7 : 0;
}

static void texts_of_rules(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
        int code;
    } cases[] = {
        {"return { title = \"a title\", source = 'a source', id = \"t/x y\",\n"
         "score = function(p, a) return level(1, 2, \"a reason\") end }",
         "t/x.lua:2 a reason|", 0},
        {"return { title = f({ \"x y\" }, function() do if true then end end end) .. \" z\"; score "
         "= "
         "\"a b\" }",
         "t/x.lua:1 a b|", 0},
        {"return { tests = { { name = \"a b\" }, { plan = {} } }, score = \"c d\" }",
         "t/x.lua:1 c d|", 0},
        {"return { score = \"c d\", tests = { \"a b\" } }", "t/x.lua:1 c d|", 0},
        {"local x = { tests = 1, y = { source = \"o p\" }, 'q r' }", "t/x.lua:1 o p|t/x.lua:1 q r|",
         0},
        {"return \"one\", \"\", \" joint\", \"joint \", [[long one]], \"a \\\"b\\\" \\n\"",
         "t/x.lua:1 a \"b\" \n|", 0},
        {"return \"stop here\", \"not this\"", "t/x.lua:1 stop here|", 7},
        {"return \"open there\\x", "t/x.lua:1 open there\\|", 0},
        {"return \"open at the end\\", "t/x.lua:1 open at the end|", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rig rig;
        struct buf out = BUF_INIT;
        rig_init(&rig);
        rig_file(&rig, "t/x", cases[i].text);
        rig_file(&rig, "t/y", "");
        rig.files[1].fault = "cannot be read";
        struct err e = {0};
        assert_int_equal(ruleset_new(rig.files, rig.count, true, &rig.rules, &e), 0);
        assert_int_equal(ruleset_texts(rig.rules, gather, &out), cases[i].code);
        assert_string_equal(buf_text(&out), cases[i].wanted);
        buf_free(&out);
        rig_close(&rig);
    }
}

/* ---- parts ----------------------------------------------------------------------------------- */

static void rig_parts(struct rig *rig, struct part *parts, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++) {
        parts[i].answer.type = ANSWER_NUMBER;
        parts[i].weight = 1;
    }
    rig->criterion.demand.answer.parts = parts;
    rig->criterion.demand.answer.part_count = count;
    rig_answer(rig, ANSWER_PARTS, value);
}

static void parts_of_an_answer(void **state)
{
    (void)state;
    struct rig rig;
    struct part parts[] = {{.id = "a", .rule = "t/part"},
                           {.id = "b", .rule = "t/part"},
                           {.id = "d", .rule = "t/part"},
                           {.id = "c", .rule = "t/part"}};
    rig_init(&rig);
    rig.checklist.risk = true;
    rig_plan(&rig, "{\"plan\": {\"id\": \"P\", \"title\": \"T\"}}");
    rig_rule(&rig, "t/part", "", "args = { direction = \"\" },",
             "local both = plan.id .. plan.title\n"
             "if answer.value == 2 then return unknown(\"two\") end\n"
             "return credit(1, plan.id .. args.direction)");
    rig_rule(&rig, "t/breaks", "", "", "local p = answer.parts[1].credit return p .. nil");
    rig_rule(&rig, "t/claims", "", "", "return not_assessed(\"none\")");
    rig_parts(&rig, parts, COUNT(parts), "{\"a\": 1, \"b\": 2, \"c\": null}");
    assert_string_equal(
        say(&rig, "",
            "local out = {}\nfor i, p in ipairs(answer.parts) do\n"
            "  out[i] = p.id .. p.outcome .. tostring(p.credit) .. p.reason end\n"
            "return credit(1, plan.title .. table.concat(out, \",\"))"),
        "scored  1 [Tascored1Prisk,bunknownniltwo,"
        "dnot_assessednilno answer was given,"
        "cnot_assessednilno answer was given]  t/body@1:6 plan.id plan.title answers.T-1");
    struct finding f = rig_run(&rig, "t/breaks");
    assert_int_equal(f.outcome, OUTCOME_ERROR);
    assert_contains(rig_reason(&rig, &f), "t/breaks.lua:3: attempt to concatenate");
    rig_close(&rig);
}

/* Two parts that read more paths together than a finding keeps. */
static void more_reads_than_are_kept(void **state)
{
    (void)state;
    struct rig rig;
    struct buf plan = BUF_INIT;
    struct part parts[] = {{.id = "a", .rule = "t/part"}, {.id = "b", .rule = "t/part"}};
    buf_puts(&plan, "{\"plan\": {}, \"facts\": {\"x\": 0");
    for (int i = 1; i <= 1400; i++) {
        buf_printf(&plan, ", \"f%d\": %d", i, i);
    }
    buf_puts(&plan, "}}");
    rig_init(&rig);
    rig_plan(&rig, buf_text(&plan));
    rig_rule(&rig, "t/part", "", "",
             "local n = 0\nfor i = answer.value + 1, answer.value + 700 do n = n + "
             "plan.facts[\"f\" .. i] end\n"
             "return credit(1, \"{n}\", {n = n})");
    rig_rule(&rig, "t/many", "", "",
             "local n = 0\nfor i = 1, 1400 do n = n + plan.facts[\"f\" .. i] end\nreturn credit(1, "
             "\"{n}\", {n = n})");
    rig_parts(&rig, parts, COUNT(parts), "{\"a\": 0, \"b\": 700}");
    rig_rule(&rig, "t/body", "", "",
             "return credit(1, answer.parts[1].reason .. \" \" .. answer.parts[2].reason)");
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/body");
    assert_string_equal(rig_reason(&rig, &f), "245350 735350");
    assert_int_equal(f.read_count, READ_MAX);
    assert_string_equal(f.read[0], "facts.f1");
    assert_string_equal(f.read[READ_MAX - 1], "facts.f1024");
    rig.criterion.demand.answer = (struct answer_spec){.type = ANSWER_NONE};
    f = rig_run(&rig, "t/many");
    assert_string_equal(rig_reason(&rig, &f), "980700");
    assert_int_equal(f.read_count, READ_MAX);
    rig_close(&rig);
    buf_free(&plan);
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* A clock that is over at once stops a rule that goes on, wherever it spends its time; the finding says
 * so, and keeps nothing that depends on the machine. */
static void the_clock(void **state)
{
    (void)state;
    static const struct host_budget budget = {.fuel = 10000000, .memory = 16 << 20, .wall_ms = 0};
    static const char *const bodies[] = {
        "local n = plan.id\nfor i = 1, 100000 do n = i end\nreturn 1",
        "local n = plan.id\nlocal s = (\"x\"):rep(1000000)\nreturn #s / 1000000",
    };
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct rig rig;
        rig_init(&rig);
        rig_plan(&rig, "{\"plan\": {\"id\": \"P\"}}");
        rig_rule(&rig, "t/body", "", "", bodies[i]);
        rig_rule(&rig, "t/quick", "", "", "return 1");
        rig_open_with(&rig, &budget);
        struct finding f = rig_run(&rig, "t/quick");
        assert_int_equal(f.outcome, OUTCOME_SCORED);
        assert_false(host_hurried(rig.host));
        for (int times = 0; times < 2; times++) {
            f = rig_run(&rig, "t/body");
            assert_string_equal(
                rig_describe(&rig, &f),
                "error limit  [{message}] {\"message\":\"time limit reached\"} t/body@1:0");
            assert_true(host_hurried(rig.host));
        }
        host_begin(rig.host);
        assert_false(host_hurried(rig.host));
        rig_close(&rig);
    }
}

/* Whatever the size at which memory gives out, the verdict is the same, and the next rule is well. */
static void memory_gives_out_anywhere(void **state)
{
    (void)state;
    for (size_t memory = 300 << 10; memory < (2 << 20); memory += 48 << 10) {
        const struct host_budget budget = {.fuel = 100000000, .memory = memory, .wall_ms = 600000};
        struct rig rig;
        rig_init(&rig);
        rig_rule(&rig, "t/body", "", "",
                 "local t = {}\nfor i = 1, 1000000 do t[i] = \"text \" .. i end\nreturn 1");
        rig_rule(&rig, "t/quick", "", "", "return 1");
        rig_open_with(&rig, &budget);
        struct finding f = rig_run(&rig, "t/body");
        assert_string_equal(
            rig_describe(&rig, &f),
            "error limit  [{message}] {\"message\":\"memory limit reached\"} t/body@1:0");
        f = rig_run(&rig, "t/quick");
        assert_int_equal(f.outcome, OUTCOME_SCORED);
        rig_close(&rig);
    }
}

/* ---- tests inside rules ------------------------------------------------------------------------ */

static void note_case(void *context, const struct case_result *r)
{
    buf_printf(context, "%s: %s%s\n", r->c->name, r->passed ? "passed" : "", r->message);
}

static void tests_that_say_nothing(void **state)
{
    (void)state;
    static const struct file_case cases[] = {
        {"name = \"a\", answer = 1, expect = { credit = 1 }", "a: passed"},
        {"answer = 1, expect = { credit = 1, outcome = \"scored\", reason = \"credit 1\" }",
         "case 1: passed"},
        {"name = \"a\", 5", "case 1: is a list: give each value its name"},
        {"name = \"a\", zzzzzz = 5", "a: \"zzzzzz\" is no member of a case: remove it"},
        {"name = \"a\", answr = 5", "a: \"answr\" is no member of a case: did you mean answer"},
        {"name = \"a\", plan = 5", "a: plan is a number: give names and values"},

        {"name = \"a\", answer = 1", "a: expects nothing: give credit, outcome or reason"},
        {"name = \"a\", answer = 1, expect = {}", "a: expects nothing"},
        {"name = \"a\", answer = 1, expect = 5", "a: expects nothing"},
        {"name = \"a\", answer = 1, expect = { credi = 1 }",
         "a: expects \"credi\": did you mean credit?"},
        {"name = \"a\", answer = 1, expect = { zzzzzz = 1 }",
         "a: expects \"zzzzzz\": give credit, outcome or reason"},
        {"name = \"a\", answer = 1, expect = { credit = \"1\" }",
         "a: expects a credit that is no number"},
        {"name = \"a\", answer = 1, expect = { outcome = 5 }",
         "a: expects a outcome that is no text"},
        {"name = \"a\", answer = 1, expect = { outcome = \"good\" }",
         "a: expects the outcome \"good\", which there is not"},
        {"name = \"a\", answer = 1, expect = { outcome = \"unknown\", reason = \"r\" }",
         "a: expected outcome unknown; expected reason \"r\"; got scored 1: credit 1"},
        {"name = \"a\", answer = 1, expect = { credit = 0.5, reason = \"r\" }",
         "a: expected credit 0.5; expected reason \"r\"; got scored 1: credit 1"},
        {"name = \"a\", expect = { credit = 1 }", "a: expected credit 1; got error: t/x.lua:"},
        {"name = \"a\", answer = 1, expect = { params = { credit = 1 } }", "a: passed"},
        {"name = \"a\", answer = 1, expect = { params = { credit = 2 } }",
         "a: expected {credit} 2, which is 1; got scored 1"},
        {"name = \"a\", answer = 1, expect = { credit = 0, params = { x = \"y\" } }",
         "a: expected credit 0; expected {x} \"y\", which is not given; got scored 1"},
        {"name = \"a\", answer = 1, expect = { params = {} }",
         "a: expects a params that is no object"},
        {"name = \"a\", answer = 1, expect = { params = 5 }",
         "a: expects a params that is no object"},
        {"name = \"a\", answer = 2, expect = { reason = \"t/x returned 2, but a credit lies from 0 "
         "to 1: "
         "divide percent by 100\" }",
         "a: passed"},
        {"name = \"a\", answer = \"x\", expect = { reason = \"t/x returned a string instead of a "
         "number\" }",
         "a: passed"},
        {"name = \"a\", answer = \"x\", expect = { reason = \"a string\" }",
         "a: expected reason \"a string\""},
        {"name = \"a\", answer = { parts = { 1 } }, expect = { credit = 1 }",
         "a: expected credit 1; got error"},
        {"name = \"a\", answer = 1 / 0, expect = { credit = 1 }",
         "case 1: a number that is not finite"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rig rig;
        struct buf text = BUF_INIT, out = BUF_INIT;
        rig_init(&rig);
        buf_printf(&text,
                   RULE("score = function(plan, answer, args) return answer.value end, "
                        "tests = { { %s } } "),
                   cases[i].text);
        rig_file(&rig, "t/x", buf_text(&text));
        rig_open(&rig);
        assert_string_equal(rig_refused(&rig, "t/x"), "");
        assert_int_equal(cases_each(rig.host, rig.rules, "t/x", note_case, &out), 0);
        assert_contains(buf_text(&out), cases[i].wanted);
        buf_free(&out);
        buf_free(&text);
        rig_close(&rig);
    }
}

static void tests_that_cannot_be_read(void **state)
{
    (void)state;
    struct rig rig;
    struct err e;
    size_t count = 0;
    struct buf out = BUF_INIT;
    static const struct host_budget small = {
        .fuel = 10000000, .memory = 300 << 10, .wall_ms = 600000};
    rig_init(&rig);
    rig_file(&rig, "t/x", RULE(SCORE ", tests = { 5, { answer = 1, expect = { credit = 1 } } } "));
    rig_file(&rig, "t/none",
             "return { id = \"t/none\", version = 1, title = \"t\", source = \"s\", " SCORE " }");
    rig_file(
        &rig, "t/many",
        "local t = {} for i = 1, 5000 do t[i] = { name = \"n\" .. i } end\n"
        "return { id = \"t/many\", version = 1, title = \"t\", source = \"s\", tests = t, " SCORE
        " }");
    rig_open_with(&rig, &small);
    assert_int_equal(cases_each(rig.host, rig.rules, "t/x", note_case, &out), 0);
    assert_string_equal(buf_text(&out),
                        "case 1: is no table of names and values\ncase 2: passed\n");
    buf_reset(&out);
    assert_int_equal(cases_each(rig.host, rig.rules, "t/none", note_case, &out), 0);
    assert_string_equal(buf_text(&out), "");
    assert_string_equal(rig_refused(&rig, "t/many"), "");
    assert_int_equal(host_tests(rig.host, "t/many", &count, &e), ERR_RULE);
    assert_string_equal(e.text, "memory limit reached");
    assert_int_equal(cases_each(rig.host, rig.rules, "t/many", note_case, &out), 0);
    assert_string_equal(buf_text(&out), "the rule: memory limit reached\n");
    buf_free(&out);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_a_rule),
        cmocka_unit_test(libraries_that_are_used),
        cmocka_unit_test(texts_that_end_early),
        cmocka_unit_test(fields_of_the_libraries),
        cmocka_unit_test(a_rule_without_tests_is_refused_unless_that_is_allowed),
        cmocka_unit_test(rules_that_are_not_there),
        cmocka_unit_test(arguments),
        cmocka_unit_test(state_that_functions_share),
        cmocka_unit_test(arguments_too_deep),
        cmocka_unit_test(reasons),
        cmocka_unit_test(texts_of_rules),
        cmocka_unit_test(parts_of_an_answer),
        cmocka_unit_test(more_reads_than_are_kept),
        cmocka_unit_test(the_clock),
        cmocka_unit_test(memory_gives_out_anywhere),
        cmocka_unit_test(tests_that_say_nothing),
        cmocka_unit_test(tests_that_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
