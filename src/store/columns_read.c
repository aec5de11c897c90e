/* Columns as arrays, one value a row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "store/columns_private.h"

static int no_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, "out of memory");
    return ERR_MEMORY;
}

static int damaged(const struct columns *c, struct err *e)
{
    return err_set(e, ERR_STORE, "%s: derived tables are damaged", c->s->name);
}

/* Reads a column of one chunk, all of its rows. */
typedef int (*read_chunk)(struct columns *c, const struct columns_series *x,
                          const struct columns_chunk *chunk, size_t column, void *out,
                          struct err *e);

/* Goes through all chunks; size: bytes of a value. room has the values of a chunk of which some are left
 * out, until those that are kept move up. */
static int walk(struct columns *c, const struct columns_series *x, size_t column, size_t size,
                read_chunk read, void *out, struct err *e)
{
    char *to = (char *)out + x->first * size;
    char *room = NULL;
    size_t room_rows = 0;
    int code = 0;
    for (size_t k = 0; k < x->chunk_count && code == 0; k++) {
        const struct columns_chunk *chunk = &x->chunks[k];
        if (chunk->kept == chunk->rows) {
            code = read(c, x, chunk, column, to, e);
            to += chunk->rows * size;
        } else if (chunk->kept > 0) {
            if (chunk->rows > room_rows) {
                free(room);
                room_rows = chunk->rows;
                room = malloc(room_rows * size);
            }
            code = room == NULL ? no_memory(e) : read(c, x, chunk, column, room, e);
            for (size_t i = 0; i < chunk->rows && code == 0; i++) {
                if (chunk->out[i] == 0) {
                    memcpy(to, room + i * size, size);
                    to += size;
                }
            }
        }
    }
    free(room);
    return code;
}

/* ---- items ---- */

int columns_item(const struct checklist *c, const char *item)
{
    if (strcmp(item, "total") == 0) {
        return 0;
    }
    for (int i = 1; i < c->node_count; i++) {
        if (text_equal(c->nodes[i].id, item)) {
            return i;
        }
    }
    int criterion = checklist_find(c, item);
    return criterion < 0 ? -1 : c->node_count + criterion;
}

static int read_values(struct columns *c, const struct columns_series *x,
                       const struct columns_chunk *chunk, size_t column, void *out, struct err *e)
{
    const void *data;
    size_t len;
    uint64_t scope = (uint64_t)derived_column_id(x->id, column, chunk->number);
    int code = columns_bytes(c, x, chunk, column, &data, &len, e);
    return code != 0                                                ? code
           : column_values(data, len, scope, out, chunk->rows) == 0 ? 0
                                                                    : damaged(c, e);
}

static int no_item(const struct columns *c, const char *item, struct err *e)
{
    const char *near = NULL;
    for (size_t i = 0; i < c->series_count && near == NULL; i++) {
        near = checklist_nearest(c->series[i].checklist, item);
    }
    return near == NULL
               ? err_set(e, ERR_NOT_FOUND, "there is no domain and no criterion \"%.60s\"", item)
               : err_set(e, ERR_NOT_FOUND,
                         "there is no domain and no criterion \"%.60s\": did you mean %.60s?", item,
                         near);
}

static int values(struct columns *c, const char *item, int32_t *out, struct err *e)
{
    int code = 0;
    bool found = c->series_count == 0;
    for (size_t i = 0; i < c->series_count && code == 0; i++) {
        const struct columns_series *x = &c->series[i];
        int index = columns_item(x->checklist, item);
        found = found || index >= 0;
        if (index >= 0) {
            code = walk(c, x, ATTRIBUTE_COUNT + (size_t)index, sizeof *out, read_values, out, e);
        } else {
            for (size_t k = 0; k < x->rows; k++) {
                out[x->first + k] = VALUE_FOREIGN;
            }
        }
    }
    return code != 0 || found ? code : no_item(c, item, e);
}

