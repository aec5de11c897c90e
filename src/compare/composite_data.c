/* The table of units in the form of COINr's iData, and what the specification says of each indicator
 * and aggregate. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "compare/composite_grid.h"
#include "compare/composite_internal.h"
#include "compare/composite_tree.h"

struct loading {
    struct arena *arena;
    const struct composite_spec *spec;
    const struct composite_tree *tree;
    const struct grid *g;
    struct diag *d;
    struct composite *c;
    int code, name; /* columns */
};

static bool is_token(const struct json *list, const char *text, double value)
{
    for (const struct json *m = list == NULL ? NULL : list->first; m != NULL; m = m->next) {
        if (m->type == JSON_STRING ? strcmp(m->text, text) == 0 : m->number == value) {
            return true;
        }
    }
    return false;
}

int composite_cell(const struct composite_spec *spec, const struct json *further, const char *text,
                   double *out)
{
    double value = NAN;
    *out = NAN;
    if (strcmp(text, "not_applicable") == 0 || is_token(spec->apart, text, value)) {
        return CELL_APART;
    }
    bool number = text[0] != '\0' && number_parse(text, strlen(text), &value) == 0;
    if (text[0] == '\0' || strcmp(text, "NA") == 0 || is_token(spec->missing, text, value) ||
        is_token(further, text, value)) {
        return CELL_NONE;
    }
    *out = value;
    return number ? 0 : -1;
}

/* ---- what the specification says ---- */

static void path_of(char *out, size_t size, const char *first, const char *code)
{
    (void)snprintf(out, size, "%s.%.120s", first, code);
}

/* Exceptions name what there is. */
static void check_names(const struct composite_tree *t, const struct json *object, const char *what,
                        int from, int to, struct diag *d)
{
    for (const struct json *m = object == NULL ? NULL : object->first; m != NULL; m = m->next) {
        bool known = false;
        for (int i = from; i < to && !known; i++) {
            known = strcmp(t->items[i].code, m->key) == 0;
        }
        if (!known) {
            char path[200];
            path_of(path, sizeof path, what, m->key);
            diag_add(d, m->line, path, "is no %s of the meta file: mend the code, or remove it",
                     from == 0 ? "indicator" : "aggregate");
        }
    }
}

static void check_levels(const struct composite_tree *t, const struct json *levels, struct diag *d)
{
    for (const struct json *m = levels == NULL ? NULL : levels->first; m != NULL; m = m->next) {
        double level = 0;
        if (number_parse(m->key, strlen(m->key), &level) != 0 || level < 2 || level > t->levels) {
            char path[200];
            path_of(path, sizeof path, "levels", m->key);
            diag_add(d, m->line, path, "is no level of aggregates: give a number from 2 to %d",
                     t->levels);
        }
    }
}

static bool is_bounded(enum composite_method m)
{
    return m == NORMAL_MIN_MAX || m == NORMAL_GOALPOSTS || m == NORMAL_PERCENTILE ||
           m == NORMAL_TARGET || m == NORMAL_FRACTION || m == NORMAL_NONE;
}

static void check_scaling(const struct composite_item *item, const struct composite_spec *spec,
                          struct diag *d)
{
    const struct composite_scaling *s = &item->scaling;
    const struct json *at = json_get(spec->indicators, item->code);
    int line = at == NULL ? spec->doc->line : at->line;
    char path[200];
    path_of(path, sizeof path, "indicators", item->code);
    if (s->method == NORMAL_GOALPOSTS && !(s->low < s->high)) {
        diag_add(d, line, path, "goalposts need low and high: add them");
    } else if (s->method == NORMAL_TARGET && isnan(s->target)) {
        diag_add(d, line, path, "there is no target: give one here, or in the meta file");
    } else if (s->method == NORMAL_FRACTION && item->direction < 0) {
        diag_add(d, line, path,
                 "a fraction of the highest says nothing where less is better: choose another way");
    } else if (s->method == NORMAL_GOALPOSTS && s->transform == TRANSFORM_LOG && !s->transformed &&
               s->low <= 0) {
        diag_add(d, line, path, "goalposts must be above 0 for a logarithm: raise low");
    }
}

static void check_rule(const struct composite_item *item, const struct composite_spec *spec,
                       bool bounded, struct diag *d)
{
    const struct composite_rule *r = &item->rule;
    const struct json *at = json_get(spec->nodes, item->code);
    char path[200];
    path_of(path, sizeof path, "nodes", item->code);
    bool scale = r->mean == MEAN_INVERTED ||
                 (!isnan(r->floor) && (r->mean == MEAN_GEOMETRIC || r->mean == MEAN_HARMONIC));
    if (scale && !bounded) {
        diag_add(
            d, at == NULL ? spec->doc->line : at->line, path,
            "%s needs values on the scale, and the ways z, rank and borda have no ends: choose "
            "another way or another aggregate",
            r->mean == MEAN_INVERTED ? "inverted_geometric" : "floor");
    }
}

