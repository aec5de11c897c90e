/* Change from round to round: numbers by hand and from R, who left and came, and what makes rounds
 * differ. */
#include "compare_fixture.h"

#include <math.h>

#include "compare/trend.h"

#define M 1000000
enum { OPEN = CREDIT_OPEN };

static void near(double ours, double theirs)
{
    if (!(fabs(ours - theirs) < 1e-9)) {
        fail_msg("%.12g is not %.12g", ours, theirs);
    }
}

struct line {
    const char *community, *round, *date, *setting;
    int method;
    int score; /* thousandths, of all four criteria */
    bool open; /* the second of them has no answer */
};

struct world {
    struct table_fixture f;
    struct checklist old;
    struct table_method methods[3];
    struct comparison *c;
    struct trend *t;
};

static void world_make(struct world *w, const struct line *lines, size_t count,
                       const char *const *by, size_t by_count)
{
    static const char *const countries[] = {"NPL"};
    static const char *const settings[] = {"rural", "urban"};
    static const char *const rounds[] = {"again", "baseline", "second"};
    const char *country[FIXTURE_ROWS], *setting[FIXTURE_ROWS], *round[FIXTURE_ROWS];
    struct summary_ask ask = {by, by_count, NULL, 0, 0.95, NULL};
    struct err e = {0};
    table_fixture_init(&w->f);
    for (size_t i = 0; i < count; i++) {
        const struct line *l = &lines[i];
        int32_t v = l->score * M;
        table_fixture_row(&w->f, "NPL", l->round, -1, (int32_t[]){v, l->open ? OPEN : v, v, v});
        struct table_row *row = &w->f.rows[i];
        row->community = l->community;
        row->date = l->date;
        row->method = l->method;
        country[i] = "NPL";
        setting[i] = l->setting;
        round[i] = l->round;
    }
    w->old = *w->f.table.core;
    snprintf(w->old.digest, sizeof w->old.digest, "sha256:older");
    w->methods[0] = (struct table_method){w->f.table.core, "rules", "workshop", "self", 0};
    w->methods[1] = (struct table_method){w->f.table.core, "rules", "desk", "external", 0};
    w->methods[2] = (struct table_method){&w->old, "other rules", "workshop", "self", 0};
    w->f.table.methods = w->methods;
    w->f.table.method_count = 3;
    w->f.table.shared = 3;
    table_fixture_attribute(&w->f, "country", countries, 1, country);
    table_fixture_attribute(&w->f, "setting", settings, 2, setting);
    table_fixture_attribute(&w->f, "round", rounds, 3, round);
    assert_int_equal(summary_make(&w->f.table, &ask, &w->c, &e), 0);
    assert_int_equal(trend_make(w->c, &w->t, &e), 0);
}

static void world_free(struct world *w)
{
    trend_free(w->t);
    comparison_free(w->c);
    table_fixture_free(&w->f);
}

static const char *const by_country[] = {"country", "round"};
static const char *const by_setting[] = {"setting", "round"};

static const struct line three_rounds[] = {
    {"a", "baseline", "2024-03-01", "rural", 0, 200, false},
    {"a", "second", "2025-03-01", "rural", 0, 400, false},
    {"b", "baseline", "2024-03-02", "rural", 0, 400, false},
    {"b", "second", "2025-03-02", "rural", 1, 500, false},
    {"c", "baseline", "2024-03-03", "rural", 0, 600, false},
    {"c", "second", "2025-03-03", "urban", 0, 600, true},
    {"d", "baseline", "2024-03-04", "rural", 0, 800, false},
    {"e", "second", "2025-03-04", "urban", 0, 900, false},
    {"x", "again", "2026-01-01", "urban", 0, 700, false},
    {"y", "again", "2026-01-01", "urban", 2, 900, false},
};
enum { LINES = sizeof three_rounds / sizeof *three_rounds };

