/* What the plans and findings of one checklist have in common, learnt from the store's own:
 * zstd's dictionaries for plans, models for findings (store_model.h). Packing and unpacking with
 * zstd. */
#include <stdlib.h>
#include <string.h>
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "store/store_notes.h"
#include "store/store_private.h"

/* Learnt twice: as soon as there is something to learn from, and again from more. */
enum { FIRST_SAMPLES = 128, SECOND_SAMPLES = 2048, LOOK_BACK = 8192 };
enum { PLAN_SAMPLES = FIRST_SAMPLES, PLAN_SAMPLE_BYTES = 8 << 20 };
enum { PLAN_BYTES = 65536, PLAN_HEAD = 1024, PLAN_LEVEL = 3, MODEL_LEVEL = 9 };
/* Plans longer than LONG_PLAN bytes have a larger dictionary and are searched longer, which is little
 * beside the time that such a plan takes. For the others, which take a tenth of it, it would be much. Our
 * own limits. */
enum { LONG_PLAN = 8192, LONG_BYTES = 112 << 10, LONG_LEVEL = 10 };
/* More than a dictionary takes that is ready for packing: 473,576, one of LONG_BYTES 915,944. */
enum { ZIP_ROOM = 1 << 20 };

/* How often was learnt for a checklist that is put to, and how many assessments there are to
 * learn from. */
struct sampling {
    int64_t checklist; /* its document */
    int learnt;
    int64_t count;
    struct sampling *next;
};

struct dictionary {
    int64_t id;
    uint8_t checklist[DIGEST_SIZE];
    int kind; /* enum dictionary_kind */
    ZSTD_CDict *zip;
    ZSTD_DDict *unzip;
    struct model *model;
    struct dictionary *next;
};

static void dictionary_free(struct dictionary *d)
{
    if (d != NULL) {
        ZSTD_freeCDict(d->zip);
        ZSTD_freeDDict(d->unzip);
        model_free(d->model);
        free(d);
    }
}

void dictionaries_free(struct store *s)
{
    while (s->dictionaries != NULL) {
        struct dictionary *next = s->dictionaries->next;
        dictionary_free(s->dictionaries);
        s->dictionaries = next;
    }
    while (s->samplings != NULL) {
        struct sampling *next = s->samplings->next;
        free(s->samplings);
        s->samplings = next;
    }
    s->sampling = NULL;
}

int64_t dictionary_id(const struct dictionary *d)
{
    return d == NULL ? 0 : d->id;
}

const struct model *dictionary_model(const struct dictionary *d)
{
    return d->model;
}

/* --- known ones ---------------------------------------------------------------------------- */

static int out_of_memory(struct err *e)
{
    return err_set(e, ERR_MEMORY, "out of memory");
}

static int damaged(struct err *e)
{
    return err_set(e, ERR_STORE, "a dictionary is damaged: restore a backup");
}

/* Not the bytes are at fault, but the machine. */
static bool starved(size_t result)
{
    return ZSTD_isError(result) && ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation;
}

/* zstd before 1.5.6 ends the program where the memory is missing that makes a dictionary ready for
 * packing (github.com/facebook/zstd/pull/3847): whether it is there is asked first. */
static bool room_to_prepare(void)
{
    void *volatile room = malloc(ZIP_ROOM); /* or the compiler takes it for sure */
    bool there = room != NULL;
    free(room);
    return there;
}

/* A model, which is kept as a zstd frame. */
static int open_model(struct store *s, struct dictionary *d, const void *data, size_t len,
                      struct err *e)
{
    struct buf plain = BUF_INIT;
    unsigned long long size = ZSTD_getFrameContentSize(data, len);
    if (size > STORE_MAX_DOCUMENT) {
        return damaged(e);
    }
    int code = store_unzip(s, data, len, (size_t)size, &plain, e);
    if (code == 0) {
        code = model_read(buf_text(&plain), plain.len, &d->model);
        code = code == ERR_MEMORY ? out_of_memory(e) : code != 0 ? damaged(e) : 0;
    }
    buf_free(&plain);
    return code;
}

