/* The page of an assessment: frame, cover, how it was assessed, foot. Its sections stand in other files. */
#include "report/assessment_html.h"

#include <stdio.h>

#include "base/text.h"
#include "report/assessment_html_internal.h"

/* ---- words ------------------------------------------------------------------------------------ */

void sheet_text(struct sheet *s, struct buf *text)
{
    html_text(&s->h, buf_text(text));
    s->h.out->failed = s->h.out->failed || text->failed; /* emptying forgets it */
    buf_reset(text);
}

void sheet_figure(struct sheet *s, struct buf *text)
{
    bool right = text_equal(html_direction(s->h.language), "rtl");
    html_tags(&s->h, right ? "<bdi dir=\"ltr\">" : "");
    sheet_text(s, text);
    html_tags(&s->h, right ? "</bdi>" : "");
}

void sheet_paragraph(struct sheet *s, const char *class, struct buf *text)
{
    if (text->len > 0 || text->failed) {
        buf_printf(s->h.out, *class == '\0' ? "<p>" : "<p class=\"%s\">", class);
        sheet_text(s, text);
        html_tags(&s->h, "</p>\n");
    }
}

void sheet_open(struct sheet *s, const char *id, const char *title)
{
    buf_printf(s->h.out, "<section id=\"%s\">\n<h2>", id);
    html_say(&s->h, title);
    html_tags(&s->h, "</h2>\n");
}

void sheet_close(struct sheet *s)
{
    html_tags(&s->h, "</section>\n");
}

const char *sheet_title(const struct sheet *s, int node)
{
    const struct node *n = &s->c->nodes[node];
    return n->title != NULL ? n->title : n->id != NULL ? n->id : s->c->title;
}

void sheet_link(struct sheet *s, int criterion)
{
    const struct part *demand = &s->c->criteria[criterion].demand;
    html_tags(&s->h, "<a href=\"#c-");
    html_anchor(&s->h, demand->id);
    html_tags(&s->h, "\">");
    html_text(&s->h, demand->id);
    html_tags(&s->h, " ");
    html_text(&s->h, demand->title);
    html_tags(&s->h, "</a>");
}

/* ---- cover ------------------------------------------------------------------------------------ */

static void heading(struct sheet *s)
{
    const char *language = json_string(json_path(s->a->plan->doc, "plan.language"));
    html_tags(&s->h, "<p class=\"kicker\">");
    html_say(&s->h, "Assessment of a plan");
    html_tags(&s->h, "</p>\n<h1><bdi");
    if (language != NULL) {
        html_tags(&s->h, " lang=\"");
        html_text(&s->h, language);
        html_tags(&s->h, "\"");
    }
    html_tags(&s->h, ">");
    html_text(&s->h, s->a->plan->title);
    html_tags(&s->h, "</bdi></h1>\n");
}

static void where(struct sheet *s)
{
    struct buf text = BUF_INIT;
    const struct plan *plan = s->a->plan;
    render_where(&text, plan);
    sheet_paragraph(s, "lead", &text);
    if (render_place(&text, plan, s->page->places, s->h.texts)) {
        sheet_paragraph(s, "meta", &text);
    }
    texts_fill(&text, s->h.texts, SAID("Hazards: "), NULL);
    if (render_hazards(&text, plan, s->h.texts)) {
        sheet_paragraph(s, "meta", &text);
    }
    buf_free(&text);
}

static void cover(struct sheet *s)
{
    const struct plan *plan = s->a->plan;
    html_tags(&s->h, "<header>\n");
    html_tags(&s->h, html_tree);
    html_tags(&s->h, "<div>");
    heading(s);
    where(s);
    html_tags(&s->h, "</div>\n<dl class=\"facts\">");
    html_fact(&s->h, SAID("Round"), plan->round);
    html_fact(&s->h, SAID("Date"), plan->date);
    html_fact(&s->h, SAID("Plan"), plan->id);
    html_fact(&s->h, SAID("Checklist"), s->c->title);
    html_tags(&s->h, "</dl>\n");
    if (s->page->superseded_by[0] != '\0') {
        html_tags(&s->h, "<p class=\"warn\">");
        html_fill(&s->h, "This is no longer the latest: a later assessment took its place, {id}.",
                  (struct fill[]){{"id", s->page->superseded_by}, {NULL, NULL}});
        html_tags(&s->h, "</p>\n");
    }
    if (s->c->texts != NULL && s->c->texts->unreviewed) {
        html_tags(&s->h, "<p class=\"meta\">");
        html_say(&s->h, "This translation was not yet reviewed by a speaker from the field.");
        html_tags(&s->h, "</p>\n");
    }
    html_tags(&s->h, "</header>\n");
}

static void content_line(struct sheet *s, const char *id, const char *title)
{
    buf_printf(s->h.out, "<li><a href=\"#%s\">", id);
    html_say(&s->h, title);
    html_tags(&s->h, "</a></li>\n");
}