/* What holds for each item: the default, its level's, its own. */
static void set_rules(struct loading *l, struct diag *d)
{
    const struct composite_spec *s = l->spec;
    const struct composite_tree *t = l->tree;
    l->c->bounded = true;
    for (int i = 0; i < t->indicator_count; i++) {
        struct composite_item *item = &t->items[i];
        const struct json *own = s->indicators == NULL ? NULL : json_get(s->indicators, item->code);
        item->scaling = s->scaling;
        item->scaling.target = isnan(item->target) ? s->scaling.target : item->target;
        if (own != NULL) {
            composite_scaling_read(own, "indicators", d, &item->scaling);
        }
        check_scaling(item, s, d);
        l->c->bounded = l->c->bounded && is_bounded(item->scaling.method);
    }
    bool kept = true; /* Borda's and Copeland's points are on no scale: nor is what is above */
    for (int i = t->indicator_count; i < t->item_count; i++) {
        struct composite_item *item = &t->items[i];
        char level[20];
        (void)snprintf(level, sizeof level, "%d", item->level);
        const struct json *of_level = s->levels == NULL ? NULL : json_get(s->levels, level);
        const struct json *own = s->nodes == NULL ? NULL : json_get(s->nodes, item->code);
        item->rule = s->rule;
        if (of_level != NULL) {
            composite_rule_read(of_level, "levels", d, &item->rule);
        }
        if (own != NULL) {
            composite_rule_read(own, "nodes", d, &item->rule);
        }
        check_rule(item, s, l->c->bounded && kept, d);
        kept = kept && item->rule.mean != MEAN_BORDA && item->rule.mean != MEAN_COPELAND;
    }
    l->c->bounded = l->c->bounded && kept;
}

/* ---- the units ---- */

static int read_units(struct loading *l)
{
    const struct grid *g = l->g;
    const char **codes = arena_alloc(l->arena, (size_t)g->count * sizeof *codes + 1);
    int *order = NULL;
    l->c->units = arena_alloc(l->arena, (size_t)g->count * sizeof *l->c->units + 1);
    if (codes == NULL || l->c->units == NULL) {
        return ERR_MEMORY;
    }
    for (int u = 0; u < g->count; u++) {
        codes[u] = g->rows[u][l->code];
        const char *name = l->name < 0 ? "" : g->rows[u][l->name];
        l->c->units[u] = (struct composite_unit){.code = codes[u],
                                                 .name = name[0] == '\0' ? codes[u] : name,
                                                 .line = g->lines[u],
                                                 .low = NAN,
                                                 .high = NAN};
        if (codes[u][0] == '\0') {
            diag_add(l->d, g->lines[u], "uCode", "is empty: give the unit a code");
        }
    }
    if (grid_order(l->arena, codes, g->count, &order) != 0) {
        return ERR_MEMORY;
    }
    for (int i = 1; i < g->count; i++) {
        if (strcmp(codes[order[i - 1]], codes[order[i]]) == 0 && codes[order[i]][0] != '\0') {
            diag_add(l->d, g->lines[order[i]], codes[order[i]],
                     "stands in line %d already: give one row a unit, of one time",
                     g->lines[order[i - 1]]);
        }
    }
    l->c->unit_count = g->count;
    return 0;
}

/* A column of numbers; further: what else means none; apart (may be NULL): where it does not apply. */
static void read_numbers(struct loading *l, const char *column, const struct json *further,
                         double *out, bool *apart)
{
    int at = grid_need(l->g, column, l->d);
    for (int u = 0; at >= 0 && u < l->g->count; u++) {
        const char *text = l->g->rows[u][at];
        int what = composite_cell(l->spec, further, text, &out[u]);
        if (apart != NULL) {
            apart[u] = what == CELL_APART;
        }
        if (what < 0) {
            char path[200];
            (void)snprintf(path, sizeof path, "%.90s.%.90s", l->c->units[u].code, column);
            diag_add(l->d, l->g->lines[u], path,
                     "\"%.60s\" is no number: give one, leave it empty, or name the text under "
                     "\"missing\"",
                     text);
        }
    }
}

static int read_values(struct loading *l)
{
    struct composite *c = l->c;
    size_t units = (size_t)l->g->count;
    c->raw = arena_alloc(l->arena, (size_t)c->indicator_count * units * sizeof *c->raw + 1);
    c->apart = arena_alloc(l->arena, (size_t)c->item_count * units + 1);
    c->filled = arena_alloc(l->arena, (size_t)c->indicator_count * units + 1);
    c->value = arena_alloc(l->arena, (size_t)c->item_count * units * sizeof *c->value + 1);
    c->rank = arena_alloc(l->arena, (size_t)c->item_count * units * sizeof *c->rank + 1);
    if (c->raw == NULL || c->apart == NULL || c->filled == NULL || c->value == NULL ||
        c->rank == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < c->indicator_count; i++) {
        read_numbers(l, c->items[i].code, c->items[i].scaling.missing, c->raw + (size_t)i * units,
                     c->apart + (size_t)i * units);
    }
    return 0;
}

