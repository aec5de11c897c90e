/* Preloaded: a disk on which each sync takes its time.
 *
 *   SLOW_MS=N           milliseconds that a sync takes longer
 *   SLOW_COUNT=FILE     gets a byte for each sync, before it begins */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void wait_for_the_disk(void)
{
    const char *ms = getenv("SLOW_MS"), *count = getenv("SLOW_COUNT");
    if (count != NULL) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, count, O_WRONLY | O_CREAT | O_APPEND, 0666);
        (void)syscall(SYS_write, fd, ".", 1);
        (void)syscall(SYS_close, fd);
    }
    if (ms != NULL) {
        long n = strtol(ms, NULL, 10);
        struct timespec t = {n / 1000, n % 1000 * 1000000};
        while (nanosleep(&t, &t) != 0) {
        }
    }
}

int fsync(int fd)
{
    wait_for_the_disk();
    return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    wait_for_the_disk();
    return (int)syscall(SYS_fdatasync, fd);
}
