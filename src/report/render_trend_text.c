/* Trends for people. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "report/render_compare_internal.h"
#include "report/render_trend.h"

enum { NAME = 26, ROUND = 12, DATE = 11, COUNT = 6, SCORE = 7, RANGE = 13, COVER = 7, BAR = 14 };

struct view {
    struct page page;
    const struct trend *t;
    bool ascii;
    struct buf cell; /* scratch: page_right empties it */
};

/* ---- numbers: `item` is an index among the items */

static void score(struct view *v, struct buf *out, size_t item, double value)
{
    const struct compare_item *i = &v->t->c->items[item];
    int64_t billionths = isnan(value) ? -1 : (int64_t)floor(value * (double)CREDIT_ONE + 0.5);
    if (isnan(value)) {
        buf_putc(out, '-');
    } else if (i->kind == ITEM_CRITERION) {
        render_hundredths(out, billionths);
    } else {
        render_node_score(out, v->t->c->core, i->index, billionths);
    }
}

/* A difference with its sign, for less than nothing a real minus. */
static void difference(struct view *v, struct buf *out, size_t item, double value)
{
    const struct compare_item *i = &v->t->c->items[item];
    if (isnan(value)) {
        buf_putc(out, '-');
        return;
    }
    struct buf size = BUF_INIT;
    if (i->kind == ITEM_CRITERION) {
        render_decimals(&size, fabs(value), 2);
    } else {
        render_node_spread(&size, v->t->c->core, i->index, fabs(value));
    }
    bool none = strspn(buf_text(&size), "0.") == size.len; /* nothing, as it is shown */
    buf_puts(out, none ? "" : value > 0 ? "+" : "−");
    buf_puts(out, buf_text(&size));
    out->failed = out->failed || size.failed;
    buf_free(&size);
}

static void put(struct view *v, int width)
{
    page_right(&v->page, &v->cell, width);
}

static void title(struct view *v, const char *text, int width)
{
    buf_puts(&v->cell, texts_get(v->page.texts, text));
    put(v, width);
}

static void line_end(struct view *v)
{
    buf_putc(v->page.out, '\n');
}

static void whole(struct view *v, int64_t count, int width)
{
    if (count < 0) {
        buf_putc(&v->cell, '-');
    } else {
        number_write_whole(&v->cell, count);
    }
    put(v, width);
}

static void range(struct view *v, size_t item, double low, double high)
{
    if (isnan(low) || isnan(high)) {
        buf_putc(&v->cell, '-');
    } else {
        score(v, &v->cell, item, low);
        buf_puts(&v->cell, "–");
        score(v, &v->cell, item, high);
    }
    put(v, RANGE);
}

static void course_name(struct view *v, struct buf *out, const struct trend_course *course)
{
    for (size_t i = 0; i + 1 < v->t->c->by_count; i++) {
        buf_puts(out, i == 0 ? "" : ", ");
        buf_puts(out, course->labels[i]);
    }
    if (out->len == 0) {
        buf_puts(out, texts_get(v->page.texts, "all"));
    }
}

/* ---- what it is of */

static void chosen(struct view *v, const struct compared *shown)
{
    const struct trend *t = v->t;
    const char **names = calloc(t->round_count + 1, sizeof *names);
    if (names == NULL) {
        v->page.out->failed = true;
        return;
    }
    for (size_t i = 0; i < t->round_count; i++) {
        names[i] = t->rounds[i].name;
    }
    compare_chosen(&v->page, names, t->round_count, shown);
    free(names);
}

/* ---- all courses, a line each */

/* The mean of each round as a column of height 0 to 1; a blank where the group has none in it. */
static void small_line(struct view *v, const struct trend_course *course)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    for (size_t r = 0, k = 0; r < v->t->round_count; r++) {
        bool here = k < course->point_count && course->points[k].round == r;
        double mean = here ? course->points[k].group->stats[0].mean : NAN;
        if (isnan(mean)) {
            buf_putc(&v->cell, ' ');
        } else if (v->ascii) {
            buf_putc(&v->cell, (char)('0' + (int)fmin(9, floor(mean * 10))));
        } else {
            buf_puts(&v->cell, blocks[(int)fmin(7, floor(mean * 8))]);
        }
        k += here;
    }
}

