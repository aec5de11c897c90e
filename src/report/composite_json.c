/* A composite indicator for programs: JSON and CSV. */
#include <math.h>
#include <string.h>

#include "base/json_member.h"
#include "base/number.h"
#include "compare/composite.h"
#include "report/composite.h"

enum { STRENGTHS = 5 };

static size_t place(const struct composite *c, int item, int unit)
{
    return (size_t)item * (size_t)c->unit_count + (size_t)unit;
}

/* A given value as it is, or null where there is none. */
static void given(struct buf *out, const char *key, double value)
{
    member_key(out, key);
    number_write(out, value);
}

static void begin(struct buf *out, const char *key, char bracket)
{
    member_key(out, key);
    buf_putc(out, bracket);
}

/* A comma before all elements of a list but the first. */
static void element(struct buf *out)
{
    if (out->len > 0 && out->data[out->len - 1] != '[') {
        buf_putc(out, ',');
    }
}

static void method(struct buf *out, const struct composite *c)
{
    const struct composite_spec *s = c->spec;
    begin(out, "scale", '{');
    member_decimal(out, "from", s->from);
    member_decimal(out, "to", s->to);
    member_bool(out, "bounded", c->bounded);
    buf_putc(out, '}');
    begin(out, "rank", '{');
    member_text(out, "first", s->low_first ? "low" : "high");
    member_text(out, "ties", composite_ties_name(s->ties));
    buf_putc(out, '}');
    member_decimal(out, "min_indicators", s->min_indicators);
}

