#include "model/codes.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/codes_tables.h"

/* Rows begin with their code, so one comparison serves all tables. Most differ in their first letter. */
static int by_code(const void *key, const void *entry)
{
    const unsigned char *a = key, *b = *(const unsigned char *const *)entry;
    return a[0] != b[0] ? a[0] - b[0] : strcmp(key, *(const char *const *)entry);
}

/* ---- countries ------------------------------------------------------------------------------- */

const struct country *codes_country(const char *alpha3)
{
    return bsearch(alpha3, codes_countries, codes_countries_count, sizeof *codes_countries,
                   by_code);
}

/* The one country whose name begins so: NEP is Nepal, though one letter away from Niger's NER. */
static const struct country *country_begun(const char *given)
{
    const struct country *found = NULL;
    size_t len = strlen(given);
    for (size_t i = 0; i < codes_countries_count && len >= 3; i++) {
        if (text_alike(codes_countries[i].name, given, len)) {
            if (found != NULL) {
                return NULL;
            }
            found = &codes_countries[i];
        }
    }
    return found;
}

const struct country *codes_country_meant(const char *given, const char **as)
{
    *as = NULL;
    for (size_t i = 0; i < codes_countries_count; i++) {
        const struct country *c = &codes_countries[i];
        *as = text_alike(c->alpha2, given, SIZE_MAX)     ? "the alpha-2 code"
              : text_equal(c->numeric, given)            ? "the numeric code"
              : text_alike(c->name, given, SIZE_MAX)     ? "the name"
              : text_alike(c->iso_name, given, SIZE_MAX) ? "the name"
                                                         : NULL;
        if (*as != NULL || text_alike(c->alpha3, given, SIZE_MAX)) {
            return c;
        }
    }
    const struct country *begun = country_begun(given);
    for (size_t i = 0; i < codes_countries_count && begun == NULL; i++) {
        const struct country *c = &codes_countries[i];
        if (text_nearest(given, &c->alpha3, 1) != NULL ||
            text_nearest(given, &c->name, 1) != NULL) {
            return c;
        }
    }
    return begun;
}

