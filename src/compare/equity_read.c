/* A table of estimates, one row a subgroup. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/number.h"
#include "base/text.h"
#include "compare/equity_sets.h"

enum column {
    SETTING,
    ROUND,
    INDICATOR,
    DIMENSION,
    SUBGROUP,
    ESTIMATE,
    ERROR,
    POPULATION,
    ORDER,
    ORDERED,
    FAVOURABLE,
    SCALE,
    N,
    PASSED_OVER,
    COLUMNS = PASSED_OVER
};

static const struct {
    const char *name;
    enum column column;
} names[] = {
    {"setting", SETTING},
    {"country", SETTING},
    {"date", ROUND},
    {"round", ROUND},
    {"indicator_name", INDICATOR},
    {"indicator", INDICATOR},
    {"dimension", DIMENSION},
    {"subgroup", SUBGROUP},
    {"estimate", ESTIMATE},
    {"se", ERROR},
    {"population", POPULATION},
    {"subgroup_order", ORDER},
    {"order", ORDER},
    {"ordered_dimension", ORDERED},
    {"favourable_indicator", FAVOURABLE},
    {"indicator_scale", SCALE},
    {"n", N},
    /* HEAT's, which say nothing that is needed here */
    {"source", PASSED_OVER},
    {"indicator_abbr", PASSED_OVER},
    {"ci_lb", PASSED_OVER},
    {"ci_ub", PASSED_OVER},
    {"flag", PASSED_OVER},
    {"setting_average", PASSED_OVER},
    {"iso3", PASSED_OVER},
    {"reference_subgroup", PASSED_OVER},
    {"whoreg6", PASSED_OVER},
    {"wbincome", PASSED_OVER},
    {"dataset_id", PASSED_OVER},
    {"update", PASSED_OVER},
};
enum { NAMES = sizeof names / sizeof *names };
/* A row is held against all before it: more than any country has, and a bound on the time it takes. */
enum { SETS_MOST = 10000, SUBGROUPS_MOST = 1000 };

/* What a row says of its set beside its subgroup; it has to be the same in all of its rows. */
struct reading {
    struct equity_sets *out;
    struct diag *d;
    bool head;                   /* it was read */
    bool failed;                 /* out of memory */
    const char *called[COLUMNS]; /* as the head names it */
    int at[COLUMNS];             /* the cell of each column; -1: it is not there */
    size_t width;
    size_t room;   /* of sets */
    size_t *rooms; /* of the groups of each */
    int line;
};

/* The name of a column, as the head has it where it has it. */
static const char *name_of(const struct reading *r, enum column column)
{
    size_t i = 0;
    while (names[i].column != column) {
        i++;
    }
    return r->called[column] != NULL ? r->called[column] : names[i].name;
}

/* ---- the head */

static void unknown_column(struct reading *r, const char *given)
{
    const char *words[NAMES];
    for (size_t i = 0; i < NAMES; i++) {
        words[i] = names[i].name;
    }
    const char *near = text_nearest(given, words, NAMES);
    diag_add(r->d, r->line, given, "no such column: %s%s%s", near != NULL ? "did you mean \"" : "",
             near != NULL ? near : "take it out", near != NULL ? "\"?" : "");
}

static int read_head(struct reading *r, const struct csv_row *row)
{
    static const enum column needed[] = {DIMENSION, SUBGROUP, ESTIMATE};
    for (int i = 0; i < COLUMNS; i++) {
        r->at[i] = -1;
    }
    for (size_t i = 0; i < row->count; i++) {
        size_t k = 0;
        while (k < NAMES && strcmp(names[k].name, row->fields[i]) != 0) {
            k++;
        }
        if (k == NAMES) {
            unknown_column(r, row->fields[i]);
        } else if (names[k].column != PASSED_OVER && r->at[names[k].column] >= 0) {
            diag_add(r->d, r->line, row->fields[i],
                     "a column that says the same stands before: "
                     "keep one of them");
        } else if (names[k].column != PASSED_OVER) {
            r->at[names[k].column] = (int)i;
            r->called[names[k].column] = names[k].name;
        }
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (r->at[needed[i]] < 0) {
            diag_add(r->d, r->line, name_of(r, needed[i]), "the column is missing: add it");
        }
    }
    r->width = row->count;
    r->head = true;
    return r->d->count == 0 ? 0 : ERR_INPUT;
}

/* ---- a row */

/* The cell, or "" where there is none or it says that nothing is known. */
static const char *cell(const struct reading *r, const struct csv_row *row, enum column column)
{
    const char *text = r->at[column] < 0 ? "" : row->fields[r->at[column]];
    return strcmp(text, "NA") == 0 ? "" : text;
}

