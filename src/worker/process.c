#include "worker/process.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker/wire.h"

struct starter {
    char *program, *argument;
    pthread_t thread;
    pthread_mutex_t turn; /* held by who asks */
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    bool asked, stop;
    int fd;    /* to become the child's descriptor 0 */
    int fault; /* errno */
    pid_t pid;
};

/* ---- starting --------------------------------------------------------------------------------- */

/* An own group: Ctrl-C on the terminal is for the program, which ends its workers itself. */
static int spawn(const struct starter *s, pid_t *pid)
{
    char name[] = "banyan"; /* in lists of processes, where the path says nothing */
    bool self = strcmp(s->program, PROCESS_SELF) == 0;
    char *const arguments[] = {self ? name : s->program, s->argument, NULL};
    char *const environment[] = {NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t how;
    sigset_t none, all;
    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    struct stat there;
    if (stat(s->program, &there) != 0) { /* under valgrind posix_spawn does not tell */
        return errno;
    }
    int fault = posix_spawn_file_actions_init(&actions);
    if (fault != 0) {
        return fault;
    }
    fault = posix_spawnattr_init(&how);
    if (fault == 0) {
        (void)posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                 POSIX_SPAWN_SETPGROUP);
        (void)posix_spawnattr_setsigmask(&how, &none);
        (void)posix_spawnattr_setsigdefault(&how, &all);
        (void)posix_spawnattr_setpgroup(&how, 0);
        fault = posix_spawn_file_actions_adddup2(&actions, s->fd, 0);
        fault = fault == 0 ? posix_spawn_file_actions_addclosefrom_np(&actions, 1) : fault;
        fault = fault == 0 ? posix_spawn(pid, s->program, &actions, &how, arguments, environment)
                           : fault;
        (void)posix_spawnattr_destroy(&how);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return fault;
}

static void *serve(void *context)
{
    struct starter *s = context;
    (void)pthread_mutex_lock(&s->lock);
    while (!s->stop) {
        if (s->asked) {
            s->fault = spawn(s, &s->pid);
            s->asked = false;
            (void)pthread_cond_broadcast(&s->changed);
        } else {
            (void)pthread_cond_wait(&s->changed, &s->lock);
        }
    }
    (void)pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* Signals are for the program's other threads. */
static int start_thread(struct starter *s)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int fault = pthread_create(&s->thread, NULL, serve, s);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return fault;
}

static void starter_release(struct starter *s)
{
    free(s->program);
    free(s->argument);
    free(s);
}

int starter_new(const char *program, const char *argument, struct starter **out, struct err *e)
{
    *out = NULL;
    struct starter *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    s->program = strdup(program);
    s->argument = strdup(argument);
    if (s->program == NULL || s->argument == NULL) {
        starter_release(s);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    (void)pthread_mutex_init(&s->turn, NULL); /* of these kinds nothing can fail */
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_cond_init(&s->changed, NULL);
    int fault = start_thread(s);
    if (fault != 0) {
        starter_release(s);
        return err_set(e, ERR_IO, "a thread cannot be started: %s", strerror(fault));
    }
    *out = s;
    return 0;
}

void starter_free(struct starter *s)
{
    if (s != NULL) {
        (void)pthread_mutex_lock(&s->lock);
        s->stop = true;
        (void)pthread_cond_broadcast(&s->changed);
        (void)pthread_mutex_unlock(&s->lock);
        (void)pthread_join(s->thread, NULL);
        (void)pthread_cond_destroy(&s->changed);
        (void)pthread_mutex_destroy(&s->lock);
        (void)pthread_mutex_destroy(&s->turn);
        starter_release(s);
    }
}

int process_start(struct starter *s, struct process *p, struct err *e)
{
    int ends[2];
    *p = (struct process){.pid = 0, .fd = -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return err_set(e, ERR_IO, "a process for rules cannot be started: %s", strerror(errno));
    }
    (void)pthread_mutex_lock(&s->turn);
    (void)pthread_mutex_lock(&s->lock);
    s->fd = ends[1];
    s->asked = true;
    (void)pthread_cond_broadcast(&s->changed);
    while (s->asked) {
        (void)pthread_cond_wait(&s->changed, &s->lock);
    }
    int fault = s->fault;
    p->pid = fault == 0 ? s->pid : 0;
    (void)pthread_mutex_unlock(&s->lock);
    (void)pthread_mutex_unlock(&s->turn);
    (void)close(ends[1]);
    if (fault != 0) {
        (void)close(ends[0]);
        return err_set(e, ERR_IO, "a process for rules cannot be started: %.200s: %s", s->program,
                       strerror(fault));
    }
    p->fd = ends[0];
    return 0;
}

int process_end(struct process *p)
{
    int status = 0;
    if (p->pid == 0) {
        return 0;
    }
    (void)kill(p->pid, SIGKILL); /* of one that has died already the first reason stays; */
    (void)close(p->fd);          /* one that writes must not die of this */
    while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR) {
    }
    *p = (struct process){.pid = 0, .fd = -1};
    return status;
}

/* ---- speaking --------------------------------------------------------------------------------- */

int64_t process_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Until the socket can be read or written. 0, ERR_BUSY or ERR_IO. */
static int await(const struct process *p, short what, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline - process_now();
        int64_t ms = left <= 0 ? 0 : left / 1000000 + 1;
        struct pollfd f = {.fd = p->fd, .events = what};
        int got = poll(&f, 1, ms > 3600000 ? 3600000 : (int)ms);
        if (got > 0) {
            return 0; /* also where the other end is gone: the next call says so */
        }
        if (got < 0 && errno != EINTR) {
            return ERR_IO;
        }
        if (left <= 0) { /* looked at last: who was paused finds there what came meanwhile */
            return ERR_BUSY;
        }
    }
}

