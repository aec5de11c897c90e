/* What to do first: critical criteria that fall short, then what gains most, each with the advice of the
 * checklist. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "report/render_internal.h"

enum { FIRST_MOST = 5 }; /* as many as one can begin with */

static bool falls_short(const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    int64_t best = a->checklist->risk ? 0 : CREDIT_ONE;
    return f->outcome == OUTCOME_SCORED && f->credit != best;
}

/* ---- the advice ------------------------------------------------------------------------------ */

static const char *title_of(const struct json *items, const char *id, size_t len)
{
    for (const struct json *i = items == NULL ? NULL : items->first; i != NULL; i = i->next) {
        const char *have = json_string(json_get(i, "id"));
        if (have != NULL && strlen(have) == len && memcmp(have, id, len) == 0) {
            return json_string(json_get(i, "title"));
        }
    }
    return NULL;
}

/* The titles of a list "a, b" of items; false where one of them is no item. */
static bool titles_of(struct buf *out, const struct json *items, const char *list)
{
    while (*list != '\0') {
        size_t len = strcspn(list, ",");
        const char *title = title_of(items, list, len);
        if (title == NULL) {
            return false;
        }
        buf_printf(out, "%s%s", out->len > 0 ? "; " : "", title);
        list += len + (list[len] == ',' && list[len + 1] == ' ' ? 2 : 0);
        if (*list == ',') {
            return false;
        }
    }
    return out->len > 0;
}

void render_fill(struct buf *out, const struct assessment *a, int criterion, const char *text)
{
    const struct json *items = a->checklist->criteria[criterion].demand.answer.items;
    const struct finding *f = &a->findings[criterion];
    struct arena arena = ARENA_INIT;
    struct json *params = items == NULL ? NULL : json_new(&arena, JSON_OBJECT);
    bool failed = items != NULL && params == NULL;
    const struct json *first = items == NULL || f->params == NULL ? NULL : f->params->first;
    for (const struct json *p = first; p != NULL && !failed; p = p->next) {
        struct buf titles = BUF_INIT;
        if (p->type == JSON_STRING && titles_of(&titles, items, p->text)) {
            failed = json_add(&arena, params, p->key,
                              json_new_string(&arena, buf_text(&titles), titles.len)) != 0;
        } else {
            failed = json_share(&arena, params, p->key, p) != 0;
        }
        failed = failed || titles.failed;
        buf_free(&titles);
    }
    finding_fill(out, text, items == NULL ? f->params : params, a->checklist->texts);
    out->failed = out->failed || failed;
    arena_free(&arena);
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
        render_fill(out, a, criterion, advice);
    } else if (render_is_open(f) && evidence != NULL) {
        texts_fill(out, a->checklist->texts,
                   SAID("Find out how it stands, and answer the question. Ask for: {evidence}"),
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

enum step_rank render_rank(const struct assessment *a, int criterion)
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
        if ((open || falls_short(a, i)) && render_next_step(&text, a, i)) {
            (*out)[(*count)++] = (struct render_step){i, render_gain(a, i), render_rank(a, i)};
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
    for (size_t i = 0; i < count && i < FIRST_MOST; i++) {
        step_lines(p, a, &steps[i]);
    }
    if (count > FIRST_MOST) {
        buf_puts(p->out, "  ");
        page_count(p, "and {count} more; see `banyan advise ID`", (long long)(count - FIRST_MOST));
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
