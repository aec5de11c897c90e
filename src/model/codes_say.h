/* What to tell people about a code that is not known. Each sentence goes on after the code:
 * `"HT"` … `is the GLIDE code of heatwave: give "HW"`. */
#ifndef MODEL_CODES_SAY_H
#define MODEL_CODES_SAY_H

#include "base/buf.h"

/* Of what is no alpha-3 code of a country. */
void codes_say_country(struct buf *out, const char *given);
/* Of what is no short code of a hazard. */
void codes_say_hazard(struct buf *out, const char *given);
/* Of what is no HIP code of 2025, nor one of 2020 that has a single successor. */
void codes_say_hip(struct buf *out, const char *given);

#endif
