/* A checklist or an assessment read by the items of frameworks: `show --by`, `checklist show --by`. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "report/render_internal.h"

enum { CODE_MOST = 16, NAME_INDENT = 2, FIGURES = 32, FIGURES_BARE = 19 };

struct read_out {
    const struct checklist *c;
    const struct assessment *a; /* NULL: the checklist alone */
    const struct framework *f;
    const struct reading *readings;
};

/* ---- text ------------------------------------------------------------------------------------ */

static void heading(struct page *p, const struct checklist *c, const struct assessment *a)
{
    struct buf line = BUF_INIT;
    page_on(p, STYLE_BOLD);
    page_wrap(p, 0, 0, a == NULL ? c->title : a->plan->title);
    page_off(p);
    if (a != NULL) {
        const struct plan *plan = a->plan;
        buf_printf(&line, "%s, %s", plan->country, plan->community);
        page_fill(
            p, &line, ", round {round}, assessed on {date}, plan {plan}",
            (struct fill[]){
                {"round", plan->round}, {"date", plan->date}, {"plan", plan->id}, {NULL, NULL}});
        page_wrap(p, 0, 0, buf_text(&line));
        p->out->failed = p->out->failed || line.failed;
        buf_reset(&line);
        buf_printf(&line, "%s ", c->title);
    }
    buf_printf(&line, "%s%s %s", a == NULL ? "" : "(", c->id, c->version);
    if (c->profile != NULL) {
        page_fill(p, &line, ", profile {id}", (struct fill[]){{"id", c->profile}, {NULL, NULL}});
    }
    buf_puts(&line, a == NULL ? "" : ")");
    page_wrap(p, 0, 0, buf_text(&line));
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

static void framework_head(struct page *p, const struct read_out *r)
{
    struct buf line = BUF_INIT;
    buf_printf(&line, "%s (%s, %s)", texts_get(p->texts, r->f->title), r->f->id, r->f->vintage);
    buf_putc(p->out, '\n');
    page_on(p, STYLE_BOLD);
    page_wrap(p, 0, 0, buf_text(&line));
    page_off(p);
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

/* Whether the item would be shown by its parent alone: an inner item says what those below say. */
static bool is_inner(const struct framework *f, int item)
{
    return item + 1 < f->item_count && f->items[item + 1].parent == item;
}

static void served_by(struct page *p, const struct read_out *r, int item, int indent)
{
    static const char marks[OUTCOME_COUNT] = {'+', '-', '?', '?', '!'};
    struct buf line = BUF_INIT;
    for (int i = 0; i < r->c->criterion_count; i++) {
        if (!framework_serves(r->f, item, &r->c->criteria[i])) {
            continue;
        }
        buf_printf(&line, "%s%s", line.len == 0 ? "" : ", ", r->c->criteria[i].demand.id);
        if (r->a != NULL && r->a->findings[i].outcome == OUTCOME_SCORED) {
            buf_puts(&line, "\xc2\xa0"); /* a space at which no line breaks */
            render_hundredths(&line, r->a->findings[i].credit);
        } else if (r->a != NULL) {
            buf_printf(&line, "\xc2\xa0%c", marks[r->a->findings[i].outcome]);
        }
    }
    page_spaces(p, indent);
    page_wrap(p, indent, indent, buf_text(&line));
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

static void range_cell(struct page *p, const struct read_out *r, const struct reading *g,
                       struct buf *cell)
{
    render_score(cell, r->c, g->low);
    buf_puts(cell, "–");
    render_score(cell, r->c, g->high);
    page_right(p, cell, 14);
}

static void item_figures(struct page *p, const struct read_out *r, const struct reading *g,
                         struct buf *cell)
{
    if (r->a == NULL) {
        buf_printf(cell, "%d", g->criteria);
        page_right(p, cell, 10);
        render_decimals(cell, (double)g->weight / (double)CREDIT_ONE * 100, 1);
        buf_puts(cell, " %");
        page_right(p, cell, 9);
        buf_putc(p->out, '\n');
        return;
    }
    if (g->applicable == 0) {
        buf_puts(p->out, "   ");
        page_say(p, "does not apply");
        buf_putc(p->out, '\n');
        return;
    }
    render_score(cell, r->c, g->score);
    page_right(p, cell, 8);
    range_cell(p, r, g, cell);
    render_percent(cell, g->coverage);
    page_right(p, cell, 10);
    buf_putc(p->out, '\n');
}

static int title_width(const struct read_out *r, int codes)
{
    return PAGE_WIDTH - codes - 2 - (r->a == NULL ? FIGURES_BARE : FIGURES);
}

static int code_width(const struct framework *f)
{
    int width = 4;
    for (int i = 0; i < f->item_count; i++) {
        int own = (int)strlen(f->items[i].code) + NAME_INDENT * f->items[i].depth;
        width = own > width ? own : width;
    }
    return width > CODE_MOST ? CODE_MOST : width;
}

static void item_row(struct page *p, const struct read_out *r, int item, int codes,
                     struct buf *cell)
{
    const struct framework_item *i = &r->f->items[item];
    int indent = NAME_INDENT * i->depth;
    if (i->depth == 0) {
        page_on(p, STYLE_BOLD);
    }
    page_spaces(p, indent);
    page_cell(p, i->code, codes - indent > 1 ? codes - indent : 1);
    page_spaces(p, 2);
    const char *title = texts_get(p->texts, i->title);
    if (page_width(p, title) > title_width(r, codes)) { /* whole, on lines of its own */
        page_wrap(p, codes + 2, codes + 2, title);
        page_spaces(p, codes + 2 + title_width(r, codes));
    } else {
        page_cell(p, title, title_width(r, codes));
    }
    page_off(p);
    item_figures(p, r, &r->readings[item], cell);
    if (!is_inner(r->f, item)) {
        served_by(p, r, item, codes + 2);
    }
}

/* The items that no criterion serves, in one line: a gap of the checklist, not of the plan. */
static void unserved(struct page *p, const struct read_out *r)
{
    struct buf line = BUF_INIT;
    int count = 0;
    page_fill(p, &line, "No criterion here serves: ", NULL);
    for (int i = 0; i < r->f->item_count; i++) {
        if (r->readings[i].criteria == 0) {
            buf_printf(&line, "%s%s", count++ == 0 ? "" : ", ", r->f->items[i].code);
        }
    }
    if (count == r->f->item_count) {
        page_say(p, "No criterion of this checklist refers to it.");
        buf_putc(p->out, '\n');
    } else if (count > 0) {
        page_wrap(p, 0, 2, buf_text(&line));
    }
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

static void figure_titles(struct page *p, const struct read_out *r, int codes, struct buf *cell)
{
    static const struct {
        const char *title;
        int width;
    } bare[] = {{SAID("criteria"), 10}, {SAID("weight"), 9}, {NULL, 0}},
      figures[] = {{SAID("score"), 8}, {SAID("possible"), 14}, {SAID("coverage"), 10}, {NULL, 0}};
    page_on(p, STYLE_DIM);
    page_spaces(p, codes + 2);
    page_cell(p, "", title_width(r, codes));
    for (size_t i = 0; (r->a == NULL ? bare : figures)[i].title != NULL; i++) {
        buf_puts(cell, texts_get(p->texts, (r->a == NULL ? bare : figures)[i].title));
        page_right(p, cell, (r->a == NULL ? bare : figures)[i].width);
    }
    page_off(p);
    buf_putc(p->out, '\n');
}

static void framework_text(struct page *p, const struct read_out *r)
{
    struct buf cell = BUF_INIT;
    int codes = code_width(r->f);
    bool any = false;
    framework_head(p, r);
    for (int i = 0; i < r->f->item_count; i++) {
        if (r->readings[i].criteria == 0) {
            continue;
        }
        if (!any) {
            figure_titles(p, r, codes, &cell);
            any = true;
        }
        item_row(p, r, i, codes, &cell);
    }
    unserved(p, r);
    p->out->failed = p->out->failed || cell.failed;
    buf_free(&cell);
}

void render_frameworks_text(struct buf *out, const struct checklist *c, const struct assessment *a,
                            const struct frameworks *f, bool color)
{
    struct page p = {.out = out, .color = color, .texts = c->texts};
    struct arena arena = ARENA_INIT;
    heading(&p, c, a);
    buf_putc(out, '\n');
    page_wrap(&p, 0, 0,
              texts_get(p.texts,
                        a == NULL
                            ? SAID("Weight is the share of the score that rests on these criteria "
                                   "where all apply.")
                            : SAID("Scores are weighted means of the criteria below them: figures "
                                   "of this checklist, no official values of an indicator. Behind "
                                   "a criterion stands its credit; - does not apply, ? open, ! "
                                   "error.")));
    for (size_t i = 0; i < f->count; i++) {
        struct read_out r = {c, a, f->list[i], framework_read(&arena, f->list[i], c, a)};
        if (r.readings == NULL) {
            out->failed = true;
            break;
        }
        framework_text(&p, &r);
    }
    arena_free(&arena);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void text_member(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, ",\"%s\":", key);
    render_string(out, text);
}

static void credit_member(struct buf *out, const char *key, bool known, int64_t value)
{
    buf_printf(out, ",\"%s\":", key);
    render_credit(out, known, value);
}

/* Members of an item, each with a comma before it. */
static void item_members(struct buf *out, const struct read_out *r, int item)
{
    const struct framework_item *i = &r->f->items[item];
    const struct reading *g = &r->readings[item];
    bool applies = g->applicable > 0;
    text_member(out, "code", i->code);
    text_member(out, "parent", i->parent < 0 ? NULL : r->f->items[i->parent].code);
    text_member(out, "title", i->title);
    credit_member(out, "weight", true, g->weight);
    if (r->a != NULL) {
        buf_printf(out, ",\"applicable\":%s", applies ? "true" : "false");
        credit_member(out, "score", g->score != SCORE_NONE, g->score);
        credit_member(out, "low", applies, g->low);
        credit_member(out, "high", applies, g->high);
        credit_member(out, "coverage", applies, g->coverage);
    }
    buf_puts(out, ",\"criteria\":[");
    const char *comma = "";
    for (int k = 0; k < r->c->criterion_count; k++) {
        if (framework_serves(r->f, item, &r->c->criteria[k])) {
            buf_puts(out, comma);
            json_write_string(out, r->c->criteria[k].demand.id);
            comma = ",";
        }
    }
    buf_puts(out, "]");
}

/* What tells where an item's figures come from, without braces and comma before. */
static void subject(struct buf *out, const struct checklist *c, const struct assessment *a)
{
    if (a != NULL) {
        buf_puts(out, "\"assessment\":");
        render_string(out, a->id);
        text_member(out, "country", a->plan->country);
        text_member(out, "community", a->plan->community);
        text_member(out, "round", a->plan->round);
        buf_puts(out, ",");
    }
    buf_puts(out, "\"checklist\":{\"id\":");
    render_string(out, c->id);
    text_member(out, "version", c->version);
    text_member(out, "profile", c->profile);
    text_member(out, "digest", c->digest);
    buf_puts(out, "}");
}

static void framework_json(struct buf *out, const struct read_out *r, bool lines)
{
    if (!lines) {
        buf_puts(out, "{\"id\":");
        render_string(out, r->f->id);
        text_member(out, "title", r->f->title);
        text_member(out, "vintage", r->f->vintage);
        buf_puts(out, ",\"source\":");
        json_write(out, json_get(r->f->doc, "source"));
        buf_puts(out, ",\"items\":[");
    }
    struct buf members = BUF_INIT;
    for (int i = 0; i < r->f->item_count; i++) {
        out->failed = out->failed || members.failed;
        buf_reset(&members);
        item_members(&members, r, i);
        if (lines) {
            buf_puts(out, "{");
            subject(out, r->c, r->a);
            text_member(out, "framework", r->f->id);
            text_member(out, "vintage", r->f->vintage);
            buf_add(out, buf_text(&members), members.len);
            buf_puts(out, "}\n");
        } else {
            buf_puts(out, i == 0 ? "{" : ",{");
            buf_add(out, buf_text(&members) + 1, members.len - (members.len > 0));
            buf_puts(out, "}");
        }
    }
    out->failed = out->failed || members.failed;
    buf_free(&members);
    buf_puts(out, lines ? "" : "]}");
}

void render_frameworks_json(struct buf *out, const struct checklist *c, const struct assessment *a,
                            const struct frameworks *f, bool lines)
{
    struct arena arena = ARENA_INIT;
    if (!lines) {
        buf_puts(out, "{");
        subject(out, c, a);
        buf_puts(out, ",\"frameworks\":[");
    }
    for (size_t i = 0; i < f->count; i++) {
        struct read_out r = {c, a, f->list[i], framework_read(&arena, f->list[i], c, a)};
        if (r.readings == NULL) {
            out->failed = true;
            break;
        }
        buf_puts(out, i > 0 && !lines ? "," : "");
        framework_json(out, &r, lines);
    }
    buf_puts(out, lines ? "" : "]}");
    arena_free(&arena);
}
