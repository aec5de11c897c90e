/* Documentation as JSON, for other programs. */
#include <string.h>

#include "base/json_member.h"
#include "base/number.h"
#include "cases/doc.h"

static void value(struct buf *out, const char *key, const struct json *v)
{
    if (v != NULL) {
        member_key(out, key);
        json_write(out, v);
    }
}

static void example(struct buf *out, const struct case_result *r)
{
    struct buf reason = BUF_INIT;
    buf_putc(out, '{');
    member_text(out, "name", r->c->name);
    member_text(out, "criterion", r->c->criterion);
    value(out, "args", r->c->args);
    value(out, "answer", r->c->answer);
    value(out, "plan", r->doc);
    member_text(out, "outcome", outcome_name(r->finding.outcome));
    member_key(out, "credit");
    if (r->finding.outcome == OUTCOME_SCORED) {
        number_write_credit(out, r->finding.credit);
    } else {
        buf_puts(out, "null");
    }
    finding_reason(&reason, &r->finding);
    member_text(out, "reason", buf_text(&reason));
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
    member_text(out, "rule", r->info->name);
    member_number(out, "version", r->info->version);
    member_text(out, "title", r->info->title);
    member_text(out, "about", r->about);
    member_text(out, "source", r->info->source);
    member_texts(out, "needs", r->info->needs, r->info->needs_count);
    member_texts(out, "reads", r->reads, r->read_count);
    member_texts(out, "use", r->info->use, r->info->use_count);
    member_texts(out, "outcomes", ends, end_count);
    value(out, "args", r->args);
    member_number(out, "tests", (long long)r->case_count);
    member_key(out, "examples");
    buf_putc(out, '[');
    for (size_t i = 0; i < r->shown_count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        example(out, r->shown[i]);
    }
    buf_puts(out, "]}");
}

static void values(struct buf *out, const char *key, const struct interface_value *v)
{
    member_key(out, key);
    buf_putc(out, '[');
    for (size_t i = 0; v[i].name != NULL; i++) {
        buf_puts(out, i == 0 ? "{" : ",{");
        member_text(out, "name", v[i].name);
        member_text(out, "type", v[i].type);
        member_text(out, "text", v[i].text);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void row(struct buf *out, const struct doc_row *r)
{
    struct buf call = BUF_INIT;
    doc_signature(&call, r->row);
    buf_putc(out, '{');
    member_text(out, "name", r->row->name);
    member_text(out, "part", r->part->id);
    member_text(out, "use", r->part->library);
    member_text(out, "call", buf_text(&call));
    member_text(out, "text", r->row->text);
    values(out, "takes", r->row->args);
    values(out, "gives", r->row->gives);
    member_text(out, "errors", r->row->errors);
    member_text(out, "cost", r->row->cost);
    member_text(out, "since", interface_since(r->row));
    member_text(out, "only", r->row->only);
    if (r->holds) {
        member_text(out, "setup", r->row->setup);
        member_text(out, "example", r->row->example);
        member_text(out, "result", r->row->result);
    }
    buf_putc(out, '}');
    out->failed = out->failed || call.failed;
    buf_free(&call);
}

void doc_json(struct buf *out, const struct doc *d, const char *engine)
{
    buf_putc(out, '{');
    member_text(out, "engine", engine);
    member_key(out, "rules");
    buf_putc(out, '[');
    for (size_t i = 0; i < d->rule_count; i++) {
        buf_puts(out, i == 0 ? "\n" : ",\n");
        rule(out, &d->rules[i]);
    }
    buf_puts(out, "]");
    member_key(out, "interface");
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
