/* See shim.h. Memory of the -shm file, locks and everything else go straight to the system. */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct shim_file {
    sqlite3_file base;
    struct shim *shim;
    const char *path; /* SQLite keeps it as long as the file is open; NULL: a nameless one */
    bool fresh; /* a new journal or log: as in the real VFS, its first sync is the folder's too */
    sqlite3_file real[];
};

/* The wrapped calls have no argument that could carry these. */
static struct shim *active;
static int checkpoint_pages;
static int (*store_hook)(void *context, sqlite3 *db, const char *name, int pages);

static int tell(struct shim *s, const struct io_event *event)
{
    return s == NULL || s->io == NULL || event->path == NULL ? SQLITE_OK : s->io(s->context, event);
}

/* --- files --------------------------------------------------------------------------------- */

static struct shim_file *mine(sqlite3_file *file)
{
    return (struct shim_file *)file;
}

static int shim_close(sqlite3_file *file)
{
    return mine(file)->real->pMethods->xClose(mine(file)->real);
}

static int shim_read(sqlite3_file *file, void *data, int len, sqlite3_int64 offset)
{
    struct shim_file *f = mine(file);
    int code = tell(f->shim, &(struct io_event){
                                 .kind = IO_READ, .path = f->path, .offset = offset, .len = len});
    return code != SQLITE_OK ? code : f->real->pMethods->xRead(f->real, data, len, offset);
}

