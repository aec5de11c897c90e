/* The whole way, and nothing else: SCORERS threads that scan and run rules in Lua, and one that stores.
 * wide: a wide row, and no documents, no reasons, no chain. kept: the least that keeps documents, totals and
 * a chain. floor_pipeline PLAIN.lua FILE STORE SCORERS wide|kept. Prints plans and the check sum; who starts
 * it takes the time. */
#include "floor.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#include "keep.h"
#include "wide.h"
#include "wlua.h"

enum { BATCH = 128, WAITING = 8, MOST = 8, PACKED = 8192 };

struct batch {
    struct wplan plans[BATCH];
    struct wresult results[BATCH];
    struct kept kept[BATCH]; /* filled where documents are kept */
    char packed[BATCH][PACKED];
    int count;
    struct batch *next;
};

struct pipeline {
    const char *rules, *at, *end;
    struct wide *wide; /* or keep */
    struct keep *keep;
    ZSTD_CDict *dictionary; /* of keep */
    pthread_mutex_t input, lock;
    pthread_cond_t filled, emptied;
    struct batch *full, **last, *empty;
    int working;
    bool bad;
};

/* The next lines, at most BATCH of them. */
static size_t take(struct pipeline *p, const char *lines[BATCH + 1])
{
    size_t n = 0;
    pthread_mutex_lock(&p->input);
    lines[0] = p->at;
    while (n < BATCH && p->at < p->end) {
        const char *newline = memchr(p->at, '\n', (size_t)(p->end - p->at));
        p->at = newline == NULL ? p->end : newline + 1;
        lines[++n] = p->at;
    }
    pthread_mutex_unlock(&p->input);
    return n;
}

static struct batch *room(struct pipeline *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->empty == NULL) {
        pthread_cond_wait(&p->emptied, &p->lock);
    }
    struct batch *b = p->empty;
    p->empty = b->next;
    pthread_mutex_unlock(&p->lock);
    return b;
}

static void hand_over(struct pipeline *p, struct batch *b)
{
    pthread_mutex_lock(&p->lock);
    b->next = NULL;
    *p->last = b;
    p->last = &b->next;
    pthread_cond_signal(&p->filled);
    pthread_mutex_unlock(&p->lock);
}

static bool score(struct wlua *lua, struct wplan *plan, struct wresult *r)
{
    double credit[WORKLOAD_COUNT];
    bool fine = wlua_run(lua, plan, credit);
    for (int k = 0; k < WORKLOAD_COUNT; k++) {
        r->credit[k] = wresult_credit(credit[k]);
    }
    wresult_score(r);
    return fine;
}

static bool pack(struct pipeline *p, ZSTD_CCtx *zip, struct batch *b, size_t i, const char *text,
                 size_t len)
{
    b->kept[i].data = b->packed[i];
    b->kept[i].room = PACKED;
    return p->keep == NULL || keep_pack(&b->kept[i], zip, p->dictionary, text, len);
}

static void *scorer(void *context)
{
    struct pipeline *p = context;
    struct wlua *lua = wlua_open(p->rules);
    ZSTD_CCtx *zip = ZSTD_createCCtx();
    const char *lines[BATCH + 1];
    bool fine = lua != NULL && zip != NULL;
    size_t n = 0;
    while (fine && (n = take(p, lines)) > 0) {
        struct batch *b = room(p);
        for (size_t i = 0; i < n; i++) {
            size_t len = (size_t)(lines[i + 1] - lines[i]);
            fine = wplan_scan(&b->plans[i], lines[i], len) &&
                   score(lua, &b->plans[i], &b->results[i]) && pack(p, zip, b, i, lines[i], len) &&
                   fine;
        }
        b->count = (int)n;
        hand_over(p, b);
    }
    wlua_close(lua);
    ZSTD_freeCCtx(zip);
    pthread_mutex_lock(&p->lock);
    p->working--;
    p->bad = !fine || p->bad;
    pthread_cond_signal(&p->filled);
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static struct batch *next_full(struct pipeline *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->full == NULL && p->working > 0) {
        pthread_cond_wait(&p->filled, &p->lock);
    }
    struct batch *b = p->full;
    if (b != NULL) {
        p->full = b->next;
        p->last = p->full == NULL ? &p->full : p->last;
    }
    pthread_mutex_unlock(&p->lock);
    return b;
}