int columns_values(struct columns *c, const char *item, int32_t *out, struct err *e)
{
    int code = values(c, item, out, e);
    if (code == ERR_STORE) {
        code = columns_do_without(c, code, e);
        code = code != 0 ? code : values(c, item, out, e);
    }
    return code;
}

/* ---- attributes ---- */

static int read_numbers(struct columns *c, const struct columns_series *x,
                        const struct columns_chunk *chunk, size_t column, void *out, struct err *e)
{
    const void *data;
    size_t len;
    uint64_t scope = (uint64_t)derived_column_id(x->id, column, chunk->number);
    int code = columns_bytes(c, x, chunk, column, &data, &len, e);
    return code != 0                                                 ? code
           : column_numbers(data, len, scope, out, chunk->rows) == 0 ? 0
                                                                     : damaged(c, e);
}

static bool is_fact(enum derived_attribute attribute)
{
    return (attribute >= ATTRIBUTE_LEVEL && attribute <= ATTRIBUTE_PEOPLE) ||
           attribute >= ATTRIBUTE_METHOD;
}

static int numbers(struct columns *c, size_t column, int64_t *out, struct err *e)
{
    int code = 0;
    for (size_t i = 0; i < c->series_count && code == 0; i++) {
        code = walk(c, &c->series[i], column, sizeof *out, read_numbers, out, e);
    }
    return code;
}

int columns_numbers(struct columns *c, enum derived_attribute attribute, int64_t *out,
                    struct err *e)
{
    int code = is_fact(attribute) ? columns_need_facts(c, e) : 0;
    code = code != 0 ? code : numbers(c, attribute, out, e);
    if (code == ERR_STORE) {
        code = columns_do_without(c, code, e);
        code = code != 0 ? code : numbers(c, attribute, out, e);
    }
    return code;
}

/* Texts of all chunks, each once. */
struct text_pool {
    struct arena *arena;
    const char **list;
    uint32_t *slots; /* index + 1; capacity a power of two */
    size_t count, room, slot_count;
};

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static size_t slot_of(const struct text_pool *t, const char *text)
{
    size_t at = (size_t)(text == NULL ? 0 : hash_text(HASH_BEGIN, text)) & (t->slot_count - 1);
    while (t->slots[at] != 0 && !same(t->list[t->slots[at] - 1], text)) {
        at = (at + 1) & (t->slot_count - 1);
    }
    return at;
}

static int grow(struct text_pool *t)
{
    size_t room = t->room == 0 ? 64 : 2 * t->room;
    const char **list = arena_alloc(t->arena, room * sizeof *list);
    uint32_t *slots = arena_alloc(t->arena, 2 * room * sizeof *slots);
    if (list == NULL || slots == NULL) {
        return ERR_MEMORY;
    }
    if (t->count > 0) {
        memcpy(list, t->list, t->count * sizeof *list);
    }
    t->list = list;
    t->slots = slots;
    t->room = room;
    t->slot_count = 2 * room;
    for (size_t i = 0; i < t->count; i++) {
        slots[slot_of(t, list[i])] = (uint32_t)(i + 1);
    }
    return 0;
}

/* Number of a text, which is copied when it is new; -1: out of memory. */
static int64_t number_of(void *context, const char *text)
{
    struct text_pool *t = context;
    if (t->count == t->room && grow(t) != 0) {
        return -1;
    }
    size_t at = slot_of(t, text);
    if (t->slots[at] == 0) {
        const char *copy = text == NULL ? NULL : arena_strdup(t->arena, text);
        if (text != NULL && copy == NULL) {
            return -1;
        }
        t->list[t->count++] = copy;
        t->slots[at] = (uint32_t)t->count;
    }
    return (int64_t)t->slots[at] - 1;
}

/* A chunk's texts become those of all, in the order of rows that are kept, whatever the chunks are. room: as
 * many numbers as the chunk has rows, for one of which some are left out. */
