#include "model/finding.h"

#include <string.h>

#include "base/number.h"

const char *outcome_name(enum outcome outcome)
{
    static const char *const names[OUTCOME_COUNT] = {"scored", "not_applicable", "not_assessed",
                                                     "unknown", "error"};
    return names[outcome];
}

const char *finding_by_name(enum finding_by by)
{
    static const char *const names[] = {"", "context", "claim", "rule", "limit"};
    return names[by];
}

enum { REASON_MAX = 32768 }; /* bytes, about */

/* x with so many tenths, hundredths … as `parts` says, half away from zero. */
static double rounded(double x, double parts)
{
    double scaled = x * parts;
    return scaled > -9e15 && scaled < 9e15
               ? (double)(int64_t)(scaled + (scaled < 0 ? -0.5 : 0.5)) / parts
               : x;
}

/* A text: as a whole, else each part of a list "a, b" that a catalogue has. */
static void write_text(struct buf *out, const char *text, const struct texts *t)
{
    const char *whole = texts_find(t, text);
    if (t == NULL || whole != NULL) {
        buf_puts(out, whole == NULL ? text : whole);
        return;
    }
    for (const char *p = text; *p != '\0';) {
        const char *comma = strstr(p, ", ");
        size_t len = comma == NULL ? strlen(p) : (size_t)(comma - p);
        char part[256];
        const char *found = NULL;
        if (len < sizeof part) {
            memcpy(part, p, len);
            part[len] = '\0';
            found = texts_find(t, part);
        }
        buf_add(out, found == NULL ? p : found, found == NULL ? len : strlen(found));
        buf_puts(out, comma == NULL ? "" : texts_get(t, ", "));
        p += len + (comma == NULL ? 0 : 2);
    }
}

static void write_param(struct buf *out, const struct json *value, const struct texts *t)
{
    const struct json *percent = json_get(value, "percent");
    const char *reason = json_string(json_get(value, "template"));
    if (reason != NULL) {
        finding_fill(out, texts_get(t, reason), json_get(value, "params"), t);
    } else if (percent != NULL && percent->type == JSON_NUMBER) {
        /* One decimal is what a planner reads; the exact share stands in params. */
        number_write(out, rounded(percent->number * 1000, 1) / 10);
        buf_puts(out, " %");
    } else if (value->type == JSON_NUMBER) {
        /* Four decimals at most, without trailing zeros. */
        number_write(out, rounded(value->number, 10000));
    } else if (value->type == JSON_STRING) {
        write_text(out, value->text, t);
    } else {
        json_write(out, value);
    }
}

/* The {name} that begins at p: its value, and in *len how long it is with its braces. NULL: p begins
 * none that params has. */
static const struct json *named(const char *p, const struct json *params, size_t *len)
{
    const char *close = *p == '{' ? strchr(p, '}') : NULL;
    char name[64];
    size_t n = close == NULL ? 0 : (size_t)(close - p - 1);
    if (n == 0 || n >= sizeof name) {
        return NULL;
    }
    memcpy(name, p + 1, n);
    name[n] = '\0';
    *len = n + 2;
    return json_get(params, name);
}

void finding_fill(struct buf *out, const char *template_text, const struct json *params,
                  const struct texts *t)
{
    const char *p = template_text;
    size_t end = out->len + REASON_MAX; /* a parameter may be named many times */
    while (*p != '\0') {
        if (out->len > end) {
            buf_puts(out, " …");
            return;
        }
        size_t len = 0;
        const struct json *value = named(p, params, &len);
        if (value != NULL) {
            write_param(out, value, t);
            p += len;
        } else {
            buf_putc(out, *p++);
        }
    }
}

void finding_reason(struct buf *out, const struct finding *f)
{
    finding_reason_in(out, f, NULL);
}

void finding_reason_in(struct buf *out, const struct finding *f, const struct texts *t)
{
    finding_fill(out, texts_get(t, f->template_text), f->params, t);
}

/* An empty text (a list of which nothing is left) tells no more than an absent one. */
static bool all_known(const char *template_text, const struct json *params)
{
    size_t len = 0;
    for (const char *p = strchr(template_text, '{'); p != NULL; p = strchr(p + 1, '{')) {
        const struct json *value = named(p, params, &len);
        if (value == NULL || (value->type == JSON_STRING && value->len == 0)) {
            return false;
        }
    }
    return true;
}

const struct json *advice_next(const struct json *advice, const struct json *after)
{
    bool list = advice != NULL && advice->type == JSON_ARRAY;
    if (after != NULL) {
        return list ? after->next : NULL;
    }
    return list ? advice->first : advice;
}

const char *advice_text(const struct json *entry)
{
    return json_string(entry->type == JSON_OBJECT ? json_get(entry, "text") : entry);
}

const struct json *advice_below(const struct json *entry)
{
    return json_get(entry, "below");
}

static bool is_below(const struct finding *f, const struct json *below)
{
    return below == NULL || (f->outcome == OUTCOME_SCORED && below->type == JSON_NUMBER &&
                             f->credit < number_to_credit(below->number));
}

const char *finding_advice(const struct finding *f, const struct json *advice)
{
    const struct json *a = NULL;
    while ((a = advice_next(advice, a)) != NULL) {
        const char *text = advice_text(a);
        if (text != NULL && is_below(f, advice_below(a)) && all_known(text, f->params)) {
            return text;
        }
    }
    return NULL;
}

const struct json *finding_doubts(const struct finding *f)
{
    const struct json *list = json_get(f->params, FINDING_DOUBTS);
    return list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
}

const char *doubt_reason(struct buf *out, const struct json *doubt, const struct texts *t)
{
    const char *text = json_string(json_get(doubt, "template"));
    finding_fill(out, text == NULL ? "" : texts_get(t, text), json_get(doubt, "params"), t);
    return json_string(json_get(doubt, "rule"));
}
