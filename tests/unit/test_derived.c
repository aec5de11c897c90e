/* Derived tables: whatever happens to a store, they say what the findings say, to the last unit. */
#include "derived_fixture.h"
#include "store/store_private.h"

/* --- what the findings say ------------------------------------------------------------------ */

enum { GROUPS = 64 };
struct expected {
    struct arena arena;
    struct {
        char key[128];
        int64_t assessments;
        struct derived_item *items;
        size_t count;
        bool seen;
    } group[GROUPS];
    size_t count;
};

static size_t group_of(struct expected *x, const struct checklist *c, const char *profile,
                       const char *country, const char *round)
{
    char key[128];
    size_t i = 0;
    snprintf(key, sizeof key, "%.80s|%s|%s|%s", c->digest, profile == NULL ? "" : profile, country,
             round);
    while (i < x->count && strcmp(x->group[i].key, key) != 0) {
        i++;
    }
    if (i == x->count) {
        assert_true(i < GROUPS);
        memcpy(x->group[i].key, key, sizeof key);
        x->group[i].count = (size_t)c->node_count + (size_t)c->criterion_count;
        x->group[i].items = arena_alloc(&x->arena, x->group[i].count * sizeof(struct derived_item));
        x->count++;
    }
    return i;
}

static void add_value(struct derived_item *item, enum outcome outcome, int64_t value)
{
    item->n[outcome]++;
    if (outcome == OUTCOME_SCORED) {
        item->sum += value;
        item->squares += (unsigned __int128)value * (unsigned __int128)value;
    }
}

static int expect_one(void *context, const struct stored *stored)
{
    struct expected *x = context;
    const struct assessment *a = &stored->assessment;
    const struct checklist *c = a->checklist;
    const char *status = json_string(json_path(a->plan->doc, "assessment.status"));
    if (status != NULL && strcmp(status, "draft") == 0) {
        return 0;
    }
    size_t g = group_of(x, c, c->profile, a->plan->country, a->plan->round);
    struct derived_item *items = x->group[g].items;
    x->group[g].assessments++;
    for (int i = 0; i < c->node_count; i++) {
        const struct node_result *n = &a->nodes[i];
        add_value(&items[i],
                  !n->applicable           ? OUTCOME_NOT_APPLICABLE
                  : n->score == SCORE_NONE ? OUTCOME_NOT_ASSESSED
                                           : OUTCOME_SCORED,
                  n->score);
        items[i].low += n->applicable ? n->low : 0;
        items[i].high += n->applicable ? n->high : 0;
        items[i].coverage += n->applicable ? n->coverage : 0;
    }
    for (int i = 0; i < c->criterion_count; i++) {
        add_value(&items[c->node_count + i], a->findings[i].outcome, a->findings[i].credit);
    }
    return 0;
}

static int meet_one(void *context, const struct derived_total *t)
{
    struct expected *x = context;
    size_t g = group_of(x, t->checklist, t->profile, t->country, t->round);
    assert_false(x->group[g].seen);
    x->group[g].seen = true;
    assert_int_equal(x->group[g].assessments, t->assessments);
    assert_int_equal(x->group[g].count, t->item_count);
    assert_memory_equal(x->group[g].items, t->items, t->item_count * sizeof *t->items);
    return 0;
}

/* Totals as they are read against all findings. */
static void assert_totals(struct fixture *f)
{
    struct expected x = {.count = 0};
    struct err e = {0};
    struct store *s = open_store(f, STORE_READ);
    assert_int_equal(store_each(s, &(struct store_filter){0}, expect_one, &x, &e), 0);
    if (store_totals(s, &(struct derived_filter){0}, meet_one, &x, &e) != 0) {
        fail_msg("%s", e.text);
    }
    for (size_t i = 0; i < x.count; i++) {
        assert_true(x.group[i].seen);
    }
    store_close(s);
    arena_free(&x.arena);
}

