/* Sets as bytes: 1; the number of sets; for each its scope (length, text), its number of rows, and the steps
 * from row to row. Numbers are unsigned LEB128. */
#include "compare/published.h"

#include <string.h>

enum { VERSION = 1 };

void published_free(struct published *p)
{
    arena_free(&p->arena);
    *p = (struct published){.arena = ARENA_INIT};
}

static uint64_t key_of(const char *scope, const int64_t *rows, size_t count)
{
    uint64_t key = count;
    for (; *scope != '\0'; scope++) {
        key = (key ^ (unsigned char)*scope) * 0x100000001b3U;
    }
    for (size_t i = 0; i < count; i++) {
        key = (key ^ (uint64_t)rows[i]) * 0x100000001b3U;
    }
    return key;
}

static bool same(const struct published_set *s, uint64_t key, const char *scope,
                 const int64_t *rows, size_t count)
{
    return s->key == key && s->count == count && memcmp(s->rows, rows, count * sizeof *rows) == 0 &&
           strcmp(s->scope, scope) == 0;
}

int published_add(struct published *p, const char *scope, const int64_t *rows, size_t count)
{
    uint64_t key = key_of(scope, rows, count);
    for (size_t i = 0; i < p->count; i++) {
        if (same(&p->sets[i], key, scope, rows, count)) {
            return 0;
        }
    }
    if (p->count == p->room) {
        size_t room = p->room == 0 ? 64 : 2 * p->room;
        struct published_set *sets = arena_alloc(&p->arena, room * sizeof *sets);
        if (sets == NULL) {
            return ERR_MEMORY;
        }
        if (p->count > 0) {
            memcpy(sets, p->sets, p->count * sizeof *sets);
        }
        p->sets = sets;
        p->room = room;
    }
    int64_t *copy = arena_alloc(&p->arena, (count + 1) * sizeof *copy);
    const char *name = arena_strdup(&p->arena, scope);
    if (copy == NULL || name == NULL) {
        return ERR_MEMORY;
    }
    if (count > 0) {
        memcpy(copy, rows, count * sizeof *copy);
    }
    p->sets[p->count++] = (struct published_set){key, name, copy, count};
    return 0;
}

static void put_number(struct buf *out, uint64_t value)
{
    while (value >= 0x80) {
        buf_putc(out, (char)(0x80 | (value & 0x7f)));
        value >>= 7;
    }
    buf_putc(out, (char)value);
}

int published_write(const struct published *p, struct buf *out)
{
    buf_putc(out, VERSION);
    put_number(out, p->count - p->before);
    for (size_t i = p->before; i < p->count; i++) {
        const struct published_set *s = &p->sets[i];
        size_t len = strlen(s->scope);
        int64_t last = 0;
        put_number(out, len);
        buf_add(out, s->scope, len);
        put_number(out, s->count);
        for (size_t k = 0; k < s->count; k++) {
            put_number(out, (uint64_t)(s->rows[k] - last));
            last = s->rows[k];
        }
    }
    return buf_status(out);
}

struct reader {
    const unsigned char *at, *end;
    bool wrong;
};

static uint64_t get_number(struct reader *r)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        if (r->at == r->end) {
            break;
        }
        unsigned char c = *r->at++;
        value |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80) {
            return value;
        }
    }
    r->wrong = true;
    return 0;
}

/* One set; rows grow, and none is missing. */
static int get_set(struct published *p, struct reader *r, struct buf *scratch)
{
    size_t len = (size_t)get_number(r);
    if (r->wrong || len > (size_t)(r->end - r->at)) {
        return ERR_STORE;
    }
    char *scope = arena_strndup(&p->arena, (const char *)r->at, len);
    if (scope == NULL) {
        return ERR_MEMORY;
    }
    r->at += len;
    uint64_t count = get_number(r);
    int64_t last = 0;
    if (r->wrong || count > (uint64_t)(r->end - r->at)) {
        return ERR_STORE;
    }
    buf_reset(scratch);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t step = get_number(r);
        if (r->wrong || step == 0 || step > (uint64_t)(INT64_MAX - last)) {
            return ERR_STORE;
        }
        last += (int64_t)step;
        buf_add(scratch, &last, sizeof last);
    }
    if (scratch->failed) {
        return ERR_MEMORY;
    }
    static const int64_t none[1];
    const int64_t *rows = count == 0 ? none : (const int64_t *)(const void *)scratch->data;
    return published_add(p, scope, rows, (size_t)count);
}

int published_read(struct published *p, const void *data, size_t len, struct err *e)
{
    struct reader r = {data, (const unsigned char *)data + len, false};
    struct buf scratch = BUF_INIT;
    int code = len == 0 || *r.at++ != VERSION ? ERR_STORE : 0;
    uint64_t sets = code == 0 ? get_number(&r) : 0;
    for (uint64_t i = 0; code == 0 && i < sets; i++) {
        code = get_set(p, &r, &scratch);
    }
    code = code == 0 && (r.wrong || r.at != r.end) ? ERR_STORE : code;
    buf_free(&scratch);
    p->before = p->count;
    return code == 0 ? 0
           : code == ERR_MEMORY
               ? err_set(e, ERR_MEMORY, "out of memory")
               : err_set(e, ERR_STORE, "a record of what was published is damaged");
}
