/* An assessment for people: the verdict, the domains, the findings, what decides the band. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/codes.h"
#include "report/render_internal.h"

enum { TITLE = 34, ID_MOST = 16 };

/* ---- heading --------------------------------------------------------------------------------- */

static void heading(struct page *p, const struct assessment *a, const struct pcode_list *places)
{
    const struct plan *plan = a->plan;
    const struct checklist *c = a->checklist;
    struct buf line = BUF_INIT;
    page_on(p, STYLE_BOLD);
    page_wrap(p, 0, 0, plan->title);
    page_off(p);
    render_where(&line, plan);
    page_fill(p, &line, ", round {round}, assessed on {date}, plan {plan}",
              (struct fill[]){
                  {"round", plan->round}, {"date", plan->date}, {"plan", plan->id}, {NULL, NULL}});
    page_wrap(p, 0, 0, buf_text(&line));
    p->out->failed = p->out->failed || line.failed; /* emptying forgets it */
    buf_reset(&line);
    if (render_place(&line, plan, places, p->texts)) {
        page_wrap(p, 0, 0, buf_text(&line));
        p->out->failed = p->out->failed || line.failed;
        buf_reset(&line);
    }
    page_fill(p, &line, "Hazards: ", NULL);
    if (render_hazards(&line, plan, p->texts)) {
        page_wrap(p, 0, 0, buf_text(&line));
    }
    p->out->failed = p->out->failed || line.failed;
    buf_reset(&line);
    buf_printf(&line, "%s (%s %s", c->title, c->id, c->version);
    if (c->profile != NULL) {
        page_fill(p, &line, ", profile {id}", (struct fill[]){{"id", c->profile}, {NULL, NULL}});
    }
    buf_putc(&line, ')');
    page_wrap(p, 0, 0, buf_text(&line));
    if (a->id[0] != '\0') {
        buf_puts(p->out, a->id);
        page_fill(p, p->out, ", stored {time} by {program}",
                  (struct fill[]){{"time", a->created}, {"program", a->engine}, {NULL, NULL}});
        buf_putc(p->out, '\n');
    }
    buf_putc(p->out, '\n');
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

/* ---- verdict --------------------------------------------------------------------------------- */

static void band_line(struct page *p, const struct assessment *a)
{
    if (a->band < 0) {
        return;
    }
    const struct band *band = &a->checklist->bands[a->band];
    struct buf line = BUF_INIT;
    page_fill(p, &line, "Band {band}", (struct fill[]){{"band", band->id}, {NULL, NULL}});
    if (band->title != NULL && !text_equal(band->title, band->id)) {
        buf_printf(&line, " (%s)", band->title);
    }
    if (a->band_possible >= 0 && a->band_possible != a->band) {
        page_fill(
            p, &line, "; could be {band}",
            (struct fill[]){{"band", a->checklist->bands[a->band_possible].id}, {NULL, NULL}});
    }
    page_on(p, STYLE_BOLD);
    page_wrap(p, 0, 0, buf_text(&line));
    page_off(p);
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

/* Critical criteria that hold the band down. */
static void critical_lines(struct page *p, const struct assessment *a)
{
    struct buf line = BUF_INIT;
    for (int i = 0; i < a->checklist->criterion_count; i++) {
        if (render_cap(&line, a, i)) {
            page_on(p, STYLE_BAD);
            page_wrap(p, 0, 4, buf_text(&line));
            page_off(p);
            p->out->failed = p->out->failed || line.failed;
            buf_reset(&line);
        }
    }
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

/* Where answers and facts contradict each other. */
static void doubt_count(struct page *p, const struct assessment *a)
{
    int count = 0;
    for (int i = 0; i < a->checklist->criterion_count; i++) {
        count += finding_doubts(&a->findings[i]) != NULL;
    }
    if (count > 0) {
        page_on(p, STYLE_BAD);
        page_count(p, "{count} of the findings in doubt: see the lines marked \"doubt\"", count);
        buf_putc(p->out, '\n');
        page_off(p);
    }
}

static void verdict(struct page *p, const struct assessment *a)
{
    const struct node_result *root = &a->nodes[0];
    struct buf text = BUF_INIT, coverage = BUF_INIT;
    if (!root->applicable || root->score == SCORE_NONE) {
        render_no_score(p->out, a);
        buf_putc(p->out, '\n');
    } else {
        page_on(p, STYLE_BOLD);
        render_score(&text, a->checklist, root->score);
        page_fill(p, p->out, "Score {score}",
                  (struct fill[]){{"score", buf_text(&text)}, {NULL, NULL}});
        page_off(p);
        buf_putc(p->out, '\n');
    }
    if (root->applicable) {
        p->out->failed = p->out->failed || text.failed; /* emptying forgets it */
        buf_reset(&text);
        render_range(&text, a, 0);
        render_percent(&coverage, root->coverage);
        page_fill(p, p->out, "Possible {range}, coverage {coverage}",
                  (struct fill[]){
                      {"range", buf_text(&text)}, {"coverage", buf_text(&coverage)}, {NULL, NULL}});
        if (a->checklist->risk) {
            page_say(p, " (a high score is a high risk)");
        }
        buf_putc(p->out, '\n');
    }
    p->out->failed = p->out->failed || text.failed || coverage.failed;
    buf_free(&text);
    buf_free(&coverage);
    band_line(p, a);
    critical_lines(p, a);
    if (a->incomplete) {
        page_on(p, STYLE_BAD);
        page_count(p, "Incomplete: {count} of the rules broke; see the findings marked !",
                   a->counts[OUTCOME_ERROR]);
        buf_putc(p->out, '\n');
        page_off(p);
    }
    doubt_count(p, a);
    render_counts(p->out, a);
    buf_puts(p->out, "\n\n");
}

/* ---- domains --------------------------------------------------------------------------------- */

static void domain_row(struct page *p, const struct assessment *a, int node, struct buf *cell)
{
    const struct node *n = &a->checklist->nodes[node];
    const struct node_result *r = &a->nodes[node];
    page_cell(p, n->title == NULL ? n->id : n->title, TITLE);
    if (!r->applicable) {
        buf_puts(p->out, "   ");
        page_say(p, "does not apply");
        buf_putc(p->out, '\n');
        return;
    }
    /* As the total below the checklist's floor: a figure that rests on one answer reads like knowledge. */
    bool thin = r->coverage < a->checklist->nodes[0].min_coverage;
    render_node_score(cell, a->checklist, node, thin ? SCORE_NONE : r->score);
    page_right(p, cell, 8);
    render_range(cell, a, node);
    page_right(p, cell, 14);
    render_percent(cell, r->coverage);
    page_right(p, cell, 10);
    page_spaces(p, 2);
    page_bar(p, r->low, r->high);
    buf_putc(p->out, '\n');
}

static void domains(struct page *p, const struct assessment *a)
{
    const struct node *root = &a->checklist->nodes[0];
    if (root->node_count == 0) {
        return;
    }
    struct buf cell = BUF_INIT;
    page_on(p, STYLE_BOLD);
    page_cell(p, texts_get(p->texts, SAID("Domain")), TITLE);
    buf_puts(&cell, texts_get(p->texts, SAID("Score")));
    page_right(p, &cell, 8);
    buf_puts(&cell, texts_get(p->texts, SAID("Possible")));
    page_right(p, &cell, 14);
    buf_puts(&cell, texts_get(p->texts, SAID("Coverage")));
    page_right(p, &cell, 10);
    page_spaces(p, 2);
    page_say(p, "# at least, + possible");
    page_off(p);
    buf_putc(p->out, '\n');
    for (int i = 0; i < root->node_count; i++) {
        domain_row(p, a, root->nodes[i], &cell);
    }
    buf_putc(p->out, '\n');
    buf_free(&cell);
}

/* ---- findings -------------------------------------------------------------------------------- */

static char mark(const struct assessment *a, const struct finding *f, enum style *style)
{
    *style = STYLE_DIM;
    if (f->outcome == OUTCOME_NOT_APPLICABLE) {
        return '-';
    }
    if (f->outcome == OUTCOME_ERROR) {
        *style = STYLE_BAD;
        return '!';
    }
    if (f->outcome != OUTCOME_SCORED) {
        return '?';
    }
    int64_t best = a->checklist->risk ? 0 : CREDIT_ONE;
    if (f->credit == best) {
        *style = STYLE_GOOD;
        return '+';
    }
    *style = f->credit == CREDIT_ONE - best ? STYLE_BAD : STYLE_MIDDLING;
    return *style == STYLE_BAD ? 'x' : '~';
}

static void under_finding(struct page *p, const struct assessment *a, int index, int indent)
{
    static const char *const says[OUTCOME_COUNT] = {
        "", SAID("not applicable: "), SAID("not assessed: "), SAID("unknown: "), SAID("error: ")};
    const struct finding *f = &a->findings[index];
    struct buf text = BUF_INIT;
    page_fill(p, &text, says[f->outcome], NULL);
    render_reason(&text, a, index);
    if (text.len > 0) {
        page_spaces(p, indent);
        page_wrap(p, indent, indent, text.data);
    }
    for (const struct json *d = finding_doubts(f); d != NULL; d = d->next) {
        p->out->failed = p->out->failed || text.failed;
        buf_reset(&text);
        page_fill(p, &text, "doubt: ", NULL);
        (void)render_doubt(&text, a, index, d);
        page_spaces(p, indent);
        page_wrap(p, indent, indent, buf_text(&text));
    }
    struct answer answer;
    plan_answer_read(plan_answer(a->plan, a->checklist->criteria[index].demand.id), &answer);
    const char *note = json_string(json_get(answer.entry, "note"));
    if (note != NULL && note[0] != '\0') {
        p->out->failed = p->out->failed || text.failed; /* emptying forgets it */
        buf_reset(&text);
        page_fill(p, &text, "note: ", NULL);
        buf_puts(&text, note);
        page_spaces(p, indent);
        page_wrap(p, indent, indent, buf_text(&text));
    }
    p->out->failed = p->out->failed || text.failed;
    buf_free(&text);
}

static void finding_lines(struct page *p, const struct assessment *a, int index, int ids)
{
    const struct criterion *k = &a->checklist->criteria[index];
    const struct finding *f = &a->findings[index];
    enum style style = STYLE_DIM;
    char sign = mark(a, f, &style);
    buf_puts(p->out, "  ");
    page_on(p, style);
    buf_putc(p->out, sign);
    page_off(p);
    buf_putc(p->out, ' ');
    page_cell(p, k->demand.id, ids);
    buf_puts(p->out, "  ");
    page_cell(p, k->demand.title == NULL ? "" : k->demand.title, PAGE_WIDTH - ids - 12);
    buf_puts(p->out, "  ");
    if (f->outcome == OUTCOME_SCORED) {
        render_hundredths(p->out, f->credit);
    } else {
        buf_puts(p->out, "   -");
    }
    buf_putc(p->out, '\n');
    under_finding(p, a, index, ids + 6);
}

static void node_findings(struct page *p, const struct assessment *a, int node, int ids)
{
    const struct node *n = &a->checklist->nodes[node];
    if (node > 0) {
        page_on(p, STYLE_BOLD);
        page_wrap(p, 0, 0, n->title == NULL ? n->id : n->title);
        page_off(p);
    }
    for (int i = n->first_criterion; i < n->first_criterion + n->criterion_count; i++) {
        finding_lines(p, a, i, ids);
    }
    for (int i = 0; i < n->node_count; i++) {
        if (i > 0 || n->criterion_count > 0) {
            buf_putc(p->out, '\n');
        }
        node_findings(p, a, n->nodes[i], ids);
    }
}

static void findings(struct page *p, const struct assessment *a)
{
    int ids = 4;
    for (int i = 0; i < a->checklist->criterion_count; i++) {
        int width = page_width(p, a->checklist->criteria[i].demand.id);
        ids = width > ids ? width : ids;
    }
    ids = ids > ID_MOST ? ID_MOST : ids;
    page_on(p, STYLE_DIM);
    page_say(p, a->checklist->risk
                    ? SAID("+ no risk  ~ some  x full risk  - not applicable  ? open  ! error")
                    : SAID("+ met  ~ in part  x not met  - not applicable  ? open  ! error"));
    buf_puts(p->out, "\n\n");
    page_off(p);
    node_findings(p, a, 0, ids);
}

/* ---- what decides ---------------------------------------------------------------------------- */

static void open_line(struct page *p, const struct assessment *a, const struct render_open *o)
{
    const struct part *demand = &a->checklist->criteria[o->criterion].demand;
    struct buf line = BUF_INIT;
    buf_printf(&line, "%s %s (", demand->id, demand->title == NULL ? "" : demand->title);
    render_open_weight(&line, a, o);
    buf_putc(&line, ')');
    buf_puts(p->out, "  ");
    page_wrap(p, 2, 4, buf_text(&line));
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

/* The open criteria that weigh most, where they can change the band or there is no score yet. */
static void decides(struct page *p, const struct assessment *a)
{
    bool no_score = a->nodes[0].applicable && a->nodes[0].score == SCORE_NONE;
    if (!no_score && a->band == a->band_possible) {
        return;
    }
    struct render_open *open = NULL;
    size_t count = 0;
    p->out->failed = render_open_first(a, &open, &count) != 0 || p->out->failed;
    if (count > 0) {
        buf_putc(p->out, '\n');
        page_on(p, STYLE_BOLD);
        page_say(p, no_score ? SAID("What to assess first") : SAID("What decides the band"));
        buf_putc(p->out, '\n');
        page_off(p);
        for (size_t i = 0; i < count && i < RENDER_OPEN_MOST; i++) {
            open_line(p, a, &open[i]);
        }
        if (count > RENDER_OPEN_MOST) {
            buf_puts(p->out, "  ");
            page_count(p, "and {count} more open criteria", (long long)(count - RENDER_OPEN_MOST));
            buf_putc(p->out, '\n');
        }
    }
    free(open);
}

void render_assessment_text(struct buf *out, const struct assessment *a,
                            const struct pcode_list *places, bool color)
{
    struct page p = {.out = out, .color = color, .texts = a->checklist->texts};
    heading(&p, a, places);
    verdict(&p, a);
    domains(&p, a);
    findings(&p, a);
    decides(&p, a);
    render_first_steps(&p, a);
}
