#include "script/source.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "script/interface.h"
#include "script/token.h"

struct names {
    const char **text;
    size_t *len;
    size_t count, cap;
};

static bool add(struct names *n, const struct token *t)
{
    if (n->count == n->cap) {
        size_t cap = n->cap == 0 ? 64 : n->cap * 2;
        const char **text = realloc(n->text, sizeof *text * cap);
        if (text == NULL) {
            return false;
        }
        n->text = text;
        size_t *len = realloc(n->len, sizeof *len * cap);
        if (len == NULL) {
            return false;
        }
        n->len = len;
        n->cap = cap;
    }
    n->text[n->count] = t->text;
    n->len[n->count++] = t->len;
    return true;
}

static bool has_name(const struct names *n, const struct token *t)
{
    for (size_t i = 0; i < n->count; i++) {
        if (n->len[i] == t->len && memcmp(n->text[i], t->text, t->len) == 0) {
            return true;
        }
    }
    return false;
}

/* The names that the text declares: locals, parameters, loop variables. */
static bool declared(const char *text, size_t len, struct names *out)
{
    struct lexer x = {text, text + len, 1};
    bool ok = true;
    bool listing = false; /* inside a list of names after local, for or ( of a function */
    bool function = false;
    for (struct token t = token_next(&x); ok && t.kind != TOKEN_END; t = token_next(&x)) {
        if (token_is(&t, "local") || token_is(&t, "for")) {
            listing = true;
        } else if (token_is(&t, "function")) {
            function = true;
        } else if (function && token_is(&t, "(")) {
            function = false;
            listing = true;
        } else if (listing && t.kind == TOKEN_NAME && !token_keyword(&t)) {
            ok = add(out, &t);
        } else if (function && token_is(&t, ":")) {
            static const struct token self = {TOKEN_NAME, "self", 4, 0};
            ok = add(out, &self); /* a parameter of function a:b() */
        } else if (listing && !token_is(&t, ",") && !token_is(&t, "<") && !token_is(&t, ">")) {
            listing = false;
        }
        if (token_is(&t, "function") && listing) {
            struct token name = token_next(&x); /* local function NAME */
            ok = name.kind != TOKEN_NAME || add(out, &name);
            function = !token_is(&name, "(");
            listing = !function;
        }
    }
    return ok;
}

struct checker {
    const char *path;
    struct names declared;
    const char *const *known;
    size_t known_count;
    struct err *e;
    char brackets[256]; /* open ones; 'b' for a block of statements */
    int chains[256];    /* the chain that each of them interrupts */
    int depth, chain;
    bool squared; /* the token before was the 2 of ^ 2 */
};

static int check_name(struct checker *c, const struct token *t, const struct token *before,
                      const struct token *after)
{
    if (token_is(t, "_ENV")) {
        return err_set(c->e, ERR_RULE, "%s:%d: _ENV is not to be had here: use locals", c->path,
                       t->line);
    }
    bool field = token_is(before, ".") || token_is(before, ":");
    bool inside = c->depth > 0 && c->brackets[c->depth - 1] == '{';
    bool key = inside && token_is(after, "=") &&
               (token_is(before, "{") || token_is(before, ",") || token_is(before, ";"));
    bool label = token_is(before, "goto") || token_is(before, "::");
    if (field || key || label || token_keyword(t) || has_name(&c->declared, t)) {
        return 0;
    }
    for (size_t i = 0; i < c->known_count; i++) {
        if (token_is(t, c->known[i])) {
            return 0;
        }
    }
    char name[64];
    (void)memcpy(name, t->text, t->len < 63 ? t->len : 63);
    name[t->len < 63 ? t->len : 63] = '\0';
    const char *near = text_nearest(name, c->known, c->known_count);
    if (near != NULL) {
        return err_set(c->e, ERR_RULE, "%s:%d: unknown name \"%s\": did you mean \"%s\"?", c->path,
                       t->line, name, near);
    }
    return err_set(c->e, ERR_RULE, "%s:%d: unknown name \"%s\": declare it with local", c->path,
                   t->line, name);
}

