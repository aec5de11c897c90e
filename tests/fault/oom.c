/* Runs a program many times, each time with another allocation failing (failmalloc.c), and judges
 * what comes of it:
 *
 *   - it ends with the ordinary exit code, its stdout and stderr being the ordinary ones, or
 *   - with exit code 1, a message that names the memory, and nothing on stdout but what an ordinary
 *     run prints first; never with a signal, never by hanging;
 *   - the store it may have left is whole and holds nothing but the ordinary assessment;
 *   - an ordinary run over it gives the ordinary result.
 *
 *   oom PRELOAD POINTS STORE|- PROGRAM [ARGUMENT...]
 *
 * POINTS is how many allocations are tried, spread evenly (0: all of them), each once failing alone
 * and once with all that follow. STORE is made anew for each point and filled by the program; with -
 * the program writes none. The last line is "N points, N faults". */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "report/render.h"
#include "store/store.h"

#define EMPTY "is empty, not yet a store"
enum { SHOWN_MAX = 20, AGAIN_EVERY = 4, PATIENCE = 30 };

struct ending {
    int status; /* as waitpid gives it */
    struct buf out, err;
};

struct driver {
    const char *preload, *store; /* store NULL: none is written */
    char **command;
    char out[4096], err[4096], count[4096];
    struct ending ordinary;
    struct buf stored; /* the ordinary assessment as the store gives it back */
    unsigned long total, points, faults;
};

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

static void in_child(struct driver *d, unsigned long at, bool sticky, bool count)
{
    char number[32];
    int out = open(d->out, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    int err = open(d->err, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    int in = open("/dev/null", O_RDONLY);
    if (out < 0 || err < 0 || in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) {
        _exit(126);
    }
    (void)alarm(PATIENCE); /* outlives execvp: a program that hangs ends by a signal */
    if (at > 0 || count) {
        (void)snprintf(number, sizeof number, "%lu", at);
        (void)setenv("FAIL_AT", number, 1);
        (void)setenv("FAIL_STICKY", sticky ? "1" : "0", 1);
        (void)setenv("LD_PRELOAD", d->preload, 1);
        if (count) {
            (void)setenv("FAIL_COUNT_FILE", d->count, 1);
        }
    }
    (void)execvp(d->command[0], d->command);
    _exit(127);
}

/* at 0: nothing fails. */
static void run(struct driver *d, unsigned long at, bool sticky, bool count, struct ending *o)
{
    pid_t child = fork();
    if (child < 0) {
        die("fork");
    }
    if (child == 0) {
        in_child(d, at, sticky, count);
    }
    while (waitpid(child, &o->status, 0) < 0) {
        if (errno != EINTR) {
            die("waitpid");
        }
    }
    slurp(d->out, &o->out);
    slurp(d->err, &o->err);
    blank(&o->out);
}

static void remove_store(const struct driver *d)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal", ".lock"};
    for (size_t i = 0; d->store != NULL && i < sizeof ends / sizeof *ends; i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s%s", d->store, ends[i]);
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

/* NULL: as it should be. */
static const char *judge(const struct driver *d, const struct ending *o)
{
    const struct ending *w = &d->ordinary;
    if (WIFSIGNALED(o->status)) {
        return WTERMSIG(o->status) == SIGALRM ? "hangs" : "ends by a signal";
    }
    int code = WEXITSTATUS(o->status);
    if (code == WEXITSTATUS(w->status) && same(&o->out, &w->out) && same(&o->err, &w->err)) {
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
    char id[16][40];
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
static const char *read_store(const struct driver *d, struct buf *out, size_t *count)
{
    static char text[1400];
    struct store *s = NULL;
    struct err e = {0};
    struct buf report = BUF_INIT;
    struct ids ids = {.count = 0};
    int64_t faults = 0, assessments = 0;
    const struct store_filter all = {.superseded = true};
    int rc = store_open(d->store, STORE_READ, &s, &e);
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

static const char *judge_store(const struct driver *d, const struct ending *o)
{
    if (d->store == NULL || access(d->store, F_OK) != 0) {
        return d->store != NULL && o->status == d->ordinary.status ? "leaves no store" : NULL;
    }
    struct buf got = BUF_INIT;
    size_t count = 0;
    const char *fault = read_store(d, &got, &count);
    if (fault != NULL && o->status != d->ordinary.status && strstr(fault, EMPTY) != NULL) {
        fault = NULL; /* made, and nothing in it yet: the next run begins with it */
    }
    if (fault == NULL && count == 0 && o->status == d->ordinary.status) {
        fault = "does not fail, but stores nothing";
    } else if (fault == NULL && count > 0 && !same(&got, &d->stored)) {
        fault = "stores something else";
    }
    buf_free(&got);
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

static void try_point(struct driver *d, unsigned long at, bool sticky)
{
    struct ending o = {0, BUF_INIT, BUF_INIT};
    remove_store(d);
    run(d, at, sticky, false, &o);
    const char *fault = judge(d, &o);
    fault = fault != NULL ? fault : judge_store(d, &o);
    if (fault == NULL && d->store != NULL && d->points % AGAIN_EVERY == 0) {
        struct ending again = {0, BUF_INIT, BUF_INIT};
        run(d, 0, false, false, &again);
        bool ordinary = again.status == d->ordinary.status && same(&again.out, &d->ordinary.out) &&
                        same(&again.err, &d->ordinary.err);
        fault = ordinary ? judge_store(d, &again) : "spoils the ordinary run that follows";
        buf_free(&again.out);
        buf_free(&again.err);
    }
    d->points++;
    if (fault != NULL) {
        tell(d, at, sticky, &o, fault);
    }
    buf_free(&o.out);
    buf_free(&o.err);
}

/* What an ordinary run gives, and how many allocations it takes. */
static void prepare(struct driver *d)
{
    struct buf text = BUF_INIT;
    size_t count = 0;
    remove_store(d);
    run(d, 0, false, true, &d->ordinary);
    if (!WIFEXITED(d->ordinary.status) || WEXITSTATUS(d->ordinary.status) >= 64) {
        (void)fputs(buf_text(&d->ordinary.err), stderr);
        errno = 0;
        die("the ordinary run fails");
    }
    const char *fault = d->store == NULL ? NULL : read_store(d, &d->stored, &count);
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
    prepare(&d);
    unsigned long points = wanted == 0 || wanted > d.total ? d.total : wanted;
    for (unsigned long i = 0; i < points; i++) {
        /* The first and the last are always among them. */
        unsigned long at = points == 1 ? 1 : 1 + i * (d.total - 1) / (points - 1);
        try_point(&d, at, false);
        try_point(&d, at, true);
    }
    remove_store(&d);
    buf_free(&d.ordinary.out);
    buf_free(&d.ordinary.err);
    buf_free(&d.stored);
    (void)printf("%lu points of %lu allocations, %lu faults\n", d.points, d.total, d.faults);
    return d.faults == 0 ? 0 : 1;
}
