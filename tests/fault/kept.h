/* Files of a process that waits, kept while a fork of it works on them, and put back in place: the same
 * names, the same inodes, the same bytes. */
#ifndef TESTS_FAULT_KEPT_H
#define TESTS_FAULT_KEPT_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"

enum { KEPT_PATH = 4096, KEPT_MAX = 7 };
struct kept {
    char path[KEPT_PATH];
    char second[KEPT_PATH]; /* another name, so that a removed file can come back; "": none */
    bool there;
    ino_t inode;
    struct buf data;
};
struct kept_files {
    struct kept list[KEPT_MAX];
    int count;
};

/* false: not possible, errno says why. */
bool kept_take(struct kept_files *k);
bool kept_restore(struct kept_files *k);
void kept_free(struct kept_files *k);
/* The bytes of a file, or that there is none. */
bool kept_read(const char *path, bool *there, struct buf *out);
bool kept_write(const char *path, const struct buf *data);

#endif
