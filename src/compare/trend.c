#include "compare/trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "compare/items.h"
#include "compare/stats.h"
#include "compare/trend_remark.h"

#define ONE ((double)CREDIT_ONE)
enum { NO_ROW = -1 };

/* What is needed while it is made. */
struct maker {
    struct trend *trend;
    const struct comparison *c;
    size_t by;          /* attributes without the round */
    size_t communities; /* numbered in the order of the rows */
    size_t *community;  /* of each row */
    size_t *round;      /* of each row, index into the rounds by date */
    int64_t *at;        /* row of community k in round r: at[k * round_count + r], or NO_ROW */
    size_t *mark;       /* of each row: the last stamp of a group that it is a member of */
    size_t stamp;
};

static void *take(struct maker *m, size_t count, size_t size)
{
    return arena_alloc(&m->trend->arena, (count + 1) * size);
}

/* ---- rounds */

static int date_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int round_order(const void *a, const void *b)
{
    const struct trend_round *x = a, *y = b;
    int order = strcmp(x->middle, y->middle);
    return order != 0 ? order : strcmp(x->name, y->name);
}

static int find_rounds(struct maker *m)
{
    const struct table *t = m->c->table;
    struct trend *trend = m->trend;
    const char **dates = calloc(t->count + 1, sizeof *dates);
    trend->rounds = take(m, m->c->round_count, sizeof *trend->rounds);
    if (dates == NULL || trend->rounds == NULL) {
        free(dates);
        return ERR_MEMORY;
    }
    trend->round_count = m->c->round_count;
    for (size_t r = 0; r < trend->round_count; r++) {
        size_t n = 0;
        for (size_t i = 0; i < t->count; i++) {
            if (text_equal(t->rows[i].round, m->c->rounds[r])) {
                dates[n++] = t->rows[i].date;
            }
        }
        qsort(dates, n, sizeof *dates, date_order);
        trend->rounds[r] = (struct trend_round){m->c->rounds[r], dates[0], dates[(n - 1) / 2],
                                                dates[n - 1], (int64_t)n};
    }
    free(dates);
    if (trend->round_count > 0) {
        qsort(trend->rounds, trend->round_count, sizeof *trend->rounds, round_order);
    }
    return 0;
}

static size_t round_of(const struct trend *t, const char *name)
{
    size_t r = 0;
    while (!text_equal(t->rounds[r].name, name)) {
        r++;
    }
    return r;
}

/* Numbers the communities, and notes where each stands in each round. */
static int number_communities(struct maker *m)
{
    const struct table *t = m->c->table;
    size_t rounds = m->trend->round_count;
    m->community = take(m, t->count, sizeof *m->community);
    m->round = take(m, t->count, sizeof *m->round);
    m->mark = take(m, t->count, sizeof *m->mark);
    if (m->community == NULL || m->round == NULL || m->mark == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < t->count; i++) {
        const struct table_row *row = &t->rows[i], *last = i > 0 ? row - 1 : row;
        bool other = i == 0 || !text_equal(row->community, last->community) ||
                     !text_equal(row->country, last->country);
        m->communities += other;
        m->community[i] = m->communities - 1;
        m->round[i] = round_of(m->trend, row->round);
    }
    m->at = take(m, m->communities * rounds, sizeof *m->at);
    if (m->at == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < m->communities * rounds; i++) {
        m->at[i] = NO_ROW;
    }
    for (size_t i = 0; i < t->count; i++) {
        m->at[m->community[i] * rounds + m->round[i]] = (int64_t)i;
    }
    return 0;
}

/* ---- a step: who stayed, left, came and moved */

static void stamp_group(struct maker *m, const struct compare_group *g)
{
    m->stamp++;
    for (int64_t i = 0; i < g->rows; i++) {
        m->mark[g->members[i]] = m->stamp;
    }
}

/* Goes through the members of g and where each stands in another round: with a row that is a member
 * of `other` it stays. Rows of the panel go to own and theirs where these are not NULL. */
static void part(struct maker *m, const struct compare_group *g, const struct compare_group *other,
                 size_t round, struct trend_step *s, size_t *own, size_t *theirs, int64_t *gone,
                 int64_t *moved)
{
    stamp_group(m, other);
    for (int64_t i = 0; i < g->rows; i++) {
        size_t row = g->members[i];
        int64_t there = m->at[m->community[row] * m->trend->round_count + round];
        if (there == NO_ROW) {
            (*gone)++;
        } else if (m->mark[there] != m->stamp) {
            (*moved)++;
        } else if (own != NULL) {
            own[s->panel] = row;
            theirs[s->panel++] = (size_t)there;
        }
    }
}

