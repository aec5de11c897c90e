#include "selection_columns.h"

#include <stdio.h>
#include <string.h>

static const char *text_of(const struct columns_row *row, enum derived_attribute attribute)
{
    const char *text = row->text[attribute - ATTRIBUTE_TEXTS];
    return text == NULL ? "" : text;
}

static struct store_row list_row(const struct columns_row *row)
{
    return (struct store_row){
        .sequence = row->number[ATTRIBUTE_SEQ],
        .checklist_id = row->checklist->id,
        .checklist_version = row->checklist->version,
        .profile = row->checklist->profile,
        .country = text_of(row, ATTRIBUTE_COUNTRY),
        .round = text_of(row, ATTRIBUTE_ROUND),
        .date = text_of(row, ATTRIBUTE_DATE),
        .superseded_by = row->superseded ? "" : NULL,
    };
}

struct listing {
    int (*row)(void *context, const struct store_row *row);
    void *context;
};

static int list_one(void *context, const struct columns_row *row)
{
    const struct listing *l = context;
    struct store_row out = list_row(row);
    return row->superseded ? 0 : l->row(l->context, &out);
}

int selection_list(struct columns *c, int (*row)(void *context, const struct store_row *row),
                   void *context, struct err *e)
{
    struct listing l = {row, context};
    return columns_each(c, false, list_one, &l, e);
}

/* ---- rows as stored assessments ---- */

struct walk {
    const struct selected *of;
    int (*each)(void *context, const struct stored *stored);
    int (*superseded)(void *context, const struct store_row *row);
    void *context;
    struct store *plans; /* NULL: columns hold all that is asked for */
    struct buf text;     /* of a plan's document */
    struct arena arena;  /* of one row */
    struct err e;
};

/* Adds a member; a NULL value is memory that was missing. */
static int put(struct arena *arena, struct json *object, const char *key, struct json *value)
{
    return value == NULL || json_add(arena, object, key, value) != 0 ? ERR_MEMORY : 0;
}

/* A number that was said. */
static int put_number(struct arena *arena, struct json *object, const char *key, int64_t value)
{
    return value < 0 ? 0 : put(arena, object, key, json_new_number(arena, (double)value));
}

static int put_text(struct arena *arena, struct json *object, const char *key, const char *text)
{
    return *text == '\0' ? 0 : put(arena, object, key, json_new_string(arena, text, strlen(text)));
}

/* As much of the plan's document as is kept. NULL: out of memory. */
static const struct json *document_of(struct arena *arena, const struct columns_row *row)
{
    struct json *doc = json_new(arena, JSON_OBJECT), *community = json_new(arena, JSON_OBJECT),
                *assessment = json_new(arena, JSON_OBJECT),
                *population = json_new(arena, JSON_OBJECT),
                *children = json_new(arena, JSON_OBJECT);
    if (doc == NULL || community == NULL || assessment == NULL || population == NULL ||
        children == NULL) {
        return NULL;
    }
    const int64_t *n = row->number;
    int code = put_number(arena, community, "admin_level", n[ATTRIBUTE_LEVEL]);
    code = code != 0 ? code : put_number(arena, community, "households", n[ATTRIBUTE_HOUSEHOLDS]);
    code = code != 0 ? code : put_number(arena, population, "total", n[ATTRIBUTE_PEOPLE]);
    code = code != 0 ? code : put_number(arena, children, "all", n[ATTRIBUTE_CHILDREN]);
    code = code != 0 ? code : put(arena, population, "children", children);
    code = code != 0 ? code : put(arena, community, "population", population);
    code = code != 0 ? code : put(arena, doc, "community", community);
    code = code != 0 ? code : put_text(arena, assessment, "method", text_of(row, ATTRIBUTE_METHOD));
    code = code != 0
               ? code
               : put_text(arena, assessment, "assessor_type", text_of(row, ATTRIBUTE_ASSESSOR));
    code = code != 0
               ? code
               : put_text(arena, assessment, "status", n[ATTRIBUTE_DRAFT] != 0 ? "draft" : "");
    code = code != 0 ? code : put(arena, doc, "assessment", assessment);
    return code == 0 ? doc : NULL;
}

