/* What a rule sees of plan and answer, at the edges: members that are absent or null, lists and bare
 * values looked into in every way, the counting helpers, views that outlive their run. */
#include "rule_fixture.h"

#include "script/sandbox.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct view_case {
    const char *doc, *lua, *says;
};

/* Each expression, of a rule that has no answer unless the case gives one, says this; then what was read. */
static void try_views(const struct view_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct rig rig;
        struct buf body = BUF_INIT, said = BUF_INIT;
        rig_init(&rig);
        rig_plan(&rig, cases[i].doc);
        buf_printf(&body,
                   "local r = {%s}\nfor i = 1, #r do r[i] = tostring(r[i]) end\n"
                   "return credit(1, \"<\" .. table.concat(r, \"|\") .. \">\")",
                   cases[i].lua);
        struct finding f = rig_body(&rig, buf_text(&body));
        finding_reason(&said, &f);
        for (size_t k = 0; k < f.read_count; k++) {
            buf_printf(&said, " %s", f.read[k]);
        }
        if (strstr(buf_text(&said), cases[i].says) == NULL) {
            fail_msg("%s\n  wanted: %s\n  said: %s", cases[i].lua, cases[i].says, buf_text(&said));
        }
        buf_free(&said);
        buf_free(&body);
        rig_close(&rig);
    }
}

static void money_of_a_budget(void **state)
{
    (void)state;
    static const char doc[] =
        "{\"plan\":{\"budget\":{\"lines\":[{\"children\":true,\"amount\":5,\"purpose\":\"a\"},"
        "{\"children\":false,\"amount\":7,\"purpose\":\"b\"},{\"children\":true,\"purpose\":\"a\"},"
        "{\"amount\":11},{\"amount\":13,\"purpose\":\"a\"}]}}}";
    static const char none[] = "{\"plan\":{\"budget\":{}}}";
    static const struct view_case cases[] = {
        {doc, "plan.budget:child_total()", "<5> plan.budget.lines"},
        {doc, "plan.budget:total_of(\"a\"), plan.budget:total_of(\"c\")",
         "<18|0> plan.budget.lines"},
        {none, "type(plan.budget:child_total()), type(plan.budget:total_of(\"a\"))", "<nil|nil>"},
        {doc, "plan.budget.child_total(5)", "a number instead of a part of the plan"},
        {doc, "plan.budget.child_total({})", "a table instead of a part of the plan"},
        {doc, "type(plan.budget.children_total), type(plan.child_total)", "<nil|nil>"},
    };
    try_views(cases, COUNT(cases));
}

static void people_and_hazards(void **state)
{
    (void)state;
    static const char doc[] = "{\"plan\":{},\"community\":{\"population\":{\"children\":{\"0-4\":{"
                              "\"f\":1,\"m\":2},\"5-9\":4}},"
                              "\"hazards\":[{},{\"type\":\"FF\"},{\"type\":\"RF\"},{\"type\":"
                              "\"FL\"},{\"type\":\"EQ\"}]}}";
    static const char umbrella[] =
        "{\"plan\":{},\"community\":{\"hazards\":[{\"type\":\"FF\"},{\"type\":\"RF\"}]}}";
    static const char none[] = "{\"plan\":{},\"community\":{\"population\":{\"children\":{}}}}";
    static const struct view_case cases[] = {
        {doc, "plan.community:children_total()", "<7> community.population.children"},
        {none, "type(plan.community:children_total())", "<nil>"},
        {"{\"plan\":{},\"community\":{}}", "type(plan.community:children_total())", "<nil>"},
        {doc, "plan.community:hazard(\"FL\").type, plan.community:hazard(\"EQ\").type",
         "<FL|EQ> community.hazards"},
        {umbrella, "plan.community:hazard(\"FL\").type", "<FF> community.hazards"},
        {umbrella, "type(plan.community:hazard(\"EQ\"))", "<nil> community.hazards"},
        {none, "type(plan.community:hazard(\"EQ\"))", "<nil>"},
    };
    try_views(cases, COUNT(cases));
}

