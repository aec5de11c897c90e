/* The composite toolbox: each step on tables that can be worked out by hand. Published indices are in
 * tests/numbers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "compare/composite_internal.h"
#include "report/composite.h"

#define META "Level,iCode,Parent,Direction,Weight,Type\n"
#define TWO META "1,a,X,1,1,Indicator\n1,b,X,1,3,Indicator\n2,X,,1,1,Aggregate\n"
#define THREE \
    META "1,a,X,1,1,Indicator\n1,b,X,1,1,Indicator\n1,c,X,1,1,Indicator\n2,X,,1,1,Aggregate\n"

struct bench {
    struct arena arena;
    struct composite_spec spec;
    struct composite c;
    struct diag d[3]; /* specification, meta, data */
};

/* Runs all steps; members stand in the specification beside what must. Returns the code of the first
 * that fails. */
static int make(struct bench *b, const char *members, const char *meta, const char *data)
{
    struct buf text = BUF_INIT;
    const char *names[] = {"spec.json", "meta.csv", "data.csv"};
    *b = (struct bench){.arena = ARENA_INIT};
    for (int i = 0; i < 3; i++) {
        diag_init(&b->d[i], names[i]);
    }
    buf_printf(&text,
               "{\"banyan\": 1, \"title\": \"T\", \"data\": \"d.csv\", \"meta\": \"m.csv\"%s%s}",
               members[0] == '\0' ? "" : ",\n", members);
    int rc = composite_spec_read(&b->arena, text.data, text.len, &b->d[0], &b->spec);
    rc = rc == 0 ? composite_read(&b->arena, &b->spec, meta, strlen(meta), &b->d[1], data,
                                  strlen(data), &b->d[2], &b->d[0], &b->c)
                 : rc;
    rc = rc == 0 ? composite_run(&b->c, &b->d[2]) : rc;
    buf_free(&text);
    return rc;
}

static void drop(struct bench *b)
{
    for (int i = 0; i < 3; i++) {
        diag_free(&b->d[i]);
    }
    arena_free(&b->arena);
}

static double score(const struct bench *b, const char *item, const char *unit)
{
    int i = composite_item_find(&b->c, item), u = composite_unit_find(&b->c, unit);
    assert_true(i >= 0 && u >= 0);
    return b->c.value[i * b->c.unit_count + u];
}

static double rank(const struct bench *b, const char *item, const char *unit)
{
    int i = composite_item_find(&b->c, item), u = composite_unit_find(&b->c, unit);
    return b->c.rank[i * b->c.unit_count + u];
}

static void near(double ours, double wanted)
{
    if (!(fabs(ours - wanted) < 1e-9)) {
        fail_msg("%.12f, not %.12f", ours, wanted);
    }
}

/* What X is for a (weight 1) 20 and b (weight 3) 80 on 0 to 100. */
static double mean_of(const char *members)
{
    struct bench b;
    struct buf all = BUF_INIT;
    buf_printf(&all, "\"normalise\": \"none\"%s%s", members[0] == '\0' ? "" : ", ", members);
    assert_int_equal(make(&b, buf_text(&all), TWO, "uCode,a,b\nu,20,80\nv,0,100\n"), 0);
    double x = score(&b, "X", "u");
    drop(&b);
    buf_free(&all);
    return x;
}

static void test_means(void **state)
{
    (void)state;
    near(mean_of(""), 65);
    near(mean_of("\"aggregate\": \"geometric\""), pow(20 * 80.0 * 80 * 80, 0.25));
    near(mean_of("\"aggregate\": \"harmonic\""), 4 / (1 / 20.0 + 3 / 80.0));
    near(mean_of("\"aggregate\": \"minimum\""), 20);
    near(mean_of("\"aggregate\": \"maximum\""), 80);
    near(mean_of("\"aggregate\": \"median\""), 80);
    near(mean_of("\"aggregate\": \"power\", \"power\": 2"), sqrt((400 + 3 * 6400) / 4.0));
    near(mean_of("\"aggregate\": \"power\", \"power\": -1"), 4 / (1 / 20.0 + 3 / 80.0));
    near(mean_of("\"aggregate\": \"geometric\", \"floor\": 0.01"),
         (pow((0.01 + 0.99 * 0.2) * pow(0.01 + 0.99 * 0.8, 3), 0.25) - 0.01) / 0.99 * 100);
    near(mean_of("\"aggregate\": \"inverted_geometric\", \"floor\": 0.1"),
         (1 - (pow((0.1 + 0.9 * 0.8) * pow(0.1 + 0.9 * 0.2, 3), 0.25) - 0.1) / 0.9) * 100);
    near(mean_of("\"aggregate\": \"harmonic\", \"floor\": 0.1"),
         (4 / (1 / 0.28 + 3 / 0.82) - 0.1) / 0.9 * 100);
    near(mean_of("\"aggregate\": \"borda\""), 25);   /* ahead in a (1 of 4), behind in b */
    near(mean_of("\"aggregate\": \"copeland\""), 0); /* outranked by the one other */
    near(mean_of("\"levels\": {\"2\": {\"aggregate\": \"minimum\"}}"), 20);
    near(mean_of("\"aggregate\": \"minimum\", \"nodes\": {\"X\": {\"aggregate\": \"maximum\"}}"),
         80);
}

