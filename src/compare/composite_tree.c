/* The tree of a composite indicator, from a table in the form of COINr's iMeta. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "compare/composite_grid.h"
#include "compare/composite_tree.h"

enum { MOST_ITEMS = 5000 };

enum column {
    LEVEL,
    CODE,
    PARENT,
    DIRECTION,
    WEIGHT,
    TYPE,
    NAME, /* from here on they may be absent */
    UNIT,
    TARGET,
    DENOMINATOR,
    COLUMNS
};
static const char *const column_names[COLUMNS] = {"Level",  "iCode",      "Parent", "Direction",
                                                  "Weight", "Type",       "iName",  "Unit",
                                                  "Target", "Denominator"};

static const char *const types[] = {"Indicator", "Aggregate", "Group", "Denominator", "Other"};
enum type { INDICATOR, AGGREGATE, GROUP, DENOMINATOR_TYPE, OTHER, TYPES };

struct planting {
    struct composite_tree *tree;
    const struct grid *g;
    struct diag *d;
    int columns[COLUMNS];
    enum type *type; /* of each row */
    int *item;       /* of each row: index among the items, or -1 */
};

static const char *cell(const struct planting *p, int row, enum column column)
{
    int at = p->columns[column];
    const char *text = at < 0 ? "" : p->g->rows[row][at];
    return strcmp(text, "NA") == 0 ? "" : text;
}

static void complain(const struct planting *p, int row, enum column column, const char *what)
{
    char path[200];
    (void)snprintf(path, sizeof path, "%.120s.%s", cell(p, row, CODE), column_names[column]);
    diag_add(p->d, p->g->lines[row], path, "\"%.60s\" %s", cell(p, row, column), what);
}

static double number_of(const struct planting *p, int row, enum column column, double otherwise)
{
    const char *text = cell(p, row, column);
    double value = otherwise;
    if (text[0] != '\0' && number_parse(text, strlen(text), &value) != 0) {
        complain(p, row, column, "is no number: give one");
        return otherwise;
    }
    return value;
}

static void read_type(struct planting *p, int row)
{
    const char *text = cell(p, row, TYPE);
    for (int i = 0; i < TYPES; i++) {
        if (strcmp(text, types[i]) == 0) {
            p->type[row] = (enum type)i;
            return;
        }
    }
    p->type[row] = OTHER;
    complain(p, row, TYPE, "is unknown: give Indicator, Aggregate, Group, Denominator or Other");
}

static void read_item(struct planting *p, int row, struct composite_item *out)
{
    double level = number_of(p, row, LEVEL, 1), direction = number_of(p, row, DIRECTION, 1);
    bool indicator = p->type[row] == INDICATOR;
    *out = (struct composite_item){
        .code = cell(p, row, CODE),
        .name = cell(p, row, NAME),
        .unit = cell(p, row, UNIT),
        .parent = -1,
        .direction = direction < 0 ? -1 : 1,
        .weight = number_of(p, row, WEIGHT, 1),
        .denominator = -1,
        .target = number_of(p, row, TARGET, NAN),
    };
    out->name = out->name[0] == '\0' ? out->code : out->name;
    if (!(level >= 1 && level <= 100 && level == floor(level)) || (level == 1) != indicator) {
        complain(p, row, LEVEL, "does not fit: give 1 to indicators, and 2 or more to aggregates");
        level = indicator ? 1 : 2;
    }
    out->level = (int)level;
    if (direction != 1 && (direction != -1 || !indicator)) {
        complain(p, row, DIRECTION,
                 "does not fit: give 1, or -1 to an indicator of which less is better");
    }
    if (!(out->weight >= 0 && out->weight <= 1e12)) {
        complain(p, row, WEIGHT, "does not fit: give a number from 0");
        out->weight = 1;
    }
}

