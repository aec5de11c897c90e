/* What several pages have in common: head, tree, facts of a cover, marks of sources. */
#include "base/number.h"
#include "base/text.h"
#include "report/html.h"

/* A tree whose roots come down from its branches. */
const char html_tree[] =
    "<svg class=\"tree\" viewBox=\"0 0 200 150\" aria-hidden=\"true\" focusable=\"false\">"
    "<g class=\"crown\"><circle cx=\"60\" cy=\"62\" r=\"38\"/><circle cx=\"100\" cy=\"44\" "
    "r=\"42\"/>"
    "<circle cx=\"140\" cy=\"62\" r=\"38\"/><ellipse cx=\"100\" cy=\"76\" rx=\"88\" ry=\"24\"/></g>"
    "<g class=\"roots\"><path d=\"M100 140V84\" stroke-width=\"13\"/>"
    "<path d=\"M80 140c6-18 14-26 20-30M120 140c-6-18-14-26-20-30\" stroke-width=\"6\"/>"
    "<path d=\"M44 140V90M156 140V90\" stroke-width=\"4\"/>"
    "<path d=\"M64 140V94M136 140V94M26 134V88M174 134V88\" stroke-width=\"2.5\"/></g>"
    "<path class=\"ground\" d=\"M8 142h184\" stroke-width=\"3\"/></svg>\n";

void html_begin(struct html *h, const char *title, const char *style, const char *more,
                const char *body)
{
    html_tags(h, "<!doctype html>\n<html lang=\"");
    html_text(h, h->language);
    html_tags(h, "\" dir=\"");
    html_tags(h, html_direction(h->language));
    html_tags(h, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"color-scheme\" content=\"light dark\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "style-src 'unsafe-inline'\">\n<title>");
    html_text(h, title);
    html_tags(h, "</title>\n<style>\n");
    html_tags(h, html_style);
    html_tags(h, style);
    html_tags(h, more);
    html_tags(h, "</style>\n</head>\n");
    html_tags(h, body);
    html_tags(h, "\n<a class=\"skip\" href=\"#content\">");
}

void html_fact(struct html *h, const char *name, const char *value)
{
    html_tags(h, "<div><dt>");
    html_say(h, name);
    html_tags(h, "</dt><dd>");
    html_text(h, value);
    html_tags(h, "</dd></div>");
}

void html_cite(struct html *h, const struct json *source)
{
    const char *publisher = json_string(json_get(source, "publisher"));
    const struct json *year = json_get(source, "year");
    html_tags(h, "<cite>");
    html_text(h, json_string(json_get(source, "title")));
    html_tags(h, "</cite>");
    if (publisher != NULL) {
        html_tags(h, ", ");
        html_text(h, publisher);
    }
    if (year != NULL && year->type == JSON_NUMBER) {
        html_tags(h, ", ");
        number_write(h->out, year->number);
    }
}

void html_status(struct html *h, const char *word)
{
    if (word == NULL) {
        return;
    }
    bool drafted = text_equal(word, "drafted"), unverified = text_equal(word, "unverified");
    html_tags(h, drafted      ? " <span class=\"mark drafted\">"
                 : unverified ? " <span class=\"mark known\">"
                              : " <span class=\"mark found\">");
    html_say(h, drafted ? SAID("[drafted]") : unverified ? SAID("[known]") : SAID("[found]"));
    html_tags(h, "</span>");
}

void html_legend(struct html *h)
{
    static const char *const texts[][3] = {
        {"found", SAID("[found]"), SAID("Somebody saw it in the source or in a copy of it.")},
        {"known", SAID("[known]"),
         SAID("Believed to be so and not checked. Look it up before you quote it.")},
        {"drafted", SAID("[drafted]"),
         SAID("Wording or limits of our own. Never a standard of others.")}};
    html_tags(h, "<h3>");
    html_say(h, "Where things come from");
    html_tags(h, "</h3>\n<ul class=\"legend\">");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_printf(h->out, "<li><span class=\"mark %s\">", texts[i][0]);
        html_say(h, texts[i][1]);
        html_tags(h, "</span> ");
        html_say(h, texts[i][2]);
        html_tags(h, "</li>");
    }
    html_tags(h, "</ul>\n");
}
