/* Results for people. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cases/report.h"
#include "report/render.h"

enum { TEXT_MOST = 2000, NAME_MOST = 300, READ_SHOWN = 24 };

void report_reuse(struct buf *out, struct buf *text)
{
    out->failed = out->failed || text->failed;
    buf_reset(text);
}

void report_case_name(struct buf *out, const struct rule_case *c)
{
    text_escape(out, c->id + strlen(c->rule) + 1, strlen(c->id) - strlen(c->rule) - 1, NAME_MOST);
}

void report_case_got(struct buf *out, const struct finding *f)
{
    struct buf reason = BUF_INIT;
    finding_reason(&reason, f);
    if (f->outcome == OUTCOME_SCORED) {
        buf_puts(out, "credit ");
        number_write_credit(out, f->credit);
    } else {
        buf_puts(out, outcome_name(f->outcome));
    }
    buf_printf(out, "%s", reason.len > 0 ? ": " : "");
    text_escape(out, buf_text(&reason), reason.len, TEXT_MOST);
    out->failed = out->failed || reason.failed;
    buf_free(&reason);
}

static void head(struct buf *out, const struct case_result *r, const char *verdict)
{
    text_escape(out, r->c->path, strlen(r->c->path), TEXT_MOST);
    buf_printf(out, ":%d: %s: ", r->c->line, r->c->rule);
    report_case_name(out, r->c);
    buf_printf(out, ": %s", verdict);
}

static void reads(struct buf *out, const struct case_result *r)
{
    struct buf value = BUF_INIT;
    for (size_t i = 0; i < r->finding.read_count && i < READ_SHOWN; i++) {
        const char *path = r->finding.read[i];
        const struct json *fact = json_path(r->doc, path);
        report_reuse(out, &value);
        if (fact == NULL) {
            buf_puts(&value, "(not there)");
        } else {
            render_value(&value, fact);
        }
        buf_printf(out, "    %-9s ", i == 0 ? "read" : "");
        text_escape(out, path, strlen(path), NAME_MOST);
        buf_puts(out, " = ");
        text_escape(out, buf_text(&value), value.len, TEXT_MOST);
        buf_putc(out, '\n');
        out->failed = out->failed || value.failed;
    }
    if (r->finding.read_count > READ_SHOWN) {
        buf_printf(out, "    %-9s and %zu more\n", "", r->finding.read_count - READ_SHOWN);
    }
    buf_free(&value);
}

static void failure(struct buf *out, const struct case_result *r, const struct rule_info *info)
{
    struct buf text = BUF_INIT;
    bool compared = r->ran && strncmp(r->message, "expected ", 9) == 0;
    head(out, r, "FAIL");
    if (!compared) {
        buf_puts(out, ": ");
        text_escape(out, r->message, strlen(r->message), TEXT_MOST);
    }
    buf_putc(out, '\n');
    if (!r->ran) {
        return;
    }
    if (compared) {
        cases_expected(&text, r->c->expect);
        buf_puts(out, "    expected  ");
        text_escape(out, buf_text(&text), text.len, TEXT_MOST);
        buf_puts(out, "\n    got       ");
        report_case_got(out, &r->finding);
        buf_putc(out, '\n');
        if (json_get(r->c->expect, "params") != NULL && r->finding.params != NULL) {
            report_reuse(out, &text);
            json_write(&text, r->finding.params);
            buf_puts(out, "    params    ");
            text_escape(out, buf_text(&text), text.len, TEXT_MOST);
            buf_putc(out, '\n');
        }
    }
    if (r->c->answer != NULL) {
        report_reuse(out, &text);
        render_value(&text, r->c->answer);
        buf_puts(out, "    answer    ");
        text_escape(out, buf_text(&text), text.len, TEXT_MOST);
        buf_putc(out, '\n');
    }
    reads(out, r);
    if (r->finding.line > 0) {
        buf_puts(out, "    ended in  ");
        text_escape(out, info->path, strlen(info->path), TEXT_MOST);
        buf_printf(out, ":%d\n", r->finding.line);
    }
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

void report_cases_text(struct buf *out, const struct case_run *r, bool all)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct rule_run *rule = &r->rules[i];
        for (size_t k = 0; k < rule->count; k++) {
            if (!rule->results[k].passed) {
                failure(out, &rule->results[k], rule->info);
            } else if (all) {
                head(out, &rule->results[k], "PASS");
                buf_putc(out, '\n');
            }
        }
    }
    buf_printf(out, "%zu passed, %zu failed\n", r->passed, r->failed);
}
