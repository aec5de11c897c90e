/* Groups of rows, and sums of whole numbers for each, so that no result hangs on an order. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/number.h"
#include "store/columns_private.h"

static int no_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, "out of memory");
    return ERR_MEMORY;
}

/* ---- groups ---- */

/* Groups as they are found: a table of combinations of two numbers. */
struct pairs {
    uint32_t *slots; /* index + 1; capacity a power of two */
    size_t slot_count, count, room;
    uint32_t (*list)[2];
};

static int pairs_grow(struct pairs *p)
{
    size_t room = p->room == 0 ? 256 : 2 * p->room;
    uint32_t(*list)[2] = realloc(p->list, room * sizeof *list);
    uint32_t *slots = calloc(4 * room, sizeof *slots);
    if (list != NULL) {
        p->list = list;
    }
    if (list == NULL || slots == NULL) {
        free(slots);
        return ERR_MEMORY;
    }
    free(p->slots);
    p->slots = slots;
    p->slot_count = 4 * room;
    p->room = room;
    for (size_t i = 0; i < p->count; i++) {
        size_t at = (size_t)hash_on(hash_on(HASH_BEGIN, list[i][0]), list[i][1]);
        while (slots[at & (p->slot_count - 1)] != 0) {
            at++;
        }
        slots[at & (p->slot_count - 1)] = (uint32_t)(i + 1);
    }
    return 0;
}

static int64_t pair_of(struct pairs *p, uint32_t a, uint32_t b)
{
    if (p->count == p->room && pairs_grow(p) != 0) {
        return -1;
    }
    size_t at = (size_t)hash_on(hash_on(HASH_BEGIN, a), b);
    for (;; at++) {
        uint32_t *slot = &p->slots[at & (p->slot_count - 1)];
        if (*slot == 0) {
            p->list[p->count][0] = a;
            p->list[p->count][1] = b;
            *slot = (uint32_t)++p->count;
        }
        if (p->list[*slot - 1][0] == a && p->list[*slot - 1][1] == b) {
            return (int64_t)*slot - 1;
        }
    }
}

/* Of so few combinations each has a place of its own. */
enum { PLACES = 1 << 18 };

static int combine_few(uint32_t *of, size_t of_count, const uint32_t *indexes, size_t index_count,
                       size_t rows, struct pairs *p)
{
    uint32_t *places = calloc(of_count * index_count + 1, sizeof *places); /* group + 1 */
    bool made = places != NULL;
    for (size_t i = 0; made && i < rows; i++) {
        uint32_t *place = &places[of[i] * index_count + indexes[i]];
        if (*place == 0) {
            *place = (uint32_t)(pair_of(p, of[i], indexes[i]) + 1);
            made = *place != 0;
        }
        of[i] = *place - 1;
    }
    free(places);
    return made ? 0 : ERR_MEMORY;
}

/* The group of each row's combination of a group so far and a text. 0 or ERR_MEMORY. */
static int combine(uint32_t *of, size_t of_count, const uint32_t *indexes, size_t index_count,
                   size_t rows, struct pairs *p)
{
    int64_t group = 0;
    if (of_count * index_count <= PLACES) {
        return combine_few(of, of_count, indexes, index_count, rows, p);
    }
    for (size_t i = 0; i < rows && group >= 0; i++) {
        group = pair_of(p, of[i], indexes[i]);
        of[i] = (uint32_t)group;
    }
    return group < 0 ? ERR_MEMORY : 0;
}

/* Refines groups by one attribute more. texts: of all groups so far, by_count of each, in arena. */
struct refining {
    struct columns *c;
    uint32_t *of;
    const char *const *texts;
    size_t count, depth;
};

/* By the first attribute: each of its texts is a group. */
static int divide(struct refining *r, enum derived_attribute attribute, struct err *e)
{
    r->depth = 1;
    return columns_texts(r->c, attribute, r->of, &r->texts, &r->count, e);
}

static int refine(struct refining *r, enum derived_attribute attribute, struct err *e)
{
    struct columns *c = r->c;
    struct pairs p = {0};
    const char *const *names = NULL;
    size_t name_count = 0;
    uint32_t *indexes = malloc((c->count + 1) * sizeof *indexes);
    int code = indexes == NULL ? no_memory(e)
                               : columns_texts(c, attribute, indexes, &names, &name_count, e);
    if (code == 0 && combine(r->of, r->count, indexes, name_count, c->count, &p) != 0) {
        code = no_memory(e);
    }
    size_t depth = r->depth + 1;
    const char **texts = arena_alloc(&c->arena, (p.count * depth + 1) * sizeof *texts);
    code = code == 0 && texts == NULL ? no_memory(e) : code;
    for (size_t g = 0; g < p.count && code == 0; g++) {
        for (size_t k = 0; k < r->depth; k++) {
            texts[g * depth + k] = r->texts[p.list[g][0] * r->depth + k];
        }
        texts[g * depth + r->depth] = names[p.list[g][1]];
    }
    r->texts = texts;
    r->count = p.count;
    r->depth = depth;
    free(indexes);
    free(p.slots);
    free(p.list);
    return code;
}

