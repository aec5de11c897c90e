/* Tables in a text that was taken apart: their entries, one after the other. */
#include <string.h>

#include "review/parse.h"

void entries_begin(const struct parsed *p, struct range r, struct entries *e)
{
    bool is_table = r.last > r.first && token_is(parsed_token(p, r.first), "{") &&
                    token_is(parsed_token(p, r.last), "}");
    *e = (struct entries){.at = is_table ? r.first + 1 : r.last, .last = r.last, .key = -1};
}

/* Whether the token opens or closes something: 1, -1, or 0. */
static int nesting(const struct token *t)
{
    static const char *const opens[] = {"(", "{", "[", "function", "if", "do", "repeat"};
    static const char *const closes[] = {")", "}", "]", "end", "until"};
    if (t->kind == TOKEN_STRING || t->kind == TOKEN_NUMBER) {
        return 0;
    }
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        if (token_is(t, opens[i])) {
            return 1;
        }
    }
    for (size_t i = 0; i < sizeof closes / sizeof *closes; i++) {
        if (token_is(t, closes[i])) {
            return -1;
        }
    }
    return 0;
}

bool entries_next(const struct parsed *p, struct entries *e)
{
    if (e->at >= e->last) {
        return false;
    }
    const struct token *t = parsed_token(p, e->at), *next = parsed_token(p, e->at + 1);
    e->key = -1;
    e->other = false;
    if (t->kind == TOKEN_NAME && next->kind == TOKEN_OTHER && token_is(next, "=")) {
        e->key = e->at;
        e->at += 2;
    } else if (t->kind == TOKEN_OTHER && token_is(t, "[")) {
        bool text = next->kind == TOKEN_STRING && token_is(parsed_token(p, e->at + 2), "]");
        e->key = text ? e->at + 1 : -1;
        e->other = !text;
        int depth = 0;
        do {
            depth += nesting(parsed_token(p, e->at++));
        } while (depth > 0 && e->at < e->last);
        e->at++; /* = */
    }
    e->value.first = e->at;
    int depth = 0;
    for (; e->at < e->last; e->at++) {
        const struct token *v = parsed_token(p, e->at);
        if (depth == 0 && v->kind == TOKEN_OTHER && (token_is(v, ",") || token_is(v, ";"))) {
            break;
        }
        depth += nesting(v);
    }
    e->value.last = e->at - 1;
    e->at++;
    return true;
}

struct range table_field(const struct parsed *p, struct range r, const char *name)
{
    struct entries e;
    entries_begin(p, r, &e);
    while (entries_next(p, &e)) {
        const struct token *t = e.key < 0 ? NULL : parsed_token(p, e.key);
        bool quoted = t != NULL && t->kind == TOKEN_STRING && t->len == strlen(name) + 2 &&
                      memcmp(t->text + 1, name, strlen(name)) == 0;
        if (quoted || (t != NULL && t->kind == TOKEN_NAME && token_is(t, name))) {
            return e.value;
        }
    }
    return (struct range){0, -1};
}
