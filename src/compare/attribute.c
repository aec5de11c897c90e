#include "compare/attribute.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/codes.h"
#include "model/pcodes.h"
#include "model/plan_schema.h"

/* Names for what lies at a path of the plan document. */
static const struct {
    const char *name, *path;
} paths[] = {
    {"setting", "community.setting"},
    {"wealth_quintile", "community.wealth_quintile"},
    {"hazard", "community.hazards.type"},
    {"pcode", "community.pcode"},
    {"admin_level", "community.admin_level"},
    {"method", "assessment.method"},
    {"assessor_type", "assessment.assessor_type"},
    {"plan_type", "plan.type"},
    {"language", "plan.language"},
};
/* Names for what is worked out. */
static const char *const worked_out[] = {"country", "community", "round",  "checklist",
                                         "version", "profile",   "region", "income",
                                         "admin1",  "admin2",    "admin3", "admin4"};
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* The scheme of country groups that a name means, or NULL. */
static const struct country_scheme *scheme_of(const char *name)
{
    return codes_scheme(strcmp(name, "region") == 0   ? "unicef_region"
                        : strcmp(name, "income") == 0 ? "wb_income"
                                                      : name);
}

static const char *path_of(const char *name)
{
    for (size_t i = 0; i < COUNT(paths); i++) {
        if (strcmp(paths[i].name, name) == 0) {
            return paths[i].path;
        }
    }
    return strchr(name, '.') != NULL ? name : NULL;
}

/* Follows the path through the table of plan documents; lists are gone through. */
static int check_path(const char *path, struct err *e)
{
    const struct schema *s = &schema_document;
    char key[64];
    for (const char *from = path; *from != '\0'; from += *from == '.') {
        size_t len = strcspn(from, ".");
        (void)snprintf(key, sizeof key, "%.*s", (int)(len < sizeof key ? len : sizeof key - 1),
                       from);
        const struct field *f = s == NULL ? NULL : schema_field(s, key);
        if (f == NULL) {
            const char *near = s == NULL ? NULL : schema_nearest(s, key);
            return err_set(e, ERR_USAGE, "\"%.80s\" is no attribute: %.*s has no %s%s%s", path,
                           (int)(from == path ? 6 : from - path - 1),
                           from == path ? "a plan" : path, key,
                           near == NULL ? "" : ": did you mean ", near == NULL ? "" : near);
        }
        if (f->type == FIELD_FACTS || f->type == FIELD_ANSWERS) { /* names of any kind */
            return 0;
        }
        s = f->type == FIELD_OBJECT ? f->object : NULL;
        from += len;
    }
    return s == NULL
               ? 0
               : err_set(e, ERR_USAGE,
                         "\"%.80s\" is no attribute: it holds several things: name one of them",
                         path);
}

int attribute_check(const char *name, struct err *e)
{
    const char *known[COUNT(paths) + COUNT(worked_out)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(worked_out); i++) {
        known[count++] = worked_out[i];
    }
    for (size_t i = 0; i < COUNT(paths); i++) {
        known[count++] = paths[i].name;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i], name) == 0) {
            return 0;
        }
    }
    if (scheme_of(name) != NULL) {
        return 0;
    }
    if (strchr(name, '.') != NULL) {
        return check_path(name, e);
    }
    const char *meant = text_nearest(name, known, count);
    return meant != NULL
               ? err_set(e, ERR_USAGE, "\"%.60s\" is no attribute: did you mean %s?", name, meant)
               : err_set(
                     e, ERR_USAGE,
                     "\"%.60s\" is no attribute: take country, round, admin1 to admin4, setting, "
                     "wealth_quintile, hazard, region, income, or a path of the plan such as "
                     "community.population.total",
                     name);
}

bool attribute_is_kept(const char *name)
{
    static const char *const kept[] = {"country", "community", "round",  "checklist",
                                       "version", "profile",   "method", "assessor_type"};
    for (size_t i = 0; i < COUNT(kept); i++) {
        if (strcmp(kept[i], name) == 0) {
            return true;
        }
    }
    return scheme_of(name) != NULL;
}

/* ---- values ---------------------------------------------------------------------------------- */

struct reading {
    struct names *names;
    struct arena *arena;
    struct attribute_values *out;
};

static void put(struct reading *r, const char *text)
{
    struct attribute_values *v = r->out;
    int64_t number = names_put(r->names, r->arena, text);
    if (number < 0) {
        v->failed = true;
        return;
    }
    for (size_t i = 0; i < v->count; i++) {
        if (v->items[i] == (uint32_t)number) {
            return;
        }
    }
    if (v->count == v->room) {
        size_t room = v->room == 0 ? 8 : 2 * v->room;
        uint32_t *items = realloc(v->items, room * sizeof *items);
        if (items == NULL) {
            v->failed = true;
            return;
        }
        v->items = items;
        v->room = room;
    }
    v->items[v->count++] = (uint32_t)number;
}

