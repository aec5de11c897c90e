/* What cases have exercised: lines of rules, and the answers of a checklist. See
 * docs/adr/0015-coverage-of-rules.md. */
#ifndef CASES_COVERAGE_H
#define CASES_COVERAGE_H

#include "cases/cases.h"

/* What an answer, or a plan without a fact, can be; and what a rule can say. */
enum cover_kind {
    COVER_ANSWER,  /* a level, yes or no, a ticked item, a step of a ladder, a hazard, a part */
    COVER_ABSENT,  /* a fact that the rule needs is not in the plan */
    COVER_OUTCOME, /* what the rule may end in */
    COVER_KINDS
};

struct cover_item {
    enum cover_kind kind;
    const char *what;           /* "level", "item" … */
    const char *label;          /* "2", "water" … */
    const struct rule_case *by; /* the first case that exercised it; NULL: none */
};

/* One rule of a criterion: its own, that for an answer, a check, or that of a part. */
struct cover_part {
    const struct criterion *criterion;
    const struct part *part;
    const char *role; /* "", "answered", "check", "part" */
    struct cover_item *items;
    size_t count, hit;
};

struct case_cover {
    struct arena arena;
    size_t lines, lines_run;
    const struct checklist *checklist; /* NULL: answers were not asked for */
    struct cover_part *parts;
    size_t part_count;
    size_t answers, answers_hit;
};

/* Sums up the lines of r, and holds the answers of c (NULL: none) against its cases that passed. h is used to
 * read rules. The caller releases *out with cases_cover_free. 0 or ERR_MEMORY. */
int cases_cover(const struct case_run *r, const struct ruleset *rules, const struct checklist *c,
                struct host *h, struct case_cover *out, struct err *e);
/* Releases it. */
void cases_cover_free(struct case_cover *c);
/* Percent, rounded down, so that 100 is said only where nothing is missing; 100 of nothing. */
int cases_percent(size_t part, size_t whole);

#endif
