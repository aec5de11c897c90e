#include <math.h>

#include "base/number.h"
#include "report/render_compare_internal.h"

static int64_t billionths(double value)
{
    return (int64_t)floor(value * (double)CREDIT_ONE + 0.5);
}

void compare_score(struct compare_text *t, struct buf *out, size_t item, double value)
{
    const struct compare_item *i = &t->c->items[item];
    if (isnan(value)) {
        buf_putc(out, '-');
    } else if (i->kind == ITEM_CRITERION) {
        render_hundredths(out, billionths(value));
    } else {
        render_node_score(out, t->c->core, i->index, billionths(value));
    }
}

void compare_spread(struct compare_text *t, struct buf *out, size_t item, double value)
{
    const struct compare_item *i = &t->c->items[item];
    if (isnan(value)) {
        buf_putc(out, '-');
    } else if (i->kind == ITEM_CRITERION) {
        render_decimals(out, value, 2);
    } else {
        render_node_spread(out, t->c->core, i->index, value);
    }
}

void compare_range(struct compare_text *t, struct buf *out, size_t item, double low, double high)
{
    if (isnan(low) || isnan(high)) {
        buf_putc(out, '-');
        return;
    }
    compare_score(t, out, item, low);
    buf_puts(out, "–");
    compare_score(t, out, item, high);
}

void compare_percent(struct buf *out, double share)
{
    if (isnan(share)) {
        buf_putc(out, '-');
        return;
    }
    render_percent(out, billionths(share));
}

void compare_share(struct buf *out, double share)
{
    if (isnan(share)) {
        buf_putc(out, '-');
        return;
    }
    int whole = (int)floor(share * 100 + 0.5);
    whole = whole == 0 && share > 0 ? 1 : whole == 100 && share < 1 ? 99 : whole;
    buf_printf(out, "%d %%", whole);
}

void compare_name(struct buf *out, const struct comparison *c, const char *const *labels)
{
    for (size_t i = 0; i < c->by_count; i++) {
        buf_puts(out, i == 0 ? "" : ", ");
        buf_puts(out, labels[i]);
    }
}

void compare_bar(struct compare_text *t, const struct compare_stat *s)
{
    static const char *const marks[2][4] = {{"█", "▒", "·", "•"}, {"#", "+", ".", "o"}};
    const char *const *mark = marks[t->ascii ? 1 : 0];
    bool sure = !isnan(s->ci_low);
    for (int i = 0; i < COMPARE_BAR; i++) {
        double from = (double)i / COMPARE_BAR, to = (double)(i + 1) / COMPARE_BAR;
        double middle = (from + to) / 2;
        bool here = s->mean >= from && (s->mean < to || i + 1 == COMPARE_BAR);
        int which = sure ? (middle <= s->ci_low            ? 0
                            : middle <= s->ci_high || here ? 1
                                                           : 2)
                         : (here ? 3 : 2);
        buf_puts(t->page.out, mark[which]);
    }
}
