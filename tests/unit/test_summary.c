/* Groups described: numbers by hand, what is missing, crossed attributes, frames, and no dependence on the
 * order of rows. */
#include "compare_fixture.h"

#include <math.h>

#define M 1000000
enum { OPEN = CREDIT_OPEN, APART = CREDIT_APART };

static struct comparison *summary_of(struct table_fixture *f, const char *const *by,
                                     size_t by_count, const char *const *of, size_t of_count,
                                     const struct compare_frame *frame)
{
    struct comparison *c = NULL;
    struct err e = {0};
    struct summary_ask ask = {by, by_count, of, of_count, 0.95, frame};
    if (summary_make(&f->table, &ask, &c, &e) != 0) {
        fail_msg("refused: %s", e.text);
    }
    return c;
}

static void near(double ours, double theirs)
{
    if (!(fabs(ours - theirs) < 1e-9)) {
        fail_msg("%.12g is not %.12g", ours, theirs);
    }
}

static const char *const country[] = {"country"};

/* Two countries: five rows with totals 0.2 0.4 0.6 0.6 0.95, and one row. */
static void two_countries(struct table_fixture *f)
{
    static const int32_t credits[6][4] = {
        {200 * M, 200 * M, 200 * M, 200 * M},   {400 * M, 400 * M, 800 * M, 0},
        {600 * M, OPEN, 600 * M, 600 * M},      {600 * M, 600 * M, 600 * M, APART},
        {1000 * M, 900 * M, 1000 * M, 900 * M}, {500 * M, OPEN, OPEN, OPEN},
    };
    static const char *const codes[] = {"NPL", "NPL", "NPL", "NPL", "NPL", "BTN"};
    static const char *const names[] = {"BTN", "NPL"};
    table_fixture_init(f);
    for (int i = 0; i < 6; i++) {
        table_fixture_row(f, codes[i], "2026", INT64_C(100) * (i + 1), credits[i]);
    }
    table_fixture_attribute(f, "country", names, 2, codes);
}

static void middle_and_spread_are_as_by_hand(void **state)
{
    (void)state;
    struct table_fixture f;
    two_countries(&f);
    struct comparison *c = summary_of(&f, country, 1, NULL, 0, NULL);
    assert_int_equal(c->group_count, 2);
    assert_string_equal(c->groups[0].keys[0], "BTN");
    assert_string_equal(c->groups[1].labels[0], "Nepal");
    const struct compare_group *g = &c->groups[1];
    const struct compare_stat *s = &g->stats[0];
    assert_int_equal(s->n, 5);
    assert_int_equal(g->scored, 5);
    near(s->mean, 0.55);
    near(s->sd, 0.27838821814150); /* squares about it: 0.31 in 4 */
    near(s->error, 0.12449899597989);
    near(s->ci_low, 0.55 - 2.7764451051978 * 0.12449899597989);
    near(s->ci_high, 0.55 + 2.7764451051978 * 0.12449899597989);
    near(s->min, 0.2);
    near(s->q10, 0.28);
    near(s->q1, 0.4);
    near(s->median, 0.6);
    near(s->q3, 0.6);
    near(s->q90, 0.81);
    near(s->max, 0.95);
    /* 100 x 0.2 + 200 x 0.4 + 300 x 0.6 + 400 x 0.6 + 500 x 0.95 in 1500 */
    near(s->weighted, 995.0 / 1500);
    assert_int_equal(g->children, 1500);
    assert_int_equal(g->households, -1);
    /* One of the four credits of the third row is open: it lies between 0.45 and 0.7. */
    near(s->low, 0.52);
    near(s->high, 0.57);
    near(s->coverage, 0.95);
    near(g->band_share[0], 0.4); /* by the lower end: that row is not in A */
    near(g->band_share[1], 0.6);
    near(g->critical, 0.2);
    near(g->critical_open, 0);
    assert_true(summary_may_rank(g) == RANK_GIVEN);
    comparison_free(c);
    table_fixture_free(&f);
}

