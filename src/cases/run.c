/* Running cases: rule by rule, on several threads where that is wanted; results come in the order of the
 * rules whatever thread ran them. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "cases/cases.h"

/* ---- one case -------------------------------------------------------------------------------- */

struct json *cases_document(struct arena *arena, const struct json *plan)
{
    struct json *doc = json_new(arena, JSON_OBJECT);
    struct json *inner = json_new(arena, JSON_OBJECT);
    for (const struct json *m = plan == NULL ? NULL : plan->first; m != NULL; m = m->next) {
        bool beside = strcmp(m->key, "community") == 0 || strcmp(m->key, "assessment") == 0 ||
                      strcmp(m->key, "facts") == 0 || strcmp(m->key, "answers") == 0;
        if (json_add(arena, beside ? doc : inner, m->key, json_copy(arena, m)) != 0) {
            return NULL;
        }
    }
    return json_add(arena, doc, "plan", inner) == 0 ? doc : NULL;
}

const struct json *cases_answer(struct arena *arena, const struct json *given)
{
    if (json_get(given, "value") != NULL || json_get(given, "parts") != NULL) {
        return given;
    }
    struct json *view = json_new(arena, JSON_OBJECT);
    return view != NULL && json_share(arena, view, "value", given) == 0 ? view : NULL;
}

/* As it is asked in a checklist. *fault: why it cannot be; in arena. */
static int run_criterion(struct host *h, struct case_checklists *s, const struct rule_case *c,
                         struct arena *arena, struct case_result *out, const char **fault)
{
    struct err e = {0};
    int rc = cases_checklists_find(s, c, out, &e);
    if (rc == ERR_INPUT) {
        *fault = arena_strdup(arena, e.text);
        return *fault == NULL ? ERR_MEMORY : 0;
    }
    if (rc != 0) {
        return rc;
    }
    const struct json *value = json_get(c->answer, "value");
    struct answer answer = {.state = c->answer == NULL ? 'a' : 'v',
                            .value = value != NULL ? value : c->answer,
                            .entry = value != NULL ? c->answer : NULL};
    struct plan plan = {.doc = out->doc};
    host_begin(h);
    return host_run_demand(h, out->checklist, out->part, &plan, &answer, arena, &out->finding);
}

int cases_run_one(struct host *h, struct case_checklists *s, const struct rule_case *c,
                  struct arena *arena, struct case_result *out)
{
    const char *fault = c->fault;
    struct buf message = BUF_INIT;
    *out = (struct case_result){.c = c, .message = "", .finding = {.template_text = ""}};
    out->doc = fault == NULL ? cases_document(arena, c->plan) : NULL;
    int rc = fault == NULL && out->doc == NULL ? ERR_MEMORY : 0;
    if (rc == 0 && fault == NULL && c->criterion != NULL) {
        rc = run_criterion(h, s, c, arena, out, &fault);
    } else if (rc == 0 && fault == NULL) {
        const struct json *answer = c->answer == NULL ? NULL : cases_answer(arena, c->answer);
        rc = c->answer != NULL && answer == NULL
                 ? ERR_MEMORY
                 : host_try(h, c->rule, out->doc, answer, c->args, arena, &out->finding);
    }
    if (rc == 0 && fault == NULL) {
        out->ran = true;
        out->passed = cases_hold(&message, c->expect, &out->finding);
    } else if (rc == 0) {
        out->doc = NULL;
        buf_puts(&message, fault);
    }
    if (rc == 0 && message.len > 0) {
        out->message = buf_status(&message) == 0 ? arena_strdup(arena, buf_text(&message)) : NULL;
    }
    rc = rc != 0 || message.failed || out->message == NULL ? ERR_MEMORY : 0;
    buf_free(&message);
    return rc;
}

/* ---- all ------------------------------------------------------------------------------------- */

struct crew {
    const struct case_options *o;
    struct case_run *run;
    atomic_size_t next;
    atomic_int failed;
    atomic_bool stopped;
    pthread_mutex_t lock; /* of the lines */
};

static int run_rule(struct crew *w, struct host *h, struct rule_run *r)
{
    r->cases.arena = &r->arena;
    if (cases_gather(&r->cases, h, w->o, r->info) != 0) {
        return ERR_MEMORY;
    }
    r->results = arena_alloc(&r->arena, sizeof *r->results * (r->cases.count + 1));
    if (r->results == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct rule_case *c = &r->cases.items[i];
        if (w->o->run != NULL && !c->always && regexec(w->o->run, c->id, 0, NULL, 0) != 0) {
            continue;
        }
        if (cases_run_one(h, w->run->checklists, c, &r->arena, &r->results[r->count]) != 0) {
            return ERR_MEMORY;
        }
        r->count++;
    }
    host_forget(h); /* findings that are remembered lie in h: results must not rest on them */
    return 0;
}

