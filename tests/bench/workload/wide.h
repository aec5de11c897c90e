/* One wide row a plan in SQLite, as safe as our own store: WAL, synchronous=FULL. No documents are kept. */
#ifndef TESTS_BENCH_WIDE_H
#define TESTS_BENCH_WIDE_H

#include "workload.h"

enum { WIDE_TRANSACTION = 10000 };

struct wide;
/* A new file at path; NULL where that fails. */
struct wide *wide_open(const char *path);
/* Adds a row, and ends a transaction with each ten-thousandth. */
bool wide_put(struct wide *w, const struct wplan *p, const struct wresult *r);
/* Ends the last transaction and releases all; false where something was not stored. NULL is fine. */
bool wide_close(struct wide *w);

#endif
