/* Documentation as one page, which needs neither network nor script. */
#include <string.h>

#include "base/number.h"
#include "cases/doc.h"
#include "report/html.h"

enum { WIDTH = 84 };

static const char STYLE[] =
    "pre{font-family:ui-monospace,Consolas,monospace;font-size:.85rem;line-height:1.45;margin:."
    "5rem 0;"
    "padding:.6rem .8rem;background:var(--paper);border:1px solid var(--line);border-radius:.3rem;"
    "overflow-x:auto;direction:ltr;text-align:left;unicode-bidi:isolate}\n"
    "pre:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
    "code,h3 .id,h4 .id{direction:ltr;unicode-bidi:isolate;overflow-wrap:anywhere}\n"
    "h3 .id{white-space:normal}\n"
    "h3 .id code{font-size:1em}\n"
    "details{border-block-start:1px solid var(--line)}\n"
    "details:first-of-type{margin-block-start:.75rem}\n"
    "summary{padding:.5rem .25rem;cursor:pointer;min-height:1.5rem}\n"
    "summary b{font-weight:600}\n"
    "details>div{padding-inline-start:1rem}\n"
    "details p{margin:.4rem 0}\n"
    ".label{color:var(--soft);font-size:.93rem;font-weight:600;margin:.5rem 0 0}\n"
    ".came{color:var(--soft);font-variant-numeric:tabular-nums;margin-inline-start:.5rem}\n"
    ".got{color:var(--leaf);font-weight:600}\n"
    "dd code{background:var(--paper);padding:0 .2em;border-radius:.2em}\n"
    "@media print{details{break-inside:avoid}}\n";

/* Our own words: the page is English. */
static void say(struct html *h, const char *text)
{
    html_text(h, text);
}

/* Our own text, with `code` in it. */
static void say_code(struct html *h, const char *text)
{
    struct buf piece = BUF_INIT;
    bool code = false;
    for (const char *c = text;; c++) {
        if (*c != '`' && *c != '\0') {
            buf_putc(&piece, *c);
            continue;
        }
        html_text(h, buf_text(&piece));
        h->out->failed = h->out->failed || piece.failed;
        buf_reset(&piece);
        if (*c == '\0') {
            break;
        }
        html_tags(h, code ? "</code>" : "<code>");
        code = !code;
    }
    buf_free(&piece);
}

static void code(struct html *h, const char *text)
{
    html_tags(h, "<code>");
    html_text(h, text);
    html_tags(h, "</code>");
}

/* A block of Lua or JSON. Line ends are ours, all else is shown escaped. */
static void block(struct html *h, const char *label, const char *text)
{
    html_tags(h, "<pre tabindex=\"0\" role=\"region\" aria-label=\"");
    html_text(h, label);
    html_tags(h, "\">");
    while (*text != '\0') {
        struct buf line = BUF_INIT;
        size_t len = strcspn(text, "\n");
        buf_add(&line, text, len);
        html_text(h, buf_text(&line));
        h->out->failed = h->out->failed || line.failed;
        buf_free(&line);
        text += len;
        if (*text == '\n') {
            html_tags(h, "\n");
            text++;
        }
    }
    html_tags(h, "</pre>\n");
}

static void fact(struct html *h, const char *title, size_t count)
{
    html_tags(h, "<div><dt>");
    say(h, title);
    buf_printf(h->out, "</dt><dd>%zu</dd></div>\n", count);
}

static const char *title_of(const struct doc *d)
{
    return d->rule_count == 0  ? "What rules may use"
           : d->row_count == 0 ? "Rules"
                               : "Rules, and what they may use";
}

static void head(struct html *h, const struct doc *d)
{
    size_t examples = d->row_count;
    for (size_t i = 0; i < d->rule_count; i++) {
        examples += d->rules[i].shown_count;
    }
    html_tags(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                 "<meta name=\"color-scheme\" content=\"light dark\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "style-src 'unsafe-inline'\">\n<title>");
    say(h, title_of(d));
    html_tags(h, "</title>\n<style>\n");
    html_tags(h, html_style);
    html_tags(h, guide_style);
    html_tags(h, STYLE);
    html_tags(h,
              "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">To the content</a>\n"
              "<header class=\"cover\">\n<h1>");
    say(h, title_of(d));
    html_tags(h, "</h1>\n<p class=\"lead\">");
    say(h,
        "Every example on this page was run when the page was made. One that gives something else "
        "than it says is not printed.");
    html_tags(h, "</p>\n<dl class=\"facts\">\n");
    if (d->rule_count > 0) {
        fact(h, "Rules", d->rule_count);
    }
    if (d->row_count > 0) {
        fact(h, "Names of the host", d->row_count);
    }
    fact(h, "Examples", examples);
    html_tags(h, "</dl>\n</header>\n");
}

