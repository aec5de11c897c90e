/* Every criterion with its question, what came of it and why, what was answered and read, its sources. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "report/assessment_html_internal.h"

enum { SHORT_MOST = 60, ENTRIES_MOST = 8 };

/* ---- sources ---------------------------------------------------------------------------------- */

static const char *member(const struct json *object, const char *key)
{
    const char *text = json_string(json_get(object, key));
    return text == NULL ? "" : text;
}

/* Whether both name the same work, and are as sure: what differs is the section. */
static bool same_work(const struct json *a, const struct json *b)
{
    const struct json *x = json_get(a, "year"), *y = json_get(b, "year");
    bool years = x == NULL || y == NULL ? x == y : x->type == y->type && x->number == y->number;
    return years && strcmp(member(a, "title"), member(b, "title")) == 0 &&
           strcmp(member(a, "publisher"), member(b, "publisher")) == 0 &&
           strcmp(member(a, "status"), member(b, "status")) == 0;
}

/* The first source of a criterion, or NULL. */
static const struct json *first_source(const struct checklist *c, int criterion)
{
    const struct json *list = json_get(c->criteria[criterion].doc, "source");
    return list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
}

static size_t source_number(const struct sheet *s, const struct json *source)
{
    size_t i = 0;
    while (i < s->source_count && !same_work(s->sources[i], source)) {
        i++;
    }
    return i;
}

int sheet_sources(struct sheet *s)
{
    size_t room = 1;
    for (int i = 0; i < s->c->criterion_count; i++) {
        for (const struct json *x = first_source(s->c, i); x != NULL; x = x->next) {
            room++;
        }
    }
    s->sources = arena_alloc(&s->arena, sizeof *s->sources * room);
    if (s->sources == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < s->c->criterion_count; i++) {
        for (const struct json *x = first_source(s->c, i); x != NULL; x = x->next) {
            if (source_number(s, x) == s->source_count) {
                s->sources[s->source_count++] = x;
            }
        }
    }
    return 0;
}

void sheet_source_list(struct sheet *s)
{
    if (s->source_count == 0) {
        return;
    }
    html_legend(&s->h);
    html_tags(&s->h, "<h3>");
    html_say(&s->h, "Sources");
    html_tags(&s->h, "</h3>\n<ol class=\"works\">\n");
    for (size_t i = 0; i < s->source_count; i++) {
        buf_printf(s->h.out, "<li id=\"s%zu\">%s", i + 1, s->h.foreign ? "<bdi>" : "");
        html_cite(&s->h, s->sources[i]);
        html_tags(&s->h, s->h.foreign ? "</bdi>" : "");
        html_status(&s->h, json_string(json_get(s->sources[i], "status")));
        html_tags(&s->h, "</li>\n");
    }
    html_tags(&s->h, "</ol>\n");
}

/* ---- lines below a finding -------------------------------------------------------------------- */

static void label(struct sheet *s, const char *class, const char *name)
{
    buf_printf(s->h.out, "<p class=\"%s\"><b>", class);
    html_say(&s->h, name);
    html_tags(&s->h, "</b> ");
}

static void cited(struct sheet *s, int criterion)
{
    const struct json *first = first_source(s->c, criterion);
    if (first == NULL) {
        return;
    }
    bool right = text_equal(html_direction(s->h.language), "rtl");
    label(s, "w", SAID("Sources"));
    for (const struct json *x = first; x != NULL; x = x->next) {
        const char *section = member(x, "section");
        size_t number = source_number(s, x) + 1;
        buf_printf(s->h.out, "%s<a href=\"#s%zu\">%zu</a>", x == first ? "" : "; ", number, number);
        if (*section != '\0') {
            html_tags(&s->h, right ? " <bdi>" : " ");
            html_text(&s->h, section);
            html_tags(&s->h, right ? "</bdi>" : "");
        }
    }
    html_tags(&s->h, "</p>\n");
}

static bool is_plain(const struct json *value)
{
    return value->type != JSON_ARRAY && value->type != JSON_OBJECT;
}

