/* Documentation as Markdown. */
#include <string.h>

#include "base/text.h"
#include "cases/doc.h"

enum { WIDTH = 100, TEXT_MOST = 20000 };

/* Text of a document: what Markdown or HTML would take for its own is kept from it. */
static void text(struct buf *out, const char *s)
{
    struct buf shown = BUF_INIT;
    text_escape(&shown, s, strlen(s), TEXT_MOST);
    for (const char *c = buf_text(&shown); *c != '\0'; c++) {
        if (strchr("\\`*_[]<>#|", *c) != NULL) {
            buf_putc(out, '\\');
        }
        buf_putc(out, *c);
    }
    out->failed = out->failed || shown.failed;
    buf_free(&shown);
}

/* Our own text in a cell of a table, or anywhere: only the bar is in the way. */
static void words(struct buf *out, const char *s)
{
    for (; *s != '\0'; s++) {
        buf_puts(out, *s == '|' ? "\\" : "");
        buf_putc(out, *s);
    }
}

/* `code`, in a line. */
static void code(struct buf *out, const char *s)
{
    const char *fence = strchr(s, '`') == NULL ? "`" : "``";
    buf_printf(out, "%s", fence);
    words(out, s);
    buf_printf(out, "%s", fence);
}

static void block(struct buf *out, const char *language, const char *s)
{
    const char *fence = strstr(s, "```") == NULL ? "```" : "~~~~";
    buf_printf(out, "%s%s\n%s\n%s\n", fence, language, s, fence);
}

static void values(struct buf *out, const struct interface_value *v, const char *what)
{
    for (size_t i = 0; v[i].name != NULL; i++) {
        buf_printf(out, "| %s ", what);
        code(out, v[i].name);
        buf_puts(out, " | ");
        code(out, v[i].type);
        buf_puts(out, " | ");
        words(out, v[i].text == NULL ? "" : v[i].text);
        buf_puts(out, " |\n");
    }
}

static void row(struct buf *out, const struct doc_row *r)
{
    const struct interface_row *w = r->row;
    bool value = doc_constant(w);
    struct buf call = BUF_INIT;
    doc_signature(&call, w);
    buf_printf(out, "### %s\n\n", w->name);
    if (!value) {
        block(out, "lua", buf_text(&call));
        buf_puts(out, "\n");
    }
    buf_printf(out, "%s\n\n", w->text);
    if (!value && (w->args[0].name != NULL || w->gives[0].name != NULL)) {
        buf_puts(out, "| | type | |\n|---|---|---|\n");
        values(out, w->args, "takes");
        values(out, w->gives, "gives");
        buf_puts(out, "\n");
    }
    if (w->errors != NULL) {
        buf_printf(out, "Ends the rule with an error: %s.\n", w->errors);
    }
    if (value) {
        buf_printf(out, "A value: `%s`.", w->gives[0].type);
    } else {
        buf_printf(out, "Costs %s.", w->cost == NULL ? "no more than the call" : w->cost);
    }
    buf_printf(out, " Since %s.\n", interface_since(w));
    if (w->only != NULL) {
        buf_printf(out, "Only `%s` has it.\n", w->only);
    }
    if (r->holds) {
        buf_printf(out, "\n```lua\n%s%s%s\n--> %s\n```\n", w->setup == NULL ? "" : w->setup,
                   w->setup == NULL ? "" : "\n", w->example, w->result);
    }
    buf_puts(out, "\n");
    out->failed = out->failed || call.failed;
    buf_free(&call);
}

static void part(struct buf *out, const struct interface_part *p)
{
    buf_printf(out, "## %s\n\n%s", p->title, p->text);
    if (p->library != NULL) {
        buf_printf(out, " To be had with `use = { \"%s\" }`.", p->library);
    }
    buf_puts(out, "\n\n");
}

static void interface(struct buf *out, const struct doc *d)
{
    const struct interface_part *before = NULL;
    buf_puts(
        out,
        "# What rules may use\n\nEach name that a rule may write without declaring it. A name "
        "that is not here is refused when the rule is loaded. Types are written as editors write "
        "them: `string?` may be nil, `any[]` is a list, `from?` may be left out, `...` stands for "
        "any number of values.\n\nCosts are steps of the rule's budget; each call costs a few by "
        "itself. The examples were run when this page was made, on this plan, answer and "
        "arguments:\n\n");
    buf_printf(out, "```lua\nplan = %s\nanswer = %s\nargs = %s\n```\n\n", interface_plan,
               interface_answer, interface_args);
    for (size_t i = 0; i < d->row_count; i++) {
        if (d->rows[i].part != before) {
            before = d->rows[i].part;
            part(out, before);
        }
        row(out, &d->rows[i]);
    }
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void paths(struct buf *out, const char *title, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%s", i == 0 ? title : ", ");
        code(out, list[i]);
    }
    buf_puts(out, count > 0 ? "\n" : "");
}