static bool again(void)
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int process_send(struct process *p, const struct buf *frame, int64_t deadline)
{
    size_t sent = 0;
    while (sent < frame->len) {
        ssize_t n = send(p->fd, frame->data + sent, frame->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        p->gone = n < 0 && !again();
        int rc = p->gone ? ERR_IO : n < 0 ? await(p, POLLOUT, deadline) : 0;
        if (rc != 0) {
            return rc;
        }
        sent += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

/* Up to len bytes; *got is how many came. */
static int take(struct process *p, char *to, size_t len, int64_t deadline, size_t *got)
{
    for (;;) {
        int rc = await(p, POLLIN, deadline);
        ssize_t n = rc == 0 ? recv(p->fd, to, len, MSG_DONTWAIT) : -1;
        p->gone = rc == 0 && (n == 0 || (n < 0 && !again()));
        if (rc != 0 || p->gone) {
            return rc != 0 ? rc : ERR_IO;
        }
        if (n > 0) {
            *got = (size_t)n;
            return 0;
        }
    }
}

int process_receive(struct process *p, struct buf *out, size_t most, int64_t deadline)
{
    unsigned char bytes[16384];
    size_t want = WIRE_HEAD, have = 0, got = 0;
    buf_reset(out);
    while (have < want || want == WIRE_HEAD) {
        size_t room = want == WIRE_HEAD ? sizeof bytes : want - have;
        int rc = take(p, (char *)bytes, room < sizeof bytes ? room : sizeof bytes, deadline, &got);
        if (rc != 0) {
            return rc;
        }
        buf_add(out, bytes, got);
        have += got;
        if (buf_status(out) != 0) {
            return ERR_MEMORY;
        }
        if (want == WIRE_HEAD && have >= WIRE_HEAD) {
            uint32_t len = 0;
            for (size_t i = 0; i < WIRE_HEAD; i++) {
                len |= (uint32_t)(unsigned char)out->data[i] << (8 * i);
            }
            want += len;
            if (len == 0 || len > most) {
                return ERR_IO;
            }
        }
    }
    if (have > want) { /* nobody asked for more */
        return ERR_IO;
    }
    memmove(out->data, out->data + WIRE_HEAD, have - WIRE_HEAD);
    out->len -= WIRE_HEAD;
    return 0;
}
