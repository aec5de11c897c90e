/* Measures of inequality beside numbers that others printed.
 *
 * [H]: what the tests of WHO's R package healthequal 1.0.1 expect (test-*.R; five subgroups in
 * order with the populations round(rnorm(5, 100, 40)) of set.seed(123), and 25 without order). The
 * package weights the logistic fit by the population twice and rounds it to whole people; a test
 * here fits the same way. [R]: R 4.2.2, glm and lm weighted by the population once, errors from
 * numeric derivatives of each measure. Where neither is named, the arithmetic stands beside the
 * check. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/equity.h"
#include "compare/stats.h"

static void near(double got, double expected, double within)
{
    if (!(fabs(got - expected) <= within)) {
        fail_msg("%.12g is not %.12g", got, expected);
    }
}

struct case_ {
    struct arena arena;
    struct equity_set set;
    struct equity_group groups[32];
    struct equity e;
};

static void measure(struct case_ *c)
{
    c->set.groups = c->groups;
    assert_int_equal(equity_measure(&c->arena, &c->set, 0.95, &c->e), 0);
}

static void has(const struct case_ *c, enum equity_name name, double value, double within)
{
    const struct equity_value *v = &c->e.values[name];
    if (v->gap != EQUITY_SAID) {
        fail_msg("%s: gap %d", equity_about(name)->id, v->gap);
    }
    if (!(fabs(v->value - value) <= within)) {
        fail_msg("%s: %.12g is not %.12g", equity_about(name)->id, v->value, value);
    }
}

static void lacks(const struct case_ *c, enum equity_name name, enum equity_gap gap)
{
    const struct equity_value *v = &c->e.values[name];
    if (v->gap != gap || !isnan(v->value) || !isnan(v->error) || !isnan(v->low) ||
        !isnan(v->high) || !isnan(v->fit_error)) {
        fail_msg("%s: gap %d, value %g", equity_about(name)->id, v->gap, v->value);
    }
}

/* Five subgroups in order. */
static struct case_ five(void)
{
    const double y[] = {20, 30, 40, 50, 60}, people[] = {78, 91, 162, 103, 105};
    const double error[] = {5, 7, 10, 12, 14};
    const int64_t n[] = {7, 9, 4, 12, 6};
    struct case_ c = {.arena = ARENA_INIT,
                      .set = {.count = 5, .ordered = true, .favourable = true, .limit = 100}};
    for (int i = 0; i < 5; i++) {
        c.groups[i] = (struct equity_group){.n = n[i],
                                            .estimate = y[i],
                                            .error = error[i],
                                            .population = people[i],
                                            .order = i + 1};
    }
    return c;
}

static void ordered_subgroups_have_the_published_measures(void **state)
{
    (void)state;
    struct case_ c = five();
    measure(&c);
    near(c.e.mean, 22220.0 / 539, 1e-12); /* (78 x 20 + 91 x 30 + … + 105 x 60) / 539 */
    has(&c, EQUITY_D, 40, 1e-12);         /* 60 - 20 */
    has(&c, EQUITY_R, 3, 1e-12);          /* 60 / 20 */
    has(&c, EQUITY_PAR, 18.775509, 1e-5); /* [H]; 60 - 22220 / 539 */
    has(&c, EQUITY_PAF, 45.544548, 1e-5); /* [H] */
    has(&c, EQUITY_ACI, 7.3284202, 1e-6); /* [H] */
    has(&c, EQUITY_RCI, .17776859, 1e-6); /* [H] */
    near(c.e.values[EQUITY_ACI].fit_error, .29368517, 1e-6);        /* [H] */
    near(c.e.values[EQUITY_RCI].fit_error, .0071240491, 1e-8);      /* [H] */
    has(&c, EQUITY_SII, 44.8905335901985, 1e-8);                    /* [R] */
    has(&c, EQUITY_RII, exp(1.17444298025059), 1e-9);               /* [R] */
    near(c.e.values[EQUITY_SII].fit_error, 2.64709742466, 1e-8);    /* [R], HC1 */
    near(c.e.values[EQUITY_RII].fit_error, 0.0971921990302, 1e-10); /* [R] */
    assert_int_equal(c.e.best, 4);
    assert_int_equal(c.e.worst, 0);
    assert_int_equal(c.e.few, 1);
    assert_true(c.e.weighted && !c.e.linear);
    lacks(&c, EQUITY_BGV, EQUITY_APART);
    lacks(&c, EQUITY_MLD, EQUITY_APART);
    arena_free(&c.arena);
}

