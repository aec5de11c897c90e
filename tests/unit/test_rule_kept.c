/* Parts of a plan are kept from rule to rule: nobody can tell, but by the clock. */
#include "rule_fixture.h"

#include "script/script.h"

static const char PLAN[] =
    "{\"plan\": {\"id\": \"P\", \"budget\": {\"drr\": 100, \"lines\": ["
    "{\"amount\": 30, \"purpose\": \"prevention\"}, {\"purpose\": \"relief\", \"amount\": 50, "
    "\"groups\": [\"girls\", \"boys\"]}, {\"p\": \"x\"}]}}, "
    "\"community\": {\"population\": {\"total\": 9, \"children\": {\"0-4\": {\"f\": 1, \"m\": "
    "2}}}}, "
    "\"answers\": {\"A-1\": 2, \"A-2\": {\"value\": {\"EQ\": 1}, \"note\": \"n\"}, \"A-3\": [5, "
    "6]}}";

/* Goes through all of a value, and says what it saw. */
static const char WALK[] = "local out = {} "
                           "local function go(v) "
                           "if type(v) == 'table' then "
                           "for k, w in pairs(v) do out[#out + 1] = tostring(k) go(w) end "
                           "for i, w in ipairs(v) do out[#out + 1] = i .. '.' go(w) end "
                           "else out[#out + 1] = tostring(v) end end "
                           "go(plan) go(answer) go(answer) "
                           "out[#out + 1] = tostring(plan.absent) .. tostring(plan[1]) .. "
                           "tostring(plan.budget.lines[1.5]) "
                           "out[#out + 1] = tostring(plan.budget.lines[4]) .. tostring(plan.facts) "
                           "return credit(1, '{t}', { t = table.concat(out, ' ') })";

static const char SOME[] = "local x = plan.community.population.total "
                           "for _, l in ipairs(plan.budget.lines) do x = x + (l.amount or 0) end "
                           "return x / 1000 + #plan.answers['A-3'].value / 1000";

static void a_used_plan_looks_like_a_new_one(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_plan(&rig, PLAN);
    rig_answer(&rig, ANSWER_NUMBER, "{\"a\": [1, \"t\"]}");
    rig_rule(&rig, "t/walk", "", "", WALK);
    rig_rule(&rig, "t/some", "", "", SOME);
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/walk");
    const char *walk = rig_describe(&rig, &f);
    int64_t fuel = rig.host->sandbox->fuel_used;
    assert_contains(walk, "amount 30 purpose prevention");
    assert_contains(walk, "a 1 1 2 t 1. 1 2. t");
    host_begin(rig.host);
    f = rig_run(&rig, "t/some");
    const char *some = rig_describe(&rig, &f);
    int64_t some_fuel = rig.host->sandbox->fuel_used;
    assert_contains(some, "scored  0.091 [");
    assert_contains(some, "community.population.total plan.budget.lines answers.A-3");
    for (int i = 0; i < 3; i++) {
        f = rig_run(&rig, "t/walk");
        assert_string_equal(rig_describe(&rig, &f), walk);
        assert_int_equal(rig.host->sandbox->fuel_used, fuel);
        f = rig_run(&rig, "t/some");
        assert_string_equal(rig_describe(&rig, &f), some);
        assert_int_equal(rig.host->sandbox->fuel_used, some_fuel);
    }
    rig_close(&rig);
}

static void a_method_takes_a_part_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *body, *reason;
    } list[] = {
        {"return plan.budget.child_total(percent(1))", "a userdata instead of a part of the plan"},
        {"return plan.budget.child_total(5)", "a number instead of a part of the plan"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct rig rig;
        rig_init(&rig);
        rig_plan(&rig, PLAN);
        rig_rule(&rig, "t/body", "", "", list[i].body);
        rig_open(&rig);
        struct finding f = rig_run(&rig, "t/body");
        assert_contains(rig_reason(&rig, &f), list[i].reason);
        rig_close(&rig);
    }
}

static void the_next_plan_is_another_one_wherever_it_lies(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_plan(&rig, "{\"plan\": {\"budget\": {\"drr\": 0.5, \"name\": \"a\"}}}");
    rig_rule(&rig, "t/body", "", "",
             "return credit(plan.budget.drr, '{n}', { n = plan.budget.name })");
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/body");
    assert_int_equal(f.credit, CREDIT_ONE / 2);
    struct json *other = rig_json(&rig, "{\"plan\": {\"budget\": {\"drr\": 1, \"name\": \"b\"}}}");
    *(struct json *)(uintptr_t)rig.plan.doc = *other; /* the same address */
    host_begin(rig.host);
    f = rig_run(&rig, "t/body");
    assert_int_equal(f.credit, CREDIT_ONE);
    assert_string_equal(rig_reason(&rig, &f), "b");
    rig_plan(&rig, "{\"plan\": {\"budget\": {\"drr\": 0.25, \"name\": \"c\"}}}"); /* not begun */
    f = rig_run(&rig, "t/body");
    assert_int_equal(f.credit, CREDIT_ONE / 4);
    /* A document that is none: what is there is seen, and nothing else. */
    rig_plan(&rig, "{\"plan\": [0.125], \"community\": \"text\"}");
    f = rig_run(&rig, "t/body");
    assert_contains(rig_reason(&rig, &f), "nil value");
    rig_plan(&rig, "{\"community\": {}}");
    f = rig_run(&rig, "t/body");
    assert_contains(rig_reason(&rig, &f), "nil value");
    rig_close(&rig);
}

