/* The public interface in one process, one allocation after the other failing: return codes, messages,
 * and nothing lost, which LeakSanitizer tells at the end.
 *
 *   oom_leaks POINTS CHECKLIST PLAN STORE
 *
 * POINTS: how many are tried, spread evenly; 0: all; "lose": none, but something is lost on purpose.
 * Allocations of the project's own objects (and so Lua's, which go through them) are met by the linker
 * (--wrap), SQLite's by its own means. Those inside zstd and the C library are met by failmalloc.c. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "banyan.h"
#include "wrapped.h"

char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t len);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t len);

char *__wrap_strdup(const char *text)
{
    return wrapped_fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t len)
{
    return wrapped_fails() ? NULL : __real_strndup(text, len);
}

static sqlite3_mem_methods sqlite_own;

static void *sqlite_malloc(int size)
{
    return wrapped_fails() ? NULL : sqlite_own.xMalloc(size);
}

static void *sqlite_realloc(void *block, int size)
{
    return wrapped_fails() ? NULL : sqlite_own.xRealloc(block, size);
}

/* ---- the run ---- */

struct files {
    const char *checklist, *store;
    char *plan;
    size_t plan_len;
};

static void remove_store(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    char name[4096];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        (void)snprintf(name, sizeof name, "%s%s", path, ends[i]);
        (void)unlink(name);
    }
}

static bool id_of(const char *json, char id[64])
{
    const char *at = strstr(json, "\"id\":\"");
    size_t len = at == NULL ? 0 : strcspn(at + 6, "\"");
    if (len == 0 || len >= 64) {
        return false;
    }
    memcpy(id, at + 6, len);
    id[len] = '\0';
    return true;
}

/* Assesses, stores, reads again. *out: what was read; the caller frees it. */
static int run(const struct files *f, char **out, struct banyan_message *message)
{
    struct banyan_options options = BANYAN_OPTIONS_INIT;
    banyan_engine *engine = NULL;
    banyan_store *store = NULL;
    char *first = NULL, id[64];
    options.checklist = f->checklist;
    int rc = banyan_engine_new(&options, &engine, message);
    rc = rc == 0 ? banyan_store_open(f->store, 1, &store, message) : rc;
    rc = rc == 0 ? banyan_assess(engine, store, "plan", f->plan, f->plan_len, &first, message) : rc;
    if (rc == 0 && !id_of(first, id)) {
        rc = -99;
    }
    rc = rc == 0 ? banyan_store_get(store, id, out, message) : rc;
    banyan_free(first);
    banyan_store_close(store);
    banyan_engine_free(engine);
    return rc;
}

/* From the score on: without id and time. */
static const char *verdict(const char *json)
{
    const char *at = json == NULL ? NULL : strstr(json, "\"plan\":");
    return at == NULL ? "" : at;
}

static bool try_point(const struct files *f, unsigned long at, const char *ordinary)
{
    struct banyan_message message = {""};
    char *out = NULL;
    remove_store(f->store);
    wrapped.seen = 0;
    wrapped.at = at;
    int rc = run(f, &out, &message);
    wrapped.at = 0;
    bool good = rc == 0 ? strcmp(verdict(out), verdict(ordinary)) == 0
                        : (rc == BANYAN_MEMORY || rc == BANYAN_IO || rc == BANYAN_STORE) &&
                              strstr(message.text, "memory") != NULL && out == NULL;
    if (!good) {
        (void)printf("allocation %lu: code %d, message \"%.300s\"\n", at, rc, message.text);
    }
    banyan_free(out);
    return good;
}

/* The control: LeakSanitizer has to find this. */
__attribute__((noinline)) static int lose(void)
{
    for (size_t i = 0; i < 100; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-deadcode.DeadStores): its purpose */
        char *volatile lost = malloc(40 + i);
        lost = NULL;
        (void)lost;
    }
    return 0;
}

static bool read_plan(const char *path, struct files *f)
{
    FILE *file = fopen(path, "rb");
    f->plan = malloc(1 << 16);
    f->plan_len = file == NULL || f->plan == NULL ? 0 : fread(f->plan, 1, 1 << 16, file);
    if (file != NULL) {
        (void)fclose(file);
    }
    return f->plan_len > 0;
}

int main(int argc, char **argv)
{
    sqlite3_mem_methods mine;
    struct banyan_message message = {""};
    char *ordinary = NULL;
    unsigned long faults = 0;
    if (argc != 5) {
        (void)fputs("oom_leaks POINTS CHECKLIST PLAN STORE\n", stderr);
        return 2;
    }
    if (strcmp(argv[1], "lose") == 0) {
        return lose();
    }
    struct files f = {.checklist = argv[2], .store = argv[4]};
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_own) != SQLITE_OK) {
        return 2;
    }
    mine = sqlite_own;
    mine.xMalloc = sqlite_malloc;
    mine.xRealloc = sqlite_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &mine) != SQLITE_OK || !read_plan(argv[3], &f)) {
        free(f.plan);
        return 2;
    }
    remove_store(f.store);
    wrapped = (struct wrapped){.watched = true};
    if (run(&f, &ordinary, &message) != 0) {
        (void)fprintf(stderr, "oom_leaks: the ordinary run fails: %s\n", message.text);
        return 2;
    }
    unsigned long total = wrapped.seen, wanted = strtoul(argv[1], NULL, 10);
    unsigned long points = wanted < 2 || wanted > total ? total : wanted;
    for (unsigned long i = 0; i < points; i++) {
        faults += !try_point(&f, 1 + i * (total - 1) / (points - 1), ordinary);
    }
    remove_store(f.store);
    banyan_free(ordinary);
    free(f.plan);
    (void)printf("%lu points of %lu allocations, %lu faults\n", points, total, faults);
    return faults == 0 ? 0 : 1;
}
