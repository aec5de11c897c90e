/* Cases out of documents, whatever file they came from. */
#include <string.h>

#include "base/text.h"
#include "cases/cases.h"

enum { NESTED_MOST = 16, LABEL_MOST = 400 };

static const char *const MEMBERS[] = {"name",   "group",  "criterion", "plan", "args",
                                      "answer", "expect", "note",      "cases"};
enum { MEMBER_COUNT = sizeof MEMBERS / sizeof *MEMBERS, FIRST_OBJECT = 3, FIRST_OTHER = 5 };

static struct rule_case *add(struct case_list *list)
{
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 16 : list->room * 2;
        struct rule_case *items = arena_alloc(list->arena, sizeof *items * room);
        if (items == NULL) {
            return NULL;
        }
        if (list->count > 0) {
            memcpy(items, list->items, sizeof *items * list->count);
        }
        list->items = items;
        list->room = room;
    }
    return &list->items[list->count++];
}

/* "a/b", or the one of both that is not empty; NULL: out of memory. */
static const char *joined(struct arena *arena, const char *a, const char *b)
{
    struct buf text = BUF_INIT;
    buf_printf(&text, "%s%s%s", a, a[0] != '\0' && b[0] != '\0' ? "/" : "", b);
    const char *out = buf_status(&text) == 0 ? arena_strndup(arena, buf_text(&text), text.len)
                                             : NULL;
    buf_free(&text);
    return out;
}

/* A case of which only place and name are known yet. */
static struct rule_case *begin(struct case_list *list, const struct case_place *place, int line,
                               const char *group, const char *name)
{
    const char *label = joined(list->arena, group, name);
    const char *id = label == NULL ? NULL : joined(list->arena, place->rule, label);
    char *copy = arena_strdup(list->arena, name);
    struct rule_case *c = id == NULL || copy == NULL ? NULL : add(list);
    if (c != NULL) {
        *c = (struct rule_case){.rule = place->rule,
                                .group = group,
                                .name = copy,
                                .id = id,
                                .path = place->path,
                                .line = line > 0 ? line : place->line};
    }
    return c;
}

int cases_add_fault(struct case_list *list, const struct case_place *place, int line,
                    const char *name, const char *fault)
{
    struct rule_case *c = begin(list, place, line, "", name);
    if (c == NULL) {
        return ERR_MEMORY;
    }
    c->fault = arena_strdup(list->arena, fault);
    c->always = true;
    return c->fault == NULL ? ERR_MEMORY : 0;
}

/* Writes what is wrong with a member; nothing where it is sound. */
static void check_member(struct buf *out, const struct json *m, bool group)
{
    int i = 0;
    while (i < MEMBER_COUNT && strcmp(MEMBERS[i], m->key) != 0) {
        i++;
    }
    if (i == MEMBER_COUNT) {
        const char *near = text_nearest(m->key, MEMBERS, MEMBER_COUNT);
        buf_printf(out, "\"%.60s\" is no member of a case: %s%s%s", m->key,
                   near == NULL ? "remove it" : "did you mean ", near == NULL ? "" : near,
                   near == NULL ? "" : "?");
    } else if (group && i > 0 && i < MEMBER_COUNT - 2) {
        buf_printf(out, "%s stands beside the cases of a group: put it into one of them", m->key);
    } else if (i < FIRST_OBJECT && json_string(m) == NULL) {
        buf_printf(out, "%s is no text", m->key);
    } else if (i >= FIRST_OBJECT && i < FIRST_OTHER && m->type != JSON_OBJECT &&
               m->type != JSON_NULL) {
        buf_printf(out, "%s is a %s: give names and values", m->key, json_type_name(m->type));
    }
}

