/* Files and folders. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum file_kind { FILE_MISSING, FILE_REGULAR, FILE_FOLDER, FILE_OTHER };

/* What is there, links followed. */
enum file_kind file_kind(const char *path);
/* Whether path, which must be there, is `other` or lies in the folder `other`, links followed. */
bool file_same(const char *path, const char *other);
/* Whole file, or stdin for "-", up to max bytes. ERR_IO or ERR_INPUT (too large), with the name. */
int file_read(const char *path, size_t max, struct buf *out, struct err *e);
/* Writes to a neighbour, syncs, renames: old or new, never half. A file that was there keeps its mode, and a
 * link stays: what it leads to is written. What is neither file nor folder (a device, a pipe), or is reached
 * over the system's names for open files (/dev/stdout), is written to as it stands, at its end. */
int file_write(const char *path, const void *data, size_t len, struct err *e);
/* The same under a name that nothing has: what is there stays, and is ERR_IO. */
int file_write_new(const char *path, const void *data, size_t len, struct err *e);
/* Renames where nothing has the new name; what has it stays. 0, or -1 with errno: EEXIST. */
int file_rename_new(const char *from, const char *to);
/* Paths below folder, relative to it with '/', sorted by bytes; hidden entries and, below
 * folder, links to folders are left out.
 * recursive 0: only its own entries that are no folders. Array and strings live in arena. */
int file_list(const char *folder, int recursive, struct arena *arena, const char *const **out,
              size_t *count, struct err *e);
/* Makes the folders that path's file lies in. */
int file_make_parents(const char *path, struct err *e);

#endif
