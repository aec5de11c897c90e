/* Read-only views of documents. A view knows its place in the document, so that the engine can say what
 * a rule read; it is good for one run only.
 *
 * Most rules of a plan look at the same parts of it. So the views of a plan are kept while its rules run,
 * each under its parent: a run that comes by the same way is given the same view, which is good for it from
 * then on. What is kept stands in the registry, from VIEWS_FROM on.
 */
#include <string.h>

#include "base/head.h"
#include "model/plan.h"
#include "script/view.h"

static const char VIEW[] = "banyan.view";
#define INTEGER_MOST 2147483647.0

enum {
    VIEWS_FROM = LUA_RIDX_LAST + 1,
    VIEWS_MOST = 16384,   /* kept by one run; what it looks at beyond is seen anew each time */
    VIEWS_HANDED = 2048,  /* kept from run to run: more would eat into the memory of the next */
    CHILDREN_MOST = 4096, /* of one part; of a larger one none is kept */
    TEXT_KEPT = 40        /* bytes; longer ones are copied each time */
};

struct child {
    const struct json *node;
    uint64_t head; /* of a member: what its key begins with, as head_of has it */
    int kept;      /* the place of its view, or text, among those that are kept, from 1; 0: none */
    unsigned recorded; /* the run that has recorded it */
};

struct view {
    struct kinded kinded;
    const struct json *node;
    const struct json *object; /* whose members it has: node, or of the root `plan`; may be NULL */
    bool placed;               /* what is read below is recorded as "path.key" */
    bool whole;                /* or all of it as `path`, on first reading anything of it */
    bool plan;    /* the root: members of `plan`, with the rest of the document beside them */
    bool answers; /* its members are entries */
    bool bare;    /* an entry that is but its value: seen as {value = …} */
    bool own;     /* the answer of the rule's criterion, or a part of its value */
    bool root;    /* that answer itself */
    bool noted;   /* `path` is recorded already */
    bool filled;  /* children name their nodes */
    bool kept;    /* it may be handed out again */
    unsigned generation;     /* of the run that it is good for */
    unsigned number;         /* among the parts that this run has seen: see recall.h */
    unsigned count;          /* of children; 0: a large part, whose members are looked up */
    int keys;                /* the place of the list of its keys among what is kept; 0: none */
    int64_t keys_charge;     /* what that list is paid for with, each time */
    const struct json *item; /* of a large list, that at index: walking it costs one step each */
    lua_Integer index;
    size_t path_len;
    uint32_t path_hash; /* once something was recorded; 0 before */
    const char *path; /* here, and not in the arena: looking at a plan takes no memory that lasts */
    struct child children[];
};

static void charge_record(lua_State *L)
{
    sandbox_charge(L, (int64_t)sandbox_of(L)->read_count / 8);
}

static uint32_t path_hash(struct view *v)
{
    v->path_hash = v->path_hash == 0 ? view_hash(v->path) : v->path_hash;
    return v->path_hash;
}

/* Records the member of v, which is c where v's children are known. */
static void record_member(lua_State *L, struct view *v, struct child *c, const char *key)
{
    unsigned now = sandbox_of(L)->generation;
    charge_record(L);
    if (c == NULL || c->recorded != now) {
        view_record(L, path_hash(v), v->path, v->path_len, key);
    }
    if (c != NULL) {
        c->recorded = now;
    }
}

/* Records all of v. */
static void record_whole(lua_State *L, struct view *v)
{
    charge_record(L);
    if (!v->noted) {
        view_record(L, path_hash(v), v->path, v->path_len, NULL);
    }
    v->noted = true;
}

/* A view that is handed out is good for the run in progress, as if it were made for it. */
static void hand_out(lua_State *L, struct view *v)
{
    struct sandbox *s = sandbox_of(L);
    sandbox_charge(L, 1 + (int64_t)v->path_len / 16);
    if (v->generation != s->generation) {
        v->generation = s->generation;
        v->number = s->looks.parts++;
        v->item = NULL;
        s->views_seen++;
        sandbox_charge(L, v->count / 64);
    }
}

