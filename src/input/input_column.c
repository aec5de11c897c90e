/* The head of a column: a short name, a path of the plan document, or a criterion. */
#include <string.h>

#include "base/text.h"
#include "input/input_internal.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
enum { MAX_KNOWN = 512, MAX_PATH = 256 };

/* Short names of the columns that every table has. */
static const struct {
    const char *head, *path;
} SHORT[] = {
    {"country", "community.country"}, {"community", "community.name"},
    {"pcode", "community.pcode"},     {"local", "community.local"},
    {"setting", "community.setting"}, {"id", "plan.id"},
    {"title", "plan.title"},          {"round", "assessment.round"},
    {"date", "assessment.date"},
};

/* Where a path without its first part is looked for, in this order. */
static const char *const PARTS[] = {"community.", "plan.", "assessment."};

/* ---- all known heads, for the nearest one ---------------------------------------------------- */

struct known {
    struct arena *arena;
    const char *words[MAX_KNOWN];
    size_t count;
    bool memory;
};

static void know(struct known *k, const char *word)
{
    char *copy = arena_strdup(k->arena, word);
    k->memory = k->memory || copy == NULL;
    if (copy != NULL && k->count < MAX_KNOWN) {
        k->words[k->count++] = copy;
    }
}

static void know_all(struct known *k, const struct schema *s, const char *prefix)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct field *f = &s->fields[i];
        struct buf path = BUF_INIT;
        buf_printf(&path, "%s%s", prefix, f->key);
        if (f->type == FIELD_OBJECT && !f->list) {
            buf_putc(&path, '.');
            know_all(k, f->object, buf_text(&path));
        } else {
            know(k, buf_text(&path));
        }
        k->memory = k->memory || buf_status(&path) != 0;
        buf_free(&path);
    }
}

static int known_load(struct known *k, struct arena *arena)
{
    *k = (struct known){.arena = arena};
    for (size_t i = 0; i < COUNT(SHORT); i++) {
        know(k, SHORT[i].head);
    }
    know_all(k, &schema_document, "");
    for (size_t p = 0, end = k->count; p < COUNT(PARTS); p++) {
        size_t len = strlen(PARTS[p]);
        for (size_t i = 0; i < end; i++) {
            if (strncmp(k->words[i], PARTS[p], len) == 0) {
                know(k, k->words[i] + len);
            }
        }
    }
    return k->memory ? ERR_MEMORY : 0;
}

/* ---- reading a head -------------------------------------------------------------------------- */

/* The full path of a head, in full[MAX_PATH], and its field; NULL: no path. */
static const struct field *resolve(const char *head, char full[MAX_PATH])
{
    size_t len = strlen(head);
    if (len >= MAX_PATH - 16) {
        return NULL;
    }
    for (size_t i = 0; i < COUNT(SHORT); i++) {
        if (strcmp(SHORT[i].head, head) == 0) {
            memcpy(full, SHORT[i].path, strlen(SHORT[i].path) + 1);
            return schema_path(full);
        }
    }
    const struct field *found = schema_path(head);
    memcpy(full, head, len + 1);
    for (size_t i = 0; found == NULL && i < COUNT(PARTS); i++) {
        size_t before = strlen(PARTS[i]);
        memcpy(full, PARTS[i], before);
        memcpy(full + before, head, len + 1);
        found = schema_path(full);
    }
    return found;
}

/* A head that can only be a criterion: an id with a capital letter, a digit or '-'. */
static bool is_criterion(const char *text)
{
    return text_is_id(text) && strpbrk(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != NULL;
}

/* "GOV-01" or "GOV-01.note", with or without "answers." before it. */
static bool read_answer(struct arena *arena, const char *head, struct column *out, bool *memory)
{
    static const char answers[] = "answers.";
    bool prefixed = strncmp(head, answers, sizeof answers - 1) == 0;
    const char *name = prefixed ? head + sizeof answers - 1 : head;
    const char *dot = strrchr(name, '.');
    const struct field *member = dot == NULL ? NULL : schema_field(&schema_entry, dot + 1);
    size_t len = member == NULL ? strlen(name) : (size_t)(dot - name);
    char *criterion = arena_strndup(arena, name, len);
    if (criterion == NULL) {
        *memory = true;
        return false;
    }
    *out = (struct column){.kind = COLUMN_ANSWER,
                           .head = head,
                           .criterion = criterion,
                           .field = member == NULL || member->type == FIELD_ANY ? NULL : member};
    return prefixed ? text_is_id(criterion) : is_criterion(criterion);
}

static int refuse(struct arena *arena, const char *head, int line, struct diag *d)
{
    struct known *known = arena_alloc(arena, sizeof *known);
    if (known == NULL || known_load(known, arena) != 0) {
        return ERR_MEMORY;
    }
    struct buf shown = BUF_INIT;
    text_escape(&shown, head, strlen(head), 60);
    const char *near = text_nearest(head, known->words, known->count);
    if (near != NULL) {
        diag_add(d, line, buf_text(&shown), "is no known column: did you mean \"%s\"?", near);
    } else {
        diag_add(d, line, buf_text(&shown), "is no known column: remove it, or name a criterion");
    }
    int status = buf_status(&shown);
    buf_free(&shown);
    return status == 0 ? ERR_INPUT : status;
}

/* Whether a head is a known path but for its capitals: then it is no criterion. */
static bool is_miswritten(const char *head)
{
    char lower[MAX_PATH], full[MAX_PATH];
    size_t len = strlen(head);
    if (len >= sizeof lower) {
        return false;
    }
    for (size_t i = 0; i <= len; i++) {
        lower[i] = head[i] >= 'A' && head[i] <= 'Z' ? (char)(head[i] + 32) : head[i];
    }
    return strcmp(lower, head) != 0 && resolve(lower, full) != NULL;
}

int column_read(struct arena *arena, const char *head, int line, struct diag *d, struct column *out)
{
    char full[MAX_PATH];
    bool memory = false;
    const struct field *f = resolve(head, full);
    if (f != NULL && f->type != FIELD_ANSWERS && f->type != FIELD_FACTS &&
        (f->type != FIELD_OBJECT || f->list)) {
        char *path = arena_strdup(arena, full);
        *out = (struct column){.kind = COLUMN_FIELD, .head = head, .path = path, .field = f};
        return path == NULL ? ERR_MEMORY : 0;
    }
    if (f == NULL && !is_miswritten(head) && read_answer(arena, head, out, &memory)) {
        return 0;
    }
    if (memory) {
        return ERR_MEMORY;
    }
    return refuse(arena, head, line, d);
}