static void test_zero_and_ends(void **state)
{
    (void)state;
    struct bench b;
    assert_int_equal(make(&b, "\"normalise\": \"none\", \"aggregate\": \"geometric\"", TWO,
                          "uCode,a,b\nu,0,100\nv,100,100\n"),
                     0);
    near(score(&b, "X", "u"), 0);
    near(score(&b, "X", "v"), 100);
    drop(&b);
    /* half of the weight is reached exactly: halfway to the next */
    assert_int_equal(make(&b, "\"normalise\": \"none\", \"aggregate\": \"median\"",
                          META "1,a,X,1,1,Indicator\n1,b,X,1,1,Indicator\n2,X,,1,1,Aggregate\n",
                          "uCode,a,b\nu,10,40\n"),
                     0);
    near(score(&b, "X", "u"), 25);
    drop(&b);
}

/* Four units, values 2, 4, 6, 10. */
static double scaled(const char *how, const char *direction, const char *unit)
{
    struct bench b;
    struct buf meta = BUF_INIT, spec = BUF_INIT;
    buf_printf(&meta, META "1,a,X,%s,1,Indicator\n2,X,,1,1,Aggregate\n", direction);
    buf_printf(&spec, "\"normalise\": %s", how);
    assert_int_equal(make(&b, buf_text(&spec), buf_text(&meta), "uCode,a\np,2\nq,4\nr,6\ns,10\n"),
                     0);
    double x = score(&b, "a", unit);
    drop(&b);
    buf_free(&meta);
    buf_free(&spec);
    return x;
}

static void test_normalise(void **state)
{
    (void)state;
    near(scaled("\"min_max\"", "1", "q"), 25);
    near(scaled("\"min_max\"", "-1", "q"), 75);
    near(scaled("{\"method\": \"goalposts\", \"low\": 3, \"high\": 8}", "1", "q"), 20);
    near(scaled("{\"method\": \"goalposts\", \"low\": 3, \"high\": 8}", "-1", "q"), 80);
    near(scaled("{\"method\": \"goalposts\", \"low\": 3, \"high\": 8}", "1", "p"), 0);
    near(scaled("{\"method\": \"goalposts\", \"low\": 3, \"high\": 8}", "1", "s"), 100);
    double sd = sqrt((12.25 + 2.25 + 0.25 + 20.25) / 3);
    near(scaled("\"z\"", "1", "q"), -1.5 / sd);
    near(scaled("\"z\"", "-1", "q"), 1.5 / sd);
    near(scaled("{\"method\": \"z\", \"mean\": 10, \"sd\": 2}", "1", "q"), 10 - 3 / sd);
    near(scaled("\"rank\"", "1", "q"), 2);
    near(scaled("\"rank\"", "-1", "q"), 3);
    near(scaled("\"borda\"", "1", "q"), 1);
    near(scaled("\"percentile\"", "1", "q"), 100 / 3.0);
    near(scaled("{\"method\": \"target\", \"target\": 6}", "1", "q"), 50);
    near(scaled("{\"method\": \"target\", \"target\": 6}", "1", "s"), 100);
    near(scaled("{\"method\": \"target\", \"target\": 6, \"cap\": false}", "1", "s"), 200);
    near(scaled("{\"method\": \"target\", \"target\": 2}", "-1", "q"), 75);
    near(scaled("\"fraction\"", "1", "q"), 40);
    near(scaled("\"none\"", "-1", "q"), 96);
    near(scaled("{\"method\": \"min_max\", \"round\": 0}, \"indicators\": {\"a\": {\"transform\": "
                "\"log\"}}",
                "1", "q"),
         43); /* ln 2 / ln 5 is 0.4307 */
    near(scaled("{\"method\": \"goalposts\", \"low\": 0, \"high\": 10}, \"indicators\": {\"a\": "
                "{\"transform\": \"square\"}}",
                "1", "q"),
         16);
    near(scaled("{\"method\": \"goalposts\", \"low\": 0, \"high\": 20}, \"indicators\": {\"a\": "
                "{\"transform\": \"square\", \"transformed\": true}}",
                "1", "q"),
         80);
    near(scaled("\"min_max\", \"indicators\": {\"a\": {\"clip\": [4, 8]}}", "1", "r"), 50);
    near(scaled("\"none\", \"indicators\": {\"a\": {\"factor\": 10}}", "1", "q"), 40);
}

