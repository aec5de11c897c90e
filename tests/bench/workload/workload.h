/* The workload of the benchmark as C sees it: a plan's inputs to the 80 rules, a strict scanner that
 * knows the schema, the rules, and what comes of them. */
#ifndef TESTS_BENCH_WORKLOAD_H
#define TESTS_BENCH_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WORKLOAD_COUNT = 80,
    WORKLOAD_DOMAINS = 10,
    WORKLOAD_COUNTRIES = 28,
    WORKLOAD_ROUNDS = 4,
    WORKLOAD_FIRST_ROUND = 2023,
    WORKLOAD_HAZARDS = 8,
    WORKLOAD_TEXT = 64
};

extern const char workload_countries[WORKLOAD_COUNTRIES][4];

struct wplan {
    char id[WORKLOAD_TEXT], community[WORKLOAD_TEXT], country[4], round[8];
    int hazards;
    double severity[WORKLOAD_HAZARDS], likelihood[WORKLOAD_HAZARDS];
    double answer[WORKLOAD_COUNT], have[WORKLOAD_COUNT], need[WORKLOAD_COUNT], open[WORKLOAD_COUNT];
};

/* What is kept of a plan: billionths. */
struct wresult {
    int32_t credit[WORKLOAD_COUNT], domain[WORKLOAD_DOMAINS], score;
};

/* Reads one line. Strict: RFC 8259, valid UTF-8, only the keys of the workload's plans, each once, and all
 * that the rules read. */
bool wplan_scan(struct wplan *p, const char *text, size_t len);

/* The rules in C, in the order of the criteria; made by make.py. */
extern double (*const workload_rules[WORKLOAD_COUNT])(const struct wplan *);

/* A rule's number in billionths, as docs/scoring.md rounds it. */
int32_t wresult_credit(double x);
/* Fills domains and score from the credits: plain means, rounded half up on each level. */
void wresult_score(struct wresult *r);

/* What all programs print of the credits of all plans, to be held against each other: the sum of
 * (number + 1) times credit, modulo 10^15, in any order of plans. */
void workload_check(int64_t *check, const struct wresult *r);

#endif
