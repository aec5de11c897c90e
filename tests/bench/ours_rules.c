/* What the program takes to run the rules of a checklist on plans that are read and checked already:
 * the whole hand-over, from a criterion to its finding. ours_rules CHECKLIST.json RULES FILE [PLANS]
 * Prints nanoseconds a plan as it is, then with nothing remembered from one plan to the next, then the
 * check sum of the credits. */
#include "floor.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "library.h"
#include "script/host.h"
#include "workload.h"

enum { BATCH = 50 };

struct ours {
    struct checklist *c;
    struct ruleset *rules;
    struct host *host;
    struct arena kept, arena;
    struct plan plans[BATCH];
    struct answer *answers; /* BATCH times criteria */
    int64_t spent, check;
    long count;
};

static int open_rules(struct ours *o, const char *path, const char *folder, struct err *e)
{
    struct buf text = BUF_INIT;
    struct diag d;
    diag_init(&d, path);
    int rc = file_read(path, 64 << 20, &text, e);
    if (rc == 0) {
        rc = checklist_parse(buf_text(&text), text.len, NULL, &d, &o->c);
    }
    if (rc == 0) {
        rc = library_rules(&folder, 1, false, &o->rules, e);
    }
    if (rc == 0) {
        rc = ruleset_inspect(o->rules, o->c, e);
    }
    if (rc == 0) {
        rc = host_new(o->rules, NULL, &o->host, e);
    }
    buf_free(&text);
    diag_free(&d);
    return rc;
}

static bool read_plan(struct ours *o, int n, const char *line, size_t len)
{
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    diag_init(&d, "plan");
    bool fine = json_parse(&o->kept, line, len, 1, &doc, &error) == 0 &&
                plan_check(&o->kept, doc, NULL, &d, &o->plans[n]) == 0;
    for (int i = 0; fine && i < o->c->criterion_count; i++) {
        plan_answer_read(plan_answer(&o->plans[n], o->c->criteria[i].demand.id),
                         &o->answers[n * o->c->criterion_count + i]);
    }
    diag_free(&d);
    return fine;
}

static bool run_batch(struct ours *o, int n, bool forget)
{
    bool fine = true;
    int64_t start = floor_clock(), spared = 0;
    for (int k = 0; k < n; k++) {
        if (forget) {
            int64_t before = floor_clock();
            host_forget(o->host);
            spared += floor_clock() - before;
        }
        host_begin(o->host);
        struct wresult r;
        for (int i = 0; i < o->c->criterion_count; i++) {
            struct finding f;
            fine = host_run(o->host, o->c, &o->c->criteria[i], &o->plans[k],
                            &o->answers[k * o->c->criterion_count + i], &o->arena, &f) == 0 &&
                   f.outcome == OUTCOME_SCORED && fine;
            r.credit[i % WORKLOAD_COUNT] = wresult_credit(f.raw);
        }
        workload_check(&o->check, &r);
        arena_reset(&o->arena);
    }
    o->spent += floor_clock() - start - spared;
    o->count += n;
    return fine;
}

static bool run(struct ours *o, FILE *in, long most, bool forget)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len = 0;
    bool fine = true;
    o->spent = o->check = o->count = 0;
    rewind(in);
    while (fine && len >= 0 && o->count < most) {
        int n = 0;
        while (fine && n < BATCH && (len = getline(&line, &room, in)) > 0) {
            fine = read_plan(o, n++, line, (size_t)len);
        }
        fine = fine && run_batch(o, n, forget);
        arena_reset(&o->kept);
    }
    free(line);
    return fine;
}

int main(int argc, char **argv)
{
    struct ours o = {.kept = ARENA_INIT, .arena = ARENA_INIT};
    struct err e = {0};
    FILE *in = argc >= 4 ? fopen(argv[3], "r") : NULL;
    long most = argc > 4 ? strtol(argv[4], NULL, 10) : 1000000000;
    if (in == NULL || open_rules(&o, argv[1], argv[2], &e) != 0 ||
        o.c->criterion_count != WORKLOAD_COUNT) {
        floor_die("ours_rules CHECKLIST.json RULES FILE [PLANS]", e.text);
    }
    o.answers = calloc((size_t)BATCH * WORKLOAD_COUNT, sizeof *o.answers);
    bool fine = o.answers != NULL && run(&o, in, most, false);
    int64_t as_it_is = o.spent;
    fine = fine && run(&o, in, most, true);
    if (!fine || o.count == 0) {
        floor_die(argv[3], "a plan cannot be read or scored");
    }
    printf("plans %ld\nrules %lld\nforgetful %lld\ncheck %lld\n", o.count,
           (long long)(as_it_is / o.count), (long long)(o.spent / o.count), (long long)o.check);
    free(o.answers);
    host_free(o.host);
    ruleset_free(o.rules);
    checklist_free(o.c);
    arena_free(&o.arena);
    arena_free(&o.kept);
    return fclose(in) == 0 && fflush(stdout) == 0 ? 0 : 1;
}
