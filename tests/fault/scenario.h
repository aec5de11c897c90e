/* What a store is put through while something fails, what it acknowledged meanwhile, and whether a
 * store that was found afterwards agrees with that. */
#ifndef TESTS_FAULT_SCENARIO_H
#define TESTS_FAULT_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { MAX_BATCHES = 24, MAX_IDS = 512, PATH_SIZE = 192 };
/* Absent: rolled back or not yet there. In doubt: COMMIT was asked for, no answer, or an error. */
enum made { MADE_ABSENT, MADE_IN_DOUBT, MADE };
struct batch {
    int from, count; /* of the ids */
    enum made state;
};
struct progress {
    struct batch batches[MAX_BATCHES];
    int batch_count;
    enum made migrated, backup;
    int backup_batches; /* which the copy holds */
};

struct fixture;
struct scenario;
struct pool;
struct run {
    const struct scenario *scenario;
    struct fixture *fixture;
    struct pool *pool;      /* assessments, each made once */
    char folder[PATH_SIZE]; /* where the scenario plays */
    struct progress now;
    char ids[MAX_IDS][40]; /* of all that was put, in order */
    int id_count;
    /* Called after each change of now. */
    void (*moved)(struct run *run);
    void *context;
    /* Whether a sync has failed since it was asked last; NULL: none ever does. */
    bool (*sync_failed)(struct run *run);
    int errors;        /* calls that returned one */
    struct buf faults; /* what the store must not do, lines */
};

struct scenario {
    const char *name;
    /* Makes the store that is there before, in run->folder, and notes what it holds. */
    void (*prepare)(struct run *run);
    void (*play)(struct run *run);
};
extern const struct scenario scenarios[];
extern const int scenario_count;
/* What a next program does after the play: two sessions, each with a batch or two. */
void scenario_again(struct run *run);

/* Folders under a memory disk where there is one. */
bool run_init(struct run *run, const char *top);
void run_free(struct run *run);
/* Back to what prepare noted, for another play. */
void run_copy(const struct run *from, struct run *to);

enum verdict { SOUND, LOST, CORRUPT, VERDICTS };
/* Opens the store of the folder for writing, as the next program would, and compares. why: lines. */
enum verdict run_verify(const struct run *run, const struct progress *expected, const char *folder,
                        bool write_on, struct buf *why);

/* Small matters of both programs. */
bool folder_make(char *out, size_t size, const char *top, const char *name);
void folder_empty(const char *folder);
void folder_copy(const char *from, const char *to);
uint64_t mix(uint64_t x);

#endif
