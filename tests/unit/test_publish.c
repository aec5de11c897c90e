/* What is taken out of a comparison before it is published, and what is remembered of it. */
#include "compare_fixture.h"

#include <math.h>

#include "attack_fixture.h"
#include "compare/publish.h"
#include "report/render_compare.h"

/* One community of a table made by hand. */
struct person {
    const char *country, *setting;
    int credit; /* percent */
};

/* Answers nothing on one domain, and so has no total and no band. */
static bool is_silent(const struct person *p)
{
    return p->credit % 10 == 7;
}

static void table_of(struct table_fixture *f, const struct person *people, size_t count,
                     const bool *left_out)
{
    const char *countries[FIXTURE_ROWS] = {NULL}, *settings[FIXTURE_ROWS] = {NULL};
    table_fixture_init(f);
    for (size_t i = 0; i < count; i++) {
        if (left_out != NULL && left_out[i]) {
            continue;
        }
        int32_t x = people[i].credit * 10000000, open = CREDIT_OPEN;
        bool silent = is_silent(&people[i]);
        size_t at = f->table.count;
        countries[at] = people[i].country;
        settings[at] = people[i].setting;
        table_fixture_row(f, people[i].country, "2026", 100,
                          (const int32_t[]){silent ? open : x, silent ? open : x, 600000000, x});
        snprintf(f->names[at], sizeof f->names[at], "c%02d", (int)(i % 100));
        f->rows[at].sequence = (int64_t)i + 1;
    }
    table_fixture_attribute(f, "country", (const char *const[]){"BTN", "LAO", "NPL"}, 3, countries);
    table_fixture_attribute(f, "setting", (const char *const[]){"rural", "urban"}, 2, settings);
}

static struct comparison *groups_by(struct table_fixture *f, const char *by, const char *and)
{
    const char *const names[] = {by, and};
    const char *const of[] = {"domains"};
    const struct summary_ask ask = {
        .by = names, .by_count = and == NULL ? 1 : 2, .of = of, .of_count = 1, .level = 0.95};
    struct comparison *c = NULL;
    struct err e = {0};
    if (summary_make(&f->table, &ask, &c, &e) != 0) {
        fail_msg("%s", e.text);
    }
    return c;
}

static struct comparison *published_by(struct table_fixture *f, const char *by, const char *and,
                                       struct published *memory)
{
    struct comparison *c = groups_by(f, by, and);
    struct err e = {0};
    if (publish_groups(c, memory, &e) != 0 || publish_close(c, &e) != 0) {
        fail_msg("%s", e.text);
    }
    return c;
}

static size_t add(struct person *people, size_t at, const char *country, const char *setting,
                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        people[at + i] = (struct person){country, setting,
                                         (int)((at + i) * 37 % 80) / 10 * 10 + (int)(i % 7)};
    }
    return at + count;
}

/* --- one comparison ------------------------------------------------------------------------- */

static void nothing_is_left(const struct comparison *c, const struct compare_group *g)
{
    assert_true(g->withheld);
    assert_true(g->rows == -1 && g->scored == -1 && g->children == -1 && g->households == -1);
    assert_true(g->of == 0 && !g->rank.ranked && g->members == NULL);
    assert_true(isnan(g->critical) && isnan(g->critical_open));
    for (int i = 0; i < c->core->band_count; i++) {
        assert_true(isnan(g->band_share[i]));
    }
    for (size_t i = 0; i < c->item_count; i++) {
        const struct compare_stat *s = &g->stats[i];
        const double all[] = {s->mean, s->weighted, s->sd,   s->error,   s->ci_low, s->ci_high,
                              s->min,  s->q10,      s->q1,   s->median,  s->q3,     s->q90,
                              s->max,  s->low,      s->high, s->coverage};
        assert_true(s->n == -1 && s->applies == -1);
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
            assert_true(isnan(all[k]));
        }
    }
}

