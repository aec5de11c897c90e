/* Every operation on the store's files fails once: the n-th read, write, sync, truncation, opening,
 * deletion or renaming, for every n, only that one or all from there on. The store must say what is
 * wrong and stay whole; what it acknowledged must be there when the disk works again.
 *
 *   iofail [--runs N] [--seed N] */
#include "scenario.h"
#include "shim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHECKPOINT_PAGES = 24, SHOWN = 5, MAX_EVENTS = 20000 };
static const char *const kinds[IO_KINDS] = {"open", "read",   "write", "truncate",
                                            "sync", "delete", "rename"};

/* How an operation fails. A write does so in two ways. */
struct fault {
    int at; /* number of the event, from 0; -1: none */
    bool full, sticky;
};

struct trial {
    struct run base, run;
    struct fault fault;
    int count; /* events so far */
    bool sync_failed;
    enum io_kind events[MAX_EVENTS];
};

static int code_of(enum io_kind kind, bool full)
{
    static const int codes[IO_KINDS] = {
        SQLITE_CANTOPEN,    SQLITE_IOERR_READ,   SQLITE_IOERR_WRITE,    SQLITE_IOERR_TRUNCATE,
        SQLITE_IOERR_FSYNC, SQLITE_IOERR_DELETE, SQLITE_IOERR_DIR_FSYNC};
    return full && kind == IO_WRITE ? SQLITE_FULL : codes[kind];
}

/* A sticky fault is of one kind: a disk that can no longer be written may well be read. */
static int io(void *context, const struct io_event *event)
{
    struct trial *t = context;
    int n = t->count++;
    if (n < MAX_EVENTS && t->fault.at < 0) {
        t->events[n] = event->kind;
    }
    bool fails = t->fault.at >= 0 && (n == t->fault.at || (t->fault.sticky && n > t->fault.at &&
                                                           event->kind == t->events[t->fault.at]));
    if (fails && event->kind == IO_SYNC) {
        t->sync_failed = true;
    }
    return fails ? code_of(event->kind, t->fault.full) : SQLITE_OK;
}

static bool sync_failed(struct run *run)
{
    struct trial *t = run->context;
    bool failed = t->sync_failed;
    t->sync_failed = false;
    return failed;
}

/* One play with one fault; events are noted when there is none. */
static void play(struct trial *t, struct fault fault, struct shim *shim)
{
    folder_empty(t->run.folder);
    folder_copy(t->base.folder, t->run.folder);
    run_copy(&t->base, &t->run);
    t->fault = fault;
    t->count = 0;
    t->run.sync_failed = sync_failed;
    t->run.context = t;
    shim->io = io;
    t->run.scenario->play(&t->run);
    shim->io = NULL;
}

static enum verdict try_one(struct trial *t, struct fault fault, struct shim *shim)
{
    struct buf why = BUF_INIT;
    play(t, fault, shim);
    enum verdict verdict = run_verify(&t->run, &t->run.now, t->run.folder, fault.at % 3 == 0, &why);
    if (t->run.faults.len > 0) {
        buf_puts(&why, buf_text(&t->run.faults));
        verdict = CORRUPT;
    }
    if (verdict != SOUND) {
        printf("# event %d (%s), %s, %s: %s: %.400s\n", fault.at, kinds[t->events[fault.at]],
               fault.full ? "full" : "failing", fault.sticky ? "from then on" : "once",
               verdict == LOST ? "lost" : "wrong", buf_text(&why));
    }
    buf_free(&why);
    return verdict;
}

struct tally {
    int runs, told, bad;
};

/* All faults of a scenario, or about `want` of them, spread. */
static void try_all(struct trial *t, size_t want, uint64_t seed, struct shim *shim,
                    struct tally *tally)
{
    int events = t->count < MAX_EVENTS ? t->count : MAX_EVENTS;
    size_t left = 0;
    for (int n = 0; n < events; n++) {
        left += t->events[n] == IO_WRITE ? 4 : 2;
    }
    for (int n = 0; n < events; n++) {
        int ways = t->events[n] == IO_WRITE ? 4 : 2;
        for (int way = 0; way < ways; way++, left--) {
            if (mix(seed ^ mix((uint64_t)n << 8 | (uint64_t)way)) % left >= want) {
                continue;
            }
            want--;
            struct fault fault = {.at = n, .full = way >= 2, .sticky = way % 2 == 1};
            tally->runs++;
            tally->bad += tally->bad < SHOWN && try_one(t, fault, shim) != SOUND;
            tally->told += t->run.errors > 0;
        }
    }
}

static bool try_scenario(const char *top, int number, size_t want, uint64_t seed)
{
    struct trial *t = calloc(1, sizeof *t);
    struct tally tally = {0};
    struct shim shim = {.context = t};
    bool good = t != NULL && run_init(&t->base, top) &&
                folder_make(t->run.folder, sizeof t->run.folder, top, "play") &&
                shim_install(&shim);
    if (good) {
        t->base.scenario = &scenarios[number];
        t->base.scenario->prepare(&t->base);
        shim_checkpoint_after(CHECKPOINT_PAGES);
        play(t, (struct fault){.at = -1}, &shim);
        good = t->run.errors == 0 && t->run.faults.len == 0;
        try_all(t, want, seed, &shim, &tally);
        shim_checkpoint_after(0);
        shim_remove(&shim);
        good = good && tally.bad == 0 && tally.told > 0;
    }
    printf("%s - iofail, %s: %d runs, %d of them told of an error, %d wrong\n",
           good ? "ok" : "not ok", scenarios[number].name, tally.runs, tally.told, tally.bad);
    fflush(stdout);
    if (t != NULL) {
        folder_empty(t->run.folder);
        rmdir(t->run.folder);
        buf_free(&t->run.faults);
        run_free(&t->base);
    }
    free(t);
    return good;
}

int main(int argc, char **argv)
{
    size_t runs = 60000; /* more than there are */
    uint64_t seed = 2026;
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 < argc && strcmp(argv[i], "--runs") == 0) {
            runs = strtoul(argv[i + 1], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--seed") == 0) {
            seed = strtoull(argv[i + 1], NULL, 10);
        } else {
            fprintf(stderr, "usage: iofail [--runs N] [--seed N]\n");
            return 2;
        }
    }
    char top[] = "/dev/shm/banyan-iofail-XXXXXX", other[] = "/tmp/banyan-iofail-XXXXXX";
    char *folder = mkdtemp(top) != NULL ? top : mkdtemp(other);
    bool good = folder != NULL;
    for (int i = 0; i < scenario_count && folder != NULL; i++) {
        good = try_scenario(folder, i, runs / (size_t)scenario_count, seed + (uint64_t)i) && good;
    }
    if (folder != NULL) {
        rmdir(folder);
    }
    return good ? 0 : 1;
}
