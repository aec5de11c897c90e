/* The checks of one text, and what they share. Private to review/. */
#ifndef REVIEW_TEXT_H
#define REVIEW_TEXT_H

#include "review/parse.h"
#include "review/review.h"

struct text_review {
    struct review *v;
    const struct ruleset *rules;
    const char *name; /* of the rule or library */
    const char *path;
    const struct rule_info *info; /* NULL: a library */
    const struct parsed *p;
    review_advised advised;
    void *context;
};

/* Reports a warning at a line. */
void text_warn(const struct text_review *t, int line, const char *check, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The length of a token as printf's precision wants it. */
int token_width(const struct token *t);
/* names.c: names that nothing reads, names out of reach, fields that a library has not. */
int text_names(const struct text_review *t);
/* names.c: arguments of the rule that are declared and not read, or read and not declared. */
void text_args(const struct text_review *t);
/* calls.c: names in reasons against the parameters given. */
void text_reasons(const struct text_review *t);
/* calls.c: lists that lib/ladder walks, in the order that it wants. */
void text_ladders(const struct text_review *t);
/* numbers.c: numbers that stand in the code without a word. */
void text_numbers(const struct text_review *t);

#endif
