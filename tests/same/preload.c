/* Changes what a program finds of its machine, by LD_PRELOAD:
 *   SAME_LOCALE=1      the locale of the environment is set before main, as a host program would
 *   SAME_CLOCK=SECONDS the time of day stands still, and random numbers are a fixed series: ids repeat
 *   SAME_FLIP=N        byte N of standard output, from 0, is changed: what compares must see that */
#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static long number(const char *name, long without)
{
    const char *text = getenv(name);
    return text == NULL ? without : strtol(text, NULL, 10);
}

__attribute__((constructor)) static void set_locale(void)
{
    static const char complaint[] = "preload: no such locale\n";
    if (number("SAME_LOCALE", 0) != 0 && setlocale(LC_ALL, "") == NULL) {
        (void)!write(STDERR_FILENO, complaint, sizeof complaint - 1);
        _exit(98);
    }
}

static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL) {
        _exit(97);
    }
    return found;
}

int clock_gettime(clockid_t id, struct timespec *out)
{
    static int (*real)(clockid_t, struct timespec *);
    long fixed = number("SAME_CLOCK", -1);
    if (id == CLOCK_REALTIME && fixed >= 0) {
        *out = (struct timespec){.tv_sec = fixed};
        return 0;
    }
    if (real == NULL) {
        *(void **)&real = next("clock_gettime");
    }
    return real(id, out);
}

time_t time(time_t *out)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_REALTIME, &t);
    if (out != NULL) {
        *out = t.tv_sec;
    }
    return t.tv_sec;
}

ssize_t getrandom(void *out, size_t size, unsigned flags)
{
    static ssize_t (*real)(void *, size_t, unsigned);
    static unsigned char series;
    if (number("SAME_CLOCK", -1) >= 0) {
        for (size_t i = 0; i < size; i++) {
            ((unsigned char *)out)[i] = series++;
        }
        return (ssize_t)size;
    }
    if (real == NULL) {
        *(void **)&real = next("getrandom");
    }
    return real(out, size, flags);
}

size_t fwrite(const void *data, size_t size, size_t count, FILE *to)
{
    static size_t (*real)(const void *, size_t, size_t, FILE *);
    static long written;
    long flip = number("SAME_FLIP", -1);
    if (real == NULL) {
        *(void **)&real = next("fwrite");
    }
    if (to != stdout || flip < 0 || size == 0 || count == 0) {
        return real(data, size, count, to);
    }
    long before = written;
    written += (long)(size * count);
    if (flip < before || flip >= written) {
        return real(data, size, count, to);
    }
    char *copy = malloc(size * count);
    if (copy == NULL) {
        _exit(96);
    }
    memcpy(copy, data, size * count);
    copy[flip - before] ^= 1;
    size_t done = real(copy, size, count, to);
    free(copy);
    return done;
}
