/* Code lists: ISO 3166-1 countries with their groups, hazards with their umbrellas, codes of the
 * Hazard Information Profiles (HIP). The lists are files in checklists/codes; docs/codes.md tells
 * their sources and vintages. What is returned lives as long as the program. */
#ifndef MODEL_CODES_H
#define MODEL_CODES_H

#include <stdbool.h>
#include <stddef.h>

/* ---- countries ---- */

struct country {
    const char *alpha3, *alpha2, *numeric;
    const char *name;     /* in common use: Laos */
    const char *iso_name; /* Lao People's Democratic Republic */
};
const struct country *codes_country(const char *alpha3); /* NULL: unknown */
/* Who is meant by what is no alpha-3 code, or NULL. *as is what was given: "the alpha-2 code",
 * "the numeric code" or "the name"; NULL where it only looks alike. */
const struct country *codes_country_meant(const char *given, const char **as);
/* The country that a p-code names: it begins with an alpha-2 or alpha-3 code before a digit (NP0436,
 * MMR001). NULL: none. */
const struct country *codes_pcode_country(const char *pcode);

/* By what countries are grouped (wb_income), and a group of a scheme (LMI). A country is in at most one
 * group of each scheme. */
struct country_scheme {
    const char *scheme, *title;
};
struct country_group {
    const char *scheme, *group, *title;
};
const struct country_scheme *codes_scheme(const char *scheme); /* NULL: unknown */
const struct country_scheme *codes_scheme_at(size_t index);    /* NULL after the last */
const struct country_group *codes_group_at(size_t index);      /* by scheme; NULL after the last */
/* NULL: the country is in no group of the scheme. */
const struct country_group *codes_country_group(const char *alpha3, const char *scheme);

/* ---- hazards ---- */

struct hazard {
    const char *code;     /* EQ, FL, FF … (the project's short codes, GLIDE where it has one) */
    const char *hip;      /* HIP code of 2025, or NULL where several stand for it */
    const char *glide;    /* GLIDE code, or NULL */
    const char *umbrella; /* code of the umbrella hazard, or NULL */
    const char *title;
    const char *hips;  /* all HIP codes of 2025 that mean it, or their beginnings: "BI01 BI02" */
    const char *emdat; /* EM-DAT keys that mean it, or NULL */
};
const struct hazard *codes_hazard(const char *code); /* by short code; NULL: unknown */
/* Equal, or one is the umbrella of the other (FL over FF, RF, CFL, GL …), both ways. */
bool codes_hazard_matches(const char *a, const char *b);
/* What is meant by what is no short code, or NULL. *as is what was given: "a HIP code",
 * "the GLIDE code", "an EM-DAT key" or "the name"; NULL where it only looks alike. */
const struct hazard *codes_hazard_meant(const char *given, const char **as);

/* ---- Hazard Information Profiles ---- */

struct hip {
    const char *code, *name;
};
const struct hip *codes_hip(const char *code);     /* of the edition of 2025; NULL: none */
const struct hip *codes_hip_old(const char *code); /* of the edition of 2020; NULL: none */
enum { HIP_SUCCESSORS = 4 };                       /* at most; codes.awk refuses more */
/* The codes of 2025 that took the place of one of 2020: their number. 0: *removed tells whether it
 * is known that there is none. */
size_t codes_hip_now(const char *old, const struct hip *now[HIP_SUCCESSORS], bool *removed);
/* The profile of 2025 that a code of either edition stands for; NULL: none, or several. */
const struct hip *codes_hip_current(const char *code);
/* The code of 2025 that is nearest in code or name, or NULL. */
const struct hip *codes_hip_meant(const char *given);
/* The hazard that a code of either edition belongs to; NULL: none of the short codes. */
const struct hazard *codes_hip_hazard(const char *code);

#endif
