/* See scenario.h: the plays. */
#include "scenario.h"

#include "scenario_internal.h"

enum { PLANS = 12, EDITIONS = 2, QUICK = 132 };

/* --- assessments, made once ------------------------------------------------------------------ */

struct pool {
    struct assessment full[PLANS][EDITIONS], quick[QUICK];
};

static struct assessment pick(struct run *run, int plan, int edition, bool quick)
{
    struct fixture *f = run->fixture;
    struct pool *pool = run->pool;
    struct assessment *slot = quick ? &pool->quick[plan] : &pool->full[plan][edition];
    if (slot->plan == NULL) {
        *slot = make_assessment(f, make_plan(f, plan, edition, NULL),
                                quick ? f->quick : f->checklist);
    }
    return *slot;
}

/* --- calls ------------------------------------------------------------------------------------- */

static void moved(struct run *run)
{
    if (run->moved != NULL) {
        run->moved(run);
    }
}

static bool sync_failed(struct run *run)
{
    return run->sync_failed != NULL && run->sync_failed(run);
}

/* Every error must say something. */
static int told(struct run *run, const char *call, int code, const struct err *e)
{
    if (code != 0) {
        run->errors++;
        if (e->text[0] == '\0' || e->code != code) {
            buf_printf(&run->faults, "%s: error %d without a message\n", call, code);
        }
    }
    return code;
}

struct spec {
    int plan, count, edition;
    bool quick;
    bool large; /* with a document whose pages nothing touches again */
};

static int put_large(struct store *s, struct err *e)
{
    static unsigned char bytes[1 << 16];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)mix(i); /* cannot be compressed */
    }
    return store_put_document(s, STORE_RULE, bytes, sizeof bytes, e);
}

static int put_all(struct run *run, struct store *s, const struct spec *spec, struct batch *batch)
{
    struct err e = {0};
    int code = store_put_document(s, STORE_RULE, "", 0, &e);
    code = code != 0 ? code : store_put_document(s, STORE_RULESET, manifest, strlen(manifest), &e);
    code = code != 0 || !spec->large ? code : put_large(s, &e);
    for (int i = 0; code == 0 && i < spec->count; i++) {
        struct assessment a = pick(run, spec->plan + i, spec->edition, spec->quick);
        enum store_put how = STORE_ADDED;
        code = store_put(s, &a, &how, &e);
        if (code == 0 && how != STORE_EXISTED) {
            snprintf(run->ids[run->id_count++], sizeof run->ids[0], "%s", a.id);
            batch->count++;
        }
    }
    return told(run, "store_put", code, &e);
}

/* One batch, and what is known of it. */
static int put_batch(struct run *run, struct store *s, const struct spec *spec)
{
    struct err e = {0};
    struct batch *batch = &run->now.batches[run->now.batch_count++];
    *batch = (struct batch){.from = run->id_count};
    int code = told(run, "store_begin", store_begin(s, &e), &e);
    if (code != 0) {
        return code;
    }
    code = put_all(run, s, spec, batch);
    if (code != 0) {
        store_rollback(s);
        return code;
    }
    batch->state = MADE_IN_DOUBT;
    sync_failed(run);
    moved(run);
    code = told(run, "store_commit", store_commit(s, &e), &e);
    if (code == 0) {
        batch->state = MADE;
        moved(run);
    }
    /* The commit may have succeeded, and the moving of the log after it failed. */
    if (sync_failed(run) && store_begin(s, &e) == 0) {
        buf_puts(&run->faults, "store_begin: goes on after a failed sync\n");
        store_rollback(s);
    }
    return code;
}

static struct store *session_open(struct run *run)
{
    struct err e = {0};
    struct store *s = NULL;
    char path[PATH_SIZE + 16];
    snprintf(path, sizeof path, "%s/" STORE_NAME, run->folder);
    if (run->now.migrated == MADE_ABSENT) {
        run->now.migrated = MADE_IN_DOUBT;
        moved(run);
    }
    if (told(run, "store_open", store_open(path, STORE_WRITE, &s, &e), &e) == 0) {
        run->now.migrated = MADE;
        moved(run);
    }
    return s;
}

/* A program that tries a failed batch once more, then gives up. */
static bool session_put(struct run *run, struct store *s, const struct spec *spec, int count)
{
    for (int i = 0; i < count; i++) {
        bool put = false;
        for (int tries = 0; tries < 2 && !put; tries++) {
            put = put_batch(run, s, &spec[i]) == 0;
        }
        if (!put) {
            return false;
        }
    }
    return true;
}

static bool session(struct run *run, const struct spec *spec, int count)
{
    struct store *s = session_open(run);
    bool all = s != NULL && session_put(run, s, spec, count);
    store_close(s);
    return all;
}

/* --- the plays ------------------------------------------------------------------------------- */

static void prepare_nothing(struct run *run)
{
    (void)run;
}

