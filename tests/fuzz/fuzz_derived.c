/* Derived tables: any bytes in place of a packed column or total, under a check sum that fits. What is read
 * out of them lies within its bounds, and packed again and read again is the same. First byte: what it is;
 * second: how many rows. */
#include "fuzz.h"
#include "store/derived_bytes.h"
#include "store/derived_private.h"

enum { ROWS_MOST = 256, SCOPE = 77, NODES = 2, CRITERIA = 3 };

/* The bytes with the check sum that they should have, in memory of their own, so that one too far shows. */
static uint8_t *sealed(const uint8_t *data, size_t size, uint64_t scope)
{
    uint8_t *copy = malloc(size + 1);
    ENSURE(copy != NULL);
    memcpy(copy, data, size);
    if (size >= 9) {
        uint64_t seal = derived_seal(scope, copy + 9, size - 9);
        for (int i = 0; i < 8; i++) {
            copy[1 + i] = (uint8_t)(seal >> (8 * i));
        }
    }
    return copy;
}

static void try_numbers(const uint8_t *data, size_t size, size_t rows, bool values)
{
    int64_t out[ROWS_MOST], again[ROWS_MOST];
    int32_t small[ROWS_MOST];
    struct buf packed = BUF_INIT;
    uint8_t *copy = sealed(data, size, SCOPE);
    int code = values ? column_values(copy, size, SCOPE, small, rows)
                      : column_numbers(copy, size, SCOPE, out, rows);
    ENSURE(code == 0 || code == ERR_STORE);
    for (size_t i = 0; i < rows && code == 0 && values; i++) {
        ENSURE(small[i] >= VALUE_LEAST && small[i] <= CREDIT_ONE);
        out[i] = small[i];
    }
    if (code == 0) {
        ENSURE(column_pack_numbers(&packed, SCOPE, out, rows) == 0);
        ENSURE(column_numbers(packed.data, packed.len, SCOPE, again, rows) == 0);
        ENSURE(memcmp(out, again, rows * sizeof *out) == 0);
        if (values) {
            ENSURE(column_values(packed.data, packed.len, SCOPE, small, rows) == 0);
        }
        ENSURE(column_numbers(packed.data, packed.len, SCOPE + 1, again, rows) == ERR_STORE);
    }
    buf_free(&packed);
    free(copy);
}

struct numbered {
    const char *texts[ROWS_MOST];
    size_t count;
};

static bool alike(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static int64_t number_text(void *context, const char *text)
{
    struct numbered *n = context;
    size_t i = 0;
    while (i < n->count && !alike(n->texts[i], text)) {
        i++;
    }
    n->texts[i] = text;
    n->count += i == n->count;
    return (int64_t)i;
}

static void try_texts(const uint8_t *data, size_t size, size_t rows)
{
    uint32_t out[ROWS_MOST], again[ROWS_MOST];
    const char *list[ROWS_MOST];
    const char *const *texts = NULL, *const *same = NULL;
    size_t count = 0, same_count = 0;
    struct arena arena = ARENA_INIT;
    struct buf packed = BUF_INIT;
    uint8_t *copy = sealed(data, size, SCOPE);
    int code = column_texts(copy, size, SCOPE, &arena, &texts, &count, out, rows);
    ENSURE(code == 0 || code == ERR_STORE);
    struct numbered as = {.count = 0};
    ENSURE(column_texts_as(copy, size, SCOPE, &arena, number_text, &as, again, rows) == code);
    if (code == 0) {
        for (size_t i = 0; i < rows; i++) {
            ENSURE(out[i] < count);
            list[i] = texts[out[i]];
            ENSURE(again[i] < as.count && alike(as.texts[again[i]], list[i]));
        }
        ENSURE(column_pack_texts(&packed, SCOPE, list, rows) == 0);
        ENSURE(column_texts(packed.data, packed.len, SCOPE, &arena, &same, &same_count, again,
                            rows) == 0);
        for (size_t i = 0; i < rows; i++) {
            ENSURE(alike(same[again[i]], list[i]));
        }
    }
    buf_free(&packed);
    arena_free(&arena);
    free(copy);
}

static void try_total(const uint8_t *data, size_t size)
{
    struct derived_tally t = {.arena = ARENA_INIT};
    struct buf first = BUF_INIT, second = BUF_INIT;
    uint64_t seal = 0, again = 0;
    struct derived_group *g = tally_find(&t, 1, "NPL", "2026", NODES, CRITERIA);
    ENSURE(g != NULL && group_pack(g, &first, &seal) == 0);
    /* The check sum of a group hangs on its names: taken from the one that is packed. */
    struct derived_group *h = tally_find(&t, 2, "NPL", "2026", NODES, CRITERIA);
    ENSURE(h != NULL && group_unpack(h, first.data, first.len) == ERR_STORE);
    uint8_t *copy = sealed(data, size, group_scope(g));
    int code = group_unpack(g, copy, size);
    ENSURE(code == 0 || code == ERR_STORE);
    if (code == 0) {
        ENSURE(group_pack(g, &first, &seal) == 0);
        ENSURE(group_unpack(g, first.data, first.len) == 0);
        ENSURE(group_pack(g, &second, &again) == 0);
        ENSURE(seal == again && first.len == second.len &&
               memcmp(first.data, second.data, first.len) == 0);
    }
    buf_free(&first);
    buf_free(&second);
    tally_free(&t);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    size_t rows = data[1];
    switch (data[0] & 3) {
    case 0:
    case 1:
        try_numbers(data + 2, size - 2, rows, (data[0] & 3) == 1);
        break;
    case 2:
        try_texts(data + 2, size - 2, rows);
        break;
    default:
        try_total(data + 2, size - 2);
    }
    return 0;
}
