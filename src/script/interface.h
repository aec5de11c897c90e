/* What rules may use: each name that the host gives them, with what it takes and gives back. This is its one
 * home. The sandbox hands out what stands here and no more; what loading and reviewing take for known, the
 * page docs/host-interface.md, and the definitions for editors are made of it. */
#ifndef SCRIPT_INTERFACE_H
#define SCRIPT_INTERFACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lua_State;

enum { INTERFACE_ARGS = 5, INTERFACE_GIVES = 5 };

struct interface_value { /* an argument, or what is handed back */
    const char *name;    /* a "?" at its end: may be left out; "...": any number of them */
    const char *type;    /* in the notation of LuaLS: "string", "integer?", "any[]" */
    const char *text;    /* what it is; NULL where the name says it */
};

struct interface_row {
    const char *name; /* "type", "string.sub", "plan.budget:child_total", "ladder.at_least" */
    const char *text; /* what it does, in a sentence or two */
    struct interface_value args[INTERFACE_ARGS];   /* ended by one without a name */
    struct interface_value gives[INTERFACE_GIVES]; /* the same */
    const char *errors; /* when it ends the rule, beside arguments of a wrong type; NULL: never */
    const char *cost;   /* in steps of the budget, beside the call itself; NULL: nothing */
    const char *since;  /* version of the engine; NULL: 1.0.0 */
    const char *only;   /* the one rule that has it; NULL: all have */
    const char *setup;  /* lines before the example; NULL: none */
    const char *example, *result; /* Lua, and what it gives, as examples_run() shows it */
    /* What the name is: a function of the host, else a constant, else (of libraries) written in Lua. */
    int (*function)(struct lua_State *L);
    double number;   /* of a constant */
    int64_t integer; /* the same, where it is not 0 */
};

struct interface_part {
    const char *id, *title, *text;
    const char *table;   /* "string": its rows are members of this table; NULL: they stand alone */
    const char *library; /* "lib/ladder": to be had by `use`; NULL: always there */
    const char *place;   /* "plan.budget": methods of this part of a plan; NULL: they are none */
    const struct interface_row *rows; /* ended by one without a name */
    bool given; /* not names of the language, but what `score` is called with */
};

/* The parts, in the order in which they are shown; NULL from the last one on. */
const struct interface_part *interface_part(size_t index);
/* The row of a name, or NULL; *part (may be NULL) gets the part it stands in. */
const struct interface_row *interface_find(const char *name, const struct interface_part **part);
/* The names that a rule may write without declaring them, each once, into out; returns how many, at most
 * room. rule NULL: those that all have. */
size_t interface_words(const char *rule, const char **out, size_t room);
/* Whether a table of the host ("string") has this member. */
bool interface_member(const char *table, const char *member);
/* The methods of a part of a plan ("plan.budget"), or NULL. */
const struct interface_part *interface_place(const char *path);
/* What a row's name is without its table or place: "sub" of "string.sub". */
const char *interface_last(const struct interface_row *row);
/* The version of the engine that first had it. */
const char *interface_since(const struct interface_row *row);

/* Plan, answer and arguments on which the examples run, as Lua. */
extern const char interface_plan[], interface_answer[], interface_args[];

/* The rows, beside the functions that they tell of: lib_*.c, view_method.c. */
extern const struct interface_row finding_rows[], base_rows[], math_rows[], string_rows[],
    table_rows[], field_rows[], budget_rows[], community_rows[];
/* Those of the libraries in rules/lib, ended by one without an id: interface_lib.c. */
extern const struct interface_part interface_libraries[];

#endif
