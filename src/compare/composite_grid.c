#include "compare/composite_grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

enum { MOST_ROWS = 1000000, MOST_COLUMNS = 20000 };

struct filling {
    struct arena *arena;
    struct diag *d;
    struct grid *g;
    int seen;
};

static int count_row(void *context, const struct csv_row *row)
{
    (void)row;
    struct grid *g = context;
    return ++g->count > MOST_ROWS ? ERR_USAGE : 0;
}

static const char *const *copy_cells(struct arena *arena, const struct csv_row *row)
{
    const char **cells = arena_alloc(arena, row->count * sizeof *cells);
    for (size_t i = 0; cells != NULL && i < row->count; i++) {
        cells[i] = arena_strdup(arena, row->fields[i]);
        if (cells[i] == NULL) {
            return NULL;
        }
    }
    return cells;
}

static int fill_row(void *context, const struct csv_row *row)
{
    struct filling *f = context;
    struct grid *g = f->g;
    if (row->count > MOST_COLUMNS) {
        diag_add(f->d, row->line, NULL, "has over %d columns: split the table", MOST_COLUMNS);
        return ERR_INPUT;
    }
    bool head = f->seen++ == 0;
    if (!head && (int)row->count != g->columns) {
        diag_add(f->d, row->line, NULL, "has %zu cells, and the first line %d: mend it", row->count,
                 g->columns);
        return 0; /* the next ones are looked at as well */
    }
    const char *const *cells = copy_cells(f->arena, row);
    if (cells == NULL) {
        return ERR_MEMORY;
    }
    if (head) {
        g->names = cells;
        g->columns = (int)row->count;
        g->header_line = row->line;
    } else {
        g->rows[g->count] = cells;
        g->lines[g->count++] = row->line;
    }
    return 0;
}

struct entry {
    const char *text;
    int index;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

int grid_order(struct arena *arena, const char *const *texts, int count, int **out)
{
    struct entry *entries = arena_alloc(arena, (size_t)count * sizeof *entries + 1);
    *out = arena_alloc(arena, (size_t)count * sizeof **out + 1);
    if (entries == NULL || *out == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < count; i++) {
        entries[i] = (struct entry){texts[i], i};
    }
    if (count > 1) {
        qsort(entries, (size_t)count, sizeof *entries, compare_entries);
    }
    for (int i = 0; i < count; i++) {
        (*out)[i] = entries[i].index;
    }
    return 0;
}

static int check_names(struct arena *arena, const struct grid *g, struct diag *d)
{
    int *order = NULL;
    if (grid_order(arena, g->names, g->columns, &order) != 0) {
        return ERR_MEMORY;
    }
    for (int i = 1; i < g->columns; i++) {
        const char *name = g->names[order[i]];
        if (name[0] != '\0' && strcmp(g->names[order[i - 1]], name) == 0) {
            diag_add(d, g->header_line, name, "is the name of two columns: give each its own");
        }
    }
    return 0;
}

int grid_read(struct arena *arena, const char *text, size_t len, struct diag *d, struct grid *out)
{
    struct json_error error = {0};
    size_t before = d->count;
    *out = (struct grid){0};
    int rc = csv_read(text, len, count_row, out, &error);
    int rows = out->count;
    out->count = 0;
    if (rc == ERR_USAGE) {
        diag_add(d, 0, NULL, "has over %d rows: split the table", MOST_ROWS);
        return ERR_INPUT;
    }
    out->rows = arena_alloc(arena, (size_t)rows * sizeof *out->rows + 1);
    out->lines = arena_alloc(arena, (size_t)rows * sizeof *out->lines + 1);
    struct filling f = {arena, d, out, 0};
    if (rc == 0) {
        rc = out->rows == NULL || out->lines == NULL ? ERR_MEMORY
                                                     : csv_read(text, len, fill_row, &f, &error);
    }
    if (rc == ERR_INPUT && d->count == before) {
        diag_add(d, error.line, NULL, "%s", error.text);
    } else if (rc == 0 && out->names == NULL) {
        diag_add(d, 0, NULL, "is empty: give a table whose first line names the columns");
    } else if (rc == 0) {
        rc = check_names(arena, out, d);
    }
    return rc != 0 ? rc : d->count > before ? ERR_INPUT : 0;
}

int grid_find(const struct grid *g, const char *name)
{
    for (int i = 0; i < g->columns; i++) {
        if (strcmp(g->names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

int grid_need(const struct grid *g, const char *name, struct diag *d)
{
    int column = grid_find(g, name);
    if (column < 0) {
        diag_add(d, g->header_line, name, "is missing among the columns: add it");
    }
    return column;
}
