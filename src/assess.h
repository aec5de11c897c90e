/* The engine: a checklist, a rule set, a Lua state, and one plan after the other. */
#ifndef ASSESS_H
#define ASSESS_H

#include "model/assessment.h"
#include "script/host.h"

struct engine; /* one a thread */
/* r must have inspected c's rules. Engines of one rule set may be made in several threads. */
int engine_new(const struct checklist *c, struct ruleset *r, struct engine **out, struct err *e);
/* Releases it; NULL is fine. */
void engine_free(struct engine *g);
/* Assesses one checked plan. Pure: same documents, same result. What it makes lives in arena, or in
 * the engine where it was found before: *out lasts as long as both. */
int engine_assess(struct engine *g, const struct plan *plan, struct arena *arena,
                  struct assessment *out);

#endif
