/* The host for rules: loads rule files into a closed small language and runs them under budgets.
 * This folder is the only one that includes lua.h. See docs/writing-a-rule.md. */
#ifndef SCRIPT_HOST_H
#define SCRIPT_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "model/checklist.h"
#include "model/finding.h"
#include "model/plan.h"

/* ---- rule texts: an immutable snapshot, shared between threads ------------------------------ */

struct rule_file {
    const char *name; /* "standard/level": path without ".lua" */
    const char *path; /* for messages: "rules/standard/level.lua" or the embedded name */
    const char *text;
    size_t len;
    const char *fault; /* why it cannot be read; NULL: text is the file's */
};

struct rule_info { /* what the file declares; filled when the snapshot was made */
    const char *name, *path, *title, *source;
    const char *label; /* "standard/level@1" */
    int version;
    int test_count;
    const char *const *needs;
    size_t needs_count;
    const char *const *use;
    size_t use_count;
    const char *error; /* why it was refused, beginning with NAME.lua; NULL: fine */
    bool inspected;    /* the fields above but name and path are filled */
    bool lost;         /* its process came to no end, as `error` says: nothing is known of it */
    size_t file;       /* its place in the rule set */
    char digest[DIGEST_HEX]; /* SHA-256 of the text */
};

struct ruleset;
/* files: rules and libraries ("lib/…"), unique names, copied. allow_untested waives the two tests. */
int ruleset_new(const struct rule_file *files, size_t count, bool allow_untested,
                struct ruleset **out, struct err *e);
/* Releases it and all its texts; NULL is fine. Hosts must be gone before. */
void ruleset_free(struct ruleset *r);
/* Loads the rules that c uses (NULL: all) and fills their infos; those known already cost nothing. Comes
 * before the manifest and before an engine. A refused file does not fail the call: its info has
 * `error`. A lost one does, with ERR_BUSY, after all others were loaded; the next call tries it anew. One
 * thread at a time; hosts of other threads may work meanwhile. */
int ruleset_inspect(struct ruleset *r, const struct checklist *c, struct err *e);
/* Whether a rule of c (NULL: of all) is lost: no manifest and no result of c is right. */
bool ruleset_lost(const struct ruleset *r, const struct checklist *c);
/* Notes that a file of r did not come with the program. */
void ruleset_mark_foreign(struct ruleset *r);
/* Whether that was noted. */
bool ruleset_is_foreign(const struct ruleset *r);
size_t ruleset_count(const struct ruleset *r); /* rules only, not libraries; sorted by name */
/* The rule with this index, from 0. Borrowed. */
const struct rule_info *ruleset_info(const struct ruleset *r, size_t index);
/* The rule of this name, or NULL. Borrowed. */
const struct rule_info *ruleset_find(const struct ruleset *r, const char *name);
/* Text of a rule or library file and its length; NULL where there is none. Borrowed. */
const char *ruleset_text(const struct ruleset *r, const char *name, size_t *len);
/* Where a rule or library file lies, for messages; NULL where there is none. Borrowed. */
const char *ruleset_path(const struct ruleset *r, const char *name);
/* Whether a global name (len bytes) is one that the language has for this rule; libraries are not meant. */
bool host_knows(const char *rule, const char *name, size_t len);
/* The manifest of the rule and library files that c uses (NULL: all): sorted lines
 * "NAME SHA256\n", with the names as in `rule` ("lib/share" for libraries). A rule that is named but
 * absent stands as "NAME missing\n". The rule set's digest is that of this text. */
int ruleset_manifest(const struct ruleset *r, const struct checklist *c, struct buf *out);

/* Calls each for the texts in rules and libraries that people are to read: reasons, and what is said of
 * wrong arguments. path is that of the file. Other than 0 ends the walk and is returned. Returns 0, or
 * ERR_MEMORY. */
int ruleset_texts(const struct ruleset *r,
                  int (*each)(void *context, const char *path, int line, const char *text),
                  void *context);

/* ---- a Lua state; one a thread --------------------------------------------------------------- */

struct host_budget {
    int64_t fuel;      /* VM instructions and host work a rule call; default 10,000,000 */
    int64_t plan_fuel; /* the same for all rules of a plan; default 200,000,000; 0: no limit */
    size_t memory;     /* bytes of the whole state; default 16 MiB */
    bool region; /* small blocks lie in 4 MiB of the state's own, which is faster; default yes */
    int wall_ms; /* monotonic; default 2000; reported, never part of a verdict otherwise */
};
extern const struct host_budget host_budget_default;

struct host;
/* A state for the rules of r, which must outlive it. 0, or a negative code with *e filled. */
int host_new(const struct ruleset *r, const struct host_budget *budget /* or NULL */,
             struct host **out, struct err *e);
/* The same, under the default budget, with the rules already loaded that were inspected: for the first
 * that asks; others get a new one. */
int host_take(struct ruleset *r, struct host **out, struct err *e);
/* A rule set like r in which one file, a rule or a library that is there, reads `text`, and tests are not
 * demanded. It runs where r does. Text and r are borrowed; r has been inspected. ruleset_inspect then looks
 * whether the file can be loaded: a rule by itself, a library by the first rule that uses it. host_take gives
 * the host in which that was done, which keeps within budget. Its digests are those of r: nothing of it is to
 * be stored. 0, or a negative code with *e filled; the caller frees *out. */
