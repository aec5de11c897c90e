/* Timing of rules. Each run is timed by itself; what belongs to no rule, such as making the state ready for
 * another plan, lies outside. */
#include "cases/bench.h"

#include <stdlib.h>
#include <string.h>

#include "model/condition.h"

/* ---- what is run ----------------------------------------------------------------------------- */

static void *grown(void *list, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return list;
    }
    size_t more = *room == 0 ? 64 : *room * 2;
    void *out = realloc(list, more * size);
    *room = out == NULL ? *room : more;
    return out;
}

static int row_of(struct bench *b, const char *rule, size_t *index)
{
    for (*index = 0; *index < b->row_count; (*index)++) {
        if (strcmp(b->rows[*index].rule, rule) == 0) {
            return 0;
        }
    }
    void *rows = grown(b->rows, b->row_count, &b->row_room, sizeof *b->rows);
    if (rows == NULL) {
        return ERR_MEMORY;
    }
    b->rows = rows;
    b->rows[b->row_count++] = (struct bench_row){.rule = rule};
    return 0;
}

static int add_job(struct bench *b, const struct bench_job *job)
{
    void *jobs = grown(b->jobs, b->count, &b->room, sizeof *b->jobs);
    size_t row = 0;
    if (jobs == NULL) {
        return ERR_MEMORY;
    }
    b->jobs = jobs;
    if (row_of(b, job->part->rule, &row) != 0) {
        return ERR_MEMORY;
    }
    b->jobs[b->count] = *job;
    b->jobs[b->count++].rule = row;
    b->rows[row].runs++;
    return 0;
}

static bool is_chosen(const char *rule, const char *const *chosen, size_t count)
{
    bool found = count == 0;
    for (size_t i = 0; i < count; i++) {
        found = found || strcmp(rule, chosen[i]) == 0;
    }
    return found;
}

/* The rules of k that are run where it applies: that which computes, that for a value, and checks. */
static int add_criterion(struct bench *b, const struct checklist *c, const struct criterion *k,
                         const struct plan *plan, const char *const *chosen, size_t count)
{
    struct answer given;
    struct finding why;
    const struct answer none = {.state = 'a'};
    bool holds = false;
    if (condition_check(c, k, plan, &b->arena, &holds, &why) != 0) {
        return ERR_MEMORY;
    }
    if (!holds) {
        return 0;
    }
    plan_answer_read(plan_answer(plan, k->demand.id), &given);
    bool facts = criterion_is_computed(k), value = given.state == 'v';
    const struct {
        const struct part *part;
        bool run;
        const struct answer *answer;
    } first[] = {{&k->demand, facts || value, facts ? &none : &given},
                 {&k->answered, k->answered.rule != NULL && value, &given}};
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < 2 + k->check_count; i++) {
        const struct part *part = i < 2 ? first[i].part : &k->checks[i - 2];
        struct bench_job job = {.checklist = c,
                                .part = part,
                                .plan = *plan,
                                .answer = i < 2 ? *first[i].answer : given};
        if ((i >= 2 || first[i].run) && is_chosen(part->rule, chosen, count)) {
            rc = add_job(b, &job);
        }
    }
    return rc;
}

int bench_add(struct bench *b, const struct checklist *c, const struct plan *plan,
              const char *const *chosen, size_t chosen_count)
{
    int rc = 0;
    b->plans++;
    for (int i = 0; rc == 0 && i < c->criterion_count; i++) {
        rc = add_criterion(b, c, &c->criteria[i], plan, chosen, chosen_count);
    }
    return rc;
}

void bench_free(struct bench *b)
{
    free(b->jobs);
    free(b->rows);
    arena_free(&b->arena);
}

/* ---- running --------------------------------------------------------------------------------- */

