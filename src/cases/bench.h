/* What the rules of checklists take on plans: time, fuel and memory. */
#ifndef CASES_BENCH_H
#define CASES_BENCH_H

#include "base/buf.h"
#include "script/host.h"

enum { BENCH_WARM_UP = 2 }; /* rounds that are not counted */

/* One criterion, or another of its rules, on one plan. */
struct bench_job {
    const struct checklist *checklist;
    const struct part *part;
    struct plan plan;
    struct answer answer;
    size_t rule; /* index of its row */
};
struct bench_row {
    const char *rule;
    size_t runs;           /* jobs of it */
    int64_t least, median; /* nanoseconds a run: of the rounds the shortest, and the middle one */
    int64_t fuel, bytes;   /* a run, rounded down; fuel is the same whenever it is counted */
    int64_t most;          /* the highest fuel of a run */
    double share;          /* of the time of all, 0…1 */
    int64_t total;         /* nanoseconds of a round, by the median */
};

struct bench {
    struct arena arena;
    struct bench_job *jobs;
    size_t count, room;
    struct bench_row *rows; /* the slowest first once it has run */
    size_t row_count, row_room;
    size_t plans, repeat;
};

/* Adds what the checklist asks of the plan: each rule that would be run for its answers. chosen are names of
 * rules; with a count of 0 all are meant. All that is borrowed must outlive b. Returns 0 or ERR_MEMORY. */
int bench_add(struct bench *b, const struct checklist *c, const struct plan *plan,
              const char *const *chosen, size_t chosen_count);
/* Runs all jobs `repeat` times after a warm-up, each as if it were the first on its plan. A rule that breaks
 * counts as well. 0, or a negative code with *e filled. */
int bench_run(struct bench *b, const struct ruleset *r, size_t repeat, struct err *e);
/* Releases what bench_add and bench_run made. */
void bench_free(struct bench *b);

/* For people: a table. */
void report_bench_text(struct buf *out, const struct bench *b);
/* One object, no line end. */
void report_bench_json(struct buf *out, const struct bench *b);

#endif
