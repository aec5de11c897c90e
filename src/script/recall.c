#include "script/recall.h"

#include <string.h>

#include "base/hash.h"
#include "model/plan.h"
#include "script/memo.h"
#include "script/view.h"

/* Looks with ever new outcomes must not push out the others; nor is a rule noted for ever whose plans never
 * say the same. So each part begins with an account of bytes, from which what is kept is paid, and to which
 * each finding that is recalled adds; when it is empty, the rule runs as if there were no recall. */
enum {
    FEW = 8,               /* branches of one look until they are hashed */
    BRANCHES = 512,        /* of one look */
    SLOTS = 64,            /* they are hashed to */
    TEXT_MOST = 1024,      /* bytes of a text, or of a list of keys, that is compared */
    BYTES_MOST = 8 << 20,  /* of an engine */
    ACCOUNT_FIRST = 98304, /* bytes */
    ACCOUNT_MOST = 262144,
    EARNED = 2048, /* by a finding that is recalled */
    LOOK_PAID = 64 /* for looking in vain */
};

/* What a look leads to. Two are the same where a rule that makes the look cannot tell them apart, and pays
 * the same for it. */
enum seen_kind { SEEN_ABSENT, SEEN_NULL, SEEN_BOOL, SEEN_NUMBER, SEEN_TEXT, SEEN_KEYS, SEEN_PART };
struct seen {
    uint8_t kind;
    uint8_t shape; /* SEEN_PART: its type, and how it is seen; SEEN_BOOL: the value */
    uint32_t len;  /* of a part */
    double number;
    const char *text; /* "" where it is none */
    size_t bytes;     /* of text */
};

enum part_kind { PART_PLAIN, PART_PLAN, PART_ANSWERS, PART_BARE };
struct place { /* a part of the document */
    const struct json *node;
    enum part_kind kind;
    int at; /* of a list, where `item` stands, which was looked at last; 0: none was */
    const struct json *item;
};

struct recall_step;
struct branch {
    struct branch *next;
    struct seen seen;
    bool made;              /* it is a part that was not seen before, and gets the next number */
    struct recall_step *to; /* the look that follows; NULL: the run ends */
    const struct recalled *found; /* there */
    char text[];                  /* of seen */
};
struct recall_step {
    struct look look;
    unsigned near;   /* where the member was last, in a large part */
    unsigned beside; /* its place among those beside the plan's members, from 1; 0: none of them */
    unsigned count;  /* of branches */
    struct branch *few;    /* while they are few; else NULL */
    struct branch **slots; /* NULL while they are few */
    char key[];
};
struct recall_shelf {
    int64_t account;
    struct finding last; /* whose texts the next one mostly shares */
    struct recall_step
        root; /* the look that every run begins with; last, since it ends in its key */
};

/* ---- looks ------------------------------------------------------------------------------------- */

void looks_add(struct looks *l, enum look_kind kind, unsigned of, const char *key, size_t len,
               int64_t at)
{
    bool member = kind == LOOK_MEMBER;
    if (l->count == LOOKS_MOST || (member && len + 1 > LOOK_TEXTS - l->used) || at < 0 ||
        at > LOOK_WIDEST || (member && memchr(key, '\0', len) != NULL)) {
        l->broken = true;
        return;
    }
    l->all[l->count++] = (struct look){
        .kind = (uint8_t)kind, .of = (uint16_t)of, .at = member ? (int32_t)l->used : (int32_t)at};
    if (member) {
        memcpy(l->texts + l->used, key, len);
        l->texts[l->used + len] = '\0';
        l->used += len + 1;
    }
}

/* ---- looking without a rule -------------------------------------------------------------------- */

struct walk {
    struct place parts[LOOKS_MOST + 2];
    unsigned count;
    char keys[TEXT_MOST];
};

/* A part as it is seen first. What it costs to look into it hangs on how many members it has, by eights; of a
 * list each entry counts. */
static bool see_part(const struct json *node, enum part_kind kind, struct seen *out,
                     struct place *place)
{
    *place = (struct place){.node = node, .kind = kind};
    size_t len = kind == PART_BARE ? 0 : node->len;
    *out = (struct seen){.kind = SEEN_PART,
                         .shape = (uint8_t)(node->type * 4 + kind),
                         .len = (uint32_t)(node->type == JSON_OBJECT ? len / 8 : len),
                         .text = ""};
    return len <= LOOK_WIDEST;
}

static bool see(const struct json *value, struct seen *out, struct place *place)
{
    *out = (struct seen){.kind = SEEN_ABSENT, .text = ""};
    if (value == NULL) {
        return true;
    }
    switch (value->type) {
    case JSON_NULL:
        out->kind = SEEN_NULL;
        return true;
    case JSON_BOOL:
        out->kind = SEEN_BOOL;
        out->shape = value->boolean;
        return true;
    case JSON_NUMBER:
        out->kind = SEEN_NUMBER;
        out->number = value->number;
        return true;
    case JSON_STRING:
        *out = (struct seen){.kind = SEEN_TEXT, .text = value->text, .bytes = value->len};
        return value->len <= TEXT_MOST;
    default:
        return see_part(value, PART_PLAIN, out, place);
    }
}

