/* Renderers: pure functions from an assessment to text. */
#ifndef REPORT_RENDER_H
#define REPORT_RENDER_H

#include "base/buf.h"
#include "model/assessment.h"
#include "model/framework.h"
#include "model/pcodes.h"

/* The JSON form, one line, fixed key order, no line end. `whole` false leaves out nodes and findings.
 * identity false leaves out id and created: what must repeat byte for byte. */
void render_assessment_json(struct buf *out, const struct assessment *a, bool whole, bool identity);
/* What the identity is in that form: it goes before what is there without it, in place of its brace. */
void render_identity_json(struct buf *out, const struct assessment *a);
/* For people: `show`. places: the p-codes of the plan's country, from which the place of its p-code is
 * named, or NULL. color: ANSI. */
void render_assessment_text(struct buf *out, const struct assessment *a,
                            const struct pcode_list *places, bool color);
/* For people: `explain` of the criterion with this index. */
void render_explain_text(struct buf *out, const struct assessment *a, int criterion, bool color);
/* The same as one JSON object. */
void render_explain_json(struct buf *out, const struct assessment *a, int criterion);
/* How pressing a thing to do is, most first. docs/adr/0019-critical-first.md. */
enum step_rank {
    STEP_CRITICAL,      /* a critical criterion below its limit, or in doubt */
    STEP_CRITICAL_OPEN, /* one of which nobody knows */
    STEP_OTHER
};
/* Something to do. */
struct render_step {
    int criterion;       /* its index */
    double gain;         /* share of the root's weight that meeting it in full would gain, 0…1 */
    double need;         /* its weight beside its neighbours, times what is missing of it */
    enum step_rank rank; /* goes before all else */
    bool saves_lives;    /* the checklist says so, and a tenth or more is missing */
};
/* What to do, in the order of rank; then what saves lives; then the greatest need, or of what is neither
 * critical nor saves lives the greatest gain; then the checklist's order. Listed are criteria that fall
 * short, critical ones in doubt or without a credit, with open true all without one, each that has advice.
 * The caller frees *out. Returns 0 or ERR_MEMORY. */
int render_steps(const struct assessment *a, bool open, struct render_step **out, size_t *count);
/* One of them for people: two lines or more. */
void render_step_text(struct buf *out, const struct assessment *a, const struct render_step *s,
                      bool color);
/* The same as JSON: an object, no line end. */
void render_step_json(struct buf *out, const struct assessment *a, const struct render_step *s);
/* A checklist (a NULL), or an assessment under it, by the items of frameworks: what serves each, its
 * weight, and of an assessment coverage, score and range. The figures are ours, no official values. */
void render_frameworks_text(struct buf *out, const struct checklist *c, const struct assessment *a,
                            const struct frameworks *f, bool color);
/* One object, or with `lines` one a line and item. No line end after the object. */
void render_frameworks_json(struct buf *out, const struct checklist *c, const struct assessment *a,
                            const struct frameworks *f, bool lines);
/* A checklist with its domains, criteria, questions and answers, for people. */
void render_checklist_text(struct buf *out, const struct checklist *c, bool color);
/* The effective weights of a checklist, and what a change of a weight does. */
void render_weights_text(struct buf *out, const struct checklist *c, bool color);
/* The same as a list, or with `lines` one object a line, without a line end after the last. */
void render_weights_json(struct buf *out, const struct checklist *c, bool lines);
/* The checklist as one HTML page that needs nothing else: a guide to read and to print. `engine` stands
 * in its last line. The same input gives the same bytes. */
void render_guide(struct buf *out, const struct checklist *c, const struct frameworks *f,
                  const char *engine);
/* One source of a checklist with what it is worth: "title, year, section [unverified]"; the last in the
 * language of t (NULL: as written). Not escaped. */
void render_source(struct buf *text, const struct json *s, const struct texts *t);
/* A value for people: texts as they are, yes and no, lists with commas; at most about 300 bytes. */
void render_value(struct buf *out, const struct json *value);
/* The size of a distance of 0…1 between two scores, on the display scale of the checklist. */
void render_distance(struct buf *out, const struct checklist *c, double distance);
/* A score on the node's or checklist's display scale ("58.3"), or "-" for SCORE_NONE. */
void render_score(struct buf *out, const struct checklist *c, int64_t billionths);
/* A checklist's scale, as it is written in it, for render_scaled; NULL: it has none. */
const struct json *render_scale(const struct checklist *c);
/* The same on a scale alone; NULL: of 100, with one decimal. */
void render_scaled(struct buf *out, const struct json *scale, int64_t billionths);

#endif
