/* Findings through a model: each number becomes a step, a share of MODEL_SCALE as large as it is
 * likely; the steps are coded by a range asymmetric numeral system (Duda, 2013,
 * https://arxiv.org/abs/1311.2540), last one first, so that they are read in order. */
#include "store/store_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "store/store_notes.h"

enum { STATE_LOW = 1 << 23, STATE_BYTES = 4 };
enum { LENGTH_BITS = 7, PARTS_MAX = 64 };
enum { TEXT_ROOM = 64 << 20, NODES_MAX = 1 << 22 };

struct part { /* a text, or one of a list with commas */
    const char *text;
    size_t len;
};
struct model {
    struct model_node *nodes; /* those of the criteria come first, then the one of letters */
    struct model_entry *entries;
    struct part *parts;
    uint32_t *slots; /* part + 1 by hash, 0: none */
    char *texts;     /* of all parts */
    size_t node_count, entry_count, part_count, slot_count;
    uint32_t criteria;
};

static const char joint[] = ", ";
enum { JOINT = sizeof joint - 1 };

void model_free(struct model *m)
{
    if (m != NULL) {
        free(m->nodes);
        free(m->entries);
        free(m->parts);
        free(m->slots);
        free(m->texts);
        free(m);
    }
}

/* --- parts of texts ------------------------------------------------------------------------ */

static uint32_t *part_slot(const struct model *m, const char *text, size_t len)
{
    uint64_t h = HASH_BEGIN;
    for (size_t i = 0; i < len; i++) {
        h = hash_on(h, (unsigned char)text[i]);
    }
    size_t at = (size_t)h & (m->slot_count - 1);
    while (m->slots[at] != 0 && (m->parts[m->slots[at] - 1].len != len ||
                                 memcmp(m->parts[m->slots[at] - 1].text, text, len) != 0)) {
        at = (at + 1) & (m->slot_count - 1);
    }
    return &m->slots[at];
}

/* How many parts a text is taken apart into: itself alone where they are too many. */
static size_t part_count(const char *text, size_t len)
{
    size_t n = 1;
    for (size_t i = 0; i + JOINT <= len && n <= PARTS_MAX; i++) {
        if (memcmp(text + i, joint, JOINT) == 0) {
            n++;
            i += JOINT - 1;
        }
    }
    return n > PARTS_MAX ? 1 : n;
}

static size_t part_len(const char *text, size_t len)
{
    for (size_t i = 0; i + JOINT <= len; i++) {
        if (memcmp(text + i, joint, JOINT) == 0) {
            return i;
        }
    }
    return len;
}

/* --- the way through a model --------------------------------------------------------------- */

static void walk_begin(const struct model *m, struct model_walk *w, int criterion)
{
    bool known = criterion >= 0 && (uint32_t)criterion < m->criteria;
    /* Nodes are counted from 1 here: 0 is none. */
    *w = (struct model_walk){.path = known ? (uint32_t)criterion + 1 : 0};
}

/* The node in which the present number is looked up when the path is lost; NULL: none. */
static const struct model_node *walk_field(const struct model *m, const struct model_walk *w)
{
    if (w->fields == 0 || w->place == 0) {
        return NULL;
    }
    const struct model_node *start = &m->nodes[w->fields - 1];
    if (start->field_count == 0) {
        return NULL;
    }
    size_t place = w->place - 1 < start->field_count ? w->place - 1 : start->field_count - 1;
    return &m->nodes[start->fields + place];
}

/* The number was found on the path (entry), or was not. */
static void walk_on(const struct model *m, struct model_walk *w, const struct model_entry *entry)
{
    if (w->path == 0) {
        entry = NULL;
    }
    w->path = entry == NULL || entry->next == 0 ? 0 : entry->next + 1;
    if (w->place == 0) {
        w->fields = w->path;
    }
    w->place++;
    if (w->path != 0 && m->nodes[w->path - 1].count == 0) {
        w->path = 0; /* it only led to the fields */
    }
}

