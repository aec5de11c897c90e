/* The tables behind codes.h, made from checklists/codes by codes.awk; only codes.c includes this.
 * All are sorted by their first members. */
#ifndef MODEL_CODES_TABLES_H
#define MODEL_CODES_TABLES_H

#include "model/codes.h"

struct country_member {
    const char *alpha3, *scheme, *group;
};
struct hip_link {
    const char *old, *now; /* now NULL: no successor is known */
    bool removed;          /* it is known that there is none */
};

extern const struct country codes_countries[];
extern const size_t codes_countries_count;
extern const struct country_scheme codes_schemes[];
extern const size_t codes_schemes_count;
extern const struct country_group codes_groups[];
extern const size_t codes_groups_count;
extern const struct country_member codes_members[];
extern const size_t codes_members_count;
extern const struct hazard codes_hazards[];
extern const size_t codes_hazards_count;
extern const struct hip codes_hips[], codes_old_hips[];
extern const size_t codes_hips_count, codes_old_hips_count;
extern const struct hip_link codes_hip_links[];
extern const size_t codes_hip_links_count;

#endif
