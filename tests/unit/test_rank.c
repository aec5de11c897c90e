/* Ranks with their uncertainty: tiny cases whose answer is known, and what must hold in every case. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compare/random.h"
#include "compare/rank_internal.h"
#include "model/math.h"
#include "rank_fixture.h"
#include "score_fixture.h"

static void simulate(struct world *w, struct rank_settings s)
{
    struct err e = {0};
    world_finish(w);
    if (rank_simulate(&w->c, &s, &e) != 0) {
        fail_msg("%s", e.text);
    }
}

static void set(struct world *w, int group, double a, double b)
{
    for (int i = 0; i < w->rows_each; i++) {
        int32_t *credits = world_credits(w, group, i);
        for (int k = 0; k < w->core.criterion_count; k++) {
            double x = k < w->core.criterion_count / 2 ? a : b;
            credits[k] = x < 0 ? (int32_t)x : (int32_t)(x * 1e9 + 0.5);
        }
    }
}

static double ahead(const struct world *w, int a, int b)
{
    const struct compare_pair *pair = rank_pair(&w->c, a, b);
    assert_non_null(pair);
    return pair->a == a ? pair->ahead : 1 - pair->ahead;
}

/* ---- what must hold ---- */

static void weights_never_overtake_who_is_better_in_all(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 4, 5, 3, 5);
    struct random r;
    random_start(&r, 1, 0, 0);
    for (int i = 0; i < 5;
         i++) { /* the second as the first and more, the third has much less of all */
        for (int k = 0; k < 20; k++) {
            int32_t credit = (int32_t)(random_below(&r, 3) * 300000000 + 100000000);
            world_credits(&w, 0, i)[k] = credit;
            world_credits(&w, 1, i)[k] = credit + (k == i ? 1000000 : 0);
            world_credits(&w, 2, i)[k] = credit / 2;
        }
    }
    struct rank_settings s = world_only(SOURCE_WEIGHTS);
    s.spread = 1;
    simulate(&w, s);
    assert_true(ahead(&w, 1, 0) == 1 && ahead(&w, 0, 2) == 1 && ahead(&w, 1, 2) == 1);
    assert_true(rank_pair(&w.c, 0, 1)->apart && rank_pair(&w.c, 1, 0) == rank_pair(&w.c, 0, 1));
    assert_true(w.c.groups[1].rank.low == 1 && w.c.groups[1].rank.high == 1);
    s.on[SOURCE_AGGREGATE] = true; /* each way is monotone */
    simulate(&w, s);
    assert_true(ahead(&w, 1, 0) == 1 && ahead(&w, 0, 2) == 1);
    world_free(&w);
}

static void equal_groups_are_level(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 2, 4, 2, 6);
    for (int g = 0; g < 2; g++) {
        for (int i = 0; i < 6; i++) {
            for (int k = 0; k < 8; k++) {
                world_credits(&w, g, i)[k] = (i + k) % 4 == 3 ? CREDIT_OPEN
                                                              : (i * k) % 4 * 250000000;
            }
        }
    }
    simulate(&w, world_only(SOURCE_WEIGHTS));
    assert_true(ahead(&w, 0, 1) == 0.5);
    assert_true(w.c.groups[0].rank.median == 1.5 && w.c.groups[1].rank.high == 1.5);
    struct rank_settings all = RANK_SETTINGS_INIT;
    simulate(&w, all);
    assert_true(fabs(ahead(&w, 0, 1) - 0.5) < 5 * 0.005);
    assert_false(rank_pair(&w.c, 0, 1)->apart);
    assert_true(w.c.groups[0].rank.low == 1 && w.c.groups[0].rank.high == 2);
    world_free(&w);
}

