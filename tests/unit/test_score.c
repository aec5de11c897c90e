/* The worked cases of the scoring contract, to the digit, and the edges between its sentences. */
#include "score_fixture.h"

#include "model/aggregate.h"

#define K(id, w) \
    "{\"id\":\"" id "\",\"title\":\"t\",\"weight\":" #w ",\"answer\":{\"type\":\"yes_no\"}}"
#define BANDS                                                             \
    "\"bands\":[{\"id\":\"A\",\"from\":0.8},{\"id\":\"B\",\"from\":0.6}," \
    "{\"id\":\"C\",\"from\":0.4},{\"id\":\"D\",\"from\":0}]"
#define TREE(head, p, pw, q, qw)                                                                \
    "{\"banyan\":1,\"id\":\"t\",\"version\":\"1.0.0\",\"title\":\"t\",\"min_coverage\":0," head \
    "\"nodes\":[{\"id\":\"P\"," p "\"weight\":" #pw ",\"criteria\":[" K("a", 2) "," K(          \
        "b", 1) "," K("c", 1) "]},{\"id\":\"Q\"," q "\"weight\":" #qw                           \
                              ",\"criteria\":[" K("d", 1) "," K("e", 3) "]}]}"

static void worked(struct fixture *f, const char *text)
{
    fixture_init(f, text);
    fixture_credit(f, 0, CREDIT_ONE);
    fixture_credit(f, 1, CREDIT_ONE / 2);
    fixture_credit(f, 3, 0);
    f->a.findings[4].outcome = OUTCOME_NOT_APPLICABLE;
    fixture_score(f);
}

static void expect(const struct fixture *f, int node, int64_t coverage, int64_t score, int64_t low,
                   int64_t high)
{
    assert_true(f->a.nodes[node].applicable);
    assert_int_equal(f->a.nodes[node].coverage, coverage);
    assert_int_equal(f->a.nodes[node].score, score);
    assert_int_equal(f->a.nodes[node].low, low);
    assert_int_equal(f->a.nodes[node].high, high);
}

static void arithmetic_root(void **state)
{
    (void)state;
    struct fixture f;
    worked(&f, TREE("", "", 3, "", 1));
    expect(&f, 1, 750000000, 833333333, 625000000, 875000000);
    expect(&f, 2, CREDIT_ONE, 0, 0, 0);
    expect(&f, 0, 812500000, 625000000, 468750000, 656250000);
    assert_int_equal(f.a.contribution[0], 500000000);
    assert_int_equal(f.a.contribution[1], 125000000);
    assert_int_equal(f.a.contribution[3], 0);
    fixture_free(&f);
}

static void missing_zero_counts_blanks_as_nothing(void **state)
{
    (void)state;
    struct fixture f;
    worked(&f, TREE("", "\"missing\":\"zero\",", 3, "", 1));
    expect(&f, 0, 812500000, 468750000, 468750000, 656250000);
    fixture_free(&f);
}

static void a_node_below_its_own_floor_has_no_score(void **state)
{
    (void)state;
    struct fixture f;
    worked(&f, TREE("", "\"min_coverage\":0.8,", 3, "", 1));
    expect(&f, 1, 750000000, SCORE_NONE, 625000000, 875000000);
    expect(&f, 0, 250000000, 0, 0, 750000000);
    fixture_free(&f);
}

static void geometric_without_floor_is_zero_at_one_zero(void **state)
{
    (void)state;
    struct fixture f;
    worked(&f, TREE("\"aggregate\":\"geometric\",\"floor\":0,", "\"aggregate\":\"arithmetic\",", 1,
                    "\"aggregate\":\"arithmetic\",", 1));
    expect(&f, 0, 875000000, 0, 0, 0);
    assert_int_equal(f.a.contribution[0], SCORE_NONE);
    fixture_free(&f);
}

static void minimum_is_the_weakest_link(void **state)
{
    (void)state;
    struct fixture f;
    worked(&f, TREE("\"aggregate\":\"minimum\",", "\"aggregate\":\"arithmetic\",", 3,
                    "\"aggregate\":\"arithmetic\",", 1));
    expect(&f, 0, 812500000, 0, 0, 0);
    fixture_free(&f);
}

