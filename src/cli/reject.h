/* --reject FILE: refused documents as they came, for mending and another run. */
#ifndef CLI_REJECT_H
#define CLI_REJECT_H

#include <stdio.h>

#include "input/input.h"

struct reject {
    const char *path; /* NULL: not wanted */
    struct buf part; /* written first; gets the name at the end, so that it is whole or not there */
    FILE *file;
    struct buf header; /* the last header line written */
};

/* 0, or a negative code with *e filled. */
int reject_open(struct reject *r, const char *path, struct err *e);
/* A JSON document on one line; a row of a table below its header. */
void reject_put(struct reject *r, const struct input_item *item);
/* The file gets its name. 0, or a negative code with *e filled. Fine when nothing is open. */
int reject_close(struct reject *r, struct err *e);

#endif
