/* Questions over many assessments, answered by plain loops over columns in memory. floor_columns
 * TABLE.csv ANSWERS <PLANS: writes the columns as a table for others to ask, the answers to a file,
 * and prints of each question the nanoseconds of the best of three.
 *    q1  n and mean of the domains by country and round      q3  n, mean, sd of the criteria by country
 *    q2  five quantiles of the domains by country and round  q4  n and mean of one criterion by country
 *    q5  median of one criterion by country                 q6  n, mean, sd of all by country and round */
#include "floor.h"

#include <math.h>
#include <string.h>

#include "workload.h"

enum {
    ITEMS = WORKLOAD_DOMAINS + WORKLOAD_COUNT,
    GROUPS = WORKLOAD_COUNTRIES * WORKLOAD_ROUNDS,
    QUANTILES = 5,
    ONE = WORKLOAD_DOMAINS + 1, /* the criterion of q4 and q5: C01 */
    QUESTIONS = 6,
    AGAIN = 3
};
static const double levels[QUANTILES] = {0.05, 0.25, 0.5, 0.75, 0.95};

struct columns {
    size_t rows, room;
    uint8_t *country, *round;
    int32_t *item[ITEMS];
    int32_t *scratch; /* values of one item, group by group */
};

/* What a question gives: at most n, mean, sd or quantiles of each item and group. */
struct answers {
    double value[GROUPS][ITEMS][QUANTILES];
};

static bool grow(struct columns *t)
{
    if (t->rows < t->room) {
        return true;
    }
    t->room = t->room == 0 ? 1 << 16 : t->room * 2;
    t->country = realloc(t->country, t->room);
    t->round = realloc(t->round, t->room);
    bool fine = t->country != NULL && t->round != NULL;
    for (int i = 0; fine && i < ITEMS; i++) {
        t->item[i] = realloc(t->item[i], t->room * sizeof *t->item[i]);
        fine = t->item[i] != NULL;
    }
    return fine;
}

static bool add(struct columns *t, const struct wplan *p)
{
    struct wresult r;
    int country = 0;
    while (country < WORKLOAD_COUNTRIES && strcmp(workload_countries[country], p->country) != 0) {
        country++;
    }
    long round = strtol(p->round, NULL, 10) - WORKLOAD_FIRST_ROUND;
    if (country == WORKLOAD_COUNTRIES || round < 0 || round >= WORKLOAD_ROUNDS || !grow(t)) {
        return false;
    }
    for (int k = 0; k < WORKLOAD_COUNT; k++) {
        r.credit[k] = wresult_credit(workload_rules[k](p));
    }
    wresult_score(&r);
    t->country[t->rows] = (uint8_t)country;
    t->round[t->rows] = (uint8_t)round;
    for (int i = 0; i < ITEMS; i++) {
        t->item[i][t->rows] = i < WORKLOAD_DOMAINS ? r.domain[i] : r.credit[i - WORKLOAD_DOMAINS];
    }
    t->rows++;
    return true;
}

static void name_of(int item, char name[8])
{
    (void)snprintf(name, 8, item < WORKLOAD_DOMAINS ? "D%d" : "C%02d",
                   item < WORKLOAD_DOMAINS ? item : item - WORKLOAD_DOMAINS);
}

static bool write_table(const struct columns *t, const char *path)
{
    FILE *out = fopen(path, "w");
    char name[8];
    if (out == NULL) {
        return false;
    }
    (void)fputs("country,round", out);
    for (int i = 0; i < ITEMS; i++) {
        name_of(i, name);
        (void)fprintf(out, ",%s", name);
    }
    for (size_t n = 0; n < t->rows; n++) {
        (void)fprintf(out, "\n%s,%d", workload_countries[t->country[n]],
                      WORKLOAD_FIRST_ROUND + t->round[n]);
        for (int i = 0; i < ITEMS; i++) {
            (void)fprintf(out, ",%d", t->item[i][n]);
        }
    }
    (void)fputc('\n', out);
    return fclose(out) == 0;
}

static int group_of(const struct columns *t, size_t n, bool rounds)
{
    return rounds ? t->country[n] * WORKLOAD_ROUNDS + t->round[n] : t->country[n];
}

/* n and mean of items from..to; with sd: n - 1 below the root. */
static void means(const struct columns *t, bool rounds, int from, int to, bool sd,
                  struct answers *a)
{
    for (int i = from; i < to; i++) {
        int64_t n[GROUPS] = {0}, sum[GROUPS] = {0};
        double squares[GROUPS] = {0};
        for (size_t k = 0; k < t->rows; k++) {
            int g = group_of(t, k, rounds);
            n[g]++;
            sum[g] += t->item[i][k];
        }
        for (size_t k = 0; sd && k < t->rows; k++) {
            int g = group_of(t, k, rounds);
            double away = t->item[i][k] - (double)sum[g] / (double)n[g];
            squares[g] += away * away;
        }
        for (int g = 0; g < GROUPS; g++) {
            a->value[g][i][0] = (double)n[g];
            a->value[g][i][1] = n[g] == 0 ? 0 : (double)sum[g] / (double)n[g] / 1e9;
            a->value[g][i][2] = sd && n[g] > 1 ? sqrt(squares[g] / (double)(n[g] - 1)) / 1e9 : 0;
        }
    }
}

