/* plan_check(): the table's walk, what lies between members, and the plan's identity. */
#include "model/plan.h"

#include <string.h>

#include "base/text.h"
#include "model/place.h"
#include "model/plan_schema.h"

static void check_reference(struct walk *w, const struct id_set *known, const struct json *id,
                            const struct frame *where, const char *what)
{
    const char *text = json_string(id);
    if (text != NULL && !id_set_has(known, text)) {
        walk_unknown(w, where, id, what, NULL, "name one of the list, or add it there");
    }
}

/* Every text that `key` has in list, alone or in a list, must be the id of an element of others. */
static void check_references(struct walk *w, const struct json *list, const struct frame *where,
                             const char *key, const struct json *others, const char *what)
{
    struct id_set known;
    if (list == NULL || list->type != JSON_ARRAY) {
        return;
    }
    if (id_set_load(&known, others, "id") != 0) {
        w->memory = true;
        return;
    }
    size_t index = 1;
    for (const struct json *item = list->first; item != NULL; item = item->next, index++) {
        const struct json *id = json_get(item, key);
        struct frame element = {where, NULL, index}, own = {&element, key, 0};
        if (id != NULL && id->type == JSON_ARRAY) {
            size_t n = 1;
            for (const struct json *one = id->first; one != NULL; one = one->next, n++) {
                struct frame inner = {&own, NULL, n};
                check_reference(w, &known, one, &inner, what);
            }
        } else {
            check_reference(w, &known, id, &own, what);
        }
    }
    id_set_free(&known);
}

static void check_between(struct walk *w, const struct json *doc)
{
    const struct json *plan = json_get(doc, "plan"), *community = json_get(doc, "community");
    const struct json *actions = json_get(plan, "actions");
    struct frame top = {NULL, "plan", 0}, budget = {&top, "budget", 0};
    struct frame lines = {&budget, "lines", 0}, steps = {&top, "actions", 0};
    check_references(w, json_get(json_get(plan, "budget"), "lines"), &lines, "action", actions,
                     "no action of this plan");
    check_references(w, actions, &steps, "objective", json_get(plan, "objectives"),
                     "no objective of this plan");
    struct frame place = {NULL, "community", 0}, places = {&place, "places", 0};
    check_references(w, json_get(community, "places"), &places, "facility",
                     json_get(community, "facilities"), "no facility of this community");
    check_references(w, actions, &steps, "facilities", json_get(community, "facilities"),
                     "no facility of this community");
    const struct json *name = json_get(community, "name");
    bool named = name != NULL && (name->type != JSON_STRING || name->len > 0);
    if (!named && json_get(community, "pcode") == NULL &&
        (community == NULL || community->type == JSON_OBJECT)) {
        struct frame own = {&place, "name", 0};
        walk_complain(w, &own, community == NULL ? doc->line : community->line,
                      "is missing: add it, or pcode");
    }
    place_check(w, community, &place);
}

/* "pcode/local" where there are codes, else "name:…". Two places of one name and no code in one
 * country are the same place to the store. */
static const char *community_key(struct arena *arena, const char *pcode, const char *local,
                                 const char *name)
{
    struct buf key = BUF_INIT;
    if (pcode == NULL && local == NULL) {
        buf_printf(&key, "name:%s", name);
    } else {
        buf_printf(&key, "%s%s%s", pcode == NULL ? "" : pcode, local == NULL ? "" : "/",
                   local == NULL ? "" : local);
    }
    char *out = buf_status(&key) == 0 ? arena_strndup(arena, key.data, key.len) : NULL;
    buf_free(&key);
    return out;
}

static int fill(struct arena *arena, const struct json *doc, const char *round, struct plan *plan)
{
    const struct json *p = json_get(doc, "plan"), *c = json_get(doc, "community");
    const struct json *a = json_get(doc, "assessment");
    const char *pcode = json_string(json_get(c, "pcode"));
    const char *local = json_string(json_get(c, "local"));
    local = local != NULL && local[0] == '\0' ? NULL : local;
    const char *name = json_string(json_get(c, "name"));
    name = name != NULL && name[0] == '\0' ? NULL : name;
    *plan = (struct plan){.doc = doc,
                          .id = json_string(json_get(p, "id")),
                          .title = json_string(json_get(p, "title")),
                          .country = json_string(json_get(c, "country")),
                          .community = local != NULL   ? local
                                       : pcode != NULL ? pcode
                                                       : name,
                          .community_key = community_key(arena, pcode, local, name),
                          .community_name = name,
                          .round = json_string(json_get(a, "round")),
                          .date = json_string(json_get(a, "date")),
                          .checklist = json_string(json_get(doc, "checklist"))};
    if (round != NULL) {
        plan->round = arena_strdup(arena, round);
    }
    struct buf text = BUF_INIT;
    json_write(&text, doc);
    plan->text = buf_status(&text) == 0 ? arena_strndup(arena, text.data, text.len) : NULL;
    plan->text_len = text.len;
    buf_free(&text);
    if (plan->text == NULL || plan->community_key == NULL || plan->round == NULL) {
        return ERR_MEMORY;
    }
    digest_text(plan->text, plan->text_len, plan->digest);
    return 0;
}

/* Whether it is something else that this program reads or writes: one complaint then says more than one for
 * each of its keys. */
static bool is_other(struct walk *w, const struct json *doc)
{
    const char *what = NULL;
    if (doc->type == JSON_OBJECT && json_get(doc, "findings") != NULL) {
        what = "is a result, not a plan: give the plan that was assessed";
    } else if (doc->type == JSON_OBJECT && json_get(doc, "nodes") != NULL &&
               json_get(doc, "plan") == NULL) {
        what = "is a checklist, not a plan: name it with --checklist, and give the plan here";
    }
    if (what != NULL) {
        walk_complain(w, NULL, doc->line, "%s", what);
    }
    return what != NULL;
}

int plan_check(struct arena *arena, const struct json *doc, const char *round, struct diag *d,
               struct plan *plan)
{
    struct walk w = {.d = d, .round = round};
    size_t before = d->count;
    *plan = (struct plan){0};
    if (round != NULL && !text_is_id(round)) {
        struct frame own = {NULL, "--round", 0};
        walk_complain(&w, &own, 0, "is no id: give 1 to 64 letters, digits, '.', '_' or '-'");
    }
    if (!is_other(&w, doc) && walk_type(&w, doc, JSON_OBJECT, NULL)) {
        walk_object(&w, doc, &schema_document, NULL);
        check_between(&w, doc);
    }
    if (w.memory) {
        return ERR_MEMORY;
    }
    return d->count > before ? ERR_INPUT : fill(arena, doc, round, plan);
}
