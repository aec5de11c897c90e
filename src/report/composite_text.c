/* A composite indicator for people. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "compare/composite.h"
#include "report/composite.h"
#include "report/render_internal.h"

enum { NAME = 20, PARTS = 3, PART = 8, STRENGTHS = 5 };

static double value_of(const struct composite *c, int item, int unit)
{
    return c->value[(size_t)item * (size_t)c->unit_count + (size_t)unit];
}

static double rank_of(const struct composite *c, int item, int unit)
{
    return c->rank[(size_t)item * (size_t)c->unit_count + (size_t)unit];
}

static void number(struct buf *out, double value, int decimals)
{
    if (isnan(value)) {
        buf_putc(out, '-');
    } else {
        render_decimals(out, value, decimals);
    }
}

/* Halves only where ranks are means. */
static void rank(struct buf *out, double value)
{
    number(out, value, value == floor(value) ? 0 : 1);
}

static void line(struct page *p, const char *text)
{
    page_wrap(p, 0, 0, text);
}

/* ---- head ---- */

static void head(struct page *p, const struct composite *c)
{
    const struct composite_spec *s = c->spec;
    const struct composite_item *index = &c->items[c->item_count - 1];
    struct buf text = BUF_INIT;
    page_on(p, STYLE_BOLD);
    line(p, s->title);
    page_off(p);
    if (s->source != NULL) {
        buf_printf(&text, "Source: %s", s->source);
        line(p, buf_text(&text));
        buf_reset(&text);
    }
    buf_printf(&text, "%d units, %d indicators, %d aggregates. %s: the %s mean of ", c->unit_count,
               c->indicator_count, c->item_count - c->indicator_count, index->name,
               composite_mean_name(index->rule.mean));
    for (int i = 0; i < index->child_count && i < 8; i++) {
        buf_printf(&text, "%s%s", i == 0 ? "" : ", ", c->items[index->children[i]].name);
    }
    buf_puts(&text, index->child_count > 8 ? " and others. " : ". ");
    if (c->bounded) {
        buf_puts(&text, "Scale from ");
        number_write(&text, s->from);
        buf_puts(&text, " to ");
        number_write(&text, s->to);
        buf_puts(&text, ". ");
    }
    buf_printf(&text, "Rank 1 is the %s score.", s->low_first ? "lowest" : "highest");
    line(p, buf_text(&text));
    p->out->failed = p->out->failed || text.failed;
    buf_free(&text);
}

/* ---- units by rank ---- */

struct listing {
    struct page page;
    const struct composite *c;
    struct buf cell;
    int decimals, parts[PARTS], part_count;
};

static void right(struct listing *l, int width)
{
    page_right(&l->page, &l->cell, width);
}

static void titles(struct listing *l)
{
    page_on(&l->page, STYLE_BOLD);
    buf_puts(&l->cell, "rank");
    right(l, 5);
    page_spaces(&l->page, 2);
    page_cell(&l->page, "unit", NAME);
    static const char *const names[] = {"score", "low–high", "cover"};
    static const int widths[] = {7, 12, 7};
    for (int i = 0; i < 3; i++) {
        if (i != 1 || l->c->bounded) {
            buf_puts(&l->cell, names[i]);
            right(l, widths[i]);
        }
    }
    if (l->c->bounded) {
        page_spaces(&l->page, 2);
        const char *bars = "# sure, + possible";
        bool last = l->c->spread == NULL && l->part_count == 0;
        page_cell(&l->page, bars, last ? page_width(&l->page, bars) : 20);
    }
    if (l->c->spread != NULL) {
        buf_puts(&l->cell, "ranks 90 %");
        right(l, 12);
    }
    for (int i = 0; i < l->part_count; i++) {
        const char *code = l->c->items[l->parts[i]].code;
        page_spaces(&l->page, 1);
        struct page *p = &l->page;
        page_spaces(p, PART - 1 - page_width(p, code));
        page_cell(p, code, page_width(p, code) < PART - 1 ? page_width(p, code) : PART - 1);
    }
    page_off(&l->page);
    buf_putc(l->page.out, '\n');
}

