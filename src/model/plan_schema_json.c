/* The table as a JSON Schema (2020-12), for editors and other programs: docs/plan.schema.json.
 * What a schema cannot say (real dates, unique ids, references, answers by criterion) is left to
 * the program. */
#include <stdio.h>

#include "base/number.h"
#include "model/codes.h"
#include "model/plan_schema.h"

struct writer {
    struct buf *out;
    int depth;
    bool first; /* nothing written yet at this depth */
};

static void begin(struct writer *w, const char *key)
{
    if (w->depth > 0) {
        buf_puts(w->out, w->first ? "\n" : ",\n");
    }
    for (int i = 0; i < w->depth; i++) {
        buf_puts(w->out, "  ");
    }
    if (key != NULL) {
        json_write_string(w->out, key);
        buf_puts(w->out, ": ");
    }
    w->first = false;
}

static void enter(struct writer *w, const char *key, char bracket)
{
    begin(w, key);
    buf_putc(w->out, bracket);
    w->depth++;
    w->first = true;
}

static void leave(struct writer *w, char bracket)
{
    w->depth--;
    buf_putc(w->out, '\n');
    for (int i = 0; i < w->depth; i++) {
        buf_puts(w->out, "  ");
    }
    buf_putc(w->out, bracket);
    w->first = false;
}

static void put_text(struct writer *w, const char *key, const char *text)
{
    begin(w, key);
    json_write_string(w->out, text);
}

/* A value that is JSON already. */
static void put_json(struct writer *w, const char *key, const char *json)
{
    begin(w, key);
    buf_puts(w->out, json);
}

