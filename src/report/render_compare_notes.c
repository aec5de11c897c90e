#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "compare/rank.h"
#include "compare/summary.h"
#include "report/render_compare_internal.h"

static void one(struct compare_text *t, const char *text, const char *name, const char *value)
{
    page_sentence(&t->page, 0, text, (struct fill[]){{name, value}, {NULL, NULL}});
}

static void list(struct buf *out, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i == 0 ? "" : ", ");
        buf_puts(out, words[i]);
    }
}

/* ---- above ---- */

void compare_heading(struct page *p, const struct table *table)
{
    const struct checklist *core = table->core;
    struct buf line = BUF_INIT;
    page_on(p, STYLE_BOLD);
    page_wrap(p, 0, 0, core->title);
    page_off(p);
    buf_printf(&line, "%s %s", core->id, core->version);
    const char *profile = compare_profile(table);
    if (profile != NULL) {
        buf_printf(&line, ", short form %s", profile);
    }
    buf_puts(&line, core->risk ? "; here less is better" : "");
    page_wrap(p, 0, 0, buf_text(&line));
    p->out->failed = p->out->failed || line.failed;
    buf_free(&line);
}

void compare_chosen(struct page *p, const char *const *rounds, size_t count,
                    const struct compared *shown)
{
    struct buf taken = BUF_INIT, others = BUF_INIT;
    list(&taken, rounds, count);
    list(&others, shown->other_rounds, shown->other_round_count);
    page_sentence(
        p, 0,
        shown->other_round_count > 0 ? "Round {rounds}; also stored, not shown: {others}"
                                     : "Round {rounds}",
        (struct fill[]){{"rounds", buf_text(&taken)}, {"others", buf_text(&others)}, {NULL, NULL}});
    p->out->failed = p->out->failed || taken.failed || others.failed;
    buf_reset(&others);
    list(&others, shown->other_checklists, shown->other_checklist_count);
    if (shown->other_checklist_count > 0) {
        page_sentence(p, 0, "Also stored, not shown: assessments under {others}",
                      (struct fill[]){{"others", buf_text(&others)}, {NULL, NULL}});
    }
    p->out->failed = p->out->failed || others.failed;
    buf_free(&taken);
    buf_free(&others);
}

static void counts(struct compare_text *t)
{
    char rows[24], groups[24];
    struct buf by = BUF_INIT;
    int64_t all = t->c->publish ? t->c->whole : (int64_t)t->c->table->count;
    (void)snprintf(rows, sizeof rows, "%lld", (long long)all);
    (void)snprintf(groups, sizeof groups, "%zu", t->c->group_count);
    for (size_t i = 0; i < t->c->by_count; i++) {
        buf_puts(&by, i == 0 ? "" : " and ");
        buf_puts(&by, t->c->by[i]);
    }
    /* Of what is published nobody is to count the rows. */
    page_sentence(
        &t->page, 0,
        all >= 0 ? "{rows} assessments in {groups} groups by {by}" : "{groups} groups by {by}",
        (struct fill[]){{"rows", rows}, {"groups", groups}, {"by", buf_text(&by)}, {NULL, NULL}});
    t->page.out->failed = t->page.out->failed || by.failed;
    buf_free(&by);
}

void compare_public(struct page *p, const struct comparison *c)
{
    page_sentence(p, 0,
                  c->publish
                      ? "For publishing: what could tell of fewer than 10 communities, "
                        "children or households is withheld, the rest is rounded."
                      : "Not for publishing: small groups are shown; --publish withholds them.",
                  NULL);
}

static void comparability(struct compare_text *t)
{
    static const char *const grades[] = {
        "Can be compared: one checklist, the same rules and ways of assessing.",
        "Can be compared over what all were asked alike:", "Compare with care:",
        "Not to be compared:"};
    struct buf text = BUF_INIT;
    buf_putc(t->page.out, '\n');
    page_on(&t->page, t->c->grade >= COMPARABLE_CARE ? STYLE_MIDDLING : STYLE_BOLD);
    page_sentence(&t->page, 0, grades[t->c->grade], NULL);
    page_off(&t->page);
    for (size_t i = 0; i < t->c->remark_count; i++) {
        buf_reset(&text);
        buf_puts(t->page.out, "  - ");
        finding_fill(&text, texts_get(t->page.texts, t->c->remarks[i].text),
                     t->c->remarks[i].params, t->page.texts);
        page_wrap(&t->page, 4, 4, buf_text(&text));
        t->page.out->failed = t->page.out->failed || text.failed;
    }
    buf_free(&text);
}

void compare_before(struct compare_text *t, const struct compared *shown)
{
    compare_heading(&t->page, t->c->table);
    compare_chosen(&t->page, t->c->rounds, t->c->round_count, shown);
    counts(t);
    compare_public(&t->page, t->c);
    comparability(t);
}

/* ---- below ---- */

