/* The verbs of `rules` that have files of their own. */
#ifndef CLI_RULES_H
#define CLI_RULES_H

#include <regex.h>

#include "cli/cli.h"
#include "model/plan.h"

/* Says why a rule was refused, with the file's place instead of the rule's name, for an editor to go to. */
void rules_tell_refusal(const struct rule_info *info);
/* The rule of this name, or NULL after saying so. */
const struct rule_info *rules_find(const struct ruleset *r, const char *name);
/* rules_check.c: `rules check`. Returns the exit code. */
int rules_check(struct cli *cli, const struct ruleset *r);
/* rules_test.c: `rules test`. Returns the exit code. */
int rules_test(struct cli *cli, const struct ruleset *r);
/* rules_new.c: `rules new`, which needs no rules. Returns the exit code. */
int rules_new(struct cli *cli);
/* rules_try.c: `rules try`. Returns the exit code. */
int rules_try(struct cli *cli, const struct ruleset *r);
/* A JSON text of the command line; `what` names it in complaints. 0, or a negative code with *e filled. */
int rules_json(struct arena *arena, const char *what, const char *text, const struct json **out,
               struct err *e);
/* The same for arguments of a rule, which are an object. */
int rules_arguments(struct arena *arena, const char *what, const char *text,
                    const struct json **out, struct err *e);
/* rules_prompt.c: `rules try` without a rule: lines are read and evaluated until the input ends. Returns the
 * exit code. */
int rules_prompt(struct cli *cli, const struct ruleset *r);

/* rules_plan.c: a plan on which rules are tried. */
struct rules_plan {
    struct plan plan; /* of facts alone only its document */
    const char *name; /* as people are told */
};
/* The first plan of a file ("-": stdin; NULL or "example": the one inside the program), in arena. Complaints
 * about it go to stderr; *e tells the rest. */
int rules_plan(struct cli *cli, const char *path, struct arena *arena, struct rules_plan *out,
               struct err *e);
/* Calls each for all plans of it; other than 0 ends it and is returned, and so does the first that is
 * wrong. */
int rules_plans(struct cli *cli, const char *path, struct arena *arena,
                int (*each)(void *context, const struct rules_plan *plan), void *context,
                struct err *e);
/* Checks a document that was read: a whole plan, or facts alone: {"plan": {…}}. */
int rules_plan_take(struct cli *cli, const char *file, const struct json *doc, struct arena *arena,
                    struct rules_plan *out, struct err *e);
/* rules_bench.c: `rules bench`. Returns the exit code. */
int rules_bench(struct cli *cli, const struct ruleset *r);
/* rules_doc.c: `rules doc`. Returns the exit code. */
int rules_doc(struct cli *cli, const struct ruleset *r);
/* What --jobs or --parallel says; *jobs stays where neither is given. 0, or ERR_USAGE with a sentence. */
int rules_jobs(const struct args *args, long *jobs, struct err *e);
/* What --run says, to be freed with regfree where it is given. 0, ERR_USAGE or ERR_MEMORY with a sentence. */
int rules_pattern(const struct args *args, regex_t *out, bool *given, struct err *e);
/* rules_mutate.c: `rules mutate`. Returns the exit code. */
int rules_mutate(struct cli *cli, const struct ruleset *r);
/* rules_watch.c: calls once at once, and again with the rules read anew whenever a file of rules or
 * checklists changes, until the program is asked to end (Ctrl-C). Returns what once returned last. */
int rules_watch(struct cli *cli, const struct ruleset *r,
                int (*once)(void *context, const struct ruleset *r), void *context);
/* Whether the program was asked to end while it watches. */
bool rules_watch_ends(void *unused);

#endif
