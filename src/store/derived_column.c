/* The bytes of a column: a version, a check sum, the number of rows and a kind; then
 *   a step: the first value, each further one is one more;
 *   a dictionary: its values, ascending, and for each row an index of 0, 1, 2, 4 or 8 bits, the first in
 *     the lowest bits;
 *   plain: the least value, and for each row what it is above that, in 1, 2, 4 or 8 bytes, least first;
 *   texts: those that occur, as they come, and a column of indexes in one of the ways above.
 * Of a dictionary and plain values the shorter is taken, so the same values have the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/number.h"
#include "store/derived_bytes.h"
#include "store/derived_private.h"

enum { COLUMN_VERSION = 1, DICTIONARY_MOST = 256, HASH_SLOTS = 1024 };
enum kind { KIND_STEP, KIND_DICTIONARY, KIND_PLAIN, KIND_TEXTS };

uint64_t derived_seal(uint64_t scope, const void *data, size_t len)
{
    const uint8_t *at = data;
    uint64_t hash = hash_on(hash_on(HASH_BEGIN, scope), len);
    for (; len >= 8; len -= 8, at += 8) {
        hash = hash_on(hash, bytes_eight(at));
    }
    return hash_on(hash, bytes_word(at, len));
}

/* ---- packing ---- */

static int bits_for(size_t distinct)
{
    return distinct <= 1 ? 0 : distinct <= 2 ? 1 : distinct <= 4 ? 2 : distinct <= 16 ? 4 : 8;
}

static int bytes_for(uint64_t range)
{
    return range <= UINT8_MAX ? 1 : range <= UINT16_MAX ? 2 : range <= UINT32_MAX ? 4 : 8;
}

struct distinct {
    int64_t values[DICTIONARY_MOST]; /* as they come */
    uint8_t rank[DICTIONARY_MOST];   /* place of each among them in ascending order */
    uint8_t *indexes;                /* of the value of each row */
    size_t count;
    bool many; /* more than a dictionary holds */
};

static void find_distinct(struct distinct *d, const int64_t *values, size_t count)
{
    uint16_t slots[HASH_SLOTS] = {0};
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)(hash_on(HASH_BEGIN, (uint64_t)values[i]) % HASH_SLOTS);
        while (slots[at] != 0 && d->values[slots[at] - 1] != values[i]) {
            at = (at + 1) % HASH_SLOTS;
        }
        if (slots[at] == 0) {
            if (d->count == DICTIONARY_MOST) {
                d->many = true;
                return;
            }
            d->values[d->count++] = values[i];
            slots[at] = (uint16_t)d->count;
        }
        d->indexes[i] = (uint8_t)(slots[at] - 1);
    }
}

