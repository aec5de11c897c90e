/* An assessment for people: what the score is, how sure it is, why, and what to answer next. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "report/render.h"

static const char *paint(bool color, const char *code)
{
    return color ? code : "";
}

#define BOLD "\033[1m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

static double scale_value(const struct json *scale, const char *key, double otherwise)
{
    const struct json *v = json_get(scale, key);
    return v != NULL && v->type == JSON_NUMBER ? v->number : otherwise;
}

void render_score(struct buf *out, const struct checklist *c, int64_t billionths)
{
    if (billionths == SCORE_NONE) {
        buf_puts(out, "-");
        return;
    }
    const struct json *scale = json_get(c->doc, "scale");
    double min = scale_value(scale, "min", 0);
    double max = scale_value(scale, "max", 100);
    buf_printf(out, "%.*f", (int)scale_value(scale, "decimals", 1),
               min + (max - min) * ((double)billionths / 1e9));
}

/* Text padded to a number of columns; UTF-8 characters count one. */
static void padded(struct buf *out, const char *text, int width)
{
    int columns = 0;
    const char *p = text;
    for (; *p != '\0' && columns < width; p++) {
        columns += ((unsigned char)p[1] & 0xc0) != 0x80;
    }
    buf_add(out, text, (size_t)(p - text));
    for (; columns < width; columns++) {
        buf_putc(out, ' ');
    }
}

/* Words set in lines of at most 98 columns, each begun with `indent` spaces. */
static void wrapped(struct buf *out, const char *text, int indent)
{
    int column = indent;
    buf_printf(out, "%*s", indent, "");
    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        int wide = 0;
        for (size_t i = 0; i < len; i++) {
            wide += ((unsigned char)text[i] & 0xc0) != 0x80;
        }
        if (column + wide > 98 && column > indent) {
            buf_printf(out, "\n%*s", indent, "");
            column = indent;
        }
        text_escape(out, text, len, 4000);
        column += wide + 1;
        text += len;
        if (*text == ' ') {
            buf_putc(out, ' ');
            text++;
        }
    }
    buf_putc(out, '\n');
}

static void range(struct buf *out, const struct checklist *c, const struct node_result *r)
{
    render_score(out, c, r->low);
    buf_puts(out, "–");
    render_score(out, c, r->high);
}

static void bar(struct buf *out, int64_t score)
{
    int full = score == SCORE_NONE ? 0 : (int)((score + 50000000) / 100000000);
    for (int i = 0; i < 10; i++) {
        buf_puts(out, i < full ? "█" : "░");
    }
}

static void heading(struct buf *out, const struct assessment *a, bool color)
{
    const struct plan *p = a->plan;
    const struct checklist *c = a->checklist;
    const struct node_result *root = &a->nodes[0];
    buf_puts(out, paint(color, BOLD));
    text_escape(out, p->title, strlen(p->title), 300);
    buf_printf(out, "%s\n", paint(color, PLAIN));
    const char *name = p->community_name != NULL ? p->community_name : p->community;
    text_escape(out, name, strlen(name), 200);
    buf_printf(out, ", %s · round %s · %s\n", p->country, p->round, p->date);
    buf_printf(out, "%s %s%s%s%s\n", c->title, c->version, c->profile == NULL ? "" : ", profile ",
               c->profile == NULL ? "" : c->profile, c->risk ? " · more is worse" : "");
    if (a->id[0] != '\0') {
        buf_printf(out, "assessment %s of %s\n", a->id, a->created);
    }
    buf_puts(out, "\n");
    if (!root->applicable) {
        buf_puts(out, "Nothing in this checklist applies to this plan, so there is no score.\n");
        return;
    }
    buf_printf(out, "score    %s", paint(color, BOLD));
    render_score(out, c, root->score);
    buf_printf(out, "%s   could be ", paint(color, PLAIN));
    range(out, c, root);
    buf_printf(out, "\ncoverage %.0f %% of what applies has an answer\n",
               (double)root->coverage / 1e7);
    if (root->score == SCORE_NONE) {
        buf_puts(out, "no score: too little is answered; the range above says what is known\n");
    } else if (a->band >= 0) {
        buf_printf(out, "band     %s%s%s %s", paint(color, BOLD), c->bands[a->band].id,
                   paint(color, PLAIN),
                   c->bands[a->band].title == NULL ? "" : c->bands[a->band].title);
        if (a->band_possible != a->band) {
            buf_printf(out, ", and %s is possible if the open questions turn out well",
                       c->bands[a->band_possible].id);
        }
        buf_puts(out, "\n");
    }
}