static void fill_at_random(struct world *w)
{
    struct random r;
    random_start(&r, 5, 0, 0);
    for (size_t i = 0; i < w->table.count; i++) {
        int32_t *credits = (int32_t *)(uintptr_t)w->table.rows[i].credits;
        for (int k = 0; k < w->core.criterion_count; k++) {
            uint64_t die = random_below(&r, 10);
            credits[k] = die == 0   ? CREDIT_OPEN
                         : die == 1 ? CREDIT_APART
                                    : (int32_t)(random_below(&r, 4) * CREDIT_ONE / 3);
        }
    }
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    struct world one, many;
    struct rank_settings s = RANK_SETTINGS_INIT;
    s.draws = 3000; /* the last block is not full */
    world_init(&one, 3, 5, 9, 7);
    fill_at_random(&one);
    simulate(&one, s);
    for (s.jobs = 2; s.jobs <= 8; s.jobs++) {
        world_init(&many, 3, 5, 9, 7);
        fill_at_random(&many);
        simulate(&many, s);
        assert_int_equal(one.c.pair_count, many.c.pair_count);
        for (size_t i = 0; i < one.c.pair_count; i++) {
            assert_memory_equal(&one.c.pairs[i].ahead, &many.c.pairs[i].ahead, sizeof(double));
        }
        assert_memory_equal(one.c.sources, many.c.sources, sizeof one.c.sources);
        for (size_t g = 0; g < one.c.group_count; g++) {
            assert_true(one.c.groups[g].rank.median == many.c.groups[g].rank.median &&
                        one.c.groups[g].rank.low == many.c.groups[g].rank.low &&
                        one.c.groups[g].rank.high == many.c.groups[g].rank.high);
        }
        world_free(&many);
    }
    double before = one.c.pairs[0].ahead + one.c.pairs[1].ahead;
    s.seed = 2;
    simulate(&one, s);
    assert_true(one.c.seed == 2 && one.c.draws == 3000 && one.c.settings.seed == 2);
    assert_true(one.c.pairs[0].ahead + one.c.pairs[1].ahead != before);
    world_free(&one);
}

static void few_or_half_empty_forms_have_no_rank(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 0, 4, 4, 5);
    set(&w, 0, 1, 1);
    set(&w, 1, 0.5, 0.5);
    set(&w, 2, 0.25, 0.25);
    set(&w, 3, 0.1, CREDIT_OPEN); /* half of the answers */
    w.c.groups[1].rows = 4;
    struct rank_settings s = RANK_SETTINGS_INIT;
    simulate(&w, s);
    assert_true(w.c.groups[0].rank.ranked && w.c.groups[2].rank.ranked);
    assert_false(w.c.groups[1].rank.ranked || w.c.groups[3].rank.ranked);
    assert_true(isnan(w.c.groups[1].rank.median));
    assert_int_equal(w.c.pair_count, 1);
    assert_true(w.c.pairs[0].a == 0 && w.c.pairs[0].b == 2);
    assert_null(rank_pair(&w.c, 0, 1));
    assert_true(w.c.groups[2].rank.high == 2); /* of two, not of four */
    s.draws = 0;
    simulate(&w, s);
    assert_true(w.c.draws == 0 && w.c.pair_count == 0 && w.c.groups[0].rank.ranked);
    struct err e = {0};
    s.draws = 10;
    assert_int_equal(rank_simulate(&w.c, &s, &e), ERR_USAGE);
    s.draws = 1000;
    s.slip = 2;
    assert_int_equal(rank_simulate(&w.c, &s, &e), ERR_USAGE);
    world_free(&w);
}

static void with_risk_the_least_is_first(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 0, 4, 2, 5);
    set(&w, 0, 0.9, 0.9);
    set(&w, 1, 0.2, 0.2);
    w.core.risk = true;
    simulate(&w, world_only(SOURCE_WEIGHTS));
    assert_true(ahead(&w, 1, 0) == 1 && w.c.groups[1].rank.median == 1 &&
                w.c.groups[0].rank.median == 2);
    world_free(&w);
}

/* ---- sources, one by one ---- */

