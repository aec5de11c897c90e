/* A finding that is recalled is the one that the rule would make. */
#include "rule_fixture.h"

#include "script/script.h"

static void open_body(struct rig *rig, const char *body)
{
    static const struct host_budget budget = {.fuel = 10000000,
                                              .plan_fuel = 200000000,
                                              .memory = 16 << 20,
                                              .region = true,
                                              .wall_ms = 600000};
    rig_init(rig);
    rig_rule(rig, "t/body", "", "", body);
    rig_open_with(rig, &budget);
    if (rig_refused(rig, "t/body")[0] != '\0') {
        fail_msg("%s", rig_refused(rig, "t/body"));
    }
    rig->criterion.demand.rule = "t/body";
    assert_int_equal(checklist_declare(&rig->arena, &rig->criterion), 0);
}

/* What is found on the rig's plan, with the fuel that it took. ran: whether the rule did. */
static const char *said(struct rig *rig, bool *ran)
{
    struct finding f;
    struct buf out = BUF_INIT;
    unsigned before = rig->host->sandbox->generation;
    host_begin(rig->host);
    assert_int_equal(host_run(rig->host, &rig->checklist, &rig->criterion, &rig->plan, &rig->answer,
                              &rig->arena, &f),
                     0);
    *ran = rig->host->sandbox->generation != before;
    buf_printf(&out, "%s, fuel %lld", rig_describe(rig, &f),
               (long long)(rig->host->budget.plan_fuel - rig->host->plan_left));
    const char *text = arena_strdup(&rig->arena, buf_text(&out));
    buf_free(&out);
    return text;
}

/* ---- any rule, any plan ------------------------------------------------------------------------ */

static unsigned below(unsigned *seed, unsigned n)
{
    *seed = *seed * 1103515245 + 12345;
    return (*seed >> 16) % n;
}

static void put_value(struct buf *out, unsigned *seed, int depth)
{
    static const char *const plain[] = {"null", "true", "false", "0",     "1",
                                        "2.5",  "\"\"", "\"a\"", "\"b\"", "{}"};
    unsigned kind = below(seed, depth == 0 ? 10 : 14);
    if (kind < 10) {
        buf_puts(out, plain[kind]);
        return;
    }
    unsigned n = below(seed, 4) == 0 ? 15 + below(seed, 4) : below(seed, 4);
    buf_putc(out, kind < 12 ? '[' : '{');
    for (unsigned i = 0; i < n; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        if (kind >= 12) {
            buf_printf(out, "\"%c\":", i == 3 ? '-' : (int)('a' + i));
        }
        put_value(out, seed, depth - 1);
    }
    buf_putc(out, kind < 12 ? ']' : '}');
}

static const char *any_plan(struct rig *rig, unsigned *seed)
{
    static const char *const entries[] = {
        "1",  "null", "[1,2]", "{\"value\":2,\"note\":\"n\"}", "{\"state\":\"unknown\"}",
        "{}", "\"x\""};
    struct buf out = BUF_INIT;
    buf_puts(&out, "{\"plan\":{\"list\":");
    put_value(&out, seed, 2);
    buf_puts(&out, ",\"o\":");
    put_value(&out, seed, 2);
    buf_puts(&out, below(seed, 3) == 0 ? ",\"budget\":{\"lines\":[]}" : ",\"budget\":{}");
    buf_puts(&out, below(seed, 3) == 0 ? ",\"facts\":1}" : "}");
    if (below(seed, 3) > 0) {
        buf_puts(&out, ",\"community\":");
        put_value(&out, seed, 2);
    }
    buf_printf(&out, ",\"answers\":{\"A\":%s,\"B\":%s}}", entries[below(seed, 7)],
               entries[below(seed, 7)]);
    const char *text = arena_strdup(&rig->arena, buf_text(&out));
    buf_free(&out);
    return text;
}