static void overview(struct view *v)
{
    const struct trend *t = v->t;
    int width = (int)t->round_count < 8 ? 8 : (int)t->round_count;
    page_on(&v->page, STYLE_BOLD);
    page_cell(&v->page, "", NAME);
    title(v, "course", width);
    title(v, "first", SCORE + 1);
    title(v, "last", SCORE);
    title(v, "change", SCORE + 1);
    title(v, "panel", COUNT + 2);
    title(v, "change", SCORE + 2);
    title(v, "interval", RANGE + 4);
    page_off(&v->page);
    line_end(v);
    for (size_t i = 0; i < t->course_count; i++) {
        const struct trend_course *course = &t->courses[i];
        const struct compare_stat *a = &course->points[0].group->stats[0];
        const struct compare_stat *b = &course->points[course->point_count - 1].group->stats[0];
        struct buf name = BUF_INIT;
        course_name(v, &name, course);
        page_cell(&v->page, buf_text(&name), NAME);
        v->page.out->failed = v->page.out->failed || name.failed;
        buf_free(&name);
        small_line(v, course);
        put(v, width);
        score(v, &v->cell, 0, a->mean);
        put(v, SCORE + 1);
        score(v, &v->cell, 0, b->mean);
        put(v, SCORE);
        difference(v, &v->cell, 0, course->point_count > 1 ? b->mean - a->mean : NAN);
        put(v, SCORE + 1);
        if (course->whole != NULL) {
            const struct trend_change *x = &course->whole->changes[0];
            whole(v, x->n, COUNT + 2);
            difference(v, &v->cell, 0, x->change);
            put(v, SCORE + 2);
            difference(v, &v->cell, 0, x->ci_low);
            if (!isnan(x->ci_low)) {
                buf_puts(&v->cell, " … ");
                difference(v, &v->cell, 0, x->ci_high);
            }
            put(v, RANGE + 4);
        }
        line_end(v);
    }
    page_sentence(
        &v->page, 0,
        "From the first round to the last: the change of all, then that of the panel, the "
        "communities that are in both.",
        NULL);
}

/* ---- one course */

static void bar(struct view *v, double mean)
{
    const char *full = v->ascii ? "#" : "█", *rest = v->ascii ? "." : "·";
    page_spaces(&v->page, 2);
    for (int i = 0; i < BAR && !isnan(mean); i++) {
        buf_puts(v->page.out, mean * BAR > i + 0.5 ? full : rest);
    }
}

static void points(struct view *v, const struct trend_course *course, size_t item)
{
    page_on(&v->page, STYLE_BOLD);
    page_cell(&v->page, texts_get(v->page.texts, "round"), ROUND);
    page_cell(&v->page, texts_get(v->page.texts, "middle"), DATE);
    title(v, "n", COUNT);
    title(v, "all", COUNT);
    title(v, "mean", SCORE);
    title(v, "interval", RANGE);
    title(v, "low–high", RANGE);
    title(v, "cover", COVER);
    page_off(&v->page);
    line_end(v);
    for (size_t i = 0; i < course->point_count; i++) {
        const struct trend_round *r = &v->t->rounds[course->points[i].round];
        const struct compare_group *g = course->points[i].group;
        const struct compare_stat *s = &g->stats[item];
        page_cell(&v->page, r->name, ROUND);
        page_cell(&v->page, r->middle, DATE);
        whole(v, s->n, COUNT);
        whole(v, g->rows, COUNT);
        score(v, &v->cell, item, s->mean);
        put(v, SCORE);
        range(v, item, s->ci_low, s->ci_high);
        range(v, item, s->low, s->high);
        if (isnan(s->coverage)) {
            buf_putc(&v->cell, '-');
        } else {
            render_percent(&v->cell, (int64_t)floor(s->coverage * (double)CREDIT_ONE + 0.5));
        }
        put(v, COVER);
        bar(v, s->mean);
        line_end(v);
    }
}

/* ---- one step, in words */

enum { WORDS = 12 };
struct sentence {
    struct fill fills[WORDS + 1];
    struct buf values[WORDS];
    int count;
};