/* A number from least to most; NaN where the cell is empty. */
static double number(struct reading *r, const struct csv_row *row, enum column column, double least,
                     double most)
{
    const char *text = cell(r, row, column);
    double value = NAN;
    if (*text == '\0') {
        return NAN;
    }
    if (number_parse(text, strlen(text), &value) != 0) {
        diag_add(r->d, r->line, name_of(r, column), "\"%.60s\" is no number: write it as 12.5",
                 text);
        return NAN;
    }
    if (value < least || value > most) {
        diag_add(r->d, r->line, name_of(r, column), "%.60s is out of range: correct it", text);
        return NAN;
    }
    return value;
}

/* 0 or 1; `absent` where the cell is empty. */
static int flag(struct reading *r, const struct csv_row *row, enum column column, int absent)
{
    const char *text = cell(r, row, column);
    if (*text != '\0' && strcmp(text, "0") != 0 && strcmp(text, "1") != 0) {
        diag_add(r->d, r->line, name_of(r, column),
                 "\"%.60s\" is neither 0 nor 1: give one of them", text);
    }
    return *text == '\0' ? absent : *text == '1';
}

static const char *keep(struct reading *r, const char *text)
{
    const char *copy = arena_strdup(&r->out->arena, text);
    r->failed = r->failed || copy == NULL;
    return copy == NULL ? "" : copy;
}

static bool is_of(const struct equity_set *set, const char *const *words)
{
    return strcmp(set->setting, words[0]) == 0 && strcmp(set->round, words[1]) == 0 &&
           strcmp(set->indicator, words[2]) == 0 && strcmp(set->dimension, words[3]) == 0;
}

/* Room for one more of count things of a size, in the arena: the room doubles. NULL: out of memory. */
static void *grow(struct reading *r, void *old, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return old;
    }
    size_t more = *room == 0 ? 8 : 2 * *room;
    void *grown = arena_alloc(&r->out->arena, more * size);
    if (grown != NULL && count > 0) {
        memcpy(grown, old, count * size);
    }
    *room = grown == NULL ? *room : more;
    r->failed = r->failed || grown == NULL;
    return grown;
}

/* The set that the row belongs to, the last one first; SIZE_MAX: out of memory. */
static size_t find_set(struct reading *r, const struct csv_row *row)
{
    struct equity_sets *out = r->out;
    const char *words[] = {cell(r, row, SETTING), cell(r, row, ROUND), cell(r, row, INDICATOR),
                           cell(r, row, DIMENSION)};
    for (size_t i = out->count; i > 0; i--) {
        if (is_of(&out->items[i - 1], words)) {
            return i - 1;
        }
    }
    size_t room = r->room;
    struct equity_set *items = grow(r, out->items, out->count, &r->room, sizeof *items);
    size_t *rooms = grow(r, r->rooms, out->count, &room, sizeof *rooms);
    if (r->failed) {
        return SIZE_MAX;
    }
    out->items = items;
    r->rooms = rooms;
    rooms[out->count] = 0;
    items[out->count] = (struct equity_set){.setting = keep(r, words[0]),
                                            .round = keep(r, words[1]),
                                            .indicator = keep(r, words[2]),
                                            .dimension = keep(r, words[3]),
                                            .ordered = true,
                                            .limit = -1,
                                            .node = -1};
    return out->count++;
}

/* What holds for a set as a whole is set by its first row; another one has to say the same. */
static void whole(struct reading *r, const struct csv_row *row, struct equity_set *set)
{
    bool first = set->count == 0;
    bool favourable = flag(r, row, FAVOURABLE, 1) == 1;
    int ordered = flag(r, row, ORDERED, -1);
    double limit = number(r, row, SCALE, 1e-9, 1e15);
    limit = isnan(limit) ? -1 : limit;
    if (first) {
        set->favourable = favourable;
        set->ordered = ordered != 0;
        set->limit = limit;
    } else if (set->favourable != favourable) {
        diag_add(r->d, r->line, name_of(r, FAVOURABLE),
                 "differs from the rows before: make them alike");
    } else if (set->ordered != (ordered != 0)) {
        diag_add(r->d, r->line, name_of(r, ORDERED),
                 "differs from the rows before: make them alike");
    } else if (set->limit != limit) {
        diag_add(r->d, r->line, name_of(r, SCALE), "differs from the rows before: make them alike");
    }
}

static void twice(struct reading *r, const struct equity_set *set, const struct equity_group *g)
{
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->groups[i].key, g->key) == 0) {
            diag_add(r->d, r->line, name_of(r, SUBGROUP), "\"%.60s\" stands there twice: keep one",
                     g->key);
        } else if (g->order > 0 && set->groups[i].order == g->order) {
            diag_add(r->d, r->line, name_of(r, ORDER),
                     "%d has \"%.60s\" already: give each its own", g->order, set->groups[i].key);
        }
    }
}