/* Keeps what is on top; returns its place. */
static int keep(lua_State *L)
{
    struct sandbox *s = sandbox_of(L);
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, VIEWS_FROM + s->views_kept);
    return ++s->views_kept;
}

static bool push_kept(lua_State *L, const struct child *c)
{
    if (c == NULL || c->kept == 0) {
        return false;
    }
    const struct sandbox *s = sandbox_of(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, VIEWS_FROM - 1 + c->kept);
    struct view *v = lua_touserdata(L, -1);
    if (v->generation != s->generation && s->views_seen >= VIEWS_MOST) {
        lua_pop(L, 1); /* kept by a run before; this one by itself would keep it no longer */
        return false;
    }
    hand_out(L, v);
    return true;
}

void views_drop(struct sandbox *s)
{
    for (; s->views_kept > 0; s->views_kept--) {
        lua_pushnil(s->L);
        lua_rawseti(s->L, LUA_REGISTRYINDEX, VIEWS_FROM - 1 + s->views_kept);
    }
    s->views_of = NULL;
}

/* Pushes a new view with room for count children, placed at path, or path.key; with path NULL nothing of it
 * is recorded. It is kept as that of c, unless c is NULL. */
static struct view *push_new(lua_State *L, const struct json *node, size_t count, const char *path,
                             const char *key, struct child *c)
{
    size_t a = path == NULL ? 0 : strlen(path);
    size_t b = path == NULL || key == NULL ? 0 : strlen(key) + 1;
    count = count > CHILDREN_MOST ? 0 : count;
    size_t size = sizeof(struct view) + count * sizeof(struct child);
    struct view *v = lua_newuserdatauv(L, size + a + b + 1, 0);
    char *own = (char *)v + size;
    *v = (struct view){.node = node,
                       .object = node,
                       .placed = path != NULL,
                       .count = (unsigned)count,
                       .path_len = a + b,
                       .path = own};
    memcpy(own, path == NULL ? "" : path, a);
    own[a] = '\0';
    if (b > 0) {
        own[a] = '.';
        memcpy(own + a + 1, key, b);
    }
    kind_set(L, VIEW);
    hand_out(L, v);
    /* Whether it is kept must not hang on what ran before: whoever reads a part twice can tell. */
    if (c != NULL && sandbox_of(L)->views_seen <= VIEWS_MOST) {
        c->kept = keep(L);
        v->kept = true;
    }
    return v;
}

/* Pushes the view of an object or a list. */
static void push_view(lua_State *L, const struct view *from, struct child *c,
                      const struct json *node, const char *path, const char *key)
{
    if (!push_kept(L, c)) {
        push_new(L, node, node->len, path, key, c)->own = from != NULL && from->own;
    }
}

/* Names the children: members by key where the document has them so. */
static __attribute__((noinline)) void fill(struct view *v)
{
    const struct json *object = v->object;
    size_t n = 0;
    v->filled = true;
    if (v->bare) {
        v->children[0] = (struct child){.node = v->node};
        return;
    }
    for (size_t i = 0; object != NULL && object->sorted != NULL && i < object->len; i++) {
        v->children[n++] = (struct child){.node = object->sorted[i].member};
    }
    for (const struct json *m = object == NULL || n > 0 ? NULL : object->first; m != NULL;
         m = m->next) {
        v->children[n++] = (struct child){.node = m};
    }
    for (size_t i = 0; i < n && object->type == JSON_OBJECT; i++) {
        const char *key = v->children[i].node->key;
        v->children[i].head = head_of(key, strlen(key));
    }
    for (size_t i = 0; v->plan && i < BESIDE_COUNT; i++) {
        v->children[n++] = (struct child){.node = json_get(v->node, view_beside[i])};
    }
}

/* What is read of v lies outside the answer's value: sandbox.strayed. */
static void look(lua_State *L, const struct view *v)
{
    if (!v->own) {
        sandbox_of(L)->strayed = true;
    }
}

/* Raises where v is a part of another plan. */
static void current(lua_State *L, const struct view *v)
{
    if (v->generation != sandbox_of(L)->generation) {
        (void)luaL_error(L, "a part of another plan");
    }
    look(L, v);
}

