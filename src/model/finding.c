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

static void write_param(struct buf *out, const struct json *value)
{
    const struct json *percent = json_get(value, "percent");
    if (percent != NULL && percent->type == JSON_NUMBER) {
        /* One decimal is what a planner reads; the exact share stands in params. */
        number_write(out, rounded(percent->number * 1000, 1) / 10);
        buf_puts(out, " %");
    } else if (value->type == JSON_NUMBER) {
        /* Four decimals at most, without trailing zeros. */
        number_write(out, rounded(value->number, 10000));
    } else if (value->type == JSON_STRING) {
        buf_puts(out, value->text);
    } else {
        json_write(out, value);
    }
}

void finding_reason(struct buf *out, const struct finding *f)
{
    const char *p = f->template_text;
    size_t end = out->len + REASON_MAX; /* a parameter may be named many times */
    while (*p != '\0') {
        if (out->len > end) {
            buf_puts(out, " …");
            return;
        }
        const char *close = *p == '{' ? strchr(p, '}') : NULL;
        char name[64];
        size_t len = close == NULL ? 0 : (size_t)(close - p - 1);
        if (len > 0 && len < sizeof name) {
            memcpy(name, p + 1, len);
            name[len] = '\0';
            const struct json *value = json_get(f->params, name);
            if (value != NULL) {
                write_param(out, value);
                p = close + 1;
                continue;
            }
        }
        buf_putc(out, *p++);
    }
}