/* The whole document, read from the store. */
static int read_document(struct walk *w, const struct columns_row *row, const struct json **out)
{
    struct json *doc = NULL;
    struct json_error error;
    int64_t sequence = row->number[ATTRIBUTE_SEQ];
    int code = store_get_plan(w->plans, sequence, &w->text, &w->e);
    if (code != 0) {
        return code;
    }
    code = json_parse(&w->arena, buf_text(&w->text), w->text.len, 1, &doc, &error);
    if (code == 0 && doc->type != JSON_OBJECT) {
        code = err_set(&w->e, ERR_STORE, "the plan of assessment %lld is none",
                       (long long)sequence);
    }
    *out = doc;
    return code == ERR_INPUT
               ? err_set(&w->e, ERR_STORE, "the plan of assessment %lld cannot be read again: %s",
                         (long long)sequence, error.text)
               : code;
}

static int fill_stored(struct walk *w, const struct columns_row *row, struct stored *out)
{
    struct arena *arena = &w->arena;
    const struct json *doc = w->plans == NULL ? document_of(arena, row) : NULL;
    struct assessment *a = &out->assessment;
    const struct checklist *c = row->checklist;
    size_t count = (size_t)c->criterion_count;
    out->plan = (struct plan){
        .doc = doc,
        .country = text_of(row, ATTRIBUTE_COUNTRY),
        .community = text_of(row, ATTRIBUTE_NAME),
        .community_key = text_of(row, ATTRIBUTE_COMMUNITY),
        .community_name = text_of(row, ATTRIBUTE_NAME),
        .round = text_of(row, ATTRIBUTE_ROUND),
        .date = text_of(row, ATTRIBUTE_DATE),
    };
    out->sequence = row->number[ATTRIBUTE_SEQ];
    a->plan = &out->plan;
    a->checklist = c;
    a->findings = arena_alloc(arena, (count + 1) * sizeof *a->findings);
    int code = w->plans == NULL ? 0 : read_document(w, row, &out->plan.doc);
    if (code != 0 || a->findings == NULL || out->plan.doc == NULL) {
        return code != 0 ? code : ERR_MEMORY;
    }
    (void)snprintf(a->id, sizeof a->id, "%s", row->id);
    (void)snprintf(a->ruleset_digest, sizeof a->ruleset_digest, "%s", row->ruleset);
    for (size_t i = 0; i < count; i++) {
        int32_t value = row->values[(size_t)c->node_count + i];
        a->findings[i].outcome = value >= 0 ? OUTCOME_SCORED : (enum outcome)(-1 - value);
        a->findings[i].credit = value >= 0 ? value : 0;
    }
    return 0;
}

static int walk_one(void *context, const struct columns_row *row)
{
    struct walk *w = context;
    struct store_row out = list_row(row);
    bool taken = strcmp(out.checklist_id, w->of->checklist) == 0;
    size_t i = 0;
    while (taken && i < w->of->round_count && strcmp(w->of->rounds[i], out.round) != 0) {
        i++;
    }
    if (!taken || i == w->of->round_count) {
        return 0;
    }
    if (row->superseded) {
        return w->superseded(w->context, &out);
    }
    struct stored stored = {.sequence = 0};
    arena_reset(&w->arena);
    int code = fill_stored(w, row, &stored);
    return code != 0 ? code : w->each(w->context, &stored);
}

int selection_each(struct columns *c, struct store *plans, const struct selected *of,
                   int (*each)(void *context, const struct stored *stored),
                   int (*superseded)(void *context, const struct store_row *row), void *context,
                   struct err *e)
{
    struct walk w = {.of = of,
                     .each = each,
                     .superseded = superseded,
                     .context = context,
                     .plans = plans,
                     .text = BUF_INIT,
                     .arena = ARENA_INIT};
    struct err inner = {0};
    int code = columns_each(c, true, walk_one, &w, &inner);
    arena_free(&w.arena);
    buf_free(&w.text);
    inner = w.e.code != 0 ? w.e : inner;
    return code == 0            ? 0
           : inner.code != 0    ? err_set(e, inner.code, "%s", inner.text)
           : code == ERR_MEMORY ? err_set(e, ERR_MEMORY, "out of memory")
                                : code;
}
