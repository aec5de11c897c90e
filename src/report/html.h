/* HTML: texts escaped, languages named. Nobody writes a text of a document into a page but through
 * html_text(). */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/buf.h"
#include "base/json.h"
#include "model/texts.h"

/* The style sheet that all pages share: report/html_style.c. */
extern const char html_style[];
/* That of the guide, after it, for pages that are to look like it: report/guide_style.c. */
extern const char guide_style[];

/* A page in the making. Everything between tags that comes from a document goes through html_text();
 * everything that the program says itself through html_say(), so that a page in another language
 * marks it as English. */
struct html {
    struct buf *out;
    const char *language;      /* BCP 47 tag of the document's texts */
    const struct texts *texts; /* the program's own words in it; NULL: English */
    bool foreign;              /* that is not English */
    bool english;              /* inside html_english() */
};

/* language NULL or "": English. texts may be NULL. The page goes to out, which the caller keeps. */
void html_init(struct html *h, struct buf *out, const char *language, const struct texts *texts);
/* Text with & < > " ' as entities, control and bidi characters as visible escapes; good between tags
 * and, outside html_english(), inside a quoted attribute. NULL: nothing. */
void html_text(struct html *h, const char *text);
void html_tags(struct html *h, const char *markup); /* as it stands: our own markup */
/* The program's own words in the page's language; where they are not translated, marked as English on a
 * page in another language. Not for attributes. */
void html_say(struct html *h, const char *text);
/* The same with {name}s, whose values are escaped and set apart from a text in another direction. */
void html_fill(struct html *h, const char *text, const struct fill *fills);
/* The same, for what stands outside: a phrase whose parts are joined by the caller. English words in it
 * are read from the left as one piece. Not nested. */
void html_english(struct html *h);
void html_english_end(struct html *h); /* what html_english() began */
/* "rtl" where the language is written from the right, else "ltr". */
const char *html_direction(const char *language);
/* Letters, digits, '-' and '_' of an id as they are, all else as "_XX": good in an id and a link. */
void html_anchor(struct html *h, const char *id);

/* ---- html_parts.c: what several pages have in common */

extern const char html_tree[]; /* the drawing on a cover, only for the eye */
/* From the doctype to the link that skips to #content, in which its words and </a> follow: the language,
 * the title, html_style, two more style sheets ("" for none), and body, the tag. */
void html_begin(struct html *h, const char *title, const char *style, const char *more,
                const char *body);
/* One of a <dl class="facts">. */
void html_fact(struct html *h, const char *name, const char *value);
/* Title, publisher and year of a source of a checklist. */
void html_cite(struct html *h, const struct json *source);
/* The mark of a source by its status: found, unverified, drafted. NULL: nothing. */
void html_status(struct html *h, const char *word);
/* What these marks mean, with a heading of level 3. */
void html_legend(struct html *h);

#endif
