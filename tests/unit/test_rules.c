/* Every rule that ships passes the tests in its own file, in a used state and in a fresh one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "cases_fixture.h"
#include "script/host.h"

static void load(struct ruleset **out)
{
    struct arena arena = ARENA_INIT;
    const char *const *names = NULL;
    size_t count = 0;
    struct err e = {0};
    assert_int_equal(file_list("rules", 1, &arena, &names, &count, &e), 0);
    struct rule_file *files = arena_alloc(&arena, sizeof *files * count);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(names[i]);
        if (len < 5 || strcmp(names[i] + len - 4, ".lua") != 0) {
            continue;
        }
        struct buf path = BUF_INIT;
        struct buf text = BUF_INIT;
        buf_printf(&path, "rules/%s", names[i]);
        assert_int_equal(file_read(path.data, 1 << 20, &text, &e), 0);
        files[used++] = (struct rule_file){
            arena_strndup(&arena, names[i], len - 4), arena_strdup(&arena, path.data),
            arena_strndup(&arena, text.data, text.len), text.len, NULL};
        buf_free(&path);
        buf_free(&text);
    }
    if (ruleset_new(files, used, false, out, &e) != 0 || ruleset_inspect(*out, NULL, &e) != 0) {
        fail_msg("%s", e.text);
    }
    arena_free(&arena);
}

struct tally {
    int passed, failed;
};

static void count_case(void *context, const struct case_result *r)
{
    struct tally *t = context;
    if (r->passed) {
        t->passed++;
    } else {
        t->failed++;
        print_error("%s: %s: %s\n", r->c->rule, r->c->name, r->message);
    }
}

static void every_rule_loads(void **state)
{
    (void)state;
    struct ruleset *r = NULL;
    load(&r);
    assert_true(ruleset_count(r) >= 18);
    for (size_t i = 0; i < ruleset_count(r); i++) {
        if (ruleset_info(r, i)->error != NULL) {
            fail_msg("%s", ruleset_info(r, i)->error);
        }
    }
    ruleset_free(r);
}

static void every_rule_passes_its_tests_used_or_fresh(void **state)
{
    (void)state;
    struct ruleset *r = NULL;
    struct host *used = NULL;
    struct err e = {0};
    load(&r);
    assert_int_equal(host_new(r, NULL, &used, &e), 0);
    struct tally first = {0, 0};
    struct tally again = {0, 0};
    for (size_t i = 0; i < ruleset_count(r); i++) {
        struct host *fresh = NULL;
        const char *name = ruleset_info(r, i)->name;
        assert_int_equal(host_new(r, NULL, &fresh, &e), 0);
        assert_int_equal(cases_each(fresh, r, name, count_case, &first), 0);
        host_free(fresh);
    }
    for (size_t i = ruleset_count(r); i-- > 0;) {
        assert_int_equal(cases_each(used, r, ruleset_info(r, i)->name, count_case, &again), 0);
        assert_int_equal(cases_each(used, r, ruleset_info(r, i)->name, count_case, &again), 0);
    }
    assert_int_equal(first.failed, 0);
    assert_int_equal(again.failed, 0);
    assert_int_equal(again.passed, 2 * first.passed);
    assert_true(first.passed >= 60);
    host_free(used);
    ruleset_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_loads),
        cmocka_unit_test(every_rule_passes_its_tests_used_or_fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
