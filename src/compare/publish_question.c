/* From rows of a table and of what was published before to sets that disclose.h can judge. */
#include <stdlib.h>
#include <string.h>

#include "compare/publish_internal.h"

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static uint32_t index_of(const struct publish_field *f, int64_t sequence)
{
    size_t low = 0, high = f->count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        low = f->sequences[middle] <= sequence ? middle : low;
        high = f->sequences[middle] <= sequence ? high : middle;
    }
    return (uint32_t)low;
}

/* Place of a row; one that nobody listed is its own. */
static int64_t place_of(const struct publish_field *f, int64_t sequence)
{
    const struct published *p = f->memory;
    size_t low = 0, high = p->place_count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        low = p->places[middle].row <= sequence ? middle : low;
        high = p->places[middle].row <= sequence ? high : middle;
    }
    bool listed = low < p->place_count && p->places[low].row == sequence;
    return listed ? (int64_t)p->places[low].place : -1 - sequence;
}

/* Whoever assesses all forms again, under a new version or set of rules, has other assessments of the
 * same places, with nearly the same numbers. So sets are judged twice: as sets of assessments, and as if
 * nothing had changed where a form was assessed again. */
static int find_again(struct publish_field *f)
{
    int64_t *pairs = arena_alloc(&f->arena, (2 * f->count + 1) * sizeof *pairs);
    if (pairs == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < f->count; i++) {
        pairs[2 * i] = place_of(f, f->sequences[i]);
        pairs[2 * i + 1] = (int64_t)i;
    }
    qsort(pairs, f->count, 2 * sizeof *pairs, by_value); /* the order within a place is left open */
    for (size_t i = 0, end; i < f->count; i = end) {
        int64_t newest = pairs[2 * i + 1];
        for (end = i + 1; end < f->count && pairs[2 * end] == pairs[2 * i]; end++) {
            newest = pairs[2 * end + 1] > newest ? pairs[2 * end + 1] : newest;
            f->again = true;
        }
        for (size_t k = i; k < end; k++) {
            f->newest[pairs[2 * k + 1]] = (uint32_t)newest;
        }
    }
    for (size_t i = 0; i < f->count; i++) {
        f->rows[f->count + i] = f->rows[i];
    }
    for (size_t i = 0; i < f->table->count;
         i++) { /* what is shown now tells how many children there are */
        uint32_t row = f->of_table[i];
        f->rows[f->count + f->newest[row]] = f->rows[row];
    }
    return 0;
}

/* A community that is not in the table any more counts as one of its own. */
static void describe(struct publish_field *f)
{
    uint32_t community = 0;
    for (size_t i = 0; i < f->table->count; i++) {
        const struct table_row *row = &f->table->rows[i];
        community += i > 0 && strcmp(row->community, f->table->rows[i - 1].community) != 0;
        f->of_table[i] = index_of(f, row->sequence);
        f->rows[f->of_table[i]] = (struct disclose_row){community, row->children, row->households};
    }
    for (size_t i = 0; i < f->count; i++) {
        if (f->rows[i].community == UINT32_MAX) {
            f->rows[i] = (struct disclose_row){++community, -1, -1};
        }
    }
}

int publish_field_make(struct publish_field *f, const struct table *t, const struct published *p)
{
    size_t most = t->count;
    for (size_t i = 0; i < p->count; i++) {
        most += p->sets[i].count;
    }
    *f = (struct publish_field){.arena = ARENA_INIT, .table = t, .memory = p};
    f->sequences = arena_alloc(&f->arena, (most + 1) * sizeof *f->sequences);
    f->of_table = arena_alloc(&f->arena, (t->count + 1) * sizeof *f->of_table);
    if (f->sequences == NULL || f->of_table == NULL) {
        return ERR_MEMORY;
    }
    size_t all = 0;
    for (size_t i = 0; i < t->count; i++) {
        f->sequences[all++] = t->rows[i].sequence;
    }
    for (size_t i = 0; i < p->count; i++) {
        for (size_t k = 0; k < p->sets[i].count; k++) {
            f->sequences[all++] = p->sets[i].rows[k];
        }
    }
    qsort(f->sequences, all, sizeof *f->sequences, by_value);
    for (size_t i = 0; i < all; i++) {
        if (i == 0 || f->sequences[i] != f->sequences[i - 1]) {
            f->sequences[f->count++] = f->sequences[i];
        }
    }
    f->rows = arena_alloc(&f->arena, (2 * f->count + 1) * sizeof *f->rows);
    f->newest = arena_alloc(&f->arena, (f->count + 1) * sizeof *f->newest);
    if (f->rows == NULL || f->newest == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < f->count; i++) {
        f->rows[i].community = UINT32_MAX;
    }
    describe(f);
    return find_again(f);
}