static void bands(struct trend_step *s, const struct table *t)
{
    for (size_t i = 0; i < s->panel; i++) {
        int before = t->rows[s->earlier[i]].band, after = t->rows[s->later[i]].band;
        if (before >= 0 && after >= 0) { /* the first band is the best */
            s->band_up += after < before;
            s->band_down += after > before;
            s->band_same += after == before;
        }
    }
}

/* ---- a step: what changed */

/* Mean score of the members that are not assessed in another round; *n of them. */
static double mean_apart(const struct maker *m, const struct compare_group *g, size_t round,
                         const struct compare_item *item, int64_t *n)
{
    int64_t sum = 0;
    *n = 0;
    for (int64_t i = 0; i < g->rows; i++) {
        size_t row = g->members[i];
        if (m->at[m->community[row] * m->trend->round_count + round] == NO_ROW) {
            struct item_value v = item_of_row(item, &m->c->table->rows[row]);
            if (v.applies && v.score != SCORE_NONE) {
                sum += v.score;
                (*n)++;
            }
        }
    }
    return *n == 0 ? NAN : (double)sum / (double)*n / ONE;
}

/* Sums of whole billionths over the panel, so that the order of rows cannot matter. */
static void pair_up(const struct maker *m, const struct trend_step *s,
                    const struct compare_item *item, struct trend_change *x)
{
    const struct table *t = m->c->table;
    int64_t before = 0, after = 0, low = 0, high = 0, applies = 0, sign = t->core->risk ? -1 : 1;
    unsigned __int128 squares = 0;
    for (size_t i = 0; i < s->panel; i++) {
        struct item_value a = item_of_row(item, &t->rows[s->earlier[i]]);
        struct item_value b = item_of_row(item, &t->rows[s->later[i]]);
        if (!a.applies || !b.applies) {
            continue;
        }
        applies++;
        low += b.low - a.high;
        high += b.high - a.low;
        if (a.score == SCORE_NONE || b.score == SCORE_NONE) {
            continue;
        }
        int64_t d = (b.score - a.score) * sign;
        uint64_t size = (uint64_t)(d < 0 ? -d : d);
        x->n++;
        before += a.score;
        after += b.score;
        squares += (unsigned __int128)size * size;
        x->up += d > 0;
        x->down += d < 0;
        x->same += d == 0;
    }
    double n = (double)x->n, all = (double)applies;
    x->before = x->n == 0 ? NAN : (double)before / n / ONE;
    x->after = x->n == 0 ? NAN : (double)after / n / ONE;
    x->change = x->n == 0 ? NAN : (double)(after - before) / n / ONE;
    x->low = applies == 0 ? NAN : (double)low / all / ONE;
    x->high = applies == 0 ? NAN : (double)high / all / ONE;
    x->sd = NAN;
    if (x->n > 1) { /* n times the squares minus the square of the sum: exact */
        int64_t sum = after - before;
        uint64_t size = (uint64_t)(sum < 0 ? -sum : sum);
        unsigned __int128 spread = (unsigned __int128)x->n * squares -
                                   (unsigned __int128)size * size;
        x->sd = sqrt((double)spread / (n * (n - 1))) / ONE;
    }
}

/* Welch's interval of two independent means: Biometrika 34, 1947. */
static void welch(struct trend_change *x, const struct compare_stat *a,
                  const struct compare_stat *b, double level)
{
    double va = a->error * a->error, vb = b->error * b->error, v = va + vb;
    double df = v * v / (va * va / (double)(a->n - 1) + vb * vb / (double)(b->n - 1));
    if (a->n > 1 && b->n > 1 && isfinite(df)) {
        double half = stats_t_quantile((1 + level) / 2, df) * sqrt(v);
        x->all_low = fmax(x->all - half, -1);
        x->all_high = fmin(x->all + half, 1);
    }
}

static void change(const struct maker *m, const struct trend_course *course,
                   const struct trend_step *s, size_t item, struct trend_change *x)
{
    const struct compare_item *what = &m->c->items[item];
    const struct trend_point *from = &course->points[s->from], *to = &course->points[s->to];
    const struct compare_stat *a = &from->group->stats[item], *b = &to->group->stats[item];
    double level = m->c->level;
    *x = (struct trend_change){.all = b->mean - a->mean, .all_low = NAN, .all_high = NAN};
    if (s->panel == 0 && s->moved_in == 0 && s->moved_out == 0) {
        welch(x, a, b, level);
    }
    pair_up(m, s, what, x);
    x->error = stats_error(x->sd, (double)x->n, 0);
    double half = x->n < 2 ? NAN : stats_t_quantile((1 + level) / 2, (double)(x->n - 1)) * x->error;
    x->ci_low = x->n < 2 ? NAN : fmax(x->change - half, -1);
    x->ci_high = x->n < 2 ? NAN : fmin(x->change + half, 1);
    x->left = mean_apart(m, from->group, to->round, what, &x->left_n);
    x->fresh = mean_apart(m, to->group, from->round, what, &x->new_n);
}

