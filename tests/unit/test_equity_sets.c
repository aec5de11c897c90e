/* Subgroups out of groups of assessments, and out of tables. */
#include "compare_fixture.h"

#include <math.h>

#include "compare/equity_sets.h"

#define M 1000000

static void near(double ours, double theirs)
{
    if (!(fabs(ours - theirs) < 1e-9)) {
        fail_msg("%.12g is not %.12g", ours, theirs);
    }
}

/* ---- from groups */

struct line {
    const char *country, *quintile;
    int score; /* thousandths; -1: no answer at all */
    int64_t children;
};
static const struct line lines[] = {
    {"BTN", "5", 900, 10}, {"BTN", "1", 300, 30}, {"NPL", "2", 500, 70}, {"NPL", "1", 200, 50},
    {"NPL", "1", 400, 20}, {"NPL", NULL, 700, 5}, {"NPL", "3", -1, 40},
};
enum { LINES = sizeof lines / sizeof *lines };

static struct comparison *compared(struct table_fixture *f, const char *const *by, size_t by_count,
                                   const char *const *of, size_t of_count)
{
    static const char *const countries[] = {"BTN", "NPL"};
    static const char *const quintiles[] = {"1", "2", "3", "5"};
    const char *country[LINES], *quintile[LINES];
    struct comparison *c = NULL;
    struct err e = {0};
    struct summary_ask ask = {by, by_count, of, of_count, 0.95, NULL};
    table_fixture_init(f);
    for (size_t i = 0; i < LINES; i++) {
        int32_t v = lines[i].score < 0 ? CREDIT_OPEN : lines[i].score * M;
        table_fixture_row(f, lines[i].country, "2026", lines[i].children, (int32_t[]){v, v, v, v});
        country[i] = lines[i].country;
        quintile[i] = lines[i].quintile;
    }
    table_fixture_attribute(f, "country", countries, 2, country);
    table_fixture_attribute(f, "wealth_quintile", quintiles, 4, quintile);
    table_fixture_attribute(f, "setting", quintiles, 4, quintile);
    assert_int_equal(summary_make(&f->table, &ask, &c, &e), 0);
    return c;
}

static const char *const by_quintile[] = {"country", "wealth_quintile"};

static void each_setting_has_its_own_subgroups(void **state)
{
    (void)state;
    static const char *const of[] = {"P"};
    struct table_fixture f;
    struct comparison *c = compared(&f, by_quintile, 2, of, 1);
    struct equity_sets s;
    assert_int_equal(equity_sets_of(c, &s, NULL), 0);
    assert_int_equal(s.count, 4); /* two countries, two items */
    assert_string_equal(s.items[0].setting, "Bhutan");
    assert_string_equal(s.items[0].indicator, "total");
    assert_string_equal(s.items[1].indicator, "P");
    assert_string_equal(s.items[0].dimension, "wealth_quintile");
    assert_string_equal(s.items[0].round, "2026");
    const struct equity_set *nepal = &s.items[2];
    assert_string_equal(nepal->setting, "Nepal");
    assert_true(nepal->ordered && nepal->favourable && !nepal->overlaps);
    assert_int_equal(nepal->silent, 1); /* the one without a quintile */
    assert_int_equal(nepal->count, 3);
    assert_string_equal(nepal->groups[0].key, "1");
    assert_int_equal(nepal->groups[0].n, 2);
    near(nepal->groups[0].estimate, 0.3); /* (200 + 400) / 2: each community counts the same */
    near(nepal->groups[0].error, 0.1);    /* sqrt(20000) / sqrt(2) */
    near(nepal->groups[0].population, 70);
    assert_int_equal(nepal->groups[1].order, 2);
    assert_true(isnan(nepal->groups[1].error));    /* of one */
    assert_true(isnan(nepal->groups[2].estimate)); /* nobody answered */
    assert_int_equal(nepal->groups[2].n, 0);
    assert_string_equal(nepal->counted, "children");
    equity_sets_free(&s);
    comparison_free(c);
    table_fixture_free(&f);
}