static void a_small_group_goes_and_the_next_with_it(void **state)
{
    (void)state;
    struct person people[FIXTURE_ROWS];
    struct table_fixture f;
    struct published memory = {.arena = ARENA_INIT};
    struct buf out = BUF_INIT;
    size_t n = add(people, 0, "BTN", "rural", 4);
    n = add(people, n, "LAO", "rural", 20);
    n = add(people, n, "NPL", "rural", 36);
    table_of(&f, people, n, NULL);
    struct comparison *c = published_by(&f, "country", NULL, &memory);
    nothing_is_left(c, &c->groups[0]);
    nothing_is_left(c, &c->groups[1]);
    assert_false(c->groups[2].withheld);
    assert_int_equal(c->groups[2].rows, 36);
    assert_int_equal(c->whole, 60);
    size_t small = 0; /* stays guarded in what is published later */
    for (size_t i = 0; i < memory.count; i++) {
        small += strcmp(memory.sets[i].scope, PUBLISHED_SMALL) == 0 && memory.sets[i].count == 4;
    }
    assert_int_equal(small, 1);
    assert_true(c->publish);
    assert_true(c->table->rows == NULL && c->table->count == 0);
    assert_true(c->groups[2].members == NULL);
    const struct compared shown = {.c = c, .seed = 1};
    render_compare_json(&out, &shown, true);
    const char *first = strstr(buf_text(&out), "BTN"), *last = strstr(buf_text(&out), "NPL");
    assert_true(first != NULL && last != NULL);
    for (const char *p = first; p < last; p++) {
        if (*p >= '0' && *p <= '9' && strchr(":,[", p[-1]) != NULL) {
            fail_msg("a number of a withheld group: %.40s", p);
        }
    }
    buf_free(&out);
    comparison_free(c);
    table_fixture_free(&f);
    published_free(&memory);
}

static void single_communities_do_not_show_in_a_large_group(void **state)
{
    (void)state;
    struct person people[FIXTURE_ROWS];
    struct table_fixture f;
    struct published memory = {.arena = ARENA_INIT};
    size_t n = add(people, 0, "BTN", "rural", 19);
    n = add(people, n, "NPL", "rural", 41);
    for (size_t i = 0; i < 19; i++) {
        people[i].credit = i < 15 ? 71 : 30; /* four in the lower band */
    }
    table_of(&f, people, n, NULL);
    f.rows[30].children = 100000; /* one in Nepal outweighs the others */
    struct comparison *raw = groups_by(&f, "country", NULL);
    struct comparison *c = published_by(&f, "country", NULL, &memory);
    const struct compare_stat *s = &c->groups[0].stats[0], *t = &c->groups[1].stats[0];
    assert_false(c->groups[0].withheld || c->groups[1].withheld);
    assert_true(raw->groups[0].stats[0].min < raw->groups[0].stats[0].max);
    assert_true(isnan(s->min) && isnan(s->max) && isnan(t->min) && isnan(t->max));
    assert_true(isnan(s->median)); /* nine on either side */
    assert_false(isnan(t->median));
    assert_false(isnan(t->q1)); /* ten below */
    assert_true(isnan(t->q10));
    assert_false(isnan(s->weighted));
    assert_false(isnan(raw->groups[1].stats[0].weighted));
    assert_true(isnan(t->weighted));
    assert_true(isnan(c->groups[0].band_share[0]) && isnan(c->groups[0].band_share[1]));
    assert_true(s->mean * 100 == floor(s->mean * 100 + 0.5));
    assert_true(fabs(s->mean - raw->groups[0].stats[0].mean) <= 0.005);
    /* Whoever asks for intervals of other levels learns no more digits of the mean. */
    assert_true(fabs((t->ci_low + t->ci_high) / 2 - t->mean) < 0.0051);
    assert_true(fabs(t->error - floor(100 * t->sd / sqrt(41) + 0.5) / 100) < 1e-12);
    assert_true(isnan(c->groups[0].critical)); /* none fails: that tells of each */
    comparison_free(raw);
    comparison_free(c);
    table_fixture_free(&f);
    published_free(&memory);
}

static void all_alike_tell_of_each(void **state)
{
    (void)state;
    struct person people[FIXTURE_ROWS];
    struct table_fixture f;
    struct published memory = {.arena = ARENA_INIT};
    size_t n = add(people, 0, "BTN", "rural", 20);
    for (size_t i = 0; i < 20; i++) {
        people[i].credit = 44;
    }
    n = add(people, n, "NPL", "rural", 40);
    table_of(&f, people, n, NULL);
    struct comparison *c = published_by(&f, "country", NULL, &memory);
    assert_false(c->groups[0].withheld);
    assert_int_equal(c->groups[0].rows, 20);
    assert_true(isnan(c->groups[0].stats[0].mean) && c->groups[0].stats[0].n == -1);
    assert_false(isnan(c->groups[1].stats[0].mean));
    comparison_free(c);
    table_fixture_free(&f);
    published_free(&memory);
}