static void put_number(struct writer *w, const char *key, double number)
{
    begin(w, key);
    number_write(w->out, number);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static void write_object(struct writer *w, const struct schema *s);

static void write_pattern(struct writer *w, const char *pattern)
{
    put_text(w, "type", "string");
    put_text(w, "pattern", pattern);
}

static void write_reference(struct writer *w, const char *name)
{
    char path[64];
    (void)snprintf(path, sizeof path, "#/$defs/%s", name);
    for (char *at = path; *at != '\0'; at++) {
        *at = *at == ' ' ? '_' : *at; /* a reference is a URI */
    }
    put_text(w, "$ref", path);
}

static void write_numbers(struct writer *w, const struct field *f)
{
    put_text(w, "type", f->type == FIELD_WHOLE ? "integer" : "number");
    if (f->min > -FIELD_MOST) {
        put_number(w, "minimum", f->min);
    }
    if (f->max < FIELD_MOST) {
        put_number(w, "maximum", f->max);
    }
}

/* The members that say what one value is, inside an object that is open. */
static void write_type(struct writer *w, const struct field *f)
{
    switch (f->type) {
    case FIELD_TEXT:
        put_text(w, "type", "string");
        if (f->required) {
            put_number(w, "minLength", 1);
        }
        return;
    case FIELD_ID:
    case FIELD_ROUND:
        write_reference(w, "id");
        return;
    case FIELD_LANGUAGE:
        write_pattern(w, "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$");
        return;
    case FIELD_CURRENCY:
        write_pattern(w, "^[A-Z]{3}$");
        return;
    case FIELD_CHECKLIST:
        write_pattern(w, "^[A-Za-z0-9._-]{1,64}(@[A-Za-z0-9._-]{1,64})?$");
        return;
    case FIELD_HIP:
        write_pattern(w, "^[A-Z]{2}[0-9]{4}$");
        return;
    case FIELD_DATE:
        write_reference(w, "date");
        return;
    case FIELD_BOOL:
        put_text(w, "type", "boolean");
        return;
    case FIELD_NUMBER:
    case FIELD_WHOLE:
        write_numbers(w, f);
        return;
    case FIELD_WORD:
        write_reference(w, f->words->name);
        return;
    case FIELD_COUNTRY:
        write_reference(w, "country");
        return;
    case FIELD_HAZARD:
        write_reference(w, "hazard");
        return;
    case FIELD_SCALAR:
        put_json(w, "type", "[\"number\", \"string\"]");
        return;
    case FIELD_OBJECT:
        write_object(w, f->object);
        return;
    case FIELD_FACTS:
        put_text(w, "type", "object");
        put_json(w, "propertyNames", "{\"pattern\": \"^[A-Za-z0-9._-]{1,128}$\"}");
        put_json(w, "additionalProperties", "{\"type\": [\"number\", \"string\"]}");
        return;
    case FIELD_ANSWERS:
        put_text(w, "type", "object");
        put_json(w, "additionalProperties", "{\"$ref\": \"#/$defs/answer\"}");
        return;
    default: /* FIELD_ANY */
        put_json(w, "type", "[\"boolean\", \"number\", \"string\", \"array\", \"object\"]");
    }
}

static void write_field(struct writer *w, const struct field *f)
{
    enter(w, f->key, '{');
    put_text(w, "description", f->help);
    if (f->list) {
        put_text(w, "type", "array");
        enter(w, "items", '{');
        write_type(w, f);
        leave(w, '}');
    } else {
        write_type(w, f);
    }
    leave(w, '}');
}

/* The members of a schema's object. The round is left out of `required`: --round may give it. */
static void write_object(struct writer *w, const struct schema *s)
{
    bool required = false;
    put_text(w, "type", "object");
    enter(w, "properties", '{');
    for (size_t i = 0; i < s->count; i++) {
        write_field(w, &s->fields[i]);
        required = required || s->fields[i].required;
    }
    leave(w, '}');
    if (required) {
        enter(w, "required", '[');
        for (size_t i = 0; i < s->count; i++) {
            if (s->fields[i].required && s->fields[i].type != FIELD_ROUND) {
                put_text(w, NULL, s->fields[i].key);
            }
        }
        leave(w, ']');
    }
    const struct field *pcode = schema_field(s, "pcode");
    if (pcode != NULL) {
        put_json(w, "anyOf", "[{\"required\": [\"name\"]}, {\"required\": [\"pcode\"]}]");
    }
    put_json(w, "additionalProperties", "false");
}

/* ---- definitions ----------------------------------------------------------------------------- */

static bool is_country(const char *code)
{
    return codes_country(code) != NULL;
}

static bool is_hazard(const char *code)
{
    return codes_hazard(code) != NULL;
}

/* Adds the codes of len capital letters that are known: the code lists offer a look-up, no
 * table. */
static void add_codes(struct buf *out, int len, bool *first, bool (*known)(const char *))
{
    char code[] = "AAA";
    code[len] = '\0';
    for (int at = 0; at >= 0;) {
        if (known(code)) {
            buf_printf(out, "%s\"%s\"", *first ? "" : ", ", code);
            *first = false;
        }
        for (at = len - 1; at >= 0 && code[at] == 'Z'; at--) {
            code[at] = 'A';
        }
        if (at >= 0) {
            code[at]++;
        }
    }
}

static void write_codes(struct writer *w, const char *name, bool (*known)(const char *))
{
    bool first = true;
    enter(w, name, '{');
    put_text(w, "type", "string");
    begin(w, "enum");
    buf_putc(w->out, '[');
    add_codes(w->out, 2, &first, known);
    add_codes(w->out, 3, &first, known);
    buf_putc(w->out, ']');
    leave(w, '}');
}

static void write_words(struct writer *w, const struct words *words)
{
    char name[32];
    (void)snprintf(name, sizeof name, "%s", words->name);
    for (char *at = name; *at != '\0'; at++) {
        *at = *at == ' ' ? '_' : *at;
    }
    enter(w, name, '{');
    put_text(w, "type", "string");
    begin(w, "enum");
    buf_putc(w->out, '[');
    for (size_t i = 0; i < words->count; i++) {
        buf_puts(w->out, i == 0 ? "" : ", ");
        json_write_string(w->out, words->list[i]);
    }
    buf_putc(w->out, ']');
    leave(w, '}');
}

static void write_answer(struct writer *w)
{
    enter(w, "entry", '{');
    put_text(w, "description", "an answer with what belongs to it: a value or a claim, not both");
    write_object(w, &schema_entry);
    put_json(w, "not", "{\"required\": [\"value\", \"state\"]}");
    put_json(w, "dependentRequired", "{\"reason\": [\"state\"]}");
    put_json(w, "if",
             "{\"properties\": {\"state\": {\"const\": \"not_applicable\"}}, \"required\": "
             "[\"state\"]}");
    put_json(w, "then",
             "{\"required\": [\"reason\"], \"properties\": {\"reason\": {\"pattern\": \"[^ ]\"}}}");
    leave(w, '}');
    enter(w, "answer", '{');
    put_text(w, "description",
             "a bare value, or an entry; the checklist says which values are good");
    put_json(w, "type", "[\"boolean\", \"number\", \"string\", \"array\", \"object\"]");
    put_json(w, "if",
             "{\"type\": \"object\", \"anyOf\": [{\"required\": [\"value\"]}, {\"required\": "
             "[\"state\"]}]}");
    put_json(w, "then", "{\"$ref\": \"#/$defs/entry\"}");
    leave(w, '}');
}

void schema_write(struct buf *out)
{
    struct writer w = {.out = out, .first = true};
    enter(&w, NULL, '{');
    put_text(&w, "$schema", "https://json-schema.org/draft/2020-12/schema");
    put_text(&w, "title", "Banyan plan document");
    put_text(&w, "description",
             "What `banyan assess` reads. docs/plan-format.md explains every member. "
             "assessment.round is "
             "required too, unless --round gives it.");
    write_object(&w, &schema_document);
    enter(&w, "$defs", '{');
    enter(&w, "id", '{');
    write_pattern(&w, "^[A-Za-z0-9._-]{1,64}$");
    leave(&w, '}');
    enter(&w, "date", '{');
    put_text(&w, "format", "date");
    write_pattern(&w, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    leave(&w, '}');
    write_codes(&w, "country", is_country);
    write_codes(&w, "hazard", is_hazard);
    for (size_t i = 0; i < words_all_count; i++) {
        write_words(&w, words_all[i]);
    }
    write_answer(&w);
    leave(&w, '}');
    leave(&w, '}');
    buf_putc(out, '\n');
}
