/* Code lists: ISO 3166-1 countries, hazards with their umbrellas, age bands, child-related words.
 * Tables are generated data with their vintage in codes.c. */
#ifndef MODEL_CODES_H
#define MODEL_CODES_H

#include <stdbool.h>
#include <stddef.h>

struct country {
    const char *alpha3, *alpha2, *name;
};
const struct country *codes_country(const char *alpha3); /* NULL: unknown */
const char *codes_country_nearest(const char *given);    /* a known alpha-3 or NULL */

struct hazard {
    const char *code;     /* EQ, FL, FF … (the project's short codes, GLIDE where it has one) */
    const char *hip;      /* HIP 2025 code */
    const char *glide;    /* GLIDE code, or NULL */
    const char *umbrella; /* code of the umbrella hazard, or NULL */
    const char *title;
};
const struct hazard *codes_hazard(const char *code); /* by short code; NULL: unknown */
/* Code of the hazard that was probably meant by a code, title or HIP code; NULL: none is near. */
const char *codes_hazard_nearest(const char *given);
bool codes_hip(const char *hip); /* a HIP 2025 code */
/* Equal, or one is the umbrella of the other (FL over FF, RF, CFL, GL …), both ways. */
bool codes_hazard_matches(const char *a, const char *b);

#endif
