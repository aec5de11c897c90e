/* Cells. What can be read in two ways is refused with the way to write it; nothing is guessed. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "input/input_internal.h"

static void complain(struct cell *c, const char *is, const char *what_to_do)
{
    struct buf text = BUF_INIT;
    buf_putc(&text, '"');
    text_escape(&text, c->text, strlen(c->text), 60);
    buf_printf(&text, "\" %s: %s", is, what_to_do);
    struct buf head = BUF_INIT;
    text_escape(&head, c->column->head, strlen(c->column->head), 80);
    diag_add(c->d, c->line, buf_text(&head), "%s", buf_text(&text));
    c->memory = c->memory || buf_status(&text) != 0 || buf_status(&head) != 0;
    buf_free(&text);
    buf_free(&head);
}

static struct json *made(struct cell *c, struct json *value)
{
    if (value == NULL) {
        c->memory = true;
    } else {
        value->line = c->line;
    }
    return value;
}

static struct json *text_value(struct cell *c, const char *text, size_t len)
{
    return made(c, json_new_string(c->arena, text, len));
}

static const char *trim(const char *text, size_t *len)
{
    while (*len > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        (*len)--;
    }
    while (*len > 0 && (text[*len - 1] == ' ' || text[*len - 1] == '\t')) {
        (*len)--;
    }
    return text;
}

/* 3,5  1,000  1 000  1'000  1.000,5: digits with marks between that no JSON number has. */
static bool has_marks(const char *text, size_t len)
{
    size_t digits = 0, marks = 0, at = len > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    for (; at < len; at++) {
        if (text[at] >= '0' && text[at] <= '9') {
            digits++;
        } else if (digits > 0 && strchr(",' ", text[at]) != NULL) {
            marks++;
        } else if (digits > 0 && len - at >= 2 && memcmp(text + at, "\xc2\xa0", 2) == 0) {
            marks++; /* no-break space */
            at++;
        } else if (digits > 0 && len - at >= 3 && memcmp(text + at, "\xe2\x80\xaf", 3) == 0) {
            marks++; /* narrow no-break space */
            at += 2;
        } else if (text[at] != '.') {
            return false;
        }
    }
    return marks > 0;
}

static bool is_percent(const char *text, size_t len)
{
    double number;
    if (len < 2 || text[len - 1] != '%') {
        return false;
    }
    len--;
    text = trim(text, &len);
    return number_parse(text, len, &number) == 0 || has_marks(text, len);
}

/* What looks like a number but is none. Returns true where it complained. */
static bool refuse_number_like(struct cell *c, const char *text, size_t len)
{
    if (has_marks(text, len)) {
        complain(c, "has a comma, space or apostrophe in a number",
                 "write digits with a point for decimals and no thousands marks");
        return true;
    }
    if (is_percent(text, len)) {
        complain(c, "has a percent sign", "write the number alone");
        return true;
    }
    return false;
}

static struct json *number_value(struct cell *c, const char *text, size_t len)
{
    double number;
    if (number_parse(text, len, &number) == 0) {
        return made(c, json_new_number(c->arena, number));
    }
    if (!refuse_number_like(c, text, len)) {
        complain(c, "is no number", "write digits, with a point for decimals");
    }
    return NULL;
}

static bool same_word(const char *text, size_t len, const char *word)
{
    return strlen(word) == len && text_alike(text, word, len);
}

/* 1 or 0; -1: neither. Spreadsheets write TRUE and FALSE. */
static int truth(const char *text, size_t len)
{
    if (same_word(text, len, "true") || same_word(text, len, "yes")) {
        return 1;
    }
    return same_word(text, len, "false") || same_word(text, len, "no") ? 0 : -1;
}

static struct json *bool_value(struct cell *c, const char *text, size_t len)
{
    int value = truth(text, len);
    if (value < 0) {
        complain(c, "is neither true nor false", "write true, false, yes or no");
        return NULL;
    }
    return made(c, json_new_bool(c->arena, value == 1));
}

static void set_lines(struct json *value, int line)
{
    value->line = line;
    for (struct json *child = value->first; child != NULL; child = child->next) {
        set_lines(child, line);
    }
}

static struct json *json_value(struct cell *c, const char *text, size_t len)
{
    struct json *value;
    struct json_error error;
    int status = json_parse(c->arena, text, len, 1, &value, &error);
    if (status == ERR_MEMORY) {
        c->memory = true;
        return NULL;
    }
    if (status != 0) {
        struct buf head = BUF_INIT;
        text_escape(&head, c->column->head, strlen(c->column->head), 80);
        diag_add(c->d, c->line, buf_text(&head), "is no JSON: %s", error.text);
        c->memory = c->memory || buf_status(&head) != 0;
        buf_free(&head);
        return NULL;
    }
    set_lines(value, c->line);
    return value;
}

/* ---- lists ----------------------------------------------------------------------------------- */

typedef struct json *item_reader(struct cell *c, const char *text, size_t len);

