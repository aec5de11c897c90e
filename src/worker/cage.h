/* What a worker shuts itself in with before it runs the first rule: no file can be opened, no process
 * started, no memory made executable, and the few system calls that are left lead nowhere but to its own
 * memory, the clock and its one socket. */
#ifndef WORKER_CAGE_H
#define WORKER_CAGE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

/* No core file, no file, no process, `memory` bytes of addresses; dies with the process `parent`. Descriptors
 * from 1 on are closed. 0, or ERR_IO with *e saying what the system refused. */
int cage_limit(pid_t parent, uint64_t memory, struct err *e);
/* The filter of system calls; any other ends the process with SIGSYS. There is no way back. 0, or ERR_IO
 * with *e saying why there is none here. */
int cage_close(struct err *e);
/* Why there can be none in this build; NULL: there can. */
const char *cage_missing(void);

#endif