static struct buf *word(struct sentence *s, const char *name)
{
    struct buf *value = &s->values[s->count];
    *value = (struct buf)BUF_INIT;
    s->fills[s->count++].name = name;
    return value;
}

/* Says text with the words put in, and releases them. */
static void say(struct view *v, int indent, const char *text, struct sentence *s)
{
    for (int i = 0; i < s->count; i++) {
        s->fills[i].value = buf_text(&s->values[i]);
    }
    s->fills[s->count] = (struct fill){NULL, NULL};
    page_sentence(&v->page, indent, text, s->fills);
    for (int i = 0; i < s->count; i++) {
        v->page.out->failed = v->page.out->failed || s->values[i].failed;
        buf_free(&s->values[i]);
    }
    s->count = 0;
}

static void of_all(struct view *v, const struct trend_change *x, size_t item)
{
    struct sentence s = {.count = 0};
    difference(v, word(&s, "change"), item, x->all);
    if (isnan(x->all_low)) {
        say(v, 2, "All communities: {change}", &s);
        return;
    }
    difference(v, word(&s, "low"), item, x->all_low);
    difference(v, word(&s, "high"), item, x->all_high);
    say(v, 2, "All communities: {change}, interval {low} … {high} between two separate samples",
        &s);
}

static void of_panel(struct view *v, const struct trend_step *step, const struct trend_change *x,
                     size_t item)
{
    struct sentence s = {.count = 0};
    if (step->withheld || x->n < 0) {
        say(v, 2, "How the same communities changed is withheld: too few would be told apart.", &s);
    }
    if (x->n <= 0) {
        return;
    }
    number_write_whole(word(&s, "n"), x->n);
    score(v, word(&s, "before"), item, x->before);
    score(v, word(&s, "after"), item, x->after);
    difference(v, word(&s, "change"), item, x->change);
    if (!isnan(x->ci_low)) {
        difference(v, word(&s, "low"), item, x->ci_low);
        difference(v, word(&s, "high"), item, x->ci_high);
    }
    say(v, 2,
        isnan(x->ci_low)
            ? "The same {n} community: {before} to {after}, {change}; no interval from one"
            : "The same {n} communities: {before} to {after}, {change}, interval {low} "
              "… {high}",
        &s);
    if (x->up >= 0) {
        number_write_whole(word(&s, "up"), x->up);
        number_write_whole(word(&s, "down"), x->down);
        number_write_whole(word(&s, "same"), x->same);
        number_write_whole(word(&s, "bandup"), step->band_up);
        number_write_whole(word(&s, "banddown"), step->band_down);
        number_write_whole(word(&s, "bandsame"), step->band_same);
        say(v, 2,
            item > 0 || v->t->c->core->band_count == 0 || step->band_up < 0
                ? "{up} better, {down} worse, {same} the same"
                : "{up} better, {down} worse, {same} the same; bands: {bandup} up, {banddown} "
                  "down, "
                  "{bandsame} the same",
            &s);
    }
    if (x->low < x->change || x->high > x->change) {
        difference(v, word(&s, "low"), item, x->low);
        difference(v, word(&s, "high"), item, x->high);
        say(v, 2, "Open answers could make it anything from {low} to {high}", &s);
    }
}

static void comings(struct view *v, const struct trend_step *step, const struct trend_change *x,
                    size_t item)
{
    struct sentence s = {.count = 0};
    if (step->left > 0) {
        number_write_whole(word(&s, "count"), step->left);
        score(v, word(&s, "mean"), item, x->left);
        score(v, word(&s, "stayed"), item, x->before);
        say(v, 2,
            isnan(x->left)     ? "{count} left"
            : isnan(x->before) ? "{count} left; they had {mean}"
                               : "{count} left; they had {mean}, those that stayed {stayed}",
            &s);
    }
    if (step->fresh > 0) {
        number_write_whole(word(&s, "count"), step->fresh);
        score(v, word(&s, "mean"), item, x->fresh);
        say(v, 2, isnan(x->fresh) ? "{count} new" : "{count} new; they have {mean}", &s);
    }
    if (step->moved_out + step->moved_in > 0) {
        number_write_whole(word(&s, "out"), step->moved_out);
        number_write_whole(word(&s, "in"), step->moved_in);
        say(v, 2, "{out} stand in another group now, {in} came from one", &s);
    }
}