static void one_row_has_no_interval_and_what_is_open_no_score(void **state)
{
    (void)state;
    struct table_fixture f;
    two_countries(&f);
    const char *const of[] = {"domains", "criteria"};
    struct comparison *c = summary_of(&f, country, 1, of, 2, NULL);
    const struct compare_group *g = &c->groups[0]; /* one row, a quarter of it known */
    assert_int_equal(g->rows, 1);
    assert_int_equal(g->stats[0].n, 0);
    assert_int_equal(g->stats[0].applies, 1);
    assert_true(isnan(g->stats[0].mean) && isnan(g->stats[0].median) && isnan(g->stats[0].ci_low));
    near(g->stats[0].low, 0.125);
    near(g->stats[0].high, 0.875);
    near(g->stats[0].coverage, 0.25);
    assert_true(isnan(g->band_share[0]));
    near(g->critical_open, 1);
    assert_true(summary_may_rank(g) == RANK_TOO_FEW);
    /* total, P, P-01, P-02, Q, Q-01, Q-02 */
    assert_int_equal(c->item_count, 7);
    assert_string_equal(c->items[0].id, "total");
    assert_string_equal(c->items[4].id, "Q");
    assert_string_equal(c->items[5].id, "Q-01");
    assert_int_equal(c->items[5].parent, 4);
    assert_int_equal(c->items[4].parent, 0);
    near(g->stats[2].mean, 0.5);
    assert_int_equal(g->stats[2].n, 1);
    assert_true(isnan(g->stats[2].sd) && isnan(g->stats[2].ci_low) && isnan(g->stats[2].ci_high));
    near(g->stats[3].low, 0);
    near(g->stats[3].high, 1);
    /* The last criterion does not apply in one of Nepal's rows. */
    assert_int_equal(c->groups[1].stats[6].applies, 4);
    assert_int_equal(c->groups[1].stats[6].n, 4);
    comparison_free(c);
    table_fixture_free(&f);
}

/* Two scores far apart, and one row that answered too little and does not tell its children. */
static void who_has_no_score_counts_where_all_count(void **state)
{
    (void)state;
    static const int32_t credits[3][4] = {{0, 0, 100 * M, 100 * M},
                                          {1000 * M, 1000 * M, 1000 * M, 1000 * M},
                                          {OPEN, OPEN, 400 * M, OPEN}};
    static const char *const codes[] = {"NPL", "NPL", "NPL"}, *const names[] = {"NPL"};
    struct table_fixture f;
    table_fixture_init(&f);
    for (int i = 0; i < 3; i++) {
        table_fixture_row(&f, "NPL", "2026", i == 2 ? -1 : 100, credits[i]);
    }
    table_fixture_attribute(&f, "country", names, 1, codes);
    struct comparison *c = summary_of(&f, country, 1, NULL, 0, NULL);
    const struct compare_group *g = &c->groups[0];
    assert_int_equal(g->rows, 3);
    assert_int_equal(g->scored, 2);
    assert_true(g->stats[0].ci_low == 0 && g->stats[0].ci_high == 1);
    near(g->band_share[0], 0.5);
    near(g->band_share[1], 0.5);
    near(g->critical, 2.0 / 3);
    near(g->stats[0].weighted, 0.525); /* both with a score tell their children */
    assert_int_equal(g->children, -1);
    comparison_free(c);
    f.rows[1].children = -1;
    c = summary_of(&f, country, 1, NULL, 0, NULL);
    assert_true(isnan(c->groups[0].stats[0].weighted));
    comparison_free(c);
    f.rows[0].children = f.rows[1].children = 0;
    c = summary_of(&f, country, 1, NULL, 0, NULL);
    assert_true(isnan(c->groups[0].stats[0].weighted));
    comparison_free(c);
    table_fixture_free(&f);
}

