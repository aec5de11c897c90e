/* Several threads of one program through the public interface, each with handles of its own: engines,
 * stores that are written, and readers of a store that another thread writes. What one of them gets
 * is what it would get alone. */
#include <pthread.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "banyan.h"

enum { PLANS = 24, WRITERS = 2, READERS = 2 };

struct place {
    char folder[64];
};
struct worker {
    pthread_t thread;
    char store[96];
    const char *const *alone; /* PLANS results of a thread that is alone, without a store */
    int seen;                 /* by a reader: assessments that it read */
    char fault[512];          /* "": none */
};

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    assert_non_null(p);
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/banyan-threads-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    (void)unsetenv("BANYAN_RULES");
    (void)unsetenv("BANYAN_CHECKLISTS");
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    int rc = system(command);
    free(p);
    return rc;
}

static void plan_of(int i, char text[512])
{
    (void)snprintf(text, 512,
                   "{\"banyan\": 1, \"plan\": {\"id\": \"W%d\", \"title\": \"Ward %d\"},"
                   " \"community\": {\"country\": \"NPL\", \"name\": \"Ward %d\"},"
                   " \"assessment\": {\"round\": \"2026\", \"date\": \"2026-09-12\"},"
                   " \"answers\": {\"GOV-01\": %d}}",
                   i, i, i, i % 4);
}

static int engine_new(banyan_engine **out, struct banyan_message *m)
{
    struct banyan_options options = BANYAN_OPTIONS_INIT;
    options.checklist = "child-drr";
    options.profile = "quick";
    return banyan_engine_new(&options, out, m);
}

static int assess(banyan_engine *g, banyan_store *s, int i, char **out, struct banyan_message *m)
{
    char text[512], name[16];
    plan_of(i, text);
    (void)snprintf(name, sizeof name, "plan %d", i);
    return banyan_assess(g, s, name, text, strlen(text), out, m);
}

/* From the plan on: without id and time. */
static const char *verdict(const char *json)
{
    const char *at = json == NULL ? NULL : strstr(json, "\"plan\":");
    return at == NULL ? "" : at;
}

static bool id_of(const char *json, char id[37])
{
    if (strncmp(json, "{\"id\":\"", 7) != 0 || strlen(json) < 44) {
        return false;
    }
    memcpy(id, json + 7, 36);
    id[36] = '\0';
    return true;
}

static void fault(struct worker *w, int i, const char *what, const char *why)
{
    (void)snprintf(w->fault, sizeof w->fault, "plan %d: %s: %.300s", i, what, why);
}

static void write_one(struct worker *w, banyan_engine *g, banyan_store *s, int i)
{
    struct banyan_message m = {""};
    char *dry = NULL, *kept = NULL, *got = NULL, id[37];
    if (assess(g, NULL, i, &dry, &m) != 0 || assess(g, s, i, &kept, &m) != 0) {
        fault(w, i, "assess", m.text);
    } else if (!id_of(kept, id) || banyan_store_get(s, id, &got, &m) != 0) {
        fault(w, i, "get", m.text);
    } else if (strcmp(verdict(dry), verdict(w->alone[i])) != 0 ||
               strcmp(verdict(kept), verdict(w->alone[i])) != 0 || strcmp(got, kept) != 0) {
        fault(w, i, "differs from what a thread alone gets", got);
    }
    banyan_free(dry);
    banyan_free(kept);
    banyan_free(got);
}

static void *writer(void *context)
{
    struct worker *w = context;
    struct banyan_message m = {""};
    banyan_engine *g = NULL;
    banyan_store *s = NULL;
    if (engine_new(&g, &m) != 0 || banyan_store_open(w->store, 1, &s, &m) != 0) {
        fault(w, -1, "open", m.text);
    }
    for (int i = 0; i < PLANS && w->fault[0] == '\0'; i++) {
        write_one(w, g, s, i);
    }
    banyan_store_close(s);
    banyan_engine_free(g);
    return NULL;
}

struct rows {
    struct worker *w;
    int count;
    char last[37];
};

