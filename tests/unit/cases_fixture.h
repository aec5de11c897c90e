/* The cases of one rule, run in a host. */
#ifndef TESTS_CASES_FIXTURE_H
#define TESTS_CASES_FIXTURE_H

#include "cases/cases.h"

typedef void (*case_note)(void *context, const struct case_result *r);

/* Calls note for each case of a rule of r. 0 or ERR_MEMORY. */
static inline int cases_each(struct host *h, const struct ruleset *r, const char *rule,
                             case_note note, void *context)
{
    struct arena arena = ARENA_INIT;
    struct case_list list = {.arena = &arena};
    struct case_checklists *s = cases_checklists_new();
    int rc = s == NULL ? ERR_MEMORY : cases_gather_rule(&list, h, r, ruleset_find(r, rule));
    for (size_t i = 0; rc == 0 && i < list.count; i++) {
        struct case_result result;
        rc = cases_run_one(h, s, &list.items[i], &arena, &result);
        if (rc == 0) {
            note(context, &result);
        }
    }
    host_forget(h);
    cases_checklists_free(s);
    arena_free(&arena);
    return rc;
}

#endif
