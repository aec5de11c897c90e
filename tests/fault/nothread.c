/* For LD_PRELOAD: a system that has no more threads. A fork goes on with one thread alone; where the program runs
 * in one from the beginning, that is the one. */
#include <errno.h>
#include <pthread.h>

int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict how,
                   void *(*begin)(void *), void *restrict context)
{
    (void)thread;
    (void)how;
    (void)begin;
    (void)context;
    return EAGAIN;
}
