/* What to do first: the criteria that fall short, by what meeting them would gain, each with the advice of
 * the checklist. */
#include <stdlib.h>

#include "base/number.h"
#include "report/render_internal.h"

enum { FIRST_MOST = 5 };

static bool falls_short(const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    int64_t best = a->checklist->risk ? 0 : CREDIT_ONE;
    return f->outcome == OUTCOME_SCORED && f->credit != best;
}

bool render_next_step(struct buf *out, const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    if (!falls_short(a, criterion) && !render_is_open(f)) {
        return false;
    }
    const char *advice = finding_advice(f,
                                        json_get(a->checklist->criteria[criterion].doc, "advice"));
    if (advice != NULL) {
        finding_fill(out, advice, f->params);
    }
    return advice != NULL;
}

double render_gain(const struct assessment *a, int criterion)
{
    double credit = (double)a->findings[criterion].credit / (double)CREDIT_ONE;
    return render_share(a, criterion) * (a->checklist->risk ? credit : 1 - credit);
}

struct step {
    int index;
    double gain;
};

static int by_gain(const void *a, const void *b)
{
    const struct step *x = a;
    const struct step *y = b;
    if (x->gain < y->gain || x->gain > y->gain) {
        return x->gain > y->gain ? -1 : 1;
    }
    return x->index - y->index;
}

static void step_lines(struct page *p, const struct assessment *a, const struct step *s)
{
    const struct part *demand = &a->checklist->criteria[s->index].demand;
    struct buf line = BUF_INIT;
    buf_printf(&line, "%s %s (", demand->id, demand->title == NULL ? "" : demand->title);
    render_decimals(&line, s->gain * 100, 1);
    buf_puts(&line, " % of the weight to gain)");
    buf_puts(p->out, "  ");
    page_wrap(p, 2, 4, buf_text(&line));
    p->out->failed = p->out->failed || line.failed; /* emptying forgets it */
    buf_reset(&line);
    (void)render_next_step(&line, a, s->index);
    buf_puts(p->out, "    ");
    page_wrap(p, 4, 4, buf_text(&line));
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

void render_first_steps(struct page *p, const struct assessment *a)
{
    struct step *steps = calloc((size_t)a->checklist->criterion_count + 1, sizeof *steps);
    if (steps == NULL) {
        p->out->failed = true;
        return;
    }
    size_t count = 0;
    struct buf text = BUF_INIT;
    for (int i = 0; i < a->checklist->criterion_count; i++) {
        if (falls_short(a, i) && render_next_step(&text, a, i)) {
            steps[count++] = (struct step){i, render_gain(a, i)};
        }
    }
    p->out->failed = p->out->failed || text.failed;
    buf_free(&text);
    qsort(steps, count, sizeof *steps, by_gain);
    if (count > 0) {
        buf_putc(p->out, '\n');
        page_on(p, STYLE_BOLD);
        buf_puts(p->out, "What to do first\n");
        page_off(p);
    }
    for (size_t i = 0; i < count && i < FIRST_MOST; i++) {
        step_lines(p, a, &steps[i]);
    }
    if (count > FIRST_MOST) {
        buf_printf(p->out, "  and %zu more; see `banyan explain ID CRITERION`\n",
                   count - FIRST_MOST);
    }
    free(steps);
}
