/* Files of cases: JSON where they begin with "[", else a table. What is read is sound, and reads the same
 * when it is written as JSON. */
#include "cases/cases.h"
#include "fuzz.h"
#include "input/cases.h"

/* Adds the ids of all cases of a list to out. */
static void list_cases(struct arena *arena, const struct json *list, bool lines, struct buf *out)
{
    struct case_list cases = {.arena = arena};
    struct case_place place = {"t/rule", "t/rule.cases", 1, 0};
    for (const struct json *m = list->first; m != NULL; m = m->next) {
        ENSURE(cases_read(&cases, &place, m) == 0);
    }
    for (size_t i = 0; i < cases.count; i++) {
        const struct rule_case *c = &cases.items[i];
        size_t from = 0;
        ENSURE(strncmp(c->id, "t/rule/", 7) == 0 && c->name[0] != '\0');
        ENSURE(!lines || c->line >= 1);
        ENSURE(c->fault == NULL || c->fault[0] != '\0');
        ENSURE(cases_line(c->id, strlen(c->id), c->name, &from) <= 1 + (int)strlen(c->id));
        buf_printf(out, "%s %d\n", c->id, c->fault != NULL); /* which fault hangs on the order */
    }
}

static struct json *read_table(struct arena *arena, const char *text, size_t size)
{
    struct json *list = NULL;
    struct diag d;
    diag_init(&d, "t.csv");
    int code = input_cases_csv(arena, text, size, &d, &list);
    ENSURE(code == 0 || code == ERR_INPUT);
    ENSURE((code == 0) == (d.count == 0));
    if (code != 0) {
        fuzz_complaints(&d);
    }
    diag_free(&d);
    return code == 0 ? list : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct json *list = NULL, *back = NULL;
    struct json_error error;
    struct buf text = BUF_INIT, first = BUF_INIT, second = BUF_INIT;
    if (size > 0 && data[0] == '[') {
        if (json_parse(&arena, (const char *)data, size, 1, &list, &error) != 0) {
            list = NULL;
        }
    } else {
        list = read_table(&arena, (const char *)data, size);
    }
    if (list != NULL) {
        list_cases(&arena, list, true, &first);
        json_write(&text, list);
        ENSURE(json_parse(&arena, text.data, text.len, 1, &back, &error) == 0);
        list_cases(&arena, back, true, &second);
        ENSURE(strcmp(buf_text(&first), buf_text(&second)) == 0);
    }
    buf_free(&text);
    buf_free(&first);
    buf_free(&second);
    arena_free(&arena);
    return 0;
}
