/* Paths become sources, sources become documents. */
#include "input/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "input/input_internal.h"

enum source { SOURCE_NONE, SOURCE_LINES, SOURCE_TABLE };

struct input {
    const char *const *paths;
    size_t count, next;
    const char *const *files; /* of the folder being read, below `folder` */
    const char *folder;
    size_t file_count, file_next;
    enum source source;
    const char *name; /* of the file being read, for messages */
    struct lines lines;
    size_t records; /* handed out of lines */
    struct csv_table table;
    struct arena arena; /* names, headers */
};

int input_new(const char *const *paths, size_t count, struct input **out, struct err *e)
{
    struct input *in = calloc(1, sizeof *in);
    *out = in;
    if (in == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    in->paths = paths;
    in->count = count;
    return 0;
}

void input_free(struct input *in)
{
    if (in == NULL) {
        return;
    }
    lines_free(&in->lines);
    csv_table_free(&in->table);
    arena_free(&in->arena);
    free(in);
}

/* ---- kinds of files -------------------------------------------------------------------------- */

enum form { FORM_OTHER, FORM_JSON, FORM_NDJSON, FORM_CSV };

static enum form form_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash == NULL ? path : slash, '.');
    if (dot == NULL) {
        return FORM_OTHER;
    }
    if (text_alike(dot, ".json", SIZE_MAX)) {
        return FORM_JSON;
    }
    if (text_alike(dot, ".ndjson", SIZE_MAX)) {
        return FORM_NDJSON;
    }
    return text_alike(dot, ".csv", SIZE_MAX) ? FORM_CSV : FORM_OTHER;
}

/* An error's text begins with the file's name, as a complaint does: it is shown once. */
static void complain_error(struct diag *d, const char *name, const struct err *e)
{
    size_t len = strlen(name);
    const char *text = e->text;
    if (strncmp(text, name, len) == 0 && strncmp(text + len, ": ", 2) == 0) {
        text += len + 2;
    }
    diag_add(d, 0, NULL, "%s", text);
}

/* ---- one JSON document ----------------------------------------------------------------------- */

static int keep_text(const char *text, size_t len, int line, struct arena *arena,
                     struct input_item *item)
{
    item->line = line;
    item->len = len;
    item->raw = arena_strndup(arena, text, len);
    return item->raw == NULL ? ERR_MEMORY : 1;
}

static int cut_document(const char *text, size_t len, int line, struct arena *arena,
                        struct input_item *item)
{
    item->unread = true;
    return keep_text(text, len, line, arena, item);
}

int input_read(struct arena *arena, struct diag *d, struct input_item *item)
{
    struct json *doc = NULL;
    struct json_error error;
    if (!item->unread) {
        return 0;
    }
    item->unread = false;
    int status = json_parse(arena, item->raw, item->len, item->line, &doc, &error);
    if (status == ERR_INPUT) {
        diag_add(d, error.line, error.path, "%s", error.text);
        return 0;
    }
    if (status != 0) {
        return status;
    }
    item->line = doc->line;
    if (doc->type != JSON_OBJECT) {
        diag_add(d, doc->line, NULL, "%s",
                 doc->type == JSON_ARRAY
                     ? "is a list: give one plan, or many as .ndjson with one a line"
                     : "is no object: give a plan document, {\"banyan\": 1, …}");
        return 0;
    }
    item->doc = doc;
    return 0;
}

static int read_json(struct input *in, struct arena *arena, struct diag *d, struct input_item *item)
{
    struct buf text = BUF_INIT;
    struct err e = {0};
    int status = file_read(in->name, INPUT_MAX_DOCUMENT, &text, &e);
    if (status == 0) {
        status = cut_document(buf_text(&text), text.len, 1, arena, item);
    } else if (status != ERR_MEMORY) {
        complain_error(d, in->name, &e);
        status = 1;
    }
    buf_free(&text);
    return status;
}

/* ---- opening sources ------------------------------------------------------------------------- */