void publish_field_free(struct publish_field *f)
{
    arena_free(&f->arena);
}

/* Room for one more; the old list stays in the arena. NULL: out of memory. */
static void *grow(struct arena *a, void *list, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return list;
    }
    size_t more = *room == 0 ? 32 : 2 * *room;
    void *longer = arena_alloc(a, more * size);
    if (longer != NULL && count > 0) {
        memcpy(longer, list, count * size);
    }
    *room = longer == NULL ? *room : more;
    return longer;
}

static int add_one(struct publish_question *q, uint32_t *rows, size_t count)
{
    struct disclose_set *sets = grow(&q->field->arena, q->sets, q->set_count, &q->set_room,
                                     sizeof *sets);
    if (sets == NULL) {
        return ERR_MEMORY;
    }
    q->sets = sets;
    q->sets[q->set_count++] = (struct disclose_set){rows, count};
    return 0;
}

static int by_index(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* So many sets stand for one. */
static size_t per_set(const struct publish_question *q)
{
    return q->field->again ? 2 : 1;
}

/* The set, and the same by places. */
static int add_set(struct publish_question *q, uint32_t *rows, size_t count)
{
    const struct publish_field *f = q->field;
    int code = add_one(q, rows, count);
    if (code != 0 || !f->again) {
        return code;
    }
    uint32_t *places = arena_alloc(&q->field->arena, (count + 1) * sizeof *places);
    if (places == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        places[i] = (uint32_t)f->count + f->newest[rows[i]];
    }
    qsort(places, count, sizeof *places, by_index);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || places[kept - 1] != places[i]) {
            places[kept++] = places[i];
        }
    }
    return add_one(q, places, kept);
}

static int add_rows(struct publish_question *q, const size_t *rows, size_t count)
{
    uint32_t *list = arena_alloc(&q->field->arena, (count + 1) * sizeof *list);
    size_t kept = 0;
    if (list == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        if (q->without == NULL || !q->without[rows[i]]) {
            list[kept++] = q->field->of_table[rows[i]];
        }
    }
    qsort(list, kept, sizeof *list, by_index);
    return add_set(q, list, kept);
}

/* Indexes of the rows that say nothing. */
static bool *left_out(const struct publish_question *q)
{
    const struct publish_field *f = q->field;
    bool *out = arena_alloc(&q->field->arena, f->count + 1);
    for (size_t i = 0; out != NULL && q->without != NULL && i < f->table->count; i++) {
        out[f->of_table[i]] = q->without[i];
    }
    return out;
}

/* A set of what was published, less the rows that say nothing. */
static int add_published(struct publish_question *q, const struct published_set *s, const bool *out)
{
    uint32_t *rows = arena_alloc(&q->field->arena, (s->count + 1) * sizeof *rows);
    size_t count = 0;
    if (rows == NULL) {
        return ERR_MEMORY;
    }
    for (size_t k = 0; k < s->count; k++) {
        rows[count] = index_of(q->field, s->rows[k]);
        count += !out[rows[count]];
    }
    return add_set(q, rows, count);
}

int publish_question_begin(struct publish_question *q, struct publish_field *f, const char *scope,
                           const bool *without)
{
    *q = (struct publish_question){.field = f, .scope = scope, .without = without};
    const bool *out = left_out(q);
    int code = out == NULL ? ERR_MEMORY : 0;
    for (size_t i = 0; code == 0 && i < f->memory->count; i++) {
        const struct published_set *s = &f->memory->sets[i];
        if (strcmp(s->scope, scope) == 0) {
            code = add_published(q, s, out);
        }
    }
    q->known = q->set_count;
    return code;
}

