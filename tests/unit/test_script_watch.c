/* Which lines of rules run, and which hold code: seen without changing what a rule finds. */
#include "rule_fixture.h"

#include "script/chunk.h"
#include "script/script.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* "+" has run, "!" has not, "." holds no code of a function. */
static const char *marks_of(struct rig *rig, const char *name)
{
    struct err e = {0};
    unsigned char *marks = NULL;
    size_t count = 0;
    if (host_lines(rig->host, name, &rig->arena, &marks, &count, &e) != 0) {
        fail_msg("%s", e.text);
    }
    char *out = arena_text(&rig->arena, count);
    for (size_t i = 0; i < count; i++) {
        out[i] = (marks[i] & LINE_CODE) == 0 ? '.' : (marks[i] & LINE_RAN) != 0 ? '+' : '!';
    }
    return out;
}

static void watch(struct rig *rig)
{
    struct err e = {0};
    assert_int_equal(host_watch(rig->host, &e), 0);
}

static void lines_that_ran_and_lines_that_did_not(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_file(&rig, "lib/two",
             "return {\n"
             "  half = function(x)\n"
             "    return x / 2\n"
             "  end,\n"
             "  never = function(x)\n"
             "    return x\n"
             "  end,\n"
             "}\n");
    rig_file(&rig, "t/x",
             "local unused = function()\n"
             "  return function() return 1 end\n"
             "end\n"
             "return { id = \"t/x\", version = 1, title = \"t\",\n"
             "  source = \"s\", use = { \"lib/two\" },\n"
             "  score = function(plan, answer, args)\n"
             "    -- a remark\n"
             "    local x = answer.value\n"
             "    if x > 1 then\n"
             "      return unknown(\"much\")\n"
             "    end\n"
             "    local inner = function()\n"
             "      return x\n"
             "    end\n"
             "    for i = 1, 0 do\n"
             "      x = i\n"
             "    end\n"
             "    return two.half(x)\n"
             "  end }\n");
    rig_open(&rig);
    watch(&rig);
    rig_answer(&rig, ANSWER_NUMBER, "1");
    struct finding f = rig_run(&rig, "t/x");
    assert_int_equal(f.credit, 500000000);
    /*                                      1   5    10   15   20 */
    assert_string_equal(marks_of(&rig, "t/x"), ".!.....++!..!++!.+..");
    assert_string_equal(marks_of(&rig, "lib/two"), "..+..!...");
    rig_answer(&rig, ANSWER_NUMBER, "2");
    f = rig_run(&rig, "t/x");
    assert_int_equal(f.outcome, OUTCOME_UNKNOWN);
    assert_string_equal(marks_of(&rig, "t/x"), ".!.....+++..!++!.+..");
    watch(&rig); /* from now on: what ran before is forgotten */
    assert_string_equal(marks_of(&rig, "t/x"), ".!.....!!!..!!!!.!..");
    rig_close(&rig);
}

/* Findings, and the fuel they cost, are as without. */
static void watching_changes_nothing(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "local s = 0\nfor i = 1, 3000 do\n s = s + i % 7\nend\nreturn s / 100000",
        "while true do\n local x = 1\nend",
        "local t = {}\nfor i = 1, 100000000 do\n t[i] = \"x\" .. i\nend\nreturn 1",
        "return answer.value.nothing",
        "error(\"no\")",
    };
    for (size_t i = 0; i < COUNT(bodies); i++) {
        int64_t fuel[2] = {0, 0};
        const char *said[2];
        struct rig rig[2];
        for (int k = 0; k < 2; k++) {
            rig_init(&rig[k]);
            rig_rule(&rig[k], "t/x", "", "", bodies[i]);
            rig_open(&rig[k]);
            if (k == 1) {
                watch(&rig[k]);
            }
            struct finding f = rig_run(&rig[k], "t/x");
            fuel[k] = rig[k].host->sandbox->fuel_used;
            said[k] = rig_describe(&rig[k], &f);
        }
        assert_string_equal(said[0], said[1]);
        if (strstr(said[0], "error limit") == NULL) { /* a state that met a limit is gone */
            assert_int_equal(fuel[0], fuel[1]);
        }
        /* the state is new after a limit, and lines are still noted in it */
        assert_non_null(strchr(marks_of(&rig[1], "t/x"), '+'));
        struct finding f = rig_run(&rig[1], "t/x");
        assert_string_equal(rig_describe(&rig[1], &f), said[0]);
        rig_close(&rig[0]);
        rig_close(&rig[1]);
    }
}