static bool see_entry(const struct json *entry, struct seen *out, struct place *place)
{
    if (entry == NULL || entry->type == JSON_NULL) {
        return see(entry, out, place);
    }
    struct answer answer;
    plan_answer_read(entry, &answer);
    bool bare = answer.state == 'v' && answer.entry == NULL;
    return see_part(entry, bare ? PART_BARE : PART_PLAIN, out, place);
}

static bool see_member(const struct place *p, struct recall_step *s, struct seen *out,
                       struct place *place)
{
    if (p->kind == PART_BARE) {
        return see(p->node, out, place); /* nothing else of it is looked for */
    }
    if (p->kind == PART_ANSWERS) {
        return see_entry(json_get_near(p->node, s->key, &s->near), out, place);
    }
    if (p->kind != PART_PLAN) {
        return see(json_get_near(p->node, s->key, &s->near), out, place);
    }
    const struct json *beside = s->beside == 0 ? NULL : json_get(p->node, s->key);
    if (beside != NULL) {
        bool answers = s->beside == BESIDE_COUNT;
        return see_part(beside, answers ? PART_ANSWERS : PART_PLAIN, out, place);
    }
    return see(json_get(json_get(p->node, "plan"), s->key), out, place);
}

static bool see_item(struct place *p, int at, struct seen *out, struct place *place)
{
    if (p->at == 0 || p->at > at) {
        p->at = 1;
        p->item = p->node->first;
    }
    for (; p->item != NULL && p->at < at; p->at++) {
        p->item = p->item->next;
    }
    return see(at < 1 ? NULL : p->item, out, place);
}

/* The keys in the document's order, which tells the sorted ones, and where there is none. */
static bool see_keys(struct walk *w, const struct place *p, struct seen *out)
{
    size_t used = 0;
    *out = (struct seen){.kind = SEEN_KEYS, .number = (double)p->node->len, .text = w->keys};
    if (p->kind == PART_PLAN || p->kind == PART_BARE) {
        return false;
    }
    for (const struct json *m = p->node->first; m != NULL; m = m->next) {
        const char *key = m->type == JSON_NULL || m->key == NULL ? "" : m->key;
        size_t len = strlen(key) + 1;
        if (len + 1 > sizeof w->keys - used) {
            return false;
        }
        w->keys[used++] = m->type == JSON_NULL ? '0' : '1';
        memcpy(w->keys + used, key, len);
        used += len;
    }
    out->bytes = used;
    return true;
}

/* What a look leads to in the plan that is walked. False: it is not to be compared. */
static bool follow(struct walk *w, struct recall_step *s, struct seen *out, struct place *place)
{
    struct place *of = &w->parts[s->look.of];
    place->node = NULL;
    if (s->look.kind == LOOK_KEYS) {
        return see_keys(w, of, out);
    }
    return s->look.kind == LOOK_MEMBER ? see_member(of, s, out, place)
                                       : see_item(of, s->look.at, out, place);
}

/* What every run begins with: the plan, and an answer or none. */
static bool begin(struct walk *w, const struct json *doc, const struct json *answer,
                  struct seen *out)
{
    const struct json *plan = json_get(doc, "plan");
    w->parts[0] = (struct place){.node = doc, .kind = PART_PLAN};
    w->parts[1] = (struct place){.node = answer, .kind = PART_PLAIN};
    w->count = answer == NULL ? 1 : 2;
    *out = (struct seen){.kind = SEEN_PART,
                         .shape = answer != NULL,
                         .len = (uint32_t)(plan == NULL ? 0 : plan->len),
                         .number = answer == NULL ? 0 : (double)answer->len,
                         .text = ""};
    return plan == NULL || plan->len <= LOOK_WIDEST;
}

static bool same(const struct seen *a, const struct seen *b)
{
    return a->kind == b->kind && a->shape == b->shape && a->len == b->len &&
           a->number == b->number && a->bytes == b->bytes &&
           memcmp(a->text, b->text, a->bytes) == 0;
}

static struct branch **slot_of(const struct recall_step *s, const struct seen *seen)
{
    uint64_t bits = 0;
    memcpy(&bits, &seen->number, sizeof bits);
    uint64_t hash = hash_on(HASH_BEGIN,
                            seen->kind | (uint64_t)seen->shape << 8 | (uint64_t)seen->len << 16);
    hash = hash_on(hash, bits);
    for (size_t i = 0; i < seen->bytes && i < 32; i++) {
        hash = hash_on(hash, (unsigned char)seen->text[i]);
    }
    return &s->slots[(hash ^ hash >> 8 ^ hash >> 16) % SLOTS];
}

static struct branch *branch_of(const struct recall_step *s, const struct seen *seen)
{
    struct branch *b = s->slots == NULL ? s->few : *slot_of(s, seen);
    while (b != NULL && !same(&b->seen, seen)) {
        b = b->next;
    }
    return b;
}

