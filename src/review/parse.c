#include "review/parse.h"

#include <string.h>

#include "base/err.h"

struct parser {
    struct parsed *out;
    int at;
    struct list scope; /* int: variables in reach, the last declared last */
    int function;      /* the one that is read; 0: outside of all */
    int functions;     /* how many there were */
    int methods;       /* in how many functions a:b() the reader is */
    int blocks;        /* in how many functions and blocks */
};

void *list_add(struct list *l, struct arena *arena, size_t size)
{
    if (l->count == l->room) {
        size_t room = l->room == 0 ? 64 : l->room * 2;
        void *items = arena_alloc(arena, room * size);
        if (items == NULL) {
            return NULL;
        }
        if (l->count > 0) {
            memcpy(items, l->items, l->count * size);
        }
        l->items = items;
        l->room = room;
    }
    return (char *)l->items + l->count++ * size;
}

const struct token *parsed_token(const struct parsed *p, int index)
{
    int last = (int)p->tokens.count - 1;
    return (const struct token *)p->tokens.items + (index < last ? index : last);
}

static const struct token *now(const struct parser *p)
{
    return parsed_token(p->out, p->at);
}

static bool at(const struct parser *p, const char *word)
{
    const struct token *t = now(p);
    return (t->kind == TOKEN_NAME || t->kind == TOKEN_OTHER) && token_is(t, word);
}

static bool ended(const struct parser *p)
{
    return now(p)->kind == TOKEN_END;
}

static bool take(struct parser *p, const char *word)
{
    bool there = at(p, word);
    p->at += there;
    return there;
}