static void only_some_attributes_have_an_order(void **state)
{
    (void)state;
    static const char *const by_setting[] = {"setting"};
    struct table_fixture f;
    struct comparison *c = compared(&f, by_setting, 1, NULL, 0);
    struct equity_sets s;
    assert_int_equal(equity_sets_of(c, &s, NULL), 0);
    assert_int_equal(s.count, 1);
    assert_string_equal(s.items[0].setting, "");
    assert_false(s.items[0].ordered);
    equity_sets_free(&s);
    f.table.attributes[2].many = true; /* as hazards are */
    f.table.core->risk = true;
    assert_int_equal(equity_sets_of(c, &s, NULL), 0);
    assert_true(s.items[0].overlaps);
    assert_false(s.items[0].favourable);
    equity_sets_free(&s);
    comparison_free(c);
    table_fixture_free(&f);
}

/* Children where all tell them; else communities there are; else those assessed. */
static void the_population_is_what_all_tell(void **state)
{
    (void)state;
    struct table_fixture f;
    struct comparison *c = compared(&f, by_quintile, 2, NULL, 0);
    struct equity_sets s;
    for (size_t i = 0; i < c->group_count; i++) {
        c->groups[i].of = 100 + (int64_t)i;
    }
    c->groups[2].children = -1; /* Nepal, 1 */
    assert_int_equal(equity_sets_of(c, &s, NULL), 0);
    assert_string_equal(s.items[0].counted, "children");
    assert_string_equal(s.items[1].counted, "communities");
    near(s.items[1].groups[0].population, 102);
    equity_sets_free(&s);
    c->groups[3].of = 0;
    assert_int_equal(equity_sets_of(c, &s, NULL), 0);
    assert_string_equal(s.items[1].counted, "communities assessed");
    near(s.items[1].groups[0].population, 2);
    equity_sets_free(&s);
    comparison_free(c);
    table_fixture_free(&f);
}

static void no_number_of_a_withheld_group_goes_on(void **state)
{
    (void)state;
    struct table_fixture f;
    struct comparison *c = compared(&f, by_quintile, 2, NULL, 0);
    struct equity_sets s;
    c->groups[3].withheld = true; /* Nepal, 2 */
    assert_int_equal(equity_sets_of(c, &s, NULL), 0);
    const struct equity_set *nepal = &s.items[1];
    assert_true(nepal->withheld);
    assert_false(s.items[0].withheld);
    assert_int_equal(nepal->groups[1].n, -1);
    assert_true(isnan(nepal->groups[1].estimate) && isnan(nepal->groups[1].population));
    near(nepal->groups[0].estimate, 0.3);
    assert_int_equal(nepal->silent, 1);
    struct equity e;
    assert_int_equal(equity_measure(&s.arena, nepal, 0.95, &e), 0);
    assert_true(isnan(e.mean) && e.best == -1 && e.worst == -1);
    assert_int_equal(e.values[EQUITY_D].gap, EQUITY_WITHHELD);
    equity_sets_free(&s);
    c->groups[5].withheld = true; /* Nepal, not told */
    assert_int_equal(equity_sets_of(c, &s, NULL), 0);
    assert_int_equal(s.items[1].silent, -1);
    equity_sets_free(&s);
    c->by_count = 0;
    struct err err = {0};
    assert_int_equal(equity_sets_of(c, &s, &err), ERR_USAGE);
    comparison_free(c);
    table_fixture_free(&f);
}

/* ---- from a table */

static int read(const char *text, struct equity_sets *s, struct buf *complaints)
{
    struct diag d;
    diag_init(&d, "t.csv");
    int rc = equity_sets_read(text, strlen(text), &d, s);
    if (complaints != NULL) {
        buf_reset(complaints);
        buf_puts(complaints, buf_text(&d.text));
    } else if (rc != 0) {
        fail_msg("refused: %s", buf_text(&d.text));
    }
    diag_free(&d);
    return rc;
}

