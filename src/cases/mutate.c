/* Mutants are tried one by one, on several threads where that is wanted. Each has a Lua state of its own, so
 * that nothing of one is left for the next; its text is put together in memory. */
#include "cases/mutate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "cases/coverage.h"

size_t mutants_valid(const size_t *fates)
{
    return fates[FATE_KILLED] + fates[FATE_SURVIVED];
}

/* ---- what is tried ---------------------------------------------------------------------------- */

static bool uses(const struct rule_info *info, const char *library)
{
    for (size_t i = 0; i < info->use_count; i++) {
        if (strcmp(info->use[i], library) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the tests of a rule say something of a file. */
static bool tests_file(const struct rule_info *info, const char *name)
{
    return strcmp(info->name, name) == 0 || uses(info, name);
}

/* The rules whose tests are needed, in the order of the rule set. */
static int choose_rules(const struct ruleset *r, const char *const *names, size_t count,
                        struct arena *arena, const struct rule_info ***out, size_t *chosen)
{
    *chosen = 0;
    *out = arena_alloc(arena, sizeof **out * (ruleset_count(r) + 1));
    for (size_t i = 0; *out != NULL && i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        bool wanted = false;
        for (size_t k = 0; k < count && !wanted; k++) {
            wanted = tests_file(info, names[k]);
        }
        if (wanted) {
            (*out)[(*chosen)++] = info;
        }
    }
    return *out == NULL ? ERR_MEMORY : 0;
}

static int prepare_file(const struct mutation *m, const struct ruleset *r, const char *name,
                        struct arena *arena, struct mutated *f, struct err *e)
{
    size_t len = 0;
    const char *text = ruleset_text(r, name, &len);
    if (text == NULL) {
        return err_set(e, ERR_NOT_FOUND, "%s: no such rule", name);
    }
    *f = (struct mutated){.name = name, .path = ruleset_path(r, name)};
    f->suites = arena_alloc(arena, sizeof *f->suites * (m->tests->count + 1));
    if (f->suites == NULL ||
        mutants_list(&f->mutants, arena, text, len, ruleset_find(r, name) == NULL) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    f->results = arena_alloc(arena, sizeof *f->results * (f->mutants.count + 1));
    f->needed = arena_alloc(arena, sizeof *f->needed * (f->mutants.exempt_count + 1));
    for (size_t i = 0; i < m->tests->count; i++) {
        if (tests_file(m->tests->rules[i].info, name)) {
            f->suites[f->suite_count++] = i;
        }
    }
    return f->results == NULL || f->needed == NULL ? err_set(e, ERR_MEMORY, "out of memory") : 0;
}

/* ---- one mutant ------------------------------------------------------------------------------- */

struct crew {
    const struct case_options *o;
    struct mutation *m;
    size_t total; /* mutants of all files */
    atomic_size_t next, done;
    atomic_int failed;
    pthread_mutex_t lock; /* of the next */
    struct err why;
};

/* Runs cases until one fails; *by is that one. */
static int run_cases(const struct crew *w, struct host *h, const struct mutated *f,
                     struct arena *arena, const struct rule_case **by)
{
    const struct case_run *tests = w->m->tests;
    for (size_t i = 0; i < f->suite_count; i++) {
        const struct rule_run *rule = &tests->rules[f->suites[i]];
        for (size_t k = 0; k < rule->count; k++) {
            struct case_result result;
            arena_reset(arena);
            host_forget(h); /* findings that are remembered lie in the arena */
            if (cases_run_one(h, tests->checklists, rule->results[k].c, arena, &result) != 0) {
                return ERR_MEMORY;
            }
            if (!result.passed) {
                *by = result.c;
                return 0;
            }
        }
    }
    return 0;
}

/* The first rule that is refused because of the mutant, or NULL. */
static bool is_refused(const struct crew *w, const struct ruleset *r, const struct mutated *f)
{
    for (size_t i = 0; i < f->suite_count; i++) {
        const char *name = w->m->tests->rules[f->suites[i]].info->name;
        if (ruleset_find(r, name)->error != NULL) {
            return true;
        }
    }
    return false;
}

/* The text of a file with one of its mutants in it. */
static int write_text(struct buf *text, const struct mutants *all, const struct mutant *one)
{
    size_t end = one->from + one->len;
    buf_reset(text);
    buf_add(text, all->text, one->from);
    buf_puts(text, one->with);
    buf_add(text, all->text + end, all->len - end);
    return buf_status(text);
}

static int try_one(const struct crew *w, const struct mutated *f, size_t index, struct buf *text,
                   struct arena *arena, struct err *e)
{
    enum { WALL_MS = 600000 };
    struct host_budget budget = host_budget_default;
    struct mutant_result *out = &f->results[index];
    struct ruleset *r = NULL;
    struct host *h = NULL;
    budget.wall_ms = WALL_MS;
    int rc = write_text(text, &f->mutants, &f->mutants.items[index]);
    rc = rc == 0 ? ruleset_with(w->o->rules, f->name, buf_text(text), text->len, &budget, &r, e)
                 : rc;
    rc = rc == 0 ? ruleset_inspect(r, NULL, e) : rc;
    if (rc == 0 && is_refused(w, r, f)) {
        out->fate = FATE_INVALID;
    } else if (rc == 0) {
        rc = host_take(r, &h, e);
        rc = rc == 0 ? run_cases(w, h, f, arena, &out->by) : rc;
        out->fate = out->by == NULL ? FATE_SURVIVED : FATE_KILLED;
    }
    host_free(h);
    ruleset_free(r);
    return rc;
}

/* ---- all -------------------------------------------------------------------------------------- */

static void *work(void *context)
{
    struct crew *w = context;
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    struct err e = {0};
    int rc = 0;
    while (rc == 0 && atomic_load(&w->failed) == 0) {
        size_t i = atomic_fetch_add(&w->next, 1), file = 0;
        if (i >= w->total) {
            break;
        }
        while (i >= w->m->files[file].mutants.count) {
            i -= w->m->files[file++].mutants.count;
        }
        rc = try_one(w, &w->m->files[file], i, &text, &arena, &e);
        size_t done = atomic_fetch_add(&w->done, 1) + 1;
        if (w->o->tell != NULL) {
            w->o->tell(w->o->context, done, w->total);
        }
    }
    buf_free(&text);
    arena_free(&arena);
    if (rc != 0) {
        (void)pthread_mutex_lock(&w->lock);
        if (atomic_load(&w->failed) == 0) {
            w->why = e;
            atomic_store(&w->failed, rc);
        }
        (void)pthread_mutex_unlock(&w->lock);
    }
    return NULL;
}

/* A survivor on a line with a reason is exempt, and the reason is needed. */
static void excuse(struct mutated *f)
{
    for (size_t i = 0; i < f->mutants.count; i++) {
        struct mutant_result *r = &f->results[i];
        for (size_t k = 0; r->fate == FATE_SURVIVED && k < f->mutants.exempt_count; k++) {
            const struct exemption *x = &f->mutants.exempt[k];
            if (x->line == f->mutants.items[i].line && x->reason[0] != '\0') {
                r->fate = FATE_EXEMPT;
                r->exemption = x;
                f->needed[k] = true;
            }
        }
        f->fates[r->fate]++;
    }
}

static void sum_up(struct mutation *m)
{
    for (size_t i = 0; i < m->count; i++) {
        struct mutated *f = &m->files[i];
        excuse(f);
        for (int k = 0; k < FATE_COUNT; k++) {
            m->fates[k] += f->fates[k];
        }
        for (size_t k = 0; k < f->mutants.exempt_count; k++) {
            m->needless += !f->needed[k];
        }
    }
}

static int mutate_files(struct mutation *m, const struct case_options *o, const char *const *names,
                        size_t count, struct err *e)
{
    struct case_options tests = *o;
    const struct rule_info **chosen = NULL;
    size_t chosen_count = 0;
    struct crew w = {.o = o, .m = m, .lock = PTHREAD_MUTEX_INITIALIZER};
    m->files = arena_alloc(&m->arena, sizeof *m->files * (count + 1));
    int rc = m->files == NULL ? ERR_MEMORY : 0;
    rc = rc == 0 ? choose_rules(o->rules, names, count, &m->arena, &chosen, &chosen_count) : rc;
    if (rc != 0) {
        return err_set(e, rc, "out of memory");
    }
    tests.chosen = chosen;
    tests.count = chosen_count;
    tests.lines = false;
    rc = cases_run(&tests, &m->tests, e);
    if (rc != 0 || m->tests->failed > 0) {
        return rc;
    }
    for (size_t i = 0; rc == 0 && i < count; i++) {
        rc = prepare_file(m, o->rules, names[i], &m->arena, &m->files[i], e);
        w.total += m->files[i].mutants.count;
        m->count += rc == 0;
    }
    if (rc != 0) {
        return rc;
    }
    crew_work(o->jobs, work, &w);
    rc = atomic_load(&w.failed);
    if (rc != 0) {
        return err_set(e, rc, "%s", w.why.code == 0 ? "out of memory" : w.why.text);
    }
    sum_up(m);
    return 0;
}

int mutate(const struct case_options *o, const char *const *names, size_t count,
           struct mutation **out, struct err *e)
{
    struct mutation *m = calloc(1, sizeof *m);
    *out = NULL;
    if (m == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = mutate_files(m, o, names, count, e);
    if (rc != 0) {
        mutation_free(m);
        return rc;
    }
    *out = m;
    return 0;
}

void mutation_free(struct mutation *m)
{
    if (m != NULL) {
        cases_run_free(m->tests);
        arena_free(&m->arena);
        free(m);
    }
}
