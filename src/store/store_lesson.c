/* Learning a model: findings are noted criterion by criterion, sorted, and counted; a way
 * through them is kept where it tells more of what follows than what stood in the same place at
 * any time does. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "store/store_model.h"

enum { PLACES_MAX = 48, DEPTH_MAX = 64 };
enum { FOLLOWERS_MIN = 3, NUMBERS_MAX = 1024 };
/* What a way has to save, in 1/256 bits over all samples: for itself, and for each number on it. */
enum { WORTH_NODE = 8 << 8, WORTH_ENTRY = 4 << 8 };
enum { UNKNOWN_BITS = 7 }; /* before the bits of a number that the model does not know */

struct noted_part {
    size_t at, len; /* in the texts */
    uint32_t count;
    uint32_t index; /* in the model + 1; 0: too rare */
};
struct finding_noted {
    int criterion;
    size_t first; /* of its numbers */
};
struct sequence {
    const uint64_t *numbers;
    size_t len;
};
struct group { /* alike so far */
    uint64_t value;
    uint32_t count, next;
};

struct lesson {
    struct buf numbers, marks; /* uint64_t and, for each, whether it is a part */
    struct buf findings;       /* struct finding_noted */
    struct buf texts, parts;   /* struct noted_part */
    uint32_t *slots;           /* part + 1 by hash */
    size_t slot_count;
    bool failed;
    /* while learning */
    struct buf rows;   /* uint64_t: the numbers, with parts as the model numbers them */
    struct buf lists;  /* struct sequence */
    struct buf groups; /* struct group, a stack */
    struct buf sorted; /* uint64_t, of one place */
    struct buf nodes, entries;
};

struct lesson *lesson_new(void)
{
    return calloc(1, sizeof(struct lesson));
}

void lesson_free(struct lesson *l)
{
    if (l != NULL) {
        struct buf *all[] = {&l->numbers, &l->marks,  &l->findings, &l->texts, &l->parts,  &l->rows,
                             &l->lists,   &l->groups, &l->sorted,   &l->nodes, &l->entries};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
            buf_free(all[i]);
        }
        free(l->slots);
        free(l);
    }
}

static void *items(const struct buf *b)
{
    return b->data;
}

/* --- noting -------------------------------------------------------------------------------- */

void lesson_begin(struct lesson *l, int criterion)
{
    struct finding_noted f = {criterion, l->marks.len};
    buf_add(&l->findings, &f, sizeof f);
}

static void note(struct lesson *l, uint64_t n, char mark)
{
    buf_add(&l->numbers, &n, sizeof n);
    buf_putc(&l->marks, mark);
}

void lesson_number(struct lesson *l, uint64_t n)
{
    note(l, n, 0);
}

static uint32_t *noted_slot(const struct lesson *l, const char *text, size_t len)
{
    const struct noted_part *parts = items(&l->parts);
    uint64_t h = HASH_BEGIN;
    for (size_t i = 0; i < len; i++) {
        h = hash_on(h, (unsigned char)text[i]);
    }
    size_t at = (size_t)h & (l->slot_count - 1);
    while (l->slots[at] != 0 &&
           (parts[l->slots[at] - 1].len != len ||
            memcmp(l->texts.data + parts[l->slots[at] - 1].at, text, len) != 0)) {
        at = (at + 1) & (l->slot_count - 1);
    }
    return &l->slots[at];
}

static void slots_grow(struct lesson *l)
{
    const struct noted_part *parts = items(&l->parts);
    size_t used = l->parts.len / sizeof *parts;
    if (2 * (used + 1) < l->slot_count) {
        return;
    }
    size_t count = l->slot_count == 0 ? 256 : 2 * l->slot_count;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (slots == NULL) {
        l->failed = true;
        return;
    }
    free(l->slots);
    l->slots = slots;
    l->slot_count = count;
    for (size_t i = 0; i < used; i++) {
        *noted_slot(l, l->texts.data + parts[i].at, parts[i].len) = (uint32_t)i + 1;
    }
}