/* ---- shelves ----------------------------------------------------------------------------------- */

void recall_free(struct recall *m)
{
    arena_free(&m->arena);
    *m = (struct recall){.arena = ARENA_INIT};
}

static void *take(struct recall *m, size_t size)
{
    m->bytes += size;
    return arena_alloc(&m->arena, size);
}

static struct recall_shelf *shelf_at(struct recall *m, struct recall_shelf **at)
{
    if (*at == NULL) {
        *at = take(m, sizeof **at);
        if (*at != NULL) {
            (*at)->account = ACCOUNT_FIRST;
        }
    }
    return *at;
}

const struct recalled *recall_find(struct recall *m, struct recall_shelf **at,
                                   const struct json *doc, const struct json *answer,
                                   struct recall_shelf **note)
{
    struct walk w;
    struct seen seen;
    struct place place;
    struct recall_shelf *shelf = shelf_at(m, at);
    *note = shelf != NULL && shelf->account > 0 ? shelf : NULL;
    if (*note == NULL) {
        return NULL;
    }
    const struct branch *b = begin(&w, doc, answer, &seen) ? branch_of(&shelf->root, &seen) : NULL;
    while (b != NULL && b->to != NULL) {
        struct recall_step *s = b->to;
        b = follow(&w, s, &seen, &place) ? branch_of(s, &seen) : NULL;
        if (b != NULL && b->made) {
            w.parts[w.count++] = place;
        }
    }
    shelf->account += b == NULL ? -LOOK_PAID : shelf->account < ACCOUNT_MOST ? EARNED : 0;
    return b == NULL ? NULL : b->found;
}

/* The look that follows b in a run that goes on so: always the same one. NULL: out of memory. */
static struct recall_step *step_after(struct recall *m, struct branch *b, const struct look *look,
                                      const char *key)
{
    if (b->to == NULL) {
        size_t len = strlen(key) + 1;
        b->to = take(m, sizeof *b->to + len);
        if (b->to != NULL) {
            b->to->look = *look;
            b->to->beside = view_beside_of(key);
            memcpy(b->to->key, key, len);
        }
    }
    return b->to;
}

static void put_branch(struct recall_step *s, struct branch *b)
{
    struct branch **to = s->slots == NULL ? &s->few : slot_of(s, &b->seen);
    b->next = *to;
    *to = b;
}

/* Where there is no memory they stay as they are. */
static void hash_few(struct recall *m, struct recall_step *s)
{
    s->slots = take(m, SLOTS * sizeof *s->slots);
    if (s->slots == NULL) {
        return;
    }
    for (struct branch *b = s->few, *next = NULL; b != NULL; b = next) {
        next = b->next;
        put_branch(s, b);
    }
    s->few = NULL;
}

static struct branch *branch_for(struct recall *m, struct recall_step *s, const struct seen *seen,
                                 bool made)
{
    struct branch *b = branch_of(s, seen);
    if (b != NULL || s->count == BRANCHES) {
        return b;
    }
    b = take(m, sizeof *b + seen->bytes);
    if (b == NULL) {
        return NULL;
    }
    b->seen = *seen;
    b->seen.text = b->text;
    memcpy(b->text, seen->text, seen->bytes);
    b->made = made;
    if (++s->count == FEW) {
        hash_few(m, s);
    }
    put_branch(s, b);
    return b;
}

/* Where the run ends, after branches for all its looks were made; NULL: it is not to be kept. */
static struct branch *grown(struct recall *m, struct walk *w, const struct looks *l,
                            struct branch *b)
{
    struct seen seen;
    struct place place;
    for (unsigned i = 0; b != NULL && i < l->count; i++) {
        const struct look *look = &l->all[i];
        const char *key = look->kind == LOOK_MEMBER ? l->texts + look->at : "";
        struct recall_step *s = step_after(m, b, look, key);
        bool fine = s != NULL && follow(w, s, &seen, &place);
        b = fine ? branch_for(m, s, &seen, look->made) : NULL;
        if (look->made) {
            w->parts[w->count++] = place;
        }
    }
    return b;
}

void recall_keep(struct recall *m, struct recall_shelf *shelf, const struct json *doc,
                 const struct json *answer, const struct looks *l, const struct recalled *found)
{
    struct walk w;
    struct seen seen;
    if (l->broken || m->bytes >= BYTES_MOST || !begin(&w, doc, answer, &seen)) {
        return;
    }
    size_t before = m->bytes;
    struct branch *b = grown(m, &w, l, branch_for(m, &shelf->root, &seen, false));
    struct recalled *out = b == NULL ? NULL : take(m, sizeof *out);
    if (out != NULL && memo_copy(&m->arena, &found->finding, &shelf->last, &m->bytes)) {
        *out = *found;
        out->finding = shelf->last;
        b->found = out;
    }
    shelf->account -= (int64_t)(m->bytes - before);
}
