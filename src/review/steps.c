/* Ladders of steps in a checklist: what standard/ladder makes of them, seen from the numbers
 * alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "review/checklist.h"

enum { STEPS = 64, POINTS = 3 * STEPS + 4 };

struct rung {
    const char *word; /* "at_least" … */
    double limit, credit;
    int line;
};

struct steps {
    struct rung list[STEPS];
    int count;
    double points[POINTS]; /* values that tell the steps apart, rising */
    int point_count;
};

static bool upward(const struct rung *r)
{
    return strcmp(r->word, "at_least") == 0 || strcmp(r->word, "above") == 0;
}

static bool fits(const struct rung *r, double x)
{
    return strcmp(r->word, "at_least") == 0  ? x >= r->limit
           : strcmp(r->word, "above") == 0   ? x > r->limit
           : strcmp(r->word, "at_most") == 0 ? x <= r->limit
                                             : x < r->limit;
}

/* The step that takes x, or -1. */
static int taker(const struct steps *s, double x)
{
    for (int i = 0; i < s->count; i++) {
        if (fits(&s->list[i], x)) {
            return i;
        }
    }
    return -1;
}

/* False where a step is made wrongly: the rule itself says so. */
static bool read_steps(const struct json *steps, struct steps *out)
{
    static const char *const words[] = {"at_least", "above", "at_most", "below"};
    for (const struct json *s = steps->first; s != NULL; s = s->next) {
        const struct json *credit = json_get(s, "credit");
        struct rung r = {.line = s->line};
        for (size_t i = 0; i < 4; i++) {
            const struct json *limit = json_get(s, words[i]);
            if (limit != NULL && limit->type == JSON_NUMBER) {
                r.word = words[i];
                r.limit = limit->number;
            }
        }
        if (r.word == NULL || credit == NULL || credit->type != JSON_NUMBER ||
            out->count == STEPS) {
            return false;
        }
        r.credit = credit->number;
        out->list[out->count++] = r;
    }
    return out->count > 0;
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Each limit, a value between each two, and what lies beyond the last ones, as far as an answer
 * can go. */
static void read_points(struct steps *s, const struct answer_spec *spec)
{
    double limits[STEPS] = {0}, low = -INFINITY, high = INFINITY;
    bool date = spec->type == ANSWER_DATE; /* its age is a whole number */
    if (spec->type == ANSWER_PERCENT || date) {
        low = 0;
        high = date ? INFINITY : 100;
    } else {
        low = spec->has_min ? spec->min : low;
        high = spec->has_max ? spec->max : high;
    }
    for (int i = 0; i < s->count; i++) {
        limits[i] = s->list[i].limit;
    }
    qsort(limits, (size_t)s->count, sizeof *limits, by_number);
    double all[POINTS];
    int count = 0;
    all[count++] = isfinite(low) ? low : limits[0] - 1;
    all[count++] = isfinite(high) ? high : limits[s->count - 1] + 1;
    for (int i = 0; i < s->count; i++) {
        all[count++] = limits[i];
        all[count++] = date ? limits[i] + 1
                            : (limits[i] + (i + 1 < s->count ? limits[i + 1] : all[1])) / 2;
        all[count++] = date || i > 0 ? limits[i] - 1 : (limits[0] + all[0]) / 2;
    }
    qsort(all, (size_t)count, sizeof *all, by_number);
    for (int i = 0; i < count; i++) {
        if (all[i] >= low && all[i] <= high &&
            (s->point_count == 0 || s->points[s->point_count - 1] < all[i])) {
            s->points[s->point_count++] = all[i];
        }
    }
}

struct site { /* where it is told */
    struct whole *w;
    const struct criterion *k;
};

static void tell(struct site *at, int line, const char *text)
{
    struct place place = place_of(at->k);
    place.line = line;
    whole_report(at->w, &place, "steps", REMARK_WARNING, text, NULL);
}

static void reach(const struct steps *s, struct site *at)
{
    for (int i = 0; i < s->count; i++) {
        const struct rung *r = &s->list[i];
        bool reached = false;
        char text[300];
        for (int p = 0; p < s->point_count; p++) {
            reached = reached || taker(s, s->points[p]) == i;
        }
        if (!reached) {
            (void)snprintf(text, sizeof text,
                           "step %d (%s %s) is never reached: no answer goes so far, or a step "
                           "before it takes all that it would: put the best first",
                           i + 1, r->word, number_text(r->limit, &at->w->memory).text);
            tell(at, r->line, text);
        } else if (i > 0 && r->credit > s->list[i - 1].credit) {
            (void)snprintf(text, sizeof text,
                           "step %d is worth more than step %d before it: put the best first",
                           i + 1, i);
            tell(at, r->line, text);
        } else if (i > 0 && r->credit == s->list[i - 1].credit &&
                   upward(r) == upward(&s->list[i - 1])) {
            (void)snprintf(text, sizeof text,
                           "steps %d and %d are worth the same: one of them does nothing", i,
                           i + 1);
            tell(at, r->line, text);
        }
    }
}

/* Values that no step takes, with values on both sides that one does. */
static void gaps(const struct steps *s, struct site *at)
{
    bool below = false;
    for (int p = 0; p < s->point_count; p++) {
        int next = p;
        while (next < s->point_count && taker(s, s->points[next]) < 0) {
            next++;
        }
        if (next > p && below && next < s->point_count) {
            char text[300];
            (void)snprintf(text, sizeof text,
                           "a gap: %s fits no step and earns nothing, while less and more do",
                           number_text(s->points[p], &at->w->memory).text);
            tell(at, s->list[0].line, text);
        }
        below = below || next == p;
        p = next > p ? next - 1 : p;
    }
}

/* Values that a step from above and one from below both take, for different credits. */
static void overlaps(const struct steps *s, struct site *at)
{
    for (int i = 0; i < s->count; i++) {
        for (int k = i + 1; k < s->count; k++) {
            const struct rung *a = &s->list[i], *b = &s->list[k];
            for (int p = 0; upward(a) != upward(b) && a->credit != b->credit && p < s->point_count;
                 p++) {
                if (fits(a, s->points[p]) && fits(b, s->points[p])) {
                    char text[300];
                    (void)snprintf(text, sizeof text,
                                   "steps %d and %d overlap: both take %s, for different credits",
                                   i + 1, k + 1, number_text(s->points[p], &at->w->memory).text);
                    tell(at, b->line, text);
                    break;
                }
            }
        }
    }
}

void whole_steps(struct whole *w, const struct criterion *k)
{
    struct site at = {w, k};
    for (size_t i = 0; i < criterion_rule_count(k); i++) {
        const struct part *part = criterion_rule(k, i);
        const struct json *list = json_get(part->args, "steps");
        struct steps s = {.count = 0};
        if (part->rule == NULL || strcmp(part->rule, "standard/ladder") != 0 || list == NULL ||
            list->type != JSON_ARRAY || !read_steps(list, &s)) {
            continue;
        }
        read_points(&s, &part->answer);
        reach(&s, &at);
        gaps(&s, &at);
        overlaps(&s, &at);
    }
}
