#include "keep.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <zdict.h>

enum {
    SAMPLES = 128,
    DICTIONARY = 32768,
    LEVEL = 3,
    NODES = 1 + WORKLOAD_DOMAINS + WORKLOAD_COUNT
};

_Static_assert(sizeof(struct wresult) == NODES * sizeof(int32_t), "a result is its numbers");

/* ---- packing ---------------------------------------------------------------------------------- */

static ZSTD_CDict *learn_from(char *const *lines, const size_t *sizes, unsigned count)
{
    size_t all = 0;
    for (unsigned i = 0; i < count; i++) {
        all += sizes[i];
    }
    char *text = malloc(all + 1), *out = malloc(DICTIONARY);
    size_t at = 0, len = 0;
    for (unsigned i = 0; text != NULL && i < count; at += sizes[i], i++) {
        memcpy(text + at, lines[i], sizes[i]);
    }
    if (text != NULL && out != NULL) {
        len = ZDICT_trainFromBuffer(out, DICTIONARY, text, sizes, count);
    }
    ZSTD_CDict *made = len > 0 && !ZDICT_isError(len) ? ZSTD_createCDict(out, len, LEVEL) : NULL;
    free(text);
    free(out);
    return made;
}

ZSTD_CDict *keep_learn(FILE *in)
{
    char *lines[SAMPLES] = {NULL};
    size_t sizes[SAMPLES], room = 0;
    unsigned count = 0;
    ssize_t len = 0;
    rewind(in);
    for (; count < SAMPLES && (len = getline(&lines[count], &room, in)) > 0; room = 0) {
        sizes[count++] = (size_t)len;
    }
    rewind(in);
    ZSTD_CDict *made = learn_from(lines, sizes, count);
    for (unsigned i = 0; i < SAMPLES; i++) {
        free(lines[i]);
    }
    return made;
}

bool keep_pack(struct kept *k, ZSTD_CCtx *zip, const ZSTD_CDict *dictionary, const char *text,
               size_t len)
{
    digest_sha256(text, len, k->digest);
    k->size = ZSTD_compress_usingCDict(zip, k->data, k->room, text, len, dictionary);
    return !ZSTD_isError(k->size);
}

/* ---- storing ---------------------------------------------------------------------------------- */

struct total {
    int64_t sum;
    unsigned __int128 squares;
};
struct totals {
    int64_t count;
    struct total nodes[NODES];
};

struct keep {
    sqlite3 *db;
    sqlite3_stmt *document, *assessment, *total;
    unsigned char chain[KEEP_DIGEST];
    long rows;
    bool bad;
    struct totals totals[WORKLOAD_COUNTRIES][WORKLOAD_ROUNDS];
};