/* A value in a few words: a list of a few plain ones, else how many there are. */
static void short_value(const struct sheet *s, struct buf *out, const struct json *value)
{
    bool plain = true;
    for (const struct json *m = is_plain(value) ? NULL : value->first; m != NULL; m = m->next) {
        plain = plain && value->type == JSON_ARRAY && is_plain(m);
    }
    if (value->type == JSON_BOOL) {
        buf_puts(out, texts_get(s->h.texts, value->boolean ? SAID("yes") : SAID("no")));
    } else if (value->type == JSON_STRING) {
        text_escape(out, value->text, value->len, SHORT_MOST);
    } else if (is_plain(value)) {
        render_value(out, value);
    } else if (plain && value->len > 0 && value->len <= ENTRIES_MOST) {
        for (const struct json *m = value->first; m != NULL; m = m->next) {
            short_value(s, out, m); /* plain, so that it ends here */
            buf_puts(out, m->next == NULL ? "" : " ");
        }
    } else {
        char count[24];
        (void)snprintf(count, sizeof count, "%zu", value->len);
        texts_fill(out, s->h.texts,
                   value->len == 1 ? SAID("{count} entry") : SAID("{count} entries"),
                   (struct fill[]){{"count", count}, {NULL, NULL}});
    }
}

/* The part of a path that those beside it share: its first two names, where a third follows. */
static size_t stem(const char *path)
{
    const char *dot = strchr(path, '.');
    dot = dot == NULL ? NULL : strchr(dot + 1, '.');
    return dot == NULL ? 0 : (size_t)(dot - path);
}

static bool is_own(const char *path, const char *id)
{
    return strncmp(path, "answers.", 8) == 0 && strcmp(path + 8, id) == 0;
}

/* "community.population: total 4210, children.0-4.f 190; plan.budget: drr 3100000". */
static void read_line(struct sheet *s, const struct finding *f, const char *id)
{
    const char *before = "";
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < f->read_count; i++) {
        const char *path = f->read[i];
        const struct json *value = json_path(s->a->plan->doc, path);
        size_t len = stem(path);
        bool goes_on = len > 0 && len == stem(before) && strncmp(path, before, len + 1) == 0;
        if (is_own(path, id)) {
            continue;
        }
        buf_puts(&text, text.len == 0 ? "" : goes_on ? ", " : "; ");
        if (len > 0 && !goes_on) {
            buf_add(&text, path, len);
            buf_puts(&text, ": ");
        }
        buf_puts(&text, len > 0 ? path + len + 1 : path);
        buf_putc(&text, ' ');
        if (value == NULL) {
            texts_fill(&text, s->h.texts, SAID("(absent)"), NULL);
        } else {
            short_value(s, &text, value);
        }
        before = path;
    }
    if (text.len > 0 || text.failed) {
        label(s, "w", SAID("Read"));
        sheet_figure(s, &text);
        html_tags(&s->h, "</p>\n");
    }
    buf_free(&text);
}

/* What is claimed, or that nothing was answered, the reason says. */
static void answer_line(struct sheet *s, int criterion, struct buf *text)
{
    const struct criterion *k = &s->c->criteria[criterion];
    struct answer answer;
    plan_answer_read(plan_answer(s->a->plan, k->demand.id), &answer);
    if (answer.state == 'v') {
        render_answer(text, k, &answer, s->h.texts);
        label(s, "a", SAID("Answer"));
        sheet_text(s, text);
        html_tags(&s->h, "</p>\n");
    }
}

static void note_line(struct sheet *s, int criterion)
{
    struct answer answer;
    plan_answer_read(plan_answer(s->a->plan, s->c->criteria[criterion].demand.id), &answer);
    const char *note = json_string(json_get(answer.entry, "note"));
    if (note != NULL && note[0] != '\0') {
        label(s, "w", SAID("Note"));
        html_tags(&s->h, "<bdi>");
        html_text(&s->h, note);
        html_tags(&s->h, "</bdi></p>\n");
    }
}

/* ---- findings --------------------------------------------------------------------------------- */

struct verdict {
    const char *class, *word;
};

static struct verdict verdict_of(const struct sheet *s, const struct finding *f)
{
    static const struct verdict others[OUTCOME_COUNT] = {{"", ""},
                                                         {"n", SAID("does not apply")},
                                                         {"o", SAID("not assessed")},
                                                         {"o", SAID("unknown")},
                                                         {"e", SAID("error")}};
    bool risk = s->c->risk;
    if (f->outcome != OUTCOME_SCORED) {
        return others[f->outcome];
    }
    if (f->credit == (risk ? 0 : CREDIT_ONE)) {
        return (struct verdict){"m", risk ? SAID("no risk") : SAID("met")};
    }
    if (f->credit == (risk ? CREDIT_ONE : 0)) {
        return (struct verdict){"x", risk ? SAID("full risk") : SAID("not met")};
    }
    return (struct verdict){"p", risk ? SAID("some risk") : SAID("in part")};
}

