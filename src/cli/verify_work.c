/* Assessments made again, by several threads. */
#include "cli/verify_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "banyan.h"
#include "base/number.h"
#include "base/text.h"

enum outcome_of_one { ONE_SAME, ONE_DIFFERS, ONE_UNABLE };

/* One assessment at a time, in a thread. */
struct one {
    struct verify *v;
    int slot;
    bool checks; /* looks at the store first */
    struct arena arena;
    struct store_claim claim;
    struct buf why; /* what is told of one that is not the same */
};

/* ---- the order of what is told ---- */

/* A place for the remark of that number, without text: the first of them are kept, in order. NULL: it comes
 * too late, and is only counted. */
static struct verify_remark *remark_place(struct verify *v, int64_t sequence)
{
    size_t at = v->remark_count;
    while (at > 0 && v->remarks[at - 1].sequence > sequence) {
        at--;
    }
    if (at == VERIFY_REMARKS) {
        return NULL;
    }
    if (v->remark_count == VERIFY_REMARKS) {
        buf_free(&v->remarks[--v->remark_count].text);
    }
    memmove(&v->remarks[at + 1], &v->remarks[at], (v->remark_count - at) * sizeof *v->remarks);
    v->remarks[at] = (struct verify_remark){sequence, BUF_INIT};
    v->remark_count++;
    return &v->remarks[at];
}

static void remark(struct one *o)
{
    struct verify_remark *place = remark_place(o->v, o->claim.sequence);
    if (place == NULL) {
        return;
    }
    buf_printf(&place->text, "assessment %lld (%s): %s", (long long)o->claim.sequence, o->claim.id,
               buf_text(&o->why));
    if (buf_status(&place->text) != 0 || buf_status(&o->why) != 0) {
        (void)err_set(&o->v->e, ERR_MEMORY, "out of memory");
    }
}

/* ---- what differs ---- */

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static int same_params(const struct finding *a, const struct finding *b, bool *same)
{
    struct buf x = BUF_INIT, y = BUF_INIT;
    if (a->params != NULL) {
        json_write(&x, a->params);
    }
    if (b->params != NULL) {
        json_write(&y, b->params);
    }
    *same = strcmp(buf_text(&x), buf_text(&y)) == 0;
    int rc = x.failed || y.failed ? ERR_MEMORY : 0;
    buf_free(&x);
    buf_free(&y);
    return rc;
}

static bool same_read(const struct finding *a, const struct finding *b)
{
    bool same = a->read_count == b->read_count;
    for (size_t i = 0; same && i < a->read_count; i++) {
        same = strcmp(a->read[i], b->read[i]) == 0;
    }
    return same;
}

/* What of two findings is not the same; NULL: nothing that is shown. */
static int difference(const struct finding *a, const struct finding *b, const char **out)
{
    bool params = false;
    int rc = same_params(a, b, &params);
    *out = a->outcome != b->outcome || (a->outcome == OUTCOME_SCORED && a->credit != b->credit)
               ? "result"
           : !same_text(a->template_text, b->template_text) || !params ? "reason"
           : !same_text(a->rule, b->rule) || a->line != b->line        ? "rule"
           : !same_read(a, b)                                          ? "facts that were read"
           : a->by != b->by                                            ? "origin"
                                                                       : NULL;
    return rc;
}

static void put_result(struct buf *out, const struct finding *f)
{
    buf_puts(out, outcome_name(f->outcome));
    if (f->outcome == OUTCOME_SCORED) {
        buf_putc(out, ' ');
        number_write_credit(out, f->credit);
    }
}

/* As the store shows it: with its findings, totals and link confirmed. 0; ERR_STORE where it is not
 * shown, for a reason that is told; else *e says why nobody can know. Under the lock. */
static int look_up(struct one *o, struct stored **out, struct err *e)
{
    int rc = store_get(o->v->store, o->claim.id, out, e);
    if (rc == ERR_STORE) {
        buf_puts(&o->why, e->text);
        *e = (struct err){0};
    }
    return rc;
}

