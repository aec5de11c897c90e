/* A table with one plan a row. Rows are cut out one at a time and each is read by itself, so that a
 * table of any length costs one row of memory beyond its text, and a bad row costs only itself. */
#include <string.h>

#include "base/csv.h"
#include "base/digest.h"
#include "base/text.h"
#include "input/input_internal.h"
#include "model/plan.h"

enum { MAX_COLUMNS = 4096 };

void csv_table_free(struct csv_table *t)
{
    buf_free(&t->text);
    *t = (struct csv_table){.text = BUF_INIT};
}

/* ---- rows out of the text -------------------------------------------------------------------- */

/* Cuts the next row out of the text: up to a line end outside quotes. */
static bool cut(struct csv_table *t, const char **row, size_t *len, int *line)
{
    if (t->at >= t->text.len) {
        return false;
    }
    const char *from = t->text.data + t->at;
    size_t left = t->text.len - t->at, i = 0;
    bool quoted = false;
    *row = from;
    *line = t->line;
    for (; i < left; i++) {
        char c = from[i];
        quoted = c == '"' ? !quoted : quoted;
        if (c == '\n' || c == '\r') {
            t->line += c == '\n' || i + 1 == left || from[i + 1] != '\n';
            if (!quoted) {
                break;
            }
        }
    }
    *len = i;
    if (i < left && from[i] == '\r' && i + 1 < left && from[i + 1] == '\n') {
        i++;
        t->line++;
    }
    t->at += i < left ? i + 1 : i;
    return true;
}

static bool is_blank(const char *text, size_t len)
{
    return strspn(text, " \t") >= len;
}

/* ---- the header ------------------------------------------------------------------------------ */

struct header {
    struct csv_table *t;
    struct arena *keep;
    struct diag *d;
    int line;
};

static bool same_place(const struct column *a, const struct column *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    return a->kind == COLUMN_FIELD ? strcmp(a->path, b->path) == 0
                                   : a->group == b->group && a->field == b->field;
}

static void complain_column(struct header *h, const char *head, const char *what)
{
    struct buf shown = BUF_INIT;
    text_escape(&shown, head, strlen(head), 60);
    diag_add(h->d, h->line, buf_text(&shown), "%s", what);
    h->d->text.failed = h->d->text.failed || shown.failed;
    buf_free(&shown);
}

/* Puts the column among those of its criterion and refuses a second one for the same place. */
static int place_column(struct header *h, size_t index)
{
    struct column *own = &h->t->columns[index];
    if (own->kind == COLUMN_ANSWER) {
        own->group = h->t->groups;
        for (size_t i = 0; i < index && own->group == h->t->groups; i++) {
            const struct column *other = &h->t->columns[i];
            if (other->kind == COLUMN_ANSWER && strcmp(other->criterion, own->criterion) == 0) {
                own->group = other->group;
            }
        }
        h->t->groups += own->group == h->t->groups;
    }
    for (size_t i = 0; i < index; i++) {
        if (same_place(&h->t->columns[i], own)) {
            complain_column(h, own->head, "stands twice in the header: remove one");
            return ERR_INPUT;
        }
    }
    return 0;
}

bool input_has_commas(const struct csv_row *row, int line, struct diag *d)
{
    static const char zip[] = "PK\x03\x04";
    const char *head = row->fields[0];
    if (strncmp(head, zip, sizeof zip - 1) == 0) {
        diag_add(d, line, NULL,
                 "is no text but a packed file, such as a spreadsheet: save it as CSV");
        return false;
    }
    if (row->count == 1 && strpbrk(head, ";\t") != NULL) {
        diag_add(d, line, NULL, "the columns are separated by %s: save it with commas",
                 strchr(head, ';') != NULL ? "';'" : "tabs");
        return false;
    }
    return true;
}