static void domains(struct buf *out, const struct assessment *a)
{
    const struct checklist *c = a->checklist;
    buf_puts(out, "\n");
    for (int i = 0; i < c->nodes[0].node_count; i++) {
        int n = c->nodes[0].nodes[i];
        const struct node_result *r = &a->nodes[n];
        struct buf cell = BUF_INIT;
        padded(out, c->nodes[n].title == NULL ? c->nodes[n].id : c->nodes[n].title, 46);
        if (!r->applicable) {
            buf_puts(out, "   does not apply\n");
            continue;
        }
        render_score(&cell, c, r->score);
        buf_printf(out, " %6s  ", buf_text(&cell));
        bar(out, r->score);
        buf_reset(&cell);
        range(&cell, c, r);
        buf_puts(out, "  ");
        padded(out, buf_text(&cell), 14);
        buf_printf(out, "%3.0f %% answered\n", (double)r->coverage / 1e7);
        buf_free(&cell);
    }
}

static const char *mark(const struct finding *f, const char **color)
{
    *color = "";
    switch (f->outcome) {
    case OUTCOME_SCORED:
        *color = f->credit >= 1000000000 ? GREEN : f->credit == 0 ? RED : YELLOW;
        return f->credit >= 1000000000 ? "✓" : f->credit == 0 ? "✗" : "◐";
    case OUTCOME_NOT_APPLICABLE:
        return "–";
    case OUTCOME_UNKNOWN:
        return "?";
    case OUTCOME_ERROR:
        *color = RED;
        return "!";
    default:
        return "·";
    }
}

static void finding_line(struct buf *out, const struct assessment *a, int i, bool color)
{
    const struct criterion *k = &a->checklist->criteria[i];
    const struct finding *f = &a->findings[i];
    const char *code = "";
    const char *sign = mark(f, &code);
    struct buf reason = BUF_INIT;
    buf_printf(out, "  %s%s%s ", paint(color, code), sign, color && code[0] != '\0' ? PLAIN : "");
    padded(out, k->demand.id, 8);
    padded(out, k->demand.title, 44);
    if (f->outcome == OUTCOME_SCORED) {
        buf_printf(out, " %5.1f %%\n", (double)f->credit / 1e7);
    } else {
        buf_printf(out, " %s\n",
                   f->outcome == OUTCOME_NOT_APPLICABLE ? "not applicable"
                   : f->outcome == OUTCOME_NOT_ASSESSED ? "not assessed"
                                                        : outcome_name(f->outcome));
    }
    finding_reason(&reason, f);
    wrapped(out, buf_text(&reason), 12);
    buf_free(&reason);
}

/* The heaviest criteria without a credit: what to answer first. */
static void open_criteria(struct buf *out, const struct assessment *a)
{
    const struct checklist *c = a->checklist;
    buf_puts(out, "\nOpen, by what they could change (answer these first):\n");
    int64_t limit = INT64_MAX;
    int last = -1;
    for (int shown = 0; shown < 8; shown++) {
        int best = -1;
        for (int i = 0; i < c->criterion_count; i++) {
            bool open = a->findings[i].outcome == OUTCOME_NOT_ASSESSED ||
                        a->findings[i].outcome == OUTCOME_UNKNOWN;
            int64_t w = c->criteria[i].demand.weight * (c->criteria[i].critical ? 100 : 1);
            if (!open || w > limit || (w == limit && i <= last)) {
                continue;
            }
            if (best < 0 ||
                w > c->criteria[best].demand.weight * (c->criteria[best].critical ? 100 : 1)) {
                best = i;
            }
        }
        if (best < 0) {
            return;
        }
        limit = c->criteria[best].demand.weight * (c->criteria[best].critical ? 100 : 1);
        last = best;
        buf_printf(
            out, "  %-8s %s%s\n", c->criteria[best].demand.id, c->criteria[best].demand.title,
            c->criteria[best].critical ? " (critical: it caps the band until answered)" : "");
    }
}

void render_assessment_text(struct buf *out, const struct assessment *a, bool color)
{
    const struct checklist *c = a->checklist;
    heading(out, a, color);
    domains(out, a);
    buf_printf(out, "\n%d scored, %d not applicable, %d not assessed, %d unknown, %d error\n",
               a->counts[OUTCOME_SCORED], a->counts[OUTCOME_NOT_APPLICABLE],
               a->counts[OUTCOME_NOT_ASSESSED], a->counts[OUTCOME_UNKNOWN],
               a->counts[OUTCOME_ERROR]);
    int node = -1;
    for (int i = 0; i < c->criterion_count; i++) {
        if (c->criteria[i].node != node) {
            node = c->criteria[i].node;
            const struct node *n = &c->nodes[node];
            buf_printf(out, "\n%s%s%s\n", paint(color, BOLD), n->title == NULL ? n->id : n->title,
                       paint(color, PLAIN));
        }
        finding_line(out, a, i, color);
    }
    if (a->counts[OUTCOME_NOT_ASSESSED] + a->counts[OUTCOME_UNKNOWN] > 0 &&
        (a->band != a->band_possible || a->nodes[0].score == SCORE_NONE)) {
        open_criteria(out, a);
    }
}