/* One run, as of the first criterion of a plan: nothing is remembered, nothing of the plan was seen. */
static int run_job(const struct bench_job *j, struct host *h, struct arena *arena,
                   struct host_usage *used, struct err *e)
{
    struct finding f;
    arena_reset(arena);
    host_forget(h);
    host_begin(h);
    int rc = host_run_demand(h, j->checklist, j->part, &j->plan, &j->answer, arena, &f);
    host_used(h, used);
    if (rc == 0 && host_hurried(h)) {
        struct buf reason = BUF_INIT;
        finding_reason(&reason, &f);
        rc = err_set(e, ERR_RULE, "%.200s: cannot be measured: %.300s", j->part->rule,
                     buf_text(&reason));
        buf_free(&reason);
    }
    return rc;
}

/* times: nanoseconds of a row in a round, at [round * rows + row]. */
static int time_rounds(struct bench *b, struct host *h, int64_t *times, struct arena *arena,
                       struct err *e)
{
    host_time(h);
    for (size_t round = 0; round < BENCH_WARM_UP + b->repeat; round++) {
        for (size_t i = 0; i < b->count; i++) {
            struct host_usage used;
            int rc = run_job(&b->jobs[i], h, arena, &used, e);
            if (rc != 0) {
                return rc;
            }
            if (round >= BENCH_WARM_UP) {
                times[(round - BENCH_WARM_UP) * b->row_count + b->jobs[i].rule] += used.ns;
            }
        }
    }
    return 0;
}

/* Counts in a state of its own, where each instruction is counted. The second round, when all is loaded. */
static int count_fuel(struct bench *b, struct host *h, struct arena *arena, struct err *e)
{
    host_measure(h);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < b->count; i++) {
            struct bench_row *row = &b->rows[b->jobs[i].rule];
            struct host_usage used;
            int rc = run_job(&b->jobs[i], h, arena, &used, e);
            if (rc != 0) {
                return rc;
            }
            if (round == 1) {
                row->fuel += used.fuel;
                row->bytes += used.made;
                row->most = used.fuel > row->most ? used.fuel : row->most;
            }
        }
    }
    return 0;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int slowest_first(const void *a, const void *b)
{
    const struct bench_row *x = a, *y = b;
    return x->median != y->median ? (x->median < y->median ? 1 : -1) : strcmp(x->rule, y->rule);
}

static void sum_up(struct bench *b, const int64_t *times, int64_t *own)
{
    int64_t all = 0;
    for (size_t i = 0; i < b->row_count; i++) {
        struct bench_row *row = &b->rows[i];
        for (size_t round = 0; round < b->repeat; round++) {
            own[round] = times[round * b->row_count + i];
        }
        qsort(own, b->repeat, sizeof *own, by_number);
        int64_t runs = (int64_t)row->runs;
        row->total = own[(b->repeat - 1) / 2];
        row->least = own[0] / runs;
        row->median = row->total / runs;
        row->fuel /= runs;
        row->bytes /= runs;
        all += row->total;
    }
    for (size_t i = 0; i < b->row_count; i++) {
        b->rows[i].share = all > 0 ? (double)b->rows[i].total / (double)all : 0;
    }
    qsort(b->rows, b->row_count, sizeof *b->rows, slowest_first);
}

int bench_run(struct bench *b, const struct ruleset *r, size_t repeat, struct err *e)
{
    struct arena arena = ARENA_INIT;
    struct host *h = NULL, *counting = NULL;
    b->repeat = repeat;
    int64_t *times = calloc(repeat * (b->row_count + 1) + repeat, sizeof *times);
    int rc = times == NULL ? ERR_MEMORY : host_new(r, NULL, &h, e);
    rc = rc == 0 ? host_new(r, NULL, &counting, e) : rc;
    rc = rc == 0 ? time_rounds(b, h, times, &arena, e) : rc;
    rc = rc == 0 ? count_fuel(b, counting, &arena, e) : rc;
    if (rc == 0 && b->row_count > 0) {
        sum_up(b, times, times + repeat * b->row_count);
    }
    host_free(h);
    host_free(counting);
    arena_free(&arena);
    free(times);
    return rc == ERR_MEMORY ? err_set(e, rc, "out of memory") : rc;
}
