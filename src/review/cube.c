/* Trying all points of a cube, or as many as the bound allows, and comparing those that differ in
 * one thing. */
#include "review/cube.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "model/plan_schema.h"
#include "review/fragment.h"

enum { BACKGROUNDS = 81 };

/* ---- a point as answer and document ----------------------------------------------------------- */

static int put_item(struct arena *arena, struct json *list, const struct axis *a, int index)
{
    return a->values[index]->boolean
               ? json_add(arena, list, NULL, json_new_string(arena, a->key, strlen(a->key)))
               : 0;
}

/* The value of the axes from *at on that belong to one part; *at goes behind them. leave: an axis
 * that is left out (-1: none). NULL: out of memory, or nothing is left. */
static struct json *group(const struct cube *q, const int *point, int leave, int *at)
{
    struct arena *arena = &q->t->scratch;
    const struct axis *a = &q->axes[*at];
    const char *part = a->part;
    if (a->kind == AXIS_VALUE) {
        return json_copy(arena, a->values[point[(*at)++]]);
    }
    struct json *out = json_new(arena, a->kind == AXIS_ITEM ? JSON_ARRAY : JSON_OBJECT);
    for (; *at < q->count && q->axes[*at].part == part && q->axes[*at].kind != AXIS_VALUE;
         (*at)++) {
        a = &q->axes[*at];
        int rc = *at == leave           ? 0
                 : a->kind == AXIS_ITEM ? put_item(arena, out, a, point[*at])
                                        : json_share(arena, out, a->key, a->values[point[*at]]);
        if (out == NULL || rc != 0) {
            return NULL;
        }
    }
    return out;
}

static struct json *value_at(const struct cube *q, const int *point, int leave)
{
    struct arena *arena = &q->t->scratch;
    int at = 0;
    if (q->count == 0 || q->axes[0].kind == AXIS_FACT) {
        return NULL;
    }
    if (q->demand->answer.type != ANSWER_PARTS) {
        return group(q, point, leave, &at);
    }
    struct json *out = json_new(arena, JSON_OBJECT);
    while (out != NULL && at < q->count) {
        const char *part = q->axes[at].part;
        bool left = leave >= 0 && q->axes[leave].part == part && q->axes[leave].kind != AXIS_HAZARD;
        struct json *value = group(q, point, leave, &at);
        if (!left && json_add(arena, out, part, value) != 0) {
            out = NULL;
        }
    }
    return out;
}

static const struct json *document_at(const struct cube *q, const int *point, int leave)
{
    const struct json *doc = q->base;
    for (int i = 0; i < q->count; i++) {
        if (i != leave && q->axes[i].kind == AXIS_FACT) {
            doc = fragment_put(&q->t->scratch, doc, q->axes[i].key, q->axes[i].values[point[i]]);
        }
    }
    return doc;
}

static int64_t try_at(struct cube *q, const int *point, int leave)
{
    struct json *value = value_at(q, point, leave);
    const struct json *doc = document_at(q, point, leave);
    if (doc == NULL || (value == NULL && q->axes[0].kind != AXIS_FACT)) {
        q->t->memory = true;
        return TRY_OPEN;
    }
    bool facts = q->axes[0].kind == AXIS_FACT;
    int64_t credit = facts && !trial_accepts(q->t, doc) ? TRY_OPEN
                                                        : trial_try(q->t, q->demand, doc, value);
    if (credit >= 0 && leave < 0) {
        credits_add(&q->t->credits, credit, &q->t->memory);
    }
    return credit;
}

/* ---- what is told ----------------------------------------------------------------------------- */

static struct json *case_at(const struct cube *q, const int *point, int leave, int64_t credit)
{
    struct arena *arena = &q->t->scratch;
    struct json *out = json_new(arena, JSON_OBJECT);
    struct json *plan = fragment(arena, document_at(q, point, leave), q->t->k->demand.id,
                                 value_at(q, point, leave));
    double shown = (double)credit / (double)CREDIT_ONE;
    if (json_add(arena, out, "plan", plan) != 0 ||
        json_add(arena, out, "credit", json_new_number(arena, shown)) != 0) {
        return NULL;
    }
    return out;
}