static void open_answers_move_between_nothing_and_all(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 0, 10, 2, 5);
    for (int i = 0; i < 5;
         i++) { /* 6 of 10 met, 4 open: 0.6 to 1; beside 0.7: 3 in 4 draws above */
        for (int k = 0; k < 10; k++) {
            world_credits(&w, 0, i)[k] = k < 6 ? 1000000000 : CREDIT_OPEN;
            world_credits(&w, 1, i)[k] = 700000000;
        }
    }
    struct rank_settings s = world_only(SOURCE_MISSING);
    simulate(&w, s);
    assert_true(fabs(ahead(&w, 0, 1) - 0.75) < 5 * 0.0044);
    assert_true(w.c.sources[SOURCE_MISSING].on && w.c.sources[SOURCE_MISSING].first > 0.9 &&
                w.c.sources[SOURCE_MISSING].total > 0.9);
    assert_true(!w.c.sources[SOURCE_WEIGHTS].on && isnan(w.c.sources[SOURCE_WEIGHTS].total));
    /* Each answer by itself: 20 numbers level out, and the doubt is gone that nobody has reason to lose. */
    s.open = OPEN_BY_ANSWER;
    simulate(&w, s);
    assert_true(ahead(&w, 0, 1) > 0.999);
    s.open = OPEN_BY_ROW;
    simulate(&w, s);
    assert_true(ahead(&w, 0, 1) > 0.9 && ahead(&w, 0, 1) < 1);
    /* Not a source: left out, as the score does. */
    simulate(&w, world_only(SOURCE_WEIGHTS));
    assert_true(ahead(&w, 0, 1) == 1);
    world_free(&w);
}

static void ways_to_put_nodes_together_take_turns(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 2, 3, 2, 5);
    set(&w, 0, 1, 0); /* 0.5 where one node makes up for the other */
    set(&w, 1, 0.45, 0.45);
    simulate(&w, world_only(SOURCE_AGGREGATE));
    assert_true(fabs(ahead(&w, 0, 1) - 1.0 / 3) < 0.007); /* two blocks of 157 */
    assert_true(w.c.sources[SOURCE_AGGREGATE].total > 0.9);
    w.core.nodes[0].aggregate =
        AGG_GEOMETRIC; /* its own: with arithmetic and harmonic three, too */
    simulate(&w, world_only(SOURCE_AGGREGATE));
    assert_true(fabs(ahead(&w, 0, 1) - 1.0 / 3) < 0.007);
    world_free(&w);
}

/* Draws of the mean of one group, by the parts themselves. */
static int means_of(struct world *w, struct rank_settings s, double *out, int blocks)
{
    struct rank_model m;
    struct arena arena = ARENA_INIT;
    world_finish(w);
    w->c.groups[0].rank.ranked = true;
    assert_int_equal(rank_model_build(&arena, &w->c, &s, &m), 0);
    struct rank_scratch *scratch = rank_scratch_new(&m);
    assert_non_null(scratch);
    for (int b = 0; b < blocks; b++) {
        int32_t scores[LANES];
        rank_block(&m, scratch, (uint64_t)b, 0, scores, NULL);
        for (int i = 0; i < LANES; i++) {
            out[b * LANES + i] = scores[i] / 1e9;
        }
    }
    rank_scratch_free(scratch);
    arena_free(&arena);
    return blocks * LANES;
}

static double mean_of(const double *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum / n;
}

static double variance_of(const double *x, int n)
{
    double mean = mean_of(x, n), sum = 0;
    for (int i = 0; i < n; i++) {
        sum += (x[i] - mean) * (x[i] - mean);
    }
    return sum / n;
}

enum { BLOCKS = 625 };
static double drawn[BLOCKS * LANES];

static void the_sample_spreads_as_student_t_says(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 0, 2, 1, 10);
    double x[10], sum = 0;
    for (int i = 0; i < 10; i++) {
        int32_t *credits = world_credits(&w, 0, i);
        credits[0] = credits[1] = (i * 7 + i * i) % 11 * 90000000;
        x[i] = credits[0] / 1e9;
        sum += x[i];
    }
    double error = variance_of(x, 10) / 9; /* squared standard error: with n - 1, by n */
    int n = means_of(&w, world_only(SOURCE_SAMPLE), drawn, BLOCKS);
    assert_true(fabs(mean_of(drawn, n) - sum / 10) < 5 * sqrt(error * 9 / 7 / n));
    assert_true(fabs(variance_of(drawn, n) / (error * 9 / 7) - 1) < 0.04);
    w.c.groups[0].of = 20; /* half of all were seen */
    n = means_of(&w, world_only(SOURCE_SAMPLE), drawn, BLOCKS);
    assert_true(fabs(variance_of(drawn, n) / (error * 9 / 14) - 1) < 0.04);
    w.c.groups[0].of = 10; /* all */
    n = means_of(&w, world_only(SOURCE_SAMPLE), drawn, BLOCKS);
    assert_true(variance_of(drawn, n) < 1e-18);
    world_free(&w);
}