/* Fills order with the indexes of the values in ascending order, and the ranks. */
static void rank_distinct(struct distinct *d, uint8_t order[DICTIONARY_MOST])
{
    for (size_t i = 0; i < d->count; i++) { /* into its place among those before it */
        size_t from = 0, to = i;
        while (from < to) {
            size_t middle = (from + to) / 2;
            if (d->values[order[middle]] < d->values[i]) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        memmove(order + from + 1, order + from, i - from);
        order[from] = (uint8_t)i;
    }
    for (size_t i = 0; i < d->count; i++) {
        d->rank[order[i]] = (uint8_t)i;
    }
}

/* Bytes on their way into a buffer, some at a time. */
struct piece {
    char bytes[512];
    size_t used;
};

static inline void piece_put(struct buf *out, struct piece *p, char byte)
{
    if (p->used == sizeof p->bytes) {
        buf_add(out, p->bytes, p->used);
        p->used = 0;
    }
    p->bytes[p->used++] = byte;
}

static void put_dictionary(struct buf *out, struct distinct *d, size_t count)
{
    uint8_t order[DICTIONARY_MOST] = {0};
    unsigned width = (unsigned)bits_for(d->count), filled = 0, bits = 0;
    rank_distinct(d, order);
    buf_putc(out, KIND_DICTIONARY);
    bytes_put_varint(out, d->count);
    for (size_t i = 0; i < d->count; i++) {
        uint64_t before = i == 0 ? 0 : (uint64_t)d->values[order[i - 1]];
        bytes_put_signed(out, (int64_t)((uint64_t)d->values[order[i]] - before));
    }
    struct piece p = {.used = 0};
    for (size_t i = 0; i < count && width > 0; i++) {
        bits |= (unsigned)d->rank[d->indexes[i]] << filled;
        filled += width;
        if (filled == 8) {
            piece_put(out, &p, (char)bits);
            bits = filled = 0;
        }
    }
    if (filled > 0) {
        piece_put(out, &p, (char)bits);
    }
    buf_add(out, p.bytes, p.used);
}

static void put_plain(struct buf *out, const int64_t *values, size_t count, int64_t least,
                      size_t width)
{
    buf_putc(out, KIND_PLAIN);
    bytes_put_signed(out, least);
    buf_putc(out, (char)width);
    struct piece p = {.used = 0};
    for (size_t i = 0; i < count; i++) {
        uint64_t above = (uint64_t)values[i] - (uint64_t)least;
        for (size_t k = 0; k < width; k++) {
            piece_put(out, &p, (char)(above >> (8 * k)));
        }
    }
    buf_add(out, p.bytes, p.used);
}

static void put_numbers(struct buf *out, const int64_t *values, size_t count)
{
    struct distinct d;
    int64_t least = count > 0 ? values[0] : 0, most = least;
    /* Where reading takes it for one, and no sum overflows. */
    bool step = count > 1 && values[0] >= -(INT64_MAX / 2) && values[0] <= INT64_MAX / 2;
    for (size_t i = 1; i < count; i++) {
        step = step && values[i] == values[i - 1] + 1;
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
    }
    if (step) {
        buf_putc(out, KIND_STEP);
        bytes_put_signed(out, values[0]);
        return;
    }
    size_t width = (size_t)bytes_for((uint64_t)most - (uint64_t)least);
    d.count = 0;
    d.many = false;
    d.indexes = malloc(count + 1);
    if (d.indexes == NULL) {
        out->failed = true;
        return;
    }
    find_distinct(&d, values, count);
    size_t with = count * (size_t)bits_for(d.count) / 8 + d.count * (width + 1);
    if (!d.many && with <= count * width) {
        put_dictionary(out, &d, count);
    } else {
        put_plain(out, values, count, least, width);
    }
    free(d.indexes);
}

/* Room for version and check sum; returns where. */
static size_t open_column(struct buf *out, size_t count)
{
    size_t at = out->len;
    buf_putc(out, COLUMN_VERSION);
    bytes_put_word(out, 0, 8);
    bytes_put_varint(out, count);
    return at;
}

static int close_column(struct buf *out, size_t at, uint64_t scope)
{
    if (buf_status(out) != 0) {
        return ERR_MEMORY;
    }
    uint64_t seal = derived_seal(scope, out->data + at + 9, out->len - at - 9);
    for (int i = 0; i < 8; i++) {
        out->data[at + 1 + (size_t)i] = (char)(seal >> (8 * i));
    }
    return 0;
}

int column_pack_numbers(struct buf *out, uint64_t scope, const int64_t *values, size_t count)
{
    size_t at = open_column(out, count);
    put_numbers(out, values, count);
    return close_column(out, at, scope);
}

int column_pack_texts(struct buf *out, uint64_t scope, const char *const *values, size_t count)
{
    size_t slot_count = 16, distinct = 0;
    while (slot_count < 2 * count) {
        slot_count *= 2;
    }
    struct arena scratch = ARENA_INIT;
    uint32_t *slots = arena_alloc(&scratch, slot_count * sizeof *slots);
    const char **texts = arena_alloc(&scratch, (count + 1) * sizeof *texts);
    int64_t *indexes = arena_alloc(&scratch, (count + 1) * sizeof *indexes);
    if (slots == NULL || texts == NULL || indexes == NULL) {
        arena_free(&scratch);
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const char *text = values[i];
        size_t at = (size_t)(text == NULL ? 0 : hash_text(HASH_BEGIN, text)) & (slot_count - 1);
        while (slots[at] != 0 && (text == NULL || texts[slots[at] - 1] == NULL
                                      ? text != texts[slots[at] - 1]
                                      : strcmp(texts[slots[at] - 1], text) != 0)) {
            at = (at + 1) & (slot_count - 1);
        }
        if (slots[at] == 0) {
            texts[distinct] = text;
            slots[at] = (uint32_t)++distinct;
        }
        indexes[i] = slots[at] - 1;
    }
    size_t at = open_column(out, count);
    buf_putc(out, KIND_TEXTS);
    bytes_put_varint(out, distinct);
    for (size_t i = 0; i < distinct; i++) {
        bytes_put_varint(out, texts[i] == NULL ? 0 : strlen(texts[i]) + 1);
        buf_puts(out, texts[i] == NULL ? "" : texts[i]);
    }
    put_numbers(out, indexes, count);
    arena_free(&scratch);
    return close_column(out, at, scope);
}

/* ---- reading ---- */

/* Opens a column of exactly count rows; false: it is damaged or another one. */
static bool open_bytes(struct bytes *b, const void *data, size_t len, uint64_t scope, size_t count)
{
    const uint8_t *bytes = data;
    if (data == NULL || len < 10 || bytes[0] != COLUMN_VERSION ||
        bytes_word(bytes + 1, 8) != derived_seal(scope, bytes + 9, len - 9)) {
        return false;
    }
    *b = (struct bytes){.at = bytes + 9, .end = bytes + len};
    return bytes_varint(b) == count && !b->bad;
}

/* What numbers are made of, taken apart and held against the bytes that are there. */
struct numbers {
    enum kind kind;
    int64_t base, dictionary[DICTIONARY_MOST];
    int width; /* bits of an index, or bytes of a plain value */
    const uint8_t *at;
};

static bool read_numbers(struct bytes *b, struct numbers *n, size_t count)
{
    size_t need = 0;
    n->kind = (enum kind)bytes_get(b);
    n->width = 0; /* compilers look at it ahead of the kind */
    if (n->kind == KIND_STEP) {
        n->base = bytes_signed(b);
        b->bad = b->bad || n->base < -(INT64_MAX / 2) || n->base > INT64_MAX / 2;
    } else if (n->kind == KIND_DICTIONARY) {
        uint64_t distinct = bytes_varint(b);
        uint64_t value = 0;
        b->bad = b->bad || distinct > DICTIONARY_MOST || (distinct == 0 && count > 0);
        for (size_t i = 0; i < DICTIONARY_MOST; i++) { /* what no index names repeats the last */
            value += i < distinct && !b->bad ? (uint64_t)bytes_signed(b) : 0;
            n->dictionary[i] = (int64_t)value;
        }
        n->width = bits_for((size_t)distinct);
        need = (count * (size_t)n->width + 7) / 8;
    } else if (n->kind == KIND_PLAIN) {
        n->base = bytes_signed(b);
        n->width = bytes_get(b);
        b->bad = b->bad || (n->width != 1 && n->width != 2 && n->width != 4 && n->width != 8);
        need = b->bad ? 0 : count * (size_t)n->width;
    } else {
        b->bad = true;
    }
    n->at = b->at;
    b->bad = b->bad || (size_t)(b->end - b->at) != need;
    return !b->bad;
}

static unsigned index_at(const struct numbers *n, size_t i)
{
    size_t bit = i * (size_t)n->width;
    return n->width == 0 ? 0 : (unsigned)n->at[bit / 8] >> bit % 8 & ((1U << n->width) - 1);
}

static int64_t number_at(const struct numbers *n, size_t i)
{
    size_t width = (size_t)n->width;
    return n->kind == KIND_STEP ? n->base + (int64_t)i
           : n->kind == KIND_DICTIONARY
               ? n->dictionary[index_at(n, i)]
               : (int64_t)((uint64_t)n->base + bytes_word(n->at + i * width, width));
}

int column_numbers(const void *data, size_t len, uint64_t scope, int64_t *out, size_t count)
{
    struct bytes b;
    struct numbers n = {0};
    if (!open_bytes(&b, data, len, scope, count) || !read_numbers(&b, &n, count)) {
        return ERR_STORE;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = number_at(&n, i);
    }
    return 0;
}

bool column_is_zero(const void *data, size_t len, uint64_t scope, size_t count)
{
    struct bytes b;
    struct numbers n = {0};
    return open_bytes(&b, data, len, scope, count) && read_numbers(&b, &n, count) &&
           n.kind == KIND_DICTIONARY && n.width == 0 && n.dictionary[0] == 0;
}

/* What a table has at the indexes of a dictionary: whole bytes of indexes at a time. */
static void take_indexed(const struct numbers *n, const uint32_t table[DICTIONARY_MOST],
                         uint32_t *out, size_t count)
{
    unsigned mask = (1U << n->width) - 1;
    size_t i = 0, per = n->width == 0 ? 0 : 8 / (size_t)n->width;
    if (n->width == 8) {
        for (; i < count; i++) {
            out[i] = table[n->at[i]];
        }
    }
    for (const uint8_t *at = n->at; per > 1 && i + per <= count; at++) {
        for (unsigned bits = *at, k = 0; k < per; k++, bits >>= n->width) {
            out[i++] = table[bits & mask];
        }
    }
    for (; i < count; i++) {
        out[i] = table[index_at(n, i)];
    }
}

static bool take_plain(const struct numbers *n, int32_t *out, size_t count)
{
    bool wrong = false;
    if (n->width == 8 || n->base < VALUE_LEAST || n->base > CREDIT_ONE) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t above = n->width == 4   ? bytes_four(n->at + 4 * i)
                         : n->width == 2 ? (uint64_t)n->at[2 * i] | (uint64_t)n->at[2 * i + 1] << 8
                                         : n->at[i];
        int64_t value = n->base + (int64_t)above;
        wrong = wrong || value > CREDIT_ONE;
        out[i] = (int32_t)value;
    }
    return !wrong;
}

