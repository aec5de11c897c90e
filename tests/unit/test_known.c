/* What is known of the shipped rules from the build is what loading them tells; whatever reads otherwise is
 * loaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "library.h"
#include "outside_fixture.h"
#include "script/known.h"
#include "script/script.h"

struct shipped {
    struct arena arena;
    struct ruleset *rules;
    const struct rule_file *files;
    size_t count;
};

static int shipped_setup(void **state)
{
    struct shipped *s = calloc(1, sizeof *s);
    struct err e = {0};
    if (s == NULL || library_rules(NULL, 0, false, &s->rules, &e) != 0) {
        return -1;
    }
    s->files = ruleset_files(s->rules, &s->count);
    *state = s;
    return 0;
}

static int shipped_teardown(void **state)
{
    struct shipped *s = *state;
    ruleset_free(s->rules);
    arena_free(&s->arena);
    free(s);
    return 0;
}

/* The shipped rules; of those that `which` names (NULL: of all) the text ends with one more line end. */
static struct ruleset *changed(struct shipped *s, const char *which)
{
    struct ruleset *out = NULL;
    struct err e = {0};
    struct rule_file *files = arena_alloc(&s->arena, sizeof *files * s->count);
    for (size_t i = 0; i < s->count; i++) {
        files[i] = s->files[i];
        if (which == NULL || strcmp(which, files[i].name) == 0) {
            files[i].text = arena_join(&s->arena, files[i].text, "\n");
            files[i].len++;
        }
    }
    assert_int_equal(ruleset_new(files, s->count, false, &out, &e), 0);
    return out;
}

static void same_list(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
    assert_int_equal(a_count, b_count);
    for (size_t i = 0; i < a_count; i++) {
        assert_string_equal(a[i], b[i]);
    }
}

static void it_is_what_loading_tells(void **state)
{
    struct shipped *s = *state;
    struct ruleset *loaded = changed(s, NULL);
    struct err e = {0};
    assert_int_equal(ruleset_inspect(loaded, NULL, &e), 0);
    assert_true(ruleset_count(loaded) > 100);
    for (size_t i = 0; i < ruleset_count(loaded); i++) {
        const struct rule_info *info = ruleset_info(loaded, i);
        const struct known_file *k = known_find(info->name,
                                                ruleset_find(s->rules, info->name)->digest);
        assert_non_null(k);
        assert_null(known_find(info->name, info->digest));
        assert_null(info->error);
        assert_string_equal(k->title, info->title);
        assert_string_equal(k->source, info->source);
        assert_int_equal(k->version, info->version);
        assert_int_equal(k->test_count, info->test_count);
        same_list(k->needs, k->needs_count, info->needs, info->needs_count);
        same_list(k->use, k->use_count, info->use, info->use_count);
        size_t from = 0, count = 0, len = 0;
        const char *text = ruleset_text(s->rules, info->name, &len);
        (void)known_tests(text, len, &from, &count);
        assert_int_equal(k->tests, from);
        assert_int_equal(k->tests_len, count);
    }
    ruleset_free(loaded);
}

struct pushing {
    const struct rule_file *file;
    const struct known_file *known;
    const char *made_by;
    struct buf code; /* of the function that was pushed */
};

static int put_bytes(lua_State *L, const void *data, size_t len, void *context)
{
    (void)L;
    buf_add(context, data, len);
    return 0;
}

static int push_and_dump(lua_State *L)
{
    struct pushing *p = lua_touserdata(L, 1);
    known_push(L, p->file, p->known, p->made_by);
    return lua_dump(L, put_bytes, &p->code, 0);
}

/* What the build compiled is what this machine compiles from the text, which is what another version of Lua
 * has to do. */