const struct country *codes_pcode_country(const char *pcode)
{
    size_t len = strspn(pcode, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (strspn(pcode + len, "0123456789") == 0) {
        return NULL;
    }
    for (size_t i = 0; i < codes_countries_count; i++) {
        const struct country *c = &codes_countries[i];
        if ((len == 2 && strncmp(c->alpha2, pcode, len) == 0) ||
            (len == 3 && strncmp(c->alpha3, pcode, len) == 0)) {
            return c;
        }
    }
    return NULL;
}

static int by_member(const void *key, const void *entry)
{
    const struct country_member *a = key, *b = entry;
    int order = strcmp(a->alpha3, b->alpha3);
    return order != 0 ? order : strcmp(a->scheme, b->scheme);
}

static int by_group(const void *key, const void *entry)
{
    const struct country_group *a = key, *b = entry;
    int order = strcmp(a->scheme, b->scheme);
    return order != 0 ? order : strcmp(a->group, b->group);
}

const struct country_group *codes_country_group(const char *alpha3, const char *scheme)
{
    struct country_member wanted = {.alpha3 = alpha3, .scheme = scheme};
    const struct country_member *m = bsearch(&wanted, codes_members, codes_members_count,
                                             sizeof *codes_members, by_member);
    if (m == NULL) {
        return NULL;
    }
    struct country_group group = {.scheme = m->scheme, .group = m->group};
    return bsearch(&group, codes_groups, codes_groups_count, sizeof *codes_groups, by_group);
}

const struct country_group *codes_group_at(size_t index)
{
    return index < codes_groups_count ? &codes_groups[index] : NULL;
}

const struct country_scheme *codes_scheme(const char *scheme)
{
    return bsearch(scheme, codes_schemes, codes_schemes_count, sizeof *codes_schemes, by_code);
}

const struct country_scheme *codes_scheme_at(size_t index)
{
    return index < codes_schemes_count ? &codes_schemes[index] : NULL;
}

/* ---- hazards --------------------------------------------------------------------------------- */

const struct hazard *codes_hazard(const char *code)
{
    return bsearch(code, codes_hazards, codes_hazards_count, sizeof *codes_hazards, by_code);
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

/* The length of the word of a list between blanks that code begins with; 0: none does. */
static size_t begins_with_one(const char *code, const char *words)
{
    size_t best = 0;
    while (words != NULL && *words != '\0') {
        size_t len = strcspn(words, " ");
        if (len > best && strncmp(code, words, len) == 0) {
            best = len;
        }
        words += len + (words[len] == ' ');
    }
    return best;
}

/* One GLIDE code stands for several hazards (FL, OT): then it says nothing. */
static bool glide_of_one(const struct hazard *h, const char *given)
{
    size_t count = 0;
    for (size_t i = 0; i < codes_hazards_count; i++) {
        count += text_equal(codes_hazards[i].glide, given);
    }
    return count == 1 && text_equal(h->glide, given);
}

const struct hazard *codes_hazard_meant(const char *given, const char **as)
{
    const struct hazard *of_hip = codes_hip_hazard(given);
    *as = of_hip == NULL ? NULL : "a HIP code";
    if (of_hip != NULL) {
        return of_hip;
    }
    for (size_t i = 0; i < codes_hazards_count; i++) {
        const struct hazard *h = &codes_hazards[i];
        bool key = begins_with_one(given, h->emdat) == strlen(given) && given[0] != '\0';
        *as = key                                     ? "an EM-DAT key"
              : glide_of_one(h, given)                ? "the GLIDE code"
              : text_alike(h->title, given, SIZE_MAX) ? "the name"
                                                      : NULL;
        if (*as != NULL || text_alike(h->code, given, SIZE_MAX)) {
            return h;
        }
    }
    for (size_t i = 0; i < codes_hazards_count; i++) {
        const struct hazard *h = &codes_hazards[i];
        if (text_nearest(given, &h->code, 1) != NULL || text_nearest(given, &h->title, 1) != NULL) {
            return h;
        }
    }
    return NULL;
}

/* ---- Hazard Information Profiles ------------------------------------------------------------- */

const struct hip *codes_hip(const char *code)
{
    return bsearch(code, codes_hips, codes_hips_count, sizeof *codes_hips, by_code);
}

const struct hip *codes_hip_old(const char *code)
{
    return bsearch(code, codes_old_hips, codes_old_hips_count, sizeof *codes_old_hips, by_code);
}

size_t codes_hip_now(const char *old, const struct hip *now[HIP_SUCCESSORS], bool *removed)
{
    const struct hip_link *l = bsearch(old, codes_hip_links, codes_hip_links_count,
                                       sizeof *codes_hip_links, by_code);
    const struct hip_link *end = codes_hip_links + codes_hip_links_count;
    size_t count = 0;
    *removed = l != NULL && l->removed;
    while (l != NULL && l > codes_hip_links && strcmp(l[-1].old, old) == 0) {
        l--; /* any of its rows may have been found */
    }
    /* codes.awk sees to it that there are no more, and that all exist. */
    for (; l != NULL && l < end && strcmp(l->old, old) == 0; l++) {
        if (l->now != NULL) {
            now[count++] = codes_hip(l->now);
        }
    }
    return count;
}

const struct hip *codes_hip_current(const char *code)
{
    const struct hip *now[HIP_SUCCESSORS];
    bool removed;
    const struct hip *own = codes_hip(code);
    if (own != NULL) {
        return own;
    }
    return codes_hip_now(code, now, &removed) == 1 ? now[0] : NULL;
}

const struct hip *codes_hip_meant(const char *given)
{
    const struct hazard *hazard = codes_hazard(given);
    if (hazard != NULL && hazard->hip != NULL) {
        return codes_hip(hazard->hip);
    }
    for (size_t i = 0; i < codes_hips_count; i++) {
        if (text_alike(codes_hips[i].code, given, SIZE_MAX) ||
            text_alike(codes_hips[i].name, given, SIZE_MAX)) {
            return &codes_hips[i];
        }
    }
    return NULL;
}

const struct hazard *codes_hip_hazard(const char *code)
{
    const struct hip *hip = codes_hip_current(code);
    const struct hazard *found = NULL;
    size_t best = 0;
    for (size_t i = 0; i < codes_hazards_count && hip != NULL; i++) {
        size_t len = begins_with_one(hip->code, codes_hazards[i].hips);
        if (len > best) {
            best = len;
            found = &codes_hazards[i];
        }
    }
    return found;
}
