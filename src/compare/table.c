#include "compare/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "compare/attribute.h"
#include "compare/core.h"
#include "compare/names.h"

/* A row as it comes: credits in the order of its own checklist. */
struct raw_row {
    struct table_row row;
    const struct checklist *checklist;
    const char *ruleset, *how, *who;
    const int32_t *credits;
    const uint32_t *values; /* of all attributes, one after the other */
    const uint32_t *ends;   /* of each attribute, within values */
};

struct table_making {
    const char *const *wanted; /* names of the attributes */
    struct names *names;       /* of each attribute */
    struct names shared;       /* texts that many rows repeat */
    struct raw_row *rows;
    size_t room;
    struct attribute_values values;
    struct arena scratch;
};

static int no_memory(struct err *e)
{
    return err_set(e, ERR_MEMORY, "out of memory");
}

int table_begin(const char *const *attributes, size_t count, const struct table_places *places,
                struct table **out, struct err *e)
{
    *out = NULL;
    for (size_t i = 0; i < count; i++) {
        int code = attribute_check(attributes[i], e);
        if (code != 0) {
            return code;
        }
    }
    struct table *t = calloc(1, sizeof *t);
    if (t == NULL) {
        return no_memory(e);
    }
    t->places = places;
    t->attribute_count = count;
    t->making = calloc(1, sizeof *t->making);
    t->attributes = arena_alloc(&t->arena, (count + 1) * sizeof *t->attributes);
    if (t->making != NULL) {
        t->making->wanted = attributes;
        t->making->names = calloc(count + 1, sizeof *t->making->names);
    }
    if (t->making == NULL || t->attributes == NULL || t->making->names == NULL) {
        table_free(t);
        return no_memory(e);
    }
    *out = t;
    return 0;
}

static void free_making(struct table *t)
{
    struct table_making *m = t->making;
    if (m == NULL) {
        return;
    }
    for (size_t i = 0; m->names != NULL && i < t->attribute_count; i++) {
        names_free(&m->names[i]);
    }
    names_free(&m->shared);
    free(m->names);
    free(m->rows);
    free(m->values.items);
    arena_free(&m->scratch);
    free(m);
    t->making = NULL;
}

void table_free(struct table *t)
{
    if (t != NULL) {
        free_making(t);
        checklist_free(t->core);
        arena_free(&t->arena);
        free(t);
    }
}

/* ---- rows come ------------------------------------------------------------------------------- */

/* Kept once, however many rows have it; NULL: out of memory. */
static const char *keep(struct table *t, const char *text)
{
    int64_t number = names_put(&t->making->shared, &t->arena, text == NULL ? "" : text);
    return number < 0 ? NULL : t->making->shared.texts[number];
}

/* A whole number; -1 where a plan, which may have been changed since it was checked, has none that can be. */
static int64_t counted(const struct json *value)
{
    return value != NULL && value->type == JSON_NUMBER && value->number >= 0 &&
                   value->number <= 0x1p53
               ? (int64_t)value->number
               : -1;
}

static int64_t whole(const struct json *doc, const char *path)
{
    return counted(json_path(doc, path));
}

/* The same in a sum. */
static int64_t added(const struct json *value)
{
    int64_t number = counted(value);
    return number < 0 ? 0 : number;
}

/* People under 18 of all age bands and sexes, as rules count them; -1 without figures. */
static int64_t children(const struct json *doc)
{
    const struct json *bands = json_path(doc, "community.population.children");
    int64_t sum = 0;
    if (bands == NULL || bands->type != JSON_OBJECT || bands->first == NULL) {
        return -1;
    }
    for (const struct json *band = bands->first; band != NULL; band = band->next) {
        sum += added(band);
        for (const struct json *sex = band->type == JSON_OBJECT ? band->first : NULL; sex != NULL;
             sex = sex->next) {
            sum += added(sex);
        }
    }
    return sum;
}

