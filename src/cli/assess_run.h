/* A run of `assess`: a queue of parcels, each a few documents. Whoever of the scorers is free cuts the next
 * parcel from the input, then reads, checks and scores what it cut; one writer, the thread that
 * began the run, stores and prints the parcels in input order. What came since the last commit shares a
 * transaction, and is printed after its commit. Memory is bounded by the bytes that may be on their way and
 * by what is to be printed, whatever the input is. Only the files of `assess` include this. */
#ifndef CLI_ASSESS_RUN_H
#define CLI_ASSESS_RUN_H

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "assess.h"
#include "cli/cli.h"
#include "cli/meter.h"
#include "cli/reject.h"
#include "input/input.h"
#include "library.h"
#include "store/store.h"

enum {
    PARCEL_DOCUMENTS = 16, /* so few that several threads get some of a small input */
    PARCEL_BYTES =
        16 << 10, /* of documents as they came; read and scored they take thirty times that */
    BATCH_PLANS = 10000,
    BATCH_MS = 250, /* what was assessed is on the disk and printed after this time */
    MAX_JOBS = 64
};

/* A checklist under the run's profile, with an engine for each thread. Read once. */
struct method {
    char *reference;
    struct checklist *checklist;      /* NULL: cannot be used */
    struct texts *texts;              /* the language of reasons; NULL: as written */
    struct checklist *shown;          /* the checklist in it, or NULL */
    struct checklist *whole;          /* without the profile; NULL where there is none */
    char *fault;                      /* why it cannot be used */
    char *unfit;                      /* why its plans cannot be held against --require */
    int demanded;                     /* index of the band of --require; -1: none */
    struct engine *engines[MAX_JOBS]; /* each used by the scorer of that number alone */
    bool kept;                        /* its rules are in the store; the writer's */
    bool lost; /* a rule could not be looked at: the next plan tries again, with a method anew */
    int tries; /* of them, this one included */
    struct method *next;
};

/* One document on its way. */
struct job {
    struct diag d;
    struct input_item item;
    struct method *method; /* NULL: none is named */
    struct plan plan;
    struct assessment a;
    const struct store_plan
        *before; /* the assessment whose plan this is; NULL: it comes from the input */
    size_t
        others; /* answers to criteria that the checklist does not have: passed over in stored plans */
    struct stored *stored; /* what a stands for, where the store had it with other findings */
    size_t text,
        text_len; /* of the parcel's text: the result as it is printed but for its identity; 0: not made */
    bool scored; /* else refused, complaints in d */
};

enum parcel_state { PARCEL_CUTTING, PARCEL_CUT, PARCEL_SCORING, PARCEL_DONE };
struct parcel {
    struct arena arena; /* the documents and all that is made of them */
    struct job jobs[PARCEL_DOCUMENTS];
    struct store_ready
        *ready[PARCEL_DOCUMENTS]; /* what of storing each was done; kept for the next */
    struct buf text;
    size_t count, bytes;
    size_t scored;    /* so many from the first on */
    size_t delivered; /* the same; the writer's */
    struct err e;     /* e.code: the run cannot go on with what was not scored */
    bool first, full; /* of the input; it ended for its size, so that there is more at once */
    bool last;        /* the input ends with it, */
    bool starved;     /* for want of memory */
    enum parcel_state state;
    struct parcel *next; /* in the queue, or free */
};

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t work;         /* for scorers */
    pthread_cond_t news;         /* for the writer */
    struct parcel *first, *last; /* on their way, in input order */
    struct parcel *spare;
    size_t bytes;               /* of those on their way */
    bool begun, reading, ended; /* the input: a scorer has it; it is over */
    bool waiting;               /* it has nothing more just now */
    bool starved;               /* it ended since there was no memory */
    bool stop;                  /* scorers are to end */
    int signal;                 /* that asked to stop, or 0 */
    int started, active;        /* scorers */
    pthread_t threads[MAX_JOBS];
};

/* Where a document stands; file NULL: nowhere. */
struct place {
    const char *file; /* of the input */
    int line;
};

struct listener {
    sigset_t set, before;
    pthread_t thread;
    bool on, over;
};

struct progress {
    struct meter meter;
    unsigned long long total; /* bytes of the input, or 0 */
    unsigned long long done;
    const struct texts *texts; /* the language of reasons, or NULL */
};

struct run {
    struct cli *cli;
    /* settings */
    const char *checklist, *profile, *round, *require;
    bool dry;
    int threads;
    /* what is open */
    struct input *input;  /* of the scorer that cuts */
    struct store *source; /* stored plans in place of the input; NULL: none */
    struct store_plans *plans;
    const char *source_name;
    struct ruleset *rules;
    struct store *store; /* NULL: dry run */
    struct reject reject;
    pthread_mutex_t methods_lock; /* of the list, not of engines */
    struct method *methods;
    struct queue queue;
    struct listener listener;
    /* the writer's */
    struct series series;
    struct buf pending;     /* output since the last commit: printed after the next */
    bool batch;             /* a batch is open */
    size_t open;            /* documents since the last commit */
    struct timespec opened; /* when the first of them came */
    struct timespec committed_at;
    long commit_ms;           /* what the last commit took */
    struct place since, done; /* the first of them; the last before them */
    struct place_lists places;
    bool told;        /* the array of JSON was begun on stdout */
    bool headed;      /* the table's head was printed */
    size_t committed; /* documents */
    size_t seen, assessed, refused, faults, remarks;
    size_t others;        /* answers to criteria that the new checklist does not have */
    bool below, unscored; /* exit codes 2 and 3 */
    int stop;             /* exit code that ends the run; 0: go on */
    struct progress progress;
};

