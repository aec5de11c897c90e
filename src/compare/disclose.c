/* Pieces, published sets as vectors, and the question whether one more may join. */
#include "compare/disclose_internal.h"

#include <stdlib.h>

enum { MAX_CELLS = 8 << 20, MAX_TABLES = 4 << 20 };
static const int64_t table_effort = (int64_t)3 << 30;
static const uint64_t prime = ((uint64_t)1 << 61) - 1;

uint64_t field_minus(uint64_t a, uint64_t b)
{
    return a >= b ? a - b : a + prime - b;
}

uint64_t field_times(uint64_t a, uint64_t b)
{
    unsigned __int128 x = (unsigned __int128)a * b;
    uint64_t y = (uint64_t)(x & prime) + (uint64_t)(x >> 61);
    return y >= prime ? y - prime : y;
}

uint64_t field_inverse(uint64_t a)
{
    uint64_t power = a, result = 1;
    for (uint64_t n = prime - 2; n > 0; n >>= 1) {
        result = (n & 1) != 0 ? field_times(result, power) : result;
        power = field_times(power, power);
    }
    return result;
}

static int64_t counted(int64_t number)
{
    return number > 0 && number < DISCLOSE_LEAST ? number : DISCLOSE_LEAST;
}

bool pieces_few(struct disclose *d, const uint32_t *pieces, size_t count)
{
    int64_t communities = 0, children = 0, households = 0;
    d->tick++;
    for (size_t i = 0; i < count; i++) {
        const struct piece *p = &d->pieces[pieces[i]];
        for (size_t k = 0; k < p->count; k++) {
            const struct disclose_row *row = &d->rows[p->rows[k]];
            if (d->stamp[row->community] == d->tick) {
                continue;
            }
            d->stamp[row->community] = d->tick;
            communities++;
            children += counted(row->children);
            households += counted(row->households);
            if (communities >= DISCLOSE_LEAST && children >= DISCLOSE_LEAST &&
                households >= DISCLOSE_LEAST) {
                return false;
            }
        }
    }
    return true;
}

