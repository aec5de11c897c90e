/* The words and signs of a rule's text, as Lua reads them. */
#ifndef SCRIPT_TOKEN_H
#define SCRIPT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_OTHER };

struct token {
    enum token_kind kind; /* keywords are names: see token_keyword */
    const char *text;     /* in the rule's text; a string with its quotes */
    size_t len;
    int line;
};

struct lexer {
    const char *p, *end;
    int line; /* of p, from 1 */
};

/* The next token after white space and comments; TOKEN_END at the end. The text must not hold NUL. */
struct token token_next(struct lexer *x);
/* Whether the token is this word or sign. */
bool token_is(const struct token *t, const char *word);
/* Whether a name is a word of the language. */
bool token_keyword(const struct token *t);

#endif
