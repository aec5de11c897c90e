#include "selection.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "compare/attribute.h"
#include "selection_columns.h"

/* A checklist or a round, and what the list of the store tells of it before anything is opened. */
struct seen {
    const char *id;
    int64_t *days; /* of its assessments, since 1970; grows in the arena */
    size_t rows, room;
    int64_t middle; /* day: half of its assessments are not later; known once they are ordered */
};

struct census {
    struct seen *items;
    size_t count, room;
};

struct look {
    const struct selection *q;
    struct arena *arena;
    const char *checklist; /* rounds are counted of this one alone; NULL: checklists are counted */
    struct census census;
    struct columns *columns; /* NULL: rows are read from the store */
};

static int add_day(struct seen *s, struct arena *arena, const char *date)
{
    if (s->rows == s->room) {
        size_t room = 2 * s->room + 16;
        int64_t *more = arena_alloc(arena, room * sizeof *more);
        if (more == NULL) {
            return ERR_MEMORY;
        }
        if (s->rows > 0) {
            memcpy(more, s->days, s->rows * sizeof *more);
        }
        s->days = more;
        s->room = room;
    }
    int64_t day = 0;
    s->days[s->rows++] = text_date(date, &day) ? day : 0; /* plans without a date were refused */
    return 0;
}

/* Returns 0 or ERR_MEMORY. */
static int census_add(struct census *c, struct arena *arena, const char *id, const char *date)
{
    size_t i = 0;
    while (i < c->count && strcmp(c->items[i].id, id) != 0) {
        i++;
    }
    if (i == c->room) {
        size_t room = 2 * c->room + 8;
        struct seen *more = arena_alloc(arena, room * sizeof *more);
        if (more == NULL) {
            return ERR_MEMORY;
        }
        if (c->count > 0) {
            memcpy(more, c->items, c->count * sizeof *more);
        }
        c->items = more;
        c->room = room;
    }
    struct seen *s = &c->items[i];
    if (i == c->count) {
        *s = (struct seen){.id = arena_strdup(arena, id)};
        if (s->id == NULL) {
            return ERR_MEMORY;
        }
        c->count++;
    }
    return add_day(s, arena, date);
}

/* Whether an assessment was made under the profile that is asked for. */
static bool of_profile(const struct selection *q, const char *profile)
{
    return q->profile == NULL ||
           (profile == NULL ? strcmp(q->profile, "whole") == 0 : strcmp(q->profile, profile) == 0);
}

static int count_checklist(void *context, const struct store_row *row)
{
    struct look *l = context;
    return !of_profile(l->q, row->profile)
               ? 0
               : census_add(&l->census, l->arena, row->checklist_id, row->date);
}

static int count_round(void *context, const struct store_row *row)
{
    struct look *l = context;
    return strcmp(row->checklist_id, l->checklist) == 0 && of_profile(l->q, row->profile)
               ? census_add(&l->census, l->arena, row->round, row->date)
               : 0;
}