static void values_of_every_kind(void **state)
{
    (void)state;
    static const char doc[] =
        "{\"plan\":{\"list\":[10,20,30],\"none\":null,\"yes\":true,\"o\":{\"a\":1,\"b\":null}},"
        "\"facts\":{\"low\":-3000000000,\"high\":3000000000,\"half\":0.5,\"n\":-7},"
        "\"answers\":{\"BARE\":0.5,\"LIST\":[\"x\",\"y\"],\"NULL\":null,\"ENTRY\":{\"value\":3,"
        "\"note\":\"n\"}}}";
    static const struct view_case cases[] = {
        {doc, "plan.facts.low, plan.facts.high, plan.facts.half, plan.facts.n",
         "<-3000000000|3000000000|0.5|-7>"},
        {doc, "math.type(plan.facts.low), math.type(plan.facts.n)", "<float|integer>"},
        {doc, "plan.list[1], plan.list[3], type(plan.list[0]), type(plan.list[4])",
         "<10|30|nil|nil>"},
        {doc, "plan.list[3], plan.list[1]", "<30|10> plan.list"},
        {doc, "type(plan.list.x), type(plan.list[1.5]), plan.list[2.0]", "<nil|nil|20>"},
        {doc, "type(plan[1]), type(plan.none), type(plan.o.b), plan.yes", "<nil|nil|nil|true>"},
        {doc, "#plan.list, #plan.o, #plan", "<3|0|0>"},
        {"{\"plan\":{\"o\":{\"a\":1},\"on\":2}}", "plan.on, plan.o.a", "<2|1> plan.on plan.o.a"},
        {doc, "plan.answers.BARE.value, type(plan.answers.BARE.note), type(plan.answers.BARE[1])",
         "<0.5|nil|nil> answers.BARE"},
        {doc, "plan.answers.LIST.value[2], #plan.answers.LIST, #plan.answers.LIST.value",
         "<y|0|2> answers.LIST"},
        {doc, "type(plan.answers.NULL), type(plan.answers.NONE)", "<nil|nil>"},
        {doc, "plan.answers.ENTRY.value, plan.answers.ENTRY.note", "<3|n> answers.ENTRY"},
        {"{\"facts\":{}}", "type(plan.id), type(plan.facts), type(plan.community)",
         "<nil|table|nil>"},
        {doc, "(function() plan.x = 1 end)()", "the plan and the answer are read-only"},
    };
    try_views(cases, COUNT(cases));
}

static void going_through_views(void **state)
{
    (void)state;
#define KEYS(of)                                                                \
    "(function() local k = {} for key in pairs(" of ") do k[#k + 1] = key end " \
    "return table.concat(k, \",\") end)()"
    static const char doc[] =
        "{\"plan\":{\"b\":1,\"a\":null,\"c\":[5,null,7]},\"facts\":{},\"answers\":{\"X\":1}}";
    static const struct view_case cases[] = {
        {doc, KEYS("plan"), "<answers,b,c,facts>"},
        {doc, KEYS("plan.c"), "<1,3>"},
        {doc, KEYS("plan.answers.X"), "<value>"},
        {"{\"facts\":{}}", KEYS("plan"), "<facts>"},
        {doc, "(function() local n = 0 for _, v in ipairs(plan.c) do n = n + v end return n end)()",
         "<5> plan.c"},
        {doc, "table.concat({table.unpack(plan.c, 1, 1)}), table.concat(plan.c, \",\", 1)",
         "bad argument #1"},
    };
    try_views(cases, COUNT(cases));
}