/* Names of the groups that fit, with a number of each where number is not NULL; "" where none does. */
static void name_groups(struct compare_text *t, struct buf *out,
                        bool (*fits)(const struct compare_group *))
{
    for (size_t i = 0; i < t->c->group_count; i++) {
        const struct compare_group *g = &t->c->groups[i];
        if (fits(g)) {
            buf_puts(out, out->len == 0 ? "" : "; ");
            compare_name(out, t->c, g->labels);
        }
    }
}

static bool few(const struct compare_group *g)
{
    return !g->withheld && summary_may_rank(g) == RANK_TOO_FEW;
}

static bool open(const struct compare_group *g)
{
    return !g->withheld && summary_may_rank(g) == RANK_TOO_OPEN;
}

static bool alike(const struct compare_group *g)
{
    return g->stats[0].n > 1 && g->stats[0].sd == 0 && !isnan(g->stats[0].max);
}

static bool thin(const struct compare_group *g)
{
    return g->stats[0].n >= 0 && g->stats[0].n < g->stats[0].applies;
}

static bool withheld(const struct compare_group *g)
{
    return g->withheld;
}

static void which_groups(struct compare_text *t, const char *text,
                         bool (*fits)(const struct compare_group *))
{
    struct buf names = BUF_INIT;
    name_groups(t, &names, fits);
    if (names.len > 0) {
        one(t, text, "groups", buf_text(&names));
    }
    t->page.out->failed = t->page.out->failed || names.failed;
    buf_free(&names);
}

/* ---- ranks ---- */

/* By median rank, then by the mean of the draws' ends, then by place in the list. */
static bool goes_before(const struct comparison *c, size_t a, size_t b)
{
    const struct compare_rank *x = &c->groups[a].rank, *y = &c->groups[b].rank;
    double left = x->low + x->high, right = y->low + y->high;
    return x->median != y->median ? x->median < y->median : left != right ? left < right : a < b;
}

/* Ranked groups, best first. */
struct ladder {
    const struct comparison *c;
    size_t *order, count;
};

static int by_rank(const void *a, const void *b, void *ladder)
{
    const struct ladder *l = ladder;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x == y ? 0 : goes_before(l->c, x, y) ? -1 : 1;
}

/* Whether fewer than 95 of 100 draws put the one at place `first` ahead of the one at place `next`. */
static bool may_swap(const struct ladder *l, size_t first, size_t next)
{
    const struct compare_pair *pair = rank_pair(l->c, (int)l->order[first], (int)l->order[next]);
    return pair != NULL && !pair->apart;
}

static void group_name(struct buf *out, const struct comparison *c, size_t group)
{
    compare_name(out, c, c->groups[group].labels);
}

/* Of whom the one at this place is not surely ahead, among those that follow: each pair is told once. The
 * next ones in a row are told by their number and the last of them. */
static void apart_line(struct compare_text *t, const struct ladder *l, size_t place)
{
    enum { ROW_LEAST = 4 };
    struct buf names = BUF_INIT, own = BUF_INIT;
    char number[24];
    size_t row = 0, all = 0;
    for (size_t k = place + 1; k < l->count; k++) {
        if (may_swap(l, place, k)) {
            row += row == k - place - 1;
            all++;
            buf_puts(&names, names.len == 0 ? "" : "; ");
            group_name(&names, l->c, l->order[k]);
        }
    }
    bool in_row = row == all && row >= ROW_LEAST;
    if (in_row) {
        buf_reset(&names);
        group_name(&names, l->c, l->order[place + row]);
    }
    if (all > 0) {
        group_name(&own, l->c, l->order[place]);
        (void)snprintf(number, sizeof number, "%zu", row);
        page_sentence(&t->page, 2,
                      in_row ? "{group} is not surely ahead of the {count} that follow, down to "
                               "{others}"
                             : "{group} is not surely ahead of {others}",
                      (struct fill[]){{"group", buf_text(&own)},
                                      {"count", number},
                                      {"others", buf_text(&names)},
                                      {NULL, NULL}});
    }
    t->page.out->failed = t->page.out->failed || names.failed || own.failed;
    buf_free(&names);
    buf_free(&own);
}

static void apart(struct compare_text *t)
{
    struct ladder l = {t->c, calloc(t->c->group_count + 1, sizeof *l.order), 0};
    if (l.order == NULL) {
        t->page.out->failed = true;
        return;
    }
    for (size_t i = 0; i < t->c->group_count; i++) {
        if (t->c->groups[i].rank.ranked) {
            l.order[l.count++] = i;
        }
    }
    qsort_r(l.order, l.count, sizeof *l.order, by_rank, &l);
    bool any = false;
    for (size_t i = 0; i < t->c->pair_count && !any; i++) {
        any = t->c->pairs[i].apart;
    }
    if (!any && l.count > 2) {
        page_sentence(&t->page, 2, "None of them is surely ahead of another", NULL);
    }
    for (size_t i = 0; i < l.count && (any || l.count <= 2); i++) {
        apart_line(t, &l, i);
    }
    free(l.order);
}

