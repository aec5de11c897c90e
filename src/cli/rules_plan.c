/* The plan on which rules are tried: a file, stdin, or the example inside the program. */
#include <string.h>

#include "base/text.h"
#include "cases/cases.h"
#include "cli/rules.h"
#include "input/input.h"
#include "library.h"

static const char EXAMPLE[] = "examples/nepal-ward.json";

static const char *shown(const char *file, const struct plan *plan, struct arena *arena)
{
    struct buf text = BUF_INIT;
    buf_puts(&text, file);
    if (plan->title != NULL) {
        buf_printf(&text, ": %s, %s (%s)", plan->title,
                   plan->community_name != NULL ? plan->community_name : plan->community,
                   plan->country);
    }
    const char *out = buf_status(&text) == 0 ? arena_strdup(arena, buf_text(&text)) : NULL;
    buf_free(&text);
    return out;
}

/* Facts alone, as a test of a rule gives them: {"plan": {…}}. They are not held against the format. */
static bool is_facts(const struct json *doc)
{
    const struct json *plan = json_get(doc, "plan");
    return plan != NULL && plan->type == JSON_OBJECT && json_get(doc, "banyan") == NULL &&
           doc->len == 1;
}

int rules_plan_take(struct cli *cli, const char *file, const struct json *doc, struct arena *arena,
                    struct rules_plan *out, struct err *e)
{
    struct diag d;
    int rc = 0;
    *out = (struct rules_plan){.plan = {.doc = doc}, .name = file};
    if (is_facts(doc)) {
        out->plan.doc = cases_document(arena, json_get(doc, "plan"));
        rc = out->plan.doc == NULL ? err_set(e, ERR_MEMORY, "out of memory") : 0;
        out->name = arena_join(arena, file, ": facts alone");
    } else {
        diag_init(&d, file);
        rc = plan_check(arena, doc, NULL, &d, &out->plan);
        if (rc == ERR_INPUT) {
            cli_complaints(&d);
            (void)err_set(e, rc, "%.300s: is no plan that can be used, for the reasons above",
                          file);
        }
        diag_free(&d);
        out->name = rc == 0 ? shown(file, &out->plan, arena) : file;
    }
    (void)cli;
    rc = rc == 0 && out->name == NULL ? ERR_MEMORY : rc;
    return rc == ERR_MEMORY ? err_set(e, rc, "out of memory") : rc;
}

/* NULL where it cannot be read; e says why. */
static const struct json *read_example(struct arena *arena, struct err *e)
{
    const struct embedded_file *f = library_embedded(EXAMPLE);
    struct json *out = NULL;
    struct json_error error;
    int rc = f == NULL ? ERR_NOT_FOUND
                       : json_parse(arena, (const char *)f->data, f->len, 1, &out, &error);
    if (rc == 0) {
        return out;
    }
    if (rc == ERR_MEMORY) {
        (void)err_set(e, rc, "out of memory");
    } else {
        (void)err_set(e, ERR_INPUT, "the example inside the program cannot be read");
    }
    return NULL;
}

/* Calls each with the documents of a file; other than 0 ends it and is returned. */
static int read_file(const char *path, struct arena *arena,
                     int (*each)(void *context, const struct input_item *item), void *context,
                     struct err *e)
{
    struct input *in = NULL;
    int rc = input_new(&path, 1, &in, e);
    while (rc == 0) {
        struct input_item item;
        struct diag d;
        diag_init(&d, NULL);
        int got = input_next(in, arena, &d, &item);
        if (got > 0 && item.doc == NULL) {
            cli_complaints(&d);
            rc = err_set(e, ERR_INPUT, "%.300s: is no plan that can be used, for the reasons above",
                         path);
        } else if (got > 0) {
            /* The name lasts as long as the input only. */
            item.file = arena_strdup(arena, item.file);
            rc = item.file == NULL ? err_set(e, ERR_MEMORY, "out of memory") : each(context, &item);
        }
        rc = got < 0 ? err_set(e, ERR_MEMORY, "out of memory") : rc;
        diag_free(&d);
        if (got == 0) {
            break;
        }
    }
    input_free(in);
    return rc;
}

struct plans {
    struct cli *cli;
    struct arena *arena;
    int (*each)(void *context, const struct rules_plan *plan);
    void *context;
    struct err *e;
    size_t count;
};

static int take(void *context, const struct input_item *item)
{
    struct plans *r = context;
    struct rules_plan plan;
    int rc = rules_plan_take(r->cli, item->file, item->doc, r->arena, &plan, r->e);
    r->count++;
    return rc == 0 ? r->each(r->context, &plan) : rc;
}

int rules_plans(struct cli *cli, const char *path, struct arena *arena,
                int (*each)(void *context, const struct rules_plan *plan), void *context,
                struct err *e)
{
    struct plans r = {cli, arena, each, context, e, 0};
    if (path == NULL || strcmp(path, "example") == 0) {
        struct input_item item = {.file = "example", .doc = read_example(arena, e)};
        return item.doc != NULL ? take(&r, &item) : e->code;
    }
    int rc = read_file(path, arena, take, &r, e);
    return rc == 0 && r.count == 0 ? err_set(e, ERR_INPUT, "%.300s: holds no plan", path) : rc;
}

struct first {
    struct rules_plan *out;
    size_t count;
};

static int keep_first(void *context, const struct rules_plan *plan)
{
    struct first *f = context;
    if (f->count++ == 0) {
        *f->out = *plan;
    }
    return 0;
}

int rules_plan(struct cli *cli, const char *path, struct arena *arena, struct rules_plan *out,
               struct err *e)
{
    struct first f = {out, 0};
    int rc = rules_plans(cli, path, arena, keep_first, &f, e);
    if (rc == 0 && f.count > 1 && !cli->quiet) {
        cli_say("%.300s: holds %zu plans: the first is taken", path, f.count);
    }
    return rc;
}