static void files_whose_lines_are_counted_otherwise(void **state)
{
    (void)state;
    struct rig rig;
    struct err e = {0};
    unsigned char *marks = NULL;
    size_t count = 0;
    struct buf name = BUF_INIT, text = BUF_INIT, deep = BUF_INIT;
    rig_init(&rig);
    buf_puts(&name, "t/");
    for (int i = 0; i < 100; i++) {
        buf_puts(&name, "long");
    }
    buf_printf(&text,
               "return { id = \"%s\", version = 1, title = \"t\", source = \"s\",\n"
               "score = function()\n return 1\nend }",
               buf_text(&name));
    rig_file(&rig, buf_text(&name), buf_text(&text));
    /* ends of lines that are none to the host; a function with "..." */
    rig_file(&rig, "t/old",
             "return { id = \"t/old\", version = 1,\rtitle = \"t\", source = \"s\",\r"
             "score = function(...)\r return 1\rend }");
    rig_file(&rig, "t/bad", "return {");
    buf_puts(&deep, "local f = ");
    for (int i = 0; i < 40; i++) {
        buf_puts(&deep, "function() return ");
    }
    buf_puts(&deep, "1");
    for (int i = 0; i < 40; i++) {
        buf_puts(&deep, " end");
    }
    rig_file(&rig, "t/deep", buf_text(&deep));
    rig_open(&rig);
    watch(&rig);
    struct finding f = rig_run(&rig, buf_text(&name));
    assert_int_equal(f.outcome, OUTCOME_SCORED);
    assert_string_equal(marks_of(&rig, buf_text(&name)), "..!."); /* its name was cut */
    f = rig_run(&rig, "t/old");
    assert_int_equal(f.outcome, OUTCOME_SCORED);
    assert_string_equal(marks_of(&rig, "t/old"), ".");
    assert_int_equal(host_lines(rig.host, "t/none", &rig.arena, &marks, &count, &e), ERR_NOT_FOUND);
    assert_int_equal(host_lines(rig.host, "t/bad", &rig.arena, &marks, &count, &e), ERR_RULE);
    assert_non_null(strstr(e.text, "t/bad.lua:1: "));
    assert_int_equal(host_lines(rig.host, "t/deep", &rig.arena, &marks, &count, &e), ERR_INPUT);
    assert_string_equal(e.text, "t/deep.lua: its lines cannot be counted");
    buf_free(&name);
    buf_free(&text);
    buf_free(&deep);
    rig_close(&rig);
}

/* Without watching, lines with code are told all the same, and none has run. */
static void nobody_watches(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_rule(&rig, "t/x", "", "", "return 1");
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/x");
    assert_int_equal(f.outcome, OUTCOME_SCORED);
    assert_string_equal(marks_of(&rig, "t/x"), "..!..");
    rig_close(&rig);
}

/* ---- what lua_dump writes -------------------------------------------------------------------- */

static int keep(lua_State *L, const void *part, size_t len, void *context)
{
    (void)L;
    buf_add(context, part, len);
    return 0;
}

static void dump(struct buf *out, const char *text)
{
    lua_State *L = luaL_newstate();
    assert_int_equal(luaL_loadstring(L, text), LUA_OK);
    assert_int_equal(lua_dump(L, keep, out, 0), 0);
    lua_close(L);
}

