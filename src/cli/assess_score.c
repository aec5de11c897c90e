/* Parcels of documents: cut from the input, then read, checked and scored. */
#include <stdlib.h>
#include <string.h>

#include "cli/assess_run.h"
#include "report/render.h"

/* ---- cutting ---- */

void parcel_reset(struct parcel *p)
{
    for (size_t i = 0; i < p->count; i++) {
        diag_free(&p->jobs[i].d);
        stored_free(p->jobs[i].stored);
    }
    arena_reset(&p->arena);
    if (p->text.cap > (size_t)PARCEL_BYTES * 16) {
        buf_free(&p->text);
    }
    buf_reset(&p->text);
    p->count = p->bytes = p->scored = p->delivered = 0;
    p->e = (struct err){0};
    p->full = p->last = p->starved = false;
}

void parcel_cut(struct run *r, struct parcel *p)
{
    /* A list of one is printed otherwise: whether there are several is seen first. */
    size_t least = p->first && r->cli->format == FORMAT_JSON ? 2 : 1;
    while (p->count < least || (p->count < PARCEL_DOCUMENTS && p->bytes < PARCEL_BYTES)) {
        bool waits = r->plans == NULL && input_waits(r->input);
        if (waits && p->count >= least) {
            return; /* who waits for an answer before going on gets it */
        }
        if (waits) {
            queue_waits(&r->queue, true);
        }
        struct job *j = &p->jobs[p->count];
        *j = (struct job){.text_len = 0};
        diag_init(&j->d, NULL);
        int got = r->plans != NULL ? stored_cut(r, p, j)
                                   : input_cut(r->input, &p->arena, &j->d, &j->item);
        if (waits) {
            queue_waits(&r->queue, false);
        }
        if (got <= 0) {
            diag_free(&j->d);
            p->last = true;
            p->starved = got == ERR_MEMORY;
            return;
        }
        p->count++;
        p->bytes += j->item.len;
    }
    p->full = true;
}

/* ---- scoring ---- */

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

/* That of its stored assessment; NULL: out of memory. */
static const char *stored_reference(struct arena *arena, const struct job *j)
{
    char *id = arena_join(arena, j->before->checklist_id, "@");
    return id == NULL ? NULL : arena_join(arena, id, j->before->checklist_version);
}

static void complain_of_method(struct job *j)
{
    const struct json *own = json_get(j->item.doc, "checklist");
    if (j->method != NULL && j->method->fault != NULL) {
        int line = own != NULL ? own->line : j->before != NULL ? j->item.line : 0;
        diag_add(&j->d, line, "checklist", "%s", j->method->fault);
    } else if (j->method == NULL && json_string(own) != NULL) {
        diag_add(&j->d, own->line, "checklist",
                 "\"%.80s\" is a file: a plan names ID or ID@VERSION; name files with --checklist",
                 json_string(own));
    } else if (j->method == NULL && own == NULL) {
        diag_add(&j->d, j->item.line, "checklist",
                 "is missing: name one in the plan or with --checklist");
    }
}

