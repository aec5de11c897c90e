/* Windows of documents: read by one thread, checked and scored by several. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "cli/assess_run.h"

enum { SHARE = 16 }; /* documents that make a further thread worth while */

/* ---- reading ---- */

static void job_init(struct window *w, size_t index)
{
    struct job *j = &w->jobs[index];
    if (index < w->ready) {
        struct arena arena = j->arena;
        arena_reset(&arena);
        diag_free(&j->d);
        stored_free(j->stored);
        *j = (struct job){.arena = arena};
    } else {
        *j = (struct job){.arena = ARENA_INIT};
        w->ready = index + 1;
    }
    diag_init(&j->d, NULL);
}

/* Which checklist the document asks for; what is no such text is complained of by plan_check. */
static const char *asked_for(const struct run *r, const struct json *doc)
{
    const char *own = json_string(json_get(doc, "checklist"));
    if (r->checklist != NULL) {
        return r->checklist;
    }
    /* A document names no files. */
    return own == NULL || strchr(own, '/') != NULL || strstr(own, ".json") != NULL ? NULL : own;
}

static int job_method(struct run *r, struct job *j, struct err *e)
{
    const char *reference = j->item.doc == NULL ? NULL : asked_for(r, j->item.doc);
    if (reference == NULL) {
        return 0;
    }
    j->method = method_get(r, reference, e);
    return j->method == NULL ? e->code : 0;
}

static long elapsed_ms(const struct timespec *since)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - since->tv_sec) * 1000 + (now.tv_nsec - since->tv_nsec) / 1000000;
}