static const struct model_entry *entry_of(const struct model *m, const struct model_node *n,
                                          uint64_t value)
{
    const struct model_entry *all = m->entries + n->first;
    size_t low = 0, high = n->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (all[middle].value < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < n->count && all[low].value == value ? &all[low] : NULL;
}

static const struct model_entry *entry_at(const struct model *m, const struct model_node *n,
                                          uint32_t share)
{
    const struct model_entry *all = m->entries + n->first;
    size_t low = 0;
    if (share >= n->used) {
        return NULL;
    }
    /* Shares are as good as random: a branch would be guessed wrong half of the time. */
    for (size_t left = n->count; left > 1;) {
        size_t half = left / 2;
        low += half & -(size_t)(all[low + half].start <= share);
        left -= half;
    }
    return &all[low];
}

/* --- packing ------------------------------------------------------------------------------- */

static void put_step(struct buf *out, uint32_t start, uint32_t frequency)
{
    uint32_t step = start << 16 | frequency;
    if (frequency < MODEL_SCALE) { /* what is certain takes nothing */
        buf_add(out, &step, sizeof step);
    }
}

/* One of 2^bits that are equally likely. */
static void put_even(struct buf *out, uint32_t value, int bits)
{
    put_step(out, value << (MODEL_BITS - bits), 1U << (MODEL_BITS - bits));
}

static void put_plain(struct buf *out, uint64_t n)
{
    uint8_t bytes[10];
    size_t len = 0;
    for (; n >= 0x80; n >>= 7) {
        bytes[len++] = (uint8_t)(n | 0x80);
    }
    bytes[len++] = (uint8_t)n;
    buf_add(out, bytes, len);
}

static int bit_length(uint64_t n)
{
    return n == 0 ? 0 : 64 - __builtin_clzll(n);
}

/* A number of which the model knows nothing: how many bits, then those below the first. */
static void put_unknown(struct buf *out, uint64_t n)
{
    int bits = bit_length(n);
    put_even(out, (uint32_t)bits, LENGTH_BITS);
    for (int left = bits - 1; left > 0;) {
        int some = left < 8 ? left : 8;
        left -= some;
        put_even(out, (uint32_t)(n >> left) & ((1U << some) - 1), some);
    }
}

/* Its entry, or the step that says that it is none of them. */
static const struct model_entry *put_entry(struct buf *out, const struct model *m,
                                           const struct model_node *n, uint64_t value)
{
    const struct model_entry *e = entry_of(m, n, value);
    if (e != NULL) {
        put_step(out, e->start, e->frequency);
    } else {
        put_step(out, n->used, MODEL_SCALE - n->used);
    }
    return e;
}

void pack_begin(struct packer *p, int criterion)
{
    if (p->notes != NULL) {
        notes_begin(p->notes, criterion);
    } else if (p->model != NULL) {
        walk_begin(p->model, &p->at, criterion);
    }
}

void pack_number(struct packer *p, uint64_t n)
{
    const struct model *m = p->model;
    if (p->notes != NULL) {
        notes_number(p->notes, n);
        return;
    }
    if (m == NULL) {
        put_plain(p->out, n);
        return;
    }
    const struct model_entry *e = NULL;
    if (p->at.path != 0) {
        e = put_entry(p->out, m, &m->nodes[p->at.path - 1], n);
    }
    if (e == NULL) {
        const struct model_node *field = walk_field(m, &p->at);
        if (field == NULL || put_entry(p->out, m, field, n) == NULL) {
            put_unknown(p->out, n);
        }
    }
    walk_on(m, &p->at, e);
}

static void pack_part(struct packer *p, const char *text, size_t len)
{
    const struct model *m = p->model;
    if (p->notes != NULL) {
        notes_part(p->notes, text, len);
        return;
    }
    uint32_t known = m == NULL ? 0 : *part_slot(m, text, len);
    pack_number(p, known);
    if (known != 0) {
        return;
    }
    pack_number(p, len);
    if (m == NULL) {
        buf_add(p->out, text, len);
        return;
    }
    const struct model_node *letters = &m->nodes[m->criteria];
    for (size_t i = 0; i < len; i++) {
        if (put_entry(p->out, m, letters, (uint8_t)text[i]) == NULL) {
            put_even(p->out, (uint8_t)text[i], 8);
        }
    }
}

void pack_text(struct packer *p, const char *text, size_t len)
{
    size_t count = len == 0 ? 0 : part_count(text, len);
    pack_number(p, count);
    if (count == 1) {
        pack_part(p, text, len);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t n = part_len(text, len), gone = n + (i + 1 < count ? JOINT : 0);
        pack_part(p, text, n);
        text += gone;
        len -= gone;
    }
}

int pack_end(struct packer *p, struct buf *bytes)
{
    static const uint8_t room[STATE_BYTES] = {0};
    size_t count = p->out->len / sizeof(uint32_t);
    if (p->model == NULL) {
        return buf_status(p->out);
    }
    /* A step takes two bytes at most and has four: the bytes grow where the steps were. */
    buf_add(p->out, room, sizeof room);
    if (buf_status(p->out) != 0) {
        return ERR_MEMORY;
    }
    uint8_t *end = (uint8_t *)p->out->data + p->out->len, *at = end;
    uint32_t state = STATE_LOW;
    for (size_t i = count; i > 0; i--) {
        uint32_t step;
        memcpy(&step, p->out->data + (i - 1) * sizeof step, sizeof step);
        uint32_t start = step >> 16, frequency = step & 0xffff;
        uint32_t most = (STATE_LOW >> MODEL_BITS << 8) * frequency;
        while (state >= most) {
            *--at = (uint8_t)state;
            state >>= 8;
        }
        state = (state / frequency << MODEL_BITS) + state % frequency + start;
    }
    for (int i = 0; i < STATE_BYTES; i++) {
        *--at = (uint8_t)state;
        state >>= 8;
    }
    buf_add(bytes, at, (size_t)(end - at));
    return buf_status(bytes);
}

/* --- unpacking ----------------------------------------------------------------------------- */

void unpack_open(struct unpacker *u, const struct model *m, const void *data, size_t len)
{
    *u = (struct unpacker){.model = m, .at = data, .room = TEXT_ROOM};
    u->end = u->at + len;
    if (m != NULL) {
        u->bad = len < STATE_BYTES;
        for (int i = 0; i < STATE_BYTES && !u->bad; i++) {
            u->state = u->state << 8 | *u->at++;
        }
        u->bad = u->bad || u->state < STATE_LOW || u->state >> 31 != 0;
    }
}

void unpack_begin(struct unpacker *u, int criterion)
{
    if (u->model != NULL) {
        walk_begin(u->model, &u->walk, criterion);
    }
}

/* Past a step that was seen in the state. */
static void take_step(struct unpacker *u, uint32_t start, uint32_t frequency)
{
    if (frequency >= MODEL_SCALE) {
        return;
    }
    u->state = frequency * (u->state >> MODEL_BITS) + (u->state & (MODEL_SCALE - 1)) - start;
    while (u->state < STATE_LOW) {
        if (u->at == u->end) {
            u->bad = true;
            u->state = STATE_LOW;
            return;
        }
        u->state = u->state << 8 | *u->at++;
    }
}

static uint32_t take_even(struct unpacker *u, int bits)
{
    int shift = MODEL_BITS - bits;
    uint32_t value = (u->state & (MODEL_SCALE - 1)) >> shift;
    take_step(u, value << shift, 1U << shift);
    return value;
}

static uint64_t take_unknown(struct unpacker *u)
{
    uint32_t bits = take_even(u, LENGTH_BITS);
    if (bits > 64) {
        u->bad = true;
        return 0;
    }
    uint64_t n = bits == 0 ? 0 : 1;
    for (int left = (int)bits - 1; left > 0;) {
        int some = left < 8 ? left : 8;
        left -= some;
        n = n << some | take_even(u, some);
    }
    return n;
}

/* The entry that comes, or NULL: none of them, which was passed, too. */
static const struct model_entry *take_entry(struct unpacker *u, const struct model_node *n)
{
    const struct model_entry *e = entry_at(u->model, n, u->state & (MODEL_SCALE - 1));
    if (e != NULL) {
        take_step(u, e->start, e->frequency);
    } else {
        take_step(u, n->used, MODEL_SCALE - n->used);
    }
    return e;
}

static uint64_t take_plain(struct unpacker *u)
{
    uint64_t n = 0;
    for (int shift = 0; shift < 64 && u->at < u->end; shift += 7) {
        uint8_t byte = *u->at++;
        n |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return n;
        }
    }
    u->bad = true;
    return 0;
}

