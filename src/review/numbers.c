/* Numbers in the code of a rule: a threshold is an argument, which a checklist can set, or it has
 * a comment. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "review/text.h"

/* Numbers that need no word: none, one, two, and the hundred of per cent. */
static bool plain(const struct token *t, double level)
{
    double x = 0;
    return number_parse(t->text, t->len, &x) == 0 &&
           (x == 0 || x == 1 || x == 2 || x == 100 || (x <= level && x == floor(x)));
}

static bool commented(const struct parsed *p, int line)
{
    const bool *comment = p->comments.items;
    return ((size_t)line < p->comments.count && comment[line]) || comment[line - 1];
}

/* The highest level that the rule gives by level(…, 3, …): numbers up to it say which level it is. */
static double highest_level(const struct parsed *p)
{
    const struct call *c = p->calls.items;
    double highest = 0;
    for (size_t i = 0; i < p->calls.count; i++, c++) {
        const struct token *t = parsed_token(p, c->args[1].first);
        double x = 0;
        bool level = c->callee.first == c->callee.last && c->count >= 2 &&
                     token_is(parsed_token(p, c->callee.first), "level") &&
                     c->args[1].first == c->args[1].last && t->kind == TOKEN_NUMBER;
        if (level && number_parse(t->text, t->len, &x) == 0 && x > highest) {
            highest = x;
        }
    }
    return highest;
}

/* Whether the number is a place in a text, as in date:sub(1, 4). */
static bool of_place(const struct parsed *p, int token)
{
    const struct call *c = p->calls.items;
    for (size_t i = 0; i < p->calls.count; i++, c++) {
        bool sub = token_is(parsed_token(p, c->callee.last), "sub");
        for (int a = 0; sub && a < c->count && a < CALL_ARGS; a++) {
            if (range_has(c->args[a], token)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether the same number has been told on the same line. */
static bool told(const struct parsed *p, int token)
{
    const struct token *n = parsed_token(p, token);
    for (int i = token - 1; i >= 0 && parsed_token(p, i)->line == n->line; i--) {
        const struct token *t = parsed_token(p, i);
        if (t->kind == TOKEN_NUMBER && t->len == n->len && memcmp(t->text, n->text, n->len) == 0) {
            return true;
        }
    }
    return false;
}

void text_numbers(const struct text_review *t)
{
    const struct returned *f = t->p->fields.items;
    double level = highest_level(t->p);
    for (int i = 0; i < (int)t->p->tokens.count; i++) {
        const struct token *n = parsed_token(t->p, i);
        bool code = n->kind == TOKEN_NUMBER && !plain(n, level) && !commented(t->p, n->line) &&
                    !of_place(t->p, i) && !told(t->p, i);
        /* what is declared is not code: arguments, tests, version */
        for (size_t k = 0; k < t->p->fields.count && code && t->info != NULL; k++) {
            code = token_is(parsed_token(t->p, f[k].token), "score") || !range_has(f[k].value, i);
        }
        if (code) {
            text_warn(t, n->line, "number",
                      "%.*s stands in the code: make it an argument, or say in a comment where it "
                      "comes from",
                      token_width(n), n->text);
        }
    }
}