static void labelled(struct buf *out, const char *label, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        padded(out, label, 14);
        struct buf lines = BUF_INIT;
        wrapped(&lines, text, 14);
        buf_puts(out, buf_text(&lines) + 14);
        buf_free(&lines);
    }
}

static void read_facts(struct buf *out, const struct assessment *a, const struct finding *f)
{
    for (size_t i = 0; i < f->read_count; i++) {
        struct buf value = BUF_INIT;
        const struct json *v = json_path(a->plan->doc, f->read[i]);
        if (v != NULL) {
            json_write(&value, v);
        }
        padded(out, i == 0 ? "read" : "", 14);
        buf_printf(out, "%s = ", f->read[i]);
        text_escape(out, v == NULL ? "absent" : buf_text(&value), v == NULL ? 6 : value.len, 60);
        buf_puts(out, "\n");
        buf_free(&value);
    }
}

static void sources(struct buf *out, const struct criterion *k)
{
    const struct json *list = json_get(k->doc, "source");
    for (const struct json *s = list == NULL ? NULL : list->first; s != NULL; s = s->next) {
        const char *title = json_string(json_get(s, "title"));
        const char *section = json_string(json_get(s, "section"));
        const char *status = json_string(json_get(s, "status"));
        const struct json *year = json_get(s, "year");
        struct buf line = BUF_INIT;
        buf_puts(&line, title == NULL ? "" : title);
        if (year != NULL && year->type == JSON_NUMBER) {
            buf_printf(&line, " (%.0f)", year->number);
        }
        buf_printf(&line, "%s%s%s", section == NULL ? "" : ", ", section == NULL ? "" : section,
                   text_equal(status, "unverified") ? " [unverified]"
                   : text_equal(status, "drafted")  ? " [our own threshold]"
                                                    : "");
        labelled(out, s == list->first ? "source" : "", buf_text(&line));
        buf_free(&line);
    }
}

static void points(struct buf *out, const char *label, bool known, int64_t value)
{
    padded(out, label, 14);
    if (known) {
        buf_printf(out, "%+.2f of 100\n", (double)value / 1e7);
    } else {
        buf_puts(out, "none to be given here\n");
    }
}

void render_explain_text(struct buf *out, const struct assessment *a, int criterion, bool color)
{
    const struct criterion *k = &a->checklist->criteria[criterion];
    const struct finding *f = &a->findings[criterion];
    struct buf text = BUF_INIT;
    buf_printf(out, "%s%s  %s%s\n", paint(color, BOLD), k->demand.id, k->demand.title,
               paint(color, PLAIN));
    labelled(out, "question", k->question);
    labelled(out, "why", json_string(json_get(k->doc, "why")));
    const struct json *answer = plan_answer(a->plan, k->demand.id);
    if (answer != NULL) {
        json_write(&text, answer);
        labelled(out, "answer", buf_text(&text));
    } else {
        labelled(out, "answer",
                 k->demand.answer.type == ANSWER_NONE ? "none: computed from the plan's facts"
                                                      : "none was given");
    }
    buf_reset(&text);
    buf_puts(&text, outcome_name(f->outcome));
    if (f->outcome == OUTCOME_SCORED) {
        buf_printf(&text, ", credit %.1f %%", (double)f->credit / 1e7);
    } else if (f->by != BY_NONE) {
        buf_printf(&text, " (by %s)", finding_by_name(f->by));
    }
    labelled(out, "outcome", buf_text(&text));
    buf_reset(&text);
    finding_reason(&text, f);
    labelled(out, "reason", buf_text(&text));
    read_facts(out, a, f);
    buf_reset(&text);
    if (f->rule != NULL) {
        buf_printf(&text, "%s, line %d", f->rule, f->line);
        labelled(out, "rule", buf_text(&text));
    }
    padded(out, "weight", 14);
    buf_printf(out, "%lld in its domain\n", (long long)k->demand.weight);
    points(out, "contribution", a->contribution[criterion] != SCORE_NONE,
           a->contribution[criterion]);
    points(out, "effect", a->has_effect[criterion], a->effect[criterion]);
    labelled(out, "evidence", json_string(json_get(k->doc, "evidence")));
    sources(out, k);
    buf_free(&text);
}
