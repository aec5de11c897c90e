/* Steps of a trend: communities that were assessed twice, that left and that came are sets as well. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/items.h"
#include "compare/publish_internal.h"

struct steps {
    struct trend_step **list;
    size_t count;
};

/* Rows of the panel with a score of the item in both rounds; later: those of the later one. */
static size_t panel_rows(const struct comparison *c, const struct trend_step *s, size_t item,
                         bool later, size_t *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < s->panel; i++) {
        const struct table_row *a = &c->table->rows[s->earlier[i]];
        const struct table_row *b = &c->table->rows[s->later[i]];
        if (item_of_row(&c->items[item], a).score != SCORE_NONE &&
            item_of_row(&c->items[item], b).score != SCORE_NONE) {
            rows[count++] = later ? s->later[i] : s->earlier[i];
        }
    }
    return count;
}

static bool few(int64_t n)
{
    return n > 0 && n < DISCLOSE_LEAST;
}

/* What is known of the panel alone. */
static void clear_panel(struct trend_change *x)
{
    double *const all[] = {&x->before,  &x->after, &x->change, &x->sd,   &x->error, &x->ci_low,
                           &x->ci_high, &x->low,   &x->high,   &x->left, &x->fresh};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = NAN;
    }
    x->n = x->up = x->down = x->same = x->left_n = x->new_n = -1;
}

/* Rounds what is left. How many rose and fell goes where a part is small or holds all. */
static void tidy(struct trend_change *x, double level, bool panel, bool others)
{
    if (!panel) {
        clear_panel(x);
    }
    if (few(x->up) || few(x->down) || few(x->same) || x->up == x->n || x->down == x->n ||
        x->same == x->n) {
        x->up = x->down = x->same = -1;
    }
    if (!others || few(x->left_n) || few(x->new_n)) {
        x->left = x->fresh = NAN;
        x->left_n = x->new_n = -1;
    }
    if (!others) { /* these are of the whole panel, with and without scores */
        x->low = x->high = NAN;
    }
    double *const all[] = {&x->all,    &x->all_low, &x->all_high, &x->before, &x->after,
                           &x->change, &x->low,     &x->high,     &x->left,   &x->fresh};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = publish_rounded(*all[i]);
    }
    if (panel) {
        publish_interval(x->change, x->n, 0, level, -1, &x->sd, &x->error, &x->ci_low, &x->ci_high);
    }
}