/* The first finding that is another one. */
static void tell_difference(struct one *o, const struct assessment *a, const struct assessment *b)
{
    const char *what = NULL;
    int i = 0;
    for (; i < a->checklist->criterion_count && what == NULL; i++) {
        if (difference(&b->findings[i], &a->findings[i], &what) != 0) {
            o->why.failed = true;
            break;
        }
    }
    if (what != NULL) {
        buf_printf(&o->why, "%s: another %s: ", a->checklist->criteria[i - 1].demand.id, what);
        put_result(&o->why, &b->findings[i - 1]);
        buf_puts(&o->why, " is stored, ");
        put_result(&o->why, &a->findings[i - 1]);
        buf_puts(&o->why, " comes out");
    } else {
        buf_puts(&o->why, "other figures come out than are stored");
    }
    if (strcmp(o->claim.engine, a->engine) != 0) {
        buf_printf(&o->why, "; stored by %s, this is %s", o->claim.engine, a->engine);
    }
}

/* ---- one assessment ---- */

static enum outcome_of_one unable(struct one *o, const char *why)
{
    buf_printf(&o->why, "cannot be made again: %s", why);
    return ONE_UNABLE;
}

static int read_plan(struct one *o, struct plan *plan)
{
    struct json *doc = NULL;
    struct json_error error = {0};
    struct diag d;
    diag_init(&d, NULL);
    int rc = json_parse(&o->arena, o->claim.plan, o->claim.plan_len, 1, &doc, &error);
    if (rc == ERR_INPUT) {
        diag_add(&d, 0, error.path, "%s", error.text);
    }
    rc = rc == 0 ? plan_check(&o->arena, doc, o->claim.round, &d, plan) : rc;
    if (rc == ERR_INPUT) {
        const char *line = buf_text(&d.text);
        buf_printf(&o->why, "cannot be made again: its plan: %.*s", (int)strcspn(line, "\n"), line);
    } else if (rc == 0 && strcmp(plan->digest, o->claim.plan_digest) != 0) {
        buf_puts(&o->why, "its plan is not the one of its digest");
        rc = ERR_INPUT;
    }
    diag_free(&d);
    return rc;
}

/* With the rules as they are, then, where one was refused, without tests demanded. */
static int make_again(struct one *o, struct remake *m, const struct plan *plan,
                      struct assessment *a, bool *same, struct err *e)
{
    int rc = 0;
    *same = false;
    int ways = m->lenient == NULL ? 1 : 2;
    for (int lenient = 0; lenient < ways && rc == 0 && !*same; lenient++) {
        struct engine *engine = remake_engine(m, o->slot, lenient == 1, e);
        if (engine == NULL) {
            return e->code != 0 ? e->code : ERR_MEMORY;
        }
        rc = engine_assess(engine, plan, &o->arena, a);
        rc = rc == 0 ? store_claim_holds(&o->claim, a, same) : rc;
    }
    return rc == 0 || e->code != 0 ? rc : err_set(e, rc, "out of memory");
}

static enum outcome_of_one verify_one(struct one *o, struct remake *m, struct err *e)
{
    struct verify *v = o->v;
    struct plan plan;
    struct assessment a;
    bool same = false;
    if (o->claim.fault != NULL || m->fault != NULL) {
        return unable(o, o->claim.fault != NULL ? o->claim.fault : m->fault);
    }
    int rc = read_plan(o, &plan);
    if (rc == ERR_INPUT) {
        return ONE_UNABLE;
    }
    if (rc != 0) {
        (void)err_set(e, rc, "out of memory");
        return ONE_UNABLE;
    }
    rc = make_again(o, m, &plan, &a, &same, e);
    if (rc != 0) {
        return ONE_UNABLE;
    }
    if (!same && a.hurried) {
        return unable(o, "a rule ran into the time limit or its process ended: try again when the "
                         "machine is less busy");
    }
    if (same && v->ids == NULL) { /* the check looks at the rest */
        return ONE_SAME;
    }
    struct stored *stored = NULL;
    (void)pthread_mutex_lock(&v->lock);
    rc = look_up(o, &stored, e);
    if (rc == 0 && !same) {
        tell_difference(o, &a, &stored->assessment);
    }
    stored_free(stored);
    (void)pthread_mutex_unlock(&v->lock);
    return rc == 0 && same ? ONE_SAME : ONE_DIFFERS;
}