static void weights_vary_about_those_of_the_checklist(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 0, 8, 1, 1);
    for (int k = 1; k < 8; k++) {
        w.core.criteria[k].demand.weight = 2; /* the first: 1 of 15 */
    }
    world_credits(&w, 0, 0)[0] = 1000000000;
    int n = means_of(&w, world_only(SOURCE_WEIGHTS), drawn, BLOCKS);
    double p = 1.0 / 15, parameters = 8 / (0.25 * 0.25); /* Dirichlet: p (1 - p) / (sum + 1) */
    double variance = p * (1 - p) / (parameters + 1);
    assert_true(fabs(mean_of(drawn, n) - p) < 5 * sqrt(variance / n));
    assert_true(fabs(variance_of(drawn, n) / variance - 1) < 0.05);
    /* What does not apply leaves the others their proportions. */
    for (int k = 1; k < 7; k++) {
        world_credits(&w, 0, 0)[k] = CREDIT_APART;
    }
    n = means_of(&w, world_only(SOURCE_WEIGHTS), drawn, BLOCKS);
    assert_true(fabs(mean_of(drawn, n) - 1.0 / 3) < 0.005);
    world_free(&w);
}

static void rows_keep_what_applies_to_each(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 2, 2, 1, 3);
    static const double credits[3][4] = {{1, 0, 0.5, 0.5}, {1, -2, 0, -2}, {-2, -2, 0.8, 0.6}};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 4; k++) {
            double x = credits[i][k];
            world_credits(&w, 0, i)[k] = x < 0 ? CREDIT_APART : (int32_t)(x * 1e9 + 0.5);
        }
    }
    int n = means_of(&w, world_only(SOURCE_COUNT), drawn, 1);
    assert_true(fabs(mean_of(drawn, n) - (0.5 + 0.5 + 0.7) / 3) < 1e-9);
    assert_true(variance_of(drawn, n) < 1e-18);
    world_free(&w);
}

static void raters_are_a_level_off_now_and_then(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 0, 12, 1, 1);
    for (int k = 0; k < 12; k++) {
        world_credits(&w, 0, 0)[k] = 333333333;
    }
    struct rank_settings s = world_only(SOURCE_RATER);
    int n = means_of(&w, s, drawn, BLOCKS), up = 0;
    double shift = 0;
    for (int i = 0; i < n; i++) {
        up += drawn[i] > 0.3334;
        shift += fabs(drawn[i] - 1.0 / 3) / n;
    }
    assert_true(fabs(mean_of(drawn, n) - 1.0 / 3) < 0.002);
    assert_true(fabs(shift - 0.125 / 3) <
                0.001); /* one in eight, a third of the scale, one way a draw */
    assert_true(fabs(up / (double)n - 0.5 * (1 - pow(0.875, 12))) < 0.012);
    for (int k = 0; k < 12; k++) { /* nothing is above the highest level */
        world_credits(&w, 0, 0)[k] = 1000000000;
    }
    n = means_of(&w, s, drawn, BLOCKS);
    assert_true(fabs(mean_of(drawn, n) - (1 - 0.125 / 6)) < 0.001);
    for (int k = 0; k < 12; k++) { /* nobody judges what is computed */
        w.core.criteria[k].demand.answer.type = ANSWER_NONE;
    }
    n = means_of(&w, s, drawn, BLOCKS);
    assert_true(variance_of(drawn, n) < 1e-18 && mean_of(drawn, n) == 1);
    world_free(&w);
}

/* ---- the same as the engine ---- */

#define QUESTION(id) "{\"id\":\"" id "\",\"title\":\"T\",\"question\":\"Q\",\"weight\":"
#define LEVELS                                                        \
    ",\"answer\":{\"type\":\"level\",\"max\":4},\"rule\":\"standard/" \
    "level\",\"source\":[{\"title\":\"S\",\"status\":\"drafted\"}]}"
