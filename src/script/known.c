#include "script/known.h"

#include <stdlib.h>
#include <string.h>

#include "script/token.h"

static int by_name(const void *key, const void *file)
{
    return strcmp(key, ((const struct known_file *)file)->name);
}

const struct known_file *known_find(const char *name, const char *digest)
{
    const struct known_file *hit = bsearch(name, known_files, known_count, sizeof *known_files,
                                           by_name);
    return hit != NULL && strcmp(hit->digest, digest) == 0 ? hit : NULL;
}

/* Whether what the two tokens begin may call something, or makes a function. */
static bool may_call(const struct token *before, const struct token *t)
{
    bool value = before->kind == TOKEN_STRING || token_is(before, ")") || token_is(before, "]") ||
                 token_is(before, "}") || (before->kind == TOKEN_NAME && !token_keyword(before));
    bool given = t->kind == TOKEN_STRING || token_is(t, "(") || token_is(t, "{");
    return (value && given) || token_is(t, ":") || token_is(t, "function");
}

/* From after the opening brace to before the one that closes it. */
static bool plain_entries(struct lexer *x, const char *text, size_t *from, size_t *count)
{
    struct token before = {TOKEN_OTHER, "{", 1, 0};
    int depth = 1;
    *from = (size_t)(x->p - text);
    for (struct token t = token_next(x); t.kind != TOKEN_END; t = token_next(x)) {
        bool sign = t.kind == TOKEN_OTHER && t.len == 1;
        depth += sign && strchr("({[", *t.text) != NULL ? 1 : 0;
        depth -= sign && strchr(")}]", *t.text) != NULL ? 1 : 0;
        if (depth == 0) {
            *count = (size_t)(t.text - text) - *from;
            return true;
        }
        if (may_call(&before, &t)) {
            return false;
        }
        before = t;
    }
    return false;
}

bool known_tests(const char *text, size_t len, size_t *from, size_t *count)
{
    struct lexer x = {text, text + len, 1};
    struct token none = {TOKEN_END, "", 0, 1}, name = none, before = none;
    int blocks = 0, braces = 0;
    bool returned = false;            /* the table of the rule has begun */
    if (len > 0 && *text == '\xef') { /* a byte-order mark is left to those who read the whole */
        return false;
    }
    for (struct token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
        if (t.kind == TOKEN_NAME) {
            blocks += token_is(&t, "function") || token_is(&t, "do") || token_is(&t, "if") ||
                      token_is(&t, "repeat");
            blocks -= token_is(&t, "end") || token_is(&t, "until");
            returned = returned || (blocks == 0 && braces == 0 && token_is(&t, "return"));
        }
        braces += t.kind == TOKEN_OTHER && token_is(&t, "{");
        braces -= t.kind == TOKEN_OTHER && token_is(&t, "}");
        bool entries = returned && blocks == 0 && braces == 2 && token_is(&t, "{");
        if (entries && token_is(&before, "=") && token_is(&name, "tests")) {
            return plain_entries(&x, text, from, count);
        }
        name = before;
        before = t;
    }
    return false;
}
