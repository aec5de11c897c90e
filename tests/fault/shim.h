/* A VFS of SQLite's between the store and the disk, and the few system calls that the store makes by
 * itself: each is told to a listener before it is done, who may let it fail. */
#ifndef TESTS_FAULT_SHIM_H
#define TESTS_FAULT_SHIM_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

enum io_kind { IO_OPEN, IO_READ, IO_WRITE, IO_TRUNCATE, IO_SYNC, IO_DELETE, IO_RENAME, IO_KINDS };
struct io_event {
    enum io_kind kind;
    const char *path, *to; /* to: the new name */
    const void *data;      /* of a write */
    int64_t offset;        /* truncation: the new length */
    int len;
    bool folder; /* sync, delete: the folder is synced too */
    bool create; /* open: made when absent */
    bool own;    /* a system call of the store, not of SQLite */
};

struct shim {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    /* SQLITE_OK, or the code that the operation fails with. NULL: nobody listens. */
    int (*io)(void *context, const struct io_event *event);
    void *context;
};

/* Becomes the default VFS; false when SQLite refuses. The system calls follow the shim put last. */
bool shim_install(struct shim *s);
void shim_remove(struct shim *s);
/* From now on a writer moves its log into the file after so many pages, so that a short scenario sees
 * checkpoints and a log that begins anew. 0: as the store does it. */
void shim_checkpoint_after(int pages);

#endif