static void prepare_three(struct run *run)
{
    static const struct spec base = {.plan = 0, .count = 3};
    session(run, &base, 1);
}

static void play_batches(struct run *run)
{
    static const struct spec first[] = {
        {.plan = 0, .count = 2}, {.plan = 2, .count = 1}, {.plan = 3, .count = 3}};
    static const struct spec second[] = {{.plan = 6, .count = 1}, {.plan = 7, .count = 2}};
    if (session(run, first, 3)) {
        session(run, second, 2);
    }
}

static void play_superseding(struct run *run)
{
    static const struct spec again[] = {{.plan = 0, .count = 2, .edition = 1},
                                        {.plan = 1, .count = 3, .edition = 1}};
    session(run, again, 2);
}

static void prepare_old(struct run *run)
{
    char path[PATH_SIZE + 16];
    struct buf old = BUF_INIT;
    struct err e = {0};
    snprintf(path, sizeof path, "%s/" STORE_NAME, run->folder);
    if (file_read("tests/data/stores/schema-1.db", 1 << 20, &old, &e) != 0 ||
        file_write(path, old.data, old.len, &e) != 0) {
        fail_msg("%s", e.text);
    }
    buf_free(&old);
    run->now.batches[0].count = verify_ids_of_old(path, run->ids);
    run->now.batches[0].state = MADE;
    run->now.batch_count = 1;
    run->id_count = run->now.batches[0].count;
}

static void play_migration(struct run *run)
{
    static const struct spec one = {.plan = 5, .count = 1};
    session(run, &one, 1);
}

static int back_up(struct run *run, struct store *s)
{
    struct err e = {0};
    char path[PATH_SIZE + 16];
    snprintf(path, sizeof path, "%s/" COPY_NAME, run->folder);
    run->now.backup = MADE_IN_DOUBT;
    run->now.backup_batches = run->now.batch_count;
    moved(run);
    int code = told(run, "store_backup", store_backup(s, path, &e), &e);
    if (code == 0) {
        run->now.backup = MADE;
        moved(run);
    }
    return code;
}

static void play_backup(struct run *run)
{
    static const struct spec before = {.plan = 3, .count = 2}, after = {.plan = 5, .count = 1};
    struct store *s = session_open(run);
    if (s != NULL && session_put(run, s, &before, 1)) {
        /* The name was taken by a failure that came after the renaming: no second try then. */
        char path[PATH_SIZE + 16];
        snprintf(path, sizeof path, "%s/" COPY_NAME, run->folder);
        if (back_up(run, s) != 0 && file_kind(path) == FILE_MISSING) {
            back_up(run, s);
        }
        session_put(run, s, &after, 1);
    }
    store_close(s);
}

/* A store whose writer died: a log is left beside it. */
static void prepare_left(struct run *run)
{
    static const struct spec base[] = {{.plan = 0, .count = 2}, {.plan = 2, .count = 2}};
    char live[PATH_SIZE], kept[PATH_SIZE];
    snprintf(kept, sizeof kept, "%s", run->folder);
    if (!folder_make(live, sizeof live, kept, "live")) {
        fail_msg("%s: cannot be made", kept);
    }
    snprintf(run->folder, sizeof run->folder, "%s", live);
    struct store *s = session_open(run);
    session_put(run, s, base, 2);
    folder_copy(live, kept);
    store_close(s);
    folder_empty(live);
    rmdir(live);
    snprintf(run->folder, sizeof run->folder, "%s", kept);
}

static void play_recovery(struct run *run)
{
    static const struct spec more = {.plan = 4, .count = 2};
    session(run, &more, 1);
}

/* So many that the next batch is the one in which the dictionaries are learnt. */
static void prepare_many(struct run *run)
{
    static const struct spec base = {.plan = 0, .count = 127, .quick = true};
    session(run, &base, 1);
}

static void play_dictionary(struct run *run)
{
    static const struct spec more[] = {{.plan = 127, .count = 2, .quick = true},
                                       {.plan = 129, .count = 2, .quick = true}};
    session(run, more, 2);
}

/* A store whose derived tables go on with every assessment, and have a chunk of columns for every two. */
static void prepare_derived(struct run *run)
{
    static const struct spec base = {.plan = 0, .count = 3, .quick = true};
    char path[PATH_SIZE + 16];
    sqlite3 *db = NULL;
    session(run, &(struct spec){.count = 0}, 1);
    snprintf(path, sizeof path, "%s/" STORE_NAME, run->folder);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "UPDATE derived_state SET step = 1, block = 2", NULL, NULL, NULL) !=
            SQLITE_OK) {
        fail_msg("%s: %s", path, sqlite3_errmsg(db));
    }
    sqlite3_close(db);
    session(run, &base, 1);
}

