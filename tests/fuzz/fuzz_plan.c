/* Plans: JSON text through all checks and the engine, under a small checklist with answers of every type
 * and, where the plan names it, under child-drr. */
#include "assess.h"
#include "fuzz.h"
#include "model/place.h"
#include "report/render.h"
#include "small.h"

struct method {
    struct checklist *c;
    struct ruleset *rules;
    struct engine *engine;
};

static void method_open(struct method *m, const char *text, size_t len)
{
    struct err e = {0};
    m->c = fuzz_checklist(text, len);
    m->rules = fuzz_rules(m->c);
    ENSURE(engine_new(m->c, m->rules, &m->engine, &e) == 0);
}

static void render(const struct assessment *a, struct buf *out)
{
    render_assessment_json(out, a, true, false);
    ENSURE(buf_status(out) == 0 && text_utf8_check(out->data, out->len) == out->len);
}

/* The assessment is JSON, the pages can be made, and a second run gives the same bytes. */
static void assess(const struct method *m, const struct plan *plan, struct arena *arena)
{
    struct assessment a, b;
    struct buf first = BUF_INIT, second = BUF_INIT;
    struct json *doc = NULL;
    struct json_error error;
    ENSURE(engine_assess(m->engine, plan, arena, &a) == 0);
    ENSURE(engine_assess(m->engine, plan, arena, &b) == 0);
    if (!a.hurried && !b.hurried) {
        fuzz_scored(&a);
        render(&a, &first);
        render(&b, &second);
        ENSURE(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
        ENSURE(json_parse(arena, first.data, first.len, 1, &doc, &error) == 0);
        /* An answer that the checks let through breaks no shipped rule. */
        for (int i = 0; i < m->c->criterion_count; i++) {
            ENSURE(a.findings[i].outcome != OUTCOME_ERROR || a.findings[i].by == BY_LIMIT);
        }
        buf_reset(&second);
        render_assessment_text(&second, &a, NULL, false);
        render_explain_text(&second, &a, 0, false);
        ENSURE(text_utf8_check(buf_text(&second), second.len) == second.len);
    }
    buf_free(&first);
    buf_free(&second);
}

/* The canonical text of a plan is a plan, and the same one. */
static void again(const struct plan *plan, const char *round, struct arena *arena)
{
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    struct plan same;
    diag_init(&d, "again");
    ENSURE(json_parse(arena, plan->text, plan->text_len, 1, &doc, &error) == 0);
    ENSURE(plan_check(arena, doc, round, &d, &same) == 0);
    ENSURE(strcmp(plan->digest, same.digest) == 0);
    ENSURE(strcmp(plan->community_key, same.community_key) == 0);
    diag_free(&d);
}

static void try_plan(const struct method *m, const struct json *doc, const char *round,
                     struct arena *arena)
{
    struct diag d;
    struct plan plan;
    diag_init(&d, "plan");
    int code = plan_check(arena, doc, round, &d, &plan);
    if (code == 0) {
        again(&plan, round, arena);
        ENSURE(d.count == 0);
        code = plan_check_answers(&plan, m->c, m->c, &d);
    }
    ENSURE(code == 0 || code == ERR_INPUT);
    if (code == 0) {
        ENSURE(plan_remarks(&plan, NULL, &d) == 0);
        ENSURE(d.count == 0 || strstr(d.text.data, ": remark: ") != NULL);
        assess(m, &plan, arena);
    } else {
        fuzz_complaints(&d);
    }
    diag_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct method small, large;
    if (small.engine == NULL) {
        const struct embedded_file *file = fuzz_file("checklists/child-drr/checklist.json");
        method_open(&small, small_checklist, sizeof small_checklist - 1);
        method_open(&large, (const char *)file->data, file->len);
    }
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    if (json_parse(&arena, (const char *)data, size, 1, &doc, &error) == 0) {
        const char *named = json_string(json_get(doc, "checklist"));
        try_plan(named != NULL && strncmp(named, "child-drr", 9) == 0 ? &large : &small, doc, NULL,
                 &arena);
        try_plan(&small, doc, "2026", &arena);
    }
    arena_free(&arena);
    return 0;
}
