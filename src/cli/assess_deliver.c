/* What becomes of a scored window: stored as a whole, then printed in input order. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/assess_run.h"
#include "cli/language.h"
#include "library.h"
#include "report/render.h"

enum { PENDING_BYTES = 4 << 20 };
enum { MAX_FAULTS = 100 }; /* error findings told one by one */

/* ---- storing ---- */

static int store_jobs(struct run *r, struct window *w, struct err *e)
{
    for (size_t i = 0; i < w->count; i++) {
        struct job *j = &w->jobs[i];
        enum store_put how;
        if (!j->scored || j->a.hurried) {
            continue;
        }
        int rc = j->method->kept ? 0 : library_keep(r->rules, j->method->checklist, r->store, e);
        j->method->kept = true; /* a rollback ends the run */
        if (rc == 0) {
            rc = store_put(r->store, &j->a, &how, e);
        }
        if (rc == 0 && how == STORE_DIFFERS) {
            rc = store_get(r->store, j->a.id, &j->stored, e);
            j->a = rc == 0 ? j->stored->assessment : j->a;
        }
        if (rc != 0) {
            return rc;
        }
    }
    return 0;
}

/* Into the open batch; after an error the batch is to be rolled back. */
static int window_store(struct run *r, struct window *w, struct err *e)
{
    size_t scored = 0;
    for (size_t i = 0; i < w->count; i++) {
        scored += w->jobs[i].scored && !w->jobs[i].a.hurried;
    }
    if (r->store == NULL || scored == 0) {
        return 0;
    }
    if (!r->batch) {
        int rc = store_begin(r->store, e);
        if (rc != 0) {
            return rc;
        }
        r->batch = true;
        (void)clock_gettime(CLOCK_MONOTONIC, &r->batch_begun);
    }
    return store_jobs(r, w, e);
}

/* Whether what is pending had better be committed: a sync costs as much as many plans, and a slow source
 * wants its answers. */
static bool due(const struct run *r, const struct window *w)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t ms = (int64_t)(now.tv_sec - r->batch_begun.tv_sec) * 1000 +
                 (now.tv_nsec - r->batch_begun.tv_nsec) / 1000000;
    return !r->batch || !w->full || ms >= WINDOW_MS || r->pending.len > PENDING_BYTES;
}

/* What was not committed is not told. */
static void run_abandon(struct run *r, const struct err *e)
{
    if (r->batch) {
        store_rollback(r->store);
        r->batch = false;
    }
    buf_reset(&r->pending);
    r->series.open = r->told;
    r->stop = cli_fail(e);
}

void run_commit(struct run *r)
{
    struct err e = {0};
    if (r->stop != 0) {
        return;
    }
    if (r->batch && store_commit(r->store, &e) != 0) {
        run_abandon(r, &e);
        return;
    }
    r->batch = false;
    cli_write(r->cli, &r->pending);
    buf_reset(&r->pending);
    r->told = r->series.open;
    r->stop = cli_flush(r->cli);
}

/* ---- progress ---- */

static void progress_hide(struct run *r)
{
    if (r->progress) {
        (void)fputs("\r\033[K", stderr);
        r->progress = false;
    }
}