static const int32_t *copy_credits(struct table *t, const struct assessment *a)
{
    int count = a->checklist->criterion_count;
    int32_t *credits = arena_alloc(&t->arena, (size_t)count * sizeof *credits);
    for (int i = 0; credits != NULL && i < count; i++) {
        const struct finding *f = &a->findings[i];
        credits[i] = f->outcome == OUTCOME_SCORED           ? (int32_t)f->credit
                     : f->outcome == OUTCOME_NOT_APPLICABLE ? CREDIT_APART
                                                            : CREDIT_OPEN;
    }
    return credits;
}

static int read_attributes(struct table *t, const struct assessment *a, struct raw_row *r)
{
    struct table_making *m = t->making;
    uint32_t *ends = arena_alloc(&m->scratch, (t->attribute_count + 1) * sizeof *ends);
    uint32_t *values = NULL;
    size_t count = 0;
    for (size_t i = 0; ends != NULL && i < t->attribute_count; i++) {
        if (attribute_read(m->wanted[i], a, t->places, &m->names[i], &t->arena, &m->values) != 0) {
            return ERR_MEMORY;
        }
        uint32_t *more = arena_alloc(&m->scratch, (count + m->values.count + 1) * sizeof *more);
        if (more == NULL) {
            return ERR_MEMORY;
        }
        if (count > 0) {
            memcpy(more, values, count * sizeof *more);
        }
        if (m->values.count > 0) {
            memcpy(more + count, m->values.items, m->values.count * sizeof *more);
        }
        values = more;
        count += m->values.count;
        ends[i] = (uint32_t)count;
    }
    r->values = values;
    r->ends = ends;
    return ends == NULL ? ERR_MEMORY : 0;
}

static int read_row(struct table *t, const struct assessment *a, int64_t sequence,
                    struct raw_row *r)
{
    const struct plan *p = a->plan;
    int64_t level = whole(p->doc, "community.admin_level");
    *r = (struct raw_row){
        .row = {.sequence = sequence,
                .id = arena_strdup(&t->arena, a->id),
                .community = keep(t, p->community_key),
                .name = keep(t, p->community_name != NULL ? p->community_name : p->community),
                .country = keep(t, p->country),
                .round = keep(t, p->round),
                .date = keep(t, p->date),
                .level = (int)level,
                .children = children(p->doc),
                .households = whole(p->doc, "community.households"),
                .people = whole(p->doc, "community.population.total")},
        .checklist = a->checklist,
        .ruleset = keep(t, a->ruleset_digest),
        .how = keep(t, json_string(json_path(p->doc, "assessment.method"))),
        .who = keep(t, json_string(json_path(p->doc, "assessment.assessor_type"))),
        .credits = copy_credits(t, a),
    };
    bool whole_row = r->row.id != NULL && r->row.community != NULL && r->row.name != NULL &&
                     r->row.country != NULL && r->row.round != NULL && r->row.date != NULL &&
                     r->ruleset != NULL && r->how != NULL && r->who != NULL && r->credits != NULL;
    return whole_row ? read_attributes(t, a, r) : ERR_MEMORY;
}

int table_add(struct table *t, const struct assessment *a, int64_t sequence)
{
    struct table_making *m = t->making;
    if (text_equal(json_string(json_path(a->plan->doc, "assessment.status")), "draft")) {
        t->drafts++;
        return 0;
    }
    if (t->count == m->room) {
        size_t room = m->room == 0 ? 64 : 2 * m->room;
        struct raw_row *rows = realloc(m->rows, room * sizeof *rows);
        if (rows == NULL) {
            return ERR_MEMORY;
        }
        m->rows = rows;
        m->room = room;
    }
    int code = read_row(t, a, sequence, &m->rows[t->count]);
    t->count += code == 0;
    return code;
}

/* ---- the latest of each community and round -------------------------------------------------- */