static int read_row(struct reading *r, const struct csv_row *row)
{
    if (row->count != r->width) {
        diag_add(r->d, r->line, NULL, "%zu cells where the head has %zu: give each column a cell",
                 row->count, r->width);
        return 0;
    }
    if (*cell(r, row, SUBGROUP) == '\0' || *cell(r, row, DIMENSION) == '\0') {
        diag_add(r->d, r->line, name_of(r, *cell(r, row, SUBGROUP) == '\0' ? SUBGROUP : DIMENSION),
                 "is empty: name it");
        return 0;
    }
    size_t at = find_set(r, row);
    if (r->failed) {
        return ERR_MEMORY;
    }
    struct equity_set *set = &r->out->items[at];
    if (set->count == SUBGROUPS_MOST || r->out->count > SETS_MOST) {
        diag_add(r->d, r->line, NULL, "more than %d %s: take a part of the table",
                 set->count == SUBGROUPS_MOST ? SUBGROUPS_MOST : SETS_MOST,
                 set->count == SUBGROUPS_MOST ? "subgroups of one dimension"
                                              : "dimensions, indicators and places");
        return ERR_INPUT;
    }
    struct equity_group *groups = grow(r, set->groups, set->count, &r->rooms[at],
                                       sizeof *set->groups);
    if (r->failed) {
        return ERR_MEMORY;
    }
    set->groups = groups;
    whole(r, row, set);
    double order = number(r, row, ORDER, 1, 1000000), n = number(r, row, N, 0, 1e15);
    if (!isnan(order) && order != floor(order)) {
        diag_add(r->d, r->line, name_of(r, ORDER), "%s is no whole number: count from 1",
                 cell(r, row, ORDER));
    }
    struct equity_group g = {.key = keep(r, cell(r, row, SUBGROUP)),
                             .n = isnan(n) ? -1 : (int64_t)n,
                             .estimate = number(r, row, ESTIMATE, -1e15, 1e15),
                             .error = number(r, row, ERROR, 0, 1e15),
                             .population = number(r, row, POPULATION, 0, 1e15),
                             .order = isnan(order) ? 0 : (int)order};
    g.label = g.key;
    twice(r, set, &g);
    groups[set->count++] = g;
    return r->failed ? ERR_MEMORY : 0;
}

static int one_row(void *context, const struct csv_row *row)
{
    struct reading *r = context;
    r->line = row->line;
    return r->head ? read_row(r, row) : read_head(r, row);
}

/* ---- the whole */

static int group_order(const void *a, const void *b)
{
    const struct equity_group *x = a, *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

/* Finds the limit and the order of a set whose rows are all there. */
static void finish(struct reading *r, struct equity_set *set)
{
    bool ordered = r->at[ORDER] >= 0, told = r->at[ORDERED] >= 0;
    double least = 0, most = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct equity_group *g = &set->groups[i];
        ordered = ordered && g->order > 0;
        if (!isnan(g->estimate)) { /* else both stay: comparisons with NaN are false */
            least = fmin(least, g->estimate);
            most = fmax(most, g->estimate);
        }
    }
    if (told && set->ordered && !ordered) {
        diag_add(r->d, 0, name_of(r, ORDER),
                 "\"%.60s\" is ordered: give each subgroup its place, 1 "
                 "the worst off",
                 set->dimension);
    }
    set->ordered = set->ordered && ordered;
    if (set->limit > 0 && (least < 0 || most > set->limit)) {
        diag_add(r->d, 0, name_of(r, ESTIMATE),
                 "\"%.60s\" has an estimate outside of 0 to its "
                 "indicator_scale: correct one of them",
                 set->dimension);
    }
    if (set->limit < 0) {
        set->limit = least < 0 ? 0 : most <= 1 ? 1 : most <= 100 ? 100 : 0;
    }
    if (set->ordered) {
        qsort(set->groups, set->count, sizeof *set->groups, group_order);
    }
}

int equity_sets_read(const char *text, size_t len, struct diag *d, struct equity_sets *out)
{
    struct reading r = {.out = out, .d = d};
    struct json_error wrong = {0};
    *out = (struct equity_sets){.arena = ARENA_INIT};
    int rc = csv_read(text, len, one_row, &r, &wrong);
    if (rc == ERR_MEMORY || r.failed || d->text.failed) {
        return ERR_MEMORY;
    }
    if (rc == ERR_INPUT && wrong.line > 0) {
        diag_add(d, wrong.line, wrong.path, "%s", wrong.text);
    }
    if (d->count == 0 && out->count == 0) {
        diag_add(d, 0, NULL, "there is no row in it: give a head and one row a subgroup");
    }
    for (size_t i = 0; d->count == 0 && i < out->count; i++) {
        finish(&r, &out->items[i]);
    }
    return d->count > 0 ? ERR_INPUT : 0;
}
