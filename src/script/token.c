#include "script/token.h"

#include <ctype.h>
#include <string.h>

bool token_is(const struct token *t, const char *word)
{
    return t->len == strlen(word) && memcmp(t->text, word, t->len) == 0;
}

static void count_lines(struct lexer *x, const char *to)
{
    for (; x->p < to; x->p++) {
        x->line += *x->p == '\n';
    }
}

/* The end of a long bracket [==[ … ]==] that begins at p, or NULL where none begins. */
static const char *long_bracket(const char *p, const char *end)
{
    const char *q = p + 1;
    while (q < end && *q == '=') {
        q++;
    }
    if (*p != '[' || q >= end || *q != '[') {
        return NULL;
    }
    size_t level = (size_t)(q - p - 1);
    for (q++; q < end; q++) {
        const char *r = q + 1;
        while (*q == ']' && r < end && *r == '=') {
            r++;
        }
        if (*q == ']' && r < end && *r == ']' && (size_t)(r - q - 1) == level) {
            return r + 1;
        }
    }
    return end;
}

static void skip(struct lexer *x)
{
    while (x->p < x->end) {
        if (strchr(" \t\n\v\f\r", *x->p) != NULL) { /* it holds no NUL */
            count_lines(x, x->p + 1);
        } else if (x->end - x->p >= 2 && x->p[0] == '-' && x->p[1] == '-') {
            const char *close = x->end - x->p > 2 ? long_bracket(x->p + 2, x->end) : NULL;
            for (const char *p = x->p; close == NULL && p < x->end; p++) {
                close = *p == '\n' || *p == '\r' ? p : NULL; /* Lua ends a comment at either */
            }
            count_lines(x, close == NULL ? x->end : close);
        } else {
            return;
        }
    }
}

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct token token_next(struct lexer *x)
{
    skip(x);
    struct token t = {TOKEN_END, x->p, 0, x->line};
    if (x->p >= x->end) {
        return t;
    }
    const char *p = x->p;
    const char *close = *p == '[' ? long_bracket(p, x->end) : NULL;
    if (close != NULL) {
        t.kind = TOKEN_STRING;
        p = close;
    } else if (*p == '"' || *p == '\'') {
        t.kind = TOKEN_STRING;
        for (p++; p < x->end && *p != *x->p; p++) {
            p += *p == '\\' && p + 1 < x->end;
        }
        p += p < x->end;
    } else if (isdigit((unsigned char)*p) ||
               (*p == '.' && p + 1 < x->end && isdigit((unsigned char)p[1]))) {
        t.kind = TOKEN_NUMBER;
        /* As Lua reads them: 0xe+1 is a sum, since a hexadecimal exponent begins with p. */
        bool hex = *p == '0' && p + 1 < x->end && (p[1] == 'x' || p[1] == 'X');
        const char *exponent = hex ? "pP" : "eE";
        while (p < x->end && (name_char(*p) || *p == '.' ||
                              ((*p == '+' || *p == '-') && strchr(exponent, p[-1]) != NULL))) {
            p++;
        }
    } else if (name_char(*p)) {
        t.kind = TOKEN_NAME;
        while (p < x->end && name_char(*p)) {
            p++;
        }
    } else {
        static const char *const pairs[] = {"==", "~=", "<=", ">=", "//", "::", "<<", ">>", ".."};
        t.kind = TOKEN_OTHER;
        p++;
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            if (x->end - x->p >= 2 && memcmp(x->p, pairs[i], 2) == 0) {
                p = x->p + 2;
            }
        }
    }
    t.len = (size_t)(p - x->p);
    count_lines(x, p);
    return t;
}

bool token_keyword(const struct token *t)
{
    static const char *const words[] = {"and",   "break", "do",       "else", "elseif", "end",
                                        "false", "for",   "function", "goto", "if",     "in",
                                        "local", "nil",   "not",      "or",   "repeat", "return",
                                        "then",  "true",  "until",    "while"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (token_is(t, words[i])) {
            return true;
        }
    }
    return false;
}