/* Items between ';', the last of which may be followed by one. */
static struct json *split(struct cell *c, item_reader *read)
{
    struct json *list = made(c, json_new(c->arena, JSON_ARRAY));
    const char *at = c->text;
    while (list != NULL && *at != '\0') {
        size_t len = strcspn(at, ";"), left = len;
        const char *text = trim(at, &left);
        at += len + (at[len] == ';' ? 1 : 0);
        if (left == 0) {
            complain(c, "has an empty item", "put one ';' between two items");
            return NULL;
        }
        struct json *item = read(c, text, left);
        if (item == NULL) {
            return NULL;
        }
        if (json_add(c->arena, list, NULL, item) != 0) {
            c->memory = true;
            return NULL;
        }
    }
    return list;
}

static struct json *object_with(struct cell *c, const char *key, const char *text, size_t len)
{
    struct json *object = made(c, json_new(c->arena, JSON_OBJECT));
    struct json *value = text_value(c, text, len);
    if (object != NULL && json_add(c->arena, object, key, value) != 0) {
        c->memory = true;
        return NULL;
    }
    return object;
}

static struct json *hazard_item(struct cell *c, const char *text, size_t len)
{
    return object_with(c, "type", text, len);
}

/* "plan.pdf" or "plan.pdf#14" (page 14). */
static struct json *evidence_item(struct cell *c, const char *text, size_t len)
{
    size_t digits = 0;
    while (digits < len && text[len - 1 - digits] >= '0' && text[len - 1 - digits] <= '9') {
        digits++;
    }
    double page;
    bool paged = digits > 0 && digits + 1 < len && text[len - 1 - digits] == '#' &&
                 number_parse(text + len - digits, digits, &page) == 0;
    struct json *object = object_with(c, "document", text, paged ? len - digits - 1 : len);
    if (object != NULL && paged &&
        json_add(c->arena, object, "page", made(c, json_new_number(c->arena, page))) != 0) {
        c->memory = true;
        return NULL;
    }
    return object;
}

/* ---- by column ------------------------------------------------------------------------------- */

static struct json *scalar_value(struct cell *c, const char *text, size_t len)
{
    double number;
    if (number_parse(text, len, &number) == 0) {
        return made(c, json_new_number(c->arena, number));
    }
    if (text[0] == '"') {
        return json_value(c, text, len); /* a text that looks like a number */
    }
    return refuse_number_like(c, text, len) ? NULL : text_value(c, text, len);
}

static struct json *one(struct cell *c, const char *text, size_t len)
{
    switch (c->column->field->type) {
    case FIELD_BOOL:
        return bool_value(c, text, len);
    case FIELD_NUMBER:
    case FIELD_WHOLE:
        return number_value(c, text, len);
    case FIELD_SCALAR:
        return scalar_value(c, text, len);
    default:
        return text_value(c, text, len);
    }
}

struct json *cell_field(struct cell *c)
{
    const struct field *f = c->column->field;
    size_t len = strlen(c->text);
    const char *text = trim(c->text, &len);
    if (f->type == FIELD_TEXT && !f->list) {
        return text_value(c, c->text, strlen(c->text));
    }
    if (f->list && text[0] == '[') {
        return json_value(c, text, len);
    }
    if (f->list && f->type != FIELD_OBJECT) {
        return split(c, one);
    }
    if (f->list && strcmp(f->key, "hazards") == 0) {
        return split(c, hazard_item);
    }
    if (f->list && strcmp(f->key, "evidence") == 0) {
        return split(c, evidence_item);
    }
    if (f->list) {
        complain(c, "is no list of objects",
                 "write it as JSON, [{\"id\": …}], or use the JSON form");
        return NULL;
    }
    return one(c, text, len);
}

static struct json *claim(struct cell *c, const char *state, const char *reason, size_t len)
{
    struct json *object = object_with(c, "state", state, strlen(state));
    if (object != NULL && len > 0 &&
        json_add(c->arena, object, "reason", text_value(c, reason, len)) != 0) {
        c->memory = true;
        return NULL;
    }
    return object;
}

struct json *cell_answer(struct cell *c)
{
    size_t len = strlen(c->text);
    const char *text = trim(c->text, &len);
    double number;
    int value = truth(text, len);
    if (value >= 0) {
        return made(c, json_new_bool(c->arena, value == 1));
    }
    if (number_parse(text, len, &number) == 0) {
        return made(c, json_new_number(c->arena, number));
    }
    if (text[0] == '[' || text[0] == '{' || text[0] == '"') {
        return json_value(c, text, len);
    }
    if (same_word(text, len, "unknown")) {
        return claim(c, "unknown", "", 0);
    }
    if (len >= 3 && text_alike(text, "n/a", 3) && (len == 3 || text[3] == ':')) {
        size_t left = len == 3 ? 0 : len - 4;
        const char *reason = trim(text + (len == 3 ? 3 : 4), &left);
        return claim(c, "not_applicable", reason, left);
    }
    if (refuse_number_like(c, text, len)) {
        return NULL;
    }
    if (memchr(text, ';', len) != NULL) {
        return split(c, text_value);
    }
    return text_value(c, text, len);
}
