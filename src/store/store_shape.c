/* Shapes: what repeats among findings, kept once. All of them are held in memory while the store is
 * open; a checklist has a few hundred. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/head.h"
#include "store/store_private.h"

enum { SHAPE_MAX_ID = 1 << 24, READ_FEW = 8 };
enum { FORM_DEPTH = 8, FORM_NODES = 256 }; /* of a parameter that is taken apart */

void shapes_free(struct shapes *t)
{
    arena_free(&t->arena);
    free(t->by_id);
    free(t->slots);
    *t = (struct shapes){.arena = ARENA_INIT};
}

const struct shape *shapes_get(const struct shapes *t, int64_t id)
{
    return id > 0 && (uint64_t)id < t->id_count ? t->by_id[id] : NULL;
}

bool shape_is_listed(const struct finding *f)
{
    return f->read_count > READ_FEW;
}

/* --- content ------------------------------------------------------------------------------- */

/* Where path is answers.CRITERION or below it: the rest. Else NULL. */
static const char *own_rest(const char *path, const char *criterion, size_t criterion_len)
{
    static const char prefix[] = "answers.";
    size_t n = sizeof prefix - 1;
    if (path[0] != prefix[0] || strncmp(path, prefix, n) != 0 ||
        strncmp(path + n, criterion, criterion_len) != 0) {
        return NULL;
    }
    const char *rest = path + n + criterion_len;
    return *rest == '\0' || *rest == '.' ? rest : NULL;
}

static bool is_list(const struct json *v)
{
    return v->type == JSON_OBJECT || v->type == JSON_ARRAY;
}

/* Whether a text below a parameter is the same in many findings: doubts name their template and
 * rule. */
static bool is_fixed(const struct json *v)
{
    return v->type == JSON_STRING && v->key != NULL &&
           (strcmp(v->key, "template") == 0 || strcmp(v->key, "rule") == 0);
}

static size_t form_nodes(const struct json *v, int depth)
{
    size_t n = 1;
    for (const struct json *m = v->first; m != NULL && n <= FORM_NODES; m = m->next) {
        n += depth == FORM_DEPTH ? FORM_NODES : form_nodes(m, depth + 1);
    }
    return n;
}

/* Whether a parameter is taken apart into its form, which goes to the shape, and its numbers and
 * texts. */
static bool has_form(const struct json *v)
{
    return is_list(v) && form_nodes(v, 1) <= FORM_NODES;
}

/* By its length and ends, in which most texts differ. */
static uint64_t text_hash(uint64_t hash, const char *text)
{
    if (text == NULL) {
        return hash_on(hash, UINT64_MAX);
    }
    size_t len = strlen(text);
    hash = hash_on(hash_on(hash, len), head_of(text, len));
    return len > HEAD ? hash_on(hash, head_of(text + len - HEAD, HEAD)) : hash;
}

/* A line of a rule mostly gives one template: that needs no share. */
static uint64_t head_hash(int outcome, int by, int line, const char *rule)
{
    uint64_t hash = hash_on(HASH_BEGIN, (uint64_t)outcome << 8 | (uint64_t)by);
    return text_hash(hash_on(hash, (uint64_t)line), rule);
}

/* Of the form of v; or v is one, as it stands in a row: numbers and texts are null there. */
static uint64_t form_hash(uint64_t hash, const struct json *v, bool row)
{
    if (!is_list(v)) {
        bool fixed = row ? v->type == JSON_STRING : is_fixed(v);
        return text_hash(hash, fixed ? v->text : NULL);
    }
    hash = hash_on(hash, v->len);
    for (const struct json *m = v->first; m != NULL; m = m->next) {
        hash = form_hash(text_hash(hash, m->key), m, row);
    }
    return hash;
}

static uint64_t read_hash(uint64_t hash, bool own, const char *text)
{
    return text_hash(hash_on(hash, own), text);
}

