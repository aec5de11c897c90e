#include "forms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_OF_LISTS = 2 };

static const char *const COUNTRIES[] = {"AFG", "BGD", "IDN", "NPL", "PHL", "TUR", "VUT"};
static const char *const HAZARDS[] = {"EQ", "FL", "LS", "TS", "TC", "FF"};
static const char *const LANGUAGES[] = {"ne", "ps-AF", "zh-Hant", "tr"};
/* Texts of a list have no ';' and no white space around them. */
static const char *const ITEMS[] = {
    "ward office", "वडा कार्यालय", "İl müdürlüğü", "ıI",   "e\xcc\x81",   "😀 safe",     "a \"b\" c",
    "x, y",        "C:\\plans",   "and/or",       "مكتب", "100 percent", "line\nbreak"};
static const char *const TEXTS[] = {
    "Ward 7",       "नेपाल",         "İstanbul ı", "say \"no\"", "x, y; z", "one\ntwo", "one\r\ntwo",
    "tab\there",    "  around  ",   "😀",          "مرحبا",      "1,5",     "12",       "1e5",
    "true",         "n/a: none",    "unknown",    "=1+1",       "[list",   "{map",     "#14",
    "\xe2\x80\xa8", "\xc2\xa0nbsp", "\"",         "'",          "\x1f"};

/* ---- chance ------------------------------------------------------------------------------------- */

/* xorshift64*, Vigna 2016. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

int below(uint64_t *state, int n)
{
    return (int)(next(state) >> 33) % n;
}

/* ---- spelling ------------------------------------------------------------------------------------ */

void white(struct generator *g, struct buf *out)
{
    static const char *const some[] = {"", "", "", "", " ", "  ", "\t"};
    buf_puts(out, some[below(&g->how, COUNT(some))]);
}

/* One character of UTF-8 as \uXXXX, or two of them. */
static size_t escape(struct buf *out, const char *text)
{
    const unsigned char *t = (const unsigned char *)text;
    size_t len = t[0] < 0x80 ? 1 : t[0] < 0xe0 ? 2 : t[0] < 0xf0 ? 3 : 4;
    unsigned point = len == 1 ? t[0] : t[0] & (0x7fU >> len);
    for (size_t i = 1; i < len; i++) {
        point = point << 6 | (t[i] & 0x3fU);
    }
    if (point >= 0x10000) {
        buf_printf(out, "\\ud%03x", 0x800 | (point - 0x10000) >> 10);
        point = 0xdc00 | ((point - 0x10000) & 0x3ff);
    }
    buf_printf(out, "\\u%04X", point);
    return len;
}

void spell_text(struct generator *g, struct buf *out, const char *text)
{
    buf_putc(out, '"');
    while (*text != '\0') {
        if ((unsigned char)*text < 0x20 || below(&g->how, 12) == 0) {
            text += escape(out, text);
            continue;
        }
        if (*text == '"' || *text == '\\' || (*text == '/' && below(&g->how, 2) == 0)) {
            buf_putc(out, '\\');
        }
        buf_putc(out, *text++);
        while (((unsigned char)*text & 0xc0) == 0x80) {
            buf_putc(out, *text++);
        }
    }
    buf_putc(out, '"');
}

static void spell_number(struct generator *g, struct buf *out, double value)
{
    char text[64];
    const char *form = below(&g->how, 3) == 0   ? "%.17e"
                       : below(&g->how, 2) == 0 ? "%.15g"
                                                : "%.17g";
    (void)snprintf(text, sizeof text, form, value);
    if (strtod(text, NULL) != value) {
        (void)snprintf(text, sizeof text, "%.17g", value);
    }
    buf_puts(out, text);
    if (strpbrk(text, ".e") == NULL && below(&g->how, 4) == 0) {
        buf_puts(out, ".0");
    }
}

const char *short_text(struct generator *g)
{
    return ITEMS[below(&g->what, COUNT(ITEMS))];
}

void both(struct generator *g, const char *text)
{
    buf_puts(&g->json, text);
    buf_puts(&g->cell, text);
}

static void put_number(struct generator *g, double value)
{
    spell_number(g, &g->json, value);
    spell_number(g, &g->cell, value);
}

void put_text(struct generator *g, const char *text)
{
    spell_text(g, &g->json, text);
    if (g->nested) {
        spell_text(g, &g->cell, text);
    } else {
        buf_puts(&g->cell, text);
    }
}

static void put_bool(struct generator *g, bool value)
{
    static const char *const words[2][5] = {{"false", "no", "FALSE", "No", "nO"},
                                            {"true", "yes", "TRUE", "Yes", "tRue"}};
    buf_puts(&g->json, value ? "true" : "false");
    if (g->nested) {
        buf_puts(&g->cell, value ? "true" : "false");
        return;
    }
    bool said = g->change ? !value : value;
    g->change = false;
    buf_puts(&g->cell, words[said][below(&g->how, 5)]);
}

/* ---- values -------------------------------------------------------------------------------------- */

