#include "review/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/aggregate.h"
#include "review/fragment.h"

void credits_add(struct credits *c, int64_t credit, bool *memory)
{
    size_t at = 0;
    while (at < c->count && c->list[at] < credit) {
        at++;
    }
    if (at < c->count && c->list[at] == credit) {
        return;
    }
    if (c->count == c->room) {
        size_t room = c->room == 0 ? 16 : c->room * 2;
        int64_t *list = realloc(c->list, sizeof *list * room);
        if (list == NULL) {
            *memory = true;
            return;
        }
        c->list = list;
        c->room = room;
    }
    memmove(&c->list[at + 1], &c->list[at], sizeof *c->list * (c->count - at));
    c->list[at] = credit;
    c->count++;
}

struct number_text number_text(double x, bool *memory)
{
    struct number_text out = {"?"};
    struct buf text = BUF_INIT;
    number_write(&text, x);
    if (buf_status(&text) != 0) {
        *memory = true;
    } else if (text.len < sizeof out.text) {
        memcpy(out.text, text.data, text.len + 1);
    }
    buf_free(&text);
    return out;
}

static struct found *find(const struct trial *t, enum trial_check check, const char *what)
{
    struct found *all = t->found.items;
    for (size_t i = 0; i < t->found.count; i++) {
        bool same = what == NULL ? all[i].what == NULL : text_equal(all[i].what, what);
        if (all[i].check == check && same) {
            return &all[i];
        }
    }
    return NULL;
}

size_t trial_cases(const struct trial *t, enum trial_check check, const char *what)
{
    const struct found *f = find(t, check, what);
    return f == NULL ? 0 : f->cases;
}

void trial_note(struct trial *t, enum trial_check check, const char *what, const char *text,
                const struct json *example)
{
    struct found *f = find(t, check, what);
    struct buf json = BUF_INIT;
    if (example != NULL) {
        json_write(&json, example);
    }
    if (f == NULL) {
        f = list_add(&t->found, &t->arena, sizeof *f);
        if (f != NULL) {
            *f = (struct found){.check = check, .size = SIZE_MAX};
            f->what = what == NULL ? NULL : arena_strdup(&t->arena, what);
        }
    }
    if (f == NULL || (what != NULL && f->what == NULL) || buf_status(&json) != 0) {
        t->memory = true;
    } else if (json.len < f->size) {
        f->size = json.len;
        f->text = arena_strdup(&t->arena, text);
        f->example = arena_strdup(&t->arena, buf_text(&json));
        t->memory = t->memory || f->text == NULL || f->example == NULL;
    }
    if (f != NULL) {
        f->cases++;
    }
    buf_free(&json);
}

struct json *json_with(struct arena *arena, const struct json *object, const char *key,
                       const struct json *value)
{
    struct json *out = json_new(arena, JSON_OBJECT);
    for (const struct json *m = object == NULL ? NULL : object->first; m != NULL; m = m->next) {
        if (strcmp(m->key, key) != 0 && json_share(arena, out, m->key, m) != 0) {
            return NULL;
        }
    }
    return value == NULL || json_share(arena, out, key, value) == 0 ? out : NULL;
}

struct json *trial_bare(struct arena *arena)
{
    static const char text[] =
        "{\"banyan\":1,\"plan\":{\"id\":\"P\",\"title\":\"P\"},\"community\":{\"country\":\"NPL\","
        "\"name\":\"C\"},\"assessment\":{\"round\":\"2026\",\"date\":\"" TRIAL_DATE "\"}}";
    struct json *doc = NULL;
    struct json_error error;
    return json_parse(arena, text, sizeof text - 1, 1, &doc, &error) == 0 ? doc : NULL;
}

/* {"plan": …} with the answer in it. */
static struct json *example(struct trial *t, const struct json *doc, const struct json *value)
{
    struct json *out = json_new(&t->scratch, JSON_OBJECT);
    struct json *plan = fragment(&t->scratch, doc, t->k->demand.id, value);
    if (json_add(&t->scratch, out, "plan", plan) != 0) {
        t->memory = true;
        return NULL;
    }
    return out;
}

static void note_broken(struct trial *t, const struct json *doc, const struct json *value,
                        const struct finding *f)
{
    struct buf reason = BUF_INIT;
    char text[900];
    const struct json *facts = json_get(doc, "facts");
    if (facts != NULL && facts->first != NULL && f->by == BY_RULE) {
        return; /* a fact of a free name has no range of its own: a rule may refuse it */
    }
    finding_reason(&reason, f);
    (void)snprintf(text, sizeof text, "the rule breaks on what a plan may say: %.700s",
                   buf_text(&reason));
    t->memory = t->memory || reason.failed;
    trial_note(t, CHECK_BREAKS, NULL, text, example(t, doc, value));
    buf_free(&reason);
}

/* A {name} of the reason that is given nothing. */
static void look_at_reason(struct trial *t, const struct json *doc, const struct json *value,
                           const struct finding *f)
{
    const char *open = strchr(f->template_text, '{');
    for (; open != NULL; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        char name[64], text[200];
        size_t len = close == NULL ? 0 : (size_t)(close - open - 1);
        if (len == 0 || len >= sizeof name || memchr(open, ' ', len) != NULL) {
            continue;
        }
        memcpy(name, open + 1, len);
        name[len] = '\0';
        if (json_get(f->params, name) == NULL) {
            (void)snprintf(text, sizeof text, "the reason names {%s}, which is not given", name);
            trial_note(t, CHECK_REASON, NULL, text, example(t, doc, value));
        }
    }
}

/* Remembers which parameters a finding has: an advice can name these. */
static void remember_names(struct trial *t, const struct finding *f)
{
    for (const struct json *m = f->params == NULL ? NULL : f->params->first; m != NULL;
         m = m->next) {
        const char **names = t->names.items;
        bool known = false;
        for (size_t i = 0; i < t->names.count && !known; i++) {
            known = strcmp(names[i], m->key) == 0;
        }
        const char **name = known ? NULL : list_add(&t->names, &t->arena, sizeof *name);
        if (name != NULL) {
            *name = arena_strdup(&t->arena, m->key);
        }
        t->memory = t->memory || (!known && (name == NULL || *name == NULL));
    }
}

int64_t trial_try(struct trial *t, const struct part *demand, const struct json *doc,
                  const struct json *value)
{
    struct plan plan = {.doc = doc};
    struct answer answer = {.state = value == NULL ? 'a' : 'v', .value = value};
    struct finding f;
    host_begin(t->host);
    if (doc == NULL || t->memory ||
        host_run_demand(t->host, t->c, demand, &plan, &answer, &t->scratch, &f) != 0) {
        t->memory = true;
        return TRY_OPEN;
    }
    t->tried++;
    if (f.outcome == OUTCOME_ERROR) {
        note_broken(t, doc, value, &f);
        return TRY_BROKEN;
    }
    look_at_reason(t, doc, value, &f);
    remember_names(t, &f);
    if (f.outcome != OUTCOME_SCORED) {
        return TRY_OPEN;
    }
    return aggregate_credit(&t->c->nodes[t->k->node].round_below, f.raw);
}