/* [R]: the error of each measure and the degrees of freedom of its interval. */
static void errors_of_the_subgroups_are_carried_through(void **state)
{
    (void)state;
    static const struct {
        enum equity_name name;
        double error, df;
    } expected[] = {
        {EQUITY_D, 14.866068747812, 6.27182487875},
        {EQUITY_R, 0.341971408824, 10.9946218216},
        {EQUITY_PAR, 11.9702344531838, 6.2986644055},
        {EQUITY_PAF, 28.1799372826626, 8.4349362997},
        {EQUITY_SII, 14.7262679298794, 9.1091554846},
        {EQUITY_RII, 0.397634162205509, 12.8823565766},
        {EQUITY_ACI, 2.56651925141725, 9.0868391147},
        {EQUITY_RCI, 0.0546830153247051, 13.2628301967},
    };
    struct case_ c = five();
    measure(&c);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct equity_value *v = &c.e.values[expected[i].name];
        double q = stats_t_quantile(0.975, expected[i].df);
        near(v->error, expected[i].error, 1e-6);
        if (equity_about(expected[i].name)->none == 1) {
            near(log(v->high / v->value), q * v->error, 1e-6);
            near(log(v->value / v->low), q * v->error, 1e-6);
        } else if (expected[i].name == EQUITY_PAR || expected[i].name == EQUITY_PAF) {
            near(v->high - v->value, q * v->error, 1e-5);
            assert_true(v->low == 0); /* it cannot be below none */
        } else {
            near(v->high - v->value, q * v->error, 1e-5);
            near(v->value - v->low, q * v->error, 1e-5);
        }
    }
    /* D by hand: sqrt(5² + 14²); where nobody tells n, 1.96 of them. */
    near(c.e.values[EQUITY_D].error, sqrt(221), 1e-12);
    c.groups[4].n = -1;
    measure(&c);
    near(c.e.values[EQUITY_D].high, 40 + 1.959963984540054 * sqrt(221), 1e-9);
    /* No two shares differ by more than the whole. */
    c.groups[4].error = 60;
    measure(&c);
    assert_true(c.e.values[EQUITY_D].high == 100);
    near(c.e.values[EQUITY_D].low, 40 - 1.959963984540054 * sqrt(3625), 1e-9);
    c.set.limit = 0;
    measure(&c);
    near(c.e.values[EQUITY_D].high, 40 + 1.959963984540054 * sqrt(3625), 1e-9);
    c.set.limit = 100;
    /* One assessment has no error, and leaves those that rest on it without an interval. */
    c.groups[0].error = NAN;
    measure(&c);
    has(&c, EQUITY_D, 40, 0);
    assert_true(isnan(c.e.values[EQUITY_D].error) && isnan(c.e.values[EQUITY_D].low));
    arena_free(&c.arena);
}

/* healthequal's numbers come out of the same curve when the population weighs twice. */
static void the_logistic_curve_is_that_of_health_equal(void **state)
{
    (void)state;
    const double people[] = {78, 91, 162, 103, 105}, y[] = {20, 30, 40, 50, 60};
    double r[5], rounded[5], twice[5], before = 0, slope0[5], slope1[5];
    for (int i = 0; i < 5; i++) {
        r[i] = (before + people[i] / 2) / 539;
        before += people[i];
        rounded[i] = 100 * round(y[i] / 100 * people[i]) / people[i];
        twice[i] = people[i] * people[i];
    }
    struct equity_fit f = {.slope0 = slope0, .slope1 = slope1};
    assert_true(equity_fit(r, rounded, twice, 5, 100, &f));
    near(f.at1 - f.at0, 44.44502, 5e-6); /* [H] */
    near(sqrt(f.sandwich[0] + f.sandwich[1] - 2 * f.sandwich[2]), 2.190822, 1e-6);
    near(f.at1 / f.at0, 3.159506, 1e-6);
    near(sqrt(f.sandwich[0] / f.at0 / f.at0 + f.sandwich[1] / f.at1 / f.at1 -
              2 * f.sandwich[2] / f.at0 / f.at1),
         0.07644001, 1e-8);
}