/* All that derived tables hold, as a digest. */
static void digest_derived(struct fixture *f, char out[DIGEST_TEXT])
{
    static const char *const tables[] = {"SELECT * FROM derived_state",
                                         "SELECT * FROM derived_draft ORDER BY seq",
                                         "SELECT * FROM derived_series ORDER BY id",
                                         "SELECT * FROM derived_total ORDER BY id",
                                         "SELECT * FROM derived_chunk ORDER BY series, number",
                                         "SELECT * FROM derived_column ORDER BY id"};
    struct buf all = BUF_INIT;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        sqlite3_stmt *stmt = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, tables[i], -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            for (int k = 0; k < sqlite3_column_count(stmt); k++) {
                int len = sqlite3_column_bytes(stmt, k);
                buf_printf(&all, "%d:", len);
                buf_add(&all, sqlite3_column_blob(stmt, k), (size_t)len);
            }
        }
        sqlite3_finalize(stmt);
    }
    sqlite3_close(db);
    digest_text(all.data, all.len, out);
    buf_free(&all);
}

/* --- tests --------------------------------------------------------------------------------- */

static void derived_tables_say_what_the_findings_say(void **state)
{
    static const int steps[][2] = {{1, 1}, {2, 4}, {4, 8}, {3, 129}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        unlink(f->path);
        make_short(f, steps[i][0], steps[i][1]);
        for (int k = 0; k < 6; k++) {
            live(f, i == 3 ? 16 : 8);
            assert_whole(f);
            assert_totals(f);
        }
        assert_true(scalar(f, "SELECT totals FROM derived_state") > 0);
        assert_true(scalar(f, "SELECT count(*) FROM derived_total") > 0);
        assert_true(scalar(f, "SELECT count(*) FROM derived_column") > 0);
    }
}

static void making_them_again_gives_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    char before[DIGEST_TEXT], after[DIGEST_TEXT];
    make_short(f, 2, 8);
    live(f, 30);
    digest_derived(f, before);
    rebuild(f);
    digest_derived(f, after);
    assert_string_equal(before, after);
    tamper(f, "DROP TABLE derived_total; DROP TABLE derived_draft; DROP TABLE derived_column;"
              "CREATE TABLE derived_odd (x)");
    assert_totals(f);
    rebuild(f);
    digest_derived(f, after);
    assert_string_equal(before, after);
    assert_whole(f);
}

/* The same plans, so many a transaction. */
static void put_many(struct fixture *f, int at_a_time, char digest[DIGEST_TEXT])
{
    f->random = 7;
    unlink(f->path);
    make_short(f, 4, 16);
    struct store *s = open_store(f, STORE_WRITE);
    for (int i = 0; i < 70; i++) {
        if (i % at_a_time == 0) {
            begin(s);
        }
        put_plan(f, s, i % 23, i, "2026", i % 7 == 0, i % 5 == 0);
        if (i % at_a_time == at_a_time - 1 || i == 69) {
            commit(s);
        }
    }
    store_close(s);
    digest_derived(f, digest);
}

static void the_size_of_transactions_changes_no_byte(void **state)
{
    struct fixture *f = *state;
    char one[DIGEST_TEXT], three[DIGEST_TEXT], all[DIGEST_TEXT];
    put_many(f, 1, one);
    put_many(f, 3, three);
    put_many(f, 70, all);
    assert_string_equal(one, three);
    assert_string_equal(one, all);
}