static void dumps_of_all_kinds(void **state)
{
    (void)state;
    struct buf out = BUF_INIT, text = BUF_INIT;
    unsigned char marks[2000] = {0};
    buf_puts(&text, "local t = { 1, 2.5, \"short\", true, false, nil, 70000 }\n");
    buf_puts(&text, "return function(...)\n local a, b = ...\n return a and b, 1.25, 99999999, \"");
    for (int i = 0; i < 300; i++) { /* long texts are written otherwise */
        buf_putc(&text, 'x');
    }
    buf_puts(&text, "\",");
    for (int i = 0; i < 900; i++) { /* lines too far apart for a step */
        buf_putc(&text, '\n');
    }
    buf_puts(&text, "t, function()\n return t end\nend\n");
    dump(&out, buf_text(&text));
    assert_int_equal(chunk_lines(out.data, out.len, marks, sizeof marks), 0);
    assert_int_equal(marks[0], 0); /* runs once */
    assert_int_equal(marks[2], LINE_CODE);
    assert_int_equal(marks[3], LINE_CODE);
    assert_int_equal(marks[903], LINE_CODE);
    assert_int_equal(marks[904], LINE_CODE);     /* the function inside */
    assert_int_equal(marks[905], 0);             /* only the return that each function gets */
    for (size_t len = 0; len < out.len; len++) { /* cut anywhere */
        char *part = malloc(len + 1);
        assert_non_null(part);
        memcpy(part, out.data, len);
        assert_int_equal(chunk_lines(part, len, marks, sizeof marks), ERR_INPUT);
        free(part);
    }
    for (size_t i = 0; i < out.len; i++) { /* any byte another: told or not, never out of bounds */
        for (int change = 1; change < 256; change += 13) {
            out.data[i] = (char)(out.data[i] ^ change);
            (void)chunk_lines(out.data, out.len, marks, 2);
            out.data[i] = (char)(out.data[i] ^ change);
        }
    }
    buf_putc(&out, 'x');
    assert_int_equal(chunk_lines(out.data, out.len, marks, sizeof marks), ERR_INPUT);
    buf_free(&out);
    buf_free(&text);
}

static const char *written(struct rig *rig, const struct json *value)
{
    struct buf out = BUF_INIT;
    json_write(&out, value);
    const char *text = arena_strdup(&rig->arena, buf_text(&out));
    buf_free(&out);
    return text;
}

static void arguments_of_a_rule(void **state)
{
    (void)state;
    struct rig rig;
    struct err e = {0};
    struct json *args = NULL;
    struct finding f;
    rig_init(&rig);
    rig_rule(&rig, "t/some", "", "args = { target = 2, names = { \"a\" } },",
             "return answer.value / args.target");
    rig_rule(&rig, "t/none", "", "", "return 1");
    rig_open(&rig);
    assert_int_equal(host_args(rig.host, "t/some", &rig.arena, &args, &e), 0);
    assert_string_equal(written(&rig, args), "{\"names\":[\"a\"],\"target\":2}");
    assert_int_equal(host_args(rig.host, "t/none", &rig.arena, &args, &e), 0);
    assert_string_equal(written(&rig, args), "{}");
    assert_int_equal(host_args(rig.host, "t/other", &rig.arena, &args, &e), ERR_NOT_FOUND);
    assert_int_equal(host_try(rig.host, "t/some", rig.plan.doc, rig_json(&rig, "{\"value\":1}"),
                              rig_json(&rig, "{\"target\":4}"), &rig.arena, &f),
                     0);
    assert_int_equal(f.credit, 250000000);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_that_ran_and_lines_that_did_not),
        cmocka_unit_test(watching_changes_nothing),
        cmocka_unit_test(files_whose_lines_are_counted_otherwise),
        cmocka_unit_test(nobody_watches),
        cmocka_unit_test(dumps_of_all_kinds),
        cmocka_unit_test(arguments_of_a_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
