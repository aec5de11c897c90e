/* Which sets may be published together, held against attackers that try everything: each set of pieces that
 * is too few against the rank of what is published, and each table of whole numbers that agrees with it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attack_fixture.h"
#include "compare/disclose.h"

enum { MAX_ROWS = 600, MAX_SETS = ATTACK_SETS, MAX_PIECES = ATTACK_PIECES };

struct world {
    struct disclose_row rows[MAX_ROWS];
    size_t row_count;
    uint32_t members[MAX_SETS][MAX_ROWS];
    struct disclose_set sets[MAX_SETS];
    size_t set_count;
    bool published[MAX_SETS], guarded[MAX_SETS], lost[MAX_SETS];
};

static uint64_t chance(uint64_t *state)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return *state >> 33;
}

static void add_rows(struct world *w, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        w->rows[w->row_count] = (struct disclose_row){
            .community = (uint32_t)w->row_count, .children = -1, .households = -1};
        w->row_count++;
    }
}

static void add_range(struct world *w, size_t set, size_t from, size_t count)
{
    struct disclose_set *s = &w->sets[set];
    s->rows = w->members[set];
    for (size_t i = 0; i < count; i++) {
        w->members[set][s->count++] = (uint32_t)(from + i);
    }
    w->set_count = set + 1 > w->set_count ? set + 1 : w->set_count;
}

/* Largest first, as they are published. */
static void publish(struct world *w, const bool *known)
{
    struct disclose *d;
    bool done[MAX_SETS] = {false};
    assert_int_equal(disclose_open(&d, w->rows, w->row_count, w->sets, w->set_count, NULL), 0);
    for (size_t s = 0; s < w->set_count; s++) {
        disclose_named(d, s);
        if (known != NULL && known[s]) {
            assert_int_equal(disclose_known(d, s, NULL), 0);
            done[s] = w->published[s] = true;
        } else if (disclose_few(d, s)) {
            assert_int_equal(disclose_guard(d, s, NULL), 0);
            done[s] = w->guarded[s] = true;
        }
    }
    for (size_t n = 0; n < w->set_count; n++) {
        size_t best = w->set_count;
        for (size_t s = 0; s < w->set_count; s++) {
            if (!done[s] && (best == w->set_count || w->sets[s].count > w->sets[best].count)) {
                best = s;
            }
        }
        if (best < w->set_count) {
            done[best] = true;
            assert_int_equal(disclose_try(d, &best, 1, &w->published[best], NULL), 0);
        }
    }
    disclose_free(d);
}

/* --- the attacker --------------------------------------------------------------------------- */

static void look_at(const struct world *w, struct attack *a)
{
    uint64_t marks[MAX_PIECES] = {0};
    memset(a, 0, sizeof *a);
    for (size_t r = 0; r < w->row_count; r++) {
        uint64_t mark = 0;
        for (size_t s = 0; s < w->set_count; s++) {
            for (size_t i = 0; i < w->sets[s].count; i++) {
                mark |= w->sets[s].rows[i] == r ? (uint64_t)1 << s : 0;
            }
        }
        size_t p = 0;
        while (p < a->pieces && marks[p] != mark) {
            p++;
        }
        assert_true(p < MAX_PIECES);
        marks[p] = mark;
        a->size[p]++;
        a->pieces += p == a->pieces;
    }
    for (size_t s = 0; s < w->set_count; s++) {
        for (size_t p = 0; p < a->pieces; p++) {
            a->named[s][p] = (marks[p] >> s & 1) != 0;
            if (w->published[s]) {
                a->matrix[a->published][p] = a->named[s][p];
            }
        }
        a->published += w->published[s];
    }
}

struct bounds {
    const struct attack *a;
    int64_t open[MAX_SETS]; /* what each published sum still needs */
    int64_t value[MAX_PIECES], low[MAX_SETS], high[MAX_SETS];
    size_t sets;
    int64_t tables;
};

static void every_table(struct bounds *b, size_t p)
{
    const struct attack *a = b->a;
    if (p == a->pieces) {
        for (int i = 0; i < a->published; i++) {
            if (b->open[i] != 0) {
                return;
            }
        }
        int64_t sums[MAX_SETS] = {0};
        for (size_t s = 0; s < b->sets; s++) {
            for (size_t q = 0; q < a->pieces; q++) {
                sums[s] += a->named[s][q] ? b->value[q] : 0;
            }
            if (sums[s] < 1) {
                return; /* a group that is named is not empty */
            }
        }
        for (size_t s = 0; s < b->sets; s++) {
            b->low[s] = sums[s] < b->low[s] ? sums[s] : b->low[s];
            b->high[s] = sums[s] > b->high[s] ? sums[s] : b->high[s];
        }
        b->tables++;
        return;
    }
    int64_t most = 1000, least = 0;
    for (int i = 0; i < a->published; i++) {
        bool later = false;
        for (size_t q = p + 1; q < a->pieces; q++) {
            later = later || a->matrix[i][q] != 0;
        }
        if (a->matrix[i][p] != 0) {
            most = b->open[i] < most ? b->open[i] : most;
            least = !later && b->open[i] > least ? b->open[i] : least;
        }
    }
    bool free = most == 1000; /* nothing published holds it: none, one or many */
    most = free ? a->size[p] + DISCLOSE_LEAST : most;
    for (int64_t x = least; x <= most; x += free && x == 1 ? most - 1 : 1) {
        b->value[p] = x;
        for (int i = 0; i < a->published; i++) {
            b->open[i] -= a->matrix[i][p] * x;
        }
        every_table(b, p + 1);
        for (int i = 0; i < a->published; i++) {
            b->open[i] += a->matrix[i][p] * x;
        }
    }
}

