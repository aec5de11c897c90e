/* Between scenario.c and verify.c. */
#ifndef TESTS_FAULT_SCENARIO_INTERNAL_H
#define TESTS_FAULT_SCENARIO_INTERNAL_H

#include "scenario.h"

#include "../unit/store_fixture.h"

#define STORE_NAME "store.db"
#define COPY_NAME "copy.db"

/* The ids in a store of an older schema, which the store itself does not read; their number. */
int verify_ids_of_old(const char *path, char (*ids)[40]);
/* One more assessment, put and committed. */
int scenario_write_on(const struct run *run, struct store *s, struct err *e);

#endif