uint64_t unpack_number(struct unpacker *u)
{
    const struct model *m = u->model;
    if (u->bad) {
        return 0;
    }
    if (m == NULL) {
        return take_plain(u);
    }
    const struct model_entry *e = NULL, *other = NULL;
    uint64_t n = 0;
    if (u->walk.path != 0) {
        e = take_entry(u, &m->nodes[u->walk.path - 1]);
        n = e == NULL ? 0 : e->value;
    }
    if (e == NULL) {
        const struct model_node *field = walk_field(m, &u->walk);
        other = field == NULL ? NULL : take_entry(u, field);
        n = other == NULL ? take_unknown(u) : other->value;
    }
    walk_on(m, &u->walk, e);
    return u->bad ? 0 : n;
}

/* len bytes that are no known part. */
static void take_letters(struct unpacker *u, struct buf *out, uint64_t len)
{
    const struct model *m = u->model;
    if (m == NULL) {
        if (len > (uint64_t)(u->end - u->at)) {
            u->bad = true;
            return;
        }
        buf_add(out, u->at, (size_t)len);
        u->at += len;
        return;
    }
    const struct model_node *letters = &m->nodes[m->criteria];
    for (uint64_t i = 0; i < len && !u->bad && !out->failed; i++) {
        const struct model_entry *e = take_entry(u, letters);
        buf_putc(out, (char)(e != NULL ? e->value : take_even(u, 8)));
    }
}