static void test_thresholds(void **state)
{
    (void)state;
    struct bench b;
    static const char data[] = "uCode,a,b,c\np,1,3,1\nq,2,,\nr,3,,1\n";
    assert_int_equal(
        make(&b, "\"normalise\": \"none\", \"min_indicators\": 0, \"min_available\": 0.66666667",
             THREE, data),
        0);
    near(score(&b, "X", "p"), 5 / 3.0);
    assert_true(isnan(score(&b, "X", "q")) && isnan(rank(&b, "X", "q")));
    near(score(&b, "X", "r"), 2);
    near(rank(&b, "X", "r"), 1);
    near(b.c.units[1].coverage, 1 / 3.0);
    near(b.c.units[1].low, 2 / 3.0);
    near(b.c.units[1].high, 202 / 3.0);
    assert_int_equal(b.c.order[0], 2);
    assert_int_equal(b.c.order[2], 1); /* without a score it stands last */
    drop(&b);
    assert_int_equal(make(&b, "\"normalise\": \"none\", \"min_indicators\": 0.67", THREE, data), 0);
    assert_true(isnan(score(&b, "X", "q")) && isnan(score(&b, "X", "r")));
    drop(&b);
    assert_int_equal(make(&b, "\"normalise\": \"none\"", THREE, data),
                     0); /* 60 % where nothing is said */
    assert_true(isnan(score(&b, "X", "q")) && !isnan(score(&b, "X", "r")));
    drop(&b);
}

/* low <= score <= high, for every mean that can tell them, also where a node is left out for want of
 * children. */
static void test_range_holds(void **state)
{
    (void)state;
    static const char *const means[] = {"arithmetic", "geometric",          "harmonic", "minimum",
                                        "maximum",    "inverted_geometric", "median",   "power"};
    static const char meta[] = META
        "1,a,P,1,2,Indicator\n1,b,P,1,1,Indicator\n1,c,Q,1,1,Indicator\n"
        "1,d,Q,1,3,Indicator\n2,P,X,1,1,Aggregate\n2,Q,X,1,2,Aggregate\n"
        "3,X,,1,1,Aggregate\n";
    static const char data[] =
        "uCode,a,b,c,d\np,90,80,5,\nq,,80,5,10\nr,1,,,2\ns,50,60,70,80\nt,,,90,\n";
    for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
        struct bench b;
        char members[300];
        snprintf(
            members, sizeof members,
            "\"normalise\": \"none\", \"min_indicators\": 0, \"power\": 3, \"aggregate\": \"%s\", "
            "\"nodes\": {\"Q\": {\"min_available\": 1}}",
            means[i]);
        assert_int_equal(make(&b, members, meta, data), 0);
        for (int u = 0; u < b.c.unit_count; u++) {
            double x = b.c.value[6 * b.c.unit_count + u];
            const struct composite_unit *unit = &b.c.units[u];
            assert_true(unit->low >= -1e-9 && unit->high <= 100 + 1e-9);
            if (!isnan(x)) {
                assert_true(unit->low <= x + 1e-9 && x <= unit->high + 1e-9);
            }
        }
        near(b.c.units[3].low, b.c.units[3].high); /* nothing is missing */
        assert_true(b.c.units[4].low < b.c.units[4].high);
        drop(&b);
    }
}

static void test_fill_and_treat(void **state)
{
    (void)state;
    struct bench b;
    static const char meta[] = META "1,a,X,1,1,Indicator\n2,X,,1,1,Aggregate\n,g,,,,Group\n";
    static const char data[] = "uCode,g,a\np,n,10\nq,n,\nr,s,40\ns,s,60\nt,s,\nv,w,\n";
    assert_int_equal(
        make(&b,
             "\"normalise\": \"none\", \"fill\": {\"method\": \"group_mean\", \"group\": \"g\"}",
             meta, data),
        0);
    near(score(&b, "a", "q"), 10);
    near(score(&b, "a", "t"), 50);
    assert_true(isnan(score(&b, "a", "v"))); /* its group has no value */
    assert_int_equal(b.c.items[0].filled, 2);
    assert_true(isnan(score(&b, "X", "q"))); /* what was filled in is no answer */
    near(b.c.units[1].low, 0);
    near(b.c.units[1].high, 100);
    drop(&b);
    assert_int_equal(
        make(&b, "\"normalise\": \"none\", \"fill\": {\"method\": \"median\"}", meta, data), 0);
    near(score(&b, "a", "q"), 40);
    drop(&b);
    /* one value far out is pulled in to the next; the limit of rounds leaves it */
    static const char far[] =
        "uCode,a,g\n1,1,\n2,2,\n3,3,\n4,4,\n5,5,\n6,6,\n7,7,\n8,8,\n9,9,\n10,500,\n";
    assert_int_equal(make(&b, "\"treat\": {\"method\": \"winsorise\"}", meta, far), 0);
    assert_int_equal(b.c.items[0].pulled, 1);
    near(score(&b, "a", "9"), 100);
    drop(&b);
    static const char more[] =
        "uCode,a,g\n1,1,\n2,2,\n3,3,\n4,4,\n5,5,\n6,6,\n7,7,\n8,8,\n9,9,\n10,10,\n11,11,\n"
        "12,12,\n13,900,\n14,990,\n";
    assert_int_equal(make(&b, "\"treat\": {\"method\": \"winsorise\", \"most\": 1}", meta, more),
                     0);
    assert_int_equal(b.c.items[0].pulled, 0);
    assert_true(b.c.items[0].outside);
    drop(&b);
}

