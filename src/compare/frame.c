#include "compare/frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/number.h"
#include "base/text.h"
#include "compare/groups.h"

enum { COMMUNITIES_MOST = 1000000000 };
#define COUNT_COLUMN "communities"

struct reading {
    struct compare_frame *f;
    struct err *e;
    size_t width; /* cells of the head; 0 before it */
    size_t count_column;
    size_t room;
};

static int no_memory(struct err *e)
{
    return err_set(e, ERR_MEMORY, "out of memory");
}

static int head(struct reading *r, const struct csv_row *row)
{
    struct compare_frame *f = r->f;
    const char **columns = arena_alloc(&f->arena, sizeof *columns * row->count);
    bool found = false;
    if (columns == NULL) {
        return no_memory(r->e);
    }
    for (size_t i = 0; i < row->count; i++) {
        if (strcmp(row->fields[i], COUNT_COLUMN) == 0 && !found) {
            found = true;
            r->count_column = i;
            continue;
        }
        for (size_t k = 0; k < f->column_count; k++) {
            if (strcmp(columns[k], row->fields[i]) == 0) {
                return err_set(r->e, ERR_INPUT, "%s:%d: the column \"%.100s\" stands there twice",
                               f->file, row->line, row->fields[i]);
            }
        }
        columns[f->column_count] = arena_strdup(&f->arena, row->fields[i]);
        if (columns[f->column_count++] == NULL) {
            return no_memory(r->e);
        }
        f->columns = columns;
    }
    r->width = row->count;
    return found ? 0
                 : err_set(r->e, ERR_INPUT,
                           "%s:%d: there is no column \"" COUNT_COLUMN
                           "\": give how many communities there are",
                           f->file, row->line);
}

/* A whole number above 0. */
static bool read_count(const char *text, int64_t *out)
{
    double number = 0;
    if (number_parse(text, strlen(text), &number) != 0 || !(number >= 1) ||
        number > COMMUNITIES_MOST || number != (double)(int64_t)number) {
        return false;
    }
    *out = (int64_t)number;
    return true;
}

static struct frame_row *more(struct reading *r)
{
    struct compare_frame *f = r->f;
    if (f->count == r->room) {
        size_t room = r->room == 0 ? 64 : 2 * r->room;
        struct frame_row *rows = realloc(f->rows, sizeof *rows * room);
        if (rows == NULL) {
            return NULL;
        }
        f->rows = rows;
        r->room = room;
    }
    return &f->rows[f->count];
}

static int body(struct reading *r, const struct csv_row *row)
{
    struct compare_frame *f = r->f;
    if (row->count != r->width) {
        return err_set(r->e, ERR_INPUT, "%s:%d: there are %zu cells, but %zu columns", f->file,
                       row->line, row->count, r->width);
    }
    struct frame_row *to = more(r);
    const char **values = arena_alloc(&f->arena, sizeof *values * r->width);
    if (to == NULL || values == NULL) {
        return no_memory(r->e);
    }
    *to = (struct frame_row){.values = values, .line = row->line};
    size_t at = 0;
    for (size_t i = 0; i < row->count; i++) {
        const char *cell = row->fields[i];
        if (i == r->count_column) {
            if (!read_count(cell, &to->communities)) {
                return err_set(
                    r->e, ERR_INPUT,
                    "%s:%d: " COUNT_COLUMN
                    ": \"%.100s\" is no number of communities: give a whole number from 1 to %d",
                    f->file, row->line, cell, COMMUNITIES_MOST);
            }
            continue;
        }
        if (*cell == '\0') {
            return err_set(r->e, ERR_INPUT, "%s:%d: %.100s: the cell is empty: give a value",
                           f->file, row->line, f->columns[at]);
        }
        values[at] = arena_strdup(&f->arena, cell);
        if (values[at++] == NULL) {
            return no_memory(r->e);
        }
    }
    f->count++;
    return 0;
}

static int one_row(void *context, const struct csv_row *row)
{
    struct reading *r = context;
    return r->width == 0 ? head(r, row) : body(r, row);
}

int compare_frame_read(const char *text, size_t len, const char *file, struct compare_frame *out,
                       struct err *e)
{
    struct reading r = {.f = out, .e = e};
    struct json_error wrong = {.line = 0};
    *out = (struct compare_frame){.arena = ARENA_INIT, .file = file};
    if (e != NULL) {
        e->code = 0;
    }
    int rc = csv_read(text, len, one_row, &r, &wrong);
    if (rc != 0 && wrong.text[0] != '\0') {
        return err_set(e, rc, "%s:%d: %s", file, wrong.line, wrong.text);
    }
    if (rc == 0 && r.width == 0) {
        return err_set(e, ERR_INPUT, "%s: is empty: give columns and rows", file);
    }
    return rc == ERR_MEMORY ? no_memory(e) : rc;
}

