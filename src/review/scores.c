/* Credits through the score: each changes it and never the wrong way, each band and each cap can
 * be reached. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "model/assessment.h"
#include "review/checklist.h"

struct scoring {
    struct whole *w;
    struct arena arena;
    struct assessment a;
    bool *bands; /* which were seen */
    int64_t tried;
};

enum {
    LADDER = 16
}; /* credits of one criterion that are put through the score: its ends, and between */

static bool reached(const struct scoring *s, int i)
{
    return s->w->credits[i].count > 0;
}

static int64_t least(const struct scoring *s, int i)
{
    return reached(s, i) ? s->w->credits[i].list[0] : 0;
}

static int64_t most(const struct scoring *s, int i)
{
    const struct credits *c = &s->w->credits[i];
    return reached(s, i) ? c->list[c->count - 1] : CREDIT_ONE;
}

static void give(struct scoring *s, int i, int64_t credit)
{
    s->a.findings[i] = (struct finding){.outcome = OUTCOME_SCORED,
                                        .credit = credit,
                                        .raw = (double)credit / (double)CREDIT_ONE,
                                        .template_text = ""};
}

/* All criteria so many sixteenths of the way from the least to the most that was reached. */
enum { LEAST = 0, MOST = 16 };
static void give_all(struct scoring *s, int sixteenths)
{
    for (int i = 0; i < s->w->c->criterion_count; i++) {
        give(s, i, least(s, i) + (most(s, i) - least(s, i)) * sixteenths / MOST);
    }
}

/* The root's score of what was given; marks the band. */
static int64_t score(struct scoring *s)
{
    if (score_assessment(&s->arena, &s->a) != 0) {
        s->w->memory = true;
        return 0;
    }
    int64_t out = s->a.nodes[0].score;
    if (s->a.band >= 0) {
        s->bands[s->a.band] = true;
    }
    s->tried++;
    arena_reset(&s->arena);
    return out;
}

/* The index behind n of a credit to try: all of them, or as many as LADDER, the last one always. */
static size_t after(const struct credits *c, size_t n)
{
    size_t step = c->count > LADDER ? c->count / LADDER : 1;
    return n + step < c->count || n + 1 == c->count ? n + step : c->count - 1;
}

/* ---- one criterion ---------------------------------------------------------------------------- */

/* A higher credit gives no lower score; and some credit gives another one. */
static void through(struct scoring *s, int i)
{
    const struct criterion *k = &s->w->c->criteria[i];
    const struct credits *c = &s->w->credits[i];
    struct place at = place_of(k);
    bool effect = false;
    char text[400];
    for (int best = 0; best < 2; best++) {
        size_t step = c->count > LADDER ? c->count / LADDER : 1;
        int64_t before = -1;
        give_all(s, best == 1);
        for (size_t n = 0; n < c->count;
             n = n + step < c->count || n + 1 == c->count ? n + step : c->count - 1) {
            give(s, i, c->list[n]);
            int64_t now = score(s);
            effect = effect || (before >= 0 && now != before);
            if (now < before) {
                (void)snprintf(text, sizeof text,
                               "a higher credit lowers the score: %s gives %s, less than %s",
                               number_text((double)c->list[n] / 1e9, &s->w->memory).text,
                               number_text((double)now / 1e9, &s->w->memory).text,
                               number_text((double)before / 1e9, &s->w->memory).text);
                whole_report(s->w, &at, "monotone", REMARK_FAULT, text, NULL);
                return;
            }
            before = now;
        }
    }
    if (effect || c->some || (c->count == 0 && c->told)) {
        return;
    }
    if (c->count == 0) {
        (void)snprintf(text, sizeof text,
                       "nothing that was tried gives it a credit: add a test to its rule in which "
                       "it has one");
    } else if (c->count == 1) {
        (void)snprintf(text, sizeof text,
                       "it has no effect: whatever is answered, the credit is %s",
                       number_text((double)c->list[0] / 1e9, &s->w->memory).text);
    } else {
        (void)snprintf(
            text, sizeof text,
            "it has no effect: the score is the same with its least and its most credit");
    }
    whole_report(s->w, &at, "effect", REMARK_FAULT, text, NULL);
}

/* With all else at its best, the least credit must bring the cap, and the most must not. */
static void cap(struct scoring *s, int i)
{
    const struct criterion *k = &s->w->c->criteria[i];
    const char *text = NULL;
    if (!k->critical || !reached(s, i) || s->w->credits[i].some) {
        return;
    }
    give_all(s, MOST);
    for (int n = 0; n < s->w->c->criterion_count; n++) { /* no other cap stands in the way */
        const struct criterion *other = &s->w->c->criteria[n];
        if (other->critical && n != i) {
            give(s, n, CREDIT_ONE);
        }
    }
    (void)score(s);
    int without = s->a.band;
    give(s, i, least(s, i));
    (void)score(s);
    int with = s->a.band;
    if (least(s, i) >= k->critical_below) {
        text = "the cap never holds: no answer earns less than `below`";
    } else if (most(s, i) < k->critical_below) {
        text = "the cap always holds: no answer earns as much as `below`";
    } else if (with != k->critical_cap || without >= with) {
        text = "the cap changes no band: with all else at its best the band is the same without it";
    }
    if (text != NULL) {
        struct place at = place_of(k);
        at.line = json_get(k->doc, "critical")->line;
        whole_report(s->w, &at, "cap", REMARK_FAULT, text, NULL);
    }
}