/* ---- threads ---- */

static void progress_show(struct verify *v)
{
    double seconds = 0;
    struct buf line = BUF_INIT;
    if (!meter_due(&v->meter, &seconds)) {
        return;
    }
    double rate = (double)v->seen / seconds;
    buf_printf(&line, "%lld of %lld made again, %lld a second, ", (long long)v->seen,
               (long long)v->total, (long long)(rate + 0.5));
    meter_time(&line, rate > 0 ? (double)(v->total - v->seen) / rate : 0);
    buf_puts(&line, " left");
    if (buf_status(&line) == 0) {
        meter_show(&v->meter, buf_text(&line));
    }
    buf_free(&line);
}

/* The next claim and its method. False: there is none. Under the lock. */
static bool take(struct one *o, struct remake **m)
{
    struct verify *v = o->v;
    int got = 0;
    if (v->ended || v->e.code != 0) {
        return false;
    }
    if (v->ids == NULL) {
        got = store_claims_next(v->claims, &o->arena, &o->claim, &v->e);
    } else if (v->next_id < v->id_count) {
        got = store_claim_get(v->store, v->ids[v->next_id++], &o->arena, &o->claim, &v->e);
        got = got == 0 ? 1 : got;
    }
    v->ended = v->ended || got == 0;
    *m = got == 1 ? remake_get(v, &o->claim, &v->e) : NULL;
    return *m != NULL;
}

static void note(struct one *o, struct remake *m, enum outcome_of_one what, const struct err *e)
{
    struct verify *v = o->v;
    m->users--;
    v->seen++;
    if (e->code != 0) {
        v->e = v->e.code == 0 ? *e : v->e;
        return;
    }
    v->same += what == ONE_SAME;
    v->differ += what == ONE_DIFFERS;
    v->unable += what == ONE_UNABLE;
    v->elsewhere += o->claim.engine != NULL &&
                    strcmp(o->claim.engine, "banyan " BANYAN_VERSION) != 0;
    if (what != ONE_SAME) {
        remark(o);
    }
    progress_show(v);
}

static void *work(void *context)
{
    struct one *o = context;
    struct verify *v = o->v;
    struct remake *m = NULL;
    if (o->checks) {
        int64_t count = 0;
        (void)store_check(v->checked, &v->report, &v->faults, &count, &v->check_error);
    }
    for (;;) {
        struct err e = {0};
        arena_reset(&o->arena);
        buf_reset(&o->why);
        (void)pthread_mutex_lock(&v->lock);
        bool more = take(o, &m);
        (void)pthread_mutex_unlock(&v->lock);
        if (!more) {
            break;
        }
        enum outcome_of_one what = verify_one(o, m, &e);
        (void)pthread_mutex_lock(&v->lock);
        note(o, m, what, &e);
        (void)pthread_mutex_unlock(&v->lock);
    }
    return NULL;
}

void verify_work(struct verify *v)
{
    struct one crew[VERIFY_JOBS] = {{.v = v}};
    pthread_t threads[VERIFY_JOBS];
    int started = 1;
    for (int i = 0; i < v->threads; i++) {
        crew[i] = (struct one){.v = v, .slot = i, .checks = i == 0 && v->checked != NULL};
    }
    while (started < v->threads &&
           pthread_create(&threads[started], NULL, work, &crew[started]) == 0) {
        started++; /* where the system gives no more threads, fewer do the work */
    }
    (void)work(&crew[0]);
    for (int i = 1; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < v->threads; i++) {
        arena_free(&crew[i].arena);
        buf_free(&crew[i].why);
    }
    meter_hide(&v->meter);
}