/* Which source moves the ranks: the greatest share of the variance first. */
static void sources(struct compare_text *t)
{
    static const char *const words[] = {"open answers", "which communities were assessed",
                                        "the weights", "how criteria are put together",
                                        "answers a level off"};
    bool told[SOURCE_COUNT] = {false};
    struct buf list = BUF_INIT;
    for (int n = 0; n < SOURCE_COUNT; n++) {
        int best = -1;
        for (int i = 0; i < SOURCE_COUNT; i++) {
            const struct compare_source *s = &t->c->sources[i];
            if (!told[i] && s->on && !isnan(s->total) &&
                (best < 0 || s->total > t->c->sources[best].total)) {
                best = i;
            }
        }
        if (best < 0) {
            break;
        }
        told[best] = true;
        buf_printf(&list, "%s%s ", list.len == 0 ? "" : ", ",
                   texts_get(t->page.texts, words[best]));
        compare_share(&list, t->c->sources[best].total);
    }
    if (list.len > 0) {
        one(t, "What moves the ranks, with all it works together with: {sources}", "sources",
            buf_text(&list));
    }
    t->page.out->failed = t->page.out->failed || list.failed;
    buf_free(&list);
}

static void ranks(struct compare_text *t)
{
    char draws[24], seed[24], ranked[24];
    size_t count = 0;
    if (t->c->draws == 0) {
        return;
    }
    for (size_t i = 0; i < t->c->group_count; i++) {
        count += t->c->groups[i].rank.ranked;
    }
    (void)snprintf(ranked, sizeof ranked, "%zu", count);
    (void)snprintf(draws, sizeof draws, "%lld", (long long)t->c->draws);
    (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)t->c->seed);
    page_sentence(
        &t->page, 0,
        "rank: among the {ranked} groups that have one, 1 is best: the middle one of {draws} draws "
        "(seed {seed}), and between which 90 of 100 lie",
        (struct fill[]){{"ranked", ranked}, {"draws", draws}, {"seed", seed}, {NULL, NULL}});
    apart(t);
    sources(t);
}

/* ---- groups and communities ---- */

static void absent(struct compare_text *t)
{
    struct buf names = BUF_INIT;
    for (size_t i = 0; i < t->c->absent_count; i++) {
        buf_puts(&names, i == 0 ? "" : "; ");
        compare_name(&names, t->c, t->c->absent[i].labels);
        buf_printf(&names, " (%lld)", (long long)t->c->absent[i].communities);
    }
    if (names.len > 0) {
        one(t, "Nobody was assessed in: {groups}", "groups", buf_text(&names));
    }
    t->page.out->failed = t->page.out->failed || names.failed;
    buf_free(&names);
}

void compare_left_out(struct page *p, const struct table *table)
{
    char superseded[24], older[24], drafts[24];
    if (table->superseded + table->older + table->drafts == 0) {
        return;
    }
    (void)snprintf(superseded, sizeof superseded, "%zu", table->superseded);
    (void)snprintf(older, sizeof older, "%zu", table->older);
    (void)snprintf(drafts, sizeof drafts, "%zu", table->drafts);
    page_sentence(
        p, 0,
        "Left out: {superseded} replaced by a later assessment of the same plan, {older} older "
        "ones of the same community and round, {drafts} drafts",
        (struct fill[]){
            {"superseded", superseded}, {"older", older}, {"drafts", drafts}, {NULL, NULL}});
}

void compare_after(struct compare_text *t)
{
    char level[24];
    (void)snprintf(level, sizeof level, "%d", (int)floor(t->c->level * 100 + 0.5));
    buf_putc(t->page.out, '\n');
    page_sentence(
        &t->page, 0,
        "n: assessments with a score; all: communities assessed; of: communities there are", NULL);
    one(t,
        "interval: where the mean of all communities of the group lies, with {level} % confidence, "
        "if chance alone chose those that were assessed; volunteers are no such sample",
        "level", level);
    page_sentence(
        &t->page, 0,
        "low–high: the mean if every open question had no credit, and if it had full credit; "
        "cover: the share of the weight that has an answer",
        NULL);
    page_sentence(&t->page, 0,
                  t->ascii ? "bar: from 0 to full; # to the lower end of the interval, + to its "
                             "upper end; o the mean where there is no interval"
                           : "bar: from 0 to full; █ to the lower end of the interval, ▒ to its "
                             "upper end; • the mean where there is no interval",
                  NULL);
    which_groups(t,
                 "Some have no score, as they answered too little, and may differ from those that "
                 "have one; the mean leaves them out, low–high has them: {groups}",
                 thin);
    ranks(t);
    which_groups(t, "No rank, fewer than 5 assessments with a score: {groups}", few);
    which_groups(t, "No rank, less than 60 % is known: {groups}", open);
    if (t->c->overlaps) {
        page_sentence(
            &t->page, 0,
            "A community may stand in several groups: they do not add up, and they are no "
            "separate samples.",
            NULL);
    }
    which_groups(t,
                 "All assessments are alike, so that the interval has no width; it does not say "
                 "that the others are the same: {groups}",
                 alike);
    which_groups(t, "Withheld, so that nobody can tell who is meant: {groups}", withheld);
    absent(t);
    compare_left_out(&t->page, t->c->table);
}