static int take_row(void *context, int columns, const char *const *names, const char *const *values)
{
    struct rows *r = context;
    const char *hex = values[0];
    (void)columns;
    (void)names;
    r->count++;
    (void)snprintf(r->last, sizeof r->last, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
                   hex + 16, hex + 20);
    return 0;
}

/* Never less than before, and the last one is whole. */
static void read_once(struct worker *w, banyan_store *s)
{
    struct banyan_message m = {""};
    struct rows rows = {.w = w};
    char *got = NULL;
    if (banyan_store_query(s, "SELECT lower(hex(id)) FROM assessment ORDER BY seq", take_row, &rows,
                           &m) != 0) {
        fault(w, w->seen, "query", m.text);
    } else if (rows.count < w->seen) {
        fault(w, w->seen, "an assessment is gone", "");
    } else if (rows.count > 0 && banyan_store_get(s, rows.last, &got, &m) != 0) {
        fault(w, rows.count - 1, "get", m.text);
    } else if (rows.count > 0 && strcmp(verdict(got), verdict(w->alone[rows.count - 1])) != 0) {
        fault(w, rows.count - 1, "a reader sees something else", got);
    }
    w->seen = rows.count;
    banyan_free(got);
}

/* Opens anew each time: the closing of one handle must not free the locks of another. */
static void *reader(void *context)
{
    struct worker *w = context;
    while (w->seen < PLANS && w->fault[0] == '\0') {
        struct banyan_message m = {""};
        banyan_store *s = NULL;
        int rc = banyan_store_open(w->store, 0, &s, &m);
        if (rc == 0) {
            read_once(w, s);
        } else if (strstr(m.text, "there is no store") == NULL &&
                   strstr(m.text, "is empty, not yet a store") == NULL) {
            fault(w, w->seen, "open", m.text);
        }
        banyan_store_close(s);
    }
    return NULL;
}

static void threads_with_handles_of_their_own_do_not_meet(void **state)
{
    const struct place *p = *state;
    struct worker workers[WRITERS + READERS] = {0};
    char *alone[PLANS] = {NULL};
    banyan_engine *g = NULL;
    struct banyan_message m = {""};
    assert_int_equal(engine_new(&g, &m), 0);
    for (int i = 0; i < PLANS; i++) {
        assert_int_equal(assess(g, NULL, i, &alone[i], &m), 0);
        assert_true(i == 0 || strcmp(verdict(alone[i]), verdict(alone[i - 1])) != 0);
    }
    banyan_engine_free(g);
    for (int i = 0; i < WRITERS + READERS; i++) {
        struct worker *w = &workers[i];
        w->alone = (const char *const *)alone;
        /* Both readers are at the store of the first writer. */
        (void)snprintf(w->store, sizeof w->store, "%s/%d.db", p->folder, i < WRITERS ? i : 0);
        assert_int_equal(pthread_create(&w->thread, NULL, i < WRITERS ? writer : reader, w), 0);
    }
    for (int i = 0; i < WRITERS + READERS; i++) {
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    }
    for (int i = 0; i < WRITERS + READERS; i++) {
        if (workers[i].fault[0] != '\0') {
            fail_msg("%s %d: %s", i < WRITERS ? "writer" : "reader", i, workers[i].fault);
        }
    }
    for (int i = 0; i < PLANS; i++) {
        banyan_free(alone[i]);
    }
}

static void two_handles_of_one_program_do_not_write_at_once(void **state)
{
    const struct place *p = *state;
    struct banyan_message m = {""};
    banyan_store *first = NULL, *second = NULL;
    char path[96], pid[32];
    (void)snprintf(path, sizeof path, "%s/one.db", p->folder);
    (void)snprintf(pid, sizeof pid, "(pid %ld)", (long)getpid());
    assert_int_equal(banyan_store_open(path, 1, &first, &m), 0);
    assert_int_equal(banyan_store_open(path, 1, &second, &m), BANYAN_BUSY);
    assert_non_null(strstr(m.text, pid));
    assert_null(second);
    banyan_store_close(first);
    assert_int_equal(banyan_store_open(path, 1, &second, &m), 0);
    banyan_store_close(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(threads_with_handles_of_their_own_do_not_meet, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(two_handles_of_one_program_do_not_write_at_once, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
