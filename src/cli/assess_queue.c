/* The queue of `assess`: who cuts, who scores, and what comes next in input order. */
#include <stdlib.h>

#include "cli/assess_run.h"

enum {
    STACK_BYTES = 8 << 20, /* parsers and rules recurse to a bound: see main.c */
    GRACE_MS = 200         /* for a scorer that reads a file, which takes no time, to come back */
};

/* ---- parcels ---- */

void queue_init(struct queue *q)
{
    pthread_condattr_t clock;
    *q = (struct queue){.first = NULL};
    (void)pthread_mutex_init(&q->lock, NULL); /* of these kinds nothing can fail */
    (void)pthread_condattr_init(&clock);
    (void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&q->work, NULL);
    (void)pthread_cond_init(&q->news, &clock);
    (void)pthread_condattr_destroy(&clock);
}

static void parcels_free(struct parcel *p)
{
    while (p != NULL) {
        struct parcel *next = p->next;
        parcel_reset(p);
        arena_free(&p->arena);
        buf_free(&p->text);
        for (size_t i = 0; i < PARCEL_DOCUMENTS; i++) {
            store_ready_free(p->ready[i]);
        }
        free(p);
        p = next;
    }
}

void queue_free(struct queue *q)
{
    parcels_free(q->first);
    parcels_free(q->spare);
    (void)pthread_cond_destroy(&q->news);
    (void)pthread_cond_destroy(&q->work);
    (void)pthread_mutex_destroy(&q->lock);
}

/* Whether more documents may be on their way: so many that scorers go on while the writer waits for the
 * disk or for a processor. */
static bool has_room(const struct run *r)
{
    const struct queue *q = &r->queue;
    return q->first == NULL || q->bytes < (size_t)(r->threads + 2) * PARCEL_BYTES;
}

/* A parcel at the end of the queue, about to be cut. NULL: out of memory. */
static struct parcel *parcel_new(struct queue *q)
{
    struct parcel *p = q->spare;
    if (p != NULL) {
        q->spare = p->next;
    } else {
        p = calloc(1, sizeof *p);
        if (p == NULL) {
            return NULL;
        }
    }
    p->next = NULL;
    p->state = PARCEL_CUTTING;
    p->first = !q->begun;
    q->begun = true;
    if (q->first == NULL) {
        q->first = p;
    } else {
        q->last->next = p;
    }
    q->last = p;
    return p;
}

void queue_release(struct queue *q, struct parcel *p)
{
    size_t bytes = p->bytes;
    parcel_reset(p);
    (void)pthread_mutex_lock(&q->lock);
    q->first = p->next;
    q->bytes -= bytes;
    p->next = q->spare; /* the one used last is used first: what is seldom needed stays small */
    q->spare = p;
    (void)pthread_cond_broadcast(&q->work);
    (void)pthread_mutex_unlock(&q->lock);
}

void queue_waits(struct queue *q, bool waits)
{
    (void)pthread_mutex_lock(&q->lock);
    q->waiting = waits;
    (void)pthread_cond_signal(&q->news);
    (void)pthread_mutex_unlock(&q->lock);
}

/* ---- scorers ---- */

static void *score(void *context);

struct member {
    struct run *r;
    int slot;
};

/* One more, where the system has a thread for it; with the lock. */
static void start(struct run *r)
{
    struct queue *q = &r->queue;
    struct member *m = malloc(sizeof *m);
    pthread_attr_t how;
    if (m == NULL || pthread_attr_init(&how) != 0) {
        free(m);
        return;
    }
    *m = (struct member){r, q->started};
    (void)pthread_attr_setstacksize(&how, STACK_BYTES);
    if (pthread_create(&q->threads[q->started], &how, score, m) == 0) {
        q->started++;
        q->active++;
    } else {
        free(m);
    }
    (void)pthread_attr_destroy(&how);
}

bool queue_begin(struct run *r)
{
    (void)pthread_mutex_lock(&r->queue.lock);
    start(r);
    bool begun = r->queue.started > 0;
    (void)pthread_mutex_unlock(&r->queue.lock);
    return begun;
}

/* A parcel that lost its scorer. */
static struct parcel *find_cut(const struct queue *q)
{
    struct parcel *p = q->first;
    while (p != NULL && p->state != PARCEL_CUT) {
        p = p->next;
    }
    return p;
}

/* Has p cut; the lock is given up meanwhile. */
static void cut(struct run *r, struct parcel *p)
{
    struct queue *q = &r->queue;
    q->reading = true;
    (void)pthread_mutex_unlock(&q->lock);
    parcel_cut(r, p);
    (void)pthread_mutex_lock(&q->lock);
    q->reading = false;
    q->waiting = false;
    q->ended = p->last;
    q->bytes += p->bytes;
    p->state = PARCEL_CUT;
    if (p->full && !q->ended && q->started > 0 && q->started < r->threads) {
        start(r); /* for who has little to do, another engine costs more than it brings */
    }
    (void)pthread_cond_broadcast(&q->work);
}