static bool put(struct pipeline *p, const struct batch *b, int i)
{
    return p->keep != NULL ? keep_put(p->keep, &b->kept[i], &b->plans[i], &b->results[i])
                           : wide_put(p->wide, &b->plans[i], &b->results[i]);
}

static bool store_all(struct pipeline *p, long *plans, int64_t *check)
{
    struct batch *b;
    bool fine = true;
    while ((b = next_full(p)) != NULL) {
        for (int i = 0; i < b->count; i++) {
            fine = put(p, b, i) && fine;
            workload_check(check, &b->results[i]);
        }
        *plans += b->count;
        pthread_mutex_lock(&p->lock);
        b->next = p->empty;
        p->empty = b;
        pthread_cond_signal(&p->emptied);
        pthread_mutex_unlock(&p->lock);
    }
    return wide_close(p->wide) && keep_close(p->keep) && fine && !p->bad;
}

/* The store, and what documents are packed with. */
static bool open_store(struct pipeline *p, const char *file, const char *store, const char *how)
{
    if (strcmp(how, "kept") != 0) {
        p->wide = strcmp(how, "wide") == 0 ? wide_open(store) : NULL;
        return p->wide != NULL;
    }
    FILE *in = fopen(file, "re");
    p->dictionary = in == NULL ? NULL : keep_learn(in);
    p->keep = p->dictionary == NULL ? NULL : keep_open(store);
    return p->keep != NULL && fclose(in) == 0;
}

static void start(struct pipeline *p, pthread_t *threads, int scorers)
{
    p->working = scorers;
    for (int i = 0; i < scorers; i++) {
        if (pthread_create(&threads[i], NULL, scorer, p) != 0) {
            floor_die("floor_pipeline", "no thread");
        }
    }
}

int main(int argc, char **argv)
{
    struct pipeline p = {.input = PTHREAD_MUTEX_INITIALIZER,
                         .lock = PTHREAD_MUTEX_INITIALIZER,
                         .filled = PTHREAD_COND_INITIALIZER,
                         .emptied = PTHREAD_COND_INITIALIZER};
    struct batch *batches = calloc(WAITING, sizeof *batches);
    int file = argc == 6 ? open(argv[2], O_RDONLY | O_CLOEXEC) : -1;
    int scorers = argc == 6 ? (int)strtol(argv[4], NULL, 10) : 0;
    struct stat about = {0};
    if (file < 0 || batches == NULL || scorers <= 0 || scorers > MOST || fstat(file, &about) != 0 ||
        about.st_size == 0 || !open_store(&p, argv[2], argv[3], argv[5])) {
        floor_die("floor_pipeline", "PLAIN.lua FILE STORE SCORERS wide|kept");
    }
    const char *text = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (text == MAP_FAILED) {
        floor_die(argv[2], "cannot be read");
    }
    p.rules = argv[1];
    p.at = text;
    p.end = text + about.st_size;
    p.last = &p.full;
    for (int i = 0; i < WAITING; i++) {
        batches[i].next = p.empty;
        p.empty = &batches[i];
    }
    pthread_t threads[MOST];
    start(&p, threads, scorers);
    long plans = 0;
    int64_t check = 0;
    bool fine = store_all(&p, &plans, &check);
    for (int i = 0; i < scorers; i++) {
        pthread_join(threads[i], NULL);
    }
    ZSTD_freeCDict(p.dictionary);
    printf("plans %ld\ncheck %lld\n", plans, (long long)check);
    free(batches);
    if (!fine || fflush(stdout) != 0) {
        floor_die(argv[2], "a plan cannot be read, scored or stored");
    }
    return 0;
}
