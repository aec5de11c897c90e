/* The engine from plan to assessment: the same bytes whatever ran before, whichever thread. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "assess.h"
#include "base/file.h"
#include "base/text.h"
#include "library.h"
#include "outside_fixture.h"
#include "report/render.h"

enum { PLANS = 5 };

static const char *const PLAN_FILES[PLANS] = {
    "examples/barangay-san-isidro.json", "examples/nepal-ward.json",
    "examples/bangladesh-union.json", "examples/vanuatu-island.json",
    "examples/indonesia-village.json"};

struct world {
    struct checklist *c;
    struct ruleset *rules;
};

static int world_setup(void **state)
{
    static struct world world; /* one for the group; freed in world_teardown */
    struct err e = {0};
    struct diag d;
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    const char *path = NULL;
    diag_init(&d, "checklist");
    if (library_checklist("checklists/child-drr/checklist.json", &arena, &text, &path, &e) != 0 ||
        checklist_parse(buf_text(&text), text.len, NULL, &d, &world.c) != 0 ||
        library_rules(NULL, 0, false, &world.rules, &e) != 0 ||
        ruleset_inspect(world.rules, world.c, &e) != 0) {
        print_error("%s%s\n", e.text, buf_text(&d.text));
        return -1;
    }
    buf_free(&text);
    arena_free(&arena);
    diag_free(&d);
    *state = &world;
    return 0;
}

static int world_teardown(void **state)
{
    struct world *w = *state;
    checklist_free(w->c);
    ruleset_free(w->rules);
    return 0;
}

/* Turns the members of an object round. */
static void turn_round(struct json *object)
{
    struct json *m = object->first, *before = NULL;
    object->last = object->first;
    while (m != NULL) {
        struct json *next = m->next;
        m->next = before;
        before = m;
        m = next;
    }
    object->first = before;
}

static void assess_turned(struct engine *g, const struct checklist *c, const char *file,
                          bool turned, struct buf *out)
{
    struct buf text = BUF_INIT;
    struct err e = {0};
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error = {0};
    struct diag d;
    struct plan plan;
    struct assessment a;
    diag_init(&d, file);
    if (file_read(file, 1 << 20, &text, &e) != 0 ||
        json_parse(&arena, buf_text(&text), text.len, 1, &doc, &error) != 0 ||
        plan_check(&arena, doc, NULL, &d, &plan) != 0 || plan_check_answers(&plan, c, c, &d) != 0) {
        fail_msg("%s: %s %s %s", file, e.text, error.text, buf_text(&d.text));
    }
    if (turned) {
        turn_round((struct json *)(uintptr_t)json_get(doc, "answers"));
        assert_int_equal(plan_check_answers(&plan, c, c, &d), 0);
    }
    assert_int_equal(engine_assess(g, &plan, &arena, &a), 0);
    render_assessment_json(out, &a, true, false);
    assert_int_equal(buf_status(out), 0);
    arena_free(&arena);
    buf_free(&text);
    diag_free(&d);
}

static void assess_file(struct engine *g, const struct checklist *c, const char *file,
                        struct buf *out)
{
    assess_turned(g, c, file, false, out);
}

static struct engine *engine(const struct world *w)
{
    struct engine *g = NULL;
    struct err e = {0};
    if (engine_new(w->c, w->rules, &g, &e) != 0) {
        fail_msg("%s", e.text);
    }
    return g;
}

static void the_order_of_plans_changes_nothing(void **state)
{
    struct world *w = *state;
    struct engine *used = engine(w);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < PLANS; i++) {
            int k = round == 0 ? i : PLANS - 1 - i;
            struct buf fresh = BUF_INIT;
            struct buf again = BUF_INIT;
            struct engine *g = engine(w);
            assess_file(g, w->c, PLAN_FILES[k], &fresh);
            assess_file(used, w->c, PLAN_FILES[k], &again);
            assert_string_equal(fresh.data, again.data);
            engine_free(g);
            buf_free(&fresh);
            buf_free(&again);
        }
    }
    engine_free(used);
}