void lesson_part(struct lesson *l, const char *text, size_t len)
{
    slots_grow(l);
    if (l->failed) {
        return;
    }
    uint32_t *slot = noted_slot(l, text, len);
    if (*slot == 0) {
        struct noted_part fresh = {.at = l->texts.len, .len = len};
        buf_add(&l->texts, text, len);
        buf_puts(&l->texts, ""); /* so that there is memory, though it be empty */
        buf_add(&l->parts, &fresh, sizeof fresh);
        l->failed = l->texts.failed || l->parts.failed || l->texts.data == NULL;
        if (l->failed) {
            return;
        }
        *slot = (uint32_t)(l->parts.len / sizeof fresh);
    }
    struct noted_part *parts = items(&l->parts);
    parts[*slot - 1].count++;
    note(l, *slot - 1, 1);
}

/* --- counting ------------------------------------------------------------------------------ */

/* 256 times the binary logarithm, a little low between powers of two. */
static uint32_t bits_of(uint32_t n)
{
    int whole = 31 - __builtin_clz(n);
    return ((uint32_t)whole << 8) + (uint32_t)(((uint64_t)n << 8 >> whole) - 256);
}

/* What a share of MODEL_SCALE costs, in 1/256 bits. */
static int64_t cost_of(uint32_t share)
{
    return (MODEL_BITS << 8) - (int64_t)bits_of(share);
}

/* Shares for groups that are sorted by value. How often something comes that is in none of them
 * is told from what was seen once (Good, 1953, doi 10.1093/biomet/40.3-4.237). */
static int node_make(struct lesson *l, struct group *groups, size_t count, struct model_node *out)
{
    uint64_t all = 0, once = 0, sum = 0;
    for (size_t i = 0; i < count; i++) {
        all += groups[i].count;
        once += groups[i].count == 1;
    }
    uint64_t other = MODEL_SCALE * (2 * once + 1) / (2 * (all + 1));
    uint64_t rest = MODEL_SCALE - (other == 0 ? 1 : other);
    bool rare = 2 * once > all || count > NUMBERS_MAX; /* those seen once tell nothing then */
    struct model_node n = {.first = (uint32_t)(l->entries.len / sizeof(struct model_entry))};
    size_t first = l->entries.len;
    for (size_t i = 0; i < count; i++) {
        uint64_t share = groups[i].count * rest / (all + !all);
        if (rare && groups[i].count == 1) {
            continue;
        }
        struct model_entry e = {.value = groups[i].value,
                                .frequency = (uint16_t)(share == 0 ? 1 : share),
                                .next = groups[i].next};
        sum += e.frequency;
        n.count++;
        buf_add(&l->entries, &e, sizeof e);
    }
    if (l->entries.failed) {
        return ERR_MEMORY;
    }
    if (n.count == 0 || l->entries.data == NULL) {
        *out = n;
        return 0;
    }
    struct model_entry *e = (struct model_entry *)(l->entries.data + first), *most = e;
    for (uint32_t i = 1; i < n.count; i++) {
        most = e[i].frequency > most->frequency ? &e[i] : most;
    }
    /* Rounding up may have taken more than there is. */
    if (sum > rest) {
        uint64_t over = sum - rest;
        if (over >= most->frequency) {
            l->entries.len = first;
            n.count = 0;
        } else {
            most->frequency = (uint16_t)(most->frequency - over);
        }
    }
    for (uint32_t i = 0; i < n.count; i++) {
        e[i].start = (uint16_t)n.used;
        n.used += e[i].frequency;
    }
    *out = n;
    return 0;
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Sorts numbers and groups equal ones on the stack of groups, from *first on. */
static int groups_of(struct lesson *l, struct buf *numbers, size_t *first)
{
    uint64_t *n = items(numbers);
    size_t count = numbers->len / sizeof *n;
    *first = l->groups.len / sizeof(struct group);
    if (numbers->failed) {
        return ERR_MEMORY;
    }
    if (count > 0) {
        qsort(n, count, sizeof *n, by_number);
    }
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && n[end] == n[i]) {
            end++;
        }
        struct group g = {.value = n[i], .count = (uint32_t)(end - i)};
        buf_add(&l->groups, &g, sizeof g);
        i = end;
    }
    return buf_status(&l->groups);
}

