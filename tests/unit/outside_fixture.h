/* Rules that run outside, without a process: what each question comes to is said beforehand. */
#ifndef TESTS_OUTSIDE_FIXTURE_H
#define TESTS_OUTSIDE_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "script/outside.h"

struct elsewhere {
    struct outside outside; /* first */
    /* what the next questions come to: 0 or an error's code */
    int opens, inspects, runs, asks;
    bool hurried;
    int begun, watched, measured, open, closed; /* counts */
    const char *error;                          /* of a rule that is inspected, or NULL */
};

static inline int elsewhere_come(int code, struct err *e)
{
    return code == 0 ? 0 : err_set(e, code, "said beforehand");
}

static inline void elsewhere_begin(struct outside *o)
{
    ((struct elsewhere *)o)->begun++;
}

static inline int elsewhere_run(struct outside *o, const struct rule_order *order,
                                struct arena *arena, struct rule_outcome *out, struct err *e)
{
    const struct elsewhere *x = (struct elsewhere *)o;
    (void)order;
    (void)arena;
    *out = (struct rule_outcome){
        .finding = {.outcome = OUTCOME_SCORED,
                    .raw = 1,
                    .credit = 1000000000,
                    .template_text = "y"},
        .fuel_used = 7,
        .used = {.fuel = 5, .memory = 100 - (size_t)x->measured, .made = 3, .ns = 2},
        .hurried = x->hurried};
    return elsewhere_come(x->runs, e);
}

static inline int elsewhere_inspect(struct outside *o, const char *rule, struct arena *arena,
                                    struct rule_info *out, struct err *e)
{
    const struct elsewhere *x = (struct elsewhere *)o;
    (void)rule;
    (void)arena;
    out->title = out->source = "t";
    out->version = 3;
    out->error = x->error;
    return elsewhere_come(x->inspects, e);
}

static inline int elsewhere_field(struct outside *o, const char *rule, const char *field,
                                  size_t index, struct arena *arena, size_t *count,
                                  struct json **out, struct err *e)
{
    (void)rule;
    (void)field;
    (void)index;
    *count = 2;
    *out = arena == NULL ? NULL : json_new(arena, JSON_OBJECT);
    return elsewhere_come(((struct elsewhere *)o)->asks, e);
}

static inline int elsewhere_fits(struct outside *o, const char *rule, const struct json *args,
                                 struct err *e)
{
    (void)rule;
    (void)args;
    return elsewhere_come(((struct elsewhere *)o)->asks, e);
}

static inline int elsewhere_evaluate(struct outside *o, const struct host_snippet *x,
                                     struct arena *arena, struct host_value *out,
                                     struct host_usage *used, struct err *e)
{
    (void)x;
    (void)arena;
    *out = (struct host_value){.count = 1};
    *used = (struct host_usage){.fuel = 5, .memory = 100, .made = 3, .ns = 2};
    return elsewhere_come(((struct elsewhere *)o)->asks, e);
}

static inline void elsewhere_measure(struct outside *o)
{
    ((struct elsewhere *)o)->measured++;
}

static inline void elsewhere_watch(struct outside *o)
{
    ((struct elsewhere *)o)->watched++;
}

static inline int elsewhere_lines(struct outside *o, const char *name, unsigned char *marks,
                                  size_t count, struct err *e)
{
    (void)name;
    memset(marks, LINE_CODE, count);
    return elsewhere_come(((struct elsewhere *)o)->asks, e);
}

static inline void elsewhere_free(struct outside *o)
{
    ((struct elsewhere *)o)->open--;
}

static const struct outside_methods elsewhere_methods = {
    elsewhere_begin,    elsewhere_run,     elsewhere_inspect, elsewhere_field, elsewhere_fits,
    elsewhere_evaluate, elsewhere_measure, elsewhere_watch,   elsewhere_lines, elsewhere_free};

static inline int elsewhere_open(void *context, const struct ruleset *r,
                                 const struct host_budget *budget, struct outside **out,
                                 struct err *e)
{
    struct elsewhere *x = context;
    (void)r;
    (void)budget;
    x->outside.methods = &elsewhere_methods;
    *out = &x->outside;
    x->open += x->opens == 0;
    return elsewhere_come(x->opens, e);
}

static inline void elsewhere_close(void *context)
{
    ((struct elsewhere *)context)->closed++;
}

static inline void elsewhere_take(struct elsewhere *x, struct ruleset *r)
{
    const struct outside_maker maker = {elsewhere_open, elsewhere_close, x};
    ruleset_outside(r, &maker);
}

#endif
