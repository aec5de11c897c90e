/* Runs a program once, and from each of its allocations on twice more: in a fork where this one fails,
 * and in one where all that follow fail as well (failmalloc.c). Judges what comes of each:
 *
 *   - it ends with the ordinary exit code, its stdout and stderr being the ordinary ones, or
 *   - with exit code 1, a message that names the memory, and nothing on stdout but what an ordinary
 *     run prints first; never with a signal, never by hanging;
 *   - the store it may have left is whole and holds nothing but the ordinary assessment;
 *   - an ordinary run over it gives the ordinary result.
 *
 *   oom PRELOAD POINTS STORE|- PROGRAM [ARGUMENT...]
 *
 * POINTS is how many allocations are tried, spread evenly (0: all of them; stacks: those that are reached
 * by another chain of calls, and some of those by the same). STORE is made and filled by
 * the program; with - the program writes none. ALSO=PATH names another file that it writes. What a fork
 * did to these files is judged on copies and undone, and the same bytes are judged once. The last line
 * is "N points of N allocations, N faults". */
#include "failmalloc.h"
#include "kept.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "report/render.h"
#include "store/store.h"

#define EMPTY "is empty, not yet a store"
enum { SHOWN_MAX = 20, SEEN_ROOM = 1 << 20, AGAIN_EVERY = 64 };
#define STACKS ULONG_MAX /* in place of a number of points */

struct ending {
    int status; /* as waitpid gives it */
    struct buf out, err;
};

struct driver {
    const char *preload, *store; /* store NULL: none is written */
    char **command;
    char out[4096], err[4096], count[4096], fork_out[4096], fork_err[4096], copy[4096];
    struct ending ordinary;
    const char *also; /* another file, or NULL */
    struct buf also_ordinary;
    struct buf stored; /* the ordinary assessment as the store gives it back */
    unsigned long total, points, faults;
    struct kept_files kept;
    uint64_t *seen; /* hash table of what was judged to be sound; 0: free */
    size_t seen_count;
};
/* What the files of a store may be called. */
static const char *const ends[] = {"", "-wal", "-journal", "-shm", ".lock"};
enum { ENDS = sizeof ends / sizeof *ends, ENDS_LASTING = 3 };

_Noreturn static void die(const char *what)
{
    (void)fprintf(stderr, "oom: %s: %s\n", what, errno == 0 ? "failed" : strerror(errno));
    exit(2);
}

static void slurp(const char *path, struct buf *out)
{
    struct err e = {0};
    buf_reset(out);
    if (file_read(path, 64 << 20, out, &e) != 0) {
        die(e.text);
    }
}

/* Blanks what differs between any two runs: ids of assessments and times of storing. */
static void blank(struct buf *b)
{
    static const char *const keys[] = {"\"id\":\"", "\"created\":\""};
    for (size_t k = 0; k < 2 && b->data != NULL; k++) {
        size_t key = strlen(keys[k]);
        for (char *at = b->data; (at = strstr(at, keys[k])) != NULL; at += key) {
            size_t len = strcspn(at + key, "\"");
            bool uuid = len == 36 && at[key + 8] == '-' && at[key + 13] == '-';
            if (k == 1 || uuid) {
                memset(at + key, '_', len);
            }
        }
    }
}

/* ---- running ---- */

struct job {
    char **command;
    bool count;
    unsigned long points; /* 0: no forks */
    int report, go;       /* descriptors of the forking process */
};

static void set_forks(unsigned long points, unsigned long total)
{
    char text[64];
    if (points == STACKS) {
        (void)snprintf(text, sizeof text, "stacks/%lu", total);
    } else {
        (void)snprintf(text, sizeof text, "%lu/%lu", points, total);
    }
    (void)setenv("FAIL_FORK", text, 1);
}

