/* Running totals in memory and as bytes. Everything is a whole number, so that the order in which rows come
 * does not matter, and a superseded one is taken off exactly. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/number.h"
#include "store/derived_bytes.h"
#include "store/derived_private.h"

enum { TOTAL_VERSION = 1 };

/* ---- figures ---- */

double derived_mean(int64_t sum, int64_t n)
{
    if (n <= 0) {
        return (double)NAN;
    }
    int64_t whole = sum / n, rest = sum % n; /* the sum has more digits than a double */
    return ((double)whole + (double)rest / (double)n) / (double)CREDIT_ONE;
}

double derived_sd(const struct derived_item *item)
{
    int64_t n = item->n[OUTCOME_SCORED];
    if (n < 2) {
        return (double)NAN;
    }
    unsigned __int128 sum = (unsigned __int128)item->sum;
    unsigned __int128 parts = (unsigned __int128)n * item->squares - sum * sum;
    return sqrt((double)parts / ((double)n * (double)(n - 1))) / (double)CREDIT_ONE;
}

/* ---- groups ---- */

static uint64_t hash_of(int64_t series, const char *country, const char *round)
{
    return hash_text(hash_on(hash_text(hash_on(HASH_BEGIN, (uint64_t)series), country), 0), round);
}

static int grow_slots(struct derived_tally *t)
{
    size_t slot_count = t->slot_count == 0 ? 64 : 2 * t->slot_count;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (slots == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < t->count; i++) {
        const struct derived_group *g = t->groups[i];
        size_t at = (size_t)hash_of(g->series, g->country, g->round) & (slot_count - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (slot_count - 1);
        }
        slots[at] = (uint32_t)(i + 1);
    }
    free(t->slots);
    t->slots = slots;
    t->slot_count = slot_count;
    return 0;
}

static struct derived_group *new_group(struct derived_tally *t, int64_t series, const char *country,
                                       const char *round, size_t items)
{
    struct derived_group *g = arena_alloc(&t->arena, sizeof *g);
    if (t->count == t->room) {
        size_t room = 2 * t->room + 16;
        struct derived_group **groups = realloc(t->groups, room * sizeof *groups);
        if (groups == NULL) {
            return NULL;
        }
        t->groups = groups;
        t->room = room;
    }
    if (g == NULL) {
        return NULL;
    }
    g->series = series;
    g->country = arena_strdup(&t->arena, country);
    g->round = arena_strdup(&t->arena, round);
    g->items = arena_alloc(&t->arena, (items + 1) * sizeof *g->items);
    return g->country == NULL || g->round == NULL || g->items == NULL ? NULL : g;
}

struct derived_group *tally_find(struct derived_tally *t, int64_t series, const char *country,
                                 const char *round, int node_count, int criterion_count)
{
    if (2 * (t->count + 1) > t->slot_count && grow_slots(t) != 0) {
        return NULL;
    }
    size_t at = (size_t)hash_of(series, country, round) & (t->slot_count - 1);
    while (t->slots[at] != 0) {
        struct derived_group *g = t->groups[t->slots[at] - 1];
        if (g->series == series && strcmp(g->country, country) == 0 &&
            strcmp(g->round, round) == 0) {
            return g;
        }
        at = (at + 1) & (t->slot_count - 1);
    }
    struct derived_group *g = new_group(t, series, country, round,
                                        (size_t)node_count + (size_t)criterion_count);
    if (g != NULL) {
        g->node_count = node_count;
        g->criterion_count = criterion_count;
        t->groups[t->count++] = g;
        t->slots[at] = (uint32_t)t->count;
    }
    return g;
}

void tally_free(struct derived_tally *t)
{
    free(t->groups);
    free(t->slots);
    arena_free(&t->arena);
    *t = (struct derived_tally){.arena = ARENA_INIT};
}

