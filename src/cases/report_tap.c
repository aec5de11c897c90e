/* Results as TAP, version 13: what `prove` and many others read. */
#include <string.h>

#include "base/text.h"
#include "cases/report.h"

/* A name in which TAP sees no directive. */
static void name(struct buf *out, const struct rule_case *c)
{
    struct buf shown = BUF_INIT;
    text_escape(&shown, c->id, strlen(c->id), 400);
    for (const char *p = buf_text(&shown); *p != '\0'; p++) {
        buf_puts(out, *p == '#' ? "\\#" : "");
        if (*p != '#') {
            buf_putc(out, *p);
        }
    }
    out->failed = out->failed || shown.failed;
    buf_free(&shown);
}

static void member(struct buf *out, const char *key, const char *value)
{
    buf_printf(out, "  %s: ", key);
    json_write_string(out, value); /* a text of JSON is one of YAML */
    buf_putc(out, '\n');
}

/* What is wrong, as a block of YAML. */
static void diagnosis(struct buf *out, const struct case_result *r)
{
    struct buf text = BUF_INIT;
    buf_puts(out, "  ---\n");
    member(out, "message", r->message);
    member(out, "file", r->c->path);
    buf_printf(out, "  line: %d\n", r->c->line);
    if (r->ran) {
        cases_expected(&text, r->c->expect);
        member(out, "expected", buf_text(&text));
        report_reuse(out, &text);
        report_case_got(&text, &r->finding);
        member(out, "got", buf_text(&text));
        buf_printf(out, "  read:%s\n", r->finding.read_count == 0 ? " []" : "");
        for (size_t i = 0; i < r->finding.read_count; i++) {
            buf_puts(out, "    - ");
            json_write_string(out, r->finding.read[i]);
            buf_putc(out, '\n');
        }
    }
    buf_puts(out, "  ...\n");
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

void report_cases_tap(struct buf *out, const struct case_run *r, const struct case_cover *cover)
{
    size_t number = 0;
    buf_printf(out, "TAP version 13\n1..%zu", r->passed + r->failed);
    buf_puts(out, r->passed + r->failed == 0 ? " # SKIP no case was run\n" : "\n");
    for (size_t i = 0; i < r->count; i++) {
        for (size_t k = 0; k < r->rules[i].count; k++) {
            const struct case_result *c = &r->rules[i].results[k];
            buf_printf(out, "%sok %zu - ", c->passed ? "" : "not ", ++number);
            name(out, c->c);
            buf_putc(out, '\n');
            if (!c->passed) {
                diagnosis(out, c);
            }
        }
    }
    if (cover != NULL) {
        buf_printf(out, "# lines: %zu of %zu\n", cover->lines_run, cover->lines);
    }
    if (cover != NULL && cover->checklist != NULL) {
        buf_printf(out, "# answers of %s: %zu of %zu\n", cover->checklist->id, cover->answers_hit,
                   cover->answers);
    }
}