static void nothing_assessed_has_no_score_but_a_range(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, TREE(BANDS ",", "", 3, "", 1));
    fixture_score(&f);
    expect(&f, 0, 0, SCORE_NONE, 0, CREDIT_ONE);
    assert_int_equal(f.a.band, -1);
    assert_int_equal(f.a.band_possible, -1);
    assert_false(f.a.has_effect[0]);
    fixture_free(&f);
}

static void nothing_applicable_has_nothing(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, TREE("", "", 3, "", 1));
    for (int i = 0; i < f.c->criterion_count; i++) {
        f.a.findings[i].outcome = OUTCOME_NOT_APPLICABLE;
    }
    fixture_score(&f);
    assert_false(f.a.nodes[0].applicable);
    assert_int_equal(f.a.nodes[0].score, SCORE_NONE);
    fixture_free(&f);
}

static void the_floor_of_coverage_takes_the_score_but_not_the_range(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\"," BANDS
                     ",\"nodes\":[{\"id\":\"P\",\"criteria\":[" K("a", 5) "," K("b", 5) "]}]}");
    fixture_credit(&f, 0, CREDIT_ONE);
    fixture_score(&f);
    expect(&f, 0, 500000000, SCORE_NONE, 500000000, CREDIT_ONE);
    expect(&f, 1, 500000000, CREDIT_ONE, 500000000, CREDIT_ONE);
    assert_int_equal(f.a.band, -1);
    fixture_free(&f);
}

/* INFORM 2020, Bangladesh: 7.6 from 8.2 and 6.9; 6.0 from 7.6, 5.7 and 5.1. */
static void inform_2020_bangladesh(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(
        &f,
        "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"direction\":\"risk\","
        "\"aggregate\":\"geometric\",\"floor\":0,\"round\":{\"decimals\":1,\"scale\":10},"
        "\"criteria\":[" K("v", 1) "," K(
            "l", 1) "],"
                    "\"nodes\":[{\"id\":\"H\",\"aggregate\":\"inverted_geometric\",\"floor\":0.1,"
                    "\"criteria\":[" K("n", 1) "," K("m", 1) "]}]}");
    fixture_credit(&f, 0, 570000000);
    fixture_credit(&f, 1, 510000000);
    fixture_credit(&f, 2, 820000000);
    fixture_credit(&f, 3, 690000000);
    fixture_score(&f);
    assert_int_equal(f.a.nodes[1].score, 760000000);
    assert_int_equal(f.a.nodes[0].score, 600000000);
    fixture_free(&f);
}

#define CRITICAL                                                                                  \
    "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"min_coverage\":0," BANDS      \
    ",\"criteria\":[{\"id\":\"a\",\"title\":\"t\",\"weight\":1,\"answer\":{\"type\":\"yes_no\"}," \
    "\"critical\":{\"below\":0.5,\"cap\":\"D\"}}," K("b", 9) "]}"

static void a_critical_criterion_caps_both_bands(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, CRITICAL);
    fixture_credit(&f, 0, 499999999);
    fixture_credit(&f, 1, CREDIT_ONE);
    fixture_score(&f);
    assert_int_equal(f.a.band, 3);
    assert_int_equal(f.a.band_possible, 3);
    fixture_credit(&f, 0, 500000000);
    fixture_score(&f);
    assert_int_equal(f.a.band, 0);
    fixture_free(&f);
}

static void an_open_critical_criterion_caps_the_band_only(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, CRITICAL);
    fixture_credit(&f, 1, CREDIT_ONE);
    fixture_score(&f);
    assert_int_equal(f.a.band, 3);
    assert_int_equal(f.a.band_possible, 0);
    f.a.findings[0].outcome = OUTCOME_NOT_APPLICABLE;
    fixture_score(&f);
    assert_int_equal(f.a.band, 0);
    fixture_free(&f);
}

static void for_risk_the_band_follows_the_high_end(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f,
                 "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"min_coverage\":0,"
                 "\"direction\":\"risk\",\"bands\":[{\"id\":\"low\",\"to\":0.3},"
                 "{\"id\":\"high\",\"to\":1}],\"criteria\":[" K("a", 1) "," K("b", 1) "]}");
    fixture_credit(&f, 0, 100000000);
    fixture_score(&f);
    assert_int_equal(f.a.nodes[0].high, 550000000);
    assert_int_equal(f.a.band, 1);
    assert_int_equal(f.a.band_possible, 0);
    fixture_free(&f);
}

