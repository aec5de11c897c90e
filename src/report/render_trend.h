/* Renderers of trends: for people, as JSON and as CSV. Pure. */
#ifndef REPORT_RENDER_TREND_H
#define REPORT_RENDER_TREND_H

#include "base/buf.h"
#include "compare/trend.h"
#include "report/render_compare.h"

/* `shown` tells what else is stored; nothing more of it is read. */

/* For people: a course a line, then for each its rounds, and each step in words: what changed, in
 * all and in the panel, who left and came, and what else differs. */
void render_trend_text(struct buf *out, const struct trend *t, const struct compared *shown,
                       bool color, bool ascii);
/* One JSON object, no line end; at most nine decimals. */
void render_trend_json(struct buf *out, const struct trend *t, const struct compared *shown);
/* One line a step and item, with a head. */
void render_trend_csv(struct buf *out, const struct trend *t);

#endif
