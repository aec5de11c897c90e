/* What the checks of one checklist share. Private to review/. */
#ifndef REVIEW_CHECKLIST_H
#define REVIEW_CHECKLIST_H

#include "review/parse.h"
#include "review/trial.h"

struct whole {
    struct review *v;
    const struct ruleset *rules;
    const struct checklist *c;
    const char *path;
    long bound;
    struct credits *credits; /* of each criterion */
    struct review_tally *tally;
    struct list used; /* const struct json *: the exemptions that something was found for */
    struct arena arena;
    bool memory;
};

struct place {              /* where something was found */
    const struct json *doc; /* of the criterion or checklist, with its `exempt` */
    const char *subject;    /* its id */
    const char *what;       /* is absent: its key; else NULL */
    int line;
};
/* That of a criterion. */
struct place place_of(const struct criterion *k);
/* Reports a finding of a check, or, where `exempt` there has a reason for it, a note with that
 * reason. example may be NULL. */
void whole_report(struct whole *w, const struct place *at, const char *check, enum remark_kind kind,
                  const char *text, const char *example);
/* steps.c: the steps of the ladders of a criterion. */
void whole_steps(struct whole *w, const struct criterion *k);
/* scores.c: the credits that were reached, through the score. Returns 0 or ERR_MEMORY. */
int whole_scores(struct whole *w);

#endif
