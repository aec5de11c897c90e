/* Coverage as one page, which needs neither network nor script. */
#include <string.h>

#include "cases/report.h"
#include "report/html.h"

static const char STYLE[] =
    ".source{font-family:ui-monospace,Consolas,monospace;font-size:.85rem;line-height:1.45;"
    "background:var(--card);border:1px solid var(--line);border-radius:.4rem;"
    "padding:.5rem 0 .5rem 3.6rem;margin-block:.75rem;overflow-x:auto}\n"
    ".source li{white-space:pre;padding-inline:.4rem;min-width:max-content}\n"
    ".source li::marker{color:var(--soft)}\n"
    ".source b{display:inline-block;width:1.2rem;font-weight:700}\n"
    ".ran b{color:var(--leaf)}.missed{background:var(--warn-tint)}.missed b{color:var(--warn)}\n"
    ".not{color:var(--warn);font-weight:600}.all{color:var(--leaf);font-weight:600}\n"
    "td ul{list-style:none;margin:0;padding:0}\n";

static void say(struct html *h, const char *text)
{
    html_say(h, text);
}

static void share(struct html *h, size_t part, size_t whole)
{
    buf_printf(h->out, "%zu ", part);
    say(h, "of");
    buf_printf(h->out, " %zu", whole);
}

static void bar(struct html *h, size_t part, size_t whole)
{
    buf_printf(h->out,
               "<span class=\"bar\" style=\"--share:%d%%\"></span> <span class=\"%s\">%d %%</span>",
               cases_percent(part, whole), part == whole ? "all" : "not",
               cases_percent(part, whole));
}

static void fact(struct html *h, const char *title, size_t part, size_t whole)
{
    html_tags(h, "<div><dt>");
    say(h, title);
    html_tags(h, "</dt><dd>");
    share(h, part, whole);
    html_tags(h, " ");
    bar(h, part, whole);
    html_tags(h, "</dd></div>\n");
}

static void head(struct html *h, const struct case_run *r, const struct case_cover *cover)
{
    html_tags(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                 "<title>Coverage of rules</title>\n<style>\n");
    html_tags(h, html_style);
    html_tags(h, guide_style);
    html_tags(h, STYLE);
    html_tags(h,
              "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">To the content</a>\n"
              "<header class=\"cover\">\n<h1>Coverage of rules</h1>\n<p class=\"lead\">");
    say(h,
        "What the tests of the rules have exercised, and what no test has. A line that never ran, "
        "or an answer that no test gives, may be wrong without anyone noticing.");
    html_tags(h, "</p>\n<dl class=\"facts\">\n");
    fact(h, "Cases that passed", r->passed, r->passed + r->failed);
    fact(h, "Lines that ran", cover->lines_run, cover->lines);
    if (cover->checklist != NULL) {
        fact(h, "Answers exercised", cover->answers_hit, cover->answers);
    }
    html_tags(h, "</dl>\n</header>\n");
}

/* ---- files ----------------------------------------------------------------------------------- */

static void contents(struct html *h, const struct case_run *r)
{
    html_tags(h, "<nav aria-label=\"Files\">\n<h2>");
    say(h, "Files");
    html_tags(h, "</h2>\n<ol>\n");
    for (size_t i = 0; i < r->file_count; i++) {
        const struct file_lines *f = &r->files[i];
        html_tags(h, "<li><a href=\"#f-");
        html_anchor(h, f->name);
        html_tags(h, "\">");
        html_text(h, f->name);
        html_tags(h, "</a><span class=\"count\">");
        bar(h, f->ran, f->code);
        html_tags(h, "</span></li>\n");
    }
    html_tags(h, "</ol>\n</nav>\n");
}

static void source_line(struct html *h, unsigned char mark, const char *text, size_t len)
{
    struct buf line = BUF_INIT;
    bool code = (mark & LINE_CODE) != 0, ran = (mark & LINE_RAN) != 0;
    html_tags(h, !code ? "<li><b> </b>"
                 : ran ? "<li class=\"ran\"><b>+</b>"
                       : "<li class=\"missed\"><b>!</b>");
    buf_add(&line, text, len);
    html_text(h, buf_text(&line));
    html_tags(h, "</li>\n");
    h->out->failed = h->out->failed || line.failed;
    buf_free(&line);
}