static struct view *check(lua_State *L, int index)
{
    struct view *v = lua_touserdata(L, index); /* every userdata begins as one of a kind */
    if (v == NULL || v->kinded.kind != VIEW) {
        (void)luaL_error(L, "a %s instead of a part of the plan", luaL_typename(L, index));
        __builtin_unreachable(); /* it raises, which its declaration does not say */
    }
    current(L, v);
    return v;
}

const struct json *view_part(lua_State *L, int index)
{
    sandbox_of(L)->looks.broken = true; /* whoever takes it looks at more than one thing */
    return check(L, index)->node;
}

void view_push_found(lua_State *L, const struct json *node)
{
    push_view(L, NULL, NULL, node, NULL, NULL);
}

const struct json *view_node(lua_State *L, int index)
{
    const struct view *v = kind_test(L, index, VIEW);
    if (v == NULL || v->generation != sandbox_of(L)->generation) {
        return NULL;
    }
    look(L, v);
    sandbox_of(L)->strayed = sandbox_of(L)->strayed || v->root; /* its note, too */
    return v->node;
}

void view_push_scalar(lua_State *L, const struct json *value)
{
    if (value->type == JSON_NUMBER) {
        double x = value->number;
        /* A product of two integers wraps silently where it passes 2^63. So only counts enter as
         * integers, which print as whole numbers; larger ones (money) enter as floats. */
        if (x >= -INTEGER_MOST && x <= INTEGER_MOST && x == (double)(lua_Integer)x) {
            lua_pushinteger(L, (lua_Integer)x);
        } else {
            lua_pushnumber(L, x);
        }
    } else if (value->type == JSON_STRING) {
        lua_pushlstring(L, value->text, value->len);
    } else if (value->type == JSON_BOOL) {
        lua_pushboolean(L, value->boolean);
    } else {
        lua_pushnil(L);
    }
}

/* A short text, which Lua would look for among all it has. */
static void push_text(lua_State *L, struct child *c, const struct json *value)
{
    if (c != NULL && c->kept != 0) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, VIEWS_FROM - 1 + c->kept);
        return;
    }
    lua_pushlstring(L, value->text, value->len);
    if (c != NULL && sandbox_of(L)->views_kept < VIEWS_HANDED) {
        c->kept = keep(L);
    }
}

/* A value that stands in `from`, as the member key or, with key NULL, as an entry; c there where children are
 * known. */
static void push_value(lua_State *L, struct view *from, struct child *c, const struct json *value,
                       const char *key)
{
    bool placed = key != NULL && from->placed && !from->whole;
    if (value->type == JSON_OBJECT) {
        push_view(L, from, c, value, placed ? from->path : NULL, key);
        return;
    }
    if (placed && value->type != JSON_NULL) {
        record_member(L, from, c, key);
    }
    if (value->type == JSON_ARRAY) { /* a list is read as one thing */
        push_view(L, from, c, value, NULL, NULL);
    } else if (value->type == JSON_STRING && value->len <= TEXT_KEPT) {
        push_text(L, c, value);
    } else {
        view_push_scalar(L, value);
    }
}

/* An entry of `answers`: a bare value is seen as {value = …}. */
static void push_entry(lua_State *L, struct view *from, struct child *c, const struct json *entry,
                       const char *key)
{
    if (entry->type == JSON_NULL) {
        lua_pushnil(L);
        return;
    }
    record_member(L, from, c, key);
    if (!push_kept(L, c)) {
        struct answer answer;
        plan_answer_read(entry, &answer);
        bool bare = answer.state == 'v' && answer.entry == NULL;
        push_new(L, entry, bare ? 1 : entry->len, NULL, NULL, c)->bare = bare;
    }
}

/* The children by name and place, or NULL for a large part. */
static inline struct child *children(struct view *v)
{
    if (v->count > 0 && !v->filled) {
        fill(v);
    }
    return v->count == 0 ? NULL : v->children;
}

/* The entry of a large list. */
static const struct json *far_item(lua_State *L, struct view *v, lua_Integer i)
{
    if (v->item == NULL || v->index > i) {
        v->item = v->node->first;
        v->index = 1;
    }
    sandbox_charge(L, (i - v->index) / 8); /* going through in order costs nothing */
    for (; v->index < i; v->index++) {
        v->item = v->item->next;
    }
    return v->item;
}

