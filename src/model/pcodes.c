#include "model/pcodes.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/number.h"
#include "base/text.h"

enum { COLUMNS = 5, LEVEL_MOST = 9 };
enum { COLUMN_CODE, COLUMN_LEVEL, COLUMN_NAME, COLUMN_PARENT, COLUMN_FROM };
static const char *const columns[COLUMNS] = {"pcode", "level", "name", "parent", "valid_from"};

struct reading {
    struct arena *arena;
    const char *path;
    struct pcode_list *out;
    struct pcode *items;
    size_t room;
    bool headed;
    struct err *e;
};

static int fault(const struct reading *r, int line, const char *what, const char *text)
{
    return err_set(r->e, ERR_INPUT, "%.300s:%d: %s \"%.40s\"", r->path, line, what, text);
}

static int starved(const struct reading *r)
{
    return err_set(r->e, ERR_MEMORY, "out of memory");
}

static int grow(struct reading *r)
{
    if (r->out->count < r->room) {
        return 0;
    }
    size_t room = r->room == 0 ? 128 : r->room * 2;
    struct pcode *items = arena_alloc(r->arena, room * sizeof *items);
    if (items == NULL) {
        return starved(r);
    }
    if (r->room > 0) {
        memcpy(items, r->items, r->out->count * sizeof *items);
    }
    r->items = items;
    r->room = room;
    return 0;
}

static int read_head(struct reading *r, const struct csv_row *row)
{
    r->headed = true;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (i >= row->count || strcmp(row->fields[i], columns[i]) != 0) {
            return fault(r, row->line, "the columns are not pcode,level,name,parent,valid_from: no",
                         columns[i]);
        }
    }
    return 0;
}

static int read_row(void *context, const struct csv_row *row)
{
    struct reading *r = context;
    int64_t day;
    if (!r->headed) {
        return read_head(r, row);
    }
    if (row->count != COLUMNS) {
        return fault(r, row->line, "not five cells in the row of", row->fields[0]);
    }
    const char *code = row->fields[COLUMN_CODE], *level = row->fields[COLUMN_LEVEL];
    const char *parent = row->fields[COLUMN_PARENT], *from = row->fields[COLUMN_FROM];
    if (!text_is_id(code)) {
        return fault(r, row->line, "no code:", code);
    }
    if (strlen(level) != 1 || level[0] < '1' || level[0] > '0' + LEVEL_MOST) {
        return fault(r, row->line, "no level from 1 to 9:", level);
    }
    if (from[0] != '\0' && !text_date(from, &day)) {
        return fault(r, row->line, "no date of the calendar:", from);
    }
    if (grow(r) != 0) {
        return ERR_MEMORY;
    }
    struct pcode *p = &r->items[r->out->count];
    *p = (struct pcode){.code = arena_strdup(r->arena, code),
                        .name = arena_strdup(r->arena, row->fields[COLUMN_NAME]),
                        .parent = parent[0] == '\0' ? NULL : arena_strdup(r->arena, parent),
                        .level = level[0] - '0',
                        .line = row->line};
    r->out->count++;
    r->out->deepest = p->level > r->out->deepest ? p->level : r->out->deepest;
    bool later = strcmp(from, r->out->vintage) > 0;
    r->out->vintage = later ? arena_strdup(r->arena, from) : r->out->vintage;
    bool whole = p->code != NULL && p->name != NULL && (p->parent != NULL || parent[0] == '\0');
    return whole && r->out->vintage != NULL ? 0 : starved(r);
}

static int by_code(const void *a, const void *b)
{
    const struct pcode *x = a, *y = b;
    return strcmp(x->code, y->code);
}

static int by_length(const void *a, const void *b)
{
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    size_t left = strlen(x), right = strlen(y);
    return left != right ? (left > right) - (left < right) : strcmp(x, y);
}

static int sort(const struct reading *r)
{
    const char **codes = arena_alloc(r->arena, r->out->count * sizeof *codes);
    if (codes == NULL) {
        return starved(r);
    }
    for (size_t i = 0; i < r->out->count; i++) {
        codes[i] = r->items[i].code;
    }
    qsort(codes, r->out->count, sizeof *codes, by_length);
    qsort(r->items, r->out->count, sizeof *r->items, by_code);
    r->out->items = r->items;
    r->out->codes = codes;
    return 0;
}

/* Codes are unique, and every place but those of level 1 lies in one of the level above. */
static int check(const struct reading *r)
{
    for (size_t i = 0; i < r->out->count; i++) {
        const struct pcode *p = &r->items[i];
        if (i > 0 && strcmp(p[-1].code, p->code) == 0) {
            int later = p->line > p[-1].line ? p->line : p[-1].line;
            return fault(r, later, "twice in the list:", p->code);
        }
        const struct pcode *parent = p->parent == NULL ? NULL : pcodes_get(r->out, p->parent);
        if (p->parent != NULL && (parent == NULL || parent->level != p->level - 1)) {
            return fault(r, p->line, "no place of the level above:", p->parent);
        }
        if (p->parent == NULL && p->level > 1) {
            return fault(r, p->line, "no parent of", p->code);
        }
    }
    return 0;
}

int pcodes_read(struct arena *arena, const char *path, const char *text, size_t len,
                struct pcode_list *out, struct err *e)
{
    struct reading r = {.arena = arena, .path = path, .out = out, .e = e};
    struct json_error error;
    *out = (struct pcode_list){.vintage = ""};
    *e = (struct err){0};
    int rc = csv_read(text, len, read_row, &r, &error);
    if (rc == ERR_INPUT && e->code == 0) {
        return err_set(e, rc, "%.300s:%d: %s", path, error.line, error.text);
    }
    if (rc == ERR_MEMORY) {
        return starved(&r);
    }
    if (rc == 0 && out->count > 0) {
        rc = sort(&r);
        rc = rc == 0 ? check(&r) : rc;
    }
    return rc;
}

const struct pcode *pcodes_get(const struct pcode_list *list, const char *code)
{
    struct pcode wanted = {.code = code};
    return list->count == 0
               ? NULL
               : bsearch(&wanted, list->items, list->count, sizeof *list->items, by_code);
}

const struct pcode *pcodes_above(const struct pcode_list *list, const char *code)
{
    char part[65];
    size_t len = strlen(code);
    const struct pcode *found = NULL;
    for (len = len < sizeof part ? len : sizeof part - 1; len > 0 && found == NULL; len--) {
        memcpy(part, code, len);
        part[len] = '\0';
        found = pcodes_get(list, part);
    }
    return found;
}

const struct pcode *pcodes_meant(const struct pcode_list *list, const char *code, const char *name)
{
    const struct pcode *named = NULL;
    size_t count = 0, first = 0, end;
    for (size_t i = 0; i < list->count && name != NULL; i++) {
        if (text_alike(list->items[i].name, name, SIZE_MAX)) {
            named = &list->items[i];
            count++;
        }
    }
    if (count == 1) {
        return named;
    }
    if (list->count == 0) {
        return NULL;
    }
    while (first < list->count && strlen(list->codes[first]) < strlen(code)) {
        first++;
    }
    for (end = first; end < list->count && strlen(list->codes[end]) == strlen(code);) {
        end++;
    }
    const char *near = text_nearest(code, list->codes + first, end - first);
    near = near == NULL ? text_nearest(code, list->codes, list->count) : near;
    return near == NULL ? NULL : pcodes_get(list, near);
}
