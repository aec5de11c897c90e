/* A line on a terminal's stderr that says how far something is, and goes away again. Where stderr is no
 * terminal nothing is ever written. */
#ifndef CLI_METER_H
#define CLI_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"

enum { METER_MS = 200 }; /* so often it changes */

struct meter {
    bool wanted, shown; /* stderr is a terminal; the line stands on it */
    struct timespec begun, last;
};

/* Begins to count the time; no line is wanted with --quiet. */
void meter_begin(struct meter *m, bool quiet);
/* Whether a line is due: never in the first second, since what is done at once needs none, then each
 * METER_MS. *seconds since the beginning. */
bool meter_due(const struct meter *m, double *seconds);
/* Columns of the terminal; 80 where it does not say. */
size_t meter_width(void);
/* Puts text in the place of the line that stands there; none where the terminal is too narrow for it. */
void meter_show(struct meter *m, const char *text);
/* Takes the line away, so that something else may be written. */
void meter_hide(struct meter *m);
/* Adds how long that is to out: "0:07", "12:40", "3:05:00". */
void meter_time(struct buf *out, double seconds);
/* Shows, where it is due, the percentage that is done and the time left, after what is going on. */
void meter_share(struct meter *m, const char *what, double done, double all);

#endif
