#include "script/memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* A number without end of values must not push out the answers that come again. */
enum { SHELF_MOST = 512, SHELF_SLOTS = 128, TREE_MOST = 64, TEXT_MOST = 2048 };
static const size_t BYTES_MOST = 16 << 20;

struct memo_shelf {
    size_t count;
    struct finding last; /* whose texts the next one mostly shares */
    struct memo_entry *slots[SHELF_SLOTS];
};

void memo_free(struct memo *m)
{
    arena_free(&m->arena);
    free(m->places);
    *m = (struct memo){.arena = ARENA_INIT};
}

/* ---- values ---------------------------------------------------------------------------------- */

struct measure {
    uint64_t hash;
    size_t nodes, bytes;
};

/* A whole number has nothing in its low bits: what stands high must come down. */
static void mix(struct measure *m, uint64_t word)
{
    m->hash = (m->hash ^ word ^ word >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    m->hash ^= m->hash >> 32;
}

static void mix_text(struct measure *m, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        mix(m, (unsigned char)text[i]);
    }
}

/* False where the value is too large to be remembered. */
static bool measure(struct measure *m, const struct json *value)
{
    uint64_t number = 0;
    memcpy(&number, &value->number, sizeof number);
    mix(m, number ^ (uint64_t)(value->type * 2 + value->boolean));
    m->nodes++;
    m->bytes += value->len + (value->key == NULL ? 0 : strlen(value->key));
    if (m->nodes > TREE_MOST || m->bytes > TEXT_MOST) {
        return false;
    }
    if (value->type == JSON_STRING) {
        mix_text(m, value->text, value->len);
        return true;
    }
    for (const struct json *v = value->first; v != NULL; v = v->next) {
        if (v->key != NULL) {
            mix_text(m, v->key, strlen(v->key) + 1);
        }
        if (!measure(m, v)) {
            return false;
        }
    }
    return true;
}

/* Members in the same order, too: a rule goes through them in order of their keys, but need not. */
static bool equal(const struct json *a, const struct json *b)
{
    if (a->type != b->type || a->boolean != b->boolean || a->len != b->len ||
        a->number != b->number) { /* neither NaN nor -0: see json.h */
        return false;
    }
    if (a->type == JSON_STRING) {
        return memcmp(a->text, b->text, a->len) == 0;
    }
    const struct json *x = a->first, *y = b->first;
    for (; x != NULL && y != NULL; x = x->next, y = y->next) {
        bool named = x->key != NULL && y->key != NULL;
        if ((named && strcmp(x->key, y->key) != 0) || !equal(x, y)) {
            return false;
        }
    }
    return x == NULL && y == NULL;
}

/* ---- shelves --------------------------------------------------------------------------------- */

