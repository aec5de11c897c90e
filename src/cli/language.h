/* --lang: what is shown in the language that the settings ask for. */
#ifndef CLI_LANGUAGE_H
#define CLI_LANGUAGE_H

#include "cli/cli.h"
#include "model/texts.h"

/* The texts of --lang for a checklist by reference, and for the rules, and in *translated a copy of c, the
 * checklist, in that language; both are NULL where none is asked for. 0, or a negative code with *e filled.
 * The caller frees *translated, then *out. */
int language_checklist(const struct cli *cli, const char *reference, const struct checklist *c,
                       struct texts **out, struct checklist **translated, struct err *e);
/* Says once a run what is not translated, with the languages that there are, or not reviewed. For whoever
 * shows texts of t; t may be NULL. */
void language_remark(struct cli *cli, const char *reference, const struct checklist *c,
                     const struct texts *t);

/* A stored assessment as it is shown. */
struct shown {
    struct assessment a;         /* of stored, in the language */
    struct stored *stored;       /* owned, as the next ones */
    struct checklist *checklist; /* its translation, or NULL */
    struct texts *texts;
};
/* Opens the store of the settings and gets the assessment of this id. 0, or a negative code with *e
 * filled; shown_free in both cases. */
int shown_get(struct cli *cli, const char *id, struct shown *out, struct err *e);
void shown_free(struct shown *s); /* what shown_get made */

#endif
