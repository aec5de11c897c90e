/* Shapes: what repeats among findings, kept once. All of them are held in memory while the store is
 * open; a checklist has a few hundred. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/store_private.h"

enum { SHAPE_MAX_ID = 1 << 24, READ_FEW = 8 };

void shapes_free(struct shapes *t)
{
    arena_free(&t->arena);
    free(t->by_id);
    free(t->slots);
    buf_free(&t->key);
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

/* --- the key ------------------------------------------------------------------------------- */

static void key_text(struct buf *key, const char *text)
{
    size_t len = text == NULL ? SIZE_MAX : strlen(text);
    buf_add(key, &len, sizeof len);
    if (text != NULL) {
        buf_add(key, text, len);
    }
}

static void key_head(struct buf *key, int outcome, int by, int line, const char *template_text,
                     const char *rule)
{
    int head[3] = {outcome, by, line};
    buf_add(key, head, sizeof head);
    key_text(key, template_text);
    key_text(key, rule);
}

/* Where path is answers.CRITERION or below it: the rest. Else NULL. */
static const char *own_rest(const char *path, const char *criterion, size_t criterion_len)
{
    static const char prefix[] = "answers.";
    size_t n = sizeof prefix - 1;
    if (strncmp(path, prefix, n) != 0 || strncmp(path + n, criterion, criterion_len) != 0) {
        return NULL;
    }
    const char *rest = path + n + criterion_len;
    return *rest == '\0' || *rest == '.' ? rest : NULL;
}

static void key_read(struct buf *key, bool own, const char *text)
{
    buf_putc(key, own ? 'o' : 'p');
    key_text(key, text);
}

static void finding_key(struct buf *key, const struct finding *f, const char *criterion)
{
    size_t criterion_len = strlen(criterion);
    buf_reset(key);
    key_head(key, (int)f->outcome, (int)f->by, f->line, f->template_text, f->rule);
    if (f->params != NULL) {
        buf_putc(key, '{');
        for (const struct json *p = f->params->first; p != NULL; p = p->next) {
            buf_putc(key, ',');
            key_text(key, p->key);
        }
    }
    buf_putc(key, shape_is_listed(f) ? 'l' : '[');
    for (size_t i = 0; i < f->read_count && !shape_is_listed(f); i++) {
        const char *rest = own_rest(f->read[i], criterion, criterion_len);
        key_read(key, rest != NULL, rest != NULL ? rest : f->read[i]);
    }
}

static uint64_t key_hash(const char *key, size_t len)
{
    uint64_t h = HASH_BEGIN;
    while (len > 0) {
        uint64_t word = 0;
        size_t n = len < sizeof word ? len : sizeof word;
        memcpy(&word, key, n);
        h = hash_on(h, word);
        key += n;
        len -= n;
    }
    return h ^ h >> 29;
}

/* --- the tables in memory ------------------------------------------------------------------ */

static int slots_grow(struct shapes *t)
{
    size_t count = t->slot_count == 0 ? 256 : t->slot_count * 2;
    struct shape **slots = calloc(count, sizeof *slots);
    if (slots == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < t->slot_count; i++) {
        if (t->slots[i] != NULL) {
            size_t at = key_hash(t->slots[i]->key, t->slots[i]->key_len) & (count - 1);
            while (slots[at] != NULL) {
                at = (at + 1) & (count - 1);
            }
            slots[at] = t->slots[i];
        }
    }
    free(t->slots);
    t->slots = slots;
    t->slot_count = count;
    return 0;
}

static struct shape **slot_of(struct shapes *t, const char *key, size_t len)
{
    size_t at = key_hash(key, len) & (t->slot_count - 1);
    while (t->slots[at] != NULL &&
           (t->slots[at]->key_len != len || memcmp(t->slots[at]->key, key, len) != 0)) {
        at = (at + 1) & (t->slot_count - 1);
    }
    return &t->slots[at];
}

/* Enters h (its key made) under its id and content. */
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
    struct shape **slot = slot_of(t, h->key, h->key_len);
    if (*slot == NULL) {
        *slot = h;
        t->used++;
    }
    return 0;
}

static void shape_make_key(struct buf *key, const struct shape *h)
{
    buf_reset(key);
    key_head(key, (int)h->outcome, (int)h->by, h->line, h->template_text, h->rule);
    if (h->has_names) {
        buf_putc(key, '{');
        for (size_t i = 0; i < h->name_count; i++) {
            buf_putc(key, ',');
            key_text(key, h->names[i]);
        }
    }
    buf_putc(key, h->listed ? 'l' : '[');
    for (size_t i = 0; i < h->read_count; i++) {
        key_read(key, h->read[i].own, h->read[i].text);
    }
}

static int shape_keep_key(struct shapes *t, struct shape *h, const struct buf *key)
{
    char *copy = buf_status(key) == 0 ? arena_alloc(&t->arena, key->len + 1) : NULL;
    if (copy == NULL) {
        return ERR_MEMORY;
    }
    memcpy(copy, buf_text(key), key->len);
    h->key = copy;
    h->key_len = key->len;
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

static int shape_names(struct shapes *t, struct shape *h, const struct json *list)
{
    const char **names = arena_alloc(&t->arena, (list->len + 1) * sizeof *names);
    if (names == NULL) {
        return ERR_MEMORY;
    }
    for (const struct json *n = list->first; n != NULL; n = n->next) {
        if (n->type != JSON_STRING) {
            return ERR_INPUT;
        }
        names[h->name_count++] = n->text;
    }
    h->names = names;
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
    if (code != 0) {
        return code;
    }
    shape_make_key(&t->key, h);
    code = shape_keep_key(t, h, &t->key);
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
        t->last = sqlite3_column_int64(stmt, 0);
        /* A damaged row is left out; what refers to it fails by name. */
        if (shape_from_row(t, stmt) == ERR_MEMORY) {
            sqlite3_reset(stmt);
            return err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    code = step == SQLITE_DONE ? 0 : store_sql_error(s, "reading", e);
    sqlite3_reset(stmt);
    return code;
}

/* --- adding rows --------------------------------------------------------------------------- */

static void write_names(struct buf *out, const struct json *params)
{
    buf_putc(out, '[');
    for (const struct json *p = params->first; p != NULL; p = p->next) {
        json_write_string(out, p->key);
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

int shapes_put(struct store *s, const struct finding *f, const char *criterion, int64_t *id,
               struct err *e)
{
    struct shapes *t = &s->shapes;
    if (t->slot_count == 0) {
        if (slots_grow(t) != 0) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
        int code = shapes_refresh(s, e);
        if (code != 0) {
            return code;
        }
    }
    for (int round = 0;; round++) {
        finding_key(&t->key, f, criterion);
        if (buf_status(&t->key) != 0) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
        struct shape *h = *slot_of(t, t->key.data, t->key.len);
        if (h != NULL) {
            *id = h->id;
            return 0;
        }
        if (round == 1) {
            return err_set(e, ERR_STORE, "%s: the finding of %s cannot be stored", s->name,
                           criterion);
        }
        /* Read back as it will be read later, so that what cannot return is not stored. */
        int code = shape_insert(s, f, criterion, e);
        code = code != 0 ? code : shapes_refresh(s, e);
        if (code != 0) {
            return code;
        }
    }
}