static void write_axis(struct buf *out, const struct axis *a)
{
    if (a->part != NULL) {
        buf_printf(out, "%s%s", a->part, a->key == NULL ? "" : ".");
    }
    buf_puts(out, a->key == NULL ? a->part == NULL ? "the answer" : "" : a->key);
}

static void note_fall(struct cube *q, const int *point, int axis, int worse, int64_t low,
                      int64_t high)
{
    struct arena *arena = &q->t->scratch;
    const struct axis *a = &q->axes[axis];
    int other[AXES_MAX];
    memcpy(other, point, sizeof *other * (size_t)q->count);
    other[axis] = worse;
    struct json *both = json_new(arena, JSON_OBJECT);
    if (json_add(arena, both, "worse", case_at(q, other, -1, high)) != 0 ||
        json_add(arena, both, "better", case_at(q, point, -1, low)) != 0) {
        q->t->memory = true;
        return;
    }
    struct buf text = BUF_INIT;
    buf_puts(&text,
             a->probe ? "the credit both rises and falls: " : "the better answer gets less: ");
    write_axis(&text, a);
    buf_puts(&text, " ");
    json_write(&text, a->values[worse]);
    buf_puts(&text, " gives ");
    number_write_credit(&text, high);
    buf_puts(&text, ", ");
    json_write(&text, a->values[point[axis]]);
    buf_puts(&text, " gives ");
    number_write_credit(&text, low);
    q->t->memory = q->t->memory || text.failed;
    trial_note(q->t, CHECK_MONOTONE, NULL, buf_text(&text), both);
    buf_free(&text);
}

/* What is left out of an answer, or of the facts, gives more than the worst that could stand
 * there. */
static void note_absent(struct cube *q, const int *point, int axis, int64_t with, int64_t without)
{
    struct arena *arena = &q->t->scratch;
    struct json *both = json_new(arena, JSON_OBJECT);
    if (json_add(arena, both, "with", case_at(q, point, -1, with)) != 0 ||
        json_add(arena, both, "without", case_at(q, point, axis, without)) != 0) {
        q->t->memory = true;
        return;
    }
    struct buf text = BUF_INIT;
    buf_puts(&text, "what is absent earns credit: without ");
    write_axis(&text, &q->axes[axis]);
    buf_puts(&text, " the credit is ");
    number_write_credit(&text, without);
    buf_puts(&text, ", with the worst value ");
    number_write_credit(&text, with);
    q->t->memory = q->t->memory || text.failed;
    const struct axis *a = &q->axes[axis];
    trial_note(q->t, CHECK_ABSENT, a->kind == AXIS_VALUE ? a->part : a->key, buf_text(&text), both);
    buf_free(&text);
}

/* ---- lines: one axis in full, the others held ------------------------------------------------- */

static void line(struct cube *q, int *point, int axis)
{
    int held = point[axis], before = -1;
    int64_t last = 0;
    for (int i = 0; i < q->axes[axis].count && !q->t->memory; i++) {
        point[axis] = i;
        int64_t credit = try_at(q, point, -1);
        if (credit >= 0 && before >= 0 && credit < last && !q->unordered) {
            note_fall(q, point, axis, before, credit, last);
        }
        if (credit >= 0) {
            before = i;
            last = credit;
        }
        arena_reset(&q->t->scratch);
    }
    point[axis] = held;
}

/* All axes at their worst value, or at their best. */
static void corner(const struct cube *q, bool best, int *point)
{
    for (int i = 0; i < q->count; i++) {
        point[i] = best ? q->axes[i].count - 1 : 0;
    }
}

/* The next of a few backgrounds: each axis but one at its first, its middle and its last value. */
static bool next_background(const struct cube *q, int axis, int *point)
{
    for (int i = 0; i < q->count; i++) {
        int last = q->axes[i].count - 1, middle = q->axes[i].count / 2;
        if (i != axis && point[i] < last) {
            point[i] = point[i] < middle ? middle : last;
            return true;
        }
        point[i] = 0;
    }
    return false;
}

/* Turns an axis round whose better end is the first. Seen where the credits at its ends differ
 * first. */
