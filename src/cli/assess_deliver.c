/* What becomes of scored documents: stored, and printed in input order when that is safe. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/assess_run.h"
#include "cli/language.h"
#include "library.h"
#include "report/render.h"

enum { PENDING_BYTES = 1 << 20 };
enum { MAX_FAULTS = 100 }; /* error findings told one by one */

/* ---- storing ---- */

static int job_store(struct run *r, const struct parcel *p, struct job *j, struct err *e)
{
    enum store_put how;
    if (r->store == NULL || j->a.hurried) {
        return 0;
    }
    int rc = r->batch ? 0 : store_begin(r->store, e);
    if (rc != 0) {
        return rc;
    }
    r->batch = true;
    rc = j->method->kept ? 0 : library_keep(r->rules, j->method->checklist, r->store, e);
    j->method->kept = true; /* a rollback ends the run */
    rc = rc == 0 ? store_put_ready(r->store, &j->a, p->ready[j - p->jobs], &how, e) : rc;
    if (rc == 0 && how == STORE_DIFFERS) {
        rc = store_get(r->store, j->a.id, &j->stored, e);
        j->a = rc == 0 ? j->stored->assessment : j->a;
    }
    return rc;
}

static long ms_since(const struct timespec *then)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)(now.tv_sec - then->tv_sec) * 1000 + (now.tv_nsec - then->tv_nsec) / 1000000;
}

long run_calm(const struct run *r)
{
    long ms = ms_since(&r->committed_at);
    return ms >= r->commit_ms ? 0 : r->commit_ms - ms;
}

long run_due(const struct run *r)
{
    if (r->open == 0) {
        return -1;
    }
    if (r->open >= BATCH_PLANS || r->pending.len > PENDING_BYTES) {
        return 0;
    }
    long ms = ms_since(&r->opened);
    return ms >= BATCH_MS ? 0 : BATCH_MS - ms;
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
    progress_hide(r);
    r->stop = cli_fail(e);
}

void run_commit(struct run *r)
{
    struct err e = {0};
    struct timespec begun;
    if (r->stop != 0) {
        return;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &begun);
    if (r->batch && store_commit(r->store, &e) != 0) {
        run_abandon(r, &e);
        return;
    }
    r->batch = false;
    r->commit_ms = ms_since(&begun);
    (void)clock_gettime(CLOCK_MONOTONIC, &r->committed_at);
    r->open = 0;
    r->committed = r->seen;
    r->since = (struct place){.file = NULL};
    if (r->pending.len > 0) {
        progress_hide(r);
    }
    cli_write(r->cli, &r->pending);
    buf_reset(&r->pending);
    r->told = r->series.open;
    r->stop = cli_flush(r->cli);
}

/* ---- printing ---- */

void job_line(const struct job *j, struct buf *out)
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
        .id = "",
        .applicable = root->applicable,
        .score = root->score,
        .low = root->low,
        .high = root->high,
        .coverage = root->coverage,
    };
    line_row(out, &line, render_scale(c));
    out->len -= !out->failed; /* the line's end: the id stands before it */
}

static void print_line(struct run *r, const struct parcel *p, const struct job *j, struct buf *out)
{
    if (!r->headed) {
        r->headed = true;
        line_head(out, r->cli->color);
    }
    if (j->stored != NULL) {
        job_line(j, out);
    } else {
        buf_add(out, p->text.data + j->text, j->text_len);
    }
    buf_printf(out, "%s\n", j->a.id[0] == '\0' ? "-" : j->a.id);
}

/* The result as JSON, mostly made by who scored it, with the identity that storing gave. */
static void put_result(struct buf *text, const struct parcel *p, const struct job *j)
{
    struct assessment shown = j->a;
    if (j->stored != NULL) {
        shown.checklist = j->method->shown != NULL ? j->method->shown : shown.checklist;
        render_assessment_json(text, &shown, true, true);
        return;
    }
    render_identity_json(text, &shown);
    buf_add(text, p->text.data + j->text + 1, j->text_len - 1); /* past its brace */
}

