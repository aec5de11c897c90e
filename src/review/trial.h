/* Trying answers and facts on one criterion. Private to review/. */
#ifndef REVIEW_TRIAL_H
#define REVIEW_TRIAL_H

#include "review/parse.h"
#include "review/review.h"

struct credits { /* distinct ones that were reached, rising */
    int64_t *list;
    size_t count, room;
    bool some; /* not all there are: too much is asked to try it all, and the ends may be missing */
    bool told; /* a fault says already why there are none */
};

enum trial_check { CHECK_BREAKS, CHECK_MONOTONE, CHECK_ABSENT, CHECK_REASON };

/* The smallest case that a check found; each check reports one, and one for each thing that is
 * absent. */
struct found {
    enum trial_check check;
    const char *what;           /* is absent: its key; else NULL */
    const char *text, *example; /* in the trial's arena */
    size_t size;                /* of the example */
    size_t cases;               /* how many there were */
};

struct trial {
    struct review *v;
    struct host *host;
    const struct ruleset *rules;
    const struct checklist *c;
    const struct criterion *k;
    const char *path;     /* of the checklist's file */
    struct arena arena;   /* of the criterion */
    struct arena changed; /* of one plan of a test that was changed */
    struct arena scratch; /* of one try, and of the answers that a few compare */
    long bound;           /* tries for one way of answering */
    int64_t tried;
    bool cut;        /* the bound left something out */
    struct buf cuts; /* what, in words */
    struct credits credits;
    struct list names; /* const char *: the parameters that reasons were given */
    struct list found; /* struct found */
    bool memory;
};

enum { TRY_OPEN = -1, TRY_BROKEN = -2 };
/* Runs one of the criterion's rules (as `demand` has it) on a document and a value (NULL: no
 * answer). Returns the credit in billionths, TRY_OPEN where there is none, TRY_BROKEN after noting
 * that the rule broke. */
int64_t trial_try(struct trial *t, const struct part *demand, const struct json *doc,
                  const struct json *value);
/* Notes a case of a check: the smallest by its example, the first of equal ones, is kept. what is
 * absent, or NULL. What is given is copied. */
void trial_note(struct trial *t, enum trial_check check, const char *what, const char *text,
                const struct json *example);
/* How many cases there were. */
size_t trial_cases(const struct trial *t, enum trial_check check, const char *what);
struct number_text {
    char text[32];
};
/* A number as text, the same under every locale; sets *memory where there is none for it. */
struct number_text number_text(double x, bool *memory);
/* Remembers a credit that was reached. */
void credits_add(struct credits *c, int64_t credit, bool *memory);
/* A document of which little is known: plan, country, date. */
struct json *trial_bare(struct arena *arena);
/* The day of assessment in it. */
#define TRIAL_DATE "2026-09-12"
/* A shallow copy of an object without the member key (and with value in its place, where that is
 * given). */
struct json *json_with(struct arena *arena, const struct json *object, const char *key,
                       const struct json *value);

/* examples.c: the first of the plans that a rule's tests have (community … lie inside); NULL: none. */
const struct json *trial_examples(struct trial *t, const char *rule);
/* examples.c: the arguments of a rule: its defaults under what the checklist gives; NULL: it has none. */
const struct json *trial_arguments(struct trial *t, const struct part *part);
/* cube.c: every answer to the criterion's question, on a plan of which little is known; or on this
 * one. */
void trial_answers(struct trial *t, const struct part *demand);
void trial_answers_on(struct trial *t, const struct part *demand, const struct json *doc); /* so */
/* facts.c: the same on the plans of the rule's own tests. */
void trial_answers_beside(struct trial *t, const struct part *demand);
/* facts.c: the facts of the rule's tests, each taken away and changed in turn, and those that it
 * asks for. counts: what comes of it is a credit of the criterion; a check's is not. */
void trial_facts(struct trial *t, const struct part *demand, bool counts);
/* facts.c: whether the program takes the plan. */
bool trial_accepts(struct trial *t, const struct json *doc);
/* cube.c: all values of these facts (paths of the document, count of them) together. */
void trial_grown(struct trial *t, const struct part *demand, const char *const *paths,
                 size_t count);

#endif