static void a_table_has_a_set_for_each_dimension(void **state)
{
    (void)state;
    struct equity_sets s;
    assert_int_equal(
        read("country,round,indicator,dimension,subgroup,estimate,se,population,order,n\n"
             "NPL,2026,Drills,Sex,Girls,40,4,510,,30\n"
             "NPL,2026,Drills,Wealth,Rich,80,,100,2,\n"
             "NPL,2026,Drills,Sex,Boys,55,NA,490,,NA\n"
             "NPL,2026,Drills,Wealth,Poor,30,,200,1,\n"
             "NPL,2025,Drills,Sex,Girls,,4,510,,30\n",
             &s, NULL),
        0);
    assert_int_equal(s.count, 3);
    const struct equity_set *sex = &s.items[0], *wealth = &s.items[1];
    assert_string_equal(sex->dimension, "Sex");
    assert_string_equal(sex->setting, "NPL");
    assert_string_equal(sex->round, "2026");
    assert_int_equal(sex->count, 2);
    assert_false(sex->ordered);
    assert_true(sex->favourable); /* where nobody says otherwise */
    near(sex->limit, 100);
    assert_int_equal(sex->groups[0].n, 30);
    assert_int_equal(sex->groups[1].n, -1);
    assert_true(isnan(sex->groups[1].error));
    assert_true(wealth->ordered);
    assert_string_equal(wealth->groups[0].key, "Poor"); /* in order, not as they came */
    assert_true(isnan(s.items[2].groups[0].estimate));
    equity_sets_free(&s);
}

static void heat_s_own_columns_are_known(void **state)
{
    (void)state;
    struct equity_sets s;
    assert_int_equal(
        read("setting,date,source,indicator_abbr,indicator_name,dimension,subgroup,estimate,se,"
             "ci_lb,ci_ub,population,flag,setting_average,iso3,favourable_indicator,"
             "indicator_scale,ordered_dimension,subgroup_order,reference_subgroup,whoreg6,wbincome,"
             "dataset_id,update\n"
             "Fiji,2021,DHS,u5,Deaths,Wealth,Poor,30,,,,1,,25,FJI,0,1000,1,1,0,,,,\n"
             "Fiji,2021,DHS,u5,Deaths,Wealth,Rich,20,,,,1,,25,FJI,0,1000,1,2,0,,,,\n",
             &s, NULL),
        0);
    assert_int_equal(s.count, 1);
    assert_false(s.items[0].favourable);
    near(s.items[0].limit, 1000);
    assert_true(s.items[0].ordered);
    equity_sets_free(&s);
    /* A place in a list is no order of rank where the table says so. */
    assert_int_equal(read("dimension,subgroup,estimate,order,ordered_dimension\n"
                          "Region,North,0.5,2,0\nRegion,South,0.7,1,0\n",
                          &s, NULL),
                     0);
    assert_false(s.items[0].ordered);
    assert_string_equal(s.items[0].groups[0].key, "North");
    near(s.items[0].limit, 1);
    equity_sets_free(&s);
    assert_int_equal(read("dimension,subgroup,estimate\nA,x,-1\nA,y,2\n", &s, NULL), 0);
    near(s.items[0].limit, 0); /* no bounds: a straight line */
    equity_sets_free(&s);
    assert_int_equal(read("dimension,subgroup,estimate\nA,x,101\nA,y,2\n", &s, NULL), 0);
    near(s.items[0].limit, 0);
    equity_sets_free(&s);
}

