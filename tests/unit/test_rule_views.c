/* What a rule sees of a plan, what is recorded as read, and what its file must declare. */
#include "rule_fixture.h"

static const char PLAN[] =
    "{\"plan\": {\"id\": \"P\", \"title\": null, \"budget\": {\"drr\": 100, \"lines\": ["
    "{\"amount\": 30, \"children\": true, \"purpose\": \"prevention\"}, {\"amount\": 50}]}}, "
    "\"community\": {\"population\": {\"children\": {\"0-4\": {\"f\": 10, \"m\": 20}}}, "
    "\"hazards\": ["
    "{\"type\": \"FF\", \"severity\": 2}, {\"type\": \"FL\", \"severity\": 3}, {\"type\": \"EQ\", "
    "\"severity\": 5}]}, "
    "\"facts\": {\"hdi.gnipc\": 4026}, \"assessment\": {\"date\": \"2026-09-12\"}, "
    "\"answers\": {\"A-1\": 2, \"A-2\": {\"value\": {\"EQ\": 1}, \"note\": \"n\"}, \"A-3\": "
    "{\"EQ\": 0.5}, "
    "\"A-4\": {\"state\": \"unknown\"}}}";

/* body gives a text, which comes back with what was read after it. */
static void gives(const char *body, const char *text)
{
    struct rig rig;
    char whole[1024];
    rig_init(&rig);
    rig_plan(&rig, PLAN);
    rig_answer(&rig, ANSWER_NUMBER, "7");
    (void)snprintf(whole, sizeof whole,
                   "local function say() %s end return credit(1, '{t}', { t = say() })", body);
    struct finding f = rig_body(&rig, whole);
    struct buf out = BUF_INIT;
    buf_printf(&out, "%s;", rig_reason(&rig, &f));
    for (size_t i = 0; i < f.read_count; i++) {
        buf_printf(&out, " %s", f.read[i]);
    }
    assert_string_equal(buf_text(&out), text);
    buf_free(&out);
    rig_close(&rig);
}

static void a_plan_can_be_walked_like_a_table(void **state)
{
    (void)state;
    gives("local t = {} for k, v in pairs(plan) do t[#t + 1] = k .. ':' .. type(v) end return "
          "table.concat(t, ' ')",
          "answers:table assessment:table budget:table community:table facts:table id:string; "
          "plan.id");
    gives("local t = {} for k in pairs(plan.answers) do t[#t + 1] = k end return table.concat(t, ' "
          "')",
          "A-1 A-2 A-3 A-4; answers.A-1 answers.A-2 answers.A-3 answers.A-4");
    gives("local t = {} for i, l in ipairs(plan.budget.lines) do t[i] = l.amount end return "
          "table.concat(t, ' ')",
          "30 50; plan.budget.lines");
    gives("return #plan.budget.lines", "2; plan.budget.lines");
    gives("local l = plan.budget.lines return l[2].amount .. l[1].amount .. type(l[3])",
          "5030nil; plan.budget.lines");
    gives("return plan.facts['hdi.gnipc']", "4026; facts.hdi.gnipc");
    gives("return type(plan.title)", "nil;");
}

/* Keys are told by their first eight bytes where these differ: of few members and of many. */
static void keys_that_begin_alike_are_told_apart(void **state)
{
    (void)state;
    static const char *const facts[] = {
        "", ",\"k1\": 0, \"k2\": 0, \"k3\": 0, \"k4\": 0, \"k5\": 0, \"k6\": 0, \"k7\": 0, "
            "\"zzzzzzzzz\": 0, \"zzzzzzzzy\": 0, \"A\": 0"};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        struct rig rig;
        char plan[1024];
        (void)snprintf(plan, sizeof plan,
                       "{\"plan\": {\"id\": \"P\"}, \"facts\": {\"abcdefgh\": 1, "
                       "\"abcdefghi\": 2, \"abcdefghj\": 3, \"abcdefg\": 4, \"abcd\": 5, "
                       "\"abc\": 6, \"a\": 7, \"\": 8, \"\xc3\xa9t\xc3\xa9\": 9%s}}",
                       facts[i]);
        rig_init(&rig);
        rig_plan(&rig, plan);
        struct finding f = rig_body(
            &rig, "local t, keys = {}, { 'abcdefgh', 'abcdefghi', 'abcdefghj', 'abcdefg', 'abcd', "
                  "'abc', 'a', '', '\xc3\xa9t\xc3\xa9', 'abcdefghk', 'abcdefgg', 'abcdef', 'ab', "
                  "'b', '\xc3\xa9', 'abcdefghij', 'abc\\0x', 'abcdefgh\\0' } "
                  "for n = 1, 2 do for i, k in ipairs(keys) do t[i] = tostring(plan.facts[k]) end "
                  "end return credit(1, '{t}', { t = table.concat(t, ' ') })");
        assert_string_equal(rig_reason(&rig, &f),
                            "1 2 3 4 5 6 7 8 9 nil nil nil nil nil nil nil 6 1");
        rig_close(&rig);
    }
}

