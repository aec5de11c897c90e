/* What a composite indicator does not say by itself: how its ranks hang on choices, what is missing,
 * who is tied. */
#include <math.h>
#include <string.h>

#include "compare/composite.h"
#include "report/composite.h"
#include "report/render_internal.h"

enum { MOST_NAMES = 6 };

static const struct composite_item *index_of(const struct composite *c)
{
    return &c->items[c->item_count - 1];
}

static size_t place(const struct composite *c, int item, int unit)
{
    return (size_t)item * (size_t)c->unit_count + (size_t)unit;
}

/* "A, B, C and 4 more". */
static void name_next(struct buf *out, const char *name, int *named)
{
    if (*named < MOST_NAMES) {
        buf_printf(out, "%s%s", *named == 0 ? "" : ", ", name);
    }
    ++*named;
}

static void name_end(struct buf *out, int named)
{
    if (named > MOST_NAMES) {
        buf_printf(out, " and %d more", named - MOST_NAMES);
    }
}

static void percent(struct buf *out, double share)
{
    render_decimals(out, share * 100, 0);
    buf_puts(out, " %");
}

static void scoreless(struct buf *out, const struct composite *c)
{
    int few = 0, other = 0, named = 0;
    for (int u = 0; u < c->unit_count; u++) {
        few += !c->units[u].enough;
        other += c->units[u].enough && isnan(c->value[place(c, c->item_count - 1, u)]);
    }
    if (few > 0) {
        buf_puts(out, "No score and no rank, with less than ");
        percent(out, c->spec->min_indicators);
        buf_puts(out, " of the indicators: ");
        for (int u = 0; u < c->unit_count; u++) {
            if (!c->units[u].enough) {
                name_next(out, c->units[u].name, &named);
            }
        }
        name_end(out, named);
        buf_puts(out, ".\n");
    }
    if (other > 0) {
        named = 0;
        buf_puts(out, "No score and no rank, as a part of the index has none: ");
        for (int u = 0; u < c->unit_count; u++) {
            if (c->units[u].enough && isnan(c->value[place(c, c->item_count - 1, u)])) {
                name_next(out, c->units[u].name, &named);
            }
        }
        name_end(out, named);
        buf_puts(out, ".\n");
    }
}

/* Units that share a rank stand beside each other in the order. */
static void ties(struct buf *out, const struct composite *c)
{
    const double *rank = c->rank + place(c, c->item_count - 1, 0);
    int tied = 0, groups = 0;
    for (int i = 0; i < c->unit_count; i++) {
        bool with_next = i + 1 < c->unit_count && rank[c->order[i]] == rank[c->order[i + 1]];
        bool with_last = i > 0 && rank[c->order[i]] == rank[c->order[i - 1]];
        tied += with_next || with_last;
        groups += with_next && !with_last;
    }
    if (tied == 0) {
        return;
    }
    buf_printf(out, "%d units share %d ranks; equal scores get the %s rank of their places.\n",
               tied, groups,
               c->spec->ties == TIES_BEST      ? "best"
               : c->spec->ties == TIES_WORST   ? "worst"
               : c->spec->ties == TIES_AVERAGE ? "mean"
                                               : "next whole");
}

static bool hangs_on_units(enum composite_method m)
{
    return m != NORMAL_GOALPOSTS && m != NORMAL_NONE;
}

static void scaling(struct buf *out, const struct composite *c)
{
    int hang = 0, clipped = 0, indicators = 0;
    for (int i = 0; i < c->indicator_count; i++) {
        hang += hangs_on_units(c->items[i].scaling.method);
        clipped += c->items[i].clipped;
        indicators += c->items[i].clipped > 0;
    }
    if (hang > 0) {
        buf_printf(out,
                   "%d of %d indicators are put on the scale by the values that occur here: a new "
                   "unit, or one that leaves, can move the scores of all others.\n",
                   hang, c->indicator_count);
    }
    if (clipped > 0) {
        buf_printf(out, "%d values of %d indicators lay beyond the ends and count as at the end.\n",
                   clipped, indicators);
    }
}

static void filling(struct buf *out, const struct composite *c)
{
    static const char *const how[] = {"", "mean of all units", "median of all units",
                                      "mean of the group", "median of the group"};
    int filled = 0, pulled = 0, treated = 0, outside = 0, named = 0;
    for (int i = 0; i < c->indicator_count; i++) {
        filled += c->items[i].filled;
        pulled += c->items[i].pulled;
        treated += c->items[i].pulled > 0;
        outside += c->items[i].outside;
    }
    if (filled > 0) {
        buf_printf(out,
                   "%d missing values were filled in with the %s. They count in scores and ranks, "
                   "and as missing in range and coverage.\n",
                   filled, how[c->spec->fill]);
    }
    if (pulled > 0) {
        buf_printf(out, "%d outlying values of %d indicators were pulled in to the next value.\n",
                   pulled, treated);
    }
    if (outside > 0) {
        buf_puts(out, "Still far from even, and left as they were: ");
        for (int i = 0; i < c->indicator_count; i++) {
            if (c->items[i].outside) {
                name_next(out, c->items[i].code, &named);
            }
        }
        name_end(out, named);
        buf_puts(out, ".\n");
    }
}

