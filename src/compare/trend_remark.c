#include "compare/trend_remark.h"

#include <string.h>

#include "base/text.h"

/* [drafted] Where fewer than half of the earlier communities are in both rounds, the panel is a
 * choice of its own. */
enum { PANEL_LEAST = 2 };

struct teller {
    struct trend *trend;
    const struct table *t;
    struct trend_step *s;
    bool failed;
};

static struct json *remark(struct teller *w, enum comparable grade, const char *text)
{
    enum { ROOM = 8 }; /* one for each kind below */
    struct trend_step *s = w->s;
    struct json *params = json_new(&w->trend->arena, JSON_OBJECT);
    if (s->remarks == NULL) {
        s->remarks = arena_alloc(&w->trend->arena, ROOM * sizeof *s->remarks);
    }
    if (s->remarks == NULL || params == NULL) {
        w->failed = true;
        return NULL;
    }
    s->remarks[s->remark_count++] = (struct compare_remark){grade, text, params};
    s->grade = grade > s->grade ? grade : s->grade;
    return params;
}

static void number(struct teller *w, struct json *params, const char *key, int64_t value)
{
    if (params != NULL && json_add(&w->trend->arena, params, key,
                                   json_new_number(&w->trend->arena, (double)value)) != 0) {
        w->failed = true;
    }
}

static void text(struct teller *w, struct json *params, const char *key, const char *value)
{
    if (params != NULL && json_add(&w->trend->arena, params, key,
                                   json_new_string(&w->trend->arena, value, strlen(value))) != 0) {
        w->failed = true;
    }
}

/* ---- ways of assessing */

static const char *get_digest(const struct table_method *m)
{
    return m->checklist->digest;
}
static const char *get_ruleset(const struct table_method *m)
{
    return m->ruleset;
}
static const char *get_how(const struct table_method *m)
{
    return m->how;
}
static const char *get_who(const struct table_method *m)
{
    return m->who;
}

typedef const char *(*property)(const struct table_method *);

static const char *of_row(const struct teller *w, size_t row, property get)
{
    return get(&w->t->methods[w->t->rows[row].method]);
}

/* Whether a member of g has this value. */
static bool occurs(const struct teller *w, const struct compare_group *g, property get,
                   const char *value)
{
    for (int64_t i = 0; i < g->rows; i++) {
        if (text_equal(of_row(w, g->members[i], get), value)) {
            return true;
        }
    }
    return false;
}

/* How many communities of the panel differ in this between the rounds; without a panel, how many
 * members of the later group have a value that the earlier group does not know. */
static int64_t differ(const struct teller *w, const struct compare_group *a,
                      const struct compare_group *b, property get)
{
    const struct trend_step *s = w->s;
    int64_t count = 0;
    for (size_t i = 0; i < s->panel; i++) {
        count += !text_equal(of_row(w, s->earlier[i], get), of_row(w, s->later[i], get));
    }
    /* There are few methods and may be many rows. */
    for (size_t k = 0; s->panel == 0 && k < w->t->method_count; k++) {
        int64_t rows = 0;
        for (int64_t i = 0; i < b->rows; i++) {
            rows += w->t->rows[b->members[i]].method == (int)k;
        }
        count += rows > 0 && !occurs(w, a, get, get(&w->t->methods[k])) ? rows : 0;
    }
    return count;
}

static void tell_one(struct teller *w, int64_t count, int64_t all, const char *text)
{
    if (count > 0) {
        struct json *p = remark(w, COMPARABLE_CARE, text);
        number(w, p, "count", count);
        number(w, p, "all", all);
    }
}

static void tell_methods(struct teller *w, const struct compare_group *a,
                         const struct compare_group *b)
{
    int64_t checklists = differ(w, a, b, get_digest), rules = differ(w, a, b, get_ruleset);
    int64_t how = differ(w, a, b, get_how), who = differ(w, a, b, get_who);
    int64_t all = w->s->panel > 0 ? (int64_t)w->s->panel : b->rows;
    if (checklists > 0) {
        struct json *p = remark(w, COMPARABLE_CORE,
                                "communities with another checklist or version of it: {count} of "
                                "{all}; only the {shared} criteria that all ask alike count");
        number(w, p, "count", checklists);
        number(w, p, "all", all);
        number(w, p, "shared", (int64_t)w->t->shared);
    }
    tell_one(
        w, rules, all,
        "communities under other rules: {count} of {all}; the same answer may have got another "
        "credit");
    tell_one(w, who, all,
             "communities with another kind of assessor: {count} of {all}; the change may be the "
             "assessor's");
    tell_one(w, how, all, "communities assessed in another way: {count} of {all}");
}

/* ---- who is in both, and when */

static void tell_panel(struct teller *w, const struct compare_group *a)
{
    const struct trend_step *s = w->s;
    if (s->panel == 0) {
        (void)remark(w, COMPARABLE_CARE,
                     "no community was assessed in both rounds: the change may come from who was "
                     "assessed");
    } else if ((int64_t)s->panel * PANEL_LEAST < a->rows) {
        struct json *p = remark(w, COMPARABLE_CARE,
                                "only {panel} of {rows} communities of the earlier round are in "
                                "both: those that left may differ from those that stayed");
        number(w, p, "panel", (int64_t)s->panel);
        number(w, p, "rows", a->rows);
    }
}

static void tell_dates(struct teller *w, const struct trend_round *a, const struct trend_round *b)
{
    if (strcmp(b->first, a->last) < 0) {
        struct json *p = remark(
            w, COMPARABLE_CARE,
            "the rounds run into each other: {from} ends on {last}, {to} begins "
            "on {first}");
        text(w, p, "from", a->name);
        text(w, p, "last", a->last);
        text(w, p, "to", b->name);
        text(w, p, "first", b->first);
    }
}

int trend_remark(struct trend *t, const struct trend_course *course, struct trend_step *s)
{
    struct teller w = {.trend = t, .t = t->c->table, .s = s};
    const struct trend_point *a = &course->points[s->from], *b = &course->points[s->to];
    s->grade = COMPARABLE_FULL;
    tell_methods(&w, a->group, b->group);
    tell_panel(&w, a->group);
    tell_dates(&w, &t->rounds[a->round], &t->rounds[b->round]);
    return w.failed ? ERR_MEMORY : 0;
}
