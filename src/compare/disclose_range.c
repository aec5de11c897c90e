/* Tables that agree with what is published and differ in a guarded set.
 *
 * First by moving assessments between pieces that every published set treats alike. Where that is not
 * enough, by the simplex method from the true table, in the form that lets variables stand between their
 * bounds (G. Dantzig, 1951; smallest index first: R. Bland, 1977). It works in floating point; what it
 * finds is rounded to whole numbers and then checked exactly, so that it may miss a table but never invent
 * one. */
#include <math.h>
#include <stdlib.h>

#include "compare/disclose_internal.h"

static const double small = 1e-9;
enum { NONE = 0x7fffffff };

/* What is looked for: a table in which `set` has at least (or at most) `target`. */
struct wish {
    struct disclose *d;
    size_t set, extra; /* extra: published besides, or NONE */
    bool high;
    int64_t target;
};

static int64_t total(const struct disclose *d, size_t set, const int64_t *table)
{
    int64_t sum = 0;
    for (size_t i = 0; i < d->part_count[set]; i++) {
        sum += table[d->parts[set][i]];
    }
    return sum;
}

static int64_t truth(const struct disclose *d, size_t set)
{
    int64_t sum = 0;
    for (size_t i = 0; i < d->part_count[set]; i++) {
        sum += (int64_t)d->pieces[d->parts[set][i]].count;
    }
    return sum;
}

static bool agrees(const struct wish *w, const int64_t *table)
{
    const struct disclose *d = w->d;
    for (size_t p = 0; p < d->piece_count; p++) {
        if (table[p] < d->pieces[p].least) {
            return false;
        }
    }
    for (size_t i = 0; i < d->basis_count; i++) {
        if (total(d, d->independent[i], table) != truth(d, d->independent[i])) {
            return false;
        }
    }
    if (w->extra != NONE && total(d, w->extra, table) != truth(d, w->extra)) {
        return false;
    }
    for (size_t s = 0; s < d->set_count; s++) {
        if (d->named[s] && total(d, s, table) < 1) {
            return false;
        }
    }
    int64_t have = total(d, w->set, table);
    return w->high ? have >= w->target : have <= w->target;
}

/* --- moving between like pieces ------------------------------------------------------------ */

static void move(const struct wish *w, const bool *mine, const bool *other, int64_t *table)
{
    const struct disclose *d = w->d;
    int64_t need = w->high ? w->target - truth(d, w->set) : truth(d, w->set) - w->target;
    for (size_t i = 0; i < d->part_count[w->set] && need > 0; i++) {
        uint32_t a = d->parts[w->set][i];
        for (size_t k = 0; k < d->piece_count && need > 0; k++) {
            uint32_t b = d->ascending[k], from = w->high ? b : a, to = w->high ? a : b;
            if (mine[b] || d->pieces[a].where != d->pieces[b].where || other[a] != other[b]) {
                continue;
            }
            int64_t spare = table[from] - d->pieces[from].least;
            int64_t step = spare < need ? spare : need;
            table[from] -= step;
            table[to] += step;
            need -= step;
        }
    }
}

static int find_by_moving(const struct wish *w, int64_t *table, bool *found)
{
    const struct disclose *d = w->d;
    bool *mine = calloc(2 * d->piece_count + 2, sizeof *mine);
    if (mine == NULL) {
        return ERR_MEMORY;
    }
    bool *other = mine + d->piece_count + 1;
    for (uint32_t p = 0; p < d->piece_count; p++) {
        table[p] = (int64_t)d->pieces[p].count;
    }
    for (size_t i = 0; i < d->part_count[w->set]; i++) {
        mine[d->parts[w->set][i]] = true;
    }
    for (size_t i = 0; w->extra != NONE && i < d->part_count[w->extra]; i++) {
        other[d->parts[w->extra][i]] = true;
    }
    move(w, mine, other, table);
    *found = agrees(w, table);
    free(mine);
    return 0;
}

/* --- simplex ------------------------------------------------------------------------------- */

struct tableau {
    size_t rows, columns;
    double *cell; /* rows + 1 of them; the last one is what each column would gain */
    double *value, *least;
    size_t *basic; /* column of each row */
    bool *is_basic;
};

static double *row_of(const struct tableau *t, size_t row)
{
    return t->cell + row * t->columns;
}