static void push_item(lua_State *L, struct view *v, lua_Integer i)
{
    if (i < 1 || (size_t)i > v->node->len) {
        lua_pushnil(L);
        return;
    }
    struct child *c = children(v);
    c = c == NULL ? NULL : &c[i - 1];
    push_value(L, v, c, c == NULL ? far_item(L, v, i) : c->node, NULL);
}

/* As strcmp of a key, of which the head is known, with that of c. */
static int compare(const char *key, uint64_t head, const struct child *c)
{
    if (head != c->head) {
        return head < c->head ? -1 : 1;
    }
    return head_is_all(head) ? 0 : strcmp(key + HEAD, c->node->key + HEAD);
}

/* The member of a part that is an object, without those beside the plan's. */
static struct child *member(struct sandbox *s, struct view *v, const struct json *object,
                            const char *key, size_t len)
{
    struct child *list = v->children;
    size_t from = 0, to = object->len;
    uint64_t head = head_of(key, len);
    /* Objects of a list mostly have the same members in the same order, and a rule's text for a key stays
     * at its address: where it was last is tried first. No member stands twice, so any place is right. */
    unsigned *hint = &s->hints[((uintptr_t)key >> 4) % VIEW_HINTS];
    if (*hint < to && compare(key, head, &list[*hint]) == 0) {
        return &list[*hint];
    }
    while (object->sorted != NULL && from < to) {
        size_t middle = from + (to - from) / 2;
        int order = compare(key, head, &list[middle]);
        if (order == 0) {
            *hint = (unsigned)middle;
            return &list[middle];
        }
        from = order > 0 ? middle + 1 : from;
        to = order > 0 ? to : middle;
    }
    for (; from < to; from++) {
        if (list[from].head == head && compare(key, head, &list[from]) == 0) {
            *hint = (unsigned)from;
            return &list[from];
        }
    }
    return NULL;
}

static bool push_beside(lua_State *L, struct view *v, const char *key)
{
    for (size_t i = 0; i < BESIDE_COUNT; i++) {
        if (key[0] != view_beside[i][0] || strcmp(key, view_beside[i]) != 0) {
            continue;
        }
        struct child *c = children(v);
        c = c == NULL ? NULL : &c[v->count - BESIDE_COUNT + i];
        const struct json *part = c == NULL ? json_get(v->node, key) : c->node;
        if (part == NULL) {
            return false;
        }
        if (!push_kept(L, c)) {
            push_new(L, part, part->len, view_beside[i], NULL, c)->answers = i == 3;
        }
        return true;
    }
    return false;
}

static void push_member(lua_State *L, struct view *v, const char *key, size_t len)
{
    if (v->plan && push_beside(L, v, key)) {
        return;
    }
    const struct json *object = v->object;
    sandbox_charge(L, object == NULL ? 1 : 1 + (int64_t)object->len / 8);
    bool known = children(v) != NULL && object != NULL && object->type == JSON_OBJECT;
    struct child *c = known ? member(sandbox_of(L), v, object, key, len) : NULL;
    const struct json *value = known ? (c == NULL ? NULL : c->node) : json_get(object, key);
    if (value == NULL) {
        view_push_method(L, v->placed ? v->path : NULL, key);
    } else if (v->answers) {
        push_entry(L, v, c, value, key);
    } else {
        push_value(L, v, c, value, key);
    }
}

/* Pushes the member of v, and notes that it was looked for. */
static void look_for(lua_State *L, struct view *v, const char *key, size_t len)
{
    struct looks *l = &sandbox_of(L)->looks;
    unsigned parts = l->parts;
    looks_note(l, LOOK_MEMBER, v->number, key, len, 0);
    if (v->bare) {
        push_value(L, v, children(v), v->node, NULL);
    } else {
        push_member(L, v, key, len);
    }
    looks_made(l, l->parts > parts);
}

