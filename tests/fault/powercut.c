/* The power is cut at every point of what a program does to its store: after each write, truncation,
 * sync, creation, deletion and renaming, with what was not synced lost, kept, torn or mixed. Each
 * disk that may be left is opened again: nothing acknowledged may be missing, nothing half.
 *
 *   powercut [--images N] [--seed N] [--control all|log|main|names] [--failing told|silent]
 *
 * A scenario is played once and recorded, since nothing in it depends on the cut; each disk is made
 * from the record. As a control the disk lies: it confirms syncs (all, those of the log, of the
 * other files, of the folder) and does not do them. That must be found.
 *
 * --failing: before the power is cut one sync fails, each in turn, and what was to be synced is lost,
 * though the system shows it as long as it runs: so does Linux. The program is told, and a next one
 * comes. As a control it is not told. */
#include "disk.h"
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_MOVES = 256, CHECKPOINT_PAGES = 24, SHOWN = 5 };
static const char *const lies[LIES] = {"none", "all", "log", "main", "names"};
static const char *const verdicts[VERDICTS] = {"sound", "lost", "corrupt"};
static const char *const kinds[] = {"write",  "truncate", "sync",        "create",
                                    "delete", "rename",   "folder sync", "failed sync"};

enum failing { FAILING_NONE, FAILING_TOLD, FAILING_SILENT };
struct play {
    struct run base, run;
    enum failing failing;
    int fail_sync; /* number of the sync that fails; 0: none */
    struct record record;
    struct {
        int at;
        struct progress progress;
    } moves[MAX_MOVES];
    int move_count;
    char image[PATH_SIZE];
};

/* One disk to be tried. */
struct cut {
    int at, damage, move;
};
/* What the disk does, and what is found. */
struct aim {
    enum lie lie;
    enum failing failing;
    char name[48];
};
struct tally {
    int points, by[VERDICTS];
    size_t disks;
};
struct cuts {
    struct cut *list;
    uint64_t *seen; /* hash table, a power of two wide; 0: free */
    size_t count, room;
};

static void moved(struct run *run)
{
    struct play *p = run->context;
    if (p->move_count == MAX_MOVES) {
        abort();
    }
    p->moves[p->move_count].at = p->record.count;
    p->moves[p->move_count++].progress = run->now;
}

static bool sync_failed(struct run *run)
{
    struct play *p = run->context;
    bool failed = p->record.failed && !p->record.silent;
    p->record.failed = false;
    return failed;
}

static bool record_play(struct play *p, const char *top)
{
    struct shim shim = {.io = record_io, .context = &p->record};
    run_copy(&p->base, &p->run);
    p->move_count = 0;
    if (!folder_make(p->run.folder, sizeof p->run.folder, top, "play")) {
        return false;
    }
    folder_copy(p->base.folder, p->run.folder);
    if (!record_begin(&p->record, p->run.folder) || !shim_install(&shim)) {
        return false;
    }
    p->record.fail_sync = p->fail_sync;
    p->record.silent = p->failing == FAILING_SILENT;
    p->run.moved = moved;
    p->run.sync_failed = sync_failed;
    p->run.context = p;
    moved(&p->run);
    shim_checkpoint_after(CHECKPOINT_PAGES);
    p->run.scenario->play(&p->run);
    if (p->failing != FAILING_NONE) {
        scenario_again(&p->run);
    }
    shim_checkpoint_after(0);
    shim_remove(&shim);
    folder_empty(p->run.folder);
    rmdir(p->run.folder);
    return (p->run.errors == 0 || p->fail_sync > 0) && p->run.faults.len == 0;
}

/* False when such a disk was seen already. */
static bool cuts_new(struct cuts *c, uint64_t hash)
{
    size_t mask = ((size_t)1 << 18) - 1;
    if (c->seen == NULL) {
        c->seen = calloc(mask + 1, sizeof *c->seen);
    }
    hash = hash == 0 ? 1 : hash;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        if (c->seen[i] == hash) {
            return false;
        }
        if (c->seen[i] == 0) {
            c->seen[i] = hash;
            return c->count < mask / 2;
        }
    }
}