static bool run(struct keep *w, const char *sql)
{
    return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool prepare(struct keep *w, sqlite3_stmt **out, const char *sql)
{
    return sqlite3_prepare_v2(w->db, sql, -1, out, NULL) == SQLITE_OK;
}

struct keep *keep_open(const char *path)
{
    static const char schema[] =
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE document(id INTEGER PRIMARY KEY, digest BLOB, data BLOB);"
        "CREATE TABLE assessment(seq INTEGER PRIMARY KEY, document INTEGER, plan TEXT, "
        "community TEXT, country TEXT, round TEXT, findings BLOB, chain BLOB);"
        "CREATE TABLE total(country INTEGER, round INTEGER, data BLOB, PRIMARY KEY(country, "
        "round))";
    struct keep *w = calloc(1, sizeof *w);
    if (w != NULL && sqlite3_open(path, &w->db) == SQLITE_OK && run(w, schema) &&
        prepare(w, &w->document, "INSERT INTO document(digest, data) VALUES(?1, ?2)") &&
        prepare(w, &w->assessment,
                "INSERT INTO assessment VALUES(NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7)") &&
        prepare(w, &w->total, "INSERT OR REPLACE INTO total VALUES(?1, ?2, ?3)")) {
        return w;
    }
    (void)keep_close(w);
    return NULL;
}

static bool step(sqlite3_stmt *s)
{
    bool done = sqlite3_step(s) == SQLITE_DONE;
    return sqlite3_reset(s) == SQLITE_OK && done;
}

/* Totals go to the disk with what they sum. */
static bool commit(struct keep *w)
{
    bool fine = true;
    for (int country = 0; country < WORKLOAD_COUNTRIES; country++) {
        for (int round = 0; round < WORKLOAD_ROUNDS; round++) {
            const struct totals *t = &w->totals[country][round];
            sqlite3_bind_int(w->total, 1, country);
            sqlite3_bind_int(w->total, 2, round);
            sqlite3_bind_blob(w->total, 3, t, sizeof *t, SQLITE_STATIC);
            fine = (t->count == 0 || step(w->total)) && fine;
        }
    }
    return run(w, "COMMIT") && fine;
}

static bool add(struct keep *w, const struct wplan *p, const struct wresult *r)
{
    int country = 0, round = (int)strtol(p->round, NULL, 10) - WORKLOAD_FIRST_ROUND;
    while (country < WORKLOAD_COUNTRIES && strcmp(workload_countries[country], p->country) != 0) {
        country++;
    }
    if (country == WORKLOAD_COUNTRIES || round < 0 || round >= WORKLOAD_ROUNDS) {
        return false;
    }
    struct totals *t = &w->totals[country][round];
    const int32_t *numbers = r->credit;
    t->count++;
    for (int i = 0; i < NODES; i++) {
        int64_t x = i < WORKLOAD_COUNT ? numbers[i]
                    : i + 1 < NODES    ? r->domain[i - WORKLOAD_COUNT]
                                       : r->score;
        t->nodes[i].sum += x;
        t->nodes[i].squares += (uint64_t)(x * x);
    }
    return true;
}

static void link_on(struct keep *w, const struct kept *k, const struct wresult *r)
{
    const size_t step = KEEP_DIGEST;
    unsigned char all[KEEP_DIGEST + KEEP_DIGEST + sizeof *r];
    memcpy(all, w->chain, step);
    memcpy(all + step, k->digest, step);
    memcpy(all + step + step, r, sizeof *r);
    digest_sha256(all, sizeof all, w->chain);
}

bool keep_put(struct keep *w, const struct kept *k, const struct wplan *p, const struct wresult *r)
{
    if (w->rows % KEEP_TRANSACTION == 0) {
        w->bad = (w->rows > 0 && !commit(w)) || !run(w, "BEGIN IMMEDIATE") || w->bad;
    }
    link_on(w, k, r);
    sqlite3_bind_blob(w->document, 1, k->digest, KEEP_DIGEST, SQLITE_STATIC);
    sqlite3_bind_blob(w->document, 2, k->data, (int)k->size, SQLITE_STATIC);
    w->bad = !step(w->document) || w->bad;
    sqlite3_bind_int64(w->assessment, 1, sqlite3_last_insert_rowid(w->db));
    const char *texts[] = {p->id, p->community, p->country, p->round};
    for (int i = 0; i < 4; i++) {
        sqlite3_bind_text(w->assessment, 2 + i, texts[i], -1, SQLITE_STATIC);
    }
    sqlite3_bind_blob(w->assessment, 6, r, sizeof *r, SQLITE_STATIC);
    sqlite3_bind_blob(w->assessment, 7, w->chain, KEEP_DIGEST, SQLITE_STATIC);
    w->bad = !step(w->assessment) || !add(w, p, r) || w->bad;
    w->rows++;
    return !w->bad;
}

bool keep_close(struct keep *w)
{
    if (w == NULL) {
        return true;
    }
    bool fine = !w->bad && w->total != NULL && (w->rows == 0 || commit(w));
    sqlite3_finalize(w->document);
    sqlite3_finalize(w->assessment);
    sqlite3_finalize(w->total);
    sqlite3_close(w->db);
    free(w);
    return fine;
}
