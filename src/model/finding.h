/* What the engine concluded for one criterion. SEMANTICS section "Findings". */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "model/texts.h"

enum outcome {
    OUTCOME_SCORED,
    OUTCOME_NOT_APPLICABLE,
    OUTCOME_NOT_ASSESSED,
    OUTCOME_UNKNOWN,
    OUTCOME_ERROR,
    OUTCOME_COUNT
};

/* Who said so. For NOT_APPLICABLE and UNKNOWN: context, claim, rule. For ERROR: rule, limit. */
enum finding_by { BY_NONE, BY_CONTEXT, BY_CLAIM, BY_RULE, BY_LIMIT };

struct finding {
    enum outcome outcome;
    enum finding_by by;
    double raw;     /* SCORED: the rule's number as the host got it; not kept by the store */
    int64_t credit; /* SCORED: billionths, rounded as the criterion's node says; what counts */
    const char *template_text; /* reason with {name} parameters; never NULL */
    const struct json
        *params;      /* object: number, text, {"percent": x}, or a reason of another finding as
                                  {"template": text, "params": …}; NULL when none */
    const char *rule; /* "standard/level@1"; NULL when there is none */
    int line;         /* line in the rule's file that returned; 0 when no rule ran */
    const char *const *read; /* paths of facts and answers, in order of first reading */
    size_t read_count;
};

const char *outcome_name(enum outcome outcome);  /* "scored" … */
const char *finding_by_name(enum finding_by by); /* "context" … ; "" for BY_NONE */
/* Writes the reason with its parameters put in. Numbers as short as possible, {"percent": 0.42} as
 * "42 %". An unknown {name} stays as it is. */
void finding_reason(struct buf *out, const struct finding *f);
/* The same in a language (NULL: as written). A parameter that is a text, or a list of texts with commas,
 * is translated where a catalogue has it. */
void finding_reason_in(struct buf *out, const struct finding *f, const struct texts *t);
/* The same for any text with {name} parameters, already in that language. */
void finding_fill(struct buf *out, const char *template_text, const struct json *params,
                  const struct texts *t);
/* The entries of a checklist's advice, one by one: a text, or {"below", "text"}. after is the entry before,
 * or NULL for the first; NULL at the end. advice may be NULL. */
const struct json *advice_next(const struct json *advice, const struct json *after);
/* The text of an entry. */
const char *advice_text(const struct json *entry);
/* The credit below which an entry is for, or NULL where it is for all, those without a credit too. */
const struct json *advice_below(const struct json *entry);
/* Of a checklist's advice the first text that fits: the credit lies below its `below`, where it has one, and
 * the finding knows all of its {name} (an empty text is not known). NULL where there is none. */
const char *finding_advice(const struct finding *f, const struct json *advice);

/* Doubts: where answer and facts contradict each other. They lie in params under this name, as a list of
 * {"template", "params", "rule"}, and change no outcome and no credit. */
#define FINDING_DOUBTS "doubts"
const struct json *finding_doubts(const struct finding *f); /* the first, or NULL */
/* Writes what a doubt says, in a language (NULL: as written); returns the rule that raised it, or NULL. */
const char *doubt_reason(struct buf *out, const struct json *doubt, const struct texts *t);

#endif