static int starved(int rc, struct err *e)
{
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

/* Holds the plan against what can be known before its rules run. ERR_INPUT: it is refused, with complaints in
 * j->d; or a code with *e filled. */
static int job_check(struct run *r, struct arena *arena, struct job *j, struct err *e)
{
    int rc = input_read(arena, &j->d, &j->item);
    if (rc != 0 || j->item.doc == NULL) {
        return rc == 0 ? ERR_INPUT : starved(rc, e);
    }
    const char *reference = j->before != NULL && r->checklist == NULL ? stored_reference(arena, j)
                                                                      : asked_for(r, j->item.doc);
    if (reference == NULL && j->before != NULL) {
        return starved(ERR_MEMORY, e);
    }
    struct method *m = reference == NULL ? NULL : method_get(r, reference, e);
    if (reference != NULL && m == NULL) {
        return e->code;
    }
    j->method = m;
    rc = plan_check(arena, j->item.doc, j->before != NULL ? j->before->round : r->round, &j->d,
                    &j->plan);
    if (m == NULL || m->checklist == NULL) {
        complain_of_method(j);
        return rc == 0 || rc == ERR_INPUT ? ERR_INPUT : starved(rc, e);
    }
    if (rc == 0 || rc == ERR_INPUT) {
        j->plan.doc = j->item.doc; /* all complaints in one go */
        int answers = j->before != NULL
                          ? plan_check_known_answers(&j->plan, m->checklist, m->whole, &j->others,
                                                     &j->d)
                          : plan_check_answers(&j->plan, m->checklist, m->whole, &j->d);
        rc = answers != 0 ? answers : rc;
    }
    if (rc == 0 && m->unfit != NULL) {
        const struct json *own = json_get(j->item.doc, "checklist");
        diag_add(&j->d, own == NULL ? 0 : own->line, "checklist", "%s", m->unfit);
        rc = ERR_INPUT;
    }
    return rc == 0 || rc == ERR_INPUT ? rc : starved(rc, e);
}

/* What is printed of it but for its identity, which comes of storing. */
static void job_render(const struct run *r, struct parcel *p, struct job *j)
{
    struct assessment shown = j->a;
    j->text = p->text.len;
    if (r->cli->format == FORMAT_TEXT && j->before == NULL) {
        job_line(j, &p->text);
    } else if (r->cli->format != FORMAT_TEXT) {
        shown.checklist = j->method->shown != NULL ? j->method->shown : shown.checklist;
        render_assessment_json(&p->text, &shown, true, false);
    }
    j->text_len = p->text.len - j->text;
}

/* Does of storing what needs no turn. */
static int job_ready(const struct run *r, struct parcel *p, struct job *j, struct err *e)
{
    struct store_ready **ready = &p->ready[j - p->jobs];
    if (r->store == NULL || j->a.hurried) {
        return 0;
    }
    if (*ready == NULL) {
        *ready = store_ready_new();
    }
    return *ready != NULL ? store_ready_make(r->store, &j->a, *ready, e) : starved(ERR_MEMORY, e);
}

/* 0; ERR_BUSY: there is no engine; or another code that ends the run, both with *e filled. */
static int job_score(struct run *r, struct parcel *p, struct job *j, int slot, struct err *e)
{
    int rc = j->plan.doc == NULL ? job_check(r, &p->arena, j, e) : 0; /* it was checked before */
    if (rc != 0) {
        return rc == ERR_INPUT ? 0 : rc;
    }
    struct method *m = j->method;
    if (m->engines[slot] == NULL) {
        rc = engine_new(m->checklist, r->rules, &m->engines[slot], e);
        if (rc != 0) {
            return rc == ERR_IO ? ERR_BUSY : rc; /* of the system's processes there are no more */
        }
    }
    rc = engine_assess(m->engines[slot], &j->plan, &p->arena, &j->a);
    if (rc == 0) {
        j->scored = true;
        job_render(r, p, j);
        rc = buf_status(&p->text);
    }
    return rc == 0 && j->scored ? job_ready(r, p, j, e) : starved(rc, e);
}

int parcel_score(struct run *r, struct parcel *p, int slot)
{
    struct err e = {0};
    int rc = 0;
    while (rc == 0 && p->scored < p->count) {
        rc = job_score(r, p, &p->jobs[p->scored], slot, &e);
        p->scored += rc == 0;
    }
    if (rc != 0) {
        p->e = e;
    }
    return rc == ERR_BUSY ? ERR_BUSY : 0;
}

bool parcel_adopt(struct parcel *p, int slot)
{
    struct method *m = p->jobs[p->scored].method;
    for (int i = 0; i < MAX_JOBS; i++) {
        if (m->engines[i] != NULL) {
            m->engines[slot] = m->engines[i];
            m->engines[i] = NULL;
            p->e = (struct err){0};
            return true;
        }
    }
    return false;
}