/* ---- contents -------------------------------------------------------------------------------- */

/* The folder of a rule's name: "finance" of finance/child_share. */
static size_t folder(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash == NULL ? 0 : (size_t)(slash - name);
}

/* Whether rule i is the first of its folder. */
static bool begins(const struct doc *d, size_t i)
{
    const char *name = d->rules[i].info->name;
    const char *before = i == 0 ? NULL : d->rules[i - 1].info->name;
    return before == NULL || folder(before) != folder(name) ||
           strncmp(before, name, folder(name)) != 0;
}

static void folder_text(struct html *h, const char *name)
{
    struct buf text = BUF_INIT;
    buf_add(&text, name, folder(name));
    html_text(h, text.len == 0 ? "Without a folder" : buf_text(&text));
    h->out->failed = h->out->failed || text.failed;
    buf_free(&text);
}

static void contents(struct html *h, const struct doc *d)
{
    html_tags(h, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>\n");
    for (size_t i = 0; i < d->rule_count; i++) {
        html_tags(h, "<li><a href=\"#r-");
        html_anchor(h, d->rules[i].info->name);
        html_tags(h, "\"><code>");
        html_text(h, d->rules[i].info->name);
        html_tags(h, "</code></a> <span class=\"count\">");
        doc_count(h->out, d->rules[i].case_count, "test", "tests");
        html_tags(h, "</span></li>\n");
    }
    for (size_t i = 0; i < d->row_count; i++) {
        const struct interface_part *p = d->rows[i].part;
        if (i > 0 && d->rows[i - 1].part == p) {
            continue;
        }
        buf_printf(h->out, "<li><a href=\"#p-%s\">", p->id);
        say(h, p->title);
        html_tags(h, "</a> <span class=\"count\">");
        html_text(h, p->library != NULL ? p->library : p->table != NULL ? p->table : "");
        html_tags(h, "</span></li>\n");
    }
    html_tags(h, "</ol>\n</nav>\n");
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void term(struct html *h, const char *title)
{
    html_tags(h, "<dt>");
    say(h, title);
    html_tags(h, "</dt><dd>");
}

static void paths(struct html *h, const char *title, const char *const *list, size_t count)
{
    if (count == 0) {
        return;
    }
    term(h, title);
    for (size_t i = 0; i < count; i++) {
        html_tags(h, i == 0 ? "" : ", ");
        code(h, list[i]);
    }
    html_tags(h, "</dd>\n");
}

static void ends(struct html *h, const struct doc_rule *r)
{
    bool first = true;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        if (r->ends[i]) {
            if (first) {
                term(h, "Ends in");
            }
            html_tags(h, first ? "" : ", ");
            code(h, outcome_name((enum outcome)i));
            first = false;
        }
    }
    html_tags(h, first ? "" : "</dd>\n");
}

static void arguments(struct html *h, const char *rule, const struct json *args)
{
    if (args->first == NULL) {
        return;
    }
    html_tags(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Arguments of ");
    html_text(h, rule);
    html_tags(h, "\"><table>\n"
                 "<thead><tr><th scope=\"col\">Argument</th><th scope=\"col\">Type</th>"
                 "<th scope=\"col\">Default</th></tr></thead>\n<tbody>\n");
    for (const struct json *a = args->first; a != NULL; a = a->next) {
        struct buf value = BUF_INIT;
        doc_value(&value, a, 1 << 20);
        html_tags(h, "<tr><th scope=\"row\">");
        code(h, a->key);
        html_tags(h, "</th><td>");
        say(h, doc_type(a));
        html_tags(h, "</td><td>");
        code(h, buf_text(&value));
        html_tags(h, "</td></tr>\n");
        h->out->failed = h->out->failed || value.failed;
        buf_free(&value);
    }
    html_tags(h, "</tbody></table></div>\n");
}

static void given(struct html *h, const char *label, const char *name, const struct json *value)
{
    struct buf shown = BUF_INIT, both = BUF_INIT;
    if (value != NULL) {
        doc_value(&shown, value, WIDTH);
        buf_printf(&both, "%s: %s", label, name); /* names of regions differ on a page */
        html_tags(h, "<p class=\"label\">");
        say(h, label);
        html_tags(h, "</p>\n");
        block(h, buf_text(&both), buf_text(&shown));
    }
    h->out->failed = h->out->failed || shown.failed || both.failed;
    buf_free(&shown);
    buf_free(&both);
}

static void example(struct html *h, const struct case_result *r)
{
    struct buf got = BUF_INIT;
    doc_got(&got, r);
    html_tags(h, "<details>\n<summary><b dir=\"auto\">");
    html_text(h, r->c->name);
    html_tags(h, "</b> <span class=\"came\">");
    if (r->finding.outcome == OUTCOME_SCORED) {
        number_write_credit(h->out, r->finding.credit);
    } else {
        html_text(h, outcome_name(r->finding.outcome));
    }
    html_tags(h, "</span></summary>\n<div>\n<p class=\"got\" dir=\"auto\">");
    html_text(h, buf_text(&got));
    html_tags(h, "</p>\n");
    if (r->c->criterion != NULL) {
        html_tags(h, "<p>As asked in ");
        code(h, r->c->criterion);
        html_tags(h, "</p>\n");
    }
    given(h, "Arguments", r->c->id, r->c->args);
    given(h, "Answer", r->c->id, r->c->answer);
    given(h, "Plan", r->c->id, doc_plan(r));
    html_tags(h, "</div>\n</details>\n");
    h->out->failed = h->out->failed || got.failed;
    buf_free(&got);
}

static void rule(struct html *h, const struct doc_rule *r)
{
    html_tags(h, "<article class=\"criterion\" id=\"r-");
    html_anchor(h, r->info->name);
    html_tags(h, "\">\n<h3><span class=\"id\">");
    code(h, r->info->name);
    html_tags(h, "</span> <bdi>");
    html_text(h, r->info->title);
    html_tags(h, "</bdi></h3>\n");
    if (r->about[0] != '\0') {
        html_tags(h, "<p class=\"question\" dir=\"auto\">");
        html_text(h, r->about);
        html_tags(h, "</p>\n");
    }
    arguments(h, r->info->name, r->args);
    html_tags(h, "<dl>\n");
    term(h, "Version");
    buf_printf(h->out, "%d</dd>\n", r->info->version);
    term(h, "Source");
    html_tags(h, "<bdi>");
    html_text(h, r->info->source);
    html_tags(h, "</bdi></dd>\n");
    paths(h, "Needs", r->info->needs, r->info->needs_count);
    paths(h, "May read", r->reads, r->read_count);
    paths(h, "Uses", r->info->use, r->info->use_count);
    ends(h, r);
    term(h, "Tests");
    buf_printf(h->out, "%zu, of which %zu are shown here</dd>\n</dl>\n", r->case_count,
               r->shown_count);
    for (size_t i = 0; i < r->shown_count; i++) {
        example(h, r->shown[i]);
    }
    html_tags(h, "</article>\n");
}

static void rules(struct html *h, const struct doc *d)
{
    for (size_t i = 0; i < d->rule_count; i++) {
        if (begins(d, i)) {
            html_tags(h, i == 0 ? "" : "</section>\n");
            html_tags(h, "<section class=\"domain\">\n<h2>");
            folder_text(h, d->rules[i].info->name);
            html_tags(h, "</h2>\n");
        }
        rule(h, &d->rules[i]);
    }
    html_tags(h, d->rule_count > 0 ? "</section>\n" : "");
}

/* ---- the interface --------------------------------------------------------------------------- */

static void values(struct html *h, const char *what, const struct interface_value *v)
{
    for (size_t i = 0; v[i].name != NULL; i++) {
        html_tags(h, "<tr><td>");
        say(h, what);
        html_tags(h, "</td><th scope=\"row\">");
        code(h, v[i].name);
        html_tags(h, "</th><td>");
        code(h, v[i].type);
        html_tags(h, "</td><td>");
        say_code(h, v[i].text == NULL ? "" : v[i].text);
        html_tags(h, "</td></tr>\n");
    }
}

static void row_example(struct html *h, const struct doc_row *r)
{
    struct buf lua = BUF_INIT, label = BUF_INIT;
    buf_printf(&lua, "%s%s%s\n--> %s", r->row->setup == NULL ? "" : r->row->setup,
               r->row->setup == NULL ? "" : "\n", r->row->example, r->row->result);
    buf_printf(&label, "Example of %s", r->row->name);
    block(h, buf_text(&label), buf_text(&lua));
    h->out->failed = h->out->failed || lua.failed || label.failed;
    buf_free(&lua);
    buf_free(&label);
}

/* What a function takes and gives, as a table. */
static void row_values(struct html *h, const struct interface_row *w)
{
    if (w->args[0].name == NULL && w->gives[0].name == NULL) {
        return;
    }
    html_tags(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Values of ");
    html_text(h, w->name);
    html_tags(h,
              "\"><table>\n<thead><tr><th scope=\"col\">Way</th><th scope=\"col\">Name</th>"
              "<th scope=\"col\">Type</th><th scope=\"col\">Meaning</th></tr></thead>\n<tbody>\n");
    values(h, "takes", w->args);
    values(h, "gives", w->gives);
    html_tags(h, "</tbody></table></div>\n");
}

static void row(struct html *h, const struct doc_row *r)
{
    const struct interface_row *w = r->row;
    struct buf call = BUF_INIT;
    doc_signature(&call, w);
    html_tags(h, "<article class=\"criterion\" id=\"i-");
    html_anchor(h, w->name);
    html_tags(h, "\">\n<h3><span class=\"id\">");
    code(h, buf_text(&call));
    html_tags(h, "</span></h3>\n<p class=\"question\">");
    say_code(h, w->text);
    html_tags(h, "</p>\n");
    if (!doc_constant(w)) {
        row_values(h, w);
    }
    if (r->holds) {
        row_example(h, r);
    }
    html_tags(h, "<dl>\n");
    if (w->errors != NULL) {
        term(h, "Error");
        say(h, w->errors);
        html_tags(h, "</dd>\n");
    }
    term(h, doc_constant(w) ? "Type" : "Cost");
    if (doc_constant(w)) {
        code(h, w->gives[0].type);
    } else {
        say(h, w->cost == NULL ? "no more than the call" : w->cost);
    }
    html_tags(h, "</dd>\n");
    if (w->only != NULL) {
        term(h, "Only in");
        code(h, w->only);
        html_tags(h, "</dd>\n");
    }
    term(h, "Since");
    say(h, interface_since(w));
    html_tags(h, "</dd>\n</dl>\n</article>\n");
    h->out->failed = h->out->failed || call.failed;
    buf_free(&call);
}

static void interface(struct html *h, const struct doc *d)
{
    struct buf lua = BUF_INIT;
    html_tags(h, "<section class=\"domain\" id=\"interface\">\n<h2>What rules may use</h2>\n<p>");
    say_code(
        h,
        "A name that is not here is refused when the rule is loaded. Types are written as editors "
        "write them: `string?` may be nil, `any[]` is a list, `from?` may be left out. Costs are "
        "steps of the rule's budget. The examples use this plan, answer and arguments:");
    html_tags(h, "</p>\n");
    buf_printf(&lua, "plan = %s\nanswer = %s\nargs = %s", interface_plan, interface_answer,
               interface_args);
    block(h, "Plan, answer and arguments of the examples", buf_text(&lua));
    h->out->failed = h->out->failed || lua.failed;
    buf_free(&lua);
    html_tags(h, "</section>\n");
    for (size_t i = 0; i < d->row_count; i++) {
        const struct interface_part *p = d->rows[i].part;
        if (i == 0 || d->rows[i - 1].part != p) {
            html_tags(h, i == 0 ? "" : "</section>\n");
            buf_printf(h->out, "<section class=\"domain\" id=\"p-%s\">\n<h2>", p->id);
            say(h, p->title);
            html_tags(h, "</h2>\n<p class=\"lead\">");
            say_code(h, p->text);
            if (p->library != NULL) {
                html_tags(h, " To be had with <code>use = { &quot;");
                html_text(h, p->library);
                html_tags(h, "&quot; }</code>.");
            }
            html_tags(h, "</p>\n");
        }
        row(h, &d->rows[i]);
    }
    html_tags(h, "</section>\n");
}

void doc_html(struct buf *out, const struct doc *d, const char *engine)
{
    struct html h;
    html_init(&h, out, "en", NULL);
    head(&h, d);
    contents(&h, d);
    html_tags(&h, "<main id=\"content\">\n");
    rules(&h, d);
    if (d->row_count > 0) {
        interface(&h, d);
    }
    html_tags(&h, "</main>\n<footer>\n<p>");
    html_text(&h, engine);
    html_tags(&h, "</p>\n</footer>\n</body>\n</html>\n");
}
