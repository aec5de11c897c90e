/* What holds for every tree: checked over random ones (fixed seed, so that a failure repeats). */
#include "score_fixture.h"

enum { TREES = 400, CHANGES = 12 };

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static int below(uint64_t *seed, int limit)
{
    return (int)(next_random(seed) % (uint64_t)limit);
}

static void write_criteria(struct buf *out, uint64_t *seed, int *ids, int count)
{
    buf_puts(out, "\"criteria\":[");
    for (int i = 0; i < count; i++) {
        buf_printf(out, "%s{\"id\":\"k%d\",\"title\":\"t\",\"weight\":%d,", i == 0 ? "" : ",",
                   (*ids)++, 1 + below(seed, 9));
        if (below(seed, 8) == 0) {
            buf_puts(out, "\"critical\":{\"below\":0.5,\"cap\":\"C\"},");
        }
        buf_puts(out, "\"answer\":{\"type\":\"yes_no\"}}");
    }
    buf_puts(out, "]");
}

static void write_method(struct buf *out, uint64_t *seed)
{
    static const char *const aggregates[] = {"arithmetic", "geometric", "harmonic", "minimum",
                                             "inverted_geometric"};
    static const char *const missings[] = {"range", "skip", "zero"};
    if (below(seed, 3) == 0) {
        buf_printf(out, "\"aggregate\":\"%s\",", aggregates[below(seed, 5)]);
    }
    if (below(seed, 4) == 0) {
        buf_printf(out, "\"missing\":\"%s\",", missings[below(seed, 3)]);
    }
    if (below(seed, 4) == 0) {
        buf_printf(out, "\"floor\":0.%d,", below(seed, 5));
    }
    if (below(seed, 5) == 0) {
        buf_printf(out, "\"min_coverage\":0.%d,", below(seed, 9));
    }
    if (below(seed, 8) == 0) {
        buf_puts(out, "\"round\":{\"decimals\":1,\"scale\":10},");
    }
}

static void write_nodes(struct buf *out, uint64_t *seed, int *ids, int depth)
{
    int count = 1 + below(seed, 3);
    buf_puts(out, "\"nodes\":[");
    for (int i = 0; i < count; i++) {
        buf_printf(out, "%s{\"id\":\"n%d\",\"weight\":%d,", i == 0 ? "" : ",", (*ids)++,
                   1 + below(seed, 9));
        write_method(out, seed);
        write_criteria(out, seed, ids, 1 + below(seed, 4));
        if (depth < 3 && below(seed, 2) == 0) {
            buf_puts(out, ",");
            write_nodes(out, seed, ids, depth + 1);
        }
        buf_puts(out, "}");
    }
    buf_puts(out, "]");
}

static void random_tree(struct fixture *f, uint64_t *seed)
{
    struct buf text = BUF_INIT;
    int ids = 0;
    buf_puts(&text, "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\","
                    "\"bands\":[{\"id\":\"A\",\"from\":0.8},{\"id\":\"B\",\"from\":0.6},"
                    "{\"id\":\"C\",\"from\":0.4},{\"id\":\"D\",\"from\":0}],");
    write_method(&text, seed);
    write_nodes(&text, seed, &ids, 0);
    buf_puts(&text, "}");
    fixture_init(f, buf_text(&text));
    buf_free(&text);
    for (int i = 0; i < f->c->criterion_count; i++) {
        switch (below(seed, 8)) {
        case 0:
            f->a.findings[i].outcome = OUTCOME_NOT_APPLICABLE;
            break;
        case 1:
            f->a.findings[i].outcome = OUTCOME_UNKNOWN;
            break;
        case 2:
            f->a.findings[i].outcome = OUTCOME_ERROR;
            break;
        case 3:
            break;
        default:
            fixture_credit(
                f, i, below(seed, 5) == 0 ? CREDIT_ONE * below(seed, 2) : below(seed, 1000000001));
        }
    }
    fixture_score(f);
}

