/* Tests run against the mutants of rules: each small change of a rule's text should make one of its tests
 * fail. See docs/adr/0020-mutants.md. */
#ifndef CASES_MUTATE_H
#define CASES_MUTATE_H

#include "cases/cases.h"
#include "review/mutants.h"

enum mutant_fate {
    FATE_KILLED,   /* a test failed, or the rule broke, or used its budget up */
    FATE_SURVIVED, /* all tests passed */
    FATE_EXEMPT,   /* the same, and the rule says why that is so */
    FATE_INVALID,  /* it cannot be loaded, and counts for nothing */
    FATE_COUNT
};

struct mutant_result {
    enum mutant_fate fate;
    const struct rule_case *by;        /* the case that killed it, else NULL */
    const struct exemption *exemption; /* why it is exempt, else NULL */
};

/* One rule or library, and what became of its mutants. */
struct mutated {
    const char *name, *path;
    struct mutants mutants;
    struct mutant_result *results; /* of each mutant */
    bool *needed;                  /* of each exemption: a mutant survives because of it */
    size_t *suites; /* whose cases are run: itself, or those that use it; into tests->rules */
    size_t suite_count;
    size_t fates[FATE_COUNT];
};

struct mutation {
    struct arena arena;
    struct case_run *tests; /* on the rules as they are: with a failure, no mutant was tried */
    struct mutated *files;
    size_t count;
    size_t fates[FATE_COUNT];
    size_t needless; /* exemptions that nothing needs */
};

/* Mutants that count, and those of them that were killed. */
size_t mutants_valid(const size_t *fates);

/* Tries all mutants of the files named (rules, and libraries "lib/NAME", each once, in this order) on the
 * cases of o; o->chosen, o->count and o->lines are not looked at. A library is tried on the cases of all
 * rules that use it. Fuel decides what is stopped, not the clock, so that the results are the same whatever
 * o->jobs is, and however busy the machine. 0, ERR_NOT_FOUND for a name that there is not, or another
 * negative code with *e filled. The caller frees *out. */
int mutate(const struct case_options *o, const char *const *names, size_t count,
           struct mutation **out, struct err *e);
/* Releases it; NULL is fine. */
void mutation_free(struct mutation *m);

/* ---- what came of it -------------------------------------------------------------------------- */

/* For people: each mutant that survived with its line of the rule, each exemption that nothing needs, a line
 * for each file, and a last one that counts; with all, also those that were killed, exempt or not valid. */
void report_mutants_text(struct buf *out, const struct mutation *m, bool all);
/* One object; with `lines` an object a line for each mutant that was not killed, and one for the sum. */
void report_mutants_json(struct buf *out, const struct mutation *m, bool lines);

#endif
