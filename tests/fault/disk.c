/* See disk.h. */
#include "disk.h"

#include "scenario.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *must(void *memory)
{
    if (memory == NULL) {
        perror("memory");
        abort();
    }
    return memory;
}

/* --- contents -------------------------------------------------------------------------------- */

static void node_resize(struct node *n, size_t len)
{
    if (len > n->room) {
        n->room = len + len / 2 + SECTOR;
        n->data = must(realloc(n->data, n->room));
    }
    if (len > n->len) {
        memset(n->data + n->len, 0, len - n->len);
    }
    n->len = len;
}

static void node_write(struct node *n, int64_t offset, const unsigned char *data, size_t len)
{
    if (len > 0) {
        if ((size_t)offset + len > n->len) {
            node_resize(n, (size_t)offset + len);
        }
        /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): what has a length has data */
        memcpy(n->data + offset, data, len);
    }
}

/* The file grew, its new blocks hold what was on the disk there before. */
static void node_grow(struct node *n, int64_t offset, size_t len)
{
    size_t was = n->len;
    if ((size_t)offset + len > was) {
        node_resize(n, (size_t)offset + len);
        for (size_t i = was; i < n->len; i++) {
            n->data[i] = (unsigned char)mix(i);
        }
    }
}

static void nodes_name(struct node *nodes, int node, const char *name)
{
    for (int i = 0; i < MAX_NODES; i++) {
        if (strcmp(nodes[i].name, name) == 0) {
            nodes[i].name[0] = '\0';
        }
    }
    snprintf(nodes[node].name, sizeof nodes[node].name, "%s", name);
}

/* --- recording ------------------------------------------------------------------------------- */

static void note(struct record *r, struct op op)
{
    if (r->count == r->room) {
        r->room = r->room * 2 + 256;
        r->ops = must(realloc(r->ops, (size_t)r->room * sizeof *r->ops));
    }
    r->ops[r->count++] = op;
}

