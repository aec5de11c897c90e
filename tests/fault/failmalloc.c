/* Loaded before a program (LD_PRELOAD), lets one allocation of the whole process fail, whoever asks:
 * Banyan, SQLite, Lua, zstd or the C library.
 *
 *   FAIL_AT=n             the n-th allocation after start-up returns NULL, with errno ENOMEM
 *   FAIL_STICKY=1         and every one after it
 *   FAIL_COUNT_FILE=path  how many there were is written here at the end
 *   FAIL_TRACE=1          says on stderr where the first failure was, for addr2line
 *
 * Or many of them, each in a process of its own that begins where the allocation is, so that nothing
 * before it is done again (oom.c, which see):
 *
 *   FAIL_FORK=points/total  at so many of the allocations, spread evenly, the process forks twice, and
 *                           the one allocation fails in the one, all that follow in the other as well
 *   FAIL_FORK=stacks/total  the same at each allocation that is reached by a new chain of calls, and
 *                           the first times that it is reached by the same again: see is_new
 *
 * A fork goes on with files of its own where the process had opened some, and its stdout and stderr
 * are in FORK_OUT and FORK_ERR. Locks of files do not pass to it: load tests/conc/nolock.c as well. The
 * monotonic clock stands still while the process waits for its forks: what the program does by the
 * clock it does as ever.
 *
 * The allocator behind it is glibc's own, by its inner names: nothing has to be looked up, so nothing
 * recurses. */
#include "failmalloc.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_ulong seen;
static atomic_bool counting;
static unsigned long fail_at;
static bool sticky, trace;
static const char *count_file;
static unsigned long fork_points, fork_total, fork_done; /* fork_points 0: no forks */
static bool by_stacks;

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAIL_AT"), *all = getenv("FAIL_STICKY"), *say = getenv("FAIL_TRACE");
    fail_at = at == NULL ? 0 : strtoul(at, NULL, 10);
    sticky = all != NULL && strcmp(all, "1") == 0;
    trace = say != NULL && strcmp(say, "1") == 0;
    count_file = getenv("FAIL_COUNT_FILE");
    const char *forks = getenv("FAIL_FORK");
    if (forks != NULL) {
        const char *end = NULL;
        by_stacks = strncmp(forks, "stacks/", 7) == 0;
        fork_points = by_stacks ? ULONG_MAX : strtoul(forks, (char **)(uintptr_t)&end, 10);
        end = by_stacks ? strchr(forks, '/') : end;
        fork_total = *end == '/' ? strtoul(end + 1, NULL, 10) : 0;
    }
    if (trace || by_stacks) { /* the first call allocates */
        void *frames[4];
        (void)backtrace(frames, 4);
    }
    atomic_store(&counting, true);
}

__attribute__((destructor)) static void end(void)
{
    unsigned long total = atomic_load(&seen);
    char text[24];
    size_t at = sizeof text;
    atomic_store(&counting, false);
    int fd = count_file == NULL ? -1 : open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0) {
        return;
    }
    text[--at] = '\n';
    do {
        text[--at] = (char)('0' + total % 10);
        total /= 10;
    } while (total > 0);
    if (write(fd, text + at, sizeof text - at) != (ssize_t)(sizeof text - at)) {
        _exit(125);
    }
    (void)close(fd);
}

/* --- forks --------------------------------------------------------------------------------- */

static _Noreturn void give_up(void)
{
    _exit(FORK_TROUBLE);
}

static void send_all(int from, int to)
{
    for (ssize_t n = 1; n > 0;) {
        n = sendfile(to, from, NULL, 1 << 20);
        if (n < 0) {
            give_up();
        }
    }
}

/* A file that begins with what the process has written to fd so far. */
static void own_output(int fd, const char *name)
{
    char path[64];
    const char *to = getenv(name);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int old = open(path, O_RDONLY | O_CLOEXEC);
    int new = to == NULL ? -1 : open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (old < 0 || new < 0) {
        give_up();
    }
    send_all(old, new);
    if (dup2(new, fd) < 0 || close(old) != 0 || close(new) != 0) {
        give_up();
    }
}

/* What is read or written goes on from the same place, and the process does not notice. */
static void own_places(void)
{
    for (int fd = 3; fd < FORK_REPORT; fd++) {
        struct stat st;
        char path[64];
        int flags = fcntl(fd, F_GETFL), more = fcntl(fd, F_GETFD);
        if (flags < 0 || fstat(fd, &st) != 0 || !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) {
            continue;
        }
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        off_t at = lseek(fd, 0, SEEK_CUR);
        int new = open(path, (flags & (O_ACCMODE | O_APPEND)) | O_CLOEXEC);
        if (new < 0 || at < 0 || lseek(new, at, SEEK_SET) != at ||
            dup3(new, fd, (more & FD_CLOEXEC) != 0 ? O_CLOEXEC : 0) < 0 || close(new) != 0) {
            give_up();
        }
    }
}