int column_values(const void *data, size_t len, uint64_t scope, int32_t *out, size_t count)
{
    struct bytes b;
    struct numbers n = {0};
    if (!open_bytes(&b, data, len, scope, count) || !read_numbers(&b, &n, count)) {
        return ERR_STORE;
    }
    if (n.kind == KIND_PLAIN) {
        return take_plain(&n, out, count) ? 0 : ERR_STORE;
    }
    if (n.kind == KIND_DICTIONARY) {
        uint32_t table[DICTIONARY_MOST];
        for (size_t i = 0; i < DICTIONARY_MOST; i++) {
            if (n.dictionary[i] < VALUE_LEAST || n.dictionary[i] > CREDIT_ONE) {
                return ERR_STORE;
            }
            table[i] = (uint32_t)(int32_t)n.dictionary[i];
        }
        take_indexed(&n, table, (uint32_t *)out, count);
        return 0;
    }
    if (n.base < VALUE_LEAST || n.base > CREDIT_ONE - (int64_t)count) {
        return ERR_STORE;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = (int32_t)(n.base + (int64_t)i);
    }
    return 0;
}

/* Numbers below a limit; false: one is not. */
static bool take_indexes(const struct numbers *n, uint32_t *out, size_t count, uint64_t limit)
{
    bool wrong = false;
    if (n->kind == KIND_DICTIONARY && count > 0) {
        uint32_t table[DICTIONARY_MOST];
        for (size_t i = 0; i < DICTIONARY_MOST; i++) {
            wrong = wrong || n->dictionary[i] < 0 || (uint64_t)n->dictionary[i] >= limit;
            table[i] = (uint32_t)n->dictionary[i];
        }
        take_indexed(n, table, out, count);
        return !wrong;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t index = number_at(n, i);
        wrong = wrong || index < 0 || (uint64_t)index >= limit;
        out[i] = (uint32_t)index;
    }
    return !wrong;
}