int publish_question_small(struct publish_question *q)
{
    const bool *out = left_out(q);
    int code = out == NULL ? ERR_MEMORY : 0;
    for (size_t i = 0; code == 0 && i < q->field->memory->count; i++) {
        const struct published_set *s = &q->field->memory->sets[i];
        if (strcmp(s->scope, PUBLISHED_SMALL) == 0) {
            code = publish_question_ask(q, true);
            code = code == 0 ? add_published(q, s, out) : code;
            q->bundles[q->bundle_count - 1].count = code == 0 ? per_set(q) : 0;
        }
    }
    return code;
}

int publish_question_ask(struct publish_question *q, bool named)
{
    struct publish_bundle *bundles = grow(&q->field->arena, q->bundles, q->bundle_count,
                                          &q->bundle_room, sizeof *bundles);
    if (bundles == NULL) {
        return ERR_MEMORY;
    }
    q->bundles = bundles;
    q->bundles[q->bundle_count++] = (struct publish_bundle){.first = q->set_count, .named = named};
    return 0;
}

int publish_question_set(struct publish_question *q, const size_t *rows, size_t count)
{
    struct publish_bundle *b = &q->bundles[q->bundle_count - 1];
    if (count == 0) {
        return 0;
    }
    b->count += per_set(q);
    b->size += count;
    return add_rows(q, rows, count);
}

/* Which bundles are worth a question; small named ones are guarded. */
static int sort_out(struct publish_question *q, struct disclose *d, bool *open, struct err *e)
{
    int code = 0;
    for (size_t i = 0; code == 0 && i < q->known; i++) {
        code = disclose_known(d, i, e);
    }
    for (size_t i = 0; code == 0 && i < q->bundle_count; i++) {
        struct publish_bundle *b = &q->bundles[i];
        open[i] = b->count > 0;
        for (size_t k = b->first; code == 0 && k < b->first + b->count; k++) {
            bool few = disclose_few(d, k);
            if (b->named) {
                disclose_named(d, k);
                b->few = few;
            }
            if (few && b->named && q->guarded) {
                code = disclose_guard(d, k, e);
            }
            open[i] = open[i] && !few;
        }
    }
    return code;
}

static int try_all(struct publish_question *q, struct disclose *d, bool *open, size_t *list,
                   struct err *e)
{
    int code = 0;
    for (size_t round = 0; code == 0 && round < q->bundle_count; round++) {
        size_t best = q->bundle_count;
        for (size_t i = 0; i < q->bundle_count; i++) {
            if (open[i] &&
                (best == q->bundle_count || q->bundles[i].size > q->bundles[best].size)) {
                best = i;
            }
        }
        if (best == q->bundle_count) {
            break;
        }
        struct publish_bundle *b = &q->bundles[best];
        for (size_t k = 0; k < b->count; k++) {
            list[k] = b->first + k;
        }
        code = disclose_try(d, list, b->count, &b->safe, e);
        open[best] = false;
    }
    return code;
}

/* Into memory, by places in the chain. */
static int remember(const struct publish_question *q, struct published *memory, int64_t *rows)
{
    int code = 0;
    for (size_t i = 0; i < q->bundle_count; i++) {
        const struct publish_bundle *b = &q->bundles[i];
        const char *scope = b->safe ? q->scope : PUBLISHED_SMALL;
        for (size_t k = b->first; code == 0 && (b->safe || b->few) && k < b->first + b->count;
             k += per_set(q)) {
            for (size_t r = 0; r < q->sets[k].count; r++) {
                rows[r] = q->field->sequences[q->sets[k].rows[r]];
            }
            code = published_add(memory, scope, rows, q->sets[k].count);
        }
    }
    return code;
}

int publish_question_answer(struct publish_question *q, struct published *memory, struct err *e)
{
    struct disclose *d = NULL;
    bool *open = calloc(q->bundle_count + 1, sizeof *open);
    size_t *list = calloc(q->set_count + 1, sizeof *list);
    int64_t *rows = calloc(q->field->count + 1, sizeof *rows);
    int code = ERR_MEMORY;
    if (open == NULL || list == NULL || rows == NULL) {
        err_set(e, ERR_MEMORY, "out of memory");
        goto done;
    }
    code = disclose_open(&d, q->field->rows, per_set(q) * q->field->count, q->sets, q->set_count,
                         e);
    code = code == 0 ? sort_out(q, d, open, e) : code;
    code = code == 0 ? try_all(q, d, open, list, e) : code;
    if (code == 0 && remember(q, memory, rows) != 0) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    }
done:
    disclose_free(d);
    free(open);
    free(list);
    free(rows);
    return code;
}
