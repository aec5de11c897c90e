/* The values to try: what the answer type allows, and what lies at and beside the edges in the
 * arguments. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/plan_schema.h"
#include "review/cube.h"

enum { EDGES = 24, VALUES = 256, HAZARDS = 3 };

/* ---- numbers ---------------------------------------------------------------------------------- */

static void collect(const struct json *v, double *out, int most, int *count)
{
    if (v->type == JSON_NUMBER && *count < most) {
        out[(*count)++] = v->number;
    }
    for (const struct json *m = v->first; m != NULL; m = m->next) {
        if (m->key == NULL || strcmp(m->key, "credit") != 0) { /* what a step is worth is no edge */
            collect(m, out, most, count);
        }
    }
}

int args_numbers(const struct json *args, double *out, int most)
{
    int count = 0;
    if (args != NULL) {
        collect(args, out, most, &count);
    }
    return count;
}

struct values {
    double list[VALUES];
    int count;
    double low, high;
};

static void put(struct values *v, double x)
{
    double rounded = floor(x * 1e6 + 0.5) / 1e6;
    if (rounded >= v->low && rounded <= v->high && v->count < VALUES) {
        v->list[v->count++] = rounded;
    }
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Each edge, one step beside it of two sizes, and the middle between edges. */
static void put_edges(struct values *v, const double *edges, int count)
{
    double at[EDGES] = {0};
    int inside = 0;
    for (int i = 0; i < count; i++) {
        put(v, edges[i] - 1);
        put(v, edges[i] - 0.001);
        put(v, edges[i]);
        put(v, edges[i] + 0.001);
        put(v, edges[i] + 1);
        if (edges[i] >= v->low && edges[i] <= v->high) {
            at[inside++] = edges[i];
        }
    }
    qsort(at, (size_t)inside, sizeof *at, by_number);
    for (int i = 0; i + 1 < inside; i++) {
        put(v, (at[i] + at[i + 1]) / 2);
    }
}

static void settle(struct values *v)
{
    int kept = 0;
    qsort(v->list, (size_t)v->count, sizeof *v->list, by_number);
    for (int i = 0; i < v->count; i++) {
        if (kept == 0 || v->list[i] != v->list[kept - 1]) {
            v->list[kept++] = v->list[i];
        }
    }
    v->count = kept;
}

/* ---- axes ------------------------------------------------------------------------------------- */

static struct axis *axis_add(struct cube *q, enum axis_kind kind, const char *part, const char *key,
                             int room)
{
    if (q->count == AXES_MAX) {
        q->full = true;
        return NULL;
    }
    struct axis *a = &q->axes[q->count++];
    *a = (struct axis){.kind = kind, .part = part, .key = key};
    a->values = arena_alloc(&q->t->arena, sizeof *a->values * (size_t)(room + 1));
    q->t->memory = q->t->memory || a->values == NULL;
    return a->values == NULL ? NULL : a;
}

static void add_value(struct cube *q, struct axis *a, const struct json *value)
{
    q->t->memory = q->t->memory || value == NULL;
    a->values[a->count++] = value;
}

static void turn_round(struct axis *a)
{
    for (int i = 0, k = a->count - 1; i < k; i++, k--) {
        const struct json *v = a->values[i];
        a->values[i] = a->values[k];
        a->values[k] = v;
    }
}

static void number_axis(struct cube *q, enum axis_kind kind, const char *part, const char *key,
                        struct values *v, int toward)
{
    settle(v);
    struct axis *a = axis_add(q, kind, part, key, v->count);
    for (int i = 0; a != NULL && i < v->count; i++) {
        add_value(q, a, json_new_number(&q->t->arena, v->list[i]));
    }
    if (a != NULL) {
        a->probe = toward == 0;
        if (toward < 0) {
            turn_round(a);
        }
    }
}

static double number_of(const struct json *args, const char *key, double otherwise)
{
    const struct json *x = json_get(args, key);
    return x != NULL && x->type == JSON_NUMBER ? x->number : otherwise;
}

/* Which way a value has to go for the better: 1 up, -1 down, 0 the rule does not say. */
static int toward(const struct part *part, const struct json *args)
{
    if (strcmp(part->rule, "standard/target") == 0) {
        return number_of(args, "target", 1) >= number_of(args, "floor", 0) ? 1 : -1;
    }
    if (strcmp(part->rule, "standard/goalposts") == 0) {
        int up = number_of(args, "best", 1) >= number_of(args, "worst", 0) ? 1 : -1;
        return text_equal(json_string(json_get(args, "direction")), "risk") ? -up : up;
    }
    if (strcmp(part->rule, "standard/yes_no") == 0) {
        return number_of(args, "yes", 1) >= number_of(args, "no", 0) ? 1 : -1;
    }
    const struct json *steps = json_get(args, "steps");
    if (strcmp(part->rule, "standard/ladder") == 0 && steps != NULL && steps->first != NULL) {
        bool up = json_get(steps->first, "at_least") != NULL ||
                  json_get(steps->first, "above") != NULL;
        return up ? 1 : -1;
    }
    return 0;
}

static void yes_no_axis(struct cube *q, const char *name, int way)
{
    struct axis *a = axis_add(q, AXIS_VALUE, name, NULL, 2);
    if (a != NULL) {
        add_value(q, a, json_new_bool(&q->t->arena, way < 0));
        add_value(q, a, json_new_bool(&q->t->arena, way >= 0));
    }
}

static void level_axis(struct cube *q, const char *name, const struct answer_spec *spec)
{
    struct values v = {.low = 0, .high = spec->levels};
    for (int i = 0; i <= spec->levels && i < VALUES - 1; i++) {
        put(&v, i);
    }
    put(&v, spec->levels);
    number_axis(q, AXIS_VALUE, name, NULL, &v, 1);
}

static void item_axes(struct cube *q, const char *name, const struct answer_spec *spec)
{
    for (const struct json *i = spec->items->first; i != NULL; i = i->next) {
        struct axis *a = axis_add(q, AXIS_ITEM, name, json_string(json_get(i, "id")), 2);
        if (a != NULL) {
            add_value(q, a, json_new_bool(&q->t->arena, false));
            add_value(q, a, json_new_bool(&q->t->arena, true));
        }
    }
}

static void measured_axis(struct cube *q, const char *name, const struct answer_spec *spec,
                          const struct json *args, int way)
{
    double edges[EDGES];
    int count = args_numbers(args, edges, EDGES);
    bool percent = spec->type == ANSWER_PERCENT;
    struct values v = {.low = percent         ? 0
                              : spec->has_min ? spec->min
                                              : -1e15,
                       .high = percent         ? 100
                               : spec->has_max ? spec->max
                                               : 1e15};
    if (!spec->has_min && !percent) { /* a count or an amount is not below none */
        v.low = 0;
        for (int i = 0; i < count; i++) {
            v.low = edges[i] < v.low ? edges[i] - 1 : v.low;
        }
    }
    double most = 1;
    for (int i = 0; i < count; i++) {
        most = fabs(edges[i]) > most ? fabs(edges[i]) : most;
    }
    put(&v, v.low);
    put(&v, v.low + 1); /* a rule may hold it against a small fact */
    put(&v, percent || spec->has_max ? v.high : 2 * most);
    put(&v, percent || spec->has_max ? (v.low + v.high) / 2 : most / 2);
    put_edges(&v, edges, count);
    for (int i = 0; percent && i < count; i++) { /* shares, as args have them */
        put(&v, edges[i] * 100);
    }
    number_axis(q, AXIS_VALUE, name, NULL, &v, way);
}

/* ---- dates ------------------------------------------------------------------------------------ */

/* The calendar date of a day since 1970-01-01, by counting years and months: a few thousand steps. */
static struct json *date_of(struct arena *arena, int64_t day)
{
    char text[40];
    int64_t begin = 0;
    int year = 1900, month = 1;
    for (int64_t next = 0; year < 9999; year++) {
        (void)snprintf(text, sizeof text, "%04d-01-01", year + 1);
        if (!text_date(text, &next) || next > day) {
            break;
        }
    }
    for (; month < 12; month++) {
        int64_t next = 0;
        (void)snprintf(text, sizeof text, "%04d-%02d-01", year, month + 1);
        if (!text_date(text, &next) || next > day) {
            break;
        }
    }
    (void)snprintf(text, sizeof text, "%04d-%02d-01", year, month);
    (void)text_date(text, &begin);
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, (int)(day - begin) + 1);
    return json_new_string(arena, text, strlen(text));
}