static void words_of_a_plan_are_no_groups_for_publishing(void **state)
{
    (void)state;
    struct person people[FIXTURE_ROWS];
    struct table_fixture f;
    struct published memory = {.arena = ARENA_INIT};
    struct err e = {0};
    const char *names[FIXTURE_ROWS];
    size_t n = add(people, 0, "NPL", "rural", 30);
    for (size_t i = 0; i < n; i++) {
        names[i] = "x";
    }
    table_of(&f, people, n, NULL);
    table_fixture_attribute(&f, "community.name", (const char *const[]){"x"}, 1, names);
    struct comparison *c = groups_by(&f, "community.name", NULL);
    assert_int_equal(publish_groups(c, &memory, &e), ERR_USAGE);
    comparison_free(c);
    table_fixture_free(&f);
}

/* --- one after the other -------------------------------------------------------------------- */

static void a_second_publication_is_not_subtracted_from_the_first(void **state)
{
    (void)state;
    struct person people[FIXTURE_ROWS];
    for (size_t apart = 1; apart <= 12; apart += 11) {
        struct table_fixture f, less;
        struct published memory = {.arena = ARENA_INIT};
        bool left_out[FIXTURE_ROWS] = {false};
        size_t n = add(people, 0, "BTN", "rural", 30);
        n = add(people, n, "NPL", "rural", 30);
        for (size_t i = 0; i < apart; i++) {
            left_out[i] = true;
        }
        table_of(&f, people, n, NULL);
        table_of(&less, people, n, left_out);
        struct comparison *first = published_by(&f, "country", NULL, &memory);
        size_t sets = memory.count;
        struct comparison *again = published_by(&f, "country", NULL, &memory);
        assert_int_equal(memory.count, sets); /* the same again is nothing new */
        assert_true(again->groups[0].stats[0].mean == first->groups[0].stats[0].mean);
        struct comparison *second = published_by(&less, "country", NULL, &memory);
        assert_true(second->groups[0].withheld == (apart < ATTACK_FEW));
        assert_true((second->whole < 0) == (apart < ATTACK_FEW));
        assert_false(second->groups[1].withheld);
        comparison_free(first);
        comparison_free(again);
        comparison_free(second);
        table_fixture_free(&f);
        table_fixture_free(&less);
        published_free(&memory);
    }
}

static void what_was_published_comes_back_from_bytes(void **state)
{
    (void)state;
    struct published a = {.arena = ARENA_INIT}, b = {.arena = ARENA_INIT};
    struct buf bytes = BUF_INIT;
    struct err e = {0};
    const int64_t rows[] = {1, 2, 300, 70000, (int64_t)1 << 40};
    assert_int_equal(published_add(&a, PUBLISHED_COUNT, rows, 5), 0);
    assert_int_equal(published_add(&a, "EWS-01", rows + 1, 2), 0);
    assert_int_equal(published_add(&a, "EWS-01", rows + 1, 2), 0);
    assert_int_equal(published_add(&a, "EWS-01", rows, 0), 0);
    assert_int_equal(a.count, 3);
    assert_int_equal(published_write(&a, &bytes), 0);
    assert_int_equal(published_read(&b, bytes.data, bytes.len, &e), 0);
    assert_int_equal(b.count, 3);
    assert_int_equal(b.before, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(a.sets[i].scope, b.sets[i].scope);
        assert_int_equal(a.sets[i].count, b.sets[i].count);
        assert_memory_equal(a.sets[i].rows, b.sets[i].rows, a.sets[i].count * sizeof *rows);
    }
    for (size_t len = 0; len < bytes.len; len++) { /* cut anywhere */
        struct published cut = {.arena = ARENA_INIT};
        assert_int_equal(published_read(&cut, bytes.data, len, &e), ERR_STORE);
        published_free(&cut);
    }
    for (size_t i = 0; i < bytes.len; i++) { /* changed anywhere: refused, or other sets */
        for (int bit = 0; bit < 8; bit++) {
            struct published other = {.arena = ARENA_INIT};
            bytes.data[i] ^= (char)(1 << bit);
            int code = published_read(&other, bytes.data, bytes.len, &e);
            assert_true(code == 0 || code == ERR_STORE);
            published_free(&other);
            bytes.data[i] ^= (char)(1 << bit);
        }
    }
    bytes.data[0] = 2;
    assert_int_equal(published_read(&b, bytes.data, bytes.len, &e), ERR_STORE);
    buf_free(&bytes);
    published_free(&a);
    published_free(&b);
}