static int read_header(void *context, const struct csv_row *row)
{
    struct header *h = context;
    struct csv_table *t = h->t;
    if (!input_has_commas(row, h->line, h->d)) {
        return ERR_INPUT;
    }
    if (row->count > MAX_COLUMNS) {
        diag_add(h->d, h->line, NULL, "has %zu columns: give at most %d", row->count, MAX_COLUMNS);
        return ERR_INPUT;
    }
    t->columns = arena_alloc(h->keep, row->count * sizeof *t->columns);
    if (t->columns == NULL) {
        return ERR_MEMORY;
    }
    int status = 0;
    for (size_t i = 0; i < row->count; i++) {
        size_t len = strlen(row->fields[i]);
        const char *text = row->fields[i] + strspn(row->fields[i], " \t");
        len -= (size_t)(text - row->fields[i]);
        while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t')) {
            len--;
        }
        const char *head = arena_strndup(h->keep, text, len);
        if (head == NULL) {
            return ERR_MEMORY;
        }
        int own = ERR_INPUT;
        if (len == 0) {
            diag_add(h->d, h->line, NULL, "column %zu has no name: name it, or remove it", i + 1);
        } else {
            own = column_read(h->keep, head, h->line, h->d, &t->columns[t->count]);
        }
        if (own == 0) {
            own = place_column(h, t->count++);
        }
        if (own == ERR_MEMORY) {
            return own;
        }
        status = own != 0 ? own : status;
    }
    return status;
}

/* ---- a row as a document --------------------------------------------------------------------- */

struct reading {
    struct csv_table *t;
    struct arena *arena;
    struct diag *d;
    int line;
    struct json *doc;
    bool memory, empty;
};

static struct json *make(struct reading *r, enum json_type type)
{
    struct json *value = json_new(r->arena, type);
    if (value == NULL) {
        r->memory = true;
    } else {
        value->line = r->line;
    }
    return value;
}

static void add(struct reading *r, struct json *object, const char *key, struct json *value)
{
    if (value != NULL) {
        value->line = r->line;
    }
    if (object == NULL || json_add(r->arena, object, key, value) != 0) {
        r->memory = true;
    }
}

static struct json *member(struct json *object, const char *key)
{
    for (struct json *m = object == NULL ? NULL : object->first; m != NULL; m = m->next) {
        if (strcmp(m->key, key) == 0) {
            return m;
        }
    }
    return NULL;
}

static struct json *object_at(struct reading *r, struct json *parent, const char *key)
{
    struct json *found = member(parent, key);
    if (found == NULL) {
        found = make(r, JSON_OBJECT);
        add(r, parent, key, found);
    }
    return found;
}

/* Puts a value at a dotted path; the name of a fact keeps its dots. */
static void put(struct reading *r, const char *path, struct json *value)
{
    struct json *object = r->doc;
    char key[64];
    const char *dot;
    while (object != NULL && (dot = strchr(path, '.')) != NULL) {
        if (object != r->doc && strcmp(object->key, "facts") == 0) {
            break;
        }
        size_t len = (size_t)(dot - path); /* under 64: schema_path() knew it */
        memcpy(key, path, len);
        key[len] = '\0';
        object = object_at(r, object, key);
        path = dot + 1;
    }
    add(r, object, path, value);
}

/* Makes the entry {"value": …} out of a bare answer, in its place. */
static void wrap(struct reading *r, struct json *answer)
{
    struct json *value = make(r, answer->type);
    if (value == NULL) {
        return;
    }
    *value = *answer;
    value->key = "value";
    value->next = NULL;
    answer->type = JSON_OBJECT;
    answer->first = answer->last = value;
    answer->len = 1;
}

/* {} is a value: no hazard, no part. With a note beside it, it stays one. */
static bool is_entry(const struct json *answer)
{
    struct answer taken;
    plan_answer_read(answer, &taken);
    return taken.entry != NULL && answer->len > 0;
}

/* The answer alone is written bare, as people do; with a note, a claim or evidence beside it the
 * columns of one criterion become one entry. */
static void put_answer(struct reading *r, const struct column *column, struct json *value)
{
    struct json *answers = object_at(r, r->doc, "answers");
    struct json *entry = member(answers, column->criterion);
    bool whole = column->field == NULL && is_entry(value);
    if (entry == NULL && column->field == NULL) {
        add(r, answers, column->criterion, value);
        return;
    }
    if (entry == NULL) {
        entry = make(r, JSON_OBJECT);
        add(r, answers, column->criterion, entry);
    } else if (!is_entry(entry)) {
        wrap(r, entry);
    }
    for (struct json *m = whole ? value->first : value, *next; m != NULL && !r->memory; m = next) {
        next = whole ? m->next : NULL;
        const char *name = whole ? m->key : column->field == NULL ? "value" : column->field->key;
        if (member(entry, name) != NULL) {
            diag_add(r->d, r->line, column->head, "gives a second %s: keep one", name);
            return;
        }
        m->next = NULL;
        add(r, entry, name, m);
    }
}

