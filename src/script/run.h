/* One call of one rule. Private to script/. */
#ifndef SCRIPT_RUN_H
#define SCRIPT_RUN_H

#include "script/script.h"

struct call {
    const char *name;          /* of the rule */
    struct seat *seat;         /* of the part it is run for; NULL: nothing of it is kept */
    const struct json *doc;    /* the plan document */
    const struct json *answer; /* as the rule sees it, or NULL */
    const char *answer_id;     /* "answers." and this are recorded as read; NULL: nothing is */
    const struct json *args;   /* of the criterion, or NULL */
    bool lasting;              /* args and direction stay as they are while the host lives */
    const char *direction;     /* "merit", "risk"; NULL: as declared */
    struct finding *out;
    struct host *host;
    size_t file;
    int line;         /* on which the rule begins; set by call_score */
    bool needs_facts; /* whether the rule does; set by call_run */
};

/* Facts, then the rule; always fills *c->out. Returns 0 or ERR_MEMORY. */
int call_run(struct host *h, struct call *c, struct arena *arena);
/* Inside a protected call; raises. */
void call_score(lua_State *L, struct call *c);
/* Fills c->out from the result at index. Raises where its reason is none. */
void call_take(lua_State *L, struct call *c, const struct result *r, int index);
/* Makes the credit of c->out from its number; raises where that is none from 0 to 1. */
void call_settle(lua_State *L, const struct call *c);
/* args.c: pushes the frozen arguments; the rule's table stands at `rule`. Raises for one that the rule
 * does not declare. */
void args_push(lua_State *L, const struct call *c, int rule);

#endif