static void round_null_is_for_a_nodes_own_value_only(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f,
                 "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\","
                 "\"round\":{\"decimals\":1,\"scale\":10},\"nodes\":[{\"id\":\"X\",\"round\":null,"
                 "\"criteria\":[" K("a", 1) "," K("b", 1) "," K("c", 1) "],"
                                                                        "\"nodes\":[]}]}");
    assert_false(f.c->nodes[1].round.on);
    assert_true(f.c->nodes[1].round_below.on);
    fixture_credit(&f, 0, 100000000);
    fixture_credit(&f, 1, 100000000);
    fixture_credit(&f, 2, 0);
    fixture_score(&f);
    assert_int_equal(f.a.nodes[1].score, 66666667);
    assert_int_equal(f.a.nodes[0].score, 70000000);
    assert_int_equal(f.a.contribution[0], SCORE_NONE);
    fixture_free(&f);
}

static void ties_of_contributions_go_to_the_earlier_child(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f,
                 "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"criteria\":[" K(
                     "a", 1) "," K("b", 1) "," K("c", 1) "]}");
    for (int i = 0; i < 3; i++) {
        fixture_credit(&f, i, 333333334);
    }
    fixture_score(&f);
    assert_int_equal(f.a.nodes[0].score, 333333334);
    assert_int_equal(f.a.contribution[0], 111111112);
    assert_int_equal(f.a.contribution[1], 111111111);
    assert_int_equal(f.a.contribution[2], 111111111);
    fixture_free(&f);
}

/* The same in 64 bits and in more. */
static void a_ratio_is_rounded_half_up_however_large(void **state)
{
    (void)state;
    static const int64_t weights[] = {
        1, 2, 3, 7, 1000, 4611686017, 4611686018, 4611686019, 1000000000000};
    static const int64_t values[] = {
        0, 1, 2, CREDIT_ONE / 3, CREDIT_ONE / 2, CREDIT_ONE - 1, CREDIT_ONE};
    for (size_t w = 0; w < sizeof weights / sizeof *weights; w++) {
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            __int128 sum = (__int128)weights[w] * values[v];
            int64_t half = weights[w] / 2, up = weights[w] - half;
            assert_int_equal(aggregate_ratio(sum, weights[w]), values[v]);
            if (values[v] < CREDIT_ONE) {
                assert_int_equal(aggregate_ratio(sum + up, weights[w]), values[v] + 1);
            }
            assert_int_equal(aggregate_ratio(sum + (weights[w] - 1) / 2, weights[w]), values[v]);
        }
    }
}

/* Where nothing is rounded, what a node is of its children is their mean. */
static void an_arithmetic_node_is_the_mean_of_its_children(void **state)
{
    (void)state;
    const struct node node = {.aggregate = AGG_ARITHMETIC};
    const struct weighted children[] = {{1, CREDIT_ONE}, {2, 0}, {4, CREDIT_ONE / 2}};
    assert_int_equal(aggregate_values(&node, children, 3), aggregate_mean(children, 3));
    assert_int_equal(aggregate_values(&node, children, 3), 428571429);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_root),
        cmocka_unit_test(an_arithmetic_node_is_the_mean_of_its_children),
        cmocka_unit_test(a_ratio_is_rounded_half_up_however_large),
        cmocka_unit_test(missing_zero_counts_blanks_as_nothing),
        cmocka_unit_test(a_node_below_its_own_floor_has_no_score),
        cmocka_unit_test(geometric_without_floor_is_zero_at_one_zero),
        cmocka_unit_test(minimum_is_the_weakest_link),
        cmocka_unit_test(nothing_assessed_has_no_score_but_a_range),
        cmocka_unit_test(nothing_applicable_has_nothing),
        cmocka_unit_test(the_floor_of_coverage_takes_the_score_but_not_the_range),
        cmocka_unit_test(inform_2020_bangladesh),
        cmocka_unit_test(a_critical_criterion_caps_both_bands),
        cmocka_unit_test(an_open_critical_criterion_caps_the_band_only),
        cmocka_unit_test(for_risk_the_band_follows_the_high_end),
        cmocka_unit_test(round_null_is_for_a_nodes_own_value_only),
        cmocka_unit_test(ties_of_contributions_go_to_the_earlier_child),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
