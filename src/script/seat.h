/* What a host keeps for each part of a checklist whose rule it runs: found once a run, by the part's address.
 * Private to script/. */
#ifndef SCRIPT_SEAT_H
#define SCRIPT_SEAT_H

#include "script/host.h"
#include "script/memo.h"
#include "script/recall.h"

enum { SEAT_NEAR = 4 };
struct seat {
    const struct part *part;
    const struct rule_info *info; /* of its rule; NULL: not looked up, or not there */
    struct memo_shelf *memo;      /* what was found for its answers; NULL: nothing yet */
    struct recall_shelf *recall;  /* and where all looks were the same; NULL: nothing yet */
    unsigned near[SEAT_NEAR];     /* where facts that the rule needs were last */
    /* The rule as loaded in the host's state of this number: its function and its arguments among what is
     * ready there, and the line on which it begins. */
    unsigned state;
    int function, args, line;
    struct view *answer; /* its view of an answer, which stands behind its arguments; NULL: none */
};

struct seats {
    struct arena arena;
    struct seat **places; /* open hash by part */
    size_t room, count;   /* room is 0 or a power of 2 */
};

/* Also empties it, for use again. */
void seats_free(struct seats *s);
/* That of a part, which stays where it is; NULL: there is no memory. */
struct seat *seat_of(struct seats *s, const struct part *part);
/* The first fact that the rule needs and the document has not; NULL: all are there. Plans of a batch
 * have much the same facts: with a seat (or NULL), one is looked for first where it was last. */
const char *seat_misses(struct seat *seat, const struct rule_info *info, const struct json *doc);

#endif
