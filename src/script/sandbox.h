/* A closed Lua state with budgets: the small language that rules are written in. Built up from nothing;
 * the standard libraries are never opened. Private to script/. */
#ifndef SCRIPT_SANDBOX_H
#define SCRIPT_SANDBOX_H

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/arena.h"
#include "base/err.h"
#include "script/host.h"
#include "script/interface.h"
#include "script/recall.h"

enum {
    STRING_MAX = 1 << 20,
    LIST_MAX = 100000,
    READ_MAX = 1024,
    READ_SLOTS = 2048,
    DEPTH_MAX = 64,
    POOL_BYTES = 4 << 20,
    POOL_GRAIN = 16,
    POOL_CLASSES = 33, /* of blocks of one size in POOL_GRAIN: up to 512 bytes, from 1 on */
    VIEW_NAMES = 512,
    VIEWS_MOST = 16384,  /* kept by one run; what it looks at beyond is seen anew each time */
    VIEWS_HANDED = 2048, /* kept from run to run: more would eat into the memory of the next */
    READY_AT = LUA_RIDX_LAST + 1, /* in the registry: the list of what is ready for calls */
    VIEWS_FROM                    /* from here on: what view.c keeps of a plan */
};

/* Why a run was stopped; kept here and never read from a message, which a rule could forge. */
enum stop { STOP_NONE, STOP_FUEL, STOP_MEMORY, STOP_WALL, STOP_SIZE };

struct read_slot { /* of an open hash over sandbox.read; free unless it is of this run */
    unsigned generation, index;
};

struct view_name {  /* by which a rule looks for members */
    const void *id; /* of the text, which is held; NULL: it is not */
    const char *text;
    size_t len;
    uint64_t head;  /* of text: see base/head.h */
    unsigned at;    /* where among the members of a part it was found last */
    uint8_t beside; /* its place among those beside the plan's members, from 1; 0: none of them */
    bool value;     /* "value" */
    bool remark;    /* "note" or "evidence" */
};

struct view;
struct pool_block {
    struct pool_block *next;
};

struct sandbox {
    lua_State *L;
    struct host_budget budget;
    size_t used;      /* bytes */
    size_t most;      /* of them at a time, since sandbox_refuel */
    int64_t made;     /* bytes asked for since then */
    int64_t steps;    /* instructions counted so */
    size_t pool_room; /* at the front of pool, never given out */
    struct pool_block *pool_free[POOL_CLASSES];
    int refused;       /* requests over the cap; after 16 no more is given */
    int64_t fuel;      /* left for this call */
    int64_t allowance; /* of a call once its rule is loaded; 0: all of budget.fuel */
    int64_t fuel_used; /* by the last call */
    int64_t unwatched; /* host work since the clock was looked at */
    int64_t deadline;  /* of the call; monotonic, nanoseconds */
    enum stop stop;
    bool exact;     /* each instruction is counted, not only thousands of them */
    bool strayed;   /* something of the plan was looked at, or of the answer more than its value */
    bool raised;    /* the error is the rule's own, by error or assert */
    bool starved;   /* the machine had no memory: what was worked out is no verdict */
    locale_t plain; /* of every run, whatever the host program has set */
    /* Told of each line that is about to run; NULL: nobody asks. */
    void (*watch)(void *context, const char *source, int line);
    void *watcher; /* its context */
    int ready;     /* how many entries stand at READY_AT */
    /* The run in progress. */
    unsigned generation; /* views of an earlier run are stale */
    struct arena *arena;
    const char *read[READ_MAX];
    size_t read_count;
    struct read_slot slots[READ_SLOTS];
    struct looks looks;
    /* Views of the plan in progress: see view.c. */
    const struct json *views_of;                   /* the plan's document */
    int views_kept;                                /* from run to run */
    int views_seen;                                /* by this run */
    struct view *views[VIEWS_HANDED + VIEWS_MOST]; /* kept; NULL: it is none */
    struct view_name names[VIEW_NAMES];            /* by their address: see view_name.c */
    struct view_name long_name;                    /* the last one that is not held there */
    _Alignas(16) unsigned char pool[POOL_BYTES];   /* small blocks lie here: see sandbox.c */
};

/* A fresh state with environment and libraries; NULL: out of memory. */
struct sandbox *sandbox_new(const struct host_budget *budget);
/* Closes the state; NULL is fine. */
void sandbox_free(struct sandbox *s);
/* The sandbox that a state belongs to. */
static inline struct sandbox *sandbox_of(lua_State *L)
{
    return *(struct sandbox **)lua_getextraspace(L);
}
/* Calls function(L) protected, with `context` as its only argument (light userdata), under a full
 * budget. Returns LUA_OK, or an error code with the message in text (escaped, at most 500 bytes). */
int sandbox_call(struct sandbox *s, lua_CFunction function, void *context, char *text, size_t size);
/* Monotonic, in nanoseconds. */
int64_t sandbox_now(void);
/* The time of the call in progress begins now. */
void sandbox_time(struct sandbox *s);
/* Fuel that the last call used: whole thousands of instructions but where s->exact. */
int64_t sandbox_used(const struct sandbox *s);
/* Whether nothing has run in the state yet. */
bool sandbox_fresh(const struct sandbox *s);
/* Raises: the machine has no memory for the host's own needs. */
void sandbox_starve(lua_State *L);
enum { SANDBOX_LARGE = 16384 }; /* host work after which the clock is looked at */
/* Raises where the fuel or the time is used up. */
void sandbox_watch(lua_State *L);
/* Takes host work off the fuel; raises when it is used up. */
static inline void sandbox_charge(lua_State *L, int64_t work)
{
    struct sandbox *s = sandbox_of(L);
    s->fuel -= work;
    s->unwatched += work;
    if (s->fuel <= 0 || s->unwatched >= SANDBOX_LARGE) {
        sandbox_watch(L);
    }
}
/* A full budget for the work that follows. */
void sandbox_refuel(lua_State *L);
/* Marks the error about to be raised as the rule's own, so that it cannot pass for a limit. */
void sandbox_raised(lua_State *L);
/* Raises that argument `index` of the function is wrong, unless it is good. */
void sandbox_require(lua_State *L, bool good, int index, const char *what);
/* Raises with a reason kept in the host. */
int sandbox_stop(lua_State *L, enum stop stop, const char *message);
/* A few words for it, fit for a message; "" for STOP_NONE. */
const char *sandbox_stop_text(enum stop stop);

