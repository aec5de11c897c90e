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

struct memo_shelf;
struct memo {
    struct arena arena;
    struct memo_shelf **shelves; /* open hash by part; NULL: empty */
    size_t room, count;          /* room is 0 or a power of 2 */
    size_t bytes;                /* taken by entries, about */
};

struct memo_entry {
    struct memo_entry *next;
    uint64_t hash;
    const struct json *value;
    struct finding finding;
    int64_t fuel; /* of the rule, and of the rules of its parts */
};

void memo_free(struct memo *m); /* also empties it, for use again */
/* What was found for this value of the part's answer, or NULL. Good until memo_free. */
const struct memo_entry *memo_find(const struct memo *m, const struct part *part,
                                   const struct json *value);
/* Remembers a copy of f, where value and f are small and there is room. */
void memo_keep(struct memo *m, const struct part *part, const struct json *value,
               const struct finding *f, int64_t fuel);
/* A deep copy that lives in arena. 0 or ERR_MEMORY. */
int memo_copy(struct arena *arena, const struct finding *f, struct finding *out);

#endif