static int read_texts_of(struct columns *c, struct text_pool *t, const struct columns_series *x,
                         const struct columns_chunk *chunk, size_t column, uint32_t *room,
                         uint32_t **to, struct err *e)
{
    const void *data;
    size_t len, count = 0;
    const char *const *list = NULL;
    struct arena scratch = ARENA_INIT;
    uint64_t scope = (uint64_t)derived_column_id(x->id, column, chunk->number);
    const uint8_t *out = chunk->out;
    uint32_t *at = *to;
    int code = columns_bytes(c, x, chunk, column, &data, &len, e);
    if (code == 0) {
        code = out == NULL
                   ? column_texts_as(data, len, scope, &scratch, number_of, t, at, chunk->rows)
                   : column_texts(data, len, scope, &scratch, &list, &count, room, chunk->rows);
        code = code == 0 ? 0 : code == ERR_MEMORY ? no_memory(e) : damaged(c, e);
    }
    uint32_t *now = out == NULL ? NULL : arena_alloc(&scratch, (count + 1) * sizeof *now);
    code = code == 0 && out != NULL && now == NULL ? no_memory(e) : code;
    for (size_t i = 0; i < chunk->rows && out != NULL && code == 0; i++) {
        if (out[i] != 0) {
            continue;
        }
        if (now[room[i]] == 0) {
            int64_t number = number_of(t, list[room[i]]);
            code = number < 0 ? no_memory(e) : 0;
            now[room[i]] = (uint32_t)(number + 1);
        }
        *at++ = now[room[i]] - 1;
    }
    *to = out == NULL ? at + chunk->rows : at;
    arena_free(&scratch);
    return code;
}

static int texts_of_texts(struct columns *c, struct text_pool *t, size_t column, uint32_t *out,
                          struct err *e)
{
    uint32_t *room = NULL, *to = out;
    size_t room_rows = 0;
    int code = 0;
    for (size_t i = 0; i < c->series_count && code == 0; i++) {
        const struct columns_series *x = &c->series[i];
        for (size_t k = 0; k < x->chunk_count && code == 0; k++) {
            if (x->chunks[k].rows > room_rows) {
                free(room);
                room_rows = x->chunks[k].rows;
                room = malloc(room_rows * sizeof *room);
            }
            code = room == NULL ? no_memory(e)
                                : read_texts_of(c, t, x, &x->chunks[k], column, room, &to, e);
        }
    }
    free(room);
    return code;
}

static int texts_of_numbers(struct columns *c, struct text_pool *t,
                            enum derived_attribute attribute, uint32_t *out, struct err *e)
{
    int64_t *all = calloc(c->count + 1, sizeof *all);
    int code = all == NULL ? no_memory(e) : columns_numbers(c, attribute, all, e);
    for (size_t i = 0; i < c->count && code == 0; i++) {
        char text[24];
        (void)snprintf(text, sizeof text, "%lld", (long long)all[i]);
        int64_t number = number_of(t, all[i] < 0 ? NULL : text);
        code = number < 0 ? no_memory(e) : 0;
        out[i] = (uint32_t)number;
    }
    free(all);
    return code;
}

int columns_texts(struct columns *c, enum derived_attribute attribute, uint32_t *out,
                  const char *const **texts, size_t *text_count, struct err *e)
{
    int code = is_fact(attribute) ? columns_need_facts(c, e) : 0;
    for (int tries = 0; code == 0 && tries < 2; tries++) {
        struct text_pool t = {.arena = &c->arena};
        code = attribute < ATTRIBUTE_TEXTS ? texts_of_numbers(c, &t, attribute, out, e)
                                           : texts_of_texts(c, &t, attribute, out, e);
        *texts = t.list;
        *text_count = t.count;
        if (code != ERR_STORE) {
            return code;
        }
        code = columns_do_without(c, code, e);
    }
    return code;
}
