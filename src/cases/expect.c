/* What a case expects, held against what the rule found. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cases/cases.h"

static const char *const WORDS[] = {"credit", "outcome", "reason", "params"};
static const enum json_type TYPES[] = {JSON_NUMBER, JSON_STRING, JSON_STRING, JSON_OBJECT};
enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS };

/* A case that asks for what does not exist would pass for ever. */
static bool is_sound(struct buf *out, const struct json *expect)
{
    if (expect == NULL || expect->type != JSON_OBJECT || expect->len == 0) {
        buf_puts(out, "expects nothing: give credit, outcome or reason");
        return false;
    }
    for (const struct json *m = expect->first; m != NULL; m = m->next) {
        int i = 0;
        while (i < WORD_COUNT && strcmp(m->key, WORDS[i]) != 0) {
            i++;
        }
        if (i == WORD_COUNT) {
            const char *near = text_nearest(m->key, WORDS, WORD_COUNT);
            buf_printf(out, "expects \"%.40s\": ", m->key);
            buf_printf(out, near == NULL ? "give credit, outcome or reason%s" : "did you mean %s?",
                       near == NULL ? "" : near);
            return false;
        }
        if (m->type != TYPES[i] || (m->type == JSON_OBJECT && m->len == 0)) {
            buf_printf(out, "expects a %s that is no %s", m->key, json_type_name(TYPES[i]));
            return false;
        }
    }
    const char *outcome = json_string(json_get(expect, "outcome"));
    bool known = outcome == NULL;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        known = known || strcmp(outcome, outcome_name((enum outcome)i)) == 0;
    }
    if (!known) {
        buf_printf(out, "expects the outcome \"%.40s\", which there is not", outcome);
    }
    return known;
}

/* Whether a reason reads so. The place that an error begins with may be left out: lines move. */
static bool says(const struct finding *f, const char *reason, const char *wanted)
{
    const char *place = f->outcome == OUTCOME_ERROR ? strstr(reason, ".lua:") : NULL;
    const char *rest = place == NULL ? NULL : place + strlen(".lua:");
    rest = rest == NULL ? NULL : rest + strspn(rest, "0123456789");
    return strcmp(wanted, reason) == 0 ||
           (rest != NULL && strncmp(rest, ": ", 2) == 0 && strcmp(wanted, rest + 2) == 0);
}

static bool same_value(struct buf *out, const struct json *a, const struct json *b)
{
    struct buf x = BUF_INIT, y = BUF_INIT;
    if (b != NULL) {
        json_write(&x, a);
        json_write(&y, b);
    }
    bool same = b != NULL && strcmp(buf_text(&x), buf_text(&y)) == 0;
    out->failed = out->failed || x.failed || y.failed;
    buf_free(&x);
    buf_free(&y);
    return same;
}

/* Holds what a reason, or an advice, is filled with against what is wanted of it. */
static void compare_params(struct buf *out, size_t before, const struct json *wanted,
                           const struct finding *f)
{
    for (const struct json *w = wanted == NULL ? NULL : wanted->first; w != NULL; w = w->next) {
        const struct json *got = json_get(f->params, w->key);
        if (!same_value(out, w, got)) {
            buf_printf(out, "%sexpected {%s} ", out->len > before ? "; " : "", w->key);
            json_write(out, w);
            buf_puts(out, got == NULL ? ", which is not given" : ", which is ");
            if (got != NULL) {
                json_write(out, got);
            }
        }
    }
}

bool cases_hold(struct buf *out, const struct json *expect, const struct finding *f)
{
    struct buf reason = BUF_INIT;
    finding_reason(&reason, f);
    const struct json *credit = json_get(expect, "credit");
    const char *outcome = json_string(json_get(expect, "outcome"));
    const char *text = json_string(json_get(expect, "reason"));
    out->failed = out->failed || reason.failed; /* what cannot be written cannot be compared */
    if (!is_sound(out, expect)) {
        buf_free(&reason);
        return false;
    }
    size_t before = out->len;
    if (credit != NULL &&
        (f->outcome != OUTCOME_SCORED || number_to_credit(credit->number) != f->credit)) {
        buf_puts(out, "expected credit ");
        json_write(out, credit);
    }
    if (outcome != NULL && strcmp(outcome, outcome_name(f->outcome)) != 0) {
        buf_printf(out, "%sexpected outcome %s", out->len > before ? "; " : "", outcome);
    }
    if (text != NULL && !says(f, buf_text(&reason), text)) {
        buf_printf(out, "%sexpected reason \"%s\"", out->len > before ? "; " : "", text);
    }
    compare_params(out, before, json_get(expect, "params"), f);
    bool holds = out->len == before;
    if (!holds) {
        buf_printf(out, "; got %s", outcome_name(f->outcome));
        if (f->outcome == OUTCOME_SCORED) {
            buf_puts(out, " ");
            number_write_credit(out, f->credit);
        }
        buf_printf(out, ": %s", buf_text(&reason));
    }
    buf_free(&reason);
    return holds && !out->failed;
}

void cases_expected(struct buf *out, const struct json *expect)
{
    size_t before = out->len;
    for (int i = 0; i < WORD_COUNT; i++) {
        const struct json *m = json_get(expect, WORDS[i]);
        if (m == NULL) {
            continue;
        }
        buf_printf(out, "%s%s ", out->len > before ? ", " : "", WORDS[i]);
        if (m->type == JSON_STRING && i == 1) {
            buf_puts(out, m->text);
        } else {
            json_write(out, m);
        }
    }
}