/* Makes column c the basic one of the row. */
static void turn(struct tableau *t, size_t row, size_t c)
{
    double *by = row_of(t, row), factor = by[c];
    for (size_t j = 0; j < t->columns; j++) {
        by[j] /= factor;
    }
    for (size_t i = 0; i <= t->rows; i++) {
        double *other = row_of(t, i), times = other[c];
        for (size_t j = 0; i != row && times != 0 && j < t->columns; j++) {
            other[j] -= times * by[j];
        }
    }
    t->basic[row] = c;
    t->is_basic[c] = true;
}

/* Every row gets a basic column; empty rows go. */
static void solve_rows(struct tableau *t)
{
    size_t row = 0;
    while (row < t->rows) {
        const double *r = row_of(t, row);
        size_t best = 0;
        for (size_t j = 1; j < t->columns; j++) {
            best = fabs(r[j]) > fabs(r[best]) + small ? j : best;
        }
        if (fabs(r[best]) > small) {
            turn(t, row++, best);
            continue;
        }
        t->rows--; /* the last row and then the gains move up */
        double *to = row_of(t, row), *last = row_of(t, t->rows);
        for (size_t j = 0; j < t->columns; j++) {
            to[j] = last[j];
            last[j] = row_of(t, t->rows + 1)[j];
        }
    }
}

/* The column that gains when it moves, the first one; its direction. */
static size_t choose(const struct tableau *t, double *direction)
{
    const double *gain = row_of(t, t->rows);
    for (size_t j = 0; j < t->columns; j++) {
        if (!t->is_basic[j] &&
            (gain[j] > small || (gain[j] < -small && t->value[j] > t->least[j] + small))) {
            *direction = gain[j] > 0 ? 1 : -1;
            return j;
        }
    }
    return t->columns;
}

/* One move; `need` is what is still to be gained. False: there is nothing to gain. */
static bool step(struct tableau *t, double *need)
{
    double direction = 1;
    size_t j = choose(t, &direction), blocked = t->rows;
    if (j == t->columns) {
        return false;
    }
    double gain = fabs(row_of(t, t->rows)[j]), length = *need / gain;
    if (direction < 0 && t->value[j] - t->least[j] < length) {
        length = t->value[j] - t->least[j];
    }
    for (size_t i = 0; i < t->rows; i++) {
        double fall = row_of(t, i)[j] * direction;
        size_t b = t->basic[i];
        double room = fall > small ? (t->value[b] - t->least[b]) / fall : length + 1;
        room = room < 0 ? 0 : room;
        if (room < length - small ||
            (blocked < t->rows && room <= length + small && b < t->basic[blocked])) {
            length = room < length ? room : length;
            blocked = i;
        }
    }
    t->value[j] += direction * length;
    for (size_t i = 0; i < t->rows; i++) {
        t->value[t->basic[i]] -= row_of(t, i)[j] * direction * length;
    }
    *need -= gain * length;
    if (blocked < t->rows) {
        t->is_basic[t->basic[blocked]] = false;
        turn(t, blocked, j);
    }
    return true;
}

static void fill_row(const struct disclose *d, size_t set, double *row)
{
    for (size_t i = 0; i < d->part_count[set]; i++) {
        row[d->parts[set][i]] = 1;
    }
}

/* A row for each published set, and one with a column of its own for each named set of several pieces, so
 * that it stays above none. */
static void fill(const struct wish *w, struct tableau *t)
{
    const struct disclose *d = w->d;
    size_t row = 0, column = d->piece_count;
    for (size_t i = 0; i < d->basis_count; i++) {
        fill_row(d, d->independent[i], row_of(t, row++));
    }
    if (w->extra != NONE) {
        fill_row(d, w->extra, row_of(t, row++));
    }
    for (size_t s = 0; s < d->set_count; s++) {
        if (d->named[s] && d->part_count[s] > 1) {
            fill_row(d, s, row_of(t, row));
            row_of(t, row++)[column] = -1;
            t->value[column] = (double)truth(d, s);
            t->least[column++] = 1;
        }
    }
    for (size_t p = 0; p < d->piece_count; p++) {
        t->value[p] = (double)d->pieces[p].count;
        t->least[p] = (double)d->pieces[p].least;
    }
    for (size_t i = 0; i < d->part_count[w->set]; i++) {
        row_of(t, t->rows)[d->parts[w->set][i]] = w->high ? 1 : -1;
    }
}

