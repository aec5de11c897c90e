/* One rule or expression tried on one plan, and what is told of it. */
#ifndef CASES_TRY_H
#define CASES_TRY_H

#include "base/buf.h"
#include "script/host.h"

struct rule_try {
    /* What is tried. */
    const struct rule_info *info; /* the rule; NULL: none, only the expression */
    const char *expression; /* NULL: the rule is run; else this, with what the rule has at hand */
    const struct json *doc; /* the plan document */
    const struct json *answer; /* as the rule sees it, or NULL; not used with a criterion */
    const struct json *args;   /* or NULL; not used with a criterion */
    /* As asked in a checklist: answer and arguments are those of the criterion. All NULL: by itself. */
    const struct checklist *checklist;
    const struct criterion *criterion;
    const struct part *part;
    struct answer given;
    const char *plan; /* the plan, as people are told */
    bool timed;       /* run it once more to tell the time */
    /* What came of it. */
    struct finding finding;  /* of the rule */
    struct host_value value; /* of the expression */
    struct host_usage used;
    int64_t ns;         /* -1: not told */
    const char *advice; /* of the checklist, filled in; NULL: none */
};

/* Tries it in states of its own, so that whatever was tried before leaves no trace. All that t holds then
 * lies in arena. 0, or a negative code with *e filled; that the rule broke is no failure. */
int try_run(const struct ruleset *r, struct rule_try *t, struct arena *arena, struct err *e);
/* Whether a finding or a value came of it, and no error. */
bool try_went_well(const struct rule_try *t);

/* For people. */
void report_try_text(struct buf *out, const struct rule_try *t);
/* The same of an expression, as one who typed it wants it: value, finding or error alone. */
void report_try_answer(struct buf *out, const struct rule_try *t);
/* One object, no line end. The same trial gives the same bytes, but with `timed`: then it holds
 * time and memory, which differ a little from run to run. */
void report_try_json(struct buf *out, const struct rule_try *t);
/* A value as people type it; a long one is cut. */
void report_try_value(struct buf *out, const struct json *value);

#endif
