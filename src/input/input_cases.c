/* A table of cases. Columns and cells mean what they mean in a table of plans. */
#include "input/cases.h"

#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "input/input_internal.h"

enum { COLUMNS_MOST = 1024, PATH_MOST = 240, PARTS_MOST = 8 };

/* What a cell of a column becomes. */
enum content { CONTENT_TEXT, CONTENT_NUMBER, CONTENT_FIELD, CONTENT_FREE };

struct slot {
    struct column column; /* of CONTENT_FIELD, and the head of all */
    enum content content;
    const char *path; /* where it goes in the case: "plan.budget.drr" */
};

struct table_of_cases {
    struct arena *arena;
    struct diag *d;
    struct slot *slots;
    size_t count;
    struct json *list;
};

static const char *const HEADS[] = {"name",   "group",         "criterion",      "note",
                                    "answer", "expect.credit", "expect.outcome", "expect.reason"};

static int refuse(struct table_of_cases *t, int line, const char *head, const char *what,
                  const char *near)
{
    struct buf shown = BUF_INIT;
    text_escape(&shown, head, strlen(head), 60);
    diag_add(t->d, line, buf_text(&shown), "%s%s%s", what, near == NULL ? "" : near,
             near == NULL ? "" : "?");
    int status = buf_status(&shown);
    buf_free(&shown);
    return status == 0 ? ERR_INPUT : status;
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* "plan.X" as the path of a plan document, in which community and others lie beside the plan. */
static const char *document_path(const char *path)
{
    static const char *const beside[] = {"community.", "assessment.", "facts.", "answers."};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        if (starts(path + strlen("plan."), beside[i])) {
            return path + strlen("plan.");
        }
    }
    return path;
}

static bool is_path(const char *head)
{
    size_t parts = 1;
    for (const char *c = head; *c != '\0'; c++) {
        bool dot = *c == '.';
        if (dot && (c[1] == '.' || c[1] == '\0')) {
            return false;
        }
        parts += dot;
    }
    return strlen(head) < PATH_MOST && parts <= PARTS_MOST;
}

static int read_head(struct table_of_cases *t, const char *head, int line, struct slot *out)
{
    *out = (struct slot){.column = {.kind = COLUMN_FIELD, .head = head}, .path = head};
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++) {
        if (strcmp(head, HEADS[i]) == 0) {
            out->content = strcmp(head, "answer") == 0          ? CONTENT_FREE
                           : strcmp(head, "expect.credit") == 0 ? CONTENT_NUMBER
                                                                : CONTENT_TEXT;
            return 0;
        }
    }
    bool free = (starts(head, "args.") || starts(head, "answer.")) && is_path(head);
    if (free) {
        out->content = CONTENT_FREE;
        return 0;
    }
    const struct field *f = starts(head, "plan.") && is_path(head)
                                ? schema_path(document_path(head))
                                : NULL;
    if (f == NULL || f->type == FIELD_ANSWERS || f->type == FIELD_FACTS ||
        (f->type == FIELD_OBJECT && !f->list)) {
        const char *near = text_nearest(head, HEADS, sizeof HEADS / sizeof *HEADS);
        return refuse(t, line, head,
                      near != NULL ? "is no known column: did you mean "
                      : starts(head, "plan.")
                          ? "is no fact of a plan: see the format of plans"
                          : "is no known column: facts begin with plan., arguments with args.",
                      near);
    }
    out->content = CONTENT_FIELD;
    out->column.field = f;
    return 0;
}

/* Two columns for one place, or one for a part of another's. */
static bool overlap(const char *a, const char *b)
{
    size_t len = strlen(a);
    return starts(b, a) && (b[len] == '\0' || b[len] == '.');
}

static int read_header(struct table_of_cases *t, const struct csv_row *row)
{
    if (!input_has_commas(row, row->line, t->d)) {
        return ERR_INPUT;
    }
    if (row->count > COLUMNS_MOST) {
        diag_add(t->d, row->line, NULL, "has %zu columns: give at most %d", row->count,
                 COLUMNS_MOST);
        return ERR_INPUT;
    }
    t->slots = arena_alloc(t->arena, sizeof *t->slots * row->count);
    if (t->slots == NULL) {
        return ERR_MEMORY;
    }
    bool named = false;
    for (size_t i = 0; i < row->count; i++) {
        char *head = arena_strdup(t->arena, row->fields[i]);
        int rc = head == NULL ? ERR_MEMORY : read_head(t, head, row->line, &t->slots[t->count]);
        for (size_t k = 0; rc == 0 && k < t->count; k++) {
            if (overlap(t->slots[k].path, head) || overlap(head, t->slots[k].path)) {
                rc = refuse(t, row->line, head, "fills what another column fills: keep one", NULL);
            }
        }
        if (rc != 0) {
            return rc;
        }
        named = named || strcmp(head, "name") == 0;
        t->count++;
    }
    return named ? 0 : refuse(t, row->line, "name", "is missing: each case has a name", NULL);
}

