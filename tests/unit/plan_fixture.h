/* Shared by the tests of plans and of answers: a plan document with slots, read and checked. */
#ifndef UNIT_PLAN_FIXTURE_H
#define UNIT_PLAN_FIXTURE_H

#include <stdio.h>
#include <string.h>

#include "model/plan.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Slots on lines 1 to 4: members of plan, community, assessment, document. */
static const char GOOD[] = "{\"banyan\": 1, \"plan\": {\"id\": \"P1\", \"title\": \"T\"%s},\n"
                           "\"community\": {\"country\": \"NPL\", \"name\": \"Ward 7\"%s},\n"
                           "\"assessment\": {\"round\": \"2026\", \"date\": \"2026-09-12\"%s}\n%s}";

struct checked {
    struct arena arena;
    struct diag d;
    struct plan plan;
    int status;
};

static inline void check_text(struct checked *c, const char *text, size_t len, const char *round)
{
    struct json *doc;
    struct json_error error;
    *c = (struct checked){.arena = ARENA_INIT};
    diag_init(&c->d, "plan.json");
    c->status = json_parse(&c->arena, text, len, 1, &doc, &error);
    if (c->status == 0) {
        c->status = plan_check(&c->arena, doc, round, &c->d, &c->plan);
    }
}

static inline void release(struct checked *c)
{
    diag_free(&c->d);
    arena_free(&c->arena);
}

static inline void fill(char *out, size_t size, int slot, const char *member)
{
    const char *in[4] = {"", "", "", ""};
    if (slot > 0) {
        in[slot - 1] = member;
    }
    int len = snprintf(out, size, GOOD, in[0], in[1], in[2], in[3]);
    assert_true(len > 0 && (size_t)len < size);
}

#endif
