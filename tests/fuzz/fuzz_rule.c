/* Rules: any text as a rule file, and as the body of a rule, loaded, inspected, run and tested under
 * small budgets. A run repeated gives the same finding for the same fuel. */
#include "../unit/cases_fixture.h"
#include "fuzz.h"
#include "script/run.h"

/* Fuel decides, not the clock: a busy machine changes no verdict. */
static const struct host_budget budget = {
    .fuel = 200000, .plan_fuel = 2000000, .memory = 4 << 20, .wall_ms = 600000};

static const char library_text[] = "return { twice = function(x) return x * 2 end }\n";
static const char plan_text[] =
    "{\"banyan\":1,\"plan\":{\"id\":\"P\",\"title\":\"T\",\"budget\":{\"currency\":\"NPR\","
    "\"total\":5.2e7,\"drr\":310000,\"lines\":[{\"id\":\"B1\",\"amount\":1800,\"children\":true}]},"
    "\"actions\":[{\"id\":\"A1\",\"hazards\":[\"EQ\"],\"groups\":[\"5-9\"]}]},"
    "\"community\":{\"country\":\"NPL\",\"name\":\"Ward 7\",\"population\":{\"total\":4210,"
    "\"children\":{\"0-4\":{\"f\":190,\"m\":204}}},\"hazards\":[{\"type\":\"EQ\",\"severity\":5}]},"
    "\"assessment\":{\"round\":\"2026\",\"date\":\"2026-09-12\"},"
    "\"facts\":{\"hdi.gnipc\":4026},\"answers\":{\"T-1\":2,\"T-2\":{\"value\":true}}}";

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct run {
    struct arena arena;
    struct checklist checklist;
    struct criterion criterion;
    struct plan plan;
    struct answer answer;
};

static struct json *parse(struct arena *arena, const char *text)
{
    struct json *out = NULL;
    struct json_error error;
    ENSURE(json_parse(arena, text, strlen(text), 1, &out, &error) == 0);
    return out;
}

/* Arguments of a checklist, for the rules that declare some: a few that fit, and one that may not. */
static const char *const args_texts[] = {NULL, "{\"a\":0.25}",
                                         "{\"a\":\"x\",\"b\":[1,{\"d\":2}],\"c\":{}}"};

static void run_open(struct run *r, const char *args)
{
    memset(r, 0, sizeof *r);
    r->criterion.demand.id = "T-1";
    r->criterion.demand.rule = "t/rule";
    r->criterion.demand.answer.type = ANSWER_LEVEL;
    r->criterion.demand.answer.levels = 3;
    r->criterion.demand.args = args == NULL ? NULL : parse(&r->arena, args);
    r->plan.doc = parse(&r->arena, plan_text);
    r->answer = (struct answer){.state = 'v', .value = parse(&r->arena, "2")};
    ENSURE(checklist_declare(&r->arena, &r->criterion) == 0);
}

/* All of a finding and the fuel it took, in words. */
static void describe(struct buf *out, const struct finding *f, int64_t fuel)
{
    ENSURE(f->outcome >= 0 && f->outcome < OUTCOME_COUNT && f->template_text != NULL);
    buf_printf(out, "%s %s %lld %a %s:%d [%s] %lld", outcome_name(f->outcome),
               finding_by_name(f->by), (long long)f->credit, f->raw, f->rule == NULL ? "" : f->rule,
               f->line, f->template_text, (long long)fuel);
    if (f->params != NULL) {
        json_write(out, f->params);
    }
    for (size_t i = 0; i < f->read_count; i++) {
        buf_printf(out, " %s", f->read[i]);
    }
    buf_putc(out, '\n');
    finding_reason(out, f);
    ENSURE(text_utf8_check(out->data, out->len) == out->len);
    ENSURE(f->outcome != OUTCOME_SCORED || fuzz_share(f->credit));
}

static void run_once(struct run *r, struct host *host, struct buf *out)
{
    struct finding f;
    host_begin(host);
    ENSURE(host_run(host, &r->checklist, &r->criterion, &r->plan, &r->answer, &r->arena, &f) == 0);
    ENSURE(!host_hurried(host));
    describe(out, &f, host->sandbox->fuel_used);
}

static void tested(void *context, const struct case_result *test)
{
    (void)context;
    ENSURE(test->message != NULL && test->passed == (test->message[0] == '\0'));
}

/* Twice in one state, then in a fresh one. */
static void run_thrice(struct ruleset *rules, const char *args)
{
    struct run r;
    struct buf out[3] = {BUF_INIT, BUF_INIT, BUF_INIT};
    struct host *hosts[2] = {NULL, NULL};
    struct err e = {0};
    run_open(&r, args);
    for (int i = 0; i < 2; i++) {
        ENSURE(host_new(rules, &budget, &hosts[i], &e) == 0);
    }
    for (int i = 0; i < 3; i++) {
        run_once(&r, hosts[i / 2], &out[i]);
        if (strcmp(buf_text(&out[0]), buf_text(&out[i])) != 0) {
            fprintf(stderr, "run %d differs:\n%s\n%s\n", i, out[0].data, out[i].data);
            abort();
        }
    }
    ENSURE(cases_each(hosts[0], rules, "t/rule", tested, NULL) == 0);
    for (int i = 0; i < 3; i++) {
        buf_free(&out[i]);
    }
    host_free(hosts[0]);
    host_free(hosts[1]);
    arena_free(&r.arena);
}

static void try_text(const char *text, size_t len)
{
    struct rule_file files[] = {
        {"t/rule", "rules/t/rule.lua", text, len, NULL},
        {"lib/twice", "rules/lib/twice.lua", library_text, sizeof library_text - 1, NULL}};
    struct ruleset *rules = NULL;
    struct err e = {0};
    ENSURE(ruleset_new(files, 2, true, &rules, &e) == 0);
    ENSURE(ruleset_inspect(rules, NULL, &e) == 0);
    const struct rule_info *info = ruleset_find(rules, "t/rule");
    ENSURE(info != NULL && info->inspected);
    bool declares = memmem(text, len, "args = {", 8) != NULL;
    for (size_t i = 0; info->error == NULL && i < (declares ? COUNT(args_texts) : 1); i++) {
        run_thrice(rules, args_texts[i]);
    }
    ruleset_free(rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf body = BUF_INIT;
    const char *text = size == 0 ? "" : (const char *)data;
    try_text(text, size);
    buf_puts(&body, "return { id = \"t/rule\", version = 1, title = \"t\", source = \"s\", score = "
                    "function(plan, answer, args)\n");
    buf_add(&body, text, size);
    buf_puts(&body, "\nend }\n");
    try_text(body.data, body.len);
    buf_free(&body);
    return 0;
}