static struct json *member(struct json *object, const char *key, size_t len)
{
    for (struct json *m = object->first; m != NULL; m = m->next) {
        if (strlen(m->key) == len && memcmp(m->key, key, len) == 0) {
            return m;
        }
    }
    return NULL;
}

/* Puts a value at a dotted path; the name of a fact keeps its dots. */
static int put(struct arena *arena, struct json *object, const char *path, struct json *value)
{
    const char *dot = strchr(path, '.');
    while (dot != NULL && !(object->key != NULL && strcmp(object->key, "facts") == 0)) {
        size_t len = (size_t)(dot - path);
        struct json *below = member(object, path, len);
        if (below == NULL) {
            char *key = arena_strndup(arena, path, len);
            below = json_new(arena, JSON_OBJECT);
            if (key == NULL || json_add(arena, object, key, below) != 0) {
                return ERR_MEMORY;
            }
            below->line = object->line;
        }
        object = below;
        path = dot + 1;
        dot = strchr(path, '.');
    }
    return json_add(arena, object, path, value);
}

static struct json *read_cell(struct table_of_cases *t, const struct slot *s, const char *text,
                              int line, bool *memory)
{
    static const struct field number = {.key = "credit", .type = FIELD_NUMBER};
    static const struct field words = {.key = "text", .type = FIELD_TEXT};
    struct column column = s->column;
    column.field = s->content == CONTENT_NUMBER ? &number
                   : s->content == CONTENT_TEXT ? &words
                                                : column.field;
    struct cell cell = {
        .arena = t->arena, .d = t->d, .column = &column, .text = text, .line = line};
    struct json *value = s->content == CONTENT_FREE ? cell_answer(&cell) : cell_field(&cell);
    *memory = cell.memory;
    if (s->content == CONTENT_FREE && json_get(value, "state") != NULL) {
        *memory = refuse(t, line, column.head,
                         "is a claim, on which no rule is run: put a text into \"…\"",
                         NULL) == ERR_MEMORY;
        return NULL;
    }
    return value;
}

static int read_row(struct table_of_cases *t, const struct csv_row *row)
{
    if (row->count != t->count) {
        diag_add(t->d, row->line, NULL, "has %zu cells, but the header has %zu", row->count,
                 t->count);
        return ERR_INPUT;
    }
    struct json *entry = json_new(t->arena, JSON_OBJECT);
    if (entry == NULL) {
        return ERR_MEMORY;
    }
    entry->line = row->line;
    for (size_t i = 0; i < t->count; i++) {
        bool memory = false;
        if (row->fields[i][0] == '\0') {
            continue;
        }
        struct json *value = read_cell(t, &t->slots[i], row->fields[i], row->line, &memory);
        if (value == NULL) {
            return memory ? ERR_MEMORY : ERR_INPUT;
        }
        if (put(t->arena, entry, t->slots[i].path, value) != 0) {
            return ERR_MEMORY;
        }
    }
    return json_add(t->arena, t->list, NULL, entry);
}

static int take_row(void *context, const struct csv_row *row)
{
    struct table_of_cases *t = context;
    return t->slots == NULL ? read_header(t, row) : read_row(t, row);
}

int input_cases_csv(struct arena *arena, const char *text, size_t len, struct diag *d,
                    struct json **out)
{
    struct table_of_cases t = {.arena = arena, .d = d, .list = json_new(arena, JSON_ARRAY)};
    struct json_error error = {0};
    *out = NULL;
    if (t.list == NULL) {
        return ERR_MEMORY;
    }
    size_t complaints = d->count;
    int rc = csv_read(text, len, take_row, &t, &error);
    if (rc == ERR_INPUT && d->count == complaints) { /* the table itself, not a cell */
        diag_add(d, error.line, NULL, "%s", error.text);
    }
    if (rc == 0 && t.slots == NULL) {
        diag_add(d, 1, NULL, "is empty: give a header and a case a row");
        rc = ERR_INPUT;
    }
    *out = t.list;
    return rc;
}