static void what_is_lost_or_damaged_is_told_and_changes_no_result(void **state)
{
    static const char *const harm[] = {
        "DELETE FROM derived_state",
        "DELETE FROM derived_series WHERE id = 1",
        "DELETE FROM derived_total WHERE id = 2",
        "UPDATE derived_total SET data = zeroblob(length(data)) WHERE id = 1",
        "UPDATE derived_total SET data = (SELECT data FROM derived_total WHERE id = 2)",
        "UPDATE derived_total SET country = 'QQQ' WHERE id = 1",
        "DELETE FROM derived_total",
        "DROP TABLE derived_total",
        "DROP TABLE derived_draft",
        "UPDATE derived_state SET totals = 1000000",
        "UPDATE derived_state SET totals = totals + 1",
        "UPDATE derived_series SET seal = seal + 1",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        struct buf report = BUF_INIT;
        unlink(f->path);
        make_short(f, 2, 4);
        live(f, 12);
        tamper(f, harm[i]);
        assert_totals(f);
        if (check(f, &report) == 0 || strstr(buf_text(&report), "derived") == NULL) {
            fail_msg("%s: %s", harm[i], buf_text(&report));
        }
        live(f, 5); /* a writer goes on, and does not make it worse */
        assert_totals(f);
        rebuild(f);
        assert_whole(f);
        assert_totals(f);
        live(f, 5);
        assert_whole(f);
        buf_free(&report);
    }
}

/* Bytes that were right once have a check sum that fits them, and not the series. */
static void a_total_of_yesterday_is_not_believed(void **state)
{
    struct fixture *f = *state;
    make_short(f, 1, 2);
    live(f, 10);
    tamper(f, "CREATE TABLE kept AS SELECT * FROM derived_total");
    live(f, 20);
    tamper(f, "UPDATE derived_total SET data = (SELECT data FROM kept WHERE kept.id = "
              "derived_total.id) WHERE id IN (SELECT id FROM kept); DROP TABLE kept");
    assert_totals(f);
    rebuild(f);
    assert_whole(f);
}

/* A store that is brought up to date while it is open. */
static void assert_references_are_kept(struct fixture *f)
{
    int on = 0;
    struct store *s = open_store(f, STORE_WRITE);
    assert_int_equal(sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &on), SQLITE_OK);
    assert_int_equal(on, 1);
    store_close(s);
}

/* A store as it was before there were derived tables, with drafts that nobody marked. */
static void make_older(struct fixture *f)
{
    tamper(f, "DROP TABLE derived_state; DROP TABLE derived_draft; DROP TABLE derived_series; DROP "
              "TABLE derived_total; DROP TABLE derived_chunk; DROP TABLE derived_column; DELETE "
              "FROM migration WHERE number >= 4; PRAGMA user_version = 3");
}

static void an_older_store_gets_them_as_it_grows(void **state)
{
    struct fixture *f = *state;
    for (int block = 2; block <= 64; block *= 32) { /* far behind, and near enough to catch up */
        char sql[96];
        unlink(f->path);
        store_close(open_store(f, STORE_WRITE));
        live(f, 12);
        make_older(f);
        assert_references_are_kept(f);
        assert_true(scalar(f, "SELECT unmarked FROM derived_state") > 5);
        assert_true(scalar(f, "SELECT count(*) FROM assessment WHERE seq NOT IN (SELECT seq FROM "
                              "derived_draft)") > 5);
        snprintf(sql, sizeof sql, "UPDATE derived_state SET step = 2, block = %d", block);
        tamper(f, sql);
        assert_whole(f);
        assert_totals(f);
        live(f, 30);
        assert_whole(f);
        assert_totals(f);
        assert_int_equal(scalar(f, "SELECT totals > 0 FROM derived_state"), block == 64);
        rebuild(f);
        assert_int_equal(scalar(f, "SELECT unmarked FROM derived_state"), 0);
        assert_whole(f);
        assert_totals(f);
        live(f, 10);
        assert_whole(f);
        assert_totals(f);
    }
}

