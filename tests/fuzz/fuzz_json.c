/* The JSON reader and writer: what is read, is written in a form that is read as the same. */
#include <math.h>

#include "fuzz.h"

/* The promises of json.h about one value and all below it. */
static void look(const struct json *v)
{
    ENSURE(v->line >= 1);
    if (v->type == JSON_NUMBER) {
        ENSURE(isfinite(v->number) && !(v->number == 0 && signbit(v->number)));
    } else if (v->type == JSON_STRING) {
        ENSURE(strlen(v->text) == v->len && text_utf8_check(v->text, v->len) == v->len);
    }
    if (v->type != JSON_ARRAY && v->type != JSON_OBJECT) {
        return;
    }
    size_t count = 0;
    for (const struct json *m = v->first; m != NULL; m = m->next, count++) {
        ENSURE((m->key != NULL) == (v->type == JSON_OBJECT));
        ENSURE(m->key == NULL || json_get(v, m->key) == m);
        ENSURE(m->next != NULL || m == v->last);
        look(m);
    }
    ENSURE(count == v->len);
}

static void write_and_read(struct arena *arena, const struct json *value, int depth)
{
    struct buf once = BUF_INIT;
    struct buf again = BUF_INIT;
    struct json *back = NULL;
    struct json_error error;
    json_write(&once, value);
    ENSURE(buf_status(&once) == 0);
    ENSURE(json_parse_deep(arena, once.data, once.len, 1, depth, &back, &error) == 0);
    look(back);
    json_write(&again, back);
    ENSURE(again.len == once.len && memcmp(again.data, once.data, once.len) == 0);
    struct json *copy = json_copy(arena, value);
    ENSURE(copy != NULL);
    buf_reset(&again);
    json_write(&again, copy);
    ENSURE(again.len == once.len && memcmp(again.data, once.data, once.len) == 0);
    buf_free(&once);
    buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int depths[] = {JSON_MAX_DEPTH, JSON_DEEPEST};
    int codes[2];
    for (int i = 0; i < 2; i++) {
        struct arena arena = ARENA_INIT;
        struct json *value = NULL;
        struct json_error error = {0};
        codes[i] = json_parse_deep(&arena, (const char *)data, size, 1, depths[i], &value, &error);
        ENSURE(codes[i] == 0 || codes[i] == ERR_INPUT);
        if (codes[i] == 0) {
            look(value);
            write_and_read(&arena, value, depths[i]);
        } else {
            ENSURE(error.line >= 1 && error.column >= 1 && error.text[0] != '\0');
        }
        arena_free(&arena);
    }
    /* What is fine in little depth is fine in more. */
    ENSURE(codes[0] != 0 || codes[1] == 0);
    return 0;
}
