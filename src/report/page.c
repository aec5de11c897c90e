/* Pages of text: columns, wrapping, colors, numbers for people. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "base/width.h"
#include "model/weight.h"
#include "report/render_internal.h"

enum { TEXT_MOST = 8000, VALUE_MOST = 300, VALUE_ENTRIES = 12, BAR = 20 };

void page_on(struct page *p, enum style style)
{
    static const char *const codes[] = {"\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[31m"};
    if (p->color) {
        buf_puts(p->out, codes[style]);
    }
}

void page_off(struct page *p)
{
    if (p->color) {
        buf_puts(p->out, "\x1b[0m");
    }
}

void page_say(struct page *p, const char *text)
{
    buf_puts(p->out, texts_get(p->texts, text));
}

void page_fill(const struct page *p, struct buf *out, const char *text, const struct fill *fills)
{
    texts_fill(out, p->texts, text, fills);
}

void page_count(struct page *p, const char *text, long long count)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%lld", count);
    page_fill(p, p->out, text, (struct fill[]){{"count", number}, {NULL, NULL}});
}

void page_text(struct page *p, const char *text)
{
    text_escape(p->out, text, strlen(text), TEXT_MOST);
}

void page_spaces(struct page *p, int count)
{
    for (int i = 0; i < count; i++) {
        buf_putc(p->out, ' ');
    }
}

/* Bytes of text that fit into width columns; *used gets the columns. */
static size_t fit(const char *text, size_t len, int width, int *used)
{
    size_t at = 0;
    *used = 0;
    while (at < len) {
        size_t bytes = 0;
        int wide = width_next(text + at, &bytes);
        if (*used + wide > width) {
            break;
        }
        *used += wide;
        at += bytes;
    }
    return at;
}

static int escaped_width(const struct buf *escaped)
{
    int used = 0;
    (void)fit(buf_text(escaped), escaped->len, 1 << 30, &used);
    return used;
}

int page_width(struct page *p, const char *text)
{
    struct buf escaped = BUF_INIT;
    text_escape(&escaped, text, strlen(text), TEXT_MOST);
    int used = escaped_width(&escaped);
    p->out->failed = p->out->failed || escaped.failed;
    buf_free(&escaped);
    return used;
}

void page_right(struct page *p, struct buf *text, int width)
{
    page_spaces(p, width - page_width(p, buf_text(text)));
    buf_puts(p->out, buf_text(text));
    p->out->failed = p->out->failed || text->failed;
    buf_reset(text);
}

void page_bar(struct page *p, int64_t low, int64_t high)
{
    int64_t step = CREDIT_ONE / BAR;
    for (int i = 0; i < BAR; i++) {
        int64_t middle = i * step + step / 2;
        buf_putc(p->out, middle < low ? '#' : middle < high ? '+' : '.');
    }
}

void page_cell(struct page *p, const char *text, int width)
{
    struct buf escaped = BUF_INIT;
    text_escape(&escaped, text, strlen(text), TEXT_MOST);
    int used = escaped_width(&escaped);
    if (used > width) {
        size_t len = fit(escaped.data, escaped.len, width - 1, &used);
        buf_add(p->out, escaped.data, len);
        buf_puts(p->out, "…");
        used++;
    } else {
        buf_add(p->out, buf_text(&escaped), escaped.len);
    }
    page_spaces(p, width - used);
    p->out->failed = p->out->failed || escaped.failed;
    buf_free(&escaped);
}

void page_wrap(struct page *p, int at, int indent, const char *text)
{
    struct buf escaped = BUF_INIT;
    text_escape(&escaped, text, strlen(text), TEXT_MOST);
    const char *s = buf_text(&escaped);
    bool fresh = true; /* nothing stands on this line yet */
    while (*s != '\0') {
        size_t len = strcspn(s, " ");
        int used = 0;
        (void)fit(s, len, 1 << 30, &used);
        if (!fresh && at + 1 + used > PAGE_WIDTH) {
            buf_putc(p->out, '\n');
            page_spaces(p, indent);
            at = indent;
            fresh = true;
        }
        if (!fresh) {
            buf_putc(p->out, ' ');
            at++;
        }
        if (at + used > PAGE_WIDTH) { /* a word longer than the line is broken anywhere */
            len = fit(s, len, PAGE_WIDTH - at > 8 ? PAGE_WIDTH - at : 8, &used);
            at = PAGE_WIDTH;
        }
        buf_add(p->out, s, len);
        at += used;
        s += len;
        s += strspn(s, " ");
        fresh = false;
    }
    buf_putc(p->out, '\n');
    p->out->failed = p->out->failed || escaped.failed;
    buf_free(&escaped);
}