/* cmd_assess.c */
/* A whole run: ready opens what is read and written, and finds what can be found wrong before the first
 * document. Returns the exit code. */
int assess_run(struct cli *cli, int (*ready)(struct run *r, struct err *e));
/* The number of --jobs into r. */
int assess_jobs(struct run *r, struct err *e);

/* assess_stored.c */
/* The next stored plan, as input_cut gives the next of the input; it also fills j->before. A store that
 * cannot be read on is an error of the parcel. */
int stored_cut(struct run *r, struct parcel *p, struct job *j);
/* The assessment of a stored plan as a line beside the one before it. */
void stored_line(struct run *r, const struct job *j, struct buf *out);
/* Puts the one before as a member at the end of the JSON of the new one. */
void stored_member(struct buf *text, const struct job *j);

/* assess_method.c */
/* The method for a reference, read when it is new; by any thread. NULL: out of memory, or --require
 * names no band of it (*e has the code ERR_USAGE). */
struct method *method_get(struct run *r, const char *reference, struct err *e);
/* Releases all methods of the run. */
void methods_free(struct run *r);

/* assess_score.c */
/* Reads up to a parcel of documents from the input. */
void parcel_cut(struct run *r, struct parcel *p);
/* Reads, checks and scores what of it is not yet, with the engines of that number. ERR_BUSY: there is
 * no engine to be had, p->e says why; the rest can be scored by others. 0 otherwise. */
int parcel_score(struct run *r, struct parcel *p, int slot);
/* Takes an engine for the next document of p from a scorer that is gone. Whether there was one. */
bool parcel_adopt(struct parcel *p, int slot);
/* Forgets its documents, and keeps its memory for the next ones. */
void parcel_reset(struct parcel *p);

/* assess_queue.c */
void queue_init(struct queue *q);
/* Releases it and its parcels. Scorers must be gone. */
void queue_free(struct queue *q);
/* Starts the first scorer; others follow where there is work for them. Whether it could be started. */
bool queue_begin(struct run *r);
/* What the writer is to do next. */
enum news {
    NEWS_PARCEL, /* *p is scored and the next in input order */
    NEWS_QUIET,  /* nothing is on its way, and nothing more has come */
    NEWS_TIME,   /* the time is over */
    NEWS_SIGNAL, /* the run is to stop */
    NEWS_END     /* the input is over, and all was delivered */
};
/* Waits for it, ms milliseconds at most (negative: as long as it takes). `open`: whether NEWS_QUIET is
 * of use. */
enum news queue_await(struct queue *q, long ms, bool open, struct parcel **p);
/* The same where no scorer could be started: the writer cuts and scores itself. */
enum news queue_alone(struct run *r, struct parcel **p);
/* Takes the first parcel, which was delivered, out of the queue. */
void queue_release(struct queue *q, struct parcel *p);
/* Says that the input has nothing more just now, or has again; for who cuts. */
void queue_waits(struct queue *q, bool waits);
/* Ends the scorers. False: one waits for an input that does not come, and stays; nothing that it may
 * use is to be released. */
bool queue_end(struct queue *q);
/* How many documents were read and not delivered, and where the first of them stands. */
size_t queue_left(struct queue *q, struct place *first);

/* assess_signal.c */
/* From now on a signal that would end the program ends the run; a second one ends the program. */
void signals_listen(struct run *r);
/* As it was before. */
void signals_release(struct run *r);
/* The name of a signal that was listened to. */
const char *signals_name(int number);

/* assess_remark.c */
/* Tells what may be wrong with the codes of a plan that was taken, up to a number of remarks. 0 or
 * ERR_MEMORY with *e filled. */
int run_remark(struct run *r, const struct job *j, struct err *e);
/* Tells how many there were, where not all were told. */
void run_remarks_end(const struct run *r);

/* assess_progress.c */
/* Looks whether and how progress can be told. */
void progress_begin(struct run *r);
/* Takes the line off the terminal. */
void progress_hide(struct run *r);
/* Shows the line, after a second, five times a second at most. */
void progress_show(struct run *r);

/* assess_deliver.c */
/* Puts what is scored as a line, but for its end and the id before that, which comes of storing. */
void job_line(const struct job *j, struct buf *out);
/* Stores what of the parcel was scored in the open batch, and keeps what is to be printed. Sets r->stop
 * when the run has to end. */
void parcel_deliver(struct run *r, struct parcel *p);
/* Milliseconds until what is open is to be committed; negative: nothing is open. */
long run_due(const struct run *r);
/* Milliseconds until a source that has nothing more is a reason to commit: at most half of the time
 * goes into commits. */
long run_calm(const struct run *r);
/* Commits the open batch and prints what was in it. */
void run_commit(struct run *r);
/* What stands at the end of the output; returns the exit code of the run. */
int run_close(struct run *r);

#endif