/* Answers mostly stand in the order of the checklist; where they do not, they count the same. */
static void the_order_of_answers_changes_nothing(void **state)
{
    struct world *w = *state;
    struct engine *g = engine(w);
    for (int i = 0; i < PLANS; i++) {
        struct buf as_is = BUF_INIT, turned = BUF_INIT;
        assess_file(g, w->c, PLAN_FILES[i], &as_is);
        assess_turned(g, w->c, PLAN_FILES[i], true, &turned);
        assert_string_equal(as_is.data, turned.data);
        buf_free(&as_is);
        buf_free(&turned);
    }
    engine_free(g);
}

struct job {
    const struct world *w;
    struct buf out[PLANS];
};

static void *work(void *argument)
{
    struct job *job = argument;
    struct engine *g = engine(job->w);
    for (int i = 0; i < PLANS; i++) {
        assess_file(g, job->w->c, PLAN_FILES[i], &job->out[i]);
    }
    engine_free(g);
    return NULL;
}

static void threads_with_their_own_states_agree(void **state)
{
    struct job jobs[4] = {0};
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        jobs[i].w = *state;
        assert_int_equal(pthread_create(&threads[i], NULL, work, &jobs[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < PLANS; k++) {
            assert_string_equal(jobs[i].out[k].data, jobs[0].out[k].data);
        }
    }
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < PLANS; k++) {
            buf_free(&jobs[i].out[k]);
        }
    }
}

static void the_examples_meet_no_error(void **state)
{
    struct world *w = *state;
    struct engine *g = engine(w);
    for (int i = 0; i < PLANS; i++) {
        struct buf out = BUF_INIT;
        assess_file(g, w->c, PLAN_FILES[i], &out);
        assert_non_null(strstr(out.data, "\"incomplete\":false"));
        assert_null(strstr(out.data, "\"outcome\":\"error\""));
        buf_free(&out);
    }
    engine_free(g);
}

static bool is_hurried(struct engine *g)
{
    struct arena arena = ARENA_INIT;
    struct plan plan = {.doc = json_new(&arena, JSON_OBJECT)};
    struct assessment a;
    assert_int_equal(engine_assess(g, &plan, &arena, &a), 0);
    arena_free(&arena);
    return a.hurried;
}

/* The shipped rules, each read otherwise by a line end, so that nothing is known of them from the build. */
static struct ruleset *changed_rules(void)
{
    struct ruleset *shipped = NULL, *out = NULL;
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    size_t count = 0;
    assert_int_equal(library_rules(NULL, 0, false, &shipped, &e), 0);
    const struct rule_file *files = ruleset_files(shipped, &count);
    struct rule_file *changed = arena_alloc(&arena, sizeof *changed * count);
    for (size_t i = 0; i < count; i++) {
        changed[i] = files[i];
        changed[i].text = arena_join(&arena, files[i].text, "\n");
        changed[i].len++;
    }
    assert_int_equal(ruleset_new(changed, count, false, &out, &e), 0);
    arena_free(&arena);
    ruleset_free(shipped);
    return out;
}

/* Where a rule could not be looked at its libraries are not known, so that the digest of the rules is wrong:
 * nothing is to be stored, even where no rule ran. */
static void of_lost_rules_nothing_is_to_be_stored(void **state)
{
    const struct world *w = *state;
    struct elsewhere x = {.inspects = ERR_IO};
    struct ruleset *r = changed_rules();
    struct engine *lost = NULL, *found = NULL;
    struct err e = {0};
    elsewhere_take(&x, r);
    assert_int_equal(ruleset_inspect(r, w->c, &e), ERR_BUSY);
    assert_int_equal(engine_new(w->c, r, &lost, &e), 0);
    assert_true(is_hurried(lost));
    x.inspects = 0;
    assert_int_equal(ruleset_inspect(r, w->c, &e), 0);
    assert_int_equal(engine_new(w->c, r, &found, &e), 0);
    assert_false(is_hurried(found));
    engine_free(lost);
    engine_free(found);
    ruleset_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_lost_rules_nothing_is_to_be_stored),
        cmocka_unit_test(the_order_of_plans_changes_nothing),
        cmocka_unit_test(the_order_of_answers_changes_nothing),
        cmocka_unit_test(threads_with_their_own_states_agree),
        cmocka_unit_test(the_examples_meet_no_error),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