/* Cuts the rows by each set in turn: those of a class that lie in the set become a class of their own. */
static int cut(struct disclose *d, const struct disclose_set *sets, uint32_t *class)
{
    size_t used = 1;
    uint32_t *renamed = calloc(d->row_count + 1, sizeof *renamed);
    uint32_t *inside = calloc(d->row_count + 1, sizeof *inside);
    uint32_t *all = calloc(d->row_count + 1, sizeof *all);
    bool fine = renamed != NULL && inside != NULL && all != NULL;
    for (size_t r = 0; fine && r < d->row_count; r++) {
        class[r] = 0;
        all[0]++;
    }
    for (size_t s = 0; fine && s < d->set_count; s++) {
        const struct disclose_set *set = &sets[s];
        for (size_t i = 0; i < set->count; i++) {
            inside[class[set->rows[i]]]++;
        }
        for (size_t i = 0; i < set->count; i++) {
            uint32_t *at = &class[set->rows[i]], old = *at;
            if (inside[old] == all[old]) {
                continue; /* wholly inside: nothing to cut */
            }
            if (renamed[old] == 0) {
                renamed[old] = (uint32_t)used++;
                all[renamed[old]] = inside[old];
            }
            *at = renamed[old];
        }
        for (size_t i = 0; i < d->row_count; i++) {
            if (renamed[i] != 0) {
                all[i] -= inside[i];
            }
            renamed[i] = inside[i] = 0;
        }
    }
    d->piece_count = used;
    free(renamed);
    free(inside);
    free(all);
    return fine ? 0 : ERR_MEMORY;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Rows of each piece, and pieces of each set. */
static int gather(struct disclose *d, const struct disclose_set *sets, const uint32_t *class)
{
    struct arena *a = &d->arena;
    d->pieces = arena_alloc(a, (d->piece_count + 1) * sizeof *d->pieces);
    uint32_t *rows = arena_alloc(a, (d->row_count + 1) * sizeof *rows);
    size_t *fill = arena_alloc(a, (d->piece_count + 1) * sizeof *fill);
    d->parts = arena_alloc(a, (d->set_count + 1) * sizeof *d->parts);
    d->part_count = arena_alloc(a, (d->set_count + 1) * sizeof *d->part_count);
    if (d->pieces == NULL || rows == NULL || fill == NULL || d->parts == NULL ||
        d->part_count == NULL) {
        return ERR_MEMORY;
    }
    for (size_t r = 0; r < d->row_count; r++) {
        d->pieces[class[r]].count++;
    }
    for (size_t p = 0, at = 0; p < d->piece_count; p++) {
        d->pieces[p].rows = rows + at;
        fill[p] = at;
        at += d->pieces[p].count;
    }
    for (size_t r = 0; r < d->row_count; r++) {
        rows[fill[class[r]]++] = (uint32_t)r;
    }
    for (size_t s = 0; s < d->set_count; s++) {
        uint32_t *list = arena_alloc(a, (sets[s].count + 1) * sizeof *list);
        if (list == NULL) {
            return ERR_MEMORY;
        }
        size_t count = 0;
        for (size_t i = 0; i < sets[s].count; i++) {
            uint32_t p = class[sets[s].rows[i]];
            if (d->pieces[p].rows[0] == sets[s].rows[i]) {
                list[count++] = p; /* its first row stands for the piece */
            }
        }
        qsort(list, count, sizeof *list, by_number);
        d->parts[s] = list;
        d->part_count[s] = count;
    }
    return 0;
}

/* Pieces from the smallest to the largest, equal ones in their order. */
static int sort_pieces(struct disclose *d)
{
    uint64_t *keys = malloc((d->piece_count + 1) * sizeof *keys);
    if (keys == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < d->piece_count; i++) {
        keys[i] = (uint64_t)d->pieces[i].count << 32 | i;
    }
    qsort(keys, d->piece_count, sizeof *keys, by_key);
    for (size_t i = 0; i < d->piece_count; i++) {
        d->ascending[i] = (uint32_t)keys[i];
    }
    free(keys);
    return 0;
}

static int prepare(struct disclose *d, const struct disclose_set *sets)
{
    uint32_t *class = calloc(d->row_count + 1, sizeof *class);
    int code = class == NULL ? ERR_MEMORY : cut(d, sets, class);
    code = code == 0 ? gather(d, sets, class) : code;
    free(class);
    if (code != 0) {
        return code;
    }
    uint32_t communities = 0;
    for (size_t r = 0; r < d->row_count; r++) {
        communities = d->rows[r].community >= communities ? d->rows[r].community + 1 : communities;
    }
    size_t rank = d->set_count < d->piece_count ? d->set_count : d->piece_count;
    d->stamp = arena_alloc(&d->arena, ((size_t)communities + 1) * sizeof *d->stamp);
    d->named = arena_alloc(&d->arena, (d->set_count + 1) * sizeof *d->named);
    d->basis = arena_alloc(&d->arena, (rank + 1) * sizeof *d->basis);
    d->pivot = arena_alloc(&d->arena, (rank + 1) * sizeof *d->pivot);
    d->independent = arena_alloc(&d->arena, (rank + 1) * sizeof *d->independent);
    d->guards = arena_alloc(&d->arena, (d->set_count + 1) * sizeof *d->guards);
    d->ascending = arena_alloc(&d->arena, (d->piece_count + 1) * sizeof *d->ascending);
    if (d->stamp == NULL || d->named == NULL || d->basis == NULL || d->pivot == NULL ||
        d->independent == NULL || d->guards == NULL || d->ascending == NULL) {
        return ERR_MEMORY;
    }
    for (uint32_t p = 0; p < d->piece_count; p++) {
        d->pieces[p].few = pieces_few(d, &p, 1);
    }
    d->effort = table_effort;
    return sort_pieces(d);
}

int disclose_open(struct disclose **out, const struct disclose_row *rows, size_t row_count,
                  const struct disclose_set *sets, size_t set_count, struct err *e)
{
    struct disclose *d = calloc(1, sizeof *d);
    *out = NULL;
    if (d == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    d->rows = rows;
    d->row_count = row_count;
    d->set_count = set_count;
    if (prepare(d, sets) != 0) {
        disclose_free(d);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    *out = d;
    return 0;
}

void disclose_free(struct disclose *d)
{
    if (d != NULL) {
        arena_free(&d->arena);
        free(d);
    }
}

bool disclose_few(struct disclose *d, size_t set)
{
    return d->part_count[set] > 0 && pieces_few(d, d->parts[set], d->part_count[set]);
}

void disclose_named(struct disclose *d, size_t set)
{
    d->named[set] = d->part_count[set] > 0;
    if (d->part_count[set] == 1) {
        d->pieces[d->parts[set][0]].least = 1;
    }
}

int disclose_guard(struct disclose *d, size_t set, struct err *e)
{
    struct guard *g = &d->guards[d->guard_count];
    if ((d->guard_count + 1) * d->piece_count > MAX_TABLES) {
        d->full = true;
        return 0;
    }
    g->set = set;
    g->low = arena_alloc(&d->arena, d->piece_count * sizeof *g->low);
    g->high = arena_alloc(&d->arena, d->piece_count * sizeof *g->high);
    if (g->low == NULL || g->high == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    for (size_t p = 0; p < d->piece_count; p++) {
        g->low[p] = g->high[p] = (int64_t)d->pieces[p].count;
    }
    d->guard_count++; /* its tables are made when the first question is asked */
    return 0;
}

/* The set as a vector, less what the basis already says. */
static void reduce(const struct disclose *d, size_t set, uint64_t *u)
{
    for (size_t p = 0; p < d->piece_count; p++) {
        u[p] = 0;
    }
    for (size_t i = 0; i < d->part_count[set]; i++) {
        u[d->parts[set][i]] = 1;
    }
    for (size_t k = 0; k < d->basis_count; k++) {
        uint64_t factor = u[d->pivot[k]];
        for (size_t p = 0; factor != 0 && p < d->piece_count; p++) {
            u[p] = field_minus(u[p], field_times(factor, d->basis[k][p]));
        }
    }
}

/* Joins the published sets; u is the reduced vector with a pivot. */
static void join(struct disclose *d, size_t set, uint64_t *u, uint32_t pivot)
{
    uint64_t factor = field_inverse(u[pivot]);
    for (size_t p = 0; p < d->piece_count; p++) {
        u[p] = field_times(u[p], factor);
    }
    d->independent[d->basis_count] = set;
    d->pivot[d->basis_count] = pivot;
    d->basis[d->basis_count++] = u;
    for (size_t i = 0; i < d->part_count[set]; i++) {
        uint64_t *where = &d->pieces[d->parts[set][i]].where;
        *where = (*where ^ (set + 1)) * 0x9e3779b97f4a7c15U + 1;
    }
}

/* A pivot on a piece that is not few shows at once that no combination of this set is zero on all of
 * these. */
static int put(struct disclose *d, size_t set, bool ask, bool *safe)
{
    *safe = true;
    if ((d->basis_count + 1) * d->piece_count > MAX_CELLS) {
        d->full = true;
    }
    if (d->full) {
        *safe = false;
        return 0;
    }
    if (d->spare == NULL) {
        d->spare = arena_alloc(&d->arena, (d->piece_count + 1) * sizeof *d->spare);
    }
    uint64_t *u = d->spare;
    if (u == NULL) {
        return ERR_MEMORY;
    }
    reduce(d, set, u);
    size_t pivot = d->piece_count;
    for (size_t p = d->piece_count; p-- > 0;) {
        if (u[p] != 0 && (pivot == d->piece_count || !d->pieces[p].few || d->pieces[pivot].few)) {
            pivot = p;
        }
    }
    int code = 0;
    if (pivot == d->piece_count) {
        return 0; /* nothing new */
    }
    if (ask && d->pieces[pivot].few) {
        bool found = false;
        code = disclose_hunt(d, u, &found);
        *safe = !found;
    }
    if (code == 0 && ask && *safe) {
        code = disclose_range(d, set, safe);
    }
    if (code == 0 && *safe) {
        join(d, set, u, (uint32_t)pivot);
        d->spare = NULL;
    }
    return code;
}

int disclose_known(struct disclose *d, size_t set, struct err *e)
{
    bool safe;
    int code = put(d, set, false, &safe);
    return code == 0 ? 0 : err_set(e, code, "out of memory");
}

int disclose_try(struct disclose *d, const size_t *sets, size_t count, bool *safe, struct err *e)
{
    size_t before = d->basis_count;
    int code = 0;
    *safe = true;
    for (size_t i = 0; code == 0 && *safe && i < count; i++) {
        code = put(d, sets[i], true, safe);
    }
    if (code == 0 && *safe) {
        return 0;
    }
    while (d->basis_count > before) {
        d->spare = d->basis[--d->basis_count];
    }
    return code == 0 ? 0 : err_set(e, code, "out of memory");
}
