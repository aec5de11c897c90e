/* Names: each is read somewhere, and each that is read is in reach. */
#include <string.h>

#include "base/text.h"
#include "review/text.h"

/* The three things that `score` gets: they may stand there unread. */
static bool contract(const struct text_review *t, const struct variable *v)
{
    static const char *const names[] = {"plan", "answer", "args"};
    return v->kind == VARIABLE_PARAMETER && v->function == t->p->score && v->position < 3 &&
           token_is(parsed_token(t->p, v->token), names[v->position]);
}

static void unused(const struct text_review *t)
{
    static const char *const what[] = {"", "the function ", "the parameter ", "the loop's "};
    const struct variable *v = t->p->variables.items;
    for (size_t i = 0; i < t->p->variables.count; i++, v++) {
        const struct token *name = parsed_token(t->p, v->token);
        if (v->reads > 0 || name->text[0] == '_' || contract(t, v)) {
            continue;
        }
        if (v->sets > 0) {
            text_warn(t, name->line, "unused",
                      "%s%.*s is given a value that nothing reads: remove it", what[v->kind],
                      token_width(name), name->text);
        } else {
            text_warn(t, name->line, "unused", "%s%.*s is never read: remove it, or call it _",
                      what[v->kind], token_width(name), name->text);
        }
    }
}

/* The library of this name that the rule uses, or NULL. */
static const char *library(const struct text_review *t, const struct token *name)
{
    const struct rule_info *info = t->info;
    for (size_t i = 0; info != NULL && i < info->use_count; i++) {
        const char *slash = strrchr(info->use[i], '/');
        if (token_is(name, slash == NULL ? info->use[i] : slash + 1)) {
            return info->use[i];
        }
    }
    return NULL;
}

/* Whether the library's text returns a table with this field; a table of another make has all. */
static int library_has(const struct text_review *t, const char *name, const struct token *field,
                       bool *has)
{
    struct arena arena = ARENA_INIT;
    struct parsed p;
    size_t len = 0;
    const char *text = ruleset_text(t->rules, name, &len);
    *has = true;
    int rc = text == NULL ? 0 : parse(&p, &arena, text, len);
    if (text != NULL && rc == 0 && p.fields.count > 0) {
        const struct returned *f = p.fields.items;
        *has = false;
        for (size_t i = 0; i < p.fields.count && !*has; i++) {
            const struct token *own = parsed_token(&p, f[i].token);
            *has = own->len == field->len && memcmp(own->text, field->text, own->len) == 0;
        }
    }
    arena_free(&arena);
    return rc;
}

static int global(const struct text_review *t, const struct use *u)
{
    const struct token *name = parsed_token(t->p, u->token);
    const char *lib = library(t, name);
    if (lib == NULL) {
        if (!host_knows(t->name, name->text, name->len)) {
            text_warn(t, name->line, "undeclared",
                      "%.*s is not in reach here: it is declared further down, or in another "
                      "function or block",
                      token_width(name), name->text);
        }
        return 0;
    }
    const struct token *dot = parsed_token(t->p, u->token + 1);
    const struct token *field = parsed_token(t->p, u->token + 2);
    bool has = true;
    if (token_is(dot, ".") && field->kind == TOKEN_NAME) {
        int rc = library_has(t, lib, field, &has);
        if (rc != 0) {
            return rc;
        }
    }
    if (!has) {
        text_warn(t, field->line, "undeclared", "%s has no %.*s: see what it returns", lib,
                  token_width(field), field->text);
    }
    return 0;
}

/* A library that is named and never asked. */
static void idle_libraries(const struct text_review *t)
{
    const struct returned *f = parsed_field(t->p, "use");
    const struct use *u = t->p->uses.items;
    const struct rule_info *info = t->info;
    for (size_t i = 0; info != NULL && i < info->use_count; i++) {
        bool read = false;
        for (size_t k = 0; k < t->p->uses.count && !read; k++) {
            const char *lib = u[k].variable >= 0 ? NULL
                                                 : library(t, parsed_token(t->p, u[k].token));
            read = lib != NULL && strcmp(lib, info->use[i]) == 0;
        }
        if (!read) {
            text_warn(t, f == NULL ? 1 : parsed_token(t->p, f->token)->line, "unused",
                      "the library %s is never used: take it out of use", info->use[i]);
        }
    }
}

