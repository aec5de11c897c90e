#include "compare/groups.h"

#include <stdlib.h>
#include <string.h>

/* A row with one value of each attribute; `none` where it has none, which goes last. */
struct entry {
    size_t row;
    const uint32_t *keys;
};
#define NO_VALUE UINT32_MAX

struct entries {
    struct arena arena;
    const struct table *table;
    const struct table_attribute **by;
    size_t by_count;
    struct entry *list;
    size_t count, room;
};

const char *groups_label(const struct comparison *c, struct arena *arena, const char *attribute,
                         const char *key)
{
    return key == NULL ? "not told"
                       : table_label(c->table, table_attribute(c->table, attribute), key, arena);
}

/* ---- rows to entries ---- */

static int add_entry(struct entries *es, size_t row, const uint32_t *keys)
{
    if (es->count == es->room) {
        size_t room = es->room == 0 ? 256 : 2 * es->room;
        struct entry *list = realloc(es->list, sizeof *list * room);
        if (list == NULL) {
            return ERR_MEMORY;
        }
        es->list = list;
        es->room = room;
    }
    uint32_t *copy = arena_alloc(&es->arena, sizeof *copy * (es->by_count + 1));
    if (copy == NULL) {
        return ERR_MEMORY;
    }
    memcpy(copy, keys, sizeof *copy * es->by_count);
    es->list[es->count++] = (struct entry){row, copy};
    return 0;
}

/* Every combination of the values of one row, like a counter of several digits. keys and at have room
 * for one number an attribute. */
static int add_row(struct entries *es, size_t row, uint32_t *keys, uint32_t *at)
{
    memset(at, 0, sizeof *at * es->by_count);
    for (;;) {
        for (size_t i = 0; i < es->by_count; i++) {
            const struct table_attribute *a = es->by[i];
            bool any = a->first[row] < a->first[row + 1];
            keys[i] = any ? a->values[a->first[row] + at[i]] : NO_VALUE;
        }
        int rc = add_entry(es, row, keys);
        if (rc != 0) {
            return rc;
        }
        size_t digit = es->by_count;
        while (digit > 0) {
            const struct table_attribute *a = es->by[digit - 1];
            if (++at[digit - 1] < a->first[row + 1] - a->first[row]) {
                break;
            }
            at[--digit] = 0;
        }
        if (digit == 0) {
            return 0;
        }
    }
}

static int keys_order(const struct entry *a, const struct entry *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (a->keys[i] != b->keys[i]) {
            return a->keys[i] < b->keys[i] ? -1 : 1;
        }
    }
    return 0;
}

static int entry_order(const void *a, const void *b, void *by_count)
{
    const struct entry *x = a, *y = b;
    int order = keys_order(x, y, *(size_t *)by_count);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static int collect(struct entries *es, struct arena *scratch)
{
    uint32_t *keys = arena_alloc(scratch, sizeof *keys * (es->by_count + 1));
    uint32_t *at = arena_alloc(scratch, sizeof *at * (es->by_count + 1));
    int rc = keys == NULL || at == NULL ? ERR_MEMORY : 0;
    for (size_t row = 0; rc == 0 && row < es->table->count; row++) {
        rc = add_row(es, row, keys, at);
    }
    if (rc == 0 && es->count > 0) {
        qsort_r(es->list, es->count, sizeof *es->list, entry_order, &es->by_count);
    }
    return rc;
}

/* ---- entries to groups ---- */

/* Entries first … next - 1 have the same keys. */
static int fill_group(struct comparison *c, const struct entries *es, size_t first, size_t next)
{
    struct compare_group *g = &c->groups[c->group_count];
    const char **keys = arena_alloc(&c->arena, sizeof *keys * (es->by_count + 1));
    const char **labels = arena_alloc(&c->arena, sizeof *labels * (es->by_count + 1));
    size_t *members = arena_alloc(&c->arena, sizeof *members * (next - first));
    if (keys == NULL || labels == NULL || members == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < es->by_count; i++) {
        uint32_t key = es->list[first].keys[i];
        keys[i] = key == NO_VALUE ? NULL : es->by[i]->names[key];
        /* A community is called what it calls itself: its key may be a code. */
        bool own = keys[i] != NULL && strcmp(es->by[i]->name, "community") == 0;
        labels[i] = own ? c->table->rows[es->list[first].row].name
                        : groups_label(c, &c->arena, es->by[i]->name, keys[i]);
        if (labels[i] == NULL) {
            return ERR_MEMORY;
        }
    }
    for (size_t i = first; i < next; i++) {
        members[i - first] = es->list[i].row;
    }
    *g = (struct compare_group){.keys = keys, .labels = labels, .members = members};
    g->rows = (int64_t)(next - first);
    c->group_count++;
    return 0;
}

static int cut(struct comparison *c, const struct entries *es)
{
    size_t groups = 0;
    for (size_t i = 0; i < es->count; i++) {
        groups += i == 0 || keys_order(&es->list[i - 1], &es->list[i], es->by_count) != 0;
    }
    c->groups = arena_alloc(&c->arena, sizeof *c->groups * (groups + 1));
    if (c->groups == NULL) {
        return ERR_MEMORY;
    }
    for (size_t first = 0, next = 0; first < es->count; first = next) {
        next = first + 1;
        while (next < es->count &&
               keys_order(&es->list[first], &es->list[next], es->by_count) == 0) {
            next++;
        }
        if (fill_group(c, es, first, next) != 0) {
            return ERR_MEMORY;
        }
    }
    return 0;
}

static int find_attributes(const struct comparison *c, struct entries *es, struct err *e)
{
    es->by = arena_alloc(&es->arena, sizeof *es->by * (c->by_count + 1));
    if (es->by == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < c->by_count; i++) {
        es->by[i] = table_attribute(es->table, c->by[i]);
        if (es->by[i] == NULL) {
            return err_set(e, ERR_USAGE, "there is no attribute \"%.100s\"", c->by[i]);
        }
    }
    return 0;
}

int groups_make(struct comparison *c, struct err *e)
{
    struct entries es = {.table = c->table, .by_count = c->by_count};
    struct arena scratch = ARENA_INIT;
    int rc = find_attributes(c, &es, e);
    if (rc == 0) {
        rc = collect(&es, &scratch);
        rc = rc == 0 ? cut(c, &es) : rc;
        for (size_t i = 0; rc == 0 && i < c->by_count; i++) {
            c->overlaps = c->overlaps || es.by[i]->many;
        }
        rc = rc == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
    }
    free(es.list);
    arena_free(&es.arena);
    arena_free(&scratch);
    return rc;
}
