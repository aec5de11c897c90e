/* Whether valgrind runs the test: it takes memory of the process, and keeps limits of the system from it. */
#ifndef TESTS_UNDER_VALGRIND_H
#define TESTS_UNDER_VALGRIND_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static inline bool under_valgrind(void)
{
    const char *preload = getenv("LD_PRELOAD");
    return preload != NULL && strstr(preload, "/vgpreload_") != NULL;
}

#endif
