/* HTML: texts escaped, languages named. Nobody writes a text of a document into a page but through
 * html_text(). */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/buf.h"

/* A page in the making. Everything between tags that comes from a document goes through html_text();
 * everything that the program says itself through html_say(), so that a page in another language
 * marks it as English. */
struct html {
    struct buf *out;
    const char *language; /* BCP 47 tag of the document's texts */
    bool foreign;         /* that is not English */
    bool english;         /* inside html_english() */
};

/* language NULL or "": English. The page goes to out, which the caller keeps. */
void html_init(struct html *h, struct buf *out, const char *language);
/* Text with & < > " ' as entities, control and bidi characters as visible escapes; good between tags
 * and, outside html_english(), inside a quoted attribute. NULL: nothing. */
void html_text(struct html *h, const char *text);
void html_tags(struct html *h, const char *markup); /* as it stands: our own markup */
/* The program's own English, marked as such on a page in another language. Not for attributes. */
void html_say(struct html *h, const char *text);
/* Begin and end a phrase of the program's own English that holds numbers or texts of the document: it is
 * read from the left as one piece, with html_text() set apart in its own language. Not nested. */
void html_english(struct html *h);
void html_english_end(struct html *h); /* what html_english() began */
/* "rtl" where the language is written from the right, else "ltr". */
const char *html_direction(const char *language);
/* Letters, digits, '-' and '_' of an id as they are, all else as "_XX": good in an id and a link. */
void html_anchor(struct html *h, const char *id);

#endif