static void file(struct html *h, const struct file_lines *f, const struct ruleset *rules)
{
    size_t len = 0;
    const char *text = ruleset_text(rules, f->name, &len);
    const char *end = text == NULL ? NULL : text + len;
    html_tags(h, "<section class=\"domain\" id=\"f-");
    html_anchor(h, f->name);
    html_tags(h, "\">\n<h2>");
    html_text(h, f->name);
    html_tags(h, "</h2>\n<p class=\"meta\">");
    share(h, f->ran, f->code);
    say(h, " lines that hold code of a function ran (+); what did not is marked (!).");
    html_tags(h, "</p>\n<ol class=\"source\" tabindex=\"0\" aria-label=\"Text of the file\">\n");
    for (size_t i = 0; text != NULL && text < end && i < f->count; i++) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        size_t width = (size_t)((line_end == NULL ? end : line_end) - text);
        source_line(h, f->marks[i], text, width);
        text += width + (line_end != NULL);
    }
    html_tags(h, "</ol>\n</section>\n");
}

/* ---- answers --------------------------------------------------------------------------------- */

static void items(struct html *h, const struct cover_part *p, bool hit)
{
    const char *what = "";
    html_tags(h, "<td>");
    for (size_t i = 0; i < p->count; i++) {
        const struct cover_item *item = &p->items[i];
        if ((item->by != NULL) != hit) {
            continue;
        }
        html_tags(h, what[0] == '\0' ? "" : strcmp(what, item->what) == 0 ? ", " : "; ");
        if (strcmp(what, item->what) != 0) {
            say(h, item->what);
            html_tags(h, " ");
        }
        html_tags(h, hit ? "<span title=\"" : "<span class=\"not\">");
        if (hit) {
            html_text(h, item->by->id);
            html_tags(h, "\">");
        }
        html_text(h, item->label);
        html_tags(h, "</span>");
        what = item->what;
    }
    html_tags(h, "</td>");
}

static void answers(struct html *h, const struct case_cover *cover)
{
    html_tags(h, "<section class=\"domain\" id=\"answers\">\n<h2>");
    say(h, "Answers");
    html_tags(h, "</h2>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<caption>");
    html_text(h, cover->checklist->title);
    say(h, ": what may be answered, which facts may be absent, how a rule may end. A case counts "
           "for an answer where it asks the criterion itself, or runs its rule with the same "
           "arguments.");
    html_tags(h,
              "</caption>\n<thead><tr><th scope=\"col\">Criterion</th><th scope=\"col\">Rule</th>"
              "<th scope=\"col\">Exercised</th><th scope=\"col\">By no case</th></tr></thead>\n"
              "<tbody>\n");
    for (size_t i = 0; i < cover->part_count; i++) {
        const struct cover_part *p = &cover->parts[i];
        html_tags(h, "<tr><th scope=\"row\"><span class=\"id\">");
        html_text(h, p->criterion->demand.id);
        html_tags(h, "</span> ");
        say(h, strcmp(p->role, "part") == 0       ? "part "
               : strcmp(p->role, "check") == 0    ? "check"
               : strcmp(p->role, "answered") == 0 ? "if answered"
                                                  : "");
        html_text(h, strcmp(p->role, "part") == 0 ? p->part->id : "");
        html_tags(h, "</th><td>");
        html_text(h, p->part->rule);
        html_tags(h, "</td>");
        items(h, p, true);
        items(h, p, false);
        html_tags(h, "</tr>\n");
    }
    html_tags(h, "</tbody>\n</table></div>\n</section>\n");
}

void report_coverage_html(struct buf *out, const struct case_run *r, const struct case_cover *cover,
                          const struct ruleset *rules, const char *engine)
{
    struct html h;
    html_init(&h, out, "en", NULL);
    head(&h, r, cover);
    contents(&h, r);
    html_tags(&h, "<main id=\"content\">\n");
    if (cover->checklist != NULL) {
        answers(&h, cover);
    }
    for (size_t i = 0; i < r->file_count; i++) {
        file(&h, &r->files[i], rules);
    }
    html_tags(&h, "</main>\n<footer>\n<p>");
    html_text(&h, engine);
    html_tags(&h, "</p>\n</footer>\n</body>\n</html>\n");
}