static void remarks(struct view *v, const struct trend_step *step)
{
    static const char *const grades[] = {
        "Can be compared: one checklist, the same rules and ways of assessing.",
        "Can be compared over what was asked alike:", "Compare with care:", "Not to be compared:"};
    struct sentence s = {.count = 0};
    struct buf text = BUF_INIT;
    page_on(&v->page, step->grade >= COMPARABLE_CARE ? STYLE_MIDDLING : STYLE_BOLD);
    say(v, 2, grades[step->grade], &s);
    page_off(&v->page);
    for (size_t i = 0; i < step->remark_count; i++) {
        buf_reset(&text);
        finding_fill(&text, texts_get(v->page.texts, step->remarks[i].text),
                     step->remarks[i].params, v->page.texts);
        buf_puts(v->page.out, "    - ");
        page_wrap(&v->page, 6, 6, buf_text(&text));
        v->page.out->failed = v->page.out->failed || text.failed;
    }
    buf_free(&text);
}

static void step(struct view *v, const struct trend_course *course, const struct trend_step *step,
                 size_t item)
{
    struct sentence s = {.count = 0};
    buf_puts(word(&s, "from"), v->t->rounds[course->points[step->from].round].name);
    buf_puts(word(&s, "to"), v->t->rounds[course->points[step->to].round].name);
    line_end(v);
    page_on(&v->page, STYLE_BOLD);
    say(v, 0, "{from} to {to}", &s);
    page_off(&v->page);
    of_all(v, &step->changes[item], item);
    of_panel(v, step, &step->changes[item], item);
    comings(v, step, &step->changes[item], item);
    if (item == 0) {
        remarks(v, step);
    }
}

static void one(struct view *v, const struct trend_course *course, size_t item)
{
    struct buf name = BUF_INIT;
    course_name(v, &name, course);
    if (item > 0) {
        buf_printf(&name, ": %s %s", v->t->c->items[item].id,
                   v->t->c->items[item].title == NULL ? "" : v->t->c->items[item].title);
    }
    line_end(v);
    page_on(&v->page, STYLE_BOLD);
    page_wrap(&v->page, 0, 0, buf_text(&name));
    page_off(&v->page);
    points(v, course, item);
    for (size_t i = 0; i < course->step_count; i++) {
        step(v, course, &course->steps[i], item);
    }
    if (course->withheld) {
        page_sentence(&v->page, 2, "A round is too small to be published, and with it the changes.",
                      NULL);
    } else if (course->step_count == 0) {
        page_sentence(&v->page, 2, "One round only: there is no change to tell.", NULL);
    }
    v->page.out->failed = v->page.out->failed || name.failed;
    buf_free(&name);
}

static void notes(struct view *v)
{
    line_end(v);
    page_sentence(&v->page, 0,
                  "Rounds stand in the order of their middle date. The change of all communities "
                  "may come from others being assessed; that of the same communities is their own. "
                  "Several changes side by side: some look sure by chance.",
                  NULL);
    if (v->t->c->overlaps) {
        page_sentence(&v->page, 0, "A community may stand in several groups.", NULL);
    }
}

void render_trend_text(struct buf *out, const struct trend *t, const struct compared *shown,
                       bool color, bool ascii)
{
    struct view v = {
        .page = {.out = out, .color = color, .texts = t->c->core->texts},
        .t = t,
        .ascii = ascii,
        .cell = BUF_INIT,
    };
    compare_heading(&v.page, t->c->table);
    chosen(&v, shown);
    compare_public(&v.page, t->c);
    if (t->course_count > 1) {
        line_end(&v);
        overview(&v);
    }
    for (size_t i = 0; i < t->course_count; i++) {
        for (size_t item = 0; item < t->c->item_count; item++) {
            one(&v, &t->courses[i], item);
        }
    }
    notes(&v);
    compare_left_out(&v.page, t->c->table);
    out->failed = out->failed || v.cell.failed;
    buf_free(&v.cell);
}