static void a_half_empty_group_has_no_rank(void **state)
{
    (void)state;
    struct compare_stat total = {.n = 5, .applies = 5, .coverage = 0.6};
    struct compare_group g = {.stats = &total, .rows = 5};
    assert_true(summary_may_rank(&g) == RANK_GIVEN);
    total.n = 4;
    assert_true(summary_may_rank(&g) == RANK_TOO_FEW);
    total.coverage = 0.5; /* few have a score because little was answered */
    assert_true(summary_may_rank(&g) == RANK_TOO_OPEN);
    g.rows = 4;
    assert_true(summary_may_rank(&g) == RANK_TOO_FEW);
    g.rows = 5;
    total.n = 5;
    total.coverage = 0.599999999;
    assert_true(summary_may_rank(&g) == RANK_TOO_OPEN);
    total.coverage = NAN; /* how many it applies to is withheld, and coverage with it */
    total.applies = -1;
    assert_true(summary_may_rank(&g) == RANK_WITHHELD);
    total.n = total.applies = 0; /* nothing applies, so that nothing is open */
    assert_true(summary_may_rank(&g) == RANK_TOO_FEW);
}

/* The same rows, the last one first: not one bit differs. */
static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    struct table_fixture a, b;
    const char *codes[40], *const names[] = {"NPL"};
    int32_t credits[40][4];
    uint32_t random = 12345;
    for (int i = 0; i < 40; i++) {
        codes[i] = "NPL";
        for (int k = 0; k < 4; k++) {
            random = random * 1664525u + 1013904223u;
            credits[i][k] = (int32_t)(random % 1000000000u);
        }
    }
    table_fixture_init(&a);
    table_fixture_init(&b);
    for (int i = 0; i < 40; i++) {
        table_fixture_row(&a, "NPL", "2026", INT64_C(37) * i, credits[i]);
        table_fixture_row(&b, "NPL", "2026", INT64_C(37) * (39 - i), credits[39 - i]);
    }
    table_fixture_attribute(&a, "country", names, 1, codes);
    table_fixture_attribute(&b, "country", names, 1, codes);
    struct comparison *x = summary_of(&a, country, 1, NULL, 0, NULL);
    struct comparison *y = summary_of(&b, country, 1, NULL, 0, NULL);
    assert_memory_equal(x->groups[0].stats, y->groups[0].stats, sizeof *x->groups[0].stats);
    comparison_free(x);
    comparison_free(y);
    table_fixture_free(&a);
    table_fixture_free(&b);
}

static void attributes_are_crossed_and_a_row_may_stand_in_several(void **state)
{
    (void)state;
    struct table_fixture f;
    two_countries(&f);
    static const char *const hazards[] = {"EQ+FL", "EQ", "FL", NULL, "EQ+FL", "FL"};
    static const char *const names[] = {"EQ", "FL"}, *const by[] = {"country", "hazard"};
    table_fixture_attribute(&f, "hazard", names, 2, hazards);
    struct comparison *c = summary_of(&f, by, 2, NULL, 0, NULL);
    static const struct {
        const char *country, *hazard;
        int rows;
    } wanted[] = {{"BTN", "FL", 1}, {"NPL", "EQ", 3}, {"NPL", "FL", 3}, {"NPL", NULL, 1}};
    assert_int_equal(c->group_count, 4);
    assert_true(c->overlaps);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(c->groups[i].keys[0], wanted[i].country);
        assert_int_equal(c->groups[i].rows, wanted[i].rows);
        if (wanted[i].hazard == NULL) {
            assert_null(c->groups[i].keys[1]);
            assert_string_equal(c->groups[i].labels[1], "not told");
        } else {
            assert_string_equal(c->groups[i].keys[1], wanted[i].hazard);
        }
    }
    near(c->groups[1].stats[0].mean, (0.2 + 0.4 + 0.95) / 3);
    comparison_free(c);
    c = summary_of(&f, country, 1, NULL, 0, NULL);
    assert_false(c->overlaps);
    comparison_free(c);
    table_fixture_free(&f);
}