/* All disks that differ, or differ in what they must hold. */
static void cuts_find(struct cuts *c, const struct play *p, enum lie lie)
{
    struct disk d;
    disk_init(&d, &p->record, lie);
    for (int move = 0;; disk_step(&d)) {
        while (move + 1 < p->move_count && p->moves[move + 1].at <= d.at) {
            move++;
        }
        for (int damage = 0; damage < DAMAGES; damage++) {
            if (!cuts_new(c, mix(disk_damage_hash(&d, damage) ^ (uint64_t)move))) {
                continue;
            }
            if (c->count == c->room) {
                c->room = c->room * 2 + 1024;
                c->list = realloc(c->list, c->room * sizeof *c->list);
            }
            c->list[c->count++] = (struct cut){.at = d.at, .damage = damage, .move = move};
        }
        if (d.at == p->record.count) {
            break;
        }
    }
    disk_free(&d);
}

static void show(const struct play *p, const struct cut *cut, enum verdict verdict,
                 const struct buf *why)
{
    const struct op *op = cut->at == 0 ? NULL : &p->record.ops[cut->at - 1];
    printf("# %s: point %d of %d (after %s), damage %d, failing sync %d: %s\n", verdicts[verdict],
           cut->at, p->record.count, op == NULL ? "nothing" : kinds[op->kind], cut->damage,
           p->fail_sync, p->image);
    printf("#   %.400s\n", buf_text(why));
}

/* Tries `want` of the disks, evenly; tally by verdict. */
static void cuts_try(const struct cuts *c, const struct play *p, enum lie lie, size_t want,
                     uint64_t seed, int tally[VERDICTS])
{
    struct disk d;
    disk_init(&d, &p->record, lie);
    for (size_t i = 0; i < c->count && want > 0; i++) {
        uint64_t random = mix(seed ^ mix(i));
        if (random % (c->count - i) >= want) {
            continue;
        }
        want--;
        while (d.at < c->list[i].at) {
            disk_step(&d);
        }
        struct buf why = BUF_INIT;
        disk_write(&d, c->list[i].damage, p->image);
        enum verdict verdict = run_verify(&p->run, &p->moves[c->list[i].move].progress, p->image,
                                          random >> 40 & 1, &why);
        if (verdict != SOUND && lie == LIE_NONE && p->failing != FAILING_SILENT &&
            tally[LOST] + tally[CORRUPT] < SHOWN) {
            show(p, &c->list[i], verdict, &why);
        }
        tally[verdict]++;
        buf_free(&why);
    }
    disk_free(&d);
}

static bool play_try(struct play *p, enum lie lie, size_t want, uint64_t seed, struct tally *tally)
{
    struct cuts cuts = {0};
    cuts_find(&cuts, p, lie);
    cuts_try(&cuts, p, lie, want < cuts.count ? want : cuts.count, seed, tally->by);
    tally->points += p->record.count;
    tally->disks += cuts.count;
    free(cuts.list);
    free(cuts.seen);
    return lie != LIE_NONE || tally->by[LOST] + tally->by[CORRUPT] == 0;
}

/* The play, or one for each sync that fails in it. */
static bool plays_try(struct play *p, const char *top, const struct aim *aim, size_t want,
                      uint64_t seed, struct tally *tally)
{
    bool good = true;
    int syncs = 0;
    do {
        if (!record_play(p, top)) {
            printf("# the play itself failed (sync %d): %s\n", p->fail_sync,
                   buf_text(&p->run.faults));
            good = false;
        }
        syncs = p->fail_sync == 0 ? p->record.syncs : syncs;
        if (p->failing == FAILING_NONE) {
            good = good && play_try(p, aim->lie, want, seed, tally);
        } else if (p->fail_sync > 0 && syncs > 0) {
            size_t share = want / (size_t)syncs + ((size_t)p->fail_sync <= want % (size_t)syncs);
            good = play_try(p, aim->lie, share, seed + (uint64_t)p->fail_sync, tally) && good;
        }
        record_free(&p->record);
        p->fail_sync++;
    } while (p->failing != FAILING_NONE && p->fail_sync <= syncs);
    return good;
}