/* `unit` so many times, with its number for %d, between head and tail. */
static void large(struct buf *out, const char *head, const char *unit, int count, const char *tail)
{
    buf_puts(out, head);
    for (int i = 1; i <= count; i++) {
        buf_puts(out, i > 1 ? "," : "");
        buf_printf(out, unit, i, i);
    }
    buf_puts(out, tail);
}

enum { LARGE = 5000 }; /* over what is kept of one part */

static void large_parts_are_seen_as_they_are(void **state)
{
    (void)state;
    struct rig rig;
    struct buf plan = BUF_INIT;
    rig_init(&rig);
    large(&plan, "{\"plan\": {", "\"k%d\": %d", LARGE, "},");
    large(&plan, "\"facts\": {\"n\": [", "%d", LARGE, "],");
    large(&plan, "\"t\": [", "\"x%d\"", LARGE, "],");
    large(&plan, "\"o\": [", "{\"i\": %d}", LARGE, "]},");
    large(&plan, "\"answers\": {", "\"A-%d\": {\"value\": %d}", LARGE, "}}");
    assert_int_equal(buf_status(&plan), 0);
    rig_plan(&rig, buf_text(&plan));
    rig_rule(
        &rig, "t/body", "", "",
        "local f, sum = plan.facts, plan.k1 - plan.k1 "
        "for i, n in ipairs(f.n) do sum = sum + n end "
        "for _, o in ipairs(f.o) do sum = sum + o.i end "
        "for k, v in pairs(plan.answers) do sum = sum + v.value end "
        "return credit(1, '{t}', { t = sum .. ' ' .. f.n[4321] .. ' ' .. f.n[3] .. f.t[4999] .. "
        "f.t[1] .. tostring(f.n[5001]) .. plan.k4999 .. plan.answers['A-77'].value .. "
        "tostring(plan.k) .. tostring(f.m) })");
    rig_open(&rig);
    for (int i = 0; i < 3; i++) {
        struct finding f = rig_run(&rig, "t/body");
        assert_string_equal(rig_reason(&rig, &f), "37507500 4321 3x4999x1nil499977nilnil");
        assert_int_equal(f.read_count, 1024);
        assert_string_equal(f.read[0], "plan.k1");
        assert_string_equal(f.read[1], "facts.n");
    }
    buf_free(&plan);
    rig_close(&rig);
}

static void where_a_large_list_was_left_is_forgotten(void **state)
{
    (void)state;
    struct rig rig;
    struct buf plan = BUF_INIT;
    rig_init(&rig);
    large(&plan, "{\"plan\": {}, \"facts\": {\"n\": [", "%d", LARGE, "]}}");
    assert_int_equal(buf_status(&plan), 0);
    rig_plan(&rig, buf_text(&plan));
    buf_free(&plan);
    rig_rule(&rig, "t/body", "", "", "return (plan.facts.n[4001] - plan.facts.n[3001]) / 1000");
    rig_open(&rig);
    int64_t fuel = 0;
    for (int i = 0; i < 3; i++) {
        struct finding f = rig_run(&rig, "t/body");
        assert_int_equal(f.credit, CREDIT_ONE);
        fuel = i == 0 ? rig.host->sandbox->fuel_used : fuel;
        assert_int_equal(rig.host->sandbox->fuel_used, fuel);
    }
    rig_close(&rig);
}