/* By country, community and round; the latest first. */
static int by_community(const void *x, const void *y)
{
    const struct table_row *a = &((const struct raw_row *)x)->row,
                           *b = &((const struct raw_row *)y)->row;
    int order = strcmp(a->country, b->country);
    order = order != 0 ? order : strcmp(a->community, b->community);
    order = order != 0 ? order : strcmp(a->round, b->round);
    order = order != 0 ? order : strcmp(b->date, a->date);
    return order != 0 ? order : (a->sequence < b->sequence) - (a->sequence > b->sequence);
}

static void keep_latest(struct table *t)
{
    struct raw_row *rows = t->making->rows;
    size_t kept = 0;
    if (t->count > 0) {
        qsort(rows, t->count, sizeof *rows, by_community);
    }
    for (size_t i = 0; i < t->count; i++) {
        const struct table_row *last = kept == 0 ? NULL : &rows[kept - 1].row, *now = &rows[i].row;
        if (last != NULL && last->country == now->country && last->community == now->community &&
            last->round == now->round) { /* texts are kept once */
            t->older++;
        } else {
            rows[kept++] = rows[i];
        }
    }
    t->count = kept;
}

/* ---- ways of assessing ----------------------------------------------------------------------- */

static bool same_method(const struct table_method *m, const struct raw_row *r)
{
    return strcmp(m->checklist->digest, r->checklist->digest) == 0 && m->ruleset == r->ruleset &&
           m->how == r->how && m->who == r->who;
}

/* Most rows first; among equals by the checklist's version, the later first, and then by texts that are the
 * same on every machine. */
static int by_rows(const void *x, const void *y)
{
    const struct table_method *a = x, *b = y;
    int order = (a->rows < b->rows) - (a->rows > b->rows);
    order = order != 0 ? order : names_compare(b->checklist->version, a->checklist->version);
    order = order != 0 ? order : strcmp(a->checklist->digest, b->checklist->digest);
    order = order != 0 ? order : strcmp(a->ruleset, b->ruleset);
    order = order != 0 ? order : strcmp(a->how, b->how);
    return order != 0 ? order : strcmp(a->who, b->who);
}

static int find_methods(struct table *t)
{
    const struct raw_row *rows = t->making->rows;
    size_t room = 0;
    for (size_t i = 0; i < t->count; i++) {
        size_t k = 0;
        while (k < t->method_count && !same_method(&t->methods[k], &rows[i])) {
            k++;
        }
        if (k == room) {
            struct table_method *more = arena_alloc(&t->arena,
                                                    (room = 2 * room + 8) * sizeof *more);
            if (more == NULL) {
                return ERR_MEMORY;
            }
            if (k > 0) {
                memcpy(more, t->methods, k * sizeof *more);
            }
            t->methods = more;
        }
        if (k == t->method_count) {
            t->methods[t->method_count++] = (struct table_method){
                .checklist = rows[i].checklist,
                .ruleset = rows[i].ruleset,
                .how = rows[i].how,
                .who = rows[i].who,
            };
        }
        t->methods[k].rows++;
    }
    if (t->method_count > 0) {
        qsort(t->methods, t->method_count, sizeof *t->methods, by_rows);
    }
    for (size_t i = 0; i < t->count; i++) {
        int k = 0;
        while (!same_method(&t->methods[k], &rows[i])) {
            k++;
        }
        t->making->rows[i].row.method = k;
    }
    return 0;
}

