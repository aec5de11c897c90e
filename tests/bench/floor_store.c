/* Store only: for each plan its digest, its text packed with a dictionary, and two rows of the size
 * that the store needs, in SQLite as safe as ours (WAL, synchronous=FULL), 10 000 plans a transaction.
 * floor_store FILE STORE BYTES [PLANS]; BYTES: of findings, an assessment */
#include "floor.h"

#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>
#include <zdict.h>
#include <zstd.h>

enum { SAMPLES = 128, DICTIONARY = 32768, LEVEL = 3, MANY = 10000, MOST = 65536 };

struct bench {
    sqlite3 *db;
    sqlite3_stmt *document, *assessment;
    ZSTD_CCtx *zip;
    ZSTD_CDict *dictionary;
    char *lines[SAMPLES];
    size_t sizes[SAMPLES];
    int samples, bytes;
    long plans;
    int64_t spent;
};

static bool open_store(struct bench *b, const char *path)
{
    static const char schema[] =
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE document(id INTEGER PRIMARY KEY, digest BLOB UNIQUE, data BLOB);"
        "CREATE TABLE assessment(seq INTEGER PRIMARY KEY, document INTEGER, data BLOB)";
    b->zip = ZSTD_createCCtx();
    return b->zip != NULL && sqlite3_open(path, &b->db) == SQLITE_OK &&
           sqlite3_exec(b->db, schema, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(b->db, "INSERT INTO document(digest, data) VALUES(?1, ?2)", -1,
                              &b->document, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(b->db, "INSERT INTO assessment(document, data) VALUES(?1, ?2)", -1,
                              &b->assessment, NULL) == SQLITE_OK;
}

/* Learnt once in the life of a store: not counted. */
static bool learn(struct bench *b)
{
    size_t all = 0;
    for (int i = 0; i < b->samples; i++) {
        all += b->sizes[i];
    }
    char *text = malloc(all + 1), *out = malloc(DICTIONARY);
    size_t at = 0;
    for (int i = 0; text != NULL && i < b->samples; at += b->sizes[i], i++) {
        memcpy(text + at, b->lines[i], b->sizes[i]);
    }
    size_t len = text == NULL || out == NULL
                     ? 0
                     : ZDICT_trainFromBuffer(out, DICTIONARY, text, b->sizes, (unsigned)b->samples);
    if (len > 0 && !ZDICT_isError(len)) {
        b->dictionary = ZSTD_createCDict(out, len, LEVEL);
    }
    free(text);
    free(out);
    return b->dictionary != NULL;
}

static bool put(struct bench *b, const char *text, size_t len)
{
    static char packed[MOST], findings[MOST];
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256((const unsigned char *)text, len, digest);
    size_t size = ZSTD_compress_usingCDict(b->zip, packed, sizeof packed, text, len, b->dictionary);
    if (ZSTD_isError(size)) {
        return false;
    }
    sqlite3_bind_blob(b->document, 1, digest, sizeof digest, SQLITE_STATIC);
    sqlite3_bind_blob(b->document, 2, packed, (int)size, SQLITE_STATIC);
    bool done = sqlite3_step(b->document) == SQLITE_DONE;
    sqlite3_reset(b->document);
    sqlite3_bind_int64(b->assessment, 1, sqlite3_last_insert_rowid(b->db));
    sqlite3_bind_blob(b->assessment, 2, findings, b->bytes, SQLITE_STATIC);
    done = done && sqlite3_step(b->assessment) == SQLITE_DONE;
    sqlite3_reset(b->assessment);
    return done;
}

static bool put_all(struct bench *b, FILE *in, long most)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    bool fine = true;
    while (fine && b->plans < most && (len = getline(&line, &room, in)) > 0) {
        int64_t start = floor_clock();
        if (b->plans % MANY == 0) {
            fine = b->plans == 0 || sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
            fine = fine && sqlite3_exec(b->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
        }
        fine = fine && put(b, line, (size_t)len);
        b->spent += floor_clock() - start;
        b->plans++;
    }
    int64_t start = floor_clock();
    fine = fine && sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    b->spent += floor_clock() - start;
    free(line);
    return fine;
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    FILE *in = argc >= 4 ? fopen(argv[1], "r") : NULL;
    size_t room = 0;
    ssize_t len;
    b.bytes = argc >= 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    if (in == NULL || b.bytes <= 0 || b.bytes > MOST || !open_store(&b, argv[2])) {
        return floor_fail("floor_store", "FILE STORE BYTES [PLANS]");
    }
    while (b.samples < SAMPLES && (len = getline(&b.lines[b.samples], &room, in)) > 0) {
        b.sizes[b.samples++] = (size_t)len;
        room = 0;
    }
    rewind(in);
    long most = argc > 4 ? strtol(argv[4], NULL, 10) : 1000000000;
    bool fine = learn(&b) && put_all(&b, in, most);
    for (int i = 0; i < SAMPLES; i++) {
        free(b.lines[i]);
    }
    sqlite3_finalize(b.document);
    sqlite3_finalize(b.assessment);
    sqlite3_close(b.db);
    ZSTD_freeCDict(b.dictionary);
    ZSTD_freeCCtx(b.zip);
    (void)fclose(in);
    return fine ? floor_say(b.spent, b.plans) : floor_fail(argv[1], "cannot be stored");
}