void compare_frame_free(struct compare_frame *f)
{
    free(f->rows);
    arena_free(&f->arena);
    *f = (struct compare_frame){.arena = ARENA_INIT};
}

int compare_frame_column(const struct compare_frame *f, const char *name)
{
    for (size_t i = 0; i < f->column_count; i++) {
        if (text_equal(f->columns[i], name)) {
            return (int)i;
        }
    }
    return -1;
}

/* ---- held against groups ---- */

struct match {
    const struct compare_frame *f;
    struct comparison *c;
    int *columns; /* one an attribute of c->by; -1: any value (rounds) */
};

static int find_columns(struct match *m, struct err *e)
{
    for (size_t i = 0; i < m->c->by_count; i++) {
        m->columns[i] = compare_frame_column(m->f, m->c->by[i]);
        if (m->columns[i] < 0 && strcmp(m->c->by[i], "round") != 0) {
            return err_set(e, ERR_INPUT,
                           "%s: there is no column \"%.100s\", by which is grouped: add it",
                           m->f->file, m->c->by[i]);
        }
    }
    return 0;
}

static bool fits(const struct match *m, const struct frame_row *row, const char *const *keys)
{
    for (size_t i = 0; i < m->c->by_count; i++) {
        if (m->columns[i] >= 0 && !text_equal(row->values[m->columns[i]], keys[i])) {
            return false;
        }
    }
    return true;
}

/* The group's labels as one text for a message. */
static int too_many(const struct match *m, const struct compare_group *g, struct err *e)
{
    struct buf name = BUF_INIT;
    for (size_t i = 0; i < m->c->by_count; i++) {
        buf_puts(&name, i == 0 ? "" : ", ");
        buf_puts(&name, g->labels[i]);
    }
    int rc = err_set(e, ERR_INPUT,
                     "%s: %.200s: there are %lld communities, but %lld were assessed: correct the "
                     "number, or group otherwise",
                     m->f->file, buf_text(&name), (long long)g->of, (long long)g->rows);
    buf_free(&name);
    return rc;
}

/* A row of the frame whose communities nobody assessed: added to those of the same keys. */
static int absent(const struct match *m, const struct frame_row *row)
{
    struct comparison *c = m->c;
    for (size_t i = 0; i < c->absent_count; i++) {
        if (fits(m, row, c->absent[i].keys)) {
            c->absent[i].communities += row->communities;
            return 0;
        }
    }
    const char **keys = arena_alloc(&c->arena, sizeof *keys * (c->by_count + 1));
    const char **labels = arena_alloc(&c->arena, sizeof *labels * (c->by_count + 1));
    if (keys == NULL || labels == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < c->by_count; i++) {
        keys[i] = m->columns[i] < 0 ? NULL : arena_strdup(&c->arena, row->values[m->columns[i]]);
        labels[i] = groups_label(c, &c->arena, c->by[i], keys[i]);
        if ((keys[i] == NULL && m->columns[i] >= 0) || labels[i] == NULL) {
            return ERR_MEMORY;
        }
    }
    c->absent[c->absent_count++] = (struct compare_absent){keys, labels, row->communities};
    return 0;
}

static int count_communities(const struct match *m)
{
    for (size_t i = 0; i < m->f->count; i++) {
        const struct frame_row *row = &m->f->rows[i];
        bool found = false;
        for (size_t k = 0; k < m->c->group_count; k++) {
            if (fits(m, row, m->c->groups[k].keys)) {
                m->c->groups[k].of += row->communities;
                found = true;
            }
        }
        if (!found && absent(m, row) != 0) {
            return ERR_MEMORY;
        }
    }
    return 0;
}

int compare_frame_apply(const struct compare_frame *f, struct comparison *c, struct err *e)
{
    if (f == NULL) {
        return 0;
    }
    struct match m = {f, c, arena_alloc(&c->arena, sizeof *m.columns * (c->by_count + 1))};
    c->absent = arena_alloc(&c->arena, sizeof *c->absent * (f->count + 1));
    if (m.columns == NULL || c->absent == NULL) {
        return no_memory(e);
    }
    int rc = find_columns(&m, e);
    if (rc == 0 && count_communities(&m) != 0) {
        rc = no_memory(e);
    }
    for (size_t i = 0; rc == 0 && i < c->group_count; i++) {
        if (c->groups[i].of > 0 && c->groups[i].rows > c->groups[i].of) {
            rc = too_many(&m, &c->groups[i], e);
        }
    }
    return rc;
}