static int live_find(const struct record *r, const char *name)
{
    for (int i = 0; i < r->nodes; i++) {
        if (strcmp(r->live[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static int live_add(struct record *r, const char *name)
{
    if (r->nodes == MAX_NODES) {
        fprintf(stderr, "more than %d files\n", MAX_NODES);
        abort();
    }
    snprintf(r->live[r->nodes], NAME_SIZE, "%.*s", NAME_SIZE - 1, name);
    return r->nodes++;
}

/* The name in the folder, or NULL for what lies elsewhere and for the lock, which says nothing. */
static const char *name_of(const struct record *r, const char *path)
{
    size_t len = strlen(r->folder);
    if (strncmp(path, r->folder, len) != 0 || path[len] != '/' ||
        strlen(path + len + 1) >= NAME_SIZE || strstr(path, ".lock") != NULL) {
        return NULL;
    }
    return path + len + 1;
}

bool record_begin(struct record *r, const char *folder)
{
    *r = (struct record){.count = 0};
    snprintf(r->folder, sizeof r->folder, "%s", folder);
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        if (entry->d_type != DT_REG || strstr(entry->d_name, ".lock") != NULL) {
            continue;
        }
        struct node *n = &r->first[live_add(r, entry->d_name)];
        snprintf(n->name, sizeof n->name, "%.*s", NAME_SIZE - 1, entry->d_name);
        int fd = openat(dirfd(dir), entry->d_name, O_RDONLY | O_CLOEXEC);
        unsigned char piece[65536];
        for (ssize_t got; fd >= 0 && (got = read(fd, piece, sizeof piece)) > 0;) {
            node_write(n, (int64_t)n->len, piece, (size_t)got);
        }
        close(fd);
    }
    return dir != NULL && closedir(dir) == 0;
}

static void note_open(struct record *r, const struct io_event *event, const char *name)
{
    /* The store makes its file by itself; SQLite then finds it. */
    bool there = event->create || (!event->own && access(event->path, F_OK) == 0);
    if (live_find(r, name) < 0 && there) {
        struct op op = {.kind = OP_LINK, .node = live_add(r, name)};
        snprintf(op.name, sizeof op.name, "%s", name);
        note(r, op);
    }
}

/* A sync that fails once: the system forgets what it could not write and holds it for written. */
static bool fails(struct record *r, const struct io_event *event)
{
    bool now = event->kind == IO_SYNC && ++r->syncs == r->fail_sync;
    r->failed |= now;
    return now;
}

static int note_content(struct record *r, const struct io_event *event, int node)
{
    bool failed = fails(r, event);
    struct op op = {.node = node, .offset = event->offset, .len = event->len};
    if (event->kind == IO_WRITE) {
        op.kind = OP_WRITE;
        op.data = must(malloc((size_t)event->len));
        memcpy(op.data, event->data, (size_t)event->len);
    } else if (event->kind == IO_TRUNCATE) {
        op.kind = OP_TRUNCATE;
    } else {
        op.kind = failed ? OP_SYNC_FAILED : OP_SYNC;
        op.folder = event->folder;
    }
    note(r, op);
    return failed && !r->silent ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int record_io(void *context, const struct io_event *event)
{
    struct record *r = context;
    const char *name = name_of(r, event->path);
    if (event->kind == IO_READ) {
        return SQLITE_OK;
    }
    if (name == NULL) {
        if (event->kind == IO_SYNC && strcmp(event->path, r->folder) == 0) {
            note(r, (struct op){.kind = OP_SYNC_FOLDER});
        }
        return SQLITE_OK;
    }
    if (event->kind == IO_OPEN) {
        note_open(r, event, name);
        return SQLITE_OK;
    }
    int node = live_find(r, name);
    if (node < 0) {
        return SQLITE_OK; /* deleting what is not there */
    }
    if (event->kind == IO_DELETE) {
        r->live[node][0] = '\0';
        note(r, (struct op){.kind = OP_UNLINK, .node = node});
        if (event->folder) {
            note(r, (struct op){.kind = OP_SYNC_FOLDER});
        }
    } else if (event->kind == IO_RENAME) {
        struct op op = {.kind = OP_RENAME, .node = node};
        const char *to = name_of(r, event->to);
        snprintf(op.name, sizeof op.name, "%s", to == NULL ? "" : to);
        snprintf(r->live[node], NAME_SIZE, "%s", op.name);
        note(r, op);
    } else {
        return note_content(r, event, node);
    }
    return SQLITE_OK;
}

void record_free(struct record *r)
{
    for (int i = 0; i < r->count; i++) {
        free(r->ops[i].data);
    }
    for (int i = 0; i < MAX_NODES; i++) {
        free(r->first[i].data);
    }
    free(r->ops);
}

/* --- the disk -------------------------------------------------------------------------------- */

enum { FATE_LOST = -1, FATE_GREW = -2, FATE_KEPT = 1 << 30 };

static bool op_of_names(const struct op *op)
{
    return op->kind == OP_LINK || op->kind == OP_UNLINK || op->kind == OP_RENAME;
}

/* fate: FATE_*, or how many bytes of a write came to the disk. */
static void op_apply(struct node *nodes, const struct op *op, int fate)
{
    struct node *n = &nodes[op->node];
    if (fate == FATE_LOST) {
        return;
    }
    switch (op->kind) {
    case OP_WRITE:
        if (fate == FATE_GREW) {
            node_grow(n, op->offset, (size_t)op->len);
        } else {
            node_write(n, op->offset, op->data, (size_t)(fate < op->len ? fate : op->len));
        }
        break;
    case OP_TRUNCATE:
        node_resize(n, (size_t)op->offset);
        break;
    case OP_LINK:
    case OP_RENAME:
        nodes_name(nodes, op->node, op->name);
        break;
    case OP_UNLINK:
        n->name[0] = '\0';
        break;
    case OP_SYNC:
    case OP_SYNC_FOLDER:
    case OP_SYNC_FAILED:
        break;
    }
}

void disk_init(struct disk *d, const struct record *r, enum lie lie)
{
    *d = (struct disk){.record = r, .lie = lie};
    for (int i = 0; i < r->nodes; i++) {
        snprintf(d->nodes[i].name, NAME_SIZE, "%s", r->first[i].name);
        node_write(&d->nodes[i], 0, r->first[i].data, r->first[i].len);
    }
}

/* Which pending operations a sync is for. */
static bool synced_by(const struct disk *d, const struct op *sync, const struct op *op)
{
    if (op_of_names(op)) {
        return sync->kind != OP_SYNC_FAILED && d->lie != LIE_NAMES &&
               (sync->folder || sync->kind == OP_SYNC_FOLDER);
    }
    return sync->kind != OP_SYNC_FOLDER && op->node == sync->node;
}

/* What the program believes the file to be called tells a log from the store itself. */
static bool is_log(const struct record *r, const struct op *sync)
{
    for (int i = 0; i < r->count; i++) {
        if (r->ops[i].kind == OP_LINK && r->ops[i].node == sync->node) {
            return strstr(r->ops[i].name, "-wal") != NULL;
        }
    }
    return strstr(r->first[sync->node].name, "-wal") != NULL;
}

void disk_step(struct disk *d)
{
    const struct record *r = d->record;
    const struct op *op = &r->ops[d->at++];
    if (op->kind != OP_SYNC && op->kind != OP_SYNC_FOLDER && op->kind != OP_SYNC_FAILED) {
        if (d->pending_count == MAX_PENDING) {
            fprintf(stderr, "more than %d operations are pending\n", MAX_PENDING);
            abort();
        }
        d->pending[d->pending_count++] = d->at - 1;
        return;
    }
    bool log = op->kind == OP_SYNC && is_log(r, op);
    if (d->lie == LIE_ALL || (d->lie == LIE_LOG && log) ||
        (d->lie == LIE_MAIN && op->kind == OP_SYNC && !log)) {
        return;
    }
    int left = 0;
    for (int i = 0; i < d->pending_count; i++) {
        const struct op *was = &r->ops[d->pending[i]];
        if (synced_by(d, op, was)) {
            op_apply(d->nodes, was, op->kind == OP_SYNC_FAILED ? FATE_LOST : FATE_KEPT);
            d->syncs = mix(d->syncs + (uint64_t)d->pending[i]);
        } else {
            d->pending[left++] = d->pending[i];
        }
    }
    d->pending_count = left;
}

void disk_free(struct disk *d)
{
    for (int i = 0; i < MAX_NODES; i++) {
        free(d->nodes[i].data);
    }
}

/* Up to a sector's border, at least one byte short of all; half: into the middle of the next one. */
static int torn(const struct op *op, uint64_t random, bool half)
{
    int64_t cut = (op->offset + (int64_t)(random % (uint64_t)op->len)) / SECTOR * SECTOR;
    cut = (cut > op->offset ? cut - op->offset : 0) + (half ? SECTOR / 2 : 0);
    return cut < op->len ? (int)cut : op->len / 2;
}

/* What became of pending operation i.
 * 0 all lost, 1 all kept, 2 names lost, 3 contents lost, 4-6 the last write torn, others at random. */
static int fate_of(const struct disk *d, int i, int damage)
{
    const struct op *op = &d->record->ops[d->pending[i]];
    bool names = op_of_names(op), last = i == d->pending_count - 1;
    uint64_t random = mix((uint64_t)d->at << 32 ^ (uint64_t)damage << 24 ^ (uint64_t)i);
    bool splits = op->kind == OP_WRITE && op->len > 1;
    if (damage < 4) {
        bool kept = damage == 1 || (damage == 2 && !names) || (damage == 3 && names);
        return kept ? FATE_KEPT : FATE_LOST;
    }
    if (damage < 7) {
        return last && splits ? torn(op, random, damage == 6) : FATE_KEPT;
    }
    uint64_t share = (uint64_t)damage % 3 * 25 + 25; /* of 100: kept */
    if (random % 100 < share) {
        return FATE_KEPT;
    }
    if (splits && random >> 32 & 1) {
        return (random >> 33 & 3) == 0 ? FATE_GREW : torn(op, mix(random), random >> 35 & 1);
    }
    return FATE_LOST;
}

uint64_t disk_damage_hash(const struct disk *d, int damage)
{
    uint64_t hash = mix(d->syncs);
    for (int i = 0; i < d->pending_count; i++) {
        int fate = fate_of(d, i, damage);
        if (fate != FATE_LOST) {
            hash = mix(hash ^ mix((uint64_t)d->pending[i] << 32 ^ (uint32_t)fate));
        }
    }
    return hash;
}

static void file_put(const char *folder, const struct node *n)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, n->name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t done = 0;
    for (ssize_t put = 0; fd >= 0 && done < n->len && put >= 0; done += (size_t)put) {
        put = write(fd, n->data + done, n->len - done);
    }
    if (fd < 0 || done != n->len || close(fd) != 0) {
        perror(path);
        abort();
    }
}

void disk_write(const struct disk *d, int damage, const char *folder)
{
    struct node nodes[MAX_NODES] = {0};
    for (int i = 0; i < d->record->nodes; i++) {
        snprintf(nodes[i].name, NAME_SIZE, "%s", d->nodes[i].name);
        node_write(&nodes[i], 0, d->nodes[i].data, d->nodes[i].len);
    }
    for (int i = 0; i < d->pending_count; i++) {
        op_apply(nodes, &d->record->ops[d->pending[i]], fate_of(d, i, damage));
    }
    folder_empty(folder);
    for (int i = 0; i < d->record->nodes; i++) {
        if (nodes[i].name[0] != '\0') {
            file_put(folder, &nodes[i]);
        }
    }
    for (int i = 0; i < MAX_NODES; i++) {
        free(nodes[i].data);
    }
}