static void rounds_stand_in_the_order_of_their_dates(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_country, 2);
    assert_int_equal(w.t->round_count, 3);
    assert_string_equal(w.t->rounds[0].name, "baseline");
    assert_string_equal(w.t->rounds[1].name, "second");
    assert_string_equal(w.t->rounds[2].name, "again");
    assert_string_equal(w.t->rounds[0].first, "2024-03-01");
    assert_string_equal(w.t->rounds[0].middle, "2024-03-02"); /* the lower of the two middle ones */
    assert_string_equal(w.t->rounds[0].last, "2024-03-04");
    assert_int_equal(w.t->rounds[2].rows, 2);
    assert_int_equal(w.t->course_count, 1);
    assert_int_equal(w.t->courses[0].point_count, 3);
    assert_int_equal(w.t->courses[0].step_count, 2);
    near(w.t->courses[0].points[0].group->stats[0].mean, 0.5);
    world_free(&w);
}

static void panel_and_all_change_on_their_own(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_country, 2);
    const struct trend_step *s = &w.t->courses[0].steps[0];
    const struct trend_change *x = &s->changes[0];
    near(x->all, 0.1); /* (400 + 500 + 600 + 900) / 4 - (200 + 400 + 600 + 800) / 4 */
    assert_true(isnan(x->all_low) && isnan(x->all_high)); /* not independent: three are in both */
    assert_int_equal(s->panel, 3);
    assert_int_equal(x->n, 3);
    near(x->before, 0.4);
    near(x->after, 0.5);
    near(x->change, 0.1); /* 200, 100, 0 */
    near(x->sd, 0.1);
    near(x->error, 0.1 / sqrt(3));
    near(x->ci_low, -0.148413771175); /* R: t.test(paired = TRUE) */
    near(x->ci_high, 0.348413771175);
    assert_int_equal(x->up, 2);
    assert_int_equal(x->down, 0);
    assert_int_equal(x->same, 1);
    /* c may be 450 to 700 in the second round: (200 + 100 - 150) / 3, (200 + 100 + 100) / 3 */
    near(x->low, 0.05);
    near(x->high, 0.4 / 3);
    world_free(&w);
}

/* From the baseline to the second round there are three; from the baseline to the last, none. */
static void the_whole_goes_from_the_first_round_to_the_last(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_country, 2);
    const struct trend_course *course = &w.t->courses[0];
    assert_int_equal(course->whole->from, 0);
    assert_int_equal(course->whole->to, 2);
    assert_int_equal(course->whole->panel, 0);
    near(course->whole->changes[0].all, 0.3);
    world_free(&w);
    world_make(&w, three_rounds, 8, by_country, 2); /* two rounds */
    assert_ptr_equal(w.t->courses[0].whole, &w.t->courses[0].steps[0]);
    world_free(&w);
    world_make(&w, three_rounds, 1, by_country, 2); /* one */
    assert_null(w.t->courses[0].whole);
    assert_int_equal(w.t->courses[0].step_count, 0);
    world_free(&w);
}

static void who_left_and_who_came_stand_apart(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_country, 2);
    const struct trend_step *s = &w.t->courses[0].steps[0];
    assert_int_equal(s->left, 1);
    assert_int_equal(s->fresh, 1);
    assert_int_equal(s->moved_out, 0);
    assert_int_equal(s->changes[0].left_n, 1);
    near(s->changes[0].left, 0.8);
    assert_int_equal(s->changes[0].new_n, 1);
    near(s->changes[0].fresh, 0.9);
    /* B to B, B to A, and A to B, for an open answer holds the band back */
    assert_int_equal(s->band_up, 1);
    assert_int_equal(s->band_down, 1);
    assert_int_equal(s->band_same, 1);
    world_free(&w);
}

/* A community that is rural in one round and urban in the next has not left. */
static void a_community_may_move_between_groups(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_setting, 2);
    assert_int_equal(w.t->course_count, 2);
    const struct trend_step *rural = &w.t->courses[0].steps[0];
    assert_string_equal(w.t->courses[0].keys[0], "rural");
    assert_int_equal(rural->panel, 2);
    assert_int_equal(rural->left, 1);
    assert_int_equal(rural->moved_out, 1);
    assert_int_equal(rural->fresh, 0);
    near(rural->changes[0].change, 0.15);
    const struct trend_course *urban = &w.t->courses[1];
    assert_int_equal(urban->point_count, 2); /* none in the baseline */
    assert_int_equal(urban->steps[0].panel, 0);
    world_free(&w);
}

