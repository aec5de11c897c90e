/* What totals and columns cost and give: derived STORE PLANS fills a new store with so many made-up
 * assessments of 80 criteria in 10 domains, 28 countries and 4 rounds, without rules, and times reading.
 * Without PLANS it reads the store that is there. Processor time, but for the filling. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/number.h"
#include "selection.h"
#include "store/derived.h"

enum { DOMAINS = 10, EACH = 8, BATCH = 10000, COUNTRIES = 28, ROUNDS = 4 };
static const char manifest[] =
    "x e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n";

static double now(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(int code, const struct err *e)
{
    if (code != 0) {
        (void)fprintf(stderr, "%s\n", e->text);
        exit(1);
    }
}

static uint64_t random_of(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static struct checklist *make_checklist(void)
{
    struct buf b = BUF_INIT;
    struct diag d;
    struct checklist *c = NULL;
    buf_puts(&b,
             "{\"banyan\":1,\"id\":\"bench\",\"version\":\"1.0.0\",\"title\":\"B\",\"language\":"
             "\"en\",\"bands\":[{\"id\":\"A\",\"title\":\"a\",\"from\":0.5},{\"id\":\"B\","
             "\"title\":\"b\",\"from\":0}],\"nodes\":[");
    for (int i = 0; i < DOMAINS; i++) {
        buf_printf(&b, "%s{\"id\":\"D%d\",\"title\":\"D\",\"weight\":%d,\"criteria\":[",
                   i == 0 ? "" : ",", i, i + 1);
        for (int k = 0; k < EACH; k++) {
            buf_printf(&b,
                       "%s{\"id\":\"C-%d%d\",\"title\":\"C\",\"question\":\"So?\",\"weight\":%d,"
                       "\"answer\":{\"type\":\"level\",\"max\":3},\"rule\":\"standard/level\","
                       "\"evidence\":\"m\",\"source\":[{\"title\":\"H\",\"year\":2017,\"section\":"
                       "\"1\",\"status\":\"found\"}]}",
                       k == 0 ? "" : ",", i, k, k % 3 + 1);
        }
        buf_puts(&b, "]}");
    }
    buf_puts(&b, "]}");
    diag_init(&d, "checklist");
    if (checklist_parse(buf_text(&b), b.len, NULL, &d, &c) != 0) {
        (void)fputs(buf_text(&d.text), stderr);
        exit(1);
    }
    diag_free(&d);
    buf_free(&b);
    return c;
}

static void make_plan(struct arena *arena, long n, struct plan *plan)
{
    struct buf b = BUF_INIT;
    struct json *doc;
    struct json_error error;
    struct diag d;
    buf_printf(&b,
               "{\"banyan\":1,\"plan\":{\"id\":\"W%07ld\",\"title\":\"Plan %ld\"},\"community\":{"
               "\"country\":\"%s\",\"local\":\"C-%ld\",\"name\":\"Ward %ld\"},\"assessment\":{"
               "\"round\":\"%d\",\"date\":\"2026-09-12\"},\"answers\":{\"C-00\":1}}",
               n, n,
               &"NPL\0BGD\0PHL\0KEN\0MWI\0VUT\0LKA\0IDN\0LAO\0IND\0BTN\0FJI\0MMR\0TLS\0AFG\0PAK"
                "\0KHM\0VNM\0CHN\0MNG\0PNG\0FSM\0WSM\0TON\0SLB\0KIR\0NRU\0TUV"[4 * (n % COUNTRIES)],
               n / ROUNDS, n, 2023 + (int)(n / COUNTRIES % ROUNDS));
    diag_init(&d, "plan");
    if (json_parse(arena, buf_text(&b), b.len, 1, &doc, &error) != 0 ||
        plan_check(arena, doc, NULL, &d, plan) != 0) {
        (void)fprintf(stderr, "%s\n", buf_text(&d.text));
        exit(1);
    }
    diag_free(&d);
    buf_free(&b);
}

static void put_one(struct store *s, struct arena *arena, const struct checklist *c, long n,
                    uint64_t *seed, double *spent)
{
    struct plan plan;
    struct assessment a = {.engine = "banyan 1.0.0", .checklist = c, .plan = &plan};
    enum store_put how;
    struct err e;
    make_plan(arena, n, &plan);
    digest_text(manifest, strlen(manifest), a.ruleset_digest);
    a.findings = arena_alloc(arena, (size_t)c->criterion_count * sizeof *a.findings);
    for (int i = 0; i < c->criterion_count; i++) {
        struct finding *f = &a.findings[i];
        *f = (struct finding){.outcome = OUTCOME_SCORED, .template_text = "t", .rule = "x@1"};
        f->raw = i % 4 == 0   ? (double)(random_of(seed) % 4) / 3
                 : i % 4 == 1 ? (double)(random_of(seed) % 2)
                 : i % 4 == 2 ? (double)(random_of(seed) % 101) / 100
                              : (double)(random_of(seed) % 1000000) / 1e6;
        f->credit = number_to_credit(f->raw);
        if (random_of(seed) % 20 == 0) {
            *f = (struct finding){.outcome = OUTCOME_NOT_ASSESSED, .template_text = "none"};
        }
    }
    must(score_results(arena, &a), &e);
    double begun = now(CLOCK_THREAD_CPUTIME_ID);
    must(store_put(s, &a, &how, &e), &e);
    *spent += now(CLOCK_THREAD_CPUTIME_ID) - begun;
}

static void fill(const char *path, long plans)
{
    struct store *s = NULL;
    struct err e;
    struct arena arena = ARENA_INIT;
    struct checklist *c = make_checklist();
    uint64_t seed = 1;
    double spent = 0, begun = now(CLOCK_MONOTONIC);
    must(store_open(path, STORE_WRITE, &s, &e), &e);
    for (long n = 0; n < plans; n++) {
        if (n % BATCH == 0) {
            must(store_begin(s, &e), &e);
            must(store_put_document(s, STORE_RULE, "", 0, &e), &e);
            must(store_put_document(s, STORE_RULESET, manifest, strlen(manifest), &e), &e);
        }
        put_one(s, &arena, c, n, &seed, &spent);
        arena_reset(&arena);
        if (n % BATCH == BATCH - 1 || n == plans - 1) {
            double commit = now(CLOCK_THREAD_CPUTIME_ID);
            must(store_commit(s, &e), &e);
            spent += now(CLOCK_THREAD_CPUTIME_ID) - commit;
        }
    }
    store_close(s);
    checklist_free(c);
    arena_free(&arena);
    (void)printf("filled: %ld in %.1f s, put and commit %.2f us of CPU each\n", plans,
                 now(CLOCK_MONOTONIC) - begun, spent / (double)plans * 1e6);
}

static int see(void *context, const struct derived_total *t)
{
    double *sum = context;
    for (size_t i = 0; i < t->item_count; i++) {
        *sum += derived_mean(t->items[i].sum, t->items[i].n[OUTCOME_SCORED]) +
                derived_sd(&t->items[i]);
    }
    return 0;
}

static void read_all(const char *path)
{
    static const double p[] = {0.1, 0.25, 0.5, 0.75, 0.9};
    static const enum derived_attribute both[] = {ATTRIBUTE_COUNTRY, ATTRIBUTE_ROUND};
    struct store *s = NULL;
    struct err e;
    struct columns *c = NULL;
    const struct columns_groups *g;
    static double out[5 * 4096], mean[4096], sd[4096];
    static int64_t n[4096];
    double sum = 0, begun = now(CLOCK_PROCESS_CPUTIME_ID), at;
    must(store_open(path, STORE_READ, &s, &e), &e);
    (void)printf("open %.4f\n", now(CLOCK_PROCESS_CPUTIME_ID) - begun);
    begun = now(CLOCK_PROCESS_CPUTIME_ID);
    must(store_totals(s, &(struct derived_filter){0}, see, &sum, &e), &e);
    (void)printf("Q1, Q3 totals of all items, country x round %.4f (%.3f)\n",
                 now(CLOCK_PROCESS_CPUTIME_ID) - begun, sum);
    begun = now(CLOCK_PROCESS_CPUTIME_ID);
    must(columns_open(s, &(struct derived_filter){0}, &c, &e), &e);
    (void)printf("columns: open %.4f, %zu rows\n", now(CLOCK_PROCESS_CPUTIME_ID) - begun,
                 columns_count(c));
    begun = now(CLOCK_PROCESS_CPUTIME_ID);
    must(columns_group(c, both, 2, &g, &e), &e);
    (void)printf("group by country and round %.4f\n", now(CLOCK_PROCESS_CPUTIME_ID) - begun);
    at = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < DOMAINS; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "D%d", i);
        must(columns_quantiles(c, g, id, p, 5, out, n, &e), &e);
    }
    (void)printf("Q2 five quantiles of ten domains %.4f\n", now(CLOCK_PROCESS_CPUTIME_ID) - at);
    begun = now(CLOCK_PROCESS_CPUTIME_ID);
    must(columns_group(c, both, 1, &g, &e), &e);
    at = now(CLOCK_PROCESS_CPUTIME_ID);
    must(columns_moments(c, g, "C-11", n, mean, sd, &e), &e);
    (void)printf("Q4 one criterion by country: group %.4f, moments %.4f\n", at - begun,
                 now(CLOCK_PROCESS_CPUTIME_ID) - at);
    at = now(CLOCK_PROCESS_CPUTIME_ID);
    must(columns_quantiles(c, g, "C-03", p, 5, out, n, &e), &e);
    (void)printf("five quantiles of one criterion of many values by country %.4f\n",
                 now(CLOCK_PROCESS_CPUTIME_ID) - at);
    at = now(CLOCK_PROCESS_CPUTIME_ID);
    must(columns_group(c, (enum derived_attribute[]){ATTRIBUTE_COMMUNITY, ATTRIBUTE_ROUND}, 2, &g,
                       &e),
         &e);
    (void)printf("group by community and round %.4f: %zu groups\n",
                 now(CLOCK_PROCESS_CPUTIME_ID) - at, g->count);
    columns_close(c);
    store_close(s);
}

/* What compare reads before it compares. */
static void select_all(const char *path, bool all_rounds)
{
    static const char *const country[] = {"country"};
    const struct selection q = {
        .all_rounds = all_rounds, .attributes = country, .attribute_count = 1};
    struct store *s = NULL;
    struct selected *out = NULL;
    struct err e;
    double begun = now(CLOCK_PROCESS_CPUTIME_ID);
    must(store_open(path, STORE_READ, &s, &e), &e);
    must(selection_load(s, &q, &out, &e), &e);
    (void)printf("selection of %zu assessments %.3f\n", out->table->count,
                 now(CLOCK_PROCESS_CPUTIME_ID) - begun);
    selection_free(out);
    store_close(s);
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        (void)fputs("derived STORE [PLANS]\n", stderr);
        return 2;
    }
    if (argc == 3) {
        fill(argv[1], strtol(argv[2], NULL, 10));
    }
    read_all(argv[1]);
    select_all(argv[1], false);
    select_all(argv[1], true);
    return 0;
}