static int open_table(struct input *in, struct diag *d)
{
    struct err e = {0};
    csv_table_free(&in->table);
    int status = file_read(in->name, INPUT_MAX_DOCUMENT, &in->table.text, &e);
    if (status == 0) {
        in->source = SOURCE_TABLE;
    } else if (status != ERR_MEMORY) {
        complain_error(d, in->name, &e);
        status = 1;
    }
    return status;
}

static int open_lines(struct input *in, struct diag *d)
{
    FILE *file = fopen(in->name, "rb");
    if (file == NULL) {
        diag_add(d, 0, NULL, "cannot be read: %s", strerror(errno));
        return 1;
    }
    lines_init(&in->lines, file);
    in->records = 0;
    in->source = SOURCE_LINES;
    return 0;
}

/* stdin: what it holds is seen by its beginning. */
static int open_stdin(struct input *in, struct arena *arena, struct diag *d,
                      struct input_item *item)
{
    enum lines_form form;
    in->name = "stdin";
    d->file = item->file = in->name;
    lines_init(&in->lines, stdin);
    in->records = 0;
    int status = lines_sniff(&in->lines, &form);
    if (status != 0) {
        return status;
    }
    if (form == LINES_NDJSON) {
        in->source = SOURCE_LINES;
        return 0;
    }
    if (form == LINES_EMPTY && in->lines.error == 0) {
        diag_add(d, 0, NULL, "is empty: give a plan");
        return 1;
    }
    status = lines_rest(&in->lines);
    if (status == ERR_INPUT) {
        diag_add(d, 0, NULL, "is over %d MiB: split it", INPUT_MAX_DOCUMENT / 1024 / 1024);
        return 1;
    }
    if (status == ERR_IO) {
        diag_add(d, 0, NULL, "cannot be read: %s", strerror(in->lines.error));
        return 1;
    }
    const char *text = buf_text(&in->lines.data) + in->lines.at;
    size_t len = in->lines.data.len - in->lines.at;
    if (status == 0 && form == LINES_JSON) {
        status = cut_document(text, len, 1, arena, item);
    } else if (status == 0) {
        csv_table_free(&in->table);
        buf_add(&in->table.text, text, len);
        status = buf_status(&in->table.text);
        in->source = SOURCE_TABLE;
    }
    lines_free(&in->lines);
    return status;
}

static int open_folder(struct input *in, const char *path, struct diag *d)
{
    struct err e = {0};
    int status = file_list(path, 1, &in->arena, &in->files, &in->file_count, &e);
    if (status == ERR_MEMORY) {
        return status;
    }
    if (status != 0) {
        complain_error(d, path, &e);
        return 1;
    }
    in->folder = path;
    in->file_next = 0;
    for (size_t i = 0; i < in->file_count; i++) {
        if (form_of(in->files[i]) != FORM_OTHER) {
            return 0;
        }
    }
    in->file_count = 0;
    diag_add(d, 0, NULL, "holds no .json, .ndjson or .csv file: name a folder with plans");
    return 1;
}

/* Opens in->name by its ending. Returns 0 (a source is open), 1 (*item is filled), ERR_MEMORY. */
static int open_file(struct input *in, struct arena *arena, struct diag *d, struct input_item *item)
{
    switch (form_of(in->name)) {
    case FORM_JSON:
        return read_json(in, arena, d, item);
    case FORM_NDJSON:
        return open_lines(in, d);
    case FORM_CSV:
        return open_table(in, d);
    default:
        diag_add(d, 0, NULL,
                 "not a .json, .ndjson or .csv file: save it as one of these (a spreadsheet as "
                 "CSV), or pipe it to -");
        return 1;
    }
}

static int open_path(struct input *in, const char *path, struct arena *arena, struct diag *d,
                     struct input_item *item)
{
    in->name = path;
    d->file = item->file = path;
    if (strcmp(path, "-") == 0) {
        return open_stdin(in, arena, d, item);
    }
    switch (file_kind(path)) {
    case FILE_MISSING:
        diag_add(d, 0, NULL, "no such file or folder: check the name");
        return 1;
    case FILE_FOLDER:
        return open_folder(in, path, d);
    default:
        return open_file(in, arena, d, item);
    }
}

