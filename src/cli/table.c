/* Columns of text for people. */
#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "cli/cli.h"
#include "model/assessment.h"
#include "report/render.h"

static void pad(struct buf *out, size_t count)
{
    while (count-- > 0) {
        buf_putc(out, ' ');
    }
}

/* Bytes of text that fit into width columns. */
static size_t fitting(const char *text, size_t width)
{
    size_t at = 0, used = 0, len = 0;
    while (text[at] != '\0') {
        size_t columns = (size_t)width_next(text + at, &len);
        if (used + columns > width) {
            break;
        }
        used += columns;
        at += len;
    }
    return at;
}

static void cell(struct buf *out, const struct column *c, const char *text, bool last)
{
    size_t columns = width_of(text);
    if (c->width == 0 || columns == c->width) {
        buf_puts(out, text);
    } else if (columns > c->width) {
        size_t len = fitting(text, c->width - 1);
        buf_add(out, text, len);
        buf_puts(out, "…");
    } else if (c->right) {
        pad(out, c->width - columns);
        buf_puts(out, text);
    } else {
        buf_puts(out, text);
        if (!last) {
            pad(out, c->width - columns);
        }
    }
}

void table_row(struct buf *out, const struct column *columns, size_t count,
               const char *const *cells)
{
    struct buf shown = BUF_INIT;
    for (size_t i = 0; i < count; i++) {
        const char *text = cells[i] == NULL ? "-" : cells[i];
        buf_reset(&shown);
        text_escape(&shown, text, strlen(text), 1000);
        if (i > 0) {
            buf_putc(out, ' ');
        }
        cell(out, &columns[i], buf_text(&shown), i + 1 == count);
        out->failed = out->failed || shown.failed;
    }
    buf_putc(out, '\n');
    buf_free(&shown);
}

void table_head(struct buf *out, const struct column *columns, size_t count, bool color)
{
    buf_puts(out, color ? "\033[1m" : "");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_putc(out, ' ');
        }
        cell(out, &columns[i], columns[i].title, i + 1 == count);
    }
    buf_puts(out, color ? "\033[0m\n" : "\n");
}

/* ---- assessments, one a line ---- */

enum { LINE_CELLS = 9 };
static const struct column line_columns[LINE_CELLS] = {
    {"community", 13, false}, {"ctry", 4, false},     {"round", 6, false},
    {"score", 5, true},       {"low–high", 11, true}, {"cover", 5, true},
    {"band", 6, false},       {"best", 6, false},     {"id", 0, false}, /* 36: 100 in all */
};

void line_head(struct buf *out, bool color)
{
    table_head(out, line_columns, LINE_CELLS, color);
}

/* Rounded down, so that 60 % is never said where a floor of 60 % is missed. */
static void percent(struct buf *out, int64_t billionths)
{
    if (billionths == SCORE_NONE) {
        buf_putc(out, '-');
    } else {
        buf_printf(out, "%lld %%", (long long)(billionths / 10000000));
    }
}

void line_row(struct buf *out, const struct line *l, const struct json *scale)
{
    struct buf score = BUF_INIT, range = BUF_INIT, cover = BUF_INIT;
    render_scaled(&score, scale, l->applicable ? l->score : SCORE_NONE);
    if (l->applicable) {
        render_scaled(&range, scale, l->low);
        buf_puts(&range, "–");
        render_scaled(&range, scale, l->high);
    } else {
        buf_putc(&range, '-');
    }
    percent(&cover, l->applicable ? l->coverage : SCORE_NONE);
    const char *cells[LINE_CELLS] = {
        l->community,     l->country,       l->round,
        buf_text(&score), buf_text(&range), buf_text(&cover),
        l->band,          l->band_possible, l->id,
    };
    table_row(out, line_columns, LINE_CELLS, cells);
    out->failed = out->failed || score.failed || range.failed || cover.failed;
    buf_free(&score);
    buf_free(&range);
    buf_free(&cover);
}