void unpack_text(struct unpacker *u, struct buf *out)
{
    uint64_t count = unpack_number(u);
    if (count > PARTS_MAX) {
        u->bad = true;
    }
    for (uint64_t i = 0; i < count && !u->bad; i++) {
        uint64_t known = unpack_number(u), len = known == 0 ? unpack_number(u) : 0;
        if (u->model != NULL && known > 0 && known <= u->model->part_count) {
            len = u->model->parts[known - 1].len;
        } else if (known > 0) {
            u->bad = true;
        }
        if (u->bad || len + JOINT > u->room) {
            u->bad = true;
            return;
        }
        u->room -= (size_t)len + JOINT;
        buf_add(out, joint, i > 0 ? JOINT : 0);
        if (known > 0) {
            buf_add(out, u->model->parts[known - 1].text, (size_t)len);
        } else {
            take_letters(u, out, len);
        }
    }
}

bool unpack_done(const struct unpacker *u)
{
    return !u->bad && u->at == u->end && (u->model == NULL || u->state == STATE_LOW);
}

/* --- reading a model ----------------------------------------------------------------------- */

static int room_for(void **out, size_t count, size_t size)
{
    *out = calloc(count + 1, size);
    return *out == NULL ? ERR_MEMORY : 0;
}

/* The parts: how many, then the length and the bytes of each. */
static int read_parts(struct unpacker *u, struct model *m)
{
    uint64_t count = unpack_number(u);
    size_t slots = 4, at = 0;
    if (u->bad || count > (uint64_t)(u->end - u->at)) {
        return ERR_INPUT;
    }
    while (slots < 2 * (count + 1)) {
        slots *= 2;
    }
    if (room_for((void **)&m->parts, (size_t)count, sizeof *m->parts) != 0 ||
        room_for((void **)&m->slots, slots, sizeof *m->slots) != 0 ||
        room_for((void **)&m->texts, (size_t)(u->end - u->at), 1) != 0) {
        return ERR_MEMORY;
    }
    m->slot_count = slots;
    for (size_t i = 0; i < count; i++) {
        uint64_t len = unpack_number(u);
        if (u->bad || len > (uint64_t)(u->end - u->at)) {
            return ERR_INPUT;
        }
        memcpy(m->texts + at, u->at, (size_t)len);
        m->parts[i] = (struct part){m->texts + at, (size_t)len};
        at += (size_t)len;
        u->at += len;
        uint32_t *slot = part_slot(m, m->parts[i].text, (size_t)len);
        if (*slot != 0) {
            return ERR_INPUT;
        }
        m->part_count = i + 1;
        *slot = (uint32_t)i + 1;
    }
    return 0;
}