/* Days at the ages that the arguments name and beside them, the oldest first. */
static void date_axis(struct cube *q, enum axis_kind kind, const char *name, const char *key,
                      const struct json *args, int way)
{
    double edges[EDGES];
    int count = args_numbers(args, edges, EDGES);
    const char *unit = json_string(json_get(args, "unit"));
    double days = text_equal(unit, "days") ? 1 : text_equal(unit, "months") ? 30.436875 : 365.2425;
    struct values v = {.low = -1e6, .high = 1e6};
    int64_t today = 0;
    (void)text_date(TRIAL_DATE, &today);
    for (int i = 0; i < count; i++) {
        double age = floor(edges[i] * days);
        for (int d = -2; edges[i] <= 1200 && d <= 2; d++) {
            put(&v, (double)today - age + d);
        }
    }
    for (int d = -2; d <= 1; d++) { /* one day to come */
        put(&v, (double)today + d);
    }
    put(&v, (double)today - 20000);
    settle(&v);
    struct axis *a = axis_add(q, kind, name, key, v.count);
    for (int i = 0; a != NULL && i < v.count; i++) {
        add_value(q, a, date_of(&q->t->arena, (int64_t)v.list[i]));
    }
    if (a != NULL) {
        a->probe = way == 0;
        if (way > 0) { /* an age that should be high: the oldest day is the best */
            turn_round(a);
        }
    }
}

