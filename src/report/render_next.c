/* What to do first: critical criteria that fall short, then what gains most, each with the advice of the
 * checklist. */
#include <stdlib.h>

#include "base/number.h"
#include "report/render_internal.h"

enum { FIRST_MOST = 5 }; /* as many as one can begin with, unless more are critical */

static bool falls_short(const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    int64_t best = a->checklist->risk ? 0 : CREDIT_ONE;
    return f->outcome == OUTCOME_SCORED && f->credit != best;
}

bool render_next_step(struct buf *out, const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    const struct json *doc = a->checklist->criteria[criterion].doc;
    const struct json *all = json_get(doc, "advice");
    const char *evidence = json_string(json_get(doc, "evidence"));
    if (all == NULL || (!falls_short(a, criterion) && !render_is_open(f))) {
        return false;
    }
    const char *advice = finding_advice(f, all);
    if (advice != NULL) {
        render_fill(out, a, criterion, advice, f->params);
    } else if (render_is_open(f) && evidence != NULL) {
        texts_fill(out, a->checklist->texts,
                   SAID("Find out how it stands, and answer the question. Ask for: {evidence}."),
                   (struct fill[]){{"evidence", evidence}, {NULL, NULL}});
    }
    return advice != NULL || (render_is_open(f) && evidence != NULL);
}

/* ---- the order ------------------------------------------------------------------------------- */

double render_gain(const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    double credit = (double)f->credit / (double)CREDIT_ONE;
    double missing = render_is_open(f) ? 1 : a->checklist->risk ? credit : 1 - credit;
    return render_share(a, criterion) * missing;
}

static enum step_rank rank_of(const struct assessment *a, int criterion)
{
    const struct criterion *k = &a->checklist->criteria[criterion];
    const struct finding *f = &a->findings[criterion];
    if (k->critical && f->outcome == OUTCOME_SCORED && f->credit < k->critical_below) {
        return STEP_CRITICAL;
    }
    return k->critical && render_is_open(f) ? STEP_CRITICAL_OPEN : STEP_OTHER;
}

static int64_t billionths(double gain)
{
    return (int64_t)(gain * (double)CREDIT_ONE + 0.5);
}

/* Gains are compared in billionths: what differs in the last digit of a product is alike. */
static int by_need(const void *a, const void *b)
{
    const struct render_step *x = a;
    const struct render_step *y = b;
    int64_t gain = billionths(x->gain), other = billionths(y->gain);
    if (x->rank != y->rank) {
        return x->rank < y->rank ? -1 : 1;
    }
    if (gain != other) {
        return gain > other ? -1 : 1;
    }
    return x->criterion - y->criterion;
}

int render_steps(const struct assessment *a, bool open, struct render_step **out, size_t *count)
{
    struct buf text = BUF_INIT;
    *count = 0;
    *out = calloc((size_t)a->checklist->criterion_count + 1, sizeof **out);
    if (*out == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < a->checklist->criterion_count; i++) {
        enum step_rank rank = rank_of(a, i);
        if ((open || rank != STEP_OTHER || falls_short(a, i)) && render_next_step(&text, a, i)) {
            (*out)[(*count)++] = (struct render_step){i, render_gain(a, i), rank};
        }
    }
    int rc = buf_status(&text);
    buf_free(&text);
    qsort(*out, *count, sizeof **out, by_need);
    return rc;
}

/* ---- for people ------------------------------------------------------------------------------ */

static void step_lines(struct page *p, const struct assessment *a, const struct render_step *s)
{
    const struct part *demand = &a->checklist->criteria[s->criterion].demand;
    struct buf line = BUF_INIT, gain = BUF_INIT;
    render_decimals(&gain, s->gain * 100, 1);
    buf_printf(&line, "%s %s (", demand->id, demand->title == NULL ? "" : demand->title);
    if (s->rank != STEP_OTHER) {
        page_fill(p, &line, "critical; ", NULL);
    }
    page_fill(p, &line,
              render_is_open(&a->findings[s->criterion]) ? SAID("{gain} % of the weight is open")
                                                         : SAID("{gain} % of the weight to gain"),
              (struct fill[]){{"gain", buf_text(&gain)}, {NULL, NULL}});
    buf_putc(&line, ')');
    line.failed = line.failed || gain.failed;
    buf_free(&gain);
    buf_puts(p->out, "  ");
    page_wrap(p, 2, 4, buf_text(&line));
    p->out->failed = p->out->failed || line.failed; /* emptying forgets it */
    buf_reset(&line);
    (void)render_next_step(&line, a, s->criterion);
    buf_puts(p->out, "    ");
    page_wrap(p, 4, 4, buf_text(&line));
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

void render_first_steps(struct page *p, const struct assessment *a)
{
    struct render_step *steps = NULL;
    size_t count = 0;
    p->out->failed = render_steps(a, false, &steps, &count) != 0 || p->out->failed;
    if (count > 0) {
        buf_putc(p->out, '\n');
        page_on(p, STYLE_BOLD);
        page_say(p, "What to do first");
        page_off(p);
        buf_putc(p->out, '\n');
    }
    size_t shown = 0;
    while (shown < count && (shown < FIRST_MOST || steps[shown].rank != STEP_OTHER)) {
        step_lines(p, a, &steps[shown++]);
    }
    if (count > shown) {
        buf_puts(p->out, "  ");
        page_count(p, "and {count} more; see `banyan advise ID`", (long long)(count - shown));
        buf_putc(p->out, '\n');
    }
    free(steps);
}

void render_step_text(struct buf *out, const struct assessment *a, const struct render_step *s,
                      bool color)
{
    struct page p = {.out = out, .color = color, .texts = a->checklist->texts};
    step_lines(&p, a, s);
}