/* Keeps the list of what is open: brackets, and blocks of statements, so that an assignment inside a
 * function inside a table is not taken for a field. */
static int check_depth(struct checker *c, const struct token *t)
{
    char open = 0;
    bool close = false;
    if (t->kind == TOKEN_OTHER && t->len == 1) {
        open = strchr("({[", t->text[0]) != NULL ? t->text[0] : 0;
        close = strchr(")}]", t->text[0]) != NULL;
    } else if (t->kind == TOKEN_NAME) {
        open = token_is(t, "function") || token_is(t, "do") || token_is(t, "if") ||
                       token_is(t, "repeat")
                   ? 'b'
                   : 0;
        close = token_is(t, "end") || token_is(t, "until");
    }
    if (open != 0 && c->depth == (int)sizeof c->brackets) {
        return err_set(c->e, ERR_RULE, "%s:%d: nested deeper than %zu: make it flatter", c->path,
                       t->line, sizeof c->brackets);
    }
    if (open != 0) {
        c->chains[c->depth] = c->chain;
        c->brackets[c->depth++] = open;
        c->chain = 0;
    } else if (close && c->depth > 0) { /* a[-x][-y] is one chain, whatever stands inside */
        c->chain = c->chains[--c->depth];
    }
    return 0;
}

static int check_token(struct checker *c, const struct token *before, const struct token *t,
                       const struct token *after)
{
    bool link = token_is(t, ".") || token_is(t, ":") || token_is(t, "[");
    if (link && ++c->chain > CHAIN_MAX) {
        return err_set(c->e, ERR_RULE, "%s:%d: a chain of more than %d names: use locals", c->path,
                       t->line, CHAIN_MAX);
    }
    int rc = check_depth(c, t);
    if (rc != 0) {
        return rc;
    }
    bool sign = t->kind == TOKEN_OTHER && !link && !token_is(t, ")") && !token_is(t, "]") &&
                !token_is(t, "}");
    bool anew = t->kind == TOKEN_NAME && !token_is(before, ".") && !token_is(before, ":");
    if (sign || anew) {
        c->chain = 0; /* the next operand, or the next statement */
    }
    if (token_is(t, "^") && (!token_is(after, "2") || c->squared)) {
        return err_set(c->e, ERR_RULE,
                       "%s:%d: ^ takes only the exponent 2, since others differ between machines: "
                       "multiply",
                       c->path, t->line);
    }
    c->squared = token_is(before, "^");
    return t->kind == TOKEN_NAME ? check_name(c, t, before, after) : 0;
}

static int check_bytes(const char *path, const char *text, size_t len, struct err *e)
{
    if (len > SOURCE_MAX) {
        return err_set(e, ERR_RULE, "%s: is over 64 KiB: split it", path);
    }
    if (memchr(text, '\33', len) != NULL) {
        return err_set(e, ERR_RULE, "%s: a binary chunk: give the rule as text", path);
    }
    size_t bad = text_utf8_check(text, len);
    const char *nul = len == 0 ? NULL : memchr(text, '\0', len);
    if (nul != NULL && (size_t)(nul - text) < bad) {
        bad = (size_t)(nul - text);
    }
    if (bad == len) {
        return 0;
    }
    int line = 1;
    for (size_t i = 0; i < bad; i++) {
        line += text[i] == '\n';
    }
    return err_set(e, ERR_RULE, "%s:%d: bytes that are no UTF-8 text: save the file as UTF-8", path,
                   line);
}

int source_check(const char *path, const char *text, size_t len, const char *const *known,
                 size_t count, struct err *e)
{
    int rc = check_bytes(path, text, len, e);
    struct checker c = {.path = path, .known = known, .known_count = count, .e = e};
    if (rc == 0 && !declared(text, len, &c.declared)) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    }
    struct lexer x = {text, text + len, 1};
    struct token before = {TOKEN_END, "", 0, 1};
    struct token t = rc == 0 ? token_next(&x) : before;
    while (rc == 0 && t.kind != TOKEN_END) {
        struct token after = token_next(&x);
        rc = check_token(&c, &before, &t, &after);
        before = t;
        t = after;
    }
    free(c.declared.text);
    free(c.declared.len);
    return rc;
}