#define CHECKLIST(rest)                                                                          \
    "{\"banyan\":1,\"id\":\"c\",\"version\":\"1.0.0\",\"title\":\"C\",\"language\":\"en\"," rest \
    "\"nodes\":["                                                                                \
    "{\"id\":\"A\",\"title\":\"A\",\"weight\":3,\"aggregate\":\"harmonic\",\"criteria\":"        \
    "[" QUESTION("A1") "2" LEVELS "," QUESTION("A2") "1" LEVELS "," QUESTION(                    \
        "A3") "1" LEVELS "]},"                                                                   \
              "{\"id\":\"B\",\"title\":\"B\",\"weight\":1,\"missing\":\"zero\",\"criteria\":"    \
              "[" QUESTION("B1") "1" LEVELS "," QUESTION(                                        \
                  "B2") "5" LEVELS "],"                                                          \
                        "\"nodes\":[{\"id\":\"D\",\"title\":\"D\",\"weight\":2,\"aggregate\":"   \
                        "\"minimum\",\"criteria\":[" QUESTION("D1") "1" LEVELS "," QUESTION(     \
                            "D2") "1" LEVELS "]}]},"                                             \
                                  "{\"id\":\"E\",\"title\":\"E\",\"weight\":2,\"aggregate\":"    \
                                  "\"inverted_geometric\",\"floor\":0.1,"                        \
                                  "\"min_coverage\":0.5,\"criteria\":[" QUESTION(                \
                                      "E1") "1" LEVELS "," QUESTION("E2") "4" LEVELS "]}]}"

/* One row of the table from findings at random. */
static void engine_row(struct fixture *f, struct random *r, struct table_row *row, int32_t *credits)
{
    for (int k = 0; k < f->c->criterion_count; k++) {
        uint64_t die = random_below(r, 8);
        f->a.findings[k] = (struct finding){.outcome = OUTCOME_NOT_ASSESSED, .template_text = "no"};
        credits[k] = CREDIT_OPEN;
        if (die == 0) {
            f->a.findings[k].outcome = OUTCOME_NOT_APPLICABLE;
            credits[k] = CREDIT_APART;
        } else if (die > 2) {
            credits[k] = (int32_t)random_below(r, 5) * 250000000;
            fixture_credit(f, k, credits[k]);
        }
    }
    fixture_score(f);
    row->credits = credits;
    row->nodes = f->a.nodes;
}

static void held_against_the_engine(const char *text)
{
    struct fixture f;
    struct random r;
    int32_t credits[16];
    struct table_row row = {0};
    size_t member = 0;
    struct compare_stat stat = {0};
    struct compare_group group = {.rows = 1, .members = &member, .stats = &stat};
    fixture_init(&f, text);
    struct table table = {.core = f.c, .rows = &row, .count = 1};
    struct comparison c = {.table = &table, .core = f.c, .groups = &group, .group_count = 1};
    random_start(&r, 11, 0, 0);
    int scored = 0, ranges = 0, slips = 0;
    for (int round = 0; round < 400; round++) {
        struct arena arena = ARENA_INIT;
        struct rank_model m;
        struct rank_settings s = world_only(SOURCE_COUNT); /* nothing is unknown */
        s.on[SOURCE_MISSING] = round % 2 == 1;
        s.open = (enum rank_open)(round / 2 % 3);
        s.on[SOURCE_RATER] = round % 8 >= 6; /* then all that is sure is 0 to 1, and a change */
        engine_row(&f, &r, &row, credits);
        group.rank.ranked = true;
        assert_int_equal(rank_model_build(&arena, &c, &s, &m), 0);
        const struct node_result *root = &row.nodes[0];
        bool part = root->applicable && (s.on[SOURCE_MISSING] || root->score != SCORE_NONE);
        assert_int_equal(m.groups[0].count, part);
        int32_t drawn_scores[LANES];
        struct rank_scratch *scratch = rank_scratch_new(&m);
        if (part) {
            rank_block(&m, scratch, 0, 0, drawn_scores, NULL);
        }
        for (int i = 0; part && i < LANES; i++) {
            int64_t low = s.on[SOURCE_MISSING] ? root->low : root->score;
            int64_t high = s.on[SOURCE_MISSING] ? root->high : root->score;
            if (s.on[SOURCE_RATER]) {
                assert_in_range(drawn_scores[i], 0, CREDIT_ONE);
                slips += drawn_scores[i] < low - 4 || drawn_scores[i] > high + 4;
            } else {
                assert_in_range(drawn_scores[i] + 10, low + 6, high + 14);
            }
        }
        scored += part && !s.on[SOURCE_MISSING];
        ranges += part && s.on[SOURCE_MISSING] && root->high > root->low;
        rank_scratch_free(scratch);
        arena_free(&arena);
    }
    assert_true(scored > 50 && ranges > 50 && slips > 50);
    fixture_free(&f);
}