/* Adds the lines that ran in h to those of the run. */
static int add_lines(struct crew *w, struct host *h)
{
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < w->run->file_count; i++) {
        struct file_lines *f = &w->run->files[i];
        unsigned char *marks = NULL;
        size_t count = 0;
        arena_reset(&arena);
        rc = host_lines(h, f->name, &arena, &marks, &count, &e);
        if (rc == ERR_RULE) { /* a file that cannot be compiled has no lines to count */
            rc = 0;
            continue;
        }
        (void)pthread_mutex_lock(&w->lock);
        if (rc == 0 && f->marks == NULL) {
            f->marks = arena_alloc(&w->run->arena, count);
            f->count = f->marks == NULL ? 0 : count;
        }
        rc = rc == 0 && f->marks == NULL ? ERR_MEMORY : rc;
        for (size_t k = 0; k < f->count; k++) {
            f->marks[k] |= marks[k];
        }
        (void)pthread_mutex_unlock(&w->lock);
    }
    arena_free(&arena);
    return rc;
}

static void *work(void *context)
{
    struct crew *w = context;
    struct host *h = NULL;
    struct err e = {0};
    int rc = host_new(w->o->rules, NULL, &h, &e);
    if (rc == 0 && w->o->lines) {
        rc = host_watch(h, &e);
    }
    while (rc == 0) {
        size_t i = atomic_fetch_add(&w->next, 1);
        bool stop = w->o->stop != NULL && w->o->stop(w->o->context);
        if (stop) {
            atomic_store(&w->stopped, true);
        }
        if (i >= w->run->count || atomic_load(&w->stopped)) {
            break;
        }
        rc = run_rule(w, h, &w->run->rules[i]);
    }
    if (rc == 0 && w->o->lines) {
        rc = add_lines(w, h);
    }
    host_free(h);
    if (rc != 0) {
        atomic_store(&w->failed, rc);
    }
    return NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct file_lines *)a)->name, ((const struct file_lines *)b)->name);
}

static void add_file(struct case_run *r, const char *name, const char *path)
{
    for (size_t i = 0; i < r->file_count; i++) {
        if (strcmp(r->files[i].name, name) == 0) {
            return;
        }
    }
    r->files[r->file_count++] = (struct file_lines){.name = name, .path = path};
}

/* The files whose lines count. */
static int list_files(const struct case_options *o, struct case_run *r)
{
    size_t room = 1;
    for (size_t i = 0; i < o->count; i++) {
        room += 1 + o->chosen[i]->use_count;
    }
    r->files = arena_alloc(&r->arena, sizeof *r->files * room);
    for (size_t i = 0; r->files != NULL && i < o->count; i++) {
        const struct rule_info *info = o->chosen[i];
        add_file(r, info->name, info->path);
        for (size_t k = 0; k < info->use_count; k++) {
            add_file(r, info->use[k], NULL);
        }
    }
    if (r->files == NULL) {
        return ERR_MEMORY;
    }
    qsort(r->files, r->file_count, sizeof *r->files, by_name);
    return 0;
}

static void sum_up(struct case_run *r)
{
    for (size_t i = 0; i < r->count; i++) {
        r->empty += r->rules[i].cases.count == 0;
        for (size_t k = 0; k < r->rules[i].count; k++) {
            r->passed += r->rules[i].results[k].passed;
            r->failed += !r->rules[i].results[k].passed;
        }
    }
    for (size_t i = 0; i < r->file_count; i++) {
        struct file_lines *f = &r->files[i];
        for (size_t k = 0; k < f->count; k++) {
            f->code += (f->marks[k] & LINE_CODE) != 0;
            f->ran += f->marks[k] == (LINE_CODE | LINE_RAN);
        }
    }
}

int cases_run(const struct case_options *o, struct case_run **out, struct err *e)
{
    struct case_run *r = calloc(1, sizeof *r);
    struct crew w = {.o = o, .run = r};
    *out = r;
    if (r == NULL || pthread_mutex_init(&w.lock, NULL) != 0) {
        free(r);
        *out = NULL;
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    r->rules = arena_alloc(&r->arena, sizeof *r->rules * (o->count + 1));
    r->checklists = cases_checklists_new();
    int rc = r->rules == NULL || r->checklists == NULL ? ERR_MEMORY : 0;
    for (size_t i = 0; rc == 0 && i < o->count; i++) {
        r->rules[i].info = o->chosen[i];
    }
    r->count = rc == 0 ? o->count : 0;
    if (rc == 0 && o->lines) {
        rc = list_files(o, r);
    }
    if (rc == 0) {
        crew_work(o->jobs, work, &w);
        rc = atomic_load(&w.failed);
    }
    (void)pthread_mutex_destroy(&w.lock);
    if (rc != 0) {
        cases_run_free(r);
        *out = NULL;
        return rc == ERR_INPUT
                   ? err_set(e, rc, "the lines of rules cannot be counted: this Lua is not 5.4")
                   : err_set(e, ERR_MEMORY, "out of memory");
    }
    r->stopped = atomic_load(&w.stopped);
    sum_up(r);
    return 0;
}

void cases_run_free(struct case_run *r)
{
    if (r != NULL) {
        for (size_t i = 0; i < r->count; i++) {
            arena_free(&r->rules[i].arena);
        }
        cases_checklists_free(r->checklists);
        arena_free(&r->arena);
        free(r);
    }
}