static uint64_t finding_hash(const struct finding *f, const char *criterion, size_t criterion_len)
{
    uint64_t hash = head_hash((int)f->outcome, (int)f->by, f->line, f->rule);
    for (const struct json *p = f->params == NULL ? NULL : f->params->first; p != NULL;
         p = p->next) {
        hash = text_hash(hash, p->key);
        hash = has_form(p) ? form_hash(hash, p, false) : hash;
    }
    for (size_t i = 0; i < f->read_count && !shape_is_listed(f); i++) {
        const char *rest = own_rest(f->read[i], criterion, criterion_len);
        hash = read_hash(hash, rest != NULL, rest != NULL ? rest : f->read[i]);
    }
    return hash;
}

/* The same of what has that shape. */
static uint64_t shape_hash(const struct shape *h)
{
    uint64_t hash = head_hash((int)h->outcome, (int)h->by, h->line, h->rule);
    for (size_t i = 0; i < h->name_count; i++) {
        hash = text_hash(hash, h->names[i]);
        hash = h->forms[i] != NULL ? form_hash(hash, h->forms[i], true) : hash;
    }
    for (size_t i = 0; i < h->read_count; i++) {
        hash = read_hash(hash, h->read[i].own, h->read[i].text);
    }
    return hash;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool has_that_form(const struct json *v, const struct json *form)
{
    if (!is_list(v)) {
        return is_fixed(v) ? form->type == JSON_STRING && strcmp(v->text, form->text) == 0
                           : form->type == JSON_NULL;
    }
    if (v->type != form->type || v->len != form->len) {
        return false;
    }
    const struct json *f = form->first;
    for (const struct json *m = v->first; m != NULL; m = m->next, f = f->next) {
        if (!same_text(m->key, f->key) || !has_that_form(m, f)) {
            return false;
        }
    }
    return true;
}

static bool has_those_names(const struct json *params, const struct shape *h)
{
    size_t i = 0;
    if ((params != NULL) != h->has_names || (params != NULL && params->len != h->name_count)) {
        return false;
    }
    for (const struct json *p = params == NULL ? NULL : params->first; p != NULL; p = p->next) {
        const struct json *form = h->forms[i];
        if (strcmp(p->key, h->names[i++]) != 0 || has_form(p) != (form != NULL) ||
            (form != NULL && !has_that_form(p, form))) {
            return false;
        }
    }
    return true;
}

static bool has_shape(const struct finding *f, const char *criterion, size_t criterion_len,
                      const struct shape *h)
{
    bool listed = shape_is_listed(f);
    if (f->outcome != h->outcome || f->by != h->by || f->line != h->line || listed != h->listed ||
        (!listed && f->read_count != h->read_count) || !same_text(f->rule, h->rule) ||
        !same_text(f->template_text, h->template_text) || !has_those_names(f->params, h)) {
        return false;
    }
    for (size_t i = 0; i < h->read_count; i++) {
        const char *rest = own_rest(f->read[i], criterion, criterion_len);
        if ((rest != NULL) != h->read[i].own ||
            strcmp(rest != NULL ? rest : f->read[i], h->read[i].text) != 0) {
            return false;
        }
    }
    return true;
}

/* --- the tables in memory ------------------------------------------------------------------ */

/* Into the first free slot: what has the same hash follows in the order of ids. */
static void slot_take(const struct shapes *t, struct shape *h)
{
    size_t at = shape_hash(h) & (t->slot_count - 1);
    while (t->slots[at] != NULL) {
        at = (at + 1) & (t->slot_count - 1);
    }
    t->slots[at] = h;
}

static int slots_grow(struct shapes *t)
{
    size_t count = t->slot_count == 0 ? 256 : t->slot_count * 2;
    struct shape **slots = calloc(count, sizeof *slots);
    if (slots == NULL) {
        return ERR_MEMORY;
    }
    free(t->slots);
    t->slots = slots;
    t->slot_count = count;
    for (size_t i = 0; i < t->id_count; i++) {
        if (t->by_id[i] != NULL) {
            slot_take(t, t->by_id[i]);
        }
    }
    return 0;
}

/* Enters h under its id and content. */
static int shape_enter(struct shapes *t, struct shape *h)
{
    if ((uint64_t)h->id >= t->id_count) {
        size_t count = t->id_count == 0 ? 256 : t->id_count;
        while (count <= (uint64_t)h->id) {
            count *= 2;
        }
        struct shape **by_id = realloc(t->by_id, count * sizeof *by_id);
        if (by_id == NULL) {
            return ERR_MEMORY;
        }
        memset(by_id + t->id_count, 0, (count - t->id_count) * sizeof *by_id);
        t->by_id = by_id;
        t->id_count = count;
    }
    if ((t->used + 1) * 2 > t->slot_count && slots_grow(t) != 0) {
        return ERR_MEMORY;
    }
    t->by_id[h->id] = h;
    slot_take(t, h);
    t->used++;
    return 0;
}

/* --- reading rows -------------------------------------------------------------------------- */

/* A JSON list in a column. 0, ERR_INPUT (no list) or ERR_MEMORY. */
static int column_list(struct shapes *t, sqlite3_stmt *stmt, int column, struct json **out)
{
    struct json_error error;
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    if (text == NULL) {
        return ERR_INPUT;
    }
    int code = json_parse(&t->arena, text, (size_t)sqlite3_column_bytes(stmt, column), 1, out,
                          &error);
    return code != 0 ? code : (*out)->type == JSON_ARRAY ? 0 : ERR_INPUT;
}

/* Whether a form holds nothing but objects, lists, texts and nulls. */
static bool form_is_sound(const struct json *form)
{
    if (form->type == JSON_NUMBER || form->type == JSON_BOOL) {
        return false;
    }
    for (const struct json *m = form->first; m != NULL; m = m->next) {
        if (!form_is_sound(m)) {
            return false;
        }
    }
    return true;
}

/* Names, and objects of one name and its form. */
static int shape_names(struct shapes *t, struct shape *h, const struct json *list)
{
    const char **names = arena_alloc(&t->arena, (list->len + 1) * sizeof *names);
    const struct json **forms = arena_alloc(&t->arena, (list->len + 1) * sizeof *forms);
    if (names == NULL || forms == NULL) {
        return ERR_MEMORY;
    }
    for (const struct json *n = list->first; n != NULL; n = n->next) {
        bool formed = n->type == JSON_OBJECT && n->len == 1;
        if (formed && (n->first->type == JSON_NULL || n->first->type == JSON_STRING ||
                       !form_is_sound(n->first))) {
            return ERR_INPUT;
        }
        if (n->type != JSON_STRING && !formed) {
            return ERR_INPUT;
        }
        forms[h->name_count] = formed ? n->first : NULL;
        names[h->name_count++] = formed ? n->first->key : n->text;
    }
    h->names = names;
    h->forms = forms;
    h->has_names = true;
    return 0;
}

static int shape_read(struct shapes *t, struct shape *h, const struct json *list)
{
    struct shape_read *read = arena_alloc(&t->arena, (list->len + 1) * sizeof *read);
    if (read == NULL) {
        return ERR_MEMORY;
    }
    const struct json *listed = list->len == 1 ? json_get(list->first, "listed") : NULL;
    if (listed != NULL) {
        h->listed = true;
        return listed->type == JSON_BOOL && listed->boolean ? 0 : ERR_INPUT;
    }
    for (const struct json *n = list->first; n != NULL; n = n->next) {
        const char *own = json_string(json_get(n, "own"));
        if (n->type != JSON_STRING && own == NULL) {
            return ERR_INPUT;
        }
        read[h->read_count++] = (struct shape_read){own != NULL, own != NULL ? own : n->text};
    }
    h->read = read;
    return 0;
}

/* Takes up the row. ERR_INPUT: the row is damaged. */
static int shape_from_row(struct shapes *t, sqlite3_stmt *stmt)
{
    struct shape *h = arena_alloc(&t->arena, sizeof *h);
    const char *text = (const char *)sqlite3_column_text(stmt, 3);
    const char *rule = (const char *)sqlite3_column_text(stmt, 5);
    int outcome = sqlite3_column_int(stmt, 1), by = sqlite3_column_int(stmt, 2);
    if (h == NULL) {
        return ERR_MEMORY;
    }
    h->id = sqlite3_column_int64(stmt, 0);
    if (h->id <= 0 || h->id > SHAPE_MAX_ID || outcome < 0 || outcome >= OUTCOME_COUNT || by < 0 ||
        by > BY_LIMIT || text == NULL) {
        return ERR_INPUT;
    }
    h->outcome = (enum outcome)outcome;
    h->by = (enum finding_by)by;
    h->line = sqlite3_column_int(stmt, 6);
    h->template_text = arena_strdup(&t->arena, text);
    h->rule = rule == NULL ? NULL : arena_strdup(&t->arena, rule);
    if (h->template_text == NULL || (rule != NULL && h->rule == NULL)) {
        return ERR_MEMORY;
    }
    struct json *list;
    int code = 0;
    if (sqlite3_column_type(stmt, 4) != SQLITE_NULL) {
        code = column_list(t, stmt, 4, &list);
        code = code != 0 ? code : shape_names(t, h, list);
    }
    if (code == 0) {
        code = column_list(t, stmt, 7, &list);
        code = code != 0 ? code : shape_read(t, h, list);
    }
    return code != 0 ? code : shape_enter(t, h);
}

int shapes_refresh(struct store *s, struct err *e)
{
    struct shapes *t = &s->shapes;
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(s, STMT_SHAPE_LOAD,
                             "SELECT id, outcome, by, template, names, rule, line, read FROM shape "
                             "WHERE id > ?1 ORDER BY id",
                             &stmt, e);
    if (code != 0) {
        return code;
    }
    sqlite3_bind_int64(stmt, 1, t->last);
    int step;
    while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
        pthread_rwlock_wrlock(&s->view);
        /* A damaged row is left out; what refers to it fails by name. One for which there was no memory is
         * read again. */
        int64_t id = sqlite3_column_int64(stmt, 0);
        code = shape_from_row(t, stmt);
        code = sqlite3_errcode(s->db) == SQLITE_NOMEM ? ERR_MEMORY : code;
        t->last = code == ERR_MEMORY ? t->last : id;
        pthread_rwlock_unlock(&s->view);
        if (code == ERR_MEMORY) {
            sqlite3_reset(stmt);
            return err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    code = step == SQLITE_DONE ? 0 : store_sql_error(s, "reading", e);
    sqlite3_reset(stmt);
    return code;
}

/* --- adding rows --------------------------------------------------------------------------- */

/* In the order of its members, unlike json_write: the values follow that order, too. */
static void write_form(struct buf *out, const struct json *v)
{
    if (v->type != JSON_OBJECT && v->type != JSON_ARRAY) {
        if (is_fixed(v)) {
            json_write_string(out, v->text);
        } else {
            buf_puts(out, "null");
        }
        return;
    }
    buf_putc(out, v->type == JSON_OBJECT ? '{' : '[');
    for (const struct json *m = v->first; m != NULL; m = m->next) {
        if (v->type == JSON_OBJECT) {
            json_write_string(out, m->key);
            buf_putc(out, ':');
        }
        write_form(out, m);
        if (m->next != NULL) {
            buf_putc(out, ',');
        }
    }
    buf_putc(out, v->type == JSON_OBJECT ? '}' : ']');
}

static void write_names(struct buf *out, const struct json *params)
{
    buf_putc(out, '[');
    for (const struct json *p = params->first; p != NULL; p = p->next) {
        if (has_form(p)) {
            buf_putc(out, '{');
            json_write_string(out, p->key);
            buf_putc(out, ':');
            write_form(out, p);
            buf_putc(out, '}');
        } else {
            json_write_string(out, p->key);
        }
        if (p->next != NULL) {
            buf_putc(out, ',');
        }
    }
    buf_putc(out, ']');
}

static void write_read(struct buf *out, const struct finding *f, const char *criterion)
{
    size_t criterion_len = strlen(criterion);
    if (shape_is_listed(f)) {
        buf_puts(out, "[{\"listed\":true}]");
        return;
    }
    buf_putc(out, '[');
    for (size_t i = 0; i < f->read_count; i++) {
        const char *rest = own_rest(f->read[i], criterion, criterion_len);
        if (i > 0) {
            buf_putc(out, ',');
        }
        if (rest == NULL) {
            json_write_string(out, f->read[i]);
        } else {
            buf_puts(out, "{\"own\":");
            json_write_string(out, rest);
            buf_putc(out, '}');
        }
    }
    buf_putc(out, ']');
}

static int shape_insert(struct store *s, const struct finding *f, const char *criterion,
                        struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = store_prepare(s, STMT_SHAPE_ADD,
                             "INSERT INTO shape (outcome, by, template, names, rule, line, read) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                             &stmt, e);
    if (code != 0) {
        return code;
    }
    struct buf names = BUF_INIT, read = BUF_INIT;
    if (f->params != NULL) {
        write_names(&names, f->params);
    }
    write_read(&read, f, criterion);
    if (buf_status(&names) != 0 || buf_status(&read) != 0) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else {
        sqlite3_bind_int(stmt, 1, (int)f->outcome);
        sqlite3_bind_int(stmt, 2, (int)f->by);
        sqlite3_bind_text(stmt, 3, f->template_text, -1, SQLITE_STATIC);
        if (f->params != NULL) {
            sqlite3_bind_text(stmt, 4, names.data, (int)names.len, SQLITE_STATIC);
        }
        sqlite3_bind_text(stmt, 5, f->rule, -1, SQLITE_STATIC);
        sqlite3_bind_int(stmt, 6, f->line);
        sqlite3_bind_text(stmt, 7, read.data, (int)read.len, SQLITE_STATIC);
        code = sqlite3_step(stmt) == SQLITE_DONE ? 0 : store_sql_error(s, "writing", e);
        sqlite3_reset(stmt);
        sqlite3_clear_bindings(stmt);
    }
    buf_free(&names);
    buf_free(&read);
    return code;
}

const struct shape *shapes_find(const struct shapes *t, const struct finding *f,
                                const char *criterion)
{
    size_t len = strlen(criterion), mask = t->slot_count - 1;
    if (t->slot_count == 0) {
        return NULL;
    }
    size_t at = finding_hash(f, criterion, len) & mask;
    while (t->slots[at] != NULL && !has_shape(f, criterion, len, t->slots[at])) {
        at = (at + 1) & mask;
    }
    return t->slots[at];
}

int shapes_add(struct store *s, const struct assessment *a, int first, struct err *e)
{
    struct shapes *t = &s->shapes;
    int code = shapes_refresh(s, e);
    for (int i = first; code == 0 && i < a->checklist->criterion_count; i++) {
        const char *criterion = a->checklist->criteria[i].demand.id;
        const struct finding *f = &a->findings[i];
        if (shapes_find(t, f, criterion) != NULL) {
            continue;
        }
        /* Read back as it will be read later, so that what cannot return is not stored. */
        code = shape_insert(s, f, criterion, e);
        code = code != 0 ? code : shapes_refresh(s, e);
    }
    return code;
}

/* --- back to findings ---------------------------------------------------------------------- */

static int shape_read_list(const struct shape *h, const char *criterion, struct arena *arena,
                           struct finding *f)
{
    const char **read = arena_alloc(arena, (h->read_count + 1) * sizeof *read);
    char *own = h->read_count == 0 ? NULL : arena_join(arena, "answers.", criterion);
    if (read == NULL || (h->read_count > 0 && own == NULL)) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < h->read_count; i++) {
        read[i] = arena_join(arena, h->read[i].own ? own : "", h->read[i].text);
        if (read[i] == NULL) {
            return ERR_MEMORY;
        }
    }
    f->read = read;
    f->read_count = h->read_count;
    return 0;
}

int shape_of_id(struct store *s, int64_t id, const char *criterion, struct arena *arena,
                const struct shape **out, struct finding *f, struct err *e)
{
    int code = id > s->shapes.last ? shapes_refresh(s, e) : 0;
    const struct shape *h = code != 0 ? NULL : shapes_get(&s->shapes, id);
    if (code != 0) {
        return code;
    }
    if (h == NULL) {
        return err_set(e, ERR_STORE, "the shape %lld of the finding of %s is missing or damaged",
                       (long long)id, criterion);
    }
    *out = h;
    f->outcome = h->outcome;
    if (arena == NULL) {
        return 0;
    }
    f->by = h->by;
    f->line = h->line;
    f->template_text = arena_strdup(arena, h->template_text);
    f->rule = h->rule == NULL ? NULL : arena_strdup(arena, h->rule);
    return f->template_text == NULL || (h->rule != NULL && f->rule == NULL) ||
                   shape_read_list(h, criterion, arena, f) != 0
               ? err_set(e, ERR_MEMORY, "out of memory")
               : 0;
}
