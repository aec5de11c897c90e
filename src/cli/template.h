/* --pot: texts as a template for translators. */
#ifndef CLI_TEMPLATE_H
#define CLI_TEMPLATE_H

#include "cli/cli.h"
#include "model/framework.h"

/* Appends the template of a checklist's texts. Returns 0, or ERR_MEMORY with *e filled. */
int template_checklist(const struct checklist *c, struct buf *out, struct err *e);
/* The same of the titles of frameworks and of their items. */
int template_frameworks(const struct frameworks *f, struct buf *out, struct err *e);
/* The same of what rules say: reasons, and what is wrong with arguments. */
int template_rules(const struct ruleset *r, struct buf *out, struct err *e);

#endif