/* An id out of a place and a round: what no id may have becomes '-', and a digest of the
 * original is added where that lost something, so that two places never share an id. */
static void slug(struct buf *out, const char *text)
{
    bool lost = strlen(text) > 40;
    size_t start = out->len;
    for (const char *at = text; *at != '\0' && out->len - start < 40; at++) {
        char c = *at;
        bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '.' || c == '_' || c == '-';
        lost = lost || (!fits && c != ' ');
        if (fits) {
            buf_putc(out, c);
        } else if (out->len > start && out->data[out->len - 1] != '-') {
            buf_putc(out, '-');
        }
    }
    if (lost) {
        uint8_t digest[DIGEST_SIZE];
        digest_sha256(text, strlen(text), digest);
        if (out->len > start && out->data[out->len - 1] != '-') {
            buf_putc(out, '-');
        }
        for (int i = 0; i < 4; i++) {
            buf_printf(out, "%02x", digest[i]);
        }
    }
}

static const char *text_at(const struct reading *r, const char *path)
{
    const char *text = json_string(json_path(r->doc, path));
    return text == NULL || text[0] == '\0' ? NULL : text;
}

/* plan.id and plan.title where the table has none. */
static void fill_plan(struct reading *r)
{
    const char *local = text_at(r, "community.local"), *pcode = text_at(r, "community.pcode");
    const char *name = text_at(r, "community.name"), *round = text_at(r, "assessment.round");
    const char *place = local != NULL ? local : pcode != NULL ? pcode : name;
    struct json *plan = object_at(r, r->doc, "plan");
    if (place == NULL || r->memory) {
        return;
    }
    struct buf id = BUF_INIT, whole = BUF_INIT;
    if (local != NULL && pcode != NULL && strncmp(local, pcode, strlen(pcode)) != 0) {
        buf_printf(&whole, "%s-", pcode);
    }
    buf_puts(&whole, place);
    slug(&id, buf_text(&whole));
    if (round != NULL && strlen(round) < 14) {
        buf_printf(&id, "-%s", round);
    }
    r->memory = buf_status(&id) != 0 || buf_status(&whole) != 0;
    if (!r->memory && member(plan, "id") == NULL) {
        struct json *value = json_new_string(r->arena, id.data, id.len);
        add(r, plan, "id", value);
    }
    if (!r->memory && member(plan, "title") == NULL) {
        const char *title = name != NULL ? name : place;
        add(r, plan, "title", json_new_string(r->arena, title, strlen(title)));
    }
    buf_free(&id);
    buf_free(&whole);
}

static bool is_header_again(const struct csv_table *t, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (strcmp(t->columns[i].head, row->fields[i]) != 0) {
            return false;
        }
    }
    return true;
}

static int read_row(void *context, const struct csv_row *row)
{
    struct reading *r = context;
    r->empty = true;
    for (size_t i = 0; i < row->count && r->empty; i++) {
        r->empty = is_blank(row->fields[i], strlen(row->fields[i]));
    }
    if (r->empty) {
        return 0;
    }
    if (row->count != r->t->count) {
        diag_add(r->d, r->line, NULL, "has %zu cells under %zu columns: give one cell a column",
                 row->count, r->t->count);
        return ERR_INPUT;
    }
    if (is_header_again(r->t, row)) {
        diag_add(r->d, r->line, NULL, "is the header again: remove this row");
        return ERR_INPUT;
    }
    r->doc = make(r, JSON_OBJECT);
    for (size_t i = 0; i < row->count && !r->memory; i++) {
        const struct column *column = &r->t->columns[i];
        if (is_blank(row->fields[i], strlen(row->fields[i]))) {
            continue;
        }
        struct cell cell = {.arena = r->arena,
                            .d = r->d,
                            .column = column,
                            .text = row->fields[i],
                            .line = r->line};
        bool answer = column->kind == COLUMN_ANSWER;
        struct json *value = answer && column->field == NULL ? cell_answer(&cell)
                                                             : cell_field(&cell);
        r->memory = r->memory || cell.memory;
        if (value != NULL && answer) {
            put_answer(r, column, value);
        } else if (value != NULL) {
            put(r, column->path, value);
        }
    }
    if (!r->memory && member(r->doc, "banyan") == NULL) {
        add(r, r->doc, "banyan", json_new_number(r->arena, 1));
    }
    if (!r->memory) {
        fill_plan(r);
    }
    return r->memory ? ERR_MEMORY : 0;
}