/* What stands after the dot of one of the host's own tables is a member of it. */
static int check_member(const char *path, const struct token *table, const struct token *member,
                        struct err *e)
{
    const struct interface_part *part = NULL;
    for (size_t i = 0; (part = interface_part(i)) != NULL; i++) {
        char name[64];
        if (part->table == NULL || part->library != NULL || !token_is(table, part->table) ||
            member->len >= sizeof name) {
            continue;
        }
        memcpy(name, member->text, member->len);
        name[member->len] = '\0';
        if (!interface_member(part->table, name)) {
            return err_set(e, ERR_RULE,
                           "%s:%d: %s.%s is not there: see what a rule may use in "
                           "docs/host-interface.md",
                           path, member->line, part->table, name);
        }
    }
    return 0;
}

int source_check_fields(const char *path, const char *text, size_t len, struct err *e)
{
    struct names names = {0};
    if (!declared(text, len, &names)) {
        free(names.text);
        free(names.len);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    struct lexer x = {text, text + len, 1};
    struct token none = {TOKEN_END, "", 0, 1}, before = none, library = none, dot = none;
    int rc = 0;
    for (struct token t = token_next(&x); rc == 0 && t.kind != TOKEN_END; t = token_next(&x)) {
        if (token_is(&dot, ".") && !token_is(&before, ".") && t.kind == TOKEN_NAME &&
            library.kind == TOKEN_NAME && !has_name(&names, &library)) {
            rc = check_member(path, &library, &t, e);
        }
        before = library;
        library = dot;
        dot = t;
    }
    free(names.text);
    free(names.len);
    return rc;
}

/* ---- texts for people */

/* The text of a quoted string without its quotes, with \" \' \\ and \n as what they stand for. */
static void unquote(const struct token *t, struct buf *out)
{
    for (size_t i = 1; i + 1 < t->len; i++) {
        char c = t->text[i];
        if (c == '\\' && i + 2 < t->len) {
            c = t->text[++i];
            c = c == 'n' ? '\n' : c;
        }
        buf_putc(out, c);
    }
}

/* After `NAME =`, whether what follows is no text for people: tests, and what the rule says of itself. */
static bool declares(const struct token *name)
{
    static const char *const words[] = {"tests", "source", "title", "id", "needs", "use"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (token_is(name, words[i])) {
            return true;
        }
    }
    return false;
}

int source_texts(const char *text, size_t len, source_text each, void *context)
{
    struct lexer x = {text, text + len, 1};
    struct token none = {TOKEN_END, "", 0, 1}, before = none, name = none;
    struct buf found = BUF_INIT;
    int depth = 0, passed = -1; /* the depth of the member that is passed over */
    int rc = 0;
    for (struct token t = token_next(&x); rc == 0 && t.kind != TOKEN_END; t = token_next(&x)) {
        bool open = token_is(&t, "{") || token_is(&t, "(") || token_is(&t, "function") ||
                    token_is(&t, "do") || token_is(&t, "if");
        bool close = token_is(&t, "}") || token_is(&t, ")") || token_is(&t, "end");
        depth += t.kind == TOKEN_STRING ? 0 : open - close;
        if (token_is(&before, "=") && declares(&name) && depth <= 1 + (open ? 1 : 0)) {
            passed = depth - (open ? 1 : 0);
        } else if (passed >= 0 && depth <= passed &&
                   (token_is(&t, ",") || token_is(&t, ";") || close)) {
            passed = close && depth == passed ? passed : -1;
        }
        bool quoted = t.kind == TOKEN_STRING && t.len > 2 && *t.text != '[';
        bool joint = quoted &&
                     (t.text[1] == ' ' || t.text[t.len - 2] == ' '); /* part of a sentence */
        if (passed < 0 && quoted && !joint && memchr(t.text, ' ', t.len) != NULL) {
            buf_reset(&found);
            unquote(&t, &found);
            rc = buf_status(&found);
            rc = rc == 0 ? each(context, t.line, buf_text(&found)) : rc;
        }
        name = before;
        before = t;
    }
    buf_free(&found);
    return rc;
}
