/* The questions of floor_columns to a store of ours: exact sums from running totals, quantiles from columns.
 * ours_columns STORE ANSWERS: writes the answers to a file, and prints of each question the nanoseconds of
 * processor time of the best of three, opening the view included; last what opening it takes. */
#include "floor.h"

#include <math.h>
#include <string.h>

#include "store/derived.h"
#include "workload.h"

enum { QUESTIONS = 6, QUANTILES = 5, AGAIN = 3, GROUPS = WORKLOAD_COUNTRIES * WORKLOAD_ROUNDS };
static const double levels[QUANTILES] = {0.05, 0.25, 0.5, 0.75, 0.95};
#define ONE "C01"

struct asked {
    struct store *s;
    FILE *out; /* NULL: only the time counts */
    int question;
    struct derived_item merged[WORKLOAD_COUNT]; /* of one country, over its rounds */
    char country[8];
    struct err e;
};

static void name_of(char name[8], const char *form, int number)
{
    (void)snprintf(name, 8, form, number);
}

static void say_totals(struct asked *a, const char *round, const char *item,
                       const struct derived_item *x)
{
    int64_t n = x->n[OUTCOME_SCORED];
    if (a->out == NULL) {
        return;
    }
    (void)fprintf(a->out, "q%d %s %s %s %lld %.12g", a->question, a->country, round, item,
                  (long long)n, derived_mean(x->sum, n));
    if (a->question == 3 || a->question == 6) {
        (void)fprintf(a->out, " %.12g", derived_sd(x));
    }
    (void)fputc('\n', a->out);
}

/* What was summed of a country, when the next one comes. */
static void say_country(struct asked *a)
{
    char name[8];
    for (int k = 0; k < WORKLOAD_COUNT && a->country[0] != '\0'; k++) {
        name_of(name, "C%02d", k);
        if (a->question == 3 || strcmp(name, ONE) == 0) {
            say_totals(a, "-", name, &a->merged[k]);
        }
    }
    memset(a->merged, 0, sizeof a->merged);
}

static int each_total(void *context, const struct derived_total *t)
{
    struct asked *a = context;
    char name[8];
    bool rounds = a->question == 1 || a->question == 6;
    if (!rounds && strcmp(a->country, t->country) != 0) {
        say_country(a);
    }
    (void)snprintf(a->country, sizeof a->country, "%s", t->country);
    for (int d = 0; rounds && d < WORKLOAD_DOMAINS; d++) {
        name_of(name, "D%d", d);
        say_totals(a, t->round, name, &t->items[1 + d]);
    }
    for (int k = 0; k < WORKLOAD_COUNT; k++) {
        const struct derived_item *x = &t->items[t->checklist->node_count + k];
        if (a->question == 6) {
            name_of(name, "C%02d", k);
            say_totals(a, t->round, name, x);
        }
        a->merged[k].n[OUTCOME_SCORED] += x->n[OUTCOME_SCORED];
        a->merged[k].sum += x->sum;
        a->merged[k].squares += x->squares;
    }
    return 0;
}

static int ask_totals(struct asked *a)
{
    struct derived_filter all = {.checklist = "bench-80"};
    a->country[0] = '\0';
    memset(a->merged, 0, sizeof a->merged);
    int rc = store_totals(a->s, &all, each_total, a, &a->e);
    if (a->question == 3 || a->question == 4) {
        say_country(a);
    }
    return rc;
}

static void say_quantiles(struct asked *a, const struct columns_groups *g, const char *item,
                          const double *x, int count)
{
    for (size_t i = 0; a->out != NULL && i < g->count; i++) {
        const char *const *texts = g->texts + i * g->by_count;
        (void)fprintf(a->out, "q%d %s %s %s", a->question, texts[0],
                      g->by_count > 1 ? texts[1] : "-", item);
        for (int q = 0; q < count; q++) {
            (void)fprintf(a->out, " %.12g", x[i * (size_t)count + (size_t)q]);
        }
        (void)fputc('\n', a->out);
    }
}

static int ask_columns(struct asked *a)
{
    static const enum derived_attribute by[] = {ATTRIBUTE_COUNTRY, ATTRIBUTE_ROUND};
    static const double half = 0.5;
    bool domains = a->question == 2;
    struct derived_filter all = {.checklist = "bench-80"};
    const struct columns_groups *g = NULL;
    struct columns *c = NULL;
    double x[GROUPS * QUANTILES];
    int64_t n[GROUPS];
    char name[8];
    int rc = columns_open(a->s, &all, &c, &a->e);
    if (rc == 0) {
        rc = columns_group(c, by, domains ? 2 : 1, &g, &a->e);
    }
    rc = rc == 0 && g->count > GROUPS ? -1 : rc;
    for (int d = 0; rc == 0 && d < (domains ? WORKLOAD_DOMAINS : 1); d++) {
        if (domains) {
            name_of(name, "D%d", d);
        } else {
            (void)snprintf(name, sizeof name, "%s", ONE);
        }
        rc = columns_quantiles(c, g, name, domains ? levels : &half, domains ? QUANTILES : 1, x, n,
                               &a->e);
        if (rc == 0) {
            say_quantiles(a, g, name, x, domains ? QUANTILES : 1);
        }
    }
    columns_close(c);
    return rc;
}

int main(int argc, char **argv)
{
    struct asked *a = calloc(1, sizeof *a);
    FILE *out = argc == 3 ? fopen(argv[2], "w") : NULL;
    if (a == NULL || out == NULL || store_open(argv[1], STORE_READ, &a->s, &a->e) != 0) {
        return floor_fail("ours_columns STORE ANSWERS", a == NULL ? "no memory" : a->e.text);
    }
    for (a->question = 1; a->question <= QUESTIONS; a->question++) {
        int64_t best = INT64_MAX;
        for (int again = 0; again <= AGAIN; again++) {
            a->out = again == AGAIN ? out : NULL; /* once more, to write it down */
            int64_t start = floor_clock();
            int rc = a->question == 2 || a->question == 5 ? ask_columns(a) : ask_totals(a);
            int64_t spent = floor_clock() - start;
            if (rc != 0) {
                return floor_fail(argv[1], a->e.text);
            }
            best = spent < best && again < AGAIN ? spent : best;
        }
        printf("q%d %lld\n", a->question, (long long)best);
    }
    int64_t start = floor_clock();
    struct derived_filter all = {.checklist = "bench-80"};
    struct columns *c = NULL;
    if (columns_open(a->s, &all, &c, &a->e) != 0) {
        return floor_fail(argv[1], a->e.text);
    }
    columns_close(c);
    printf("open %lld\n", (long long)(floor_clock() - start));
    store_close(a->s);
    free(a);
    return fclose(out) == 0 && fflush(stdout) == 0 ? 0 : 1;
}