static void without_a_limit_the_slope_is_a_straight_line(void **state)
{
    (void)state;
    struct case_ c = five();
    c.set.limit = 0;
    measure(&c);
    assert_true(c.e.linear);
    has(&c, EQUITY_SII, 46.2538109424309, 1e-10);      /* [R] lm */
    has(&c, EQUITY_RII, exp(1.26858014963877), 1e-10); /* [R] */
    near(c.e.values[EQUITY_SII].error, 16.1987564911986, 1e-8);
    near(c.e.values[EQUITY_RII].error, 0.503641614318686, 1e-8);
    /* Where the line begins below zero, no ratio can be given: ranks 1/6, 1/2, 5/6, of 0, 0 and 3 the slope
     * is 4.5 about the mean 1, so that it begins at -1.25. */
    c.set.count = 3;
    for (int i = 0; i < 3; i++) {
        c.groups[i].estimate = i == 2 ? 3 : 0;
        c.groups[i].population = 10;
    }
    measure(&c);
    has(&c, EQUITY_SII, 4.5, 1e-12);
    lacks(&c, EQUITY_RII, EQUITY_ZERO);
    lacks(&c, EQUITY_R, EQUITY_ZERO); /* 3 / 0 */
    arena_free(&c.arena);
}

/* A measure of harm: D and R turn round, PAR is at most 0, indices keep the sign of where the harm is. */
static void of_harm_less_is_better(void **state)
{
    (void)state;
    struct case_ c = five();
    c.set.favourable = false;
    measure(&c);
    has(&c, EQUITY_D, -40, 0);
    has(&c, EQUITY_R, 1.0 / 3, 1e-15);
    has(&c, EQUITY_PAR, 0, 0); /* the best off are worse than the mean: nothing to gain */
    has(&c, EQUITY_PAF, 0, 0);
    has(&c, EQUITY_ACI, 7.3284202, 1e-6);
    assert_int_equal(c.e.best, 0);
    assert_int_equal(c.e.worst, 4);
    for (int i = 0; i < 5; i++) {
        c.groups[i].estimate = 60 - 10 * i; /* 60 … 20 */
    }
    measure(&c);
    has(&c, EQUITY_D, 40, 0);
    /* 20 - (78 x 60 + 91 x 50 + 162 x 40 + 103 x 30 + 105 x 20) / 539 = 20 - 20900 / 539 */
    has(&c, EQUITY_PAR, 20 - 20900.0 / 539, 1e-12);
    assert_true(c.e.values[EQUITY_PAR].high == 0 || c.e.values[EQUITY_PAR].high < 0);
    assert_true(c.e.values[EQUITY_SII].value < 0 && c.e.values[EQUITY_RII].value < 1);
    arena_free(&c.arena);
}

/* 25 subgroups without order: set.seed(123), round(rnorm(25, 1000, 300)), rbinom(25, 1000, .065),
 * rbinom(25, 100, .045). */
static struct case_ twenty_five(void)
{
    static const double people[] = {832,  931,  1468, 1021, 1039, 1515, 1138, 620,  794,
                                    866,  1367, 1108, 1120, 1033, 833,  1536, 1149, 410,
                                    1210, 858,  680,  935,  692,  781,  812};
    static const double y[] = {61, 74, 58, 59, 72, 75, 74, 68, 75, 67, 73, 63, 66,
                               62, 60, 66, 71, 73, 71, 61, 74, 84, 55, 69, 60};
    static const double error[] = {5, 3, 3, 3, 4, 9, 2, 2, 2, 5, 5, 7, 5,
                                   6, 4, 5, 6, 6, 9, 4, 3, 4, 1, 3, 7};
    struct case_ c = {.arena = ARENA_INIT, .set = {.count = 25, .favourable = true, .limit = 100}};
    for (int i = 0; i < 25; i++) {
        c.groups[i] = (struct equity_group){
            .n = -1, .estimate = y[i], .error = error[i], .population = people[i]};
    }
    return c;
}

