/* Loaded before a program (LD_PRELOAD), lets one allocation of the whole process fail, whoever asks:
 * Banyan, SQLite, Lua, zstd, OpenSSL or the C library.
 *
 *   FAIL_AT=n             the n-th allocation after start-up returns NULL, with errno ENOMEM
 *   FAIL_STICKY=1         and every one after it
 *   FAIL_COUNT_FILE=path  how many there were is written here at the end
 *   FAIL_TRACE=1          says on stderr where the first failure was, for addr2line
 *
 * The allocator behind it is glibc's own, by its inner names: nothing has to be looked up, so nothing
 * recurses. */
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAIL_AT"), *all = getenv("FAIL_STICKY"), *say = getenv("FAIL_TRACE");
    fail_at = at == NULL ? 0 : strtoul(at, NULL, 10);
    sticky = all != NULL && strcmp(all, "1") == 0;
    trace = say != NULL && strcmp(say, "1") == 0;
    count_file = getenv("FAIL_COUNT_FILE");
    if (trace) { /* the first call allocates */
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

static bool fails(void)
{
    if (!atomic_load(&counting)) {
        return false;
    }
    unsigned long n = atomic_fetch_add(&seen, 1) + 1;
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

/* strdup, strndup, getline, asprintf, opendir and the like reach malloc through the symbol of it. */
