/* Columns: every value as the findings have it, in the same order, whatever is stored, lost or damaged. */
#include "derived_fixture.h"

#include "compare/stats.h"

/* --- rows as the store opens them ----------------------------------------------------------- */

enum { ROWS = 400 };
struct one {
    char key[160]; /* checklist, profile */
    int64_t sequence, level, households;
    char country[8], round[8], community[32], name[32], method[16];
    const struct checklist *checklist;
    int32_t values[160];
};
struct all {
    struct one rows[ROWS];
    size_t count;
};

static int32_t node_value(const struct node_result *n)
{
    return !n->applicable ? VALUE_APART : n->score == SCORE_NONE ? VALUE_OPEN : (int32_t)n->score;
}

static int take(void *context, const struct stored *stored)
{
    struct all *all = context;
    const struct assessment *a = &stored->assessment;
    const struct checklist *c = a->checklist;
    const char *status = json_string(json_path(a->plan->doc, "assessment.status"));
    if (status != NULL && strcmp(status, "draft") == 0) {
        return 0;
    }
    assert_true(all->count < ROWS);
    struct one *x = &all->rows[all->count++];
    snprintf(x->key, sizeof x->key, "%s|%s|%.80s|%s", c->id, c->version, c->digest,
             c->profile == NULL ? "" : c->profile);
    snprintf(x->country, sizeof x->country, "%s", a->plan->country);
    snprintf(x->round, sizeof x->round, "%s", a->plan->round);
    snprintf(x->community, sizeof x->community, "%s", a->plan->community_key);
    snprintf(x->name, sizeof x->name, "%s", a->plan->community_name);
    snprintf(x->method, sizeof x->method, "%s",
             json_string(json_path(a->plan->doc, "assessment.method")));
    x->sequence = stored->sequence;
    x->level = (int64_t)json_path(a->plan->doc, "community.admin_level")->number;
    x->households = (int64_t)json_path(a->plan->doc, "community.households")->number;
    x->checklist = c;
    for (int i = 0; i < c->node_count; i++) {
        x->values[i] = node_value(&a->nodes[i]);
    }
    for (int i = 0; i < c->criterion_count; i++) {
        const struct finding *g = &a->findings[i];
        x->values[c->node_count + i] = g->outcome == OUTCOME_SCORED ? (int32_t)g->credit
                                                                    : DERIVED_ABSENT(g->outcome);
    }
    return 0;
}

