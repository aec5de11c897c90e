/* What the floor programs share: one thing done to each plan of an NDJSON file, and what it cost. */
#ifndef TESTS_BENCH_FLOOR_H
#define TESTS_BENCH_FLOOR_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Processor time of this process in nanoseconds: what others do on the machine matters little. */
static inline int64_t floor_clock(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The last thing a floor program prints: nanoseconds a plan. */
static inline int floor_say(int64_t spent, long plans)
{
    printf("%lld\n", plans > 0 ? (long long)(spent / plans) : 0LL);
    return plans > 0 && fflush(stdout) == 0 ? 0 : 1;
}

static inline int floor_fail(const char *what, const char *why)
{
    (void)fprintf(stderr, "%s: %s\n", what, why);
    return 1;
}

/* The same, where something is held that the end of the process releases. */
static inline _Noreturn void floor_die(const char *what, const char *why)
{
    (void)fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

#endif
