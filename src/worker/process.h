/* Worker processes: started, spoken to within a time, ended. */
#ifndef WORKER_PROCESS_H
#define WORKER_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

/* Starts processes in a thread of its own, since the kernel kills a child whose starter wants that when the
 * *thread* that started it ends, and threads that score come and go. */
struct starter;
/* The program that runs, wherever its file is by now. */
#define PROCESS_SELF "/proc/self/exe"
/* program: a path, and its argument. Copied. */
int starter_new(const char *program, const char *argument, struct starter **out, struct err *e);
/* All its processes must have been ended. NULL is fine. */
void starter_free(struct starter *s);

struct process {
    pid_t pid; /* 0: there is none */
    int fd;    /* our end of its socket */
    bool gone; /* its end was found closed: it had ended, whatever we did after that */
};

/* Starts one, with its socket as descriptor 0, no other, and an empty environment. 0, or ERR_IO. Threads may
 * call it at once. */
int process_start(struct starter *s, struct process *p, struct err *e);
/* Ends it whatever it does, and waits for that. Returns its wait status; 0 where there was none. */
int process_end(struct process *p);

/* Monotonic, in nanoseconds. */
int64_t process_now(void);
/* Sends all of a frame before the deadline, or what can be sent at once after it. 0; ERR_IO: the other end
 * is gone; ERR_BUSY: too late. */
int process_send(struct process *p, const struct buf *frame, int64_t deadline);
/* Receives one frame, without its length, into out, which grows as the bytes come; most bounds what it may
 * be. What has come already is taken after the deadline, too. 0; ERR_IO: the other end is gone, or says it
 * will send more; ERR_BUSY; ERR_MEMORY. */
int process_receive(struct process *p, struct buf *out, size_t most, int64_t deadline);

#endif