static int64_t on_bar(const struct composite *c, double x)
{
    double share = (x - c->spec->from) / (c->spec->to - c->spec->from);
    return (int64_t)floor((share < 0 ? 0 : share > 1 ? 1 : share) * (double)CREDIT_ONE + 0.5);
}

static void bar(struct listing *l, const struct composite_unit *unit)
{
    number(&l->cell, unit->low, l->decimals);
    buf_puts(&l->cell, "–");
    number(&l->cell, unit->high, l->decimals);
    right(l, 12);
}

static void unit_line(struct listing *l, int u)
{
    const struct composite *c = l->c;
    const struct composite_unit *unit = &c->units[u];
    int index = c->item_count - 1;
    rank(&l->cell, rank_of(c, index, u));
    right(l, 5);
    page_spaces(&l->page, 2);
    page_cell(&l->page, unit->name, NAME);
    number(&l->cell, value_of(c, index, u), l->decimals);
    right(l, 7);
    if (c->bounded) {
        bar(l, unit);
    }
    buf_printf(&l->cell, "%d %%", (int)floor(unit->coverage * 100 + 1e-9));
    right(l, 7);
    if (c->bounded) {
        page_spaces(&l->page, 2);
        page_bar(&l->page, on_bar(c, unit->low), on_bar(c, unit->high));
    }
    if (c->spread != NULL) {
        rank(&l->cell, floor(c->spread[u].low)); /* whole ranks, outwards */
        buf_puts(&l->cell, "–");
        rank(&l->cell, ceil(c->spread[u].high));
        right(l, 12);
    }
    for (int i = 0; i < l->part_count; i++) {
        number(&l->cell, value_of(c, l->parts[i], u), l->decimals);
        right(l, PART);
    }
    buf_putc(l->page.out, '\n');
}

/* The parts of the index beside it, as many as there is room for. */
static void choose_parts(struct listing *l)
{
    const struct composite_item *index = &l->c->items[l->c->item_count - 1];
    int most = l->c->spread != NULL ? 1 : PARTS;
    most = index->child_count > PARTS ? 0 : most;
    for (int i = 0; i < index->child_count && index->child_count <= most; i++) {
        l->parts[l->part_count++] = index->children[i];
    }
}

static void units(struct page *p, const struct composite *c)
{
    struct listing l = {.page = *p, .c = c, .decimals = report_composite_decimals(c)};
    choose_parts(&l);
    titles(&l);
    for (int i = 0; i < c->unit_count; i++) {
        unit_line(&l, c->order[i]);
    }
    p->out->failed = p->out->failed || l.cell.failed;
    buf_free(&l.cell);
}

/* ---- weights ---- */

static void weights(struct page *p, const struct composite *c)
{
    struct buf cell = BUF_INIT;
    page_on(p, STYLE_BOLD);
    page_cell(p, "Weights", 44);
    buf_puts(&cell, "own");
    page_right(p, &cell, 8);
    buf_puts(&cell, "of the index");
    page_right(p, &cell, 14);
    page_off(p);
    buf_puts(p->out, "  made by\n");
    for (int i = c->item_count - 1; i >= c->indicator_count; i--) {
        const struct composite_item *item = &c->items[i];
        struct buf name = BUF_INIT;
        buf_printf(&name, "%s  %s", item->code, item->name);
        page_cell(p, buf_text(&name), 44);
        p->out->failed = p->out->failed || name.failed;
        buf_free(&name);
        number_write(&cell, item->weight);
        page_right(p, &cell, 8);
        render_decimals(&cell, item->effective * 100, 1);
        buf_puts(&cell, " %");
        page_right(p, &cell, 14);
        buf_printf(p->out, "  %s of %d\n", composite_mean_name(item->rule.mean), item->child_count);
    }
    p->out->failed = p->out->failed || cell.failed;
    buf_free(&cell);
}