static void what_is_wrong_is_said_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "t.csv: there is no row in it"},
        {"dimension,subgroup,estimate\n", "t.csv: there is no row in it"},
        {"dimension,subgroup\nSex,Girls\n", "t.csv:1: estimate: the column is missing"},
        {"dimension,subgroup,estimate,popultion\nA,x,1,2\n", "did you mean \"population\"?"},
        {"dimension,subgroup,estimate,zzzzzzzzz\nA,x,1,2\n", "no such column: take it out"},
        {"dimension,subgroup,estimate,country,setting\nA,x,1,2,3\n", "t.csv:1: setting: a column"},
        {"dimension,subgroup,estimate\nA,x,1\nA,y\n", "t.csv:3: 2 cells where the head has 3"},
        {"dimension,subgroup,estimate\nA,x,many\n", "t.csv:2: estimate: \"many\" is no number"},
        {"dimension,subgroup,estimate,se\nA,x,1,-1\n", "t.csv:2: se: -1 is out of range"},
        {"dimension,subgroup,estimate\n,x,1\n", "t.csv:2: dimension: is empty"},
        {"dimension,subgroup,estimate\nA,,1\n", "t.csv:2: subgroup: is empty"},
        {"dimension,subgroup,estimate\nA,x,1\nA,x,2\n", "t.csv:3: subgroup: \"x\" stands there"},
        {"dimension,subgroup,estimate,order\nA,x,1,1\nA,y,2,1\n", "t.csv:3: order: 1 has \"x\""},
        {"dimension,subgroup,estimate,order\nA,x,1,1.5\n", "1.5 is no whole number"},
        {"dimension,subgroup,estimate,favourable_indicator\nA,x,1,yes\n", "neither 0 nor 1"},
        {"dimension,subgroup,estimate,favourable_indicator\nA,x,1,1\nA,y,1,0\n",
         "t.csv:3: favourable_indicator: differs"},
        {"dimension,subgroup,estimate,ordered_dimension\nA,x,1,0\nA,y,1,1\n",
         "t.csv:3: ordered_dimension: differs"},
        {"dimension,subgroup,estimate,indicator_scale\nA,x,1,100\nA,y,1,10\n",
         "t.csv:3: indicator_scale: differs"},
        {"dimension,subgroup,estimate,ordered_dimension\nA,x,1,1\nA,y,1,1\n",
         "\"A\" is ordered: give each subgroup its place"},
        {"dimension,subgroup,estimate,indicator_scale\nA,x,12,10\n", "outside of 0 to its"},
        {"dimension,subgroup,estimate\n\"A,x,1\n", "t.csv:2: "},
    };
    struct buf said = BUF_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct equity_sets s;
        assert_int_equal(read(cases[i].text, &s, &said), ERR_INPUT);
        if (strstr(buf_text(&said), cases[i].says) == NULL) {
            fail_msg("case %zu says: %s", i, buf_text(&said));
        }
        equity_sets_free(&s);
    }
    buf_free(&said);
}

static void many_sets_and_subgroups_find_room(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    struct equity_sets s;
    buf_puts(&text, "round,dimension,subgroup,estimate\n");
    for (int i = 0; i < 40; i++) {
        for (int k = 0; k < 30; k++) {
            buf_printf(&text, "%d,A,g%d,%d\n", i, k, i + k);
        }
    }
    assert_int_equal(read(buf_text(&text), &s, NULL), 0);
    assert_int_equal(s.count, 40);
    for (int i = 0; i < 40; i++) {
        assert_int_equal(s.items[i].count, 30);
        near(s.items[i].groups[29].estimate, i + 29);
    }
    equity_sets_free(&s);
    buf_free(&text);
}

static void too_many_are_refused(void **state)
{
    (void)state;
    struct buf text = BUF_INIT, said = BUF_INIT;
    struct equity_sets s;
    buf_puts(&text, "dimension,subgroup,estimate\n");
    for (int i = 0; i < 1001; i++) {
        buf_printf(&text, "A,g%d,1\n", i);
    }
    assert_int_equal(read(buf_text(&text), &s, &said), ERR_INPUT);
    assert_string_equal(buf_text(&said), "t.csv:1002: more than 1000 subgroups of one dimension: "
                                         "take a part of the table\n");
    equity_sets_free(&s);
    buf_reset(&text);
    buf_puts(&text, "dimension,subgroup,estimate\n");
    for (int i = 0; i < 10001; i++) {
        buf_printf(&text, "A%d,g,1\n", i);
    }
    assert_int_equal(read(buf_text(&text), &s, &said), ERR_INPUT);
    assert_non_null(strstr(buf_text(&said), "t.csv:10002: more than 10000 dimensions"));
    equity_sets_free(&s);
    buf_free(&text);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_setting_has_its_own_subgroups),
        cmocka_unit_test(only_some_attributes_have_an_order),
        cmocka_unit_test(the_population_is_what_all_tell),
        cmocka_unit_test(no_number_of_a_withheld_group_goes_on),
        cmocka_unit_test(a_table_has_a_set_for_each_dimension),
        cmocka_unit_test(heat_s_own_columns_are_known),
        cmocka_unit_test(what_is_wrong_is_said_with_its_line),
        cmocka_unit_test(many_sets_and_subgroups_find_room),
        cmocka_unit_test(too_many_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
