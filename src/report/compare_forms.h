/* A comparison in the forms that other programs read. Pure: the same comparison gives the same bytes, with
 * no time in them. Values are on 0…1. A group that is withheld shows who it is and nothing else.
 * docs/comparing.md, "Formats", tells what each is for. */
#ifndef REPORT_COMPARE_FORMS_H
#define REPORT_COMPARE_FORMS_H

#include "base/buf.h"
#include "base/err.h"
#include "compare/compare.h"

/* All of these set `failed` of out where there is no memory. */

/* CSV (RFC 4180), a row a group and item. Text that a spreadsheet would take for a formula gets a ' before
 * it. hxl: a row of HXL hashtags below the head. */
void render_compare_csv(struct buf *out, const struct comparison *c, bool hxl);
/* A ZIP of a Frictionless Data Package 2: datapackage.json, data.csv (as above), README.md. */
void render_compare_package(struct buf *out, const struct comparison *c);
/* A workbook: notes, values, chart, and COINr's iData and iMeta. 0, or ERR_INPUT where a sheet has not
 * so many rows. */
int render_compare_xlsx(struct buf *out, const struct comparison *c, struct err *e);

/* These name a period of time. A round that is none (no year, half-year, quarter, month or day) is ERR_INPUT,
 * with a sentence. Otherwise 0 or ERR_MEMORY. */

/* SDMX-CSV 2.0. */
int render_compare_sdmx_csv(struct buf *out, const struct comparison *c, struct err *e);
/* Its structure: SDMX-ML 2.1 with code lists, concepts, data structure and dataflow. */
int render_compare_sdmx_structure(struct buf *out, const struct comparison *c, struct err *e);
/* DHIS2 dataValueSets. ERR_INPUT also where the groups are of no place that could be an organisation unit. */
int render_compare_dhis2(struct buf *out, const struct comparison *c, struct err *e);

#endif
