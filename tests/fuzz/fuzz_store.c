/* Store files: any bytes as a store, opened for reading, listed, read, queried, checked. */
#include <fcntl.h>
#include <unistd.h>

#include "fuzz.h"
#include "report/render.h"
#include "store/store.h"

enum { IDS = 8 };

struct ids {
    size_t count;
    char id[IDS][40];
};

static int note(void *context, const struct store_row *row)
{
    struct ids *ids = context;
    ENSURE(row->id != NULL && row->created != NULL && row->plan_id != NULL);
    if (ids->count < IDS) {
        (void)snprintf(ids->id[ids->count++], sizeof ids->id[0], "%s", row->id);
    }
    return 0;
}

static int pass(void *context, int columns, const char *const *names, const char *const *values)
{
    size_t *sum = context;
    for (int i = 0; i < columns; i++) {
        *sum += strlen(names[i]) + (values[i] == NULL ? 0 : strlen(values[i]));
    }
    return 0;
}

static int read_one(struct store *s, const char *id)
{
    struct stored *stored = NULL;
    struct buf out = BUF_INIT;
    struct err e = {0};
    int code = store_get(s, id, &stored, &e);
    if (code == 0) {
        fuzz_scored(&stored->assessment);
        render_assessment_json(&out, &stored->assessment, true, true);
        render_assessment_text(&out, &stored->assessment, NULL, false);
        ENSURE(buf_status(&out) == 0);
    } else {
        ENSURE(stored == NULL && e.text[0] != '\0');
    }
    stored_free(stored);
    buf_free(&out);
    return code;
}

static void read_all(struct store *s)
{
    static const char *const queries[] = {
        ("SELECT a.country, f.criterion, f.credit, f.reason FROM assessment a, finding(a.seq) f "
         "LIMIT 100"),
        "SELECT * FROM document d LEFT JOIN shape ON shape.id = d.id LIMIT 20",
        "SELECT * FROM total LIMIT 100",
        "SELECT *, quantile(value, 0.3) FROM measure('total') GROUP BY country, method"};
    const struct store_filter all = {.superseded = true, .limit = 100};
    struct ids ids = {0};
    struct buf report = BUF_INIT;
    struct store_stats stats;
    struct err e = {0};
    int64_t faults = 0, assessments = 0;
    size_t sum = 0, unread = 0;
    int listed = store_list(s, &all, note, &ids, &e);
    for (size_t i = 0; i < ids.count; i++) {
        unread += read_one(s, ids.id[i]) != 0;
    }
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        (void)store_query(s, queries[i], pass, &sum, &e);
    }
    (void)store_stats(s, &stats, &e);
    int code = store_check(s, &report, &faults, &assessments, &e);
    /* What the check finds whole can be read: no damage is left unseen. */
    ENSURE(code != 0 || faults > 0 || (listed == 0 && unread == 0));
    ENSURE(code != 0 || (faults > 0) == (report.len > 0));
    buf_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".lock"};
    char path[96], other[128];
    struct store *s = NULL;
    struct err e = {0};
    /* In memory where there is such a folder: nothing waits for a disk. */
    (void)snprintf(path, sizeof path, "%s/banyan-fuzz-%ld.db",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ENSURE(fd >= 0 && write(fd, data, size) == (ssize_t)size && close(fd) == 0);
    int code = store_open(path, STORE_READ, &s, &e);
    if (code == 0) {
        read_all(s);
    } else {
        ENSURE(e.text[0] != '\0');
    }
    store_close(s);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        (void)snprintf(other, sizeof other, "%s%s", path, endings[i]);
        (void)unlink(other);
    }
    return 0;
}