/* The dictionary of a row: id, digest of the checklist, kind, data. */
static int open_row(struct store *s, sqlite3_stmt *stmt, struct dictionary *d, struct err *e)
{
    const void *data = sqlite3_column_blob(stmt, 3), *digest = sqlite3_column_blob(stmt, 1);
    size_t len = (size_t)sqlite3_column_bytes(stmt, 3);
    d->id = sqlite3_column_int64(stmt, 0);
    d->kind = sqlite3_column_int(stmt, 2);
    if (digest == NULL || sqlite3_column_bytes(stmt, 1) != DIGEST_SIZE || data == NULL) {
        return sqlite3_errcode(s->db) == SQLITE_NOMEM ? out_of_memory(e) : damaged(e);
    }
    memcpy(d->checklist, digest, DIGEST_SIZE);
    if (d->kind == DICTIONARY_MODEL || d->kind == DICTIONARY_MODEL_2) {
        return open_model(s, d, data, len, e);
    }
    bool packs = s->mode == STORE_WRITE && d->kind != DICTIONARY_FINDINGS;
    int level = d->kind == DICTIONARY_LONG_PLANS ? LONG_LEVEL : PLAN_LEVEL;
    d->unzip = ZSTD_createDDict(data, len);
    d->zip = packs && room_to_prepare() ? ZSTD_createCDict(data, len, level) : NULL;
    return d->unzip == NULL || (packs && d->zip == NULL) ? out_of_memory(e) : 0;
}

static int keep(struct store *s, sqlite3_stmt *stmt, struct err *e)
{
    struct dictionary *d = calloc(1, sizeof *d);
    if (d == NULL) {
        return out_of_memory(e);
    }
    int code = open_row(s, stmt, d, e);
    if (code != 0) {
        dictionary_free(d);
        return code;
    }
    pthread_rwlock_wrlock(&s->view);
    d->next = s->dictionaries;
    s->dictionaries = d;
    pthread_rwlock_unlock(&s->view);
    return 0;
}

static struct dictionary *by_id(const struct store *s, int64_t id)
{
    struct dictionary *d = s->dictionaries;
    while (d != NULL && d->id != id) {
        d = d->next;
    }
    return d;
}

static const struct dictionary *by_checklist(const struct store *s,
                                             const uint8_t checklist[DIGEST_SIZE], int kind)
{
    const struct dictionary *d = s->dictionaries;
    while (d != NULL && (d->kind != kind || memcmp(d->checklist, checklist, DIGEST_SIZE) != 0)) {
        d = d->next;
    }
    return d;
}

const struct dictionary *dictionary_for_plans(const struct store *s,
                                              const uint8_t checklist[DIGEST_SIZE])
{
    const struct dictionary *d = by_checklist(s, checklist, DICTIONARY_PLANS);
    return d != NULL ? d : by_checklist(s, checklist, DICTIONARY_LONG_PLANS);
}

const struct dictionary *dictionary_for_findings(const struct store *s,
                                                 const uint8_t checklist[DIGEST_SIZE])
{
    const struct dictionary *d = by_checklist(s, checklist, DICTIONARY_MODEL_2);
    return d != NULL ? d : by_checklist(s, checklist, DICTIONARY_MODEL);
}

#define DICTIONARY_ROWS                                                                        \
    "SELECT x.id, (SELECT d.digest FROM document d WHERE d.id = x.checklist), x.kind, x.data " \
    "FROM dictionary x "

/* Reads those rows that the condition (with one number) fits and that are not known yet. */
static int load(struct store *s, const char *sql, int64_t number, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0, step = SQLITE_DONE;
    if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "reading", e);
    }
    sqlite3_bind_int64(stmt, 1, number);
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        code = by_id(s, sqlite3_column_int64(stmt, 0)) != NULL ? 0 : keep(s, stmt, e);
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_finalize(stmt);
    return code;
}

int dictionary_find(struct store *s, int64_t id, const struct dictionary **out, struct err *e)
{
    int code = by_id(s, id) != NULL ? 0 : load(s, DICTIONARY_ROWS "WHERE x.id = ?1", id, e);
    *out = by_id(s, id);
    return code != 0 || *out != NULL
               ? code
               : err_set(e, ERR_STORE, "the dictionary of packed bytes is missing");
}