static void test_ranks(void **state)
{
    (void)state;
    static const double x[] = {5.4, 6, NAN, 5.4, 5.3};
    static const double wanted[4][5] = {
        {2, 1, NAN, 2, 4}, {2.5, 1, NAN, 2.5, 4}, {3, 1, NAN, 3, 4}, {2, 1, NAN, 2, 3}};
    for (int ties = TIES_BEST; ties <= TIES_DENSE; ties++) {
        double room[5], ranks[5];
        composite_rank(x, 5, false, (enum composite_ties)ties, room, ranks);
        for (int i = 0; i < 5; i++) {
            assert_true(isnan(wanted[ties][i]) ? isnan(ranks[i]) : ranks[i] == wanted[ties][i]);
        }
    }
    double room[5], ranks[5];
    composite_rank(x, 5, true, TIES_BEST, room, ranks);
    near(ranks[4], 1);
    near(ranks[1], 4);
    static const double noise[] = {0.1 + 0.2, 0.3};
    composite_rank(noise, 2, false, TIES_BEST, room, ranks);
    near(ranks[0], 1);
    near(ranks[1], 1);
}

static void test_round(void **state)
{
    (void)state;
    near(composite_round(6.05, 1), 6.1); /* as spreadsheets do: half away from zero on 15 digits */
    near(composite_round(-6.05, 1), -6.1);
    near(composite_round(2.5, 0), 3);
    near(composite_round(0.04, 1), 0);
    assert_false(signbit(composite_round(-0.04, 1)));
    near(composite_round(1234567.891, 2), 1234567.89);
    near(composite_round(9.96, 1), 10);
    near(composite_round(3.3, ROUND_NONE), 3.3);
    assert_true(isnan(composite_round(NAN, 1)));
    near(composite_round(1e-20, 9), 0);
}

static void test_together(void **state)
{
    (void)state;
    struct bench b;
    assert_int_equal(make(&b, "\"normalise\": \"none\", \"correlation\": 0.95", THREE,
                          "uCode,a,b,c\np,10,20,50\nq,20,41,40\nr,30,59,30\ns,40,80,25\n"),
                     0);
    const struct composite_pair *ab = &b.c.pairs[0], *ac = &b.c.pairs[1];
    assert_true(ab->a == 0 && ab->b == 1 && ab->high);
    near(ab->spearman, 1);
    near(ab->kendall, 1);
    near(ac->spearman, -1);
    near(ac->kendall, -1);
    assert_int_equal(ab->units, 4);
    int flagged = 0;
    for (int i = 0; i < b.c.pair_count; i++) { /* c runs against the whole */
        const struct composite_pair *p = &b.c.pairs[i];
        flagged += p->high && b.c.items[p->a].parent == p->b;
        assert_true(b.c.items[p->a].parent != p->b || !p->high || p->a == 2);
    }
    assert_int_equal(flagged, 1);
    drop(&b);
    /* Ties: four of six pairs agree, one is tied in a, one in b: 4 / 5. */
    assert_int_equal(make(&b, "\"normalise\": \"none\"", THREE,
                          "uCode,a,b,c\np,3,30,1\nq,2,20,2\nr,1,10,3\ns,2,30,\n"),
                     0);
    near(b.c.pairs[0].kendall, 0.8);
    near(b.c.pairs[1].kendall, -1); /* of the three that have both */
    drop(&b);
    double x[] = {1, 2, 3, 4, 5, NAN}, y[] = {2, 1, 4, 3, 5, 9};
    int both = 0;
    near(composite_pearson(x, y, 6, &both), 0.8);
    assert_int_equal(both, 5);
    assert_true(isnan(composite_pearson(x, y, 2, &both)));
}