/* Puts the value of this rank in its place, smaller ones before it and greater ones behind (Hoare 1961). */
static void select_rank(int32_t *x, size_t n, size_t rank)
{
    size_t from = 0, to = n - 1;
    while (from < to) {
        int32_t pivot = x[rank];
        size_t i = from, j = to;
        while (i <= j) {
            while (x[i] < pivot) {
                i++;
            }
            while (x[j] > pivot) {
                j--;
            }
            if (i <= j) {
                int32_t swap = x[i];
                x[i++] = x[j];
                x[j] = swap;
                if (j == 0) {
                    break;
                }
                j--;
            }
        }
        to = j < rank ? to : j;
        from = i > rank ? from : i;
        if (j < rank && i > rank) {
            break;
        }
    }
}

/* Type 7 of Hyndman and Fan. x from `done` on is still in disorder; smaller values lie before it. */
static double quantile(int32_t *x, size_t n, double p, size_t *done)
{
    double h = (double)(n - 1) * p;
    size_t low = (size_t)h;
    if (low >= *done) {
        select_rank(x + *done, n - *done, low - *done);
        *done = low;
    }
    double value = x[low];
    if (h > (double)low && low + 1 < n) {
        int32_t above = x[low + 1];
        for (size_t i = low + 2; i < n; i++) {
            above = x[i] < above ? x[i] : above;
        }
        value += (h - (double)low) * ((double)above - value);
    }
    return value / 1e9;
}

static void quantiles(const struct columns *t, bool rounds, int from, int to, const double *ps,
                      int count, struct answers *a)
{
    size_t start[GROUPS + 1] = {0}, at[GROUPS];
    for (size_t k = 0; k < t->rows; k++) {
        start[group_of(t, k, rounds) + 1]++;
    }
    for (int g = 0; g < GROUPS; g++) {
        start[g + 1] += start[g];
    }
    for (int i = from; i < to; i++) {
        memcpy(at, start, sizeof at);
        for (size_t k = 0; k < t->rows; k++) {
            t->scratch[at[group_of(t, k, rounds)]++] = t->item[i][k];
        }
        for (int g = 0; g < GROUPS; g++) {
            size_t n = start[g + 1] - start[g], done = 0;
            for (int q = 0; n > 0 && q < count; q++) {
                a->value[g][i][q] = quantile(t->scratch + start[g], n, ps[q], &done);
            }
        }
    }
}

static void ask(const struct columns *t, int question, struct answers *a)
{
    static const double half = 0.5;
    switch (question) {
    case 1:
        means(t, true, 0, WORKLOAD_DOMAINS, false, a);
        break;
    case 2:
        quantiles(t, true, 0, WORKLOAD_DOMAINS, levels, QUANTILES, a);
        break;
    case 3:
        means(t, false, WORKLOAD_DOMAINS, ITEMS, true, a);
        break;
    case 4:
        means(t, false, ONE, ONE + 1, false, a);
        break;
    case 6:
        means(t, true, 0, ITEMS, true, a);
        break;
    default:
        quantiles(t, false, ONE, ONE + 1, &half, 1, a);
        break;
    }
}

/* question, country, round or -, item, numbers */
static void write_answer(FILE *out, int question, const struct answers *a)
{
    static const int numbers[QUESTIONS + 1] = {0, 2, QUANTILES, 3, 2, 1, 3};
    bool rounds = question <= 2 || question == 6;
    int from = rounds ? 0 : question == 3 ? WORKLOAD_DOMAINS : ONE;
    int to = question <= 2 ? WORKLOAD_DOMAINS : question == 3 || question == 6 ? ITEMS : ONE + 1;
    char name[8];
    for (int g = 0; g < (rounds ? GROUPS : WORKLOAD_COUNTRIES); g++) {
        for (int i = from; i < to; i++) {
            name_of(i, name);
            (void)fprintf(out, "q%d %s ", question,
                          workload_countries[rounds ? g / WORKLOAD_ROUNDS : g]);
            (void)fprintf(out, rounds ? "%d" : "-", WORKLOAD_FIRST_ROUND + g % WORKLOAD_ROUNDS);
            (void)fprintf(out, " %s", name);
            for (int q = 0; q < numbers[question]; q++) {
                (void)fprintf(out, " %.12g", a->value[g][i][q]);
            }
            (void)fputc('\n', out);
        }
    }
}

static bool answer_all(struct columns *t, const char *path)
{
    struct answers *a = malloc(sizeof *a);
    FILE *out = fopen(path, "w");
    t->scratch = malloc(t->rows * sizeof *t->scratch + 1);
    if (a == NULL || out == NULL || t->scratch == NULL) {
        return false;
    }
    for (int question = 1; question <= QUESTIONS; question++) {
        int64_t best = INT64_MAX;
        for (int again = 0; again < AGAIN; again++) {
            memset(a, 0, sizeof *a);
            int64_t start = floor_clock();
            ask(t, question, a);
            int64_t spent = floor_clock() - start;
            best = spent < best ? spent : best;
        }
        printf("q%d %lld\n", question, (long long)best);
        write_answer(out, question, a);
    }
    free(a);
    free(t->scratch);
    return fclose(out) == 0;
}

int main(int argc, char **argv)
{
    struct columns t = {0};
    struct wplan p;
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    bool fine = argc == 3;
    while (fine && (len = getline(&line, &room, stdin)) > 0) {
        fine = wplan_scan(&p, line, (size_t)len) && add(&t, &p);
    }
    if (!fine || t.rows == 0) {
        floor_die("floor_columns TABLE.csv ANSWERS <PLANS", "a plan cannot be read");
    }
    fine = write_table(&t, argv[1]) && answer_all(&t, argv[2]);
    free(line);
    free(t.country);
    free(t.round);
    for (int i = 0; i < ITEMS; i++) {
        free(t.item[i]);
    }
    if (!fine || fflush(stdout) != 0) {
        floor_die("floor_columns", "no memory, or a file cannot be written");
    }
    return 0;
}
