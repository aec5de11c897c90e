/* Exact quantiles of a column in each group. Few places of an order are asked for: values are counted
 * by their first digit, and only those whose digit holds such a place are gathered and sorted. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "store/columns_private.h"

static int no_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, "out of memory");
    return ERR_MEMORY;
}

enum { DIGIT_BITS = 10, DIGITS = 3, DIGIT_SIZE = 1 << DIGIT_BITS, SMALL = 48 };

static void sort_few(int32_t *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        int32_t value = x[i];
        size_t at = i;
        for (; at > 0 && x[at - 1] > value; at--) {
            x[at] = x[at - 1];
        }
        x[at] = value;
    }
}

/* Ascending; values lie from 0 to 1e9, which is below 2 to the 30. room has as many. */
static void sort_values(int32_t *x, size_t n, int32_t *room)
{
    uint32_t counts[DIGITS][DIGIT_SIZE] = {{0}};
    int32_t *from = x, *to = room;
    if (n <= SMALL) {
        sort_few(x, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        for (int d = 0; d < DIGITS; d++) {
            counts[d][(uint32_t)x[i] >> (DIGIT_BITS * d) & (DIGIT_SIZE - 1)]++;
        }
    }
    for (int d = 0; d < DIGITS; d++) {
        uint32_t at = 0;
        for (int k = 0; k < DIGIT_SIZE; k++) {
            uint32_t count = counts[d][k];
            counts[d][k] = at;
            at += count;
        }
        for (size_t i = 0; i < n; i++) {
            to[counts[d][(uint32_t)from[i] >> (DIGIT_BITS * d) & (DIGIT_SIZE - 1)]++] = from[i];
        }
        int32_t *swap = from;
        from = to;
        to = swap;
    }
    memcpy(x, from, n * sizeof *x);
}

/* Place of quantile p among n values in ascending order: *below is the one before it, and *part how far it
 * lies from there to the next. False: there is none. */
static bool find_place(size_t n, double p, size_t *below, double *part)
{
    if (n == 0 || !(p >= 0 && p <= 1)) {
        return false;
    }
    double at = (double)(n - 1) * p;
    *below = (size_t)at;
    *part = at - (double)*below;
    return true;
}

static double between(double below, double above, double part)
{
    return part == 0 ? below : below + part * (above - below);
}

double derived_quantile(const double *sorted, size_t n, double p)
{
    size_t below;
    double part;
    return find_place(n, p, &below, &part)
               ? between(sorted[below], sorted[below + (below + 1 < n)], part)
               : (double)NAN;
}

static double between_credits(int32_t below, int32_t above, double part)
{
    return between((double)below / (double)CREDIT_ONE, (double)above / (double)CREDIT_ONE, part);
}

/* What is asked, and where the answers go. */
struct question {
    const int32_t *values;
    size_t rows;
    const struct columns_groups *groups;
    const double *p;
    size_t p_count;
    double *out;
    int64_t *n;
};

/* ---- few large groups: only what lies near the places ---- */

/* First digits are so cut that full credit, of which there often are many, has one to itself. */
enum { SHIFT = 20, CUT = (1 << SHIFT) - CREDIT_ONE % (1 << SHIFT), PLACES = 1 << 18 };

static uint32_t first_digit(int32_t value)
{
    return ((uint32_t)value + CUT) >> SHIFT;
}

/* Values of a group with the same first digit, among which a place lies. */
struct stretch {
    size_t first, count; /* places in the group */
    size_t start, end;   /* where they are gathered; the same where all are full credits */
};
struct picking {
    const struct question *q;
    uint32_t *table; /* by group and first digit: count, then number of the stretch + 1, 0: none */
    struct stretch *stretches;
    size_t *firsts; /* the first stretch of each group */
    size_t *places; /* of one group, ascending */
    size_t count, gathered;
    int32_t *values, *room;
};

/* The places of a group with n values, ascending. Gives their number. */
static size_t list_places(const struct question *q, size_t n, size_t *places)
{
    size_t count = 0, below;
    double part;
    for (size_t i = 0; i < q->p_count; i++) {
        if (!find_place(n, q->p[i], &below, &part)) {
            continue;
        }
        for (size_t k = 0; k < 2; k++) { /* the one below and, if there is one, the next */
            size_t place = below + (k == 1 && below + 1 < n), at = count++;
            for (; at > 0 && places[at - 1] > place; at--) {
                places[at] = places[at - 1];
            }
            places[at] = place;
        }
    }
    return count;
}

/* Finds the stretches of a group. */
static void choose(struct picking *k, size_t group)
{
    uint32_t *table = k->table + group * DIGIT_SIZE;
    size_t n = 0, first = 0, next = 0;
    for (size_t d = 0; d < DIGIT_SIZE; d++) {
        n += table[d];
    }
    size_t place_count = list_places(k->q, n, k->places);
    k->q->n[group] = (int64_t)n;
    k->firsts[group] = k->count;
    for (uint32_t d = 0; d < DIGIT_SIZE; d++) {
        size_t count = table[d];
        table[d] = 0;
        if (next < place_count && k->places[next] < first + count) {
            bool full = d == first_digit(CREDIT_ONE);
            struct stretch *x = &k->stretches[k->count++];
            *x = (struct stretch){first, count, k->gathered, k->gathered};
            k->gathered += full ? 0 : count;
            table[d] = full ? 0 : (uint32_t)k->count;
            for (; next < place_count && k->places[next] < first + count; next++) {
            }
        }
        first += count;
    }
}

/* The value at a place of a group that was asked for. */
static int32_t value_at(const struct picking *k, size_t group, size_t place)
{
    const struct stretch *x = &k->stretches[k->firsts[group]];
    for (; place >= x->first + x->count; x++) {
    }
    return x->start == x->end ? (int32_t)CREDIT_ONE : k->values[x->start + place - x->first];
}

/* Counts first digits, then gathers and sorts the stretches. 0 or ERR_MEMORY. */
static int pick(struct picking *k)
{
    const struct question *q = k->q;
    const uint32_t *of = q->groups->of;
    for (size_t i = 0; i < q->rows; i++) {
        if (q->values[i] >= 0) {
            k->table[of[i] * DIGIT_SIZE + first_digit(q->values[i])]++;
        }
    }
    for (size_t g = 0; g < q->groups->count; g++) {
        choose(k, g);
    }
    k->values = malloc((k->gathered + 1) * sizeof *k->values);
    k->room = malloc((k->gathered + 1) * sizeof *k->room);
    if (k->values == NULL || k->room == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; k->gathered > 0 && i < q->rows; i++) {
        int32_t value = q->values[i];
        uint32_t number = value < 0 ? 0 : k->table[of[i] * DIGIT_SIZE + first_digit(value)];
        if (number > 0) {
            k->values[k->stretches[number - 1].end++] = value;
        }
    }
    for (size_t i = 0; i < k->count; i++) {
        sort_values(k->values + k->stretches[i].start, k->stretches[i].end - k->stretches[i].start,
                    k->room);
    }
    return 0;
}

static int quantiles_of_few(const struct question *q)
{
    size_t groups = q->groups->count, below, most = 2 * q->p_count;
    double part;
    struct picking k = {.q = q,
                        .table = calloc(groups * DIGIT_SIZE + 1, sizeof *k.table),
                        .stretches = calloc(groups * most + 1, sizeof *k.stretches),
                        .firsts = calloc(groups + 1, sizeof *k.firsts),
                        .places = calloc(most + 1, sizeof *k.places)};
    bool made = k.table != NULL && k.stretches != NULL && k.firsts != NULL && k.places != NULL;
    int code = made ? pick(&k) : ERR_MEMORY;
    for (size_t i = 0; code == 0 && i < groups * q->p_count; i++) {
        size_t g = i / q->p_count, n = (size_t)q->n[g];
        q->out[i] = find_place(n, q->p[i % q->p_count], &below, &part)
                        ? between_credits(value_at(&k, g, below),
                                          value_at(&k, g, below + (below + 1 < n)), part)
                        : (double)NAN;
    }
    free(k.table);
    free(k.stretches);
    free(k.firsts);
    free(k.places);
    free(k.values);
    free(k.room);
    return code;
}

/* ---- many groups, or small ones: each is sorted ---- */

/* Values by group, each group's together; starts has one more than groups. */
static void gather(const int32_t *values, const struct columns_groups *g, size_t rows,
                   size_t *starts, int32_t *out)
{
    memset(starts, 0, (g->count + 2) * sizeof *starts);
    for (size_t i = 0; i < rows; i++) {
        starts[g->of[i] + 2] += values[i] >= 0;
    }
    for (size_t k = 2; k < g->count + 2; k++) {
        starts[k] += starts[k - 1];
    }
    for (size_t i = 0; i < rows;
         i++) { /* starts[k + 1] moves from where group k begins to its end */
        if (values[i] >= 0) {
            out[starts[g->of[i] + 1]++] = values[i];
        }
    }
}

static int quantiles_of_many(const struct question *q)
{
    size_t groups = q->groups->count, below;
    double part;
    int32_t *sorted = malloc((q->rows + 1) * sizeof *sorted);
    int32_t *room = malloc((q->rows + 1) * sizeof *room);
    size_t *starts = malloc((groups + 2) * sizeof *starts);
    bool made = sorted != NULL && room != NULL && starts != NULL;
    if (made) {
        gather(q->values, q->groups, q->rows, starts, sorted);
    }
    for (size_t g = 0; made && g < groups; g++) {
        int32_t *x = sorted + starts[g];
        size_t n = starts[g + 1] - starts[g];
        sort_values(x, n, room);
        q->n[g] = (int64_t)n;
        for (size_t i = 0; i < q->p_count; i++) {
            q->out[g * q->p_count + i] = find_place(n, q->p[i], &below, &part)
                                             ? between_credits(x[below], x[below + (below + 1 < n)],
                                                               part)
                                             : (double)NAN;
        }
    }
    free(sorted);
    free(room);
    free(starts);
    return made ? 0 : ERR_MEMORY;
}

int columns_quantiles(struct columns *c, const struct columns_groups *g, const char *item,
                      const double *p, size_t p_count, double *out, int64_t *n, struct err *e)
{
    int32_t *values = malloc((c->count + 1) * sizeof *values);
    const struct question q = {values, c->count, g, p, p_count, out, n};
    int code = values == NULL ? no_memory(e) : columns_values(c, item, values, e);
    if (code == 0) {
        bool few = g->count * DIGIT_SIZE <= PLACES && g->count * SMALL <= c->count;
        code = (few ? quantiles_of_few(&q) : quantiles_of_many(&q)) == 0 ? 0 : no_memory(e);
    }
    free(values);
    return code;
}
