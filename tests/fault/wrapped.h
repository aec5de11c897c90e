/* Allocations that fail in the process of a test: the project's own, which the linker leads here (--wrap),
 * and with them Lua's. The test brings in more of the kind with wrapped_fails. */
#ifndef TESTS_FAULT_WRAPPED_H
#define TESTS_FAULT_WRAPPED_H

#include <stdbool.h>

struct wrapped {
    bool watched;       /* else none is counted, and none fails */
    bool sticky;        /* all that follow fail as well */
    unsigned long seen; /* so far */
    unsigned long at;   /* the one that fails, from 1; 0: none */
};
extern struct wrapped wrapped;

/* Counts one, and says whether it is to fail. */
bool wrapped_fails(void);

#endif
