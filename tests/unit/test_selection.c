/* From the store to the table of a comparison: every stored assessment opened again, checklist and rounds
 * chosen. */
#include "selection.h"
#include "store_fixture.h"

static void put_one(struct fixture *f, struct store *s, int n, int edition, const char *round,
                    const struct checklist *c)
{
    struct assessment a = make_assessment(f, make_plan(f, n, edition, round), c);
    put(s, &a);
}

/* Eight wards of four countries in 2026, one of them stored twice; four of them again in 2027, one under a
 * profile as well. */
static struct store *filled(struct fixture *f)
{
    struct store *s = open_store(f, STORE_WRITE);
    begin(s);
    for (int i = 0; i < 8; i++) {
        put_one(f, s, i, 1, NULL, f->checklist);
    }
    put_one(f, s, 3, 2, NULL, f->checklist);
    for (int i = 0; i < 4; i++) {
        put_one(f, s, i, 1, "2027", f->checklist);
    }
    put_one(f, s, 0, 1, "2027", f->quick);
    commit(s);
    return s;
}

static struct selected *load(struct store *s, const struct selection *q)
{
    struct err e = {0};
    struct selected *out = NULL;
    if (selection_load(s, q, &out, &e) != 0) {
        fail_msg("%s", e.text);
    }
    return out;
}

static int keep_score(void *context, const struct store_row *row)
{
    int64_t *score = context;
    *score = row->score;
    return 0;
}

static void the_latest_round_is_taken_and_the_others_are_told(void **state)
{
    struct fixture *f = *state;
    struct store *s = filled(f);
    struct selected *all = load(s, &(struct selection){.profile = "whole"});
    assert_string_equal(all->checklist, "tried");
    assert_int_equal(all->round_count, 1);
    assert_string_equal(all->rounds[0], "2027");
    assert_int_equal(all->other_count, 1);
    assert_string_equal(all->others[0], "2026");
    assert_int_equal(all->table->count, 4);
    assert_int_equal(all->table->core->criterion_count, CRITERIA);
    selection_free(all);
    store_close(s);
}

static void what_was_stored_is_what_is_compared(void **state)
{
    struct fixture *f = *state;
    struct store *s = filled(f);
    static const char *const rounds[] = {"2026"};
    struct selected *one = load(s, &(struct selection){.rounds = rounds, .round_count = 1});
    assert_int_equal(one->table->count, 8);
    assert_int_equal(one->table->superseded, 1);
    for (size_t i = 0; i < one->table->count; i++) {
        const struct table_row *row = &one->table->rows[i];
        struct err e = {0};
        int64_t score = -2;
        const struct store_filter filter = {
            .community = row->community, .round = "2026", .country = row->country};
        assert_int_equal(store_list(s, &filter, keep_score, &score, &e), 0);
        assert_int_equal(row->nodes[0].score, score);
    }
    selection_free(one);
    store_close(s);
}

static void a_profile_beside_the_whole_leaves_their_core(void **state)
{
    struct fixture *f = *state;
    struct store *s = filled(f);
    static const char *const rounds[] = {"2027"};
    struct selection q = {.rounds = rounds, .round_count = 1};
    struct selected *mixed = load(s, &q);
    assert_int_equal(mixed->table->count, 4); /* ward 0 under the profile is the later one */
    assert_int_equal(mixed->table->older, 1);
    assert_int_equal(mixed->table->core->criterion_count, 2);
    selection_free(mixed);
    q.profile = "quick";
    struct selected *quick = load(s, &q);
    assert_int_equal(quick->table->count, 1);
    selection_free(quick);
    store_close(s);
}

static void what_is_not_there_is_named(void **state)
{
    struct fixture *f = *state;
    struct store *s = filled(f);
    static const char *const rounds[] = {"2025"};
    static const struct {
        struct selection q;
        const char *says;
    } cases[] = {
        {{.rounds = rounds, .round_count = 1},
         "no assessment of round \"2025\": there are 2026, 2027"},
        {{.country = "FJI"}, "--country: no assessment of \"FJI\""},
        {{.checklist = "other"}, "no assessment under \"other\" is stored: there are tried"},
        {{.community = "nowhere"}, "--community: no assessment of \"nowhere\""},
        {{.profile = "long"}, "--profile: no assessment of \"long\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = {0};
        struct selected *out = NULL;
        assert_int_equal(selection_load(s, &cases[i].q, &out, &e), ERR_NOT_FOUND);
        assert_null(out);
        if (strstr(e.text, cases[i].says) == NULL) {
            fail_msg("%s", e.text);
        }
    }
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_latest_round_is_taken_and_the_others_are_told, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_was_stored_is_what_is_compared, setup, teardown),
        cmocka_unit_test_setup_teardown(a_profile_beside_the_whole_leaves_their_core, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_named, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
