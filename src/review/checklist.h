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

/* Reports a finding of a check, or, where doc (of a criterion, or of the checklist) has a reason for it in `exempt`,
 * a note with that reason. example may be NULL. */
void whole_report(struct whole *w, const struct json *doc, const char *subject, const char *check,
                  enum remark_kind kind, int line, const char *text, const char *example);
/* steps.c: the steps of the ladders of a criterion. */
void whole_steps(struct whole *w, const struct criterion *k);
/* scores.c: the credits that were reached, through the score. Returns 0 or ERR_MEMORY. */
int whole_scores(struct whole *w);

#endif
