/* An assessment as one HTML page that needs nothing else: to read, to print and to hand to whoever decides.
 * The same input gives the same bytes. */
#ifndef REPORT_ASSESSMENT_HTML_H
#define REPORT_ASSESSMENT_HTML_H

#include "base/buf.h"
#include "model/assessment.h"
#include "model/pcodes.h"

struct assessment_shown {
    const struct assessment *a;      /* its checklist in the language of the page */
    const struct pcode_list *places; /* of the plan's country, or NULL */
    int64_t sequence;                /* place in the chain; 0: not stored */
    const char *hash;                /* of its record, in hex */
    const char *superseded_by;       /* id of what took its place, or "" */
};

/* Writes the page. Computes nothing but what a drawing needs. */
void render_assessment_html(struct buf *out, const struct assessment_shown *page);

#endif