static void items(struct buf *out, const struct composite *c)
{
    begin(out, "items", '[');
    for (int i = 0; i < c->item_count; i++) {
        const struct composite_item *item = &c->items[i];
        element(out);
        buf_putc(out, '{');
        member_text(out, "code", item->code);
        member_text(out, "name", item->name);
        member_number(out, "level", item->level);
        member_text(out, "parent", item->parent < 0 ? NULL : c->items[item->parent].code);
        member_decimal(out, "weight", item->weight);
        member_decimal(out, "effective", item->effective);
        if (i < c->indicator_count) {
            member_number(out, "direction", item->direction);
            member_text(out, "normalise", composite_method_name(item->scaling.method));
            member_number(out, "given", item->given);
            member_number(out, "filled", item->filled);
            member_number(out, "clipped", item->clipped);
            member_number(out, "winsorised", item->pulled);
            member_bool(out, "outliers_left", item->outside);
        } else {
            member_text(out, "aggregate", composite_mean_name(item->rule.mean));
            member_decimal(out, "floor", item->rule.floor);
            member_decimal(out, "min_available", item->rule.min_available);
        }
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void strengths(struct buf *out, const struct composite *c, int unit, bool weakest)
{
    int found[STRENGTHS];
    double places[STRENGTHS];
    int count = composite_strengths(c, unit, weakest, STRENGTHS, found, places);
    begin(out, weakest ? "lowest" : "highest", '[');
    for (int i = 0; i < count; i++) {
        element(out);
        buf_putc(out, '{');
        member_text(out, "code", c->items[found[i]].code);
        member_decimal(out, "place", places[i]);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void spread(struct buf *out, const struct composite_spread *s)
{
    begin(out, "ranks", '{');
    member_decimal(out, "mean", s->mean);
    member_decimal(out, "median", s->median);
    member_decimal(out, "low", s->low);
    member_decimal(out, "high", s->high);
    buf_putc(out, '}');
}

static void unit(struct buf *out, const struct composite *c, int u)
{
    const struct composite_unit *unit = &c->units[u];
    int index = c->item_count - 1;
    element(out);
    buf_putc(out, '{');
    member_text(out, "unit", unit->code);
    member_text(out, "name", unit->name);
    member_decimal(out, "score", c->value[place(c, index, u)]);
    member_decimal(out, "rank", c->rank[place(c, index, u)]);
    member_decimal(out, "low", unit->low);
    member_decimal(out, "high", unit->high);
    member_number(out, "available", unit->available);
    member_number(out, "of", unit->applies);
    member_decimal(out, "coverage", unit->coverage);
    if (c->spread != NULL) {
        spread(out, &c->spread[u]);
    }
    begin(out, "values", '{');
    for (int i = 0; i < c->item_count; i++) {
        begin(out, c->items[i].code, '{');
        member_decimal(out, "score", c->value[place(c, i, u)]);
        member_decimal(out, "rank", c->rank[place(c, i, u)]);
        if (i < c->indicator_count) {
            given(out, "raw", c->raw[place(c, i, u)]);
            member_bool(out, "filled", c->filled[place(c, i, u)]);
            member_bool(out, "applies", !c->apart[place(c, i, u)]);
        }
        buf_putc(out, '}');
    }
    buf_putc(out, '}');
    strengths(out, c, u, false);
    strengths(out, c, u, true);
    buf_putc(out, '}');
}

static void pairs(struct buf *out, const struct composite *c)
{
    begin(out, "correlations", '[');
    for (int i = 0; i < c->pair_count; i++) {
        const struct composite_pair *p = &c->pairs[i];
        element(out);
        buf_putc(out, '{');
        member_text(out, "a", c->items[p->a].code);
        member_text(out, "b", c->items[p->b].code);
        member_decimal(out, "pearson", p->pearson);
        member_decimal(out, "spearman", p->spearman);
        member_decimal(out, "kendall", p->kendall);
        member_number(out, "units", p->units);
        member_bool(out, "flag", p->high);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void contrasts(struct buf *out, const struct composite *c)
{
    begin(out, "contrasts", '[');
    for (int i = 0; i < c->contrast_count; i++) {
        const struct composite_contrast *k = &c->contrasts[i];
        element(out);
        buf_putc(out, '{');
        member_text(out, "geometric_in", k->what);
        member_decimal(out, "spearman", k->spearman);
        member_number(out, "moved", k->moved);
        member_decimal(out, "shift", k->shift);
        member_text(out, "unit", k->moved > 0 ? c->units[k->unit].code : NULL);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void numbers(struct buf *out, const double *values, int count)
{
    buf_putc(out, '[');
    for (int i = 0; i < count; i++) {
        element(out);
        number_write_decimal(out, values[i]);
    }
    buf_putc(out, ']');
}

static void uncertainty(struct buf *out, const struct composite *c)
{
    member_key(out, "uncertainty");
    if (c->spread == NULL) {
        buf_puts(out, "null");
        return;
    }
    buf_putc(out, '{');
    member_number(out, "sets", c->sets);
    if (c->set_rank == NULL) {
        member_number(out, "seed", (int64_t)c->spec->seed);
        member_decimal(out, "concentration", c->spec->concentration);
    } else {
        begin(out, "units", '[');
        for (int u = 0; u < c->unit_count; u++) {
            element(out);
            json_write_string(out, c->units[u].code);
        }
        buf_putc(out, ']');
        for (int what = 0; what < 2; what++) {
            const double *all = what == 0 ? c->set_score : c->set_rank;
            begin(out, what == 0 ? "scores" : "ranks", '[');
            for (int64_t set = 0; set < c->sets; set++) {
                element(out);
                numbers(out, all + (size_t)set * (size_t)c->unit_count, c->unit_count);
            }
            buf_putc(out, ']');
        }
    }
    buf_putc(out, '}');
}

static void remarks(struct buf *out, const struct composite *c)
{
    struct buf text = BUF_INIT;
    report_composite_remarks(&text, c);
    begin(out, "remarks", '[');
    for (char *at = text.data; at != NULL && *at != '\0';) {
        char *end = strchr(at, '\n');
        if (end == NULL) { /* no memory for the rest */
            break;
        }
        *end = '\0';
        element(out);
        json_write_string(out, at);
        at = end + 1;
    }
    buf_putc(out, ']');
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

void report_composite_json(struct buf *out, const struct composite *c)
{
    buf_putc(out, '{');
    member_text(out, "composite", c->spec->id);
    member_text(out, "title", c->spec->title);
    member_text(out, "source", c->spec->source);
    method(out, c);
    items(out, c);
    begin(out, "units", '[');
    for (int i = 0; i < c->unit_count; i++) {
        unit(out, c, c->order[i]);
    }
    buf_putc(out, ']');
    contrasts(out, c);
    pairs(out, c);
    uncertainty(out, c);
    remarks(out, c);
    buf_puts(out, "}\n");
}

/* ---- CSV ---- */

static void cell(struct buf *out, const char *text)
{
    if (strpbrk(text, "\",\r\n") == NULL) {
        buf_puts(out, text);
        return;
    }
    buf_putc(out, '"');
    for (; *text != '\0'; text++) {
        buf_puts(out, *text == '"' ? "\"" : "");
        buf_putc(out, *text);
    }
    buf_putc(out, '"');
}

static void figure(struct buf *out, double value)
{
    buf_putc(out, ',');
    if (!isnan(value)) {
        number_write_decimal(out, value);
    }
}

void report_composite_csv(struct buf *out, const struct composite *c)
{
    int index = c->item_count - 1;
    buf_puts(out, "uCode,uName,rank,score,low,high,available,of,coverage");
    buf_puts(out, c->spread == NULL ? "" : ",rank_median,rank_low,rank_high");
    for (int i = c->item_count - 1; i >= c->indicator_count; i--) {
        buf_putc(out, ',');
        cell(out, c->items[i].code);
    }
    buf_putc(out, '\n');
    for (int k = 0; k < c->unit_count; k++) {
        int u = c->order[k];
        const struct composite_unit *unit = &c->units[u];
        cell(out, unit->code);
        buf_putc(out, ',');
        cell(out, unit->name);
        figure(out, c->rank[place(c, index, u)]);
        figure(out, c->value[place(c, index, u)]);
        figure(out, unit->low);
        figure(out, unit->high);
        buf_printf(out, ",%d,%d", unit->available, unit->applies);
        figure(out, unit->coverage);
        if (c->spread != NULL) {
            figure(out, c->spread[u].median);
            figure(out, c->spread[u].low);
            figure(out, c->spread[u].high);
        }
        for (int i = c->item_count - 1; i >= c->indicator_count; i--) {
            figure(out, c->value[place(c, i, u)]);
        }
        buf_putc(out, '\n');
    }
}