/* A node: fields, their number, number of entries; then each: step from the value before, share,
 * next. */
static int read_node(struct unpacker *u, struct model *m, size_t index, size_t entries)
{
    uint64_t fields = unpack_number(u), field_count = unpack_number(u), count = unpack_number(u);
    if (u->bad || fields > m->node_count || field_count > m->node_count - fields ||
        count > entries - m->entry_count) {
        return ERR_INPUT;
    }
    struct model_node *n = &m->nodes[index];
    *n = (struct model_node){.first = (uint32_t)m->entry_count,
                             .count = (uint32_t)count,
                             .fields = (uint32_t)fields,
                             .field_count = (uint32_t)field_count};
    uint64_t value = 0;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t step = unpack_number(u), share = unpack_number(u), next = unpack_number(u);
        if (u->bad || (i > 0 && step == 0) || value + step < value || share == 0 ||
            share >= MODEL_SCALE - n->used || next >= m->node_count) {
            return ERR_INPUT;
        }
        value += step;
        m->entries[m->entry_count++] = (struct model_entry){value, (uint16_t)n->used,
                                                            (uint16_t)share, (uint32_t)next};
        n->used += (uint32_t)share;
    }
    return 0;
}

int model_read(const void *data, size_t len, struct model **out)
{
    struct unpacker u;
    struct model *m = calloc(1, sizeof *m);
    *out = NULL;
    if (m == NULL) {
        return ERR_MEMORY;
    }
    unpack_open(&u, NULL, data, len);
    int code = read_parts(&u, m);
    uint64_t criteria = unpack_number(&u), nodes = unpack_number(&u), entries = unpack_number(&u);
    if (code == 0 && (u.bad || nodes > NODES_MAX || nodes > (uint64_t)(u.end - u.at) ||
                      criteria >= nodes || entries > (uint64_t)(u.end - u.at))) {
        code = ERR_INPUT;
    }
    if (code == 0 && (room_for((void **)&m->nodes, (size_t)nodes, sizeof *m->nodes) != 0 ||
                      room_for((void **)&m->entries, (size_t)entries, sizeof *m->entries) != 0)) {
        code = ERR_MEMORY;
    }
    m->criteria = (uint32_t)criteria;
    m->node_count = code == 0 ? (size_t)nodes : 0;
    for (size_t i = 0; code == 0 && i < m->node_count; i++) {
        code = read_node(&u, m, i, (size_t)entries);
    }
    if (code == 0 && (!unpack_done(&u) || m->entry_count != entries)) {
        code = ERR_INPUT;
    }
    if (code != 0) {
        model_free(m);
        return code;
    }
    *out = m;
    return 0;
}
