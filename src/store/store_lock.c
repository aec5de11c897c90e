/* The writer's lock: an flock on PATH.lock, with the holder's process id inside for the message, and a
 * word for the next writer where the system failed to write.
 * The database itself is never opened outside SQLite: closing any descriptor on it would drop the
 * locks that SQLite holds for the whole process. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "store/store_private.h"

enum { LOCK_WAIT_MS = 5000, LOCK_STEP_MS = 50 };
static const char unsettled[] = "unsettled";

static long lock_holder(int fd)
{
    char text[32];
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    if (n <= 0) {
        return 0;
    }
    text[n] = '\0';
    long pid = strtol(text, NULL, 10);
    /* A number left by one that died names nobody; who holds the lock did not write it. */
    bool lives = pid > 0 && pid <= INT_MAX && (kill((pid_t)pid, 0) == 0 || errno != ESRCH);
    return lives ? pid : 0;
}

/* What the writer before left. */
static bool lock_unsettled(int fd)
{
    char text[64];
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    text[n < 0 ? 0 : n] = '\0';
    return strstr(text, unsettled) != NULL;
}

/* pid 0: nobody. The pid only serves the message; that it cannot be written (full disk) breaks nothing. */
static void lock_write(int fd, long pid, bool is_unsettled)
{
    char text[64];
    int len = pid == 0 ? 0 : snprintf(text, sizeof text, "%ld\n", pid);
    len += is_unsettled ? snprintf(text + len, sizeof text - (size_t)len, "%s\n", unsettled) : 0;
    if (pwrite(fd, text, (size_t)len, 0) == len) {
        (void)!ftruncate(fd, len);
    }
}

static int lock_busy(struct store *s, int fd, struct err *e)
{
    long pid = lock_holder(fd);
    if (pid == 0) {
        return err_set(e, ERR_BUSY,
                       "%s: another program is writing to this store: wait for it or stop it",
                       s->name);
    }
    return err_set(e, ERR_BUSY,
                   "%s: another program (pid %ld) is writing to this store: wait for it or stop it",
                   s->name, pid);
}

/* flock with patience. 0, EWOULDBLOCK or another errno. */
static int lock_wait(int fd)
{
    for (int waited = 0;; waited += LOCK_STEP_MS) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
            return 0;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return errno;
        }
        if (waited >= LOCK_WAIT_MS) {
            return EWOULDBLOCK;
        }
        nanosleep(&(struct timespec){.tv_nsec = LOCK_STEP_MS * 1000000L}, NULL);
    }
}

int store_lock_take(struct store *s, struct err *e)
{
    struct buf path = BUF_INIT;
    buf_printf(&path, "%s.lock", s->path);
    if (buf_status(&path) != 0) {
        buf_free(&path);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int fd = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int code = 0;
    if (fd < 0) {
        code = err_set(
            e, ERR_IO,
            "%s: cannot open the lock file for writing: %s: check the permissions of its folder",
            path.data, strerror(errno));
    } else {
        int failure = lock_wait(fd);
        if (failure == EWOULDBLOCK) {
            code = lock_busy(s, fd, e);
        } else if (failure != 0) {
            code = err_set(e, ERR_IO, "%s: cannot be locked: %s: keep the store on a local disk",
                           path.data, strerror(failure));
        }
    }
    buf_free(&path);
    if (code != 0) {
        if (fd >= 0) {
            close(fd);
        }
        return code;
    }
    s->lock = fd;
    s->unsettled = lock_unsettled(fd);
    store_lock_note(s);
    return 0;
}

void store_lock_note(struct store *s)
{
    if (s->lock >= 0) {
        lock_write(s->lock, (long)getpid(), s->unsettled);
    }
}

/* The file stays: removing it would let a waiter lock a file that is no longer there. */
void store_lock_release(struct store *s)
{
    if (s->lock >= 0) {
        lock_write(s->lock, 0, s->unsettled);
        close(s->lock);
        s->lock = -1;
    }
}
