/* Shared by the files that make the guide; nobody else includes it. */
#ifndef REPORT_GUIDE_INTERNAL_H
#define REPORT_GUIDE_INTERNAL_H

#include "report/html.h"
#include "report/render_internal.h"

struct guide {
    struct html h;
    const struct checklist *c;
    const struct frameworks *f;
    const struct reading *const *readings; /* one array a framework */
    double widest;                         /* the largest share of a criterion */
    const char *engine;
};

/* ---- guide_criterion.c: one criterion as a card */
void guide_criterion(struct guide *g, int index, int level); /* level: of its heading, 2 to 6 */
/* A list of sources with their status. */
void guide_sources(struct guide *g, const struct json *sources);
/* When something is asked (`applies`), as a term and its description. */
void guide_condition(struct guide *g, const struct json *applies);
/* A link to a criterion of this page, by its id. */
void guide_link(struct guide *g, const char *id);
void guide_share(struct buf *out, double share, int decimals);   /* "1.3 %" */
void guide_percent(struct guide *g, double share, int decimals); /* the same, into the page */
/* A text of a framework, in the page's language where it is translated, and marked as its own. */
void guide_framework_text(struct guide *g, const struct framework *f, const char *text);

/* ---- guide_answer.c: what can be answered, and what an answer is worth */
void guide_answer(struct guide *g, const struct part *part);

/* ---- guide_annex.c: profiles, weights, references */
void guide_profiles(struct guide *g);             /* the short forms, where there are some */
void guide_weights(struct guide *g);              /* a table of all weights */
bool guide_has_references(const struct guide *g); /* whether there is anything to show */
void guide_references(struct guide *g);           /* a table for each framework */

#endif
