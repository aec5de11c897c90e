/* The verbs of `rules` that have files of their own. */
#ifndef CLI_RULES_H
#define CLI_RULES_H

#include "cli/cli.h"

/* Says why a rule was refused, with the file's place instead of the rule's name, for an editor to go to. */
void rules_tell_refusal(const struct rule_info *info);
/* The rule of this name, or NULL after saying so. */
const struct rule_info *rules_find(const struct ruleset *r, const char *name);
/* rules_check.c: `rules check`. Returns the exit code. */
int rules_check(struct cli *cli, const struct ruleset *r);
/* rules_test.c: `rules test`. Returns the exit code. */
int rules_test(struct cli *cli, const struct ruleset *r);
/* rules_doc.c: `rules doc`. Returns the exit code. */
int rules_doc(struct cli *cli, const struct ruleset *r);
/* rules_watch.c: calls once at once, and again with the rules read anew whenever a file of rules or
 * checklists changes, until the program is asked to end (Ctrl-C). Returns what once returned last. */
int rules_watch(struct cli *cli, const struct ruleset *r,
                int (*once)(void *context, const struct ruleset *r), void *context);
/* Whether the program was asked to end while it watches. */
bool rules_watch_ends(void *unused);

#endif
