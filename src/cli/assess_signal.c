/* Signals of a run: a thread waits for them, so that nothing is done in a handler. */
#include <string.h>
#include <unistd.h>

#include "cli/assess_run.h"

enum { WAKE = SIGURG }; /* ends the thread; by itself it does nothing to a program */

static const struct {
    int number;
    const char *name;
} ending[] = {{SIGINT, "SIGINT"}, {SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"}};

const char *signals_name(int number)
{
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        if (ending[i].number == number) {
            return ending[i].name;
        }
    }
    return "a signal";
}

static void *listen_on(void *context)
{
    struct run *r = context;
    struct queue *q = &r->queue;
    bool over = false;
    while (!over) {
        int number = 0;
        if (sigwait(&r->listener.set, &number) != 0) {
            continue;
        }
        (void)pthread_mutex_lock(&q->lock);
        over = r->listener.over;
        if (!over && number != WAKE && q->signal != 0) {
            _exit(CLI_FAILED); /* what was printed is on the disk */
        }
        if (number != WAKE) {
            q->signal = number;
            (void)pthread_cond_broadcast(&q->news);
        }
        (void)pthread_mutex_unlock(&q->lock);
    }
    return NULL;
}

void signals_listen(struct run *r)
{
    struct listener *l = &r->listener;
    (void)sigemptyset(&l->set);
    (void)sigaddset(&l->set, WAKE);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        struct sigaction now;
        if (sigaction(ending[i].number, NULL, &now) == 0 && now.sa_handler != SIG_IGN) {
            (void)sigaddset(&l->set, ending[i].number); /* nohup and the like stay as they are */
        }
    }
    (void)pthread_sigmask(SIG_BLOCK, &l->set, &l->before);
    l->on = pthread_create(&l->thread, NULL, listen_on, r) == 0;
    if (!l->on) { /* they end the program, as they would any other */
        (void)pthread_sigmask(SIG_SETMASK, &l->before, NULL);
    }
}

void signals_release(struct run *r)
{
    struct listener *l = &r->listener;
    if (l->on) {
        (void)pthread_mutex_lock(&r->queue.lock);
        l->over = true;
        (void)pthread_mutex_unlock(&r->queue.lock);
        (void)pthread_kill(l->thread, WAKE);
        (void)pthread_join(l->thread, NULL);
        (void)pthread_sigmask(SIG_SETMASK, &l->before, NULL);
    }
}
