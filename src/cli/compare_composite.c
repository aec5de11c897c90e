#include "cli/compare_composite.h"

#include <string.h>

#include "base/file.h"
#include "cli/words.h"
#include "compare/composite.h"
#include "report/composite.h"
#include "selection.h"

enum { LARGEST_SPEC = 16 << 20, LARGEST_TABLE = 256 << 20 };

struct work {
    struct cli *cli;
    struct arena arena;
    struct composite_spec spec;
    struct composite c;
    const char *spec_path, *data_path, *meta_path, *weights_path;
    struct diag of_spec, of_data, of_meta, of_weights;
    int code; /* of printing */
};

/* A path as the specification has it is meant from the specification's own folder. */
static const char *beside(struct work *w, const char *name)
{
    const char *slash = strrchr(w->spec_path, '/');
    if (name == NULL || name[0] == '/' || slash == NULL) {
        return name;
    }
    const char *folder = arena_strndup(&w->arena, w->spec_path, (size_t)(slash - w->spec_path) + 1);
    return folder == NULL ? NULL : arena_join(&w->arena, folder, name);
}

static int read_spec(struct work *w, struct err *e)
{
    struct buf text = BUF_INIT;
    int rc = file_read(w->spec_path, LARGEST_SPEC, &text, e);
    if (rc == 0) {
        rc = composite_spec_read(&w->arena, buf_text(&text), text.len, &w->of_spec, &w->spec);
    }
    buf_free(&text);
    return rc;
}

static int read_tables(struct work *w, struct err *e)
{
    struct buf data = BUF_INIT, meta = BUF_INIT;
    w->data_path = beside(w, w->spec.data);
    w->meta_path = beside(w, w->spec.meta);
    if (w->data_path == NULL || w->meta_path == NULL) {
        return ERR_MEMORY;
    }
    w->of_data.file = w->data_path;
    w->of_meta.file = w->meta_path;
    int rc = file_read(w->meta_path, LARGEST_TABLE, &meta, e);
    rc = rc == 0 ? file_read(w->data_path, LARGEST_TABLE, &data, e) : rc;
    if (rc == 0) {
        rc = composite_read(&w->arena, &w->spec, buf_text(&meta), meta.len, &w->of_meta,
                            buf_text(&data), data.len, &w->of_data, &w->of_spec, &w->c);
    }
    buf_free(&data);
    buf_free(&meta);
    return rc;
}

/* The assessments that the other options choose, in the forms of the tables. */
static int read_stored(struct work *w, struct err *e)
{
    const struct args *args = &w->cli->args;
    struct words rounds;
    struct store *store = NULL;
    struct selected *selected = NULL;
    struct buf data = BUF_INIT, meta = BUF_INIT;
    w->data_path = w->of_data.file = "the stored assessments";
    w->meta_path = w->of_meta.file = "their checklist";
    int rc = words_of_option(args, "round", &w->arena, &rounds, e);
    struct selection q = {
        .checklist = opt_value(args, "checklist"),
        .country = opt_value(args, "country"),
        .rounds = rounds.list,
        .round_count = rounds.count,
    };
    rc = rc == 0 ? settings_country(q.country, e) : rc;
    rc = rc == 0 ? settings_store(w->cli, STORE_READ, &store, e) : rc;
    rc = rc == 0 ? selection_load(store, &q, &selected, e) : rc;
    if (rc == 0 && selected->table->count == 0) {
        rc = err_set(e, ERR_NOT_FOUND, "nothing is stored that fits: assess plans first");
    }
    rc = rc == 0 ? composite_forms(selected->table, w->spec.criteria, &data, &meta) : rc;
    if (rc == 0) {
        rc = composite_read(&w->arena, &w->spec, buf_text(&meta), meta.len, &w->of_meta,
                            buf_text(&data), data.len, &w->of_data, &w->of_spec, &w->c);
    }
    buf_free(&data);
    buf_free(&meta);
    selection_free(selected);
    store_close(store);
    return rc;
}