static void what_is_not_there_is_refused(void **state)
{
    (void)state;
    struct table_fixture f;
    two_countries(&f);
    struct comparison *c = NULL;
    struct err e = {0};
    static const char *const of[] = {"P-09"}, *const by[] = {"contry"};
    struct summary_ask ask = {country, 1, of, 1, 0.95, NULL};
    assert_int_equal(summary_make(&f.table, &ask, &c, &e), ERR_USAGE);
    assert_non_null(strstr(e.text, "P-09"));
    assert_null(c);
    ask = (struct summary_ask){by, 1, NULL, 0, 0.95, NULL};
    assert_int_equal(summary_make(&f.table, &ask, &c, &e), ERR_USAGE);
    /* Two rounds in one group would count communities twice. */
    f.rows[1].round = "2025";
    ask = (struct summary_ask){country, 1, NULL, 0, 0.95, NULL};
    assert_int_equal(summary_make(&f.table, &ask, &c, &e), ERR_USAGE);
    assert_non_null(strstr(e.text, "round"));
    table_fixture_free(&f);
}

/* ---- frames ---- */

static int read_frame(const char *text, struct compare_frame *frame, struct err *e)
{
    return compare_frame_read(text, strlen(text), "frame.csv", frame, e);
}

static void a_frame_narrows_the_interval(void **state)
{
    (void)state;
    struct table_fixture f;
    struct compare_frame frame;
    struct err e = {0};
    two_countries(&f);
    assert_int_equal(read_frame("setting,country,communities\nrural,NPL,12\nurban,NPL,8\n"
                                "rural,FJI,30\nurban,FJI,1\n",
                                &frame, &e),
                     0);
    struct comparison *c = summary_of(&f, country, 1, NULL, 0, &frame);
    assert_int_equal(c->groups[0].of, 0);
    assert_int_equal(c->groups[1].of, 20);
    near(c->groups[1].stats[0].error, 0.12449899597989 * sqrt(0.75));
    near(c->groups[1].stats[0].ci_high, 0.55 + 2.7764451051978 * 0.12449899597989 * sqrt(0.75));
    assert_int_equal(c->absent_count, 1);
    assert_string_equal(c->absent[0].labels[0], "Fiji");
    assert_int_equal(c->absent[0].communities, 31);
    comparison_free(c);
    compare_frame_free(&frame);
    table_fixture_free(&f);
}

static void a_frame_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } wrong[] = {
        {"country,communities\nNPL,4\n", "frame.csv: Nepal: there are 4 communities, but 5"},
        {"setting,communities\nrural,40\n", "frame.csv: there is no column \"country\""},
        {"country\nNPL\n", "frame.csv:1: there is no column \"communities\""},
        {"country,communities\nNPL,-3\n", "frame.csv:2: communities: \"-3\""},
        {"country,communities\nNPL,2.5\n", "frame.csv:2: communities: \"2.5\""},
        {"country,communities\nNPL,0\n", "frame.csv:2: communities: \"0\""},
        {"country,communities\nNPL\n", "frame.csv:2: there are 1 cells"},
        {"country,communities\n,5\n", "frame.csv:2: country: the cell is empty"},
        {"country,country,communities\nNPL,NPL,5\n", "frame.csv:1: the column \"country\""},
        {"country,communities\n\"NPL,5\n", "frame.csv:2: a quote is never closed"},
        {"", "frame.csv: is empty"},
    };
    struct table_fixture f;
    two_countries(&f);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct compare_frame frame;
        struct comparison *c = NULL;
        struct err e = {0};
        int rc = read_frame(wrong[i].text, &frame, &e);
        if (rc == 0) {
            struct summary_ask ask = {country, 1, NULL, 0, 0.95, &frame};
            rc = summary_make(&f.table, &ask, &c, &e);
        }
        assert_int_equal(rc, ERR_INPUT);
        if (strncmp(e.text, wrong[i].says, strlen(wrong[i].says)) != 0) {
            fail_msg("%s: says %s", wrong[i].text, e.text);
        }
        compare_frame_free(&frame);
    }
    table_fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(middle_and_spread_are_as_by_hand),
        cmocka_unit_test(one_row_has_no_interval_and_what_is_open_no_score),
        cmocka_unit_test(who_has_no_score_counts_where_all_count),
        cmocka_unit_test(a_half_empty_group_has_no_rank),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(attributes_are_crossed_and_a_row_may_stand_in_several),
        cmocka_unit_test(what_is_not_there_is_refused),
        cmocka_unit_test(a_frame_narrows_the_interval),
        cmocka_unit_test(a_frame_that_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
