/* Stored plans as the input of a run, and what is told of them: the assessment before beside the new one. */
#include <math.h>
#include <string.h>

#include "base/json_member.h"
#include "base/number.h"
#include "cli/assess_run.h"
#include "report/render.h"

int stored_cut(struct run *r, struct parcel *p, struct job *j)
{
    struct store_plan *before = arena_alloc(&p->arena, sizeof *before);
    if (before == NULL) {
        return ERR_MEMORY;
    }
    int got = store_plans_next(r->plans, &p->arena, before, &p->e);
    if (got == 1) {
        j->before = before;
        j->d.file = r->source_name;
        j->item = (struct input_item){.file = r->source_name,
                                      .line = (int)before->sequence,
                                      .raw = before->text,
                                      .len = before->len,
                                      .unread = true};
    }
    return got == ERR_MEMORY || got >= 0 ? got : 0; /* p->e tells what is wrong */
}

/* ---- for people ---- */

static const struct column columns[] = {
    {"community", 13, false}, {"ctry", 4, false},  {"round", 6, false},
    {"before", 7, true},      {"after", 7, true},  {"change", 7, true},
    {"band", 11, false},      {"cover", 11, true}, {"id", 0, false}};
enum { COLUMNS = sizeof columns / sizeof *columns };

static int64_t score_of(const struct assessment *a)
{
    return a->nodes[0].applicable ? a->nodes[0].score : SCORE_NONE;
}

/* Only scores of one checklist are on one scale. */
static bool alike(const struct job *j)
{
    return strcmp(j->before->checklist_id, j->a.checklist->id) == 0;
}

static void put_change(struct buf *out, const struct job *j)
{
    int64_t before = j->before->score, after = score_of(&j->a);
    struct buf size = BUF_INIT;
    if (before == SCORE_NONE || after == SCORE_NONE || !alike(j)) {
        buf_putc(out, '-');
        return;
    }
    render_distance(&size, j->a.checklist, fabs((double)(after - before) / (double)CREDIT_ONE));
    bool nothing = strpbrk(buf_text(&size), "123456789") == NULL;
    buf_puts(out, nothing ? "" : after > before ? "+" : "-");
    buf_puts(out, buf_text(&size));
    out->failed = out->failed || size.failed;
    buf_free(&size);
}

static void put_percent(struct buf *out, int64_t coverage)
{
    if (coverage == SCORE_NONE) {
        buf_putc(out, '-');
    } else {
        buf_printf(out, "%lld", (long long)(coverage / (CREDIT_ONE / 100)));
    }
}

static void put_pair(struct buf *out, const char *before, const char *after)
{
    before = before == NULL ? "-" : before;
    after = after == NULL ? "-" : after;
    buf_puts(out, before);
    if (strcmp(before, after) != 0) {
        buf_printf(out, " → %s", after);
    }
}

void stored_line(struct run *r, const struct job *j, struct buf *out)
{
    const struct checklist *c = j->method->checklist;
    const struct assessment *a = &j->a;
    struct buf before = BUF_INIT, after = BUF_INIT, change = BUF_INIT, band = BUF_INIT,
               cover = BUF_INIT, old = BUF_INIT, new = BUF_INIT;
    if (alike(j)) {
        render_score(&before, c, j->before->score);
    } else if (j->before->score == SCORE_NONE) {
        buf_putc(&before, '-');
    } else {
        number_write_credit(&before, j->before->score / 1000000 * 1000000);
    }
    render_score(&after, c, score_of(a));
    put_change(&change, j);
    put_pair(&band, j->before->band, a->band < 0 ? NULL : c->bands[a->band].id);
    put_percent(&old, j->before->coverage);
    put_percent(&new, a->nodes[0].applicable ? a->nodes[0].coverage : SCORE_NONE);
    put_pair(&cover, buf_text(&old), buf_text(&new));
    buf_puts(&cover, " %");
    const char *const cells[COLUMNS] = {j->plan.community_name != NULL ? j->plan.community_name
                                                                       : j->plan.community,
                                        j->plan.country,
                                        j->plan.round,
                                        buf_text(&before),
                                        buf_text(&after),
                                        buf_text(&change),
                                        buf_text(&band),
                                        buf_text(&cover),
                                        a->id[0] == '\0' ? NULL : a->id};
    if (!r->headed) {
        r->headed = true;
        table_head(out, columns, COLUMNS, r->cli->color);
    }
    table_row(out, columns, COLUMNS, cells);
    out->failed = out->failed || before.failed || after.failed || change.failed || band.failed ||
                  cover.failed || old.failed || new.failed;
    struct buf *const all[] = {&before, &after, &change, &band, &cover, &old, &new};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        buf_free(all[i]);
    }
}

/* ---- as JSON ---- */

void stored_member(struct buf *text, const struct job *j)
{
    const struct store_plan *b = j->before;
    if (text->failed || text->len == 0 || text->data[text->len - 1] != '}') {
        return;
    }
    text->len--; /* its last brace comes again */
    buf_puts(text, ",\"before\":{");
    member_text(text, "id", b->id);
    buf_puts(text, ",\"checklist\":{");
    member_text(text, "id", b->checklist_id);
    member_text(text, "version", b->checklist_version);
    buf_puts(text, "}");
    member_credit(text, "score", b->score);
    member_credit(text, "low", b->low);
    member_credit(text, "high", b->high);
    member_credit(text, "coverage", b->coverage);
    member_text(text, "band", b->band);
    buf_puts(text, "}}");
}
