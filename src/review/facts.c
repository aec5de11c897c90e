/* The facts that a rule reads: those of its own tests, each taken away and changed in turn, and
 * those that it asks for where little is known. Only plans that the program takes are tried. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/plan_schema.h"
#include "review/cube.h"
#include "review/fragment.h"

enum { SHRUNK = 8, GROWN = 16, EDGES = 12 };

bool trial_accepts(struct trial *t, const struct json *doc)
{
    struct diag d;
    struct plan plan;
    diag_init(&d, NULL);
    int rc = doc == NULL ? ERR_MEMORY : plan_check(&t->scratch, doc, NULL, &d, &plan);
    diag_free(&d);
    t->memory = t->memory || rc == ERR_MEMORY;
    return rc == 0;
}

/* ---- taken away ------------------------------------------------------------------------------- */

struct absence {
    const struct json *doc;
    int node; /* what is taken away */
    int64_t with, without;
};

/* Whether what is taken away tells what sort of thing an entry of a list is (its kind, its role,
 * that it is cancelled): without that word the entry counts as little as if it were not there; or
 * a word such as cancelled keeps it from counting. That is no gain from a blank: who leaves the
 * whole entry out gains the same. */
static bool sorts(struct trial *t, const struct part *demand, const struct absence *a)
{
    int entry = -1;
    const struct field *f = nodes_field(a->doc, a->node, &entry);
    bool word = f != NULL && !f->list && (f->type == FIELD_WORD || f->type == FIELD_HAZARD);
    if (!word || entry < 0) {
        return false;
    }
    const struct json *without = nodes_with(&t->scratch, a->doc, entry, NULL);
    int64_t credit = trial_accepts(t, without) ? trial_try(t, demand, without, NULL) : TRY_OPEN;
    return credit == a->without || (f->type == FIELD_WORD && credit <= a->with);
}

/* Whether the plan without the node earns more than with it; fills the credits. with: TRY_OPEN
 * where it is not known yet. */
static bool earns(struct trial *t, const struct part *demand, struct absence *a)
{
    const struct json *without = nodes_with(&t->scratch, a->doc, a->node, NULL);
    if (without == NULL) {
        t->memory = true;
        return false;
    }
    if (a->with == TRY_OPEN && trial_accepts(t, a->doc)) {
        a->with = trial_try(t, demand, a->doc, NULL);
    }
    if (a->with < 0 || !trial_accepts(t, without)) {
        return false;
    }
    a->without = trial_try(t, demand, without, NULL);
    return a->with >= 0 && a->without > a->with && !sorts(t, demand, a);
}

/* Takes away whatever else can go, until nothing can. */
static void shrink(struct trial *t, const struct part *demand, struct absence *a)
{
    for (int n = 0; n < nodes_count(a->doc) && !t->memory; n++) {
        bool member = false;
        int below = nodes_count(nodes_at(a->doc, n, &member));
        if (n <= a->node && a->node <= n + below) {
            continue; /* it holds what is taken away */
        }
        struct absence less = {.doc = nodes_with(&t->scratch, a->doc, n, NULL),
                               .node = a->node - (n < a->node ? 1 + below : 0),
                               .with = TRY_OPEN,
                               .without = TRY_OPEN};
        if (less.doc != NULL && earns(t, demand, &less)) {
            *a = less;
            n = -1; /* from the beginning: something else may be able to go now */
        }
    }
}

/* The key of what is taken away. */
static const char *key_of(const struct absence *a)
{
    bool member = false;
    const struct json *node = nodes_at(a->doc, a->node, &member);
    return node == NULL || node->key == NULL ? "" : node->key;
}

static void note(struct trial *t, const struct absence *a)
{
    struct arena *arena = &t->scratch;
    struct buf path = BUF_INIT, text = BUF_INIT;
    struct json *out = json_new(arena, JSON_OBJECT);
    nodes_path(&path, a->doc, a->node);
    buf_printf(&text, "what is absent earns credit: without %s it rises from ", buf_text(&path));
    number_write_credit(&text, a->with);
    buf_puts(&text, " to ");
    number_write_credit(&text, a->without);
    if (path.failed || text.failed ||
        json_add(arena, out, "plan", fragment(arena, a->doc, NULL, NULL)) != 0 ||
        json_add(arena, out, "without", json_new_string(arena, buf_text(&path), path.len)) != 0) {
        t->memory = true;
    } else {
        trial_note(t, CHECK_ABSENT, key_of(a), buf_text(&text), out);
    }
    buf_free(&path);
    buf_free(&text);
}

