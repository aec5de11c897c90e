/* Shared by the scenarios of oom_parts. */
#ifndef TESTS_OOM_PARTS_H
#define TESTS_OOM_PARTS_H

#include "model/checklist.h"
#include "model/plan.h"
#include "script/host.h"

struct lab {
    struct buf checklist_text, plan_text;
    struct checklist *checklist;
    struct ruleset *rules;
    struct host *host;
    struct arena arena;
    struct plan plan;
    struct buf out; /* what came of it */
};

/* oom_cases.c: what `rules test` does. Each returns 0 or a negative code, and puts into out what came. */
int tests_rule(struct lab *l);
int watches_rule(struct lab *l);  /* the lines that ran, and the arguments that the rule declares */
int compiles_rule(struct lab *l); /* as the build does */
int reads_cases(struct lab *l);
int mutates_rules(struct lab *l);
int evaluates(struct lab *l);    /* expressions, sound and wrong ones */
int runs_outside(struct lab *l); /* rules that another process runs, or dies of */
int runs_cases(struct lab *l);   /* with what the cases exercise, in every form */

#endif
