/* Rules in a process of their own, for those that came from elsewhere. Each host of an isolated rule set
 * has a worker: this program once more, without descriptors but one socket, shut in by limits and a filter
 * of system calls before it runs the first rule. It gives the same findings to the byte. What it says is
 * not trusted; one that dies, is late or talks nonsense costs the rule that ran a finding `error`, and is
 * replaced. docs/sandbox.md, docs/adr/0023-rules-from-elsewhere.md. */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "script/host.h"

/* The argument by which the program knows that it is to be a worker. */
#define WORKER_ARGUMENT "worker"

struct worker_options {
    const char *program; /* NULL: the one that runs */
    /* For tests under a sanitizer: a worker without filter and without limit of addresses will do. */
    bool unfiltered;
};

/* From now on the rules of r run in workers. Comes before ruleset_inspect and host_new, which fails with
 * ERR_IO where no worker can be had as it should be. */
int worker_isolate(struct ruleset *r, const struct worker_options *o, struct err *e);

/* Whether descriptor 0 is a socket that the starter of this process made: whoever types the argument has
 * none there. */
bool worker_is_asked(void);
/* Serves until the socket is closed. Returns the exit code: leave with _exit. */
int worker_serve(void);

#endif
