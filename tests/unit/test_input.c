/* Files, folders and stdin become plan documents, in order; a bad one costs only itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "input_fixture.h"

/* ---- JSON and NDJSON ------------------------------------------------------------------------- */

#define OK_A                                                                                \
    "{\"assessment\":{\"date\":\"2026-01-01\",\"round\":\"1\"},\"banyan\":1,\"community\":" \
    "{\"country\":\"NPL\",\"name\":\"W\"},\"plan\":{\"id\":\"A\",\"title\":\"T\"}}\n"
#define OK_B                                                                                \
    "{\"assessment\":{\"date\":\"2026-01-01\",\"round\":\"1\"},\"banyan\":1,\"community\":" \
    "{\"country\":\"NPL\",\"name\":\"W\"},\"plan\":{\"id\":\"B\",\"title\":\"T\"}}\n"

static void a_json_file_is_one_plan(void **state)
{
    assert_file(state, "a.json", "\xef\xbb\xbf\n" MINIMAL("A") "\n", "ok 2 " OK_A);
    assert_file(state, "a.JSON", MINIMAL("A"), "ok 1 " OK_A);
    assert_file(state, "l.json", "[" MINIMAL("A") "]",
                "l.json:1: is a list: give one plan, or many as .ndjson with one a line\n");
    assert_file(state, "n.json", "3",
                "n.json:1: is no object: give a plan document, {\"banyan\": 1, …}\n");
}

static void a_bad_line_of_ndjson_costs_only_itself(void **state)
{
    assert_file(state, "a.ndjson",
                "\xef\xbb\xbf" MINIMAL("A") "\n\n  \r\n{\"banyan\":1}\n[]\n" MINIMAL(
                    "B") "\r\n\xef\xbb\xbf" MINIMAL("A") "\n" MINIMAL("A"),
                "ok 1 " OK_A "a.ndjson:4: plan.id: is missing: add it\n"
                "a.ndjson:4: plan.title: is missing: add it\n"
                "a.ndjson:4: community.country: is missing: add it\n"
                "a.ndjson:4: assessment.round: is missing: add it, or give --round\n"
                "a.ndjson:4: assessment.date: is missing: add it\n"
                "a.ndjson:4: community.name: is missing: add it, or pcode\n"
                "a.ndjson:5: is a list: give one plan, or many as .ndjson with one a line\n"
                "ok 6 " OK_B "a.ndjson:7: begins with a byte-order mark: remove it\n"
                "ok 8 " OK_A);
    assert_file(state, "e.ndjson", "\n\n", "e.ndjson: holds no plan: give one plan a line\n");
}

static void a_broken_line_of_ndjson_names_its_line(void **state)
{
    struct buf out;
    const char *path = put_file(state, "a.ndjson",
                                MINIMAL("A") "\n{\"banyan\": 1,}\n" MINIMAL("B"));
    read_all(state, &path, 1, &out);
    assert_int_equal(
        strncmp(buf_text(&out), "ok 1 " OK_A "a.ndjson:2: ", strlen("ok 1 " OK_A) + 12), 0);
    assert_non_null(strstr(buf_text(&out), "\nok 3 " OK_B));
    buf_free(&out);
}

static void a_line_over_the_limit_is_passed_over_in_flat_memory(void **state)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/long.ndjson", (char *)*state);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    static char block[1 << 20];
    memset(block, ' ', sizeof block);
    for (int i = 0; i < 64; i++) { /* 64 MiB on one line */
        assert_int_equal(fwrite(block, 1, sizeof block, file), sizeof block);
    }
    assert_true(fputs("x\n" MINIMAL("A") "\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    struct rusage before, after;
    assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
    assert_read(state, path, "long.ndjson:1: is over 20 MiB: shorten it\nok 2 " OK_A);
    assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
    assert_true(after.ru_maxrss - before.ru_maxrss <
                160L * 1024); /* KiB; the sanitizer keeps freed memory */
}

static void many_lines_cross_the_buffer_unharmed(void **state)
{
    struct buf text = BUF_INIT, out;
    for (int i = 0; i < 3000; i++) {
        buf_printf(&text,
                   "{\"banyan\":1,\"plan\":{\"id\":\"P%d\",\"title\":\"%0*d\"},\"community\":{"
                   "\"country\":\"NPL\",\"name\":\"W\"},\"assessment\":{\"round\":\"1\",\"date\":"
                   "\"2026-01-01\"}}\n",
                   i, 1 + i % 700, i);
    }
    const char *path = put_bytes(state, "many.ndjson", text.data, text.len);
    read_all(state, &path, 1, &out);
    const char *at = buf_text(&out);
    for (int i = 0; i < 3000; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "\"id\":\"P%d\"", i);
        const char *end = strchr(at, '\n'), *found = strstr(at, id);
        assert_int_equal(strncmp(at, "ok ", 3), 0);
        assert_int_equal(strtol(at + 3, NULL, 10), i + 1);
        assert_true(found != NULL && found < end);
        at = end + 1;
    }
    assert_string_equal(at, "");
    buf_free(&text);
    buf_free(&out);
}

/* ---- paths ----------------------------------------------------------------------------------- */