static void print_assessment(struct run *r, const struct parcel *p, const struct job *j,
                             struct buf *out)
{
    if (r->cli->format == FORMAT_TEXT && j->before != NULL) {
        stored_line(r, j, out);
        return;
    }
    if (r->cli->format == FORMAT_TEXT) {
        print_line(r, p, j, out);
        return;
    }
    struct buf text = BUF_INIT;
    language_remark(r->cli, j->method->reference, j->method->checklist, j->method->texts);
    put_result(&text, p, j);
    if (j->before != NULL) {
        stored_member(&text, j);
    }
    if (r->series.format == FORMAT_JSON && p->first && p->last && p->count == 1) {
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

static void deliver_job(struct run *r, const struct parcel *p, const struct job *j, struct buf *out)
{
    if (!j->scored || j->a.hurried || j->a.incomplete || j->stored != NULL) {
        progress_hide(r); /* something is said */
    }
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
    r->progress.texts = j->method->texts;
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
    print_assessment(r, p, j, out);
}

/* One document; what is open counts it first, so that it is named where it comes to nothing. */
static void deliver(struct run *r, const struct parcel *p, struct job *j)
{
    struct err e = {0};
    if (r->open++ == 0) {
        (void)clock_gettime(CLOCK_MONOTONIC, &r->opened);
        r->since = (struct place){j->item.file, j->item.line};
    }
    if (j->scored &&
        (job_store(r, p, j, &e) != 0 || (j->before == NULL && run_remark(r, j, &e) != 0))) {
        run_abandon(r, &e);
        return;
    }
    r->seen++;
    r->progress.done += j->before != NULL ? 1 : j->item.len + 1;
    r->others += j->others;
    deliver_job(r, p, j, &r->pending);
    r->done = (struct place){j->item.file, j->item.line};
}

void parcel_deliver(struct run *r, struct parcel *p)
{
    while (r->stop == 0 && p->delivered < p->scored) {
        deliver(r, p, &p->jobs[p->delivered++]);
        if (run_due(r) == 0) {
            run_commit(r);
        }
    }
    if (r->stop == 0 && (p->e.code != 0 || p->starved)) {
        run_commit(r);
        progress_hide(r);
        r->stop = r->stop != 0 ? r->stop : p->e.code != 0 ? cli_fail(&p->e) : cli_memory();
    }
}

/* What was not done where the run ended early, so that another run can go on from there. */
static void tell_rest(struct run *r)
{
    struct place first = r->since;
    struct buf name = BUF_INIT;
    size_t left = queue_left(&r->queue, first.file == NULL ? &first : &(struct place){NULL, 0});
    left += r->open;
    const struct place *place = first.file != NULL ? &first : &r->done;
    if (place->file == NULL) {
        cli_say("no plan was assessed");
        return;
    }
    if (r->plans != NULL) {
        cli_say("%zu plans are done%s: the same command does the rest", r->committed,
                r->store == NULL ? "" : " and stored");
        return;
    }
    text_escape(&name, place->file, strlen(place->file), 500);
    cli_say("%zu plans are done%s, %zu more were read and are not: assess again %s %s:%d%s",
            r->committed, r->store == NULL ? "" : " and stored", left,
            first.file != NULL ? "from" : "what comes after", buf_text(&name), place->line,
            first.file != NULL ? " on" : "");
    buf_free(&name);
}

int run_close(struct run *r)
{
    struct buf out = BUF_INIT;
    run_remarks_end(r);
    buf_free(&r->pending);
    if (r->stop != 0 && r->stop != CLI_USAGE) {
        tell_rest(r);
    }
    if (r->stop != 0) { /* what was stored stands; the array is closed, so that it can be read */
        if (r->series.open) {
            series_end(&r->series, &out);
        }
        (void)cli_print(r->cli, &out);
        return r->stop;
    }
    if (r->seen == 0 && r->plans != NULL) {
        cli_say("no plan that fits is stored");
        r->refused++;
    } else if (r->seen == 0) {
        cli_say("no plan was found in what was named: give files that hold some");
        r->refused++;
    } else if (r->cli->format == FORMAT_TEXT) {
        buf_printf(&out, "%zu assessed, %zu refused\n", r->assessed, r->refused);
    }
    if (r->series.open || (r->series.format == FORMAT_JSON && r->seen != 1)) {
        series_end(&r->series, &out);
    }
    if (r->others > 0 && !r->cli->quiet) {
        cli_say("%zu answers to criteria that the checklist does not have were passed over",
                r->others);
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