static int find_by_simplex(const struct wish *w, int64_t *table, bool *found)
{
    struct disclose *d = w->d;
    size_t several = 0;
    for (size_t s = 0; s < d->set_count; s++) {
        several += d->named[s] && d->part_count[s] > 1;
    }
    struct tableau t = {.rows = d->basis_count + (w->extra != NONE) + several,
                        .columns = d->piece_count + several};
    int64_t size = (int64_t)(t.rows * t.columns);
    *found = false;
    d->effort -= (int64_t)t.rows * size;
    if (d->effort < 0) {
        return 0;
    }
    t.cell = calloc((t.rows + 1) * t.columns + 1, sizeof *t.cell);
    t.value = calloc(2 * t.columns + 1, sizeof *t.value);
    t.basic = calloc(t.rows + 1, sizeof *t.basic);
    t.is_basic = calloc(t.columns + 1, sizeof *t.is_basic);
    bool fine = t.cell != NULL && t.value != NULL && t.basic != NULL && t.is_basic != NULL;
    if (fine) {
        double need = (double)llabs(w->target - truth(d, w->set));
        t.least = t.value + t.columns;
        fill(w, &t);
        solve_rows(&t);
        while (need > small && d->effort >= 0 && step(&t, &need)) {
            d->effort -= size;
        }
        for (size_t p = 0; p < d->piece_count; p++) {
            table[p] = (int64_t)floor(t.value[p] + 0.5);
        }
        *found = agrees(w, table);
    }
    free(t.cell);
    free(t.value);
    free(t.basic);
    free(t.is_basic);
    return fine ? 0 : ERR_MEMORY;
}

/* --- guards -------------------------------------------------------------------------------- */

static int find(const struct wish *w, int64_t *table, bool *found)
{
    int64_t *mine = calloc(w->d->piece_count + 1, sizeof *mine);
    if (mine == NULL) {
        return ERR_MEMORY;
    }
    int code = find_by_moving(w, mine, found);
    if (code == 0 && !*found) {
        code = find_by_simplex(w, mine, found);
    }
    for (size_t p = 0; code == 0 && *found && p < w->d->piece_count; p++) {
        table[p] = mine[p];
    }
    free(mine);
    return code;
}

/* Sees to it that a guard's table agrees with what is published and with `extra`. */
static int renew(struct disclose *d, const struct guard *g, bool high, size_t extra, bool *found)
{
    int64_t *table = high ? g->high : g->low;
    struct wish w = {.d = d, .set = g->set, .extra = extra, .high = high, .target = 0};
    *found = extra != NONE && total(d, extra, table) == truth(d, extra);
    if (*found) {
        return 0;
    }
    /* Named sets inside it are not empty either. */
    for (size_t i = 0; i < d->part_count[g->set]; i++) {
        w.target += d->pieces[d->parts[g->set][i]].least;
    }
    w.target = high ? truth(d, g->set) + DISCLOSE_LEAST : w.target < 1 ? 1 : w.target;
    return find(&w, table, found);
}

/* The first tables: with what was published before. What that gave away is not held against new sets. */
static int make(struct disclose *d, struct guard *g)
{
    bool low = false, high = false;
    int code = renew(d, g, false, NONE, &low);
    code = code == 0 ? renew(d, g, true, NONE, &high) : code;
    g->made = true;
    g->lost_low = !low;
    g->lost_high = !high;
    d->full = d->full || d->effort < 0; /* then nobody knows whether it was given away */
    return code;
}

int disclose_range(struct disclose *d, size_t set, bool *safe)
{
    int code = 0;
    for (size_t i = 0; code == 0 && i < d->guard_count; i++) {
        code = d->guards[i].made ? 0 : make(d, &d->guards[i]);
    }
    *safe = !d->full;
    for (size_t i = 0; code == 0 && *safe && i < d->guard_count; i++) {
        const struct guard *g = &d->guards[i];
        if (!g->lost_low) {
            code = renew(d, g, false, set, safe);
        }
        if (code == 0 && *safe && !g->lost_high) {
            code = renew(d, g, true, set, safe);
        }
    }
    return code;
}