static void groups_drop(struct lesson *l, size_t first)
{
    l->groups.len = first * sizeof(struct group);
}

static int put_node(struct lesson *l, const struct model_node *n)
{
    buf_add(&l->nodes, n, sizeof *n);
    return buf_status(&l->nodes);
}

/* A node of all numbers in `sorted`. */
static int node_of_sorted(struct lesson *l)
{
    struct model_node n;
    size_t first;
    int code = groups_of(l, &l->sorted, &first);
    if (code == 0) {
        struct group *groups = items(&l->groups);
        code = node_make(l, groups + first, l->groups.len / sizeof *groups - first, &n);
        groups_drop(l, first);
    }
    return code != 0 ? code : put_node(l, &n);
}

/* Nodes of the places of sequences, the last one of all places from there on. */
static int learn_places(struct lesson *l, const struct sequence *all, size_t count, size_t *places)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        longest = all[i].len > longest ? all[i].len : longest;
    }
    *places = longest < 1 ? 0 : longest - 1 < PLACES_MAX ? longest - 1 : PLACES_MAX;
    for (size_t place = 1; place <= *places; place++) {
        buf_reset(&l->sorted);
        for (size_t i = 0; i < count; i++) {
            for (size_t at = place; at < all[i].len; at++) {
                buf_add(&l->sorted, &all[i].numbers[at], sizeof(uint64_t));
                if (place < PLACES_MAX) {
                    break;
                }
            }
        }
        int code = node_of_sorted(l);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

/* --- ways ---------------------------------------------------------------------------------- */

/* What a number costs that stands in its place, whatever was before it. */
static int64_t place_cost(const struct lesson *l, size_t fields, size_t places, size_t place,
                          uint64_t value)
{
    const struct model_node *n = (const struct model_node *)l->nodes.data + fields +
                                 (place <= places ? place : places) - 1;
    const struct model_entry *e = (const struct model_entry *)l->entries.data + n->first;
    size_t low = 0, high = n->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (e[middle].value < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < n->count && e[low].value == value) {
        return cost_of(e[low].frequency);
    }
    int bits = value == 0 ? 0 : 64 - __builtin_clzll(value);
    return cost_of(MODEL_SCALE - n->used) + ((int64_t)(bits + UNKNOWN_BITS) << 8);
}

struct way {
    size_t fields, places; /* nodes of the places */
};

/* What a node saves over the nodes of places. */
static int64_t node_gain(const struct lesson *l, const struct way *w, const struct model_node *n,
                         const struct group *groups, size_t count, size_t place)
{
    const struct model_entry *e = (const struct model_entry *)l->entries.data + n->first;
    int64_t gain = -WORTH_NODE - (int64_t)n->count * WORTH_ENTRY;
    for (size_t i = 0, at = 0; i < count; i++) {
        int64_t before = place_cost(l, w->fields, w->places, place, groups[i].value);
        int64_t now = cost_of(MODEL_SCALE - n->used) + before;
        if (at < n->count && e[at].value == groups[i].value) {
            now = cost_of(e[at].frequency);
            at++;
        }
        gain += (before - now) * (int64_t)groups[i].count;
    }
    return gain;
}

/* A node for what follows in sequences that are alike up to place; *node 0: it is not worth
 * while. *gain: what it and those after it save. */
static int learn_way(struct lesson *l, const struct way *w, const struct sequence *all,
                     size_t count, size_t place, uint32_t *node, int64_t *gain)
{
    size_t first = l->groups.len / sizeof(struct group);
    size_t nodes = l->nodes.len, entries = l->entries.len;
    int code = 0;
    *node = 0;
    *gain = 0;
    if (count < FOLLOWERS_MIN || place >= DEPTH_MAX || all[0].len <= place) {
        return 0;
    }
    for (size_t i = 0; code == 0 && i < count;) {
        size_t end = i + 1;
        int64_t more = 0;
        struct group g = {.value = all[i].numbers[place]};
        while (end < count && all[end].len > place && all[end].numbers[place] == g.value) {
            end++;
        }
        g.count = (uint32_t)(end - i);
        code = learn_way(l, w, all + i, end - i, place + 1, &g.next, &more);
        *gain += more;
        buf_add(&l->groups, &g, sizeof g);
        code = code != 0 ? code : buf_status(&l->groups);
        i = end;
    }
    struct model_node n;
    if (code == 0) {
        struct group *groups = (struct group *)l->groups.data + first;
        size_t grouped = l->groups.len / sizeof *groups - first;
        code = node_make(l, groups, grouped, &n);
        *gain += code != 0 ? 0 : node_gain(l, w, &n, groups, grouped, place);
    }
    groups_drop(l, first);
    if (code == 0 && *gain > 0) {
        *node = (uint32_t)(l->nodes.len / sizeof n);
        return put_node(l, &n);
    }
    l->nodes.len = nodes;
    l->entries.len = entries;
    *gain = 0;
    return code;
}

/* All findings of a criterion that begin with the same number. *node: where their way begins. */
static int learn_beginning(struct lesson *l, const struct sequence *all, size_t count,
                           uint32_t *node)
{
    struct way w = {.fields = l->nodes.len / sizeof(struct model_node)};
    int64_t gain;
    *node = 0;
    if (count < 2) {
        return 0;
    }
    int code = learn_places(l, all, count, &w.places);
    code = code != 0 ? code : learn_way(l, &w, all, count, 1, node, &gain);
    if (code == 0 && *node == 0) {
        const struct model_node none = {0};
        *node = (uint32_t)(l->nodes.len / sizeof none);
        code = put_node(l, &none);
    }
    if (code == 0) {
        struct model_node *n = (struct model_node *)l->nodes.data + *node;
        n->fields = (uint32_t)w.fields;
        n->field_count = (uint32_t)w.places;
    }
    return code;
}

static int by_numbers(const void *a, const void *b)
{
    const struct sequence *x = a, *y = b;
    for (size_t i = 0; i < x->len && i < y->len; i++) {
        if (x->numbers[i] != y->numbers[i]) {
            return x->numbers[i] < y->numbers[i] ? -1 : 1;
        }
    }
    return x->len < y->len ? -1 : x->len > y->len;
}

/* The sequences of one criterion. Its node is there already. */
static int learn_criterion(struct lesson *l, uint32_t criterion)
{
    struct sequence *all = items(&l->lists);
    size_t count = l->lists.len / sizeof *all;
    size_t first = l->groups.len / sizeof(struct group);
    int code = buf_status(&l->lists);
    if (code == 0 && count > 0) {
        qsort(all, count, sizeof *all, by_numbers);
    }
    for (size_t i = 0; code == 0 && i < count;) {
        struct group g = {.value = all[i].numbers[0]};
        size_t end = i + 1;
        while (end < count && all[end].numbers[0] == g.value) {
            end++;
        }
        g.count = (uint32_t)(end - i);
        code = learn_beginning(l, all + i, end - i, &g.next);
        buf_add(&l->groups, &g, sizeof g);
        code = code != 0 ? code : buf_status(&l->groups);
        i = end;
    }
    struct model_node n = {0};
    if (code == 0) {
        struct group *groups = (struct group *)l->groups.data + first;
        code = node_make(l, groups, l->groups.len / sizeof *groups - first, &n);
    }
    if (code == 0) {
        ((struct model_node *)l->nodes.data)[criterion] = n;
    }
    groups_drop(l, first);
    return code;
}

/* --- the whole ----------------------------------------------------------------------------- */

/* Gives the parts that came more than once their numbers, and counts the letters of the others. */
static int number_parts(struct lesson *l)
{
    struct noted_part *parts = items(&l->parts);
    uint32_t known = 0;
    buf_reset(&l->sorted);
    for (size_t i = 0; i < l->parts.len / sizeof *parts; i++) {
        if (parts[i].count > 1) {
            parts[i].index = ++known;
        }
        for (size_t at = 0; parts[i].count == 1 && at < parts[i].len; at++) {
            uint64_t letter = (uint8_t)l->texts.data[parts[i].at + at];
            buf_add(&l->sorted, &letter, sizeof letter);
        }
    }
    return buf_status(&l->sorted);
}

/* The rows of all findings of a criterion. */
static int collect_rows(struct lesson *l, int criterion)
{
    const struct finding_noted *f = items(&l->findings);
    const struct noted_part *parts = items(&l->parts);
    const uint64_t *numbers = items(&l->numbers);
    size_t count = l->findings.len / sizeof *f;
    buf_reset(&l->rows);
    buf_reset(&l->lists);
    for (size_t i = 0; i < count; i++) {
        size_t end = i + 1 < count ? f[i + 1].first : l->marks.len, begun = l->rows.len;
        if (f[i].criterion != criterion || f[i].first == end) {
            continue;
        }
        for (size_t at = f[i].first; at < end; at++) {
            const struct noted_part *part = l->marks.data[at] ? &parts[numbers[at]] : NULL;
            uint64_t n = part == NULL ? numbers[at] : part->index,
                     len = part == NULL ? 0 : part->len;
            buf_add(&l->rows, &n, sizeof n);
            if (part != NULL && n == 0) {
                buf_add(&l->rows, &len, sizeof len);
            }
        }
        struct sequence s = {NULL, (l->rows.len - begun) / sizeof(uint64_t)};
        buf_add(&l->lists, &s, sizeof s);
    }
    if (l->rows.failed || l->lists.failed) {
        return ERR_MEMORY;
    }
    const uint64_t *row = items(&l->rows);
    struct sequence *all = items(&l->lists);
    for (size_t i = 0; i < l->lists.len / sizeof *all; i++) {
        all[i].numbers = row;
        row += all[i].len;
    }
    return 0;
}

/* Plain numbers are written as a packer without a model writes them. */
static void write_parts(const struct lesson *l, struct packer *p)
{
    const struct noted_part *parts = items(&l->parts);
    size_t count = l->parts.len / sizeof *parts, known = 0;
    for (size_t i = 0; i < count; i++) {
        known += parts[i].index != 0;
    }
    pack_number(p, known);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].index != 0) {
            pack_number(p, parts[i].len);
            buf_add(p->out, l->texts.data + parts[i].at, parts[i].len);
        }
    }
}