static void code_is_that_of_the_text(void **state)
{
    struct shipped *s = *state;
    struct sandbox *box = sandbox_new(NULL);
    char said[600];
    assert_non_null(box);
    assert_string_equal(known_lua, known_maker());
    for (size_t i = 0; i < known_count; i++) {
        const struct known_file *k = &known_files[i];
        const struct rule_file *f = &s->files[ruleset_index(s->rules, k->name)];
        struct pushing taken = {f, k, known_maker(), BUF_INIT}, made = {f, k, "5.3", BUF_INIT};
        struct buf again = BUF_INIT;
        assert_string_equal(f->name, k->name);
        assert_int_equal(sandbox_call(box, push_and_dump, &taken, said, sizeof said), LUA_OK);
        assert_int_equal(sandbox_call(box, push_and_dump, &made, said, sizeof said), LUA_OK);
        assert_int_equal(known_code(f, &again), 0);
        assert_int_equal(taken.code.len, k->code_len);
        assert_memory_equal(taken.code.data, k->code, k->code_len);
        assert_int_equal(made.code.len, k->code_len);
        assert_memory_equal(made.code.data, k->code, k->code_len);
        assert_int_equal(again.len, k->code_len);
        assert_memory_equal(again.data, k->code, k->code_len);
        buf_free(&taken.code);
        buf_free(&made.code);
        buf_free(&again);
    }
    /* The code is what is taken, not the text. */
    struct known_file other = known_files[0];
    struct pushing p = {&s->files[0], &other, known_maker(), BUF_INIT};
    other.code = known_files[1].code;
    other.code_len = known_files[1].code_len;
    assert_int_equal(sandbox_call(box, push_and_dump, &p, said, sizeof said), LUA_OK);
    assert_memory_equal(p.code.data, known_files[1].code, known_files[1].code_len);
    buf_reset(&p.code);
    /* And half of it is none. */
    other.code_len /= 2;
    assert_int_not_equal(sandbox_call(box, push_and_dump, &p, said, sizeof said), LUA_OK);
    buf_free(&p.code);
    sandbox_free(box);
}

static void a_text_that_is_no_lua_has_no_code(void **state)
{
    const struct rule_file file = {.name = "a/b", .path = "a/b.lua", .text = "return {", .len = 8};
    struct buf out = BUF_INIT;
    (void)state;
    assert_int_not_equal(known_code(&file, &out), 0);
    assert_int_equal(out.len, 0);
    buf_free(&out);
}

/* Every test of every shipped rule comes to the same with the rule compiled without them. */
static void without_tests_rules_find_the_same(void **state)
{
    struct shipped *s = *state;
    struct ruleset *loaded = changed(s, NULL);
    struct host *with = NULL, *without = NULL, *reader = NULL;
    struct err e = {0};
    struct arena arena = ARENA_INIT;
    size_t runs = 0;
    assert_int_equal(ruleset_inspect(loaded, NULL, &e), 0);
    assert_int_equal(ruleset_inspect(s->rules, NULL, &e), 0);
    assert_int_equal(host_new(loaded, NULL, &with, &e), 0);
    assert_int_equal(host_new(s->rules, NULL, &without, &e), 0);
    assert_int_equal(host_new(s->rules, NULL, &reader, &e), 0);
    for (size_t i = 0; i < ruleset_count(s->rules); i++) {
        const char *rule = ruleset_info(s->rules, i)->name;
        size_t tests = 0;
        assert_int_equal(host_tests(reader, rule, &tests, &e), 0);
        assert_int_equal(tests, ruleset_info(s->rules, i)->test_count);
        for (size_t t = 0; t < tests; t++) {
            struct json *test = NULL;
            struct finding a, b;
            assert_int_equal(host_test(reader, rule, t, &arena, &test, &e), 0);
            const struct json *doc = json_get(test, "plan"), *answer = json_get(test, "answer");
            const struct json *args = json_get(test, "args");
            doc = doc == NULL ? json_new(&arena, JSON_OBJECT) : doc;
            assert_int_equal(host_try(with, rule, doc, answer, args, &arena, &a), 0);
            assert_int_equal(host_try(without, rule, doc, answer, args, &arena, &b), 0);
            assert_int_equal(a.outcome, b.outcome);
            assert_true(a.raw == b.raw);
            assert_int_equal(a.line, b.line);
            assert_string_equal(a.template_text, b.template_text);
            same_list(a.read, a.read_count, b.read, b.read_count);
            runs++;
        }
        arena_reset(&arena);
    }
    assert_true(runs > 1000);
    arena_free(&arena);
    host_free(with);
    host_free(without);
    host_free(reader);
    ruleset_free(loaded);
}

/* How many rules are asked for where nobody can answer: those of which nothing is known. */
static size_t asked(struct shipped *s, const char *which)
{
    struct ruleset *r = changed(s, which);
    struct elsewhere x = {.inspects = ERR_IO};
    struct err e = {0};
    size_t lost = 0;
    elsewhere_take(&x, r);
    (void)ruleset_inspect(r, NULL, &e);
    for (size_t i = 0; i < ruleset_count(r); i++) {
        lost += ruleset_info(r, i)->lost;
    }
    ruleset_free(r);
    return lost;
}

