/* Shared by the renderers. */
#ifndef REPORT_RENDER_INTERNAL_H
#define REPORT_RENDER_INTERNAL_H

#include "base/buf.h"
#include "model/assessment.h"

void render_credit(struct buf *out, bool known, int64_t value); /* a decimal or null */
void render_string(struct buf *out, const char *text);          /* JSON; null where NULL or empty */
/* The members of a finding, without braces. */
void render_finding(struct buf *out, const struct assessment *a, int index);

#endif