static void subgroups_without_order_have_the_published_measures(void **state)
{
    (void)state;
    struct case_ c = twenty_five();
    measure(&c);
    has(&c, EQUITY_D, 29, 0); /* 84 - 55 */
    has(&c, EQUITY_R, 84.0 / 55, 1e-15);
    near(c.e.values[EQUITY_R].error, sqrt(16 / 84.0 / 84 + 1 / 55.0 / 55), 1e-15);
    has(&c, EQUITY_PAR, 16.293152, 1e-5); /* [H], as all below */
    has(&c, EQUITY_PAF, 24.06426, 1e-5);
    has(&c, EQUITY_BGV, 46.198326, 1e-5);
    near(c.e.values[EQUITY_BGV].error, 17.134647, 1e-5);
    near(c.e.values[EQUITY_BGV].high, 46.198326 + 1.959963984540054 * 17.134647, 1e-4);
    has(&c, EQUITY_BGSD, 6.7969351, 1e-6);
    has(&c, EQUITY_COV, 100 * 6.7969351 / (84 - 16.293152), 1e-5);
    has(&c, EQUITY_MDMU, 5.891726, 1e-5);
    has(&c, EQUITY_MDMW, 5.8348689, 1e-5);
    has(&c, EQUITY_MDBU, 16.36, 1e-9); /* and (25 x 84 - 1691) / 25 */
    has(&c, EQUITY_MDBW, 16.293156, 1e-5);
    has(&c, EQUITY_IDISU, 8.7018175, 1e-5);
    has(&c, EQUITY_IDISW, 8.6178417, 1e-5);
    has(&c, EQUITY_TI, 5.0359201, 1e-4);
    has(&c, EQUITY_MLD, 5.0524006, 1e-4);
    /* The package gives the two indices times 1000 and their errors once. */
    near(c.e.values[EQUITY_TI].error, 1.4201, 1e-4);
    near(c.e.values[EQUITY_MLD].error, 1.4242, 1e-4);
    assert_true(isnan(c.e.values[EQUITY_MDMW].error));
    c.set.favourable = false; /* the best is the lowest: 55 */
    measure(&c);
    has(&c, EQUITY_D, 29, 0);
    has(&c, EQUITY_MDBU, (1691 - 25 * 55) / 25.0, 1e-9);
    has(&c, EQUITY_PAR, 55 - (84 - 16.293152), 1e-5);
    assert_int_equal(c.e.best, 22);
    assert_int_equal(c.e.worst, 21);
    c.set.favourable = true;
    measure(&c);
    lacks(&c, EQUITY_SII, EQUITY_APART);
    lacks(&c, EQUITY_ACI, EQUITY_APART);
    arena_free(&c.arena);
}

/* Two halves that differ by noise alone: each with an error of 3, p (1 - p) 9 twice over. */
static void chance_alone_makes_variance(void **state)
{
    (void)state;
    struct case_ c = {.arena = ARENA_INIT, .set = {.count = 2, .favourable = true, .limit = 100}};
    c.groups[0] = (struct equity_group){.n = 9, .estimate = 50, .error = 3, .population = 10};
    c.groups[1] = (struct equity_group){.n = 9, .estimate = 54, .error = 3, .population = 10};
    measure(&c);
    near(c.e.chance, 4.5, 1e-12);
    has(&c, EQUITY_D, 4, 0);
    lacks(&c, EQUITY_BGV, EQUITY_GROUPS); /* two are too few for what takes in all of them */
    lacks(&c, EQUITY_PAR, EQUITY_GROUPS);
    c.set.count = 1;
    measure(&c);
    lacks(&c, EQUITY_D, EQUITY_GROUPS);
    near(c.e.mean, 50, 0);
    c.set.count = 0;
    measure(&c);
    lacks(&c, EQUITY_D, EQUITY_GROUPS);
    assert_true(isnan(c.e.mean) && c.e.best == -1 && c.e.worst == -1);
    arena_free(&c.arena);
}

static void what_is_missing_leaves_a_gap(void **state)
{
    (void)state;
    struct case_ c = five();
    c.groups[2].estimate = NAN;
    measure(&c);
    assert_int_equal(c.e.used, 4);
    lacks(&c, EQUITY_D, EQUITY_MISSING); /* of an order, all have to be there */
    lacks(&c, EQUITY_SII, EQUITY_MISSING);
    c.set.ordered = false;
    measure(&c);
    has(&c, EQUITY_D, 40, 0);
    lacks(&c, EQUITY_BGV, EQUITY_MISSING); /* 1 of 5 is above 15 % */
    struct case_ d = twenty_five();
    d.groups[0].estimate = d.groups[1].estimate = d.groups[2].estimate = NAN;
    measure(&d);
    assert_int_equal(d.e.values[EQUITY_BGV].gap, EQUITY_SAID); /* 12 % */
    d.groups[3].estimate = NAN;
    measure(&d);
    lacks(&d, EQUITY_BGV, EQUITY_MISSING); /* 16 % */
    arena_free(&c.arena);
    arena_free(&d.arena);
}

