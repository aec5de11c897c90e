/* A checklist for people: `checklist show`. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "report/render_internal.h"

/* ---- answers --------------------------------------------------------------------------------- */

static void answer_type(struct page *p, const struct answer_spec *a, struct buf *out)
{
    buf_puts(out, texts_get(p->texts, answer_type_name(a->type)));
    if (a->type == ANSWER_LEVEL) {
        buf_printf(out, " 0…%d", a->levels);
    } else if (a->type == ANSWER_NUMBER && a->unit != NULL) {
        page_fill(p, out, " in {unit}", (struct fill[]){{"unit", a->unit}, {NULL, NULL}});
    }
}

/* One way to answer: its name, then its text. */
static void choice(struct page *p, int depth, const char *name, const char *text)
{
    int width = page_width(p, name);
    width = width < 4 ? 4 : width;
    page_spaces(p, 2 * depth);
    page_cell(p, name, width);
    buf_putc(p->out, ' ');
    page_wrap(p, 2 * depth + width + 1, 2 * depth + width + 1, text == NULL ? "" : text);
}

/* What the values of an answer mean: texts of levels, ids of items and parts. */
static void choices(struct page *p, const struct answer_spec *a, int depth)
{
    const struct json *levels = json_get(a->doc, "levels");
    int level = 0;
    for (const struct json *l = levels == NULL ? NULL : levels->first; l != NULL; l = l->next) {
        char name[16];
        (void)snprintf(name, sizeof name, "%d", level++);
        choice(p, depth, name, json_string(l));
    }
    for (const struct json *i = a->items == NULL ? NULL : a->items->first; i != NULL; i = i->next) {
        choice(p, depth, json_string(json_get(i, "id")), json_string(json_get(i, "title")));
    }
    for (size_t i = 0; i < a->part_count; i++) {
        struct buf text = BUF_INIT;
        buf_printf(&text, "%s%s", a->parts[i].title == NULL ? "" : a->parts[i].title,
                   a->parts[i].title == NULL ? "" : ": ");
        answer_type(p, &a->parts[i].answer, &text);
        choice(p, depth, a->parts[i].id, buf_text(&text));
        p->out->failed = p->out->failed || text.failed;
        buf_free(&text);
        choices(p, &a->parts[i].answer, depth + 1);
    }
}

/* ---- criteria -------------------------------------------------------------------------------- */

/* Where the question and its thresholds come from, with what is unverified or our own marked. */
static void sources(struct page *p, const struct criterion *k, int depth)
{
    const struct json *list = json_get(k->doc, "source");
    const struct json *first = list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
    struct buf text = BUF_INIT;
    for (const struct json *s = first; s != NULL; s = s->next) {
        buf_puts(&text, text.len > 0 ? "; " : "");
        render_source(&text, s, p->texts);
    }
    if (text.len > 0) {
        choice(p, depth, texts_get(p->texts, SAID("source:")), buf_text(&text));
    }
    p->out->failed = p->out->failed || text.failed;
    buf_free(&text);
}

static void paragraph(struct page *p, int depth, const char *text)
{
    page_spaces(p, 2 * depth);
    page_wrap(p, 2 * depth, 2 * depth, text);
}

static void weight(struct page *p, int64_t value, struct buf *out)
{
    struct buf number = BUF_INIT;
    number_write_whole(&number, value);
    page_fill(p, out, "weight {weight}",
              (struct fill[]){{"weight", buf_text(&number)}, {NULL, NULL}});
    out->failed = out->failed || number.failed;
    buf_free(&number);
}

static void criterion(struct page *p, const struct criterion *k, int depth)
{
    struct buf line = BUF_INIT;
    page_spaces(p, 2 * depth);
    buf_puts(p->out, p->color ? "\033[36m" : "");
    page_text(p, k->demand.id);
    page_off(p);
    buf_puts(p->out, "  ");
    page_text(p, k->demand.title == NULL ? "" : k->demand.title);
    buf_puts(&line, "  (");
    weight(p, k->demand.weight, &line);
    buf_puts(&line, ", ");
    answer_type(p, &k->demand.answer, &line);
    if (k->answered.rule != NULL) {
        page_fill(p, &line, ", or the plan's facts", NULL);
    }
    if (k->critical) {
        page_fill(p, &line, ", critical", NULL);
    }
    page_text(p, buf_text(&line));
    buf_puts(p->out, ")\n");
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
    if (k->question != NULL) {
        paragraph(p, depth + 2, k->question);
    }
    choices(p, &k->demand.answer, depth + 2);
    const char *evidence = json_string(json_get(k->doc, "evidence"));
    if (evidence != NULL) {
        choice(p, depth + 2, texts_get(p->texts, SAID("ask for:")), evidence);
    }
    const struct json *advice = json_get(k->doc, "advice");
    const struct json *a = NULL;
    while ((a = advice_next(advice, a)) != NULL) {
        if (strchr(advice_text(a), '{') == NULL) { /* others need a plan */
            choice(p, depth + 2, texts_get(p->texts, SAID("do next:")), advice_text(a));
        }
    }
    sources(p, k, depth + 2);
}

