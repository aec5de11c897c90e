/* A run of `verify`: several threads take stored assessments one after the other under one lock, make
 * each again from its documents, and hold it against what was stored; one of them first checks the store
 * as it lies there, through a connection of its own. Memory is bounded by one plan a thread, and a few
 * methods. Only the files of `verify` include this. */
#ifndef CLI_VERIFY_RUN_H
#define CLI_VERIFY_RUN_H

#include <pthread.h>

#include "assess.h"
#include "cli/cli.h"
#include "cli/meter.h"

enum { VERIFY_JOBS = 64, VERIFY_METHODS = 16, VERIFY_REMARKS = 100 };

/* A checklist under a rule set, as both are stored, with an engine for each thread. */
struct remake {
    int64_t document;          /* of the checklist */
    const struct checklist *c; /* the store's */
    char ruleset_digest[DIGEST_TEXT];
    struct ruleset *rules;   /* NULL: fault says why */
    struct ruleset *lenient; /* the same without tests demanded, where that makes a difference */
    struct engine *engines[VERIFY_JOBS], *lenient_engines[VERIFY_JOBS];
    char *fault;  /* why nothing can be made again under it */
    int users;    /* threads that are at it */
    int64_t used; /* when it was last asked for, by number of assessments */
    struct remake *next;
};

struct verify_remark {
    int64_t sequence;
    struct buf text;
};

struct verify {
    /* settings */
    struct cli *cli;
    const char *const *ids; /* those alone; NULL: all */
    size_t id_count;
    int threads;
    bool isolate, trusted;
    /* only under the lock, while threads run */
    pthread_mutex_t lock;
    struct store *store, *checked; /* checked NULL: the store as such is not looked at */
    struct store_claims *claims;
    size_t next_id;
    struct remake *remakes;
    int remake_count;
    bool ended;
    struct err e; /* e.code: the run cannot go on */
    struct verify_remark
        remarks[VERIFY_REMARKS]; /* of the first that do not agree, in their order */
    size_t remark_count;
    int64_t total, seen, same, differ, unable, elsewhere; /* elsewhere: stored by another engine */
    struct meter meter;
    /* of the check */
    struct buf report;
    int64_t faults;
    struct err check_error;
};

/* verify_remake.c */
/* The method of a claim, read when it is new; it has one user more. Under the lock. NULL: *e says why. */
struct remake *remake_get(struct verify *v, const struct store_claim *claim, struct err *e);
void remakes_free(struct verify *v); /* all of them */
/* The engine of a thread, made when it is new; lenient: of the rules without tests. NULL: *e says why. */
struct engine *remake_engine(struct remake *m, int slot, bool lenient, struct err *e);

/* verify_work.c */
/* Goes through all of it. What is wrong stands in v->remarks, v->report and v->e. */
void verify_work(struct verify *v);

#endif