static void finding_head(struct sheet *s, int criterion, int level)
{
    const struct criterion *k = &s->c->criteria[criterion];
    const struct finding *f = &s->a->findings[criterion];
    struct verdict v = verdict_of(s, f);
    buf_printf(s->h.out, "<div class=\"f %s\" id=\"c-", v.class);
    html_anchor(&s->h, k->demand.id);
    buf_printf(s->h.out, "\"><h%d><b class=\"id\">", level);
    html_text(&s->h, k->demand.id);
    html_tags(&s->h, "</b> ");
    html_text(&s->h, k->demand.title);
    if (k->critical) {
        html_tags(&s->h, " <span class=\"mark\">");
        html_say(&s->h, "Critical");
        html_tags(&s->h, "</span>");
    }
    buf_printf(s->h.out, "</h%d><p class=\"v\">", level);
    html_say(&s->h, v.word);
    if (f->outcome == OUTCOME_SCORED) {
        html_tags(&s->h, " <b>");
        render_hundredths(s->h.out, f->credit);
        html_tags(&s->h, "</b>");
    } else if (f->by != BY_NONE) {
        html_tags(&s->h, " <small>");
        html_say(&s->h, render_by(f->by));
        html_tags(&s->h, "</small>");
    }
    html_tags(&s->h, "</p>\n");
}

static void finding(struct sheet *s, int criterion, int level)
{
    const struct criterion *k = &s->c->criteria[criterion];
    const struct finding *f = &s->a->findings[criterion];
    struct buf text = BUF_INIT;
    finding_head(s, criterion, level);
    if (k->question != NULL) {
        html_tags(&s->h, "<p>");
        html_text(&s->h, k->question);
        html_tags(&s->h, "</p>\n");
    }
    answer_line(s, criterion, &text);
    render_reason(&text, s->a, criterion);
    sheet_paragraph(s, "r", &text);
    for (const struct json *d = finding_doubts(f); d != NULL; d = d->next) {
        label(s, "doubt", SAID("Doubt"));
        (void)render_doubt(&text, s->a, criterion, d);
        sheet_text(s, &text);
        html_tags(&s->h, "</p>\n");
    }
    note_line(s, criterion);
    read_line(s, f, k->demand.id);
    cited(s, criterion);
    html_tags(&s->h, "</div>\n");
    s->h.out->failed = s->h.out->failed || text.failed;
    buf_free(&text);
}

static void node_findings(struct sheet *s, int node, int level)
{
    const struct node *n = &s->c->nodes[node];
    int below = level < 6 ? level + 1 : 6;
    if (node > 0) {
        struct buf score = BUF_INIT;
        html_tags(&s->h, "<section class=\"domain\" id=\"n-");
        html_anchor(&s->h, n->id);
        buf_printf(s->h.out, "\"><h%d>", level);
        html_text(&s->h, sheet_title(s, node));
        if (s->a->nodes[node].applicable && s->a->nodes[node].score != SCORE_NONE &&
            !sheet_is_thin(s, node)) {
            html_tags(&s->h, " <small>");
            render_node_score(&score, s->c, node, s->a->nodes[node].score);
            sheet_figure(s, &score);
            html_tags(&s->h, "</small>");
        }
        buf_printf(s->h.out, "</h%d>\n", level);
        buf_free(&score);
    }
    for (int i = n->first_criterion; i < n->first_criterion + n->criterion_count; i++) {
        finding(s, i, node > 0 ? below : 3);
    }
    for (int i = 0; i < n->node_count; i++) {
        node_findings(s, n->nodes[i], node > 0 ? below : 3); /* checklists have a bound on depth */
    }
    html_tags(&s->h, node > 0 ? "</section>\n" : "");
}

void sheet_findings(struct sheet *s)
{
    sheet_open(s, "findings", SAID("Criterion by criterion"));
    node_findings(s, 0, 3);
    sheet_close(s);
}
