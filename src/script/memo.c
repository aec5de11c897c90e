#include "script/memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* A number without end of values must not push out the answers that come again. */
enum { SHELF_MOST = 512, SHELF_SLOTS = 128, TREE_MOST = 64, TEXT_MOST = 2048 };
static const size_t BYTES_MOST = 16 << 20;

struct memo_shelf {
    const struct part *part;
    size_t count;
    struct memo_entry *slots[SHELF_SLOTS];
};

void memo_free(struct memo *m)
{
    arena_free(&m->arena);
    free(m->shelves);
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

/* Where the part's shelf is or would be. room is over count. */
static size_t place(const struct memo *m, const struct part *part)
{
    size_t at = (size_t)(((uintptr_t)part >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32);
    for (;; at++) {
        const struct memo_shelf *shelf = m->shelves[at & (m->room - 1)];
        if (shelf == NULL || shelf->part == part) {
            return at & (m->room - 1);
        }
    }
}

static bool grow(struct memo *m)
{
    struct memo larger = *m;
    larger.room = m->room == 0 ? 64 : 2 * m->room;
    larger.shelves = calloc(larger.room, sizeof(struct memo_shelf *));
    if (larger.shelves == NULL) {
        return false;
    }
    for (size_t i = 0; i < m->room; i++) {
        if (m->shelves[i] != NULL) {
            larger.shelves[place(&larger, m->shelves[i]->part)] = m->shelves[i];
        }
    }
    free(m->shelves);
    m->shelves = larger.shelves;
    m->room = larger.room;
    return true;
}

static struct memo_shelf *shelf_for(struct memo *m, const struct part *part)
{
    if (m->count * 2 >= m->room && !grow(m)) {
        return NULL;
    }
    struct memo_shelf **shelf = &m->shelves[place(m, part)];
    if (*shelf == NULL) {
        *shelf = arena_alloc(&m->arena, sizeof **shelf);
        if (*shelf == NULL) {
            return NULL;
        }
        (*shelf)->part = part;
        m->count++;
    }
    return *shelf;
}

/* ---- findings -------------------------------------------------------------------------------- */

int memo_copy(struct arena *arena, const struct finding *f, struct finding *out)
{
    *out = *f;
    const char **read = arena_alloc(arena, sizeof *read * (f->read_count + 1));
    out->template_text = arena_strdup(arena, f->template_text);
    out->rule = f->rule == NULL ? NULL : arena_strdup(arena, f->rule);
    out->params = f->params == NULL ? NULL : json_copy(arena, f->params);
    bool failed = read == NULL || out->template_text == NULL ||
                  (out->rule == NULL) != (f->rule == NULL) ||
                  (out->params == NULL) != (f->params == NULL);
    for (size_t i = 0; i < f->read_count && !failed; i++) {
        read[i] = arena_strdup(arena, f->read[i]);
        failed = read[i] == NULL;
    }
    out->read = read;
    return failed ? ERR_MEMORY : 0;
}

const struct memo_entry *memo_find(const struct memo *m, const struct part *part,
                                   const struct json *value)
{
    struct measure size = {0};
    const struct memo_shelf *shelf = m->room == 0 ? NULL : m->shelves[place(m, part)];
    if (shelf == NULL || !measure(&size, value)) {
        return NULL;
    }
    const struct memo_entry *e = shelf->slots[(size.hash ^ size.hash >> 20) % SHELF_SLOTS];
    while (e != NULL && (e->hash != size.hash || !equal(e->value, value))) {
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
    if (e == NULL || memo_copy(&m->arena, f, &e->finding) != 0 ||
        (e->value = json_copy(&m->arena, value)) == NULL) {
        return;
    }
    e->hash = size.hash;
    e->fuel = fuel;
    e->next = shelf->slots[(size.hash ^ size.hash >> 20) % SHELF_SLOTS];
    shelf->slots[(size.hash ^ size.hash >> 20) % SHELF_SLOTS] = e;
    shelf->count++;
    m->bytes += sizeof *e + (size.nodes + rest.nodes) * sizeof(struct json) + size.bytes +
                rest.bytes + strlen(f->template_text) + f->read_count * 64;
}