/* A value of a plan as text; lists are gone through. What has no short form is passed over. */
static void put_value(struct reading *r, const struct json *value)
{
    struct buf text = BUF_INIT;
    switch (value->type) {
    case JSON_STRING:
        put(r, value->text);
        break;
    case JSON_NUMBER:
        number_write(&text, value->number);
        r->out->failed = r->out->failed || text.failed;
        put(r, buf_text(&text));
        break;
    case JSON_BOOL:
        put(r, value->boolean ? "true" : "false");
        break;
    case JSON_ARRAY:
        for (const struct json *m = value->first; m != NULL; m = m->next) {
            put_value(r, m);
        }
        break;
    default:
        break;
    }
    buf_free(&text);
}

/* All that lies at path below value: lists on the way are gone through. Keys may hold dots (facts): the
 * longest key that fits wins, as in json_path. */
static void walk(struct reading *r, const struct json *value, const char *path)
{
    if (*path == '\0') {
        put_value(r, value);
        return;
    }
    if (value->type == JSON_ARRAY) {
        for (const struct json *m = value->first; m != NULL; m = m->next) {
            walk(r, m, path);
        }
        return;
    }
    const struct json *best = NULL;
    size_t most = 0;
    for (const struct json *m = value->type == JSON_OBJECT ? value->first : NULL; m != NULL;
         m = m->next) {
        size_t len = strlen(m->key);
        if (len >= most && strncmp(m->key, path, len) == 0 &&
            (path[len] == '\0' || path[len] == '.')) {
            best = m;
            most = len;
        }
    }
    if (best != NULL) {
        walk(r, best, path[most] == '.' ? path + most + 1 : path + most);
    }
}

/* The place of a level that the community lies in: by its p-code, else as the plan names it. */
static void put_admin(struct reading *r, const struct assessment *a, const char *name,
                      const struct table_places *places)
{
    int level = name[strlen(name) - 1] - '0';
    const char *code = json_string(json_path(a->plan->doc, "community.pcode"));
    const struct pcode_list *list = places == NULL || code == NULL
                                        ? NULL
                                        : places->list(places->context, a->plan->country);
    const struct pcode *at = list == NULL ? NULL : pcodes_above(list, code);
    while (at != NULL && at->level > level) {
        at = at->parent == NULL ? NULL : pcodes_get(list, at->parent);
    }
    if (at != NULL && at->level == level) {
        put(r, at->code);
        return;
    }
    char path[32];
    (void)snprintf(path, sizeof path, "community.%s", name);
    const char *text = json_string(json_path(a->plan->doc, path));
    if (text != NULL) {
        put(r, text);
    }
}

int attribute_read(const char *name, const struct assessment *a, const struct table_places *places,
                   struct names *names, struct arena *arena, struct attribute_values *out)
{
    struct reading r = {names, arena, out};
    const struct plan *plan = a->plan;
    const struct country_scheme *scheme = scheme_of(name);
    const struct {
        const char *name, *value;
    } own[] = {{"country", plan->country},
               {"community", plan->community_key},
               {"round", plan->round},
               {"checklist", a->checklist->id},
               {"version", a->checklist->version},
               {"profile", a->checklist->profile == NULL ? "whole" : a->checklist->profile}};
    out->count = 0;
    for (size_t i = 0; i < COUNT(own); i++) {
        if (strcmp(name, own[i].name) == 0) {
            put(&r, own[i].value);
            return out->failed ? ERR_MEMORY : 0;
        }
    }
    if (strncmp(name, "admin", 5) == 0 && name[5] >= '1' && name[5] <= '4' && name[6] == '\0') {
        put_admin(&r, a, name, places);
    } else if (scheme != NULL) {
        const struct country_group *group = codes_country_group(plan->country, scheme->scheme);
        if (group != NULL) {
            put(&r, group->group);
        }
    } else {
        const char *path = path_of(name);
        walk(&r, plan->doc, path == NULL ? name : path);
    }
    return out->failed ? ERR_MEMORY : 0;
}

const char *table_label(const struct table *t, const struct table_attribute *a, const char *value,
                        struct arena *arena)
{
    const struct country *country = strcmp(a->name, "country") == 0 ? codes_country(value) : NULL;
    const struct hazard *hazard = strcmp(a->name, "hazard") == 0 ? codes_hazard(value) : NULL;
    const struct country_scheme *scheme = scheme_of(a->name);
    if (country != NULL) {
        return country->name;
    }
    if (hazard != NULL) {
        return hazard->title;
    }
    const struct country_group *g;
    for (size_t i = 0; scheme != NULL && (g = codes_group_at(i)) != NULL; i++) {
        if (strcmp(g->scheme, scheme->scheme) == 0 && strcmp(g->group, value) == 0) {
            return g->title;
        }
    }
    if (strcmp(a->name, "wealth_quintile") == 0 &&
        (strcmp(value, "1") == 0 || strcmp(value, "5") == 0)) {
        return *value == '1' ? "1 (poorest)" : "5 (richest)";
    }
    const struct country *in = strncmp(a->name, "admin", 5) == 0 || strcmp(a->name, "pcode") == 0
                                   ? codes_pcode_country(value)
                                   : NULL;
    const struct pcode_list *list = in == NULL || t->places == NULL
                                        ? NULL
                                        : t->places->list(t->places->context, in->alpha3);
    const struct pcode *place = list == NULL ? NULL : pcodes_get(list, value);
    return place != NULL && place->name != NULL ? place->name : arena_strdup(arena, value);
}