int group_add(struct derived_group *g, const struct derived_row *row, int sign)
{
    int count = row->node_count + row->criterion_count;
    if (g->node_count != row->node_count || g->criterion_count != row->criterion_count) {
        return ERR_STORE;
    }
    for (int i = 0; i < count; i++) {
        struct derived_item *item = &g->items[i];
        int64_t value = row->values[i];
        if (value < 0) {
            item->n[-1 - value] += sign;
            continue;
        }
        unsigned __int128 square = (uint64_t)(value * value);
        item->n[OUTCOME_SCORED] += sign;
        item->sum += sign * value;
        item->squares = sign > 0 ? item->squares + square : item->squares - square;
    }
    for (size_t i = 0; i < (size_t)row->node_count;
         i++) { /* ends of a node that does not apply are zeros */
        struct derived_item *item = &g->items[i];
        item->low += (int64_t)sign * row->ends[3 * i];
        item->high += (int64_t)sign * row->ends[3 * i + 1];
        item->coverage += (int64_t)sign * row->ends[3 * i + 2];
    }
    g->assessments += sign;
    g->touched = true;
    return 0;
}

/* ---- bytes ---- */

uint64_t group_scope(const struct derived_group *g)
{
    return hash_of(g->series, g->country, g->round);
}

static void put_item(struct buf *out, const struct derived_item *item, bool node)
{
    for (int k = 0; k < OUTCOME_COUNT; k++) {
        bytes_put_varint(out, (uint64_t)item->n[k]);
    }
    bytes_put_varint(out, (uint64_t)item->sum);
    bytes_put_wide(out, item->squares);
    if (node) {
        bytes_put_varint(out, (uint64_t)item->low);
        bytes_put_varint(out, (uint64_t)item->high);
        bytes_put_varint(out, (uint64_t)item->coverage);
    }
}

int group_pack(const struct derived_group *g, struct buf *out, uint64_t *seal)
{
    int count = g->node_count + g->criterion_count;
    buf_reset(out);
    buf_putc(out, TOTAL_VERSION);
    bytes_put_word(out, 0, 8);
    bytes_put_varint(out, (uint64_t)g->assessments);
    bytes_put_varint(out, (uint64_t)g->node_count);
    bytes_put_varint(out, (uint64_t)g->criterion_count);
    for (int i = 0; i < count; i++) {
        put_item(out, &g->items[i], i < g->node_count);
    }
    if (buf_status(out) != 0) {
        return ERR_MEMORY;
    }
    *seal = derived_seal(group_scope(g), out->data + 9, out->len - 9);
    for (int i = 0; i < 8; i++) {
        out->data[1 + i] = (char)(*seal >> (8 * i));
    }
    return 0;
}

/* A number that is none below zero. */
static int64_t get_whole(struct bytes *b)
{
    uint64_t n = bytes_varint(b);
    b->bad = b->bad || n > INT64_MAX;
    return b->bad ? 0 : (int64_t)n;
}

static void get_item(struct bytes *b, struct derived_item *item, bool node)
{
    for (int k = 0; k < OUTCOME_COUNT; k++) {
        item->n[k] = get_whole(b);
    }
    item->sum = get_whole(b);
    item->squares = bytes_wide(b);
    if (node) {
        item->low = get_whole(b);
        item->high = get_whole(b);
        item->coverage = get_whole(b);
    }
}

int group_unpack(struct derived_group *g, const void *data, size_t len)
{
    const uint8_t *bytes = data;
    int count = g->node_count + g->criterion_count;
    if (data == NULL || len < 10 || bytes[0] != TOTAL_VERSION) {
        return ERR_STORE;
    }
    uint64_t seal = bytes_word(bytes + 1, 8);
    struct bytes b = {.at = bytes + 9, .end = bytes + len};
    if (seal != derived_seal(group_scope(g), bytes + 9, len - 9)) {
        return ERR_STORE;
    }
    g->assessments = get_whole(&b);
    if (bytes_varint(&b) != (uint64_t)g->node_count ||
        bytes_varint(&b) != (uint64_t)g->criterion_count) {
        return ERR_STORE;
    }
    for (int i = 0; i < count && !b.bad; i++) {
        get_item(&b, &g->items[i], i < g->node_count);
    }
    g->seal = seal;
    return b.bad || b.at != b.end ? ERR_STORE : 0;
}