static void contrasts(struct buf *out, const struct composite *c)
{
    for (int i = 0; i < c->contrast_count; i++) {
        const struct composite_contrast *k = &c->contrasts[i];
        buf_printf(out, "With geometric in place of arithmetic means in %s, ", k->what);
        if (k->moved == 0) {
            buf_puts(out, "no rank changes.\n");
            continue;
        }
        buf_printf(out, "%d ranks change; rank correlation (Spearman) ", k->moved);
        render_decimals(out, k->spearman, 3);
        buf_printf(out, "; largest shift: %s from ", c->units[k->unit].name);
        render_decimals(out, k->from, k->from == floor(k->from) ? 0 : 1);
        buf_puts(out, " to ");
        render_decimals(out, k->to, k->to == floor(k->to) ? 0 : 1);
        buf_puts(out, ".\n");
    }
}

static void correlations(struct buf *out, const struct composite *c)
{
    for (int whole = 0; whole < 2; whole++) {
        int named = 0;
        for (int i = 0; i < c->pair_count; i++) {
            const struct composite_pair *p = &c->pairs[i];
            if (!p->high || (c->items[p->a].parent == p->b) != whole) {
                continue;
            }
            if (named == 0) {
                buf_puts(out, whole ? "Against the part that they belong to (correlation below 0): "
                                    : "Nearly the same, so that one thing counts twice: ");
            }
            if (named < MOST_NAMES) {
                buf_printf(out, "%s%s and %s (", named == 0 ? "" : ", ", c->items[p->a].code,
                           c->items[p->b].code);
                render_decimals(out, p->pearson, 2);
                buf_puts(out, ")");
            }
            named++;
        }
        name_end(out, named);
        buf_puts(out, named > 0 ? ".\n" : "");
    }
}

static void overlaps(struct buf *out, const struct composite *c)
{
    if (c->spread == NULL) {
        buf_puts(out, "Ranks are given without their uncertainty: add \"uncertainty\" to the "
                      "specification to try other weights.\n");
        return;
    }
    int moved = 0, ranked = 0;
    for (int u = 0; u < c->unit_count; u++) {
        ranked += !isnan(c->spread[u].median);
        moved += !isnan(c->spread[u].median) && c->spread[u].high - c->spread[u].low > 0;
    }
    buf_printf(out, "With %lld other sets of weights, the rank of %d of %d units changes",
               (long long)c->sets, moved, ranked);
    if (c->set_rank == NULL) {
        buf_printf(out, " (seed %llu, concentration ", (unsigned long long)c->spec->seed);
        render_decimals(out, c->spec->concentration, 0);
        buf_puts(out, " for each part)");
    }
    buf_puts(out, ". Other choices than weights were not varied.\n");
}

static void ignored(struct buf *out, const struct composite *c)
{
    int named = 0;
    if (c->ignored_count == 0) {
        return;
    }
    buf_puts(out, "Columns that the meta file does not name were not read: ");
    for (int i = 0; i < c->ignored_count; i++) {
        name_next(out, c->ignored[i], &named);
    }
    name_end(out, named);
    buf_puts(out, ".\n");
}

void report_composite_remarks(struct buf *out, const struct composite *c)
{
    if (c->spec->data == NULL) {
        buf_puts(out, "Not for publishing: single communities are shown.\n");
    }
    scoreless(out, c);
    if (c->spec->data == NULL && !c->spec->criteria) {
        buf_puts(out,
                 "Domains enter with their scores: what open criteria in them may change is not "
                 "in range and coverage; \"of\": \"criteria\" tells it.\n");
    }
    ties(out, c);
    scaling(out, c);
    filling(out, c);
    contrasts(out, c);
    correlations(out, c);
    overlaps(out, c);
    ignored(out, c);
    if (!c->bounded) {
        buf_puts(out, "Values here have no lowest and highest end: what missing ones could change "
                      "is not told.\n");
    }
}

int report_composite_decimals(const struct composite *c)
{
    double span = c->spec->to - c->spec->from;
    int round = index_of(c)->rule.round;
    return round != ROUND_NONE ? round : span >= 50 ? 1 : span >= 5 ? 2 : 3;
}