/* Whether the bound is used up: each plan with all its changes is a way of its own. */
static bool spent(struct trial *t, int64_t began)
{
    return t->memory || t->tried - began >= t->bound;
}

/* Whether the node is an entry of `answers`. */
static bool in_answers(const struct json *doc, int node)
{
    int passed = 0;
    for (const struct json *m = doc->first; m != NULL; m = m->next) {
        int below = 1 + nodes_count(m);
        if (strcmp(m->key, "answers") == 0) {
            return node > passed && node < passed + below;
        }
        passed += below;
    }
    return false;
}

static void take_away(struct trial *t, const struct part *demand, const struct json *doc,
                      int64_t credit, int64_t bound)
{
    int64_t end = t->tried + bound;
    int all = credit < 0 ? 0 : nodes_count(doc);
    for (int n = 0; n < all && t->tried < end && !t->memory; n++) {
        bool member = false;
        const struct json *node = nodes_at(doc, n, &member);
        struct absence a = {.doc = doc, .node = n, .with = credit, .without = TRY_OPEN};
        bool answer = in_answers(doc, n); /* an answer that is not there is a question left open */
        if (node != NULL && member && !answer && earns(t, demand, &a)) {
            if (trial_cases(t, CHECK_ABSENT, key_of(&a)) < SHRUNK) {
                shrink(t, demand, &a);
            }
            note(t, &a);
        }
        if (a.without >= 0 && member) {
            credits_add(&t->credits, a.without, &t->memory);
        }
        arena_reset(&t->scratch);
    }
}

/* ---- changed ---------------------------------------------------------------------------------- */

/* The other values of a scalar, into out; returns how many. */
static int others(struct arena *arena, const struct json *v, const double *edges, int count,
                  const struct json **out)
{
    int n = 0;
    if (v->type == JSON_BOOL) {
        out[n++] = json_new_bool(arena, !v->boolean);
    } else if (v->type == JSON_NUMBER) {
        out[n++] = json_new_number(arena, 0);
        out[n++] = json_new_number(arena, v->number * 2);
        out[n++] = json_new_number(arena, floor(v->number / 2));
        for (int i = 0; i < count; i++) {
            out[n++] = json_new_number(arena, edges[i]);
            out[n++] = json_new_number(arena, edges[i] + 1);
            out[n++] = json_new_number(arena, edges[i] - 1);
        }
    }
    return n;
}

/* Each scalar gets other values in turn; from what comes of it each fact is taken away as well. */
static void change(struct trial *t, const struct part *demand, const struct json *doc, bool counts,
                   const struct json *args)
{
    double edges[EDGES];
    int64_t began = t->tried;
    int count = args_numbers(args, edges, EDGES);
    for (int n = 0; n < nodes_count(doc) && !spent(t, began); n++) {
        bool member = false;
        const struct json *node = nodes_at(doc, n, &member);
        const struct json *values[3 + 3 * EDGES];
        arena_reset(&t->changed);
        int all = node == NULL ? 0 : others(&t->changed, node, edges, count, values);
        for (int i = 0; i < all && !spent(t, began); i++) {
            struct json *changed = values[i] == NULL ? NULL
                                                     : nodes_with(&t->changed, doc, n, values[i]);
            int64_t credit = trial_accepts(t, changed) ? trial_try(t, demand, changed, NULL)
                                                       : TRY_OPEN;
            if (credit >= 0 && counts) {
                credits_add(&t->credits, credit, &t->memory);
                take_away(t, demand, changed, credit, t->bound);
            }
            arena_reset(&t->scratch);
        }
    }
    if (t->tried - began >= t->bound) {
        buf_printf(&t->cuts, "%sthe first changes of the facts of a test only", t->cut ? "; " : "");
        t->cut = true;
    }
}

/* ---- asked for -------------------------------------------------------------------------------- */

struct asked {
    const char *paths[GROWN];
    size_t count;
};

