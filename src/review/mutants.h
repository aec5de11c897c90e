/* Mutants: a rule's text with one small change, such as > for >=. A test that is worth its place tells the
 * rule from its mutants. Here they are listed; src/cases/mutate.h runs tests against them. */
#ifndef REVIEW_MUTANTS_H
#define REVIEW_MUTANTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum mutant_kind {
    MUTANT_COMPARISON, /* another sign: its boundary moved, or turned round */
    MUTANT_NUMBER,     /* one more, one less, none, the other sign */
    MUTANT_ARITHMETIC, /* another sign; a minus taken away */
    MUTANT_LOGIC,      /* and for or, or the other way round; not taken away */
    MUTANT_BRANCH,     /* a block of an if, or the return that ends one, taken away */
    MUTANT_ARGUMENTS,  /* two neighbours change places */
    MUTANT_TEXT,       /* a code or a key that is none */
    MUTANT_TRUTH,      /* true for false, or the other way round */
    MUTANT_NEED,       /* a fact of needs taken away */
    MUTANT_KINDS
};

struct mutant {
    enum mutant_kind kind;
    size_t from, len; /* the bytes that are changed */
    const char *original;
    const char *with; /* what stands there instead; blank: they are taken away, line ends stay */
    int line, column; /* where they begin, from 1; columns are characters */
};

/* A survivor that is meant: `-- mutant ok: REASON` on its line, or alone on the line above. */
struct exemption {
    int at;             /* its own line */
    int line;           /* which line's mutants it is for */
    const char *reason; /* "": none is written, so nothing is exempt */
};

struct mutants {
    const char *text; /* with the tests blanked out, and all else in its place */
    size_t len;
    struct mutant *items; /* by place */
    size_t count;
    struct exemption *exempt; /* by line */
    size_t exempt_count;
};

/* Lists the mutants of a rule, or of a library. Of a rule only what `score`, `args` and `needs` rest on is
 * changed: not its tests, nor what it says of itself; and never a reason. The text is one that Lua has taken;
 * some of its mutants may not be. All that is made lives in arena. Returns 0 or ERR_MEMORY. */
int mutants_list(struct mutants *out, struct arena *arena, const char *text, size_t len,
                 bool library);
/* One word for a kind: "comparison". */
const char *mutant_kind_name(enum mutant_kind kind);
/* Whether the mutant takes its bytes away, and puts nothing there. */
bool mutant_removes(const struct mutant *m);

#endif