/* --- learning ------------------------------------------------------------------------------ */

struct samples {
    struct buf plans;
    size_t sizes[PLAN_SAMPLES];
    unsigned plan_count;
    struct notes *notes;
    struct pack_room room;
    struct arena arena;
    int criteria;
};

static int sample_plan(struct store *s, int64_t document, struct samples *all, struct err *e)
{
    struct buf one = BUF_INIT;
    if (all->plan_count == PLAN_SAMPLES || all->plans.len > PLAN_SAMPLE_BYTES) {
        return 0;
    }
    int code = store_document_read(s, document, &one, e);
    if (code == 0) {
        buf_add(&all->plans, buf_text(&one), one.len);
        all->sizes[all->plan_count++] = one.len;
        code = buf_status(&all->plans) == 0 ? 0 : out_of_memory(e);
    }
    buf_free(&one);
    return code;
}

/* Findings of the old forms, which have shapes of their own. */
static int sample_old(struct store *s, const struct checklist *c, const void *data, size_t len,
                      struct packer *p, struct samples *all, struct err *e)
{
    struct assessment a = {.checklist = c};
    int missing;
    int code = store_unpack(s, data, len, c, &all->arena, &a.findings, e);
    code = code != 0 ? code : shapes_add(s, &a, 0, e);
    if (code == 0 && store_pack_into(p, &s->shapes, &a, &all->room, &missing) != 0) {
        code = out_of_memory(e);
    }
    return code;
}

static int sample_findings(struct store *s, const struct checklist *c, const void *data, size_t len,
                           struct samples *all, struct err *e)
{
    struct packer p = {.out = &all->room.steps, .notes = all->notes};
    arena_reset(&all->arena);
    return findings_are_old(data, len) ? sample_old(s, c, data, len, &p, all, e)
                                       : store_unpack_copy(s, data, len, c, &p, &all->arena, e);
}

/* The newest assessments of the checklist: their plans and findings. */
static int collect(struct store *s, int64_t checklist, int count, struct samples *all,
                   struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    const struct checklist *c = NULL;
    int code = store_checklist(s, checklist, &c, e), step = SQLITE_DONE;
    if (code != 0) {
        return code;
    }
    all->criteria = c->criterion_count;
    if (sqlite3_prepare_v2(s->db,
                           "SELECT plan, findings FROM assessment WHERE checklist = ?1 "
                           "AND seq > (SELECT max(seq) FROM assessment) - ?2 "
                           "ORDER BY seq DESC LIMIT ?3",
                           -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "reading", e);
    }
    sqlite3_bind_int64(stmt, 1, checklist);
    sqlite3_bind_int64(stmt, 2, LOOK_BACK);
    sqlite3_bind_int64(stmt, 3, count);
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        code = sample_plan(s, sqlite3_column_int64(stmt, 0), all, e);
        code = code != 0 ? code
                         : sample_findings(s, c, sqlite3_column_blob(stmt, 1),
                                           (size_t)sqlite3_column_bytes(stmt, 1), all, e);
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_finalize(stmt);
    return code;
}

/* Adds a row. id 0: the next of those below zstd's. Of two that happen to have the same number,
 * the first has it. */
static int add_row(struct store *s, int64_t id, int64_t checklist, int kind, const void *data,
                   size_t len, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int code = 0;
    if (sqlite3_prepare_v2(
            s->db,
            "INSERT OR IGNORE INTO dictionary VALUES (CASE WHEN ?1 > 0 THEN ?1 ELSE "
            "(SELECT coalesce(max(id), 0) + 1 FROM dictionary WHERE id < 32768) END, ?2, ?3, ?4)",
            -1, &stmt, NULL) != SQLITE_OK) {
        return store_sql_error(s, "writing", e);
    }
    sqlite3_bind_int64(stmt, 1, id);
    sqlite3_bind_int64(stmt, 2, checklist);
    sqlite3_bind_int(stmt, 3, kind);
    sqlite3_bind_blob64(stmt, 4, data, len, SQLITE_STATIC);
    code = sqlite3_step(stmt) == SQLITE_DONE ? 0 : store_sql_error(s, "writing", e);
    sqlite3_finalize(stmt);
    return code;
}

