/* Between the library that lets allocations fail (failmalloc.c) and who drives it (oom.c). */
#ifndef TESTS_FAULT_FAILMALLOC_H
#define TESTS_FAULT_FAILMALLOC_H

#include <stdbool.h>

/* Descriptors of the process that forks, and how a fork ends that cannot begin. A fork that hangs ends
 * by a signal after so many seconds. */
enum { FORK_REPORT = 200, FORK_GO = 201, FORK_TROUBLE = 120, FORK_PATIENCE = 300 };

/* Sent before the forks of a point (ready), and after each; then the process waits for a byte. */
struct fork_report {
    unsigned long at; /* number of the allocation */
    bool ready, sticky;
    int status; /* as waitpid gives it */
};

/* The i-th of so many points among total allocations; the first and the last are always among them. */
static inline unsigned long fork_point(unsigned long i, unsigned long points, unsigned long total)
{
    return points < 2 ? 1 : 1 + i * (total - 1) / (points - 1);
}

#endif