static int make_step(struct maker *m, const struct trend_course *course, size_t from, size_t to,
                     struct trend_step *s)
{
    const struct trend_point *a = &course->points[from], *b = &course->points[to];
    *s = (struct trend_step){.from = from, .to = to};
    size_t *earlier = take(m, (size_t)a->group->rows, sizeof *earlier);
    size_t *later = take(m, (size_t)a->group->rows, sizeof *later);
    s->changes = take(m, m->c->item_count, sizeof *s->changes);
    if (earlier == NULL || later == NULL || s->changes == NULL) {
        return ERR_MEMORY;
    }
    part(m, a->group, b->group, b->round, s, earlier, later, &s->left, &s->moved_out);
    part(m, b->group, a->group, a->round, s, NULL, NULL, &s->fresh, &s->moved_in);
    s->earlier = earlier;
    s->later = later;
    bands(s, m->c->table);
    for (size_t i = 0; i < m->c->item_count; i++) {
        change(m, course, s, i, &s->changes[i]);
    }
    return trend_remark(m->trend, course, s);
}

/* ---- courses */

static bool same_keys(const struct compare_group *a, const struct compare_group *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (a->keys[i] != b->keys[i] && !text_equal(a->keys[i], b->keys[i])) {
            return false;
        }
    }
    return true;
}

static int point_order(const void *a, const void *b)
{
    size_t x = ((const struct trend_point *)a)->round, y = ((const struct trend_point *)b)->round;
    return (x > y) - (x < y);
}

/* Adds group g to the course of its keys, or to a new one: groups stand in the order of their keys. */
static int place(struct maker *m, const struct compare_group *g)
{
    struct trend *t = m->trend;
    struct trend_course *next = &t->courses[t->course_count];
    if (t->course_count == 0 || !same_keys(next[-1].points[0].group, g, m->by)) {
        *next = (struct trend_course){.keys = g->keys, .labels = g->labels};
        next->points = take(m, t->round_count, sizeof *next->points);
        if (next->points == NULL) {
            return ERR_MEMORY;
        }
        t->course_count++;
    } else {
        next--;
    }
    next->points[next->point_count++] = (struct trend_point){round_of(t, g->keys[m->by]), g};
    next->withheld = next->withheld || g->withheld;
    return 0;
}

static int make_steps(struct maker *m, struct trend_course *course)
{
    size_t last = course->point_count - 1; /* the step after the last is the whole */
    course->steps = take(m, last + 1, sizeof *course->steps);
    for (size_t k = 0; course->steps != NULL && k < last; k++) {
        if (make_step(m, course, k, k + 1, &course->steps[k]) != 0) {
            return ERR_MEMORY;
        }
        course->step_count++;
    }
    if (course->steps != NULL && last > 1 &&
        make_step(m, course, 0, last, &course->steps[last]) != 0) {
        return ERR_MEMORY;
    }
    course->whole = last == 0 ? NULL : last == 1 ? course->steps : &course->steps[last];
    return course->steps == NULL ? ERR_MEMORY : 0;
}

static int make_courses(struct maker *m)
{
    struct trend *t = m->trend;
    t->courses = take(m, m->c->group_count, sizeof *t->courses);
    if (t->courses == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < m->c->group_count; i++) {
        if (place(m, &m->c->groups[i]) != 0) {
            return ERR_MEMORY;
        }
    }
    for (size_t i = 0; i < t->course_count; i++) {
        struct trend_course *course = &t->courses[i];
        qsort(course->points, course->point_count, sizeof *course->points, point_order);
        if (course->withheld) {
            continue; /* a difference of two would tell the one that is withheld */
        }
        if (make_steps(m, course) != 0) {
            return ERR_MEMORY;
        }
    }
    return 0;
}

int trend_make(const struct comparison *c, struct trend **out, struct err *e)
{
    *out = NULL;
    if (c->by_count == 0 || strcmp(c->by[c->by_count - 1], "round") != 0) {
        return err_set(e, ERR_USAGE, "a trend needs groups by round, the last of all");
    }
    struct trend *t = calloc(1, sizeof *t);
    struct maker m = {.trend = t, .c = c, .by = c->by_count - 1};
    if (t == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    t->c = c;
    if (find_rounds(&m) != 0 || number_communities(&m) != 0 || make_courses(&m) != 0) {
        trend_free(t);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    *out = t;
    return 0;
}

void trend_free(struct trend *t)
{
    if (t != NULL) {
        arena_free(&t->arena);
        free(t);
    }
}