static void remarks(struct page *p, const struct composite *c)
{
    struct buf text = BUF_INIT;
    report_composite_remarks(&text, c);
    page_on(p, STYLE_BOLD);
    buf_puts(p->out, "To keep in mind\n");
    page_off(p);
    for (char *at = text.data; at != NULL && *at != '\0';) {
        char *end = strchr(at, '\n');
        if (end == NULL) { /* no memory for the rest */
            break;
        }
        *end = '\0';
        buf_puts(p->out, "- ");
        page_wrap(p, 2, 2, at);
        at = end + 1;
    }
    p->out->failed = p->out->failed || text.failed;
    buf_free(&text);
}

void report_composite_text(struct buf *out, const struct composite *c, bool color)
{
    struct page p = {.out = out, .color = color};
    head(&p, c);
    buf_putc(out, '\n');
    units(&p, c);
    buf_putc(out, '\n');
    weights(&p, c);
    buf_putc(out, '\n');
    remarks(&p, c);
}

/* ---- one unit ---- */

static void place_line(struct page *p, const struct composite *c, int item, int unit,
                       struct buf *cell)
{
    int ranked = 0;
    for (int u = 0; u < c->unit_count; u++) {
        ranked += !isnan(rank_of(c, item, u));
    }
    page_spaces(p, 2);
    page_cell(p, c->items[item].name, 46);
    number(cell, value_of(c, item, unit), report_composite_decimals(c));
    page_right(p, cell, 9);
    rank(cell, rank_of(c, item, unit));
    buf_printf(cell, " of %d", ranked);
    page_right(p, cell, 14);
    buf_putc(p->out, '\n');
}

static void strengths(struct page *p, const struct composite *c, int unit, bool weakest,
                      struct buf *cell)
{
    int items[STRENGTHS];
    double places[STRENGTHS];
    int count = composite_strengths(c, unit, weakest, STRENGTHS, items, places);
    page_on(p, STYLE_BOLD);
    buf_puts(p->out, weakest ? "Lowest beside " : "Highest beside ");
    buf_puts(p->out, c->spec->peers == NULL ? "all units" : "its group");
    page_off(p);
    buf_putc(p->out, '\n');
    for (int i = 0; i < count; i++) {
        page_spaces(p, 2);
        page_cell(p, c->items[items[i]].name, 46);
        number(cell, value_of(c, items[i], unit), report_composite_decimals(c));
        page_right(p, cell, 9);
        buf_puts(cell, "place ");
        rank(cell, places[i]);
        page_right(p, cell, 14);
        buf_putc(p->out, '\n');
    }
}

void report_composite_unit(struct buf *out, const struct composite *c, int unit, bool color)
{
    struct page p = {.out = out, .color = color};
    struct buf cell = BUF_INIT;
    const struct composite_unit *u = &c->units[unit];
    page_on(&p, STYLE_BOLD);
    buf_printf(&cell, "%s: %s", c->spec->title, u->name);
    line(&p, buf_text(&cell));
    out->failed = out->failed || cell.failed;
    buf_reset(&cell);
    page_off(&p);
    buf_printf(out, "%d of %d indicators that apply, by weight %d %%\n\n", u->available, u->applies,
               (int)floor(u->coverage * 100 + 1e-9));
    page_on(&p, STYLE_BOLD);
    page_cell(&p, "Part", 48);
    page_cell(&p, "    score", 9);
    page_cell(&p, "          rank", 14);
    page_off(&p);
    buf_putc(out, '\n');
    for (int i = c->item_count - 1; i >= c->indicator_count; i--) {
        place_line(&p, c, i, unit, &cell);
    }
    buf_putc(out, '\n');
    strengths(&p, c, unit, false, &cell);
    buf_putc(out, '\n');
    strengths(&p, c, unit, true, &cell);
    out->failed = out->failed || cell.failed;
    buf_free(&cell);
}