/* ---- the tree -------------------------------------------------------------------------------- */

/* Parents come before their children, and criteria in the order of the checklist: depth is all
 * that is missing for a tree. */
static int depth_of(const struct checklist *c, int node)
{
    int depth = 0;
    while (c->nodes[node].parent >= 0) {
        node = c->nodes[node].parent;
        depth++;
    }
    return depth;
}

static void node(struct page *p, const struct checklist *c, int index)
{
    const struct node *n = &c->nodes[index];
    int depth = depth_of(c, index);
    if (index > 0) {
        struct buf line = BUF_INIT;
        buf_putc(p->out, '\n');
        page_spaces(p, 2 * (depth - 1));
        page_on(p, STYLE_BOLD);
        page_text(p, n->id);
        buf_puts(p->out, "  ");
        page_text(p, n->title == NULL ? "" : n->title);
        page_off(p);
        buf_puts(&line, "  (");
        weight(p, n->weight, &line);
        buf_puts(&line, ")\n");
        buf_add(p->out, buf_text(&line), line.len);
        p->out->failed = p->out->failed || line.failed;
        buf_free(&line);
    }
    for (int i = 0; i < n->criterion_count; i++) {
        criterion(p, &c->criteria[n->first_criterion + i], depth);
    }
    for (int i = 0; i < n->node_count; i++) {
        node(p, c, n->nodes[i]); /* checklists have a bound on depth */
    }
}

/* ---- the head -------------------------------------------------------------------------------- */

/* A profile: what it is called, for whom it is, and what it leaves out. */
static void profile(struct page *p, const char *id, const struct json *doc)
{
    const char *title = json_string(json_get(doc, "title"));
    const char *description = json_string(json_get(doc, "description"));
    const char *leaves_out = json_string(json_get(doc, "leaves_out"));
    page_fill(p, p->out, "profile {id}: ", (struct fill[]){{"id", id}, {NULL, NULL}});
    page_text(p, title == NULL ? "" : title);
    buf_putc(p->out, '\n');
    if (description != NULL) {
        paragraph(p, 2, description);
    }
    if (leaves_out != NULL) {
        choice(p, 2, texts_get(p->texts, SAID("leaves out:")), leaves_out);
    }
}

static void band(struct page *p, const struct checklist *c, const struct band *b)
{
    struct buf limit = BUF_INIT;
    render_score(&limit, c, b->limit);
    page_text(p, b->id);
    page_fill(p, p->out, c->risk ? SAID(" to {limit}") : SAID(" from {limit}"),
              (struct fill[]){{"limit", buf_text(&limit)}, {NULL, NULL}});
    p->out->failed = p->out->failed || limit.failed;
    buf_free(&limit);
}

static void head(struct page *p, const struct checklist *c)
{
    page_on(p, STYLE_BOLD);
    page_text(p, c->title);
    page_off(p);
    buf_printf(p->out, "\n%s %s", c->id, c->version);
    if (c->profile != NULL) {
        page_fill(p, p->out, ", profile {id}", (struct fill[]){{"id", c->profile}, {NULL, NULL}});
    }
    page_count(p, ", {count} criteria", c->criterion_count);
    buf_printf(p->out, "\n%s\n", c->digest);
    for (int i = 0; i < c->band_count; i++) {
        page_say(p, i == 0 ? SAID("bands: ") : ", ");
        band(p, c, &c->bands[i]);
    }
    buf_puts(p->out, c->band_count > 0 ? "\n" : "");
    const char *description = json_string(json_get(c->doc, "description"));
    if (description != NULL) {
        paragraph(p, 0, description);
    }
    if (c->profile_doc != NULL) {
        profile(p, c->profile, c->profile_doc);
    }
    const struct json *profiles = json_get(c->doc, "profiles");
    for (const struct json *i = profiles == NULL ? NULL : profiles->first; i != NULL; i = i->next) {
        profile(p, i->key, i);
    }
}

void render_checklist_text(struct buf *out, const struct checklist *c, bool color)
{
    struct page p = {.out = out, .color = color, .texts = c->texts};
    head(&p, c);
    node(&p, c, 0);
}
