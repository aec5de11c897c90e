/* Shared by the tests of the readers: a folder for each test, files in it, and what is read out of
 * them as text. */
#ifndef UNIT_INPUT_FIXTURE_H
#define UNIT_INPUT_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "input/input.h"
#include "model/plan.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)
#define MINIMAL(id)                                           \
    "{\"banyan\":1,\"plan\":{\"id\":\"" id                    \
    "\",\"title\":\"T\"},\"community\":{\"country\":\"NPL\"," \
    "\"name\":\"W\"},\"assessment\":{\"round\":\"1\",\"date\":\"2026-01-01\"}}"
#define HEAD "country,community,round,date"
#define ROW "NPL,Ward 7,2026,2026-09-12"

static inline int make_folder(void **state)
{
    char folder[] = "/tmp/banyan-input-XXXXXX";
    *state = mkdtemp(folder) == NULL ? NULL : strdup(folder);
    return *state == NULL;
}

static inline int drop_folder(void **state)
{
    struct arena arena = ARENA_INIT;
    const char *const *files = NULL;
    size_t count = 0;
    char path[512];
    (void)file_list(*state, 1, &arena, &files, &count, NULL);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", (char *)*state, files[i]);
        (void)unlink(path);
    }
    (void)snprintf(path, sizeof path, "%s/below", (char *)*state);
    (void)rmdir(path);
    (void)rmdir(*state);
    arena_free(&arena);
    free(*state);
    return 0;
}

static inline const char *put_bytes(void **state, const char *name, const char *data, size_t len)
{
    static char path[512];
    FILE *file;
    (void)snprintf(path, sizeof path, "%s/%s", (char *)*state, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline const char *put_file(void **state, const char *name, const char *text)
{
    return put_bytes(state, name, text, strlen(text));
}

/* Adds text without the folder's name and the '/' after it. */
static inline void add_without(struct buf *out, const char *text, const char *folder)
{
    const char *at;
    while (folder != NULL && (at = strstr(text, folder)) != NULL) {
        buf_add(out, text, (size_t)(at - text));
        text = at + strlen(folder);
        text += *text == '/' ? 1 : 0;
    }
    buf_puts(out, text);
}

/* Reads all of paths. out: a line for each item: "ok LINE CANONICAL" after plan_check(), or the
 * complaints, with the folder's name taken out. */
static inline void read_all(void **state, const char *const *paths, size_t count, struct buf *out)
{
    struct input *in;
    struct err e;
    struct arena arena = ARENA_INIT;
    *out = (struct buf)BUF_INIT;
    assert_int_equal(input_new(paths, count, &in, &e), 0);
    for (;;) {
        struct diag d;
        struct input_item item;
        struct plan plan;
        diag_init(&d, NULL);
        int status = input_next(in, &arena, &d, &item);
        if (status == 1 && item.doc != NULL && plan_check(&arena, item.doc, NULL, &d, &plan) == 0) {
            buf_printf(out, "ok %d %s\n", item.line, plan.text);
        } else if (status == 1) {
            assert_true(d.count > 0);
            add_without(out, buf_text(&d.text), state == NULL ? NULL : *state);
        }
        diag_free(&d);
        arena_reset(&arena);
        if (status != 1) {
            assert_int_equal(status, 0);
            break;
        }
    }
    arena_free(&arena);
    input_free(in);
}

static inline void assert_read(void **state, const char *path, const char *expected)
{
    struct buf out;
    read_all(state, &path, 1, &out);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static inline void assert_file(void **state, const char *name, const char *text,
                               const char *expected)
{
    assert_read(state, put_file(state, name, text), expected);
}

/* The document that HEAD and ROW make, but for its id, title and community. */
#define PLAIN(id, title, extra)                                                                \
    "{\"assessment\":{\"date\":\"2026-09-12\",\"round\":\"2026\"},\"banyan\":1,\"community\":" \
    "{" extra "},\"plan\":{\"id\":\"" id "\",\"title\":\"" title "\"}}\n"

#endif