/* Whole plans, as many as there is room for: what a plan has in common with others, it mostly
 * has in one piece, and a long piece packs better than many short ones. Samples from which
 * nothing can be learnt make no dictionary, and that is no error. */
static int learn_plans(struct store *s, int64_t checklist, const struct samples *all, struct err *e)
{
    bool are_long = all->plan_count > 0 && all->plans.len / all->plan_count > LONG_PLAN;
    ZDICT_params_t how = {.compressionLevel = are_long ? LONG_LEVEL : PLAN_LEVEL};
    size_t room = are_long ? LONG_BYTES : PLAN_BYTES, most = room - PLAN_HEAD, used = 0;
    for (unsigned i = 0; i < all->plan_count && used + all->sizes[i] <= most; i++) {
        used += all->sizes[i];
    }
    used = used == 0 && all->plans.len > 0 ? most
                                           : used; /* of very long ones the beginning of one */
    void *data = malloc(room);
    if (data == NULL || !room_to_prepare()) {
        free(data);
        return out_of_memory(e);
    }
    size_t len = ZDICT_finalizeDictionary(data, room, all->plans.data, used, all->plans.data,
                                          all->sizes, all->plan_count, how);
    unsigned id = ZDICT_isError(len) ? 0 : ZDICT_getDictID(data, len);
    int code = starved(len) ? out_of_memory(e)
               : id == 0
                   ? 0
                   : add_row(s, id, checklist, are_long ? DICTIONARY_LONG_PLANS : DICTIONARY_PLANS,
                             data, len, e);
    free(data);
    return code;
}

static int learn_findings(struct store *s, int64_t checklist, bool second, struct samples *all,
                          struct err *e)
{
    struct buf plain = BUF_INIT, zipped = BUF_INIT;
    int code = lesson_learn(all->notes, all->criteria, &plain) != 0 ? out_of_memory(e) : 0;
    size_t bound = ZSTD_compressBound(plain.len);
    if (code == 0 && buf_resize(&zipped, bound) != 0) {
        code = out_of_memory(e);
    }
    if (code == 0) {
        size_t n = ZSTD_compress(zipped.data, bound, plain.data, plain.len, MODEL_LEVEL);
        code = ZSTD_isError(n)
                   ? out_of_memory(e)
                   : add_row(s, 0, checklist, second ? DICTIONARY_MODEL_2 : DICTIONARY_MODEL,
                             zipped.data, n, e);
    }
    buf_free(&plain);
    buf_free(&zipped);
    return code;
}

static int learn(struct store *s, int64_t checklist, const uint8_t digest[DIGEST_SIZE], bool second,
                 struct err *e)
{
    struct samples *all = calloc(1, sizeof *all);
    int code = 0;
    if (all != NULL) {
        all->arena = (struct arena)ARENA_INIT;
        all->notes = notes_new();
    }
    if (all == NULL || all->notes == NULL) {
        code = out_of_memory(e);
    } else {
        code = collect(s, checklist, second ? SECOND_SAMPLES : FIRST_SAMPLES, all, e);
        if (code == 0 && dictionary_for_plans(s, digest) == NULL) {
            code = learn_plans(s, checklist, all, e);
        }
        buf_free(&all->plans); /* findings take as much */
        code = code != 0 ? code : learn_findings(s, checklist, second, all, e);
    }
    if (all != NULL) {
        buf_free(&all->plans);
        notes_free(all->notes);
        pack_room_free(&all->room);
        arena_free(&all->arena);
    }
    free(all);
    return code != 0 ? code : load(s, DICTIONARY_ROWS "WHERE x.checklist = ?1", checklist, e);
}