/* Whether allocations by this chain of calls were tried less often than they deserve: the first eight
 * are, then each whose number is a power of two. */
static bool is_new(void)
{
    enum { ROOM = 1 << 16, FRAMES = 64 };
    static uint64_t keys[ROOM];
    static unsigned counts[ROOM];
    void *frames[FRAMES];
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    int depth = backtrace(frames, FRAMES);
    for (int i = 0; i < depth; i++) {
        hash = (hash ^ (uintptr_t)frames[i]) * UINT64_C(0x100000001b3);
        hash ^= hash >> 29;
    }
    size_t at = (size_t)(hash % ROOM);
    for (int i = 0; i < ROOM && keys[at] != 0 && keys[at] != hash; i++) {
        at = (at + 1) % ROOM;
    }
    keys[at] = hash;
    unsigned n = ++counts[at];
    return n <= 8 || (n & (n - 1)) == 0;
}

static void meet(const struct fork_report *report)
{
    char go;
    if (write(FORK_REPORT, report, sizeof *report) != (ssize_t)sizeof *report ||
        read(FORK_GO, &go, 1) != 1) {
        give_up(); /* the driver has gone */
    }
}

static int64_t waited; /* nanoseconds */

static int64_t real_monotonic(void)
{
    struct timespec t;
    (void)syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    if (clock != CLOCK_MONOTONIC) {
        return (int)syscall(SYS_clock_gettime, clock, out);
    }
    int64_t now = real_monotonic() - waited;
    *out = (struct timespec){.tv_sec = now / 1000000000, .tv_nsec = now % 1000000000};
    return 0;
}

/* True in a fork, where allocation n is to fail. */
static bool forks(unsigned long n)
{
    int before = errno;
    int64_t begun = real_monotonic();
    atomic_store(&counting, false);
    if (by_stacks ? !is_new() : n != fork_point(fork_done, fork_points, fork_total)) {
        atomic_store(&counting, true);
        return false;
    }
    fork_done++;
    meet(&(struct fork_report){.at = n, .ready = true});
    for (int way = 0; way < 2; way++) {
        struct fork_report report = {.at = n, .sticky = way == 1};
        pid_t child = fork();
        if (child == 0) {
            (void)alarm(FORK_PATIENCE);
            own_output(STDOUT_FILENO, "FORK_OUT");
            own_output(STDERR_FILENO, "FORK_ERR");
            own_places();
            (void)close(FORK_REPORT);
            (void)close(FORK_GO);
            fork_points = fork_done;
            fail_at = n;
            sticky = way == 1;
            waited += real_monotonic() - begun;
            atomic_store(&counting, true);
            return true;
        }
        if (child < 0 || waitpid(child, &report.status, 0) != child) {
            give_up();
        }
        meet(&report);
    }
    waited += real_monotonic() - begun;
    atomic_store(&counting, true);
    errno = before;
    return false;
}

static bool fails(void)
{
    if (!atomic_load(&counting)) {
        return false;
    }
    unsigned long n = atomic_fetch_add(&seen, 1) + 1;
    if (fork_done < fork_points && forks(n)) {
        errno = ENOMEM;
        return true;
    }
    if (fail_at == 0 || (sticky ? n < fail_at : n != fail_at)) {
        return false;
    }
    if (trace && n == fail_at) {
        void *frames[40];
        backtrace_symbols_fd(frames, backtrace(frames, 40), STDERR_FILENO);
    }
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return fails() ? NULL : __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    int before = errno;
    void *block = memalign(alignment, size);
    errno = before;
    if (block == NULL) {
        return ENOMEM;
    }
    *out = block;
    return 0;
}

void *reallocarray(void *block, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(block, total);
}

/* Of a process that forks only the thread that does so goes on in the fork: there are to be no others.
 * Programs do without, or say so. */
int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*begin_at)(void *),
                   void *context)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (fork_points > 0) {
        return EAGAIN;
    }
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return real == NULL ? EAGAIN : real(thread, how, begin_at, context);
}

/* Such a lock knows its thread by number, and in a fork that is another: with one thread it is always
 * free. */
static int lock_by(const char *name, pthread_rwlock_t *lock)
{
    int (*real)(pthread_rwlock_t *);
    if (fork_points > 0) {
        return 0;
    }
    *(void **)&real = dlsym(RTLD_NEXT, name);
    return real == NULL ? EAGAIN : real(lock);
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    return lock_by("pthread_rwlock_rdlock", lock);
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    return lock_by("pthread_rwlock_wrlock", lock);
}

int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    return lock_by("pthread_rwlock_unlock", lock);
}

/* strdup, strndup, getline, asprintf, opendir and the like reach malloc through the symbol of it. */