static void check_entry(struct buf *out, const struct json *entry)
{
    const struct json *cases = json_get(entry, "cases");
    if (entry->type != JSON_OBJECT) {
        buf_puts(out, entry->type == JSON_ARRAY ? "is a list: give each value its name"
                                                : "is no table of names and values");
    }
    for (const struct json *m = entry->type == JSON_OBJECT ? entry->first : NULL;
         m != NULL && out->len == 0; m = m->next) {
        check_member(out, m, cases != NULL);
    }
    if (out->len > 0) {
        return;
    }
    if (cases != NULL && json_get(entry, "name") == NULL) {
        buf_puts(out, "a group has no name: give one");
    } else if (cases != NULL && (cases->type != JSON_ARRAY || cases->len == 0)) {
        buf_puts(out, "a group has no list of cases: give at least one");
    } else if (json_get(entry, "criterion") != NULL && json_get(entry, "args") != NULL) {
        buf_puts(out, "args are those of the criterion: leave args or criterion away");
    }
}

/* Each case below a group carries the group's name, so that a long one takes memory many times. */
static bool is_long(const char *outer, const struct json *entry)
{
    const char *name = json_string(json_get(entry, "name"));
    const char *own = json_string(json_get(entry, "group"));
    return strlen(outer) + (name == NULL ? 0 : strlen(name)) + (own == NULL ? 0 : strlen(own)) >
           LABEL_MOST;
}

static const struct json *member(const struct json *entry, const char *key)
{
    const struct json *m = json_get(entry, key);
    return m == NULL || m->type == JSON_NULL ? NULL : m;
}

/* Adds one case; fault "": there is none. */
static int read_one(struct case_list *list, struct case_place *place, const struct json *entry,
                    const char *group, const char *fault)
{
    struct buf name = BUF_INIT;
    bool named = !is_long(group, entry); /* else that is its fault */
    const char *given = named ? json_string(json_get(entry, "name")) : NULL;
    const char *own = named ? json_string(json_get(entry, "group")) : NULL;
    const char *label = own == NULL ? group : joined(list->arena, group, own);
    place->number++;
    if (given != NULL && given[0] != '\0') {
        buf_puts(&name, given);
    } else {
        buf_printf(&name, "case %zu", place->number);
    }
    struct rule_case *c = label == NULL || buf_status(&name) != 0
                              ? NULL
                              : begin(list, place, entry->line, label, buf_text(&name));
    buf_free(&name);
    if (c == NULL) {
        return ERR_MEMORY;
    }
    c->plan = member(entry, "plan");
    c->answer = member(entry, "answer");
    c->args = member(entry, "args");
    c->expect = member(entry, "expect");
    c->criterion = json_string(json_get(entry, "criterion"));
    c->fault = fault[0] == '\0' ? NULL : arena_strdup(list->arena, fault);
    return fault[0] != '\0' && c->fault == NULL ? ERR_MEMORY : 0;
}

static int read_entry(struct case_list *list, struct case_place *place, const struct json *entry,
                      const char *group, int depth)
{
    struct buf fault = BUF_INIT;
    check_entry(&fault, entry);
    if (fault.len == 0 && depth > NESTED_MOST) {
        buf_printf(&fault, "groups are nested deeper than %d", NESTED_MOST);
    }
    if (fault.len == 0 && is_long(group, entry)) {
        buf_printf(&fault, "name and groups are over %d bytes: give short ones", LABEL_MOST);
    }
    int rc = buf_status(&fault);
    const struct json *cases = json_get(entry, "cases");
    if (rc == 0 && (fault.len > 0 || cases == NULL)) {
        rc = read_one(list, place, entry, group, buf_text(&fault));
    } else if (rc == 0) {
        const char *name = joined(list->arena, group, json_string(json_get(entry, "name")));
        rc = name == NULL ? ERR_MEMORY : 0;
        for (const struct json *c = cases->first; rc == 0 && c != NULL; c = c->next) {
            rc = read_entry(list, place, c, name, depth + 1);
        }
    }
    buf_free(&fault);
    return rc;
}

int cases_read(struct case_list *list, struct case_place *place, const struct json *entry)
{
    return read_entry(list, place, entry, "", 0);
}
