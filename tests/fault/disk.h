/* What a disk holds when the power is cut: a record of all that a program did to the files of one
 * folder, and at each point of it what was synced and what was still on its way. */
#ifndef TESTS_FAULT_DISK_H
#define TESTS_FAULT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shim.h"

enum { MAX_NODES = 48, NAME_SIZE = 64, MAX_PENDING = 8192, SECTOR = 512, DAMAGES = 64 };

/* Which syncs a disk that lies confirms without doing them. */
enum lie { LIE_NONE, LIE_ALL, LIE_LOG, LIE_MAIN, LIE_NAMES, LIES };

enum op_kind {
    OP_WRITE,
    OP_TRUNCATE,
    OP_SYNC,
    OP_LINK,
    OP_UNLINK,
    OP_RENAME,
    OP_SYNC_FOLDER,
    OP_SYNC_FAILED /* what was to be synced is lost, though the program reads it on from memory */
};
struct op {
    enum op_kind kind;
    int node;
    bool folder; /* sync: names too */
    int len;
    int64_t offset;
    unsigned char *data;
    char name[NAME_SIZE];
};

struct node {
    unsigned char *data;
    size_t len, room;
    char name[NAME_SIZE]; /* "": in no folder */
};

struct record {
    char folder[192]; /* only files directly in it count */
    struct op *ops;
    int count, room;
    char live[MAX_NODES][NAME_SIZE]; /* names as the program sees them */
    struct node first[MAX_NODES];    /* what was there before */
    int nodes;
    int syncs;     /* so far, without those of the folder alone */
    int fail_sync; /* number of the one that fails, from 1; 0: none */
    bool silent;   /* and is not told of: a control */
    bool failed;   /* it did */
};

/* Takes in what the folder holds, as synced. */
bool record_begin(struct record *r, const char *folder);
/* For struct shim: notes what matters, lets all but fail_sync succeed. context: a struct record. */
int record_io(void *context, const struct io_event *event);
void record_free(struct record *r);

/* The disk at one point. */
struct disk {
    const struct record *record;
    enum lie lie;
    struct node nodes[MAX_NODES]; /* synced */
    int pending[MAX_PENDING];     /* numbers of operations that were not */
    int pending_count, at;
    uint64_t syncs; /* changes with what is synced */
};
void disk_init(struct disk *d, const struct record *r, enum lie lie);
/* Does operation d->at. */
void disk_step(struct disk *d);
void disk_free(struct disk *d);
/* One way in which the power cut may have gone; equal hashes: the same files. */
uint64_t disk_damage_hash(const struct disk *d, int damage);
void disk_write(const struct disk *d, int damage, const char *folder);

#endif
