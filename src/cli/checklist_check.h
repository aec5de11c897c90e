/* `checklist check`: a checklist against its format and against the rules there are. */
#ifndef CLI_CHECKLIST_CHECK_H
#define CLI_CHECKLIST_CHECK_H

#include "cli/cli.h"
#include "model/framework.h"

struct checked {
    const char *path;         /* in the arena */
    const char *id, *version; /* NULL where it cannot be read */
    int criteria;
    size_t complaints;
};
/* Complaints go to stderr and are counted. Returns 0, or a negative code with *e filled where
 * there is no such checklist or it cannot be read. */
int checklist_check(const char *reference, struct ruleset *rules, const struct frameworks *all,
                    struct arena *arena, struct checked *out, struct err *e);
/* checklist_refs.c: complains of references that lead nowhere. */
void checklist_check_refs(const struct checklist *c, const struct frameworks *all, struct diag *d);
/* checklist_texts.c: tells of translations beside the checklist that --lang refuses, or that hold a
 * {name} which the source lacks, and counts them. Returns 0, or a negative code with *e filled: no
 * memory, or a folder that cannot be read. */
int checklist_check_texts(const char *reference, const struct checklist *c, const char *path,
                          size_t *faults, struct err *e);
/* One line of text, or one object of the series. */
void checked_print(const struct cli *cli, const struct checked *c, struct series *series,
                   struct buf *out);

#endif
