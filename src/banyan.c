/* The public interface over the internal modules. */
#include "banyan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "base/text.h"
#include "input/input.h"
#include "library.h"
#include "model/place.h"
#include "report/render.h"
#include "store/store.h"
#include "worker/worker.h"

struct banyan_engine {
    struct checklist *whole; /* without the profile; equal to checklist where there is none */
    struct checklist *checklist;
    struct ruleset *rules;
    struct engine *engine;
    char *round; /* or NULL */
    struct place_lists places;
};

struct banyan_store {
    struct store *store;
};

static int fail(struct banyan_message *message, int code, const char *text)
{
    if (message != NULL) {
        (void)snprintf(message->text, sizeof message->text, "%s", text);
        size_t len = strlen(message->text);
        if (len > 0 && message->text[len - 1] == '\n') { /* complaints end their lines */
            message->text[len - 1] = '\0';
        }
    }
    return code;
}

static int hand_out(struct buf *text, char **out, struct banyan_message *message)
{
    if (buf_status(text) != 0) {
        buf_free(text);
        return fail(message, BANYAN_MEMORY, "out of memory");
    }
    *out = text->data;
    return BANYAN_OK;
}

const char *banyan_version(void)
{
    return BANYAN_VERSION;
}

int banyan_store_query(banyan_store *store, const char *sql,
                       int (*row)(void *context, int columns, const char *const *names,
                                  const char *const *values),
                       void *context, struct banyan_message *message)
{
    struct err e = {0};
    int rc = store_query(store->store, sql, row, context, &e);
    return rc >= 0 ? rc : fail(message, rc, e.text);
}

void banyan_free(void *memory)
{
    free(memory);
}

static int load_checklist(const struct banyan_options *o, const char *profile,
                          struct checklist **out, struct banyan_message *message)
{
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    struct err e = {0};
    const char *path = NULL;
    struct diag d;
    diag_init(&d, NULL);
    int rc = library_checklist(o->checklist, &arena, &text, &path, &e);
    if (rc == 0) {
        d.file = path;
        rc = checklist_parse(buf_text(&text), text.len, profile, &d, out);
        (void)snprintf(e.text, sizeof e.text, "%s",
                       rc == ERR_MEMORY ? "out of memory" : buf_text(&d.text));
    }
    if (rc != 0) {
        (void)fail(message, rc, e.text);
    }
    diag_free(&d);
    buf_free(&text);
    arena_free(&arena);
    return rc;
}