static bool same_name(const struct token *a, const struct token *b)
{
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static void keep_sign(struct parser *p, bool unary)
{
    struct sign *o = list_add(&p->out->signs, p->out->arena, sizeof *o);
    if (o == NULL) {
        p->out->memory = true;
    } else {
        *o = (struct sign){p->at, unary};
    }
}

static void keep_branch(struct parser *p, enum branch_kind kind, int first)
{
    struct branch *b = list_add(&p->out->branches, p->out->arena, sizeof *b);
    if (b == NULL) {
        p->out->memory = true;
    } else {
        *b = (struct branch){kind, {first, p->at - 1}};
    }
}

/* ---- names ------------------------------------------------------------------------------------ */

/* Declares the name at token; it is in reach from here on. */
static void declare(struct parser *p, int token, enum variable_kind kind, int position)
{
    struct variable *v = list_add(&p->out->variables, p->out->arena, sizeof *v);
    int *index = list_add(&p->scope, p->out->arena, sizeof *index);
    if (v == NULL || index == NULL) {
        p->out->memory = true;
        return;
    }
    *v = (struct variable){
        .token = token, .kind = kind, .function = p->function, .position = position};
    *index = (int)p->out->variables.count - 1;
}

/* The name at token is read; returns its use. */
static struct use *use(struct parser *p, int token)
{
    struct use *u = list_add(&p->out->uses, p->out->arena, sizeof *u);
    if (u == NULL) {
        p->out->memory = true;
        return NULL;
    }
    *u = (struct use){.token = token, .variable = -1};
    const int *scope = p->scope.items;
    struct variable *all = p->out->variables.items;
    for (size_t i = p->scope.count; i > 0; i--) {
        struct variable *v = &all[scope[i - 1]];
        if (same_name(parsed_token(p->out, v->token), parsed_token(p->out, token))) {
            u->variable = scope[i - 1];
            v->reads++;
            return u;
        }
    }
    u->self = p->methods > 0 && token_is(parsed_token(p->out, token), "self");
    return u;
}

/* What was taken for a read is given a value. */
static void make_set(struct parser *p, size_t index)
{
    struct use *u = (struct use *)p->out->uses.items + index;
    u->set = true;
    if (u->variable >= 0) {
        struct variable *v = (struct variable *)p->out->variables.items + u->variable;
        v->reads--;
        v->sets++;
    }
}

/* ---- expressions ------------------------------------------------------------------------------ */

static void expression(struct parser *p);
static void block(struct parser *p);

static int expressions(struct parser *p)
{
    int count = 1;
    expression(p);
    for (; take(p, ","); count++) {
        expression(p);
    }
    return count;
}

/* Parameters and block of a function, from the `(`. */
static void body(struct parser *p, bool method, bool score)
{
    size_t reach = p->scope.count;
    int outer = p->function;
    int position = 0;
    p->function = ++p->functions;
    if (score) {
        p->out->score = p->function;
    }
    (void)take(p, "(");
    for (; !ended(p) && !at(p, ")"); p->at++) {
        if (now(p)->kind == TOKEN_NAME) {
            declare(p, p->at, VARIABLE_PARAMETER, position++ + method);
        }
    }
    (void)take(p, ")");
    p->methods += method;
    p->blocks++;
    block(p);
    p->blocks--;
    p->methods -= method;
    (void)take(p, "end");
    p->function = outer;
    p->scope.count = reach;
}

/* A table; where fields is true its fields are those of the whole text. */
static void table(struct parser *p, bool fields)
{
    p->at++;
    while (!ended(p) && !at(p, "}")) {
        int name = -1;
        const struct token *next = parsed_token(p->out, p->at + 1);
        if (at(p, "[")) {
            p->at++;
            expression(p);
            (void)take(p, "]");
            (void)take(p, "=");
        } else if (now(p)->kind == TOKEN_NAME && next->kind == TOKEN_OTHER && token_is(next, "=")) {
            name = p->at;
            p->at += 2;
        }
        int first = p->at;
        bool score = fields && name >= 0 && token_is(parsed_token(p->out, name), "score") &&
                     at(p, "function");
        if (score) {
            p->at++;
            body(p, false, true);
        } else {
            expression(p);
        }
        if (fields && name >= 0) {
            struct returned *f = list_add(&p->out->fields, p->out->arena, sizeof *f);
            if (f == NULL) {
                p->out->memory = true;
                return;
            }
            *f = (struct returned){name, {first, p->at - 1}};
        }
        if (p->at == first || (!take(p, ",") && !take(p, ";") && !at(p, "}"))) {
            p->at++; /* nothing that Lua takes: go on all the same */
        }
    }
    (void)take(p, "}");
}

static void arguments(struct parser *p, int first)
{
    struct call call = {.callee = {first, p->at - 1}};
    if (take(p, "(")) {
        while (!ended(p) && !at(p, ")")) {
            int begin = p->at;
            expression(p);
            if (call.count < CALL_ARGS) {
                call.args[call.count] = (struct range){begin, p->at - 1};
            }
            call.count++;
            p->at += p->at == begin;
            (void)take(p, ",");
        }
        (void)take(p, ")");
    } else { /* one text or one table */
        call.args[0].first = p->at;
        if (at(p, "{")) {
            table(p, false);
        } else {
            p->at++;
        }
        call.args[0].last = p->at - 1;
        call.count = 1;
    }
    struct call *kept = list_add(&p->out->calls, p->out->arena, sizeof *kept);
    if (kept == NULL) {
        p->out->memory = true;
    } else {
        *kept = call;
    }
}

/* A name or an expression in brackets, with what follows it. Returns the index of the use where it
 * is a name alone, else -1. */
static long suffixed(struct parser *p)
{
    int first = p->at;
    long name = -1;
    if (take(p, "(")) {
        expression(p);
        (void)take(p, ")");
    } else {
        name = use(p, p->at) == NULL ? -1 : (long)p->out->uses.count - 1;
        p->at++;
    }
    for (;;) {
        if (at(p, ".")) {
            p->at += 2;
        } else if (take(p, "[")) {
            expression(p);
            (void)take(p, "]");
        } else if (at(p, ":")) {
            p->at += 2;
            arguments(p, first);
        } else if (at(p, "(") || at(p, "{") || now(p)->kind == TOKEN_STRING) {
            arguments(p, first);
        } else {
            return name;
        }
        name = -1;
    }
}

static void simple(struct parser *p)
{
    while (at(p, "not") || at(p, "-") || at(p, "#") || at(p, "~")) {
        keep_sign(p, true);
        p->at++;
    }
    if (at(p, "{")) {
        table(p, false);
    } else if (take(p, "function")) {
        body(p, false, false);
    } else if (at(p, "..")) {
        p->at += 2; /* three dots are read as two and one */
    } else if (at(p, "(") || (now(p)->kind == TOKEN_NAME && !token_keyword(now(p)))) {
        (void)suffixed(p);
    } else if (now(p)->kind == TOKEN_NUMBER || now(p)->kind == TOKEN_STRING || at(p, "nil") ||
               at(p, "true") || at(p, "false")) {
        p->at++;
    }
}

/* In what order its signs bind does not matter here. */
static void expression(struct parser *p)
{
    static const char *const signs[] = {
        "+",  "-", "*",  "/", "//", "%", "^",  "..", "==",  "~=", "<",
        "<=", ">", ">=", "&", "|",  "~", "<<", ">>", "and", "or"};
    for (;;) {
        simple(p);
        bool more = false;
        for (size_t i = 0; i < sizeof signs / sizeof *signs && !more; i++) {
            more = at(p, signs[i]);
        }
        if (!more) {
            return;
        }
        keep_sign(p, false);
        p->at++;
    }
}

/* ---- statements ------------------------------------------------------------------------------- */

/* A block that has its own names, to the word that ends it. */
static void inner_block(struct parser *p)
{
    size_t reach = p->scope.count;
    p->blocks++;
    block(p);
    p->blocks--;
    p->scope.count = reach;
}

static void local(struct parser *p)
{
    if (take(p, "function")) {
        declare(p, p->at++, VARIABLE_FUNCTION, 0); /* it may call itself */
        body(p, false, false);
        return;
    }
    int names[64], count = 0;
    while (now(p)->kind == TOKEN_NAME) {
        if (count < 64) {
            names[count++] = p->at;
        }
        p->at++;
        if (take(p, "<")) {
            p->at += 2; /* const> */
        }
        if (!take(p, ",")) {
            break;
        }
    }
    if (take(p, "=")) {
        (void)expressions(p);
    }
    for (int i = 0; i < count; i++) { /* only now: local x = x reads the outer one */
        declare(p, names[i], VARIABLE_LOCAL, i);
    }
}

static void loop(struct parser *p)
{
    size_t reach = p->scope.count;
    int first = p->at;
    while (now(p)->kind == TOKEN_NAME && !at(p, "in")) {
        p->at++;
        (void)take(p, ",");
    }
    int last = p->at;
    p->at++; /* = or in */
    (void)expressions(p);
    for (int i = first; i < last; i++) {
        if (parsed_token(p->out, i)->kind == TOKEN_NAME) {
            declare(p, i, VARIABLE_LOOP, 0);
        }
    }
    (void)take(p, "do");
    inner_block(p);
    (void)take(p, "end");
    p->scope.count = reach;
}

static void branch(struct parser *p, enum branch_kind kind)
{
    int first = p->at;
    inner_block(p);
    keep_branch(p, kind, first);
}

static void condition(struct parser *p)
{
    do {
        expression(p);
        (void)take(p, "then");
        branch(p, BRANCH_THEN);
    } while (take(p, "elseif"));
    if (take(p, "else")) {
        branch(p, BRANCH_ELSE);
    }
    (void)take(p, "end");
}

static void named_function(struct parser *p)
{
    bool method = false;
    size_t index = p->out->uses.count;
    if (use(p, p->at++) == NULL) {
        return;
    }
    bool whole = true;
    while (at(p, ".") || at(p, ":")) {
        method = at(p, ":");
        whole = false;
        p->at += 2;
    }
    if (whole) {
        make_set(p, index);
    }
    body(p, method, false);
}

static void assignment_or_call(struct parser *p)
{
    enum { MOST = 32 };
    long targets[MOST];
    int count = 0, first = p->at;
    do {
        long name = suffixed(p);
        if (count < MOST) {
            targets[count++] = name;
        }
    } while (take(p, ","));
    if (take(p, "=")) {
        (void)expressions(p);
        for (int i = 0; i < count; i++) {
            if (targets[i] >= 0) {
                make_set(p, (size_t)targets[i]);
            }
        }
    }
    p->at += p->at == first;
}

/* What a text returns; of the whole text the fields are kept. */
static void result(struct parser *p)
{
    if (p->function == 0 && at(p, "{")) {
        table(p, true);
    } else if (!at(p, "end") && !at(p, ";") && !at(p, "else") && !at(p, "elseif") &&
               !at(p, "until") && !ended(p)) {
        (void)expressions(p);
    }
}

static void statement(struct parser *p)
{
    size_t reach = p->scope.count;
    if (take(p, ";") || take(p, "break")) {
        return;
    }
    if (take(p, "if")) {
        condition(p);
    } else if (take(p, "while")) {
        expression(p);
        (void)take(p, "do");
        inner_block(p);
        (void)take(p, "end");
    } else if (take(p, "do")) {
        inner_block(p);
        (void)take(p, "end");
    } else if (take(p, "for")) {
        loop(p);
    } else if (take(p, "repeat")) {
        p->blocks++;
        block(p);
        p->blocks--;
        (void)take(p, "until");
        expression(p); /* the block's names are in reach of it */
        p->scope.count = reach;
    } else if (take(p, "function")) {
        named_function(p);
    } else if (take(p, "local")) {
        local(p);
    } else if (take(p, "return")) {
        int first = p->at - 1;
        result(p);
        (void)take(p, ";");
        if (p->blocks > 0) {
            keep_branch(p, BRANCH_RETURN, first);
        }
    } else if (take(p, "goto")) {
        p->at++;
    } else if (take(p, "::")) {
        p->at += 2;
    } else {
        assignment_or_call(p);
    }
}

static void block(struct parser *p)
{
    while (!ended(p) && !at(p, "end") && !at(p, "else") && !at(p, "elseif") && !at(p, "until") &&
           !p->out->memory) {
        int first = p->at;
        statement(p);
        struct range *r = p->blocks > 0 ? NULL
                                        : list_add(&p->out->outermost, p->out->arena, sizeof *r);
        p->out->memory = p->out->memory || (p->blocks == 0 && r == NULL);
        if (r != NULL) {
            *r = (struct range){first, p->at - 1};
        }
    }
}

/* ---- the whole -------------------------------------------------------------------------------- */

/* Marks the lines between two tokens on which something stands: a comment, what else? */
static void mark_comments(struct parsed *p, const char *from, const char *to, int line)
{
    for (const char *c = from; c < to; c++) {
        if (*c == '\n') {
            line++;
        } else if (strchr(" \t\r\v\f", *c) == NULL && (size_t)line < p->comments.count) {
            ((bool *)p->comments.items)[line] = true;
        }
    }
}

static bool read_tokens(struct parsed *p, const char *text, size_t len)
{
    bool *line = list_add(&p->comments, p->arena, sizeof *line); /* lines are counted from 1 */
    for (size_t i = 0; i <= len && line != NULL; i++) {
        line = i == len || text[i] == '\n' ? list_add(&p->comments, p->arena, sizeof *line) : line;
    }
    size_t mark = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    struct lexer x = {text + mark, text + len, 1};
    while (line != NULL) {
        const char *from = x.p;
        int first = x.line;
        struct token *t = list_add(&p->tokens, p->arena, sizeof *t);
        if (t == NULL) {
            return false;
        }
        *t = token_next(&x);
        mark_comments(p, from, t->text, first);
        if (t->kind == TOKEN_END) {
            return true;
        }
    }
    return false;
}

int parse(struct parsed *p, struct arena *arena, const char *text, size_t len)
{
    *p = (struct parsed){.arena = arena};
    struct parser parser = {.out = p};
    if (!read_tokens(p, text, len)) {
        return ERR_MEMORY;
    }
    while (!ended(&parser) && !p->memory) {
        block(&parser);
        parser.at += !ended(&parser); /* an end too many is not Lua */
    }
    return p->memory ? ERR_MEMORY : 0;
}

const struct returned *parsed_field(const struct parsed *p, const char *name)
{
    const struct returned *all = p->fields.items;
    for (size_t i = 0; i < p->fields.count; i++) {
        if (token_is(parsed_token(p, all[i].token), name)) {
            return &all[i];
        }
    }
    return NULL;
}

bool range_has(struct range r, int token)
{
    return token >= r.first && token <= r.last;
}