/* The answer is read as one thing, however it is looked at; a path that begins like another is its own. */
static void the_answer_as_one_thing(void **state)
{
    (void)state;
    static const char *const bodies[] = {"return #answer + 1", "return answer.value / 4",
                                         "for k in pairs(answer) do end return 1"};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct rig rig;
        rig_init(&rig);
        rig_answer(&rig, ANSWER_NUMBER, "2");
        struct finding f = rig_body(&rig, bodies[i]);
        assert_int_equal(f.outcome, OUTCOME_SCORED);
        assert_int_equal(f.read_count, 1);
        assert_string_equal(f.read[0], "answers.T-1");
        rig_close(&rig);
    }
    struct rig rig;
    rig_init(&rig);
    rig_plan(&rig, "{\"plan\":{},\"answers\":{\"T-10\":1,\"T-1\":2}}");
    rig_answer(&rig, ANSWER_NUMBER, "2");
    struct finding f = rig_body(
        &rig, "return (plan.answers[\"T-10\"].value + answer.value - answer.value) / 2");
    assert_int_equal(f.read_count, 2);
    assert_string_equal(f.read[0], "answers.T-10");
    assert_string_equal(f.read[1], "answers.T-1");
    rig_close(&rig);
    /* No answer is asked for: what is there by mistake is not shown. */
    rig_init(&rig);
    rig_answer(&rig, ANSWER_NONE, "2");
    f = rig_body(&rig, "return answer == nil and 1 or 0");
    assert_int_equal(f.credit, CREDIT_ONE);
    rig_close(&rig);
}

/* Views of one run are of no use in the next, even to the host itself. */

struct kept {
    struct json *doc;
    bool seen;
};

static int keep_view(lua_State *L)
{
    struct kept *k = lua_touserdata(L, 1);
    view_push_plan(L, k->doc);
    k->seen = view_node(L, -1) == k->doc;
    lua_setfield(L, LUA_REGISTRYINDEX, "test.kept");
    return 0;
}

static int use_view(lua_State *L)
{
    struct kept *k = lua_touserdata(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, "test.kept");
    k->seen = view_node(L, -1) != NULL;
    lua_getfield(L, -1, "id");
    return 0;
}

static void views_of_another_run(void **state)
{
    (void)state;
    char text[200] = "";
    struct arena arena = ARENA_INIT;
    struct kept kept = {json_new(&arena, JSON_OBJECT), false};
    struct sandbox *s = sandbox_new(NULL);
    assert_non_null(s);
    s->arena = &arena;
    assert_int_equal(sandbox_call(s, keep_view, &kept, text, sizeof text), LUA_OK);
    assert_true(kept.seen);
    assert_int_equal(sandbox_call(s, use_view, &kept, text, sizeof text), LUA_ERRRUN);
    assert_false(kept.seen);
    assert_string_equal(text, "a part of another plan");
    sandbox_free(s);
    arena_free(&arena);
}

/* Memory that is refused too often is refused for good, however little is asked for. */

static int take_much(lua_State *L)
{
    (void)lua_newuserdatauv(L, (size_t)lua_tointeger(L, 1), 0);
    return 0;
}

static int take_again_and_again(lua_State *L)
{
    struct kept *k = lua_touserdata(L, 1);
    static const lua_Integer sizes[] = {100, 1 << 28, 100};
    int wanted[] = {LUA_OK, LUA_ERRMEM, LUA_ERRMEM};
    k->seen = true;
    for (int i = 0; i < 3; i++) {
        for (int times = 0; times < 9; times++) {
            lua_pushcfunction(L, take_much);
            lua_pushinteger(L, sizes[i]);
            k->seen = lua_pcall(L, 1, 0, 0) == wanted[i] && k->seen;
            lua_settop(L, 1);
        }
    }
    return 0;
}

static void memory_refused_too_often(void **state)
{
    (void)state;
    char text[200] = "";
    struct kept kept = {NULL, false};
    struct sandbox *s = sandbox_new(NULL);
    assert_non_null(s);
    assert_int_equal(sandbox_call(s, take_again_and_again, &kept, text, sizeof text), LUA_OK);
    assert_true(kept.seen);
    sandbox_free(s);
}