/* The core of the methods' checklists; that of most rows gives tree and weights. */
static int find_core(struct table *t, struct err *e)
{
    const struct checklist **different = arena_alloc(&t->arena,
                                                     (t->method_count + 1) * sizeof *different);
    size_t count = 0;
    if (different == NULL) {
        return no_memory(e);
    }
    for (size_t i = 0; i < t->method_count; i++) {
        const struct checklist *c = t->methods[i].checklist;
        size_t k = 0;
        while (k < count && strcmp(different[k]->digest, c->digest) != 0) {
            k++;
        }
        if (k == count) {
            different[count++] = c;
        }
    }
    int code = core_make(different, count, &t->core, e);
    t->shared_weight = 1;
    for (size_t i = 0; i < count && code == 0; i++) {
        double share = core_share(different[i], t->core);
        t->shared_weight = share < t->shared_weight ? share : t->shared_weight;
        size_t all = (size_t)different[i]->criterion_count;
        t->all = all > t->all ? all : t->all;
    }
    t->shared = code == 0 ? (size_t)t->core->criterion_count : 0;
    return code;
}

/* ---- scores under the core ------------------------------------------------------------------- */

static void tell_critical(const struct table *t, struct table_row *row)
{
    for (int i = 0; i < t->core->criterion_count; i++) {
        const struct criterion *k = &t->core->criteria[i];
        if (k->critical && row->credits[i] != CREDIT_APART) {
            row->open_critical = row->open_critical || row->credits[i] == CREDIT_OPEN;
            row->fails_critical = row->fails_critical ||
                                  (row->credits[i] >= 0 && row->credits[i] < k->critical_below);
        }
    }
    row->open_critical = row->open_critical && !row->fails_critical;
}

/* The credits of a row in the core's order; where that is the row's own, they are not copied. NULL: out of
 * memory. */
static const int32_t *core_credits(struct table *t, const struct raw_row *raw, const int *places)
{
    int count = t->core->criterion_count;
    bool same = true;
    for (int i = 0; i < count && same; i++) {
        same = places[i] == i;
    }
    if (same) {
        return raw->credits;
    }
    int32_t *credits = arena_alloc(&t->arena, (size_t)count * sizeof *credits);
    for (int i = 0; credits != NULL && i < count; i++) {
        credits[i] = raw->credits[places[i]];
    }
    return credits;
}

/* Credits in the core's order, and what they give. places: index in the row's checklist of each criterion. */
static int score_row(struct table *t, const struct raw_row *raw, const int *places,
                     struct arena *arena, struct table_row *row)
{
    int count = t->core->criterion_count;
    const int32_t *credits = core_credits(t, raw, places);
    struct node_result *nodes = arena_alloc(&t->arena, (size_t)t->core->node_count * sizeof *nodes);
    struct assessment a = {.checklist = t->core};
    a.findings = arena_alloc(arena, (size_t)count * sizeof *a.findings);
    if (credits == NULL || nodes == NULL || a.findings == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < count; i++) {
        a.findings[i] = (struct finding){.outcome = credits[i] >= 0 ? OUTCOME_SCORED
                                                    : credits[i] == CREDIT_APART
                                                        ? OUTCOME_NOT_APPLICABLE
                                                        : OUTCOME_NOT_ASSESSED,
                                         .credit = credits[i] >= 0 ? credits[i] : 0,
                                         .template_text = ""};
    }
    if (score_results(arena, &a) != 0) {
        return ERR_MEMORY;
    }
    memcpy(nodes, a.nodes, (size_t)t->core->node_count * sizeof *nodes);
    *row = raw->row;
    row->credits = credits;
    row->nodes = nodes;
    row->band = a.band;
    tell_critical(t, row);
    return 0;
}

static int score_rows(struct table *t)
{
    struct arena arena = ARENA_INIT;
    int *places = arena_alloc(&t->arena, (size_t)t->core->criterion_count * sizeof *places);
    const struct checklist *of = NULL;
    int code = 0;
    t->rows = arena_alloc(&t->arena, (t->count + 1) * sizeof *t->rows);
    if (places == NULL || t->rows == NULL) {
        return ERR_MEMORY;
    }
    for (size_t r = 0; r < t->count && code == 0; r++) {
        const struct raw_row *raw = &t->making->rows[r];
        for (int i = 0; raw->checklist != of && i < t->core->criterion_count; i++) {
            places[i] = checklist_find(raw->checklist, t->core->criteria[i].demand.id);
        }
        of = raw->checklist;
        code = score_row(t, raw, places, &arena, &t->rows[r]);
        arena_reset(&arena);
    }
    arena_free(&arena);
    return code;
}

