/* Shared by the files of script/: the snapshot of texts, and one state with its loaded rules. */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include <stdatomic.h>

#include "script/known.h"
#include "script/outside.h"
#include "script/sandbox.h"
#include "script/seat.h"

struct ruleset {
    struct arena arena;
    struct rule_file *files; /* sorted by name; rules and libraries; path is NAME.lua */
    const char **paths;      /* where they lie */
    size_t file_count;
    char (*digests)[DIGEST_HEX];
    struct rule_info *infos; /* rules only, in the same order */
    size_t info_count;
    bool *checked; /* per file: its text was found sound, as it will be in every state */
    const struct known_file **known; /* per file: what was found out of it at build time; or NULL */
    bool allow_untested;
    bool foreign; /* a file did not come with the program */
    struct host
        *_Atomic inspector;     /* has the rules loaded that were inspected; NULL: none is free */
    struct outside_maker maker; /* open NULL: hosts run rules themselves */
};

/* Which lines of the files of a rule set have run: a byte a line. */
struct watch {
    unsigned char *marks; /* of all lines of all files */
    size_t *first;        /* where those of a file begin; one more than there are files */
    char source[256];     /* of the line before, and its file: most come from the same */
    long file;
};

struct host {
    const struct ruleset *rules;
    struct host_budget budget;
    struct sandbox *sandbox;
    struct outside *outside; /* runs the rules instead of sandbox, which is NULL then; else NULL */
    unsigned state;          /* how many states there were, with the sandbox's */
    struct seats seats;
    struct memo memo;
    struct recall recall;
    int64_t plan_left;   /* fuel of the plan */
    int64_t fuel_used;   /* by the run before */
    bool strayed;        /* that run looked at more than the value of its answer */
    bool hurried;        /* the clock stopped a rule of the plan */
    bool testing;        /* rules are loaded with their tests, which only host_test reads */
    struct watch *lines; /* those that have run; NULL: nobody asks */
    bool exact;          /* counts each instruction: host_measure */
    bool timed;          /* looks at the clock before and after each call: host_time */
    struct host_usage used;
};

/* Index of a file by name, or -1. */
long ruleset_index(const struct ruleset *r, const char *name);

/* What is known of a loaded rule: its table, the state to be put back before each run, how many tests it
 * has, its function, and the line on which that begins. */
enum { LOADED_RULE = 1, LOADED_SNAPSHOTS, LOADED_TESTS, LOADED_SCORE, LOADED_LINE };
/* load.c, inside a protected call: pushes the list of these, loading the file where need be; raises with
 * file and line. */
void rule_push(lua_State *L, struct host *h, size_t file);
/* Pushes a file's text as a function; raises Lua's message where it is none. */
void rule_compile(lua_State *L, const struct rule_file *f);
/* compiled.c: the same of a file that is known, without its tests; its code is taken where made_by says that
 * this version of Lua compiled it. */
void known_push(lua_State *L, const struct rule_file *f, const struct known_file *known,
                const char *made_by);
/* Puts back every upvalue as it was when the rule was loaded; false: there is none. Table of rule_push at
 * index. */
bool rule_restore(lua_State *L, int index);
/* Gives the host a state anew where the last run used up its memory. */
int host_renew(struct host *h);
/* load.c: pushes Lua's complaint, which stands on top, with what those who know other languages need. */
void complaint_push(lua_State *L);
/* load.c: checks the text of f, which is no rule, and pushes an environment for it: what rules see, and
 * beside it the values of the table at `names` and the count libraries of `use`. Raises as rule_push does. */
void snippet_push(lua_State *L, struct host *h, const struct rule_file *f, const char *const *use,
                  size_t count, int names);
/* try.c: adds what the call that is over took to h->used. */
void used_add(struct host *h);
/* sandbox_call, done again in a fresh state where the memory of a used one ran out; function must be
 * able to begin anew. */
int host_call(struct host *h, lua_CFunction function, void *context, char *text, size_t size);

/* watch.c: has the sandbox of h tell which lines run, where that is wanted. */
void watch_follow(struct host *h);
/* Releases them; NULL is fine. */
void watch_free(struct watch *l);

#endif
