/* Renderers: pure functions from an assessment to text. */
#ifndef REPORT_RENDER_H
#define REPORT_RENDER_H

#include "base/buf.h"
#include "model/assessment.h"

/* The JSON form, one line, fixed key order, no line end. `whole` false leaves out nodes and findings.
 * identity false leaves out id and created: what must repeat byte for byte. */
void render_assessment_json(struct buf *out, const struct assessment *a, bool whole, bool identity);
/* For people: `show`. color: ANSI. */
void render_assessment_text(struct buf *out, const struct assessment *a, bool color);
/* For people: `explain` of the criterion with this index. */
void render_explain_text(struct buf *out, const struct assessment *a, int criterion, bool color);
/* The same as one JSON object. */
void render_explain_json(struct buf *out, const struct assessment *a, int criterion);
/* Something to do. */
struct render_step {
    int criterion; /* its index */
    double gain;   /* share of the root's weight that meeting it in full would gain, 0…1 */
};
/* What to do, the greatest gain first: criteria that fall short, with open true also those without a
 * credit, each that has advice. The caller frees *out. Returns 0 or ERR_MEMORY. */
int render_steps(const struct assessment *a, bool open, struct render_step **out, size_t *count);
/* One of them for people: two lines or more. */
void render_step_text(struct buf *out, const struct assessment *a, const struct render_step *s,
                      bool color);
/* The same as JSON: an object, no line end. */
void render_step_json(struct buf *out, const struct assessment *a, const struct render_step *s);
/* A score on the node's or checklist's display scale ("58.3"), or "-" for SCORE_NONE. */
void render_score(struct buf *out, const struct checklist *c, int64_t billionths);

#endif
