/* Shared by the tests of the host: a rule under test beside a normal one, run on a small plan. */
#ifndef UNIT_SANDBOX_FIXTURE_H
#define UNIT_SANDBOX_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "script/host.h"
#include "worker/worker.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { SAID_MAX = 4096 };

static const char PLAN[] =
    "{\"banyan\":1,\"plan\":{\"id\":\"P1\",\"title\":\"T\",\"budget\":{\"drr\":500,"
    "\"total\":2000}},\"answers\":{\"X\":{\"value\":0.5},\"Y\":true}}";

static const char NORMAL[] =
    "return { id = \"t/normal\", version = 1, title = \"n\", source = \"s\",\n"
    "score = function(plan, answer, args)\n"
    "  local words = {}\n"
    "  for k, v in pairs({b = 2, a = 1}) do table.insert(words, k .. tostring(v)) end\n"
    "  local share = plan.budget.drr / plan.budget.total + math.floor(0.5)\n"
    "  return credit(share, \"{share} {words} {up}\", {share = percent(share), words = words,\n"
    "    up = (\"x\"):upper() .. string.char(66) .. type(answer)})\n"
    "end }";
static const char NORMAL_SAYS[] =
    "scored  250000000 25 % a1, b2 XBtable @6 plan.budget.drr plan.budget.total";

/* A rule set of the normal rule and the one under test, a host, a plan. */
struct lab {
    struct ruleset *rules;
    struct host *host;
    struct arena arena;
    struct plan plan;
    struct answer answer;
    struct json *args;
};

static inline struct json *read_json(struct arena *arena, const char *text)
{
    struct json *out = NULL;
    struct json_error error;
    assert_int_equal(json_parse(arena, text, strlen(text), 1, &out, &error), 0);
    return out;
}

/* text: a whole file for "t/tested". outside: its rules run in a worker, which is this program once more: its
 * main begins with worker_main. */
static inline void lab_open_in(struct lab *l, const char *text, size_t len,
                               const struct host_budget *budget, bool outside)
{
    const struct rule_file files[] = {
        {"t/normal", "rules/t/normal.lua", NORMAL, strlen(NORMAL), NULL},
        {"t/tested", "rules/t/tested.lua", text, len, NULL}};
    struct err e = {0};
    *l = (struct lab){.arena = ARENA_INIT};
    assert_int_equal(ruleset_new(files, COUNT(files), true, &l->rules, &e), 0);
    if (outside) { /* under a sanitizer there is no filter */
        const struct worker_options o = {.unfiltered = true};
        assert_int_equal(worker_isolate(l->rules, &o, &e), 0);
    }
    assert_int_equal(ruleset_inspect(l->rules, NULL, &e), 0);
    assert_null(ruleset_find(l->rules, "t/normal")->error);
    assert_int_equal(host_new(l->rules, budget, &l->host, &e), 0);
    l->plan.doc = read_json(&l->arena, PLAN);
    l->answer = (struct answer){.state = 'v', .value = read_json(&l->arena, "0.5")};
}

static inline void lab_open(struct lab *l, const char *text, size_t len,
                            const struct host_budget *budget)
{
    lab_open_in(l, text, len, budget, false);
}

static inline void lab_close(struct lab *l)
{
    host_free(l->host);
    ruleset_free(l->rules);
    arena_free(&l->arena);
}

/* The finding as one line: outcome by credit reason @line reads. Credit 0 where nothing is scored. */
static inline void lab_run(struct lab *l, const char *rule, char said[SAID_MAX])
{
    struct finding f;
    struct checklist c = {0};
    struct criterion criterion = {.demand = {.id = "Z",
                                             .title = "t",
                                             .rule = rule,
                                             .args = l->args,
                                             .answer = {.type = ANSWER_NUMBER}}};
    struct buf out = BUF_INIT;
    host_forget(l->host); /* it is another criterion each time */
    assert_int_equal(checklist_declare(&l->arena, &criterion), 0);
    assert_int_equal(host_run(l->host, &c, &criterion, &l->plan, &l->answer, &l->arena, &f), 0);
    buf_printf(&out, "%s %s %lld ", outcome_name(f.outcome), finding_by_name(f.by),
               (long long)f.credit);
    finding_reason(&out, &f);
    buf_printf(&out, " @%d", f.line);
    for (size_t i = 0; i < f.read_count; i++) {
        if (strcmp(f.read[i], "answers.Z") != 0) {
            buf_printf(&out, " %s", f.read[i]);
        }
    }
    assert_true(f.credit >= 0 && f.credit <= 1000000000);
    assert_true(out.len < SAID_MAX);
    memcpy(said, buf_text(&out), out.len + 1);
    buf_free(&out);
}

/* A file whose score function has this body. */
static inline void body_file(struct buf *out, const char *top, const char *body, size_t len)
{
    buf_printf(out,
               "%s\nreturn { id = \"t/tested\", version = 1, title = \"t\", source = \"s\", "
               "args = { a = 1 },\nscore = function(plan, answer, args)\n",
               top);
    buf_add(out, body, len);
    buf_puts(out, "\nend }");
}

/* Runs the file's rule; the normal rule says the same before and after, in the same host; nothing
 * hangs. said: the finding, or "refused MESSAGE". */
static inline void try_file(const char *text, size_t len, char said[SAID_MAX])
{
    static const struct host_budget budget = {
        .fuel = 10000000, .memory = 16 << 20, .wall_ms = 600000};
    char normal[SAID_MAX];
    struct lab l;
    lab_open(&l, text, len, &budget);
    lab_run(&l, "t/normal", normal);
    assert_string_equal(normal, NORMAL_SAYS);
    lab_run(&l, "t/tested", said);
    const char *error = ruleset_find(l.rules, "t/tested")->error;
    if (error != NULL) {
        assert_true(strlen(error) <= 600);
        (void)snprintf(said, SAID_MAX, "refused %s", error);
    }
    lab_run(&l, "t/normal", normal);
    assert_string_equal(normal, NORMAL_SAYS);
    lab_close(&l);
}

static inline void try_body(const char *body, size_t len, char said[SAID_MAX])
{
    struct buf text = BUF_INIT;
    body_file(&text, "", body, len);
    try_file(text.data, text.len, said);
    buf_free(&text);
}

/* The finding begins with `begins` and holds `holds`. */
static inline void expect(const char *what, const char *said, const char *begins, const char *holds)
{
    if (strncmp(said, begins, strlen(begins)) != 0 || strstr(said, holds) == NULL) {
        fail_msg("%.200s\n  wanted: %s … %s\n  said: %s", what, begins, holds, said);
    }
}

struct body_case {
    const char *body, *begins, *holds;
};

static inline void try_cases(const struct body_case *cases, size_t count)
{
    char said[SAID_MAX];
    for (size_t i = 0; i < count; i++) {
        try_body(cases[i].body, strlen(cases[i].body), said);
        expect(cases[i].body, said, cases[i].begins, cases[i].holds);
    }
}

#endif