int banyan_engine_new(const struct banyan_options *options, banyan_engine **out,
                      struct banyan_message *message)
{
    *out = NULL;
    if (options == NULL || options->checklist == NULL) {
        return fail(message, BANYAN_USAGE, "no checklist is named: give options.checklist");
    }
    if (options->round != NULL && !text_is_id(options->round)) {
        return fail(message, BANYAN_USAGE, "round: give 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    banyan_engine *g = calloc(1, sizeof *g);
    if (g == NULL) {
        return fail(message, BANYAN_MEMORY, "out of memory");
    }
    struct err e = {0};
    int rc = load_checklist(options, options->profile, &g->checklist, message);
    if (rc == 0 && options->profile != NULL) {
        rc = load_checklist(options, NULL, &g->whole, message);
    }
    if (rc == 0 && options->round != NULL) {
        g->round = strdup(options->round);
        rc = g->round == NULL ? fail(message, BANYAN_MEMORY, "out of memory") : 0;
    }
    if (rc == 0) {
        rc = library_rules(options->rules, options->rules_count, options->allow_untested != 0,
                           &g->rules, &e);
        if (rc == 0 && options->isolate != NULL) {
            const struct worker_options o = {.program = options->isolate};
            rc = worker_isolate(g->rules, &o, &e);
        }
        rc = rc == 0 ? ruleset_inspect(g->rules, g->checklist, &e) : rc;
        rc = rc == 0 ? engine_new(g->checklist, g->rules, &g->engine, &e) : rc;
        if (rc != 0) {
            (void)fail(message, rc, e.text);
        }
    }
    if (rc != 0) {
        banyan_engine_free(g);
        return rc;
    }
    *out = g;
    return BANYAN_OK;
}

void banyan_engine_free(banyan_engine *engine)
{
    if (engine != NULL) {
        engine_free(engine->engine);
        ruleset_free(engine->rules);
        checklist_free(engine->checklist);
        checklist_free(engine->whole);
        library_places_free(&engine->places);
        free(engine->round);
        free(engine);
    }
}

/* *stored: what the store had of the same, where it differs; else NULL. The caller frees it. */
static int keep(const banyan_engine *g, struct store *s, struct assessment *a,
                struct stored **stored, struct err *e)
{
    enum store_put how = STORE_ADDED;
    int rc = store_begin(s, e);
    if (rc != 0) {
        return rc;
    }
    rc = library_keep(g->rules, g->checklist, s, e);
    rc = rc == 0 ? store_put(s, a, &how, e) : rc;
    rc = rc == 0 ? store_commit(s, e) : rc;
    if (rc != 0) {
        store_rollback(s);
    }
    return rc == 0 && how == STORE_DIFFERS ? store_get(s, a->id, stored, e) : rc;
}

static int read_plan(const banyan_engine *g, struct arena *arena, const char *text, size_t len,
                     struct diag *d, struct plan *plan)
{
    struct json *doc = NULL;
    struct json_error error = {0};
    if (len > INPUT_MAX_DOCUMENT) {
        diag_add(d, 0, NULL, "is over %d MiB: split it", INPUT_MAX_DOCUMENT / 1024 / 1024);
        return ERR_INPUT;
    }
    int rc = json_parse(arena, text, len, 1, &doc, &error);
    if (rc == ERR_INPUT) {
        diag_add(d, error.line, error.path, "%s", error.text);
    }
    rc = rc == 0 ? plan_check(arena, doc, g->round, d, plan) : rc;
    return rc == 0 ? plan_check_answers(plan, g->checklist, g->whole, d) : rc;
}

/* What may be wrong with the codes of a plan that was taken. */
static int remarks(banyan_engine *g, const struct plan *plan, struct diag *d, struct err *e)
{
    const struct pcode_list *list = NULL;
    if (json_path(plan->doc, "community.pcode") != NULL) {
        list = library_places(&g->places, plan->country, e);
        if (list == NULL) {
            return e->code;
        }
        if (e->code != 0) {
            diag_add(d, 0, NULL, "remark: %s: the list is passed over", e->text);
            *e = (struct err){0};
        }
    }
    return plan_remarks(plan, list, d);
}

/* Whole lines only. */
static void tell(const struct buf *lines, struct banyan_message *message)
{
    const char *text = lines->data == NULL ? "" : lines->data;
    size_t len = strlen(text);
    size_t room = sizeof message->text - 1;
    const char *end = memrchr(text, '\n', len < room ? len : room);
    len = end == NULL ? 0 : (size_t)(end - text);
    memcpy(message->text, text, len);
    message->text[len] = '\0';
}

int banyan_assess(banyan_engine *engine, banyan_store *store, const char *name, const char *text,
                  size_t len, char **out, struct banyan_message *message)
{
    *out = NULL;
    struct arena arena = ARENA_INIT;
    struct diag d;
    struct plan plan;
    struct assessment a;
    struct stored *stored = NULL;
    struct err e = {0};
    struct buf json = BUF_INIT;
    diag_init(&d, name == NULL ? "plan" : name);
    int rc = read_plan(engine, &arena, text, len, &d, &plan);
    if (rc != 0) {
        (void)fail(message, rc, rc == ERR_MEMORY ? "out of memory" : buf_text(&d.text));
    } else {
        rc = message == NULL ? 0 : remarks(engine, &plan, &d, &e);
        rc = rc == 0 ? engine_assess(engine->engine, &plan, &arena, &a) : rc;
        if (rc == 0 && store != NULL && a.hurried) {
            rc = err_set(
                &e, ERR_BUSY,
                "a rule ran into the time limit, or its process ended: nothing was stored");
        } else if (rc == 0 && store != NULL) {
            rc = keep(engine, store->store, &a, &stored, &e);
        }
        if (rc != 0) {
            (void)fail(message, rc, e.text[0] == '\0' ? "out of memory" : e.text);
        } else {
            render_assessment_json(&json, stored == NULL ? &a : &stored->assessment, true,
                                   store != NULL);
            rc = hand_out(&json, out, message);
            if (rc == 0 && message != NULL) {
                tell(&d.text, message);
            }
        }
    }
    stored_free(stored);
    diag_free(&d);
    arena_free(&arena);
    return rc;
}

int banyan_store_open(const char *url, int write, banyan_store **out,
                      struct banyan_message *message)
{
    *out = NULL;
    struct err e = {0};
    if (url == NULL) {
        return fail(message, BANYAN_USAGE, "the store has no path: give sqlite:PATH");
    }
    banyan_store *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return fail(message, BANYAN_MEMORY, "out of memory");
    }
    int rc = store_open(url, write ? STORE_WRITE : STORE_READ, &s->store, &e);
    if (rc != 0) {
        free(s);
        return fail(message, rc, e.text);
    }
    *out = s;
    return BANYAN_OK;
}

void banyan_store_close(banyan_store *store)
{
    if (store != NULL) {
        store_close(store->store);
        free(store);
    }
}

int banyan_store_get(banyan_store *store, const char *id, char **out,
                     struct banyan_message *message)
{
    *out = NULL;
    struct stored *stored = NULL;
    struct err e = {0};
    struct buf json = BUF_INIT;
    int rc = store_get(store->store, id, &stored, &e);
    if (rc != 0) {
        return fail(message, rc, e.text);
    }
    render_assessment_json(&json, &stored->assessment, true, true);
    stored_free(stored);
    return hand_out(&json, out, message);
}
