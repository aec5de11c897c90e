/* What came of a trial, for people and for programs. */
#include <string.h>

#include "base/json_member.h"
#include "base/number.h"
#include "base/text.h"
#include "cases/report.h"
#include "cases/try.h"
#include "report/render.h"

enum { LABEL = 10, VALUE_MOST = 1500, TEXT_MOST = 4000, READ_SHOWN = 40 };

/* ---- for people ------------------------------------------------------------------------------ */

static void label(struct buf *out, const char *name)
{
    buf_printf(out, "%-*s", LABEL, name);
}

static void line(struct buf *out, const char *name, const struct buf *text)
{
    label(out, name);
    text_escape(out, buf_text(text), text->len, TEXT_MOST);
    buf_putc(out, '\n');
    out->failed = out->failed || text->failed;
}

void report_try_value(struct buf *out, const struct json *value)
{
    struct buf text = BUF_INIT;
    if (value == NULL) {
        buf_puts(&text, "nil");
    } else {
        json_write(&text, value);
    }
    text_escape(out, buf_text(&text), text.len, VALUE_MOST);
    if (text.len > VALUE_MOST) {
        buf_printf(out, " (%zu bytes in all: name a part of it)", text.len);
    }
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

static void outcome(struct buf *out, const struct finding *f)
{
    label(out, "Outcome");
    buf_puts(out, outcome_name(f->outcome));
    if (f->outcome == OUTCOME_SCORED) {
        buf_puts(out, ", credit ");
        number_write_credit(out, f->credit);
    } else if (f->outcome == OUTCOME_ERROR && f->by != BY_NONE) {
        buf_printf(out, " by a %s", finding_by_name(f->by));
    }
    buf_putc(out, '\n');
}

/* The level that the parameters of level() tell; false where there are none such. */
static bool level_of(const struct finding *f, const struct json **i, const struct json **max)
{
    *i = json_get(f->params, "i");
    *max = json_get(f->params, "max");
    return f->outcome == OUTCOME_SCORED && *i != NULL && *max != NULL &&
           (*i)->type == JSON_NUMBER && (*max)->type == JSON_NUMBER;
}

static void finding(struct buf *out, const struct finding *f, const char *advice)
{
    struct buf text = BUF_INIT;
    const struct json *i = NULL, *max = NULL;
    outcome(out, f);
    if (level_of(f, &i, &max)) {
        json_write(&text, i);
        buf_puts(&text, " of ");
        json_write(&text, max);
        line(out, "Level", &text);
        report_reuse(out, &text);
    }
    finding_reason(&text, f);
    if (text.len > 0) {
        line(out, "Reason", &text);
    }
    report_reuse(out, &text);
    if (advice != NULL) {
        buf_puts(&text, advice);
        line(out, "Do next", &text);
    }
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

static void reads(struct buf *out, const struct json *doc, const char *const *read, size_t count)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < count && i < READ_SHOWN; i++) {
        const struct json *fact = json_path(doc, read[i]);
        report_reuse(out, &text);
        buf_printf(&text, "%s = ", read[i]);
        if (fact == NULL) {
            buf_puts(&text, "(not there)");
        } else {
            render_value(&text, fact);
        }
        line(out, i == 0 ? "Read" : "", &text);
    }
    if (count > READ_SHOWN) {
        label(out, "");
        buf_printf(out, "and %zu more\n", count - READ_SHOWN);
    }
    if (count == 0) {
        label(out, "Read");
        buf_puts(out, "no fact\n");
    }
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

/* "12.3 ms"; three digits at most, so that nobody takes the last ones for true. */
static void put_time(struct buf *out, int64_t ns)
{
    static const char *const units[] = {"ns", "us", "ms", "s"};
    int64_t tenths = ns * 10;
    size_t unit = 0;
    for (; tenths >= 10000 && unit < 3; unit++) {
        tenths = (tenths + 500) / 1000;
    }
    buf_printf(out, "%lld", (long long)(tenths / 10));
    if (tenths < 1000 && unit > 0) {
        buf_printf(out, ".%lld", (long long)(tenths % 10));
    }
    buf_printf(out, " %s", units[unit]);
}

static void cost(struct buf *out, const struct rule_try *t)
{
    const struct host_budget *budget = &host_budget_default;
    label(out, "Fuel");
    buf_printf(out, "%lld of %lld\n", (long long)t->used.fuel, (long long)budget->fuel);
    label(out, "Memory");
    buf_printf(out, "%zu KiB of %zu KiB\n", (t->used.memory + 1023) / 1024, budget->memory / 1024);
    if (t->ns >= 0) {
        label(out, "Time");
        put_time(out, t->ns);
        buf_putc(out, '\n');
    }
}

/* The text of an expression with a mark below the place that is wrong. */
static void mark(struct buf *out, const char *text, const struct host_value *v)
{
    for (int n = 1; n < v->line && *text != '\0'; n++) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    size_t len = strcspn(text, "\n"), column = v->column < 1 ? 0 : (size_t)v->column - 1;
    buf_puts(out, "    ");
    for (size_t i = 0; i < len; i++) {
        buf_putc(out, (unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i]);
    }
    buf_puts(out, "\n    ");
    for (size_t i = 0; i < column && i < len; i++) { /* a column a letter, not a byte */
        if (((unsigned char)text[i] & 0xc0) != 0x80) {
            buf_putc(out, ' ');
        }
    }
    buf_puts(out, "^\n");
}

static void error_of_expression(struct buf *out, const struct rule_try *t)
{
    const struct host_value *v = &t->value;
    label(out, "Error");
    buf_puts(out, v->error);
    if (v->line > 1) {
        buf_printf(out, " (line %d)", v->line);
    }
    buf_putc(out, '\n');
    if (v->column > 0) {
        mark(out, t->expression, v);
    }
}

static void expression(struct buf *out, const struct rule_try *t)
{
    const struct host_value *v = &t->value;
    if (v->error != NULL) {
        error_of_expression(out, t);
    } else if (v->found) {
        finding(out, &t->finding, NULL);
    }
    for (size_t i = v->found ? 1 : 0; i < v->count; i++) {
        label(out, i == 0 ? "Value" : "");
        report_try_value(out, v->values[i]);
        buf_putc(out, '\n');
    }
    if (v->error == NULL && v->count == 0) {
        label(out, "Value");
        buf_puts(out, "none: begin with return, or write an expression\n");
    }
    reads(out, t->doc, v->read, v->read_count);
}

void report_try_text(struct buf *out, const struct rule_try *t)
{
    struct buf text = BUF_INIT;
    if (t->info != NULL) {
        buf_printf(&text, "%s, %s", t->info->label, t->info->path);
        if (t->expression == NULL && t->finding.line > 0) {
            buf_printf(&text, ":%d", t->finding.line);
        }
        line(out, "Rule", &text);
        report_reuse(out, &text);
    }
    if (t->criterion != NULL) {
        buf_printf(&text, "%s %s", t->part->id,
                   t->criterion->demand.title == NULL ? "" : t->criterion->demand.title);
        line(out, "Criterion", &text);
        report_reuse(out, &text);
    }
    if (t->plan != NULL) {
        buf_puts(&text, t->plan);
        line(out, "Plan", &text);
        report_reuse(out, &text);
    }
    if (t->expression != NULL) {
        expression(out, t);
    } else {
        finding(out, &t->finding, t->advice);
        reads(out, t->doc, t->finding.read, t->finding.read_count);
    }
    cost(out, t);
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

void report_try_answer(struct buf *out, const struct rule_try *t)
{
    const struct host_value *v = &t->value;
    if (v->error != NULL) {
        error_of_expression(out, t);
        return;
    }
    if (v->found) {
        report_case_got(out, &t->finding);
        buf_putc(out, '\n');
    }
    for (size_t i = v->found ? 1 : 0; i < v->count; i++) {
        report_try_value(out, v->values[i]);
        buf_putc(out, '\n');
    }
    if (v->count == 0) {
        buf_puts(out, "(no value)\n");
    }
}

/* ---- for programs ---------------------------------------------------------------------------- */

static void value_or_null(struct buf *out, const struct json *value)
{
    if (value == NULL) {
        buf_puts(out, "null");
    } else {
        json_write(out, value);
    }
}

static void finding_members(struct buf *out, const struct finding *f)
{
    struct buf reason = BUF_INIT;
    const struct json *i = NULL, *max = NULL;
    finding_reason(&reason, f);
    member_text(out, "outcome", outcome_name(f->outcome));
    member_text(out, "by", f->by == BY_NONE ? NULL : finding_by_name(f->by));
    member_key(out, "credit");
    if (f->outcome == OUTCOME_SCORED) {
        number_write_credit(out, f->credit);
    } else {
        buf_puts(out, "null");
    }
    member_key(out, "level");
    if (level_of(f, &i, &max)) {
        buf_puts(out, "{\"i\":");
        json_write(out, i);
        buf_puts(out, ",\"max\":");
        json_write(out, max);
        buf_putc(out, '}');
    } else {
        buf_puts(out, "null");
    }
    member_text(out, "reason", buf_text(&reason));
    member_text(out, "template", f->template_text);
    member_key(out, "params");
    value_or_null(out, f->params);
    member_number(out, "line", f->line);
    out->failed = out->failed || reason.failed;
    buf_free(&reason);
}

static void read_members(struct buf *out, const struct json *doc, const char *const *read,
                         size_t count)
{
    member_key(out, "read");
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i == 0 ? "[{\"path\":" : ",{\"path\":");
        json_write_string(out, read[i]);
        buf_puts(out, ",\"value\":");
        value_or_null(out, json_path(doc, read[i]));
        buf_putc(out, '}');
    }
    buf_puts(out, count == 0 ? "[]" : "]");
}