static _Noreturn void in_child(const struct driver *d, const struct job *job)
{
    int out = open(d->out, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    int err = open(d->err, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    int in = open("/dev/null", O_RDONLY);
    if (out < 0 || err < 0 || in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) {
        _exit(126);
    }
    if (job->points > 0) {
        set_forks(job->points, d->total);
        (void)setenv("FORK_OUT", d->fork_out, 1);
        (void)setenv("FORK_ERR", d->fork_err, 1);
        if (dup2(job->report, FORK_REPORT) < 0 || dup2(job->go, FORK_GO) < 0) {
            _exit(126);
        }
    } else {
        (void)alarm(FORK_PATIENCE); /* outlives execvp: a program that hangs ends by a signal */
    }
    if (job->points > 0 || job->count) {
        (void)setenv("LD_PRELOAD", d->preload, 1);
    }
    if (job->count) {
        (void)setenv("FAIL_COUNT_FILE", d->count, 1);
    }
    for (int fd = 3; fd < FORK_REPORT; fd++) {
        (void)close(fd);
    }
    (void)execvp(job->command[0], job->command);
    _exit(127);
}

static pid_t start(const struct driver *d, const struct job *job)
{
    pid_t child = fork();
    if (child < 0) {
        die("fork");
    }
    if (child == 0) {
        in_child(d, job);
    }
    return child;
}

static void wait_for(pid_t child, int *status)
{
    while (waitpid(child, status, 0) < 0) {
        if (errno != EINTR) {
            die("waitpid");
        }
    }
}

static void take_output(const char *out, const char *err, struct ending *o)
{
    slurp(out, &o->out);
    slurp(err, &o->err);
    blank(&o->out);
}

static void run(const struct driver *d, const struct job *job, struct ending *o)
{
    wait_for(start(d, job), &o->status);
    take_output(d->out, d->err, o);
}

static void remove_store(const char *store)
{
    for (size_t i = 0; store != NULL && i < ENDS; i++) {
        char path[KEPT_PATH];
        (void)snprintf(path, sizeof path, "%.4000s%s", store, ends[i]);
        if (unlink(path) != 0 && errno != ENOENT) {
            die(path);
        }
    }
}

/* ---- judging ---- */

static bool same(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static bool begins(const struct buf *whole, const struct buf *part)
{
    return part->len <= whole->len &&
           (part->len == 0 || memcmp(whole->data, part->data, part->len) == 0);
}

static bool names_memory(const struct buf *err)
{
    const char *text = buf_text(err);
    return strstr(text, "out of memory") != NULL || strstr(text, "Cannot allocate memory") != NULL;
}

static bool is_ordinary(const struct driver *d, const struct ending *o)
{
    const struct ending *w = &d->ordinary;
    return o->status == w->status && same(&o->out, &w->out) && same(&o->err, &w->err);
}

/* NULL: as it should be. */
static const char *judge(const struct driver *d, const struct ending *o)
{
    const struct ending *w = &d->ordinary;
    if (WIFSIGNALED(o->status)) {
        return WTERMSIG(o->status) == SIGALRM ? "hangs" : "ends by a signal";
    }
    int code = WEXITSTATUS(o->status);
    if (is_ordinary(d, o)) {
        return NULL;
    }
    if (code != 1 && code == WEXITSTATUS(w->status)) {
        return "does not fail, but prints something else";
    }
    if (code != 1) {
        return "ends with another code than 1";
    }
    if (o->err.len == 0) {
        return "fails without a message";
    }
    if (!names_memory(&o->err)) {
        return "fails with a message that does not name the memory";
    }
    return begins(&w->out, &o->out) ? NULL : "prints something else before it fails";
}

struct ids {
    char id[64][40];
    size_t count;
};

static int take_id(void *context, const struct store_row *row)
{
    struct ids *ids = context;
    if (ids->count < sizeof ids->id / sizeof *ids->id) {
        (void)snprintf(ids->id[ids->count++], sizeof *ids->id, "%s", row->id);
    }
    return 0;
}

/* All assessments of the store as JSON lines, and how many there are; a fault or NULL. */
static const char *read_store(const char *path, struct buf *out, size_t *count)
{
    static char text[1400];
    struct store *s = NULL;
    struct err e = {0};
    struct buf report = BUF_INIT;
    struct ids ids = {.count = 0};
    int64_t faults = 0, assessments = 0;
    const struct store_filter all = {.superseded = true};
    int rc = store_open(path, STORE_READ, &s, &e);
    rc = rc == 0 ? store_check(s, &report, &faults, &assessments, &e) : rc;
    rc = rc == 0 ? store_list(s, &all, take_id, &ids, &e) : rc;
    buf_reset(out);
    for (size_t i = 0; i < ids.count && rc == 0; i++) {
        struct stored *stored = NULL;
        rc = store_get(s, ids.id[i], &stored, &e);
        if (rc == 0) {
            render_assessment_json(out, &stored->assessment, true, true);
            buf_putc(out, '\n');
        }
        stored_free(stored);
    }
    blank(out);
    *count = ids.count;
    store_close(s);
    text[0] = '\0';
    if (rc != 0 || faults != 0) {
        (void)snprintf(text, sizeof text, "leaves a store with faults: %.600s%.600s", e.text,
                       buf_text(&report));
    }
    buf_free(&report);
    return text[0] == '\0' ? NULL : text;
}

static const char *judge_store(const struct driver *d, const char *path, int status)
{
    if (access(path, F_OK) != 0) {
        return status == d->ordinary.status ? "leaves no store" : NULL;
    }
    struct buf got = BUF_INIT;
    size_t count = 0;
    const char *fault = read_store(path, &got, &count);
    if (fault != NULL && status != d->ordinary.status && strstr(fault, EMPTY) != NULL) {
        fault = NULL; /* made, and nothing in it yet: the next run begins with it */
    }
    if (fault == NULL && count == 0 && status == d->ordinary.status) {
        fault = "does not fail, but stores nothing";
    } else if (fault == NULL && count > 0 && !same(&got, &d->stored) &&
               (status == d->ordinary.status || !begins(&d->stored, &got))) {
        /* A run that ends early has stored the first ones. */
        fault = "stores something else";
    }
    buf_free(&got);
    return fault;
}

/* Makes the copy, where what the fork left was not seen before; true: it was. *slot is for it. */
static bool copy_store(struct driver *d, int status, uint64_t **slot, uint64_t *key)
{
    struct buf data[ENDS_LASTING] = {BUF_INIT, BUF_INIT, BUF_INIT}, all = BUF_INIT;
    bool there[ENDS_LASTING], known;
    uint8_t digest[DIGEST_SIZE];
    char path[KEPT_PATH];
    buf_printf(&all, "%d", status == d->ordinary.status);
    for (int i = 0; i < ENDS_LASTING; i++) {
        (void)snprintf(path, sizeof path, "%.4000s%s", d->store, ends[i]);
        if (!kept_read(path, &there[i], &data[i])) {
            die(path);
        }
        buf_printf(&all, " %d %zu ", there[i], data[i].len);
        buf_add(&all, data[i].data, data[i].len);
    }
    if (buf_status(&all) != 0 || d->seen_count > SEEN_ROOM / 2) {
        die("memory");
    }
    digest_sha256(all.data, all.len, digest);
    memcpy(key, digest, sizeof *key);
    size_t at = (size_t)(*key % SEEN_ROOM);
    while (d->seen[at] != 0 && d->seen[at] != *key) {
        at = (at + 1) % SEEN_ROOM;
    }
    known = d->seen[at] == *key;
    *slot = &d->seen[at];
    remove_store(known ? NULL : d->copy);
    for (int i = 0; i < ENDS_LASTING; i++) {
        (void)snprintf(path, sizeof path, "%.4000s%s", d->copy, ends[i]);
        if (!known && there[i] && !kept_write(path, &data[i])) {
            die(path);
        }
        buf_free(&data[i]);
    }
    buf_free(&all);
    return known;
}

/* An ordinary run over the copy. */
static const char *run_again(const struct driver *d)
{
    char *command[64];
    size_t n = 0;
    for (; d->command[n] != NULL && n + 1 < sizeof command / sizeof *command; n++) {
        command[n] = strcmp(d->command[n], d->store) == 0 ? (char *)(uintptr_t)d->copy
                                                          : d->command[n];
    }
    command[n] = NULL;
    struct driver other = *d;
    (void)snprintf(other.out, sizeof other.out, "%.4000s.again", d->fork_out);
    (void)snprintf(other.err, sizeof other.err, "%.4000s.again", d->fork_err);
    struct ending again = {0, BUF_INIT, BUF_INIT};
    run(&other, &(struct job){.command = command}, &again);
    bool ordinary = again.status == d->ordinary.status && same(&again.out, &d->ordinary.out) &&
                    same(&again.err, &d->ordinary.err);
    const char *fault = ordinary ? judge_store(d, d->copy, again.status)
                                 : "spoils the ordinary run that follows";
    buf_free(&again.out);
    buf_free(&again.err);
    return fault;
}

static const char *judge_files(struct driver *d, int status)
{
    uint64_t *slot = NULL, key = 0;
    if (d->store == NULL || copy_store(d, status, &slot, &key)) {
        return NULL;
    }
    const char *fault = judge_store(d, d->copy, status);
    /* One that ended as ever has left what any ordinary run leaves, but for ids and times. */
    bool again = status != d->ordinary.status || d->points % AGAIN_EVERY == 0;
    fault = fault != NULL || !again ? fault : run_again(d);
    if (fault == NULL) {
        *slot = key;
        d->seen_count++;
    }
    return fault;
}

static void tell(struct driver *d, unsigned long at, bool sticky, const struct ending *o,
                 const char *fault)
{
    if (++d->faults > SHOWN_MAX) {
        return;
    }
    (void)printf("FAIL_AT=%lu%s: %s: status %#x, stderr: %.300s%s", at,
                 sticky ? " FAIL_STICKY=1" : "", fault, (unsigned)o->status, buf_text(&o->err),
                 o->err.len == 0 || o->err.data[o->err.len - 1] != '\n' ? "\n" : "");
    (void)fflush(stdout);
}

/* The other file: as ever; where the program failed, none, or its beginning. */
static const char *judge_also(const struct driver *d, const struct ending *o)
{
    struct buf now = BUF_INIT;
    bool there = false;
    if (d->also == NULL) {
        return NULL;
    }
    if (!kept_read(d->also, &there, &now)) {
        die(d->also);
    }
    bool good = is_ordinary(d, o) ? there && same(&now, &d->also_ordinary)
                                  : !there || begins(&d->also_ordinary, &now);
    buf_free(&now);
    return good ? NULL : "writes something else into the file beside";
}

static void judge_fork(struct driver *d, const struct fork_report *report)
{
    struct ending o = {report->status, BUF_INIT, BUF_INIT};
    if (WIFEXITED(o.status) && WEXITSTATUS(o.status) == FORK_TROUBLE) {
        die("a fork cannot begin");
    }
    take_output(d->fork_out, d->fork_err, &o);
    const char *fault = judge(d, &o);
    fault = fault != NULL ? fault : judge_also(d, &o);
    fault = fault != NULL ? fault : judge_files(d, o.status);
    d->points++;
    if (fault != NULL) {
        tell(d, report->at, report->sticky, &o, fault);
    }
    buf_free(&o.out);
    buf_free(&o.err);
}

/* The files that are kept while a fork works on them. */
static void keep_files(struct driver *d)
{
    const char *also = d->also;
    for (size_t i = 0; i < ENDS && d->store != NULL; i++) {
        struct kept *k = &d->kept.list[d->kept.count++];
        (void)snprintf(k->path, sizeof k->path, "%.4000s%s", d->store, ends[i]);
        /* The store itself is never removed, and refuses to have two names. */
        (void)snprintf(k->second, sizeof k->second, "%.4000s.%zu", i == 0 ? "" : d->copy, i);
        k->second[i == 0 ? 0 : strlen(k->second)] = '\0';
    }
    /* It is written under another name until it is whole. */
    for (int i = 0; i < 2 && also != NULL; i++) {
        struct kept *k = &d->kept.list[d->kept.count++];
        (void)snprintf(k->path, sizeof k->path, "%.4000s%s", also, i == 0 ? "" : ".part");
        (void)snprintf(k->second, sizeof k->second, "%.4000s.second%d", also, i);
    }
}

/* The run from which all forks start; it must end as an ordinary one. */
static void run_forks(struct driver *d, unsigned long points)
{
    int report[2], go[2];
    struct fork_report r;
    struct ending o = {0, BUF_INIT, BUF_INIT};
    if (pipe2(report, O_CLOEXEC) != 0 || pipe2(go, O_CLOEXEC) != 0) {
        die("pipe");
    }
    remove_store(d->store);
    const struct job job = {
        .command = d->command, .points = points, .report = report[1], .go = go[0]};
    pid_t child = start(d, &job);
    (void)close(report[1]);
    (void)close(go[0]);
    ssize_t got;
    while ((got = read(report[0], &r, sizeof r)) == (ssize_t)sizeof r) {
        if (r.ready ? !kept_take(&d->kept) : (judge_fork(d, &r), !kept_restore(&d->kept))) {
            die("the files cannot be kept");
        }
        if (write(go[1], "", 1) != 1) {
            die("the run ended");
        }
    }
    (void)close(report[0]);
    (void)close(go[1]);
    wait_for(child, &o.status);
    take_output(d->out, d->err, &o);
    errno = 0;
    /* Lua's hashes differ from run to run, and a few allocations with them: the last points may
     * lie beyond. */
    unsigned long beyond = 2 * (points / 1000 + 1);
    bool all = points == STACKS || (d->points <= points * 2 && d->points + beyond >= points * 2);
    if (got != 0 || o.status != d->ordinary.status || !same(&o.out, &d->ordinary.out) ||
        !same(&o.err, &d->ordinary.err) || !all) {
        die("the run that forks is no ordinary one");
    }
    buf_free(&o.out);
    buf_free(&o.err);
}

/* What an ordinary run gives, and how many allocations it takes. */
static void prepare(struct driver *d)
{
    struct buf text = BUF_INIT;
    size_t count = 0;
    remove_store(d->store);
    run(d, &(struct job){.command = d->command, .count = true}, &d->ordinary);
    if (!WIFEXITED(d->ordinary.status) || WEXITSTATUS(d->ordinary.status) >= FORK_TROUBLE) {
        (void)fputs(buf_text(&d->ordinary.err), stderr);
        errno = 0;
        die("the ordinary run fails");
    }
    const char *fault = d->store == NULL ? NULL : read_store(d->store, &d->stored, &count);
    errno = 0;
    if (fault != NULL) {
        die(fault);
    }
    slurp(d->count, &text);
    d->total = strtoul(buf_text(&text), NULL, 10);
    buf_free(&text);
    if (d->total == 0) {
        die("no allocation was counted");
    }
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        (void)fputs("oom PRELOAD POINTS STORE|- PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    struct driver d = {.preload = argv[1], .command = argv + 4};
    unsigned long wanted = strtoul(argv[2], NULL, 10);
    d.store = strcmp(argv[3], "-") == 0 ? NULL : argv[3];
    const char *folder = getenv("WORK");
    folder = folder == NULL ? "." : folder;
    (void)snprintf(d.out, sizeof d.out, "%.3000s/out", folder);
    (void)snprintf(d.err, sizeof d.err, "%.3000s/err", folder);
    (void)snprintf(d.count, sizeof d.count, "%.3000s/count", folder);
    (void)snprintf(d.fork_out, sizeof d.fork_out, "%.3000s/fork.out", folder);
    (void)snprintf(d.fork_err, sizeof d.fork_err, "%.3000s/fork.err", folder);
    (void)snprintf(d.copy, sizeof d.copy, "%.3000s/copy.db", folder);
    d.also = getenv("ALSO");
    d.seen = calloc(SEEN_ROOM, sizeof *d.seen);
    if (d.seen == NULL) {
        die("memory");
    }
    prepare(&d);
    bool there = true;
    if (d.also != NULL && (!kept_read(d.also, &there, &d.also_ordinary) || unlink(d.also) != 0)) {
        die(d.also);
    }
    keep_files(&d);
    run_forks(&d, strcmp(argv[2], "stacks") == 0    ? STACKS
                  : wanted == 0 || wanted > d.total ? d.total
                                                    : wanted);
    remove_store(d.store);
    remove_store(d.store == NULL ? NULL : d.copy);
    kept_free(&d.kept);
    free(d.seen);
    buf_free(&d.ordinary.out);
    buf_free(&d.ordinary.err);
    buf_free(&d.stored);
    buf_free(&d.also_ordinary);
    (void)printf("%lu points of %lu allocations, %lu faults\n", d.points, d.total, d.faults);
    return d.faults == 0 ? 0 : 1;
}