static void without_doubt_a_draw_is_the_score(void **state)
{
    (void)state;
    held_against_the_engine(CHECKLIST("\"min_coverage\":0.3,"));
    held_against_the_engine(CHECKLIST("\"aggregate\":\"geometric\","));
    held_against_the_engine(
        CHECKLIST("\"aggregate\":\"geometric\",\"floor\":0,\"missing\":\"skip\","));
    held_against_the_engine(CHECKLIST("\"missing\":\"zero\","));
    held_against_the_engine(CHECKLIST("\"round\":{\"decimals\":1,\"scale\":10},"));
}

/* ---- shares of the sources ---- */

static void shares_say_which_source_moves_the_ranks(void **state)
{
    (void)state;
    struct world w;
    world_init(&w, 0, 10, 6, 5);
    /* Equal credits all over: weights change nothing; what is open does. */
    for (int g = 0; g < 6; g++) {
        for (int i = 0; i < 5; i++) {
            for (int k = 0; k < 10; k++) {
                world_credits(&w, g, i)[k] = k < 4 ? CREDIT_OPEN : 500000000 + g;
            }
        }
    }
    struct rank_settings s = world_only(SOURCE_MISSING);
    s.on[SOURCE_RATER] = true; /* little, beside 40 in 100 open */
    s.on[SOURCE_SAMPLE] = true;
    s.base = 4096;
    simulate(&w, s);
    const struct compare_source *of = w.c.sources;
    assert_true(of[SOURCE_MISSING].first > 0.85 && of[SOURCE_MISSING].total > 0.9);
    assert_true(of[SOURCE_RATER].first < 0.05 && of[SOURCE_RATER].total > 0 &&
                of[SOURCE_RATER].total < 0.15);
    assert_true(of[SOURCE_SAMPLE].first < 0.05 && of[SOURCE_SAMPLE].total < 0.1); /* of slips */
    s.base = 0;
    simulate(&w, s);
    assert_true(isnan(w.c.sources[SOURCE_MISSING].first));
    world_free(&w);
}

/* ---- arithmetic on lanes ---- */

static void lanes_agree_with_one_by_one(void **state)
{
    (void)state;
    struct random r;
    random_start(&r, 9, 0, 0);
    double x[LANES], out[LANES];
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < LANES; i++) {
            x[i] = round < 100 ? random_uniform(&r) : 1 + random_uniform(&r) * round;
        }
        lanes_log(x, out);
        for (int i = 0; i < LANES; i++) {
            assert_true(fabs(out[i] - math_log(x[i])) <= 1e-14 * (1 + fabs(out[i])));
            x[i] = -690 * random_uniform(&r) * random_uniform(&r) + 0.5;
        }
        lanes_exp(x, out);
        for (int i = 0; i < LANES; i++) {
            assert_true(fabs(out[i] / math_exp(x[i]) - 1) < 1e-12);
        }
    }
    int32_t whole[LANES];
    x[0] = 0.1234567894;
    x[1] = -0.3333333336;
    x[2] = 1.9999999999;
    x[3] = 7;
    x[4] = -7;
    lanes_billionths(x, whole);
    assert_int_equal(whole[0], 123456789);
    assert_int_equal(whole[1], -333333334);
    assert_true(whole[2] == 2000000000 && whole[3] == 2000000000 && whole[4] == -2000000000);
    x[0] = 0;
    x[1] = 1;
    lanes_log(x, out);
    assert_true(out[0] == -1e6 && out[1] == 0);
    x[0] = -1e6;
    x[1] = 0;
    lanes_exp(x, out);
    assert_true(out[0] == 0 && out[1] == 1);
}

