/* Rules from text, run on plans from text, for tests of the rule host. */
#ifndef TESTS_RULE_FIXTURE_H
#define TESTS_RULE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "script/host.h"

enum { RIG_FILES = 16 };

/* A rule set under one host; criterion "T-1" of a bare checklist is run on one plan. */
struct rig {
    struct arena arena;
    struct rule_file files[RIG_FILES];
    size_t count;
    struct ruleset *rules;
    struct host *host;
    struct checklist checklist;
    struct criterion criterion;
    struct plan plan;
    struct answer answer;
};

static inline struct json *rig_json(struct rig *rig, const char *text)
{
    struct json *out = NULL;
    struct json_error e;
    if (json_parse(&rig->arena, text, strlen(text), 1, &out, &e) != 0) {
        fail_msg("%s: %s", text, e.text);
    }
    return out;
}

static inline void rig_init(struct rig *rig)
{
    memset(rig, 0, sizeof *rig);
    rig->criterion.demand.id = "T-1";
    rig->answer.state = 'a';
    rig->plan.doc = rig_json(rig, "{\"plan\": {}}");
}

static inline void rig_plan(struct rig *rig, const char *text)
{
    rig->plan.doc = rig_json(rig, text);
}

static inline void rig_answer(struct rig *rig, enum answer_type type, const char *value)
{
    rig->criterion.demand.answer.type = type;
    rig->answer = (struct answer){.state = 'v', .value = rig_json(rig, value)};
}

/* A file as it stands. */
static inline void rig_file_bytes(struct rig *rig, const char *name, const char *text, size_t len)
{
    assert_true(rig->count < RIG_FILES);
    char path[128];
    (void)snprintf(path, sizeof path, "rules/%s.lua", name);
    rig->files[rig->count++] = (struct rule_file){arena_strdup(&rig->arena, name),
                                                  arena_strdup(&rig->arena, path),
                                                  arena_strndup(&rig->arena, text, len), len, NULL};
}

static inline void rig_file(struct rig *rig, const char *name, const char *text)
{
    rig_file_bytes(rig, name, text, strlen(text));
}

/* A rule with this body; `before` stands in front of the returned table, `fields` inside it. The body
 * begins on line 3. */
static inline void rig_rule(struct rig *rig, const char *name, const char *before,
                            const char *fields, const char *body)
{
    struct buf text = BUF_INIT;
    buf_printf(&text,
               "%s\nreturn { id = \"%s\", version = 1, title = \"t\", source = \"s\", %s score = "
               "function(plan, answer, args)\n%s\nend }\n",
               before, name, fields, body);
    rig_file_bytes(rig, name, buf_text(&text), text.len);
    buf_free(&text);
}

static inline void rig_open_with(struct rig *rig, const struct host_budget *budget)
{
    struct err e = {0};
    if (ruleset_new(rig->files, rig->count, true, &rig->rules, &e) != 0 ||
        ruleset_inspect(rig->rules, NULL, &e) != 0 ||
        host_new(rig->rules, budget, &rig->host, &e) != 0) {
        fail_msg("%s", e.text);
    }
}

static inline void rig_open(struct rig *rig)
{
    /* Fuel decides, not the clock: a busy machine changes no verdict. */
    static const struct host_budget budget = {
        .fuel = 10000000, .memory = 16 << 20, .wall_ms = 600000};
    rig_open_with(rig, &budget);
}

static inline void rig_close(struct rig *rig)
{
    host_free(rig->host);
    ruleset_free(rig->rules);
    arena_free(&rig->arena);
}

static inline struct finding rig_run(struct rig *rig, const char *rule)
{
    struct finding f;
    host_forget(rig->host); /* it is another criterion each time */
    rig->criterion.demand.rule = rule;
    assert_int_equal(checklist_declare(&rig->arena, &rig->criterion), 0);
    assert_int_equal(host_run(rig->host, &rig->checklist, &rig->criterion, &rig->plan, &rig->answer,
                              &rig->arena, &f),
                     0);
    return f;
}

/* Why a file was refused; "" where it was not. */
static inline const char *rig_refused(struct rig *rig, const char *rule)
{
    const struct rule_info *info = ruleset_find(rig->rules, rule);
    assert_non_null(info);
    return info->error == NULL ? "" : info->error;
}

/* All of a finding in one line, in the rig's arena. */
static inline const char *rig_describe(struct rig *rig, const struct finding *f)
{
    struct buf out = BUF_INIT;
    buf_printf(&out, "%s %s ", outcome_name(f->outcome), finding_by_name(f->by));
    if (f->outcome == OUTCOME_SCORED) {
        number_write_credit(&out, f->credit);
    }
    buf_printf(&out, " [%s] ", f->template_text);
    if (f->params != NULL) {
        json_write(&out, f->params);
    }
    buf_printf(&out, " %s:%d", f->rule == NULL ? "" : f->rule, f->line);
    for (size_t i = 0; i < f->read_count; i++) {
        buf_printf(&out, " %s", f->read[i]);
    }
    const char *text = arena_strdup(&rig->arena, buf_text(&out));
    buf_free(&out);
    return text;
}

static inline const char *rig_reason(struct rig *rig, const struct finding *f)
{
    struct buf out = BUF_INIT;
    finding_reason(&out, f);
    const char *text = arena_strdup(&rig->arena, buf_text(&out));
    buf_free(&out);
    return text;
}

/* One rule with this body, run once on the rig's plan. */
static inline struct finding rig_body(struct rig *rig, const char *body)
{
    rig_rule(rig, "t/body", "", "", body);
    rig_open(rig);
    if (rig_refused(rig, "t/body")[0] != '\0') {
        fail_msg("%s", rig_refused(rig, "t/body"));
    }
    return rig_run(rig, "t/body");
}

static inline void assert_contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in: %s", part, text);
    }
}

#endif
