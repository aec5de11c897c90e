/* Calls: reasons with their parameters, and ladders. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "review/text.h"
#include "script/interface.h"

/* Where a function that makes a finding takes its reason, from 0; the parameters follow. -1: it is
 * none. */
static int reason_at(const struct text_review *t, const struct call *c)
{
    const struct token *name = parsed_token(t->p, c->callee.first);
    const struct interface_part *part = NULL;
    for (size_t i = 0; c->callee.first == c->callee.last && (part = interface_part(i)) != NULL;
         i++) {
        for (const struct interface_row *row = part->rows; row->name != NULL; row++) {
            bool makes = row->gives[0].type != NULL && strcmp(row->gives[0].type, "finding") == 0;
            for (int at = 0; makes && token_is(name, row->name) && row->args[at].name != NULL;
                 at++) {
                if (strncmp(row->args[at].name, "reason", strlen("reason")) == 0) {
                    return at;
                }
            }
        }
    }
    return -1;
}

struct word { /* a {name} in a reason */
    const char *text;
    int len;
};

/* The next {name} of a text token from *at on; false: there is none. */
static bool next_word(const struct token *t, size_t *at, struct word *out)
{
    while (*at < t->len) {
        const char *open = memchr(t->text + *at, '{', t->len - *at);
        const char *close = open == NULL ? NULL
                                         : memchr(open, '}', (size_t)(t->text + t->len - open));
        if (close == NULL) {
            return false;
        }
        *at = (size_t)(close - t->text) + 1;
        *out = (struct word){open + 1, (int)(close - open - 1)};
        if (out->len > 0 && memchr(out->text, ' ', (size_t)out->len) == NULL) {
            return true;
        }
    }
    return false;
}

static bool is_word(const struct token *key, const struct word *w)
{
    size_t quote = key->kind == TOKEN_STRING ? 1 : 0;
    return key->len == (size_t)w->len + 2 * quote &&
           memcmp(key->text + quote, w->text, (size_t)w->len) == 0;
}

/* Whether the table at r gives the parameter; all of them where its keys cannot be seen. */
static bool given(const struct parsed *p, struct range r, const struct word *w)
{
    struct entries e;
    entries_begin(p, r, &e);
    while (entries_next(p, &e)) {
        if (e.other || (e.key >= 0 && is_word(parsed_token(p, e.key), w))) {
            return true;
        }
    }
    return false;
}

/* Whether the reason names what the table gives under key, or may do so. */
static bool named(const struct parsed *p, struct range reason, const struct token *key)
{
    for (int i = reason.first; i <= reason.last; i++) {
        const struct token *t = parsed_token(p, i);
        size_t at = 0;
        struct word w;
        if (t->kind == TOKEN_NAME) {
            return true; /* a part of the reason comes from elsewhere */
        }
        while (t->kind == TOKEN_STRING && next_word(t, &at, &w)) {
            if (is_word(key, &w)) {
                return true;
            }
        }
    }
    return false;
}

static bool advised(const struct text_review *t, const struct token *key)
{
    size_t quote = key->kind == TOKEN_STRING ? 1 : 0;
    char name[80];
    if (t->advised == NULL || key->len - 2 * quote >= sizeof name) {
        return true;
    }
    memcpy(name, key->text + quote, key->len - 2 * quote);
    name[key->len - 2 * quote] = '\0';
    return t->advised(t->context, t->name, name);
}

static void surplus(const struct text_review *t, struct range reason, struct range params)
{
    struct entries e;
    entries_begin(t->p, params, &e);
    while (entries_next(t->p, &e)) {
        const struct token *key = e.key < 0 ? NULL : parsed_token(t->p, e.key);
        if (key != NULL && !named(t->p, reason, key) && !advised(t, key)) {
            text_warn(t, key->line, "reason",
                      "the parameter %.*s is given, and neither the reason nor an advice names it",
                      token_width(key), key->text);
        }
    }
}

void text_reasons(const struct text_review *t)
{
    const struct call *c = t->p->calls.items;
    for (size_t i = 0; i < t->p->calls.count; i++, c++) {
        int at = reason_at(t, c);
        if (at < 0 || at >= c->count) {
            continue;
        }
        struct range reason = c->args[at];
        struct range params = at + 1 < c->count ? c->args[at + 1] : (struct range){0, -1};
        const struct token *first = parsed_token(t->p, params.first);
        bool seen = params.last < params.first || token_is(first, "{"); /* else a call makes it */
        for (int k = reason.first; seen && k <= reason.last; k++) {
            const struct token *text = parsed_token(t->p, k);
            size_t from = 0;
            struct word w;
            while (text->kind == TOKEN_STRING && next_word(text, &from, &w)) {
                if (!given(t->p, params, &w)) {
                    text_warn(t, text->line, "reason",
                              "the reason names {%.*s}, which is not given: add it to the "
                              "parameters",
                              w.len < 80 ? w.len : 80, w.text);
                }
            }
        }
        if (seen && params.last >= params.first) {
            surplus(t, reason, params);
        }
    }
}

/* ---- ladders ---------------------------------------------------------------------------------- */

/* The list that a ladder walks: a table in the call, or the argument args.NAME. */
static struct range limits(const struct text_review *t, struct range r)
{
    const struct returned *args = parsed_field(t->p, "args");
    if (token_is(parsed_token(t->p, r.first), "{")) {
        return r;
    }
    bool argument = r.last == r.first + 2 && token_is(parsed_token(t->p, r.first), "args") &&
                    token_is(parsed_token(t->p, r.first + 1), ".");
    struct range none = {0, -1};
    if (!argument || args == NULL) {
        return none;
    }
    char name[80];
    const struct token *key = parsed_token(t->p, r.last);
    if (key->len >= sizeof name) {
        return none;
    }
    memcpy(name, key->text, key->len);
    name[key->len] = '\0';
    return table_field(t->p, args->value, name);
}

void text_ladders(const struct text_review *t)
{
    const struct call *c = t->p->calls.items;
    for (size_t i = 0; i < t->p->calls.count; i++, c++) {
        bool ladder = c->callee.last == c->callee.first + 2 && c->count == 2 &&
                      token_is(parsed_token(t->p, c->callee.first), "ladder");
        bool down = ladder && token_is(parsed_token(t->p, c->callee.last), "at_least");
        struct range list = ladder ? limits(t, c->args[1]) : (struct range){0, -1};
        struct entries e;
        entries_begin(t->p, list, &e);
        double before = 0;
        for (int n = 0; entries_next(t->p, &e); n++) {
            const struct token *limit = parsed_token(t->p, e.value.first);
            double x = 0;
            if (e.value.first != e.value.last || limit->kind != TOKEN_NUMBER ||
                number_parse(limit->text, limit->len, &x) != 0) {
                break;
            }
            if (n > 0 && (down ? x >= before : x <= before)) {
                text_warn(t, limit->line, "ladder",
                          "the step %.*s is never reached: the one before it takes all that it "
                          "would, so put the best first",
                          token_width(limit), limit->text);
            }
            before = x;
        }
    }
}