int window_read(struct run *r, struct window *w, struct err *e)
{
    struct timespec begun;
    (void)clock_gettime(CLOCK_MONOTONIC, &begun);
    if (w->jobs == NULL) {
        w->jobs = calloc(WINDOW_DOCUMENTS, sizeof *w->jobs);
        if (w->jobs == NULL) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    w->count = 0;
    w->bytes = 0;
    w->full = false;
    /* At least two, so that the first window shows whether there are several. */
    while (w->count < 2 || (w->count < WINDOW_DOCUMENTS && w->bytes < WINDOW_BYTES &&
                            (w->count % 16 != 0 || elapsed_ms(&begun) < WINDOW_MS))) {
        if (w->count > 0 && r->cli->format != FORMAT_JSON && input_waits(r->input)) {
            return 0; /* who waits for an answer before going on gets it */
        }
        struct job *j = &w->jobs[w->count];
        job_init(w, w->count);
        int got = input_next(r->input, &j->arena, &j->d, &j->item);
        if (got == 0) {
            w->last = true;
            return 0;
        }
        if (got < 0) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
        w->count++;
        w->bytes += j->item.raw == NULL ? 0 : strlen(j->item.raw);
        int rc = job_method(r, j, e);
        if (rc != 0) {
            return rc;
        }
    }
    w->full = w->count == WINDOW_DOCUMENTS || w->bytes >= WINDOW_BYTES;
    return 0;
}

void window_free(struct window *w)
{
    for (size_t i = 0; i < w->ready; i++) {
        diag_free(&w->jobs[i].d);
        stored_free(w->jobs[i].stored);
        arena_free(&w->jobs[i].arena);
    }
    free(w->jobs);
    *w = (struct window){0};
}

/* ---- scoring ---- */

static void complain_of_method(struct job *j)
{
    const struct json *own = json_get(j->item.doc, "checklist");
    if (j->method != NULL && j->method->fault != NULL) {
        diag_add(&j->d, own == NULL ? 0 : own->line, "checklist", "%s", j->method->fault);
    } else if (j->method == NULL && json_string(own) != NULL) {
        diag_add(&j->d, own->line, "checklist",
                 "\"%.80s\" is a file: a plan names ID or ID@VERSION; name files with --checklist",
                 json_string(own));
    } else if (j->method == NULL && own == NULL) {
        diag_add(&j->d, j->item.line, "checklist",
                 "is missing: name one in the plan or with --checklist");
    }
}

static void job_assess(struct job *j, int slot)
{
    int rc = engine_assess(j->method->engines[slot], &j->plan, &j->arena, &j->a);
    j->scored = rc == 0;
    j->e = (struct err){0};
    if (rc != 0) {
        (void)err_set(&j->e, rc, "out of memory");
    }
}

static void job_score(const struct run *r, struct job *j, int slot)
{
    struct method *m = j->method;
    if (j->item.doc == NULL) {
        return; /* refused by the reader */
    }
    int rc = plan_check(&j->arena, j->item.doc, r->round, &j->d, &j->plan);
    if (m == NULL || m->checklist == NULL) {
        complain_of_method(j);
        rc = rc == 0 ? ERR_INPUT : rc;
    }
    if (m != NULL && m->checklist != NULL && (rc == 0 || rc == ERR_INPUT)) {
        j->plan.doc = j->item.doc; /* all complaints in one go */
        int answers = plan_check_answers(&j->plan, m->checklist, m->whole, &j->d);
        rc = answers != 0 ? answers : rc;
    }
    if (rc == 0 && m->unfit != NULL) {
        const struct json *own = json_get(j->item.doc, "checklist");
        diag_add(&j->d, own == NULL ? 0 : own->line, "checklist", "%s", m->unfit);
        rc = ERR_INPUT;
    }
    if (rc == 0 && m->engines[slot] == NULL) {
        rc = engine_new(m->checklist, r->rules, &m->engines[slot], &j->e);
        j->left = rc == ERR_IO;
        if (rc != 0) {
            return; /* j->e stops the run, unless another thread's engine can be had */
        }
    }
    if (rc == 0) {
        job_assess(j, slot);
    } else if (rc != ERR_INPUT) {
        (void)err_set(&j->e, rc, "out of memory");
    }
}

struct crew {
    const struct run *r;
    struct window *w;
    atomic_size_t next;
};
struct member {
    struct crew *crew;
    int slot;
};

static void *work(void *context)
{
    const struct member *m = context;
    struct crew *crew = m->crew;
    for (;;) {
        size_t i = atomic_fetch_add(&crew->next, 1);
        if (i >= crew->w->count) {
            return NULL;
        }
        job_score(crew->r, &crew->w->jobs[i], m->slot);
        if (crew->w->jobs[i].left) {
            return NULL; /* where the system gives no more processes, fewer do the work */
        }
    }
}

/* What threads without an engine left over, by any engine there is. */
static void finish(struct crew *crew)
{
    size_t untouched = atomic_load(&crew->next);
    for (size_t i = 0; i < crew->w->count; i++) {
        struct job *j = &crew->w->jobs[i];
        if (i >= untouched) {
            job_score(crew->r, j, 0);
        }
        for (int slot = 0; j->left && slot < MAX_JOBS; slot++) {
            if (j->method->engines[slot] != NULL) {
                j->left = false;
                job_assess(j, slot);
            }
        }
    }
}

int window_score(struct run *r, struct window *w, struct err *e)
{
    struct crew crew = {.r = r, .w = w};
    atomic_init(&crew.next, 0);
    struct member members[MAX_JOBS] = {{&crew, 0}}; /* the first is this thread */
    pthread_t threads[MAX_JOBS];
    int wanted = r->threads, started = 1;
    if ((size_t)wanted > 1 + w->count / SHARE) {
        wanted = 1 + (int)(w->count / SHARE);
    }
    for (int i = 1; i < wanted; i++) {
        members[i] = (struct member){&crew, i};
    }
    while (started < wanted &&
           pthread_create(&threads[started], NULL, work, &members[started]) == 0) {
        started++; /* where the system gives no more threads, fewer do the work */
    }
    (void)work(&members[0]);
    for (int i = 1; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    finish(&crew);
    for (size_t i = 0; i < w->count; i++) {
        if (w->jobs[i].e.code != 0) {
            *e = w->jobs[i].e;
            return e->code;
        }
    }
    return 0;
}
