/* A checklist: a versioned tree of nodes whose leaves are criteria. Read and validated once from its
 * JSON document, then immutable and shared between threads. See docs/writing-a-checklist.md. */
#ifndef MODEL_CHECKLIST_H
#define MODEL_CHECKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/json.h"

enum answer_type {
    ANSWER_NONE, /* computed from the plan's facts alone; takes claims only */
    ANSWER_YES_NO,
    ANSWER_LEVEL,     /* 0…max */
    ANSWER_NUMBER,    /* unit, min, max */
    ANSWER_PERCENT,   /* 0…100 */
    ANSWER_ITEMS,     /* a list of ids */
    ANSWER_BY_HAZARD, /* hazard -> number, or {"state", "reason"} */
    ANSWER_DATE,      /* YYYY-MM-DD */
    ANSWER_PARTS      /* part id -> value */
};

struct texts;
struct part;
struct answer_spec {
    enum answer_type type;
    int levels;            /* LEVEL: the highest level */
    bool has_min, has_max; /* NUMBER, BY_HAZARD */
    double min, max;
    const char *unit;         /* NUMBER, may be NULL */
    const struct json *items; /* ITEMS: the list of {"id","title"} */
    struct part *parts;       /* PARTS */
    size_t part_count;
    const struct json *doc; /* the "answer" object itself (level texts …) */
};

/* What the engine needs to run a rule: shared by a criterion and a part of one. */
struct part {
    const char *id, *title;
    struct answer_spec answer;
    const char *rule;        /* "standard/level" */
    const struct json *args; /* object or NULL */
    int64_t weight;
    /* What a rule sees beside the value of an answer: type, max, unit, items (ids), applies (hazards
     * of the criterion's condition), each where there is one. */
    const struct json *declared;
};

struct criterion {
    struct part demand; /* id, title, answer, rule, args, weight */
    /* Where rule computes from facts: the same demand under the rule for an answer, which counts where
     * the facts are absent. Its rule is NULL where there is none. */
    struct part answered;
    struct part *checks; /* the same demand under rules that hold answer and facts together */
    size_t check_count;
    const char *question;
    const struct json *applies; /* {"hazards","setting","facts"} or NULL */
    bool critical;
    int64_t critical_below; /* billionths */
    int critical_cap;       /* index of a band */
    bool saves_lives;       /* who falls short here should read it before plans and papers */
    int node;               /* index of its node */
    const struct json *doc; /* the whole criterion: evidence, source, refs … */
};

enum aggregate { AGG_ARITHMETIC, AGG_GEOMETRIC, AGG_HARMONIC, AGG_MINIMUM, AGG_INVERTED_GEOMETRIC };
enum missing { MISSING_RANGE, MISSING_SKIP, MISSING_ZERO };

struct rounding {
    bool on;
    int decimals; /* 0…9 */
    double scale; /* > 0 */
};

struct node {
    const char *id; /* NULL for the root, which is the checklist itself */
    const char *title;
    int parent; /* index, -1 for the root */
    int64_t weight;
    enum aggregate aggregate; /* own or inherited */
    enum missing missing;
    double floor;
    struct rounding round;       /* of its own value; off where it declares null */
    struct rounding round_below; /* of its criteria, and inherited by its nodes */
    int64_t min_coverage;        /* billionths; -1: none of its own */
    const struct json *applies;  /* or NULL */
    const struct json *doc;
    int first_criterion, criterion_count; /* its own criteria lie together */
    const int *nodes;                     /* indexes of its child nodes, in order */
    int node_count;
};

struct band {
    const char *id, *title;
    int64_t limit; /* merit: lowest score; risk: highest */
};

struct checklist {
    struct arena arena;
    const struct json *doc; /* effective document */
    char *text;             /* its canonical form, in arena */
    size_t text_len;
    char digest[DIGEST_TEXT]; /* "sha256:…" of text */
    const char *id, *version, *title, *language;
    const char *profile; /* NULL: the whole */
    /* What the checklist says of it: {"title","description","leaves_out","hazards","criteria"}; NULL where
     * the whole was read, or a stored checklist, which has lost it. */
    const struct json *profile_doc;
    bool risk;          /* direction */
    struct node *nodes; /* parents before children; 0 is the root */
    int node_count;
    struct criterion
        *criteria; /* checklist order: a node's criteria, then its nodes, depth first */
    int criterion_count;
    const int *by_id;   /* indexes of criteria, sorted by id; NULL while it is read */
    struct band *bands; /* best to worst; may be empty */
    int band_count;
    /* The language of a copy that is made to be shown (checklist_translate); NULL: as written. Borrowed. */
    const struct texts *texts;
};

/* Reads text. profile NULL or a name. All complaints go to d; returns 0, ERR_INPUT or ERR_MEMORY.
 * The caller frees *out. */
int checklist_parse(const char *text, size_t len, const char *profile, struct diag *d,
                    struct checklist **out);
/* Releases it and all that lives in it; NULL is fine. */
void checklist_free(struct checklist *c);
/* Index of the criterion or -1. */
int checklist_find(const struct checklist *c, const char *id);
/* The same; quick where it is one of the next after the criterion `before` (-1: none), as in a plan. */
int checklist_find_after(const struct checklist *c, const char *id, int before);
/* Id of the criterion that was probably meant, or NULL. */
const char *checklist_nearest(const struct checklist *c, const char *id);
/* Fills `declared` of a criterion and of its parts, as checklist_parse does. Returns 0 or ERR_MEMORY. */
int checklist_declare(struct arena *arena, struct criterion *k);
/* How many rules a criterion names: its own, that for an answer, its checks, those of its parts. */
size_t criterion_rule_count(const struct criterion *k);
/* One of them, in that order; index is below the count. */
const struct part *criterion_rule(const struct criterion *k, size_t index);
/* Whether the rule of k computes from the facts of a plan, whatever is answered. */
bool criterion_is_computed(const struct criterion *k);
/* The word for it in checklists. */
const char *answer_type_name(enum answer_type type);

#endif
