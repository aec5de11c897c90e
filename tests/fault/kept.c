/* See kept.h. */
#include "kept.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool kept_read(const char *path, bool *there, struct buf *out)
{
    struct stat st;
    buf_reset(out);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *there = fd >= 0;
    if (fd < 0) {
        return errno == ENOENT;
    }
    static char piece[1 << 16];
    ssize_t got = fstat(fd, &st);
    while (got >= 0 && (got = read(fd, piece, sizeof piece)) > 0) {
        buf_add(out, piece, (size_t)got);
    }
    return close(fd) == 0 && got == 0 && buf_status(out) == 0;
}

bool kept_write(const char *path, const struct buf *data)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    bool good = fd >= 0 && ftruncate(fd, (off_t)data->len) == 0;
    for (size_t done = 0; good && done < data->len;) {
        ssize_t put = pwrite(fd, data->data + done, data->len - done, (off_t)done);
        good = put > 0;
        done += good ? (size_t)put : 0;
    }
    return fd >= 0 && close(fd) == 0 && good;
}

static bool gone(const char *path)
{
    return unlink(path) == 0 || errno == ENOENT;
}

static bool take(struct kept *k)
{
    struct stat st;
    if (!kept_read(k->path, &k->there, &k->data) || !k->there) {
        return !k->there;
    }
    bool good = stat(k->path, &st) == 0;
    if (good && k->second[0] != '\0' && (st.st_ino != k->inode || st.st_nlink < 2)) {
        good = gone(k->second) && link(k->path, k->second) == 0;
    }
    k->inode = st.st_ino;
    return good;
}

static bool restore(struct kept *k)
{
    struct stat st;
    if (!k->there) {
        return gone(k->path);
    }
    bool same = stat(k->path, &st) == 0 && st.st_ino == k->inode;
    if (!same && (k->second[0] == '\0' || !gone(k->path) || link(k->second, k->path) != 0)) {
        return false;
    }
    return kept_write(k->path, &k->data);
}

bool kept_take(struct kept_files *k)
{
    bool good = true;
    for (int i = 0; i < k->count && good; i++) {
        good = take(&k->list[i]);
    }
    return good;
}

bool kept_restore(struct kept_files *k)
{
    bool good = true;
    for (int i = 0; i < k->count && good; i++) {
        good = restore(&k->list[i]);
    }
    return good;
}

void kept_free(struct kept_files *k)
{
    for (int i = 0; i < k->count; i++) {
        if (k->list[i].second[0] != '\0') {
            unlink(k->list[i].second);
        }
        buf_free(&k->list[i].data);
    }
}
