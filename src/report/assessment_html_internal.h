/* Shared by the files that make the page of an assessment; nobody else includes it. */
#ifndef REPORT_ASSESSMENT_HTML_INTERNAL_H
#define REPORT_ASSESSMENT_HTML_INTERNAL_H

#include "report/assessment_html.h"
#include "report/html.h"
#include "report/render_internal.h"

struct sheet {
    struct html h;
    struct arena arena;
    const struct assessment_shown *page;
    const struct assessment *a;
    const struct checklist *c;
    const struct json **sources; /* what criteria cite, each title and year once, as they come */
    size_t source_count;
};

/* The style sheet, after what all pages share. */
extern const char assessment_style[];

/* Prints what was written into text, and empties it. So for the next two. */
void sheet_text(struct sheet *s, struct buf *text);
/* Figures, read from the left in any language. */
void sheet_figure(struct sheet *s, struct buf *text);
/* A paragraph of this class, or nothing where text is empty. */
void sheet_paragraph(struct sheet *s, const char *class, struct buf *text);
/* A section with its heading of level 2 begins. */
void sheet_open(struct sheet *s, const char *id, const char *title);
void sheet_close(struct sheet *s);               /* its end */
void sheet_bar(struct sheet *s, int node);       /* low, high and score of a node, for the eye */
void sheet_link(struct sheet *s, int criterion); /* id and title, leading to its finding */
bool sheet_is_thin(const struct sheet *s,
                   int node); /* so little is answered that no score is shown */
const char *sheet_title(const struct sheet *s, int node); /* of a node */

/* ---- assessment_html_finding.c */

int sheet_sources(struct sheet *s);   /* collects them; 0 or ERR_MEMORY */
void sheet_findings(struct sheet *s); /* every criterion, domain by domain */
void sheet_source_list(
    struct sheet *s); /* the works that are cited, numbered, and what their marks mean */

/* ---- assessment_html_verdict.c */

void sheet_verdict(struct sheet *s); /* the result, what it means, what holds it down, what to do */
void sheet_domains(struct sheet *s); /* bars and figures */

#endif
