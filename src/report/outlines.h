/* Outlines of countries, for maps: what src/report/map/outlines.csv holds. Source, projection and licence
 * are told beside it. */
#ifndef REPORT_OUTLINES_H
#define REPORT_OUTLINES_H

#include <stddef.h>

struct outline {
    const char *alpha3;           /* ISO 3166-1; "" where there is none */
    int x, y;                     /* where its sign stands; down is positive */
    const char *path;             /* of SVG; "" where it is smaller than the drawing shows */
    int left, top, right, bottom; /* of path and sign */
};

extern const struct outline outlines[]; /* by alpha3 */
extern const size_t outline_count;

#endif