static const char *const bodies[] = {
    "return 1",
    "return plan.community ~= nil and 1 or 0",
    "local c = plan.community if type(c) ~= 'table' then return 0 end return c.a and 1 or 0.5",
    "local c = plan.community return c and c.a and type(c.a) == 'table' and c.a.a and 1 or 0",
    "local l, n = plan.list, 0 if type(l) ~= 'table' then return 0 end "
    "for _, x in ipairs(l) do n = n + (type(x) == 'number' and x or 1) end "
    "return credit(n / 100, '{n}', { n = n })",
    "local l = plan.list if type(l) ~= 'table' then return unknown('{l}', { l = l }) end "
    "return #l / 100",
    "local l, s = plan.list, '' if type(l) ~= 'table' then return 0 end "
    "for k, x in pairs(l) do s = s .. k .. ' ' .. type(x) end return credit(1, '{s}', { s = s })",
    "local o, s = plan.o, '' if type(o) ~= 'table' then return 0 end "
    "for k, x in pairs(o) do s = s .. k .. ' ' .. type(x) end return credit(1, '{s}', { s = s })",
    "local s = '' for k, x in pairs(plan) do s = s .. k end return credit(1, '{s}', { s = s })",
    "local s = '' for k, x in pairs(plan.answers) do s = s .. k .. tostring(x.value ~= nil) end "
    "return credit(1, '{s}', { s = s })",
    "local a = plan.answers.A return a == nil and 0 or type(a.value) == 'number' and a.value / 9 "
    "or 1",
    "local a = plan.answers.A if a == nil or type(a.value) ~= 'table' then return 0 end "
    "return a.value[2] / 2",
    "local a = plan.answers.B return a and a.note and 1 or a and a.state and 0.5 or 0",
    "local a, s = plan.answers.B, '' if a == nil then return 0 end "
    "for k in pairs(a) do s = s .. k end return credit(1, '{s}', { s = s })",
    "return plan.answers.C == nil and 1 or 0",
    "local seen = {} seen[plan.o or 1] = 1 seen[plan.list or 2] = 2 "
    "return (seen[plan.o or 1] + (plan.o == plan.list and 1 or 0)) / 9",
    "local l = plan.list if type(l) ~= 'table' or l[1] == nil then return 0 end "
    "local two = { l[1], l[2], l[1] } return two[1] == two[3] and 1 or 0.5",
    "local l = plan.list if type(l) ~= 'table' then return 0 end "
    "return (l[1.5] or l[true] or l[-1] or l[0] or l[1099511627776]) == nil and 1 or 0",
    "local o = plan.o if type(o) ~= 'table' then return 0 end return o[1] == nil and 1 or 0",
    "local o = plan.o if type(o) ~= 'table' then return 0 end "
    "return o['a\\0b'] == nil and o[string.rep('k', 9000)] == nil and 1 or 0",
    "local o = plan.o if type(o) ~= 'table' then return 0 end "
    "return o[string.rep('k', 9000)] == nil and 1 or 0",
    "local l = plan.list if type(l) ~= 'table' then return 0 end return l[9000] == nil and 1 or 0",
    "return credit(1, '{o}', { o = plan.o })",
    "return plan.budget:child_total() and 1 or 0.25",
    "return plan.budget.child_total and 1 or 0.25",
    "return type(plan.facts) == 'number' and 1 or 0",
    "local n = 0 for i = 1, 900 do n = n + (plan.o == nil and 1 or 0) end return n / 900",
    "if plan.o == nil then error('no o') end return 1",
    "local n = 0 for i = 1, (plan.o == 1 and 3000 or 1000) do n = n + 1 end return n / 3000",
    "return answer and answer.value == 3 and 1 or 0",
    "return answer and answer.note and 1 or 0",
};

static void any_rule_on_any_plan_is_recalled_rightly(void **state)
{
    (void)state;
    unsigned seed = 7, recalls = 0;
    for (size_t b = 0; b < sizeof bodies / sizeof *bodies; b++) {
        struct rig used, fresh;
        open_body(&used, bodies[b]);
        open_body(&fresh, bodies[b]);
        for (int i = 0; i < 300; i++) {
            bool ran = false, first = false;
            const char *text = any_plan(&used, &seed);
            rig_plan(&used, text);
            rig_plan(&fresh, text);
            used.answer = (struct answer){.state = 'a'};
            if (below(&seed, 2) == 0) {
                rig_answer(&used, ANSWER_NUMBER, below(&seed, 2) == 0 ? "3" : "4");
                used.criterion.demand.answer.type = ANSWER_NUMBER;
            }
            fresh.answer = used.answer;
            fresh.criterion.demand.answer.type = used.criterion.demand.answer.type;
            host_forget(fresh.host);
            const char *now = said(&used, &ran);
            const char *anew = said(&fresh, &first);
            recalls += ran ? 0 : 1;
            assert_true(first);
            if (strcmp(now, anew) != 0) {
                fail_msg("%s\n%s\n%s\ninstead of %s", bodies[b], text, now, anew);
            }
        }
        rig_close(&used);
        rig_close(&fresh);
    }
    assert_true(recalls > 2000);
}