static void probe(struct cube *q, int axis)
{
    struct axis *a = &q->axes[axis];
    int point[AXES_MAX] = {0};
    int left = BACKGROUNDS;
    do {
        int64_t first = TRY_OPEN, last = TRY_OPEN;
        for (int i = 0; i < a->count && !q->t->memory; i++) {
            point[axis] = i;
            int64_t credit = try_at(q, point, -1);
            first = first < 0 ? credit : first;
            last = credit >= 0 ? credit : last;
            arena_reset(&q->t->scratch);
        }
        point[axis] = 0;
        for (int i = 0, k = a->count - 1; last < first && i < k; i++, k--) {
            const struct json *v = a->values[i];
            a->values[i] = a->values[k];
            a->values[k] = v;
        }
        if (last != first) {
            return;
        }
    } while (--left > 0 && next_background(q, axis, point));
}

static void all_lines(struct cube *q)
{
    int point[AXES_MAX];
    for (int best = 0; best < 2; best++) {
        for (int i = 0; i < q->count; i++) {
            corner(q, best == 1, point);
            line(q, point, i);
        }
    }
}

/* ---- all points ------------------------------------------------------------------------------- */

static double size_of(const struct cube *q)
{
    double size = 1;
    for (int i = 0; i < q->count; i++) {
        size *= q->axes[i].count;
    }
    return size;
}

/* Every second value of the axis with the most, its ends kept. False: each has two at most. */
static bool thin(struct cube *q)
{
    int most = 0;
    for (int i = 1; i < q->count; i++) {
        most = q->axes[i].count > q->axes[most].count ? i : most;
    }
    struct axis *a = &q->axes[most];
    if (a->count <= 2) {
        return false;
    }
    int kept = 0;
    for (int i = 0; i < a->count; i++) {
        if (i % 2 == 0 || i == a->count - 1) {
            a->values[kept++] = a->values[i];
        }
    }
    /* of an even number the last two are both kept: one of them goes, so that it becomes shorter */
    if (kept == a->count) {
        a->values[1] = a->values[--kept];
    }
    a->count = kept;
    return true;
}

static bool step(const struct cube *q, int *point)
{
    for (int i = 0; i < q->count; i++) {
        if (++point[i] < q->axes[i].count) {
            return true;
        }
        point[i] = 0;
    }
    return false;
}

/* Compares the point with the last before it on each axis that has a credit. */
static void compare(struct cube *q, const int *point, const int64_t *credits, size_t at)
{
    size_t stride = 1;
    for (int i = 0; i < q->count; i++) {
        for (int k = point[i] - 1; k >= 0; k--) {
            int64_t other = credits[at - stride * (size_t)(point[i] - k)];
            if (other >= 0) {
                if (credits[at] < other) {
                    note_fall(q, point, i, k, credits[at], other);
                }
                break;
            }
        }
        stride *= (size_t)q->axes[i].count;
    }
}

static void all_points(struct cube *q)
{
    int point[AXES_MAX] = {0};
    int64_t *credits = calloc((size_t)size_of(q), sizeof *credits);
    if (credits == NULL) {
        q->t->memory = true;
        return;
    }
    size_t at = 0;
    do {
        credits[at] = try_at(q, point, -1);
        if (credits[at] >= 0 && !q->unordered) {
            compare(q, point, credits, at);
        }
        at++;
        arena_reset(&q->t->scratch);
    } while (step(q, point) && !q->t->memory);
    free(credits);
}

/* Each pair of axes at their best, the others at their worst, and the other way round. */
static void all_pairs(struct cube *q)
{
    for (int best = 0; best < 2; best++) {
        for (int i = 0; i < q->count; i++) {
            for (int k = 0; k < q->count && !q->t->memory; k++) {
                int point[AXES_MAX];
                corner(q, best == 1, point);
                point[i] = best ? 0 : q->axes[i].count - 1;
                if (k != i) {
                    line(q, point, k);
                }
            }
        }
    }
}