/* The next file of the folder that can hold plans; 0 without a source where there is none left. */
static int open_next_of_folder(struct input *in, struct arena *arena, struct diag *d,
                               struct input_item *item)
{
    const char *file = in->files[in->file_next++];
    if (form_of(file) == FORM_OTHER) {
        return 0;
    }
    struct buf path = BUF_INIT;
    size_t len = strlen(in->folder);
    buf_printf(&path, "%s%s%s", in->folder, len > 0 && in->folder[len - 1] == '/' ? "" : "/", file);
    in->name = buf_status(&path) == 0 ? arena_strndup(&in->arena, path.data, path.len) : NULL;
    buf_free(&path);
    if (in->name == NULL) {
        return ERR_MEMORY;
    }
    d->file = item->file = in->name;
    return open_file(in, arena, d, item);
}

/* ---- reading on ------------------------------------------------------------------------------ */

static int next_record(struct input *in, struct arena *arena, struct diag *d,
                       struct input_item *item)
{
    const char *text = NULL;
    size_t len = 0;
    int line, status;
    do {
        status = lines_next(&in->lines, &text, &len, &line);
        if (status == 1 && line == 1 && len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
            text += 3;
            len -= 3;
        }
    } while (status == 1 && strspn(text, " \t\r") >= len);
    item->line = line;
    if (status == 1 && len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        diag_add(d, line, NULL, "begins with a byte-order mark: remove it");
        status = keep_text(text, len, line, arena, item);
    } else if (status == 1) {
        status = cut_document(text, len, line, arena, item);
    } else if (status == ERR_INPUT) {
        diag_add(d, line, NULL, "is over %d MiB: shorten it", INPUT_MAX_DOCUMENT / 1024 / 1024);
        status = 1;
    } else if (status == ERR_IO) {
        diag_add(d, line, NULL, "cannot be read on: %s", strerror(in->lines.error));
        in->lines.error = 0;
        status = 1;
    } else if (status == 0 && in->records == 0) {
        diag_add(d, 0, NULL, "holds no plan: give one plan a line");
        status = 1;
    }
    in->records++;
    return status;
}

static int next_of_source(struct input *in, struct arena *arena, struct diag *d,
                          struct input_item *item)
{
    item->file = in->name;
    d->file = in->name;
    if (in->source == SOURCE_LINES) {
        int status = next_record(in, arena, d, item);
        if (status == 0) {
            lines_free(&in->lines);
            in->source = SOURCE_NONE;
        }
        return status;
    }
    int status = csv_table_next(&in->table, &in->arena, arena, d, item);
    item->len = item->raw == NULL ? 0 : strlen(item->raw);
    if (status == 0) {
        csv_table_free(&in->table);
        in->source = SOURCE_NONE;
    }
    return status;
}

bool input_is_one(const struct input *in)
{
    return in->count == 1 && form_of(in->paths[0]) == FORM_JSON &&
           file_kind(in->paths[0]) == FILE_REGULAR;
}

bool input_waits(const struct input *in)
{
    return in->source == SOURCE_LINES && lines_wait(&in->lines);
}

int input_next(struct input *in, struct arena *arena, struct diag *d, struct input_item *item)
{
    int status = input_cut(in, arena, d, item);
    int rc = status == 1 ? input_read(arena, d, item) : 0;
    return rc != 0 ? rc : status;
}

int input_cut(struct input *in, struct arena *arena, struct diag *d, struct input_item *item)
{
    for (;;) {
        int status = 0;
        *item = (struct input_item){.line = 1};
        if (in->source != SOURCE_NONE) {
            status = next_of_source(in, arena, d, item);
        } else if (in->file_next < in->file_count) {
            status = open_next_of_folder(in, arena, d, item);
        } else if (in->next < in->count) {
            status = open_path(in, in->paths[in->next++], arena, d, item);
        } else {
            return 0;
        }
        if (status != 0) {
            return status;
        }
    }
}