static void duels_are_those_of_every_pair(void **state)
{
    (void)state;
    enum { MOST = 7 };
    struct random r;
    random_start(&r, 10, 0, 0);
    for (int n = 1; n <= MOST; n++) {
        int32_t scores[MOST * LANES], beaten[MOST * LANES] = {0};
        int64_t ahead[MOST * MOST] = {0}, *pair = ahead;
        for (int i = 0; i < n * LANES; i++) {
            scores[i] = (int32_t)random_below(&r, 5) - 2;
        }
        lanes_duel(scores, n, beaten, ahead);
        lanes_duel(scores, n, beaten, NULL);
        for (int a = 0; a < n; a++) {
            for (int b = a + 1; b < n; b++, pair++) {
                for (int i = 0; i < LANES; i++) {
                    int x = scores[a * LANES + i], y = scores[b * LANES + i];
                    int sign = (x > y) - (x < y);
                    *pair -= sign;
                    beaten[a * LANES + i] += 2 * sign;
                    beaten[b * LANES + i] -= 2 * sign;
                }
                assert_int_equal(*pair, 0);
            }
        }
        for (int i = 0; i < n * LANES; i++) {
            assert_int_equal(beaten[i], 0);
        }
    }
}

/* Scores of a block of all groups; the other communities' too, where they are asked for. */
static void block_of(const struct world *w, struct rank_settings s, unsigned mix, int32_t *scores,
                     int32_t *resampled)
{
    struct rank_model m;
    struct arena arena = ARENA_INIT;
    assert_int_equal(rank_model_build(&arena, &w->c, &s, &m), 0);
    struct rank_scratch *scratch = rank_scratch_new(&m);
    assert_non_null(scratch);
    rank_block(&m, scratch, 3, mix, scores, resampled);
    rank_scratch_free(scratch);
    arena_free(&arena);
}

static void other_communities_are_drawn_along(void **state)
{
    (void)state;
    struct world w;
    int32_t scores[4 * LANES], along[4 * LANES], alone[4 * LANES];
    struct rank_settings s = RANK_SETTINGS_INIT;
    s.draws = 1000;
    world_init(&w, 3, 5, 4, 7);
    fill_at_random(&w);
    simulate(&w, s); /* gives the groups their ranks */
    for (unsigned mix = 0; mix < 1u << SOURCE_COUNT; mix++) {
        block_of(&w, s, mix, scores, along);
        block_of(&w, s, mix ^ 1u << SOURCE_SAMPLE, alone, NULL);
        assert_memory_equal(along, alone, sizeof along);
        assert_memory_not_equal(along, scores, sizeof along);
    }
    world_free(&w);
}

/* Which sources change something; each that does not leaves all draws as they are. */
static unsigned moves_of(const struct world *w, struct rank_settings s)
{
    struct rank_model m;
    struct arena arena = ARENA_INIT;
    unsigned moves = 0;
    assert_int_equal(rank_model_build(&arena, &w->c, &s, &m), 0);
    for (int i = 0; i < SOURCE_COUNT; i++) {
        int32_t scores[2 * LANES], mixed[2 * LANES];
        moves |= m.moves[i] ? 1u << i : 0;
        block_of(w, s, 0, scores, NULL);
        block_of(w, s, 1u << i, mixed, NULL);
        assert_int_equal(m.moves[i], memcmp(scores, mixed, sizeof scores) != 0);
    }
    arena_free(&arena);
    return moves;
}

