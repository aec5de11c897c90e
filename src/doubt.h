/* Doubts: answers and claims held against the facts of the same plan. A doubt is told, and changes no
 * outcome and no credit. docs/scoring.md, "Doubts". */
#ifndef DOUBT_H
#define DOUBT_H

#include "script/host.h"

struct doubter {
    struct host *host;
    const struct checklist *c;
    const struct criterion *k;
    const struct plan *plan;
    const struct answer *answer;
    struct arena *arena;
};

/* Adds to *f what speaks against it. from_facts: what the criterion's own rule made of the facts alone,
 * not assessed where it was not asked. Returns 0 or ERR_MEMORY. */
int doubt(const struct doubter *x, const struct finding *from_facts, struct finding *f);
/* Adds to *f what the criterion's checks say alone: for one whose condition does not hold, too, since the
 * register that takes it away may leave out a hazard. Returns 0 or ERR_MEMORY. */
int doubt_checks(const struct doubter *x, struct finding *f);
/* What rule makes of the criterion's demand: one of criterion_rule(). */
int doubt_run(const struct doubter *x, const struct part *rule, const struct answer *answer,
              struct finding *out);

#endif