static void bound(const struct world *w, const struct attack *a, struct bounds *b)
{
    memset(b, 0, sizeof *b);
    b->a = a;
    b->sets = w->set_count;
    for (int i = 0; i < a->published; i++) {
        for (size_t p = 0; p < a->pieces; p++) {
            b->open[i] += a->matrix[i][p] * a->size[p];
        }
    }
    for (size_t s = 0; s < w->set_count; s++) {
        b->low[s] = 1000;
    }
    every_table(b, 0);
}

/* Each named set within s has at least one. */
static int64_t floor_of(const struct world *w, const struct attack *a, size_t s)
{
    int64_t least = 0;
    for (size_t p = 0; p < a->pieces; p++) {
        bool named = false;
        for (size_t k = 0; k < w->set_count; k++) {
            int pieces = 0;
            for (size_t q = 0; q < a->pieces; q++) {
                pieces += a->named[k][q];
            }
            named = named || (pieces == 1 && a->named[k][p]);
        }
        least += a->named[s][p] && named;
    }
    return least < 1 ? 1 : least;
}

static void withstands(const struct world *w)
{
    struct attack a;
    struct bounds b;
    look_at(w, &a);
    assert_false(combines_to_few(&a));
    bound(w, &a, &b);
    assert_true(b.tables > 0);
    for (size_t s = 0; s < w->set_count; s++) {
        if (w->guarded[s]) {
            assert_true(b.low[s] <= floor_of(w, &a, s));
            assert_true(b.high[s] >= (int64_t)w->sets[s].count + DISCLOSE_LEAST);
        }
    }
}

/* --- one total over groups ------------------------------------------------------------------ */

static void groups(struct world *w, const int *sizes, size_t count)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < count; i++) {
        add_range(w, 1 + i, w->row_count, (size_t)sizes[i]);
        add_range(w, 0, w->row_count, (size_t)sizes[i]);
        add_rows(w, (size_t)sizes[i]);
    }
    publish(w, NULL);
}

static void the_smallest_further_group_goes_with_a_small_one(void **state)
{
    (void)state;
    struct world w;
    groups(&w, (const int[]){50, 3, 20, 30}, 4);
    assert_true(w.published[0] && w.published[1] && w.published[4]);
    assert_false(w.published[2] || w.published[3]);
    withstands(&w);
    groups(&w, (const int[]){50, 20, 30}, 3); /* nothing small, nothing withheld */
    assert_true(w.published[0] && w.published[1] && w.published[2] && w.published[3]);
    /* Five and nine: the rest is 14, which leaves the nine less than ten of room. */
    groups(&w, (const int[]){50, 5, 9, 30}, 4);
    assert_false(w.published[4]);
    withstands(&w);
    groups(&w, (const int[]){50, 5, 9, 7, 30}, 5); /* 21: each has room */
    assert_true(w.published[1] && w.published[5]);
    withstands(&w);
}

static void a_whole_of_few_more_is_withheld(void **state)
{
    (void)state;
    struct world w;
    groups(&w, (const int[]){50, 3}, 2); /* either the total or the group of fifty */
    assert_true(w.published[0] != w.published[1]);
    withstands(&w);
}

static void a_group_and_the_same_without_one_do_not_meet(void **state)
{
    (void)state;
    struct world w;
    for (size_t apart = 1; apart < 14; apart++) {
        memset(&w, 0, sizeof w);
        add_rows(&w, 60);
        add_range(&w, 0, 0, 60);
        add_range(&w, 1, 0, 60 - apart);
        publish(&w, (const bool[MAX_SETS]){true});
        assert_true(w.published[1] == (apart >= DISCLOSE_LEAST));
    }
}