/* No number of fewer than ten, and publishes. */
static void publish_all(struct table_fixture *f, const char *by, const char *and,
                        struct published *memory)
{
    struct comparison *c = published_by(f, by, and, memory);
    for (size_t g = 0; g < c->group_count; g++) {
        for (size_t i = 0; i < c->item_count; i++) {
            const struct compare_stat *s = &c->groups[g].stats[i];
            assert_true(s->n >= ATTACK_FEW || (s->n == -1 && isnan(s->mean)));
        }
    }
    comparison_free(c);
}

/* The sets of one scope as an attacker sees them; false where there are too many pieces to try. */
static bool see(const struct published *memory, const char *scope, size_t rows, struct attack *a)
{
    uint64_t marks[ATTACK_PIECES][2] = {0};
    memset(a, 0, sizeof *a);
    for (size_t r = 1; r <= rows; r++) {
        uint64_t mark[2] = {0, 0};
        int set = 0;
        for (size_t s = 0; s < memory->count; s++) {
            if (strcmp(memory->sets[s].scope, scope) != 0) {
                continue;
            }
            for (size_t i = 0; i < memory->sets[s].count; i++) {
                mark[set / 64] |= memory->sets[s].rows[i] == (int64_t)r ? (uint64_t)1 << set % 64
                                                                        : 0;
            }
            set++;
        }
        assert_true(set < ATTACK_SETS);
        size_t p = 0;
        while (p < a->pieces && (marks[p][0] != mark[0] || marks[p][1] != mark[1])) {
            p++;
        }
        if (p == ATTACK_PIECES) {
            return false;
        }
        marks[p][0] = mark[0];
        marks[p][1] = mark[1];
        a->size[p]++;
        a->pieces += p == a->pieces;
        a->published = set;
    }
    for (int s = 0; s < a->published; s++) {
        for (size_t p = 0; p < a->pieces; p++) {
            a->matrix[s][p] = (marks[p][s / 64] >> s % 64 & 1) != 0;
        }
    }
    return a->pieces <= 14;
}

static uint64_t chance(uint64_t *state)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return *state >> 33;
}

static void no_sequence_of_publications_tells_of_few(void **state)
{
    (void)state;
    static const char *const countries[] = {"BTN", "LAO", "NPL"};
    uint64_t seed = 3;
    size_t tried = 0, shown = 0;
    for (int world = 0; world < 60; world++) {
        struct person people[FIXTURE_ROWS];
        struct table_fixture f, less;
        struct published memory = {.arena = ARENA_INIT};
        struct attack attack;
        bool left_out[FIXTURE_ROWS] = {false};
        size_t n = 40 + chance(&seed) % 25;
        for (size_t i = 0; i < n; i++) {
            people[i] = (struct person){countries[chance(&seed) % 3],
                                        chance(&seed) % 4 == 0 ? "urban" : "rural",
                                        20 + (int)(chance(&seed) % 70)};
            people[i].credit -= world % 3 > 0 && is_silent(&people[i]);
            left_out[i] = strcmp(people[i].country, "LAO") == 0 && chance(&seed) % 2 == 0;
        }
        table_of(&f, people, n, NULL);
        table_of(&less, people, n, left_out);
        publish_all(&f, world % 2 == 0 ? "country" : "setting", NULL, &memory);
        publish_all(&less, "country", NULL, &memory);
        publish_all(&f, "country", "setting", &memory);
        publish_all(&less, "setting", NULL, &memory);
        static const char *const scopes[] = {PUBLISHED_COUNT, "total", "P", "Q"};
        for (size_t i = 0; i < 4; i++) {
            /* How many have no score is no secret, and would be found among the counts. */
            if ((i > 0 || world % 3 > 0) && see(&memory, scopes[i], n, &attack)) {
                assert_false(combines_to_few(&attack));
                tried++;
                shown += (size_t)attack.published;
            }
        }
        table_fixture_free(&f);
        table_fixture_free(&less);
        published_free(&memory);
    }
    assert_true(tried >= 180 && shown >= 3 * tried);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_group_goes_and_the_next_with_it),
        cmocka_unit_test(single_communities_do_not_show_in_a_large_group),
        cmocka_unit_test(all_alike_tell_of_each),
        cmocka_unit_test(words_of_a_plan_are_no_groups_for_publishing),
        cmocka_unit_test(a_second_publication_is_not_subtracted_from_the_first),
        cmocka_unit_test(what_was_published_comes_back_from_bytes),
        cmocka_unit_test(no_sequence_of_publications_tells_of_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