/* ---- what it goes by --------------------------------------------------------------------------- */

/* Runs the body on both plans, twice each: whether the second is told from the first, and what is the same
 * is recalled. */
static void compare(const char *body, const char *one, const char *other, bool same)
{
    struct rig rig;
    bool ran = false;
    open_body(&rig, body);
    rig_plan(&rig, one);
    (void)said(&rig, &ran);
    assert_true(ran);
    (void)said(&rig, &ran);
    assert_false(ran);
    rig_plan(&rig, other);
    (void)said(&rig, &ran);
    assert_int_equal(ran, !same);
    rig_close(&rig);
}

static void what_was_not_looked_at_does_not_count(void **state)
{
    (void)state;
    compare("return plan.a / 9", "{\"plan\":{\"a\":1,\"b\":1}}", "{\"plan\":{\"a\":1,\"b\":2}}",
            true);
    compare("return plan.a / 9", "{\"plan\":{\"a\":1,\"b\":1}}", "{\"plan\":{\"a\":2,\"b\":1}}",
            false);
    compare("return plan.a / 9", "{\"plan\":{\"a\":1}}", "{\"plan\":{\"a\":1,\"b\":2}}", false);
    compare("return plan.a[1] / 9", "{\"plan\":{\"a\":[1,2]}}", "{\"plan\":{\"a\":[1,3]}}", true);
    compare("return plan.a[1] / 9", "{\"plan\":{\"a\":[1,2]}}", "{\"plan\":{\"a\":[1]}}", false);
    compare("return plan.a == 'x' and 1 or 0", "{\"plan\":{\"a\":\"x\"}}",
            "{\"plan\":{\"a\":\"y\"}}", false);
    compare("return plan.a and 1 or 0", "{\"plan\":{\"a\":true}}", "{\"plan\":{\"a\":false}}",
            false);
}

/* A plan that has less fuel left than the finding took is run, and stops where it always did. */
static void a_plan_pays_for_what_is_recalled(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "local n = 0 for i = 1, 100000 do n = n + 1 end return plan.a / n");
    rig_plan(&rig, "{\"plan\":{\"a\":1}}");
    const char *first = said(&rig, &ran);
    assert_string_equal(first, said(&rig, &ran));
    assert_false(ran);
    rig.host->budget.plan_fuel = 50000;
    assert_contains(said(&rig, &ran), "error limit");
    assert_true(ran);
    rig_close(&rig);
}

static void a_run_that_took_much_memory_is_made_again(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "local t, x = {}, string.rep('x', 1000) for i = 1, 10 do t[i] = string.rep(x, "
                    "950) .. i end "
                    "return plan.a and #t / 10 or 0");
    rig_plan(&rig, "{\"plan\":{\"a\":1}}");
    for (int i = 0; i < 2; i++) {
        (void)said(&rig, &ran);
        assert_true(ran);
    }
    rig_close(&rig);
}

/* ---- bounds ------------------------------------------------------------------------------------ */

static void put_many(struct buf *out, const char *what, int n)
{
    for (int i = 0; i < n; i++) {
        buf_printf(out, what, i == 0 ? "" : ",", i);
    }
}

static void runs_always(const char *body, const char *plan)
{
    struct rig rig;
    bool ran = false;
    open_body(&rig, body);
    rig_plan(&rig, plan);
    for (int i = 0; i < 3; i++) {
        (void)said(&rig, &ran);
        assert_true(ran);
    }
    rig_close(&rig);
}