/* Plain indexes of a byte each, as those of a dictionary of all of them: such are taken quickly. */
static void use_as_dictionary(struct numbers *n, size_t count, size_t limit)
{
    uint8_t most = 0;
    if (n->kind != KIND_PLAIN || n->width != 1 || count == 0 || n->base < 0) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        most = n->at[i] > most ? n->at[i] : most;
    }
    if ((uint64_t)n->base < limit && most < limit - (uint64_t)n->base) {
        for (int i = 0; i < DICTIONARY_MOST; i++) {
            n->dictionary[i] = n->base + (i < most ? i : most);
        }
        n->kind = KIND_DICTIONARY;
        n->width = 8;
    }
}

/* The list of a column of texts, and where its indexes are. */
static int read_texts(const void *data, size_t len, uint64_t scope, struct arena *arena,
                      const char *const **texts, size_t *text_count, struct numbers *n,
                      size_t count)
{
    struct bytes b;
    if (!open_bytes(&b, data, len, scope, count) || bytes_get(&b) != KIND_TEXTS) {
        return ERR_STORE;
    }
    uint64_t distinct = bytes_varint(&b);
    if (b.bad || distinct > count) {
        return ERR_STORE;
    }
    const char **list = arena_alloc(arena, ((size_t)distinct + 1) * sizeof *list);
    if (list == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < distinct; i++) {
        uint64_t size = bytes_varint(&b);
        if (b.bad || (size > 0 && size - 1 > (uint64_t)(b.end - b.at))) {
            return ERR_STORE;
        }
        if (size > 0) {
            list[i] = arena_strndup(arena, (const char *)b.at, (size_t)size - 1);
            b.at += size - 1;
            if (list[i] == NULL) {
                return ERR_MEMORY;
            }
        }
    }
    *texts = list;
    *text_count = (size_t)distinct;
    if (!read_numbers(&b, n, count)) {
        return ERR_STORE;
    }
    use_as_dictionary(n, count, (size_t)distinct);
    return 0;
}

