#include "compare/comparability.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Our own limits [drafted]: a core below half of a checklist's weight is another instrument; from four
 * fifths on little is lost. Assessments of one round more than a year apart saw different worlds. Below 60
 * % coverage a mean rests on what was easy to answer (the dossier's draft). */
static const double core_least = 0.5, core_most = 0.8, coverage_least = 0.6;
enum { DAYS_APART = 366 };

struct teller {
    struct comparison *c;
    const struct table *t;
    size_t room;
    bool failed;
};

/* Begins a remark; its parameters are added by the functions below. */
static struct json *remark(struct teller *w, enum comparable grade, const char *text)
{
    struct comparison *c = w->c;
    struct json *params = json_new(&c->arena, JSON_OBJECT);
    if (c->remark_count == w->room) {
        size_t room = w->room + 8;
        struct compare_remark *more = arena_alloc(&c->arena, room * sizeof *more);
        if (more == NULL) {
            w->failed = true;
            return NULL;
        }
        if (w->room > 0) {
            memcpy(more, c->remarks, c->remark_count * sizeof *more);
        }
        c->remarks = more;
        w->room = room;
    }
    if (params == NULL) {
        w->failed = true;
        return NULL;
    }
    c->remarks[c->remark_count++] = (struct compare_remark){grade, text, params};
    c->grade = grade > c->grade ? grade : c->grade;
    return params;
}

static void number(struct teller *w, struct json *params, const char *key, double value)
{
    if (params != NULL &&
        json_add(&w->c->arena, params, key, json_new_number(&w->c->arena, value)) != 0) {
        w->failed = true;
    }
}

static void text(struct teller *w, struct json *params, const char *key, const char *value)
{
    if (params != NULL && json_add(&w->c->arena, params, key,
                                   json_new_string(&w->c->arena, value, strlen(value))) != 0) {
        w->failed = true;
    }
}

/* A share of 1 as {"percent": x}, which is shown as whole percents. */
static void percent(struct teller *w, struct json *params, const char *key, double share)
{
    struct json *value = json_new(&w->c->arena, JSON_OBJECT);
    share = floor(share * 100 + 0.5) / 100;
    if (params != NULL &&
        (json_add(&w->c->arena, value, "percent", json_new_number(&w->c->arena, share)) != 0 ||
         json_add(&w->c->arena, params, key, value) != 0)) {
        w->failed = true;
    }
}

/* ---- instruments ----------------------------------------------------------------------------- */

/* How many rows a way has, which is not told where it could be few. */
static void list_count(const struct teller *w, struct buf *out, size_t rows)
{
    if (!w->c->publish) {
        buf_printf(out, " (%zu)", rows);
    }
}

/* The different texts that get(method) gives, most rows first, as "a (12), b (3)"; an empty one as `none`.
 * Returns how many there are. */
static size_t list_methods(struct teller *w, const char *(*get)(const struct table_method *),
                           const char *none, struct buf *out)
{
    const struct table *t = w->t;
    size_t found = 0;
    for (size_t i = 0; i < t->method_count; i++) {
        const char *one = get(&t->methods[i]);
        size_t rows = 0, before = 0;
        for (size_t k = 0; k < t->method_count; k++) {
            bool same = strcmp(get(&t->methods[k]), one) == 0;
            rows += same ? t->methods[k].rows : 0;
            before += same && k < i;
        }
        if (before == 0) {
            buf_printf(out, "%s%.100s", found > 0 ? ", " : "", *one == '\0' ? none : one);
            list_count(w, out, rows);
            found++;
        }
    }
    w->failed = w->failed || out->failed;
    return found;
}

static const char *get_digest(const struct table_method *m)
{
    return m->checklist->digest;
}
static const char *get_version(const struct table_method *m)
{
    return m->checklist->version;
}
static const char *get_profile(const struct table_method *m)
{
    return m->checklist->profile == NULL ? "" : m->checklist->profile;
}
static const char *get_how(const struct table_method *m)
{
    return m->how;
}
static const char *get_who(const struct table_method *m)
{
    return m->who;
}

static void tell_checklists(struct teller *w)
{
    struct buf digests = BUF_INIT, versions = BUF_INIT, profiles = BUF_INIT;
    size_t count = list_methods(w, get_digest, "", &digests);
    if (count > 1) {
        double share = w->t->shared_weight;
        struct json *p = remark(
            w,
            share < core_least  ? COMPARABLE_NOT
            : share < core_most ? COMPARABLE_CARE
                                : COMPARABLE_CORE,
            "{count} different checklists: only the {shared} criteria that all of them ask "
            "alike are compared, of {all}; they hold at least {share} of the weight");
        number(w, p, "count", (double)count);
        number(w, p, "shared", (double)w->t->shared);
        number(w, p, "all", (double)w->t->all);
        percent(w, p, "share", share);
    }
    if (list_methods(w, get_version, "", &versions) > 1) {
        text(w, remark(w, COMPARABLE_CORE, "versions of the checklist: {versions}"), "versions",
             buf_text(&versions));
    }
    if (list_methods(w, get_profile, "whole", &profiles) > 1) {
        text(w, remark(w, COMPARABLE_CORE, "profiles of the checklist: {profiles}"), "profiles",
             buf_text(&profiles));
    }
    buf_free(&digests);
    buf_free(&versions);
    buf_free(&profiles);
}

/* The most sets of rules under which one checklist was assessed. Each checklist has a set of its own, of
 * those that it uses, so that sets of different ones say nothing. */
static size_t most_rulesets(const struct table *t)
{
    size_t most = 0;
    for (size_t i = 0; i < t->method_count; i++) {
        size_t count = 0;
        for (size_t k = 0; k < t->method_count; k++) {
            const struct table_method *m = &t->methods[k];
            bool before = strcmp(m->checklist->digest, t->methods[i].checklist->digest) != 0;
            for (size_t j = 0; j < k && !before; j++) {
                before = strcmp(t->methods[j].checklist->digest, m->checklist->digest) == 0 &&
                         strcmp(t->methods[j].ruleset, m->ruleset) == 0;
            }
            count += !before;
        }
        most = count > most ? count : most;
    }
    return most;
}

static void tell_methods(struct teller *w)
{
    struct buf how = BUF_INIT, who = BUF_INIT;
    size_t count = most_rulesets(w->t);
    if (count > 1) {
        number(
            w,
            remark(w, COMPARABLE_CARE,
                   "{count} different sets of rules: the same answers may have got other credits"),
            "count", (double)count);
    }
    if (list_methods(w, get_who, "not said", &who) > 1) {
        text(w,
             remark(w, COMPARABLE_CARE,
                    "assessors differ: {who}: who assesses itself often finds itself better"),
             "who", buf_text(&who));
    }
    if (list_methods(w, get_how, "not said", &how) > 1) {
        text(w, remark(w, COMPARABLE_CARE, "ways of assessing differ: {how}"), "how",
             buf_text(&how));
    }
    buf_free(&how);
    buf_free(&who);
}

/* ---- places, dates, coverage ----------------------------------------------------------------- */

static void tell_levels(struct teller *w)
{
    size_t rows[11] = {0}, different = 0; /* by level; the last: not said */
    struct buf list = BUF_INIT;
    for (size_t i = 0; i < w->t->count; i++) {
        int level = w->t->rows[i].level;
        rows[level >= 0 && level <= 9 ? level : 10]++;
    }
    for (int level = 0; level < 10; level++) {
        if (rows[level] > 0) {
            buf_printf(&list, "%slevel %d", different > 0 ? ", " : "", level);
            list_count(w, &list, rows[level]);
            different++;
        }
    }
    w->failed = w->failed || list.failed;
    if (different > 1) {
        text(
            w,
            remark(
                w, COMPARABLE_CARE,
                "places of different size are side by side, such as wards and districts: {levels}"),
            "levels", buf_text(&list));
    }
    buf_free(&list);
}

/* The widest span of dates within one round. */
static void tell_dates(struct teller *w)
{
    const struct table *t = w->t;
    int64_t widest = 0;
    const char *of = NULL;
    for (size_t r = 0; r < w->c->round_count; r++) {
        int64_t first = INT64_MAX, last = INT64_MIN, day;
        for (size_t i = 0; i < t->count; i++) {
            if (strcmp(t->rows[i].round, w->c->rounds[r]) == 0 &&
                text_date(t->rows[i].date, &day)) {
                first = day < first ? day : first;
                last = day > last ? day : last;
            }
        }
        if (last > first && last - first > widest) {
            widest = last - first;
            of = w->c->rounds[r];
        }
    }
    if (widest >= DAYS_APART) {
        struct json *p = remark(w, COMPARABLE_CARE,
                                "assessments of round {round} lie up to {days} days apart");
        text(w, p, "round", of);
        number(w, p, "days", (double)widest);
    }
}

static void tell_coverage(struct teller *w)
{
    size_t low = 0;
    for (size_t i = 0; i < w->c->group_count; i++) {
        const struct compare_stat *total = w->c->groups[i].stats;
        low += total != NULL && total->applies > 0 && total->coverage < coverage_least;
    }
    if (low > 0) {
        struct json *p = remark(
            w, COMPARABLE_CARE,
            "{groups} of {all} groups have answers to less than {least} of what "
            "applies to them: they get no rank");
        number(w, p, "groups", (double)low);
        number(w, p, "all", (double)w->c->group_count);
        percent(w, p, "least", coverage_least);
    }
}

int comparability_tell(struct comparison *c)
{
    struct teller w = {.c = c, .t = c->table};
    c->grade = COMPARABLE_FULL;
    c->remark_count = 0;
    tell_checklists(&w);
    tell_methods(&w);
    tell_levels(&w);
    tell_dates(&w);
    tell_coverage(&w);
    return w.failed ? ERR_MEMORY : 0;
}

const char *comparable_name(enum comparable grade)
{
    static const char *const names[] = {"full", "core", "care", "not"};
    return names[grade];
}