/* Every step's panel under one item, in both rounds: together or not at all. */
static int judge(struct trend *t, struct publish_field *f, const struct steps *all, size_t item,
                 bool count, struct published *memory, size_t *rows, bool *safe, struct err *e)
{
    const struct comparison *c = t->c;
    struct publish_question q;
    int code = publish_question_begin(&q, f, count ? PUBLISHED_COUNT : c->items[item].id, NULL);
    for (size_t i = 0; code == 0 && i < all->count; i++) {
        const struct trend_step *s = all->list[i];
        bool ask = count || s->changes[item].sd > 0; /* else all changed alike */
        code = publish_question_ask(&q, false);
        for (int later = 0; code == 0 && ask && later < 2; later++) {
            const size_t *list = later == 1 ? s->later : s->earlier;
            size_t size = count ? s->panel : panel_rows(c, s, item, later == 1, rows);
            code = publish_question_set(&q, count ? list : rows, size);
        }
    }
    if (code != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    code = publish_question_answer(&q, memory, e);
    for (size_t i = 0; code == 0 && i < all->count; i++) {
        safe[i] = q.bundles[i].safe;
    }
    return code;
}

/* Bands of the panel, and who came and went: small parts go, and with them all. */
static void tidy_step(struct trend_step *s, bool panel)
{
    int64_t bands = s->band_up + s->band_down + s->band_same;
    if (!panel || few(s->band_up) || few(s->band_down) || few(s->band_same) ||
        s->band_up == bands || s->band_down == bands || s->band_same == bands) {
        s->band_up = s->band_down = s->band_same = -1;
    }
    if (!panel || few(s->left) || few(s->fresh) || few(s->moved_out) || few(s->moved_in)) {
        s->left = s->fresh = s->moved_out = s->moved_in = -1;
    }
    if (!panel) {
        s->panel = 0;
        s->withheld = true;
    }
    s->earlier = s->later = NULL;
}

/* The others are what the panel leaves of both groups: their means say nothing that does not follow. */
static bool tells_no_more(const struct trend_step *s, const struct trend_change *x)
{
    return x->n == (int64_t)s->panel && s->moved_out == 0 && s->moved_in == 0;
}

/* Remarks count communities: how many goes. */
static int tidy_remarks(struct trend *t, struct trend_step *s)
{
    static const struct {
        const char *key, *words;
    } hidden[] = {{"count", "some"}, {"panel", "some"}, {"all", "all"}, {"rows", "all"}};
    struct arena *a = &t->arena;
    for (size_t i = 0; i < s->remark_count; i++) {
        struct compare_remark *r = &s->remarks[i];
        struct json *params = json_new(a, JSON_OBJECT);
        const struct json *first = r->params == NULL ? NULL : r->params->first;
        for (const struct json *p = first; params != NULL && p != NULL; p = p->next) {
            const char *words = NULL;
            for (size_t k = 0; k < sizeof hidden / sizeof *hidden; k++) {
                words = strcmp(hidden[k].key, p->key) == 0 ? hidden[k].words : words;
            }
            words = words == NULL ? json_string(p) : words;
            struct json *value = words != NULL ? json_new_string(a, words, strlen(words))
                                               : json_new_number(a, p->number);
            if (json_add(a, params, p->key, value) != 0) {
                return ERR_MEMORY;
            }
        }
        if (params == NULL) {
            return ERR_MEMORY;
        }
        r->params = params;
    }
    return 0;
}

static int judge_all(struct trend *t, struct publish_field *f, const struct steps *all,
                     struct published *memory, size_t *rows, bool *counts, bool *safe,
                     struct err *e)
{
    int code = judge(t, f, all, 0, true, memory, rows, counts, e);
    for (size_t item = 0; code == 0 && item < t->c->item_count; item++) {
        code = judge(t, f, all, item, false, memory, rows, safe, e);
        for (size_t i = 0; code == 0 && i < all->count; i++) {
            const struct trend_step *s = all->list[i];
            bool panel = counts[i] && safe[i];
            tidy(&s->changes[item], t->c->level, panel,
                 panel && tells_no_more(s, &s->changes[item]));
        }
    }
    for (size_t i = 0; code == 0 && i < all->count; i++) {
        tidy_step(all->list[i], counts[i]);
        code = tidy_remarks(t, all->list[i]) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
    }
    return code;
}

/* Each step once; the whole course may be one of them. */
static int list_steps(const struct trend *t, struct steps *all)
{
    size_t most = 0;
    for (size_t i = 0; i < t->course_count; i++) {
        most += t->courses[i].step_count + 1;
    }
    all->list = calloc(most + 1, sizeof *all->list);
    for (size_t i = 0; all->list != NULL && i < t->course_count; i++) {
        const struct trend_course *course = &t->courses[i];
        for (size_t k = 0; k < course->step_count; k++) {
            all->list[all->count++] = &course->steps[k];
        }
        bool one = course->step_count == 1 && course->whole == course->steps;
        if (course->whole != NULL && !one) {
            all->list[all->count++] = course->whole;
        }
    }
    return all->list == NULL ? ERR_MEMORY : 0;
}

int publish_trend(struct trend *t, struct published *memory, struct err *e)
{
    struct publish_field f = {.arena = ARENA_INIT};
    struct steps all = {NULL, 0};
    size_t *rows = calloc(t->c->table->count + 1, sizeof *rows);
    int code = list_steps(t, &all);
    bool *safe = calloc(2 * all.count + 1, sizeof *safe);
    code = code != 0 || rows == NULL || safe == NULL ||
                   publish_field_make(&f, t->c->table, memory) != 0
               ? err_set(e, ERR_MEMORY, "out of memory")
               : judge_all(t, &f, &all, memory, rows, safe, safe + all.count, e);
    for (size_t i = 0; i < t->round_count; i++) {
        t->rounds[i].rows = -1;
    }
    publish_field_free(&f);
    free(all.list);
    free(rows);
    free(safe);
    return code;
}
