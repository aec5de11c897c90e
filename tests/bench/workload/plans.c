/* Plans of the workload as NDJSON, about 2.3 kB each, 28 countries, 4 rounds; the same for a seed on every
 * machine. plans COUNT SEED [FIRST] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workload.h"

static const char *const HAZARDS[] = {"EQ", "LS", "FL", "TC", "DR"};
enum { HAZARD_COUNT = sizeof HAZARDS / sizeof *HAZARDS, ROOM = 8192 };

/* xorshift64*, Vigna 2016. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static int below(uint64_t *state, int n)
{
    return (int)((next(state) >> 33) % (uint64_t)n);
}

/* Each plan has a state of its own, so that a later part of the plans can be made alone. */
static uint64_t state_of(uint64_t seed, long n)
{
    uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) +
                     (uint64_t)n * UINT64_C(0xd1342543de82ef95);
    state = state == 0 ? 1 : state;
    for (int i = 0; i < 4; i++) {
        (void)next(&state);
    }
    return state;
}

struct text {
    char at[ROOM];
    size_t len;
};

static void put(struct text *t, const char *s)
{
    size_t n = strlen(s);
    if (t->len + n < ROOM) {
        memcpy(t->at + t->len, s, n + 1);
        t->len += n;
    }
}

static void put_number(struct text *t, const char *before, int x, const char *after)
{
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%d", x);
    put(t, before);
    put(t, digits);
    put(t, after);
}

static void put_named(struct text *t, bool first, const char *name, int k, int x)
{
    put(t, first ? "\"" : ",\"");
    put(t, name);
    char number[3] = {(char)('0' + k / 10), (char)('0' + k % 10), 0};
    put(t, number);
    put_number(t, "\":", x, "");
}

static void put_community(struct text *t, long n, uint64_t *state)
{
    long ward = n / WORKLOAD_ROUNDS;
    char name[64];
    (void)snprintf(name, sizeof name, "W%06ld", ward);
    put(t, "\"community\":{\"country\":\"");
    put(t, workload_countries[ward % WORKLOAD_COUNTRIES]);
    put(t, "\",\"local\":\"");
    put(t, name);
    put(t, "\",\"name\":\"Ward ");
    put(t, name + 1);
    put(t, below(state, 3) == 0 ? "\",\"setting\":\"urban\"," : "\",\"setting\":\"rural\",");
    put_number(t, "\"wealth_quintile\":", 1 + below(state, 5), ",");
    put_number(t, "\"households\":", 200 + below(state, 3000), ",");
    put_number(t, "\"population\":{\"total\":", 8000 + below(state, 20000), ",");
    put_number(t, "\"displaced\":", below(state, 4) == 0 ? below(state, 900) : 0, "},");
    put(t, "\"hazards\":[");
    int count = 3 + below(state, 3);
    for (int i = 0; i < count; i++) {
        put(t, i == 0 ? "{\"type\":\"" : ",{\"type\":\"");
        put(t, HAZARDS[i]);
        put_number(t, "\",\"likelihood\":", 1 + below(state, 5), ",");
        put_number(t, "\"severity\":", 1 + below(state, 5), ",");
        put_number(t, "\"children_exposed\":", below(state, 4000), "}");
    }
    put(t, "]},");
}

static void put_plan(struct text *t, long n, uint64_t *state)
{
    static const char *const summaries[] = {
        "Retrofit of two schools, drills twice a year, and a phone tree for the slopes. ",
        "Warning for every household on the river, and safe places with toilets apart. ",
        "A fund for families who lose their harvest, and wells above the flood line. "};
    int round = WORKLOAD_FIRST_ROUND + (int)(n % WORKLOAD_ROUNDS);
    char id[64];
    (void)snprintf(id, sizeof id, "W%06ld-%d", n / WORKLOAD_ROUNDS, round);
    put(t, "{\"banyan\":1,\"plan\":{\"id\":\"");
    put(t, id);
    put(t, "\",\"title\":\"Disaster and development plan of ward ");
    put_number(t, "", (int)(n / WORKLOAD_ROUNDS), "\",\"type\":\"development\",");
    put_number(t, "\"approved\":\"", round - 1, "-06-30\",");
    put(t, "\"summary\":\"");
    put(t, summaries[below(state, 3)]);
    put(t, summaries[below(state, 3)]);
    put(t, summaries[below(state, 3)]);
    put_number(t, "\",\"budget\":{\"currency\":\"USD\",\"total\":", 100000 + below(state, 900000),
               ",");
    put_number(t, "\"drr\":", below(state, 90000), "}},");
}

static void make(struct text *t, long n, uint64_t seed)
{
    uint64_t state = state_of(seed, n);
    t->len = 0;
    put_plan(t, n, &state);
    put_community(t, n, &state);
    put(t, "\"facts\":{");
    for (int k = 1; k < WORKLOAD_COUNT; k += 4) {
        put_named(t, k == 1, "have", k, below(&state, 1200));
        put_named(t, false, "need", k, 50 + below(&state, 1000));
        put_named(t, false, "open", k + 2, below(&state, 8) == 0 ? 1 + below(&state, 9) : 0);
    }
    put_number(t, "},\"assessment\":{\"round\":\"",
               WORKLOAD_FIRST_ROUND + (int)(n % WORKLOAD_ROUNDS), "\",");
    put_number(t, "\"date\":\"", WORKLOAD_FIRST_ROUND + (int)(n % WORKLOAD_ROUNDS), "-09-12\",");
    put_number(t, "\"method\":\"workshop\",\"children_took_part\":", below(&state, 40),
               "},\"answers\":{");
    for (int k = 0; k < WORKLOAD_COUNT; k++) {
        if (k % 4 != 1) {
            put_named(t, k == 0, "C", k, below(&state, k % 4 == 2 ? 26 : 101));
        }
    }
    put(t, "}}\n");
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        (void)fputs("plans COUNT SEED [FIRST]\n", stderr);
        return 1;
    }
    long count = strtol(argv[1], NULL, 10), first = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
    uint64_t seed = strtoull(argv[2], NULL, 10);
    struct text t;
    for (long n = first; n < first + count; n++) {
        make(&t, n, seed);
        if (fwrite(t.at, 1, t.len, stdout) != t.len) {
            return 1;
        }
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