static int look(struct store *s, int64_t checklist, const uint8_t digest[DIGEST_SIZE],
                struct sampling *x, struct err *e)
{
    struct buf sql = BUF_INIT;
    int code = load(s, DICTIONARY_ROWS "WHERE x.checklist = ?1", checklist, e);
    x->learnt = by_checklist(s, digest, DICTIONARY_MODEL_2) != NULL ? 2
                : by_checklist(s, digest, DICTIONARY_MODEL) != NULL ? 1
                                                                    : 0;
    if (code != 0 || x->learnt == 2) {
        return code;
    }
    buf_printf(&sql,
               "SELECT count(*) FROM (SELECT 1 FROM assessment WHERE checklist = %lld "
               "AND seq > (SELECT max(seq) FROM assessment) - %d LIMIT %d)",
               (long long)checklist, LOOK_BACK, SECOND_SAMPLES);
    code = buf_status(&sql) != 0 ? out_of_memory(e) : store_scalar(s, sql.data, &x->count, e);
    buf_free(&sql);
    return code;
}

/* What is counted of a checklist, from when it is put to first. */
static int sampling_of(struct store *s, int64_t checklist, const uint8_t digest[DIGEST_SIZE],
                       struct err *e)
{
    struct sampling *x = s->samplings;
    while (x != NULL && x->checklist != checklist) {
        x = x->next;
    }
    s->sampling = x;
    if (x != NULL) {
        return 0;
    }
    x = calloc(1, sizeof *x);
    if (x == NULL) {
        return out_of_memory(e);
    }
    x->checklist = checklist;
    int code = look(s, checklist, digest, x, e);
    if (code != 0) {
        free(x);
        return code;
    }
    x->next = s->samplings;
    s->samplings = s->sampling = x;
    return 0;
}

int dictionary_ready(struct store *s, int64_t checklist, const uint8_t digest[DIGEST_SIZE],
                     struct err *e)
{
    int code = sampling_of(s, checklist, digest, e);
    if (code != 0) {
        return code;
    }
    struct sampling *x = s->sampling;
    int due = x->count >= SECOND_SAMPLES ? 2 : x->count >= FIRST_SAMPLES ? 1 : 0;
    if (due > x->learnt) {
        x->learnt = due; /* one try */
        code = learn(s, checklist, digest, due == 2, e);
    }
    return code;
}

void dictionary_sampled(struct store *s)
{
    if (s->sampling != NULL && s->sampling->learnt < 2) {
        s->sampling->count++;
    }
}

/* --- packing and unpacking ----------------------------------------------------------------- */

int store_zip(const char *name, void *context, const struct dictionary *d, const void *data,
              size_t len, struct buf *room, size_t *out_len, struct err *e)
{
    size_t bound = ZSTD_compressBound(len);
    if (buf_resize(room, bound) != 0) {
        return out_of_memory(e);
    }
    size_t n = d != NULL ? ZSTD_compress_usingCDict(context, room->data, bound, data, len, d->zip)
                         : ZSTD_compressCCtx(context, room->data, bound, data, len, PLAN_LEVEL);
    if (starved(n)) {
        return out_of_memory(e);
    }
    if (ZSTD_isError(n)) {
        return err_set(e, ERR_STORE, "%s: compression failed: %s", name, ZSTD_getErrorName(n));
    }
    *out_len = n < len ? n : len;
    return 0;
}

int store_unzip(struct store *s, const void *data, size_t len, size_t size, struct buf *out,
                struct err *e)
{
    unsigned id = ZSTD_getDictID_fromFrame(data, len);
    const struct dictionary *d = NULL;
    int code = id == 0 ? 0 : dictionary_find(s, id, &d, e);
    if (code == 0 && d != NULL && d->unzip == NULL) {
        code = damaged(e);
    }
    if (code != 0) {
        return code;
    }
    if (buf_resize(out, size) != 0) {
        return out_of_memory(e);
    }
    size_t n = size == 0 ? 0
               : d != NULL
                   ? ZSTD_decompress_usingDDict(s->unzip, out->data, size, data, len, d->unzip)
                   : ZSTD_decompressDCtx(s->unzip, out->data, size, data, len);
    if (starved(n)) {
        return out_of_memory(e);
    }
    if (ZSTD_isError(n) || n != size) {
        return err_set(e, ERR_STORE, "compressed bytes are damaged");
    }
    return 0;
}