static void write_nodes(const struct lesson *l, int criteria, struct packer *p)
{
    const struct model_node *nodes = items(&l->nodes);
    const struct model_entry *entries = items(&l->entries);
    size_t count = l->nodes.len / sizeof *nodes, used = 0;
    for (size_t i = 0; i < count; i++) {
        used += nodes[i].count;
    }
    pack_number(p, (uint64_t)criteria);
    pack_number(p, count);
    pack_number(p, used);
    for (size_t i = 0; i < count; i++) {
        uint64_t value = 0;
        pack_number(p, nodes[i].fields);
        pack_number(p, nodes[i].field_count);
        pack_number(p, nodes[i].count);
        for (size_t k = 0; k < nodes[i].count; k++) {
            const struct model_entry *e = &entries[nodes[i].first + k];
            pack_number(p, e->value - value);
            pack_number(p, e->frequency);
            pack_number(p, e->next);
            value = e->value;
        }
    }
}

int lesson_learn(struct lesson *l, int criteria, struct buf *out)
{
    const struct model_node none = {0};
    struct packer p = {.out = out};
    int code = l->failed || l->numbers.failed || l->marks.failed || l->findings.failed ||
                       buf_resize(&l->entries, 1) != 0 || buf_resize(&l->groups, 1) != 0
                   ? ERR_MEMORY
                   : 0;
    l->entries.len = l->groups.len = 0; /* and there is memory from now on */
    for (int i = 0; code == 0 && i < criteria; i++) {
        code = put_node(l, &none);
    }
    code = code != 0 ? code : number_parts(l);
    code = code != 0 ? code : node_of_sorted(l);
    for (int i = 0; code == 0 && i < criteria; i++) {
        code = collect_rows(l, i);
        code = code != 0 ? code : learn_criterion(l, (uint32_t)i);
    }
    if (code == 0) {
        write_parts(l, &p);
        write_nodes(l, criteria, &p);
        code = buf_status(out);
    }
    return code;
}