/* They go on, by new assessments and by one that supersedes, are made again, and go on. */
static void play_derived(struct run *run)
{
    static const struct spec more[] = {{.plan = 3, .count = 2, .quick = true},
                                       {.plan = 0, .count = 2, .edition = 1},
                                       {.plan = 0, .count = 1, .edition = 0}},
                             after = {.plan = 5, .count = 1, .quick = true};
    struct err e = {0};
    struct store *s = session_open(run);
    if (s != NULL && session_put(run, s, more, 3)) {
        if (told(run, "store_derive", store_derive(s, NULL, NULL, &e), &e) != 0) {
            told(run, "store_derive", store_derive(s, NULL, NULL, &e), &e);
        }
        session_put(run, s, &after, 1);
    }
    store_close(s);
}

struct meanwhile {
    struct run *run;
    struct store *writer;
    const struct spec *spec;
    bool done;
};

/* At a reader's first row: while it is there, the log comes into the file in part only. */
static int write_meanwhile(void *context, const struct store_row *row)
{
    struct meanwhile *m = context;
    (void)row;
    if (!m->done) {
        m->done = true;
        session_put(m->run, m->writer, m->spec, 2);
    }
    return 0;
}

/* A reader comes when something is in the log already, so that the log up to there can be moved. It stays
 * until after the next writer has come, or only as long as its list takes. */
static void play_beside_reader(struct run *run, bool stays)
{
    static const struct spec before = {.plan = 3, .count = 1, .large = true},
                             spec[] = {{.plan = 4, .count = 2}, {.plan = 6, .count = 2}},
                             after[] = {{.plan = 8, .count = 1}, {.plan = 9, .count = 1}},
                             next = {.plan = 0, .count = 2, .edition = 1};
    struct err e = {0};
    struct store *reader = NULL;
    char path[PATH_SIZE + 16];
    snprintf(path, sizeof path, "%s/" STORE_NAME, run->folder);
    struct meanwhile m = {.run = run, .writer = session_open(run), .spec = spec};
    if (m.writer != NULL && session_put(run, m.writer, &before, 1) &&
        told(run, "store_open", store_open(path, STORE_READ, &reader, &e), &e) == 0) {
        const struct store_filter all = {.superseded = true};
        told(run, "store_list", store_list(reader, &all, write_meanwhile, &m, &e), &e);
        if (!stays) {
            store_close(reader);
            reader = NULL;
        }
        session_put(run, m.writer, after, 2);
    }
    store_close(m.writer);
    session(run, &next, 1);
    store_close(reader);
}

static void play_reader_stays(struct run *run)
{
    play_beside_reader(run, true);
}

static void play_reader_leaves(struct run *run)
{
    play_beside_reader(run, false);
}

void scenario_again(struct run *run)
{
    static const struct spec first[] = {{.plan = 1, .count = 2, .edition = 1},
                                        {.plan = 3, .count = 3, .edition = 1}},
                             second = {.plan = 9, .count = 1};
    session(run, first, 2);
    session(run, &second, 1);
}

const struct scenario scenarios[] = {
    {"batches", prepare_nothing, play_batches},
    {"superseding", prepare_three, play_superseding},
    {"migration", prepare_old, play_migration},
    {"backup", prepare_three, play_backup},
    {"recovery", prepare_left, play_recovery},
    {"dictionary", prepare_many, play_dictionary},
    {"reader stays", prepare_three, play_reader_stays},
    {"reader leaves", prepare_three, play_reader_leaves},
    {"derived", prepare_derived, play_derived},
};
const int scenario_count = sizeof scenarios / sizeof *scenarios;

/* --- set-up ---------------------------------------------------------------------------------- */

bool run_init(struct run *run, const char *top)
{
    void *state = NULL;
    *run = (struct run){.pool = calloc(1, sizeof(struct pool))};
    if (run->pool == NULL || setup(&state) != 0) {
        return false;
    }
    run->fixture = state;
    return folder_make(run->folder, sizeof run->folder, top, "base");
}

void run_free(struct run *run)
{
    void *state = run->fixture;
    folder_empty(run->folder);
    rmdir(run->folder);
    buf_free(&run->faults);
    free(run->pool);
    teardown(&state);
}

void run_copy(const struct run *from, struct run *to)
{
    to->scenario = from->scenario;
    to->fixture = from->fixture;
    to->pool = from->pool;
    to->now = from->now;
    memcpy(to->ids, from->ids, sizeof to->ids);
    to->id_count = from->id_count;
    to->errors = 0;
    buf_reset(&to->faults);
}

int scenario_write_on(const struct run *run, struct store *s, struct err *e)
{
    struct assessment a = pick((struct run *)(uintptr_t)run, PLANS - 1, 0, false);
    enum store_put how = STORE_ADDED;
    int code = store_begin(s, e);
    code = code != 0 ? code : store_put_document(s, STORE_RULE, "", 0, e);
    code = code != 0 ? code : store_put_document(s, STORE_RULESET, manifest, strlen(manifest), e);
    code = code != 0 ? code : store_put(s, &a, &how, e);
    return code != 0 ? code : store_commit(s, e);
}