static double number_in(struct generator *g, double min, double max, bool whole)
{
    double room = max - min > 1000 ? 1000 : max - min;
    double any = (double)(next(&g->what) >> 11) / 9007199254740992.0;
    double value = min + room * any;
    switch (below(&g->what, 8)) {
    case 0:
        return min;
    case 1:
        return max;
    case 2:
        value = floor(value * 100) / 100;
        break;
    case 3:
        value = min + 1e-9 * any;
        break;
    default:
        break;
    }
    value = whole ? floor(value) : value;
    return value < min ? min : value > max ? max : value;
}

static void put_date(struct generator *g, int from, int to)
{
    char date[64];
    (void)snprintf(date, sizeof date, "%04d-%02d-%02d", from + below(&g->what, to - from + 1),
                   1 + below(&g->what, 12), 1 + below(&g->what, 28));
    put_text(g, date);
}

static void free_text(struct generator *g, char *out, size_t size)
{
    size_t used = 0;
    for (int i = 0, n = 1 + below(&g->what, 3); i < n; i++) {
        used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? " " : "",
                                 TEXTS[below(&g->what, COUNT(TEXTS))]);
    }
    if (out[strspn(out, " \t")] == '\0') {
        (void)snprintf(out, size, "text");
    }
}

/* A number, or a text, which is quoted where it could be taken for a number. */
void put_scalar(struct generator *g)
{
    int kind = below(&g->what, 4);
    if (kind == 0) {
        put_text(g, short_text(g));
    } else if (kind == 1) {
        static const char *const like[] = {"4026", "1,5", "5 %", "\"", "1e5"};
        bool nested = g->nested;
        g->nested = true;
        put_text(g, like[below(&g->what, COUNT(like))]);
        g->nested = nested;
    } else {
        put_number(g, number_in(g, -FIELD_MOST, FIELD_MOST, kind == 2) / (kind == 3 ? 3e14 : 1));
    }
}

static void put_object(struct generator *g, const struct schema *s, int index, int depth);

/* One value of a field: no list, no object. */
void put_one(struct generator *g, const struct schema *s, const struct field *f, int index)
{
    char text[600];
    bool from = s->from != NULL && strcmp(f->key, s->from) == 0;
    bool to = s->to != NULL && strcmp(f->key, s->to) == 0;
    switch (f->type) {
    case FIELD_TEXT:
        if (f->list) {
            put_text(g, short_text(g));
        } else {
            free_text(g, text, sizeof text);
            put_text(g, text);
        }
        return;
    case FIELD_BOOL:
        put_bool(g, below(&g->what, 2) == 1);
        return;
    case FIELD_NUMBER:
    case FIELD_WHOLE:
        put_number(g, number_in(g, f->min, f->max, f->type == FIELD_WHOLE));
        return;
    case FIELD_DATE:
        put_date(g, from ? 2019 : to ? 2025 : 2022, from ? 2021 : to ? 2027 : 2024);
        return;
    case FIELD_WORD:
        put_text(g, f->words->list[below(&g->what, (int)f->words->count)]);
        return;
    case FIELD_COUNTRY:
        put_text(g, COUNTRIES[below(&g->what, COUNT(COUNTRIES))]);
        return;
    case FIELD_HAZARD:
        put_text(g, HAZARDS[f->list ? below(&g->what, COUNT(HAZARDS)) : index % COUNT(HAZARDS)]);
        return;
    case FIELD_LANGUAGE:
        put_text(g, LANGUAGES[below(&g->what, COUNT(LANGUAGES))]);
        return;
    case FIELD_CURRENCY:
        put_text(g, "NPR");
        return;
    case FIELD_HIP:
        put_text(g, "GH0101");
        return;
    case FIELD_CHECKLIST:
        put_text(g, "child-drr@1");
        return;
    case FIELD_SCALAR:
        put_scalar(g);
        return;
    default: /* ids: those of a list are K1, K2, and refer to each other */
        (void)snprintf(text, sizeof text, "K%d", index + 1);
        put_text(g, text);
        return;
    }
}

/* A list: as JSON in both forms, or between ';' in a cell. */
void put_list(struct generator *g, const struct schema *s, const struct field *f, int depth)
{
    int count = f->type == FIELD_OBJECT ? 2 : below(&g->what, 4);
    if (strcmp(f->key, "facilities") == 0 && count > 2) {
        count = 2; /* ids of a list of objects, and those are two */
    }
    bool outer = g->nested;
    g->nested = outer || f->type == FIELD_OBJECT || count == 0 || below(&g->how, 3) == 0;
    const char *separator = g->nested ? "," : below(&g->how, 2) == 0 ? ";" : " ; ";
    buf_putc(&g->json, '[');
    buf_puts(&g->cell, g->nested ? "[" : "");
    for (int i = 0; i < count; i++) {
        buf_puts(&g->json, i > 0 ? "," : "");
        buf_puts(&g->cell, i > 0 ? separator : "");
        if (f->type == FIELD_OBJECT) {
            put_object(g, f->object, i, depth + 1);
        } else {
            put_one(g, s, f, i);
        }
    }
    buf_putc(&g->json, ']');
    buf_puts(&g->cell, g->nested ? "]" : count == 1 && below(&g->how, 2) == 0 ? ";" : "");
    g->nested = outer;
}

