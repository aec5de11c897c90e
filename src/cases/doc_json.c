/* Documentation as JSON, for other programs. */
#include <string.h>

#include "base/number.h"
#include "cases/doc.h"

static void member(struct buf *out, const char *key)
{
    char last = out->len == 0 ? '{' : out->data[out->len - 1];
    buf_puts(out, last == '{' || last == '[' ? "" : ",");
    json_write_string(out, key);
    buf_putc(out, ':');
}

/* NULL: null. */
static void text(struct buf *out, const char *key, const char *value)
{
    member(out, key);
    if (value == NULL) {
        buf_puts(out, "null");
    } else {
        json_write_string(out, value);
    }
}

static void number(struct buf *out, const char *key, long long value)
{
    member(out, key);
    buf_printf(out, "%lld", value);
}

static void texts(struct buf *out, const char *key, const char *const *list, size_t count)
{
    member(out, key);
    buf_putc(out, '[');
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        json_write_string(out, list[i]);
    }
    buf_putc(out, ']');
}

static void value(struct buf *out, const char *key, const struct json *v)
{
    if (v != NULL) {
        member(out, key);
        json_write(out, v);
    }
}

static void example(struct buf *out, const struct case_result *r)
{
    struct buf reason = BUF_INIT;
    buf_putc(out, '{');
    text(out, "name", r->c->name);
    text(out, "criterion", r->c->criterion);
    value(out, "args", r->c->args);
    value(out, "answer", r->c->answer);
    value(out, "plan", r->doc);
    text(out, "outcome", outcome_name(r->finding.outcome));
    member(out, "credit");
    if (r->finding.outcome == OUTCOME_SCORED) {
        number_write_credit(out, r->finding.credit);
    } else {
        buf_puts(out, "null");
    }
    finding_reason(&reason, &r->finding);
    text(out, "reason", buf_text(&reason));
    buf_putc(out, '}');
    out->failed = out->failed || reason.failed;
    buf_free(&reason);
}

static void rule(struct buf *out, const struct doc_rule *r)
{
    const char *ends[OUTCOME_COUNT];
    size_t end_count = 0;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        if (r->ends[i]) {
            ends[end_count++] = outcome_name((enum outcome)i);
        }
    }
    buf_putc(out, '{');
    text(out, "rule", r->info->name);
    number(out, "version", r->info->version);
    text(out, "title", r->info->title);
    text(out, "about", r->about);
    text(out, "source", r->info->source);
    texts(out, "needs", r->info->needs, r->info->needs_count);
    texts(out, "reads", r->reads, r->read_count);
    texts(out, "use", r->info->use, r->info->use_count);
    texts(out, "outcomes", ends, end_count);
    value(out, "args", r->args);
    number(out, "tests", (long long)r->case_count);
    member(out, "examples");
    buf_putc(out, '[');
    for (size_t i = 0; i < r->shown_count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        example(out, r->shown[i]);
    }
    buf_puts(out, "]}");
}

static void values(struct buf *out, const char *key, const struct interface_value *v)
{
    member(out, key);
    buf_putc(out, '[');
    for (size_t i = 0; v[i].name != NULL; i++) {
        buf_puts(out, i == 0 ? "{" : ",{");
        text(out, "name", v[i].name);
        text(out, "type", v[i].type);
        text(out, "text", v[i].text);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void row(struct buf *out, const struct doc_row *r)
{
    struct buf call = BUF_INIT;
    doc_signature(&call, r->row);
    buf_putc(out, '{');
    text(out, "name", r->row->name);
    text(out, "part", r->part->id);
    text(out, "use", r->part->library);
    text(out, "call", buf_text(&call));
    text(out, "text", r->row->text);
    values(out, "takes", r->row->args);
    values(out, "gives", r->row->gives);
    text(out, "errors", r->row->errors);
    text(out, "cost", r->row->cost);
    text(out, "since", interface_since(r->row));
    text(out, "only", r->row->only);
    if (r->holds) {
        text(out, "setup", r->row->setup);
        text(out, "example", r->row->example);
        text(out, "result", r->row->result);
    }
    buf_putc(out, '}');
    out->failed = out->failed || call.failed;
    buf_free(&call);
}

void doc_json(struct buf *out, const struct doc *d, const char *engine)
{
    buf_putc(out, '{');
    text(out, "engine", engine);
    member(out, "rules");
    buf_putc(out, '[');
    for (size_t i = 0; i < d->rule_count; i++) {
        buf_puts(out, i == 0 ? "\n" : ",\n");
        rule(out, &d->rules[i]);
    }
    buf_puts(out, "]");
    member(out, "interface");
    buf_putc(out, '[');
    for (size_t i = 0; i < d->row_count; i++) {
        buf_puts(out, i == 0 ? "\n" : ",\n");
        row(out, &d->rows[i]);
    }
    buf_puts(out, "]}\n");
}

void doc_ndjson(struct buf *out, const struct doc *d)
{
    for (size_t i = 0; i < d->rule_count; i++) {
        rule(out, &d->rules[i]);
        buf_putc(out, '\n');
    }
    for (size_t i = 0; i < d->row_count; i++) {
        row(out, &d->rows[i]);
        buf_putc(out, '\n');
    }
}
