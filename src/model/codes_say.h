/* What to tell people about a code that is not known. Each sentence goes on after the code:
 * `"HT"` … `is the GLIDE code of heatwave: give "HW"`. */
#ifndef MODEL_CODES_SAY_H
#define MODEL_CODES_SAY_H

#include "base/buf.h"

void codes_say_country(struct buf *out, const char *given);
void codes_say_hazard(struct buf *out, const char *given);
/* Also of a code of 2020 that has no single successor. */
void codes_say_hip(struct buf *out, const char *given);

#endif
