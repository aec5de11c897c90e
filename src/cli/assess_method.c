/* Checklists of a run, each read once. */
#include <stdlib.h>
#include <string.h>

#include "cli/assess_run.h"
#include "cli/language.h"

enum { TRIES = 3 }; /* for rules that are lost: a plan each */

static int find_band(const struct checklist *c, const char *id, int *out, struct err *e)
{
    struct buf known = BUF_INIT;
    for (int i = 0; i < c->band_count; i++) {
        if (strcmp(c->bands[i].id, id) == 0) {
            *out = i;
            buf_free(&known);
            return 0;
        }
        buf_printf(&known, "%s%s", i == 0 ? "" : ", ", c->bands[i].id);
    }
    int rc = buf_status(&known) != 0
                 ? err_set(e, ERR_MEMORY, "out of memory")
                 : err_set(e, ERR_USAGE, "--require: %.64s: is no band of %s: give one of %.500s",
                           id, c->id, known.len == 0 ? "(it has none)" : buf_text(&known));
    buf_free(&known);
    return rc;
}

/* Reads the checklist of m. What is wrong with it becomes m->fault; only memory is an error. */
static int method_load(const struct run *r, struct method *m, struct err *e)
{
    struct arena arena = ARENA_INIT;
    int rc = settings_checklist(m->reference, r->profile, &arena, &m->checklist, NULL, e);
    if (rc == 0 && r->profile != NULL) {
        rc = settings_checklist(m->reference, NULL, &arena, &m->whole, NULL, e);
    }
    arena_free(&arena);
    if (rc == 0) {
        rc = ruleset_inspect(r->rules, m->checklist, e);
        m->lost = rc == ERR_BUSY;
        rc = m->lost ? 0 : rc;
    }
    rc = rc == 0 ? language_checklist(r->cli, m->reference, m->checklist, &m->texts, &m->shown, e)
                 : rc;
    if (rc != 0 && rc != ERR_MEMORY) {
        checklist_free(m->checklist);
        m->checklist = NULL;
        m->fault = strdup(e->text);
        rc = m->fault == NULL ? err_set(e, ERR_MEMORY, "out of memory") : 0;
    }
    return rc;
}

static void method_free(struct method *m)
{
    for (int i = 0; i < MAX_JOBS; i++) {
        engine_free(m->engines[i]);
    }
    checklist_free(m->checklist);
    checklist_free(m->whole);
    checklist_free(m->shown);
    texts_free(m->texts);
    free(m->reference);
    free(m->fault);
    free(m->unfit);
    free(m);
}

/* With the lock. */
static struct method *find_or_load(struct run *r, const char *reference, struct err *e)
{
    int tries = 1;
    for (struct method *m = r->methods; m != NULL; m = m->next) {
        if (strcmp(m->reference, reference) == 0) {
            if (!m->lost || m->tries == TRIES) {
                return m;
            }
            tries = m->tries + 1; /* it stays: its findings may be on their way out */
            break;
        }
    }
    struct method *m = calloc(1, sizeof *m);
    if (m == NULL) {
        (void)err_set(e, ERR_MEMORY, "out of memory");
        return NULL;
    }
    m->demanded = -1;
    m->tries = tries;
    m->reference = strdup(reference);
    int rc = m->reference == NULL ? err_set(e, ERR_MEMORY, "out of memory") : method_load(r, m, e);
    if (rc == 0 && m->checklist != NULL && r->require != NULL) {
        rc = find_band(m->checklist, r->require, &m->demanded, e);
        if (rc != 0 && r->checklist == NULL) { /* the plan's own choice: it costs that plan alone */
            m->unfit = strdup(e->text);
            rc = m->unfit == NULL ? err_set(e, ERR_MEMORY, "out of memory") : 0;
        }
    }
    if (rc != 0) {
        method_free(m);
        return NULL;
    }
    m->next = r->methods;
    r->methods = m;
    return m;
}

struct method *method_get(struct run *r, const char *reference, struct err *e)
{
    (void)pthread_mutex_lock(&r->methods_lock);
    struct method *m = find_or_load(r, reference, e);
    (void)pthread_mutex_unlock(&r->methods_lock);
    return m;
}

void methods_free(struct run *r)
{
    while (r->methods != NULL) {
        struct method *next = r->methods->next;
        method_free(r->methods);
        r->methods = next;
    }
}