/* ---- attributes ------------------------------------------------------------------------------ */

struct ordered {
    const char *text;
    uint32_t was;
};

static int by_name(const void *x, const void *y)
{
    return names_compare(((const struct ordered *)x)->text, ((const struct ordered *)y)->text);
}

static int by_value(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* Puts the names that occur among the rows that stayed into order; now[was] is the new number. */
static int order_names(struct table *t, size_t index, uint32_t *now)
{
    const struct names *names = &t->making->names[index];
    struct table_attribute *a = &t->attributes[index];
    struct ordered *order = arena_alloc(&t->making->scratch, (names->count + 1) * sizeof *order);
    size_t count = 0;
    if (order == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < names->count; i++) {
        if (now[i] > 0) {
            order[count++] = (struct ordered){names->texts[i], (uint32_t)i};
        }
    }
    if (count > 0) {
        qsort(order, count, sizeof *order, by_name);
    }
    a->names = arena_alloc(&t->arena, (count + 1) * sizeof *a->names);
    if (a->names == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        a->names[i] = order[i].text;
        now[order[i].was] = (uint32_t)i;
    }
    a->count = count;
    return 0;
}

static int fill_attribute(struct table *t, size_t index)
{
    struct table_making *m = t->making;
    struct table_attribute *a = &t->attributes[index];
    uint32_t *now = arena_alloc(&m->scratch, (m->names[index].count + 1) * sizeof *now);
    uint32_t *first = arena_alloc(&t->arena, (t->count + 1) * sizeof *first);
    size_t total = 0;
    a->name = m->wanted[index];
    if (now == NULL || first == NULL) {
        return ERR_MEMORY;
    }
    for (size_t r = 0; r < t->count; r++) {
        uint32_t from = index == 0 ? 0 : m->rows[r].ends[index - 1], to = m->rows[r].ends[index];
        for (uint32_t i = from; i < to; i++) {
            now[m->rows[r].values[i]] = 1;
        }
        a->many = a->many || to - from > 1;
        first[r + 1] = (uint32_t)(total += to - from);
    }
    uint32_t *values = arena_alloc(&t->arena, (total + 1) * sizeof *values);
    if (values == NULL || order_names(t, index, now) != 0) {
        return ERR_MEMORY;
    }
    for (size_t r = 0; r < t->count; r++) {
        uint32_t from = index == 0 ? 0 : m->rows[r].ends[index - 1],
                 count = first[r + 1] - first[r];
        for (uint32_t i = 0; i < count; i++) {
            values[first[r] + i] = now[m->rows[r].values[from + i]];
        }
        if (count > 1) {
            qsort(values + first[r], count, sizeof *values, by_value);
        }
    }
    a->values = values;
    a->first = first;
    return 0;
}

int table_finish(struct table *t, struct err *e)
{
    keep_latest(t);
    int code = find_methods(t) != 0 ? no_memory(e) : 0;
    if (code == 0 && t->count > 0) {
        code = find_core(t, e);
        if (code == 0 && score_rows(t) != 0) {
            code = no_memory(e);
        }
    }
    for (size_t i = 0; i < t->attribute_count && code == 0; i++) {
        if (fill_attribute(t, i) != 0) {
            code = no_memory(e);
        }
    }
    free_making(t);
    return code;
}

const struct table_attribute *table_attribute(const struct table *t, const char *name)
{
    for (size_t i = 0; i < t->attribute_count; i++) {
        if (strcmp(t->attributes[i].name, name) == 0) {
            return &t->attributes[i];
        }
    }
    return NULL;
}