/* interface.c: puts what the rows of a part name into the table on top of the stack. */
void lib_fill(lua_State *L, const struct interface_part *part);
/* lib_string.c: gives texts their methods, the rows of part. */
void lib_string(lua_State *L, const struct interface_part *part);
/* lib_rule.c: makes the metatables of findings and percents. */
void lib_rule_setup(lua_State *L);
/* lib_rule.c: the number at index, called `what` where it is none. */
double rule_number(lua_State *L, int index, const char *what);
/* tostring of number, text, boolean, nil; raises for others. */
void lib_text(lua_State *L, int index, luaL_Buffer *out);

/* freeze.c: makes the table at index read-only, in place and deeply, with what its functions hold. Every
 * upvalue found is listed in the snapshot table at `snapshot` (0: none) as function, number, value. */
void freeze(lua_State *L, int index, int snapshot);
/* Whether the table at index is read-only. */
bool frozen(lua_State *L, int index);
/* Every full userdata that rules can hold begins so: they can neither make one nor change it. */
struct kinded {
    const void *kind;
};
/* Makes a metatable, kept under kind, and leaves it on the stack. */
void kind_new(lua_State *L, const void *kind);
/* Gives that metatable to the userdata on top, and marks it. */
void kind_set(lua_State *L, const void *kind);
/* The userdata at index where it is of that kind, else NULL. */
void *kind_test(lua_State *L, int index, const void *kind);
/* Pushes the contents of a frozen table, or the table itself. */
void frozen_contents(lua_State *L, int index);

/* keys.c. A key of a table; text NULL: a number. */
struct key {
    const char *text;
    size_t len;
    double number;
};
#define KEYS_MIXED SIZE_MAX
/* Sorts count keys, of which none stands twice, and pushes them as a list. Charged. */
void keys_push(lua_State *L, struct key *keys, size_t count);
/* Pushes a list of the keys of the table at t: numbers by value, then texts by bytes. Charged; raises for
 * other keys. */
void keys_sorted(lua_State *L, int t);
/* Puts the keys of the table at t into out, sorted, where there are at most room; returns how many there
 * are, or KEYS_MIXED where one is no text. */
size_t keys_of_texts(lua_State *L, int t, struct key *out, size_t room);
/* The first key of the table at t, by bytes, that is none of the known; NULL where all are. */
const char *keys_unknown(lua_State *L, int t, const char *const *known, size_t count);

/* view.c: read-only views of documents. */
void view_setup(lua_State *L);
/* A view of a plan document, through which a rule sees `plan`. */
void view_push_plan(lua_State *L, const struct json *doc);
/* Before a run on the plan doc: keeps the views of the run before, if it was on the same. */
void views_begin(struct sandbox *s, const struct json *doc);
/* Forgets them: the next plan may lie at the same address. Raises nothing. */
void views_drop(struct sandbox *s);
/* answer: the object with value, note …; answers.ID is recorded when anything of it is read, unless id is
 * NULL. Returns it. */
struct view *view_push_answer(lua_State *L, const struct json *answer, const char *id);
/* Makes v, one of an earlier run, the view of this answer to the same question; false, and nothing is done:
 * the answer has not as many members. Nobody may hold it from before. */
bool view_renew(lua_State *L, struct view *v, const struct json *answer);
/* The node behind a view, or NULL. */
const struct json *view_node(lua_State *L, int index);
/* Pushes what the key on top leads to in the view at index; false, with nothing pushed, where there is no
 * view. */
bool view_push_part(lua_State *L, int index);
/* Pushes the entry i of the view at index: 1, or 0 where it is nil; -1, with nothing pushed, where
 * there is no view. */
int view_push_item(lua_State *L, int index, lua_Integer i);
/* Pushes a list of the keys of the view at index, as keys_sorted does of a table. */
void view_push_keys(lua_State *L, int index);
/* A number, a text, true, false; nil for anything else. */
void view_push_scalar(lua_State *L, const struct json *value);
/* view_json.c. A plain Lua table (or scalar) of a JSON value. */
void view_push_plain(lua_State *L, const struct json *value, int depth);
/* The JSON of a Lua value, in the run's arena. Raises for what has none. */
struct json *view_to_json(lua_State *L, int index, int depth);
/* The text at index, charged; raises where it is no UTF-8 or holds a zero byte. */
const char *view_text(lua_State *L, int index);
/* The same for a text of len bytes that is kept by a table. */
void view_text_check(lua_State *L, const char *text, size_t len);

/* lib_rule.c: what constructors return. */
enum result_kind { RESULT_CREDIT, RESULT_NOT_APPLICABLE, RESULT_UNKNOWN, RESULT_NOT_ASSESSED };
struct result {
    struct kinded kinded;
    enum result_kind kind;
    double credit;
    int line;
};
/* The result at index, or NULL; its template is user value 1, its parameters user value 2. */
const struct result *result_at(lua_State *L, int index);
/* The share of a percent(x) at index, or NULL. */
const double *percent_at(lua_State *L, int index);

#endif