static void test_strengths(void **state)
{
    (void)state;
    struct bench b;
    int items[3];
    double place[3];
    static const char meta[] = META
        "1,a,X,1,1,Indicator\n1,b,X,1,1,Indicator\n1,c,X,1,1,Indicator\n"
        "2,X,,1,1,Aggregate\n,g,,,,Group\n";
    static const char data[] = "uCode,g,a,b,c\np,n,50,10,30\nq,n,60,5,\nr,s,70,1,20\n";
    assert_int_equal(make(&b, "\"normalise\": \"none\"", meta, data), 0);
    assert_int_equal(composite_strengths(&b.c, 0, false, 3, items, place), 3);
    assert_int_equal(items[0], 1);
    near(place[0], 1);
    assert_int_equal(items[2], 0);
    near(place[2], 3);
    assert_int_equal(composite_strengths(&b.c, 0, true, 1, items, place), 1);
    assert_int_equal(items[0], 0);
    drop(&b);
    assert_int_equal(make(&b, "\"normalise\": \"none\", \"peers\": \"g\"", meta, data), 0);
    assert_int_equal(composite_strengths(&b.c, 0, true, 3, items, place),
                     2); /* c has no peer in n */
    near(place[0], 2);
    assert_int_equal(composite_strengths(&b.c, 2, false, 3, items, place), 0);
    drop(&b);
}

static void test_weights(void **state)
{
    (void)state;
    struct bench b;
    static const char data[] = "uCode,a,b\np,90,10\nq,10,60\n";
    static const char sets[] =
        "rep,iCode,Level,Weight\n1,a,1,1\n1,b,1,0\n2,a,1,0\n2,b,1,1\n3,b,1,1\n";
    struct diag d;
    assert_int_equal(make(&b, "\"normalise\": \"none\"", TWO, data), 0);
    diag_init(&d, "weights.csv");
    assert_int_equal(composite_try_given(&b.c, sets, sizeof sets - 1, &d), 0);
    assert_int_equal(b.c.sets, 3);
    near(b.c.set_score[0], 90);
    near(b.c.set_rank[0], 1);
    near(b.c.set_score[2], 10);
    near(b.c.set_rank[2], 2);
    near(b.c.set_score[4], 50); /* what a set does not name has its own weight */
    near(b.c.spread[0].median, 1);
    near(b.c.spread[0].high, 1.9);
    drop(&b);
    diag_free(&d);
    diag_init(&d, "weights.csv");
    assert_int_equal(make(&b, "\"normalise\": \"none\"", TWO, data), 0);
    static const char wrong[] = "rep,iCode,Weight\n1,z,1\n1,a,-1\n";
    assert_int_equal(composite_try_given(&b.c, wrong, sizeof wrong - 1, &d), ERR_INPUT);
    assert_string_equal(
        buf_text(&d.text),
        "weights.csv:2: z: is no code of the meta file: mend it, or remove the row\n"
        "weights.csv:3: a: \"-1\" is no weight: give a number from 0\n");
    diag_free(&d);
    drop(&b);
}

/* Drawn weights lie around the table's own: the shares of a, whose mean is 1/4, tell themselves by
 * the score of a unit that has 100 in a alone. The same seed gives the same. */
static void test_drawn(void **state)
{
    (void)state;
    double first = 0;
    for (int seed = 1; seed <= 3; seed++) {
        struct bench b;
        char members[200];
        snprintf(members, sizeof members,
                 "\"normalise\": \"none\", \"uncertainty\": {\"draws\": 400, \"seed\": %d, "
                 "\"concentration\": 5}",
                 seed == 3 ? 1 : seed);
        /* a has a share of 1/4: b, as good as 30 in a alone, is ahead about as often as that share
         * is below 0.3 */
        assert_int_equal(make(&b, members, TWO, "uCode,a,b\nonly,100,0\nhalf,30,30\n"), 0);
        assert_int_equal(composite_try_drawn(&b.c), 0);
        assert_int_equal(b.c.sets, 400);
        assert_null(b.c.set_rank);
        double mean = b.c.spread[0].mean;
        /* Beta(2.5, 7.5) below 0.3: 0.672; four standard errors of 400 draws are 0.094. */
        assert_true(fabs(mean - 1.672) < 0.094);
        near(b.c.spread[0].mean + b.c.spread[1].mean, 3);
        first = seed == 1 ? mean : first;
        assert_true(seed == 2 || mean == first);
        drop(&b);
    }
}