static void ask(struct trial *t, struct asked *a, const char *prefix, const char *name)
{
    char *path = a->count == GROWN ? NULL : arena_join(&t->arena, prefix, name);
    t->memory = t->memory || (path == NULL && a->count < GROWN);
    const struct field *f = path == NULL ? NULL : schema_path(path);
    if (f != NULL && !f->list && f->type != FIELD_OBJECT) {
        a->paths[a->count++] = path;
    }
}

/* What a fact is while it is seen whether the rule reads it. */
static const struct json *some_value(struct arena *arena, const char *path)
{
    const struct field *f = schema_path(path);
    return f->type == FIELD_BOOL   ? json_new_bool(arena, true)
           : f->type == FIELD_DATE ? json_new_string(arena, TRIAL_DATE, strlen(TRIAL_DATE))
                                   : json_new_number(arena, f->min > 1 ? f->min : 1);
}

/* Keeps those that the rule reads where all of them are there. */
static void keep_read(struct trial *t, const struct part *demand, struct asked *a)
{
    struct finding f;
    const struct json *doc = trial_bare(&t->arena);
    const struct answer none = {.state = 'a'};
    for (size_t i = 0; i < a->count && doc != NULL; i++) {
        const struct json *value = some_value(&t->arena, a->paths[i]);
        doc = value == NULL ? NULL : fragment_put(&t->arena, doc, a->paths[i], value);
    }
    struct plan plan = {.doc = doc};
    host_begin(t->host);
    if (doc == NULL || host_run_demand(t->host, t->c, demand, &plan, &none, &t->scratch, &f) != 0) {
        t->memory = true;
        return;
    }
    t->tried++;
    size_t kept = 0;
    for (size_t i = 0; i < a->count; i++) {
        bool read = false;
        for (size_t k = 0; k < f.read_count && !read; k++) {
            read = strcmp(f.read[k], a->paths[i]) == 0;
        }
        if (read) {
            a->paths[kept++] = a->paths[i];
        }
    }
    a->count = kept;
    arena_reset(&t->scratch);
}

/* The facts that a rule needs, and those that its arguments name: what stands apart from lists. */
static void grow(struct trial *t, const struct part *demand, const struct json *args)
{
    struct asked a = {.count = 0};
    const struct rule_info *info = ruleset_find(t->rules, demand->rule);
    for (size_t i = 0; info != NULL && i < info->needs_count; i++) {
        ask(t, &a, "", info->needs[i]);
    }
    for (const struct json *m = args == NULL ? NULL : args->first; m != NULL; m = m->next) {
        if (m->type == JSON_STRING && m->len > 0 && m->len < 64) {
            ask(t, &a, "facts.", m->text);
        }
    }
    if (a.count > 0 && !t->memory) {
        keep_read(t, demand, &a);
    }
    if (a.count > 0 && !t->memory) {
        trial_grown(t, demand, a.paths, a.count);
    }
}

/* ---- the whole -------------------------------------------------------------------------------- */

void trial_facts(struct trial *t, const struct part *demand, bool counts)
{
    struct json *list = NULL, *args = NULL;
    if (host_examples(t->host, demand->rule, &t->arena, &list) != 0 ||
        host_arguments(t->host, t->c, demand, &t->arena, &args) != 0) {
        t->memory = true;
        return;
    }
    for (const struct json *e = list == NULL ? NULL : list->first; e != NULL && !t->memory;
         e = e->next) {
        const struct json *doc = fragment_document(&t->arena, e);
        bool accepted = trial_accepts(t, doc);
        int64_t credit = accepted ? trial_try(t, demand, doc, NULL) : TRY_OPEN;
        arena_reset(&t->scratch);
        if (credit >= 0 && counts) {
            credits_add(&t->credits, credit, &t->memory);
        }
        if (accepted && counts) {
            take_away(t, demand, doc, credit, t->bound);
        }
        if (accepted) {
            change(t, demand, doc, counts, args);
        }
    }
    if (counts) {
        grow(t, demand, args);
    }
}

void trial_answers_beside(struct trial *t, const struct part *demand)
{
    struct json *list = NULL;
    if (host_examples(t->host, demand->rule, &t->arena, &list) != 0) {
        t->memory = true;
    }
    for (const struct json *e = list == NULL ? NULL : list->first; e != NULL && !t->memory;
         e = e->next) {
        const struct json *doc = fragment_document(&t->arena, e);
        if (trial_accepts(t, doc)) {
            trial_answers_on(t, demand, doc);
        }
        arena_reset(&t->scratch);
    }
}