/* The same with the entry of a list. */
static void look_at(lua_State *L, struct view *v, lua_Integer i)
{
    struct looks *l = &sandbox_of(L)->looks;
    unsigned parts = l->parts;
    looks_note(l, LOOK_ITEM, v->number, NULL, 0, i);
    push_item(L, v, i);
    looks_made(l, l->parts > parts);
}

/* Pushes what the key or place at `at` leads to; nil where nothing is there. Reading is recorded. */
static void push_part(lua_State *L, struct view *v, int at)
{
    int type = lua_type(L, at), whole = 0;
    if (v->whole) {
        record_whole(L, v);
    }
    if (v->node->type == JSON_ARRAY && !v->bare) {
        lua_Integer i = type == LUA_TNUMBER ? lua_tointegerx(L, at, &whole) : 0;
        look_at(L, v, whole ? i : 0);
        return;
    }
    size_t len = 0;
    const char *key = type == LUA_TSTRING ? lua_tolstring(L, at, &len) : NULL;
    if (key == NULL || (v->bare && strcmp(key, "value") != 0)) {
        lua_pushnil(L);
        return;
    }
    if (v->root && (strcmp(key, "note") == 0 || strcmp(key, "evidence") == 0)) {
        sandbox_of(L)->strayed = true;
    }
    look_for(L, v, key, len);
}

/* A member of an object or an entry of a list. */
static int view_index(lua_State *L)
{
    push_part(L, check(L, 1), 2);
    return 1;
}

bool view_push_part(lua_State *L, int index)
{
    struct view *v = kind_test(L, index, VIEW);
    if (v == NULL) {
        return false;
    }
    current(L, v);
    push_part(L, v, -1);
    return true;
}

void view_push_keys(lua_State *L, int index)
{
    struct sandbox *s = sandbox_of(L);
    struct view *v = check(L, index);
    if (v->whole) {
        record_whole(L, v);
    }
    looks_note(&s->looks, LOOK_KEYS, v->number, NULL, 0, 0);
    if (v->keys != 0) {
        sandbox_charge(L, v->keys_charge);
        lua_rawgeti(L, LUA_REGISTRYINDEX, VIEWS_FROM - 1 + v->keys);
        return;
    }
    int64_t before = s->fuel;
    view_keys(L, v->node, v->plan, v->bare);
    v->keys_charge = before - s->fuel;
    if (v->kept && s->views_kept < VIEWS_HANDED) { /* no rule gets hold of the list itself */
        v->keys = keep(L);
    }
}

/* Raises: a rule changes nothing that it was given. */
static int view_write(lua_State *L)
{
    return luaL_error(L, "the plan and the answer are read-only");
}

/* #list: how many entries; 0 for what is no list. */
static int view_length(lua_State *L)
{
    struct view *v = check(L, 1);
    if (v->whole) {
        record_whole(L, v);
    }
    bool list = v->node->type == JSON_ARRAY && !v->bare;
    lua_pushinteger(L, list ? (lua_Integer)v->node->len : 0);
    return 1;
}

void view_setup(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__index", view_index}, {"__newindex", view_write}, {"__len", view_length}, {NULL, NULL}};
    kind_new(L, VIEW);
    luaL_setfuncs(L, methods, 0);
    lua_pop(L, 1);
}

void views_begin(struct sandbox *s, const struct json *doc)
{
    if (s->views_of != doc || s->views_kept > VIEWS_HANDED) {
        views_drop(s);
        s->views_of = doc;
    }
}

void view_push_plan(lua_State *L, const struct json *doc)
{
    struct sandbox *s = sandbox_of(L);
    struct child root = {.kept = s->views_kept > 0 ? 1 : 0}; /* it is the first that is kept */
    struct child *c = s->views_of == doc ? &root : NULL;
    if (!push_kept(L, c)) {
        const struct json *plan = json_get(doc, "plan");
        size_t count = (plan == NULL ? 0 : plan->len) + BESIDE_COUNT;
        struct view *v = push_new(L, doc, count, "plan", NULL, c);
        v->plan = true;
        v->object = plan;
    }
}

void view_push_answer(lua_State *L, const struct json *answer, const char *path)
{
    struct view *v = push_new(L, answer, answer->len, path, NULL, NULL);
    v->whole = path != NULL;
    v->own = v->root = true;
}
