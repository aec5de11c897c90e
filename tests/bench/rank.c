/* How fast ranks are simulated: rank [JOBS]. One line a case: what, seconds, and how that stands to a plain
 * kernel in the same run that does no more than the sums that cannot be left out. */
#include <string.h>

#include "../unit/rank_fixture.h"
#include "compare/random.h"
#include "floor.h"

enum { GROUPS = 200, NODES = 10, EACH = 8, DRAWS = 10000 };

/* A weighted mean of every unit in every draw of weights, a draw after another, as anybody would write
 * it; the compiler makes vectors of it. Weights are there already, and nothing is ranked. */
__attribute__((optimize("O3"), noinline)) static double plain(const double *restrict units,
                                                              const double *restrict weights,
                                                              double *restrict means, int criteria)
{
    double check = 0;
    for (int d = 0; d < DRAWS; d++) {
        memset(means, 0, GROUPS * sizeof *means);
        for (int k = 0; k < criteria; k++) {
            double w = weights[d * criteria + k];
            for (int u = 0; u < GROUPS; u++) {
                means[u] += w * units[k * GROUPS + u];
            }
        }
        check += means[d % GROUPS];
    }
    return check;
}

/* The same, and how many units are above each: ranks by counting, which vectors are good at. */
__attribute__((optimize("O3"), noinline)) static double ranked(const double *restrict units,
                                                               const double *restrict weights,
                                                               double *restrict means, int criteria)
{
    double check = 0;
    for (int d = 0; d < DRAWS; d++) {
        int32_t score[GROUPS], above[GROUPS] = {0};
        memset(means, 0, GROUPS * sizeof *means);
        for (int k = 0; k < criteria; k++) {
            double w = weights[d * criteria + k];
            for (int u = 0; u < GROUPS; u++) {
                means[u] += w * units[k * GROUPS + u];
            }
        }
        for (int u = 0; u < GROUPS; u++) {
            score[u] = (int32_t)(means[u] * 1e7);
        }
        for (int u = 0; u < GROUPS; u++) {
            for (int v = 0; v < GROUPS; v++) {
                above[v] += score[u] > score[v];
            }
        }
        check += above[d % GROUPS];
    }
    return check;
}

typedef double plain_job(const double *, const double *, double *, int);

static double kernel_seconds(plain_job *job, int criteria)
{
    double *units = malloc(sizeof(double) * GROUPS * (size_t)criteria);
    double *weights = malloc(sizeof(double) * DRAWS * (size_t)criteria);
    double means[GROUPS], best = 1e9, check = 0;
    struct random r;
    random_start(&r, 1, 0, 0);
    for (int i = 0; i < GROUPS * criteria; i++) {
        units[i] = random_uniform(&r);
    }
    for (int i = 0; i < DRAWS * criteria; i++) {
        weights[i] = random_uniform(&r);
    }
    for (int i = 0; i < 5; i++) {
        int64_t start = floor_clock();
        check += job(units, weights, means, criteria);
        double spent = (double)(floor_clock() - start) / 1e9;
        best = spent < best ? spent : best;
    }
    free(units);
    free(weights);
    return check > 0 ? best : 0;
}

static double wall(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct world *w, const struct rank_settings *s, double *cpu)
{
    double best = 1e9;
    for (int i = 0; i < 3; i++) {
        struct err e;
        double start = wall();
        int64_t processor = floor_clock();
        if (rank_simulate(&w->c, s, &e) != 0) {
            exit(floor_fail("rank", e.text));
        }
        double spent = wall() - start, own = (double)(floor_clock() - processor) / 1e9;
        best = spent < best ? spent : best;
        *cpu = i == 0 || own < *cpu ? own : *cpu;
    }
    return best;
}

static void fill(struct world *w, int open_of_a_hundred)
{
    struct random r;
    random_start(&r, 2, 0, 0);
    for (size_t i = 0; i < w->table.count; i++) {
        int32_t *credits = world_credits(w, (int)i, 0);
        for (int k = 0; k < w->core.criterion_count; k++) {
            bool open = (int)random_below(&r, 100) < open_of_a_hundred;
            credits[k] = open ? CREDIT_OPEN : (int32_t)(random_below(&r, 4) * CREDIT_ONE / 3);
        }
    }
    world_finish(w);
}

static void run(const char *what, int rows, struct rank_settings s, double kernel)
{
    struct world w;
    double cpu = 0;
    world_init(&w, NODES, EACH, GROUPS, rows);
    w.rows_each = 1; /* fill goes by rows */
    fill(&w, s.on[SOURCE_MISSING] ? 10 : 0);
    double spent = seconds(&w, &s, &cpu);
    printf("%-52s %8.3f s %8.3f s processor %7.2f\n", what, spent, cpu, cpu / kernel);
    world_free(&w);
}

/* Of the size of COINr's ASEM example, 51 countries by 49 indicators, weights varied: one
 * replication of ours beside the 109 ms that one of COINr's takes where it was measured. */
static void coinr_size(int jobs)
{
    struct rank_settings s = world_only(SOURCE_WEIGHTS);
    struct world w;
    double cpu = 0;
    s.jobs = jobs;
    s.least = 1;
    s.base = 0;
    world_init(&w, 7, 7, 51, 1);
    fill(&w, 0);
    double each = seconds(&w, &s, &cpu) / DRAWS;
    printf(
        "51 units, 49 indicators, weights: %.4f ms a replication; COINr, measured elsewhere: 109 "
        "ms, %.0f times\n",
        each * 1e3, 0.109 / each);
    world_free(&w);
}

int main(int argc, char **argv)
{
    struct rank_settings s = world_only(SOURCE_WEIGHTS);
    double kernel = kernel_seconds(plain, NODES * EACH);
    printf("%d groups, %d criteria, %d draws; last: by the kernel of sums\n", GROUPS, NODES * EACH,
           DRAWS);
    printf("%-52s %8.3f s\n", "kernel: sums alone", kernel);
    printf("%-52s %8.3f s\n", "kernel: sums, and ranks by counting",
           kernel_seconds(ranked, NODES * EACH));
    s.jobs = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1;
    s.least = 1;
    s.base = 0;
    run("one assessment a group, weights", 1, s, kernel);
    s.base = 1152;
    run("the same, and shares of the sources", 1, s, kernel);
    struct rank_settings all = RANK_SETTINGS_INIT;
    all.jobs = s.jobs;
    all.base = 0;
    for (int only = 0; only < SOURCE_COUNT; only++) {
        struct rank_settings one = world_only((enum source)only);
        one.jobs = s.jobs;
        one.base = 0;
        run(rank_source_name((enum source)only), 5, one, kernel * 5);
    }
    run("five assessments a group, all sources", 5, all, kernel * 5);
    all.base = 1152;
    run("the same, and shares of the sources", 5, all, kernel * 5);
    coinr_size(s.jobs);
    return 0;
}
