#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum file_kind file_kind(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        return FILE_MISSING;
    }
    return S_ISREG(st.st_mode) ? FILE_REGULAR : S_ISDIR(st.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

bool file_same(const char *path, const char *other)
{
    char a[PATH_MAX], b[PATH_MAX];
    struct stat x, y;
    if (stat(path, &x) != 0 || stat(other, &y) != 0) {
        return false;
    }
    if (x.st_dev == y.st_dev && x.st_ino == y.st_ino) {
        return true;
    }
    size_t len = realpath(path, a) != NULL && realpath(other, b) != NULL ? strlen(b) : 0;
    return S_ISDIR(y.st_mode) && len > 0 && strncmp(a, b, len) == 0 &&
           (a[len] == '/' || b[len - 1] == '/');
}

int file_read(const char *path, size_t max, struct buf *out, struct err *e)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return err_set(e, ERR_IO, "%.500s: cannot be read: %s", path, strerror(errno));
    }
    int rc = 0;
    char chunk[65536];
    while (rc == 0) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            rc = err_set(e, ERR_IO, "%.500s: cannot be read: %s", path, strerror(errno));
        } else if (n == 0) {
            break;
        } else if (out->len + (size_t)n > max) {
            rc = err_set(e, ERR_INPUT, "%.500s: is over %zu bytes: split it", path, max);
        } else {
            buf_add(out, chunk, (size_t)n);
            rc = buf_status(out) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    if (!standard) {
        (void)close(fd);
    }
    return rc;
}

static int write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno != EINTR) {
            return -1;
        }
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        }
    }
    return 0;
}

/* A rename is safe only when the folder, too, is on disk. */
static void sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
    int fd = folder == NULL ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
    free(folder);
}