static void without_a_panel_the_means_are_independent(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_country, 2);
    const struct trend_step *s = &w.t->courses[0].steps[1];
    const struct trend_change *x = &s->changes[0];
    assert_int_equal(s->panel, 0);
    assert_int_equal(s->left, 4);
    assert_int_equal(s->fresh, 2);
    near(x->all, 0.2);
    near(x->all_low, -0.250177047346); /* R: t.test(c(.7, .9), c(.4, .5, .6, .9)) */
    near(x->all_high, 0.650177047346);
    assert_int_equal(x->n, 0);
    assert_true(isnan(x->change) && isnan(x->ci_low) && isnan(x->low) && isnan(x->before));
    world_free(&w);
}

static void one_community_has_no_interval(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, 2, by_country, 2);
    const struct trend_change *x = &w.t->courses[0].steps[0].changes[0];
    near(x->change, 0.2);
    assert_true(isnan(x->sd) && isnan(x->error) && isnan(x->ci_low) && isnan(x->ci_high));
    assert_int_equal(w.t->courses[0].steps[0].grade, COMPARABLE_FULL);
    assert_int_equal(w.t->courses[0].steps[0].remark_count, 0);
    world_free(&w);
}

/* Of risk, less is better: up and down turn round, the change itself does not. */
static void of_risk_less_is_better(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_country, 2);
    w.f.table.core->risk = true;
    struct trend *t = NULL;
    assert_int_equal(trend_make(w.c, &t, NULL), 0);
    const struct trend_change *x = &t->courses[0].steps[0].changes[0];
    near(x->change, 0.1);
    near(x->sd, 0.1);
    assert_int_equal(x->up, 0);
    assert_int_equal(x->down, 2);
    trend_free(t);
    world_free(&w);
}

static const struct compare_remark *find(const struct trend_step *s, const char *begins)
{
    for (size_t i = 0; i < s->remark_count; i++) {
        if (strstr(s->remarks[i].text, begins) != NULL) {
            return &s->remarks[i];
        }
    }
    return NULL;
}

/* Of the same name in two countries, two communities: neither is in both rounds. */
static void a_name_in_two_countries_is_two_communities(void **state)
{
    (void)state;
    static const struct line same[] = {
        {"a", "baseline", "2024-03-01", "rural", 0, 200, false},
        {"a", "second", "2025-03-01", "rural", 0, 400, false},
    };
    struct world w;
    world_make(&w, same, 2, by_setting, 2);
    w.f.rows[1].country = "BTN";
    struct trend *t = NULL;
    assert_int_equal(trend_make(w.c, &t, NULL), 0);
    assert_int_equal(t->courses[0].steps[0].panel, 0);
    assert_int_equal(t->courses[0].steps[0].left, 1);
    assert_int_equal(t->courses[0].steps[0].fresh, 1);
    trend_free(t);
    world_free(&w);
}

/* 600 of which a criterion is open, 450 to 700, then 900: from 900 - 700 to 900 - 450; and three rise a
 * band, one falls. */
static void what_was_open_before_counts_too(void **state)
{
    (void)state;
    static const struct line open[] = {
        {"a", "baseline", "2024-03-01", "rural", 0, 600, true},
        {"a", "second", "2025-03-01", "rural", 0, 900, false},
        {"b", "baseline", "2024-03-01", "rural", 0, 400, false},
        {"b", "second", "2025-03-01", "rural", 0, 700, false},
        {"c", "baseline", "2024-03-01", "rural", 0, 300, false},
        {"c", "second", "2025-03-01", "rural", 0, 600, false},
        {"d", "baseline", "2024-03-01", "rural", 0, 700, false},
        {"d", "second", "2025-03-01", "rural", 0, 100, false},
    };
    struct world w;
    world_make(&w, open, 8, by_country, 2);
    const struct trend_step *s = &w.t->courses[0].steps[0];
    near(s->changes[0].low, (0.2 + 0.3 + 0.3 - 0.6) / 4);
    near(s->changes[0].high, (0.45 + 0.3 + 0.3 - 0.6) / 4);
    assert_int_equal(s->band_up, 3);
    assert_int_equal(s->band_down, 1);
    assert_int_equal(s->band_same, 0);
    world_free(&w);
}