/* ---- bands ------------------------------------------------------------------------------------ */

/* All ways to give credits, where there are few enough. False: there are too many. */
static bool all_ways(struct scoring *s)
{
    const struct checklist *c = s->w->c;
    double ways = 1;
    for (int i = 0; i < c->criterion_count; i++) {
        ways *= reached(s, i) ? (double)s->w->credits[i].count : 1;
    }
    if (ways > (double)s->w->bound) {
        return false;
    }
    size_t *at = calloc((size_t)c->criterion_count, sizeof *at);
    if (at == NULL) {
        s->w->memory = true;
        return true;
    }
    give_all(s, LEAST);
    for (bool more = true; more && !s->w->memory;) {
        (void)score(s);
        more = false;
        for (int i = 0; i < c->criterion_count && !more; i++) {
            more = ++at[i] < s->w->credits[i].count;
            at[i] = more ? at[i] : 0;
            give(s, i, reached(s, i) ? s->w->credits[i].list[at[i]] : CREDIT_ONE);
        }
    }
    free(at);
    return true;
}

/* From all at the least to all at the most, one criterion and one credit after the other; critical
 * ones first, so that their caps do not hide bands. */
static void climb(struct scoring *s, bool backward)
{
    const struct checklist *c = s->w->c;
    give_all(s, LEAST);
    (void)score(s);
    for (int pass = 0; pass < 2; pass++) {
        for (int n = 0; n < c->criterion_count && !s->w->memory; n++) {
            int i = backward ? c->criterion_count - 1 - n : n;
            const struct credits *own = &s->w->credits[i];
            if (c->criteria[i].critical == (pass == 1)) {
                continue;
            }
            for (size_t k = 0; k < own->count; k = after(own, k)) {
                give(s, i, own->list[k]);
                (void)score(s);
            }
        }
    }
}

/* All criteria equally far up, in sixteen steps; from each step every credit of each, as far as
 * the bound goes. */
static void sweep(struct scoring *s)
{
    const struct checklist *c = s->w->c;
    int64_t end = s->tried + s->w->bound;
    for (int step = 0; step <= MOST; step++) {
        for (int i = 0; i < c->criterion_count && s->tried < end && !s->w->memory; i++) {
            const struct credits *own = &s->w->credits[i];
            for (int n = 0; n < c->criterion_count; n++) {
                const struct credits *other = &s->w->credits[n];
                size_t at = reached(s, n) ? (other->count - 1) * (size_t)step / MOST : 0;
                give(s, n, reached(s, n) ? other->list[at] : CREDIT_ONE);
            }
            for (size_t k = 0; k < own->count; k = after(own, k)) {
                give(s, i, own->list[k]);
                (void)score(s);
            }
        }
    }
}

static void bands(struct scoring *s)
{
    const struct checklist *c = s->w->c;
    const struct json *doc = json_get(c->doc, "bands");
    const struct json *line = doc == NULL ? NULL : doc->first;
    int64_t began = s->tried;
    for (int i = 0; i < c->criterion_count; i++) {
        if (s->w->credits[i].some) {
            return; /* what it earns at best is not known: nor is which bands are out of reach */
        }
    }
    if (!all_ways(s)) {
        climb(s, false);
        climb(s, true);
        sweep(s);
    }
    for (int i = 0; i < c->band_count; i++, line = line == NULL ? NULL : line->next) {
        if (!s->bands[i] && !s->w->memory) {
            char text[300];
            (void)snprintf(text, sizeof text,
                           "band %.60s is never reached: %lld ways from the worst to the best plan "
                           "were tried",
                           c->bands[i].id, (long long)(s->tried - began));
            struct place at = {
                .doc = c->doc, .subject = c->id, .line = line == NULL ? 0 : line->line};
            whole_report(s->w, &at, "band", REMARK_FAULT, text, NULL);
        }
    }
}

int whole_scores(struct whole *w)
{
    struct arena keep = ARENA_INIT;
    size_t criteria = (size_t)w->c->criterion_count;
    struct scoring s = {.w = w, .a = {.checklist = w->c}};
    s.a.findings = arena_alloc(&keep, sizeof *s.a.findings * criteria);
    s.bands = arena_alloc(&keep, sizeof *s.bands * ((size_t)w->c->band_count + 1));
    w->memory = w->memory || s.a.findings == NULL || s.bands == NULL;
    for (int i = 0; i < w->c->criterion_count && !w->memory; i++) {
        through(&s, i);
        cap(&s, i);
    }
    if (!w->memory) {
        memset(s.bands, 0, sizeof *s.bands * (size_t)w->c->band_count);
        bands(&s);
    }
    arena_free(&s.arena);
    arena_free(&keep);
    return w->memory ? ERR_MEMORY : 0;
}
