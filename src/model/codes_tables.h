/* The tables behind codes.h; only codes.c includes this. */
#ifndef MODEL_CODES_TABLES_H
#define MODEL_CODES_TABLES_H

#include "model/codes.h"

extern const struct country codes_countries[]; /* by alpha-3 */
extern const size_t codes_country_count;
extern const struct hazard codes_hazards[]; /* by code */
extern const size_t codes_hazard_count;
extern const char *const codes_hips[];
extern const size_t codes_hip_count;

#endif