void page_sentence(struct page *p, int indent, const char *text, const struct fill *fills)
{
    struct buf line = BUF_INIT;
    page_spaces(p, indent);
    texts_fill(&line, p->texts, text, fills);
    page_wrap(p, indent, indent, buf_text(&line));
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

/* ---- values ---------------------------------------------------------------------------------- */

static void put_value(struct buf *out, const struct json *value, int depth)
{
    size_t shown = 0;
    switch (value->type) {
    case JSON_NULL:
        buf_puts(out, "nothing");
        return;
    case JSON_BOOL:
        buf_puts(out, value->boolean ? "yes" : "no");
        return;
    case JSON_NUMBER:
        number_write(out, value->number);
        return;
    case JSON_STRING:
        text_escape(out, value->text, value->len, VALUE_MOST);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    if (value->len == 0 || depth > 1 || value->len > VALUE_ENTRIES) {
        buf_printf(out, "%zu %s", value->len, value->len == 1 ? "entry" : "entries");
        return;
    }
    for (const struct json *m = value->first; m != NULL && out->len < VALUE_MOST; m = m->next) {
        buf_puts(out, shown++ == 0 ? "" : depth == 0 ? ", " : " ");
        if (m->key != NULL) {
            text_escape(out, m->key, strlen(m->key), 80);
            buf_putc(out, ' ');
        }
        bool nested = m->type == JSON_ARRAY || m->type == JSON_OBJECT;
        buf_puts(out, nested ? "(" : "");
        put_value(out, m, depth + 1);
        buf_puts(out, nested ? ")" : "");
    }
    buf_puts(out, shown < value->len ? " …" : "");
}

void render_value(struct buf *out, const struct json *value)
{
    struct buf text = BUF_INIT;
    put_value(&text, value, 0);
    buf_add(out, buf_text(&text), text.len);
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

void render_decimals(struct buf *out, double value, int decimals)
{
    double scaled = fabs(value);
    uint64_t unit = 1;
    for (int i = 0; i < decimals; i++) {
        scaled *= 10;
        unit *= 10;
    }
    /* Of 15 digits, where fewer bytes of a double could tip it. */
    if (!(scaled < 1e9) || fabs(scaled - floor(scaled) - 0.5) < 1e-4) {
        char text[40];
        (void)snprintf(text, sizeof text, "%.14e", scaled);
        scaled = strtod(text, NULL);
    }
    scaled = floor(scaled + 0.5);
    if (!(scaled < 9e15)) {
        number_write(out, value);
        return;
    }
    uint64_t digits = (uint64_t)scaled;
    if (value < 0 && digits > 0) {
        buf_putc(out, '-');
    }
    number_write_whole(out, (int64_t)(digits / unit));
    if (decimals > 0) {
        buf_putc(out, '.');
    }
    for (uint64_t place = unit / 10; place > 0; place /= 10) {
        buf_putc(out, (char)('0' + digits / place % 10));
    }
}

void render_hundredths(struct buf *out, int64_t credit)
{
    const int64_t hundredth = CREDIT_ONE / 100;
    int64_t shown = (credit + hundredth / 2) / hundredth;
    if (credit > 0 && shown == 0) {
        shown = 1;
    } else if (credit < CREDIT_ONE && shown == 100) {
        shown = 99;
    }
    buf_printf(out, "%lld.%02lld", (long long)(shown / 100), (long long)(shown % 100));
}

static double scale_number(const struct json *scale, const char *name, double otherwise)
{
    const struct json *value = json_get(scale, name);
    bool fits = value != NULL && value->type == JSON_NUMBER && fabs(value->number) <= 1e9;
    return fits ? value->number : otherwise;
}

/* How scores of a node are shown. */
struct display {
    double min, max;
    int decimals;
};

static struct display display_by(const struct json *scale)
{
    double decimals = scale_number(scale, "decimals", 1);
    return (struct display){scale_number(scale, "min", 0), scale_number(scale, "max", 100),
                            decimals >= 0 && decimals <= 9 ? (int)decimals : 1};
}

static struct display display_of(const struct checklist *c, int node)
{
    const struct json *scale = json_get(c->nodes[node].doc, "scale");
    return display_by(scale != NULL ? scale : render_scale(c));
}

static void put_score(struct buf *out, struct display d, int64_t billionths)
{
    if (billionths == SCORE_NONE) {
        buf_putc(out, '-');
    } else {
        render_decimals(out, d.min + (d.max - d.min) * ((double)billionths / (double)CREDIT_ONE),
                        d.decimals);
    }
}

void render_node_score(struct buf *out, const struct checklist *c, int node, int64_t billionths)
{
    put_score(out, display_of(c, node), billionths);
}

const struct json *render_scale(const struct checklist *c)
{
    return json_get(c->doc, "scale");
}

void render_scaled(struct buf *out, const struct json *scale, int64_t billionths)
{
    put_score(out, display_by(scale), billionths);
}

void render_node_spread(struct buf *out, const struct checklist *c, int node, double distance)
{
    struct display d = display_of(c, node);
    render_decimals(out, fabs(d.max - d.min) * distance, d.decimals);
}

void render_distance(struct buf *out, const struct checklist *c, double distance)
{
    render_node_spread(out, c, 0, distance);
}

double render_node_span(const struct checklist *c, int node)
{
    struct display d = display_of(c, node);
    return fabs(d.max - d.min);
}

void render_score(struct buf *out, const struct checklist *c, int64_t billionths)
{
    render_node_score(out, c, 0, billionths);
}

void render_percent(struct buf *out, int64_t billionths)
{
    buf_printf(out, "%lld %%", (long long)(billionths / (CREDIT_ONE / 100)));
}

/* ---- weights --------------------------------------------------------------------------------- */

bool render_is_open(const struct finding *f)
{
    return f->outcome == OUTCOME_NOT_ASSESSED || f->outcome == OUTCOME_UNKNOWN ||
           f->outcome == OUTCOME_ERROR;
}

double render_share(const struct assessment *a, int criterion)
{
    return weight_share(a->checklist, a, criterion);
}