static int by_day(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* Rounds by the middle date of their assessments, then by name: one late form moves no round. */
static int by_time(const void *x, const void *y)
{
    const struct seen *a = x, *b = y;
    int order = (a->middle > b->middle) - (a->middle < b->middle);
    return order != 0 ? order : strcmp(a->id, b->id);
}

/* Checklists: most assessments first. */
static int by_rows(const void *x, const void *y)
{
    const struct seen *a = x, *b = y;
    int order = (a->rows < b->rows) - (a->rows > b->rows);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static void order(struct census *c, int (*compare)(const void *, const void *))
{
    for (size_t i = 0; i < c->count; i++) {
        struct seen *s = &c->items[i];
        qsort(s->days, s->rows, sizeof *s->days, by_day);
        s->middle = s->days[(s->rows - 1) / 2];
    }
    if (c->count > 0) {
        qsort(c->items, c->count, sizeof *c->items, compare);
    }
}

static int no_memory(struct err *e)
{
    return err_set(e, ERR_MEMORY, "out of memory");
}

/* Rows of the store, or of its columns, which hold them all. */
static int list(struct store *s, const struct store_filter *f,
                int (*row)(void *, const struct store_row *), struct look *l, struct err *e)
{
    struct err inner = {0};
    int code = l->columns != NULL ? selection_list(l->columns, row, l, &inner)
                                  : store_list(s, f, row, l, &inner);
    return code == 0            ? 0
           : inner.code != 0    ? err_set(e, inner.code, "%s", inner.text)
           : code == ERR_MEMORY ? no_memory(e)
                                : code;
}

/* Nothing fits: says what was asked for, and what there is instead. */
static int nothing(struct store *s, const struct selection *q, struct look *l, struct err *e)
{
    static const struct selection any = {0};
    l->q = &any;
    l->columns = NULL; /* they hold what was asked for alone */
    const struct {
        const char *option, *value;
        struct store_filter without;
    } tries[] = {
        {"--profile",
         q->profile,
         {.checklist = q->checklist, .country = q->country, .community = q->community}},
        {"--community", q->community, {.checklist = q->checklist, .country = q->country}},
        {"--country", q->country, {.checklist = q->checklist}},
        {"--checklist", q->checklist, {0}},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        l->census = (struct census){0};
        if (tries[i].value == NULL) {
            continue;
        }
        int code = list(s, &tries[i].without, count_checklist, l, e);
        if (code != 0) {
            return code;
        }
        if (l->census.count > 0 && strcmp(tries[i].option, "--checklist") == 0) {
            struct buf ids = BUF_INIT;
            for (size_t k = 0; k < l->census.count; k++) {
                buf_printf(&ids, "%s%.64s", k > 0 ? ", " : "", l->census.items[k].id);
            }
            code =
                buf_status(&ids) != 0
                    ? no_memory(e)
                    : err_set(
                          e, ERR_NOT_FOUND,
                          "--checklist: no assessment under \"%.60s\" is stored: there are %.300s",
                          q->checklist, buf_text(&ids));
            buf_free(&ids);
            return code;
        }
        if (l->census.count > 0) {
            return err_set(e, ERR_NOT_FOUND,
                           "%s: no assessment of \"%.60s\" is stored: see `banyan list`",
                           tries[i].option, tries[i].value);
        }
    }
    return err_set(
        e, ERR_NOT_FOUND,
        "nothing to compare: the store has no assessments yet: store some with `banyan assess`");
}

/* Chooses the checklist. */
static int choose_checklist(struct store *s, const struct selection *q, struct look *l,
                            struct selected *out, struct err *e)
{
    struct store_filter f = {
        .country = q->country, .checklist = q->checklist, .community = q->community};
    int code = list(s, &f, count_checklist, l, e);
    if (code != 0) {
        return code;
    }
    if (l->census.count == 0) {
        return nothing(s, q, l, e);
    }
    order(&l->census, by_rows);
    size_t others = l->census.count - 1;
    const char **ids = arena_alloc(&out->arena, (others + 1) * sizeof *ids);
    if (ids == NULL) {
        return no_memory(e);
    }
    for (size_t i = 0; i < others; i++) {
        ids[i] = l->census.items[i + 1].id;
    }
    out->checklist = l->census.items[0].id;
    out->elsewhere = ids;
    out->elsewhere_count = others;
    return 0;
}

static bool asked_for(const struct selection *q, const char *round)
{
    for (size_t i = 0; i < q->round_count; i++) {
        if (strcmp(q->rounds[i], round) == 0) {
            return true;
        }
    }
    return false;
}

/* A round that was asked for and is not there. */
static int check_rounds(const struct selection *q, const struct census *c, struct err *e)
{
    for (size_t i = 0; i < q->round_count; i++) {
        size_t k = 0;
        while (k < c->count && strcmp(c->items[k].id, q->rounds[i]) != 0) {
            k++;
        }
        if (k < c->count) {
            continue;
        }
        struct buf names = BUF_INIT;
        for (k = 0; k < c->count; k++) {
            buf_printf(&names, "%s%.64s", k > 0 ? ", " : "", c->items[k].id);
        }
        int code = buf_status(&names) != 0
                       ? no_memory(e)
                       : err_set(e, ERR_NOT_FOUND,
                                 "--round: no assessment of round \"%.60s\": there are %.300s",
                                 q->rounds[i], buf_text(&names));
        buf_free(&names);
        return code;
    }
    return 0;
}

/* Chooses the rounds. */
static int choose_rounds(struct store *s, const struct selection *q, struct look *l,
                         struct selected *out, struct err *e)
{
    struct store_filter f = {
        .country = q->country, .checklist = q->checklist, .community = q->community};
    struct census *c = &l->census;
    *c = (struct census){0};
    l->checklist = out->checklist;
    int code = list(s, &f, count_round, l, e);
    if (code == 0) {
        order(c, by_time);
        code = check_rounds(q, c, e);
    }
    if (code != 0) {
        return code;
    }
    const char **taken = arena_alloc(&out->arena, (c->count + 1) * sizeof *taken);
    const char **left = arena_alloc(&out->arena, (c->count + 1) * sizeof *left);
    if (taken == NULL || left == NULL) {
        return no_memory(e);
    }
    for (size_t i = 0; i < c->count; i++) {
        bool take = q->all_rounds ||
                    (q->round_count > 0 ? asked_for(q, c->items[i].id) : i + 1 == c->count);
        if (take) {
            taken[out->round_count++] = c->items[i].id;
        } else {
            left[out->other_count++] = c->items[i].id;
        }
    }
    out->rounds = taken;
    out->others = left;
    return 0;
}

struct filling {
    const struct selection *q;
    struct table *table;
};

static int add(void *context, const struct stored *stored)
{
    struct filling *f = context;
    const struct assessment *a = &stored->assessment;
    return of_profile(f->q, a->checklist->profile) ? table_add(f->table, a, stored->sequence) : 0;
}

static int count_superseded(void *context, const struct store_row *row)
{
    struct filling *f = context;
    f->table->superseded += row->superseded_by != NULL && of_profile(f->q, row->profile);
    return 0;
}

/* Fills the table: one walk for each round, so that what is in none is not opened. */
static int fill(struct store *s, const struct selection *q, struct selected *out, struct err *e)
{
    int code = table_begin(q->attributes, q->attribute_count, q->places, &out->table, e);
    struct filling filling = {q, out->table};
    for (size_t i = 0; i < out->round_count && code == 0; i++) {
        struct store_filter f = {.country = q->country,
                                 .checklist = q->checklist != NULL ? q->checklist : out->checklist,
                                 .community = q->community,
                                 .round = out->rounds[i]};
        struct err inner = {0};
        code = store_each(s, &f, add, &filling, &inner);
        if (code != 0) {
            return inner.code != 0 ? err_set(e, inner.code, "%s", inner.text) : no_memory(e);
        }
        f.superseded = true;
        code = store_list(s, &f, count_superseded, &filling, e);
    }
    return code != 0 ? code : table_finish(out->table, e);
}

/* The same from columns: one walk for all rounds. plans: NULL, or the store, where columns do not hold all
 * that is asked for. */
static int fill_from_columns(struct columns *c, struct store *plans, const struct selection *q,
                             struct selected *out, struct err *e)
{
    int code = table_begin(q->attributes, q->attribute_count, q->places, &out->table, e);
    struct filling filling = {q, out->table};
    code = code != 0 ? code : selection_each(c, plans, out, add, count_superseded, &filling, e);
    return code != 0 ? code : table_finish(out->table, e);
}

/* Whether columns hold all that is asked for; what else a plan says is read from the plan. */
static bool columns_suffice(const struct selection *q)
{
    for (size_t i = 0; i < q->attribute_count; i++) {
        if (!attribute_is_kept(q->attributes[i])) {
            return false;
        }
    }
    return true;
}

/* columns: NULL, or of all assessments that may fit. */
static int load(struct store *s, struct columns *columns, const struct selection *q,
                struct selected **out, struct err *e)
{
    struct selected *made = calloc(1, sizeof *made);
    *out = NULL;
    if (made == NULL) {
        return no_memory(e);
    }
    struct look l = {.q = q, .arena = &made->arena, .columns = columns};
    int code = choose_checklist(s, q, &l, made, e);
    code = code != 0 ? code : choose_rounds(s, q, &l, made, e);
    if (code == 0) {
        struct store *plans = columns_suffice(q) ? NULL : s;
        code = columns != NULL ? fill_from_columns(columns, plans, q, made, e)
                               : fill(s, q, made, e);
    }
    if (code != 0) {
        selection_free(made);
        return code;
    }
    *out = made;
    return 0;
}

int selection_load(struct store *s, const struct selection *q, struct selected **out, struct err *e)
{
    struct columns *c = NULL;
    struct err inner = {0};
    const struct derived_filter f = {.checklist = q->checklist, .country = q->country, .all = true};
    if (q->community == NULL && columns_open(s, &f, &c, &inner) == 0) {
        int code = columns_stored(c) > 0 ? load(s, c, q, out, e) : ERR_STORE;
        columns_close(c);
        if (code != ERR_STORE) {
            return code;
        }
    }
    return load(s, NULL, q, out, e);
}

void selection_free(struct selected *s)
{
    if (s != NULL) {
        table_free(s->table);
        arena_free(&s->arena);
        free(s);
    }
}
