/* Runs a program and writes into a file how it went: nanoseconds by the clock and of the processor, the
 * most bytes of memory, its exit code (128 and more: by a signal). launch REPORT PROGRAM [ARGUMENT...]
 * A program of its own, since the system counts the memory of whoever starts one as that one's, too. */
#include "floor.h"

#include <spawn.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/wait.h>

static int64_t nanoseconds(struct timeval t)
{
    return (int64_t)t.tv_sec * 1000000000 + (int64_t)t.tv_usec * 1000;
}

static int64_t now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int main(int argc, char **argv)
{
    struct rusage used = {0};
    pid_t child = 0;
    int status = 0;
    int64_t start = now();
    if (argc < 3 || posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ) != 0 ||
        wait4(child, &status, 0, &used) != child) {
        return floor_fail(argc > 2 ? argv[2] : "launch", "cannot be run");
    }
    int64_t wall = now() - start;
    FILE *out = fopen(argv[1], "w");
    if (out == NULL) {
        return floor_fail(argv[1], "cannot be written");
    }
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    (void)fprintf(out, "%lld %lld %lld %d\n", (long long)wall,
                  (long long)(nanoseconds(used.ru_utime) + nanoseconds(used.ru_stime)),
                  (long long)used.ru_maxrss * 1024, code);
    return fclose(out) == 0 ? 0 : 1;
}
