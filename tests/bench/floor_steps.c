/* One step each, one after the other, on plans of the workload: scan, rules in C, rules in Lua, a wide
 * row. floor_steps PLAIN.lua FILE STORE. Prints for each its name and nanoseconds a plan, then the
 * check sum of the credits, which C and Lua must agree on. */
#include "floor.h"

#include <string.h>

#include "wide.h"
#include "wlua.h"

enum { BATCH = 200, AGAIN = 8 };

struct steps {
    struct wlua *lua;
    struct wide *store;
    struct wplan plans[BATCH];
    struct wresult results[BATCH];
    char *lines[BATCH];
    size_t rooms[BATCH], sizes[BATCH];
    int64_t scan, c, rules, wide, check_c, check_lua;
    long count;
};

static bool scan(struct steps *s, int n)
{
    bool fine = true;
    int64_t start = floor_clock();
    for (int i = 0; i < n; i++) {
        fine = wplan_scan(&s->plans[i], s->lines[i], s->sizes[i]) && fine;
    }
    s->scan += floor_clock() - start;
    return fine;
}

static void run_c(struct steps *s, int n)
{
    int64_t start = floor_clock();
    for (int again = 0; again < AGAIN; again++) {
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < WORKLOAD_COUNT; k++) {
                s->results[i].credit[k] = wresult_credit(workload_rules[k](&s->plans[i]));
            }
        }
    }
    s->c += (floor_clock() - start) / AGAIN;
    for (int i = 0; i < n; i++) {
        workload_check(&s->check_c, &s->results[i]);
    }
}

static bool run_lua(struct steps *s, int n)
{
    double credit[WORKLOAD_COUNT];
    bool fine = true;
    int64_t start = floor_clock();
    for (int i = 0; i < n; i++) {
        fine = wlua_run(s->lua, &s->plans[i], credit) && fine;
        for (int k = 0; k < WORKLOAD_COUNT; k++) {
            s->results[i].credit[k] = wresult_credit(credit[k]);
        }
    }
    s->rules += floor_clock() - start;
    for (int i = 0; i < n; i++) {
        workload_check(&s->check_lua, &s->results[i]);
    }
    return fine;
}

static bool store(struct steps *s, int n)
{
    bool fine = true;
    for (int i = 0; i < n; i++) {
        wresult_score(&s->results[i]);
    }
    int64_t start = floor_clock();
    for (int i = 0; i < n; i++) {
        fine = wide_put(s->store, &s->plans[i], &s->results[i]) && fine;
    }
    s->wide += floor_clock() - start;
    return fine;
}

static bool run(struct steps *s, FILE *in)
{
    int n = BATCH;
    while (n == BATCH) {
        ssize_t len = 0;
        for (n = 0; n < BATCH && (len = getline(&s->lines[n], &s->rooms[n], in)) > 0; n++) {
            s->sizes[n] = (size_t)len;
        }
        if (!scan(s, n)) {
            return false;
        }
        run_c(s, n);
        if (!run_lua(s, n) || !store(s, n)) {
            return false;
        }
        s->count += n;
    }
    int64_t start = floor_clock();
    bool fine = wide_close(s->store);
    s->store = NULL;
    s->wide += floor_clock() - start;
    return fine;
}

int main(int argc, char **argv)
{
    struct steps *s = calloc(1, sizeof *s);
    FILE *in = argc == 4 ? fopen(argv[2], "r") : NULL;
    if (s == NULL || in == NULL || (s->lua = wlua_open(argv[1])) == NULL ||
        (s->store = wide_open(argv[3])) == NULL) {
        floor_die("floor_steps", "PLAIN.lua FILE STORE, which must not be there yet");
    }
    if (!run(s, in) || s->count == 0) {
        floor_die(argv[2], "a plan cannot be read, scored or stored");
    }
    if (s->check_c != s->check_lua) {
        floor_die("floor_steps", "the rules in C and in Lua give different credits");
    }
    printf("plans %ld\nscan %lld\nc %lld\nlua %lld\nwide %lld\ncheck %lld\n", s->count,
           (long long)(s->scan / s->count), (long long)(s->c / s->count),
           (long long)(s->rules / s->count), (long long)(s->wide / s->count),
           (long long)s->check_lua);
    wlua_close(s->lua);
    for (int i = 0; i < BATCH; i++) {
        free(s->lines[i]);
    }
    free(s);
    return fclose(in) == 0 && fflush(stdout) == 0 ? 0 : 1;
}
