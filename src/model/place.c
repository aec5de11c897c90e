#include "model/place.h"

#include <string.h>

#include "base/text.h"
#include "model/codes.h"

/* A p-code written in small letters, mended in the same place. False: there is nothing to mend. */
static bool raise_letters(char *code)
{
    bool changed = false;
    for (; *code != '\0'; code++) {
        if (*code >= 'a') { /* an id has no byte over 'z' */
            *code = (char)(*code - 'a' + 'A');
            changed = true;
        }
    }
    return changed;
}

static void check_pcode(struct walk *w, const struct json *pcode, const struct country *country,
                        const struct frame *where)
{
    struct frame own = {where, "pcode", 0};
    char code[65];
    if (!text_is_id(pcode->text)) {
        return; /* complained of already */
    }
    memcpy(code, pcode->text, pcode->len + 1);
    bool small = raise_letters(code);
    const struct country *owner = codes_pcode_country(code);
    if (owner == NULL) {
        return;
    }
    if (owner != country) {
        walk_complain(w, &own, pcode->line,
                      "\"%s\" is a p-code of %s (%s), the country is %s: correct one of them",
                      pcode->text, owner->alpha3, owner->name, country->alpha3);
    } else if (small) {
        walk_complain(w, &own, pcode->line, "\"%s\" has small letters: give \"%s\"", pcode->text,
                      code);
    }
}

/* The first part of a local code, up to '-'. False: it has no parts, or is too long for a code. */
static bool local_root(const char *local, char root[65])
{
    size_t len = strcspn(local, "-");
    if (local[len] == '\0' || len > 64) {
        return false;
    }
    memcpy(root, local, len);
    root[len] = '\0';
    return true;
}

static void check_local(struct walk *w, const struct json *local, const char *pcode,
                        const struct country *country, const struct frame *where)
{
    struct frame own = {where, "local", 0};
    char root[65];
    if (!local_root(local->text, root) || codes_pcode_country(root) == NULL) {
        return;
    }
    const struct country *owner = codes_pcode_country(root);
    if (owner != country) {
        walk_complain(w, &own, local->line,
                      "%s lies in %s (%s), the country is %s: correct one of them", root,
                      owner->alpha3, owner->name, country->alpha3);
    } else if (pcode != NULL && strncmp(root, pcode, strlen(pcode)) != 0) {
        walk_complain(w, &own, local->line,
                      "begins with %s, the pcode is %.64s: correct one of them", root, pcode);
    }
}

void place_check(struct walk *w, const struct json *community, const struct frame *where)
{
    const char *code = json_string(json_get(community, "country"));
    const struct country *country = code == NULL ? NULL : codes_country(code);
    const struct json *pcode = json_get(community, "pcode");
    const struct json *local = json_get(community, "local");
    if (country == NULL) {
        return;
    }
    if (json_string(pcode) != NULL) {
        check_pcode(w, pcode, country, where);
    }
    if (json_string(local) != NULL) {
        check_local(w, local, json_string(pcode), country, where);
    }
}

/* ---- remarks --------------------------------------------------------------------------------- */

static void remark_hip(struct walk *w, const struct json *entry, const struct frame *where)
{
    const struct json *hip = json_get(entry, "hip");
    const char *type = json_string(json_get(entry, "type"));
    struct frame own = {where, "hip", 0};
    const struct hip *old = hip == NULL ? NULL : codes_hip_old(hip->text);
    const struct hip *now = hip == NULL ? NULL : codes_hip_current(hip->text);
    if (now == NULL) {
        return;
    }
    if (old != NULL) {
        walk_complain(w, &own, hip->line,
                      "remark: %s is the HIP code of 2020 of %s, taken for %s (%s) of 2025",
                      old->code, old->name, now->code, now->name);
    }
    const struct hazard *hazard = codes_hip_hazard(now->code);
    if (hazard != NULL && !codes_hazard_matches(hazard->code, type)) {
        walk_complain(w, &own, hip->line,
                      "remark: %s (%s) belongs to %s (%s), the type is %s: correct one of them",
                      hip->text, now->name, hazard->code, hazard->title, type);
    }
}

static void remark_pcode(struct walk *w, const struct plan *plan, const struct json *pcode,
                         const struct pcode_list *list, const struct frame *where)
{
    struct frame own = {where, "pcode", 0};
    const struct country *country = codes_country(plan->country);
    if (codes_pcode_country(pcode->text) == NULL) {
        walk_complain(w, &own, pcode->line,
                      "remark: \"%s\" does not begin with %s, as p-codes of %s do: put the code of "
                      "another scheme into local",
                      pcode->text, country->alpha2, country->name);
        return;
    }
    if (list == NULL || list->count == 0) {
        return;
    }
    const struct pcode *above = pcodes_above(list, pcode->text);
    if (above != NULL && (above->level == list->deepest || strcmp(above->code, pcode->text) == 0)) {
        return;
    }
    const struct pcode *meant = pcodes_meant(list, pcode->text, plan->community_name);
    walk_complain(
        w, &own, pcode->line, "remark: \"%s\" is not in the list of p-codes of %s (%s)%s%s%s%s%s",
        pcode->text, country->name, list->vintage[0] == '\0' ? "without a date" : list->vintage,
        meant == NULL ? "" : ": did you mean ", meant == NULL ? "" : meant->code,
        meant == NULL ? "" : " (", meant == NULL ? "" : meant->name, meant == NULL ? "" : ")?");
}

static void remark_local(struct walk *w, const struct plan *plan, const struct json *local,
                         const struct frame *where)
{
    struct frame own = {where, "local", 0};
    char root[65];
    const struct country *other = local_root(local->text, root) ? codes_country(root) : NULL;
    if (other != NULL && !text_equal(other->alpha3, plan->country)) {
        walk_complain(w, &own, local->line, "remark: begins with the code of %s, the country is %s",
                      other->name, plan->country);
    }
}

/* Where a plan of Nepal gives a year of the Bikram Sambat: it is 56 or 57 ahead, and no plan is so
 * far. */
static void remark_calendar(struct walk *w, const struct plan *plan)
{
    static const char *const members[][2] = {
        {"plan", "approved"}, {"plan", "revised"}, {"assessment", "date"}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        struct frame object = {NULL, members[i][0], 0}, own = {&object, members[i][1], 0};
        const struct json *date = json_get(json_get(plan->doc, members[i][0]), members[i][1]);
        if (date != NULL && strcmp(date->text, "2057") > 0 && text_equal(plan->country, "NPL")) {
            walk_complain(w, &own, date->line,
                          "remark: %s looks like a date of the Bikram Sambat: give that of the "
                          "Gregorian calendar",
                          date->text);
        }
    }
}

int plan_remarks(const struct plan *plan, const struct pcode_list *list, struct diag *d)
{
    struct walk w = {.d = d};
    const struct json *community = json_get(plan->doc, "community");
    struct frame place = {NULL, "community", 0}, hazards = {&place, "hazards", 0};
    const struct json *pcode = json_get(community, "pcode"), *local = json_get(community, "local");
    const struct json *entries = json_get(community, "hazards");
    remark_calendar(&w, plan);
    size_t index = 1;
    for (const struct json *h = entries == NULL ? NULL : entries->first; h != NULL; h = h->next) {
        struct frame own = {&hazards, NULL, index++};
        remark_hip(&w, h, &own);
    }
    if (pcode != NULL) {
        remark_pcode(&w, plan, pcode, list, &place);
    }
    if (local != NULL) {
        remark_local(&w, plan, local, &place);
    }
    return w.memory ? ERR_MEMORY : 0;
}
