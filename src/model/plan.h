/* A plan document, checked: what is assessed. Lives in one arena; immutable after plan_check(). */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/json.h"
#include "model/checklist.h"

struct plan {
    const struct json *doc; /* the whole document, as given */
    const char *id, *title, *country;
    const char *community;      /* shown: local, else pcode, else name */
    const char *community_key;  /* identity: "pcode/local", or "name:…" without codes */
    const char *community_name; /* or NULL */
    const char *round, *date;
    const char *checklist; /* "child-drr@1", or NULL */
    const char *text;      /* canonical form */
    size_t text_len;
    char digest[DIGEST_TEXT];
};

/* Checks everything that does not need a checklist (keys, types, codes, ranges) and fills *plan.
 * round NULL, or the round of the command line, which wins. Strings live in arena and doc.
 * Returns 0, ERR_INPUT with complaints in d, or ERR_MEMORY. */
int plan_check(struct arena *arena, const struct json *doc, const char *round, struct diag *d,
               struct plan *plan);
/* Checks the answers against the checklist: known criteria, types, ranges, claims with reasons.
 * Answers to criteria outside the profile are passed over when `whole` (the checklist without its
 * profile) knows them; whole may be NULL or equal to c. */
int plan_check_answers(const struct plan *plan, const struct checklist *c,
                       const struct checklist *whole, struct diag *d);
/* The same for a plan that was taken under another checklist: answers to criteria that neither c nor whole
 * has are passed over as well, and counted in *others. */
int plan_check_known_answers(const struct plan *plan, const struct checklist *c,
                             const struct checklist *whole, size_t *others, struct diag *d);
/* The answer entry of a criterion: NULL where absent. A bare value comes back as it is. */
const struct json *plan_answer(const struct plan *plan, const char *criterion);

/* An answer taken apart. state: 'v' a value, 'n' not_applicable, 'u' unknown, 'a' absent. */
struct answer {
    char state;
    const struct json *value; /* state 'v' */
    const char *reason;       /* of a claim, or NULL */
    const struct json *entry; /* the object with note and evidence, or NULL */
};
/* Tells from an entry of `answers` (NULL: none) what was answered. out borrows from it. */
void plan_answer_read(const struct json *entry, struct answer *out);

#endif
