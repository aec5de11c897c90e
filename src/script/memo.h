/* What rules found for answers seen before. A rule that looked at nothing but its answer and its arguments
 * finds the same for the same answer, so it need not run again: most criteria are of that kind, and
 * most answers are one of a few. Private to script/.
 *
 * Nobody can tell a remembered finding from one made anew: fuel is counted as if the rule had run, and a run
 * that would have met a limit is made. What there is no memory for is forgotten, never an error. */
#ifndef SCRIPT_MEMO_H
#define SCRIPT_MEMO_H

#include <stdint.h>

#include "model/checklist.h"
#include "model/finding.h"

struct memo_shelf; /* of one part of a checklist */
struct memo {
    struct arena arena; /* of all shelves */
    size_t bytes;       /* taken by entries, about */
};

struct memo_entry {
    struct memo_entry *next;
    int64_t fuel; /* of the rule, and of the rules of its parts */
    struct finding finding;
    size_t len;
    unsigned char key[]; /* the value as bytes */
};

/* Also empties it, for use again. What was found is gone. */
void memo_free(struct memo *m);
/* What was found for this value of the part's answer, or NULL. It stays as it is until memo_free, and other
 * threads may read it. A shelf that is NULL is empty. */
const struct memo_entry *memo_find(const struct memo_shelf *shelf, const struct json *value);
/* Remembers a copy of f, which the part's rule found, where value and parameters are small and there is room;
 * makes the shelf first where there is none. */
void memo_keep(struct memo *m, struct memo_shelf **shelf, const struct json *value,
               const struct finding *f, int64_t fuel);
/* Puts a copy of f into *last, whose texts are shared where they are the same: of a criterion most are. Adds
 * to *bytes what it takes, about. False: it is too large, or there is no memory. */
bool memo_copy(struct arena *arena, const struct finding *f, struct finding *last, size_t *bytes);

#endif