bool wanted(struct generator *g, const struct field *f, int depth)
{
    bool taken = below(&g->what, depth == 0 ? 2 : 3) == 0;
    /* What others refer to is always there; hip must fit the hazard. */
    return f->required || strcmp(f->key, "id") == 0 || (taken && f->type != FIELD_HIP);
}

/* An object inside a list, as JSON in both forms. */
static void put_object(struct generator *g, const struct schema *s, int index, int depth)
{
    bool first = true;
    both(g, "{");
    for (size_t i = 0; i < s->count; i++) {
        const struct field *f = &s->fields[i];
        if (!wanted(g, f, depth) || (f->type == FIELD_OBJECT && depth >= DEPTH_OF_LISTS)) {
            continue;
        }
        both(g, first ? "\"" : ",\"");
        both(g, f->key);
        both(g, "\":");
        white(g, &g->json);
        white(g, &g->cell);
        first = false;
        if (f->list) {
            put_list(g, s, f, depth);
        } else if (f->type == FIELD_OBJECT) {
            put_object(g, f->object, 0, depth + 1);
        } else {
            put_one(g, s, f, index);
        }
    }
    both(g, "}");
}

/* ---- answers ------------------------------------------------------------------------------------- */

static void put_items(struct generator *g, const struct json *items)
{
    int count = 0;
    bool outer = g->nested;
    g->nested = outer || below(&g->how, 2) == 0;
    size_t json = g->json.len, at = g->cell.len;
    buf_putc(&g->json, '[');
    buf_puts(&g->cell, g->nested ? "[" : "");
    for (const struct json *i = items->first; i != NULL; i = i->next) {
        if (below(&g->what, 2) == 0) {
            buf_puts(&g->json, count > 0 ? "," : "");
            buf_puts(&g->cell, count++ == 0 ? "" : g->nested ? "," : ";");
            put_text(g, json_string(json_get(i, "id")));
        }
    }
    buf_putc(&g->json, ']');
    buf_puts(&g->cell, g->nested ? "]" : ";");
    if (count == 0) {
        g->json.len = json, g->cell.len = at;
        both(g, "[]");
    }
    g->nested = outer;
}

static void put_by_hazard(struct generator *g, const struct part *demand)
{
    const struct json *of_rule = json_get(demand->args, "max");
    double max = demand->answer.has_max ? demand->answer.max
                 : of_rule != NULL      ? of_rule->number
                                        : 1;
    bool first = true, outer = g->nested;
    g->nested = true;
    both(g, "{");
    for (int i = 0; i < COUNT(HAZARDS); i++) {
        int kind = below(&g->what, 4);
        if (kind == 0) {
            continue;
        }
        both(g, first ? "\"" : ",\"");
        both(g, HAZARDS[i]);
        both(g, "\":");
        first = false;
        if (kind == 1) {
            both(g, "{\"state\":\"not_applicable\",\"reason\":");
            put_text(g, short_text(g));
            both(g, "}");
        } else {
            put_number(g,
                       number_in(g, demand->answer.has_min ? demand->answer.min : 0, max, false));
        }
    }
    both(g, "}");
    g->nested = outer;
}

static void put_parts(struct generator *g, const struct answer_spec *spec)
{
    bool first = true, outer = g->nested;
    g->nested = true;
    both(g, "{");
    for (size_t i = 0; i < spec->part_count; i++) {
        if (spec->parts[i].answer.type != ANSWER_NONE && below(&g->what, 4) > 0) {
            both(g, first ? "\"" : ",\"");
            both(g, spec->parts[i].id);
            both(g, "\":");
            put_answer(g, &spec->parts[i]);
            first = false;
        }
    }
    both(g, "}");
    g->nested = outer;
}

void put_answer(struct generator *g, const struct part *demand)
{
    const struct answer_spec *spec = &demand->answer;
    double max = spec->has_max ? spec->max : FIELD_MOST;
    switch (spec->type) {
    case ANSWER_YES_NO:
        put_bool(g, below(&g->what, 3) > 0);
        return;
    case ANSWER_LEVEL:
        put_number(g, number_in(g, 0, spec->levels, true));
        return;
    case ANSWER_PERCENT:
        put_number(g, g->spoilt ? 100.5 : number_in(g, 0, 100, false));
        g->spoilt = false;
        return;
    case ANSWER_NUMBER:
        put_number(g, number_in(g, spec->has_min ? spec->min : -FIELD_MOST, max, false));
        return;
    case ANSWER_DATE:
        put_date(g, 2015, 2027);
        return;
    case ANSWER_ITEMS:
        put_items(g, spec->items);
        return;
    case ANSWER_BY_HAZARD:
        put_by_hazard(g, demand);
        return;
    case ANSWER_PARTS:
        put_parts(g, spec);
        return;
    case ANSWER_NONE:
        return;
    }
}