static int read_denominators(struct loading *l)
{
    struct composite *c = l->c;
    const double **columns = arena_alloc(l->arena,
                                         (size_t)l->tree->denominator_count * sizeof *columns + 1);
    if (columns == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < l->tree->denominator_count; i++) {
        double *out = arena_alloc(l->arena, (size_t)l->g->count * sizeof *out + 1);
        if (out == NULL) {
            return ERR_MEMORY;
        }
        read_numbers(l, l->tree->denominators[i], NULL, out, NULL);
        columns[i] = out;
    }
    c->others = columns;
    c->other_names = l->tree->denominators;
    c->other_count = l->tree->denominator_count;
    return 0;
}

static int read_groups(struct loading *l)
{
    struct composite *c = l->c;
    const struct composite_tree *t = l->tree;
    const char *const **columns = arena_alloc(l->arena,
                                              (size_t)t->group_count * sizeof *columns + 1);
    if (columns == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < t->group_count; i++) {
        int at = grid_need(l->g, t->groups[i], l->d);
        const char **cells = arena_alloc(l->arena, (size_t)l->g->count * sizeof *cells + 1);
        if (cells == NULL) {
            return ERR_MEMORY;
        }
        for (int u = 0; u < l->g->count; u++) {
            cells[u] = at < 0 ? "" : l->g->rows[u][at];
        }
        columns[i] = cells;
    }
    c->groups = columns;
    c->group_names = t->groups;
    c->group_count = t->group_count;
    return 0;
}

static bool is_named(const struct composite_tree *t, const char *name)
{
    bool named = strcmp(name, "uCode") == 0 || strcmp(name, "uName") == 0 ||
                 strcmp(name, "Time") == 0;
    for (int i = 0; i < t->indicator_count && !named; i++) {
        named = strcmp(t->items[i].code, name) == 0;
    }
    const char *const *const lists[] = {t->groups, t->denominators, t->others};
    const int counts[] = {t->group_count, t->denominator_count, t->other_count};
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < counts[k] && !named; i++) {
            named = strcmp(lists[k][i], name) == 0;
        }
    }
    return named;
}

static int list_ignored(struct loading *l)
{
    const char **names = arena_alloc(l->arena, (size_t)l->g->columns * sizeof *names + 1);
    if (names == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < l->g->columns; i++) {
        if (!is_named(l->tree, l->g->names[i])) {
            names[l->c->ignored_count++] = l->g->names[i];
        }
    }
    l->c->ignored = names;
    return 0;
}

/* The groups that the specification names are columns. */
static void check_groups(const struct loading *l, const char *name, const char *key, struct diag *d)
{
    bool known = name == NULL;
    for (int i = 0; i < l->tree->group_count && !known; i++) {
        known = strcmp(l->tree->groups[i], name) == 0;
    }
    if (!known) {
        diag_add(d, l->spec->doc->line, key,
                 "\"%.60s\" is no group of the meta file: give the code of a row of type Group",
                 name);
    }
}

static int read_data(struct loading *l)
{
    l->code = grid_need(l->g, "uCode", l->d);
    l->name = grid_find(l->g, "uName");
    if (l->code < 0) {
        return ERR_INPUT;
    }
    int rc = read_units(l);
    rc = rc == 0 ? read_values(l) : rc;
    rc = rc == 0 ? read_denominators(l) : rc;
    rc = rc == 0 ? read_groups(l) : rc;
    rc = rc == 0 ? list_ignored(l) : rc;
    if (rc == 0 && l->g->count == 0) {
        diag_add(l->d, 0, NULL, "has no units: add a row for each");
    }
    return rc;
}

int composite_read(struct arena *arena, const struct composite_spec *spec, const char *meta,
                   size_t meta_len, struct diag *of_meta, const char *data, size_t data_len,
                   struct diag *of_data, struct diag *of_spec, struct composite *out)
{
    struct composite_tree tree;
    struct grid g;
    struct loading l = {arena, spec, &tree, &g, of_data, out, 0, 0};
    size_t before = of_spec->count + of_data->count;
    *out = (struct composite){.arena = arena, .spec = spec};
    int rc = composite_tree_read(arena, meta, meta_len, of_meta, &tree);
    rc = rc == 0 ? grid_read(arena, data, data_len, of_data, &g) : rc;
    if (rc != 0) {
        return rc;
    }
    out->items = tree.items;
    out->item_count = tree.item_count;
    out->indicator_count = tree.indicator_count;
    check_names(&tree, spec->indicators, "indicators", 0, tree.indicator_count, of_spec);
    check_names(&tree, spec->nodes, "nodes", tree.indicator_count, tree.item_count, of_spec);
    check_levels(&tree, spec->levels, of_spec);
    set_rules(&l, of_spec);
    check_groups(&l, spec->peers, "peers", of_spec);
    check_groups(&l, spec->fill_group, "fill.group", of_spec);
    rc = read_data(&l);
    if (rc == 0 && (buf_status(&of_spec->text) != 0 || buf_status(&of_data->text) != 0)) {
        rc = ERR_MEMORY;
    }
    return rc != 0 ? rc : of_spec->count + of_data->count > before ? ERR_INPUT : 0;
}