struct named {
    const char *const *texts;
    size_t depth;
    uint32_t was;
};

static int by_texts(const void *x, const void *y)
{
    const struct named *a = x, *b = y;
    for (size_t i = 0; i < a->depth; i++) {
        if (a->texts[i] == NULL || b->texts[i] == NULL) {
            if (a->texts[i] != b->texts[i]) {
                return a->texts[i] == NULL ? -1 : 1;
            }
            continue;
        }
        int order = strcmp(a->texts[i], b->texts[i]);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

/* Gives rows the numbers that their groups have now, and counts them. Rows of one group often follow one
 * another: a sum of its own for each of four places in turn, or each would wait for the one before it.
 * 0 or ERR_MEMORY. */
static int count_rows(uint32_t *of, size_t row_count, const uint32_t *now, size_t groups,
                      size_t *rows)
{
    enum { PLACES_IN_TURN = 4 };
    uint32_t *sums = calloc(PLACES_IN_TURN * groups + 1, sizeof *sums);
    if (sums == NULL) {
        return ERR_MEMORY;
    }
    size_t i = 0;
    for (; i + PLACES_IN_TURN <= row_count; i += PLACES_IN_TURN) {
        for (size_t k = 0; k < PLACES_IN_TURN; k++) {
            of[i + k] = now[of[i + k]];
            sums[k * groups + of[i + k]]++;
        }
    }
    for (; i < row_count; i++) {
        of[i] = now[of[i]];
        sums[of[i]]++;
    }
    for (size_t g = 0; g < groups; g++) {
        rows[g] = 0;
        for (size_t k = 0; k < PLACES_IN_TURN; k++) {
            rows[g] += sums[k * groups + g];
        }
    }
    free(sums);
    return 0;
}

/* Groups in the order of their texts. */
static int finish(struct refining *r, struct columns_groups *out)
{
    struct columns *c = r->c;
    struct named *order = calloc(r->count + 1, sizeof *order);
    uint32_t *now = calloc(r->count + 1, sizeof *now);
    const char **texts = arena_alloc(&c->arena, (r->count * r->depth + 1) * sizeof *texts);
    size_t *rows = arena_alloc(&c->arena, (r->count + 1) * sizeof *rows);
    bool made = order != NULL && now != NULL && texts != NULL && rows != NULL;
    for (size_t g = 0; made && g < r->count; g++) {
        order[g] = (struct named){r->texts + g * r->depth, r->depth, (uint32_t)g};
    }
    if (made && r->count > 0) {
        qsort(order, r->count, sizeof *order, by_texts);
    }
    for (size_t g = 0; made && g < r->count; g++) {
        now[order[g].was] = (uint32_t)g;
        for (size_t k = 0; k < r->depth; k++) {
            texts[g * r->depth + k] = order[g].texts[k];
        }
    }
    made = made && count_rows(r->of, c->count, now, r->count, rows) == 0;
    *out = (struct columns_groups){r->count, r->depth, texts, r->of, rows};
    free(order);
    free(now);
    return made ? 0 : ERR_MEMORY;
}

int columns_group(struct columns *c, const enum derived_attribute *by, size_t by_count,
                  const struct columns_groups **out, struct err *e)
{
    struct refining r = {.c = c, .count = c->count > 0 ? 1 : 0};
    struct columns_groups *made = arena_alloc(&c->arena, sizeof *made);
    r.of = arena_take(&c->arena, (c->count + 1) * sizeof *r.of);
    int code = made == NULL || r.of == NULL ? no_memory(e) : 0;
    if (code == 0 && by_count == 0) {
        memset(r.of, 0, (c->count + 1) * sizeof *r.of);
    }
    for (size_t i = 0; i < by_count && code == 0; i++) {
        code = i == 0 ? divide(&r, by[i], e) : refine(&r, by[i], e);
    }
    if (code == 0 && finish(&r, made) != 0) {
        code = no_memory(e);
    }
    *out = made;
    return code;
}

/* ---- moments ---- */

int columns_moments(struct columns *c, const struct columns_groups *g, const char *item, int64_t *n,
                    double *mean, double *sd, struct err *e)
{
    int32_t *values = malloc((c->count + 1) * sizeof *values);
    struct derived_item *items = calloc(g->count + 1, sizeof *items);
    int code = values == NULL || items == NULL ? no_memory(e) : columns_values(c, item, values, e);
    for (size_t i = 0; i < c->count && code == 0; i++) {
        int64_t value = values[i];
        if (value >= 0) {
            struct derived_item *to = &items[g->of[i]];
            to->n[OUTCOME_SCORED]++;
            to->sum += value;
            to->squares += (uint64_t)(value * value);
        }
    }
    for (size_t k = 0; k < g->count && code == 0; k++) {
        n[k] = items[k].n[OUTCOME_SCORED];
        mean[k] = derived_mean(items[k].sum, n[k]);
        sd[k] = derived_sd(&items[k]);
    }
    free(values);
    free(items);
    return code;
}