/* Where the part stands, or would. room is over count. */
static struct memo_place *place(struct memo_place *places, size_t room, const struct part *part)
{
    size_t at = (size_t)(((uintptr_t)part >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32);
    for (;; at++) {
        struct memo_place *p = &places[at & (room - 1)];
        if (p->part == NULL || p->part == part) {
            return p;
        }
    }
}

static bool grow(struct memo *m)
{
    size_t room = m->room == 0 ? 64 : 2 * m->room;
    struct memo_place *places = calloc(room, sizeof *places);
    if (places == NULL) {
        return false;
    }
    for (size_t i = 0; i < m->room; i++) {
        if (m->places[i].part != NULL) {
            *place(places, room, m->places[i].part) = m->places[i];
        }
    }
    free(m->places);
    m->places = places;
    m->room = room;
    return true;
}

static struct memo_shelf *shelf_for(struct memo *m, const struct part *part)
{
    if (m->count * 2 >= m->room && !grow(m)) {
        return NULL;
    }
    struct memo_place *p = place(m->places, m->room, part);
    if (p->part == NULL) {
        p->shelf = arena_alloc(&m->arena, sizeof *p->shelf);
        if (p->shelf == NULL) {
            return NULL;
        }
        p->part = part;
        m->count++;
    }
    return p->shelf;
}

/* ---- findings -------------------------------------------------------------------------------- */

/* `had` where it is the same text, else a copy. NULL where there is no memory, or no text. */
static const char *text_of(struct arena *arena, const char *text, const char *had)
{
    return text == NULL                            ? NULL
           : had != NULL && strcmp(text, had) == 0 ? had
                                                   : arena_strdup(arena, text);
}

/* Everything that f points to is copied but what `last` has too: of a criterion that is most. */
static bool copy(struct arena *arena, const struct finding *f, struct finding *last)
{
    struct finding out = *f;
    bool same = last->read != NULL && last->read_count == f->read_count;
    for (size_t i = 0; i < f->read_count && same; i++) {
        same = strcmp(f->read[i], last->read[i]) == 0;
    }
    const char **read = same ? NULL : arena_alloc(arena, sizeof *read * (f->read_count + 1));
    bool failed = !same && read == NULL;
    for (size_t i = 0; i < f->read_count && !same && !failed; i++) {
        read[i] = arena_strdup(arena, f->read[i]);
        failed = read[i] == NULL;
    }
    out.read = same ? last->read : read;
    out.template_text = text_of(arena, f->template_text, last->template_text);
    out.rule = text_of(arena, f->rule, last->rule);
    out.params = f->params == NULL ? NULL : json_copy(arena, f->params);
    failed = failed || out.template_text == NULL || (out.rule == NULL) != (f->rule == NULL) ||
             (out.params == NULL) != (f->params == NULL);
    if (!failed) {
        *last = out;
    }
    return !failed;
}

static size_t slot_of(uint64_t hash)
{
    return (size_t)((hash ^ hash >> 20) % SHELF_SLOTS);
}

static bool is_for(const struct memo_entry *e, uint64_t hash, const struct json *value)
{
    if (e->hash != hash || e->number != value->number) {
        return false;
    }
    bool number = value->type == JSON_NUMBER; /* all of it has been compared */
    return e->value == NULL ? number : !number && equal(e->value, value);
}

const struct memo_entry *memo_find(const struct memo *m, const struct part *part,
                                   const struct json *value)
{
    struct measure size = {0};
    const struct memo_place *p = m->room == 0 ? NULL : place(m->places, m->room, part);
    if (p == NULL || p->part == NULL || !measure(&size, value)) {
        return NULL;
    }
    const struct memo_entry *e = p->shelf->slots[slot_of(size.hash)];
    while (e != NULL && !is_for(e, size.hash, value)) {
        e = e->next;
    }
    return e;
}

void memo_keep(struct memo *m, const struct part *part, const struct json *value,
               const struct finding *f, int64_t fuel)
{
    struct measure size = {0}, rest = {0};
    if (m->bytes >= BYTES_MOST || !measure(&size, value) || f->read_count > TREE_MOST ||
        strlen(f->template_text) > TEXT_MOST || (f->params != NULL && !measure(&rest, f->params))) {
        return;
    }
    struct memo_shelf *shelf = shelf_for(m, part);
    if (shelf == NULL || shelf->count == SHELF_MOST) {
        return;
    }
    struct memo_entry *e = arena_alloc(&m->arena, sizeof *e);
    bool number = value->type == JSON_NUMBER;
    if (e == NULL || !copy(&m->arena, f, &shelf->last) ||
        (!number && (e->value = json_copy(&m->arena, value)) == NULL)) {
        return;
    }
    e->finding = shelf->last;
    e->number = value->number;
    e->hash = size.hash;
    e->fuel = fuel;
    e->next = shelf->slots[slot_of(size.hash)];
    shelf->slots[slot_of(size.hash)] = e;
    shelf->count++;
    m->bytes += sizeof *e + (size.nodes + rest.nodes) * sizeof(struct json) + size.bytes +
                rest.bytes + strlen(f->template_text) + f->read_count * 64;
}
