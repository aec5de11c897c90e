/* What to do first: critical criteria that fall short, what saves lives, then what gains most, each with the
 * advice of the checklist. */
#include <stdlib.h>

#include "base/number.h"
#include "report/render_internal.h"

enum {
    FIRST_MOST = 5,           /* as many as one can begin with, unless more are critical */
    NEARLY = CREDIT_ONE / 10, /* where less is missing, what saves lives is nearly there */
};

static bool falls_short(const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    int64_t best = a->checklist->risk ? 0 : CREDIT_ONE;
    return f->outcome == OUTCOME_SCORED && f->credit != best;
}

/* What a check found apart, or with `claims` what speaks against a claim: each doubt once, "; " between. An
 * answer that differs from the facts is no step to take: these count. Returns whether there is any. */
static bool write_doubts(struct buf *out, const struct assessment *a, int criterion, bool claims)
{
    size_t before = out->len;
    for (const struct json *d = finding_doubts(&a->findings[criterion]); d != NULL; d = d->next) {
        if (claims || json_get(d, "rule") != NULL) {
            buf_puts(out, out->len > before ? "; " : "");
            (void)render_doubt(out, a, criterion, d);
        }
    }
    return out->len > before;
}

static bool is_claim(const struct finding *f)
{
    return f->outcome == OUTCOME_UNKNOWN ||
           (f->outcome == OUTCOME_NOT_APPLICABLE && f->by == BY_CLAIM);
}

/* A finding that the plan itself contradicts: what to look at again. False where nothing does. */
static bool look_again(struct buf *out, const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    struct buf doubts = BUF_INIT;
    bool any = write_doubts(&doubts, a, criterion, is_claim(f));
    out->failed = out->failed || doubts.failed;
    if (any) {
        texts_fill(out, a->checklist->texts,
                   is_claim(f) ? SAID("Take this claim back, or correct the plan: {doubts}.")
                               : SAID("Look at this again: {doubts}."),
                   (struct fill[]){{"doubts", buf_text(&doubts)}, {NULL, NULL}});
    }
    buf_free(&doubts);
    return any;
}

/* What the checklist advises, or what to ask for where it says nothing of an open question. */
static bool write_advice(struct buf *out, const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    const struct json *doc = a->checklist->criteria[criterion].doc;
    const char *evidence = json_string(json_get(doc, "evidence"));
    const char *advice = finding_advice(f, json_get(doc, "advice"));
    bool asks = advice == NULL && render_is_open(f) && evidence != NULL;
    if (advice != NULL) {
        render_fill(out, a, criterion, advice, f->params);
    } else if (asks) {
        texts_fill(out, a->checklist->texts,
                   SAID("Find out how it stands, and answer the question. Ask for: {evidence}."),
                   (struct fill[]){{"evidence", evidence}, {NULL, NULL}});
    }
    return advice != NULL || asks;
}

bool render_next_step(struct buf *out, const struct assessment *a, int criterion)
{
    const struct criterion *k = &a->checklist->criteria[criterion];
    const struct finding *f = &a->findings[criterion];
    bool left = falls_short(a, criterion) || render_is_open(f);
    if (json_get(k->doc, "advice") == NULL || (!left && !k->critical)) {
        return false;
    }
    struct buf doubt = BUF_INIT, advice = BUF_INIT;
    bool doubted = look_again(&doubt, a, criterion);
    bool advised = left && !(doubted && is_claim(f)) && write_advice(&advice, a, criterion);
    /* Advice on facts holds whatever is doubted; advice on an answer only if the answer does. */
    bool facts = criterion_is_computed(k);
    const struct buf *first = facts ? &advice : &doubt, *second = facts ? &doubt : &advice;
    buf_puts(out, buf_text(first));
    buf_puts(out, doubted && advised ? " " : "");
    buf_puts(out, buf_text(second));
    out->failed = out->failed || doubt.failed || advice.failed;
    buf_free(&doubt);
    buf_free(&advice);
    return doubted || advised;
}

/* ---- the order ------------------------------------------------------------------------------- */

static double missing_of(const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    double credit = (double)f->credit / (double)CREDIT_ONE;
    bool without = f->outcome != OUTCOME_SCORED; /* open, or in doubt whether it applies */
    return without ? 1 : a->checklist->risk ? credit : 1 - credit;
}

double render_gain(const struct assessment *a, int criterion)
{
    return render_share(a, criterion) * missing_of(a, criterion);
}

