#include "review/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_warn(const struct text_review *t, int line, const char *check, const char *format, ...)
{
    char text[600];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text, sizeof text, format, list);
    va_end(list);
    struct remark r = {.kind = REMARK_WARNING,
                       .check = check,
                       .path = t->path,
                       .line = line,
                       .subject = t->name,
                       .text = text};
    t->v->report(t->v->context, &r);
}

int token_width(const struct token *t)
{
    return t->len < 80 ? (int)t->len : 80;
}

/* Each way out has a test, the absent fact included. */
static void tests(const struct text_review *t)
{
    const struct returned *f = parsed_field(t->p, "tests");
    int line = f == NULL ? 1 : parsed_token(t->p, f->token)->line;
    if (t->info->test_count < 2) {
        text_warn(t, line, "tests", "the rule has %d tests: give one for each way it can end",
                  t->info->test_count);
        return;
    }
    bool absent = t->info->needs_count == 0;
    for (int i = f == NULL ? 0 : f->value.first; f != NULL && i <= f->value.last; i++) {
        absent = absent || token_is(parsed_token(t->p, i), "\"not_assessed\"");
    }
    if (!absent) {
        text_warn(t, line, "tests",
                  "no test expects not_assessed: leave a fact of needs out in one");
    }
}

int review_rule(struct review *v, const struct ruleset *r, const char *name, review_advised advised,
                void *context)
{
    struct arena arena = ARENA_INIT;
    struct parsed p;
    size_t len = 0;
    const char *text = ruleset_text(r, name, &len);
    struct text_review t = {.v = v,
                            .rules = r,
                            .name = name,
                            .path = ruleset_path(r, name),
                            .info = ruleset_find(r, name),
                            .p = &p,
                            .advised = advised,
                            .context = context};
    if (text == NULL || (t.info != NULL && t.info->error != NULL)) {
        return 0;
    }
    int rc = parse(&p, &arena, text, len);
    rc = rc == 0 ? text_names(&t) : rc;
    if (rc == 0) {
        text_reasons(&t);
        text_ladders(&t);
        text_numbers(&t);
    }
    if (rc == 0 && t.info != NULL) {
        text_args(&t);
        tests(&t);
    }
    arena_free(&arena);
    v->memory = v->memory || rc != 0;
    return rc;
}