static int try_weights(struct work *w, struct err *e)
{
    if (w->spec.weights == NULL) {
        return w->spec.draws > 0 ? composite_try_drawn(&w->c) : 0;
    }
    struct buf text = BUF_INIT;
    w->weights_path = beside(w, w->spec.weights);
    if (w->weights_path == NULL) {
        return ERR_MEMORY;
    }
    w->of_weights.file = w->weights_path;
    int rc = file_read(w->weights_path, LARGEST_TABLE, &text, e);
    if (rc == 0) {
        rc = composite_try_given(&w->c, buf_text(&text), text.len, &w->of_weights);
    }
    buf_free(&text);
    return rc;
}

static int print(struct work *w, struct err *e)
{
    const char *name = opt_value(&w->cli->args, "unit");
    int unit = name == NULL ? -1 : composite_unit_find(&w->c, name);
    struct buf out = BUF_INIT;
    if (name != NULL && unit < 0) {
        return err_set(e, ERR_USAGE, "--unit: %.100s: is no unit of %.300s", name, w->data_path);
    }
    bool without_remarks = w->cli->format == FORMAT_CSV || unit >= 0;
    if (without_remarks && w->spec.data == NULL && !w->cli->quiet) {
        cli_say("not for publishing: single communities are shown");
    }
    if (w->cli->format == FORMAT_TEXT && unit >= 0) {
        report_composite_unit(&out, &w->c, unit, w->cli->color);
    } else if (w->cli->format == FORMAT_TEXT) {
        report_composite_text(&out, &w->c, w->cli->color);
    } else if (w->cli->format == FORMAT_CSV) {
        report_composite_csv(&out, &w->c);
    } else {
        report_composite_json(&out, &w->c);
    }
    w->code = cli_print_to(w->cli, opt_value(&w->cli->args, "output"), &out);
    return 0;
}

static int check_format(const struct cli *cli, struct err *e)
{
    static const enum format printed[] = {FORMAT_TEXT, FORMAT_JSON, FORMAT_NDJSON, FORMAT_CSV};
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        if (cli->format == printed[i]) {
            return 0;
        }
    }
    return err_set(e, ERR_USAGE,
                   "--format %s: not with --composite: give text, json, ndjson or csv",
                   settings_formats[cli->format]);
}

/* What was complained of, else what went wrong. */
static int fail(struct work *w, int rc, struct err *e)
{
    const struct diag *all[] = {&w->of_spec, &w->of_meta, &w->of_data, &w->of_weights};
    bool said = false;
    for (int i = 0; i < 4; i++) {
        if (all[i]->count > 0) {
            cli_complaints(all[i]);
            said = true;
        }
    }
    return said && rc == ERR_INPUT ? CLI_FAILED : e->code == 0 ? cli_memory() : cli_fail(e);
}

int compare_composite(struct cli *cli, const char *spec)
{
    struct err e = {0};
    struct work w = {.cli = cli, .arena = ARENA_INIT, .spec_path = spec};
    struct diag *all[] = {&w.of_spec, &w.of_meta, &w.of_data, &w.of_weights};
    for (int i = 0; i < 4; i++) {
        diag_init(all[i], spec);
    }
    int rc = check_format(cli, &e);
    rc = rc == 0 ? read_spec(&w, &e) : rc;
    rc = rc != 0 ? rc : w.spec.data == NULL ? read_stored(&w, &e) : read_tables(&w, &e);
    rc = rc == 0 ? composite_run(&w.c, &w.of_data) : rc;
    rc = rc == 0 ? try_weights(&w, &e) : rc;
    rc = rc == 0 ? print(&w, &e) : rc;
    int code = rc == 0 ? w.code : fail(&w, rc, &e);
    for (int i = 0; i < 4; i++) {
        diag_free(all[i]);
    }
    arena_free(&w.arena);
    return code;
}