static void a_source_that_changes_nothing_is_known(void **state)
{
    (void)state;
    struct world w;
    struct rank_settings s = RANK_SETTINGS_INIT;
    s.draws = 1000;
    world_init(&w, 3, 5, 2, 7);
    fill_at_random(&w);
    simulate(&w, s);
    unsigned all = (1u << SOURCE_COUNT) - 1;
    assert_int_equal(moves_of(&w, s), all);
    s.spread = 0;
    assert_int_equal(moves_of(&w, s), all & ~(1u << SOURCE_WEIGHTS));
    s.on[SOURCE_AGGREGATE] = false;
    assert_int_equal(moves_of(&w, s),
                     1u << SOURCE_MISSING | 1u << SOURCE_SAMPLE | 1u << SOURCE_RATER);
    for (size_t r = 0; r < w.table.count; r++) {
        int32_t *credits = (int32_t *)(uintptr_t)w.table.rows[r].credits;
        for (int k = 0; k < w.core.criterion_count; k++) {
            credits[k] = credits[k] == CREDIT_OPEN ? 0 : credits[k];
        }
    }
    world_finish(&w);
    assert_int_equal(moves_of(&w, s), 1u << SOURCE_SAMPLE | 1u << SOURCE_RATER);
    for (int k = 0; k < w.core.criterion_count; k++) {
        w.core.criteria[k].demand.answer.type = ANSWER_NONE; /* nobody judges */
    }
    assert_int_equal(moves_of(&w, s), 1u << SOURCE_SAMPLE);
    simulate(&w, s);
    assert_true(w.c.sources[SOURCE_MISSING].total == 0 && w.c.sources[SOURCE_RATER].total == 0);
    assert_true(w.c.sources[SOURCE_SAMPLE].total > 0.9);
    w.c.groups[0].of = w.c.groups[1].of = 7; /* all were assessed */
    assert_int_equal(moves_of(&w, s), 0);
    world_free(&w);
}

struct told {
    uint64_t times, done, all;
};

static void hear(void *context, uint64_t done, uint64_t all)
{
    struct told *t = context;
    assert_true(done > t->done && done <= all);
    *t = (struct told){t->times + 1, done, all};
}

static void draws_by_default_go_with_the_rows(void **state)
{
    (void)state;
    static const struct {
        int rows_each;
        int64_t draws;
        uint64_t
            priced; /* blocks, and for the shares two more of three each: the weights, the second set */
    } cases[] = {{2500, 10000, 157 + 2 * 18},
                 {2501, 4608, 72 + 2 * 8},
                 {5426, 2304, 36 + 2 * 8},
                 {10851, 1536, 24 + 2 * 8}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w;
        struct told told = {0};
        struct rank_settings s = world_only(SOURCE_WEIGHTS);
        world_init(&w, 0, 2, 2, cases[i].rows_each);
        set(&w, 0, 1, 0);
        set(&w, 1, 0, 1);
        s.tell = hear;
        s.context = &told;
        s.jobs = 2;
        simulate(&w, s);
        assert_int_equal(w.c.draws, cases[i].draws);
        assert_int_equal(w.c.settings.draws, cases[i].draws);
        assert_true(told.done == told.all && told.all == cases[i].priced);
        assert_int_equal(told.times, (cases[i].draws + LANES - 1) / LANES);
        assert_int_equal(w.c.settings.base, i == 0 ? 1152 : 512);
        double before = w.c.sources[SOURCE_WEIGHTS].total;
        s.draws = cases[i].draws; /* who asks for as many gets the same */
        told = (struct told){0};
        simulate(&w, s);
        assert_true(w.c.sources[SOURCE_WEIGHTS].total == before);
        world_free(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_never_overtake_who_is_better_in_all),
        cmocka_unit_test(equal_groups_are_level),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(few_or_half_empty_forms_have_no_rank),
        cmocka_unit_test(with_risk_the_least_is_first),
        cmocka_unit_test(open_answers_move_between_nothing_and_all),
        cmocka_unit_test(ways_to_put_nodes_together_take_turns),
        cmocka_unit_test(the_sample_spreads_as_student_t_says),
        cmocka_unit_test(weights_vary_about_those_of_the_checklist),
        cmocka_unit_test(rows_keep_what_applies_to_each),
        cmocka_unit_test(raters_are_a_level_off_now_and_then),
        cmocka_unit_test(without_doubt_a_draw_is_the_score),
        cmocka_unit_test(shares_say_which_source_moves_the_ranks),
        cmocka_unit_test(other_communities_are_drawn_along),
        cmocka_unit_test(a_source_that_changes_nothing_is_known),
        cmocka_unit_test(draws_by_default_go_with_the_rows),
        cmocka_unit_test(lanes_agree_with_one_by_one),
        cmocka_unit_test(duels_are_those_of_every_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