static void a_changed_library_makes_its_users_unknown(void **state)
{
    struct shipped *s = *state;
    size_t users = 0;
    for (size_t i = 0; i < known_count; i++) {
        for (size_t k = 0; k < known_files[i].use_count; k++) {
            users += strcmp(known_files[i].use[k], "lib/dates") == 0;
        }
    }
    assert_true(users > 1);
    assert_int_equal(asked(s, "no such rule"), 0);
    assert_int_equal(asked(s, "standard/level"), 1);
    assert_int_equal(asked(s, "lib/dates"), users);
    assert_int_equal(asked(s, NULL), ruleset_count(s->rules));
}

/* Nor is a rule known whose libraries are not there. */
static void a_missing_library_makes_its_users_unknown(void **state)
{
    struct shipped *s = *state;
    size_t alone = 0;
    for (size_t i = 0; i < known_count; i++) {
        const struct known_file *k = &known_files[i];
        const struct rule_file *f = &s->files[ruleset_index(s->rules, k->name)];
        struct ruleset *r = NULL;
        struct err e = {0};
        assert_int_equal(ruleset_new(f, 1, false, &r, &e), 0);
        (void)ruleset_inspect(r, NULL, &e);
        const struct rule_info *info = ruleset_count(r) == 0 ? NULL : ruleset_info(r, 0);
        if (info != NULL && k->use_count > 0) {
            assert_non_null(info->error);
            assert_non_null(strstr(info->error, k->use[0]));
            alone++;
        }
        ruleset_free(r);
    }
    assert_true(alone > 10);
}

static bool finds(const char *text, const char *entries)
{
    size_t from = 0, count = 0;
    if (!known_tests(text, strlen(text), &from, &count)) {
        return entries == NULL;
    }
    return entries != NULL && count == strlen(entries) && memcmp(text + from, entries, count) == 0;
}

static void tests_are_left_out_where_they_only_hold_values(void **state)
{
    (void)state;
    assert_true(finds("return {id = \"a\", tests = {{a = -1 / 3, [2] = {x, \"}\"}}} }",
                      "{a = -1 / 3, [2] = {x, \"}\"}}"));
    assert_true(finds("local t = {tests = {1}}\nreturn { tests = { 2 } }", " 2 "));
    assert_true(finds("return { score = function() return { tests = {1} } end }", NULL));
    assert_true(finds("return { args = { tests = {1} }, tests = {--[[ } ]] 2} }", "--[[ } ]] 2"));
    assert_true(finds("return { tests = all }", NULL));
    assert_true(finds("return { {1}, tests = { 1 == 1, 2 ~= 3, \"a\" .. \"b\" } }",
                      " 1 == 1, 2 ~= 3, \"a\" .. \"b\" "));
    assert_true(finds("repeat local t = { tests = {1} } until t\n"
                      "do local u = { tests = {2} } end\nreturn { tests = {3} }",
                      "3"));
    assert_true(finds("\xef\xbb\xbfreturn { tests = {1} }", NULL));
    static const char *const calls[] = {
        "f(1)",    "f{1}",  "f\"a\"", "f'a'",           "f[[a]]", "t.f(1)",         "(f)(1)",
        "t[1](2)", "t:f()", "f {}",   "function() end", "{1}{2}", "a = f -- x\n(1)"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        char text[100];
        (void)snprintf(text, sizeof text, "return { tests = { %s } }", calls[i]);
        assert_true(finds(text, NULL));
    }
    assert_true(finds("return { tests = { 1", NULL));
    assert_true(finds("", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_what_loading_tells),
        cmocka_unit_test(code_is_that_of_the_text),
        cmocka_unit_test(a_text_that_is_no_lua_has_no_code),
        cmocka_unit_test(without_tests_rules_find_the_same),
        cmocka_unit_test(a_changed_library_makes_its_users_unknown),
        cmocka_unit_test(a_missing_library_makes_its_users_unknown),
        cmocka_unit_test(tests_are_left_out_where_they_only_hold_values),
    };
    return cmocka_run_group_tests(tests, shipped_setup, shipped_teardown);
}
