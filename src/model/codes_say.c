#include "model/codes_say.h"

#include "base/text.h"
#include "model/codes.h"

static void say(struct buf *out, const char *what, const char *as, const char *code,
                const char *name)
{
    if (as == NULL) {
        buf_printf(out, "is no known %s: did you mean \"%s\" (%s)?", what, code, name);
    } else if (text_equal(as, "the name")) {
        buf_printf(out, "is a name: give the code \"%s\"", code);
    } else {
        buf_printf(out, "is %s of %s: give \"%s\"", as, name, code);
    }
}

void codes_say_country(struct buf *out, const char *given)
{
    const char *as;
    const struct country *meant = codes_country_meant(given, &as);
    if (meant == NULL) {
        buf_puts(out, "is no known country: give an ISO 3166-1 alpha-3 code, such as NPL");
    } else {
        say(out, "country", as, meant->alpha3, meant->name);
    }
}

void codes_say_hazard(struct buf *out, const char *given)
{
    const char *as;
    const struct hazard *meant = codes_hazard_meant(given, &as);
    if (meant == NULL) {
        buf_puts(out, "is no known hazard: give a code of the list in docs/plan-format.md, such "
                      "as EQ");
    } else {
        say(out, "hazard", as, meant->code, meant->title);
    }
}

static void say_old_hip(struct buf *out, const struct hip *old)
{
    const struct hip *now[HIP_SUCCESSORS];
    bool removed;
    size_t count = codes_hip_now(old->code, now, &removed);
    buf_printf(out, "is the HIP code of 2020 of %s", old->name);
    if (count == 0) {
        buf_printf(out, "%s: give a code of 2025, or leave it out",
                   removed ? ", which has no place in the edition of 2025"
                           : ", of which no successor is known");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%s%s (%s)", i == 0 ? ": give " : " or ", now[i]->code, now[i]->name);
    }
}

void codes_say_hip(struct buf *out, const char *given)
{
    const struct hip *old = codes_hip_old(given);
    const struct hip *meant = codes_hip_meant(given);
    if (old != NULL) {
        say_old_hip(out, old);
    } else if (meant != NULL) {
        buf_printf(out, "is no HIP 2025 code: did you mean \"%s\" (%s)?", meant->code, meant->name);
    } else {
        buf_puts(out, "is no HIP 2025 code: give a code of the Hazard Information Profiles, such "
                      "as GH0101");
    }
}