static void test_contrast(void **state)
{
    (void)state;
    struct bench b;
    assert_int_equal(make(&b, "\"normalise\": \"none\"", THREE,
                          "uCode,a,b,c\nuneven,100,100,0\neven,60,60,60\nlow,10,10,10\n"),
                     0);
    assert_int_equal(b.c.contrast_count, 1); /* there is one step */
    assert_int_equal(b.c.contrasts[0].moved, 2);
    near(b.c.contrasts[0].shift, 1);
    near(b.c.contrasts[0].spearman, 0.5);
    near(b.c.contrasts[0].from, 1);
    near(b.c.contrasts[0].to, 2);
    assert_string_equal(b.c.units[b.c.contrasts[0].unit].code, "uneven");
    drop(&b);
}

/* ---- what is refused ---- */

static void refuses(const char *members, const char *meta, const char *data, const char *wanted)
{
    struct bench b;
    assert_int_equal(make(&b, members, meta, data), ERR_INPUT);
    struct buf all = BUF_INIT;
    for (int i = 0; i < 3; i++) {
        buf_puts(&all, buf_text(&b.d[i].text));
    }
    if (strstr(buf_text(&all), wanted) == NULL) {
        fail_msg("not said: %s\nbut: %s", wanted, buf_text(&all));
    }
    buf_free(&all);
    drop(&b);
}

static void test_refused_specifications(void **state)
{
    (void)state;
    static const char data[] = "uCode,a,b\np,1,2\nq,2,3\n";
    refuses("\"aggregates\": \"median\"", TWO, data,
            "spec.json:2: aggregates: is no key here: did you mean \"aggregate\"?");
    refuses("\"aggregate\": \"geometrical\"", TWO, data,
            "spec.json:2: aggregate: \"geometrical\" is unknown: did you mean \"geometric\"?");
    refuses("\"normalise\": {\"method\": \"goalposts\", \"low\": 5, \"high\": 2}", TWO, data,
            "spec.json:2: normalise: low is not below high");
    refuses("\"normalise\": \"goalposts\"", TWO, data,
            "indicators.a: goalposts need low and high: add them");
    refuses("\"indicators\": {\"z\": {\"factor\": 2}}", TWO, data,
            "spec.json:2: indicators.z: is no indicator of the meta file");
    refuses("\"nodes\": {\"a\": {\"aggregate\": \"median\"}}", TWO, data,
            "spec.json:2: nodes.a: is no aggregate of the meta file");
    refuses("\"levels\": {\"3\": {\"aggregate\": \"median\"}}", TWO, data,
            "levels.3: is no level of aggregates: give a number from 2 to 2");
    refuses("\"normalise\": \"z\", \"aggregate\": \"inverted_geometric\"", TWO, data,
            "nodes.X: inverted_geometric needs values on the scale");
    refuses("\"normalise\": \"z\", \"aggregate\": \"geometric\"", TWO, data,
            "X: geometric needs values from 0, and a part of it has one below");
    refuses("\"peers\": \"continent\"", TWO, data,
            "peers: \"continent\" is no group of the meta file");
    refuses("\"fill\": {\"method\": \"group_mean\"}", TWO, data, "fill.group: is missing: add it");
    refuses("\"uncertainty\": {\"draws\": 5, \"weights\": \"w.csv\"}", TWO, data,
            "uncertainty: has both weights and draws: give one of them");
    refuses("\"uncertainty\": {\"draws\": 2.5}", TWO, data,
            "uncertainty.draws: is no whole number");
    refuses("\"min_available\": 2", TWO, data,
            "min_available: 2 is out of range: give a number from 0 to 1");
    refuses("\"scale\": {\"from\": 5, \"to\": 5}", TWO, data, "scale: from is not below to");
    refuses("\"indicators\": {\"a\": {\"clip\": [3]}}", TWO, data,
            "indicators.a.clip: is no pair of limits");
}

