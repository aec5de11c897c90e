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

enum {
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
static inline void hand_out(lua_State *L, struct view *v)
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

/* Keeps what is on top, v or what is no view; returns its place. */
static int keep(lua_State *L, struct view *v)
{
    struct sandbox *s = sandbox_of(L);
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, VIEWS_FROM + s->views_kept);
    s->views[s->views_kept] = v;
    return ++s->views_kept;
}

static inline bool push_kept(lua_State *L, const struct child *c)
{
    if (c == NULL || c->kept == 0) {
        return false;
    }
    const struct sandbox *s = sandbox_of(L);
    struct view *v = s->views[c->kept - 1];
    if (v->generation != s->generation && s->views_seen >= VIEWS_MOST) {
        return false; /* kept by a run before; this one by itself would keep it no longer */
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, VIEWS_FROM - 1 + c->kept);
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
        c->kept = keep(L, v);
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
static inline void look(lua_State *L, const struct view *v)
{
    if (!v->own) {
        sandbox_of(L)->strayed = true;
    }
}

/* Raises where v is a part of another plan. */
static inline void current(lua_State *L, const struct view *v)
{
    if (v->generation != sandbox_of(L)->generation) {
        (void)luaL_error(L, "a part of another plan");
    }
    look(L, v);
}

static inline struct view *check(lua_State *L, int index)
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

/* A short text, which Lua would look for among all it has. */
static void push_text(lua_State *L, struct child *c, const struct json *value)
{
    if (c != NULL && c->kept != 0) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, VIEWS_FROM - 1 + c->kept);
        return;
    }
    lua_pushlstring(L, value->text, value->len);
    if (c != NULL && sandbox_of(L)->views_kept < VIEWS_HANDED) {
        c->kept = keep(L, NULL);
    }
}

/* A value that stands in `from`, as the member key or, with key NULL, as an entry; c there where children are
 * known. */