/* Indicators first, then aggregates by level, each in the order of the table. */
static int place_items(struct planting *p, struct arena *arena)
{
    struct composite_tree *t = p->tree;
    int count = 0, deepest = 1;
    struct composite_item *read = arena_alloc(arena, (size_t)p->g->count * sizeof *read + 1);
    t->items = arena_alloc(arena, (size_t)p->g->count * sizeof *t->items + 1);
    if (t->items == NULL || read == NULL) {
        return ERR_MEMORY;
    }
    for (int row = 0; row < p->g->count; row++) {
        p->item[row] = -1;
        if (p->type[row] <= AGGREGATE) {
            read_item(p, row, &read[row]);
            deepest = read[row].level > deepest ? read[row].level : deepest;
        }
    }
    for (int level = 1; level <= deepest; level++) {
        for (int row = 0; row < p->g->count; row++) {
            if (p->type[row] <= AGGREGATE && read[row].level == level) {
                p->item[row] = count;
                t->items[count++] = read[row];
            }
        }
        t->indicator_count = level == 1 ? count : t->indicator_count;
    }
    t->item_count = count;
    t->levels = deepest;
    return 0;
}

static int find_row(const struct planting *p, const char *code)
{
    for (int row = 0; row < p->g->count; row++) {
        if (strcmp(cell(p, row, CODE), code) == 0) {
            return row;
        }
    }
    return -1;
}

static void link_parent(struct planting *p, int row)
{
    struct composite_tree *t = p->tree;
    struct composite_item *item = &t->items[p->item[row]];
    const char *parent = cell(p, row, PARENT);
    if (parent[0] == '\0') {
        if (p->item[row] != t->item_count - 1) {
            complain(p, row, PARENT,
                     "is empty: only the index, at the highest level, has no parent");
        }
        return;
    }
    int at = find_row(p, parent);
    if (at < 0 || p->type[at] != AGGREGATE) {
        complain(p, row, PARENT, "is no aggregate of this table: give the code of one");
    } else if (t->items[p->item[at]].level <= item->level) {
        complain(p, row, PARENT, "is not above it: give it a higher level");
    } else {
        item->parent = p->item[at];
        t->items[item->parent].child_count++;
    }
    if (p->item[row] == t->item_count - 1) {
        complain(p, row, PARENT, "is given, but this is the highest aggregate: leave it empty");
    }
}

static void link_denominator(struct planting *p, int row)
{
    const char *code = cell(p, row, DENOMINATOR);
    if (p->type[row] != INDICATOR || code[0] == '\0') {
        return;
    }
    int at = find_row(p, code);
    if (at < 0 || p->type[at] != DENOMINATOR_TYPE) {
        complain(p, row, DENOMINATOR, "is no denominator of this table: add a row for it");
        return;
    }
    int index = 0;
    for (int i = 0; i < at; i++) {
        index += p->type[i] == DENOMINATOR_TYPE;
    }
    p->tree->items[p->item[row]].denominator = index;
}

/* The children of each aggregate, and that each has some with a weight. */
static int link_children(struct planting *p, struct arena *arena)
{
    struct composite_tree *t = p->tree;
    int *all = arena_alloc(arena, (size_t)t->item_count * sizeof *all + 1);
    if (all == NULL) {
        return ERR_MEMORY;
    }
    for (int i = t->indicator_count; i < t->item_count; i++) {
        double sum = 0;
        t->items[i].children = all;
        for (int k = 0; k < t->item_count; k++) {
            if (t->items[k].parent == i) {
                *all++ = k;
                sum += t->items[k].weight;
            }
        }
        if (t->items[i].child_count == 0) {
            diag_add(p->d, 0, t->items[i].code, "has no parts: name it as the Parent of some");
        } else if (sum <= 0) {
            diag_add(p->d, 0, t->items[i].code,
                     "has parts whose weights are all 0: give one a weight");
        }
    }
    return 0;
}

static void weigh(struct composite_tree *t)
{
    for (int i = t->item_count - 1; i >= 0; i--) {
        struct composite_item *item = &t->items[i];
        if (item->parent < 0) {
            item->effective = 1;
            continue;
        }
        const struct composite_item *parent = &t->items[item->parent];
        double sum = 0;
        for (int k = 0; k < parent->child_count; k++) {
            sum += t->items[parent->children[k]].weight;
        }
        item->effective = parent->effective * item->weight / sum;
    }
}

