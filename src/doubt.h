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
/* What rule makes of the criterion's demand: one of criterion_rule(). */
int doubt_run(const struct doubter *x, const struct part *rule, const struct answer *answer,
              struct finding *out);

#endif
