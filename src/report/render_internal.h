/* Shared by the renderers; nobody else includes it. */
#ifndef REPORT_RENDER_INTERNAL_H
#define REPORT_RENDER_INTERNAL_H

#include "report/render.h"

enum { PAGE_WIDTH = 92 }; /* columns of a page of text */

enum style { STYLE_BOLD, STYLE_DIM, STYLE_GOOD, STYLE_MIDDLING, STYLE_BAD };

/* A page of text. Everything that comes from a plan or checklist goes through page_text(), which
 * shows control characters instead of sending them to the terminal. */
struct page {
    struct buf *out;
    bool color;
    const struct texts *texts; /* the language; NULL: as written */
};

void page_on(struct page *p, enum style style); /* does nothing without color */
/* Back to plain text. */
void page_off(struct page *p);
/* The program's own words, in the page's language. */
void page_say(struct page *p, const char *text);
/* Appends them to out, with the {name}s put in. */
void page_fill(const struct page *p, struct buf *out, const char *text, const struct fill *fills);
/* The program's own words with {count} in them. */
void page_count(struct page *p, const char *text, long long count);
/* Text as it is, control characters made visible. */
void page_text(struct page *p, const char *text);
/* So many spaces. */
void page_spaces(struct page *p, int count);
/* Text in a column: cut with "…" or filled with spaces to exactly width. */
void page_cell(struct page *p, const char *text, int width);
/* Prints and empties text, filled with spaces before it to width; it is not cut. */
void page_right(struct page *p, struct buf *text, int width);
void page_bar(struct page *p, int64_t low, int64_t high); /* 20 columns: # to low, + to high */
/* Text that begins in column `at` and goes on in column `indent`, broken at spaces; ends the line. */
void page_wrap(struct page *p, int at, int indent, const char *text);
/* A sentence of the program's own, in the page's language, with its {name}s put in; ends the line. */
void page_sentence(struct page *p, int indent, const char *text, const struct fill *fills);
int page_width(struct page *p, const char *text); /* columns that text takes when escaped */

/* A score on the display scale of a node, else of the checklist. */
void render_node_score(struct buf *out, const struct checklist *c, int node, int64_t billionths);
/* A distance between two scores on that scale, of 0…1: without its beginning. */
void render_node_spread(struct buf *out, const struct checklist *c, int node, double distance);
double render_node_span(const struct checklist *c,
                        int node); /* from its least to its greatest score */
/* Whole percent, rounded down: 100 only where nothing is missing. */
void render_percent(struct buf *out, int64_t billionths);
/* A double with so many decimals, rounded half away from zero on 15 significant digits. */
void render_decimals(struct buf *out, double value, int decimals);
/* A credit from 0 to CREDIT_ONE with two decimals; 1.00 and 0.00 only where it is all or nothing,
 * so that the number never contradicts the mark "in part" beside it. */
void render_hundredths(struct buf *out, int64_t credit);

/* How much of the root's weight rests on a criterion, 0…1: the product of its shares among the
 * children that count, from its node to the root. 0 where it is not applicable. */
double render_share(const struct assessment *a, int criterion);
bool render_all_arithmetic(const struct checklist *c); /* in every node */
bool render_is_open(const struct finding *f);          /* applies, but has no credit */
/* Writes text, in the language already, with params put in as people read them: titles and names in
 * place of ids and codes. params are of the criterion's finding or of its doubts; NULL: none. */
void render_fill(struct buf *out, const struct assessment *a, int criterion, const char *text,
                 const struct json *params);
/* The reason of a finding, in the language, the same way. */
void render_reason(struct buf *out, const struct assessment *a, int criterion);
/* What a doubt of it says, the same way; returns the rule that raised it, or NULL. */
const char *render_doubt(struct buf *out, const struct assessment *a, int criterion,
                         const struct json *doubt);
/* What the checklist advises where the criterion is open or not fully met, with the numbers of the
 * finding; where it is open and no text fits, what to ask for. False, and nothing written, where it is met,
 * does not apply, or has no advice. */
bool render_next_step(struct buf *out, const struct assessment *a, int criterion);
/* How much of the root's weight would be gained by meeting the criterion in full, 0…1. */
double render_gain(const struct assessment *a, int criterion);
/* "critical; 1.2 % of the weight to gain": why a step stands where it stands. */
void render_step_why(struct buf *out, const struct assessment *a, const struct render_step *s);
/* How many of them one begins with: a few, and all that are critical. */
size_t render_steps_first(const struct render_step *steps, size_t count);
void render_first_steps(struct page *p, const struct assessment *a); /* "What to do first" */
void render_credit(struct buf *out, bool known, int64_t value);      /* a decimal or null */
void render_string(struct buf *out, const char *text); /* JSON; null where NULL or empty */
/* The members of a finding, without braces. */
void render_finding(struct buf *out, const struct assessment *a, int index);

/* ---- render_words.c: an assessment in words, for text and page alike */

/* "Nepal (NPL), NP0436-07 (Ward 7)". */
void render_where(struct buf *out, const struct plan *plan);
/* "Place: NP0436, Gorkha, Gandaki" of a p-code that the list has or that begins with one of its codes; false,
 * and nothing written, elsewhere. */
bool render_place(struct buf *out, const struct plan *plan, const struct pcode_list *places,
                  const struct texts *t);
/* The hazard register by names: those who read a result need not know the codes. False: it is empty. */
bool render_hazards(struct buf *out, const struct plan *plan, const struct texts *t);
void render_no_score(struct buf *out, const struct assessment *a);        /* why there is none */
void render_range(struct buf *out, const struct assessment *a, int node); /* "41.0–79.0" */
/* That a criterion holds the band down, and to which; false, and nothing written, where it does not. */
bool render_cap(struct buf *out, const struct assessment *a, int criterion);
void render_counts(struct buf *out, const struct assessment *a); /* how many of each outcome */
const char *render_by(enum finding_by by); /* "by a claim": who says so; to be translated */
/* What was answered, with its meaning; what stands there instead where nothing was. */
void render_answer(struct buf *out, const struct criterion *k, const struct answer *answer,
                   const struct texts *t);

enum { RENDER_OPEN_MOST = 5 }; /* as many open criteria are named */
struct render_open {
    int criterion; /* its index */
    bool critical;
    double share; /* of the weight, 0…1 */
};
/* The open criteria, the critical ones first, then those that weigh most. The caller frees *out. Returns 0
 * or ERR_MEMORY. */
int render_open_first(const struct assessment *a, struct render_open **out, size_t *count);
/* "1.2 % of the weight, critical". */
void render_open_weight(struct buf *out, const struct assessment *a, const struct render_open *o);

#endif