/* A write that fails has written half: worse than nothing, and what a full disk does. */
static int shim_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 offset)
{
    struct shim_file *f = mine(file);
    int code = tell(
        f->shim,
        &(struct io_event){
            .kind = IO_WRITE, .path = f->path, .data = data, .offset = offset, .len = len});
    int done = f->real->pMethods->xWrite(f->real, data, code == SQLITE_OK ? len : len / 2, offset);
    return code != SQLITE_OK ? code : done;
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct shim_file *f = mine(file);
    int code = tell(f->shim,
                    &(struct io_event){.kind = IO_TRUNCATE, .path = f->path, .offset = size});
    return code != SQLITE_OK ? code : f->real->pMethods->xTruncate(f->real, size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    struct shim_file *f = mine(file);
    int code = tell(f->shim,
                    &(struct io_event){.kind = IO_SYNC, .path = f->path, .folder = f->fresh});
    if (code == SQLITE_OK) {
        f->fresh = false;
        code = f->real->pMethods->xSync(f->real, flags);
    }
    return code;
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return mine(file)->real->pMethods->xFileSize(mine(file)->real, size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    return mine(file)->real->pMethods->xLock(mine(file)->real, level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return mine(file)->real->pMethods->xUnlock(mine(file)->real, level);
}

static int shim_reserved(sqlite3_file *file, int *out)
{
    return mine(file)->real->pMethods->xCheckReservedLock(mine(file)->real, out);
}

static int shim_control(sqlite3_file *file, int op, void *argument)
{
    return mine(file)->real->pMethods->xFileControl(mine(file)->real, op, argument);
}

static int shim_sector(sqlite3_file *file)
{
    return mine(file)->real->pMethods->xSectorSize(mine(file)->real);
}

static int shim_characteristics(sqlite3_file *file)
{
    return mine(file)->real->pMethods->xDeviceCharacteristics(mine(file)->real);
}

static int shim_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return mine(file)->real->pMethods->xShmMap(mine(file)->real, page, size, extend, out);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return mine(file)->real->pMethods->xShmLock(mine(file)->real, offset, n, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
    mine(file)->real->pMethods->xShmBarrier(mine(file)->real);
}

static int shim_shm_unmap(sqlite3_file *file, int remove)
{
    return mine(file)->real->pMethods->xShmUnmap(mine(file)->real, remove);
}

/* Version 2: with shared memory, which the log needs, without xFetch, past which reads would go. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_reserved,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector,
    .xDeviceCharacteristics = shim_characteristics,
    .xShmMap = shim_shm_map,
    .xShmLock = shim_shm_lock,
    .xShmBarrier = shim_shm_barrier,
    .xShmUnmap = shim_shm_unmap,
};

/* --- the VFS ------------------------------------------------------------------------------- */

static int shim_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
    struct shim *s = vfs->pAppData;
    struct shim_file *f = mine(file);
    bool create = (flags & SQLITE_OPEN_CREATE) != 0;
    *f = (struct shim_file){.shim = s, .path = path};
    f->fresh = path != NULL && create &&
               (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0 &&
               access(path, F_OK) != 0;
    int code = tell(s, &(struct io_event){.kind = IO_OPEN, .path = path, .create = create});
    if (code == SQLITE_OK) {
        code = s->real->xOpen(s->real, path, f->real, flags, out);
    }
    if (code == SQLITE_OK) {
        f->base.pMethods = &methods;
    }
    return code;
}

static int shim_delete(sqlite3_vfs *vfs, const char *path, int folder)
{
    struct shim *s = vfs->pAppData;
    int code = tell(s, &(struct io_event){.kind = IO_DELETE, .path = path, .folder = folder != 0});
    return code != SQLITE_OK ? code : s->real->xDelete(s->real, path, folder);
}

static int shim_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
    struct shim *s = vfs->pAppData;
    return s->real->xAccess(s->real, path, flags, out);
}

/* Who waits for a lock here waits in vain: the holder is the same program. */
static int shim_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int shim_full_path(sqlite3_vfs *vfs, const char *path, int size, char *out)
{
    struct shim *s = vfs->pAppData;
    return s->real->xFullPathname(s->real, path, size, out);
}

bool shim_install(struct shim *s)
{
    s->real = sqlite3_vfs_find("unix");
    if (s->real == NULL) {
        return false;
    }
    s->vfs = *s->real;
    s->vfs.zName = "fault";
    s->vfs.pNext = NULL;
    s->vfs.pAppData = s;
    s->vfs.szOsFile = (int)sizeof(struct shim_file) + s->real->szOsFile;
    s->vfs.xOpen = shim_open;
    s->vfs.xDelete = shim_delete;
    s->vfs.xAccess = shim_access;
    s->vfs.xFullPathname = shim_full_path;
    s->vfs.xSleep = shim_sleep;
    active = s;
    return sqlite3_vfs_register(&s->vfs, 1) == SQLITE_OK;
}

void shim_remove(struct shim *s)
{
    sqlite3_vfs_unregister(&s->vfs);
    sqlite3_vfs_register(s->real, 1);
    active = NULL;
}

void shim_checkpoint_after(int pages)
{
    checkpoint_pages = pages;
}

void *__real_sqlite3_wal_hook(sqlite3 *db, int (*hook)(void *, sqlite3 *, const char *, int),
                              void *context);
void *__wrap_sqlite3_wal_hook(sqlite3 *db, int (*hook)(void *, sqlite3 *, const char *, int),
                              void *context);

/* The store is told of a long log where there is one of checkpoint_pages. */
static int longer_log(void *context, sqlite3 *db, const char *name, int pages)
{
    return store_hook(context, db, name,
                      checkpoint_pages > 0 && pages >= checkpoint_pages ? INT_MAX : pages);
}

void *__wrap_sqlite3_wal_hook(sqlite3 *db, int (*hook)(void *, sqlite3 *, const char *, int),
                              void *context)
{
    store_hook = hook;
    return __real_sqlite3_wal_hook(db, longer_log, context);
}

/* --- system calls of the store itself (ld --wrap) ---------------------------------------------- */

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __real_fsync(int fd);
ssize_t __real_pwrite(int fd, const void *data, size_t len, off_t offset);
ssize_t __wrap_pwrite(int fd, const void *data, size_t len, off_t offset);
int __wrap_fsync(int fd);
int __real_renameat2(int from_folder, const char *from, int to_folder, const char *to,
                     unsigned flags);
int __wrap_renameat2(int from_folder, const char *from, int to_folder, const char *to,
                     unsigned flags);

static bool fails(const struct io_event *event)
{
    int code = tell(active, event);
    errno = code == SQLITE_FULL ? ENOSPC : EIO;
    return code != SQLITE_OK;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0;
    va_end(list);
    bool create = (flags & O_CREAT) != 0;
    if (fails(&(struct io_event){.kind = IO_OPEN, .path = path, .create = create, .own = true})) {
        return -1;
    }
    return __real_open(path, flags, mode);
}

static void path_of(int fd, char path[512])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, 511);
    path[len < 0 ? 0 : len] = '\0';
}

ssize_t __wrap_pwrite(int fd, const void *data, size_t len, off_t offset)
{
    char path[512];
    path_of(fd, path);
    const struct io_event event = {.kind = IO_WRITE,
                                   .path = path,
                                   .data = data,
                                   .offset = offset,
                                   .len = (int)len,
                                   .own = true};
    return fails(&event) ? -1 : __real_pwrite(fd, data, len, offset);
}

int __wrap_fsync(int fd)
{
    char path[512];
    path_of(fd, path);
    return fails(&(struct io_event){.kind = IO_SYNC, .path = path, .own = true}) ? -1
                                                                                 : __real_fsync(fd);
}

int __wrap_renameat2(int from_folder, const char *from, int to_folder, const char *to,
                     unsigned flags)
{
    if (fails(&(struct io_event){.kind = IO_RENAME, .path = from, .to = to, .own = true})) {
        return -1;
    }
    return __real_renameat2(from_folder, from, to_folder, to, flags);
}