/* ---- hazards ---------------------------------------------------------------------------------- */

static const char *hazard_at(const struct criterion *k, int index)
{
    static const char *const usual[HAZARDS] = {"FL", "EQ", "LS"};
    const struct json *named = json_get(k->applies, "hazards");
    const struct json *h = named == NULL ? NULL : named->first;
    for (int i = 0; i < index && h != NULL; i++) {
        h = h->next;
    }
    return named != NULL && named->first != NULL ? json_string(h) : usual[index];
}

struct json *cube_register(struct arena *arena, const struct criterion *k, bool rated)
{
    struct json *out = json_new(arena, JSON_ARRAY);
    for (int i = 0; i < HAZARDS && hazard_at(k, i) != NULL; i++) {
        struct json *h = json_new(arena, JSON_OBJECT);
        const char *code = hazard_at(k, i);
        if (json_add(arena, h, "type", json_new_string(arena, code, strlen(code))) != 0 ||
            (rated && (json_add(arena, h, "severity", json_new_number(arena, 5 - i)) != 0 ||
                       json_add(arena, h, "likelihood", json_new_number(arena, 1 + i)) != 0)) ||
            json_add(arena, out, NULL, h) != 0) {
            return NULL;
        }
    }
    return out;
}

static void hazard_axes(struct cube *q, const char *name, const struct answer_spec *spec,
                        const struct json *args)
{
    double max = spec->has_max ? spec->max : number_of(args, "max", 1);
    double min = spec->has_min ? spec->min : 0;
    for (int i = 0; i < HAZARDS && hazard_at(q->t->k, i) != NULL; i++) {
        struct values v = {.low = min, .high = max};
        for (int s = 0; s <= 4; s++) {
            put(&v, min + (max - min) * s / 4);
        }
        number_axis(q, AXIS_HAZARD, name, hazard_at(q->t->k, i), &v, 1);
    }
}

/* ---- an answer, a fact ------------------------------------------------------------------------ */

static void answer_axes(struct cube *q, const struct part *demand, const char *name)
{
    const struct answer_spec *spec = &demand->answer;
    const struct json *args = trial_arguments(q->t, demand);
    int way = toward(demand, args);
    switch (spec->type) {
    case ANSWER_YES_NO:
        yes_no_axis(q, name, way);
        return;
    case ANSWER_LEVEL:
        level_axis(q, name, spec);
        return;
    case ANSWER_ITEMS:
        item_axes(q, name, spec);
        return;
    case ANSWER_BY_HAZARD:
        hazard_axes(q, name, spec, args);
        return;
    case ANSWER_DATE:
        date_axis(q, AXIS_VALUE, name, NULL, args, way);
        return;
    case ANSWER_NUMBER:
    case ANSWER_PERCENT:
        measured_axis(q, name, spec, args, way);
        return;
    default:
        return;
    }
}

void cube_answer(struct cube *q, const struct part *demand)
{
    if (demand->answer.type != ANSWER_PARTS) {
        answer_axes(q, demand, NULL);
    }
    /* of parts that exclude each other one grows at the cost of the others */
    q->unordered = text_equal(json_string(json_get(demand->args, "aggregate")), "shares");
    for (size_t i = 0; i < demand->answer.part_count; i++) {
        answer_axes(q, &demand->answer.parts[i], demand->answer.parts[i].id);
    }
}

bool cube_fact(struct cube *q, const char *path, const struct json *args)
{
    const struct field *f = schema_path(path);
    if (f == NULL || f->list) {
        return false;
    }
    double edges[EDGES];
    int count = args_numbers(args, edges, EDGES);
    bool free_number = f->type == FIELD_SCALAR;
    struct values v = {.low = free_number ? -1e15 : f->min, .high = free_number ? 1e15 : f->max};
    if (f->type == FIELD_BOOL) {
        struct axis *a = axis_add(q, AXIS_FACT, NULL, path, 2);
        if (a != NULL) {
            add_value(q, a, json_new_bool(&q->t->arena, false));
            add_value(q, a, json_new_bool(&q->t->arena, true));
            a->probe = true;
        }
        return true;
    }
    if (f->type == FIELD_DATE) {
        date_axis(q, AXIS_FACT, NULL, path, args, 0);
        return true;
    }
    if (f->type != FIELD_NUMBER && f->type != FIELD_WHOLE && !free_number) {
        return false;
    }
    put(&v, 0);
    put(&v, 1);
    put(&v, 1000);
    put_edges(&v, edges, count);
    for (int i = 0; f->type == FIELD_WHOLE && i < v.count; i++) {
        v.list[i] = floor(v.list[i]);
    }
    number_axis(q, AXIS_FACT, NULL, path, &v, 0);
    return true;
}
