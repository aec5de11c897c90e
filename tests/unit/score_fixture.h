/* Checklists from text and findings by hand, for tests of scoring. */
#ifndef TESTS_SCORE_FIXTURE_H
#define TESTS_SCORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "model/assessment.h"

static inline struct checklist *fixture_checklist(const char *text)
{
    struct diag d;
    struct checklist *c = NULL;
    diag_init(&d, "checklist.json");
    int rc = checklist_parse(text, strlen(text), NULL, &d, &c);
    if (rc != 0) {
        fail_msg("checklist refused: %s", buf_text(&d.text));
    }
    diag_free(&d);
    return c;
}

struct fixture {
    struct checklist *c;
    struct arena arena;
    struct assessment a;
};

static inline void fixture_init(struct fixture *f, const char *text)
{
    memset(f, 0, sizeof *f);
    f->c = fixture_checklist(text);
    f->a.checklist = f->c;
    f->a.findings = arena_alloc(&f->arena, sizeof *f->a.findings * (size_t)f->c->criterion_count);
    assert_non_null(f->a.findings);
    for (int i = 0; i < f->c->criterion_count; i++) {
        f->a.findings[i] = (struct finding){.outcome = OUTCOME_NOT_ASSESSED,
                                            .template_text = "no answer"};
    }
}

static inline void fixture_free(struct fixture *f)
{
    arena_free(&f->arena);
    checklist_free(f->c);
}

static inline void fixture_credit(struct fixture *f, int criterion, int64_t credit)
{
    f->a.findings[criterion].outcome = OUTCOME_SCORED;
    f->a.findings[criterion].credit = credit;
    f->a.findings[criterion].raw = (double)credit / 1e9;
}

static inline void fixture_score(struct fixture *f)
{
    assert_int_equal(score_assessment(&f->arena, &f->a), 0);
}

#endif