/* Takes each part, hazard or fact away, the others being at their ends. */
static void all_holes(struct cube *q)
{
    for (int i = 0; i < q->count; i++) {
        bool fact = q->axes[i].kind == AXIS_FACT && /* what each plan has cannot be absent */
                    json_path(q->base, q->axes[i].key) == NULL;
        bool can = fact || q->axes[i].kind == AXIS_HAZARD ||
                   (q->axes[i].part != NULL && (i == 0 || q->axes[i].part != q->axes[i - 1].part));
        int64_t left = q->t->bound / (q->count > 0 ? q->count : 1);
        int point[AXES_MAX] = {0};
        bool more = can;
        for (; more && left > 0 && !q->t->memory; left--) {
            int64_t without = try_at(q, point, i);
            int64_t with = without > 0 ? try_at(q, point, -1) : TRY_OPEN;
            if (with >= 0 && without > with) {
                note_absent(q, point, i, with, without);
            }
            arena_reset(&q->t->scratch);
            more = false;
            for (int k = 0; k < q->count && !more; k++) { /* the next corner of the others */
                bool own = k == i || (q->axes[i].kind == AXIS_VALUE && q->axes[k].part != NULL &&
                                      q->axes[k].part == q->axes[i].part);
                int end = own ? 0 : q->axes[k].count - 1;
                more = point[k] < end;
                point[k] = more ? end : 0;
            }
        }
    }
}

/* Says what the bound left out: so many answers were tried together, or only pairs. */
static void tell_cut(struct cube *q, bool thinned)
{
    struct buf *out = &q->t->cuts;
    buf_puts(out, q->t->cut ? "; " : "");
    buf_puts(out, thinned ? "each value by itself, and " : "values by themselves and in pairs of ");
    number_write(out, thinned ? size_of(q) : (double)q->count);
    buf_puts(out, " instead of all ");
    number_write(out, q->points);
    buf_puts(out, " combinations");
    q->t->cut = true;
}

void cube_try(struct cube *q)
{
    if (q->count == 0 || q->t->memory) {
        return;
    }
    for (int i = 0; i < q->count; i++) {
        if (q->axes[i].count == 0) {
            return; /* nothing can be answered: the checklist's reader has told */
        }
    }
    for (int i = 0; i < q->count; i++) {
        if (q->axes[i].probe) {
            probe(q, i);
        }
    }
    q->points = size_of(q);
    bool cut = q->points > (double)q->t->bound;
    if (cut) {
        all_lines(q);
    }
    bool thinned = cut;
    while (thinned && size_of(q) > (double)q->t->bound) {
        thinned = thin(q);
    }
    if (size_of(q) <= (double)q->t->bound && !q->full) {
        all_points(q);
    } else {
        all_pairs(q);
    }
    q->t->credits.some = q->t->credits.some || q->full;
    if (cut || q->full) {
        tell_cut(q, thinned);
    }
    all_holes(q);
}

/* ---- questions and facts ---------------------------------------------------------------------- */

static bool by_hazard(const struct part *demand)
{
    bool found = demand->answer.type == ANSWER_BY_HAZARD;
    for (size_t i = 0; i < demand->answer.part_count; i++) {
        found = found || demand->answer.parts[i].answer.type == ANSWER_BY_HAZARD;
    }
    return found;
}

/* The bare document, with a register where it is asked for. */
static const struct json *base(struct trial *t, bool hazards, bool rated)
{
    struct json *doc = trial_bare(&t->arena);
    struct json *list = hazards && doc != NULL ? cube_register(&t->arena, t->k, rated) : NULL;
    t->memory = t->memory || doc == NULL || (hazards && list == NULL);
    return !hazards || t->memory ? doc : fragment_put(&t->arena, doc, "community.hazards", list);
}

void trial_answers(struct trial *t, const struct part *demand)
{
    bool hazards = by_hazard(demand);
    for (int rated = 0; rated < (hazards ? 2 : 1) && !t->memory; rated++) {
        struct cube q = {.t = t, .demand = demand};
        q.base = base(t, hazards, rated == 1);
        cube_answer(&q, demand);
        cube_try(&q);
    }
}

void trial_answers_on(struct trial *t, const struct part *demand, const struct json *doc)
{
    struct cube q = {.t = t, .demand = demand, .base = doc};
    cube_answer(&q, demand);
    cube_try(&q);
}

void trial_grown(struct trial *t, const struct part *demand, const char *const *paths, size_t count)
{
    const struct json *args = trial_arguments(t, demand);
    struct cube q = {.t = t, .demand = demand, .base = base(t, false, false)};
    for (size_t i = 0; i < count && !t->memory; i++) {
        (void)cube_fact(&q, paths[i], args);
    }
    cube_try(&q);
}