int text_names(const struct text_review *t)
{
    int rc = 0;
    const struct use *u = t->p->uses.items;
    unused(t);
    for (size_t i = 0; i < t->p->uses.count && rc == 0; i++) {
        rc = u[i].variable < 0 && !u[i].self ? global(t, &u[i]) : 0;
    }
    idle_libraries(t);
    return rc;
}

/* ---- arguments -------------------------------------------------------------------------------- */

/* What a use of `args` reads: the token of the argument's name or text, -1 where it may be any. */
static int argument_read(const struct text_review *t, const struct use *u)
{
    const struct token *sign = parsed_token(t->p, u->token + 1);
    const struct token *name = parsed_token(t->p, u->token + 2);
    if (sign->kind == TOKEN_OTHER && token_is(sign, ".") && name->kind == TOKEN_NAME) {
        return u->token + 2;
    }
    bool text = sign->kind == TOKEN_OTHER && token_is(sign, "[") && name->kind == TOKEN_STRING &&
                token_is(parsed_token(t->p, u->token + 3), "]");
    return text ? u->token + 2 : -1;
}

/* A name without the quotes of a text. */
static struct token bare(const struct token *t)
{
    struct token out = *t;
    if (out.kind == TOKEN_STRING && out.len >= 2) {
        out.text++;
        out.len -= 2;
    }
    return out;
}

static bool same(const struct parsed *p, int a, int b)
{
    struct token x = bare(parsed_token(p, a)), y = bare(parsed_token(p, b));
    return x.len == y.len && memcmp(x.text, y.text, x.len) == 0;
}

/* Whether this use is one of the third thing that score gets. */
static bool of_args(const struct text_review *t, const struct use *u)
{
    const struct variable *v = t->p->variables.items;
    return u->variable >= 0 && v[u->variable].kind == VARIABLE_PARAMETER &&
           v[u->variable].function == t->p->score && t->p->score != 0 &&
           v[u->variable].position == 2;
}

/* Whether the table of arguments declares the name at token. */
static bool declared(const struct text_review *t, const struct returned *args, int token)
{
    struct entries e;
    if (args == NULL) {
        return false;
    }
    entries_begin(t->p, args->value, &e);
    while (entries_next(t->p, &e)) {
        if (e.other || (e.key >= 0 && same(t->p, e.key, token))) {
            return true;
        }
    }
    return false;
}

void text_args(const struct text_review *t)
{
    const struct returned *args = parsed_field(t->p, "args");
    const struct use *u = t->p->uses.items;
    bool any = false; /* args goes as a whole to somebody else, or is read by a name worked out */
    for (size_t i = 0; i < t->p->uses.count; i++) {
        int read = of_args(t, &u[i]) ? argument_read(t, &u[i]) : 0;
        any = any || read < 0;
        if (read > 0 && !declared(t, args, read)) {
            struct token name = bare(parsed_token(t->p, read));
            text_warn(t, name.line, "args",
                      "the argument %.*s is read and not declared: add it to args",
                      token_width(&name), name.text);
        }
    }
    struct entries e;
    entries_begin(t->p, args == NULL ? (struct range){0, -1} : args->value, &e);
    while (!any && entries_next(t->p, &e)) {
        bool read = e.key < 0;
        for (size_t i = 0; i < t->p->uses.count && !read; i++) {
            int name = of_args(t, &u[i]) ? argument_read(t, &u[i]) : 0;
            read = name > 0 && same(t->p, e.key, name);
        }
        if (!read) {
            struct token name = bare(parsed_token(t->p, e.key));
            text_warn(t, name.line, "args",
                      "the argument %.*s is declared and never read: remove it", token_width(&name),
                      name.text);
        }
    }
}