int ruleset_with(const struct ruleset *r, const char *name, const char *text, size_t len,
                 const struct host_budget *budget, struct ruleset **out, struct err *e);
/* Releases it; NULL is fine. */
void host_free(struct host *h);

/* Begins a plan: its rules share host_budget.plan_fuel. */
void host_begin(struct host *h);
/* Whether a rule of the plan begun last was stopped by the clock: its finding is that of a busy machine,
 * and is not to be stored. */
bool host_hurried(const struct host *h);
/* Runs the rule of one criterion: answer value present (or type none), no condition or claim left to
 * look at. Checks `needs`, runs parts first for ANSWER_PARTS. What it makes lives in arena. Always
 * fills *out, with OUTCOME_ERROR where the rule is missing or broke; returns 0 or ERR_MEMORY.
 * What a rule found from its answer alone is remembered for the same answer. So c must stay, and stay as it
 * is, while the host lives, and a finding lasts as long as arena and host both do; or until host_forget. */
int host_run(struct host *h, const struct checklist *c, const struct criterion *criterion,
             const struct plan *plan, const struct answer *answer, struct arena *arena,
             struct finding *out);

/* The same with another of the criterion's rules: that for an answer, or a check. demand stays as c does. */
int host_run_demand(struct host *h, const struct checklist *c, const struct part *demand,
                    const struct plan *plan, const struct answer *answer, struct arena *arena,
                    struct finding *out);

/* Forgets what rules found before. */
void host_forget(struct host *h);

typedef void (*host_complaint)(void *context, const struct criterion *criterion,
                               const struct part *part, const char *message);
/* Looks whether a checklist and its rules fit: complains of each argument that a rule does not declare,
 * and of each answer that is allowed but on which a standard rule breaks. message is borrowed. Returns 0,
 * ERR_MEMORY, or ERR_BUSY where a rule ran into the time limit or its process ended. */
int host_check(struct host *h, const struct checklist *c, host_complaint complain, void *context);

/* ---- for tests of rules ------------------------------------------------------------------------ */

/* How many entries stand under `tests` in a rule's file. 0; ERR_NOT_FOUND, ERR_RULE or ERR_MEMORY. */
int host_tests(struct host *h, const char *rule, size_t *count, struct err *e);
/* One of them, from 0, as a document in arena. ERR_RULE: it cannot be read, *e says why. */
int host_test(struct host *h, const char *rule, size_t index, struct arena *arena,
              struct json **out, struct err *e);
/* The arguments that a rule declares with their defaults, as an object in arena. */
int host_args(struct host *h, const char *rule, struct arena *arena, struct json **out,
              struct err *e);
/* Runs a rule by itself: on a document, with an answer as the rule sees it and with arguments; each may be
 * NULL. As host_run, it always fills *out, and returns 0 or ERR_MEMORY. */
int host_try(struct host *h, const char *rule, const struct json *doc, const struct json *answer,
             const struct json *args, struct arena *arena, struct finding *out);

/* What rules took since host_begin. */
struct host_usage {
    int64_t
        fuel; /* instructions and host work; instructions in thousands, but after host_measure */
    size_t
        memory; /* bytes of the state when it held most: what host_budget.memory bounds. Not the same in
                    * every run: Lua's tables grow by where their keys fall */
    int64_t made; /* bytes that were asked for */
    int64_t ns;   /* that rules ran, by the clock, in the process where they do; after host_time */
};
/* Fills *out. */
void host_used(const struct host *h, struct host_usage *out);
/* From now on tells how long rules ran. */
void host_time(struct host *h);
/* From now on counts each instruction, which is slow: the clock waits ten times as long. Nothing else
 * differs: findings and limits are as without. */
void host_measure(struct host *h);

/* An expression, or a few statements that return one, with plan, answer and args at hand as in a rule. */
struct host_snippet {
    const char *text; /* ends with NUL */
    const char *rule; /* its libraries and default arguments are at hand; NULL: none */
    const struct json *doc, *answer, *args; /* each may be NULL */
};
enum { SNIPPET_VALUES = 16 };
/* What came of it; all in the arena. */
struct host_value {
    const char *error;                         /* why nothing came, one line; NULL: it went well */
    int line, column;                          /* where, from 1; 0: not known */
    bool limit;                                /* a limit stopped it */
    size_t count;                              /* of values; more are left out */
    const struct json *values[SNIPPET_VALUES]; /* NULL: nil */
    bool found;             /* the first value is a finding, such as credit() makes */
    struct finding finding; /* that one */
    const char *const *read;
    size_t read_count;
};
/* Evaluates it under the budget of a rule. Always fills *out; returns 0 or ERR_MEMORY. */
int host_evaluate(struct host *h, const struct host_snippet *x, struct arena *arena,
                  struct host_value *out);

/* Marks of a line: it holds code of a function; that has run. */
enum { LINE_CODE = 1, LINE_RAN = 2 };
/* From now on notes which lines of rules and libraries run. Nothing else differs: findings and fuel are as
 * without. 0 or ERR_MEMORY. */
int host_watch(struct host *h, struct err *e);
/* The marks of all lines of a rule or library file, in arena; line 1 comes first. What runs but once, when
 * the file is loaded, is no code of a function. ERR_RULE: the file is no Lua; ERR_INPUT: its lines
 * cannot be counted. */
int host_lines(struct host *h, const char *name, struct arena *arena, unsigned char **marks,
               size_t *count, struct err *e);

#endif
