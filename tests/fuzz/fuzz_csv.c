/* Tables: bytes through the CSV reader alone, then as a table of plans. */
#include "base/csv.h"
#include "fuzz.h"
#include "input/input_internal.h"

struct rows {
    const char *text, *end;
    size_t count;
    int line;
};

static int look(void *context, const struct csv_row *row)
{
    struct rows *rows = context;
    ENSURE(row->line > rows->line);
    ENSURE(row->count > 0);
    ENSURE(row->raw >= rows->text && row->raw + row->raw_len <= rows->end);
    for (size_t i = 0; i < row->count; i++) {
        size_t len = strlen(row->fields[i]);
        ENSURE(text_utf8_check(row->fields[i], len) == len);
    }
    rows->line = row->line;
    rows->count++;
    return 0;
}

static void read_rows(const char *text, size_t size)
{
    struct json_error error = {0};
    struct rows rows = {.text = text, .end = text + size};
    int code = csv_read(text, size, look, &rows, &error);
    ENSURE(code == 0 || code == ERR_INPUT);
    ENSURE(code == 0 || (error.line >= 1 && error.text[0] != '\0'));
}

/* The plan of a row is a document as if it had come as JSON. */
static void look_at_plan(const struct json *doc, struct arena *arena)
{
    struct buf text = BUF_INIT;
    struct diag d;
    struct plan plan, same;
    struct json *back = NULL;
    struct json_error error;
    diag_init(&d, "plan");
    int code = plan_check(arena, doc, NULL, &d, &plan);
    json_write(&text, doc);
    ENSURE(json_parse(arena, text.data, text.len, 1, &back, &error) == 0);
    if (code == 0) {
        ENSURE(plan_check(arena, back, NULL, &d, &same) == 0);
        ENSURE(strcmp(plan.digest, same.digest) == 0);
    } else {
        ENSURE(code == ERR_INPUT);
        fuzz_complaints(&d);
    }
    diag_free(&d);
    buf_free(&text);
}

static void read_plans(const char *text, size_t size)
{
    struct arena keep = ARENA_INIT, arena = ARENA_INIT;
    struct csv_table table = {.name = "table.csv"};
    int status = 1;
    buf_add(&table.text, text, size);
    while (status == 1) {
        struct diag d;
        struct input_item item = {.line = 1};
        diag_init(&d, "table.csv");
        status = csv_table_next(&table, &keep, &arena, &d, &item);
        ENSURE(status == 0 || status == 1);
        if (status == 1 && item.doc != NULL) {
            ENSURE(d.count == 0 && item.raw != NULL && item.header != NULL);
            look_at_plan(item.doc, &arena);
        } else if (status == 1) {
            fuzz_complaints(&d);
        }
        diag_free(&d);
        arena_reset(&arena);
    }
    csv_table_free(&table);
    arena_free(&keep);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size == 0 ? "" : (const char *)data;
    read_rows(text, size);
    read_plans(text, size);
    return 0;
}