static void expression_members(struct buf *out, const struct rule_try *t)
{
    const struct host_value *v = &t->value;
    member_text(out, "expression", t->expression);
    member_key(out, "error");
    if (v->error == NULL) {
        buf_puts(out, "null");
    } else {
        buf_puts(out, "{\"message\":");
        json_write_string(out, v->error);
        buf_printf(out, ",\"line\":%d,\"column\":%d}", v->line, v->column);
    }
    member_key(out, "values");
    buf_putc(out, '[');
    for (size_t i = 0; i < v->count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        value_or_null(out, v->values[i]);
    }
    buf_putc(out, ']');
    if (v->found) {
        finding_members(out, &t->finding);
    }
    read_members(out, t->doc, v->read, v->read_count);
}

void report_try_json(struct buf *out, const struct rule_try *t)
{
    struct buf own = BUF_INIT; /* members are told from braces by what stands before */
    buf_putc(&own, '{');
    member_text(&own, "rule", t->info == NULL ? NULL : t->info->label);
    member_text(&own, "path", t->info == NULL ? NULL : t->info->path);
    member_text(&own, "criterion", t->criterion == NULL ? NULL : t->part->id);
    member_text(&own, "plan", t->plan);
    if (t->expression != NULL) {
        expression_members(&own, t);
    } else {
        finding_members(&own, &t->finding);
        member_text(&own, "advice", t->advice);
        read_members(&own, t->doc, t->finding.read, t->finding.read_count);
    }
    member_number(&own, "fuel", t->used.fuel);
    if (t->timed) {
        member_number(&own, "memory", (int64_t)t->used.memory);
        member_key(&own, "ns");
        if (t->ns < 0) {
            buf_puts(&own, "null");
        } else {
            number_write_whole(&own, t->ns);
        }
    }
    buf_putc(&own, '}');
    buf_add(out, buf_text(&own), own.len);
    out->failed = out->failed || own.failed;
    buf_free(&own);
}