static void test_refused_tables(void **state)
{
    (void)state;
    static const char data[] = "uCode,a,b\np,1,2\nq,2,3\n";
    refuses("", META "1,a,Y,1,1,Indicator\n1,b,X,1,3,Indicator\n2,X,,1,1,Aggregate\n", data,
            "meta.csv:2: a.Parent: \"Y\" is no aggregate of this table");
    refuses("", META "1,a,X,1,0,Indicator\n1,b,X,1,0,Indicator\n2,X,,1,1,Aggregate\n", data,
            "meta.csv: X: has parts whose weights are all 0");
    refuses("", META "1,a,X,2,1,Indicator\n1,b,X,1,-1,Indicator\n2,X,,1,1,Aggregate\n", data,
            "meta.csv:2: a.Direction: \"2\" does not fit");
    refuses("", META "1,a,X,1,1,Indicator\n1,a,X,1,1,Indicator\n2,X,,1,1,Aggregate\n", data,
            "meta.csv:3: a: stands in line 2 already");
    refuses("", META "1,a,X,1,1,Indikator\n2,X,,1,1,Aggregate\n", data,
            "meta.csv:2: a.Type: \"Indikator\" is unknown");
    refuses("", META "1,a,X,1,1,Indicator\n2,X,,1,1,Aggregate\n2,Y,,1,1,Aggregate\n", data,
            "only the index, at the highest level, has no parent");
    refuses("", META "1,a,X,1,1,Indicator\n2,X,Y,1,1,Aggregate\n2,Y,,1,1,Aggregate\n", data,
            "meta.csv:3: X.Parent: \"Y\" is not above it");
    refuses("", "Level,iCode\n1,a\n", data, "meta.csv:1: Parent: is missing among the columns");
    refuses("", TWO, "uCode,a,b\np,1,2\np,2,3\n", "data.csv:3: p: stands in line 2 already");
    refuses("", TWO, "uCode,a\np,1\n", "data.csv:1: b: is missing among the columns");
    refuses("", TWO, "uCode,a,b\np,one,2\nq,2,3\n", "data.csv:2: p.a: \"one\" is no number");
    refuses("", TWO, "uCode,a,b\np,1\nq,2,3\n", "data.csv:2: has 2 cells, and the first line 3");
    refuses("", TWO, "uCode,a,b\np,1,2\nq,1,3\n", "data.csv:2: p.a: every unit has the same value");
    refuses("\"normalise\": \"none\"", TWO, "uCode,a,b\np,-99,2\n",
            "data.csv:2: p.a: -99 is not on the scale");
    refuses("\"indicators\": {\"a\": {\"transform\": \"log\"}}", TWO, "uCode,a,b\np,0,2\nq,1,3\n",
            "data.csv:2: p.a: 0 is not above 0 and has no logarithm");
    refuses("", TWO, "", "data.csv: is empty");
    refuses("", TWO, "uCode,a,b\n", "data.csv: has no units");
    refuses("", TWO, "uCode,a,b,a\np,1,2,3\n", "data.csv:1: a: is the name of two columns");
    refuses("\"denominators\": true",
            "Level,iCode,Parent,Direction,Weight,Type,Denominator\n1,a,X,1,1,Indicator,D\n2,X,,1,1,"
            "Aggregate,\n"
            ",D,,,,Denominator,\n",
            "uCode,a,D\np,1,0\nq,2,1\n", "data.csv:2: p.a: has a denominator of 0");
}

/* Whether the reader knows the key `key` of the object that stands in `before`, `after`. */
static bool knows(const char *before, const char *key, const char *after)
{
    struct arena arena = ARENA_INIT;
    struct composite_spec spec;
    struct buf text = BUF_INIT;
    struct diag d;
    diag_init(&d, "s");
    buf_printf(&text, "{\"banyan\": 1, \"title\": \"T\", %s\"%s\": null%s}", before, key, after);
    (void)composite_spec_read(&arena, text.data, text.len, &d, &spec);
    bool known = strstr(buf_text(&d.text), "is no key here") == NULL;
    diag_free(&d);
    buf_free(&text);
    arena_free(&arena);
    return known;
}

/* Every key of the JSON Schema is one that is read; what is read and stands nowhere in it would be
 * seen by the examples and by test_refused_specifications alone. */
static void test_schema(void **state)
{
    (void)state;
    static const char *const places[][3] = {
        {"properties", "", ""},
        {"properties.fill.properties", "\"fill\": {", "}"},
        {"properties.treat.properties", "\"treat\": {", "}"},
        {"properties.scale.properties", "\"scale\": {", "}"},
        {"properties.rank.properties", "\"rank\": {", "}"},
        {"properties.uncertainty.properties", "\"uncertainty\": {", "}"},
        {"$defs.indicator.properties", "\"indicators\": {\"a\": {", "}}"},
        {"$defs.rule.properties", "\"nodes\": {\"X\": {", "}}"},
    };
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    struct json *schema = NULL;
    struct json_error error;
    struct err e;
    int count = 0;
    assert_int_equal(file_read("checklists/composite.schema.json", 1 << 20, &text, &e), 0);
    assert_int_equal(json_parse(&arena, text.data, text.len, 1, &schema, &error), 0);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct json *of = json_path(schema, places[i][0]);
        assert_non_null(of);
        for (const struct json *m = of->first; m != NULL; m = m->next, count++) {
            if (!knows(places[i][1], m->key, places[i][2])) {
                fail_msg("%s.%s is not read", places[i][0], m->key);
            }
        }
        assert_false(knows(places[i][1], "odd", places[i][2]));
    }
    assert_true(count > 45);
    buf_free(&text);
    arena_free(&arena);
}

