/* Two threads count in one place without a lock: the thread sanitizer must say so. */
#include <pthread.h>
#include <stdio.h>

static void *count(void *context)
{
    int *n = context;
    for (int i = 0; i < 1000; i++) {
        ++*n;
    }
    return NULL;
}

int main(void)
{
    int n = 0;
    pthread_t thread;
    if (pthread_create(&thread, NULL, count, &n) != 0) {
        return 1;
    }
    (void)count(&n);
    (void)pthread_join(thread, NULL);
    printf("%d\n", n);
    return 0;
}