static void answers_are_seen_alike_bare_or_not(void **state)
{
    (void)state;
    gives("return plan.answers['A-1'].value", "2; answers.A-1");
    gives("return type(plan.answers['A-1'].note)", "nil; answers.A-1");
    gives("local t = {} for k in pairs(plan.answers['A-1']) do t[#t + 1] = k end return "
          "table.concat(t)",
          "value; answers.A-1");
    gives("return plan.answers['A-2'].value.EQ .. plan.answers['A-2'].note", "1n; answers.A-2");
    gives("return plan.answers['A-3'].value.EQ", "0.5; answers.A-3");
    gives("return plan.answers['A-4'].state", "unknown; answers.A-4");
    gives("return type(plan.answers['A-9'])", "nil;");
}

static void the_answer_is_read_when_it_is_looked_at(void **state)
{
    (void)state;
    gives("return 'not looked at'", "not looked at;");
    gives("return answer.value", "7; answers.T-1");
    gives("return plan.budget.drr + answer.value", "107; plan.budget.drr answers.T-1");
    gives("local n = 0 for k in pairs(answer) do n = n + 1 end return n > 0 and 'some' or 'none'",
          "some; answers.T-1");
}

static void helpers_of_the_field_stand_where_the_facts_are(void **state)
{
    (void)state;
    gives("return plan.community:hazard('EQ').severity", "5; community.hazards");
    gives("return plan.community:hazard('FL').severity", "3; community.hazards");
    gives("return plan.community:hazard('CFL').type", "FL; community.hazards");
    gives("return type(plan.community:hazard('TS'))", "nil; community.hazards");
    gives("return plan.community:children_total()", "30; community.population.children");
    gives("return plan.budget:child_total()", "30; plan.budget.lines");
    gives("return plan.budget:total_of('prevention')", "30; plan.budget.lines");
}

static void every_path_is_kept_once(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    struct buf plan = BUF_INIT;
    buf_puts(&plan, "{\"plan\": {\"title\": \"t\"");
    for (int i = 10; i < 60; i++) {
        buf_printf(&plan, ", \"k%d\": 1", i);
    }
    buf_puts(&plan, "}}");
    rig_plan(&rig, buf_text(&plan));
    buf_free(&plan);
    struct finding f = rig_body(
        &rig, "for n = 1, 2 do for i = 10, 59 do local x = plan['k' .. i] end end return 1");
    assert_int_equal(f.read_count, 50);
    assert_string_equal(f.read[0], "plan.k10");
    assert_string_equal(f.read[31], "plan.k41");
    rig_close(&rig);
}

static struct finding with_args(struct rig *rig, const char *args)
{
    rig_init(rig);
    rig->criterion.demand.args = rig_json(rig, args);
    rig_rule(rig, "t/body", "", "args = { full_at = 0.5, steps = { 1 } },", "return args.full_at");
    rig_open(rig);
    return rig_run(rig, "t/body");
}

