#include "base/crew.h"

#include <pthread.h>
#include <stddef.h>

void crew_work(int jobs, void *(*work)(void *), void *context)
{
    pthread_t threads[CREW_MOST];
    int started = 0;
    while (started + 1 < jobs && started + 1 < CREW_MOST &&
           pthread_create(&threads[started], NULL, work, context) == 0) {
        started++;
    }
    (void)work(context);
    for (int i = 0; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
}
