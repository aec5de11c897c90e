/* The least that keeps what an assessment has to keep: each plan's digest and its text packed with a
 * dictionary, its credits, running totals and a chain of digests, in SQLite as safe as our own store: WAL,
 * synchronous=FULL. No reasons, no findings, no columns. */
#ifndef TESTS_BENCH_KEEP_H
#define TESTS_BENCH_KEEP_H

#include <stdio.h>
#include <zstd.h>

#include "base/digest.h"
#include "workload.h"

enum { KEEP_TRANSACTION = 10000, KEEP_DIGEST = DIGEST_SIZE, KEEP_MOST = 65536 };

/* A dictionary of a file's first lines, learnt once in the life of a store; NULL where that fails. The file
 * is read from its beginning, and stands there again. */
ZSTD_CDict *keep_learn(FILE *in);

/* A document as it is kept. What any thread can make ready. */
struct kept {
    unsigned char digest[KEEP_DIGEST];
    size_t size; /* of data */
    char *data;  /* room for KEEP_MOST bytes, or for what the text takes packed at worst */
    size_t room;
};
/* Digests and packs a plan's text. */
bool keep_pack(struct kept *k, ZSTD_CCtx *zip, const ZSTD_CDict *dictionary, const char *text,
               size_t len);

struct keep;
/* A new file at path; NULL where that fails. */
struct keep *keep_open(const char *path);
/* Adds a document and an assessment, and ends a transaction with each ten-thousandth. */
bool keep_put(struct keep *w, const struct kept *k, const struct wplan *p, const struct wresult *r);
/* Ends the last transaction and releases all; false where something was not stored. NULL is fine. */
bool keep_close(struct keep *w);

#endif
