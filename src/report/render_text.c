/* An assessment for people: the verdict, the domains, the findings, what decides the band. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/codes.h"
#include "report/render_internal.h"

enum { TITLE = 34, ID_MOST = 16, OPEN_MOST = 5 };

/* ---- heading --------------------------------------------------------------------------------- */

/* The hazard register by names: those who read a result need not know the codes. */
static void hazards(struct page *p, const struct json *entries)
{
    struct buf line = BUF_INIT;
    page_fill(p, &line, "Hazards: ", NULL);
    for (const struct json *h = entries->first; h != NULL; h = h->next) {
        const char *type = json_string(json_get(h, "type"));
        const struct hazard *known = type == NULL ? NULL : codes_hazard(type);
        buf_printf(&line, "%s%s", h == entries->first ? "" : "; ",
                   known != NULL  ? texts_get(p->texts, known->title)
                   : type != NULL ? type
                                  : "");
    }
    page_wrap(p, 0, 0, buf_text(&line));
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

/* "Place: NP0436, Gorkha, Gandaki" of a p-code that the list has or that begins with one of its codes. */
static void place(struct page *p, const struct plan *plan, const struct pcode_list *places)
{
    const char *code = json_string(json_path(plan->doc, "community.pcode"));
    const struct pcode *found = code == NULL || places == NULL ? NULL : pcodes_above(places, code);
    if (found == NULL) {
        return;
    }
    bool own = text_equal(found->code, code);
    struct buf line = BUF_INIT;
    struct buf names = BUF_INIT;
    buf_puts(&names, found->name);
    while (found->parent != NULL) { /* each lies in one of the level above */
        found = pcodes_get(places, found->parent);
        buf_printf(&names, ", %s", found->name);
    }
    const struct fill fills[] = {{"code", code}, {"names", buf_text(&names)}, {NULL, NULL}};
    if (own) {
        page_fill(p, &line, "Place: {code}, {names}", fills);
    } else {
        page_fill(p, &line, "Place: {code}, a part of {names}", fills);
    }
    page_wrap(p, 0, 0, buf_text(&line));
    p->out->failed = p->out->failed || line.failed || names.failed;
    buf_free(&names);
    buf_free(&line);
}

static void heading(struct page *p, const struct assessment *a, const struct pcode_list *places)
{
    const struct plan *plan = a->plan;
    const struct checklist *c = a->checklist;
    struct buf line = BUF_INIT;
    page_on(p, STYLE_BOLD);
    page_wrap(p, 0, 0, plan->title);
    page_off(p);
    const struct country *country = codes_country(plan->country);
    if (country != NULL) {
        buf_printf(&line, "%s (%s), %s", country->name, plan->country, plan->community);
    } else { /* stored under a list that still had it */
        buf_printf(&line, "%s, %s", plan->country, plan->community);
    }
    if (plan->community_name != NULL && !text_equal(plan->community_name, plan->community)) {
        buf_printf(&line, " (%s)", plan->community_name);
    }
    page_fill(p, &line, ", round {round}, assessed on {date}, plan {plan}",
              (struct fill[]){
                  {"round", plan->round}, {"date", plan->date}, {"plan", plan->id}, {NULL, NULL}});
    page_wrap(p, 0, 0, buf_text(&line));
    p->out->failed = p->out->failed || line.failed; /* emptying forgets it */
    place(p, plan, places);
    const struct json *entries = json_path(plan->doc, "community.hazards");
    if (entries != NULL && entries->first != NULL) {
        hazards(p, entries);
    }
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

static void why_no_score(struct page *p, const struct assessment *a)
{
    const struct node_result *root = &a->nodes[0];
    if (!root->applicable) {
        page_say(p, "No score: nothing in this checklist applies to the plan");
    } else if (a->counts[OUTCOME_SCORED] == 0) {
        page_say(p, "No score: nothing has been assessed");
    } else if (root->coverage < a->checklist->nodes[0].min_coverage) {
        struct buf coverage = BUF_INIT, asked = BUF_INIT;
        render_percent(&coverage, root->coverage);
        render_percent(&asked, a->checklist->nodes[0].min_coverage);
        page_fill(p, p->out, "No score: coverage is {coverage}, the checklist asks for {asked}",
                  (struct fill[]){{"coverage", buf_text(&coverage)},
                                  {"asked", buf_text(&asked)},
                                  {NULL, NULL}});
        p->out->failed = p->out->failed || coverage.failed || asked.failed;
        buf_free(&coverage);
        buf_free(&asked);
    } else {
        page_say(p, "No score: no domain has one");
    }
    buf_putc(p->out, '\n');
}

static void range(struct buf *out, const struct assessment *a, int node)
{
    render_node_score(out, a->checklist, node, a->nodes[node].low);
    buf_puts(out, "–");
    render_node_score(out, a->checklist, node, a->nodes[node].high);
}

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
    const struct checklist *c = a->checklist;
    for (int i = 0; i < c->criterion_count && a->band >= 0 && !c->risk; i++) {
        const struct criterion *k = &c->criteria[i];
        const struct finding *f = &a->findings[i];
        bool low = f->outcome == OUTCOME_SCORED && f->credit < k->critical_below;
        if (!k->critical || (!low && !render_is_open(f))) {
            continue;
        }
        struct buf line = BUF_INIT, name = BUF_INIT;
        buf_puts(&name, k->demand.id);
        if (k->demand.title != NULL) {
            buf_printf(&name, " (%s)", k->demand.title);
        }
        page_on(p, STYLE_BAD);
        page_fill(p, &line,
                  low ? SAID("{criterion} is critical and falls short: no better than band {band}")
                      : SAID("{criterion} is critical and has no credit yet: no better than band "
                             "{band}"),
                  (struct fill[]){{"criterion", buf_text(&name)},
                                  {"band", c->bands[k->critical_cap].id},
                                  {NULL, NULL}});
        page_wrap(p, 0, 4, buf_text(&line));
        page_off(p);
        p->out->failed = p->out->failed || line.failed || name.failed;
        buf_free(&line);
        buf_free(&name);
    }
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

static void outcome_counts(struct page *p, const struct assessment *a)
{
    char counts[OUTCOME_COUNT][16];
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        (void)snprintf(counts[i], sizeof counts[i], "%d", a->counts[i]);
    }
    page_fill(p, p->out,
              a->counts[OUTCOME_ERROR] == 1
                  ? SAID("{scored} scored, {out} not applicable, {open} not assessed, {unknown} "
                         "unknown, {error} error")
                  : SAID("{scored} scored, {out} not applicable, {open} not assessed, {unknown} "
                         "unknown, {error} errors"),
              (struct fill[]){{"scored", counts[OUTCOME_SCORED]},
                              {"out", counts[OUTCOME_NOT_APPLICABLE]},
                              {"open", counts[OUTCOME_NOT_ASSESSED]},
                              {"unknown", counts[OUTCOME_UNKNOWN]},
                              {"error", counts[OUTCOME_ERROR]},
                              {NULL, NULL}});
}

static void verdict(struct page *p, const struct assessment *a)
{
    const struct node_result *root = &a->nodes[0];
    struct buf text = BUF_INIT, coverage = BUF_INIT;
    if (!root->applicable || root->score == SCORE_NONE) {
        why_no_score(p, a);
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
        range(&text, a, 0);
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
    outcome_counts(p, a);
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
    range(cell, a, node);
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

struct open_criterion {
    int index;
    bool critical;
    double share;
};

static int by_share(const void *a, const void *b)
{
    const struct open_criterion *x = a;
    const struct open_criterion *y = b;
    if (x->critical != y->critical) {
        return x->critical ? -1 : 1;
    }
    if (x->share < y->share || x->share > y->share) {
        return x->share > y->share ? -1 : 1;
    }
    return x->index - y->index;
}

static size_t collect_open(const struct assessment *a, struct open_criterion *open)
{
    size_t count = 0;
    for (int i = 0; i < a->checklist->criterion_count; i++) {
        if (render_is_open(&a->findings[i])) {
            open[count++] = (struct open_criterion){
                i, a->checklist->criteria[i].critical && !a->checklist->risk, render_share(a, i)};
        }
    }
    return count;
}

static void open_line(struct page *p, const struct assessment *a, const struct open_criterion *o)
{
    const struct part *demand = &a->checklist->criteria[o->index].demand;
    struct buf line = BUF_INIT, share = BUF_INIT;
    render_decimals(&share, o->share * 100, 1);
    buf_printf(&line, "%s %s (", demand->id, demand->title == NULL ? "" : demand->title);
    page_fill(p, &line,
              o->critical ? SAID("{share} % of the weight, critical")
                          : SAID("{share} % of the weight"),
              (struct fill[]){{"share", buf_text(&share)}, {NULL, NULL}});
    buf_putc(&line, ')');
    line.failed = line.failed || share.failed;
    buf_free(&share);
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
    size_t room = (size_t)a->checklist->criterion_count + 1;
    struct open_criterion *open = calloc(room, sizeof *open);
    if (open == NULL) {
        p->out->failed = true;
        return;
    }
    size_t count = collect_open(a, open);
    qsort(open, count, sizeof *open, by_share);
    if (count > 0) {
        buf_putc(p->out, '\n');
        page_on(p, STYLE_BOLD);
        page_say(p, no_score ? SAID("What to assess first") : SAID("What decides the band"));
        buf_putc(p->out, '\n');
        page_off(p);
        for (size_t i = 0; i < count && i < OPEN_MOST; i++) {
            open_line(p, a, &open[i]);
        }
        if (count > OPEN_MOST) {
            buf_puts(p->out, "  ");
            page_count(p, "and {count} more open criteria", (long long)(count - OPEN_MOST));
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