static void no_population_means_that_all_count_the_same(void **state)
{
    (void)state;
    struct case_ c = five();
    c.groups[1].population = NAN;
    measure(&c);
    assert_false(c.e.weighted);
    near(c.e.mean, 40, 1e-12);
    has(&c, EQUITY_PAR, 20, 1e-12);
    /* Ranks 0.1, 0.3 … 0.9: 2/5 (-0.4 x 20 - 0.2 x 30 + 0.2 x 50 + 0.4 x 60) */
    has(&c, EQUITY_ACI, 8, 1e-12);
    arena_free(&c.arena);
}

static void subgroups_that_overlap_have_no_shares(void **state)
{
    (void)state;
    struct case_ c = twenty_five();
    c.set.overlaps = true;
    measure(&c);
    has(&c, EQUITY_D, 29, 0);
    assert_true(isnan(c.e.values[EQUITY_D].error)); /* not independent */
    lacks(&c, EQUITY_PAR, EQUITY_OVERLAP);
    lacks(&c, EQUITY_BGV, EQUITY_OVERLAP);
    assert_true(isnan(c.e.mean) && isnan(c.e.chance));
    c.set.withheld = true;
    measure(&c);
    lacks(&c, EQUITY_D, EQUITY_WITHHELD);
    arena_free(&c.arena);
}

static void estimates_at_the_ends_of_the_scale(void **state)
{
    (void)state;
    struct case_ c = five();
    for (int i = 0; i < 5; i++) {
        c.groups[i].estimate = 0;
        c.groups[i].error = 0;
    }
    measure(&c);
    has(&c, EQUITY_D, 0, 0);
    lacks(&c, EQUITY_R, EQUITY_ZERO);
    lacks(&c, EQUITY_RCI, EQUITY_ZERO);
    lacks(&c, EQUITY_PAF, EQUITY_ZERO);
    lacks(&c, EQUITY_SII, EQUITY_NO_FIT);
    for (int i = 2; i < 5; i++) {
        c.groups[i].estimate = 100; /* a cliff: 0, 0, 100, 100, 100 */
    }
    measure(&c);
    lacks(&c, EQUITY_SII, EQUITY_NO_FIT);
    lacks(&c, EQUITY_RII, EQUITY_NO_FIT);
    for (int i = 0; i < 5; i++) {
        c.groups[i].estimate = 70; /* all the same */
    }
    measure(&c);
    has(&c, EQUITY_SII, 0, 1e-9);
    has(&c, EQUITY_RII, 1, 1e-9);
    has(&c, EQUITY_ACI, 0, 1e-12);
    c.set.ordered = false;
    c.groups[3].estimate = 0; /* x log x is 0 at 0; log x is none */
    measure(&c);
    assert_int_equal(c.e.values[EQUITY_TI].gap, EQUITY_SAID);
    assert_true(isnan(c.e.values[EQUITY_TI].error));
    lacks(&c, EQUITY_MLD, EQUITY_ZERO);
    arena_free(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordered_subgroups_have_the_published_measures),
        cmocka_unit_test(errors_of_the_subgroups_are_carried_through),
        cmocka_unit_test(the_logistic_curve_is_that_of_health_equal),
        cmocka_unit_test(without_a_limit_the_slope_is_a_straight_line),
        cmocka_unit_test(of_harm_less_is_better),
        cmocka_unit_test(subgroups_without_order_have_the_published_measures),
        cmocka_unit_test(chance_alone_makes_variance),
        cmocka_unit_test(what_is_missing_leaves_a_gap),
        cmocka_unit_test(no_population_means_that_all_count_the_same),
        cmocka_unit_test(subgroups_that_overlap_have_no_shares),
        cmocka_unit_test(estimates_at_the_ends_of_the_scale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