/* The next parcel to be scored; NULL: there will be none. With the lock. */
static struct parcel *take(struct run *r)
{
    struct queue *q = &r->queue;
    while (!q->stop) {
        struct parcel *p = find_cut(q);
        if (p == NULL && !q->ended && !q->reading && has_room(r)) {
            p = parcel_new(q);
            if (p != NULL) {
                cut(r, p);
            } else if (q->first == NULL) {
                q->ended = q->starved = true;
            }
        }
        if (p != NULL) {
            p->state = PARCEL_SCORING;
            return p;
        }
        if (q->ended && !q->stop) {
            return NULL;
        }
        if (!q->stop) {
            (void)pthread_cond_wait(&q->work, &q->lock);
        }
    }
    return NULL;
}

/* Scores p; without the lock. False: the scorer has no engine for it, and gave it back to the others. */
static bool finish(struct run *r, struct parcel *p, int slot)
{
    struct queue *q = &r->queue;
    while (parcel_score(r, p, slot) == ERR_BUSY) {
        (void)pthread_mutex_lock(&q->lock);
        bool others = q->active > 1;
        if (others) {
            p->e = (struct err){0};
            p->state = PARCEL_CUT;
        }
        (void)pthread_mutex_unlock(&q->lock);
        if (others) {
            return false;
        }
        if (!parcel_adopt(p, slot)) {
            break; /* p->e ends the run */
        }
    }
    return true;
}

static void *score(void *context)
{
    struct member m = *(struct member *)context;
    struct queue *q = &m.r->queue;
    struct parcel *p;
    bool equipped = true;
    free(context);
    (void)pthread_mutex_lock(&q->lock);
    while (equipped && (p = take(m.r)) != NULL) {
        (void)pthread_mutex_unlock(&q->lock);
        equipped = finish(m.r, p, m.slot);
        (void)pthread_mutex_lock(&q->lock);
        if (equipped) {
            p->state = PARCEL_DONE;
            (void)pthread_cond_signal(&q->news);
        }
    }
    q->active--;
    (void)pthread_cond_broadcast(&q->work); /* who stays takes what was given back */
    (void)pthread_cond_signal(&q->news);
    (void)pthread_mutex_unlock(&q->lock);
    return NULL;
}

/* ---- the writer's side ---- */

static struct timespec after(long ms)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += ms % 1000 * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

/* Whether all that was cut has been delivered, and who cuts waits. */
static bool is_quiet(const struct queue *q)
{
    const struct parcel *p = q->first;
    return q->waiting && p != NULL && p->next == NULL && p->state == PARCEL_CUTTING;
}

enum news queue_await(struct queue *q, long ms, bool open, struct parcel **p)
{
    struct timespec end = after(ms < 0 ? 0 : ms);
    enum news news = NEWS_TIME;
    bool wait = true;
    (void)pthread_mutex_lock(&q->lock);
    while (wait) {
        *p = q->first;
        wait = false;
        if (q->signal != 0) {
            news = NEWS_SIGNAL;
        } else if (*p != NULL && (*p)->state == PARCEL_DONE) {
            news = NEWS_PARCEL;
        } else if (*p == NULL && (q->ended || q->active == 0)) {
            news = NEWS_END;
        } else if (open && is_quiet(q)) {
            news = NEWS_QUIET;
        } else if (ms < 0) {
            wait = pthread_cond_wait(&q->news, &q->lock) == 0;
        } else {
            wait = pthread_cond_timedwait(&q->news, &q->lock, &end) == 0;
        }
    }
    (void)pthread_mutex_unlock(&q->lock);
    return news;
}

enum news queue_alone(struct run *r, struct parcel **p)
{
    struct queue *q = &r->queue;
    (void)pthread_mutex_lock(&q->lock);
    *p = q->signal == 0 ? take(r) : NULL;
    enum news news = *p != NULL ? NEWS_PARCEL : q->signal != 0 ? NEWS_SIGNAL : NEWS_END;
    (void)pthread_mutex_unlock(&q->lock);
    if (*p != NULL) {
        (void)parcel_score(r, *p, 0); /* without an engine p->e ends the run */
        (*p)->state = PARCEL_DONE;
    }
    return news;
}

bool queue_end(struct queue *q)
{
    struct timespec end = after(GRACE_MS);
    int late = 0;
    (void)pthread_mutex_lock(&q->lock);
    q->stop = true;
    (void)pthread_cond_broadcast(&q->work);
    while (q->active > 1 || (q->active == 1 && !(q->reading && late != 0))) {
        if (q->reading && late == 0) {
            late = pthread_cond_timedwait(&q->news, &q->lock, &end);
        } else {
            (void)pthread_cond_wait(&q->news, &q->lock);
        }
    }
    bool gone = q->active == 0;
    (void)pthread_mutex_unlock(&q->lock);
    for (int i = 0; gone && i < q->started; i++) {
        (void)pthread_join(q->threads[i], NULL);
    }
    return gone;
}

size_t queue_left(struct queue *q, struct place *first)
{
    size_t left = 0;
    (void)pthread_mutex_lock(&q->lock);
    for (const struct parcel *p = q->first; p != NULL; p = p->next) {
        if (p->state != PARCEL_CUTTING && p->delivered < p->count) {
            const struct input_item *item = &p->jobs[p->delivered].item;
            if (left == 0) {
                *first = (struct place){item->file, item->line};
            }
            left += p->count - p->delivered;
        }
    }
    (void)pthread_mutex_unlock(&q->lock);
    return left;
}
