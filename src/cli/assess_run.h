/* A run of `assess`: documents are read in windows; the documents of a window are scored by
 * several threads; a window is then stored in input order, while the next one is read. Windows that
 * come fast share a transaction; what was in it is printed after its commit. Memory is bounded by two
 * windows and what is to be printed. Only the files of `assess` include
 * this. */
#ifndef CLI_ASSESS_RUN_H
#define CLI_ASSESS_RUN_H

#include <time.h>

#include "assess.h"
#include "cli/cli.h"
#include "cli/reject.h"
#include "input/input.h"
#include "library.h"
#include "store/store.h"

enum {
    WINDOW_DOCUMENTS = 512,
    WINDOW_BYTES =
        768 << 10,   /* of documents as they came; read and scored they take thirty times that */
    WINDOW_MS = 250, /* a slow source is stored and printed this often */
    MAX_JOBS = 64
};

/* A checklist under the run's profile, with an engine for each thread. Read once. */
struct method {
    char *reference;
    struct checklist *checklist; /* NULL: cannot be used */
    struct texts *texts;         /* the language of reasons; NULL: as written */
    struct checklist *shown;     /* the checklist in it, or NULL */
    struct checklist *whole;     /* without the profile; NULL where there is none */
    char *fault;                 /* why it cannot be used */
    char *unfit;                 /* why its plans cannot be held against --require */
    int demanded;                /* index of the band of --require; -1: none */
    struct engine *engines[MAX_JOBS];
    bool kept; /* its rules are in the store */
    bool lost; /* a rule could not be looked at: the next plan tries again, with a method anew */
    int tries; /* of them, this one included */
    struct method *next;
};

/* One document on its way. */
struct job {
    struct arena arena; /* the document and all that is made of it */
    struct diag d;
    struct input_item item;
    struct method *method; /* NULL: none is named */
    struct plan plan;
    struct assessment a;
    struct stored *stored; /* what a stands for, where the store had it with other findings */
    bool scored;           /* else refused, complaints in d */
    bool left;             /* checked; its thread could have no engine */
    struct err e;          /* e.code: the run cannot go on */
};

struct window {
    struct job *jobs;
    size_t count, ready; /* in use; with arenas that may be used again */
    size_t bytes;
    bool full; /* it ended for its size: more is to be had at once */
    bool last;
};

struct run {
    struct cli *cli;
    /* settings */
    const char *checklist, *profile, *round, *require;
    bool dry;
    int threads;
    /* what is open */
    struct input *input;
    struct ruleset *rules;
    struct store *store; /* NULL: dry run */
    struct reject reject;
    struct method *methods;
    struct window windows[2];
    /* used by the delivering thread alone while it runs */
    struct series series;
    struct buf pending; /* output of the open batch: printed after its commit */
    bool batch;         /* a batch is open */
    struct timespec batch_begun;
    struct place_lists places;
    bool told;   /* the array of JSON was begun on stdout */
    bool headed; /* the table's head was printed */
    size_t seen, assessed, refused, faults, remarks;
    bool below, unscored;         /* exit codes 2 and 3 */
    int stop;                     /* exit code that ends the run; 0: go on */
    struct timespec begun, shown; /* of the progress line */
    bool progress;                /* it stands on the terminal */
};

/* assess_method.c */
/* The method for a reference, read when it is new. NULL: out of memory, or --require names no
 * band of it (*e has the code ERR_USAGE). */
struct method *method_get(struct run *r, const char *reference, struct err *e);
/* Releases all methods of the run. */
void methods_free(struct run *r);

/* assess_score.c */
/* Reads up to a window of documents. 0, or a negative code with *e filled. */
int window_read(struct run *r, struct window *w, struct err *e);
/* Checks and scores them with the run's threads. 0, or a negative code with *e filled. */
int window_score(struct run *r, struct window *w, struct err *e);
/* Releases its documents and arenas. */
void window_free(struct window *w);

/* assess_remark.c */
/* Tells what may be wrong with the codes of a plan that was taken, up to a number of remarks. 0 or
 * ERR_MEMORY with *e filled. */
int run_remark(struct run *r, const struct job *j, struct err *e);
/* Tells how many there were, where not all were told. */
void run_remarks_end(const struct run *r);

/* assess_deliver.c */
/* Stores the window in the open batch; when that is due, commits it and prints what was in it. Sets
 * r->stop when the run has to end. */
void window_deliver(struct run *r, struct window *w);
/* Commits the open batch and prints what was in it. */
void run_commit(struct run *r);
/* What stands at the end of the output; returns the exit code of the run. */
int run_close(struct run *r);

#endif