int column_texts(const void *data, size_t len, uint64_t scope, struct arena *arena,
                 const char *const **texts, size_t *text_count, uint32_t *out, size_t count)
{
    struct numbers n = {0};
    int code = read_texts(data, len, scope, arena, texts, text_count, &n, count);
    return code != 0 || take_indexes(&n, out, count, *text_count) ? code : ERR_STORE;
}

int column_texts_as(const void *data, size_t len, uint64_t scope, struct arena *arena,
                    text_number number, void *context, uint32_t *out, size_t count)
{
    struct numbers n = {0};
    const char *const *texts = NULL;
    size_t text_count = 0;
    int code = read_texts(data, len, scope, arena, &texts, &text_count, &n, count);
    if (code != 0) {
        return code;
    }
    uint32_t *as = arena_alloc(arena, (text_count + 1) * sizeof *as); /* number + 1 */
    if (as == NULL) {
        return ERR_MEMORY;
    }
    size_t left = text_count;
    for (size_t i = 0; i < count && left > 0; i++) {
        int64_t index = number_at(&n, i), given = 0;
        if (index < 0 || (uint64_t)index >= text_count) {
            return ERR_STORE;
        }
        if (as[index] == 0) {
            given = number(context, texts[index]);
            as[index] = (uint32_t)(given + 1);
            left--;
        }
        if (given < 0) {
            return ERR_MEMORY;
        }
    }
    if (n.kind == KIND_DICTIONARY && count > 0) {
        uint32_t table[DICTIONARY_MOST];
        for (size_t i = 0; i < DICTIONARY_MOST; i++) {
            if (n.dictionary[i] < 0 || (uint64_t)n.dictionary[i] >= text_count) {
                return ERR_STORE;
            }
            table[i] = as[n.dictionary[i]] - 1;
        }
        take_indexed(&n, table, out, count);
        return 0;
    }
    if (!take_indexes(&n, out, count, text_count)) {
        return ERR_STORE;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = as[out[i]] - 1;
    }
    return 0;
}
