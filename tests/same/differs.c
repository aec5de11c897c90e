/* A program that is not the same everywhere, each time in another way: differs WAY. What compares the
 * answers of the program under test must tell the answers of this one apart. */
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wctype.h>

/* The compiler shall not know what is in here. */
static volatile double one = 1, small = 1e-3;

static int address(void)
{
    void *block = malloc(100);
    int local = 0;
    (void)printf("%p %p\n", block, (void *)&local);
    free(block);
    return block == NULL;
}

static int environment(void)
{
    for (char **e = environ; *e != NULL; e++) {
        (void)puts(*e);
    }
    return 0;
}

static int folder(void)
{
    char text[PATH_MAX];
    return getcwd(text, sizeof text) == NULL || puts(text) < 0;
}

/* Memory as malloc leaves it. */
static int heap(void)
{
    volatile unsigned char *block = malloc(5000);
    if (block == NULL) {
        return 1;
    }
    unsigned sum = 0;
    for (int i = 100; i < 5000; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): it is asked for */
        sum = sum * 31 + block[i];
    }
    (void)printf("%u\n", sum);
    free((void *)(uintptr_t)block);
    return 0;
}

static int decimal(void)
{
    if (setlocale(LC_ALL, "") == NULL) {
        (void)puts("no such locale");
        return 1;
    }
    (void)printf("%.1f\n", 1.5 * one);
    return 0;
}

static int letters(void)
{
    if (setlocale(LC_ALL, "") == NULL) {
        (void)puts("no such locale");
        return 1;
    }
    (void)printf("U+%04X\n", (unsigned)towupper(L'i'));
    return 0;
}

static int zone(void)
{
    char text[64];
    time_t noon = 1789214400;
    struct tm tm;
    (void)strftime(text, sizeof text, "%Y-%m-%d %H:%M", localtime_r(&noon, &tm));
    return puts(text) < 0;
}

static uint64_t mixed(uint64_t hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (hash ^ bits) * UINT64_C(1099511628211);
}

/* The C library chooses among several forms of these by the processor. */
static int library(void)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int i = 1; i <= 200000; i++) {
        double x = i * small;
        hash = mixed(hash, exp(x / 10));
        hash = mixed(hash, log(x));
        hash = mixed(hash, pow(x, 0.37));
        hash = mixed(hash, sin(x));
    }
    (void)printf("%016llx\n", (unsigned long long)hash);
    return 0;
}

/* One rounding where a processor multiplies and adds at once, else two. */
static int contraction(void)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int i = 1; i <= 1000; i++) {
        double x = i * small, y = one / i;
        hash = mixed(hash, x * y - small); /* what is left of two roundings, or of one */
    }
    (void)printf("%016llx\n", (unsigned long long)hash);
    return 0;
}

static int counter;
static int take(void)
{
    return ++counter;
}

/* Which argument is worked out first. */
static int order(void)
{
    (void)printf("%d %d\n", take(), take());
    return 0;
}

static int optimisation(void)
{
#ifdef __OPTIMIZE__
    return puts("optimised") < 0;
#else
    return puts("plain") < 0;
#endif
}

struct share {
    pthread_t thread;
    int from, to;
    double sum;
};

static void *add(void *context)
{
    struct share *s = context;
    for (int i = s->from; i < s->to; i++) {
        s->sum += one / (i + 1);
    }
    return NULL;
}

/* A sum in as many parts as there are threads. */
static int jobs(int count)
{
    struct share shares[64] = {0};
    double sum = 0;
    for (int i = 0; i < count && i < 64; i++) {
        shares[i].from = 100000 * i / count;
        shares[i].to = 100000 * (i + 1) / count;
        if (pthread_create(&shares[i].thread, NULL, add, &shares[i]) != 0) {
            return 1;
        }
    }
    for (int i = 0; i < count && i < 64; i++) {
        (void)pthread_join(shares[i].thread, NULL);
        sum += shares[i].sum;
    }
    (void)printf("%.17g\n", sum);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(void);
    } ways[] = {{"address", address}, {"environment", environment},  {"folder", folder},
                {"heap", heap},       {"decimal", decimal},          {"letters", letters},
                {"zone", zone},       {"library", library},          {"contraction", contraction},
                {"order", order},     {"optimisation", optimisation}};
    const char *way = argc > 1 ? argv[1] : "";
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(way, ways[i].name) == 0) {
            return ways[i].run();
        }
    }
    if (strcmp(way, "jobs") == 0 && argc == 4) {
        return jobs((int)strtol(argv[3], NULL, 10)); /* differs jobs --jobs N */
    }
    (void)fprintf(stderr, "differs WAY: there is no way \"%s\"\n", way);
    return 2;
}