/* A critical criterion that does not hold the band, though the plan contradicts what its finding says. */
static bool in_doubt(const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    for (const struct json *d = finding_doubts(f); d != NULL; d = d->next) {
        if (is_claim(f) || json_get(d, "rule") != NULL) {
            return f->outcome == OUTCOME_SCORED || f->outcome == OUTCOME_NOT_APPLICABLE ||
                   f->outcome == OUTCOME_UNKNOWN;
        }
    }
    return false;
}

static enum step_rank rank_of(const struct assessment *a, int criterion)
{
    const struct criterion *k = &a->checklist->criteria[criterion];
    const struct finding *f = &a->findings[criterion];
    bool below = f->outcome == OUTCOME_SCORED && f->credit < k->critical_below;
    if (k->critical && (below || in_doubt(a, criterion))) {
        return STEP_CRITICAL;
    }
    return k->critical && render_is_open(f) ? STEP_CRITICAL_OPEN : STEP_OTHER;
}

static int64_t billionths(double gain)
{
    return (int64_t)(gain * (double)CREDIT_ONE + 0.5);
}

static struct render_step step_of(const struct assessment *a, int criterion)
{
    const struct criterion *k = &a->checklist->criteria[criterion];
    enum step_rank rank = rank_of(a, criterion);
    double missing = missing_of(a, criterion);
    return (struct render_step){
        .criterion = criterion,
        .gain = render_gain(a, criterion),
        .rank = rank,
        .saves_lives = k->saves_lives && billionths(missing) >= NEARLY,
        .need = (double)k->demand.weight * missing,
    };
}

/* Gains are compared in billionths: what differs in the last digit of a product is alike. Of what presses it
 * is the own weight that counts, since how many neighbours a criterion has says nothing of how it presses. */
static int by_need(const void *a, const void *b)
{
    const struct render_step *x = a;
    const struct render_step *y = b;
    bool pressing = x->rank != STEP_OTHER || x->saves_lives;
    int64_t gain = billionths(pressing ? x->need : x->gain);
    int64_t other = billionths(pressing ? y->need : y->gain);
    if (x->rank != y->rank) {
        return x->rank < y->rank ? -1 : 1;
    }
    if (x->saves_lives != y->saves_lives) {
        return x->saves_lives ? -1 : 1;
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
        struct render_step step = step_of(a, i);
        if ((open || step.rank != STEP_OTHER || falls_short(a, i)) &&
            render_next_step(&text, a, i)) {
            (*out)[(*count)++] = step;
        }
    }
    int rc = buf_status(&text);
    buf_free(&text);
    qsort(*out, *count, sizeof **out, by_need);
    return rc;
}

/* ---- for people ------------------------------------------------------------------------------ */

void render_step_why(struct buf *out, const struct assessment *a, const struct render_step *s)
{
    struct buf gain = BUF_INIT;
    render_decimals(&gain, s->gain * 100, 1);
    const struct texts *t = a->checklist->texts;
    if (s->rank != STEP_OTHER) {
        texts_fill(out, t, SAID("critical; "), NULL);
    }
    if (s->saves_lives) {
        texts_fill(out, t, SAID("saves lives; "), NULL);
    }
    bool open = render_is_open(&a->findings[s->criterion]);
    texts_fill(out, t,
               open                           ? SAID("{gain} % of the weight is open")
               : falls_short(a, s->criterion) ? SAID("{gain} % of the weight to gain")
                                              : SAID("in doubt"),
               (struct fill[]){{"gain", buf_text(&gain)}, {NULL, NULL}});
    out->failed = out->failed || gain.failed;
    buf_free(&gain);
}

size_t render_steps_first(const struct render_step *steps, size_t count)
{
    size_t first = 0;
    while (first < count && (first < FIRST_MOST || steps[first].rank != STEP_OTHER)) {
        first++;
    }
    return first;
}

static void step_lines(struct page *p, const struct assessment *a, const struct render_step *s)
{
    const struct part *demand = &a->checklist->criteria[s->criterion].demand;
    struct buf line = BUF_INIT;
    buf_printf(&line, "%s %s (", demand->id, demand->title == NULL ? "" : demand->title);
    render_step_why(&line, a, s);
    buf_putc(&line, ')');
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
    size_t shown = render_steps_first(steps, count);
    for (size_t i = 0; i < shown; i++) {
        step_lines(p, a, &steps[i]);
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