static int list_names(const struct planting *p, struct arena *arena, enum type type,
                      const char *const **out, int *count)
{
    const char **names = arena_alloc(arena, (size_t)p->g->count * sizeof *names + 1);
    *count = 0;
    for (int row = 0; names != NULL && row < p->g->count; row++) {
        if (p->type[row] == type) {
            names[(*count)++] = cell(p, row, CODE);
        }
    }
    *out = names;
    return names == NULL ? ERR_MEMORY : 0;
}

static int check_codes(struct planting *p, struct arena *arena)
{
    int *order = NULL;
    const char **codes = arena_alloc(arena, (size_t)p->g->count * sizeof *codes + 1);
    if (codes == NULL) {
        return ERR_MEMORY;
    }
    for (int row = 0; row < p->g->count; row++) {
        codes[row] = cell(p, row, CODE);
        if (codes[row][0] == '\0') {
            diag_add(p->d, p->g->lines[row], "iCode", "is empty: give the indicator a code");
        }
    }
    if (grid_order(arena, codes, p->g->count, &order) != 0) {
        return ERR_MEMORY;
    }
    for (int i = 1; i < p->g->count; i++) {
        if (strcmp(codes[order[i - 1]], codes[order[i]]) == 0 && codes[order[i]][0] != '\0') {
            diag_add(p->d, p->g->lines[order[i]], codes[order[i]],
                     "stands in line %d already: give each row its own code",
                     p->g->lines[order[i - 1]]);
        }
    }
    return 0;
}

static int plant(struct planting *p, struct arena *arena)
{
    size_t before = p->d->count;
    for (int row = 0; row < p->g->count; row++) {
        read_type(p, row);
    }
    int rc = check_codes(p, arena);
    rc = rc == 0 ? place_items(p, arena) : rc;
    if (rc == 0 && (p->tree->item_count > MOST_ITEMS || p->tree->indicator_count == 0 ||
                    p->tree->item_count == p->tree->indicator_count)) {
        diag_add(p->d, 0, NULL, "names %d indicators and %d aggregates: give from 1 to %d in all",
                 p->tree->indicator_count, p->tree->item_count - p->tree->indicator_count,
                 MOST_ITEMS);
        return ERR_INPUT;
    }
    for (int row = 0; rc == 0 && row < p->g->count; row++) {
        if (p->item[row] >= 0) {
            link_parent(p, row);
            link_denominator(p, row);
        }
    }
    rc = rc == 0 && p->d->count == before ? link_children(p, arena) : rc;
    rc = rc == 0 ? list_names(p, arena, GROUP, &p->tree->groups, &p->tree->group_count) : rc;
    rc = rc == 0 ? list_names(p, arena, DENOMINATOR_TYPE, &p->tree->denominators,
                              &p->tree->denominator_count)
                 : rc;
    rc = rc == 0 ? list_names(p, arena, OTHER, &p->tree->others, &p->tree->other_count) : rc;
    if (rc == 0 && p->d->count == before) {
        weigh(p->tree);
    }
    return rc;
}

int composite_tree_read(struct arena *arena, const char *text, size_t len, struct diag *d,
                        struct composite_tree *out)
{
    struct grid g;
    struct planting p = {.tree = out, .g = &g, .d = d};
    size_t before = d->count;
    *out = (struct composite_tree){0};
    int rc = grid_read(arena, text, len, d, &g);
    if (rc != 0) {
        return rc;
    }
    for (int i = 0; i < COLUMNS; i++) {
        p.columns[i] = i < NAME ? grid_need(&g, column_names[i], d)
                                : grid_find(&g, column_names[i]);
    }
    p.type = arena_alloc(arena, (size_t)g.count * sizeof *p.type + 1);
    p.item = arena_alloc(arena, (size_t)g.count * sizeof *p.item + 1);
    if (p.type == NULL || p.item == NULL) {
        return ERR_MEMORY;
    }
    rc = d->count == before ? plant(&p, arena) : ERR_INPUT;
    return rc != 0                     ? rc
           : buf_status(&d->text) != 0 ? ERR_MEMORY
           : d->count > before         ? ERR_INPUT
                                       : 0;
}