static void an_argument_that_is_not_declared_is_named_with_the_nearest(void **state)
{
    (void)state;
    struct rig rig;
    struct finding f = with_args(&rig, "{\"full_att\": 1}");
    assert_int_equal(f.outcome, OUTCOME_ERROR);
    assert_contains(rig_reason(&rig, &f),
                    "\"full_att\" is not declared by t/body: did you mean \"full_at\"?");
    rig_close(&rig);
    f = with_args(&rig, "{\"quite_other\": 1}");
    assert_contains(rig_reason(&rig, &f),
                    "\"quite_other\" is not declared by t/body: see its args");
    rig_close(&rig);
    f = with_args(&rig, "{\"full_at\": null}");
    assert_int_equal(f.credit, CREDIT_ONE / 2);
    rig_close(&rig);
}

static void a_limit_names_the_line_it_was_met_on(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    struct finding f = rig_body(&rig, "local n = 0\nwhile true do n = n + 1 end");
    assert_string_equal(rig_reason(&rig, &f), "cpu budget used up");
    assert_int_equal(f.line, 4);
    rig_close(&rig);
}

static void what_the_parts_read_is_read_by_the_whole(void **state)
{
    (void)state;
    struct rig rig;
    struct part parts[] = {
        {.id = "a", .rule = "t/part", .weight = 1, .answer = {.type = ANSWER_NUMBER}},
        {.id = "b", .rule = "t/part", .weight = 3, .answer = {.type = ANSWER_NUMBER}}};
    rig_init(&rig);
    rig_plan(&rig, PLAN);
    rig_answer(&rig, ANSWER_PARTS, "{\"a\": 1, \"b\": 0}");
    rig.criterion.demand.answer.parts = parts;
    rig.criterion.demand.answer.part_count = 2;
    rig_rule(&rig, "t/part", "", "", "return answer.value * plan.budget.drr / 100");
    rig_rule(&rig, "t/whole", "", "",
             "local s = 0 for _, p in ipairs(answer.parts) do s = s + p.weight * p.credit end "
             "return s / 4");
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/whole");
    assert_string_equal(
        rig_describe(&rig, &f),
        "scored  0.25 [credit {credit}] {\"credit\":0.25} t/whole@1:2 plan.budget.drr answers.T-1");
    rig_close(&rig);
}

static void declared(const char *fields, const char *reason)
{
    struct rig rig;
    rig_init(&rig);
    rig_file(&rig, "lib/share", "return { one = 1 }");
    rig_rule(&rig, "t/body", "", fields, "return 1");
    rig_open(&rig);
    if (reason[0] == '\0') {
        assert_string_equal(rig_refused(&rig, "t/body"), "");
    }
    assert_contains(rig_refused(&rig, "t/body"), reason);
    rig_close(&rig);
}

static void fields_of_the_wrong_shape_are_refused(void **state)
{
    (void)state;
    declared("needs = \"plan.budget\",", "needs is a string");
    declared("args = 5,", "args is a number");
    declared("tests = true,", "tests is a boolean");
    declared("needs = { 1 },", "entry 1 is no path");
    declared("neds = {},", "did you mean needs");
    declared("use = { \"lib/share\" },", "");
}

/* The manifest, and so the rule set's digest, must name every library in reach. */
static void a_library_cannot_be_used_unseen(void **state)
{
    (void)state;
    declared("--[[ use = { \"lib/share\" } ]]", "use is not plain");
    declared("use = { \"lib/\" .. \"share\" },", "use");
    declared("use = { \"lib/absent\" },", "lib/absent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_can_be_walked_like_a_table),
        cmocka_unit_test(keys_that_begin_alike_are_told_apart),
        cmocka_unit_test(answers_are_seen_alike_bare_or_not),
        cmocka_unit_test(the_answer_is_read_when_it_is_looked_at),
        cmocka_unit_test(helpers_of_the_field_stand_where_the_facts_are),
        cmocka_unit_test(every_path_is_kept_once),
        cmocka_unit_test(an_argument_that_is_not_declared_is_named_with_the_nearest),
        cmocka_unit_test(a_limit_names_the_line_it_was_met_on),
        cmocka_unit_test(what_the_parts_read_is_read_by_the_whole),
        cmocka_unit_test(fields_of_the_wrong_shape_are_refused),
        cmocka_unit_test(a_library_cannot_be_used_unseen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