/* Whether path is the file that fd is open on. */
static bool is_open_on(const char *path, int fd)
{
    struct stat x, y;
    return stat(path, &x) == 0 && fstat(fd, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

/* Writes to what is there, at its end. What is this program's own stdout (/dev/stdout) is written where
 * that stands, so that whatever it says besides goes before or behind, and not over it. */
static int write_through(const char *path, const void *data, size_t len, struct err *e)
{
    bool own = is_open_on(path, STDOUT_FILENO);
    bool ready = !own || fflush(stdout) == 0;
    int fd = !ready ? -1 : own ? STDOUT_FILENO : open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    bool ok = fd >= 0 && write_all(fd, data, len) == 0;
    int saved = errno;
    if (fd >= 0 && !own) {
        (void)close(fd);
    }
    return ok ? 0 : err_set(e, ERR_IO, "%.500s: cannot be written: %s", path, strerror(saved));
}

/* Names a file that is there under a name that is not; what appeared under it meanwhile stays. */
int file_rename_new(const char *from, const char *to)
{
    int failed = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
    if (failed != 0 && (errno == EINVAL || errno == ENOSYS)) { /* not every file system can */
        struct stat st;
        failed = lstat(to, &st) == 0 ? (errno = EEXIST, -1) : rename(from, to);
    }
    return failed;
}

/* Makes the neighbour. It is for the same people as the file whose place it takes. */
static int open_aside(const char *path, const struct stat *old)
{
    mode_t mode = old == NULL ? 0666 : old->st_mode & 0777;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, old == NULL ? mode : 0600);
    if (fd >= 0 && old != NULL) {
        /* Only root may give a file away: for others it stays their own. */
        bool kept = fchown(fd, old->st_uid, old->st_gid) == 0;
        (void)kept;
        if (fchmod(fd, mode) != 0) {
            int saved = errno;
            (void)close(fd);
            errno = saved;
            return -1;
        }
    }
    return fd;
}

/* Writes to a neighbour, syncs, and gives it the name. */
static int write_aside(const char *path, const void *data, size_t len, bool fresh, struct err *e)
{
    struct buf temporary = BUF_INIT;
    struct stat old;
    buf_printf(&temporary, "%s.%ld.part", path, (long)getpid());
    if (buf_status(&temporary) != 0) {
        buf_free(&temporary);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    (void)unlink(temporary.data); /* left by a process that died; a link is not followed */
    int fd = open_aside(temporary.data, !fresh && lstat(path, &old) == 0 ? &old : NULL);
    bool ok = fd >= 0 && write_all(fd, data, len) == 0 && fsync(fd) == 0;
    int saved = errno;
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        saved = errno;
    }
    if (ok && (fresh ? file_rename_new(temporary.data, path) : rename(temporary.data, path)) != 0) {
        ok = false;
        saved = errno;
    }
    if (!ok) {
        (void)unlink(temporary.data);
    } else {
        sync_folder_of(path);
    }
    buf_free(&temporary);
    return ok ? 0 : err_set(e, ERR_IO, "%.500s: cannot be written: %s", path, strerror(saved));
}

/* Whether path lies where the system's names for open files and devices are: /proc/self/fd, /dev. */
static bool is_of_system(const char *path)
{
    char folder[PATH_MAX], real[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    if (len + 2 > sizeof folder) {
        return false;
    }
    memcpy(folder, path, len);
    memcpy(folder + len, ".", 2);
    if (realpath(folder, real) == NULL) {
        return false;
    }
    return strcmp(real, "/dev") == 0 || strncmp(real, "/dev/", 5) == 0 ||
           strncmp(real, "/proc/", 6) == 0;
}

enum { LINKS_MOST = 40 };

/* Follows links by name, each from the folder that it lies in, into path (PATH_MAX). Stops at one of the
 * system's own, whose name may not be that of a file. Returns 1 there, 0 at what is no link (or not there),
 * -1 with errno. */
static int follow(char *path)
{
    char to[PATH_MAX];
    struct stat st;
    for (int i = 0; lstat(path, &st) == 0 && S_ISLNK(st.st_mode); i++) {
        ssize_t n = is_of_system(path) ? 0 : readlink(path, to, sizeof to);
        if (n == 0) {
            return 1;
        }
        const char *slash = strrchr(path, '/');
        size_t folder = n < 0 || to[0] == '/' || slash == NULL ? 0 : (size_t)(slash - path) + 1;
        if (n < 0 || i == LINKS_MOST || folder + (size_t)n >= PATH_MAX) {
            errno = n < 0 ? errno : i == LINKS_MOST ? ELOOP : ENAMETOOLONG;
            return -1;
        }
        memcpy(path + folder, to, (size_t)n);
        path[folder + (size_t)n] = '\0';
    }
    return 0;
}

int file_write(const char *path, const void *data, size_t len, struct err *e)
{
    char target[PATH_MAX];
    size_t size = strlen(path) + 1;
    int end = -1;
    if (size > sizeof target) {
        errno = ENAMETOOLONG;
    } else {
        memcpy(target, path, size);
        end = follow(target);
    }
    if (end < 0) {
        return err_set(e, ERR_IO, "%.500s: cannot be written: %s", path, strerror(errno));
    }
    return end > 0 || file_kind(target) == FILE_OTHER ? write_through(path, data, len, e)
                                                      : write_aside(target, data, len, false, e);
}

int file_write_new(const char *path, const void *data, size_t len, struct err *e)
{
    return write_aside(path, data, len, true, e);
}

struct lister {
    struct arena *arena;
    const char **names;
    size_t count, cap;
};

static int push(struct lister *l, const char *name)
{
    if (l->count == l->cap) {
        size_t cap = l->cap == 0 ? 64 : l->cap * 2;
        const char **names = realloc(l->names, sizeof *names * cap);
        if (names == NULL) {
            return ERR_MEMORY;
        }
        l->names = names;
        l->cap = cap;
    }
    char *copy = arena_strdup(l->arena, name);
    if (copy == NULL) {
        return ERR_MEMORY;
    }
    l->names[l->count++] = copy;
    return 0;
}

/* What an entry of a folder is, mostly told by the folder itself. A pipe is neither, since it would be
 * waited for; links to folders are not followed: two in a circle would double the work with each level. */
static enum file_kind entry_kind(const struct dirent *entry, const char *path)
{
    struct stat st;
    if (entry->d_type == DT_REG) {
        return FILE_REGULAR;
    }
    if (entry->d_type == DT_DIR) {
        return FILE_FOLDER;
    }
    enum file_kind kind = file_kind(path);
    bool link = kind == FILE_FOLDER && lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
    return link ? FILE_OTHER : kind;
}

static int list(struct lister *l, const char *folder, const char *prefix, int recursive, int depth,
                struct err *e)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return err_set(e, ERR_IO, "%.500s: cannot be read: %s", folder, strerror(errno));
    }
    int rc = 0;
    const struct dirent *entry;
    while (rc == 0 && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        struct buf path = BUF_INIT;
        struct buf name = BUF_INIT;
        buf_printf(&path, "%s/%s", folder, entry->d_name);
        buf_printf(&name, "%s%s", prefix, entry->d_name);
        bool fine = buf_status(&path) == 0 && buf_status(&name) == 0;
        enum file_kind kind = fine ? entry_kind(entry, path.data) : FILE_MISSING;
        if (!fine) {
            rc = ERR_MEMORY;
        } else if (kind == FILE_REGULAR) {
            rc = push(l, name.data);
        } else if (recursive && depth < 32 && kind == FILE_FOLDER) {
            buf_putc(&name, '/');
            rc = list(l, path.data, buf_text(&name), recursive, depth + 1, e);
        }
        if (rc == ERR_MEMORY) {
            (void)err_set(e, ERR_MEMORY, "out of memory");
        }
        buf_free(&path);
        buf_free(&name);
    }
    (void)closedir(dir);
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int file_list(const char *folder, int recursive, struct arena *arena, const char *const **out,
              size_t *count, struct err *e)
{
    struct lister l = {.arena = arena};
    int rc = list(&l, folder, "", recursive, 0, e);
    if (rc == 0) {
        const char **names = arena_alloc(arena, sizeof *names * (l.count + 1));
        if (names == NULL) {
            rc = err_set(e, ERR_MEMORY, "out of memory");
        } else {
            if (l.names != NULL) {
                qsort(l.names, l.count, sizeof *l.names, by_name);
                memcpy(names, l.names, sizeof *names * l.count);
            }
            *out = names;
            *count = l.count;
        }
    }
    free(l.names);
    return rc;
}

int file_make_parents(const char *path, struct err *e)
{
    char *copy = strdup(path);
    if (copy == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = 0;
    for (char *p = strchr(copy + 1, '/'); p != NULL && rc == 0; p = strchr(p + 1, '/')) {
        *p = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
            rc = err_set(e, ERR_IO, "%.500s: the folder cannot be made: %s", copy, strerror(errno));
        }
        *p = '/';
    }
    free(copy);
    return rc;
}
