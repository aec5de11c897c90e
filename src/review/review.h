/* What can be told of rules and checklists before anybody uses them: from their texts alone, and
 * by trying every answer. Nothing here changes a score. docs/adr/0016-review-by-trying.md tells
 * why it is so. */
#ifndef REVIEW_REVIEW_H
#define REVIEW_REVIEW_H

#include "script/host.h"

/* One thing that is not as it should be. All texts are borrowed for the call. */
enum remark_kind {
    REMARK_NOTE,    /* what was left out, or is exempt for a reason */
    REMARK_WARNING, /* seen in a text */
    REMARK_FAULT    /* found by trying: a score may be wrong */
};
struct remark {
    enum remark_kind kind;
    const char *check;   /* which check it was, one word: "unused" */
    const char *path;    /* of the file */
    int line;            /* 0: the file as a whole */
    const char *subject; /* a rule's name, or a criterion's id */
    const char *text;    /* what is wrong: what to do */
    const char *example; /* JSON of the smallest case in which it is seen, or NULL */
};

struct review {
    void (*report)(void *context, const struct remark *r);
    void *context;
    bool memory; /* an allocation failed: not all was looked at */
};

/* ---- from the text ---------------------------------------------------------------------------- */

/* Whether some checklist's advice names a parameter of a rule. */
typedef bool (*review_advised)(void *context, const char *rule, const char *parameter);

/* Reports what the text of a rule (or of a library, "lib/NAME") shows: unused and unreachable
 * names, arguments that are declared and not read or read and not declared, names in reasons that
 * are not given, ladders in a wrong order, numbers that nobody explains, tests that are lacking.
 * advised may be NULL: then all parameters are named. A refused rule has no remarks. Returns 0 or
 * ERR_MEMORY. */
int review_rule(struct review *v, const struct ruleset *r, const char *name, review_advised advised,
                void *context);

/* ---- by trying -------------------------------------------------------------------------------- */

struct review_tally {
    int64_t tried; /* runs of rules */
    int faults, exempt;
};

/* Looks at the ladders of a checklist, then tries for each criterion the answers and facts that
 * there are, up to bound runs for each way to answer, and puts the credits that were reached
 * through the score. path names the checklist's file. c has to be one that `checklist check`
 * takes. Returns 0 or a negative code with *e filled. */
int review_checklist(struct review *v, const struct ruleset *r, const struct checklist *c,
                     const char *path, long bound, struct review_tally *out, struct err *e);

#endif