/* ---- checklists and rules compared --------------------------------------------------------------- */

static void note(void *context, const struct criterion *k, const struct part *part,
                 const char *message)
{
    buf_printf(context, "%s/%s: %s\n", k->demand.id, part->id, message);
}

static void checklists_and_rules(void **state)
{
    (void)state;
    static const char text[] =
        "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"criteria\":["
        "{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},\"args\":{\"x.lua:1:y\":1}}"
        ","
        "{\"id\":\"b\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/"
        "bad\",\"args\":{\"x\":1}},"
        "{\"id\":\"c\",\"title\":\"t\",\"answer\":{\"type\":\"none\"},\"rule\":\"standard/"
        "yes_no\"},"
        "{\"id\":\"d\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/"
        "loop\"},"
        "{\"id\":\"e\",\"title\":\"t\",\"answer\":{\"type\":\"number\"},\"rule\":\"standard/"
        "number\"},"
        "{\"id\":\"f\",\"title\":\"t\",\"answer\":{\"type\":\"parts\",\"parts\":[{\"id\":\"p\","
        "\"answer\":{\"type\":"
        "\"yes_no\"},\"args\":{\"u\":1}},{\"id\":\"q\",\"answer\":{\"type\":\"yes_no\"},\"args\":{"
        "\"v\":1},\"rule\":\"t/absent\"}]}},"
        "{\"id\":\"g\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}},"
        "{\"id\":\"h\",\"title\":\"t\",\"answer\":{\"type\":\"date\"},\"rule\":\"standard/mute\"},"
        "{\"id\":\"i\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},\"rule\":\"t/own\"}]}";
    struct rig rig;
    struct diag d;
    struct err e;
    struct checklist *c = NULL;
    struct buf out = BUF_INIT;
    rig_init(&rig);
    diag_init(&d, NULL);
    if (checklist_parse(text, sizeof text - 1, NULL, &d, &c) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    rig_rule(&rig, "standard/yes_no", "", "", "return answer.value and 1 or 0");
    rig_rule(&rig, "standard/parts", "", "", "return 1");
    rig_file(&rig, "standard/bad", "return 5");
    rig_rule(&rig, "standard/loop", "", "", "while true do end");
    rig_rule(&rig, "standard/number", "", "", "return answer.value");
    rig_rule(&rig, "standard/mute", "", "", "error({})");
    rig_rule(&rig, "t/own", "", "", "error(\"asks for facts\")");
    rig_open(&rig);
    assert_int_equal(ruleset_inspect(rig.rules, c, &e), 0);
    assert_int_equal(ruleset_manifest(rig.rules, c, &out), 0);
    assert_contains(buf_text(&out), "t/absent missing\n");
    buf_reset(&out);
    assert_int_equal(host_check(rig.host, c, note, &out), 0);
    assert_string_equal(
        buf_text(&out),
        "a/a: the argument \"x.lua:1:y\" is not declared by standard/yes_no: see its args\n"
        "b/b: the rule breaks on the answer false: standard/bad.lua: returns a number: return a "
        "table\n"
        "e/e: the rule breaks on the answer 1000: standard/number returned 1000, but a credit lies "
        "from 0 to 1\n"
        "f/p: the argument \"u\" is not declared by standard/yes_no: see its args\n"
        "h/h: the rule breaks on the answer \"2000-02-29\": an error without a text\n");
    buf_free(&out);
    diag_free(&d);
    checklist_free(c);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_of_a_budget),       cmocka_unit_test(people_and_hazards),
        cmocka_unit_test(values_of_every_kind),    cmocka_unit_test(going_through_views),
        cmocka_unit_test(the_answer_as_one_thing), cmocka_unit_test(views_of_another_run),
        cmocka_unit_test(checklists_and_rules),    cmocka_unit_test(memory_refused_too_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