static void what_makes_rounds_differ_is_told(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_country, 2);
    const struct trend_step *first = &w.t->courses[0].steps[0], *second = first + 1;
    assert_int_equal(first->grade, COMPARABLE_CARE);
    assert_int_equal(first->remark_count, 2); /* b: who and how */
    assert_non_null(find(first, "another kind of assessor"));
    assert_non_null(find(first, "assessed in another way"));
    assert_non_null(find(second, "no community was assessed in both"));
    assert_non_null(find(second, "another checklist")); /* y */
    assert_non_null(find(second, "other rules"));
    assert_null(find(second, "another kind of assessor")); /* both are known from before */
    world_free(&w);
    static const struct line thin[] = {
        {"a", "baseline", "2024-03-01", "rural", 0, 200, false},
        {"a", "second", "2024-03-02", "rural", 2, 400, false},
        {"b", "baseline", "2024-03-03", "rural", 0, 400, false},
        {"c", "baseline", "2024-03-01", "rural", 0, 600, false},
    };
    world_make(&w, thin, 4, by_country, 2);
    const struct trend_step *s = &w.t->courses[0].steps[0];
    assert_non_null(find(s, "another checklist"));
    assert_non_null(find(s, "only {panel} of {rows}")); /* 1 of 3 */
    assert_non_null(find(s, "run into each other"));
    world_free(&w);
}

static void a_withheld_point_withholds_its_steps(void **state)
{
    (void)state;
    struct world w;
    world_make(&w, three_rounds, LINES, by_country, 2);
    w.c->groups[2].withheld = true; /* "second" */
    struct trend *t = NULL;
    assert_int_equal(trend_make(w.c, &t, NULL), 0);
    assert_true(t->courses[0].withheld);
    assert_int_equal(t->courses[0].step_count, 0);
    assert_null(t->courses[0].whole);
    trend_free(t);
    world_free(&w);
}

static void the_round_has_to_be_the_last_attribute(void **state)
{
    (void)state;
    static const char *const swapped[] = {"round", "country"};
    struct world w;
    struct comparison *c = NULL;
    struct trend *t = NULL;
    struct err e = {0};
    struct summary_ask ask = {swapped, 2, NULL, 0, 0.95, NULL};
    world_make(&w, three_rounds, LINES, by_country, 2);
    assert_int_equal(summary_make(&w.f.table, &ask, &c, &e), 0);
    assert_int_equal(trend_make(c, &t, &e), ERR_USAGE);
    assert_null(t);
    comparison_free(c);
    world_free(&w);
    trend_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_stand_in_the_order_of_their_dates),
        cmocka_unit_test(panel_and_all_change_on_their_own),
        cmocka_unit_test(the_whole_goes_from_the_first_round_to_the_last),
        cmocka_unit_test(who_left_and_who_came_stand_apart),
        cmocka_unit_test(a_community_may_move_between_groups),
        cmocka_unit_test(without_a_panel_the_means_are_independent),
        cmocka_unit_test(one_community_has_no_interval),
        cmocka_unit_test(of_risk_less_is_better),
        cmocka_unit_test(a_name_in_two_countries_is_two_communities),
        cmocka_unit_test(what_was_open_before_counts_too),
        cmocka_unit_test(what_makes_rounds_differ_is_told),
        cmocka_unit_test(a_withheld_point_withholds_its_steps),
        cmocka_unit_test(the_round_has_to_be_the_last_attribute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