static void test_missing_words(void **state)
{
    (void)state;
    struct bench b;
    assert_int_equal(make(&b,
                          "\"normalise\": \"none\", \"missing\": [\"No data\", \"x\"], "
                          "\"indicators\": {\"b\": {\"missing\": [0]}}, \"min_indicators\": 0",
                          TWO, "uCode,a,b,extra\np,0,0,1\nq,No data,5,1\nr,x,NA,1\n"),
                     0);
    near(score(&b, "a", "p"), 0); /* 0 is missing in b alone */
    assert_true(isnan(score(&b, "b", "p")) && isnan(score(&b, "a", "q")) &&
                isnan(score(&b, "X", "r")));
    near(score(&b, "X", "q"), 5);
    assert_int_equal(b.c.ignored_count, 1);
    assert_string_equal(b.c.ignored[0], "extra");
    drop(&b);
}

/* What does not apply leaves both sides; what is open stays between the ends. */
static void test_apart(void **state)
{
    (void)state;
    struct bench b;
    static const char meta[] = META
        "1,a,P,1,1,Indicator\n1,b,P,1,3,Indicator\n1,c,Q,1,1,Indicator\n2,P,X,1,1,Aggregate\n"
        "2,Q,X,1,1,Aggregate\n3,X,,1,1,Aggregate\n";
    assert_int_equal(
        make(&b,
             "\"normalise\": \"none\", \"not_applicable\": [\"n/a\"], \"min_indicators\": 0, "
             "\"fill\": {\"method\": \"mean\"}, \"nodes\": {\"P\": {\"min_available\": 1}}",
             meta, "uCode,a,b,c\np,10,n/a,50\nq,not_applicable,n/a,20\nr,20,40,60\n"),
        0);
    near(score(&b, "P", "p"), 10);
    near(score(&b, "X", "p"), 30);
    near(b.c.units[0].coverage, 1);
    near(b.c.units[0].low, 30);
    near(b.c.units[0].high, 30);
    assert_int_equal(b.c.units[0].applies, 2);
    assert_true(isnan(score(&b, "P", "q")));
    near(score(&b, "X", "q"), 20);
    near(b.c.units[1].low, 20);
    near(b.c.units[1].high, 20);
    assert_int_equal(b.c.items[1].filled, 0);
    drop(&b);
    assert_int_equal(make(&b, "\"normalise\": \"none\", \"min_indicators\": 0", meta,
                          "uCode,a,b,c\np,10,not_applicable,\n"),
                     0);
    near(b.c.units[0].coverage, 0.5);
    near(b.c.units[0].low, 5);
    near(b.c.units[0].high, 55);
    drop(&b);
}

static void test_remarks(void **state)
{
    (void)state;
    struct bench b;
    struct buf out = BUF_INIT;
    assert_int_equal(
        make(&b, "", TWO,
             "uCode,uName,a,b\np,Punakha,1,2\nq,Quetta,2,3\nr,Rabaul,,2\nt,Tarawa,2,3\n"),
        0);
    report_composite_remarks(&out, &b.c);
    assert_non_null(strstr(
        buf_text(&out), "No score and no rank, with less than 60 % of the indicators: Rabaul.\n"));
    assert_non_null(strstr(buf_text(&out), "2 units share 1 ranks"));
    assert_non_null(strstr(buf_text(&out),
                           "2 of 2 indicators are put on the scale by the values that occur here"));
    buf_free(&out);
    report_composite_csv(&out, &b.c);
    assert_string_equal(buf_text(&out),
                        "uCode,uName,rank,score,low,high,available,of,coverage,X\n"
                        "q,Quetta,1,100,100,100,2,2,1,100\nt,Tarawa,1,100,100,100,2,2,1,100\n"
                        "p,Punakha,3,0,0,0,2,2,1,0\nr,Rabaul,,,0,25,1,2,0.75,\n");
    buf_free(&out);
    drop(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_means),          cmocka_unit_test(test_zero_and_ends),
        cmocka_unit_test(test_normalise),      cmocka_unit_test(test_thresholds),
        cmocka_unit_test(test_range_holds),    cmocka_unit_test(test_fill_and_treat),
        cmocka_unit_test(test_ranks),          cmocka_unit_test(test_round),
        cmocka_unit_test(test_together),       cmocka_unit_test(test_strengths),
        cmocka_unit_test(test_weights),        cmocka_unit_test(test_drawn),
        cmocka_unit_test(test_contrast),       cmocka_unit_test(test_refused_specifications),
        cmocka_unit_test(test_refused_tables), cmocka_unit_test(test_schema),
        cmocka_unit_test(test_missing_words),  cmocka_unit_test(test_apart),
        cmocka_unit_test(test_remarks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