static void push_value(lua_State *L, struct view *from, struct child *c, const struct json *value,
                       const char *key)
{
    bool placed = key != NULL && from->placed && !from->whole;
    if (value->type == JSON_NUMBER && !placed) { /* the most there are */
        view_push_number(L, value->number);
        return;
    }
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

/* False: nil. */
static bool push_item(lua_State *L, struct view *v, lua_Integer i)
{
    if (i < 1 || (size_t)i > v->node->len) {
        lua_pushnil(L);
        return false;
    }
    struct child *c = children(v);
    c = c == NULL ? NULL : &c[i - 1];
    const struct json *item = c == NULL ? far_item(L, v, i) : c->node;
    push_value(L, v, c, item, NULL);
    return item->type != JSON_NULL;
}

/* As strcmp of a name with the key of c. */
static inline int compare(const struct view_name *name, const struct child *c)
{
    if (name->head != c->head) {
        return name->head < c->head ? -1 : 1;
    }
    return head_is_all(name->head) ? 0 : strcmp(name->text + HEAD, c->node->key + HEAD);
}

/* The member of a part that is an object, without those beside the plan's. */
static struct child *search(struct view *v, const struct json *object, struct view_name *name)
{
    struct child *list = v->children;
    size_t from = 0, to = object->len;
    while (object->sorted != NULL && from < to) {
        size_t middle = from + (to - from) / 2;
        int order = compare(name, &list[middle]);
        if (order == 0) {
            name->at = (unsigned)middle;
            return &list[middle];
        }
        from = order > 0 ? middle + 1 : from;
        to = order > 0 ? to : middle;
    }
    for (; from < to; from++) {
        if (compare(name, &list[from]) == 0) {
            name->at = (unsigned)from;
            return &list[from];
        }
    }
    return NULL;
}

/* Objects of a list mostly have the same members in the same order: where it was last is tried first. No
 * member stands twice, so any place is right. */
static inline struct child *member(struct view *v, const struct json *object,
                                   struct view_name *name)
{
    unsigned at = name->at;
    return at < object->len && compare(name, &v->children[at]) == 0 ? &v->children[at]
                                                                    : search(v, object, name);
}

static bool push_beside(lua_State *L, struct view *v, const struct view_name *name)
{
    unsigned i = name->beside - 1;
    struct child *c = children(v);
    c = c == NULL ? NULL : &c[v->count - BESIDE_COUNT + i];
    const struct json *part = c == NULL ? json_get(v->node, name->text) : c->node;
    if (part == NULL) {
        return false;
    }
    if (!push_kept(L, c)) {
        push_new(L, part, part->len, view_beside[i], NULL, c)->answers = name->beside ==
                                                                         BESIDE_COUNT;
    }
    return true;
}

static void push_member(lua_State *L, struct view *v, struct view_name *name)
{
    if (v->plan && name->beside != 0 && push_beside(L, v, name)) {
        return;
    }
    const struct json *object = v->object;
    sandbox_charge(L, object == NULL ? 1 : 1 + (int64_t)object->len / 8);
    bool known = children(v) != NULL && object != NULL && object->type == JSON_OBJECT;
    struct child *c = known ? member(v, object, name) : NULL;
    const struct json *value = known ? (c == NULL ? NULL : c->node) : json_get(object, name->text);
    if (value == NULL) {
        view_push_method(L, v->placed ? v->path : NULL, name->text);
    } else if (v->answers) {
        push_entry(L, v, c, value, name->text);
    } else {
        push_value(L, v, c, value, name->text);
    }
}

/* Pushes the member of v, and notes that it was looked for. */
static void look_for(lua_State *L, struct view *v, struct view_name *name)
{
    struct looks *l = &sandbox_of(L)->looks;
    unsigned parts = l->parts;
    looks_note(l, LOOK_MEMBER, v->number, name->text, name->len, 0);
    if (v->bare) {
        push_value(L, v, children(v), v->node, NULL);
    } else {
        push_member(L, v, name);
    }
    looks_made(l, l->parts > parts);
}

/* The same with the entry of a list; false: it is nil. */
static bool look_at(lua_State *L, struct view *v, lua_Integer i)
{
    struct looks *l = &sandbox_of(L)->looks;
    unsigned parts = l->parts;
    looks_note(l, LOOK_ITEM, v->number, NULL, 0, i);
    bool there = push_item(L, v, i);
    looks_made(l, l->parts > parts);
    return there;
}

/* Pushes what the key or place at `at` leads to; nil where nothing is there. Reading is recorded. */
static inline void push_part(lua_State *L, struct view *v, int at)
{
    if (v->whole) {
        record_whole(L, v);
    }
    if (v->node->type == JSON_ARRAY && !v->bare) {
        int whole = 0;
        lua_Integer i = lua_type(L, at) == LUA_TNUMBER ? lua_tointegerx(L, at, &whole) : 0;
        (void)look_at(L, v, whole ? i : 0);
        return;
    }
    struct view_name *name = view_name_at(L, at);
    if (name == NULL || (v->bare && !name->value)) {
        lua_pushnil(L);
        return;
    }
    if (v->root && name->remark) {
        sandbox_of(L)->strayed = true;
    }
    look_for(L, v, name);
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

int view_push_item(lua_State *L, int index, lua_Integer i)
{
    struct view *v = kind_test(L, index, VIEW);
    if (v == NULL) {
        return -1;
    }
    current(L, v);
    if (v->whole) {
        record_whole(L, v);
    }
    if (v->node->type != JSON_ARRAY || v->bare) { /* no member has a number */
        lua_pushnil(L);
        return 0;
    }
    return look_at(L, v, i);
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
        v->keys = keep(L, NULL);
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
    view_name_setup(L);
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

struct view *view_push_answer(lua_State *L, const struct json *answer, const char *id)
{
    struct view *v = push_new(L, answer, answer->len, id == NULL ? NULL : "answers", id, NULL);
    v->whole = id != NULL;
    v->own = v->root = true;
    return v;
}

bool view_renew(lua_State *L, struct view *v, const struct json *answer)
{
    if (v->count != answer->len) {
        return false;
    }
    v->node = v->object = answer;
    v->noted = v->filled = false;
    v->keys = 0;
    hand_out(L, v);
    return true;
}