static void contents(struct sheet *s)
{
    html_tags(&s->h, "<nav aria-label=\"");
    html_text(&s->h, texts_get(s->h.texts, SAID("Contents")));
    html_tags(&s->h, "\">\n<ul>\n");
    content_line(s, "result", SAID("Result"));
    if (s->c->nodes[0].node_count > 0) {
        content_line(s, "domains", SAID("Domains"));
    }
    content_line(s, "findings", SAID("Criterion by criterion"));
    content_line(s, "method", SAID("How it was assessed"));
    html_tags(&s->h, "</ul>\n</nav>\n");
}

/* ---- how it was assessed ---------------------------------------------------------------------- */

static void row(struct sheet *s, const char *name, struct buf *value)
{
    if (value->len > 0 || value->failed) {
        html_tags(&s->h, "<dt>");
        html_say(&s->h, name);
        html_tags(&s->h, "</dt><dd>");
        sheet_text(s, value);
        html_tags(&s->h, "</dd>\n");
    }
}

/* Texts of a list of the document, words among them in the page's language. */
static void words(const struct sheet *s, struct buf *out, const struct json *list)
{
    const struct json *first = list == NULL ? NULL : list->type == JSON_ARRAY ? list->first : list;
    for (const struct json *v = first; v != NULL; v = v == list ? NULL : v->next) {
        const char *word = json_string(v);
        buf_puts(out, v == first ? "" : texts_get(s->h.texts, SAID(", ")));
        buf_puts(out, word == NULL ? "" : texts_get(s->h.texts, word));
    }
}

static void method(struct sheet *s)
{
    const struct json *doc = s->a->plan->doc;
    const struct json *children = json_path(doc, "assessment.children_took_part");
    struct buf text = BUF_INIT;
    sheet_open(s, "method", SAID("How it was assessed"));
    html_tags(&s->h, "<dl class=\"rows\">\n");
    words(s, &text, json_path(doc, "assessment.method"));
    row(s, SAID("Way of assessing"), &text);
    words(s, &text, json_path(doc, "assessment.assessors"));
    row(s, SAID("By whom"), &text);
    if (children != NULL) {
        render_value(&text, children);
    }
    row(s, SAID("Children who took part"), &text);
    buf_printf(&text, "%s (%s %s)", s->c->title, s->c->id, s->c->version);
    row(s, SAID("Checklist"), &text);
    buf_puts(&text, s->c->profile == NULL ? "" : s->c->profile);
    row(s, SAID("Short form"), &text);
    render_counts(&text, s->a);
    row(s, SAID("Criteria"), &text);
    html_tags(&s->h, "</dl>\n");
    sheet_source_list(s);
    sheet_close(s);
    buf_free(&text);
}

/* ---- the page --------------------------------------------------------------------------------- */

static void digest(struct sheet *s, const char *name, const char *value)
{
    html_tags(&s->h, "<dt>");
    html_say(&s->h, name);
    html_tags(&s->h, "</dt><dd dir=\"ltr\">");
    html_text(&s->h, value);
    html_tags(&s->h, "</dd>\n");
}

/* What another needs to find this assessment and to see that it is unchanged. */
static void foot(struct sheet *s)
{
    const struct assessment *a = s->a;
    html_tags(&s->h, "<footer>\n");
    if (s->page->sequence > 0) {
        struct buf number = BUF_INIT;
        buf_printf(&number, "%lld", (long long)s->page->sequence);
        html_tags(&s->h, "<p>");
        html_fill(
            &s->h,
            "Stored {time} by {program} as number {number}. Whoever has the store can make it "
            "again and hold it against these figures:",
            (struct fill[]){{"time", a->created},
                            {"program", a->engine},
                            {"number", buf_text(&number)},
                            {NULL, NULL}});
        html_tags(&s->h, " <code dir=\"ltr\">banyan verify ");
        html_text(&s->h, a->id);
        html_tags(&s->h, "</code></p>\n");
        s->h.out->failed = s->h.out->failed || number.failed;
        buf_free(&number);
    }
    html_tags(&s->h, "<dl class=\"rows digest\">\n");
    if (s->page->sequence > 0) {
        digest(s, SAID("Assessment"), a->id);
        digest(s, SAID("Hash"), s->page->hash);
    }
    digest(s, SAID("Plan"), a->plan->digest);
    digest(s, SAID("Checklist"), s->c->digest);
    digest(s, SAID("Rules"), a->ruleset_digest);
    html_tags(&s->h, "</dl>\n</footer>\n</body>\n</html>\n");
}

void render_assessment_html(struct buf *out, const struct assessment_shown *page)
{
    const struct checklist *c = page->a->checklist;
    struct sheet s = {.arena = ARENA_INIT, .page = page, .a = page->a, .c = c};
    html_init(&s.h, out, c->language, c->texts);
    if (sheet_sources(&s) != 0) {
        out->failed = true;
    }
    if (!out->failed) {
        html_begin(&s.h, page->a->plan->title, assessment_style, "",
                   c->risk ? "<body class=\"sheet risk\">" : "<body class=\"sheet\">");
        html_say(&s.h, "Skip to the content");
        html_tags(&s.h, "</a>\n");
        cover(&s);
        contents(&s);
        html_tags(&s.h, "<main id=\"content\">\n");
        sheet_verdict(&s);
        sheet_domains(&s);
        sheet_findings(&s);
        method(&s);
        html_tags(&s.h, "</main>\n");
        foot(&s);
    }
    arena_free(&s.arena);
}
