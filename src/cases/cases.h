/* Cases: the tests of rules. Read from a rule's file and from data files beside it, run, and held against
 * what they expect. See docs/writing-a-rule.md. */
#ifndef CASES_CASES_H
#define CASES_CASES_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "model/finding.h"
#include "script/host.h"

/* ---- one case -------------------------------------------------------------------------------- */

struct rule_case {
    const char *rule, *group, *name;                  /* group "": it stands alone; "a/b": b in a */
    const char *id;                                   /* "rule/group/name" */
    const char *path;                                 /* of the file that it stands in */
    int line;                                         /* 0: not known */
    const struct json *plan, *answer, *args, *expect; /* each may be NULL */
    const char
        *criterion;    /* as asked there: "child-drr/GOV-01", of a part "child-drr/EDU-C3#kits" */
    const char *fault; /* why it cannot be run; NULL: it can */
    bool always;       /* it stands for what could not be read: whatever is chosen */
};

struct case_list {
    struct arena *arena;
    struct rule_case *items;
    size_t count, room;
};

/* Where the cases that follow stand. */
struct case_place {
    const char *rule, *path;
    int line;      /* where an entry tells none */
    size_t number; /* cases read so far: names those without a name */
};

/* Adds a case, or the cases of a group: {"name", "cases": […]}. What is wrong with one is its fault. Returns
 * 0 or ERR_MEMORY; what is read lives in the arena of list, and in entry. */
int cases_read(struct case_list *list, struct case_place *place, const struct json *entry);
/* Adds a case that stands for what cannot be read, for the reason given (copied). */
int cases_add_fault(struct case_list *list, const struct case_place *place, int line,
                    const char *name, const char *fault);
struct case_options;
/* Adds the cases that stand in the file of a rule. A rule that is refused is a case with a fault. Returns 0
 * or ERR_MEMORY. */
int cases_gather_rule(struct case_list *list, struct host *h, const struct ruleset *r,
                      const struct rule_info *info);
/* Adds all cases of a rule: those of its file, then of NAME.cases.json and NAME.cases.csv beside it, or in a
 * folder that goes before. A file that cannot be read is a case with a fault. Returns 0 or ERR_MEMORY. */
int cases_gather(struct case_list *list, struct host *h, const struct case_options *o,
                 const struct rule_info *info);
/* The line on which the case of this name stands in the text of a rule, looked for from *from on, which is
 * moved on past it; 0 where it is not to be found. */
int cases_line(const char *text, size_t len, const char *name, size_t *from);

/* ---- running --------------------------------------------------------------------------------- */

struct case_result {
    const struct rule_case *c;
    bool passed, ran;                  /* not run: the case has a fault */
    const char *message;               /* expected and got, or the fault; "" where it passed */
    const struct json *doc;            /* what the rule saw; NULL where it was not run */
    struct finding finding;            /* what it found */
    const struct checklist *checklist; /* of c->criterion, else NULL */
    const struct criterion *criterion;
    const struct part *part; /* what was run of it */
};

/* Whether the finding is what the case expects; else writes "expected …; got …" into out. */
bool cases_hold(struct buf *out, const struct json *expect, const struct finding *f);
/* Writes what is expected: "credit 0.5, outcome scored". */
void cases_expected(struct buf *out, const struct json *expect);

struct rule_run {
    const struct rule_info *info;
    struct arena arena;
    struct case_list cases;      /* all of the rule */
    struct case_result *results; /* of those that were chosen, in order */
    size_t count;
};

/* Lines of one rule or library file that have run. */
struct file_lines {
    const char *name, *path;
    unsigned char *marks; /* LINE_CODE, LINE_RAN */
    size_t count;
    size_t code, ran; /* lines with code; of these, lines that have run */
};

struct case_options {
    const struct ruleset *rules;           /* inspected */
    const struct rule_info *const *chosen; /* whose cases are run */
    size_t count;
    const regex_t *run; /* on the id; NULL: all */
    int jobs;
    bool lines;              /* note which lines run */
    const char *const *dirs; /* folders with rules, of the command line */
    size_t dir_count;
    bool (*stop)(void *context); /* asked between rules; NULL: never */
    /* Told by mutate, from any of its threads, how many changes of how many were tried; NULL: no one. */
    void (*tell)(void *context, size_t done, size_t total);
    void *context;
};

struct case_run {
    struct arena arena;
    struct rule_run *rules;
    size_t count;
    size_t passed, failed; /* cases */
    size_t empty;          /* rules without a case */
    bool stopped;
    struct file_lines
        *files; /* rules chosen and their libraries, sorted by name; where asked for */
    size_t file_count;
    struct case_checklists *checklists;
};

/* Runs the cases of the rules chosen. The results are the same whatever jobs is. The caller frees *out. */
int cases_run(const struct case_options *o, struct case_run **out, struct err *e);
/* Releases it; NULL is fine. */
void cases_run_free(struct case_run *r);
/* The document of a case, whose facts lie directly in `plan`, with community, assessment, facts and answers
 * among them. In arena; NULL: out of memory. */
struct json *cases_document(struct arena *arena, const struct json *plan);
/* An answer as the rule sees it: a bare value is {value = …}. NULL: out of memory. */
const struct json *cases_answer(struct arena *arena, const struct json *given);
/* Runs one case in h, which all that the result holds outlives in arena. Returns 0 or ERR_MEMORY. */
int cases_run_one(struct host *h, struct case_checklists *s, const struct rule_case *c,
                  struct arena *arena, struct case_result *out);

/* ---- checklists that cases name -------------------------------------------------------------- */

struct case_checklists;
/* None yet; NULL: out of memory. */
struct case_checklists *cases_checklists_new(void);
/* Releases all; NULL is fine. */
void cases_checklists_free(struct case_checklists *s);
/* Fills checklist, criterion and part of r by c->criterion: the part must use the rule of c. 0; ERR_INPUT,
 * with the reason in *e; or ERR_MEMORY. Threads may share s. */
int cases_checklists_find(struct case_checklists *s, const struct rule_case *c,
                          struct case_result *r, struct err *e);

#endif
