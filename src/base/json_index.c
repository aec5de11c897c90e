#include "base/json_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/head.h"

enum { SMALL = 16, RUN = 8, KEYED_FEW = 128 };

static inline int keyed_compare(const struct json_keyed *a, const struct json_keyed *b)
{
    if (a->head != b->head) {
        return a->head < b->head ? -1 : 1;
    }
    return head_is_all(a->head) ? 0 : strcmp(a->member->key + HEAD, b->member->key + HEAD);
}

/* Two neighbours in order, of which each has its own, become one; as long as both last, without a branch that
 * depends on which comes first. */
static void merge(const struct json_keyed *a, const struct json_keyed *middle,
                  const struct json_keyed *end, struct json_keyed *to)
{
    const struct json_keyed *b = middle;
    while (a < middle && b < end) {
        bool first = a->head < b->head;
        if (a->head == b->head) {
            first = keyed_compare(a, b) <= 0;
        }
        *to++ = *(first ? a : b);
        a += first;
        b += !first;
    }
    memcpy(to, a, sizeof *a * (size_t)(middle - a));
    memcpy(to + (middle - a), b, sizeof *b * (size_t)(end - b));
}

/* Sorts n, with room for as many; returns which of both holds them. What is the same stays in its order. */
static struct json_keyed *merge_sort(struct json_keyed *from, struct json_keyed *to, size_t n)
{
    for (size_t at = 0; at < n; at += RUN) {
        for (size_t i = at + 1; i < n && i < at + RUN; i++) {
            const struct json_keyed moved = from[i];
            size_t into = i;
            for (; into > at && keyed_compare(&from[into - 1], &moved) > 0; into--) {
                from[into] = from[into - 1];
            }
            from[into] = moved;
        }
    }
    for (size_t run = RUN; run < n; run *= 2) {
        for (size_t at = 0; at < n; at += 2 * run) {
            size_t middle = at + run < n ? at + run : n, end = middle + run < n ? middle + run : n;
            merge(from + at, from + middle, from + end, to + at);
        }
        struct json_keyed *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

/* Puts members in order by key; keyed lies in arena. */
static int keep_sorted(struct json *object, struct json_keyed *keyed, const struct json **twice)
{
    const size_t n = object->len;
    bool ordered = true;
    for (size_t i = 1; i < n && ordered; i++) {
        ordered = keyed_compare(&keyed[i - 1], &keyed[i]) < 0;
    }
    object->sorted = keyed;
    if (ordered) { /* as many are written, and then none stands twice */
        return 0;
    }
    struct json_keyed few[KEYED_FEW];
    struct json_keyed *room = n <= KEYED_FEW ? few : calloc(n, sizeof *room);
    if (room == NULL) {
        object->sorted = NULL;
        return ERR_MEMORY;
    }
    if (merge_sort(keyed, room, n) == room) {
        memcpy(keyed, room, sizeof *keyed * n);
    }
    for (size_t i = 1; i < n && *twice == NULL; i++) {
        const struct json *one = keyed[i - 1].member, *other = keyed[i].member;
        if (keyed_compare(&keyed[i - 1], &keyed[i]) == 0) {
            *twice = other->line >= one->line ? other : one;
        }
    }
    free(room == few ? NULL : room);
    return 0;
}

int json_index_keyed(struct arena *arena, struct json *object, const struct json_keyed *keyed,
                     const struct json **twice)
{
    const size_t n = object->len;
    *twice = NULL;
    if (n <= SMALL) {
        for (size_t a = 1; a < n && *twice == NULL; a++) {
            for (size_t b = 0; b < a && *twice == NULL; b++) {
                *twice = keyed_compare(&keyed[a], &keyed[b]) == 0 ? keyed[a].member : NULL;
            }
        }
        return 0;
    }
    struct json_keyed *kept = arena_take(arena, sizeof *kept * n);
    if (kept == NULL) {
        return ERR_MEMORY;
    }
    memcpy(kept, keyed, sizeof *kept * n);
    return keep_sorted(object, kept, twice);
}

int json_index(struct arena *arena, struct json *object, const struct json **twice)
{
    struct json_keyed few[SMALL] = {{0, NULL}};
    struct json_keyed *keyed = object->len <= SMALL
                                   ? few
                                   : arena_take(arena, sizeof *keyed * object->len);
    size_t n = 0;
    *twice = NULL;
    if (keyed == NULL) {
        return ERR_MEMORY;
    }
    for (const struct json *m = object->first; m != NULL; m = m->next, n++) {
        keyed[n] = (struct json_keyed){head_of(m->key, strlen(m->key)), m};
    }
    return keyed == few ? json_index_keyed(arena, object, keyed, twice)
                        : keep_sorted(object, keyed, twice);
}