/* Of columns, marks and chunks the check tells. */
static void the_check_finds_every_kind_of_difference(void **state)
{
    static const char *const harm[] = {
        "DELETE FROM derived_column WHERE id = (SELECT max(id) FROM derived_column)",
        "UPDATE derived_column SET data = x'00' WHERE id = (SELECT min(id) FROM derived_column)",
        "INSERT INTO derived_column VALUES (1, x'00')",
        "DELETE FROM derived_chunk",
        "UPDATE derived_chunk SET rows = rows + 1",
        "UPDATE derived_chunk SET whole = 1 - whole",
        "INSERT INTO derived_draft VALUES (1000)",
        ("INSERT INTO derived_draft SELECT seq FROM assessment WHERE seq NOT IN (SELECT seq FROM "
         "derived_draft) LIMIT 1"),
        "DELETE FROM derived_draft",
        "UPDATE derived_series SET chunks = chunks + 1",
        ("INSERT INTO derived_total SELECT 1000, series, 'QQQ', round, data FROM derived_total "
         "LIMIT 1"),
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        struct buf report = BUF_INIT;
        unlink(f->path);
        make_short(f, 2, 4);
        f->random = 3;
        live(f, 12);
        tamper(f, harm[i]);
        if (check(f, &report) == 0 || strstr(buf_text(&report), "derived: ") == NULL) {
            fail_msg("%s: %s", harm[i], buf_text(&report));
        }
        rebuild(f);
        assert_whole(f);
        buf_free(&report);
    }
}

static void a_few_plans_cost_nothing(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    begin(s);
    for (int i = 0; i < 5; i++) {
        put_plan(f, s, i, 1, "2026", false, false);
    }
    commit(s);
    store_close(s);
    assert_int_equal(scalar(f, "SELECT count(*) FROM derived_total"), 0);
    assert_int_equal(scalar(f, "SELECT count(*) FROM derived_column"), 0);
    assert_totals(f);
    assert_whole(f);
}

static int first_only(void *context, const struct derived_total *t)
{
    *(const char **)context = t->round;
    return 7;
}

static void totals_can_be_chosen_and_ended(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    const char *round = "";
    make_short(f, 2, 4);
    live(f, 20);
    struct store *s = open_store(f, STORE_READ);
    assert_int_equal(
        store_totals(s, &(struct derived_filter){.round = "2027"}, first_only, &round, &e), 7);
    assert_int_equal(
        store_totals(s, &(struct derived_filter){.checklist = "other"}, first_only, &round, &e), 0);
    assert_int_equal(
        store_totals(s, &(struct derived_filter){.checklist = "tried@1", .profile = "quick"},
                     first_only, &round, &e),
        7);
    assert_int_equal(
        store_totals(s, &(struct derived_filter){.checklist = "tried@1.1"}, first_only, &round, &e),
        0);
    assert_int_equal(
        store_totals(s, &(struct derived_filter){.profile = "slow"}, first_only, &round, &e), 0);
    store_close(s);
}

static void means_and_deviations_are_exact(void **state)
{
    (void)state;
    struct derived_item item = {.n = {3}, .sum = 1500000000};
    item.squares = (unsigned __int128)500000000 * 500000000 * 3;
    assert_true(derived_mean(item.sum, 3) == 0.5);
    assert_true(derived_sd(&item) == 0);
    item.squares = (unsigned __int128)1000000000 * 1000000000 +
                   (unsigned __int128)500000000 * 500000000;
    assert_true(fabs(derived_sd(&item) - 0.5) < 1e-16);
    assert_true(isnan(derived_mean(0, 0)));
    item.n[OUTCOME_SCORED] = 1;
    assert_true(isnan(derived_sd(&item)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(derived_tables_say_what_the_findings_say, setup, teardown),
        cmocka_unit_test_setup_teardown(making_them_again_gives_the_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(the_size_of_transactions_changes_no_byte, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_lost_or_damaged_is_told_and_changes_no_result,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_total_of_yesterday_is_not_believed, setup, teardown),
        cmocka_unit_test_setup_teardown(an_older_store_gets_them_as_it_grows, setup, teardown),
        cmocka_unit_test_setup_teardown(the_check_finds_every_kind_of_difference, setup, teardown),
        cmocka_unit_test_setup_teardown(a_few_plans_cost_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(totals_can_be_chosen_and_ended, setup, teardown),
        cmocka_unit_test(means_and_deviations_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