static void children_and_households_count_too(void **state)
{
    (void)state;
    struct world w;
    memset(&w, 0, sizeof w);
    add_rows(&w, 60);
    for (size_t i = 0; i < 60; i++) {
        w.rows[i].children = i < 12 && i > 3 ? 0
                             : i < 12        ? 2
                                             : 50; /* eight in twelve communities */
    }
    add_range(&w, 0, 0, 12);
    add_range(&w, 1, 0, 60);
    add_range(&w, 2, 12, 48);
    struct disclose *d;
    assert_int_equal(disclose_open(&d, w.rows, 60, w.sets, 3, NULL), 0);
    assert_false(disclose_few(d, 0)); /* a community without children is no cell of children */
    disclose_free(d);
    for (size_t i = 0; i < 12; i++) {
        w.rows[i].children = i < 8;
        w.rows[i].community = (uint32_t)(i < 8 ? i : 7); /* and the same twice counts once */
    }
    assert_int_equal(disclose_open(&d, w.rows, 60, w.sets, 3, NULL), 0);
    assert_true(disclose_few(d, 0));
    bool safe;
    assert_int_equal(disclose_try(d, (const size_t[]){1}, 1, &safe, NULL), 0);
    assert_true(safe);
    assert_int_equal(disclose_try(d, (const size_t[]){2}, 1, &safe, NULL), 0);
    assert_false(safe);
    disclose_free(d);
}

/* --- tables at random ----------------------------------------------------------------------- */

static size_t cell_size(uint64_t *state)
{
    uint64_t kind = chance(state) % 10;
    return kind < 2 ? 0 : kind < 6 ? 1 + chance(state) % 9 : 10 + chance(state) % 15;
}

/* Cells of a crossed table, its margins and its total. */
static void crossed(struct world *w, uint64_t *state, size_t lines, size_t columns)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < lines; i++) {
        for (size_t k = 0; k < columns; k++) {
            size_t n = cell_size(state);
            add_range(w, 0, w->row_count, n);
            add_range(w, 1 + i, w->row_count, n);
            add_range(w, 1 + lines + k, w->row_count, n);
            if (n > 0) {
                add_range(w,
                          w->set_count > lines + columns + 1 ? w->set_count : lines + columns + 1,
                          w->row_count, n);
            }
            add_rows(w, n);
        }
    }
}

static void crossed_tables_give_no_cell_away(void **state)
{
    (void)state;
    uint64_t seed = 7;
    size_t shown = 0, cells = 0;
    struct world w;
    for (int n = 0; n < 120; n++) {
        crossed(&w, &seed, 2 + (size_t)(n % 8 == 0), 2 + (size_t)(n / 2) % 2);
        bool empty = false;
        for (size_t s = 0; s < w.set_count; s++) {
            empty = empty || w.sets[s].count == 0;
        }
        if (empty) {
            continue;
        }
        publish(&w, NULL);
        withstands(&w);
        for (size_t s = 0; s < w.set_count; s++) {
            shown += w.published[s];
            cells += !w.guarded[s];
        }
    }
    assert_true(shown * 2 > cells); /* most of what is large enough is shown */
}

static void overlapping_sets_give_no_piece_away(void **state)
{
    (void)state;
    uint64_t seed = 11;
    struct world w;
    struct attack a;
    size_t shown = 0;
    for (int n = 0; n < 400; n++) {
        memset(&w, 0, sizeof w);
        w.set_count = 5;
        for (size_t s = 0; s < 5; s++) {
            w.sets[s].rows = w.members[s];
        }
        for (int piece = 0; piece < 9; piece++) {
            size_t size = 1 + chance(&seed) % 12, where = 1 + chance(&seed) % 31;
            for (size_t s = 0; s < 5; s++) {
                if ((where >> s & 1) != 0) {
                    add_range(&w, s, w.row_count, size);
                }
            }
            add_rows(&w, size);
        }
        const bool known[MAX_SETS] = {w.sets[0].count >= 10};
        publish(&w, n % 3 == 0 ? known : NULL);
        look_at(&w, &a);
        assert_false(combines_to_few(&a));
        shown += (size_t)a.published;
    }
    assert_true(shown > 600);
}

static void it_is_the_same_again(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct world w;
    bool before[MAX_SETS];
    for (int n = 0; n < 60; n++) {
        crossed(&w, &seed, 3, 3);
        publish(&w, NULL);
        memcpy(before, w.published, sizeof before);
        memset(w.published, 0, sizeof w.published);
        publish(&w, before); /* what was published is known: nothing more may join */
        assert_memory_equal(before, w.published, sizeof before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_further_group_goes_with_a_small_one),
        cmocka_unit_test(a_whole_of_few_more_is_withheld),
        cmocka_unit_test(a_group_and_the_same_without_one_do_not_meet),
        cmocka_unit_test(children_and_households_count_too),
        cmocka_unit_test(crossed_tables_give_no_cell_away),
        cmocka_unit_test(overlapping_sets_give_no_piece_away),
        cmocka_unit_test(it_is_the_same_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