static int by_key(const void *x, const void *y)
{
    const struct one *a = x, *b = y;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

static int32_t value_of(const struct one *x, const char *item)
{
    const struct checklist *c = x->checklist;
    int criterion = checklist_find(c, item);
    if (strcmp(item, "total") == 0) {
        return x->values[0];
    }
    for (int i = 1; i < c->node_count; i++) {
        if (strcmp(c->nodes[i].id, item) == 0) {
            return x->values[i];
        }
    }
    return criterion < 0 ? VALUE_FOREIGN : x->values[c->node_count + criterion];
}

/* --- columns against them ------------------------------------------------------------------- */

static void assert_values(struct columns *c, const struct all *all, const char *item)
{
    int32_t values[ROWS];
    struct err e = {0};
    if (columns_values(c, item, values, &e) != 0) {
        fail_msg("%s: %s", item, e.text);
    }
    for (size_t i = 0; i < all->count; i++) {
        assert_int_equal(values[i], value_of(&all->rows[i], item));
    }
}

static void assert_attributes(struct columns *c, const struct all *all)
{
    int64_t seq[ROWS], level[ROWS], households[ROWS];
    uint32_t indexes[ROWS];
    const char *const *texts;
    size_t count;
    struct err e = {0};
    assert_int_equal(columns_numbers(c, ATTRIBUTE_SEQ, seq, &e), 0);
    assert_int_equal(columns_numbers(c, ATTRIBUTE_LEVEL, level, &e), 0);
    assert_int_equal(columns_numbers(c, ATTRIBUTE_HOUSEHOLDS, households, &e), 0);
    for (size_t i = 0; i < all->count; i++) {
        assert_int_equal(seq[i], all->rows[i].sequence);
        assert_int_equal(level[i], all->rows[i].level);
        assert_int_equal(households[i], all->rows[i].households);
    }
    const struct {
        enum derived_attribute attribute;
        size_t offset;
    } of[] = {{ATTRIBUTE_COUNTRY, offsetof(struct one, country)},
              {ATTRIBUTE_ROUND, offsetof(struct one, round)},
              {ATTRIBUTE_COMMUNITY, offsetof(struct one, community)},
              {ATTRIBUTE_NAME, offsetof(struct one, name)},
              {ATTRIBUTE_METHOD, offsetof(struct one, method)}};
    for (size_t k = 0; k < sizeof of / sizeof *of; k++) {
        assert_int_equal(columns_texts(c, of[k].attribute, indexes, &texts, &count, &e), 0);
        for (size_t i = 0; i < all->count; i++) {
            assert_true(indexes[i] < count);
            assert_string_equal(texts[indexes[i]], (const char *)&all->rows[i] + of[k].offset);
        }
    }
}

/* Quantiles, means and deviations of all, by country, or by country and round, against lists of doubles. */
static void assert_groups(struct columns *c, const struct all *all, const char *item,
                          size_t by_count)
{
    static const enum derived_attribute by[] = {ATTRIBUTE_COUNTRY, ATTRIBUTE_ROUND};
    static const double p[] = {0, 0.1, 0.25, 0.5, 0.9, 1};
    enum { P = sizeof p / sizeof *p, MOST = 16 };
    const struct columns_groups *g;
    double out[MOST * P], mean[MOST], sd[MOST], values[ROWS];
    int64_t n[MOST], again[MOST];
    struct err e = {0};
    assert_int_equal(columns_group(c, by, by_count, &g, &e), 0);
    assert_true(g->by_count == by_count);
    assert_true(g->count <= MOST);
    assert_int_equal(columns_quantiles(c, g, item, p, P, out, n, &e), 0);
    assert_int_equal(columns_moments(c, g, item, again, mean, sd, &e), 0);
    for (size_t k = 0; k < g->count; k++) {
        size_t count = 0;
        for (size_t i = 0; i < all->count; i++) {
            const struct one *x = &all->rows[i];
            const char *const *texts = g->texts + by_count * k;
            if ((by_count < 1 || strcmp(x->country, texts[0]) == 0) &&
                (by_count < 2 || strcmp(x->round, texts[1]) == 0)) {
                assert_int_equal(g->of[i], k);
                if (value_of(x, item) >= 0) {
                    values[count++] = (double)value_of(x, item) / (double)CREDIT_ONE;
                }
            }
        }
        assert_int_equal(n[k], count);
        assert_int_equal(again[k], count);
        stats_sort(values, count);
        for (size_t i = 0; i < P && count > 0; i++) {
            assert_true(out[k * P + i] == stats_quantile(values, count, p[i]));
        }
        assert_true(count < 1 || fabs(mean[k] - stats_mean(values, count)) < 1e-14);
        assert_true(count < 2 || fabs(sd[k] - stats_sd(values, count)) < 1e-14);
    }
}

static void assert_columns(struct fixture *f)
{
    struct all *all = calloc(1, sizeof *all);
    struct columns *c = NULL;
    struct err e = {0};
    struct store *s = open_store(f, STORE_READ);
    assert_int_equal(store_each(s, &(struct store_filter){0}, take, all, &e), 0);
    if (all->count > 0) {
        qsort(all->rows, all->count, sizeof *all->rows, by_key);
    }
    if (columns_open(s, &(struct derived_filter){0}, &c, &e) != 0) {
        fail_msg("%s", e.text);
    }
    assert_int_equal(columns_count(c), all->count);
    assert_values(c, all, "total");
    assert_attributes(c, all);
    assert_values(c, all, "D0-00");
    assert_values(c, all, "D3");
    assert_values(c, all, "D0");
    assert_values(c, all, "D9-09");
    for (size_t by_count = 0; by_count <= 2; by_count++) {
        assert_groups(c, all, "total", by_count);
        assert_groups(c, all, "D0-01", by_count);
    }
    columns_close(c);
    store_close(s);
    free(all);
}

/* --- tests --------------------------------------------------------------------------------- */

static void columns_are_what_the_findings_say(void **state)
{
    static const int steps[][2] = {{1, 1}, {2, 4}, {4, 8}, {3, 129}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        unlink(f->path);
        make_short(f, steps[i][0], steps[i][1]);
        assert_columns(f);
        for (int k = 0; k < 6; k++) {
            live(f, 8);
            assert_columns(f);
        }
    }
}

/* Values are counted where groups are large, and sorted where they are small: here are both. */
static void quantiles_are_those_of_sorted_values(void **state)
{
    struct fixture *f = *state;
    make_short(f, 3, 32);
    struct store *s = open_store(f, STORE_WRITE);
    begin(s);
    for (int n = 0; n < 300; n++) {
        put_plan(f, s, n, 0, n % 40 == 0 ? "2027" : "2026", false, false);
    }
    commit(s);
    store_close(s);
    assert_columns(f);
}

static void what_is_lost_or_damaged_changes_no_value(void **state)
{
    static const char *const harm[] = {
        "DELETE FROM derived_state",
        "DELETE FROM derived_column WHERE id % 3 = 0",
        "DELETE FROM derived_column WHERE (id >> 24 & 65535) = 27", /* D0-00 */
        "UPDATE derived_column SET data = zeroblob(length(data))",
        "UPDATE derived_column SET data = (SELECT data FROM derived_column LIMIT 1)",
        "DELETE FROM derived_chunk WHERE number = 1",
        "UPDATE derived_chunk SET rows = rows + 1 WHERE number = 0",
        "UPDATE derived_chunk SET whole = 1",
        "DROP TABLE derived_column",
        "DROP TABLE derived_chunk",
        "UPDATE derived_column SET data = substr(data, 1, length(data) - 1)",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        unlink(f->path);
        make_short(f, 2, 4);
        live(f, 14);
        tamper(f, harm[i]);
        assert_columns(f);
        live(f, 4);
        assert_columns(f);
    }
}

static void columns_can_be_chosen(void **state)
{
    struct fixture *f = *state;
    struct columns *c = NULL;
    struct err e = {0};
    const struct checklist *list;
    const char *profile;
    size_t first, count;
    int32_t values[ROWS];
    make_short(f, 2, 4);
    live(f, 40);
    struct store *s = open_store(f, STORE_READ);
    const struct derived_filter filter = {
        .checklist = "tried@1.0", .profile = "quick", .country = "NPL", .round = "2027"};
    assert_int_equal(columns_open(s, &filter, &c, &e), 0);
    assert_true(columns_part(c, 0, &list, &profile, &first, &count));
    assert_false(columns_part(c, 1, &list, &profile, &first, &count));
    assert_string_equal(profile, "quick");
    assert_true(count == columns_count(c) && count > 0 && first == 0);
    assert_int_equal(columns_values(c, "D7", values, &e), ERR_NOT_FOUND);
    assert_int_equal(columns_values(c, "D0-0", values, &e), ERR_NOT_FOUND);
    assert_non_null(strstr(e.text, "D0-0"));
    assert_int_equal(columns_values(c, "D0-00", values, &e), 0);
    columns_close(c);
    columns_close(NULL);
    store_close(s);
    s = open_store(f, STORE_WRITE);
    begin(s);
    assert_int_equal(columns_open(s, &filter, &c, &e), ERR_USAGE);
    assert_null(c);
    store_close(s);
}

/* --- SQL ------------------------------------------------------------------------------------ */

static int add_row(void *context, int columns, const char *const *names, const char *const *values)
{
    struct buf *out = context;
    (void)names;
    for (int i = 0; i < columns; i++) {
        buf_printf(out, "%s%s", i == 0 ? "" : "|", values[i] == NULL ? "-" : values[i]);
    }
    buf_puts(out, "\n");
    return 0;
}

static void ask(struct store *s, const char *sql, struct buf *out)
{
    struct err e = {0};
    buf_reset(out);
    if (store_query(s, sql, add_row, out, &e) != 0) {
        fail_msg("%s: %s", sql, e.text);
    }
}

/* Two ways to the same rows. */
static void assert_alike(struct store *s, const char *one, const char *other)
{
    struct buf x = BUF_INIT, y = BUF_INIT;
    ask(s, one, &x);
    ask(s, other, &y);
    assert_true(x.len > 0);
    assert_string_equal(buf_text(&x), buf_text(&y));
    buf_free(&x);
    buf_free(&y);
}

#define CURRENT                                                                          \
    "NOT EXISTS (SELECT 1 FROM assessment n WHERE n.supersedes = a.seq) AND NOT EXISTS " \
    "(SELECT 1 FROM derived_draft d WHERE d.seq = a.seq)"

static void queries_see_totals_and_values(void **state)
{
    struct fixture *f = *state;
    make_short(f, 2, 8);
    live(f, 30);
    struct store *s = open_store(f, STORE_READ);
    assert_alike(
        s,
        "SELECT country, round, item, n, printf('%.9f', mean), unknown FROM total('tried') "
        "WHERE kind = 'criterion' AND profile IS NULL ORDER BY 1, 2, 3",
        "SELECT a.country, a.round, f.criterion, sum(f.outcome = 'scored'), "
        "printf('%.9f', avg(f.credit)), sum(f.outcome = 'unknown') FROM assessment a, "
        "finding(a.seq) f WHERE a.profile IS NULL AND " CURRENT
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
    assert_alike(s,
                 "SELECT country, round, assessments, n, sum, printf('%.6f', low), printf('%.6f', "
                 "high), printf('%.6f', coverage) FROM total WHERE item = 'total' AND profile = "
                 "'quick' AND assessments > not_applicable ORDER BY 1, 2",
                 "SELECT country, round, count(*), count(score), coalesce(sum(score), 0), "
                 "printf('%.6f', avg(low) / 1e9), printf('%.6f', avg(high) / 1e9), printf('%.6f', "
                 "avg(coverage) / 1e9) FROM assessment a WHERE profile = 'quick' AND " CURRENT
                 " GROUP BY 1, 2 ORDER BY 1, 2");
    assert_alike(s,
                 "SELECT seq, country, round, community, band, version, profile, printf('%.9f', "
                 "value) FROM measure('total', 'tried@1') ORDER BY seq",
                 "SELECT seq, country, round, community_key, band, checklist_version, profile, "
                 "printf('%.9f', score / 1e9) FROM assessment a WHERE " CURRENT " ORDER BY seq");
    assert_alike(
        s,
        "SELECT country, median(value), quantile(value, 0.5), quantile(value, 0), "
        "quantile(value, 1) FROM measure('D0-00') GROUP BY country ORDER BY country",
        "SELECT a.country, median(f.credit), quantile(f.credit, 0.5), min(f.credit), "
        "max(f.credit) FROM assessment a, finding(a.seq) f WHERE f.criterion = 'D0-00' AND " CURRENT
        " GROUP BY a.country ORDER BY a.country");
    assert_alike(
        s, "SELECT outcome, count(*) FROM measure('D0-01') GROUP BY 1 ORDER BY 1",
        "SELECT f.outcome, count(*) FROM assessment a, finding(a.seq) f WHERE f.criterion = "
        "'D0-01' AND " CURRENT " GROUP BY 1 ORDER BY 1");
    store_close(s);
}

static void a_wrong_query_says_what_is_wrong(void **state)
{
    static const char *const queries[][2] = {
        {"SELECT * FROM measure('D0-0')", "D0-0"},
        {"SELECT quantile(value, 2) FROM measure", "between 0 and 1"},
        {"SELECT quantile(value, NULL + 0) FROM measure WHERE quantile > 1", "no such column"},
    };
    struct fixture *f = *state;
    struct buf out = BUF_INIT;
    make_short(f, 2, 8);
    live(f, 10);
    struct store *s = open_store(f, STORE_READ);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct err e = {0};
        assert_int_equal(store_query(s, queries[i][0], add_row, &out, &e), ERR_USAGE);
        assert_non_null(strstr(e.text, queries[i][1]));
    }
    buf_reset(&out);
    ask(s, "SELECT median(value), quantile(value, 0.2) FROM measure WHERE seq < 0", &out);
    assert_string_equal(buf_text(&out), "-|-\n");
    ask(s, "SELECT count(*) FROM total('nothing')", &out);
    assert_string_equal(buf_text(&out), "0\n");
    ask(s, "SELECT count(*) FROM measure(NULL)", &out);
    assert_string_equal(buf_text(&out), "0\n");
    buf_free(&out);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_are_what_the_findings_say, setup, teardown),
        cmocka_unit_test_setup_teardown(quantiles_are_those_of_sorted_values, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_lost_or_damaged_changes_no_value, setup, teardown),
        cmocka_unit_test_setup_teardown(columns_can_be_chosen, setup, teardown),
        cmocka_unit_test_setup_teardown(queries_see_totals_and_values, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wrong_query_says_what_is_wrong, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
