/* Preloaded: at the n-th step by which a file is saved the step fails or the program is killed. Steps are a
 * folder made, a file made, bytes written to it, a sync, a closing, a name given.
 *
 *   SAVE_AT=N           at that step, from 1; 0: at none
 *   SAVE_HOW=HOW        fail: the step does not happen and says so; kill: the program is killed before it;
 *                       half: half of what is written is, or the step is done, and then the program is killed
 *   SAVE_COUNT=FILE     gets a byte for each step
 *   SAVE_CARELESS=1     the control: a program that writes in place, not beside and then by a name */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static long steps;
static int file = -1; /* the one that is written */

static bool is(const char *variable, const char *value)
{
    const char *is = getenv(variable);
    return is != NULL && strcmp(is, value) == 0;
}

static void die(void)
{
    (void)syscall(SYS_kill, getpid(), SIGKILL);
}

/* Counts a step; whether it is the one. */
static bool comes(void)
{
    const char *at = getenv("SAVE_AT"), *count = getenv("SAVE_COUNT");
    if (count != NULL) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, count, O_WRONLY | O_CREAT | O_APPEND, 0666);
        (void)syscall(SYS_write, fd, ".", 1);
        (void)syscall(SYS_close, fd);
    }
    steps++;
    bool now = at != NULL && strtol(at, NULL, 10) == steps;
    if (now && is("SAVE_HOW", "kill")) {
        die();
    }
    return now;
}

/* The step was done: what came of it, unless the program is to die now. */
static long done(bool now, long result)
{
    if (now && is("SAVE_HOW", "half")) {
        die();
    }
    return result;
}

static bool fails(bool now, int error)
{
    bool yes = now && is("SAVE_HOW", "fail");
    errno = yes ? error : errno;
    return yes;
}

static int open_file(const char *path, int flags, mode_t mode)
{
    char own[4096];
    if ((flags & O_CREAT) == 0) {
        return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    }
    bool now = comes();
    if (fails(now, EACCES)) {
        return -1;
    }
    size_t len = strlen(path);
    if (is("SAVE_CARELESS", "1") && len > 5 && len < sizeof own &&
        strcmp(path + len - 5, ".part") == 0) {
        memcpy(own, path, len - 5);
        own[len - 5] = '\0';
        *strrchr(own, '.') = '\0'; /* the number before .part */
        path = own;
        flags &= ~O_EXCL;
    }
    file = (int)done(now, syscall(SYS_openat, AT_FDCWD, path, flags, mode));
    return file;
}

int open(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = va_arg(list, mode_t);
    va_end(list);
    return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = va_arg(list, mode_t);
    va_end(list);
    return open_file(path, flags, mode);
}

ssize_t write(int fd, const void *data, size_t len)
{
    if (fd != file || fd < 0) {
        return syscall(SYS_write, fd, data, len);
    }
    bool now = comes();
    if (fails(now, ENOSPC)) {
        return -1;
    }
    size_t part = now && is("SAVE_HOW", "half") ? len / 2 : len;
    return done(now, syscall(SYS_write, fd, data, part));
}

int fsync(int fd)
{
    bool now = comes();
    return fails(now, EIO) ? -1 : (int)done(now, syscall(SYS_fsync, fd));
}

int close(int fd)
{
    if (fd != file || fd < 0) {
        return (int)syscall(SYS_close, fd);
    }
    bool now = comes();
    file = -1;
    int result = (int)done(now, syscall(SYS_close, fd));
    return fails(now, EIO) ? -1 : result;
}

static int name(const char *from, const char *to, unsigned flags)
{
    bool now = comes();
    if (fails(now, EACCES)) {
        return -1;
    }
    return is("SAVE_CARELESS", "1")
               ? 0
               : (int)done(now, syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags));
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    (void)from_folder;
    (void)to_folder;
    return name(from, to, flags);
}

int rename(const char *from, const char *to)
{
    return name(from, to, 0);
}

int mkdir(const char *path, mode_t mode)
{
    bool now = comes();
    return fails(now, EACCES) ? -1 : (int)done(now, syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}