static void the_score_lies_between_low_and_high(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int t = 0; t < TREES; t++) {
        struct fixture f;
        random_tree(&f, &seed);
        for (int n = 0; n < f.c->node_count; n++) {
            const struct node_result *r = &f.a.nodes[n];
            if (r->applicable) {
                assert_true(r->low >= 0 && r->low <= r->high && r->high <= CREDIT_ONE);
                assert_true(r->coverage >= 0 && r->coverage <= CREDIT_ONE);
            }
            if (r->score != SCORE_NONE) {
                assert_true(r->low <= r->score && r->score <= r->high);
            }
        }
        fixture_free(&f);
    }
}

static void a_better_credit_never_lowers_anything(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int t = 0; t < TREES; t++) {
        struct fixture f;
        random_tree(&f, &seed);
        for (int i = 0; i < CHANGES; i++) {
            int k = below(&seed, f.c->criterion_count);
            int64_t room = CREDIT_ONE - f.a.findings[k].credit;
            if (f.a.findings[k].outcome != OUTCOME_SCORED || room == 0) {
                continue;
            }
            struct node_result before = f.a.nodes[0];
            int band = f.a.band;
            f.a.findings[k].credit += 1 + below(&seed, (int)room);
            fixture_score(&f);
            assert_true(f.a.nodes[0].score >= before.score);
            assert_true(f.a.nodes[0].low >= before.low && f.a.nodes[0].high >= before.high);
            assert_true(f.a.band <= band);
        }
        fixture_free(&f);
    }
}

static void contributions_sum_to_the_score(void **state)
{
    (void)state;
    uint64_t seed = 3;
    int additive = 0;
    for (int t = 0; t < TREES; t++) {
        struct fixture f;
        random_tree(&f, &seed);
        int64_t sum = 0;
        for (int i = 0; i < f.c->criterion_count; i++) {
            sum += f.a.contribution[i] == SCORE_NONE ? 0 : f.a.contribution[i];
        }
        if (f.a.contribution[0] != SCORE_NONE) {
            assert_int_equal(sum, f.a.nodes[0].score);
            additive++;
        }
        fixture_free(&f);
    }
    assert_true(additive > TREES / 20); /* the property was met with, not passed by */
}

static void a_blank_never_helps_the_band(void **state)
{
    (void)state;
    uint64_t seed = 4;
    for (int t = 0; t < TREES; t++) {
        struct fixture f;
        random_tree(&f, &seed);
        for (int i = 0; i < CHANGES; i++) {
            int k = below(&seed, f.c->criterion_count);
            if (f.a.findings[k].outcome != OUTCOME_SCORED) {
                continue;
            }
            int64_t low = f.a.nodes[0].low;
            int band = f.a.band;
            f.a.findings[k].outcome = OUTCOME_NOT_ASSESSED;
            fixture_score(&f);
            assert_true(f.a.nodes[0].low <= low);
            assert_true(f.a.band == -1 || f.a.band >= band);
        }
        fixture_free(&f);
    }
}

static void an_effect_is_the_score_without_the_criterion(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int t = 0; t < TREES; t++) {
        struct fixture f;
        random_tree(&f, &seed);
        struct assessment before = f.a;
        for (int k = 0; k < f.c->criterion_count; k++) {
            struct finding saved = f.a.findings[k];
            f.a.findings[k].outcome = OUTCOME_NOT_APPLICABLE;
            fixture_score(&f);
            bool defined = before.nodes[0].score != SCORE_NONE && f.a.nodes[0].score != SCORE_NONE;
            assert_int_equal(before.has_effect[k], defined);
            if (defined) {
                assert_int_equal(before.effect[k], before.nodes[0].score - f.a.nodes[0].score);
            }
            f.a.findings[k] = saved;
        }
        fixture_free(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_score_lies_between_low_and_high),
        cmocka_unit_test(a_better_credit_never_lowers_anything),
        cmocka_unit_test(contributions_sum_to_the_score),
        cmocka_unit_test(a_blank_never_helps_the_band),
        cmocka_unit_test(an_effect_is_the_score_without_the_criterion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
