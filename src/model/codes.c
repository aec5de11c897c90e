#include "model/codes.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/codes_tables.h"

/* Countries and hazards begin with their code, so one comparison serves all tables. */
static int by_code(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

const struct country *codes_country(const char *alpha3)
{
    return bsearch(alpha3, codes_countries, codes_country_count, sizeof *codes_countries, by_code);
}

const struct hazard *codes_hazard(const char *code)
{
    return bsearch(code, codes_hazards, codes_hazard_count, sizeof *codes_hazards, by_code);
}

bool codes_hip(const char *hip)
{
    return bsearch(hip, codes_hips, codes_hip_count, sizeof *codes_hips, by_code) != NULL;
}

/* An alpha-2 code or a name, as people write them, else the nearest code. */
const char *codes_country_nearest(const char *given)
{
    for (size_t i = 0; i < codes_country_count; i++) {
        const struct country *c = &codes_countries[i];
        if (text_alike(c->alpha3, given, SIZE_MAX) || text_alike(c->alpha2, given, SIZE_MAX) ||
            text_alike(c->name, given, SIZE_MAX)) {
            return c->alpha3;
        }
    }
    const char *near = NULL;
    for (size_t i = 0; i < codes_country_count && near == NULL; i++) {
        near = text_nearest(given, &codes_countries[i].alpha3, 1);
    }
    return near;
}

const char *codes_hazard_nearest(const char *given)
{
    for (size_t i = 0; i < codes_hazard_count; i++) {
        if (text_alike(codes_hazards[i].code, given, SIZE_MAX) ||
            text_alike(codes_hazards[i].title, given, SIZE_MAX) ||
            text_equal(codes_hazards[i].hip, given)) {
            return codes_hazards[i].code;
        }
    }
    const char *near = NULL;
    for (size_t i = 0; i < codes_hazard_count && near == NULL; i++) {
        near = text_nearest(given, &codes_hazards[i].code, 1);
    }
    return near;
}

bool codes_hazard_matches(const char *a, const char *b)
{
    if (strcmp(a, b) == 0) {
        return true;
    }
    const struct hazard *x = codes_hazard(a);
    const struct hazard *y = codes_hazard(b);
    return (x != NULL && text_equal(x->umbrella, b)) || (y != NULL && text_equal(y->umbrella, a));
}
