/* What a rule's file tells beside its code: the plans of its tests, the arguments it runs under. */
#include "rule_fixture.h"

#define RULE(fields, tests)                                                      \
    "return { id = \"t/r\", version = 1, title = \"t\", source = \"s\", " fields \
    " score = function() return 1 end" tests " }"

static const char *as_text(struct rig *rig, const struct json *value)
{
    struct buf out = BUF_INIT;
    json_write(&out, value);
    const char *text = arena_strdup(&rig->arena, buf_text(&out));
    buf_free(&out);
    return text;
}

static const char *examples(struct rig *rig, const char *rule)
{
    struct json *out = NULL;
    assert_int_equal(host_examples(rig->host, rule, &rig->arena, &out), 0);
    return out == NULL ? "none" : as_text(rig, out);
}

static void the_plans_of_tests(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_file(&rig, "t/r",
             RULE("", ", tests = { { plan = { budget = { drr = 1 }, community = { name = \"x\" } } "
                      "}, { answer = 1 }, 7, { plan = { } } }"));
    rig_file(&rig, "t/bare",
             "return { id = \"t/bare\", version = 1, title = \"t\", source = \"s\", "
             "score = function() return 1 end }");
    rig_file(&rig, "t/refused", "return 1");
    rig_open(&rig);
    assert_string_equal(examples(&rig, "t/r"),
                        "[{\"budget\":{\"drr\":1},\"community\":{\"name\":\"x\"}},{}]");
    assert_string_equal(examples(&rig, "t/r"), examples(&rig, "t/r"));
    assert_string_equal(examples(&rig, "t/bare"), "[]");
    assert_string_equal(examples(&rig, "t/refused"), "none");
    assert_string_equal(examples(&rig, "t/nothing"), "none");
    rig_close(&rig);
}

static void the_arguments_of_a_rule(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_file(&rig, "t/r", RULE("args = { a = 1, list = { 2, 3 }, direction = \"merit\" },", ""));
    rig_open(&rig);
    struct json *out = NULL;
    struct part part = {.rule = "t/r"};
    assert_int_equal(host_arguments(rig.host, &rig.checklist, &part, &rig.arena, &out), 0);
    assert_string_equal(as_text(&rig, out), "{\"a\":1,\"direction\":\"merit\",\"list\":[2,3]}");
    part.args = rig_json(&rig, "{\"a\":9}");
    rig.checklist.risk = true;
    assert_int_equal(host_arguments(rig.host, &rig.checklist, &part, &rig.arena, &out), 0);
    assert_string_equal(as_text(&rig, out), "{\"a\":9,\"direction\":\"risk\",\"list\":[2,3]}");
    part.args = rig_json(&rig, "{\"b\":9}"); /* not declared: `checklist check` tells */
    assert_int_equal(host_arguments(rig.host, &rig.checklist, &part, &rig.arena, &out), 0);
    assert_null(out);
    rig_close(&rig);
}

static void the_names_and_places_of_rules(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_file(&rig, "t/r", RULE("", ""));
    rig_open(&rig);
    assert_string_equal(ruleset_path(rig.rules, "t/r"), "rules/t/r.lua");
    assert_null(ruleset_path(rig.rules, "t/s"));
    assert_true(host_knows("t/r", "credit", 6));
    assert_false(host_knows("t/r", "credits", 7));
    assert_false(host_knows("t/r", "cradit", 6));
    assert_false(host_knows("t/r", "ln", 2)); /* lent to one rule alone */
    assert_false(host_knows("standard/goalposts", "nl", 2));
    assert_true(host_knows("standard/goalposts", "ln", 2));
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(the_plans_of_tests),
        cmocka_unit_test(the_arguments_of_a_rule),
        cmocka_unit_test(the_names_and_places_of_rules),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
