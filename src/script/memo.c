#include "script/memo.h"

#include <string.h>

#include "base/hash.h"

/* A number without end of values must not push out the answers that come again. */
enum { SHELF_MOST = 512, SHELF_SLOTS = 128, KEY_MOST = 1024, BYTES_MOST = 8 << 20 };

struct memo_shelf {
    size_t count;
    struct finding last; /* whose texts the next one mostly shares */
    struct memo_entry *slots[SHELF_SLOTS];
};

void memo_free(struct memo *m)
{
    arena_free(&m->arena);
    *m = (struct memo){.arena = ARENA_INIT};
}

/* ---- values as bytes ------------------------------------------------------------------------- */

struct value_key {
    size_t len;
    bool over; /* it did not fit */
    unsigned char bytes[KEY_MOST];
};

static void put(struct value_key *k, const void *data, size_t len)
{
    k->over = k->over || len > sizeof k->bytes - k->len;
    if (!k->over && len > 0) {
        memcpy(k->bytes + k->len, data, len);
        k->len += len;
    }
}

static void encode(struct value_key *k, const struct json *value)
{
    unsigned char kind = (unsigned char)(value->type * 2 + value->boolean);
    put(k, &kind, 1);
    put(k, &value->number, sizeof value->number);
    put(k, &value->len, sizeof value->len);
    if (value->type == JSON_STRING) {
        put(k, value->text, value->len);
    }
    for (const struct json *m = value->first; m != NULL && !k->over; m = m->next) {
        if (m->key != NULL) {
            put(k, m->key, strlen(m->key) + 1);
        }
        encode(k, m);
    }
}

/* Values with the same bytes are the same, members in the same order, too. False where it is too large to be
 * remembered. */
static bool key_of(struct value_key *k, const struct json *value)
{
    k->len = 0;
    k->over = false;
    encode(k, value);
    return !k->over;
}

static size_t slot_of(const struct value_key *k)
{
    uint64_t hash = HASH_BEGIN;
    for (size_t i = 0; i < k->len; i++) {
        hash = hash_on(hash, k->bytes[i]);
    }
    return hash % SHELF_SLOTS;
}

/* ---- findings -------------------------------------------------------------------------------- */

/* `had` where it is the same text, else a copy; NULL: out of memory. */
static const char *text_of(struct arena *arena, const char *text, const char *had)
{
    return had != NULL && strcmp(text, had) == 0 ? had : arena_strdup(arena, text);
}

bool memo_copy(struct arena *arena, const struct finding *f, struct finding *last, size_t *bytes)
{
    struct value_key params = {.len = 0};
    if (f->params != NULL && !key_of(&params, f->params)) {
        return false;
    }
    struct finding out = *f;
    const char **read = arena_alloc(arena, sizeof *read * (f->read_count + 1));
    bool fine = read != NULL;
    for (size_t i = 0; fine && i < f->read_count; i++) {
        read[i] = text_of(arena, f->read[i], i < last->read_count ? last->read[i] : NULL);
        fine = read[i] != NULL;
    }
    out.read = read;
    out.template_text = text_of(arena, f->template_text, last->template_text);
    out.rule = text_of(arena, f->rule, last->rule);
    out.params = f->params == NULL ? NULL : json_copy(arena, f->params);
    fine = fine && out.template_text != NULL && out.rule != NULL &&
           (out.params != NULL || f->params == NULL);
    if (fine) {
        *last = out;
        /* A parameter takes about eight times the bytes it has here. */
        *bytes += 8 * params.len + sizeof *read * f->read_count;
    }
    return fine;
}

const struct memo_entry *memo_find(const struct memo_shelf *shelf, const struct json *value)
{
    struct value_key k;
    if (shelf == NULL || !key_of(&k, value)) {
        return NULL;
    }
    const struct memo_entry *e = shelf->slots[slot_of(&k)];
    while (e != NULL && (e->len != k.len || memcmp(e->key, k.bytes, k.len) != 0)) {
        e = e->next;
    }
    return e;
}

void memo_keep(struct memo *m, struct memo_shelf **at, const struct json *value,
               const struct finding *f, int64_t fuel)
{
    struct value_key k;
    if (m->bytes >= BYTES_MOST || !key_of(&k, value)) {
        return;
    }
    *at = *at == NULL ? arena_alloc(&m->arena, sizeof **at) : *at;
    struct memo_shelf *shelf = *at;
    if (shelf == NULL || shelf->count == SHELF_MOST) {
        return;
    }
    struct memo_entry *e = arena_alloc(&m->arena, sizeof *e + k.len);
    if (e == NULL || !memo_copy(&m->arena, f, &shelf->last, &m->bytes)) {
        return;
    }
    size_t slot = slot_of(&k);
    e->finding = shelf->last;
    e->fuel = fuel;
    e->len = k.len;
    memcpy(e->key, k.bytes, k.len);
    e->next = shelf->slots[slot];
    shelf->slots[slot] = e;
    shelf->count++;
    m->bytes += sizeof *e + k.len;
}