static void arguments(struct buf *out, const struct json *args)
{
    if (args->first == NULL) {
        return;
    }
    buf_puts(out, "\n| argument | type | default |\n|---|---|---|\n");
    for (const struct json *a = args->first; a != NULL; a = a->next) {
        struct buf value = BUF_INIT;
        doc_value(&value, a, 1 << 20);
        buf_puts(out, "| ");
        code(out, a->key);
        buf_printf(out, " | %s | ", doc_type(a));
        code(out, buf_text(&value));
        buf_puts(out, " |\n");
        out->failed = out->failed || value.failed;
        buf_free(&value);
    }
}

static void given(struct buf *out, const char *what, const struct json *value)
{
    struct buf shown = BUF_INIT;
    if (value != NULL) {
        doc_value(&shown, value, WIDTH);
        buf_printf(out, "\n%s\n\n", what);
        block(out, "json", buf_text(&shown));
    }
    out->failed = out->failed || shown.failed;
    buf_free(&shown);
}

static void example(struct buf *out, const struct case_result *r)
{
    struct buf got = BUF_INIT;
    doc_got(&got, r);
    buf_puts(out, "\n#### ");
    text(out, r->c->name);
    buf_puts(out, "\n\n");
    text(out, buf_text(&got));
    buf_puts(out, "\n");
    if (r->c->criterion != NULL) {
        buf_puts(out, "\nAs asked in ");
        code(out, r->c->criterion);
        buf_puts(out, "\n");
    }
    given(out, "Arguments:", r->c->args);
    given(out, "Answer:", r->c->answer);
    given(out, "Plan:", doc_plan(r));
    out->failed = out->failed || got.failed;
    buf_free(&got);
}

static void ends(struct buf *out, const struct doc_rule *rule)
{
    bool first = true;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        if (rule->ends[i]) {
            buf_printf(out, "%s`%s`", first ? "- ends in " : ", ", outcome_name((enum outcome)i));
            first = false;
        }
    }
    buf_puts(out, first ? "" : "\n");
}

static void rule(struct buf *out, const struct doc_rule *r)
{
    buf_printf(out, "### %s\n\n", r->info->name);
    text(out, r->info->title);
    buf_printf(out, ", version %d.\n\n", r->info->version);
    if (r->about[0] != '\0') {
        text(out, r->about);
        buf_puts(out, "\n\n");
    }
    buf_puts(out, "- source: ");
    text(out, r->info->source);
    buf_puts(out, "\n");
    paths(out, "- needs ", r->info->needs, r->info->needs_count);
    paths(out, "- may read ", r->reads, r->read_count);
    paths(out, "- uses ", r->info->use, r->info->use_count);
    ends(out, r);
    buf_puts(out, "- ");
    doc_count(out, r->case_count, "test", "tests");
    buf_printf(out, ", %zu of them shown\n", r->shown_count);
    arguments(out, r->args);
    for (size_t i = 0; i < r->shown_count; i++) {
        example(out, r->shown[i]);
    }
    buf_puts(out, "\n");
}

/* The folder of a rule's name: "finance" of finance/child_share. */
static size_t folder(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash == NULL ? 0 : (size_t)(slash - name);
}

static void rules(struct buf *out, const struct doc *d)
{
    const char *before = NULL;
    buf_puts(
        out,
        "# Rules\n\nWhat each rule asks for, what it takes, and examples. The examples are "
        "its tests, run when this page was made; `not_assessed` means that a fact is absent.\n\n");
    for (size_t i = 0; i < d->rule_count; i++) {
        const char *name = d->rules[i].info->name;
        size_t len = folder(name);
        if (before == NULL || folder(before) != len || strncmp(before, name, len) != 0) {
            buf_printf(out, "## %.*s\n\n", len == 0 ? 14 : (int)len,
                       len == 0 ? "Without folder" : name);
        }
        before = name;
        rule(out, &d->rules[i]);
    }
}

void doc_markdown(struct buf *out, const struct doc *d)
{
    if (d->rule_count > 0) {
        rules(out, d);
    }
    if (d->row_count > 0) {
        interface(out, d);
    }
    while (out->len > 1 && !out->failed && out->data[out->len - 1] == '\n' &&
           out->data[out->len - 2] == '\n') {
        out->data[--out->len] = '\0';
    }
}
