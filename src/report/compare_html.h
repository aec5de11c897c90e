/* A comparison as one HTML page that needs nothing else: to read, to print and to carry to a meeting. The
 * same input gives the same bytes. */
#ifndef REPORT_COMPARE_HTML_H
#define REPORT_COMPARE_HTML_H

#include "base/buf.h"
#include "compare/equity.h"
#include "compare/trend.h"

struct compare_shown {
    const struct comparison *c;
    const struct checklist *checklist; /* the core in the language of the page; NULL: as written */
    const struct trend *trend;         /* of the same groups over rounds, or NULL */
    const struct equity *equities;     /* of the same communities, or NULL */
    size_t equity_count;
    const char *title;  /* of the page; NULL: that of the checklist */
    const char *engine; /* stands in its last line */
};

/* Writes the page. Computes nothing but what a drawing needs: places, classes of colour, order by rank. */
void render_compare_html(struct buf *out, const struct compare_shown *page);

#endif
