/* Results as JSON. */
#include <string.h>

#include "base/json_member.h"
#include "base/number.h"
#include "cases/report.h"

static void got(struct buf *out, const struct case_result *r)
{
    const struct finding *f = &r->finding;
    struct buf reason = BUF_INIT;
    finding_reason(&reason, f);
    buf_printf(out, ",\"got\":{\"outcome\":\"%s\",\"credit\":", outcome_name(f->outcome));
    if (f->outcome == OUTCOME_SCORED) {
        number_write_credit(out, f->credit);
    } else {
        buf_puts(out, "null");
    }
    member_text(out, "reason", buf_text(&reason));
    buf_printf(out, ",\"line\":%d},\"read\":[", f->line);
    for (size_t i = 0; i < f->read_count; i++) {
        const struct json *value = json_path(r->doc, f->read[i]);
        buf_printf(out, "%s{\"path\":", i == 0 ? "" : ",");
        json_write_string(out, f->read[i]);
        if (value != NULL) {
            buf_puts(out, ",\"value\":");
            json_write(out, value);
        }
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    out->failed = out->failed || reason.failed;
    buf_free(&reason);
}

static void one(struct buf *out, const struct case_result *r)
{
    buf_puts(out, "{\"rule\":");
    json_write_string(out, r->c->rule);
    member_text(out, "group", r->c->group);
    member_text(out, "name", r->c->name);
    member_text(out, "path", r->c->path);
    buf_printf(out, ",\"line\":%d,\"passed\":%s", r->c->line, r->passed ? "true" : "false");
    member_text(out, "message", r->message);
    if (r->c->criterion != NULL) {
        member_text(out, "criterion", r->c->criterion);
    }
    if (r->c->expect != NULL) {
        buf_puts(out, ",\"expected\":");
        json_write(out, r->c->expect);
    }
    if (r->ran) {
        got(out, r);
    }
    buf_putc(out, '}');
}

void report_cases_json(struct buf *out, const struct case_run *r, const struct case_cover *cover,
                       bool lines)
{
    bool first = true;
    if (!lines) {
        buf_printf(out, "{\"passed\":%zu,\"failed\":%zu,\"cases\":[", r->passed, r->failed);
    }
    for (size_t i = 0; i < r->count; i++) {
        for (size_t k = 0; k < r->rules[i].count; k++) {
            buf_puts(out, lines || first ? "" : ",\n");
            one(out, &r->rules[i].results[k]);
            buf_puts(out, lines ? "\n" : "");
            first = false;
        }
    }
    buf_puts(out, lines ? "" : "]");
    if (cover != NULL) {
        buf_puts(out, lines ? "{" : ",");
        report_coverage_json(out, r, cover);
        buf_puts(out, lines ? "}\n" : "");
    }
    buf_puts(out, lines ? "" : "}\n");
}
