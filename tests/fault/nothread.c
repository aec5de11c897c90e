/* For LD_PRELOAD: a system that has no more threads. A fork goes on with one thread alone; where the program
 * runs in one from the beginning, that is the one. It has another number, by which the C library would tell
 * that it is not the one that holds a lock for writing: with one thread all are granted. */
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

int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    (void)lock;
    return 0;
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    (void)lock;
    return 0;
}

int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    (void)lock;
    return 0;
}
