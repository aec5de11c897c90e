/* Remarks of a review as lines of text, for tests of src/review. */
#ifndef TESTS_REVIEW_FIXTURE_H
#define TESTS_REVIEW_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "review/review.h"

/* One line a remark: "KIND LINE SUBJECT CHECK: TEXT EXAMPLE". */
static inline void write_remark(void *context, const struct remark *r)
{
    static const char *const kinds[] = {"note", "warning", "fault"};
    buf_printf(context, "%s %d %s %s: %s", kinds[r->kind], r->line, r->subject, r->check, r->text);
    buf_printf(context, "%s%s\n", r->example == NULL ? "" : " ",
               r->example == NULL ? "" : r->example);
}

enum { FILES_MOST = 300 };

struct shelf { /* rules: those of the project, and more */
    struct arena arena;
    struct rule_file files[FILES_MOST];
    size_t count;
    struct ruleset *rules;
};

static inline void shelf_put(struct shelf *s, const char *name, const char *text)
{
    assert_true(s->count < FILES_MOST);
    s->files[s->count++] = (struct rule_file){arena_strdup(&s->arena, name),
                                              arena_join(&s->arena, name, ".lua"),
                                              arena_strdup(&s->arena, text), strlen(text), NULL};
}

/* The files below rules/FOLDER. */
static inline void shelf_read(struct shelf *s, const char *folder)
{
    const char *const *names = NULL;
    size_t count = 0;
    struct err e = {0};
    const char *path = arena_join(&s->arena, "rules/", folder);
    assert_int_equal(file_list(path, 1, &s->arena, &names, &count, &e), 0);
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(names[i]);
        struct buf file = BUF_INIT, text = BUF_INIT, name = BUF_INIT;
        if (len < 5 || strcmp(names[i] + len - 4, ".lua") != 0) {
            continue;
        }
        buf_printf(&file, "%s/%s", path, names[i]);
        buf_printf(&name, "%s/%.*s", folder, (int)len - 4, names[i]);
        assert_int_equal(file_read(file.data, 1 << 20, &text, &e), 0);
        shelf_put(s, name.data, buf_text(&text));
        buf_free(&file);
        buf_free(&text);
        buf_free(&name);
    }
}

static inline void shelf_open(struct shelf *s)
{
    struct err e = {0};
    if (ruleset_new(s->files, s->count, true, &s->rules, &e) != 0 ||
        ruleset_inspect(s->rules, NULL, &e) != 0) {
        fail_msg("%s", e.text);
    }
    for (size_t i = 0; i < ruleset_count(s->rules); i++) {
        if (ruleset_info(s->rules, i)->error != NULL) {
            fail_msg("%s", ruleset_info(s->rules, i)->error);
        }
    }
}

static inline void shelf_free(struct shelf *s)
{
    ruleset_free(s->rules);
    arena_free(&s->arena);
    memset(s, 0, sizeof *s);
}

/* Exactly one line of all begins and goes on so. */
static inline void assert_one(const char *all, const char *begin, const char *part)
{
    int found = 0, lines = 0;
    for (const char *l = all; *l != '\0'; l = strchr(l, '\n') + 1, lines++) {
        size_t len = (size_t)(strchr(l, '\n') - l);
        const char *in = memmem(l, len, part, strlen(part));
        found += strncmp(l, begin, strlen(begin)) == 0 && in != NULL;
    }
    if (found != 1 || lines != 1) {
        fail_msg("wanted one line \"%s … %s\", got:\n%s", begin, part, all);
    }
}

#endif