/* On a terminal, after a second, five times a second at most. */
static void progress_show(struct run *r)
{
    struct timespec now;
    if (r->cli->quiet || !isatty(STDERR_FILENO)) {
        return;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    double since_start = (double)(now.tv_sec - r->begun.tv_sec) +
                         (double)(now.tv_nsec - r->begun.tv_nsec) / 1e9;
    double since_shown = (double)(now.tv_sec - r->shown.tv_sec) +
                         (double)(now.tv_nsec - r->shown.tv_nsec) / 1e9;
    if (since_start < 1 || since_shown < 0.2) {
        return;
    }
    r->shown = now;
    r->progress = true;
    (void)fprintf(stderr, "\r%zu plans read, %zu assessed, %.0f a second\033[K", r->seen,
                  r->assessed, (double)r->seen / since_start);
    (void)fflush(stderr);
}

/* ---- printing ---- */

static void print_line(struct run *r, const struct job *j, struct buf *out)
{
    const struct checklist *c = j->method->checklist;
    const struct assessment *a = &j->a;
    const struct node_result *root = &a->nodes[0];
    struct line line = {
        .community = j->plan.community_name != NULL ? j->plan.community_name : j->plan.community,
        .country = j->plan.country,
        .round = j->plan.round,
        .band = a->band < 0 ? NULL : c->bands[a->band].id,
        .band_possible = a->band_possible < 0 ? NULL : c->bands[a->band_possible].id,
        .id = a->id[0] == '\0' ? NULL : a->id,
        .applicable = root->applicable,
        .score = root->score,
        .low = root->low,
        .high = root->high,
        .coverage = root->coverage,
    };
    if (!r->headed) {
        r->headed = true;
        line_head(out, r->cli->color);
    }
    line_row(out, &line, c);
}

static void print_assessment(struct run *r, const struct window *w, const struct job *j,
                             struct buf *out)
{
    if (r->cli->format == FORMAT_TEXT) {
        print_line(r, j, out);
        return;
    }
    struct buf text = BUF_INIT;
    struct assessment shown = j->a;
    language_remark(r->cli, j->method->reference, j->method->checklist, j->method->texts);
    shown.checklist = j->method->shown != NULL ? j->method->shown : shown.checklist;
    render_assessment_json(&text, &shown, true, true);
    if (r->series.format == FORMAT_JSON && w->last && r->seen == 1) { /* one document in all */
        buf_puts(&text, "\n");
        buf_add(out, buf_text(&text), text.len);
        out->failed = out->failed || text.failed;
        r->series.format = FORMAT_TEXT; /* no array then */
    } else {
        series_put(&r->series, out, &text);
    }
    buf_free(&text);
}

/* Findings that ended in an error: the assessment is incomplete. */
static void tell_faults(struct run *r, const struct job *j)
{
    const struct checklist *c = j->method->checklist;
    for (int i = 0; i < c->criterion_count; i++) {
        const struct finding *f = &j->a.findings[i];
        if (f->outcome != OUTCOME_ERROR) {
            continue;
        }
        if (++r->faults > MAX_FAULTS) {
            continue;
        }
        struct buf reason = BUF_INIT, where = BUF_INIT;
        language_remark(r->cli, j->method->reference, c, j->method->texts);
        finding_reason_in(&reason, f, j->method->texts);
        text_escape(&where, j->item.file, strlen(j->item.file), 500);
        cli_say("%s:%d: plan %s: %s: %s%s%s%s", buf_text(&where), j->item.line, j->plan.id,
                c->criteria[i].demand.id, buf_text(&reason), f->rule == NULL ? "" : " (rule ",
                f->rule == NULL ? "" : f->rule, f->rule == NULL ? "" : ")");
        buf_free(&reason);
        buf_free(&where);
    }
}

static void deliver_job(struct run *r, const struct window *w, const struct job *j, struct buf *out)
{
    if (!j->scored) {
        r->refused++;
        cli_complaints(&j->d);
        reject_put(&r->reject, &j->item);
        return;
    }
    if (j->a.hurried && r->store != NULL) {
        cli_say("%s:%d: plan %s: is not stored, since a rule ran into the time limit or its "
                "process ended: assess it again when the machine is less busy, or mend the rule",
                j->item.file, j->item.line, j->plan.id);
    }
    if (j->stored != NULL) {
        cli_say("%s:%d: plan %s: is stored with other findings of its rules, which stand: change "
                "a rule's version or text to assess it anew",
                j->item.file, j->item.line, j->plan.id);
    }
    const struct node_result *root = &j->a.nodes[0];
    r->assessed++;
    if (!root->applicable || root->score == SCORE_NONE) {
        r->unscored = true;
    }
    if (j->method->demanded >= 0 && (j->a.band < 0 || j->a.band > j->method->demanded)) {
        r->below = true;
    }
    if (j->a.incomplete) {
        tell_faults(r, j);
    }
    print_assessment(r, w, j, out);
}

void window_deliver(struct run *r, struct window *w)
{
    struct err e = {0};
    if (window_store(r, w, &e) != 0) {
        progress_hide(r);
        run_abandon(r, &e);
        return;
    }
    progress_hide(r);
    r->seen += w->count;
    for (size_t i = 0; i < w->count; i++) {
        if (w->jobs[i].scored && run_remark(r, &w->jobs[i], &e) != 0) {
            run_abandon(r, &e);
            return;
        }
        deliver_job(r, w, &w->jobs[i], &r->pending);
    }
    if (due(r, w)) {
        run_commit(r);
    }
    progress_show(r);
}

int run_close(struct run *r)
{
    struct buf out = BUF_INIT;
    progress_hide(r);
    run_remarks_end(r);
    buf_free(&r->pending);
    if (r->stop != 0) { /* what was stored stands; the array is closed, so that it can be read */
        if (r->series.open) {
            series_end(&r->series, &out);
        }
        (void)cli_print(r->cli, &out);
        return r->stop;
    }
    if (r->seen == 0) {
        cli_say("no plan was found in what was named: give files that hold some");
        r->refused++;
    } else if (r->cli->format == FORMAT_TEXT) {
        buf_printf(&out, "%zu assessed, %zu refused\n", r->assessed, r->refused);
    }
    if (r->series.open || (r->series.format == FORMAT_JSON && r->seen != 1)) {
        series_end(&r->series, &out);
    }
    if (r->faults > MAX_FAULTS) {
        cli_say("%zu more findings ended in an error: mend the rules first",
                r->faults - MAX_FAULTS);
    }
    int code = cli_print(r->cli, &out);
    if (code != CLI_OK || r->refused > 0 || r->faults > 0) {
        return CLI_FAILED;
    }
    return r->below ? CLI_BELOW : r->unscored ? CLI_UNSCORED : CLI_OK;
}