static void what_cannot_be_read_is_reported_in_its_place(void **state)
{
    char text[512], missing[512];
    struct buf out;
    (void)snprintf(text, sizeof text, "%s", put_file(state, "plan.txt", MINIMAL("A")));
    (void)snprintf(missing, sizeof missing, "%s/none.json", (char *)*state);
    const char *paths[] = {text, missing, put_file(state, "a.json", MINIMAL("A"))};
    read_all(state, paths, 3, &out);
    assert_string_equal(buf_text(&out),
                        "plan.txt: not a .json, .ndjson or .csv file: save it as one of these (a "
                        "spreadsheet as CSV), or pipe it to -\n"
                        "none.json: no such file or folder: check the name\nok 1 " OK_A);
    buf_free(&out);
    if (geteuid() != 0) {
        assert_int_equal(chmod(paths[2], 0), 0);
        assert_read(state, paths[2], "a.json: cannot be read: Permission denied\n");
    }
}

static void a_folder_is_read_to_its_depth_in_order(void **state)
{
    char below[512];
    (void)snprintf(below, sizeof below, "%s/below", (char *)*state);
    assert_read(state, *state,
                ": holds no .json, .ndjson or .csv file: name a folder with plans\n");
    assert_int_equal(mkdir(below, 0700), 0);
    (void)put_file(state, "notes.txt", "x");
    assert_read(state, *state,
                ": holds no .json, .ndjson or .csv file: name a folder with plans\n");
    (void)put_file(state, "z.json", MINIMAL("A"));
    (void)put_file(state, "below/b.ndjson", MINIMAL("B") "\n" MINIMAL("A"));
    (void)put_file(state, "a.json", "[]");
    assert_read(state, *state,
                "a.json:1: is a list: give one plan, or many as .ndjson with one a line\n"
                "ok 1 " OK_B "ok 2 " OK_A "ok 1 " OK_A);
}

static void stdin_is_known_by_its_beginning(void **state)
{
    static const char *const cases[][2] = {
        {MINIMAL("A"), "ok 1 " OK_A},
        {"\n  " MINIMAL("A") "\n\n", "ok 2 " OK_A},
        {MINIMAL("A") "\n" MINIMAL("B") "\n", "ok 1 " OK_A "ok 2 " OK_B},
        {"{\"banyan\" 1}\n" MINIMAL("B") "\n", NULL},
        {"{\n\"banyan\":1,\"plan\":{\"id\":\"A\",\"title\":\"T\"},\n\"community\":{\"country\":"
         "\"NPL\","
         "\"name\":\"W\"},\"assessment\":{\"round\":\"1\",\"date\":\"2026-01-01\"}}",
         "ok 1 " OK_A},
        {"[1]", "stdin:1: is a list: give one plan, or many as .ndjson with one a line\n"},
        {HEAD "\n" ROW "\n",
         "ok 2 " PLAIN("Ward-7-2026", "Ward 7", "\"country\":\"NPL\",\"name\":\"Ward 7\"")},
        {"", "stdin: is empty: give a plan\n"},
        {" \n", "stdin: is empty: give a plan\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *path = put_file(state, "in", cases[i][0]), *dash = "-";
        struct buf out;
        assert_non_null(freopen(path, "rb", stdin));
        read_all(NULL, &dash, 1, &out);
        if (cases[i][1] != NULL) {
            assert_string_equal(buf_text(&out), cases[i][1]);
        } else {
            assert_int_equal(strncmp(buf_text(&out), "stdin:1: ", 9), 0);
            assert_non_null(strstr(buf_text(&out), "\nok 2 " OK_B));
        }
        buf_free(&out);
    }
}

static bool is_one(const char *const *paths, size_t count)
{
    struct input *in = NULL;
    struct err e;
    assert_int_equal(input_new(paths, count, &in, &e), 0);
    bool one = input_is_one(in);
    input_free(in);
    return one;
}

static void one_plan_in_a_file_is_known_beforehand(void **state)
{
    char plan[512], pipe[512], link[512];
    const char *folder = *state;
    (void)snprintf(plan, sizeof plan, "%s", put_file(state, "one.json", MINIMAL("A")));
    (void)snprintf(pipe, sizeof pipe, "%s/pipe.json", folder);
    (void)snprintf(link, sizeof link, "%s/link.json", folder);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink("one.json", link), 0);
    const char *const yes[] = {plan, link};
    const char *const no[] = {pipe, folder, "-", "none.json", put_file(state, "many.ndjson", "")};
    for (size_t i = 0; i < COUNT(yes); i++) {
        assert_true(is_one(&yes[i], 1));
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        assert_false(is_one(&no[i], 1));
    }
    assert_false(is_one(yes, 2));
    assert_false(is_one(yes, 0));
    /* What a folder holds is told without looking at each file, but for links. */
    struct arena arena = ARENA_INIT;
    const char *const *files = NULL;
    size_t count = 0;
    struct err e;
    assert_int_equal(file_list(folder, 1, &arena, &files, &count, &e), 0);
    assert_int_equal(count, 3);
    assert_string_equal(files[0], "link.json");
    assert_string_equal(files[1], "many.ndjson");
    assert_string_equal(files[2], "one.json");
    arena_free(&arena);
    (void)unlink(pipe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_json_file_is_one_plan),
        IN_FOLDER(a_bad_line_of_ndjson_costs_only_itself),
        IN_FOLDER(a_broken_line_of_ndjson_names_its_line),
        IN_FOLDER(a_line_over_the_limit_is_passed_over_in_flat_memory),
        IN_FOLDER(many_lines_cross_the_buffer_unharmed),
        IN_FOLDER(what_cannot_be_read_is_reported_in_its_place),
        IN_FOLDER(a_folder_is_read_to_its_depth_in_order),
        IN_FOLDER(stdin_is_known_by_its_beginning),
        IN_FOLDER(one_plan_in_a_file_is_known_beforehand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