static bool is_control(const struct aim *aim)
{
    return aim->lie != LIE_NONE || aim->failing == FAILING_SILENT;
}

static bool try_scenario(const char *top, int number, const struct aim *aim, size_t want,
                         uint64_t seed, struct tally *all)
{
    struct play *p = calloc(1, sizeof *p);
    struct tally mine = {.points = 0};
    bool good = p != NULL && run_init(&p->base, top) &&
                folder_make(p->image, sizeof p->image, top, "image");
    if (good) {
        p->failing = aim->failing;
        p->base.scenario = &scenarios[number];
        p->base.scenario->prepare(&p->base);
        good = plays_try(p, top, aim, want, seed, &mine);
    }
    printf("%s - powercut, %s%s: %d points, %d of %zu disks, %d lost, %d corrupt\n",
           good || is_control(aim) ? "ok" : "not ok", scenarios[number].name, aim->name,
           mine.points, mine.by[SOUND] + mine.by[LOST] + mine.by[CORRUPT], mine.disks,
           mine.by[LOST], mine.by[CORRUPT]);
    fflush(stdout);
    for (int i = 0; i < VERDICTS; i++) {
        all->by[i] += mine.by[i];
    }
    if (p != NULL) {
        folder_empty(p->image);
        rmdir(p->image);
        buf_free(&p->run.faults);
        run_free(&p->base);
    }
    free(p);
    return good;
}

static int usage(void)
{
    fprintf(stderr, "usage: powercut [--images N] [--seed N] [--control all|log|main|names] "
                    "[--failing told|silent]\n");
    return 2;
}

static bool aim_set(struct aim *aim, const char *option, const char *value)
{
    if (strcmp(option, "--control") == 0) {
        for (aim->lie = LIES - 1; aim->lie > LIE_NONE && strcmp(value, lies[aim->lie]) != 0;
             aim->lie--) {
        }
        snprintf(aim->name, sizeof aim->name, ", the disk lies: %s", lies[aim->lie]);
        return aim->lie != LIE_NONE;
    }
    aim->failing = strcmp(value, "told") == 0     ? FAILING_TOLD
                   : strcmp(value, "silent") == 0 ? FAILING_SILENT
                                                  : FAILING_NONE;
    snprintf(aim->name, sizeof aim->name, ", a sync fails: %s", value);
    return strcmp(option, "--failing") == 0 && aim->failing != FAILING_NONE;
}

int main(int argc, char **argv)
{
    size_t images = 36000; /* more than there are */
    uint64_t seed = 2026;
    struct aim aim = {.name = ""};
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc) {
            return usage();
        }
        if (strcmp(argv[i], "--images") == 0) {
            images = strtoul(argv[i + 1], NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0) {
            seed = strtoull(argv[i + 1], NULL, 10);
        } else if (!aim_set(&aim, argv[i], argv[i + 1])) {
            return usage();
        }
        if (images == 0) {
            return usage();
        }
    }
    char top[] = "/dev/shm/banyan-powercut-XXXXXX", other[] = "/tmp/banyan-powercut-XXXXXX";
    char *folder = mkdtemp(top) != NULL ? top : mkdtemp(other);
    struct tally tally = {.points = 0};
    bool good = folder != NULL;
    for (int i = 0; i < scenario_count && folder != NULL; i++) {
        size_t want = images / (size_t)scenario_count +
                      (i == 0 ? images % (size_t)scenario_count : 0);
        good = try_scenario(folder, i, &aim, want, seed + (uint64_t)i, &tally) && good;
    }
    if (folder != NULL) {
        rmdir(folder);
    }
    if (is_control(&aim)) {
        /* A test that cannot see a disk that lies proves nothing of one that does not. */
        good = folder != NULL && tally.by[LOST] + tally.by[CORRUPT] > 0;
        printf("%s - powercut, control: it is found%s: %d lost, %d corrupt\n",
               good ? "ok" : "not ok", aim.name, tally.by[LOST], tally.by[CORRUPT]);
    }
    return good ? 0 : 1;
}