/* ---- the table ------------------------------------------------------------------------------- */

/* Reads one row's text by itself. Bad bytes are found first: they cost the row, while a fault of
 * quotes leaves no way to tell where the next row begins. */
static int parse(struct csv_table *t, const char *row, size_t len, int line, struct diag *d,
                 int (*each)(void *, const struct csv_row *), void *context)
{
    struct json_error error = {0};
    if (memchr(row, '\0', len) != NULL || text_utf8_check(row, len) < len) {
        diag_add(d, line, NULL, "has bytes that are no UTF-8 text: save it as UTF-8");
        return ERR_INPUT;
    }
    size_t before = d->count;
    int status = csv_read(row, len, each, context, &error);
    if (status == ERR_INPUT && d->count == before) {
        diag_add(d, line + (error.line > 0 ? error.line - 1 : 0), NULL,
                 "%s; the rest of the table was not read", error.text);
        t->broken = true;
    }
    return status;
}

static int start(struct csv_table *t, struct arena *keep, struct diag *d, struct input_item *item)
{
    const char *row;
    size_t len;
    int line;
    t->started = true;
    t->line = 1;
    if (t->text.len >= 2 &&
        (memcmp(t->text.data, "\xff\xfe", 2) == 0 || memcmp(t->text.data, "\xfe\xff", 2) == 0)) {
        diag_add(d, 1, NULL, "is UTF-16: save it as UTF-8");
        return ERR_INPUT;
    }
    if (t->text.len >= 3 && memcmp(t->text.data, "\xef\xbb\xbf", 3) == 0) {
        t->at = 3;
    }
    do {
        if (!cut(t, &row, &len, &line)) {
            diag_add(d, 0, NULL, "has no header: begin with a row that names the columns");
            return ERR_INPUT;
        }
    } while (is_blank(row, len));
    item->line = line;
    struct header header = {t, keep, d, line};
    int status = parse(t, row, len, line, d, read_header, &header);
    if (status == 0) {
        t->header = arena_strndup(keep, row, len);
        status = t->header == NULL ? ERR_MEMORY : 0;
    }
    return status;
}

int csv_table_next(struct csv_table *t, struct arena *keep, struct arena *arena, struct diag *d,
                   struct input_item *item)
{
    if (!t->started) {
        int status = start(t, keep, d, item);
        if (status != 0) {
            t->broken = true;
            return status == ERR_MEMORY ? status : 1;
        }
    }
    const char *row;
    size_t len;
    int line;
    item->header = t->header;
    while (!t->broken && cut(t, &row, &len, &line)) {
        if (is_blank(row, len)) {
            continue;
        }
        /* Empty until a cell says otherwise: of a mark of the byte order alone, as between two files put
         * together, no row is made. */
        struct reading r = {.t = t, .arena = arena, .d = d, .line = line, .empty = true};
        size_t before = d->count;
        int status = parse(t, row, len, line, d, read_row, &r);
        if (status == ERR_MEMORY) {
            return status;
        }
        if (status == 0 && r.empty) {
            continue;
        }
        t->plans++;
        item->line = line;
        item->raw = arena_strndup(arena, row, len);
        item->doc = d->count == before ? r.doc : NULL;
        return item->raw == NULL ? ERR_MEMORY : 1;
    }
    if (!t->broken && t->plans == 0) {
        t->broken = true;
        diag_add(d, 0, NULL, "holds no plan: add a row under the header");
        return 1;
    }
    return 0;
}