static void what_is_large_is_not_kept(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    buf_puts(&text, "{\"plan\":{\"a\":[");
    put_many(&text, "%s%d", 5000);
    buf_puts(&text, "]}}");
    runs_always("return plan.a[1] == 0 and 1 or 0", buf_text(&text));
    buf_reset(&text);
    buf_puts(&text, "{\"plan\":{");
    put_many(&text, "%s\"k%d\":1", 5000);
    buf_puts(&text, "}}");
    runs_always("return plan.k1", buf_text(&text));
    buf_reset(&text);
    buf_puts(&text, "{\"plan\":{\"a\":{");
    put_many(&text, "%s\"k%d\":1", 500);
    buf_puts(&text, "}}}");
    runs_always("local n = 0 for k in pairs(plan.a) do n = n + 1 end return n / 500",
                buf_text(&text));
    buf_reset(&text);
    buf_puts(&text, "{\"plan\":{\"a\":\"");
    put_many(&text, "%s%d", 900);
    buf_puts(&text, "\"}}");
    runs_always("return #plan.a > 1000 and 1 or 0", buf_text(&text));
    buf_free(&text);
}

/* A rule that never meets the same is noted for a while only; nor does one engine keep without end. */
static void a_rule_that_never_meets_the_same_is_given_up(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "return credit(1, '{a}', { a = plan.a })");
    for (int i = 0; i < 3000; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "{\"plan\":{\"a\":%d}}", i);
        rig_plan(&rig, text);
        (void)said(&rig, &ran);
        assert_true(ran);
    }
    assert_true(rig.host->recall.bytes < 256 << 10);
    (void)said(&rig, &ran);
    assert_true(ran); /* it was given up before */
    host_forget(rig.host);
    for (int i = 0; i < 50; i++) {
        (void)said(&rig, &ran);
        assert_int_equal(ran, i == 0);
    }
    host_forget(rig.host);
    rig.host->recall.bytes = SIZE_MAX / 2;
    for (int i = 0; i < 2; i++) {
        (void)said(&rig, &ran);
        assert_true(ran);
    }
    rig_close(&rig);
}

/* Many outcomes of one look are told apart, in any order. */
static void many_values_are_told_apart(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "return plan.b == 1 and plan.a / 1000 or 1");
    unsigned recalls = 0;
    for (int i = 0; i < 4000; i++) {
        char text[64], want[64];
        int a = i < 60 ? i : i * 7 % 60 + (i > 2000 ? i * 13 % 900 : 0);
        (void)snprintf(text, sizeof text, "{\"plan\":{\"b\":1,\"a\":%d}}", a);
        rig_plan(&rig, text);
        (void)snprintf(want, sizeof want, "{\"credit\":%.15g}", a / 1000.0);
        assert_contains(said(&rig, &ran), want);
        recalls += ran ? 0 : 1;
    }
    assert_true(recalls > 1900);
    assert_true(rig.host->recall.bytes < 1 << 20);
    rig_close(&rig);
}

/* There is an end to the outcomes of one look, however often what is known comes again. */
static void outcomes_of_one_look_have_an_end(void **state)
{
    (void)state;
    struct rig rig;
    bool ran = false;
    open_body(&rig, "return credit(1, '{a}', { a = plan.a })");
    for (int i = 0; i < 1500; i++) {
        char text[128], want[32];
        bool again = i % 2 == 1;
        (void)snprintf(text, sizeof text,
                       "{\"plan\":{\"a\":\"a text that is longer than its hash goes by: %d\"}}",
                       again ? 0 : i);
        rig_plan(&rig, text);
        (void)snprintf(want, sizeof want, "by: %d\"", again ? 0 : i);
        assert_contains(said(&rig, &ran), want);
        assert_int_equal(ran, !again);
    }
    rig_plan(&rig, "{\"plan\":{\"a\":\"a text that is longer than its hash goes by: 1498\"}}");
    (void)said(&rig, &ran);
    assert_true(ran);
    rig_plan(&rig, "{\"plan\":{\"a\":\"a text that is longer than its hash goes by: 100\"}}");
    (void)said(&rig, &ran);
    assert_false(ran);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_rule_on_any_plan_is_recalled_rightly),
        cmocka_unit_test(what_was_not_looked_at_does_not_count),
        cmocka_unit_test(a_plan_pays_for_what_is_recalled),
        cmocka_unit_test(a_run_that_took_much_memory_is_made_again),
        cmocka_unit_test(what_is_large_is_not_kept),
        cmocka_unit_test(a_rule_that_never_meets_the_same_is_given_up),
        cmocka_unit_test(many_values_are_told_apart),
        cmocka_unit_test(outcomes_of_one_look_have_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