/* Of very many parts not all are kept: which, is a matter of the run alone. */
static void what_is_kept_is_bounded_and_hangs_on_nothing_before(void **state)
{
    (void)state;
    struct rig rig;
    struct buf plan = BUF_INIT;
    rig_init(&rig);
    large(&plan, "{\"plan\": {\"id\": \"p\"}, \"facts\": {\"a\": [", "{\"i\": \"a%d\"}", 4000,
          "],");
    large(&plan, "\"b\": [", "{\"i\": \"b%d\"}", 4000, "],");
    large(&plan, "\"c\": [", "{\"i\": \"c%d\"}", 4000, "],");
    large(&plan, "\"d\": [", "{\"i\": \"d%d\"}", 4000, "],");
    large(&plan, "\"e\": [", "{\"i\": \"e%d\"}", 4000, "]}}");
    assert_int_equal(buf_status(&plan), 0);
    rig_plan(&rig, buf_text(&plan));
    buf_free(&plan);
    rig_rule(&rig, "t/body", "", "",
             "local f, n, same = plan.facts, 0, 0 "
             "for _, key in ipairs({ 'a', 'b', 'c', 'd', 'e' }) do "
             "for i, x in ipairs(f[key]) do if x.i == key .. i then n = n + 1 end end end "
             "for k, v in pairs(f.c[7]) do n = n + 1 end "
             "for k, v in pairs(f.c[7]) do n = n + 1 end "
             "for _, key in ipairs({ 'a', 'b', 'c', 'd', 'e' }) do "
             "for i = 1, 4000, 100 do if f[key][i] == f[key][i] then same = same + 1 end end end "
             "return credit(1, '{n} {same}', { n = n, same = same })");
    rig_rule(&rig, "t/other", "", "",
             "local n = 0 for i, x in ipairs(plan.facts.e) do n = n + #x.i end return n / 1e6");
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/body");
    const char *fresh = rig_describe(&rig, &f);
    int64_t fuel = rig.host->sandbox->fuel_used;
    assert_contains(fresh, "\"n\":20002,\"same\":164}");
    for (int i = 0; i < 3; i++) {
        f = rig_run(&rig, "t/other");
        assert_string_equal(outcome_name(f.outcome), "scored");
        f = rig_run(&rig, "t/body");
        assert_string_equal(rig_describe(&rig, &f), fresh);
        assert_int_equal(rig.host->sandbox->fuel_used, fuel);
    }
    rig_close(&rig);
}

/* A part that another rule came by is no other one to a rule that comes by it late. */
static void what_few_looked_at_is_kept_no_longer_for_those_who_look_at_much(void **state)
{
    (void)state;
    struct rig rig;
    struct buf plan = BUF_INIT;
    rig_init(&rig);
    large(&plan, "{\"plan\": {}, \"facts\": {\"a\": [", "{\"i\": %d}", 4000, "],");
    large(&plan, "\"b\": [", "{\"i\": %d}", 4000, "],");
    large(&plan, "\"c\": [", "{\"i\": %d}", 4000, "],");
    large(&plan, "\"d\": [", "{\"i\": %d}", 4000, "],");
    large(&plan, "\"e\": [", "{\"i\": %d}", 4000, "]}}");
    assert_int_equal(buf_status(&plan), 0);
    rig_plan(&rig, buf_text(&plan));
    buf_free(&plan);
    rig_rule(&rig, "t/body", "", "",
             "local f, sum = plan.facts, 0 "
             "for _, key in ipairs({ 'a', 'b', 'c', 'd', 'e' }) do "
             "for i = 1, 3000 do sum = sum + f[key][i].i end end "
             "for i = 3001, 4000 do sum = sum + f.a[i].i + f.b[i].i end "
             "local last = f.e[4000] "
             "return credit(1, '{sum} {same}', { sum = sum, same = f.e[4000] == last })");
    rig_rule(&rig, "t/few", "", "", "return plan.facts.e[4000].i / 4000");
    rig_open(&rig);
    struct finding f = rig_run(&rig, "t/body");
    const char *fresh = rig_describe(&rig, &f);
    int64_t fuel = rig.host->sandbox->fuel_used;
    assert_contains(fresh, "\"same\":false");
    host_begin(rig.host);
    f = rig_run(&rig, "t/few");
    assert_int_equal(f.credit, CREDIT_ONE);
    f = rig_run(&rig, "t/body");
    assert_string_equal(rig_describe(&rig, &f), fresh);
    assert_int_equal(rig.host->sandbox->fuel_used, fuel);
    rig_close(&rig);
}

/* Many small things, more than the region for them holds; then they go, and others come. */
static void small_blocks_of_any_number(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_rule(&rig, "t/body", "", "",
             "local sum = 0 for round = 1, 4 do local t = {} "
             "for i = 1, 40000 do t[i] = { i, round } end "
             "for i = 1, 40000 do sum = sum + t[i][1] end "
             "for i = 1, 300 do t[i] = ('x'):rep(i * 3) end "
             "for i = 1, 300 do sum = sum + #t[i] end end "
             "return sum / 1e10");
    rig_open(&rig);
    for (int i = 0; i < 2; i++) {
        struct finding f = rig_run(&rig, "t/body");
        assert_int_equal(f.credit, 320062180);
    }
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_used_plan_looks_like_a_new_one),
        cmocka_unit_test(a_method_takes_a_part_and_nothing_else),
        cmocka_unit_test(the_next_plan_is_another_one_wherever_it_lies),
        cmocka_unit_test(large_parts_are_seen_as_they_are),
        cmocka_unit_test(where_a_large_list_was_left_is_forgotten),
        cmocka_unit_test(what_is_kept_is_bounded_and_hangs_on_nothing_before),
        cmocka_unit_test(what_few_looked_at_is_kept_no_longer_for_those_who_look_at_much),
        cmocka_unit_test(small_blocks_of_any_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
