/* The text of a rule, taken apart: its names and where they are in reach, its calls, the fields of
 * the table that it returns, its signs and branches. The text is one that Lua has taken, so nothing is
 * complained of here. Private to review/. */
#ifndef REVIEW_PARSE_H
#define REVIEW_PARSE_H

#include "base/arena.h"
#include "script/token.h"

enum variable_kind { VARIABLE_LOCAL, VARIABLE_FUNCTION, VARIABLE_PARAMETER, VARIABLE_LOOP };

struct variable {
    int token; /* of its name, where it is declared */
    enum variable_kind kind;
    int function; /* in which function; 0: outside of all */
    int position; /* of a parameter, from 0 */
    int reads, sets;
};

struct use { /* a name where it is used */
    int token;
    int variable; /* -1: no local name of this kind is in reach */
    bool set;     /* it is given a value there */
    bool self;    /* what function a:b() gives without a declaration */
};

struct range { /* tokens first … last; last < first: none */
    int first, last;
};

enum { CALL_ARGS = 6 };

struct call {
    struct range callee;
    struct range args[CALL_ARGS];
    int count; /* of arguments, those beyond CALL_ARGS too */
};

struct returned { /* a field of the table that the text returns */
    int token;    /* of its name */
    struct range value;
};

struct sign { /* a sign of an expression, or one of its words */
    int token;
    bool unary;
};

enum branch_kind { BRANCH_THEN, BRANCH_ELSE, BRANCH_RETURN };
struct branch { /* what may or may not run: a block of an if, or a return at the end of one */
    enum branch_kind kind;
    struct range range; /* none where the block is empty */
};

struct list { /* grows in the arena */
    void *items;
    size_t count, room;
};

struct parsed {
    struct arena *arena;
    struct list tokens;    /* struct token; one TOKEN_END at the end */
    struct list variables; /* struct variable */
    struct list uses;      /* struct use */
    struct list calls;     /* struct call */
    struct list fields;    /* struct returned */
    struct list comments;  /* bool, by line: a comment stands there */
    struct list signs;     /* struct sign */
    struct list branches;  /* struct branch */
    struct list outermost; /* struct range: the statements outside of all functions and blocks */
    int score;             /* the number of the function in the field `score`; 0: none */
    bool memory;           /* an allocation failed: the rest means nothing */
};

/* Takes text apart; all that is made lives in arena. Returns 0 or ERR_MEMORY. */
int parse(struct parsed *p, struct arena *arena, const char *text, size_t len);
/* One more item of size bytes, zeroed; NULL: out of memory. */
void *list_add(struct list *l, struct arena *arena, size_t size);
/* The token with this index; the last one beyond the end. */
const struct token *parsed_token(const struct parsed *p, int index);
/* The field of this name in the returned table, or NULL. */
const struct returned *parsed_field(const struct parsed *p, const char *name);
/* Whether a token lies in a range. */
bool range_has(struct range r, int token);
/* The field `name` of the table at r (a table constructor), or none. */
struct range table_field(const struct parsed *p, struct range r, const char *name);

/* One entry of a table constructor after the other. */
struct entries {
    int at, last;
    int key;    /* out: token of the key's name or text; -1: none */
    bool other; /* out: a key that is worked out, as in [x] = 1 */
    struct range value;
};
/* Before the first entry of the table at r. */
void entries_begin(const struct parsed *p, struct range r, struct entries *e);
/* The next one; false at the end. */
bool entries_next(const struct parsed *p, struct entries *e);

#endif
